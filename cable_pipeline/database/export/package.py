"""``datapackage.json``: the tables as a Data Package, version 2 (https://datapackage.org/standard/data-package/)."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any, Literal

import pyarrow as pa

from cable_pipeline.database.export.about import TITLE, About
from cable_pipeline.tables.schema import TABLES, Column, Table

_PROFILES = "https://datapackage.org/profiles/2.0"
_TYPES = {
    pa.string(): "string",
    pa.int32(): "integer",
    pa.int64(): "integer",
    pa.float64(): "number",
    pa.bool_(): "boolean",
    pa.date32(): "date",
    pa.timestamp("us"): "datetime",
}
_MEDIA = {"csv": "text/csv", "parquet": "application/vnd.apache.parquet"}


def descriptor(said: About, folder: Path, form: Literal["csv", "parquet"]) -> dict[str, Any]:
    """The descriptor of the files ``<table>.<form>`` in ``folder``, with their sizes and hashes."""
    generation = said.generation
    return {
        "$schema": f"{_PROFILES}/datapackage.json",
        "name": f"cables-generation-{generation.number}",
        "title": TITLE,
        "description": said.citation,
        "version": f"{generation.number}.0.0",
        "created": f"{said.exported_at.isoformat()}Z",
        "contributors": [{"title": "cable_pipeline", "roles": ["wrangler"]}],
        "resources": [_resource(table, folder / f"{table.name}.{form}", form) for table in TABLES.values()],
    }


def _resource(table: Table, path: Path, form: Literal["csv", "parquet"]) -> dict[str, Any]:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    resource = {
        "$schema": f"{_PROFILES}/dataresource.json",
        "name": table.name,
        "type": "table",
        "title": table.name,
        "description": table.description,
        "path": path.name,
        "format": form,
        "mediatype": _MEDIA[form],
        "bytes": path.stat().st_size,
        "hash": f"sha256:{digest}",
        "schema": _schema(table),
    }
    return resource | {"encoding": "utf-8"} if form == "csv" else resource


def _schema(table: Table) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "$schema": f"{_PROFILES}/tableschema.json",
        "fields": [_field(column, column.name in table.key) for column in table.columns],
        "missingValues": [""],
    }
    if table.key:
        schema["primaryKey"] = list(table.key)
    if table.foreign_keys:
        schema["foreignKeys"] = [
            {"fields": list(key.columns), "reference": {"resource": key.table, "fields": list(key.target)}}
            for key in table.foreign_keys
        ]
    return schema


def _field(column: Column, in_key: bool) -> dict[str, Any]:
    is_list = pa.types.is_list(column.type)
    field: dict[str, Any] = {
        "name": column.name,
        "type": "array" if is_list else _TYPES[column.type],
        "description": column.description,
    }
    # An empty text and null are the same empty field in CSV, so that a text may be missing where null may not.
    if in_key or not (column.nullable or column.type == pa.string()):
        field["constraints"] = {"required": True}
    return field
