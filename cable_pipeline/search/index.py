"""An index that is there: which generation it covers, and what is found in it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import tantivy

from cable_pipeline.search import fields, grammar
from cable_pipeline.search.matching import Matcher

FOLDER = "search"
COVERAGE = "coverage.json"
CABLES = "cables.arrow"
SNIPPET_CHARACTERS = 200
BEFORE_HIT, AFTER_HIT = "«", "»"

HITS = pa.schema(
    [
        pa.field("cable_id", pa.string()),
        pa.field("position", pa.int32()),
        pa.field("score", pa.float64()),
        pa.field("address", pa.int64()),
    ]
)
"""Columns of hits: the paragraph, how well it matches, and where the index keeps it (for :meth:`Index.snippets`)."""

_DOCUMENT_BITS = 32
_ELLIPSIS = "…"


class NoIndexError(LookupError):
    """No generation of the data folder has an index that this version can read."""


class Coverage(NamedTuple):
    """What an index covers.

    ``digests`` holds, for each bucket, a digest over the files that its paragraphs were read from; ``written`` counts
    the paragraphs written since the index was built anew, those that were replaced later included.
    """

    format: int
    generation: int
    built_at: str
    paragraphs: int
    written: int
    digests: tuple[str, ...]


class Index:
    """An open index; what was opened stays as it is, whatever is published meanwhile. Threads may share it."""

    def __init__(self, path: Path, wanted_generation: int) -> None:
        """Open the index in the folder ``path`` for readers of ``wanted_generation``."""
        self.coverage = _coverage(path)
        self.wanted_generation = wanted_generation
        index = tantivy.Index.open(str(path / fields.ANALYZER))
        index.register_tokenizer(fields.ANALYZER, fields.analyzer())
        self._schema = index.schema
        self._searcher = index.searcher()
        self._matcher = Matcher(self._schema, self._searcher)
        self._cables = read_cables(path)
        self._parsed = lru_cache(maxsize=16)(self._parse)
        self._generator = lru_cache(maxsize=16)(self._new_generator)

    @property
    def is_current(self) -> bool:
        """Whether it covers the generation that was asked for."""
        return self.coverage.generation == self.wanted_generation

    @property
    def built_at(self) -> datetime:
        """When the run that made the covered generation started (UTC)."""
        return datetime.fromisoformat(self.coverage.built_at)

    def count(self, query: str) -> int:
        """The number of paragraphs that match; :class:`QuerySyntaxError` when the query can't be read."""
        return int(self._searcher.search(self._parsed(query), limit=1).count)  # type: ignore[attr-defined]

    def hits(self, query: str, top: int | None = None) -> pa.Table:
        """The paragraphs that match, the best first, at most ``top`` of them, with the columns of :data:`HITS`.

        Raises:
            QuerySyntaxError: the query can't be read, or ``top`` is less than 1.
        """
        if top is not None and top < 1:
            raise grammar.QuerySyntaxError(f"top must be at least 1, not {top}")
        limit = self.count(query) if top is None else min(top, max(self._searcher.num_docs, 1))
        found = self._searcher.search(self._parsed(query), limit=limit, count=False).hits if limit else []
        addresses = [address for _, address in found]
        numbers = self._searcher.fast_field_values(fields.CABLE, addresses)
        columns = [
            self._cables.take(pa.array(numbers, pa.int64())),
            pa.array(self._searcher.fast_field_values(fields.POSITION, addresses), pa.int32()),
            pa.array([score for score, _ in found], pa.float64()),
            pa.array([address.segment_ord << _DOCUMENT_BITS | address.doc for address in addresses], pa.int64()),
        ]
        return pa.table(columns, schema=HITS)

    def snippets(self, query: str, addresses: Iterable[int]) -> list[str]:
        """For each address of a hit, some of its text with the words that match between « and ».

        Raises:
            QuerySyntaxError: the query can't be read.
            ValueError: no hit has this address.
        """
        generator = self._generator(query)
        return [self._snippet(generator, address) for address in addresses]

    def _holds(self, address: int) -> bool:
        return 0 <= address >> _DOCUMENT_BITS < self._searcher.num_segments

    def _parse(self, query: str) -> tantivy.Query:
        return self._matcher.query(grammar.parse(query))

    def _new_generator(self, query: str) -> tantivy.SnippetGenerator:
        wanted = self._matcher.highlighted(grammar.parse(query))
        generator = tantivy.SnippetGenerator.create(self._searcher, wanted, self._schema, fields.TEXT)
        generator.set_max_num_chars(SNIPPET_CHARACTERS)
        return generator

    def _snippet(self, generator: tantivy.SnippetGenerator, address: int) -> str:
        if not self._holds(address):
            raise ValueError(f"{address} is no address of a hit")
        document = self._searcher.doc(
            tantivy.DocAddress(address >> _DOCUMENT_BITS, address & ((1 << _DOCUMENT_BITS) - 1))
        )
        text = str(document.get_first(fields.TEXT) or "")
        snippet = generator.snippet_from_doc(document)
        if not snippet.highlighted():
            # No word of the text decided: another field was asked for.
            return _one_line(text[:SNIPPET_CHARACTERS] + _ELLIPSIS * (len(text) > SNIPPET_CHARACTERS))
        content, place = text.encode(), snippet.fragment_range()
        before, after = (_edge(part.decode()) for part in (content[: place.start], content[place.end :]))
        return _one_line(before + _marked(snippet.fragment(), snippet.highlighted()) + after)


