"""Headings: over, under, between and beside rows of dashes, bare between blanks, run into a line."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cable_pipeline.telegram import read_telegram
from tests.telegram.telegrams import read, slices, telegram

ONE = "1. (U) The fair opened on time."
TWO = "2. (U) The boats sailed at noon."
BROKEN_RULE = "-" * 45 + " " + "-" * 5


@pytest.mark.parametrize(
    ("between", "expected"),
    [
        ("THE PARADE\n----------\n", ["THE PARADE"]),
        ("The Parade\n----------\n", ["The Parade"]),
        ("----------\nTHE PARADE\n----------\n", ["THE PARADE"]),
        ("----------\n\nTHE PARADE\n\n----------\n", ["THE PARADE"]),
        ("THE PARADE AND\nTHE BAND\n----------\n", ["THE PARADE AND THE BAND"]),
        ("==========\nTHE PARADE\n==========\n", ["THE PARADE"]),
        ("**********\nTHE PARADE\n**********\n", ["THE PARADE"]),
        ("------- THE PARADE -------\n", ["THE PARADE"]),
        (
            f"THE PARADE OF THE TWELVE BOATS AND THE MAYOR\n{BROKEN_RULE}\n",
            ["THE PARADE OF THE TWELVE BOATS AND THE MAYOR"],
        ),
        ("The Parade\n", ["The Parade"]),
        (f"THE PARADE OF {'MANY ' * 14}BOATS\n", [f"THE PARADE OF {'MANY ' * 14}BOATS"]),
        ("THE PARADE\n", ["THE PARADE"]),
        ("(U) THE PARADE\n--------------\n", ["(U) THE PARADE"]),
        ("II. THE PARADE\n--------------\n", ["II. THE PARADE"]),
        ("WHO WON?\n--------\n", ["WHO WON?"]),
        ("AND THEN...\n-----------\n", ["AND THEN..."]),
        ("COMMENT\n-------\n", ["COMMENT"]),
        ("COMMENT\n", ["COMMENT"]),
        ("----------\nTHE PARADE\n\n", ["THE PARADE"]),
        ("", []),
        ("----------\n", []),
        ("-- a list item\n\n-- another\n", []),
        ("A whole sentence stands alone here between two blanks.\n", []),
        ("Begin text:\n", []),
    ],
)
def test_between_paragraphs(between: str, expected: list[str]) -> None:
    record = read(f"{ONE}\n\n{between}\n{TWO}\n\nHALVORSEN")
    assert [h.text for h in record.headings] == expected
    assert [p.number for p in record.paragraphs] == [1, 2]


@pytest.mark.parametrize(
    "first",
    ["SUMMARY\n-------\n", "SUMMARY\n\n", "-------\nSUMMARY\n-------\n", "Summary\n\n", "-------- SUMMARY --------\n"],
)
def test_over_the_first_paragraph(first: str) -> None:
    record = read(f"{first}\n{ONE}\n\n{TWO}\n\nHALVORSEN")
    assert [h.text.upper() for h in record.headings] == ["SUMMARY"]
    assert [p.heading and p.heading.upper() for p in record.paragraphs] == ["SUMMARY", "SUMMARY"]


def test_run_into_the_line_before() -> None:
    record = read(f"{ONE} THE PARADE ---------- {TWO}\n\nHALVORSEN")
    assert [h.text for h in record.headings] == ["THE PARADE"]
    assert [p.text for p in record.paragraphs] == ["The fair opened on time.", "The boats sailed at noon."]


def test_boxed_within_a_line() -> None:
    record = read(f"{ONE} ---------- THE PARADE ---------- {TWO}\n\nHALVORSEN")
    assert [h.text for h in record.headings] == ["THE PARADE"]
    assert [p.text for p in record.paragraphs] == ["The fair opened on time.", "The boats sailed at noon."]


@pytest.mark.parametrize("heading", ["THE PARADE\n----------", "----------\nTHE PARADE\n----------"])
def test_the_segment_holds_the_rules_the_offsets_do_not(heading: str) -> None:
    source = telegram(f"{ONE}\n\n{heading}\n\n{TWO}\n\nHALVORSEN")
    record = read_telegram(source)
    assert slices(source, record, "heading") == [heading]
    assert [source[h.start_offset : h.end_offset] for h in record.headings] == ["THE PARADE"]


def test_a_page_line_over_a_heading() -> None:
    record = read(f"{ONE}\n\nREYKJAVIK 00000311  002 OF 003 \n\n\nTHE PARADE\n----------\n\n{TWO}\n\nHALVORSEN")
    assert [h.text for h in record.headings] == ["THE PARADE"]


def test_two_headings_over_one_paragraph() -> None:
    record = read(f"{ONE}\n\nTHE PARADE\n----------\n\nTHE BAND\n--------\n\n{TWO}\n\nHALVORSEN")
    assert [h.text for h in record.headings] == ["THE PARADE", "THE BAND"]
    assert record.paragraphs[1].heading == "THE BAND"


@given(
    st.lists(
        st.sampled_from(
            ["THE PARADE\n", "-----\n", "\n", "=====", "A line. ", ONE, TWO, "SUMMARY\n", "***** ", "word "]
        ),
        max_size=20,
    )
)
def test_headings_are_in_order_and_apart(parts: list[str]) -> None:
    source = telegram("".join(parts))
    record = read_telegram(source)
    spans = [(h.start_offset, h.end_offset) for h in record.headings]
    assert spans == sorted(spans)
    assert all(one[1] <= other[0] for one, other in itertools.pairwise(spans))
    for heading in record.headings:
        assert heading.text == " ".join(heading.text.split()) != ""


def test_a_title_behind_which_the_text_breaks_off() -> None:
    record = read("1. (U) SUMMARY: The fair opened on time.\n\nWHO PAID FOR IT")
    assert [heading.text for heading in record.headings] == ["WHO PAID FOR IT"]
    assert record.cable.summary == "The fair opened on time."


def test_a_heading_right_behind_a_page_line_is_one() -> None:
    page = "REYKJAVIK 00000311  002 OF 003 \n"
    record = read(f"{ONE}\n\n\n{page} \n \n \nThe Parade of Boats\n\n{TWO}")
    assert [heading.text for heading in record.headings] == ["The Parade of Boats"]
    assert [paragraph.text for paragraph in record.paragraphs] == [
        "The fair opened on time.",
        "The boats sailed at noon.",
    ]


def test_what_a_page_line_cuts_is_no_heading() -> None:
    record = read(f"1. (U) The fair was opened by\n\nREYKJAVIK 00000311  002 OF 003 \n\nMayor Parade\n\n{TWO}")
    assert not record.headings
    assert record.paragraphs[0].text == "The fair was opened by Mayor Parade"


def test_a_heading_over_a_rule_behind_a_page_line_is_no_part_of_the_references() -> None:
    page = "REYKJAVIK 00000311  002 OF 003 \n"
    record = read(
        f"THE PARADE OF BOATS\n-------------------\n\n{ONE}",
        prefatory=f"SUBJECT: HERRING\n\nREF: OSLO 12\n\n{page}\n\n",
    )
    assert [heading.text for heading in record.headings] == ["THE PARADE OF BOATS"]
    assert [reference.referenced_id for reference in record.references] == ["09OSLO12"]


def test_a_rule_above_a_title_that_has_its_second_rule_beside_it_belongs_to_the_heading() -> None:
    text = f"{ONE}\n\n----------\n\nTHE PARADE? ----------\n\n{TWO}"
    record = read(text)
    assert [heading.text for heading in record.headings] == ["THE PARADE?"]
    assert record.paragraphs[0].text == "The fair opened on time."
    assert slices(telegram(text), record, "heading") == ["----------\n\nTHE PARADE? ----------"]


def test_a_title_in_small_letters_with_a_rule_of_its_length() -> None:
    record = read(f"{ONE}\nParade that everyone loved dearly\n-------------------------------\n{TWO}")
    assert [heading.text for heading in record.headings] == ["Parade that everyone loved dearly"]
    assert record.paragraphs[0].text == "The fair opened on time."


def test_the_last_line_of_a_sentence_over_a_rule_is_no_title() -> None:
    record = read(f"{ONE[:-1]} and was\nParade that everyone loved dearly\n-------------------------------\n{TWO}")
    assert not record.headings


def test_a_marker_run_into_the_lower_rule_of_a_title() -> None:
    record = read("-------\nSUMMARY\n-------1.(U) The fair opened on time.\n\n2.(U) The boats sailed at noon.")
    assert [heading.text for heading in record.headings] == ["SUMMARY"]
    assert [paragraph.number for paragraph in record.paragraphs] == [1, 2]
    assert record.cable.summary == "The fair opened on time.\n\nThe boats sailed at noon."


LONG = f"1. (U) {'The fair opened on time and the boats were counted twice. ' * 3}All was well."


@pytest.mark.parametrize(
    ("tail", "expected"),
    [
        ("THE PARADE", ["THE PARADE"]),
        ("WHO WON, AND WHY?", ["WHO WON, AND WHY?"]),
        ("BOATS", ["BOATS"]),
        ("END SUMMARY", []),
        ("XXXXXXXXXXXX", []),
        ("Thanks", []),
        ("", []),
    ],
)
def test_capitals_run_into_the_end_of_a_long_line(tail: str, expected: list[str]) -> None:
    record = read(f"{LONG} {tail}\n\n{TWO}\n\nHALVORSEN")
    assert [h.text for h in record.headings] == expected
    assert [p.number for p in record.paragraphs] == [1, 2]
    assert record.paragraphs[0].text.endswith("well." if expected else f"well. {tail}".strip())


def test_capitals_at_the_end_of_a_short_line_or_behind_initials_are_no_title() -> None:
    assert not read(f"1. (U) The fair opened. HURRAH\n\n{TWO}\n\nHALVORSEN").headings
    assert not read(f"{LONG} It was seen by the U.S. NAVY\n\n{TWO}\n\nHALVORSEN").headings


@pytest.mark.parametrize(
    ("words", "read_as"),
    [
        ("Rowing, steering and related matters", True),
        ("Safe Loading (SL)", True),
        ("Rules for the boats (second part)", True),
        ("THE GUILD OF ROWERS (GOR)", True),
        ("Rowing in the U.S.", True),
        ("The boats were counted. Nobody ever objected to that", False),
        ("and the boats were counted", False),
        ("The boats were counted;", False),
        ("Wk1907 Wk2007 Wk2107 Rent 2.10 2.75 6.05", False),
    ],
)
def test_all_of_a_line_before_its_dashes(words: str, read_as: bool) -> None:
    record = read(f"{ONE}\n\n{words} {BROKEN_RULE}\n\n{TWO}\n\nHALVORSEN")
    assert [h.text for h in record.headings] == ([words] if read_as else [])


def test_short_words_in_capitals_make_a_title() -> None:
    record = read(f"{ONE}\n\nNAVY support of the GOR\n\n----------\n\n{TWO}\n\nHALVORSEN")
    assert [h.text for h in record.headings] == ["NAVY support of the GOR"]


@pytest.mark.parametrize(
    "table",
    [
        "Boats      2007     2008\n------------------------\n",
        "Year\n2007   2008   2009\n------------------------\nSailed   12   14\n",
        "2007\n----\n",
        "Oars     3.9\n\n",
        "Boats   Oars   Sails\n-----   ----   -----\n",
        "---------------------\n2003  1,207     318\n2004  4,115   1,902\n---------------------\n",
    ],
)
def test_rows_of_a_table_are_no_headings(table: str) -> None:
    record = read(f"{ONE}\n\n{table}\n{TWO}\n\nHALVORSEN")
    assert record.headings == ()
    assert [p.number for p in record.paragraphs] == [1, 2]


def test_the_value_of_a_field_is_no_heading() -> None:
    assert not read(f"{ONE}\n\nPURPOSE:\n\nFor the use of Boats in Races\n\n{TWO}\n\nHALVORSEN").headings


def test_the_second_half_of_end_summary_is_no_heading() -> None:
    record = read(f"1. (U) Summary. The fair opened. End\n\nSummary.\n\n{TWO}\n\nHALVORSEN")
    assert record.headings == ()
    assert record.paragraphs[0].text.endswith("End\n\nSummary.")


@pytest.mark.parametrize("title", ["THE BOATS OF THE U.S.", "AND THEN CAME RAIN . . .", "AND THEN CAME RAIN..."])
def test_a_title_may_end_in_full_stops_that_end_no_sentence(title: str) -> None:
    assert [h.text for h in read(f"{ONE}\n\n{title}\n\n{TWO}\n\nHALVORSEN").headings] == [title]


def test_a_title_of_two_questions_before_its_dashes() -> None:
    record = read(f"{ONE}\n\nOARS OR SAILS? OR NEITHER? ----------------\n\n{TWO}\n\nHALVORSEN")
    assert [h.text for h in record.headings] == ["OARS OR SAILS? OR NEITHER?"]


@pytest.mark.parametrize(
    ("line", "titles"),
    [("-- The Parade --", ["The Parade"]), ("-- BEGIN TEXT --", []), ("-- a small thing --", [])],
)
def test_a_title_between_two_dashes_and_two(line: str, titles: list[str]) -> None:
    assert [h.text for h in read(f"{ONE}\n\n{line}\n\n{TWO}\n\nHALVORSEN").headings] == titles


def test_the_end_of_a_paragraph_over_a_boxed_title_is_no_title() -> None:
    record = read(f"1. (U) One. (Comment: Few. End\nComment.)\n--------\nThe Parade\n--------\n{TWO}\n\nHALVORSEN")
    assert [h.text for h in record.headings] == ["The Parade"]
    assert record.paragraphs[0].text.endswith("Comment.)")


def test_a_short_block_over_a_title_is_none_of_it() -> None:
    record = read(f"{ONE}\n\nHe left the boats.\nOARS AND SAILS\n--------------\n\n{TWO}\n\nHALVORSEN")
    assert [h.text for h in record.headings] == ["OARS AND SAILS"]


def test_a_title_of_two_lines_behind_a_page_line() -> None:
    page = "REYKJAVIK 00000311  002 OF 003"
    record = read(f"{ONE}\n\n{page}\n\n\nBOATS OF THE OLD TOWN\nAND OF THE NEW\n--------------\n\n{TWO}\n\nHALVORSEN")
    assert [h.text for h in record.headings] == ["BOATS OF THE OLD TOWN AND OF THE NEW"]


@pytest.mark.parametrize(
    ("title", "read_as"),
    [
        ('"STATUS QUO" IS NOT ENOUGH', True),
        ('"A Boat for Every House"', True),
        ('"We have no boats," he said.', False),
        ('"we have no boats" were his words', False),
    ],
)
def test_a_title_in_quotation_marks(title: str, read_as: bool) -> None:
    assert [h.text for h in read(f"{ONE}\n\n{title}\n\n{TWO}\n\nHALVORSEN").headings] == ([title] if read_as else [])


def test_the_end_of_a_list_of_names_is_no_title() -> None:
    record = read(
        "1. (U) Participants:\n\nICELAND\n\nMs. Lindgren\n\nNORWAY\n\nMr. Dahl\nMr. Brekke (Notetaker)\n\n"
        f"{TWO}\n\nHALVORSEN"
    )
    assert record.headings == ()
    assert [h.text for h in read(f"1. (U) Press:\n\nThe Parade Begins\n\n{TWO}\n\nHALVORSEN").headings] == [
        "The Parade Begins"
    ]


@pytest.mark.parametrize("title", ["A. The Boats", "I. THE BOATS", "B) The Boats"])
def test_a_lettered_title_over_its_rule(title: str) -> None:
    assert [h.text for h in read(f"{ONE}\n\n{title}\n------------\n\n{TWO}\n\nHALVORSEN").headings] == [title]


@pytest.mark.parametrize(
    ("tail", "read_as"),
    [
        ("Herring Is (Once More) Queen", True),
        ("Oars: Many Plans but Few Boats", True),
        ("Guild Meets with Other Guilds", True),
        ("Source: Ministry of Boats", False),
        ("Mr. Lars Halvorsen, Minister of Boats", False),
        ("the Boats Came", False),
        ("Boats, Oars, Sails, Masts", False),
    ],
)
def test_capitalised_words_run_into_the_end_of_a_long_line(tail: str, read_as: bool) -> None:
    assert [h.text for h in read(f"{LONG} {tail}\n\n{TWO}\n\nHALVORSEN").headings] == ([tail] if read_as else [])


def test_a_title_run_into_a_line_with_the_next_marker_on_it() -> None:
    record = read(f"{LONG} THE PARADE 2. (U) The boats sailed.\n\n3. (U) They came back.\n\nHALVORSEN")
    assert [h.text for h in record.headings] == ["THE PARADE"]
    assert [p.number for p in record.paragraphs] == [1, 2, 3]


@pytest.mark.parametrize("mark", "-=*")
def test_rows_with_gaps_beside_a_title(mark: str) -> None:
    row = " ".join(mark * 12)
    record = read(f"{ONE}\n\n{row} The Boats and the Oars {row}\n\n{TWO}\n\nHALVORSEN")
    assert [h.text for h in record.headings] == ["The Boats and the Oars"]
    beside = read(f"{ONE}\n\nTHE BOATS AND THE OARS {row}\n\n{TWO}\n\nHALVORSEN")
    assert [h.text for h in beside.headings] == ["THE BOATS AND THE OARS"]


def test_the_second_rule_of_a_title_is_none_of_its_words() -> None:
    record = read(f"{ONE}\n\n----------------\nTHE PARADE ------------\n\n{TWO}\n\nHALVORSEN")
    assert [h.text for h in record.headings] == ["THE PARADE"]


def test_an_element_printed_again_is_neither_heading_nor_paragraph() -> None:
    record = read(f"SUBJECT: HERRING FAIR CLOSES\n\n{ONE}\n\n{TWO}\n\nHALVORSEN")
    assert record.headings == ()
    assert [p.number for p in record.paragraphs] == [1, 2]


@pytest.mark.parametrize(
    "tail",
    [
        "SUMMARY ENDS",
        "UNQUOTE",
        "ABDUL XXXXXXXXXXXX",
        "Foreign Minister XXXXXXXXXXXX",
        "Ambassador Lars Dahl",
        "Drafted by PolOff Mette Brekke",
        "It was done by Gen. TORVIK",
        "It was done by Gen. Lars Torvik",
    ],
)
def test_names_and_closing_words_at_the_end_of_a_long_line_are_no_titles(tail: str) -> None:
    assert read(f"{LONG} {tail}\n\n{TWO}\n\nHALVORSEN").headings == ()


def test_a_question_in_a_text_of_capitals_is_no_title() -> None:
    assert read(f"{LONG.upper()} HOW MANY VOTED?\n\n{TWO}\n\nHALVORSEN").headings == ()


def test_a_title_behind_a_list_of_items() -> None:
    record = read(f"1. (U) The agenda:\n\n-- Trade\n-- Fish\n\nTHE ICE\n\n{TWO}\n\nHALVORSEN")
    assert [h.text for h in record.headings] == ["THE ICE"]


@pytest.mark.parametrize(
    "title", ["He Said No.", '"We Will Not Yield."', "THE FISH   FAIR", "S U M M A R Y   A N D   C O"]
)
def test_a_title_over_a_rule_of_its_length(title: str) -> None:
    record = read(f"{ONE}\n\n{title}\n{'-' * len(title)}\n\n{TWO}\n\nHALVORSEN")
    assert [h.text for h in record.headings] == [" ".join(title.split())]


def test_a_title_behind_a_sentence_that_ends_in_end() -> None:
    record = read(f"{ONE} It goes to the end\n\nComment\n\n{TWO}\n\nHALVORSEN")
    assert [h.text for h in record.headings] == ["Comment"]


ROW = "-" * 30


@pytest.mark.parametrize(
    ("words", "read_as"),
    [
        ("River Patrol (RPX)", True),
        ("What the mill could not buy", True),
        ("More Flour for the U.S.", True),
        ("begun in small letters", False),
        ("The boats were counted. Nobody ever objected", False),
        ("End of the quoted text,", False),
        ("Wk1907 Wk2007 Wk2107 Rent 2.10 2.75 6.05", False),
    ],
)
def test_a_title_between_two_rows_of_one_length_within_a_line(words: str, read_as: bool) -> None:
    record = read(f"{LONG} {ROW} {words} {ROW} {TWO}\n\nHALVORSEN")
    assert [h.text for h in record.headings] == ([words] if read_as else [])
    assert [p.number for p in record.paragraphs] == [1, 2]


@pytest.mark.parametrize(
    ("row", "read_as"), [("-" * 35, True), ("-" * 33, True), ("-" * 20, False), ("-" * 35 + "\n\nAnd they left.", True)]
)
def test_a_title_in_small_letters_run_into_a_line_with_a_row_of_its_length(row: str, read_as: bool) -> None:
    title = "Sharp eyes look through the windows"
    record = read(f"{ONE} {title} {row}\n\n{TWO}\n\nHALVORSEN")
    assert [h.text for h in record.headings] == ([title] if read_as else [])


@pytest.mark.parametrize("rest", ["Rent 2007 2008 2.10", "END SUMMARY", "BEGIN EXCERPTS FROM PLEDGE"])
def test_words_before_a_row_that_are_no_title(rest: str) -> None:
    record = read(f"{ONE} {rest} {'-' * len(rest)}\n\n{TWO}\n\nHALVORSEN")
    assert record.headings == ()


@pytest.mark.parametrize("glue", [" ", ""])
@pytest.mark.parametrize("upper", ["", "-" * 34 + "\n"])
def test_the_lower_row_of_a_title_with_the_next_marker_run_in(upper: str, glue: str) -> None:
    source = telegram(f"{ONE}\n{upper}New Rules for Boats Not Yet in Force\n{'-' * 34}{glue}{TWO}\n\nHALVORSEN")
    record = read_telegram(source)
    assert [h.text for h in record.headings] == ["New Rules for Boats Not Yet in Force"]
    assert [p.text for p in record.paragraphs] == ["The fair opened on time.", "The boats sailed at noon."]
    (outer,) = slices(source, record, "heading")
    assert outer.endswith("-" * 34)


def test_the_upper_row_of_a_title_on_its_line_and_a_page_line_before_the_lower_one() -> None:
    page = "REYKJAVIK 00000311  002 OF 003"
    record = read(f"{ONE}\n\n---------------- HARBOR POLITICS\n\n{page}\n\n----------------\n\n{TWO}\n\nHALVORSEN")
    assert [h.text for h in record.headings] == ["HARBOR POLITICS"]
    assert [p.text for p in record.paragraphs] == ["The fair opened on time.", "The boats sailed at noon."]


@pytest.mark.parametrize(("upper", "taken"), [(14, True), (13, False)])
def test_the_upper_row_of_a_title_run_into_the_paragraph_before(upper: int, taken: bool) -> None:
    record = read(f"{ONE} {'-' * upper}\n\nWEAVERS AND MILL --------------\n\n{TWO}\n\nHALVORSEN")
    assert [h.text for h in record.headings] == ["WEAVERS AND MILL"]
    assert record.paragraphs[0].text.endswith("-") is not taken


def test_two_lines_of_a_title_each_with_its_row() -> None:
    record = read(
        f"{ONE}\n\nMinister of Boats and\n---------------------\nOars, Lars Dahl\n---------------\n{TWO}\n\nDAHL"
    )
    assert [h.text for h in record.headings] == ["Minister of Boats and", "Oars, Lars Dahl"]
    assert [p.number for p in record.paragraphs] == [1, 2]


def test_the_end_of_a_summary_over_a_boxed_title_is_no_title() -> None:
    record = read(
        "1. (U) Summary. The rowers want new Oars to\nmend the Boats of the Guild.  END SUMMARY\n"
        f"--------------------\nMayor Calls for Oars\n--------------------\n{TWO}\n\nHALVORSEN"
    )
    assert [h.text for h in record.headings] == ["Mayor Calls for Oars"]
    assert record.paragraphs[0].text.endswith("END SUMMARY")


@pytest.mark.parametrize(
    ("title", "read_as"),
    [
        ("Follow the Herring:", True),
        ("Licences and Harbor Fees;", True),
        ("BEGIN TEXT OF THE PLEDGE:", False),
        ("Harbor Talking Points:", False),
        ("the boats that sailed:", False),
        ("1.(U) Boats:", False),
    ],
)
def test_a_title_between_blanks_that_ends_in_a_colon(title: str, read_as: bool) -> None:
    assert [h.text for h in read(f"{ONE}\n\n{title}\n\n{TWO}\n\nHALVORSEN").headings] == ([title] if read_as else [])


def test_a_title_in_small_letters_over_a_row_of_its_length_behind_a_blank() -> None:
    title = "Large and steady plans for rowing"
    text = f"{ONE}\n\n{title}\n\n{'-' * len(title)}\n\n{TWO}\n\nHALVORSEN"
    assert [h.text for h in read(text).headings] == [title]
    assert read(text.replace("Large", "large")).headings == ()


def test_a_title_behind_a_page_line_over_a_row_behind_a_blank() -> None:
    page = "REYKJAVIK 00000311  002 OF 003"
    record = read(f"{ONE}\n\n{page}\n\nMinister of Sails and Boats\n\n---------------------\n\n{TWO}\n\nHALVORSEN")
    assert [h.text for h in record.headings] == ["Minister of Sails and Boats"]


def test_titles_with_roman_numerals_over_unnumbered_text() -> None:
    titles = ["I. Summary of the Fair", "II. (U) State of the Boats:", "III. Oars"]
    text = "1. (U) The draft follows.\n\n" + "\n\n".join(f"{title}\n\nThe boats lie apart." for title in titles)
    assert [h.text for h in read(f"{text}\n\nHALVORSEN").headings] == titles
    fewer = text.partition("\n\nIII.")[0]
    assert read(f"{fewer}\n\nHALVORSEN").headings == ()


@pytest.mark.parametrize(
    "row",
    [
        "Boats and Oars  46.4  63.4  54.1",
        "Oar Rate (Jan 08) 3.10 2.95 2.95",
        "Source - The Herring News",
        "(Sources: Guild of Rowers)",
    ],
)
def test_rows_of_figures_and_sources_are_no_titles(row: str) -> None:
    record = read(f"{ONE}\n\n{row}\n\n{TWO}\n\nHALVORSEN")
    assert record.headings == ()
    assert record.paragraphs[0].end_offset > record.paragraphs[0].start_offset + len(ONE)


def test_a_title_with_three_commas_behind_its_colon_run_into_a_long_line() -> None:
    title = "Guild: Dry Outlook, Stalled Harvest, Worries, Fears"
    assert [h.text for h in read(f"{LONG} {title}\n\n{TWO}\n\nHALVORSEN").headings] == [title]


PROSE = "The boats lie in two rows along the quay, and nobody has counted the oars since."


@pytest.mark.parametrize(
    ("title", "behind", "read_as"),
    [
        ("Harbor deliberations", "- We waited for the crew to land.", True),
        ("HARBOR RULES", PROSE, True),
        ("The Guild of Rowers", PROSE, True),
        ("HARBOR RULES", f"{PROSE}\nAll of it was told.", True),
        ("harbor rules", "- We waited for the crew to land.", False),
        ("Harbor deliberations of the rowers", PROSE, False),
        ("HARBOR RULES", "The boats lie apart.", False),
        ("HARBOR RULES", PROSE.lower(), False),
        ("Boats in 2008", PROSE, False),
        ("TABLE OF BOATS", PROSE, False),
        ("ARTICLE II", PROSE, False),
        ("The Rowers Left.", PROSE, False),
    ],
)
def test_a_title_alone_over_text_without_number(title: str, behind: str, read_as: bool) -> None:
    record = read(
        f"1. (U) The fair opened on time.\n\n- The pumps were\nnever found.\n\n{title}\n\n{behind}\n\nHALVORSEN"
    )
    assert [h.text for h in record.headings] == ([title] if read_as else [])


def test_a_line_of_spaced_or_quoted_text_is_no_title() -> None:
    spaced = "The Guild of Rowers\n\nSailed at noon. Nobody has counted oars since then or now."
    assert read(f"{ONE}\n\n{spaced}\n\nHALVORSEN").headings == ()
    quoted = f"The Office of Oars and Boats of the Guild\n\n{PROSE}\nAll of it was told."
    assert read(f"1. (U) Begin text of the pledge.\n\n{quoted}\n\nHALVORSEN").headings == ()


@pytest.mark.parametrize("title", ["(U) TORN NETS", "(SBU) Torn Nets at Sea", "(S/NF) WHAT NOW?"])
def test_a_marked_title_right_over_its_paragraph(title: str) -> None:
    assert [h.text for h in read(f"{ONE}\n\n{title}\n{TWO}\n\nHALVORSEN").headings] == [title]


@pytest.mark.parametrize("below", ["OVERVIEW", "SUMMARY"])
@pytest.mark.parametrize("title", ["Iceland", "Iceland - 2005", "The Old Harbor"])
def test_a_title_over_another_title(title: str, below: str) -> None:
    record = read(f"1. (U) The report follows.\n\n{title}\n\n{below}\n\nThe boats lie apart.\n\nHALVORSEN")
    assert [h.text for h in record.headings] == [title, below]


@pytest.mark.parametrize(
    ("title", "read_as"),
    [
        ("STEPS AGAINST THE SMUGGLERS:", True),
        ("PURPOSE:", False),
        ("BEGIN TEXT:", False),
        ("Steps against them:", False),
    ],
)
def test_capitals_with_a_colon_over_text_without_number(title: str, read_as: bool) -> None:
    record = read(f"1. (U) The case goes on.\n\n{title}\n\n-- A. Does the ministry know?\n\nHALVORSEN")
    assert [h.text for h in record.headings] == ([title] if read_as else [])


@pytest.mark.parametrize(
    ("title", "read_as"), [("NO QUICK REMEDY", True), ("COMMENT:", False), ("No Remedy", False), ("HERRING", False)]
)
def test_a_title_at_a_lines_start_with_the_next_marker_behind_it(title: str, read_as: bool) -> None:
    record = read(f"1. (U) The fair opened. (END NOTE)\n\n{title} {TWO}\n\nHALVORSEN")
    assert [h.text for h in record.headings] == ([title] if read_as else [])
    assert [p.number for p in record.paragraphs] == [1, 2]


def test_a_cancellation_between_rows_is_no_heading() -> None:
    rule = "-" * 23
    record = read(f"{rule}\nZFR ZFR ZFR ZFR ZFR ZFR\n{rule}\n\n{ONE}\n\n{TWO}\n\nHALVORSEN")
    assert record.headings == ()
    assert [p.number for p in record.paragraphs] == [1, 2]


def test_a_title_behind_the_abbreviation_of_a_union() -> None:
    record = read(f"{LONG[:-1]}, said the States and the EU. Nigeria ---------\n\n{TWO}\n\nHALVORSEN")
    assert [h.text for h in record.headings] == ["Nigeria"]


def test_a_title_between_three_spaced_dashes() -> None:
    assert [h.text for h in read(f"{ONE}\n\n- - - Fish - - -\n\n{TWO}\n\nHALVORSEN").headings] == ["Fish"]


@pytest.mark.parametrize("line", ["US$9,325,000", "HARBOR REPORT REF: STATE 1", "SNSITIVE TAGS: EFIS PREL IC"])
def test_amounts_and_elements_printed_again_are_no_titles(line: str) -> None:
    record = read(f"{ONE}\n\n{line}\n\n{TWO}\n\nHALVORSEN")
    assert record.headings == ()
    assert [p.number for p in record.paragraphs] == [1, 2]


@pytest.mark.parametrize("title", ["UNSC RESOLUTIONS 1559, 1680 AND 1701", "Elections of 2002, 2004 and 2006"])
def test_titles_with_numbers(title: str) -> None:
    assert [h.text for h in read(f"{ONE}\n\n{title}\n\n{TWO}\n\nHALVORSEN").headings] == [title]


def test_a_list_with_roman_numerals_is_no_row_of_titles() -> None:
    items = ["I. The mayor will open the fair with a speech", "II. The rowers will cut a ribbon", "III. Boats race"]
    text = "\n\n".join(["1. (U) The agenda:", *items, "That is all.", TWO, "HALVORSEN"])
    assert read(text).headings == ()


@pytest.mark.parametrize(
    "line", ["THE MINISTER STATED:", "HE ALSO SAID THAT:", "THE MAYOR REPLIED;", "QUESTIONS WERE:"]
)
def test_capitals_that_lead_on_to_what_was_said(line: str) -> None:
    assert read(f"{ONE}\n\n{line}\n\n{TWO}\n\nHALVORSEN").headings == ()


def test_the_total_of_a_table_run_onto_its_rule_is_no_title() -> None:
    record = read(f"{ONE}\n\nBoats 12\nFish 13\n-------- Total 25\n\n{TWO}\n\nHALVORSEN")
    assert record.headings == ()
    assert [p.number for p in record.paragraphs] == [1, 2]


@pytest.mark.parametrize("side", ["U.S.", "ICELAND"])
def test_the_last_of_the_participants_is_no_title(side: str) -> None:
    people = f"{side}\n\nMr. Elling\n\nNORWAY\n\nKevin Olsen\nNotetaker"
    assert read(f"1. (U) Participants:\n\n{people}\n\n{TWO}\n\nHALVORSEN").headings == ()


def test_a_summary_on_one_line_is_no_title() -> None:
    record = read(f"(C) SUMMARY:  Rowers met in the harbor on Monday.  END SUMMARY\n\n{ONE}\n\n{TWO}\n\nHALVORSEN")
    assert record.headings == ()
    assert record.cable.summary == "Rowers met in the harbor on Monday."


@pytest.mark.parametrize("title", ["Forestry", "The Mayor Leaves with His Car"])
def test_short_titles_at_the_end_of_a_long_line(title: str) -> None:
    assert [h.text for h in read(f"{LONG} {title}\n\n{TWO}\n\nHALVORSEN").headings] == [title]


@pytest.mark.parametrize("key", ["A.1.  ", "B.12. ", "5C. ", "A.3.b "])
@pytest.mark.parametrize("title", ["HARBOR RULES", "HARBOR RULES:", "Oars and Nets"])
def test_a_title_with_a_key_over_text_without_number(key: str, title: str) -> None:
    record = read(f"1. (U) The answers:\n\n{key}{title}\n\n{PROSE}\nAll of it was told.\n\nHALVORSEN")
    assert [h.text for h in record.headings] == [" ".join(f"{key}{title}".split())]
    assert [p.number for p in record.paragraphs] == [1, None]


@pytest.mark.parametrize("line", ["A.1. The oars are counted each day.", "A.1. Boats: 40", "3. HARBOR RULES"])
def test_a_line_with_a_key_that_is_no_title(line: str) -> None:
    assert read(f"1. (U) The answers:\n\n{line}\n\n{PROSE}\nAll of it was told.\n\nHALVORSEN").headings == ()


@pytest.mark.parametrize(
    ("first", "second", "read_as"),
    [
        ("Rowers Sue the Owners of All Boats and Their Captains", "for Broken Promises", True),
        ("Rowers Sue the Owners of All Boats and Their Captains", "for 12 Promises", False),
        ("Rowers sue the owners of all boats and their captains", "for broken promises", False),
        ("Rowers Sue", "the Owners of All Boats", False),
    ],
)
def test_a_title_whose_second_line_begins_small(first: str, second: str, read_as: bool) -> None:
    record = read(f"{ONE}\n\n{first}\n{second}\n\n{TWO}\n\nHALVORSEN")
    assert [h.text for h in record.headings] == ([f"{first} {second}"] if read_as else [])


@pytest.mark.parametrize("title", ["Contents:", "TABLE OF CONTENTS"])
def test_contents_are_a_title(title: str) -> None:
    assert [h.text for h in read(f"{title}\n\nWho mends the nets and oars.\n\n{ONE}\n\nHALVORSEN").headings] == [title]


def test_a_range_of_numbers_is_no_title() -> None:
    assert read(f"{ONE}\n\n3-7. (U) Not Known\n\n8. (U) The boats sailed.\n\nHALVORSEN").headings == ()


@pytest.mark.parametrize(
    ("tail", "read_as"),
    [
        ("said so. Oars, Nets and a New Pier for All", "Oars, Nets and a New Pier for All"),
        ("said so of the pier and the nets.", None),
    ],
)
def test_a_title_run_into_the_last_line_over_a_rule(tail: str, read_as: str | None) -> None:
    record = read(f"1. (U) The boats came late at night and the mayor\n{tail}\n\n------\n\n{TWO}\n\nHALVORSEN")
    assert [h.text for h in record.headings] == ([read_as] if read_as else [])
    assert [p.number for p in record.paragraphs] == [1, 2]


@pytest.mark.parametrize(
    "entry", ["Boats and Oars, as of 5/17/2007", "Net_Rules_Second.doc", "Rules%20of%20Rowers", "HTTPS://HARBOR/NETS"]
)
def test_the_last_entry_of_a_list_is_no_title(entry: str) -> None:
    assert read(f"{ONE}\n\n{entry}\n\n{TWO}\n\nHALVORSEN").headings == ()


@pytest.mark.parametrize("end", ["End Summary", "END OF COMMENT", "End Note."])
def test_a_title_behind_the_end_of_a_summary_on_its_line(end: str) -> None:
    record = read(f"{LONG} {end} OARS AND NETS\n\n{TWO}\n\nHALVORSEN")
    assert [h.text for h in record.headings] == ["OARS AND NETS"]
