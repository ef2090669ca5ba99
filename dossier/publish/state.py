"""What the last export was made from and what it wrote: decides whether an export is made again.

Kept beside the published folder, never in it: it is no part of the publication.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Iterable
from functools import cache
from importlib.metadata import version
from pathlib import Path, PurePath
from typing import Any

import orjson

import dossier
from dossier.claims import quotation_json
from dossier.editions import View
from dossier.formats.canonical import Json, readable_json, sha256
from dossier.formats.writing import write_aside
from dossier.publish.exporter import Written

# Where something stands in a file of the case, or where the case stands, changes nothing that is published.
_NO_MATTER = ("place", "folder", "path")


def input_digest(view: View, base_url: str | None) -> str:
    """SHA-256 of everything an export depends on: the view, the options, the versions and the program itself."""
    inputs = {
        "edition": view.edition,
        "meta": _plain(view.meta),
        "entities": {id_: _plain(entity) for id_, entity in view.entities.items()},
        "sources": {id_: _plain(source) for id_, source in view.sources.items()},
        "captures": sorted([*key, capture.sha1, capture.whole] for key, capture in view.captures.items()),
        "texts": [[text.file, text.sha256] for text in view.texts],
        "quotations": {key: quotation_json(quotation) for key, quotation in view.quotations.items()},
        "claims": {key: claim.as_json() for key, claim in view.claims.items()},
        "base_url": base_url,
        "versions": [dossier.__version__, version("followthemoney"), version("rigour")],
        "program": _program(),
    }
    return sha256(orjson.dumps(inputs, option=orjson.OPT_SORT_KEYS))


def _plain(value: Any) -> Json:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = (field.name for field in dataclasses.fields(value) if field.name not in _NO_MATTER)
        return {name: _plain(getattr(value, name)) for name in fields}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    return str(value) if isinstance(value, PurePath) else value


@cache
def _program() -> str:
    """A digest of the program's own modules, so that whoever changes the program is not shown an old export."""
    root = Path(dossier.__file__).parent
    digest = hashlib.sha256()
    for path in sorted(root.rglob("*.py")):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def write_state(path: Path, inputs: str, files: Iterable[Written]) -> None:
    """Record what was written from what. Raises Stop when the file cannot be written."""
    write_aside(path, readable_json({"inputs": inputs, "files": [dataclasses.asdict(file) for file in files]}))


def read_state(path: Path) -> tuple[str, tuple[Written, ...]] | None:
    """The inputs and files of the last export; None when there was none or the record cannot be trusted."""
    try:
        data = json.loads(path.read_bytes())
        return str(data["inputs"]), tuple(Written(**row) for row in data["files"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
