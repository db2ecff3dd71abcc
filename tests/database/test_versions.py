"""The database file, opened by every DuckDB version that is promised, each in an environment of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from cable_pipeline.database.views import macros, views
from cable_pipeline.tables.schema import TABLES

VERSIONS = ["1.4.5", "1.5.6", "2.0.0"]
CALLS = {
    "cable": "'06ZENDA12'",
    "changes_of": "'06ZENDA12'",
    "cited_by": "'06ZENDA12'",
    "paragraphs_of": "'06ZENDA12'",
    "tag_title": "'PGOV'",
}

READ_EVERYTHING = """
import json, sys
import duckdb
path, queries = sys.argv[1], json.loads(sys.argv[2])
connection = duckdb.connect(path, read_only=True)
print(json.dumps({query: len(connection.execute(query).fetchall()) for query in queries}))
print(duckdb.__version__)
"""

pytestmark = pytest.mark.slow


@pytest.fixture(scope="session")
def environments(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("environments")


def python_with(version: str, folder: Path) -> Path:
    environment = folder / version
    subprocess.run([sys.executable, "-m", "venv", environment], check=True)
    python = environment / "bin" / "python"
    install: list[str | Path] = [
        python,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        f"duckdb=={version}",
    ]
    done = subprocess.run(install, capture_output=True, encoding="utf-8", check=False)
    if done.returncode and "Retrying" in done.stderr:
        pytest.skip(f"the package index can't be reached: {done.stderr.strip().splitlines()[-1]}")
    assert done.returncode == 0, done.stderr
    return python


def queries() -> dict[str, int | None]:
    """Queries and the number of rows they must give, where the invented archive alone decides it."""
    expected: dict[str, int | None] = {f'SELECT * FROM "{name}"': None for name in (*TABLES, *views())}
    expected["SELECT * FROM cables"] = 6
    for name, macro in macros().items():
        call = f"{name}({CALLS[name]})"
        expected[f"SELECT * FROM {call}" if macro.kind == "table" else f"SELECT {call}"] = None
    expected["SELECT * FROM cited_by('06ZENDA12')"] = 2
    return expected


@pytest.mark.parametrize("version", VERSIONS)
def test_every_relation_is_read_from_another_folder(
    data: Path, tmp_path: Path, environments: Path, version: str
) -> None:
    python = python_with(version, environments)
    expected = queries()
    arguments: list[str | Path] = [
        python,
        "-I",
        "-c",
        READ_EVERYTHING,
        data / "cables.duckdb",
        json.dumps(list(expected)),
    ]
    done = subprocess.run(arguments, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    counts, found_version = done.stdout.splitlines()
    assert found_version == version
    rows = json.loads(counts)
    assert {query: rows[query] for query, number in expected.items() if number is not None} == {
        query: number for query, number in expected.items() if number is not None
    }
    empty = [query for query, number in rows.items() if number == 0]
    assert empty == ['SELECT * FROM "headings"']
