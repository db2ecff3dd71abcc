"""How fast one core turns texts into Arrow batches, and which stage takes how much of it."""

from __future__ import annotations

from itertools import cycle, islice
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import NamedTuple

import click
import pyarrow as pa

from cable_pipeline.settings import DEFAULT_MAX_FILE_BYTES, DEFAULT_PATTERN
from cable_pipeline.sources import RawText, SeedFile, UnreadableSeed, read, scan
from cable_pipeline.tables.arrow import to_batches
from cable_pipeline.tables.bucket_writer import BATCH_TELEGRAMS
from cable_pipeline.tables.parquet import to_bytes
from cable_pipeline.tables.pool import collect_seldom
from cable_pipeline.telegram import NotATelegram, read_telegram
from cable_pipeline.telegram.records import Telegram

LEAST_TELEGRAMS = 2_000
"""A smaller folder is read over and over until this many telegrams were read: one takes too short a time to be told."""

STAGES = ("files → texts", "texts → records", "records → Arrow", "Arrow → Parquet", "texts → Arrow")


class Stage(NamedTuple):
    """The seconds that each run spent in one stage."""

    name: str
    seconds: list[float]


def report(kind: str, source: Path, runs: int) -> None:
    """Time the stages ``runs`` times over the telegrams of ``source`` and print the medians as Markdown.

    Raises:
        click.ClickException: the folder holds no telegram.
    """
    files, names = _telegrams(source)
    stages = [Stage(name, []) for name in STAGES]
    for _ in range(runs):
        for stage, seconds in zip(stages, _timed(files), strict=True):
            stage.seconds.append(seconds)
    texts = [_text(file).text for file in files]
    _print(f"Reader: {kind}, {len(files):,} of them ({names:,} files), one core", stages, texts)


def _telegrams(source: Path) -> tuple[list[SeedFile], int]:
    """Return the files of ``source`` that are telegrams, repeated if they are few, and how many different ones."""
    files = [file for file in scan(source, DEFAULT_PATTERN).files if _is_telegram(file)]
    if not files:
        raise click.ClickException(f"{source} holds no telegrams")
    return list(islice(cycle(files), max(len(files), LEAST_TELEGRAMS))), len(files)


def _is_telegram(file: SeedFile) -> bool:
    try:
        read_telegram(_text(file).text)
    except (NotATelegram, UnreadableSeed):
        return False
    return True


def _text(file: SeedFile) -> RawText:
    return read(file, DEFAULT_MAX_FILE_BYTES)


def _timed(files: list[SeedFile]) -> tuple[float, ...]:
    """Take all telegrams through all stages, as a worker does; return the seconds of each stage."""
    collect_seldom()
    reading = parsing = building = writing = 0.0
    for start in range(0, len(files), BATCH_TELEGRAMS):
        batch = files[start : start + BATCH_TELEGRAMS]
        begun = perf_counter()
        raw = [_text(file) for file in batch]
        read_at = perf_counter()
        records: list[tuple[str, str, Telegram]] = [
            (file.source_path, text.sha256, read_telegram(text.text)) for file, text in zip(batch, raw, strict=True)
        ]
        parsed_at = perf_counter()
        batches = to_batches(records)
        built_at = perf_counter()
        for name, rows in batches.items():
            to_bytes(name, pa.Table.from_batches([rows]))
        reading += read_at - begun
        parsing += parsed_at - read_at
        building += built_at - parsed_at
        writing += perf_counter() - built_at
    return reading, parsing, building, writing, parsing + building


def _print(title: str, stages: list[Stage], texts: list[str]) -> None:
    characters = sum(map(len, texts))
    click.echo(f"\n### {title}\n")
    click.echo("| stage | median s | fastest s | slowest s | µs per telegram | M char/s |")
    click.echo("|---|---:|---:|---:|---:|---:|")
    for stage in stages:
        middle = median(stage.seconds)
        click.echo(
            f"| {stage.name} | {middle:.3f} | {min(stage.seconds):.3f} | {max(stage.seconds):.3f} "
            f"| {middle / len(texts) * 1e6:.0f} | {characters / middle / 1e6:.1f} |"
        )
