"""Which numbers and letters open a paragraph, and which are wrapped years, list items and quotations."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cable_pipeline.telegram.lines import split_lines
from cable_pipeline.telegram.markers import HIGHEST_NUMBER, Marker, find_markers
from cable_pipeline.telegram.text import working_text
from tests.telegram.telegrams import read


def markers(text: str) -> list[Marker]:
    work = working_text(text)
    return find_markers(work, work.upper(), split_lines(work, 0, len(work)), 0, len(work))


def numbers(text: str) -> list[int | None]:
    return [marker.number for marker in markers(text)]


@pytest.mark.parametrize(
    "form",
    [
        "{n}. (U) The fair",
        "¶{n}. (U) The fair",
        "{n}.(U) The fair",
        "{n}.  (U)  The fair",
        "  {n}. (U) The fair",
        "{n}) (U) The fair",
        "{n} (U) The fair",
        "{n}, (U) The fair",
        "(U) {n}. The fair",
        "{n}. (U)The fair",
        "{n}. (u) The fair",
        "{n}. ( U ) The fair",
        "{n}. (U The fair",
    ],
)
def test_forms_with_a_portion_marking(form: str) -> None:
    text = "\n\n".join(form.format(n=n) + " opened on time." for n in (1, 2, 3))
    found = markers(text)
    assert [(m.number, m.marking) for m in found] == [(1, "U"), (2, "U"), (3, "U")]
    assert all(text[m.text_start :].lstrip().startswith("The fair") for m in found)


@pytest.mark.parametrize(
    "form", ["{n}. The fair", "{n}.The fair", "{n}) The fair", "¶{n}. The fair", '{n}. "The fair"']
)
def test_forms_without_a_marking(form: str) -> None:
    text = "\n\n".join(form.format(n=n) + " opened on time." for n in (1, 2, 3))
    assert [(m.number, m.marking) for m in markers(text)] == [(1, None), (2, None), (3, None)]


@pytest.mark.parametrize(
    ("printed", "marking"),
    [
        ("(U)", "U"),
        ("(C)", "C"),
        ("(SBU)", "SBU"),
        ("(S/NF)", "S/NF"),
        ("(S//NF)", "S//NF"),
        ("(S/NOFORN)", "S/NOFORN"),
        ("(C/NF)", "C/NF"),
        ("(SBU/NF)", "SBU/NF"),
        ("(LOU)", "LOU"),
        ("(TS)", "TS"),
        ("(U//FOUO)", "U//FOUO"),
        ("(S/REL NATO)", "S/RELNATO"),
        ("(C//REL ISAF)", "C//RELISAF"),
        ("(sbu)", "SBU"),
        ("(GOI)", None),
        ("(See below)", None),
        ("(A)", None),
    ],
)
def test_portion_markings(printed: str, marking: str | None) -> None:
    text = f"1. {printed} The fair opened.\n\n2. {printed} It closed."
    assert [(m.number, m.marking) for m in markers(text)] == [(1, marking), (2, marking)]


@pytest.mark.parametrize(
    "text",
    [
        "1. (U) The fair of February 20-24,\n2006.  The meeting is over.\n\n2. (U) It closed.",
        "1. (U) It took place on November \n8.  In a follow-up the mayor spoke.\n\n2. (U) It closed.",
        "1. (U) More is in paragraph \n3.  End summary.\n\n2. (U) It closed.",
        "1. (U) He paid\n150. The rest is owed.\n\n2. (U) It closed.",
        "1. (U) They agreed:\n1. Herring\n2. Cod\n3. Eel\n\n2. (U) It closed.",
        "1. (U) The rules follow. Begin text:\n\n1. Fish.\n\n2. Sing.\n\nEnd text.\n\n2. (U) It closed.",
        "1. (U) The boats:\n(1) Gudrun\n(2) Helga\n\n2. (U) It closed.",
        "1. (U) The boats:\n1) Gudrun\n2) Helga\n\n2. (U) It closed.",
        "1. (U) In\n1998 there was none.\n\n2. (U) It closed.",
        "1. (U) The catch was\n2.5 tons a day.\n\n2. (U) It closed.",
    ],
)
def test_strays(text: str) -> None:
    found = markers(text)
    assert [m.number for m in found] == [1, 2]
    assert text[found[1].start :].startswith("2. (U) It closed.")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1. (U) One.\n\n2. (U) Two.\n\n4. (U) Four.\n\n5. (U) Five.", [1, 2, 4, 5]),
        ("1. (U) One.\n\n2. (U) Two.\n\n2. (U) Two again.\n\n3. (U) Three.", [1, 2, 2, 3]),
        ("2. (U) Two.\n\n3. (U) Three.\n\n4. (U) Four.", [2, 3, 4]),
        ("1. (U) One.\n\n3. (U) Three.\n\n2. (U) Two.\n\n4. (U) Four.", [1, 3, 2, 4]),
        ("1. (U) One.", [1]),
        ("1. One.", [1]),
        ("7. One.", []),
        ("0. (U) One.", []),
        ("No number at all.\n\nNone here.", []),
        ("", []),
    ],
)
def test_sequences(text: str, expected: list[int]) -> None:
    assert numbers(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "1. (U) It opened. 2. (SBU) It closed. 3. (U) All went home.",
        "1. (U) It opened.\n\n2. (U) It closed for the U.S. 3. (SBU) All went home.",
        "1. (U) It opened.\n2. (U) It closed.   3. (U) All went home.",
    ],
)
def test_within_a_line(text: str) -> None:
    assert numbers(text) == [1, 2, 3]


def test_unmarked_within_a_line_only_where_the_chain_lacks_it() -> None:
    assert numbers("1. It opened.\n\n2. It went on. 3. It closed.\n\n4. All went home.") == [1, 2, 3, 4]
    assert numbers("1. It opened. 7. No.\n\n2. It closed.\n\n3. All went home.") == [1, 2, 3]


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("A. (U) One.\n\nB. (U) Two.\n\nC. (U) Three.", ["A", "B", "C"]),
        ("A) One.\n\nB) Two.", ["A", "B"]),
        ("A. One.", []),
        ("B. Two.\n\nC. Three.", []),
        ("A Danish boat.\n\nB was there.", []),
    ],
)
def test_lettered_paragraphs(text: str, labels: list[str]) -> None:
    found = markers(text)
    assert [m.label for m in found] == labels
    assert all(m.number is None for m in found)


def test_letters_do_not_count_where_numbers_do() -> None:
    assert [(m.number, m.label) for m in markers("1. (U) One.\n\nA. Sub.\n\nB. Sub.\n\n2. (U) Two.")] == [
        (1, None),
        (2, None),
    ]


@pytest.mark.parametrize("count", [2, 9, 93])
def test_long_chains(count: int) -> None:
    text = "\n\n".join(f"{n}. (U) Boat {n} sailed." for n in range(1, count + 1))
    assert numbers(text) == list(range(1, count + 1))


@given(
    st.lists(
        st.sampled_from(
            ["1. ", "2. (U) ", "3.", "(4) ", "A. ", "B. (C) ", "\n", "\n\n", "Text. ", "text", "BEGIN TEXT"]
        )
        | st.text(max_size=5),
        max_size=30,
    )
)
def test_markers_are_in_order_and_within_the_text(parts: list[str]) -> None:
    text = "".join(parts)
    found = markers(text)
    assert [m.start for m in found] == sorted({m.start for m in found})
    for marker in found:
        assert 0 <= marker.start < marker.text_start <= len(text)
        assert (marker.number is None) != (marker.label is None)
        assert marker.number is None or 0 < marker.number <= HIGHEST_NUMBER


def test_unmarked_list_within_a_marked_paragraph() -> None:
    record = read("1. (U) They agreed:\n\n1. Herring\n\n2. Cod\n\n3. Eel\n\n2. (U) It closed.\n\nHALVORSEN")
    assert [p.number for p in record.paragraphs] == [1, 2]


@pytest.mark.parametrize("gap", ["", " ", "  ", "   "])
def test_a_marker_within_a_line_whatever_blanks_stand_before_its_marking(gap: str) -> None:
    text = f"1.{gap}(SBU) The fair opened on time.  2.{gap}(SBU) The boats sailed. 3.{gap}(U) They came back."
    assert numbers(text) == [1, 2, 3]


def test_a_marker_behind_a_broken_rule_within_a_line() -> None:
    text = "1. (U) The fair opened on time.\n\n------- - The Boats ------- - 2.(U) The boats sailed at noon."
    assert numbers(text) == [1, 2]


def test_a_number_within_a_quotation_that_counts_on_is_a_marker() -> None:
    quoted = "Begin text:\n\nHerring is a fish.\n\n3. Posts may wish to read it.\n\nEnd text."
    text = f"1. The fair opened.\n\n2. The text follows. {quoted}\n\n4. Thanks."
    assert numbers(text) == [1, 2, 3, 4]


def test_the_numbers_of_a_quoted_document_are_none_of_the_telegram() -> None:
    quoted = "\n\n".join(f"{n}. The parties agree." for n in (1, 2, 3))
    text = f"1. The fair opened.\n\n2. The text follows. Begin text:\n\n{quoted}\n\nEnd text.\n\n4. Thanks."
    assert numbers(text) == [1, 2, 4]


def test_the_missing_number_may_have_a_parenthesis_for_its_full_stop() -> None:
    text = "1. (U) The fair opened.\n\n2) (U) The boats sailed.\n\n3. (U) They came back."
    assert numbers(text) == [1, 2, 3]


def test_unmarked_numbers_within_the_lines_where_none_starts_one() -> None:
    text = "Summary -------- 1. The fair opened on time. 2. The boats sailed. ---- 3. They came back at noon."
    assert numbers(text) == [1, 2, 3]


@pytest.mark.parametrize("text", ["He had 1. A boat. 2. A herring.", "See A.1. Boats. A.2. Herring. A.3. Nets."])
def test_a_short_list_within_a_sentence_is_no_run_of_paragraphs(text: str) -> None:
    assert numbers(text) == []


@pytest.mark.parametrize(
    ("printed", "marking"),
    [
        ("(S/FGI)", "S/FGI"),
        ("(C/EXDIS)", "C/EXDIS"),
        ("(S/US ONLY)", "S/USONLY"),
        ("(CONF)", "CONF"),
        ("(C.)", "C"),
        ("(C - ENTIRE TEXT)", "C"),
        ("(C-Entire text.)", "C"),
    ],
)
def test_markings_beside_the_usual_ones(printed: str, marking: str) -> None:
    found = markers(f"1. {printed} The fair opened.\n\n2. {printed} The boats sailed.")
    assert [marker.marking for marker in found] == [marking, marking]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("1. (U) One.\n\n2. (U) Two.\n\n9. Misprinted.\n\n4. (U) Four.", [1, 2, 9, 4]),
        ("1. (U) One.\n\n2. (U) Two in the week of\n\n9. However it went on.\n\n4. (U) Four.", [1, 2, 4]),
        ("1. (U) One.\n\n2. (U) Two.\n\n----\nTHE END\n----\n\n5. Behind a gap.", [1, 2, 5]),
        ("1. (U) One.\n\n2. (U) Two.\n\n----\nTHE END\n----\n\n9. Too far.", [1, 2, None]),
        ("1, On the first day they rowed.\n\n2. On the second they slept.", [1, 2]),
        ("The boats came on June\n1, The mayor said.", [None]),
        ("1. One. [End Note.] 2. Two. 3. Three.\n\n4. Four.", [1, 2, 3, 4]),
    ],
)
def test_misprinted_and_skipped_numbers(text: str, numbers: list[int | None]) -> None:
    assert [p.number for p in read(f"{text}\n\nHALVORSEN").paragraphs] == numbers


@pytest.mark.parametrize(
    "misprint", ["(3) (U)", "3.) (U)", "3: (U)", "3- (U)", "3 . (U)", "3; (U)", "-3. (U)", "3.\n(U)", "3. \n\n(U)"]
)
def test_a_misprinted_marker_where_its_number_is_missing(misprint: str) -> None:
    record = read(f"1. (U) One.\n\n2. (U) Two.\n\n{misprint} Three.\n\n4. (U) Four.\n\nHALVORSEN")
    assert [(p.number, p.marking, p.text) for p in record.paragraphs] == [
        (number, "U", text) for number, text in enumerate(("One.", "Two.", "Three.", "Four."), 1)
    ]


@pytest.mark.parametrize("printed", ["S/NF/RG", "S//NF/FRD", "C/RM", "C/ROGER"])
def test_seldom_controls(printed: str) -> None:
    assert read(f"1. ({printed}) One.\n\n2. (U) Two.\n\nHALVORSEN").paragraphs[0].marking == printed


def test_a_marking_behind_a_title_without_a_colon() -> None:
    assert read("1. Comment (C): One.\n\n2. (U) Two.\n\nHALVORSEN").paragraphs[0].marking == "C"


@pytest.mark.parametrize(
    "joined",
    [
        "Two. See Recommendation 3. (U) Three.",
        "Two. PHONE: XXXXX 3. Three.",
        "Two.\n\n3 Three.",
        f"Two. {'REYKJAVIK 00000311  002 OF 003'}   3. (U) Three.",
    ],
)
def test_the_missing_number_may_stand_behind_anything(joined: str) -> None:
    record = read(f"1. (U) One.\n\n2. (U) {joined}\n\n4. (U) Four.\n\nHALVORSEN")
    assert [p.number for p in record.paragraphs] == [1, 2, 3, 4]
    assert record.paragraphs[2].text == "Three."


def test_a_number_that_names_a_paragraph_is_no_marker() -> None:
    record = read("1. (U) One.\n\n2. (U) See para 3. (U) and more.\n\n4. (U) Four.\n\nHALVORSEN")
    assert [p.number for p in record.paragraphs] == [1, 2, 4]


def test_items_of_a_list_in_parentheses_are_no_misprinted_markers() -> None:
    record = read("1. (U) One.\n\n2. (U) Two:\n(1) (U) a\n(2) (U) b\n(3) (U) c\n\n4. (U) Four.\n\nHALVORSEN")
    assert [p.number for p in record.paragraphs] == [1, 2, 4]


def test_a_number_printed_twice() -> None:
    record = read("1. 1. (SBU) Summary: The fair opened.\n\n2. (U) The boats sailed.\n\nHALVORSEN")
    assert [(p.number, p.marking) for p in record.paragraphs] == [(1, "SBU"), (2, "U")]
    assert record.cable.summary == "The fair opened."


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("2. News. Source - The Globe 3. Ghana Plants Trees JUNE 2009 - Trees are planted.\n\n4. More.", [1, 2, 3, 4]),
        ("2. Two things. A Slow Harvest 3.(U) The roads are bad.\n\n4. (U) Four.", [1, 2, 3, 4]),
        ("2. Two things in paragraph 3. The roads are bad.", [1, 2]),
        ("2. (U) Two. End comment. 1. (U) This was cleared by Oslo.", [1, 2, 1]),
    ],
)
def test_numbers_within_a_line_that_are_missing_or_go_back(text: str, numbers: list[int]) -> None:
    assert [p.number for p in read(f"1. (U) One.\n\n{text}\n\nHALVORSEN").paragraphs] == numbers


def test_the_last_number_under_a_heading_where_the_first_is_not_one() -> None:
    text = (
        "5. (U) Five.\n\n6. (U) Six.\n\n-----------\nNEW ANSWERS\n-----------\n\n8. Describe the law.  There is none."
    )
    assert [p.number for p in read(f"{text}\n\nHALVORSEN").paragraphs] == [5, 6, 8]
