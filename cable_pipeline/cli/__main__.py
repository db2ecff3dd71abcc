"""``python -m cable_pipeline.cli`` is the same as ``cables``."""

from __future__ import annotations

from cable_pipeline.cli import main

main()
