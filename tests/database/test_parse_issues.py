from __future__ import annotations

from pathlib import Path

import pytest

from cable_pipeline.database import parse_issues
from cable_pipeline.database.parse_issues import render
from cable_pipeline.tables.issues import SEVERITIES, issue_kinds
from tests.database.test_dictionary import cells

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def rendered() -> str:
    return render()


def test_every_code_stands_there_once_with_severity_meaning_and_what_it_concerns(rendered: str) -> None:
    found = cells(rendered)
    for kind in issue_kinds().values():
        assert found.count(kind.code) == 1
        concerns = [", ".join(kind.concerns)] if kind.concerns else []
        after = found.index(kind.code) + 1
        assert found[after : after + 2 + len(concerns)] == [kind.severity, kind.meaning, *concerns]
    assert set(SEVERITIES) <= set(found)


def test_the_document_is_up_to_date(rendered: str) -> None:
    document = ROOT / "docs" / "parse-issues.md"
    assert document.read_text(encoding="utf-8") == rendered, f"run: make docs ({parse_issues.__name__} has changed)"
