"""Turns the bytes of a capture into its text: one extractor per media type, each with a version.

The text is what quotations are anchored in. It is stored beside the capture and hashed, so that a newer extractor or
library cannot move a quotation unseen.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable

from dossier.problems import Quoted
from dossier.text.boxes import Box
from dossier.text.extractors import (
    MAX_TEXT_BYTES,
    Extracted,
    Lacking,
    Resource,
    Unreadable,
    docx,
    ftm,
    html,
    mail,
    ocr,
    pdf,
    pdf_boxes,
    plain,
)
from dossier.text.extractors.mhtml import page
from dossier.text.extractors.warc import main_of_wacz, main_of_warc
from dossier.text.normalise import MAX_MARKS, heap_of_marks
from dossier.text.sniff import DOCX, FTM, MAIL, MEDIA_TYPES, MHTML, WACZ, WARC, media_type_of

__all__ = [
    "MAX_TEXT_BYTES",
    "MEDIA_TYPES",
    "Extracted",
    "Lacking",
    "Unreadable",
    "extract",
    "find_boxes",
    "inner",
    "maker",
    "media_type_of",
    "read",
]

_PICTURES = [kind for kind in MEDIA_TYPES if kind.startswith("image/")]
EXTRACTORS: dict[str, Callable[[bytes, str | None], Extracted]] = {
    "text/plain": plain.plain,
    "text/markdown": plain.markdown,
    "text/html": html.html,
    "application/pdf": pdf.pdf,
    DOCX: docx.docx,
    FTM: ftm.ftm,
    MAIL: mail.mail,
    **dict.fromkeys(_PICTURES, ocr.image),
}
_MAKERS: dict[str, Callable[[], str]] = {
    "text/plain": lambda: plain.PLAIN,
    "text/markdown": lambda: plain.MARKDOWN,
    "text/html": html.maker,
    "application/pdf": pdf.maker,
    DOCX: docx.maker,
    FTM: lambda: ftm.EXTRACTOR,
    MAIL: mail.maker,
    **dict.fromkeys(_PICTURES, ocr.maker),
}
# What packs a document among others: the name and version of how it is chosen, and the choice.
PACKERS: dict[str, tuple[str, Callable[[bytes, str | None], Resource]]] = {
    MHTML: ("mhtml/1", lambda data, _url: page(data)),
    WARC: ("warc/1", main_of_warc),
    WACZ: ("wacz/1", main_of_wacz),
}


def read(data: bytes, media_type: str, encoding: str | None = None, url: str | None = None) -> Extracted:
    """The text of a capture, with its extractor and pages.

    `encoding` overrides what the bytes declare; `url` says which document of an archive is meant. Raises Unreadable
    for bytes that are empty, too many, damaged or not of that type, and Lacking when what reads them is not installed.
    """
    if not data.strip():
        raise Unreadable("it is empty", "capture-empty")
    if len(data) > MAX_TEXT_BYTES:
        raise Unreadable(
            "it has {size:,} bytes; at most {most:,} are read", "file-too-large", size=len(data), most=MAX_TEXT_BYTES
        )
    if media_type in PACKERS:
        name, _ = PACKERS[media_type]
        resource = inner(data, media_type, url)
        if resource.media_type not in EXTRACTORS:
            raise Unreadable(
                "the document in it is of the type {type}, which is not read there", type=Quoted(resource.media_type)
            )
        found = read(resource.data, resource.media_type, encoding or _usable(resource))
        notes = (*resource.notes, *found.notes)
        return dataclasses.replace(found, extractor=f"{name} {found.extractor}", notes=notes)
    found = EXTRACTORS[media_type](data, encoding)
    if not found.text.strip():
        raise Unreadable("it holds no text", "capture-empty")
    if heap_of_marks(found.text) is not None:
        raise Unreadable("it heaps more than {most} marks on one letter", "marks-heaped", most=MAX_MARKS)
    return found


def maker(media_type: str) -> str | None:
    """The extractor that would read a capture of this type, with versions, without reading it.

    Of what packs a document it names every extractor that may be needed, but that of pictures. None when one is not
    installed.
    """
    try:
        if media_type not in PACKERS:
            return _MAKERS[media_type]()
        inside = {of() for kind, of in _MAKERS.items() if kind not in _PICTURES}
        return " ".join([PACKERS[media_type][0], *sorted(inside)])
    except (Lacking, Unreadable, ImportError):
        return None


def inner(data: bytes, media_type: str, url: str | None = None) -> Resource:
    """The document inside a capture that packs several. Raises as `read` does."""
    return PACKERS[media_type][1](data, url)


def find_boxes(
    data: bytes, media_type: str, url: str | None, text: str, pages: tuple[int, ...], spans: Iterable[tuple[int, int]]
) -> list[tuple[Box, ...]]:
    """Where spans of the text of a PDF, or of one that is packed, stand on its pages. Raises as `read` does."""
    return pdf_boxes.boxes(inner(data, media_type, url).data if media_type in PACKERS else data, text, pages, spans)


def extract(data: bytes, media_type: str, encoding: str | None = None, url: str | None = None) -> str:
    """The text of a capture alone; as `read`."""
    return read(data, media_type, encoding, url).text


def _usable(resource: Resource) -> str | None:
    """The encoding a document was sent with, when it fits: servers often name a wrong one."""
    if resource.encoding is None or not resource.media_type.startswith("text/"):
        return None
    try:
        resource.data.decode(resource.encoding)
    except (LookupError, UnicodeError, ValueError):
        return None
    return resource.encoding
