from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from cable_pipeline.tables import buckets, generations, group_writer, ingest, parquet, planning, staging
from tests.tables.archive import Archive, small_buckets, telegram


def edit(archive: Archive, number: int = 1, said: str = "Edited.") -> None:
    archive.put(f"06VIENNA{number}.txt", telegram(f"06VIENNA{number}", said))


def several(archive: Archive, count: int) -> None:
    archive.fill(8)
    archive.made()
    for turn in range(1, count):
        edit(archive, said=f"Edited {turn}.")
        archive.made()


def test_readers_come_in_through_relative_links(archive: Archive) -> None:
    several(archive, 2)
    assert (archive.data / "current").readlink() == Path("generations/2")
    assert (archive.data / "tables").readlink() == Path("current/tables")
    assert (archive.data / "cables.duckdb").readlink() == Path("current/cables.duckdb")
    generation = generations.current(archive.data)
    assert generation == generations.latest(archive.data)
    assert generation is not None
    assert generation.number == 2


def test_the_manifest_of_a_generation_records_every_file(archive: Archive) -> None:
    archive.fill(3)
    generation = archive.made()
    on_disk = {str(path.relative_to(generation.path)) for path in generation.tables.rglob("*.parquet")}
    assert set(generation.files) == on_disk
    assert all(parquet.is_intact(generation.path / name, r, thorough=True) for name, r in generation.files.items())


def test_old_generations_are_swept_but_never_what_readers_need(tmp_path: Path) -> None:
    archive = Archive(tmp_path, keep_generations=1)
    several(archive, 4)
    assert [generation.number for generation in generations.listing(archive.data)] == [3, 4]
    assert sorted(path.name for path in (archive.data / "generations").iterdir()) == ["3", "4"]


def test_pinning_keeps_readers_and_forgets_nothing(archive: Archive) -> None:
    several(archive, 3)
    generations.pin(archive.data, 2)
    current = generations.current(archive.data)
    assert current is not None
    assert current.number == 2
    assert generations.pinned(archive.data) == 2
    edit(archive, said="Edited while pinned.")
    with pytest.raises(ingest.PinnedGeneration, match=r"generation 2.*rollback --release"):
        archive.run()
    generations.settle(archive.data)
    assert (archive.data / "current").readlink() == Path("generations/2")
    assert generations.release(archive.data).number == 3
    assert generations.pinned(archive.data) is None
    for turn in range(4):
        edit(archive, said=f"Afterwards {turn}.")
        archive.made()
    assert len([row for row in archive.rows("revisions") if row["cable_id"] == "06VIENNA1"]) == 7


def test_pinning_what_is_not_there_is_refused(archive: Archive) -> None:
    several(archive, 1)
    with pytest.raises(generations.NoGeneration, match="9"):
        generations.pin(archive.data, 9)
    assert generations.pinned(archive.data) is None


def test_a_run_killed_before_publication_leaves_nothing(archive: Archive) -> None:
    several(archive, 1)
    edit(archive)
    staged = ingest.write_tables(archive.settings, ingest.prepare(archive.settings))
    assert staged is not None
    assert staged.path.exists()
    current = generations.current(archive.data)
    assert current is not None
    assert current.number == 1
    generation = archive.made()
    assert generation.number == 2
    assert sorted(path.name for path in (archive.data / "generations").iterdir()) == ["1", "2"]


def test_a_run_killed_before_the_switch_is_finished_by_the_next(archive: Archive) -> None:
    several(archive, 2)
    (archive.data / "current").unlink()
    (archive.data / "current").symlink_to("generations/1")
    assert archive.run() is None
    assert (archive.data / "current").readlink() == Path("generations/2")


