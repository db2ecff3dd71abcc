"""Values as DuckDB SQL text, for the statements that take no parameters."""

from __future__ import annotations

from pathlib import Path

_GLOB_CHARACTERS = frozenset("*?[")


def text(value: str) -> str:
    """``value`` as a string literal: ``it's`` becomes ``'it''s'``; ValueError for a NUL, which SQL text can't hold."""
    if "\0" in value:
        raise ValueError(f"{value!r} holds a NUL character, which SQL text can't carry")
    return "'" + value.replace("'", "''") + "'"


def name(value: str) -> str:
    """``value`` as a quoted identifier: ``cited by`` becomes ``"cited by"``; ValueError for a NUL."""
    if "\0" in value:
        raise ValueError(f"{value!r} holds a NUL character, which SQL text can't carry")
    return '"' + value.replace('"', '""') + '"'


def literal_glob(path: Path) -> str:
    """``path`` as a pattern that matches itself alone: DuckDB expands ``*``, ``?`` and ``[`` in plain paths, too."""
    return "".join(f"[{character}]" if character in _GLOB_CHARACTERS else character for character in str(path))
