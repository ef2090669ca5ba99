"""`source.lock.json`: what the machine knows of a source. Written by `dossier pin`, distrusted when read back.

It records each capture's hash, size and media type, its stored text with hash and extractor, and each excerpt's
position (code points of the stored text), context,
boxes on the pages of a PDF, and number. Numbers are never given twice, so that `E1.4` means
the same quotation in every document ever made from the case.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from dossier.formats.canonical import readable_json
from dossier.formats.reading import read_file
from dossier.problems import Invalid, Place, Problems, Quoted, reason_of
from dossier.text.boxes import Box, read_box

LOCK_FILE = "source.lock.json"
FORMAT = 1
MAX_BYTES = 20 * 1024 * 1024
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class PinnedCapture:
    """A capture as pinned: the bytes' hash and size, and the stored text's hash and extractor.

    `pages` holds where each page of the text starts; empty, and not written, for a medium without pages.
    """

    file: str
    sha256: str
    bytes: int
    media_type: str
    extractor: str
    text_sha256: str
    pages: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class PinnedExcerpt:
    """An excerpt as pinned: `quote_sha256` is of the quotation as written, `start` and `end` its place in the text.

    `boxes` are where it stands on the pages of a PDF, one a line; empty, and not written, when that is not known.
    """

    number: int
    capture: str
    quote_sha256: str
    start: int
    end: int
    prefix: str
    suffix: str
    boxes: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class Lock:
    """The lock file of one source; `exhibit` is its number in the case, `next` the next excerpt's."""

    exhibit: int
    next: int = 1
    captures: dict[str, PinnedCapture] = field(default_factory=dict)
    excerpts: dict[str, PinnedExcerpt] = field(default_factory=dict)

    def dumped(self) -> bytes:
        """The file's bytes."""
        rows = asdict(self)
        for row in rows["captures"].values():
            if not row["pages"]:
                del row["pages"]
        for name, row in rows["excerpts"].items():
            row["boxes"] = [box.fragment for box in self.excerpts[name].boxes]
            if not row["boxes"]:
                del row["boxes"]
        return readable_json({"format": FORMAT, **rows})


def stored_text(folder: Path, capture: str) -> Path:
    """Where the text of a capture is stored."""
    return folder / f"text.{capture}.txt"


def read_lock(folder: Path, name: str, problems: Problems) -> Lock | None:
    """Read a source's lock file (`name` is its name in problems); None when there is none or it cannot be trusted."""
    path, place = folder / LOCK_FILE, Place(name)
    if not path.is_file():
        return None
    try:
        return _lock(json.loads(read_file(path, MAX_BYTES, links=False)))
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        problems.add("lock-invalid", place, "The lock file cannot be read: {error}.", error=reason_of(error))
        return None


def _lock(data: Any) -> Lock:
    if data["format"] != FORMAT:
        raise Invalid("its format is {found}, not {known}", found=Quoted(repr(data["format"])), known=FORMAT)
    if not isinstance(data["captures"], dict) or not isinstance(data["excerpts"], dict):
        raise Invalid("its captures or excerpts are no mapping")
    captures = {id_: _capture(row) for id_, row in data["captures"].items()}
    excerpts = {id_: _excerpt(row) for id_, row in data["excerpts"].items()}
    lock = Lock(_count(data["exhibit"]), _count(data["next"]), captures, excerpts)
    numbers = [excerpt.number for excerpt in excerpts.values()]
    if len(set(numbers)) != len(numbers) or any(number >= lock.next for number in numbers):
        raise Invalid("its excerpt numbers are not distinct")
    return lock


def _capture(row: Any) -> PinnedCapture:
    pages = row.get("pages", []) if isinstance(row, dict) else None
    if not isinstance(pages, list):
        raise Invalid("a capture is no mapping, or its pages are no list")
    capture = PinnedCapture(**{**row, "pages": tuple(_count(page, least=0) for page in pages)})
    if list(capture.pages) != sorted(set(capture.pages)) or capture.pages[:1] not in ((), (0,)):
        raise Invalid("the pages of a capture are not in order")
    texts = (capture.file, capture.media_type, capture.extractor)
    if not (all(isinstance(text, str) for text in texts) and _hash(capture.sha256) and _hash(capture.text_sha256)):
        raise Invalid("a capture's record is not of the right form")
    _count(capture.bytes, least=0)
    return capture


def _excerpt(row: Any) -> PinnedExcerpt:
    boxes = row.get("boxes", []) if isinstance(row, dict) else None
    if not isinstance(boxes, list):
        raise Invalid("an excerpt is no mapping, or its boxes are no list")
    excerpt = PinnedExcerpt(**{**row, "boxes": tuple(map(read_box, boxes))})
    texts = (excerpt.capture, excerpt.prefix, excerpt.suffix)
    if not (all(isinstance(text, str) for text in texts) and _hash(excerpt.quote_sha256)):
        raise Invalid("an excerpt's record is not of the right form")
    if _count(excerpt.start, least=0) >= _count(excerpt.end):
        raise Invalid("an excerpt ends before it begins")
    _count(excerpt.number)
    return excerpt


def _hash(value: Any) -> bool:
    return isinstance(value, str) and bool(_SHA256.fullmatch(value))


def _count(value: Any, least: int = 1) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value < 2**53:
        raise Invalid("{value} is no number it can hold", value=Quoted(repr(value)))
    return value
