"""``cables parse``: read one file, without any database."""

from __future__ import annotations

import json
import shutil
import textwrap
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cable_pipeline.cli.shared import fail, load_settings, write
from cable_pipeline.orchestration.plain_text import one_line

if TYPE_CHECKING:
    from cable_pipeline.telegram.records import Telegram


@click.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--json", "as_json", is_flag=True, help="Every record as JSON.")
def parse(file: Path, as_json: bool) -> None:
    """Read one file and show its records, without any database."""
    telegram = _read_one(file)
    if as_json:
        records = {name: _plain(value) for name, value in telegram._asdict().items()}
        write(json.dumps(records, ensure_ascii=False, indent=2, default=str) + "\n")
        return
    children = {
        "paragraphs": [record._asdict() for record in telegram.paragraphs],
        "tags": [record._asdict() for record in telegram.tags],
        "recipients": [record._asdict() for record in telegram.recipients],
        "cable_references": [record._asdict() for record in telegram.references],
    }
    _show_cable(telegram.cable._asdict(), children)
    if telegram.issues:
        write("\nDoubts\n")
        for issue in telegram.issues:
            write(f"  {issue.severity} {issue.code}: {one_line(issue.message)}\n")


def _read_one(file: Path) -> Telegram:
    from cable_pipeline import sources
    from cable_pipeline.telegram import NotATelegram
    from cable_pipeline.telegram.reader import read_telegram

    path = file.resolve()
    facts = path.stat()
    seed = sources.SeedFile(str(path), path.name, facts.st_size, facts.st_mtime_ns // 1000)
    try:
        return read_telegram(sources.read(seed, load_settings({}).max_file_bytes).text)
    except sources.UnreadableSeed as error:
        fail(f"{file} can't be read as text: {error.reason}.")
    except NotATelegram as error:
        fail(f"{file} is no telegram: {error.reason}.")


def _plain(value: Any) -> Any:
    """Return records as dictionaries, so that JSON shows the names of their fields."""
    if hasattr(value, "_asdict"):
        return {name: _plain(item) for name, item in value._asdict().items()}
    return [_plain(item) for item in value] if isinstance(value, tuple) else value


def _show_cable(cable: Mapping[str, Any], children: Mapping[str, Sequence[Mapping[str, Any]]]) -> None:
    width = min(shutil.get_terminal_size().columns, 100)
    write(f"{cable['cable_id']}  {cable['subject'] or cable['title'] or ''}\n\n")
    for label, value in _header_facts(cable, children):
        if value:
            indent = " " * 16
            lines = textwrap.wrap(
                " ".join(value.split()), width, initial_indent=f"{label:<16}", subsequent_indent=indent
            )
            write("\n".join(lines) + "\n")
    heading = None
    for paragraph in children["paragraphs"]:
        if paragraph["heading"] != heading:
            heading = paragraph["heading"]
            write(f"\n{heading}\n" if heading else "")
        write("\n" + _paragraph(paragraph, width) + "\n")
    if cable["signature"]:
        write(f"\n{cable['signature']}\n")


def _header_facts(
    cable: Mapping[str, Any], children: Mapping[str, Sequence[Mapping[str, Any]]]
) -> list[tuple[str, str]]:
    recipients = children["recipients"]
    sent = f"{cable['sent_at']:%Y-%m-%d %H:%M} UTC" if cable["sent_at"] else str(cable["cable_date"] or "")
    precedence = " / ".join(part for part in (cable["action_precedence"], cable["info_precedence"]) if part)
    declassify = f"{cable['executive_order'] or ''}; declassify on {cable['declassify_on']}"
    return [
        ("Sent", sent),
        ("From", cable["originator"] or cable["origin"] or ""),
        ("Classification", cable["classification_marking"] or cable["classification"] or ""),
        ("Captions", ", ".join(cable["captions"])),
        ("Precedence", precedence),
        ("To", "; ".join(row["name"] for row in recipients if row["role"] == "action")),
        ("Info", "; ".join(row["name"] for row in recipients if row["role"] == "info")),
        ("Attention", cable["attention"] or ""),
        ("E.O.", declassify if cable["declassify_on"] else cable["executive_order"] or ""),
        ("Classified by", ", ".join([*cable["classified_by"], *cable["classification_reasons"]])),
        ("TAGS", "; ".join(row["tag"] for row in children["tags"])),
        ("References", "; ".join(_reference(row) for row in children["cable_references"])),
    ]


def _reference(row: Mapping[str, Any]) -> str:
    label = f"{row['label']}. " if row["label"] else ""
    target = row["referenced_id"]
    return f"{label}{row['raw']}" + (f" ({target})" if target and target not in row["raw"] else "")


def _paragraph(paragraph: Mapping[str, Any], width: int) -> str:
    number = f"{paragraph['number']}. " if paragraph["number"] is not None else ""
    label = f"{paragraph['label']}. " if paragraph["label"] and not number else ""
    marking = f"({paragraph['marking']}) " if paragraph["marking"] else ""
    text = f"{number}{label}{marking}{paragraph['text']}"
    return "\n\n".join(textwrap.fill(part, width) for part in text.split("\n\n"))
