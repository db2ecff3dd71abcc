"""How long `cables run` takes over archives of several sizes: everything new, nothing changed, a little changed."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import NamedTuple

import click

from benchmarks.processes import Measured, measure
from benchmarks.replicate import replicate
from cable_pipeline.settings import DEFAULT_PATTERN
from cable_pipeline.sources import scan
from cable_pipeline.synthetic import write_archive

CHANGED, ADDED, REMOVED = 100, 10, 10


class Results(NamedTuple):
    """What was measured over one archive, one entry a run."""

    files: int
    size_bytes: int
    first: list[Measured]
    idle: list[Measured]
    small: list[Measured]
    floor: list[Measured]


def report(source: Path | None, sizes: Sequence[int], runs: int, scratch: Path | None) -> None:
    """Measure ``runs`` times over archives of each of the ``sizes`` and print the medians as Markdown.

    Args:
        source: the folder whose telegrams are copied until there are enough; ``None`` for invented ones.
        sizes: numbers of telegrams.
        runs: how often each run is measured, into an empty data folder each time.
        scratch: folder for archives and data folders, else the system's; nothing of it is kept.

    Raises:
        click.ClickException: a run failed; the message holds what it said.
    """
    with TemporaryDirectory(prefix="cables-bench-", dir=scratch) as name:
        folder = Path(name)
        one = _measured(folder, source, 1, runs)
        many = [_measured(folder, source, size, runs) for size in sizes]
    kind = "telegrams of a folder, each copied as often as needed" if source else "invented telegrams"
    click.echo(f"\n### Whole runs: {kind}, medians of {runs}\n")
    _print_runs(one, many)
    click.echo(f"\n### Where the time of a first run goes: {kind}, seconds of the median run\n")
    _print_stages([one, *many])


def _measured(folder: Path, source: Path | None, size: int, runs: int) -> Results:
    archive = folder / f"archive-{size}"
    if source is None:
        size_bytes = write_archive(archive, size, by_month=True).size_bytes
    else:
        size_bytes = replicate(source, archive, size)
    results = Results(size, size_bytes, [], [], [], [])
    for number in range(runs):
        data = folder / f"data-{size}-{number}"
        results.first.append(_run(archive, data, folder))
        results.idle.append(_run(archive, data, folder))
        with _small_change(archive, folder / "aside"):
            results.small.append(_run(archive, data, folder))
        shutil.rmtree(data)
        out = folder / "floor.parquet"
        results.floor.append(measure([sys.executable, "-m", "benchmarks.floor", str(archive), str(out)], os.environ))
        out.unlink()
        click.echo(f"{size:,} telegrams, run {number + 1} of {runs}: {results.first[-1].seconds:.1f} s", err=True)
    shutil.rmtree(archive)
    return results


def _run(archive: Path, data: Path, folder: Path) -> Measured:
    """Measure one run as a process of its own, its start included."""
    command = [sys.executable, "-m", "cable_pipeline.cli", "run", "--source", str(archive), "--data", str(data)]
    return measure(
        [*command, "--insist", "--search-index", "off"], {**os.environ, "DAGSTER_HOME": str(folder / "dagster_home")}
    )


@contextmanager
def _small_change(archive: Path, aside: Path) -> Iterator[None]:
    """Change, add and remove some telegrams, spread over the archive; afterwards all is as it was."""
    files = [Path(file.path) for file in scan(archive, DEFAULT_PATTERN).files]
    wanted = CHANGED + ADDED + REMOVED
    chosen = files[:: max(1, len(files) // wanted)][:wanted]
    aside.mkdir()
    kept = []
    for number, path in enumerate(chosen):
        shutil.copy2(path, aside / str(number))
        kept.append((path, aside / str(number)))
    added = [path.with_name(f"added-{path.name}") for path in chosen[CHANGED : CHANGED + ADDED]]
    for path in chosen[:CHANGED]:
        path.write_bytes(path.read_bytes() + b"A line more.\n")
    for path, new in zip(chosen[CHANGED : CHANGED + ADDED], added, strict=True):
        head, _, rest = path.read_bytes().partition(b"\n")
        new.write_bytes(head.strip() + b"99\n" + rest)
    for path in chosen[CHANGED + ADDED :]:
        path.unlink()
    try:
        yield
    finally:
        for path, copy in kept:
            shutil.copy2(copy, path)
        for new in added:
            new.unlink()
        shutil.rmtree(aside)


def _middle(runs: Sequence[Measured], what: Callable[[Measured], float] = lambda run: run.seconds) -> float:
    return median(what(run) for run in runs)


def _print_runs(one: Results, many: Sequence[Results]) -> None:
    headings = (
        "telegrams",
        "MB",
        "first run s",
        "CPU s",
        "peak MB",
        "ms per telegram",
        "less a run over one",
        "nothing changed s",
        f"{CHANGED} changed, {ADDED} added, {REMOVED} removed s",
        "floor s",
        "first run ÷ floor",
    )
    _print_row(headings)
    _print_row(["---:"] * len(headings))
    start = _middle(one.first)
    for results in (one, *many):
        first, floor = _middle(results.first), _middle(results.floor)
        _print_row(
            [
                f"{results.files:,}",
                f"{results.size_bytes / 1e6:,.1f}",
                f"{first:.1f}",
                f"{_middle(results.first, lambda run: run.cpu_seconds):.1f}",
                f"{_middle(results.first, lambda run: run.peak_bytes) / 1e6:,.0f}",
                f"{first / results.files * 1e3:.3f}",
                f"{(first - start) / results.files * 1e3:.3f}",
                f"{_middle(results.idle):.1f}",
                f"{_middle(results.small):.1f}",
                f"{floor:.1f}",
                f"{first / floor:.1f}",
            ]
        )


def _print_stages(all_results: Sequence[Results]) -> None:
    names = list(dict.fromkeys(name for results in all_results for name in results.first[0].stages))
    _print_row(["telegrams", *names])
    _print_row(["---:"] * (len(names) + 1))
    for results in all_results:
        run = sorted(results.first, key=lambda run: run.seconds)[len(results.first) // 2]
        _print_row([f"{results.files:,}", *(f"{run.stages.get(name, 0):.1f}" for name in names)])


def _print_row(cells: Sequence[str]) -> None:
    click.echo(f"| {' | '.join(cells)} |")
