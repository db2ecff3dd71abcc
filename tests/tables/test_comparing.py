from __future__ import annotations

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from cable_pipeline.sources import SeedFile
from cable_pipeline.tables.comparing import compare
from cable_pipeline.tables.manifest import FileRow, empty_manifest, known_files, renewed, rows_by_path

LIMIT = 100


def row(path: str, size: int = 1, time: int = 1, sha256: str = "a", status: str = "parsed") -> FileRow:
    return FileRow(path, None, sha256, size, time, "text", "utf-8", status, None, "new", 5, 6)


def manifest(*rows: FileRow) -> pa.Table:
    return renewed(empty_manifest(), [], {row.source_path: row for row in rows})


def found(path: str, size: int = 1, time: int = 1) -> SeedFile:
    return SeedFile(f"/{path}", path, size, time)


def suspects(files: list[SeedFile], known: pa.Table) -> list[str]:
    return [file.source_path for file in compare(files, known, LIMIT).suspects]


def test_same_size_and_time_are_let_pass() -> None:
    known = manifest(row("grown"), row("same"), row("touched"), row("unread", sha256=""), row("large", size=101))
    files = [found("grown", size=2), found("large", size=101), found("new"), found("same"), found("touched", time=2)]
    assert suspects([*files, found("unread")], known) == ["grown", "large", "new", "touched", "unread"]


def test_what_is_gone_is_missing() -> None:
    known = manifest(row("b"), row("a"), row("c", status="removed"))
    assert compare([found("x")], known_files(known), LIMIT).missing == ["a", "b"]


def test_before_the_first_run_everything_is_suspect_and_nothing_missing() -> None:
    assert compare([found("a")], empty_manifest(), LIMIT) == ([found("a")], [])
    assert compare([], empty_manifest(), LIMIT) == ([], [])


FACTS = st.dictionaries(st.sampled_from("abcdefgh"), st.tuples(st.integers(1, 2), st.integers(1, 2)), max_size=8)


@given(FACTS, FACTS)
def test_columns_and_single_files_agree(before: dict[str, tuple[int, int]], now: dict[str, tuple[int, int]]) -> None:
    known = manifest(*(row(path, *facts) for path, facts in before.items()))
    files = [found(path, *facts) for path, facts in sorted(now.items())]
    differences = compare(files, known, LIMIT)
    assert [file.source_path for file in differences.suspects] == [
        path for path, facts in sorted(now.items()) if before.get(path) != facts
    ]
    assert differences.missing == sorted(before.keys() - now.keys())


def test_a_manifest_is_renewed_in_the_order_of_the_paths() -> None:
    before = manifest(row("a"), row("b"), row("c"), row("d"))
    after = renewed(before, ["a"], {"c": row("c", size=9)._replace(change="changed"), "e": row("e")})
    rows = rows_by_path(after)
    assert [(path, row.change, row.size_bytes) for path, row in rows.items()] == [
        ("b", "unchanged", 1),
        ("c", "changed", 9),
        ("d", "unchanged", 1),
        ("e", "new", 1),
    ]
    assert rows["b"] == row("b")._replace(change="unchanged")
