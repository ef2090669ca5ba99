"""Every text in files that leave: names, bytes, and of PDFs pages, decoded streams, strings and attachments.

Written apart from the program's own scanner, to judge it.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pypdfium2


def everything(folder: Path) -> Iterator[tuple[str, str]]:
    """Every text in the files below a folder, each with the name of the file it is in."""
    for path in sorted(folder.rglob("*")):
        yield path.name, path.name
        if path.is_file():
            yield from texts_of(path.name, path.read_bytes())


def texts_of(name: str, data: bytes) -> Iterator[tuple[str, str]]:
    """Every text in the bytes of one file, and of what is packed in it."""
    for encoding in ("utf-8", "utf-16-be", "utf-16-le"):
        yield name, data.decode(encoding, errors="ignore")
    escaped = data.decode("utf-8", errors="ignore")
    yield name, re.sub(r"\\u([0-9a-fA-F]{4})", lambda code: chr(int(code[1], 16)), escaped)
    if data.startswith(b"%PDF"):
        document = pypdfium2.PdfDocument(data)
        yield name, "".join(page.get_textpage().get_text_range() for page in document)
        with pikepdf.open(io.BytesIO(data)) as pdf:
            for number, thing in enumerate(pdf.objects):
                if isinstance(thing, pikepdf.Stream):
                    yield from texts_of(
                        f"{name}#{number}", thing.read_bytes() if _decodes(thing) else thing.read_raw_bytes()
                    )
                elif isinstance(thing, pikepdf.Dictionary):
                    yield name, " ".join(str(value) for value in thing.values() if isinstance(value, pikepdf.String))
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for entry in archive.namelist():
                yield from texts_of(f"{name}/{entry}", archive.read(entry))


def _decodes(stream: pikepdf.Stream) -> bool:
    filters = stream.get("/Filter")
    return filters is None or str(filters) == "/FlateDecode"
