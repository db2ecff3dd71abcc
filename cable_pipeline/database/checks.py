"""Checks of a database before it is published: do its rows keep the word of the schema?

Each check is one SQL query that returns the offending rows. Dagster shows the checks of one aspect of a table (its
schema, its key, its references …) together. Most look at one cable at a time, and all rows of a cable lie in files of
one bucket and its group. Where a generation shares files with the one before it, which was checked when it was
published, these checks need to look at the new files alone; the others always look at everything.
"""

# ruff: noqa: S608 -- DuckDB takes no parameters for names and files; quoting.py makes them safe.

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

from cable_pipeline.database import quoting
from cable_pipeline.database.relations import DatabaseError, expect_many_files, sql_type, stored_tables
from cable_pipeline.tables.schema import PRESENT_TEXTS, TABLES, ForeignKey, Table

SHOWN = 5
WHOLE = frozenset({"source_files", "dataset"})
"""Tables that are one file and written anew by every run."""

WHOLE_CABLES = "cable_facts"
PARSED_FILES = "(SELECT cable_id FROM source_files WHERE status = 'parsed' AND cable_id IS NOT NULL)"
"""Where a cable is looked up: in the few files of its facts, or where these are there in part only, in the one file of
the manifest. That both are the cables has checks of its own."""

_EXPECTED = "no offending row"


ASPECTS: Mapping[str, str] = {
    "schema": "Columns and types are those of the schema, and nothing is null that must not be.",
    "key": "The key is unique; positions within a cable are 1, 2, 3 …",
    "references": "What refers to another table is found there.",
    "partition": "The segments of a cable part its source text, from the first character to the last.",
    "facts": "The facts of every cable are those in cables.",
    "twins": "Of the cables with the same canonical id exactly one is primary.",
    "files": "Every file has a known status, and the parsed files are the cables.",
    "accounts": "Parsed, failed and duplicate files add up to the files seen.",
    "texts": "Every cable has one current text, and every former text is kept.",
}
"""What the checks of one aspect promise together, by the name of the aspect."""


class Check(NamedTuple):
    """One check of an aspect of a table: ``sql`` returns the rows that break its promise; there must be none.

    ``per_cable`` tells that it judges each cable by the cable's own rows.
    """

    table: str
    aspect: str
    promise: str
    sql: str
    per_cable: bool = True

    @property
    def name(self) -> str:
        """What tells it from every other check."""
        return f"{self.table}: {self.promise}"


class CheckResult(NamedTuple):
    """How a check came out; ``offending`` holds the first five offending rows, ``columns`` what their values are."""

    name: str
    ok: bool
    expected: str
    found: str
    offending: list[tuple[Any, ...]]
    columns: tuple[str, ...] = ()


def check_database(path: Path, fresh: Collection[str] | None = None) -> list[CheckResult]:
    """Run every check on the database file of a generation, in a fixed order.

    Args:
        path: the database file, beside the ``tables`` of its generation.
        fresh: names of the Parquet files of ``tables`` that were written for this generation, when all others are
            shared with a generation that was checked; ``None`` to look at all of them.

    ``DatabaseError`` when it can't be opened; a check that can't be run at all is one that failed.
    """
    with _opened(path, fresh) as (whole, part):
        in_doubt = {table.name: _in_doubt(part, table, path.resolve().parent, fresh) for table in TABLES.values()}
        known = WHOLE_CABLES if fresh is None else PARSED_FILES
        return [_run(part if check.per_cable else whole, check) for check in checks(in_doubt, known)]


@contextmanager
def _opened(
    path: Path, fresh: Collection[str] | None
) -> Iterator[tuple[duckdb.DuckDBPyConnection, duckdb.DuckDBPyConnection]]:
    """Open the database, and beside it what its relations are over the fresh files alone."""
    file = path.resolve(strict=True)
    with duckdb.connect(":memory:") as connection:
        try:
            connection.execute(f"ATTACH {quoting.text(str(file))} AS archive (READ_ONLY)")
            connection.execute("USE archive")
            expect_many_files(connection)
        except duckdb.Error as error:
            raise DatabaseError(f"{path} can't be opened: {error}") from error
        if fresh is None:
            yield connection, connection
            return
        with connection.cursor() as part:
            try:
                part.execute("USE memory")
                for table in TABLES.values():
                    part.execute(f"CREATE VIEW {quoting.name(table.name)} AS {_fresh_rows(table, file.parent, fresh)}")
            except duckdb.Error as error:
                raise DatabaseError(f"{path} or a file of its tables can't be read: {error}") from error
            yield connection, part


