"""Where exports are written: whole or not at all, over nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from cable_pipeline.database.export import tables
from cable_pipeline.database.export.formats import FORMATS
from cable_pipeline.database.export.target import ExportError
from tests.database.export.conftest import Given, export, silent

NAMES = {"datapackage": "out.zip"}


@pytest.mark.parametrize("kind", FORMATS)
def test_nothing_is_overwritten(given: Given, kind: str, tmp_path: Path) -> None:
    out = tmp_path / NAMES.get(kind, "out")
    out.write_text("mine")
    with pytest.raises(ExportError, match="is there already"):
        export(given, kind, out)
    out.unlink()
    out.symlink_to(tmp_path / "nowhere")
    with pytest.raises(ExportError, match="is there already"):
        export(given, kind, out)
    assert [path.name for path in tmp_path.iterdir()] == [out.name]


@pytest.mark.parametrize("kind", FORMATS)
def test_what_is_written_appears_when_it_is_whole(given: Given, kind: str, tmp_path: Path) -> None:
    out = tmp_path / NAMES.get(kind, "out")
    stages: list[str] = []

    def watch(stage: str, done: int, total: int) -> None:
        stages.append(stage)
        assert not out.exists()
        assert 0 <= done <= total

    FORMATS[kind](given.generation, out, watch)
    assert stages
    assert [path.name for path in tmp_path.iterdir()] == [out.name]
    assert out.stat().st_mode & 0o044 == 0o044


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_what_breaks_off_leaves_nothing(
    given: Given, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(tables, "write_companions", fail)
    with pytest.raises((ExportError, KeyboardInterrupt)):
        export(given, "csv", tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_what_appears_meanwhile_is_kept(given: Given, tmp_path: Path) -> None:
    out = tmp_path / "out"

    def intrude(stage: str, done: int, total: int) -> None:
        out.mkdir(exist_ok=True)

    with pytest.raises(ExportError, match="appeared while"):
        FORMATS["parquet"](given.generation, out, intrude)
    assert list(tmp_path.iterdir()) == [out]
    assert list(out.iterdir()) == []


@pytest.mark.parametrize("folder", ["missing", "odd?name"])
def test_a_folder_that_won_t_do_is_told(given: Given, tmp_path: Path, folder: str) -> None:
    if folder != "missing":
        (tmp_path / folder).mkdir()
    with pytest.raises(ExportError, match=r"can't (be written|write)"):
        tables.export_csv(given.generation, tmp_path / folder / "out", silent)
