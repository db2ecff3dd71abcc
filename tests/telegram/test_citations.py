"""Citations in the text: what a paragraph names by number, by label or as reftel and septel, and what it does not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cable_pipeline.telegram import read_telegram
from cable_pipeline.telegram.records import TextCitation
from tests.telegram.telegrams import PREFATORY, read, telegram

LABELLED = "REF: A. OSLO 12 \n     B. STATE 4411 \n     C. LARSEN EMAIL OF 04/01/09 \n"
SINGLE = "REF: OSLO 12 \n"
UNLABELLED = "REF: OSLO 12, STATE 4411 \n"


def cited(sentence: str, references: str = "") -> list[tuple[str, str | None, str | None]]:
    """Kind, label and id of what the sentence cites, in a telegram of Reykjavik, 2009, number 311."""
    text = f"1. (U) The fair opened on time. {sentence} \n \n2. (U) None of them sank.\n\nHALVORSEN"
    found = read(text, prefatory=PREFATORY + references).citations
    return [(citation.kind, citation.label, citation.referenced_id) for citation in found]


def ids(sentence: str) -> list[str | None]:
    return [referenced_id for _, _, referenced_id in cited(sentence)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The mayor agreed (ref A).", [("ref", "A", "09OSLO12")]),
        ("Ref (B) asked for numbers.", [("ref", "B", "09STATE4411")]),
        ("See REF B, which asked for numbers.", [("ref", "B", "09STATE4411")]),
        ("As reftel A told, nothing sank.", [("ref", "A", "09OSLO12")]),
        ("As per ref B, A/DCM called.", [("ref", "B", "09STATE4411")]),
        ("Refs A and B agree.", [("ref", "A", "09OSLO12"), ("ref", "B", "09STATE4411")]),
        ("It sank (refs a, b).", [("ref", "A", "09OSLO12"), ("ref", "B", "09STATE4411")]),
        ("It sank (refs A-C).", [("ref", "A", "09OSLO12"), ("ref", "B", "09STATE4411"), ("ref", "C", None)]),
        ("The e-mail (ref C) came late.", [("ref", "C", None)]),
        ("Nobody knows it (ref K).", [("ref", "K", None)]),
        ("Nothing came of reftel.", [("reftel", None, None)]),
        ("It was told in reftels.", [("reftel", "A", "09OSLO12"), ("reftel", "B", "09STATE4411")]),
        ("Post will report septel.", [("septel", None, None)]),
        ("SEPTELS WILL FOLLOW.", [("septel", None, None)]),
    ],
)
def test_labels_lead_through_the_reference_block(
    sentence: str, expected: list[tuple[str, str | None, str | None]]
) -> None:
    assert cited(sentence, LABELLED) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("We delivered reftel points.", [("reftel", None, "09OSLO12")]),
        ("We delivered reftel's points.", [("reftel", None, "09OSLO12")]),
        ("They answered as told in reftel: no.", [("reftel", None, "09OSLO12")]),
        ("We delivered the points (ref).", [("reftel", None, "09OSLO12")]),
        ("We told them (ref A).", [("ref", "A", "09OSLO12")]),
        ("We delivered ref a day later.", [("ref", "A", "09OSLO12")]),
    ],
)
def test_a_single_reference_is_the_reftel(sentence: str, expected: list[tuple[str, str | None, str | None]]) -> None:
    assert cited(sentence, SINGLE) == expected


def test_without_labels_letters_count_the_entries() -> None:
    assert cited("See refs A and B.", UNLABELLED) == [("ref", "A", "09OSLO12"), ("ref", "B", "09STATE4411")]


def test_without_a_block_nothing_is_resolved() -> None:
    assert cited("See reftel and ref B.") == [("reftel", None, None), ("ref", "B", None)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("It was told before (05 Oslo 184).", ["05OSLO184"]),
        ("See 2003 Mexico 3122 and 04 Mexico 12.", ["03MEXICO3122", "04MEXICO12"]),
        (
            "It was told before (The Hague 3008, 3064 and 3081 (2005)).",
            ["09THEHAGUE3008", "09THEHAGUE3064", "05THEHAGUE3081"],
        ),
        ("More is in STATE 10942, as promised.", ["09STATE10942"]),
        ("See Rio de Janeiro 235.", ["09RIODEJANEIRO235"]),
        ("It was told in Oslo 0118.", ["09OSLO118"]),
        ("Earlier: 08OSLO1936 told it.", ["08OSLO1936"]),
        ("See \nOslo \n118 for the whole of it.", ["09OSLO118"]),
        ("Reftel OSLO 118 told it.", ["09OSLO118"]),
        ("A neighbor wrote it first (Reykjavik 900).", ["08REYKJAVIK900"]),
    ],
)
def test_telegrams_named_by_number(sentence: str, expected: list[str]) -> None:
    assert ids(sentence) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "The treaty of Paris 1997 is old.",
        "It was told in Paris (Paris 2004).",
        "In Mexico 29 boats sank, in Oslo 64th place was theirs.",
        "Send it to Calle 5, Mexico 52140, Mexico.",
        "The flight Pan Am 103 was late.",
        "They met in Oslo 21 March.",
        "The State 12 miles off agreed.",
        "A reference to terms of reference, a referendum and brief preferences.",
        "This telegram is Reykjavik 311 and (Reykjavik 311) again.",
        "About Paris 1,200 came, or Paris 30%.",
        "REF: nothing",
    ],
)
def test_what_is_no_telegram(sentence: str) -> None:
    assert cited(sentence) == []


def test_spans_and_paragraphs() -> None:
    text = telegram("1. (U) One (ref A).\n\n2. (U) Two, see ref\n B.\n\nHALVORSEN", prefatory=PREFATORY + LABELLED)
    found = read_telegram(text).citations
    assert [(row.position, row.paragraph_position, row.raw) for row in found] == [(1, 1, "ref A"), (2, 2, "ref B")]
    assert [text[row.start_offset : row.end_offset] for row in found] == ["ref A", "ref\n B"]


def test_page_lines_are_no_citations() -> None:
    page = "\n\nREYKJAVIK 00000311  002 OF 003 \n\n\n"
    assert cited(f"The mayor, who has a boat,{page}agreed to come.") == []


@given(st.lists(st.sampled_from(["ref", "Refs", "reftel", "A", "and", "B", ",", "(", ")", "Oslo", "05", "118", "STATE",
    "The Hague", "-", ";", ".", "septel", "2004", "\n", "é", "日"]), max_size=40))  # fmt: skip
def test_spans_lie_in_their_paragraphs_whatever_stands_there(words: list[str]) -> None:
    text = telegram(f"1. (U) Words {' '.join(words)} end.\n\n2. (U) More.", prefatory=PREFATORY + LABELLED)
    found = read_telegram(text)
    spans = {paragraph.position: paragraph for paragraph in found.paragraphs}
    assert [row.position for row in found.citations] == list(range(1, len(found.citations) + 1))
    for row in found.citations:
        assert isinstance(row, TextCitation)
        paragraph = spans[row.paragraph_position]
        assert paragraph.start_offset <= row.start_offset < row.end_offset <= paragraph.end_offset
        assert row.raw == " ".join(text[row.start_offset : row.end_offset].split())


def test_labels_on_both_sides_of_a_line_break() -> None:
    assert cited("It sank (Refs A, B, and \nC).", LABELLED) == [
        ("ref", "A", "09OSLO12"),
        ("ref", "B", "09STATE4411"),
        ("ref", "C", None),
    ]
