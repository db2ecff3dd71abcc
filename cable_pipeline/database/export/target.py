"""Where an export is written: beside its name first, and under it when it is whole."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class ExportError(Exception):
    """Nothing was exported; the message says why."""


@contextmanager
def fresh_folder(out: Path) -> Iterator[Path]:
    """Give a folder to write into, which becomes ``out`` at the end of the block; an error leaves nothing behind.

    Raises:
        ExportError: something is there already, or the folder above is missing or can't be written to.
    """
    with _beside(out) as scratch:
        fresh = scratch / "whole"
        fresh.mkdir()
        yield fresh
        _put(fresh, out)


@contextmanager
def fresh_file(out: Path) -> Iterator[Path]:
    """Give the path of a file to write, which becomes ``out`` at the end of the block. As :func:`fresh_folder`."""
    with _beside(out) as scratch:
        fresh = scratch / "whole"
        yield fresh
        with fresh.open("rb") as file:
            os.fsync(file.fileno())
        _put(fresh, out)


@contextmanager
def _beside(out: Path) -> Iterator[Path]:
    if os.path.lexists(out):
        raise ExportError(f"{out} is there already, and nothing is overwritten: choose another name or move it away")
    if any(character in str(out.parent.absolute()) for character in "?*["):
        raise ExportError(f"DuckDB can't write below {out.parent.absolute()}: its name holds one of ? * [")
    try:
        scratch = Path(tempfile.mkdtemp(prefix=".cables-export-", dir=out.parent))
    except OSError as error:
        raise ExportError(f"{out.parent} can't be written to: {error.strerror or error}") from error
    try:
        yield scratch
    except OSError as error:
        raise ExportError(f"{out} can't be written: {error.strerror or error}") from error
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _put(fresh: Path, out: Path) -> None:
    if os.path.lexists(out):
        raise ExportError(f"{out} appeared while it was being written, and nothing is overwritten")
    fresh.rename(out)
