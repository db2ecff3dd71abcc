"""Where the telegram lies in its record: header, wrappers, previews, page lines, trailers.

Nothing separates the transmission header from the body (all of 6,712 measured cables), 12 % of the bodies hold
material of those who published them again, 5 % start with a cut preview of themselves.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from string import ascii_uppercase
from typing import Final, NamedTuple

from cable_pipeline.reference import routing_indicators
from cable_pipeline.telegram.text import places_of

_SPACED: Final = (
    r"(?<=C) ?O ?N ?F ?I ?D ?E ?N ?T ?I ?A ?L|(?<=S) ?E ?C ?R ?E ?T"
    r"|(?<=L) ?I ?M ?I ?T ?E ?D ? O ?F ?F ?I ?C ?I ?A ?L ? U ?S ?E"
)
_CLASS: Final = rf"[UNCSL](?:(?<=U)U?NCLAS(?:SIFIED)?|(?<=N)CLAS(?:SIFIED)?|{_SPACED})"
"""Starts with one of a few letters, so that the search passes quickly over everything else."""
_HANDLING: Final = (
    r"(?:[ \t]*//(?:REL TO (?:[A-Z]{3,4}, ?){1,6}[A-Z]{3,4}|[A-Z /]{2,40}?)(?![A-Z])(?://)?"
    r"|[ \t]*/ ?NOFORN\b|[ \t]*(?:E[ .]?F[ .]?T[ .]?O|NOFORN|NODIS|EXDIS|LIMDIS|STADIS|"
    r"SENSITIVE|SIPDIS|ROGER CHANNEL|FOR OFFICIAL USE ONLY)\b){0,4}"
)
_SECTION: Final = (
    r"(?:\s*(?:S ?E ?C ?T ?I ?O ?N|SECTION)[ \t]*(?P<number>\d{1,2})[ \t]*[OGQ]F[ \t]*(?P<count>\d{1,2}))?"
)

_LINE: Final = (
    rf"(?P<class>{_CLASS})(?P<handling>{_HANDLING}){_SECTION}{_HANDLING}[ \t]*\n?[ \t]*"
    r"(?P<post>[A-Z][A-Z .'/-]{1,28}?)[ \t]{0,3}"
    r"(?P<serial>[0-9][0-9OQ]{4,7}|(?(count)[0-9]{3,4}|(?!)))(?![0-9]|Z [A-Za-z]{3} \d)"
)
_CLASSIFICATION_LINE: Final = re.compile(_LINE)
"""``CLASSIFICATION[ E F T O][ SECTION nn OF nn] POST nnnnnn``; lower case in 23 of 6,712, so it is looked for last.

