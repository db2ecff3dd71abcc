"""The working text: damage smoothed in place, so that offsets stay those of the source."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cable_pipeline.telegram.text import (
    count_redactions,
    flowing,
    one_line,
    places_of,
    single_spaced,
    trimmed,
    unescape,
    working_text,
)

ODD = st.text(st.sampled_from("aX1. \n\r\t¶\\<>br/BR\xa0\u2028\ufeff\x00&;#x'"), max_size=60) | st.text(max_size=60)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("¶1. (U) Text", " 1. (U) Text"),
        ("a\r\nb", "a \nb"),
        ("a\tb", "a b"),
        ("a\xa0b", "a b"),
        ("a\u2028b", "a\nb"),
        ("a \\\nb\\", "a  \nb "),
        ("a\\b", "a\\b"),
        ("a<br>\nb", "a    \nb"),
        ("a<br />b", "a\n     b"),
        ("a<BR/>b", "a\n    b"),
        ("a\x00b", "a b"),
    ],
)
def test_damage_becomes_blanks_of_the_same_width(source: str, expected: str) -> None:
    assert working_text(source) == expected


@given(ODD)
def test_the_length_never_changes(source: str) -> None:
    work = working_text(source)
    assert len(work) == len(source)
    assert not set(work) & set("¶\t\r\xa0\x00\u2028")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("one  line ", "one line"),
        ("WRAPS ON COSTA RICAN \nBUSINESSES", "WRAPS ON COSTA RICAN BUSINESSES"),
        ("fish &amp; chips", "fish & chips"),
        ("AT&T; R&D", "AT&T; R&D"),
        ("", ""),
    ],
)
def test_one_line(text: str, expected: str) -> None:
    assert one_line(text) == expected


def test_entities_become_their_characters() -> None:
    assert unescape("&lt;a&gt; &#233; &quot;b&quot;") == '<a> é "b"'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a \nb", "a b"),
        ("a \n \n \nb\nc", "a\n\nb c"),
        ("\n\n a \n\n", "a"),
        ("a    b", "a b"),
        ("The Ministry \n                    \nagreed.", "The Ministry\n\nagreed."),
        ("  \n ", ""),
    ],
)
def test_flowing(text: str, expected: str) -> None:
    assert flowing(text) == expected


@given(st.text(max_size=80))
def test_flowing_loses_no_word_and_settles(text: str) -> None:
    plain = text.replace("&", "")
    once = flowing(plain)
    assert once.split() == plain.split()
    assert flowing(once) == once


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("XXXXXXXXXXXX met XXXXX", 2),
        ("the villageXXXXXXXXXXXX", 1),
        ("xxxxxxxxxx", 1),
        ("ХХХХХХХХХХХХ", 1),
        ("XXXX", 0),
        ("", 0),
        ("XXXXX\nXXXXX", 2),
        ("XXXxxХХ", 1),
    ],
)
def test_redactions_are_runs_of_five_or_more(text: str, count: int) -> None:
    assert count_redactions(text.upper(), 0) == count


def test_redactions_are_counted_from_where_the_message_begins() -> None:
    assert count_redactions("XXXXX MET XXXXXXX", 6) == 1


@given(st.text(max_size=40), st.integers(0, 40), st.integers(0, 40))
def test_trimmed(text: str, one: int, other: int) -> None:
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    begin, stop = trimmed(text, start, end)
    assert start <= begin <= stop <= end or (begin == stop == start)
    assert text[begin:stop] == text[start:end].strip()


@pytest.mark.parametrize("end", ["\n", " \n", "\r\n", "  \n"])
def test_a_backslash_at_the_end_of_a_line_is_blank_whatever_blanks_follow(end: str) -> None:
    source = f"A fair \\{end}opens \\{end} \\{end}"
    work = working_text(source)
    assert len(work) == len(source)
    assert work.split() == ["A", "fair", "opens"]


def test_places_of_a_word_lie_between_the_bounds_and_apart() -> None:
    assert list(places_of("REF A, REFREF", "REF", 0, 13)) == [0, 7, 10]
    assert list(places_of("REF A, REFREF", "REF", 1, 12)) == [7]
    assert list(places_of("QQQQ", "QQ", 0, 4)) == [0, 2]
    assert list(places_of("", "REF", 0, 0)) == []


SENTENCES = "the boats lie in two rows along the quay,\n\nand nobody has counted the oars since then,\n\n" * 18


@given(st.integers(0, 40), ODD)
def test_single_spacing_keeps_every_character_but_line_feeds_in_place(start: int, odd: str) -> None:
    text = f"head\n\n{SENTENCES}{odd}"
    single = single_spaced(text, start)
    assert len(single) == len(text)
    assert all(one in (other, " ") for one, other in zip(single, text, strict=True))
    assert single.split() == text.split()
    assert single[:start] == text[:start]


def test_single_spacing() -> None:
    text = f"{SENTENCES}the end.\n\n \n\nA title\n\n \n\n1. (U) one\n\n \n\n2. (U) next\n\nline"
    single = single_spaced(text, 0)
    assert single.count("\n\n") == 6
    assert single.endswith("one\n\n \n\n2. (U) next \nline")
    assert single_spaced(text.replace("\n\n", "\n \n"), 0).count("\n \n") == text.count("\n\n")
    assert single_spaced("one\n\ntwo\n\nthree", 0) == "one\n\ntwo\n\nthree"


def test_a_list_of_short_lines_is_not_double_spaced() -> None:
    text = "o the mayor of this town will speak to the people of it\n\n" * 40
    assert single_spaced(text, 0) == text
