"""What Dagster loads: the definitions for the settings of the environment."""

from __future__ import annotations

from cable_pipeline.orchestration.graph import build_definitions
from cable_pipeline.settings import Settings

defs = build_definitions(Settings.load())
