"""The five prefatory elements: E.O., TAGS, SUBJECT, REF and Classified By.

They stand in this order in 95 % of 6,712 cables; each ends where the next one starts or at a blank line. TAGS follow on
the E.O. line in 2.9 %, REF on the SUBJECT line in 6.4 %, Classified By inside another line in 7.8 %.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from cable_pipeline.telegram.identifiers import canonical_post
from cable_pipeline.telegram.markings import match_marking
from cable_pipeline.telegram.notices import HANDLING_NOTICE
from cable_pipeline.telegram.records import Issue, new_tuple
from cable_pipeline.telegram.running_text import REASON_GIVEN, end_of_authority
from cable_pipeline.telegram.text import one_line, places_of, trimmed

ISSUES: Final = {
    "subject-missing": "The telegram has no SUBJECT (2.8 % of cables).",
    "tags-missing": "The telegram has no TAGS (0.1 % of cables).",
    "taken-from-preview": "The telegram proper lacks this element; it was taken from the preview or wrapper before it.",
}

_EXECUTIVE_ORDER: Final = (
    r"EXECUTIVE ORDER {1,3}(?=1\d{4}\b)|E\.? ?[O0]\.? ?:?\s{0,3}(?=1\d{3,4}\b)|E\.O\.:?(?= *\n| *DECL| *N/A)"
)
_REFERENCES: Final = (
    r"(?:PROGRAM )?REF(?:TELS?|ERENCES?|S|\(S\))? ?[:;]|RE: "
    r"|(?:PROGRAM )?REF(?:TELS?|ERENCES?|S)?(?:\.|(?=[ (]+[A-Z(\d]))"
)
_CLASSIFIED_BY: Final = (
    r"(?:\(U\) {0,3})?(?:(?:THIS )?(?:CABLE|MESSAGE|TELEGRAM) (?:IS |WAS |HAS BEEN )?)?"
    r"(?:CLAS+I?F[A-Z]{2,6}|CLAS+I[A-Z]{2,5}ED)(?: {0,80}|-)BY\b"
    r"|CLASSIFIED (?:CONFIDENTIAL|SECRET)[A-Z/ ]{0,12} BY\b|DERIVED FROM\b|CLASSIFYING OFFICER\b"
)
_AT_LINE_START: Final = re.compile(
    r"\n[ \"']*(?=[ETASURPCDN(])(?:(?:SIPDIS|SENSITIVE|NOFORN)[ ,]+){0,3}(?:\(?A[.)] {0,3}(?=REF))?"
    rf"(?:(?=E)(?P<executive_order>{_EXECUTIVE_ORDER})"
    r"|(?=[TA])(?P<tags>TAGS?\b[ ]{0,3}[:;,.]?|TA[A-Z]?S:|TA[GS]{3}:|TASG:|AGS:|TGAS:|TAGA:)"
    r"|(?=[SU])(?P<subject>S?U(?:BJ|B(?=E)|J(?=E))E?C?T?\b ?[:;,.]|SUBJECT\b(?! TO\b| OF\b)|SUBJ\b[:.]?)"
    rf"|(?=[PR])(?P<references>{_REFERENCES})|(?=[(CTMD])(?P<classified_by>{_CLASSIFIED_BY}))",
    re.IGNORECASE,
)
"""Few lines begin with a keyword: its first letter, looked at before each kind, spares the tries of its spellings."""
_WITHIN_LINE: Final = re.compile(
    r"[ETtASRCD](?:(?P<executive_order>(?<=E)\.? ?[O0]\.? ?:? {0,3}(?=1\d{3,4}\b))"
    r"|(?P<tags>(?<=T)(?:AGS?\b ?:?|ags?\b ?:?|[Aa][A-Za-z]?[Ss]:)|(?<=t)a[a-z]?s:|(?<=A)GS:)"
    r"|(?P<subject>(?<=S)(?:UBJECT|ubject) ?[:;,.])"
    r"|(?P<references>(?<=R)(?:EF|ef)(?:TELS?|tels?|ERENCES?|erences?|S|s|\([Ss]\))?"
    r"(?: ?[:;]|(?= (?:A[.)] ?)?(?:\d\d )?[A-Z]{3}[A-Z ]{0,20} \d\d)))"
    r"|(?P<classified_by>(?<=C)(?:LASSIFIED {0,80}BY|lassified {0,80}[Bb]y)\b|(?<=D)(?:ERIVED FROM|erived [Ff]rom)\b))"
)
_STARTS: Final = ("TAG", "AGS:", "SUBJECT", "REF", "CLASSIFIED", "DERIVED")
"""How keywords within a line begin, but for the E.O. and for TAGS that are misprinted as TAS: or TAXS:."""
_ORDER_BEFORE: Final = re.compile(r"E\.? ?[O0]\.? ?:? {0,3}$")
_LONGEST_ORDER: Final = 9
_GLUED_WORDS: Final = ("E.O.", "REF", "CLASSIFIED", "Classified", "TAGS:")
"""Keywords that were found run into the word before: ``PRIMEREF:``, ``CAIROCLASSIFIED BY:``."""
_GOES_BEFORE: Final = {
    "executive_order": (None, "tags"),
    "tags": (None, "executive_order"),
    "subject": ("executive_order", "tags"),
    "references": (None, "tags", "subject", "classified_by"),
    "classified_by": ("executive_order", "tags", "subject", "references"),
}
"""What may stand before an element that starts within a line."""
_FARTHEST: Final = 3_000
"""A keyword this far behind the last one belongs to the message text; the longest REF block measured has 20 entries."""
_BLANK_LINE: Final = re.compile(r"\n[ ]*\n")
_NOT_BLANK: Final = re.compile(r"\S")


class Element(NamedTuple):
    """One element: the span from its keyword to its last character, and where its value begins."""

    start: int
    value_start: int
    end: int


class Prefatory(NamedTuple):
    """The elements found; ``end`` is behind the last of them."""

    executive_order: Element | None
    tags: Element | None
    subject: Element | None
    references: Element | None
    classified_by: Element | None
    end: int


class _Keyword(NamedTuple):
    """Where a keyword stands; they sort by place, those at a line's start first."""

    start: int
    within_line: bool
    value_start: int
    name: str


