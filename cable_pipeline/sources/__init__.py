"""Raw files: what a seed file is, finding and reading them, and telling what changed.

Promise: a file outside the source folder is never opened, nor a device or a pipe; every file is read once at a time,
as bytes that were hashed before they were decoded; whatever can't be read is told with its reason. Standard library
only.
"""

from __future__ import annotations

from cable_pipeline.sources.changes import Change, KnownFile, judge
from cable_pipeline.sources.reading import RawText, UnreadableSeed, decode, read, read_beginning
from cable_pipeline.sources.scanning import Refused, Scan, SeedFile, SourceMissing, scan

__all__ = [
    "Change",
    "KnownFile",
    "RawText",
    "Refused",
    "Scan",
    "SeedFile",
    "SourceMissing",
    "UnreadableSeed",
    "decode",
    "judge",
    "read",
    "read_beginning",
    "scan",
]
