"""Building the database file of a generation."""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

import duckdb

from cable_pipeline.database import relations
from cable_pipeline.database.relations import DatabaseError
from cable_pipeline.database.views import macros, views

DATABASE_NAME = "cables.duckdb"
STORAGE_VERSION = "v1.4.0"
"""The oldest DuckDB that opens the file. Newer versions write files by default that older ones can't open."""


class BuildReport(NamedTuple):
    """What was built: the names of the views and macros, and how long it took."""

    path: Path
    views: tuple[str, ...]
    macros: tuple[str, ...]
    seconds: float


def build_database(generation_path: Path) -> BuildReport:
    """Write ``cables.duckdb`` into a generation's folder, over the Parquet files in its ``tables`` folder.

    The file names these files by their absolute path, links resolved. A file that is there already is replaced in one
    step, so that those who have it open keep it. :class:`DatabaseError` when the tables are not those of the schema, or
    DuckDB can't write the file.
    """
    started = time.monotonic()
    generation = generation_path.resolve(strict=True)
    path = generation / DATABASE_NAME
    # Elsewhere, because DuckDB takes a question mark in the path of a file it writes for the start of a query string.
    with tempfile.TemporaryDirectory(prefix="cables-") as folder:
        fresh = Path(folder, DATABASE_NAME)
        try:
            _write(fresh, generation / "tables")
        except duckdb.Error as error:
            raise DatabaseError(f"the database of {generation} can't be built: {error}") from error
        _replace(fresh.read_bytes(), path)
    return BuildReport(path, tuple(views()), tuple(macros()), time.monotonic() - started)


def relocate(data: Path) -> list[BuildReport]:
    """Build the database of every complete generation again, after the ``data`` folder was moved.

    Call it while holding the writer lock. :class:`DatabaseError` when there is no complete generation.
    """
    complete = sorted(data.glob("generations/*/generation.json"), key=lambda manifest: int(manifest.parent.name))
    if not complete:
        raise DatabaseError(f"{data} holds no complete generation, so nothing to relocate. Run the pipeline first.")
    return [build_database(manifest.parent) for manifest in complete]


def _write(path: Path, tables: Path) -> None:
    with duckdb.connect(str(path), config={"storage_compatibility_version": STORAGE_VERSION}) as connection:
        connection.execute("BEGIN")
        relations.create_relations(connection, tables)
        relations.create_reference_tables(connection)
        relations.create_views(connection)
        relations.create_comments(connection)
        connection.execute("COMMIT")
        # Closing would do it as well, but keep to itself that the disk is full.
        connection.execute("CHECKPOINT")


def _replace(content: bytes, path: Path) -> None:
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as fresh:
        try:
            fresh.write(content)
            fresh.flush()
            os.fsync(fresh.fileno())
            # Temporary files are for their owner alone; a database is for whoever may read the folder.
            os.fchmod(fresh.fileno(), 0o644)
            Path(fresh.name).replace(path)
        except BaseException:
            Path(fresh.name).unlink(missing_ok=True)
            raise
