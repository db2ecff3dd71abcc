"""What reads like a title: by its words, its letters, its length beside a row of dashes, and what it must not be."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from cable_pipeline.telegram.lines import Line
from cable_pipeline.telegram.markings import match_marking
from cable_pipeline.telegram.notices import END_OF_HANDLING_NOTICE, HANDLING_NOTICE, is_repeated_element

HEADING_WORDS: Final = re.compile(
    r"(?=[(ABCDEINOPST])(?:\([A-Z/]{1,8}\) *)?"
    r"(?:EXECUTIVE )?(?:SUMMARY|COMMENTS?|INTRODUCTION|BACKGROUND|CONCLUSIONS?|NOTE|DISCUSSION"
    r"|ACTION REQUEST(?:ED)?|(?:SUMMARY|COMMENT) AND [^-=*\n]{3,40}|BIO NOTES?|PARTICIPANTS|NEXT STEPS|OVERVIEW"
    r"|(?:TABLE OF )?CONTENTS)[:.]?$",
    re.IGNORECASE,
)
_QUOTED_ENDS: Final = (".)", '."', ".”")
LIST_ITEM: Final = re.compile(r"(?:[-*•o]+ |\([a-z0-9]{1,3}\)|[a-z0-9]{1,3}[.)] |\d{1,3}-\d{1,3}[.)] |[A-Z][.)] )")
QUOTED_TEXT: Final = re.compile(r"\(?(?:BEGIN|END|START)\b", re.IGNORECASE)
SENTENCE_BREAK: Final = re.compile(
    r"[.!?](?:(?<![A-Z][A-Z].)(?<!\b[A-Z].)|(?<=[A-Z]{3}.)|(?<=\b(?:EU|UN|UK).))[\"'”’)]*\s+(?=\S)"
)
_SENTENCE_MARKS: Final = (". ", "! ", "? ", "] ", ") ", '" ', "' ", "” ", "’ ")
_CAPITALS: Final = r" +(?!END\b|X{3})([A-Z][A-Z'’]+(?:[ ,&/-]{1,3}[A-Z'’]+){0,9}\??)$"
_CAPITALS_BEHIND_SENTENCE: Final = re.compile(r"(?:(?<!\b[A-Z])\.|[!?\])\"'”’])" + _CAPITALS)
_CAPITALS_BEHIND_END: Final = re.compile(r"\b(?i:end (?:of )?(?:summary|comment|note))" + _CAPITALS)
DIGIT: Final = re.compile(r"\d")
_WORD: Final = re.compile(r"[A-Za-z][A-Za-z'’]*")
_TWO_INITIALS: Final = re.compile(r"\b[A-Z]\.[A-Z]\.$")
_LENGTH_OF_TWO: Final = 4
"""Characters of two initials; no more of a text need be looked at."""
_COLUMNS: Final = re.compile(r"\S {3,}(?=\S)")
_FIGURES_IN_COLUMNS: Final = re.compile(r"\d[)%]? {3,}\S|\S {3,}[(\d$]")
FIGURE: Final = re.compile(r"(?<!\S)[(-]?\$?\d[\d.,]*%?\)?(?!\S)")
_END_BEHIND_WORDS: Final = re.compile(r"\S +END (?:OF )?(?:SUMMARY|COMMENT)$", re.IGNORECASE)
_FIGURES_BESIDE: Final = re.compile(r"\d[)%]*(?: +| ?/ ?)[(-]?\$?\d")
_SOURCE: Final = re.compile(r"\(?SOURCES? ?[-:]", re.IGNORECASE)
"""What stands under a table or a cutting, and over nothing."""
_ENTRY: Final = re.compile(
    r"(?=[\d.H%])(?:(?<!\d)\d{1,2}/\d{1,2}/(?:19|20)?\d\d(?!\d)|\.(?:pdf|docx?|html?)\b|https?:|%20)", re.IGNORECASE
)
"""A date in figures, the name of a file or its address: an entry of a list (3 of 2,001 cables)."""
_QUOTES: Final = "\"“'‘"
_LAST_WORDS: Final = frozenset("ENDS CONTINUES UNQUOTE QUOTE BT NNNN SIPDIS".split())
"""Words that close a part or the telegram, and no title."""
_ABBREVIATION: Final = re.compile(
    r"\b(?:Gen|Col|Lt|Maj|Capt|Sgt|Adm|Dr|Mr|Mrs|Ms|Prof|Hon|Rev|St|Sen|Rep|Gov|Amb|Pres|No|vs|Co|Inc|Corp|Ltd|Jr|Sr)\.$"
)
_NO_RUN_IN: Final = re.compile(
    r"(?:END|BEGIN|SOURCES?|TO|KINDLY|THANKS|REGARDS|POC|NOTE|AMBASSADOR|MINISTER|PRESIDENT|CONTACT|DRAFTED|CLEARED|APPROVED)\b"
    r"|.*\b(?:MR|MRS|MS|DR|N/A|NONE)\b",
    re.IGNORECASE,
)
_LINKS: Final = frozenset("with from over into than that upon".split())
_SHORTEST_ALONE: Final = 7
"""Letters of a title of one word at the end of a long line."""
_NAMES_BEFORE: Final = re.compile(r"\b(?:Mr|Mrs|Ms|Dr)\b")
_QUOTED_TITLE: Final = re.compile(r"[\"“][^\"“”\n]{3,60}[\"”][^\"“”.\n]*$")
NEARLY: Final = 3
"""Characters by which a title and the rule under it may differ in length."""
LONGEST_HEADING: Final = 160
_LONGEST_TITLE: Final = 110
_LONG_LINE: Final = 100


def is_title(line: Line) -> bool:
    """Tell whether a line beside a rule is a title: short, in capitalised words, no sentence and no row."""
    marking = match_marking(line.text, 0, len(line.text)) if line.text[0] == "(" else None
    text = line.text[marking[1] :].lstrip() if marking else line.text
    return (
        bool(text)
        and len(text) <= 90
        and not line.is_rule
        and text[0] not in "-*("
        and not text[0].islower()
        and not ends_a_sentence(text)
        and not text.endswith(_QUOTED_ENDS)
        and not LIST_ITEM.match(text)
        and not QUOTED_TEXT.match(text)
        and not is_row(text)
        and (text.isupper() or _mostly_capitalised(text))
    )


def is_sentence(text: str) -> bool:
    """Tell whether a line in small letters ends with a full stop, and is no SUMMARY. or the like."""
    if not (text[-1] == "." or text.endswith(_QUOTED_ENDS)) or text.isupper() or text.endswith("..."):
        return False
    return not (ends_in_initials(text) or HEADING_WORDS.match(text))


def ends_a_sentence(text: str) -> bool:
    """Tell whether ``text`` ends in a full stop, comma or semicolon that is no part of initials or dots."""
    if text[-1] not in ".,;" or text.endswith(("...", ". .")):
        return False
    return not (text.isupper() and ends_in_initials(text))


def ends_in_initials(text: str) -> bool:
    """Tell whether ``text`` ends in initials, as in ``U.S.``."""
    return _TWO_INITIALS.search(text, max(0, len(text) - _LENGTH_OF_TWO)) is not None


def _mostly_capitalised(text: str) -> bool:
    words = [word for word in _WORD.findall(text) if len(word) > 3 or (len(word) > 1 and word.isupper())]
    return (bool(words) and sum(1 for word in words if word[0].isupper()) * 2 >= len(words)) or text.istitle()


def _is_quoted_title(text: str) -> bool:
    """Tell whether a line that begins with a quotation mark is a title: ``"STATUS QUO" IS NOT ENOUGH``."""
    return _QUOTED_TITLE.match(text) is not None and (text.isupper() or _mostly_capitalised(text))


def is_bare_title(text: str) -> bool:
    """Tell whether a line between blanks, without any rule, may be a title."""
    return (
        len(text) <= (_LONGEST_TITLE if text.isupper() else 78)
        and not LIST_ITEM.match(text)
        and not QUOTED_TEXT.match(text)
        and not HANDLING_NOTICE.match(text)
        and not is_repeated_element(text)
        and not _SOURCE.match(text)
        and not _ENTRY.search(text)
        and not _END_BEHIND_WORDS.search(text)
        and (text[0] not in '-*"|' or _is_quoted_title(text))
        and not text[0].islower()
        and not text.endswith(_QUOTED_ENDS)
        and not is_row(text)
        and any(map(str.isalpha, text))
        and "---" not in text
        and "===" not in text
        and not text.endswith(":")
    ) or bool(HEADING_WORDS.match(text))


def may_be_one_title(lines: Sequence[Line]) -> bool:
    """Tell whether lines between blanks, without any rule, may be one title."""
    return all(is_bare_title(line.text) for line in lines) or (len(lines) == 2 and _goes_on_small(*lines))


def _goes_on_small(first: Line, second: Line) -> bool:
    """Tell whether a title in capitalised words goes on in small letters on its second line (2 of 2,001 cables)."""
    return (
        second.text[0].islower()
        and len(second.text) <= len(first.text)
        and not DIGIT.search(second.text)
        and is_title(first)
        and is_bare_title(first.text)
        and is_bare_title(second.text[0].upper() + second.text[1:])
        and _mostly_capitalised(f"{first.text} {second.text}")
    )


def title_before(work: str, start: int, end: int) -> tuple[int, int] | None:
    """The words between the last sentence's end and the dashes at ``end``, if they read like a title."""
    return title_in(*behind_sentences(work, start, end))


