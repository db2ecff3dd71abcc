"""Worker processes that end with their parent and load nothing but what a task needs."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing.context import SpawnContext, SpawnProcess
from types import ModuleType
from typing import Any, Protocol, TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")


class WorkerDied(RuntimeError):
    """A worker process ended in the middle of its work."""


class TaskMap(Protocol):
    """Applies a module-level function to every task and yields the results in the order of the tasks."""

    def __call__(self, function: Callable[[Task], Result], tasks: Iterable[Task], /) -> Iterator[Result]:
        """Yield ``function(task)`` for each task."""


@contextmanager
def task_map(workers: int) -> Iterator[TaskMap]:
    """Give a `TaskMap` that spreads tasks over ``workers`` processes; with one worker they run in this process.

    Raises:
        WorkerDied: on use, when a worker was killed.
    """
    if workers <= 1:
        yield _in_this_process
        return
    executor = ProcessPoolExecutor(workers, mp_context=_LeanContext(), initializer=_start_worker)
    try:
        yield _told_when_broken(executor)
    except BaseException:
        executor.shutdown(cancel_futures=True)
        raise
    executor.shutdown()


def _in_this_process(function: Callable[[Task], Result], tasks: Iterable[Task]) -> Iterator[Result]:
    return map(function, tasks)


def _told_when_broken(executor: ProcessPoolExecutor) -> TaskMap:
    def apply(function: Callable[[Task], Result], tasks: Iterable[Task]) -> Iterator[Result]:
        try:
            yield from executor.map(function, tasks)
        except BrokenProcessPool as error:
            raise WorkerDied(
                "a worker process ended unexpectedly, most likely killed for want of memory; nothing was published. "
                "Run again, with fewer workers if it happens twice"
            ) from error

    return apply


def collect_seldom() -> None:
    """Let this process look for cycles among its objects less often.

    The records of files and telegrams hold none; to look for some after every 700 objects cost a twentieth of the time.
    A batch of telegrams makes a hundred thousand objects, so that a lower threshold would look at each in the making.
    """
    gc.set_threshold(1_000_000)


def _start_worker() -> None:
    """Leave Ctrl-C to the parent, and end as soon as the parent has ended, however it did."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    collect_seldom()
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: Any) -> None:
    parent.join()
    os._exit(1)


class _LeanProcess(SpawnProcess):
    """A spawned process that does not import the main module of its parent, which may be all of Dagster."""

    @staticmethod
    def _Popen(process_obj: Any) -> Any:  # noqa: N802  (the name that multiprocessing calls)
        main = sys.modules["__main__"]
        sys.modules["__main__"] = ModuleType("__main__")
        try:
            return SpawnProcess._Popen(process_obj)
        finally:
            sys.modules["__main__"] = main


class _LeanContext(SpawnContext):
    Process = _LeanProcess