Behind a section a serial of the 1970s has fewer digits: ``SECTION 01 OF 02 OSLO 1207``."""

_USUAL_WORDS: Final = ("NCLAS", "O N F I D", "E C R E T", "ONFIDENTIAL", "ECRET", "I M I T", "IMITED")
"""In one of these every classification in capitals can be found, faster than by its pattern."""

_PARTIAL_START: Final = "This record is a partial extract of the original cable."
_PARTIAL: Final = re.compile(re.escape(_PARTIAL_START) + r"(?:[^\n.]*\.)?")
_WRAPPER: Final = re.compile(
    r"(?=[\d<CFMSTWi])(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? \d{1,2} \w{3,9} \d{4}, \d{1,2}:\d\d"
    r"|id: ?\d{1,7}[ \t]*\n(?:date|refid):"
    r"|(?<!\d)\d{1,10}[ \t]*\n\d{4}-\d\d-\d\d"
    r"|\d{4}-\d\d-\d\d \d\d:\d\d:\d\d[ \t]"
    r"|(?<!\d)\d{1,10},\d{1,2}/\d{1,2}/\d{4} \d{1,2}:\d\d,"
    r"|Cable dated: ?\d{4}"
    r"|<<\d{1,7}>>)"
)
"""What news sites and archives put between header and body when they published a telegram again (§5 of the counts)."""

_LEVEL_ABOVE: Final = re.compile(r"(?:UNCLASSIFIED|CONFIDENTIAL|SECRET)(?://[A-Z /]{2,40}?)?[ ]{0,3}\n\s{0,6}\Z")
"""The classification on a line of its own over the classification line, run into the header (2 of 6,712 cables)."""

_SERIAL_AND_RECORD: Final = re.compile(r"(?<!\d)(\d{4})\d{3,6}(?:[ \t]*\n\d{4}-\d\d-\d\d|,\d{1,2}/)")
"""``676697717``: the addressee's serial has exactly four digits, the rest is the wrapper's record number."""

_HEADER_LINE: Final = re.compile(
    r"VZCZ|[ZOPRN]{2} R[A-Z]{3}|DE R[A-Z]{3}|ZN[RY] |(?:[ZOPRY] ){0,2}\d{6}Z [A-Za-z]{3} \d\d|FM\s|TO\s|INFO\s|XMT\s"
    r"|R[A-Z]{3,7}/|R[A-Z]{3,7}(?: R[A-Z]{3,7})*[ \t]*$|AM[A-Z]{5,} [A-Z]|US[A-Z]+ [A-Z]|ACTION [A-Z]"
    r"|[A-Z]{1,4}-\d\d|null$|From: [A-Z]"
)
_BODY_START: Final = re.compile(r"S(?:IPDIS|ipdis)|E\.?[O0]\.?:? *1\d{4}|TAGS?[: ]|SUBJECT:|\n *1[.)] ?\(?[A-Z]")
_NO_NAME_BEFORE: Final = re.compile(r"(?: \d{4}| PRIORITY| IMMEDIATE| ROUTINE| FLASH)\Z")
_SERIAL_OF_ID: Final = re.compile(r"\d\d[A-Z]{2,30}(\d{1,4})[ \t]*\n")
_PREVIEW_END: Final = re.compile(r"\.\.\.[ \t]*\n")
_RECORD_ROW: Final = re.compile(r"0(?:(?<=\n0)|(?<=[A-Za-z] 0)) \d{1,2}/\d{1,2}/20\d\d \d{2,6} [A-Z]{2,5}\b")
"""``0 03/04/2009 2101 ECON,EPET``: the row before another text, in 8 of 2,001 cables."""
_ROW_BEFORE_YEAR, _ROW_BEHIND_YEAR = 10, 24
_LOOK_AHEAD: Final = 12_000
_PREVIEW_FROM, _PREVIEW_TO = 190, 300
"""Previews are cut after 236-250 characters of the body."""
_COPY_WITHIN: Final = 2_500
"""A second copy of the opening that is no preview starts within this many characters."""


class ClassificationLine(NamedTuple):
    """The line on which a telegram proper begins; ``post`` and ``serial`` are its MRN."""

    start: int
    end: int
    section_number: int | None
    section_count: int | None
    post: str
    serial: str
    between: str


class Layout(NamedTuple):
    """Offsets of the parts; ``header_end`` ≤ ``telegram_start`` ≤ ``text_start`` ≤ ``telegram_end``.

    ``text_start`` is behind the classification line, ``telegram_end`` before a second copy or another record.
    ``preview_seam`` is the span that joins a cut preview to the rest of its telegram where no second copy follows.
    """

    header_end: int
    partial_extract: tuple[int, int] | None
    telegram_start: int
    text_start: int
    telegram_end: int
    classification_line: ClassificationLine | None
    preview_seam: tuple[int, int] | None


def find_layout(work: str, capitals: str, start: int) -> Layout:
    """Find the parts of the record behind its envelope, which ends at offset ``start`` of the working text.

    ``capitals`` is ``work`` in capitals.

    Where no classification line can be read, the telegram starts at its first prefatory line, and failing that
    where the header lines end.
    """
    first = _classification_line(work, capitals, start) or _old_classification_line(work, start)
    at = work.find(_PARTIAL_START, start, first.end + _COPY_WITHIN if first is not None else start + _LOOK_AHEAD)
    partial = _PARTIAL.match(work, at) if at >= 0 else None
    if first is not None and partial is None:
        first = _behind_mail_prologue(work, capitals, start, first)
    header_end = _header_end(work, start, first, partial)
    line, seam, telegram_end = first, None, len(work)
    if first is not None:
        preview = _PREVIEW_END.search(work, header_end + _PREVIEW_FROM, header_end + _PREVIEW_TO)
        if preview is not None and first.end <= preview.start():
            line = _classification_line(work, capitals, preview.end())
            if line is None:
                line, seam = first, _preview_seam(work, first.end, preview)
            elif len(work) - line.start < preview.end() - first.start:
                line, telegram_end = first, line.start
        else:
            line = _copy_of(work, first) or first
    telegram_start = line.start if line is not None else header_end
    telegram_end = min(telegram_end, _record_behind(work, line.end if line is not None else header_end))
    return Layout(
        header_end,
        partial.span() if partial is not None and partial.end() <= telegram_start else None,
        telegram_start,
        line.end if line is not None else header_end,
        telegram_end,
        line,
        seam,
    )


def _record_behind(work: str, start: int) -> int:
    """Return where a database record of another telegram, or of this one again, begins; else the end of ``work``."""
    # A slash alone is found faster than with the year behind it.
    for at in places_of(work, "/", start, len(work)):
        if not work.startswith("20", at + 1):
            continue
        row = _RECORD_ROW.search(work, max(start, at - _ROW_BEFORE_YEAR), at + _ROW_BEHIND_YEAR)
        if row is not None:
            return row.start()
    return len(work)


def _classification_line(work: str, capitals: str, start: int, within: int = _LOOK_AHEAD) -> ClassificationLine | None:
    end = start + within
    match = _match_at_words(work, start, end, _USUAL_WORDS) or _CLASSIFICATION_LINE.search(capitals, start, end)
    return _classification(work, start, match) if match is not None else None


def _match_at_words(work: str, start: int, end: int, words: Sequence[str]) -> re.Match[str] | None:
    """Try the pattern where one of ``words`` stands, which is up to two characters behind its first one."""
    usual = _first_of(work, start, end, words)
    while usual >= 0:
        for begin in range(max(start, usual - 2), usual + 1):
            match = _CLASSIFICATION_LINE.match(work, begin, end)
            if match is not None:
                return match
        usual = _first_of(work, usual + 1, end, words)
    return None


def _first_of(work: str, start: int, end: int, words: Sequence[str]) -> int:
    """The place of the first of ``words``, -1 if there is none; each is looked for before the one found."""
    first = -1
    for word in words:
        at = work.find(word, start, end)
        if at >= 0:
            first, end = at, at + len(word)
    return first


def _classification(work: str, start: int, match: re.Match[str]) -> ClassificationLine:
    number, count, post, serial, handling = match.group("number", "count", "post", "serial", "handling")
    return ClassificationLine(
        _without_name_letter(work, match.start(), start),
        match.end(),
        int(number) if number else None,
        int(count) if count else None,
        " ".join(post.split()),
        serial,
        handling,
    )


def _old_classification_line(work: str, start: int) -> ClassificationLine | None:
    """The line of a telegram of the 1960s and 70s, whose MRN has fewer than five digits: those of the cable's id."""
    serial = _SERIAL_OF_ID.match(work)
    if serial is None:
        return None
    pattern = re.compile(
        rf"(?:{_CLASS})(?P<handling>{_HANDLING})[ \t]*\n?[ \t]*"
        rf"(?P<post>[A-Z][A-Z .'-]{{1,28}}?)[ \t]{{1,3}}{serial[1]}(?!\d)"
    )
    match = pattern.search(work, start, start + _LOOK_AHEAD)
    if match is None:
        return None
    return ClassificationLine(
        match.start(), match.end(), None, None, " ".join(match["post"].split()), serial[1], match["handling"]
    )


