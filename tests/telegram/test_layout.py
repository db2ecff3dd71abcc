"""Where the telegram lies in its record: the boundary, wrappers, previews, second copies."""

from __future__ import annotations

import pytest

from cable_pipeline.telegram import read_telegram
from cable_pipeline.telegram.layout import find_first_marker, find_layout
from cable_pipeline.telegram.text import working_text
from tests.telegram.telegrams import (
    HEADER,
    LINE,
    PARAGRAPHS,
    PARTIAL_EXTRACT,
    PREFATORY,
    codes,
    envelope,
    read,
    slices,
    telegram,
)

BODY = f" \n \nSIPDIS \n \n{PREFATORY} \n{PARAGRAPHS}"


@pytest.mark.parametrize(
    "last",
    [
        "INFO RUEHNY/AMEMBASSY OSLO PRIORITY 0482",
        "INFO RUEHNY/AMEMBASSY OSLO",
        "INFO RUCPDOC/DEPT OF COMMERCE WASHDC",
        "INFO RUEAIIA/CIA WASHDC PRIORITY",
        "INFO NORDIC COLLECTIVE",
        "INFO RUEKJCS/SECDEF WASHDC//USDP//",
    ],
)
@pytest.mark.parametrize(
    "line",
    [
        "UNCLAS REYKJAVIK 000311",
        "UNCLAS SECTION 01 OF 02 REYKJAVIK 000311",
        "C O N F I D E N T I A L REYKJAVIK 000311",
        "S E C R E T REYKJAVIK 000311",
        "S E C R E T SECTION 01 OF 03 REYKJAVIK 000311",
        "UNCLASSIFIED REYKJAVIK 000311",
        "UNCLAS E F T O SECTION 01 OF 02 REYKJAVIK 000311",
        "CONFIDENTIAL REYKJAVIK 000311",
        "SECRET NOFORN REYKJAVIK 000311",
    ],
)
def test_nothing_stands_between_header_and_body(last: str, line: str) -> None:
    header = HEADER.rsplit("\n", 1)[0] + "\n" + last
    record = read(header=header, line=line)
    assert record.cable.header == header
    assert record.cable.body.startswith(line)


@pytest.mark.parametrize(
    ("line", "section"),
    [
        ("UNCLAS REYKJAVIK 000311", (None, None)),
        ("UNCLAS SECTION 01 OF 02 REYKJAVIK 000311", (1, 2)),
        ("C O N F I D E N T I A L SECTION 01 OF 28 REYKJAVIK 000311", (1, 28)),
        ("UNCLAS SECTION01 OF 03 REYKJAVIK 000311", (1, 3)),
        ("UNCLAS SECTION 01 GF 02 REYKJAVIK 000311", (1, 2)),
        ("UUNCLAS SECTION 01 OF 02 REYKJAVIK 000311", (1, 2)),
        ("NCLAS SECTION 01 OF 02 REYKJAVIK 000311", (1, 2)),
        ("Unclas section 01 of 02 Reykjavik 000311", (1, 2)),
        ("UNCLAS SECTION 01 OF 02 REYKJAVIK 00Q311", (1, 2)),
        ("UNCLAS SECTION 01 OF 02 \nREYKJAVIK 000311", (1, 2)),
        ("UNCLAS E F T O SECTION 01 OF 02 REYKJAVIK 000311", (1, 2)),
        ("S E C R E T NOFORN SECTION 01 OF 02 REYKJAVIK 000311", (1, 2)),
    ],
)
def test_forms_of_the_classification_line(line: str, section: tuple[int | None, int | None]) -> None:
    source = telegram(line=line)
    record = read_telegram(source)
    assert (record.cable.section_number, record.cable.section_count) == section
    assert slices(source, record, "classification_line") == [line]
    assert "classification-line-missing" not in codes(record)
    assert record.cable.subject == "HERRING FAIR OPENS WITH A PARADE"


def test_post_with_blanks_and_short_number() -> None:
    record = read_telegram(telegram(line="UNCLAS SAN JOSE 00311", first=envelope(cable_id="78SANJOSE311")))
    assert record.cable.body.startswith("UNCLAS SAN JOSE 00311")
    assert "classification-line-missing" not in codes(record)


def test_a_name_that_ends_in_u_keeps_its_letter() -> None:
    header = HEADER.replace("OSLO PRIORITY 0482", "KATHMANDU")
    record = read(header=header)
    assert record.cable.header.endswith("KATHMANDU")
    assert record.cable.body.startswith("UNCLAS")


