from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cable_pipeline.database.build import build_database
from cable_pipeline.database.checks import ASPECTS, CheckResult, check_database, checks
from cable_pipeline.tables.schema import TABLES
from tests.database import archive
from tests.database.archive import Rows, row


def failures(rows: Rows, generation: Path) -> dict[str, CheckResult]:
    path = build_database(archive.write(rows, generation)).path
    return {result.name: result for result in check_database(path) if not result.ok}


def test_a_sound_archive_passes_every_check(data: Path) -> None:
    results = check_database(data / "cables.duckdb")
    assert [result for result in results if not result.ok] == []
    assert len(results) > 40
    assert len({result.name for result in results}) == len(results)


def _shift(rows: Rows) -> None:
    rows["segments"][1]["start_offset"] = 13


def _overlap(rows: Rows) -> None:
    rows["segments"][1]["end_offset"] = 32


def _late_start(rows: Rows) -> None:
    rows["segments"][0]["start_offset"] = 1


def _early_end(rows: Rows) -> None:
    rows["segments"][2]["end_offset"] = 43


def _no_segments(rows: Rows) -> None:
    rows["segments"] = rows["segments"][3:]


def _empty_segment(rows: Rows) -> None:
    rows["segments"].append(
        row("segments", cable_id="06ZENDA12", position=4, kind="blank", start_offset=44, end_offset=44)
    )


def _gap_in_positions(rows: Rows) -> None:
    rows["tags"][1]["position"] = 4


def _position_twice(rows: Rows) -> None:
    rows["tags"][1]["position"] = 1


def _no_such_paragraph(rows: Rows) -> None:
    rows["segments"][2]["paragraph_position"] = 7


def _orphan(rows: Rows) -> None:
    rows["tags"].append(row("tags", cable_id="06NOWHERE1", position=1, tag="PGOV", kind="subject"))


def _cable_twice(rows: Rows) -> None:
    rows["cables"].append(dict(rows["cables"][3]))


def _two_primaries(rows: Rows) -> None:
    rows["cables"][2]["is_primary"] = True


def _no_primary(rows: Rows) -> None:
    rows["cables"][0]["is_primary"] = False


def _unknown_status(rows: Rows) -> None:
    rows["source_files"][-1]["status"] = "lost"


def _file_of_another_text(rows: Rows) -> None:
    rows["source_files"][0]["sha256"] = "another"


def _parsed_without_cable(rows: Rows) -> None:
    rows["source_files"].append(row("source_files", source_path="x.txt", cable_id="06X1", status="parsed"))


def _files_unaccounted(rows: Rows) -> None:
    rows["dataset"][0]["files_seen"] = 9


def _two_datasets(rows: Rows) -> None:
    rows["dataset"].append(row("dataset", generation=2))


def _text_lost(rows: Rows) -> None:
    rows["revisions"][0]["text"] = None


def _two_current(rows: Rows) -> None:
    rows["revisions"][0] |= {"is_current": True, "text": None}


def _no_revision(rows: Rows) -> None:
    del rows["revisions"][-1]


def _stale_fact(rows: Rows) -> None:
    rows["cable_facts"] = archive.with_facts(rows)["cable_facts"]
    rows["cable_facts"][0]["captions"] = ["EXDIS"]


def _no_facts(rows: Rows) -> None:
    rows["cable_facts"] = archive.with_facts(rows)["cable_facts"][1:]


FACTS = "cable_facts: they are those of cables"
SEGMENTS = "segments: they part the source text, from its first character to its last"
ACCOUNTS = "dataset: one row, and parsed, failed and duplicate files are the files seen"
PRIMARY = "cables: exactly one row per canonical_id is primary"
FILES = "source_files: parsed files and cables are the same"
REVISIONS = "revisions: a cable has one current text, that of cables, and every former text is kept"
TAGS = "tags: positions of a cable are 1, 2, 3 …"

FAULTS: list[tuple[Callable[[Rows], None], str, str]] = [
    (_shift, SEGMENTS, "06ZENDA12"),
    (_overlap, SEGMENTS, "06ZENDA12"),
    (_late_start, SEGMENTS, "06ZENDA12"),
    (_early_end, SEGMENTS, "06ZENDA12"),
    (_no_segments, SEGMENTS, "06ZENDA12"),
    (_empty_segment, SEGMENTS, "06ZENDA12"),
    (_gap_in_positions, TAGS, "06ZENDA12"),
    (_position_twice, TAGS, "06ZENDA12"),
    (_no_such_paragraph, "segments: a paragraph_position is a position in paragraphs", "06ZENDA12"),
    (_orphan, "tags: (cable_id) is in cables", "06NOWHERE1"),
    (_cable_twice, "cables: the key (cable_id) is unique", "06STRELSAU3"),
    (_two_primaries, PRIMARY, "06ZENDA15"),
    (_no_primary, PRIMARY, "06ZENDA12"),
    (_unknown_status, "source_files: every file has a known status", "gone.txt"),
    (_file_of_another_text, FILES, "06ZENDA12.txt"),
    (_parsed_without_cable, FILES, "x.txt"),
    (_files_unaccounted, ACCOUNTS, "9"),
    (_two_datasets, ACCOUNTS, "2"),
    (_text_lost, REVISIONS, "06ZENDA12"),
    (_two_current, REVISIONS, "06ZENDA12"),
    (_no_revision, REVISIONS, "06HENTZAU1"),
    (_stale_fact, FACTS, "06ZENDA12"),
    (_no_facts, FACTS, "06ZENDA12"),
]


