"""Text from cables made safe for a terminal."""

from __future__ import annotations

import re
import unicodedata

# Control characters (Cc) move the cursor or start escape sequences; format characters (Cf) reorder what is read.
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_CANDIDATES = re.compile(r"[^\n\x20-\x7e]")


def printable(text: str) -> str:
    r"""``text`` with every character a terminal would act upon written out, as ``\x1b``; line feeds stay."""
    return _CANDIDATES.sub(_shown, text)


def _shown(match: re.Match[str]) -> str:
    character = match[0]
    if unicodedata.category(character) not in _HIDDEN:
        return character
    return character.encode("unicode_escape").decode("ascii")
