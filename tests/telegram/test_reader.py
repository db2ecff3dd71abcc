"""The whole reader: one telegram through every table, and what holds for any text whatever."""

from __future__ import annotations

import importlib
import pkgutil
from datetime import date, datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import cable_pipeline.telegram
from cable_pipeline.telegram import NotATelegram, read_telegram
from cable_pipeline.telegram.records import Telegram
from cable_pipeline.telegram.segments import KINDS
from tests.telegram.telegrams import HEADER, LINE, PARTIAL_EXTRACT, codes, envelope, slices, telegram

DOCUMENTED = {
    code
    for module in pkgutil.iter_modules(cable_pipeline.telegram.__path__)
    for code in getattr(importlib.import_module(f"cable_pipeline.telegram.{module.name}"), "ISSUES", {})
}

CLASSIFIED = telegram(
    """SUMMARY
-------

¶1. (C) Summary: The fair opened on time. XXXXXXXXXXXX came.
End summary.

REYKJAVIK 00000311  002 OF 003

¶2. (SBU) Twelve boats took part. 3. (C) None of them
sank.

COMMENT
-------

¶4. (C) All is well. (Comment: It was loud. End comment.)

Visit Embassy Reykjavik's classified web site:
http://www.state.sgov.gov/reykjavik

HALVORSEN

NNNN""",
    opening="SENSITIVE \nSIPDIS \n \nDEPT FOR EUR/NB",
    prefatory="E.O. 12958: DECL: 04/15/2019 \nTAGS: PREL EFIS IC \nSUBJECT: HERRING FAIR OPENS WITH A \nPARADE \n"
    " \nREF: A. OSLO 12 \n     ¶B. STATE 99 (NOTAL) \n"
    " \nClassified By: DCM Sven Halvorsen for reasons 1.4 (b) and (d). \n",
    line="C O N F I D E N T I A L SECTION 01 OF 03 REYKJAVIK 000311",
)


def test_one_telegram_whole() -> None:
    record = read_telegram(CLASSIFIED)
    cable = record.cable
    assert (cable.cable_id, cable.canonical_id) == ("09REYKJAVIK311", "09REYKJAVIK311")
    assert (cable.year, cable.post, cable.serial_number) == (2009, "REYKJAVIK", 311)
    assert cable.subject == "HERRING FAIR OPENS WITH A PARADE"
    assert (cable.cable_date, cable.sent_at) == (date(2009, 4, 15), datetime(2009, 4, 15, 16, 42))
    assert cable.captions == ("SENSITIVE", "SIPDIS")
    assert cable.attention == "DEPT FOR EUR/NB"
    assert (cable.section_number, cable.section_count) == (1, 3)
    assert (cable.executive_order, cable.declassify_on, cable.declassify_date) == (
        "12958",
        "04/15/2019",
        date(2019, 4, 15),
    )
    assert cable.classified_by == ("Sven Halvorsen",)
    assert cable.classification_reasons == ("1.4(B)", "1.4(D)")
    assert cable.summary == "The fair opened on time. XXXXXXXXXXXX came."
    assert cable.signature == "HALVORSEN"
    assert not cable.is_partial_extract
    assert (cable.paragraph_count, cable.redaction_count) == (4, 1)
    assert cable.word_count == len(cable.body.split())
    assert [tag.tag for tag in record.tags] == ["PREL", "EFIS", "IC"]
    assert [(r.label, r.referenced_id, r.caption) for r in record.references] == [
        ("A", "09OSLO12", None),
        ("B", "09STATE99", "NOTAL"),
    ]
    assert [(p.number, p.marking, p.heading) for p in record.paragraphs] == [
        (1, "C", "SUMMARY"),
        (2, "SBU", "SUMMARY"),
        (3, "C", "SUMMARY"),
        (4, "C", "COMMENT"),
    ]
    assert record.issues == ()


def test_every_kind_of_segment_of_a_whole_telegram() -> None:
    record = read_telegram(CLASSIFIED)
    assert {segment.kind for segment in record.segments} == set(KINDS) - {"wrapper", "other"}
    assert slices(CLASSIFIED, record, "page_break") == ["REYKJAVIK 00000311  002 OF 003"]
    assert slices(CLASSIFIED, record, "signature") == ["HALVORSEN"]
    assert slices(CLASSIFIED, record, "envelope") == [envelope().rstrip("\n")]
    assert slices(CLASSIFIED, record, "transmission_header") == [HEADER]


