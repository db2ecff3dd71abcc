"""The REF block: what a telegram refers to, one row per telegram, e-mail, telephone conversation or report.

Forms and their frequencies were counted on 6,712 telegrams, 4,307 of which have a REF block: no labels 51 %,
``A.`` 37 %, ``A)`` 8 %, ``(A)`` 3 %; the year printed before the post 20 %, behind the number 0.3 %; 349 blocks name
no telegram.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Final, NamedTuple

from cable_pipeline import reference
from cable_pipeline.telegram.identifiers import Identifier, fold_post, full_year, nearest_post, usual_post
from cable_pipeline.telegram.prefatory import LABEL_BEHIND
from cable_pipeline.telegram.records import Issue, Reference

ISSUES: dict[str, str] = {
    "reference-year-guessed": "A reference to the cable's own post has a higher number than the cable itself and no "
    "printed year: it is taken to be of the year before.",
    "reference-post-repaired": "The post of a reference is misspelled or abbreviated; the post meant stands in its "
    "place.",
    "reference-post-unknown": "The post of a reference is in no dictionary; its name stands as printed.",
    "reference-unresolved": "A reference to a telegram names no post, no number or only a date-time group, so that its "
    "identifier can't be told.",
    "reference-block-cut": "The REF block is longer than any real one; what is beyond the limit was not read.",
}
"""Every code this module's issues carry, with its meaning."""

LONGEST_BLOCK: Final = 16_000
"""Characters of a REF block that are read; the longest real one has less than a third of them."""

_KEYWORD: Final = re.compile(
    r"\s{0,99}(?:PROGRAM\s{1,9})?(?:REF\(S\)|REFTELS?|REFERENCES?|REFS?|RE)(?![^\W_])[\s.:;,-]{0,99}", re.IGNORECASE
)
_LABEL_BEFORE_KEYWORD: Final = re.compile(r"(?:^|[\n\r])[ \t¶]{0,20}\(?([A-Z])[.):]{1,2}[ \t]{1,4}(?=REF|$)")
# What ends a REF block that was cut too late: the classification authority, a handling sentence, a notice, a rule.
_END: Final = re.compile(
    r"(?=[CDENPST_*=-])"
    r"(?:\b(?:CLASSIFIED BY\b|DERIVED FROM\b|SENSITIVE BUT UNCLASSIFIED|SBU\) *PLEASE|NOT FOR INTERNET|NOTE:"
    r"|PLEASE (?:PROTECT|HANDLE|TREAT) ACCORDINGLY|THIS (?:CABLE|MESSAGE|TELEGRAM|REPORT) (?:IS|CONTAINS|HAS|WAS)\b"
    r"|C O R R E C T E D|C O N F I D E N T I A L|S E C R E T\b|E\.O\. ?1[0-9]{4})|[-_*=]{5})",
    re.IGNORECASE,
)
_PLAIN_BLOCK: Final = re.compile(r"REFS?(?:TELS?)?[:.]? {0,3}(?:[(]?[A-Z][.)] {0,3}){0,3}[A-Z ]{3,25} \d{1,8}\s{0,99}")
# A portion marking behind the last reference, and running text after it.
_MARKED_TEXT: Final = re.compile(
    r"(?<=\s)\((?:(?:SBU|SBU/NF|[CS]//?NF|[CS]/NOFORN)\)\s{1,9}[A-Z]|[UCS]\)\s{1,9}(?:(?:[A-Z][a-z]+|[A-Z]) [a-z]"
    r"|\d{1,2}\. |(?i:SUMMARY|KEY POINTS|COMMENT|ACTION REQUEST|BEGIN|INTRODUCTION)\b)|(?:U|C|S|SBU)\)\s*$)"
)
_OLD_PAGE_LINE: Final = re.compile(
    r"(?:(?:CONFIDENTIAL|SECRET|UNCLAS(?:SIFIED)?)\s{1,80})?PAGE {1,9}\d\d {1,19}[A-Z][A-Z .]{1,24} {1,9}\d{4,6} {1,9}"
    r"(?:\d\d OF \d\d {1,9})?\d{6}Z"
)
_NEW_PAGE_LINE: Final = re.compile(
    r"[A-Z][A-Z'-]{0,20}(?: [A-Z][A-Z'-]{0,20}){0,3} {1,9}\d{8}\s{1,9}\d{3}(?:\.\d{1,2})? {1,3}OF {1,3}\d{3}"
)
_LINE_BREAK_TAG: Final = re.compile(r"<br ?/?>", re.IGNORECASE)
_NOTHING: Final = re.compile(r"(?:NONE|NIL|N ?/ ?A|NA|NOT APPLICABLE)\W*", re.IGNORECASE)

_LABEL: Final = re.compile(
    r"\(\s?(?P<boxed>[A-Za-z]|[1-9]\d?)\s?\)[.:]?"
    r"|(?<![^\W\d_])(?P<plain>[A-Za-z]|[1-9]\d?)\s?(?P<mark>\.\)|[.):])(?!\w\.)"
)
_BARE_LABEL: Final = re.compile(r"(?<!\S)(?:REF\s)?(?P<plain>[A-Z])(?:\s-\s|\s?[,;]\s?|\s)(?=\s{0,9}['\w])")
_AGAIN: Final = re.compile(
    r"\s{0,99}(?:REF(?:S|TEL|ERENCE)?\b[.:]?\s{0,9})?(?:\(\s?([A-Za-z])\s?\)[.:]?|([A-Za-z])\s?(?:\.\)|[.:)])|([A-Za-z])(?=\s))?"
)
_RUN_TOGETHER: Final = re.compile(r"(?<![\w'’(/.-])([A-Z])([A-Z][A-Z .'-]{2,18}?) ?\d")
_BOUNDARY_WORDS: Final = (
    "PREVIOUS",
    "NOTAL",
    "EXDIS",
    "NODIS",
    "EMAIL",
    "E-MAIL",
    "EMAILS",
    "E-MAILS",
    "TELCON",
    "TELCONS",
)
_LABELS_SKIPPED: Final = 4

