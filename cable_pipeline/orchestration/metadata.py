"""What Dagster is told about tables and views: columns, addresses, versions."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

import dagster as dg
import duckdb

from cable_pipeline.database import relations
from cable_pipeline.database.views import Definition
from cable_pipeline.orchestration.seed_files import Facts, state_of
from cable_pipeline.tables.schema import Table

OWNERS = ["team:cable-pipeline"]


def column_schema(table: Table) -> dg.TableSchema:
    """Return the columns of a table with type, description and constraints, and its key."""
    return dg.TableSchema(
        columns=[
            dg.TableColumn(
                name=column.name,
                type=relations.sql_type(column.type),
                description=column.description,
                constraints=dg.TableColumnConstraints(
                    nullable=column.nullable, unique=table.key == (column.name,), other=_targets(table, column.name)
                ),
            )
            for column in table.columns
        ],
        constraints=dg.TableConstraints(other=[f"primary key ({', '.join(table.key)})"] if table.key else []),
    )


def view_schema(view: Definition) -> dg.TableSchema:
    """Return the columns of a view with the type that its query gives and their meaning."""
    types = view_types()[view.name]
    return dg.TableSchema(
        [dg.TableColumn(name=name, type=types[name], description=meaning) for name, meaning in view.columns.items()]
    )


def table_name(relation: str) -> str:
    """Return the full name of a relation in the database file."""
    return f"cables.main.{relation}"


def file_uri(path: Path) -> str:
    """Return the address of a file or folder as a ``file://`` URI."""
    return path.absolute().as_uri()


def data_version(parts: Iterable[str]) -> dg.DataVersion:
    """Return the version of a content, told by the texts that it is a function of, in their order."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part.encode("utf-8", "surrogateescape"))
        digest.update(b"\0")
    return dg.DataVersion(digest.hexdigest()[:32])


def source_version(files: Iterable[Facts]) -> dg.DataVersion:
    """Return the version of the source files, told by path, size and time: a first run has not read them yet."""
    return data_version([state_of(files)])


def _targets(table: Table, column: str) -> list[str]:
    return [f"references {key.table}" for key in table.foreign_keys if column in key.columns]


@cache
def view_types() -> Mapping[str, Mapping[str, str]]:
    """Return the types of the columns of every view, as their queries give them."""
    from cable_pipeline.database.views import views

    with duckdb.connect(":memory:") as connection:
        relations.create_empty_relations(connection)
        relations.create_reference_tables(connection)
        relations.create_views(connection)
        return {name: dict(relations.described(connection, name)) for name in views()}
