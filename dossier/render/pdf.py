"""HTML → PDF with WeasyPrint: PDF/A-3a and PDF/UA-1 at once, the same bytes for the same input."""

from __future__ import annotations

import base64
import contextlib
import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache, partial
from io import BytesIO
from typing import Any
from xml.etree import ElementTree

from dossier.formats.attached import Attachment, Font
from dossier.formats.canonical import sha256
from dossier.problems import Quoted, Term, stop
from dossier.render.attached import Attached
from dossier.render.glyphs import say_characters

# The identifier schema of PDF/UA must be declared inside a PDF/A file (ISO 19005-3, 6.6.2.3.2).
_UA = """
<rdf:Description xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" rdf:about=""
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><pdfuaid:part>1</pdfuaid:part></rdf:Description>
"""
_UA_SCHEMA = """
<rdf:Description xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" rdf:about=""
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
 <pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
  <pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
  <pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
  <pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
  <pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
   <pdfaProperty:name>part</pdfaProperty:name>
   <pdfaProperty:valueType>Integer</pdfaProperty:valueType>
   <pdfaProperty:category>internal</pdfaProperty:category>
   <pdfaProperty:description>Part of ISO 14289 this document conforms to</pdfaProperty:description>
  </rdf:li></rdf:Seq></pdfaSchema:property>
 </rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
"""
_MISSING_GLYPH = "notdef"
_SHORT = b"\r\nendstream"
_TRIES = 8
_FULL_NAME, _VERSION = 4, 5  # of a font's table of names


@dataclass(frozen=True, slots=True)
class Pdf:
    """A rendered document: its bytes, its pages, and on which page (from 1) each anchor stands."""

    data: bytes
    pages: int
    anchors: dict[str, int]


def render_pdf(html: str, attached: Attached | None = None) -> Pdf:
    """Render a self-contained HTML page, and put files into it.

    Raises Stop when this machine lacks Pango, when anything outside the page is asked for, when WeasyPrint reports an
    error, or when a character has no glyph in the installed fonts.
    """
    fatal = load_weasyprint().urls.FatalURLFetchingError
    with _messages() as messages:
        try:
            document = _laid_out(html)
            _conform(document.metadata)
            data = _written(document, attached)
        except fatal as error:
            raise stop(
                "render-failed", "WeasyPrint was asked to fetch something: {reason}.", reason=Quoted(str(error))
            ) from None
    for level, said in messages:
        if _MISSING_GLYPH in said:
            raise stop("missing-glyph", "A character cannot be printed: {said}.", said=Quoted(said))
        if level >= logging.ERROR:
            raise stop("render-failed", "WeasyPrint reports: {said}.", said=Quoted(said))
    anchors = {name: number for number, sheet in enumerate(document.pages, 1) for name in sheet.anchors}
    return Pdf(data, len(document.pages), anchors)


def drawn_as_png(svg: bytes, within: tuple[float, float], dots: int) -> bytes:
    """An SVG drawing as a PNG picture of so many dots an inch, no larger than so many millimetres, without margins."""
    import pypdfium2

    width, height = within
    source = f"data:image/svg+xml;base64,{base64.b64encode(svg).decode()}"
    style = f"@page {{ size: {width}mm {height}mm; margin: 0 }} img {{ max-width: {width}mm; max-height: {height}mm }}"
    page = f'<style>{style} body {{ margin: 0 }} img {{ display: block }}</style><img src="{source}" alt="">'
    drawn = load_weasyprint().HTML(string=page, url_fetcher=_deny_all(), base_url=None).write_pdf(font_config=_fonts())
    with contextlib.closing(pypdfium2.PdfDocument(drawn)) as document:
        bitmap = document[0].render(scale=dots / 72, fill_color=(255, 255, 255, 0), rev_byteorder=True)
        picture = bitmap.to_pil().convert("RGBA")
    buffer = BytesIO()
    picture.crop(picture.getbbox()).save(buffer, "PNG")
    return buffer.getvalue()


def count_pages(html: str) -> int:
    """How many pages a part of a document takes; links out of it lead nowhere, so messages are not judged."""
    with _messages():
        return len(_laid_out(html).pages)


def _laid_out(html: str) -> Any:
    page = load_weasyprint().HTML(string=html, url_fetcher=_deny_all(), base_url=None)
    return page.render(font_config=_fonts(), pdf_variant="pdf/a-3a")


def _written(document: Any, attached: Attached | None) -> bytes:
    """The bytes of a document, none of whose streams ends in a carriage return.

    Packed bytes may end in one by chance; strict readers then take it and the line feed of `endstream` for one line
    break and find the stream a byte too short.
    """
    for spare in range(_TRIES):
        data: bytes = document.write_pdf(finisher=partial(_finish, spare, attached), pdf_variant="pdf/a-3a")
        if _SHORT not in data:
            break
    return data


def _finish(spare: int, attached: Attached | None, document: Any, pdf: Any) -> None:
    """Leave such streams unpacked; some spare empty objects change those that list the objects."""
    say_characters(document, pdf)
    if attached:
        files = attached.with_manifest(_fonts_used(document), pango_version())
        _attach(files, document.metadata.created, pdf)
    for stream in pdf.objects:
        if getattr(stream, "compress", False) and stream.data.endswith(_SHORT):
            stream.compress = False
    for _ in range(spare):
        pdf.add_object(type(pdf.catalog)({}))


