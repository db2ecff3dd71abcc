"""Every setting in one place: a call's own value goes before the environment variable, and that before the default."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

PROJECT_ROOT = Path(__file__).resolve().parents[1]
DEFAULT_PATTERN = "*.txt"
DEFAULT_MAX_FILE_BYTES = 64 * 1024 * 1024
DEFAULT_MAX_REMOVED_SHARE = 0.2
DEFAULT_KEEP_GENERATIONS = 3
DEFAULT_SCHEDULE = "0 3 * * *"
DEFAULT_SENSOR_SECONDS = 30
DEFAULT_SEARCH_INDEX = "on"


class SettingsError(ValueError):
    """A setting holds a value that can't be used; the message names the setting and says what it takes."""


class SettingDoc(NamedTuple):
    """One setting as the documentation shows it."""

    name: str
    environment: str
    default: str
    meaning: str


@dataclass(frozen=True)
class Settings:
    """The settings of one run; every path is absolute.

    Attributes:
        source: folder of the seed files.
        data: folder of the generations, the tables and the database.
        workers: number of processes that read telegrams.
        pattern: shell pattern that the name of a seed file matches.
        max_file_bytes: a larger file is not read, and recorded as failed.
        max_removed_share: a run that would remove a larger share of the cables (0 to 1) is refused.
        keep_generations: number of generations that are kept.
        schedule: cron expression of the nightly run.
        sensor_seconds: seconds between two looks of the sensor at the source folder.
        search_index: whether a run brings the full-text index up to date.
    """

    source: Path
    data: Path
    workers: int
    pattern: str = DEFAULT_PATTERN
    max_file_bytes: int = DEFAULT_MAX_FILE_BYTES
    max_removed_share: float = DEFAULT_MAX_REMOVED_SHARE
    keep_generations: int = DEFAULT_KEEP_GENERATIONS
    schedule: str = DEFAULT_SCHEDULE
    sensor_seconds: int = DEFAULT_SENSOR_SECONDS
    search_index: bool = True

    @classmethod
    def load(cls, **overrides: object) -> Settings:
        """Return the settings: ``overrides`` (``None`` means "not given"), else the environment, else the default.

        Raises:
            SettingsError: a value can't be used, or ``overrides`` names a setting that does not exist.
        """
        unknown = sorted(set(overrides) - {setting.name for setting in SETTINGS})
        if unknown:
            known = ", ".join(setting.name for setting in SETTINGS)
            raise SettingsError(f"there is no setting {', '.join(unknown)}; the settings are {known}")
        return cls(**{setting.name: _value(setting, overrides.get(setting.name)) for setting in SETTINGS})


def _value(setting: SettingDoc, override: object) -> Any:
    given, place = override, setting.name
    if given is None:
        given, place = os.environ.get(setting.environment, "").strip() or None, setting.environment
    if given is None:
        return _DEFAULTS[setting.name]()
    try:
        return _READERS[setting.name](given)
    except (TypeError, ValueError, RuntimeError) as error:
        raise SettingsError(f"setting {place}: {given!r} can't be used, {error}") from error


def _folder(value: object) -> Path:
    if not str(value).strip() or "\0" in str(value):
        raise ValueError("it must be the path of a folder")
    return Path(os.path.normpath(Path(str(value)).expanduser().absolute()))


def _count(value: object) -> int:
    try:
        number = int(str(value))
    except ValueError:
        number = 0
    if number < 1:
        raise ValueError("it must be a whole number of at least 1")
    return number


def _share(value: object) -> float:
    try:
        number = float(str(value))
    except ValueError:
        number = -1
    if not 0 <= number <= 1:
        raise ValueError("it must be a number from 0 to 1")
    return number


def _pattern(value: object) -> str:
    text = str(value)
    if not text or "/" in text or "\0" in text:
        raise ValueError("it must be a pattern for file names, without a slash")
    return text


def _schedule(value: object) -> str:
    text = " ".join(str(value).split())
    if len(text.split(" ")) != 5:
        raise ValueError("it must be a cron expression of five fields: minute hour day month weekday")
    return text


def _switch(value: object) -> bool:
    text = str(value).strip().lower()
    if text not in {"on", "off", "true", "false"}:
        raise ValueError("it must be on or off")
    return text in {"on", "true"}


def available_cores() -> int:
    """Return the number of cores that this process may use, at least 1."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0)) or 1
    return os.cpu_count() or 1


_READERS: Mapping[str, Callable[[object], Any]] = {
    "source": _folder,
    "data": _folder,
    "workers": _count,
    "pattern": _pattern,
    "max_file_bytes": _count,
    "max_removed_share": _share,
    "keep_generations": _count,
    "schedule": _schedule,
    "sensor_seconds": _count,
    "search_index": _switch,
}

_DEFAULTS: Mapping[str, Callable[[], Any]] = {
    "source": lambda: PROJECT_ROOT / "seeds",
    "data": lambda: PROJECT_ROOT / "data",
    "workers": available_cores,
    "pattern": lambda: DEFAULT_PATTERN,
    "max_file_bytes": lambda: DEFAULT_MAX_FILE_BYTES,
    "max_removed_share": lambda: DEFAULT_MAX_REMOVED_SHARE,
    "keep_generations": lambda: DEFAULT_KEEP_GENERATIONS,
    "schedule": lambda: DEFAULT_SCHEDULE,
    "sensor_seconds": lambda: DEFAULT_SENSOR_SECONDS,
    "search_index": lambda: True,
}

SETTINGS: tuple[SettingDoc, ...] = (
    SettingDoc("source", "CABLES_SOURCE", "seeds/ of the project", "Folder with the telegrams, nested folders too."),
    SettingDoc("data", "CABLES_DATA", "data/ of the project", "Folder for the tables and the database."),
    SettingDoc("workers", "CABLES_WORKERS", "the cores at hand", "Number of processes that read telegrams."),
    SettingDoc("pattern", "CABLES_PATTERN", DEFAULT_PATTERN, "Names of the files that are telegrams."),
    SettingDoc(
        "max_file_bytes",
        "CABLES_MAX_FILE_BYTES",
        str(DEFAULT_MAX_FILE_BYTES),
        "A larger file is not read; it is recorded as failed.",
    ),
    SettingDoc(
        "max_removed_share",
        "CABLES_MAX_REMOVED_SHARE",
        str(DEFAULT_MAX_REMOVED_SHARE),
        "A run that would remove more than this share of the cables is refused, unless one insists.",
    ),
    SettingDoc(
        "keep_generations",
        "CABLES_KEEP_GENERATIONS",
        str(DEFAULT_KEEP_GENERATIONS),
        "Number of generations that are kept; the current and the previous one always are.",
    ),
    SettingDoc("schedule", "CABLES_SCHEDULE", DEFAULT_SCHEDULE, "When the nightly run starts (cron expression, UTC)."),
    SettingDoc(
        "sensor_seconds",
        "CABLES_SENSOR_SECONDS",
        str(DEFAULT_SENSOR_SECONDS),
        "Seconds between two looks at the source folder for new or changed files.",
    ),
    SettingDoc(
        "search_index",
        "CABLES_SEARCH_INDEX",
        DEFAULT_SEARCH_INDEX,
        "Whether a run brings the full-text index up to date: on or off.",
    ),
)
