"""Canonical JSON (RFC 8785) and digests over it."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import rfc8785

# what JSON can hold; rfc8785's own type is not exported
Json = Any


def digest(value: Json) -> str:
    """SHA-256 (64 hex digits) of the canonical JSON of a value."""
    return hashlib.sha256(rfc8785.dumps(value)).hexdigest()


def sha256(data: bytes) -> str:
    """SHA-256 of bytes, 64 hex digits."""
    return hashlib.sha256(data).hexdigest()


def readable_json(value: Json) -> bytes:
    """JSON for people and machines: sorted keys, two spaces, UTF-8, a line break at the end."""
    return (json.dumps(value, ensure_ascii=False, sort_keys=True, indent=2) + "\n").encode()
