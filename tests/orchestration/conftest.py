from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest

from cable_pipeline.settings import Settings
from tests.orchestration import telegrams


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    for serial in range(1, 7):
        telegrams.write(tmp_path / "source", serial)
    return Settings.load(source=tmp_path / "source", data=tmp_path / "data", workers=1)


@pytest.fixture
def instance(tmp_path: Path) -> Iterator[dg.DagsterInstance]:
    home = tmp_path / "home"
    home.mkdir()
    (home / "dagster.yaml").write_text("telemetry:\n  enabled: false\n")
    with dg.DagsterInstance.ephemeral(tempdir=str(home)) as instance:
        yield instance


@pytest.fixture
def stored_instance(tmp_path: Path) -> Iterator[dg.DagsterInstance]:
    """An instance that keeps its records in files: schedules see only such a one."""
    home = tmp_path / "stored_home"
    home.mkdir()
    (home / "dagster.yaml").write_text("telemetry:\n  enabled: false\n")
    with dg.DagsterInstance.from_config(str(home)) as instance:
        yield instance
