"""A `cables ui` of its own, started and stopped as a process."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

import pytest

from cable_pipeline.database import connect
from cable_pipeline.tables import generations

SECONDS_TO_START = 180


class UI(NamedTuple):
    """A Dagster UI that is up, with the folders that its runs use."""

    address: str
    source: Path
    data: Path

    def generation(self) -> int:
        """The generation that readers have."""
        latest = generations.latest(self.data)
        assert latest is not None
        return latest.number

    def rows(self, relation: str) -> int:
        with connect.connect(self.data) as connection:
            (rows,) = connection.execute(f'SELECT count(*) FROM "{relation}"').fetchone()
        return int(rows)


@contextmanager
def running_ui(folder: Path, **settings: str) -> Iterator[UI]:
    """Run `cables ui` with everything that it writes below ``folder``; ``settings`` are environment variables."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    started = UI(f"http://127.0.0.1:{port}", folder / "source", folder / "data")
    environment = {
        **os.environ,
        "CABLES_SOURCE": str(started.source),
        "CABLES_DATA": str(started.data),
        "CABLES_WORKERS": "1",
        "DAGSTER_HOME": str(folder / "home"),
        **settings,
    }
    command = [sys.executable, "-m", "cable_pipeline.cli", "ui", "--port", str(port)]
    log = folder / "ui.log"
    with (
        log.open("wb") as output,
        subprocess.Popen(command, env=environment, stdout=output, stderr=output, start_new_session=True) as process,
    ):
        try:
            _await_answer(started.address, process, log)
            yield started
        finally:
            _stop(process)


def _await_answer(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline and process.poll() is None:
        with suppress(OSError), urllib.request.urlopen(f"{address}/server_info", timeout=5):  # noqa: S310 - http
            return
        time.sleep(0.2)
    pytest.fail(f"the UI did not come up:\n{log.read_text(errors='replace')[-4000:]}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Stop the UI as Ctrl-C does, and by force whatever that leaves behind."""
    process.send_signal(signal.SIGINT)
    with suppress(subprocess.TimeoutExpired):
        process.wait(30)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
