"""``cables search``, as a user runs it."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cable_pipeline import cli
from cable_pipeline.cli.search import COUNTED as COUNTED_BY
from cable_pipeline.cli.search import FILTERS
from cable_pipeline.database.searching import COUNTED
from cable_pipeline.search.fields import FIELDS
from cable_pipeline.tables import generations
from tests.cli.test_cli import process
from tests.search.conftest import TELEGRAMS, telegram


def cables(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli.cables, [str(argument) for argument in arguments])


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with three telegrams, and the data and index that one run made of them."""
    folder = tmp_path_factory.mktemp("archive")
    (folder / "source").mkdir()
    for cable_id, text in TELEGRAMS.items():
        (folder / "source" / f"{cable_id}.txt").write_text(text, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CABLES_SOURCE", str(folder / "source"))
        patch.setenv("CABLES_DATA", str(folder / "data"))
        patch.setenv("CABLES_WORKERS", "1")
        first = process("run")
        assert first.returncode == 0, first.stderr
        assert "Search index: 6 paragraphs, brought up to date in" in first.stdout
        yield folder


def found(*arguments: str) -> list[dict[str, object]]:
    answer = cables("search", *arguments, "--format", "json")
    assert answer.exit_code == 0, answer.output
    rows: list[dict[str, object]] = json.loads(answer.stdout)
    return rows


@pytest.mark.usefixtures("archive")
def test_a_search_as_its_user_runs_it() -> None:
    answer = process("search", '"trafficking in persons"')
    assert answer.returncode == 0, answer.stderr
    assert answer.stderr == "1 paragraph matches in generation 1.\n"
    assert "07VIENNA22" in answer.stdout
    assert "«Trafficking in persons» was discussed" in answer.stdout


@pytest.mark.usefixtures("archive")
def test_json_and_csv_have_the_same_rows() -> None:
    rows = found("persons")
    assert [set(row) for row in rows] == [{"cable_id", "paragraph", "date", "subject", "score", "snippet"}] * 3
    answer = cables("search", "persons", "--format", "csv")
    assert [row["cable_id"] for row in csv.DictReader(io.StringIO(answer.stdout))] == [row["cable_id"] for row in rows]


@pytest.mark.usefixtures("archive")
@pytest.mark.parametrize(
    ("arguments", "ids"),
    [
        (["persons", "--post", "vienna"], {"06VIENNA1", "07VIENNA22"}),
        (["persons", "--post", "vienna", "--post", "paris"], {"06VIENNA1", "07VIENNA22", "08PARIS333"}),
        (["persons", "--post", "vienna", "--year", "2007-"], {"07VIENNA22"}),
        (["persons OR story", "--tag", "KTIP"], {"07VIENNA22"}),
        (["persons", "--marking", "S//NF"], {"07VIENNA22"}),
        (["persons", "--signer", "other*"], {"07VIENNA22"}),
        (["persons", "--from", "amembassy paris"], {"08PARIS333"}),
        (["persons", "--to", "SECSTATE"], {"06VIENNA1", "07VIENNA22", "08PARIS333"}),
        (["persons", "--classification", "secret"], {"07VIENNA22"}),
        (["--subject", "talks on the harbour"], {"06VIENNA1"}),
        (["persons", "--tag", '") OR post:("vienna'], set()),
        (["persons", "--limit", "1"], {"06VIENNA1"}),
    ],
)
def test_filters_narrow_the_search(arguments: list[str], ids: set[str]) -> None:
    rows = found(*arguments)
    if "--limit" in arguments:
        assert len(rows) == 1
    else:
        assert {row["cable_id"] for row in rows} == ids


@pytest.mark.usefixtures("archive")
def test_counts_by_a_field() -> None:
    assert found("persons", "--count-by", "post") == [
        {"post": "VIENNA", "cables": 2, "paragraphs": 2},
        {"post": "PARIS", "cables": 1, "paragraphs": 1},
    ]


def test_options_and_fields_are_those_of_the_room() -> None:
    assert set(FILTERS) == set(COUNTED)
    assert tuple(COUNTED) == COUNTED_BY
    assert set(FILTERS) <= set(FIELDS)


@pytest.mark.usefixtures("archive")
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["(persons"], "There is no ')' for the '('"),
        (["a) OR (b"], "There is no '(' for the ')'"),
        (["sender:x"], "There is no field 'sender'"),
        (["x", "--year", "06"], "is no year"),
        (["&"], "no letter and no digit"),
        ([""], "The query is empty"),
    ],
)
def test_a_mistake_is_a_clear_message(arguments: list[str], message: str) -> None:
    answer = cables("search", *arguments)
    assert answer.exit_code == 1
    assert answer.stderr.startswith("Error: ")
    assert message in answer.stderr
    assert answer.stdout == ""


@pytest.mark.usefixtures("archive")
def test_sql_of_the_command_line_searches() -> None:
    answer = cables("sql", "SELECT cable_id FROM search('story') JOIN cables USING (cable_id)", "--format", "csv")
    assert answer.stdout.split() == ["cable_id", "06VIENNA1"]
    answer = cables("sql", "SELECT cable_id FROM search('(story')")
    assert answer.exit_code == 1
    assert "there is no ')' for the '('" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_a_run_without_index_is_searched_in_the_one_before_and_says_so(archive: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(archive / "data", data, symlinks=True)
    assert cables("relocate", "--data", data).exit_code == 0
    source = tmp_path / "source"
    shutil.copytree(archive / "source", source)
    (source / "new.txt").write_text(telegram("09VIENNA4", "A new story."), encoding="utf-8")
    options = ("--source", source, "--data", data, "--insist")
    left_out = process("run", *options, "--search-index", "off")
    assert left_out.returncode == 0, left_out.stderr
    assert "Search index" not in left_out.stdout
    answer = cables("search", "story", "--data", data, "--format", "csv")
    assert "Note: the search index covers generation 1" in answer.stderr
    assert "1 paragraph matches in generation 1." in answer.stderr
    again = process("run", *options)
    assert "Nothing changed" in again.stdout
    assert "Search index: 8 paragraphs, brought up to date" in again.stdout
    answer = cables("search", "story", "--data", data, "--format", "csv")
    assert answer.stderr == "2 paragraphs match in generation 2.\n"
    assert "unchanged" in process("run", *options).stdout
    # Rolled back, readers search in what they see.
    generations.pin(data, 1)
    answer = cables("search", "story", "--data", data, "--format", "csv")
    assert answer.stderr == "1 paragraph matches in generation 1.\n"


@pytest.mark.usefixtures("archive")
def test_status_tells_what_the_index_covers() -> None:
    assert "Search index    6 paragraphs of generation 1\n" in cables("status").stdout


def test_without_index_the_message_says_what_to_do(archive: Path, tmp_path: Path) -> None:
    options = ("--source", archive / "source", "--data", tmp_path, "--search-index", "off")
    assert process("run", *options).returncode == 0
    answer = cables("search", "story", "--data", tmp_path)
    assert answer.exit_code == 1
    assert "There is no search index yet. Build it: cables run" in answer.stderr
    assert "Search index    none; `cables run` builds it" in cables("status", "--data", tmp_path).stdout
