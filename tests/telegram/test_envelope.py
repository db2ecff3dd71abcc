"""The five opening lines: what they say, what they lack, what is no cable."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cable_pipeline.telegram.envelope import ISSUES, NotATelegram, read_envelope
from tests.telegram.telegrams import envelope


def test_five_lines() -> None:
    text = envelope() + "VZCZC"
    found, issues = read_envelope(text)
    assert found.identifier.printed == "09REYKJAVIK311"
    assert found.title == "HERRING FAIR OPENS WITH A PARADE"
    assert found.cable_date == date(2009, 4, 15)
    assert found.origin == "Embassy Reykjavik"
    assert text[found.end :] == "VZCZC"
    assert issues == []


@pytest.mark.parametrize(
    ("marking", "classification", "handling"),
    [
        ("CONFIDENTIAL", "CONFIDENTIAL", ()),
        ("UNCLASSIFIED//FOR OFFICIAL USE ONLY", "UNCLASSIFIED", ("FOR OFFICIAL USE ONLY",)),
        ("SECRET//NOFORN", "SECRET", ("NOFORN",)),
        ("  SECRET//NOFORN//ORCON ", "SECRET", ("NOFORN", "ORCON")),
        ("SECRET//", "SECRET", ()),
        ("//NOFORN", None, ("NOFORN",)),
    ],
)
def test_classification_marking(marking: str, classification: str | None, handling: tuple[str, ...]) -> None:
    found, _ = read_envelope(envelope(marking=marking))
    assert found.classification == classification
    assert found.classification_marking == marking.strip()
    assert found.handling == handling


@pytest.mark.parametrize(
    ("part", "code", "field"),
    [
        ("title", "title-missing", "title"),
        ("day", "date-unreadable", "cable_date"),
        ("marking", "classification-missing", "classification"),
        ("origin", "origin-missing", "origin"),
    ],
)
def test_an_empty_line_is_null_and_an_issue(part: str, code: str, field: str) -> None:
    text = envelope(**{part: "  "})
    found, issues = read_envelope(text)
    assert getattr(found, field) is None
    assert [issue.code for issue in issues] == [code]
    start, end = issues[0].start_offset, issues[0].end_offset
    assert text[start:end] == "  "


@pytest.mark.parametrize("day", ["yesterday", "Wed Foo 15 00:00:00 +0200 2009", "Mon Feb 31 00:00:00 +0100 2009"])
def test_a_date_that_is_none(day: str) -> None:
    found, issues = read_envelope(envelope(day=day))
    assert found.cable_date is None
    assert [issue.code for issue in issues] == ["date-unreadable"]


def test_the_day_is_as_printed_whatever_the_offset() -> None:
    for offset in ("+0100", "+0200", "-1100"):
        assert read_envelope(envelope(day=f"Thu Jan 1 00:00:00 {offset} 2009"))[0].cable_date == date(2009, 1, 1)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "only 1 line"),
        ("09REYKJAVIK311", "only 1 line"),
        ("09REYKJAVIK311\n\n\n", "only 4 line"),
        ("\n\n\n\n\n", "no cable id"),
        ("REYKJAVIK311\na\nb\nc\nd\n", "no cable id"),
        ("A letter to a friend\na\nb\nc\nd\n", "no cable id"),
        ("{\n}\n\n\n\n", "no cable id"),
    ],
)
def test_what_is_no_cable(text: str, reason: str) -> None:
    with pytest.raises(NotATelegram) as caught:
        read_envelope(text)
    assert reason in caught.value.reason
    assert str(caught.value) == caught.value.reason


def test_five_lines_without_a_last_line_feed_are_enough() -> None:
    text = envelope().rstrip("\n")
    found, _ = read_envelope(text)
    assert found.origin == "Embassy Reykjavik"
    assert found.end == len(text)


def test_byte_order_mark_and_carriage_returns_count_in_offsets() -> None:
    text = "\ufeff" + envelope().replace("\n", "\r\n") + "X"
    found, issues = read_envelope(text)
    assert found.identifier.printed == "09REYKJAVIK311"
    assert found.origin == "Embassy Reykjavik"
    assert text[found.end :] == "X"
    assert issues == []


@given(st.lists(st.text(st.characters(exclude_characters="\n"), max_size=40), min_size=4, max_size=4))
def test_any_four_lines_behind_an_id(lines: list[str]) -> None:
    text = "09REYKJAVIK311\n" + "\n".join(lines) + "\n"
    found, issues = read_envelope(text)
    assert found.end == len(text)
    assert {issue.code for issue in issues} <= set(ISSUES)
