"""What bytes are, by their own signs: names and headers are only claims."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from email.message import Message
from pathlib import PurePosixPath

import filetype

MEDIA_TYPES = {
    "text/plain": (".txt", ".text"),
    "text/markdown": (".md", ".markdown"),
    "text/html": (".html", ".htm", ".xhtml"),
    "application/pdf": (".pdf",),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": (".docx",),
    "multipart/related": (".mhtml", ".mht"),
    "application/warc": (".warc", ".warc.gz"),
    "application/wacz": (".wacz",),
    "application/json+ftm": (".ftm.json", ".ftm.jsonl"),
    "image/png": (".png",),
    "image/jpeg": (".jpg", ".jpeg"),
    "image/tiff": (".tif", ".tiff"),
    "image/webp": (".webp",),
    "message/rfc822": (".eml",),
}
MAIL = "message/rfc822"
DOCX, MHTML, WARC, WACZ, FTM = list(MEDIA_TYPES)[4:9]
TEXTS = ("text/plain", "text/markdown", "text/html", FTM)

# Other names of the same media types.
_ALIASES = {
    "application/xhtml+xml": "text/html",
    "text/x-markdown": "text/markdown",
    "application/x-pdf": "application/pdf",
    "application/x-mimearchive": MHTML,
    "application/x-warc": WARC,
    "application/warc+gzip": WARC,
    "application/wacz+zip": WACZ,
    "application/x-wacz": WACZ,
    "image/jpg": "image/jpeg",
}
_PICTURES = {"image/png", "image/apng", "image/jpeg", "image/tiff", "image/webp"}  # as filetype names them
# Formats made of letters that are no document to read as text.
_WRITTEN = {b"{\\rtf": "application/rtf", b"%!PS": "application/postscript"}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # Word, Excel and Outlook alike, and a DOCX with a password
# What people do hand in and nothing here reads -> what it is, and what to do about it.
_UNREAD = {
    "application/rtf": "RTF: save it as DOCX or PDF",
    "application/vnd.oasis.opendocument.text": "an OpenDocument text (ODT): save it as DOCX or PDF",
    "application/vnd.oasis.opendocument.spreadsheet": "an OpenDocument spreadsheet (ODS): save it as PDF",
    "application/vnd.oasis.opendocument.presentation": "an OpenDocument presentation (ODP): save it as PDF",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "an Excel workbook (XLSX): save it as PDF",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": (
        "a PowerPoint presentation (PPTX): save it as PDF"
    ),
    "application/epub+zip": "an e-book (EPUB): save it as PDF or HTML",
    "application/zip": "a zip file that is neither DOCX nor WACZ: unpack it and capture the document in it",
    "application/x-7z-compressed": "a 7-Zip archive: unpack it and capture the document in it",
    "application/x-rar-compressed": "a RAR archive: unpack it and capture the document in it",
    "application/x-tar": "a tar archive: unpack it and capture the document in it",
    "application/gzip": "a compressed file (gzip): unpack it and capture the document in it",
    "application/x-bzip2": "a compressed file (bzip2): unpack it and capture the document in it",
    "application/x-xz": "a compressed file (xz): unpack it and capture the document in it",
    "application/postscript": "PostScript: convert it into PDF",
    "application/x-sqlite3": "a database: export the document from it",
}
_UNREAD_FAMILIES = {
    "image": "a picture ({ending}): save it as PNG",
    "video": "a film ({ending}): write down what is said and shown, and capture that text",
    "audio": "a recording ({ending}): write down what is said, and capture that text",
}
# Atomic groups: what a comment has taken is never tried another way, however many there are.
_HTML = re.compile(
    rb"\A(?>\s*(?:<\?xml[^>]{0,200}>|<!--.{0,2000}?-->))*+\s*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
_MHTML = re.compile(rb"\A(?:[!-9;-~]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?content-type:\s*multipart/related\b", re.I)
# The headers of a mail, behind the line that mailboxes put before it; those of which it has two beside its sender.
_HEADERS = re.compile(rb"\A(?:From [^\n]*\n)?(?>[!-9;-~]+:[^\n]*\n(?:[ \t][^\n]*\n)*)+(?=\n|\Z)")
_MAIL = frozenset(
    (b"to", b"cc", b"date", b"subject", b"message-id", b"received", b"delivered-to", b"return-path", b"mime-version")
)


def media_type_of(file: str) -> str | None:
    """The media type a file name's ending stands for, None when it is not known."""
    name = PurePosixPath(file).name.lower()
    return next((kind for kind, endings in MEDIA_TYPES.items() if name.endswith(endings) and name not in endings), None)


