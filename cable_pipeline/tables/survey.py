"""What a suspect file holds, without reading the telegram: a survey reads all of it, a glance its beginning."""

from __future__ import annotations

from typing import NamedTuple

from cable_pipeline import sources
from cable_pipeline.sources import SeedFile, UnreadableSeed
from cable_pipeline.sources.reading import BINARY_CHECK_BYTES
from cable_pipeline.telegram.envelope import LINES as ENVELOPE_LINES


class SurveyTask(NamedTuple):
    """Files to look into, none larger than ``max_bytes``."""

    files: tuple[SeedFile, ...]
    max_bytes: int


class Surveyed(NamedTuple):
    """What one file holds: a cable, or with ``code`` and ``error`` the reason why it can't be one.

    Sizes are bytes, ``modified_at`` counts microseconds since 1970-01-01 UTC. ``sha256`` is empty when the bytes could
    not be read, and ``None`` after a glance; ``encoding`` is empty when they were not decoded.
    """

    source_path: str
    size_bytes: int
    modified_at: int
    sha256: str | None
    encoding: str
    cable_id: str | None
    canonical_id: str
    code: str
    error: str | None


def survey(task: SurveyTask) -> list[Surveyed]:
    """Look into each file of the task, in its order. Never raises for what a file holds."""
    return [_survey_file(file, task.max_bytes) for file in task.files]


def glance(task: SurveyTask) -> list[Surveyed]:
    """Tell which cable each file of the task holds by its beginning, as far as that is sure; else as `survey`.

    For files whose hash decides nothing, since no run has seen one before: each is read whole only once, when its
    telegram is read.
    """
    return [_glance_at(file, task.max_bytes) or _survey_file(file, task.max_bytes) for file in task.files]


def _glance_at(file: SeedFile, max_bytes: int) -> Surveyed | None:
    """Look at the beginning of the file; ``None`` when only all of it tells what it is.

    An ASCII line is the same text whatever the encoding of the rest.
    """
    from cable_pipeline.telegram.identifiers import is_identifier, read_identifier

    if not 0 < file.size_bytes <= max_bytes:
        return None
    try:
        beginning = sources.read_beginning(file, BINARY_CHECK_BYTES)
    except UnreadableSeed:
        return None
    lines = beginning.split(b"\n", ENVELOPE_LINES)
    if b"\0" in beginning or len(lines) < ENVELOPE_LINES or not lines[0].isascii():
        return None
    first = lines[0].decode("ascii").strip()
    if not is_identifier(first):
        return None
    identifier = read_identifier(first)
    facts = (file.source_path, file.size_bytes, file.modified_at)
    return Surveyed(*facts, None, "", identifier.printed, identifier.canonical_id, "", None)


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
