"""A bag (BagIt 1.0, RFC 8493), the form in which archives take folders: a payload, its hashes, and the zip of it.

Everything is made in memory from what is given, so that the same payload makes the same bytes.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from dossier.formats.attached import sums_bytes

PAYLOAD = "data/"
DECLARATION_FILE, INFO_FILE = "bagit.txt", "bag-info.txt"
MANIFEST_FILE, TAG_MANIFEST_FILE = "manifest-sha256.txt", "tagmanifest-sha256.txt"
TAG_FILES = (DECLARATION_FILE, INFO_FILE, MANIFEST_FILE, TAG_MANIFEST_FILE)
_FIRST_YEAR = 1980  # before that a zip knows no dates


def bag(payload: Mapping[str, bytes], info: Mapping[str, str]) -> dict[str, bytes]:
    """The files of a bag by path, the payload's under `data/`; `info` is what `bag-info.txt` says, by label.

    Names are ours, without the signs that a manifest would have to encode.
    """
    files = {f"{PAYLOAD}{name}": data for name, data in payload.items()}
    octets = sum(len(data) for data in payload.values())
    said = {**info, "Payload-Oxum": f"{octets}.{len(payload)}"}
    tags = {
        DECLARATION_FILE: b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
        INFO_FILE: "".join(f"{label}: {' '.join(value.split())}\n" for label, value in said.items()).encode(),
        MANIFEST_FILE: sums_bytes(files),
    }
    return {**files, **tags, TAG_MANIFEST_FILE: sums_bytes(tags)}


def zipped(folder: str, files: Mapping[str, bytes], day: str) -> bytes:
    """A zip of files in one folder, sorted, each dated by `day` (`2026-11-21`).

    Nothing is compressed: another zlib would make other bytes of the same input, and what is large is packed already.
    """
    year, month, date = (int(part) for part in day.split("-"))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, data in sorted(files.items()):
            entry = zipfile.ZipInfo(f"{folder}/{name}", (max(year, _FIRST_YEAR), month, date, 0, 0, 0))
            entry.create_system, entry.external_attr = 3, 0o100644 << 16  # Unix, whatever made it
            archive.writestr(entry, data)
    return packed.getvalue()
