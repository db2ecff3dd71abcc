"""How complete a database is and how much of it is in doubt, and what differs between two of them.

Both reports count cables, field by field: the columns of ``cables``, and the columns of its child tables, where a cable
has a value if one of its rows there has one.
"""

# ruff: noqa: S608 -- names come from the schema and pass quoting.py; values are parameters.

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, NamedTuple

import duckdb
import pyarrow as pa

from cable_pipeline.database import quoting
from cable_pipeline.database.connect import ReadOnlyConnection
from cable_pipeline.tables.issues import issue_kinds
from cable_pipeline.tables.schema import TABLES, Column, Table

CHILDREN = ("paragraphs", "headings", "tags", "recipients", "cable_references", "text_citations")
"""The child tables whose rows the report counts; segments are there for every cable."""

_ROW = "*"  # stands for a row, or the rows, of a cable as a whole; no column is called so
_KEY = ("cable_id", "position")
_TABLES = ("cables", *CHILDREN, "segments")
# Envelope and header show where the body starts; the rest is the source text, whose hash is a column of its own.
_NOT_COMPARED = ("body",)


# One database --------------------------------------------------------------------------------------------------------


Progress = Callable[[str, int, int], None]


class FieldQuality(NamedTuple):
    """How many cables have a value in a field, how many none, and how many an issue that concerns it.

    ``field`` is None for a table as a whole: for ``cables`` every cable and those with any issue at all, for a child
    table the cables with rows in it. ``with_issues`` is None for columns of child tables: issues concern the table.
    """

    table: str
    field: str | None
    with_value: int
    without_value: int
    share: float | None
    with_issues: int | None


def report(connection: ReadOnlyConnection) -> list[FieldQuality]:
    """Report on every field that a cable may lack or that an issue can concern, in the order of the schema."""
    cables, any_issue = _one_row(
        connection, "SELECT (SELECT count(*) FROM cables), (SELECT count(DISTINCT cable_id) FROM parse_issues)"
    )
    issues = _cables_with_issues(connection)
    known = dict(connection.execute("SELECT field, known FROM field_coverage").fetchall())
    concerned = {name for kind in issue_kinds().values() for name in kind.concerns}
    found: list[tuple[str, str | None, int, int | None]] = [("cables", None, cables, any_issue)]
    found += [
        ("cables", column.name, known.get(column.name, cables), issues.get(column.name, 0))
        for column in TABLES["cables"].columns
        if column.name in known or column.name in concerned
    ]
    for child in CHILDREN:
        present = _cables_with_rows(connection, TABLES[child])
        found.append((child, None, present.pop(_ROW), issues.get(child, 0)))
        found += [(child, name, count, None) for name, count in present.items()]
    return [
        FieldQuality(table, field, count, cables - count, round(count / cables, 6) if cables else None, doubted)
        for table, field, count, doubted in found
    ]


def _cables_with_issues(connection: ReadOnlyConnection) -> dict[str, int]:
    """The number of cables with an issue, by the column or table that the issue concerns."""
    pairs = [(kind.code, name) for kind in issue_kinds().values() for name in kind.concerns]
    rows = connection.execute(
        """
        SELECT concerns.name, count(DISTINCT cable_id)
        FROM parse_issues
        JOIN (SELECT unnest($codes) AS code, unnest($names) AS name) AS concerns USING (code)
        GROUP BY concerns.name
        """,
        {"codes": [code for code, _ in pairs], "names": [name for _, name in pairs]},
    ).fetchall()
    return dict(rows)


def _cables_with_rows(connection: ReadOnlyConnection, table: Table) -> dict[str, int]:
    """The number of cables that have rows in a child table, and of those with a value in each column that may lack."""
    columns = [column for column in table.columns if column.nullable or pa.types.is_list(column.type)]
    marks = ", ".join(f"bool_or({_is_known(column)}) AS {quoting.name(column.name)}" for column in columns)
    counts = ", ".join(f"count(*) FILTER (WHERE {quoting.name(column.name)})" for column in columns)
    row = _one_row(
        connection,
        f"SELECT {_listed('count(*)', counts)} "
        f"FROM (SELECT {_listed('cable_id', marks)} FROM {quoting.name(table.name)} GROUP BY cable_id)",
    )
    return dict(zip((_ROW, *(column.name for column in columns)), row, strict=True))