def _attach(files: Iterable[Attachment], date: str, pdf: Any) -> None:
    """Embed files as PDF/A-3 wants them (ISO 19005-3, 6.8), with the media types we know, not those of the machine."""
    from weasyprint.pdf import pydyf

    day = pydyf.String(f"D:{date[:10].replace('-', '')}000000Z")
    names, associated = pydyf.Array(), pydyf.Array()
    for file in files:  # sorted by name, as the tree of names must be
        parameters = {"Size": len(file.data), "CreationDate": day, "ModDate": day}
        subtype = "/" + file.mime_type.replace("/", "#2f")
        extra = {"Type": "/EmbeddedFile", "Subtype": subtype, "Params": pydyf.Dictionary(parameters)}
        stream = pydyf.Stream([file.data], extra, compress=True)
        pdf.add_object(stream)
        specification = pydyf.Dictionary(
            {
                "Type": "/Filespec",
                "F": pydyf.String(file.name),
                "UF": pydyf.String(file.name),
                "EF": pydyf.Dictionary({"F": stream.reference, "UF": stream.reference}),
                "Desc": pydyf.String(file.title),
                "AFRelationship": f"/{file.relationship}",
            }
        )
        pdf.add_object(specification)
        names.extend([pydyf.String(file.name), specification.reference])
        associated.append(specification.reference)
    tree = pydyf.Dictionary({"Names": names})
    pdf.add_object(tree)
    pdf.catalog.setdefault("Names", pydyf.Dictionary())["EmbeddedFiles"] = tree.reference
    pdf.catalog["AF"] = associated


def _fonts_used(document: Any) -> list[Font]:
    """The font files that the glyphs of a document were taken from."""
    from weasyprint.pdf.fonts import TTFont, get_hb_object_data

    found = set()
    for font in document.fonts.values():
        data = get_hb_object_data(font.hb_face)  # the whole file; `file_content` is cut to the glyphs used by now
        names = TTFont(BytesIO(data), fontNumber=font.index, lazy=True)["name"]
        name, version = (str(names.getDebugName(id_) or "") for id_ in (_FULL_NAME, _VERSION))
        found.add(Font(name, version, sha256(data)))
    return list(found)


def pango_version() -> str:
    """The version of Pango, which lays out the lines: `1.50.12`."""
    from weasyprint.text.ffi import pango

    number = pango.pango_version()
    return f"{number // 10_000}.{number // 100 % 100}.{number % 100}"


class _Whole(str):
    """Words that are one piece to whoever goes through them letter by letter."""

    __slots__ = ()

    def __iter__(self) -> Iterator[str]:
        yield str(self)


@lru_cache(maxsize=1)
def _keep_labels_whole() -> None:
    """Lay out the words of a drawing as words.

    WeasyPrint 70 puts them down letter by letter from the left (its issues 2249 and 2909): Arabic letters then do not
    join, Hebrew stands in mirror order, and accents leave their letters. No drawing here places letters one by one.
    """
    from weasyprint.svg import Node

    def text(node: Any) -> str | None:
        words = node._etree_node.text
        return _Whole(words) if words and node.tag == "text" else words

    Node.text = property(text)


def load_weasyprint() -> Any:
    """WeasyPrint, imported late: it needs Pango. Raises Stop that says what to install."""
    try:
        import weasyprint
    except OSError as error:
        reason = str(error).splitlines()[0]
        raise stop(
            "machine-lacks", "WeasyPrint cannot be loaded ({reason}): Pango is not installed.", reason=Term(reason)
        ) from None
    _keep_labels_whole()
    return weasyprint


@lru_cache(maxsize=1)
def _fonts() -> Any:
    from weasyprint.text.fonts import FontConfiguration

    return FontConfiguration()  # one a process: a fresh one for each document leaks


@lru_cache(maxsize=1)
def _deny_all() -> Any:
    from weasyprint.urls import FatalURLFetchingError, URLFetcher

    class DenyAll(URLFetcher):  # type: ignore[misc]
        """Fetches what is in the page itself (`data:`) and nothing else, neither files nor hosts."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            if url.startswith("data:"):
                return super().fetch(url, headers)
            raise FatalURLFetchingError("a document refers to nothing outside itself")

    return DenyAll(allowed_protocols=("data",))


def _conform(metadata: Any) -> None:
    """Declare PDF/UA beside PDF/A, in metadata that can be read without unpacking."""
    generate, include = metadata.generate_rdf_metadata, metadata.include_in_pdf

    def with_ua(*args: Any) -> bytes:
        rdf = ElementTree.fromstring(generate(*args))
        rdf.append(ElementTree.fromstring(_UA))
        rdf.append(ElementTree.fromstring(_UA_SCHEMA))
        for prefix, namespace in _PREFIXES.items():
            ElementTree.register_namespace(prefix, namespace)
        return bytes(ElementTree.tostring(rdf, encoding="utf-8"))

    metadata.generate_rdf_metadata = with_ua
    metadata.include_in_pdf = lambda *args: include(*args[:-1], False)  # the last says whether to compress


_PREFIXES = {
    "pdfaExtension": "http://www.aiim.org/pdfa/ns/extension/",
    "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
    "pdfaProperty": "http://www.aiim.org/pdfa/ns/property#",
}


class _Collector(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[tuple[int, str]] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append((record.levelno, record.getMessage()))


@contextmanager
def _messages() -> Iterator[list[tuple[int, str]]]:
    """What WeasyPrint and its font tools log while the block runs; it goes nowhere else."""
    loggers = [logging.getLogger(name) for name in ("weasyprint", "fontTools")]
    collector = _Collector()
    before = [(logger.handlers[:], logger.propagate) for logger in loggers]
    for logger in loggers:
        logger.handlers, logger.propagate = [collector], False
    try:
        yield collector.messages
    finally:
        for logger, (handlers, propagate) in zip(loggers, before, strict=True):
            logger.handlers, logger.propagate = handlers, propagate
