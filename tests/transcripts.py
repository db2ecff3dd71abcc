"""The transcripts of the README: taking them apart, making them again, comparing them.

``python -m tests.transcripts`` writes them anew: every ``cables`` command of a ``console`` block is run over the seed
document, in folders of its own, and its answer replaces the one that stands there.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
DOCUMENTED_FOLDER = "~/cable_pipeline"
REPEATABLE = re.compile(r"cables (run|sql|search|show|parse|status)\b(?!.* --source)")

_BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_EXCHANGE = re.compile(r"^\$ (?P<command>(?:[^\n]*\\\n)*[^\n]*)\n(?P<answer>(?:(?!\$ ).*\n)*)", re.MULTILINE)
_SECONDS = re.compile(r"\d+\.\d+ s\b")
_TIME = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC")


class Exchange(NamedTuple):
    """A command of a transcript and what it answered."""

    command: str
    answer: str


def exchanges() -> list[Exchange]:
    """Return what can be run again of the transcripts, in order."""
    readme = README.read_text(encoding="utf-8")
    found = [Exchange(*match.groups()) for block in _BLOCK.findall(readme) for match in _EXCHANGE.finditer(block)]
    return [exchange for exchange in found if REPEATABLE.match(exchange.command)]


def surroundings(folder: Path) -> Mapping[str, str]:
    """Return the environment of a reader who follows the README from the top, all written below ``folder``."""
    commands = Path(sys.executable).parent
    return {
        **os.environ,
        "PATH": f"{commands}{os.pathsep}{os.environ['PATH']}",
        "CABLES_DATA": str(folder / "data"),
        "DAGSTER_HOME": str(folder / "dagster_home"),
    }


def answer(command: str, environment: Mapping[str, str]) -> str:
    """Run ``command`` and return its standard output with folders named as in the README.

    Raises:
        subprocess.CalledProcessError: its exit status is not 0.
    """
    outcome = subprocess.run(
        ["bash", "-c", command], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True
    )
    output = outcome.stdout.replace(environment["CABLES_DATA"], f"{DOCUMENTED_FOLDER}/data")
    output = output.replace(str(ROOT), DOCUMENTED_FOLDER)
    return "".join(f"{line.rstrip()}\n" for line in output.rstrip().splitlines())


def comparable(output: str) -> str:
    """Leave out what differs from run to run: how long it took, and when."""
    return _TIME.sub("… UTC", _SECONDS.sub("… s", output))


def renew() -> None:
    """Write the answers of all repeatable commands of the README anew."""
    with TemporaryDirectory() as folder:
        environment = surroundings(Path(folder))

        def renewed(match: re.Match[str]) -> str:
            if not REPEATABLE.match(match["command"]):
                return match[0]
            return f"$ {match['command']}\n{answer(match['command'], environment)}"

        readme = README.read_text(encoding="utf-8")
        readme = _BLOCK.sub(lambda block: _EXCHANGE.sub(renewed, block[0]), readme)
    README.write_text(readme, encoding="utf-8")


if __name__ == "__main__":
    renew()
