"""Building the index of a generation: anew, or from an older generation's for the buckets whose files changed."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import tantivy

from cable_pipeline.search import fields
from cable_pipeline.search.index import CABLES, COVERAGE, FOLDER, Coverage, read_cables, read_coverage
from cable_pipeline.tables.buckets import BUCKETED_TABLES, file_name, group_file_name, group_of
from cable_pipeline.tables.generations import Generation

Progress = Callable[[str, int, int], None]

TABLES_READ = {
    "cables": [
        "cable_id",
        "canonical_id",
        "post",
        "year",
        "classification",
        "signature",
        "origin",
        "originator",
        "subject",
    ],
    "tags": ["cable_id", "tag"],
    "recipients": ["cable_id", "name"],
    "paragraphs": ["cable_id", "position", "marking", "text"],
}
"""What the index is made of: tables and columns."""

_HEAP_BYTES = 256_000_000
"""Measured on two million paragraphs: with half of it the index was no slower to build, but in twice as many pieces."""
_BUILDING = f".{FOLDER}.building"
_REPLACED = f".{FOLDER}.replaced"
_LARGEST_CHANGE = 0.5
"""Where more than this share of the buckets changed, the index is built anew."""
_MOST_WRITTEN = 2
"""And where more than this many times its paragraphs were written, since what was replaced still takes room."""


class IndexReport(NamedTuple):
    """What was built: ``base`` is the generation whose index it was made from, None when it was built anew."""

    generation: int
    base: int | None
    buckets: int
    paragraphs: int
    bytes: int
    seconds: float


def update_index(generation: Generation, progress: Progress) -> IndexReport:
    """Build the index of a published generation, in its folder; nothing is done when it is there and whole.

    Only the holder of the writer's lock may call this. The index appears under its name when it is complete; a build
    that was killed leaves a folder that the next one removes.

    Raises:
        OSError: the disk is full or a table can't be read; the generation then has no index, or the one it had.
    """
    started = time.monotonic()
    path = generation.path / FOLDER
    digests = _digests(generation)
    there = current_coverage(generation)
    if there is not None:
        return _report(path, there, generation.number, 0, started)
    fresh = generation.path / _BUILDING
    shutil.rmtree(fresh, ignore_errors=True)
    base = _base(generation, digests)
    try:
        changed = _build(fresh, base, generation, digests, progress)
        _put_in_place(fresh, path)
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        raise
    covered = read_coverage(path)
    if covered is None:
        raise OSError(f"the index in {path} can't be read again")
    return _report(path, covered, base[1].generation if base else None, changed, started)


def current_coverage(generation: Generation) -> Coverage | None:
    """Return what the index of the generation covers; None where it has none, or one that is not of its tables."""
    there = read_coverage(generation.path / FOLDER)
    same = there is not None and there.digests == _digests(generation) and there.generation == generation.number
    return there if same else None


def _report(path: Path, covered: Coverage, base: int | None, buckets: int, started: float) -> IndexReport:
    size = sum(file.stat().st_size for file in path.rglob("*") if file.is_file())
    seconds = round(time.monotonic() - started, 3)
    return IndexReport(covered.generation, base, buckets, covered.paragraphs, size, seconds)


def _digests(generation: Generation) -> tuple[str, ...]:
    """Return a digest per bucket over its files of the tables that are read, and over what made them.

    The tags and recipients lie in files of many buckets; but they follow from the text in ``cables`` and the reader.
    """
    files = generation.files
    names = [table for table in TABLES_READ if table in BUCKETED_TABLES]
    made_by = (generation.reader_version, generation.schema_version)
    return tuple(
        hashlib.blake2b(
            "\0".join((*made_by, *(files[f"tables/{name}/{file_name(bucket)}"].sha256 for name in names))).encode(),
            digest_size=16,
        ).hexdigest()
        for bucket in range(generation.buckets)
    )


def _base(generation: Generation, digests: Sequence[str]) -> tuple[Path, Coverage] | None:
    """Return the index of another generation that leaves least to do, where it is worth while."""
    best: tuple[int, Path, Coverage] | None = None
    for folder in generation.path.parent.iterdir():
        covered = read_coverage(folder / FOLDER) if folder.name.isdigit() else None
        if (
            covered is None
            or len(covered.digests) != len(digests)
            or covered.written > _MOST_WRITTEN * covered.paragraphs
        ):
            continue
        changed = sum(old != new for old, new in zip(covered.digests, digests, strict=True))
        if changed <= _LARGEST_CHANGE * len(digests) and (best is None or changed < best[0]):
            best = (changed, folder / FOLDER, covered)
    return best and best[1:]


def _build(
    fresh: Path,
    base: tuple[Path, Coverage] | None,
    generation: Generation,
    digests: tuple[str, ...],
    progress: Progress,
) -> int:
    """Write the index into the folder ``fresh`` and return the number of buckets written."""
    known = (None,) * len(digests) if base is None else base[1].digests
    changed = [bucket for bucket, digest in enumerate(digests) if known[bucket] != digest]
    changed.sort(key=lambda bucket: group_of(bucket, generation.buckets))  # each group's files are read once
    read = _Rows(generation)
    cables = _Numbers() if base is None else _Numbers(read_cables(base[0]).to_pylist())
    words = fresh / fields.ANALYZER
    words.mkdir(parents=True)
    if base is not None:
        _link(base[0] / fields.ANALYZER, words)
    index = tantivy.Index(fields.schema(), path=str(words))
    index.register_tokenizer(fields.ANALYZER, fields.analyzer())
    # One thread: Python, which hands over the paragraphs, is the other half of the work.
    writer = index.writer(heap_size=_HEAP_BYTES, num_threads=1)
    written = 0
    for done, bucket in enumerate(changed, 1):
        if base is not None:
            writer.delete_documents_by_term(fields.BUCKET, bucket)
        for document in _documents(read, bucket, cables):
            writer.add_document(document)
            written += 1
        progress("search index", done, len(changed))
    writer.commit()
    progress("search index: joining its pieces", 0, 1)
    writer.wait_merging_threads()
    index.reload()
    _write_cables(fresh / CABLES, cables.ids)
    covered = Coverage(
        fields.FORMAT,
        generation.number,
        generation.built_at.isoformat(),
        index.searcher().num_docs,
        written + (base[1].written if base else 0),
        digests,
    )
    (fresh / COVERAGE).write_text(json.dumps(covered._asdict()), encoding="utf-8")
    return len(changed)


class _Numbers:
    """A number for each cable; a cable keeps its number from index to index."""

    def __init__(self, ids: Sequence[str] = ()) -> None:
        self.ids = list(ids)
        self._numbers = {cable_id: number for number, cable_id in enumerate(self.ids)}

    def of(self, cable_id: str) -> int:
        number = self._numbers.setdefault(cable_id, len(self.ids))
        if number == len(self.ids):
            self.ids.append(cable_id)
        return number


class _Rows:
    """The rows of each bucket; the files of a group are kept until another group's are asked for."""

    def __init__(self, generation: Generation) -> None:
        self._tables, self._buckets = generation.tables, generation.buckets
        self._read_of_group = lru_cache(maxsize=2)(self._read)

    def of(self, bucket: int) -> dict[str, dict[str, list[Any]]]:
        """Return the rows of a bucket by table, column by column."""
        group = group_file_name(group_of(bucket, self._buckets))
        found = {table: self._read(table, file_name(bucket)) for table in ("cables", "paragraphs")}
        ids = found["cables"].column("cable_id").combine_chunks()
        for table in ("tags", "recipients"):
            rows = self._read_of_group(table, group)
            found[table] = rows.filter(pc.is_in(rows.column("cable_id"), value_set=ids))
        return {table: rows.to_pydict() for table, rows in found.items()}

    def _read(self, table: str, name: str) -> pa.Table:
        return pq.read_table(self._tables / table / name, columns=TABLES_READ[table], use_threads=False)


