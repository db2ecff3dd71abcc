from __future__ import annotations

import os
import random
import socket
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cable_pipeline.sources import SourceMissing, scan
from cable_pipeline.sources.scanning import escaped


def names(folder: Path, pattern: str = "*.txt") -> list[str]:
    return [file.source_path for file in scan(folder, pattern).files]


def test_files_below_any_depth_in_code_point_order(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.txt", "a.txt", "B.txt", "a/b/c/d.txt", "é.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    assert names(tmp_path) == ["B.txt", "a.txt", "a/b/c/d.txt", "a/z.txt", "b.txt", "é.txt"]


def test_size_and_time_are_those_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("four")
    os.utime(tmp_path / "a.txt", ns=(0, 1_234_567_891_234))
    (file,) = scan(tmp_path, "*.txt").files
    assert (file.size_bytes, file.modified_at) == (4, 1_234_567_891)


def test_other_names_and_dot_files_are_no_seed_files(tmp_path: Path) -> None:
    for name in ("a.text", ".a.txt", "a.txt~", "a.TXT"):
        (tmp_path / name).write_text("x")
    assert scan(tmp_path, "*.txt") == ([], [])
    assert names(tmp_path, "*.text") == ["a.text"]


@pytest.mark.parametrize("name", ['it\'s "quoted".txt', "two\nlines.txt", "ünïcødé 文.txt", "; DROP TABLE x.txt"])
def test_odd_names_are_kept_as_they_are(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("x")
    assert names(tmp_path) == [name]


def test_bytes_that_are_not_utf_8_are_percent_escaped(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt")).write_text("x")
    (file,) = scan(tmp_path, "*.txt").files
    assert file.source_path == "caf%E9.txt"
    assert Path(file.path).read_text() == "x"


def test_an_escaped_name_never_hides_a_plain_one(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt")).write_text("escaped")
    (tmp_path / "caf%E9.txt").write_text("plain")
    found = scan(tmp_path, "*.txt")
    assert [Path(file.path).read_text() for file in found.files] == ["plain"]
    assert [refused.source_path for refused in found.refused] == ["caf%E9.txt"]


def test_links_out_of_the_folder_are_refused(tmp_path: Path) -> None:
    outside, source = tmp_path / "outside", tmp_path / "source"
    outside.mkdir()
    source.mkdir()
    (outside / "secret.txt").write_text("x")
    (source / "a.txt").symlink_to(outside / "secret.txt")
    (source / "folder").symlink_to(outside)
    (source / "gone.txt").symlink_to(outside / "missing.txt")
    found = scan(source, "*.txt")
    assert found.files == []
    assert dict(found.refused) == {
        "a.txt": "a link that leads out of the source folder",
        "folder": "a link that leads out of the source folder",
        "gone.txt": "a link that leads nowhere",
    }


def test_a_folder_whose_name_merely_begins_alike_is_outside(tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds-old").mkdir()
    (tmp_path / "seeds-old" / "a.txt").write_text("x")
    (tmp_path / "seeds" / "a.txt").symlink_to(tmp_path / "seeds-old" / "a.txt")
    assert scan(tmp_path / "seeds", "*.txt").files == []


def test_a_link_within_the_folder_is_one_more_name(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    (tmp_path / "b.txt").symlink_to("a.txt")
    (tmp_path / "loop").symlink_to(".")
    found = scan(tmp_path, "*.txt")
    assert [file.source_path for file in found.files] == ["a.txt", "b.txt"]
    assert {file.path for file in found.files} == {str(tmp_path / "a.txt")}
    assert [refused.source_path for refused in found.refused] == ["loop"]


def test_pipes_and_sockets_are_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    with socket.socket(socket.AF_UNIX) as listener, tempfile.TemporaryDirectory(dir="/tmp") as short:
        listener.bind(f"{short}/s.txt")
        assert [refused.source_path for refused in scan(Path(short), "*.txt").refused] == ["s.txt"]
    found = scan(tmp_path, "*.txt")
    assert found.files == []
    assert [refused.source_path for refused in found.refused] == ["pipe.txt"]


def test_a_folder_that_cannot_be_listed_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "closed").mkdir()
    (tmp_path / "a.txt").write_text("x")
    listed = os.scandir

    def guarded(path: str) -> object:
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied")
        return listed(path)

    monkeypatch.setattr(os, "scandir", guarded)
    found = scan(tmp_path, "*.txt")
    assert [file.source_path for file in found.files] == ["a.txt"]
    assert found.refused == [("closed", "the folder can't be listed: Permission denied")]


@pytest.mark.parametrize("name", ["missing", "file"])
def test_a_source_that_is_no_folder_is_told(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(SourceMissing, match=name):
        scan(tmp_path / name, "*.txt")


@given(st.lists(st.binary(min_size=1, max_size=12), unique=True, max_size=8), st.randoms())
def test_every_name_the_system_allows_is_found_once(raw: list[bytes], shuffler: random.Random) -> None:
    wanted = [b"n" + name.replace(b"/", b"").replace(b"\0", b"") + b".txt" for name in raw]
    shuffler.shuffle(wanted)
    with tempfile.TemporaryDirectory() as folder:
        for name in wanted:
            Path(os.fsdecode(os.fsencode(folder) + b"/" + name)).write_text("x")
        found = scan(Path(folder), "*.txt")
    paths = [file.source_path for file in found.files] + [refused.source_path for refused in found.refused]
    assert sorted(paths) == sorted(escaped(os.fsdecode(name)) for name in set(wanted))
    assert all(path.encode() for path in paths)
