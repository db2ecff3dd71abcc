"""Headings: a line or lines that title the paragraphs below, with their rows of dashes.

Over a rule in 2,211 of 6,712 cables, boxed between two in 869, bare between blanks before a number in 1,374, between
dashes on one line in 439; rules run into a line of text in 17 %, and are broken by a blank after 45 in 13 %.
"""

from __future__ import annotations

import re
from bisect import bisect, bisect_left
from operator import attrgetter
from typing import Final, NamedTuple

from cable_pipeline.telegram.lines import Line
from cable_pipeline.telegram.markers import Marker
from cable_pipeline.telegram.text import one_line
from cable_pipeline.telegram.titles import (
    DIGIT,
    FIGURE,
    HEADING_WORDS,
    LIST_ITEM,
    LONGEST_HEADING,
    NEARLY,
    QUOTED_TEXT,
    SENTENCE_BREAK,
    behind_sentences,
    ends_a_sentence,
    ends_in_initials,
    is_bare_title,
    is_figures,
    is_row,
    is_sentence,
    is_title,
    may_be_one_title,
    title_alone,
    title_as_long,
    title_at_end,
    title_before,
    title_in,
)

_LETTERED_TITLE: Final = re.compile(r"[A-Z][.)] {1,3}[A-Z]")
_DASHES: Final = re.compile(
    r"(?:-(?<![-=*]-)-{3,}|=(?<![-=*]=)={4,}|\*(?<![-=*]\*)\*{4,})(?:[ \n]{1,3}(?:-+|={2,}|\*{2,})(?![^\s-]))*"
)
_SPACED_RULE: Final = re.compile(r"([-=*])(?<!\S[-=*])\1?(?: \1{1,2}){2,}(?!\S)")
_ROW_BEHIND: Final = re.compile(r"\s*(?:-{3,}|={3,}|\*{3,})[-=*\s]*$")
_ROWS: Final = ("----", "=====", "*****")
_LEADING_ROW: Final = re.compile(r"([-=*]{5,}(?: [-=*]+)*) *(?=[^\s=*-])")
_ROW_AT_END: Final = re.compile(r"(?:[.!?)\]\"'”:]|END (?:SUMMARY|COMMENT|NOTE)) +([-=*]{5,}(?: [-=*]+)*)$")
_SHORT_DASHES: Final = re.compile(r"-- ?([A-Z][^\n]{2,76}?) ?--$")
_TABLE_RULE: Final = re.compile(r"\S+(?: {2,}\S+)+$")
"""Two rows of dashes or more, over the columns of a table; the break after 45 characters is one blank."""
_OPENING_WORDS: Final = frozenset({"END", "BEGIN", "START", "End", "Begin", "Start"})
_ROMAN_TITLE: Final = re.compile(r"(?:Part )?(?:I{1,3}|IV|VI{0,3}|IX|X)[.:] +(?:\([A-Z/]{1,8}\) *)?[A-Z].{2,60}[^.,;]$")
_OPENS_TEXT: Final = re.compile(r"\bBEGINS?\b", re.IGNORECASE)
_BULLET: Final = re.compile(r"(?:--?|[*•o]) ")
_NO_TITLE_WORDS: Final = re.compile(r"[\d:@]|X{4}|   |(?:TABLE|CHART|NOTE|ARTICLE)\b", re.IGNORECASE)
_LONGEST_BARE, _SHORTEST_PROSE, _LONGEST_SPACED = 66, 50, 75
"""Characters of a title over unnumbered text, of a line that is prose, and of one between the lines of spaced text."""
_KEY: Final = re.compile(r"(?:[A-Z]\.\d{1,2}|\d{1,2}[A-Z])\.(?:[a-z]\.?)? +(?=[A-Z])")
"""What a title may be keyed with: ``A.2.`` or ``5B.`` (15 in 2 of 2,001 cables)."""
_YEAR_AT_END: Final = re.compile(r" [-–)] (?:19|20)\d\d$")
_LONGEST_NAME: Final = 40
"""Characters of the name of a country or a report that stands over its first title."""
_TEXT_ENDS: Final = (".", "!", "?", '"', ".)")
_FEWEST_ROMAN: Final = 3
"""Titles with a Roman numeral stand in rows; a single one may be a line of a list."""
_LEADS_TO_TEXT: Final = re.compile(
    r"\b(?:TEXT|FOLLOWS|FOLLOWING|POINTS?|QUOTE)\b"
    r"|\b(?:THAT|ARE|WERE|IS|WAS|SAID|STATED|REPLIED|ASKED|ADDED|THESE|THIS)\W*$",
    re.IGNORECASE,
)
_LONGEST_FIELD: Final = 41
_LONGEST_LIST: Final = 40
_START: Final = attrgetter("start")
_LONGEST_WORDS: Final = 48
_SHORTEST_PAGE_LINE: Final = 24
_LONGEST_HEADING_LINES: Final = 3
_LONGEST_BOXED_HEADING: Final = 220


