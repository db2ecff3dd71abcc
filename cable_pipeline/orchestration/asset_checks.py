"""The checks of the tables as Dagster's asset checks: what was expected, what was found, the first offending rows.

One step runs them all on the database that is to be published, before it is: those of the schema stop the run, those
of drift warn. What is shown here is what decided.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

import dagster as dg

from cable_pipeline.database import checks, drift
from cable_pipeline.orchestration.faults import faults_told
from cable_pipeline.orchestration.ingestion import Ingestion, require_sound
from cable_pipeline.orchestration.plain_text import shortened
from cable_pipeline.settings import Settings
from cable_pipeline.tables.schema import TABLES

SOURCE_FILES = "source_files"
CELL_LENGTH = 300

Promise = checks.Check | drift.Watch


def check_step(settings: Settings) -> dg.AssetChecksDefinition:
    """Return the step that runs every check and every watch; ``settings`` give the limits of the watches."""
    limits = drift.Limits(settings.max_rows_lost, settings.max_share_moved)
    sound, steady = _by_asset_check(checks.checks({})), _by_asset_check(drift.watches(limits))
    specs = [*map(_blocking_spec, sound), *(_warning_spec(key, promises) for key, promises in steady.items())]

    @dg.multi_asset_check(
        name="checks",
        specs=specs,
        can_subset=True,
        description="Checks the new generation before readers see it. One that breaks a promise is not published.",
    )
    def check_tables(ingestion: dg.ResourceParam[Ingestion]) -> Iterator[dg.AssetCheckResult]:
        asked = dg.AssetCheckExecutionContext.get().selected_asset_check_keys
        wanted = {(key.asset_key.to_user_string(), key.name) for key in asked}
        with faults_told():
            results = ingestion.check_results
        yield from _reported(results, sound, wanted, dg.AssetCheckSeverity.ERROR)
        with faults_told():
            moved = ingestion.drift if wanted & steady.keys() else []
        yield from _reported(moved, steady, wanted, dg.AssetCheckSeverity.WARN)
        with faults_told():
            require_sound(results)

    return check_tables


def _by_asset_check(promises: Iterable[Promise]) -> dict[tuple[str, str], list[Promise]]:
    """Return the promises by table and aspect, in the order of the tables; each pair is one asset check."""
    order = list(TABLES)

    def place(promise: Promise) -> tuple[int, str]:
        return order.index(promise.table), promise.aspect

    found = groupby(sorted(promises, key=place), key=lambda promise: (promise.table, promise.aspect))
    return {key: list(group) for key, group in found}


def _blocking_spec(key: tuple[str, str]) -> dg.AssetCheckSpec:
    table, aspect = key
    # Everything else hangs on the source files, this step too: it can't come between them and what follows. All the
    # same nothing is published when it fails, for then this step fails.
    return dg.AssetCheckSpec(aspect, asset=table, blocking=table != SOURCE_FILES, description=checks.ASPECTS[aspect])


def _warning_spec(key: tuple[str, str], promises: Sequence[Promise]) -> dg.AssetCheckSpec:
    table, aspect = key
    told = "; ".join(promise.promise for promise in promises)
    return dg.AssetCheckSpec(
        aspect, asset=table, description=f"Against the generation before: {told}. A warning; it stops nothing."
    )


def _reported(
    results: Sequence[checks.CheckResult],
    promises: dict[tuple[str, str], list[Promise]],
    wanted: set[tuple[str, str]],
    severity: dg.AssetCheckSeverity,
) -> Iterator[dg.AssetCheckResult]:
    by_name = {result.name: result for result in results}
    for (table, aspect), members in promises.items():
        if (table, aspect) in wanted:
            # A check whose result is missing was not run, and that is no success.
            found = [by_name.get(member.name, _not_run(member)) for member in members]
            yield dg.AssetCheckResult(
                asset_key=table,
                check_name=aspect,
                passed=all(result.ok for result in found),
                severity=severity,
                metadata=dict(_metadata(found)),
            )


def _not_run(promise: Promise) -> checks.CheckResult:
    return checks.CheckResult(promise.name, False, promise.promise, "the check was not run", [])


def _metadata(results: Sequence[checks.CheckResult]) -> Iterator[tuple[str, dg.MetadataValue]]:
    """Yield what was expected and found, a line a check, and the first offending rows of each that failed."""
    records = [
        dg.TableRecord(
            {
                "promise": shortened(result.name.partition(": ")[2], CELL_LENGTH),
                "expected": shortened(result.expected, CELL_LENGTH),
                "found": shortened(result.found, CELL_LENGTH),
            }
        )
        for result in results
    ]
    yield "results", dg.MetadataValue.table(records)
    for number, result in enumerate((result for result in results if result.offending), 1):
        yield (
            ("offending_rows" if number == 1 else f"offending_rows_{number}"),
            rows_shown(result.columns, result.offending),
        )


def rows_shown(columns: Sequence[str], rows: Iterable[Sequence[object]], length: int = CELL_LENGTH) -> dg.MetadataValue:
    """Return rows as a table that the UI shows: every cell one line of text, cut to ``length`` characters."""
    return dg.MetadataValue.table(
        [
            dg.TableRecord({name: _cell(value, length) for name, value in zip(columns, row, strict=True)})
            for row in rows
        ],
        schema=dg.TableSchema([dg.TableColumn(name) for name in columns]),
    )


def _cell(value: object, length: int) -> str | int | float | bool | None:
    return value if value is None or isinstance(value, int | float | bool) else shortened(str(value), length)
