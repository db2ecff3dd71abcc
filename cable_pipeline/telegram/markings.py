"""Portion markings: the classification of one paragraph, in parentheses beside its number.

55,296 numbered paragraphs were measured: C 24,183, SBU 10,371, U 7,119, S 3,830, S/NF and its forms 2,793, C/NF 1,831,
REL forms 215, none 8.6 %; lower case and an unclosed parenthesis (46) occur.
"""

from __future__ import annotations

import re
from typing import Final

_LEVEL: Final = r"(?:SBU|U|C|S|TS|LOU|FOUO|UNCLASSIFIED|UNCLAS|CONFIDENTIAL|CONF|SECRET|SENSITIVE BUT UNCLASSIFIED)"
_CONTROL: Final = (
    r"(?:NF|NOFORN|SBU|FOUO|SI|TK|HCS|ORCON|OC|PROPIN|LES|FGI|FRD|RD|RM|RG|ROGER|EXDIS|NODIS|LIMDIS|STADIS"
    r"|US(?:A|A? ONLY)|REL(?:[ A-Z,/&]{0,60}[A-Z])?)"
)
_CONTROLS: Final = rf"(?: ?(?:/{{1,2}}|-|,) ?{_CONTROL}| (?:NF|NOFORN|REL(?:[ A-Z,/&]{{0,60}}[A-Z])?)){{0,3}}"
MARKING: Final = rf"\( ?(?P<marking>{_LEVEL}{_CONTROLS})(?: ?-? ?ENTIRE TEXT)? ?\.?(?:\)\.?|(?= [A-Z][a-z]))"
"""A portion marking; where the parenthesis is not closed a capitalised word must follow."""

_PATTERN: Final = re.compile(MARKING, re.IGNORECASE)
_PLAIN: Final = ("(C) ", "(U) ", "(S) ")
_USUAL: Final = frozenset(("C", "SBU", "U", "S", "S/NF", "C/NF"))


def match_marking(text: str, position: int, end: int) -> tuple[str, int] | None:
    """Return the marking at ``position`` as printed, upper case, without blanks, and the offset behind it."""
    if not text.startswith("(", position, end):
        return None
    if text.startswith(_PLAIN, position, end):
        return text[position + 1], position + 3
    match = _PATTERN.match(text, position, end)
    if match is None:
        return None
    printed = match["marking"]
    return printed if printed in _USUAL else "".join(printed.upper().split()), match.end()
