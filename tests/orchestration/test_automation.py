from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
from datetime import UTC, datetime
from pathlib import Path

import dagster as dg
import pytest

from cable_pipeline.orchestration.automation import daily_schedule, seed_file_sensor
from cable_pipeline.orchestration.graph import build_definitions
from cable_pipeline.orchestration.instance import fail_dead_runs, keep_alive_mark, unfinished_runs
from cable_pipeline.settings import Settings
from cable_pipeline.tables import generations
from tests.orchestration import telegrams
from tests.orchestration.test_runs import execute, versions


def look(settings: Settings, instance: dg.DagsterInstance, cursor: str | None = None) -> tuple[list[str], str | None]:
    """Let the sensor look once; return the keys of the runs it asks for, and its cursor."""
    with dg.build_sensor_context(instance=instance, cursor=cursor) as context:
        data = seed_file_sensor(settings).evaluate_tick(context)
    return [request.run_key or "" for request in data.run_requests or ()], data.cursor


def test_the_sensor_asks_once_for_what_it_sees_first(settings: Settings, instance: dg.DagsterInstance) -> None:
    keys, cursor = look(settings, instance)
    assert len(keys) == 1
    assert look(settings, instance, cursor) == ([], cursor)


def test_the_sensor_asks_for_nothing_that_a_run_has_seen(settings: Settings, instance: dg.DagsterInstance) -> None:
    execute(settings, instance)
    keys, cursor = look(settings, instance)
    assert keys == []
    assert look(settings, instance, cursor) == ([], cursor)


def test_new_changed_and_removed_files_are_each_noticed(settings: Settings, instance: dg.DagsterInstance) -> None:
    execute(settings, instance)
    _, cursor = look(settings, instance)
    asked = []
    telegrams.write(settings.source, 9)
    keys, cursor = look(settings, instance, cursor)
    asked += keys
    telegrams.write(settings.source, 9, "Another sentence.")
    keys, cursor = look(settings, instance, cursor)
    asked += keys
    (settings.source / "1.txt").unlink()
    keys, cursor = look(settings, instance, cursor)
    asked += keys
    assert len(set(asked)) == 3


def test_files_that_return_to_an_earlier_state_are_asked_for_again(
    settings: Settings, instance: dg.DagsterInstance
) -> None:
    execute(settings, instance)
    _, cursor = look(settings, instance)
    path = telegrams.write(settings.source, 9)
    kept, times = path.read_bytes(), path.stat().st_mtime_ns
    first, cursor = look(settings, instance, cursor)
    execute(settings, instance)
    path.unlink()
    _, cursor = look(settings, instance, cursor)
    execute(settings, instance)
    path.write_bytes(kept)
    os.utime(path, ns=(times, times))
    second, _ = look(settings, instance, cursor)
    assert len(first) == len(second) == 1
    assert first != second


@pytest.mark.parametrize("status", [dg.DagsterRunStatus.NOT_STARTED, dg.DagsterRunStatus.STARTED])
@pytest.mark.parametrize("name", ["ingest", "__ASSET_JOB"])
def test_the_sensor_asks_for_nothing_while_a_run_is_under_way(
    settings: Settings, instance: dg.DagsterInstance, name: str, status: dg.DagsterRunStatus
) -> None:
    instance.create_run_for_job(build_definitions(settings).resolve_job_def(name), status=status)
    assert look(settings, instance) == ([], None)


def test_the_sensor_says_so_when_the_source_folder_is_gone(tmp_path: Path, instance: dg.DagsterInstance) -> None:
    settings = Settings.load(source=tmp_path / "none", data=tmp_path / "data")
    with dg.build_sensor_context(instance=instance) as context:
        data = seed_file_sensor(settings).evaluate_tick(context)
    assert not data.run_requests
    assert "none" in str(data.skip_message)


def test_while_readers_are_kept_on_a_generation_nothing_is_asked_for(
    settings: Settings, stored_instance: dg.DagsterInstance
) -> None:
    execute(settings, stored_instance)
    telegrams.write(settings.source, 9)
    generations.pin(settings.data, 1)
    assert look(settings, stored_instance) == ([], None)
    keys, message = night(settings, stored_instance)
    assert keys == []
    assert "generation 1" in message


def night(settings: Settings, instance: dg.DagsterInstance) -> tuple[list[str | None], str]:
    """Let the schedule's time come once; return the keys of the runs it asks for, and why it asks for none."""
    time = datetime(2006, 8, 9, 3, tzinfo=UTC)
    with dg.build_schedule_context(instance=instance, scheduled_execution_time=time) as context:
        data = daily_schedule(settings).evaluate_tick(context)
    return [request.run_key for request in data.run_requests or ()], data.skip_message or ""