_SIMPLE: Final = re.compile(
    r"(?:'?(\d\d|(?:19|20)\d\d)[ \n-]{0,3})?([A-Za-z]{2,20}(?:[ .'-]{1,2}[A-Za-z]{1,20}){0,3})\s{1,20}(\d{1,8})"
    r"(?:\s(?:\(?(NOTAL|EXDIS|NODIS)\)?|[Aa][Nn][Dd]\s[Pp][Rr][Ee][Vv][Ii][Oo][Uu][Ss]))?[,;.]?"
)
_CABLE_START: Final = re.compile(r"\s{0,20}(?:'?\d{2,4}\s)?([A-Za-z]{2,20}(?:[ .'-]{1,2}[A-Za-z]{1,20}){0,3}) \d")
_TOKEN: Final = re.compile(r"[^\W\d_]+|\d+|[^\s\w]|_")
_LETTER_O: Final = re.compile(r"(?<![^\W_])[Oo](?=\d)")
_ZERO: Final = re.compile(r"(?<=[A-Za-z]{2})0(?![0-9])|(?<![^\W_])0(?=[A-Za-z]{3})")
_DATE_TIME_GROUP: Final = re.compile(r"(?<!\d)\d{6}Z(?![^\W_])", re.IGNORECASE)
_CAPTION: Final = re.compile(r"\b(NOTAL|EXDIS|NODIS|LIMDIS|STADIS|NOFORN|ROGER CHANNEL)\b", re.IGNORECASE)
_KINDS: Final = re.compile(
    r"(?P<email>\bE ?-? ?MAIL(?:S|ED)?\b)"
    r"|(?P<telcon>\b(?:TELE?[ -]?CONS?|TELE?-?CONFERENCES?|PHONE?[ -]?CONS?|FONE?[ -]?CONS?|(?:TELE)?PHONE"
    r"|TELEPHONIC|CALLS?|CONVERSATIONS?)\b)"
    r"|(?P<report>\b(?:IIRS?|TDX?|REPORTS?|REPORTING|HANDBOOK|GUIDEBOOK|GUIDE|FAM|FAH|AIRGRAMS?|A ?-\d{1,4}"
    r"|CA ?-\d{2,5}|PRESS|FBIS|OSC|SPOTREP|SITREP|BULLETIN|NEWSPAPER|NEWSLETTER|NEWS|MAGAZINE|JOURNAL|ARTICLE"
    r"|TIMES|DAILY|WEEKLY"
    r"|REUTERS|AFP|ALERT|ASSESSMENT)\b)",
    re.IGNORECASE,
)

_CONNECTIVES: Final = frozenset("AND OR SEE ALSO WITH PER TO FROM ON BY FOR VIA IN AT AS".split())
_FILLERS: Final = frozenset("CABLE CABLES TELEGRAM TELEGRAMS NO NR NUMBER NUMBERS NOS".split())
_CLASSIFICATIONS: Final = frozenset("UNCLAS UNCLASS UNCLASSIFIED CONFIDENTIAL SECRET SBU CONF".split())
_MONTHS: Final = frozenset(
    "JAN JANUARY FEB FEBRUARY MAR MARCH APR APRIL MAY JUN JUNE JUL JULY AUG AUGUST SEP SEPT SEPTEMBER OCT OCTOBER NOV "
    "NOVEMBER DEC DECEMBER".split()
)
# Words that stand before a number and are no post.
_NO_POSTS: Final = (
    frozenset(
        "E EMAIL EMAILS MAIL MAILS TELCON TELCONS IIR TD TDX REPORT REPORTS FAM FAH HANDBOOK UNSC UNSCR UNGA RES "
        "RESOLUTION RESOLUTIONS ARTICLE PARA PARAS PARAGRAPH PARAGRAPHS SECTION PAGE PART ANNEX CHAPTER VOLUME "
        "APPENDIX LAW ACT ISSUE OPTION PHASE GROUP ROUND TREATY NOTE NOTES LETTER LETTERS MEMO MEMORANDUM DTD "
        "DATED DATE DTG LOR LOA CASE CONTRACT TASK ITEM DOC DOCUMENT FAX TEL PHONE CALL CALLS MEETING MEETINGS "
        "MONDAY TUESDAY WEDNESDAY THURSDAY FRIDAY SATURDAY SUNDAY DAY DAYS WEEK MONTH YEAR FY OF THE A AN "
        "PREVIOUS OTHERS EO INFCIRC GOV CD DOD DODD NSC NSPD PDD HSPD OSC FBIS AGENDA ORDER REGULATION CFR USC "
        "STAT POC MTCR VERSION DRAFT TAB TOP CA CIRCULAR PL HR THRU THROUGH".split()
    )
    | _MONTHS
    | _CONNECTIVES
)
_SEPARATORS: Final = frozenset(",;/&-") | {"AND", "OR", "THRU", "THROUGH", "PLUS"}
_JOINERS: Final = frozenset("-'’`.")
_MOST_WORDS: Final = 5
_OLDEST: Final = 40
"""Years back that two digits behind a number and a hyphen are taken for a year."""


