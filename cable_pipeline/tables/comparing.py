"""Which files must be read to know whether they changed: size and modification time raise the suspicion."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from cable_pipeline.sources import SeedFile


class Differences(NamedTuple):
    """Files under suspicion, in the order given, and the source paths that were there before and are gone, sorted."""

    suspects: list[SeedFile]
    missing: list[str]


def compare(files: Sequence[SeedFile], known: pa.Table, max_bytes: int) -> Differences:
    """Compare the files that are there with those that the run before knew (rows of ``source_files``).

    A file is let pass when size and modification time are those known and its bytes were read then: a file that could
    not be read is tried again each time. One above ``max_bytes`` never is, since the limit may have been higher.
    """
    # Whole columns at once: a quarter of a million objects would take longer than all the rest of an idle run.
    paths = pa.array([file.source_path for file in files], pa.string())
    sizes = pa.array([file.size_bytes for file in files], pa.int64())
    times = pa.array([file.modified_at for file in files], pa.int64())
    known_paths = known.column("source_path").combine_chunks()
    places = pc.index_in(paths, value_set=known_paths)
    then = known.select(["size_bytes", "modified_at", "sha256"]).take(places)
    same = pc.and_(
        pc.and_(
            pc.equal(then.column("size_bytes"), sizes), pc.equal(then.column("modified_at").cast(pa.int64()), times)
        ),
        pc.and_(pc.not_equal(then.column("sha256"), ""), pc.less_equal(sizes, max_bytes)),
    )
    suspected = pc.indices_nonzero(pc.invert(pc.fill_null(same, False)))
    missing = known_paths.filter(pc.invert(pc.is_in(known_paths, value_set=paths)))
    return Differences([files[place] for place in suspected.to_pylist()], missing.to_pylist())
