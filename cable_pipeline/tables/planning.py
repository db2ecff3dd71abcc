"""Planning a run: compare the source folder with the latest generation; nothing is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from cable_pipeline.settings import Settings
from cable_pipeline.sources import Change, Refused, Scan, SeedFile, SourceMissing, judge, scan
from cable_pipeline.tables import generations, parquet
from cable_pipeline.tables.bucket_writer import BucketFile
from cable_pipeline.tables.buckets import (
    GROUPED_TABLES,
    bucket_count,
    bucket_of,
    buckets_of,
    file_name,
    group_file_name,
    group_of,
)
from cable_pipeline.tables.comparing import Differences, compare
from cable_pipeline.tables.generations import Generation, now_microseconds
from cable_pipeline.tables.manifest import (
    FILE_ISSUES,
    MANIFEST_FILE,
    TEXT_FORMAT,
    FileIssue,
    FileRow,
    empty_manifest,
    known_files,
    read_file_issues,
    read_manifest,
    refused_issue,
    rows_by_path,
    rows_of,
)
from cable_pipeline.tables.parquet import DamagedFile
from cable_pipeline.tables.pool import task_map
from cable_pipeline.tables.schema import SCHEMA_VERSION
from cable_pipeline.tables.survey import Surveyed, SurveyTask, glance, survey

Progress = Callable[[str, int, int], None]
"""Told of the stage (scan, survey, tables), how much of it is done, and how much there is."""

INSIST_FLAG = "--insist"
INSIST_ADVICE = f"If that is right, insist with {INSIST_FLAG} (insist: true in the launchpad)"
SURVEY_FILES = 256
FEW_FILES = 16_384
"""So many files one process looks into in 0.3 s, and two that must be started first take as long."""


class RefusedRun(RuntimeError):
    """The run is not done, and nothing of the data was touched; the message says why and what to do."""


class PinnedGeneration(RefusedRun):
    """Readers are kept on an older generation, so nothing may be published."""


class Unaccounted(AssertionError):
    """Files seen are not the sum of files parsed, failed and duplicate: a fault of the program."""


class Seen(NamedTuple):
    """What a look at the source folder found; it tells how things stand as long as no other run has published since.

    Attributes:
        found: what the scan found.
        latest: number of the latest generation at that moment, if there was one.
        differences: what its manifest and the files differ in, if they were compared.
    """

    found: Scan
    latest: int | None
    differences: Differences | None = None


@dataclass(frozen=True)
class Plan:
    """What a run has to do.

    Attributes:
        started_at: start of the run, in microseconds since 1970-01-01 UTC.
        base: the latest generation, or ``None`` before the first run.
        files: the seed files found, sorted by source path.
        buckets: number of buckets that the archive's size asks for.
        everything: whether every file is read again.
        notes: why everything is redone, what was found damaged, in sentences.
        changes: number of files per change against the run before.
        refused: what was found and is not read.
        manifest: the rows of ``source_files`` after the run before, which go on to hold for all files not in ``rows``.
        forgotten: source paths in it that renamed files had.
        rows: the rows of files that are new, changed, gone or share a bucket with such, by source path, as far as they
            are known before the telegrams are read.
        issues: failed files, by source path.
        work: the files of each bucket that must be written.
        lost_groups: groups whose files are damaged: their rows can't be taken over, and all of their buckets are read.
    """

    started_at: int
    base: Generation | None
    files: Sequence[SeedFile] = field(repr=False)
    buckets: int
    everything: bool
    notes: tuple[str, ...]
    changes: Mapping[str, int]
    refused: tuple[Refused, ...]
    manifest: pa.Table = field(repr=False)
    forgotten: frozenset[str] = field(default=frozenset(), repr=False)
    rows: Mapping[str, FileRow] = field(default_factory=dict, repr=False)
    issues: Mapping[str, FileIssue] = field(default_factory=dict, repr=False)
    work: Mapping[int, Sequence[BucketFile]] = field(default_factory=dict, repr=False)
    lost_groups: frozenset[int] = frozenset()
    nothing_changed: bool = False

    @property
    def files_seen(self) -> int:
        """The number of seed files found."""
        return len(self.files)

    @property
    def groups(self) -> list[int]:
        """The groups of buckets whose files must be written, in order."""
        return sorted({group_of(bucket, self.buckets) for bucket in self.work})

    @property
    def rows_told(self) -> int:
        """The number of rows that ``source_files`` has after the run."""
        replaced = pa.array([*self.rows, *self.forgotten], pa.string())
        standing = pc.invert(pc.is_in(self.manifest.column("source_path"), replaced))
        return len(self.rows) + (pc.sum(standing).as_py() or 0)


@dataclass
class _Before:
    """The latest generation as far as it can be trusted."""

    generation: Generation | None
    manifest: pa.Table
    issues: list[FileIssue]
    damaged_buckets: set[int]
    notes: list[str]
    everything: bool


def prepare(
    settings: Settings,
    *,
    full_refresh: bool = False,
    verify: bool = False,
    insist: bool = False,
    limit: int | None = None,
    seen: Seen | None = None,
    progress: Progress | None = None,
) -> Plan:
    """Scan the source folder and compare it with the latest generation; nothing is written.

    Args:
        settings: where to read and write.
        full_refresh: read every file again and write every table anew.
        verify: read every file to find edits that kept size and time, and check every file of the data by its hash.
        insist: do it although many cables would go, or the source folder is another, empty or missing.
        limit: take in at most this many new files, the first by path; the others are left to a later run.
        seen: a scan of the folder that was made just before, to be taken for this run's where it still can be.
        progress: told of stage, done and total.

    Raises:
        RefusedRun: the run would do harm; the message names the flag to insist.
    """
    tell = progress or silent
    started_at = now_microseconds()
    pinned = generations.pinned(settings.data)
    if pinned is not None:
        raise PinnedGeneration(
            f"readers are kept on generation {pinned}, so nothing is published; "
            "release it with `cables rollback --release`"
        )
    base = generations.latest(settings.data)
    if seen is not None and seen.latest != (base and base.number):
        seen = None
    found = _scan(settings, base, insist, seen)
    tell("scan", len(found.files), len(found.files))
    buckets = bucket_count(len(found.files))
    before = _look_back(settings, base, buckets, full_refresh, verify)
    known = known_files(before.manifest)
    if limit is not None:
        found = _limited(found, known, limit)
    every = verify or before.everything
    differences = seen.differences if seen is not None and limit is None and not every else None
    if differences is None:
        differences = compare(found.files, known, settings.max_file_bytes)
    suspects = found.files if every else differences.suspects
    surveyed = _survey(settings, suspects, base is None, tell)
    compared = _compare(found, before, surveyed, differences)
    changes = compared.changes
    counts: Counter[str] = Counter(change for change, _ in changes.values())
    counts["unchanged"] += len(found.files) - len(surveyed)
    counts["removed"] = len(differences.missing) - counts["renamed"]
    plan = Plan(
        started_at,
        base,
        found.files,
        buckets,
        before.everything,
        tuple(before.notes),
        {change: counts[change] for change in ("new", "changed", "renamed", "unchanged", "removed")},
        tuple(found.refused),
        before.manifest,
        nothing_changed=base is not None and _nothing_changed(compared),
    )
    if plan.nothing_changed:
        return plan
    complete = _with_work(plan, compared)
    if not insist:
        _refuse_losses(settings, compared, complete.rows)
    return complete


def silent(stage: str, done: int, total: int) -> None:
    """Tell nobody of the progress."""


def canonical(cable_id: str) -> str:
    """Return the canonical id of a printed one."""
    from cable_pipeline.telegram.identifiers import read_identifier

    return read_identifier(cable_id).canonical_id


def _scan(settings: Settings, base: Generation | None, insist: bool, seen: Seen | None) -> Scan:
    advice = f"nothing was changed. {INSIST_ADVICE}"
    if base is not None and base.source != str(settings.source) and not insist:
        raise RefusedRun(
            f"the data folder {settings.data} belongs to the source folder {base.source}, not to {settings.source}; "
            f"{advice}, or choose another data folder"
        )
    try:
        found = seen.found if seen is not None else scan(settings.source, settings.pattern)
    except SourceMissing as error:
        if base is None:
            raise RefusedRun(f"{error}; name the folder with your telegrams") from error
        if not insist:
            raise RefusedRun(f"{error}; {advice}") from error
        found = Scan([], [])
    if not found.files:
        nothing = f"no file matching {settings.pattern} below {settings.source}"
        if base is None:
            raise RefusedRun(f"{nothing}; put telegrams there or name another folder")
        if base.files_seen and not insist:
            raise RefusedRun(f"{nothing}, though there were {base.files_seen} before; {advice}")
    return found


def _limited(found: Scan, known: pa.Table, limit: int) -> Scan:
    """Return what was found without the new files beyond the limit."""
    if limit < 1:
        raise RefusedRun(f"the limit is {limit}; it must be at least 1, or 0 for none")
    there = set(known.column("source_path").to_pylist())
    new = [file.source_path for file in found.files if file.source_path not in there]
    waiting = set(new[limit:])
    return Scan([file for file in found.files if file.source_path not in waiting], found.refused)


def _look_back(settings: Settings, base: Generation | None, buckets: int, full_refresh: bool, verify: bool) -> _Before:
    """Read what the latest generation knows, and find what of it can't be used."""
    from cable_pipeline.telegram import READER_VERSION

    if base is None:
        return _Before(None, empty_manifest(), [], set(), generations.damages(settings.data), True)
    notes = [f"{damage}; a new generation is built" for damage in generations.damages(settings.data)]
    if base.source != str(settings.source):
        notes.append(f"the source folder is now {settings.source}, it was {base.source}")
    reasons = []
    if full_refresh:
        reasons.append("a full refresh was asked for")
    if base.reader_version != READER_VERSION:
        reasons.append(f"the reader of telegrams changed (version {base.reader_version} → {READER_VERSION})")
    if base.schema_version != SCHEMA_VERSION:
        reasons.append(f"the schema of the tables changed (version {base.schema_version} → {SCHEMA_VERSION})")
    if base.buckets != buckets:
        reasons.append(f"the archive's size class changed ({base.buckets} → {buckets} files a table)")
    damaged = {
        name for name, record in base.files.items() if not parquet.is_intact(base.path / name, record, thorough=verify)
    }
    notes += [_damage_note(base, name) for name in sorted(damaged)]
    manifest, issues = _manifest(base)
    if manifest is None or issues is None:
        reasons.append("the manifest is damaged")
        manifest, issues = _older_manifest(settings, base), []
    notes += [f"everything is read again: {reason}" for reason in reasons]
    hit = {Path(name).name for name in damaged}
    places = range(base.buckets)
    concerned = {n for n in places if not hit.isdisjoint((file_name(n), group_file_name(group_of(n, base.buckets))))}
    return _Before(base, manifest, issues, concerned, notes, bool(reasons))


