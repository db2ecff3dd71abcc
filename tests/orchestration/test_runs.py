from __future__ import annotations

import shutil
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import dagster as dg
import pytest

from cable_pipeline.database import checks, connect
from cable_pipeline.database.views import views
from cable_pipeline.orchestration import ingest
from cable_pipeline.orchestration.graph import build_definitions
from cable_pipeline.orchestration.ingestion import ChecksFailed, require_sound
from cable_pipeline.settings import Settings
from cable_pipeline.tables import generations
from cable_pipeline.tables.schema import TABLES
from tests.orchestration import telegrams

# Dagster would write every event beside the answers of the tests.
QUIET = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}


def silent(_stage: str, _done: int, _total: int) -> None:
    return None


def execute(
    settings: Settings, instance: dg.DagsterInstance, *assets: str, **options: bool | int | str
) -> dg.ExecuteInProcessResult:
    job = build_definitions(settings, silent).resolve_job_def("ingest")
    return job.execute_in_process(
        instance=instance,
        asset_selection=[dg.AssetKey(name) for name in assets] or None,
        run_config={"resources": {"ingestion": {"config": options}}, **QUIET},
        raise_on_error=False,
    )


def metadata(result: dg.ExecuteInProcessResult, asset: str) -> dict[str, Any]:
    (event,) = [e for e in result.get_asset_materialization_events() if e.asset_key == dg.AssetKey(asset)]
    assert event.materialization is not None
    shown = event.materialization.metadata
    return {name: value if isinstance(value, dg.TableMetadataValue) else value.value for name, value in shown.items()}


def versions(result: dg.ExecuteInProcessResult) -> dict[str, str]:
    found = {}
    for event in result.get_asset_materialization_events():
        assert event.asset_key is not None
        assert event.materialization is not None
        found[event.asset_key.to_user_string()] = (event.materialization.tags or {})["dagster/data_version"]
    return found


def test_all_assets_are_materialised_without_any_configuration(
    settings: Settings, instance: dg.DagsterInstance
) -> None:
    result = execute(settings, instance)
    assert result.success
    made = {event.asset_key.to_user_string() for event in result.get_asset_materialization_events() if event.asset_key}
    assert made == {*TABLES, *views(), "cables_database", "search_index"}


def test_row_counts_and_addresses_are_told(settings: Settings, instance: dg.DagsterInstance) -> None:
    result = execute(settings, instance)
    with connect.connect(settings.data) as connection:
        for relation in (*TABLES, *views()):
            (rows,) = connection.execute(f'SELECT count(*) FROM "{relation}"').fetchone()
            assert metadata(result, relation)["dagster/row_count"] == rows, relation
    assert metadata(result, "cables")["dagster/row_count"] == 6
    assert metadata(result, "cables")["dagster/uri"] == (settings.data / "tables" / "cables").as_uri()
    assert metadata(result, "cables_database")["dagster/uri"] == (settings.data / "cables.duckdb").as_uri()


def test_nothing_changed_publishes_nothing_and_still_reports(settings: Settings, instance: dg.DagsterInstance) -> None:
    first = execute(settings, instance)
    before = {path: path.stat().st_mtime_ns for path in (settings.data / "generations").rglob("*")}
    second = execute(settings, instance)
    assert second.success
    assert {path: path.stat().st_mtime_ns for path in (settings.data / "generations").rglob("*")} == before
    assert metadata(second, "cables_database")["published"] is False
    assert metadata(second, "cables_database")["unchanged"] == 6
    assert metadata(second, "cables_database")["new"] == 0
    assert metadata(second, "search_index")["buckets_written"] == 0
    assert versions(second) == versions(first)


def test_versions_change_with_the_content_they_tell(settings: Settings, instance: dg.DagsterInstance) -> None:
    first = versions(execute(settings, instance))
    telegrams.write(settings.source, 2, "The harbour master spoke of nothing else.")
    second = versions(execute(settings, instance))
    changed = {name for name, version in second.items() if first[name] != version}
    assert {"source_files", "cables", "paragraphs", "cables_database", "revision_texts"} <= changed
    assert not {"tags", "recipients", "cable_references", "posts", "tag_titles"} & changed


