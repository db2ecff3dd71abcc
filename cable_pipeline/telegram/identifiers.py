"""Cable identifiers: the message reference number (MRN) as archives print it, read, and repaired where it is damaged.

A sound identifier is the two-digit year, the post's name without blanks and punctuation, and the number without
leading zeros: ``06PHNOMPENH1424``. Archives made theirs from the first line of the telegram, so that other words of
that line slipped in (``09EFTOLONDON2187``, ``08ECTION01OF02MANAMA492``) and line noise stayed (``07BRASIIA1568``):
204 of the 251,287 known ones. They are repaired by the dictionaries of posts and aliases and by the rules below,
and each repair is named in ``Identifier.repairs``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from string import ascii_uppercase
from typing import Final, NamedTuple

from cable_pipeline import reference
from cable_pipeline.telegram.dates import nearest_year
from cable_pipeline.telegram.records import Issue

ISSUES: dict[str, str] = {
    "identifier-repaired": "The cable's identifier is damaged; canonical_id holds the repaired form.",
    "identifier-post-unknown": "The cable's identifier names a post that is in no dictionary; it stands as printed.",
    "identifier-number-missing": "The cable's identifier has no number, so that no reference can point to the cable.",
}
"""Every code this module's issues carry, with its meaning."""

FIRST_YEAR: Final = 1945
"""Two-digit years from 45 on belong to the 20th century where no date tells."""


class Identifier(NamedTuple):
    """A cable's identifier, as printed and as meant.

    ``year`` has four digits; ``post`` is the token of the post, known to the dictionary or not; ``repairs`` names what
    was repaired, in order: ``spelling``, ``year``, ``number``, ``post alias``, ``address form``, ``handling``,
    ``section text``, ``operating signal``, ``post typo``. It is empty for a sound identifier.
    """

    printed: str
    canonical_id: str
    year: int | None
    post: str | None
    serial_number: int | None
    repairs: tuple[str, ...]


_SOUND: Final = re.compile(r"([0-9]{2})([A-Z]+)([1-9][0-9]*)")
# Two to four digits, then letters (blanks, points, hyphens between them), then digits or not; damage adds digits among
# the letters.
_SHAPE: Final = re.compile(r"[0-9]{2,4}[ .'’-]*[^\W\d_][^\W_]*(?:[ .'’-]+[^\W_]+)*")
_PARTS: Final = re.compile(r"(\d{2,4})(\D.*?)(\d*)", re.DOTALL)
_NOT_IN_IDS: Final = re.compile(r"[^A-Z0-9]+")
# Words that stand before the post in the first line of a telegram and were taken for a part of its name.
_ADDRESS_FORMS: Final = tuple(
    "AMEMBASSY AMCONSUL AMCONGEN AMCONSULATE EMBASSY CONSULATE CONGEN CONSUL USMISSION USINT USEMBASSY USCONGEN"
    " USOFFICE MISSION FM".split()
)
_HANDLING: Final = tuple(
    "EFTO NOFORN SIPDIS SENSITIVE UNCLASSIFIED UNCLAS CONFIDENTIAL SECRET EXDIS NODIS LIMDIS".split()
)
_SIGNAL: Final = re.compile(r"([A-Z]+)(\d+)(Z[A-Z]{2}|TOSEC|SECTO|SUSPECTEDDUPLICATE|CORRECTEDCOPY|CCY)")
_SECTION_COUNT: Final = re.compile(r"\d{1,2}[A-Z]{1,2}\d{1,2}")
_LEAST_FUZZY: Final = 5
_LONGEST_NAME: Final = 60


def is_identifier(line: str) -> bool:
    """Whether a line looks like a cable identifier: two to four digits, then letters, then digits or not."""
    line = line.strip()
    # Nearly all are sound, and that is told in half the time.
    return len(line) <= _LONGEST_NAME and (_SOUND.fullmatch(line) or _SHAPE.fullmatch(line)) is not None


def full_year(two_digits: int, near: int | None = None) -> int:
    """The four-digit year of a two-digit one: of the century nearest to ``near``, else 45-99 → 19xx and 00-44 → 20xx.

    A year that has four digits already is returned as it is.
    """
    return two_digits if two_digits > 99 else nearest_year(two_digits, near)


def fold_post(name: str) -> str:
    """A post's name as ids carry it: upper case, letters only, accents dropped (``N'Djamena`` → ``NDJAMENA``)."""
    if not name.isascii():
        name = unicodedata.normalize("NFKD", name)
    return "".join(letter for letter in name.upper() if "A" <= letter <= "Z")