def find_elements(work: str, capitals: str, start: int, end: int) -> Prefatory:
    """Find the five elements in ``work[start:end]``, from the classification line to the first paragraph marker.

    ``capitals`` is ``work`` in capitals.

    A keyword counts at a line's start; elsewhere only where the element before it can end there: TAGS behind E.O., REF
    behind SUBJECT, Classified By behind any.
    """
    keywords = _choose(work, _keywords(work, capitals, start, end), start)
    found: dict[str, Element] = {}
    last = start
    for index, keyword in enumerate(keywords):
        bound = keywords[index + 1].start if index + 1 < len(keywords) else end
        stop = max(_end(keyword.name, work, keyword.value_start, bound), keyword.value_start)
        last = max(trimmed(work, keyword.start, stop)[1], keyword.value_start)
        found[keyword.name] = new_tuple(Element, (keyword.start, keyword.value_start, last))
    return Prefatory(
        found.get("executive_order"),
        found.get("tags"),
        found.get("subject"),
        found.get("references"),
        found.get("classified_by"),
        last,
    )


def _keywords(work: str, capitals: str, start: int, end: int) -> list[_Keyword]:
    """All places where a keyword stands, line-initial ones first at equal offsets."""
    found: list[_Keyword] = []
    for match in _AT_LINE_START.finditer(work, max(0, start - 1), end):
        name = match.lastgroup or ""
        found.append(new_tuple(_Keyword, (match.start(name), False, match.end(), name)))
    for at in _places_of_keywords(work, capitals, start, end):
        keyword = _within_line(work, at, start, end)
        if keyword is not None:
            found.append(keyword)
    found.sort()
    return found


