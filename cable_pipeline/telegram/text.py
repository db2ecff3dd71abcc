"""The working text: the source text with its copying damage smoothed out, character for character in place.

Every repair here keeps the length, so that an offset means the same in the working text and in the source.
Frequencies are those measured on 6,712 cables of a public mirror.
"""

from __future__ import annotations

import html
import re
from string import ascii_lowercase
from typing import Final

_ODD_BLANKS: Final = "\r\t\v\f\x1c\x1d\x1e\x1f\x00\xa0\ufeff"
_BREAK_TAG: Final = re.compile(r"<br ?/?>(?=([ \t]*\n)?)", re.IGNORECASE)
_ENTITY: Final = re.compile(r"&(?:[a-z]{2,6}|#\d{2,5});", re.IGNORECASE)
_BACKSLASH: Final = re.compile(r"\\(?=[ ]*\n)")
_BLANK_LINE: Final = re.compile(r"\n[ \t]*\n")
_REDACTION: Final = re.compile("XXXXX+")
_CYRILLIC_X: Final = "Х"

PILCROW: Final = "¶"
"""Put by the mirror before every line-initial ``digits.`` or ``CAPITAL.``; no part of a telegram (86 % of cables)."""


def working_text(source: str) -> str:
    """Return ``source`` with the mirror's and the copyists' traces replaced by blanks, length unchanged.

    Pilcrows, tabs, carriage returns, form feeds, separators and no-break spaces become blanks, U+2028 a line feed, a
    backslash or ``<br>`` at a line's end blanks.
    """
    work = source.replace(PILCROW, " ")
    for odd in _ODD_BLANKS:
        if odd in work:
            work = work.replace(odd, " ")
    if "\u2028" in work:
        work = work.replace("\u2028", "\n")
    if "\\" in work:
        work = _BACKSLASH.sub(" ", work)
        if work.endswith("\\"):
            work = work[:-1] + " "
    if "<" in work and "<br" in work.lower():
        work = _BREAK_TAG.sub(_blank_break, work)
    return work


def _blank_break(match: re.Match[str]) -> str:
    width = match.end() - match.start()
    return " " * width if match.group(1) is not None else "\n" + " " * (width - 1)


_SAMPLES: Final = (600, 900, 1_200, 1_500)
_LONGEST_LINE: Final = 100
"""Where a pair of line feeds is looked for, a line's length on, before the whole text is."""
_WITHIN: Final = r"\n(?:(?<=[a-z,]\n)|(?<=[a-z,] \n))"
_SPACED_WITHIN: Final = re.compile(_WITHIN + r" *\n *[a-z]")
_SINGLE_WITHIN: Final = re.compile(_WITHIN + "[a-z]")
_FEWEST_SPACED, _FEWEST_GAPS = 9, 3
_LINE_FEEDS: Final = re.compile(r"\n[ \n]*")


def single_spaced(work: str, start: int) -> str:
    """Return ``work`` with the lines behind ``start`` single-spaced where they are double-spaced, length unchanged.

    In such copies (13 of 2,001 cables) two line feeds end a line, four or more with blanks between them a paragraph.
    """
    for sample in _SAMPLES:
        if work.find("\n\n", start + sample, start + sample + _LONGEST_LINE) < 0:
            return work
    text = work[start:]
    spaced = len(_SPACED_WITHIN.findall(text))
    if spaced < _FEWEST_SPACED or spaced <= len(_SINGLE_WITHIN.findall(text)):
        return work
    if sum([feeds.count("\n") > 2 for feeds in _LINE_FEEDS.findall(text)]) < _FEWEST_GAPS:
        return work
    return work[:start] + _LINE_FEEDS.sub(_single_spaced, text)


def _single_spaced(match: re.Match[str]) -> str:
    feeds = match.group()
    return feeds.replace("\n", " ", 1) if feeds.count("\n") == 2 and "\n\n" in feeds else feeds


def one_line(text: str) -> str:
    """Join the lines of ``text`` with single blanks; HTML entities become their characters."""
    return unescape(" ".join(text.split()))


def unescape(text: str) -> str:
    """Replace HTML entities, which four cables in 6,712 still carry, by their characters."""
    if "&" in text and _ENTITY.search(text):
        return html.unescape(text)
    return text


_TO_CAPITALS: Final = {ord(small): small.upper() for small in ascii_lowercase}


def in_capitals(work: str) -> str:
    """Return ``work`` in capitals, length unchanged: one search in it spares one for each way to write a word."""
    capitals = work.upper()
    return capitals if len(capitals) == len(work) else work.translate(_TO_CAPITALS)


def flowing(text: str) -> str:
    """Join the lines of a working text with single blanks, keep blank lines as one, drop blanks at both ends."""
    return flowing_words(text)[0]


def flowing_words(text: str) -> tuple[str, int]:
    """Return what ``flowing`` does, and the number of its blank-separated tokens."""
    blocks = [joined_lines(block) for block in _BLANK_LINE.split(text)]
    return "\n\n".join([line for line, words in blocks if words]), sum([words for _, words in blocks])


def joined_lines(text: str) -> tuple[str, int]:
    """Return what ``flowing_words`` does, for a text without blank lines."""
    if not text.isascii():
        tokens = text.split()
        return unescape(" ".join(tokens)), len(tokens)
    # Most blanks are single ones: to keep them is half the work of cutting at each and joining again.
    line = text.strip().replace("\n", " ")
    pieces = line.split("  ")
    if min(pieces) < "!":
        # Behind three blanks and more a piece starts with one, or is empty; nothing else sorts before it.
        pieces = [piece for piece in map(str.lstrip, pieces) if piece]
    line = " ".join(pieces)
    return unescape(line), line.count(" ") + 1 if line else 0


_ZERO_FOR_BLANKS: Final = bytes(0 if chr(code).isspace() else 1 for code in range(256))


def count_words(text: str) -> int:
    """Count the blank-separated tokens of ``text``; where it fits Latin-1, without making them: five times faster."""
    try:
        shape = int.from_bytes(text.encode("latin1").translate(_ZERO_FOR_BLANKS), "big")
    except UnicodeEncodeError:
        return len(text.split())
    # One bit for each character that is none; those with no other such before them start a token.
    return (shape ^ (shape & (shape >> 8))).bit_count()


def places_of(text: str, word: str, start: int, end: int) -> list[int]:
    """Return where ``word`` stands in ``text[start:end]``, in order; places do not overlap."""
    places: list[int] = []
    at = text.find(word, start, end)
    while at >= 0:
        places.append(at)
        at = text.find(word, at + len(word), end)
    return places


def count_redactions(capitals: str, start: int) -> int:
    """Count the runs of five or more X, or Cyrillic Х, from ``start`` on in a text in capitals."""
    capitals = capitals.replace(_CYRILLIC_X, "X")
    return len(_REDACTION.findall(capitals, start)) if "XXXXX" in capitals else 0


def trimmed(work: str, start: int, end: int) -> tuple[int, int]:
    """Return the span without white space at both ends; an empty span collapses onto ``start``."""
    body = work[start:end].strip()
    if not body:
        return start, start
    if len(body) < end - start:
        start = work.index(body[0], start)
    return start, start + len(body)
