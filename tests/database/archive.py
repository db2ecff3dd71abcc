"""An invented archive of a few cables, written as the Parquet files of one generation.

The texts are the shortest that still have an envelope, a header and a body; the rows are written by hand, not read.
"""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from cable_pipeline.tables.schema import PRESENT_TEXTS, TABLES, Column, tables_of

Rows = dict[str, list[dict[str, Any]]]

ENVELOPE = "06ZENDA12 é\n"
HEADER = "FM AMEMBASSY ZENDA\n"
BODY = "¶1. (C) One.\n"
TEXT = ENVELOPE + HEADER + BODY
NOON = datetime(2006, 8, 9, 12, 0)


def _empty(column: Column) -> Any:
    if column.nullable:
        return None
    if pa.types.is_list(column.type):
        return []
    if pa.types.is_timestamp(column.type):
        return NOON
    return {pa.string(): "", pa.bool_(): False}.get(column.type, 0)


def row(table: str, **values: Any) -> dict[str, Any]:
    """A row of ``table``: the given values, and the emptiest one for every other column."""
    filled = {column.name: _empty(column) for column in TABLES[table].columns}
    unknown = set(values) - set(filled)
    assert not unknown, f"{table} has no column {unknown}"
    return filled | values


def cable(cable_id: str, post: str | None, serial: int, day: date | None, **values: Any) -> dict[str, Any]:
    """A row of ``cables`` with the short text, primary and with a sound id unless ``values`` say otherwise."""
    common: dict[str, Any] = {
        "cable_id": cable_id,
        "canonical_id": cable_id,
        "is_primary": True,
        "year": 2006,
        "post": post,
        "serial_number": serial,
        "cable_date": day,
        "classification": "CONFIDENTIAL",
        "envelope": ENVELOPE,
        "header": HEADER,
        "body": BODY,
        "word_count": 3,
        "paragraph_count": 1,
        "source_path": f"{cable_id}.txt",
        "source_sha256": f"sha of {cable_id}",
    }
    return row("cables", **(common | values))


def partition(cable_id: str) -> list[dict[str, Any]]:
    """Segments of the short text: envelope 12, header 19, paragraph 13 characters."""
    pieces = [("envelope", 0, 12, None), ("transmission_header", 12, 31, None), ("paragraph", 31, 44, 1)]
    return [
        row(
            "segments",
            cable_id=cable_id,
            position=position,
            kind=kind,
            start_offset=start,
            end_offset=end,
            paragraph_position=paragraph,
        )
        for position, (kind, start, end, paragraph) in enumerate(pieces, start=1)
    ]


