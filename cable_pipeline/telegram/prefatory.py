"""The prefatory lines between classification line and first paragraph: captions, attention lines and five elements.

E.O., TAGS, SUBJECT, REF and Classified By stand in this order in 95 % of 6,712 cables; each ends where the next
one starts or at a blank line. TAGS follow on the E.O. line in 2.9 %, REF on the SUBJECT line in 6.4 %, Classified By
inside another line in 7.8 %.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from cable_pipeline.telegram.identifiers import canonical_post
from cable_pipeline.telegram.records import Issue
from cable_pipeline.telegram.text import one_line, trimmed

CAPTIONS = (
    "SIPDIS",
    "SENSITIVE",
    "NOFORN",
    "NODIS",
    "EXDIS",
    "LIMDIS",
    "STADIS",
    "ROGER CHANNEL",
    "NOCONTRACTOR",
    "TERREP",
    "VISAS VIPER",
    "CODEL",
    "AIDAC",
    "E F T O",
)
"""The closed list of captions: distribution and handling words of 5 FAH-2 H-440 as they occur in telegrams."""

ISSUES = {
    "subject-missing": "The telegram has no SUBJECT (2.8 % of cables).",
    "tags-missing": "The telegram has no TAGS (0.1 % of cables).",
    "taken-from-preview": "The telegram proper lacks this element; it was taken from the preview or wrapper before it.",
}

_KEYWORD = re.compile(
    r"(?P<executive_order>\bE\.? ?[O0]\.? ?:?\s{0,3}(?=1\d{3,4}\b)|\bE\.O\.:?(?= *\n| *DECL| *N/A)|(?<=[A-Z])E\.O\.(?= 1\d{4}))"
    r"|(?P<tags>\bTAGS?\b[ ]{0,3}[:;,.]?|\bTA[A-Z]?S:|(?<![A-Z/-])(?:AGS|TGAS|TAGA):)"
    r"|(?P<subject>\bS?UBJE?C?T?\b ?[:;,.]|\bSUBJECT\b(?! TO\b| OF\b)|\bSUBJ\b[:.]?)"
    r"|(?P<references>\b(?:PROGRAM )?REF(?:TELS?|ERENCES?|S|\(S\))? ?[:;]|\bRE: |(?-i:(?<=[A-Z0-9.?!)\"'’])REFS?:)(?=[ \d(]*[A-Z])"
    r"|\b(?:PROGRAM )?REF(?:TELS?|ERENCES?|S)?(?:\.|(?=[ (]+[A-Z(\d]))"
    r")"
    r"|(?P<classified_by>(?:\(U\) ?)?\bCLASSIFIED ?BY\b|(?-i:(?<=[A-Za-z0-9.?!)])C(?:LASSIFIED BY|lassified By):)|\bDERIVED FROM\b"
    r"|\bCLASSIFYING OFFICER\b)",
    re.IGNORECASE,
)
_ORDER = ("executive_order", "tags", "subject", "references", "classified_by")
_BLANK_LINE = re.compile(r"\n[ ]*\n")
_WORDS = re.compile(r"[A-Za-z]+")


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


def find_elements(work: str, start: int, end: int) -> Prefatory:
    """Find the five elements in ``work[start:end]``, from the classification line to the first paragraph marker.

    A keyword counts at a line's start; elsewhere only where the element before it can end: TAGS behind E.O., REF and
    Classified By behind a SUBJECT or REF.
    """
    marks: list[tuple[str, int, int]] = []
    seen: set[str] = set()
    for match in _KEYWORD.finditer(work, start, end):
        name = match.lastgroup or ""
        if name in seen or not _may_start(work, start, match, marks):
            continue
        seen.add(name)
        marks.append((name, match.start(), match.end()))
    found: dict[str, Element] = {}
    last = start
    for index, (name, begin, value) in enumerate(marks):
        bound = marks[index + 1][1] if index + 1 < len(marks) else end
        stop = _ENDS[name](work, value, bound)
        span = trimmed(work, begin, max(stop, value))
        found[name] = Element(begin, value, max(span[1], value))
        last = found[name].end
    return Prefatory(*(found.get(name) for name in _ORDER), last)


def _may_start(work: str, start: int, match: re.Match[str], marks: list[tuple[str, int, int]]) -> bool:
    name = match.lastgroup
    line_start = work.rfind("\n", start, match.start()) + 1
    before = work[max(line_start, start) : match.start()].strip(' "\'')
    previous = marks[-1][0] if marks else None
    printed = match.group()
    if not before or _ONLY_CAPTIONS.fullmatch(before):
        return name != "references" or previous is not None or printed.rstrip()[-1] in ":." or _names_a_cable(work, match.end())
    if name == "executive_order":
        return previous is None
    if name == "tags":
        return previous == "executive_order" or (previous is None and printed.rstrip()[-1] == ":")
    if name == "subject":
        return previous in ("tags", "executive_order") and printed.rstrip()[-1] in ":;,."
    if name == "references":
        if re.fullmatch(r"\(?A[.)]", before):
            return True
        colon = printed.rstrip()[-1] in ":;"
        return previous in (None, "subject", "tags") and colon and not printed.islower()
    return previous is not None and printed[0] in "CD(" and not printed.islower()


_ONLY_CAPTIONS = re.compile(r"(?:(?:SIPDIS|SENSITIVE|NOFORN)[ ,]*)+")
_CABLE_NAMED = re.compile(r" {0,3}(?:\d\d )?[A-Z][A-Z ]{2,20} \d{2,6}\b")


def _names_a_cable(work: str, at: int) -> bool:
    return _CABLE_NAMED.match(work, at) is not None


def _until_blank(work: str, start: int, bound: int) -> int:
    match = _BLANK_LINE.search(work, start, bound)
    return match.start() if match else bound


def _executive_order_end(work: str, start: int, bound: int) -> int:
    return _until_blank(work, start, bound)


_TAG_LINE = re.compile(r"[ ]*[A-Z0-9][A-Z0-9,;:./()' &-]*$")


def _tags_end(work: str, start: int, bound: int) -> int:
    """TAGS wrap in 2 % of cables: the next line belongs to them if it is all capitals, codes, and no dash rule."""
    stop = _until_blank(work, start, bound)
    lines = work[start:stop].split("\n")
    at = start + len(lines[0])
    if not lines[0].strip() and len(lines) > 1:
        at += 1 + len(lines[1])
        lines = lines[1:]
    for line in lines[1:]:
        if not _continues_tags(line):
            break
        at += 1 + len(line)
    return min(at, stop)


def _continues_tags(line: str) -> bool:
    words = _WORDS.findall(line)
    if not words:
        return False
    return all(len(word) <= 4 or word.isupper() for word in words) and any(2 <= len(w) <= 4 for w in words) or (
        len(words) <= 3 and all(word.isupper() for word in words)
    )


def _subject_end(work: str, start: int, bound: int) -> int:
    if not work[start:bound].split("\n", 1)[0].strip():
        following = re.compile(r"\S").search(work, start, bound)
        if following is None or work.count("\n", start, following.start()) > 2:
            return start
        start = following.start()
    stop = _until_blank(work, start, bound)
    behind = _BEHIND_SUBJECT.search(work, start, stop)
    if behind:
        return behind.start()
    return stop if work.count("\n", start, stop) < _LINES_OF_SUBJECT else _subject_without_blank(work, start, stop)


_LINES_OF_SUBJECT = 4
"""1 in 3,276, 2 in 3,095, 3 in 142, more in 9 cables; where more follow, no blank line parts SUBJECT and text."""
_NO_SUBJECT_LINE = re.compile(r" {2,}|[(\-*]|.{0,60}:\s*$|[A-Z][a-z]+ [a-z]+ [a-z]+")


def _subject_without_blank(work: str, start: int, stop: int) -> int:
    lines = work[start:stop].split("\n")
    at = start + len(lines[0])
    for line in lines[1:3]:
        if _NO_SUBJECT_LINE.match(line):
            break
        at += 1 + len(line)
    return at


_BEHIND_SUBJECT = re.compile(
    r"\n *(?=(?i:THIS (?:CABLE|MESSAGE|TELEGRAM|IS AN? (?:JOINT )?ACTION)|SENSITIVE BUT UNCLASS|\(?SBU\)? |NOT FOR INTERNET|-{4,}|={4,}))"
    r"| +(?=Sensitive [Bb]ut\b)|\n *(?=C O N F I D|S E C R E T |UNCLAS )"
)
"""What may follow a SUBJECT without a blank line: handling notices, dash rules, a second copy's first line."""