def ending_of(media_type: str, data: bytes) -> str:
    """The ending of a file of this type, with its dot."""
    packed = media_type == WARC and data.startswith(b"\x1f\x8b")
    return ".warc.gz" if packed else MEDIA_TYPES[media_type][0]


def media_type_declared(header: str) -> tuple[str | None, str | None]:
    """The known media type and the charset that a Content-Type header names, None for what it does not."""
    message = Message()
    message["Content-Type"] = header.replace("\r", " ").replace("\n", " ")
    try:
        declared, charset = message.get_content_type(), message.get_content_charset()
    except (ValueError, LookupError, TypeError):
        return None, None
    if not header.strip():
        return None, None
    declared = _ALIASES.get(declared, declared)
    return (declared if declared in MEDIA_TYPES else None), charset


def sniff(data: bytes) -> str | None:
    """The media type that the bytes show; `text/plain` for any other text, None for what is neither."""
    head = data[:4096]
    if b"%PDF-" in head[:1024]:
        return "application/pdf"
    if head.startswith(b"WARC/"):
        return WARC
    if head.startswith(b"PK\x03\x04"):
        return _zipped(data)
    if head.startswith(b"\x1f\x8b"):
        return WARC if _gunzipped(head).startswith(b"WARC/") else None
    if (kind := filetype.guess_mime(head)) in _PICTURES:
        return "image/png" if kind == "image/apng" else str(kind)
    if data.startswith((_OLE, *_WRITTEN)):
        return None
    lines = data[:65536].removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n")
    if _is_mail(lines):
        return MAIL
    return MHTML if _MHTML.match(lines[:4096]) else _text(data)


def _is_mail(lines: bytes) -> bool:
    """Whether a text begins with the headers of a mail, and not with those of a page that a browser saved."""
    block = _HEADERS.match(lines)
    if block is None:
        return False
    names = {name.lower() for name in re.findall(rb"^([!-9;-~]+):", block[0], re.MULTILINE)}
    saved = b"snapshot-content-location" in names or b"<saved by" in block[0].lower()
    return not saved and b"from" in names and len(names & _MAIL) > 1


def sniff_in(data: bytes, encoding: str | None) -> str | None:
    """The sort of text that bytes show when they are read in an encoding; None when they are none in it."""
    if encoding is None:
        return None
    try:
        text = data.decode(encoding).encode()
    except (LookupError, UnicodeError, ValueError):
        return None
    return seen if (seen := _text(text)) in TEXTS else None


def encoding_of(data: bytes) -> str | None:
    """`utf-16-le` or `utf-16-be` when bytes without the mark that says so look like a text in it, else None."""
    for encoding in ("utf-16-le", "utf-16-be"):
        try:
            text = data[: 65536 & ~1].decode(encoding)
        except UnicodeError:
            continue
        # in the other order of bytes a space is U+2000, and hardly ever is there one
        if text and "\0" not in text and sum(map(text.count, " \n")) >= len(text) / 50:
            return encoding
    return None


def unread(data: bytes) -> str | None:
    """What bytes are that `sniff` does not know, and what to do about it; None when that is not known."""
    if data.startswith(_OLE):
        return "an old or a password-protected Office document: save it as DOCX or PDF"
    kind = next((kind for magic, kind in _WRITTEN.items() if data.startswith(magic)), None)
    if kind is None:
        guessed = filetype.guess(data[:8192])
        if guessed is None:
            return None
        kind, ending = guessed.mime, guessed.extension.upper()
        if family := _UNREAD_FAMILIES.get(kind.partition("/")[0]):
            return family.format(ending=ending)
    return _UNREAD.get(kind)


def _text(data: bytes) -> str | None:
    text = data.removeprefix(b"\xef\xbb\xbf")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16", "replace").encode()
    if b"\0" in text:
        return None
    controls = sum(text[:65536].count(code) for code in range(32) if code not in (9, 10, 12, 13, 27))
    if controls > len(text[:65536]) / 100:
        return None
    return "text/html" if _HTML.match(text[:8192]) else "text/plain"


def _zipped(data: bytes) -> str | None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OverflowError, RuntimeError, UnicodeError, EOFError):
        # cut off: the local headers at the beginning still tell
        names = {name for name in ("word/document.xml", "datapackage.json") if name.encode() in data}
        names |= {"word/document.xml"} if b"[Content_Types].xml" in data[:4096] else set()
    if "word/document.xml" in names:
        return DOCX
    return WACZ if "datapackage.json" in names else None


def _gunzipped(head: bytes) -> bytes:
    try:
        return zlib.decompressobj(31).decompress(head, 64)
    except zlib.error:
        return b""