class HeadingSpan(NamedTuple):
    """A heading: the span of its words and the span with its rows of dashes."""

    start: int
    end: int
    outer_start: int
    outer_end: int


def find_headings(work: str, lines: list[Line], markers: list[Marker], end: int) -> list[HeadingSpan]:
    """Find the headings among ``lines``, in order and without overlap.

    Args:
        work: the working text without page lines.
        lines: the lines of the message text.
        markers: the markers chosen for its paragraphs; a heading never holds one.
        end: where closing matter begins.
    """
    work, lines = _unbroken_rules(work, lines)
    marker_starts = {marker.start for marker in markers}
    found = _Found()
    lines, sorted_lines = _sorted(work, lines, marker_starts)
    for index in sorted_lines.rules:
        found.add(_around_rule(lines, index, marker_starts))
    for index in sorted_lines.between_dashes:
        found.add(_between_dashes(lines[index]) or _between_short_dashes(lines, index))
    for index in sorted_lines.numbered:
        found.add(_bare_before(lines, index, marker_starts))
    for index in sorted_lines.alone:
        found.add(_standing_alone(lines, index, marker_starts))
    for index in sorted_lines.short:
        found.add(_bare_within(lines, index, marker_starts))
    for index in sorted_lines.with_dashes:
        for heading in _inside_line(work, lines[index], markers, end):
            found.add(heading)
    for heading in _run_in(work, lines, sorted_lines.numbered, markers):
        found.add(heading)
    found.add(_cut_off(lines, marker_starts))
    headings = [_without_row(work, heading) for heading in found.in_order if not work.startswith("ZFR", heading.start)]
    return _with_rules_above(work, lines, headings)


def _unbroken_rules(work: str, lines: list[Line]) -> tuple[str, list[Line]]:
    """Close the gaps of rows such as ``- - - -``, which stand beside titles in 5 of 2,001 cables; length unchanged."""
    if "- - -" not in work and not ("=" in work and "= = = =" in work) and not ("*" in work and "* * * *" in work):
        return work, lines
    work = _SPACED_RULE.sub(lambda row: row[1] * len(row[0]), work)
    return work, [line.with_text(work[line.start : line.end]) for line in lines]


def _sorted(work: str, lines: list[Line], marker_starts: set[int]) -> tuple[list[Line], _SortedLines]:
    """Return the lines, rows run into the front of others apart from them, and which of them may hold a heading."""
    found = _sort_lines(work, lines, marker_starts)
    if any(lines[index].text[0] in "-=*" for index in found.with_dashes):
        apart = _without_leading_rows(lines, marker_starts)
        if len(apart) > len(lines):
            return apart, _sort_lines(work, apart, marker_starts)
    return lines, found


def _without_leading_rows(lines: list[Line], marker_starts: set[int]) -> list[Line]:
    """Make a rule with a title or the next marker run onto it a line of its own (8 of 2,001 cables)."""
    found: list[Line] = []
    for line in lines:
        text = line.text
        row = _LEADING_ROW.match(text) if text[0] in "-=*" and not line.is_rule else None
        if row is None or not _is_cut_there(text, row.end(), line, found, marker_starts):
            found.append(line)
        else:
            found.append(Line(line.start, line.start + row.end(1), row[1], line.after_blank, is_rule=True))
            found.append(Line(line.start + row.end(), line.end, text[row.end() :], after_blank=False, is_rule=False))
    return found


