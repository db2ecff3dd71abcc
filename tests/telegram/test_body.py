"""Paragraphs: marked and unmarked ones, handling notices between them, portion markings behind titles."""

from __future__ import annotations

import pytest

from cable_pipeline.telegram import read_telegram
from tests.telegram.telegrams import codes, read, slices, telegram


def paragraphs(text: str) -> list[tuple[int | None, str | None, str]]:
    return [(p.number, p.marking, p.text) for p in read(text + "\n\nHALVORSEN").paragraphs]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "1. (U) The fair opened.\n\n2. (SBU) It closed.",
            [(1, "U", "The fair opened."), (2, "SBU", "It closed.")],
        ),
        (
            "¶1.  (SBU)  The Ministry \nagreed. \n \n-- It will act. \n \n-- It will pay. \n \n¶2. (U) Yes.",
            [(1, "SBU", "The Ministry agreed.\n\n-- It will act.\n\n-- It will pay."), (2, "U", "Yes.")],
        ),
        ("The fair opened on time.", [(None, None, "The fair opened on time.")]),
        (
            "The fair opened on time.\nAll came.\n\nIt closed late.",
            [(None, None, "The fair opened on time. All came."), (None, None, "It closed late.")],
        ),
        ("(SBU) The fair opened on time.", [(None, "SBU", "The fair opened on time.")]),
        (
            "The Embassy reports on a fair that few will forget.\n\n1. (U) It opened.\n\n2. (U) It closed.",
            [
                (None, None, "The Embassy reports on a fair that few will forget."),
                (1, "U", "It opened."),
                (2, "U", "It closed."),
            ],
        ),
        (
            "1. Summary: (C) It opened.\n\n2. (C) It closed.",
            [(1, "C", "Summary: (C) It opened."), (2, "C", "It closed.")],
        ),
        (
            "1. The Government (GOI) came.\n\n2. It left.",
            [(1, None, "The Government (GOI) came."), (2, None, "It left.")],
        ),
        ("A. (U) It opened.\n\nB. (U) It closed.", [(None, "U", "It opened."), (None, "U", "It closed.")]),
    ],
)
def test_paragraphs(text: str, expected: list[tuple[int | None, str | None, str]]) -> None:
    assert paragraphs(text) == expected


def test_offsets_run_from_the_marker_to_the_last_character() -> None:
    source = telegram("¶1. (U) The fair\nopened. \n \n¶2. (U) It closed. \n \nHALVORSEN")
    record = read_telegram(source)
    assert [source[p.start_offset : p.end_offset] for p in record.paragraphs] == [
        "¶1. (U) The fair\nopened.",
        "¶2. (U) It closed.",
    ]


def test_words_are_counted() -> None:
    record = read("1. (U) The fair opened on time.\n\n2. (U) Yes.\n\nHALVORSEN")
    assert [p.word_count for p in record.paragraphs] == [5, 1]
    assert record.cable.paragraph_count == 2


@pytest.mark.parametrize(
    "notice",
    [
        "Sensitive But Unclassified, Please Handle Accordingly.",
        "(SBU) This cable is sensitive but unclassified. Please protect accordingly.",
        "This message contains sensitive information. Not for Internet distribution.",
        "THIS CABLE IS SENSITIVE BUT UNCLASSIFIED. NOT FOR INTERNET DISTRIBUTION.",
    ],
)
def test_handling_sentences_are_notices(notice: str) -> None:
    source = telegram(f"{notice}\n\n1. (U) It opened.\n\n2. (U) It closed.\n\nHALVORSEN")
    record = read_telegram(source)
    assert [p.number for p in record.paragraphs] == [1, 2]
    assert record.headings == ()
    assert slices(source, record, "notice") == [notice]


def test_numbers_out_of_sequence_are_doubts() -> None:
    assert "paragraph-number-out-of-sequence" in codes(
        read("1. (U) One.\n\n3. (U) Three.\n\n4. (U) Four.\n\nHALVORSEN")
    )
    assert "paragraph-number-out-of-sequence" not in codes(read())


def test_no_paragraph_is_a_doubt() -> None:
    record = read("")
    assert record.paragraphs == ()
    assert "paragraphs-missing" in codes(record)


def test_the_heading_of_a_paragraph_is_the_last_above_it() -> None:
    record = read(
        "1. (U) One.\n\nTHE PARADE\n----------\n\n2. (U) Two.\n\n3. (U) Three.\n\n"
        "COMMENT\n-------\n\n4. (U) Four.\n\nHALVORSEN"
    )
    assert [p.heading for p in record.paragraphs] == [None, "THE PARADE", "THE PARADE", "COMMENT"]


def test_redactions_are_counted_in_the_body() -> None:
    assert read("1. (U) XXXXXXXXXXXX met XXXXX.\n\nHALVORSEN").cable.redaction_count == 2


@pytest.mark.parametrize(
    ("text", "marking"),
    [("12.A. (SBU) The office.", "SBU"), ("12.B) (U) The boats.", "U"), ("12.A. The office (SBU) was shut.", None)],
)
def test_a_marking_behind_the_letter_of_a_question(text: str, marking: str | None) -> None:
    before = "".join(f"{number}. (U) The fair.\n\n" for number in range(1, 12))
    assert read(f"{before}{text}\n\nHALVORSEN").paragraphs[-1].marking == marking


def test_the_pilcrow_before_an_unnumbered_paragraph_belongs_to_it() -> None:
    source = telegram("1. (U) One.\n\nOVERVIEW\n--------\n\xb6A. The port is small.\n\n2. (U) Two.\n\nHALVORSEN")
    record = read_telegram(source)
    assert [source[p.start_offset] for p in record.paragraphs] == ["1", "\xb6", "2"]
    assert record.paragraphs[1].text == "A. The port is small."


@pytest.mark.parametrize("mark", ["(SBU)", "(SBU):"])
def test_a_handling_sentence_before_text_without_number(mark: str) -> None:
    source = telegram(f"Sensitive but Unclassified. Please handle accordingly. {mark} On May 2 the board met.")
    record = read_telegram(source)
    assert [p.marking for p in record.paragraphs] == ["SBU"]
    assert record.paragraphs[0].text.endswith("On May 2 the board met.")
    assert "Please handle accordingly." in slices(source, record, "notice")[0]


def test_a_marking_alone_belongs_to_the_text_behind_the_blank_line() -> None:
    record = read("(SBU)\n\nThe boats sailed at noon.\n\nNobody saw them.\n\nHALVORSEN")
    assert [(p.marking, p.text) for p in record.paragraphs] == [
        ("SBU", "The boats sailed at noon."),
        (None, "Nobody saw them."),
    ]


def test_a_sentence_that_goes_on_behind_a_blank_line_is_one_paragraph() -> None:
    text = (
        "The boats lie in two rows along the quay and are tied to its stones so as\n\nnot to drift.\n\nThe rest sank."
    )
    assert [p.text for p in read(f"{text}\n\nHALVORSEN").paragraphs] == [
        "The boats lie in two rows along the quay and are tied to its stones so as\n\nnot to drift.",
        "The rest sank.",
    ]
