from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest

from tests.cli.test_cli import CONTROL, cables, process
from tests.orchestration import telegrams


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with two generations of three cables, one of which lost its subject in between."""
    folder = tmp_path_factory.mktemp("quality")
    for serial in (1, 2, 3):
        telegrams.write(folder / "source", serial)
    assert cables("run", "--source", folder / "source", "--data", folder / "data", "--workers", "1").exit_code == 0
    changed = folder / "source" / "2.txt"
    changed.write_text(telegrams.text(2).replace("SUBJECT: TALKS ON THE HARBOUR\n", ""), encoding="utf-8")
    assert cables("run", "--source", folder / "source", "--data", folder / "data", "--workers", "1").exit_code == 0
    return folder / "data"


def test_quality_tells_values_and_issues_of_each_field(data: Path) -> None:
    told = process("quality", "--data", data)
    assert told.returncode == 0, told.stderr
    assert re.search(r"^cables +subject +2 +1 +0.666667 +1$", told.stdout, re.MULTILINE)
    assert re.search(r"^tags +3 +0 +1.0 +0$", told.stdout, re.MULTILINE)
    assert told.stderr == ""


def test_quality_as_json_and_csv(data: Path) -> None:
    rows = json.loads(cables("quality", "--data", data, "--format", "json").stdout)
    (subject,) = [row for row in rows if row["field"] == "subject"]
    assert subject == {"table": "cables", "field": "subject", "with_value": 2, "without_value": 1, "share": 0.666667,
                       "with_issues": 1}  # fmt: skip
    text = cables("quality", "--data", data, "--format", "csv").stdout
    assert len(list(csv.DictReader(io.StringIO(text)))) == len(rows)


def test_quality_against_an_earlier_generation(data: Path) -> None:
    told = process("quality", "--data", data, "--against", data / "generations" / "1")
    assert told.returncode == 0, told.stderr
    assert told.stdout.startswith("3 cables before, 3 after: 0 new, 0 gone, 1 of the others differ.\n")
    assert re.search(r"^cables +subject +3 +2 +0 +1 +0$", told.stdout, re.MULTILINE)
    assert "cables.subject\n  lost     06PHNOMPENH2  TALKS ON THE HARBOUR → (none)\n" in told.stdout
    assert "parse_issues.subject-missing\n  gained   06PHNOMPENH2  (none) → " in told.stdout
    assert not CONTROL.search(told.stdout)


def test_the_number_of_examples_can_be_set(data: Path) -> None:
    told = cables("quality", "--data", data, "--against", data / "generations" / "1", "--examples", "0").stdout
    assert "06PHNOMPENH2" not in told


def test_quality_against_itself(data: Path) -> None:
    told = cables("quality", "--data", data, "--against", data)
    assert told.exit_code == 0
    assert "No difference" in told.stdout


@pytest.mark.parametrize("missing", [["--data"], ["--against"]])
def test_a_folder_without_a_database_is_told(data: Path, tmp_path: Path, missing: list[str]) -> None:
    folders = {"--data": data, "--against": data} | dict.fromkeys(missing, tmp_path)
    told = cables("quality", *[part for pair in folders.items() for part in pair])
    assert told.exit_code == 1
    assert f"there is no database at {tmp_path}" in told.stderr
    assert told.stdout == ""


@pytest.mark.parametrize(
    "arguments", [["--examples", "2"], ["--against", ".", "--examples", "-1"], ["--format", "parquet"]]
)
def test_wrong_use_of_quality(data: Path, arguments: list[str]) -> None:
    assert cables("quality", "--data", data, *arguments).exit_code == 2
