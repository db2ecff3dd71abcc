"""The floor: what any program must do that keeps an archive, in one process: read, decode, write one Parquet file.

``python -m benchmarks.floor SOURCE OUT`` does it.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from cable_pipeline.settings import DEFAULT_PATTERN
from cable_pipeline.sources import decode, scan
from cable_pipeline.tables.parquet import COMPRESSION_LEVEL

BATCH = 2_000


def write_raw(source: Path, out: Path) -> None:
    """Write path and text of every seed file of ``source`` into the one zstd Parquet file ``out``."""
    schema = pa.schema([("source_path", pa.string()), ("text", pa.string())])
    options = {"compression": "zstd", "compression_level": COMPRESSION_LEVEL, "use_dictionary": False}
    with pq.ParquetWriter(out, schema, **options) as writer:
        found = scan(source, DEFAULT_PATTERN).files
        for start in range(0, len(found), BATCH):
            files = found[start : start + BATCH]
            texts = [decode(Path(file.path).read_bytes())[0] for file in files]
            writer.write_table(pa.table([[file.source_path for file in files], texts], schema=schema))


if __name__ == "__main__":
    write_raw(Path(sys.argv[1]), Path(sys.argv[2]))
