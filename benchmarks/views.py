"""How long each view takes: ``python -m benchmarks.views --data DIR``."""

from __future__ import annotations

import resource
import statistics
import time
from pathlib import Path

import click

from cable_pipeline.database import quoting
from cable_pipeline.database.connect import ReadOnlyConnection, connect
from cable_pipeline.database.views import views


@click.command()
@click.option(
    "--data",
    required=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder with the tables and the database.",
)
@click.option("--runs", type=click.IntRange(min=1), default=5, show_default=True, help="Runs behind each median.")
@click.option("--only", metavar="NAME", multiple=True, help="This view alone; may be given several times.")
def main(data: Path, runs: int, only: tuple[str, ...]) -> None:
    """Ask for every row and column of each view, and print the medians of wall clock and CPU time."""
    with connect(data) as connection:
        for name in only or views():
            times = [_time(connection, name) for _ in range(runs)]
            wall, cpu, rows = (statistics.median(column) for column in zip(*times, strict=True))
            click.echo(f"{name:32}{wall * 1000:8.0f} ms{cpu * 1000:8.0f} ms CPU{rows:12,.0f} rows")


def _time(connection: ReadOnlyConnection, view: str) -> tuple[float, float, int]:
    """Seconds of wall clock and of CPU time, and the number of rows."""
    wall, cpu = time.perf_counter(), _cpu_seconds()
    rows = connection.sql(f"SELECT * FROM {quoting.name(view)}").to_arrow_table().num_rows  # noqa: S608 - quoted
    return time.perf_counter() - wall, _cpu_seconds() - cpu, rows


def _cpu_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
