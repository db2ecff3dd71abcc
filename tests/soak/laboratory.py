"""An archive that changes at random, runs that are disturbed, and an oracle that remembers what was ever published.

A run is a forked process with a group of its own, so that it and its workers can be killed together at any moment,
and starts without importing anything. This process itself neither opens a database nor starts a thread.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import resource
import signal
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from cable_pipeline.database.checks import check_database
from cable_pipeline.database.connect import connect
from cable_pipeline.orchestration import ingest
from cable_pipeline.orchestration.faults import EXPECTED_FAULTS
from cable_pipeline.orchestration.ingestion import Ingestion, RunOptions, waiting_writer_lock
from cable_pipeline.settings import Settings
from cable_pipeline.tables import buckets, generations
from tests.tables.archive import telegram

CABLES_PER_BUCKET, BUCKETS_PER_GROUP, LEAST_GROUPS = 4, 4, 2
"""Few, so that a small archive has work for several workers and files to share."""

DONE, REFUSED, BROKEN = 0, 3, 4


class Broken(AssertionError):
    """A promise was broken; the message says which."""


class Published(NamedTuple):
    """What a reader sees: the generation, the hash of each cable's text, and every text that is kept (id, hash)."""

    generation: int
    cables: dict[str, str]
    kept: set[tuple[str, str]]


class Laboratory:
    """A source folder, its data folder, and what must hold of them whatever happens to a run."""

    def __init__(self, folder: Path, telegrams: int, seed: int, data: Path | None = None) -> None:
        buckets.CABLES_PER_BUCKET = CABLES_PER_BUCKET
        buckets.BUCKETS_PER_GROUP, buckets.LEAST_GROUPS = BUCKETS_PER_GROUP, LEAST_GROUPS
        os.environ["DAGSTER_HOME"] = str(folder / "dagster_home")
        self.settings = Settings(folder / "seeds", data or folder / "data", 2, max_removed_share=1.0)
        self.random = random.Random(seed)  # noqa: S311 - repeatable, not secret
        self.published: Published | None = None
        self.ever: set[tuple[str, str]] = set()
        self.states: list[dict[str, str]] = [{}]
        self._next = 1
        self.settings.source.mkdir(parents=True)
        for _ in range(telegrams):
            self._add()
        self._remember()

    def change(self) -> None:
        """Edit, add, remove and rename a few telegrams."""
        for action in self.random.choices([self._edit, self._add, self._remove, self._rename], [6, 2, 1, 1], k=5):
            action()
        self._remember()

    def edit_all(self, said: str) -> None:
        """Let every telegram say the same new sentence."""
        for path in self.settings.source.iterdir():
            cable_id = path.read_text().split("\n", 1)[0]
            path.write_text(telegram(cable_id, said))
        self._remember()

    def run(self, *, kill_after: float | None = None) -> int | None:
        """Do a whole run as `cables run` does; return its exit status, or ``None`` when it was killed."""
        return disturbed(self._whole_run, kill_after)

    def run_with_small_files(self, limit: int) -> int | None:
        """Do a run, without Dagster's records, that can write no file beyond ``limit`` bytes."""

        def limited() -> int:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
            return self._plain_run()

        return disturbed(limited, None)

    def require_sound(self) -> Published | None:
        """Look at what is published as a reader does.

        Raises:
            Broken: it does not open, fails its checks, mixes two states of the folder, went back, or lost a text.
        """
        found = asked(self._look)
        if found is None:
            if self.published is not None:
                raise Broken("there was a published generation, and now there is none")
            return None
        if found["failed"]:
            raise Broken(f"checks failed: {found['failed']}")
        seen = Published(found["generation"], found["cables"], {(a, b) for a, b in found["kept"]})
        if self.published is not None and seen.generation < self.published.generation:
            raise Broken(f"generation {self.published.generation} went back to {seen.generation}")
        if seen.cables not in self.states:
            raise Broken(
                f"generation {seen.generation} is no state that the source folder was ever in between two runs"
            )
        self.ever |= set(seen.cables.items()) | seen.kept
        if lost := self.ever - seen.kept:
            raise Broken(f"generation {seen.generation} lost {len(lost)} texts, for instance {min(lost)}")
        self.published = seen
        return seen

    def is_up_to_date(self) -> bool:
        """Tell whether readers see the folder as it is now."""
        return self.published is not None and self.published.cables == self.states[-1]

    def _edit(self) -> None:
        path = self.random.choice(sorted(self.settings.source.iterdir()))
        cable_id = path.read_text().split("\n", 1)[0]
        path.write_text(telegram(cable_id, f"Edition {self.random.random()}."))

    def _add(self) -> None:
        name = f"06VIENNA{self._next}"
        (self.settings.source / f"{name}.txt").write_text(telegram(name))
        self._next += 1

    def _remove(self) -> None:
        self.random.choice(sorted(self.settings.source.iterdir())).unlink()

    def _rename(self) -> None:
        path = self.random.choice(sorted(self.settings.source.iterdir()))
        path.rename(path.with_name(f"{path.stem.split('-')[0]}-{self._next}.txt"))
        self._next += 1

    def _remember(self) -> None:
        state = {}
        for path in self.settings.source.iterdir():
            content = path.read_bytes()
            state[content.split(b"\n", 1)[0].decode()] = hashlib.sha256(content).hexdigest()
        self.states.append(state)

    def _whole_run(self) -> int:
        try:
            ingest.run(self.settings, progress=_silent)
        except ingest.RunFailed as failure:
            sys.stderr.write(f"{failure}\n")
            return REFUSED
        return DONE

    def _plain_run(self) -> int:
        try:
            with waiting_writer_lock(self.settings, _silent):
                Ingestion(self.settings, RunOptions(), _silent).generation  # noqa: B018 - asking for it makes it
        except EXPECTED_FAULTS as fault:
            sys.stderr.write(f"{fault}\n")
            return REFUSED
        return DONE

    def _look(self) -> Any:
        current = generations.current(self.settings.data)
        if current is None:
            return None
        failed = [str(result) for result in check_database(current.database) if not result.ok]
        with connect(self.settings.data) as connection:
            rows = connection.execute("SELECT cable_id, sha256, text, is_current FROM revision_texts").fetchall()
        whole = [row for row in rows if row[2] is not None and hashlib.sha256(row[2].encode()).hexdigest() == row[1]]
        return {
            "generation": current.number,
            "failed": failed,
            "cables": {row[0]: row[1] for row in whole if row[3]},
            "kept": [(row[0], row[1]) for row in whole],
        }


