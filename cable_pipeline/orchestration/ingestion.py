"""One run under the writer's lock, as the resource that its assets share."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator
from collections.abc import Set as AbstractSet
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import cached_property
from pathlib import Path

import dagster as dg
from pydantic import Field

from cable_pipeline.database import build, checks, drift
from cable_pipeline.database.connect import open_database
from cable_pipeline.database.drift import Facts, Limits
from cable_pipeline.database.relations import DatabaseError
from cable_pipeline.orchestration.instance import fail_dead_runs, keep_alive_mark
from cable_pipeline.orchestration.plain_text import shortened
from cable_pipeline.search.build import IndexReport, update_index
from cable_pipeline.settings import Settings
from cable_pipeline.tables import generations, ingest

Progress = Callable[[str, int, int], None]

SECONDS_BETWEEN_LOG_LINES = 10.0
SECONDS_BETWEEN_LOCK_ATTEMPTS = 1.0


class RunOptions(dg.Config):
    """What one run may be asked to do beyond reading what changed."""

    full_refresh: bool = Field(default=False, description="Read every file again, also those that did not change.")
    verify: bool = Field(
        default=False,
        description="Compare the content of every file with what was read before, also where size and time are equal.",
    )
    insist: bool = Field(
        default=False,
        description="Go on although the source folder is empty or would take more cables away than is allowed at once.",
    )
    source: str = Field(
        default="",
        description="Read this folder (an absolute path); when empty, that of the settings. A data folder belongs to "
        "one source folder: with another one, set insist as well.",
    )
    limit: int = Field(
        default=0,
        description="Read at most this many new files, the first by path, and leave the others to the next run; 0 "
        "reads all. Changed and removed files count as always.",
    )


class ChecksFailed(RuntimeError):
    """The new generation breaks a promise of the tables, so it is not published; the message says which."""


class Ingestion:
    """The steps of one run, each done once: what changed, the staged tables, the published generation.

    Args:
        settings: where the source and the data are, and how to read.
        options: what this run was asked to do.
        progress: called with stage, done and total.
        selection: the assets that the run is to make; None stands for all, an empty one for a run of checks alone.
        seen: what a look at the source folder found just before.
    """

    def __init__(
        self,
        settings: Settings,
        options: RunOptions,
        progress: Progress,
        selection: AbstractSet[dg.AssetKey] | None = None,
        seen: ingest.Seen | None = None,
    ) -> None:
        self.settings = replace(settings, source=_folder(options.source)) if options.source else settings
        self._selection = selection
        self._seen = None if options.source else seen
        self._options = options
        self._progress = progress

    @cached_property
    def plan(self) -> ingest.Plan:
        """What changed in the source folder since the latest generation."""
        return ingest.prepare(
            self.settings,
            full_refresh=self._options.full_refresh,
            verify=self._options.verify,
            insist=self._options.insist,
            limit=self._options.limit or None,
            seen=self._seen,
            progress=self._progress,
        )

    @cached_property
    def staged(self) -> generations.Staged | None:
        """The tables of a new generation that nobody sees yet; None when nothing changed."""
        return ingest.write_tables(self.settings, self.plan, progress=self._progress)

    @property
    def written(self) -> generations.Generation:
        """The generation whose tables are written: the staged one, or the latest when nothing changed."""
        if self.staged is not None:
            return self.staged.generation
        if self.plan.base is None:
            raise RuntimeError(f"nothing changed, yet there is no generation in {self.settings.data}")
        return self.plan.base

    @cached_property
    def database(self) -> Path:
        """The database that the run checks: that of the generation it makes, before anybody sees it.

        A run that makes nothing checks what readers have.

        Raises:
            NoGeneration: it makes nothing, and nothing was ever made.
        """
        if self._makes_nothing:
            return self._latest().database
        if self.staged is None:
            return self._unchanged().database
        self._progress("building the database", 0, 1)
        return build.build_database(self.staged.path).path

    @cached_property
    def check_results(self) -> list[checks.CheckResult]:
        """How the checks came out: those that the tables must pass before they are published."""
        self._progress("checking", 0, 1)
        return checks.check_database(self.database, self._fresh)

    @property
    def _makes_nothing(self) -> bool:
        """Whether this is a run of checks alone."""
        return self._selection is not None and not self._selection

    @property
    def _fresh(self) -> Collection[str] | None:
        """The files that nobody checked yet; None where the run makes nothing, and all are checked again."""
        return None if self._makes_nothing or self.staged is None else self.staged.fresh

    @cached_property
    def drift(self) -> list[checks.CheckResult]:
        """What changed further than it usually does since the generation before, for somebody to look at."""
        limits = Limits(self.settings.max_rows_lost, self.settings.max_share_moved)
        checked = self._latest() if self._makes_nothing else self.written
        with open_database(self.database) as database:
            now = drift.facts_of(database, checked.rows, limits)
        if not self._makes_nothing and self.staged is not None:
            drift.keep_facts(now, self.staged.path)
        return drift.compare(self._facts_before(checked, now, limits), now, limits)

    def _facts_before(self, checked: generations.Generation, now: Facts, limits: Limits) -> Facts | None:
        before = previous(self.settings.data, checked.number)
        if before is None:
            return None
        kept = drift.kept_facts(before.path, now)
        if kept is not None:
            return kept
        with open_database(before.database) as database:
            return drift.facts_of(database, before.rows, limits)

    @cached_property
    def generation(self) -> generations.Generation:
        """The generation that readers get by this run: a new one, built and checked, or the one they have.

        Raises:
            ChecksFailed: the new one breaks a promise; readers stay on the one before.
        """
        if self.staged is None:
            return self._unchanged()
        require_sound(self.check_results)
        self._progress("publishing", 0, 1)
        return generations.publish(self.settings, self.staged)

    @cached_property
    def indexed(self) -> IndexReport | None:
        """The search index of the generation, brought up to date; None where the settings leave it out."""
        return update_index(self.generation, self._progress) if self.settings.search_index else None

    @property
    def is_new(self) -> bool:
        """Whether this run made the generation."""
        return self.staged is not None

    def makes(self, asset: str) -> bool:
        """Tell whether the run, in any of its steps, is to make this asset."""
        return self._selection is None or dg.AssetKey(asset) in self._selection

    def _latest(self) -> generations.Generation:
        latest = generations.latest(self.settings.data)
        if latest is None:
            raise generations.NoGeneration(f"there is no generation in {self.settings.data}; run the pipeline first")
        return latest

    def _unchanged(self) -> generations.Generation:
        """Return the latest generation, with databases built again where the data folder was moved or one is gone."""
        latest = self.written
        try:
            open_database(latest.database).close()
        except (DatabaseError, OSError):
            self._progress("building the database", 0, 1)
            relocate(self.settings.data)
        return latest


def _folder(source: str) -> Path:
    return Settings.load(source=source).source


def previous(data: Path, number: int) -> generations.Generation | None:
    """Return the generation before that of the number, if it is still kept and its database opens."""
    for generation in reversed(generations.listing(data)):
        if generation.number < number:
            with suppress(DatabaseError, OSError):
                open_database(generation.database).close()
                return generation
    return None


def relocate(data: Path) -> list[build.BuildReport]:
    """Build the databases of a moved data folder again and note them, so that the next run finds nothing damaged.

    Only the holder of the writer's lock may call this.

    Raises:
        DatabaseError: the folder holds no complete generation.
    """
    built = build.relocate(data)
    for generation in generations.listing(data):
        generations.renew_database(generation)
    return built


def require_sound(results: list[checks.CheckResult]) -> None:
    """Raise ``ChecksFailed`` if any check failed, with what was expected and found, and the first offending rows."""
    failed = [result for result in results if not result.ok]
    if failed:
        lines = [f"{len(failed)} of {len(results)} checks failed; the generation is not published."]
        for result in failed:
            lines.append(f"{result.name}: expected {result.expected}, found {result.found}")
            lines += [f"  {shortened(str(row), 300)}" for row in result.offending]
        raise ChecksFailed("\n".join(lines))


@contextmanager
def waiting_writer_lock(settings: Settings, progress: Progress) -> Iterator[None]:
    """Hold the writer's lock of the data folder; while another run holds it, wait and say who that is."""
    while True:
        lock = generations.writer_lock(settings.data, wait_seconds=0)
        try:
            lock.__enter__()
            break
        except generations.WriterBusy as busy:
            progress(f"waiting: {busy}", 0, 0)
            time.sleep(SECONDS_BETWEEN_LOCK_ATTEMPTS)
    try:
        yield
    finally:
        lock.__exit__(None, None, None)