def _places_of_keywords(work: str, capitals: str, start: int, end: int) -> set[int]:
    """Where the first letter of a keyword may stand: words are found faster than by trying a pattern everywhere."""
    places = {place for word in _STARTS for place in places_of(capitals, word, start, end)}
    for last in places_of(capitals, "S:", start, end):
        places.update([at for at in range(max(start, last - 3), last - 1) if capitals.startswith("TA", at)])
    for number in places_of(work, "1", start, end):
        if work[number + 1 : number + 4].isdecimal():
            order = _ORDER_BEFORE.search(work, max(start, number - _LONGEST_ORDER), number)
            if order is not None:
                places.add(order.start())
    return places


def _within_line(work: str, at: int, start: int, end: int) -> _Keyword | None:
    """The keyword at ``at``; one run into the word before it counts by its usual spellings alone.

    That word is in capitals where a REF or an E.O. counts.
    """
    before = work[max(0, at - 1) : at]
    usual = work.startswith(_GLUED_WORDS, at) and (work[at] == "C" or not before.islower())
    match = _WITHIN_LINE.match(work, at, end) if usual or not before.isalnum() else None
    if match is None:
        return None
    name = match.lastgroup or ""
    if name == "classified_by" and work[max(start, at - 5) : at].rstrip(" ").endswith("(U)"):
        at = work.rindex("(", start, at)
    return new_tuple(_Keyword, (at, True, match.end(), name))


def _choose(work: str, keywords: list[_Keyword], start: int) -> list[_Keyword]:
    chosen: list[_Keyword] = []
    names: set[str] = set()
    for keyword in keywords:
        previous = chosen[-1] if chosen else None
        if keyword.name in names or (previous is not None and keyword.start < previous.value_start):
            continue
        if keyword.start - (previous.value_start if previous else start) > _FARTHEST:
            break
        if _is_element(work, keyword, previous.name if previous else None):
            chosen.append(keyword)
            names.add(keyword.name)
    return chosen


def _is_element(work: str, keyword: _Keyword, previous: str | None) -> bool:
    printed = work[keyword.start : keyword.value_start].rstrip()
    if not keyword.within_line:
        if keyword.name == "references" and previous == "subject" and printed[-1] not in ":.;":
            before = work[max(0, keyword.start - _LONGEST_WORD) : keyword.start].rstrip(" ")
            return before.removesuffix("\n").rstrip(" ").endswith("\n") or not _is_word(work, keyword)
        bare = keyword.name == "references" and previous is None and printed[-1] not in ":."
        return not bare or _names_cable(work, keyword.value_start)
    if keyword.name == "tags" and previous is None and printed[-1] != ":":
        return False
    if keyword.name == "references" and printed[-1] not in ":;":
        return previous == "subject" and _names_cable(work, keyword.value_start) and not _is_word(work, keyword)
    return previous in _GOES_BEFORE[keyword.name]


_LONGEST_WORD: Final = 24
_LEADS_ON: Final = frozenset("to per of by from in on with and for see the under".split())
"""Words behind which REF is a word of the SUBJECT: ``RESPONSE TO REFTEL STATE 12345``."""
_REF_BELOW: Final = re.compile(r"\n *REF(?:TEL)?S? ?:", re.IGNORECASE)
_CABLE_NAMED: Final = re.compile(
    r" {0,3}(?:\(?A[.)]{1,2} {0,3})?(?:'?\d{2,4} )?(?P<post>[A-Za-z][A-Za-z.'-]*(?: [A-Za-z.'-]+){0,3}) \d{2,6}\b"
)


def _is_word(work: str, keyword: _Keyword) -> bool:
    """Tell whether REF without a colon is a word of the SUBJECT, by what leads on to it or the true one below."""
    before = work[max(0, keyword.start - _LONGEST_WORD) : keyword.start].rstrip()
    led_on = before.endswith("(") or before.rpartition(" ")[2].lower() in _LEADS_ON
    return led_on or _REF_BELOW.search(work, keyword.value_start, keyword.value_start + _FARTHEST) is not None


