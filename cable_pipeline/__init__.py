"""cable_pipeline: raw text files of U.S. diplomatic telegrams in, Parquet tables and a DuckDB database out.

Importing the package is cheap on purpose: the rooms (``telegram``, ``sources``, ``tables``, ``database``,
``orchestration``) are imported where they are used, so that a worker which only reads telegrams loads
neither DuckDB nor Dagster.

``cable_pipeline.connect()`` opens the current generation for SQL: see ``cable_pipeline.database.connect``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cable_pipeline.compiled import search_path

if TYPE_CHECKING:
    from cable_pipeline.database.connect import connect

__all__ = ["connect"]

__path__ = search_path(__path__)


def __getattr__(name: str) -> Any:
    """Import ``connect``, and DuckDB with it, when it is asked for."""
    if name != "connect":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from cable_pipeline.database.connect import connect

    return connect