def _is_cut_there(text: str, at: int, line: Line, before: list[Line], marker_starts: set[int]) -> bool:
    if line.start + at in marker_starts:
        # A title run into the end of the line above is looked for there, behind its last sentence.
        return not before or before[-1].is_rule or SENTENCE_BREAK.search(before[-1].text) is None
    return text[at - 1] == " " and FIGURE.search(text, at) is None and not any(row in text[at:] for row in _ROWS)


def _without_row(work: str, heading: HeadingSpan) -> HeadingSpan:
    """Take the rest of a rule off the words of a heading."""
    if work[heading.end - 1] not in "-=*":
        return heading
    row = _ROW_BEHIND.search(work, heading.start, heading.end)
    return heading._replace(end=row.start()) if row and row.start() > heading.start else heading


def _with_rules_above(work: str, lines: list[Line], headings: list[HeadingSpan]) -> list[HeadingSpan]:
    """Give each heading the rule on the line above it, or run into the end of that line; no rule has two headings."""
    floor = 0
    for index, heading in enumerate(headings):
        at = bisect_left(lines, heading.outer_start, key=_START)
        if 0 < at < len(lines) and lines[at].start == heading.outer_start:
            above = lines[at - 1]
            start = above.start if above.is_rule else _row_at_end(work, above, heading)
            if start is not None and start >= floor:
                headings[index] = heading._replace(outer_start=start)
        floor = heading.outer_end
    return headings


def _row_at_end(work: str, above: Line, heading: HeadingSpan) -> int | None:
    """Return where a row of as many dashes as the heading has behind it ends the line above (7 of 2,001 cables)."""
    row = _ROW_AT_END.search(above.text) if above.text[-1] in "-=*" else None
    if row is None or _dashes_in(row[1]) != _dashes_in(work[heading.end : heading.outer_end]):
        return None
    return above.start + row.start(1)


def _dashes_in(text: str) -> int:
    return sum(map(text.count, "-=*"))


class _SortedLines(NamedTuple):
    """Indices of the lines at which a heading may stand, by what they show."""

    rules: list[int]
    between_dashes: list[int]
    numbered: list[int]
    alone: list[int]
    short: list[int]
    with_dashes: list[int]


def _sort_lines(work: str, lines: list[Line], marker_starts: set[int]) -> _SortedLines:
    found = _SortedLines([], [], [], [], [], [])
    roman: list[int] = []
    others = ("=" in work and "=====" in work) or ("*" in work and "*****" in work)
    below_rule = False
    for index, line in enumerate(lines):
        text = line.text
        if line.is_rule:
            # Of rules directly below each other the first speaks for all.
            if line.after_blank or not below_rule:
                found.rules.append(index)
            below_rule = True
            continue
        below_rule = False
        if text[0] in "-=*" and text[-1] in "-=*":
            found.between_dashes.append(index)
        if line.start in marker_starts and index:
            found.numbered.append(index)
        elif line.after_blank and len(text) <= _LONGEST_BARE:
            _sort_short_line(found, roman, index, text)
        if "----" in text or (others and ("=====" in text or "*****" in text)):
            found.with_dashes.append(index)
    # A title has text below it; items of a list stand below each other.
    titles = [index for index in roman if index + 1 not in roman]
    if len(titles) >= _FEWEST_ROMAN:
        found.alone.extend(titles)
    return found


def _sort_short_line(found: _SortedLines, roman: list[int], index: int, text: str) -> None:
    if len(text) < _LONGEST_WORDS and HEADING_WORDS.match(text):
        found.alone.append(index)
    elif text[0] in "IVXP" and _ROMAN_TITLE.match(text):
        roman.append(index)
    else:
        found.short.append(index)


class _Found:
    """Headings in order; of two that overlap the one found first stays, and takes over the rules of the other."""

    def __init__(self) -> None:
        self.in_order: list[HeadingSpan] = []

    def add(self, heading: HeadingSpan | None) -> None:
        if heading is None:
            return
        at = bisect(self.in_order, heading.outer_start, key=lambda other: other.outer_start)
        for index in (at - 1, at):
            if 0 <= index < len(self.in_order):
                other = self.in_order[index]
                if heading.outer_start < other.outer_end and other.outer_start < heading.outer_end:
                    if index < at and other.outer_end <= heading.start:
                        # Two lines of titles, each with its row below: the upper row is not shared.
                        heading = heading._replace(outer_start=heading.start)
                        continue
                    if heading.start == other.start:
                        self.in_order[index] = _merged(heading, other)
                    return
        self.in_order.insert(at, heading)


