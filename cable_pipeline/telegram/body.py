"""The message text: paragraphs, the headings over them, notices between them.

5 FAH-1 H-240: paragraphs flush left, numbered if more than one, a blank line between. In practice lines are reflowed
(49.5 % of 6,712 cables), headings stand over, between, beside or run into rows of dashes, and page lines cut sentences.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from cable_pipeline.telegram.lines import Line, is_rule
from cable_pipeline.telegram.markers import Marker, find_markers
from cable_pipeline.telegram.markings import match_marking
from cable_pipeline.telegram.text import one_line, trimmed

_HEADING_WORDS = re.compile(
    r"(?:\([A-Z/]{1,8}\) *)?(?:EXECUTIVE )?(?:SUMMARY|COMMENTS?|INTRODUCTION|BACKGROUND|CONCLUSIONS?|ACTION REQUEST(?:ED)?|SUMMARY AND .{3,40}|"
    r"COMMENT AND .{3,40}|BIO NOTES?|NOTE|DISCUSSION|PARTICIPANTS|NEXT STEPS|OVERVIEW)[:.]?$",
    re.IGNORECASE,
)
_HANDLING_NOTICE = re.compile(
    r"\(?(?:\(?(?:U|SBU)\) ?)?(?:\*+ ?)?(?:THIS (?:CABLE|MESSAGE|DOCUMENT|TELEGRAM|REPORT|IS AN? (?:ACTION|JOINT))\b.{0,80}(?:SENSITIVE|INTERNET|PROTECT|HANDLE|DISTRIBUT|PROPRIETARY|FOUO|ACTION)"
    r"|SENSITIVE BUT UNCLASSIFIED|SBU\b.{0,60}(?:PROTECT|HANDLE)|NOT FOR (?:INTERNET|DISTRIBUTION|PUBLIC|RELEASE)|(?:PLEASE )?(?:PROTECT|HANDLE) ACCORDINGLY"
    r"|FOR OFFICIAL USE ONLY|UNCLASSIFIED BUT SENSITIVE|ENTIRE TEXT|CONTAINS (?:BUSINESS|SENSITIVE))",
    re.IGNORECASE,
)
_LIST_ITEM = re.compile(r"(?:[-*•o]+ |\([a-z0-9]{1,3}\)|[a-z0-9]{1,3}[.)] |[A-Z][.)] )")
_QUOTED_TEXT = re.compile(r"\(?(?:BEGIN|END|START)\b", re.IGNORECASE)
_DASHES = re.compile(r"(?<![-=*])(?:-{4,}|={5,}|\*{5,})(?:[ \n]{1,3}(?:-{2,}|={2,}|\*{2,}))*")
_RUN_IN_TITLE = re.compile(r"(?:BEGIN )?[A-Z][A-Za-z,'/& -]{2,70}(?:[:.-] *|(?<=[Yy]) +)(?=\()")
_SENTENCE_BREAK = re.compile(r"(?<![A-Z][A-Z])(?<!\b[A-Z])[.!?][\"'”’)]*\s+(?=\S)|(?<=[A-Z]{3})[.!?][\"'”’)]*\s+(?=\S)")
_LONGEST_HEADING = 160
_LONGEST_HEADING_LINES = 3


class Block(NamedTuple):
    """A paragraph as found: its marker if it has one, its portion marking, where it, its text and its end lie."""

    marker: Marker | None
    marking: str | None
    start: int
    text_start: int
    end: int


class HeadingSpan(NamedTuple):
    """A heading: the span of its words and the span with its rows of dashes."""

    start: int
    end: int
    outer_start: int
    outer_end: int


class Body(NamedTuple):
    """The parts of the message text in order of appearance."""

    blocks: tuple[Block, ...]
    headings: tuple[HeadingSpan, ...]
    notices: tuple[tuple[int, int], ...]


def read_body(work: str, lines: list[Line], end: int) -> Body:
    """Divide the message text into paragraphs and headings.

    Args:
        work: the working text without page lines.
        lines: the lines behind the prefatory elements, up to ``end``.
        end: where closing matter begins.
    """
    lines = [line for line in lines if line.start < end]
    if not lines:
        return Body((), (), ())
    markers = find_markers(work, lines, lines[0].start, end)
    headings = _headings(work, lines, markers, end)
    return _blocks(work, lines, markers, headings, end)


def _headings(work: str, lines: list[Line], markers: list[Marker], end: int) -> list[HeadingSpan]:
    found: dict[int, HeadingSpan] = {}
    marker_starts = {marker.start for marker in markers}
    for index, line in enumerate(lines):
        if is_rule(line.text):
            heading = _around_rule(lines, index, marker_starts)
        elif line.text[0] in "-=*" and line.text[-1] in "-=*":
            heading = _between_dashes(line)
        else:
            continue
        if heading is not None:
            _add(found, heading)
    starts_of_lines = {line.start: index for index, line in enumerate(lines)}
    for marker in markers:
        at = starts_of_lines.get(marker.start)
        if at:
            heading = _bare_before(lines, at, marker_starts, found)
            if heading is not None:
                _add(found, heading)
    for index, line in enumerate(lines):
        if len(line.text) < 48 and line.start not in found and _HEADING_WORDS.match(line.text) and line.after_blank:
            if index + 1 < len(lines) and (lines[index + 1].after_blank or lines[index + 1].start in marker_starts):
                _add(found, HeadingSpan(line.start, line.end, line.start, line.end))
    for heading in _inside_lines(work, lines, markers, end):
        _add(found, heading)
    return sorted(found.values())


def _add(found: dict[int, HeadingSpan], heading: HeadingSpan) -> None:
    for other in found.values():
        if heading.outer_start < other.outer_end and other.outer_start < heading.outer_end:
            if heading.start == other.start:
                found[other.start] = HeadingSpan(
                    other.start,
                    max(other.end, heading.end),
                    min(other.outer_start, heading.outer_start),
                    max(other.outer_end, heading.outer_end),
                )
            return
    found[heading.start] = heading


def _heading_lines_above(lines: list[Line], index: int, marker_starts: set[int]) -> int:
    """Return the index of the first line of a title that stands directly over the rule at ``index``, else ``index``."""
    first = index
    if lines[index].after_blank and not (index and _is_title(lines[index - 1])):
        return index
    while first > 0 and index - first < _LONGEST_HEADING_LINES:
        line = lines[first - 1]
        if is_rule(line.text) or line.start in marker_starts or len(line.text) > 100 or _LIST_ITEM.match(line.text):
            break
        first -= 1
        if line.after_blank:
            return first
    if first < index and (first == 0 or is_rule(lines[first - 1].text)):
        return first
    if index and _is_title(lines[index - 1]) and lines[index - 1].start not in marker_starts:
        return index - 1
    return index


def _is_title(line: Line) -> bool:
    text = line.text
    return (
        len(text) <= 90
        and not is_rule(text)
        and text[0] not in "-*("
        and text[-1] not in ".,;"
        and not _LIST_ITEM.match(text)
        and not _QUOTED_TEXT.match(text)
        and (text.isupper() or _mostly_capitalised(text))
    )


def _mostly_capitalised(text: str) -> bool:
    words = [word for word in re.findall(r"[A-Za-z][A-Za-z'’]*", text) if len(word) > 3]
    return bool(words) and sum(1 for word in words if word[0].isupper()) * 2 >= len(words) or text.istitle()


def _around_rule(lines: list[Line], index: int, marker_starts: set[int]) -> HeadingSpan | None:
    rule = lines[index]
    last = index
    while last + 1 < len(lines) and is_rule(lines[last + 1].text) and not lines[last + 1].after_blank:
        last += 1
    first = _heading_lines_above(lines, index, marker_starts)
    if first < index:
        start, end = lines[first].start, lines[index - 1].end
        if end - start > _LONGEST_HEADING + 60:
            return None
        outer = start
        if first and is_rule(lines[first - 1].text) and not lines[first].after_blank:
            outer = lines[first - 1].start
        return HeadingSpan(start, end, outer, lines[last].end)
    following = last + 1
    stop = following
    while (
        stop < len(lines)
        and stop - following < _LONGEST_HEADING_LINES
        and not is_rule(lines[stop].text)
        and lines[stop].start not in marker_starts
        and not (stop > following and lines[stop].after_blank)
        and len(lines[stop].text) <= 100
    ):
        stop += 1
    if stop == following:
        return None
    closed = stop < len(lines) and is_rule(lines[stop].text)
    if not closed and not (
        stop - following <= 2
        and (stop >= len(lines) or lines[stop].after_blank or lines[stop].start in marker_starts)
        and all(_is_title(line) for line in lines[following:stop])
    ):
        return None
    if lines[following].after_blank and not closed:
        return None
    outer_end = lines[stop - 1].end
    if closed:
        while stop < len(lines) and is_rule(lines[stop].text):
            outer_end = lines[stop].end
            stop += 1
    return HeadingSpan(lines[following].start, lines[min(stop, len(lines)) - 1 if not closed else stop - 1 - _rules_before(lines, stop)].end, rule.start, outer_end)


def _rules_before(lines: list[Line], stop: int) -> int:
    count = 0
    while is_rule(lines[stop - 1 - count].text):
        count += 1
    return count


def _between_dashes(line: Line) -> HeadingSpan | None:
    text = line.text
    words = text.strip("-=* ")
    if not words or len(words) > 100 or not any(c.isalpha() for c in words):
        return None
    lead = len(text) - len(text.lstrip("-=* "))
    tail = len(text) - len(text.rstrip("-=* "))
    if min(lead, tail) < 2 or not text.startswith(("---", "===", "***")) or not text.endswith(("---", "===", "***")):
        return None
    return HeadingSpan(line.start + lead, line.start + lead + len(words), line.start, line.end)


def _bare_before(
    lines: list[Line], at: int, marker_starts: set[int], found: dict[int, HeadingSpan]
) -> HeadingSpan | None:
    """A short line (or two) between blanks directly before a marker (1,374 of 6,712 cables)."""
    first = at
    if not lines[at].after_blank and at and not _HEADING_WORDS.match(lines[at - 1].text) and not (
        lines[at - 1].after_blank and _is_title(lines[at - 1])
    ):
        return None
    while first > 0 and at - first < 2:
        line = lines[first - 1]
        if line.start in marker_starts or is_rule(line.text) or line.start in found:
            return None
        first -= 1
        if line.after_blank:
            break
    if first == at or not lines[first].after_blank or lines[first].start in marker_starts:
        return None
    if any("---" in line.text or "===" in line.text for line in lines[first:at]):
        return None
    title = lines[first:at]
    if not all(_is_bare_title(line.text) for line in title) or title[-1].text[-1] in ".,;" and not title[-1].text.endswith("..."):
        return None
    return HeadingSpan(title[0].start, title[-1].end, title[0].start, title[-1].end)


def _is_bare_title(text: str) -> bool:
    return (
        len(text) <= 78
        and not _LIST_ITEM.match(text)
        and not _QUOTED_TEXT.match(text)
        and not _HANDLING_NOTICE.match(text)
        and text[0] not in "-*\"|"
        and any(c.isalpha() for c in text)
        and not text.endswith(":")
        or bool(_HEADING_WORDS.match(text))
    )


def _inside_lines(work: str, lines: list[Line], markers: list[Marker], end: int) -> list[HeadingSpan]:
    """Titles run into the end of the paragraph before and followed by dashes (17 % of cables have such rules)."""
    found: list[HeadingSpan] = []
    for line in lines:
        if is_rule(line.text) or not ("----" in line.text or "=====" in line.text or "*****" in line.text):
            continue
        bounds = [marker.text_start for marker in markers if line.start <= marker.start < line.end]
        at, opening = line.start, line.start
        for match in _DASHES.finditer(work, line.start, min(line.end, end)):
            floor = max([at, *(bound for bound in bounds if bound <= match.start())])
            title = _title_before(work, floor, match.start())
            if title is not None:
                boxed = at > line.start and not work[at : title[0]].strip(" -=*\n")
                found.append(HeadingSpan(title[0], title[1], opening if boxed else title[0], match.end()))
            at, opening = match.end(), match.start()
    return found


def _title_before(work: str, start: int, end: int) -> tuple[int, int] | None:
    """The words between the last sentence's end and the dashes at ``end``, if they read like a title."""
    begin = max(start, end - _LONGEST_HEADING)
    piece = work[begin:end]
    while (match := _SENTENCE_BREAK.search(piece)) is not None:
        begin, piece = begin + match.end(), piece[match.end() :]
    words = piece.strip(" -=*\n")
    if not words or words[-1] in ".,;" and not words.endswith("...") or words.endswith((".)", '."', ".”")):
        return None
    if len(words) > 110 or not any(c.isalpha() for c in words) or not (words.isupper() or _mostly_capitalised(words)):
        return None
    first = begin + piece.index(words)
    return first, first + len(words)


