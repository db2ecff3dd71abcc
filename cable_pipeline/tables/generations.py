"""Generations: whole, immutable states of the data folder, published by renaming one link.

A generation lives in ``generations/<number>``. Its ``generation.json`` is written last, after all checks: where it is
missing, the generation was never finished. ``current`` leads readers to one generation, ``pinned`` exists while readers
are kept on an older one, and ``tables`` and ``cables.duckdb`` lead through ``current``.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import socket
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from cable_pipeline.settings import Settings
from cable_pipeline.tables.parquet import DamagedFile, FileRecord

FOLDER = "generations"
MANIFEST = "generation.json"
CURRENT = "current"
PINNED = "pinned"
DATABASE = "cables.duckdb"
LOCK_FOLDER = ".writer"
EPOCH = datetime.fromtimestamp(0, UTC).replace(tzinfo=None)


class NoGeneration(LookupError):
    """The data folder has no generation of that number, or none at all."""


class WriterBusy(RuntimeError):
    """Another run is writing to the data folder; the message says which."""


class DataFolderUnusable(RuntimeError):
    """The data folder can't be written to, or something stands where a link of the project belongs."""


@dataclass(frozen=True)
class Generation:
    """One published generation.

    ``rows`` gives the rows per table, ``files`` the record of every file by its
    path within the generation, ``notes`` what the run had to say (what was redone and why, what was found damaged).
    ``built_at`` is the start of the run (UTC), ``seconds`` how long it took.
    """

    number: int
    path: Path
    built_at: datetime
    seconds: float
    source: str
    schema_version: str
    reader_version: str
    buckets: int
    files_seen: int
    parsed: int
    failed: int
    duplicate: int
    new: int
    changed: int
    renamed: int
    unchanged: int
    removed: int
    rows: Mapping[str, int]
    notes: tuple[str, ...] = ()
    files: Mapping[str, FileRecord] = field(default_factory=dict, repr=False)

    @property
    def tables(self) -> Path:
        """The folder with one folder per table."""
        return self.path / "tables"

    @property
    def database(self) -> Path:
        """The database file."""
        return self.path / DATABASE

    @cached_property
    def files_by_table(self) -> Mapping[str, Mapping[str, FileRecord]]:
        """The records of the Parquet files by table and by the name of the file, in the order of the names."""
        found: dict[str, dict[str, FileRecord]] = {}
        for path, record in sorted(self.files.items()):
            folder, _, name = path.rpartition("/")
            found.setdefault(folder.rpartition("/")[2], {})[name] = record
        return found


@dataclass(frozen=True)
class Staged:
    """A generation that is written but not published; ``generation.seconds`` is what it took so far.

    ``fresh`` names the files of the tables that this run wrote, when all others are shared with the generation before;
    it is ``None`` when none is.
    """

    generation: Generation
    started_at: int
    fresh: frozenset[str] | None = None

    @property
    def number(self) -> int:
        """The number it will be published under."""
        return self.generation.number

    @property
    def path(self) -> Path:
        """Its folder, which stays the same when it is published."""
        return self.generation.path


def now_microseconds() -> int:
    """Return the time as microseconds since 1970-01-01 UTC."""
    return time.time_ns() // 1000


def as_datetime(microseconds: int) -> datetime:
    """Return a time in microseconds since 1970-01-01 UTC as a datetime without time zone."""
    return EPOCH + timedelta(microseconds=microseconds)


def load(path: Path) -> Generation:
    """Read the generation in the folder ``path``.

    Raises:
        NoGeneration: it was never finished.
        DamagedFile: its generation.json is not the one that was written.
    """
    file = path / MANIFEST
    try:
        facts = file.stat()
        return _load(path, facts.st_ino, facts.st_size, facts.st_mtime_ns)
    except FileNotFoundError as error:
        raise NoGeneration(f"{path} is no finished generation") from error
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise DamagedFile(f"{file} is damaged: {error}") from error


@lru_cache(maxsize=8)
def _load(path: Path, _inode: int, _size: int, _modified_at: int) -> Generation:
    """Read a generation that is, by its file's inode, size and time, not the one read before.

    A run asks for the same few generations again and again, and the record of ten thousand files takes a while to read.
    """
    content = json.loads((path / MANIFEST).read_bytes())
    checksum = content.pop("sha256")
    if checksum != _checksum(content):
        raise DamagedFile(f"{path / MANIFEST} is damaged: the checksum is wrong")
    built_at = datetime.fromisoformat(content.pop("built_at"))
    files = {name: FileRecord(*record) for name, record in content.pop("files").items()}
    return Generation(path=path, built_at=built_at, files=files, notes=tuple(content.pop("notes")), **content)


