"""The query language: words, "phrases", prefix*, AND, OR, NOT, parentheses, and fields as ``post:PARIS``.

Words side by side must all occur. AND binds closer than OR, and operators are in capitals. A phrase takes a distance
(``"harbour talks"~3``) and, like a word, a star at its end. tantivy's own language was no choice: of a mistake it says
that there is one, it takes ``don't`` for a mistake, and a star it leaves unheeded.
"""

from __future__ import annotations

import re
from typing import NamedTuple, TypeAlias

from cable_pipeline.search.fields import FIELDS, TEXT, YEAR

_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "‟": '"', "«": '"', "»": '"', "‘": "'", "’": "'"})
_TOKEN = re.compile(
    r"""
    (?P<open>\() | (?P<close>\))
    | (?P<field>[A-Za-z_]+):(?=[^\s:])
    | (?<!:)(?P<minus>[-+])(?=[^\s-])
    | "(?P<phrase>(?:[^"\\]|\\.)*)" (?P<star>\*)? (?:~(?P<slop>\d{1,3}))?
    # Parentheses without a blank belong to the word, as in 1.4(b).
    | (?P<word>[^\s()"]+(?:\([^\s()"]*\)[^\s()"]*)*)
    """,
    re.VERBOSE,
)
_BLANKS = re.compile(r"\s*")
_YEARS = re.compile(r"(\d{4})?(-)?(\d{4})?")
_DEEPEST = 50


class QuerySyntaxError(ValueError):
    """The query can't be read; the message says what is wrong, and at which character, counted from 1."""


class Words(NamedTuple):
    """Words of a field that follow one another, at most ``slop`` words out of place; the last one may go on."""

    field: str
    text: str
    slop: int
    prefix: bool


class Years(NamedTuple):
    """Cables of these years, both included; None is no limit."""

    first: int | None
    last: int | None


class Everything(NamedTuple):
    """All paragraphs: a star alone."""


class AllOf(NamedTuple):
    """What each part matches."""

    parts: tuple[Node, ...]


class AnyOf(NamedTuple):
    """What at least one part matches."""

    parts: tuple[Node, ...]


class NoneOf(NamedTuple):
    """What the part does not match."""

    part: Node


Node: TypeAlias = "Words | Years | Everything | AllOf | AnyOf | NoneOf"


class _Token(NamedTuple):
    kind: str
    text: str
    at: int
    slop: int = 0
    prefix: bool = False


def parse(query: str) -> Node:
    """Return what ``query`` asks for; :class:`QuerySyntaxError` when it can't be read."""
    reader = _Reader(_tokens(query.translate(_QUOTES)))
    if reader.next is None:
        raise QuerySyntaxError("the query is empty")
    node = reader.any_of(TEXT, 0)
    if reader.next is not None:
        raise _mistake("there is no '(' for the ')'", reader.next)
    return node


def quoted(field: str, value: str) -> str:
    """Return the part of a query that asks for ``value`` in ``field``, whatever characters it has."""
    if field == YEAR:
        return f"{field}:{value}"
    star = "*" if value.endswith("*") else ""
    escaped = value.removesuffix("*").translate(_QUOTES).replace("\\", "\\\\").replace('"', '\\"')
    return f'{field}:"{escaped}"{star}'


def _mistake(message: str, token: _Token) -> QuerySyntaxError:
    return QuerySyntaxError(f"{message}, at character {token.at + 1} of the query")


def _tokens(query: str) -> list[_Token]:
    tokens: list[_Token] = []
    at = _BLANKS.match(query).end()  # type: ignore[union-attr]
    while at < len(query):
        match = _TOKEN.match(query, at)
        if match is None:
            raise QuerySyntaxError(f"the quote at character {at + 1} of the query is not closed")
        tokens.append(_token(match))
        at = match.end()
        if tokens[-1].kind != "field":
            at = _BLANKS.match(query, at).end()  # type: ignore[union-attr]
    return tokens


def _token(match: re.Match[str]) -> _Token:
    kind, at = str(match.lastgroup), match.start()
    if match["phrase"] is not None:
        return _Token(
            "words", re.sub(r"\\(.)", r"\1", match["phrase"]), at, int(match["slop"] or 0), bool(match["star"])
        )
    if kind == "word":
        word = match["word"]
        if word in {"AND", "OR", "NOT"}:
            return _Token(word, word, at)
        if "*" in word[:-1]:
            raise QuerySyntaxError(
                f"a star stands at the end of a word only, not as in {word!r}, at character {at + 1}"
            )
        return _Token("words", word.removesuffix("*"), at, 0, word.endswith("*"))
    return _Token(kind, match[kind], at)


class _Reader:
    """Recursive descent: any_of → all_of → none_of → unit."""

    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens = tokens
        self._place = 0

    @property
    def next(self) -> _Token | None:
        return self._tokens[self._place] if self._place < len(self._tokens) else None

    def _take(self, *kinds: str) -> _Token | None:
        token = self.next
        if token is None or token.kind not in kinds:
            return None
        self._place += 1
        return token

    def any_of(self, field: str, depth: int) -> Node:
        parts = [self._all_of(field, depth)]
        while self._take("OR"):
            parts.append(self._all_of(field, depth))
        return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))

    def _all_of(self, field: str, depth: int) -> Node:
        parts = [self._none_of(field, depth)]
        while self._take("AND") or (self.next is not None and self.next.kind not in {"OR", "close"}):
            parts.append(self._none_of(field, depth))
        return parts[0] if len(parts) == 1 else AllOf(tuple(parts))

    def _none_of(self, field: str, depth: int) -> Node:
        if depth > _DEEPEST:
            raise QuerySyntaxError("the parentheses go too deep")
        sign = self._take("NOT", "minus")
        if sign is not None and sign.text != "+":
            return NoneOf(self._none_of(field, depth + 1))
        return self._unit(field, depth)

    def _unit(self, field: str, depth: int) -> Node:
        if (named := self._take("field")) is not None:
            return self._unit(_known(named), depth + 1)
        if (bracket := self._take("open")) is not None:
            inner = self.any_of(field, depth + 1)
            if not self._take("close"):
                raise _mistake("there is no ')' for the '('", bracket)
            return inner
        if (words := self._take("words")) is not None:
            return _leaf(field, words)
        if self.next is None:
            before = self._tokens[-1]
            raise QuerySyntaxError(f"the query ends after {before.text!r}, where something to search for must follow")
        raise _mistake(f"{self.next.text!r} stands where something to search for must stand", self.next)


def _known(token: _Token) -> str:
    name = token.text.lower()
    if name not in FIELDS:
        known = ", ".join(FIELDS)
        raise _mistake(f"there is no field {token.text!r} (fields: {known}; a text with a colon needs quotes)", token)
    return name


def _leaf(field: str, token: _Token) -> Node:
    if field == YEAR:
        return _years(token)
    if token.prefix and not token.text:
        if field != TEXT:
            raise _mistake("a star alone stands for every paragraph and takes no field", token)
        return Everything()
    return Words(field, token.text, token.slop, token.prefix)


def _years(token: _Token) -> Years:
    match = _YEARS.fullmatch(token.text)
    if match is None or token.prefix or not (match[1] or match[3]) or bool(match[1] and match[3]) > bool(match[2]):
        raise _mistake(f"{token.text!r} is no year: write 2006, 2005-2008, 2005- or -2008", token)
    first, last = (int(year) if year else None for year in (match[1], match[3]))
    return Years(first, last if match[2] else first)