@pytest.mark.parametrize(("fault", "check", "offender"), FAULTS, ids=[fault.__name__ for fault, _, _ in FAULTS])
def test_a_fault_is_found_and_shown(tmp_path: Path, fault: Callable[[Rows], None], check: str, offender: str) -> None:
    rows = archive.invented()
    fault(rows)
    failed = failures(rows, tmp_path / "1")
    assert check in failed
    result = failed[check]
    assert offender in [str(value) for value in result.offending[0]]
    assert (result.expected, result.found) == ("no offending row", "1 offending row")


def test_a_null_where_none_may_be_is_found(tmp_path: Path) -> None:
    generation = archive.write(archive.invented(), tmp_path / "1", buckets=1)
    file = generation / "tables" / "tags" / "bucket-00000.parquet"
    rows = pq.read_table(file).to_pylist()
    rows[0]["raw"] = None
    rows[1]["tag"] = None
    careless = pa.schema([field.with_nullable(True) for field in TABLES["tags"].arrow_schema()])
    pq.write_table(pa.Table.from_pylist(rows, schema=careless), file)
    results = {result.name: result for result in check_database(build_database(generation).path)}
    assert results["tags: nothing is null that must not be"].found == "2 offending rows"


def test_a_column_of_another_type_than_the_schema_has_is_found(tmp_path: Path) -> None:
    path = build_database(archive.write(archive.invented(), tmp_path / "1")).path
    with duckdb.connect(str(path)) as connection:
        (definition,) = connection.execute("SELECT sql FROM duckdb_views() WHERE view_name = 'tags'").fetchall()
        changed = (
            definition[0].replace("CREATE VIEW", "CREATE OR REPLACE VIEW").replace('"position"', "1.5 AS position")
        )
        assert changed != definition[0].replace("CREATE VIEW", "CREATE OR REPLACE VIEW")
        connection.execute(changed)
    results = {result.name: result for result in check_database(path)}
    found = results["tags: columns and types are those of the schema"]
    assert found.columns == ("column", "declared", "found")
    assert [row[:2] for row in found.offending] == [("position", "INTEGER")]


def test_every_check_has_an_aspect_that_is_explained() -> None:
    assert {check.aspect for check in checks({})} == set(ASPECTS)


def test_five_offending_rows_are_shown_of_many(tmp_path: Path) -> None:
    rows = archive.invented()
    rows["segments"] = []
    result = failures(rows, tmp_path / "1")[SEGMENTS]
    assert (result.found, len(result.offending)) == ("6 offending rows", 5)


def test_a_check_that_can_not_be_run_has_failed(tmp_path: Path) -> None:
    path = build_database(archive.write(archive.invented(), tmp_path / "1")).path
    for file in (tmp_path / "1" / "tables" / "tags").iterdir():
        file.write_bytes(b"no Parquet")
    failed = [result for result in check_database(path) if not result.ok]
    assert {result.name for result in failed} == {
        "tags: nothing is null that must not be",
        "tags: (cable_id) is in cables",
        TAGS,
    }
    assert all("could not be run" in result.found for result in failed)


def partly(rows: Rows, generation: Path, fresh: set[str]) -> set[str]:
    """Write the rows over two buckets and return the checks that fail when only some files are looked at."""
    path = build_database(archive.write(rows, generation, buckets=2)).path
    return {result.name for result in check_database(path, fresh) if not result.ok}


@pytest.mark.parametrize(("fault", "check", "offender"), FAULTS, ids=[fault.__name__ for fault, _, _ in FAULTS])
def test_a_fault_in_new_files_is_found_among_shared_ones(
    tmp_path: Path, fault: Callable[[Rows], None], check: str, offender: str
) -> None:
    rows = archive.invented()
    fault(rows)
    # The buckets of the test archive follow from the length of the id.
    assert check in partly(rows, tmp_path / "1", {f"bucket-0000{len(offender) % 2}.parquet"})


def test_files_that_were_checked_before_are_not_looked_at_again(tmp_path: Path) -> None:
    rows = archive.invented()
    _gap_in_positions(rows)
    faulty = len("06ZENDA12") % 2
    assert partly(rows, tmp_path / "1", {f"bucket-0000{faulty}.parquet"}) == {TAGS}
    assert partly(rows, tmp_path / "2", {f"bucket-0000{1 - faulty}.parquet"}) == set()


def test_the_facts_of_a_group_are_looked_up_beyond_its_new_bucket(tmp_path: Path) -> None:
    generation = archive.write(archive.invented(), tmp_path / "1", buckets=2)
    parts = sorted((generation / "tables" / "cable_facts").iterdir())
    facts = pa.concat_tables([pq.read_table(part) for part in parts])
    for part in parts:
        part.unlink()
    pq.write_table(facts, parts[0].with_name("group-00000.parquet"))
    path = build_database(generation).path
    results = check_database(path, {"bucket-00000.parquet", "group-00000.parquet"})
    assert [result.name for result in results if not result.ok] == []


@pytest.mark.parametrize("fault", [_cable_twice, _unknown_status, _file_of_another_text, _files_unaccounted])
def test_accounts_are_always_those_of_the_whole(tmp_path: Path, fault: Callable[[Rows], None]) -> None:
    rows = archive.invented()
    fault(rows)
    assert partly(rows, tmp_path / "1", set())
