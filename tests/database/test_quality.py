from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

from cable_pipeline.database import quality_output
from cable_pipeline.database.build import build_database
from cable_pipeline.database.connect import ReadOnlyConnection, open_database
from cable_pipeline.database.quality import Change, Comparison, Example, FieldQuality, compare, report
from tests.database import archive
from tests.database.archive import row

CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]")


def built(rows: archive.Rows, folder: Path) -> ReadOnlyConnection:
    return open_database(build_database(archive.write(rows, folder)).path)


def issue(cable_id: str, code: str, message: str = "", start: int = 0) -> dict[str, Any]:
    return row("parse_issues", source_path=f"{cable_id}.txt", cable_id=cable_id, code=code, severity="info",
               message=message, start_offset=start, end_offset=start + 1)  # fmt: skip


def cable_row(rows: archive.Rows, cable_id: str) -> dict[str, Any]:
    (found,) = [cable for cable in rows["cables"] if cable["cable_id"] == cable_id]
    return found


# One database


@pytest.fixture(scope="module")
def reported(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str | None], tuple[Any, ...]]:
    rows = archive.invented()
    rows["parse_issues"] += [
        issue("06ZENDA12", "subject-missing"),
        issue("06ZENDA12", "taken-from-preview"),
        issue("06BEIRUT7", "taken-from-preview"),
        issue("06BEIRUT7", "tag-unknown"),
        issue("06BEIRUT7", "tag-unknown", "another"),
        issue("06HENTZAU1", "decoded-as-windows-1252"),
    ]
    with built(rows, tmp_path_factory.mktemp("quality") / "1") as connection:
        return {(found.table, found.field): found[2:] for found in report(connection)}


def test_a_field_counts_cables_with_and_without_a_value(reported: dict[Any, Any]) -> None:
    assert reported["cables", "subject"] == (1, 5, 0.166667, 2)
    assert reported["cables", "post"] == (5, 1, 0.833333, 0)
    assert reported["cables", "captions"] == (1, 5, 0.166667, 0)
    assert reported["cables", "summary"] == (0, 6, 0.0, 0)


def test_all_cables_and_those_with_any_issue_at_all(reported: dict[Any, Any]) -> None:
    # 06ZENDA12, 06ZENDA15, 06BEIRUT7 and 06HENTZAU1; broken.txt is no cable.
    assert reported["cables", None] == (6, 0, 1.0, 4)


def test_a_child_table_counts_cables_with_rows(reported: dict[Any, Any]) -> None:
    assert reported["paragraphs", None] == (6, 0, 1.0, 0)
    assert reported["tags", None] == (2, 4, 0.333333, 2)
    assert reported["headings", None] == (0, 6, 0.0, 0)
    assert reported["recipients", None] == (4, 2, 0.666667, 0)
    assert reported["cable_references", None] == (3, 3, 0.5, 2)


def test_a_column_of_a_child_table_counts_cables_with_a_value_in_any_row(reported: dict[Any, Any]) -> None:
    assert reported["paragraphs", "marking"] == (5, 1, 0.833333, None)
    assert reported["cable_references", "referenced_id"] == (3, 3, 0.5, None)
    assert reported["recipients", "excluded"] == (0, 6, 0.0, None)
    assert ("tags", "tag") not in reported


def test_every_field_of_the_coverage_view_is_in_the_report(
    reported: dict[Any, Any], connection: ReadOnlyConnection
) -> None:
    fields = {field for (field,) in connection.execute("SELECT field FROM field_coverage").fetchall()}
    assert fields <= {field for table, field in reported if table == "cables"}


def test_an_empty_archive_has_no_shares(tmp_path: Path) -> None:
    with built({name: [] for name in archive.invented()}, tmp_path / "1") as connection:
        rows = report(connection)
    assert {found[2:5] for found in rows} == {(0, 0, None)}
    assert {found.with_issues for found in rows} <= {0, None}


# Two databases


