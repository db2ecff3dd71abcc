"""DAGSTER_HOME: the folder in which Dagster keeps its settings, its runs and its events."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

PROJECT_ROOT = Path(__file__).resolve().parents[2]
PROJECT_HOME = PROJECT_ROOT / "dagster_home"
CONFIGURATION = "dagster.yaml"


def dagster_home() -> Path:
    """Return DAGSTER_HOME as an absolute path: the environment variable, else ``dagster_home`` of the project.

    Dagster refuses a relative one, so a relative one is taken from the working directory.
    """
    configured = os.environ.get("DAGSTER_HOME", "").strip()
    return Path(configured).expanduser().absolute() if configured else PROJECT_HOME


def prepare_dagster_home() -> Path:
    """Create DAGSTER_HOME if need be and return it.

    A home without settings of its own gets a copy of the project's: without them Dagster would send usage statistics
    and run several writers at once.

    Raises:
        OSError: the folder can't be created or written to.
    """
    home = dagster_home()
    home.mkdir(parents=True, exist_ok=True)
    configuration = home / CONFIGURATION
    if not configuration.exists() and (PROJECT_HOME / CONFIGURATION).exists():
        shutil.copyfile(PROJECT_HOME / CONFIGURATION, configuration)
    return home