class _Entry(NamedTuple):
    """A stretch of the block under one label."""

    label: str | None
    start: int
    end: int


class _Found(NamedTuple):
    """A reference as it was read, before it becomes a row; offsets are into the block."""

    start: int
    end: int
    kind: str
    post: str | None = None
    post_issue: str | None = None
    year: int | None = None
    number: int | None = None


class _Token(NamedTuple):
    text: str
    start: int
    end: int


def read_references(
    text: str, start: int, end: int, own: Identifier, cable_date: date | None
) -> tuple[list[Reference], list[Issue]]:
    """Read the REF element ``text[start:end]``, from its keyword to its end.

    Args:
        text: the telegram's text; page lines are best blanked out before, those that remain are known by their form.
        start: where the keyword (``REF:``, ``REFTELS``, ``PROGRAM REF:`` …) or the text behind it begins.
        end: where the element ends.
        own: the identifier of the telegram itself: its year is that of references without one.
        cable_date: the date of the telegram, for its year where the identifier has none.

    Returns:
        The references in order, positions from 1, and an issue for everything repaired, guessed or in doubt, with its
        span in ``text``.
    """
    issues: list[Issue] = []
    if end - start > LONGEST_BLOCK:
        issues.append(_issue("reference-block-cut", "warning", f"{end - start} characters", start + LONGEST_BLOCK, end))
        end = start + LONGEST_BLOCK
    block = _blanked(text[start:end])
    near = cable_date.year if cable_date else own.year
    before = _LABEL_BEFORE_KEYWORD.match(block) or _LABEL_BEFORE_KEYWORD.search(text[max(0, start - 24) : start])
    if before and before.string is block:
        block = " " * before.end() + block[before.end() :]
    rows: list[Reference] = []
    last: _Found | None = None
    for entry in _entries(block, before[1] if before else None):
        carried = _carried(block, entry, last, near)
        for found in (carried,) if carried else _read_entry(block, entry, near):
            last = found
            row = _row(block, entry.label, found, len(rows) + 1, own, near, issues, start)
            if row is not None:
                rows.append(row)
    return rows, issues


def read_cables(
    text: str, start: int, end: int, own: Identifier, cable_date: date | None
) -> Iterator[tuple[int, int, str]]:
    """The telegrams that ``text[start:end]`` names by post and number: the span and the canonical id of each."""
    near = cable_date.year if cable_date else own.year
    for found in _Cables(text, start, end, near).read():
        year, _ = _year(found, own, near)
        if found.post is not None and found.number is not None and year is not None:
            yield found.start, found.end, f"{year % 100:02d}{found.post}{found.number}"


def _blanked(block: str) -> str:
    """The block, of the same length, without page lines, line-break tags and what stands behind its true end."""
    if "PAGE" in block:
        block = _OLD_PAGE_LINE.sub(lambda match: " " * len(match[0]), block)
    if " OF 0" in block:
        block = _NEW_PAGE_LINE.sub(lambda match: " " * len(match[0]), block)
    if "<" in block:
        block = _LINE_BREAK_TAG.sub(lambda match: " " * len(match[0]), block)
    # Telegrams, labels and blanks alone are the common case, which needs no look for an end.
    if _PLAIN_BLOCK.fullmatch(block) is None:
        marks = (
            match for match in _MARKED_TEXT.finditer(block) if not _goes_on(block, block.index(")", match.start()) + 1)
        )
        for stop in (_END.search(block), next(marks, None)):
            if stop is not None:
                block = block[: stop.start()] + " " * (len(block) - stop.start())
    return block


def _row(
    block: str,
    label: str | None,
    found: _Found,
    position: int,
    own: Identifier,
    near: int | None,
    issues: list[Issue],
    base: int,
) -> Reference | None:
    """The row of what was found, and its issues; ``None`` for the telegram's own number, which page lines stamp."""
    start, end = _trimmed(block, found.start, found.end)
    raw = " ".join(block[start:end].split())
    caption = _CAPTION.search(raw)
    span = (base + start, base + end)
    referenced_id = None
    if found.kind == "cable":
        if found.post is None or found.number is None:
            issues.append(_issue("reference-unresolved", "warning", raw, *span))
        else:
            year, guessed = _year(found, own, near)
            if year is not None:
                referenced_id = f"{year % 100:02d}{found.post}{found.number}"
            if referenced_id == own.canonical_id:
                return None
            if guessed:
                issues.append(_issue("reference-year-guessed", "info", f"{raw!r} read as {referenced_id}", *span))
            if found.post_issue:
                issues.append(_issue(found.post_issue, "info", f"{raw!r} read as {referenced_id}", *span))
    return Reference(position, label, raw, found.kind, referenced_id, caption[1].upper() if caption else None)


def _year(found: _Found, own: Identifier, near: int | None) -> tuple[int | None, bool]:
    """The year of a reference, and whether it was guessed: the same post's higher numbers are the year before's."""
    if found.year is not None:
        return found.year, False
    year = own.year if own.year is not None else near
    if year is None or found.post is None or own.post is None or not (found.number or 0) > (own.serial_number or 10**9):
        return year, False
    return (year - 1, True) if _same_post(found.post, own.post) else (year, False)


@lru_cache(maxsize=4096)
def _same_post(one: str, other: str) -> bool:
    posts = reference.posts()
    tokens = [{post, posts[post].same_post_as or post} if post in posts else {post} for post in (one, other)]
    return not tokens[0].isdisjoint(tokens[1])


