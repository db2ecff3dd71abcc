"""What changed against the run before: the hash is the judge."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal, Protocol

Change = Literal["new", "changed", "renamed", "unchanged", "removed"]


class KnownFile(Protocol):
    """What the run before knew of a file; ``sha256`` is empty when the bytes could not be read."""

    @property
    def sha256(self) -> str:
        """SHA-256 of the bytes, in hexadecimal."""


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