def test_envelope_header_and_body_are_the_text() -> None:
    cable = read_telegram(CLASSIFIED).cable
    assert (cable.envelope, cable.header) == (envelope(), HEADER)
    assert cable.body.startswith("C O N F I D E N T I A L SECTION 01 OF 03 REYKJAVIK 000311")


def test_nothing_behind_the_envelope() -> None:
    record = read_telegram(envelope())
    assert (record.cable.header, record.cable.body) == ("", "")
    assert codes(record) >= {"classification-line-missing", "header-missing", "subject-missing", "tags-missing"}
    assert not any((record.paragraphs, record.headings, record.tags, record.recipients, record.references))


def test_damaged_id_keeps_both_forms() -> None:
    record = read_telegram(telegram(first=envelope(cable_id="09SECTION02OF03REYKJAVIK311")))
    assert record.cable.cable_id == "09SECTION02OF03REYKJAVIK311"
    assert record.cable.canonical_id == "09REYKJAVIK311"


@pytest.mark.parametrize("newline", ["\r\n", " \r\n"])
def test_carriage_returns(newline: str) -> None:
    plain, odd = read_telegram(CLASSIFIED), read_telegram(CLASSIFIED.replace("\n", newline))
    assert odd.cable.subject == plain.cable.subject
    assert [(p.number, p.marking, p.text) for p in odd.paragraphs] == [
        (p.number, p.marking, p.text) for p in plain.paragraphs
    ]
    assert [h.text for h in odd.headings] == [h.text for h in plain.headings]
    assert odd.cable.signature == plain.cable.signature


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text.replace("\n", " \\\n"),
        lambda text: text.replace("¶", ""),
        lambda text: text.replace("\n\n", "\n \n"),
        lambda text: text.replace(" \n", "\n"),
    ],
)
def test_the_layout_of_lines_makes_no_difference(spoil: object) -> None:
    assert callable(spoil)
    at = CLASSIFIED.index(HEADER) + len(HEADER)
    plain, odd = read_telegram(CLASSIFIED), read_telegram(CLASSIFIED[:at] + spoil(CLASSIFIED[at:]))
    assert [(p.number, p.text) for p in odd.paragraphs] == [(p.number, p.text) for p in plain.paragraphs]
    assert odd.cable.subject == plain.cable.subject
    assert odd.references == plain.references


def test_it_is_a_function_of_the_text() -> None:
    assert read_telegram(CLASSIFIED) == read_telegram(CLASSIFIED)


def check(text: str, record: Telegram) -> None:
    """What holds for every telegram that was ever read."""
    cable = record.cable
    assert cable.envelope + cable.header + cable.body == text
    assert cable.word_count == len(cable.body.split())
    at = 0
    for position, segment in enumerate(record.segments, 1):
        assert segment.position == position
        assert segment.start_offset == at < segment.end_offset
        assert segment.kind in KINDS
        assert (segment.paragraph_position is not None) == (segment.kind == "paragraph")
        at = segment.end_offset
    assert at == len(text)
    body = len(cable.envelope) + len(cable.header)
    last = body
    for position, paragraph in enumerate(record.paragraphs, 1):
        assert paragraph.position == position
        assert last <= paragraph.start_offset < paragraph.end_offset <= len(text)
        assert paragraph.word_count == len(paragraph.text.split())
        last = paragraph.end_offset
    for position, heading in enumerate(record.headings, 1):
        assert heading.position == position
        assert body <= heading.start_offset < heading.end_offset <= len(text)
        assert heading.text
    for table in (record.tags, record.recipients, record.references):
        assert [row.position for row in table] == list(range(1, len(table) + 1))
    assert cable.paragraph_count == len(record.paragraphs)
    lists: list[object] = [cable.handling, cable.captions, cable.classified_by, cable.classification_reasons]
    assert all(type(values) is tuple for values in lists)
    assert all(cable.handling + cable.captions + cable.classified_by + cable.classification_reasons)
    excluded: list[object] = [recipient.excluded for recipient in record.recipients]
    assert all(type(values) is tuple for values in excluded)
    assert len(set(cable.captions)) == len(cable.captions)
    for issue in record.issues:
        assert issue.code in DOCUMENTED
        assert issue.severity in ("info", "warning", "error")
        assert issue.message
        if issue.start_offset is not None:
            assert issue.end_offset is not None
            assert 0 <= issue.start_offset <= issue.end_offset <= len(text)


@given(st.text())
@example("")
@example("\ufeff")
@example("\ud800")
def test_any_text_behind_an_envelope(text: str) -> None:
    whole = envelope() + text
    check(whole, read_telegram(whole))


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        record = read_telegram(text)
    except NotATelegram:
        return
    check(text, record)


