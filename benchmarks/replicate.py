"""An archive of any size from the telegrams of a folder: each copied as often as needed, under an id of its own.

``python -m benchmarks.replicate --source FOLDER --out FOLDER --count N`` writes it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import click

from cable_pipeline.settings import DEFAULT_PATTERN
from cable_pipeline.sources import scan

_SERIAL = re.compile(rb"\s*\d\d[A-Z]+?([1-9]\d*)\s*\Z")
STRIDE = 100_000
"""What the serial number grows by from copy to copy; no post sent so many telegrams a year."""


def replicate(source: Path, target: Path, count: int) -> int:
    """Write ``count`` telegrams into ``target``, a folder per copy; return their size in bytes.

    A copy differs from its telegram in the serial number of the first line alone. Telegrams whose id has none are
    left out.

    Raises:
        click.ClickException: ``source`` holds no telegram that can be copied.
    """
    size = 0
    for copy, name, content in islice(_copies(source), count):
        folder = target / f"{copy:03d}"
        if not folder.exists():
            folder.mkdir(parents=True)
        (folder / name).write_bytes(content)
        size += len(content)
    return size


def _copies(source: Path) -> Iterator[tuple[int, str, bytes]]:
    telegrams = list(_telegrams(source))
    if not telegrams:
        raise click.ClickException(f"{source} holds no telegram with a sound id")
    copy = 0
    while True:
        for id_head, serial, rest in telegrams:
            identifier = id_head + str(serial + copy * STRIDE).encode()
            yield copy, f"{identifier.decode()}.txt", identifier + rest
        copy += 1


def _telegrams(source: Path) -> Iterator[tuple[bytes, int, bytes]]:
    """Yield each telegram as the head of its id, its serial number, and all that follows the id."""
    seen: set[bytes] = set()
    for file in scan(source, DEFAULT_PATTERN).files:
        content = Path(file.path).read_bytes()
        first, end, rest = content.partition(b"\n")
        match = _SERIAL.match(first)
        if match and first.strip() not in seen:
            seen.add(first.strip())
            yield first[: match.start(1)].lstrip(), int(match[1]), first[match.end(1) :] + end + rest


@click.command()
@click.option("--source", type=click.Path(exists=True, file_okay=False, path_type=Path), required=True)
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), required=True)
@click.option("--count", type=click.IntRange(min=1), required=True)
def main(source: Path, out: Path, count: int) -> None:
    """Write an archive of COUNT telegrams, copies of those in SOURCE, into OUT."""
    size = replicate(source, out, count)
    click.echo(f"{count:,} telegrams, {size / 1e6:,.1f} MB, in {out}")


if __name__ == "__main__":
    main()
