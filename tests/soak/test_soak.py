"""The soak in small, so that it can't rot; ``make soak`` runs it long."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs processes as POSIX has them")
@pytest.mark.timeout(900)
def test_readers_never_notice_what_happens_to_runs(project_root: Path) -> None:
    counts = ["--kills", "4", "--full-disks", "2", "--pairs", "1", "--reingestions", "2", "--telegrams", "20"]
    command = [sys.executable, "-m", "tests.soak", *counts]
    outcome = subprocess.run(command, cwd=project_root, capture_output=True, text=True, check=False)
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
    assert "All promises were kept." in outcome.stdout
