"""``cables demo``: an archive of invented telegrams."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

from cable_pipeline.cli.shared import fail, progress_report, write
from cable_pipeline.orchestration.plain_text import one_line

LARGEST_SEED = 2**32 - 1


@click.command()
@click.option(
    "--out",
    "folder",
    metavar="DIR",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder to write, empty or not there yet.",
)
@click.option(
    "--count", metavar="N", type=click.IntRange(min=1), default=1_000, show_default=True, help="Number of telegrams."
)
@click.option(
    "--seed",
    metavar="S",
    type=click.IntRange(0, LARGEST_SEED),
    default=0,
    show_default=True,
    help="Another number gives other telegrams, the same one the same.",
)
@click.option(
    "--damaged/--clean", default=True, show_default=True, help="With the damages of real archives, or without any."
)
def demo(folder: Path, count: int, seed: int, damaged: bool) -> None:
    """Write an archive of invented telegrams, to try everything without having cables."""
    from cable_pipeline.synthetic import ArchiveError, write_archive

    with progress_report() as progress:
        try:
            report = write_archive(
                folder,
                count,
                seed,
                damaged=damaged,
                progress=lambda done, total: progress("Telegrams written", done, total),
            )
        except ArchiveError as error:
            fail(str(error))
        except OSError as error:
            fail(f"{folder} can't be written: {error.strerror or error}")
    years = f"{report.first_year} to {report.last_year}"
    size = f"{report.size_bytes / 1e6:,.1f} MB"
    noun = "telegram" if report.files == 1 else "telegrams"
    write(f"Wrote {report.files:,} invented {noun} of {years} ({size}) into {one_line(str(folder))}\n\n")
    source, data = (shlex.quote(one_line(str(path))) for path in (folder, folder.with_name(f"{folder.name}-data")))
    write(f"Read them into a database of their own:\n  cables run --source {source} --data {data}\n")
