"""Running one query and writing its result: as a table to read, CSV, JSON or Parquet."""

from __future__ import annotations

import base64
import csv
import io
import json
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, BinaryIO, Literal, NamedTuple

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from cable_pipeline.database.connect import ReadOnlyConnection
from cable_pipeline.database.printable import printable

BATCH_ROWS = 10_000
TABLE_ROWS = 1_000
"""Rows shown by the format ``table``, which has to hold them all to find the width of its columns."""


class QueryError(Exception):
    """The query is wrong or was stopped; the message is DuckDB's."""


class QueryResult(NamedTuple):
    """A result that is read while it is written, once: its schema, column names made unique, and its batches."""

    schema: pa.Schema
    batches: Iterator[pa.RecordBatch]


def run_query(connection: ReadOnlyConnection, sql: str) -> QueryResult:
    """Run exactly one query and return its result, before its first row is computed.

    :class:`QueryError` when ``sql`` is not one statement or DuckDB finds it wrong, here or while batches are read;
    ``RefusedError`` when it is no query.
    """
    try:
        statements = connection.extract_statements(sql)
        if len(statements) != 1:
            raise QueryError(f"exactly one query can be run at a time, this is {len(statements) or 'no query at all'}")
        reader = connection.sql(sql).to_arrow_reader(BATCH_ROWS)
    except (duckdb.Error, pa.ArrowException) as error:
        raise QueryError(str(error)) from error
    schema = pa.schema(map(_field, _unique(reader.schema.names), reader.schema.types))
    return QueryResult(schema, _batches(reader, schema))


def write_csv(result: QueryResult, out: BinaryIO) -> int:
    """Write CSV as in RFC 4180 (UTF-8, CRLF, a line with the names) and return the number of rows.

    Null is an empty field, a list or struct its JSON text. Cells are not altered: a spreadsheet program may take one
    that starts with ``=``, ``+``, ``-`` or ``@`` for a formula; import such a file as text.
    """
    text = io.TextIOWrapper(out, encoding="utf-8", newline="", write_through=True)
    try:
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow(result.schema.names)
        return _each_row(result, lambda row: writer.writerow([_csv_cell(cell) for cell in row]))
    finally:
        text.detach()


def write_json(result: QueryResult, out: BinaryIO) -> int:
    """Write a JSON array of one object per row, a row a line, and return the number of rows.

    Dates, times and intervals are ISO 8601 strings, NaN and infinities null, binary values base64.
    """
    names = result.schema.names
    separator = b"[\n"

    def write(row: Sequence[Any]) -> None:
        nonlocal separator
        line = json.dumps(dict(zip(names, map(_plain, row), strict=True)), ensure_ascii=False, allow_nan=False)
        out.write(separator + line.encode("utf-8"))
        separator = b",\n"

    rows = _each_row(result, write)
    out.write(b"\n]\n" if rows else b"[]\n")
    return rows


def write_parquet(result: QueryResult, out: BinaryIO) -> int:
    """Write Parquet (zstd) with the types of the result and return the number of rows."""
    rows = 0
    try:
        with pq.ParquetWriter(out, result.schema, compression="zstd") as writer:
            for batch in result.batches:
                writer.write_batch(batch)
                rows += batch.num_rows
    except pa.ArrowNotImplementedError as error:
        raise QueryError(f"Parquet can't hold a column of this result: {error}") from error
    return rows


def write_table(result: QueryResult, out: BinaryIO, width: int | None = None) -> int:
    """Write a table to read, ``width`` characters wide (None: as wide as it gets), and return the number of rows.

    After :data:`TABLE_ROWS` rows it says how many more there are. What a terminal would act upon is written out.
    """
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for field in result.schema:
        justify: Literal["left", "right"] = "right" if _is_number(field.type) else "left"
        table.add_column(Text(printable(field.name)), justify=justify, overflow="fold")
    shown = 0

    def add(row: Sequence[Any]) -> None:
        nonlocal shown
        if shown < TABLE_ROWS:
            table.add_row(*(Text(printable(_csv_cell(cell))) for cell in row))
            shown += 1

    rows = _each_row(result, add)
    text = io.TextIOWrapper(out, encoding="utf-8", newline="\n", write_through=True)
    try:
        natural = Console(file=text, width=1_000_000).measure(table).maximum
        console = Console(file=text, width=width or max(natural, 1), color_system=None, highlight=False, markup=False)
        console.print(table)
        console.print(_footer(rows, shown), soft_wrap=True)
    finally:
        text.detach()
    return rows


FORMATS: Mapping[str, Callable[[QueryResult, BinaryIO], int]] = {
    "table": write_table,
    "csv": write_csv,
    "json": write_json,
    "parquet": write_parquet,
}
"""The writers by the name of their format; each takes a result and a binary stream and returns the number of rows."""


def _field(name: str, kind: pa.DataType) -> pa.Field:
    return pa.field(name, pa.string() if pa.types.is_interval(kind) else kind)


def _readable(column: pa.Array) -> pa.Array:
    if pa.types.is_interval(column.type):
        # Neither Parquet nor JSON nor CSV has intervals.
        return pa.array(map(_plain, column.to_pylist()), pa.string())
    return column


def _is_number(kind: pa.DataType) -> bool:
    return bool(pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind))


def _footer(rows: int, shown: int) -> str:
    more = f", {rows - shown:,} of them not shown: the formats csv, json and parquet give all" if rows > shown else ""
    return f"{rows:,} row{'' if rows == 1 else 's'}{more}"


def _batches(reader: pa.RecordBatchReader, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    try:
        for batch in reader:
            yield pa.record_batch([_readable(column) for column in batch.columns], schema=schema)
    except (duckdb.Error, pa.ArrowException, OSError) as error:
        raise QueryError(str(error)) from error


def _each_row(result: QueryResult, use: Callable[[Sequence[Any]], object]) -> int:
    rows = 0
    for batch in result.batches:
        columns = [_values(column) for column in batch.columns]
        for row in zip(*columns, strict=True):
            use(row)
        rows += batch.num_rows
    return rows


def _values(column: pa.Array) -> Iterable[Any]:
    # Nanoseconds have no Python type of their own.
    if pa.types.is_timestamp(column.type) and column.type.unit == "ns":
        column = column.cast(pa.timestamp("us", column.type.tz), safe=False)
    elif pa.types.is_time64(column.type) and column.type.unit == "ns":
        column = column.cast(pa.time64("us"), safe=False)
    values: list[Any] = column.to_pylist(maps_as_pydicts="strict")
    return values


def _plain(value: Any) -> Any:
    """``value`` as JSON can hold it."""
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    if isinstance(value, Mapping):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, pa.MonthDayNano):
        return f"P{value.months}M{value.days}DT{value.nanoseconds / 1e9:g}S"
    if isinstance(value, (list, tuple)):
        return [_plain(part) for part in value]
    return str(value)


def _csv_cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, float):
        return repr(value)
    plain = _plain(value)
    return plain if isinstance(plain, str) else json.dumps(plain, ensure_ascii=False)


def _unique(names: Sequence[str]) -> list[str]:
    taken: set[str] = set()
    unique: list[str] = []
    for name in names:
        candidate, number = name, 1
        while candidate in taken:
            number += 1
            candidate = f"{name}_{number}"
        taken.add(candidate)
        unique.append(candidate)
    return unique
