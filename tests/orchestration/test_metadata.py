from __future__ import annotations

import base64
import re
from pathlib import Path

import dagster as dg
import pytest

from cable_pipeline.database.views import views
from cable_pipeline.orchestration import assets, history
from cable_pipeline.orchestration.history import Point
from cable_pipeline.orchestration.lineage import column_lineage
from cable_pipeline.settings import Settings
from cable_pipeline.tables import buckets
from cable_pipeline.tables.schema import TABLES
from tests.orchestration import telegrams
from tests.orchestration.test_runs import execute, metadata

MARKED_UP = "# TALKS [here](http://127.0.0.1/) ![x](x) <img src=x onerror=alert(1)> **bold** | cell"


def test_every_materialisation_tells_what_was_done(settings: Settings, instance: dg.DagsterInstance) -> None:
    telegrams.write(settings.source, 9).write_text("too short")
    result = execute(settings, instance)
    for table in TABLES.values():
        shown = metadata(result, table.name)
        assert shown["dagster/row_count"] >= 0
        if table.name == "source_files":
            assert (shown["new"], shown["changed"], shown["removed"], shown["failed"]) == (7, 0, 0, 1)
            continue
        assert shown["bytes"] > 0
        assert shown["generation"] == 1
        assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC", shown["built_at"])
        assert [column.name for column in shown["preview"].schema.columns] == [c.name for c in table.columns]
        if table.room == "parsed":
            assert (shown["new"], shown["changed"], shown["removed"], shown["failed"]) == (7, 0, 0, 1)
    assert len(metadata(result, "cables")["preview"].records) == 5
    assert [record.data["tag"] for record in metadata(result, "tags")["preview"].records][:2] == ["PGOV", "PREL"]
    assert metadata(result, "tag_titles")["preview"].records[0].data["tag"] == "PGOV"


def test_a_subject_that_is_markup_is_shown_as_text_on_one_line(
    settings: Settings, instance: dg.DagsterInstance
) -> None:
    path = telegrams.write(settings.source, 1)
    path.write_text(path.read_text().replace("SUBJECT: TALKS ON THE HARBOUR", f"SUBJECT: {MARKED_UP}"))
    result = execute(settings, instance)
    shown = [record.data["subject"] for record in metadata(result, "cables")["preview"].records]
    assert any(str(subject).startswith("# TALKS [here](http://127.0.0.1/) ![x](x) <img") for subject in shown)
    assert all("\n" not in str(subject) for subject in shown)
    # A table's cells are text to the UI; Markdown it would lay out, so nothing from a cable may be there.
    for event in result.get_asset_materialization_events():
        assert event.materialization is not None
        for value in event.materialization.metadata.values():
            if isinstance(value, dg.MarkdownMetadataValue):
                assert re.fullmatch(r"!\[[\w ]+\]\(data:image/png;base64,[\w+/=]+\)", str(value.value))


def test_views_of_a_small_archive_are_counted_and_those_of_a_larger_one_sampled(
    settings: Settings, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = metadata(execute(settings, instance), "serial_numbers")
    assert (whole["dagster/row_count"], len(whole["preview"].records)) == (6, 5)
    # A sample is whole files; those of so few cables are as many as there are cables.
    monkeypatch.setattr(buckets, "CABLES_PER_BUCKET", 1)
    monkeypatch.setattr(assets, "VIEWED_CABLES", 2)
    sampled = metadata(execute(settings, instance, full_refresh=True), "serial_numbers")
    assert "dagster/row_count" not in sampled
    assert sampled["sample"] == f"{sampled['rows_in_sample']} of 6 cables"
    assert 2 <= sampled["rows_in_sample"] < 6
    assert len(sampled["preview"].records) == sampled["rows_in_sample"]


def test_the_plot_shows_the_generations_so_far(settings: Settings, instance: dg.DagsterInstance) -> None:
    execute(settings, instance)
    telegrams.write(settings.source, 9)
    shown = metadata(execute(settings, instance), "cables_database")
    found = history.recorded(instance, "cables_database", Point(3, 8, 0, 1.0))
    assert [(point.generation, point.cables) for point in found] == [(1, 6), (2, 7), (3, 8)]
    encoded = re.search(r"base64,([\w+/=]+)", shown["last_generations"])
    assert encoded is not None
    assert base64.b64decode(encoded[1]).startswith(b"\x89PNG")


def test_of_many_generations_the_last_thirty_are_drawn(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    with dg.DagsterInstance.ephemeral(tempdir=str(home)) as instance:
        for number in range(1, 41):
            point = Point(number, number, 0, 0.5)
            instance.report_runless_asset_event(
                dg.AssetMaterialization("cables_database", metadata=dict(point._asdict()))
            )
        found = history.recorded(instance, "cables_database", Point(41, 41, 0, 0.5))
    assert [point.generation for point in found] == list(range(12, 42))


@pytest.mark.parametrize("points", [[Point(1, 0, 0, 0.0)], [Point(3, 10, 2, 1.5), Point(7, 12_000_000, 3, 900.0)]])
def test_a_plot_is_small_enough_for_an_event(points: list[Point]) -> None:
    assert 1_000 < len(str(history.picture(points).value)) < 100_000


def test_lineage_names_the_columns_that_a_column_is_made_of() -> None:
    found = column_lineage("tag_titles")
    assert found is not None
    deps = {
        column: {(dep.asset_key.to_user_string(), dep.column_name) for dep in deps}
        for column, deps in found.deps_by_column.items()
    }
    assert deps["cable_id"] == {("tags", "cable_id")}
    assert deps["title"] == {("tag_dictionary", "title"), ("tags", "kind")}


@pytest.mark.parametrize("name", views())
def test_lineage_of_a_view_is_whole_or_not_there(name: str) -> None:
    found = column_lineage(name)
    if found is None:
        # sqlglot can't follow an UNPIVOT.
        assert "UNPIVOT" in views()[name].query
        return
    assert set(found.deps_by_column) == set(views()[name].columns)
    below = {dep.asset_key.to_user_string() for deps in found.deps_by_column.values() for dep in deps}
    assert below <= set(views()[name].upstream)


def test_views_are_shown_with_their_lineage(settings: Settings, instance: dg.DagsterInstance) -> None:
    result = execute(settings, instance)
    assert metadata(result, "reference_edges")["dagster/column_lineage"] == column_lineage("reference_edges")