@contextmanager
def both(before: archive.Rows, after: archive.Rows, folder: Path) -> Iterator[list[ReadOnlyConnection]]:
    with ExitStack() as stack:
        yield [stack.enter_context(built(rows, folder / name)) for name, rows in (("1", before), ("2", after))]


def compared(before: archive.Rows, after: archive.Rows, folder: Path, examples: int = 3) -> Comparison:
    with both(before, after, folder) as connections:
        return compare(connections[0], connections[1], examples)


def by_name(comparison: Comparison) -> dict[tuple[str, str | None], Change]:
    return {(change.table, change.field): change for change in comparison.changes}


def numbers(change: Change) -> tuple[int, ...]:
    return change.before, change.after, change.gained, change.lost, change.changed


def test_the_same_archive_has_no_differences(tmp_path: Path) -> None:
    comparison = compared(archive.invented(), archive.invented(), tmp_path)
    assert all(change.is_none and not change.examples for change in comparison.changes)
    assert comparison.not_compared == ()


def test_gains_losses_and_changes_of_a_field(tmp_path: Path) -> None:
    before, after = archive.invented(), archive.invented()
    cable_row(before, "06STRELSAU3")["subject"] = "A FAIR"
    cable_row(after, "06STRELSAU3")["subject"] = "A FAIR"
    cable_row(before, "06BEIRUT7")["subject"] = "A HARBOUR"
    cable_row(after, "06ZENDA12")["subject"] = "A QUIET YEAR"
    cable_row(after, "06HENTZAU1")["subject"] = "A CASTLE"
    cable_row(after, "06ZENDA15")["captions"] = ["NODIS", "SIPDIS"]
    found = by_name(compared(before, after, tmp_path))
    subject = found["cables", "subject"]
    assert numbers(subject) == (3, 3, 1, 1, 1)
    assert subject.examples == (
        Example("gained", "06HENTZAU1", None, "A CASTLE"),
        Example("lost", "06BEIRUT7", "A HARBOUR", None),
        Example("changed", "06ZENDA12", "A QUIET WEEK", "A QUIET YEAR"),
    )
    assert numbers(found["cables", "captions"]) == (1, 2, 1, 0, 0)
    assert found["cables", "captions"].examples == (Example("gained", "06ZENDA15", None, '["NODIS", "SIPDIS"]'),)
    # Four cables differ in something; nothing else does.
    assert numbers(found["cables", None]) == (6, 6, 0, 0, 4)
    differing = {name for name, change in found.items() if not change.is_none}
    assert differing == {("cables", None), ("cables", "subject"), ("cables", "captions")}


def without(rows: archive.Rows, cable_id: str) -> archive.Rows:
    return {name: [found for found in table if found.get("cable_id") != cable_id] for name, table in rows.items()}


def test_cables_that_only_one_has_are_counted_apart(tmp_path: Path) -> None:
    before, after = without(archive.invented(), "06ZENDA12"), without(archive.invented(), "06BEIRUT7")
    found = by_name(compared(before, after, tmp_path))
    cables = found["cables", None]
    assert numbers(cables) == (5, 5, 1, 1, 0)
    assert [(example.kind, example.cable_id) for example in cables.examples] == [
        ("gained", "06ZENDA12"),
        ("lost", "06BEIRUT7"),
    ]
    # 06ZENDA12 has the only subject and three of the tags: neither counts as gained.
    assert numbers(found["cables", "subject"]) == (0, 0, 0, 0, 0)
    assert all(change.is_none for name, change in found.items() if name != ("cables", None))


