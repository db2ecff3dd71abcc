"""Paragraph markers: which numbers and letters at the start of a line, or within one, open a paragraph.

5 FAH-1 H-246 asks for numbers, with the portion marking behind. Measured on 6,712 cables: a clean chain 1, 2, 3 … in
80.9 %, stray candidates beside it in 5.9 %, numbers missing in 4.0 %, repeated in 2.5 %, markers within a line in
4.5 %, none in 5.3 %.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import pairwise
from operator import attrgetter
from typing import Final, final

from cable_pipeline.telegram.lines import Line
from cable_pipeline.telegram.markings import MARKING, match_marking
from cable_pipeline.telegram.text import places_of

HIGHEST_NUMBER: Final = 149
"""The longest telegram measured has 93 paragraphs; a higher number at a line's start is a wrapped year or amount."""


_START: Final = attrgetter("start")


@final
class Marker:
    """A marker that may open a paragraph; ``start`` is its first character, ``text_start`` is behind the marking.

    No named tuple, for the reason that `Line` is none.
    """

    __slots__ = ("label", "line_initial", "marking", "number", "start", "style", "text_start", "worth")

    def __init__(
        self,
        start: int,
        text_start: int,
        number: int | None,
        label: str | None,
        marking: str | None,
        style: str,
        line_initial: bool,
        worth: float,
    ) -> None:
        self.start: Final = start
        self.text_start: Final = text_start
        self.number: Final = number
        self.label: Final = label
        self.marking: Final = marking
        self.style: Final = style
        self.line_initial: Final = line_initial
        self.worth: Final = worth


_NUMBER: Final = re.compile(r"(\d{1,3})([.),]|(?= ?\())(?:(?<=[.)]) ?\1\2(?= ))?( *)")
"""A number printed twice, ``1. 1. (U)`` (2 of 2,001 cables), is one."""
_MARK_FIRST: Final = re.compile(MARKING + r" {0,3}(?P<number>\d{1,3})\. *", re.IGNORECASE)
_OPENS_A_PARAGRAPH: Final = frozenset("0123456789(")
_LETTER: Final = re.compile(r"(?P<letter>[A-Z])(?P<style>[.),]) *(?=[\"'(A-Z])")
_BLANKS_BEFORE_MARKING: Final = 3
_NUMBER_BEFORE: Final = re.compile(r"(?: |(?<=--))(\d{1,2})$")
_RUN_INTO: Final = "(,/$#-"
"""Behind one of these, a letter or a digit, a number within a line counts only if two blanks stand before it."""
_SENTENCE_END: Final = ".!?:;\")'’”]*"
_WHAT_IS_QUOTED: Final = re.compile(
    r"S?,? (?:OF )?(?:[A-Z'-]{1,20} ){0,4}?"
    r"(?:TEXT|TRANSLATION|QUOTE|POINTS|NON-?PAPER|LETTER|STATEMENT|RESOLUTION)\b"
)
"""Stands behind BEGIN or END in a text in capitals."""
_SHORTEST_RUN: Final = 3
"""Numbers within the lines that make a run of paragraphs; fewer may be a list in a sentence."""
_ENDS_A_PARAGRAPH: Final = ".!?\"')-’”]"
_LONGEST_BLANK: Final = 80
"""Blanks that may stand where a page line was."""
_NAMES_A_PART: Final = re.compile(r"\b(?:PARAS?|PARAGRAPHS?|REFS?|AND|TO|SECTION|PART|ITEM)$", re.IGNORECASE)
_MOST_SKIPPED: Final = 5
_LONGEST_GAP: Final = 400
_TO_NEXT_LINE: Final = re.compile(r"\s{1,6}")
_WINDOW: Final = 48
_STEPS: Final = 60_000
"""How many candidates back a chain may reach, and how many steps are weighed; they bound the work on hostile input."""


