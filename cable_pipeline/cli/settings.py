"""``cables settings``: every setting and where its value comes from."""

from __future__ import annotations

import re
import sys

import click

from cable_pipeline.cli.shared import load_settings, origin, setting_options, show_table
from cable_pipeline.settings import SETTINGS

# A password in an address has no place on a screen.
_WITH_PASSWORD = re.compile(r"://[^@/]*@")


@click.command(name="settings")
@setting_options(*(document.name for document in SETTINGS))
def show_settings(**overrides: str | None) -> None:
    """Print every setting with its value and where the value comes from."""
    settings = load_settings(overrides)
    from cable_pipeline.orchestration.home import dagster_home

    rows = [
        (
            document.name,
            _WITH_PASSWORD.sub("://…@", str(getattr(settings, document.name))),
            origin(document.environment, overrides[document.name]),
            document.meaning,
        )
        for document in SETTINGS
    ]
    rows.append(("dagster_home", str(dagster_home()), origin("DAGSTER_HOME", None), "Where Dagster keeps its runs."))
    show_table(("setting", "value", "from", "meaning"), rows, sys.stdout)
