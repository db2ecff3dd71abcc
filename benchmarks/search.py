"""How long the search index takes to build, and two hundred mixed queries in one process."""

from __future__ import annotations

import os
import random
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter, thread_time
from typing import NamedTuple

import click
import pyarrow.parquet as pq
from rich import box
from rich.console import Console
from rich.table import Table

from cable_pipeline.search.build import update_index
from cable_pipeline.search.fields import analyzer
from cable_pipeline.search.index import FOLDER, Index, open_index
from cable_pipeline.tables import generations
from cable_pipeline.tables.generations import Generation

SEED = 1
SHOWN = 20
BYTES_PER_UNIT = 1 if sys.platform == "darwin" else 1024
"""``ru_maxrss`` counts bytes on macOS, kilobytes elsewhere."""


class Built(NamedTuple):
    """What building the index took: seconds, CPU seconds of all threads, most memory in bytes, size of the index."""

    seconds: float
    cpu_seconds: float
    peak_bytes: int
    paragraphs: int
    size_bytes: int


def report(source: Path, data: Path | None) -> None:
    """Build the index of ``data``'s current generation (or of a run over ``source``) anew, and time queries in it.

    Raises:
        click.ClickException: there is no generation, or the run failed.
    """
    with TemporaryDirectory(prefix="cables-bench-") as scratch:
        if data is None:
            data = _run_pipeline(source, Path(scratch))
        generation = generations.current(data)
        if generation is None:
            raise click.ClickException(f"{data} holds no generation to search in")
        copy = _without_index(generation, Path(scratch) / "generations")
        # In a process of its own, whose memory is that of the build alone.
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            built = pool.submit(_build, copy).result()
        _show_build(built)
        _show_queries(open_index(copy.path), _queries(generation))


def _run_pipeline(source: Path, scratch: Path) -> Path:
    """Return the data folder of a run over ``source``."""
    data = scratch / "data"
    command = [sys.executable, "-m", "cable_pipeline.cli", "run", "--search-index", "off"]
    surroundings = {**os.environ, "DAGSTER_HOME": str(scratch / "dagster_home")}
    outcome = subprocess.run(
        [*command, "--source", str(source), "--data", str(data)],
        env=surroundings,
        capture_output=True,
        text=True,
        check=False,
    )
    if outcome.returncode:
        raise click.ClickException(f"the run failed:\n{outcome.stdout}{outcome.stderr}")
    return data


def _without_index(generation: Generation, folder: Path) -> Generation:
    """Return the generation in another folder, its tables linked, its index left behind."""
    path = folder / str(generation.number)
    path.mkdir(parents=True)
    (path / "tables").symlink_to(generation.tables.resolve())
    return replace(generation, path=path)


def _build(generation: Generation) -> Built:
    cpu = sum(os.times()[:2])
    made = update_index(generation, lambda *_: None)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * BYTES_PER_UNIT
    return Built(made.seconds, sum(os.times()[:2]) - cpu, peak, made.paragraphs, made.bytes)


def _show_build(built: Built) -> None:
    table = Table("search index", title="search index, built anew", title_justify="left", box=box.SIMPLE_HEAD)
    for heading in ("seconds", "CPU s", "peak MB", "paragraphs", "size MB"):
        table.add_column(heading, justify="right")
    table.add_row(
        FOLDER,
        f"{built.seconds:.1f}",
        f"{built.cpu_seconds:.1f}",
        f"{built.peak_bytes / 1e6:,.0f}",
        f"{built.paragraphs:,}",
        f"{built.size_bytes / 1e6:,.0f}",
    )
    Console().print(table)


def _queries(generation: Generation) -> list[tuple[str, str]]:
    """Two hundred queries with the name of their kind, made of words as they stand in paragraphs drawn at random."""
    drawn = random.Random(SEED)  # noqa: S311 - a benchmark needs no secret
    words = _paragraphs(generation, drawn)

    def some(count: int, letters: int = 4) -> list[str]:
        while True:
            long = [word for word in next(words) if len(word) >= letters and not word.isdigit()]
            if len(long) >= count:
                return drawn.sample(long, count)

    def phrase() -> str:
        length = drawn.randint(2, 4)
        while True:
            text = next(words)
            if len(text) > length:
                start = drawn.randrange(len(text) - length)
                return " ".join(text[start : start + length])

    kinds: tuple[tuple[str, int, Callable[[], str]], ...] = (
        ("word", 50, lambda: some(1)[0]),
        ("two words", 30, lambda: " ".join(some(2))),
        ("either of two", 20, lambda: " OR ".join(some(2))),
        ("phrase", 50, lambda: f'"{phrase()}"'),
        ("prefix", 20, lambda: f"{some(1, 6)[0][:5]}*"),
        ("word, year", 20, lambda: f"{some(1)[0]} AND year:2005-2008"),
        ("phrase, not word", 10, lambda: f'"{phrase()}" NOT {some(1)[0]}'),
    )
    return [(kind, make()) for kind, count, make in kinds for _ in range(count)]


def _paragraphs(generation: Generation, drawn: random.Random) -> Iterator[list[str]]:
    """Words of paragraphs drawn at random, without end."""
    words = analyzer()
    files = sorted((generation.tables / "paragraphs").glob("*.parquet"))
    while True:
        texts = pq.read_table(drawn.choice(files), columns=["text"]).column("text").to_pylist()
        for text in drawn.sample(texts, min(len(texts), 50)):
            yield words.analyze(text)


def _show_queries(index: Index, queries: list[tuple[str, str]]) -> None:
    index.hits("warm")
    timed: dict[str, list[tuple[float, float]]] = {}
    for kind, query in queries:
        begun, begun_cpu = perf_counter(), thread_time()
        hits = index.hits(query, top=SHOWN)
        index.snippets(query, hits.column("address").to_pylist())
        timed.setdefault(kind, []).append((perf_counter() - begun, thread_time() - begun_cpu))
    title = f"{len(queries)} queries, each once, the {SHOWN} best with snippets"
    table = Table("milliseconds", title=title, title_justify="left", box=box.SIMPLE_HEAD)
    for heading in ("queries", "median", "95th percentile", "slowest", "CPU median", "CPU 95th percentile"):
        table.add_column(heading, justify="right")
    everything = [pair for pairs in timed.values() for pair in pairs]
    for kind, times in (*timed.items(), ("all", everything)):
        wall, cpu = ([1e3 * pair[place] for pair in times] for place in (0, 1))
        table.add_row(
            kind,
            str(len(times)),
            f"{median(wall):.1f}",
            f"{_percentile(wall):.1f}",
            f"{max(wall):.1f}",
            f"{median(cpu):.1f}",
            f"{_percentile(cpu):.1f}",
        )
    Console().print(table)


def _percentile(values: list[float], share: float = 0.95) -> float:
    return sorted(values)[min(int(share * len(values)), len(values) - 1)]
