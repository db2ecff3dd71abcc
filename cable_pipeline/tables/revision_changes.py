"""What changed between the revisions of a cable: each against the one numbered before it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from cable_pipeline.tables.revisions import Revision


class RevisionChange(NamedTuple):
    """One row of ``revision_changes``, in the order of its columns."""

    cable_id: str
    position: int
    revision: int
    part: str
    number: str | None
    change: str
    former_text: str | None
    text: str | None


def update(
    former: Iterable[RevisionChange], revisions: Sequence[Revision], current_text: Callable[[str], str | None]
) -> list[RevisionChange]:
    """Return the changes after a run, sorted by cable and position.

    Args:
        former: the changes before it, which hold for the revisions that they tell of; texts never change.
        revisions: all revisions of the cables, sorted by cable and number.
        current_text: returns the current text of a cable.

    Positions go on from revision to revision. Where a text was lost, nothing can be told.
    """
    known: dict[tuple[str, int], list[RevisionChange]] = {}
    for row in former:
        known.setdefault((row.cable_id, row.revision), []).append(row)
    after: list[RevisionChange] = []
    position = 0
    for before, revision in pairwise(revisions):
        if before.cable_id != revision.cable_id:
            position = 0
            continue
        rows = known.get((revision.cable_id, revision.revision))
        if rows is None:
            texts = [current_text(row.cable_id) if row.is_current else row.text for row in (before, revision)]
            rows = _compared(revision, *texts)
        for row in rows:
            position += 1
            after.append(row._replace(position=position))
    return after


def _compared(revision: Revision, former: str | None, current: str | None) -> list[RevisionChange]:
    from cable_pipeline.telegram.differences import EDITED, LAYOUT, Difference, differences

    if former is None or current is None:
        return []
    try:
        found = differences(former, current)
    except Exception:  # a fault of the reader must not stop the run, and the texts are there to be compared
        found = []
    # Texts of other bytes may decode to the same characters, and a revision without a row would be read again each run.
    found = found or [Difference(LAYOUT, None, EDITED, None, None)]
    return [RevisionChange(revision.cable_id, 0, revision.revision, *difference) for difference in found]