def _behind_mail_prologue(work: str, capitals: str, start: int, first: ClassificationLine) -> ClassificationLine:
    """Prefer the line behind the header where a mail prologue quotes a classification before it (23 of 6,712)."""
    if "FM " in work[start : first.start] or "\nFM " not in work[first.end : first.end + _COPY_WITHIN]:
        return first
    second = _classification_line(work, capitals, first.end, _COPY_WITHIN)
    if second is None or "\nFM " not in work[first.end : second.start]:
        return first
    return second


def _without_name_letter(work: str, begin: int, start: int) -> int:
    """Give the first U of ``UUNCLAS`` back to an addressee whose name ends in U (BISSAU, KATHMANDU).

    A letter doubled behind a serial number or a precedence, as in ``0761CC O N F I D E N T I A L``, is of the line.
    """
    if begin > start and work[begin - 1] == work[begin] and _NO_NAME_BEFORE.search(work, begin - 12, begin - 1):
        return begin - 1
    if work.startswith("U", begin):
        before = work[max(start, begin - 30) : begin]
        word = before[len(before.rstrip(ascii_uppercase)) :]
        # In ``OUAGADOUGOUNCLAS`` it is the line that lost a letter: there is no OUAGADOUGO.
        known = _last_words_of_addressees()
        if word and word + "U" in known and (work.startswith("UU", begin) or word not in known):
            return begin + 1
    return begin


