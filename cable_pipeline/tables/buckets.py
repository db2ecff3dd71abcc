"""Where a row is stored: a pure function of its cable's canonical id and the size of the archive.

Every cable belongs to a bucket, and every bucket to a group of buckets. Tables that hold texts have a file per bucket,
so that a changed cable costs little to rewrite. The others are small: they have a file per group, so that a query opens
few files.
"""

from __future__ import annotations

import hashlib

from cable_pipeline.tables.schema import tables_of

CABLES_PER_BUCKET = 256
"""Measured: with 256 cables (2 MB of text) the files of a bucket are rewritten in less than a tenth of a second."""

BUCKETS_PER_GROUP = 8
LEAST_GROUPS = 16
"""Measured over a quarter of a million cables: in 128 files instead of 1,024 the tags are scanned in a fourth of the
time, and all tables with a file per group are rewritten in less than three seconds of CPU. With fewer files a scan
gains little, small runs rewrite more, and the workers of a first run, whose portions of work groups are, may be idle at
its end."""

BUCKETED_TABLES = ("cables", "paragraphs", "segments", "revisions", "revision_changes")
"""Tables with a file per bucket."""

GROUPED_TABLES = tuple(table.name for table in tables_of("parsed") if table.name not in BUCKETED_TABLES)
"""Tables with a file per group of buckets."""

FACTS = "cable_facts"
"""The one of them whose rows are not read from seed files, but taken from those of cables."""


def bucket_count(files_seen: int) -> int:
    """Return the number of buckets for an archive of ``files_seen`` seed files.

    It is the least power of two that keeps the buckets at `CABLES_PER_BUCKET` or fewer on average.
    """
    return 1 << max(0, -(-files_seen // CABLES_PER_BUCKET) - 1).bit_length()


def group_count(buckets: int) -> int:
    """Return the number of groups of ``buckets`` (a power of two, as is the result)."""
    return min(buckets, max(LEAST_GROUPS, buckets // BUCKETS_PER_GROUP))


def bucket_of(canonical_id: str, buckets: int) -> int:
    """Return the bucket, from 0, of a cable among ``buckets`` (a power of two)."""
    digest = hashlib.blake2b(canonical_id.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big") % buckets


def group_of(bucket: int, buckets: int) -> int:
    """Return the group, from 0, of a bucket among ``buckets``: what `bucket_of` gives for the number of groups."""
    return bucket % group_count(buckets)


def buckets_of(group: int, buckets: int) -> range:
    """Return the buckets of a group."""
    return range(group, buckets, group_count(buckets))


def file_name(bucket: int) -> str:
    """Return the name of the Parquet file that holds ``bucket`` in the folder of each of `BUCKETED_TABLES`."""
    return f"bucket-{bucket:05d}.parquet"


def group_file_name(group: int) -> str:
    """Return the name of the Parquet file that holds ``group`` in the folder of each of `GROUPED_TABLES`."""
    return f"group-{group:05d}.parquet"
