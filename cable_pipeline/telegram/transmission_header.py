"""The transmission header: ACP-127 format lines, or what is left of them.

Format lines as in 5 FAH-2 H-320: FL1 ``VZCZC…``, FL2 called stations, FL3 ``DE`` originator and station serial
number, FL4 security warning, FL5 precedence and date-time group, FL6 ``FM``, FL7 ``TO``, FL8 ``INFO``, FL9 ``XMT``.
All six of FL1-FL6 stand in every one of 5,729 measured headers that start with FL1.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import cache
from typing import NamedTuple

from cable_pipeline.reference import routing_indicators
from cable_pipeline.telegram.dates import read_date_time_group, read_filing_time
from cable_pipeline.telegram.records import Issue, Recipient

ISSUES = {
    "date-time-group-unreadable": "The header prints a date-time group that is no date.",
    "addressee-la-paz-merge": (
        "An earlier clean-up ran LA PAZ, a month's name and the next addressee together; they were taken apart."
    ),
    "addressee-precedence-repaired": "A misprinted precedence word on an addressee's line was read as the word meant.",
    "addressee-record-number": "Digits beyond the four of an addressee's serial number are a record number run into it.",
    "addressee-not-a-name": "A line in the address list is no addressee and was left out.",
}

PRECEDENCES = {"Z": "FLASH", "O": "IMMEDIATE", "P": "PRIORITY", "R": "ROUTINE"}

_FL3 = re.compile(r"DE (?P<ri>R[A-Z]{3,7}|[A-Z]{4,8})[ ]*#?(?P<serial>\d{4})?(?:/\d\d)?(?: +(?P<day>\d{3})(?P<time>\d{4}))?")
_FL5 = re.compile(
    r"(?:(?P<first>[ZOPR])(?: +(?P<second>[ZOPR]))? +)?(?P<day>\d\d)(?P<hour>\d\d)(?P<minute>\d\d)Z +"
    r"(?P<month>[A-Za-z]{3}) +(?P<year>\d\d(?:\d\d)?)"
)
_ADDRESSEE = re.compile(
    r"(?:(?P<ri>R[A-Z]{3,7}|[A-Z]{5,8})/)?(?P<name>.+?)"
    r"(?: +(?P<precedence>FLASH|NIACT +IMMEDIATE|NIACT|IMMEDIATE|PRIORITY|ROUTINE|PIORITY|PRIORTY|PRIORIY|IMMEDIAT|IMMEDAITE))?"
    r"(?: +(?P<serial>\d{4}(?:-\d{4})?)(?P<record>\d{1,6})?)?$"
)
_PRECEDENCE_WORDS = {
    "PIORITY": "PRIORITY",
    "PRIORTY": "PRIORITY",
    "PRIORIY": "PRIORITY",
    "IMMEDIAT": "IMMEDIATE",
    "IMMEDAITE": "IMMEDIATE",
    "NIACT": "NIACT IMMEDIATE",
}
_LA_PAZ = re.compile(r"LA PAZ (?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)\b(?: (?P<next>[A-Z .]+?))?(?: (?P<serial>\d{4}))?$")
_NOT_AN_ADDRESSEE = re.compile(r"PAGE \d\d|[A-Z]{1,5}-\d\d\b|-{6,}|/\d{3}[A-Z]|[ZN]{4}|BT$|[0-9A-F]{6} +\d{6}Z")
_PAGE_LINE = re.compile(r"PAGE \d\d.*?(?:\d{6}Z\b|$)")


class TransmissionHeader(NamedTuple):
    """What the header says; times are UTC, precedences words."""

    transmission_id: str | None = None
    originator_indicator: str | None = None
    station_serial_number: int | None = None
    filed_at: datetime | None = None
    transmission_security: str | None = None
    action_precedence: str | None = None
    info_precedence: str | None = None
    sent_at: datetime | None = None
    originator: str | None = None
    recipients: tuple[Recipient, ...] = ()


def read_transmission_header(
    work: str, start: int, end: int, cable_date: date | None
) -> tuple[TransmissionHeader, list[Issue]]:
    """Read the format lines of ``work[start:end]``.

    Returns:
        The header, with ``None`` for what it does not print, and the doubts with offsets into ``work``.
    """
    issues: list[Issue] = []
    found: dict[str, object] = {}
    filing: tuple[int, str] | None = None
    addresses = _AddressList(issues)
    at = start
    for raw in work[start:end].split("\n"):
        line = raw.strip()
        if line:
            if line.startswith("TO ") or line == "TO":
                addresses.role = "action"
                addresses.add(line[3:], at)
            elif line.startswith("INFO ") or line == "INFO":
                addresses.role = "info"
                addresses.add(line[5:], at)
            elif line.startswith("XMT "):
                addresses.exclude(line[4:])
            elif addresses.role is not None and "originator" in found:
                addresses.add(line, at)
            elif line.startswith("VZCZC"):
                found.setdefault("transmission_id", line.split()[0])
            elif line.startswith("DE ") and (match := _FL3.match(line)):
                found.setdefault("originator_indicator", match["ri"])
                if match["serial"]:
                    found.setdefault("station_serial_number", int(match["serial"]))
                if match["day"]:
                    filing = int(match["day"]), match["time"]
            elif line.startswith(("ZNR", "ZNY")):
                found.setdefault("transmission_security", " ".join(line.split()))
            elif line.startswith(("FM ", "From: ")):
                found.setdefault("originator", " ".join(line.split()[1:]))
                addresses.role = None
            elif match := _FL5.match(line):
                _date_time_group(match, found, cable_date, issues, at, at + len(raw))
            elif addresses.role is not None:
                addresses.add(line, at)
        at += len(raw) + 1
    sent_at = found.get("sent_at")
    if filing is not None and isinstance(sent_at, datetime):
        found["filed_at"] = read_filing_time(filing[0], filing[1], sent_at)
    return TransmissionHeader(**found, recipients=addresses.recipients()), issues  # type: ignore[arg-type]


def _date_time_group(
    match: re.Match[str], found: dict[str, object], near: date | None, issues: list[Issue], start: int, end: int
) -> None:
    if "sent_at" in found:
        return
    sent_at = read_date_time_group(
        int(match["day"]), int(match["hour"]), int(match["minute"]), match["month"], match["year"], near
    )
    if sent_at is None:
        issues.append(Issue("date-time-group-unreadable", "warning", f"{match.group()!r} is no date", start, end))
        return
    found["sent_at"] = sent_at
    if match["first"]:
        found["action_precedence"] = PRECEDENCES[match["first"]]
    if match["second"]:
        found["info_precedence"] = PRECEDENCES[match["second"]]


class _AddressList:
    """The addressees as they are read, action before information, exemptions beside the collective they limit."""

    def __init__(self, issues: list[Issue]) -> None:
        self.role: str | None = None
        self._issues = issues
        self._found: list[tuple[Recipient, int]] = []
        self._excluded: dict[int, list[str]] = {}
        self._excluding = False

    def add(self, line: str, at: int) -> None:
        """Read one line of the list; lines behind XMT name exempted posts until the next one with an indicator."""
        if self.role is None:
            return
        if "PAGE " in line:
            line = _PAGE_LINE.sub(" ", line)
        line = " ".join(line.split())
        if not line or _NOT_AN_ADDRESSEE.match(line):
            return
        if self._excluding and "/" not in line.split(" ")[0]:
            self._excluded[len(self._found) - 1].append(line)
            return
        self._excluding = False
        if "LA PAZ " in line and (match := _LA_PAZ.search(line)):
            self._add_merged(line[: match.start()], match, at)
            return
        self._append(line, at)

    def exclude(self, line: str) -> None:
        """Read an XMT line: the posts that the collective before it does not reach."""
        if self._found:
            self._excluding = True
            self._excluded.setdefault(len(self._found) - 1, []).append(" ".join(line.split()))

    def _append(self, line: str, at: int) -> None:
        match = _ADDRESSEE.match(line)
        if match is None or self.role is None:
            return
        printed = match["precedence"]
        precedence = " ".join(printed.split()) if printed else None
        if precedence in _PRECEDENCE_WORDS:
            self._issues.append(
                Issue("addressee-precedence-repaired", "info", f"{precedence!r} was read as a precedence", at, at + len(line))
            )
            precedence = _PRECEDENCE_WORDS[precedence]
        if match["record"]:
            self._issues.append(
                Issue("addressee-record-number", "info", f"{match['record']!r} is no part of the serial", at, at + len(line))
            )
        name = match["name"].strip()
        self._found.append(
            (
                Recipient(
                    0, self.role, name, match["ri"], precedence, match["serial"], "COLLECTIVE" in name, ()
                ),
                at,
            )
        )

    def _add_merged(self, before: str, match: re.Match[str], at: int) -> None:
        following, serial = match["next"], match["serial"]
        self._append(f"{before}LA PAZ{'' if following or not serial else ' ' + serial}", at)
        if following:
            self._append(f"AMEMBASSY {following}{' ' + serial if serial else ''}", at)
        self._issues.append(
            Issue("addressee-la-paz-merge", "warning", f"{match.group()!r} was taken apart", at, at + len(match.string))
        )

    def recipients(self) -> tuple[Recipient, ...]:
        """The addressees in order, positions from 1; bare tokens that are no name are left out, with an issue."""
        with_indicator = sum(1 for recipient, _ in self._found if recipient.routing_indicator)
        bare = len(self._found) - with_indicator
        kept: list[Recipient] = []
        for index, (recipient, at) in enumerate(self._found):
            if (
                bare == 1
                and with_indicator
                and recipient.routing_indicator is None
                and " " not in recipient.name
                and recipient.serial_number is None
                and recipient.name not in _known_names()
            ):
                self._issues.append(
                    Issue("addressee-not-a-name", "info", f"{recipient.name!r} is no addressee", at, at + len(recipient.name))
                )
                continue
            excluded = tuple(self._excluded.get(index, ()))
            kept.append(recipient._replace(position=len(kept) + 1, excluded=excluded))
        return tuple(kept)


@cache
def _known_names() -> frozenset[str]:
    return frozenset(pair.name for pair in routing_indicators())
