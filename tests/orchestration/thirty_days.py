"""Thirty days of an archive that changes, in a minute or two: files come, change, go and come back between ticks.

Schedule and sensor are asked as the daemon asks them, at a clock that is moved on; what they ask for is run. At the end
the tables must be those that a fresh run over the final folder gives, no run may have failed, and none may have found
nothing to do. ``python -m tests.orchestration.thirty_days`` tells how it went; the test beside it runs a few days.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import dagster as dg

from cable_pipeline.orchestration.automation import daily_schedule, seed_file_sensor
from cable_pipeline.orchestration.graph import build_definitions
from cable_pipeline.settings import Settings
from cable_pipeline.tables import generations
from tests.orchestration import telegrams

FIRST_DAY = datetime(2006, 8, 1, tzinfo=UTC)
LOOKS_A_DAY = 3
FIRST_FILES = 40
QUIET = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}

# These tell when something was seen, and so the history of the folder; all others tell its contents.
LEDGERS = frozenset({"dataset", "revision_changes", "revisions", "source_files"})


@dataclass
class Outcome:
    """What came of the days: runs by what asked for them, and whatever is not as it must be."""

    days: int = 0
    by_sensor: int = 0
    by_schedule: int = 0
    ticks_without_change: int = 0
    failed: list[str] = field(default_factory=list)
    needless: list[str] = field(default_factory=list)
    different: list[str] = field(default_factory=list)

    @property
    def faults(self) -> list[str]:
        """Everything that must not be."""
        return self.failed + self.needless + self.different


class Archive:
    """A source folder that somebody works on; what happens is drawn from ``choices``."""

    def __init__(self, folder: Path, choices: random.Random) -> None:
        self._folder = folder
        self._choices = choices
        self._serial = 0
        self._away: dict[Path, bytes] = {}
        for _ in range(FIRST_FILES):
            self._add()

    def change(self) -> None:
        """Let one to four things happen."""
        for _ in range(self._choices.randint(1, 4)):
            self._choices.choice(
                [self._add, self._add, self._edit, self._remove, self._return, self._rename, self._spoil]
            )()

    def _add(self) -> None:
        self._serial += 1
        telegrams.write(self._folder, self._serial, f"Sentence {self._choices.random()}.")

    def _edit(self) -> None:
        path = self._any()
        path.write_bytes(path.read_bytes().replace(b"Nothing more", b"Nothing at all more", 1) + b"\n")

    def _remove(self) -> None:
        path = self._any()
        self._away[path] = path.read_bytes()
        path.unlink()

    def _return(self) -> None:
        for path in sorted(self._away)[:1]:
            path.write_bytes(self._away.pop(path))

    def _rename(self) -> None:
        path = self._any()
        path.rename(path.with_name(f"renamed-{self._serial}-{path.name[-12:]}"))

    def _spoil(self) -> None:
        (self._folder / f"note-{self._choices.randint(1, 9)}.txt").write_text("no telegram")

    def _any(self) -> Path:
        return self._choices.choice(sorted(self._folder.glob("*.txt")))


def live(folder: Path, days: int, seed: int = 1) -> Outcome:
    """Live through so many days below ``folder``, which must be empty, and compare the end with a fresh run."""
    choices = random.Random(seed)  # noqa: S311 - what happens must be repeatable, not secret
    settings = Settings.load(source=folder / "source", data=folder / "data", workers=1)
    archive, outcome = Archive(settings.source, choices), Outcome(days=days)
    home = folder / "home"
    home.mkdir()
    (home / "dagster.yaml").write_text("telemetry:\n  enabled: false\n")
    with dg.DagsterInstance.from_config(str(home)) as instance:
        daemon = _Daemon(settings, instance, outcome)
        for day in range(days):
            for look in range(LOOKS_A_DAY):
                # At one look in three nothing has changed since the one before.
                if choices.random() < 2 / 3 and (day or look):
                    archive.change()
                    changed = True
                else:
                    changed = not day and not look
                daemon.look(changed)
            if choices.random() < 1 / 2:
                # Something happens while the sensor is off, for the schedule to find.
                archive.change()
            daemon.night(FIRST_DAY + timedelta(days=day + 1, hours=3))
    fresh = Settings.load(source=settings.source, data=folder / "fresh", workers=1)
    with dg.DagsterInstance.ephemeral() as instance:
        _run(fresh, instance)
    outcome.different += _differences(settings.data, fresh.data)
    return outcome


class _Daemon:
    """Asks sensor and schedule, and runs what they ask for."""

    def __init__(self, settings: Settings, instance: dg.DagsterInstance, outcome: Outcome) -> None:
        self._settings, self._instance, self._outcome = settings, instance, outcome
        self._sensor, self._schedule = seed_file_sensor(settings), daily_schedule(settings)
        self._cursor: str | None = None
        self._keys: set[str | None] = set()

    def look(self, changed: bool) -> None:
        """The sensor's time has come."""
        with dg.build_sensor_context(instance=self._instance, cursor=self._cursor) as context:
            told = self._sensor.evaluate_tick(context)
        self._cursor = told.cursor
        self._outcome.by_sensor += self._run_all(told.run_requests, "the sensor")
        self._outcome.ticks_without_change += not changed and not told.run_requests

    def night(self, time: datetime) -> None:
        """The schedule's time has come."""
        with dg.build_schedule_context(instance=self._instance, scheduled_execution_time=time) as context:
            told = self._schedule.evaluate_tick(context)
        self._outcome.by_schedule += self._run_all(told.run_requests, f"the schedule of {time:%d %B}")
        self._outcome.ticks_without_change += not told.run_requests

    def _run_all(self, requests: Sequence[dg.RunRequest] | None, who: str) -> int:
        # As the daemon does: a key is run once.
        wanted = [request for request in requests or [] if request.run_key not in self._keys]
        for request in wanted:
            self._keys.add(request.run_key)
            before = generations.latest(self._settings.data)
            reason = _run(self._settings, self._instance)
            after = generations.latest(self._settings.data)
            if reason is not None:
                self._outcome.failed.append(f"a run for {who} failed: {reason}")
            elif before is not None and after is not None and before.number == after.number:
                self._outcome.needless.append(f"a run for {who} found nothing to do")
        return len(wanted)


def _run(settings: Settings, instance: dg.DagsterInstance) -> str | None:
    """Run the job; return why it failed, ``None`` if it did not."""
    definitions = build_definitions(settings, lambda _stage, _done, _total: None)
    job = definitions.resolve_job_def("ingest")
    result = job.execute_in_process(instance=instance, run_config=QUIET, raise_on_error=False)
    if result.success:
        return None
    return "; ".join(str(event.step_failure_data.error) for event in result.all_events if event.is_step_failure)


def _differences(data: Path, fresh: Path) -> list[str]:
    """Name the table files that are not byte for byte those of a fresh run."""
    found, wanted = _hashes(data), _hashes(fresh)
    names = sorted(found.keys() | wanted.keys())
    return [f"{name} differs from a fresh run" for name in names if found.get(name) != wanted.get(name)]


def _hashes(data: Path) -> dict[str, str]:
    tables = (data / "tables").resolve()
    return {
        str(path.relative_to(tables)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in tables.rglob("*.parquet")
        if path.parent.name not in LEDGERS
    }


def main() -> int:
    """Live through the days and print what came of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="thirty-days-")))
        outcome = live(folder, arguments.days, arguments.seed)
    sys.stdout.write(f"{outcome}\n")
    return 1 if outcome.faults else 0


if __name__ == "__main__":
    sys.exit(main())
