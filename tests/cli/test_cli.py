from __future__ import annotations

import csv
import io
import json
import os
import pty
import re
import shlex
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from cable_pipeline import cli
from cable_pipeline.settings import SETTINGS
from cable_pipeline.tables import generations
from tests.orchestration import telegrams

CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")


def cables(*arguments: str | Path, stdin: str | bytes | None = None) -> Result:
    return CliRunner().invoke(cli.cables, [str(argument) for argument in arguments], input=stdin)


def process(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """A command as its user runs it."""
    return subprocess.run(
        [sys.executable, "-m", "cable_pipeline.cli", *map(str, arguments)],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with a source of three telegrams and three bad files, and the data that one run made of it."""
    folder = tmp_path_factory.mktemp("archive")
    for serial in (1, 2, 3):
        telegrams.write(folder / "source", serial)
    (folder / "source" / "empty.txt").touch()
    (folder / "source" / "short.txt").write_text("06PHNOMPENH9\nno more")
    (folder / "source" / "odd\x1b[31m\nname.txt").write_bytes(b"\x00\x01\x02")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CABLES_SOURCE", str(folder / "source"))
        patch.setenv("CABLES_DATA", str(folder / "data"))
        patch.setenv("CABLES_WORKERS", "1")
        first = process("run")
        assert first.returncode == 0, first.stderr
        (folder / "first.out").write_text(first.stdout)
        (folder / "first.err").write_text(first.stderr)
        yield folder


def test_a_run_with_bad_files_succeeds_and_tells_what_it_did(archive: Path) -> None:
    out = (archive / "first.out").read_text()
    assert "Generation 1 is published." in out
    counts = dict(re.findall(r"^(\w+) +([\d,]+) *$", out, re.MULTILINE))
    assert (counts["seen"], counts["parsed"], counts["failed"], counts["duplicate"]) == ("6", "3", "3", "0")
    assert (counts["cables"], counts["paragraphs"]) == ("3", "6")
    assert re.search(r"^Took \d+\.\d s\. Database: (.+)$", out, re.MULTILINE)
    assert str(archive / "data" / "cables.duckdb") in out
    assert "cables status" in out


def test_progress_is_plain_lines_and_dagster_keeps_quiet(archive: Path) -> None:
    lines = (archive / "first.err").read_text().splitlines()
    assert 1 <= len(lines) <= 20
    assert not any("dagster" in line.lower() for line in lines)
    assert not CONTROL.search("".join(lines))


def test_the_queries_that_a_run_suggests_run(archive: Path) -> None:
    suggested = re.findall(r"^  cables (sql .+)$", (archive / "first.out").read_text(), re.MULTILINE)
    assert len(suggested) == 3
    for command in suggested:
        answer = cables(*shlex.split(command))
        assert answer.exit_code == 0, answer.output


def test_a_second_run_publishes_nothing(archive: Path) -> None:
    again = cables("run")
    assert again.exit_code == 0
    assert "Nothing changed: generation 1 stays current." in again.stdout
    assert [generation.number for generation in generations.listing(archive / "data")] == [1]


def test_a_refused_run_says_why_and_what_to_do(tmp_path: Path) -> None:
    refused = process("run", "--source", tmp_path / "none", "--data", tmp_path / "data")
    assert refused.returncode == 1
    assert refused.stdout == ""
    assert "Error: the source folder" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_data_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    telegrams.write(tmp_path / "source", 1)
    (tmp_path / "data").write_text("a file stands where the folder belongs")
    failed = process("run", "--source", tmp_path / "source", "--data", tmp_path / "data")
    assert failed.returncode == 1
    assert "can't be written" in failed.stderr
    assert "Traceback" not in failed.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["run", "--no-such-option"],
        ["run", "--workers", "none"],
        ["sql"],
        ["sql", ""],
        ["sql", "SELECT 1", "--format", "parquet"],
        ["parse", "no-such-file.txt"],
        ["no-such-command"],
    ],
)
def test_wrong_use_is_told_apart(arguments: list[str]) -> None:
    assert cables(*arguments).exit_code == 2


def test_sql_as_a_table(archive: Path) -> None:
    answer = cables("sql", "SELECT cable_id FROM cables ORDER BY ALL")
    assert answer.exit_code == 0
    assert [line.strip() for line in answer.stdout.splitlines()[2:5]] == [
        f"06PHNOMPENH{serial}" for serial in (1, 2, 3)
    ]


def test_sql_as_csv(archive: Path) -> None:
    answer = cables("sql", "SELECT 'a,\"b\"' AS x, NULL AS y, [1, 2] AS z", "--format", "csv")
    assert list(csv.reader(io.StringIO(answer.stdout))) == [["x", "y", "z"], ['a,"b"', "", "[1, 2]"]]


def test_sql_as_json(archive: Path) -> None:
    answer = cables("sql", "SELECT cable_id, captions FROM cables ORDER BY ALL LIMIT 1", "--format", "json")
    assert json.loads(answer.stdout) == [{"cable_id": "06PHNOMPENH1", "captions": ["SIPDIS"]}]


def test_sql_as_parquet(archive: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.parquet"
    assert cables("sql", "FROM cables", "--format", "parquet", "--output", output).exit_code == 0
    assert pq.read_table(output).num_rows == 3


def test_an_output_that_cannot_be_written_is_told(archive: Path, tmp_path: Path) -> None:
    answer = cables("sql", "FROM cables", "--format", "csv", "--output", tmp_path / "none" / "out.csv")
    assert answer.exit_code == 1
    assert "can't be written" in answer.stderr


def test_sql_from_a_file_and_from_standard_input(archive: Path, tmp_path: Path) -> None:
    file = tmp_path / "question.sql"
    file.write_text("SELECT count(*) AS n FROM cables")
    from_file = cables("sql", file, "--format", "json")
    from_input = cables("sql", "-", "--format", "json", stdin="SELECT count(*) AS n FROM cables")
    assert json.loads(from_file.stdout) == json.loads(from_input.stdout) == [{"n": 3}]


def test_sql_that_is_not_utf8_is_wrong_use(archive: Path) -> None:
    assert cables("sql", "-", stdin=b"SELECT '\xff'").exit_code == 2


@pytest.mark.parametrize("query", ["SELEC 1", "DROP TABLE cables", "COPY cables TO 'x.csv'", "SELECT * FROM 'x.csv'"])
def test_sql_that_is_wrong_or_does_more_than_read_fails_with_a_message(archive: Path, query: str) -> None:
    answer = cables("sql", query)
    assert answer.exit_code == 1
    assert answer.stderr.startswith("Error: ")
    assert answer.stdout == ""


def test_without_data_each_command_says_what_to_do(tmp_path: Path) -> None:
    for command in (["sql", "SELECT 1"], ["show", "06PHNOMPENH1"]):
        answer = cables(*command, "--data", tmp_path)
        assert answer.exit_code == 1
        assert "cables run" in answer.stderr
    answer = cables("status", "--data", tmp_path)
    assert answer.exit_code == 0
    assert "cables run" in answer.stdout


def test_show_finds_a_cable_in_any_case(archive: Path) -> None:
    answer = cables("show", " 06phnompenh2 ")
    assert answer.exit_code == 0
    assert "TALKS ON THE HARBOUR" in answer.stdout
    assert "1. (SBU) The harbour master spoke of dredging." in answer.stdout


def test_show_names_ids_near_one_that_is_not_there(archive: Path) -> None:
    answer = cables("show", "06PHNOMPEN2")
    assert answer.exit_code == 1
    assert "06PHNOMPENH2" in answer.stderr


def test_parse_shows_one_file(tmp_path: Path) -> None:
    answer = cables("parse", telegrams.write(tmp_path, 7))
    assert answer.exit_code == 0
    assert answer.stdout.startswith("06PHNOMPENH7  TALKS ON THE HARBOUR\n")
    assert "1. (SBU) The harbour master spoke of dredging." in answer.stdout
    assert "PGOV; PREL; CB" in answer.stdout


def test_parse_gives_every_record_as_json(tmp_path: Path) -> None:
    records = json.loads(cables("parse", telegrams.write(tmp_path, 7), "--json").stdout)
    assert records["cable"]["cable_id"] == "06PHNOMPENH7"
    assert [paragraph["number"] for paragraph in records["paragraphs"]] == [1, 2]
    assert records["recipients"][0]["name"] == "SECSTATE WASHDC"
    text = telegrams.text(7)
    assert "".join(text[part["start_offset"] : part["end_offset"]] for part in records["segments"]) == text


@pytest.mark.parametrize("content", [b"", b"\x00" * 9, b"one line"])
def test_parse_says_why_a_file_is_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "bad.txt").write_bytes(content)
    answer = cables("parse", tmp_path / "bad.txt")
    assert answer.exit_code == 1
    assert "bad.txt" in answer.stderr


def test_parse_loads_no_database_and_no_dagster(tmp_path: Path) -> None:
    path = telegrams.write(tmp_path, 7)
    script = (
        "import sys\nfrom cable_pipeline import cli\n"
        f"cli.cables(['parse', {str(path)!r}], standalone_mode=False)\n"
        "print(sorted({'dagster', 'duckdb', 'pyarrow'} & set(sys.modules)), file=sys.stderr)"
    )
    answer = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert answer.stderr.strip() == "[]"


def test_status_lists_failed_files_with_their_reasons(archive: Path) -> None:
    answer = cables("status")
    assert answer.exit_code == 0
    assert "6 seen, 3 parsed, 3 failed" in answer.stdout
    assert "3 failed files" in answer.stdout
    assert "  empty.txt: " in answer.stdout
    assert "  odd\\x1b[31m\\nname.txt: " in answer.stdout
    assert not CONTROL.search(answer.stdout)


def test_status_shows_twenty_failed_files_and_how_to_see_all(tmp_path: Path) -> None:
    telegrams.write(tmp_path / "source", 1)
    for number in range(25):
        (tmp_path / "source" / f"empty{number}.txt").touch()
    folders: list[str | Path] = ["--data", tmp_path / "data"]
    assert cables("run", "--source", tmp_path / "source", *folders).exit_code == 0
    some, everything = cables("status", *folders).stdout, cables("status", "--all", *folders).stdout
    assert (some.count("  empty"), everything.count("  empty")) == (20, 25)
    assert "and 5 more: cables status --all --data" in some


def test_status_tells_a_pinned_generation(tmp_path: Path) -> None:
    source, data = tmp_path / "source", tmp_path / "data"
    telegrams.write(source, 1)
    cables("run", "--source", source, "--data", data)
    telegrams.write(source, 2)
    cables("run", "--source", source, "--data", data)
    generations.pin(data, 1)
    told = cables("status", "--data", data).stdout
    assert "Latest          generation 2" in told
    assert "Current         generation 1" in told
    refused = cables("run", "--source", source, "--data", data)
    assert refused.exit_code == 1
    assert "generation 1" in refused.stderr


def test_relocate_after_a_move(tmp_path: Path) -> None:
    telegrams.write(tmp_path / "source", 1)
    cables("run", "--source", tmp_path / "source", "--data", tmp_path / "before")
    (tmp_path / "before").rename(tmp_path / "after")
    moved = cables("sql", "SELECT 1 FROM cables", "--data", tmp_path / "after")
    assert moved.exit_code == 1
    assert "cables relocate" in moved.stderr
    assert cables("relocate", "--data", tmp_path / "after").exit_code == 0
    assert cables("sql", "SELECT 1 FROM cables", "--data", tmp_path / "after").exit_code == 0


def test_a_relocated_folder_needs_no_new_generation(tmp_path: Path) -> None:
    telegrams.write(tmp_path / "source", 1)
    cables("run", "--source", tmp_path / "source", "--data", tmp_path / "before")
    (tmp_path / "before").rename(tmp_path / "after")
    cables("relocate", "--data", tmp_path / "after")
    again = cables("run", "--source", tmp_path / "source", "--data", tmp_path / "after")
    assert again.exit_code == 0
    assert sorted(path.name for path in (tmp_path / "after" / "generations").iterdir()) == ["1"]


def test_relocate_without_data_says_so(tmp_path: Path) -> None:
    answer = cables("relocate", "--data", tmp_path)
    assert answer.exit_code == 1
    assert "nothing to relocate" in answer.stderr


def test_settings_tell_where_each_value_is_from(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CABLES_WORKERS", "5")
    told = cables("settings", "--pattern", "*.cable").stdout
    assert {document.name for document in SETTINGS} <= set(re.findall(r"^(\w+)", told, re.MULTILINE))
    assert re.search(r"^workers +5 +CABLES_WORKERS ", told, re.MULTILINE)
    assert re.search(r"^pattern +\*\.cable +command line ", told, re.MULTILINE)
    assert re.search(r"^keep_generations +3 +default ", told, re.MULTILINE)


def test_a_port_in_use_is_told_with_another_to_try() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        answer = cables("ui", "--port", str(port))
    assert answer.exit_code == 1
    assert f"Port {port} of 127.0.0.1 is in use" in answer.stderr


def test_the_ui_is_started_on_this_machine_alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    started: list[tuple[list[str], dict[str, str]]] = []
    monkeypatch.setattr(os, "execve", lambda _path, command, environment: started.append((command, environment)))
    monkeypatch.chdir(tmp_path)
    assert cables("ui", "--source", "letters").exit_code == 0
    ((command, environment),) = started
    assert command[command.index("dev") + 1 : command.index("dev") + 3] == ["-h", "127.0.0.1"]
    assert Path(environment["DAGSTER_HOME"]).is_absolute()
    assert environment["CABLES_SOURCE"] == str(tmp_path / "letters")


def test_another_address_is_listened_on_with_a_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[list[str]] = []
    monkeypatch.setattr(os, "execve", lambda _path, command, _environment: started.append(command))
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = str(unused.getsockname()[1])
    answer = cables("ui", "--host", "0.0.0.0", "--port", port)  # noqa: S104 - as within a container
    assert answer.exit_code == 0
    assert "Whoever reaches this address" in answer.stderr
    (command,) = started
    assert command[command.index("-h") + 1] == "0.0.0.0"  # noqa: S104


def test_a_password_is_not_shown_among_the_settings() -> None:
    answer = cables("settings", "--mail-server", "smtp://clerk:hush@mail.example.org:587")
    assert "hush" not in answer.stdout
    assert "smtp://…@mail.example.org:587" in answer.stdout


def test_help_explains_every_command() -> None:
    told = cables("--help").stdout
    for command in ("run", "sql", "show", "parse", "status", "ui", "relocate", "settings", "quality", "demo"):
        assert re.search(rf"^  {command} +[A-Z]", told, re.MULTILINE)
        assert cables(command, "--help").exit_code == 0


def test_a_terminal_gets_no_control_character_from_the_data(archive: Path) -> None:
    main, terminal = pty.openpty()
    command = [sys.executable, "-m", "cable_pipeline.cli", "sql", "SELECT chr(27) || '[31mé' AS x", "--format", "csv"]
    with subprocess.Popen(command, stdout=terminal, stderr=subprocess.STDOUT) as running:
        assert running.wait(60) == 0
    shown = os.read(main, 1000)
    os.close(terminal)
    os.close(main)
    assert b"\x1b" not in shown
    assert b"\\x1b[31m\xc3\xa9" in shown