def _issue(code: str, severity: str, message: str, start: int, end: int) -> Issue:
    return Issue(code, severity, message, start, end)


def _trimmed(block: str, start: int, end: int) -> tuple[int, int]:
    """The span without the separators and connectives around it."""
    while start < end:
        if block[start].isspace() or block[start] in ",;:-.&":
            start += 1
        elif block[start : start + 4].upper() in ("AND ", "AND\n"):
            start += 4
        else:
            break
    while start < end:
        last = block[end - 1]
        # A full stop behind a word or number closes the reference; one behind an initial belongs to it.
        closing = last == "." and block[end - 2 : end - 1].isalnum() and block[end - 3 : end - 2] != "."
        if last.isspace() or last in ",;&-/(" or closing:
            end -= 1
        elif end - start > 4 and block[end - 4 : end].upper() in (" AND", "\nAND"):
            end -= 4
        else:
            break
    return start, end


# --- labels ---------------------------------------------------------------------------------------------------------


def _entries(block: str, label: str | None) -> Iterator[_Entry]:
    """Split the block at its labels; ``label`` is that of the first entry, where it stands before the keyword."""
    at, bare = _behind_keyword(block)
    begin, seen = at, label is not None
    position = at
    bare_label = _BARE_LABEL.match(block, at)
    if bare_label is not None and not bare:
        bare_label = bare_label if bare_label["plain"] == "A" and _names_cable(block, bare_label.end()) else None
    labels = _Labels(block, _BARE_LABEL if bare_label else _LABEL, at)
    while match := labels.next(position):
        name, is_glued = _name(match), match.re is _RUN_TOGETHER
        if not _opens_entry(block, match, name, label, begin, is_glued):
            position = match.start() + 1 if is_glued else max(match.end() - 1, match.start() + 1)
            continue
        if block[begin : match.start()].strip(" \n\r\t,;.-&") or (seen and label != name and label is not None):
            yield _Entry(label, begin, match.start())
        label, seen = name, True
        begin = position = match.start() + 1 if is_glued else _behind_repeats(block, match.end(), name)
    if block[begin:].strip():
        yield _Entry(label, begin, len(block))


def _behind_keyword(block: str) -> tuple[int, bool]:
    """Where the keyword, or several, end; and whether the last one is a plain ``REF`` that a bare label may follow."""
    at, bare = 0, False
    while match := _KEYWORD.match(block, at):
        at, bare = match.end(), match[0].strip().upper() in ("REF", "REFS")
    return at, bare


class _Labels:
    """What looks like a label, in order: those of one pattern, and those run together with a post."""

    def __init__(self, block: str, pattern: re.Pattern[str], start: int) -> None:
        self.block, self.pattern = block, pattern
        self.plain = pattern.search(block, start)
        matches = _RUN_TOGETHER.finditer(block, start)
        self.glued = deque(match for match in matches if _is_run_together(match[1], match[2]))

    def next(self, position: int) -> re.Match[str] | None:
        """The next one that starts at ``position`` or behind it."""
        if self.plain is not None and self.plain.start() < position:
            self.plain = self.pattern.search(self.block, position)
        while self.glued and self.glued[0].start() < position:
            self.glued.popleft()
        if self.glued and (self.plain is None or self.glued[0].start() < self.plain.start()):
            return self.glued[0]
        return self.plain


def _name(match: re.Match[str]) -> str:
    groups = match.groupdict()
    return str(groups.get("boxed") or groups.get("plain") or match[1]).upper()


@lru_cache(maxsize=4096)
def _is_run_together(letter: str, rest: str) -> bool:
    """Whether a label and a post ran together when blanks were lost: ``ASTATE 12345``."""
    folded = fold_post(rest)
    return (folded in reference.posts() or folded == "SECSTATE") and usual_post(letter + rest) is None


def _behind_repeats(block: str, at: int, name: str) -> int:
    """Where the text of an entry starts: behind a label printed twice, as in ``A. A)``, ``A. (A)``, ``A. REF A``."""
    for _ in range(3):
        match = _AGAIN.match(block, at)
        if match is None or match.end() == at:
            break
        repeated = match[1] or match[2] or match[3]
        if repeated and repeated.upper() != name:
            break
        at = match.end()
    return at


def _opens_entry(block: str, match: re.Match[str], name: str, label: str | None, begin: int, glued: bool) -> bool:
    """Whether what looks like a label is the next one of the sequence, and not an initial or a parenthesis."""
    start = match.start()
    groups = match.groupdict()
    boxed, mark = groups.get("boxed"), groups.get("mark")
    before = block[max(begin, start - 40) : start]
    directly = start - begin < 40 and not before.strip(" \n\r\t,;.:-")
    line_start = not before.rpartition("\n")[2].strip(" \t-") if "\n" in before or start - begin < 40 else False
    line_start = line_start and ("\n" in before or directly)
    strong = bool(boxed) or mark in (")", ".)")
    if name.isdigit():
        follows = name == "1" and directly if label is None else label.isdigit() and int(name) == int(label) + 1
        return follows and strong and not before[-1:].isdigit()
    if label is not None and label.isdigit():
        return False
    boundary = directly or line_start or _is_boundary(before)
    if label is None:
        if directly:
            return strong or name == "A" or (name in "BC" and not glued)
        # Where the first label is missing, the second may be printed.
        return boundary and (name == "A" or (name == "B" and not glued and _names_cable(block, match.end())))
    step = ord(name) - ord(label)
    if step == 1:
        if boxed and before[-1:].isspace() and not boundary:
            return not block[match.end() : match.end() + 1].isdigit()
        repeated = _behind_repeats(block, match.end(), name) > match.end() + 1
        return strong or boundary or repeated or _names_cable(block, match.end())
    separated = before.rstrip().endswith((",", ";"))
    if step == 0:
        return strong and (line_start or separated)
    if not 1 < step <= _LABELS_SKIPPED:
        return False
    return (strong and (line_start or separated)) or (line_start and _names_cable(block, match.end()))


