"""The README tells the truth: its transcripts are made again, its queries run, its commands and settings exist."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import click
import pytest

from cable_pipeline.cli import cables
from cable_pipeline.database.connect import connect
from cable_pipeline.settings import SETTINGS
from tests import transcripts

ROOT = transcripts.ROOT
README = transcripts.README.read_text(encoding="utf-8")
EXCHANGES = transcripts.exchanges()
QUERIES = re.findall(r"^```sql\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
CALLS = re.findall(r"(?:^\$ |^|`)cables ([a-z]+)([^\n`']*)", README, re.MULTILINE)


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    return transcripts.surroundings(tmp_path_factory.mktemp("readme"))


@pytest.fixture(scope="module")
def first_run(environment: Mapping[str, str]) -> str:
    return transcripts.answer("cables run", environment)


def test_readme_shows_a_run_and_queries() -> None:
    commands = [exchange.command for exchange in EXCHANGES]
    assert commands[0] == "cables run"
    assert sum(command.startswith("cables sql") for command in commands) >= 3
    assert QUERIES


def test_run_answers_as_shown(first_run: str) -> None:
    assert transcripts.comparable(first_run) == transcripts.comparable(EXCHANGES[0].answer)


@pytest.mark.usefixtures("first_run")
@pytest.mark.parametrize("exchange", EXCHANGES[1:], ids=lambda exchange: exchange.command[:40])
def test_command_answers_as_shown(exchange: transcripts.Exchange, environment: Mapping[str, str]) -> None:
    found = transcripts.answer(exchange.command, environment)
    assert transcripts.comparable(found) == transcripts.comparable(exchange.answer)


@pytest.mark.usefixtures("first_run")
@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query[:40])
def test_query_runs(query: str, environment: Mapping[str, str]) -> None:
    with connect(Path(environment["CABLES_DATA"])) as connection:
        for statement in connection.extract_statements(query):
            assert connection.execute(statement.query).fetchall()


def test_settings_table_is_the_settings() -> None:
    rows = re.findall(r"^\| `(\w+)` \| `(CABLES_\w+)` \| `?(.*?)`? \| (.*?) \|$", README, re.MULTILINE)
    assert rows == [tuple(setting) for setting in SETTINGS]


def test_every_command_that_is_named_exists_with_its_options() -> None:
    assert CALLS
    for name, arguments in CALLS:
        options = {
            option
            for parameter in cables.commands[name].params
            if isinstance(parameter, click.Option)
            for option in parameter.opts
        }
        assert set(re.findall(r"--[a-z-]+", arguments)) <= options, name


def test_every_make_target_that_is_named_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = set(re.findall(r"(?:^\$ |^|`)make ([a-z]+)", README, re.MULTILINE))
    assert {"run", "test"} <= named
    assert named <= targets
