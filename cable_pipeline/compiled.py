"""Where the compiled copy of the reader lies, if `cable_pipeline.compiling` made one.

It lies in the virtual environment, in a folder that is named after the very sources it was made of. Whoever edits one
of them runs what they wrote, interpreted, until it is compiled again: never an old copy.
"""

from __future__ import annotations

import hashlib
import sys
import sysconfig
from collections.abc import Iterable
from pathlib import Path

PACKAGE = Path(__file__).parent
COPIES = Path(sys.prefix, "lib", "cables-compiled")


def search_path(package_path: Iterable[str]) -> list[str]:
    """Return where to look for the modules of ``cable_pipeline``: in the compiled copy first, if there is one."""
    found = copy()
    if not found.is_dir():
        return list(package_path)
    # mypyc keeps the code of all modules in one more, which has no package.
    sys.path.append(str(found))
    return [str(found / PACKAGE.name), *package_path]


def copy() -> Path:
    """Return the folder for a copy of the present sources, made for this Python; it need not exist."""
    digest = hashlib.sha256(str(sysconfig.get_config_var("SOABI")).encode())
    for path in sources():
        digest.update(f"\0{path.name}\0".encode())
        digest.update(path.read_bytes())
    return COPIES / digest.hexdigest()[:16]


def sources() -> list[Path]:
    """Return the files of the reader."""
    return sorted((PACKAGE / "telegram").glob("*.py"))
