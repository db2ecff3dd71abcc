"""All definitions of the code location, for given settings."""

from __future__ import annotations

import dagster as dg

from cable_pipeline.orchestration import asset_checks, assets, automation, failures, upkeep
from cable_pipeline.orchestration.ingestion import Progress, ingestion_resource
from cable_pipeline.settings import Settings
from cable_pipeline.tables.ingest import Seen


def build_definitions(settings: Settings, progress: Progress | None = None, seen: Seen | None = None) -> dg.Definitions:
    """Return assets, checks, jobs, schedules and sensors.

    Args:
        settings: source, data and reading of every run; automation, limits and alarms.
        progress: told how far a run is; by default its progress goes into the run's own log.
        seen: what a look at the source folder found just before, so that the first run need not look again.

    The executor keeps a run in one process, since one process holds the writer's lock; telegrams are read by worker
    processes of their own.
    """
    clean_up = upkeep.clean_up_job(settings)
    return dg.Definitions(
        assets=assets.all_assets(settings),
        asset_checks=[asset_checks.check_step(settings)],
        jobs=[automation.ingest_job, clean_up],
        schedules=[automation.daily_schedule(settings), upkeep.clean_up_schedule(settings, clean_up)],
        sensors=[
            automation.seed_file_sensor(settings),
            automation.condition_sensor(settings),
            failures.failure_sensor(settings),
        ],
        resources={"ingestion": ingestion_resource(settings, progress, seen)},
        executor=dg.in_process_executor,
    )
