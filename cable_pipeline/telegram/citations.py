"""Telegrams that the text of a telegram names: by number (``05 MEXICO 184``), by REF label (``ref A``), or as septel.

Counted on 2,001 telegrams: of 2,300 citations in running text nine in ten lean on the REF block (``ref A``, ``reftel``,
``refs B and C``), every twentieth gives post and number, the rest announce a telegram to come (``septel``). Numbers
follow the names of cities everywhere in a text (``Paris 2004``, ``Mexico 29``), so that a number needs a sign that a
telegram is meant: a printed year, a leading zero, a word such as ``see``, a parenthesis, or capitals.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from operator import attrgetter
from string import ascii_lowercase, ascii_uppercase
from typing import Final, NamedTuple

from cable_pipeline import reference
from cable_pipeline.telegram.body import Block
from cable_pipeline.telegram.identifiers import Identifier, fold_post, usual_post
from cable_pipeline.telegram.records import Reference, TextCitation
from cable_pipeline.telegram.references import read_cables
from cable_pipeline.telegram.text import places_of

_REF: Final = re.compile(r"(?:[Rr]ef(?:s|tels?)?|REF(?:S|s|TELS?|tels?)?)(?![A-Za-z-]|(?<!tel)(?<!tels)[:']|'(?!s\b))")
# One byte a character: every digit a 9, every small letter an a, every line feed and parenthesis a blank, so that
# there are literals to start from, and a line is no border.
_SHAPE: Final = bytes(
    57 if chr(code) in "0123456789" else 97 if chr(code) in ascii_lowercase else 32 if chr(code) in "\n(" else code
    for code in range(256)
)
_SMALL: Final = 97
_BLANK: Final = 32
_NUMBER: Final = re.compile(rb" 99(?:(?<=[A-Za-z] 99)|(?<=[A-Za-z]  99))9{0,6}(?![0-9A-Za-z%]|[.,:/-]9)")
# Short words in small letters end no post's name: they are passed over here, where that is cheap.
_SHORT_WORDS: Final = (b" aa", b" aaa", b" aaaa", b" aaaaa")
_GLUED: Final = re.compile(rb" 99[A-Z]{3,20}9{1,7}(?![0-9A-Za-z%]|[.,:/-]9)")
_LABELS: Final = re.compile(
    r"(?:(?<=[Rr][Ee][Ff])\.)?\s{0,2}"
    r"((?:\([A-Za-z]\)|[A-Za-z])(?:(?:\s?[,/&-]\s{0,3}(?:(?:and|AND|or|OR)\s{1,3})?|\s{1,3}(?:and|AND|or|OR|&)\s{1,3})"
    r"(?:\([A-Za-z]\)|[A-Zb-z](?![A-Za-z'’]|[/-][A-Za-z]{2})))*)(?![A-Za-z'’]|\.[A-Za-z])"
)
_LETTER: Final = re.compile(r"(?<![A-Za-z])([A-Za-z])\)?(?:\s?-\s{0,2}\(?([A-Za-z])\)?)?(?![A-Za-z])")
_WORD: Final = re.compile(r"\S+")
_IN_NAME: Final = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*\.?")
_YEAR: Final = re.compile(r"[(\[\"]?'?((?:19|20)?[0-9]{2})")
_YEAR_BEHIND: Final = re.compile(r"\s?[(\[]'?(?:19|20)?[0-9]{2}[)\]]|/[0-9]{2}(?![0-9/])")
# More numbers of the same post: "(The Hague 3008, 3064 and 3381)".
_CHAIN: Final = re.compile(
    r"(?:\s?[(\[]'?(?:19|20)?[0-9]{2}[)\]])?"
    r"(?:(?:\s?[,;&/]|,?\s(?:and|AND))\s{0,2}[0-9]{2,6}(?![0-9A-Za-z%]|[.,:/-][0-9]|\s(?!AND\b)[A-Z])"
    r"(?:\s?[(\[]'?(?:19|20)?[0-9]{2}[)\]])?)*"
)
_CUE: Final = re.compile(
    r"(?:\b(?:see|also|per|refs?|reftels?|refers? to|cables?|telegrams?|source|reported(?: in)?)\W{0,4}|[(;]\s?"
    r"|[A-Z]\)\s?|^\s*)$",
    re.IGNORECASE,
)
_PAGE_LINE: Final = re.compile(r"\s{1,3}[0-9]{3}(?:\.[0-9])?\s{1,3}(?:OF|of)\s[0-9]{3}")
_LONGEST_NAME: Final = 40
_MOST_WORDS: Final = 4
_START: Final = attrgetter("text_start")


class _Hit(NamedTuple):
    start: int
    end: int
    kind: str
    label: str | None
    referenced_id: str | None


def read_citations(
    text: str,
    capitals: str,
    blocks: Sequence[Block],
    references: tuple[Reference, ...],
    own: Identifier,
    cable_date: date | None,
) -> tuple[TextCitation, ...]:
    """Find the telegrams that the paragraphs name.

    Args:
        text: the telegram's text without page lines; offsets are those of the source.
        capitals: the same in capitals.
        blocks: the paragraphs, in order; only their text is looked at.
        references: the REF block, through which ``ref A`` and ``reftel`` are resolved.
        own: the identifier of the telegram itself; it is no citation, and its year is that of numbers without one.
        cable_date: the date of the telegram, for its year where the identifier has none.

    Returns:
        The citations in order, positions from 1. One that names several telegrams (``refs A and B``) is one row for
        each. ``referenced_id`` is null where the REF block does not tell which telegram is meant.
    """
    if not blocks:
        return ()
    start, end = blocks[0].text_start, blocks[-1].end
    hits = list(_named(text, start, end, own, cable_date))
    hits += _resolved(text, capitals, start, end, references, {hit.start for hit in hits})
    if not hits:
        return ()
    hits.sort(key=lambda hit: (hit.start, hit.label or "", hit.referenced_id or ""))
    return tuple(_records(text, blocks, hits))


def _records(text: str, blocks: Sequence[Block], hits: Iterable[_Hit]) -> Iterator[TextCitation]:
    position = 0
    for hit in hits:
        paragraph = bisect_right(blocks, hit.start, key=_START)
        if paragraph and hit.end <= blocks[paragraph - 1].end:
            position += 1
            raw = " ".join(text[hit.start : hit.end].split())
            yield TextCitation(position, paragraph, hit.start, hit.end, raw, hit.kind, hit.label, hit.referenced_id)


# --- through the REF block ------------------------------------------------------------------------------------------


def _resolved(
    text: str, capitals: str, start: int, end: int, references: tuple[Reference, ...], named: set[int]
) -> Iterator[_Hit]:
    """``ref A``, ``reftel`` and ``septel`` with the telegrams they mean."""
    for at in places_of(capitals, "SEPTEL", start, end):
        behind = at + 6 + capitals.startswith("S", at + 6)
        if not text[behind : behind + 1].isalpha():
            yield _Hit(at, behind, "septel", None, None)
    for first in places_of(capitals, "REF", start, end):
        match = _REF.match(text, first, end)
        if match is None or text[first - 1 : first].isalnum() or text[first - 1 : first] in ("-", "/"):
            continue
        # "Ref BUENOS AIRES 407" names the telegram itself.
        if not any(match.end() < at <= match.end() + 4 for at in named):
            yield from _through_block(text, first, match.end(), end, references)


def _through_block(text: str, first: int, behind: int, end: int, references: tuple[Reference, ...]) -> Iterator[_Hit]:
    plural = text[behind - 1] in "sS"
    meant = _by_label(references)
    labels = _LABELS.match(text, behind, end)
    letters = list(_LETTER.finditer(text, *labels.span(1))) if labels else []
    if labels and (letters[0][1].upper() in meant or _is_closed(text, labels, end)):
        for number, match in enumerate(letters, 1):
            begin = first if number == 1 else match.start()
            stop = labels.end() if number == len(letters) else match.end(1)
            for letter in _letters(match[1].upper(), (match[2] or match[1]).upper()):
                for referenced_id in dict.fromkeys(meant.get(letter) or [None]):
                    yield _Hit(begin, stop, "ref", letter, referenced_id)
        return
    cables = [row for row in references if row.kind == "cable"]
    if len(cables) == 1 or (plural and cables):
        for row in cables:
            yield _Hit(first, behind, "reftel", row.label, row.referenced_id)
    else:
        yield _Hit(first, behind, "reftel", None, None)


def _letters(first: str, last: str) -> str:
    """The letter, or all letters of a range: ``A-D``."""
    start = ascii_uppercase.index(first)
    return ascii_uppercase[start : ascii_uppercase.index(last) + 1] if last > first else first


@lru_cache(maxsize=64)
def _by_label(references: tuple[Reference, ...]) -> dict[str, list[str | None]]:
    """The telegrams that each letter means; where no entry is labelled, A is the first entry, B the second."""
    found: dict[str, list[str | None]] = {}
    unlabelled = all(row.label is None for row in references)
    for row, letter in zip(references, ascii_uppercase, strict=False):
        label = letter if unlabelled else row.label
        if label is not None:
            found.setdefault(label, []).extend([row.referenced_id] if row.kind == "cable" else [])
    return found


def _is_closed(text: str, labels: re.Match[str], end: int) -> bool:
    """Whether letters that no entry of the REF block has are labels all the same: punctuation follows them."""
    behind = text[labels.end() : min(labels.end() + 1, end)]
    capital = labels[1].strip("(")[0].isupper()
    return behind == ")" or labels[1][-1] == ")" or (capital and behind in ("", ".", ",", ";", ":"))


# --- by post and number ---------------------------------------------------------------------------------------------


def _named(text: str, start: int, end: int, own: Identifier, cable_date: date | None) -> Iterator[_Hit]:
    """Telegrams named by post and number, each number once."""
    done = start
    shape = text[start:end].encode("latin1", "replace").translate(_SHAPE)
    for low, high, glued in _numbers(shape):
        at, behind = start + low, start + high
        if at < done or (not glued and text[at - 1] == "("):
            continue
        if glued:
            span = (at, behind) if usual_post(text[at + 2 : behind].rstrip("0123456789")) else None
        else:
            span = _with_name(text, start, at, behind)
        if span is None:
            continue
        chain = _CHAIN.match(text, span[1], end)
        done = chain.end() if chain else span[1]
        for first, last, referenced_id in read_cables(text, span[0], done, own, cable_date):
            if referenced_id != own.canonical_id:
                yield _Hit(first, last, "id", None, referenced_id)


_Number = tuple[int, int, bool]
"""A number that may be a telegram's: its span, and whether year, post and number are one word (``09STATE1234``)."""