def _damage_note(base: Generation, name: str) -> str:
    return f"{base.path / name} is damaged or missing; it is built again"


def _manifest(base: Generation) -> tuple[pa.Table | None, list[FileIssue] | None]:
    try:
        manifest = read_manifest(base.tables, base.files[f"tables/{MANIFEST_FILE}"])
        return manifest, read_file_issues(base.tables, base.files[f"tables/{FILE_ISSUES}"])
    except (DamagedFile, KeyError, pa.ArrowException):
        return None, None


def _older_manifest(settings: Settings, base: Generation) -> pa.Table:
    for older in reversed(generations.listing(settings.data)):
        if older.number != base.number:
            manifest, _ = _manifest(older)
            if manifest is not None:
                return manifest
    return empty_manifest()


def _survey(settings: Settings, suspects: Sequence[SeedFile], first_run: bool, tell: Progress) -> dict[str, Surveyed]:
    """Look into the suspects. In the first run no hash is asked for, and a glance at each file is enough."""
    look = glance if first_run else survey
    tasks = [SurveyTask(files, settings.max_file_bytes) for files in _portions(suspects, SURVEY_FILES)]
    found: dict[str, Surveyed] = {}
    with task_map(1 if len(suspects) <= FEW_FILES else settings.workers) as apply:
        for results in apply(look, tasks):
            found.update((seen.source_path, seen) for seen in results)
            tell("survey", len(found), len(suspects))
    return found


