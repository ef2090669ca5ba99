"""Reads bytes of any kind as far as anybody could, and looks for withheld names in all that is found.

What cannot be read is told as a leak: nobody can say what is in it.
"""

from __future__ import annotations

import bz2
import contextlib
import email
import email.policy
import io
import lzma
import re
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence

from dossier.leaks.encodings import from_base64
from dossier.leaks.finds import MAX_BYTES, Finds, Leak, Unreadable, reader, scan_bytes, within
from dossier.names.matching import Matcher, Withheld
from dossier.problems import Term

MAX_RATIO, RATIO_FROM = 1_000, 16 * 1024 * 1024
MAX_ENTRIES = 50_000
_STEP = 1024 * 1024
_IN_UTF8 = 0x800  # flag of a zip entry; without it its name may be in any encoding


class Scanner:
    """Looks for the names of some persons in bytes of any kind."""

    def __init__(self, withheld: Sequence[Withheld] = ()) -> None:
        self._matcher = Matcher(withheld)

    def __repr__(self) -> str:
        return f"Scanner of {len(self._matcher.withheld)} persons"

    def scan(self, file: str, data: bytes) -> list[Leak]:
        """The leaks in a file of this name; its path is looked at too."""
        finds = Finds(self._matcher, file)
        finds.text("the file's name", file, joined=True)
        if self._matcher.withheld:
            scan_bytes(finds, "", data)
        return finds.leaks()

    def scan_part(self, file: str, place: str, data: bytes) -> list[Leak]:
        """The leaks in bytes that lie at some place of a file."""
        finds = Finds(self._matcher, file)
        if self._matcher.withheld:
            scan_bytes(finds, place, data)
        return finds.leaks()

    def scan_text(self, file: str, place: str, text: str, *, joined: bool = False) -> list[Leak]:
        """The leaks in a text."""
        finds = Finds(self._matcher, file)
        finds.text(place, text, joined=joined)
        return finds.leaks()

    def safe(self, text: str) -> str:
        """The text, or a label when a withheld name stands in it: for messages."""
        return self._matcher.safe(text)


# ---------------------------------------------------------------------------------------------------- packed files


@reader("pdf")
def _pdf(finds: Finds, place: str, data: bytes, depth: int) -> bool:
    if b"%PDF-" not in data[:1024]:
        return False
    from dossier.leaks.pdf import scan_pdf

    scan_pdf(finds, place, data, depth)
    return True


@reader("zip")
def _zip(finds: Finds, place: str, data: bytes, depth: int) -> bool:
    """Zip files, DOCX, XLSX, EPUB and WACZ among them: every entry, with names and comments."""
    if not data.startswith(_ZIP_BEGINS):
        return False
    _scan_zip(finds, place, data, depth)
    finds.noise(within(place, "between the files"), data)
    return True


@reader("zip behind something else")
def _appended(finds: Finds, place: str, data: bytes, depth: int) -> bool:
    """A zip file that does not begin as one: behind a picture, or behind the program that unpacks it."""
    if not data.startswith(_ZIP_BEGINS) and _ZIP_END in data[-_ZIP_TAIL:] and zipfile.is_zipfile(io.BytesIO(data)):
        _scan_zip(finds, place, data, depth)
    return False


_ZIP_BEGINS = (b"PK\x03\x04", b"PK\x05\x06")
_ZIP_END, _ZIP_TAIL = b"PK\x05\x06", 66_000


def _scan_zip(finds: Finds, place: str, data: bytes, depth: int) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _loose(finds, within(place, "comment"), archive.comment)
            entries = archive.infolist()
            if len(entries) > MAX_ENTRIES:
                raise Unreadable("it holds {count:,} files", count=len(entries))
            for entry in entries:
                inside = within(place, finds.matcher.safe(entry.filename))
                finds.text(within(place, "a file's name"), entry.filename, joined=True)
                if not entry.flag_bits & _IN_UTF8:
                    _loose(finds, within(place, "a file's name"), entry.filename.encode("cp437", "replace"))
                _loose(finds, within(inside, "comment"), entry.comment)
                _loose(finds, within(inside, "extra field"), entry.extra)
                if entry.flag_bits & 0x1:
                    finds.trouble(inside, "it is encrypted")
                elif not entry.is_dir():
                    _ratio(entry.file_size, entry.compress_size)
                    finds.unpack(0)
                    with archive.open(entry) as file:
                        scan_bytes(finds, inside, _limited(file.read), depth + 1)
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError) as error:
        raise Unreadable("the zip file is damaged ({error})", error=Term(type(error).__name__)) from None
    except (RuntimeError, ValueError, OverflowError) as error:
        raise Unreadable("the zip file cannot be read ({error})", error=Term(type(error).__name__)) from None


