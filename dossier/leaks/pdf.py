"""Every way in which a PDF can hold a name: pages, streams, strings, names, attachments, and what is left of before."""

from __future__ import annotations

import hashlib
import io
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf
import pypdfium2

from dossier.leaks.finds import MAX_BYTES, Finds, Unreadable, scan_bytes, within
from dossier.problems import Term

MAX_PAGES = 20_000
MAX_NESTED = 200
_STREAM = re.compile(rb"stream\r?\n")
_SHOWN = re.compile(rb"\[((?:[^\[\]()<>]|\((?:[^()\\]|\\.)*\)|<[0-9A-Fa-f\s]*>)*)\]\s*TJ", re.DOTALL)
_SHOWN_IN_HEX = re.compile(rb"<([0-9A-Fa-f\s]{4,}+)>\s*(?:Tj|['\"])")
_IN_HEX = re.compile(rb"<([0-9A-Fa-f\s]{8,}+)>")
_PIECE = re.compile(rb"\(((?:[^()\\]|\\.)*)\)|<([0-9A-Fa-f\s]*)>", re.DOTALL)
# Names that the format itself gives to things, where a person's name may be the same word.
_OF_THE_FORMAT = set(
    """
    Alt Annots Art Artifact Ascent Author Border Caption Catalog Chrome Code Contents Count Creator Dest Dests Descent
    Document Encoding Figure Figures Filter First Flags Font Fonts Form Identity Index Info Kids Lang Last Leading
    Length Link Marked Matrix Metadata Name Names Next Note Order Outlines Page Pages Parent Part Pattern Prev
    Private Producer Prose Range Rect Resources Root Sect Size Span State Subject Table Title Type Widths
    """.split()  # noqa: SIM905 - read as a list of words
)


@dataclass(frozen=True, slots=True)
class Opened:
    """A PDF as both libraries read it, with its bytes and its place in the file."""

    pdf: Any
    data: bytes
    place: str
    depth: int


Channel = Callable[[Finds, Opened], None]
CHANNELS: dict[str, Channel] = {}


def scan_pdf(finds: Finds, place: str, data: bytes, depth: int) -> None:
    """Look into a PDF by every channel. Raises Unreadable for one that is encrypted or broken."""
    try:
        with pikepdf.open(io.BytesIO(data), suppress_warnings=True) as pdf:
            for channel in list(CHANNELS.values()):
                channel(finds, Opened(pdf, data, place, depth))
    except pikepdf.PasswordError:
        raise Unreadable("the PDF is encrypted and opens only with a password") from None
    except (pikepdf.PdfError, pikepdf.DependencyError, RecursionError, ValueError) as error:
        raise Unreadable("the PDF is damaged ({error})", error=Term(type(error).__name__)) from None


def _channel(name: str) -> Callable[[Channel], Channel]:
    def register(read: Channel) -> Channel:
        CHANNELS[name] = read
        return read

    return register


@_channel("pages")
def _pages(finds: Finds, opened: Opened) -> None:
    """The text of every page, as a reader copies it."""
    try:
        document = pypdfium2.PdfDocument(opened.data)
        try:
            if len(document) > MAX_PAGES:
                raise Unreadable("it has {count:,} pages", count=len(document))
            for number in range(len(document)):
                page = document[number]
                textpage = page.get_textpage()
                finds.text(within(opened.place, f"page {number + 1}"), textpage.get_text_range())
                textpage.close()
                page.close()
        finally:
            document.close()
    except pypdfium2.PdfiumError:
        raise Unreadable("its pages cannot be read: the PDF is damaged") from None


@_channel("strings")
def _strings(finds: Finds, opened: Opened) -> None:
    """Every string of every object: outline, annotations, forms, alternative texts, information, names of files."""
    for text, place in _texts(opened, pikepdf.String).items():
        finds.text(place, text)


@_channel("names")
def _names(finds: Finds, opened: Opened) -> None:
    """Names of things, which a file may choose as it likes."""
    for text, place in _texts(opened, pikepdf.Name).items():
        if text not in _OF_THE_FORMAT:
            finds.text(place, text)


@_channel("streams")
def _streams(finds: Finds, opened: Opened) -> None:
    """Every stream, decoded: contents, attachments, metadata (XMP), scripts, fonts, pictures."""
    attached = _attached(opened.pdf)
    for obj in opened.pdf.objects:
        if not isinstance(obj, pikepdf.Stream):
            continue
        what = _what(obj, attached)
        if what == "object stream":  # its strings and names are read as those of objects
            continue
        place = within(opened.place, what)
        try:
            data = obj.read_bytes()
        except pikepdf.PdfError:
            data = obj.read_raw_bytes()  # a picture: its own format
            finds.noise(place, data)
            continue
        scan_bytes(finds, place, data, opened.depth + 1)


@_channel("shown")
def _shown(finds: Finds, opened: Opened) -> None:
    """The strings that contents show, put together: a name is often parted there by what moves its letters."""
    for obj in opened.pdf.objects:
        if not isinstance(obj, pikepdf.Stream):
            continue
        try:
            data = obj.read_bytes()
        except pikepdf.PdfError:
            continue  # a picture: told by its stream
        lines = [_put_together(match[1]) for match in _SHOWN.finditer(data)]
        lines += [_from_hex(match[1]).decode("latin-1") for match in _SHOWN_IN_HEX.finditer(data)]
        finds.text(within(opened.place, _what(obj, {})), "\n".join(lines))