def _names_cable(work: str, start: int) -> bool:
    match = _CABLE_NAMED.match(work, start)
    return match is not None and canonical_post(match["post"]) is not None


def _end(name: str, work: str, start: int, bound: int) -> int:
    if name == "tags":
        return _tags_end(work, start, bound)
    if name == "subject":
        return _subject_end(work, start, bound)
    if name == "references":
        return _references_end(work, start, bound)
    if name == "classified_by":
        return _classified_by_end(work, start, bound)
    return _until_blank(work, start, bound)


_HEADING_LINE: Final = re.compile(
    r"\n(?: *(?=[(ESIB])(?:\([A-Z/]{1,8}\) ?)?(?:EXECUTIVE )?(?:SUMMARY|INTRODUCTION|BACKGROUND)[A-Z ]{0,30}:? *\n"
    r"|(?<= {18}\n) *(?:(?-i:[A-Z])[^\n]{2,78}\n *-{5,}|-- [^\n]{2,76} --) *\n)",
    re.IGNORECASE,
)


def _until_blank(work: str, start: int, bound: int) -> int:
    """The next blank line, or a heading that a page line before it has joined to the element.

    Where the page line was, eighteen blanks or more stand before the line feed.
    """
    match = _BLANK_LINE.search(work, start, bound)
    stop = match.start() if match else bound
    if "\n" not in work[start:stop]:
        return stop
    heading = _HEADING_LINE.search(work, start, min(stop + 1, len(work)))
    return heading.start() if heading else stop


_WORDS: Final = re.compile(r"[A-Za-z]+")


def _tags_end(work: str, start: int, bound: int) -> int:
    """TAGS wrap in 2 % of cables: the next line belongs to them if it is all capitals, codes, and no dash rule."""
    lines = work[start : _until_blank(work, start, bound)].split("\n")
    at = start + len(lines[0])
    if not lines[0].strip() and len(lines) > 1:
        at += 1 + len(lines[1])
        lines = lines[1:]
    for line in lines[1:]:
        if not _continues_tags(line):
            break
        at += 1 + len(line)
    return at


def _continues_tags(line: str) -> bool:
    words = _WORDS.findall(line)
    if not words or "FOR" in words[:4] or "PASS" in words[:4]:
        return False
    codes = all(len(word) <= 4 or word.isupper() for word in words) and any(2 <= len(word) <= 4 for word in words)
    return codes or (len(words) <= 3 and all(word.isupper() for word in words))