@reader("gzip")
def _gzip(finds: Finds, place: str, data: bytes, depth: int) -> bool:
    if not data.startswith(b"\x1f\x8b\x08"):
        return False
    parts, rest, size = [], data, 0
    try:
        while rest:
            member = zlib.decompressobj(31)
            while not member.eof:
                part = member.decompress(rest, _STEP)
                rest = member.unconsumed_tail or member.unused_data
                size += len(part)
                _ratio(size, len(data))
                parts.append(part)
                if not part and not rest and not member.eof:
                    raise Unreadable("the gzip file is cut off")
            rest = rest.lstrip(b"\0")
    except zlib.error:
        raise Unreadable("the gzip file is damaged") from None
    finds.noise(within(place, "gzip header"), data[:4096])
    scan_bytes(finds, within(place, "unpacked"), b"".join(parts), depth + 1)
    return True


@reader("xz-bzip2")
def _xz(finds: Finds, place: str, data: bytes, depth: int) -> bool:
    if not data.startswith((b"\xfd7zXZ\0", b"BZh", b"\x5d\0\0")):
        return False
    unpacker = bz2.BZ2Decompressor() if data.startswith(b"BZh") else lzma.LZMADecompressor()
    try:
        unpacked = unpacker.decompress(data, MAX_BYTES)
    except (OSError, lzma.LZMAError, EOFError, ValueError):
        raise Unreadable("the packed file is damaged") from None
    if not unpacker.eof or unpacker.unused_data:
        raise Unreadable("the packed file is cut off, or followed by something else")
    _ratio(len(unpacked), len(data))
    scan_bytes(finds, within(place, "unpacked"), unpacked, depth + 1)
    return True


@reader("zlib")
def _zlib(finds: Finds, place: str, data: bytes, depth: int) -> bool:
    """A bare zlib stream; other bytes may begin as one."""
    if data[:1] != b"\x78" or int.from_bytes(data[:2]) % 31:
        return False
    unpacker = zlib.decompressobj()
    try:
        unpacked = unpacker.decompress(data, MAX_BYTES)
    except zlib.error:
        return False
    _ratio(len(unpacked), len(data))
    scan_bytes(finds, within(place, "unpacked"), unpacked, depth + 1)
    return unpacker.eof


@reader("tar")
def _tar(finds: Finds, place: str, data: bytes, depth: int) -> bool:
    try:
        tarfile.TarInfo.frombuf(data[:512], "utf-8", "surrogateescape")
    except tarfile.HeaderError:
        return False
    try:
        with tarfile.open(fileobj=io.BytesIO(data), mode="r:") as archive:
            for member in archive:
                inside = within(place, finds.matcher.safe(member.name))
                for text in (member.name, member.linkname, member.uname, member.gname, *member.pax_headers.values()):
                    finds.text(within(place, "a file's name"), str(text), joined=True)
                file = archive.extractfile(member) if member.isfile() else None
                if file:
                    scan_bytes(finds, inside, file.read(), depth + 1)
    except (tarfile.TarError, EOFError, OSError, ValueError):
        raise Unreadable("the tar file is damaged") from None
    return True


_SEALED = {
    b"7z\xbc\xaf\x27\x1c": "a 7z archive",
    b"Rar!\x1a\x07": "a RAR archive",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "an old Office file, or an encrypted one",
    b"\x28\xb5\x2f\xfd": "a Zstandard archive",
    b"\x04\x22\x4d\x18": "an LZ4 archive",
    b"\x1f\x9d": "a file packed by compress",
    b"MSCF\0\0\0\0": "a cabinet file",
    b"PAR1": "a Parquet table",
}


