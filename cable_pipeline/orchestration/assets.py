"""The graph: source files, the tables read from them, the database over these, its views.

Every asset reports what the run's ``Ingestion`` did. Text that comes from files is shown as text, never as Markdown.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

import dagster as dg
import pyarrow.parquet as pq

from cable_pipeline.database.connect import open_database
from cable_pipeline.database.preview import Preview, preview_views
from cable_pipeline.database.views import Definition, views
from cable_pipeline.orchestration import history
from cable_pipeline.orchestration.asset_checks import SOURCE_FILES, rows_shown
from cable_pipeline.orchestration.automation import WHEN_INPUTS_CHANGED
from cable_pipeline.orchestration.faults import faults_told
from cable_pipeline.orchestration.file_counts import file_counts
from cable_pipeline.orchestration.ingest import DATABASE, SEARCH_INDEX
from cable_pipeline.orchestration.ingestion import Ingestion
from cable_pipeline.orchestration.lineage import column_lineage
from cable_pipeline.orchestration.metadata import (
    OWNERS,
    column_schema,
    data_version,
    file_uri,
    source_version,
    table_name,
    view_schema,
)
from cable_pipeline.orchestration.plain_text import shortened
from cable_pipeline.search.build import TABLES_READ
from cable_pipeline.settings import Settings
from cable_pipeline.tables.generations import Generation, as_datetime
from cable_pipeline.tables.ingest import Plan
from cable_pipeline.tables.parquet import FileRecord
from cable_pipeline.tables.schema import SCHEMA_VERSION, TABLES, Table
from cable_pipeline.telegram import READER_VERSION

CODE_VERSION = f"reader {READER_VERSION}, schema {SCHEMA_VERSION}"
FAILED_FILES_SHOWN = 20
PREVIEW_ROWS = 5
PREVIEW_CELL_LENGTH = 60
VIEWED_CABLES = 2048
"""Of a larger archive, views are shown over about as many cables: half a second's work, whatever its size."""

STORED_TABLES = tuple(table for table in TABLES.values() if table.name != SOURCE_FILES)
"""The tables that one step writes: all but the manifest, which is an asset of its own."""


def _definition_metadata(table: Table) -> dict[str, dg.TableSchema | str]:
    return {"dagster/column_schema": column_schema(table), "dagster/table_name": table_name(table.name)}


@dg.asset(
    key=SOURCE_FILES,
    group_name="ingest",
    kinds={"python", "parquet"},
    owners=OWNERS,
    code_version=CODE_VERSION,
    metadata=_definition_metadata(TABLES[SOURCE_FILES]),
    description=f"{TABLES[SOURCE_FILES].description} This step finds what changed in the source folder.",
)
def source_files(ingestion: dg.ResourceParam[Ingestion]) -> dg.MaterializeResult[None]:
    """Find what changed in the source folder since the latest generation."""
    with faults_told():
        plan = ingestion.plan
    return dg.MaterializeResult(
        data_version=source_version(plan.files),
        metadata={
            "dagster/row_count": plan.rows_told,
            "dagster/uri": file_uri(ingestion.settings.data / "tables" / SOURCE_FILES),
            "source": dg.MetadataValue.path(shortened(str(ingestion.settings.source), 1000)),
            "looked_at": _shown_time(as_datetime(plan.started_at)),
            "files_seen": plan.files_seen,
            **plan.changes,
            "failed": _failed_so_far(plan),
            **_listing("refused", plan.refused),
            **_listing("notes", [(note,) for note in plan.notes], ("note",)),
        },
    )