_BEHIND_SUBJECT: Final = re.compile(
    r"\s(?=[\s(=\-TtSsNnIiCcUuEe])(?:"
    r"(?<=\n) *(?=(?i:THIS (?:CABLE|MESSAGE|TELEGRAM|IS AN? (?:JOINT )?ACTION)|S[A-Z]{6,9} BUT UNCLASS|\(?SBU\)? |"
    r"NOT FOR INTERNET|-{4,}|={4,}))"
    r"|(?<= )(?<!  ) *(?=S(?:ensitive [Bb]ut|[A-Z]{6,9} BUT UNCLASS)|ENTIRE TEXT SENSITIVE BUT)"
    r"|(?<!\s\s)\s{0,119}(?=(?:[-=]{4,}\s{1,3})?(?:SUMMARY|Summary|INTRODUCTION|Introduction)\s{1,3}[-=]{4,})"
    r"|(?<=\n) *(?=C O N F I D|S E C R E T |UNCLAS )"
    r"|(?<=[\w?!\"'”’)] )(?=-{8,}))"
)
"""What may follow a SUBJECT without a blank line: handling notices, dash rules, a second copy's first line."""
_NO_REST: Final = re.compile(
    r"(?:SUMMARY|KEY POINTS|ACTION REQUEST|INTRODUCTION|COMMENT|BACKGROUND|SENSITIVE|SIPDIS|NOFORN|DEPT|DEPARTMENT"
    r"|STATE|NSC)\b|.{0,40}\b(?:FOR|PASS)\b [A-Z]+(?:/|$)",
    re.IGNORECASE,
)
"""Headings, captions and attention lines, which a blank line parts from SUBJECT for good reason."""
_CONNECTING: Final = frozenset("of and the to for in on with a an at by from or as its her his their".split())
_ATTRIBUTES: Final = frozenset(("EU", "UN", "U.S."))
"""Names that at the end of a full line mostly belong to the word on the next."""
_FULL_LINE, _LONGEST_REST, _LINES_OF_REST = 42, 260, 2
"""A SUBJECT goes on behind a blank line where its first line was full, and on so many characters and lines."""
_TRACE_OF_PAGE_LINE: Final = " " * 24 + "\n"
_END_OF_REST: Final = re.compile(rf" *(?:{_BLANK_LINE.pattern}|{_TRACE_OF_PAGE_LINE})")
_LONGEST_LINE: Final = 75
_LINES_OF_SUBJECT: Final = 4
"""1 in 3,276, 2 in 3,095, 3 in 142, more in 9 cables; where more follow, no blank line parts SUBJECT and text."""
_NO_SUBJECT_LINE: Final = re.compile(r" {2,}|[(\-*]|.{0,60}:\s*$|[A-Z][a-z]+ [a-z]+ [a-z]+")


def _subject_end(work: str, start: int, bound: int) -> int:
    if not work[start:bound].split("\n", 1)[0].strip():
        following = _NOT_BLANK.search(work, start, bound)
        if following is None or work.count("\n", start, following.start()) > 2:
            return start
        start = following.start()
    stop = _until_blank(work, start, bound)
    page_line = work.find(_TRACE_OF_PAGE_LINE, start, stop)
    if page_line >= 0:
        stop = page_line
    behind = _BEHIND_SUBJECT.search(work, start, stop)
    if behind:
        return behind.start()
    if bound - stop < _LONGEST_REST and _goes_on_behind_blank(
        work[start:stop], work[stop:bound], work[bound : bound + 3]
    ):
        return bound
    if page_line < 0 and _is_unfinished(work[start:stop]) and (rest := _rest_before_marker(work, start, stop, bound)):
        return rest
    return stop if work.count("\n", start, stop) < _LINES_OF_SUBJECT else _subject_without_blank(work, start, stop)


def _goes_on_behind_blank(subject: str, rest: str, following: str) -> bool:
    """Tell whether all that stands between SUBJECT and the next element is the rest of it, blank lines between."""
    lines = [line.strip() for line in rest.split("\n") if line.strip()]
    if not 1 <= len(lines) <= _LINES_OF_REST or following.upper() not in ("REF", "CLA") or "\n" in subject.strip():
        return False
    if any(len(line) > _LONGEST_LINE or line[-1] in ".:" or line[0] in "-=*(" for line in lines):
        return False
    if _is_no_rest(lines[0]):
        return False
    full = subject.isupper() and rest.isupper() and len(" ".join(subject.split())) > _FULL_LINE
    return full or _is_unfinished(subject)


def _rest_before_marker(work: str, start: int, stop: int, bound: int) -> int | None:
    """Return where one block between an unfinished SUBJECT and the first paragraph ends, if it may be its rest."""
    begin = _NOT_BLANK.search(work, stop, bound)
    end = _END_OF_REST.search(work, begin.start(), begin.start() + _LONGEST_REST) if begin else None
    following = _NOT_BLANK.search(work, end.end()) if end else None
    if begin is None or end is None or following is None or not work.startswith(("1.", "1)"), following.start()):
        return None
    subject = " ".join(work[start:stop].split())
    lines = work[begin.start() : end.start()].split("\n")
    if len(subject) < _FULL_LINE or subject.isupper() != "".join(lines).isupper():
        return None
    if len(lines) > _LINES_OF_REST or max(map(len, lines)) > _LONGEST_LINE or _is_no_rest(lines[0]):
        return None
    return end.start()


