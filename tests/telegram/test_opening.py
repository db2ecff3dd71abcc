"""Captions and attention lines between the classification line and the first prefatory element."""

from __future__ import annotations

import pytest

from cable_pipeline.telegram import read_telegram
from cable_pipeline.telegram.opening import CAPTIONS, captions_in
from tests.telegram.telegrams import read, slices, telegram


@pytest.mark.parametrize(
    ("opening", "captions"),
    [
        ("SIPDIS", ("SIPDIS",)),
        ("SENSITIVE \nSIPDIS", ("SENSITIVE", "SIPDIS")),
        ("SIPDIS \n \nSENSITIVE \n \nSIPDIS", ("SIPDIS", "SENSITIVE")),
        ("SENSITIVE SIPDIS", ("SENSITIVE", "SIPDIS")),
        ("SENSITIVE, SIPDIS", ("SENSITIVE", "SIPDIS")),
        ("NOFORN \nSIPDIS", ("NOFORN", "SIPDIS")),
        ("Sipdis", ("SIPDIS",)),
        ("SIPDIS \nSTADIS \nEXDIS \nNODIS \nLIMDIS", ("SIPDIS", "STADIS", "EXDIS", "NODIS", "LIMDIS")),
        ("ROGER CHANNEL", ("ROGER CHANNEL",)),
        ("E F T O \nSIPDIS", ("E F T O", "SIPDIS")),
        ("AIDAC \nSIPDIS", ("AIDAC", "SIPDIS")),
        ("VISAS VIPER", ("VISAS VIPER",)),
        ("TERREP", ("TERREP",)),
        ("CODEL", ("CODEL",)),
        ("", ()),
    ],
)
def test_captions_each_once_in_order(opening: str, captions: tuple[str, ...]) -> None:
    record = read(opening=opening)
    assert record.cable.captions == captions
    assert record.cable.attention is None


@pytest.mark.parametrize("caption", CAPTIONS)
def test_the_closed_list(caption: str) -> None:
    assert captions_in(f"a {caption} b {caption.lower()}") == (caption,)


def test_no_part_of_a_word_is_a_caption() -> None:
    assert captions_in("INSENSITIVE CODELS SIPDISX") == ()


@pytest.mark.parametrize(
    ("line", "captions"),
    [
        ("UNCLAS E F T O REYKJAVIK 000311", ("E F T O", "SIPDIS")),
        ("S E C R E T NOFORN REYKJAVIK 000311", ("NOFORN", "SIPDIS")),
    ],
)
def test_captions_of_the_classification_line(line: str, captions: tuple[str, ...]) -> None:
    assert read(line=line).cable.captions == captions


@pytest.mark.parametrize(
    ("opening", "attention"),
    [
        ("SIPDIS \n \nDEPT FOR WHA/CEN", "DEPT FOR WHA/CEN"),
        ("SIPDIS \n \nSTATE FOR EUR/NB \nSTATE PASS TO USTR", "STATE FOR EUR/NB STATE PASS TO USTR"),
        ("SIPDIS \n \nDEPARTMENT FOR EUR/NB, EUR/ERA \nAND EB", "DEPARTMENT FOR EUR/NB, EUR/ERA AND EB"),
        ("SIPDIS \n \nNSC FOR BERG \nTREASURY FOR LUND", "NSC FOR BERG TREASURY FOR LUND"),
        ("SIPDIS \n \nEUR/NB", "EUR/NB"),
        ("DEPT FOR EUR/NB \n \nSIPDIS", "DEPT FOR EUR/NB"),
        ("SIPDIS DEPT FOR EUR/NB", "DEPT FOR EUR/NB"),
        ("DEPT FOR EUR/NB SIPDIS", "DEPT FOR EUR/NB"),
        ("SIPDIS \n \nEMBASSY OSLO PASS TO CONSULATE", "EMBASSY OSLO PASS TO CONSULATE"),
    ],
)
def test_attention(opening: str, attention: str) -> None:
    record = read(opening=opening)
    assert record.cable.attention == attention
    assert record.cable.captions == ("SIPDIS",)