def test_the_schedule_asks_for_one_run_when_something_changed(
    settings: Settings, stored_instance: dg.DagsterInstance
) -> None:
    assert night(settings, stored_instance)[0] == ["2006-08-09T03:00:00+00:00"]
    execute(settings, stored_instance)
    telegrams.write(settings.source, 9)
    assert len(night(settings, stored_instance)[0]) == 1


def test_the_schedule_starts_nothing_when_nothing_changed_and_notes_that_it_looked(
    settings: Settings, stored_instance: dg.DagsterInstance
) -> None:
    made = versions(execute(settings, stored_instance))
    keys, message = night(settings, stored_instance)
    assert keys == []
    assert message == "Nothing changed among 6 files."
    noted = stored_instance.get_latest_materialization_event(dg.AssetKey("source_files"))
    assert noted is not None
    assert noted.asset_materialization is not None
    assert noted.run_id == ""
    assert (noted.asset_materialization.tags or {})["dagster/data_version"] == made["source_files"]


def test_the_schedule_lets_a_run_fail_that_nobody_would_hear_of_otherwise(
    settings: Settings, stored_instance: dg.DagsterInstance
) -> None:
    execute(settings, stored_instance)
    shutil.rmtree(settings.source)
    assert len(night(settings, stored_instance)[0]) == 1


def test_the_schedule_asks_for_a_run_when_the_database_can_not_be_opened(
    settings: Settings, stored_instance: dg.DagsterInstance
) -> None:
    execute(settings, stored_instance)
    (settings.data / "generations" / "1" / "cables.duckdb").write_bytes(b"broken")
    assert len(night(settings, stored_instance)[0]) == 1
    assert execute(settings, stored_instance).success
    assert night(settings, stored_instance)[0] == []


@pytest.mark.parametrize("what", ["READER_VERSION", "SCHEMA_VERSION"])
def test_another_version_of_reader_or_schema_is_a_reason_to_run(
    settings: Settings, stored_instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    execute(settings, stored_instance)
    _, cursor = look(settings, stored_instance)
    place = "cable_pipeline.telegram" if what == "READER_VERSION" else "cable_pipeline.orchestration.outlook"
    monkeypatch.setattr(f"{place}.{what}", "another")
    if what == "SCHEMA_VERSION":
        monkeypatch.setattr("cable_pipeline.tables.planning.SCHEMA_VERSION", "another")
    assert len(look(settings, stored_instance, cursor)[0]) == 1
    assert len(night(settings, stored_instance)[0]) == 1


def test_the_schedule_leaves_it_to_a_run_that_is_under_way(
    settings: Settings, stored_instance: dg.DagsterInstance
) -> None:
    job = build_definitions(settings).resolve_job_def("ingest")
    stored_instance.create_run_for_job(job, status=dg.DagsterRunStatus.NOT_STARTED)
    keys, message = night(settings, stored_instance)
    assert keys == []
    assert "under way" in message


def _mark_and_wait(home: str, run_id: str, marked: multiprocessing.synchronize.Event) -> None:
    with dg.DagsterInstance.from_config(home) as instance:
        keep_alive_mark(instance, run_id)
        marked.set()
        signal.pause()


@pytest.mark.skipif(not hasattr(signal, "pause"), reason="needs signals as POSIX has them")
def test_a_run_whose_process_was_killed_is_marked_as_failed(settings: Settings, instance: dg.DagsterInstance) -> None:
    job = build_definitions(settings).resolve_job_def("ingest")
    run = instance.create_run_for_job(job, status=dg.DagsterRunStatus.STARTED)
    context = multiprocessing.get_context("spawn")
    marked = context.Event()
    process = context.Process(target=_mark_and_wait, args=(instance.root_directory, run.run_id, marked))
    process.start()
    assert marked.wait(60)
    assert fail_dead_runs(instance) == []
    assert [run.run_id for run in unfinished_runs(instance)] == [run.run_id]
    process.kill()
    process.join()
    assert fail_dead_runs(instance) == [run.run_id]
    assert unfinished_runs(instance) == []
    assert fail_dead_runs(instance) == []
    assert not list((Path(instance.root_directory) / "running").glob("*.lock"))


def test_a_run_that_has_not_marked_itself_yet_is_left_alone(settings: Settings, instance: dg.DagsterInstance) -> None:
    job = build_definitions(settings).resolve_job_def("ingest")
    instance.create_run_for_job(job, status=dg.DagsterRunStatus.STARTED)
    assert fail_dead_runs(instance) == []
