from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cable_pipeline.database.build import build_database
from cable_pipeline.database.preview import preview_views
from cable_pipeline.database.relations import DatabaseError
from cable_pipeline.database.views import views
from tests.database import archive


def built(folder: Path, buckets: int = 2) -> tuple[Path, dict[str, int]]:
    """A database, and the rows of each file of its cables."""
    generation = archive.write(archive.invented(), folder, buckets=buckets)
    files = sorted((generation / "tables" / "cables").iterdir())
    return build_database(generation).path, {file.name: pq.read_metadata(file).num_rows for file in files}


def test_of_a_small_archive_the_views_are_told_whole(tmp_path: Path) -> None:
    path, cables = built(tmp_path / "1")
    found = preview_views(path, cables, shown=2, enough=6)
    assert (found.sampled, found.cables, found.is_whole) == (6, 6, True)
    with duckdb.connect(str(path), read_only=True) as raw:
        for name in views():
            ((rows,),) = raw.execute(f"SELECT count(*) FROM {name}").fetchall()
            assert (found.views[name].rows, len(found.views[name].first)) == (rows, min(rows, 2)), name


def test_of_a_large_one_they_are_worked_out_over_whole_files(tmp_path: Path) -> None:
    path, cables = built(tmp_path / "1")
    found = preview_views(path, cables, shown=10, enough=1)
    (first, *_) = sorted(cables)
    sampled = pq.read_table(tmp_path / "1" / "tables" / "cables" / first).column("cable_id").to_pylist()
    assert (found.sampled, found.cables, found.is_whole) == (len(sampled), 6, False)
    assert 0 < len(sampled) < 6
    rows = archive.invented()
    assert found.views["tag_titles"].rows == sum(tag["cable_id"] in sampled for tag in rows["tags"])
    assert {row[2] for row in found.views["field_coverage"].first} == {len(sampled)}


def test_rows_about_the_sample_are_found_where_a_table_lies_in_fewer_files(tmp_path: Path) -> None:
    path, cables = built(tmp_path / "1", buckets=4)
    tags = tmp_path / "1" / "tables" / "tags"
    before = preview_views(path, cables, shown=10, enough=5)
    parts = [pq.read_table(file) for file in sorted(tags.iterdir())]
    for file in tags.iterdir():
        file.unlink()
    for number in range(2):
        pq.write_table(pa.concat_tables([parts[number], parts[number + 2]]), tags / f"group-{number:05d}.parquet")
    after = preview_views(path, cables, shown=10, enough=5)
    assert 5 <= after.sampled < after.cables
    assert sorted(after.views["tag_titles"].first) == sorted(before.views["tag_titles"].first)
    assert before.views["tag_titles"].rows > 0


def test_an_archive_without_a_cable_has_views_without_rows(tmp_path: Path) -> None:
    rows: archive.Rows = {name: [] for name in archive.invented()}
    path = build_database(archive.write(rows, tmp_path / "1", buckets=1)).path
    found = preview_views(path, {"bucket-00000.parquet": 0}, shown=5, enough=100)
    assert found.is_whole
    assert found.views["tag_titles"] == (0, [])


def test_a_table_that_can_not_be_read_is_told(tmp_path: Path) -> None:
    path, cables = built(tmp_path / "1")
    for file in (tmp_path / "1" / "tables" / "tags").iterdir():
        file.write_bytes(b"no Parquet")
    with pytest.raises(DatabaseError, match="can't be worked out"):
        preview_views(path, cables, shown=5, enough=1)
