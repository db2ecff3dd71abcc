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
        ("ab cd", [Claim(0, 2, "tags")], [("tags", "ab"), ("blank", " "), ("other", "cd")]),
        ("ab cd", [Claim(0, 3, "tags"), Claim(3, 5, "subject")], [("tags", "ab"), ("blank", " "), ("subject", "cd")]),
        ("abcd", [Claim(0, 3, "tags"), Claim(2, 4, "subject")], [("tags", "abc"), ("subject", "d")]),
        ("abcd", [Claim(2, 4, "subject"), Claim(0, 3, "tags")], [("tags", "abc"), ("subject", "d")]),
        ("abcd", [Claim(0, 4, "tags"), Claim(1, 2, "subject")], [("tags", "abcd")]),
        ("abcd", [Claim(2, 2, "tags")], [("other", "abcd")]),
        ("a b", [Claim(0, 3, "tags")], [("tags", "a b")]),
    ],
)
def test_claims(source: str, claims: list[Claim], expected: list[tuple[str, str]]) -> None:
    assert pieces(source, claims) == expected


def test_a_page_line_cuts_what_it_stands_in() -> None:
    source = "one PAGE two"
    assert pieces(source, [Claim(0, 12, "paragraph", 1)], [(4, 8)]) == [
        ("paragraph", "one"),
        ("blank", " "),
        ("page_break", "PAGE"),
        ("blank", " "),
        ("paragraph", "two"),
    ]
    assert [s.paragraph_position for s in partition(source, [Claim(0, 12, "paragraph", 1)], [(4, 8)])] == [
        1,
        None,
        None,
        None,
        1,
    ]


def test_a_page_line_outside_every_element() -> None:
    assert pieces("a PAGE b", [Claim(0, 1, "tags")], [(2, 6)]) == [
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
    claims = [Claim(min(low, len(source)), min(high, len(source)), kind) for (low, high), kind in drawn]
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
