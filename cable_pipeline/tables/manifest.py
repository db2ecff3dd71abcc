"""The manifest: what is known of every seed file ever seen (table ``source_files``), and the issues of whole files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import starmap
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa

from cable_pipeline.sources import Refused
from cable_pipeline.tables import parquet
from cable_pipeline.tables.arrow import rows_to_table
from cable_pipeline.tables.schema import TIME

MANIFEST_FILE = "source_files/source_files.parquet"
FILE_ISSUES = "parse_issues/files.parquet"
TEXT_FORMAT = "text"

ISSUES = {
    "refused-file": "Something below the source folder is not read: a link out of it, a device, an unlistable folder.",
    "not-a-cable": "The text does not start like a cable: five lines, the first of them an id.",
    "reader-error": "The reader of telegrams stumbled over the text, which is not ingested.",
    "decoded-as-windows-1252": "The bytes are not UTF-8 and were decoded as Windows-1252.",
}
"""Codes of issues that concern whole files, beside those of `cable_pipeline.sources.reading`."""


class FileRow(NamedTuple):
    """One row of ``source_files``, in the order of its columns; times count microseconds since 1970-01-01 UTC."""

    source_path: str
    cable_id: str | None
    sha256: str
    size_bytes: int
    modified_at: int
    format: str
    encoding: str
    status: str
    error: str | None
    change: str
    first_ingested_at: int
    last_ingested_at: int


class FileIssue(NamedTuple):
    """One row of ``parse_issues`` about a file that is no cable, in the order of its columns."""

    source_path: str
    cable_id: None
    code: str
    severity: str
    message: str
    start_offset: None = None
    end_offset: None = None


def refused_issue(refused: Refused) -> FileIssue:
    """Return the row that tells of something that is not read."""
    return FileIssue(refused.source_path, None, "refused-file", "warning", refused.reason)


def read_manifest(tables: Path, record: parquet.FileRecord) -> dict[str, FileRow]:
    """Read the manifest of a generation: source path to row, in the order of the paths.

    Raises:
        DamagedFile: the file is not the one that was written.
    """
    table = parquet.read(tables / MANIFEST_FILE, record)
    columns = [
        (column.cast(pa.int64()) if column.type == TIME else column).to_pylist()
        for column in table.select(list(FileRow._fields)).columns
    ]
    return dict(zip(columns[0], starmap(FileRow, zip(*columns, strict=True)), strict=True))


def write_manifest(tables: Path, rows: Iterable[FileRow]) -> parquet.FileRecord:
    """Write the manifest, sorted by source path."""
    return parquet.write("source_files", rows_to_table("source_files", sorted(rows)), tables / MANIFEST_FILE)


def read_file_issues(tables: Path, record: parquet.FileRecord) -> list[FileIssue]:
    """Read the issues of whole files.

    Raises:
        DamagedFile: the file is not the one that was written.
    """
    rows = parquet.read(tables / FILE_ISSUES, record).to_pylist()
    return [FileIssue(**row) for row in rows]


def write_file_issues(tables: Path, issues: Iterable[FileIssue]) -> parquet.FileRecord:
    """Write the issues of whole files, sorted by source path."""
    rows = sorted(issues, key=lambda issue: (issue.source_path, issue.code))
    return parquet.write("parse_issues", rows_to_table("parse_issues", rows), tables / FILE_ISSUES)


def known_files(rows: Mapping[str, FileRow]) -> dict[str, FileRow]:
    """Return the rows of files that were there in that run."""
    return {path: row for path, row in rows.items() if row.status != "removed"}
