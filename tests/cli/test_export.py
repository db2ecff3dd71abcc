"""``cables export`` and ``cables cite``, as a user runs them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from cable_pipeline.cli.cite import STYLES as STYLES_OFFERED
from cable_pipeline.cli.export import FORMATS as FORMATS_OFFERED
from cable_pipeline.database.citation import STYLES
from cable_pipeline.database.export.formats import FORMATS
from cable_pipeline.tables import generations
from tests.cli.test_cli import CONTROL, cables, process
from tests.orchestration import telegrams


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("archive")
    for serial in (1, 2, 3):
        telegrams.write(folder / "source", serial)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CABLES_SOURCE", str(folder / "source"))
        patch.setenv("CABLES_DATA", str(folder / "data"))
        patch.setenv("CABLES_WORKERS", "1")
        first = process("run")
        assert first.returncode == 0, first.stderr
        yield folder


def test_what_the_command_offers_is_what_there_is() -> None:
    assert tuple(FORMATS) == FORMATS_OFFERED
    assert tuple(STYLES) == STYLES_OFFERED


@pytest.mark.usefixtures("archive")
def test_a_database_to_give_away(tmp_path: Path) -> None:
    out = tmp_path / "given.duckdb"
    answer = process("export", "--format", "duckdb", "--out", out)
    assert answer.returncode == 0, answer.stderr
    assert f"Generation 1 was written to {out}" in answer.stdout
    assert f"given.duckdb   {out.stat().st_size:,}" in answer.stdout
    assert "exporting cables 1 of" in answer.stderr
    assert not CONTROL.search(answer.stderr.replace("\t", ""))
    with duckdb.connect(str(out), read_only=True) as connection:
        assert connection.execute("SELECT count(*) FROM cables").fetchall() == [(3,)]
    again = process("export", "--format", "duckdb", "--out", out)
    assert again.returncode == 1
    assert "is there already, and nothing is overwritten" in again.stderr
    assert "Traceback" not in again.stderr


@pytest.mark.usefixtures("archive")
@pytest.mark.parametrize(
    ("kind", "name"), [("csv", "cables.csv"), ("parquet", "cables.parquet"), ("graphml", "README.md")]
)
def test_a_folder_to_give_away(tmp_path: Path, kind: str, name: str) -> None:
    answer = cables("export", "--format", kind, "--out", tmp_path / "given")
    assert answer.exit_code == 0, answer.output
    assert name in answer.stdout
    assert (tmp_path / "given" / name).exists()


def test_readers_who_are_rolled_back_give_away_what_they_see(archive: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    options = ("--source", archive / "source", "--data", data)
    assert cables("run", *options).exit_code == 0
    telegrams.write(archive / "source", 4)
    assert cables("run", *options).exit_code == 0
    generations.pin(data, 1)
    answer = cables("export", "--format", "parquet", "--out", tmp_path / "given", "--data", data)
    assert "Generation 1 was written" in answer.stdout
    package = json.loads((tmp_path / "given" / "datapackage.json").read_text())
    assert package["name"] == "cables-generation-1"


def test_without_data_the_message_says_what_to_do(tmp_path: Path) -> None:
    answer = cables("export", "--format", "csv", "--out", tmp_path / "given", "--data", tmp_path / "none")
    assert answer.exit_code == 1
    assert "cables run" in answer.stderr


@pytest.mark.usefixtures("archive")
def test_telegrams_are_cited() -> None:
    answer = cables("cite", "06phnompenh1", "06PHNOMPENH2")
    assert answer.exit_code == 0
    first, second = answer.stdout.splitlines()
    assert first.startswith("Embassy Phnom Penh. “TALKS ON THE HARBOUR.” Telegram 06PHNOMPENH1, March 7, 2006. UNCLASS")
    assert "06PHNOMPENH2" in second
    assert "generation 1 of" in second
    entries = json.loads(cables("cite", "06PHNOMPENH1", "--format", "csl-json").stdout)
    assert [entry["number"] for entry in entries] == ["06PHNOMPENH1"]
    assert cables("cite", "06PHNOMPENH1", "--format", "bibtex").stdout.startswith("@misc{cable-06PHNOMPENH1,\n")
    assert cables("cite", "06PHNOMPENH1", "--format", "ris").stdout.startswith("TY  - ")


@pytest.mark.usefixtures("archive")
def test_an_unknown_telegram_is_told() -> None:
    answer = cables("cite", "06PHNOMPENH9")
    assert answer.exit_code == 1
    assert "there is no cable 06PHNOMPENH9" in answer.stderr
    assert cables("cite").exit_code == 2