def _goes_on(block: str, at: int) -> bool:
    """Whether another entry stands behind a marking, with a label or without."""
    return LABEL_BEHIND.match(block, at) is not None or _names_cable(block, at)


def _names_cable(block: str, at: int) -> bool:
    """Whether a known post and a number stand at ``at``."""
    match = _CABLE_START.match(block, at)
    return match is not None and _whole_post(match[1]) is not None


def _is_boundary(before: str) -> bool:
    """Whether a reference may have ended here: at a digit, punctuation, two blanks, or a word that ends references."""
    stripped = before.rstrip()
    if not stripped or stripped[-1] in ",;.)\"'”" or stripped[-1].isdigit() or before.endswith(("  ", "\n")):
        return True
    return stripped.upper().endswith(_BOUNDARY_WORDS)


# --- entries --------------------------------------------------------------------------------------------------------


def _read_entry(block: str, entry: _Entry, near: int | None) -> Iterator[_Found]:
    """Everything one entry refers to, in order."""
    start, end = entry.start, entry.end
    while start < end and block[start].isspace():
        start += 1
    while end > start and block[end - 1].isspace():
        end -= 1
    if start == end or _NOTHING.fullmatch(block, start, end):
        return
    if (match := _SIMPLE.fullmatch(block, start, end)) and (post := _whole_post(match[2])):
        year = full_year(int(match[1]), near) if match[1] else None
        yield _Found(start, end, "cable", post[0], post[1], year, int(match[3]) or None)
        return
    cables = _Cables(block, start, end, near).read()
    yield from _with_others(block, start, end, cables)


_NUMBER_ALONE: Final = re.compile(r"\s*(?P<number>\d{2,6})(?:\s\(?(?:NOTAL|EXDIS|NODIS)\)?)?[,;.]?\s*")


def _carried(block: str, entry: _Entry, last: _Found | None, near: int | None) -> _Found | None:
    """A number alone under a label of its own, which has the post of the entry before: ``A) CAIRO 123 B) 124``."""
    match = _NUMBER_ALONE.fullmatch(block, entry.start, entry.end) if last is not None and entry.label else None
    if match is None or last is None or last.post is None or last.number is None:
        return None
    number = match["number"]
    if len(number) == 4 and near is not None and abs(int(number) - near) <= _OLDEST:
        return None
    return last._replace(start=match.start("number"), end=entry.end, number=int(number) or None)


@lru_cache(maxsize=8192)
def _whole_post(name: str) -> tuple[str, str | None] | None:
    """The post of a whole name that stands before a number, and the code of the issue it leaves."""
    found = usual_post(name)
    if found is None:
        return None
    return found[0], "reference-post-repaired" if found[1] else None


_NEAR: Final = 200
"""How far around a token words tell of its kind, in characters."""


