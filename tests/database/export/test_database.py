from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from cable_pipeline.database.views import macros, views
from cable_pipeline.tables.schema import TABLES
from tests.database.export.conftest import Given, export


@pytest.fixture(scope="module")
def file(given: Given, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return export(given, "duckdb", tmp_path_factory.mktemp("duckdb") / "cables.duckdb")


def test_it_needs_no_other_file(given: Given, file: Path) -> None:
    with duckdb.connect(str(file), read_only=True, config={"enable_external_access": "false"}) as exported:
        for name in (*TABLES, *views()):
            query = f"SELECT * FROM {name}"
            expected = sorted(given.connection.execute(query).fetchall(), key=repr)
            assert sorted(exported.execute(query).fetchall(), key=repr) == expected, name
        assert exported.execute("SELECT count(*) FROM paragraphs_of('06VIENNA40')").fetchall() == [(2,)]


def test_every_relation_column_and_macro_is_described(file: Path) -> None:
    with duckdb.connect(str(file), read_only=True) as exported:
        silent = exported.execute(
            """
            SELECT table_name, NULL FROM duckdb_tables() WHERE comment IS NULL
            UNION ALL SELECT view_name, NULL FROM duckdb_views() WHERE comment IS NULL AND NOT internal
            UNION ALL SELECT table_name, column_name FROM duckdb_columns()
            WHERE comment IS NULL AND NOT internal AND table_name <> 'about'
            UNION ALL SELECT function_name, NULL FROM duckdb_functions()
            WHERE function_type LIKE '%macro%' AND NOT internal AND comment IS NULL
            """
        ).fetchall()
        assert silent == []
        stored = {row[0] for row in exported.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
        assert stored == {*TABLES, "about", *(view.name for view in views().values() if view.kind == "stored")}
        found = exported.execute("SELECT function_name FROM duckdb_functions() WHERE NOT internal").fetchall()
        assert {row[0] for row in found} == set(macros())


def test_it_says_what_it_is(given: Given, file: Path) -> None:
    with duckdb.connect(str(file), read_only=True) as exported:
        facts = dict(exported.execute("SELECT name, value FROM about").fetchall())
    assert facts["generation"] == str(given.generation.number) == "2"
    assert "22 telegrams, generation 2" in facts["citation"]
    assert facts["rows of cables"] == "22"
    assert facts["data dictionary (Markdown)"].startswith("# Data dictionary")
    assert "cff-version" in facts["citation file (CFF)"]
