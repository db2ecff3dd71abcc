"""``cables relocate``: rebuild the database after the data folder was moved."""

from __future__ import annotations

import click

from cable_pipeline.cli.shared import fail, load_settings, progress_report, setting_options, write
from cable_pipeline.orchestration.plain_text import one_line


@click.command()
@setting_options("data")
def relocate(data: str | None) -> None:
    """Rebuild the database after the data folder was moved; the tables stay as they are."""
    settings = load_settings({"data": data})
    from cable_pipeline.database.relations import DatabaseError
    from cable_pipeline.orchestration import ingestion
    from cable_pipeline.tables.generations import DataFolderUnusable

    with progress_report() as progress:
        try:
            with ingestion.waiting_writer_lock(settings, progress):
                built = ingestion.relocate(settings.data)
        except (DatabaseError, DataFolderUnusable, OSError) as error:
            fail(str(error))
    for report in built:
        write(f"Rebuilt {one_line(str(report.path))}\n")
