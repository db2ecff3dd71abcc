"""Building and renewing an index: what is done again, what is not, and what readers see meanwhile."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from cable_pipeline.search import build as building
from cable_pipeline.search import fields
from cable_pipeline.search.index import Index, NoIndexError, open_index, read_coverage
from cable_pipeline.tables.generations import Generation
from tests.search.conftest import build, telegram
from tests.tables.archive import Archive

MANY = 1_200  # five buckets and more, so that there is something to leave alone


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an archive of several buckets and its index, to be copied."""
    archive = Archive(tmp_path_factory.mktemp("large"))
    archive.fill(MANY)
    build(archive.made())
    return archive.source.parent


@pytest.fixture
def several(large: Path, tmp_path: Path) -> Archive:
    folder = tmp_path / "copy"
    shutil.copytree(large, folder, symlinks=True)
    return Archive(folder, keep_generations=9)


def opened(generation: Generation) -> Index:
    return open_index(generation.path)


def hits(index: Index, query: str) -> set[str]:
    return set(index.hits(query).column("cable_id").to_pylist())


def everything(index: Index) -> list[tuple[str, int]]:
    rows = index.hits("*").to_pylist()
    return sorted((row["cable_id"], row["position"]) for row in rows)


def test_only_the_buckets_of_changed_cables_are_written(several: Archive) -> None:
    several.put("06VIENNA7.txt", telegram("06VIENNA7", "A zebra was seen."))
    several.put("06VIENNA9999.txt", telegram("06VIENNA9999", "A second zebra was seen."))
    (several.source / "06VIENNA8.txt").unlink()
    generation = several.made(insist=True)
    report = build(generation)
    assert report.base == 1
    assert 0 < report.buckets < generation.buckets
    index = opened(generation)
    assert index.is_current
    assert hits(index, "zebra") == {"06VIENNA7", "06VIENNA9999"}
    assert hits(index, "id:06VIENNA8") == set()
    assert hits(index, "agreed id:06VIENNA7") == set()
    assert index.coverage.paragraphs == generation.rows["paragraphs"]


def test_a_renewed_index_answers_as_one_built_anew(several: Archive) -> None:
    several.put("06VIENNA7.txt", telegram("06VIENNA7", "A zebra was seen."))
    generation = several.made(insist=True)
    build(generation)
    renewed = opened(generation)
    for other in several.data.glob("generations/*/search"):
        shutil.rmtree(other)
    assert build(generation).base is None
    fresh = opened(generation)
    assert everything(renewed) == everything(fresh)
    for query in ("zebra", "minister", '"second paragraph"', "tag:PREL -zebra"):
        assert hits(renewed, query) == hits(fresh, query)


def test_an_unchanged_generation_is_left_alone(several: Archive) -> None:
    before = several.everything()
    (generation,) = [several.data / "generations" / "1"]
    from cable_pipeline.tables import generations

    assert build(generations.load(generation)).buckets == 0
    assert several.everything() == before


def test_a_reader_keeps_what_it_has_open(several: Archive) -> None:
    reader = open_index(several.data / "generations" / "1")
    several.put("06VIENNA7.txt", telegram("06VIENNA7", "A zebra was seen."))
    build(several.made(insist=True))
    assert hits(reader, "zebra") == set()
    shutil.rmtree(several.data / "generations" / "1")
    found = reader.hits("agreed id:06VIENNA7")
    assert found.num_rows == 1
    assert "«agreed»" in reader.snippets("agreed", found.column("address").to_pylist())[0]


def test_the_older_generation_keeps_its_own_index(several: Archive) -> None:
    several.put("06VIENNA7.txt", telegram("06VIENNA7", "A zebra was seen."))
    build(several.made(insist=True))
    older = open_index(several.data / "generations" / "1")
    assert (older.coverage.generation, older.is_current) == (1, True)
    assert hits(older, "zebra") == set()
    assert hits(older, "id:06VIENNA7") == {"06VIENNA7"}


