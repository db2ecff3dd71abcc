"""References: what the REF block of a telegram names, with labels, years, carried numbers and doubts."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cable_pipeline.telegram.identifiers import read_identifier
from cable_pipeline.telegram.records import Issue, Reference
from cable_pipeline.telegram.references import ISSUES, LONGEST_BLOCK, read_references
from tests.telegram import telegrams

OWN = read_identifier("09LISBON1500")
DAY = date(2009, 7, 14)


def read(block: str) -> tuple[list[Reference], list[Issue]]:
    return read_references(block, 0, len(block), OWN, DAY)


def ids(block: str) -> list[str | None]:
    return [row.referenced_id for row in read(block)[0]]


def labelled(block: str) -> list[tuple[str | None, str | None]]:
    return [(row.label, row.referenced_id) for row in read(block)[0]]


def kinds(block: str) -> list[tuple[str, str]]:
    return [(row.kind, row.raw) for row in read(block)[0]]


@pytest.mark.parametrize(
    "keyword",
    [
        "REF: ",
        "Ref: ",
        "REFS: ",
        "REFTEL: ",
        "REFTELS  ",
        "REF. ",
        "PROGRAM REF: ",
        "REF: REFERENCE: ",
        "Ref(s): ",
        "RE: ",
    ],
)
def test_keywords_are_no_part_of_a_reference(keyword: str) -> None:
    assert read(f"{keyword}QUITO 12")[0] == [Reference(1, None, "QUITO 12", "cable", "09QUITO12", None)]


@pytest.mark.parametrize(
    "block",
    [
        "REF: A. QUITO 12 \n     B. STATE 044321 \n     C. 08 THE HAGUE 7 ",
        "REF: (A) QUITO 12, (B) STATE 44321 (C) 08 THE HAGUE 7",
        "REFS: A) QUITO 12; B)STATE 44321;C) 08 \nTHE HAGUE 7",
        "REF: A: QUITO 12 \n B: STATE 44321 \n C: 2008 THE HAGUE 7",
        "REF: A.) QUITO 12 \n B.) STATE 44321 \n C.) THE HAGUE 7 (08)",
        "Ref: a) Quito 12; b) State 44321; c) The Hague 7 (2008)",
        "REF: A. A) QUITO 12 B. B) SECSTATE 44321 C. C) 08 THE HAGUE 7",
        "REF: A. (A) QUITO 12 \n B. (B) STATE 44321 \n C. (C) 08 THE HAGUE 7",
        "REF: A. REF A QUITO 12 B. REF B STATE 44321 C. REF C 08 THE HAGUE 7",
        "REF: A. A. QUITO 12 \n B. B. STATE 44321 \n C. C. 08 THE HAGUE 7",
        "REF A QUITO 12 REF B STATE 44321 REF C 08 THE HAGUE 7",
        "REF A QUITO 12 B STATE 44321 C 08 THE HAGUE 7",
        "REF: AQUITO 12 \n BSTATE 44321 \n C. 08 THE HAGUE 7",
        "REF: A. QUITO 012B. STATE 044321C. 08 THE HAGUE 7",
        "A. REF QUITO 12 \n     B. STATE 44321 \n     C. 08 THE HAGUE 7",
        "REF: (A) QUITO 12 \n     (B ) STATE 44321 \n-    (C) THE HAGUE 7-08",
    ],
)
def test_labels_in_every_form(block: str) -> None:
    assert labelled(block) == [("A", "09QUITO12"), ("B", "09STATE44321"), ("C", "08THEHAGUE7")]


def test_a_label_before_the_keyword_belongs_to_the_first_entry() -> None:
    text = "SIPDIS \n \nA. REF: QUITO 12 \n     B. OSLO 3 "
    start = text.index("REF")
    rows, _ = read_references(text, start, len(text), OWN, DAY)
    assert [(row.label, row.referenced_id) for row in rows] == [("A", "09QUITO12"), ("B", "09OSLO3")]


def test_numbered_labels() -> None:
    assert labelled("REFS: (1) 2008 BERN 611, (2) OSLO 00417") == [("1", "08BERN611"), ("2", "09OSLO417")]


def test_skipped_and_repeated_labels() -> None:
    assert [label for label, _ in labelled("REF: A) OSLO 1 \n B) OSLO 2 \n D) OSLO 4")] == ["A", "B", "D"]
    assert [label for label, _ in labelled("REF: (A)OSLO 1, (B)OSLO 2, (B)OSLO 3")] == ["A", "B", "B"]


def test_initials_and_parentheses_are_no_labels() -> None:
    assert [row.label for row in read("REF: A) OSLO 1 \n B) J. Doe - C. Roe - D. Poe emails 3/4")[0]] == ["A", "B"]
    assert labelled("REF: OSLO (C)00229") == [(None, "09OSLO229")]
    assert read("REF: U.S.-EU SUMMIT STATEMENT")[0][0].label is None


def test_an_unlabelled_reference_before_the_labelled_ones() -> None:
    assert labelled("REF: 08 STATE 96; A. A)QUITO 7; B. OSLO 8") == [
        (None, "08STATE96"),
        ("A", "09QUITO7"),
        ("B", "09OSLO8"),
    ]


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        ("REF: 02 BRASILIA 1869", "02BRASILIA1869"),
        ("REF: 2004 BRASILIA 7391", "04BRASILIA7391"),
        ("REF: '08 BUENOS AIRES 14", "08BUENOSAIRES14"),
        ("REF: O6 LAGOS 0533", "06LAGOS533"),
        ("REF: 08TUNIS0417", "08TUNIS417"),
        ("REF: 2005QUITO1188", "05QUITO1188"),
        ("REF: 08-OTTAWA-57", "08OTTAWA57"),
        ("REF: (08) OTTAWA 57", "08OTTAWA57"),
        ("REF: LIMA 8264 (06)", "06LIMA8264"),
        ("REF: LIMA 8264 ('06)", "06LIMA8264"),
        ("REF: LIMA 8264 (2006)", "06LIMA8264"),
        ("REF: TUNIS 3120-04", "04TUNIS3120"),
        ("REF: LIMA 8264 OF 2006", "06LIMA8264"),
        ("REF: STATE (03) 118204", "03STATE118204"),
        ("REF: SECSTATE 07 120455", "07STATE120455"),
        ("REF: QUITO 3310-92", "92QUITO3310"),
    ],
)
def test_printed_years(block: str, expected: str) -> None:
    assert ids(block) == [expected]


def test_two_digit_years_are_of_the_nearest_century() -> None:
    rows, _ = read_references("REF: 01 QUITO 5", 0, 15, read_identifier("98LISBON12"), date(1998, 1, 2))
    assert rows[0].referenced_id == "01QUITO5"


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        ("REF: CARACAS 12 AND 13", [("CARACAS 12", "09CARACAS12"), ("13", "09CARACAS13")]),
        ("REF: 08 CARACAS 12, 13", [("08 CARACAS 12", "08CARACAS12"), ("13", "08CARACAS13")]),
        ("REF: BERN CABLES 37 AND 0418 (2006)", [("BERN CABLES 37", "09BERN37"), ("0418 (2006)", "06BERN418")]),
        ("REF: STATE 12345/12346", [("STATE 12345", "09STATE12345"), ("12346", "09STATE12346")]),
        (
            "REF: Buenos Aires 61, 58, 08 BsAs 7",
            [("Buenos Aires 61", "09BUENOSAIRES61"), ("58", "09BUENOSAIRES58"), ("08 BsAs 7", "08BUENOSAIRES7")],
        ),
        (
            "REF: 06 ROME 31, 05 VAT 14; 07 ROME 9",
            [("06 ROME 31", "06ROME31"), ("05 VAT 14", "05VATICAN14"), ("07 ROME 9", "07ROME9")],
        ),
    ],
)
def test_lists_carry_the_post_and_the_year(block: str, expected: list[tuple[str, str]]) -> None:
    assert [(row.raw, row.referenced_id) for row in read(block)[0]] == expected


def test_several_references_without_separator() -> None:
    assert ids("REF: Quito 230 \nLa Paz 16 Oslo 5 08 Bern 44") == ["09QUITO230", "09LAPAZ16", "09OSLO5", "08BERN44"]


@pytest.mark.parametrize(
    ("name", "post"),
    [
        ("N'DJAMENA", "NDJAMENA"),
        ("ST. PETERSBURG", "STPETERSBURG"),
        ("PORT-AU-PRINCE", "PORTAUPRINCE"),
        ("HO CHI MINH CITY", "HOCHIMINHCITY"),
        ("USUN NEW YORK", "USUNNEWYORK"),
        ("EMBASSY VIENNA", "VIENNA"),
        ("USMISSION GENEVA", "GENEVA"),
        ("RIO DE JAN", "RIODEJANEIRO"),
        ("HK", "HONGKONG"),
        ("UNCLASS USDA FAS", "USDAFAS"),
        ("SECDEF", "SECDEF"),
    ],
)
def test_names_of_posts(name: str, post: str) -> None:
    rows, _ = read(f"REF: {name} 1234")
    assert [(row.kind, row.referenced_id, row.raw) for row in rows] == [("cable", f"09{post}1234", f"{name} 1234")]


def test_a_number_before_its_post() -> None:
    assert labelled("REFS: A) 512 COLOMBO, B) 08 COLOMBO 1190") == [
        ("A", "09COLOMBO512"),
        ("B", "08COLOMBO1190"),
    ]


def test_repaired_and_unknown_posts_leave_an_issue() -> None:
    rows, issues = read("REF: A. BRASILA 417 B. COLOMOBO 5 C. ATLANTIS 77")
    assert [row.referenced_id for row in rows] == ["09BRASILIA417", "09COLOMBO5", "09ATLANTIS77"]
    assert [issue.code for issue in issues] == [
        "reference-post-repaired",
        "reference-post-repaired",
        "reference-post-unknown",
    ]


def test_usual_names_leave_none() -> None:
    assert read("REF: A. SECSTATE 1234 B. Mexico City 12 C. USUN 5")[1] == []


def test_a_higher_number_of_the_own_post_is_of_the_year_before() -> None:
    rows, issues = read("REF: A. LISBON 1501 \n B. LISBON 1499 \n C. QUITO 9999 \n D. 09 LISBON 1600")
    assert [row.referenced_id for row in rows] == ["08LISBON1501", "09LISBON1499", "09QUITO9999", "09LISBON1600"]
    assert [(issue.code, issue.severity) for issue in issues] == [("reference-year-guessed", "info")]


def test_the_own_number_is_no_reference() -> None:
    assert ids("REF: A. QUITO 12 LISBON 00001500 \n B. OSLO 3") == ["09QUITO12", "09OSLO3"]


def test_issues_point_into_the_whole_text() -> None:
    text = "SUBJECT: A WORD  \nREF: A. OSLO 5 \n     B. LISBON 1777 (NOTAL) \n"
    _, issues = read_references(text, text.index("REF"), len(text), OWN, DAY)
    assert [text[issue.start_offset : issue.end_offset] for issue in issues] == ["LISBON 1777 (NOTAL)"]


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        ("REF: DOE-ROE EMAIL 05/11/07", "email"),
        ("REF: Consulate E-Mail to EB/TRA of March 9", "email"),
        ("REF: E-mails J. Doe-K. Roe", "email"),
        ("REF: DOE - ROE TELCONS 4/11 AND 12", "telcon"),
        ("REF: Doe-Roe Phone calls 2/3 and 2/4", "telcon"),
        ("REF: IIR 6 700 0042 09", "report"),
        ("REF: TD-314/067890-08", "report"),
        ("REF: 9 FAM Appendix Q, 212 (4)", "report"),
        ("REF: 2006 HUMAN RIGHTS REPORT FOR MALTA", "report"),
        ("REF: BERN A-17", "report"),
        ("REF: HARBOR BOARD LETTER 08-77 OF JUNE 3", "other"),
        ("REF: UNSCR 1737", "other"),
        ("REF: INCSR MALTA 2007", "other"),
    ],
)
def test_what_is_no_telegram(block: str, expected: str) -> None:
    assert [(row.kind, row.referenced_id) for row in read(block)[0]] == [(expected, None)]


def test_telegrams_and_others_in_one_entry() -> None:
    assert kinds("REF: 08 STATE 12; E-Mail Doe/Roe; 05 STATE 34") == [
        ("cable", "08 STATE 12"),
        ("email", "E-Mail Doe/Roe"),
        ("cable", "05 STATE 34"),
    ]
    assert kinds("REF: Doe emails to Roe/USNATO and USNATO 00184") == [
        ("email", "Doe emails to Roe/USNATO"),
        ("cable", "USNATO 00184"),
    ]
    assert kinds("REF: OSLO 5, DOE-ROE TELCON 3/4") == [("cable", "OSLO 5"), ("telcon", "DOE-ROE TELCON 3/4")]
    assert kinds("REF: DAO OSLO IIR 6 711 0063 09; 2008 OSLO 23") == [
        ("report", "DAO OSLO IIR 6 711 0063 09"),
        ("cable", "2008 OSLO 23"),
    ]


@pytest.mark.parametrize("block", ["REF: NONE", "REF: N/A \n", "REF:  \n ", "REF", ""])
def test_blocks_that_refer_to_nothing(block: str) -> None:
    assert read(block) == ([], [])


@pytest.mark.parametrize(
    "block",
    ["REF: 38260", "REF: SAN SALVADOR", "REF: STATE XXXXXXXXXXXX", "REF: TREASURY R091515Z MAY 08", "REF: LIMA 2..."],
)
def test_a_telegram_that_cannot_be_told_stays_a_telegram(block: str) -> None:
    rows, issues = read(block)
    assert [(row.kind, row.referenced_id) for row in rows] == [("cable", None)]
    assert [issue.code for issue in issues] == ["reference-unresolved"]


def test_remarks_and_captions_stay_with_their_reference() -> None:
    rows, _ = read(
        'REF: A. OSLO 508 and previous (NOTAL) \n B. QUITO 3 ("A FINE VISIT") \n C. ROME 4 (EXDIS) D. BERN 5 NOTAL'
    )
    assert [(row.raw, row.caption) for row in rows] == [
        ("OSLO 508 and previous (NOTAL)", "NOTAL"),
        ('QUITO 3 ("A FINE VISIT")', None),
        ("ROME 4 (EXDIS)", "EXDIS"),
        ("BERN 5 NOTAL", "NOTAL"),
    ]


def test_page_lines_are_no_references() -> None:
    block = "REF: A) QUITO 5, B) ROME 1277 SAO PAULO 00000402 \n \n001.2 OF 003 \n \nC) BERN 7"
    assert labelled(block) == [("A", "09QUITO5"), ("B", "09ROME1277"), ("C", "09BERN7")]


def test_old_page_lines_are_no_references() -> None:
    block = "REF: A. STATE 51830 \n  CONFIDENTIAL \n \nPAGE 02        LISBON  01196  01 OF 02  082030Z B. ROME 1277"
    assert labelled(block) == [("A", "09STATE51830"), ("B", "09ROME1277")]


@pytest.mark.parametrize(
    "tail",
    [
        " Classified By: DCM Jane Doe, Reason 1.4 (d), per OSLO 7",
        " SENSITIVE BUT UNCLASSIFIED - PLEASE PROTECT. OSLO 7",
        "\n \nC O R R E C T E D COPY OF OSLO 7",
        " (SBU) On June 10 the Ministry told us about OSLO 7.",
    ],
)
def test_what_follows_the_block_is_not_read(tail: str) -> None:
    assert kinds(f"REF: QUITO 12{tail}") == [("cable", "QUITO 12")]


def test_running_text_behind_the_last_reference_is_no_part_of_it() -> None:
    block = "REF: QUITO 12 We delivered the points " + "and they were heard with interest " * 8
    assert kinds(block) == [("cable", "QUITO 12")]


def test_a_block_beyond_the_limit_is_cut_and_says_so() -> None:
    block = "REF: " + "QUITO 12, " * (LONGEST_BLOCK // 5)
    rows, issues = read(block)
    assert rows
    assert issues[0].code == "reference-block-cut"
    assert (issues[0].start_offset, issues[0].end_offset) == (LONGEST_BLOCK, len(block))


@pytest.mark.parametrize(
    "unit", ["A. ", "(", " ", "\n \n", "STATE 1, ", "AQUITO 1 ", "02 ", "AND ", "PAGE 02 ", "E-MAIL; ", "A a.", "12"]
)
def test_no_input_takes_long(unit: str) -> None:
    block = "REF: " + unit * (1_000_000 // len(unit))
    began = time.process_time()
    read(block)
    assert time.process_time() - began < 1


PIECES = ["REF: ", "A. ", "B. ", "(C) ", "D) ", "STATE 12", "08 ", "OSLO 5", ", ", "; ", " AND ", "\n ", "LISBON 1600"]
PIECES += [" (NOTAL)", "EMAIL ", "(", ")", "3/4 ", "-", "'", "0", "Z"]


@given(
    st.one_of(st.text(max_size=80), st.lists(st.sampled_from(PIECES), max_size=25).map("".join)), st.text(max_size=9)
)
def test_any_text_gives_rows_in_order_with_issues_inside(block: str, before: str) -> None:
    text = before + block + " tail"
    rows, issues = read_references(text, len(before), len(before) + len(block), OWN, DAY)
    assert [row.position for row in rows] == list(range(1, len(rows) + 1))
    for row in rows:
        assert row.raw == " ".join(row.raw.split())
        assert row.kind in {"cable", "email", "telcon", "report", "other"}
        assert row.referenced_id is None or row.kind == "cable"
    for issue in issues:
        assert issue.code in ISSUES
        assert issue.start_offset is not None
        assert issue.end_offset is not None
        assert len(before) <= issue.start_offset < issue.end_offset <= len(before) + len(block)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["QUITO", "THE HAGUE", "SAO PAULO", "STATE", "KUALA LUMPUR"]),
            st.integers(1, 99_999),
            st.sampled_from(["", "07 ", "2005 "]),
        ),
        min_size=1,
        max_size=20,
    ),
    st.sampled_from(["{}. ", "{}) ", "({}) ", "{}: "]),
    st.sampled_from([" \n     ", " ", "; ", ", "]),
)
def test_printed_lists_are_read_back(entries: list[tuple[str, int, str]], label: str, separator: str) -> None:
    letters = "ABCDEFGHIJKLMNOPQRST"
    lines = [
        f"{label.format(letter)}{year}{post} {number:05d}"
        for letter, (post, number, year) in zip(letters, entries, strict=False)
    ]
    expected = [
        (letter, f"{(year.strip() or '09')[-2:]}{post.replace(' ', '')}{number}")
        for letter, (post, number, year) in zip(letters, entries, strict=False)
    ]
    assert labelled("REF: " + separator.join(lines)) == expected


def test_a_post_with_an_apostrophe_in_a_list() -> None:
    rows, _ = read("REF: A. SANA'A 123, SANA'A 124 AND PREVIOUS B. N'DJAMENA 5")
    assert [(row.label, row.referenced_id) for row in rows] == [
        ("A", "09SANAA123"),
        ("A", "09SANAA124"),
        ("B", "09NDJAMENA5"),
    ]


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        (
            "REF: OSLO 12\n     B. CAIRO 19\n     C. CAIRO 20",
            [(None, "09OSLO12"), ("B", "09CAIRO19"), ("C", "09CAIRO20")],
        ),
        ("REF: A OSLO 12 B CAIRO 2199", [("A", "09OSLO12"), ("B", "09CAIRO2199")]),
        ("REF: A - OSLO 12; B - CAIRO 2199", [("A", "09OSLO12"), ("B", "09CAIRO2199")]),
        ("REF: A) CAIRO 123 B) 124", [("A", "09CAIRO123"), ("B", "09CAIRO124")]),
        ("REF: A) 06 CAIRO 7001 B) 7005 (NOTAL)", [("A", "06CAIRO7001"), ("B", "06CAIRO7005")]),
        ("REF: A) CAIRO 123 B) 2008", [("A", "09CAIRO123"), ("B", None)]),
        ("REF: CAIRO 2200 THROUGH 2203", [(None, "09CAIRO2200"), (None, "09CAIRO2203")]),
        ("REF: CAIRO NO. 2200", [(None, "09CAIRO2200")]),
        ("REFS: A CAIRO 1234 B CAIRO 1236 C E-MAIL DOE", [("A", "09CAIRO1234"), ("B", "09CAIRO1236"), ("C", None)]),
    ],
)
def test_labels_and_posts_left_out(block: str, expected: list[tuple[str | None, str | None]]) -> None:
    assert labelled(block) == expected


@pytest.mark.parametrize("behind", ["(SBU)", "(U) ", "(C) SUMMARY: IT RAINED", "(C) 1. It rained."])
def test_a_marking_behind_the_last_reference_is_no_part_of_it(behind: str) -> None:
    assert kinds(f"REF: CAIRO 2200 {behind}") == [("cable", "CAIRO 2200")]


@pytest.mark.parametrize("word", ["PHONCON", "FONECON", "TEL CON", "TELCON"])
def test_words_for_a_call(word: str) -> None:
    assert [kind for kind, _ in kinds(f"REF: HALVORSEN/LINDGREN {word} OF MAY 3")] == ["telcon"]


@pytest.mark.parametrize(
    "block",
    [
        "REF: A. STATE 12345 (S/NF)\n     \xb6B. STATE 12346 (S/NF)\n",
        "REF: A. STATE 12345 (SBU) B. STATE 12346\n",
        "REF: A) STATE 12345 (C/NF)\nB) STATE 12346\n",
        "REF: A. STATE 12345 (SBU)\n     B. STATE 12346\n",
    ],
)
def test_a_marking_behind_an_entry_ends_no_block(block: str) -> None:
    found = telegrams.read(prefatory=telegrams.PREFATORY + block).references
    assert [(row.label, row.referenced_id) for row in found] == [("A", "09STATE12345"), ("B", "09STATE12346")]


def test_a_mail_behind_a_marked_entry() -> None:
    block = "REF: A. STATE 12345 (SBU) B. HOLLIS-TARN E-MAIL OF 4/3/09\n"
    found = telegrams.read(prefatory=telegrams.PREFATORY + block).references
    assert [row.kind for row in found] == ["cable", "email"]
