"""What changed against the run before: size and modification time raise the suspicion, the hash is the judge."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal, Protocol

from cable_pipeline.sources.scanning import SeedFile

Change = Literal["new", "changed", "renamed", "unchanged", "removed"]


class KnownFile(Protocol):
    """What the run before knew of a file; ``sha256`` is empty when the bytes could not be read."""

    @property
    def size_bytes(self) -> int:
        """Size in bytes."""

    @property
    def modified_at(self) -> int:
        """Modification time in microseconds since 1970-01-01 UTC."""

    @property
    def sha256(self) -> str:
        """SHA-256 of the bytes, in hexadecimal."""


def find_suspects(files: Iterable[SeedFile], known: Mapping[str, KnownFile], *, every: bool = False) -> list[SeedFile]:
    """Return the files that must be read to know whether they changed, in the order given.

    ``known`` maps source paths. A file is let pass when size and modification time are those known and its bytes were
    read then: a file that could not be read is tried again each time. ``every`` lets none pass.
    """
    if every:
        return list(files)
    found = []
    for file in files:
        before = known.get(file.source_path)
        if (
            before is None
            or before.size_bytes != file.size_bytes
            or before.modified_at != file.modified_at
            or not before.sha256
        ):
            found.append(file)
    return found


def judge(
    read: Mapping[str, str], known: Mapping[str, KnownFile], missing: Iterable[str]
) -> dict[str, tuple[Change, str | None]]:
    """Return the change of each file that was read, with the former source path of a renamed one.

    Args:
        read: source path to hash of what was read now (empty: it could not be read).
        known: source path to what the run before knew.
        missing: source paths that the run before knew and that are gone.

    A new path with the bytes of a path that is gone is that file renamed; each gone path gives its bytes away once,
    in code-point order, so that the answer does not depend on the order of the arguments.
    """
    gone: dict[str, list[str]] = {}
    for path in sorted(missing, reverse=True):
        if known[path].sha256:
            gone.setdefault(known[path].sha256, []).append(path)
    changes: dict[str, tuple[Change, str | None]] = {}
    for path in sorted(read):
        before, sha256 = known.get(path), read[path]
        if before is not None:
            changes[path] = ("unchanged" if before.sha256 == sha256 else "changed", None)
        elif gone.get(sha256):
            changes[path] = ("renamed", gone[sha256].pop())
        else:
            changes[path] = ("new", None)
    return changes