def _numbers(shape: bytes) -> Iterator[_Number]:
    """Numbers behind a blank or a parenthesis; to look for two digits first is faster than to try the patterns."""
    at = shape.find(b" 99")
    while at >= 0:
        match = None
        if at + 3 < len(shape) and _is_capital(shape[at + 3]):
            match = _GLUED.match(shape, at)
        elif at > 1 and _may_end_name_before(shape, at):
            match = _NUMBER.match(shape, at)
        if match is not None:
            yield at + 1, match.end(), match.re is _GLUED
        at = shape.find(b" 99", at + 3)


def _is_capital(code: int) -> bool:
    return 65 <= code <= 90


def _may_end_name_before(shape: bytes, at: int) -> bool:
    """Whether a letter stands before the blank at ``at``, or before two blanks, and no short word in small letters."""
    last = shape[at - 1]
    if last == _SMALL:
        return not shape.endswith(_SHORT_WORDS, 0, at)
    if last == _BLANK:
        last = shape[at - 2]
    return last == _SMALL or _is_capital(last)


def _with_name(text: str, low: int, at: int, behind: int) -> tuple[int, int] | None:
    """The telegram whose number stands at ``at``, from its year or post to behind the number; else ``None``."""
    low = max(low, at - _LONGEST_NAME)
    last = text[low:at].rsplit(None, 1)[-1:]
    if not last or not _may_end_name(last[0]) or _PAGE_LINE.match(text, behind):
        return None
    words = list(_WORD.finditer(text, low, at))[-_MOST_WORDS - 1 :]
    for first in range(max(0, len(words) - _MOST_WORDS), len(words)):
        name = _name_of([word[0] for word in words[first:]])
        if name is not None and (found := usual_post(name)):
            break
    else:
        return None
    year = _YEAR.fullmatch(words[first - 1][0]) if first else None
    begin = year.start(1) if year else words[first].start() + len(words[first][0]) - len(_opened(words[first][0]))
    if year:
        begin += words[first - 1].start()
    known = fold_post(name) == found[0]
    return (begin, behind) if _is_meant(text, begin, behind, text[at:behind], name, known, year is not None) else None


