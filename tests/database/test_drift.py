from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cable_pipeline.database.build import build_database
from cable_pipeline.database.checks import CheckResult
from cable_pipeline.database.connect import open_database
from cable_pipeline.database.drift import Facts, Limits, compare, facts_of, keep_facts, kept_facts, watches
from tests.database import archive
from tests.database.archive import Rows, row

LIMITS = Limits(rows_lost=0.1, share_moved=0.05)


def told(folder: Path, rows: Rows) -> Facts:
    """The facts of a generation with these rows."""
    path = build_database(archive.write(rows, folder)).path
    return asked(path, rows)


def asked(path: Path, rows: Rows) -> Facts:
    with open_database(path) as database:
        return facts_of(database, {name: len(of_table) for name, of_table in rows.items()}, LIMITS)


def warnings(tmp_path: Path, change: Callable[[Rows], object], limits: Limits = LIMITS) -> dict[str, CheckResult]:
    """What is warned of when the invented archive changes."""
    after = archive.invented()
    change(after)
    results = compare(told(tmp_path / "1", archive.invented()), told(tmp_path / "2", after), limits)
    assert len(results) == len(watches(limits))
    keys = {watch.name: f"{watch.table}/{watch.aspect}" for watch in watches(limits)}
    return {keys[result.name]: result for result in results if not result.ok}


def test_nothing_is_warned_of_when_nothing_changed(tmp_path: Path) -> None:
    assert warnings(tmp_path, lambda _rows: None) == {}


def test_the_first_generation_has_nothing_to_be_compared_with(tmp_path: Path) -> None:
    results = compare(None, told(tmp_path / "1", archive.invented()), LIMITS)
    assert {result.found for result in results} == {"nothing to compare with yet"}
    assert all(result.ok for result in results)


def test_rows_that_are_gone_are_counted(tmp_path: Path) -> None:
    found = warnings(tmp_path, lambda rows: rows["recipients"].pop())
    result = found["recipients/rows_kept"]
    assert (result.columns, result.offending) == (("rows_before", "rows_after"), [(5, 4)])
    assert result.found == "1 out of bounds"


def test_fewer_rows_than_the_share_are_no_reason_to_warn(tmp_path: Path) -> None:
    assert "recipients/rows_kept" not in warnings(tmp_path, lambda rows: rows["recipients"].pop(), Limits(0.2, 0.05))


def test_a_rise_of_issues_is_told_in_shares(tmp_path: Path) -> None:
    def more(rows: Rows) -> None:
        rows["parse_issues"].append(
            row("parse_issues", source_path="06BEIRUT7.txt", cable_id="06BEIRUT7", code="damaged-id", severity="info")
        )

    result = warnings(tmp_path, more)["parse_issues/issues_steady"]
    assert result.offending == [(0.3333, 0.5)]


def test_a_fall_of_coverage_names_the_field(tmp_path: Path) -> None:
    def forget(rows: Rows) -> None:
        for cable in rows["cables"]:
            cable["originator"] = None

    result = warnings(tmp_path, forget)["cables/coverage_steady"]
    assert result.offending == [("originator", 0.5, 0.0)]


def test_a_tag_that_nobody_knows_is_named_when_it_appears(tmp_path: Path) -> None:
    def appear(rows: Rows) -> None:
        rows["tags"].append(row("tags", cable_id="06BEIRUT7", position=2, tag="<b>ODD</b>", kind="unknown", raw="odd"))

    result = warnings(tmp_path, appear)["tags/tags_known"]
    assert result.offending == [("<b>ODD</b>", 1, "06BEIRUT7")]


def test_a_post_that_nobody_knows_is_named_when_it_appears(tmp_path: Path) -> None:
    def appear(rows: Rows) -> None:
        rows["cables"][3]["post"] = "ELSEWHERE"

    result = warnings(tmp_path, appear)["cables/posts_known"]
    assert result.offending == [("ELSEWHERE", 1, "06STRELSAU3")]


def test_an_empty_archive_is_compared_without_dividing_by_nothing(tmp_path: Path) -> None:
    empty: Rows = {name: [] for name in archive.invented()}
    nothing, full = told(tmp_path / "1", empty), told(tmp_path / "2", archive.invented())
    grown = {result.name for result in compare(nothing, full, LIMITS) if not result.ok}
    gone = {result.name for result in compare(full, nothing, LIMITS) if not result.ok}
    assert {name.partition(":")[0] for name in grown} <= {"tags", "cables"}
    assert all("rows is lost" in name for name in gone)


def test_a_database_that_can_not_be_read_is_a_warning(tmp_path: Path) -> None:
    rows = archive.invented()
    before = told(tmp_path / "1", rows)
    for file in (tmp_path / "1" / "tables" / "tags").iterdir():
        file.write_bytes(b"no Parquet")
    failed = [
        result for result in compare(before, asked(tmp_path / "1" / "cables.duckdb", rows), LIMITS) if not result.ok
    ]
    assert {result.name.partition(":")[0] for result in failed} == {"tags"}
    assert all("can't be compared" in result.found for result in failed)


def test_facts_that_were_kept_are_those_that_were_told(tmp_path: Path) -> None:
    facts = told(tmp_path / "1", archive.invented())
    assert kept_facts(tmp_path / "1", facts) is None
    keep_facts(facts, tmp_path / "1")
    assert kept_facts(tmp_path / "1", facts) == facts


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"SELECT 1": []}'])
def test_kept_facts_that_are_damaged_or_of_another_version_are_asked_for_again(tmp_path: Path, content: str) -> None:
    facts = told(tmp_path / "1", archive.invented())
    (tmp_path / "1" / "drift.json").write_text(content)
    assert kept_facts(tmp_path / "1", facts) is None


def test_a_fact_that_could_not_be_told_is_not_kept(tmp_path: Path) -> None:
    facts = told(tmp_path / "1", archive.invented())
    keep_facts(dict.fromkeys(facts, "broken"), tmp_path / "1")
    assert kept_facts(tmp_path / "1", facts) is None


def test_every_watch_has_a_name_and_an_aspect_of_its_own() -> None:
    found = watches(LIMITS)
    assert len({watch.name for watch in found}) == len({(watch.table, watch.aspect) for watch in found}) == len(found)
