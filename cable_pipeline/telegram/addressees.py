"""The addressees of a telegram: FL7 (action), FL8 (information), FL9 (members of a collective that are exempt).

``[RI/]PLAD[//OFFICE//][ PRECEDENCE][ SERIAL]``, one a line; of 40,651 lines 98.7 % have a routing indicator, 53 % a
serial number of four digits, 46 % a precedence word. Where none is printed, none is inferred.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final

from cable_pipeline.reference import routing_indicators
from cable_pipeline.telegram.records import Issue, Recipient, new_tuple

ISSUES: Final = {
    "addressee-la-paz-merge": (
        "An earlier clean-up ran LA PAZ, a month's name and the next addressee together; they were taken apart."
    ),
    "addressee-precedence-repaired": "A misprinted precedence word on an addressee's line was read as the word meant.",
    "addressee-record-number": "Digits beyond the four of a serial number are a record number run into it.",
    "addressee-not-a-name": "A line in the address list is no addressee and was left out.",
}

_ADDRESSEE: Final = re.compile(
    r"(?:(?P<ri>R[A-Z]{3,7}|[A-Z]{5,8})/)?(?P<name>.+?)"
    r"(?: (?P<precedence>FLASH|NIACT IMMEDIATE|NIACT|IMMEDIATE|PRIORITY|ROUTINE|P[RIO]{2,4}R?I?TY|IMM?ED[IA]{2,3}TE?))?"
    r"(?: (?P<serial>\d{4}(?:-\d{4})?)(?P<record>\d{1,6})?)?$"
)
_PRECEDENCES: Final = ("FLASH", "NIACT IMMEDIATE", "IMMEDIATE", "PRIORITY", "ROUTINE")
_SERIAL_FIRST: Final = re.compile(r" (\d{4})$")
"""A serial number that stands before the precedence word."""
_MISPRINTS: Final = {"NIACT": "NIACT IMMEDIATE"}
_LONGEST_LINE: Final = 200
_LA_PAZ: Final = re.compile(
    r"LA PAZ (?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)\b(?: (?P<next>[A-Z .]+?))?(?: (?P<serial>\d{4}))?$"
)
_NOT_AN_ADDRESSEE: Final = re.compile(r"PAGE \d\d|[A-Z]{1,5}-\d\d\b|-{3,}|/\d{3}[A-Z]|[ZN]{4}|BT$|[0-9A-F]{6} +\d{6}Z")
_PAGE_LINE: Final = re.compile(r"PAGE \d\d.*?(?:\d{6}Z\b|$)")


class AddressList:
    """The addressees as they are read; exemptions go with the collective before them."""

    def __init__(self, issues: list[Issue]) -> None:
        self._issues = issues
        self._role: str | None = None
        self._found: list[tuple[Recipient, int]] = []
        self._excluded: dict[int, list[str]] = {}
        self._excluding = False

    @property
    def started(self) -> bool:
        """Whether a TO or INFO line was read."""
        return self._role is not None

    def start(self, role: str) -> None:
        """Begin the list of ``role``, ``action`` or ``info``."""
        self._role = role
        self._excluding = False

    def add(self, line: str, at: int) -> None:
        """Read one line, which starts at offset ``at``; behind XMT, lines without indicator name exempted posts."""
        if "PAGE " in line:
            line = _PAGE_LINE.sub(" ", line)
        line = " ".join(line.split())
        # Three addressees in four have a routing indicator of the RUE network: no need to try whether they are one.
        if not line or (not line.startswith("RUE") and _NOT_AN_ADDRESSEE.match(line)):
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
        """Read an XMT line: a post that the collective before it does not reach."""
        if self._found:
            self._excluding = True
            self._excluded.setdefault(len(self._found) - 1, []).append(" ".join(line.split()))

    def _append(self, line: str, at: int) -> None:
        read = _read_addressee(line)
        if read is None or self._role is None:
            return
        name, indicator, precedence, serial, record = read
        if record:
            self._doubt("addressee-record-number", f"{record!r} is no part of the serial number", at, line)
        if precedence is not None and precedence not in _PRECEDENCES:
            precedence = self._meant(precedence, at, line)
        facts = (0, self._role, name, indicator, precedence, serial, "COLLECTIVE" in name, ())
        self._found.append((new_tuple(Recipient, facts), at))

    def _meant(self, printed: str, at: int, line: str) -> str:
        meant = _MISPRINTS.get(printed) or ("PRIORITY" if printed.startswith("P") else "IMMEDIATE")
        self._doubt("addressee-precedence-repaired", f"{printed!r} was read as {meant}", at, line)
        return meant

    def _doubt(self, code: str, message: str, at: int, line: str) -> None:
        self._issues.append(Issue(code, "info", message, at, at + len(line)))

    def _add_merged(self, before: str, match: re.Match[str], at: int) -> None:
        following, serial = match["next"], match["serial"]
        self._append(f"{before}LA PAZ{'' if following or not serial else ' ' + serial}", at)
        if following:
            self._append(f"AMEMBASSY {following}{' ' + serial if serial else ''}", at)
        self._doubt("addressee-la-paz-merge", f"{match.group()!r} was taken apart", at, match.string)

    def recipients(self) -> tuple[Recipient, ...]:
        """The addressees in order, positions from 1; a bare token that is no name is left out, with an issue."""
        bare = [recipient for recipient, _ in self._found if recipient.routing_indicator is None]
        only_one_bare = len(bare) == 1 < len(self._found)
        kept: list[Recipient] = []
        for index, (recipient, at) in enumerate(self._found):
            if only_one_bare and recipient is bare[0] and _is_no_name(recipient):
                self._doubt("addressee-not-a-name", f"{recipient.name!r} is no addressee", at, recipient.name)
                continue
            excluded = tuple(self._excluded.get(index, ()))
            kept.append(new_tuple(Recipient, (len(kept) + 1, *recipient[1:-1], excluded)))
        return tuple(kept)


_Addressee = tuple[str, "str | None", "str | None", "str | None", "str | None"]
"""Name, routing indicator, precedence as printed, serial number, record number run into it."""


def _read_addressee(line: str) -> _Addressee | None:
    """Read one addressee; what stands before the serial number is the same in thousands of lines."""
    if line[-5:-4] == " " and line[-4:].isdecimal() and len(line) < _LONGEST_LINE:
        front = _match_addressee(line[:-5])
        if front is not None and front[3] is None:
            return (*front[:3], line[-4:], None)
    return _match_addressee(line[:_LONGEST_LINE])


@lru_cache(maxsize=65536)
def _match_addressee(line: str) -> _Addressee | None:
    match = _ADDRESSEE.match(line)
    if match is None:
        return None
    name, serial = match["name"].strip(), match["serial"]
    if match["precedence"] and serial is None and (early := _SERIAL_FIRST.search(name)) is not None:
        name, serial = name[: early.start()], early[1]
    return name, match["ri"], match["precedence"], serial, match["record"]


def _is_no_name(recipient: Recipient) -> bool:
    return " " not in recipient.name and recipient.serial_number is None and recipient.name not in _known_names()


@cache
def _known_names() -> frozenset[str]:
    return frozenset(pair.name for pair in routing_indicators())
