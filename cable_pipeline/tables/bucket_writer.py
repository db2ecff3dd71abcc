"""One bucket, from its seed files and its former rows to its Parquet files and the rows of its group's files."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, TypeVar

import pyarrow as pa
import pyarrow.compute as pc

from cable_pipeline import sources
from cable_pipeline.sources import SeedFile, UnreadableSeed
from cable_pipeline.tables import parquet, revision_changes, revisions
from cable_pipeline.tables.arrow import rows_to_table, to_batches
from cable_pipeline.tables.buckets import BUCKETED_TABLES, FACTS, GROUPED_TABLES, bucket_of, file_name
from cable_pipeline.tables.parquet import DamagedFile, FileRecord
from cable_pipeline.tables.revision_changes import RevisionChange
from cable_pipeline.tables.revisions import Revision, SeenText
from cable_pipeline.tables.schema import PRESENT_TEXTS, TABLES, TIME, tables_of
from cable_pipeline.telegram.identifiers import read_identifier
from cable_pipeline.telegram.records import Issue, Telegram

Item = TypeVar("Item")

PARSED_TABLES = tuple(table.name for table in tables_of("parsed") if table.name in BUCKETED_TABLES)
"""Tables with a file per bucket that the reader fills."""

BATCH_TELEGRAMS = 256
"""As many as a bucket of a large archive holds: a batch costs 0.7 ms beside what its rows cost."""
BATCH_CHARACTERS = 8_000_000
READ_AHEAD_FILES = 32
"""Measured: 32 files and then their telegrams take 525 µs each, file and telegram by turns 565: each way through the
system leaves little in the processor's caches of what the reader works with."""
READ_AHEAD_BYTES = 8_000_000
_TEXT_COLUMNS = ["cable_id", "source_sha256", "envelope", "header", "body"]


class BucketFile(NamedTuple):
    """One seed file that holds a cable of the bucket.

    ``sha256`` is that of the bytes that were surveyed, ``None`` when the file was only glanced at. ``has_rows`` tells
    that the former generation holds rows of this very text under this very path.
    """

    seed: SeedFile
    sha256: str | None
    cable_id: str
    has_rows: bool


class FormerFiles(NamedTuple):
    """The files of one bucket or group in a former generation: folder of its tables, name, record per table."""

    tables: str
    name: str
    records: Mapping[str, FileRecord]

    def read(self, table: str, columns: Sequence[str] | None = None) -> pa.Table:
        """Read the file of ``table``; raises `DamagedFile`."""
        if table not in self.records:
            raise DamagedFile(f"{self.tables} has no record of {table}/{self.name}")
        return parquet.read(Path(self.tables) / table / self.name, self.records[table], columns)


class BucketTask(NamedTuple):
    """What it takes to write one bucket.

    ``base`` holds the rows to take over, if any can be; ``former`` the buckets with the revisions and former texts of
    this bucket's cables; ``spares`` older copies of them, in case one is damaged. ``now`` counts microseconds.
    """

    number: int
    buckets: int
    files: tuple[BucketFile, ...]
    tables: str
    base: FormerFiles | None
    former: tuple[FormerFiles, ...]
    spares: tuple[FormerFiles, ...]
    now: int
    max_bytes: int


class ReadFacts(NamedTuple):
    """What was read of a file, named like the columns of ``source_files``.

    ``sha256`` is empty when the next run must look at the file once more.
    """

    sha256: str
    size_bytes: int
    modified_at: int
    encoding: str


class FileOutcome(NamedTuple):
    """What became of a file: status, the reason if it failed or is a duplicate, the code of the issue if it failed.

    ``facts`` is ``None`` when the file was not read.
    """

    source_path: str
    status: str
    error: str | None
    code: str = ""
    facts: ReadFacts | None = None


class BucketResult(NamedTuple):
    """What became of a bucket.

    ``outcomes`` are those of its files, ``records`` those of the files written (by their path in ``tables``), and
    ``damages`` tells what was found damaged. For the files of the group there are ``kept``, the cables whose former
    rows still hold, and ``read``, the rows of the others by table; the facts are those of all.
    """

    outcomes: tuple[FileOutcome, ...]
    records: Mapping[str, FileRecord]
    damages: tuple[str, ...]
    kept: Sequence[str]
    read: Mapping[str, Sequence[pa.RecordBatch]]


@dataclass
class _Choice:
    """Which file stands for each cable: SHA-256 by cable id, cables whose rows are taken over, texts of duplicates."""

    outcomes: list[FileOutcome] = field(default_factory=list)
    winners: dict[str, str] = field(default_factory=dict)
    kept: list[str] = field(default_factory=list)
    duplicates: dict[str, list[SeenText]] = field(default_factory=dict)