@dataclass(frozen=True)
class _Compared:
    """What the comparison with the run before came to.

    ``former`` holds the rows of that run, by source path, for the files that were surveyed and those that are gone.
    """

    found: Scan
    before: _Before
    surveyed: Mapping[str, Surveyed]
    missing: Sequence[str]
    former: Mapping[str, FileRow]
    changes: Mapping[str, tuple[Change, str | None]]


def _compare(found: Scan, before: _Before, surveyed: Mapping[str, Surveyed], differences: Differences) -> _Compared:
    former = rows_of(before.manifest, [*surveyed, *differences.missing])
    known = {path: row for path, row in former.items() if row.status != "removed"}
    hashes = {path: seen.sha256 or "" for path, seen in surveyed.items()}
    return _Compared(found, before, surveyed, differences.missing, former, judge(hashes, known, differences.missing))


def _nothing_changed(compared: _Compared) -> bool:
    before = compared.before
    return (
        not compared.missing
        and not before.everything
        and not before.damaged_buckets
        and not before.notes
        and all(change == "unchanged" for change, _ in compared.changes.values())
        and [issue for issue in before.issues if issue.code == "refused-file"]
        == [refused_issue(refused) for refused in compared.found.refused]
        and _failures_stand(compared)
    )


def _failures_stand(compared: _Compared) -> bool:
    """Tell whether each file that can't be a cable fails for the reason known."""
    issues = {issue.source_path: issue for issue in compared.before.issues if issue.code != "refused-file"}
    return all(
        (seen.code, seen.error) == (issues[path].code, issues[path].message)
        for path, seen in compared.surveyed.items()
        if seen.code and path in issues
    )