def _fresh_rows(table: Table, generation: Path, fresh: Collection[str]) -> str:
    everything = f"SELECT * FROM archive.{quoting.name(table.name)}"
    if table not in stored_tables() or table.name in WHOLE:
        return everything
    files = _files(table, generation, fresh)
    return f"SELECT * FROM read_parquet({files}, hive_partitioning = false)" if files else f"{everything} WHERE false"


def _files(table: Table, generation: Path, fresh: Collection[str] | None) -> str | None:
    """Return the files of a table as an SQL list, ``None`` when there are none."""
    folder = generation / "tables" / table.name
    names = [path.name for path in folder.glob("*.parquet") if fresh is None or path.name in fresh]
    files = ", ".join(quoting.text(quoting.literal_glob(folder / name)) for name in sorted(names))
    return f"[{files}]" if files else None


def _in_doubt(
    connection: duckdb.DuckDBPyConnection, table: Table, generation: Path, fresh: Collection[str] | None
) -> list[str]:
    """Return the columns that must not be null, yet may be in some file as far as its format goes.

    A Parquet file can't hold a null in a column that it declares to be required; to read all texts of an archive only
    to find that they are there took a quarter of the time of all checks.
    """
    required = [column.name for column in table.columns if not column.nullable]
    if table not in stored_tables():
        return []
    files = _files(table, generation, None if table.name in WHOLE else fresh)
    if files is None:
        return []
    query = f"SELECT DISTINCT name FROM parquet_schema({files}) WHERE repetition_type <> 'REQUIRED'"
    try:
        optional = {name for (name,) in connection.execute(query).fetchall()}
    except duckdb.Error:
        return required  # the check itself will fail, and tell why
    return [column for column in required if column in optional]


def checks(in_doubt: Mapping[str, Sequence[str]], known_cables: str = WHOLE_CABLES) -> tuple[Check, ...]:
    """All checks: those that follow from the schema, then those of the texts, the canonical ids and the accounts.

    ``in_doubt`` names the columns of each table that must be looked at for nulls, ``known_cables`` is the relation in
    which the ids of cables are looked up.
    """
    return (*_schema_checks(in_doubt, known_cables), *_POSITION_CHECKS, *_CONTENT_CHECKS)


def _run(connection: duckdb.DuckDBPyConnection, check: Check) -> CheckResult:
    try:
        result = connection.execute(f"SELECT *, count(*) OVER () FROM ({check.sql}) LIMIT {SHOWN}")
        columns = tuple(column[0] for column in result.description[:-1])
        rows = result.fetchall()
    except duckdb.Error as error:
        return CheckResult(check.name, False, _EXPECTED, f"the check could not be run: {error}", [])
    count = rows[0][-1] if rows else 0
    found = f"{count:,} offending row{'' if count == 1 else 's'}" if count else _EXPECTED
    return CheckResult(check.name, not count, _EXPECTED, found, [row[:-1] for row in rows], columns)


def _schema_checks(in_doubt: Mapping[str, Sequence[str]], known_cables: str) -> Iterator[Check]:
    for table in TABLES.values():
        yield Check(table.name, "schema", "columns and types are those of the schema", _columns(table), per_cable=False)
        nulls = _nulls(table, in_doubt.get(table.name, ()))
        yield Check(table.name, "schema", "nothing is null that must not be", nulls)
        # Position checks prove the keys of the large tables at a fraction of the price.
        if table.key and "position" not in table.key:
            # That no cable lies in two buckets is seen from the facts, since they are in few files.
            one_cable = "cable_id" in table.key and table.name != "cable_facts"
            unique = f"the key ({', '.join(table.key)}) is unique"
            yield Check(table.name, "key", unique, _repeated(table), per_cable=one_cable)
        for key in table.foreign_keys:
            columns = ", ".join(key.columns)
            yield Check(table.name, "references", f"({columns}) is in {key.table}", _dangling(table, key, known_cables))


