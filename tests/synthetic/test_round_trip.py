"""Render, read, compare: the reader finds in an invented telegram what it was made from, whatever the layout.

And damage, read: the values that a damage keeps are found, and on no text does the reader fail or lose a character.
"""

# ruff: noqa: S311  # seeded on purpose: the same telegrams on every machine

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cable_pipeline.synthetic import DAMAGES, LAYOUTS, REAL_RATES, damage, draw_layout, invent, render
from cable_pipeline.telegram import NotATelegram, read_telegram
from cable_pipeline.telegram.records import Cable, Segment, Telegram

SEEDS = st.integers(0, 2**32)
MEAN_CHARACTERS = 4_000

# What moves with the text when it is damaged, beside the offsets: counts and the verbatim parts; the title line is
# only the first line of the subject.
MOVING = frozenset(("envelope", "header", "body", "word_count", "redaction_count", "title", "paragraph_count"))
OFFSETS = frozenset(("start_offset", "end_offset", "word_count"))
# A code that was run together is kept as printed in ``raw``.
AS_PRINTED = frozenset(("raw",))
PARTS_OF_TEXT = frozenset(("summary", "comment"))


def values(records: Iterable[Any], left_out: frozenset[str] = frozenset()) -> list[dict[str, Any]]:
    return [{name: value for name, value in r._asdict().items() if name not in left_out} for r in records]


def differences(read: Cable, expected: Cable, left_out: frozenset[str] = frozenset()) -> dict[str, tuple[Any, Any]]:
    """The fields that differ, each with the value read and the one expected."""
    pairs = {name: (getattr(read, name), getattr(expected, name)) for name in Cable._fields if name not in left_out}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def elements(telegram: Telegram, text: str) -> list[tuple[str, int | None, str]]:
    """The printed elements in order, without the blanks around them; lines of captions and the like as one element."""
    found: list[tuple[str, int | None, str]] = []
    for segment in telegram.segments:
        printed = text[segment.start_offset : segment.end_offset].strip()
        if segment.kind == "blank" or not printed:
            continue
        kind = "notice" if segment.kind == "trailer" else segment.kind  # the rules of a notice may be either
        if found and kind in {"captions", "attention", "notice"} and found[-1][0] == kind:
            found[-1] = (*found[-1][:2], f"{found[-1][2]} {printed}")
        else:
            found.append((kind, segment.paragraph_position, printed))
    return [(kind, paragraph, " ".join(printed.split())) for kind, paragraph, printed in found]


def is_partition(segments: Sequence[Segment], text: str) -> bool:
    """Do the slices of the segments, in order, make up the text?"""
    return "".join(text[segment.start_offset : segment.end_offset] for segment in segments) == text


def in_order(segments: Sequence[Segment]) -> bool:
    """Is each segment's end the next one's start?"""
    bounds = [(segment.start_offset, segment.end_offset) for segment in segments]
    return all(before[1] == after[0] for before, after in pairwise(bounds))


@pytest.mark.parametrize("name", sorted(LAYOUTS))
@given(seed=SEEDS)
def test_what_was_rendered_is_read(name: str, seed: int) -> None:
    rendered = render(invent(seed, mean_characters=MEAN_CHARACTERS), LAYOUTS[name])
    expected, read = rendered.expected, read_telegram(rendered.text)
    assert differences(read.cable, expected.cable) == {}
    assert values(read.tags, AS_PRINTED) == values(expected.tags, AS_PRINTED)
    assert read.recipients == expected.recipients
    assert read.references == expected.references
    assert read.headings == expected.headings
    assert read.paragraphs == expected.paragraphs
    assert elements(read, rendered.text) == elements(expected, rendered.text)