_POST_AND_NUMBER = re.compile(
    r"(?:AND |& )?(?:- *)?(?:\(?[A-Za-z](?:[.):,]|\) ?) {0,4}){0,2}(?:REF[:.]? *)?"
    r"(?:\(?'?\d{2,4}\)? ?)?(?P<post>[A-Z][A-Za-z.'/-]*(?: [A-Z][A-Za-z.'/-]*){0,3})\s*(?:\(\d{2,4}\) ?)?\d{1,6}\b"
)
_OTHER_REFERENCE = re.compile(r".{0,60}\b(?:NOTAL|E-?MAIL|TELCON|PHONCON)\b")
_LABEL = re.compile(r"\(?(?P<letter>[A-Z])[.)]")
_RUNNING_TEXT = re.compile(
    r"(?<=[\d)_])\s+(?:\((?:U|SBU|C|S|SBU/NF|C/NF|S/NF)\)\s*(?=[A-Z][a-z/.]+[\w/.-]* \S+ \S|[A-Z]{3,} [A-Z]{3,} [A-Z]{2,})|(?=(?:[A-Z][a-z]+|On [A-Z]\w+ \d{1,2},?) [a-z]+,? [A-Za-z]+ ))"
)
"""The message itself on the REF line: a marking or a sentence behind the last number."""
_DANGLING_LABEL = re.compile(r"\(?[A-Z][.)]$")


