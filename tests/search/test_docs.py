"""docs/search.md tells the truth: its fields are those of the index, its queries are read and its SQL runs."""

from __future__ import annotations

import re

import pytest

import cable_pipeline
from cable_pipeline.search.fields import FIELDS
from cable_pipeline.search.grammar import parse
from tests.tables.archive import Archive
from tests.transcripts import ROOT

DOCUMENT = (ROOT / "docs" / "search.md").read_text(encoding="utf-8")
HEAD, FIELD_PART = DOCUMENT.split("## Fields", 1)
QUERIES = [query for row in re.findall(r"^\| (`.*?) \|", HEAD, re.MULTILINE) for query in re.findall(r"`(.*?)`", row)]


def test_every_field_is_documented() -> None:
    fields = re.findall(r"^\| `(\w+)` \|", FIELD_PART, re.MULTILINE)
    assert sorted(fields) == sorted(FIELDS)


@pytest.mark.parametrize("query", QUERIES)
def test_a_query_is_read(query: str) -> None:
    assert parse(query) is not None


def test_queries_in_sql_run(filled: Archive) -> None:
    (block,) = re.findall(r"^```sql\n(.*?)^```$", DOCUMENT, re.MULTILINE | re.DOTALL)
    with cable_pipeline.connect(filled.data) as connection:
        statements = connection.extract_statements(block)
        assert len(statements) == 3
        for statement in statements:
            connection.execute(statement.query).fetchall()
