from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cable_pipeline import telegram as reader
from cable_pipeline.sources import scanning
from cable_pipeline.tables import bucket_writer, buckets, ingest, planning, schema, staging
from cable_pipeline.tables.generations import Generation
from tests.tables.archive import Archive, small_buckets, stumbling_reader, telegram, text_of


def fresh(archive: Archive) -> Archive:
    """Return the same source folder ingested into an empty data folder."""
    again = Archive(Path(tempfile.mkdtemp(dir=archive.data.parent)), source=archive.source)
    again.made()
    return again


def same_as_fresh(archive: Archive) -> None:
    other = fresh(archive)
    assert archive.table_bytes() == other.table_bytes()
    here = {row["source_path"]: (row["status"], row["error"], row["cable_id"]) for row in other.rows("source_files")}
    there = {path: (row["status"], row["error"], row["cable_id"]) for path, row in archive.files().items()}
    there = {path: facts for path, facts in there.items() if facts[0] != "removed"}
    assert here == there


def test_the_first_run_tells_everything(archive: Archive) -> None:
    archive.fill(3)
    generation = archive.made()
    assert (generation.number, generation.files_seen, generation.parsed, generation.new) == (1, 3, 3, 3)
    assert generation.rows["cables"] == 3
    assert {row["cable_id"] for row in archive.rows("cables")} == {"06VIENNA1", "06VIENNA2", "06VIENNA3"}
    assert set(archive.changes().values()) == {"new"}
    (dataset,) = archive.rows("dataset")
    assert (dataset["generation"], dataset["files_seen"], dataset["cables"]) == (1, 3, 3)
    assert all(row["is_current"] and row["text"] is None and row["revision"] == 1 for row in archive.rows("revisions"))


def test_the_source_text_is_kept_character_for_character(archive: Archive) -> None:
    content = "\ufeff" + telegram("06VIENNA1").replace("\n", "\r\n")
    archive.put("a.txt", content)
    archive.made()
    (row,) = archive.rows("cables")
    assert text_of(row) == content


def test_nothing_changed_publishes_and_touches_nothing(archive: Archive) -> None:
    archive.fill(3)
    archive.put("bad.txt", "")
    archive.made()
    before = archive.everything()
    assert archive.run() is None
    for path in archive.source.iterdir():
        os.utime(path)
    assert archive.run() is None
    assert archive.run(verify=True) is None
    assert archive.everything() == before


