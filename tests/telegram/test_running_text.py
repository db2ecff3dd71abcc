"""What runs on behind a classification authority without a blank line: titles, marked numbers, sentences."""

from __future__ import annotations

import pytest

from tests.telegram.telegrams import PREFATORY, read

AUTHORITY = "Classified By: DCM Lucas Hembree, reasons 1.4 (b) and (d)."
SENTENCE = "The rowers met the mayor on April 3 and asked him for oars, sails and a new quay for their boats."
REST = "1. (C) The fair opened on time.\n\n2. (C) The boats sailed at noon.\n\nHALVORSEN"


def parts_of(behind: str, authority: str = AUTHORITY) -> tuple[list[str], list[int | None], str | None]:
    """Headings, numbers of the paragraphs, and summary of a telegram whose text runs on behind the authority."""
    record = read(f"{authority}{behind}", prefatory=PREFATORY)
    assert record.cable.classified_by == ("Lucas Hembree",)
    assert record.cable.classification_reasons == (("1.4(B)", "1.4(D)") if "1.4" in authority else ())
    return [h.text for h in record.headings], [p.number for p in record.paragraphs], record.cable.summary


@pytest.mark.parametrize(
    ("behind", "title"),
    [
        (f" ------- TORN NETS ------- {REST}", "TORN NETS"),
        (f"\n------- TORN NETS -------\n\n{REST}", "TORN NETS"),
        (f"\nTORN NETS\n---------\n\n{REST}", "TORN NETS"),
        (f"\n(C) Torn Nets\n-------------\n\n{REST}", "(C) Torn Nets"),
        (f"\n---------\nTORN NETS\n---------\n\n{REST}", "TORN NETS"),
        (f"\n(C) KEY POINTS\n--------------\n\n{REST}", "(C) KEY POINTS"),
    ],
)
def test_a_title(behind: str, title: str) -> None:
    assert parts_of(behind)[:2] == ([title], [1, 2])


@pytest.mark.parametrize("behind", [" SUMMARY -------\n\n", "\n------- SUMMARY -------\n\n"])
def test_a_summary(behind: str) -> None:
    assert parts_of(behind + REST)[2] is not None


def test_a_rule_where_no_reason_is_given() -> None:
    behind = f"\n---------\nTORN NETS\n---------\n\n{REST}"
    assert parts_of(behind, "Classified By: DCM Lucas Hembree")[:2] == (["TORN NETS"], [1, 2])


@pytest.mark.parametrize("behind", [f" (C) {REST[:2]} {REST[7:]}", f" {REST}"])
def test_a_number(behind: str) -> None:
    assert parts_of(behind)[1][-1] == 2


@pytest.mark.parametrize(
    ("behind", "marking"),
    [(f"\n(C) {SENTENCE}", "C"), (f" (C) {SENTENCE}", "C"), (f" (S/NF) {SENTENCE}", "S/NF"), (f"\n{SENTENCE}", None)],
)
def test_a_message_without_number(behind: str, marking: str | None) -> None:
    record = read(f"{AUTHORITY}{behind} HALVORSEN", prefatory=PREFATORY)
    assert [(p.marking, p.text) for p in record.paragraphs] == [(marking, SENTENCE)]
    assert record.cable.signature == "HALVORSEN"
    assert record.cable.classification_reasons == ("1.4(B)", "1.4(D)")


@pytest.mark.parametrize(
    "behind",
    [
        "\nThis message is to be handled as the property of the Guild of Rowers and of nobody else.",
        "\nReason: the oars of the rowers are a matter of the foreign relations of the Guild of Rowers.",
        " (C) The fair opened.",
    ],
)
def test_what_still_belongs_to_the_authority(behind: str) -> None:
    record = read(f"{AUTHORITY}{behind}\n\n{REST}", prefatory=PREFATORY)
    assert [p.number for p in record.paragraphs] == [1, 2]


def test_a_marked_title_under_the_subject_is_no_part_of_it() -> None:
    record = read(REST, prefatory=f"{PREFATORY.rstrip()}\n(C) SUMMARY\n-----------\n\n")
    assert record.cable.subject == "HERRING FAIR OPENS WITH A PARADE"
    assert [h.text for h in record.headings] == ["(C) SUMMARY"]


@pytest.mark.parametrize(
    "authority",
    [
        "Classified By: 1.4 (b) and (d), Ambassador Lucas Hembree, United States Embassy, Reykjavik, on behalf of all",
        "Classified By: Reason 1.4 (b) and (d)\nLucas Hembree, Charge d'Affaires a.i., of the Embassy in Reykjavik",
        "Classified By: E.O. 12958, 1.4 (b,d) Ambassador Lucas Hembree, who signed it on behalf of all of the rowers",
    ],
)
def test_a_name_behind_its_reasons(authority: str) -> None:
    record = read(f"{authority}\n\n{REST}", prefatory=PREFATORY)
    assert record.cable.classified_by == ("Lucas Hembree",)
    assert [p.number for p in record.paragraphs] == [1, 2]


@pytest.mark.parametrize(
    "end",
    [
        " Drafted by Political Officer Sven Dahl and cleared by the Econ section and by all of the others.",
        " Political Counselor Sven Dahl of the same Embassy in Reykjavik, Iceland, Reason 1.4 (b).",
        " Protection of sources and of foreign government information that was given in confidence to us.",
        " Executive Order 12958, as amended, says for how long it is to be kept from everyone who asks.",
    ],
)
def test_the_end_of_an_authority_is_no_paragraph(end: str) -> None:
    record = read(f"{AUTHORITY}{end}\n\n{REST}", prefatory=PREFATORY)
    assert [p.number for p in record.paragraphs] == [1, 2]
    assert record.headings == ()