@dg.multi_asset(
    name="tables",
    specs=[
        dg.AssetSpec(
            key=table.name,
            deps=[SOURCE_FILES] if table.room != "reference" else [],
            group_name="reference" if table.room == "reference" else "tables",
            kinds={"python", "parquet"},
            owners=OWNERS,
            code_version=CODE_VERSION,
            description=table.description,
            metadata=_definition_metadata(table),
        )
        for table in STORED_TABLES
    ],
    can_subset=False,
    description="Reads new and changed telegrams and writes the Parquet files that hold them: one step for all tables.",
)
def tables(ingestion: dg.ResourceParam[Ingestion]) -> Iterator[dg.MaterializeResult[None]]:
    """Write all tables of the new generation, or tell those of the latest when nothing changed."""
    with faults_told():
        generation = ingestion.written
        if not ingestion.makes(DATABASE):
            # A generation is published whole: where the run leaves its database out, it is built here.
            generation = ingestion.generation
        changes = file_counts(generation, None if ingestion.is_new else ingestion.plan.changes)
    for table in STORED_TABLES:
        yield dg.MaterializeResult(
            asset_key=table.name,
            data_version=data_version(_file_hashes(generation, table.name)),
            metadata={
                "dagster/row_count": generation.rows[table.name],
                "dagster/uri": file_uri(ingestion.settings.data / "tables" / table.name),
                "generation": generation.number,
                "built_at": _shown_time(generation.built_at),
                "bytes": sum(record.size_bytes for record in _files_of(generation, table.name)),
                "parquet_files": len(_files_of(generation, table.name)),
                **({} if table.room == "reference" else changes),
                "preview": _preview(generation, table.name),
            },
        )


@dg.asset(
    key=DATABASE,
    deps=[SOURCE_FILES, *(table.name for table in STORED_TABLES)],
    group_name="database",
    kinds={"duckdb"},
    owners=OWNERS,
    code_version=CODE_VERSION,
    metadata={"dagster/table_name": "cables"},
    description="The DuckDB file with every table and view. It is built over the new generation, checked, then "
    "published: from then on readers see the new generation.",
)
def cables_database(ingestion: dg.ResourceParam[Ingestion]) -> dg.MaterializeResult[None]:
    """Build, check and publish the database of the new generation."""
    with faults_told():
        generation = ingestion.generation
        failed = _failed_files(generation)
    point = history.Point(
        generation.number, generation.rows["cables"], generation.rows["parse_issues"], generation.seconds
    )
    points = history.recorded(dg.AssetExecutionContext.get().instance, DATABASE, point)
    return dg.MaterializeResult(
        data_version=data_version(text for table in TABLES for text in _file_hashes(generation, table)),
        metadata={
            "dagster/uri": file_uri(ingestion.settings.data / generation.database.name),
            "generation": generation.number,
            "published": ingestion.is_new,
            "built_at": _shown_time(generation.built_at),
            "cables": point.cables,
            "issues": point.issues,
            "seconds": point.seconds,
            "bytes": sum(record.size_bytes for record in generation.files.values()),
            "bytes_of_the_database_file": generation.database.stat().st_size,
            "last_generations": history.picture(points),
            **file_counts(generation, None if ingestion.is_new else ingestion.plan.changes),
            **_listing("failed_files", failed),
        },
    )


@dg.multi_asset(
    name="views",
    specs=[
        dg.AssetSpec(
            key=view.name,
            deps=[DATABASE, *view.upstream],
            group_name="views",
            kinds={"duckdb", "sql"},
            owners=OWNERS,
            code_version=data_version([view.query]).value,
            automation_condition=WHEN_INPUTS_CHANGED,
            description=view.description,
            metadata={"dagster/column_schema": view_schema(view), "dagster/table_name": table_name(view.name)},
        )
        for view in views().values()
    ],
    can_subset=False,
    description="The analysis views of the published database, each run once to show its first rows; over a sample of "
    "the cables where there are many.",
)
def analysis_views(ingestion: dg.ResourceParam[Ingestion]) -> Iterator[dg.MaterializeResult[None]]:
    """Work out every view of the published database, and show its first rows."""
    with faults_told():
        generation = ingestion.generation
        cables = {name: record.rows for name, record in generation.files_by_table["cables"].items()}
        seen = preview_views(generation.database, cables, PREVIEW_ROWS, VIEWED_CABLES)
    for view in views().values():
        lineage = column_lineage(view.name)
        hashes = [text for table in sorted(_tables_below(view)) for text in _file_hashes(generation, table)]
        yield dg.MaterializeResult(
            asset_key=view.name,
            data_version=data_version([view.query, *hashes]),
            metadata={
                "dagster/uri": file_uri(ingestion.settings.data / generation.database.name),
                "generation": generation.number,
                "built_at": _shown_time(generation.built_at),
                **_shown_view(view, seen),
                **({"dagster/column_lineage": lineage} if lineage is not None else {}),
            },
        )


