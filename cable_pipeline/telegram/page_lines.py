"""Page and section lines inside the text, which interrupt 37 % of the telegrams and belong to none of their parts.

New style ``POST nnnnnnnn  ppp[.s] OF ttt`` (5,392 lines in 2,470 of 6,712 cables, a quarter of them inside a line of
text), old style ``PAGE 02        POST  nnnnn  ddhhmmZ`` with a classification before it (20 cables).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from cable_pipeline.telegram.text import places_of

_NEW_STYLE: Final = re.compile(r"[0-9Q]{8}\s{1,4}[0-9Q]{3}(?:\.[0-9Q]{1,2})? +(?:[OGQ]F|of) +[0-9Q]{3}(?!\d)")
_NAME_BEFORE: Final = re.compile(r"[A-Z][A-Z'./-]*(?: {1,2}[A-Z][A-Z'./-]*){0,3} *$")
_OLD_STYLE: Final = re.compile(r"PAGE +\d\d(?: +OF +\d\d)? +[A-Z][A-Z ]{1,20}? +\d{4,6}(?: +\d\d OF \d\d)?(?: +\d{6}Z)")
_BEFORE_OLD_STYLE: Final = re.compile(
    r"(?:UNCLAS(?:SIFIED)?|CONFIDENTIAL|SECRET|LIMITED OFFICIAL USE)(?: +[A-Z]+){0,2}\s{1,4}\Z"
)
_LONGEST_BEFORE: Final = 160
"""Characters before PAGE among which the classification is looked for; wide blanks part its words."""
_MISSING_SECTION: Final = re.compile(r"(?:\*{5,}\s{1,3})?\* ?Missing Section \d{1,3} ?\*(?:\s{1,3}\*{5,})?")
"""What the archive printed where it had not received a section (5 of 2,001 cables)."""
_STARS_BESIDE: Final = 64
_NOT_BLANK: Final = re.compile(r"\S")
_STRAY_CAPTION: Final = "SIPDIS"
_BEFORE_STRAY: Final = re.compile(
    r"(?:\n|(?<=[a-z.,)\"])(?<![Cc]aption)(?<![Cc]aptions)(?<!\b[Uu]se)(?<!\bwith)(?<!\bword) ) *\Z"
)
_SECRET_BEFORE: Final = 75
_BEHIND_STRAY: Final = re.compile(r" *\n| +\S")
_MARKER_BEHIND: Final = re.compile(r"\d{1,2}[.)][ (\n]")
_LONGEST_FRONT, _LONGEST_BACK = 24, 8
_PRINTED_NAME: Final = 10
"""Page lines cut a longer name after so many characters: ``RIO DE JAN``."""
_LONGEST_NAME: Final = 32


def find_page_lines(work: str, capitals: str, start: int, post: str | None) -> list[tuple[int, int]]:
    """Return the spans of the page lines behind ``start``, without the blanks around them, in order.

    Args:
        work: the working text.
        capitals: the same in capitals.
        start: where to begin, usually behind the classification line.
        post: the post's name as the classification line prints it, e.g. ``SAN JOSE``; inside a line of text
            only this name is taken for a part of the page line.
    """
    spans = [_with_name(work, match, post) for match in _new_style_lines(work, capitals, start)]
    spans += _old_style_lines(work, start)
    missing = places_of(work, "Missing Section", start, len(work)) if "*" in work else []
    for at in missing:
        match = _MISSING_SECTION.search(work, max(start, at - _STARS_BESIDE), at + _STARS_BESIDE)
        if match is not None:
            spans.append(match.span())
    spans.sort()
    return spans


def _new_style_lines(work: str, capitals: str, start: int) -> Iterator[re.Match[str]]:
    """Look for the rare ``OF 0`` first; a search for eight digits would stop at every number."""
    for at in _counts(work, capitals, start):
        match = _NEW_STYLE.search(work, max(start, at - _LONGEST_FRONT), at + _LONGEST_BACK)
        if match is not None and match.start() < at < match.end():
            yield match


def _old_style_lines(work: str, start: int) -> Iterator[tuple[int, int]]:
    for at in places_of(work, "PAGE", start, len(work)):
        line = _OLD_STYLE.match(work, at)
        if line is not None:
            before = _BEFORE_OLD_STYLE.search(work, max(start, at - _LONGEST_BEFORE), at)
            yield before.start() if before else at, line.end()


def _counts(work: str, capitals: str, start: int) -> Iterator[int]:
    """Places of ``F 0``, as in ``OF 03``, and of ``F Q``, its misreading; a Q alone is found faster."""
    yield from places_of(capitals, "F 0", start, len(capitals))
    for at in places_of(work, "Q", start + 2, len(work)):
        if capitals.startswith("F ", at - 2):
            yield at - 2


def find_stray_captions(flow: str, start: int) -> list[tuple[int, int]]:
    """Return the spans of captions repeated behind ``start``; they are treated like page lines.

    Each section repeats them: alone on a line, or where lines were joined within a sentence (31 of 2,001 cables), there
    nearly always behind a line with a word such as Secretary, which was taken for a classification.
    """
    return [
        (at, at + len(_STRAY_CAPTION))
        for at in places_of(flow, _STRAY_CAPTION, start, len(flow))
        if _is_stray(flow, start, at)
    ]


def _is_stray(flow: str, start: int, at: int) -> bool:
    before = _BEFORE_STRAY.search(flow[max(start, at - _LONGEST_NAME) : at])
    if before is None or _BEHIND_STRAY.match(flow, at + len(_STRAY_CAPTION)) is None:
        return False
    alone = before[0][0] == "\n"
    return alone or "SECRET" in flow[max(start, at - _SECRET_BEFORE) : at].upper()


def _with_name(work: str, match: re.Match[str], post: str | None) -> tuple[int, int]:
    begin = match.start()
    line_start = work.rfind("\n", 0, begin) + 1
    before = work[max(line_start, begin - _LONGEST_NAME) : begin]
    if not before.strip():
        return begin, match.end()
    if post:
        name, post = before.rstrip().upper(), post.upper()
        for printed in (post, post.replace(" ", ""), post[:_PRINTED_NAME]):
            if name.endswith(printed):
                return begin - len(before) + len(name) - len(printed), match.end()
    names = _NAME_BEFORE.search(before)
    if names is None:
        return begin, match.end()
    if names.start() > 0 and before[: names.start()].strip():
        # Inside running text only the last word can be the post.
        last = names.group().split()[-1]
        return begin - len(before) + before.rindex(last), match.end()
    return begin - len(before) + names.start(), match.end()


def without_page_lines(work: str, spans: list[tuple[int, int]]) -> str:
    """Blank the page lines and the empty lines around them, so that what they cut joins again; length unchanged.

    One line feed stays where a page line stood alone or before a marker, so that this starts a line.
    """
    if not spans:
        return work
    pieces: list[str] = []
    at = 0
    for start, end in spans:
        if start < at:
            continue
        before = len(work[at:start].rstrip()) + at
        following = _NOT_BLANK.search(work, end)
        after = following.start() if following else len(work)
        pieces.append(work[at:before])
        width = after - before
        alone = "\n" in work[end:after] or after == len(work) or _MARKER_BEHIND.match(work, after) is not None
        pieces.append(" " * (width - 1) + "\n" if alone and width else " " * width)
        at = after
    pieces.append(work[at:])
    return "".join(pieces)