def _references_end(work: str, start: int, bound: int) -> int:
    """A REF block goes on behind a blank line where the next line is another entry."""
    stop = _until_blank(work, start, bound)
    if not work[start:stop].strip():
        following = re.compile(r"\S").search(work, start, bound)
        if following is None:
            return start
        stop = _until_blank(work, following.start(), bound)
    while stop < bound:
        following = re.compile(r"\S").search(work, stop, bound)
        if following is None:
            break
        block_end = _until_blank(work, following.start(), bound)
        block = work[following.start() : block_end]
        if not _goes_on(work[start:stop].rstrip(), block):
            break
        stop = block_end
    text = _RUNNING_TEXT.search(work, start, stop)
    return text.start() if text else stop


def _goes_on(so_far: str, block: str) -> bool:
    """Tell whether ``block``, behind a blank line, is another entry: by its label, its form, or a label left open."""
    if len(block) > 400:
        return False
    label = _LABEL.match(block)
    if label and label["letter"] > "A" and re.search(rf"\b{chr(ord(label['letter']) - 1)}[.)]", so_far):
        return True
    if _DANGLING_LABEL.search(so_far) or _OTHER_REFERENCE.match(block):
        return True
    named = _POST_AND_NUMBER.match(block)
    return named is not None and canonical_post(named["post"]) is not None


_CLASSIFIED_AGAIN = re.compile(r"\s*CLASSIFIED BY|\s*REASONS?:? 1\.", re.IGNORECASE)


def _classified_by_end(work: str, start: int, bound: int) -> int:
    stop = _until_blank(work, start, bound)
    while stop < bound and _CLASSIFIED_AGAIN.match(work, stop):
        following = re.compile(r"\S").search(work, stop, bound)
        if following is None:
            break
        stop = _until_blank(work, following.start(), bound)
    return stop


