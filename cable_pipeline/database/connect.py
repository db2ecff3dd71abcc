"""A connection for other people's SQL: it reads one generation and does nothing else.

Three locks stand one behind the other. DuckDB opens the database file read-only, reaches no file but those of the
generation, loads no extension, spills nothing to disk and takes no new setting. Since DuckDB lets SQL that may read a
file also *write* it (by ``COPY``, since 2.0 even inside a ``WITH``), only queries pass, and of these only the ones in
whose plan no step writes, and none runs SQL that the plan does not show.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

import duckdb

from cable_pipeline.database import quoting
from cable_pipeline.database.build import DATABASE_NAME
from cable_pipeline.database.relations import DatabaseError, expect_many_files
from cable_pipeline.database.searching import SearchFunctions
from cable_pipeline.settings import Settings

_CATALOG = "archive"
_SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "allow_persistent_secrets": "false",
    "python_enable_replacements": "false",
    # A folder for temporary files would be one in which files may be written.
    "temp_directory": "",
}
_LINE_NUMBER = re.compile(r"LINE (\d+):")
_EXPLAIN = re.compile(r"\s*EXPLAIN\s+(?:ANALYZE\s+)?", re.IGNORECASE)
# DuckDB 2.0 gives a PIVOT whose values it has to look up first as several statements in one.
_PIVOT = re.compile(r"\s*(?:PIVOT|FROM|SELECT|WITH|\()", re.IGNORECASE)
_REFUSED_STEP = re.compile(
    r"COPY|INSERT|UPDATE|DELETE|MERGE|CREATE|ATTACH|CHECKPOINT|EXPORT|EXTERNAL_RESOURCE|LOGGING|DUCKDB_LOGS|PROFILING"
    r"|JSON_EXECUTE_SERIALIZED_SQL"
)
_HARMLESS_METHODS = frozenset(
    {
        *("fetchone", "fetchmany", "fetchall", "fetchnumpy", "fetchdf", "fetch_df", "fetch_df_chunk", "df", "pl"),
        *(
            "arrow",
            "fetch_arrow_table",
            "fetch_record_batch",
            "to_arrow_table",
            "to_arrow_reader",
            "description",
            "rowcount",
        ),
        *("interrupt", "register", "unregister", "query_progress", "extract_statements"),
    }
)


class NoDatabaseError(DatabaseError):
    """There is no database to open in the data folder."""


class RefusedError(DatabaseError):
    """The SQL would do more than read; nothing of it was run."""


class ReadOnlyConnection:
    """A DuckDB connection that runs queries only: SELECT, FROM, WITH, VALUES, PIVOT, DESCRIBE, SHOW, EXPLAIN and kin.

    It has the methods of a DuckDB connection that run a query or fetch its result, and ``register`` for tables of one's
    own (data frames, Arrow) to join. It guards SQL; Python code that holds it can do whatever Python can. In its SQL
    stands ``search``, a table function over the full-text index.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, search: SearchFunctions) -> None:
        """Guard ``connection``, on which everything that :func:`connect` sets is set already."""
        self._connection = connection
        self.search = search

    def execute(self, query: str, parameters: Sequence[Any] | dict[str, Any] | None = None) -> ReadOnlyConnection:
        """Run one query, or several with ``;`` between them, and return self, from which its result is fetched.

        :class:`RefusedError` for anything that is no query, ``duckdb.Error`` for SQL that is wrong.
        """
        self._require_reading(query, parameters)
        self._connection.execute(query, parameters)
        return self

    def sql(self, query: str, *, alias: str = "", params: Sequence[Any] | dict[str, Any] | None = None) -> Any:
        """Run one query as a DuckDB relation, to be shown or fetched. Errors as for :meth:`execute`."""
        self._require_reading(query, params)
        return self._connection.sql(query, alias=alias, params=params)

    query = sql

    def cursor(self) -> ReadOnlyConnection:
        """A second connection to the same database, for another thread, with the same guard."""
        cursor = self._connection.cursor()
        cursor.execute(f"USE {_CATALOG}")
        self.search.name_functions(cursor)
        return ReadOnlyConnection(cursor, self.search)

    def close(self) -> None:
        """Close the connection; a second time does nothing."""
        self._connection.close()

    def __enter__(self) -> ReadOnlyConnection:
        """Use it in a ``with`` block, at whose end it closes."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Close the connection."""
        self.close()

    def __getattr__(self, name: str) -> Any:
        """Methods that neither run SQL nor write, as DuckDB has them in the version that is installed."""
        if name in _HARMLESS_METHODS:
            return getattr(self._connection, name)
        raise AttributeError(f"a read-only connection has no {name!r}")

    def _require_reading(self, query: str, parameters: Sequence[Any] | dict[str, Any] | None) -> None:
        if not isinstance(query, str):
            raise TypeError(f"a query must be a str, not {type(query).__name__}")
        statements = self._connection.extract_statements(query)
        for number, statement in enumerate(statements, start=1):
            # As in DuckDB, parameters are those of the last statement.
            self._require_query(statement, parameters if number == len(statements) else None)

    def _require_query(self, statement: Any, parameters: Sequence[Any] | dict[str, Any] | None) -> None:
        kind, text = _kind(statement), statement.query
        if kind == duckdb.StatementType.EXPLAIN and (explain := _EXPLAIN.match(text)):
            inner = self._connection.extract_statements(text[explain.end() :])
            text, kind = (inner[0].query, inner[0].type) if len(inner) == 1 else (text, kind)
        is_query = kind == duckdb.StatementType.SELECT or (kind == duckdb.StatementType.MULTI and _PIVOT.match(text))
        if not is_query:
            raise RefusedError(
                f"{kind.name} is refused: this connection only reads. It runs SELECT, FROM, WITH, VALUES, PIVOT, "
                "DESCRIBE, SUMMARIZE, SHOW and EXPLAIN [ANALYZE] of these."
            )
        try:
            plan = self._connection.execute(f"EXPLAIN (FORMAT json)\n{text}", parameters).fetchall()
        except duckdb.Error as error:
            raise type(error)(_LINE_NUMBER.sub(_one_line_earlier, str(error))) from None
        for step in _steps(json.loads(plan[-1][1])):
            if _REFUSED_STEP.search(step):
                raise RefusedError(f"the query is refused: its step {step} does more than read.")