def test_only_changed_files_are_read_and_only_their_buckets_written(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    small_buckets(monkeypatch)
    archive.fill(60)
    first = archive.made()
    archive.put("06VIENNA7.txt", telegram("06VIENNA7", "Edited."))
    read: list[str] = []
    read_telegram = reader.read_telegram

    def noting(text: str) -> Any:
        read.append(text.split("\n", 1)[0])
        return read_telegram(text)

    monkeypatch.setattr(reader, "read_telegram", noting)
    second = archive.made()
    assert read == ["06VIENNA7"]
    bucket = buckets.bucket_of("06VIENNA7", second.buckets)
    group = buckets.group_of(bucket, second.buckets)
    assert written_anew(first, second, "cables") == {buckets.file_name(bucket)}
    assert written_anew(first, second, "tags") == {buckets.group_file_name(group)}
    assert (second.changed, second.unchanged) == (1, 59)


def written_anew(first: Generation, second: Generation, table: str) -> set[str]:
    """Return the names of those files of a table that two generations do not share."""
    return {
        path.name
        for path in (second.tables / table).glob("*-*.parquet")
        if path.stat().st_ino != (first.tables / table / path.name).stat().st_ino
    }


def test_an_incremental_state_is_a_fresh_one_byte_for_byte(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    small_buckets(monkeypatch)
    archive.fill(40)
    archive.put("twin.txt", telegram("06VIENNA3", "A twin."))
    archive.put("bad.txt", "no cable")
    archive.made()
    archive.put("06VIENNA7.txt", telegram("06VIENNA7", "Edited."))
    archive.put("06VIENNA8.txt", "no cable any more")
    (archive.source / "06VIENNA3.txt").unlink()
    (archive.source / "06VIENNA9.txt").rename(archive.source / "moved.txt")
    archive.fill(2, start=41)
    archive.put("bad.txt", telegram("06VIENNA99"))
    generation = archive.made()
    assert (generation.new, generation.changed, generation.renamed, generation.removed) == (2, 3, 1, 1)
    same_as_fresh(archive)


operations = st.lists(
    st.tuples(
        st.sampled_from(["put", "put", "twin", "bad", "remove", "rename", "touch"]),
        st.integers(0, 9),
        st.integers(0, 2),
    ),
    min_size=1,
    max_size=6,
)


@settings(max_examples=20)
@given(st.lists(operations, min_size=1, max_size=3))
def test_any_history_ends_in_the_fresh_state(history: list[list[tuple[str, int, int]]]) -> None:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        small_buckets(patch)
        archive = Archive(Path(folder), max_removed_share=1.0)
        archive.fill(6)
        archive.made()
        texts: dict[str, set[str]] = {}
        for steps in history:
            for action, number, variant in steps:
                do(archive, action, number, variant)
            if not any(archive.source.iterdir()):
                archive.fill(1)
            archive.run()
            remember(archive, texts)
        same_as_fresh(archive)
        kept: dict[str, set[str]] = {}
        current = {row["cable_id"]: text_of(row) for row in archive.rows("cables")}
        for row in archive.rows("revisions"):
            kept.setdefault(row["cable_id"], set()).add(current[row["cable_id"]] if row["is_current"] else row["text"])
        assert all(texts[cable_id] <= kept[cable_id] for cable_id in texts)


def do(archive: Archive, action: str, number: int, variant: int) -> None:
    name = f"06VIENNA{number}.txt"
    path = archive.source / name
    if action == "put":
        archive.put(name, telegram(f"06VIENNA{number}", f"Variant {variant}."))
    elif action == "twin":
        archive.put(f"0-{number}.txt", telegram(f"06VIENNA{number}", f"Twin {variant}."))
    elif action == "bad":
        archive.put(name, "" if variant else b"\0")
    elif path.exists():
        if action == "remove":
            path.unlink()
        elif action == "rename":
            path.rename(archive.source / f"renamed-{number}-{variant}.txt")
        else:
            os.utime(path)


def remember(archive: Archive, texts: dict[str, set[str]]) -> None:
    for path in archive.source.iterdir():
        content = path.read_text()
        if content.startswith("06VIENNA"):
            texts.setdefault(content.split("\n", 1)[0], set()).add(content)


def test_neither_order_nor_workers_change_a_byte(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small_buckets(monkeypatch)
    archive.fill(30)
    archive.put("twin.txt", telegram("06VIENNA3", "A twin."))
    archive.put("bad.txt", "no cable")
    archive.made()
    scan = scanning.scan

    def shuffled(folder: Path, pattern: str) -> scanning.Scan:
        found = scan(folder, pattern)
        return scanning.Scan(sorted(found.files, key=lambda file: hash(file.path)), found.refused)

    monkeypatch.setattr(planning, "scan", shuffled)
    monkeypatch.setattr(planning, "FEW_FILES", 0)
    monkeypatch.setattr(planning, "SURVEY_FILES", 5)
    other = Archive(tmp_path / "other", source=archive.source, workers=3)
    other.made()
    assert other.table_bytes() == archive.table_bytes()


def test_no_hash_seed_changes_a_byte(archive: Archive, tmp_path: Path, project_root: Path) -> None:
    archive.fill(10)
    archive.put("twin.txt", telegram("06VIENNA3", "A twin."))
    archive.made()
    program = (
        "import sys; from pathlib import Path; from tests.tables.archive import Archive\n"
        "archive = Archive(Path(sys.argv[1]), source=Path(sys.argv[2])); archive.made()"
    )
    for seed in ("0", "1"):
        command = [sys.executable, "-c", program, str(tmp_path / seed), str(archive.source)]
        subprocess.run(command, check=True, cwd=project_root, env={**os.environ, "PYTHONHASHSEED": seed})
        assert Archive(tmp_path / seed).table_bytes() == archive.table_bytes()


@pytest.mark.parametrize(("files", "size"), [(2, 10**6), (10**6, 1)])
def test_files_read_ahead_are_those_of_their_telegrams(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, files: int, size: int
) -> None:
    stumbling_reader(monkeypatch, RuntimeError("no"))
    for number in range(1, 10):
        for copy in "abc"[: number % 3 + 1]:
            said = "It will stumble." if copy == "a" and number % 2 else f"Telegram {number} of {copy}."
            archive.put(f"{copy}/{number}.txt", telegram(f"06VIENNA{number}", said))
    archive.made()
    monkeypatch.setattr(bucket_writer, "READ_AHEAD_FILES", files)
    monkeypatch.setattr(bucket_writer, "READ_AHEAD_BYTES", size)
    again = Archive(tmp_path / "again", source=archive.source)
    again.made()
    assert again.statuses() == archive.statuses()
    assert Counter(archive.statuses().values()) == {"parsed": 7, "failed": 5, "duplicate": 6}
    assert again.table_bytes() == archive.table_bytes()


def test_duplicates_the_smallest_path_wins_and_the_next_is_promoted(archive: Archive) -> None:
    archive.fill(10)
    archive.put("b/x.txt", telegram("06VIENNA50", "second"))
    archive.put("a/x.txt", telegram("06VIENNA50", "first"))
    archive.put("c/x.txt", telegram("06VIENNA50", "first"))
    generation = archive.made()
    assert (generation.parsed, generation.duplicate) == (11, 2)
    assert {p: s for p, s in archive.statuses().items() if "/" in p} == {
        "a/x.txt": "parsed",
        "b/x.txt": "duplicate",
        "c/x.txt": "duplicate",
    }
    assert "a/x.txt" in archive.files()["b/x.txt"]["error"]
    assert revisions(archive, "06VIENNA50") == [(1, None, True), (2, telegram("06VIENNA50", "second"), False)]
    (archive.source / "a/x.txt").unlink()
    archive.made()
    assert archive.statuses()["b/x.txt"] == "parsed"
    assert revisions(archive, "06VIENNA50") == [(1, telegram("06VIENNA50", "first"), False), (2, None, True)]
    same_as_fresh(archive)


def revisions(archive: Archive, cable_id: str) -> list[tuple[int, str | None, bool]]:
    rows = [row for row in archive.rows("revisions") if row["cable_id"] == cable_id]
    return [(row["revision"], row["text"], row["is_current"]) for row in rows]


def test_revisions_keep_every_text_and_a_text_may_return(archive: Archive) -> None:
    archive.fill(10)
    archive.made()
    first, second = telegram("06VIENNA5"), telegram("06VIENNA5", "Corrected.")
    archive.put("06VIENNA5.txt", second)
    archive.made()
    assert revisions(archive, "06VIENNA5") == [(1, first, False), (2, None, True)]
    archive.put("06VIENNA5.txt", first)
    archive.made()
    assert revisions(archive, "06VIENNA5") == [(1, None, True), (2, second, False)]
    archive.put("06VIENNA5.txt", b"")
    archive.made()
    assert revisions(archive, "06VIENNA5") == [(1, first, False), (2, second, False)]
    assert "06VIENNA5" not in {row["cable_id"] for row in archive.rows("cables")}
    last = [row for row in archive.rows("revisions") if row["cable_id"] == "06VIENNA5"]
    assert all(row["first_seen_at"] < row["last_seen_at"] for row in last)


def told(archive: Archive) -> list[tuple[Any, ...]]:
    return [tuple(row.values()) for row in archive.rows("revision_changes")]


def test_what_changed_between_revisions_is_told_once_and_kept(archive: Archive) -> None:
    archive.fill(10)
    archive.made()
    assert told(archive) == []
    archive.put("06VIENNA5.txt", telegram("06VIENNA5", "The XXXXXXXX agreed."))
    archive.made()
    redacted = ("06VIENNA5", 1, 2, "paragraph", "1", "redaction added", "minister", "XXXXXXXX")
    assert told(archive) == [redacted]
    archive.put("06VIENNA5.txt", telegram("06VIENNA5", "The minister refused."))
    archive.made()
    edited = [
        ("06VIENNA5", 2, 3, "paragraph", "1", "redaction lifted", "XXXXXXXX agreed.", "minister refused."),
        (
            *("06VIENNA5", 3, 3, "paragraph", "1", "edited"),
            *("Summary. The XXXXXXXX agreed. End summary.", "Summary. The minister refused. End summary."),
        ),
    ]
    assert told(archive) == [redacted, *edited]
    # A text that comes back is no new revision, and one that goes leaves its history.
    archive.put("06VIENNA5.txt", telegram("06VIENNA5"))
    archive.made()
    (archive.source / "06VIENNA5.txt").unlink()
    archive.made()
    assert told(archive) == [redacted, *edited]
    archive.made(full_refresh=True)
    assert told(archive) == [redacted, *edited]


def test_a_removed_file_leaves_the_tables_and_stays_in_the_revisions(archive: Archive) -> None:
    archive.fill(10)
    archive.made()
    (archive.source / "06VIENNA4.txt").unlink()
    generation = archive.made()
    assert (generation.files_seen, generation.removed) == (9, 1)
    assert archive.files()["06VIENNA4.txt"]["change"] == "removed"
    assert revisions(archive, "06VIENNA4") == [(1, telegram("06VIENNA4"), False)]
    for table in ("cables", "paragraphs", "segments", "tags", "recipients"):
        assert "06VIENNA4" not in {row["cable_id"] for row in archive.rows(table)}
    assert archive.run() is None
    archive.fill(1, start=11)
    archive.made()
    assert (archive.statuses()["06VIENNA4.txt"], archive.changes()["06VIENNA4.txt"]) == ("removed", "unchanged")
    archive.fill(1, start=4)
    archive.made()
    assert (archive.statuses()["06VIENNA4.txt"], archive.changes()["06VIENNA4.txt"]) == ("parsed", "new")


def test_a_renamed_file_keeps_its_first_time(archive: Archive) -> None:
    archive.fill(10)
    archive.made()
    first = archive.files()["06VIENNA4.txt"]["first_ingested_at"]
    (archive.source / "06VIENNA4.txt").rename(archive.source / "z.txt")
    generation = archive.made()
    assert (generation.renamed, generation.removed, generation.new) == (1, 0, 0)
    row = archive.files()["z.txt"]
    assert (row["change"], row["first_ingested_at"]) == ("renamed", first)
    assert "06VIENNA4.txt" not in archive.files()
    assert {r["source_path"] for r in archive.rows("cables") if r["cable_id"] == "06VIENNA4"} == {"z.txt"}
    assert revisions(archive, "06VIENNA4") == [(1, None, True)]


def test_an_edit_that_kept_size_and_time_is_found_by_verify(archive: Archive) -> None:
    archive.fill(3)
    archive.made()
    path = archive.source / "06VIENNA2.txt"
    facts = path.stat()
    path.write_text(telegram("06VIENNA2", "The minister refused."[:20]))
    path.write_text(path.read_text().ljust(facts.st_size)[: facts.st_size])
    os.utime(path, ns=(facts.st_atime_ns, facts.st_mtime_ns))
    assert archive.run() is None
    assert archive.made(verify=True).changed == 1


def test_twins_of_one_canonical_id_have_one_primary(archive: Archive) -> None:
    archive.put("a.txt", telegram("08ECTION01OF02MANAMA492"))
    archive.fill(8)
    archive.made()
    damaged = {row["cable_id"]: (row["canonical_id"], row["is_primary"]) for row in archive.rows("cables")}
    assert damaged["08ECTION01OF02MANAMA492"] == ("08MANAMA492", True)
    archive.put("b.txt", telegram("08MANAMA492"))
    archive.made()
    primary = {row["cable_id"]: row["is_primary"] for row in archive.rows("cables") if "MANAMA" in row["cable_id"]}
    assert primary == {"08ECTION01OF02MANAMA492": False, "08MANAMA492": True}
    same_as_fresh(archive)


def test_a_full_refresh_reads_everything_and_changes_no_table(archive: Archive) -> None:
    archive.fill(5)
    archive.made()
    before = archive.table_bytes()
    generation = archive.made(full_refresh=True)
    assert (generation.number, generation.unchanged) == (2, 5)
    assert any("full refresh" in note for note in generation.notes)
    assert archive.table_bytes() == before


def test_another_reader_reads_everything_and_loses_no_revision(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    small_buckets(monkeypatch)
    archive.fill(30)
    archive.made()
    archive.put("06VIENNA5.txt", telegram("06VIENNA5", "Corrected."))
    (archive.source / "06VIENNA6.txt").unlink()
    archive.made()
    monkeypatch.setattr(reader, "READER_VERSION", "next")
    archive.put("06VIENNA7.txt", telegram("06VIENNA7", "Corrected."))
    generation = archive.made()
    assert any("reader of telegrams changed" in note for note in generation.notes)
    assert generation.reader_version == "next"
    for number in (5, 6, 7):
        assert revisions(archive, f"06VIENNA{number}")[0] == (1, telegram(f"06VIENNA{number}"), False)
    assert archive.run() is None


def test_another_schema_writes_everything_anew(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    archive.fill(3)
    archive.made()
    monkeypatch.setattr(planning, "SCHEMA_VERSION", "next")
    monkeypatch.setattr(staging, "SCHEMA_VERSION", "next")
    generation = archive.made()
    assert generation.schema_version == "next" != schema.SCHEMA_VERSION
    assert any("schema" in note for note in generation.notes)


@pytest.mark.parametrize(("before", "after"), [(4, 40), (40, 33), (40, 4)])
def test_another_size_class_carries_the_revisions_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: int, after: int
) -> None:
    small_buckets(monkeypatch)
    archive = Archive(tmp_path, max_removed_share=1.0)
    archive.fill(before)
    archive.made()
    archive.put("06VIENNA2.txt", telegram("06VIENNA2", "Corrected."))
    archive.made()
    for path in archive.source.iterdir():
        path.unlink()
    archive.fill(after)
    archive.put("06VIENNA3.txt", telegram("06VIENNA3", "Corrected."))
    archive.made()
    assert len(revisions(archive, "06VIENNA2")) == 2
    assert revisions(archive, "06VIENNA3") == [(1, telegram("06VIENNA3"), False), (2, None, True)]
    for number in range(after + 1, before + 1):
        assert revisions(archive, f"06VIENNA{number}") == [(1, telegram(f"06VIENNA{number}"), False)]
    assert len({row["cable_id"] for row in archive.rows("revisions")}) == max(before, after)
    same_as_fresh(archive)


class TestRefusals:
    """Runs that would do harm are not done, and nothing is touched."""

    def refused(self, archive: Archive, match: str) -> None:
        before = archive.everything()
        with pytest.raises(ingest.RefusedRun, match=match):
            archive.run()
        assert archive.everything() == before

    def test_an_empty_source_on_the_first_run(self, archive: Archive) -> None:
        archive.put("a.text", "x")
        with pytest.raises(ingest.RefusedRun, match=r"no file matching \*\.txt below .*seeds"):
            archive.run()

    def test_a_missing_source_on_the_first_run(self, archive: Archive) -> None:
        archive.source.rmdir()
        with pytest.raises(ingest.RefusedRun, match=r"seeds can't be read: No such file"):
            archive.run(insist=True)

    def test_a_source_that_became_empty_or_vanished(self, archive: Archive) -> None:
        archive.fill(3)
        archive.made()
        for path in archive.source.iterdir():
            path.unlink()
        self.refused(archive, "though there were 3 before.*--insist")
        archive.source.rmdir()
        self.refused(archive, "can't be read.*--insist")
        generation = archive.made(insist=True)
        assert (generation.files_seen, generation.rows["cables"], generation.removed) == (0, 0, 3)
        assert revisions(archive, "06VIENNA1") == [(1, telegram("06VIENNA1"), False)]

    def test_too_many_cables_gone(self, archive: Archive) -> None:
        archive.fill(10)
        archive.made()
        for number in (1, 2):
            (archive.source / f"06VIENNA{number}.txt").unlink()
        archive.made()
        (archive.source / "06VIENNA3.txt").unlink()
        archive.put("06VIENNA4.txt", "no cable")
        self.refused(archive, "2 of 8 cables would be removed.*--insist")
        assert archive.made(insist=True).rows["cables"] == 6

    def test_renaming_all_removes_nothing(self, archive: Archive) -> None:
        archive.fill(4)
        archive.made()
        archive.source.joinpath("deeper").mkdir()
        for path in list(archive.source.glob("*.txt")):
            path.rename(archive.source / "deeper" / path.name)
        assert archive.made().renamed == 4

    def test_another_source_folder(self, archive: Archive, tmp_path: Path) -> None:
        archive.fill(2)
        archive.made()
        other = Archive(tmp_path / "other", data=archive.data, source=tmp_path / "other" / "seeds")
        other.data = archive.data
        other.fill(2)
        self.refused(other, "belongs to the source folder .*--insist")
        assert other.made(insist=True).source == str(other.source)
