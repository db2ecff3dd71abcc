"""Dates and times as telegrams print them; all results are naive, times are UTC.

One rule for two-digit years: the century that comes nearest to the cable's own date; where that is not known,
45-99 are years of the 1900s and 00-44 of the 2000s.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Final

MONTHS: Final = {
    name: number
    for number, name in enumerate(
        ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"), start=1
    )
}
"""English month names by their first three letters; never taken from the locale."""

_FIRST_YEAR_OF_1900S: Final = 45
_HALF_A_CENTURY: Final = 50
_HALF_A_YEAR: Final = timedelta(days=182)
_ENVELOPE_DATE: Final = re.compile(r"\s*[A-Za-z]{3},?\s+([A-Za-z]{3})[a-z]*\s+(\d{1,2})\s[^\n]{0,40}?(\d{4})\s*$")
_ISO_DATE: Final = re.compile(r"\s*(\d{4})-(\d{2})-(\d{2})\b")
_SLASH_DATE: Final = re.compile(
    r"\s*(\d{1,4})(?!\d)\s{0,2}[/.-]\s{0,2}[/.-]?\s{0,2}(\d{1,4})(?!\d)\s{0,2}[/.-]\s{0,2}[/.-]?\s{0,2}(\d{1,4})(?!\d)"
)
_MONTH_FIRST: Final = re.compile(r"\s*([A-Za-z]{3})[A-Za-z]{0,6}\.?\s{1,3}(\d{1,2}),?\s{1,3}(\d{4}|\d{2})(?!\d)")
_DAY_FIRST: Final = re.compile(r"\s*(\d{1,2})\s{0,3}([A-Za-z]{3})[A-Za-z]{0,6}\.?,?\s{0,3}(\d{4}|\d{2})(?!\d)")


def full_year(two_digits: int, near: date | None) -> int:
    """Return the four-digit year meant by a two-digit one: the one nearest to ``near``'s year.

    Without ``near``, 45-99 become 1945-1999 and 0-44 become 2000-2044. Raises ValueError outside 0-99.
    """
    if not 0 <= two_digits <= 99:
        raise ValueError(f"{two_digits} is not a two-digit year")
    return nearest_year(two_digits, near.year if near else None)


def nearest_year(two_digits: int, near: int | None) -> int:
    """Return the year that ends in ``two_digits``, 0-99, and lies nearest to ``near``; of two as near the earlier."""
    if near is None:
        return (1900 if two_digits >= _FIRST_YEAR_OF_1900S else 2000) + two_digits
    year = near - near % 100 + two_digits
    if year - near >= _HALF_A_CENTURY:
        return year - 100
    return year + 100 if near - year > _HALF_A_CENTURY else year


def read_date_time_group(
    day: int | str, hour: int | str, minute: int | str, month_name: str, year: int | str, near: date | None
) -> datetime | None:
    """Return the UTC time of a date-time group (``ddhhmmZ MON yy``), or None where its parts make no time.

    Only the first three letters of the month count, in any case. ``year`` has two or four digits; a two-digit one is
    completed with ``near``, the cable's date.
    """
    month = MONTHS.get(month_name[:3].upper())
    if month is None:
        return None
    try:
        printed = int(year)
        return datetime(full_year(printed, near) if printed < 100 else printed, month, int(day), int(hour), int(minute))
    except ValueError:
        return None


@lru_cache(maxsize=16384)
def read_envelope_date(text: str) -> date | None:
    """Return the day printed in ``Wed Aug 09 00:00:00 +0200 2006`` or ``2006-08-09``, or None.

    The day is taken as printed: the offset is that of the publishing machine and never applied.
    """
    match = _ENVELOPE_DATE.match(text)
    try:
        if match:
            return date(int(match[3]), MONTHS[match[1].upper()], int(match[2]))
        match = _ISO_DATE.match(text)
        return date(int(match[1]), int(match[2]), int(match[3])) if match else None
    except (KeyError, ValueError):
        return None


def read_filing_time(day_of_year: int | str, hhmm: str, near: datetime) -> datetime | None:
    """Return the UTC time of a filing time ``dddhhmm`` (DE line), in the year that brings it nearest to ``near``.

    None where there is no such day (366 only in leap years) or time.
    """
    try:
        day, hour, minute = int(day_of_year), int(hhmm[:-2]), int(hhmm[-2:])
    except ValueError:
        return None
    if not (1 <= day <= 366 and 0 <= hour <= 23 and 0 <= minute <= 59):
        return None
    try:
        same_year = datetime(near.year, 1, 1, hour, minute) + timedelta(days=day - 1)
    except OverflowError:
        return None
    if same_year.year == near.year and abs(same_year - near) < _HALF_A_YEAR:
        return same_year
    candidates = []
    for year in (near.year - 1, near.year, near.year + 1):
        if 1 <= year < 9999:
            time = datetime(year, 1, 1, hour, minute) + timedelta(days=day - 1)
            if time.year == year:
                candidates.append(time)
    return min(candidates, key=lambda time: abs(time - near), default=None)


def read_slash_date(text: str, near: date | None) -> date | None:
    """Return the date that ``text`` begins with: ``mm/dd/yyyy``, ``mm/dd/yy`` or ``yyyy/mm/dd``, or None.

    Parts may be padded with blanks (``DECL:  6/12/2018``) and parted by ``/``, ``-`` or ``.``. Month first, unless the
    text starts with a four-digit year. An impossible date (``13/40/2015``, a three-digit year) is None.
    """
    match = _SLASH_DATE.match(text)
    if not match:
        return None
    first, second, third = match.groups()
    if len(first) == 4:
        year, month, day = first, second, third
    else:
        month, day, year = first, second, third
    if len(year) == 3 or len(year) == 1:
        return None
    return _date(int(year), len(year) == 2, int(month), int(day), near)


def read_written_date(text: str, near: date | None) -> date | None:
    """Return the date that ``text`` begins with, month in words (``JUNE 21, 2006``, ``21 JUN 06``), or None."""
    match = _MONTH_FIRST.match(text)
    if match:
        month_name, day, year = match.groups()
    else:
        match = _DAY_FIRST.match(text)
        if not match:
            return None
        day, month_name, year = match.groups()
    month = MONTHS.get(month_name.upper())
    return _date(int(year), len(year) == 2, month, int(day), near) if month else None


def _date(year: int, is_short: bool, month: int, day: int, near: date | None) -> date | None:
    try:
        return date(full_year(year, near) if is_short else year, month, day)
    except ValueError:
        return None