@lru_cache(maxsize=16384)
def canonical_post(name: str) -> str | None:
    """The post token of a name as printed in REF lines and MRNs (``THE HAGUE``, ``SecState``, ``AMEMBASSY CAIRO``).

    The dictionary of posts comes first, then the aliases, then both without an address form before them, then the one
    post that is a single edit away. ``None`` when no post is meant. Abbreviations of two letters (``BA``, ``KL``) are
    resolved too: ask for them only where a number follows.
    """
    found = post_with_repair(name)
    return found[0] if found else None


@lru_cache(maxsize=16384)
def post_with_repair(name: str) -> tuple[str, str | None] | None:
    """As `canonical_post`, with the word for the repair (``None`` when the name is the post's own or a usual one)."""
    if found := usual_post(name):
        return found
    if nearest := nearest_post(fold_post(name.replace("0", "O"))):
        return nearest, "post typo"
    return None


@lru_cache(maxsize=16384)
def usual_post(name: str) -> tuple[str, str | None] | None:
    """As `post_with_repair`, by the dictionaries alone: no spelling that they do not hold is guessed at."""
    folded = fold_post(name)
    if folded in reference.posts():
        return folded, None
    # A zero for the letter O is the one digit that occurs within names: 0TTAWA, SANTIAG0.
    folded = fold_post(name.replace("0", "O"))
    if folded in reference.posts():
        return folded, "post typo"
    if alias := reference.post_aliases().get(folded):
        return alias.post, _ALIAS_REPAIRS.get(alias.kind, "post alias")
    if (bare := _without(folded, _ADDRESS_FORMS)) and (found := usual_post(bare)):
        return found
    return None


# Kinds of alias that are no damage, only another usual way to write the post.
_ALIAS_REPAIRS: dict[str, str | None] = {
    "address form": None,
    "name variant": None,
    "same post, other token": None,
    "id with section text": "section text",
    "id prefix EFTO/AMEMBASSY/NOFORN": "handling",
    "typo": "post typo",
    "id typo": "post typo",
}


def read_identifier(printed: str) -> Identifier:
    """Read an identifier, sound or damaged. Never raises; parts that can't be told are ``None``.

    ``printed`` is kept as it is. ``canonical_id`` equals it when it is sound, or when nothing in it can be repaired.
    """
    if (match := _SOUND.fullmatch(printed)) and match[2] in _known_posts():
        return Identifier(printed, printed, full_year(int(match[1])), match[2], int(match[3][:18]), ())
    return _repaired(printed)


def identifier_issues(identifier: Identifier, start: int, end: int) -> list[Issue]:
    """The issues an identifier at ``start:end`` of the source text leaves."""
    issues = []
    if identifier.repairs:
        message = f"{identifier.printed!r} read as {identifier.canonical_id!r}: {', '.join(identifier.repairs)}"
        issues.append(Issue("identifier-repaired", "warning", message, start, end))
    if identifier.post is None or identifier.post not in _known_posts():
        message = f"no post is known for {identifier.printed!r}"
        issues.append(Issue("identifier-post-unknown", "warning", message, start, end))
    if identifier.serial_number is None:
        message = f"{identifier.printed!r} has no number"
        issues.append(Issue("identifier-number-missing", "warning", message, start, end))
    return issues


@lru_cache(maxsize=1)
def _known_posts() -> frozenset[str]:
    return frozenset(reference.posts())


def _repaired(printed: str) -> Identifier:
    repairs: list[str] = []
    plain = unicodedata.normalize("NFKD", printed).upper()
    plain = _NOT_IN_IDS.sub("", plain)
    match = _PARTS.fullmatch(plain) if len(plain) <= _LONGEST_NAME else None
    if match is None:
        return Identifier(printed, printed, None, None, None, ())
    if plain != printed:
        repairs.append("spelling")
    digits, middle, number = match[1], match[2], match[3]
    year, rest = _split_year(digits)
    if len(digits) != 2:
        repairs.append("year")
        middle = rest + middle
    post, number, reasons = _read_post(middle, number)
    repairs += reasons
    serial = number[:18].lstrip("0")
    if serial != number and "operating signal" not in repairs:
        repairs.append("number")
    if post is None:
        # Digits or text that no rule explains: the printed form is all there is.
        return Identifier(printed, printed, full_year(year), None, None, ())
    canonical = f"{year % 100:02d}{post}{serial}"
    reasons_once = tuple(dict.fromkeys(repairs))
    return Identifier(printed, canonical, full_year(year), post, int(serial) if serial else None, reasons_once)