def write_bucket(task: BucketTask) -> BucketResult:
    """Write the bucket's files and return the rows for those of its group; all are a function of the seed files alone.

    Raises:
        OSError: a file can't be written.
    """
    damages: list[str] = []
    base = _base_rows(task, damages)
    former = list(_former_revisions(task, damages))
    try:
        choice, batches = _read_seeds(task, base is not None, former, _trust)
    except (pa.ArrowException, OverflowError, TypeError, ValueError):
        # One telegram does not fit the schema. Columns tell not which, so each is tried alone.
        choice, batches = _read_seeds(task, base is not None, former, _try_alone)
    written = {
        name: merged(name, base[name] if base else None, choice.kept, batches.pop(name)) for name in PARSED_TABLES
    }
    written["cables"] = _with_primary(written["cables"])
    batches[FACTS] = _facts_of(written["cables"]).to_batches()
    texts = _FormerTexts(task, base, damages)
    rows = revisions.update(former, choice.winners, choice.duplicates, texts.find, task.now)
    written["revisions"] = rows_to_table("revisions", rows)
    current = _CurrentTexts(written["cables"])
    changes = revision_changes.update(_former_changes(task, damages), rows, current.find)
    written["revision_changes"] = rows_to_table("revision_changes", changes)
    records = write_files(Path(task.tables), file_name(task.number), written)
    return BucketResult(tuple(choice.outcomes), records, tuple(damages), choice.kept, batches)


def write_files(tables: Path, name: str, written: Mapping[str, pa.Table]) -> dict[str, FileRecord]:
    """Write one file of each table, all of that name, and return their records by path in ``tables``."""
    return {f"{table}/{name}": parquet.write(table, rows, tables / table / name) for table, rows in written.items()}


def _trust(_: tuple[str, str, Telegram]) -> None:
    return None


def _try_alone(item: tuple[str, str, Telegram]) -> None:
    to_batches([item])


def _read_seeds(
    task: BucketTask, reusable: bool, former: Iterable[Revision], check: Callable[[tuple[str, str, Telegram]], None]
) -> tuple[_Choice, dict[str, list[pa.RecordBatch]]]:
    choice = _Choice()
    known = {(row.cable_id, row.sha256) for row in former}
    batches: dict[str, list[pa.RecordBatch]] = {name: [] for name in (*PARSED_TABLES, *GROUPED_TABLES)}
    chosen = _choose(task, reusable, known, choice, check)
    for telegrams in _in_portions(chosen, lambda item: len(item[2].cable.body), BATCH_TELEGRAMS, BATCH_CHARACTERS):
        for name, batch in to_batches(telegrams).items():
            batches[name].append(batch)
    return choice, batches


def _choose(
    task: BucketTask,
    reusable: bool,
    known: Container[tuple[str, str]],
    choice: _Choice,
    check: Callable[[tuple[str, str, Telegram]], None],
) -> Iterator[tuple[str, str, Telegram]]:
    """Decide for each cable which file stands for it, and yield those that must be read, in the order of their ids."""
    claims: dict[str, list[BucketFile]] = {}
    for file in sorted(task.files, key=lambda file: (file.cable_id, file.seed.source_path)):
        claims.setdefault(file.cable_id, []).append(file)
    first_choices = [files[0] for files in claims.values() if _standing(files[0], reusable) is None]
    texts = _read_ahead(first_choices, task.max_bytes)
    for cable_id, files in claims.items():
        winner = ""
        for file in files:
            path = file.seed.source_path
            if winner:
                choice.outcomes.append(_keep_duplicate(task, file, winner, known, choice))
            elif (sha256 := _standing(file, reusable)) is not None:
                winner = path
                choice.winners[cable_id] = sha256
                choice.kept.append(cable_id)
                choice.outcomes.append(FileOutcome(path, "parsed", None))
            else:
                raw = next(texts) if file is files[0] else _read_surveyed(file, task.max_bytes)
                outcome, telegram = _read_telegram(file, raw, check)
                choice.outcomes.append(outcome)
                if telegram is not None and outcome.facts is not None:
                    winner = path
                    choice.winners[cable_id] = outcome.facts.sha256
                    yield path, outcome.facts.sha256, telegram


def _standing(file: BucketFile, reusable: bool) -> str | None:
    """Return the SHA-256 of a file whose former rows still hold, so that it need not be read."""
    return file.sha256 if reusable and file.has_rows else None


def _read_ahead(files: Iterable[BucketFile], max_bytes: int) -> Iterator[sources.RawText | FileOutcome]:
    """Yield what each file holds, in order; some are read before they are asked for."""
    for portion in _in_portions(files, lambda file: file.seed.size_bytes, READ_AHEAD_FILES, READ_AHEAD_BYTES):
        yield from [_read_surveyed(file, max_bytes) for file in portion]