@pytest.mark.parametrize(
    "note",
    [
        '"NOTE BY DESK: DO NOT/NOT FORWARD. ASK THE HARBOR OFFICE FIRST"',
        "C O R R E C T E D  C O P Y (TAGS ADDED)",
        "C O R R E C T E D  C O P Y (PARAGRAPH \nTWO CHANGED)",
        "FROM AMBASSADOR HALVORSEN",
        "SENSITIVE BUT UNCLASSIFIED - HANDLE ACCORDINGLY",
    ],
)
def test_notes_are_neither_caption_nor_attention(note: str) -> None:
    record = read(opening=f"SIPDIS \n \n{note} \n \nDEPT FOR EUR/NB")
    assert record.cable.attention == "DEPT FOR EUR/NB"
    assert set(record.cable.captions) <= {"SIPDIS", "SENSITIVE"}


def test_their_segments() -> None:
    source = telegram(opening="SENSITIVE \nSIPDIS \n \nDEPT FOR EUR/NB \nSTATE PASS TO USTR")
    record = read_telegram(source)
    assert slices(source, record, "captions") == ["SENSITIVE", "SIPDIS"]
    assert slices(source, record, "attention") == ["DEPT FOR EUR/NB", "STATE PASS TO USTR"]


def test_attention_lines_behind_a_corrected_copy_notice_are_all_read() -> None:
    record = read(
        opening="C O R R E C T E D COPY CAPTION\nDEPARTMENT FOR EUR/NB LUND, DS/IP BERG,\nDRL AND INR\nOSLO FOR DEA"
    )
    assert record.cable.attention == "DEPARTMENT FOR EUR/NB LUND, DS/IP BERG, DRL AND INR OSLO FOR DEA"


@pytest.mark.parametrize(
    ("between", "kind"),
    [
        ("SENSITIVE BUT UNCLASSIFIED. PLEASE HANDLE ACCORDINGLY.", "notice"),
        ("DEPT FOR EUR/NB LUND", "attention"),
        ("NOFORN", "captions"),
    ],
)
def test_what_stands_between_subject_and_references(between: str, kind: str) -> None:
    prefatory = f"SUBJECT: HERRING FAIR\n\n{between}\n\nREF: OSLO 12\n"
    record = read(prefatory=prefatory)
    assert between in slices(telegram(prefatory=prefatory), record, kind)
    assert record.cable.subject == "HERRING FAIR"
    assert record.cable.attention == (between if kind == "attention" else None)
    assert record.cable.captions == (("SIPDIS", "NOFORN") if kind == "captions" else ("SIPDIS",))


@pytest.mark.parametrize(
    ("printed", "captions"),
    [
        ("N O F O R N\nSIPDIS", ("NOFORN", "SIPDIS")),
        ("SIPDIS (NOFORN)", ("SIPDIS", "NOFORN")),
        ("(NOFORN)", ("NOFORN",)),
        ("E X D I S", ("EXDIS",)),
        ("NO DIS", ("NODIS",)),
        ("ORCON\nNOCONTRACT", ("ORCON", "NOCONTRACT")),
        ("DS CHANNEL", ("DS CHANNEL",)),
    ],
)
def test_captions_in_other_spellings(printed: str, captions: tuple[str, ...]) -> None:
    record = read(opening=printed, line="S E C R E T REYKJAVIK 000311")
    assert (record.cable.captions, record.cable.attention) == (captions, None)


def test_a_caption_run_into_the_last_word_of_an_attention_line() -> None:
    record = read(opening="COMMERCE FOR ITA/LDahlSIPDIS")
    assert record.cable.captions == ("SIPDIS",)
    assert record.cable.attention == "COMMERCE FOR ITA/LDahl"


@pytest.mark.parametrize("caption", ["ENSITIVE", "SENSITVE", "QENSITIVE", "SIPDISS", "SENSITVE, SIPDIS"])
def test_a_damaged_caption_is_no_attention_line(caption: str) -> None:
    source = telegram(opening=f"{caption} \n \nSTATE FOR EUR/NB")
    record = read_telegram(source)
    assert record.cable.attention == "STATE FOR EUR/NB"
    assert slices(source, record, "captions") == [caption]


def test_a_word_unlike_any_caption_stays_an_attention_line() -> None:
    assert read(opening="STADIUM").cable.attention == "STADIUM"
    assert read(opening="PASSIVE").cable.attention == "PASSIVE"
