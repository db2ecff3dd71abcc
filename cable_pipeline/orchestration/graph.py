"""All definitions of the code location, for given settings."""

from __future__ import annotations

import dagster as dg

from cable_pipeline.orchestration import assets, automation
from cable_pipeline.orchestration.ingestion import Progress, ingestion_resource
from cable_pipeline.settings import Settings


def build_definitions(settings: Settings, progress: Progress | None = None) -> dg.Definitions:
    """Return assets, job, schedule and sensor.

    Args:
        settings: source, data and reading of every run; times of schedule and sensor.
        progress: told how far a run is; by default its progress goes into the run's own log.

    The executor keeps a run in one process, since one process holds the writer's lock; telegrams are read by worker
    processes of their own.
    """
    return dg.Definitions(
        assets=assets.all_assets(),
        jobs=[automation.ingest_job],
        schedules=[automation.daily_schedule(settings)],
        sensors=[automation.seed_file_sensor(settings)],
        resources={"ingestion": ingestion_resource(settings, progress)},
        executor=dg.in_process_executor,
    )
