"""The ACP-127 format lines, whole, damaged or left out."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cable_pipeline.telegram import addressees
from cable_pipeline.telegram.records import Issue, Recipient
from cable_pipeline.telegram.transmission_header import ISSUES, TransmissionHeader, read_transmission_header
from tests.telegram.telegrams import HEADER

DAY = date(2009, 4, 15)


def header(text: str) -> TransmissionHeader:
    return read_transmission_header(text, 0, len(text), DAY)[0]


def issues(text: str) -> list[Issue]:
    return read_transmission_header(text, 0, len(text), DAY)[1]


def addressee(line: str, start: str = "TO ") -> Recipient:
    return header(start + line).recipients[0]


def test_every_line() -> None:
    found = header(HEADER)
    assert found.transmission_id == "VZCZCXYZ0002"
    assert found.originator_indicator == "RUEHRK"
    assert found.station_serial_number == 311
    assert found.filed_at == datetime(2009, 4, 15, 16, 42)
    assert found.transmission_security == "ZNR UUUUU ZZH"
    assert (found.action_precedence, found.info_precedence) == ("IMMEDIATE", None)
    assert found.sent_at == datetime(2009, 4, 15, 16, 42)
    assert found.originator == "AMEMBASSY REYKJAVIK"
    assert [(r.position, r.role, r.name) for r in found.recipients] == [
        (1, "action", "SECSTATE WASHDC"),
        (2, "info", "AMEMBASSY OSLO"),
    ]
    assert issues(HEADER) == []


@pytest.mark.parametrize(
    ("line", "action", "info", "sent_at"),
    [
        ("O 151642Z APR 09", "IMMEDIATE", None, datetime(2009, 4, 15, 16, 42)),
        ("P 151642Z APR 09", "PRIORITY", None, datetime(2009, 4, 15, 16, 42)),
        ("R 151642Z APR 09", "ROUTINE", None, datetime(2009, 4, 15, 16, 42)),
        ("Z 151642Z APR 09", "FLASH", None, datetime(2009, 4, 15, 16, 42)),
        ("O R 151642Z APR 09", "IMMEDIATE", "ROUTINE", datetime(2009, 4, 15, 16, 42)),
        ("P R 151642Z APR 09", "PRIORITY", "ROUTINE", datetime(2009, 4, 15, 16, 42)),
        ("O P 151642Z APR 09", "IMMEDIATE", "PRIORITY", datetime(2009, 4, 15, 16, 42)),
        ("151642Z Apr 09", None, None, datetime(2009, 4, 15, 16, 42)),
        ("O 151642Z APR 09 ZDK", "IMMEDIATE", None, datetime(2009, 4, 15, 16, 42)),
        ("O 151642Z APR 09 (CCY AD4143FF MSI9789 538)", "IMMEDIATE", None, datetime(2009, 4, 15, 16, 42)),
        ("O 151642Z APR 09 ZDS ZFF4", "IMMEDIATE", None, datetime(2009, 4, 15, 16, 42)),
        ("O 010000Z JAN 10", "IMMEDIATE", None, datetime(2010, 1, 1)),
        ("O 151642Z APR 2009", "IMMEDIATE", None, datetime(2009, 4, 15, 16, 42)),
    ],
)
def test_precedence_and_date_time_group(line: str, action: str | None, info: str | None, sent_at: datetime) -> None:
    found = header(f"ZNR UUUUU ZZH\n{line}\nFM AMEMBASSY REYKJAVIK")
    assert (found.action_precedence, found.info_precedence, found.sent_at) == (action, info, sent_at)
    assert found.originator == "AMEMBASSY REYKJAVIK"


@pytest.mark.parametrize("group", ["311642Z APR 09", "152560Z APR 09", "151642Z APL 09", "001642Z APR 09"])
def test_a_group_that_is_no_date(group: str) -> None:
    text = f"O {group}\nFM AMEMBASSY REYKJAVIK"
    assert header(text).sent_at is None
    assert [issue.code for issue in issues(text)] == ["date-time-group-unreadable"]
    assert text[issues(text)[0].start_offset : issues(text)[0].end_offset] == f"O {group}"


@pytest.mark.parametrize(
    ("line", "indicator", "serial"),
    [
        ("DE RUEHRK #0311 1051642", "RUEHRK", 311),
        ("DE RUEHRK #0311/01 1051642", "RUEHRK", 311),
        ("DE RUEHRK #1311 1051642", "RUEHRK", 1311),
        ("DE RUEHRK 0311 1051642", "RUEHRK", 311),
        ("DE RUEHRKA #0311/01 1051642", "RUEHRKA", 311),
    ],
)
def test_originator_route(line: str, indicator: str, serial: int) -> None:
    found = header(f"{line}\nO 151642Z APR 09")
    assert (found.originator_indicator, found.station_serial_number) == (indicator, serial)
    assert found.filed_at == datetime(2009, 4, 15, 16, 42)


def test_filing_time_at_the_turn_of_the_year() -> None:
    assert header("DE RUEHRK #0001 3652350\nO 010010Z JAN 09").filed_at == datetime(2008, 12, 30, 23, 50)
    assert header("DE RUEHRK #0001 0010005\nO 312350Z DEC 08").filed_at == datetime(2009, 1, 1, 0, 5)


def test_no_filing_time_without_a_date_time_group() -> None:
    assert header("DE RUEHRK #0311 1051642").filed_at is None


@pytest.mark.parametrize("line", ["ZNY CCCCC ZZH", "ZNR UUUUU ZZH", "ZNY SSSSS ZZH ZDK", "ZNY EEEEE ZZH"])
def test_security_line(line: str) -> None:
    assert header(f"{line}\nO 151642Z APR 09").transmission_security == line


def test_the_second_line_may_go_on() -> None:
    text = HEADER.replace("OO RUEHWEB\n", "PP RUEHAG RUEHROV\nRUEHSR RUEHTRO\nRUEHMRE")
    assert header(text).originator_indicator == "RUEHRK"
    assert len(header(text).recipients) == 2


def test_header_that_starts_at_the_date_time_group() -> None:
    found = header("R 151642Z APR 09\nFM AMEMBASSY REYKJAVIK\nTO SECSTATE WASHDC 1234\nINFO AMEMBASSY OSLO")
    assert found.transmission_id is None
    assert found.action_precedence == "ROUTINE"
    assert [(r.role, r.name, r.serial_number) for r in found.recipients] == [
        ("action", "SECSTATE WASHDC", "1234"),
        ("info", "AMEMBASSY OSLO", None),
    ]


@pytest.mark.parametrize("text", ["", "null", "\n\n", "INFO  LOG-00   NEA-00   UTED-00"])
def test_nothing_to_read(text: str) -> None:
    assert header(text) == TransmissionHeader()


@pytest.mark.parametrize(
    ("line", "indicator", "name", "precedence", "serial"),
    [
        ("RUEHC/SECSTATE WASHDC IMMEDIATE 0761", "RUEHC", "SECSTATE WASHDC", "IMMEDIATE", "0761"),
        ("RUEHC/SECSTATE WASHDC 0761", "RUEHC", "SECSTATE WASHDC", None, "0761"),
        ("RUEHC/SECSTATE WASHDC PRIORITY", "RUEHC", "SECSTATE WASHDC", "PRIORITY", None),
        ("RUEHC/SECSTATE WASHDC", "RUEHC", "SECSTATE WASHDC", None, None),
        ("SECSTATE WASHDC", None, "SECSTATE WASHDC", None, None),
        ("AMEMBASSY OSLO IMMEDIATE 0000", None, "AMEMBASSY OSLO", "IMMEDIATE", "0000"),
        ("RUEHC/SECSTATE WASHDC NIACT IMMEDIATE 0761", "RUEHC", "SECSTATE WASHDC", "NIACT IMMEDIATE", "0761"),
        ("RUEHC/SECSTATE WASHDC FLASH 0761", "RUEHC", "SECSTATE WASHDC", "FLASH", "0761"),
        ("RUEHC/SECSTATE WASHDC ROUTINE", "RUEHC", "SECSTATE WASHDC", "ROUTINE", None),
        ("RUEKJCS/SECDEF WASHDC//USDP// PRIORITY", "RUEKJCS", "SECDEF WASHDC//USDP//", "PRIORITY", None),
        ("RUEHNY/AMEMBASSY OSLO PRIORITY 1234-1236", "RUEHNY", "AMEMBASSY OSLO", "PRIORITY", "1234-1236"),
        ("RUEHSP/AMEMBASSY PORT OF SPAIN  0482 ", "RUEHSP", "AMEMBASSY PORT OF SPAIN", None, "0482"),
        ("RUEHUB/USINT HAVANA 0001", "RUEHUB", "USINT HAVANA", None, "0001"),
    ],
)
def test_addressee(line: str, indicator: str | None, name: str, precedence: str | None, serial: str | None) -> None:
    found = addressee(line)
    assert (found.routing_indicator, found.name, found.precedence, found.serial_number) == (
        indicator,
        name,
        precedence,
        serial,
    )
    assert (found.role, found.is_collective, found.excluded) == ("action", False, ())


@pytest.mark.parametrize("misprint", ["PIORITY", "PRIRITY"])
def test_misprinted_precedence(misprint: str) -> None:
    text = f"TO RUEHC/SECSTATE WASHDC {misprint} 0761"
    assert header(text).recipients[0].precedence == "PRIORITY"
    assert [issue.code for issue in issues(text)] == ["addressee-precedence-repaired"]


def test_serial_has_four_digits() -> None:
    text = "TO RUEHMN/AMCONSUL MONTERREY 676697717"
    assert header(text).recipients[0].serial_number == "6766"
    assert [issue.code for issue in issues(text)] == ["addressee-record-number"]


def test_collective_and_its_exemptions() -> None:
    text = (
        "TO RUEHC/SECSTATE WASHDC\nINFO RUCNNOR/NORDIC COLLECTIVE\n"
        "XMT AMEMBASSY OSLO\nAMEMBASSY HELSINKI\nRUEAIIA/CIA WASHDC"
    )
    found = header(text).recipients
    assert [(r.name, r.is_collective, r.excluded) for r in found] == [
        ("SECSTATE WASHDC", False, ()),
        ("NORDIC COLLECTIVE", True, ("AMEMBASSY OSLO", "AMEMBASSY HELSINKI")),
        ("CIA WASHDC", False, ()),
    ]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "RUEHLP/AMEMBASSY LA PAZ APR LIMA 4417",
            [("RUEHLP", "AMEMBASSY LA PAZ", None), (None, "AMEMBASSY LIMA", "4417")],
        ),
        ("RUEHLP/AMEMBASSY LA PAZ MAR 7847", [("RUEHLP", "AMEMBASSY LA PAZ", "7847")]),
        ("RUEHLP/AMEMBASSY LA PAZ 7847", [("RUEHLP", "AMEMBASSY LA PAZ", "7847")]),
        (
            "RUEHLP/AMEMBASSY LA PAZ DEC PORT OF SPAIN",
            [("RUEHLP", "AMEMBASSY LA PAZ", None), (None, "AMEMBASSY PORT OF SPAIN", None)],
        ),
    ],
)
def test_la_paz(line: str, expected: list[tuple[str | None, str, str | None]]) -> None:
    found = header("INFO " + line).recipients
    assert [(r.routing_indicator, r.name, r.serial_number) for r in found] == expected
    merged = [issue.code for issue in issues("INFO " + line)]
    assert merged == (["addressee-la-paz-merge"] if " LA PAZ 7" not in line else [])


def test_addressees_may_start_on_the_next_line() -> None:
    found = header("TO\nRUEHC/SECSTATE WASHDC 0001\nINFO\nRUEHNY/AMEMBASSY OSLO").recipients
    assert [(r.role, r.name) for r in found] == [("action", "SECSTATE WASHDC"), ("info", "AMEMBASSY OSLO")]


@pytest.mark.parametrize(
    "line",
    [
        "NEA-00   UTED-00",
        "------------------7C41E2  261745Z /26",
        "/001W",
        "PAGE 02 REYKJA 00311 151642Z",
        "NNNN",
        "BT",
    ],
)
def test_lines_that_are_no_addressees(line: str) -> None:
    found = header(f"TO RUEHC/SECSTATE WASHDC\n{line}\nRUEHNY/AMEMBASSY OSLO").recipients
    assert [r.name for r in found] == ["SECSTATE WASHDC", "AMEMBASSY OSLO"]


def test_a_bare_token_among_lines_with_indicators() -> None:
    text = "TO RUEHC/SECSTATE WASHDC\nXYZZYX\nINFO RUEHNY/AMEMBASSY OSLO"
    assert [(r.position, r.name) for r in header(text).recipients] == [(1, "SECSTATE WASHDC"), (2, "AMEMBASSY OSLO")]
    assert [issue.code for issue in issues(text)] == ["addressee-not-a-name"]


def test_positions_run_over_both_roles() -> None:
    text = "TO RUEHC/SECSTATE WASHDC\nRUEHNY/AMEMBASSY OSLO\nINFO RUEHSM/AMEMBASSY STOCKHOLM\nRUEHHE/AMEMBASSY HELSINKI"
    assert [(r.position, r.role) for r in header(text).recipients] == [
        (1, "action"),
        (2, "action"),
        (3, "info"),
        (4, "info"),
    ]


@given(
    st.lists(
        st.sampled_from([*HEADER.split("\n"), "XMT AMEMBASSY X", "INFO LA PAZ MAY LIMA 1", "TO", "P P P", "DE RU #"])
        | st.text(max_size=30),
        max_size=12,
    )
)
def test_any_lines(lines: list[str]) -> None:
    text = "\n".join(lines)
    found, doubts = read_transmission_header(text, 0, len(text), None)
    assert [r.position for r in found.recipients] == list(range(1, len(found.recipients) + 1))
    assert all(r.role in ("action", "info") and r.name for r in found.recipients)
    assert {doubt.code for doubt in doubts} <= {*ISSUES, *addressees.ISSUES}


def test_an_internal_distribution_block_is_no_address_list() -> None:
    block = """INFO  LOG-00   NEA-00   INL-00   EEB-00   DOTE-00
      UTED-00  EUR-00   FAAE-00  /001W
                  ------------------7C41E2  261745Z /26

R 261702Z APR 09
FM AMEMBASSY OSLO
TO SECSTATE WASHDC 3871
INFO NORDIC COLLECTIVE
AMEMBASSY LONDON """
    header, _ = read_transmission_header(block, 0, len(block), date(2009, 4, 26))
    assert header.sent_at == datetime(2009, 4, 26, 17, 2)
    assert header.action_precedence == "ROUTINE"
    assert header.originator == "AMEMBASSY OSLO"
    assert [(r.role, r.name) for r in header.recipients] == [
        ("action", "SECSTATE WASHDC"),
        ("info", "NORDIC COLLECTIVE"),
        ("info", "AMEMBASSY LONDON"),
    ]


def test_a_serial_number_before_the_precedence() -> None:
    text = "TO RUEHC/SECSTATE WASHDC PRIORITY 0001\nINFO RUEHLO/AMEMBASSY LONDON 8778 PRIORITY"
    header, _ = read_transmission_header(text, 0, len(text), None)
    assert [(r.name, r.precedence, r.serial_number) for r in header.recipients] == [
        ("SECSTATE WASHDC", "PRIORITY", "0001"),
        ("AMEMBASSY LONDON", "PRIORITY", "8778"),
    ]
