"""The assets of the job, executed by Dagster inside this process; the instance at DAGSTER_HOME keeps the record."""

from __future__ import annotations

from typing import Any, NamedTuple

import dagster as dg

from cable_pipeline.orchestration.faults import EXPECTED_FAULTS
from cable_pipeline.orchestration.graph import build_definitions
from cable_pipeline.orchestration.ingest import RunFailed
from cable_pipeline.orchestration.ingestion import Progress, RunOptions
from cable_pipeline.orchestration.instance import INGEST_JOB, command_line_instance
from cable_pipeline.settings import Settings
from cable_pipeline.tables.ingest import Seen

# Dagster would write every event to the terminal; they are all in the run's log.
_QUIET = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}
_STARTED_BY = {"cable_pipeline/started_by": "command line"}


class Executed(NamedTuple):
    """What a run recorded: its id, and the metadata of every asset by its name."""

    run_id: str
    metadata: dict[str, dict[str, Any]]


def execute(settings: Settings, options: RunOptions, progress: Progress, seen: Seen | None = None) -> Executed:
    """Execute the whole job; ``seen`` is what a look at the source folder found just before.

    Raises:
        RunFailed: it was refused, a check failed, or a folder can't be read or written.
    """
    job = build_definitions(settings, progress, seen).resolve_job_def(INGEST_JOB)
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
    return Executed(
        result.run_id,
        {
            event.asset_key.to_user_string(): {name: value.value for name, value in materialization.metadata.items()}
            for event in result.get_asset_materialization_events()
            if event.asset_key is not None and (materialization := event.materialization) is not None
        },
    )
