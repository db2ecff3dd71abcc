"""The partition of the source text: every character belongs to exactly one segment, whatever the text.

Blanks within an element belong to it, blanks between elements are ``blank``, all that no rule claimed is ``other``.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from operator import itemgetter
from typing import NamedTuple

from cable_pipeline.telegram.records import Segment

KINDS = (
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


class Claim(NamedTuple):
    """A span that a rule claims for an element; of overlapping claims the one that starts first wins."""

    start: int
    end: int
    kind: str
    paragraph_position: int | None = None


_SPAN = itemgetter(0, 1)


def partition(source: str, claims: Iterable[Claim], breaks: Iterable[tuple[int, int]]) -> tuple[Segment, ...]:
    """Turn claims into a partition of ``source``.

    Args:
        source: the whole text.
        claims: spans of elements, in any order; empty and overlapping ones are clipped.
        breaks: spans of page lines; they cut whatever element they stand in.
    """
    pieces: list[Claim] = []
    at = 0
    breaks = list(breaks)
    ends_of_breaks = [end for _, end in breaks]
    claims = [*claims, *(Claim(start, end, "page_break") for start, end in breaks)]
    for claim in sorted(claims, key=_SPAN):
        start, end = max(claim.start, at), claim.end
        if start >= end:
            continue
        for index in range(bisect_right(ends_of_breaks, start), len(breaks)):
            cut_start, cut_end = breaks[index]
            if cut_start >= end:
                break
            _claim(source, pieces, start, cut_start, claim)
            pieces.append(Claim(max(cut_start, start), min(cut_end, end), "page_break"))
            start = min(cut_end, end)
        _claim(source, pieces, start, end, claim)
        at = end
    segments: list[Segment] = []
    at = 0
    for piece in pieces:
        if piece.start > at:
            _fill(source, at, piece.start, segments)
        segments.append(Segment(len(segments) + 1, piece.paragraph_position, piece.kind, piece.start, piece.end))
        at = piece.end
    _fill(source, at, len(source), segments)
    return tuple(segments)


def _claim(source: str, pieces: list[Claim], start: int, end: int, claim: Claim) -> None:
    """Keep ``start:end`` of a claim without the blanks at its ends, which lie between elements."""
    if start >= end:
        return
    if source[start].isspace() or source[end - 1].isspace():
        body = source[start:end].strip()
        if not body:
            return
        start += source[start:end].index(body[0])
        end = start + len(body)
    pieces.append(Claim(start, end, claim.kind, claim.paragraph_position))


def _fill(source: str, start: int, end: int, segments: list[Segment]) -> None:
    gap = source[start:end]
    if not gap:
        return
    body = gap.strip()
    if not body:
        segments.append(Segment(len(segments) + 1, None, "blank", start, end))
        return
    begin = start + gap.index(body[0])
    stop = begin + len(body)
    for kind, low, high in (("blank", start, begin), ("other", begin, stop), ("blank", stop, end)):
        if low < high:
            segments.append(Segment(len(segments) + 1, None, kind, low, high))
