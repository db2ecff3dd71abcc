"""What changed from one generation to the next further than changes usually go: warnings, never reasons to stop.

Each watch asks both databases for the same facts and lays them side by side; one SQL query returns the rows that are
out of bounds. The facts of a generation stay with it, so that a run asks the new database alone.
"""

# ruff: noqa: S608 -- names come from the schema and pass quoting.py; limits are numbers of the settings.

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import duckdb
import pyarrow as pa

from cable_pipeline.database import quoting
from cable_pipeline.database.checks import SHOWN, CheckResult
from cable_pipeline.database.connect import ReadOnlyConnection
from cable_pipeline.tables.schema import tables_of

_EXPECTED = "all within bounds"
FACTS_FILE = "drift.json"
PARSED_TABLES = tuple(table.name for table in tables_of("parsed"))


Facts = Mapping[str, pa.Table | str]
"""The answers of one database by the query that asked for them, the ``facts`` of a watch; a text tells why there is
none."""


class Limits(NamedTuple):
    """How far things may go: shares from 0 to 1.

    ``rows_lost`` is the share of a table's rows that may go; ``share_moved`` is how far the share of cables with issues
    may rise, and the share of cables that have a value in a field may fall.
    """

    rows_lost: float
    share_moved: float


class Watch(NamedTuple):
    """One thing that is watched: the query under ``sql`` gives one row per thing that is out of bounds.

    ``facts`` is asked of each database; the query finds the answers under the names ``before`` and ``after``. How many
    rows each table has need not be counted: ``table_rows`` tells.
    """

    table: str
    aspect: str
    promise: str
    facts: str
    sql: str

    @property
    def name(self) -> str:
        """What tells it from every other watch."""
        return f"{self.table}: {self.promise}"


def watches(limits: Limits) -> tuple[Watch, ...]:
    """Everything that is watched, in a fixed order."""
    return (
        *(_rows_kept(table, limits) for table in PARSED_TABLES),
        Watch(
            "parse_issues",
            "issues_steady",
            f"the share of cables with issues rises by no more than {limits.share_moved:g}",
            """
            SELECT
                (SELECT count(DISTINCT cable_id) FROM parse_issues) AS with_issues,
                (SELECT count(*) FROM cables) AS cables
            """,
            f"""
            SELECT
                round(before.with_issues / nullif(before.cables, 0), 4) AS share_before,
                round(after.with_issues / nullif(after.cables, 0), 4) AS share_after
            FROM before CROSS JOIN after
            WHERE share_after - share_before > {limits.share_moved:f}
            """,
        ),
        Watch(
            "cables",
            "coverage_steady",
            f"the share of cables that have a value falls by no more than {limits.share_moved:g} in any field",
            "SELECT field, share FROM field_coverage",
            f"""
            SELECT field, round(before.share, 4) AS share_before, round(after.share, 4) AS share_after
            FROM before JOIN after USING (field)
            WHERE before.share - after.share > {limits.share_moved:f}
            ORDER BY before.share - after.share DESC, field
            """,
        ),
        Watch(
            "tags",
            "tags_known",
            "no tag appeared that the dictionary does not know",
            """
            SELECT tag, count(DISTINCT cable_id) AS cables, min(cable_id) AS first_cable
            FROM tags WHERE kind = 'unknown' GROUP BY tag
            """,
            "SELECT * FROM after WHERE tag NOT IN (SELECT tag FROM before) ORDER BY cables DESC, tag",
        ),
        Watch(
            "cables",
            "posts_known",
            "no post appeared that the dictionary does not know",
            """
            SELECT post, count(*) AS cables, min(cable_id) AS first_cable
            FROM cable_facts WHERE post IS NOT NULL AND post NOT IN (SELECT post FROM posts) GROUP BY post
            """,
            "SELECT * FROM after WHERE post NOT IN (SELECT post FROM before) ORDER BY cables DESC, post",
        ),
    )


def facts_of(database: ReadOnlyConnection, rows: Mapping[str, int], limits: Limits) -> Facts:
    """Ask a database for the facts of every watch; ``rows`` is the number of rows of its tables."""
    database.register("table_rows", pa.table({"name": list(rows), "rows": pa.array(rows.values(), pa.int64())}))
    return {watch.facts: _asked(database, watch.facts) for watch in watches(limits)}


def _asked(database: ReadOnlyConnection, query: str) -> pa.Table | str:
    try:
        found: pa.Table = database.sql(query).to_arrow_table()
    except duckdb.Error as error:
        return str(error)
    return found


def keep_facts(facts: Facts, generation: Path) -> None:
    """Write the facts into the folder of their generation, so that the next one need not ask for them again."""
    content = {query: fact.to_pydict() for query, fact in facts.items() if isinstance(fact, pa.Table)}
    (generation / FACTS_FILE).write_text(json.dumps(content), encoding="utf-8")


def kept_facts(generation: Path, like: Facts) -> Facts | None:
    """Return the facts that were kept of a generation, as tables ``like`` those given; None where one is missing."""
    try:
        content = json.loads((generation / FACTS_FILE).read_text(encoding="utf-8"))
        return {
            query: pa.table(content[query], schema=fact.schema)
            for query, fact in like.items()
            if isinstance(fact, pa.Table)
        }
    except (OSError, ValueError, TypeError, KeyError, pa.ArrowException):
        return None


def compare(before: Facts | None, after: Facts, limits: Limits) -> list[CheckResult]:
    """Tell what is out of bounds between two databases; the first generation has none before it, so nothing is."""
    with duckdb.connect(":memory:") as connection:
        return [_compared(connection, before, after, watch) for watch in watches(limits)]


def _rows_kept(table: str, limits: Limits) -> Watch:
    return Watch(
        table,
        "rows_kept",
        f"no more than the share {limits.rows_lost:g} of the rows is lost",
        f"SELECT rows FROM table_rows WHERE name = {quoting.text(table)}",
        f"""
        SELECT before.rows AS rows_before, after.rows AS rows_after
        FROM before CROSS JOIN after
        WHERE before.rows - after.rows > {limits.rows_lost:f} * before.rows
        """,
    )


def _compared(connection: duckdb.DuckDBPyConnection, before: Facts | None, after: Facts, watch: Watch) -> CheckResult:
    if before is None:
        return CheckResult(watch.name, True, _EXPECTED, "nothing to compare with yet", [])
    earlier, now = before.get(watch.facts, ""), after[watch.facts]
    told = next((fact for fact in (earlier, now) if isinstance(fact, str)), None)
    if told is not None:
        return CheckResult(watch.name, False, _EXPECTED, f"the two can't be compared: {told}", [])
    connection.register("before", earlier)
    connection.register("after", now)
    found: pa.Table = connection.sql(watch.sql).to_arrow_table()
    count, rows = found.num_rows, [tuple(row.values()) for row in found.slice(0, SHOWN).to_pylist()]
    told = f"{count:,} out of bounds" if count else _EXPECTED
    return CheckResult(watch.name, not count, _EXPECTED, told, rows, tuple(found.column_names))
