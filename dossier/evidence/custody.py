"""`custody.<capture>.json`: where the bytes of a capture come from, and what was done with them since.

It is written once, by `dossier capture`, and only ever added to: a conversion (`derived`) or a transfer. Unlike the
lock file it cannot be made again, so nothing here does so.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dossier import __version__
from dossier.formats.canonical import readable_json, sha256
from dossier.problems import Place, Problems

FORMAT = 1
MAX_BYTES = 5 * 1024 * 1024
TOOL = f"dossier {__version__}"
# Headers of an answer whose values are not kept: they would tell who asked.
_NOT_KEPT = ("set-cookie", "set-cookie2")


@dataclass(frozen=True, slots=True)
class Origin:
    """How bytes came: `method` is http-get, supplied or the user's word; times are ISO 8601 in UTC.

    `stated` holds what the source or whoever supplied it says of it: title, publisher, author, published, language,
    translator, url, archive_url. `hops` and `headers` are kept of what was fetched; `name` is a supplied file's.
    """

    method: str
    captured_at: str
    received_at: str
    collector: str | None = None
    stated: Mapping[str, str] = field(default_factory=dict)
    name: str | None = None
    requested_url: str | None = None
    final_url: str | None = None
    hops: tuple[tuple[str, int, str], ...] = ()
    status: int | None = None
    headers: tuple[tuple[str, str], ...] = ()


def custody_file(folder: Path, capture: str) -> Path:
    """Where the custody record of a capture is kept."""
    return folder / f"custody.{capture}.json"


def record(origin: Origin, file: str, data: bytes, media_type: str, text: bytes, extractor: str) -> bytes:
    """The bytes of a new custody record."""
    headers = [[name, "(not kept)" if name.lower() in _NOT_KEPT else value] for name, value in origin.headers]
    return readable_json(
        {
            "format": FORMAT,
            "file": file,
            "bytes": len(data),
            "sha256": sha256(data),
            "media_type": media_type,
            "captured_at": origin.captured_at,
            "collector": origin.collector or "not-stated",
            "tool": TOOL,
            "method": origin.method,
            "requested_url": origin.requested_url,
            "final_url": origin.final_url,
            "redirects": [{"url": url, "status": status, "location": to} for url, status, to in origin.hops],
            "status": origin.status,
            "headers": headers,
            "supplied_as": origin.name,
            "stated": dict(origin.stated),
            "derived": [_derived(text, extractor, origin.received_at)],
            "transfers": [{"at": origin.received_at, "what": "received into the case", "by": TOOL}],
        }
    )


def with_text(old: bytes, text: bytes, extractor: str, at: str) -> bytes:
    """A custody record with one more conversion. Raises ValueError or KeyError for what is no record."""
    row = json.loads(old)
    row["derived"].append(_derived(text, extractor, at))
    return readable_json(row)


def _derived(text: bytes, extractor: str, at: str) -> dict[str, str]:
    return {"at": at, "extractor": extractor, "text_sha256": sha256(text), "tool": TOOL}


def check_custody(path: Path, name: str, hashed: str, problems: Problems) -> bool:
    """Whether a capture's custody record, if there is one, is of these bytes (`hashed` is their SHA-256)."""
    if not path.is_file():
        return True
    try:
        if path.is_symlink() or path.stat().st_size > MAX_BYTES:
            raise ValueError("it is a link, or too large")
        row: Any = json.loads(path.read_bytes())
        if row["format"] != FORMAT:
            raise ValueError(f"its format is {row['format']!r}, not {FORMAT}")
        if row["sha256"] == hashed:
            return True
        reason = "it is of other bytes"
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        reason = f"it cannot be read: {error}"
    problems.add("custody-invalid", Place(name), f"The custody record does not fit the capture: {reason}.")
    return False
