"""Dictionaries: posts and their aliases, TAGS, topics, routing indicators.

Promise: each CSV file beside this one is read once, on first use, checked for type and key, and handed out as
immutable records in file order. Nothing but the standard library is needed. README.md tells where each fact is from.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple, TypeVar

FOLDER = Path(__file__).parent
Record = TypeVar("Record")


class ReferenceDataError(ValueError):
    """A dictionary file holds a row that can't be right; the message names file, line and column."""


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


class TagEntry(NamedTuple):
    """A TAGS code; ``canonical`` holds the code(s) meant, blank-separated, where the token itself is wrong."""

    tag: str
    kind: str
    title: str | None
    iso_3166_alpha2: str | None
    canonical: str | None


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
            row["post"],
            row["display_name"],
            row["city"] or None,
            row["country_iso2"] or None,
            _number(row["latitude"], -90, 90),
            _number(row["longitude"], -180, 180),
            row["kind"] or None,
            row["bureau"] or None,
            row["routing_indicator"] or None,
            row["same_post_as"] or None,
        ),
        lambda post: post.post,
    )


@cache
def post_aliases() -> Mapping[str, PostAlias]:
    """All aliases by their folded spelling, e.g. ``SECSTATE``."""
    return _keyed(
        "post_aliases.csv",
        lambda row: PostAlias(row["alias"], row["canonical_post"], row["kind"]),
        lambda alias: alias.alias,
    )


@cache
def tag_dictionary() -> Mapping[str, TagEntry]:
    """All TAGS tokens by their code, e.g. ``PGOV``."""
    return _keyed(
        "tags.csv",
        lambda row: TagEntry(
            row["tag"],
            row["kind"],
            row["description"] or None,
            row["iso_3166_alpha2"] or None,
            row["canonical"] or None,
        ),
        lambda entry: entry.tag,
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
    return tuple(
        _rows(
            "routing_indicators.csv",
            lambda row: RoutingIndicator(
                row["indicator"], row["name"], row["source"], int(row["count"]), int(row["count_as_originator"])
            ),
        )
    )


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


def _keyed(file: str, build: Callable[[dict[str, str]], Record], key: Callable[[Record], str]) -> Mapping[str, Record]:
    found: dict[str, Record] = {}
    for record in _rows(file, build):
        name = key(record)
        if not name or name in found:
            raise ReferenceDataError(f"{FOLDER / file}: the key {name!r} is empty or stands there twice")
        found[name] = record
    return MappingProxyType(found)
