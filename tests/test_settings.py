from __future__ import annotations

from pathlib import Path

import pytest

from cable_pipeline.settings import PROJECT_ROOT, SETTINGS, Settings, SettingsError


def test_defaults_are_absolute_and_within_the_project() -> None:
    settings = Settings.load()
    assert settings.source == PROJECT_ROOT / "seeds"
    assert settings.data == PROJECT_ROOT / "data"
    assert settings.workers >= 1
    assert (settings.pattern, settings.max_file_bytes, settings.max_removed_share) == ("*.txt", 64 * 1024 * 1024, 0.2)
    assert (settings.keep_generations, settings.schedule, settings.sensor_seconds) == (3, "0 3 * * *", 30)


@pytest.mark.parametrize(
    ("environment", "text", "name", "value"),
    [
        ("CABLES_WORKERS", "7", "workers", 7),
        ("CABLES_PATTERN", "*.cable", "pattern", "*.cable"),
        ("CABLES_MAX_FILE_BYTES", "1000", "max_file_bytes", 1000),
        ("CABLES_MAX_REMOVED_SHARE", "0.5", "max_removed_share", 0.5),
        ("CABLES_KEEP_GENERATIONS", "9", "keep_generations", 9),
        ("CABLES_SCHEDULE", "15  4 * * 1", "schedule", "15 4 * * 1"),
        ("CABLES_SENSOR_SECONDS", "5", "sensor_seconds", 5),
        ("CABLES_SEARCH_INDEX", "off", "search_index", False),
        ("CABLES_SEARCH_INDEX", "ON", "search_index", True),
        ("CABLES_AUTOMATION", "Off", "automation", False),
        ("CABLES_FRESH_HOURS", "50", "fresh_hours", 50),
        ("CABLES_MAX_ROWS_LOST", "0.5", "max_rows_lost", 0.5),
        ("CABLES_MAX_SHARE_MOVED", "0.5", "max_share_moved", 0.5),
        ("CABLES_KEEP_RUN_DAYS", "7", "keep_run_days", 7),
        ("CABLES_ALERT_WEBHOOK", "https://example.org/a", "alert_webhook", "https://example.org/a"),
        ("CABLES_ALERT_MAIL", "duty@example.org", "alert_mail", "duty@example.org"),
        ("CABLES_MAIL_SERVER", "smtps://example.org:465", "mail_server", "smtps://example.org:465"),
        ("CABLES_SOURCE", "/srv/a/../telegrams", "source", Path("/srv/telegrams")),
        ("CABLES_DATA", "/srv/data/", "data", Path("/srv/data")),
    ],
)
def test_environment_goes_before_default(
    monkeypatch: pytest.MonkeyPatch, environment: str, text: str, name: str, value: object
) -> None:
    monkeypatch.setenv(environment, text)
    assert getattr(Settings.load(), name) == value


def test_a_call_goes_before_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CABLES_WORKERS", "7")
    assert Settings.load(workers=2).workers == 2
    assert Settings.load(workers=None).workers == 7


def test_relative_folders_are_taken_from_the_working_directory(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    assert Settings.load(source="in").source == tmp_path / "in"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("workers", "0"),
        ("workers", "many"),
        ("max_removed_share", "1.5"),
        ("max_removed_share", "nan"),
        ("max_file_bytes", "-1"),
        ("pattern", "a/*.txt"),
        ("schedule", "daily"),
        ("source", " "),
        ("keep_generations", "1.5"),
        ("search_index", "perhaps"),
        ("automation", "perhaps"),
        ("alert_webhook", "file:///etc/hosts"),
        ("alert_webhook", "https://"),
        ("alert_mail", "a@b, c@d"),
        ("mail_server", "example.org:25"),
        ("mail_server", "smtp://example.org:port"),
    ],
)
def test_a_bad_value_is_told_by_the_name_of_its_setting(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SettingsError, match=name):
        Settings.load(**{name: value})
    environment = next(setting.environment for setting in SETTINGS if setting.name == name)
    if value.strip():
        monkeypatch.setenv(environment, value)
        with pytest.raises(SettingsError, match=environment):
            Settings.load()


def test_an_unknown_setting_is_refused() -> None:
    with pytest.raises(SettingsError, match="sauce"):
        Settings.load(sauce="x")


def test_every_setting_is_documented() -> None:
    assert tuple(setting.name for setting in SETTINGS) == tuple(Settings.__dataclass_fields__)
    assert all(s.environment == f"CABLES_{s.name.upper()}" and s.meaning.endswith(".") for s in SETTINGS)