def test_a_full_refresh_makes_a_generation_of_equal_tables(settings: Settings, instance: dg.DagsterInstance) -> None:
    first = versions(execute(settings, instance))
    result = execute(settings, instance, full_refresh=True)
    assert metadata(result, "cables_database")["generation"] == 2
    again = versions(result)
    ledgers = {"dataset", "revisions", "cables_database", "revision_texts"}
    assert {name for name in first if first[name] != again[name]} <= ledgers


def test_tables_asked_for_alone_are_published_all_the_same(settings: Settings, instance: dg.DagsterInstance) -> None:
    result = execute(settings, instance, *(name for name in TABLES if name != "source_files"))
    assert result.success
    with connect.connect(settings.data) as connection:
        assert connection.execute("SELECT count(*) FROM cables").fetchone() == (6,)


def test_the_database_asked_for_alone_is_built_again_after_a_move(
    settings: Settings, instance: dg.DagsterInstance, tmp_path: Path
) -> None:
    execute(settings, instance)
    shutil.move(settings.data, tmp_path / "elsewhere")
    moved = Settings.load(source=settings.source, data=tmp_path / "elsewhere", workers=1)
    assert execute(moved, instance, "cables_database").success
    with connect.connect(moved.data) as connection:
        assert connection.execute("SELECT count(*) FROM cables").fetchone() == (6,)


def test_a_refused_run_fails_with_its_message_and_is_not_retried(
    settings: Settings, instance: dg.DagsterInstance
) -> None:
    execute(settings, instance)
    shutil.rmtree(settings.source)
    result = execute(settings, instance)
    assert not result.success
    (failure,) = [event for event in result.all_events if event.is_step_failure]
    data = failure.step_failure_data
    assert data.user_failure_data is not None
    assert "--insist" in str(data.user_failure_data.description)
    assert data.user_failure_data.label == "intentional-failure"
    latest = generations.latest(settings.data)
    assert latest is not None
    assert latest.number == 1


def test_insisting_goes_on(settings: Settings, instance: dg.DagsterInstance) -> None:
    execute(settings, instance)
    for path in settings.source.iterdir():
        path.unlink()
    result = execute(settings, instance, insist=True)
    assert result.success
    assert metadata(result, "cables")["dagster/row_count"] == 0


def test_a_limit_leaves_new_files_to_the_next_run(settings: Settings, instance: dg.DagsterInstance) -> None:
    assert metadata(execute(settings, instance, limit=4), "cables")["dagster/row_count"] == 4
    telegrams.write(settings.source, 1, "Another sentence.")
    second = metadata(execute(settings, instance, limit=1), "cables_database")
    assert (second["files_seen"], second["new"], second["changed"]) == (5, 1, 1)
    assert metadata(execute(settings, instance), "cables")["dagster/row_count"] == 6


def test_a_negative_limit_is_refused(settings: Settings, instance: dg.DagsterInstance) -> None:
    result = execute(settings, instance, limit=-1)
    assert not result.success
    assert generations.latest(settings.data) is None


def test_another_source_is_read_when_one_insists(
    settings: Settings, instance: dg.DagsterInstance, tmp_path: Path
) -> None:
    execute(settings, instance)
    telegrams.write(tmp_path / "other", 7)
    assert not execute(settings, instance, source=str(tmp_path / "other")).success
    result = execute(settings, instance, source=str(tmp_path / "other"), insist=True)
    assert metadata(result, "cables")["dagster/row_count"] == 1


def test_the_command_line_starts_no_run_when_nothing_changed(settings: Settings) -> None:
    first = ingest.run(settings, progress=silent)
    second = ingest.run(settings, progress=silent)
    verified = ingest.run(settings, verify=True, progress=silent)
    assert (first.run_id is None, second.run_id is None, verified.run_id is None) == (False, True, False)
    assert not verified.published


def test_the_command_line_builds_a_lost_database_again(settings: Settings) -> None:
    (ingest.run(settings, progress=silent).database.resolve()).unlink()
    assert ingest.run(settings, progress=silent).run_id is not None
    with connect.connect(settings.data) as connection:
        assert connection.execute("SELECT count(*) FROM cables").fetchone() == (6,)


def test_a_look_that_finds_nothing_changed_loads_no_dagster(settings: Settings) -> None:
    ingest.run(settings, progress=silent)
    script = (
        "import sys; from cable_pipeline.settings import Settings; from cable_pipeline.orchestration import ingest; "
        f"run = ingest.run(Settings.load(source={str(settings.source)!r}, data={str(settings.data)!r}), "
        "progress=print); sys.exit('dagster' in sys.modules or run.published)"
    )
    subprocess.run([sys.executable, "-c", script], check=True)


