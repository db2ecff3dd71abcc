"""Dictionaries: posts and their aliases, TAGS, topics, routing indicators.

Promise: each CSV file beside this one is read once, on first use, checked (types, keys, ranges, closed lists, and that
what it refers to is there), and handed out as immutable records in file order. Nothing but the standard library is
needed. README.md tells where each fact is from.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple, TypeVar

FOLDER = Path(__file__).parent
Record = TypeVar("Record")


class ReferenceDataError(ValueError):
    """A dictionary file holds a row that can't be right; the message names file, line and column."""


POST_KINDS = frozenset(("embassy", "consulate", "mission", "office", "department", "interests section"))
TAG_KINDS = frozenset(("subject", "geographic", "program", "organization", "unknown"))
INDICATOR_SOURCES = frozenset(("acp", "corpus", "corpus-once", "acp+corpus", "acp+corpus-once"))

_TOKEN = re.compile(r"[A-Z]+")
_FOLDED = re.compile(r"[A-Z0-9]+")
_CODE = re.compile(r"[^\s,a-z][^\s,a-z]*(?: [^\s,a-z]+)*")
_COUNTRY = re.compile(r"[A-Z]{2}")
_BUREAU = re.compile(r"[A-Z]{2,3}")
_INDICATOR = re.compile(r"R[A-Z]{3,6}(?: THRU R[A-Z]{3,6})?")


class Post(NamedTuple):
    """A post that sends telegrams, under the token its cable ids carry."""

    post: str
    display_name: str
    city: str | None
    country: str | None
    latitude: float | None
    longitude: float | None
    kind: str | None
    bureau: str | None
    routing_indicator: str | None
    same_post_as: str | None


class PostAlias(NamedTuple):
    """Another way to write a post: upper case, without blanks and punctuation."""

    alias: str
    post: str
    kind: str
    source: str


class TagEntry(NamedTuple):
    """A TAGS code; ``canonical`` holds the code(s) meant, blank-separated, where the token itself is wrong."""

    tag: str
    kind: str
    title: str | None
    iso_3166_alpha2: str | None
    canonical: str | None
    title_source: str | None


class RoutingIndicator(NamedTuple):
    """A routing indicator with one of the names it served."""

    routing_indicator: str
    name: str
    source: str
    times_addressed: int
    times_originator: int


class Topic(NamedTuple):
    """A multiword topic that posts wrote into TAGS, with its canonical spelling."""

    topic: str
    canonical: str


@cache
def posts() -> Mapping[str, Post]:
    """All posts by their token, e.g. ``PHNOMPENH``."""
    return _keyed(
        "posts.csv",
        lambda row: Post(
            _matching(row["post"], _TOKEN),
            _known(row["display_name"]),
            row["city"] or None,
            _matching(row["country_iso2"], _COUNTRY) or None,
            _number(row["latitude"], -90, 90),
            _number(row["longitude"], -180, 180),
            _one_of(row["kind"], POST_KINDS) or None,
            _matching(row["bureau"], _BUREAU) or None,
            _matching(row["routing_indicator"], _INDICATOR) or None,
            row["same_post_as"] or None,
        ),
        lambda post: post.post,
        lambda post, known: post.same_post_as is None or post.same_post_as in known,
    )


@cache
def post_aliases() -> Mapping[str, PostAlias]:
    """All aliases by their folded spelling, e.g. ``SECSTATE``."""
    return _keyed(
        "post_aliases.csv",
        lambda row: PostAlias(
            _matching(row["alias"], _FOLDED), row["canonical_post"], _known(row["kind"]), _known(row["source"])
        ),
        lambda alias: alias.alias,
        lambda alias, _: alias.post in posts(),
    )


@cache
def tag_dictionary() -> Mapping[str, TagEntry]:
    """All TAGS tokens by their code, e.g. ``PGOV``."""
    return _keyed(
        "tags.csv",
        lambda row: TagEntry(
            _matching(row["tag"], _CODE),
            _one_of(_known(row["kind"]), TAG_KINDS),
            row["description"] or None,
            _matching(row["iso_3166_alpha2"], _COUNTRY) or None,
            row["canonical"] or None,
            row["description_source"] or None,
        ),
        lambda entry: entry.tag,
        lambda entry, known: entry.canonical is None or all(code in known for code in entry.canonical.split()),
    )


@cache
def topics() -> Mapping[str, Topic]:
    """All multiword topics by their spelling in TAGS, longest first."""
    rows = sorted(
        _rows("topics.csv", lambda row: Topic(row["topic"], row["canonical"])), key=lambda t: (-len(t.topic), t.topic)
    )
    return MappingProxyType({topic.topic: topic for topic in rows})


@cache
def routing_indicators() -> tuple[RoutingIndicator, ...]:
    """All pairs of routing indicator and name; neither of the two is a key by itself."""
    pairs = _keyed(
        "routing_indicators.csv",
        lambda row: RoutingIndicator(
            _matching(_known(row["indicator"]), _INDICATOR),
            _known(row["name"]),
            _one_of(_known(row["source"]), INDICATOR_SOURCES),
            _count(row["count"]),
            _count(row["count_as_originator"]),
        ),
        lambda entry: f"{entry.routing_indicator} {entry.name}",
    )
    return tuple(pairs.values())


def _known(text: str) -> str:
    if not text:
        raise ValueError("a field is empty that must not be")
    return text


def _matching(text: str, pattern: re.Pattern[str]) -> str:
    if text and not pattern.fullmatch(text):
        raise ValueError(f"{text!r} is not of the form {pattern.pattern}")
    return text


def _one_of(text: str, words: frozenset[str]) -> str:
    if text and text not in words:
        raise ValueError(f"{text!r} is none of {', '.join(sorted(words))}")
    return text


def _count(text: str) -> int:
    value = int(text)
    if value < 0:
        raise ValueError(f"{value} is less than 0")
    return value


def _number(text: str, low: float, high: float) -> float | None:
    if not text:
        return None
    value = float(text)
    if not low <= value <= high:
        raise ValueError(f"{value} is not between {low} and {high}")
    return value


def _rows(file: str, build: Callable[[dict[str, str]], Record]) -> Iterator[Record]:
    with (FOLDER / file).open(encoding="utf-8", newline="") as lines:
        for row in (reader := csv.DictReader(lines)):
            try:
                yield build(row)
            except (KeyError, TypeError, ValueError) as error:
                raise ReferenceDataError(f"{FOLDER / file}, line {reader.line_num}: {error!r} in {row}") from error


def _keyed(
    file: str,
    build: Callable[[dict[str, str]], Record],
    key: Callable[[Record], str],
    refers: Callable[[Record, Mapping[str, Record]], bool] = lambda _record, _known: True,
) -> Mapping[str, Record]:
    """The records by key; ``refers`` tells whether what a record refers to is among all of them, or in another file."""
    found: dict[str, Record] = {}
    for record in _rows(file, build):
        name = key(record)
        if not name or name in found:
            raise ReferenceDataError(f"{FOLDER / file}: the key {name!r} is empty or stands there twice")
        found[name] = record
    for name, record in found.items():
        if not refers(record, found):
            raise ReferenceDataError(f"{FOLDER / file}: {name!r} refers to what is not there: {record}")
    return MappingProxyType(found)
