"""Planning a run: compare the source folder with the latest generation; nothing is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

from cable_pipeline.settings import Settings
from cable_pipeline.sources import Change, Refused, Scan, SeedFile, SourceMissing, find_suspects, judge, scan
from cable_pipeline.tables import generations, parquet
from cable_pipeline.tables.bucket_writer import BucketFile
from cable_pipeline.tables.buckets import bucket_count, bucket_of, file_name
from cable_pipeline.tables.generations import Generation, now_microseconds
from cable_pipeline.tables.manifest import (
    FILE_ISSUES,
    MANIFEST_FILE,
    TEXT_FORMAT,
    FileIssue,
    FileRow,
    known_files,
    read_file_issues,
    read_manifest,
    refused_issue,
)
from cable_pipeline.tables.parquet import DamagedFile
from cable_pipeline.tables.pool import task_map
from cable_pipeline.tables.schema import SCHEMA_VERSION
from cable_pipeline.tables.survey import Surveyed, SurveyTask, survey

Progress = Callable[[str, int, int], None]
"""Told of the stage (scan, survey, tables), how much of it is done, and how much there is."""

INSIST_FLAG = "--insist"
INSIST_ADVICE = f"If that is right, insist with {INSIST_FLAG} (insist: true in the launchpad)"
SURVEY_FILES = 256
FEW_FILES = 512
"""As many files are looked into sooner than worker processes start."""


class RefusedRun(RuntimeError):
    """The run is not done, and nothing of the data was touched; the message says why and what to do."""


class PinnedGeneration(RefusedRun):
    """Readers are kept on an older generation, so nothing may be published."""


class Unaccounted(AssertionError):
    """Files seen are not the sum of files parsed, failed and duplicate: a fault of the program."""


@dataclass(frozen=True)
class Plan:
    """What a run has to do.

    Attributes:
        started_at: start of the run, in microseconds since 1970-01-01 UTC.
        base: the latest generation, or ``None`` before the first run.
        files_seen: number of seed files found.
        buckets: number of buckets that the archive's size asks for.
        everything: whether every file is read again.
        notes: why everything is redone, what was found damaged, in sentences.
        changes: number of files per change against the run before.
        refused: what was found and is not read.
        rows: the manifest as far as it is known before the telegrams are read.
        issues: failed files, by source path.
        work: the files of each bucket that must be written.
    """

    started_at: int
    base: Generation | None
    files_seen: int
    buckets: int
    everything: bool
    notes: tuple[str, ...]
    changes: Mapping[str, int]
    refused: tuple[Refused, ...]
    rows: Mapping[str, FileRow] = field(repr=False)
    issues: Mapping[str, FileIssue] = field(repr=False)
    work: Mapping[int, Sequence[BucketFile]] = field(repr=False)
    nothing_changed: bool = False


@dataclass
class _Before:
    """The latest generation as far as it can be trusted."""

    generation: Generation | None
    rows: dict[str, FileRow]
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
    progress: Progress | None = None,
) -> Plan:
    """Scan the source folder and compare it with the latest generation; nothing is written.

    Args:
        settings: where to read and write.
        full_refresh: read every file again and write every table anew.
        verify: read every file to find edits that kept size and time, and check every file of the data by its hash.
        insist: do it although many cables would go, or the source folder is another, empty or missing.
        limit: take in at most this many new files, the first by path; the others are left to a later run.
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
    found = _scan(settings, base, insist)
    tell("scan", len(found.files), len(found.files))
    buckets = bucket_count(len(found.files))
    before = _look_back(settings, base, buckets, full_refresh, verify)
    known = known_files(before.rows)
    if limit is not None:
        found = _limited(found, known, limit)
    suspects = _suspects(settings, found.files, known, verify or before.everything)
    surveyed = _survey(settings, suspects, tell)
    missing = known.keys() - {file.source_path for file in found.files}
    changes = judge(
        {path: seen.sha256 for path, seen in surveyed.items()},
        known,
        missing,
    )
    issues = {issue.source_path: issue for issue in before.issues if issue.code != "refused-file"}
    unmoved = (
        not missing
        and not before.everything
        and not before.damaged_buckets
        and not before.notes
        and all(change == "unchanged" for change, _ in changes.values())
        and [issue for issue in before.issues if issue.code == "refused-file"]
        == [refused_issue(refused) for refused in found.refused]
        and _failures_stand(surveyed, issues)
    )
    counts: Counter[str] = Counter(change for change, _ in changes.values())
    counts["unchanged"] += len(found.files) - len(surveyed)
    counts["removed"] = len(missing) - counts["renamed"]
    plan = Plan(
        started_at,
        base,
        len(found.files),
        buckets,
        before.everything,
        tuple(before.notes),
        {change: counts[change] for change in ("new", "changed", "renamed", "unchanged", "removed")},
        tuple(found.refused),
        {},
        {},
        {},
        nothing_changed=base is not None and unmoved,
    )
    if plan.nothing_changed:
        return plan
    complete = _with_work(plan, _Compared(found, before, surveyed, changes))
    if not insist:
        _refuse_losses(settings, known, complete.rows)
    return complete


