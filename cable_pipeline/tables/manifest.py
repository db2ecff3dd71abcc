"""The manifest: what is known of every seed file ever seen (table ``source_files``), and the issues of whole files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from itertools import starmap
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from cable_pipeline.sources import Refused
from cable_pipeline.tables import parquet
from cable_pipeline.tables.arrow import rows_to_table
from cable_pipeline.tables.schema import TABLES, TIME

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


def read_manifest(tables: Path, record: parquet.FileRecord) -> pa.Table:
    """Read the manifest of a generation, sorted by source path.

    Raises:
        DamagedFile: the file is not the one that was written.
    """
    table = parquet.read(tables / MANIFEST_FILE, record)
    return table.select(list(FileRow._fields)).cast(TABLES["source_files"].arrow_schema())


def empty_manifest() -> pa.Table:
    """Return the manifest before the first run."""
    return TABLES["source_files"].arrow_schema().empty_table()


def rows_by_path(manifest: pa.Table) -> dict[str, FileRow]:
    """Return rows of a manifest by source path, in their order."""
    columns = [(column.cast(pa.int64()) if column.type == TIME else column).to_pylist() for column in manifest.columns]
    return dict(zip(columns[0], starmap(FileRow, zip(*columns, strict=True)), strict=True))


def rows_of(manifest: pa.Table, paths: Collection[str]) -> dict[str, FileRow]:
    """Return those rows of a manifest that have one of the source paths."""
    return rows_by_path(manifest.filter(pc.is_in(manifest.column("source_path"), pa.array(paths, pa.string()))))


def known_files(manifest: pa.Table) -> pa.Table:
    """Return the rows of files that were there in that run."""
    there = pc.not_equal(manifest.column("status"), "removed")
    return manifest if pc.all(there).as_py() else manifest.filter(there)


def renewed(before: pa.Table, left_out: Collection[str], rows: Mapping[str, FileRow]) -> pa.Table:
    """Return the manifest after a run, sorted by source path.

    Args:
        before: the manifest before it; what it says still holds, but for the ``change``, which was of that run.
        left_out: source paths to forget: files that were renamed.
        rows: the rows that this run determined, by source path.
    """
    determined = rows_to_table("source_files", sorted(rows.values()))
    replaced = pa.array([*left_out, *rows], pa.string())
    kept = before.filter(pc.invert(pc.is_in(before.column("source_path"), replaced)))
    if not kept.num_rows:
        return determined
    place = kept.schema.get_field_index("change")
    unchanged = pa.repeat(pa.scalar("unchanged", pa.string()), kept.num_rows)
    kept = kept.set_column(place, kept.schema.field(place), unchanged)
    return parquet.sorted_by(pa.concat_tables([kept, determined]), "source_path")


def count_by_status(manifest: pa.Table) -> Counter[str]:
    """Return the number of files of each status."""
    counts = pc.value_counts(manifest.column("status")).to_pylist()
    return Counter({entry["values"]: entry["counts"] for entry in counts})


def write_manifest(tables: Path, manifest: pa.Table) -> parquet.FileRecord:
    """Write the manifest, which is sorted by source path."""
    return parquet.write("source_files", manifest, tables / MANIFEST_FILE)


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
