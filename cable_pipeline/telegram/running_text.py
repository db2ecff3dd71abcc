"""Where the message itself runs on behind a classification authority, without the blank line that should part them.

With a Classified By put where the prefatory elements of 1,959 real telegrams end, one in fifty-six runs on like this.
"""

from __future__ import annotations

import re
from typing import Final

REASON_GIVEN: Final = re.compile(r"\b1\.[45]")
_MARK: Final = r"\((?:U|SBU|C|S|LOU|[CS]//?NF|[CS]/NOFORN|SBU/NF|[CS]/{1,2}REL[ A-Z,/]{0,30})\)"
_TITLE_WORDS: Final = r"(?i:SUMMARY|INTRODUCTION|COMMENT|BACKGROUND|KEY POINTS|ACTION REQUEST|BEGIN)\b"
_BEHIND: Final = r"(?<=[)\w.;,\]])(?<!\s[A-H][.)])\s+"
_RULE: Final = "[-=*_]{4}"
_RULE_BEHIND: Final = re.compile(rf"{_BEHIND}(?={_RULE})")
_TITLE_BEHIND: Final = re.compile(
    rf"{_BEHIND}(?={_RULE}|(?:{_MARK} ?)?{_TITLE_WORDS}[^\n.]{{0,30}}[ \n]{{1,3}}[-=]{{4,}}"
    rf"|{_MARK}\s{{1,2}}(?:{_TITLE_WORDS}|\d{{1,2}}[.)] |[A-Z][^\n]{{120}})"
    r"|(?:BEGIN )?(?:SUMMARY|Summary)\s?(?:[:.]|-{1,2} )"
    rf"|(?<=\n)(?:{_MARK} ?)?[A-Z][^\n.]{{2,76}}\n *[-=*]{{5,}})"
)
"""A rule above or beside a title, a title over one, a marking with a title, a number or a long sentence behind it."""
_LETTERS: Final = re.compile(
    r"(?:[\s(),/&;:.\-\]\[{}]|\b(?:and|or|ad)\b|\b[a-h]{1,4}\b|\b1\.[45]|\bsections?\b|\breasons?\b|\bfor\b)*",
    re.IGNORECASE,
)
_MARKED_C: Final = re.compile(r"(?<=[).;])\s+(?=\(C\)\s{1,3}\Z)")
"""A portion marking among what looks like the letters of reasons: ``1.4 (b) and (d). (C) The mayor …``."""
_SENTENCE: Final = re.compile(rf"(?:{_MARK}\s*)?[A-Z][\w/'’.-]*,? [A-Za-z0-9]")
_GOES_ON: Final = re.compile(
    r"(?:\([^()\n]*\) *)?(?:REASON|CLASSIFIED|DERIVED|DECL|E\.?O|SECTION|THIS (?:MESSAGE|CABLE|TELEGRAM)"
    r"|EXECUTIVE ORDER|DRAFTED|CLEARED|APPROVED|FOREIGN (?:GOVERNMENT INF|RELATIONS)|PROTECTION OF"
    r"|.{0,160}?\b1\.[45]\b)",
    re.IGNORECASE,
)
"""How the rest of an authority begins: by whom it was drafted, what the letters mean, another person's reasons."""
_NO_NAME: Final = re.compile(
    r"[\s:;.,()-]*(?:(?:reasons?|e\.?o\.?|executive order|1[23]\d{3}|sections?|sec|for|under|per|and|as amended)\b"
    r"[\s:;.,()-]*){0,9}\Z",
    re.IGNORECASE,
)
"""What may stand between the keyword and reasons that come before the name."""
_LONGEST_LETTERS: Final = 400
_SHORTEST_TEXT: Final = 60
"""Characters; what is shorter may be the end of the authority."""


def end_of_authority(work: str, start: int, stop: int) -> int:
    """Return where in ``work[start:stop]``, a classification authority, a title or the text begins; else ``stop``."""
    given = REASON_GIVEN.search(work, start, stop)
    if given is None:
        rule = _RULE_BEHIND.search(work, start, stop)
        return rule.start() if rule else stop
    if _NO_NAME.match(work[start : min(given.start(), start + _LONGEST_LETTERS)]):
        return stop
    title = _TITLE_BEHIND.search(work, given.end(), stop)
    if title is not None:
        stop = title.start()
    return _before_sentence(work, given.end(), stop)


def _before_sentence(work: str, behind: int, stop: int) -> int:
    """Return where a sentence starts behind the letters of the reasons, which begin at ``behind``; else ``stop``."""
    if stop - behind <= _SHORTEST_TEXT:
        return stop
    letters = _LETTERS.match(work, behind, min(stop, behind + _LONGEST_LETTERS))
    at = letters.end() if letters else behind
    marked = _MARKED_C.search(work[behind:at])
    if marked is not None:
        at = behind + marked.end()
    elif work[at - 1] == "(":
        at -= 1
    text = work[at:stop].strip()
    if len(text) <= _SHORTEST_TEXT or work[at - 1] not in " \n" or _GOES_ON.match(text) or not _SENTENCE.match(text):
        return stop
    return at
