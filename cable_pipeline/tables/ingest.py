"""A run in two steps: `prepare` compares the source folder with the latest generation, `write_tables` stages the next.

Publishing what was staged is `cable_pipeline.tables.generations.publish`; the checks belong in between.
"""

from __future__ import annotations

from cable_pipeline.tables.planning import PinnedGeneration, Plan, Progress, RefusedRun, Seen, Unaccounted, prepare
from cable_pipeline.tables.staging import write_tables

__all__ = ["PinnedGeneration", "Plan", "Progress", "RefusedRun", "Seen", "Unaccounted", "prepare", "write_tables"]