PIECES = st.sampled_from(
    [
        *CLASSIFIED.split("\n"),
        "\n",
        "\n\n",
        " \n \n",
        " ",
        "¶",
        "\x00",
        "\u2028",
        "\x85",
        "\x0b",
        "\ud800",
        "\U0001f600",
        "e\u0301",
        "\\\n",
        "<br>",
        "&amp;",
        "...\n",
        "----------",
        "=====",
        LINE,
        PARTIAL_EXTRACT,
        HEADER,
        "REYKJAVIK 00000311  002 OF 003",
        "PAGE 02 REYKJA 00311 151642Z",
        "Thursday, 16 April 2009, 13:48",
        "57696\n2009-04-15 16:42:00",
        "CABLE ENDS",
        '",',
        "(Comment: ",
        "SUMMARY",
        "1. (U) ",
        "2) ",
        "A. ",
        "BEGIN TEXT",
        "END TEXT",
        "SIPDIS",
        "REF: ",
        "AND PREVIOUS",
        "XMT AMEMBASSY OSLO",
        "RUEHLP/AMEMBASSY LA PAZ APR LIMA 4417",
    ]
)


@given(st.lists(PIECES | st.text(max_size=4), max_size=40), st.sampled_from(["", "\n", " "]))
def test_any_pieces_of_telegrams(pieces: list[str], joint: str) -> None:
    text = envelope() + joint.join(pieces)
    check(text, read_telegram(text))


MUTATIONS = st.lists(
    st.tuples(
        st.sampled_from(["delete", "double", "swap", "insert", "move"]),
        st.integers(0, len(CLASSIFIED)),
        st.integers(1, 200),
        PIECES,
    ),
    min_size=1,
    max_size=5,
)


def mutated(text: str, mutation: tuple[str, int, int, str]) -> str:
    how, at, length, piece = mutation
    at = max(len(envelope()), min(at, len(text)))
    before, cut, after = text[:at], text[at : at + length], text[at + length :]
    return {
        "delete": before + after,
        "double": before + cut + cut + after,
        "swap": before + cut[::-1] + after,
        "insert": before + piece + cut + after,
        "move": before + after + cut,
    }[how]


@settings(max_examples=300)
@given(MUTATIONS)
def test_any_mutation_of_a_telegram(mutations: list[tuple[str, int, int, str]]) -> None:
    text = CLASSIFIED
    for mutation in mutations:
        text = mutated(text, mutation)
    check(text, read_telegram(text))


@given(st.lists(st.integers(len(envelope()), len(CLASSIFIED)), max_size=12), st.sampled_from("\n ¶\x00\u2028\r"))
def test_any_character_inserted_anywhere(places: list[int], character: str) -> None:
    text = CLASSIFIED
    for place in sorted(places, reverse=True):
        text = text[:place] + character + text[place:]
    check(text, read_telegram(text))


@given(st.integers(len(envelope()), len(CLASSIFIED)))
def test_cut_anywhere(end: int) -> None:
    check(CLASSIFIED[:end], read_telegram(CLASSIFIED[:end]))


def test_a_double_spaced_telegram_reads_like_a_single_spaced_one() -> None:
    text = (
        "SIPDIS \n \nE.O. 12958: DECL: 04/15/2019 \nTAGS: PREL, EFIS, SENV, \nIC \n"
        "SUBJECT: HERRING FAIR OPENS WITH A PARADE OF BOATS \nAND A SPEECH \n \n"
        "Classified By: Deputy Chief of Mission \nLucas Hembree for reasons 1.4 (b) and \n(d). \n \n"
        "1. (C) Summary: the boats lie in two rows along the quay, \nand nobody has counted the oars since. \n \n"
        + "".join(
            f"{number}. (C) the rowers met the mayor again and asked \nhim for oars, sails and a new quay, as \n"
            "they had done in the year before. \n \n"
            for number in range(2, 19)
        )
        + "HALVORSEN"
    )
    start = f"{envelope()}{HEADER}C O N F I D E N T I A L REYKJAVIK 000311 \n \n"
    single, double = read_telegram(start + text), read_telegram(start + text.replace("\n", "\n\n"))
    left_out = {"header", "body"}
    assert {k: v for k, v in double.cable._asdict().items() if k not in left_out} == {
        k: v for k, v in single.cable._asdict().items() if k not in left_out
    }
    assert single.cable.classified_by == ("Lucas Hembree",)
    assert [(p.number, p.marking, p.text) for p in double.paragraphs] == [
        (p.number, p.marking, p.text) for p in single.paragraphs
    ]
