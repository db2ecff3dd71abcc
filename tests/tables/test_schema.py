from __future__ import annotations

import re

import pyarrow as pa
import pytest

from cable_pipeline import reference
from cable_pipeline.tables.arrow import CHILD_TABLES, to_batches
from cable_pipeline.tables.buckets import FACTS
from cable_pipeline.tables.manifest import FileIssue, FileRow
from cable_pipeline.tables.revision_changes import RevisionChange
from cable_pipeline.tables.revisions import Revision
from cable_pipeline.tables.schema import TABLES, Table
from cable_pipeline.telegram import read_telegram, records
from tests.tables.archive import Archive, schema_of, telegram

RECORDS = {
    "paragraphs": records.Paragraph._fields,
    "headings": records.Heading._fields,
    "segments": records.Segment._fields,
    "tags": records.Tag._fields,
    "recipients": records.Recipient._fields,
    "cable_references": records.Reference._fields,
    "text_citations": records.TextCitation._fields,
}


def names(table: str) -> tuple[str, ...]:
    return tuple(column.name for column in TABLES[table].columns)


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_every_column_is_described_in_whole_sentences(table: Table) -> None:
    assert re.fullmatch(r"[A-Z].*\.", table.description)
    for column in table.columns:
        assert re.fullmatch(r"[A-Z].*\.", column.description), column
    schema = table.arrow_schema()
    assert schema.names == list(names(table.name))
    assert all(schema.field(c.name).metadata[b"description"].decode() == c.description for c in table.columns)
    assert schema.metadata[b"description"].decode() == table.description


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_keys_are_columns_and_never_null(table: Table) -> None:
    columns = {column.name: column for column in table.columns}
    assert all(not columns[name].nullable for name in table.key)
    for key in table.foreign_keys:
        assert set(key.columns) <= set(columns)
        assert key.target == TABLES[key.table].key


def test_lists_are_never_null() -> None:
    lists = [c for table in TABLES.values() for c in table.columns if pa.types.is_list(c.type)]
    assert lists
    assert not any(column.nullable for column in lists)


def test_records_and_columns_are_in_step() -> None:
    added = {"is_primary", "source_path", "source_sha256"}
    assert tuple(name for name in names("cables") if name not in added) == records.Cable._fields
    assert set(RECORDS) == set(CHILD_TABLES)
    for table, fields in RECORDS.items():
        assert names(table) == ("cable_id", *fields)
    assert names("parse_issues") == ("source_path", "cable_id", *records.Issue._fields) == FileIssue._fields
    assert names("source_files") == FileRow._fields
    assert names("revisions") == Revision._fields
    assert names("revision_changes") == RevisionChange._fields
    assert names("posts") == reference.Post._fields
    assert names("post_aliases") == reference.PostAlias._fields
    assert names("tag_dictionary") == reference.TagEntry._fields
    assert names("routing_indicators") == reference.RoutingIndicator._fields


def test_batches_hold_the_schema_and_every_record() -> None:
    telegrams = [(f"{n}.txt", str(n), read_telegram(telegram(f"06VIENNA{n}"))) for n in (2, 1)]
    batches = to_batches(telegrams)
    assert {*batches, FACTS} == {table.name for table in TABLES.values() if table.room == "parsed"}
    for name, batch in batches.items():
        assert batch.schema.equals(TABLES[name].arrow_schema(), check_metadata=True)
        batch.validate(full=True)
    assert batches["cables"].column("cable_id").to_pylist() == ["06VIENNA2", "06VIENNA1"]
    assert batches["cables"].column("source_sha256").to_pylist() == ["2", "1"]
    expected = [(t.cable.cable_id, *tag) for _, _, t in telegrams for tag in t.tags]
    assert [tuple(row.values()) for row in batches["tags"].to_pylist()] == expected


def test_no_telegrams_give_empty_batches_of_the_same_schema() -> None:
    for name, batch in to_batches([]).items():
        assert (batch.num_rows, batch.schema) == (0, TABLES[name].arrow_schema())


def test_every_file_carries_schema_and_descriptions(archive: Archive) -> None:
    archive.fill(2)
    generation = archive.made()
    for name, table in TABLES.items():
        files = list((generation.tables / name).glob("*.parquet"))
        assert files
        for file in files:
            assert schema_of(file).equals(table.arrow_schema(), check_metadata=True)