def invented() -> Rows:
    """Six cables of Zenda, Strelsau (two invented posts) and Beirut, one of them a damaged twin; every check holds.

    06ZENDA12 is cited by 06ZENDA15 (five days later) and by 06BEIRUT7; 06ZENDA15 also cites 06STRELSAU999, which is not
    there. 06ECTION01OF02ZENDA15 is a damaged twin of 06ZENDA15.
    """
    cables = [
        cable("06ZENDA12", "ZENDA", 12, date(2006, 8, 1), originator="AMEMBASSY ZENDA", subject="A QUIET WEEK"),
        cable("06ZENDA15", "ZENDA", 15, date(2006, 8, 6), originator="AMEMBASSY ZENDA")
        | {"redaction_count": 2, "word_count": 8},
        cable(
            "06ECTION01OF02ZENDA15",
            "ZENDA",
            15,
            date(2006, 8, 6),
            canonical_id="06ZENDA15",
            is_primary=False,
            originator="AMEMBASSY ZENDA",
        ),
        cable("06STRELSAU3", "STRELSAU", 3, date(2006, 9, 30), classification="UNCLASSIFIED", captions=["SIPDIS"]),
        cable("06BEIRUT7", "BEIRUT", 7, None, sent_at=datetime(2006, 9, 1, 0, 5), classification="SECRET"),
        cable("06HENTZAU1", None, 1, None, classification=None),
    ]
    ids = [cable["cable_id"] for cable in cables]
    paragraphs = [
        row("paragraphs", cable_id=cable_id, position=1, number=1, marking="C", text="One.", word_count=1)
        | {"start_offset": 31, "end_offset": 44}
        for cable_id in ids
    ]
    paragraphs[3] |= {"marking": None}
    paragraphs[4] |= {"marking": "U", "text": "Two words.", "word_count": 2}
    parsed = [
        row(
            "source_files",
            source_path=cable["source_path"],
            cable_id=cable["cable_id"],
            sha256=cable["source_sha256"],
            status="parsed",
            change="new",
            format="text",
            encoding="utf-8",
        )
        for cable in cables
    ]
    others = [
        row("source_files", source_path="again.txt", cable_id="06ZENDA12", sha256="sha of again", status="duplicate"),
        row("source_files", source_path="broken.txt", status="failed", error="fewer than five lines"),
        row("source_files", source_path="gone.txt", cable_id="06ZENDA99", sha256="sha of gone", status="removed"),
    ]
    current = [
        row("revisions", cable_id=cable["cable_id"], revision=1, sha256=cable["source_sha256"], is_current=True)
        for cable in cables
    ]
    current[0] |= {"revision": 2}
    former = row("revisions", cable_id="06ZENDA12", revision=1, sha256="sha of again", text="older", last_seen_at=NOON)
    return {
        "cables": cables,
        "paragraphs": paragraphs,
        "headings": [],
        "segments": [segment for cable_id in ids for segment in partition(cable_id)],
        "tags": [
            row("tags", cable_id="06ZENDA12", position=1, tag="PGOV", kind="subject", raw="PGOV"),
            row("tags", cable_id="06ZENDA12", position=2, tag="LE", kind="geographic", raw="le"),
            row("tags", cable_id="06ZENDA12", position=3, tag="PGOV, ANTON", kind="person", raw="PGOV, Anton"),
            row("tags", cable_id="06BEIRUT7", position=1, tag="NOSUCHTAG", kind="unknown", raw="NOSUCHTAG"),
        ],
        "recipients": [
            row("recipients", cable_id=cable_id, position=position, role=role, name=name, is_collective=collective)
            for cable_id, position, role, name, collective in [
                ("06ZENDA12", 1, "action", "SECSTATE WASHDC", False),
                ("06ZENDA12", 2, "info", "RURITANIA COLLECTIVE", True),
                ("06ZENDA15", 1, "action", "SECSTATE WASHDC", False),
                ("06ECTION01OF02ZENDA15", 1, "action", "SECSTATE WASHDC", False),
                ("06BEIRUT7", 1, "info", "AMEMBASSY ZENDA", False),
            ]
        ],
        "cable_references": [
            row("cable_references", cable_id=cable_id, position=position, raw=raw, kind=kind, referenced_id=target)
            for cable_id, position, raw, kind, target in [
                ("06ZENDA15", 1, "ZENDA 12", "cable", "06ZENDA12"),
                ("06ZENDA15", 2, "STRELSAU 999", "cable", "06STRELSAU999"),
                ("06ZENDA15", 3, "SMITH-JONES EMAIL", "email", None),
                ("06BEIRUT7", 1, "ZENDA 12", "cable", "06ZENDA12"),
                ("06STRELSAU3", 1, "ZENDA 15", "cable", "06ZENDA15"),
            ]
        ],
        "text_citations": [
            row("text_citations", cable_id="06ZENDA15", position=1, paragraph_position=1, start_offset=40,
                end_offset=43, raw="One", kind="reftel", referenced_id="06ZENDA12"),
        ],
        "parse_issues": [
            row("parse_issues", source_path="06ZENDA15.txt", cable_id="06ZENDA15", code="damaged-id", severity="info",
                message="second"),
            row("parse_issues", source_path="06ZENDA12.txt", cable_id="06ZENDA12", code="damaged-id", severity="info",
                message="first"),
            row("parse_issues", source_path="broken.txt", code="not-a-telegram", severity="error", message="too short"),
        ],
        "source_files": parsed + others,
        "revisions": [former, *current],
        "revision_changes": [
            row("revision_changes", cable_id="06ZENDA12", position=1, revision=2, part="subject", change="edited")
        ],
        "dataset": [
            row("dataset", schema_version="1", reader_version="1", generation=1, source_path="/invented", files_seen=8,
                cables=6)
        ],
    }  # fmt: skip


def write(rows: Rows, generation: Path, buckets: int = 2) -> Path:
    """Write a generation's ``tables`` folder, each cable in one of ``buckets`` files; return ``generation``."""
    rows = with_facts(rows)
    for table in (*tables_of("parsed"), *tables_of("ledger")):
        folder = generation / "tables" / table.name
        folder.mkdir(parents=True)
        for bucket in range(buckets):
            part = [row for number, row in enumerate(rows[table.name]) if _bucket(row, number, buckets) == bucket]
            batch = pa.Table.from_pylist(part, schema=table.arrow_schema())
            pq.write_table(batch, folder / f"bucket-{bucket:05d}.parquet", compression="zstd")
    return generation


def with_facts(rows: Rows) -> Rows:
    """Add the rows of ``cable_facts``, which follow from those of ``cables``, where none are given."""
    columns = [column.name for column in TABLES["cable_facts"].columns if column.name not in PRESENT_TEXTS]
    facts = [
        {column: cable[column] for column in columns}
        | {name: cable[text] is not None for name, text in PRESENT_TEXTS.items()}
        for cable in rows["cables"]
    ]
    return rows if rows.get("cable_facts") else {**rows, "cable_facts": facts}


def _bucket(row: dict[str, Any], number: int, buckets: int) -> int:
    cable_id = row.get("cable_id")
    return (len(cable_id) if cable_id else number) % buckets
