from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import dagster as dg
import pytest
import sqlalchemy
from dagster._core.storage.event_log.sqlite import sqlite_event_log

from cable_pipeline.orchestration.instance import command_line_instance


def test_each_of_dagsters_databases_has_one_engine_while_a_run_records(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: Counter[str] = Counter()
    connected: Counter[str] = Counter()
    make = sqlalchemy.create_engine

    def counted(address: str, **options: Any) -> sqlalchemy.Engine:
        made[address] += 1
        engine = make(address, **options)
        sqlalchemy.event.listen(engine, "connect", lambda *_: connected.update([address]))
        return engine

    monkeypatch.setattr(sqlite_event_log, "create_engine", counted)
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path / "home"))
    with command_line_instance() as instance:
        for number in range(5):
            instance.report_runless_asset_event(dg.AssetMaterialization("cables", metadata={"number": number}))
        recorded = instance.fetch_materializations(dg.AssetKey("cables"), limit=10).records
    assert len(recorded) == 5
    assert made
    assert set(made.values()) == {1}
    assert max(connected.values()) <= 2  # two while the database is made
    assert vars(sqlite_event_log)["create_engine"] is counted