@cache
def _last_words_of_addressees() -> frozenset[str]:
    return frozenset(pair.name.split()[-1] for pair in routing_indicators())


def _header_end(work: str, start: int, line: ClassificationLine | None, partial: re.Match[str] | None) -> int:
    if line is None:
        return _end_of_header_lines(work, start, partial)
    if line.start == start:
        return start
    if work[line.start - 1].isspace():
        level = _LEVEL_ABOVE.search(work, max(start, line.start - 70), line.start)
        if level is not None and not work[level.start() - 1].isspace():
            return level.start()
    glued = work[line.start - 1] not in '\n"\t ' and "Cable dated" not in work[line.start - 40 : line.start]
    if glued:
        return line.start
    wrapper = _WRAPPER.search(work, start, line.start)
    if wrapper is None:
        begin = line.start
    elif (record := _SERIAL_AND_RECORD.search(work, max(start, wrapper.start() - 12), line.start)) is not None:
        begin = record.end(1)
    else:
        begin = wrapper.start()
    return begin


def _end_of_header_lines(work: str, start: int, partial: re.Match[str] | None) -> int:
    """Follow the lines that look like a header's; used where the classification line is lost (22 of 6,712)."""
    at = start
    if partial is not None and not work[start : partial.start()].strip():
        at = partial.end()
    wrapper = _WRAPPER.search(work, at, at + _LOOK_AHEAD)
    body = _BODY_START.search(work, at, at + _LOOK_AHEAD)
    bound = min((match.start() for match in (wrapper, body) if match is not None), default=len(work))
    seen_header = False
    while at < bound:
        end = work.find("\n", at)
        end = len(work) if end < 0 else end
        content = work[at:end].strip()
        if content and not _HEADER_LINE.match(content):
            break
        seen_header = seen_header or bool(content)
        at = end + 1
    if not seen_header:
        return partial.end() if partial is not None and partial.end() <= bound else start
    return min(at, bound)


def _copy_of(work: str, first: ClassificationLine) -> ClassificationLine | None:
    """A second classification line with the same MRN soon after the first: the copy is the telegram (38 of 6,712)."""
    match = _match_at_words(work, first.end, first.end + _COPY_WITHIN, _USUAL_WORDS[:3])
    if match is None:
        return None
    second = _classification(work, first.end, match)
    if second.serial.lstrip("0") != first.serial.lstrip("0"):
        return None
    return second if _WRAPPER.search(work, first.end, second.start) else None


def _preview_seam(work: str, start: int, preview: re.Match[str]) -> tuple[int, int]:
    """What to skip of a preview without second copy: its dots, or its cut last line where that is repeated."""
    line_start = work.rfind("\n", start, preview.start()) + 1
    cut = work[line_start : preview.start()].rstrip()
    following = work[preview.end() : preview.end() + 400].lstrip()
    if line_start > start and len(cut) > 3 and cut[:20] in following.split("\n\n", 1)[0]:
        return line_start, preview.end()
    return preview.start(), preview.start() + 3