def test_rows_of_child_tables(tmp_path: Path) -> None:
    before, after = archive.invented(), archive.invented()
    after["tags"] = [tag for tag in after["tags"] if tag["cable_id"] != "06BEIRUT7" and tag["position"] != 3]
    after["tags"].append(row("tags", cable_id="06ZENDA15", position=1, tag="PREL", kind="subject", raw="PREL"))
    after["paragraphs"][0] |= {"marking": "S"}
    after["paragraphs"][3] |= {"marking": "U"}
    found = by_name(compared(before, after, tmp_path))
    tags = found["tags", None]
    assert numbers(tags) == (2, 2, 1, 1, 1)
    assert (tags.rows_before, tags.rows_after, tags.more_rows, tags.fewer_rows) == (4, 3, 1, 2)
    assert tags.examples == (
        Example("gained", "06ZENDA15", None, "1"),
        Example("lost", "06BEIRUT7", "1", None),
        Example("changed", "06ZENDA12", "3", "2"),
    )
    assert found["tags", "tag"].examples[2] == Example(
        "changed", "06ZENDA12", '["PGOV", "LE", "PGOV, ANTON"]', '["PGOV", "LE"]'
    )
    assert numbers(found["paragraphs", "marking"]) == (5, 6, 1, 0, 1)
    paragraphs = found["paragraphs", None]
    assert numbers(paragraphs) == (6, 6, 0, 0, 2)
    assert (paragraphs.more_rows, paragraphs.fewer_rows) == (0, 0)
    assert numbers(found["paragraphs", "text"]) == (6, 6, 0, 0, 0)


def test_a_value_that_moves_to_another_row_is_a_change(tmp_path: Path) -> None:
    before, after = archive.invented(), archive.invented()
    for rows, order in ((before, (0, 1)), (after, (1, 0))):
        for position, number in enumerate(order, 1):
            rows["headings"].append(row("headings", cable_id="06ZENDA12", position=position, text=f"PART {number}"))
    found = by_name(compared(before, after, tmp_path))["headings", "text"]
    assert found.examples == (Example("changed", "06ZENDA12", '["PART 0", "PART 1"]', '["PART 1", "PART 0"]'),)


def test_issues_are_compared_by_code_and_message_wherever_they_stand(tmp_path: Path) -> None:
    before, after = archive.invented(), archive.invented()
    before["parse_issues"] += [issue("06ZENDA12", "tag-unknown", "x", 4), issue("06BEIRUT7", "tag-unknown", "y", 4)]
    after["parse_issues"] += [issue("06ZENDA12", "tag-unknown", "x", 9), *[issue("06BEIRUT7", "tag-unknown", "y")] * 3]
    after["parse_issues"] += [issue("06HENTZAU1", "tags-missing", "no TAGS line")]
    found = by_name(compared(before, after, tmp_path))
    assert numbers(found["parse_issues", "tag-unknown"]) == (2, 2, 0, 0, 1)
    assert found["parse_issues", "tag-unknown"].examples == (
        Example("changed", "06BEIRUT7", '["y"]', '["y", "y", "y"]'),
    )
    assert numbers(found["parse_issues", "tags-missing"]) == (0, 1, 1, 0, 0)
    assert numbers(found["parse_issues", "damaged-id"]) == (2, 2, 0, 0, 0)
    assert found["parse_issues", None].rows_after == 7


@pytest.mark.parametrize("limit", [0, 1, 2])
def test_examples_are_the_smallest_ids_up_to_the_limit(tmp_path: Path, limit: int) -> None:
    after = archive.invented()
    for cable in after["cables"]:
        cable["title"] = "NEW"
    title = by_name(compared(archive.invented(), after, tmp_path, limit))["cables", "title"]
    assert title.gained == 6
    ids = [example.cable_id for example in title.examples]
    assert ids == ["06BEIRUT7", "06ECTION01OF02ZENDA15"][:limit]


