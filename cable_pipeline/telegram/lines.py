"""The lines of a stretch of text with what layout rules ask about them."""

from __future__ import annotations

from typing import NamedTuple

RULE_CHARACTERS = "-=*_~–— "


class Line(NamedTuple):
    """One line that is not blank: span of its text, the text itself, and whether a blank line stands before it."""

    start: int
    end: int
    text: str
    after_blank: bool


def split_lines(work: str, start: int, end: int) -> list[Line]:
    """Return the lines of ``work[start:end]`` that are not blank, in order."""
    lines: list[Line] = []
    at = start
    after_blank = True
    for raw in work[start:end].split("\n"):
        text = raw.strip()
        if text:
            begin = at + raw.index(text[0])
            lines.append(Line(begin, begin + len(text), text, after_blank))
            after_blank = False
        else:
            after_blank = True
        at += len(raw) + 1
    return lines


def is_rule(text: str) -> bool:
    """Tell whether a line is nothing but a row of dashes, equals signs or the like (at least three of them)."""
    return text[0] in RULE_CHARACTERS and len(text) > 2 and not text.strip(RULE_CHARACTERS)
