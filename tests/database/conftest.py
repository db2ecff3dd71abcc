from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cable_pipeline.database.build import build_database
from cable_pipeline.database.connect import ReadOnlyConnection, connect
from tests.database import archive


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "slow: takes seconds, for it installs packages or builds a large archive")


def publish(data: Path, generation: Path) -> None:
    (generation / "generation.json").write_text("{}")
    (data / "current").symlink_to(generation.relative_to(data))
    (data / "tables").symlink_to("current/tables")
    (data / "cables.duckdb").symlink_to("current/cables.duckdb")


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with one published generation of the invented archive."""
    folder = tmp_path_factory.mktemp("data")
    generation = archive.write(archive.invented(), folder / "generations" / "1")
    build_database(generation)
    publish(folder, generation)
    return folder


@pytest.fixture
def connection(data: Path) -> Iterator[ReadOnlyConnection]:
    with connect(data) as opened:
        yield opened


@pytest.fixture(scope="session")
def connection_of_session(data: Path) -> Iterator[ReadOnlyConnection]:
    """For properties, whose examples would all open a connection of their own otherwise."""
    with connect(data) as opened:
        yield opened