def _one_line_earlier(match: re.Match[str]) -> str:
    return f"LINE {int(match[1]) - 1}:"


def connect(data: Path | None = None) -> ReadOnlyConnection:
    """Open the current generation of a data folder (by default that of the settings) for reading only.

    What is open stays the same generation until it is closed, whatever is published meanwhile. Queries work in memory.
    :class:`NoDatabaseError` when nothing was published there, :class:`DatabaseError` when the folder was moved.
    """
    folder = Settings.load().data if data is None else data
    link = folder / DATABASE_NAME
    try:
        path = link.resolve(strict=True)
    except OSError as error:
        raise NoDatabaseError(f"there is no database at {link}. Run the pipeline first: cables run") from error
    return open_database(path)


def open_database(path: Path) -> ReadOnlyConnection:
    """Open one generation's ``cables.duckdb``, as :func:`connect` does with the current one."""
    path = path.resolve(strict=True)
    tables = path.parent / "tables"
    # In a database in memory, so that two connections in one process share neither instance nor settings.
    connection = duckdb.connect(":memory:", config=_SETTINGS)
    search = SearchFunctions(path.parent)
    try:
        search.register(connection)
        search.name_functions(connection)
        connection.execute(f"ATTACH {quoting.text(str(path))} AS {_CATALOG} (READ_ONLY)")
        connection.execute(f"USE {_CATALOG}")
        _require_unmoved(connection, tables)
        allowed = ", ".join(quoting.text(f"{folder}/") for folder in (tables, quoting.literal_glob(tables)))
        expect_many_files(connection)
        connection.execute(f"SET allowed_directories = [{allowed}]")
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")
    except duckdb.Error as error:
        connection.close()
        raise DatabaseError(f"{path} can't be opened: {error}") from error
    except BaseException:
        connection.close()
        raise
    return ReadOnlyConnection(connection, search)


def _require_unmoved(connection: duckdb.DuckDBPyConnection, tables: Path) -> None:
    row = connection.execute("SELECT sql FROM duckdb_views() WHERE view_name = 'cables' AND NOT internal").fetchone()
    if row is None or quoting.text(f"{quoting.literal_glob(tables)}/cables/*.parquet") not in row[0]:
        raise DatabaseError(f"{tables.parent} was moved after its database was built. Build it again: cables relocate")


def _kind(statement: Any) -> duckdb.StatementType:
    try:
        kind: duckdb.StatementType = statement.type
    except ValueError:  # DuckDB 2.0 has statements for which its Python client has no name, such as UPDATE EXTENSIONS.
        return duckdb.StatementType.INVALID
    return kind


def _steps(plan: Any) -> Iterator[str]:
    for step in plan:
        yield step["name"].strip().upper()
        yield from _steps(step.get("children", []))
