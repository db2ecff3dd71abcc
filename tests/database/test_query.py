from __future__ import annotations

import csv
import io
import json
import unicodedata
from datetime import datetime
from typing import Any

import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cable_pipeline.database.connect import ReadOnlyConnection, RefusedError
from cable_pipeline.database.printable import printable
from cable_pipeline.database.query import FORMATS, TABLE_ROWS, QueryError, run_query, write_table

EVERY_TYPE = """
SELECT 1 AS a, 2 AS a, 3 AS a_2, 'nan'::DOUBLE AS nan, '-inf'::FLOAT AS inf, 0.5 AS half, sum(7) AS total,
    DATE '2006-08-09' AS day, TIMESTAMP '2006-08-09 07:43:00' AS at, TIMESTAMP_NS '2006-08-09 07:43:00.000000001' AS ns,
    TIME '07:43:00' AS hour, INTERVAL '14 months 3 days 1 second' AS span, ['x', NULL] AS list,
    {'k': DATE '2006-08-09', 'v': [1.5]} AS struct, MAP {'k': 1} AS map, '\\xC3\\xA9'::BLOB AS bytes,
    NULL AS nothing, true AS yes,
    '{"b": 1}'::JSON AS json, 'one'::ENUM('one') AS enum, uuid '00000000-0000-0000-0000-000000000001' AS id
"""


def written(connection: ReadOnlyConnection, sql: str, format_name: str) -> bytes:
    out = io.BytesIO()
    FORMATS[format_name](run_query(connection, sql), out)
    assert not out.closed
    return out.getvalue()


def test_json_of_every_type_is_valid(connection: ReadOnlyConnection) -> None:
    def no_constant(name: str) -> Any:
        raise AssertionError(f"{name} is no JSON")

    (row,) = json.loads(written(connection, EVERY_TYPE, "json"), parse_constant=no_constant)
    assert row == {
        "a": 1,
        "a_2": 2,
        "a_2_2": 3,
        "nan": None,
        "inf": None,
        "half": 0.5,
        "total": 7,
        "day": "2006-08-09",
        "at": "2006-08-09T07:43:00",
        "ns": "2006-08-09T07:43:00",
        "hour": "07:43:00",
        "span": "P14M3DT1S",
        "list": ["x", None],
        "struct": {"k": "2006-08-09", "v": [1.5]},
        "map": {"k": 1},
        "bytes": "w6k=",
        "nothing": None,
        "yes": True,
        "json": '{"b": 1}',
        "enum": "one",
        "id": "00000000-0000-0000-0000-000000000001",
    }


def test_csv_of_every_type(connection: ReadOnlyConnection) -> None:
    (row,) = csv.DictReader(io.StringIO(written(connection, EVERY_TYPE, "csv").decode(), newline=""))
    assert (row["a"], row["a_2"], row["nan"], row["total"], row["nothing"], row["yes"]) == (
        "1",
        "2",
        "nan",
        "7",
        "",
        "true",
    )
    assert (row["list"], row["map"], row["span"]) == ('["x", null]', '{"k": 1}', "P14M3DT1S")


def test_parquet_keeps_types(connection: ReadOnlyConnection) -> None:
    table = pq.read_table(io.BytesIO(written(connection, EVERY_TYPE, "parquet")))
    assert table.column("at").to_pylist() == [datetime(2006, 8, 9, 7, 43)]
    assert table.column("list").to_pylist() == [["x", None]]
    assert table.num_rows == 1


def test_parquet_says_what_it_can_not_hold(connection: ReadOnlyConnection) -> None:
    with pytest.raises(QueryError, match="Parquet can't hold"):
        written(connection, "SELECT [INTERVAL 1 DAY] AS spans", "parquet")


@given(st.lists(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])), min_size=1, max_size=4))
def test_csv_and_json_give_back_any_text(connection_of_session: ReadOnlyConnection, cells: list[str]) -> None:
    values = ", ".join("'" + cell.replace("'", "''") + "'" for cell in cells)
    sql = f"SELECT unnest([{values}]) AS text, 1 AS other"
    text = written(connection_of_session, sql, "csv").decode()
    assert [row["text"] for row in csv.DictReader(io.StringIO(text, newline=""))] == cells
    assert [row["text"] for row in json.loads(written(connection_of_session, sql, "json"))] == cells


def test_csv_lines_end_as_in_rfc_4180(connection: ReadOnlyConnection) -> None:
    assert written(connection, "SELECT 'a,\"b' AS x, 'c\nd' AS y", "csv") == b'x,y\r\n"a,""b","c\nd"\r\n'


@pytest.mark.parametrize(
    ("format_name", "expected"), [("csv", b"cable_id\r\n"), ("json", b"[]\n"), ("table", b"cable_id\n\xe2\x94\x80")]
)
def test_no_rows(connection: ReadOnlyConnection, format_name: str, expected: bytes) -> None:
    assert written(connection, "SELECT cable_id FROM cables WHERE false", format_name).startswith(expected)


def test_table_writes_out_what_a_terminal_would_act_upon(connection: ReadOnlyConnection) -> None:
    sql = "SELECT '[bold]' || chr(27) || '[2J' || chr(8238) AS \"[red]x\""
    text = written(connection, sql, "table").decode()
    assert "[red]x" in text
    assert r"[bold]\x1b[2J\u202e" in text
    assert "1 row" in text


def test_table_keeps_to_its_width(connection: ReadOnlyConnection) -> None:
    out = io.BytesIO()
    write_table(run_query(connection, "SELECT repeat('word ', 100) AS a, 'x' AS b"), out, width=40)
    lines = out.getvalue().decode().splitlines()
    assert max(map(len, lines)) <= 40
    assert sum(line.count("word") for line in lines) == 100


def test_table_says_how_many_rows_it_leaves_out(connection: ReadOnlyConnection) -> None:
    out = io.BytesIO()
    assert (
        write_table(run_query(connection, f"SELECT range AS n FROM range({TABLE_ROWS + 1234})"), out)
        == TABLE_ROWS + 1234
    )
    lines = out.getvalue().decode().splitlines()
    assert lines[-1].startswith("2,234 rows, 1,234 of them not shown")
    assert len(lines) == TABLE_ROWS + 3


@pytest.mark.parametrize("sql", ["SELECT 1; SELECT 2", "", " -- nothing\n", "SELEC 1", "SELECT nowhere FROM cables"])
def test_what_is_not_one_right_query_is_an_error(connection: ReadOnlyConnection, sql: str) -> None:
    with pytest.raises(QueryError):
        run_query(connection, sql)


def test_an_error_amid_the_rows_is_an_error(connection: ReadOnlyConnection) -> None:
    with pytest.raises(QueryError, match="Conversion"):
        written(connection, "SELECT CAST(cable_id AS INTEGER) FROM cables", "csv")


def test_writing_is_refused(connection: ReadOnlyConnection) -> None:
    with pytest.raises(RefusedError):
        run_query(connection, "DROP VIEW cables")


@pytest.mark.parametrize(
    "sql", ["DESCRIBE cables", "SHOW TABLES", "SUMMARIZE tags", "EXPLAIN SELECT 1", "PIVOT tags ON kind USING count(*)"]
)
def test_questions_about_the_database_are_queries(connection: ReadOnlyConnection, sql: str) -> None:
    assert json.loads(written(connection, sql, "json"))


@given(st.text())
def test_printable_leaves_no_control_character(text: str) -> None:
    shown = printable(text)
    hidden = {"Cc", "Cf", "Cs", "Zl", "Zp"}
    assert not {unicodedata.category(character) for character in shown if character != "\n"} & hidden
    assert printable(shown) == shown
