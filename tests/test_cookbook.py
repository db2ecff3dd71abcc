"""The cookbook tells the truth: every query is run again, and gives the answer that stands below it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cable_pipeline.database.views import macros, views
from tests import cookbook

RECIPES = cookbook.recipes()


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return cookbook.make_archive(tmp_path_factory.mktemp("cookbook"))


def test_there_are_25_questions_and_more() -> None:
    text = cookbook.COOKBOOK.read_text(encoding="utf-8")
    assert len(RECIPES) >= 25
    assert len(RECIPES) == text.count("```sql") == len(re.findall(r"^### ", text, re.MULTILINE))
    assert len({recipe.question for recipe in RECIPES}) == len(RECIPES)


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.question[:50])
def test_the_query_gives_the_answer_that_is_shown(recipe: cookbook.Recipe, data: Path) -> None:
    assert cookbook.answer(recipe.query, data) == recipe.answer
    assert not recipe.answer.startswith("0 rows")


def test_views_and_macros_are_cooked_with() -> None:
    queries = "\n".join(recipe.query for recipe in RECIPES)
    used = {name for name in (*views(), *macros()) if re.search(rf"\b{name}\b", queries)}
    assert len(used) >= 25