def test_a_disk_that_is_full_leaves_the_old_state(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    several(archive, 1)
    before = archive.everything()
    edit(archive)
    write = parquet.write

    def full(name: str, table: object, path: Path) -> parquet.FileRecord:
        if name == "tags":
            raise OSError(28, "No space left on device")
        return write(name, table, path)

    with monkeypatch.context() as patch:
        patch.setattr(parquet, "write", full)
        with pytest.raises(OSError, match="No space left"):
            archive.run()
    after = {path: facts for path, facts in archive.everything().items() if not path.endswith("/generations")}
    assert after == {path: facts for path, facts in before.items() if not path.endswith("/generations")}
    assert archive.made().number == 2


@pytest.mark.parametrize(
    "table", ["cables", "tags", "revisions", "revision_changes", "source_files", "posts", "parse_issues"]
)
@pytest.mark.parametrize("damage", ["truncated", "overwritten", "missing"])
def test_a_damaged_file_is_found_told_and_rebuilt(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, table: str, damage: str
) -> None:
    small_buckets(monkeypatch)
    archive.fill(20)
    archive.made()
    intact = archive.table_bytes()
    generation = generations.latest(archive.data)
    assert generation is not None
    path = min((generation.tables / table).iterdir())
    content = path.read_bytes()
    path.unlink()
    if damage != "missing":
        path.write_bytes(content[:-9] if damage == "truncated" else content[:8] + b"!!!!" + content[12:])
    rebuilt = archive.made()
    assert any(path.name in note for note in rebuilt.notes)
    assert archive.table_bytes() == intact
    assert len(archive.rows("revisions")) == 20
    assert archive.run(verify=True) is None


def test_damage_that_kept_size_and_time_is_found_where_it_is_read_and_by_verify(archive: Archive) -> None:
    archive.fill(8)
    archive.made()
    intact = archive.table_bytes()
    path = next((archive.data / "tables" / "cables").glob("*.parquet"))
    facts = path.stat()
    content = path.read_bytes()
    path.write_bytes(content[:200] + b"!!!!" + content[204:])
    os.utime(path, ns=(facts.st_atime_ns, facts.st_mtime_ns))
    assert archive.run() is None
    archive.fill(1, start=9)
    assert any("not the file that was written" in note for note in archive.made().notes)
    (archive.source / "06VIENNA9.txt").unlink()
    archive.made()
    assert archive.table_bytes() == intact


def test_damage_in_the_file_of_a_group_has_all_of_its_buckets_read_again(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    small_buckets(monkeypatch)
    archive.fill(40)
    archive.put("twin.txt", telegram("06VIENNA3", "A twin."))
    generation = archive.made()
    intact = archive.table_bytes()
    edit(archive, 7)
    edited = buckets.group_of(buckets.bucket_of("06VIENNA7", generation.buckets), generation.buckets)
    assert len(buckets.buckets_of(edited, generation.buckets)) > 1
    path = generation.tables / "tags" / buckets.group_file_name(edited)
    facts = path.stat()
    content = path.read_bytes()
    path.write_bytes(content[:8] + b"!!!!" + content[12:])
    os.utime(path, ns=(facts.st_atime_ns, facts.st_mtime_ns))
    plan = ingest.prepare(archive.settings)
    assert plan.lost_groups == {edited}
    assert set(plan.work) == set(buckets.buckets_of(edited, generation.buckets))
    assert any(path.name in note for note in archive.made().notes)
    archive.put("06VIENNA7.txt", telegram("06VIENNA7"))
    archive.made()
    assert archive.table_bytes() == intact
    assert archive.run(verify=True) is None


def test_damaged_revisions_come_from_an_older_generation(archive: Archive) -> None:
    several(archive, 3)
    generation = generations.latest(archive.data)
    assert generation is not None
    path = next((generation.tables / "revisions").glob("*.parquet"))
    path.unlink()
    path.write_bytes(b"nothing")
    rebuilt = archive.made()
    rows = [row for row in archive.rows("revisions") if row["cable_id"] == "06VIENNA1"]
    assert [row["text"] for row in rows] == [telegram("06VIENNA1"), telegram("06VIENNA1", "Edited 1."), None]
    assert rebuilt.notes


@pytest.mark.parametrize("damage", ["missing", "cut", "edited"])
def test_a_damaged_generation_json_is_told_and_a_new_generation_built(archive: Archive, damage: str) -> None:
    several(archive, 2)
    path = archive.data / "generations" / "2" / "generation.json"
    content = path.read_text()
    path.unlink()
    if damage == "cut":
        path.write_text(content[:100])
    elif damage == "edited":
        path.write_text(content.replace('"parsed": 8', '"parsed": 9'))
    assert generations.damages(archive.data)
    generation = archive.made()
    assert generation.number == 3
    assert any("generation.json" in note for note in generation.notes)
    assert len([row for row in archive.rows("revisions") if row["cable_id"] == "06VIENNA1"]) == 2
    assert archive.run() is None


def test_a_rebuilt_database_is_no_damage(archive: Archive) -> None:
    archive.fill(2)
    with generations.writer_lock(archive.data):
        staged = ingest.write_tables(archive.settings, ingest.prepare(archive.settings))
        assert staged is not None
        (staged.path / "cables.duckdb").write_bytes(b"first")
        generation = generations.publish(archive.settings, staged)
        generation.database.write_bytes(b"second one")
        generations.renew_database(generation)
    assert archive.run() is None
    generation.database.unlink()
    assert any("cables.duckdb" in note for note in archive.made().notes)


def test_a_moved_data_folder_goes_on(archive: Archive, tmp_path: Path) -> None:
    several(archive, 2)
    archive.data.rename(tmp_path / "moved")
    moved = Archive(tmp_path, data=tmp_path / "moved")
    moved.data = tmp_path / "moved"
    assert moved.run() is None
    edit(moved, said="Edited after the move.")
    assert moved.made().number == 3


def test_two_writers_never_meet(archive: Archive, project_root: Path) -> None:
    archive.fill(1)
    program = (
        "import sys; from pathlib import Path; from cable_pipeline.tables.generations import writer_lock\n"
        "with writer_lock(Path(sys.argv[1])):\n    print('held', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", program, str(archive.data)]
    with subprocess.Popen(command, stdin=-1, stdout=-1, text=True, cwd=project_root) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(generations.WriterBusy, match=f"process {holder.pid} "):
            archive.run()
        # However the holder ends, the lock ends with it.
        holder.kill()
        holder.wait()
    assert archive.made().number == 1


def test_a_plan_overtaken_by_another_run_is_refused(archive: Archive) -> None:
    archive.fill(2)
    plan = ingest.prepare(archive.settings)
    archive.made()
    with pytest.raises(ingest.RefusedRun, match="another run has published"):
        ingest.write_tables(archive.settings, plan)


def test_something_else_in_the_place_of_a_link_is_told(archive: Archive) -> None:
    archive.fill(1)
    (archive.data / "tables").mkdir(parents=True)
    with pytest.raises(generations.DataFolderUnusable, match="tables stands where"):
        archive.run()


def test_a_data_folder_that_is_a_file_is_told(archive: Archive) -> None:
    archive.data.write_text("x")
    with pytest.raises(generations.DataFolderUnusable, match="can't be written to"):
        archive.run()


def test_files_are_copied_where_links_cannot_be_made(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(buckets, "CABLES_PER_BUCKET", 2)
    archive.fill(8)
    archive.made()

    def no_links(*_: object) -> None:
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)
    edit(archive)
    generation = archive.made()
    assert generation.rows["cables"] == 8
    assert archive.run() is None


def test_an_account_that_does_not_balance_stops_the_run(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    archive.fill(2)

    def losing(task: group_writer.GroupTask) -> group_writer.GroupResult:
        result = group_writer.write_group(task)
        outcomes = tuple(outcome._replace(status="removed") for outcome in result.outcomes[:1])
        return result._replace(outcomes=outcomes + result.outcomes[1:])

    monkeypatch.setattr(staging, "write_group", losing)
    with pytest.raises(ingest.Unaccounted, match="2 files seen"):
        archive.run()
    assert generations.latest(archive.data) is None


def test_times_and_counts_are_plain_json(archive: Archive) -> None:
    archive.fill(2)
    generation = archive.made()
    content = json.loads((generation.path / "generation.json").read_text())
    assert content["files_seen"] == 2
    assert generations.load(generation.path) == generation
    assert planning.INSIST_FLAG == "--insist"


def test_a_data_folder_that_may_not_be_written_to_is_told(archive: Archive) -> None:
    archive.fill(2)
    archive.made()
    before = archive.everything()
    edit(archive)
    folder = archive.data / generations.LOCK_FOLDER
    folder.chmod(0o555)
    (folder / "lock").chmod(0o444)
    try:
        # Whoever may do everything is not held back by permissions.
        if os.geteuid() == 0:
            os.seteuid(65534)
        with pytest.raises(generations.DataFolderUnusable, match="can't be written to"):
            archive.run()
    finally:
        if os.getuid() == 0:
            os.seteuid(0)
        folder.chmod(0o755)
        (folder / "lock").chmod(0o644)
    assert archive.everything() == before


def test_what_was_written_for_a_generation_is_told(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    small_buckets(monkeypatch)
    archive.fill(20)
    with generations.writer_lock(archive.data):
        first = ingest.write_tables(archive.settings, ingest.prepare(archive.settings))
        assert first is not None
        assert first.fresh is None
        generations.publish(archive.settings, first)
    edit(archive)
    second = ingest.write_tables(archive.settings, ingest.prepare(archive.settings))
    assert second is not None
    rewritten = {
        path.name
        for path in second.generation.tables.glob("*/*-*.parquet")
        if path.stat().st_ino != (first.generation.tables / path.parent.name / path.name).stat().st_ino
    }
    assert len(rewritten) == 2  # the file of its bucket, and that of the group
    assert second.fresh == frozenset({*rewritten, "files.parquet"})