def _silent(_stage: str, _done: int, _total: int) -> None:
    return None


def started(task: Callable[[], int]) -> int:
    """Fork a process with a group of its own that ends with what ``task`` returns; return its id."""
    process = os.fork()
    if process:
        # Both sides do it: whoever comes first, the group is there before anybody kills it.
        with suppress(OSError):
            os.setpgid(process, process)
        return process
    status = BROKEN
    try:
        os.setpgid(0, 0)
        status = task()
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(status)


def ended(process: int) -> int | None:
    """Wait for a forked process; return its exit status, ``None`` if it was killed.

    Raises:
        Broken: it ended with an error that nobody expects.
    """
    _, status = os.waitpid(process, 0)
    if os.WIFSIGNALED(status):
        return None
    if os.WEXITSTATUS(status) == BROKEN:
        raise Broken("a run or a reader ended with an error that has no message of its own; see above")
    return os.WEXITSTATUS(status)


def disturbed(task: Callable[[], int], kill_after: float | None) -> int | None:
    """Do the task in a process of its own, and kill that and all its workers after so many seconds."""
    process = started(task)
    if kill_after is not None:
        deadline = time.monotonic() + kill_after
        while time.monotonic() < deadline:
            done, status = os.waitpid(process, os.WNOHANG)
            if done:
                return os.WEXITSTATUS(status) if os.WIFEXITED(status) else None
            time.sleep(0.002)
        os.killpg(process, signal.SIGKILL)
    return ended(process)


def asked(question: Callable[[], Any]) -> Any:
    """Return what ``question`` returns in a process of its own; it must be JSON."""
    reading, writing = os.pipe()

    def answer() -> int:
        os.close(reading)
        with os.fdopen(writing, "w") as stream:
            json.dump(question(), stream)
        return DONE

    process = started(answer)
    os.close(writing)
    with os.fdopen(reading) as stream:
        content = stream.read()
    ended(process)
    return json.loads(content)
