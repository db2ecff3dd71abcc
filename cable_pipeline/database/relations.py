"""Tables of the schema as relations of DuckDB: types, definitions over Parquet files, comments."""

# ruff: noqa: S608 -- DuckDB takes no parameters for names and files; quoting.py makes them safe.

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Literal, NamedTuple

import duckdb
import pyarrow as pa

from cable_pipeline import reference
from cable_pipeline.database import quoting
from cable_pipeline.database.views import macros, views
from cable_pipeline.tables.schema import TABLES, Table, tables_of

_SQL_TYPES: Mapping[pa.DataType, str] = {
    pa.string(): "VARCHAR",
    pa.int32(): "INTEGER",
    pa.int64(): "BIGINT",
    pa.float64(): "DOUBLE",
    pa.bool_(): "BOOLEAN",
    pa.date32(): "DATE",
    pa.timestamp("us"): "TIMESTAMP",
}


class DatabaseError(Exception):
    """The database can't be built or opened; the message says why and what to do."""


def sql_type(arrow_type: pa.DataType) -> str:
    """The DuckDB type of an Arrow type of the schema; KeyError for a type that no table uses."""
    if pa.types.is_list(arrow_type):
        return f"{sql_type(arrow_type.value_type)}[]"
    return _SQL_TYPES[arrow_type]


def stored_tables() -> tuple[Table, ...]:
    """The tables that live in Parquet files: all but the reference tables."""
    return (*tables_of("parsed"), *tables_of("ledger"))


def expect_many_files(connection: duckdb.DuckDBPyConnection) -> None:
    """Set up a connection to read thousands of small Parquet files, which never change, over and over.

    Footers are kept for the session. The threads of a query read its files themselves: DuckDB 2.0 hands every reading
    to threads of its own, and a scan took a fifth longer that way. Older versions know no such threads.
    """
    connection.execute("SET parquet_metadata_cache = true")
    if connection.execute("SELECT 1 FROM duckdb_settings() WHERE name = 'async_threads'").fetchone():
        connection.execute("SET async_threads = 0")


def create_relations(connection: duckdb.DuckDBPyConnection, tables: Path) -> None:
    """Create one view per stored table over ``tables/<table>/*.parquet``, an absolute path.

    :class:`DatabaseError` when a table has no file, lacks a column or has one of another type.
    """
    for table in stored_tables():
        files = f"{quoting.literal_glob(tables / table.name)}/*.parquet"
        # Without this, a folder named like "year=2010" above the files would replace the column "year".
        source = f"read_parquet({quoting.text(files)}, hive_partitioning = false)"
        _require_columns(connection, table, source, tables / table.name)
        columns = ", ".join(quoting.name(column.name) for column in table.columns)
        connection.execute(f"CREATE VIEW {quoting.name(table.name)} AS SELECT {columns} FROM {source}")


def create_empty_relations(connection: duckdb.DuckDBPyConnection) -> None:
    """Create every stored table as an empty table: enough to learn the columns and types of the views."""
    for table in stored_tables():
        connection.execute(_create_table(table))


def create_reference_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Create and fill posts, post_aliases, tag_dictionary and routing_indicators from ``cable_pipeline.reference``."""
    records: Mapping[str, Iterable[NamedTuple]] = {
        "posts": reference.posts().values(),
        "post_aliases": reference.post_aliases().values(),
        "tag_dictionary": reference.tag_dictionary().values(),
        "routing_indicators": reference.routing_indicators(),
    }
    for table in tables_of("reference"):
        rows = [record._asdict() for record in records[table.name]]
        connection.register("records", pa.Table.from_pylist(rows, schema=table.arrow_schema()))
        connection.execute(_create_table(table))
        connection.execute(f"INSERT INTO {quoting.name(table.name)} SELECT * FROM records")
        connection.unregister("records")


def create_views(connection: duckdb.DuckDBPyConnection) -> None:
    """Create the analysis views, those that are stored as tables with their rows, then the macros."""
    for view in views().values():
        connection.execute(f"CREATE {view.stored_as} {quoting.name(view.name)} AS {view.query}")
    for macro in macros().values():
        table = "TABLE " if macro.kind == "table" else ""
        parameters = ", ".join(map(quoting.name, macro.parameters))
        connection.execute(f"CREATE MACRO {quoting.name(macro.name)}({parameters}) AS {table}{macro.query}")


def create_table(connection: duckdb.DuckDBPyConnection, table: Table) -> None:
    """Create ``table``, empty, with its types and what must not be null.

    Without its key: the index of a key takes more room than the small tables and more time than the large ones.
    """
    connection.execute(_create_table(table, with_key=False))


def create_comments(connection: duckdb.DuckDBPyConnection, stored_as: Literal["VIEW", "TABLE"] = "VIEW") -> None:
    """Say in the database what every relation, column and macro is; the stored tables are views or tables in it."""
    for statement in _comments(stored_as):
        connection.execute(statement)


def described(connection: duckdb.DuckDBPyConnection, relation: str) -> list[tuple[str, str]]:
    """Names and types of the columns of a relation, in order."""
    rows = connection.execute(f"DESCRIBE SELECT * FROM {quoting.name(relation)}").fetchall()
    return [(row[0], row[1]) for row in rows]


def _create_table(table: Table, *, with_key: bool = True) -> str:
    columns = [
        f"{quoting.name(column.name)} {sql_type(column.type)}{'' if column.nullable else ' NOT NULL'}"
        for column in table.columns
    ]
    if table.key and with_key:
        columns.append(f"PRIMARY KEY ({', '.join(map(quoting.name, table.key))})")
    return f"CREATE TABLE {quoting.name(table.name)} ({', '.join(columns)})"


def _require_columns(connection: duckdb.DuckDBPyConnection, table: Table, source: str, folder: Path) -> None:
    if next(folder.glob("*.parquet"), None) is None:
        raise DatabaseError(f"{folder} has no Parquet file: the generation is not complete. Run the pipeline again.")
    found = {row[0]: row[1] for row in connection.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()}
    for column in table.columns:
        if found.get(column.name) != sql_type(column.type):
            raise DatabaseError(
                f"{folder}: the column {column.name} is {found.get(column.name, 'missing')}, "
                f"must be {sql_type(column.type)}. Run the pipeline again with --full-refresh."
            )


def _comments(stored_as: str) -> Iterator[str]:
    for table in TABLES.values():
        kind = "TABLE" if table.room == "reference" else stored_as
        yield _comment(kind, quoting.name(table.name), table.description)
        for column in table.columns:
            yield _comment("COLUMN", f"{quoting.name(table.name)}.{quoting.name(column.name)}", column.description)
    for view in views().values():
        yield _comment(view.stored_as, quoting.name(view.name), view.description)
        for name, meaning in view.columns.items():
            yield _comment("COLUMN", f"{quoting.name(view.name)}.{quoting.name(name)}", meaning)
    for macro in macros().values():
        kind = "MACRO TABLE" if macro.kind == "table" else "MACRO"
        yield _comment(kind, quoting.name(macro.name), macro.description)


def _comment(kind: str, name: str, comment: str) -> str:
    return f"COMMENT ON {kind} {name} IS {quoting.text(comment)}"
