"""Page and section lines: found wherever they stand, and joined over."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cable_pipeline.telegram import read_telegram
from cable_pipeline.telegram.page_lines import find_page_lines, find_stray_captions, without_page_lines
from tests.telegram.telegrams import slices, telegram

PAGE = "REYKJAVIK 00000311  002 OF 003"


def found(text: str, post: str | None = "REYKJAVIK") -> list[str]:
    return [text[start:end] for start, end in find_page_lines(text, text.upper(), 0, post)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"one\n{PAGE}\ntwo", [PAGE]),
        ("one\nREYKJAVIK 00000311  001.2 OF 003\ntwo", ["REYKJAVIK 00000311  001.2 OF 003"]),
        (f"later placing {PAGE} two more", [PAGE]),
        (f"One. {PAGE} Two. {PAGE} Three", [PAGE, PAGE]),
        ("one\nREYKJAVIK 00Q00311  0Q2 OF 003\ntwo", ["REYKJAVIK 00Q00311  0Q2 OF 003"]),
        ("one\nREYKJAVIK 00000311  002 GF 003\ntwo OF 0", ["REYKJAVIK 00000311  002 GF 003"]),
        ("one 00000311  002 OF 003 two", ["00000311  002 OF 003"]),
        ("from 1998 to 2002 of 003", []),
        ("12345678 people", []),
        ("page 2 of 3", []),
        ("", []),
    ],
)
def test_new_style(text: str, expected: list[str]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize("name", ["SAN JOSE", "THE HAGUE", "PORT OF SPAIN"])
def test_names_of_several_words(name: str) -> None:
    line = f"{name} 00000311  002 OF 003"
    assert found(f"later placing {line} two", name) == [line]
    assert found(f"one\n{line}\ntwo", name) == [line]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "one\n\nPAGE 02        REYKJA  00311  151642Z\n\ntwo",
            ["PAGE 02        REYKJA  00311  151642Z"],
        ),
        (
            "one\nCONFIDENTIAL\nPAGE 02        REYKJA  00311  151642Z\ntwo",
            ["CONFIDENTIAL\nPAGE 02        REYKJA  00311  151642Z"],
        ),
        ("the PAGE 02 REYKJA 00311 151642Z ARCHIVE", ["PAGE 02 REYKJA 00311 151642Z"]),
        ("PAGE 02 OF 04 REYKJA 00311 01 OF 02 151642Z", ["PAGE 02 OF 04 REYKJA 00311 01 OF 02 151642Z"]),
        ("see PAGE 02 of the report", []),
    ],
)
def test_old_style(text: str, expected: list[str]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"The Ministry \n\n{PAGE} \n\n\nagreed.", ["The", "Ministry", "agreed."]),
        (f"placing {PAGE} two", ["placing", "two"]),
    ],
)
def test_what_they_cut_joins_again(text: str, expected: list[str]) -> None:
    joined = without_page_lines(text, find_page_lines(text, text.upper(), 0, "REYKJAVIK"))
    assert len(joined) == len(text)
    assert joined.split() == expected
    assert "\n\n" not in joined
    assert "\n \n" not in joined


def test_a_marker_behind_a_page_line_still_starts_a_line() -> None:
    text = f"the end.\n\n{PAGE}\n\n2. (U) Next"
    joined = without_page_lines(text, find_page_lines(text, text.upper(), 0, "REYKJAVIK"))
    assert joined.index("\n") == joined.index("2.") - 1


def test_stray_captions() -> None:
    text = "one\nSIPDIS \nthe Secretary of two SIPDIS three\n SIPDIS\n"
    assert [text[start:end] for start, end in find_stray_captions(text, 0)] == ["SIPDIS"] * 3
    assert find_stray_captions("Use the caption SIPDIS here, Secretary. SECRET STATE SIPDIS FOR ALL", 0) == []
    assert find_stray_captions("Telegrams marked as SIPDIS unless they are personal go to all.", 0) == []
    assert find_stray_captions("nothing", 0) == []


@pytest.mark.parametrize(
    "cut",
    [
        f"took \n \n{PAGE} \n \n \npart",
        f"took {PAGE} part",
        f"took \n{PAGE}\npart",
        "took \n\nSIPDIS \n\npart",
    ],
)
def test_a_paragraph_goes_on_behind_them(cut: str) -> None:
    source = telegram(f"1. (U) The fair opened.\n\n2. (U) Twelve boats {cut}.\n\nHALVORSEN")
    record = read_telegram(source)
    assert [p.text for p in record.paragraphs] == ["The fair opened.", "Twelve boats took part."]
    assert [s.paragraph_position for s in record.segments if s.kind == "paragraph"] == [1, 2, 2]
    assert slices(source, record, "page_break") == [PAGE if PAGE in cut else "SIPDIS"]


@pytest.mark.parametrize(
    "prefatory",
    [
        "E.O. 12958: N/A\nTAGS: PREL\nSUBJECT: HERRING FAIR\n\nREYKJAVIK 00000311  001.2 OF 003\n\nREF: OSLO 12\n",
        f"E.O. 12958: N/A\nTAGS: PREL\nSUBJECT: HERRING FAIR\n\nREF: OSLO 12\n\n{PAGE}\n",
    ],
)
def test_between_the_prefatory_elements(prefatory: str) -> None:
    record = read_telegram(telegram(prefatory=prefatory))
    assert record.cable.subject == "HERRING FAIR"
    assert [r.referenced_id for r in record.references] == ["09OSLO12"]
    assert [p.number for p in record.paragraphs] == [1, 2]


@pytest.mark.parametrize(
    ("behind", "subject"),
    [
        ("TWELVE BOATS\n\nREF: OSLO 12", "THE HERRING FAIR OF THE TWELVE BOATS"),
        ("Boat Conditions\n", "THE HERRING FAIR OF THE"),
        ("C O R R E C T E D  C O P Y (TAGS)\n", "THE HERRING FAIR OF THE"),
        ("A. HARBOUR CONDITIONS - The boats are old.\n", "THE HERRING FAIR OF THE"),
    ],
)
def test_a_subject_ends_at_one_unless_its_rest_stands_before_the_next_element(behind: str, subject: str) -> None:
    prefatory = f"E.O. 12958: N/A\nTAGS: PREL\nSUBJECT: THE HERRING FAIR OF THE\n\n{PAGE}\n\n{behind}\n"
    assert read_telegram(telegram(prefatory=prefatory)).cable.subject == subject


@given(st.lists(st.sampled_from([PAGE, "\n", " ", "word", "SIPDIS", "PAGE 02 REYKJA 00311 151642Z", "00000311"])))
def test_length_and_words_are_kept(parts: list[str]) -> None:
    text = "".join(parts)
    spans = find_page_lines(text, text.upper(), 0, "REYKJAVIK")
    assert len(without_page_lines(text, spans)) == len(text)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert spans == sorted(spans)


def test_a_page_line_in_small_letters() -> None:
    text = "They went on \n\nReykjavik 00000311  002 of 003 \n\nto the fair."
    found = find_page_lines(text, text.upper(), 0, "REYKJAVIK")
    assert [text[start:end] for start, end in found] == ["Reykjavik 00000311  002 of 003"]


def test_a_marker_behind_one_on_its_line_starts_a_line() -> None:
    record = read_telegram(
        telegram(
            "The fair opened.\n\n2. (U) Twelve boats.\n\nHALVORSEN",
            prefatory=f"E.O. 12958: N/A\nTAGS: PREL\nSUBJECT: HERRING FAIR\n\nREF: OSLO 12 {PAGE} 1. (U)\n",
        )
    )
    assert [r.raw for r in record.references] == ["OSLO 12"]
    assert [p.number for p in record.paragraphs] == [1, 2]


def test_a_name_cut_after_ten_characters_is_a_part_of_them() -> None:
    source = telegram("1. (U) One. RIO DE JAN 00000311  002 OF 002 HALVORSEN", line="UNCLAS RIO DE JANEIRO 000311")
    record = read_telegram(source)
    assert record.paragraphs[0].text == "One."
    assert record.cable.signature == "HALVORSEN"


@pytest.mark.parametrize("form", ["{0}\n* Missing Section 002 *\n{0}", "{0} * Missing Section 002 * {0}"])
def test_a_section_that_the_archive_missed_is_no_part_of_the_text(form: str) -> None:
    missing = form.format("*" * 23)
    source = telegram(f"1. (U) The fair opened.\n\n2. (U) Twelve boats took a\n\n{missing}")
    record = read_telegram(source)
    assert [p.text for p in record.paragraphs] == ["The fair opened.", "Twelve boats took a"]
    assert record.headings == ()
    assert slices(source, record, "page_break") == [missing]
