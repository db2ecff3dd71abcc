"""What starts runs by itself: a daily schedule, a sensor that looks at the source folder, and conditions of assets."""

from __future__ import annotations

import dagster as dg

from cable_pipeline import sources
from cable_pipeline.orchestration.asset_checks import SOURCE_FILES
from cable_pipeline.orchestration.instance import INGEST_JOB, fail_dead_runs, unfinished_runs
from cable_pipeline.orchestration.metadata import source_version
from cable_pipeline.orchestration.outlook import Outlook, look
from cable_pipeline.orchestration.plain_text import one_line
from cable_pipeline.orchestration.seed_files import known_seed_files
from cable_pipeline.settings import Settings
from cable_pipeline.tables import generations

UNDER_WAY = "A run is queued or under way; looking again when it has ended."

ingest_job = dg.define_asset_job(
    INGEST_JOB,
    selection=dg.AssetSelection.all(),
    # A run whose process died is started again by Dagster, from its first step: the steps share one writer's lock.
    tags={"dagster/retry_strategy": "ALL_STEPS"},
    description="The whole main job: reads what changed in the source folder and publishes tables and database.",
)

WHEN_INPUTS_CHANGED = (
    dg.AutomationCondition.any_deps_match(dg.AutomationCondition.data_version_changed()).since_last_handled()
    & ~dg.AutomationCondition.any_deps_missing()
    & ~dg.AutomationCondition.any_deps_in_progress()
    & ~dg.AutomationCondition.in_progress()
).with_label("when the data of an input changed")
"""For assets that are made from published ones: made again when an input's data version is another, and only then."""


def schedule_default(settings: Settings) -> dg.DefaultScheduleStatus:
    """Return whether schedules are on until someone switches them."""
    return dg.DefaultScheduleStatus.RUNNING if settings.automation else dg.DefaultScheduleStatus.STOPPED


def sensor_default(settings: Settings) -> dg.DefaultSensorStatus:
    """Return whether sensors are on until someone switches them."""
    return dg.DefaultSensorStatus.RUNNING if settings.automation else dg.DefaultSensorStatus.STOPPED


def daily_schedule(settings: Settings) -> dg.ScheduleDefinition:
    """Return the schedule of the daily run; its times are UTC. It starts none when nothing changed."""

    @dg.schedule(
        name="daily_ingest",
        job=ingest_job,
        cron_schedule=settings.schedule,
        execution_timezone="UTC",
        default_status=schedule_default(settings),
        description="Looks at the source folder, the tables and the version of the reader once a day, also when the "
        "sensor is off, and brings the tables up to date. When they are, no run starts.",
    )
    def daily_ingest(context: dg.ScheduleEvaluationContext) -> dg.RunRequest | dg.SkipReason:
        fail_dead_runs(context.instance)
        if unfinished_runs(context.instance):
            return dg.SkipReason("A run is queued or under way, and sees what there is to see.")
        if reason := _why_nothing_may_run(settings):
            return dg.SkipReason(reason)
        run = dg.RunRequest(run_key=context.scheduled_execution_time.isoformat())
        try:
            outlook = look(settings)
        except sources.SourceMissing:
            # Somebody should know, so let a run fail and say it.
            return run
        if outlook.reason is not None:
            return run
        _note_a_look(context.instance, settings, outlook)
        return dg.SkipReason(f"Nothing changed among {outlook.files:,} files.")

    return daily_ingest


def seed_file_sensor(settings: Settings) -> dg.SensorDefinition:
    """Return the sensor that asks for a run when seed files are new, changed or gone."""

    @dg.sensor(
        name="seed_files",
        job=ingest_job,
        minimum_interval_seconds=settings.sensor_seconds,
        default_status=sensor_default(settings),
        description="Asks for a run when files in the source folder are new, changed or gone, or when a new version of "
        "the reader would read them otherwise. It asks once; a run that failed is the schedule's to repeat.",
    )
    def seed_files(context: dg.SensorEvaluationContext) -> dg.SensorResult | dg.SkipReason:
        fail_dead_runs(context.instance)
        if unfinished_runs(context.instance):
            return dg.SkipReason(UNDER_WAY)
        if reason := _why_nothing_may_run(settings):
            return dg.SkipReason(reason)
        try:
            outlook = look(settings, context.cursor)
        except sources.SourceMissing as error:
            return dg.SkipReason(one_line(str(error)))
        return _ask(settings, outlook)

    return seed_files


def condition_sensor(settings: Settings) -> dg.AutomationConditionSensorDefinition:
    """Return the sensor that makes views and search again when what they are made from changed without them."""
    return dg.AutomationConditionSensorDefinition(
        name="refresh_of_what_is_derived",
        target=dg.AssetSelection.all(),
        default_status=sensor_default(settings),
        minimum_interval_seconds=settings.sensor_seconds,
        description="Makes views again when tables were made without them. A whole run leaves it nothing to do.",
    )


def _ask(settings: Settings, outlook: Outlook) -> dg.SensorResult | dg.SkipReason:
    """Ask for a run unless none is due; the cursor keeps what was answered, over restarts too."""
    if outlook.reason is None:
        return dg.SensorResult(skip_reason=f"Nothing changed among {outlook.files:,} files.", cursor=outlook.state)
    latest = generations.latest(settings.data)
    # With the generation in the key, so that files that return to an earlier state are asked for again.
    key = outlook.state if latest is None else f"{outlook.state}-{latest.number}"
    return dg.SensorResult(run_requests=[dg.RunRequest(run_key=key)], cursor=outlook.state)


def _note_a_look(instance: dg.DagsterInstance, settings: Settings, outlook: Outlook) -> None:
    """Record without a run that the source folder was looked at, so that it counts as fresh."""
    latest = generations.latest(settings.data)
    if latest is None:
        return
    version = source_version(known_seed_files(latest))
    instance.report_runless_asset_event(
        dg.AssetMaterialization(
            SOURCE_FILES,
            description="The schedule looked at the source folder; nothing had changed.",
            metadata={"dagster/row_count": latest.rows[SOURCE_FILES], "files_seen": outlook.files},
            tags={"dagster/data_version": version.value},
        )
    )


def _why_nothing_may_run(settings: Settings) -> str | None:
    pinned = generations.pinned(settings.data)
    return f"Readers are kept on generation {pinned}; runs wait until it is released." if pinned is not None else None
