"""The E.O. line: the executive order that classification rests on, and when the telegram is declassified.

``E.O. 12958: DECL: 05/23/2016`` or ``E.O. 12958: N/A``; in 99.2 % of 6,712 cables. The number is kept as printed, the
misprints (12598, 1295) too. What stands there without DECL is no declassification instruction, except N/A.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final, NamedTuple

from cable_pipeline.telegram.dates import read_slash_date, read_written_date
from cable_pipeline.telegram.records import Issue

ISSUES: dict[str, str] = {
    "executive-order-number-missing": "The E.O. line names no executive order by its number.",
    "declassification-empty": "DECL stands there, and nothing after it.",
    "declassification-without-decl": (
        "The E.O. line says something without DECL (a downgrading, a date, GDS); declassify_on is null."
    ),
    "declassification-stray-text": "Words behind N/A, on the E.O. line itself, were left out of declassify_on.",
    "declassification-date-impossible": "What follows DECL looks like a date but can't be one.",
}

_NUMBER: Final = re.compile(
    r"\s*(?:EXECUTIVE\s+ORDER|E\s?[.,]?\s?[O0Q](?![A-Za-z]))[\s.,:;]{0,8}(?:NO\b\.?\s?)?(\d{4,5}(?!\d)|\d{2,3}\s\d{2,3}(?!\d))?[\s.,:;]{0,8}",
    re.IGNORECASE,
)
_DECL: Final = re.compile(
    r"(?=[DE])(?:\b(?:D\s?E\s?C\s?L(?:AS+)?|DEC(?:LASS?IF(?:Y|IED|ICATION))|DELC|DCEL|DEL|DECI|DEC|ECL)\b\.?(?:\s{1,3}ON\b)?\s{0,3}(?:[:;.,]|-(?=\s?\d))?"
    r"|\bDECL:?(?=\d))",
    re.IGNORECASE,
)
_DECL_WITHOUT_COLON: Final = re.compile(r"DECLASSIFIED$|DEL$|DEC$", re.IGNORECASE)
_NOT_APPLICABLE: Final = re.compile(r"N\s?[/.\\]?\s?A\b\.?", re.IGNORECASE)
_LINE_WASTE: Final = re.compile(r"<br\s?/?>|\\(?=\s|$)", re.IGNORECASE)
_DATE_LIKE: Final = re.compile(r"\s*\d{1,4}\s{0,2}[/-]\s{0,2}\d|\s*\d{1,2}/\d")
_BEFORE_DATE: Final = re.compile(r"(?:ON|AFTER)\s", re.IGNORECASE)
_LONGEST_LINE: Final = 1000


class ExecutiveOrder(NamedTuple):
    """What the E.O. line says; ``declassify_on`` as printed, on one line."""

    number: str | None
    declassify_on: str | None
    declassify_date: date | None


def read_executive_order(
    text: str, start: int, end: int, cable_date: date | None
) -> tuple[ExecutiveOrder, list[Issue]]:
    """Read the E.O. element ``text[start:end]``; offsets in the issues are offsets into ``text``.

    ``declassify_on`` is what follows DECL, or N/A (in any spelling); else None. ``declassify_date`` is it as a date, if
    it begins with one: month/day/year, or year/month/day with a four-digit year first; two-digit years come nearest to
    ``cable_date``.
    """
    printed = text[start : min(end, start + _LONGEST_LINE)]
    issues: list[Issue] = []
    keyword = _NUMBER.match(printed)
    number = keyword[1] if keyword else None
    if number:
        number = number.replace(" ", "").replace("\n", "")
    elif keyword:
        issues.append(Issue("executive-order-number-missing", "info", "no number after E.O.", start, end))
    value = printed[keyword.end() :] if keyword else printed
    decl = _find_decl(value)
    if decl is None:
        said = _clean(value)
        not_applicable = _NOT_APPLICABLE.match(said.lstrip(" (-–"))
        if not_applicable:
            behind = not_applicable.string[not_applicable.end() :]
            if any(character.isalnum() for character in behind):
                message = f"{behind.strip()[:60]!r} stands behind N/A"
                issues.append(Issue("declassification-stray-text", "info", message, start, end))
            return ExecutiveOrder(number, not_applicable.group(), None), issues
        if any(character.isalnum() for character in said):
            issues.append(
                Issue("declassification-without-decl", "info", f"{said[:60]!r} stands there without DECL", start, end)
            )
        return ExecutiveOrder(number, None, None), issues
    declassify_on = _clean(value[decl.end() :])
    if not declassify_on:
        issues.append(Issue("declassification-empty", "info", "nothing follows DECL", start, end))
        return ExecutiveOrder(number, None, None), issues
    day = _read_day(declassify_on, cable_date)
    if day is None and _DATE_LIKE.match(declassify_on):
        message = f"{declassify_on[:60]!r} is no possible date"
        issues.append(Issue("declassification-date-impossible", "warning", message, start, end))
    return ExecutiveOrder(number, declassify_on, day), issues


def _find_decl(value: str) -> re.Match[str] | None:
    """DECL or a misprint of it; a word of running text (``DECLASSIFIED JUNE 21``) only counts with its colon."""
    for match in _DECL.finditer(value):
        word = match.group().rstrip()
        if word[-1] in ":;" or not _DECL_WITHOUT_COLON.search(word):
            return match
    return None


def _clean(value: str) -> str:
    value = value.strip()
    if "\\" in value or "<" in value:
        value = _LINE_WASTE.sub(" ", value).strip()
    if "\n" in value or "  " in value:
        value = " ".join(value.split())
    return value


def _read_day(declassify_on: str, cable_date: date | None) -> date | None:
    match = _BEFORE_DATE.match(declassify_on)
    if match:
        declassify_on = declassify_on[match.end() :]
    if declassify_on[:1].isdigit():
        return read_slash_date(declassify_on, cable_date) or read_written_date(declassify_on, cable_date)
    return read_written_date(declassify_on, cable_date)
