from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import dagster as dg
import pytest
import yaml
from dagster._core.instance.config import dagster_instance_config

from cable_pipeline.database.views import views
from cable_pipeline.orchestration.graph import build_definitions
from cable_pipeline.settings import Settings
from cable_pipeline.tables.schema import TABLES, tables_of


@pytest.fixture(scope="module")
def definitions() -> dg.Definitions:
    return build_definitions(Settings.load())


@pytest.fixture(scope="module")
def specs(definitions: dg.Definitions) -> dict[str, dg.AssetSpec]:
    return {spec.key.to_user_string(): spec for spec in definitions.resolve_all_asset_specs()}


def test_the_definitions_load(definitions: dg.Definitions) -> None:
    dg.Definitions.validate_loadable(definitions)


def test_every_table_and_view_is_an_asset(specs: dict[str, dg.AssetSpec]) -> None:
    assert set(specs) == {*TABLES, *views(), "cables_database", "search_index"}


def test_groups_follow_the_way_of_the_data(specs: dict[str, dg.AssetSpec]) -> None:
    assert specs["source_files"].group_name == "ingest"
    assert {specs[table.name].group_name for table in tables_of("parsed")} == {"tables"}
    assert {specs[table.name].group_name for table in tables_of("reference")} == {"reference"}
    assert specs["cables_database"].group_name == "database"
    assert {specs[name].group_name for name in views()} == {"views"}
    assert specs["search_index"].group_name == "search"


def test_parsed_tables_come_from_the_source_files(specs: dict[str, dg.AssetSpec]) -> None:
    for table in tables_of("parsed"):
        assert [dep.asset_key.to_user_string() for dep in specs[table.name].deps] == ["source_files"]


def test_the_database_comes_from_every_table(specs: dict[str, dg.AssetSpec]) -> None:
    assert {dep.asset_key.to_user_string() for dep in specs["cables_database"].deps} == set(TABLES)


def test_views_come_from_the_database_and_what_their_query_reads(specs: dict[str, dg.AssetSpec]) -> None:
    for view in views().values():
        deps = {dep.asset_key.to_user_string() for dep in specs[view.name].deps}
        assert deps == {"cables_database", *view.upstream}


def test_the_search_index_comes_after_the_database(specs: dict[str, dg.AssetSpec]) -> None:
    deps = {dep.asset_key.to_user_string() for dep in specs["search_index"].deps}
    assert deps == {"cables_database", "cables", "paragraphs", "tags", "recipients"}


def test_everything_has_owner_kinds_description_and_code_version(specs: dict[str, dg.AssetSpec]) -> None:
    for spec in specs.values():
        assert list(spec.owners) == ["team:cable-pipeline"]
        assert spec.kinds <= {"python", "parquet", "duckdb", "sql"}
        assert spec.kinds
        assert spec.description
        assert spec.code_version


def test_columns_of_tables_are_those_of_the_schema(specs: dict[str, dg.AssetSpec]) -> None:
    for table in TABLES.values():
        shown = specs[table.name].metadata["dagster/column_schema"]
        assert [(column.name, column.description) for column in shown.columns] == [
            (column.name, column.description) for column in table.columns
        ]
        assert [column.constraints.nullable for column in shown.columns] == [
            column.nullable for column in table.columns
        ]
        assert specs[table.name].metadata["dagster/table_name"] == f"cables.main.{table.name}"


def test_a_single_column_key_is_shown_as_unique(specs: dict[str, dg.AssetSpec]) -> None:
    columns = {column.name: column for column in specs["cables"].metadata["dagster/column_schema"].columns}
    assert columns["cable_id"].constraints.unique
    assert not columns["canonical_id"].constraints.unique
    assert columns["captions"].type == "VARCHAR[]"


def test_columns_of_views_are_described_and_typed(specs: dict[str, dg.AssetSpec]) -> None:
    for view in views().values():
        shown = {column.name: column for column in specs[view.name].metadata["dagster/column_schema"].columns}
        assert {name: column.description for name, column in shown.items()} == dict(view.columns)
        assert all(column.type for column in shown.values())


def test_tables_are_made_in_one_step(definitions: dg.Definitions) -> None:
    graph = definitions.resolve_asset_graph()
    made = graph.get(dg.AssetKey("cables"))
    assert {key.to_user_string() for key in made.execution_set_asset_keys} == set(TABLES) - {"source_files"}


def test_the_job_schedule_and_sensor_are_there_and_on(definitions: dg.Definitions) -> None:
    repository = definitions.get_repository_def()
    assert {key.to_user_string() for key in repository.get_job("ingest").asset_layer.selected_asset_keys} == {
        *TABLES,
        *views(),
        "cables_database",
        "search_index",
    }
    schedule = repository.get_schedule_def("daily_ingest")
    assert (schedule.cron_schedule, schedule.execution_timezone) == ("0 3 * * *", "UTC")
    assert schedule.default_status == dg.DefaultScheduleStatus.RUNNING
    sensor = repository.get_sensor_def("seed_files")
    assert sensor.minimum_interval_seconds == 30
    assert sensor.default_status == dg.DefaultSensorStatus.RUNNING


def test_schedule_and_sensor_follow_the_settings() -> None:
    repository = build_definitions(Settings.load(schedule="30 1 * * *", sensor_seconds=7)).get_repository_def()
    assert repository.get_schedule_def("daily_ingest").cron_schedule == "30 1 * * *"
    assert repository.get_sensor_def("seed_files").minimum_interval_seconds == 7


def test_the_launchpad_offers_described_options(definitions: dg.Definitions) -> None:
    resource = definitions.get_repository_def().get_top_level_resources()["ingestion"]
    fields = resource.config_schema.config_type.fields  # type: ignore[union-attr]
    assert set(fields) == {"full_refresh", "verify", "insist", "source", "limit"}
    assert all(field.description and not field.is_required for field in fields.values())


def test_dagster_accepts_the_settings_of_the_instance(project_root: Path) -> None:
    config, _ = dagster_instance_config(str(project_root / "dagster_home"))
    assert config["telemetry"] == {"enabled": False}
    assert config["nux"] == {"enabled": False}
    assert config["concurrency"]["runs"]["max_concurrent_runs"] == 1
    assert config["run_monitoring"]["enabled"]
    assert config["run_retries"]["enabled"]
    assert not config["run_retries"]["retry_on_asset_or_op_failure"]


def test_the_workspace_names_the_location(project_root: Path) -> None:
    (location,) = yaml.safe_load((project_root / "workspace.yaml").read_text())["load_from"]
    assert location["python_file"]["location_name"] == "cable_pipeline"
    assert (project_root / location["python_file"]["relative_path"]).exists()


@pytest.mark.parametrize(
    ("command", "told"),
    [(("check", "defs"), "All definitions loaded successfully"), (("list", "defs"), "cables_by_post_month")],
)
def test_dg_finds_the_definitions_sound(project_root: Path, command: tuple[str, str], told: str) -> None:
    dg_command = Path(sys.executable).with_name("dg")
    if not dg_command.exists():
        pytest.skip("dg is not installed beside this Python")
    checked = subprocess.run(
        [dg_command, *command],
        cwd=project_root,
        env={**os.environ, "DAGSTER_DG_CLI_CONFIG": "", "VIRTUAL_ENV": str(dg_command.parent.parent)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert told in checked.stdout + checked.stderr
    assert "Warning:" not in checked.stdout + checked.stderr
