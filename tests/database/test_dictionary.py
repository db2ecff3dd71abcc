from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from cable_pipeline.database import dictionary
from cable_pipeline.database.dictionary import render
from cable_pipeline.database.markdown import escaped
from cable_pipeline.database.views import macros, views
from cable_pipeline.tables.schema import TABLES

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def rendered() -> str:
    return render()


def cells(markdown: str) -> list[str]:
    tokens = MarkdownIt("commonmark").enable("table").parse(markdown)
    inline = [token.children or [] for token in tokens if token.type == "inline"]
    return ["".join(child.content for child in children) for children in inline]


def test_every_relation_column_and_parameter_is_described(rendered: str) -> None:
    found = cells(rendered)
    for table in TABLES.values():
        assert table.name in found
        assert " ".join(table.description.split()) in found
        for column in table.columns:
            assert column.name in found
            assert " ".join(column.description.split()) in found
    for definition in (*views().values(), *macros().values()):
        assert definition.signature in found
        assert {*definition.columns.values(), *definition.parameters.values(), definition.description} <= set(found)


def test_it_is_the_same_every_time(rendered: str) -> None:
    command = [sys.executable, "-m", dictionary.__name__]
    again = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, encoding="utf-8")
    assert again.stdout == rendered


def test_the_document_is_up_to_date(rendered: str) -> None:
    document = ROOT / "docs" / "data-dictionary.md"
    assert document.read_text(encoding="utf-8") == rendered, f"run: python -m {dictionary.__name__} > {document}"


@pytest.mark.parametrize(
    "text", ["a|b", "*bold*", "_x_", "<script>", "[x](y)", "`code`", r"back\slash", "# head", "&amp;"]
)
def test_text_is_never_markup(text: str) -> None:
    assert cells(f"| a |\n| --- |\n| {escaped(text)} |\n")[1] == text