def _is_no_rest(line: str) -> bool:
    return bool(_NO_REST.match(line) or HANDLING_NOTICE.match(line))


def _is_unfinished(subject: str) -> bool:
    last = (subject.split() or ["."])[-1]
    return last[-1] in ":,-;" or last.lower() in _CONNECTING or last in _ATTRIBUTES


def _subject_without_blank(work: str, start: int, stop: int) -> int:
    lines = work[start:stop].split("\n")
    at = start + len(lines[0])
    for line in lines[1:3]:
        if _NO_SUBJECT_LINE.match(line):
            break
        at += 1 + len(line)
    return at


_LONGEST_ENTRY: Final = 400
_POST_AND_NUMBER: Final = re.compile(
    r"(?:AND |& )?(?:- *)?(?:\(?[A-Za-z](?:[.):,]|\) ?) {0,4}){0,2}(?:REF[:.]? *)?"
    r"(?:\(?'?\d{2,4}\)? ?)?(?P<post>[A-Z][A-Za-z.'/-]*(?: [A-Za-z][A-Za-z.'/-]*){0,3})\s*(?:\(\d{2,4}\) ?)?\d{1,6}\b"
)
_OTHER_REFERENCE: Final = re.compile(r".{0,60}\b(?:NOTAL|E-?MAIL|TELCON|PHONCON)\b")
_LABEL: Final = re.compile(r"\(?(?P<letter>[A-Z])[.)]")
_RUNNING_TEXT: Final = re.compile(
    r"\s(?:(?<=[\d)_]\s)\s*(?:\((?:U|SBU|C|S)(?:/{1,2}(?:NF|NOFORN|REL[ A-Z,/]{0,40}))?\)\s*"
    r"(?=[A-Z][a-z/.]+[\w/.-]* \S+ \S|[A-Z]{3,} [A-Z]{3,} [A-Z]{2,})"
    r"|(?=(?:[A-Z][a-z]+|On [A-Z]\w+ \d{1,2},?) [a-z]+,? [A-Za-z]+ )"
    r"|(?=(?:Per|As per|In response to|Pursuant to|Further to) (?i:reftel|refs?)\b))"
    r"|(?<!\s\s)\s*(?:(?=S(?:ENSITIVE|ensitive)[ -][Bb](?:UT|ut)\b)|(?=-{4,}|={4,})))"
)
"""The message itself on the REF line: a marking or a sentence behind the last number."""
LABEL_BEHIND: Final = re.compile(
    r"\s{0,20}(?:AND |& )?(?:\([B-Z]\)|[B-Z][.):]{1,2})\s(?=[^\n]{0,30}(?:\d|MAIL|TELCON|NOTAL))"
)
"""The label of another entry behind the marking of one: ``STATE 144 (SBU) B. PARIS 3``."""
_DANGLING_LABEL: Final = re.compile(r"(?<![A-Za-z])\(?[A-Z][.)]$")


def _references_end(work: str, start: int, bound: int) -> int:
    """A REF block goes on behind a blank line where the next line is another entry."""
    stop = _until_blank(work, start, bound)
    if not work[start:stop].strip():
        following = _NOT_BLANK.search(work, start, bound)
        if following is None:
            return start
        stop = _until_blank(work, following.start(), bound)
    while stop < bound:
        following = _NOT_BLANK.search(work, stop, bound)
        if following is None:
            break
        block_end = _until_blank(work, following.start(), bound)
        if block_end - following.start() > _LONGEST_ENTRY:
            break
        if not _goes_on(work[max(start, stop - _LONGEST_ENTRY) : stop].rstrip(), work[following.start() : block_end]):
            break
        stop = block_end
    for text in _RUNNING_TEXT.finditer(work, start, stop):
        if LABEL_BEHIND.match(work, text.end(), stop):
            continue
        named = _POST_AND_NUMBER.match(work, text.end(), stop)
        if named is None or canonical_post(named["post"]) is None:
            return text.start()
    return stop