_NUMBERED_AUTHORITY = re.compile(
    r"\s{0,3}\(?\d{1,2}[.)] {0,3}(?:\([A-Z/]{1,8}\))?\s*(?P<keyword>CLASSIFIED BY|CLASSIFYING OFFICER)", re.IGNORECASE
)


def find_numbered_authority(work: str, start: int) -> Element | None:
    """Find a Classified By that is the numbered paragraph at ``start`` (20 of 6,712 cables)."""
    match = _NUMBERED_AUTHORITY.match(work, max(0, start - 1))
    if match is None:
        return None
    begin = match.start("keyword")
    return Element(begin, match.end(), _until_blank(work, begin, len(work)))


_ENDS = {
    "executive_order": _executive_order_end,
    "tags": _tags_end,
    "subject": _subject_end,
    "references": _references_end,
    "classified_by": _classified_by_end,
}

_MARKING_FIRST = re.compile(r"\((?:U|SBU|C|S|TS|LOU|FOUO|U//FOUO|[CS]/?/?N(?:F|OFORN)|SBU/NF|UNCLAS(?:SIFIED)?)\) *", re.IGNORECASE)


def read_subject(work: str, element: Element) -> str | None:
    """Return the whole SUBJECT on one line, without a leading portion marking (2.1 % carry one)."""
    text = one_line(work[element.value_start : element.end]).lstrip(":;,. ")
    match = _MARKING_FIRST.match(text)
    if match:
        text = text[match.end() :]
    return text.strip() or None


class Opening(NamedTuple):
    """What stands between the classification line and the first element, with spans for the segments."""

    captions: tuple[str, ...]
    attention: str | None
    spans: tuple[tuple[str, int, int], ...]


_CAPTION = re.compile(
    r"\b(SIPDIS(?=[A-Z]{2,} )|SIPDIS|SENSITIVE|NOFORN|NODIS|EXDIS|LIMDIS|STADIS|ROGER CHANNEL|NOCONTRACTOR|TERREP|VISAS VIPER|CODEL|AIDAC|"
    r"E ?F ?T ?O)(?:\b|(?<=SIPDIS))",
    re.IGNORECASE,
)
_CAPTION_LINE = re.compile(
    r"[\s,;/.\"-]*(?:(?:SIPDIS|SIPIDS|SENSITIVE(?: BUT UNCLASSIFIED)?|NOFORN|NODIS|EXDIS|LIMDIS|STADIS|ROGER CHANNEL|"
    r"NOCONTRACTOR|TERREP|VISAS VIPER|AIDAC|E ?F ?T ?O)[\s,;/.\"-]*)+(?:CODEL(?: [A-Z]+)?)?[\s,;/.\"]*$|[\s]*CODEL(?: [A-Z]+)?\s*$",
    re.IGNORECASE,
)
_CORRECTED = re.compile(r"\(?C ?O ?R ?R ?E ?C ?T ?E ?D|ZFR\b|ZDK\b|\*{3,}|C O P Y")
_NOTE = re.compile(
    r"\"|FROM (?:THE )?(?:AMBASSADOR|CHARGE|DCM|CONSUL|CDA|PRINCIPAL)|NOT FOR INTERNET|NOT FOR DIST|SENSITIVE BUT|PLEASE HANDLE|PROTECT ACC|"
    r"NOTE BY|DO NOT|THIS (?:CABLE|MESSAGE|IS)|FOR OFFICIAL USE|FOUO|UNCLAS|MINIMIZE|ALDAC|[-=*]{3,}|BT$",
    re.IGNORECASE,
)


