"""The partition: whatever rules claim, every character belongs to exactly one segment."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cable_pipeline.telegram.segments import KINDS, Claim, partition

SOURCE = st.text(st.sampled_from("ab \n\u2028¶"), max_size=40)
SPANS = st.tuples(st.integers(0, 40), st.integers(0, 40)).map(lambda span: (min(span), max(span)))


def pieces(source: str, claims: list[Claim], breaks: list[tuple[int, int]] | None = None) -> list[tuple[str, str]]:
    return [(s.kind, source[s.start_offset : s.end_offset]) for s in partition(source, claims, breaks or [])]


@pytest.mark.parametrize(
    ("source", "claims", "expected"),
    [
        ("", [], []),
        ("ab", [], [("other", "ab")]),
        (" ", [], [("blank", " ")]),
        (" ab ", [], [("blank", " "), ("other", "ab"), ("blank", " ")]),
        ("ab cd", [(0, 2, "tags", None)], [("tags", "ab"), ("blank", " "), ("other", "cd")]),
        ("ab cd", [(0, 3, "tags", None), (3, 5, "subject", None)], [("tags", "ab"), ("blank", " "), ("subject", "cd")]),
        ("abcd", [(0, 3, "tags", None), (2, 4, "subject", None)], [("tags", "abc"), ("subject", "d")]),
        ("abcd", [(2, 4, "subject", None), (0, 3, "tags", None)], [("tags", "abc"), ("subject", "d")]),
        ("abcd", [(0, 4, "tags", None), (1, 2, "subject", None)], [("tags", "abcd")]),
        ("abcd", [(2, 2, "tags", None)], [("other", "abcd")]),
        ("a b", [(0, 3, "tags", None)], [("tags", "a b")]),
    ],
)
def test_claims(source: str, claims: list[Claim], expected: list[tuple[str, str]]) -> None:
    assert pieces(source, claims) == expected


def test_a_page_line_cuts_what_it_stands_in() -> None:
    source = "one PAGE two"
    assert pieces(source, [(0, 12, "paragraph", 1)], [(4, 8)]) == [
        ("paragraph", "one"),
        ("blank", " "),
        ("page_break", "PAGE"),
        ("blank", " "),
        ("paragraph", "two"),
    ]
    assert [s.paragraph_position for s in partition(source, [(0, 12, "paragraph", 1)], [(4, 8)])] == [
        1,
        None,
        None,
        None,
        1,
    ]


def test_a_page_line_outside_every_element() -> None:
    assert pieces("a PAGE b", [(0, 1, "tags", None)], [(2, 6)]) == [
        ("tags", "a"),
        ("blank", " "),
        ("page_break", "PAGE"),
        ("blank", " "),
        ("other", "b"),
    ]


@given(
    SOURCE,
    st.lists(st.tuples(SPANS, st.sampled_from([kind for kind in KINDS if kind != "blank"])), max_size=6),
    st.lists(SPANS, max_size=3),
)
def test_always_a_partition(
    source: str, drawn: list[tuple[tuple[int, int], str]], spans: list[tuple[int, int]]
) -> None:
    claims: list[Claim] = [(min(low, len(source)), min(high, len(source)), kind, None) for (low, high), kind in drawn]
    breaks: list[tuple[int, int]] = []
    for low, high in sorted((min(low, len(source)), min(high, len(source))) for low, high in spans):
        if low < high and (not breaks or breaks[-1][1] <= low):
            breaks.append((low, high))
    segments = partition(source, claims, breaks)
    assert "".join(source[s.start_offset : s.end_offset] for s in segments) == source
    assert [s.position for s in segments] == list(range(1, len(segments) + 1))
    at = 0
    for segment in segments:
        assert segment.start_offset == at < segment.end_offset
        assert segment.kind in KINDS
        assert (segment.kind == "blank") <= (not source[at : segment.end_offset].strip())
        at = segment.end_offset
