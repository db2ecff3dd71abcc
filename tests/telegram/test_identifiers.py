"""Identifiers: read, folded and repaired."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cable_pipeline import reference
from cable_pipeline.telegram.identifiers import (
    ISSUES,
    canonical_post,
    fold_post,
    full_year,
    identifier_issues,
    is_identifier,
    nearest_post,
    read_identifier,
)

POSTS = sorted(reference.posts())


def test_a_sound_identifier_is_taken_as_it_is() -> None:
    assert read_identifier("06PHNOMPENH1424") == ("06PHNOMPENH1424", "06PHNOMPENH1424", 2006, "PHNOMPENH", 1424, ())


@pytest.mark.parametrize("printed", ["08TESTPOST911025", "09ATLANTIS12"])
def test_an_unknown_post_stands_as_printed(printed: str) -> None:
    identifier = read_identifier(printed)
    assert identifier.canonical_id == printed
    assert identifier.repairs == ()
    assert [issue.code for issue in identifier_issues(identifier, 0, len(printed))] == ["identifier-post-unknown"]


@pytest.mark.parametrize(
    ("printed", "canonical", "repair"),
    [
        ("09EFTOLISBON44", "09LISBON44", "handling"),
        ("07NOFORNQUITO3", "07QUITO3", "handling"),
        ("09AMEMBASSYOSLO12", "09OSLO12", "address form"),
        ("09USMISSIONGENEVA12", "09GENEVA12", "address form"),
        ("05EMBASSYVIENNA1", "05VIENNA1", "address form"),
        ("08SECTION01OF02QUITO15", "08QUITO15", "section text"),
        ("08ECTION01OF02LISBON33", "08LISBON33", "section text"),
        ("09SECTIO02OF11OTTAWA7", "09OTTAWA7", "section text"),
        ("09SETION01O02BOGOTA77", "09BOGOTA77", "section text"),
        ("09SECTION01F02BOGOTA77", "09BOGOTA77", "section text"),
        ("09SQCTION01GF02BOGOTA77", "09BOGOTA77", "section text"),
        ("09SECTION02OF03QOGOTA77", "09BOGOTA77", "section text"),
        ("0901OF02HELSINKI5", "09HELSINKI5", "section text"),
        ("06LISBON002583ZFR2585", "06LISBON2583", "operating signal"),
        ("07QUITO000160ZDK164", "07QUITO160", "operating signal"),
        ("90STATE200001TOSEC140001", "90STATE200001", "operating signal"),
        ("07REYKJAVK12", "07REYKJAVIK12", "post typo"),
        ("07LUSKAA12", "07LUSAKA12", "post typo"),
        ("07SIFIEDOSLO9", "07OSLO9", "handling"),
        ("07PORT-AU-PRINCE12", "07PORTAUPRINCE12", "spelling"),
        ("07 The Hague 12", "07THEHAGUE12", "spelling"),
        ("2007QUITO12", "07QUITO12", "year"),
        ("7575QUITO12", "75QUITO12", "year"),
        ("07QUITO00012", "07QUITO12", "number"),
        ("08BKK23", "08BANGKOK23", "post alias"),
        ("07USEU2", "07USEUBRUSSELS2", "post alias"),
    ],
)
def test_damage_is_repaired_by_rule_and_dictionary(printed: str, canonical: str, repair: str) -> None:
    identifier = read_identifier(printed)
    assert (identifier.canonical_id, identifier.printed) == (canonical, printed)
    assert repair in identifier.repairs
    assert "identifier-repaired" in [issue.code for issue in identifier_issues(identifier, 3, 9)]


def test_an_identifier_without_number_keeps_its_post() -> None:
    identifier = read_identifier("06QUITO")
    assert identifier[1:] == ("06QUITO", 2006, "QUITO", None, ())
    assert [issue.code for issue in identifier_issues(identifier, 0, 7)] == ["identifier-number-missing"]


def test_what_no_rule_explains_stays_as_printed() -> None:
    assert read_identifier("092OF5") == ("092OF5", "092OF5", 2009, None, None, ())
    assert read_identifier("no identifier") == ("no identifier", "no identifier", None, None, None, ())


@pytest.mark.parametrize(
    "line", ["06PHNOMPENH1424", "09AMMAN", "09 THE HAGUE 12", "07PORT-AU-PRINCE1", "2009 St. John's 4"]
)
def test_lines_that_are_identifiers(line: str) -> None:
    assert is_identifier(line)


@pytest.mark.parametrize(
    "line", ["", "Embassy Oslo", "1234", "06-08-09", "12345OSLO1", "UNCLAS", "07OSLO 12 // 3", "9" * 99]
)
def test_lines_that_are_none(line: str) -> None:
    assert not is_identifier(line)


@pytest.mark.parametrize(
    ("name", "post"),
    [
        ("THE HAGUE", "THEHAGUE"),
        ("Mexico City", "MEXICO"),
        ("SecState", "STATE"),
        ("SECSTATE WASHDC", "STATE"),
        ("AMEMBASSY CAIRO", "CAIRO"),
        ("USUN NEW YORK", "USUNNEWYORK"),
        ("N'Djamena", "NDJAMENA"),
        ("Bogotá", "BOGOTA"),
        ("0TTAWA", "OTTAWA"),
        ("SANTIAG0", "SANTIAGO"),
        ("KL", "KUALALUMPUR"),
        ("Colomobo", "COLOMBO"),
        ("SMITH-JONES", None),
        ("", None),
    ],
)
def test_names_of_posts(name: str, post: str | None) -> None:
    assert canonical_post(name) == post


def test_short_names_and_names_between_two_posts_are_not_guessed() -> None:
    assert nearest_post("LOMA") is None
    assert nearest_post("SANTAIGO") == "SANTIAGO"
    assert nearest_post("WELLINGTONIA") is None


@pytest.mark.parametrize(
    ("two", "near", "full"), [(66, None, 1966), (45, None, 1945), (44, None, 2044), (10, None, 2010)]
)
def test_two_digit_years(two: int, near: int | None, full: int) -> None:
    assert full_year(two, near) == full


def test_a_two_digit_year_is_the_one_nearest_to_a_date() -> None:
    assert full_year(98, 2003) == 1998
    assert full_year(10, 1999) == 2010
    assert full_year(44, 1985) == 1944
    assert full_year(2004, 2009) == 2004


def test_every_code_says_what_it_means() -> None:
    assert all(code.startswith("identifier-") and meaning.endswith(".") for code, meaning in ISSUES.items())


@given(st.integers(0, 99), st.sampled_from(POSTS), st.integers(1, 999_999))
def test_sound_identifiers_stay(year: int, post: str, number: int) -> None:
    printed = f"{year:02d}{post}{number}"
    identifier = read_identifier(printed)
    assert (identifier.canonical_id, identifier.post, identifier.serial_number) == (printed, post, number)
    assert identifier.repairs == ()
    assert is_identifier(printed)


@given(
    st.sampled_from(POSTS), st.integers(1, 999_999), st.sampled_from(["EFTO", "AMEMBASSY", "NOFORN", "SECTION02OF04"])
)
def test_text_before_the_post_is_taken_off(post: str, number: int, text: str) -> None:
    identifier = read_identifier(f"09{text}{post}{number}")
    assert (identifier.post, identifier.serial_number) == (post, number)
    assert identifier.repairs


@given(st.text(max_size=80))
def test_nothing_raises_and_the_printed_form_is_kept(text: str) -> None:
    assert read_identifier(text).printed == text
    assert isinstance(is_identifier(text), bool)
    assert fold_post(text) == "".join(letter for letter in fold_post(text) if "A" <= letter <= "Z")


@given(st.text(alphabet="0123456789ABOSECTINFZ -.", max_size=40))
def test_repairing_twice_changes_nothing(text: str) -> None:
    identifier = read_identifier(text)
    assert read_identifier(identifier.canonical_id).canonical_id == identifier.canonical_id
