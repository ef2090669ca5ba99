"""The leak scan: a name planted in every channel and in every writing is found, and its label alone is told.

`Dana Orsel` and everybody else here is invented. `PLANTED` lists what is planted; each registered part of the scanner
is switched off in turn to show that it finds something that no other part does.
"""

from __future__ import annotations

import base64
import bz2
import gzip
import io
import json
import lzma
import subprocess
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pikepdf
import pytest

from dossier.leaks import Scanner, encodings, finds, pdf, scanning
from dossier.names import folding, matching
from dossier.names.matching import Withheld
from tests.cases import assert_told, change, check, dossier, pin, snapshot, write_case

DANA = Withheld("Victim A", ("Dana Orsel", "Ильяна Ордалиева"), ("Dana", "Orsel", "Ильяна", "Ордалиева"))
MEI = Withheld(
    "Victim B", ("欧阳小美", "نورسا الحكيم", "خديجة", "თენო ორზალიძე"), ("نورسا", "الحكيم", "თენო", "ორზალიძე")
)
KIM = Withheld(
    "Victim C",
    (
        "+999 (71) 55-81-204", "850412300127", "AB1234C",
        "Ko Li", "José Løvgren", "Xenia Perovic", "Sheqyn Wolf", "Ada Müllwein", "Lea Beryozkina",
    ),
    ("José", "Løvgren", "Perovic", "Müllwein", "Beryozkina"),
)  # fmt: skip


def scanner() -> Scanner:
    return Scanner([DANA, MEI, KIM])


def labels(data: bytes, file: str = "out.bin") -> set[str]:
    """Whose labels a scan of some bytes tells."""
    return {leak.label for leak in scanner().scan(file, data)}


# ------------------------------------------------------------------------------------------------------------- PDF


def a_pdf(change: Callable[[pikepdf.Pdf], None], **save: object) -> bytes:
    """A PDF of one empty page, changed and saved."""
    document = pikepdf.new()
    document.add_blank_page(page_size=(300, 300))
    change(document)
    out = io.BytesIO()
    document.save(out, **save)  # type: ignore[arg-type]
    return out.getvalue()


def _page(document: pikepdf.Pdf) -> None:
    """Glyphs that only their table of characters tells."""
    table = (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /A def 1 begincodespacerange <00> <FF>"
        b" endcodespacerange 1 beginbfrange <01> <05> [<004F> <0072> <0073> <0065> <006C>] endbfrange endcmap end end"
    )
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.Type1,
        BaseFont=pikepdf.Name.Helvetica,
        ToUnicode=document.make_stream(table),
    )
    page = document.pages[0]
    page.obj["/Resources"] = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=document.make_indirect(font)))
    page.obj["/Contents"] = document.make_stream(b"BT /F1 12 Tf 20 200 Td <0102030405> Tj ET")


def _information(document: pikepdf.Pdf) -> None:
    document.docinfo["/Keywords"] = "a talk with Orsel"


def _utf16(document: pikepdf.Pdf) -> None:
    document.docinfo["/Keywords"] = "о деле Ордалиевой"


def _xmp(document: pikepdf.Pdf) -> None:
    packet = (
        b"<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>"
        b"<rdf:Description rdf:about='' xmlns:pdf='http://ns.adobe.com/pdf/1.3/' pdf:Keywords='by Orsel'/>"
        b"</rdf:RDF></x:xmpmeta>"
    )
    document.Root["/Metadata"] = document.make_stream(packet, Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML)


def _outline(document: pikepdf.Pdf) -> None:
    with document.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem("The case of Orsel", 0))


def _annotation(document: pikepdf.Pdf) -> None:
    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[0, 0, 9, 9], Contents="ask Orsel again"
    )
    document.pages[0].obj["/Annots"] = pikepdf.Array([document.make_indirect(note)])


def _form(document: pikepdf.Pdf) -> None:
    field = pikepdf.Dictionary(FT=pikepdf.Name.Tx, T="witness", V="Orsel")
    document.Root["/AcroForm"] = pikepdf.Dictionary(Fields=[document.make_indirect(field)])


