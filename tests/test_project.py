"""The project as a whole: what lies at its top level, what its packages may import, and what `make` says."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
TOP_LEVEL = {
    "CHANGELOG.md", "LICENSE", "Makefile", "README.md", "benchmarks", "cable_pipeline", "dagster_home", "data", "docs",
    "pyproject.toml", "requirements.lock", "seeds", "tests", "workspace.yaml",
}  # fmt: skip


def project_files() -> list[Path]:
    """What belongs to the repository: everything that is neither ignored nor made by a tool."""
    listed = subprocess.run(
        ["git", "-C", str(ROOT), "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if listed.returncode:
        pytest.skip("not a git checkout")
    return [path for name in listed.stdout.split("\0") if name and (path := ROOT / name).exists()]


def test_top_level_holds_exactly_what_is_agreed() -> None:
    found = {path.relative_to(ROOT).parts[0] for path in project_files()}
    assert {name for name in found if not name.startswith(".")} == TOP_LEVEL


def test_data_folder_is_kept_but_its_contents_are_not() -> None:
    kept = [path for path in project_files() if path.is_relative_to(ROOT / "data")]
    assert kept == [ROOT / "data" / ".gitkeep"]


def test_seed_folder_holds_the_seed_document_and_no_other_cable() -> None:
    seeds = [path for path in project_files() if path.is_relative_to(ROOT / "seeds") and path.suffix == ".txt"]
    assert len(seeds) == 1
    assert seeds[0].read_text(encoding="utf-8").startswith("06PHNOMPENH1424\n")


def test_no_file_names_a_place_on_somebody_s_machine() -> None:
    local = re.compile(r"(?<![\w.])/(?:work|home|root|Users|tmp)/\w+")
    found = []
    for path in project_files():
        if path.suffix in {".csv", ".lock", ".png"} or path.is_relative_to(ROOT / "seeds"):
            continue
        lines = path.read_text(encoding="utf-8").splitlines()
        found += [
            f"{path.relative_to(ROOT)}:{number}: {line}" for number, line in enumerate(lines, 1) if local.search(line)
        ]
    assert found == []


def test_links_in_the_documents_lead_somewhere() -> None:
    link = re.compile(r"\]\((?!https?://|#)([^)#\s]+)")
    links = [
        (path, target)
        for path in project_files()
        if path.suffix == ".md"
        for target in link.findall(path.read_text(encoding="utf-8"))
    ]
    assert links
    broken = [f"{path.relative_to(ROOT)}: {target}" for path, target in links if not (path.parent / target).exists()]
    assert broken == []


def pyproject() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def test_every_requirement_is_pinned_with_hashes() -> None:
    project = pyproject()["project"]
    asked = project["dependencies"] + project["optional-dependencies"]["dev"] + pyproject()["build-system"]["requires"]
    pins = re.split(r"\n(?=\w)", (ROOT / "requirements.lock").read_text(encoding="utf-8"))
    pin_of = re.compile(r"([\w.-]+)(?:\[[\w,]+\])?==\S+")
    pinned = {match[1] for pin in pins if (match := pin_of.match(pin)) and "--hash=sha256:" in pin}
    names = [re.match(r"[\w.-]+", requirement) for requirement in asked]
    assert {name[0] for name in names if name} <= pinned


def test_version_is_in_the_changelog() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"\n## [{pyproject()['project']['version']}]" in changelog


def imported(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}:{node.lineno}: imports are absolute"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize(
    ("room", "allowed"),
    [
        ("telegram", ("cable_pipeline.telegram", "cable_pipeline.reference")),
        ("reference", ("cable_pipeline.reference",)),
        ("sources", ("cable_pipeline.sources",)),
        ("synthetic", ("cable_pipeline.synthetic", "cable_pipeline.telegram", "cable_pipeline.reference")),
        ("settings.py", ()),
    ],
)
def test_room_imports_the_standard_library_and_little_else(room: str, allowed: tuple[str, ...]) -> None:
    place = ROOT / "cable_pipeline" / room
    files = [place] if place.is_file() else sorted(place.rglob("*.py"))
    assert files
    foreign = {
        f"{file.relative_to(ROOT)}: {name}"
        for file in files
        for name in imported(file)
        if name.split(".")[0] not in sys.stdlib_module_names
        and not any(name == room or name.startswith(f"{room}.") for room in allowed)
    }
    assert foreign == set()


def test_imports_between_rooms_keep_their_contracts() -> None:
    command = Path(sys.executable).with_name("lint-imports")
    outcome = subprocess.run([command, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr


@pytest.mark.parametrize(
    ("module", "absent"),
    [
        ("cable_pipeline", {"dagster", "duckdb", "pyarrow", "rich", "cable_pipeline.telegram"}),
        ("cable_pipeline.telegram", {"dagster", "duckdb", "pyarrow", "rich", "cable_pipeline.tables"}),
        ("cable_pipeline.tables.arrow", {"dagster", "duckdb", "rich"}),
        ("cable_pipeline.cli", {"dagster", "duckdb", "pyarrow"}),
    ],
)
def test_import_is_light(module: str, absent: set[str]) -> None:
    script = f"import sys, {module}; print(*sys.modules, sep='\\n')"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT)
    assert absent.isdisjoint(loaded.stdout.split())


def test_every_room_says_what_it_promises() -> None:
    rooms = sorted((ROOT / "cable_pipeline").glob("*/__init__.py"))
    assert rooms
    silent = [room.parent.name for room in rooms if not ast.get_docstring(ast.parse(room.read_text(encoding="utf-8")))]
    assert silent == []


def program(folder: Path, name: str, script: str) -> None:
    file = folder / name
    file.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    file.chmod(0o755)


def make_place(folder: Path, path: str, python: str = "python3") -> subprocess.CompletedProcess[str]:
    """Ask `make` for the virtual environment alone, in a folder of its own, with the programs of `path`."""
    shutil.copy(ROOT / "Makefile", folder)
    return subprocess.run(
        [str(shutil.which("make")), f"PYTHON={python}", ".venv/.place"],
        cwd=folder, env={"PATH": path}, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A folder with a blank in its name, as people have them."""
    folder = tmp_path / "my cables"
    folder.mkdir()
    return folder


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    """A folder for invented Pythons."""
    folder = tmp_path / "programs"
    folder.mkdir()
    return folder


