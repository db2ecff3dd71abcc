"""Records into columns: what a worker does, as a pure function of its input."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate, chain
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from cable_pipeline.tables.schema import TABLES
from cable_pipeline.telegram.records import Cable, Telegram

CHILD_TABLES = {
    "paragraphs": "paragraphs",
    "headings": "headings",
    "segments": "segments",
    "tags": "tags",
    "recipients": "recipients",
    "cable_references": "references",
    "text_citations": "citations",
}
"""Tables with several rows per cable, each with the field of `Telegram` that fills it."""


def to_batches(telegrams: Sequence[tuple[str, str, Telegram]]) -> dict[str, pa.RecordBatch]:
    """Return one batch per parsed table for ``telegrams``: tuples of source path, SHA-256 and telegram.

    Rows keep the order of the telegrams and of their records. ``is_primary`` is what the cable alone can tell: whether
    its id is sound; twins with the same canonical id are settled where they meet.
    """
    cables = [telegram.cable for _, _, telegram in telegrams]
    columns = dict(zip(Cable._fields, zip(*cables, strict=True), strict=False))
    columns["is_primary"] = tuple(cable.cable_id == cable.canonical_id for cable in cables)
    columns["source_path"] = tuple(source_path for source_path, _, _ in telegrams)
    columns["source_sha256"] = tuple(sha256 for _, sha256, _ in telegrams)
    batches = {"cables": _batch("cables", [columns.get(name, ()) for name in _names("cables")])}
    ids, paths = batches["cables"]["cable_id"], batches["cables"]["source_path"]
    for table, field in CHILD_TABLES.items():
        groups = [getattr(telegram, field) for _, _, telegram in telegrams]
        batches[table] = _batch(table, [ids.take(_owners(groups)), *_columns(table, 1, chain.from_iterable(groups))])
    issues = [telegram.issues for _, _, telegram in telegrams]
    owners = _owners(issues)
    batches["parse_issues"] = _batch(
        "parse_issues",
        [paths.take(owners), ids.take(owners), *_columns("parse_issues", 2, chain.from_iterable(issues))],
    )
    return batches


def _owners(groups: Sequence[Sequence[object]]) -> pa.Array:
    """Return for each member of each of ``groups`` the index of its group."""
    ends = list(accumulate(map(len, groups), initial=0))
    return pc.list_parent_indices(pa.ListArray.from_arrays(ends, pa.nulls(ends[-1])))


def rows_to_table(name: str, rows: Iterable[Sequence[Any]]) -> pa.Table:
    """Return ``rows`` (values in the order of the columns) as a table of the schema ``name``."""
    return pa.Table.from_batches([_batch(name, _columns(name, 0, rows))])


def _names(table: str) -> list[str]:
    return [column.name for column in TABLES[table].columns]


def _columns(table: str, leading: int, rows: Iterable[Sequence[Any]]) -> list[Sequence[Any]]:
    """Turn rows into columns; ``leading`` columns of the table are not in the rows."""
    return list(zip(*rows, strict=True)) or [()] * (len(TABLES[table].columns) - leading)


def _batch(table: str, columns: Sequence[Sequence[Any] | pa.Array]) -> pa.RecordBatch:
    arrays = [pa.array(values, column.type) for values, column in zip(columns, TABLES[table].columns, strict=True)]
    return pa.RecordBatch.from_arrays(arrays, schema=TABLES[table].arrow_schema())
