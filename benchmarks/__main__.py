"""Run all benchmarks and print their tables."""

from __future__ import annotations

import os
import platform
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from benchmarks import reader, search, whole_run
from cable_pipeline import compiled
from cable_pipeline.settings import available_cores
from cable_pipeline.synthetic import write_archive

SIZES = "2000"
READER_TELEGRAMS = 2_000


@click.command()
@click.option(
    "--source",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=lambda: os.environ.get("CABLES_BENCH_SOURCE") or None,
    help="Folder of telegrams to measure over as well; CABLES_BENCH_SOURCE, else invented ones alone.",
)
@click.option(
    "--sizes",
    default=SIZES,
    show_default=True,
    help="Numbers of telegrams, with commas between them; the whole archive is 10000,100000,251287.",
)
@click.option("--runs", type=click.IntRange(min=1), default=3, show_default=True, help="Runs behind each median.")
@click.option(
    "--data",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=lambda: os.environ.get("CABLES_BENCH_DATA") or None,
    help="Data folder to search in; CABLES_BENCH_DATA, else that of a run over the source or invented telegrams.",
)
@click.option("--only", type=click.Choice(["reader", "run", "search"]), help="Leave out the other benchmarks.")
@click.option(
    "--scratch",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder for archives and data folders, which are removed again; the system's by default.",
)
def main(source: Path | None, sizes: str, runs: int, data: Path | None, only: str | None, scratch: Path | None) -> None:
    """Time the reading of telegrams, whole runs, and the search in their paragraphs; the first tables are Markdown."""
    numbers = [int(size) for size in sizes.split(",")]
    reader_kind = "compiled" if compiled.copy().is_dir() else "interpreted"
    click.echo(f"{_machine()}, Python {platform.python_version()}, {available_cores()} cores, reader {reader_kind}")
    with TemporaryDirectory(prefix="cables-bench-", dir=scratch) as folder:
        invented = Path(folder) / "invented"
        write_archive(invented, READER_TELEGRAMS)
        if only in {None, "reader"}:
            reader.report("invented telegrams", invented, runs)
            if source is not None:
                reader.report("telegrams of a folder", source, runs)
        if only in {None, "run"}:
            whole_run.report(None, numbers, runs, scratch)
            if source is not None:
                whole_run.report(source, numbers, runs, scratch)
        if only in {None, "search"}:
            search.report(source or invented, data)


def _machine() -> str:
    """Return the name of the processor, as far as the system tells it."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return f"{names[0] if names else platform.machine()}, {platform.system()}"


if __name__ == "__main__":
    main()
