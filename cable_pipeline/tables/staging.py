"""Staging a generation: every table written beside the published ones, nothing of them touched."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import pyarrow.parquet as pq

from cable_pipeline import reference
from cable_pipeline.settings import Settings
from cable_pipeline.tables import generations, parquet
from cable_pipeline.tables.arrow import rows_to_table
from cable_pipeline.tables.bucket_writer import BucketTask, FileOutcome, FormerFiles
from cable_pipeline.tables.buckets import (
    BUCKETED_TABLES,
    GROUPED_TABLES,
    bucket_of,
    file_name,
    group_count,
    group_file_name,
    group_of,
)
from cable_pipeline.tables.generations import Generation, Staged, as_datetime, now_microseconds
from cable_pipeline.tables.group_writer import GroupTask, write_group
from cable_pipeline.tables.manifest import (
    FILE_ISSUES,
    MANIFEST_FILE,
    FileIssue,
    FileRow,
    count_by_status,
    refused_issue,
    renewed,
    write_file_issues,
    write_manifest,
)
from cable_pipeline.tables.parquet import FileRecord
from cable_pipeline.tables.planning import Plan, Progress, RefusedRun, Unaccounted, canonical, silent
from cable_pipeline.tables.pool import task_map
from cable_pipeline.tables.schema import SCHEMA_VERSION, TABLES


def write_tables(settings: Settings, plan: Plan, progress: Progress | None = None) -> Staged | None:
    """Write the tables of the next generation beside the published ones; ``None`` when nothing changed.

    Only the holder of the writer's lock may call this. What a killed run left behind is put in order first.

    Raises:
        RefusedRun: another run has published since the plan was made.
        OSError: the tables can't be written (disk full, no permission); what was begun is removed.
        WorkerDied: a worker process was killed; what was begun is removed.
    """
    generations.settle(settings.data)
    newest = generations.latest(settings.data)
    if (newest and newest.number) != (plan.base and plan.base.number):
        raise RefusedRun("another run has published since this one compared the files; run again")
    if plan.nothing_changed:
        return None
    number = generations.next_number(settings.data)
    path = settings.data / generations.FOLDER / str(number)
    try:
        return _stage(settings, plan, number, path, progress or silent)
    except BaseException as error:
        if isinstance(error, OSError) and error.filename is None:
            error.filename = str(path)  # where there is no room left
        shutil.rmtree(path, ignore_errors=True)
        raise


def _stage(settings: Settings, plan: Plan, number: int, path: Path, tell: Progress) -> Staged:
    from cable_pipeline.telegram import READER_VERSION

    tables = path / "tables"
    for name in TABLES:
        (tables / name).mkdir(parents=True)
    records: dict[str, FileRecord] = _share(plan, tables)
    rows, issues, notes = dict(plan.rows), dict(plan.issues), list(plan.notes)
    tasks = list(_tasks(settings, plan, tables))
    with task_map(min(settings.workers, len(tasks))) as apply:
        for done, result in enumerate(apply(write_group, tasks), 1):
            _note_outcomes(plan, result.outcomes, rows, issues)
            notes += result.damages
            records |= {f"tables/{name}": record for name, record in result.records.items()}
            tell("tables", done, len(tasks))
    manifest = renewed(plan.manifest, plan.forgotten, rows)
    statuses = count_by_status(manifest)
    if statuses["parsed"] + statuses["failed"] + statuses["duplicate"] != plan.files_seen:
        raise Unaccounted(f"{plan.files_seen} files seen, but {dict(statuses)}")
    refused = [refused_issue(item) for item in plan.refused]
    records[f"tables/{MANIFEST_FILE}"] = write_manifest(tables, manifest)
    records[f"tables/{FILE_ISSUES}"] = write_file_issues(tables, [*issues.values(), *refused])
    cables = _count(records, "cables")
    if cables != statuses["parsed"]:
        raise Unaccounted(f"{statuses['parsed']} files were parsed, but there are {cables} cables")
    built_at = as_datetime(plan.started_at)
    dataset = [(SCHEMA_VERSION, READER_VERSION, number, built_at, _printable(settings.source), plan.files_seen, cables)]
    for name, content in (("dataset", dataset), *_reference_rows()):
        records[f"tables/{name}/{name}.parquet"] = parquet.write(
            name, rows_to_table(name, content), tables / name / f"{name}.parquet"
        )
    generation = Generation(
        number=number,
        path=path,
        built_at=built_at,
        seconds=round((now_microseconds() - plan.started_at) / 1e6, 3),
        source=str(settings.source),
        schema_version=SCHEMA_VERSION,
        reader_version=READER_VERSION,
        buckets=plan.buckets,
        files_seen=plan.files_seen,
        parsed=statuses["parsed"],
        failed=statuses["failed"],
        duplicate=statuses["duplicate"],
        new=plan.changes["new"],
        changed=plan.changes["changed"],
        renamed=plan.changes["renamed"],
        unchanged=plan.changes["unchanged"],
        removed=plan.changes["removed"],
        rows={name: _count(records, name) for name in TABLES},
        notes=tuple(dict.fromkeys(notes)),
        files=records,
    )
    return Staged(generation, plan.started_at, _fresh(plan))


def _printable(path: Path) -> str:
    return str(path).encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _count(records: Mapping[str, FileRecord], table: str) -> int:
    return sum(record.rows for name, record in records.items() if name.startswith(f"tables/{table}/"))


def _fresh(plan: Plan) -> frozenset[str] | None:
    """Return the names of the files written for buckets and groups, ``None`` when all are."""
    if len(plan.work) == plan.buckets:
        return None
    return frozenset({*map(file_name, plan.work), *map(group_file_name, plan.groups), Path(FILE_ISSUES).name})


def _note_outcomes(
    plan: Plan, outcomes: Iterable[FileOutcome], rows: dict[str, FileRow], issues: dict[str, FileIssue]
) -> None:
    for path, status, error, code, facts in outcomes:
        row = rows[path]
        if status == "failed":
            row = row._replace(cable_id=None)
            issues[path] = FileIssue(path, None, code, "error", str(error))
        if facts is None:
            rows[path] = row._replace(status=status, error=error)
            continue
        # Spelled out, since a first run does it for every file: `_replace` takes twice as long.
        rows[path] = FileRow(
            source_path=path,
            cable_id=row.cable_id,
            sha256=facts.sha256,
            size_bytes=facts.size_bytes,
            modified_at=facts.modified_at,
            format=row.format,
            encoding=facts.encoding,
            status=status,
            error=error,
            change=row.change,
            first_ingested_at=row.first_ingested_at,
            last_ingested_at=plan.started_at,
        )


def _share(plan: Plan, tables: Path) -> dict[str, FileRecord]:
    """Link the files of untouched buckets and groups into the new generation; copy them where links can't be made."""
    if plan.base is None or plan.everything:
        return {}
    groups = plan.groups
    names = [f"{table}/{file_name(n)}" for n in range(plan.buckets) if n not in plan.work for table in BUCKETED_TABLES]
    names += [
        f"{table}/{group_file_name(n)}"
        for n in range(group_count(plan.buckets))
        if n not in groups
        for table in GROUPED_TABLES
    ]
    for name in names:
        try:
            os.link(plan.base.tables / name, tables / name)
        except OSError:
            shutil.copy2(plan.base.tables / name, tables / name)
    return {f"tables/{name}": plan.base.files[f"tables/{name}"] for name in names}