def test_without_its_own_index_a_generation_is_searched_in_the_nearest_which_says_so(several: Archive) -> None:
    several.put("06VIENNA7.txt", telegram("06VIENNA7", "A zebra was seen."))
    generation = several.made(insist=True)
    index = opened(generation)
    assert (index.coverage.generation, index.wanted_generation, index.is_current) == (1, 2, False)
    assert hits(index, "zebra") == set()


def test_without_any_index_the_message_says_what_to_do(archive: Archive) -> None:
    archive.fill(1)
    generation = archive.made()
    with pytest.raises(NoIndexError, match="cables run"):
        opened(generation)


def test_a_build_that_is_killed_leaves_nothing_that_is_searched(
    several: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    several.put("06VIENNA7.txt", telegram("06VIENNA7", "A zebra was seen."))
    generation = several.made(insist=True)

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(building, "_put_in_place", killed)
        with pytest.raises(KeyboardInterrupt):
            build(generation)
    # As a kill leaves it that no handler sees:
    left = generation.path / building._BUILDING
    left.mkdir()
    (left / "half").write_text("half")
    assert opened(generation).coverage.generation == 1
    assert build(generation).base == 1
    assert not left.exists()
    assert hits(opened(generation), "zebra") == {"06VIENNA7"}


@pytest.mark.parametrize("damage", ["format", "json", "missing"])
def test_an_index_that_can_t_be_read_is_built_anew(several: Archive, damage: str) -> None:
    path = several.data / "generations" / "1" / "search"
    coverage = path / "coverage.json"
    if damage == "format":
        content = json.loads(coverage.read_text())
        coverage.write_text(json.dumps(content | {"format": fields.FORMAT + 1}))
    elif damage == "json":
        coverage.write_text("{")
    else:
        shutil.rmtree(path)
    several.put("06VIENNA7.txt", telegram("06VIENNA7", "A zebra was seen."))
    report = build(several.made(insist=True))
    assert report.base is None
    assert report.paragraphs == 2 * MANY


def test_where_most_changed_it_is_built_anew(several: Archive) -> None:
    for number in range(1, MANY + 1):
        several.put(f"06VIENNA{number}.txt", telegram(f"06VIENNA{number}", "A zebra was seen."))
    assert build(several.made(insist=True)).base is None


def test_an_index_of_many_replaced_paragraphs_is_built_anew(several: Archive) -> None:
    path = several.data / "generations" / "1" / "search" / "coverage.json"
    content = json.loads(path.read_text())
    path.write_text(json.dumps(content | {"written": 2 * content["paragraphs"] + 1}))
    several.put("06VIENNA7.txt", telegram("06VIENNA7", "A zebra was seen."))
    assert build(several.made(insist=True)).base is None


def test_links_to_the_older_index_do_not_change_it(several: Archive) -> None:
    older = several.data / "generations" / "1" / "search"
    before = {path: path.read_bytes() for path in older.rglob("*") if path.is_file()}
    for round_ in range(3):
        several.put("06VIENNA7.txt", telegram("06VIENNA7", f"Zebra number {round_}."))
        build(several.made(insist=True))
        assert {path: path.read_bytes() for path in older.rglob("*") if path.is_file()} == before


def test_a_telegram_without_paragraphs_and_an_odd_text_do_no_harm(archive: Archive) -> None:
    archive.put("a.txt", telegram("06VIENNA1", "\x01\x02 \ud7ff 🦓 zebra " + "x" * 70_000))
    archive.put("b.txt", "06VIENNA2\nTITLE\nWed Aug 09 00:00:00 +0200 2006\nSECRET\nEmbassy Vienna\n")
    generation = archive.made()
    build(generation)
    assert hits(opened(generation), "zebra") == {"06VIENNA1"}


def test_coverage_of_nothing_is_none(tmp_path: Path) -> None:
    assert read_coverage(tmp_path) is None