class _Cables:
    """Finds the telegrams that one entry names: each number with the post and year that belong to it."""

    def __init__(self, block: str, start: int, end: int, near: int | None) -> None:
        self.block, self.start, self.end, self.near = block, start, end, near
        work = block[start:end]
        if "0" in work or "O" in work or "o" in work:
            work = _ZERO.sub("O", _LETTER_O.sub("0", work))
        self.tokens = [_Token(match[0], match.start() + start, match.end() + start) for match in _TOKEN.finditer(work)]
        self.upper = [token.text.upper() for token in self.tokens]
        self.found: list[_Found] = []
        self.next = 0

    def read(self) -> list[_Found]:
        """The telegrams in order, each from its first character to behind its number and year."""
        at = 0
        while at < len(self.tokens):
            text = self.upper[at]
            if text == "(" and self.found:
                at = self._behind_parentheses(at)
            elif text.isdecimal():
                at = self._number(at)
            else:
                at += 1
        return self.found

    def _text(self, at: int) -> str:
        return self.upper[at] if 0 <= at < len(self.upper) else ""

    def _glued(self, at: int) -> bool:
        """Whether no blank stands between a token and the next one."""
        return 0 <= at < len(self.tokens) - 1 and self.tokens[at].end == self.tokens[at + 1].start

    def _behind_parentheses(self, at: int) -> int:
        for close in range(at + 1, min(at + 40, len(self.tokens))):
            if self.upper[close] == ")":
                return close + 1
        return at + 1

    def _number(self, at: int) -> int:
        """Read what the number at this token belongs to; returns the token to go on from."""
        if self._is_no_number(at) or self._is_year_of_number(at):
            return at + 1
        own = self._with_post(at)
        # Digits between two names are the number of a post that is known before they are the year of the next one.
        if own is not None and own[2].post_issue != "reference-post-unknown":
            return self._add(*own)
        ahead = self._next_number(at)
        if ahead and (cable := self._with_post(ahead)) and cable[0] <= at:
            return self._add(*cable)
        if own is not None:
            return self._add(*own)
        if self._is_carried(at):
            last = self.found[-1]
            year, behind = self._year_behind(at)
            # A year behind the carried number is its own; one before the post holds for all numbers.
            found = last._replace(number=int(self.upper[at]) or None, year=year or self.carried_year)
            return self._add(at, behind, found, self.carried_year)
        if cable := self._number_first(at):
            return self._add(*cable)
        if not self.found and self._is_alone(at):
            self.found.append(_Found(self.tokens[at].start, self.tokens[at].end, "cable"))
            self.next = at + 1
        return at + 1

    def _add(self, first: int, behind: int, found: _Found, carried_year: int | None) -> int:
        self.found.append(found._replace(start=self.tokens[first].start, end=self.tokens[behind - 1].end))
        self.next, self.carried_year = behind, carried_year
        return behind

    def _is_no_number(self, at: int) -> bool:
        """Whether the digits are a part of a date, a time, a decimal or a date-time group."""
        text, behind = self.upper[at], self._text(at + 1)
        if len(text) > 8:
            return True
        if self._glued(at) and self._glued(at + 1) and self._text(at + 2).isdecimal():
            dated = self._glued(at + 2) and self._text(at + 3) in ("-", "/")
            if behind in ".:" or (behind == "-" and dated) or (behind == "/" and (dated or len(text) < 3)):
                return True
        if self._glued(at - 1) and self._text(at - 1) == "/":
            return len(text) < 3 or not self.found
        return self._glued(at) and behind == "Z"

    def _is_year_of_number(self, at: int) -> bool:
        """Whether the digits are the year between a post and its number, as in ``SECSTATE 06 163201``."""
        behind = self._text(at + 1)
        return behind.isdecimal() and len(behind) > 3 and self._text(at - 1).isalpha() and self._as_year(at) is not None

    def _next_number(self, at: int) -> int | None:
        """The number token behind a run of words that starts right behind this one, as in ``02 BRASILIA 1869``."""
        if len(self.upper[at]) not in (2, 4):
            return None
        seen = False
        for other in range(at + 1, min(at + 14, len(self.tokens))):
            text = self.upper[other]
            if text.isdecimal():
                return other if seen and not self._is_no_number(other) else None
            if text.isalpha():
                seen = True
            elif text not in _JOINERS and text not in "():":
                return None
        return None

    def _with_post(self, at: int) -> tuple[int, int, _Found, int | None] | None:
        """The telegram whose number this token is: its first token, the one behind it, the row, the year to carry."""
        if self._is_no_number(at):
            return None
        skipped = self._behind_name(at)
        if skipped is None:
            return None
        before, year = skipped
        first = self._words_before(before)
        if first > before:
            return None
        post = self._known_post(first, before)
        if post is not None and self._is_dated(first, post[0], at):
            return None
        if post is None:
            post = self._unknown_post(first, before, at)
        if post is None:
            return None
        first, token, issue = post
        first, year_before = self._year_before(first)
        year_behind, behind = self._year_behind(at)
        if year is None:
            year = year_before
        number = None if self._is_cut(at) else int(self.upper[at]) or None
        found = _Found(0, 0, "cable", token, issue, year if year is not None else year_behind, number)
        return first, behind, found, year

    def _behind_name(self, at: int) -> tuple[int, int | None] | None:
        """The last token of the post's name before a number, and the year between; ``None`` if none can stand there."""
        before, year = at - 1, None
        if self._text(before) == ")" and self._text(before - 2) == "(":
            year = self._as_year(before - 1)
            if year is None and len(self._text(before - 1)) != 1:
                return None
            before -= 3
        while before >= self.next and (self.upper[before] in "-#:" or self._is_filler(before)):
            before -= 1
        if year is None and len(self.upper[at]) > 2 and self._text(before - 1).isalpha():
            year = self._as_year(before)
            before -= 1 if year is not None else 0
        return before, year

    def _is_filler(self, at: int) -> bool:
        """Whether a token says that a number follows: ``NO``, ``NO.``."""
        filler = self.upper[at - 1] if self.upper[at] == "." and at > self.next else self.upper[at]
        return filler in _FILLERS

    def _words_before(self, before: int) -> int:
        """The first token of the run of words that ends at ``before``."""
        first, words = before + 1, 0
        while first - 1 >= self.next and words < _MOST_WORDS:
            text = self.upper[first - 1]
            if text.isalpha():
                if text in _CONNECTIVES:
                    break
                words += 1
            elif text not in _JOINERS:
                break
            first -= 1
        while first <= before and not self.upper[first].isalpha():
            first += 1
        return first

    def _known_post(self, first: int, last: int) -> tuple[int, str, str | None] | None:
        """The longest known post that ends at ``last``; an alias of two letters must be the only word."""
        if len(self.upper[last]) == 1 and first < last and self.upper[last - 1] not in "'’`":
            return None
        for begin in range(first, last + 1):
            if not self.upper[begin].isalpha():
                continue
            name = "".join(self.upper[begin : last + 1])
            if (post := _whole_post(name)) and (len(name) > 2 or begin == first):
                return begin, post[0], post[1]
        return None

    def _is_dated(self, first: int, begin: int, at: int) -> bool:
        """Whether the number is the year of something titled after a country: ``INCSR BRAZIL 2008``."""
        if len(self.upper[at]) != 4 or self._as_year(at) is None:
            return False
        title = [word for word in self.upper[first:begin] if word.isalpha()]
        return any(usual_post(word + "CAIRO") is None and word not in _CLASSIFICATIONS for word in title)

    def _unknown_post(self, first: int, last: int, at: int) -> tuple[int, str, str | None] | None:
        """A post that is in no dictionary: one to three words that are all there is before the number, and after it.

        A misspelled one is repaired where a single post is one edit away.
        """
        before = self._text(first - 1)
        bounded = first == self.next or before.isdecimal() or before in _SEPARATORS or before in ("(", "'", ":")
        while first < last and (self.upper[first] in _CLASSIFICATIONS or not self.upper[first].isalpha()):
            first += 1
        words = [text for text in self.upper[first : last + 1] if text.isalpha()]
        name = fold_post("".join(words))
        if not 1 <= len(words) <= 3 or not 3 <= len(name) <= 20 or not _NO_POSTS.isdisjoint([name, *words]):
            return None
        if len(words) > 1 and len(self.upper[at]) == 4 and self._as_year(at) is not None:
            return None
        if nearest := nearest_post(name):
            return first, nearest, "reference-post-repaired"
        return (first, name, "reference-post-unknown") if bounded and self._looks_like_post(first, last, at) else None

    def _looks_like_post(self, first: int, last: int, at: int) -> bool:
        """Whether words in no dictionary and the number at ``at`` are written as a post and its number are."""
        behind = self._text(at + 1)
        words = [token.text for token in self.tokens[first : last + 1] if token.text.isalpha()]
        if self._glued(at) and behind in ("-", "/"):
            return False
        if any(len(word) == 1 or not word[0].isupper() or set(word) == {"X"} for word in words):
            return False
        ended = behind in ("", "(", "[", ".", ")", '"') or behind in _SEPARATORS or behind.isdecimal()
        return ended and 2 <= len(self.upper[at]) <= 7 and not self._has_kind(at)

    def _has_kind(self, at: int) -> bool:
        """Whether a word between the commas and semicolons around a token tells of an e-mail, a call or a report."""
        here = self.tokens[at].start
        low, high = max(self.start, here - _NEAR), min(self.end, here + _NEAR)
        begin = max(low, *(self.block.rfind(mark, low, here) + 1 for mark in ",;"))
        ends = [self.block.find(mark, here, high) for mark in ",;"]
        return _KINDS.search(self.block, begin, min((end for end in ends if end >= 0), default=high)) is not None

    def _as_year(self, at: int) -> int | None:
        """The year that a token of two or four digits names, near the telegram's own; else ``None``."""
        text = self._text(at)
        if not text.isdecimal() or len(text) not in (2, 4):
            return None
        year = full_year(int(text), self.near)
        return year if 1940 <= year <= 2060 else None

    def _year_before(self, first: int) -> tuple[int, int | None]:
        """The year printed before the post (``02``, ``2002``, ``'02``, ``(02)``), and the first token with it."""
        at = first - 1
        if self._text(at) == ")" and self._text(at - 2) == "(" and at - 2 >= self.next:
            year = self._as_year(at - 1)
            return (at - 2, year) if year is not None else (first, None)
        if self._text(at) in ("-", "/", ".", ":") and self._text(at - 1).isdecimal():
            at -= 1
        if at < self.next or (self._text(at - 1) in ("/", "-") and self._glued(at - 1)):
            return first, None
        year = self._as_year(at)
        if year is None:
            return first, None
        return (at - 1 if self._text(at - 1) in ("'", "’", "`") and at > self.next else at), year

    def _year_behind(self, at: int) -> tuple[int | None, int]:
        """The year behind the number (``(06)``, ``-01``, ``/01``, ``'06``, ``OF 2004``), and the token behind it."""
        mark = self._text(at + 1)
        if mark == "(" or mark == "[":
            inner = at + 3 if self._text(at + 2) in ("'", "’", "`") else at + 2
            if self._text(inner + 1) in (")", "]"):
                year = self._as_year(inner)
                return year, inner + 2 if year is not None else at + 1
        elif mark in ("-", "/") and self._glued(at) and self._glued(at + 1) and len(self._text(at + 2)) == 2:
            year = self._as_year(at + 2)
            if year is not None and (self.near is None or self.near - _OLDEST <= year <= self.near):
                return year, at + 3
        elif mark in ("'", "’", "`") and self._glued(at + 1) and len(self._text(at + 2)) == 2:
            return self._as_year(at + 2), at + 3
        elif mark == "OF" and len(self._text(at + 2)) == 4:
            year = self._as_year(at + 2)
            return year, at + 3 if year is not None else at + 1
        return None, at + 1

    def _is_cut(self, at: int) -> bool:
        """Whether the number is cut: ``LIMA 2...`` at the end of a preview."""
        return self._glued(at) and self._text(at + 1) == "." and self._glued(at + 1) and self._text(at + 2) == "."

    def _is_carried(self, at: int) -> bool:
        """Whether a number shares the post of the one before: only separators stand between, and no word behind it."""
        if not self.found or self.found[-1].post is None or len(self.upper[at]) > 7:
            return False
        between = self.upper[self.next : at]
        depth = 0
        separated = False
        for text in between:
            if text == "(":
                depth += 1
            elif text == ")":
                depth -= 1
            elif depth == 0:
                if text not in _SEPARATORS:
                    return False
                separated = True
        behind = self._text(at + 1)
        return separated and depth == 0 and (not behind.isalpha() or behind in _SEPARATORS or behind == "OF")

    def _number_first(self, at: int) -> tuple[int, int, _Found, int | None] | None:
        """``377 KATHMANDU``: the number before the post, which must be all that is left up to a separator."""
        if len(self.upper[at]) < 3 or (at > self.next and self._text(at - 1) not in _SEPARATORS):
            return None
        if len(self.upper[at]) == 4 and self._as_year(at) is not None:
            return None
        last = at
        while last - at < _MOST_WORDS and self._text(last + 1).isalpha() and self._text(last + 1) not in _SEPARATORS:
            last += 1
        post = _whole_post("".join(self.upper[at + 1 : last + 1])) if last > at else None
        if post is None or self._text(last + 1).isdecimal():
            return None
        return at, last + 1, _Found(0, 0, "cable", post[0], post[1], None, int(self.upper[at]) or None), None

    def _is_alone(self, at: int) -> bool:
        """Whether a number without any post makes up the entry: ``REF: 45471``."""
        text, behind = self.upper[at], self._text(at + 1)
        if at != 0 or not 4 <= len(text) <= 7 or (len(text) == 4 and self._as_year(at) is not None):
            return False
        return behind in ("", ".", "(") or behind in _SEPARATORS

    carried_year: int | None = None


