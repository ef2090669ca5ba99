"""Makes small real captures of every media type, in Latin, Cyrillic and Arabic script."""

from __future__ import annotations

import base64
import gc
import gzip
import io
import json
import warnings
import zipfile
from email.message import EmailMessage
from functools import cache
from hashlib import sha256

ENGLISH = "The minister ordered the police to clear Harbour Square on 14 April 2024."
RUSSIAN = "Министр приказал полиции очистить площадь у гавани 14 апреля 2024 года."
ARABIC = "أمر الوزير الشرطة بإخلاء ساحة الميناء في 14 أبريل 2024."
WORDS = (ENGLISH, RUSSIAN, ARABIC)
URL = "https://courier.example/statement"

PAGE = f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>The square &amp; the minister</title>
<script>var hidden = 1</script></head><body><header>Site header</header><p>{ENGLISH}</p><p>{RUSSIAN}</p>
<p dir="rtl">{ARABIC}</p><footer>Site footer</footer></body></html>"""


def hand_pdf(pages: list[list[str]]) -> bytes:
    """A PDF written by hand: each page is a list of lines in Helvetica."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    kids = []
    for lines in pages:
        body = "BT /F1 12 Tf 72 720 Td 14 TL " + " ".join(f"({line}) Tj T*" for line in lines) + " ET"
        objects.append(f"<< /Length {len(body)} >>\nstream\n{body}\nendstream".encode())
        font = "/Resources << /Font << /F1 3 0 R >> >>"
        size = "/MediaBox [0 0 595 842]"
        page = f"<< /Type /Page /Parent 2 0 R {size} /Contents {len(objects)} 0 R {font} >>"
        objects.append(page.encode())
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode()
    out, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    table = b"".join(f"{offset:010} 00000 n \n".encode() for offset in offsets)
    start = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    end = f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n".encode()
    return out + start + table + end


@cache
def pdf() -> bytes:
    """Two pages by WeasyPrint with a running head, a page number and a footnote."""
    import weasyprint

    style = """@page { size: A5; margin: 2cm; @top-center { content: "Running head" } @bottom-center {
      content: "page " counter(page) } } body { font-family: 'Noto Sans', 'Noto Sans Arabic' }
      .note { float: footnote } .next { break-before: page }"""
    html = f"""<html lang="en"><title>A title</title><style>{style}</style><p>{ENGLISH}</p><p>{RUSSIAN}<span
      class="note">Said in the evening edition.</span></p><p dir="rtl" lang="ar">{ARABIC}</p><p class="next">The
      second page says nothing of 66,000 talers.</p></html>"""
    return bytes(weasyprint.HTML(string=html).write_pdf())


@cache
def docx() -> bytes:
    """Body, table, text inserted and deleted, header, footer, footnote and comment."""
    import docx as library

    document = library.Document()
    document.core_properties.title = "A Word title"
    for words in WORDS:
        document.add_paragraph(words)
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Fine", "66,000 talers"
    section = document.sections[0]
    section.header.paragraphs[0].text = "Running head"
    section.footer.paragraphs[0].text = "Running foot"
    document.add_comment(document.paragraphs[0].runs[0], text="Is that so?", author="Editor", initials="E")
    buffer = io.BytesIO()
    document.save(buffer)
    return _with_notes(buffer.getvalue())