def title_in(begin: int, piece: str) -> tuple[int, int] | None:
    """Return the span of the title that ``piece`` is, which starts at offset ``begin`` behind the last sentence."""
    if (notice := END_OF_HANDLING_NOTICE.match(piece)) is not None:
        begin, piece = begin + notice.end(), piece[notice.end() :]
    words = piece.strip(" -=*\n")
    if not words or ends_a_sentence(words) or words.endswith(_QUOTED_ENDS) or QUOTED_TEXT.match(words):
        return None
    if words[-1] == ")" and not (words.isupper() and "(" in words):
        return None
    if len(words) > _LONGEST_TITLE or not (words.isupper() or _mostly_capitalised(words)):
        return None
    if is_figures(words) or is_row(words):
        return None
    first = begin + piece.index(words)
    return first, first + len(words)


def behind_sentences(work: str, start: int, end: int) -> tuple[int, str]:
    """Return what stands behind the last sentence's end before ``end``, and where it begins."""
    begin = max(start, end - LONGEST_HEADING)
    piece = work[begin:end]
    while (match := SENTENCE_BREAK.search(piece)) is not None:
        begin, piece = begin + match.end(), piece[match.end() :]
    return begin, piece


def title_as_long(work: str, floor: int, begin: int, end: int, row_end: int) -> tuple[int, int] | None:
    """The words from a sentence's end, ``begin``, to the dashes at ``end``, of one length (4 of 2,001 cables)."""
    words = work[begin:end].rstrip()
    if begin == max(floor, end - LONGEST_HEADING) or abs(len(words) - (row_end - end)) > NEARLY:
        return None
    return title_alone(work, begin, end)