def test_no_header() -> None:
    record = read(header="")
    assert record.cable.header == ""
    assert record.cable.originator is None
    assert record.recipients == ()
    assert "header-missing" in codes(record)
    assert record.cable.subject == "HERRING FAIR OPENS WITH A PARADE"


def test_partial_extract_notice_is_the_header() -> None:
    record = read(header=PARTIAL_EXTRACT)
    assert record.cable.is_partial_extract
    assert record.cable.header == PARTIAL_EXTRACT
    assert record.cable.body.startswith(LINE)


def test_notice_with_a_bare_date_time_group() -> None:
    header = PARTIAL_EXTRACT + "\n151642Z Apr 09"
    record = read(header=header)
    assert record.cable.is_partial_extract
    assert record.cable.header == header
    assert record.cable.sent_at is not None
    assert record.cable.action_precedence is None


def test_no_notice_is_no_partial_extract() -> None:
    assert not read().cable.is_partial_extract


@pytest.mark.parametrize(
    ("body", "start"),
    [
        (f"SIPDIS \n \n{PREFATORY} \n{PARAGRAPHS}", "SIPDIS"),
        (f"E.O. 12958: N/A\nTAGS: PREL\nSUBJECT: HERRING FAIR OPENS WITH A PARADE\n\n{PARAGRAPHS}", "E.O. 12958"),
    ],
)
def test_lost_classification_line(body: str, start: str) -> None:
    record = read_telegram(envelope() + HEADER + "\n" + body)
    assert record.cable.body.startswith(start)
    assert "classification-line-missing" in codes(record)
    assert record.cable.subject == "HERRING FAIR OPENS WITH A PARADE"
    assert [p.number for p in record.paragraphs] == [1, 2]


@pytest.mark.parametrize(
    "wrapper",
    [
        "Thursday, 16 April 2009, 13:48",
        "57696\n2009-04-15 16:42:00\n09REYKJAVIK311\nEmbassy Reykjavik\nUNCLASSIFIED\n\n",
        "Cable dated:2009-04-15T16:42:00\n",
        "<<248522>>\n",
        (
            "id: 57696\ndate: 4/15/2009 16:42\nrefid: 09REYKJAVIK311\norigin: Embassy Reykjavik\nclassification: "
            "UNCLASSIFIED\ndestination: \nheader:\n"
        ),
        '136383,4/15/2009 16:42,09REYKJAVIK311,"Embassy Reykjavik",UNCLASSIFIED,,"',
    ],
)
def test_wrapper_between_header_and_telegram(wrapper: str) -> None:
    source = envelope() + HEADER + "\n" + wrapper + "\n" + LINE + BODY
    record = read_telegram(source)
    assert record.cable.header.strip() == HEADER
    assert wrapper.strip() in record.cable.body
    assert "".join(slices(source, record, "wrapper")).strip() == wrapper.strip()
    assert [r.name for r in record.recipients] == ["SECSTATE WASHDC", "AMEMBASSY OSLO"]
    assert record.cable.subject == "HERRING FAIR OPENS WITH A PARADE"


def test_record_number_run_into_the_last_serial() -> None:
    source = f"{envelope()}{HEADER}97717\n2009-04-15 16:42:00\n09REYKJAVIK311\n{LINE}{BODY}"
    record = read_telegram(source)
    assert record.recipients[-1].serial_number == "0482"
    assert record.cable.header.endswith("0482")
    assert record.cable.body.startswith("97717\n")


def test_inner_header_is_read_where_the_outer_is_missing() -> None:
    inner = f"id: 57696\ndate: 4/15/2009 16:42\nheader:\n{HEADER}\n"
    record = read_telegram(envelope() + PARTIAL_EXTRACT + inner + LINE + BODY)
    assert record.cable.originator == "AMEMBASSY REYKJAVIK"
    assert "header-from-wrapper" in codes(record)
    assert [r.name for r in record.recipients] == ["SECSTATE WASHDC", "AMEMBASSY OSLO"]
    assert record.cable.header == PARTIAL_EXTRACT


def test_inner_header_repeats_the_outer() -> None:
    inner = f"id: 57696\ndate: 4/15/2009 16:42\nheader:\n{HEADER}\n---- header ends ----\n"
    record = read_telegram(envelope() + HEADER + inner + LINE + BODY)
    assert [r.name for r in record.recipients] == ["SECSTATE WASHDC", "AMEMBASSY OSLO"]
    assert "header-from-wrapper" not in codes(record)


