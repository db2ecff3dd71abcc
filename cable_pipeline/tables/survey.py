"""The survey: what a suspect file holds, without reading the telegram: hash, encoding, cable id."""

from __future__ import annotations

from typing import NamedTuple

from cable_pipeline import sources
from cable_pipeline.sources import SeedFile, UnreadableSeed


class SurveyTask(NamedTuple):
    """Files to look into, none larger than ``max_bytes``."""

    files: tuple[SeedFile, ...]
    max_bytes: int


class Surveyed(NamedTuple):
    """What one file holds: a cable, or with ``code`` and ``error`` the reason why it can't be one.

    Sizes are bytes, ``modified_at`` counts microseconds since 1970-01-01 UTC. ``sha256`` is empty when the bytes could
    not be read, ``encoding`` when they were not decoded.
    """

    source_path: str
    size_bytes: int
    modified_at: int
    sha256: str
    encoding: str
    cable_id: str | None
    canonical_id: str
    code: str
    error: str | None


def survey(task: SurveyTask) -> list[Surveyed]:
    """Look into each file of the task, in its order. Never raises for what a file holds."""
    return [_survey_file(file, task.max_bytes) for file in task.files]


def _survey_file(file: SeedFile, max_bytes: int) -> Surveyed:
    from cable_pipeline.telegram.envelope import NotATelegram, read_envelope

    def failed(code: str, reason: str, sha256: str, encoding: str) -> Surveyed:
        facts = (file.source_path, file.size_bytes, file.modified_at)
        return Surveyed(*facts, sha256, encoding, None, "", code, reason)

    try:
        raw = sources.read(file, max_bytes)
    except UnreadableSeed as error:
        return failed(error.code, error.reason, error.sha256, "")
    try:
        identifier = read_envelope(raw.text)[0].identifier
    except NotATelegram as error:
        return failed("not-a-cable", f"not a cable: {error.reason}", raw.sha256, raw.encoding)
    except Exception as error:  # a fault of the reader must not stop the run
        return failed("reader-error", f"reader error: {type(error).__name__}: {error}", raw.sha256, raw.encoding)
    facts = (file.source_path, raw.size_bytes, raw.modified_at, raw.sha256, raw.encoding)
    return Surveyed(*facts, identifier.printed, identifier.canonical_id, "", None)
