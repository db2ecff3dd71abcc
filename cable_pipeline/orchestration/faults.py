"""What becomes of a step's fault: a message for whoever is on call, and another attempt only where that may help."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

import dagster as dg

from cable_pipeline.database.relations import DatabaseError
from cable_pipeline.orchestration.ingestion import ChecksFailed
from cable_pipeline.settings import SettingsError
from cable_pipeline.tables.generations import DataFolderUnusable, NoGeneration
from cable_pipeline.tables.ingest import RefusedRun
from cable_pipeline.tables.parquet import DamagedFile
from cable_pipeline.tables.pool import WorkerDied

EXPECTED_FAULTS = (
    RefusedRun,
    ChecksFailed,
    DataFolderUnusable,
    NoGeneration,
    DamagedFile,
    WorkerDied,
    DatabaseError,
    SettingsError,
    OSError,
)

ATTEMPTS_AGAIN = 3
SECONDS_BETWEEN_ATTEMPTS = 10

# What a disk or a network folder may say now and not a moment later.
_PASSING = frozenset(
    {
        errno.EAGAIN,
        errno.EBUSY,
        errno.EINTR,
        errno.EIO,
        errno.EMFILE,
        errno.ENFILE,
        errno.ESTALE,
        errno.ETIMEDOUT,
        errno.ECONNRESET,
        errno.EHOSTDOWN,
        errno.EHOSTUNREACH,
        errno.ENETDOWN,
        errno.ENETUNREACH,
    }
)


def is_passing(fault: BaseException) -> bool:
    """Tell whether a fault may be gone when the step is tried again: a disk or network that did not answer."""
    return isinstance(fault, OSError) and fault.errno in _PASSING


@contextmanager
def faults_told() -> Iterator[None]:
    """Fail the step with the message of an expected fault; ask for another attempt if the fault may pass.

    Faults of the data never come this far: they are rows of the tables. So what is left is refused, broken or passing,
    and only the last is tried again.
    """
    try:
        yield
    except EXPECTED_FAULTS as fault:
        if is_passing(fault):
            raise dg.RetryRequested(max_retries=ATTEMPTS_AGAIN, seconds_to_wait=SECONDS_BETWEEN_ATTEMPTS) from fault
        raise dg.Failure(description=str(fault), allow_retries=False) from None