def _with_work(plan: Plan, compared: _Compared) -> Plan:
    """Complete the plan: the rows that change, the failures, and the files of each bucket to write."""
    rows = _surveyed_rows(plan, compared)
    origins = {origin for _, origin in compared.changes.values() if origin is not None}
    rows |= {path: _gone(compared.former[path]) for path in compared.missing if path not in origins}
    dirty = _dirty_buckets(plan, compared, rows)
    lost = _lost_groups(plan, dirty)
    dirty |= {bucket for group in lost for bucket in buckets_of(group, plan.buckets)}
    rows = _neighbours(plan, compared, rows, dirty) | rows
    here = {file.source_path: file for file in compared.found.files}
    work: dict[int, list[BucketFile]] = {bucket: [] for bucket in sorted(dirty)}
    for path, row in rows.items():
        if path not in here or row.cable_id is None:
            continue
        seen = compared.surveyed.get(path)
        canonical_id = seen.canonical_id if seen is not None and seen.cable_id else canonical(row.cable_id)
        bucket = bucket_of(canonical_id, plan.buckets)
        if bucket in work:
            sha256 = seen.sha256 if seen is not None else row.sha256
            stands = not plan.everything and group_of(bucket, plan.buckets) not in lost
            has_rows = stands and row.change == "unchanged" and row.status == "parsed"
            work[bucket].append(BucketFile(here[path], sha256, row.cable_id, has_rows))
    return replace(
        plan,
        notes=tuple(dict.fromkeys((*plan.notes, *chain.from_iterable(lost.values())))),
        forgotten=frozenset(origins),
        rows=rows,
        issues=_issues(compared, rows),
        work=work,
        lost_groups=frozenset(lost),
    )


def _surveyed_rows(plan: Plan, compared: _Compared) -> dict[str, FileRow]:
    rows = {}
    for path, seen in compared.surveyed.items():
        change, origin = compared.changes[path]
        former = compared.former.get(path)
        if former is not None and former.status != "removed" and _stands(plan, seen, change):
            rows[path] = former._replace(size_bytes=seen.size_bytes, modified_at=seen.modified_at, change="unchanged")
        else:
            rows[path] = _new_row(plan, seen, change, compared.former.get(origin or path))
    return rows


def _dirty_buckets(plan: Plan, compared: _Compared, rows: Mapping[str, FileRow]) -> set[int]:
    """Return the buckets whose files can't be shared with the generation before."""
    if plan.everything:
        return set(range(plan.buckets))
    held = {row.cable_id for path, row in rows.items() if row.change != "unchanged" and row.status != "removed"}
    ids = {cable_id for cable_id in held | _left(compared) if cable_id is not None}
    return compared.before.damaged_buckets | {bucket_of(canonical(cable_id), plan.buckets) for cable_id in ids}


def _lost_groups(plan: Plan, dirty: Set[int]) -> dict[int, list[str]]:
    """Return those groups of dirty buckets of which a file is damaged, each with what there is to tell.

    Their files are small, and what is in one of them concerns buckets that nothing else happened to. So their hashes
    are looked at before it is settled which buckets are written.
    """
    base = plan.base
    if base is None or plan.everything:
        return {}
    lost = {}
    for group in sorted({group_of(bucket, plan.buckets) for bucket in dirty}):
        names = [f"tables/{table}/{group_file_name(group)}" for table in GROUPED_TABLES]
        damaged = [n for n in names if not parquet.is_intact(base.path / n, base.files[n], thorough=True)]
        if damaged:
            lost[group] = [_damage_note(base, name) for name in damaged]
    return lost