def _listed(*parts: str) -> str:
    return ", ".join(filter(None, parts))


def _is_known(column: Column) -> str:
    name = quoting.name(column.name)
    return f"len({name}) > 0" if pa.types.is_list(column.type) else f"{name} IS NOT NULL"


def _one_row(connection: ReadOnlyConnection, sql: str) -> tuple[Any, ...]:
    (row,) = connection.execute(sql).fetchall()
    return tuple(row)


# Two databases -------------------------------------------------------------------------------------------------------

Kind = Literal["gained", "lost", "changed"]
KINDS: tuple[Kind, ...] = ("gained", "lost", "changed")


class Example(NamedTuple):
    """One cable in which a field differs: its values as text, lists as JSON; None where there is no value."""

    kind: Kind
    cable_id: str
    before: str | None
    after: str | None


class Change(NamedTuple):
    """What differs in one field, counted in cables.

    ``before`` and ``after`` cables have a value; ``gained``, ``lost`` and ``changed`` tell what became of it.
    ``field`` is None for a table as a whole: for ``cables`` what was added, what is gone, and which cables differ in
    anything at all; for another table whose cables had no rows, have none any more, or have other ones. The four last
    numbers count rows: how many there are, and how many cables have more or fewer; they are None for columns. Under
    ``parse_issues`` the fields are codes. All but ``cables`` as a whole is about the cables that both databases have.
    """

    table: str
    field: str | None
    before: int
    after: int
    gained: int
    lost: int
    changed: int
    rows_before: int | None
    rows_after: int | None
    more_rows: int | None
    fewer_rows: int | None
    examples: tuple[Example, ...]

    @property
    def is_none(self) -> bool:
        """Whether nothing differs."""
        return not (self.gained or self.lost or self.changed)


@dataclass(frozen=True)
class Comparison:
    """What differs between two databases; ``not_compared`` names columns that only one of them has."""

    changes: tuple[Change, ...]
    not_compared: tuple[str, ...]


@dataclass(frozen=True)
class _Compared:
    """How the rows of a table are compared: SQL for the signature and for the value of each field of a cable.

    A signature is null where the cable has no value, and differs where the values differ.
    """

    table: str
    signatures: Mapping[str, str]
    values: Mapping[str, str]
    grouped: bool

    def query(self, fields: Mapping[str, str], condition: str = "true") -> str:
        columns = ", ".join(f"{expression} AS {quoting.name(name)}" for name, expression in fields.items())
        group = "GROUP BY cable_id" if self.grouped else ""
        return f"SELECT cable_id, {columns} FROM {quoting.name(self.table)} WHERE {condition} {group}"


class _Counts(NamedTuple):
    before: int
    after: int
    gained: int
    lost: int
    changed: int
    rows_before: int | None
    rows_after: int | None
    more_rows: int | None
    fewer_rows: int | None
    ids: dict[Kind, list[str]]


def compare(
    before: ReadOnlyConnection, after: ReadOnlyConnection, examples: int = 3, progress: Progress | None = None
) -> Comparison:
    """Compare two databases cable by cable, with up to ``examples`` cables (the smallest ids) per field and kind.

    Values are compared by their hash, so that only those of the examples are ever held at once. ``progress`` is called
    with what is going on, the number of tables done and that of all tables.
    """
    missing: list[str] = []
    changes: list[Change] = []
    with duckdb.connect(":memory:") as scratch:
        scratch.execute("CREATE TABLE touched (cable_id VARCHAR)")
        for done, compared in enumerate(_all_compared(before, after, missing)):
            if progress is not None:
                progress("Tables compared", done, len(_TABLES) + 1)
            _pair(scratch, before, after, compared)
            counts = {field: _counts(scratch, compared, field, examples) for field in compared.signatures}
            values = [_example_values(connection, compared, counts) for connection in (before, after)]
            changes += [_change(compared.table, field, found, *values) for field, found in counts.items()]
        (touched,) = scratch.execute("SELECT count(DISTINCT cable_id) FROM touched").fetchall()
    return Comparison((changes[0]._replace(changed=int(touched[0])), *changes[1:]), tuple(missing))


