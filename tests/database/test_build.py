from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cable_pipeline.database.build import build_database, relocate
from cable_pipeline.database.connect import connect
from cable_pipeline.database.relations import DatabaseError, sql_type
from cable_pipeline.database.views import macros, views
from cable_pipeline.tables.schema import TABLES, tables_of
from tests.database import archive
from tests.database.busy_archive import busy
from tests.database.conftest import publish


def rows_of(path: Path, relation: str) -> int:
    with duckdb.connect(str(path), read_only=True) as raw:
        return int(raw.execute(f"SELECT count(*) FROM {relation}").fetchall()[0][0])


def test_report_tells_path_and_views(tmp_path: Path) -> None:
    report = build_database(archive.write(archive.invented(), tmp_path / "1"))
    assert report.path == tmp_path / "1" / "cables.duckdb"
    assert [rows_of(report.path, name) for name in ("cables", "segments", "headings")] == [6, 18, 0]
    assert report.views == tuple(views())
    assert [path.name for path in sorted((tmp_path / "1").iterdir())] == ["cables.duckdb", "tables"]


def test_every_relation_has_the_columns_types_and_comments_of_the_schema(data: Path) -> None:
    with duckdb.connect(str(data / "cables.duckdb"), read_only=True) as raw:
        columns = raw.execute(
            "SELECT table_name, column_name, data_type, comment FROM duckdb_columns() "
            "WHERE NOT internal ORDER BY table_oid, column_index"
        ).fetchall()
        comments = dict(
            raw.execute(
                "SELECT view_name, comment FROM duckdb_views() WHERE NOT internal "
                "UNION ALL SELECT table_name, comment FROM duckdb_tables() WHERE NOT internal "
                "UNION ALL SELECT function_name, comment FROM duckdb_functions() WHERE NOT internal"
            ).fetchall()
        )
    for table in TABLES.values():
        expected = [(table.name, c.name, sql_type(c.type), c.description) for c in table.columns]
        assert [column for column in columns if column[0] == table.name] == expected
        assert comments[table.name] == table.description
    for view in views().values():
        assert {c[1]: c[3] for c in columns if c[0] == view.name} == dict(view.columns)
        assert comments[view.name] == view.description
    assert {name: comments[name] for name in macros()} == {m.name: m.description for m in macros().values()}


