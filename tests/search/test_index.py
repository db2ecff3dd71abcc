from __future__ import annotations

from collections.abc import Callable

import pytest

from cable_pipeline.search.grammar import QuerySyntaxError
from cable_pipeline.search.index import Index

Find = Callable[[str], set[str]]


@pytest.mark.parametrize(
    ("query", "paragraphs"),
    [
        ("dredging", {"06VIENNA1/1", "08PARIS333/2"}),
        ("DREDGING harbour", {"06VIENNA1/1"}),
        ("dredging OR harbours", {"06VIENNA1/1", "08PARIS333/2", "07VIENNA22/2"}),
        ("dredging NOT harbour", {"08PARIS333/2"}),
        ("dredg*", {"06VIENNA1/1", "08PARIS333/2"}),
        ("harbour*", {"06VIENNA1/1", "07VIENNA22/2"}),
        ('"trafficking in persons"', {"07VIENNA22/1"}),
        ('"trafficking in pers"*', {"07VIENNA22/1"}),
        ('"three kind"~3', {"08PARIS333/2"}),
        ('"three kind"~1', set()),
        # Typographic quotes, accents, case.
        ("“long story”", {"06VIENNA1/1"}),
        ("master's", {"06VIENNA1/1"}),
        ("master’s", {"06VIENNA1/1"}),
        ("cafe TOMAS", {"06VIENNA1/2"}),
        ("CAFÉ", {"06VIENNA1/2"}),
        ("1.4(b)", {"06VIENNA1/2"}),
        # Leading zeros, on either side.
        ('"vienna 17"', {"06VIENNA1/1", "07VIENNA22/1"}),
        ('"vienna 000017"', {"06VIENNA1/1", "07VIENNA22/1"}),
        ('"paris 17"', {"07VIENNA22/1"}),
        ('"see vienna 0017 and par"*', {"07VIENNA22/1"}),
        ("06VIENNA1", {"08PARIS333/2"}),
        ("06VIENNA0001", {"08PARIS333/2"}),
        # Fields.
        ("persons AND post:VIENNA", {"06VIENNA1/2", "07VIENNA22/1"}),
        ("persons post:vien*", {"06VIENNA1/2", "07VIENNA22/1"}),
        ("persons -post:paris", {"06VIENNA1/2", "07VIENNA22/1"}),
        ("tag:PHUM", {"07VIENNA22/1", "07VIENNA22/2"}),
        ("tag:(PHUM OR PGOV) persons", {"07VIENNA22/1", "08PARIS333/1"}),
        ("persons year:2006", {"06VIENNA1/2"}),
        ("persons year:2007-", {"07VIENNA22/1", "08PARIS333/1"}),
        ("persons year:-2007", {"06VIENNA1/2", "07VIENNA22/1"}),
        ("classification:secret", {"07VIENNA22/1", "07VIENNA22/2"}),
        ("marking:S/NF", {"07VIENNA22/1"}),
        ("marking:U", {"06VIENNA1/2", "07VIENNA22/2", "08PARIS333/1", "08PARIS333/2"}),
        ("signer:otherman", {"07VIENNA22/1", "07VIENNA22/2"}),
        ('from:"amembassy paris"', {"08PARIS333/1", "08PARIS333/2"}),
        ('from:"embassy paris"', {"08PARIS333/1", "08PARIS333/2"}),
        ('to:"amembassy paris" dredging', {"06VIENNA1/1", "08PARIS333/2"}),
        ('to:"washdc priority"', set()),
        ('subject:"talks on the"', {"06VIENNA1/1", "06VIENNA1/2"}),
        ("id:06VIENNA00001", {"06VIENNA1/1", "06VIENNA1/2"}),
        ("* -tag:PHUM -tag:PGOV", {"06VIENNA1/1", "06VIENNA1/2"}),
        ("harbour & dredging", {"06VIENNA1/1"}),
        ("nosuchword", set()),
        ("nosuchword*", set()),
        ("NOT nosuchword year:2007", {"07VIENNA22/1", "07VIENNA22/2"}),
    ],
)
def test_a_query_finds(found: Find, query: str, paragraphs: set[str]) -> None:
    assert found(query) == paragraphs


@pytest.mark.parametrize("query", ["&", "-- ...", "tag:--", "post:'"])
def test_a_query_without_letters_and_digits_is_refused(index: Index, query: str) -> None:
    with pytest.raises(QuerySyntaxError, match="no letter and no digit"):
        index.hits(query)


def test_the_best_come_first_and_top_limits_them(index: Index) -> None:
    scores = index.hits("dredging OR harbour OR story").column("score").to_pylist()
    assert scores == sorted(scores, reverse=True)
    assert index.hits("dredging OR harbour", top=1).num_rows == 1
    assert index.hits("*", top=1_000).num_rows == index.count("*") == 6
    with pytest.raises(QuerySyntaxError, match="top must be at least 1"):
        index.hits("*", top=0)


@pytest.mark.parametrize(
    ("query", "snippet"),
    [
        ("story", "The harbour master’s “long «story»” of dredging, told in VIENNA 000017."),
        ('"harbour master"', "The «harbour master»’s “long story” of dredging, told in VIENNA 000017."),
        ("harb* stor*", "The «harbour» master’s “long «story»” of dredging, told in VIENNA 000017."),
        ("tomas", "He named the café and «Tomás» in persons only, under 1.4(b)."),
        ('"vienna 17" dredging', "The harbour master’s “long story” of «dredging», told in «VIENNA 000017»."),
        ("id:06VIENNA1 year:2006 marking:C", "The harbour master’s “long story” of dredging, told in VIENNA 000017."),
    ],
)
def test_a_snippet_marks_what_matched(index: Index, query: str, snippet: str) -> None:
    hits = index.hits(query)
    assert index.snippets(query, hits.column("address").to_pylist()) == [snippet]


def test_an_address_that_no_hit_has_is_refused(index: Index) -> None:
    for address in (-1, 1 << 20, 1 << 62):
        with pytest.raises(ValueError, match=r"."):
            index.snippets("story", [address])
