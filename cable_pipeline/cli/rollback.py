"""``cables rollback``: keep readers on an older generation, or let them see the newest again."""

from __future__ import annotations

import click

from cable_pipeline.cli.shared import data_option, fail, load_settings, progress_report, setting_options, write


@click.command()
@click.argument("number", metavar="[N]", type=click.IntRange(min=1), required=False)
@click.option("--release", is_flag=True, help="Let readers see the newest generation again, and runs publish.")
@setting_options("data")
def rollback(number: int | None, release: bool, data: str | None) -> None:
    """Keep readers on generation N, which `cables generations` lists, until --release.

    Nothing is forgotten: until then runs publish nothing, and say so, and the newest generation stays. Who has a
    database open keeps it. A run that is under way is waited for.
    """
    if (number is None) == (not release):
        raise click.UsageError("Name a generation or --release, one of the two.")
    settings = load_settings({"data": data})
    from cable_pipeline.orchestration.ingestion import waiting_writer_lock
    from cable_pipeline.tables import generations
    from cable_pipeline.tables.parquet import DamagedFile

    faults = (generations.NoGeneration, generations.DataFolderUnusable, DamagedFile, OSError)
    try:
        if not generations.listing(settings.data):
            fail(f"{settings.data} holds no generation; run the pipeline first")
        with progress_report() as progress, waiting_writer_lock(settings, progress):
            if number is None:
                generation = generations.release(settings.data)
            else:
                generation = generations.pin(settings.data, number)
    except generations.NoGeneration:
        fail(f"there is no generation {number}; those there are: cables generations{data_option(settings)}")
    except faults as error:
        fail(str(error))
    built = f"{generation.built_at:%Y-%m-%d %H:%M:%S} UTC"
    if number is None:
        write(f"Readers see generation {generation.number} again, the newest, built {built}.\n")
    else:
        write(f"Readers are kept on generation {generation.number}, built {built}.\n")
        write(f"Runs publish nothing until: cables rollback --release{data_option(settings)}\n")
