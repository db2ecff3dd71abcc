"""``cables run``: bring tables and database up to date."""

from __future__ import annotations

import shlex
import sys
from typing import TYPE_CHECKING

import click

from cable_pipeline.cli.shared import (
    READING,
    data_option,
    fail,
    load_settings,
    progress_report,
    setting_options,
    show_table,
    write,
)
from cable_pipeline.orchestration.plain_text import one_line
from cable_pipeline.settings import Settings

if TYPE_CHECKING:
    from cable_pipeline.orchestration.ingest import RunSummary

QUERIES = (
    "SELECT post, year, count(*) AS cables FROM cables GROUP BY ALL ORDER BY cables DESC, post, year LIMIT 10",
    "SELECT tag, title, count(*) AS cables FROM tag_titles GROUP BY ALL ORDER BY cables DESC, tag LIMIT 10",
    "SELECT cable_id, sent_at, subject FROM cables WHERE subject ILIKE '%trafficking%' ORDER BY sent_at LIMIT 10",
)


@click.command()
@setting_options(*READING)
@click.option("--full-refresh", is_flag=True, help="Read every file again, also those that did not change.")
@click.option(
    "--verify", is_flag=True, help="Compare the content of every file, also where size and time are the same."
)
@click.option("--insist", is_flag=True, help="Go on although the source folder is empty or has lost many cables.")
def run(full_refresh: bool, verify: bool, insist: bool, **overrides: str | None) -> None:
    """Bring tables and database up to date with the source folder.

    Only what changed is read. The run is recorded in Dagster and shows in its UI. Files that can't be read are listed
    by `cables status`; they do not make the run fail.
    """
    settings = load_settings(overrides)
    from cable_pipeline.orchestration import ingest
    from cable_pipeline.tables.pool import collect_seldom

    collect_seldom()
    with progress_report() as progress:
        try:
            summary = ingest.run(settings, full_refresh=full_refresh, verify=verify, insist=insist, progress=progress)
        except ingest.RunFailed as error:
            fail(str(error))
    _show_summary(summary, settings)


def _show_summary(summary: RunSummary, settings: Settings) -> None:
    if summary.published:
        write(f"Generation {summary.generation} is published.\n\n")
    else:
        write(f"Nothing changed: generation {summary.generation} stays current.\n\n")
    facts = [(name, f"{count:,}") for name, count in summary.files.items()]
    show_table(("files", "count"), facts, sys.stdout)
    write("\n")
    show_table(("table", "rows"), [(name, f"{count:,}") for name, count in summary.rows.items()], sys.stdout)
    write(f"\nTook {summary.seconds:.1f} s. Database: {one_line(str(summary.database))}\n")
    if summary.search is not None:
        state = (
            f"brought up to date in {summary.search.seconds:.1f} s" if summary.search.buckets_written else "unchanged"
        )
        write(f"Search index: {summary.search.paragraphs:,} paragraphs, {state}\n")
    if summary.files["failed"]:
        write(f"Which files failed, and why: cables status{data_option(settings)}\n")
    write("\nQueries to try:\n")
    for query in QUERIES:
        write(f"  cables sql{data_option(settings)} {shlex.quote(query)}\n")
