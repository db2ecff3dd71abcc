from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from cable_pipeline.database import relations
from cable_pipeline.database.connect import ReadOnlyConnection
from cable_pipeline.database.views import Definition, DefinitionError, macros, read_definition, views
from cable_pipeline.tables.schema import TABLES
from tests.database.archive import TEXT


def rows(connection: ReadOnlyConnection, sql: str) -> list[tuple[Any, ...]]:
    found: list[tuple[Any, ...]] = connection.execute(sql).fetchall()
    return found


def test_cables_by_post_month(connection: ReadOnlyConnection) -> None:
    assert rows(connection, "FROM cables_by_post_month ORDER BY ALL") == [
        ("BEIRUT", "Beirut", "LB", 2006, date(2006, 9, 1), "SECRET", 1, 1),
        ("STRELSAU", None, None, 2006, date(2006, 9, 1), "UNCLASSIFIED", 1, 1),
        ("ZENDA", None, None, 2006, date(2006, 8, 1), "CONFIDENTIAL", 3, 2),
        (None, None, None, 2006, None, None, 1, 1),
    ]


def test_tag_titles(connection: ReadOnlyConnection) -> None:
    assert rows(
        connection, "SELECT cable_id, tag, title, iso_3166_alpha2 FROM tag_titles ORDER BY cable_id, position"
    ) == [
        ("06BEIRUT7", "NOSUCHTAG", None, None),
        ("06ZENDA12", "PGOV", "Internal Governmental Affairs", None),
        ("06ZENDA12", "LE", "Lebanon", "LB"),
        ("06ZENDA12", "PGOV, ANTON", None, None),
    ]


def test_traffic_counts_a_telegram_with_a_twin_once(connection: ReadOnlyConnection) -> None:
    assert rows(connection, "FROM traffic ORDER BY ALL") == [
        ("BEIRUT", None, "AMEMBASSY ZENDA", "info", False, 1, date(2006, 9, 1), date(2006, 9, 1)),
        ("ZENDA", "AMEMBASSY ZENDA", "RURITANIA COLLECTIVE", "info", True, 1, date(2006, 8, 1), date(2006, 8, 1)),
        ("ZENDA", "AMEMBASSY ZENDA", "SECSTATE WASHDC", "action", False, 2, date(2006, 8, 1), date(2006, 8, 6)),
    ]


def test_reference_edges(connection: ReadOnlyConnection) -> None:
    columns = "cable_id, referenced_id, is_present, referenced_cable_id, days_between"
    assert rows(connection, f"SELECT {columns} FROM reference_edges ORDER BY cable_id, position") == [
        ("06BEIRUT7", "06ZENDA12", True, "06ZENDA12", None),
        ("06STRELSAU3", "06ZENDA15", True, "06ZENDA15", 55),
        ("06ZENDA15", "06ZENDA12", True, "06ZENDA12", 5),
        ("06ZENDA15", "06STRELSAU999", False, None, None),
    ]


def test_paragraphs_by_marking(connection: ReadOnlyConnection) -> None:
    assert rows(connection, "FROM paragraphs_by_marking ORDER BY ALL") == [
        ("CONFIDENTIAL", "C", "same", 2, 2, 2),
        ("SECRET", "U", "lower", 1, 1, 2),
        ("UNCLASSIFIED", None, None, 1, 1, 1),
        (None, "C", None, 1, 1, 1),
    ]


def test_revision_texts_gives_former_and_current_texts(connection: ReadOnlyConnection) -> None:
    texts = rows(
        connection,
        "SELECT revision, is_current, text FROM revision_texts WHERE cable_id = '06ZENDA12' ORDER BY revision",
    )
    assert texts == [(1, False, "older"), (2, True, TEXT)]


def test_parse_issues_by_code(connection: ReadOnlyConnection) -> None:
    assert rows(connection, "FROM parse_issues_by_code ORDER BY ALL") == [
        ("damaged-id", "info", 2, 2, "06ZENDA12.txt", "first"),
        ("not-a-telegram", "error", 1, 1, "broken.txt", "too short"),
    ]


def test_field_coverage(connection: ReadOnlyConnection) -> None:
    coverage = {field: rest for field, *rest in rows(connection, "FROM field_coverage")}
    assert coverage["post"] == [5, 6, pytest.approx(5 / 6)]
    assert coverage["captions"] == [1, 6, pytest.approx(1 / 6)]
    assert coverage["title"] == [0, 6, 0]
    texts_and_counts = {"envelope", "header", "body", "source_path", "source_sha256"}
    always = {column.name for column in TABLES["cables"].columns if not column.nullable} - {"handling", "captions"}
    always -= {"classified_by", "classification_reasons"}
    assert set(coverage) == {column.name for column in TABLES["cables"].columns} - always - texts_and_counts


def test_redactions(connection: ReadOnlyConnection) -> None:
    assert rows(connection, "SELECT cable_id, redaction_count, redactions_per_1000_words FROM redactions") == [
        ("06ZENDA15", 2, 250.0)
    ]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("06ZENDA12", ["06ZENDA12"]),
        ("06ZENDA15", ["06ZENDA15"]),
        ("06ECTION01OF02ZENDA15", ["06ECTION01OF02ZENDA15"]),
        ("06ZENDA13", []),
    ],
)
def test_cable_macro(connection: ReadOnlyConnection, asked: str, found: list[str]) -> None:
    assert [row[0] for row in connection.execute("SELECT cable_id FROM cable(?)", [asked]).fetchall()] == found


