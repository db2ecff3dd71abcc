"""Text from files on one line that is safe to show: nothing in it acts upon a terminal or a page."""

from __future__ import annotations

from cable_pipeline.database.printable import printable


def one_line(text: str) -> str:
    r"""Return the text with line feeds and everything that can't be seen written out, as ``\n`` and ``\x1b``."""
    return printable(text).replace("\n", "\\n")


def shortened(text: str, length: int) -> str:
    """Return the text on one safe line, cut to ``length`` characters with an ellipsis."""
    line = one_line(text)
    return line if len(line) <= length else line[: length - 1] + "…"
