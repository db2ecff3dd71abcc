"""The E.O. line: number, DECL, date."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cable_pipeline.telegram.executive_order import ISSUES, read_executive_order

CABLE_DATE = date(2008, 5, 14)


@pytest.mark.parametrize(
    ("line", "number", "declassify_on", "day"),
    [
        ("E.O. 12958: DECL: 05/23/2016", "12958", "05/23/2016", date(2016, 5, 23)),
        ("E.O. 12958: DECL:  6/12/2018 ", "12958", "6/12/2018", date(2018, 6, 12)),
        ("E.O. 12958: DECL: 2020/02/23", "12958", "2020/02/23", date(2020, 2, 23)),
        ("E.O. 12958: DECL: 5/1/18", "12958", "5/1/18", date(2018, 5, 1)),
        ("EO 12958 DECL: 12/31/2034", "12958", "12/31/2034", date(2034, 12, 31)),
        ("EO12958 DECL: 12/31/2034", "12958", "12/31/2034", date(2034, 12, 31)),
        ("E.o. 12958: decl: 07/01/2034", "12958", "07/01/2034", date(2034, 7, 1)),
        ("E.O. 13526: DECL: 2035/06/30", "13526", "2035/06/30", date(2035, 6, 30)),
        ("E.O. 12958: DECL 12/31/2015", "12958", "12/31/2015", date(2015, 12, 31)),
        ("E.O. 12958: DECL; X1", "12958", "X1", None),
        ("E.O. 12958: DECLASSIFY ON: JUNE 1, 2016", "12958", "JUNE 1, 2016", date(2016, 6, 1)),
        ("E.O. 12958: N/A", "12958", "N/A", None),
        ("E.O. 12958 (N/A)", "12958", "N/A", None),
        ("E.O. 12958 - N/A", "12958", "N/A", None),
        ("E.O. 12958: DECL-05/14/2018", "12958", "05/14/2018", date(2018, 5, 14)),
        ("E.0. 12958:N/A", "12958", "N/A", None),
        ("E.O.: 12958: NA", "12958", "NA", None),
        ("E.o. 12958: n/a", "12958", "n/a", None),
        ("E.O. 12958: N/A EFIN, ECON", "12958", "N/A", None),
        ("E.O. 12958: DECL: N/A", "12958", "N/A", None),
        ("E.O. 12598: N/A", "12598", "N/A", None),
        ("E.O. 1295: DECL: 07/24/2018", "1295", "07/24/2018", date(2018, 7, 24)),
        ("E.O. 12356:DECL:OADR", "12356", "OADR", None),
        ("E.O. 12958: DECL: X1, X5", "12958", "X1, X5", None),
        ("E.O. 12958: DECL: 25X1-human", "12958", "25X1-human", None),
        ("E.O. 12958: DECL: MR", "12958", "MR", None),
        ("E.O. 12958: DECL: TWENTY YEARS", "12958", "TWENTY YEARS", None),
        ("E.O. 12958: DECL: UPON SIGNATURE\nOF THE AGREEMENT", "12958", "UPON SIGNATURE OF THE AGREEMENT", None),
        ("E.O. 12958: DECL: 12/31/2015 \\", "12958", "12/31/2015", date(2015, 12, 31)),
        ("E.O. 12958: N/A <br>", "12958", "N/A", None),
        ("E.O. 11652: GDS", "11652", None, None),
        ("E.O. 11652: N/A", "11652", "N/A", None),
        ("E.O. 12958: DNG: CO 05/14/2018", "12958", None, None),
        ("E.O. 12958: 12/31/2015", "12958", None, None),
        ("E.O. 12958: DECL:", "12958", None, None),
        ("E.O. 12958: ------", "12958", None, None),
        ("E.O. 12958:", "12958", None, None),
        ("DECL: 08/22/2017", None, "08/22/2017", date(2017, 8, 22)),
        ("EXECUTIVE ORDER 12958: DECL: X3", "12958", "X3", None),
    ],
)
def test_forms(line: str, number: str | None, declassify_on: str | None, day: date | None) -> None:
    assert read_executive_order(line, 0, len(line), CABLE_DATE)[0] == (number, declassify_on, day)


def test_only_the_element_is_read() -> None:
    text = "SIPDIS \nE.O. 12958: N/A TAGS: EAIR DECL: X1"
    executive_order, issues = read_executive_order(text, text.index("E.O."), text.index(" TAGS"), CABLE_DATE)
    assert executive_order == ("12958", "N/A", None)
    assert issues == []


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("E.O. 12958: DECL: 13/40/2017", "declassification-date-impossible"),
        ("E.O. 12958: DECL: 02/30/2017", "declassification-date-impossible"),
        ("E.O. 12958: DECL: 05/12/201", "declassification-date-impossible"),
        ("E.O. 12958: DECL: ", "declassification-empty"),
        ("E.O. 12958: N/A EFIN, ECON", "declassification-stray-text"),
        ("E.O. 11652: XGDS-1", "declassification-without-decl"),
        ("E.O. 12958: DNG: CO 05/14/2018", "declassification-without-decl"),
        ("E.O.: DECL: 05/14/2018", "executive-order-number-missing"),
    ],
)
def test_each_doubt_leaves_its_issue(line: str, code: str) -> None:
    text = "\n\n" + line
    executive_order, issues = read_executive_order(text, 2, len(text), CABLE_DATE)
    assert [issue.code for issue in issues] == [code]
    assert (issues[0].start_offset, issues[0].end_offset) == (2, len(text))
    assert code in ISSUES
    assert executive_order.declassify_date is None or code == "executive-order-number-missing"


@given(st.dates(min_value=date(1950, 1, 1), max_value=date(2050, 1, 1)), st.integers(0, 3))
def test_any_date_is_read_however_it_is_padded(day: date, padding: int) -> None:
    line = f"E.O. 12958: DECL:{' ' * padding}{day.month}/{day.day}/{day.year} "
    assert read_executive_order(line, 0, len(line), None)[0].declassify_date == day


@given(st.text(alphabet=st.sampled_from("E.O0 12958:DECLN/A\nX\\<br>-é"), max_size=200))
def test_any_text_is_read(text: str) -> None:
    executive_order, issues = read_executive_order(text, 0, len(text), CABLE_DATE)
    assert {issue.code for issue in issues} <= set(ISSUES)
    assert executive_order.declassify_on is None or executive_order.declassify_on.strip()


@pytest.mark.parametrize("piece", ["DECL ", "E.O. ", "1/", " ", "\n", "D E C L ", "<br "])
def test_a_megabyte_is_read_at_once(piece: str) -> None:
    text = "E.O. 12958: DECL: " + piece * (1_000_000 // len(piece))
    started = time.perf_counter()
    read_executive_order(text, 0, len(text), CABLE_DATE)
    assert time.perf_counter() - started < 1
