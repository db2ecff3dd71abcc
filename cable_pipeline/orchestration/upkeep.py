"""Keeping Dagster's own records small: old runs and their events have no retention setting, so a job removes them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import dagster as dg

from cable_pipeline.orchestration.automation import schedule_default
from cable_pipeline.settings import Settings

CLEAN_UP_JOB = "clean_up_runs"
_RUNS_AT_ONCE = 200
_FINISHED = [dg.DagsterRunStatus.SUCCESS, dg.DagsterRunStatus.FAILURE, dg.DagsterRunStatus.CANCELED]


_CONFIGURATION = {
    "keep_days": dg.Field(
        dg.Noneable(int),
        default_value=None,
        description="Days that a finished run is kept; left out, the setting keep_run_days holds.",
    ),
    "keep_runs": dg.Field(
        int, default_value=20, description="The newest finished runs, so many, are kept however old they are."
    ),
}


def clean_up(instance: dg.DagsterInstance, keep_days: int, keep_runs: int) -> list[str]:
    """Delete the records of old finished runs and return their ids; tables and databases are not touched.

    A run is kept while it is the one that made an asset last: without it the UI would show the asset as never made,
    and everything derived from it as out of date.

    Raises:
        ValueError: one of the numbers is negative.
    """
    if keep_days < 0 or keep_runs < 0:
        raise ValueError(f"keep_days is {keep_days} and keep_runs is {keep_runs}; neither may be negative")
    limit = now() - timedelta(days=keep_days)
    finished = list(_finished(instance))
    needed = {run_id for run_id, _ in finished[:keep_runs]} | set(_telling(instance))
    old = [run_id for run_id, created in finished if created < limit and run_id not in needed]
    for run_id in old:
        instance.delete_run(run_id)
    return old


def now() -> datetime:
    """Return the time that runs are old against."""
    return datetime.now(UTC)


def clean_up_job(settings: Settings) -> dg.JobDefinition:
    """Return the job that removes old runs."""

    @dg.op(
        config_schema=_CONFIGURATION,
        description="Deletes the records of old runs, those apart that tell how an asset stands.",
    )
    def delete_old_runs() -> None:
        context = dg.OpExecutionContext.get()
        days = context.op_config["keep_days"]
        days = settings.keep_run_days if days is None else days
        removed = clean_up(context.instance, days, context.op_config["keep_runs"])
        context.log.info("%d runs older than %d days were removed.", len(removed), days)

    @dg.job(
        name=CLEAN_UP_JOB,
        executor_def=dg.in_process_executor,
        description="Removes Dagster's records of old runs. Tables and databases are not touched.",
    )
    def clean_up_runs() -> None:
        delete_old_runs()

    return clean_up_runs


def clean_up_schedule(settings: Settings, job: dg.JobDefinition) -> dg.ScheduleDefinition:
    """Return the schedule of the job: on Sundays, at a quiet hour."""
    return dg.ScheduleDefinition(
        name="weekly_clean_up",
        job=job,
        cron_schedule="30 4 * * 0",
        execution_timezone="UTC",
        default_status=schedule_default(settings),
        description="Removes Dagster's records of old runs once a week.",
    )


def _finished(instance: dg.DagsterInstance) -> Iterator[tuple[str, datetime]]:
    """Yield id and time of every finished run, newest first."""
    cursor = None
    while True:
        records = instance.get_run_records(dg.RunsFilter(statuses=_FINISHED), limit=_RUNS_AT_ONCE, cursor=cursor)
        yield from ((record.dagster_run.run_id, record.create_timestamp) for record in records)
        if len(records) < _RUNS_AT_ONCE:
            return
        cursor = records[-1].dagster_run.run_id


def _telling(instance: dg.DagsterInstance) -> Iterator[str]:
    """Yield the runs that made an asset last; the outcome of its checks stands in the same run."""
    for record in instance.get_asset_records():
        if record.asset_entry.last_materialization is not None:
            yield record.asset_entry.last_materialization.run_id
