"""What a query asks for, as a query of tantivy over one index."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import product

import tantivy
from tantivy import FieldType, Occur, Query

from cable_pipeline.search import fields
from cable_pipeline.search.grammar import (
    AllOf,
    AnyOf,
    Everything,
    Node,
    NoneOf,
    QuerySyntaxError,
    Words,
    Years,
)

_MOST_ZEROS = 5
"""Serial numbers are printed with up to six digits, so that 1 may stand as 000001."""
_MOST_SPELLINGS = 64
_MOST_MARKED = 1_000
_DIGITS = re.compile(r"\d+")


class Matcher:
    """Turns queries into those of one index, whose words it must know: see :meth:`_spellings`."""

    def __init__(self, schema: tantivy.Schema, searcher: tantivy.Searcher) -> None:
        self._schema = schema
        self._searcher = searcher
        self._analyzer = fields.analyzer()

    def query(self, node: Node) -> Query:
        """The query of tantivy for ``node``; :class:`QuerySyntaxError` when it holds neither letter nor digit."""
        query = self._query(node)
        if query is None:
            raise QuerySyntaxError("the query holds no letter and no digit to search for")
        return query

    def highlighted(self, node: Node) -> Query:
        """A query whose words are those to mark in a text: the query itself, and the words that a star stands for."""
        begun = [
            Query.term_query(self._schema, fields.TEXT, word)
            for words in _begun_in_text(node)
            for beginning in self._analyzer.analyze(fields.composed(words.text))[-1:]
            for word, _ in self._searcher.terms_with_prefix(fields.TEXT, beginning, limit=_MOST_MARKED)
        ]
        return _joined(Occur.Should, [self.query(node), *begun]) or Query.all_query()

    def _query(self, node: Node) -> Query | None:
        """None for what is only punctuation, such as ``&`` between two words, which is passed over."""
        if isinstance(node, Words):
            return self._name(node) if node.field in fields.NAME_FIELDS else self._words(node)
        if isinstance(node, Years):
            return Query.range_query(self._schema, fields.YEAR, FieldType.Integer, node.first, node.last)
        if isinstance(node, Everything):
            return Query.all_query()
        if isinstance(node, NoneOf):
            part = self._query(node.part)
            return part and Query.boolean_query([(Occur.Must, Query.all_query()), (Occur.MustNot, part)])
        if isinstance(node, AnyOf):
            return _joined(Occur.Should, [self._query(part) for part in node.parts])
        return self._all_of(node)

    def _all_of(self, node: AllOf) -> Query | None:
        wanted = [self._query(part) for part in node.parts if not isinstance(part, NoneOf)]
        unwanted = [self._query(part.part) for part in node.parts if isinstance(part, NoneOf)]
        query = _joined(Occur.Must, wanted)
        excluded = [(Occur.MustNot, part) for part in unwanted if part is not None]
        if not excluded:
            return query
        return Query.boolean_query([(Occur.Must, query or Query.all_query()), *excluded])

    def _name(self, node: Words) -> Query | None:
        form = fields.post_form if node.field == "post" and not node.prefix else fields.name_form
        name = form(node.text)
        if not name:
            return None
        if node.prefix:
            return Query.regex_query(self._schema, node.field, f"{re.escape(name)}.*")
        return Query.term_query(self._schema, node.field, name)

    def _words(self, node: Words) -> Query | None:
        words = self._analyzer.analyze(fields.composed(node.text))
        if not words:
            return None
        spellings = [self._spellings(node.field, word) for word in words]
        if node.prefix:
            return self._beginning(node, words, spellings)
        if len(words) == 1:
            return _joined(Occur.Should, [Query.term_query(self._schema, node.field, word) for word in spellings[0]])
        phrases = [
            Query.phrase_query(self._schema, node.field, list(phrase), slop=node.slop)
            for phrase in _combinations(words, spellings)
        ]
        return _joined(Occur.Should, phrases)

    def _beginning(self, node: Words, words: Sequence[str], spellings: Sequence[Sequence[str]]) -> Query:
        last = f"{re.escape(words[-1])}.*"
        if len(words) == 1:
            return Query.regex_query(self._schema, node.field, last)
        patterns = ["|".join(map(re.escape, known)) for known in spellings[:-1]]
        return Query.regex_phrase_query(self._schema, node.field, [*patterns, last], slop=node.slop)

    def _spellings(self, field: str, word: str) -> list[str]:
        """The words of the index that are ``word`` but for leading zeros, or ``word`` alone where there is none."""
        numbers = _DIGITS.findall(word)
        if not numbers or len(numbers) > 2:
            return [word]
        between = _DIGITS.split(word)
        choices = [
            [f"{'0' * zeros}{number.lstrip('0') or '0'}" for zeros in range(_MOST_ZEROS + 1)] for number in numbers
        ]
        candidates = ("".join(_alternating(between, chosen)) for chosen in product(*choices))
        return [spelling for spelling in candidates if self._searcher.doc_freq(field, spelling)] or [word]


def _begun_in_text(node: Node) -> Iterator[Words]:
    if isinstance(node, Words) and node.prefix and node.field == fields.TEXT:
        yield node
    elif isinstance(node, (AllOf, AnyOf)):
        for part in node.parts:
            yield from _begun_in_text(part)


def _alternating(between: Sequence[str], numbers: Sequence[str]) -> Iterator[str]:
    for place, text in enumerate(between):
        yield text
        if place < len(numbers):
            yield numbers[place]


def _combinations(words: Sequence[str], spellings: Sequence[Sequence[str]]) -> list[tuple[str, ...]]:
    count = 1
    for known in spellings:
        count *= len(known)
    # A phrase of many numbers is a table; the numbers then count as they are written.
    return list(product(*spellings)) if count <= _MOST_SPELLINGS else [tuple(words)]


def _joined(occur: Occur, queries: Sequence[Query | None]) -> Query | None:
    known = [query for query in queries if query is not None]
    if len(known) <= 1:
        return known[0] if known else None
    return Query.boolean_query([(occur, query) for query in known])
