"""Every setting in one place: a call's own value goes before the environment variable, and that before the default."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

PROJECT_ROOT = Path(__file__).resolve().parents[1]
DEFAULT_PATTERN = "*.txt"
DEFAULT_MAX_FILE_BYTES = 64 * 1024 * 1024
DEFAULT_MAX_REMOVED_SHARE = 0.2
DEFAULT_KEEP_GENERATIONS = 3
DEFAULT_SCHEDULE = "0 3 * * *"
DEFAULT_SENSOR_SECONDS = 30
DEFAULT_SEARCH_INDEX = "on"
DEFAULT_FRESH_HOURS = 26
DEFAULT_MAX_ROWS_LOST = 0.1
DEFAULT_MAX_SHARE_MOVED = 0.05
DEFAULT_KEEP_RUN_DAYS = 90
DEFAULT_MAIL_SERVER = "smtp://localhost:25"


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
        automation: whether schedules and sensors are on until someone switches them off.
        fresh_hours: hours after which Dagster warns that nobody looked at the source folder.
        max_rows_lost: a warning is due when a larger share (0 to 1) of a table's rows is gone.
        max_share_moved: a warning is due when the share of cables with issues, or without a value, rises by more.
        keep_run_days: days after which Dagster's records of finished runs are removed.
        alert_webhook: address that reports of failed runs are posted to; empty for none.
        alert_mail: mail address that they are sent to; empty for none.
        mail_server: the mail server, as ``smtp://user:password@host:port``, with ``smtps`` for TLS from the start.
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
    automation: bool = True
    fresh_hours: int = DEFAULT_FRESH_HOURS
    max_rows_lost: float = DEFAULT_MAX_ROWS_LOST
    max_share_moved: float = DEFAULT_MAX_SHARE_MOVED
    keep_run_days: int = DEFAULT_KEEP_RUN_DAYS
    alert_webhook: str = ""
    alert_mail: str = ""
    mail_server: str = DEFAULT_MAIL_SERVER

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
    if text not in _SWITCHES:
        raise ValueError("it must be on or off")
    return _SWITCHES[text]


def _web_address(value: object) -> str:
    return _address(value, ("http", "https"))


def _mail_server(value: object) -> str:
    return _address(value, ("smtp", "smtps"))


def _address(value: object, schemes: tuple[str, ...]) -> str:
    text = str(value).strip()
    parts = urlsplit(text)
    if text and (parts.scheme not in schemes or not parts.hostname or (parts.port is not None and parts.port < 1)):
        raise ValueError(f"it must be an address that starts with {' or '.join(f'{scheme}://' for scheme in schemes)}")
    return text


def _mail_address(value: object) -> str:
    text = str(value).strip()
    if text and not re.fullmatch(r"[^@\s,;<>]+@[^@\s,;<>]+", text):
        raise ValueError("it must be one mail address")
    return text


def available_cores() -> int:
    """Return the number of cores that this process may use, at least 1."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0)) or 1
    return os.cpu_count() or 1


_SWITCHES: Mapping[str, bool] = {
    **dict.fromkeys(("on", "1", "true", "yes"), True),
    **dict.fromkeys(("off", "0", "false", "no"), False),
}

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
    "automation": _switch,
    "fresh_hours": _count,
    "max_rows_lost": _share,
    "max_share_moved": _share,
    "keep_run_days": _count,
    "alert_webhook": _web_address,
    "alert_mail": _mail_address,
    "mail_server": _mail_server,
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
    "automation": lambda: True,
    "fresh_hours": lambda: DEFAULT_FRESH_HOURS,
    "max_rows_lost": lambda: DEFAULT_MAX_ROWS_LOST,
    "max_share_moved": lambda: DEFAULT_MAX_SHARE_MOVED,
    "keep_run_days": lambda: DEFAULT_KEEP_RUN_DAYS,
    "alert_webhook": str,
    "alert_mail": str,
    "mail_server": lambda: DEFAULT_MAIL_SERVER,
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
    SettingDoc(
        "automation",
        "CABLES_AUTOMATION",
        "on",
        "Whether schedules and sensors start switched on; the UI switches each of them.",
    ),
    SettingDoc(
        "fresh_hours",
        "CABLES_FRESH_HOURS",
        str(DEFAULT_FRESH_HOURS),
        "Hours without a look at the source folder after which Dagster shows it as stale.",
    ),
    SettingDoc(
        "max_rows_lost",
        "CABLES_MAX_ROWS_LOST",
        str(DEFAULT_MAX_ROWS_LOST),
        "A check warns when a table lost more than this share of its rows.",
    ),
    SettingDoc(
        "max_share_moved",
        "CABLES_MAX_SHARE_MOVED",
        str(DEFAULT_MAX_SHARE_MOVED),
        "A check warns when the share of cables with issues, or without a value in a field, rose by more than this.",
    ),
    SettingDoc(
        "keep_run_days",
        "CABLES_KEEP_RUN_DAYS",
        str(DEFAULT_KEEP_RUN_DAYS),
        "Days that Dagster's records of finished runs are kept.",
    ),
    SettingDoc("alert_webhook", "CABLES_ALERT_WEBHOOK", "none", "Web address that failed runs are posted to."),
    SettingDoc("alert_mail", "CABLES_ALERT_MAIL", "none", "Mail address that failed runs are told to."),
    SettingDoc(
        "mail_server",
        "CABLES_MAIL_SERVER",
        DEFAULT_MAIL_SERVER,
        "Server that sends these mails: smtp://user:password@host:port, or smtps:// for TLS from the start.",
    ),
)
