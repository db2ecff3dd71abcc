"""The run behind `cables run`. Dagster is loaded and a run recorded only when there is something to do."""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from cable_pipeline import sources
from cable_pipeline.orchestration.file_counts import FILE_COUNTS, file_counts
from cable_pipeline.orchestration.outlook import Outlook, look
from cable_pipeline.settings import Settings
from cable_pipeline.tables import generations
from cable_pipeline.tables.ingest import Progress
from cable_pipeline.tables.schema import TABLES

DATABASE = "cables_database"
SEARCH_INDEX = "search_index"


class RunFailed(RuntimeError):
    """Nothing was published; the message says why and what to do."""


class SearchSummary(NamedTuple):
    """The search index after a run: paragraphs in it, buckets of the tables that were read for it, seconds it took."""

    paragraphs: int
    buckets_written: int
    seconds: float


class RunSummary(NamedTuple):
    """What a run did.

    Attributes:
        run_id: Dagster's id of the run; None when nothing had changed, so that none was started.
        generation: number of the generation that readers have now.
        published: whether this run made it; if not, nothing had changed.
        files: number of files by what became of them.
        rows: rows per table.
        seconds: how long the run took, Dagster's part included.
        database: absolute path of the database.
        search: the search index; None where the settings leave it out.
    """

    run_id: str | None
    generation: int
    published: bool
    files: dict[str, int]
    rows: dict[str, int]
    seconds: float
    database: Path
    search: SearchSummary | None


def run(
    settings: Settings,
    *,
    full_refresh: bool = False,
    verify: bool = False,
    insist: bool = False,
    progress: Progress,
) -> RunSummary:
    """Bring tables and database up to date, with the instance at DAGSTER_HOME keeping the record.

    When nothing changed no run is started, unless one is asked to read every file.

    Raises:
        RunFailed: it was refused, a check failed, or a folder can't be read or written.
    """
    started = time.monotonic()
    outlook = None
    if not (full_refresh or verify):
        progress("scan", 0, 1)
        outlook = _outlook(settings)
        unchanged = _unchanged(settings, outlook) if outlook is not None else None
        if unchanged is not None:
            return _summary(None, unchanged, settings, time.monotonic() - started)
    from cable_pipeline.orchestration.execution import execute
    from cable_pipeline.orchestration.ingestion import RunOptions

    options = RunOptions(full_refresh=full_refresh, verify=verify, insist=insist)
    executed = execute(settings, options, progress, outlook.seen if outlook is not None else None)
    return _summary(executed.run_id, executed.metadata, settings, time.monotonic() - started)


def _outlook(settings: Settings) -> Outlook | None:
    """Return what a look at the source folder comes to; None where only a run can tell why it can't be done."""
    if generations.pinned(settings.data) is not None:
        return None
    try:
        return look(settings)
    except sources.SourceMissing:
        return None


def _unchanged(settings: Settings, outlook: Outlook) -> dict[str, dict[str, Any]] | None:
    """Return what a run would report if there is nothing for it to do, else None."""
    latest = generations.latest(settings.data)
    if outlook.plan is None or latest is None:
        return None
    counts = file_counts(latest, outlook.plan.changes)
    rows = {name: {"dagster/row_count": count} for name, count in latest.rows.items()}
    search: dict[str, Any] = {"left_out": True}
    if outlook.search is not None:
        search = {"dagster/row_count": outlook.search.paragraphs, "buckets_written": 0, "seconds": 0.0}
    return rows | {
        DATABASE: {"generation": latest.number, "published": False, **counts},
        SEARCH_INDEX: search,
    }


def _summary(
    run_id: str | None, reported: Mapping[str, Mapping[str, Any]], settings: Settings, seconds: float
) -> RunSummary:
    database = reported[DATABASE]
    return RunSummary(
        run_id=run_id,
        generation=database["generation"],
        published=database["published"],
        files={name.removeprefix("files_"): database[name] for name in FILE_COUNTS},
        rows={name: reported[name]["dagster/row_count"] for name in TABLES},
        seconds=seconds,
        database=settings.data / generations.DATABASE,
        search=_search_summary(reported[SEARCH_INDEX]),
    )


def _search_summary(reported: Mapping[str, Any]) -> SearchSummary | None:
    if "left_out" in reported:
        return None
    return SearchSummary(reported["dagster/row_count"], reported["buckets_written"], reported["seconds"])
