"""The Dagster instance behind the command line, and the runs in it whose process is gone."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import dagster as dg
import sqlalchemy
from dagster._core.instance.ref import InstanceRef
from dagster._core.storage.event_log.sqlite import sqlite_event_log
from filelock import FileLock, Timeout

from cable_pipeline.orchestration.home import prepare_dagster_home

# Dagster's own name of the job behind "Materialize all"; it exports no constant for it.
ASSET_JOB = "__ASSET_JOB"
INGEST_JOB = "ingest"

UNFINISHED = (
    dg.DagsterRunStatus.QUEUED,
    dg.DagsterRunStatus.NOT_STARTED,
    dg.DagsterRunStatus.STARTING,
    dg.DagsterRunStatus.STARTED,
    dg.DagsterRunStatus.CANCELING,
)
_SILENT_STEPS = {
    "compute_logs": {
        "module": "dagster._core.storage.noop_compute_log_manager",
        "class": "NoOpComputeLogManager",
    }
}
_MAKE_ENGINE, _THROW_AWAY = "create_engine", "dispose"
_held: dict[str, FileLock] = {}


@contextmanager
def command_line_instance() -> Iterator[dg.DagsterInstance]:
    """Open the instance at DAGSTER_HOME for a run inside this process.

    What the steps print is not captured: Dagster would start processes of its own for that, and a progress bar could
    no longer be drawn.
    """
    home = prepare_dagster_home()
    os.environ["DAGSTER_HOME"] = str(home)
    reference = InstanceRef.from_dir(str(home), overrides=_SILENT_STEPS)
    with _lazy_syncs(), _kept_engines(), ExitStack() as stack:
        # Two that make their tables in a new home at the same moment would stand in each other's way.
        with FileLock(home / ".opening.lock"):
            instance = stack.enter_context(dg.DagsterInstance.from_ref(reference))
            instance.get_run_records(limit=1)
        yield instance


@contextmanager
def _lazy_syncs() -> Iterator[None]:
    """Keep SQLite from waiting for the disk after every single event; a power cut may cost the last events, no more.

    Dagster opens and closes a connection per event. Without another one open, each close would write the whole log
    back into the database; with ``synchronous = NORMAL`` only that writing waits for the disk, no longer each commit.
    """
    kept: dict[str, sqlite3.Connection] = {}

    def connected(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute("PRAGMA synchronous = NORMAL")
        path = connection.execute("PRAGMA database_list").fetchone()[2]
        keeps_log = connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
        if keeps_log and path not in kept:
            kept[path] = sqlite3.connect(path, check_same_thread=False)
            kept[path].execute("SELECT count(*) FROM sqlite_master").fetchone()

    sqlalchemy.event.listen(sqlalchemy.Engine, "connect", connected)
    try:
        yield
    finally:
        sqlalchemy.event.remove(sqlalchemy.Engine, "connect", connected)
        for connection in kept.values():
            connection.close()


@contextmanager
def _kept_engines() -> Iterator[None]:
    """Keep one engine of SQLAlchemy, and its connection, for each database of Dagster's events.

    Dagster makes a new engine for every event and throws it away, which puts all statements together anew: a fourth of
    the time of a run over one file.
    """
    make: Callable[..., sqlalchemy.Engine] = getattr(sqlite_event_log, _MAKE_ENGINE)
    engines: dict[str, sqlalchemy.Engine] = {}

    def kept(address: str, **options: object) -> sqlalchemy.Engine:
        if address not in engines:
            engines[address] = make(address, **{**options, "poolclass": sqlalchemy.QueuePool})
            setattr(engines[address], _THROW_AWAY, lambda: None)
        return engines[address]

    setattr(sqlite_event_log, _MAKE_ENGINE, kept)
    try:
        yield
    finally:
        setattr(sqlite_event_log, _MAKE_ENGINE, make)
        for engine in engines.values():
            sqlalchemy.Engine.dispose(engine)


def unfinished_runs(instance: dg.DagsterInstance) -> list[dg.DagsterRun]:
    """Return the runs of this pipeline that are queued or under way, newest first."""
    records = instance.get_run_records(dg.RunsFilter(statuses=list(UNFINISHED)))
    return [record.dagster_run for record in records if record.dagster_run.job_name in (INGEST_JOB, ASSET_JOB)]


def keep_alive_mark(instance: dg.DagsterInstance, run_id: str) -> None:
    """Hold a lock for this run until the process ends, however it ends: the kernel frees it.

    That is how others tell a run that is still at work from one whose process was killed.
    """
    if run_id not in _held:
        lock = FileLock(_mark(instance, run_id))
        lock.acquire()
        _held[run_id] = lock


def fail_dead_runs(instance: dg.DagsterInstance) -> list[str]:
    """Mark runs as failed whose process is gone, so that they do not block the queue; return their ids.

    A run that has not marked itself yet is left alone; if its process never comes up, run monitoring ends it.
    """
    started = [
        run
        for run in unfinished_runs(instance)
        if run.status in (dg.DagsterRunStatus.STARTED, dg.DagsterRunStatus.CANCELING)
    ]
    dead = [run for run in started if _is_dead(instance, run.run_id)]
    for run in dead:
        instance.report_run_failed(
            run, "The process of this run ended without a word (killed, or the machine stopped)."
        )
    _forget_finished(instance, {run.run_id for run in started} - {run.run_id for run in dead})
    return [run.run_id for run in dead]


def _is_dead(instance: dg.DagsterInstance, run_id: str) -> bool:
    mark = _mark(instance, run_id)
    if run_id in _held or not mark.exists():
        return False
    try:
        with FileLock(mark, timeout=0):
            pass
    except Timeout:
        return False
    # The process may have ended in good order since its status was read.
    run = instance.get_run_by_id(run_id)
    return run is not None and not run.is_finished


def _forget_finished(instance: dg.DagsterInstance, running: set[str]) -> None:
    for mark in _marks(instance).glob("*.lock"):
        if mark.stem not in running and mark.stem not in _held:
            run = instance.get_run_by_id(mark.stem)
            if run is None or run.is_finished:
                mark.unlink(missing_ok=True)


def _mark(instance: dg.DagsterInstance, run_id: str) -> Path:
    return _marks(instance) / f"{run_id}.lock"


def _marks(instance: dg.DagsterInstance) -> Path:
    folder = Path(instance.root_directory) / "running"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
