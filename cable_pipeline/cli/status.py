"""``cables status``: what was ingested, what failed and why."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from cable_pipeline.cli.shared import data_option, database, load_settings, setting_options, show_table, write
from cable_pipeline.orchestration.plain_text import one_line
from cable_pipeline.settings import Settings

if TYPE_CHECKING:
    from cable_pipeline.database.connect import ReadOnlyConnection
    from cable_pipeline.tables.generations import Generation

FAILED_FILES_SHOWN = 20


@click.command()
@click.option("--all", "show_all", is_flag=True, help="List every failed file.")
@setting_options("data")
def status(show_all: bool, data: str | None) -> None:
    """Tell what was ingested when, what failed and why, and which generation is current."""
    settings = load_settings({"data": data})
    from cable_pipeline.tables import generations

    latest = generations.latest(settings.data)
    if latest is None:
        write(f"Nothing has been ingested yet: {one_line(str(settings.data))} holds no generation.\n")
        write(f"Put files into {one_line(str(settings.source))} and type: cables run{data_option(settings)}\n")
        return
    current = generations.current(settings.data)
    _show_generations(latest, current, settings)
    with database(settings) as connection:
        _show_failed_files(connection, None if show_all else FAILED_FILES_SHOWN, settings)


def _show_generations(latest: Generation, current: Generation | None, settings: Settings) -> None:
    write(f"Data folder     {one_line(str(settings.data))}\n")
    write(f"Source folder   {one_line(str(latest.source))}\n")
    write(f"Latest          generation {latest.number}, built {latest.built_at:%Y-%m-%d %H:%M:%S} UTC\n")
    if current is None:
        write("Current         none: the link data/current is missing; `cables run` sets it again\n")
    elif current.number == latest.number:
        write("Current         the latest\n")
    else:
        write(f"Current         generation {current.number}, pinned for readers\n")
    write(f"Search index    {_search_index(current or latest)}\n")
    counts = ("files_seen", "parsed", "failed", "duplicate", "new", "changed", "removed", "unchanged")
    told = ", ".join(f"{getattr(latest, name):,} {name.removeprefix('files_')}" for name in counts)
    write(f"Files           {told}\n\n")
    shown = current or latest
    show_table(("table", "rows"), [(name, f"{count:,}") for name, count in sorted(shown.rows.items())], sys.stdout)


def _search_index(shown: Generation) -> str:
    from cable_pipeline.search.index import NoIndexError, open_index

    try:
        index = open_index(shown.path)
    except NoIndexError:
        return "none; `cables run` builds it"
    covered = f"{index.coverage.paragraphs:,} paragraphs of generation {index.coverage.generation}"
    return covered if index.is_current else f"{covered}; `cables run` brings it up to date"


def _show_failed_files(connection: ReadOnlyConnection, shown: int | None, settings: Settings) -> None:
    failed = connection.execute(
        "SELECT source_path, error FROM source_files WHERE status = 'failed' ORDER BY source_path"
    ).fetchall()
    if not failed:
        write("\nNo file failed.\n")
        return
    write(f"\n{len(failed):,} failed files\n")
    for source_path, error in failed[:shown]:
        write(f"  {one_line(source_path)}: {one_line(error)}\n")
    if shown is not None and len(failed) > shown:
        write(f"  … and {len(failed) - shown:,} more: cables status --all{data_option(settings)}\n")