@reader("sealed")
def _sealed(finds: Finds, place: str, data: bytes, depth: int) -> bool:
    """What nothing here opens."""
    for sign, what in _SEALED.items():
        if data.startswith(sign):
            raise Unreadable("it is {what}, which is not opened here", what=Term(what))
    return False


# ------------------------------------------------------------------------------------------------------------ texts


@reader("web archive")
def _warc(finds: Finds, place: str, data: bytes, depth: int) -> bool:
    """A WARC: every record as a browser would have got it, put together and unpacked."""
    if not data.startswith(b"WARC/"):
        return False
    _plain(finds, place, data, depth)
    try:
        from warcio.archiveiterator import ArchiveIterator
    except ImportError:
        raise Unreadable("it is a WARC, which the Python package warcio reads, and that is not installed") from None
    try:
        with contextlib.redirect_stderr(io.StringIO()):  # warcio prints what it stumbles over
            for number, record in enumerate(ArchiveIterator(io.BytesIO(data)), 1):
                inside = within(place, f"record {number}")
                packed = record.http_headers and record.http_headers.get_header("Content-Encoding")
                if packed and packed.strip().lower() not in _UNPACKED_BY_WARCIO:
                    finds.trouble(inside, "it is packed in a way that is not opened here")
                scan_bytes(finds, inside, _limited(record.content_stream().read), depth + 1)
    except Unreadable:
        raise
    except Exception as error:  # noqa: BLE001 - the library raises what it likes
        raise Unreadable("the WARC is damaged ({error})", error=Term(type(error).__name__)) from None
    return True


_UNPACKED_BY_WARCIO = ("gzip", "x-gzip", "deflate", "identity")


@reader("mail")
def _mail(finds: Finds, place: str, data: bytes, depth: int) -> bool:
    """MHTML and mail: headers, and every part as it reads decoded."""
    head = data[:4096].lower()
    if b"mime-version:" not in head and not re.match(rb"(from|received|subject|date):", head):
        return False
    if b"\ncontent-type:" not in b"\n" + head:
        return False
    _plain(finds, place, data, depth)
    message = email.message_from_bytes(data, policy=email.policy.compat32)
    for number, part in enumerate(message.walk(), 1):
        inside = within(place, f"part {number}")
        for name, value in part.items():
            with contextlib.suppress(ValueError, LookupError):
                decoded = email.header.make_header(email.header.decode_header(str(value)))
                finds.text(inside, f"{name}: {decoded}")
        payload = part.get_payload(decode=True)
        if isinstance(payload, bytes) and payload:
            scan_bytes(finds, inside, payload, depth + 1)
    return True


@reader("text")
def _plain(finds: Finds, place: str, data: bytes, depth: int) -> bool:
    """Text of any encoding that is guessed without statistics: all that fit are looked at."""
    texts = list(texts_of(data))
    for text in texts:
        finds.text(place, text)
        for number, packed in enumerate([*_data_urls(text), *_in_base64(text)], 1):
            scan_bytes(finds, within(place, f"embedded file {number}"), packed, depth + 1)
    return bool(texts)


@reader("bytes")
def _bytes(finds: Finds, place: str, data: bytes, depth: int) -> bool:
    """Anything else, such as pictures and fonts: names that are spelt out in it."""
    finds.noise(place, data)
    for chunk in _png_texts(data):
        scan_bytes(finds, within(place, "text of the picture"), chunk, depth + 1)
    return True


