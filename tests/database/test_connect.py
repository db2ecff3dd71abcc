from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from cable_pipeline.database.connect import NoDatabaseError, ReadOnlyConnection, RefusedError, connect
from cable_pipeline.database.relations import DatabaseError


def fingerprint(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture
def places(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    """Names for files in and out of the generation; at the end, nothing may have changed in either place."""
    (tmp_path / "secret.csv").write_text("a,b\n1,2\n")
    monkeypatch.setenv("CABLES_SECRET", "hidden")
    monkeypatch.chdir(tmp_path)
    generation = (data / "generations" / "1").resolve()
    before = fingerprint(generation), fingerprint(tmp_path)
    yield {
        "outside": str(tmp_path / "secret.csv"),
        "folder": str(tmp_path),
        "generation": str(generation),
        "file": str(generation / "tables" / "cables" / "bucket-00000.parquet"),
        "database": str(generation / "cables.duckdb"),
    }
    assert (fingerprint(generation), fingerprint(tmp_path)) == before


READING = [
    "SELECT count(*) FROM cables",
    "FROM cables",
    "TABLE cables",
    "VALUES (1)",
    "(SELECT 1)",
    "/* a note */ SELECT 1 -- end\n;",
    "WITH c AS (SELECT * FROM cables) SELECT count(*) FROM c",
    "DESCRIBE cables",
    "SHOW TABLES",
    "SHOW ALL TABLES",
    "SUMMARIZE tags",
    "PIVOT cables ON classification USING count(*) GROUP BY post",
    "PIVOT cables ON classification IN ('SECRET') USING count(*) GROUP BY post",
    "UNPIVOT (SELECT 1 AS a, 2 AS b) ON a, b",
    "EXPLAIN SELECT * FROM cables",
    "explain analyze SELECT count(*) FROM cables",
    "SELECT * FROM query_table('cables')",
    "SELECT * FROM read_parquet('{file}')",
    "SELECT current_setting('threads')",
    "SELECT 1; SELECT 2",
    "SELECT 'COPY cables TO here; DROP TABLE cables' AS said",
    'SELECT 1 AS "COPY"',
]


@pytest.mark.parametrize("sql", READING)
def test_queries_run(connection: ReadOnlyConnection, places: dict[str, str], sql: str) -> None:
    assert connection.execute(sql.format(**places)).fetchall()


WRITING = [
    "COPY (SELECT 1) TO '{file}' (FORMAT parquet)",
    "COPY (SELECT 1) TO '{file}' (FORMAT parquet, USE_TMP_FILE false)",
    "COPY (SELECT 1) TO '{database}' (FORMAT csv)",
    "COPY (SELECT 1) TO '{generation}/tables/new.parquet'",
    "COPY (SELECT 1) TO '{folder}/new.csv'",
    "COPY cables TO '{folder}/new.csv'",
    "COPY posts FROM '{outside}'",
    "COPY FROM DATABASE archive TO memory",
    "SELECT 1; COPY (SELECT 1) TO '{file}'",
    "WITH c AS (COPY (SELECT 1) TO '{file}') SELECT 1",
    "WITH c AS (COPY (SELECT 1) TO '{file}' (FORMAT parquet)) SELECT * FROM c",
    "WITH c AS MATERIALIZED (COPY (SELECT 1) TO '{file}' (FORMAT parquet)) FROM c",
    "WITH RECURSIVE c AS (COPY (SELECT 1) TO '{file}' (FORMAT parquet)) FROM cables",
    "/* SELECT */ WITH c AS (/**/ COPY (SELECT 1) TO '{file}') SELECT 1",
    "WITH c AS (INSERT INTO posts VALUES ('X') RETURNING *) SELECT * FROM c",
    "EXPLAIN ANALYZE COPY (SELECT 1) TO '{file}'",
    "EXPLAIN ANALYZE WITH c AS (COPY (SELECT 1) TO '{file}') SELECT 1",
    "EXPLAIN (ANALYZE) COPY (SELECT 1) TO '{file}'",
    "EXPLAIN /**/ ANALYZE COPY (SELECT 1) TO '{file}'",
    "PREPARE p AS COPY (SELECT 1) TO '{file}'",
    "EXECUTE p",
    "SELECT * FROM query('COPY (SELECT 1) TO ''{file}''')",
    "SELECT * FROM query('WITH c AS (CO' || 'PY (SELECT 1) TO ''{file}'') SELECT 1')",
    "SELECT * FROM json_execute_serialized_sql(json_serialize_sql('WITH c AS (COPY cables TO ''{file}'') FROM c'))",
    "PRAGMA json_execute_serialized_sql(json_serialize_sql('SELECT 1'))",
    "EXPORT DATABASE '{folder}/out'",
    "EXPORT DATABASE '{generation}/tables'",
    "IMPORT DATABASE '{folder}'",
    "CREATE TABLE t (a INT)",
    "CREATE TEMP TABLE t (a INT)",
    "CREATE TABLE memory.main.t AS SELECT 1",
    "CREATE OR REPLACE MACRO tag_title(code) AS 'x'",
    "CREATE SECRET (TYPE s3)",
    "INSERT INTO posts (post, display_name) VALUES ('X', 'X')",
    "UPDATE posts SET city = 'X'",
    "DELETE FROM posts",
    "MERGE INTO posts USING posts AS p ON false WHEN MATCHED THEN DELETE",
    "TRUNCATE posts",
    "DROP VIEW cables",
    "ALTER VIEW cables RENAME TO c",
    "COMMENT ON VIEW cables IS 'x'",
    "VACUUM",
    "ANALYZE",
    "CHECKPOINT",
    "FORCE CHECKPOINT",
    "SELECT * FROM checkpoint()",
    "BEGIN",
]

LEAVING = [
    "SELECT * FROM read_csv('{outside}')",
    "SELECT * FROM '{outside}'",
    "SELECT * FROM read_text('{outside}')",
    "SELECT * FROM read_blob('{outside}')",
    "SELECT * FROM read_text('secret.csv')",
    "SELECT * FROM read_json('{outside}')",
    "SELECT * FROM read_json_objects('{outside}')",
    "SELECT * FROM sniff_csv('{outside}')",
    "SELECT * FROM parquet_metadata('{outside}')",
    "SELECT * FROM read_text('/dev/stdin')",
    "SELECT * FROM read_text('/proc/self/environ')",
    "SELECT * FROM read_text('{generation}/tables/../../../../secret.csv')",
    "SELECT * FROM read_text('{generation}/tables/cables/../../../../../etc/hostname')",
    "SELECT * FROM glob('/*')",
    "SELECT * FROM glob('{folder}/*')",
    "SELECT * FROM glob('{generation}/tables/../../*')",
    "SELECT * FROM query('SELECT * FROM read_text(''{outside}'')')",
    "SELECT * FROM query_table('{outside}')",
    "SELECT * FROM read_parquet('https://example.org/a.parquet')",
    "SELECT * FROM read_parquet('s3://bucket/a.parquet')",
    "SELECT getenv('CABLES_SECRET')",
    "SELECT getvariable('HOME'), getenv('HOME')",
    "ATTACH '{folder}/new.duckdb' AS n",
    "ATTACH ':memory:' AS n",
    "ATTACH '{database}' AS n (READ_ONLY)",
    "DETACH archive",
    "USE memory",
    "INSTALL httpfs",
    "LOAD httpfs",
    "LOAD '{outside}'",
    "UPDATE EXTENSIONS",
    "FORCE INSTALL httpfs FROM '{folder}'",
    "CALL start_ui()",
]

SETTING = [
    "SET threads = 1",
    "SET GLOBAL threads = 1",
    "RESET threads",
    "PRAGMA threads = 1",
    "SET lock_configuration = false",
    "RESET lock_configuration",
    "SET enable_external_access = true",
    "SET allowed_directories = ['/']",
    "SET temp_directory = '{folder}'",
    "SET home_directory = '{folder}'",
    "SET VARIABLE x = 1",
    "SET profiling_output = '{folder}/profile.json'",
    "PRAGMA enable_profiling",
    "PRAGMA disable_optimizer",
    "CALL enable_logging(storage = 'file', storage_path = '{generation}/tables/log')",
    "SELECT * FROM enable_logging(storage = 'file', storage_path = '{generation}/tables/log')",
    "SELECT * FROM enable_profiling()",
]


@pytest.mark.parametrize("sql", [*WRITING, *LEAVING, *SETTING])
def test_anything_else_is_refused(connection: ReadOnlyConnection, places: dict[str, str], sql: str) -> None:
    with pytest.raises((RefusedError, duckdb.Error)):
        connection.execute(sql.format(**places)).fetchall()
    with pytest.raises((RefusedError, duckdb.Error)):
        connection.sql(sql.format(**places)).fetchall()
    assert connection.execute("SELECT count(*) FROM cables").fetchall() == [(6,)]


def test_a_link_in_the_data_folder_does_not_lead_out(
    data: Path, connection: ReadOnlyConnection, tmp_path: Path
) -> None:
    (tmp_path / "secret.txt").write_text("hidden")
    link = data / "generations" / "1" / "way-out"
    link.symlink_to(tmp_path)
    try:
        with pytest.raises(duckdb.PermissionException):
            connection.execute(f"SELECT * FROM read_text('{link}/secret.txt')").fetchall()
    finally:
        link.unlink()


def test_python_variables_are_out_of_reach(connection: ReadOnlyConnection) -> None:
    local_rows = pa.table({"a": [1]})
    with pytest.raises(duckdb.CatalogException, match="local_rows"):
        connection.execute("SELECT * FROM local_rows")
    connection.register("mine", local_rows)
    assert connection.execute("SELECT a FROM mine").fetchall() == [(1,)]


@pytest.mark.parametrize("name", ["append", "install_extension", "load_extension", "read_csv", "register_filesystem"])
def test_methods_that_write_or_read_files_are_missing(connection: ReadOnlyConnection, name: str) -> None:
    with pytest.raises(AttributeError, match=name):
        getattr(connection, name)


def test_refusal_says_what_is_possible(connection: ReadOnlyConnection) -> None:
    with pytest.raises(RefusedError, match=r"CREATE is refused: this connection only reads\. It runs SELECT"):
        connection.execute("CREATE TABLE t (a INT)")


def test_parameters_are_those_of_the_last_statement(connection: ReadOnlyConnection) -> None:
    assert connection.execute("SELECT $a || 'b'", {"a": "x"}).fetchall() == [("xb",)]
    assert connection.execute("SELECT 1; SELECT ?", [2]).fetchall() == [(2,)]


def test_a_query_is_text(connection: ReadOnlyConnection) -> None:
    with pytest.raises(TypeError, match="must be a str"):
        connection.execute(b"SELECT 1")  # type: ignore[arg-type]


def test_several_connections_and_cursors_share_nothing(data: Path) -> None:
    with connect(data) as first, connect(data) as second:
        cursor = first.cursor()
        assert second.execute("SELECT count(*) FROM cables").fetchall() == [(6,)]
        assert cursor.execute("SELECT count(*) FROM cited_by('06ZENDA12')").fetchall() == [(2,)]
        with pytest.raises(RefusedError):
            cursor.execute("SET threads = 1")
        first.close()
        first.close()
        assert second.execute("SELECT count(*) FROM tags").fetchall() == [(4,)]


def test_without_a_database_the_message_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(NoDatabaseError, match="cables run"):
        connect(tmp_path)


def test_a_file_that_is_no_database_is_an_error_of_ours(tmp_path: Path) -> None:
    (tmp_path / "cables.duckdb").write_text("no database")
    with pytest.raises(DatabaseError, match=r"can't be opened"):
        connect(tmp_path)


def test_the_data_folder_of_the_settings_is_the_default(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CABLES_DATA", str(data))
    with connect() as connection:
        assert connection.execute("SELECT cables FROM dataset").fetchall() == [(6,)]


def test_an_error_shows_the_query_as_it_was_written(connection: ReadOnlyConnection) -> None:
    with pytest.raises(duckdb.BinderException) as caught:
        connection.execute("SELECT cable_id,\n  no_such_column\nFROM cables")
    assert "LINE 2:   no_such_column" in str(caught.value)
    assert "EXPLAIN" not in str(caught.value)
