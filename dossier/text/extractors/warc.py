"""WARC and WACZ, what web archivists keep: one document of it is the text.

It is the answer at the capture's address, redirects inside the archive followed; without an address the page that a
WACZ names first; else the largest HTML or PDF document, else the largest text. Every record is read and its digests
are checked, for one that fails says that the archive was altered or damaged.
"""

from __future__ import annotations

import contextlib
import dataclasses
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urldefrag, urljoin

from dossier.formats.canonical import sha256
from dossier.problems import File
from dossier.text.extractors import MAX_UNPACKED_BYTES, Lacking, Resource, Unreadable, not_read, reading
from dossier.text.extractors.packed import gunzip, open_zip, read_entry
from dossier.text.sniff import media_type_declared

_DOCUMENTS = ("text/html", "application/pdf")
_STEP = 64 * 1024
_MAX_REDIRECTS = 10


@dataclass(frozen=True, slots=True)
class _Answer:
    """A recorded answer; `location` is where a redirect leads, else empty."""

    url: str
    location: str
    resource: Resource


def main_of_warc(data: bytes, url: str | None) -> Resource:
    """The document that a WARC was captured for. Raises Unreadable, or Lacking without warcio."""
    return _chosen(list(_answers([data])), url)


def main_of_wacz(data: bytes, url: str | None) -> Resource:
    """The document that a WACZ was captured for. Raises Unreadable, or Lacking without warcio."""
    with open_zip(data) as archive:
        names = sorted(archive.namelist())
        if "datapackage.json" not in names:
            raise Unreadable("it is a zip file, but no WACZ: it has no datapackage.json")
        files = {name: read_entry(archive, name) for name in names if not name.endswith("/")}
    with reading("WACZ"):
        _check_package(files)
        first = url or _first_page(files.get("pages/pages.jsonl", b""))
    warcs = [content for name, content in files.items() if name.endswith((".warc", ".warc.gz"))]
    return _chosen(list(_answers(warcs)), first)


def _check_package(files: dict[str, bytes]) -> None:
    """Every file that the package lists is there, with its SHA-256."""
    package = json.loads(files["datapackage.json"])
    digest = json.loads(files.get("datapackage-digest.json", b"{}")).get("hash")
    if digest and digest != f"sha256:{sha256(files['datapackage.json'])}":
        raise Unreadable("datapackage.json does not have the digest given for it", "capture-altered")
    for row in package.get("resources", []):
        content = files.get(row["path"])
        if content is None:
            raise Unreadable("{path} is missing in it", "capture-truncated", path=File(str(row["path"])))
        if str(row.get("hash", "")).startswith("sha256:") and row["hash"] != f"sha256:{sha256(content)}":
            raise Unreadable(
                "{path} does not have the digest given for it", "capture-altered", path=File(str(row["path"]))
            )


def _first_page(lines: bytes) -> str | None:
    rows = (json.loads(line) for line in lines.splitlines() if line.strip())
    return next((str(row["url"]) for row in rows if row.get("url")), None)


def _answers(warcs: Iterable[bytes]) -> Iterator[_Answer]:
    try:
        from warcio.archiveiterator import ArchiveIterator
    except ImportError:
        raise Lacking("WARC is read by the Python package warcio, which is not installed") from None
    left = MAX_UNPACKED_BYTES
    for warc in warcs:
        data = gunzip(warc) if warc.startswith(b"\x1f\x8b") else warc
        if not data.endswith(b"\n\r\n") and not data.endswith(b"\n\n"):
            raise Unreadable("the last record is cut off", "capture-truncated")
        # warcio prints what it stumbles over, the archive's content with it: nothing of it belongs on a terminal
        with reading("WARC"), contextlib.redirect_stderr(io.StringIO()) as said:
            for record in ArchiveIterator(io.BytesIO(data), check_digests=True):
                content = _content(record, left)
                left -= len(content) + int(record.length or 0)
                if answer := _answer(record, content):
                    yield answer
        if "not followed by newline" in said.getvalue():
            raise Unreadable("a record is not as long as it says", "capture-truncated")


def _content(record: Any, most: int) -> bytes:
    """The content of a record, unpacked piece by piece. Raises Unreadable for what is cut off, altered or a bomb."""
    stream = record.content_stream()
    parts, size = [], 0
    while piece := stream.read(_STEP):
        size += len(piece)
        if size > most:
            raise Unreadable("it unpacks to more than {most:,} bytes", "capture-bomb", most=MAX_UNPACKED_BYTES)
        parts.append(piece)
    while record.raw_stream.read(_STEP):  # what an encoding left over
        pass
    if getattr(record.raw_stream, "limit", 0) > 0:
        raise Unreadable("a record is cut off", "capture-truncated")
    if record.digest_checker is not None and record.digest_checker.passed is False:
        raise Unreadable("a record does not have the digest given for it", "capture-altered")
    return b"".join(parts)


def _answer(record: Any, content: bytes) -> _Answer | None:
    if record.rec_type not in ("response", "resource"):
        return None
    headers = record.http_headers
    status = str(headers.get_statuscode()) if headers else "200"
    declared = (headers or record.rec_headers).get_header("Content-Type") or ""
    location = (headers.get_header("Location") or "") if headers and status.startswith("3") else ""
    if not location and status != "200":
        return None
    media_type, encoding = media_type_declared(declared)
    url = str(record.rec_headers.get_header("WARC-Target-URI") or "").strip("<>")
    date = record.rec_headers.get_header("WARC-Date")
    return _Answer(url, location, Resource(content, media_type or "", encoding, url or None, date))


def _chosen(answers: list[_Answer], url: str | None) -> Resource:
    """One document, with a note of the others that could be read."""
    chosen = _at(answers, url) if url else _largest(answers)
    others = {
        answer.url
        for answer in answers
        if answer.resource.media_type and not answer.location and answer.resource.url != chosen.url
    }
    return dataclasses.replace(chosen, notes=(not_read("further documents", len(others)),) if others else ())


def _largest(answers: list[_Answer]) -> Resource:
    largest = max(
        (answer.resource for answer in answers if answer.resource.media_type and not answer.location),
        key=lambda resource: (resource.media_type in _DOCUMENTS, len(resource.data)),
        default=None,
    )
    if largest is None:
        raise Unreadable("it holds no answer of a web server with a readable document")
    return largest


def _at(answers: list[_Answer], url: str) -> Resource:
    by_url = {_same(answer.url): answer for answer in answers}
    address = url
    for _ in range(_MAX_REDIRECTS):
        answer = by_url.get(_same(address))
        if answer is None:
            break
        if not answer.location:
            if not answer.resource.media_type:
                raise Unreadable("what it holds at the capture's address is no readable document")
            return answer.resource
        address = urljoin(address, answer.location)
    raise Unreadable("it does not hold the capture's address; give the `url:` that it does")


def _same(url: str) -> str:
    return urldefrag(url).url.rstrip("/")
