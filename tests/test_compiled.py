"""The compiled copy of the reader: used when it was made of the present sources, and reads the same."""

from __future__ import annotations

import os
import pickle
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from cable_pipeline import compiled, compiling
from cable_pipeline.synthetic import write_archive
from cable_pipeline.telegram import read_telegram, reader

READ_INTERPRETED = """
import pickle, sys
from pathlib import Path
import cable_pipeline
cable_pipeline.__path__[:] = cable_pipeline.__path__[-1:]
from cable_pipeline.telegram import read_telegram, reader
assert reader.__file__.endswith(".py"), reader.__file__
texts = [path.read_text(encoding="utf-8") for path in map(Path, sys.argv[1:])]
sys.stdout.buffer.write(pickle.dumps([read_telegram(text) for text in texts]))
"""


@pytest.mark.skipif(not compiled.copy().is_dir(), reason="the present reader is not compiled: see `make install`")
def test_the_compiled_reader_is_in_use_and_reads_what_the_interpreted_one_does(tmp_path: Path) -> None:
    write_archive(tmp_path, 150, seed=11)
    paths = sorted(tmp_path.rglob("*.txt"))
    interpreted = subprocess.run(
        [sys.executable, "-c", READ_INTERPRETED, *map(str, paths)], capture_output=True, check=True
    )
    assert not str(reader.__file__).endswith(".py")
    assert len(paths) == 150
    assert [read_telegram(path.read_text(encoding="utf-8")) for path in paths] == pickle.loads(  # noqa: S301 - own
        interpreted.stdout
    )


def test_an_edited_source_is_not_read_by_an_old_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "cable_pipeline"
    shutil.copytree(compiled.PACKAGE / "telegram", package / "telegram")
    monkeypatch.setattr(compiled, "PACKAGE", package)
    monkeypatch.setattr(compiled, "COPIES", tmp_path / "copies")
    monkeypatch.setattr(sys, "path", list(sys.path))
    made = compiled.copy()
    made.mkdir(parents=True)
    assert compiled.search_path([str(package)]) == [str(made / "cable_pipeline"), str(package)]
    assert sys.path[-1] == str(made)
    with (package / "telegram" / "lines.py").open("a", encoding="utf-8") as source:
        source.write("# edited\n")
    assert compiled.search_path([str(package)]) == [str(package)]


def test_without_a_c_compiler_it_says_so_and_leaves_the_interpreted_reader(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    # Two small modules instead of thirty: mypyc has to get as far as the C compiler.
    package = tmp_path / "cable_pipeline"
    (package / "telegram").mkdir(parents=True)
    for name in ("__init__.py", "telegram/__init__.py", "telegram/lines.py"):
        (package / name).write_text("", encoding="utf-8")
    copies = tmp_path / "copies"
    for module in (compiled, compiling):
        monkeypatch.setattr(module, "PACKAGE", package)
        monkeypatch.setattr(module, "COPIES", copies)
    monkeypatch.setitem(os.environ, "CC", "no-such-compiler")
    compiling.main()
    told = capsys.readouterr().err
    assert "runs interpreted" in told
    assert "no-such-compiler" in told
    assert list(copies.iterdir()) == []