def title_alone(work: str, start: int, end: int) -> tuple[int, int] | None:
    """All that stands between ``start`` and dashes, in letters of any size (45 of them in 17 of 2,001 cables)."""
    words = work[start:end].rstrip()
    if (
        not words
        or len(words) > _LONGEST_TITLE
        or not words.lstrip(_QUOTES)[:1].isupper()
        or (words[-1] in ".,;:" and not ends_in_initials(words))
        or (words[-1] == ")" and "(" not in words)
        or LIST_ITEM.match(words)
        or QUOTED_TEXT.match(words)
        or HANDLING_NOTICE.match(words)
        or is_figures(words)
        or is_row(words)
    ):
        return None
    breaks = SENTENCE_BREAK.findall(words)
    if breaks and not (words.isupper() and all(found[0] in "?!" for found in breaks)):
        return None
    return start, start + len(words)


def is_row(text: str) -> bool:
    """Tell whether this line is a row of a table, by its columns or its figures, some of them side by side."""
    if DIGIT.search(text):
        figures = len(FIGURE.findall(text))
        if figures > 4 or (figures > 2 and _FIGURES_BESIDE.search(text)):
            return True
    if "   " not in text or all(len(word) == 1 for word in text.split()):
        return False
    return len(_COLUMNS.findall(text)) > 1 or _FIGURES_IN_COLUMNS.search(text) is not None


def is_figures(words: str) -> bool:
    """Tell whether these are figures rather than words."""
    figures = len(DIGIT.findall(words))
    return figures > 0 and figures >= sum(map(str.isalpha, words))


def title_at_end(text: str) -> int | None:
    """Return where a title in capitals, or in capitalised words, begins behind the last sentence of a long line."""
    last = text[-1]
    if len(text) < _LONG_LINE or not (last.isalpha() or last == "?"):
        return None
    floor = max(0, len(text) - LONGEST_HEADING)
    if not last.islower():
        end = max([text.rfind(mark, floor) for mark in _SENTENCE_MARKS])
        capitals = _CAPITALS_BEHIND_SENTENCE.match(text, end) if end >= floor else None
        capitals = capitals or _CAPITALS_BEHIND_END.search(text, floor)
        if capitals is not None and not text[max(0, capitals.start() - LONGEST_HEADING) : capitals.start(1)].isupper():
            return capitals.start(1) if _may_end_before_title(text, capitals.start(1), capitals[1]) else None
    if not text.rpartition(" ")[2][0].isupper() or last == "?":
        return None
    title = title_before(text, floor, len(text))
    if title is None or title[0] == floor:
        return None
    words = text[title[0] :]
    if words[0].islower() or not _is_of_a_titles_length(words) or _is_list(words) or _NO_RUN_IN.match(words):
        return None
    if not _may_end_before_title(text, title[0], words):
        return None
    longer = [word for word in _WORD.findall(words) if len(word) > 3 and word not in _LINKS]
    if sum(word[0].isupper() for word in longer) * 5 < len(longer) * 4 or _NAMES_BEFORE.search(text, title[0] - 60):
        return None
    return title[0]


def _is_of_a_titles_length(words: str) -> bool:
    count = len(words.split())
    return 2 <= count <= 12 or (count == 1 and words.isalpha() and len(words) >= _SHORTEST_ALONE)


def _is_list(words: str) -> bool:
    """Tell whether commas part these words as they do a list; behind a colon a title may hold three of them."""
    return words.count(",") > (3 if ": " in words else 1)


def _may_end_before_title(text: str, title: int, words: str) -> bool:
    """Tell whether a sentence ends before the offset ``title``, and ``words`` are no name and no closing word."""
    if "XXXXX" in words.upper() or words.rpartition(" ")[2].upper() in _LAST_WORDS:
        return False
    stop = len(text[:title].rstrip()) - 1
    return text[stop] != "." or _ABBREVIATION.search(text, max(0, stop - 8), stop + 1) is None
