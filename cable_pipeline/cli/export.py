"""``cables export``: give the current generation away."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from cable_pipeline.cli.shared import (
    data_option,
    fail,
    load_settings,
    progress_report,
    setting_options,
    show_table,
    write,
)
from cable_pipeline.orchestration.plain_text import one_line

FORMATS = ("duckdb", "csv", "parquet", "datapackage", "graphml")


@click.command()
@click.option("--format", "kind", type=click.Choice(FORMATS), required=True, help="What to write, see above.")
@click.option(
    "--out",
    metavar="PATH",
    required=True,
    type=click.Path(path_type=Path),
    help="File or folder; must not be there yet.",
)
@setting_options("data")
def export(kind: str, out: Path, data: str | None) -> None:
    """Give away what readers see: every table, with the data dictionary, the counts and how to cite it.

    duckdb: one database file that needs no other and opens in DuckDB 1.4 or later. csv, parquet: a folder with one file
    per table and a data package. datapackage: the same as csv, as one ZIP file. graphml: a folder with the graphs of
    references and of traffic, for Gephi and NetworkX.
    """
    settings = load_settings({"data": data})
    import duckdb

    from cable_pipeline.database.export.formats import FORMATS as EXPORTS
    from cable_pipeline.database.export.target import ExportError
    from cable_pipeline.database.relations import DatabaseError
    from cable_pipeline.tables import generations

    generation = generations.current(settings.data)
    if generation is None:
        advice = f"Run the pipeline first: cables run{data_option(settings)}"
        fail(f"There is nothing to export from {settings.data} yet. {advice}")
    with progress_report() as progress:
        try:
            EXPORTS[kind](generation, out, progress)
        except (ExportError, DatabaseError, duckdb.Error, OSError) as error:
            fail(str(error))
    files = sorted(path for path in out.rglob("*") if path.is_file()) if out.is_dir() else [out]
    write(f"Generation {generation.number} was written to {one_line(str(out))}\n\n")
    rows = [(str(path.relative_to(out) if out.is_dir() else path.name), f"{path.stat().st_size:,}") for path in files]
    show_table(("file", "bytes"), rows, sys.stdout)
