"""The analysis views and macros: what each is called, says, shows and builds on, read from its ``.sql`` file.

A file is a head of ``--`` lines and one query without a semicolon. The head starts with the description, in as many
lines as it takes, followed by fields, one a line, each of which may run on in lines indented by two more blanks::

    -- Cables by post, month and classification.
    -- upstream: cables, posts
    -- column post: token of the post, as in cables.post
    -- column cables: number of cables,
    --   damaged twins counted
    SELECT post, count(*) AS cables FROM cables GROUP BY ALL

A view whose head has ``kind: stored`` is worked out when the database is built, and is a table in it from then on.
A macro's head has ``kind: table`` or ``kind: scalar`` and one ``parameter NAME: meaning`` per parameter.
The file's name is the name in SQL. A test holds the columns and upstream tables of every head to those of its query.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Set
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

FOLDER = Path(__file__).parent
_FIELD = re.compile(r"(?P<name>upstream|kind|column [a-z][a-z0-9_]*|parameter [a-z][a-z0-9_]*): *(?P<value>.*)")
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_VIEW_KINDS = frozenset({"view", "stored"})


class DefinitionError(ValueError):
    """A ``.sql`` file breaks the format; the message names the file and what is wrong in it."""


class Definition(NamedTuple):
    """One view or macro: ``columns`` and ``parameters`` map names to their meaning, in order."""

    name: str
    kind: str
    description: str
    upstream: tuple[str, ...]
    columns: Mapping[str, str]
    parameters: Mapping[str, str]
    query: str

    @property
    def signature(self) -> str:
        """How it is written in a query: ``cited_by(id)`` for a macro, the bare name for a view."""
        return self.name if self.kind in _VIEW_KINDS else f"{self.name}({', '.join(self.parameters)})"

    @property
    def stored_as(self) -> str:
        """What a view is in DuckDB: ``VIEW``, or ``TABLE`` for one that is worked out when the database is built."""
        return "TABLE" if self.kind == "stored" else "VIEW"


@cache
def views() -> Mapping[str, Definition]:
    """All views by name, each after the views it builds on; :class:`DefinitionError` when a file can't be right."""
    found = {view.name: view for view in _definitions(FOLDER / "views", _VIEW_KINDS)}
    graph = {view.name: [name for name in view.upstream if name in found] for view in found.values()}
    try:
        order = tuple(TopologicalSorter(graph).static_order())
    except CycleError as error:
        raise DefinitionError(f"{FOLDER / 'views'}: these views build on each other: {error.args[1]}") from error
    return MappingProxyType({name: found[name] for name in order})


@cache
def macros() -> Mapping[str, Definition]:
    """All macros by name; :class:`DefinitionError` when a file can't be right."""
    return MappingProxyType({macro.name: macro for macro in _definitions(FOLDER / "macros", {"table", "scalar"})})


def read_definition(path: Path, kinds: Set[str]) -> Definition:
    """The definition in one ``.sql`` file, of one of the ``kinds``: view or stored, table or scalar for a macro."""
    lines = path.read_text(encoding="utf-8").splitlines()
    head = [line[2:].removeprefix(" ") for line in _leading_comments(lines)]
    fields = dict(_fields(path, head))
    query = "\n".join(lines[len(head) :]).strip()
    kind = fields.get("kind", "view")
    _require(path, _NAME.fullmatch(path.stem) is not None, "its name is no lower-case SQL name")
    _require(path, kind in kinds, f"kind is {kind!r}, must be one of {sorted(kinds)}")
    _require(path, bool(fields["description"]), "the head has no description")
    _require(path, bool(query), "there is no query under the head")
    _require(path, not query.endswith(";"), "the query must not end with a semicolon")
    return Definition(
        name=path.stem,
        kind=kind,
        description=fields["description"],
        upstream=tuple(filter(None, (name.strip() for name in fields.get("upstream", "").split(",")))),
        columns=MappingProxyType(_of_prefix("column ", fields)),
        parameters=MappingProxyType(_of_prefix("parameter ", fields)),
        query=query,
    )


def _definitions(folder: Path, kinds: Set[str]) -> Iterator[Definition]:
    for path in sorted(folder.glob("*.sql")):
        yield read_definition(path, kinds)


def _leading_comments(lines: list[str]) -> Iterator[str]:
    for line in lines:
        if not line.startswith("--"):
            return
        yield line


def _fields(path: Path, head: list[str]) -> Iterator[tuple[str, str]]:
    name, parts, seen = "description", list[str](), {"description"}
    for line in head:
        field = _FIELD.fullmatch(line)
        if field is None:
            _require(path, name == "description" or line.startswith("  "), f"this line belongs to no field: {line!r}")
            parts.append(line.strip())
            continue
        yield name, " ".join(parts).strip()
        name, parts = field["name"], [field["value"].strip()]
        _require(path, name not in seen, f"{name!r} stands there twice")
        seen.add(name)
    yield name, " ".join(parts).strip()


def _of_prefix(prefix: str, fields: Mapping[str, str]) -> dict[str, str]:
    return {name.removeprefix(prefix): value for name, value in fields.items() if name.startswith(prefix)}


def _require(path: Path, condition: bool, message: str) -> None:
    if not condition:
        raise DefinitionError(f"{path}: {message}")
