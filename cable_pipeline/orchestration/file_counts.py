"""How many files a run found in which state."""

from __future__ import annotations

from collections.abc import Mapping

from cable_pipeline.tables.generations import Generation

FILE_COUNTS = ("files_seen", "parsed", "failed", "duplicate", "new", "changed", "renamed", "removed", "unchanged")


def file_counts(generation: Generation, changes: Mapping[str, int] | None = None) -> dict[str, int]:
    """Return the counts of a generation; ``changes`` are those of a run that found it up to date."""
    counts = {name: int(getattr(generation, name)) for name in FILE_COUNTS}
    return counts | dict(changes or {})
