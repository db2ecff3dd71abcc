"""Reading one seed file: bytes, their hash, their text."""

from __future__ import annotations

import codecs
import errno
import hashlib
import os
import stat
from typing import NamedTuple

from cable_pipeline.sources.scanning import SeedFile

BINARY_CHECK_BYTES = 8192
UTF_8 = "utf-8"
WINDOWS_1252 = "windows-1252"

_AS_IT_IS = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
# Windows-1252 leaves 81, 8D, 8F, 90 and 9D undefined; they stay the code points of their own number.
_WINDOWS_1252_TABLE = "".join(
    bytes([byte]).decode("cp1252") if byte not in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else chr(byte) for byte in range(256)
)


class UnreadableSeed(Exception):
    """The file can't be taken for text.

    ``code`` is a stable name of the cause, ``reason`` says it in words, ``sha256`` is the hash of the bytes, or empty
    when they could not be read to the end.
    """

    def __init__(self, code: str, reason: str, sha256: str = "") -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason
        self.sha256 = sha256

    def __reduce__(self) -> tuple[type[UnreadableSeed], tuple[str, str, str]]:
        return (type(self), (self.code, self.reason, self.sha256))


ISSUES = {
    "file-unreadable": "The file could not be opened or read (permissions, vanished, a fault of the disk).",
    "file-changed-while-read": "The file was written to while it was read; the next run reads it again.",
    "file-too-large": "The file is larger than the limit for seed files.",
    "file-empty": "The file holds no byte.",
    "file-binary": "The file holds NUL bytes within its first 8 KB.",
}
"""Every ``code`` of an `UnreadableSeed`, with its meaning."""


class RawText(NamedTuple):
    """What was read: the hash of the bytes (hexadecimal), their number, the encoding found and the decoded text.

    ``modified_at`` counts microseconds since 1970-01-01 UTC.
    """

    sha256: str
    size_bytes: int
    modified_at: int
    encoding: str
    text: str


def read(file: SeedFile, max_bytes: int) -> RawText:
    """Read ``file`` once, as it is on the disk now; what is hashed is what is decoded.

    A path that became a link, a pipe or a device since the scan is not followed and never waited for.

    Raises:
        UnreadableSeed: the file is unreadable, changing, too large, empty or binary.
    """
    try:
        descriptor = os.open(file.path, _AS_IT_IS)
    except OSError as error:
        raise UnreadableSeed("file-unreadable", _why(error)) from error
    try:
        before = os.fstat(descriptor)
        if not stat.S_ISREG(before.st_mode):
            raise UnreadableSeed("file-unreadable", "no longer a regular file")
        if before.st_size > max_bytes:
            raise UnreadableSeed("file-too-large", f"larger than the limit of {max_bytes} bytes")
        content = _read_all(descriptor, before.st_size)
        after = os.fstat(descriptor)
    except OSError as error:
        raise UnreadableSeed("file-unreadable", _why(error)) from error
    finally:
        os.close(descriptor)
    if len(content) != after.st_size or before.st_mtime_ns != after.st_mtime_ns:
        raise UnreadableSeed("file-changed-while-read", "the file changed while it was read; the next run reads it")
    sha256 = hashlib.sha256(content).hexdigest()
    if not content:
        raise UnreadableSeed("file-empty", "the file is empty", sha256)
    if content.find(b"\0", 0, BINARY_CHECK_BYTES) >= 0:
        raise UnreadableSeed("file-binary", "binary: NUL bytes within the first 8 KB", sha256)
    text, encoding = decode(content)
    return RawText(sha256, len(content), after.st_mtime_ns // 1000, encoding, text)


def read_beginning(file: SeedFile, size: int) -> bytes:
    """Read the first ``size`` bytes of ``file``, or all of a smaller one.

    Raises:
        UnreadableSeed: the file is no regular one any more, or can't be read.
    """
    try:
        descriptor = os.open(file.path, _AS_IT_IS)
        try:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise UnreadableSeed("file-unreadable", "no longer a regular file")
            return os.read(descriptor, size)
        finally:
            os.close(descriptor)
    except OSError as error:
        raise UnreadableSeed("file-unreadable", _why(error)) from error


def decode(content: bytes) -> tuple[str, str]:
    """Return the text of ``content`` and the encoding found: UTF-8, failing that Windows-1252, which never fails.

    The five bytes that Windows-1252 leaves undefined become the code points of the same number. Nothing is
    normalised: a byte order mark and carriage returns stay.
    """
    try:
        return content.decode("utf-8"), UTF_8
    except UnicodeDecodeError:
        return codecs.charmap_decode(content, "strict", _WINDOWS_1252_TABLE)[0], WINDOWS_1252


def _read_all(descriptor: int, expected: int) -> bytes:
    """Read to the end, but never more than one byte beyond ``expected``: a growing file is told, not chased."""
    content = os.read(descriptor, expected + 1)
    if len(content) >= expected or not content:
        return content
    parts = [content]
    missing = expected + 1 - len(content)
    while missing > 0 and (part := os.read(descriptor, missing)):
        parts.append(part)
        missing -= len(part)
    return b"".join(parts)


def _why(error: OSError) -> str:
    if error.errno == errno.ELOOP:
        return "became a link since the folder was scanned"
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return "vanished since the folder was scanned"
    return f"can't be read: {error.strerror or error}"
