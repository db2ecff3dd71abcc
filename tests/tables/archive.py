"""An invented archive in a temporary folder, and the whole run over it."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cable_pipeline import telegram as reader
from cable_pipeline.settings import Settings
from cable_pipeline.tables import buckets, generations, ingest
from cable_pipeline.tables.generations import Generation

CLOCKED = {"source_files", "revisions", "revision_changes", "dataset"}


def telegram(cable_id: str, said: str = "The minister agreed.") -> str:
    """Return an invented telegram."""
    return (
        f"{cable_id}\nA TITLE OF {cable_id}\nWed Aug 09 00:00:00 +0200 2006\nCONFIDENTIAL\nEmbassy Vienna\n"
        "VZCZCXYZ0001\nPP RUEHC\nDE RUEHVI #0017 2210743\nZNY CCCCC ZZH\nP 090743Z AUG 06\nFM AMEMBASSY VIENNA\n"
        "TO RUEHC/SECSTATE WASHDC PRIORITY 0123\nINFO RUEHFR/AMEMBASSY PARIS 0042\nBT\n"
        "C O N F I D E N T I A L VIENNA 000017 \n\nSIPDIS \n\nE.O. 12958: DECL: 08/09/2016 \nTAGS: PREL, AU \n"
        "SUBJECT: A MATTER OF NO WEIGHT \n\nREF: 05 VIENNA 12 \n\n"
        f"1. (C) Summary. {said} End summary. \n\n2. (U) A second paragraph. \nEXAMPLE\n"
    )


def small_buckets(monkeypatch: pytest.MonkeyPatch) -> None:
    """Spread a handful of cables over several buckets, and these over two groups or more."""
    monkeypatch.setattr(buckets, "CABLES_PER_BUCKET", 4)
    monkeypatch.setattr(buckets, "BUCKETS_PER_GROUP", 4)
    monkeypatch.setattr(buckets, "LEAST_GROUPS", 2)


def stumbling_reader(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    """Let the reader raise ``error`` at every telegram that says stumble."""
    read_telegram = reader.read_telegram

    def stumbling(text: str) -> Any:
        if "stumble" in text:
            raise error
        return read_telegram(text)

    monkeypatch.setattr(reader, "read_telegram", stumbling)


class Archive:
    """A source folder, a data folder, and runs from the one into the other."""

    def __init__(self, folder: Path, **settings: Any) -> None:
        self.source = folder / "seeds"
        self.data = folder / "data"
        self.source.mkdir(parents=True, exist_ok=True)
        self.settings = Settings(**{"source": self.source, "data": self.data, "workers": 1, **settings})

    def put(self, name: str, content: str | bytes) -> Path:
        """Write a seed file."""
        path = self.source / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def fill(self, count: int, start: int = 1) -> None:
        """Write ``count`` telegrams ``06VIENNA<n>`` into files of that name."""
        for number in range(start, start + count):
            self.put(f"06VIENNA{number}.txt", telegram(f"06VIENNA{number}"))

    def run(self, **options: Any) -> Generation | None:
        """Do a whole run; ``None`` when nothing changed."""
        with generations.writer_lock(self.data):
            plan = ingest.prepare(self.settings, **options)
            staged = ingest.write_tables(self.settings, plan)
            return generations.publish(self.settings, staged) if staged else None

    def made(self, **options: Any) -> Generation:
        """Do a run that publishes."""
        generation = self.run(**options)
        assert generation is not None
        return generation

    def rows(self, table: str) -> list[dict[str, Any]]:
        """Return the rows of a table as readers see it, files in the order of their names."""
        files = sorted((self.data / "tables" / table).glob("*.parquet"))
        return [row for file in files for row in pq.read_table(file).to_pylist()]

    def files(self) -> dict[str, dict[str, Any]]:
        """Return the manifest by source path."""
        return {row["source_path"]: row for row in self.rows("source_files")}

    def statuses(self) -> dict[str, str]:
        """Return the status of each file."""
        return {path: row["status"] for path, row in self.files().items()}

    def changes(self) -> dict[str, str]:
        """Return the change of each file."""
        return {path: row["change"] for path, row in self.files().items()}

    def table_bytes(self) -> dict[str, str]:
        """Return the hash of each Parquet file but those that carry times."""
        tables = self.data / "tables"
        return {
            str(path.relative_to(tables)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(tables.glob("*/*.parquet"))
            if path.parent.name not in CLOCKED
        }

    def everything(self) -> dict[str, tuple[Any, ...]]:
        """Return what could be seen to change in the data folder, the lock apart."""
        return {
            str(path): (path.lstat().st_mtime_ns, path.lstat().st_ino, path.lstat().st_size)
            for path in sorted(self.data.rglob("*"))
            if generations.LOCK_FOLDER not in path.parts
        }


def text_of(row: dict[str, Any]) -> str:
    """Return the source text of a row of cables."""
    return str(row["envelope"] + row["header"] + row["body"])


def schema_of(path: Path) -> pa.Schema:
    """Return the schema of a Parquet file."""
    return pq.read_schema(path)
