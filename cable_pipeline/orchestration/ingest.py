"""The run behind `cables run`: the assets of the job, executed by Dagster inside this process."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any, NamedTuple

import dagster as dg

from cable_pipeline.orchestration.assets import DATABASE, EXPECTED_FAULTS, FILE_COUNTS, SEARCH_INDEX
from cable_pipeline.orchestration.graph import build_definitions
from cable_pipeline.orchestration.ingestion import Progress, RunOptions
from cable_pipeline.orchestration.instance import INGEST_JOB, command_line_instance
from cable_pipeline.settings import Settings
from cable_pipeline.tables import generations
from cable_pipeline.tables.schema import TABLES

# Dagster would write every event to the terminal; they are all in the run's log.
_QUIET = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}
_STARTED_BY = {"cable_pipeline/started_by": "command line"}


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
        run_id: Dagster's id of the run.
        generation: number of the generation that readers have now.
        published: whether this run made it; if not, nothing had changed.
        files: number of files by what became of them.
        rows: rows per table.
        seconds: how long the run took, Dagster's part included.
        database: absolute path of the database.
        search: the search index; None where the settings leave it out.
    """

    run_id: str
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

    Raises:
        RunFailed: it was refused, a check failed, or a folder can't be read or written.
    """
    started = time.monotonic()
    options = RunOptions(full_refresh=full_refresh, verify=verify, insist=insist)
    job = build_definitions(settings, progress).resolve_job_def(INGEST_JOB)
    config = {**_QUIET, "resources": {"ingestion": {"config": options.model_dump()}}}
    try:
        with command_line_instance() as instance:
            result = job.execute_in_process(run_config=config, instance=instance, tags=_STARTED_BY)
    except dg.Failure as failure:
        raise RunFailed(str(failure.description)) from failure
    except dg.DagsterUserCodeExecutionError as error:
        # What went wrong before the first asset, such as a data folder that can't be written to, arrives wrapped.
        if not isinstance(error.user_exception, EXPECTED_FAULTS):
            raise
        raise RunFailed(str(error.user_exception)) from error
    except EXPECTED_FAULTS as error:
        raise RunFailed(f"Dagster's own records can't be kept: {error}") from error
    except (KeyboardInterrupt, dg.DagsterExecutionInterruptedError) as error:
        raise RunFailed("The run was stopped; readers keep what they had.") from error
    reported = {
        event.asset_key.to_user_string(): {name: value.value for name, value in materialization.metadata.items()}
        for event in result.get_asset_materialization_events()
        if event.asset_key is not None and (materialization := event.materialization) is not None
    }
    return _summary(result.run_id, reported, settings, time.monotonic() - started)


def _summary(run_id: str, reported: dict[str, dict[str, Any]], settings: Settings, seconds: float) -> RunSummary:
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


def _search_summary(reported: dict[str, Any]) -> SearchSummary | None:
    if "left_out" in reported:
        return None
    return SearchSummary(reported["dagster/row_count"], reported["buckets_written"], reported["seconds"])
