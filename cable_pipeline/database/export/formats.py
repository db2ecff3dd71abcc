"""The forms in which a generation is given away, by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from cable_pipeline.database.export.database import export_duckdb
from cable_pipeline.database.export.graphs import export_graphml
from cable_pipeline.database.export.tables import Progress, export_csv, export_datapackage, export_parquet
from cable_pipeline.tables.generations import Generation

Export = Callable[[Generation, Path, Progress], None]

FORMATS: Mapping[str, Export] = MappingProxyType(
    {
        "duckdb": export_duckdb,
        "csv": export_csv,
        "parquet": export_parquet,
        "datapackage": export_datapackage,
        "graphml": export_graphml,
    }
)
"""Each takes a generation, what to write (a file, or a folder for csv, parquet and graphml), and a progress."""
