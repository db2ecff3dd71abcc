"""``cables diff``: what changed between the revisions of a cable."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import click

from cable_pipeline.cli.shared import database, fail, load_settings, setting_options, write
from cable_pipeline.orchestration.plain_text import one_line

if TYPE_CHECKING:
    from cable_pipeline.database.connect import ReadOnlyConnection

REVISIONS = """
    SELECT cable_id, revision, text, first_seen_at, is_current
    FROM revision_texts
    WHERE cable_id = $id OR cable_id IN (SELECT cable_id FROM cables WHERE canonical_id = $id AND is_primary)
    ORDER BY cable_id <> $id, cable_id, revision
"""


class _Revision(NamedTuple):
    """One text of the cable."""

    cable_id: str
    number: int
    text: str | None
    first_seen_at: datetime
    is_current: bool


@click.command()
@click.argument("cable_id", metavar="ID")
@click.option("--from", "former", metavar="N", type=click.IntRange(min=1), help="Revision to start from.")
@click.option("--to", "current", metavar="N", type=click.IntRange(min=1), help="Revision to end with.")
@setting_options("data")
def diff(cable_id: str, former: int | None, current: int | None, data: str | None) -> None:
    """Show what changed from each revision of a cable to the next, paragraph by paragraph.

    Redactions that were added or lifted are told apart from edits. With --from or --to, two revisions are compared: the
    first and the last one are meant where one of the two is not named. ID is the cable's id as printed or as repaired,
    also of a cable whose file is gone. In SQL: the table revision_changes.
    """
    with database(load_settings({"data": data})) as connection:
        revisions = _revisions(connection, cable_id.strip().upper())
    if len(revisions) == 1:
        write(f"{one_line(revisions[0].cable_id)} has one revision: its text never changed.\n")
        return
    if former is None and current is None:
        for before, after in pairwise(revisions):
            _show(before, after)
    else:
        _show(_chosen(revisions, former or 1), _chosen(revisions, current or len(revisions)))


def _revisions(connection: ReadOnlyConnection, cable_id: str) -> list[_Revision]:
    rows = [_Revision(*row) for row in connection.execute(REVISIONS, {"id": cable_id}).fetchall()]
    if not rows:
        fail(f"no text was ever ingested for {one_line(cable_id)}")
    return [row for row in rows if row.cable_id == rows[0].cable_id]


def _chosen(revisions: Sequence[_Revision], number: int) -> _Revision:
    chosen = {revision.number: revision for revision in revisions}
    if number not in chosen:
        fail(f"{one_line(revisions[0].cable_id)} has no revision {number}; it has {len(revisions)}")
    return chosen[number]


def _show(before: _Revision, after: _Revision) -> None:
    from cable_pipeline.telegram.differences import differences

    write(f"{one_line(before.cable_id)}: {_named(before)} → {_named(after)}\n\n")
    if before.text is None or after.text is None:
        write("One of the texts was lost with a damaged file.\n\n")
        return
    found = differences(before.text, after.text)
    for difference in found:
        number = f" {difference.number}" if difference.number else ""
        write(f"{difference.part}{number}: {difference.change}\n")
        for sign, text in (("-", difference.former_text), ("+", difference.text)):
            if text is not None:
                write("".join(f"  {sign} {one_line(line)}\n" for line in text.splitlines()))
        write("\n")
    if not found:
        write("The texts are the same.\n\n")


def _named(revision: _Revision) -> str:
    current = ", current" if revision.is_current else ""
    return f"revision {revision.number} (first seen {revision.first_seen_at:%Y-%m-%d %H:%M:%S} UTC{current})"
