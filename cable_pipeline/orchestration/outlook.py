"""Is there anything for a run to do? Asked by schedule, sensor and command line before one starts."""

from __future__ import annotations

import hashlib
from typing import NamedTuple

import pyarrow as pa

from cable_pipeline import sources
from cable_pipeline.database.connect import open_database
from cable_pipeline.database.relations import DatabaseError
from cable_pipeline.orchestration.plain_text import one_line
from cable_pipeline.orchestration.seed_files import state_of
from cable_pipeline.search.build import current_coverage
from cable_pipeline.search.index import Coverage
from cable_pipeline.settings import Settings
from cable_pipeline.tables import generations, ingest
from cable_pipeline.tables.comparing import Differences, compare
from cable_pipeline.tables.manifest import MANIFEST_FILE, known_files, read_manifest, rows_of
from cable_pipeline.tables.parquet import DamagedFile
from cable_pipeline.tables.schema import SCHEMA_VERSION


class Outlook(NamedTuple):
    """What a look at the source folder came to.

    Attributes:
        state: digest of the folder's files (path, size, modification time) and of what would read them.
        files: number of files.
        reason: why a run is due; None when the latest generation is up to date.
        plan: the empty plan of a run that is not due; None when one is.
        search: what the search index covers; None where the settings leave it out, and when a run is due.
        seen: what was found, for the run that is due; None when a known state still held.
    """

    state: str
    files: int
    reason: str | None
    plan: ingest.Plan | None
    search: Coverage | None = None
    seen: ingest.Seen | None = None


def look(settings: Settings, known_state: str | None = None) -> Outlook:
    """Look at the source folder and at the latest generation; files are read only where nothing but times changed.

    Args:
        settings: where to look.
        known_state: a state to which an answer was given before; when it still holds, nothing more is looked at.

    Raises:
        SourceMissing: the folder is missing or can't be listed.
    """
    latest = generations.latest(settings.data)
    found = sources.scan(settings.source, settings.pattern)
    seen = ingest.Seen(found, None if latest is None else latest.number)
    state = _with_versions(settings, state_of(found.files))
    if state == known_state:
        return Outlook(state, len(found.files), None, None)
    reason, plan, seen = _due(settings, latest, seen)
    search = None
    if settings.search_index and plan is not None and plan.base is not None:
        search = current_coverage(plan.base)
        if search is None:
            reason, plan = "The search index is behind.", None
    return Outlook(state, len(found.files), reason, plan, search, seen)


def _due(
    settings: Settings, latest: generations.Generation | None, seen: ingest.Seen
) -> tuple[str | None, ingest.Plan | None, ingest.Seen]:
    """Return why a run is due, or the empty plan of one that is not; and what is seen after a closer look."""
    if latest is None:
        return "Nothing was ingested yet.", None, seen
    current = generations.current(settings.data) if not generations.damages(settings.data) else None
    if current is None or current.number != latest.number:
        return "Readers do not see the latest generation.", None, seen
    try:
        known = known_files(read_manifest(latest.tables, latest.files[f"tables/{MANIFEST_FILE}"]))
        differences = compare(seen.found.files, known, settings.max_file_bytes)
        seen = seen._replace(differences=differences)
        if _moved(differences, known):
            return "Files are new, changed or gone.", None, seen
        plan = ingest.prepare(settings, seen=seen)
        open_database(latest.database).close()
    except (ingest.RefusedRun, DamagedFile, DatabaseError, OSError) as fault:
        return one_line(str(fault)), None, seen
    if not plan.nothing_changed:
        return one_line("; ".join(plan.notes) or "What the latest generation holds is not what is there."), None, seen
    return None, plan, seen


def _moved(differences: Differences, known: pa.Table) -> bool:
    """Tell whether a file is new, gone, or of another size. One that only has another time may hold what it held."""
    rows = rows_of(known, [file.source_path for file in differences.suspects])
    return bool(differences.missing) or any(
        (row := rows.get(file.source_path)) is None or row.size_bytes != file.size_bytes
        for file in differences.suspects
    )


def _with_versions(settings: Settings, state: str) -> str:
    from cable_pipeline.telegram import READER_VERSION

    read_by = f"{state}\0{READER_VERSION}\0{SCHEMA_VERSION}\0{settings.source}\0{settings.max_file_bytes}"
    return hashlib.sha256(read_by.encode("utf-8", "surrogateescape")).hexdigest()
