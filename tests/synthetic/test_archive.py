"""Archives of invented telegrams: always the same files, telegrams that refer to one another, clear refusals."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from pathlib import Path

import pytest

from cable_pipeline.synthetic import ArchiveError, write_archive


def contents(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.txt"))
    }


def digest(folder: Path) -> str:
    return hashlib.sha256(repr(contents(folder)).encode()).hexdigest()


def test_one_file_a_telegram_named_by_its_id(tmp_path: Path) -> None:
    report = write_archive(tmp_path / "archive", 120, 4, workers=1, damaged=False)
    texts = contents(tmp_path / "archive")
    assert (report.files, len(texts)) == (120, 120)
    assert report.size_bytes == sum(len(text.encode()) for text in texts.values())
    assert all(text.split("\n", 1)[0] == name.removesuffix(".txt") for name, text in texts.items())
    assert report.first_year is not None
    assert report.last_year is not None
    assert 1980 < report.first_year <= report.last_year < 2011


def test_the_number_of_workers_does_not_change_the_files(tmp_path: Path) -> None:
    write_archive(tmp_path / "one", 1_100, 4, mean_characters=1_500, workers=1)
    write_archive(tmp_path / "two", 1_100, 4, mean_characters=1_500, workers=2)
    assert digest(tmp_path / "one") == digest(tmp_path / "two")


def test_another_seed_gives_other_files(tmp_path: Path) -> None:
    write_archive(tmp_path / "one", 20, 1, workers=1)
    write_archive(tmp_path / "two", 20, 2, workers=1)
    assert set(contents(tmp_path / "one").values()).isdisjoint(contents(tmp_path / "two").values())


def test_by_month_sorts_into_folders(tmp_path: Path) -> None:
    write_archive(tmp_path, 50, 4, workers=1, by_month=True)
    assert all(re.fullmatch(r"\d{4}/\d\d/\w+\.txt", name) for name in contents(tmp_path))


def test_numbers_rise_with_time_in_each_post_and_year(tmp_path: Path) -> None:
    write_archive(tmp_path, 1_500, 4, mean_characters=1_000, workers=1, damaged=False)
    sent = defaultdict(list)
    for text in contents(tmp_path).values():
        match = re.match(r"(\d\d[A-Z]+)(\d+)\n", text)
        filed = re.search(r"\nDE \w+ #\d+(?:/\d\d)? (\d{7})\n", text)
        if match and filed:
            sent[match[1]].append((int(match[2]), filed[1]))
    assert max(map(len, sent.values())) > 5
    for telegrams in sent.values():
        times = [time for _, time in sorted(telegrams)]
        assert times == sorted(times)


def test_telegrams_refer_to_others_of_the_archive(tmp_path: Path) -> None:
    write_archive(tmp_path, 1_500, 4, mean_characters=1_000, workers=1, damaged=False)
    texts = contents(tmp_path)
    cited = []
    for name, text in texts.items():
        for post, number in re.findall(r"\nREF: ([A-Z ]+) (\d+) \n", text):
            cited.append(f"{name[:2]}{post.replace(' ', '')}{int(number)}.txt" in texts)
    assert sum(cited) > 0.4 * len(cited) > 50


def test_progress_is_told(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    write_archive(
        tmp_path, 700, 1, mean_characters=1_000, workers=1, progress=lambda done, all_: told.append((done, all_))
    )
    assert told == [(500, 700), (700, 700)]


def test_no_telegrams_make_an_empty_folder(tmp_path: Path) -> None:
    report = write_archive(tmp_path / "empty", 0)
    assert (report.files, report.first_year) == (0, None)
    assert (tmp_path / "empty").is_dir()


def test_a_folder_that_holds_something_is_refused_unless_said_otherwise(tmp_path: Path) -> None:
    (tmp_path / "note.md").write_text("mine")
    with pytest.raises(ArchiveError, match="is not empty"):
        write_archive(tmp_path, 3)
    assert contents(tmp_path) == {}
    write_archive(tmp_path, 3, workers=1, into_existing=True)
    assert len(contents(tmp_path)) == 3
    assert (tmp_path / "note.md").read_text() == "mine"


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(ArchiveError, match="is a file"):
        write_archive(tmp_path / "file", 3)


@pytest.mark.parametrize(
    ("count", "seed", "mean", "message"),
    [
        (-1, 0, 8_000, "number of telegrams"),
        (1, -1, 8_000, "seed"),
        (1, 2**32, 8_000, "seed"),
        (1, 0, 10, "mean size"),
    ],
)
def test_settings_out_of_range_are_refused(tmp_path: Path, count: int, seed: int, mean: int, message: str) -> None:
    with pytest.raises(ArchiveError, match=message):
        write_archive(tmp_path / "x", count, seed, mean_characters=mean)
    assert not (tmp_path / "x").exists()
