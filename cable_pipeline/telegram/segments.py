"""The partition of the source text: every character belongs to exactly one segment, whatever the text.

Blanks within an element belong to it, blanks between elements are ``blank``, all that no rule claimed is ``other``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import itemgetter
from typing import Final

from cable_pipeline.telegram.records import Segment, new_tuple
from cable_pipeline.telegram.text import trimmed

KINDS: Final = (
    "envelope",
    "transmission_header",
    "classification_line",
    "captions",
    "attention",
    "executive_order",
    "tags",
    "subject",
    "references",
    "classified_by",
    "heading",
    "paragraph",
    "page_break",
    "notice",
    "signature",
    "trailer",
    "wrapper",
    "blank",
    "other",
)


Claim = tuple[int, int, str, "int | None"]
"""A span that a rule claims: start, end, kind, position of the paragraph; of overlapping ones the first wins."""

_START: Final = itemgetter(0)


def partition(source: str, claims: Iterable[Claim], breaks: Sequence[tuple[int, int]]) -> tuple[Segment, ...]:
    """Turn claims into a partition of ``source``.

    Args:
        source: the whole text.
        claims: spans of elements, in any order; empty and overlapping ones are clipped.
        breaks: spans of page lines, in order; they cut whatever element they stand in.
    """
    claims = sorted(claims, key=_START)
    if breaks:
        claims = _cut(claims, breaks)
    found: list[Segment] = []
    at = 0
    for claim_start, claim_end, kind, position in claims:
        start, end = max(claim_start, at), claim_end
        if start >= end:
            continue
        if source[start].isspace() or source[end - 1].isspace():
            start, end = trimmed(source, start, end)
            if start == end:
                continue
        if start > at:
            _add_unclaimed(found, source, at, start)
        _add(found, kind, start, end, position)
        at = end
    _add_unclaimed(found, source, at, len(source))
    return tuple(found)


def _cut(claims: Sequence[Claim], breaks: Sequence[tuple[int, int]]) -> list[Claim]:
    """Cut claims, which are in order, at the page lines, and put these between them."""
    claims = sorted([*claims, *[(start, end, "page_break", None) for start, end in breaks]], key=_START)
    kept: list[Claim] = []
    at = passed = 0
    for claim_start, end, kind, position in claims:
        start = max(claim_start, at)
        if start >= end:
            continue
        at = end
        while passed < len(breaks) and breaks[passed][1] <= start:
            passed += 1
        index = passed
        while index < len(breaks) and breaks[index][0] < end:
            cut_start, cut_end = breaks[index]
            if start < cut_start:
                kept.append((start, cut_start, kind, position))
            kept.append((max(cut_start, start), min(cut_end, end), "page_break", None))
            start = min(cut_end, end)
            index += 1
        if start < end:
            kept.append((start, end, kind, position))
    return kept


def _add_unclaimed(found: list[Segment], source: str, start: int, end: int) -> None:
    """What no rule claimed is other with blanks around it, or blank."""
    begin, stop = trimmed(source, start, end)
    if start < begin:
        _add(found, "blank", start, begin)
    if begin < stop:
        _add(found, "other", begin, stop)
    if stop < end:
        _add(found, "blank", stop, end)


def _add(found: list[Segment], kind: str, start: int, end: int, position: int | None = None) -> None:
    found.append(new_tuple(Segment, (len(found) + 1, position, kind, start, end)))
