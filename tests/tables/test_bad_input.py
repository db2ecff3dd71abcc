"""Every kind of file that is no cable, or hardly one, is kept track of and stops nothing."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from cable_pipeline import telegram as reader
from cable_pipeline.sources import reading
from cable_pipeline.tables import generations, ingest
from tests.tables.archive import Archive, stumbling_reader, telegram, text_of


def issues_of(archive: Archive, path: str) -> list[dict[str, Any]]:
    return [row for row in archive.rows("parse_issues") if row["source_path"] == path]


def fails(archive: Archive, path: str, code: str, reason: str) -> None:
    """Run over the one bad file beside a good one, twice, and find the same failure told."""
    archive.put("good.txt", telegram("06VIENNA1"))
    generation = archive.made()
    assert (generation.files_seen, generation.parsed, generation.failed) == (2, 1, 1)
    row = archive.files()[path]
    assert (row["status"], row["cable_id"]) == ("failed", None)
    assert reason in row["error"]
    (issue,) = issues_of(archive, path)
    assert (issue["code"], issue["severity"], issue["cable_id"]) == (code, "error", None)
    assert issue["message"] == row["error"]
    assert archive.run() is None


@pytest.mark.parametrize(
    ("content", "code", "reason"),
    [
        (b"", "file-empty", "empty"),
        (b"\x7fELF\0\0\0" * 100, "file-binary", "NUL"),
        (telegram("06VIENNA2").encode("utf-16"), "file-binary", "NUL"),
        (b"06VIENNA2\nonly\nfour\nlines", "not-a-cable", "not a cable"),
        (b"Dear Sir,\n\nthank you\nfor\nyour letter.\nYours\n", "not-a-cable", "not a cable"),
        (b"\n" * 20, "not-a-cable", "not a cable"),
    ],
)
def test_what_is_no_cable_fails(archive: Archive, content: bytes, code: str, reason: str) -> None:
    archive.put("bad.txt", content)
    fails(archive, "bad.txt", code, reason)


def test_a_file_above_the_limit_fails(tmp_path: Path) -> None:
    archive = Archive(tmp_path, max_file_bytes=5000)
    archive.put("large.txt", telegram("06VIENNA2", "x" * 6000))
    fails(archive, "large.txt", "file-too-large", "5000 bytes")


def test_a_lower_limit_holds_for_known_files_too(tmp_path: Path) -> None:
    archive = Archive(tmp_path, max_removed_share=1.0)
    archive.fill(2)
    archive.put("large.txt", telegram("06VIENNA9", "x" * 6000))
    archive.made()
    lower = Archive(tmp_path, max_removed_share=1.0, max_file_bytes=5000)
    assert lower.made().failed == 1
    assert lower.run() is None


def test_fifty_megabytes_are_read(archive: Archive) -> None:
    archive.put("large.txt", telegram("06VIENNA2") + ("One more line of text.\n" * 50_000))
    archive.put("huge.txt", b"no cable\n" * 6_000_000)
    generation = archive.made()
    assert (generation.parsed, generation.failed) == (1, 1)


def test_nul_bytes_far_into_a_text_are_kept(archive: Archive) -> None:
    content = telegram("06VIENNA2", "word " * 2000 + "\0 and more")
    archive.put("nul.txt", content)
    archive.made()
    assert text_of(archive.rows("cables")[0]) == content


def test_windows_1252_is_told_and_loses_no_byte(archive: Archive) -> None:
    archive.put("a.txt", telegram("06VIENNA2", "A caf\u00e9.").encode("cp1252"))
    archive.made()
    assert text_of(archive.rows("cables")[0]) == telegram("06VIENNA2", "A café.")
    assert archive.files()["a.txt"]["encoding"] == "windows-1252"
    assert [row["severity"] for row in issues_of(archive, "a.txt") if row["code"] == "decoded-as-windows-1252"]


def test_missing_permission_fails_and_is_tried_again(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    archive.put("closed.txt", telegram("06VIENNA2"))
    opened = os.open

    def guarded(path: Any, *rest: Any, **named: Any) -> int:
        if str(path).endswith("closed.txt"):
            raise PermissionError(13, "Permission denied")
        return opened(path, *rest, **named)

    with monkeypatch.context() as patch:
        patch.setattr(os, "open", guarded)
        fails(archive, "closed.txt", "file-unreadable", "Permission denied")
    # Permissions change neither size nor modification time.
    archive.made()
    assert archive.statuses() == {"closed.txt": "parsed", "good.txt": "parsed"}


@pytest.mark.parametrize("name", ['it\'s "q".txt', "two\nlines.txt", "süß/文.txt", "%s {} \\x00.txt", "a'; DROP.txt"])
def test_any_name_will_do(archive: Archive, name: str) -> None:
    archive.put(name, telegram("06VIENNA2"))
    archive.made()
    assert archive.statuses() == {name: "parsed"}
    assert archive.rows("cables")[0]["source_path"] == name


def test_what_leads_out_of_the_folder_is_refused_and_told(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "outside.txt").write_text(telegram("06VIENNA666"))
    archive.fill(1)
    (archive.source / "link.txt").symlink_to(tmp_path / "outside.txt")
    os.mkfifo(archive.source / "pipe.txt")
    generation = archive.made()
    assert generation.files_seen == 1
    assert {row["source_path"] for row in archive.rows("parse_issues") if row["code"] == "refused-file"} == {
        "link.txt",
        "pipe.txt",
    }
    assert archive.run() is None
    (archive.source / "pipe.txt").unlink()
    archive.made()
    assert not issues_of(archive, "pipe.txt")


def test_a_stumbling_reader_stops_nothing(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    stumbling_reader(monkeypatch, RecursionError("too deep"))
    archive.put("bad.txt", telegram("06VIENNA2", "stumble"))
    fails(archive, "bad.txt", "reader-error", "reader error: RecursionError: too deep")


def test_records_that_fit_no_column_fail_alone(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    read_telegram = reader.read_telegram

    def boundless(text: str) -> Any:
        found = read_telegram(text)
        if "boundless" not in text:
            return found
        return found._replace(cable=found.cable._replace(station_serial_number=10**30))

    monkeypatch.setattr(reader, "read_telegram", boundless)
    archive.put("bad.txt", telegram("06VIENNA2", "boundless"))
    fails(archive, "bad.txt", "reader-error", "reader error: OverflowError")


def test_when_the_reader_stumbles_over_the_winner_the_next_is_taken(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    stumbling_reader(monkeypatch, RuntimeError("no"))
    archive.put("a.txt", telegram("06VIENNA2", "stumble"))
    archive.put("b.txt", telegram("06VIENNA2", "fine"))
    archive.put("c.txt", telegram("06VIENNA2", "late"))
    archive.made()
    assert archive.statuses() == {"a.txt": "failed", "b.txt": "parsed", "c.txt": "duplicate"}
    assert archive.run() is None


def test_a_file_swapped_between_survey_and_reading_is_read_by_the_next_run(archive: Archive) -> None:
    archive.fill(3)
    path = archive.put("a.txt", telegram("06VIENNA9", "first"))
    plan = ingest.prepare(archive.settings)
    path.write_text(telegram("06VIENNA8", "quite another text"))
    staged = ingest.write_tables(archive.settings, plan)
    assert staged is not None
    generations.publish(archive.settings, staged)
    assert archive.files()["a.txt"]["error"].startswith("the file changed while")
    archive.made()
    assert "06VIENNA8" in {row["cable_id"] for row in archive.rows("cables")}


def staged(archive: Archive, plan: ingest.Plan) -> generations.Generation:
    made = ingest.write_tables(archive.settings, plan)
    assert made is not None
    return generations.publish(archive.settings, made)


def test_a_file_that_changes_before_it_is_read_first_is_read_as_it_is_then(archive: Archive) -> None:
    archive.fill(3)
    path = archive.put("a.txt", telegram("06VIENNA9", "first"))
    plan = ingest.prepare(archive.settings)
    path.write_text(telegram("06VIENNA9", "second"))
    staged(archive, plan)
    assert telegram("06VIENNA9", "second") in map(text_of, archive.rows("cables"))
    assert archive.run() is None


@pytest.mark.parametrize("known", [False, True])
def test_a_file_that_changes_or_vanishes_after_its_survey_is_read_by_the_next_run(
    archive: Archive, known: bool
) -> None:
    archive.fill(8)
    if known:
        archive.put("a.txt", telegram("06VIENNA9", "zeroth"))
        archive.put("b.txt", telegram("06VIENNA10", "zeroth"))
    archive.made()
    changing = archive.put("a.txt", telegram("06VIENNA9", "first"))
    vanishing = archive.put("b.txt", telegram("06VIENNA10", "first"))
    plan = ingest.prepare(archive.settings)
    changing.write_text(telegram("06VIENNA9", "second"))
    vanishing.unlink()
    assert staged(archive, plan).failed == 2
    assert archive.files()["a.txt"]["error"].startswith("the file changed while")
    assert archive.files()["b.txt"]["error"].startswith("vanished")
    archive.made()
    assert (archive.statuses()["a.txt"], archive.statuses()["b.txt"]) == ("parsed", "removed")
    assert telegram("06VIENNA9", "second") in map(text_of, archive.rows("cables"))
    kept = {row["text"] for row in archive.rows("revisions")}
    assert {telegram("06VIENNA9", "zeroth"), telegram("06VIENNA10", "zeroth")} <= kept or not known


def test_a_file_that_vanishes_between_scan_and_reading_fails(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    archive.fill(2)
    assert reading.ISSUES["file-unreadable"]
    plan = ingest.prepare(archive.settings)
    (archive.source / "06VIENNA2.txt").unlink()
    staged = ingest.write_tables(archive.settings, plan)
    assert staged is not None
    assert (staged.generation.parsed, staged.generation.failed) == (1, 1)
