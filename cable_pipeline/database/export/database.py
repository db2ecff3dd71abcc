"""One database file that needs no other: every table with its rows, the views, the macros, the comments."""

# ruff: noqa: S608 -- DuckDB takes no parameters for names and files; quoting.py makes them safe.

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb

from cable_pipeline.database import dictionary, quoting, relations
from cable_pipeline.database.build import STORAGE_VERSION
from cable_pipeline.database.export.about import About, about, citation_file
from cable_pipeline.database.export.tables import Progress, source_of
from cable_pipeline.database.export.target import fresh_file
from cable_pipeline.tables.generations import Generation
from cable_pipeline.tables.schema import TABLES

ABOUT = "about"
_ROW_GROUP_ROWS = 20_480
"""A group is held in memory, uncompressed, until it is full: with DuckDB's own 122,880 that was a gigabyte of texts."""


def export_duckdb(generation: Generation, out: Path, progress: Progress) -> None:
    """Write a DuckDB file that every version from 1.4 on opens, wherever it lies.

    Beside the relations of the database it has the table ``about``: how to cite it, its counts, the data dictionary.
    """
    with fresh_file(out) as file, duckdb.connect(":memory:") as connection:
        options = f"STORAGE_VERSION {quoting.text(STORAGE_VERSION)}, ROW_GROUP_SIZE {_ROW_GROUP_ROWS}"
        connection.execute(f"ATTACH {quoting.text(str(file))} AS exported ({options})")
        connection.execute("USE exported")
        for done, table in enumerate(TABLES.values(), 1):
            progress(f"exporting {table.name}", done, len(TABLES))
            relations.create_table(connection, table)
            columns = ", ".join(quoting.name(column.name) for column in table.columns)
            connection.execute(
                f"INSERT INTO {quoting.name(table.name)} SELECT {columns} FROM {source_of(generation, table)}"
            )
        relations.create_views(connection)
        relations.create_comments(connection, stored_as="TABLE")
        _create_about(connection, about(generation))
        connection.execute("USE memory")
        connection.execute("DETACH exported")


def _create_about(connection: duckdb.DuckDBPyConnection, said: About) -> None:
    connection.execute(f"CREATE TABLE {ABOUT} (name VARCHAR NOT NULL, value VARCHAR NOT NULL)")
    connection.executemany(f"INSERT INTO {ABOUT} VALUES (?, ?)", list(_facts(said)))
    connection.execute(f"COMMENT ON TABLE {ABOUT} IS 'What this file is: one fact a row.'")


def _facts(said: About) -> Iterator[tuple[str, str]]:
    generation = said.generation
    yield "citation", said.citation
    yield "generation", str(generation.number)
    yield "built_at", generation.built_at.isoformat()
    yield "exported_at", said.exported_at.isoformat()
    yield "reader_version", generation.reader_version
    yield "schema_version", generation.schema_version
    for name, count in generation.rows.items():
        yield f"rows of {name}", str(count)
    yield "citation file (CFF)", citation_file(said)
    yield "data dictionary (Markdown)", dictionary.render()
