from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cable_pipeline.search import fields


@pytest.mark.parametrize(
    ("value", "form"),
    [
        ("S//NF", "snf"),
        ("s/nf", "snf"),
        ("Phnom Penh", "phnompenh"),
        ("06PHNOMPENH001424", "6phnompenh1424"),
        ("06 Phnom Penh 1424", "6phnompenh1424"),
        ("Málaga", "malaga"),
        ("100", "100"),
        ("0", "0"),
        ("--", ""),
    ],
)
def test_names_are_compared_by_letters_and_digits(value: str, form: str) -> None:
    assert fields.name_form(value) == form


def test_a_post_is_known_by_its_aliases() -> None:
    assert fields.post_form("SECSTATE") == fields.post_form("STATE") == "state"
    assert fields.post_form("no such post") == "nosuchpost"


@given(st.text())
def test_a_name_in_its_form_stays_in_it(value: str) -> None:
    form = fields.name_form(value)
    assert fields.name_form(form) == form


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The Café's", ["the", "cafe", "s"]),
        ("The Cafe\u0301’s", ["the", "cafe", "s"]),
        ("İSTANBUL naïve ŁÓDŹ", ["istanbul", "naive", "lodz"]),
        ("U.S. 1.4(b)", ["u", "s", "1", "4", "b"]),
        ("06PHNOMPENH1424", ["06phnompenh1424"]),
    ],
)
def test_words_are_without_case_and_accents(text: str, words: list[str]) -> None:
    assert fields.analyzer().analyze(fields.composed(text)) == words
