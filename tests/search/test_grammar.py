from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cable_pipeline.search.grammar import (
    AllOf,
    AnyOf,
    Everything,
    NoneOf,
    QuerySyntaxError,
    Words,
    Years,
    parse,
    quoted,
)

A, B, C = (Words("text", letter, 0, False) for letter in "abc")


@pytest.mark.parametrize(
    ("query", "meaning"),
    [
        ("a", A),
        ("a b", AllOf((A, B))),
        ("a AND b", AllOf((A, B))),
        ("a OR b c", AnyOf((A, AllOf((B, C))))),
        ("a AND b OR c", AnyOf((AllOf((A, B)), C))),
        ("a AND (b OR c)", AllOf((A, AnyOf((B, C))))),
        ("NOT a", NoneOf(A)),
        ("a -b", AllOf((A, NoneOf(B)))),
        ("a NOT (b OR c)", AllOf((A, NoneOf(AnyOf((B, C)))))),
        ("+a", A),
        ("a and b", AllOf((A, Words("text", "and", 0, False), B))),
        ('"a b"', Words("text", "a b", 0, False)),
        ("“a b”", Words("text", "a b", 0, False)),
        ("«a b»", Words("text", "a b", 0, False)),
        ('"a b"~3', Words("text", "a b", 3, False)),
        ('"a b"*', Words("text", "a b", 0, True)),
        (r'"a \"b\" \\"', Words("text", 'a "b" \\', 0, False)),
        ("a*", Words("text", "a", 0, True)),
        ("*", Everything()),
        ("don’t", Words("text", "don't", 0, False)),
        ("1.4(b)", Words("text", "1.4(b)", 0, False)),
        ("3:30", Words("text", "3:30", 0, False)),
        ("post:PARIS", Words("post", "PARIS", 0, False)),
        ("POST:paris", Words("post", "paris", 0, False)),
        ('from:"AMEMBASSY PARIS"', Words("from", "AMEMBASSY PARIS", 0, False)),
        ("tag:(a OR b)", AnyOf((Words("tag", "a", 0, False), Words("tag", "b", 0, False)))),
        ("-tag:a b", AllOf((NoneOf(Words("tag", "a", 0, False)), B))),
        ("year:2006", Years(2006, 2006)),
        ("year:2005-2008", Years(2005, 2008)),
        ("year:2005-", Years(2005, None)),
        ("year:-2008", Years(None, 2008)),
    ],
)
def test_a_query_means(query: str, meaning: object) -> None:
    assert parse(query) == meaning


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("", "the query is empty"),
        ("  ", "the query is empty"),
        ("(a", r"no '\)' for the '\(', at character 1"),
        ("a b)", r"no '\(' for the '\)', at character 4"),
        ('a "b', "quote at character 3 of the query is not closed"),
        ("a AND", "ends after 'AND'"),
        ("a OR OR b", "'OR' stands where something to search for must stand, at character 6"),
        ("AND a", "'AND' stands where"),
        ("()", r"'\)' stands where"),
        ("sender:x", "there is no field 'sender' .*fields: text, subject.*at character 1"),
        ("http://x", "a text with a colon needs quotes"),
        ("a*b", "a star stands at the end of a word only"),
        ("year:06", "'06' is no year: write 2006"),
        ("year:2006*", "is no year"),
        ("year:20052008", "is no year"),
        ("year:-", "is no year"),
        ("tag:*", "takes no field"),
        ("(" * 1000 + "a" + ")" * 1000, "too deep"),
        ("NOT " * 1000 + "a", "too deep"),
    ],
)
def test_a_mistake_is_told(query: str, message: str) -> None:
    with pytest.raises(QuerySyntaxError, match=message):
        parse(query)


@given(st.text(alphabet='ab" ()*:~-+\\“”ANDORT', max_size=30))
def test_any_text_is_a_query_or_a_mistake(query: str) -> None:
    with suppress(QuerySyntaxError):
        assert parse(query) is not None


@given(st.text())
def test_a_quoted_value_is_one_condition_whatever_its_characters(value: str) -> None:
    node = parse(quoted("tag", value))
    assert isinstance(node, (Words, Everything)) or value == "*"
    assert parse(f"a AND ({quoted('tag', f'x{value}')})").parts[1].field == "tag"  # type: ignore[union-attr]
