"""Parquet files: written whole, hashed as they are written, checked before they are trusted again."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from cable_pipeline.tables.schema import TABLES

COMPRESSION_LEVEL = 3
"""Measured on telegrams: level 3 takes 34 % of the text's size at 40 µs a cable; level 6 takes 31 % at 115 µs."""

ROW_GROUP_ROWS = 65_536

LONG_TEXT = frozenset(
    {"text", "former_text", "envelope", "header", "body", "summary", "comment", "message", "raw", "title", "subject"}
)
"""Columns whose values hardly repeat: a dictionary would cost time and save nothing, and so would bounds.

They alone are packed with zstd. To set it up takes as long as to pack a column of short values: with Snappy for those,
a telegram costs 20 µs less, and its files take 4 % more room.
"""

OFFSETS = frozenset({"start_offset", "end_offset"})
"""Columns of numbers that mostly rise: their differences take half the room that a dictionary takes, and less time."""


class FileRecord(NamedTuple):
    """What a generation knows of one of its files; ``modified_at`` is in nanoseconds since 1970."""

    size_bytes: int
    sha256: str
    modified_at: int
    rows: int


class DamagedFile(RuntimeError):
    """A file of a generation is not what was written; the message names it."""


def write(name: str, table: pa.Table, path: Path) -> FileRecord:
    """Write ``table`` (of the schema ``name``) to ``path`` and return its record; a reader sees all of it or nothing.

    The bytes are a function of the rows, and of the version of Arrow.

    Raises:
        OSError: the file can't be written (disk full, no permission); nothing is left at ``path``.
    """
    content = to_bytes(name, table)
    temporary = path.with_name(f".{path.name}.tmp")
    try:
        with temporary.open("wb") as file:
            file.write(content)
        temporary.replace(path)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
    return FileRecord(content.size, hashlib.sha256(content).hexdigest(), path.stat().st_mtime_ns, table.num_rows)


def to_bytes(name: str, table: pa.Table) -> pa.Buffer:
    """Return ``table`` (of the schema ``name``) as the content of a Parquet file."""
    schema = TABLES[name].arrow_schema()
    plain = table.cast(schema).combine_chunks()
    paths = {field.name: _leaf(field) for field in schema}
    long = [path for name, path in paths.items() if name in LONG_TEXT]
    short = [path for name, path in paths.items() if name not in LONG_TEXT]
    rising = [path for name, path in paths.items() if name in OFFSETS]
    sink = pa.BufferOutputStream()
    pq.write_table(
        plain,
        sink,
        row_group_size=ROW_GROUP_ROWS,
        compression=dict.fromkeys(long, "zstd") | dict.fromkeys(short, "snappy"),
        compression_level=dict.fromkeys(long, COMPRESSION_LEVEL) or None,
        use_dictionary=[path for path in short if path not in rising],
        column_encoding=dict.fromkeys(rising, "DELTA_BINARY_PACKED") or None,
        write_statistics=short,
        store_schema=True,
    )
    return sink.getvalue()


def read(path: Path, record: FileRecord, columns: Sequence[str] | None = None) -> pa.Table:
    """Read the file whose record is ``record``, all of it or ``columns``.

    Raises:
        DamagedFile: its bytes are not those that were written.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise DamagedFile(f"{path} can't be read: {error.strerror or error}") from error
    if len(content) != record.size_bytes or hashlib.sha256(content).hexdigest() != record.sha256:
        raise DamagedFile(f"{path} is not the file that was written")
    with pq.ParquetFile(pa.BufferReader(content), pre_buffer=False) as file:
        return file.read(columns=list(columns) if columns else None, use_threads=False)


def is_intact(path: Path, record: FileRecord, *, thorough: bool = False) -> bool:
    """Tell whether the file is the one that was written.

    Size and modification time are trusted where both are as recorded; else, or if ``thorough``, the hash decides.
    """
    try:
        facts = path.stat()
        if facts.st_size != record.size_bytes:
            return False
        if facts.st_mtime_ns == record.modified_at and not thorough:
            return True
        return hashlib.sha256(path.read_bytes()).hexdigest() == record.sha256
    except OSError:
        return False


def sorted_by(table: pa.Table, column: str) -> pa.Table:
    """Sort by ``column`` in code-point order; rows with equal values keep their order."""
    keys = table.column(column).combine_chunks()
    if pc.all(pc.less_equal(keys[:-1], keys[1:]), min_count=0).as_py():
        return table  # as a bucket is whose telegrams were all read: to look costs a twentieth of taking each row
    return table.take(pc.array_sort_indices(keys))


def _leaf(field: pa.Field) -> str:
    """Return the Parquet path of a column: lists are stored as ``name.list.element``."""
    return f"{field.name}.list.element" if pa.types.is_list(field.type) else str(field.name)