def _columns(table: Table) -> str:
    declared = ", ".join(
        f"({position}, {quoting.text(column.name)}, {quoting.text(sql_type(column.type))})"
        for position, column in enumerate(table.columns, 1)
    )
    return f"""
        SELECT coalesce(declared.name, found.name) AS "column", declared.type AS declared, found.type AS found
        FROM (VALUES {declared}) AS declared(position, name, type)
        FULL JOIN (
            SELECT column_index AS position, column_name AS name, data_type AS type
            FROM duckdb_columns()
            WHERE table_name = {quoting.text(table.name)} AND database_name = current_database() AND NOT internal
        ) AS found USING (position)
        WHERE declared.name IS DISTINCT FROM found.name OR declared.type IS DISTINCT FROM found.type
    """


def _nulls(table: Table, in_doubt: Sequence[str]) -> str:
    if not in_doubt:
        return "SELECT 1 WHERE false"
    columns = [quoting.name(column) for column in in_doubt]
    flags = ", ".join(f"{column} IS NULL" for column in columns)
    return f"SELECT * FROM (SELECT {', '.join(columns)} FROM {quoting.name(table.name)}) WHERE greatest({flags})"


def _repeated(table: Table) -> str:
    key = ", ".join(map(quoting.name, table.key))
    return f"SELECT {key}, count(*) AS times FROM {quoting.name(table.name)} GROUP BY {key} HAVING count(*) > 1"


def _dangling(table: Table, key: ForeignKey, known_cables: str) -> str:
    # The facts themselves can't be looked up among the facts.
    found_in = known_cables if key.table == "cables" and known_cables != table.name else quoting.name(key.table)
    columns = ", ".join(map(quoting.name, key.columns))
    present = " AND ".join(f"{quoting.name(column)} IS NOT NULL" for column in key.columns)
    target = ", ".join(map(quoting.name, key.target))
    return (
        f"SELECT DISTINCT {columns} FROM {quoting.name(table.name)} WHERE {present} "
        f"AND ({columns}) NOT IN (SELECT {target} FROM {found_in})"
    )


def _positions(table: str) -> str:
    # Counting distinct positions was four times slower. These sums are equal when the positions and n + 1 are, with the
    # same multiplicity, the successors of the positions and 1; that holds of 1 … n alone.
    return f"""
        SELECT cable_id, count(*) AS rows, min(position) AS first, max(position) AS last
        FROM {quoting.name(table)}
        GROUP BY cable_id
        HAVING min(position) <> 1
        OR sum(hash(position)) + hash(CAST(count(*) + 1 AS INTEGER)) <> sum(hash(position + 1)) + hash(1)
    """


_POSITION_CHECKS = tuple(
    Check(table.name, "key", "positions of a cable are 1, 2, 3 …", _positions(table.name))
    for table in TABLES.values()
    if "position" in table.key
)

_FACTS = ", ".join(quoting.name(column.name) for column in TABLES["cable_facts"].columns)
_FACTS_OF_CABLES = ", ".join(
    f"{quoting.name(PRESENT_TEXTS[column.name])} IS NOT NULL"
    if column.name in PRESENT_TEXTS
    else quoting.name(column.name)
    for column in TABLES["cable_facts"].columns
)

