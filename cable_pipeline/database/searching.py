"""Full-text search in SQL: ``SELECT * FROM search('harbour AND post:PARIS')`` on a read-only connection.

The functions live in the connection, not in the database file: they are Python, over the index that the room ``search``
has built. Their SQL stands in the folder ``search``.
"""

from __future__ import annotations

import threading
import warnings
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

import duckdb
import pyarrow as pa

from cable_pipeline.database import quoting
from cable_pipeline.database.views import Definition, read_definition

if TYPE_CHECKING:
    from cable_pipeline.search.index import Index

FOLDER = Path(__file__).parent / "search"
_HIT = "STRUCT(cable_id VARCHAR, position INTEGER, score DOUBLE, address BIGINT)"
_COVERED = "STRUCT(generation INTEGER, data_generation INTEGER, built_at VARCHAR, paragraphs BIGINT)"
_COVERED_ARROW = pa.struct(
    [
        ("generation", pa.int32()),
        ("data_generation", pa.int32()),
        ("built_at", pa.string()),
        ("paragraphs", pa.int64()),
    ]
)
_DEFAULTS = MappingProxyType({"top": "NULL"})


class StaleIndexWarning(UserWarning):
    """The search index covers another generation than the one that is open."""


class _Facts(NamedTuple):
    """Where a field's values stand: relation, column, and the columns to join by."""

    relation: str
    column: str
    key: str = "cable_id"


COUNTED: Mapping[str, _Facts] = MappingProxyType(
    {
        "post": _Facts("cables", "post"),
        "year": _Facts("cables", "year"),
        "classification": _Facts("cables", "classification"),
        "tag": _Facts("tags", "tag"),
        "marking": _Facts("paragraphs", "marking", "cable_id, position"),
        "signer": _Facts("cables", "signature"),
        "from": _Facts("cables", "originator"),
        "to": _Facts("recipients", "name"),
        "subject": _Facts("cables", "subject"),
    }
)
"""The fields by which what was found can be counted."""


@cache
def functions() -> Mapping[str, Definition]:
    """The table functions that a connection has beside the macros of the database, by name."""
    found = (read_definition(FOLDER / f"{name}.sql", {"table"}) for name in ("search", "search_index"))
    return MappingProxyType({function.name: function for function in found})


def found_query(query: str, top: int) -> str:
    """SQL for the ``top`` best paragraphs with date and subject of their cables."""
    return _template("found").format(query=quoting.text(query), top=int(top))


def counts_query(query: str, field: str, limit: int) -> str:
    """SQL for the number of cables and paragraphs that match, by each value of one of :data:`COUNTED`."""
    facts = COUNTED[field]
    return _template("counts").format(
        query=quoting.text(query),
        name=quoting.name(field),
        relation=facts.relation,
        column=quoting.name(facts.column),
        key=facts.key,
        limit=int(limit),
    )


