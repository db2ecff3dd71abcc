"""The five prefatory elements: where each starts and ends, in order or not, glued or apart."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cable_pipeline.telegram import read_telegram
from cable_pipeline.telegram.prefatory import Prefatory, find_elements, read_subject
from tests.telegram.telegrams import HEADER, ORDER, PREFATORY, SUBJECT, TAGS, codes, envelope, read, telegram

NAMES = ("executive_order", "tags", "subject", "references", "classified_by")


def elements(text: str) -> dict[str, str]:
    """The text of every element found, white space folded."""
    text = "\n" + text
    found = find_elements(text, text.upper(), 0, len(text))
    return {
        name: " ".join(text[element.start : element.end].split())
        for name in NAMES
        if (element := getattr(found, name)) is not None
    }


WHOLE = {
    "executive_order": "E.O. 12958: DECL: 04/15/2019",
    "tags": "TAGS: PREL EFIS IC",
    "subject": "SUBJECT: HERRING FAIR",
    "references": "REF: OSLO 12",
    "classified_by": "Classified By: DCM Sven Halvorsen for reasons 1.4 (b) and (d).",
}


@pytest.mark.parametrize(
    "text",
    [
        "{executive_order}\n{tags}\n{subject}\n\n{references}\n\n{classified_by}\n",
        "{executive_order} \n{tags} \n{subject} \n \n{references} \n \n{classified_by} \n",
        "{executive_order} {tags}\n{subject}\n\n{references}\n\n{classified_by}\n",
        "{executive_order}\n{tags}\n{subject} {references}\n\n{classified_by}\n",
        "{executive_order}\n{tags}\n{subject}\n{references}\n{classified_by}\n",
        "{executive_order}\n{tags}\n{subject}\n\n{references} {classified_by}\n",
        "{tags}\n{executive_order}\n{subject}\n\n{references}\n\n{classified_by}\n",
        "{executive_order}\n{tags}\n{subject}\n\n{classified_by}\n\n{references}\n",
        "{executive_order}\n\n{tags}\n\n{subject}\n\n\n{references}\n\n\n\n{classified_by}\n\n",
        "  {executive_order}\n  {tags}\n  {subject}\n\n  {references}\n\n  {classified_by}\n",
    ],
)
def test_orders_and_separations(text: str) -> None:
    assert elements(text.format(**WHOLE)) == WHOLE


@pytest.mark.parametrize(
    "line",
    [
        "E.O. 12958: N/A",
        "E.O. 12958: DECL:  6/12/2018",
        "EO 12958 N/A",
        "E.0. 12958: N/A",
        "E.o. 12958: N/A",
        "E.O.12958: N/A",
        "E.O.: 12958: N/A",
        "E.O. 12356: DECL: OADR",
        "E.O. 1295: N/A",
        "E.O. 12598: DECL: 04/15/2019",
    ],
)
def test_executive_order_keyword(line: str) -> None:
    assert elements(f"{line}\n{TAGS}\n{SUBJECT}\n")["executive_order"] == " ".join(line.split())


@pytest.mark.parametrize(
    "line",
    [
        "TAGS: PREL EFIS IC",
        "TAGS PREL, EFIS, IC",
        "Tags: prel efis ic",
        "TAG: PREL EFIS IC",
        "AGS: PREL EFIS IC",
        "TAGS; PREL EFIS IC",
        "TAGS: OVIP (HALVORSEN, SVEN) PREL",
    ],
)
def test_tags_keyword(line: str) -> None:
    assert elements(f"{ORDER}\n{line}\n{SUBJECT}\n")["tags"] == line


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("TAGS: PREL EFIS \nECON IC \nSUBJECT: X", "TAGS: PREL EFIS ECON IC"),
        ("TAGS: PREL EFIS, COUNTRY \nCLEARANCE \nSUBJECT: X", "TAGS: PREL EFIS, COUNTRY CLEARANCE"),
        ("TAGS: PREL EFIS\n-----------\nSUBJECT: X", "TAGS: PREL EFIS"),
        ("TAGS: \nPREL EFIS\nSUBJECT: X", "TAGS: PREL EFIS"),
        ("TAGS: PREL EFIS\n\nThe fair opened.\n", "TAGS: PREL EFIS"),
        ("TAGS: PREL EFIS\nThe herring fair opened on time.\n", "TAGS: PREL EFIS"),
    ],
)
def test_where_tags_end(text: str, expected: str) -> None:
    assert elements(f"{ORDER}\n{text}")["tags"] == expected


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("SUBJECT: HERRING FAIR\n\n", "HERRING FAIR"),
        ("Subject: Herring fair\n\n", "Herring fair"),
        ("SUBJ: HERRING FAIR\n\n", "HERRING FAIR"),
        ("UBJECT: HERRING FAIR\n\n", "HERRING FAIR"),
        ("subject, herring fair\n\n", "herring fair"),
        ("SUBJECT:\nHERRING FAIR\n\n", "HERRING FAIR"),
        ("SUBJECT: HERRING \nFAIR OPENS \nWITH A PARADE \n \n", "HERRING FAIR OPENS WITH A PARADE"),
        ("SUBJECT: (C) HERRING FAIR\n\n", "HERRING FAIR"),
        ("SUBJECT: (SBU) HERRING FAIR\n\n", "HERRING FAIR"),
        ("SUBJECT: (S/NF) HERRING FAIR\n\n", "HERRING FAIR"),
        ("SUBJECT: (U) HERRING FAIR\n\n", "HERRING FAIR"),
        ('SUBJECT: HERRING: "FAIR" OF 2009, PART 2\n\n', 'HERRING: "FAIR" OF 2009, PART 2'),
        ("SUBJECT: HERRING REFORM\n\n", "HERRING REFORM"),
        ("SUBJECT: HERRING FAIR\nREF: OSLO 12\n\n", "HERRING FAIR"),
        ("SUBJECT: HERRING FAIR REF: OSLO 12\n\n", "HERRING FAIR"),
        ("SUBJECT: HERRING FAIR\nClassified By: DCM Sven Halvorsen\n\n", "HERRING FAIR"),
        ("SUBJECT: HERRING FAIR\nThis cable is sensitive but unclassified.\n\n", "HERRING FAIR"),
        ("SUBJECT: HERRING FAIR\n---------------\n\n", "HERRING FAIR"),
        ("SUBJECT: FISH &amp; CHIPS\n\n", "FISH & CHIPS"),
        ("SUBJECT: XXXXXXXXXXXX AT THE FAIR\n\n", "XXXXXXXXXXXX AT THE FAIR"),
    ],
)
def test_subject(text: str, subject: str) -> None:
    text = f"\n{ORDER}\n{TAGS}\n{text}"
    found = find_elements(text, text.upper(), 0, len(text))
    assert found.subject is not None
    assert read_subject(text, found.subject) == subject


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("REF: OSLO 12\n\n", "REF: OSLO 12"),
        ("REFS: OSLO 12, STATE 99\n\n", "REFS: OSLO 12, STATE 99"),
        ("Ref: OSLO 12\n\n", "Ref: OSLO 12"),
        ("REFTEL: OSLO 12\n\n", "REFTEL: OSLO 12"),
        ("REFTELS: OSLO 12\n\n", "REFTELS: OSLO 12"),
        ("REF. OSLO 12\n\n", "REF. OSLO 12"),
        ("REF(S): OSLO 12\n\n", "REF(S): OSLO 12"),
        ("PROGRAM REF: OSLO 12\n\n", "PROGRAM REF: OSLO 12"),
        ("REF: A. OSLO 12 \n     B. STATE 99 \n\n", "REF: A. OSLO 12 B. STATE 99"),
        ("REF: A. OSLO 12 \n\n     B. STATE 99 \n\n", "REF: A. OSLO 12 B. STATE 99"),
        ("REF: A) OSLO 12 B) E-MAIL HALVORSEN-BERG\n\n", "REF: A) OSLO 12 B) E-MAIL HALVORSEN-BERG"),
        ("REF: (A) OSLO 12\n\n(B) STATE 99\n\n", "REF: (A) OSLO 12 (B) STATE 99"),
        ("REF: OSLO 12\n\nThe fair opened on time.\n", "REF: OSLO 12"),
    ],
)
def test_references(text: str, expected: str) -> None:
    assert elements(f"{ORDER}\n{TAGS}\n{SUBJECT}\n\n{text}")["references"] == expected


@pytest.mark.parametrize(
    "text",
    [
        "Classified By: DCM Sven Halvorsen for reasons 1.4 (b) and (d).",
        "CLASSIFIED BY: DCM SVEN HALVORSEN. REASON: 1.4(B,D)",
        "Classified by DCM Sven Halvorsen, 1.4(b)",
        "CLASSIFIED BY DCM SVEN HALVORSEN",
        "Derived from: DSCG 05-1",
    ],
)
@pytest.mark.parametrize("before", ["\n\n", "\n", " "])
def test_classified_by(text: str, before: str) -> None:
    found = elements(f"{ORDER}\n{TAGS}\n{SUBJECT}\n\nREF: OSLO 12{before}{text}\n\nThe fair opened.")
    assert found["classified_by"] == text
    assert found["references"] == "REF: OSLO 12"


def test_marked_classified_by() -> None:
    found = elements(f"{ORDER}\n{TAGS}\n{SUBJECT}\n\n(U) Classified by DCM Sven Halvorsen.\n")
    assert found["classified_by"].endswith("Classified by DCM Sven Halvorsen.")


def test_attention_lines_that_look_like_tags() -> None:
    record = read(opening="SIPDIS\n\nSTATE FOR EUR/AGS AND EB")
    assert record.cable.attention == "STATE FOR EUR/AGS AND EB"
    assert [tag.tag for tag in record.tags] == ["PREL", "EFIS", "IC"]


def test_news_site_form_without_colons_and_blank_lines() -> None:
    prefatory = "EO 12958 DECL: 04/15/2019\nTAGS PREL, EFIS, IC\nSUBJECT: HERRING FAIR\nREF: OSLO 12\n"
    record = read(prefatory=prefatory)
    assert [tag.tag for tag in record.tags] == ["PREL", "EFIS", "IC"]
    assert record.cable.declassify_on == "04/15/2019"
    assert record.cable.subject == "HERRING FAIR"
    assert [r.referenced_id for r in record.references] == ["09OSLO12"]


def test_numbered_classified_by() -> None:
    record = read(
        "1. (U) Classified by DCM Sven Halvorsen. Reason: 1.4 (b).\n\n2. (C) The fair opened on time.\n\nHALVORSEN"
    )
    assert record.cable.classified_by == ("Sven Halvorsen",)
    assert record.cable.classification_reasons == ("1.4(B)",)


@pytest.mark.parametrize(("missing", "code"), [(TAGS, "tags-missing"), (SUBJECT, "subject-missing")])
def test_missing_elements_are_doubts(missing: str, code: str) -> None:
    assert code in codes(read(prefatory=PREFATORY.replace(missing + " \n", "")))
    assert code not in codes(read())


def test_what_only_the_preview_has_is_taken_from_it() -> None:
    opening = "SIPDIS \n \nDEPT FOR EUR/NB AND EUR/ERA AND EB/TPP/ABT"
    whole = telegram(opening=opening, prefatory=PREFATORY, first="", header="")
    without = telegram(opening=opening, prefatory=PREFATORY.replace(TAGS + " \n", ""), first="", header="")
    cut = whole[:240]
    record = read_telegram(envelope() + HEADER + cut + "...\n\n" + without)
    assert [tag.tag for tag in record.tags] == ["PREL", "EFIS", "IC"]
    assert "taken-from-preview" in codes(record)


@pytest.mark.parametrize(
    ("line", "name", "expected"),
    [
        *(
            (f"E.O. 12958: N/A {keyword} PREL EFIS", "tags", f"{keyword} PREL EFIS")
            for keyword in ("TAGS:", "TAG:", "Tags:", "tags:", "TAS:", "TAXS:", "tas:", "AGS:")
        ),
        *(
            (f"TAGS: PREL {keyword} 12958: N/A", "executive_order", f"{keyword} 12958: N/A")
            for keyword in ("E.O.", "E. O.", "E.0.", "EO", "E O", "E.O.:")
        ),
        *(
            (f"SUBJECT: HERRING FAIR {keyword} OSLO 12", "references", f"{keyword} OSLO 12")
            for keyword in ("REF:", "Ref:", "REFTEL:", "REFS:", "REF(S):", "REFERENCES:", "REF")
        ),
        *(
            (f"SUBJECT: HERRING FAIR {keyword} Halvorsen", "classified_by", f"{keyword} Halvorsen")
            for keyword in ("CLASSIFIED BY", "Classified By", "Classified by", "DERIVED FROM", "Derived From")
        ),
        ("TAGS: PREL SUBJECT: HERRING FAIR", "subject", "SUBJECT: HERRING FAIR"),
        ("TAGS: PREL Subject: HERRING FAIR", "subject", "Subject: HERRING FAIR"),
        ("TAGS: PRELE.O. 12958: N/A", "executive_order", "E.O. 12958: N/A"),
        ("SUBJECT: HERRING FAIRREF: OSLO 12", "references", "REF: OSLO 12"),
        ("SUBJECT: HERRING FAIRClassified By: Halvorsen", "classified_by", "Classified By: Halvorsen"),
    ],
)
def test_keywords_within_a_line(line: str, name: str, expected: str) -> None:
    assert elements(line)[name] == expected


@given(st.lists(st.sampled_from([*WHOLE.values(), "\n", "\n\n", " ", "1. (U) Text", "SIPDIS", "TAGS", "REF"])))
def test_elements_lie_within_and_apart(parts: list[str]) -> None:
    text = "\n" + "".join(parts)
    found = find_elements(text, text.upper(), 0, len(text))
    spans = sorted((e.start, e.value_start, e.end) for e in found if not isinstance(e, int) and e is not None)
    assert all(0 <= start <= value <= end <= len(text) for start, value, end in spans)
    assert all(one[2] <= other[0] for one, other in itertools.pairwise(spans))
    assert isinstance(found, Prefatory)


def test_a_marking_before_the_authority_on_the_subject_line_is_no_part_of_the_subject() -> None:
    record = read(prefatory="SUBJECT: HERRING FAIR (U) Classified by DCM Sven Halvorsen, reason 1.4 (b).\n")
    assert record.cable.subject == "HERRING FAIR"
    assert record.cable.classified_by == ("Sven Halvorsen",)


def test_a_page_line_within_the_authority_leaves_no_trace() -> None:
    page = "REYKJAVIK 00000311  002 OF 003"
    authority = f"Classified {page} By: DCM Sven {page} Halvorsen, reason {page} 1.4 {page} (b) {page} and (d)."
    record = read(prefatory=f"SUBJECT: HERRING FAIR\n\n{authority}\n")
    assert record.cable.classified_by == ("Sven Halvorsen",)
    assert record.cable.classification_reasons == ("1.4(B)", "1.4(D)")


@pytest.mark.parametrize(
    ("first", "rest"),
    [
        ("ICELAND: HERRING FAIR OPENS WITH A PARADE AND ENDS", "IN A DANCE OF TWELVE BOATS"),
        ("HERRING FAIR, FINANCED BY THE", "MINISTRY OF FISH"),
        ("Iceland's Herring Fair:", "Many Boats, Few Fish"),
        ("ICELAND: HERRING FAIR OPENS WITH A PARADE AND ENDS", "IN A DANCE OF TWELVE BOATS \n \nAND A SONG"),
    ],
)
def test_a_subject_goes_on_behind_a_blank_line(first: str, rest: str) -> None:
    record = read(prefatory=f"SUBJECT: {first} \n \n{rest} \n \nREF: OSLO 12\n")
    assert record.cable.subject == " ".join(f"{first} {rest}".split())


@pytest.mark.parametrize(
    "between",
    [
        "SUMMARY",
        "SENSITIVE BUT UNCLASSIFIED. PLEASE PROTECT ACCORDINGLY",
        "DEPT FOR EUR/NB",
        "SIPDIS",
        "(SBU) This message is sensitive.",
        "A sentence that says something of the fair.",
    ],
)
def test_what_is_no_rest_of_a_subject(between: str) -> None:
    first = "ICELAND: HERRING FAIR OPENS WITH A PARADE AND ENDS WELL"
    assert read(prefatory=f"SUBJECT: {first}\n\n{between}\n\nREF: OSLO 12\n").cable.subject == first


@pytest.mark.parametrize("name", ["EU", "UN", "U.S."])
@pytest.mark.parametrize("page", ["", "REYKJAVIK 00000311  002 OF 003\n\n"])
def test_a_subject_that_breaks_off_behind_a_name_goes_on_before_the_first_marker(name: str, page: str) -> None:
    first = f"HERRING FAIR: THE MAYOR LECTURES ROWERS ON {name}"
    record = read(f"{page}1. (U) The fair opened on time.", prefatory=f"SUBJECT: {first}\n\nRULES OF ROWING\n\n")
    assert record.cable.subject == f"{first} RULES OF ROWING"
    assert [paragraph.number for paragraph in record.paragraphs] == [1]


def test_a_label_before_a_post_is_no_marking_of_running_text() -> None:
    record = read(prefatory="SUBJECT: HERRING FAIR\n\nREF: (A) Oslo 0012 \n (B) Oslo 0014 \n (C) Oslo 0016\n")
    assert [reference.label for reference in record.references] == ["A", "B", "C"]


def test_running_text_behind_a_reference_is_told_by_its_marking() -> None:
    record = read("", prefatory="SUBJECT: HERRING FAIR\n\nREF: Oslo 0012 (C) On June 10 the mayor opened the fair.\n")
    assert [paragraph.text for paragraph in record.paragraphs] == ["On June 10 the mayor opened the fair."]


def test_an_attention_line_behind_the_tags_is_none_of_them() -> None:
    record = read(prefatory="TAGS: PREL IC\nDEPT FOR EUR NB AND PM RSA\nSUBJECT: HERRING FAIR\n")
    assert [tag.tag for tag in record.tags] == ["PREL", "IC"]


@pytest.mark.parametrize(
    "behind",
    [
        " SENSITIVE BUT UNCLASSIFIED - PLEASE PROTECT ACCORDINGLY",
        " ENTIRE TEXT SENSITIVE BUT UNCLASSIFIED.",
        " Sensitive but unclassified. Please protect accordingly.",
        " Summary -------",
        " ------- SUMMARY -------",
        " \n-------\nSUMMARY\n-------",
    ],
)
def test_what_is_run_into_a_subject_is_no_part_of_it(behind: str) -> None:
    assert read(prefatory=f"SUBJECT: HERRING FAIR OPENS{behind}\n").cable.subject == "HERRING FAIR OPENS"


@pytest.mark.parametrize(
    "marking",
    ["(C)", "(S//NF)", "(C/REL ISAF)", "(S//REL TO USA, FVEY)", "(CONFIDENTIAL)", "(S-NF)", "(C):", "(C) (U)"],
)
def test_a_leading_marking_is_no_part_of_a_subject(marking: str) -> None:
    assert read(prefatory=f"SUBJECT: {marking} HERRING FAIR\n").cable.subject == "HERRING FAIR"


def test_what_leads_on_to_a_reference_is_no_part_of_a_subject() -> None:
    assert read(prefatory="SUBJECT: HERRING FAIR -- REF: OSLO 12\n").cable.subject == "HERRING FAIR"
    assert read(prefatory="SUBJECT: HERRING FAIR (REF: OSLO 12)\n").cable.subject == "HERRING FAIR"


@pytest.mark.parametrize(
    "behind",
    [
        "1. (SBU) The fair opened.",
        "1.(SBU) The fair opened.",
        "REF: OSLO 12 1. (SBU) The fair opened.",
        "REF: Oslo 12 and previous 1. The fair opened.",
        "REF: OSLO 12 1. The fair opened.",
    ],
)
def test_the_first_paragraph_on_the_line_of_an_element(behind: str) -> None:
    record = read(
        "\n2. (SBU) The boats sailed.\n\nHALVORSEN",
        prefatory=f"{ORDER}\n{TAGS}\nSUBJECT: HERRING FAIR {behind}\n",
    )
    assert record.cable.subject == "HERRING FAIR"
    assert [p.number for p in record.paragraphs] == [1, 2]
    assert record.paragraphs[0].text == "The fair opened."
    assert [r.referenced_id for r in record.references] == (["09OSLO12"] if "REF" in behind else [])


def test_a_number_of_a_part_on_the_line_of_an_element_is_no_paragraph() -> None:
    record = read(
        "\n2. (SBU) The boats sailed.\n\nHALVORSEN",
        prefatory=f"{ORDER}\n{TAGS}\nSUBJECT: HERRING FAIR\n\nREF: OSLO 12 PARA 1. (SBU)\n",
    )
    assert [p.number for p in record.paragraphs] == [2]


def test_a_reference_without_colon_on_the_subject_line() -> None:
    record = read(prefatory=f"{ORDER}\n{TAGS}\nSUBJECT: HERRING FAIR REF 08 OSLO 0173\n")
    assert (record.cable.subject, record.references[0].referenced_id) == ("HERRING FAIR", "08OSLO173")
    unknown = read(prefatory=f"{ORDER}\n{TAGS}\nSUBJECT: HERRING FAIR REF BOATS AND OARS 17\n")
    assert unknown.references == ()


def test_references_before_the_order_with_a_label() -> None:
    record = read(prefatory=f"REF A) 07 Oslo 780;\nB) 08 Oslo 12\n\n{ORDER}\n{TAGS}\nSUBJECT: HERRING FAIR\n")
    assert [(r.label, r.referenced_id) for r in record.references] == [("A", "07OSLO780"), ("B", "08OSLO12")]


def test_an_entry_goes_on_behind_a_blank_line_in_small_letters() -> None:
    record = read(prefatory=f"{ORDER}\n{TAGS}\nSUBJECT: HERRING FAIR\n\nREF: A) Oslo e-mail on\n\nboats 04/02/06\n")
    assert [r.raw for r in record.references] == ["Oslo e-mail on boats 04/02/06"]
    assert [p.number for p in record.paragraphs] == [1, 2]


@pytest.mark.parametrize("opening", ["(C) SUMMARY: THE FAIR OPENED.", "(C) Summary: The fair opened."])
def test_a_marked_opening_behind_two_references_is_no_third(opening: str) -> None:
    record = read(
        f"{opening}\n\nHALVORSEN",
        prefatory=f"{ORDER}\n{TAGS}\nSUBJECT: HERRING FAIR\n\nREF: A. OSLO 12\n     B. OSLO 13\n",
    )
    assert [r.label for r in record.references] == ["A", "B"]
    assert [p.marking for p in record.paragraphs] == ["C"]


@pytest.mark.parametrize("keyword", ["SUBECT:", "SUJECT:", "SUBJET:", "UBJECT:"])
def test_misspelled_subject(keyword: str) -> None:
    assert read(prefatory=f"{ORDER}\n{TAGS}\n{keyword} HERRING FAIR\n").cable.subject == "HERRING FAIR"


@pytest.mark.parametrize("keyword", ["TASG:", "TAGGS:", "TAGSS:"])
def test_misspelled_tags(keyword: str) -> None:
    record = read(prefatory=f"{ORDER}\n{keyword} PREL EFIS\nSUBJECT: HERRING FAIR\n")
    assert [t.tag for t in record.tags] == ["PREL", "EFIS"]


def test_tags_run_into_the_date_before() -> None:
    record = read(prefatory=f"E.O. 12958: DECL: 05/14/2018TAGS: PREL EFIS\n{SUBJECT}\n")
    assert record.cable.declassify_on == "05/14/2018"
    assert [t.tag for t in record.tags] == ["PREL", "EFIS"]


def test_an_executive_order_in_words() -> None:
    record = read(prefatory=f"Executive Order 12958: DECL: 05/14/2018\n{TAGS}\n{SUBJECT}\n")
    assert (record.cable.executive_order, record.cable.declassify_on) == ("12958", "05/14/2018")


def test_program_before_ref_on_the_subject_line_belongs_to_the_subject() -> None:
    record = read(prefatory=f"{ORDER}\n{TAGS}\nSUBJECT: RESUMPTION OF THE ROWING PROGRAM REF: OSLO 12\n")
    assert record.cable.subject == "RESUMPTION OF THE ROWING PROGRAM"
    assert [r.referenced_id for r in record.references] == ["09OSLO12"]


@pytest.mark.parametrize(
    ("subject", "behind"),
    [
        ("THE DEBATE RAGES ON", "Economic Woes"),
        ("ICELAND -", "Key Points"),
        ("A LONG SUBJECT OF THE FAIR, THE BOATS, THE OARS AND THE", "Small Letters of Another Kind"),
    ],
)
def test_a_heading_behind_a_subject_that_ends_in_a_small_word(subject: str, behind: str) -> None:
    record = read(
        f"{behind}\n\n1. (U) One.\n\n2. (U) Two.\n\nHALVORSEN", prefatory=f"{ORDER}\n{TAGS}\nSUBJECT: {subject}\n"
    )
    assert record.cable.subject == subject.rstrip(" -")
    assert [h.text for h in record.headings] == [behind]


@pytest.mark.parametrize(
    "subject", ["RESPONSE TO REFTEL STATE 12345", "FAIR (REF STATE 12345)", "FAIR REF STATE 12345"]
)
def test_a_ref_within_a_subject_before_the_true_one(subject: str) -> None:
    record = read(prefatory=f"{ORDER}\n{TAGS}\nSUBJECT: {subject}\n\nREF: OSLO 1\n")
    assert record.cable.subject == subject
    assert [r.referenced_id for r in record.references] == ["09OSLO1"]


def test_references_to_a_post_with_a_small_word_in_its_name() -> None:
    found = read(prefatory=f"{PREFATORY}REFS: A) State 11, \nB) Rio de Janeiro 88, \nC) Brasilia 36 \n")
    assert [row.raw for row in found.references] == ["State 11", "Rio de Janeiro 88", "Brasilia 36"]
    assert [p.number for p in found.paragraphs] == [1, 2]


@pytest.mark.parametrize(
    ("subject", "below"),
    [
        ("FISHERIES BOARD: HERRING TERMS OF \nREFERENCE FOR THE COMMITTEE", ""),
        ("RESPONSE TO \nREFTEL DEMARCHE ON HERRING", ""),
        ("PRIME MINISTER STRESSES\nREF A POINTS", "REF: OSLO 299\n"),
    ],
)
def test_a_subject_whose_next_line_begins_with_the_word_reference(subject: str, below: str) -> None:
    record = read(prefatory=f"{ORDER} \n{TAGS} \nSUBJECT: {subject} \n \n{below}")
    assert record.cable.subject == " ".join(subject.split())
    assert [row.referenced_id for row in record.references] == (["09OSLO299"] if below else [])
