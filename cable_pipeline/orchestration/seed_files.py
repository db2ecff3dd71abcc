"""The state of the source folder, told without reading a file: paths, sizes and modification times."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import NamedTuple, Protocol

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from cable_pipeline.tables.generations import Generation
from cable_pipeline.tables.manifest import MANIFEST_FILE


class Facts(Protocol):
    """What tells one state of a file from another; ``modified_at`` counts microseconds since 1970-01-01 UTC."""

    @property
    def source_path(self) -> str:
        """The file relative to the source folder."""

    @property
    def size_bytes(self) -> int:
        """Its size."""

    @property
    def modified_at(self) -> int:
        """Its modification time."""


class KnownSeedFile(NamedTuple):
    """A seed file as the latest run saw it."""

    source_path: str
    size_bytes: int
    modified_at: int
    sha256: str


def known_seed_files(generation: Generation) -> list[KnownSeedFile]:
    """Return the seed files of a generation, those that were gone left out, in the order of their paths.

    Raises:
        OSError: the manifest can't be read.
    """
    columns = [*KnownSeedFile._fields, "status"]
    table = pq.read_table(generation.tables / MANIFEST_FILE, columns=columns)
    table = table.filter(pc.not_equal(table.column("status"), "removed"))
    modified_at = table.column("modified_at").cast(pa.int64())
    values = [
        (modified_at if name == "modified_at" else table.column(name)).to_pylist() for name in KnownSeedFile._fields
    ]
    return list(map(KnownSeedFile, *values))


def state_of(files: Iterable[Facts]) -> str:
    """Return a digest of path, size and modification time of all files, in their order."""
    digest = hashlib.sha256()
    for file in files:
        facts = f"{file.source_path}\0{file.size_bytes}\0{file.modified_at}\0"
        digest.update(facts.encode("utf-8", "surrogatepass"))
    return digest.hexdigest()
