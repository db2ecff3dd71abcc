"""The Summary and the Comment of a telegram, wherever their delimiters stand.

Summary opens a paragraph (``n. (X) Summary:``) in 50 % of 6,712 cables and stands alone as heading in 13 %;
``End Summary`` closes it in 61 %. Comment opens a paragraph in 1,624, is a heading in 1,093, in brackets in the rest.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from functools import partial
from operator import attrgetter
from typing import Final, NamedTuple

from cable_pipeline.telegram.body import Block
from cable_pipeline.telegram.headings import HeadingSpan
from cable_pipeline.telegram.markings import match_marking
from cable_pipeline.telegram.text import flowing, places_of

_END: Final = attrgetter("end")
_OUTER_START: Final = attrgetter("outer_start")


class Part(NamedTuple):
    """One Summary or Comment: the span of its text, delimiters left out."""

    start: int
    end: int


class _Words(NamedTuple):
    """How one kind of part is delimited; ``trace`` stands in every spelling of its noun."""

    trace: str
    heading: re.Pattern[str]
    title: re.Pattern[str]
    end: re.Pattern[str]
    bracket: re.Pattern[str] | None


_JOINED: Final = r"(?:(?:,? (?:AND|&) (?:RECOMMENDED |PROPOSED )?[A-Z]+(?: [A-Z]+){0,2})|(?: ?/ ?[A-Z]+))?"
_MARK: Final = r"(?:\([A-Z/]{1,8}\) *)?"


def _words(trace: str, noun: str, before_noun: str, *, bracketed: bool) -> _Words:
    return _Words(
        trace,
        re.compile(
            rf"(?:[IVX]{{1,4}}[.)] {{0,3}})?{_MARK}[-=* ]*(?:BEGIN )?{before_noun}{noun}{_JOINED}"
            r"(?:[-=* :.]*$| {0,3}(?:[:–-]|\.{3})\s{0,3}\S)",
            re.IGNORECASE,
        ),
        re.compile(
            rf"[-=*\s\[(]*(?:BEGIN )?{before_noun}{noun}{_JOINED}\)?(?:,?[ ]*\(?CONT(?:INUED|INUES|['’]?D)?\b\.?\)?)?"
            r"(?:\s*(?:[:.;,]|-{1,2}(?!\w)|\()|(?=\s*\n)|(?<=\))|(?-i:(?<=[A-Z][YT])(?= +[A-Z][a-z])))[-=*:. ]*",
            re.IGNORECASE,
        ),
        re.compile(
            r"(?=[(\[E])(?:[(\[]\s{0,9})?\(?END(?:\s+OF)?[\s-]+"
            rf"{before_noun}{noun}\b{_JOINED.replace(' ', chr(92) + 's')}[.:)\]]*",
            re.IGNORECASE,
        ),
        re.compile(rf"[(\[]\s*{before_noun}{noun}\s*[:.,-]", re.IGNORECASE) if bracketed else None,
    )


SUMMARY: Final = _words("SUM", r"SUMM?A?R?Y", r"(?:EXECUTIVE |INTRODUCTION AND |INTRODUCTION/)?", bracketed=False)
COMMENT: Final = _words(
    "OMMENT",
    r"COMMENTS?",
    r"(?:SUMMARY AND |SUMMARY/|(?:CONCLUSIONS?|ANALYSIS|ASSESSMENT|OUTLOOK|NOTE) AND |(?:A )?[A-Z]{2,12}(?:['’]S)? )?",
    bracketed=True,
)
_COMMENT_WITHIN: Final = re.compile(r"(?<=[.!?\"”)])\s{1,6}(?:COMMENTS?|Comments?) ?[:.]")
_LONGEST_END: Final = 200
"""Characters of an End Summary before its noun, or behind; a blanked page line may part the two words."""
_BEFORE_END: Final = 12
"""Characters that brackets and blanks before the word End may take, or before Comment and the colon behind it."""


def find_parts(
    work: str,
    capitals: str,
    blocks: Sequence[Block],
    headings: Sequence[HeadingSpan],
    words: _Words,
    end: int,
) -> list[Part]:
    """Find the parts of one kind, ``SUMMARY`` or ``COMMENT``, in order and without overlap.

    ``capitals`` is ``work`` in capitals.
    """
    places = _places(capitals, words.trace, blocks, headings, end)
    if not places:
        return []
    found: list[Part] = []
    for index, heading in enumerate(headings):
        if _has_place(places, heading.start, heading.end) and words.heading.match(work[heading.start : heading.end]):
            bound = headings[index + 1].outer_start if index + 1 < len(headings) else end
            stop = _end_between(work, places, heading.outer_end, bound, words)
            found.append(Part(heading.outer_end, bound if stop is None else stop))
    for index, block in enumerate(blocks):
        if not _has_place(places, block.text_start, block.end):
            continue
        title = words.title.match(work, block.text_start, block.end)
        if title is not None:
            start = title.end() - 1 if work[title.end() - 1] == "(" else title.end()
            stop = _end_over_paragraphs(work, places, start, blocks, headings, index, words)
            found.append(Part(start, stop))
        if words.bracket is not None:
            found.extend(_bracketed(work, places, block, words))
            found.extend(_in_running_text(work, places, block, words))
    return _without_overlap(sorted(found))


def _places(capitals: str, trace: str, blocks: Sequence[Block], headings: Sequence[HeadingSpan], end: int) -> list[int]:
    """Return the places of the noun, in order: few, so that the patterns need be tried nowhere else."""
    start = min([block.start for block in blocks[:1]] + [heading.outer_start for heading in headings[:1]], default=end)
    return places_of(capitals, trace, start, end)


def _has_place(places: Sequence[int], start: int, end: int) -> bool:
    index = bisect_left(places, start)
    return index < len(places) and places[index] < end


def _end_between(work: str, places: Sequence[int], start: int, bound: int, words: _Words) -> int | None:
    """Return where the first End Summary (End Comment) between ``start`` and ``bound`` begins."""
    for index in range(bisect_left(places, start), len(places)):
        place = places[index]
        if place >= bound:
            break
        begin = work[max(start, place - _LONGEST_END) : place].upper().rfind("END")
        if begin >= 0:
            begin += max(start, place - _LONGEST_END)
            closing = words.end.search(work, max(start, begin - _BEFORE_END), min(bound, place + _LONGEST_END))
            if closing is not None:
                return closing.start()
    return None


def _end_over_paragraphs(
    work: str,
    places: Sequence[int],
    start: int,
    blocks: Sequence[Block],
    headings: Sequence[HeadingSpan],
    index: int,
    words: _Words,
) -> int:
    """A part ends at its End, which may stand in a later paragraph, else with its first paragraph."""
    closing = _end_between(work, places, start, blocks[index].end, words)
    if closing is not None:
        return closing
    following = bisect_left(headings, start, key=_OUTER_START)
    next_heading = headings[following].outer_start if following < len(headings) else None
    for block in blocks[index + 1 : index + 8]:
        if next_heading is not None and block.start >= next_heading:
            break
        if not _has_place(places, block.text_start, block.end):
            continue
        if words.title.match(work, block.text_start, block.end):
            break
        closing = _end_between(work, places, block.text_start, block.end, words)
        if closing is not None:
            return closing
    return blocks[index].end


def _bracketed(work: str, places: Sequence[int], block: Block, words: _Words) -> list[Part]:
    found: list[Part] = []
    opened = any(
        "(" in before or "[" in before
        for place in places[bisect_left(places, block.text_start) : bisect_left(places, block.end)]
        if (before := work[max(block.text_start, place - _LONGEST_END) : place])
    )
    if words.bracket is None or not opened:
        return found

    def find(mark: str, start: int) -> int:
        return work.find(mark, start, block.end)

    closing = _Ahead(lambda start: _start_of(words.end.search(work, start, block.end)))
    brackets = {"(": _Ahead(partial(find, ")")), "[": _Ahead(partial(find, "]"))}
    for opening in words.bracket.finditer(work, block.text_start, block.end):
        end = closing.find(opening.end())
        if end < 0:
            end = brackets[work[opening.start()]].find(opening.end())
        if end >= 0:
            found.append(Part(opening.end(), end))
    return found


def _in_running_text(work: str, places: Sequence[int], block: Block, words: _Words) -> list[Part]:
    """Comments that open behind a sentence within a paragraph and that an End Comment closes there."""
    found: list[Part] = []
    at = block.text_start
    for place in places[bisect_left(places, at) : bisect_left(places, block.end)]:
        if place < at or work[place - 2] not in " \n":
            continue
        opening = _COMMENT_WITHIN.search(work, max(at, place - _BEFORE_END), min(place + _BEFORE_END, block.end))
        if opening is None:
            continue
        closing = _end_between(work, places, opening.end(), block.end, words)
        if closing is None:
            break
        found.append(Part(opening.end(), closing))
        at = closing + 1
    return found


def _start_of(match: re.Match[str] | None) -> int:
    return match.start() if match else -1


class _Ahead:
    """The next place of something, looked for again only when it was passed: many openings cost one search."""

    def __init__(self, search: Callable[[int], int]) -> None:
        self._search = search
        self._place: int | None = None

    def find(self, start: int) -> int:
        """Return the first place from ``start`` on, -1 if there is none; ``start`` may only grow."""
        if self._place is None or 0 <= self._place < start:
            self._place = self._search(start)
        return self._place


def _without_overlap(parts: list[Part]) -> list[Part]:
    kept: list[Part] = []
    for part in parts:
        if part.end <= part.start or (kept and part.start < kept[-1].end):
            continue
        kept.append(part)
    return kept


def overlaps(parts: Sequence[Part], start: int, end: int) -> bool:
    """Tell whether one of ``parts``, in order and without overlap, has text in ``start:end``."""
    index = bisect_right(parts, start, key=_END)
    return index < len(parts) and parts[index].start < end


def text_of(
    work: str, parts: Sequence[Part], blocks: Sequence[Block], texts: Sequence[str], words: _Words
) -> str | None:
    """Join the text of ``parts``: markers and markings removed, paragraphs and parts apart by an empty line.

    ``texts`` are those of the ``blocks`` with their lines joined; a part that runs to the end of one is cut from it.
    """
    pieces: list[str] = []
    for part in parts:
        for index in range(bisect_right(blocks, part.start, key=_END), len(blocks)):
            block = blocks[index]
            start, end = max(part.start, block.text_start), min(part.end, block.end)
            if start >= end:
                break
            if start == part.start:
                marking = match_marking(work, start + len(work[start:end]) - len(work[start:end].lstrip()), end)
                if marking:
                    start = marking[1]
            elif start == block.text_start and (title := words.title.match(work, start, end)):
                start = title.end()
            if end == block.end:
                text = texts[index][len(flowing(work[block.text_start : start])) :].lstrip()
            else:
                text = flowing(work[start:end])
            text = text.lstrip("-:;. ").strip()
            if end == part.end and text.endswith(" --"):
                text = text[:-3]
            if text:
                pieces.append(text)
    return "\n\n".join(pieces) or None