def _blocks(work: str, lines: list[Line], markers: list[Marker], headings: list[HeadingSpan], end: int) -> Body:
    cuts = sorted(
        [(heading.outer_start, heading.outer_end, None) for heading in headings]
        + [(marker.start, marker.text_start, marker) for marker in markers],
        key=lambda cut: cut[:2],
    )
    blocks: list[Block] = []
    notices: list[tuple[int, int]] = []
    first = lines[0].start
    _unmarked(work, lines, first, cuts[0][0] if cuts else end, blocks, notices, separate=True)
    for index, (start, after, marker) in enumerate(cuts):
        bound = max(after, cuts[index + 1][0] if index + 1 < len(cuts) else end)
        if marker is None:
            _unmarked(work, lines, after, bound, blocks, notices, separate=not markers)
        else:
            text_start, stop = trimmed(work, after, bound)
            marking = marker.marking or _behind_title(work, text_start, stop)
            blocks.append(Block(marker, marking, start, text_start, max(stop, len(work[start:after].rstrip()) + start)))
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
    for line in lines:
        if line.end <= start or line.start >= end:
            continue
        begin, stop = max(line.start, start), min(line.end, end)
        begin, stop = trimmed(work, begin, stop)
        if begin == stop:
            continue
        text = work[begin:stop]
        if is_rule(text):
            continue
        if _HANDLING_NOTICE.match(text) and len(text) < 200:
            notices.append((begin, stop))
            continue
        if pieces and (not line.after_blank or not separate):
            pieces[-1][1] = stop
        else:
            pieces.append([begin, stop])
    for begin, stop in pieces:
        marking = match_marking(work, begin, stop)
        text_start = trimmed(work, marking[1], stop)[0] if marking else begin
        printed = marking[0] if marking else _behind_title(work, begin, stop)
        blocks.append(Block(None, printed, begin, text_start, stop))


def _behind_title(work: str, start: int, end: int) -> str | None:
    """A portion marking directly behind a run-in title: ``Summary: (C)``."""
    title = _RUN_IN_TITLE.match(work, start, min(end, start + 90))
    marking = match_marking(work, title.end(), end) if title else None
    return marking[0] if marking else None


def heading_text(work: str, heading: HeadingSpan) -> str:
    """Return the heading's words on one line, without a portion marking before them."""
    marking = match_marking(work, heading.start, heading.end)
    words = one_line(work[marking[1] if marking else heading.start : heading.end])
    return words or one_line(work[heading.start : heading.end])
