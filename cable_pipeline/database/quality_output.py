"""Writing the reports of :mod:`cable_pipeline.database.quality`: as tables to read, CSV or JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import BinaryIO, NamedTuple

import pyarrow as pa

from cable_pipeline.database.printable import printable
from cable_pipeline.database.quality import Change, Comparison, Example, FieldQuality
from cable_pipeline.database.query import QueryResult, write_csv, write_json, write_table

_SHOWN_CHARACTERS = 60
_SHOWN_BEFORE_DIFFERENCE = 15
_NO_VALUE = "(none)"
_TYPES: Mapping[str, pa.DataType] = {
    "table": pa.string(),
    "field": pa.string(),
    "share": pa.float64(),
    "examples": pa.list_(pa.struct([(name, pa.string()) for name in Example._fields])),
}
_WRITERS: Mapping[str, Callable[[QueryResult, BinaryIO], int]] = {"csv": write_csv, "json": write_json}


def write_report(rows: Sequence[FieldQuality], kind: str, out: BinaryIO, width: int | None = None) -> None:
    """Write one line per field; ``kind`` is table, csv or json, ``width`` that of a terminal for a table."""
    result = _result(rows, FieldQuality._fields)
    if kind == "table":
        write_table(result, out, width)
    else:
        _WRITERS[kind](result, out)


def write_comparison(comparison: Comparison, kind: str, out: BinaryIO, width: int | None = None) -> None:
    """Write what differs, with the examples: for reading the differences alone, as CSV or JSON every field."""
    if kind != "table":
        _WRITERS[kind](_result(comparison.changes, Change._fields), out)
        return
    _write_lines(out, [_summary(comparison.changes[0]), ""])
    differing = [change for change in comparison.changes[1:] if not change.is_none]
    if not differing:
        _write_lines(out, ["No difference in what the cables say that both have."])
        return
    write_table(_result(differing, ("table", "field", "before", "after", "gained", "lost", "changed")), out, width)
    recounted = [change for change in differing if change.more_rows or change.fewer_rows]
    if recounted:
        _write_lines(out, ["", "Rows, and the number of cables with more or fewer of them:", ""])
        write_table(_result(recounted, ("table", "rows_before", "rows_after", "more_rows", "fewer_rows")), out, width)
    _write_lines(out, _example_lines([comparison.changes[0], *differing]))


def _result(rows: Iterable[NamedTuple], names: Sequence[str]) -> QueryResult:
    schema = pa.schema([(name, _TYPES.get(name, pa.int64())) for name in names])
    table = pa.Table.from_pylist([_plain(row, names) for row in rows], schema=schema)
    return QueryResult(schema, iter(table.to_batches()))


def _plain(row: NamedTuple, names: Sequence[str]) -> dict[str, object]:
    values = {name: getattr(row, name) for name in names}
    if "examples" in values:
        values["examples"] = [example._asdict() for example in values["examples"]]
    return values


def _summary(cables: Change) -> str:
    return (
        f"{cables.before:,} cables before, {cables.after:,} after: {cables.gained:,} new, {cables.lost:,} gone, "
        f"{cables.changed:,} of the others differ."
    )


def _example_lines(changes: Iterable[Change]) -> Iterator[str]:
    for change in changes:
        if not change.examples:
            continue
        yield from ("", f"{change.table}.{printable(change.field)}" if change.field else change.table)
        for example in change.examples:
            # Of a cable, or of rows, as a whole the values are numbers of rows, which may be the same.
            values = "" if example.before == example.after else "  {} → {}".format(*_cut(example.before, example.after))
            yield f"  {example.kind:<7}  {_line(example.cable_id)}{values}"


def _cut(before: str | None, after: str | None) -> tuple[str, str]:
    """Both values on one line, long ones from shortly before the place where they start to differ."""
    old, new = _line(before or ""), _line(after or "")
    start = 0
    if max(len(old), len(new)) > _SHOWN_CHARACTERS:
        same = next((at for at, pair in enumerate(zip(old, new, strict=False)) if pair[0] != pair[1]), 0)
        start = max(same - _SHOWN_BEFORE_DIFFERENCE, 0)
    return _NO_VALUE if before is None else _window(old, start), _NO_VALUE if after is None else _window(new, start)


def _window(line: str, start: int) -> str:
    cut = line[start : start + _SHOWN_CHARACTERS]
    return f"{'…' if start else ''}{cut}{'…' if len(line) > start + len(cut) else ''}"


def _line(text: str) -> str:
    return printable(" ".join(text.split()))


def _write_lines(out: BinaryIO, lines: Iterable[str]) -> None:
    out.write("".join(f"{line}\n" for line in lines).encode("utf-8", "backslashreplace"))
