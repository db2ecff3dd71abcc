"""The long test of what a run endures: ``make soak``, a few minutes to an hour by the counts that are asked for.

It ends with status 1 at the first promise that is broken, and tells with which seed to see it again.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from cable_pipeline.database.connect import connect
from tests.soak.laboratory import DONE, REFUSED, Broken, Laboratory, asked, ended, started
from tests.tables.archive import Archive

SMALL_DISK_BYTES = 24_000_000
"""Room for the generations that are kept, most of it for the dictionaries in their databases."""


@click.command()
@click.option("--kills", default=200, show_default=True, help="Runs that are killed with all their workers.")
@click.option("--full-disks", default=40, show_default=True, help="Runs for which the disk is full at some point.")
@click.option("--pairs", default=20, show_default=True, help="Times that two runs are started at once.")
@click.option("--reingestions", default=50, show_default=True, help="Runs while a reader asks all the time.")
@click.option("--telegrams", default=60, show_default=True, help="Size of the archive at the beginning.")
@click.option("--seed", default=0, show_default=True, help="Of all that is random but the moments in time.")
def main(kills: int, full_disks: int, pairs: int, reingestions: int, telegrams: int, seed: int) -> None:
    """Disturb runs in every way and require that readers never notice."""
    begun = time.monotonic()
    with TemporaryDirectory(prefix="cables-soak-") as name:
        folder = Path(name)
        try:
            _kills(Laboratory(folder / "kills", telegrams, seed), kills)
            _small_files(Laboratory(folder / "small-files", telegrams, seed), full_disks)
            _full_disk(folder / "full-disk", telegrams, seed, full_disks)
            _pairs(Laboratory(folder / "pairs", telegrams, seed), pairs)
            _readers(Laboratory(folder / "readers", telegrams, seed), reingestions)
        except Broken as broken:
            click.echo(f"BROKEN (seed {seed}): {broken}", err=True)
            sys.exit(1)
    click.echo(f"All promises were kept. {time.monotonic() - begun:.0f} s")


def _kills(laboratory: Laboratory, kills: int) -> None:
    seconds = [_timed_run(laboratory) for _ in range(2)]
    outcomes: Counter[str] = Counter()
    while outcomes["killed"] < kills:
        laboratory.change()
        longest = statistics.median(seconds)
        status = laboratory.run(kill_after=laboratory.random.uniform(0, longest * 1.1))
        before = laboratory.published
        laboratory.require_sound()
        if status is None:
            moved = before and laboratory.published and before.generation < laboratory.published.generation
            outcomes["killed"] += 1
            outcomes["killed after publication" if moved else "killed before publication"] += 1
        elif status == DONE:
            outcomes["ended sooner"] += 1
        else:
            raise Broken("a run after a killed one failed; see above")
        if status is None and outcomes["killed"] % 10 == 0:
            click.echo(f"killed {outcomes['killed']} of {kills}", err=True)
            # A whole run now and then: whatever the killed ones left behind must not stop it.
            seconds.append(_timed_run(laboratory))
    if laboratory.run() != DONE:
        raise Broken("the last run failed; see above")
    _require_as_fresh(laboratory)
    _tell("kill -9 of a run and its workers", outcomes)


def _timed_run(laboratory: Laboratory) -> float:
    begun = time.monotonic()
    if laboratory.run() != DONE:
        raise Broken("an undisturbed run failed; see above")
    seconds = time.monotonic() - begun
    laboratory.require_sound()
    if not laboratory.is_up_to_date():
        raise Broken("an undisturbed run did not publish the folder as it is")
    laboratory.change()
    return seconds


def _require_as_fresh(laboratory: Laboratory) -> None:
    """Require that the tables are byte for byte those of one run over the same folder."""
    settings = laboratory.settings

    def is_fresh() -> bool:
        fresh = Archive(settings.data.parent / "fresh", source=settings.source)
        fresh.made()
        again = Archive(settings.data.parent / "again", source=settings.source, data=settings.data)
        again.data = settings.data
        return fresh.table_bytes() == again.table_bytes()

    if not asked(is_fresh):
        raise Broken("the tables are not those that a fresh run over the same folder makes")


def _small_files(laboratory: Laboratory, runs: int) -> None:
    _timed_run(laboratory)
    outcomes: Counter[str] = Counter()
    for _ in range(runs):
        limit = int(10 ** laboratory.random.uniform(2.5, 6))
        status = laboratory.run_with_small_files(limit)
        laboratory.require_sound()
        outcomes["refused with a message" if status == REFUSED else "published"] += 1
        if status == DONE:
            laboratory.change()
    _timed_run(laboratory)
    _tell("no file may grow beyond a limit", outcomes)


def _full_disk(folder: Path, telegrams: int, seed: int, runs: int) -> None:
    """Let the data folder be a small file system of its own, and leave less and less room on it."""
    disk = folder / "disk"
    disk.mkdir(parents=True)
    options = f"size={SMALL_DISK_BYTES}"
    mount = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(disk)]
    if shutil.which("mount") is None or subprocess.run(mount, capture_output=True, check=False).returncode:
        click.echo("full disk: left out, since no small file system can be mounted here")
        return
    try:
        laboratory = Laboratory(folder / "laboratory", telegrams, seed, disk / "data")
        _timed_run(laboratory)
        outcomes: Counter[str] = Counter()
        for _ in range(runs):
            free = shutil.disk_usage(disk).free
            filler = disk / "filler"
            filler.write_bytes(b"\0" * int(free * laboratory.random.uniform(0.5, 1)))
            status = laboratory.run()
            laboratory.require_sound()
            filler.unlink()
            outcomes["refused with a message" if status == REFUSED else "published"] += 1
            if status == DONE:
                laboratory.change()
        _timed_run(laboratory)
        _tell("full disk", outcomes)
    finally:
        subprocess.run(["umount", str(disk)], check=False)


def _pairs(laboratory: Laboratory, pairs: int) -> None:
    for _ in range(pairs):
        laboratory.change()
        before = laboratory.published
        both = [started(laboratory._whole_run) for _ in range(2)]
        if [ended(process) for process in both] != [DONE, DONE]:
            raise Broken("of two runs started at once one failed; see above")
        after = laboratory.require_sound()
        if after is None or after.generation != (before.generation if before else 0) + 1:
            raise Broken("two runs over one change did not publish one generation")
    _tell("two runs at once", Counter({"pairs": pairs}))


def _readers(laboratory: Laboratory, runs: int) -> None:
    laboratory.edit_all("Edition 0.")
    if laboratory.run() != DONE:
        raise Broken("the first run failed; see above")
    log = laboratory.settings.data.parent / "reader.log"
    reader = started(lambda: _read_until_stopped(laboratory, log))
    try:
        for number in range(1, runs + 1):
            laboratory.edit_all(f"Edition {number}.")
            if laboratory.run() != DONE:
                raise Broken("a run beside a reader failed; see above")
            laboratory.require_sound()
    finally:
        (laboratory.settings.data.parent / "stop").touch()
        status = ended(reader)
    if status != DONE:
        raise Broken(f"a reader saw an error or a mixture: {log.read_text()}")
    _tell("a reader asking all the time", Counter({"re-ingestions": runs, "queries": int(log.read_text())}))


def _read_until_stopped(laboratory: Laboratory, log: Path) -> int:
    """Ask again and again: all cables must be of one edition, in every table, also on a connection that stays open."""
    stop = laboratory.settings.data.parent / "stop"
    queries = 0
    while not stop.exists():
        with connect(laboratory.settings.data) as connection:
            seen = set()
            # As long as the next generation needs to come, and then some.
            until = time.monotonic() + laboratory.random.uniform(0, 2)
            while time.monotonic() < until and not stop.exists():
                seen.add(connection.execute(_ONE_EDITION).fetchone())
                queries += 1
            if len(seen) > 1 or any(row[0] != 1 or row[1] != row[2] for row in seen):
                log.write_text(str(seen))
                return REFUSED
    log.write_text(str(queries))
    return DONE


_ONE_EDITION = r"""
    SELECT
        (SELECT count(DISTINCT regexp_extract(body, 'Edition \d+')) FROM cables),
        (SELECT count(DISTINCT cable_id) FROM paragraphs WHERE text LIKE '%Edition%'),
        (SELECT cables FROM dataset),
        (SELECT min(regexp_extract(body, 'Edition \d+')) FROM cables)
"""


def _tell(what: str, outcomes: Counter[str]) -> None:
    told = ", ".join(f"{count:,} {name}" for name, count in outcomes.items())
    click.echo(f"{what}: {told}; nothing broken")


if __name__ == "__main__":
    main()