def find_markers(work: str, capitals: str, lines: list[Line], start: int, end: int) -> list[Marker]:
    """Choose the markers of the paragraphs of ``work[start:end]``, whose lines are ``lines``.

    ``capitals`` is ``work`` in capitals.

    Candidates with a portion marking, or behind a blank line, weigh more; the chain that loses least by missing,
    repeated or misprinted numbers wins. Where no number opens a paragraph, a run of letters may.
    """
    candidates = _line_candidates(work, lines, end)
    marked = sum(1 for candidate in candidates if candidate.marking)
    inside = _mid_line_candidates(work, start, end)
    if inside:
        starts = [candidate.start for candidate in candidates]
        free = [
            candidate
            for candidate in inside
            if not (before := bisect_right(starts, candidate.start))
            or candidates[before - 1].text_start <= candidate.start
        ]
        candidates = sorted(candidates + free, key=_START)
        marked += len(inside)
    chain = _best_chain(_without_quoted(capitals, candidates, start, end), marked)
    if chain and chain[0].number == 1:
        return _with_misprints(work, candidates, _fill_gaps(work, chain, end))
    run = _run_on(work, start, end)
    if run and (not chain or run[0].start < chain[0].start):
        return run
    return _with_misprints(work, candidates, _fill_gaps(work, chain, end)) if chain else _lettered(work, lines, end)


def _without_quoted(capitals: str, candidates: list[Marker], start: int, end: int) -> list[Marker]:
    """Drop unmarked numbers within quoted documents: a quarter of the cables quote one between BEGIN and END TEXT."""
    if len(candidates) < 3 or all(candidate.marking for candidate in candidates):
        return candidates
    regions = _quoted_regions(capitals, start, end)
    if not regions:
        return candidates
    kept: list[Marker] = []
    quoted: list[Marker] = []
    for candidate in candidates:
        if not candidate.marking and any(low < candidate.start < high for low, high in regions):
            quoted.append(candidate)
            continue
        kept.extend(_between(kept[-1] if kept else None, quoted, candidate))
        quoted = []
        kept.append(candidate)
    return kept


def _between(before: Marker | None, quoted: list[Marker], after: Marker) -> list[Marker]:
    """The numbers within a quotation that count on from the paragraph before it to the one behind it.

    A quotation that numbers its own paragraphs from 1 has none of them.
    """
    if not quoted or before is None or before.number is None or after.number is None:
        return []
    missing = range(before.number + 1, after.number)
    if not missing or any(candidate.number == 1 for candidate in quoted):
        return []
    found = [candidate for candidate in quoted if candidate.number in missing]
    return found if [candidate.number for candidate in found] == list(missing) else []


def _quoted_regions(capitals: str, start: int, end: int) -> list[tuple[int, int]]:
    begins = _edges(capitals, "BEGIN", start, end)
    if not begins:
        return []
    regions: list[tuple[int, int]] = []
    opened: int | None = None
    for edge_start, edge_end, opens in sorted(begins + _edges(capitals, "END", start, end)):
        if opens:
            opened = edge_end if opened is None else opened
        elif opened is not None:
            regions.append((opened, edge_start))
            opened = None
    return regions


def _edges(capitals: str, word: str, start: int, end: int) -> list[tuple[int, int, bool]]:
    """The spans of ``BEGIN TEXT`` and the like, or of ``END TEXT``, with whether they open a quotation."""
    found: list[tuple[int, int, bool]] = []
    for at in places_of(capitals, word, start, end):
        quoted = None if capitals[at - 1].isalnum() else _WHAT_IS_QUOTED.match(capitals, at + len(word), end)
        if quoted is not None:
            found.append((at, quoted.end(), word == "BEGIN"))
    return found


def _line_candidates(work: str, lines: list[Line], end: int) -> list[Marker]:
    found: list[Marker] = []
    previous: Line | None = None
    for line in lines:
        first = line.text[0]
        if first in _OPENS_A_PARAGRAPH:
            marker = _mark_first(work, line) if first == "(" else _numbered(work, line, previous, end)
            if marker is not None:
                found.append(marker)
        previous = line
    return found