def listing(data: Path) -> list[Generation]:
    """Return the published generations that can be read, oldest first."""
    found = []
    for number in _numbers(data):
        with suppress(NoGeneration, DamagedFile):
            found.append(load(_folder(data, number)))
    return found


def damages(data: Path) -> list[str]:
    """Return what is wrong with generations that were published and can't be read any more."""
    found = []
    for number in _numbers(data):
        try:
            load(_folder(data, number))
        except DamagedFile as error:
            found.append(str(error))
        except NoGeneration:
            if number == _link_number(data, CURRENT):
                found.append(f"{_folder(data, number) / MANIFEST} is missing")
    return found


def latest(data: Path) -> Generation | None:
    """Return the newest published generation, which feeds the next run; ``None`` before the first run."""
    for number in reversed(_numbers(data)):
        with suppress(NoGeneration, DamagedFile):
            return load(_folder(data, number))
    return None


def current(data: Path) -> Generation | None:
    """Return the generation that readers see; ``None`` before the first run.

    Raises:
        DamagedFile: its generation.json is damaged.
    """
    number = _link_number(data, CURRENT)
    if number is None:
        return None
    with suppress(NoGeneration):
        return load(_folder(data, number))
    return None


def current_number(data: Path) -> int | None:
    """Return the number of the generation that readers see, or ``None``."""
    return _link_number(data, CURRENT)


def pinned(data: Path) -> int | None:
    """Return the number of the generation that readers are kept on, or ``None``."""
    return _link_number(data, PINNED)


def pin(data: Path, number: int) -> Generation:
    """Keep readers on generation ``number`` until `release`; runs are refused meanwhile, and nothing is forgotten.

    Only the holder of the writer's lock may call this: a run under way would publish, or sweep that generation away.

    Raises:
        NoGeneration: there is none of that number.
        DamagedFile: it is damaged.
    """
    generation = load(_folder(data, number))
    _link(data / PINNED, _target(number))
    _point_readers(data, number)
    return generation


def release(data: Path) -> Generation:
    """Let readers see the newest generation again. Only the holder of the writer's lock may call this.

    Raises:
        NoGeneration: there is no generation at all.
    """
    newest = latest(data)
    if newest is None:
        raise NoGeneration(f"there is no generation in {data}")
    _point_readers(data, newest.number)
    (data / PINNED).unlink(missing_ok=True)
    return newest


def settle(data: Path) -> None:
    """Put the data folder in order after a run that was killed: remove what was never finished, finish its switch.

    Only the holder of the writer's lock may call this.
    """
    seen = {_link_number(data, CURRENT), pinned(data)}
    for number in _numbers(data):
        if not (_folder(data, number) / MANIFEST).exists() and number not in seen:
            shutil.rmtree(_folder(data, number))
    newest = latest(data)
    if newest is not None and pinned(data) is None and (_link_number(data, CURRENT) or 0) < newest.number:
        _point_readers(data, newest.number)


def next_number(data: Path) -> int:
    """Return the number for a new generation: one more than any folder has."""
    return max(_numbers(data), default=0) + 1


def publish(settings: Settings, staged: Staged) -> Generation:
    """Make a staged generation the one that readers see, and sweep the oldest.

    Only the holder of the writer's lock may call this.

    Raises:
        DataFolderUnusable: a link can't be made; readers then stay on the generation before.
        OSError: the disk is full or the folder read-only.
    """
    # What the links will lead to must be on the disk before they do.
    os.sync()
    seconds = round((now_microseconds() - staged.started_at) / 1e6, 3)
    _save(_with_database(replace(staged.generation, seconds=seconds)))
    _point_readers(settings.data, staged.number)
    sweep(settings.data, settings.keep_generations)
    return load(staged.path)


def renew_database(generation: Generation) -> Generation:
    """Take note of a database file that was built again for a published generation, as after the folder was moved.

    Only the holder of the writer's lock may call this.
    """
    renewed = _with_database(generation)
    _save(renewed)
    return renewed


