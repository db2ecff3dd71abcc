"""The data dictionary: every table, view and macro in Markdown.

``python -m cable_pipeline.database.dictionary > docs/data-dictionary.md`` writes the document.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping

import duckdb

from cable_pipeline.database import relations
from cable_pipeline.database.markdown import code, escaped, grid
from cable_pipeline.database.searching import functions
from cable_pipeline.database.views import Definition, macros, views
from cable_pipeline.tables.schema import SCHEMA_VERSION, Room, Table, tables_of

_ROOMS: Mapping[Room, str] = {
    "parsed": "Tables read from the cables",
    "ledger": "Tables about files, revisions and the data set",
    "reference": "Reference tables",
}


def render() -> str:
    """The whole dictionary; the same text every time for the same code."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# Data dictionary"
    yield ""
    yield "Generated from the code with `python -m cable_pipeline.database.dictionary`; changes belong there."
    yield f"Version of the schema: {escaped(SCHEMA_VERSION)}."
    yield ""
    yield "Null means that the cable does not say, an empty list that there is none. Times are UTC, without a zone."
    yield "Offsets count code points of the decoded source text, the start included, the end not."
    for room, title in _ROOMS.items():
        yield from ("", f"## {title}")
        for table in tables_of(room):
            yield from _table(table)
    types = _view_types()
    yield from ("", "## Views")
    for view in views().values():
        yield from _view(view, types)
    yield from ("", "## Macros")
    for macro in macros().values():
        yield from _macro(macro)
    yield from ("", "## Search", "", "In `cables sql` and on the connection that `cable_pipeline.connect()` gives.")
    for function in functions().values():
        yield from _function(function)


def _table(table: Table) -> Iterator[str]:
    yield from ("", f"### {escaped(table.name)}", "", escaped(table.description), "")
    if table.key:
        yield f"Key: {code(table.key)}."
    for key in table.foreign_keys:
        yield f"{code(key.columns)} refers to {code([f'{key.table}.{column}' for column in key.target])}."
    if table.key or table.foreign_keys:
        yield ""
    yield from grid(
        ("column", "type", "may be null", "meaning"),
        (
            (
                f"`{column.name}`",
                relations.sql_type(column.type),
                "yes" if column.nullable else "no",
                escaped(column.description),
            )
            for column in table.columns
        ),
    )


def _view(view: Definition, types: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    yield from ("", f"### {escaped(view.name)}", "", escaped(view.description), "")
    kept = " Worked out when the database is built, and kept in it." if view.kind == "stored" else ""
    yield from (f"Built on {code(view.upstream)}.{kept}", "")
    rows = ((f"`{name}`", types[view.name][name], escaped(meaning)) for name, meaning in view.columns.items())
    yield from grid(("column", "type", "meaning"), rows)


def _macro(macro: Definition) -> Iterator[str]:
    yield from ("", f"### {escaped(macro.signature)}", "", escaped(macro.description), "")
    example = f"FROM {macro.signature}" if macro.kind == "table" else f"SELECT {macro.signature}"
    yield from (f"Used as `{example}`; reads {code(macro.upstream)}.", "")
    rows = ((f"`{name}`", escaped(meaning)) for name, meaning in macro.parameters.items())
    yield from grid(("parameter", "meaning"), rows)


def _function(function: Definition) -> Iterator[str]:
    yield from ("", f"### {escaped(function.signature)}", "", escaped(function.description), "")
    meanings = {**function.parameters, **function.columns}
    rows = (
        (f"`{name}`", "parameter" if name in function.parameters else "column", escaped(meaning))
        for name, meaning in meanings.items()
    )
    yield from grid(("name", "what", "meaning"), rows)


def _view_types() -> dict[str, dict[str, str]]:
    with duckdb.connect(":memory:") as connection:
        relations.create_empty_relations(connection)
        relations.create_reference_tables(connection)
        relations.create_views(connection)
        return {name: dict(relations.described(connection, name)) for name in views()}


if __name__ == "__main__":
    sys.stdout.write(render())
