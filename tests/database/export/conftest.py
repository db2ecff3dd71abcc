from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from cable_pipeline.database.build import build_database
from cable_pipeline.database.connect import ReadOnlyConnection, open_database
from cable_pipeline.database.export.formats import FORMATS
from cable_pipeline.tables import generations
from cable_pipeline.tables.generations import Generation
from tests.tables.archive import Archive, telegram

ODD = 'He said "no", <b>&amp; \x1b[31mnever\x1b[0m; =1+1; ¶ é ’, and\n\n}{ $x_1 \\end.'


class Given(NamedTuple):
    """A published generation and its database."""

    generation: Generation
    connection: ReadOnlyConnection


def silent(stage: str, done: int, total: int) -> None:
    """A progress that tells nobody."""


def export(given: Given, kind: str, out: Path) -> Path:
    FORMATS[kind](given.generation, out, silent)
    return out


@pytest.fixture(scope="session")
def given(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Given]:
    """Telegrams with odd texts, one that changed, a twin, a duplicate and a file that failed; in two generations."""
    archive = Archive(tmp_path_factory.mktemp("exported"))
    archive.fill(20)
    archive.put(
        "odd.txt", telegram("06VIENNA40", ODD).replace("A MATTER OF NO WEIGHT", 'A "MATTER", OF <SOME> & WEIGHT')
    )
    archive.put("twin.txt", telegram("06ECTION01OF02VIENNA3"))
    archive.put("again/06VIENNA4.txt", telegram("06VIENNA4"))
    archive.put("bad.txt", "no telegram")
    archive.made()
    archive.put("06VIENNA5.txt", telegram("06VIENNA5", "Changed."))
    generation = archive.made()
    build_database(generation.path)
    generation = generations.renew_database(generation)
    with open_database(generation.database) as connection:
        yield Given(generation, connection)