def _merged(one: HeadingSpan, other: HeadingSpan) -> HeadingSpan:
    return HeadingSpan(
        one.start,
        max(one.end, other.end),
        min(one.outer_start, other.outer_start),
        max(one.outer_end, other.outer_end),
    )


def _cut_off(lines: list[Line], marker_starts: set[int]) -> HeadingSpan | None:
    """A title in capitals alone on the last line: the text breaks off behind it."""
    last = lines[-1]
    if len(lines) < 2 or not last.after_blank or not last.text.isupper() or last.start in marker_starts:
        return None
    if " " not in last.text or last.text[-1] in ".,;)" or not is_bare_title(last.text) or len(last.text) > 60:
        return None
    return _span(last.start, last.end)


def _standing_alone(lines: list[Line], index: int, marker_starts: set[int]) -> HeadingSpan | None:
    """SUMMARY, COMMENT and the like, or a numbered title, alone on a line between blanks, whatever follows."""
    line = lines[index]
    if index + 1 == len(lines) or not (lines[index + 1].after_blank or lines[index + 1].start in marker_starts):
        return None
    if index and _ends_in_opening(lines[index - 1].text):
        return None
    return _span(line.start, line.end)


def _title_above(lines: list[Line], index: int, marker_starts: set[int]) -> int:
    """Return the index of the first line of a title that stands over the rule at ``index``, else ``index``."""
    if index == 0:
        return index
    if lines[index].after_blank:
        apart = _is_apart(lines, index - 1) and _may_be_title(lines[index - 1], marker_starts)
        return index - 1 if apart and (is_title(lines[index - 1]) or _is_as_long(lines, index)) else index
    first = index
    while first > 0 and index - first < _LONGEST_HEADING_LINES and _may_be_title(lines[first - 1], marker_starts):
        long_as_rule = first == index and abs(len(lines[first - 1].text) - len(lines[index].text)) <= NEARLY
        if is_sentence(lines[first - 1].text) and not long_as_rule:
            break
        first -= 1
        if _is_apart(lines, first):
            return first
    if first < index and (first == 0 or lines[first - 1].is_rule):
        return first
    above = lines[index - 1]
    titled = is_title(above) or _is_underlined(lines, index)
    return index - 1 if titled and above.start not in marker_starts else index


def _is_underlined(lines: list[Line], index: int) -> bool:
    """A title in small letters whose rule is as long as it is, right behind the end of a paragraph."""
    return (
        index > 1
        and lines[index - 2].text[-1] in ".!?)\"'”"
        and _is_as_long(lines, index)
        and _may_be_title(lines[index - 1], set())
    )


def _is_as_long(lines: list[Line], index: int) -> bool:
    """Tell whether the line over the rule at ``index`` is a title by its length, whatever its letters."""
    text = lines[index - 1].text
    return abs(len(text) - len(lines[index].text)) <= NEARLY and text[0].isupper() and text[-1] not in ".,;:"


def _may_be_title(line: Line, marker_starts: set[int]) -> bool:
    text = line.text
    return not (
        line.is_rule
        or line.start in marker_starts
        or len(text) > 100
        or (LIST_ITEM.match(text) and not (line.after_blank and _LETTERED_TITLE.match(text)))
        or is_row(text)
    )


