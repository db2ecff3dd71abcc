"""Which columns of tables and views a view's columns are made of, read from the view's query."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from functools import cache

import dagster as dg

from cable_pipeline.database import relations
from cable_pipeline.database.views import Definition, views
from cable_pipeline.orchestration.metadata import view_types
from cable_pipeline.tables.schema import TABLES


@cache
def column_lineage(name: str) -> dg.TableColumnLineage | None:
    """Return for each column of the view ``name`` the columns it is made of; None where the query can't be followed.

    sqlglot takes the query apart. It can't follow every construct of DuckDB (UNPIVOT, for one); a lineage that leaves
    something out would be worse than none.
    """
    view = views()[name]
    sources = _sources(view)
    if sources is None:
        return None
    return dg.TableColumnLineage(
        {
            column: [dg.TableColumnDep(asset_key=relation, column_name=source) for relation, source in sorted(found)]
            for column, found in sources.items()
        }
    )


def _sources(view: Definition) -> dict[str, set[tuple[str, str]]] | None:
    from sqlglot import exp
    from sqlglot.errors import SqlglotError
    from sqlglot.lineage import lineage

    # What it can't follow it tells on standard error as well.
    logging.getLogger("sqlglot").setLevel(logging.ERROR)
    known = _columns()
    read = {name: dict(known[name]) for name in view.upstream}
    try:
        roots = lineage(None, view.query, schema=read, dialect="duckdb", trim_selects=False)
    except (SqlglotError, AssertionError, NotImplementedError):
        return None
    if roots.keys() != view.columns.keys():
        return None
    found = {
        column: {
            (node.expression.name, node.name.rpartition(".")[2])
            for node in root.walk()
            if not node.downstream and isinstance(node.expression, exp.Table)
        }
        for column, root in roots.items()
    }
    whole = all(column in known.get(relation, {}) for columns in found.values() for relation, column in columns)
    return found if whole else None


@cache
def _columns() -> Mapping[str, Mapping[str, str]]:
    """Names and types of the columns of every relation that a view may read."""
    tables = {
        table.name: {column.name: relations.sql_type(column.type) for column in table.columns}
        for table in TABLES.values()
    }
    return {**tables, **{name: dict(types) for name, types in view_types().items()}}
