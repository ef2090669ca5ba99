"""Zip files, opened with suspicion: no encryption, no bombs, every byte checked against its CRC."""

from __future__ import annotations

import contextlib
import io
import zipfile
import zlib
from collections.abc import Iterator

from dossier.problems import File
from dossier.text.extractors import MAX_RATIO, MAX_UNPACKED_BYTES, RATIO_FROM, Unreadable

MAX_ENTRIES = 20_000
_STEP = 1024 * 1024


@contextlib.contextmanager
def open_zip(data: bytes) -> Iterator[zipfile.ZipFile]:
    """A zip file whose entries may be read. Raises Unreadable for one that is damaged, encrypted or a bomb."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OverflowError, RuntimeError, UnicodeError, EOFError):
        raise Unreadable("the zip file is damaged or cut off", "capture-truncated") from None
    with archive:
        _check(archive)
        yield archive


def read_entry(archive: zipfile.ZipFile, name: str) -> bytes:
    """The bytes of an entry. Raises Unreadable when they are not what the archive says of them."""
    try:
        with archive.open(name) as entry:
            size = archive.getinfo(name).file_size
            data = entry.read(size + 1)  # a lying header must not make it grow
            if len(data) != size:
                raise Unreadable(
                    "{name} in the zip file is not of the size it says", "capture-truncated", name=File(name)
                )
            return data
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError, KeyError):
        raise Unreadable("{name} in the zip file is damaged", "capture-truncated", name=File(name)) from None


def gunzip(data: bytes) -> bytes:
    """All members of a gzip file. Raises Unreadable when it is cut off, damaged or a bomb."""
    parts, size, rest = [], 0, data
    try:
        while rest:
            member = zlib.decompressobj(31)
            while True:
                part = member.decompress(rest, _STEP)
                rest = member.unconsumed_tail or member.unused_data
                size += len(part)
                if size > MAX_UNPACKED_BYTES or (size > RATIO_FROM and size > MAX_RATIO * len(data)):
                    raise Unreadable(
                        "it unpacks to more than {ratio:,} times its size",
                        "capture-bomb",
                        ratio=size // max(1, len(data)),
                    )
                parts.append(part)
                if member.eof:
                    break
                if not part and not rest:
                    raise Unreadable("the gzip file is cut off", "capture-truncated")
            rest = rest.lstrip(b"\0")  # padding
    except zlib.error:
        raise Unreadable("the gzip file is damaged", "capture-truncated") from None
    return b"".join(parts)


def _check(archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    if not entries:
        raise Unreadable("the zip file is empty", "capture-empty")
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise Unreadable("the zip file is encrypted", "capture-encrypted")
    total = sum(entry.file_size for entry in entries)
    if len(entries) > MAX_ENTRIES or total > MAX_UNPACKED_BYTES:
        raise Unreadable(
            "it unpacks to {size:,} bytes in {count:,} entries", "capture-bomb", size=total, count=len(entries)
        )
    for entry in entries:
        ratio = entry.file_size // max(1, entry.compress_size)
        if entry.file_size > RATIO_FROM and ratio > MAX_RATIO:
            raise Unreadable("an entry unpacks to {ratio:,} times its size", "capture-bomb", ratio=ratio)
