from __future__ import annotations

import io
from pathlib import Path

import pytest
from rich.console import Console

from cable_pipeline.database.build import build_database
from cable_pipeline.database.connect import ReadOnlyConnection, connect, open_database
from cable_pipeline.database.show import NoSuchCableError, show
from tests.database import archive
from tests.database.archive import row


def shown(connection: ReadOnlyConnection, cable_id: str) -> str:
    out = io.StringIO()
    Console(file=out, width=200).print(show(connection, cable_id))
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines())


def test_header_facts_and_paragraphs(tmp_path: Path) -> None:
    rows = archive.invented()
    rows["cables"][0] |= {
        "classification_marking": "CONFIDENTIAL//NOFORN",
        "captions": ["SIPDIS", "NOFORN"],
        "sent_at": archive.NOON,
    }
    rows["paragraphs"] = [
        row(
            "paragraphs",
            cable_id="06ZENDA12",
            position=position,
            number=number,
            label=label,
            marking=marking,
            text=text,
        )
        | {"heading": heading}
        for position, number, label, marking, text, heading in [
            (1, 1, None, "C", "The castle is quiet.", None),
            (2, 2, None, None, "So is the town.", "In town"),
            (3, None, "A", "U", "First line.\n\nSecond line.", "In town"),
        ]
    ]
    with open_database(build_database(archive.write(rows, tmp_path / "1")).path) as connection:
        assert shown(connection, "06ZENDA12") == (
            "06ZENDA12\n\n"
            "Subject         A QUIET WEEK\n"
            "Classification  CONFIDENTIAL//NOFORN\n"
            "Captions        SIPDIS, NOFORN\n"
            "Date            2006-08-01\n"
            "Sent (UTC)      2006-08-09 12:00\n"
            "From            AMEMBASSY ZENDA\n"
            "Source file     06ZENDA12.txt\n"
            "To              SECSTATE WASHDC\n"
            "Info            RURITANIA COLLECTIVE\n"
            "Tags            PGOV (Internal Governmental Affairs); LE (Lebanon); PGOV, ANTON\n\n"
            "1. (C) The castle is quiet.\n\n"
            "In town\n\n"
            "2. So is the town.\n\n"
            "A. (U) First line.\n\n"
            "Second line."
        )


def test_a_printed_id_is_shown_beside_the_canonical_one(connection: ReadOnlyConnection) -> None:
    text = shown(connection, " 06ection01of02zenda15\n")
    assert text.startswith("06ZENDA15\n\nPrinted id      06ECTION01OF02ZENDA15\n")


def test_text_of_a_cable_is_never_markup_nor_terminal_control(tmp_path: Path) -> None:
    rows = archive.invented()
    rows["cables"][0]["subject"] = "[red]A\nQUIET[/red] \x1b]0;title\x07 WEEK"
    rows["paragraphs"][0]["text"] = "[link=http://example.org]here[/link]\x9b2J\u202eback"
    with open_database(build_database(archive.write(rows, tmp_path / "1")).path) as connection:
        text = shown(connection, "06ZENDA12")
    assert r"[red]A QUIET[/red] \x1b]0;title\x07 WEEK" in text
    assert r"[link=http://example.org]here[/link]\x9b2J\u202eback" in text


def test_an_unknown_id_names_those_close_to_it(connection: ReadOnlyConnection) -> None:
    with pytest.raises(NoSuchCableError, match=r"no cable 06ZEDNA12\. Close to it: 06ZENDA12, 06ZENDA15"):
        show(connection, "06zedna12")


def test_an_unknown_id_can_not_act_upon_the_terminal(connection: ReadOnlyConnection) -> None:
    with pytest.raises(NoSuchCableError) as caught:
        show(connection, "\x1b[2J'; DROP")
    assert "\x1b" not in str(caught.value)


def test_an_empty_archive_says_so(tmp_path: Path) -> None:
    rows: archive.Rows = {name: [] for name in archive.invented()}
    generation = archive.write(rows, tmp_path / "generations" / "1")
    build_database(generation)
    (tmp_path / "cables.duckdb").symlink_to("generations/1/cables.duckdb")
    with connect(tmp_path) as connection, pytest.raises(NoSuchCableError, match="The archive is empty"):
        show(connection, "06ZENDA12")
