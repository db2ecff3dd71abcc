"""Where a row is stored: a pure function of its cable's canonical id and the size of the archive."""

from __future__ import annotations

import hashlib

CABLES_PER_BUCKET = 256
"""Measured: with 256 cables (2 MB of text) a bucket of all tables is rewritten in about a tenth of a second, and a
thousand files hold a quarter of a million cables, which a scan opens without noticing."""


def bucket_count(files_seen: int) -> int:
    """Return the number of buckets for an archive of ``files_seen`` seed files.

    It is the least power of two that keeps the buckets at `CABLES_PER_BUCKET` or fewer on average.
    """
    return 1 << max(0, -(-files_seen // CABLES_PER_BUCKET) - 1).bit_length()


def bucket_of(canonical_id: str, buckets: int) -> int:
    """Return the bucket, from 0, of a cable among ``buckets`` (a power of two)."""
    digest = hashlib.blake2b(canonical_id.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big") % buckets


def file_name(bucket: int) -> str:
    """Return the name of the Parquet file that holds ``bucket`` in the folder of each bucketed table."""
    return f"bucket-{bucket:05d}.parquet"
