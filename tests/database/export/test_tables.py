"""CSV, Parquet and data packages: whole, true to the tables, valid by the standard's own tool."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import frictionless
import pyarrow.parquet as pq
import pytest

from cable_pipeline.database.export.tables import export_datapackage
from cable_pipeline.database.export.target import ExportError
from cable_pipeline.database.views import macros, views
from cable_pipeline.tables.schema import TABLES, Table
from tests.database.export.conftest import Given, export, silent


@pytest.fixture(scope="module")
def csv_folder(given: Given, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return export(given, "csv", tmp_path_factory.mktemp("csv") / "out")


@pytest.fixture(scope="module")
def parquet_folder(given: Given, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return export(given, "parquet", tmp_path_factory.mktemp("parquet") / "out")


def validated(package: Path) -> frictionless.Report:
    report: frictionless.Report = frictionless.validate(str(package), type="package")
    return report


def rows_of(given: Given, table: Table) -> list[tuple[Any, ...]]:
    return sorted(given.connection.execute(f"SELECT * FROM {table.name}").fetchall(), key=repr)


def printed(value: Any) -> str:
    """A value as the README of the export says that it stands in CSV."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%S.%f")
    return value.isoformat() if isinstance(value, date) else str(value)


def test_the_package_is_valid(csv_folder: Path) -> None:
    report = validated(csv_folder / "datapackage.json")
    assert report.valid, report.flatten(["type", "message"])
    assert {task.name for task in report.tasks} == set(TABLES)


def test_the_validator_would_notice_a_broken_reference(csv_folder: Path, tmp_path: Path) -> None:
    for path in csv_folder.iterdir():
        if path.is_file():
            (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "headings.csv").write_text("cable_id,position,text,start_offset,end_offset\nnosuch,1,x,1,2\n")
    package = json.loads((tmp_path / "datapackage.json").read_text())
    for resource in package["resources"]:
        resource.pop("hash")
        resource.pop("bytes")
    (tmp_path / "datapackage.json").write_text(json.dumps(package))
    report = validated(tmp_path / "datapackage.json")
    assert {error[0] for error in report.flatten(["type"])} == {"foreign-key"}


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_csv_holds_every_value(given: Given, csv_folder: Path, table: Table) -> None:
    text = (csv_folder / f"{table.name}.csv").read_bytes().decode()
    names, *rows = csv.reader(io.StringIO(text, newline=""))
    assert names == [column.name for column in table.columns]
    expected = [[printed(value) for value in row] for row in rows_of(given, table)]
    numbers = [place for place, column in enumerate(table.columns) if str(column.type) == "double"]
    for row in (*rows, *expected):
        for place in numbers:
            row[place] = row[place] and repr(float(row[place]))
    assert sorted(rows) == sorted(expected)


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_parquet_holds_every_value_and_meaning(given: Given, parquet_folder: Path, table: Table) -> None:
    found = pq.read_table(parquet_folder / f"{table.name}.parquet")
    assert found.schema.equals(table.arrow_schema(), check_metadata=True)
    assert sorted((tuple(row.values()) for row in found.to_pylist()), key=repr) == rows_of(given, table)


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_the_descriptor_names_keys_types_and_hashes(
    csv_folder: Path, parquet_folder: Path, form: str, request: pytest.FixtureRequest
) -> None:
    folder: Path = request.getfixturevalue(f"{form}_folder")
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    assert frictionless.Package.validate_descriptor(package).valid
    assert package["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    resources = {resource["name"]: resource for resource in package["resources"]}
    assert set(resources) == set(TABLES)
    for table in TABLES.values():
        resource = resources[table.name]
        assert resource["bytes"] == (folder / resource["path"]).stat().st_size
        assert resource["hash"].startswith("sha256:")
        assert resource["schema"].get("primaryKey", []) == list(table.key)
        keys = [key["reference"]["resource"] for key in resource["schema"].get("foreignKeys", [])]
        assert keys == [key.table for key in table.foreign_keys]
        fields = {field["name"]: field for field in resource["schema"]["fields"]}
        assert {name: field["description"] for name, field in fields.items()} == {
            column.name: column.description for column in table.columns
        }
    fields = {field["name"]: field["type"] for field in resources["cables"]["schema"]["fields"]}
    assert (fields["captions"], fields["cable_date"], fields["sent_at"], fields["year"]) == (
        "array", "date", "datetime", "integer",
    )  # fmt: skip


def test_companions_come_along(given: Given, csv_folder: Path, parquet_folder: Path) -> None:
    for folder in (csv_folder, parquet_folder):
        readme = (folder / "README.md").read_text(encoding="utf-8")
        assert f"Generation {given.generation.number}" in readme
        assert "How to cite" in readme
        assert "| `cables` | 22 |" in readme
        assert "cff-version" in (folder / "CITATION.cff").read_text(encoding="utf-8")
        dictionary = (folder / "data-dictionary.md").read_text(encoding="utf-8")
        assert "is\\_primary" in dictionary or "is_primary" in dictionary
        assert {path.stem for path in folder.glob("sql/views/*.sql")} == set(views())
        assert {path.stem for path in folder.glob("sql/macros/*.sql")} == set(macros())


def test_the_package_as_one_file(given: Given, csv_folder: Path, tmp_path: Path) -> None:
    out = export(given, "datapackage", tmp_path / "cables.zip")
    report = validated(out)
    assert report.valid, report.flatten(["type", "message"])
    with zipfile.ZipFile(out) as packed:
        names = set(packed.namelist())
        assert packed.read("cables.csv") == (csv_folder / "cables.csv").read_bytes()
    assert {f"{name}.csv" for name in TABLES} | {"datapackage.json", "README.md", "CITATION.cff"} <= names
    with pytest.raises(ExportError, match=r"must end in \.zip"):
        export_datapackage(given.generation, tmp_path / "cables.tar", silent)