def _with_database(generation: Generation) -> Generation:
    files = {name: record for name, record in generation.files.items() if name != DATABASE}
    if generation.database.exists():
        files[DATABASE] = _record(generation.database)
    return replace(generation, files=files)


def _save(generation: Generation) -> None:
    content = {name.name: getattr(generation, name.name) for name in fields(generation) if name.name != "path"}
    content |= {
        "built_at": generation.built_at.isoformat(),
        "rows": dict(generation.rows),
        "notes": list(generation.notes),
        "files": {name: list(record) for name, record in sorted(generation.files.items())},
    }
    content["sha256"] = _checksum(content)
    _write_durably(generation.path / MANIFEST, json.dumps(content, indent=1).encode())


def sweep(data: Path, keep: int) -> list[int]:
    """Remove the oldest generations beyond ``keep``, but never the current, the previous or a pinned one.

    Returns the numbers removed.
    """
    published = [generation.number for generation in listing(data)]
    kept = {*published[-max(keep, 2) :], _link_number(data, CURRENT), pinned(data)}
    removed = [number for number in _numbers(data) if number not in kept]
    for number in removed:
        # Without its generation.json a folder is no generation, however far its removal gets.
        (_folder(data, number) / MANIFEST).unlink(missing_ok=True)
        shutil.rmtree(_folder(data, number))
    return removed


@contextmanager
def writer_lock(data: Path, wait_seconds: float = 0) -> Iterator[None]:
    """Hold the one writer's lock of the data folder; the system frees it when its holder ends, however that ends.

    Args:
        data: the data folder; it is created if need be.
        wait_seconds: how long to wait for another run to end; negative waits without limit.

    Raises:
        WriterBusy: another run holds the lock.
        DataFolderUnusable: the folder can't be written to.
    """
    folder = data / LOCK_FOLDER
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / "lock")
        lock.acquire(timeout=wait_seconds)
    except Timeout as error:
        raise WriterBusy(f"another run is writing to {data}: {_owner(folder)}; wait until it has ended") from error
    except OSError as error:
        raise DataFolderUnusable(f"the data folder {data} can't be written to: {error.strerror or error}") from error
    owner = folder / "owner"
    try:
        with suppress(OSError):
            started = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
            program = Path(sys.argv[0]).name or "python"
            owner.write_text(f"process {os.getpid()} ({program}) on {socket.gethostname()}, since {started}")
        yield
    finally:
        with suppress(OSError):
            owner.unlink(missing_ok=True)
        lock.release()


def _owner(folder: Path) -> str:
    try:
        return (folder / "owner").read_text(errors="replace") or "an unknown process"
    except OSError:
        return "an unknown process"


def _numbers(data: Path) -> list[int]:
    try:
        names = [entry.name for entry in (data / FOLDER).iterdir()]
    except OSError:
        return []
    return sorted(int(name) for name in names if name.isascii() and name.isdigit())


def _folder(data: Path, number: int) -> Path:
    return data / FOLDER / str(number)


def _target(number: int) -> str:
    return f"{FOLDER}/{number}"


def _link_number(data: Path, name: str) -> int | None:
    try:
        number = (data / name).readlink().name
    except OSError:
        return None
    return int(number) if number.isascii() and number.isdigit() else None


def _point_readers(data: Path, number: int) -> None:
    _link(data / CURRENT, _target(number))
    _link(data / "tables", f"{CURRENT}/tables")
    _link(data / DATABASE, f"{CURRENT}/{DATABASE}")


def _link(path: Path, target: str) -> None:
    """Make ``path`` a link to ``target`` in one step; nothing is touched when it is one already."""
    if path.is_symlink() and str(path.readlink()) == target:
        return
    if path.exists() and not path.is_symlink():
        raise DataFolderUnusable(f"{path} stands where a link of the data folder belongs; move it away and run again")
    temporary = path.with_name(f".{path.name}.link")
    temporary.unlink(missing_ok=True)
    temporary.symlink_to(target)
    temporary.replace(path)
    _sync_folder(path.parent)


def _record(path: Path) -> FileRecord:
    with path.open("rb") as file:
        facts = os.fstat(file.fileno())
        return FileRecord(facts.st_size, hashlib.file_digest(file, "sha256").hexdigest(), facts.st_mtime_ns, 0)


def _checksum(content: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def _write_durably(path: Path, content: bytes) -> None:
    temporary = path.with_name(f".{path.name}.tmp")
    with temporary.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
