"""Revisions: every distinct text that was ever ingested for a cable, the former ones whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple


class Revision(NamedTuple):
    """One row of ``revisions``, in the order of its columns; times count microseconds since 1970-01-01 UTC."""

    cable_id: str
    revision: int
    sha256: str
    text: str | None
    first_seen_at: int
    last_seen_at: int | None
    is_current: bool


class SeenText(NamedTuple):
    """A text that this run ingested beside the current one: a duplicate's."""

    sha256: str
    text: str


def update(
    former: Iterable[Revision],
    current: Mapping[str, str],
    duplicates: Mapping[str, Iterable[SeenText]],
    former_text: Callable[[str, str], str | None],
    now: int,
) -> list[Revision]:
    """Return the revisions after a run, sorted by cable and number.

    Args:
        former: the revisions before it.
        current: cable id to SHA-256 of its current text.
        duplicates: cable id to texts of its duplicates that were read in this run, in the order of their paths.
        former_text: returns the text that was current, for a cable id and SHA-256.
        now: time of the run.

    Numbers never change. A text that comes back becomes the current one again under its old number.
    """
    before: dict[str, dict[str, Revision]] = {}
    for row in former:
        before.setdefault(row.cable_id, {})[row.sha256] = row
    after: list[Revision] = []
    for cable_id in sorted({*before, *current, *duplicates}):
        rows = before.get(cable_id, {})
        sha256 = current.get(cable_id)
        for known in rows.values():
            if known.is_current and known.sha256 != sha256:
                text = former_text(cable_id, known.sha256)
                rows[known.sha256] = known._replace(text=text, last_seen_at=now, is_current=False)
        if sha256 is not None:
            found = rows.get(sha256) or Revision(cable_id, len(rows) + 1, sha256, None, now, None, True)
            rows[sha256] = found._replace(text=None, last_seen_at=None, is_current=True)
        for seen in duplicates.get(cable_id, ()):
            if seen.sha256 not in rows:
                rows[seen.sha256] = Revision(cable_id, len(rows) + 1, seen.sha256, seen.text, now, now, False)
        after.extend(sorted(rows.values(), key=lambda row: row.revision))
    return after
