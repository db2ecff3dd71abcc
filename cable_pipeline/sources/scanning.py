"""Finding the seed files below the source folder, one ``stat`` each."""

from __future__ import annotations

import fnmatch
import os
import re
import stat
from pathlib import Path
from typing import NamedTuple


class SourceMissing(FileNotFoundError):
    """The source folder does not exist, is no folder, or can't be read."""


class SeedFile(NamedTuple):
    """One file to read.

    ``path`` is what the operating system opens (never a link), ``source_path`` the name under which the archive knows
    the file: relative to the source folder, POSIX, bytes that are not UTF-8 percent-escaped. ``modified_at`` counts
    microseconds since 1970-01-01 UTC.
    """

    path: str
    source_path: str
    size_bytes: int
    modified_at: int


class Refused(NamedTuple):
    """Something below the source folder that is not read, and why."""

    source_path: str
    reason: str


class Scan(NamedTuple):
    """What lies below a source folder, both lists sorted by ``source_path`` in code-point order."""

    files: list[SeedFile]
    refused: list[Refused]


def scan(folder: Path, pattern: str) -> Scan:
    """Find every seed file below ``folder`` whose name matches the shell pattern ``pattern``.

    Names that begin with a dot are left out. Links that lead out of the folder or nowhere, links to folders, devices,
    pipes and sockets under a matching name, and folders that can't be listed are refused.

    Raises:
        SourceMissing: ``folder`` is missing, no folder, or can't be listed.
    """
    try:
        root = os.path.realpath(folder, strict=True)
        os.scandir(root).close()
    except OSError as error:
        raise SourceMissing(f"the source folder {folder} can't be read: {error.strerror or error}") from error
    matches = re.compile(fnmatch.translate(pattern)).match
    files: list[SeedFile] = []
    refused: list[Refused] = []
    folders = [(root, "")]
    while folders:
        folder_path, prefix = folders.pop()
        try:
            entries = os.scandir(folder_path)
        except OSError as error:
            refused.append(Refused(prefix.rstrip("/"), f"the folder can't be listed: {error.strerror or error}"))
            continue
        with entries:
            for entry in entries:
                name = entry.name
                # Of what most of them are it is asked first.
                if entry.is_file(follow_symlinks=False):
                    if matches(name) and not name.startswith("."):
                        _look_at_file(entry, prefix, files, refused)
                elif entry.is_dir(follow_symlinks=False):
                    folders.append((entry.path, prefix + escaped(name) + "/"))
                elif entry.is_symlink():
                    _look_at_link(entry, prefix, root, bool(matches(name)), files, refused)
                elif matches(name) and not name.startswith("."):
                    _look_at_file(entry, prefix, files, refused)
    files.sort(key=lambda file: file.source_path)
    return _without_ambiguous(files, refused)


def escaped(name: str) -> str:
    """Return a file name as text: bytes that are not UTF-8 (lone surrogates here) become ``%`` and two hex digits."""
    if name.isascii():
        return name
    return "".join(f"%{ord(c) - 0xDC00:02X}" if "\udc80" <= c <= "\udcff" else c for c in name)


def _look_at_file(entry: os.DirEntry[str], prefix: str, files: list[SeedFile], refused: list[Refused]) -> None:
    source_path = prefix + escaped(entry.name)
    try:
        facts = entry.stat(follow_symlinks=False)
    except FileNotFoundError:
        return
    except OSError as error:
        refused.append(Refused(source_path, f"can't be looked at: {error.strerror or error}"))
        return
    if stat.S_ISREG(facts.st_mode):
        files.append(SeedFile(entry.path, source_path, facts.st_size, facts.st_mtime_ns // 1000))
    else:
        refused.append(Refused(source_path, "a device, pipe or socket, not a regular file"))


def _look_at_link(
    entry: os.DirEntry[str], prefix: str, root: str, matching: bool, files: list[SeedFile], refused: list[Refused]
) -> None:
    """Take a link to a regular file inside the folder for one more name of that file; refuse all other links."""
    source_path = prefix + escaped(entry.name)
    try:
        target = os.path.realpath(entry.path, strict=True)
        facts = Path(target).lstat()
    except OSError:
        if matching and not entry.name.startswith("."):
            refused.append(Refused(source_path, "a link that leads nowhere"))
        return
    is_folder = stat.S_ISDIR(facts.st_mode)
    if not is_folder and (not matching or entry.name.startswith(".")):
        return
    if os.path.commonpath([root, target]) != root:
        refused.append(Refused(source_path, "a link that leads out of the source folder"))
    elif is_folder:
        refused.append(Refused(source_path, "a link to a folder; folders are read under their own name only"))
    elif not stat.S_ISREG(facts.st_mode):
        refused.append(Refused(source_path, "a link to a device, pipe or socket"))
    else:
        files.append(SeedFile(target, source_path, facts.st_size, facts.st_mtime_ns // 1000))


def _without_ambiguous(files: list[SeedFile], refused: list[Refused]) -> Scan:
    """Refuse files whose escaped name is the plain name of another: a source path must tell one file."""
    kept: list[SeedFile] = []
    for file in files:
        if kept and kept[-1].source_path == file.source_path:
            plain, other = sorted((kept[-1], file), key=lambda f: (not f.path.endswith(f.source_path), f.path))
            kept[-1] = plain
            refused.append(
                Refused(file.source_path, f"two files share this name once escaped; {other.path!a} is not read")
            )
        else:
            kept.append(file)
    return Scan(kept, sorted(refused))
