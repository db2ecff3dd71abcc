"""The lines of a stretch of text with what layout rules ask about them."""

from __future__ import annotations

from typing import Final, NamedTuple

from cable_pipeline.telegram.records import new_tuple

RULE_CHARACTERS: Final = "-=*_~–— "


class Line(NamedTuple):
    """One line that is not blank: span of its text, the text itself, whether a blank line stands before it.

    ``is_rule``: nothing but a row of dashes, equals signs or the like, at least three of them.
    """

    start: int
    end: int
    text: str
    after_blank: bool
    is_rule: bool


def split_lines(work: str, start: int, end: int) -> list[Line]:
    """Return the lines of ``work[start:end]`` that are not blank, in order."""
    lines: list[Line] = []
    at = start
    after_blank = True
    add, new, line = lines.append, new_tuple, Line
    for raw in work[start:end].split("\n"):
        text = raw.strip()
        if text:
            first = text[0]
            begin = at if raw[0] == first else at + raw.index(first)
            rule = first in RULE_CHARACTERS and len(text) > 2 and not text.strip(RULE_CHARACTERS)
            add(new(line, (begin, begin + len(text), text, after_blank, rule)))
            after_blank = False
        else:
            after_blank = True
        at += len(raw) + 1
    return lines
