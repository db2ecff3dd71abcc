"""Every code that the code can raise is documented with its severity, and no other one."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from cable_pipeline import sources
from cable_pipeline.compiled import PACKAGE
from cable_pipeline.sources import SeedFile
from cable_pipeline.synthetic import DAMAGES, write_archive
from cable_pipeline.tables.issues import SEVERITIES, issue_kinds
from cable_pipeline.tables.schema import TABLES
from cable_pipeline.telegram import NotATelegram, read_telegram
from cable_pipeline.telegram.issues import IssuesDisagree, collect
from cable_pipeline.telegram.records import Issue

CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+")
ENCODINGS = {"windows-1252", "utf-8"}  # look like codes, too


class Use(NamedTuple):
    """A code in a module, outside ``ISSUES`` and docstrings, and the severities that stand beside it."""

    place: str
    code: str
    severities: frozenset[str]


def uses(path: Path) -> Iterator[Use]:
    """Look at the arguments of each call and the elements of each tuple for a code, then at every other literal."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    if path.name == "issues.py":
        return
    statements = [node for node in tree.body if not (isinstance(node, (ast.Assign, ast.AnnAssign)) and is_list(node))]
    beside: dict[int, frozenset[str]] = {}
    found: list[ast.Constant] = []
    for statement in statements:
        for node in ast.walk(statement):
            if isinstance(node, (ast.Call, ast.Tuple)):
                parts = node.args if isinstance(node, ast.Call) else node.elts
                literals = [part for part in parts if isinstance(part, ast.Constant)]
                severities = frozenset(str(part.value) for part in literals) & set(SEVERITIES)
                beside |= {id(part): severities for part in literals}
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and CODE.fullmatch(node.value):
                found.append(node)
    for constant in found:
        yield Use(f"{path.name}:{constant.lineno}", str(constant.value), beside.get(id(constant), frozenset()))


def is_list(node: ast.Assign | ast.AnnAssign) -> bool:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    return any(isinstance(target, ast.Name) and target.id == "ISSUES" for target in targets)


@pytest.fixture(scope="module")
def found() -> list[Use]:
    # Not where the modules were found: those of a compiled reader are no text.
    folders = [PACKAGE / room for room in ("telegram", "sources", "tables")]
    return [use for folder in folders for path in sorted(folder.glob("*.py")) for use in uses(path)]


def test_every_code_in_the_source_is_documented(found: list[Use]) -> None:
    assert len(found) > 50
    assert [use for use in found if use.code not in issue_kinds() and use.code not in ENCODINGS] == []


def test_every_documented_code_is_raised(found: list[Use]) -> None:
    assert set(issue_kinds()) - {use.code for use in found} == set()


def test_severities_are_those_in_the_source(found: list[Use]) -> None:
    told = [use for use in found if use.severities]
    assert len(told) > 25
    assert [use for use in told if use.severities != {issue_kinds()[use.code].severity}] == []


def test_severities_and_codes_are_those_that_the_reader_gives(tmp_path: Path) -> None:
    write_archive(tmp_path, 400, seed=7, rates=dict.fromkeys(DAMAGES, 0.1), workers=1)
    seen = {(issue.code, issue.severity) for path in sorted(tmp_path.iterdir()) for issue in issues_of(path)}
    assert len(seen) > 10
    assert {(code, issue_kinds()[code].severity) for code, _ in seen} == seen


def issues_of(path: Path) -> tuple[Issue, ...]:
    seed = SeedFile(str(path), path.name, path.stat().st_size, 0)
    try:
        return read_telegram(sources.read(seed, 2**24).text).issues
    except NotATelegram:  # a damage can spoil the very id
        return ()


def test_every_issue_concerns_what_there_is() -> None:
    names = {column.name for column in TABLES["cables"].columns} | set(TABLES)
    assert {name for kind in issue_kinds().values() for name in kind.concerns} <= names


def test_a_code_is_defined_once() -> None:
    with pytest.raises(IssuesDisagree, match="no-title is defined twice: in one and in other"):
        collect({"one": {"no-title": "x"}, "other": {"no-title": "y"}}, {"no-title": ("info", ())})


def test_a_code_has_both_meaning_and_severity() -> None:
    with pytest.raises(IssuesDisagree, match="no-title of one has no severity"):
        collect({"one": {"no-title": "x"}}, {})
    with pytest.raises(IssuesDisagree, match="no-title has a severity, but no module defines it"):
        collect({"one": {}}, {"no-title": ("info", ())})