def _with_notes(data: bytes) -> bytes:
    """python-docx writes neither footnotes nor tracked changes: put in as Word writes them."""
    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    notes = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:footnotes {w}>'
        '<w:footnote w:id="-1" w:type="separator"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
        '<w:footnote w:id="2"><w:p><w:r><w:t>Said in the evening edition.</w:t></w:r></w:p></w:footnote></w:footnotes>'
    )
    relation = (
        '<Relationship Id="rId900" Target="footnotes.xml" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"/></Relationships>'
    )
    kind = (
        '<Override PartName="/word/footnotes.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"/></Types>'
    )
    tracked = (
        '<w:p><w:ins w:id="90" w:author="A"><w:r><w:t>Inserted words.</w:t></w:r></w:ins>'
        '<w:del w:id="91" w:author="A"><w:r><w:delText>Deleted words.</w:delText></w:r></w:del>'
        '<w:moveFrom w:id="92" w:author="A"><w:r><w:t>Deleted here.</w:t></w:r></w:moveFrom></w:p><w:sectPr'
    )
    changes = {
        "word/_rels/document.xml.rels": ("</Relationships>", relation),
        "[Content_Types].xml": ("</Types>", kind),
        "word/document.xml": ("<w:sectPr", tracked),
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            text = old.read(name)
            if name in changes:
                before, after = changes[name]
                text = text.decode().replace(before, after, 1).encode()
            new.writestr(name, text)
        new.writestr("word/footnotes.xml", notes)
    return buffer.getvalue()


def mhtml() -> bytes:
    """A page as a browser saves it: the page, a frame, a picture."""
    message = EmailMessage()
    message["Snapshot-Content-Location"] = URL
    message["Date"] = "Fri, 3 May 2024 12:00:00 +0200"
    message["MIME-Version"] = "1.0"
    message.set_content("<p>A frame of the page.</p>", subtype="html")
    message.make_related()
    message.add_related(PAGE, subtype="html", cte="quoted-printable", headers=[f"Content-Location: {URL}"])
    message.add_related(b"\x89PNG not really", "image", "png", headers=["Content-Location: https://courier.example/x"])
    return message.as_bytes()


@cache
def warc(*, packed: bool = True) -> bytes:
    """A crawl: a redirect, the page at its end, a bigger page beside it, a style sheet and a missing page."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # warcio leaves its temporary files to the garbage collector
        data = _warc(packed)
        gc.collect()
    return data


def _warc(packed: bool) -> bytes:
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    other = f"<html><body><p>Another page. {'More words of it. ' * 200}</p></body></html>"
    rows = [
        ("https://courier.example/s", "301 Moved", [("Location", "/statement")], b""),
        (URL, "200 OK", [("Content-Type", "text/html; charset=utf-8")], PAGE.encode()),
        ("https://courier.example/other", "200 OK", [("Content-Type", "text/html")], other.encode()),
        ("https://courier.example/a.css", "200 OK", [("Content-Type", "text/css")], b"p {}" * 9000),
        ("https://courier.example/gone", "404 Not Found", [("Content-Type", "text/html")], b"<p>gone" * 9000),
        (
            "https://courier.example/packed",
            "200 OK",
            [("Content-Type", "text/plain"), ("Content-Encoding", "gzip")],
            gzip.compress(ENGLISH.encode(), mtime=0),
        ),
    ]
    buffer = io.BytesIO()
    writer = WARCWriter(buffer, gzip=packed)
    for url, status, headers, body in rows:
        answer = StatusAndHeaders(status, headers, protocol="HTTP/1.1")
        record = writer.create_warc_record(
            url,
            "response",
            payload=io.BytesIO(body),
            http_headers=answer,
            warc_headers_dict={"WARC-Date": "2024-05-03T10:00:00Z"},
        )
        writer.write_record(record)
    return buffer.getvalue()


def wacz(**changed: bytes) -> bytes:
    """A WACZ of that crawl, whose page list names the statement."""
    files = {
        "archive/data.warc.gz": warc(),
        "pages/pages.jsonl": b'{"format": "json-pages-1.0", "id": "pages"}\n'
        + json.dumps({"url": URL}).encode()
        + b"\n",
    }
    package = {
        "profile": "data-package",
        "resources": [{"path": name, "hash": f"sha256:{sha256(data).hexdigest()}"} for name, data in files.items()],
    }
    files["datapackage.json"] = json.dumps(package).encode()
    digest = f"sha256:{sha256(files['datapackage.json']).hexdigest()}"
    files["datapackage-digest.json"] = json.dumps({"path": "datapackage.json", "hash": digest}).encode()
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in {**files, **changed}.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def encrypted_pdf() -> bytes:
    """A PDF that opens only with a password."""
    import pikepdf

    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(hand_pdf([["Secret words."]]))) as document:
        document.save(buffer, encryption=pikepdf.Encryption(owner="owner", user="user"))
    return buffer.getvalue()


def encrypted_zip(data: bytes) -> bytes:
    """A zip file with the mark of encryption on every entry."""
    changed = bytearray(data)
    for magic, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = changed.find(magic)
        while at >= 0:
            changed[at + offset] |= 1
            at = changed.find(magic, at + 4)
    return bytes(changed)


def bomb_docx() -> bytes:
    """A DOCX whose document would unpack to 64 MB of nothing."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx())) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, b" " * (64 << 20) if name == "word/document.xml" else old.read(name))
    return buffer.getvalue()


PNG = base64.b64decode(
    b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def zipped(files: dict[str, bytes]) -> bytes:
    """A zip file of something."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()
