"""The tables as files to read elsewhere: one per table, CSV or Parquet, as a folder or as one ZIP file."""

# ruff: noqa: S608 -- DuckDB takes no parameters for names and files; quoting.py makes them safe.

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from cable_pipeline.database import quoting
from cable_pipeline.database.export.about import about, write_companions
from cable_pipeline.database.export.package import descriptor
from cable_pipeline.database.export.target import ExportError, fresh_file, fresh_folder
from cable_pipeline.tables.generations import Generation
from cable_pipeline.tables.parquet import COMPRESSION_LEVEL, ROW_GROUP_ROWS
from cable_pipeline.tables.schema import TABLES, Table

Progress = Callable[[str, int, int], None]


def export_csv(generation: Generation, out: Path, progress: Progress) -> None:
    """Write a folder of CSV files with a data package; errors as for all exports, see :mod:`target`."""
    with fresh_folder(out) as folder:
        _write_set(generation, folder, "csv", progress)


def export_parquet(generation: Generation, out: Path, progress: Progress) -> None:
    """Write a folder of Parquet files with a data package."""
    with fresh_folder(out) as folder:
        _write_set(generation, folder, "parquet", progress)


def export_datapackage(generation: Generation, out: Path, progress: Progress) -> None:
    """Write the folder of CSV files as one ZIP file, which tools for data packages open as it is."""
    if out.suffix.lower() != ".zip":
        raise ExportError(f"{out} must end in .zip, for by that name tools know the package to be packed")
    with fresh_file(out) as file:
        folder = file.with_name("files")
        folder.mkdir()
        _write_set(generation, folder, "csv", progress)
        files = sorted(path for path in folder.rglob("*") if path.is_file())
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for done, path in enumerate(files, 1):
                archive.write(path, path.relative_to(folder))
                path.unlink()
                progress("packing", done, len(files))


def source_of(generation: Generation, table: Table) -> str:
    """SQL for the rows of a table in the Parquet files of the generation."""
    files = f"{quoting.literal_glob(generation.tables / table.name)}/*.parquet"
    return f"read_parquet({quoting.text(files)}, hive_partitioning = false)"


def _write_set(generation: Generation, folder: Path, form: Literal["csv", "parquet"], progress: Progress) -> None:
    said = about(generation)
    write = _write_csv if form == "csv" else _write_parquet
    for done, table in enumerate(TABLES.values(), 1):
        progress(f"exporting {table.name}", done, len(TABLES))
        write(generation, table, folder / f"{table.name}.{form}")
    progress("describing the files", len(TABLES), len(TABLES))
    package = json.dumps(descriptor(said, folder, form), indent=2, ensure_ascii=False)
    (folder / "datapackage.json").write_text(f"{package}\n", encoding="utf-8")
    write_companions(folder, said, form)


def _write_csv(generation: Generation, table: Table, path: Path) -> None:
    columns = ", ".join(
        f"to_json({quoting.name(column.name)}) AS {quoting.name(column.name)}"
        if pa.types.is_list(column.type)
        else quoting.name(column.name)
        for column in table.columns
    )
    with duckdb.connect(":memory:") as connection:
        connection.execute(
            f"COPY (SELECT {columns} FROM {source_of(generation, table)}) TO {quoting.text(str(path))} "
            "(FORMAT csv, HEADER true, DELIMITER ',', QUOTE '\"', ESCAPE '\"', NULLSTR '', "
            "DATEFORMAT '%Y-%m-%d', TIMESTAMPFORMAT '%Y-%m-%dT%H:%M:%S.%f')"
        )


def _write_parquet(generation: Generation, table: Table, path: Path) -> None:
    schema = table.arrow_schema()
    with pq.ParquetWriter(path, schema, compression="zstd", compression_level=COMPRESSION_LEVEL) as writer:
        for file in sorted((generation.tables / table.name).glob("*.parquet")):
            rows = pq.read_table(file, columns=schema.names).cast(schema)
            if rows.num_rows:
                writer.write_table(rows, row_group_size=ROW_GROUP_ROWS)
