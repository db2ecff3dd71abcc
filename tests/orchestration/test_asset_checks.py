from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import dagster as dg
import pytest

from cable_pipeline.database import checks, drift
from cable_pipeline.orchestration.graph import build_definitions
from cable_pipeline.orchestration.ingestion import Ingestion, RunOptions
from cable_pipeline.settings import Settings
from cable_pipeline.tables import generations
from cable_pipeline.tables.schema import TABLES
from tests.orchestration import telegrams
from tests.orchestration.test_runs import QUIET, execute, silent

BREAKING = {
    "segments": "they part the source text, from its first character to its last",
    "source_files": "parsed files and cables are the same",
}


def evaluations(result: dg.ExecuteInProcessResult) -> dict[tuple[str, str], dg.AssetCheckEvaluation]:
    return {(e.asset_key.to_user_string(), e.check_name): e for e in result.get_asset_check_evaluations()}


def records(evaluation: dg.AssetCheckEvaluation, name: str) -> list[Mapping[str, Any]]:
    value = evaluation.metadata[name]
    assert isinstance(value, dg.TableMetadataValue)
    return [record.data for record in value.records]


def specs() -> dict[tuple[str, str], dg.AssetCheckSpec]:
    graph = build_definitions(Settings.load()).resolve_asset_graph()
    return {(key.asset_key.to_user_string(), key.name): graph.get_check_spec(key) for key in graph.asset_check_keys}


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> str:
    """Let one check fail, with a row that a page must not take for anything but text."""
    table: str = request.param
    name = f"{table}: {BREAKING[table]}"
    check_database = checks.check_database

    def with_a_fault(path: Any, fresh: Any) -> list[checks.CheckResult]:
        fault = checks.CheckResult(
            name, False, "no offending row", "1 offending row", [("<b>06\x1bX</b>", 7)], ("cable_id", "start")
        )
        return [fault if result.name == name else result for result in check_database(path, fresh)]

    monkeypatch.setattr(checks, "check_database", with_a_fault)
    return table


def test_every_table_has_a_blocking_check_of_its_schema() -> None:
    found = specs()
    for table in TABLES:
        assert found[table, "schema"].blocking == (table != "source_files")


def test_every_promise_of_the_tables_is_an_asset_check() -> None:
    assert {(check.table, check.aspect) for check in checks.checks({})} <= specs().keys()
    assert all(spec.description for spec in specs().values())


def test_warnings_block_nothing() -> None:
    aspects = {"rows_kept", "issues_steady", "coverage_steady", "tags_known", "posts_known"}
    found = {key: spec for key, spec in specs().items() if key[1] in aspects}
    assert {aspect for _, aspect in found} == aspects
    assert not any(spec.blocking for spec in found.values())


def test_a_run_shows_every_check_with_what_was_expected_and_found(
    settings: Settings, instance: dg.DagsterInstance
) -> None:
    result = execute(settings, instance)
    found = evaluations(result)
    assert found.keys() == specs().keys()
    assert all(evaluation.passed for evaluation in found.values())
    shown = records(found["segments", "partition"], "results")
    assert shown == [{"promise": BREAKING["segments"], "expected": "no offending row", "found": "no offending row"}]
    assert len(records(found["segments", "references"], "results")) == 2
    order = [event.step_key for event in result.all_events if event.is_step_success]
    assert order.index("tables") < order.index("checks") < order.index("cables_database")


@pytest.mark.parametrize("broken", BREAKING, indirect=True)
def test_what_fails_is_shown_and_not_published(settings: Settings, instance: dg.DagsterInstance, broken: str) -> None:
    result = execute(settings, instance)
    assert not result.success
    assert generations.current(settings.data) is None
    failed = [evaluation for evaluation in evaluations(result).values() if not evaluation.passed]
    assert [evaluation.asset_key.to_user_string() for evaluation in failed] == [broken]
    assert failed[0].severity == dg.AssetCheckSeverity.ERROR
    assert records(failed[0], "offending_rows") == [{"cable_id": "<b>06\\x1bX</b>", "start": 7}]
    (failure,) = [event for event in result.all_events if event.is_step_failure]
    assert failure.step_key == "checks"
    assert failure.step_failure_data.user_failure_data is not None
    assert BREAKING[broken] in str(failure.step_failure_data.user_failure_data.description)
    assert {event.step_key for event in result.all_events if event.is_step_start} == {
        "source_files",
        "tables",
        "checks",
    }


@pytest.mark.parametrize("broken", ["segments"], indirect=True)
@pytest.mark.usefixtures("broken")
def test_a_run_without_the_checks_is_checked_all_the_same(settings: Settings, instance: dg.DagsterInstance) -> None:
    result = execute(settings, instance, "cables_database")
    assert not result.success
    assert generations.current(settings.data) is None


def test_a_warning_is_shown_and_the_generation_published(settings: Settings, instance: dg.DagsterInstance) -> None:
    execute(settings, instance)
    (settings.source / "1.txt").unlink()
    result = execute(settings, instance)
    assert result.success
    found = evaluations(result)["cables", "rows_kept"]
    assert (found.passed, found.severity) == (False, dg.AssetCheckSeverity.WARN)
    assert records(found, "offending_rows") == [{"rows_before": 6, "rows_after": 5}]
    latest = generations.current(settings.data)
    assert latest is not None
    assert latest.number == 2


def test_the_facts_of_a_generation_stay_with_it(
    settings: Settings, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    execute(settings, instance)
    assert (settings.data / "generations" / "1" / "drift.json").exists()
    asked: list[int] = []
    facts_of = drift.facts_of

    def noted(database: Any, rows: Mapping[str, int], limits: drift.Limits) -> drift.Facts:
        asked.append(rows["cables"])
        return facts_of(database, rows, limits)

    monkeypatch.setattr(drift, "facts_of", noted)
    telegrams.write(settings.source, 9)
    assert execute(settings, instance).success
    (settings.data / "generations" / "2" / "drift.json").unlink()
    telegrams.write(settings.source, 10)
    assert execute(settings, instance).success
    assert asked == [7, 8, 7]


def test_checks_alone_look_at_what_readers_have_and_write_nothing(
    settings: Settings, instance: dg.DagsterInstance
) -> None:
    execute(settings, instance)
    telegrams.write(settings.source, 9)
    job = (
        build_definitions(settings, silent)
        .resolve_implicit_global_asset_job_def()
        .get_subset(asset_selection=set(), asset_check_selection={dg.AssetCheckKey(dg.AssetKey("cables"), "key")})
    )
    result = job.execute_in_process(instance=instance, run_config=QUIET)
    assert evaluations(result).keys() == {("cables", "key")}
    assert [generation.number for generation in generations.listing(settings.data)] == [1]


def test_watches_alone_write_nothing_either(settings: Settings, instance: dg.DagsterInstance) -> None:
    execute(settings, instance)
    (settings.data / "generations" / "1" / "drift.json").unlink()
    telegrams.write(settings.source, 9)
    # What Dagster's UI asks for when checks are selected, and no asset: a selection without assets.
    alone = Ingestion(settings, RunOptions(), silent, frozenset())
    assert all(result.ok for result in (*alone.check_results, *alone.drift))
    assert [folder.name for folder in (settings.data / "generations").iterdir()] == ["1"]
    assert not (settings.data / "generations" / "1" / "drift.json").exists()
