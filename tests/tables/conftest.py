from __future__ import annotations

from pathlib import Path

import pytest

from tests.tables.archive import Archive


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    """An empty archive."""
    return Archive(tmp_path)