def _around_rule(lines: list[Line], index: int, marker_starts: set[int]) -> HeadingSpan | None:
    """The title between this rule and the next, over this rule, or under it, in this order."""
    if "  " in lines[index].text and _TABLE_RULE.match(lines[index].text):
        return None
    last = index
    while last + 1 < len(lines) and lines[last + 1].is_rule and not lines[last + 1].after_blank:
        last += 1
    stop = _title_below(lines, last + 1, marker_starts)
    closed = last + 1 < stop < len(lines) and lines[stop].is_rule and _has_words(lines[last + 1])
    if closed and lines[index].after_blank:
        return _boxed(lines, index, last + 1, stop)
    first = _title_above(lines, index, marker_starts)
    if first < index and _has_words(lines[first]):
        start, end = lines[first].start, lines[index - 1].end
        opened = first and lines[first - 1].is_rule and not lines[first].after_blank
        outer_start = lines[first - 1].start if opened else start
        return HeadingSpan(start, end, outer_start, lines[last].end) if end - start <= _LONGEST_BOXED_HEADING else None
    if closed:
        return _boxed(lines, index, last + 1, stop)
    titles = lines[last + 1 : stop]
    alone = stop >= len(lines) or lines[stop].after_blank or lines[stop].start in marker_starts
    if (
        not titles
        or len(titles) > 2
        or not alone
        or titles[0].after_blank
        or not all(is_title(line) for line in titles)
    ):
        return _run_in_above(lines, index) if stop < len(lines) and lines[stop].start in marker_starts else None
    return HeadingSpan(titles[0].start, titles[-1].end, lines[index].start, titles[-1].end)


def _run_in_above(lines: list[Line], index: int) -> HeadingSpan | None:
    """A title behind the last sentence of the line over the rule, before a marker (1 of 2,001 cables)."""
    if index == 0:
        return None
    above, rule = lines[index - 1], lines[index]
    title = title_before(above.text, 0, len(above.text))
    if title is None or title[0] == 0:
        return None
    return HeadingSpan(above.start + title[0], above.start + title[1], above.start + title[0], rule.end)


def _has_words(line: Line) -> bool:
    text = line.text
    return (text[0].isalpha() or any(map(str.isalpha, text))) and not is_row(text)


def _title_below(lines: list[Line], following: int, marker_starts: set[int]) -> int:
    """Return the index behind the short lines that start at ``following`` and belong together."""
    stop = following
    while (
        stop < len(lines)
        and stop - following < _LONGEST_HEADING_LINES
        and not lines[stop].is_rule
        and not lines[stop].text.startswith(("-----", "====="))
        and lines[stop].start not in marker_starts
        and not (stop > following and lines[stop].after_blank)
        and len(lines[stop].text) <= 100
    ):
        stop += 1
    return stop


def _boxed(lines: list[Line], rule: int, first: int, stop: int) -> HeadingSpan:
    last_rule = stop
    while last_rule + 1 < len(lines) and lines[last_rule + 1].is_rule and not lines[last_rule + 1].after_blank:
        last_rule += 1
    return HeadingSpan(lines[first].start, lines[stop - 1].end, lines[rule].start, lines[last_rule].end)


def _between_dashes(line: Line) -> HeadingSpan | None:
    text = line.text
    words = text.strip("-=* ")
    if not words or len(words) > 100 or is_row(words) or not any(c.isalpha() for c in words):
        return None
    lead = len(text) - len(text.lstrip("-=* "))
    tail = len(text) - len(text.rstrip("-=* "))
    if min(lead, tail) < 2 or not text.startswith(("---", "===", "***")) or not text.endswith(("---", "===", "***")):
        return None
    return HeadingSpan(line.start + lead, line.start + lead + len(words), line.start, line.end)


def _between_short_dashes(lines: list[Line], index: int) -> HeadingSpan | None:
    """A title between two dashes and two on a line of its own: ``-- The Parade --``."""
    line = lines[index]
    words = _SHORT_DASHES.match(line.text)
    if words is None or not line.after_blank or not (index + 1 < len(lines) and lines[index + 1].after_blank):
        return None
    if QUOTED_TEXT.match(words[1]):
        return None
    return HeadingSpan(line.start + words.start(1), line.start + words.end(1), line.start, line.end)


def _bare_before(lines: list[Line], at: int, marker_starts: set[int]) -> HeadingSpan | None:
    """A short line (or two) between blanks directly before a marker (1,374 of 6,712 cables)."""
    above = lines[at - 1]
    if _leads_on(lines, at):
        return _span(above.start, above.end)
    if ends_a_sentence(above.text):
        return None
    apart = _is_apart(lines, at - 1)
    if not lines[at].after_blank and not (HEADING_WORDS.match(above.text) or (apart and is_title(above))):
        return None
    first = at
    while first > 0 and at - first < 2:
        line = lines[first - 1]
        if line.start in marker_starts or line.is_rule:
            return None
        first -= 1
        if _is_apart(lines, first):
            break
    title = lines[first:at]
    if not _is_apart(lines, first) or not may_be_one_title(title):
        return None
    if is_figures(above.text) or _answers(lines, first, marker_starts) or _ends_a_list(lines, first):
        return None
    return _span(title[0].start, title[-1].end)