def silent(stage: str, done: int, total: int) -> None:
    """Tell nobody of the progress."""


def canonical(cable_id: str) -> str:
    """Return the canonical id of a printed one."""
    from cable_pipeline.telegram.identifiers import read_identifier

    return read_identifier(cable_id).canonical_id


def _scan(settings: Settings, base: Generation | None, insist: bool) -> Scan:
    advice = f"nothing was changed. {INSIST_ADVICE}"
    if base is not None and base.source != str(settings.source) and not insist:
        raise RefusedRun(
            f"the data folder {settings.data} belongs to the source folder {base.source}, not to {settings.source}; "
            f"{advice}, or choose another data folder"
        )
    try:
        found = scan(settings.source, settings.pattern)
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


def _limited(found: Scan, known: Mapping[str, FileRow], limit: int) -> Scan:
    """Return what was found without the new files beyond the limit."""
    if limit < 1:
        raise RefusedRun(f"the limit is {limit}; it must be at least 1, or 0 for none")
    new = [file.source_path for file in found.files if file.source_path not in known]
    waiting = set(new[limit:])
    return Scan([file for file in found.files if file.source_path not in waiting], found.refused)


def _look_back(settings: Settings, base: Generation | None, buckets: int, full_refresh: bool, verify: bool) -> _Before:
    """Read what the latest generation knows, and find what of it can't be used."""
    from cable_pipeline.telegram import READER_VERSION

    if base is None:
        return _Before(None, {}, [], set(), generations.damages(settings.data), True)
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
    notes += [f"{base.path / name} is damaged or missing; it is built again" for name in sorted(damaged)]
    rows, issues = _manifest(settings, base)
    if rows is None or issues is None:
        reasons.append("the manifest is damaged")
        rows, issues = _older_manifest(settings, base), []
    notes += [f"everything is read again: {reason}" for reason in reasons]
    places = {file_name(bucket): bucket for bucket in range(base.buckets)}
    hit = {places[Path(name).name] for name in damaged if Path(name).name in places}
    return _Before(base, rows, issues, hit, notes, bool(reasons))


def _manifest(settings: Settings, base: Generation) -> tuple[dict[str, FileRow] | None, list[FileIssue] | None]:
    try:
        rows = read_manifest(base.tables, base.files[f"tables/{MANIFEST_FILE}"])
        return rows, read_file_issues(base.tables, base.files[f"tables/{FILE_ISSUES}"])
    except (DamagedFile, KeyError):
        return None, None


def _older_manifest(settings: Settings, base: Generation) -> dict[str, FileRow]:
    for older in reversed(generations.listing(settings.data)):
        if older.number != base.number:
            rows, _ = _manifest(settings, older)
            if rows is not None:
                return rows
    return {}


def _suspects(
    settings: Settings, files: Sequence[SeedFile], known: Mapping[str, FileRow], every: bool
) -> list[SeedFile]:
    suspects = find_suspects(files, known, every=every)
    if every:
        return suspects
    told = {file.source_path for file in suspects}
    # A lower limit than before makes files fail that did not.
    large = [f for f in files if f.size_bytes > settings.max_file_bytes and f.source_path not in told]
    return suspects + large


def _survey(settings: Settings, suspects: Sequence[SeedFile], tell: Progress) -> dict[str, Surveyed]:
    tasks = [SurveyTask(files, settings.max_file_bytes) for files in _portions(suspects, SURVEY_FILES)]
    found: dict[str, Surveyed] = {}
    with task_map(1 if len(suspects) <= FEW_FILES else settings.workers) as apply:
        for results in apply(survey, tasks):
            found.update((seen.source_path, seen) for seen in results)
            tell("survey", len(found), len(suspects))
    return found


def _failures_stand(surveyed: Mapping[str, Surveyed], issues: Mapping[str, FileIssue]) -> bool:
    """Tell whether each file that can't be a cable fails for the reason known."""
    return all(
        (seen.code, seen.error) == (issues[path].code, issues[path].message)
        for path, seen in surveyed.items()
        if seen.code and path in issues
    )


