"""Run all benchmarks and print their tables."""

from __future__ import annotations

import os
import platform
from pathlib import Path

import click

from benchmarks import reader, search, whole_run
from cable_pipeline.settings import available_cores

SEEDS = Path(__file__).resolve().parent.parent / "seeds"


@click.command()
@click.option(
    "--source",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=lambda: os.environ.get("CABLES_BENCH_SOURCE", SEEDS),
    help="Folder of telegrams; CABLES_BENCH_SOURCE, else seeds/.",
)
@click.option("--runs", type=click.IntRange(min=1), default=5, show_default=True, help="Runs behind each median.")
@click.option(
    "--data",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=lambda: os.environ.get("CABLES_BENCH_DATA"),
    help="Data folder to search in; CABLES_BENCH_DATA, else that of a run over the source.",
)
@click.option("--only", type=click.Choice(["reader", "run", "search"]), help="Leave out the other benchmarks.")
def main(source: Path, runs: int, data: Path | None, only: str | None) -> None:
    """Time the reading of telegrams, whole runs over a folder of them, and the search in their paragraphs."""
    click.echo(
        f"Python {platform.python_version()}, {available_cores()} cores, {platform.system()} {platform.machine()}"
    )
    if only in {None, "reader"}:
        reader.report(source, runs)
    if only in {None, "run"}:
        whole_run.report(source, runs)
    if only in {None, "search"}:
        search.report(source, data)


if __name__ == "__main__":
    main()