def _leads_on(lines: list[Line], at: int) -> bool:
    """Tell whether the line before is a title between blanks that ends in a colon or semicolon (4 of 2,001 cables)."""
    above = lines[at - 1]
    if above.text[-1] not in ":;" or not lines[at].after_blank or not above.after_blank:
        return False
    if at > 1 and lines[at - 2].text[-1] not in ".!?)\"'”’":
        return False
    words = above.text[:-1].rstrip()
    title = words[:1].isalpha() and is_title(above.with_text(words)) and is_bare_title(words)
    return title and _LEADS_TO_TEXT.search(words) is None


def _ends_a_list(lines: list[Line], index: int) -> bool:
    """Tell whether short lines alone, with a blank line among them, lead from this one up to one with a colon.

    Participants stand in such lists, the sides of a talk between blank lines. A line right behind the colon may be a
    title.
    """
    at = index
    while at > 0 and index - at < _LONGEST_LIST:
        text = lines[at - 1].text
        if text[-1] == ":":
            return at < index
        ended = text[-1] in ".!?\"'”" and not ends_in_initials(text)
        finished = len(text) > _LONGEST_WORDS or lines[at - 1].is_rule or ended
        if finished or LIST_ITEM.match(text) or DIGIT.search(text):
            return False
        at -= 1
    return False


def _answers(lines: list[Line], index: int, marker_starts: set[int]) -> bool:
    """Tell whether this line is what stands under the name of a field, or the other half of END SUMMARY."""
    if index == 0:
        return False
    above = lines[index - 1]
    if above.text[-1] == ":":
        return above.after_blank and above.start not in marker_starts and len(above.text) <= _LONGEST_FIELD
    return _ends_in_opening(above.text)


def _ends_in_opening(text: str) -> bool:
    """Tell whether a line breaks off behind the END of END SUMMARY."""
    return text[-1] in "DNTdnt" and text.rpartition(" ")[2] in _OPENING_WORDS


def _is_behind_page_line(above: Line, line: Line) -> bool:
    """Tell whether a page line stood between two lines, the upper of which ends a sentence."""
    return line.start - above.end > _SHORTEST_PAGE_LINE and above.text[-1] in ".!?)\"'”:"


def _bare_within(lines: list[Line], index: int, marker_starts: set[int]) -> HeadingSpan | None:
    """A title alone between blanks over items, unnumbered prose or another title (38 in 21 of 2,001 cables)."""
    if not 0 < index < len(lines) - 1 or not lines[index + 1].after_blank:
        return None
    line, behind = lines[index], lines[index + 1]
    if behind.start in marker_starts or not _may_stand_before_title(lines[index - 1], line):
        return None
    words = _YEAR_AT_END.sub("", _KEY.sub("", line.text))
    if _is_capitals_with_colon(words):
        words = words[:-1].rstrip()
    if not words[0].isalpha() or words[-1] in '.,;)"' or _NO_TITLE_WORDS.search(words) or not is_bare_title(words):
        return None
    over_title = len(words) <= _LONGEST_NAME and (HEADING_WORDS.match(behind.text) or _ROMAN_TITLE.match(behind.text))
    titled = _BULLET.match(behind.text) or (
        is_title(line.with_text(words)) and (over_title or _is_prose(lines, index + 1))
    )
    return _span(line.start, line.end) if titled else None


def _may_stand_before_title(before: Line, line: Line) -> bool:
    """Tell whether a text ends with the line before; over a title with a key an announcement or a title may stand."""
    if before.text.endswith(_TEXT_ENDS):
        return _OPENS_TEXT.search(before.text) is None
    return _KEY.match(line.text) is not None and (before.text[-1] == ":" or (before.after_blank and is_title(before)))


def _is_capitals_with_colon(words: str) -> bool:
    """Tell whether these are words in capitals, two at least, that end in a colon and announce no quotation."""
    return words[-1] == ":" and words.isupper() and " " in words and _LEADS_TO_TEXT.search(words) is None


