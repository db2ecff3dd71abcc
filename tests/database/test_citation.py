from __future__ import annotations

import json
import re
from datetime import date
from importlib.metadata import version

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cable_pipeline.database.citation import (
    STYLES,
    Citation,
    citations,
    write_bibtex,
    write_csl_json,
    write_ris,
    write_text,
)
from cable_pipeline.database.connect import ReadOnlyConnection
from cable_pipeline.database.show import NoSuchCableError

FULL = Citation(
    mrn="06ZENDA12",
    sender="Embassy Zenda",
    title="A QUIET WEEK",
    day=date(2006, 8, 1),
    year=2006,
    classification="CONFIDENTIAL//NOFORN",
    archive="cable_pipeline 1, generation 7 of 2026-01-02",
)
BARE = Citation("06HENTZAU1", "Sender unknown", None, None, None, None, "cable_pipeline 1, generation 7 of 2026-01-02")


def test_text_is_a_line_to_read() -> None:
    assert write_text([FULL, BARE]).splitlines() == [
        (
            "Embassy Zenda. “A QUIET WEEK.” Telegram 06ZENDA12, August 1, 2006. CONFIDENTIAL//NOFORN. "
            "Read by cable_pipeline 1, generation 7 of 2026-01-02."
        ),
        "Sender unknown. Telegram 06HENTZAU1, no date. Read by cable_pipeline 1, generation 7 of 2026-01-02.",
    ]


def test_bibtex_is_an_entry() -> None:
    assert write_bibtex([FULL]) == (
        "@misc{cable-06ZENDA12,\n"
        "  author = {{Embassy Zenda}},\n"
        "  title = {{A QUIET WEEK}},\n"
        "  howpublished = {Telegram 06ZENDA12},\n"
        "  year = {2006},\n"
        "  month = {8},\n"
        "  day = {1},\n"
        "  note = {CONFIDENTIAL//NOFORN. Read by cable\\_pipeline 1, generation 7 of 2026-01-02},\n"
        "}\n"
    )


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("50% & $5 #1_2", r"50\% \& \$5 \#1\_2"),
        (r"a\b", r"a{\textbackslash}b"),
        ("{x", r"{\textbraceleft}x"),
        ("x}", r"x{\textbraceright}"),
        ("~^", r"{\textasciitilde}{\textasciicircum}"),
        ("Łódź é", "Łódź é"),
    ],
)
def test_what_tex_acts_upon_is_escaped(text: str, escaped: str) -> None:
    assert f"title = {{{{{escaped}}}}}" in write_bibtex([FULL._replace(title=text)])


@given(st.text())
def test_braces_of_bibtex_are_balanced_whatever_the_title(title: str) -> None:
    entry = write_bibtex([FULL._replace(title=title, sender=title, classification=title)])
    depth = 0
    for character in entry:
        depth += {"{": 1, "}": -1}.get(character, 0)
        assert depth >= 0
    assert depth == 0
    assert not re.search(r"(?<!\\)[%#&$]", entry)


def test_csl_json_is_json_with_the_parts_of_the_date() -> None:
    full, bare = json.loads(write_csl_json([FULL, BARE]))
    assert full["issued"] == {"date-parts": [[2006, 8, 1]]}
    assert (full["number"], full["genre"], full["author"]) == ("06ZENDA12", "Telegram", [{"literal": "Embassy Zenda"}])
    assert "issued" not in bare
    assert "title" not in bare


def test_ris_is_tagged_lines() -> None:
    lines = write_ris([FULL, BARE]).split("\r\n")
    assert lines[0] == "TY  - GOVDOC"
    assert {"TI  - A QUIET WEEK", "DA  - 2006/08/01", "PY  - 2006", "N1  - CONFIDENTIAL//NOFORN"} <= set(lines)
    assert lines.count("ER  - ") == 2
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in lines if line)


def test_a_cable_of_the_archive_is_cited(connection: ReadOnlyConnection) -> None:
    (zenda, beirut, nowhere) = citations(connection, ["06zenda12", " 06BEIRUT7 ", "06HENTZAU1"])
    assert zenda == Citation(
        "06ZENDA12", "AMEMBASSY ZENDA", "A QUIET WEEK", date(2006, 8, 1), 2006, "CONFIDENTIAL",
        f"cable_pipeline {version('cable-pipeline')}, generation 1 of 2006-08-09",
    )  # fmt: skip
    # No printed day: that of the date-time group; no sender: the post.
    assert (beirut.sender, beirut.day) == ("Beirut", date(2006, 9, 1))
    assert (nowhere.sender, nowhere.day, nowhere.year) == ("Sender unknown", None, 2006)
    for write in STYLES.values():
        assert "06ZENDA12" in write([zenda, beirut, nowhere])


def test_a_damaged_twin_is_cited_by_its_canonical_id(connection: ReadOnlyConnection) -> None:
    assert citations(connection, ["06ECTION01OF02ZENDA15"])[0].mrn == "06ZENDA15"


def test_an_unknown_cable_is_told_with_near_ones(connection: ReadOnlyConnection) -> None:
    with pytest.raises(NoSuchCableError, match="06ZENDA12"):
        citations(connection, ["06ZENDA13"])
