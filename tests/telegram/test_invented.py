"""Fourteen invented classified telegrams, labelled by hand: every field as a careful reader gives it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cable_pipeline.telegram import read_telegram
from cable_pipeline.telegram.records import Telegram

HERE = Path(__file__).parent / "invented"
IDS = sorted(path.stem for path in (HERE / "labels").glob("*.json"))
LETTERS = {"FLASH": "Z", "IMMEDIATE": "O", "PRIORITY": "P", "ROUTINE": "R"}


@pytest.fixture(scope="module", params=IDS)
def labelled(request: pytest.FixtureRequest) -> tuple[dict[str, Any], Telegram]:
    label = json.loads((HERE / "labels" / f"{request.param}.json").read_text("utf-8"))
    source = (HERE / "seeds" / f"{request.param}.txt").read_bytes().decode("utf-8")
    return label, read_telegram(source)


def test_there_are_labels() -> None:
    assert len(IDS) == 14
    assert sorted(path.stem for path in (HERE / "seeds").glob("*.txt")) == IDS


def printed(text: str | None) -> str | None:
    return text.upper().rstrip(".,; ") if text else None


def test_prefatory_elements(labelled: tuple[dict[str, Any], Telegram]) -> None:
    label, record = labelled
    cable = record.cable
    assert cable.cable_id == label["cable_id"]
    assert cable.subject == label["subject"]
    assert len(record.tags) == len(label["tags"])
    assert all(want in (tag.tag, tag.raw) for tag, want in zip(record.tags, label["tags"], strict=True))
    assert (cable.executive_order, cable.declassify_on) == (label["eo"], label["declassify_on"])
    assert sorted(cable.captions) == sorted(label["captions"])
    assert printed(cable.attention) == printed(label["attention"])
    assert [name.upper() for name in cable.classified_by] == (
        [label["classified_by"].upper()] if label["classified_by"] else []
    )
    assert sorted(cable.classification_reasons) == sorted(label["reasons"])


def test_header(labelled: tuple[dict[str, Any], Telegram]) -> None:
    label, record = labelled
    cable = record.cable
    assert cable.transmission_id == label["transmission_id"]
    assert cable.originator == label["originator"]
    assert (cable.sent_at.strftime("%Y-%m-%dT%H:%M") if cable.sent_at else None) == (
        label["dtg"][:16] if label["dtg"] else None
    )
    precedences = [LETTERS[word] for word in (cable.action_precedence, cable.info_precedence) if word]
    assert (" ".join(precedences) or None) == label["precedence"]
    section = None if cable.section_number is None else f"{cable.section_number:02d} OF {cable.section_count:02d}"
    assert section == label["section"]
    assert cable.is_partial_extract == label["partial_extract"]


@pytest.mark.parametrize("role", ["action", "info"])
def test_recipients(labelled: tuple[dict[str, Any], Telegram], role: str) -> None:
    label, record = labelled
    found = [r for r in record.recipients if r.role == role]
    assert [(r.routing_indicator, r.name, r.precedence, r.serial_number) for r in found] == [
        (r["routing_indicator"], r["name"], r["precedence"], r["serial"]) for r in label[role]
    ]


def test_references(labelled: tuple[dict[str, Any], Telegram]) -> None:
    label, record = labelled
    assert [(r.label, r.kind) for r in record.references] == [(r["label"], r["kind"]) for r in label["references"]]
    for found, want in zip(record.references, label["references"], strict=True):
        assert found.referenced_id in {want.get("cable_id"), *want.get("also", [])}


def test_paragraphs(labelled: tuple[dict[str, Any], Telegram]) -> None:
    label, record = labelled
    assert [(p.start_offset, p.end_offset, p.number, p.label, p.marking) for p in record.paragraphs] == [
        (p["start_offset"], p["end_offset"], p["number"], p["label"], p["marking"]) for p in label["paragraphs"]
    ]


def test_headings_and_signature(labelled: tuple[dict[str, Any], Telegram]) -> None:
    label, record = labelled
    assert [printed(h.text) for h in record.headings] == [printed(h["text"]) for h in label["headings"]]
    assert printed(record.cable.signature) == printed(label["signature"])
