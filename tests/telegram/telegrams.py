"""Builders of invented telegrams in the real layout; every part can be replaced."""

from __future__ import annotations

from cable_pipeline.telegram import read_telegram
from cable_pipeline.telegram.records import Telegram

HEADER = """VZCZCXYZ0002
OO RUEHWEB

DE RUEHRK #0311 1051642
ZNR UUUUU ZZH
O 151642Z APR 09
FM AMEMBASSY REYKJAVIK
TO RUEHC/SECSTATE WASHDC IMMEDIATE 0761
INFO RUEHNY/AMEMBASSY OSLO PRIORITY 0482"""
PARTIAL_EXTRACT = (
    "This record is a partial extract of the original cable. The full text of the original cable is not available."
)
LINE = "UNCLAS REYKJAVIK 000311"
ORDER = "E.O. 12958: N/A"
TAGS = "TAGS: PREL EFIS IC"
SUBJECT = "SUBJECT: HERRING FAIR OPENS WITH A PARADE"
PREFATORY = f"{ORDER} \n{TAGS} \n{SUBJECT} \n"
PARAGRAPHS = """1. (U) The fair opened on time. The mayor cut a ribbon.

2. (U) Twelve boats took part. None of them sank.

HALVORSEN"""


def envelope(
    cable_id: str = "09REYKJAVIK311",
    title: str = "HERRING FAIR OPENS WITH A PARADE",
    day: str = "Wed Apr 15 00:00:00 +0200 2009",
    marking: str = "UNCLASSIFIED",
    origin: str = "Embassy Reykjavik",
) -> str:
    """The five opening lines."""
    return f"{cable_id}\n{title}\n{day}\n{marking}\n{origin}\n"


def telegram(
    text: str = PARAGRAPHS,
    *,
    opening: str = "SIPDIS",
    prefatory: str = PREFATORY,
    line: str = LINE,
    header: str = HEADER,
    first: str | None = None,
) -> str:
    """A whole record: envelope, header and, with nothing between, the body."""
    return f"{envelope() if first is None else first}{header}{line} \n \n{opening} \n \n{prefatory} \n{text}"


def read(
    text: str = PARAGRAPHS,
    *,
    opening: str = "SIPDIS",
    prefatory: str = PREFATORY,
    line: str = LINE,
    header: str = HEADER,
    first: str | None = None,
) -> Telegram:
    """Read the record that ``telegram`` builds."""
    return read_telegram(telegram(text, opening=opening, prefatory=prefatory, line=line, header=header, first=first))


def slices(source: str, record: Telegram, kind: str) -> list[str]:
    """The text of every segment of one kind, in order."""
    return [source[s.start_offset : s.end_offset] for s in record.segments if s.kind == kind]


def codes(record: Telegram) -> set[str]:
    """The codes of the issues of a telegram."""
    return {issue.code for issue in record.issues}