_CONTENT_CHECKS = (
    Check(
        "segments",
        "partition",
        "they part the source text, from its first character to its last",
        # As with positions: each segment's (position, start) and (n + 1, length) are, as a whole, every segment's
        # (position + 1, end) and (1, 0). So each starts where the one before it ends, from 0 to the length.
        """
        SELECT cable_id, segments, first_start, last_end, length, empty_segments
        FROM (
            SELECT cable_id, CAST(length(envelope) + length(header) + length(body) AS INTEGER) AS length FROM cables
        ) AS texts
        FULL JOIN (
            SELECT
                cable_id,
                CAST(count(*) AS INTEGER) AS segments,
                min(start_offset) AS first_start,
                max(end_offset) AS last_end,
                count(*) FILTER (WHERE end_offset <= start_offset) AS empty_segments,
                sum(hash(position, start_offset)) AS starts,
                sum(hash(position + 1, end_offset)) AS ends
            FROM segments
            GROUP BY cable_id
        ) AS parts USING (cable_id)
        WHERE empty_segments IS DISTINCT FROM 0
        OR starts + hash(segments + 1, length) IS DISTINCT FROM ends + hash(1, 0)
        """,
    ),
    Check(
        "segments",
        "references",
        "a paragraph_position is a position in paragraphs",
        """
        SELECT DISTINCT cable_id, paragraph_position FROM segments
        WHERE paragraph_position IS NOT NULL
        AND (cable_id, paragraph_position) NOT IN (SELECT cable_id, position FROM paragraphs)
        """,
    ),
    Check(
        "cables",
        "twins",
        "exactly one row per canonical_id is primary",
        """
        SELECT canonical_id, count(*) AS rows, count(*) FILTER (WHERE is_primary) AS primary_rows
        FROM cables
        GROUP BY canonical_id
        HAVING count(*) FILTER (WHERE is_primary) <> 1
        """,
    ),
    Check(
        "cable_facts",
        "facts",
        "they are those of cables",
        f"""
        SELECT cable_id FROM (
            SELECT {_FACTS_OF_CABLES} FROM cables EXCEPT SELECT {_FACTS} FROM cable_facts
        )
        """,
    ),
    Check(
        "source_files",
        "files",
        "every file has a known status",
        "SELECT source_path, status FROM source_files WHERE status NOT IN ('parsed', 'failed', 'duplicate', 'removed')",
        per_cable=False,
    ),
    Check(
        "source_files",
        "files",
        "parsed files and cables are the same",
        """
        SELECT source_path, files.cable_id AS file_cable_id, cables.cable_id AS cable_id
        FROM (SELECT source_path, cable_id, sha256 FROM source_files WHERE status = 'parsed') AS files
        FULL JOIN (SELECT source_path, cable_id, source_sha256 AS sha256 FROM cables) AS cables USING (source_path)
        WHERE files.cable_id IS DISTINCT FROM cables.cable_id OR files.sha256 IS DISTINCT FROM cables.sha256
        """,
        per_cable=False,
    ),
    Check(
        "dataset",
        "accounts",
        "one row, and parsed, failed and duplicate files are the files seen",
        """
        SELECT dataset_rows, files_seen, parsed, failed, duplicate, cables_said, cables
        FROM (SELECT count(*) AS dataset_rows, sum(files_seen) AS files_seen, sum(cables) AS cables_said FROM dataset)
        CROSS JOIN (
            SELECT
                count(*) FILTER (WHERE status = 'parsed') AS parsed,
                count(*) FILTER (WHERE status = 'failed') AS failed,
                count(*) FILTER (WHERE status = 'duplicate') AS duplicate
            FROM source_files
        )
        CROSS JOIN (SELECT count(*) AS cables FROM cables)
        WHERE dataset_rows <> 1
        OR files_seen IS DISTINCT FROM parsed + failed + duplicate
        OR cables_said IS DISTINCT FROM cables
        OR parsed <> cables
        """,
        per_cable=False,
    ),
    Check(
        "revisions",
        "texts",
        "a cable has one current text, that of cables, and every former text is kept",
        """
        SELECT cable_id, current_texts, current_sha256, source_sha256, former_without_text, current_with_text
        FROM (SELECT cable_id, source_sha256 FROM cables) AS cables
        FULL JOIN (
            SELECT
                cable_id,
                count(*) FILTER (WHERE is_current) AS current_texts,
                max(sha256) FILTER (WHERE is_current) AS current_sha256,
                count(*) FILTER (WHERE text IS NULL AND NOT is_current) AS former_without_text,
                count(*) FILTER (WHERE text IS NOT NULL AND is_current) AS current_with_text
            FROM revisions
            GROUP BY cable_id
        ) AS kept USING (cable_id)
        WHERE former_without_text > 0
        OR current_with_text > 0
        OR current_texts IS DISTINCT FROM CASE WHEN source_sha256 IS NULL THEN 0 ELSE 1 END
        OR current_sha256 IS DISTINCT FROM source_sha256
        """,
    ),
)
