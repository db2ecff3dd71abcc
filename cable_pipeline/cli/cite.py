"""``cables cite``: how a telegram is cited."""

from __future__ import annotations

import click

from cable_pipeline.cli.shared import database, load_settings, setting_options, write

STYLES = ("text", "bibtex", "csl-json", "ris")


@click.command()
@click.argument("cable_ids", metavar="ID...", nargs=-1, required=True)
@click.option("--format", "style", type=click.Choice(STYLES), default="text", show_default=True)
@setting_options("data")
def cite(cable_ids: tuple[str, ...], style: str, data: str | None) -> None:
    """Print how a telegram is cited, with its message reference number and the generation it was read from.

    ID is the cable's id as printed or as repaired, in any case; several give a list.
    """
    with database(load_settings({"data": data})) as connection:
        from cable_pipeline.database.citation import STYLES as WRITERS
        from cable_pipeline.database.citation import citations

        write(WRITERS[style](citations(connection, cable_ids)))
