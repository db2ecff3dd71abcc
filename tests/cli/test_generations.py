"""The commands for generations and revisions, as their user types them."""

from __future__ import annotations

from pathlib import Path

import pytest

from cable_pipeline.database.connect import connect
from tests.cli.test_cli import cables
from tests.orchestration import telegrams


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with three generations; the second redacts a telegram, the third edits it."""
    monkeypatch.setenv("CABLES_SOURCE", str(tmp_path / "source"))
    monkeypatch.setenv("CABLES_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("CABLES_WORKERS", "1")
    for serial in range(1, 8):
        telegrams.write(tmp_path / "source", serial)
    assert cables("run").exit_code == 0
    for sentence in ("The XXXXXXXX master spoke of dredging.", "The harbour master spoke of sails."):
        telegrams.write(tmp_path / "source", 2, sentence)
        assert cables("run").exit_code == 0
    return tmp_path / "data"


def sentences(data: Path) -> list[str]:
    with connect(data) as connection:
        query = "SELECT text FROM paragraphs WHERE cable_id = '06PHNOMPENH2' AND position = 1"
        return [text for (text,) in connection.execute(query).fetchall()]


def test_generations_are_listed_with_what_each_run_found(data: Path) -> None:
    lines = cables("generations").output.splitlines()
    assert [line.split()[0] for line in lines[2:5]] == ["1", "2", "3"]
    assert [line.split()[3:7] for line in lines[2:5]] == [list("7700"), list("7010"), list("7010")]
    assert [line.split()[-1] == "current" for line in lines[2:5]] == [False, False, True]


def test_no_generation_is_told(tmp_path: Path) -> None:
    assert "holds no generation" in cables("generations", "--data", tmp_path / "none").output
    refused = cables("rollback", "1", "--data", tmp_path / "none")
    assert refused.exit_code == 1
    assert not (tmp_path / "none").exists()


def test_rollback_keeps_readers_until_it_is_released(data: Path, tmp_path: Path) -> None:
    answer = cables("rollback", "2")
    assert answer.output.startswith("Readers are kept on generation 2, built ")
    assert sentences(data) == ["The XXXXXXXX master spoke of dredging."]
    assert "pinned" in cables("generations").output.splitlines()[3]
    telegrams.write(tmp_path / "source", 2, "Written while pinned.")
    run = cables("run")
    assert run.exit_code == 1
    assert "readers are kept on generation 2" in run.output
    assert "cables rollback --release" in run.output
    assert cables("rollback", "--release").output.startswith("Readers see generation 3 again")
    assert sentences(data) == ["The harbour master spoke of sails."]
    assert cables("run").exit_code == 0
    assert sentences(data) == ["Written while pinned."]
    with connect(data) as connection:
        query = "SELECT count(*) FROM revisions WHERE cable_id = '06PHNOMPENH2'"
        assert connection.execute(query).fetchall() == [(4,)]


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["9"], 1, "there is no generation 9"),
        ([], 2, "Name a generation or --release"),
        (["1", "--release"], 2, "Name a generation or --release"),
        (["0"], 2, "Invalid value"),
    ],
)
@pytest.mark.usefixtures("data")
def test_rollback_refuses_what_makes_no_sense(arguments: list[str], status: int, said: str) -> None:
    answer = cables("rollback", *arguments)
    assert answer.exit_code == status
    assert said in answer.output


@pytest.mark.usefixtures("data")
def test_diff_tells_redactions_apart_from_edits() -> None:
    output = cables("diff", "06phnompenh2").output
    first, second = output.split("06PHNOMPENH2: revision 2 ")
    assert "paragraph 1: redaction added\n  - harbour\n  + XXXXXXXX\n" in first
    assert "edited" not in first
    assert "paragraph 1: redaction lifted\n  - XXXXXXXX\n  + harbour\n" in second
    assert "paragraph 1: edited\n" in second


@pytest.mark.usefixtures("data")
def test_diff_compares_any_two_revisions() -> None:
    output = cables("diff", "06PHNOMPENH2", "--from", "1").output
    assert "revision 1 (first seen" in output
    assert "revision 3 (first seen" in output
    assert "current" in output
    assert "redaction" not in output
    assert cables("diff", "06PHNOMPENH2", "--from", "2", "--to", "2").output.endswith("The texts are the same.\n\n")


@pytest.mark.usefixtures("data")
def test_diff_of_what_is_not_there() -> None:
    assert "has one revision" in cables("diff", "06PHNOMPENH3").output
    missing = cables("diff", "06NOWHERE1")
    assert (missing.exit_code, "no text was ever ingested" in missing.output) == (1, True)
    assert "has no revision 9" in cables("diff", "06PHNOMPENH2", "--to", "9").output


def test_diff_of_a_cable_whose_file_is_gone(data: Path, tmp_path: Path) -> None:
    (tmp_path / "source" / "2.txt").unlink()
    assert cables("run").exit_code == 0
    assert "redaction added" in cables("diff", "06PHNOMPENH2").output


def test_the_database_tells_what_diff_tells(data: Path) -> None:
    with connect(data) as connection:
        query = "SELECT revision, part, number, change, former_text, text FROM changes_of('06PHNOMPENH2')"
        rows = connection.execute(query).fetchall()
    assert rows == [
        (2, "paragraph", "1", "redaction added", "harbour", "XXXXXXXX"),
        (3, "paragraph", "1", "redaction lifted", "XXXXXXXX", "harbour"),
        (
            *(3, "paragraph", "1", "edited"),
            *("The XXXXXXXX master spoke of dredging.", "The harbour master spoke of sails."),
        ),
    ]
