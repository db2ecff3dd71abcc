"""The ``cables`` command: thin, it calls the rooms and shows what they answer. One file a command.

Promise: exit status 0 done, 1 refused or failed, 2 wrong use. Dagster, DuckDB and pyarrow are imported inside the
commands that use them, so that ``cables --help`` and ``cables parse`` are quick.
"""

from __future__ import annotations

import gc
import io
import sys

import click

from cable_pipeline.cli import (
    cite,
    demo,
    diff,
    export,
    generations,
    parse,
    quality,
    relocate,
    rollback,
    run,
    search,
    settings,
    show,
    sql,
    status,
    ui,
)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="cable-pipeline")
def cables() -> None:
    """A folder of diplomatic telegrams becomes Parquet tables and a DuckDB database.

    Start with `cables run`, then ask with `cables sql`. Every setting is an option, or an environment variable:
    `cables settings` lists them.
    """


for command in (
    run.run,
    sql.sql,
    search.search,
    quality.quality,
    show.show,
    cite.cite,
    export.export,
    parse.parse,
    status.status,
    generations.list_generations,
    rollback.rollback,
    diff.diff,
    ui.ui,
    demo.demo,
    relocate.relocate,
    settings.show_settings,
):
    cables.add_command(command)


def main() -> None:
    """Run the command line; the entry point of ``cables``."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A locale without the characters of a cable must not stop a command.
            stream.reconfigure(errors="backslashreplace")
    try:
        cables()
    finally:
        # The process ends: Python would look for cycles among millions of objects that are about to go anyway.
        gc.freeze()