def _is_prose(lines: list[Line], index: int) -> bool:
    """Tell whether a line is the first of a paragraph, and not one of a text with blanks between all its lines."""
    text = lines[index].text
    if not text[0].isupper() or len(text) < _SHORTEST_PROSE:
        return False
    if not (index + 1 == len(lines) or lines[index + 1].after_blank):
        return True
    return not lines[index - 2].after_blank and len(text) > _LONGEST_SPACED


def _is_apart(lines: list[Line], index: int) -> bool:
    """Tell whether a blank line or a page line stands before a line."""
    line = lines[index]
    return line.after_blank or (index > 0 and _is_behind_page_line(lines[index - 1], line))


def _inside_line(work: str, line: Line, markers: list[Marker], end: int) -> list[HeadingSpan]:
    """Titles run into the end of the paragraph before and followed by dashes (17 % of cables have such rules)."""
    found: list[HeadingSpan] = []
    first = bisect_left(markers, line.start, key=_START)
    bounds = [marker.text_start for marker in markers[first : bisect_left(markers, line.end, lo=first, key=_START)]]
    first_dash = min(at for dashes in _ROWS if (at := line.text.find(dashes)) >= 0)
    runs = [match.span() for match in _DASHES.finditer(work, line.start + first_dash, min(line.end, end))]
    index = 0
    while index < len(runs):
        start, stop = runs[index]
        inner = _title_between(work, runs, index)
        if inner is not None:
            found.append(HeadingSpan(*inner, start, runs[index + 1][1]))
            index += 2
            continue
        floor = max([runs[index - 1][1] if index else line.start, *(b for b in bounds if b <= start)])
        alone = line.after_blank and floor == line.start and (bool(bounds) or stop >= line.end)
        title = title_alone(work, floor, start) if alone else None
        if title is None:
            begin, piece = behind_sentences(work, floor, start)
            title = title_in(begin, piece) or title_as_long(work, floor, begin, start, stop)
        if title is not None:
            found.append(HeadingSpan(*title, title[0], stop))
        index += 1
    return found


def _title_between(work: str, runs: list[tuple[int, int]], index: int) -> tuple[int, int] | None:
    """A title boxed between two rows of dashes on one line; where they are as long, in letters of any size."""
    if index + 1 >= len(runs):
        return None
    (upper, start), (end, lower) = runs[index], runs[index + 1]
    title = title_before(work, start, end)
    if title is None and abs((start - upper) - (lower - end)) <= NEARLY:
        title = title_alone(work, end - len(work[start:end].lstrip()), end)
    if title is None or work[start : title[0]].strip(" -=*\n"):
        return None
    return title


def _run_in(work: str, lines: list[Line], numbered: list[int], markers: list[Marker]) -> list[HeadingSpan]:
    """Titles without dashes at the end of a line, before a marker on the next line or on the same."""
    found = [_run_into(lines[index - 1]) for index in numbered]
    found += [_run_in_before(work, marker) for marker in markers if not marker.line_initial]
    return [heading for heading in found if heading is not None]


def _run_into(line: Line) -> HeadingSpan | None:
    """A title at the end of a paragraph that is one long line, without dashes (100 in 35 of 2,001 cables)."""
    begin = title_at_end(line.text)
    return None if begin is None else _span(line.start + begin, line.end)


def _run_in_before(work: str, marker: Marker) -> HeadingSpan | None:
    """The same, where the next marker stands on the line too."""
    start = max(work.rfind("\n", 0, marker.start) + 1, marker.start - 2 * LONGEST_HEADING)
    piece = work[start : marker.start].rstrip()
    begin = title_at_end(piece) if piece else None
    if begin is None and piece.isupper() and " " in piece and work[max(0, start - 4) : start].count("\n") > 1:
        begin = 0 if piece[-1] not in ".,;:" and is_bare_title(piece) else None
    return None if begin is None else _span(start + begin, start + len(piece))


def _span(start: int, end: int) -> HeadingSpan:
    return HeadingSpan(start, end, start, end)


def heading_text(work: str, heading: HeadingSpan) -> str:
    """Return the heading's words on one line, a portion marking among them as printed."""
    return one_line(work[heading.start : heading.end])