def test_columns_that_only_one_has_are_named(tmp_path: Path) -> None:
    class Renamed:
        """A connection to a database in which ``cables`` has a column of another name."""

        def __init__(self, connection: ReadOnlyConnection) -> None:
            self._connection = connection

        def execute(self, sql: str, parameters: Any = None) -> Any:
            if sql != 'DESCRIBE "cables"':
                return self._connection.execute(sql, parameters)
            return self._connection.execute("DESCRIBE SELECT * RENAME (signature AS signer) FROM cables")

        def sql(self, sql: str) -> Any:
            return self._connection.sql(sql)

    with both(archive.invented(), archive.invented(), tmp_path) as (before, after):
        comparison = compare(Renamed(before), after)  # type: ignore[arg-type]
    assert comparison.not_compared == ("cables.signature", "cables.signer")
    assert ("cables", "signature") not in by_name(comparison)


# What is written


def written(comparison: Comparison, kind: str) -> str:
    out = io.BytesIO()
    quality_output.write_comparison(comparison, kind, out)
    return out.getvalue().decode()


@pytest.fixture
def hostile(tmp_path: Path) -> Comparison:
    after = archive.invented()
    cable_row(after, "06ZENDA12")["subject"] = "A \x1b[31mRED\x1b[0m \x9b2J\u202eWEEK"
    after["headings"].append(row("headings", cable_id="06ZENDA12", position=1, text="[bold]\x1b]0;t\x07[/bold]"))
    return compared(archive.invented(), after, tmp_path)


def test_values_can_not_act_upon_a_terminal(hostile: Comparison) -> None:
    text = written(hostile, "table")
    assert not CONTROL.search(text)
    assert r"changed  06ZENDA12  A QUIET WEEK → A \x1b[31mRED\x1b[0m \x9b2J\u202eWEEK" in text
    assert "[bold]" in text


def test_json_has_every_field_and_the_values_as_they_are(hostile: Comparison) -> None:
    rows = {(found["table"], found["field"]): found for found in json.loads(written(hostile, "json"))}
    assert rows["cables", "subject"]["examples"][0]["after"] == "A \x1b[31mRED\x1b[0m \x9b2J\u202eWEEK"
    assert rows["cables", "title"]["changed"] == 0
    assert len(rows) == len(hostile.changes)


def test_csv_has_every_field(hostile: Comparison) -> None:
    assert len(written(hostile, "csv").split("\r\n")) == len(hostile.changes) + 2


def test_the_table_has_what_differs_alone(hostile: Comparison) -> None:
    text = written(hostile, "table")
    assert text.startswith("6 cables before, 6 after: 0 new, 0 gone, 1 of the others differ.\n")
    assert re.search(r"^cables +subject +1 +1 +0 +0 +1$", text, re.MULTILINE)
    assert re.search(r"^headings +0 +1 +1 +0$", text, re.MULTILINE)
    assert "title" not in text


def test_long_values_are_shown_from_where_they_differ(tmp_path: Path) -> None:
    before, after = archive.invented(), archive.invented()
    cable_row(before, "06ZENDA12")["summary"] = "word " * 200 + "old end of it all"
    cable_row(after, "06ZENDA12")["summary"] = "word " * 200 + "new end" + " and more" * 50
    text = written(compared(before, after, tmp_path), "table")
    (line,) = [line for line in text.splitlines() if line.startswith("  changed  06ZENDA12  …")]
    assert "…word word word old end of it all → …word word word new end and more and" in line
    assert line.endswith("…")
    assert len(line) < 150


def test_a_report_is_written_in_each_format() -> None:
    rows = [FieldQuality("cables", None, 3, 0, 1.0, 1), FieldQuality("tags", "kind", 1, 2, 0.333333, None)]
    outs = {kind: io.BytesIO() for kind in ("table", "csv", "json")}
    for kind, out in outs.items():
        quality_output.write_report(rows, kind, out)
    assert outs["csv"].getvalue().decode().split("\r\n")[1:3] == ["cables,,3,0,1.0,1", "tags,kind,1,2,0.333333,"]
    assert json.loads(outs["json"].getvalue()) == [found._asdict() for found in rows]
    assert re.search(r"^tags +kind +1 +2 +0.333333", outs["table"].getvalue().decode(), re.MULTILINE)
