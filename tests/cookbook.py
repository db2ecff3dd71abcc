"""The cookbook: taking its recipes apart, running their queries over the invented archive, writing the answers anew.

``python -m tests.cookbook`` does the last: the answer below every query of docs/cookbook.md is replaced by what the
query gives on the archive that the document names.
"""

from __future__ import annotations

import io
import re
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from cable_pipeline.database.connect import connect
from cable_pipeline.database.query import run_query, write_table
from tests import transcripts

COOKBOOK = transcripts.ROOT / "docs" / "cookbook.md"

_RECIPE = re.compile(
    r"^### (?P<question>[^\n]*)\n(?:(?!### |## |```)[^\n]*\n)*```sql\n(?P<query>.*?)^```\n\n"
    r"```text\n(?P<answer>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
_COMMANDS = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)


class Recipe(NamedTuple):
    """A question, the query that answers it, and the answer that the document shows."""

    question: str
    query: str
    answer: str


def recipes() -> list[Recipe]:
    """All recipes of the document, in order."""
    text = COOKBOOK.read_text(encoding="utf-8")
    return [Recipe(match["question"], match["query"], match["answer"]) for match in _RECIPE.finditer(text)]


def make_archive(folder: Path) -> Path:
    """Run the commands at the top of the document, ``~`` being ``folder``; return the data folder."""
    environment = {**transcripts.surroundings(folder), "HOME": str(folder)}
    (commands,) = _COMMANDS.findall(COOKBOOK.read_text(encoding="utf-8"))
    transcripts.answer(f"set -e\n{commands}", environment)
    return folder / "invented-data"


def answer(query: str, data: Path) -> str:
    """What ``cables sql`` prints for ``query``, without blanks at the ends of lines."""
    out = io.BytesIO()
    with connect(data) as connection:
        write_table(run_query(connection, query), out)
    return "".join(f"{line.rstrip()}\n" for line in out.getvalue().decode("utf-8").splitlines())


def renew() -> None:
    """Write every answer anew."""
    with TemporaryDirectory() as folder:
        data = make_archive(Path(folder))

        def renewed(match: re.Match[str]) -> str:
            start, end = (at - match.start() for at in match.span("answer"))
            return f"{match[0][:start]}{answer(match['query'], data)}{match[0][end:]}"

        text = _RECIPE.sub(renewed, COOKBOOK.read_text(encoding="utf-8"))
    COOKBOOK.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    renew()