def _alternative(document: pikepdf.Pdf) -> None:
    element = pikepdf.Dictionary(Type=pikepdf.Name.StructElem, S=pikepdf.Name.Figure, Alt="Orsel at the gate")
    document.Root["/StructTreeRoot"] = pikepdf.Dictionary(K=document.make_indirect(element))


def _name(document: pikepdf.Pdf) -> None:
    document.Root["/PieceInfo"] = pikepdf.Dictionary({"/Dana_Orsel": 1})


def _attached(data: bytes, name: str) -> Callable[[pikepdf.Pdf], None]:
    def attach(document: pikepdf.Pdf) -> None:
        document.attachments[name] = pikepdf.AttachedFileSpec(document, data, filename=name)

    return attach


def _script(document: pikepdf.Pdf) -> None:
    code = document.make_stream(b"app.alert('Orsel')")
    document.Root["/OpenAction"] = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=code)


def _windows(document: pikepdf.Pdf) -> None:
    document.Root["/PieceInfo"] = pikepdf.Dictionary(Kept=pikepdf.String("об Ордалиевой".encode("cp1251")))


def _in_hex(document: pikepdf.Pdf) -> None:
    form = document.make_stream(b"BT /F1 9 Tf <4f 7273 656C> Tj ET", Subtype=pikepdf.Name.Form)
    document.Root["/PieceInfo"] = pikepdf.Dictionary(Kept=form)


def _undrawn(document: pikepdf.Pdf) -> None:
    """A drawing that no page shows, its letters moved apart."""
    form = document.make_stream(b"BT /F1 9 Tf [(Or) -20 (s) 15 (el)] TJ ET", Subtype=pikepdf.Name.Form)
    document.Root["/PieceInfo"] = pikepdf.Dictionary(Kept=form)


def _earlier_revision() -> bytes:
    """A stream that no table of the file lists."""
    data = a_pdf(lambda document: None)
    packed = zlib.compress(b"BT (Orsel) Tj ET")
    old = b"9 0 obj\n<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream\nendobj\n" % (len(packed), packed)
    return data + old + b"%%EOF\n"


# ----------------------------------------------------------------------------------------------------- other formats


