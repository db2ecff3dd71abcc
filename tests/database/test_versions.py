"""The database file, opened by every DuckDB version that is promised, each in an environment of its own."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from cable_pipeline.database.build import build_database
from cable_pipeline.database.export.database import export_duckdb
from cable_pipeline.database.views import macros, views
from cable_pipeline.tables.schema import TABLES
from tests.database.archive import write
from tests.database.busy_archive import busy
from tests.tables.archive import Archive

VERSIONS = ["1.4.5", "1.5.6", "2.0.0"]
CALLS = {
    "answers_to": "'06STATE500'",
    "cable": "'06ZENDA20'",
    "changes_of": "'06ZENDA20'",
    "cited_by": "'06STATE500'",
    "paragraphs_of": "'06ZENDA20'",
    "reason_title": "'1.4(B)'",
    "tag_title": "'PGOV'",
    "thread": "'06ZENDA70'",
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
    python = environment / "bin" / "python"
    if python.exists():
        return python
    subprocess.run([sys.executable, "-m", "venv", environment], check=True)
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


@pytest.fixture(scope="session")
def busy_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database of an archive in which every relation has rows."""
    generation = write(busy(), tmp_path_factory.mktemp("busy") / "generations" / "1")
    return build_database(generation).path


def queries() -> dict[str, int | None]:
    """Queries and the number of rows they must give, where the invented archive alone decides it."""
    expected: dict[str, int | None] = {f'SELECT * FROM "{name}"': None for name in (*TABLES, *views())}
    expected["SELECT * FROM cables"] = 26
    for name, macro in macros().items():
        call = f"{name}({CALLS[name]})"
        expected[f"SELECT * FROM {call}" if macro.kind == "table" else f"SELECT {call}"] = None
    expected["SELECT * FROM cited_by('06STATE500')"] = 4
    expected["SELECT * FROM thread('06ZENDA70')"] = 4
    return expected


@pytest.mark.parametrize("version", VERSIONS)
def test_every_relation_is_read_from_another_folder(
    busy_database: Path, tmp_path: Path, environments: Path, version: str
) -> None:
    python = python_with(version, environments)
    expected = queries()
    arguments: list[str | Path] = [
        python,
        "-I",
        "-c",
        READ_EVERYTHING,
        busy_database,
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
    assert empty == []


@pytest.mark.parametrize("version", VERSIONS)
def test_an_exported_database_is_read_in_another_folder(tmp_path: Path, environments: Path, version: str) -> None:
    archive = Archive(tmp_path / "archive")
    archive.fill(3)
    generation = archive.made()
    build_database(generation.path)
    (tmp_path / "elsewhere").mkdir()
    exported = tmp_path / "elsewhere" / "given.duckdb"
    export_duckdb(generation, exported, lambda *_: None)
    shutil.rmtree(archive.data)
    expected: dict[str, int | None] = {f'SELECT * FROM "{name}"': None for name in (*TABLES, *views())}
    expected |= {"SELECT * FROM cables": 3, "SELECT * FROM paragraphs_of('06VIENNA1')": 2, "SELECT * FROM dataset": 1}
    script: list[str | Path] = ["-I", "-c", READ_EVERYTHING, exported, json.dumps(list(expected))]
    python = python_with(version, environments)
    done = subprocess.run([python, *script], cwd=tmp_path, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    counts, found_version = done.stdout.splitlines()
    assert found_version == version
    rows = json.loads(counts)
    assert {query: rows[query] for query, number in expected.items() if number is not None} == {
        query: number for query, number in expected.items() if number is not None
    }
