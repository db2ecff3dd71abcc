"""The TAGS line: codes, persons, topics, and the damage done to them."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cable_pipeline.reference import tag_dictionary
from cable_pipeline.telegram.tags import ISSUES, read_tags

SOUND = sorted(
    name for name, entry in tag_dictionary().items() if entry.canonical is None and entry.kind in ("subject", "program")
)


def tags(line: str) -> list[str]:
    return [tag.tag for tag in read_tags(line, 0, len(line))[0]]


def codes(line: str) -> list[str]:
    return [issue.code for issue in read_tags(line, 0, len(line))[1]]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("TAGS: PREL PGOV FR", ["PREL", "PGOV", "FR"]),
        ("TAGS: PREL, PGOV, FR ", ["PREL", "PGOV", "FR"]),
        ("TAGS PREL, PGOV, FR", ["PREL", "PGOV", "FR"]),
        ("Tags: prel, pgov, fr", ["PREL", "PGOV", "FR"]),
        ("TAGS;  PGOV, TU ", ["PGOV", "TU"]),
        ("TAG PREL PGOV", ["PREL", "PGOV"]),
        ("AGS: PREL PGOV", ["PREL", "PGOV"]),
        ("TAS: ECON, IS, JO ", ["ECON", "IS", "JO"]),
        ("TABS: EFIS, VE", ["EFIS", "VE"]),
        ("PREL PGOV FR", ["PREL", "PGOV", "FR"]),
        ("TAGS: PREL/PGOV/FR", ["PREL", "PGOV", "FR"]),
        ("TAGS: PREL.PGOV-FR", ["PREL", "PGOV", "FR"]),
        ("TAGS: PREL;PGOV;FR", ["PREL", "PGOV", "FR"]),
        ("TAGS: (PREL) PGOV", ["PREL", "PGOV"]),
        ("TAGS: PREL PGOV PREL FR PGOV", ["PREL", "PGOV", "FR"]),
        ("TAGS: PREL PGOV\nFR ", ["PREL", "PGOV", "FR"]),
        ("TAGS: PREL, PGOV, \nFR", ["PREL", "PGOV", "FR"]),
        ("TAGS: PREL PGOV COUNTRY\nCLEARANCE", ["PREL", "PGOV", "COUNTRY CLEARANCE"]),
        ("TAGS: PREL\nthe mayor came", ["PREL"]),
        ("TAGS: gardens,\nponds", ["GARDENS", "PONDS"]),
        ("TAGS: gardens\nponds", ["GARDENS"]),
        ("TAGS: PRELPGOVEWWTECONKSCAEN", ["PREL", "PGOV", "EWWT", "ECON", "KSCA", "EN"]),
        ("TAGS: EAGR PHUMEN KPAO", ["EAGR", "PHUM", "EN", "KPAO"]),
        ("TAGS: ECONOMIC", ["ECONOMIC"]),
        ("TAGS: OVIP (HARGROVE, PETER) ETRD NL", ["OVIP", "HARGROVE, PETER", "ETRD", "NL"]),
        ("TAGS: OVIP (HARGROVE, PETER B.), ETRD, NL", ["OVIP", "HARGROVE, PETER B.", "ETRD", "NL"]),
        ("TAGS: OVIP HARGROVE PETER ETRD NL", ["OVIP", "HARGROVE, PETER", "ETRD", "NL"]),
        ("TAGS: OVIP HARGROVE PETER B ETRD NL", ["OVIP", "HARGROVE, PETER B", "ETRD", "NL"]),
        ("TAGS: OVIP, HARGROVE, PETER, ETRD, NL", ["OVIP", "HARGROVE, PETER", "ETRD", "NL"]),
        ("TAGS: OVIP (PETER HARGROVE) NL", ["OVIP", "HARGROVE, PETER", "NL"]),
        ("TAGS: OVIP (HARGROVE)", ["OVIP", "HARGROVE"]),
        ("TAGS: OREP HARGROVE PETER WETHERBY ALMA NL", ["OREP", "HARGROVE, PETER", "WETHERBY, ALMA", "NL"]),
        ("TAGS: OVIP (HARGROVE, PETER; WETHERBY, ALMA) NL", ["OVIP", "HARGROVE, PETER", "WETHERBY, ALMA", "NL"]),
        ("TAGS: PREL NL HARGROVE PETER", ["PREL", "NL", "HARGROVE, PETER"]),
        ("TAGS: EAGR KPAO MEDIA REACTION BC", ["EAGR", "KPAO", "MEDIA REACTION", "BC"]),
        ("TAGS: KPAO, MEDIA REACTION REPORT, BC", ["KPAO", "MEDIA REACTION REPORT", "BC"]),
        ("TAGS: PTER COUNTER TERRORISM", ["PTER", "COUNTERTERRORISM"]),
        ("TAGS: PREL RU VZ", ["PREL", "RS", "VE"]),
        ("TAGS: POGOV", ["PGOV"]),
        ("TAGS: PRLE", ["PREL"]),
        ("TAGS: PPREL", ["PREL"]),
        ("TAGS: KPA O BR", ["KPAO", "BR"]),
        ("TAGS: SIPDIS PREL", ["PREL"]),
        ("TAGS: PREL XXXXXXXXXXXX NL", ["PREL", "NL"]),
        ("TAGS: PREL NL <br>", ["PREL", "NL"]),
        ("TAGS: PREL NL \\", ["PREL", "NL"]),
        ("TAGS: PREL, IT      SECRET     PAGE 02        ROME  03067  211833Z ", ["PREL", "IT"]),
        ("TAGS: ZANU-PF UNGA/C-3 BA'ATH", ["ZANU-PF", "UNGA/C-3", "BA'ATH"]),
        ("TAGS: PREL a minister spoke at length about the turtles", ["PREL"]),
        ("TAGS: ", []),
    ],
)
def test_forms(line: str, expected: list[str]) -> None:
    assert tags(line) == expected


def test_kinds_and_printed_forms() -> None:
    line = "TAGS: OVIP (HARGROVE, PETER) KPAO NATO ru MEDIA REACTION PRELNL WOMBAT"
    assert [tuple(tag) for tag in read_tags(line, 0, len(line))[0]] == [
        (1, "OVIP", "subject", "OVIP"),
        (2, "HARGROVE, PETER", "person", "HARGROVE, PETER"),
        (3, "KPAO", "program", "KPAO"),
        (4, "NATO", "organization", "NATO"),
        (5, "RS", "geographic", "ru"),
        (6, "MEDIA REACTION", "topic", "MEDIA REACTION"),
        (7, "PREL", "subject", "PRELNL"),
        (8, "NL", "geographic", "PRELNL"),
        (9, "WOMBAT", "unknown", "WOMBAT"),
    ]


@pytest.mark.parametrize(
    ("line", "code", "span"),
    [
        ("TAGS: PREL VZ NL", "tag-repaired", "VZ"),
        ("TAGS: PREL ECONPHUM NL", "tags-run-together", "ECONPHUM"),
        ("TAGS: PREL WOMBAT NL", "tag-unknown", "WOMBAT"),
        ("TAGS: PREL HARGROVE PETER NL", "tag-person-guessed", "HARGROVE PETER"),
        ("TAGS: PREL XXXXXXXXXXXX NL", "tag-redacted", "XXXXXXXXXXXX"),
        ("TAGS: PREL SIPDIS NL", "tags-caption", "SIPDIS"),
        ("TAGS: PREL\nthe mayor came", "tags-stray-text", "the mayor came"),
        ("TAGS: ", "tags-empty", "TAGS: "),
    ],
)
def test_each_doubt_leaves_an_issue_at_its_place(line: str, code: str, span: str) -> None:
    text = "E.O. 12958: N/A \n" + line
    start = text.index("TAGS")
    issues = read_tags(text, start, len(text))[1]
    assert [issue.code for issue in issues] == [code]
    assert text[issues[0].start_offset : issues[0].end_offset] == span
    assert code in ISSUES


@given(st.lists(st.sampled_from(SOUND), min_size=1, max_size=16, unique=True), st.sampled_from([" ", ", ", ",", "; "]))
def test_sound_codes_come_back_in_order_and_without_issue(expected: list[str], separator: str) -> None:
    line = "TAGS: " + separator.join(expected)
    assert tags(line) == expected
    assert codes(line) == []


@given(st.lists(st.sampled_from([code for code in SOUND if len(code) == 4]), min_size=2, max_size=10, unique=True))
def test_codes_run_together_are_taken_apart_wholly(expected: list[str]) -> None:
    line = "TAGS: " + "".join(expected)
    assert tags(line) == expected


@given(st.text(alphabet=st.sampled_from("TAGS: PREL,OVIP()/XÉß\n-.1'&"), max_size=200))
def test_any_text_yields_each_tag_once(text: str) -> None:
    found, issues = read_tags(text, 0, len(text))
    names = [tag.tag for tag in found]
    assert len(names) == len(set(names))
    assert [tag.position for tag in found] == list(range(1, len(found) + 1))
    assert {issue.code for issue in issues} <= set(ISSUES)
    assert all(tag.tag and tag.raw for tag in found)


@pytest.mark.parametrize(
    "piece", ["PREL ", "PR", "SMITH JOHN ", "OVIP (", "COUNTRY ", "SECRET PAGE ", "a\n", "(b", " ", "<br"]
)
def test_a_megabyte_is_read_at_once(piece: str) -> None:
    text = "TAGS: " + piece * (1_000_000 // len(piece))
    started = time.perf_counter()
    read_tags(text, 0, len(text))
    assert time.perf_counter() - started < 1


def test_a_connective_is_no_tag() -> None:
    text = "TAGS: IC, PREL AND PGOV"
    found, _ = read_tags(text, 0, len(text))
    assert [tag.tag for tag in found] == ["IC", "PREL", "PGOV"]