# --- what is no telegram --------------------------------------------------------------------------------------------


def _with_others(block: str, start: int, end: int, cables: list[_Found]) -> Iterator[_Found]:
    """The telegrams of an entry, and the e-mails, conversations and reports before, between and behind them."""
    if not cables:
        yield from _others(block, start, end, leading=False)
        return
    first = cables[0].start
    heads = list(_others(block, start, first, leading=True))
    yield from heads
    begin = heads[-1].end if heads else start
    for found, after in zip(cables, [*cables[1:], None], strict=True):
        stop = after.start if after else end
        tail, rest = _tail(block, found.end, stop)
        yield found._replace(start=begin, end=tail)
        others = list(_others(block, rest, stop, leading=False)) if rest < stop else []
        yield from others
        begin = others[-1].end if others else stop


_LONGEST_REMARK: Final = 160
"""Characters behind a telegram's number that are taken for a remark on it; more is running text, and no part of it."""
_EMPTY_LINE: Final = re.compile(r"\n[ \t\r]{0,99}\n")
_PART: Final = re.compile(r"[;,]|\b(?:AND|and|And)\b|&")


def _tail(block: str, start: int, end: int) -> tuple[int, int]:
    """Where the remark on a telegram ends, and where something else that may be a reference begins.

    A remark ends before a part that names something else, and at an empty line. Running text that follows the last
    reference without any mark belongs to neither.
    """
    gap = _EMPTY_LINE.search(block, start, end)
    remark = gap.start() if gap and not _STAYS.match(block, gap.end(), end) else end
    for begin, stop, separator in _parts(block, start, end):
        if begin - start > _LONGEST_REMARK:
            break
        if _kind(block, begin, stop) is not None or (separator == ";" and _is_other(block[begin:stop])):
            return min(remark, begin), begin
    return (remark if remark - start <= _LONGEST_REMARK else start), end


