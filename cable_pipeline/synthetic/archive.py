"""Writes an invented archive: one text file a telegram, telegrams of one post referring to one another."""

from __future__ import annotations

import gc
import os
import signal
from array import array
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import accumulate
from multiprocessing import get_context
from pathlib import Path
from random import Random
from time import perf_counter

from cable_pipeline.synthetic.damage import damage
from cable_pipeline.synthetic.invent import MEAN_CHARACTERS, invent, invent_time, stations
from cable_pipeline.synthetic.layout import draw_layout
from cable_pipeline.synthetic.plan import Identity
from cable_pipeline.synthetic.render import render

_CHUNK = 500  # telegrams a worker writes before it reports
_NEIGHBOURS = 3  # earlier telegrams of the own post, and as many of others, that one may refer to
_LARGEST_SEED = 2**32
_LARGEST_COUNT = 2**31
_EPOCH = datetime(1960, 1, 1)  # noqa: DTZ001  # times are UTC, without zone, as in the records
_MINUTE = timedelta(minutes=1)

Progress = Callable[[int, int], None]


class ArchiveError(ValueError):
    """The archive can't be written as asked; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class ArchiveReport:
    """What was written: folder, number of files, their size in bytes, first and last year, and the seconds it took."""

    folder: Path
    files: int
    size_bytes: int
    first_year: int | None
    last_year: int | None
    seconds: float


@dataclass(frozen=True, slots=True)
class _Order:
    """All that a worker needs to know; the same order always yields the same files."""

    folder: Path
    count: int
    seed: int
    mean_characters: int
    by_month: bool
    damaged: bool
    rates: Mapping[str, float] | None


def write_archive(
    folder: Path,
    count: int,
    seed: int = 0,
    *,
    mean_characters: int = MEAN_CHARACTERS,
    by_month: bool = False,
    damaged: bool = True,
    rates: Mapping[str, float] | None = None,
    workers: int | None = None,
    into_existing: bool = False,
    progress: Progress | None = None,
) -> ArchiveReport:
    """Writes ``count`` telegrams as ``ID.txt`` into the folder (which is made if need be) and says what was written.

    ``by_month`` sorts them into sub-folders ``2009/04``; ``damaged`` spoils them at ``rates`` (default: as in a real
    archive); ``workers`` is the number of processes (default: the cores this process may use); ``progress`` is called
    with the number of files written and ``count``. The files depend on count, seed and the settings above only.
    ArchiveError if count, seed or mean size is out of range, or the folder is a file or holds something and
    ``into_existing`` is not set; existing files of the same names are then replaced.
    """
    started = perf_counter()
    order = _Order(folder, count, seed, mean_characters, by_month, damaged, dict(rates) if rates is not None else None)
    _check(order, into_existing)
    folder.mkdir(parents=True, exist_ok=True)
    processes = min(workers or _usable_cores(), -(-count // _CHUNK) or 1)
    written = size = 0
    for files, size_bytes in _in_chunks(order, processes):
        written += files
        size += size_bytes
        if progress:
            progress(written, count)
    calendar = _calendar(count, seed)
    first, last = (calendar.sent_at(0).year, calendar.sent_at(count - 1).year) if count else (None, None)
    return ArchiveReport(folder, written, size, first, last, perf_counter() - started)


def _usable_cores() -> int:
    affinity = getattr(os, "sched_getaffinity", None)  # not on every system
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def _check(order: _Order, into_existing: bool) -> None:
    if not 0 <= order.count < _LARGEST_COUNT:
        raise ArchiveError(f"the number of telegrams must be from 0 to {_LARGEST_COUNT - 1}, but is {order.count}")
    if not 0 <= order.seed < _LARGEST_SEED:
        raise ArchiveError(f"the seed must be from 0 to {_LARGEST_SEED - 1}, but is {order.seed}")
    if order.mean_characters < 1_000:
        raise ArchiveError(f"the mean size must be 1000 characters or more, but is {order.mean_characters}")
    if order.folder.exists() and not order.folder.is_dir():
        raise ArchiveError(f"{order.folder} is a file; name a folder that is empty or does not exist yet")
    if not into_existing and order.folder.is_dir() and any(order.folder.iterdir()):
        raise ArchiveError(f"{order.folder} is not empty; name a folder that is empty or does not exist yet")


def _in_chunks(order: _Order, processes: int) -> Iterator[tuple[int, int]]:
    """Files and bytes of each chunk as it is done; at most two chunks a process wait at any time."""
    chunks = ((order, start, min(start + _CHUNK, order.count)) for start in range(0, order.count, _CHUNK))
    if processes <= 1:
        for chunk in chunks:
            yield _write_chunk(*chunk)
        return
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn"), initializer=_leave_interrupts) as pool:
        running: set[Future[tuple[int, int]]] = set()
        for chunk in chunks:
            running.add(pool.submit(_write_chunk, *chunk))
            if len(running) >= 2 * processes:
                done, running = wait(running, return_when=FIRST_COMPLETED)
                yield from [future.result() for future in done]
        yield from [future.result() for future in running]


def _leave_interrupts() -> None:
    """Ctrl-C is for the parent: a worker that it hits while it takes its next task would leave the others waiting."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _write_chunk(order: _Order, start: int, stop: int) -> tuple[int, int]:
    """Writes the telegrams from ``start`` to before ``stop``; returns their number and their bytes."""
    calendar = _calendar(order.count, order.seed)
    made: set[str] = set()
    size = 0
    with _without_garbage_collection():
        for index in range(start, stop):
            identity = calendar.identity(index)
            folder = str(order.folder)
            if order.by_month:
                folder = f"{folder}/{identity.year}/{identity.sent_at.month:02d}"
                if folder not in made:
                    Path(folder).mkdir(parents=True, exist_ok=True)
                    made.add(folder)
            content = _telegram_text(order, calendar, index).encode()
            _write_file(f"{folder}/{identity.cable_id}.txt", content)
            size += len(content)
    return stop - start, size


