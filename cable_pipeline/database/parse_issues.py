"""The list of parse issues: every code of the table ``parse_issues`` in Markdown.

``python -m cable_pipeline.database.parse_issues > docs/parse-issues.md`` writes the document.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator

from cable_pipeline.database.markdown import code, escaped, grid
from cable_pipeline.tables.issues import SEVERITIES, IssueKind, issue_kinds


def render() -> str:
    """The whole list; the same text every time for the same code."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# Parse issues"
    yield ""
    yield "Generated from the code with `python -m cable_pipeline.database.parse_issues`; changes belong there."
    yield ""
    yield "Every doubt, repair, guess and refusal is a row of the table `parse_issues`. Its code is stable: a new"
    yield "version may add codes, and never gives one another meaning. `start_offset` and `end_offset` are the span"
    yield "concerned, where there is one. How often each occurs is in the view `parse_issues_by_code`, and how many"
    yield "values of each field are in doubt is told by `cables quality`."
    yield ""
    yield from grid(("severity", "meaning"), ((f"`{name}`", escaped(meaning)) for name, meaning in SEVERITIES.items()))
    kinds = issue_kinds().values()
    yield from ("", "## Files", "")
    yield from _table(kind for kind in kinds if not kind.concerns)
    yield from ("", "## Telegrams", "")
    yield "The last column names the columns of `cables`, and the child tables, whose values are in doubt. Where there"
    yield "are several, the issue concerns some or all of them."
    yield ""
    yield from _table((kind for kind in kinds if kind.concerns), concerns=True)


def _table(kinds: Iterable[IssueKind], *, concerns: bool = False) -> Iterator[str]:
    head = ("code", "severity", "meaning", "concerns")
    rows = ((f"`{kind.code}`", kind.severity, escaped(kind.meaning), code(kind.concerns)) for kind in kinds)
    return grid(head, rows) if concerns else grid(head[:3], (row[:3] for row in rows))


if __name__ == "__main__":
    sys.stdout.write(render())