class SearchFunctions:
    """The functions over the index of one generation, which is opened when the first of them is called."""

    def __init__(self, generation: Path) -> None:
        """Search on behalf of readers of the generation in the folder ``generation``."""
        self._generation = generation
        self._index: Index | None = None
        self._lock = threading.Lock()

    @property
    def index(self) -> Index:
        """The index; ``NoIndexError`` when there is none. Warns when it covers another generation."""
        from cable_pipeline.search.index import open_index

        with self._lock:
            if self._index is None:
                self._index = open_index(self._generation)
                if not self._index.is_current:
                    warnings.warn(stale_message(self._index), StaleIndexWarning, stacklevel=2)
            return self._index

    def register(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Give ``connection`` the functions below; :meth:`name_functions` gives them the names for queries."""
        text, number = "VARCHAR", "BIGINT"
        hits = f"STRUCT(error VARCHAR, hits {_HIT}[])"
        _create(connection, "search_hits", self._hits, [text, number], hits)
        _create(connection, "search_snippets", self._snippets, [text, number], text)
        covered = f"STRUCT(error VARCHAR, covered {_COVERED})"
        _create(connection, "search_coverage", self._coverage, ["BOOLEAN"], covered)

    @staticmethod
    def name_functions(connection: duckdb.DuckDBPyConnection) -> None:
        """Create the table macros in the temporary schema of ``connection``; a cursor needs its own."""
        for function in functions().values():
            parameters = ", ".join(
                f"{quoting.name(name)} := {_DEFAULTS[name]}" if name in _DEFAULTS else quoting.name(name)
                for name in function.parameters
            )
            name = quoting.name(function.name)
            connection.execute(f"CREATE TEMP MACRO {name}({parameters}) AS TABLE {function.query}")

    def _hits(self, queries: Any, tops: Any) -> pa.Array:
        from cable_pipeline.search.index import HITS

        found = [self._answer(query, top) for query, top in zip(queries.to_pylist(), tops.to_pylist(), strict=True)]
        tables = [table for _, table in found if table is not None]
        hits = pa.concat_tables(tables) if tables else HITS.empty_table()
        ends = [0]
        for _, table in found:
            ends.append(ends[-1] + (table.num_rows if table is not None else 0))
        columns = [column.combine_chunks() for column in hits.columns]
        structs = pa.StructArray.from_arrays(columns, fields=list(HITS))
        lists = pa.ListArray.from_arrays(pa.array(ends, pa.int32()), structs)
        errors = pa.array([error for error, _ in found], pa.string())
        return pa.StructArray.from_arrays([errors, lists], names=["error", "hits"])

    def _answer(self, query: str | None, top: int | None) -> tuple[str | None, pa.Table | None]:
        """What is wrong with the query, or the hits: an exception in here would reach people with a traceback."""
        from cable_pipeline.search.grammar import QuerySyntaxError
        from cable_pipeline.search.index import NoIndexError

        try:
            return None, self.index.hits(query or "", top)
        except (QuerySyntaxError, NoIndexError) as error:
            return str(error), None

    def _snippets(self, queries: Any, addresses: Any) -> pa.Array:
        pairs = zip(queries.to_pylist(), addresses.to_pylist(), strict=True)
        return pa.array([self._snippet(query, address) for query, address in pairs], pa.string())

    def _snippet(self, query: str | None, address: int | None) -> str | None:
        """Null for what no hit of ``search`` has, since people may call the function by itself."""
        if query is None or address is None:
            return None
        try:
            return self.index.snippets(query, [address])[0]
        except (LookupError, ValueError):
            return None

    def _coverage(self, asked: Any) -> pa.Array:
        from cable_pipeline.search.index import NoIndexError

        error, covered = None, None
        try:
            index = self.index
            said = index.coverage
            covered = (said.generation, index.wanted_generation, said.built_at, said.paragraphs)
        except NoIndexError as missing:
            error = str(missing)
        row = dict(zip(_COVERED_ARROW.names, covered, strict=True)) if covered else None
        kind = pa.struct([("error", pa.string()), ("covered", _COVERED_ARROW)])
        return pa.array([{"error": error, "covered": row}] * len(asked), kind)


def stale_message(index: Index) -> str:
    """What to tell people who search in an index that covers another generation than the one they have open."""
    return (
        f"the search index covers generation {index.coverage.generation} of {index.built_at:%Y-%m-%d}, the data are "
        f"those of generation {index.wanted_generation}; `cables run` brings the index up to date"
    )


def _create(
    connection: duckdb.DuckDBPyConnection, name: str, function: Callable[..., Any], takes: list[str], gives: str
) -> None:
    # With side effects, so that DuckDB does not search while it only explains a query.
    connection.create_function(  # type: ignore[call-overload] # the names of types and kinds are taken, too
        name,
        function,
        takes,
        gives,
        type="arrow",
        null_handling="special",
        side_effects=True,
    )


@cache
def _template(name: str) -> str:
    return (FOLDER / f"{name}.sql").read_text(encoding="utf-8")