@dataclass(frozen=True)
class _Compared:
    """What the comparison with the run before came to."""

    found: Scan
    before: _Before
    surveyed: Mapping[str, Surveyed]
    changes: Mapping[str, tuple[Change, str | None]]

    def change(self, path: str) -> Change:
        """Return the change of a file that is there."""
        return self.changes[path][0] if path in self.changes else "unchanged"


def _with_work(plan: Plan, compared: _Compared) -> Plan:
    """Complete the plan: the manifest before reading, the failures, and the files of each bucket to write."""
    rows, issues = _next_rows(plan, compared)
    claims: dict[int, list[BucketFile]] = {}
    dirty = set(range(plan.buckets)) if plan.everything else set(compared.before.damaged_buckets)
    for file in compared.found.files:
        row = rows[file.source_path]
        if row.cable_id is None:
            continue
        seen = compared.surveyed.get(file.source_path)
        canonical_id = seen.canonical_id if seen is not None else canonical(row.cable_id)
        bucket = bucket_of(canonical_id, plan.buckets)
        unchanged = row.change == "unchanged"
        has_rows = unchanged and row.status == "parsed" and not plan.everything
        claims.setdefault(bucket, []).append(BucketFile(file, row.sha256, row.cable_id, has_rows))
        if not unchanged:
            dirty.add(bucket)
    if not plan.everything:
        dirty |= {bucket_of(canonical(cable_id), plan.buckets) for cable_id in _left(compared)}
    return replace(plan, rows=rows, issues=issues, work={bucket: claims.get(bucket, []) for bucket in sorted(dirty)})


def _next_rows(plan: Plan, compared: _Compared) -> tuple[dict[str, FileRow], dict[str, FileIssue]]:
    before = compared.before
    known = known_files(before.rows)
    origins = {origin for _, origin in compared.changes.values() if origin is not None}
    here = {file.source_path for file in compared.found.files}
    rows = {path: _gone(row) for path, row in before.rows.items() if path not in here and path not in origins}
    issues: dict[str, FileIssue] = {}
    known_issues = {issue.source_path: issue for issue in before.issues}
    for file in compared.found.files:
        path = file.source_path
        former, seen, change = known.get(path), compared.surveyed.get(path), compared.change(path)
        if former is not None and _stands(plan, seen, change):
            row = former._replace(size_bytes=file.size_bytes, modified_at=file.modified_at, change="unchanged")
            if row.status == "failed" and path in known_issues:
                issues[path] = known_issues[path]
        elif seen is not None:
            origin = compared.changes[path][1]
            row = _new_row(plan, seen, change, before.rows.get(origin or path))
            if seen.code:
                issues[path] = FileIssue(path, None, seen.code, "error", str(seen.error))
        else:
            raise Unaccounted(f"{path} is neither known nor was it read")
        rows[path] = row
    return rows, issues


def _left(compared: _Compared) -> set[str]:
    """Return the ids of cables that lost a text: their file is gone, or holds something else."""
    here = {file.source_path for file in compared.found.files}
    return {
        row.cable_id
        for path, row in known_files(compared.before.rows).items()
        if row.cable_id is not None and (path not in here or compared.change(path) != "unchanged")
    }


def _stands(plan: Plan, seen: Surveyed | None, change: str) -> bool:
    """Tell whether what is known of a file still holds."""
    return seen is None or (change == "unchanged" and not plan.everything and not seen.code)


def _gone(row: FileRow) -> FileRow:
    if row.status == "removed":
        return row._replace(change="unchanged")
    return row._replace(status="removed", change="removed", error=None)


def _new_row(plan: Plan, seen: Surveyed, change: str, former: FileRow | None) -> FileRow:
    return FileRow(
        seen.source_path,
        seen.cable_id,
        seen.sha256,
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


def _refuse_losses(settings: Settings, known: Mapping[str, FileRow], rows: Mapping[str, FileRow]) -> None:
    """Refuse a run after which too many cables would be gone, whatever took their files away."""
    had = {row.cable_id for row in known.values() if row.status == "parsed"}
    have = {row.cable_id for row in rows.values() if row.status in ("parsed", "duplicate")}
    lost = len(had - have)
    if had and lost > settings.max_removed_share * len(had):
        raise RefusedRun(
            f"{lost} of {len(had)} cables would be removed, more than the share of {settings.max_removed_share:g} that "
            f"the setting max_removed_share allows; nothing was changed. {INSIST_ADVICE}"
        )


def _portions(files: Iterable[SeedFile], size: int) -> Iterator[tuple[SeedFile, ...]]:
    remaining = iter(files)
    while portion := tuple(islice(remaining, size)):
        yield portion