@dg.asset(
    key=SEARCH_INDEX,
    deps=[DATABASE, *TABLES_READ],
    group_name="search",
    kinds={"python"},
    owners=OWNERS,
    code_version=CODE_VERSION,
    automation_condition=WHEN_INPUTS_CHANGED,
    description="The full-text index over the paragraphs of the published generation, written where files changed.",
)
def search_index(ingestion: dg.ResourceParam[Ingestion]) -> dg.MaterializeResult[None]:
    """Bring the full-text index up to the published generation, unless the settings leave it out."""
    with faults_told():
        generation, report = ingestion.generation, ingestion.indexed
    if report is None:
        return dg.MaterializeResult(metadata={"generation": generation.number, "left_out": True})
    return dg.MaterializeResult(
        data_version=data_version(text for table in TABLES_READ for text in _file_hashes(generation, table)),
        metadata={
            "dagster/row_count": report.paragraphs,
            "dagster/uri": file_uri(generation.path / "search"),
            "generation": report.generation,
            "buckets_written": report.buckets,
            "bytes": report.bytes,
            "seconds": report.seconds,
        },
    )


def all_assets(settings: Settings) -> list[dg.AssetsDefinition]:
    """Return every asset of the pipeline; the source files count as fresh as long as the settings say."""
    fresh = dg.FreshnessPolicy.time_window(fail_window=timedelta(hours=settings.fresh_hours))
    watched = source_files.map_asset_specs(lambda spec: dg.apply_freshness_policy(spec, fresh))
    return [watched, tables, cables_database, analysis_views, search_index]


def _shown_view(view: Definition, seen: Preview) -> dict[str, dg.MetadataValue | int | str]:
    """Return the rows of a view: their number where the whole archive was looked at, else that in the sample."""
    rows, first = seen.views[view.name]
    shown: dict[str, dg.MetadataValue | int | str] = {
        "preview": rows_shown(list(view.columns), first, PREVIEW_CELL_LENGTH)
    }
    if seen.is_whole:
        return {"dagster/row_count": rows, **shown}
    return {"rows_in_sample": rows, "sample": f"{seen.sampled:,} of {seen.cables:,} cables", **shown}


def _files_of(generation: Generation, table: str) -> list[FileRecord]:
    return list(generation.files_by_table[table].values())


def _file_hashes(generation: Generation, table: str) -> list[str]:
    return [record.sha256 for record in _files_of(generation, table)]


def _tables_below(view: Definition) -> set[str]:
    """Return the tables that a view reads, also through other views."""
    found: set[str] = set()
    for name in view.upstream:
        found |= _tables_below(views()[name]) if name in views() else {name}
    return found


def _failed_files(generation: Generation) -> list[tuple[str, str]]:
    if not generation.failed:
        return []
    with open_database(generation.database) as connection:
        failed: list[tuple[str, str]] = connection.execute(
            "SELECT source_path, error FROM source_files WHERE status = 'failed' ORDER BY source_path LIMIT ?",
            [FAILED_FILES_SHOWN],
        ).fetchall()
    return failed


def _failed_so_far(plan: Plan) -> int:
    """Return how many files are known to be no cables before the telegrams are read."""
    if plan.base is not None and plan.nothing_changed:
        return plan.base.failed
    return sum(row.status == "failed" for row in plan.rows.values())


def _shown_time(time: datetime) -> str:
    return f"{time:%Y-%m-%d %H:%M:%S} UTC"


def _preview(generation: Generation, table: str) -> dg.MetadataValue:
    """Return the first rows of the first file of a table that has any."""
    names = [name for name, record in sorted(generation.files.items()) if name.startswith(f"tables/{table}/")]
    filled = next((name for name in names if generation.files[name].rows), names[0])
    with pq.ParquetFile(generation.path / filled) as file:
        batch = next(file.iter_batches(batch_size=PREVIEW_ROWS), None)
    rows = [tuple(row.values()) for row in batch.to_pylist()] if batch is not None else []
    return rows_shown([column.name for column in TABLES[table].columns], rows, PREVIEW_CELL_LENGTH)


def _listing(
    name: str, rows: Sequence[Sequence[str]], columns: Sequence[str] = ("source_path", "reason")
) -> dict[str, dg.TableMetadataValue]:
    """Return the first rows as a table under ``name``, every cell one line of text; nothing when there are none."""
    if not rows:
        return {}
    records = [
        dg.TableRecord({column: shortened(cell, 300) for column, cell in zip(columns, row, strict=True)})
        for row in rows[:FAILED_FILES_SHOWN]
    ]
    return {name: dg.MetadataValue.table(records)}
