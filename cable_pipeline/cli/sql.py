"""``cables sql``: ask the database a question."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import click

from cable_pipeline.cli.shared import database, destination, load_settings, setting_options
from cable_pipeline.orchestration.plain_text import one_line

FORMATS = ("table", "csv", "json", "parquet")


@click.command()
@click.argument("query")
@click.option("--format", "kind", type=click.Choice(FORMATS), default="table", show_default=True)
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="Write to this file.")
@setting_options("data")
def sql(query: str, kind: str, output: Path | None, data: str | None) -> None:
    """Ask the database a question, read-only.

    QUERY is the SQL itself, the name of a file that holds it, or - for standard input. Tables are for reading and end
    after a thousand rows; csv, json and parquet give everything.
    """
    if kind == "parquet" and output is None:
        raise click.UsageError("--format parquet needs --output FILE.")
    statement = _statement(query)
    with database(load_settings({"data": data})) as connection:
        from cable_pipeline.database.query import FORMATS as WRITERS
        from cable_pipeline.database.query import run_query, write_table

        result = run_query(connection, statement)
        with destination(output) as out:
            if kind == "table":
                write_table(result, out, shutil.get_terminal_size().columns if out.isatty() else None)
            else:
                WRITERS[kind](result, out)


def _statement(query: str) -> str:
    """Return the SQL that the argument stands for: standard input, the content of a file, or the argument itself."""
    try:
        if query == "-":
            statement = sys.stdin.buffer.read().decode("utf-8")
        elif _is_file(query):
            statement = Path(query).read_text(encoding="utf-8")
        else:
            statement = query
    except UnicodeDecodeError as error:
        raise click.UsageError(f"The SQL in {one_line(query)} is not UTF-8 text.") from error
    if not statement.strip():
        raise click.UsageError("There is no SQL to run.")
    return statement


def _is_file(name: str) -> bool:
    try:
        return Path(name).is_file()
    except (OSError, ValueError):
        return False