@_channel("leftovers")
def _leftovers(finds: Finds, opened: Opened) -> None:
    """What no object refers to any more: earlier revisions, and bytes between the objects."""
    place = within(opened.place, "what lies between its objects")
    scan = opened.data
    finds.noise(place, scan)
    finds.text(place, "\n".join(text for match in _IN_HEX.finditer(scan) for text in _decoded(_from_hex(match[1]))))
    current = {
        hashlib.sha256(obj.read_raw_bytes()).digest() for obj in opened.pdf.objects if isinstance(obj, pikepdf.Stream)
    }
    kept = 0
    for match in _STREAM.finditer(scan):
        unpacker = zlib.decompressobj()
        try:
            data = unpacker.decompress(scan[match.end() :], MAX_BYTES)
        except zlib.error:
            continue
        raw = scan[match.end() : len(scan) - len(unpacker.unused_data)]
        if hashlib.sha256(raw).digest() not in current:
            kept += len(data)
            if kept > MAX_BYTES:
                raise Unreadable("what was deleted from it unpacks to more than any document holds")
            scan_bytes(finds, place, data, opened.depth + 1)


def _texts(opened: Opened, kind: type) -> dict[str, str]:
    """Every string or name of the file, each once, with the place where it stands first."""
    found: dict[str, str] = {}
    for obj in [*opened.pdf.objects, opened.pdf.trailer]:
        for text in _texts_of(obj, kind, 0):
            if text not in found:
                found[text] = within(opened.place, _what(obj, {}))
    return found


def _texts_of(obj: Any, kind: type, depth: int) -> Iterator[str]:
    """The strings or names in an object and in what it holds itself; what it refers to is an object of its own."""
    if depth > MAX_NESTED:
        raise Unreadable("its objects are nested too deep")
    if isinstance(obj, pikepdf.String | pikepdf.Name):
        if isinstance(obj, kind):
            yield from _readings(obj) if kind is pikepdf.String else (str(obj)[1:],)
        return
    if isinstance(obj, pikepdf.Dictionary | pikepdf.Stream):
        rows = dict(obj.items())
        if kind is pikepdf.Name:
            yield from (key[1:] for key in rows)
        parts = list(rows.values())
    else:
        parts = list(obj) if isinstance(obj, pikepdf.Array) else []
    for item in parts:
        if not _is_indirect(item):
            yield from _texts_of(item, kind, depth + 1)


def _is_indirect(obj: Any) -> bool:
    return bool(getattr(obj, "is_indirect", False))


def _readings(string: Any) -> Iterator[str]:
    """A string as the format says, and as text that says not in which encoding it is."""
    yield str(string)
    yield from _decoded(bytes(string))


def _decoded(raw: bytes) -> Iterator[str]:
    """Bytes of a string as text in UTF-8, Windows-1251 or UTF-16."""
    if not raw.isascii():
        yield raw.decode("utf-8", "replace")
        yield raw.decode("cp1251", "replace")
    if b"\0" in raw:
        for encoding in ("utf-16-be", "utf-16-le"):
            yield raw.decode(encoding, "replace")


def _put_together(shown: bytes) -> str:
    """The text of one TJ: its strings without the numbers between them."""
    pieces = []
    for literal, packed in _PIECE.findall(shown):
        pieces.append(literal or _from_hex(packed))
    return b"".join(pieces).decode("latin-1")


def _from_hex(packed: bytes) -> bytes:
    digits = b"".join(packed.split()).decode()
    return bytes.fromhex(digits + "0" * (len(digits) % 2))


def _attached(pdf: Any) -> dict[tuple[int, int], str]:
    """The streams that are attachments."""
    found = {}
    for obj in pdf.objects:
        if isinstance(obj, pikepdf.Dictionary) and isinstance(obj.get("/EF"), pikepdf.Dictionary):
            name = str(obj.get("/UF", obj.get("/F", "")))
            for _, file in obj["/EF"].items():
                if isinstance(file, pikepdf.Stream):
                    found[file.objgen] = f"attachment {name}".strip()
    return found


def _what(obj: Any, attached: dict[tuple[int, int], str]) -> str:
    """What an object is, in the words of a reader, with its number."""
    number = obj.objgen[0]
    if (name := attached.get(obj.objgen)) is not None:
        return name
    if isinstance(obj, pikepdf.Dictionary | pikepdf.Stream):
        kind = str(obj.get("/Type", ""))
        if what := _WHAT_BY_TYPE.get(kind):
            return what.format(number)
        if isinstance(obj, pikepdf.Stream):
            return f"stream {number}"
        for what, is_it in _WHAT_BY_KEYS:
            if is_it(kind, obj):
                return what.format(number)
    return f"object {number}" if number else "trailer"


# What an object is by the type that it says, be it a stream or not.
_WHAT_BY_TYPE = {
    "/Metadata": "metadata (XMP)",
    "/EmbeddedFile": "attachment (object {})",
    "/ObjStm": "object stream",
    "/XRef": "object stream",
}
# And by its keys, where it is a dictionary: the first that fits.
_WHAT_BY_KEYS: tuple[tuple[str, Callable[[str, Any], bool]], ...] = (
    ("name of an attachment (object {})", lambda kind, obj: kind == "/Filespec" or "/EF" in obj),
    (
        "annotation (object {})",
        lambda kind, obj: kind == "/Annot" or ("/Rect" in obj and bool(str(obj.get("/Subtype", "")))),
    ),
    ("form field (object {})", lambda _, obj: "/FT" in obj),
    ("structure (object {})", lambda kind, _: kind == "/StructElem"),
    ("outline (object {})", lambda _, obj: "/Title" in obj and "/Parent" in obj),
    ("document information", lambda _, obj: "/Producer" in obj or "/Creator" in obj),
)