_DATA_URL = re.compile(r"data:[\w.+/-]*(?:;[\w.=+-]+)*;base64,([A-Za-z0-9+/=%\s\\]+)")
_BASE64 = re.compile(r"(?<![A-Za-z0-9+/_-])(?:[A-Za-z0-9+/]{60,}\r?\n)*[A-Za-z0-9+/_-]{24,}={0,2}(?![A-Za-z0-9+/_-])")
_HEX = re.compile(r"[0-9a-f]+|[0-9A-F]+|[A-Za-z][a-z-]+")
# Encodings of text that is not UTF-8: Western, of Cyrillic (Windows, Unix, DOS, ISO, Macintosh), Arabic, Chinese.
_ENCODINGS = "utf-8 latin-1 cp1251 koi8-r cp866 iso8859-5 mac-cyrillic cp1256 gb18030 big5".split()  # noqa: SIM905
_NO_TEXT = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\udc80-\udcff]")
_WRITTEN = re.compile(r"[\t\n\r\x20-\x7e\u00a0-\u06ff\u10d0-\u10ff\u2010-\u2026]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def texts_of(data: bytes) -> Iterator[str]:
    """The texts that bytes may be; none when they are no text."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        with contextlib.suppress(UnicodeDecodeError):
            yield data.decode("utf-16")
        return
    sample = data[:65536]
    if sample[:2000].count(0) > len(sample[:2000]) // 4:  # UTF-16 without a mark
        for encoding in ("utf-16-le", "utf-16-be"):
            text = data[: len(data) // 2 * 2].decode(encoding, "replace")
            if len(_CONTROL.findall(text)) + text.count("\ufffd") <= len(text) // 100:
                yield text
        return
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = sample.decode("latin-1")
        if len(_CONTROL.findall(text)) > len(text) // 200:
            yield from _utf16(data)
            return
        for encoding in _ENCODINGS:
            yield data.decode(encoding, "replace")
        return
    if len(_CONTROL.findall(text[:65536])) <= len(text[:65536]) // 200:
        yield text
    else:
        yield from _utf16(data)


def _utf16(data: bytes) -> Iterator[str]:
    """UTF-16 without a mark, of letters that have no zero byte: when nearly all of it are letters of an alphabet."""
    for encoding in ("utf-16-le", "utf-16-be"):
        sample = data[:65536].decode(encoding, "replace")
        if len(_WRITTEN.findall(sample)) > len(sample) * 9 // 10:
            yield data.decode(encoding, "replace")


def _data_urls(text: str) -> Iterator[bytes]:
    for match in _DATA_URL.finditer(text) if ";base64," in text else ():
        with contextlib.suppress(ValueError):
            yield from_base64(match[1].replace("%2B", "+").replace("%2F", "/").replace("%3D", ""))


def _in_base64(text: str) -> Iterator[bytes]:
    """What stands in a text as base64 and is no text itself: an attachment of a mail in JSON, say."""
    for match in _BASE64.finditer(text):
        if not text.startswith(";base64,", match.start() - len(";base64,")) and not _HEX.fullmatch(match[0]):
            with contextlib.suppress(ValueError):
                data = from_base64(match[0])
                if _NO_TEXT.search(data.decode("utf-8", "surrogateescape")):
                    yield data


def _png_texts(data: bytes) -> Iterator[bytes]:
    """The packed texts of a PNG picture (zTXt, iTXt)."""
    if not data.startswith(b"\x89PNG\r\n\x1a\n"):
        return
    at = 8
    while at + 8 <= len(data):
        size, kind = int.from_bytes(data[at : at + 4]), data[at + 4 : at + 8]
        body = data[at + 8 : at + 8 + size]
        if kind in (b"zTXt", b"iTXt"):
            for start in range(len(body)):
                if body[start : start + 1] == b"\x78":
                    with contextlib.suppress(zlib.error):
                        yield zlib.decompressobj().decompress(body[start:], _STEP)
        if kind in (b"tEXt", b"iTXt"):
            yield body.replace(b"\0", b"\n")
        at += size + 12


def _loose(finds: Finds, place: str, data: bytes) -> None:
    """A few bytes that are meant as text, in whatever encoding."""
    for encoding in ("utf-8", "cp1251", "cp866", "utf-16-le"):
        finds.text(place, data.decode(encoding, "replace"), joined=True)


def _ratio(size: int, packed: int) -> None:
    if size > MAX_BYTES or (size > RATIO_FROM and size > MAX_RATIO * max(1, packed)):
        raise Unreadable("it unpacks to more than {ratio:,} times its size", ratio=size // max(1, packed))


def _limited(read: Callable[[int], bytes]) -> bytes:
    data = read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise Unreadable("it unpacks to more than any document holds")
    return data