def _split_year(digits: str) -> tuple[int, str]:
    """The year of the leading digits, and the digits that are no part of it (``7575LIBREVILLE``, ``0901OF02…``)."""
    if len(digits) == 4 and FIRST_YEAR <= int(digits) < FIRST_YEAR + 100:
        return int(digits), ""
    year, rest = digits[:2], digits[2:]
    return int(year), "" if rest == year else rest


def _read_post(middle: str, number: str) -> tuple[str | None, str, list[str]]:
    """The post in the middle of an id, the number that belongs to it, and the repairs; no post is ``None``."""
    if middle in _known_posts():
        return middle, number, []
    if (signal := _SIGNAL.match(middle)) and (post := canonical_post(signal[1])):
        return post, signal[2], ["operating signal"]
    for words, reason in ((_HANDLING, "handling"), (_ADDRESS_FORMS, "address form")):
        if bare := _without(middle, words):
            inner, number, reasons = _read_post(bare, number)
            if inner in _known_posts():
                return inner, number, [reason, *reasons]
    found = _damaged_post(middle)
    if found is not None:
        return found[0], number, [found[1]]
    return (middle, number, []) if middle.isalpha() else (None, number, [])


def _damaged_post(middle: str) -> tuple[str, str] | None:
    """The post that a damaged name means, with the word for the repair: by the aliases first, then by rule."""
    if alias := reference.post_aliases().get(middle):
        return alias.post, _ALIAS_REPAIRS.get(alias.kind) or "post alias"
    if (section := _section_end(middle)) and (found := post_with_repair(middle[section:])):
        return found[0], "section text"
    if found := post_with_repair(middle):
        return found[0], found[1] or "post alias"
    tail = _after_classification(middle)
    return (tail, "handling") if tail in _known_posts() else None


def _without(token: str, words: tuple[str, ...]) -> str | None:
    """The token without the longest of the words before it; ``None`` when it begins with none of them."""
    lengths = [len(word) for word in words if token.startswith(word) and len(token) > len(word)]
    return token[max(lengths) :] if lengths else None


def _section_end(middle: str) -> int:
    """Where the text of ``SECTION nn OF nn``, whole or damaged, ends in the middle of an id; 0 when there is none.

    No post's name holds a digit, so that the text ends at the last one. Letters may have been dropped or changed: two
    edits in the word are let pass, and the word may be missing whole.
    """
    last = max((at for at, letter in enumerate(middle) if letter.isdigit()), default=-1) + 1
    if last == 0 or last == len(middle):
        return 0
    first = next(at for at, letter in enumerate(middle) if letter.isdigit())
    if first == 0:
        return last if _SECTION_COUNT.fullmatch(middle, 0, last) else 0
    return last if _distance(middle[:first], "SECTION", 2) <= 2 else 0


def _after_classification(middle: str) -> str:
    """What follows the tail of a classification word (``SIFIEDABUJA`` → ``ABUJA``), else an empty string."""
    for word in ("UNCLASSIFIED", "CONFIDENTIAL", "UNCLAS", "SECRET"):
        for start in range(1, len(word) - 2):
            if middle.startswith(word[start:]):
                return middle[len(word) - start :]
    return ""


@lru_cache(maxsize=4096)
def nearest_post(token: str) -> str | None:
    """The one post a single edit away (a letter dropped, added, changed, or two swapped); ``None`` if none or several.

    Names of fewer than five letters are left alone: too many of them lie close together (ROME, LOME).
    """
    if not _LEAST_FUZZY <= len(token) <= 20:
        return None
    found = {variant for variant in _edits(token) if variant in _known_posts() and len(variant) >= _LEAST_FUZZY}
    return found.pop() if len(found) == 1 else None


def _edits(token: str) -> Iterator[str]:
    for at in range(len(token) + 1):
        head, tail = token[:at], token[at:]
        if tail:
            yield head + tail[1:]
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
        for letter in ascii_uppercase:
            yield head + letter + tail
            if tail:
                yield head + letter + tail[1:]


def _distance(one: str, other: str, limit: int) -> int:
    """Edits between two short words (dropped, added, changed letters); ``limit + 1`` when they are further apart."""
    if abs(len(one) - len(other)) > limit:
        return limit + 1
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        above, row[0] = row[0], at
        for column, wanted in enumerate(other, 1):
            above, row[column] = row[column], min(above + (letter != wanted), row[column] + 1, row[column - 1] + 1)
    return min(row[-1], limit + 1)
