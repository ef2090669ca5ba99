"""`custody.<capture>.json`: where the bytes of a capture come from, and what was done with them since.

It is written once, by `dossier capture`, and only ever added to: a conversion (`derived`), or a transfer from hand to
hand. Unlike the lock file it cannot be made again, so nothing here does so.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any

from dossier import __version__
from dossier.case.fields import corrected
from dossier.case.model import Capture
from dossier.case.sources import NOT_KNOWN
from dossier.formats.canonical import readable_json, sha256
from dossier.formats.reading import read_file
from dossier.problems import File, Invalid, Place, Problems, Quoted, Term, listed, message, reason_of

FORMAT = 1
MAX_BYTES = 5 * 1024 * 1024
TOOL = f"dossier {__version__}"
HANDED = "handed over"
# What the source, or whoever supplied it, may say of it; `selection`, which of its records were taken.
STATED = ("title", "author", "publisher", "published", "language", "translator", "url", "archive_url", "selection")
Form = Callable[[Any], bool]
# Headers of an answer whose values are not kept: they would tell who asked.
_NOT_KEPT = ("set-cookie", "set-cookie2")


@dataclass(frozen=True, slots=True)
class Origin:
    """How bytes came: `method` is http-get, supplied or the user's word; times are ISO 8601 in UTC.

    `stated` holds what the source or whoever supplied it says of it, by the keys of `STATED`. `hops` and `headers` are
    kept of what was fetched; `name` is a supplied file's.
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


@dataclass(frozen=True, slots=True)
class Transfer:
    """Who handed the item to whom, and when: an ISO 8601 date or time, or `not-known`."""

    giver: str
    taker: str
    at: str
    note: str | None = None


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


def with_transfer(old: bytes, handed: Transfer, recorded_at: str) -> bytes:
    """A custody record with one more transfer. Raises ValueError or KeyError for what is no record."""
    row = json.loads(old)
    note = {"note": handed.note} if handed.note else {}
    whose = {"from": handed.giver, "to": handed.taker, **note}
    row["transfers"].append({"at": handed.at, "what": HANDED, **whose, "recorded_at": recorded_at, "by": TOOL})
    return readable_json(row)


def _derived(text: bytes, extractor: str, at: str) -> dict[str, str]:
    return {"at": at, "extractor": extractor, "text_sha256": sha256(text), "tool": TOOL}


def with_stored_text(old: bytes, text: bytes, extractor: str, at: str) -> bytes:
    """A custody record that tells of the stored text; as it was when it does. Raises as `with_text` does."""
    known = any(row["text_sha256"] == sha256(text) for row in json.loads(old)["derived"])
    return old if known else with_text(old, text, extractor, at)


def check_custody(path: Path, capture: Capture, data: bytes, text_sha256: str | None, problems: Problems) -> bool:
    """Whether a capture's custody record, if there is one, is of these bytes.

    A capture put in by hand has none; of one that is named as `dossier capture` names it, that is a warning. So is a
    record that says otherwise than source.yml, or nothing of the stored text (`text_sha256`, None when none is): one
    of the two was edited.
    """
    name = f"{PurePosixPath(capture.place.file).parent}/{path.name}"
    if not os.path.lexists(path):
        if capture.file.startswith(f"capture.{capture.id}."):
            problems.add(
                "custody-missing",
                capture.place,
                "{file} has no {name} beside it.",
                file=File(capture.file),
                name=File(path.name),
            )
        return True
    try:
        row: Any = json.loads(read_file(path, MAX_BYTES, links=False))
        if row["format"] != FORMAT:
            raise Invalid("its format is {found}, not {known}", found=Quoted(repr(row["format"])), known=FORMAT)
        _check_form(row)
        if (row["sha256"], row["bytes"]) == (sha256(data), len(data)):
            _compare(row, name, capture, text_sha256, problems)
            return True
        reason = message("it is of other bytes")
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        reason = message("it cannot be read: {error}", error=reason_of(error))
    problems.add(
        "custody-invalid", Place(name), "The custody record does not fit the capture: {reason}.", reason=reason
    )
    return False


def _compare(row: Any, name: str, capture: Capture, text_sha256: str | None, problems: Problems) -> None:
    said = {"file": row["file"], "captured_at": row["captured_at"], "url": row["stated"].get("url")}
    here = {"file": capture.file, "captured_at": capture.captured_at, "url": capture.url}
    edited = [f"`{key}`" for key, value in said.items() if value not in (NOT_KNOWN, None, here[key])]
    if edited:
        problems.add(
            "custody-differs",
            Place(name),
            "source.yml has another {edited} than the record.",
            edited=listed(Term, edited),
        )
    if text_sha256 and all(derived["text_sha256"] != text_sha256 for derived in row["derived"]):
        problems.add("custody-differs", Place(name), "The record does not tell of the stored text.")


def time_of(text: str) -> datetime | None:
    """The date or time that a text in ISO 8601 says, None for any other."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _text(value: Any) -> bool:
    return isinstance(value, str) and bool(value)


def _when(value: Any) -> bool:
    return _text(value) and (value == NOT_KNOWN or time_of(value) is not None)


def _count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _hash(value: Any) -> bool:
    return isinstance(value, str) and bool(re.fullmatch("[0-9a-f]{64}", value))


def _or_null(form: Form) -> Form:
    return lambda value: value is None or form(value)


def _rows(form: Form, least: int = 0) -> Form:
    return lambda value: isinstance(value, list) and len(value) >= least and all(map(form, value))


def _mapping(forms: Mapping[str, Form], optional: Mapping[str, Form] | None = None) -> Form:
    every = {**forms, **(optional or {})}
    return lambda value: (
        isinstance(value, dict)
        and forms.keys() <= value.keys() <= every.keys()
        and all(every[key](item) for key, item in value.items())
    )


_WHO = dict.fromkeys(("from", "to", "note"), _text)
_FORMS: dict[str, Form] = {
    **dict.fromkeys(("file", "media_type", "collector", "tool", "method"), _text),
    **dict.fromkeys(("requested_url", "final_url", "supplied_as"), _or_null(_text)),
    "format": _count,
    "bytes": _count,
    "sha256": _hash,
    "captured_at": _when,
    "status": _or_null(_count),
    "redirects": _rows(_mapping({"url": _text, "status": _count, "location": _text})),
    "headers": _rows(
        lambda row: isinstance(row, list) and len(row) == 2 and all(isinstance(each, str) for each in row)
    ),
    "stated": _mapping({}, dict.fromkeys(STATED, _text)),
    "derived": _rows(_mapping({"at": _when, "extractor": _text, "text_sha256": _hash, "tool": _text}), least=1),
    "transfers": _rows(_mapping({"at": _when, "what": _text, "by": _text}, {**_WHO, "recorded_at": _when}), least=1),
}


def _check_form(row: dict[str, Any]) -> None:
    """Raises ValueError that names the first key that is missing, unknown or not of its form; never what it holds."""
    for key in sorted(row.keys() ^ _FORMS.keys()):
        if key in row:
            raise Invalid("`{key}` is no key of it", key=corrected(key, _FORMS)[0])
        raise Invalid("`{key}` is missing", key=Term(key))
    for key, form in _FORMS.items():
        if not form(row[key]):
            raise Invalid("`{key}` is not of its form", key=Term(key))
