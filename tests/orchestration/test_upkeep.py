from __future__ import annotations

from datetime import UTC, datetime, timedelta

import dagster as dg
import pytest

from cable_pipeline.orchestration import upkeep
from cable_pipeline.orchestration.graph import build_definitions
from cable_pipeline.orchestration.upkeep import CLEAN_UP_JOB, clean_up
from cable_pipeline.settings import Settings
from tests.orchestration.test_runs import QUIET, execute, silent


def failed_runs(settings: Settings, instance: dg.DagsterInstance, count: int) -> list[str]:
    """Ids of runs that failed, oldest first."""
    job = build_definitions(settings, silent).resolve_job_def("ingest")
    runs = [instance.create_run_for_job(job) for _ in range(count)]
    for run in runs:
        instance.report_run_failed(run)
    return [run.run_id for run in runs]


def ids(instance: dg.DagsterInstance) -> set[str]:
    return {run.run_id for run in instance.get_runs()}


@pytest.fixture
def days_later(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten days have passed since the runs were made."""

    monkeypatch.setattr(upkeep, "now", lambda: datetime.now(UTC) + timedelta(days=10))


@pytest.mark.usefixtures("days_later")
def test_old_runs_are_removed_but_for_the_newest(settings: Settings, instance: dg.DagsterInstance) -> None:
    runs = failed_runs(settings, instance, 5)
    assert set(clean_up(instance, keep_days=9, keep_runs=2)) == set(runs[:3])
    assert ids(instance) == set(runs[3:])


@pytest.mark.usefixtures("days_later")
def test_a_run_that_made_an_asset_last_is_kept(settings: Settings, instance: dg.DagsterInstance) -> None:
    first = execute(settings, instance).run_id
    last = execute(settings, instance, full_refresh=True).run_id
    newer = failed_runs(settings, instance, 2)
    assert set(clean_up(instance, keep_days=1, keep_runs=0)) == {first, *newer}
    assert ids(instance) == {last}
    assert instance.get_latest_materialization_event(dg.AssetKey("cables")) is not None


def test_young_runs_and_runs_under_way_stay(settings: Settings, instance: dg.DagsterInstance) -> None:
    failed_runs(settings, instance, 2)
    instance.create_run_for_job(build_definitions(settings, silent).resolve_job_def("ingest"))
    before = ids(instance)
    assert clean_up(instance, keep_days=1, keep_runs=0) == []
    clean_up(instance, keep_days=0, keep_runs=0)
    assert len(before) == 3
    assert len(ids(instance)) == 1


def test_negative_numbers_are_refused(instance: dg.DagsterInstance) -> None:
    with pytest.raises(ValueError, match="negative"):
        clean_up(instance, keep_days=-1, keep_runs=0)


@pytest.mark.usefixtures("days_later")
def test_the_job_follows_setting_and_configuration(settings: Settings, instance: dg.DagsterInstance) -> None:
    runs = failed_runs(settings, instance, 3)
    job = build_definitions(settings, silent).resolve_job_def(CLEAN_UP_JOB)
    assert job.execute_in_process(instance=instance, run_config=QUIET).success
    assert set(runs) < ids(instance)
    config = {"ops": {"delete_old_runs": {"config": {"keep_days": 5, "keep_runs": 1}}}, **QUIET}
    assert job.execute_in_process(instance=instance, run_config=config).success
    assert not set(runs) & ids(instance)