@pytest.mark.parametrize("name", sorted(LAYOUTS))
@given(seed=SEEDS)
def test_citations_of_the_text_lead_through_the_references(name: str, seed: int) -> None:
    rendered = render(invent(seed, mean_characters=MEAN_CHARACTERS), LAYOUTS[name])
    telegrams = {reftel.label: reftel.referenced_id for reftel in rendered.plan.references if not reftel.carried}
    several = any(reftel.carried for reftel in rendered.plan.references)
    said = re.compile(r"\b(?:[Rr][Ee][Ff] ([A-H])|[Rr][Ee][Ff][Tt][Ee][Ll])\b")
    expected = [
        (match[1], None if several and match[1] is None else telegrams[match[1]])
        for paragraph in rendered.plan.paragraphs
        for match in said.finditer(" ".join(paragraph.blocks))
    ]
    read = read_telegram(rendered.text)
    assert [(citation.label, citation.referenced_id) for citation in read.citations] == expected
    for citation in read.citations:
        assert " ".join(rendered.text[citation.start_offset : citation.end_offset].split()) == citation.raw


@given(seed=SEEDS)
def test_what_an_archive_holds_is_read(seed: int) -> None:
    plan = invent(seed, mean_characters=MEAN_CHARACTERS)
    rendered = render(plan, draw_layout(Random(seed), plan.identity.year))
    expected, read = rendered.expected, read_telegram(rendered.text)
    assert differences(read.cable, expected.cable) == {}
    assert read.references == expected.references
    assert read.paragraphs == expected.paragraphs


@pytest.mark.parametrize("name", sorted(name for name, kind in DAMAGES.items() if kind.kept))
@given(seed=SEEDS)
def test_a_damage_spoils_no_more_than_it_says(name: str, seed: int) -> None:
    layouts = sorted(LAYOUTS)
    rendered = render(invent(seed, mean_characters=MEAN_CHARACTERS), LAYOUTS[layouts[seed % len(layouts)]])
    kind = DAMAGES[name]
    read, expected = read_telegram(kind.apply(rendered.text, Random(seed))), rendered.expected
    if "cable" in kind.kept:
        left_out = MOVING if "paragraphs" in kind.kept else MOVING | PARTS_OF_TEXT
        assert differences(read.cable, expected.cable, left_out) == {}
    if "tags" in kind.kept:
        assert values(read.tags, AS_PRINTED) == values(expected.tags, AS_PRINTED)
    if "recipients" in kind.kept:
        assert read.recipients == expected.recipients
    if "references" in kind.kept:
        assert read.references == expected.references
    if "headings" in kind.kept:
        assert values(read.headings, OFFSETS) == values(expected.headings, OFFSETS)
    if "paragraphs" in kind.kept:
        assert values(read.paragraphs, OFFSETS) == values(expected.paragraphs, OFFSETS)


@given(seed=SEEDS)
def test_a_damaged_id_is_repaired(seed: int) -> None:
    rendered = render(invent(seed, mean_characters=MEAN_CHARACTERS), LAYOUTS["wrapped"])
    cable = read_telegram(DAMAGES["damaged_id"].apply(rendered.text, Random(seed))).cable
    assert cable.canonical_id == rendered.plan.identity.cable_id
    assert cable.cable_id != cable.canonical_id


@given(seed=SEEDS, name=st.sampled_from(sorted(LAYOUTS)))
def test_no_damage_makes_the_reader_fail_or_lose_a_character(seed: int, name: str) -> None:
    rng = Random(seed)
    rates = {damage_name: REAL_RATES.get(damage_name, 0.2) + 0.2 * rng.random() for damage_name in DAMAGES}
    rates = {damage_name: min(rate, 1.0) for damage_name, rate in rates.items()}
    text, _ = damage(render(invent(seed, mean_characters=3_000), LAYOUTS[name]).text, rng, rates)
    try:
        read = read_telegram(text)
    except NotATelegram:
        return  # noise in the first line may leave no id
    assert is_partition(read.segments, text)
    assert in_order(read.segments)
    assert read.cable.envelope + read.cable.header + read.cable.body == text
    for paragraph in read.paragraphs:
        assert 0 <= paragraph.start_offset < paragraph.end_offset <= len(text)


@given(lines=st.lists(st.text(max_size=60), min_size=1, max_size=40))
def test_any_text_under_an_id_is_partitioned(lines: list[str]) -> None:
    text = "\n".join(["09LIMA7", "", "", "", "", *lines])
    read = read_telegram(text)
    assert is_partition(read.segments, text)
    assert read.cable.envelope + read.cable.header + read.cable.body == text
