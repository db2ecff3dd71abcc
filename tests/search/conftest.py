from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cable_pipeline.database.build import build_database
from cable_pipeline.search.build import IndexReport, update_index
from cable_pipeline.search.index import Index, open_index
from cable_pipeline.tables.generations import Generation
from tests.tables.archive import Archive

TELEGRAM = """\
{cable_id}
{subject}
Wed Aug 09 00:00:00 +0200 {year}
{classification}
Embassy {city}
VZCZCXYZ0001
PP RUEHC
DE RUEHVI #0017 2210743
ZNY CCCCC ZZH
P 090743Z AUG {short}
FM AMEMBASSY {city_upper}
TO RUEHC/SECSTATE WASHDC PRIORITY 0123
INFO RUEHFR/AMEMBASSY PARIS 0042
BT
{classification} {city_upper} 000017

SIPDIS

E.O. 12958: DECL: 08/09/2016
TAGS: {tags}
SUBJECT: {subject}

1. ({marking}) {first}

2. (U) {second}
{signer}
"""


def telegram(cable_id: str, first: str, second: str = "Nothing more was said.", **facts: str) -> str:
    """An invented telegram of two paragraphs."""
    year = f"20{cable_id[:2]}"
    known = {
        "subject": "A MATTER OF NO WEIGHT",
        "classification": "CONFIDENTIAL",
        "city": "Vienna",
        "tags": "PREL, AU",
        "marking": "C",
        "signer": "INVENTOR",
        **facts,
    }
    text = {**known, "cable_id": cable_id, "first": first, "second": second, "year": year, "short": year[2:]}
    return TELEGRAM.format(**text, city_upper=known["city"].upper())


TELEGRAMS = {
    "06VIENNA1": telegram(
        "06VIENNA1",
        "The harbour master’s “long story” of dredging, told in VIENNA 000017.",
        "He named the café and Tomás in persons only, under 1.4(b).",
        subject="TALKS ON THE HARBOUR",
    ),
    "07VIENNA22": telegram(
        "07VIENNA22",
        "Trafficking in persons was discussed; see Vienna 17 and PARIS 0017.",
        "The harbours were not.",
        tags="PHUM, KTIP, AU",
        marking="S//NF",
        classification="SECRET",
        signer="OTHERMAN",
    ),
    "08PARIS333": telegram(
        "08PARIS333",
        "Persons in trafficking are not what the phrase says, 06 VIENNA 1 notwithstanding.",
        "Dredge, dredger, dredging: three words of one kind. 06VIENNA000001.",
        city="Paris",
        tags="PGOV, FR",
        marking="U",
        classification="UNCLASSIFIED",
    ),
}


def silent(stage: str, done: int, total: int) -> None:
    """A progress that tells nobody."""


def build(generation: Generation) -> IndexReport:
    return update_index(generation, silent)


def publish(archive: Archive) -> Generation:
    """A run that publishes, with its database."""
    generation = archive.made()
    build_database(generation.path)
    return generation


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """An archive of three telegrams with database and index; tests only read it."""
    archive = Archive(tmp_path_factory.mktemp("searched"))
    for cable_id, text in TELEGRAMS.items():
        archive.put(f"{cable_id}.txt", text)
    build(publish(archive))
    return archive


@pytest.fixture(scope="session")
def index(filled: Archive) -> Index:
    return open_index(filled.data / "generations" / "1")


@pytest.fixture(scope="session")
def found(index: Index) -> Callable[[str], set[str]]:
    """What a query finds, as ``cable/paragraph``."""

    def find(query: str) -> set[str]:
        rows = index.hits(query).to_pylist()
        return {f"{row['cable_id']}/{row['position']}" for row in rows}

    return find


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    """An archive of one's own."""
    return Archive(tmp_path)


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "slow: takes seconds, for it installs packages or builds a large archive")
