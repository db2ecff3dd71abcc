"""The five opening lines: id, title, date, classification, origin, one a line."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final, NamedTuple

from cable_pipeline.telegram.dates import read_envelope_date
from cable_pipeline.telegram.identifiers import Identifier, identifier_issues, is_identifier, read_identifier
from cable_pipeline.telegram.records import Issue
from cable_pipeline.telegram.text import one_line

LINES: Final = 5

ISSUES: Final = {
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
    lines = _opening_of(text).split("\n")
    if len(lines) < LINES:
        raise NotATelegram(
            f"only {len(lines)} line(s): a cable starts with five (id, title, date, classification, origin)"
        )
    first = lines[0].strip().lstrip("\ufeff")
    if not is_identifier(first):
        raise NotATelegram("the first line is no cable id (two to four digits, a post, a number)")
    identifier = read_identifier(first)
    starts = [0]
    for line in lines[:LINES]:
        starts.append(starts[-1] + len(line) + 1)
    title = one_line(lines[1]) or None
    cable_date = read_envelope_date(lines[2].strip())
    marking = one_line(lines[3]) or None
    classification, *handling = [part.strip() for part in marking.split("//")] if marking else [""]
    origin = one_line(lines[4]) or None
    issues = identifier_issues(identifier, 0, len(lines[0]))
    for index, code, severity, message in _doubts(title, lines[2], cable_date, marking, origin):
        issues.append(Issue(code, severity, message, starts[index], starts[index] + len(lines[index])))
    return (
        Envelope(
            identifier,
            title,
            cable_date,
            classification or None,
            marking,
            tuple([part for part in handling if part]),
            origin,
            min(starts[LINES], len(text)),
        ),
        issues,
    )


def _opening_of(text: str) -> str:
    """The opening lines with their line feeds, all of a text that has fewer."""
    end = 0
    for _ in range(LINES):
        end = text.find("\n", end) + 1
        if end == 0:
            return text
    return text[:end]


def _doubts(
    title: str | None, printed_date: str, cable_date: date | None, marking: str | None, origin: str | None
) -> Iterator[tuple[int, str, str, str]]:
    """Say what is missing: index of the line, code, severity and message of the issue."""
    if title is None:
        yield 1, "title-missing", "info", "the title line is empty"
    if cable_date is None:
        message = "the date line is no date" if printed_date.strip() else "the date line is empty"
        yield 2, "date-unreadable", "warning", message
    if marking is None:
        yield 3, "classification-missing", "warning", "the classification line is empty"
    if origin is None:
        yield 4, "origin-missing", "info", "the origin line is empty"
