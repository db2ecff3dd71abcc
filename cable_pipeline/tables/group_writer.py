"""One group of buckets, from seed files and former rows to Parquet files: the task of a worker process."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pyarrow as pa

from cable_pipeline.tables.bucket_writer import (
    BucketTask,
    FileOutcome,
    FormerFiles,
    merged,
    write_bucket,
    write_files,
)
from cable_pipeline.tables.buckets import FACTS, GROUPED_TABLES, bucket_of, group_file_name
from cable_pipeline.tables.parquet import FileRecord


class GroupTask(NamedTuple):
    """What a worker needs to write a group: the tasks of those of its buckets that must be written.

    ``base`` holds the rows of the others; it is ``None`` where all are written anew.
    """

    number: int
    tables: str
    base: FormerFiles | None
    buckets: tuple[BucketTask, ...]


class GroupResult(NamedTuple):
    """Outcomes of the seed files, records of the files written (by path in ``tables``), and what was found damaged."""

    outcomes: tuple[FileOutcome, ...]
    records: dict[str, FileRecord]
    damages: tuple[str, ...]


def write_group(task: GroupTask) -> GroupResult:
    """Write the files of the group and of its buckets, one bucket after the other.

    Raises:
        OSError: a file can't be written.
        DamagedFile: a file of ``base`` is not what was written.
    """
    # Read first: what is damaged should be told before the work is done.
    former = None if task.base is None else {name: task.base.read(name) for name in GROUPED_TABLES}
    results = [write_bucket(bucket) for bucket in task.buckets]
    untouched = _untouched(task, former)
    kept = [*untouched, *(cable_id for result in results for cable_id in result.kept)]
    written = {}
    for name in GROUPED_TABLES:
        rows = [batch for result in results for batch in result.read[name]]
        standing = untouched if name == FACTS else kept
        written[name] = merged(name, former and former[name], standing, rows)
    records = write_files(Path(task.tables), group_file_name(task.number), written)
    for result in results:
        records |= result.records
    outcomes = tuple(outcome for result in results for outcome in result.outcomes)
    return GroupResult(outcomes, records, tuple(dict.fromkeys(note for result in results for note in result.damages)))


def _untouched(task: GroupTask, former: dict[str, pa.Table] | None) -> list[str]:
    """Return the cables of the buckets of the group that are not written."""
    if former is None:
        return []
    written = {bucket.number for bucket in task.buckets}
    buckets = task.buckets[0].buckets
    facts = former[FACTS].select(["cable_id", "canonical_id"]).to_pydict()
    return [
        cable_id
        for cable_id, canonical_id in zip(facts["cable_id"], facts["canonical_id"], strict=True)
        if bucket_of(canonical_id, buckets) not in written
    ]