def a_zip(files: dict[str, bytes], comment: bytes = b"", method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        archive.comment = comment
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def a_docx() -> bytes:
    """A Word file in which spelling marks part the name."""
    body = b"<w:p><w:r><w:t>by Or</w:t></w:r><w:proofErr/><w:r><w:t>sel too</w:t></w:r></w:p>"
    return a_zip({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w:document>%s</w:document>" % body})


def a_tar() -> bytes:
    """A tar file of one packed text."""
    out, data = io.BytesIO(), gzip.compress(b"Orsel")
    with tarfile.open(fileobj=out, mode="w") as archive:
        info = tarfile.TarInfo("a.txt.gz")
        info.size = len(data)
        archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def an_old_tar() -> bytes:
    """A tar file as it was before the format had a sign."""
    old = bytearray(a_tar())
    old[257:265] = bytes(8)
    old[148:156] = b" " * 8
    old[148:156] = b"%06o\0 " % sum(old[:512])
    return bytes(old)


def a_zip_from_dos() -> bytes:
    """A zip file in which a name stands in the encoding of a Russian DOS."""
    return a_zip({"#########.txt": b""}).replace(b"#########", "Ордалиева".encode("cp866"))


def a_warc(body: bytes, *headers: bytes) -> bytes:
    """A web archive of one answer."""
    answer = b"\r\n".join([b"HTTP/1.1 200 OK", b"Content-Type: text/html", *headers, b"", body])
    head = (
        b"WARC/1.0",
        b"WARC-Type: response",
        b"WARC-Target-URI: https://paper.example/",
        b"Content-Type: application/http",
        b"Content-Length: %d" % len(answer),
    )
    return b"\r\n".join([*head, b"", answer, b"", b""])


def a_png() -> bytes:
    """A picture of nothing with a packed comment."""
    body = b"Comment\0\0" + zlib.compress(b"Portrait of Orsel")
    chunk = len(body).to_bytes(4, "big") + b"zTXt" + body + b"\0\0\0\0"
    return b"\x89PNG\r\n\x1a\n" + chunk


MHTML = b"""MIME-Version: 1.0
Content-Type: multipart/related; boundary=b

--b
Content-Type: text/plain
Content-Transfer-Encoding: base64

%s
--b--
"""

A, B, C = "Victim A", "Victim B", "Victim C"
UNREADABLE = ""  # the label of what nobody can look into
# What is planted -> bytes, whose label is told.
PLANTED: dict[str, tuple[bytes, str]] = {
    # channels of a PDF
    "page text": (a_pdf(_page), A),
    "document information": (a_pdf(_information), A),
    "string in UTF-16": (a_pdf(_utf16), A),
    "XMP": (a_pdf(_xmp), A),
    "outline": (a_pdf(_outline), A),
    "annotation": (a_pdf(_annotation), A),
    "form field": (a_pdf(_form), A),
    "alternative text": (a_pdf(_alternative), A),
    "name": (a_pdf(_name, object_stream_mode=pikepdf.ObjectStreamMode.generate), A),
    "attachment": (a_pdf(_attached(b"seen by Orsel", "note.txt")), A),
    "attachment in a zip in an attachment": (a_pdf(_attached(a_zip({"a/b.txt": b"Orsel"}), "all.zip")), A),
    "PDF in a PDF": (a_pdf(_attached(a_pdf(_information), "inner.pdf")), A),
    "name of an attachment": (a_pdf(_attached(b"nothing", "orsel_statement.txt")), A),
    "script": (a_pdf(_script), A),
    "drawing that no page shows": (a_pdf(_undrawn), A),
    "string in Windows-1251": (a_pdf(_windows), A),
    "drawing in hexadecimal": (a_pdf(_in_hex), A),
    "string of an earlier revision": (a_pdf(lambda document: None) + b"9 0 obj <FEFF004f007200 730065006c> endobj", A),
    "strings in object streams": (a_pdf(_outline, object_stream_mode=pikepdf.ObjectStreamMode.generate), A),
    "earlier revision": (_earlier_revision(), A),
    # packed files
    "DOCX": (a_docx(), A),
    "zip entry": (a_zip({"a.txt": b"told Orsel"}), A),
    "zip entry's name": (a_zip({"orsel_1.txt": b""}), A),
    "zip comment": (a_zip({"a.txt": b""}, "Ко Ли, Ko Li".encode()), C),
    "zip in a zip": (a_zip({"in.zip": a_zip({"a.txt": b"Orsel"})}), A),
    "gzip": (gzip.compress(b"Orsel"), A),
    "bzip2": (bz2.compress(b"Orsel" * 100), A),
    "tar": (a_tar(), A),
    "old tar": (an_old_tar(), A),
    "zip entry's name from DOS": (a_zip_from_dos(), A),
    "zip behind a picture": (b"GIF89a\0\1\0\1" + a_zip({"a.txt": b"Orsel" * 9}), A),
    "bare zlib": (zlib.compress(b"Orsel" * 9), A),
    "old LZMA": (lzma.compress(b"Orsel" * 9, format=lzma.FORMAT_ALONE), A),
    "answer packed in a WARC": (gzip.compress(a_warc(gzip.compress(b"by Orsel"), b"Content-Encoding: gzip")), A),
    "answer in pieces in a WARC": (a_warc(b"5\r\nby Or\r\n3\r\nsel\r\n0\r\n\r\n", b"Transfer-Encoding: chunked"), A),
    "answer in a WARC packed otherwise": (a_warc(b"\1\2\3", b"Content-Encoding: zstd"), UNREADABLE),
    "7z": (b"7z\xbc\xaf\x27\x1c\0\4 packed", UNREADABLE),
    "LZ4": (b"\x04\x22\x4d\x18 packed", UNREADABLE),
    "picture's comment": (a_png(), A),
    "picture's raw bytes": (b"\xff\xd8\xff\xe1\0\x10Exif\0\0\1\2\3\xfe\0Dana Orsel\0\xff\xfe\0\1\2\xd9", A),
    # texts
    "plain": (b"met Orsel there", A),
    "UTF-16": ("met Orsel there".encode("utf-16"), A),
    "UTF-16 without a mark": ("met Orsel there, it says".encode("utf-16-le"), A),
    "UTF-16 in Cyrillic without a mark": ("сказали Ордалиевой там".encode("utf-16-be"), A),
    "DOS": ("сказала Ордалиева".encode("cp866"), A),
    "GB 18030": ("昨天欧阳小美说".encode("gb18030"), B),
    "RTF": (b"{\\rtf1\\ansicpg1251 \\'ce\\f0\\b{\\u1088?}\\'e4\\'e0\\'eb\\'e8\\'e5\\'e2\\'ee\\'e9}", A),
    "Windows-1251": ("сказала Ордалиева".encode("cp1251"), A),
    "MHTML": (MHTML % base64.encodebytes(b"met Orsel\0there"), A),
    "HTML in base64": (b"<img src='data:text/html;base64," + base64.b64encode(b"<p>Orsel\x01</p>") + b"'>", A),
    "JSON escapes": (json.dumps({"a": "сказала Ордалиева"}).encode(), A),
    "JSON escapes in JSON": (json.dumps(json.dumps("сказала Ордалиева")).encode(), A),
    "comments": (b"<p>O<!-- nothing -->rsel said</p>", A),
    "HTML entities": (b"<p>&#79;rsel</p>", A),
    "tags": (b"<p>O<b>r</b>sel said</p>", A),
    "percent signs": (b"see /people/%4frsel/1", A),
    "quoted-printable": (b"it was O=72sel", A),
    "host's name": (("http://xn--" + "ордалиева".encode("punycode").decode() + ".example/").encode(), A),
    "base64": (b"id: " + base64.b64encode("свидетель Ордалиева".encode()) + b";", A),
    "base64 of a zip file": (json.dumps({"a": base64.b64encode(a_zip({"a": b"Orsel" * 9})).decode()}).encode(), A),
    "base64 over lines": (base64.encodebytes(b"x" * 54 + b" Orsel " + b"y" * 60), A),
    "layers": (json.dumps("<a href='/%D0%9E%D1%80%D0%B4%D0%B0%D0%BB%D0%B8%D0%B5%D0%B2%D0%B0'>").encode(), A),
    # words
    "other case": (b"ORSEL", A),
    "other case of a spelling": (b"xenia peroviC", C),
    "without accents": (b"signed, Lovgren", C),
    "other script": ("Орсел сказал".encode(), A),
    "other script, from Cyrillic": (b"for Ilyana", A),
    "romanised otherwise": (b"Mrs Ordalijewa", A),
    "looks alike": ("for Pеrоviс".encode(), C),  # four letters are Cyrillic
    "ending": ("об Орселе".encode(), A),
    "prefixed": ("ونورسا".encode(), B),
    "written for one another": ("قالت خديجه".encode(), B),
    "without capitals": ("თენო".encode(), B),
    "ending in Georgian": ("ორზალიძემ".encode(), B),
    "umlaut": (b"for Muellwein", C),
    "j behind a consonant": (b"for Berjozkina", C),
    "unspaced, with spaces": ("昨天 欧 阳 小\n美 说".encode(), B),
    "unspaced": ("昨天欧阳小美说".encode(), B),
    "soft hyphen": ("Or\u00adsel".encode(), A),
    "zero width": ("O\u200br\u2060sel".encode(), A),
    "full width": ("Ｏｒｓｅｌ".encode(), A),
    "in circles": ("Ⓞⓡⓢⓔⓛ".encode(), A),
    "hyphenated": (b"then Or-\n  sel said", A),
    "broken twice": (b"then O\nrs-\nel said", A),
    "initial": (b"J. Wolf and S. Wolf", C),
    "order": (b"li, ko", C),
    "run together": (b"mail to orseldana now", A),
    "in the middle of letters": (b"xxdanaorselxx", A),
    "spelt out": (b"signed O r s e l today", A),
    "initial written on to a name": (b"mail dorsel@example.org", A),
    "letter by letter": (b"d a n a  o r s e l", A),
    "joined": (b"photo_orsel_2", A),
    "camel": (b"photoOrsel", A),
    "camel, in Cyrillic": ("#ПамятиОрделиевой #СвободуОрдалиевой".encode(), A),
    "telephone": (b"call 71 558 12 04 today", C),
    "number after letters": (b"IIN850412300127.", C),
    "number over lines": (b"850412-\n300127", C),
    "number in Arabic digits": ("٨٥٠٤١٢٣٠٠١٢٧".encode(), C),
    "number with a code for another": (b"8 71 558 12 04", C),
    "number with letters in it": (b"held ab 1234-c here", C),
}


@pytest.mark.parametrize("planted", PLANTED)
def test_what_is_planted_is_found(planted: str) -> None:
    data, label = PLANTED[planted]
    assert label in labels(data)


@pytest.mark.parametrize(
    "text",
    [
        "Danaides and orselia",
        "the word orsel in small letters is not the name",
        "Ordal, Koli and Liko",
        "kohli",
        "sha256:0f3a1dada7" + "0" * 54,
        "Орселиус",
        "欧阳",
        "the letters C, AB and C, page AB of 1234",
        "71 558 12 05 and 9871558120412 and 71558120412",
        "8504123001271 and 185041230012",
        "dorsel and d. orsel in small letters",
        "O r s e l i a",
    ],
)
def test_other_words_are_left_alone(text: str) -> None:
    assert labels(text.encode()) == set()


REGISTRIES = [
    (folding, "WORD_FOLDS"),
    (folding, "STEMS"),
    (matching, "TEXT_FOLDS"),
    (matching, "SEARCHES"),
    (matching, "JOINS"),
    (matching, "SPLITS"),
    (encodings, "ENCODINGS"),
    (finds, "READERS"),
    (pdf, "CHANNELS"),
]
PARTS = [(module, registry, part) for module, registry in REGISTRIES for part in getattr(module, registry)]


def missed() -> set[str]:
    """What is planted and not found, by a scanner made of the parts there are now: making one takes longest."""
    scan = scanner().scan
    return {
        name for name, (data, label) in PLANTED.items() if label not in {leak.label for leak in scan("out.bin", data)}
    }


def test_with_all_its_parts_nothing_is_missed() -> None:
    assert missed() == set()


@pytest.mark.parametrize(("module", "registry", "part"), PARTS, ids=[part for *_, part in PARTS])
def test_every_part_of_the_scanner_finds_what_no_other_does(
    module: ModuleType, registry: str, part: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    others = {name: each for name, each in getattr(module, registry).items() if name != part}
    monkeypatch.setattr(module, registry, others)
    assert missed(), f"without {part} everything planted is still found"


# What the parts are made of, and finds something by itself.
MADE_OF: list[tuple[object, str]] = [
    (scanning, "texts_of"),
    (scanning, "_utf16"),
    (scanning, "_data_urls"),
    (scanning, "_in_base64"),
    (scanning, "_png_texts"),
    (scanning, "_loose"),
    (scanning, "_scan_zip"),
    (finds.Finds, "text"),
    (finds.Finds, "noise"),
    (finds.Finds, "trouble"),
    (encodings, "_host"),
    (matching, "initialled"),
    (matching, "_needles"),
    (matching, "_is_joined"),
    (matching, "may_begin_name"),
    (matching, "_is_number"),
    (matching.Matcher, "_find_words"),
    (pdf, "_decoded"),
    (pdf, "_put_together"),
    (pdf, "_texts_of"),
]


@pytest.mark.parametrize(("owner", "name"), MADE_OF, ids=[name for _, name in MADE_OF])
def test_whatever_a_part_is_made_of_finds_something(owner: object, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(owner, name, lambda *args, **more: "")
    assert missed(), f"without {name} everything planted is still found"


@pytest.mark.parametrize("name", ["orsel_1.txt", "2024/Dana-Orsel/a.pdf", "%D0%9E%D1%80%D1%81%D0%B5%D0%BB%D1%8C.txt"])
def test_the_name_of_a_file_is_looked_into(name: str) -> None:
    assert labels(b"nothing", name) == {A}
    assert labels(b"nothing", "nobody.txt") == set()


# ------------------------------------------------------------------------------------------------- build and export

PEOPLE = "entities/people.yml"


@pytest.fixture
def leaking(tmp_path):
    """A case whose prose names the victim in Cyrillic, which is not confirmed as a spelling."""
    root = write_case(tmp_path)
    change(root, PEOPLE, "Whether he knew of the beating is not said.", "Whether he knew of Брандт is not said.")
    pin(root)
    return root


@pytest.mark.parametrize("command", [("build",), ("build", "--as", "html"), ("build", "--as", "docx"), ("export",)])
def test_an_output_that_leaks_is_not_written(command: tuple[str, ...], leaking) -> None:
    result = dossier(leaking, *command)
    assert result.code == 1
    assert result.codes() == {"leak-found"}
    assert "Victim A" in result.out
    assert "Бр" not in result.out
    outputs = {name for name in snapshot(leaking / "build") if not name.rpartition("/")[2].startswith(".")}
    assert outputs <= {"public"}


def test_the_internal_edition_may_name_everybody(leaking) -> None:
    assert dossier(leaking, "build", "--as", "html", "--edition", "internal").code == 0


def test_a_confirmed_spelling_is_replaced(leaking) -> None:
    change(leaking, PEOPLE, "withhold: [Brandd]", "withhold: [Brandd, Брандт]")
    built = dossier(leaking, "build", "--as", "html")
    assert built.code == 0, built.out
    assert "1 dossier rendered" in built.out
    assert "0 dossiers rendered, 1 unchanged" in dossier(leaking, "build", "--as", "html").out


def test_what_stands_there_unchanged_is_looked_into_again(leaking, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as blind:
        blind.setattr(finds, "READERS", {})
        assert dossier(leaking, "build", "--as", "html").code == 0
    assert dossier(leaking, "build", "--as", "html").codes() == {"leak-found"}


def test_what_an_earlier_run_left_is_looked_into_when_everybody_is_built(tmp_path: Path) -> None:
    """A page made while Mira Tossen was shown stands in the folder that will be sent."""
    root = write_case(tmp_path)
    change(root, PEOPLE, "id: tossen", "id: the-deputy")
    pin(root)
    for options in (("--as", "html", "--language", "fr"), ("--as", "html")):
        assert dossier(root, "build", *options).code == 0
    change(root, PEOPLE, "person: official", "person: witness\nlabel: A deputy")
    told = dossier(root, "build", "--as", "html")

    assert told.codes() == {"leak-found"}
    assert "halvik.fr.html" in told.out
    assert "Tossen" not in told.out
    (root / "build/public/halvik.fr.html").unlink()
    assert dossier(root, "build", "--as", "html").code == 0


# ----------------------------------------------------------------------------------------------- check --leaks PATH…


def git(folder: Path, *args: str) -> None:
    """Run git as nobody in particular."""
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main")
    subprocess.run(["git", *who, *args], cwd=folder, check=True, capture_output=True)


def test_any_file_or_folder_can_be_looked_into(tmp_path: Path) -> None:
    root = write_case(tmp_path / "case")
    outbox = tmp_path / "outbox"
    (outbox / "more").mkdir(parents=True)
    (outbox / "letter.txt").write_text("Dear Sir,\nwe write on behalf of Ilva Brandt.\n", encoding="utf-8")
    (outbox / "more" / "brandt_1.txt").write_text("", encoding="utf-8")
    (outbox / "more" / "link").symlink_to("to-Brandt")
    (outbox / "more" / "clean.txt").write_text("nothing\n", encoding="utf-8")
    result = dossier(root, "check", "--leaks", str(outbox), "--format", "json")
    assert result.code == 1
    report = json.loads(result.out)
    assert report["files"] == 4
    told = {(row["code"], Path(row["file"]).name, row["line"]) for row in report["problems"]}
    assert told == {("leak-found", "letter.txt", 2), ("leak-found", "[Victim A]", 1), ("leak-found", "link", 1)}
    assert "randt" not in result.out
    assert all("Victim A" in row["message"] for row in report["problems"])


def test_what_git_ever_held_is_looked_into(tmp_path: Path) -> None:
    root = write_case(tmp_path / "case")
    repository = tmp_path / "repository"
    repository.mkdir()
    git(repository, "init")
    for name, text in (("note.txt", "told by Brandt"), ("brandt_2.txt", "")):
        (repository / name).write_text(text, encoding="utf-8")
    git(repository, "add", ".")
    git(repository, "commit", "-m", "The statement of Brandt")
    git(repository, "rm", "-f", "note.txt", "brandt_2.txt")
    git(repository, "-c", "user.name=Ilva Brandt", "commit", "-m", "Removed")
    git(repository, "branch", "for-ilva-brandt")
    result = check(root, "--leaks", str(repository))
    assert result.code == 1
    for place in ("(note.txt)", "tree", "commit", "the name of a branch"):
        assert any(place in problem.text for problem in result.problems), place
    assert "randt" not in result.out
    git(repository, "worktree", "add", "../worktree")
    assert "(note.txt)" in check(root, "--leaks", str(tmp_path / "worktree" / ".git")).out


def test_what_cannot_be_read_is_told(tmp_path: Path) -> None:
    root = write_case(tmp_path / "case")
    locked = tmp_path / "locked.pdf"
    locked.write_bytes(a_pdf(lambda document: None, encryption=pikepdf.Encryption(owner="a", user="b")))
    (tmp_path / "cut.pdf").write_bytes(a_pdf(_page)[:200])
    (tmp_path / "cut.zip").write_bytes(a_zip({"a.txt": b"a"})[:-20])
    (tmp_path / "bomb.zip").write_bytes(a_zip({"a.txt": bytes(20_000_000)}))
    (tmp_path / "broken.git" / "refs").mkdir(parents=True)
    (tmp_path / "broken.git" / "objects").mkdir()
    (tmp_path / "broken.git" / "HEAD").write_text("what?", encoding="utf-8")
    paths = [str(tmp_path / name) for name in ("locked.pdf", "cut.pdf", "cut.zip", "bomb.zip", "broken.git")]
    result = check(root, "--leaks", *paths)
    assert result.code == 1
    told = [problem for problem in result.problems if problem.code == "leak-unreadable"]
    assert [Path(problem.file or "").name for problem in told] == [
        "bomb.zip",
        "broken.git",
        "cut.pdf",
        "cut.zip",
        "locked.pdf",
    ]


def test_a_case_that_cannot_be_read_whole_withholds_an_unknown_number_of_names(tmp_path: Path) -> None:
    root = write_case(tmp_path)
    change(root, PEOPLE, "label: Victim A", "label: [Victim A")
    result = check(root, "--leaks", str(root / "case.yml"))
    assert result.code == 1
    assert "0 files looked into" in result.out


@pytest.mark.parametrize("args", [("--leaks",), ("case.yml",), ("--leaks", "--full", "case.yml")])
def test_leaks_goes_with_paths_alone(args: tuple[str, ...], tmp_path: Path) -> None:
    assert check(write_case(tmp_path), *args).code == 2


def test_a_path_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert_told(check(write_case(tmp_path), "--leaks", "nowhere/Brandt.pdf"), "file-unreadable")


def test_the_words_of_an_address_alone_give_nobody_away_among_bytes() -> None:
    """A withheld address at `example.org` is no reason to stop a PDF that says Example."""
    matcher = matching.Matcher([Withheld("Victim A", ("orsel@example.org", "https://example.org/orsel", "Dana Orsel"))])

    assert not [*matcher.find_in_noise(b"\xff\xfe<dc:creator>Example Group\x00\xff")]
    for held in (b"orsel@example.org", b"https://example.org/orsel", b"Orsel"):
        assert [*matcher.find_in_noise(b"\xff\xfe" + held + b"\x00\xff")] == [0]