def _read_surveyed(file: BucketFile, max_bytes: int) -> sources.RawText | FileOutcome:
    """Read the file; it must still hold what the survey found."""
    try:
        raw = sources.read(file.seed, max_bytes)
    except UnreadableSeed as error:
        return _try_again(file, error.reason, error.code)
    return _swapped(file) if file.sha256 not in (None, raw.sha256) else raw


def _swapped(file: BucketFile) -> FileOutcome:
    reason = "the file changed while the run was reading it; the next run reads it again"
    return _try_again(file, reason, "file-changed-while-read")


def _try_again(file: BucketFile, reason: str, code: str) -> FileOutcome:
    facts = ReadFacts("", file.seed.size_bytes, file.seed.modified_at, "")
    return FileOutcome(file.seed.source_path, "failed", reason, code, facts)


def _facts(raw: sources.RawText) -> ReadFacts:
    return ReadFacts(raw.sha256, raw.size_bytes, raw.modified_at, raw.encoding)


def _read_telegram(
    file: BucketFile, raw: sources.RawText | FileOutcome, check: Callable[[tuple[str, str, Telegram]], None]
) -> tuple[FileOutcome, Telegram | None]:
    from cable_pipeline.telegram import NotATelegram, read_telegram

    if isinstance(raw, FileOutcome):
        return raw, None
    path, facts = file.seed.source_path, _facts(raw)
    try:
        telegram = read_telegram(raw.text)
        if raw.encoding != sources.reading.UTF_8:
            message = "the bytes are not UTF-8; decoded as Windows-1252"
            doubt = Issue("decoded-as-windows-1252", "warning", message, None, None)
            telegram = telegram._replace(issues=(doubt, *telegram.issues))
        check((path, raw.sha256, telegram))
    except NotATelegram as error:
        return FileOutcome(path, "failed", f"not a cable: {error.reason}", "not-a-cable", facts), None
    except Exception as error:  # a fault of the reader must not stop the run
        reason = f"reader error: {type(error).__name__}: {error}"
        return FileOutcome(path, "failed", reason, "reader-error", facts), None
    if telegram.cable.cable_id != file.cable_id:
        if file.sha256 is None:
            return _swapped(file), None
        reason = f"reader error: it read the id {telegram.cable.cable_id!r}, the first line says {file.cable_id!r}"
        return FileOutcome(path, "failed", reason, "reader-error", facts), None
    return FileOutcome(path, "parsed", None, "", facts), telegram


def _keep_duplicate(
    task: BucketTask, file: BucketFile, winner: str, known: Container[tuple[str, str]], choice: _Choice
) -> FileOutcome:
    """Keep the text of a duplicate among the revisions of its cable, unless it is there."""
    reason = f"the cable {file.cable_id} is also in {winner}, which comes first"
    sha256 = file.sha256
    if sha256 is not None and (sha256 == choice.winners[file.cable_id] or (file.cable_id, sha256) in known):
        return FileOutcome(file.seed.source_path, "duplicate", reason)
    raw = _read_surveyed(file, task.max_bytes)
    if isinstance(raw, FileOutcome):
        return raw
    if raw.sha256 != choice.winners[file.cable_id]:
        choice.duplicates.setdefault(file.cable_id, []).append(SeenText(raw.sha256, raw.text))
    return FileOutcome(file.seed.source_path, "duplicate", reason, "", _facts(raw))


def _in_portions(items: Iterable[Item], size: Callable[[Item], int], most: int, limit: int) -> Iterator[list[Item]]:
    """Divide the items, in order; a portion ends with the item that makes it ``most`` of them or ``limit`` in size."""
    portion: list[Item] = []
    total = 0
    for item in items:
        portion.append(item)
        total += size(item)
        if len(portion) >= most or total >= limit:
            yield portion
            portion, total = [], 0
    if portion:
        yield portion


def _base_rows(task: BucketTask, damages: list[str]) -> dict[str, pa.Table] | None:
    """Read the rows that can be taken over; none when one of the files is damaged, and all is read from the seeds."""
    if task.base is None or not any(file.has_rows for file in task.files):
        return None
    try:
        return {name: task.base.read(name) for name in PARSED_TABLES}
    except DamagedFile as error:
        damages.append(f"{error}; the bucket was built again from the seed files")
        return None