def ingestion_resource(
    settings: Settings, progress: Progress | None = None, seen: ingest.Seen | None = None
) -> dg.ResourceDefinition:
    """Return the resource ``ingestion``: a run holds the writer's lock from its first asset to its last.

    Args:
        settings: the settings of every run that uses it.
        progress: told how far a run is; by default its progress goes into the run's own log.
        seen: what a look at the source folder found just before.
    """

    @dg.resource(config_schema=RunOptions.to_config_schema(), description="One run of the pipeline, the only writer.")
    def ingestion(context: dg.InitResourceContext) -> Iterator[Ingestion]:
        report = progress or _log_progress(context)
        instance, run = context.instance, context.run
        if instance is not None and run is not None:
            keep_alive_mark(instance, run.run_id)
        with waiting_writer_lock(settings, report):
            if instance is not None:
                fail_dead_runs(instance)
            selection = _selection(run) if run is not None else None
            yield Ingestion(settings, RunOptions(**context.resource_config), report, selection, seen)

    return ingestion


def _selection(run: dg.DagsterRun) -> AbstractSet[dg.AssetKey] | None:
    if run.asset_selection:
        return run.asset_selection
    return frozenset() if run.asset_check_selection else None


def _log_progress(context: dg.InitResourceContext) -> Progress:
    """Return a progress that writes into the run's log: each stage once, and then a line every few seconds."""
    last_stage, last_time = "", 0.0

    def report(stage: str, done: int, total: int) -> None:
        nonlocal last_stage, last_time
        now = time.monotonic()
        if context.log is None or (stage == last_stage and now - last_time < SECONDS_BETWEEN_LOG_LINES):
            return
        last_stage, last_time = stage, now
        context.log.info(f"{stage}: {done:,} of {total:,}" if total > 1 else stage)

    return report
