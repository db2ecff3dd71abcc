"""The transmission header: ACP-127 format lines, or what is left of them.

Format lines as in 5 FAH-2 H-320: FL1 ``VZCZC…``, FL2 called stations, FL3 ``DE`` originator and station serial
number, FL4 security warning, FL5 precedence and date-time group, FL6 ``FM``, FL7 ``TO``, FL8 ``INFO``, FL9 ``XMT``.
All six of FL1-FL6 stand in every one of 5,729 measured headers that start with FL1.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Final, NamedTuple

from cable_pipeline.telegram.addressees import AddressList
from cable_pipeline.telegram.dates import read_date_time_group, read_filing_time
from cable_pipeline.telegram.records import Issue, Recipient

ISSUES: Final = {"date-time-group-unreadable": "The header prints a date-time group that is no date."}

PRECEDENCES: Final = {"Z": "FLASH", "O": "IMMEDIATE", "P": "PRIORITY", "R": "ROUTINE"}
"""The precedence prosigns of FL5, high to low."""

_FL3: Final = re.compile(
    r"DE (?P<ri>R[A-Z]{3,7}|[A-Z]{4,8})[ ]*#?(?P<serial>\d{4})?(?:/\d\d)?(?: +(?P<day>\d{3})(?P<time>\d{4}))?"
)
_FL5: Final = re.compile(
    r"(?:(?P<first>[ZOPR])(?: +(?P<second>[ZOPR]))? +)?(?P<day>\d\d)(?P<hour>\d\d)(?P<minute>\d\d)Z +"
    r"(?P<month>[A-Za-z]{3}) +(?P<year>\d\d(?:\d\d)?)"
)
_DISTRIBUTION: Final = re.compile(r" +[A-Z]{1,5}-\d\d\b")
"""An office of the Department with its number of copies: internal distribution, no addressee (52 of 6,712 cables)."""
_FRONT_LINE: Final = re.compile(r"FM |(?:[ZOPR] +){0,2}\d{6}Z +[A-Za-z]{3}")
_LIST_STARTS: Final = {"TO": "action", "INFO": "info"}


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
    lines = _FormatLines(cable_date)
    at = start
    for raw in work[start:end].split("\n"):
        line = raw.strip()
        if line:
            lines.read(line, at)
        at += len(raw) + 1
    return lines.header(), lines.issues


class _FormatLines:
    """The header as it is read, one line after the other; of a line printed twice the first counts."""

    def __init__(self, cable_date: date | None) -> None:
        self.issues: list[Issue] = []
        self._cable_date = cable_date
        self._addressees = AddressList(self.issues)
        self._transmission_id: str | None = None
        self._route: re.Match[str] | None = None
        self._security: str | None = None
        self._date_time_group: re.Match[str] | None = None
        self._sent_at: datetime | None = None
        self._originator: str | None = None

    def read(self, line: str, at: int) -> None:
        """Read one line, which starts at offset ``at``."""
        word, _, rest = line.partition(" ")
        role = _LIST_STARTS.get(word)
        if role is not None:
            if _DISTRIBUTION.match(line, len(word)):
                return
            self._addressees.start(role)
            self._addressees.add(rest, at)
        elif line.startswith("XMT "):
            self._addressees.exclude(line[4:])
        elif self._addressees.started and not (self._originator is None and _FRONT_LINE.match(line)):
            self._addressees.add(line, at)
        else:
            self._read_front(line, at)

    def _read_front(self, line: str, at: int) -> None:
        """Read one of FL1-FL6."""
        if line.startswith("VZCZC"):
            self._transmission_id = self._transmission_id or line.split(maxsplit=1)[0]
        elif line.startswith("DE ") and self._route is None:
            self._route = _FL3.match(line)
        elif line.startswith(("ZNR", "ZNY")):
            self._security = self._security or " ".join(line.split())
        elif line.startswith(("FM ", "From: ")):
            self._originator = self._originator or " ".join(line.split()[1:])
        elif self._date_time_group is None and (match := _FL5.match(line)):
            self._read_date_time_group(match, at)

    def _read_date_time_group(self, match: re.Match[str], at: int) -> None:
        self._date_time_group = match
        self._sent_at = read_date_time_group(
            match["day"], match["hour"], match["minute"], match["month"], match["year"], self._cable_date
        )
        if self._sent_at is None:
            message = f"{match.group()!r} is no date"
            self.issues.append(
                Issue("date-time-group-unreadable", "warning", message, at + match.start(), at + match.end())
            )

    def header(self) -> TransmissionHeader:
        """Return what was read."""
        route, group = self._route, self._date_time_group
        filed_at = None
        if route is not None and route["day"] and self._sent_at is not None:
            filed_at = read_filing_time(route["day"], route["time"], self._sent_at)
        return TransmissionHeader(
            self._transmission_id,
            route["ri"] if route else None,
            int(route["serial"]) if route and route["serial"] else None,
            filed_at,
            self._security,
            PRECEDENCES[group["first"]] if group and group["first"] else None,
            PRECEDENCES[group["second"]] if group and group["second"] else None,
            self._sent_at,
            self._originator,
            self._addressees.recipients(),
        )