def open_index(generation: Path) -> Index:
    """Open the index for readers of the generation in the folder ``generation``.

    That of the generation itself, else that of the nearest one before it, else after it.

    Raises:
        NoIndexError: there is none.
    """
    wanted = int(generation.name)
    for path in sorted(_indexes(generation.parent), key=lambda path: _distance(int(path.parent.name), wanted)):
        try:
            return Index(path, wanted)
        except (NoIndexError, OSError, ValueError):
            continue
    raise NoIndexError("there is no search index yet. Build it: cables run")


def read_coverage(path: Path) -> Coverage | None:
    """What the index in the folder ``path`` covers; None when there is none that this version can read."""
    try:
        return _coverage(path)
    except NoIndexError:
        return None


def read_cables(path: Path) -> pa.Array:
    """The cables' ids by the number that the index has for them."""
    with pa.memory_map(str(path / CABLES)) as file:
        return pa.ipc.open_file(file).read_all().column(0).combine_chunks()


def _coverage(path: Path) -> Coverage:
    try:
        content = json.loads((path / COVERAGE).read_bytes())
        if content["format"] != fields.FORMAT:
            raise NoIndexError(f"the index in {path} is of another version")
        return Coverage(**{**content, "digests": tuple(content["digests"])})
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise NoIndexError(f"there is no index in {path}") from error


def _indexes(generations: Path) -> list[Path]:
    return [path.parent for path in generations.glob(f"*/{FOLDER}/{COVERAGE}") if path.parts[-3].isdigit()]


def _distance(number: int, wanted: int) -> tuple[bool, int]:
    return number > wanted, abs(wanted - number)


def _edge(text: str) -> str:
    """What stands beside a piece of a text: a sign that more follows, or the punctuation up to the text's end."""
    return _ELLIPSIS if any(map(str.isalnum, text)) else text


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _marked(fragment: str, ranges: Iterable[tantivy.Range]) -> str:
    """``fragment`` with marks around the ranges, which count bytes."""
    content, parts, end = fragment.encode(), [], 0
    for found in ranges:
        parts += [content[end : found.start].decode(), BEFORE_HIT, content[found.start : found.end].decode(), AFTER_HIT]
        end = found.end
    marked = "".join([*parts, content[end:].decode()])
    return marked.replace(f"{AFTER_HIT} {BEFORE_HIT}", " ")
