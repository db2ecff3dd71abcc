"""What benchmarks measure with, as far as a wrong number could come of it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from benchmarks import processes


class _Vanishing:
    """A /proc whose process ends between the look at it and the next one."""

    def glob(self, pattern: str) -> Iterator[Path]:
        raise FileNotFoundError(pattern)


def test_a_process_that_ends_while_it_is_looked_at_has_no_descendants(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "_PROC", _Vanishing())
    assert list(processes._tree(1)) == [1]


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="only Linux tells it")
def test_what_a_command_takes_counts_its_children() -> None:
    child = "import time; held = bytearray(60_000_000); time.sleep(1)"
    command = [sys.executable, "-c", f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"]
    measured = processes.measure(command, os.environ)
    assert measured.seconds > 1
    assert measured.peak_bytes > 60_000_000


def test_a_command_that_fails_is_told_with_what_it_said() -> None:
    with pytest.raises(click.ClickException, match="no such thing"):
        processes.measure([sys.executable, "-c", "raise SystemExit('no such thing')"], os.environ)