_MARKED: Final = r"\((?:U|SBU|C|S|TS|LOU)(?:/{1,2}(?:NF|NOFORN|FOUO|REL[ A-Z,/]{0,40}))?\)"
_FIRST_MARKER: Final = re.compile(
    r"\n *(?=[(\d])(?:(?:\([A-Za-z/]{1,8}\) *)?(?P<first>1)(?:[.)] ?(?=[ \n(A-Za-z\"'“&])|,? *(?=\((?:U|SBU|C|S)[)/]))"
    rf"|\d{{1,2}}[.)] {{0,3}}{_MARKED})",
    re.IGNORECASE,
)
_FIRST_INSIDE_LINE: Final = re.compile(rf"1\. {{0,3}}{_MARKED}", re.IGNORECASE)
_FIRST_UNMARKED: Final = re.compile(r"(?<=[\d)Ss] )1\. {1,2}(?=(?:[A-Z][a-z]+|[A-Z]{3,})\b)")
_FIRST_BEHIND_PAGE_LINE: Final = re.compile(r"1(?<= {20}1)\. {0,2}(?=(?:[A-Z][a-z]+|[A-Z]{3,})\b)")
"""Twenty blanks and more stand where a page line was."""
_SECOND_MARKER: Final = re.compile(r"\n *(?:\([A-Za-z/]{1,8}\) *)?2[.)] ?[A-Z(]")
_ELEMENT_BEFORE: Final = re.compile(r"\b(?:SUBJ|REF|CLASSIFIED BY)", re.IGNORECASE)
_END_OF_REFERENCES: Final = re.compile(r"(?:[A-Z]{2,} \d{1,6}|\bprevious|\)) $", re.IGNORECASE)
_NUMBERS_A_PART: Final = re.compile(r"\b(?:PARA(?:GRAPH)?|PART|SECTION|ITEM|REF) $", re.IGNORECASE)
_LONGEST_PREFACE: Final = 9_000


def find_first_marker(flow: str, start: int) -> int:
    """Return the offset of the first paragraph number that can end the prefatory lines, else the end of the text.

    Args:
        flow: the working text without page lines.
        start: where the prefatory lines begin.
    """
    match = _FIRST_MARKER.search(flow, start, start + _LONGEST_PREFACE)
    end = match.start() + 1 if match else len(flow)
    is_first = match is not None and match["first"] is not None
    bound = min(end, start + _LONGEST_PREFACE)
    for inside in _FIRST_INSIDE_LINE.finditer(flow, start, bound):
        before = flow[inside.start() - 2 : inside.start()]
        if before == "  " or (before[1] == " " and not before[0].isalnum() and before[0] not in "(,-"):
            return inside.start()
        if not is_first and before[1] == " " and _may_stand_behind_element(flow, inside.start()):
            return inside.start()
    return end if is_first else _unmarked_behind_references(flow, start, bound) or end


def _may_stand_behind_element(flow: str, start: int) -> bool:
    """Tell whether the line that a paragraph's number stands in begins with an element (8 of 2,001 cables)."""
    line = _line_before(flow, start)
    return _ELEMENT_BEFORE.search(line) is not None and _NUMBERS_A_PART.search(line) is None


def _line_before(flow: str, start: int) -> str:
    return flow[flow.rfind("\n", 0, start) + 1 : start]


def _unmarked_behind_references(flow: str, start: int, end: int) -> int | None:
    """The place of ``1. Summary`` right behind the last reference, behind a page line or before a line with 2."""
    for inside in _FIRST_BEHIND_PAGE_LINE.finditer(flow, start, end):
        if "REF" in _line_before(flow, inside.start()).upper():
            return inside.start()
    second = _SECOND_MARKER.search(flow, start)
    if second is None:
        return None
    for inside in _FIRST_UNMARKED.finditer(flow, start, min(end, second.start())):
        line = _line_before(flow, inside.start())
        if _END_OF_REFERENCES.search(line) and "REF" in line.upper():
            return inside.start()
    return None