def read_opening(work: str, start: int, elements: Prefatory) -> Opening:
    """Read captions and attention lines from ``start`` up to the first of E.O., TAGS and SUBJECT, line by line.

    Captions count once each, in order (SIPDIS is printed twice in 25 % of cables). Attention lines are all other
    lines but corrected-copy notices, operators' notes in quotes and handling sentences; wrapped ones join.
    """
    captions: dict[str, None] = {}
    attention: list[str] = []
    spans: list[tuple[str, int, int]] = []
    corrected = False
    at = start
    end = min(
        (element.start for element in (elements.executive_order, elements.tags, elements.subject) if element),
        default=elements.references.start if elements.references else elements.end,
    )
    early = elements.references
    if early is not None and early.start < end:
        work = work[: early.start] + " " * (early.end - early.start) + work[early.end :]
    for raw in work[start:end].split("\n"):
        line = raw.strip()
        if line:
            begin = at + raw.index(line[0])
            stop = begin + len(line)
            if _CAPTION_LINE.match(line):
                captions.update(dict.fromkeys(note_captions(line)))
                kind, corrected = "captions", False
            elif _CORRECTED.match(line) or (corrected and not _ATTENTION.match(line)):
                kind, corrected = "other", True
            elif _NOTE.match(line):
                kind = "notice"
                if line.upper().startswith("SENSITIVE"):
                    captions["SENSITIVE"] = None
            elif line in ("\\", '"', '",') or not any(c.isalpha() for c in line):
                kind = "other"
            else:
                begin, stop, line, kind = _without_captions(line, begin, captions, spans)
                if line:
                    attention.append(line)
            if stop > begin:
                spans.append((kind, begin, stop))
        else:
            corrected = False
        at += len(raw) + 1
    return Opening(tuple(captions), one_line(" ".join(attention)) or None, tuple(spans))


_ATTENTION = re.compile(r"[A-Z/ ,-]{2,30} (?:FOR|PASS)\b|(?:DEPT|DEPARTMENT|STATE|NSC|TREASURY)\b", re.IGNORECASE)
_LEADING_CAPTIONS = re.compile(
    r"(?:(?:SIPDIS|SENSITIVE|NOFORN|NODIS|EXDIS|LIMDIS|STADIS)[ ,/.]+)+(?:SIPDIS(?=[A-Z]{2,} ))?", re.IGNORECASE
)
_TRAILING_CAPTIONS = re.compile(r"(?:[ ,/.]+(?:SIPDIS|SENSITIVE|NOFORN|NODIS|EXDIS|LIMDIS|STADIS))+[ ,/.]*$", re.IGNORECASE)


def _without_captions(
    line: str, begin: int, captions: dict[str, None], spans: list[tuple[str, int, int]]
) -> tuple[int, int, str, str]:
    """Take captions off both ends of an attention line that shares its line with them."""
    stop = begin + len(line)
    if lead := _LEADING_CAPTIONS.match(line):
        captions.update(dict.fromkeys(note_captions(lead.group())))
        spans.append(("captions", begin, begin + len(lead.group().rstrip())))
        begin, line = begin + lead.end(), line[lead.end() :]
    if tail := _TRAILING_CAPTIONS.search(line):
        captions.update(dict.fromkeys(note_captions(tail.group())))
        caption_start = begin + tail.end() - len(tail.group().lstrip(" ,/."))
        stop, line = begin + tail.start(), line[: tail.start()]
        spans.append(("captions", caption_start, begin + tail.end()))
    return begin, stop, line.strip(), "attention"


def note_captions(text: str) -> tuple[str, ...]:
    """Return the captions that stand in ``text``, each once, in order."""
    return tuple(dict.fromkeys(_caption(match.group()) for match in _CAPTION.finditer(text)))


def _caption(printed: str) -> str:
    word = " ".join(printed.upper().split())
    return "E F T O" if word.replace(" ", "") == "EFTO" else word


def doubts(prefatory: Prefatory, start: int) -> list[Issue]:
    """Say which of the elements that every telegram should have are missing."""
    issues = []
    if prefatory.tags is None:
        issues.append(Issue("tags-missing", "warning", "no TAGS line", start, prefatory.end))
    if prefatory.subject is None:
        issues.append(Issue("subject-missing", "warning", "no SUBJECT line", start, prefatory.end))
    return issues