def _is_meant(text: str, begin: int, behind: int, number: str, name: str, known: bool, dated: bool) -> bool:
    """Whether a post and a number are a telegram's, and not a city and a year, an amount, a flight or an address."""
    if dated or _YEAR_BEHIND.match(text, behind):
        return len(number) > 1
    value, leading = int(number), number[0] == "0"
    if len(number) == 4 and not leading and 1900 <= value <= 2060:
        return False
    if leading and len(number) > 2:
        return True
    cue = _CUE.search(text[max(0, begin - 24) : begin]) is not None
    is_state = fold_post(name) in ("STATE", "SECSTATE")
    if len(number) < 2 or (len(number) > 5 and not is_state) or (value < 1000 and is_state and not cue):
        return False
    if cue:
        return len(number) > 2 or known
    # Without any sign: capitals in a text that is not all in capitals, and three digits at least.
    before = text[max(0, begin - 60) : begin]
    return known and name.isupper() and len(number) > 2 and before != before.upper()


def _name_of(words: Sequence[str]) -> str | None:
    """The words as a post's name: the first with a capital, none but the last followed by punctuation."""
    first = _opened(words[0])
    if not first[:1].isupper() or not all(map(_IN_NAME.fullmatch, (first, *words[1:]))):
        return None
    return "".join((first, *words[1:]))


def _opened(word: str) -> str:
    return word.lstrip("([\"'")


@lru_cache(maxsize=16384)
def _may_end_name(word: str) -> bool:
    """Whether a word is the last one of a post's name or the whole of it."""
    return word[-1].isalpha() and fold_post(word) in _last_words() and (word[0].isupper() or word[0] in "([\"'")


@lru_cache(maxsize=1)
def _last_words() -> frozenset[str]:
    names = [fold_post(post.display_name.split()[-1]) for post in reference.posts().values()]
    return frozenset((*names, *reference.posts(), *reference.post_aliases()))