def _neighbours(plan: Plan, compared: _Compared, rows: Mapping[str, FileRow], dirty: Set[int]) -> dict[str, FileRow]:
    """Return the rows of files that nothing happened to, but to a file of their bucket."""
    if plan.everything or not dirty:
        return {}
    untouched = known_files(compared.before.manifest)
    untouched = untouched.filter(pc.is_valid(untouched.column("cable_id")))
    touched = pa.array([*rows, *compared.missing], pa.string())
    untouched = untouched.filter(pc.invert(pc.is_in(untouched.column("source_path"), touched)))
    found = rows_by_path(untouched.filter(_live_in(plan, untouched.column("cable_id"), dirty)))
    return {path: row._replace(change="unchanged") for path, row in found.items()}


def _live_in(plan: Plan, cable_ids: pa.ChunkedArray, buckets: Set[int]) -> pa.Array | pa.ChunkedArray:
    """Tell of each cable of the run before whether one of ``buckets`` holds it."""
    base = plan.base
    try:
        if base is None:
            return pa.repeat(False, len(cable_ids))
        held = [
            parquet.read(base.path / name, base.files[name], ["cable_id"])
            for name in (f"tables/cables/{file_name(bucket)}" for bucket in buckets)
        ]
        return pc.is_in(cable_ids, value_set=pa.concat_tables(held).column("cable_id").combine_chunks())
    except DamagedFile:
        # Then their ids tell, which takes a second for a quarter of a million.
        return pa.array([bucket_of(canonical(one), plan.buckets) in buckets for one in cable_ids.to_pylist()])


def _issues(compared: _Compared, rows: Mapping[str, FileRow]) -> dict[str, FileIssue]:
    """Return the issues of failed files: those that stand, and those that the survey found."""
    issues = {}
    gone = set(compared.missing)
    for issue in compared.before.issues:
        row = rows.get(issue.source_path)
        stands = row is None or (row.change == "unchanged" and row.status == "failed")
        if issue.code != "refused-file" and issue.source_path not in gone and stands:
            issues[issue.source_path] = issue
    for path, seen in compared.surveyed.items():
        if seen.code:
            issues[path] = FileIssue(path, None, seen.code, "error", str(seen.error))
    return issues


def _left(compared: _Compared) -> set[str]:
    """Return the ids of cables that lost a text: their file is gone, or holds something else."""
    return {
        row.cable_id
        for path, row in compared.former.items()
        if row.cable_id is not None
        and row.status != "removed"
        and (path not in compared.changes or compared.changes[path][0] != "unchanged")
    }


def _stands(plan: Plan, seen: Surveyed, change: str) -> bool:
    """Tell whether what is known of a file still holds."""
    return change == "unchanged" and not plan.everything and not seen.code


def _gone(row: FileRow) -> FileRow:
    if row.status == "removed":
        return row._replace(change="unchanged")
    return row._replace(status="removed", change="removed", error=None)


def _new_row(plan: Plan, seen: Surveyed, change: str, former: FileRow | None) -> FileRow:
    return FileRow(
        seen.source_path,
        seen.cable_id,
        seen.sha256 or "",
        seen.size_bytes,
        seen.modified_at,
        TEXT_FORMAT,
        seen.encoding,
        "failed" if seen.code else "parsed",
        seen.error,
        change,
        former.first_ingested_at if former else plan.started_at,
        plan.started_at,
    )


def _refuse_losses(settings: Settings, compared: _Compared, rows: Mapping[str, FileRow]) -> None:
    """Refuse a run after which too many cables would be gone, whatever took their files away."""
    had = pc.sum(pc.equal(compared.before.manifest.column("status"), "parsed")).as_py() or 0
    left = {row.cable_id for row in compared.former.values() if row.status == "parsed"}
    # The rows hold every file of the buckets that these cables live in.
    lost = len(left - {row.cable_id for row in rows.values() if row.status in ("parsed", "duplicate")})
    if had and lost > settings.max_removed_share * had:
        raise RefusedRun(
            f"{lost} of {had} cables would be removed, more than the share of {settings.max_removed_share:g} that "
            f"the setting max_removed_share allows; nothing was changed. {INSIST_ADVICE}"
        )


def _portions(files: Iterable[SeedFile], size: int) -> Iterator[tuple[SeedFile, ...]]:
    remaining = iter(files)
    while portion := tuple(islice(remaining, size)):
        yield portion
