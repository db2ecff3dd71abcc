"""The reader as machine code: ``python -m cable_pipeline.compiling`` compiles ``telegram`` with mypyc.

The compiled reader yields the same records as the interpreted one, in three quarters of the time.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from cable_pipeline.compiled import COPIES, PACKAGE, copy, sources

# Level 3 takes longer and reads no faster; there is no debugger to keep line tables for.
_MYPYC_SETTINGS = {"MYPYC_OPT_LEVEL": "2", "MYPYC_DEBUG_LEVEL": "0"}


class NotCompiled(RuntimeError):
    """mypyc, or the C compiler behind it, did not compile the reader; the message is its last words."""


def compile_reader() -> Path:
    """Compile the modules of ``telegram`` as they are now, and return the folder of the copy.

    Older copies are removed. An interrupted call leaves nothing behind that would be used.

    Raises:
        NotCompiled: there is no C compiler, Python's headers are missing, or the like.
    """
    found = copy()
    if found.is_dir():
        return found
    shutil.rmtree(COPIES, ignore_errors=True)
    COPIES.mkdir(parents=True)
    with TemporaryDirectory(dir=COPIES) as scratch:
        source = Path(scratch, "source")
        # The dictionaries go along, since the modules are checked against the types of their loader.
        shutil.copytree(PACKAGE, source / PACKAGE.name, ignore=shutil.ignore_patterns("__pycache__", "*.so"))
        _run_mypyc(source)
        made = Path(scratch, "made")
        (made / PACKAGE.name / "telegram").mkdir(parents=True)
        for library in source.glob("*.so"):
            library.rename(made / library.name)
        for module in (source / PACKAGE.name / "telegram").glob("*.so"):
            module.rename(made / PACKAGE.name / "telegram" / module.name)
        shutil.copy(PACKAGE / "telegram" / "__init__.py", made / PACKAGE.name / "telegram")
        made.rename(found)
    return found


def _run_mypyc(folder: Path) -> None:
    modules = [str(path.relative_to(PACKAGE.parent)) for path in sources() if path.name != "__init__.py"]
    command = [sys.executable, "-m", "mypyc", "--config-file=", *modules]
    try:
        done = subprocess.run(  # noqa: S603 - its own modules, by fixed names
            command, cwd=folder, env=os.environ | _MYPYC_SETTINGS, capture_output=True, text=True, check=False
        )
    except OSError as error:
        raise NotCompiled(str(error)) from error
    if done.returncode != 0:
        raise NotCompiled("\n".join((done.stdout + done.stderr).strip().splitlines()[-3:]))


def main() -> None:
    """Compile the reader; where that can't be done, say why and what it means."""
    try:
        compile_reader()
    except NotCompiled as error:
        sys.stderr.write(
            f"The reader could not be compiled, so it runs interpreted, which takes a third longer and reads the same"
            f".\nIt needs a C compiler and Python's headers (on Debian and Ubuntu: apt-get install gcc "
            f"python3-dev).\nWhat the compiler said: {error}\n"
        )


if __name__ == "__main__":
    main()