_STAYS: Final = re.compile(
    r"\W*(?:AND |THE |ALL |ITS ){0,4}"
    r"(?:PREVIOUS|PREV|OTHERS?|EARLIER|SUBSEQUENT|RELATED|PRECEDING|NOTAL|EXDIS|NODIS|ET ?AL)\b",
    re.IGNORECASE,
)


def _is_other(part: str) -> bool:
    """Whether a part behind a semicolon is something of its own, and no remark such as ``AND PREVIOUS``."""
    return sum(word.isalpha() and len(word) > 1 for word in re.findall(r"\w+", part)) > 1 and _STAYS.match(part) is None


def _parts(block: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """The parts between separators outside of parentheses, each with the separator before it."""
    begin, separator, depth, at = start, "", 0, start
    for match in _PART.finditer(block, start, end):
        depth += block.count("(", at, match.start()) - block.count(")", at, match.start())
        at = match.start()
        if depth <= 0:
            yield begin, match.start(), separator
            begin, separator = match.end(), match[0]
    yield begin, end, separator


def _kind(block: str, start: int, end: int) -> str | None:
    """email, telcon or report by the first word that says so outside of parentheses; else ``None``."""
    match = _KINDS.search(block, start, end)
    if match is None or block.count("(", start, match.start()) > block.count(")", start, match.start()):
        return None
    return match.lastgroup


def _others(block: str, start: int, end: int, *, leading: bool) -> Iterator[_Found]:
    """What a stretch without telegrams refers to; one that leads to a telegram must tell its kind by a word."""
    rows: list[_Found] = []
    for begin, stop, separator in _parts(block, start, end):
        if not any(letter.isalnum() for letter in block[begin:stop]):
            continue
        kind = _kind(block, begin, stop)
        last = rows[-1] if rows else None
        if last is None or separator == ";" or (separator == "," and kind is not None and last.kind != "other"):
            rows.append(_Found(begin, stop, kind or "other"))
        else:
            rows[-1] = last._replace(end=stop, kind=kind if last.kind == "other" and kind else last.kind)
    if leading and rows and rows[-1].kind == "other":
        rows.pop()
    for row in rows:
        text = block[row.start : row.end]
        if _NOTHING.fullmatch(text.strip()):
            continue
        unresolved = row.kind == "other" and (_DATE_TIME_GROUP.search(text) or _is_post_alone(text))
        yield row._replace(kind="cable") if unresolved else row


def _is_post_alone(text: str) -> bool:
    """Whether a text is nothing but a post, whose number was cut, lost or blacked out."""
    name = re.sub(r"\b[Xx]{3,}\b|[\s.]+$|^\s*\d\d\s", "", text)
    return len(name) <= 40 and fold_post(name) != "" and _whole_post(name) is not None and len(fold_post(name)) > 3