def _numbered(work: str, line: Line, previous: Line | None, end: int) -> Marker | None:
    match = _NUMBER.match(work, line.start, line.end)
    if match is None:
        return None
    printed, style, blanks = match.group(1, 2, 3)
    number = int(printed)
    if not 0 < number <= HIGHEST_NUMBER:
        return None
    after = match.end()
    marking = match_marking(work, after, end)
    if marking is None and after >= line.end and _worth_unmarked(line, previous) > 1:
        # The number stands alone on its line.
        gap = _TO_NEXT_LINE.match(work, after, end)
        marking = match_marking(work, gap.end(), end) if gap is not None else None
    following = work[after : after + 1]
    if marking is None and style in (",", ""):
        misprinted = style and number == 1 and line.after_blank and following.isupper()
        if not misprinted:
            return None
    if not blanks and marking is None and following and not (following.isalpha() or following in "\n\"'“‘(&"):
        return None
    if marking is not None:
        return Marker(line.start, marking[1], number, None, marking[0], style, True, 4.0)
    return Marker(line.start, after, number, None, None, style, True, _worth_unmarked(line, previous))


def _mark_first(work: str, line: Line) -> Marker | None:
    match = _MARK_FIRST.match(work, line.start, line.end)
    if match is None or int(match["number"]) > HIGHEST_NUMBER:
        return None
    marking = "".join(match["marking"].upper().split())
    return Marker(line.start, match.end(), int(match["number"]), None, marking, ".", True, 4.0)


def _worth_unmarked(line: Line, previous: Line | None) -> float:
    if line.after_blank or previous is None or previous.is_rule:
        return 1.6
    if previous.text[-1] in _SENTENCE_END:
        return 0.8
    return 0.1


def _mid_line_candidates(work: str, start: int, end: int) -> list[Marker]:
    """The marked numbers within lines; parentheses are rarer than full stops are, so they are looked for."""
    found: list[Marker] = []
    at = work.find("(", start, end)
    while at >= 0:
        stop = at - 1
        while stop > start and at - stop <= _BLANKS_BEFORE_MARKING and work[stop] == " ":
            stop -= 1
        if stop > start and work[stop] == "." and work[stop - 1].isdigit() and not _starts_line(work, stop - 1):
            marker = _mid_line(work, start, end, stop, at)
            if marker is not None:
                found.append(marker)
        at = work.find("(", at + 1, end)
    return found


def _mid_line(work: str, start: int, end: int, full_stop: int, parenthesis: int) -> Marker | None:
    printed = _NUMBER_BEFORE.search(work, full_stop - 3, full_stop)
    if printed is None or not _may_end_before(work, start, printed.start(1)):
        return None
    marking = match_marking(work, parenthesis, end)
    number = int(printed[1])
    if marking is None or number == 0:
        return None
    return Marker(printed.start(1), marking[1], number, None, marking[0], ".", False, 2.5)


def _starts_line(work: str, digit: int) -> bool:
    """Tell whether the number that ends at ``digit`` starts a line: the lines' own candidates have it already."""
    first = digit - 1 if work[digit - 1].isdigit() else digit
    return work[first - 1] == "\n"


def _may_end_before(work: str, start: int, begin: int) -> bool:
    """Tell whether a paragraph can end before a number within a line: behind punctuation, a rule, or wide blanks."""
    before = work[max(start, begin - _LONGEST_BLANK) : begin].rstrip(" ")
    if not before or before[-1] == "\n":
        return False
    if work[begin - 2] == " " or before.endswith(("--", " -")):
        return True
    return not (before[-1].isalnum() or before[-1] in _RUN_INTO)


