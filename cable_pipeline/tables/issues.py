"""Every kind of row of ``parse_issues``: those of the reader of telegrams, and those that concern whole files."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from cable_pipeline.sources import reading
from cable_pipeline.tables import manifest
from cable_pipeline.telegram.issues import SEVERITIES, IssueKind, IssuesDisagree, Nature, collect
from cable_pipeline.telegram.issues import issue_kinds as kinds_of_the_reader

__all__ = ["SEVERITIES", "IssueKind", "IssuesDisagree", "issue_kinds"]

_NATURES: Mapping[str, Nature] = {
    "refused-file": ("warning", ()),
    "file-unreadable": ("error", ()),
    "file-changed-while-read": ("error", ()),
    "file-too-large": ("error", ()),
    "file-empty": ("error", ()),
    "file-binary": ("error", ()),
    "not-a-cable": ("error", ()),
    "reader-error": ("error", ()),
    "decoded-as-windows-1252": ("warning", ()),
}


@cache
def issue_kinds() -> Mapping[str, IssueKind]:
    """Return every kind of issue by its code: of files first, then of telegrams, in the order of their parts."""
    files = collect({module.__name__: module.ISSUES for module in (reading, manifest)}, _NATURES)
    telegrams = kinds_of_the_reader()
    for code in files.keys() & telegrams.keys():
        raise IssuesDisagree(f"the issue {code} is defined twice: for files and in the reader of telegrams")
    return MappingProxyType({**files, **telegrams})
