"""The message text: paragraphs, the headings over them, notices between them.

5 FAH-1 H-240: paragraphs flush left, numbered if more than one, a blank line between. In practice lines are reflowed
(49.5 % of 6,712 cables), headings stand over, between, beside or run into rows of dashes, and page lines cut sentences.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from operator import attrgetter
from typing import Final, NamedTuple, final

from cable_pipeline.telegram.headings import HeadingSpan, find_headings
from cable_pipeline.telegram.lines import Line
from cable_pipeline.telegram.markers import Marker, find_markers
from cable_pipeline.telegram.markings import match_marking
from cable_pipeline.telegram.notices import END_OF_HANDLING_NOTICE, HANDLING_NOTICE, is_repeated_element
from cable_pipeline.telegram.text import trimmed

_RUN_IN_TITLE: Final = re.compile(
    r"(?:BEGIN )?[A-Z][A-Za-z,'/& -]{2,70}(?:[:.-] *|(?:(?<=[Yy])|(?<=omment)|(?<=OMMENT)) +)(?=\()"
)


_LETTER_BEFORE: Final = re.compile(r"(?:\d{1,3})?[A-Za-z](?:-[A-Z])?[.)] {0,3}(?=\()")
"""The letter of a question that the marker's number belongs to: ``12.A. (SBU)`` (4 of 2,001 cables)."""

_SHORTEST_CUT: Final = 45

_START: Final = attrgetter("start")
_END: Final = attrgetter("end")


@final
class Block:
    """A paragraph as found: its marker if it has one, its portion marking, where it, its text and its end lie.

    No named tuple, for the reason that `Line` is none.
    """

    __slots__ = ("end", "marker", "marking", "start", "text_start")

    def __init__(self, marker: Marker | None, marking: str | None, start: int, text_start: int, end: int) -> None:
        self.marker: Final = marker
        self.marking: Final = marking
        self.start: Final = start
        self.text_start: Final = text_start
        self.end: Final = end


class Body(NamedTuple):
    """The parts of the message text in order of appearance."""

    blocks: tuple[Block, ...]
    headings: tuple[HeadingSpan, ...]
    notices: tuple[tuple[int, int], ...]


def read_body(work: str, capitals: str, lines: list[Line], end: int) -> Body:
    """Divide the message text into paragraphs and headings.

    Args:
        work: the working text without page lines.
        capitals: the same in capitals.
        lines: the lines behind the prefatory elements, up to ``end``.
        end: where closing matter begins.
    """
    lines = lines[: bisect_left(lines, end, key=_START)]
    if not lines:
        return Body((), (), ())
    markers = find_markers(work, capitals, lines, lines[0].start, end)
    headings = find_headings(work, lines, markers, end)
    return _blocks(work, lines, markers, headings, end)


def _blocks(work: str, lines: list[Line], markers: list[Marker], headings: list[HeadingSpan], end: int) -> Body:
    cuts = [(heading.outer_start, heading.outer_end, -1) for heading in headings]
    cuts += [(marker.start, marker.text_start, index) for index, marker in enumerate(markers)]
    cuts.sort()
    blocks: list[Block] = []
    notices: list[tuple[int, int]] = []
    first = lines[0].start
    _unmarked(work, lines, first, cuts[0][0] if cuts else end, blocks, notices, separate=True)
    for index, (start, after, numbered) in enumerate(cuts):
        bound = max(after, cuts[index + 1][0] if index + 1 < len(cuts) else end)
        if numbered < 0:
            _unmarked(work, lines, after, bound, blocks, notices, separate=not markers)
        else:
            marker = markers[numbered]
            text_start, stop = trimmed(work, after, bound)
            marking = marker.marking or _behind_title(work, text_start, stop)
            stop = max(stop, len(work[start:after].rstrip()) + start)
            blocks.append(Block(marker, marking, start, text_start, stop))
    return Body(tuple(blocks), tuple(headings), tuple(notices))