def _best_chain(candidates: list[Marker], marked: int) -> list[Marker]:
    dotted = [c for c in candidates if c.style != ")"]
    if len(dotted) >= 2 or len(dotted) == len(candidates):
        candidates = dotted
    if not candidates or _count_up(candidates):
        return candidates
    mostly_marked = marked * 2 > len([c for c in candidates if c.worth > 1])
    worths = [min(c.worth, 0.9) if mostly_marked and not c.marking else c.worth for c in candidates]
    window = max(4, min(_WINDOW, _STEPS // len(candidates)))
    best: list[float] = []
    back: list[int] = []
    for index, candidate in enumerate(candidates):
        score, source = worths[index] - _start_loss(candidate), -1
        for earlier in range(max(0, index - window), index):
            loss = _step_loss(candidates[earlier], candidate, adjacent=earlier == index - 1)
            value = best[earlier] + worths[index] - loss
            if value >= score:
                score, source = value, earlier
        best.append(score)
        back.append(source)
    at = max(range(len(best)), key=lambda i: (best[i], i))
    chain: list[Marker] = []
    while at >= 0:
        chain.append(candidates[at])
        at = back[at]
    chain.reverse()
    if len(chain) == 1 and chain[0].number != 1 and not chain[0].marking:
        return []
    return chain


def _count_up(candidates: list[Marker]) -> bool:
    """Tell whether the numbers are 1, 2, 3 …, which no other chain can better."""
    return all(candidate.number == number for number, candidate in enumerate(candidates, 1))


def _start_loss(candidate: Marker) -> float:
    if candidate.number == 1:
        return 0.0
    return 0.6 if candidate.number == 2 else 1.5


def _step_loss(earlier: Marker, later: Marker, *, adjacent: bool) -> float:
    """What the step between two markers costs; an unmarked number may repeat only where no list lies between."""
    step = (later.number or 0) - (earlier.number or 0)
    if step == 1:
        return 0.0
    both_marked = earlier.marking is not None and later.marking is not None
    if step == 2:
        return 1.0
    if step <= 0:
        if not both_marked:
            repeats = step == 0 and adjacent and later.worth > 1 and (later.marking or not earlier.marking)
            return 1.2 if repeats else 60.0
        return 1.2 if step == 0 else 2.4
    return 1.4 if step <= 5 else 2.2


def _fill_gaps(work: str, chain: list[Marker], end: int) -> list[Marker]:
    """Look within the lines for unmarked numbers that the chain misses (281 of 865 missing ones stand in mid-line)."""
    filled: list[Marker] = []
    for index, marker in enumerate(chain):
        filled.append(marker)
        bound, last = (chain[index + 1].start, chain[index + 1].number) if index + 1 < len(chain) else (end, None)
        number = marker.number or 0
        if last is not None and last <= number + 1:
            continue
        at = marker.text_start
        while last is None or number + 1 < last:
            found = _inside_line(work, at, bound, number + 1, between=last is not None)
            if found is None and last is not None:
                found = _closed(work, at, bound, number + 1) or _without_stop(work, at, bound, number + 1)
            if found is None:
                break
            filled.append(found)
            at, number = found.text_start, number + 1
    return filled


def _with_misprints(work: str, candidates: list[Marker], chain: list[Marker]) -> list[Marker]:
    """Add the one candidate that stands where one number is missing (13, 4, 15), or one under a heading at the end."""
    if candidates[-1].start > chain[-1].start and _is_last(work, candidates[-1], chain[-1].number or 0):
        chain.append(candidates[-1])
    if _count_up(chain):
        return chain
    filled = chain[:1]
    for before, after in pairwise(chain):
        if (after.number or 0) == (before.number or 0) + 2:
            left = [c for c in candidates if before.start < c.start < after.start]
            if len(left) == 1 and left[0].worth > 1 and left[0].style == "." and _is_finished(work, left[0].start):
                filled.append(left[0])
        filled.append(after)
    return filled


def _is_last(work: str, candidate: Marker, number: int) -> bool:
    """Tell whether an unmarked number that counts on, some skipped, is one since a heading's rule stands before it."""
    counts_on = number < (candidate.number or 0) <= number + _MOST_SKIPPED
    before = work[max(0, candidate.start - _LONGEST_GAP) : candidate.start].rstrip()
    return counts_on and candidate.style == "." and before.endswith(("---", "==="))


def _is_finished(work: str, start: int) -> bool:
    """Tell whether what stands before a marker is finished: a sentence, a heading with its rule."""
    return work[max(0, start - _LONGEST_GAP) : start].rstrip()[-1:] in _ENDS_A_PARAGRAPH


def _run_on(work: str, start: int, end: int) -> list[Marker]:
    """Numbers from 1 within the lines, unmarked, where none or not the first starts a line (58 of 6,712 cables)."""
    found: list[Marker] = []
    at = start
    while (marker := _anywhere(work, at, end, len(found) + 1)) is not None:
        found.append(marker)
        at = marker.text_start
    return found if len(found) >= _SHORTEST_RUN else []


def _anywhere(work: str, start: int, end: int, number: int) -> Marker | None:
    needle = f"{number}. "
    at = work.find(needle, start, end)
    while at >= 0:
        before = work[max(start, at - 12) : at].rstrip(" ")
        marking = match_marking(work, at + len(needle), end)
        text_start = marking[1] if marking else at + len(needle)
        may_start = not before or before[-1] == "\n" or before[-1] in _ENDS_A_PARAGRAPH
        if may_start and work[at - 1] in " \n" and work[text_start : text_start + 3].lstrip()[:1].isupper():
            line_initial = not before or before[-1] == "\n"
            return Marker(at, text_start, number, None, marking[0] if marking else None, ".", line_initial, 0.5)
        at = work.find(needle, at + 1, end)
    return None


def _closed(work: str, start: int, end: int, number: int) -> Marker | None:
    """A misprinted marker at a line's start whose number is the one missing: ``14) (U)``, ``(3) (C)``, ``3: (C)``."""
    match = re.compile(rf"\n {{0,9}}([(-]?{number} ?[).:;-]{{1,2}}) {{0,3}}(?=\()").search(work, start, end)
    marking = match_marking(work, match.end(), end) if match else None
    if match is None or marking is None:
        return None
    if work.find(f"({number - 1})", start, match.start()) >= 0:
        return None  # the next item of a list
    return Marker(match.start(1), marking[1], number, None, marking[0], ")", True, 0.5)


def _inside_line(work: str, start: int, end: int, number: int, *, between: bool) -> Marker | None:
    """The number that is missing within a line; ``between``: a later one is there."""
    printed = f" {number}."
    for at in places_of(work, printed, start, end):
        behind = at + len(printed)
        before = work[max(start, at - _LONGEST_BLANK) : at].rstrip(" ")
        apart = work.startswith(" ", behind, end)
        after = match_marking(work, behind + apart, end)
        if not before or not (apart or after):
            continue
        text_start = after[1] if after else behind + 1
        following = work[text_start : text_start + 3].lstrip()
        if following[:1].isupper() and _may_be_missing(before, sure=between or after is not None):
            return Marker(at + 1, text_start, number, None, after[0] if after else None, ".", False, 0.5)
    return None


def _without_stop(work: str, start: int, end: int, number: int) -> Marker | None:
    """The number that is missing alone before a capital, behind a blank line: its full stop was lost."""
    match = re.compile(rf"(?<=\n) {{0,9}}\n {{0,9}}({number}) {{1,3}}(?=[A-Z])").search(work, start, end)
    if match is None:
        return None
    return Marker(match.start(1), match.end(), number, None, None, "", True, 0.5)


def _may_be_missing(before: str, *, sure: bool) -> bool:
    """Tell whether the number missing may stand behind this text: a sentence's end, or any word if it is ``sure``."""
    if before[-1] in _ENDS_A_PARAGRAPH or before.endswith("XX"):
        return True
    return sure and (before[-1].isalnum() or before[-1] == ",") and _NAMES_A_PART.search(before) is None


def _lettered(work: str, lines: list[Line], end: int) -> list[Marker]:
    """A run A, B, C … of lettered top-level paragraphs (4-5 of 6,712 cables)."""
    found: list[Marker] = []
    for line in lines:
        if len(line.text) < 3 or not "A" <= line.text[0] <= "Z" or line.text[1] not in ".),":
            continue
        match = _LETTER.match(work, line.start, min(line.end + 1, end))
        expected = chr(ord(found[-1].label or "A") + 1) if found else "A"
        if match is None or match["letter"] != expected:
            continue
        marking = match_marking(work, match.end(), end)
        found.append(
            Marker(
                line.start,
                marking[1] if marking else match.end(),
                None,
                match["letter"],
                marking[0] if marking else None,
                match["style"],
                True,
                1.0,
            )
        )
    return found if len(found) > 1 else []
