"""A command as a process of its own: how long it takes, how much work it is, how much memory all of it holds."""

from __future__ import annotations

import os
import resource
import subprocess
import threading
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from time import perf_counter
from typing import IO, NamedTuple

import click

SECONDS_BETWEEN_SAMPLES = 0.1
NEW_HEIGHT = 1.01
PAGE = os.sysconf("SC_PAGE_SIZE")
_PROC = Path("/proc")


class Measured(NamedTuple):
    """What a command took.

    ``cpu_seconds`` is the sum over all its processes; ``peak_bytes`` the largest sum of their memory that a sample saw,
    a page that several share counted once, 0 where the system has no /proc. ``stages`` gives the seconds from one word
    on standard error to the next, by the first word of the line that ended them.
    """

    seconds: float
    cpu_seconds: float
    peak_bytes: int
    stages: Mapping[str, float]


def measure(command: Sequence[str], environment: Mapping[str, str]) -> Measured:
    """Run a command to its end.

    Raises:
        click.ClickException: it failed; the message holds what it said.
    """
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begun = perf_counter()
    with subprocess.Popen(
        command, env=dict(environment), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        peak = _Peak(process.pid)
        lines: list[tuple[float, str]] = []
        listener = threading.Thread(target=_listen, args=(process.stderr, lines, begun))
        listener.start()
        with peak:
            said = process.stdout.read() if process.stdout else ""
            process.wait()
        listener.join()
    seconds = perf_counter() - begun
    if process.returncode:
        raise click.ClickException(f"{' '.join(command)} failed:\n{said}" + "\n".join(line for _, line in lines))
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Measured(seconds, cpu, peak.bytes, _stages(lines, seconds))


def _listen(stream: IO[str] | None, lines: list[tuple[float, str]], begun: float) -> None:
    lines.extend((perf_counter() - begun, line.rstrip()) for line in stream or ())


def _stages(lines: Sequence[tuple[float, str]], seconds: float) -> dict[str, float]:
    """Return how long each stage was the last one that was told of; "start" is what came before the first."""
    stages: dict[str, float] = {}
    stage, since = "start", 0.0
    for at, line in lines:
        name = line.split(" ", 1)[0]
        if name != stage:
            stages[stage] = stages.get(stage, 0.0) + at - since
            stage, since = name, at
    stages[stage] = stages.get(stage, 0.0) + seconds - since
    return stages


class _Peak:
    """Watches the memory of a process and its descendants in a thread of its own.

    What is resident is looked up in no time, but counts shared pages once for each process. To be told each one's share
    of them takes the system 20 ms a gigabyte, so it is asked only where what is resident reaches a new height.
    """

    def __init__(self, pid: int) -> None:
        self.bytes = 0
        self._pid = pid
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch)

    def __enter__(self) -> _Peak:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def _watch(self) -> None:
        height = 0.0
        while not self._ended.wait(SECONDS_BETWEEN_SAMPLES):
            processes = list(_tree(self._pid))
            resident = sum(map(_resident, processes))
            if resident > height * NEW_HEIGHT:
                height = resident
                self.bytes = max(self.bytes, sum(map(_own, processes)))


def _tree(pid: int) -> Iterator[int]:
    yield pid
    try:
        listed = [children.read_text() for children in _PROC.glob(f"{pid}/task/*/children")]
    except OSError:  # it ended meanwhile
        return
    for child in " ".join(listed).split():
        yield from _tree(int(child))


def _resident(pid: int) -> int:
    try:
        return int((_PROC / str(pid) / "statm").read_text().split()[1]) * PAGE
    except (OSError, IndexError):
        return 0


def _own(pid: int) -> int:
    """Return the memory of a process, of each page that it shares with others its part; else what is resident."""
    try:
        for line in (_PROC / str(pid) / "smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    except (OSError, IndexError, ValueError):
        pass
    return _resident(pid)
