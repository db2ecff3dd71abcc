"""How long `cables run` takes from start to published database: into an empty data folder, and when nothing changed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

import click
from rich import box
from rich.console import Console
from rich.table import Table


def report(source: Path, runs: int) -> None:
    """Run the pipeline over ``source`` ``runs`` times, each with folders of its own, and print the medians.

    Raises:
        click.ClickException: a run failed; the message holds what it said.
    """
    first: list[float] = []
    again: list[float] = []
    for _ in range(runs):
        with TemporaryDirectory(prefix="cables-bench-") as folder:
            first.append(_run(source, Path(folder)))
            again.append(_run(source, Path(folder)))
    table = Table("whole run", title=f"cables run, {runs} times each", title_justify="left", box=box.SIMPLE_HEAD)
    for heading in ("median s", "fastest s", "slowest s"):
        table.add_column(heading, justify="right")
    for name, seconds in (("empty data folder", first), ("nothing changed", again)):
        table.add_row(name, f"{median(seconds):.2f}", f"{min(seconds):.2f}", f"{max(seconds):.2f}")
    Console().print(table)


def _run(source: Path, folder: Path) -> float:
    """Return the seconds that one run takes as a process of its own, its start included."""
    command = [
        sys.executable,
        "-m",
        "cable_pipeline.cli",
        "run",
        "--source",
        str(source),
        "--data",
        str(folder / "data"),
    ]
    surroundings = {**os.environ, "DAGSTER_HOME": str(folder / "dagster_home")}
    begun = perf_counter()
    outcome = subprocess.run(command, env=surroundings, capture_output=True, text=True, check=False)
    seconds = perf_counter() - begun
    if outcome.returncode:
        raise click.ClickException(f"the run failed:\n{outcome.stdout}{outcome.stderr}")
    return seconds
