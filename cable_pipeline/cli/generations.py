"""``cables generations``: the states of the data that are kept."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from cable_pipeline.cli.shared import data_option, load_settings, setting_options, show_table, write
from cable_pipeline.orchestration.plain_text import one_line

if TYPE_CHECKING:
    from cable_pipeline.tables.generations import Generation

COLUMNS = ("generation", "built (UTC)", "cables", "new", "changed", "removed", "failed", "seconds", "readers")


@click.command(name="generations")
@setting_options("data")
def list_generations(data: str | None) -> None:
    """List the generations that are kept, oldest first, with what each run found and had to say.

    `cables rollback` lets readers see an older one.
    """
    settings = load_settings({"data": data})
    from cable_pipeline.tables import generations

    kept = generations.listing(settings.data)
    if not kept:
        write(f"{one_line(str(settings.data))} holds no generation. Type: cables run{data_option(settings)}\n")
        return
    current, pinned = generations.current_number(settings.data), generations.pinned(settings.data)
    show_table(COLUMNS, [_row(generation, current, pinned) for generation in kept], sys.stdout)
    for generation in kept:
        for note in generation.notes:
            write(f"Generation {generation.number}: {one_line(note)}\n")
    for damage in generations.damages(settings.data):
        write(f"{one_line(damage)}\n")
    if pinned is not None:
        write(f"\nRuns publish nothing until: cables rollback --release{data_option(settings)}\n")


def _row(generation: Generation, current: int | None, pinned: int | None) -> tuple[str, ...]:
    shown = "" if generation.number != current else "current" if pinned is None else "pinned"
    counts = (generation.rows["cables"], generation.new, generation.changed, generation.removed, generation.failed)
    return (
        str(generation.number),
        f"{generation.built_at:%Y-%m-%d %H:%M:%S}",
        *(f"{count:,}" for count in counts),
        f"{generation.seconds:.1f}",
        shown,
    )
