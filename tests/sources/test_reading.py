from __future__ import annotations

import copy
import hashlib
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cable_pipeline.sources import SeedFile, UnreadableSeed, decode, read, scan

LIMIT = 1_000_000


def seed(path: Path) -> SeedFile:
    return SeedFile(str(path), path.name, 0, 0)


def failure(path: Path, limit: int = LIMIT) -> UnreadableSeed:
    with pytest.raises(UnreadableSeed) as caught:
        read(seed(path), limit)
    return caught.value


def test_what_is_hashed_is_what_is_decoded(tmp_path: Path) -> None:
    content = "\ufeffline\r\nGrüße\n".encode()
    (tmp_path / "a.txt").write_bytes(content)
    raw = read(scan(tmp_path, "*.txt").files[0], LIMIT)
    assert raw.text == "\ufeffline\r\nGrüße\n"
    assert (raw.sha256, raw.size_bytes, raw.encoding) == (hashlib.sha256(content).hexdigest(), len(content), "utf-8")
    assert raw.modified_at == (tmp_path / "a.txt").stat().st_mtime_ns // 1000


def test_bytes_that_are_not_utf_8_are_windows_1252(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"caf\xe9 \x93quoted\x94 \x81\x8d\x8f\x90\x9d")
    raw = read(seed(tmp_path / "a.txt"), LIMIT)
    assert raw.text == "café “quoted” \x81\x8d\x8f\x90\x9d"
    assert raw.encoding == "windows-1252"


@given(st.binary(max_size=300))
def test_decoding_never_fails_and_loses_no_byte(content: bytes) -> None:
    text, encoding = decode(content)
    if encoding == "utf-8":
        assert text.encode() == content
    else:
        assert len(text) == len(content)
        undefined = {0x81, 0x8D, 0x8F, 0x90, 0x9D}
        assert b"".join(bytes([ord(c)]) if ord(c) in undefined else c.encode("cp1252") for c in text) == content


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "file-empty"), (b"text\0more", "file-binary"), (b"x" * 8191 + b"\0", "file-binary")],
)
def test_what_is_no_text_is_told_with_its_hash(tmp_path: Path, content: bytes, code: str) -> None:
    (tmp_path / "a.txt").write_bytes(content)
    error = failure(tmp_path / "a.txt")
    assert (error.code, error.sha256) == (code, hashlib.sha256(content).hexdigest())


def test_a_nul_byte_further_on_is_text(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"x" * 8192 + b"\0")
    assert read(seed(tmp_path / "a.txt"), LIMIT).text[-1] == "\0"


def test_the_limit_itself_is_allowed(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"x" * 100)
    assert read(seed(tmp_path / "a.txt"), 100).size_bytes == 100
    assert failure(tmp_path / "a.txt", 99).code == "file-too-large"


def test_what_became_a_link_or_a_pipe_is_neither_followed_nor_waited_for(tmp_path: Path) -> None:
    (tmp_path / "target").write_text("secret")
    (tmp_path / "link.txt").symlink_to(tmp_path / "target")
    os.mkfifo(tmp_path / "pipe.txt")
    assert "became a link" in failure(tmp_path / "link.txt").reason
    assert "no longer a regular file" in failure(tmp_path / "pipe.txt").reason
    assert "vanished" in failure(tmp_path / "gone.txt").reason


def test_missing_permission_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text("x")

    def denied(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", denied)
    error = failure(tmp_path / "a.txt")
    assert (error.code, error.reason, error.sha256) == ("file-unreadable", "can't be read: Permission denied", "")


def test_a_file_that_grows_while_it_is_read_is_not_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_text("first")
    read_bytes = os.read

    def read_and_grow(descriptor: int, size: int) -> bytes:
        content = read_bytes(descriptor, size)
        with path.open("a") as file:
            file.write("more")
        return content

    monkeypatch.setattr(os, "read", read_and_grow)
    assert failure(path).code == "file-changed-while-read"


def test_short_reads_are_joined(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text("a longer text")
    read_bytes = os.read
    monkeypatch.setattr(os, "read", lambda descriptor, size: read_bytes(descriptor, min(size, 3)))
    assert read(seed(tmp_path / "a.txt"), LIMIT).text == "a longer text"


def test_the_reason_survives_the_way_between_processes() -> None:
    error = copy.copy(UnreadableSeed("file-empty", "the file is empty", "ab"))
    assert (error.code, error.reason, error.sha256) == ("file-empty", "the file is empty", "ab")