def _all_compared(before: ReadOnlyConnection, after: ReadOnlyConnection, missing: list[str]) -> Iterator[_Compared]:
    for name in _TABLES:
        yield _compared_table(TABLES[name], _shared_columns(before, after, TABLES[name], missing))
    yield _compared_issues(_codes(before) | _codes(after))


def _shared_columns(
    before: ReadOnlyConnection, after: ReadOnlyConnection, table: Table, missing: list[str]
) -> list[Column]:
    described = [
        {row[0]: row[1] for row in connection.execute(f"DESCRIBE {quoting.name(table.name)}").fetchall()}
        for connection in (before, after)
    ]
    missing += [f"{table.name}.{name}" for name, _ in sorted(described[0].items() ^ described[1].items())]
    shared = described[0].items() & described[1].items()
    names = {name for name, _ in shared} - {*_KEY, *_NOT_COMPARED}
    return [column for column in table.columns if column.name in names]


def _compared_table(table: Table, columns: Sequence[Column]) -> _Compared:
    if "position" not in table.key:
        signatures = {
            column.name: f"CASE WHEN {_is_known(column)} THEN hash({_name(column)}) END" for column in columns
        }
        values = {column.name: _name(column) for column in columns}
        return _Compared(table.name, {_ROW: "1", **signatures}, {_ROW: "NULL", **values}, False)
    # The hash of two values is linear in those of each: without hashing it again, two values that change places would
    # leave the sum by "exclusive or" as it was.
    signatures = {
        column.name: f"bit_xor(hash(hash(position, {_name(column)}))) FILTER (WHERE {_is_known(column)})"
        for column in columns
    }
    values = {column.name: f"list({_name(column)} ORDER BY position)" for column in columns}
    return _Compared(table.name, {_ROW: "count(*)", **signatures}, {_ROW: "count(*)", **values}, True)


def _compared_issues(codes: Iterable[str]) -> _Compared:
    conditions = {code: f"FILTER (WHERE code = {quoting.text(code)})" for code in sorted(codes)}
    # Where an issue stands is left out: it moves with the text before it.
    signatures = {
        code: f"CASE WHEN count(*) {condition} > 0 THEN hash(list(message ORDER BY message) {condition}) END"
        for code, condition in conditions.items()
    }
    values = {
        code: f"list(message ORDER BY start_offset, end_offset, message) {condition}"
        for code, condition in conditions.items()
    }
    return _Compared("parse_issues", {_ROW: "count(*)", **signatures}, {_ROW: "count(*)", **values}, True)


def _codes(connection: ReadOnlyConnection) -> set[str]:
    return {code for (code,) in connection.execute("SELECT DISTINCT code FROM parse_issues").fetchall()}


def _name(column: Column) -> str:
    return quoting.name(column.name)


def _before(field: str) -> str:
    return quoting.name(f"before {field}")


def _after(field: str) -> str:
    return quoting.name(f"after {field}")


