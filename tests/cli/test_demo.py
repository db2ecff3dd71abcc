from __future__ import annotations

import os
import pty
import re
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from cable_pipeline.telegram import read_telegram
from tests.cli.test_cli import cables, process


def texts(folder: Path) -> dict[str, str]:
    return {path.name: path.read_bytes().decode() for path in folder.iterdir()}


def test_demo_writes_an_archive_that_the_suggested_command_reads(tmp_path: Path) -> None:
    written = process("demo", "--count", "40", "--out", tmp_path / "my cables")
    assert written.returncode == 0, written.stderr
    assert re.match(r"Wrote 40 invented telegrams of \d{4} to \d{4} \(\d+\.\d MB\) into ", written.stdout)
    assert len(texts(tmp_path / "my cables")) == 40
    assert "Telegrams written 40 of 40" in written.stderr
    (suggested,) = re.findall(r"^  cables (run .+)$", written.stdout, re.MULTILINE)
    read = cables(*shlex.split(suggested), "--workers", "1")
    assert read.exit_code == 0, read.output
    assert re.search(r"^seen +40 *$", read.stdout, re.MULTILINE)
    assert (tmp_path / "my cables-data" / "cables.duckdb").exists()


def test_the_same_seed_gives_the_same_archive_and_another_one_another(tmp_path: Path) -> None:
    for folder, seed in (("one", "5"), ("same", "5"), ("other", "6")):
        assert cables("demo", "--count", "5", "--out", tmp_path / folder, "--seed", seed).exit_code == 0
    assert texts(tmp_path / "one") == texts(tmp_path / "same") != texts(tmp_path / "other")


def test_clean_telegrams_are_those_before_the_damage(tmp_path: Path) -> None:
    for folder, *choice in (("damaged", "--damaged"), ("clean", "--clean"), ("default",)):
        assert cables("demo", "--count", "60", "--out", tmp_path / folder, *choice).exit_code == 0
    clean, damaged = texts(tmp_path / "clean"), texts(tmp_path / "damaged")
    assert damaged == texts(tmp_path / "default")
    assert 0 < sum(clean[name] != text for name, text in damaged.items()) < len(clean)
    codes = {issue.code for text in clean.values() for issue in read_telegram(text).issues}
    assert not codes & {"identifier-repaired", "tags-run-together", "preview-joined"}


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    refused = cables("demo", "--count", "2", "--out", tmp_path)
    assert refused.exit_code == 1
    assert f"{tmp_path} is not empty" in refused.stderr
    assert texts(tmp_path) == {"letter.txt": "mine"}


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    written = cables("demo", "--count", "1", "--out", tmp_path)
    assert written.stdout.startswith("Wrote 1 invented telegram of ")
    assert len(texts(tmp_path)) == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ["--count", "0", "--out", "x"],
        ["--count", "-3", "--out", "x"],
        ["--count", "many", "--out", "x"],
        ["--count", "1"],
        ["--count", "1", "--out", "x", "--seed", "-1"],
        ["--count", "1", "--out", __file__],
    ],
)
def test_wrong_use_of_demo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]) -> None:
    monkeypatch.chdir(tmp_path)
    assert cables("demo", *arguments).exit_code == 2
    assert texts(tmp_path) == {}


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    failed = process("demo", "--count", "1", "--out", tmp_path / "file" / "below")
    assert failed.returncode == 1
    assert "below can't be written: Not a directory" in failed.stderr
    assert "Traceback" not in failed.stderr


@pytest.fixture
def heeded_interrupts() -> Iterator[None]:
    """Have interrupts heeded: jobs that a shell starts in the background ignore them, and so would their children."""
    former = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, former)


@pytest.mark.usefixtures("heeded_interrupts")
def test_an_interrupt_ends_it(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "cable_pipeline.cli", "demo", "--count", "60000", "--out", str(tmp_path / "out")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True) as running:
        assert running.stderr is not None
        assert b"Telegrams written" in running.stderr.readline()
        os.killpg(running.pid, signal.SIGINT)  # as a terminal does, to the workers, too
        assert running.wait(30) == 1
        assert running.stderr.read().strip().endswith(b"Aborted!")


def test_a_terminal_gets_a_progress_bar(tmp_path: Path) -> None:
    main, terminal = pty.openpty()
    command = [sys.executable, "-m", "cable_pipeline.cli", "demo", "--count", "2000", "--out", str(tmp_path / "out")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=terminal) as running:
        assert running.wait(120) == 0
    shown = os.read(main, 100_000).decode()
    os.close(terminal)
    os.close(main)
    assert "Telegrams written" in shown
    assert "/2000" in shown
