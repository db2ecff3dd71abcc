"""The lines of a stretch of text with what layout rules ask about them."""

from __future__ import annotations

from typing import Final, final

RULE_CHARACTERS: Final = "-=*_~–— "


@final
class Line:
    """One line that is not blank: span of its text, the text itself, whether a blank line stands before it.

    ``is_rule``: nothing but a row of dashes, equals signs or the like, at least three of them. No named tuple, since
    there are a hundred in a telegram, and compiled this is made in half the time.
    """

    __slots__ = ("after_blank", "end", "is_rule", "start", "text")

    def __init__(self, start: int, end: int, text: str, after_blank: bool, is_rule: bool) -> None:
        self.start: Final = start
        self.end: Final = end
        self.text: Final = text
        self.after_blank: Final = after_blank
        self.is_rule: Final = is_rule

    def with_text(self, text: str) -> Line:
        """Return the same line with another text."""
        return Line(self.start, self.end, text, self.after_blank, self.is_rule)


def split_lines(work: str, start: int, end: int) -> list[Line]:
    """Return the lines of ``work[start:end]`` that are not blank, in order."""
    lines: list[Line] = []
    at = start
    after_blank = True
    for raw in work[start:end].split("\n"):
        text = raw.strip()
        if text:
            first = text[0]
            begin = at if raw[0] == first else at + raw.index(first)
            rule = first in RULE_CHARACTERS and len(text) > 2 and not text.strip(RULE_CHARACTERS)
            lines.append(Line(begin, begin + len(text), text, after_blank, rule))
            after_blank = False
        else:
            after_blank = True
        at += len(raw) + 1
    return lines
