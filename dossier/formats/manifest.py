"""`evidence/manifest.json`: what the evidence consisted of when it was stamped, as canonical JSON (RFC 8785).

One line of bytes that anybody can compute again: every capture of every source with the hashes of its bytes and of
the text taken from them. A time stamp over it says that all of this existed by then.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import rfc8785

FORMAT = "dossier-evidence-manifest/1"
MAX_BYTES = 50 * 1024 * 1024
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Listed:
    """One capture: its file's name in the source's folder, its bytes, and the text that was taken from them."""

    file: str
    media_type: str
    bytes: int
    sha256: str
    text_sha256: str
    extractor: str


# source -> capture -> what is listed of it
Manifest = Mapping[str, Mapping[str, Listed]]


def manifest_bytes(manifest: Manifest) -> bytes:
    """The file's bytes: the same for the same evidence, whatever the order it was read in."""
    sources = {source: {id_: asdict(row) for id_, row in rows.items()} for source, rows in manifest.items()}
    return rfc8785.dumps({"format": FORMAT, "sources": sources})


def read_manifest(data: bytes) -> Manifest:
    """The manifest of a file's bytes. Raises ValueError, with the reason, for anything else."""
    try:
        content = json.loads(data)
    except (UnicodeDecodeError, RecursionError) as error:
        raise ValueError(str(error)) from None
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise ValueError(f"its format is not {FORMAT}")
    try:
        return {source: {id_: _listed(row) for id_, row in rows.items()} for source, rows in content["sources"].items()}
    except (KeyError, TypeError, AttributeError):
        raise ValueError("a row is not of the right form") from None


def _listed(row: dict[str, Any]) -> Listed:
    listed = Listed(**row)
    texts = (listed.file, listed.media_type, listed.extractor, listed.sha256, listed.text_sha256)
    right = all(isinstance(text, str) for text in texts) and type(listed.bytes) is int
    if not right or not all(_SHA256.fullmatch(text) for text in (listed.sha256, listed.text_sha256)):
        raise ValueError("a row is not of the right form")
    return listed
