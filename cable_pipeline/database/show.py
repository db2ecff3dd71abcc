"""One cable to read: the facts of its header, then its paragraphs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from cable_pipeline.database.connect import ReadOnlyConnection
from cable_pipeline.database.printable import printable

_NEAR_IDS = 5
_FACTS = {
    "subject": "Subject",
    "classification_marking": "Classification",
    "captions": "Captions",
    "cable_date": "Date",
    "sent_at": "Sent (UTC)",
    "origin": "Origin",
    "originator": "From",
    "attention": "Attention",
    "executive_order": "E.O.",
    "declassify_on": "Declassify on",
    "classified_by": "Classified by",
    "classification_reasons": "Reasons",
    "signature": "Signature",
    "source_path": "Source file",
}


class NoSuchCableError(LookupError):
    """The archive has no cable of that id; the message names ids that are close to it."""


def show(connection: ReadOnlyConnection, cable_id: str) -> RenderableType:
    """The cable of this id (printed or canonical, in any case, blanks around it ignored) for a terminal.

    :class:`NoSuchCableError` when there is none. What a terminal would act upon is written out.
    """
    cable = find(connection, cable_id)
    return Group(
        Text(_line(cable["canonical_id"]), style="bold"),
        _facts(connection, cable),
        *_paragraphs(connection, cable["cable_id"]),
    )


def find(connection: ReadOnlyConnection, cable_id: str) -> dict[str, Any]:
    """The row of ``cables`` with this id, printed or canonical, in any case; :class:`NoSuchCableError` without one."""
    cable_id = cable_id.strip().upper()
    rows = _rows(connection, "SELECT * FROM cable($id)", {"id": cable_id})
    if rows:
        return rows[0]
    near = _rows(
        connection,
        """
        SELECT canonical_id
        FROM cables
        WHERE is_primary
        ORDER BY damerau_levenshtein(canonical_id, $id), canonical_id
        LIMIT $limit
        """,
        {"id": cable_id, "limit": _NEAR_IDS},
    )
    ids = ", ".join(_line(row["canonical_id"]) for row in near)
    hint = f"Close to it: {ids}." if near else "The archive is empty."
    raise NoSuchCableError(f"there is no cable {_line(cable_id)}. {hint}")


def _facts(connection: ReadOnlyConnection, cable: Mapping[str, Any]) -> RenderableType:
    id_ = {"id": cable["cable_id"]}
    grid = Table.grid(padding=(0, 2))
    if cable["cable_id"] != cable["canonical_id"]:
        grid.add_row("Printed id", Text(_line(cable["cable_id"])))
    facts = {label: _fact(cable[column]) for column, label in _FACTS.items()}
    facts["Classification"] = facts["Classification"] or _fact(cable["classification"])
    recipients = _rows(connection, "SELECT role, name FROM recipients WHERE cable_id = $id ORDER BY position", id_)
    for role, label in (("action", "To"), ("info", "Info")):
        facts[label] = "; ".join(recipient["name"] for recipient in recipients if recipient["role"] == role)
    tags = _rows(connection, "SELECT tag, title FROM tag_titles WHERE cable_id = $id ORDER BY position", id_)
    facts["Tags"] = "; ".join(f"{tag['tag']} ({tag['title']})" if tag["title"] else tag["tag"] for tag in tags)
    references = _rows(
        connection,
        "SELECT label, raw, referenced_id FROM cable_references WHERE cable_id = $id ORDER BY position",
        id_,
    )
    facts["References"] = "; ".join(map(_reference, references))
    for label, fact in facts.items():
        if fact:
            grid.add_row(label, Text(_line(fact)))
    return Padding(grid, (1, 0, 0, 0))


def _reference(reference: Mapping[str, Any]) -> str:
    label = f"({reference['label']}) " if reference["label"] else ""
    return f"{label}{reference['referenced_id'] or reference['raw']}"


def _paragraphs(connection: ReadOnlyConnection, cable_id: str) -> Iterator[RenderableType]:
    heading = None
    for paragraph in _rows(connection, "SELECT * FROM paragraphs_of($id)", {"id": cable_id}):
        if paragraph["heading"] and paragraph["heading"] != heading:
            yield Padding(Text(_line(paragraph["heading"]), style="bold"), (1, 0, 0, 0))
        heading = paragraph["heading"]
        yield Padding(Text(f"{_opening(paragraph)}{printable(paragraph['text'])}"), (1, 0, 0, 0))


def _opening(paragraph: Mapping[str, Any]) -> str:
    number = f"{paragraph['number']}. " if paragraph["number"] is not None else ""
    label = f"{_line(paragraph['label'])}. " if paragraph["label"] else ""
    marking = f"({_line(paragraph['marking'])}) " if paragraph["marking"] else ""
    return number + label + marking


def _fact(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return ", ".join(value)
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    return value.isoformat() if isinstance(value, date) else str(value)


def _line(text: str) -> str:
    return printable(" ".join(text.split()))


def _rows(connection: ReadOnlyConnection, sql: str, parameters: dict[str, Any]) -> list[dict[str, Any]]:
    result = connection.execute(sql, parameters)
    names = [column[0] for column in result.description]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]
