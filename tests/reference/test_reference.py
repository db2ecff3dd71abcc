from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cable_pipeline import reference
from cable_pipeline.reference import ReferenceDataError

LOADERS: dict[str, Callable[[], object]] = {
    "posts.csv": reference.posts,
    "post_aliases.csv": reference.post_aliases,
    "tags.csv": reference.tag_dictionary,
    "topics.csv": reference.topics,
    "routing_indicators.csv": reference.routing_indicators,
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder for dictionaries of one's own, with nothing read before and nothing remembered after."""
    monkeypatch.setattr(reference, "FOLDER", tmp_path)
    _forget()
    yield tmp_path
    _forget()


def _forget() -> None:
    for loader in LOADERS.values():
        loader.cache_clear()  # type: ignore[attr-defined]


def test_every_dictionary_is_read_and_described() -> None:
    notes = (reference.FOLDER / "README.md").read_text(encoding="utf-8")
    files = {path.name for path in reference.FOLDER.glob("*.csv")}
    assert files == set(LOADERS)
    for file in files:
        assert f"## {file}: " in notes
    assert "CC BY 4.0" in notes
    assert "GeoNames" in notes


def test_numbers_of_rows_are_those_of_the_notes() -> None:
    notes = (reference.FOLDER / "README.md").read_text(encoding="utf-8")
    indicators = reference.routing_indicators()
    for number in (
        f"{len(reference.posts())} tokens",
        f"{len(reference.post_aliases())} spellings",
        f"{len(reference.tag_dictionary()):,} codes",
        f"{len(indicators):,} pairs of {len({entry.routing_indicator for entry in indicators}):,} indicators",
    ):
        assert number in notes


def test_every_alias_means_a_post() -> None:
    posts = reference.posts()
    for alias in reference.post_aliases().values():
        assert alias.alias == alias.alias.upper()
        assert alias.post in posts
        assert alias.alias not in posts or alias.kind == "same post, other token"


def test_the_other_token_of_a_post_is_a_post() -> None:
    posts = reference.posts()
    assert {post.same_post_as for post in posts.values() if post.same_post_as} <= set(posts)


def test_pairs_of_indicator_and_name_are_unique() -> None:
    pairs = [(entry.routing_indicator, entry.name) for entry in reference.routing_indicators()]
    assert len(pairs) == len(set(pairs))


def test_codes_that_are_meant_are_in_the_dictionary() -> None:
    tags = reference.tag_dictionary()
    meant = {code for entry in tags.values() if entry.canonical for code in entry.canonical.split()}
    assert meant - set(tags) == set()


def test_a_known_row_of_each() -> None:
    assert reference.posts()["PHNOMPENH"].country == "KH"
    assert reference.tag_dictionary()["PGOV"].title == "Internal Governmental Affairs"
    assert reference.post_aliases()["SECSTATE"].post == "STATE"
    assert any(
        (entry.routing_indicator, entry.name) == ("RUEHC", "SECSTATE WASHDC")
        for entry in reference.routing_indicators()
    )


def test_longer_topics_come_first() -> None:
    lengths = [len(topic) for topic in reference.topics()]
    assert lengths == sorted(lengths, reverse=True)


HEAD = "post,display_name,city,country_iso2,latitude,longitude,kind,bureau,routing_indicator,same_post_as\n"


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (HEAD + "ZENDA,Zenda,,,91,0,,,,\n", r"posts\.csv, line 2: .*91\.0 is not between -90 and 90"),
        (HEAD + "ZENDA,Zenda,,,north,0,,,,\n", r"posts\.csv, line 2: .*north"),
        (HEAD + "ZENDA,Zenda,,,,,,,,\nZENDA,Zenda,,,,,,,,\n", r"posts\.csv: the key 'ZENDA' .*twice"),
        (HEAD + ",Zenda,,,,,,,,\n", r"posts\.csv: the key '' is empty"),
        ("post,display_name\nZENDA,Zenda\n", r"posts\.csv, line 2: KeyError\('city'\)"),
    ],
)
def test_a_row_that_can_not_be_right_is_an_error(folder: Path, content: str, complaint: str) -> None:
    (folder / "posts.csv").write_text(content)
    with pytest.raises(ReferenceDataError, match=complaint):
        reference.posts()


TAGS = "tag,kind,description,description_source,iso_3166_alpha2,canonical\n"
ALIASES = "alias,canonical_post,kind,source\n"
INDICATORS = "indicator,name,source,count,count_as_originator\n"


@pytest.mark.parametrize(
    ("file", "content", "complaint"),
    [
        ("posts.csv", HEAD + "Zenda,Zenda,,,,,,,,\n", "'Zenda' is not of the form"),
        ("posts.csv", HEAD + "ZENDA,,,,,,,,,\n", "a field is empty"),
        ("posts.csv", HEAD + "ZENDA,Zenda,,RUR,,,,,,\n", "'RUR' is not of the form"),
        ("posts.csv", HEAD + "ZENDA,Zenda,,,,,castle,,,\n", "'castle' is none of consulate"),
        ("posts.csv", HEAD + "ZENDA,Zenda,,,,,,,XUEHZ,\n", "'XUEHZ' is not of the form"),
        ("posts.csv", HEAD + "ZENDA,Zenda,,,,,,,,STRELSAU\n", "refers to what is not there.*STRELSAU"),
        ("post_aliases.csv", ALIASES + "ZNEDA,ZENDA,typo,ids\n", "refers to what is not there.*ZENDA"),
        ("post_aliases.csv", ALIASES + "Z NEDA,LIMA,typo,ids\n", "'Z NEDA' is not of the form"),
        ("post_aliases.csv", ALIASES + "ZNEDA,LIMA,typo,\n", "a field is empty"),
        ("tags.csv", TAGS + "pgov,subject,,,,\n", "'pgov' is not of the form"),
        ("tags.csv", TAGS + "PGOV,matter,,,,\n", "'matter' is none of geographic"),
        ("tags.csv", TAGS + "PGOVV,unknown,,,,PGOV\n", "refers to what is not there.*PGOV"),
        ("routing_indicators.csv", INDICATORS + "RUEHC,SECSTATE WASHDC,corpus,-1,0\n", "-1 is less than 0"),
        ("routing_indicators.csv", INDICATORS + "RUEHC,SECSTATE WASHDC,rumor,1,0\n", "'rumor' is none of acp"),
        ("routing_indicators.csv", INDICATORS + "RUEHC,SECSTATE WASHDC,acp,one,0\n", "one"),
        ("routing_indicators.csv", INDICATORS + "RUEHC,X,acp,1,0\nRUEHC,X,acp,1,0\n", "stands there twice"),
    ],
)
def test_every_dictionary_is_checked(folder: Path, file: str, content: str, complaint: str) -> None:
    (folder / "posts.csv").write_text(HEAD + "LIMA,Lima,,,,,,,,\n")
    (folder / file).write_text(content)
    with pytest.raises(ReferenceDataError, match=complaint):
        LOADERS[file]()


def test_an_empty_field_is_not_known(folder: Path) -> None:
    (folder / "posts.csv").write_text(HEAD + "ZENDA,Zenda,,,,,,,,\n")
    assert reference.posts()["ZENDA"] == reference.Post("ZENDA", "Zenda", *[None] * 8)