def _unmarked(
    work: str,
    lines: list[Line],
    start: int,
    end: int,
    blocks: list[Block],
    notices: list[tuple[int, int]],
    *,
    separate: bool,
) -> None:
    """Paragraphs without a marker: each blank-separated piece, or all of it where numbered ones surround it."""
    pieces: list[list[int]] = []
    for first, stop, after_blank in _lines_between(work, lines, start, end):
        begin, text = first, work[first:stop]
        handled = HANDLING_NOTICE.match(text) is not None
        if handled and (behind := _behind_sentence(text)):
            notices.append((first, first + len(text[:behind].rstrip())))
            begin, text, handled = first + behind, text[behind:], False
        if (handled or is_repeated_element(text)) and len(text) < 200:
            notices.append((begin, stop))
            continue
        if notices and len(text) < 100 and _goes_on(work, notices[-1], begin, after_blank=after_blank):
            notices[-1] = (notices[-1][0], stop)
            continue
        if pieces and (not (after_blank and separate) or _belongs_to(work, pieces[-1][0], pieces[-1][1], begin)):
            pieces[-1][1] = stop
        else:
            pieces.append([begin, stop])
    for begin, stop in pieces:
        marking = match_marking(work, begin, stop)
        text_start = trimmed(work, marking[1], stop)[0] if marking else begin
        printed = marking[0] if marking else _behind_title(work, begin, stop)
        blocks.append(Block(None, printed, begin, text_start, stop))


def _lines_between(work: str, lines: list[Line], start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    """Yield span and ``after_blank`` of each line with a letter or digit, as far as it lies in ``work[start:end]``."""
    if not work[start:end].strip():
        return
    for index in range(bisect_right(lines, start, key=_END), len(lines)):
        line = lines[index]
        if line.start >= end:
            break
        begin, stop = trimmed(work, max(line.start, start), min(line.end, end))
        if begin < stop and (work[begin].isalnum() or any(map(str.isalnum, work[begin:stop]))):
            yield begin, stop, line.after_blank


def _belongs_to(work: str, begin: int, end: int, following: int) -> bool:
    """Tell whether a piece behind a blank line goes on with the one before: a sentence cut, or a marking alone."""
    if _is_cut(work, begin, end, following):
        return True
    return work[begin] == "(" and (marking := match_marking(work, begin, end)) is not None and marking[1] == end


def _is_cut(work: str, begin: int, end: int, following: int) -> bool:
    """Tell whether a sentence goes on behind a blank line, as it does where a page line was taken out."""
    last_line = end - max(begin, work.rfind("\n", begin, end))
    return last_line > _SHORTEST_CUT and (work[end - 1].isalpha() or work[end - 1] == ",") and work[following].islower()


def _behind_sentence(text: str) -> int:
    """Return where marked text is run into the handling sentence that ``text`` starts with, 0 if there is none."""
    sentence = END_OF_HANDLING_NOTICE.match(text)
    return sentence.end() if sentence and text.startswith("(", sentence.end()) else 0


def _goes_on(work: str, notice: tuple[int, int], begin: int, *, after_blank: bool) -> bool:
    """Tell whether a notice goes on at ``begin``: on the next line, or behind a blank line in small letters."""
    if after_blank and not (work[begin].islower() and work[notice[1] - 1] not in ".!?:;"):
        return False
    return not work[notice[1] : begin].strip()


def _behind_title(work: str, start: int, end: int) -> str | None:
    """A portion marking directly behind a run-in title or a letter: ``Summary: (C)``, ``12.A. (C)``."""
    bound = min(end, start + 90)
    if work.find("(", start, bound) < 0:
        return None
    title = _RUN_IN_TITLE.match(work, start, bound) or _LETTER_BEFORE.match(work, start, bound)
    marking = match_marking(work, title.end(), end) if title else None
    return marking[0] if marking else None
