"""What the analysis views give, in a time that does not grow with the archive.

To work out every view over a quarter of a million cables takes as long as all the rest of a small run. So each is
worked out once, over a sample: whole files of ``cables``, and all rows of the other tables about their cables. Where a
cable is stored follows from a hash of its id, so a few files are a fair choice. A small archive is its own sample.
"""

# ruff: noqa: S608 -- DuckDB takes no parameters for names and files; quoting.py makes them safe.

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

from cable_pipeline.database import quoting, relations
from cable_pipeline.database.relations import DatabaseError, stored_tables
from cable_pipeline.database.views import views
from cable_pipeline.tables.schema import TABLES, Table


class ViewRows(NamedTuple):
    """How many rows a view has over the sample, and the first few of them."""

    rows: int
    first: list[tuple[Any, ...]]


class Preview(NamedTuple):
    """All views over a sample.

    Attributes:
        views: what each gives, by its name.
        sampled: number of cables in the sample.
        cables: number of cables in the archive; the sample is all of it where the two are equal.
    """

    views: Mapping[str, ViewRows]
    sampled: int
    cables: int

    @property
    def is_whole(self) -> bool:
        """Whether the views were worked out over the whole archive."""
        return self.sampled == self.cables


def preview_views(path: Path, cables: Mapping[str, int], shown: int, enough: int) -> Preview:
    """Work out every analysis view of a database file over a sample of its cables.

    Args:
        path: the database file, beside the ``tables`` of its generation.
        cables: number of rows of each file of the table ``cables``, by the name of the file.
        shown: how many rows of each view are wanted.
        enough: files are taken until they hold as many cables as this.

    ``DatabaseError`` when the database or a file of its tables can't be read, or a view can't be worked out.
    """
    file = path.resolve(strict=True)
    chosen, sampled = _choose(cables, enough)
    with duckdb.connect(":memory:") as connection:
        try:
            connection.execute(f"ATTACH {quoting.text(str(file))} AS archive (READ_ONLY)")
            for table in TABLES.values():
                connection.execute(f"CREATE TABLE {quoting.name(table.name)} AS {_rows(table, file.parent, chosen)}")
            relations.create_views(connection)
            found = {name: _first_rows(connection, name, shown) for name in views()}
        except duckdb.Error as error:
            raise DatabaseError(f"the views of {path} can't be worked out: {error}") from error
    return Preview(found, sampled, sum(cables.values()))


def _choose(cables: Mapping[str, int], enough: int) -> tuple[list[str] | None, int]:
    """Return the files of the sample by name, None for all of them, and how many cables they hold."""
    chosen: list[str] = []
    sampled = 0
    for name, rows in sorted(cables.items()):
        if sampled >= enough:
            return chosen, sampled
        chosen.append(name)
        sampled += rows
    return None, sampled


def _rows(table: Table, generation: Path, chosen: Collection[str] | None) -> str:
    """Return the query for the rows of a table about the sample, once the table ``cables`` holds that."""
    everything = f"SELECT * FROM archive.{quoting.name(table.name)}"
    if table.name not in _tables_read():
        return f"{everything} LIMIT 0"
    if chosen is None or table not in stored_tables():
        return everything
    folder = generation / "tables" / table.name
    if table.name == "cables":
        return _selected(table, folder, chosen)
    names = _beside(chosen, [path.name for path in folder.glob("*.parquet")])
    return f"{_selected(table, folder, names)} WHERE cable_id IN (SELECT cable_id FROM cables)"


def _beside(chosen: Collection[str], names: Collection[str]) -> list[str]:
    """Return the files of a table that may hold rows about the cables in the ``chosen`` files.

    A table that is parted into fewer files than the cables has the rows of each of theirs in the file whose number is
    what theirs leaves, divided by how many there are; see :mod:`cable_pipeline.tables.buckets`.
    """
    numbers = {name: number for name in names if (number := _number(name)) is not None}
    wanted = {number % len(numbers) for name in chosen if numbers and (number := _number(name)) is not None}
    return [name for name in names if name not in numbers or numbers[name] in wanted]


def _number(name: str) -> int | None:
    digits = Path(name).stem.rpartition("-")[2]
    return int(digits) if digits.isdecimal() else None


def _selected(table: Table, folder: Path, names: Iterable[str]) -> str:
    columns = ", ".join(quoting.name(column.name) for column in table.columns)
    files = ", ".join(quoting.text(quoting.literal_glob(folder / name)) for name in sorted(names))
    return f"SELECT {columns} FROM read_parquet([{files}], hive_partitioning = false)"


def _tables_read() -> set[str]:
    """Return the tables that any view reads, and the one that tells what is in the sample."""
    return {"cables"} | {name for view in views().values() for name in view.upstream if name not in views()}


def _first_rows(connection: duckdb.DuckDBPyConnection, view: str, shown: int) -> ViewRows:
    query = f"SELECT *, count(*) OVER () FROM {quoting.name(view)} LIMIT {shown}"
    rows = connection.execute(query).fetchall()
    return ViewRows(rows[0][-1] if rows else 0, [row[:-1] for row in rows])