def long_telegram() -> str:
    return LINE + BODY.replace("Twelve boats took part.", "Twelve boats took part in the parade. " * 8)


def test_preview_with_second_copy() -> None:
    whole = long_telegram()
    record = read_telegram(envelope() + HEADER + whole[:240] + "...\n\n" + whole)
    assert [p.number for p in record.paragraphs] == [1, 2]
    assert record.cable.subject == "HERRING FAIR OPENS WITH A PARADE"
    assert record.cable.signature == "HALVORSEN"
    assert len(record.tags) == 3


@pytest.mark.parametrize(
    "between",
    [
        "id: 57696\ndate: 4/15/2009 16:42\nrefid: 09REYKJAVIK311\nheader:\n" + HEADER + "\n---- header ends ----\n",
        "57696\n2009-04-15 16:42:00\n09REYKJAVIK311\nEmbassy Reykjavik\nUNCLASSIFIED\n" + HEADER + "\n",
    ],
)
def test_preview_with_a_record_before_the_second_copy(between: str) -> None:
    whole = long_telegram()
    record = read_telegram(envelope() + HEADER + whole[:240] + "...\n\n" + between + whole)
    assert [p.number for p in record.paragraphs] == [1, 2]
    assert record.cable.subject == "HERRING FAIR OPENS WITH A PARADE"
    assert [r.name for r in record.recipients] == ["SECSTATE WASHDC", "AMEMBASSY OSLO"]


def test_preview_without_second_copy_is_joined() -> None:
    whole = long_telegram()
    cut = whole.index("in the parade.", 236)
    assert 236 <= cut <= 250 + len("Twelve boats took part in the parade. ")
    source = envelope() + HEADER + whole[:cut] + "...\n\n" + whole[cut:]
    record = read_telegram(source)
    assert "preview-joined" in codes(record)
    assert [p.number for p in record.paragraphs] == [1, 2]
    assert "..." not in record.paragraphs[1].text
    assert record.cable.signature == "HALVORSEN"


def test_dots_elsewhere_are_no_preview() -> None:
    text = PARAGRAPHS.replace("None of them sank.", "None of them sank. " * 8 + "Or so the mayor...\n\nsaid.")
    record = read(text)
    assert "preview-joined" not in codes(record)
    assert record.paragraphs[1].text.endswith("Or so the mayor...\n\nsaid.")


@pytest.mark.parametrize(
    ("text", "marker"),
    [
        ("REF: OSLO 12\n1. Text", "1. Text"),
        ("REF: OSLO 12\n1.(U) Text", "1.(U) Text"),
        ("REF: OSLO 12\n  1) Text", "1) Text"),
        ("REF: OSLO 12\n(C) 1. Text", "(C) 1. Text"),
        ("REF: OSLO 12\n2. (SBU) Text", "2. (SBU) Text"),
        ("REF: OSLO 12\n1, (C) Text", "1, (C) Text"),
        ("REF: OSLO 12. 1. (S/NF) Text", "1. (S/NF) Text"),
        ("REF: A. OSLO 1\n1997 was long", ""),
        ("REF: OSLO 12\n13. Oslo", ""),
    ],
)
def test_first_marker(text: str, marker: str) -> None:
    at = find_first_marker(text, 0)
    assert text[at:].strip() == marker


def test_offsets_are_in_order() -> None:
    source = telegram()
    work = working_text(source)
    layout = find_layout(work, work.upper(), len(envelope()))
    assert layout.header_end <= layout.telegram_start <= layout.text_start <= layout.telegram_end == len(source)
    assert layout.classification_line is not None
    assert (layout.classification_line.post, layout.classification_line.serial) == ("REYKJAVIK", "000311")


def test_header_ends_is_no_addressee() -> None:
    inner = f"id: 57696\ndate: 4/15/2009 16:42\nheader:\n{HEADER}\n---- header ends ----\n"
    body = f" \n \nSIPDIS \n \n{PREFATORY} \n{PARAGRAPHS}"
    record = read_telegram(envelope() + PARTIAL_EXTRACT + inner + LINE + body)
    assert [r.name for r in record.recipients] == ["SECSTATE WASHDC", "AMEMBASSY OSLO"]


def test_a_classification_above_its_line_is_no_part_of_the_last_addressee() -> None:
    record = read(line="UNCLASSIFIED//FOR OFFICIAL USE ONLY\n\nUNCLAS REYKJAVIK 000311")
    assert [r.name for r in record.recipients] == ["SECSTATE WASHDC", "AMEMBASSY OSLO"]
    assert record.recipients[-1].serial_number == "0482"