def _tasks(settings: Settings, plan: Plan, tables: Path) -> Iterator[GroupTask]:
    written: dict[int, tuple[BucketTask, ...]] = dict.fromkeys(plan.groups, ())
    for task in _bucket_tasks(settings, plan, tables):
        written[group_of(task.number, plan.buckets)] += (task,)
    for group, buckets in written.items():
        base = None if plan.everything or group in plan.lost_groups else plan.base
        former = None if base is None else _former_files(base, GROUPED_TABLES, group_file_name(group))
        yield GroupTask(group, str(tables), former, buckets)


def _bucket_tasks(settings: Settings, plan: Plan, tables: Path) -> Iterator[BucketTask]:
    base = plan.base
    former = _former_buckets(plan)
    older = [g for g in reversed(generations.listing(settings.data)) if base is not None and g.number < base.number]
    spares = [generation for generation in older if base is not None and generation.buckets == base.buckets]
    for bucket, files in plan.work.items():
        numbers = former.get(bucket, ())
        yield BucketTask(
            bucket,
            plan.buckets,
            tuple(files),
            str(tables),
            _former(base, bucket) if base is not None and not plan.everything else None,
            tuple(_former(base, number) for number in numbers) if base is not None else (),
            tuple(_former(generation, number) for generation in spares for number in numbers),
            plan.started_at,
            settings.max_file_bytes,
        )


def _former(generation: Generation, bucket: int) -> FormerFiles:
    return _former_files(generation, BUCKETED_TABLES, file_name(bucket))


def _former_files(generation: Generation, tables: Iterable[str], name: str) -> FormerFiles:
    paths = {table: f"tables/{table}/{name}" for table in tables}
    records = {table: generation.files[path] for table, path in paths.items() if path in generation.files}
    return FormerFiles(str(generation.tables), name, records)


def _former_buckets(plan: Plan) -> dict[int, tuple[int, ...]]:
    """Return for each bucket the former buckets that may hold revisions and texts of its cables."""
    from cable_pipeline.telegram import READER_VERSION

    if plan.base is None:
        return {}
    # Both counts are powers of two, so what the hash leaves modulo the smaller one is the same before and now.
    common = min(plan.base.buckets, plan.buckets)
    found = {bucket: set(range(bucket % common, plan.base.buckets, common)) for bucket in range(plan.buckets)}
    if plan.base.reader_version != READER_VERSION:
        # Another reader may repair ids otherwise, which moves their cables.
        for number in range(plan.base.buckets):
            for cable_id in _revised_cables(plan.base, number):
                found[bucket_of(canonical(cable_id), plan.buckets)].add(number)
    return {bucket: tuple(sorted(numbers)) for bucket, numbers in found.items()}


def _revised_cables(base: Generation, bucket: int) -> Iterable[str]:
    try:
        table = pq.read_table(base.tables / "revisions" / file_name(bucket), columns=["cable_id"], use_threads=False)
    except (OSError, ValueError):
        return ()
    return set(table.column("cable_id").to_pylist())


def _reference_rows() -> Iterator[tuple[str, Iterable[Sequence[object]]]]:
    yield "posts", sorted(reference.posts().values())
    yield "post_aliases", sorted(reference.post_aliases().values())
    yield "tag_dictionary", sorted(reference.tag_dictionary().values())
    yield "routing_indicators", sorted(reference.routing_indicators())