def _goes_on(so_far: str, block: str) -> bool:
    """Tell whether ``block``, behind a blank line, goes on with the references.

    It is another entry by its label, its form, or a label left open, or the rest of one by its small letters.
    """
    if block[0].islower() and so_far[-1] not in ".!?:;" and "\n" not in block.strip():
        return True
    label = _LABEL.match(block)
    if label and label["letter"] > "A":
        before = chr(ord(label["letter"]) - 1)
        # ``(C) SUMMARY`` behind ``B.`` is a portion marking.
        marking = block[0] == "(" and label["letter"] in "CSU"
        if re.search(rf"\({before}\)" if marking else rf"\b{before}[.)]", so_far):
            return True
    if _DANGLING_LABEL.search(so_far) or _OTHER_REFERENCE.match(block):
        return True
    if block[0].isdigit() and canonical_post(so_far.rsplit(None, 1)[-1].strip("()")) is not None:
        return True
    named = _POST_AND_NUMBER.match(block)
    return named is not None and canonical_post(named["post"]) is not None


_CLASSIFIED_AGAIN: Final = re.compile(
    r"\s{1,9}(?:CLASSIFIED BY|(?:FOR )?REASONS?(?:\(S\))?\s{0,3}[:;.,]?\s{0,3}(?:E\.?\s?O\.?\s?\d{5},?\s{1,3})?"
    r"(?:SEC(?:TION|\.)?\s{1,3})?1\s?[.,])|(?:(?<=REASON)|(?<=REASONS))\s{2,9}(?=1\.[45])",
    re.IGNORECASE,
)


def _classified_by_end(work: str, start: int, bound: int) -> int:
    stop = _until_blank(work, start, bound)
    if not work[start:stop].strip(" :.-\n") and (block := _NOT_BLANK.search(work, stop, bound)):
        next_stop = _until_blank(work, block.start(), bound)
        stop = next_stop if REASON_GIVEN.search(work, block.start(), next_stop) else stop
    while stop < bound and (again := _CLASSIFIED_AGAIN.match(work, stop, bound)) is not None:
        stop = _until_blank(work, again.end(), bound)
    return end_of_authority(work, start, stop)


_NUMBERED_AUTHORITY: Final = re.compile(
    r"\s{0,3}\(?\d{1,2}[.)] {0,3}(?:\([A-Z/]{1,8}\))?\s{0,3}(?:(?:CONFIDENTIAL|SECRET)[ -]{1,4}ENTIRE TEXT\.\s{1,3})?"
    r"(?P<keyword>CLASSIFIED BY|CLASSIFYING OFFICER)",
    re.IGNORECASE,
)


def find_numbered_authority(work: str, start: int) -> Element | None:
    """Find a Classified By that is the numbered paragraph at ``start`` (20 of 6,712 cables)."""
    match = _NUMBERED_AUTHORITY.match(work, max(0, start - 1))
    if match is None:
        return None
    begin = match.start("keyword")
    return Element(begin, match.end(), _until_blank(work, begin, len(work)))


def read_subject(work: str, element: Element) -> str | None:
    """Return the whole SUBJECT on one line, without a leading portion marking (2.1 % carry one)."""
    text = one_line(work[element.value_start : element.end]).lstrip(":;,. -")
    while (marking := match_marking(text, 0, len(text))) is not None:
        text = text[marking[1] :].lstrip(": ")
    return text.rstrip(" -(") or None


def doubts(prefatory: Prefatory, start: int) -> list[Issue]:
    """Say which of the elements that every telegram should have are missing."""
    issues = []
    if prefatory.tags is None:
        issues.append(Issue("tags-missing", "warning", "no TAGS line", start, prefatory.end))
    if prefatory.subject is None:
        issues.append(Issue("subject-missing", "warning", "no SUBJECT line", start, prefatory.end))
    return issues
