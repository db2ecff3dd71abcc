"""How a telegram is printed: the layouts that occur in real archives, by name and at their frequencies.

The shares come from a count over 6,712 cables of one mirror of the archive: half of them keep the teleprinter's
lines of some 62 characters, half are reflowed to one line a paragraph; 85 % have a full ACP-127 header, 10 % only
the notice of a partial extract (nearly all of 2004 and 2005), 3 % begin at the date-time group.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import accumulate
from random import Random
from types import MappingProxyType
from typing import Literal

Header = Literal["acp127", "date_time_group", "extract", "extract_with_date", "none"]
HeadingForm = Literal["ruled", "boxed", "bare", "beside", "one_line"]
PageLines = Literal["none", "alone", "inline", "old"]
MarkerForm = Literal["dot", "dot_tight", "bracket", "mark_first", "lettered"]
PartForm = Literal["run_in", "heading"]

LINE_WIDTH = 62


class Shares:
    """Names, each with the share of cases in which it is drawn (of any sum)."""

    __slots__ = ("_cumulative", "_names")

    def __init__(self, *shares: tuple[str, float]) -> None:
        self._names = tuple(name for name, _ in shares)
        self._cumulative = tuple(accumulate(share for _, share in shares))

    def draw(self, rng: Random) -> str:
        """One of the names, in proportion to its share."""
        return self._names[bisect(self._cumulative, rng.random() * self._cumulative[-1])]


@dataclass(frozen=True, slots=True)
class Layout:
    """One way of printing.

    ``width`` is the longest line in characters, None for one line a paragraph. ``line_end`` ends every text line
    (most archives keep the blank that the teleprinter left). ``news_site`` is the re-publication without colons
    and blank lines. ``joined_order`` puts E.O. and TAGS on one line. ``end_marks`` closes summary and comment by
    "End Summary." and "End Comment.".
    """

    header: Header = "acp127"
    width: int | None = LINE_WIDTH
    line_end: str = " \n"
    news_site: bool = False
    spaced_classification: bool = True
    repeated_sipdis: bool = False
    joined_order: bool = False
    tag_separator: str = " "
    label: str = "{}. "
    classified_by: str = "Classified By: {title} {name} for reasons {reasons}."
    reasons: str = "{section} ({lower_and})"
    headings: HeadingForm = "ruled"
    summary: PartForm = "run_in"
    comment: PartForm = "heading"
    part_words: Literal["title", "upper"] = "title"
    end_marks: bool = True
    marker: MarkerForm = "dot"
    marker_gap: str = " "
    page_lines: PageLines = "none"
    glued_signature: bool = False
    upper_case: bool = False
    operating_signal: str = ""
    padded_month: bool = False


def _named() -> dict[str, Layout]:
    wrapped = Layout()
    reflowed = Layout(width=None, headings="beside", line_end=" \n")
    return {
        "wrapped": wrapped,
        "wrapped_plain_ends": replace(wrapped, line_end="\n", marker_gap="  "),
        "wrapped_pages": replace(wrapped, page_lines="alone", headings="boxed", repeated_sipdis=True),
        "boxed_summary": replace(wrapped, headings="boxed", summary="heading", part_words="upper"),
        "bare_headings": replace(wrapped, headings="bare", summary="heading", comment="heading", end_marks=False),
        "one_line_headings": replace(wrapped, headings="one_line", marker="bracket", part_words="upper"),
        "tight_markers": replace(wrapped, marker="dot_tight", glued_signature=True, comment="run_in"),
        "corrected_copy": replace(wrapped, operating_signal=" ZDK", marker_gap="  ", label="({}) "),
        "date_time_group": replace(wrapped, header="date_time_group", label="{}) ", joined_order=True),
        "extract": replace(
            wrapped, header="extract", classified_by="CLASSIFIED BY: {title} {name}. REASONS: {reasons}."
        ),
        "extract_with_date": replace(wrapped, header="extract_with_date", line_end="\n"),
        "no_header": replace(wrapped, header="none"),
        "reflowed": reflowed,
        "reflowed_pages": replace(reflowed, page_lines="inline", glued_signature=True, comment="run_in"),
        "reflowed_extract": replace(reflowed, header="extract", marker="dot_tight", tag_separator=", "),
        "news_site": replace(
            reflowed, news_site=True, headings="ruled", tag_separator=", ", glued_signature=True, page_lines="alone"
        ),
        "upper_case": replace(
            wrapped,
            upper_case=True,
            part_words="upper",
            comment="run_in",
            page_lines="old",
            classified_by="CLASSIFIED BY {title} {name}. REASON: {reasons}.",
            reasons="{section} ({upper_and})",
        ),
        "mark_first": replace(
            wrapped, marker="mark_first", glued_signature=True, upper_case=True, part_words="upper", comment="run_in"
        ),
        "lettered": replace(wrapped, marker="lettered", comment="run_in", padded_month=True),
    }


LAYOUTS: Mapping[str, Layout] = MappingProxyType(_named())
"""The named layouts, each a form that real archives hold; tests render every one of them."""

_SHARES = Shares(
    ("wrapped", 20),
    ("wrapped_plain_ends", 10),
    ("wrapped_pages", 14),
    ("boxed_summary", 7),
    ("bare_headings", 6),
    ("one_line_headings", 1),
    ("tight_markers", 7),
    ("corrected_copy", 3),
    ("date_time_group", 3),
    ("no_header", 0.1),
    ("reflowed", 12),
    ("reflowed_pages", 10),
    ("news_site", 3.5),
    ("lettered", 0.1),
)
_EXTRACT_SHARES = Shares(("extract", 60), ("extract_with_date", 6), ("reflowed_extract", 34))
_OLD_SHARES = Shares(("upper_case", 70), ("mark_first", 30))
_REASONS = ("{section} ({lower_and})", "{section} ({upper_and})", "{section}({lower_comma})", "{section} {upper_slash}")
_CLASSIFIED_BY = Shares(
    ("Classified By: {title} {name} for reasons {reasons}.", 70),
    ("Classified By: {title} {name}, reasons {reasons}.", 10),
    ("CLASSIFIED BY: {title} {name}. REASONS: {reasons}.", 10),
    ("Classified by {title} {name} for reason {reasons}.", 7),
    ("Classified By: {title} {name} per {reasons}.", 3),
)


def draw_layout(rng: Random, year: int) -> Layout:
    """A layout at the frequencies of a real archive for a telegram of that year (four digits)."""
    if year < 2000:
        shares = _OLD_SHARES
    elif rng.random() < (0.96 if year < 2006 else 0.09 if year == 2006 else 0.0):
        shares = _EXTRACT_SHARES
    else:
        shares = _SHARES
    layout = LAYOUTS[shares.draw(rng)]
    return replace(
        layout,
        classified_by=layout.classified_by if layout.upper_case else _CLASSIFIED_BY.draw(rng),
        reasons=layout.reasons if layout.upper_case else _REASONS[int(rng.random() * len(_REASONS))],
        joined_order=layout.joined_order or rng.random() < 0.02,
        repeated_sipdis=2006 <= year <= 2008 and rng.random() < 0.45,
        padded_month=rng.random() < 0.05,
    )
