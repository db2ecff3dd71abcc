"""``cables show``: one cable of the database."""

from __future__ import annotations

import click

from cable_pipeline.cli.shared import database, load_settings, setting_options


@click.command()
@click.argument("cable_id", metavar="ID")
@setting_options("data")
def show(cable_id: str, data: str | None) -> None:
    """Show one cable: its header facts, then its paragraphs with their markings.

    ID is the cable's id as printed or as repaired, in any case.
    """
    with database(load_settings({"data": data})) as connection:
        from rich.console import Console

        from cable_pipeline.database.show import show as render

        Console(highlight=False).print(render(connection, cable_id))
