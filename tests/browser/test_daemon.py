"""The daemon at work: files dropped into the source folder are ingested without a hand. It needs no browser."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from cable_pipeline.database.relations import DatabaseError
from tests.browser.running import UI, running_ui
from tests.orchestration import telegrams

SECONDS_TO_INGEST = 300


def await_rows(ui: UI, count: int) -> None:
    """Wait until the table of cables has so many rows."""
    deadline = time.monotonic() + SECONDS_TO_INGEST
    rows = -1
    while rows != count:
        if time.monotonic() > deadline:
            pytest.fail(f"{rows} cables were ingested, {count} were expected")
        time.sleep(0.5)
        try:
            rows = ui.rows("cables")
        except DatabaseError:
            rows = -1


@pytest.mark.timeout(1200)
def test_files_that_come_change_and_go_are_ingested_without_a_hand(tmp_path: Path) -> None:
    telegrams.write(tmp_path / "source", 1)
    # A schedule beside the sensor: whichever comes first, nothing is done twice.
    with running_ui(tmp_path, CABLES_SENSOR_SECONDS="5", CABLES_SCHEDULE="* * * * *") as ui:
        await_rows(ui, 1)
        for serial in range(2, 12):
            telegrams.write(ui.source, serial)
        await_rows(ui, 11)
        first = ui.generation()
        (ui.source / "11.txt").unlink()
        await_rows(ui, 10)
        assert ui.generation() == first + 1
