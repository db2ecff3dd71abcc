"""``cables quality``: how complete and how sure the fields are."""

from __future__ import annotations

import shutil
from pathlib import Path

import click

from cable_pipeline.cli.shared import database, destination, load_settings, progress_report, setting_options
from cable_pipeline.orchestration.plain_text import one_line

REPORT_FORMATS = ("table", "csv", "json")


@click.command()
@click.option(
    "--against",
    metavar="DIR",
    type=click.Path(path_type=Path, file_okay=False),
    help="Compare with the database of this data folder, or of a generation in it: data/generations/3.",
)
@click.option("--examples", metavar="N", type=click.IntRange(min=0), help="Cables to name per difference [default: 3].")
@click.option("--format", "kind", type=click.Choice(REPORT_FORMATS), default="table", show_default=True)
@setting_options("data")
def quality(against: Path | None, examples: int | None, kind: str, data: str | None) -> None:
    """Tell, field by field, how many cables have a value, have none, and have issues that concern it.

    With --against, tell what differs from another database, the older one: which values were gained, lost or changed,
    in how many cables and in which ones.
    """
    if examples is not None and against is None:
        raise click.UsageError("--examples needs --against DIR.")
    with database(load_settings({"data": data})) as connection, destination(None) as out:
        from cable_pipeline.database import quality_output
        from cable_pipeline.database.quality import compare, report

        width = shutil.get_terminal_size().columns if out.isatty() else None
        if against is None:
            quality_output.write_report(report(connection), kind, out, width)
            return
        with database(load_settings({"data": str(against)})) as other, progress_report() as progress:
            comparison = compare(other, connection, 3 if examples is None else examples, progress)
        if comparison.not_compared:
            names = ", ".join(map(one_line, comparison.not_compared))
            click.echo(f"Not compared, since the two databases do not both have them: {names}", err=True)
        quality_output.write_comparison(comparison, kind, out, width)
