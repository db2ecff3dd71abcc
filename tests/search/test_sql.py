"""``search`` in SQL, on the read-only connection."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pytest

import cable_pipeline
from cable_pipeline.database.connect import ReadOnlyConnection, RefusedError
from cable_pipeline.database.searching import COUNTED, StaleIndexWarning, counts_query, found_query, functions
from tests.search.conftest import TELEGRAMS, build, publish, telegram
from tests.tables.archive import Archive


@pytest.fixture
def connection(filled: Archive) -> Iterator[ReadOnlyConnection]:
    with cable_pipeline.connect(filled.data) as opened:
        yield opened


def test_a_search_is_a_table(connection: ReadOnlyConnection) -> None:
    rows = connection.execute("""SELECT * FROM search('"trafficking in persons" AND post:VIENNA')""").fetchall()
    ((cable_id, position, score, snippet),) = rows
    assert (cable_id, position) == ("07VIENNA22", 1)
    assert score > 0
    assert snippet == "«Trafficking in persons» was discussed; see Vienna 17 and PARIS 0017."


def test_its_columns_are_those_described(connection: ReadOnlyConnection) -> None:
    for function in functions().values():
        arguments = "'x'" if function.parameters else ""
        found = connection.execute(f"DESCRIBE FROM {function.name}({arguments})").fetchall()
        assert [row[0] for row in found] == list(function.columns)


def test_a_search_joins(connection: ReadOnlyConnection) -> None:
    rows = connection.execute(
        """
        SELECT post, count(*) AS paragraphs
        FROM search('persons') AS found
        JOIN cables USING (cable_id)
        JOIN paragraphs USING (cable_id, position)
        GROUP BY post
        ORDER BY post
        """
    ).fetchall()
    assert rows == [("PARIS", 1), ("VIENNA", 2)]


@pytest.mark.parametrize(
    ("query", "parameters", "count"),
    [
        ("SELECT * FROM search(?)", ["persons"], 3),
        ("SELECT * FROM search($q, top := 2)", {"q": "persons"}, 2),
        ("SELECT * FROM search('pers' || 'ons', top := 1 + 1)", None, 2),
        ("SELECT * FROM search('persons') UNION ALL SELECT * FROM search('story')", None, 4),
        ("SELECT * FROM (VALUES ('story'), ('persons')) AS asked(query), search(query)", None, 4),
        ("WITH found AS (FROM search('it''s')) FROM found", None, 0),
        ("SELECT cable_id FROM search('persons') WHERE snippet LIKE '%«%' LIMIT 1", None, 1),
        ("SELECT 'search(''(a'')' FROM search('story') -- search('(b')", None, 1),
    ],
)
def test_every_kind_of_argument_works(
    connection: ReadOnlyConnection, query: str, parameters: list[str] | dict[str, str] | None, count: int
) -> None:
    assert len(connection.execute(query, parameters).fetchall()) == count
    assert len(connection.sql(query, params=parameters).fetchall()) == count
    assert connection.execute(f"EXPLAIN {query}", parameters).fetchall()


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ("search('(a')", r"there is no '\)' for the '\(', at character 1"),
        ("search('sender:x')", "there is no field 'sender'"),
        ("search(NULL)", "the query is empty"),
        ("search('a', top := 0)", "top must be at least 1, not 0"),
        ("search()", "search"),
    ],
)
def test_a_mistake_is_told_without_a_traceback(connection: ReadOnlyConnection, call: str, message: str) -> None:
    with pytest.raises(duckdb.Error, match=message) as caught:
        connection.execute(f"SELECT * FROM {call}").fetchall()
    assert "UDF" not in str(caught.value)
    assert ".py" not in str(caught.value)
    assert connection.execute("SELECT count(*) FROM search('story')").fetchall() == [(1,)]


def test_snippets_of_nothing_are_null(connection: ReadOnlyConnection) -> None:
    for arguments in ("NULL, 1", "'a', NULL", "'a', -1", "'a', 99999999999999", "'a', 12345", "'(a', 0"):
        assert connection.execute(f"SELECT search_snippets({arguments})").fetchall() == [(None,)]


def test_the_connection_stays_read_only(connection: ReadOnlyConnection) -> None:
    for statement in ("DROP MACRO TABLE search", "CREATE MACRO x() AS 1", "CREATE TABLE t AS FROM search('story')"):
        with pytest.raises(RefusedError):
            connection.execute(statement)


def test_cursors_search_in_threads(connection: ReadOnlyConnection) -> None:
    def count(query: str) -> int:
        with connection.cursor() as cursor:
            return int(cursor.execute("SELECT count(*) FROM search(?)", [query]).fetchall()[0][0])

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(count, ["persons", "story", "dredging", "*"] * 5)) == [3, 1, 2, 6] * 5


def test_the_index_says_what_it_covers(connection: ReadOnlyConnection) -> None:
    row = connection.execute(
        "SELECT generation, data_generation, is_current, paragraphs FROM search_index()"
    ).fetchone()
    assert row == (1, 1, True, 6)


def test_an_index_of_another_generation_says_so(archive: Archive) -> None:
    archive.put("a.txt", TELEGRAMS["06VIENNA1"])
    build(publish(archive))
    archive.put("b.txt", telegram("06VIENNA2", "Another story."))
    publish(archive)
    with cable_pipeline.connect(archive.data) as connection:
        found = connection.sql("SELECT cable_id FROM search('story')")
        with pytest.warns(StaleIndexWarning, match="covers generation 1 .* generation 2; `cables run`"):
            assert found.fetchall() == [("06VIENNA1",)]
        covered = connection.execute("SELECT generation, data_generation, is_current FROM search_index()").fetchall()
        assert covered == [(1, 2, False)]


def test_without_an_index_other_queries_run(archive: Archive) -> None:
    archive.fill(1)
    publish(archive)
    with cable_pipeline.connect(archive.data) as connection:
        assert connection.execute("SELECT count(*) FROM cables").fetchall() == [(1,)]
        for call in ("search('a')", "search_index()"):
            with pytest.raises(duckdb.Error, match="there is no search index yet"):
                connection.execute(f"FROM {call}").fetchall()


def test_an_open_connection_outlives_its_generation(archive: Archive) -> None:
    archive.put("a.txt", TELEGRAMS["06VIENNA1"])
    build(publish(archive))
    with cable_pipeline.connect(archive.data) as connection:
        assert connection.execute("SELECT count(*) FROM search('story')").fetchall() == [(1,)]
        shutil.rmtree(archive.data / "generations" / "1" / "search")
        found = connection.execute("SELECT snippet FROM search('story')").fetchall()
        assert "«story»" in found[0][0]


@pytest.mark.parametrize("field", COUNTED)
def test_what_was_found_is_counted(connection: ReadOnlyConnection, field: str) -> None:
    rows = connection.execute(counts_query("persons", field, 10)).fetchall()
    assert sum(row[2] for row in rows) >= 3
    expected = {"post": ("VIENNA", 2, 2), "tag": ("AU", 2, 2), "to": ("AMEMBASSY PARIS", 3, 3)}
    assert rows[0] == expected.get(field, rows[0])


def test_a_query_in_sql_is_only_text(connection: ReadOnlyConnection) -> None:
    assert connection.execute(found_query('"x\'); DROP TABLE cables; --"', 5)).fetchall() == []
    assert connection.execute(found_query('"it\'s {top}" {query}', 5)).fetchall() == []


def test_the_package_offers_connect() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        cable_pipeline.nothing  # noqa: B018


SEARCH = """
import sys, warnings
import duckdb, cable_pipeline
from pathlib import Path
with cable_pipeline.connect(Path(sys.argv[1])) as connection:
    print(duckdb.__version__)
    print(connection.execute("SELECT cable_id, position, snippet FROM search($q) JOIN cables USING (cable_id)",
        {"q": '"trafficking in persons" AND post:VIENNA'}).fetchall())
    print(connection.sql("SELECT count(*) FROM search('persons', top := 2)").fetchall())
    print(connection.execute("SELECT is_current FROM search_index()").fetchall())
    try:
        connection.execute("FROM search('(a')").fetchall()
    except duckdb.Error as error:
        print(error)
"""


@pytest.mark.slow
@pytest.mark.parametrize("version", ["1.4.5", "1.5.6", "2.0.0"])
def test_every_promised_duckdb_searches(filled: Archive, tmp_path: Path, version: str) -> None:
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(tmp_path)]
    done = subprocess.run([*install, f"duckdb=={version}"], capture_output=True, encoding="utf-8", check=False)
    if done.returncode and "Retrying" in done.stderr:
        pytest.skip("the package index can't be reached")
    assert done.returncode == 0, done.stderr
    answer = subprocess.run(
        [sys.executable, "-c", SEARCH, filled.data],
        env={**os.environ, "PYTHONPATH": str(tmp_path)}, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert answer.returncode == 0, answer.stderr
    lines = answer.stdout.splitlines()
    snippet = "«Trafficking in persons» was discussed; see Vienna 17 and PARIS 0017."
    assert lines[:4] == [version, str([("07VIENNA22", 1, snippet)]), "[(2,)]", "[(True,)]"]
    assert "there is no ')' for the '('" in lines[4]
