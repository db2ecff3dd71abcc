"""``cables search``: find paragraphs by their words."""

from __future__ import annotations

import shutil
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cable_pipeline.cli.shared import database, destination, fail, load_settings, setting_options
from cable_pipeline.orchestration.plain_text import one_line

if TYPE_CHECKING:
    from cable_pipeline.database.connect import ReadOnlyConnection

FORMATS = ("table", "json", "csv")
COUNTED = ("post", "year", "classification", "tag", "marking", "signer", "from", "to", "subject")
FILTERS = {
    "post": "Of this post, also written out: PHNOMPENH, 'Phnom Penh'.",
    "tag": "Under this TAGS entry.",
    "year": "Of this year, or of years: 2006, 2005-2008, 2005-.",
    "classification": "Of this classification.",
    "marking": "In paragraphs with this portion marking: S, S/NF.",
    "signer": "Signed by.",
    "from": "From this sender.",
    "to": "To this addressee, for action or information.",
    "subject": "With this in the subject.",
}


def _filter_options(command: click.decorators.FC) -> click.decorators.FC:
    for name, meaning in reversed(FILTERS.items()):
        option = click.option(f"--{name}", f"{name}_", metavar="VALUE", multiple=True, help=meaning)
        command = option(command)
    return command


@click.command()
@click.argument("query", default="*")
@_filter_options
@click.option("--count-by", type=click.Choice(COUNTED), help="Count cables and paragraphs by this field instead.")
@click.option(
    "--limit", metavar="N", type=click.IntRange(min=1), default=20, show_default=True, help="Rows to show at most."
)
@click.option("--format", "kind", type=click.Choice(FORMATS), default="table", show_default=True)
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="Write to this file.")
@setting_options("data")
def search(
    query: str,
    count_by: str | None,
    limit: int,
    kind: str,
    output: Path | None,
    data: str | None,
    **filters: tuple[str, ...],
) -> None:
    """Find paragraphs by their words, the best first.

    QUERY takes words (all must occur), "phrases", AND, OR, NOT, parentheses, prefixes (traffick*), phrases with words
    between ("harbour talks"~3), and fields: post:PARIS tag:PREL year:2005-2008. Case, accents, typographic quotes and
    leading zeros do not matter. Every filter narrows the search; one that is given twice takes either value.
    """
    with database(load_settings({"data": data})) as connection:
        from cable_pipeline.database.query import FORMATS as WRITERS
        from cable_pipeline.database.query import run_query, write_table
        from cable_pipeline.database.searching import counts_query, found_query

        asked = _narrowed(query, {name.removesuffix("_"): values for name, values in filters.items()})
        _tell_what_matches(connection, asked)
        sql = found_query(asked, limit) if count_by is None else counts_query(asked, count_by, limit)
        result = run_query(connection, sql)
        with destination(output) as out:
            if kind == "table":
                write_table(result, out, shutil.get_terminal_size().columns if out.isatty() else None)
            else:
                WRITERS[kind](result, out)


def _narrowed(query: str, filters: dict[str, tuple[str, ...]]) -> str:
    """Return the query with the filters; each part is read by itself, so that none changes what another means."""
    from cable_pipeline.search import grammar

    parts = [query]
    for name, values in filters.items():
        if values:
            parts.append(" OR ".join(grammar.quoted(name, value) for value in values))
    try:
        for part in parts:
            grammar.parse(part)
    except grammar.QuerySyntaxError as error:
        fail(f"{str(error)[0].upper()}{str(error)[1:]}.")
    return " AND ".join(f"({part})" for part in parts)


def _tell_what_matches(connection: ReadOnlyConnection, query: str) -> None:
    from cable_pipeline.database.searching import StaleIndexWarning, stale_message
    from cable_pipeline.search.grammar import QuerySyntaxError
    from cable_pipeline.search.index import NoIndexError

    with warnings.catch_warnings():
        # It is told below, as a sentence.
        warnings.simplefilter("ignore", StaleIndexWarning)
        try:
            index = connection.search.index
            matching = index.count(query)
        except (NoIndexError, QuerySyntaxError) as error:
            fail(f"{str(error)[0].upper()}{str(error)[1:]}")
    if not index.is_current:
        click.echo(f"Note: {one_line(stale_message(index))}.", err=True)
    noun = "paragraph matches" if matching == 1 else "paragraphs match"
    click.echo(f"{matching:,} {noun} in generation {index.coverage.generation}.", err=True)