def test_paragraphs_of_macro(connection: ReadOnlyConnection) -> None:
    assert rows(connection, "SELECT cable_id, position, text FROM paragraphs_of('06BEIRUT7')") == [
        ("06BEIRUT7", 1, "Two words.")
    ]


@pytest.mark.parametrize(
    ("asked", "citing"),
    [
        ("06ZENDA12", ["06ZENDA15", "06BEIRUT7"]),
        ("06STRELSAU999", ["06ZENDA15"]),
        ("06ECTION01OF02ZENDA15", ["06STRELSAU3"]),
        ("06BEIRUT7", []),
    ],
)
def test_cited_by_macro(connection: ReadOnlyConnection, asked: str, citing: list[str]) -> None:
    assert [row[0] for row in connection.execute("SELECT cable_id FROM cited_by(?)", [asked]).fetchall()] == citing


def test_tag_title_macro(connection: ReadOnlyConnection) -> None:
    assert rows(connection, "SELECT tag_title(' pgov '), tag_title('NOSUCHTAG')") == [
        ("Internal Governmental Affairs", None)
    ]


@pytest.fixture(scope="module")
def empty() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        relations.create_empty_relations(opened)
        relations.create_reference_tables(opened)
        relations.create_views(opened)
        yield opened


@pytest.mark.parametrize("view", views().values(), ids=lambda view: view.name)
def test_head_of_a_view_is_true_of_its_query(empty: duckdb.DuckDBPyConnection, view: Definition) -> None:
    assert list(view.columns) == [name for name, _ in relations.described(empty, view.name)]
    assert set(view.upstream) == tables_read(empty, view.query)
    assert all(view.columns.values())


@pytest.mark.parametrize("macro", macros().values(), ids=lambda macro: macro.name)
def test_head_of_a_macro_is_true_of_its_query(empty: duckdb.DuckDBPyConnection, macro: Definition) -> None:
    query = macro.query if macro.kind == "table" else f"SELECT {macro.query}"
    assert set(macro.upstream) == tables_read(empty, query)
    assert macro.parameters
    assert all(macro.parameters.values())


def test_views_of_an_empty_archive_have_no_row_or_no_share(empty: duckdb.DuckDBPyConnection) -> None:
    for name in views():
        found = empty.execute(f'FROM "{name}"').fetchall()
        assert all(row[1:] == (0, 0, None) for row in found) if name == "field_coverage" else not found


def tables_read(connection: duckdb.DuckDBPyConnection, query: str) -> set[str]:
    """The relations a query reads, from DuckDB's own parse of it, without its common table expressions."""
    (text,) = connection.execute("SELECT json_serialize_sql(?)", [query]).fetchall()[0]
    tree = json.loads(text)
    assert not tree["error"], tree
    nodes = list(every_node(tree))
    named = {entry["key"] for node in nodes if "cte_map" in node for entry in node["cte_map"]["map"]}
    return {node["table_name"] for node in nodes if node.get("type") == "BASE_TABLE"} - named


def every_node(tree: Any) -> Iterator[dict[str, Any]]:
    if isinstance(tree, dict):
        yield tree
    for part in tree.values() if isinstance(tree, dict) else tree if isinstance(tree, list) else []:
        yield from every_node(part)


def test_a_field_runs_on_in_indented_lines(tmp_path: Path) -> None:
    path = tmp_path / "quiet.sql"
    path.write_text(
        "-- One line,\n-- and another.\n-- upstream: cables\n-- column n: a number\n--   of things\nSELECT 1 AS n\n"
    )
    view = read_definition(path, {"view"})
    assert (view.description, view.columns) == ("One line, and another.", {"n": "a number of things"})
    assert (view.upstream, view.query, view.signature) == (("cables",), "SELECT 1 AS n", "quiet")


@pytest.mark.parametrize(
    ("name", "content", "complaint"),
    [
        ("v.sql", "SELECT 1", "no description"),
        ("v.sql", "-- Words.\n", "no query"),
        ("v.sql", "-- Words.\nSELECT 1;", "semicolon"),
        ("v.sql", "-- Words.\n-- column a: one\n-- column a: two\nSELECT 1 AS a", "stands there twice"),
        ("v.sql", "-- Words.\n-- upstream: cables\n-- stray words\nSELECT 1 AS a", "belongs to no field"),
        ("v.sql", "-- Words.\n-- kind: scalar\nSELECT 1 AS a", "kind is 'scalar'"),
        ("Not Lower.sql", "-- Words.\nSELECT 1 AS a", "no lower-case SQL name"),
    ],
)
def test_a_head_that_breaks_the_format_is_refused(tmp_path: Path, name: str, content: str, complaint: str) -> None:
    path = tmp_path / name
    path.write_text(content)
    with pytest.raises(DefinitionError, match=complaint):
        read_definition(path, {"view"})
