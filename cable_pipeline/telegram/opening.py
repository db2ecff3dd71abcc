"""Captions and attention lines, between the classification line and the first prefatory element.

SIPDIS stands in 95.5 % of 6,712 cables and is printed twice or more in 25.5 %; 57.6 % have one to ten attention lines
(``DEPT FOR WHA/CEN``, ``STATE PASS TO USTR``), with a verb or without, wrapped or not.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final, NamedTuple

from cable_pipeline.telegram.notices import HANDLING_NOTICE
from cable_pipeline.telegram.prefatory import Element, Prefatory
from cable_pipeline.telegram.text import one_line

CAPTIONS: Final = (
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
    "ORCON",
    "NOCONTRACT",
    "CHEROKEE",
    "DS CHANNEL",
    "E F T O",
)
"""The closed list of captions: distribution and handling words of 5 FAH-2 H-440 as they occur in telegrams."""

_SPACED: Final = {"".join(caption.split()): caption for caption in CAPTIONS}
_LETTER_BY_LETTER: Final = ("NOFORN", "NODIS", "EXDIS", "E F T O")
_ANY: Final = "|".join(
    " ?".join(caption.replace(" ", "")) if caption in _LETTER_BY_LETTER else caption for caption in CAPTIONS
)
_CAPTION: Final = re.compile(rf"\b(?:SIPDIS(?=[A-Z]{{2,}} )|(?:{_ANY})\b)", re.IGNORECASE)
_BETWEEN: Final = r"[\s,;/.\"()-]*"
_CAPTION_LINE: Final = re.compile(
    rf"{_BETWEEN}(?:(?:{_ANY}|SIPIDS|SENSITIVE BUT UNCLASSIFIED){_BETWEEN}){{1,9}}(?:(?<=CODEL )[A-Z]+ ?)?$",
    re.IGNORECASE,
)
_SHORT: Final = "SIPDIS|SENSITIVE|NOFORN|NODIS|EXDIS|LIMDIS|STADIS|AIDAC|TERREP"
_SHORT_CAPTIONS: Final = tuple(_SHORT.split("|"))
_CAPTION_STARTS: Final = (*(caption[0:2] for caption in CAPTIONS), "EF", "N ", "E ")
_BETWEEN_CAPTIONS: Final = ' ,;/."()-'
_LEADING: Final = re.compile(
    rf"(?:(?:{_SHORT})[ ,/.]+){{0,5}}(?:SIPDIS(?=[A-Z]{{2,}} )|(?:{_SHORT})[ ,/.]+)", re.IGNORECASE
)
_TRAILING: Final = re.compile(
    rf"(?:[ ,/.]+(?:{_SHORT})|(?<=[a-z])(?-i:SIPDIS|SENSITIVE|NOFORN)){{1,5}}[ ,/.]*$", re.IGNORECASE
)
"""Captions at the end of an attention line, the first of which may be run into its last word."""
_CORRECTED: Final = re.compile(r"\(?C ?O ?R ?R ?E ?C ?T ?E ?D|ZFR\b|ZDK\b|\*{3,}|C O P Y")
_CORRECTED_STARTS: Final = frozenset("(CZ*")
_NOTE: Final = re.compile(
    r"\"|FROM (?:THE )?(?:AMBASSADOR|CHARGE|DCM|CONSUL|CDA|PRINCIPAL)|NOT FOR (?:INTERNET|DIST)|SENSITIVE BUT|"
    r"PLEASE HANDLE|PROTECT ACC|NOTE BY|DO NOT|THIS (?:CABLE|MESSAGE|IS)|FOR OFFICIAL USE|FOUO|UNCLAS|MINIMIZE|ALDAC|"
    r"[-=*]{3,}|BT$",
    re.IGNORECASE,
)
_ATTENTION: Final = re.compile(
    r"[A-Z/ ,-]{2,30} (?:FOR|PASS)\b|(?:DEPT|DEPARTMENT|STATE|NSC|TREASURY)\b", re.IGNORECASE
)
_USUAL: Final = ("SIPDIS", "SENSITIVE", "NOFORN", "LIMDIS", "STADIS")
_WORD: Final = re.compile(r"[^\W\d_]+")
_SHORTEST_DAMAGED, _LONGEST_CAPTIONS = 5, 40
_SHORTEST_GAP: Final = 8
"""Characters between two elements, blanks with them, from which on something else may stand there."""


class Opening(NamedTuple):
    """Captions, each once, in order; attention lines joined; the spans of both for the segments."""

    captions: tuple[str, ...]
    attention: str | None
    spans: tuple[tuple[str, int, int], ...]


class _Lines:
    """The opening as it is read line by line."""

    def __init__(self) -> None:
        self.captions: dict[str, None] = {}
        self.attention: list[str] = []
        self.spans: list[tuple[str, int, int]] = []
        self._in_correction = False

    def read(self, line: str, start: int) -> None:
        """Read one line without blanks at its ends, which starts at ``start``."""
        end = start + len(line)
        capitals = line.upper()
        if line in CAPTIONS or (
            capitals.lstrip(_BETWEEN_CAPTIONS).startswith(_CAPTION_STARTS) and _CAPTION_LINE.match(line)
        ):
            self._note_captions(line)
            self.spans.append(("captions", start, end))
            self._in_correction = False
        elif len(line) <= _LONGEST_CAPTIONS and all(map(_is_like_a_caption, _WORD.findall(capitals) or [""])):
            self.spans.append(("captions", start, end))
        elif (line[0] in _CORRECTED_STARTS and _CORRECTED.match(line)) or (
            self._in_correction and not _ATTENTION.match(line)
        ):
            self._in_correction = True
            self.spans.append(("other", start, end))
        elif _NOTE.match(line):
            if capitals.startswith("SENSITIVE"):
                self.captions["SENSITIVE"] = None
            self.spans.append(("notice", start, end))
        elif any(character.isalpha() for character in line):
            self._in_correction = False
            self._read_attention(line, start, capitals)

    def blank(self) -> None:
        """A blank line ends a corrected-copy notice."""
        self._in_correction = False

    def _read_attention(self, line: str, start: int, capitals: str) -> None:
        """Take captions off both ends of an attention line that shares its line with them."""
        begin, end = start, start + len(line)
        if capitals.startswith(_SHORT_CAPTIONS) and (lead := _LEADING.match(line)):
            self._note_captions(lead.group())
            begin += lead.end()
            self.spans.append(("captions", start, start + len(lead.group().rstrip())))
        if capitals.rstrip(" ,/.").endswith(_SHORT_CAPTIONS) and (tail := _TRAILING.search(line, begin - start)):
            self._note_captions(tail.group())
            end = start + tail.start()
            self.spans.append(("captions", start + tail.end() - len(tail.group().lstrip(" ,/.")), start + tail.end()))
        if begin < end:
            self.attention.append(line[begin - start : end - start])
            self.spans.append(("attention", begin, end))

    def _note_captions(self, text: str) -> None:
        self.captions.update(dict.fromkeys(captions_in(text)))


def _is_like_a_caption(word: str) -> bool:
    """Tell whether a word in capitals is one of the usual captions, or has one letter changed, lost or added."""
    return any(_differs_by_one(word, caption) for caption in _USUAL)


def _differs_by_one(word: str, caption: str) -> bool:
    if abs(len(word) - len(caption)) > 1 or len(word) < _SHORTEST_DAMAGED:
        return False
    same = 0
    while same < min(len(word), len(caption)) and word[same] == caption[same]:
        same += 1
    rest, wanted = word[same:], caption[same:]
    return rest[1:] == wanted[1:] or rest[1:] == wanted or rest == wanted[1:]


def _read_gaps(work: str, elements: Prefatory, lines: _Lines) -> None:
    """Read captions, attention lines and handling sentences that stand between two prefatory elements."""
    found = sorted(element for element in elements[:5] if isinstance(element, Element))
    for before, after in pairwise(found):
        if after.start - before.end < _SHORTEST_GAP:
            continue
        at = before.end
        for raw in work[before.end : after.start].split("\n"):
            line = raw.strip()
            start = at + raw.index(line)
            if line and HANDLING_NOTICE.match(line):
                lines.spans.append(("notice", start, start + len(line)))
            elif line and (_CAPTION_LINE.match(line) or _ATTENTION.match(line)):
                lines.read(line, start)
            at += len(raw) + 1


def captions_in(text: str) -> tuple[str, ...]:
    """Return the captions that stand in ``text``, each once, in order, in the spelling of ``CAPTIONS``."""
    if not text or text in CAPTIONS:
        return (text,) if text else ()
    return tuple(dict.fromkeys([_caption(match.group()) for match in _CAPTION.finditer(text)]))


def _caption(printed: str) -> str:
    return _SPACED["".join(printed.upper().split())]


def read_opening(work: str, start: int, elements: Prefatory) -> Opening:
    """Read captions and attention lines from ``start`` up to the first of E.O., TAGS and SUBJECT.

    Attention lines are all lines but captions, corrected-copy notices, operators' notes in quotes and handling
    sentences; wrapped ones join.
    """
    references = elements.references
    end = min(
        (element.start for element in (elements.executive_order, elements.tags, elements.subject) if element),
        default=references.start if references else elements.end,
    )
    lines = _Lines()
    at = start
    for raw in work[start:end].split("\n"):
        line = raw.strip()
        if references is not None and references.start < at + len(raw) and at < references.end:
            line = work[at : references.start].strip() if at < references.start else ""
        if line:
            lines.read(line, at + raw.index(line))
        else:
            lines.blank()
        at += len(raw) + 1
    _read_gaps(work, elements, lines)
    return Opening(tuple(lines.captions), one_line(" ".join(lines.attention)) or None, tuple(lines.spans))