@pytest.mark.parametrize("line", ["UNCLASSIFIED REYKJAVIK 311", "C O N F I D E N T I A L REYKJAVIK 311"])
def test_an_old_reference_number_of_few_digits_is_that_of_the_id(line: str) -> None:
    record = read(line=line, first=envelope("72REYKJAVIK311", day="Wed Apr 12 00:00:00 +0200 1972"))
    assert "classification-line-missing" not in codes(record)
    assert record.recipients[-1].serial_number == "0482"


@pytest.mark.parametrize("line", ["CC O N F I D E N T I A L REYKJAVIK 000311", "SS E C R E T REYKJAVIK 000311"])
def test_a_letter_doubled_behind_a_serial_number_is_of_the_line(line: str) -> None:
    assert read(line=line).recipients[-1].serial_number == "0482"


@pytest.mark.parametrize("handling", ["//NOFORN", "//NOFORN//", " NOFORN", " ROGER CHANNEL"])
def test_handling_words_on_the_classification_line_are_no_part_of_the_post(handling: str) -> None:
    record = read_telegram(telegram(line=f"S E C R E T{handling} REYKJAVIK 000311", opening=""))
    assert record.cable.post == "REYKJAVIK"
    assert record.cable.captions == (handling.strip(" /"),)


@pytest.mark.parametrize("joint", ["\n", " "])
def test_a_database_record_behind_the_signature_is_no_text(joint: str) -> None:
    row = "0 03/04/2009 2101 ECON,EPET,IC HERRING IS DEAR"
    source = telegram(
        f"1. (U) The fair opened.\n\n2. (U) The boats sailed. HALVORSEN{joint}{row}\n\n1. (U) Herring is dear."
    )
    record = read_telegram(source)
    assert [p.text for p in record.paragraphs] == ["The fair opened.", "The boats sailed."]
    assert record.cable.signature == "HALVORSEN"
    assert slices(source, record, "wrapper") == [f"{row}\n\n1. (U) Herring is dear."]


def test_a_subject_behind_a_database_record_is_not_this_telegrams() -> None:
    own = "SIPDIS \n \nE.O. 12958: N/A \nTAGS: EFIS \n \n(U) The fair opened. HALVORSEN"
    other = "0 03/04/2009 2101 ECON,EPET,IC\nSUBJECT: HERRING IS DEAR \n \n1. (U) Herring is dear."
    record = read_telegram(f"{envelope()}{HEADER}{LINE} \n \n{own}\n{other}")
    assert record.cable.subject is None
    assert [p.text for p in record.paragraphs] == ["The fair opened."]


def test_an_unmarked_first_number_behind_references_and_a_page_line() -> None:
    prefatory = f"{PREFATORY.rstrip()} REF: 08 STATE 70007 REYKJAVIK 00000311 001.2 OF 002 "
    record = read("1.The following is keyed to reftel.\n\na. FRAUD: None was seen.\n\nHALVORSEN", prefatory=prefatory)
    assert [row.raw for row in record.references] == ["08 STATE 70007"]
    assert [p.number for p in record.paragraphs] == [1]


@pytest.mark.parametrize(
    ("line", "captions"),
    [
        ("CONFIDENTIAL/NOFORN REYKJAVIK 000311", ("NOFORN",)),
        ("S E C R E T / NOFORN REYKJAVIK 000311", ("NOFORN",)),
        ("S E C R E T//REL TO USA, GBR REYKJAVIK 000311", ()),
    ],
)
def test_handling_words_behind_one_stroke_or_with_commas(line: str, captions: tuple[str, ...]) -> None:
    record = read(line=line)
    assert record.cable.captions[: len(captions)] == captions
    assert record.recipients[-1][2:] == ("AMEMBASSY OSLO", "RUEHNY", "PRIORITY", "0482", False, ())


@pytest.mark.parametrize("serial", ["207", "1207", "01207"])
def test_a_short_serial_behind_a_section(serial: str) -> None:
    header = HEADER.rstrip("\n") + "\nINFO SECDEF\nUSNATO\nCINCEUR"
    record = read(header=header, line=f"UNCLAS SECTION 01 OF 02 REYKJAVIK {serial}")
    assert (record.cable.section_number, record.cable.section_count) == (1, 2)
    assert [r.name for r in record.recipients][-3:] == ["SECDEF", "USNATO", "CINCEUR"]
    assert record.cable.attention is None