def test_failed_files_are_shown_as_text_without_control_characters(
    settings: Settings, instance: dg.DagsterInstance
) -> None:
    (settings.source / "\x1b[31m<b>bad\n.txt").write_text("too short")
    shown = metadata(execute(settings, instance), "cables_database")
    assert shown["failed"] == 1
    assert [record.data["source_path"] for record in shown["failed_files"].records] == ["\\x1b[31m<b>bad\\n.txt"]


def test_a_failed_check_keeps_readers_where_they_are(
    settings: Settings, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    execute(settings, instance)
    telegrams.write(settings.source, 9)
    broken = checks.CheckResult("cables: odd", False, "no offending row", "1 offending row", [("06\x1bX",)])
    monkeypatch.setattr(checks, "check_database", lambda _path, _fresh: [broken])
    result = execute(settings, instance)
    assert not result.success
    current = generations.current(settings.data)
    assert current is not None
    assert current.number == 1


def test_the_message_of_failed_checks_names_check_and_rows() -> None:
    good = checks.CheckResult("fine", True, "no offending row", "no offending row", [])
    bad = checks.CheckResult("odd", False, "no offending row", "2 offending rows", [("06\x1bX",), ("b",)])
    require_sound([good])
    with pytest.raises(ChecksFailed) as raised:
        require_sound([good, bad])
    message = str(raised.value)
    assert message.startswith("1 of 2 checks failed")
    assert "odd: expected no offending row, found 2 offending rows" in message
    assert "\x1b" not in message


def test_a_second_run_waits_for_the_first(settings: Settings) -> None:
    told: list[str] = []
    done = threading.Event()

    def second() -> None:
        ingest.run(settings, progress=lambda stage, _done, _total: told.append(stage))
        done.set()

    with generations.writer_lock(settings.data):
        thread = threading.Thread(target=second)
        thread.start()
        deadline = time.monotonic() + 60
        while not any(stage.startswith("waiting") for stage in told) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert not done.is_set()
        assert generations.latest(settings.data) is None
    thread.join(60)
    assert done.is_set()
    (waiting,) = {stage for stage in told if stage.startswith("waiting")}
    assert "process" in waiting
    assert generations.latest(settings.data) is not None


def test_the_summary_tells_what_the_run_did(settings: Settings) -> None:
    first = ingest.run(settings, progress=silent)
    assert (first.published, first.generation) == (True, 1)
    assert first.files["seen"] == first.files["parsed"] == first.files["new"] == 6
    assert first.rows["cables"] == 6
    assert first.database.resolve() == settings.data / "generations" / "1" / "cables.duckdb"
    second = ingest.run(settings, progress=silent)
    assert (second.published, second.files["unchanged"], second.files["new"]) == (False, 6, 0)
    assert second.rows == first.rows


def test_a_refused_run_raises_its_message(tmp_path: Path) -> None:
    with pytest.raises(ingest.RunFailed, match="name the folder"):
        ingest.run(Settings.load(source=tmp_path / "none", data=tmp_path / "data"), progress=silent)


def test_the_search_index_follows_the_published_generation(settings: Settings, instance: dg.DagsterInstance) -> None:
    first = metadata(execute(settings, instance), "search_index")
    assert (first["generation"], first["dagster/row_count"], first["buckets_written"]) == (1, 12, 1)
    assert first["dagster/uri"] == (settings.data / "generations" / "1" / "search").as_uri()
    telegrams.write(settings.source, 7, "A zebra was seen.")
    execute(settings, instance)
    with connect.connect(settings.data) as connection:
        assert connection.execute("SELECT cable_id FROM search('zebra')").fetchall() == [("06PHNOMPENH7",)]
        assert connection.execute("SELECT generation, is_current FROM search_index()").fetchall() == [(2, True)]


def test_the_search_index_can_be_left_out(settings: Settings, instance: dg.DagsterInstance) -> None:
    shown = metadata(execute(replace(settings, search_index=False), instance), "search_index")
    assert shown == {"generation": 1, "left_out": True}
    assert not (settings.data / "generations" / "1" / "search").exists()