def _pair(
    scratch: duckdb.DuckDBPyConnection, before: ReadOnlyConnection, after: ReadOnlyConnection, compared: _Compared
) -> None:
    """Put the signatures of both databases side by side into the table ``pairs``, and note the cables that differ."""
    query = compared.query(compared.signatures, "cable_id IS NOT NULL")
    for name, connection in (("before", before), ("after", after)):
        scratch.register(name, connection.sql(query).to_arrow_table())
    columns = ", ".join(
        f"before.{quoting.name(field)} AS {_before(field)}, after.{quoting.name(field)} AS {_after(field)}"
        for field in compared.signatures
    )
    differences = " OR ".join(f"{_before(field)} IS DISTINCT FROM {_after(field)}" for field in compared.signatures)
    scratch.execute(
        f"CREATE OR REPLACE TEMP VIEW paired AS SELECT *, {differences} AS differs "
        f"FROM (SELECT cable_id, {columns} FROM before FULL JOIN after USING (cable_id))"
    )
    if compared.table == "cables":
        scratch.execute(f"CREATE TABLE shared AS SELECT cable_id FROM paired WHERE {_before(_ROW)} = {_after(_ROW)}")
    scratch.execute(
        "CREATE OR REPLACE TABLE pairs AS SELECT *, cable_id IN (SELECT cable_id FROM shared) AS is_shared FROM paired"
    )
    for name in ("before", "after"):
        scratch.unregister(name)
    scratch.execute("INSERT INTO touched SELECT cable_id FROM pairs WHERE differs AND is_shared")


def _counts(scratch: duckdb.DuckDBPyConnection, compared: _Compared, field: str, examples: int) -> _Counts:
    before, after = _before(field), _after(field)
    is_row = field == _ROW
    differs = "differs" if is_row else f"{before} <> {after}"
    conditions: dict[Kind, str] = {
        "gained": f"{before} IS NULL AND {after} IS NOT NULL",
        "lost": f"{before} IS NOT NULL AND {after} IS NULL",
        "changed": f"{before} IS NOT NULL AND {after} IS NOT NULL AND {differs}",
    }
    numbers = ", ".join(f"count(*) FILTER (WHERE {condition})" for condition in conditions.values())
    ids = ", ".join(f"min(cable_id, $limit) FILTER (WHERE {condition})" for condition in conditions.values())
    rows = (
        f"CAST(coalesce(sum({before}), 0) AS BIGINT), CAST(coalesce(sum({after}), 0) AS BIGINT), "
        f"count(*) FILTER (WHERE coalesce({after}, 0) > coalesce({before}, 0)), "
        f"count(*) FILTER (WHERE coalesce({after}, 0) < coalesce({before}, 0))"
    )
    of_all_cables = is_row and compared.table == "cables"
    sql = f"SELECT count({before}), count({after}), {numbers}, {rows if is_row else 'NULL, NULL, NULL, NULL'}, {ids}"
    source = f"FROM pairs WHERE {'true' if of_all_cables else 'is_shared'}"
    (row,) = scratch.execute(f"{sql} {source}", {"limit": max(examples, 1)}).fetchall()
    chosen = {kind: (found or [])[:examples] for kind, found in zip(KINDS, row[9:], strict=True)}
    return _Counts._make((*row[:9], chosen))


def _example_values(
    connection: ReadOnlyConnection, compared: _Compared, counts: Mapping[str, _Counts]
) -> dict[tuple[str, str], Any]:
    """The values of the examples in one database, by cable id and field."""
    ids = sorted({cable_id for found in counts.values() for chosen in found.ids.values() for cable_id in chosen})
    fields = {field: compared.values[field] for field, found in counts.items() if any(found.ids.values())}
    if not ids:
        return {}
    query = compared.query(fields, "cable_id IN (SELECT unnest($ids))")
    rows = connection.execute(query, {"ids": ids}).fetchall()
    return {(row[0], field): value for row in rows for field, value in zip(fields, row[1:], strict=True)}


def _change(
    table: str,
    field: str,
    counts: _Counts,
    before: Mapping[tuple[str, str], Any],
    after: Mapping[tuple[str, str], Any],
) -> Change:
    examples = tuple(
        Example(kind, cable_id, _as_text(before.get((cable_id, field))), _as_text(after.get((cable_id, field))))
        for kind in KINDS
        for cable_id in counts.ids[kind]
    )
    return Change(table, None if field == _ROW else field, *counts[:-1], examples)


def _as_text(value: Any) -> str | None:
    if value is None or value == []:
        return None
    if isinstance(value, str):
        return value
    return value.isoformat() if isinstance(value, date) else json.dumps(value, ensure_ascii=False, default=str)