def _documents(read: _Rows, bucket: int, cables: _Numbers) -> Iterator[tantivy.Document]:
    schema = fields.schema()
    rows = read.of(bucket)
    tags, recipients = _grouped(rows["tags"], "tag"), _grouped(rows["recipients"], "name")
    facts = {}
    for cable_id, *cable in zip(*(rows["cables"][column] for column in TABLES_READ["cables"]), strict=True):
        common = {fields.BUCKET: bucket, fields.CABLE: cables.of(cable_id)}
        facts[cable_id] = common | _facts(cable_id, *cable) | _lists(tags.get(cable_id), recipients.get(cable_id))
    for cable_id, position, marking, text in zip(*rows["paragraphs"].values(), strict=True):
        document = {**facts[cable_id], fields.POSITION: position, fields.TEXT: fields.composed(text)}
        if marking:
            document["marking"] = fields.name_form(marking)
        yield tantivy.Document.from_dict(document, schema)


def _grouped(rows: dict[str, list[str]], column: str) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for cable_id, value in zip(rows["cable_id"], rows[column], strict=True):
        groups.setdefault(cable_id, []).append(fields.composed(value))
    return groups


def _facts(
    cable_id: str,
    canonical_id: str,
    post: str | None,
    year: int | None,
    classification: str | None,
    signature: str | None,
    origin: str | None,
    originator: str | None,
    subject: str | None,
) -> dict[str, Any]:
    facts: dict[str, Any] = {"id": list({fields.name_form(cable_id), fields.name_form(canonical_id)})}
    if post:
        facts["post"] = fields.name_form(post)
    if classification:
        facts["classification"] = fields.name_form(classification)
    if year is not None:
        facts[fields.YEAR] = year
    facts["from"] = [fields.composed(name) for name in (origin, originator) if name]
    facts |= {name: fields.composed(text) for name, text in (("signer", signature), ("subject", subject)) if text}
    return facts


def _lists(tags: list[str] | None, recipients: list[str] | None) -> dict[str, Any]:
    return {"tag": tags or [], "to": recipients or []}


def _link(base: Path, words: Path) -> None:
    """Put the files of another index into ``words`` as links: tantivy never writes to a file again."""
    for file in base.iterdir():
        if file.name.endswith(".lock"):
            continue
        try:
            os.link(file, words / file.name)
        except OSError:
            shutil.copy2(file, words / file.name)


def _write_cables(path: Path, ids: Sequence[str]) -> None:
    table = pa.table({"cable_id": pa.array(ids, pa.string())}).combine_chunks()
    with pa.OSFile(str(path), "wb") as file, pa.ipc.new_file(file, table.schema) as writer:
        writer.write_table(table)


def _put_in_place(fresh: Path, path: Path) -> None:
    # What the name will stand for must be on the disk before it does.
    os.sync()
    replaced = path.with_name(_REPLACED)
    shutil.rmtree(replaced, ignore_errors=True)
    if path.exists():
        path.rename(replaced)
    fresh.rename(path)
    shutil.rmtree(replaced, ignore_errors=True)
