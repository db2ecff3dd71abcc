from __future__ import annotations

import errno
import os
from typing import Any

import dagster as dg
import pytest

from cable_pipeline.orchestration import faults
from cable_pipeline.settings import Settings
from cable_pipeline.tables import generations, ingest
from cable_pipeline.tables.pool import WorkerDied
from tests.orchestration.test_runs import execute, metadata


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits between two attempts."""
    monkeypatch.setattr(faults, "SECONDS_BETWEEN_ATTEMPTS", 0)


def failing(monkeypatch: pytest.MonkeyPatch, fault: BaseException, times: int) -> list[int]:
    """Let the writing of tables fail so many times; the list has an entry per attempt."""
    attempts: list[int] = []
    write_tables = ingest.write_tables

    def write(*arguments: Any, **named: Any) -> Any:
        attempts.append(len(attempts) + 1)
        if len(attempts) <= times:
            raise fault
        return write_tables(*arguments, **named)

    monkeypatch.setattr(ingest, "write_tables", write)
    return attempts


def test_a_disk_that_did_not_answer_is_asked_again(
    settings: Settings, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    attempts = failing(monkeypatch, OSError(errno.ESTALE, os.strerror(errno.ESTALE)), times=2)
    result = execute(settings, instance)
    assert result.success
    assert len(attempts) == 3
    assert metadata(result, "cables")["dagster/row_count"] == 6


def test_it_is_asked_three_more_times_and_no_more(
    settings: Settings, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    attempts = failing(monkeypatch, OSError(errno.EIO, os.strerror(errno.EIO)), times=9)
    assert not execute(settings, instance).success
    assert len(attempts) == 4
    assert generations.latest(settings.data) is None


@pytest.mark.parametrize(
    "fault",
    [OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)), PermissionError(errno.EACCES, "no"), WorkerDied("killed")],
    ids=["disk full", "no permission", "worker killed"],
)
def test_what_will_not_pass_is_not_tried_again(
    settings: Settings, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    attempts = failing(monkeypatch, fault, times=9)
    result = execute(settings, instance)
    assert not result.success
    assert len(attempts) == 1


def test_files_that_are_no_cables_are_data_and_fail_no_run(settings: Settings, instance: dg.DagsterInstance) -> None:
    for number in range(30):
        (settings.source / f"bad{number}.txt").write_bytes(b"\0" * number)
    result = execute(settings, instance)
    assert result.success
    assert metadata(result, "cables_database")["failed"] == 30
