"""What an operator sees of the definitions, held in a snapshot: `pytest --snapshot-update` takes a new one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import dagster as dg
import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.json import JSONSnapshotExtension

from cable_pipeline.orchestration.graph import build_definitions
from cable_pipeline.settings import Settings


@pytest.fixture(scope="module")
def repository() -> dg.RepositoryDefinition:
    definitions = build_definitions(Settings.load())
    dg.Definitions.validate_loadable(definitions)
    return definitions.get_repository_def()


@pytest.fixture
def held(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    return snapshot.use_extension(JSONSnapshotExtension)


def test_assets(repository: dg.RepositoryDefinition, held: SnapshotAssertion) -> None:
    graph = repository.asset_graph
    found: dict[str, Any] = {}
    for key in sorted(graph.get_all_asset_keys()):
        node = graph.get(key)
        found[key.to_user_string()] = {
            "group": node.group_name,
            "owners": list(node.owners),
            "kinds": sorted(node.kinds),
            "made from": sorted(parent.to_user_string() for parent in node.parent_keys),
            "checks": sorted(check.name for check in graph.get_check_keys_for_assets({key})),
            "refreshed": node.automation_condition.get_label() if node.automation_condition else None,
        }
    assert found == held


def test_jobs_schedules_and_sensors(repository: dg.RepositoryDefinition, held: SnapshotAssertion) -> None:
    found = {
        "jobs": sorted(name for name in repository.job_names if not name.startswith("__")),
        "schedules": {
            schedule.name: [schedule.job_name, str(schedule.cron_schedule), schedule.default_status.value]
            for schedule in repository.schedule_defs
        },
        "sensors": {
            sensor.name: [sensor.sensor_type.value, sensor.minimum_interval_seconds, sensor.default_status.value]
            for sensor in repository.sensor_defs
        },
    }
    assert found == held


def test_automation_is_off_where_the_environment_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CABLES_AUTOMATION", "off")
    repository = build_definitions(Settings.load()).get_repository_def()
    assert {schedule.default_status.value for schedule in repository.schedule_defs} == {"STOPPED"}
    assert {sensor.default_status.value for sensor in repository.sensor_defs} == {"STOPPED"}


def test_freshness_follows_its_setting() -> None:
    specs = build_definitions(Settings.load(fresh_hours=5)).resolve_all_asset_specs()
    policies = {spec.key.to_user_string(): spec.freshness_policy for spec in specs if spec.freshness_policy}
    assert policies.keys() == {"source_files"}
    assert policies["source_files"] == dg.FreshnessPolicy.time_window(fail_window=timedelta(hours=5))