def test_make_says_when_python_is_too_old(clone: Path, programs: Path) -> None:
    program(programs, "python3", "echo 3.9")
    outcome = make_place(clone, f"{programs}:{os.environ['PATH']}")
    assert outcome.returncode != 0
    assert "Python 3.11, 3.12, 3.13 or 3.14 is needed" in outcome.stderr
    assert "python3 is 3.9" in outcome.stderr


def test_make_names_the_debian_package_when_venv_is_missing(clone: Path, programs: Path) -> None:
    program(programs, "python3", 'case "$2" in *ensurepip*) exit 1 ;; *) echo 3.12 ;; esac')
    outcome = make_place(clone, f"{programs}:{os.environ['PATH']}")
    assert outcome.returncode != 0
    assert "apt-get install python3.12-venv" in outcome.stderr
    assert not (clone / ".venv").exists()


def test_make_prefers_a_python_that_can_make_environments(clone: Path, programs: Path) -> None:
    program(programs, "python3.13", 'case "$2" in *ensurepip*) exit 1 ;; *) echo 3.13 ;; esac')
    program(
        programs,
        "python3.12",
        'case "$*" in *ensurepip*) exit 0 ;; *venv*) mkdir .venv ;; *) echo 3.12 ;; esac',
    )
    outcome = make_place(clone, f"{programs}:{os.environ['PATH']}", "python3.13 python3.12")
    assert outcome.returncode == 0, outcome.stderr
    assert (clone / ".venv" / ".place").read_text(encoding="utf-8") == f"{clone.resolve()}\n"


def test_make_prefers_a_python_that_the_reader_can_be_compiled_with(clone: Path, programs: Path) -> None:
    (programs / "Python.h").touch()
    for version, headers in (("3.13", programs / "nowhere"), ("3.12", programs), ("3.11", programs)):
        program(
            programs,
            f"python{version}",
            f'case "$*" in *ensurepip*) exit 0 ;; *sysconfig*) echo "{headers}" ;; *venv*) mkdir .venv ;; '
            f"*) echo {version} ;; esac",
        )
    outcome = make_place(clone, f"{programs}:{os.environ['PATH']}", "python3.13 python3.12 python3.11")
    assert "Making .venv with python3.12 (Python 3.12)" in outcome.stdout, outcome.stderr
    outcome = make_place(clone, f"{programs}:{os.environ['PATH']}", "python3.13")
    assert "Making .venv with python3.13 (Python 3.13)" in outcome.stdout, outcome.stderr


def test_make_help_names_every_target() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    assert phony
    shown = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert set(phony[1].split()) == set(re.findall(r"^  (\w+)", shown, re.MULTILINE))


def test_continuous_integration_runs_the_test_command_of_the_readme() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert re.search(r"^make test\b", script, re.MULTILINE)
    assert "make test" in (ROOT / "README.md").read_text(encoding="utf-8")