def test_a_stored_view_is_a_table_that_holds_what_its_query_gives(tmp_path: Path) -> None:
    path = build_database(archive.write(busy(), tmp_path / "1")).path
    stored = [view for view in views().values() if view.kind == "stored"]
    assert [view.name for view in stored] == ["ghost_cables"]
    with duckdb.connect(str(path), read_only=True) as raw:
        for view in stored:
            kept = raw.execute(f"SELECT * FROM {view.name}").fetchall()
            assert sorted(kept, key=repr) == sorted(raw.execute(view.query).fetchall(), key=repr) != []
        tables = {name for (name,) in raw.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
    assert tables == {*(table.name for table in tables_of("reference")), *(view.name for view in stored)}


def test_a_damaged_table_that_a_stored_view_reads_is_told(tmp_path: Path) -> None:
    generation = archive.write(busy(), tmp_path / "1")
    for path in (generation / "tables" / "cable_facts").iterdir():
        content = bytearray(path.read_bytes())
        content[4 : len(content) // 2] = bytes(len(content) // 2 - 4)
        path.write_bytes(content)
    with pytest.raises(DatabaseError, match="can't be built"):
        build_database(generation)
    assert not (generation / "cables.duckdb").exists()


def test_every_type_of_the_schema_has_a_sql_type() -> None:
    types = {sql_type(column.type) for table in TABLES.values() for column in table.columns}
    assert types == {"VARCHAR", "INTEGER", "BIGINT", "DOUBLE", "BOOLEAN", "DATE", "TIMESTAMP", "VARCHAR[]"}


def test_an_archive_without_a_row_works(tmp_path: Path) -> None:
    rows: archive.Rows = {table.name: [] for table in (*tables_of("parsed"), *tables_of("ledger"))}
    path = build_database(archive.write(rows, tmp_path / "1", buckets=1)).path
    assert [rows_of(path, table) for table in TABLES if TABLES[table].room != "reference"] == [0] * len(rows)


@pytest.mark.parametrize("name", ["o'neil; DROP", "year=1999", "[1]", "what?", "a*b", "%41 ü", 'quo"te'])
def test_a_data_folder_may_have_any_name(tmp_path: Path, name: str) -> None:
    # A neighbour whose name the other would match, were it a pattern: its rows must not come in.
    rows = archive.invented()
    for neighbour in ("1", "whatX", "aXb"):
        archive.write(rows | {"cables": []}, tmp_path / neighbour / "generations" / "1")
    data = tmp_path / name
    generation = archive.write(rows, data / "generations" / "1")
    assert rows_of(build_database(generation).path, "cables") == 6
    publish(data, generation)
    with connect(data) as connection:
        assert connection.execute("SELECT count(*), min(year) FROM cables").fetchall() == [(6, 2006)]


def test_a_missing_table_is_refused(tmp_path: Path) -> None:
    generation = archive.write(archive.invented(), tmp_path / "1")
    shutil.rmtree(generation / "tables" / "headings")
    with pytest.raises(DatabaseError, match=r"headings has no Parquet file"):
        build_database(generation)
    assert not (generation / "cables.duckdb").exists()


def test_a_column_of_another_type_is_refused(tmp_path: Path) -> None:
    generation = archive.write(archive.invented(), tmp_path / "1", buckets=1)
    file = generation / "tables" / "headings" / "bucket-00000.parquet"
    table = pq.read_table(file)
    pq.write_table(table.set_column(1, "position", pa.array([], pa.string())), file)
    with pytest.raises(DatabaseError, match="the column position is VARCHAR, must be INTEGER"):
        build_database(generation)


def test_a_failed_build_leaves_the_database_that_was_there(tmp_path: Path) -> None:
    generation = archive.write(archive.invented(), tmp_path / "1")
    path = build_database(generation).path
    before = path.read_bytes()
    shutil.rmtree(generation / "tables" / "tags")
    with pytest.raises(DatabaseError):
        build_database(generation)
    assert path.read_bytes() == before


def test_building_again_leaves_those_who_read_alone(tmp_path: Path) -> None:
    generation = archive.write(archive.invented(), tmp_path / "generations" / "1")
    build_database(generation)
    publish(tmp_path, generation)
    with connect(tmp_path) as reader:
        build_database(generation)
        assert reader.execute("SELECT count(*) FROM cables").fetchall() == [(6,)]


def test_a_moved_data_folder_is_noticed_and_relocated(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    for number in ("1", "2", "10"):
        generation = archive.write(archive.invented(), old / "generations" / number)
        build_database(generation)
        (generation / "generation.json").write_text("{}")
    archive.write(archive.invented(), old / "generations" / "11")
    publish(old, old / "generations" / "10")
    shutil.move(old, new)
    with pytest.raises(DatabaseError, match="cables relocate"):
        connect(new)
    reports = relocate(new)
    assert [report.path.parent.name for report in reports] == ["1", "2", "10"]
    with connect(new) as connection:
        assert connection.execute("SELECT count(*) FROM cables").fetchall() == [(6,)]


def test_relocating_a_folder_without_a_generation_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DatabaseError, match="no complete generation"):
        relocate(tmp_path)


def test_a_disk_that_is_full_while_duckdb_writes_is_told(tmp_path: Path, project_root: Path) -> None:
    generation = archive.write(archive.invented(), tmp_path / "1")
    program = (
        "import resource, sys; from pathlib import Path; from cable_pipeline.database.build import build_database\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]),) * 2); build_database(Path(sys.argv[1]))"
    )
    for limit in (10_000, 100_000, 1_000_000):
        command = [sys.executable, "-c", program, str(generation), str(limit)]
        outcome = subprocess.run(command, cwd=project_root, capture_output=True, text=True, check=False)
        assert outcome.returncode == 1, limit
        assert "DatabaseError: the database of" in outcome.stderr
        assert not (generation / "cables.duckdb").exists()
