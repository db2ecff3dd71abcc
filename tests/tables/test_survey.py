from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cable_pipeline import sources
from cable_pipeline.sources import RawText, SeedFile, scan
from cable_pipeline.tables.survey import Surveyed, SurveyTask, glance, survey
from tests.tables.archive import Archive, telegram

LIMIT = 20_000


def looks(folder: Path, content: bytes) -> tuple[Surveyed, Surveyed]:
    (folder / "a.txt").write_bytes(content)
    task = SurveyTask(tuple(scan(folder, "*.txt").files), LIMIT)
    return glance(task)[0], survey(task)[0]


def agree(seen: Surveyed, read: Surveyed) -> None:
    if seen.sha256 is None:
        assert seen == read._replace(sha256=None, encoding="")
        assert not read.code
    else:
        assert seen == read


@pytest.mark.parametrize(
    "content",
    [
        telegram("06VIENNA1").encode(),
        telegram("08ECTION01OF02MANAMA492").encode(),
        telegram("06VIENNA1").replace("\n", "\r\n").encode(),
        b"\xef\xbb\xbf" + telegram("06VIENNA1").encode(),
        telegram("06VIENNA1", "A caf\u00e9.").encode("cp1252"),
        "06B\u00d6N1\n".encode("cp1252") + telegram("06VIENNA1").encode(),
        b"06VIENNA1\n" + b"x" * 9000 + b"\n\n\n\nbody",
        b"06VIENNA1\nonly\nfour\nlines",
        b"Dear Sir,\n\n\n\n\nyours\n",
        b"06VIENNA1\n\n\n\n\n\0",
        b"06VIENNA1\n\n\n\n\n" + b"x" * LIMIT,
        b"",
    ],
)
def test_a_glance_tells_what_a_survey_tells(tmp_path: Path, content: bytes) -> None:
    agree(*looks(tmp_path, content))


@given(st.lists(st.sampled_from([b"06VIENNA1", b"\n", b"\r", b" ", b"\0", b"\xd6", b"x", b"08"]), max_size=12))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_the_bytes_are(tmp_path: Path, pieces: list[bytes]) -> None:
    agree(*looks(tmp_path, b"".join(pieces)))


def test_a_plain_telegram_needs_no_more_than_a_glance(tmp_path: Path) -> None:
    seen, _ = looks(tmp_path, telegram("06VIENNA1").encode())
    assert (seen.sha256, seen.cable_id) == (None, "06VIENNA1")


def test_the_first_run_reads_each_file_once(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    read, paths = sources.read, []

    def counting(file: SeedFile, max_bytes: int) -> RawText:
        paths.append(file.source_path)
        return read(file, max_bytes)

    monkeypatch.setattr(sources, "read", counting)
    archive.fill(5)
    archive.made()
    assert sorted(paths) == sorted(archive.statuses())
    paths.clear()
    archive.put("06VIENNA2.txt", telegram("06VIENNA2", "Edited."))
    archive.made()
    assert set(paths) == {"06VIENNA2.txt"}
