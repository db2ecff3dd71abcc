"""What starts runs by itself: a daily schedule and a sensor that looks at the source folder."""

from __future__ import annotations

from collections.abc import Sequence

import dagster as dg

from cable_pipeline import sources
from cable_pipeline.orchestration.instance import INGEST_JOB, fail_dead_runs, unfinished_runs
from cable_pipeline.orchestration.plain_text import one_line
from cable_pipeline.orchestration.seed_files import known_seed_files, state_of
from cable_pipeline.settings import Settings
from cable_pipeline.tables import generations

ingest_job = dg.define_asset_job(
    INGEST_JOB,
    selection=dg.AssetSelection.all(),
    description="The whole main job: reads what changed in the source folder and publishes tables and database.",
)


def daily_schedule(settings: Settings) -> dg.ScheduleDefinition:
    """Return the schedule of the daily run, on by default; its times are UTC."""

    @dg.schedule(
        name="daily_ingest",
        job=ingest_job,
        cron_schedule=settings.schedule,
        execution_timezone="UTC",
        default_status=dg.DefaultScheduleStatus.RUNNING,
        description="Brings the tables up to date once a day, also when the sensor is off.",
    )
    def daily_ingest(context: dg.ScheduleEvaluationContext) -> dg.RunRequest | dg.SkipReason:
        if reason := _why_nothing_may_run(settings):
            return dg.SkipReason(reason)
        return dg.RunRequest(run_key=context.scheduled_execution_time.isoformat())

    return daily_ingest


def seed_file_sensor(settings: Settings) -> dg.SensorDefinition:
    """Return the sensor that asks for a run when seed files are new, changed or gone, on by default."""

    @dg.sensor(
        name="seed_files",
        job=ingest_job,
        minimum_interval_seconds=settings.sensor_seconds,
        default_status=dg.DefaultSensorStatus.RUNNING,
        description="Asks for a run when files in the source folder are new, changed or gone. It reads none of them.",
    )
    def seed_files(context: dg.SensorEvaluationContext) -> dg.SensorResult | dg.SkipReason:
        fail_dead_runs(context.instance)
        if unfinished_runs(context.instance):
            return dg.SkipReason("A run is queued or under way; looking again when it has ended.")
        if reason := _why_nothing_may_run(settings):
            return dg.SkipReason(reason)
        try:
            scan = sources.scan(settings.source, settings.pattern)
        except sources.SourceMissing as error:
            return dg.SkipReason(one_line(str(error)))
        return _ask(context.cursor, scan.files, generations.latest(settings.data))

    return seed_files


def _ask(
    cursor: str | None, files: Sequence[sources.SeedFile], latest: generations.Generation | None
) -> dg.SensorResult | dg.SkipReason:
    """Ask for a run unless this state of the folder was asked for before, or is that of the latest generation."""
    state = state_of(files)
    if state == cursor:
        return dg.SkipReason(f"Nothing changed among {len(files):,} files.")
    if latest is None:
        # Without a number in the key, since there is no generation that the state could return to.
        return dg.SensorResult(run_requests=[dg.RunRequest(run_key=state)], cursor=state)
    if state == state_of(known_seed_files(latest)):
        return dg.SensorResult(skip_reason=f"All {len(files):,} files are as the latest run saw them.", cursor=state)
    # With the generation in the key, so that files that return to an earlier state are asked for again.
    return dg.SensorResult(run_requests=[dg.RunRequest(run_key=f"{state}-{latest.number}")], cursor=state)


def _why_nothing_may_run(settings: Settings) -> str | None:
    pinned = generations.pinned(settings.data)
    return f"Readers are kept on generation {pinned}; runs wait until it is released." if pinned is not None else None
