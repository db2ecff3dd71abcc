"""The five opening lines: id, title, date, classification, origin, one a line."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from cable_pipeline.telegram.dates import read_envelope_date
from cable_pipeline.telegram.identifiers import Identifier, identifier_issues, is_identifier, read_identifier
from cable_pipeline.telegram.records import Issue
from cable_pipeline.telegram.text import one_line

LINES = 5

ISSUES = {
    "title-missing": "The title line is empty.",
    "date-unreadable": "The date line is empty or no date.",
    "classification-missing": "The classification line of the envelope is empty.",
    "origin-missing": "The origin line is empty.",
}


class NotATelegram(ValueError):
    """The text can't be a cable; ``reason`` says why in one sentence."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Envelope(NamedTuple):
    """What the opening lines say; ``end`` is the offset of the first character behind them."""

    identifier: Identifier
    title: str | None
    cable_date: date | None
    classification: str | None
    classification_marking: str | None
    handling: tuple[str, ...]
    origin: str | None
    end: int


def read_envelope(text: str) -> tuple[Envelope, list[Issue]]:
    """Read the five opening lines of ``text``.

    Raises:
        NotATelegram: fewer than five lines, or the first is no cable id.
    """
    lines = text.split("\n", LINES)
    if len(lines) < LINES:
        raise NotATelegram(
            f"only {len(lines)} line(s): a cable starts with five (id, title, date, classification, origin)"
        )
    first = lines[0].strip().lstrip("\ufeff")
    if not is_identifier(first):
        raise NotATelegram("the first line is no cable id (two to four digits, a post, a number)")
    identifier = read_identifier(first)
    issues: list[Issue] = []
    starts = [0]
    for line in lines[:LINES]:
        starts.append(starts[-1] + len(line) + 1)

    def doubt(code: str, line: int, message: str, severity: str = "warning") -> None:
        issues.append(Issue(code, severity, message, starts[line], starts[line] + len(lines[line])))

    issues.extend(identifier_issues(identifier, starts[0], starts[0] + len(lines[0])))
    title = one_line(lines[1]) or None
    if title is None:
        doubt("title-missing", 1, "the title line is empty", "info")
    printed_date = lines[2].strip()
    cable_date = read_envelope_date(printed_date)
    if cable_date is None:
        doubt("date-unreadable", 2, "the date line is no date" if printed_date else "the date line is empty")
    marking = one_line(lines[3]) or None
    parts = [part.strip() for part in marking.split("//")] if marking else []
    if marking is None:
        doubt("classification-missing", 3, "the classification line is empty")
    origin = one_line(lines[4]) or None
    if origin is None:
        doubt("origin-missing", 4, "the origin line is empty", "info")
    end = min(starts[LINES], len(text))
    return (
        Envelope(
            identifier,
            title,
            cable_date,
            parts[0] or None if parts else None,
            marking,
            tuple(part for part in parts[1:] if part),
            origin,
            end,
        ),
        issues,
    )
