"""Citations of single telegrams: a line to read, BibTeX, CSL-JSON and RIS."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from importlib.metadata import version
from types import MappingProxyType
from typing import Any, NamedTuple

from cable_pipeline.database.connect import ReadOnlyConnection
from cable_pipeline.database.printable import printable
from cable_pipeline.database.show import find

_MONTHS = (
    "January February March April May June July August September October November December".split()  # as Chicago has it
)
_TEX = {
    "\\": r"{\textbackslash}",
    # BibTeX counts braces, also those behind a backslash.
    "{": r"{\textbraceleft}",
    "}": r"{\textbraceright}",
    "~": r"{\textasciitilde}",
    "^": r"{\textasciicircum}",
    "<": r"{\textless}",
    ">": r"{\textgreater}",
    "|": r"{\textbar}",
    '"': r"{\textquotedbl}",
    **{character: f"\\{character}" for character in "&%$#_"},
}
_TEX_SPECIAL = re.compile("[" + re.escape("".join(_TEX)) + "]")
_NOT_IN_KEYS = re.compile(r"[^A-Za-z0-9]+")


class Citation(NamedTuple):
    """What a citation says; every text is on one line.

    ``mrn`` is the message reference number (the canonical id); ``archive`` names software, generation and its day.
    """

    mrn: str
    sender: str
    title: str | None
    day: date | None
    year: int | None
    classification: str | None
    archive: str


def citations(connection: ReadOnlyConnection, cable_ids: Iterable[str]) -> list[Citation]:
    """The citations of these cables; ``NoSuchCableError`` for an id that the archive does not have."""
    dataset = connection.execute("SELECT generation, built_at FROM dataset").fetchall()[0]
    archive = f"cable_pipeline {version('cable-pipeline')}, generation {dataset[0]} of {dataset[1]:%Y-%m-%d}"
    return [_citation(connection, find(connection, cable_id), archive) for cable_id in cable_ids]


def _citation(connection: ReadOnlyConnection, cable: Mapping[str, Any], archive: str) -> Citation:
    sent = cable["sent_at"].date() if isinstance(cable["sent_at"], datetime) else None
    day = cable["cable_date"] or sent
    return Citation(
        mrn=_line(cable["canonical_id"]),
        sender=_line(cable["origin"] or cable["originator"] or _post(connection, cable["post"])),
        title=_line(cable["subject"] or cable["title"] or "") or None,
        day=day,
        year=day.year if day else cable["year"],
        classification=_line(cable["classification_marking"] or cable["classification"] or "") or None,
        archive=archive,
    )


def _post(connection: ReadOnlyConnection, post: str | None) -> str:
    known = connection.execute("SELECT display_name FROM posts WHERE post = $post", {"post": post}).fetchall()
    return str(known[0][0]) if known else post or "Sender unknown"


def write_text(cited: Sequence[Citation]) -> str:
    """A line per telegram, after the Chicago Manual of Style (17th ed., 14.221, unpublished documents)."""
    return "".join(f"{_text(citation)}\n" for citation in cited)


def _text(citation: Citation) -> str:
    day = citation.day
    when = f"{_MONTHS[day.month - 1]} {day.day}, {day.year}" if day else str(citation.year or "no date")
    title = f" “{citation.title}.”" if citation.title else ""
    classification = f" {citation.classification}." if citation.classification else ""
    return f"{citation.sender}.{title} Telegram {citation.mrn}, {when}.{classification} Read by {citation.archive}."


def write_bibtex(cited: Sequence[Citation]) -> str:
    """An entry ``@misc`` per telegram; what TeX would act upon is escaped, other letters stand as UTF-8."""
    return "\n".join(map(_bibtex, cited))


def _bibtex(citation: Citation) -> str:
    fields = {
        "author": f"{{{_tex(citation.sender)}}}",
        "title": f"{{{_tex(citation.title or citation.mrn)}}}",
        "howpublished": f"Telegram {_tex(citation.mrn)}",
        "year": str(citation.year) if citation.year else "",
        "month": f"{citation.day:%m}".lstrip("0") if citation.day else "",
        "day": str(citation.day.day) if citation.day else "",
        "note": ". ".join(_tex(part) for part in (citation.classification, f"Read by {citation.archive}") if part),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@misc{{cable-{_NOT_IN_KEYS.sub('', citation.mrn)},", *lines, "}", ""])


def write_csl_json(cited: Sequence[Citation]) -> str:
    """A list of items in CSL-JSON (https://docs.citationstyles.org/), for Zotero, Pandoc and others."""
    return json.dumps([_csl(citation) for citation in cited], ensure_ascii=False, indent=2) + "\n"


def _csl(citation: Citation) -> dict[str, Any]:
    day = citation.day
    parts = [day.year, day.month, day.day] if day else [citation.year] if citation.year else None
    item = {
        "id": f"cable-{citation.mrn}",
        "type": "document",
        "genre": "Telegram",
        "title": citation.title,
        "author": [{"literal": citation.sender}],
        "number": citation.mrn,
        "issued": {"date-parts": [parts]} if parts else None,
        "archive": citation.archive,
        "note": citation.classification,
    }
    return {name: value for name, value in item.items() if value is not None}


def write_ris(cited: Sequence[Citation]) -> str:
    """A record per telegram in RIS, for EndNote, Zotero and others: lines ``TAG  - value`` ended by CR and LF."""
    return "".join(f"{line}\r\n" for citation in cited for line in _ris(citation))


def _ris(citation: Citation) -> Iterable[str]:
    yield "TY  - GOVDOC"
    yield f"ID  - {citation.mrn}"
    yield f"AU  - {citation.sender}"
    yield f"TI  - {citation.title or citation.mrn}"
    yield f"M1  - {citation.mrn}"
    yield "M3  - Telegram"
    if citation.year:
        yield f"PY  - {citation.year}"
    if citation.day:
        yield f"DA  - {citation.day:%Y/%m/%d}"
    if citation.classification:
        yield f"N1  - {citation.classification}"
    yield f"DB  - {citation.archive}"
    yield "ER  - "


STYLES: Mapping[str, Callable[[Sequence[Citation]], str]] = MappingProxyType(
    {"text": write_text, "bibtex": write_bibtex, "csl-json": write_csl_json, "ris": write_ris}
)


def _tex(text: str) -> str:
    return _TEX_SPECIAL.sub(lambda match: _TEX[match[0]], text)


def _line(text: str) -> str:
    return printable(" ".join(text.split()))
