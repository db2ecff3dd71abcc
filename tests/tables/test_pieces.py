"""The small parts of which a run is made."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cable_pipeline.tables import parquet
from cable_pipeline.tables.arrow import rows_to_table
from cable_pipeline.tables.buckets import (
    CABLES_PER_BUCKET,
    bucket_count,
    bucket_of,
    buckets_of,
    file_name,
    group_count,
    group_file_name,
    group_of,
)
from cable_pipeline.tables.pool import WorkerDied, task_map
from cable_pipeline.tables.revisions import Revision, SeenText, update


def square(number: int) -> int:
    return number * number


def die(_: int) -> int:
    os.kill(os.getpid(), signal.SIGKILL)
    return 0


def loaded_modules(_: int) -> set[str]:
    import cable_pipeline.tables.bucket_writer
    import cable_pipeline.telegram  # noqa: F401

    return set(sys.modules)


@pytest.mark.parametrize(("files", "count"), [(0, 1), (1, 1), (256, 1), (257, 2), (513, 4), (251_287, 1024)])
def test_the_number_of_buckets_follows_the_size(files: int, count: int) -> None:
    assert bucket_count(files) == count
    assert files <= count * CABLES_PER_BUCKET


@given(st.text(), st.integers(0, 12))
def test_a_bucket_halves_into_two_of_the_next_size(canonical_id: str, exponent: int) -> None:
    bucket = bucket_of(canonical_id, 2**exponent)
    assert 0 <= bucket < 2**exponent
    assert bucket_of(canonical_id, 2 ** (exponent + 1)) % 2**exponent == bucket


@pytest.mark.parametrize(("buckets", "groups"), [(1, 1), (8, 8), (16, 16), (128, 16), (512, 64), (1024, 128)])
def test_small_archives_have_as_many_groups_as_buckets(buckets: int, groups: int) -> None:
    assert group_count(buckets) == groups


@given(st.text(), st.integers(0, 12))
def test_every_bucket_is_in_one_group(canonical_id: str, exponent: int) -> None:
    buckets = 2**exponent
    bucket = bucket_of(canonical_id, buckets)
    assert group_of(bucket, buckets) == bucket_of(canonical_id, group_count(buckets))
    assert [n for n in range(group_count(buckets)) if bucket in buckets_of(n, buckets)] == [group_of(bucket, buckets)]


def test_the_place_of_a_cable_never_moves() -> None:
    assert (bucket_of("06VIENNA1", 1024), file_name(17)) == (236, "bucket-00017.parquet")
    assert (group_of(236, 1024), group_file_name(108)) == (108, "group-00108.parquet")


@pytest.mark.parametrize("workers", [1, 2])
def test_results_come_in_the_order_of_the_tasks(workers: int) -> None:
    with task_map(workers) as apply:
        assert list(apply(square, range(20))) == [n * n for n in range(20)]


def test_a_killed_worker_is_told() -> None:
    with pytest.raises(WorkerDied, match="memory"), task_map(2) as apply:
        list(apply(die, [1, 2]))


def test_workers_load_neither_the_database_nor_dagster() -> None:
    with task_map(2) as apply:
        (modules,) = apply(loaded_modules, [1])
    assert not modules & {"duckdb", "dagster", "click", "rich"}


def test_workers_end_with_a_parent_that_was_killed(tmp_path: Path, project_root: Path) -> None:
    program = (
        "import os, sys, time\nfrom pathlib import Path\nfrom tests.tables.test_pieces import stay\n"
        "from cable_pipeline.tables.pool import task_map\n"
        "with task_map(2) as apply: list(apply(stay, [sys.argv[1]] * 2))"
    )
    with subprocess.Popen([sys.executable, "-c", program, str(tmp_path)], cwd=project_root) as parent:
        workers = wait_for(lambda: [int(path.name) for path in tmp_path.iterdir()], 2)
        parent.kill()
        parent.wait()
    wait_for(lambda: [pid for pid in workers if not alive(pid)], 2)


def stay(folder: str) -> None:
    (Path(folder) / str(os.getpid())).touch()
    time.sleep(60)


def wait_for(look: object, count: int) -> list[int]:
    assert callable(look)
    until = time.monotonic() + 20
    while time.monotonic() < until:
        found: list[int] = look()
        if len(found) == count:
            return found
        time.sleep(0.05)
    pytest.fail("waited in vain")


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def test_the_same_rows_give_the_same_bytes(tmp_path: Path) -> None:
    rows = [(f"06VIENNA{n}", 1, "PREL", "subject", "PREL") for n in range(100)]
    whole = rows_to_table("tags", rows)
    pieces = pa.concat_tables([rows_to_table("tags", rows[:30]), rows_to_table("tags", rows[30:])])
    assert parquet.write("tags", whole, tmp_path / "a")[:2] == parquet.write("tags", pieces, tmp_path / "b")[:2]


def test_files_are_compressed_and_their_short_columns_have_bounds(tmp_path: Path) -> None:
    parquet.write("tags", rows_to_table("tags", [("06VIENNA1", 1, "PREL", "subject", "PREL")]), tmp_path / "a")
    group = pq.ParquetFile(tmp_path / "a").metadata.row_group(0)
    columns = {group.column(i).path_in_schema: group.column(i) for i in range(group.num_columns)}
    assert {name: column.compression for name, column in columns.items()} == {
        **dict.fromkeys(("cable_id", "position", "tag", "kind"), "SNAPPY"),
        "raw": "ZSTD",
    }
    assert columns["cable_id"].statistics.min == "06VIENNA1"
    assert columns["raw"].statistics is None
    assert "RLE_DICTIONARY" in columns["kind"].encodings


def test_offsets_are_stored_by_their_differences(tmp_path: Path) -> None:
    rows = [("06VIENNA1", 1, "SUMMARY", 100, 107), ("06VIENNA1", 2, "COMMENT", 900, 907)]
    record = parquet.write("headings", rows_to_table("headings", rows), tmp_path / "a")
    group = pq.ParquetFile(tmp_path / "a").metadata.row_group(0)
    columns = {group.column(i).path_in_schema: group.column(i) for i in range(group.num_columns)}
    assert "DELTA_BINARY_PACKED" in columns["start_offset"].encodings
    assert columns["end_offset"].statistics.max == 907
    assert parquet.read(tmp_path / "a", record, ["start_offset"]).column(0).to_pylist() == [100, 900]


def test_a_file_is_only_read_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "a"
    record = parquet.write("tags", rows_to_table("tags", [("06VIENNA1", 1, "PREL", "subject", "PREL")]), path)
    assert parquet.read(path, record, ["tag"]).to_pylist() == [{"tag": "PREL"}]
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    with pytest.raises(parquet.DamagedFile, match="a is not the file"):
        parquet.read(path, record)
    path.unlink()
    with pytest.raises(parquet.DamagedFile, match="No such file"):
        parquet.read(path, record)


@given(st.lists(st.tuples(st.text(max_size=3), st.integers()), max_size=30))
def test_sorting_is_by_code_points_and_stable(pairs: list[tuple[str, int]]) -> None:
    keys, values = [key for key, _ in pairs], [value % 2**31 for _, value in pairs]
    table = pa.table({"key": pa.array(keys, pa.string()), "value": pa.array(values, pa.int64())})
    found = parquet.sorted_by(table, "key").to_pylist()
    expected = sorted(zip(keys, values, strict=True), key=lambda pair: pair[0])
    assert [(row["key"], row["value"]) for row in found] == expected


def no_text(_: str, __: str) -> str | None:
    pytest.fail("no former text is needed")


def test_first_texts_are_current_without_text() -> None:
    assert update([], {"b": "s2", "a": "s1"}, {}, no_text, 5) == [
        Revision("a", 1, "s1", None, 5, None, True),
        Revision("b", 1, "s2", None, 5, None, True),
    ]


def test_a_replaced_text_is_kept_whole() -> None:
    before = [Revision("a", 1, "s1", None, 1, None, True)]
    after = update(before, {"a": "s2"}, {}, lambda cable_id, sha256: f"{cable_id} {sha256}", 5)
    assert after == [Revision("a", 1, "s1", "a s1", 1, 5, False), Revision("a", 2, "s2", None, 5, None, True)]


def test_duplicates_are_revisions_that_were_never_current() -> None:
    seen = {"a": [SeenText("s2", "two"), SeenText("s1", "one"), SeenText("s2", "two")]}
    after = update([], {"a": "s1"}, seen, no_text, 5)
    assert after == [Revision("a", 1, "s1", None, 5, None, True), Revision("a", 2, "s2", "two", 5, 5, False)]


def test_nothing_new_changes_nothing() -> None:
    before = [Revision("a", 1, "s1", "one", 1, 2, False), Revision("a", 2, "s2", None, 2, None, True)]
    assert update(before, {"a": "s2"}, {}, no_text, 5) == before