@contextmanager
def _without_garbage_collection() -> Iterator[None]:
    """A telegram leaves no reference cycles behind; to look for them over and over takes a tenth of the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _write_file(path: str, content: bytes) -> None:
    """Without the layers of ``open``, which would be a fifth of the time that a telegram takes."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o666)
    try:
        while content:
            content = content[os.write(descriptor, content) :]
    finally:
        os.close(descriptor)


def _telegram_text(order: _Order, calendar: _Calendar, index: int) -> str:
    identity = calendar.identity(index)
    seed = order.seed * _LARGEST_COUNT + index
    plan = invent(seed, identity, calendar.neighbours(index), order.mean_characters)
    rng = Random(f"layout and damage {seed}")
    text = render(plan, draw_layout(rng, identity.year)).text
    return damage(text, rng, order.rates)[0] if order.damaged else text


class _Calendar:
    """Which telegram every post sends when: times ascending, numbers running per post and year.

    Held in a few bytes a telegram, so that archives of any size fit in memory.
    """

    def __init__(self, count: int, seed: int) -> None:
        rng = Random(f"calendar {seed}")
        minutes = sorted([(invent_time(rng) - _EPOCH) // _MINUTE for _ in range(count)])
        self.minutes = array("I", minutes)
        self.posts = array("H", _draw_posts(rng, count))
        self.numbers = array("I", bytes(4 * count))
        self.before = array("i", bytes(4 * count))  # the same post's telegram before, or -1
        latest: dict[int, int] = {}
        for index, post in enumerate(self.posts):
            previous = latest.get(post, -1)
            same_year = previous >= 0 and self.sent_at(previous).year == self.sent_at(index).year
            self.before[index] = previous
            self.numbers[index] = (self.numbers[previous] if same_year else 0) + 1 + int(rng.random() ** 3 * 12)
            latest[post] = index

    def sent_at(self, index: int) -> datetime:
        return _EPOCH + self.minutes[index] * _MINUTE

    def identity(self, index: int) -> Identity:
        sent_at = self.sent_at(index)
        return Identity(sent_at.year, stations()[self.posts[index]].post, self.numbers[index], sent_at)

    def neighbours(self, index: int) -> list[Identity]:
        """Earlier telegrams that this one may answer: of its own post and, in turn, of any other, nearest first."""
        found = []
        own, other = index, index
        for _ in range(_NEIGHBOURS):
            own = self.before[own] if own >= 0 else own
            other -= 1 + (index * 7 + other) % 40
            found += [self.identity(at) for at in (own, other) if at >= 0]
        return found


@lru_cache(maxsize=2)
def _calendar(count: int, seed: int) -> _Calendar:
    return _Calendar(count, seed)


def _draw_posts(rng: Random, count: int) -> list[int]:
    """For each telegram the place of its post in ``stations()``: a few posts send most of them."""
    posts = list(range(len(stations())))
    rng.shuffle(posts)
    weights = list(accumulate(1 / (rank + 8) for rank in range(len(posts))))
    return rng.choices(posts, cum_weights=weights, k=count)
