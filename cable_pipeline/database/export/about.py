"""What every export says about itself: README, citation, and the figures they are made from."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from cable_pipeline.database import dictionary
from cable_pipeline.database.markdown import escaped, grid
from cable_pipeline.database.views import FOLDER
from cable_pipeline.tables.generations import Generation

TITLE = "U.S. diplomatic telegrams as tables"
_FORMS = {
    "csv": "One CSV file per table (UTF-8, RFC 4180, a line with the names). An empty field is null; in text columns "
    "that the dictionary says are never null it is an empty text. Lists are JSON arrays, times ISO 8601 in UTC. "
    "`datapackage.json` describes the files (Data Package, version 2): types, keys, references between tables. A "
    "spreadsheet program may take a cell that starts with `=`, `+`, `-` or `@` for a formula: import files as text.",
    "parquet": "One Parquet file per table (zstd), with the meaning of every column in its metadata. "
    "`datapackage.json` describes the files (Data Package, version 2): types, keys, references between tables.",
    "graphml": "Two directed graphs in GraphML, for Gephi, NetworkX and others. In `references.graphml` a telegram "
    "points to the telegrams that its REF block cites, those that the archive lacks included (`in_archive` is false). "
    "In `traffic.graphml` a sender points to its addressees; `weight` counts telegrams, `action` and `info` those sent "
    "for action and for information.",
}


_README = """\
# {title}

Generation {generation.number}, built on {generation.built_at:%Y-%m-%d %H:%M} UTC,
exported on {exported_at:%Y-%m-%d %H:%M} UTC. Reader {reader}, schema {schema}.

{form}

`data-dictionary.md` says what every table, column, view and macro means; `sql/` holds the queries of views and macros.

## Counts

Of {generation.files_seen:,} files {generation.parsed:,} were parsed, {generation.failed:,} failed and \
{generation.duplicate:,} were duplicates.

{counts}

## How to cite

> {citation}

A single telegram is cited by its message reference number, with its date and the generation.

## Care

Cables are works of the United States government. Leaked ones may still be classified, and cables name private persons
and people who spoke in confidence: before you publish a name, ask whether it could harm someone.
"""


class About(NamedTuple):
    """What an export says: which generation it is of, and when it was written (UTC)."""

    generation: Generation
    exported_at: datetime

    @property
    def day(self) -> str:
        """The day on which the generation was built."""
        return f"{self.generation.built_at:%Y-%m-%d}"

    @property
    def citation(self) -> str:
        """How the data set is cited."""
        generation = self.generation
        return (
            f"{TITLE}. {generation.rows['cables']:,} telegrams, generation {generation.number} of {self.day}. "
            f"Read by cable_pipeline {version('cable-pipeline')} (reader {generation.reader_version}, schema "
            f"{generation.schema_version})."
        )


def about(generation: Generation) -> About:
    """What an export of ``generation`` that is written now says."""
    return About(generation, datetime.now(UTC).replace(microsecond=0, tzinfo=None))


def readme(said: About, form: str) -> str:
    """The README of an export of the form ``csv``, ``parquet`` or ``graphml``."""
    generation = said.generation
    rows = ((f"`{name}`", f"{count:,}") for name, count in generation.rows.items())
    return _README.format(
        title=TITLE,
        generation=generation,
        reader=escaped(generation.reader_version),
        schema=escaped(generation.schema_version),
        exported_at=said.exported_at,
        form=_FORMS[form],
        counts="\n".join(grid(("table", "rows"), rows)),
        citation=escaped(said.citation),
    )


def citation_file(said: About) -> str:
    """The citation in the Citation File Format 1.2.0; JSON texts are YAML texts, too."""
    fields: Mapping[str, object] = {
        "cff-version": "1.2.0",
        "message": "If you use these data, please cite them as below.",
        "type": "dataset",
        "title": TITLE,
        "abstract": said.citation,
        "version": f"generation {said.generation.number}",
        "date-released": said.day,
        "authors": [{"name": "cable_pipeline"}],
    }
    return "".join(f"{name}: {json.dumps(value)}\n" for name, value in fields.items())


def write_companions(folder: Path, said: About, form: str) -> None:
    """Write README, citation, data dictionary and the SQL of views and macros into ``folder``."""
    (folder / "README.md").write_text(readme(said, form), encoding="utf-8")
    (folder / "CITATION.cff").write_text(citation_file(said), encoding="utf-8")
    (folder / "data-dictionary.md").write_text(dictionary.render(), encoding="utf-8")
    for kind in ("views", "macros"):
        target = folder / "sql" / kind
        target.mkdir(parents=True)
        for file in sorted((FOLDER / kind).glob("*.sql")):
            (target / file.name).write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