def merged(name: str, former: pa.Table | None, kept: Sequence[str], batches: Sequence[pa.RecordBatch]) -> pa.Table:
    """Join those former rows of a table whose cables are ``kept`` with the new ones, sorted by cable."""
    schema = TABLES[name].arrow_schema()
    rows = pa.Table.from_batches(batches, schema)
    if former is not None:
        wanted = pc.is_in(former.column("cable_id"), value_set=pa.array(kept, pa.string()))
        rows = pa.concat_tables([former.filter(wanted).cast(schema), rows])
    return parquet.sorted_by(rows, "cable_id")


def _with_primary(cables: pa.Table) -> pa.Table:
    """Settle which of the twins with one canonical id stands for it: the sound one, else the smallest id."""
    ids = cables.column("cable_id").to_pylist()
    canonical = cables.column("canonical_id").to_pylist()
    best: dict[str, tuple[bool, str]] = {}
    for cable_id, canonical_id in zip(ids, canonical, strict=True):
        claim = (cable_id != canonical_id, cable_id)
        best[canonical_id] = min(claim, best.get(canonical_id, claim))
    chosen = [best[canonical_id][1] == cable_id for cable_id, canonical_id in zip(ids, canonical, strict=True)]
    place = cables.schema.get_field_index("is_primary")
    return cables.set_column(place, cables.schema.field(place), pa.array(chosen, pa.bool_()))


def _facts_of(cables: pa.Table) -> pa.Table:
    schema = TABLES[FACTS].arrow_schema()
    for name, text in PRESENT_TEXTS.items():
        cables = cables.append_column(name, pc.is_valid(cables.column(text)))
    return cables.select(schema.names).cast(schema)


def _former_revisions(task: BucketTask, damages: list[str]) -> Iterator[Revision]:
    for former in task.former:
        copies = (former, *(spare for spare in task.spares if spare.name == former.name))
        for copy in copies:
            try:
                table = copy.read("revisions")
                break
            except DamagedFile as error:
                damages.append(f"{error}; its revisions were taken from an older generation where one has them")
        else:
            continue
        columns = [
            (column.cast(pa.int64()) if column.type == TIME else column).to_pylist()
            for column in table.select(list(Revision._fields)).columns
        ]
        for row in map(Revision._make, zip(*columns, strict=True)):
            if bucket_of(read_identifier(row.cable_id).canonical_id, task.buckets) == task.number:
                yield row


def _former_changes(task: BucketTask, damages: list[str]) -> list[RevisionChange]:
    """Return the changes between former revisions; none where they must be told anew, all texts being at hand."""
    if task.base is None:
        return []
    try:
        table = task.base.read("revision_changes")
    except DamagedFile as error:
        damages.append(f"{error}; the changes between revisions were told again")
        return []
    columns = [column.to_pylist() for column in table.select(list(RevisionChange._fields)).columns]
    return list(map(RevisionChange._make, zip(*columns, strict=True)))


class _CurrentTexts:
    """The texts of the cables that are being written, each looked up only if asked for."""

    def __init__(self, cables: pa.Table) -> None:
        self._cables = cables.select(_TEXT_COLUMNS)

    def find(self, cable_id: str) -> str | None:
        """Return the text of a cable."""
        rows = self._cables.filter(pc.equal(self._cables.column("cable_id"), cable_id)).to_pylist()
        return rows[0]["envelope"] + rows[0]["header"] + rows[0]["body"] if rows else None


class _FormerTexts:
    """The texts that were current in the former generation, each bucket read once and only if asked for."""

    def __init__(self, task: BucketTask, base: dict[str, pa.Table] | None, damages: list[str]) -> None:
        self._tables = [base["cables"].select(_TEXT_COLUMNS)] if base else []
        self._unread = [*([] if base else task.former), *task.spares]
        self._texts: dict[tuple[str, str], str] = {}
        self._damages = damages

    def find(self, cable_id: str, sha256: str) -> str | None:
        """Return the text of a cable from the first former generation that has it whole."""
        wanted = (cable_id, sha256)
        while wanted not in self._texts and (self._tables or self._unread):
            if not self._tables:
                self._read(self._unread.pop(0))
            while self._tables:
                self._take(self._tables.pop())
        if wanted not in self._texts:
            self._damages.append(f"the former text of {cable_id} (sha256 {sha256}) is in no intact file and is lost")
        return self._texts.get(wanted)

    def _read(self, former: FormerFiles) -> None:
        try:
            self._tables.append(former.read("cables", _TEXT_COLUMNS))
        except DamagedFile as error:
            self._damages.append(f"{error}; former texts were taken from an older generation where one has them")

    def _take(self, table: pa.Table) -> None:
        for cable_id, sha256, *parts in zip(*(column.to_pylist() for column in table.columns), strict=True):
            self._texts.setdefault((cable_id, sha256), "".join(parts))
