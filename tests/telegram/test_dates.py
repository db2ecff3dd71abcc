"""Dates and times: two-digit years, date-time groups, filing times, DECL dates."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cable_pipeline.telegram.dates import (
    full_year,
    read_date_time_group,
    read_envelope_date,
    read_filing_time,
    read_slash_date,
    read_written_date,
)

CABLE_DATE = date(2008, 5, 14)


@pytest.mark.parametrize(
    ("printed", "near", "year"),
    [
        (8, CABLE_DATE, 2008),
        (34, CABLE_DATE, 2034),
        (57, CABLE_DATE, 2057),
        (59, CABLE_DATE, 1959),
        (99, CABLE_DATE, 1999),
        (5, date(1995, 4, 24), 2005),
        (45, None, 1945),
        (44, None, 2044),
        (99, None, 1999),
        (0, None, 2000),
    ],
)
def test_a_two_digit_year_is_the_nearest_one(printed: int, near: date | None, year: int) -> None:
    assert full_year(printed, near) == year


@given(st.integers(0, 99), st.dates(min_value=date(1200, 1, 1), max_value=date(2800, 1, 1)))
def test_no_other_century_comes_nearer(printed: int, near: date) -> None:
    year = full_year(printed, near)
    assert year % 100 == printed
    assert abs(year - near.year) <= 50


@pytest.mark.parametrize("printed", [-1, 100, 2008])
def test_other_years_are_refused(printed: int) -> None:
    with pytest.raises(ValueError, match="two-digit"):
        full_year(printed, None)


def test_a_date_time_group_is_utc_without_a_zone() -> None:
    assert read_date_time_group(9, 7, 43, "AUG", 6, date(2006, 8, 9)) == datetime(2006, 8, 9, 7, 43)
    assert read_date_time_group("14", "21", "15", "Jun", "05", None) == datetime(2005, 6, 14, 21, 15)
    assert read_date_time_group("02", "00", "01", "march", "1987", CABLE_DATE) == datetime(1987, 3, 2, 0, 1)


@pytest.mark.parametrize(
    "parts",
    [(31, 7, 43, "FEB", 6), (9, 24, 0, "AUG", 6), (9, 7, 60, "AUG", 6), (9, 7, 43, "AGU", 6), (0, 7, 43, "AUG", 6)],
)
def test_an_impossible_date_time_group_is_none(parts: tuple[int, int, int, str, int]) -> None:
    assert read_date_time_group(*parts, CABLE_DATE) is None


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("Wed Aug 09 00:00:00 +0200 2006", date(2006, 8, 9)),
        ("Fri Jan 01 00:00:00 +0100 2010", date(2010, 1, 1)),
        ("Mon Feb 28 00:00:00 +0100 1966", date(1966, 2, 28)),
        ("2006-08-09", date(2006, 8, 9)),
        ("2006-03-09 22:28:00", date(2006, 3, 9)),
        ("Wed Feb 30 00:00:00 +0200 2006", None),
        ("Wed Avg 09 00:00:00 +0200 2006", None),
        ("SUBJECT: NOTHING OF THE KIND", None),
        ("", None),
    ],
)
def test_the_envelope_date_is_the_printed_day(printed: str, day: date | None) -> None:
    assert read_envelope_date(printed) == day


@given(st.dates(), st.sampled_from(["+0100", "+0200", "-1100", "CEST"]), st.sampled_from(["00:00:00", "23:59:59"]))
def test_no_offset_ever_moves_the_envelope_date(day: date, offset: str, clock: str) -> None:
    month = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()[day.month - 1]
    assert read_envelope_date(f"Wed {month} {day.day:02d} {clock} {offset} {day.year:04d}") == day


@pytest.mark.parametrize(
    ("day", "clock", "near", "time"),
    [
        (105, "1642", datetime(2009, 4, 15, 16, 42), datetime(2009, 4, 15, 16, 42)),
        (365, "2359", datetime(2009, 1, 1, 0, 4), datetime(2008, 12, 30, 23, 59)),
        (1, "0003", datetime(2008, 12, 31, 23, 50), datetime(2009, 1, 1, 0, 3)),
        (366, "1200", datetime(2009, 1, 1, 0, 4), datetime(2008, 12, 31, 12, 0)),
        (366, "1200", datetime(2006, 6, 1), None),
        (0, "1200", datetime(2006, 6, 1), None),
        (10, "2460", datetime(2006, 6, 1), None),
        (10, "", datetime(2006, 6, 1), None),
    ],
)
def test_a_filing_time_takes_the_nearest_year(day: int, clock: str, near: datetime, time: datetime | None) -> None:
    assert read_filing_time(day, clock, near) == time


@given(st.datetimes(min_value=datetime(1900, 1, 1), max_value=datetime(2100, 1, 1)))
def test_a_filing_time_of_the_same_minute_is_found(sent: datetime) -> None:
    sent = sent.replace(second=0, microsecond=0)
    assert read_filing_time(f"{sent:%j}", f"{sent:%H%M}", sent) == sent


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("05/23/2016", date(2016, 5, 23)),
        (" 6/ 2/2018", date(2018, 6, 2)),
        ("2020/02/23", date(2020, 2, 23)),
        ("2020-2-3", date(2020, 2, 3)),
        ("6/3/08", date(2008, 6, 3)),
        ("12/31/34 OR LATER", date(2034, 12, 31)),
        ("1.15.2019", date(2019, 1, 15)),
        ("11//03/2015", date(2015, 11, 3)),
        ("23/05/2016", None),
        ("02/30/2016", None),
        ("05/23/201", None),
        ("05/23/20166", None),
        ("10 YEARS", None),
        ("X1", None),
        ("", None),
    ],
)
def test_decl_dates_are_month_day_year_unless_the_year_comes_first(printed: str, day: date | None) -> None:
    assert read_slash_date(printed, CABLE_DATE) == day


@given(st.dates(min_value=date(1000, 1, 1)))
def test_both_orders_of_a_date_say_the_same(day: date) -> None:
    assert read_slash_date(f"{day:%m/%d}/{day.year:04d}", None) == day
    assert read_slash_date(f"{day.year:04d}/{day:%m/%d}", None) == day


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("JUNE 21, 2006", date(2006, 6, 21)),
        ("21 Jun 06", date(2006, 6, 21)),
        ("Sept. 1, 2014", date(2014, 9, 1)),
        ("JUNE 31, 2006", None),
        ("TWENTY 21, 2006", None),
        ("TWENTY YEARS", None),
    ],
)
def test_dates_in_words(printed: str, day: date | None) -> None:
    assert read_written_date(printed, CABLE_DATE) == day
