"""A run that takes over what a look at the source folder found just before it."""

from __future__ import annotations

import pytest

from cable_pipeline.sources import scanning
from cable_pipeline.tables import planning
from cable_pipeline.tables.comparing import compare
from cable_pipeline.tables.manifest import MANIFEST_FILE, read_manifest
from tests.tables.archive import Archive, telegram
from tests.tables.test_runs import same_as_fresh


def test_a_scan_made_just_before_is_taken_for_the_runs_own(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    archive.fill(3)
    seen = planning.Seen(scanning.scan(archive.source, "*.txt"), None)
    monkeypatch.setattr(planning, "scan", lambda *_: pytest.fail("the folder was scanned again"))
    assert archive.made(seen=seen).files_seen == 3


def test_a_scan_from_before_another_run_is_not(archive: Archive) -> None:
    archive.fill(2)
    seen = planning.Seen(scanning.scan(archive.source, "*.txt"), None)
    archive.fill(1, start=3)
    archive.made()
    assert archive.run(seen=seen) is None
    assert {row["cable_id"] for row in archive.rows("cables")} == {"06VIENNA1", "06VIENNA2", "06VIENNA3"}


def test_what_was_compared_with_the_latest_generation_is_not_compared_again(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive.fill(3)
    generation = archive.made()
    archive.put("06VIENNA2.txt", telegram("06VIENNA2", "The minister declined."))
    (archive.source / "06VIENNA3.txt").unlink()
    found = scanning.scan(archive.source, "*.txt")
    known = read_manifest(generation.tables, generation.files[f"tables/{MANIFEST_FILE}"])
    seen = planning.Seen(found, generation.number, compare(found.files, known, archive.settings.max_file_bytes))
    with monkeypatch.context() as patched:
        patched.setattr(planning, "compare", lambda *_: pytest.fail("compared again"))
        again = archive.made(seen=seen, insist=True)
    assert (again.changed, again.removed, again.unchanged) == (1, 1, 1)
    same_as_fresh(archive)
