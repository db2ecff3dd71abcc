"""What Dagster's own evaluation of the automation conditions asks for, after runs of several kinds."""

from __future__ import annotations

from typing import Any

import dagster as dg
import pytest

from cable_pipeline.database.views import views
from cable_pipeline.orchestration.graph import build_definitions
from cable_pipeline.settings import Settings
from cable_pipeline.tables.schema import TABLES
from tests.orchestration import telegrams
from tests.orchestration.test_runs import execute, silent

# Dagster's own evaluation warns of a parameter that it uses itself.
pytestmark = pytest.mark.filterwarnings("ignore:Parameter `include_sources`")

DERIVED = {*views(), "search_index"}


class Evaluated:
    """The conditions, evaluated again and again as the daemon does; each time the cursor goes on."""

    def __init__(self, settings: Settings, instance: dg.DagsterInstance) -> None:
        self._definitions = build_definitions(settings, silent)
        self._instance = instance
        self._cursor: Any = None

    def requested(self) -> set[str]:
        """The assets that are asked for now."""
        result = dg.evaluate_automation_conditions(self._definitions, self._instance, cursor=self._cursor)
        self._cursor = result.cursor
        graph = self._definitions.resolve_asset_graph()
        return {key.to_user_string() for key in graph.get_all_asset_keys() if result.get_num_requested(key)}


def test_nothing_is_asked_for_before_the_first_run(settings: Settings, instance: dg.DagsterInstance) -> None:
    assert Evaluated(settings, instance).requested() == set()


def test_a_whole_run_leaves_nothing_to_ask_for(settings: Settings, instance: dg.DagsterInstance) -> None:
    evaluated = Evaluated(settings, instance)
    evaluated.requested()
    execute(settings, instance)
    assert evaluated.requested() == set()
    telegrams.write(settings.source, 9)
    execute(settings, instance)
    assert evaluated.requested() == set()
    assert evaluated.requested() == set()


def test_unchanged_inputs_ask_for_nothing(settings: Settings, instance: dg.DagsterInstance) -> None:
    execute(settings, instance)
    evaluated = Evaluated(settings, instance)
    evaluated.requested()
    execute(settings, instance, *TABLES, "cables_database")
    assert evaluated.requested() == set()


def test_views_are_asked_for_once_when_tables_were_made_without_them(
    settings: Settings, instance: dg.DagsterInstance
) -> None:
    execute(settings, instance)
    evaluated = Evaluated(settings, instance)
    evaluated.requested()
    telegrams.write(settings.source, 9)
    execute(settings, instance, *TABLES, "cables_database")
    assert evaluated.requested() == DERIVED
    assert evaluated.requested() == set()
    execute(settings, instance, *DERIVED)
    assert evaluated.requested() == set()
