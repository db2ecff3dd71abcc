from __future__ import annotations

from pathlib import Path

from tests.orchestration import thirty_days


def test_days_of_changes_leave_what_a_fresh_run_gives(tmp_path: Path) -> None:
    outcome = thirty_days.live(tmp_path, days=3)
    assert outcome.faults == []
    assert outcome.by_sensor >= 3
    assert outcome.ticks_without_change >= 1


def test_a_difference_would_be_found(tmp_path: Path) -> None:
    for name, text in (("a", b"1"), ("b", b"2")):
        (tmp_path / name / "tables" / "tags").mkdir(parents=True)
        (tmp_path / name / "tables" / "tags" / "x.parquet").write_bytes(text)
    assert thirty_days._differences(tmp_path / "a", tmp_path / "b") == ["tags/x.parquet differs from a fresh run"]
