"""The text of every media type: what stands in it, where, and what cannot be read is said so, whatever the bytes."""

from __future__ import annotations

import contextlib
import io
import os
import random
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from dossier.text.anchor import Status, anchor
from dossier.text.boxes import Box, read_box
from dossier.text.extract import (
    MEDIA_TYPES,
    Extracted,
    Lacking,
    Unreadable,
    find_boxes,
    inner,
    maker,
    media_type_of,
    read,
)
from dossier.text.extractors import html as html_module
from dossier.text.extractors.packed import gunzip
from dossier.text.normalise import normalise
from dossier.text.sniff import DOCX, MHTML, WACZ, WARC, media_type_declared, sniff, unread
from tests import makers
from tests.makers import ARABIC, ENGLISH, RUSSIAN, URL

PDF = "application/pdf"
MAKERS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "plain": ("text/plain", lambda: "\n\n".join(makers.WORDS).encode()),
    "markdown": ("text/markdown", lambda: f"# Title\n\n{ENGLISH}\n\n*{RUSSIAN}*\n\n{ARABIC}\n".encode()),
    "html": ("text/html", lambda: makers.PAGE.encode()),
    "pdf": (PDF, makers.pdf),
    "docx": (DOCX, makers.docx),
    "mhtml": (MHTML, makers.mhtml),
    "warc": (WARC, makers.warc),
    "warc-unpacked": (WARC, lambda: makers.warc(packed=False)),
    "wacz": (WACZ, makers.wacz),
}


def text_of(name: str) -> Extracted:
    """The text of one of the captures made; an archive is asked for its statement."""
    media_type, make = MAKERS[name]
    return read(make(), media_type, url=URL)


def verifies(text: str, quote: str) -> bool:
    """Whether a quotation verifies in a text."""
    return anchor(normalise(text), quote).status.verifies


@pytest.mark.parametrize("name", MAKERS)
def test_what_is_said_is_read(name: str) -> None:
    found = text_of(name)
    arabic = ARABIC.removesuffix(" 2024.") if name == "pdf" else ARABIC  # PDFium puts a full stop before a last number
    for words in (ENGLISH, RUSSIAN, arabic):
        assert verifies(found.text, words), (words, found.text)
    assert not verifies(found.text, ENGLISH.replace("14 April", "15 April"))
    assert name.startswith(found.extractor.partition("/")[0])
    assert bool(found.pages) == (name == "pdf")


@pytest.mark.parametrize("name", MAKERS)
def test_the_same_bytes_give_the_same_text(name: str) -> None:
    assert text_of(name) == text_of(name)


@pytest.mark.parametrize("name", MAKERS)
def test_what_will_read_a_capture_is_known_before(name: str) -> None:
    named = maker(MAKERS[name][0])
    assert named is not None
    found = text_of(name).extractor.split()
    assert set(found) <= set(named.split())
    assert found == named.split() or name in ("mhtml", "warc", "warc-unpacked", "wacz")


@pytest.mark.parametrize("name", MAKERS)
def test_bytes_show_what_they_are(name: str) -> None:
    media_type, make = MAKERS[name]
    assert sniff(make()) == ("text/plain" if name == "markdown" else media_type)


def test_a_pdf_keeps_its_pages_heads_and_footnotes() -> None:
    found = read(makers.pdf(), PDF)
    assert len(found.pages) == 2
    assert found.pages[0] == 0
    assert found.text[found.pages[1] - 1] == "\f"
    assert found.text.index("[page head] Running head", 1) == found.pages[1]
    for words in ("Said in the evening edition.", "Running head", "page 1", "page 2"):
        assert words in found.text.replace("\n", " ")


def test_a_quotation_that_runs_over_a_page_verifies() -> None:
    found = read(makers.hand_pdf([["The minister ordered the police"], ["to clear the square."]]), PDF)
    place = anchor(normalise(found.text), "The minister ordered the police to clear the square.")
    assert place.status is Status.AT_POSITION
    assert found.text[place.start : place.end].count("\f") == 1


def test_words_hyphenated_at_a_line_end_are_whole() -> None:
    found = read(makers.hand_pdf([["The inter-", "national police came to the", "square."]]), PDF)
    assert verifies(found.text, "The international police came to the square.")


def test_lines_far_apart_are_paragraphs() -> None:
    lines = ["First line", "of the first paragraph", "goes on.", "", "Second paragraph", "goes on."]
    found = read(makers.hand_pdf([lines]), PDF)
    assert found.text.strip().split("\n\n") == ["\n".join(lines[:3]), "\n".join(lines[4:])]


def boxes_of(data: bytes, *quotes: str) -> list[tuple[Box, ...]]:
    """Where each quotation stands, the first time."""
    found = read(data, PDF)
    text = normalise(found.text)
    spans = []
    for quote in quotes:
        at = text.text.index(normalise(quote).text)
        spans.append(text.raw_span(at, at + len(normalise(quote).text)))
    return find_boxes(data, PDF, None, found.text, found.pages, spans)


def test_the_boxes_of_a_quotation_are_one_a_line() -> None:
    (upper, lower), arabic, (second,) = boxes_of(makers.pdf(), ENGLISH, ARABIC.split(" في")[0], "66,000 talers")
    assert (upper.page, lower.page, second.page) == (1, 1, 2)
    assert 0 < upper.top < upper.bottom < lower.top < lower.bottom < 595
    assert 0 < upper.left < upper.right < 420
    assert upper.right - upper.left > lower.right - lower.left
    assert len(arabic) == 1


def turned(data: bytes, **page: object) -> bytes:
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as document:
        for name, value in page.items():
            document.pages[0][f"/{name}"] = value
        document.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("page", [{}, {"Rotate": 90}, {"Rotate": 180}, {"CropBox": [50, 400, 500, 780], "Rotate": 270}])
def test_a_box_holds_just_the_ink_of_its_words_on_the_page_as_it_is_shown(page: dict[str, object]) -> None:
    data = turned(makers.hand_pdf([["Harbour Square was cleared"]]), **page)
    ((box,),) = boxes_of(data, "Harbour Square was cleared")
    with pypdfium2.PdfDocument(data) as document:
        drawn = document[0].render(scale=2).to_pil().convert("L").point(lambda shade: 255 * (shade < 128))
    ink = [side / 2 for side in drawn.getbbox() or ()]
    assert [box.left, box.top, box.right, box.bottom] == pytest.approx(ink, abs=4)


def test_words_that_stand_twice_have_the_box_of_the_place_that_is_quoted() -> None:
    data = makers.hand_pdf([["He said no.", "Then again:", "He said no."]])
    found = read(data, PDF)
    second = found.text.rindex("He said no.")
    first, again = find_boxes(data, PDF, None, found.text, found.pages, [(0, 11), (second, second + 11)])
    assert first[0].bottom < again[0].top
    assert first[0].left == again[0].left


def test_a_quotation_over_two_pages_has_boxes_on_both_and_one_hyphenated_is_found() -> None:
    data = makers.hand_pdf([["The minister ordered the inter-", "national police"], ["to clear the square."]])
    ((one, two, three),) = boxes_of(data, "ordered the international police to clear the square.")
    assert (one.page, two.page, three.page) == (1, 1, 2)


def test_words_that_the_page_does_not_say_have_no_box() -> None:
    data = makers.hand_pdf([["The minister ordered it."]])
    assert find_boxes(data, PDF, None, "The mayor ordered it.\n", (0,), [(0, 21)]) == [()]


def test_a_box_is_written_and_read_as_a_fragment_that_other_programs_know() -> None:
    box = Box(2, 57.3, 43.1, 297.3, 71.0)
    assert box.fragment == "page=2&viewrect=57.3,43.1,240.0,27.9"
    assert read_box(box.fragment) == box
    assert str(box) == "page 2, 15 to 25 mm from the top, 20 to 105 mm from the left"
    for wrong in ("page=0&viewrect=1,1,1,1", "page=1", "page=1&viewrect=1,1,-1,1", 5, "page=1&viewrect=1,1,1,1\n"):
        with pytest.raises(ValueError, match="no box"):
            read_box(wrong)


def test_a_page_without_text_is_mentioned() -> None:
    found = read(makers.hand_pdf([["Words."], []]), PDF)
    assert found.notes == ("page 2 holds no text: a picture, or empty",)


def test_a_word_document_loses_nothing_but_what_was_deleted() -> None:
    text = read(makers.docx(), DOCX).text
    for words in (
        "| Fine | 66,000 talers |",
        "Inserted words.",
        "[header] Running head",
        "[footer] Running foot",
        "[footnote 2] Said in the evening edition.",
        "[comment 0 by Editor] Is that so?",
    ):
        assert f"\n\n{words}\n" in text, text
    assert "Deleted" not in text


HTML_HIGH = (
    "The police killed 12<sup><i>1</i></sup> people for 10<sup>5</sup> tenge; in 2019<sup>34</sup> "
    "<small>5</small>6 m<sup>2</sup>"
)


def word(*runs: tuple[str, str]) -> bytes:
    """A Word document of one paragraph: words, each with a property of its font, or none."""
    import docx

    document = docx.Document()
    paragraph = document.add_paragraph()
    for words, name in runs:
        run = paragraph.add_run(words)
        if name:
            setattr(run.font, name, True)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def test_digits_set_high_or_low_make_no_other_number() -> None:
    """A call to a footnote behind a number, or a power, never joins it."""
    import weasyprint

    high = "The police killed 12¹ people for 10⁵ tenge; in 2019³⁴ "
    pdf = weasyprint.HTML(string=f"<p>{HTML_HIGH}").write_pdf()
    in_word = word(
        ("The police killed 12", ""), ("1", "superscript"), (" people, H", ""), ("2", "subscript"), ("O", "")
    )

    page = read(HTML_HIGH.encode(), "text/html").text
    assert page == f"{high}56 m²\n"
    found = read(pdf, PDF)
    assert normalise(found.text).text.startswith(f"{high}56 ")
    assert read(in_word, DOCX).text == "The police killed 12¹ people, H₂O\n"
    for text in (page, found.text):
        assert not verifies(text, "The police killed 121 people")
        assert not verifies(text, "The police killed 12")
        assert verifies(text, "The police killed 12¹ people for 10⁵ tenge; in 2019³⁴")
    at = found.text.index("12¹")
    (boxes,) = find_boxes(pdf, PDF, None, found.text, found.pages, [(at, at + 3)])
    assert {box.page for box in boxes} == {1}


def test_what_is_struck_out_says_so_and_what_is_hidden_is_left_out() -> None:
    page = (
        "<p>He did <del>not</del> go.<s>, so</s> <img alt='He goes.'></p>"
        "<p hidden>A name</p><template>B</template><p><s> </s>End</p>"
    )
    in_word = word(("He did ", ""), ("not", "strike"), (" go.", ""), (" A name", "hidden"))

    assert read(page.encode(), "text/html").text == "He did [struck out: not] go.[struck out: , so] [He goes.]\n\nEnd\n"
    assert read(in_word, DOCX).text == "He did [struck out: not] go.\n"
    assert not verifies("He did [struck out: not] go.", "He did not go.")


def test_no_words_behind_a_comment_or_instruction_are_lost() -> None:
    page = '<p>He said <?xml:namespace prefix = o ns = "urn:x" />that they<!-- - --> were <?php x ?>beaten.</p>'

    assert read(page.encode(), "text/html").text == "He said that they were beaten.\n"


def test_the_page_of_an_mhtml_is_the_one_that_was_saved() -> None:
    text = read(makers.mhtml(), MHTML).text
    assert "A frame" not in text
    packed = inner(makers.mhtml(), MHTML)
    assert (packed.url, packed.captured_at) == (URL, "2024-05-03T12:00:00+02:00")


@pytest.mark.parametrize(
    ("url", "words"),
    [
        (URL, ENGLISH),
        (f"{URL}#part", ENGLISH),
        ("https://courier.example/s", ENGLISH),  # through a redirect kept in the archive
        ("https://courier.example/packed", ENGLISH),
        (None, "Another page."),  # the largest document
    ],
)
def test_the_document_of_a_web_archive(url: str | None, words: str) -> None:
    assert words in read(makers.warc(), WARC, url=url).text


def test_an_address_that_an_archive_does_not_hold() -> None:
    with pytest.raises(Unreadable, match="does not hold the capture's address"):
        read(makers.warc(), WARC, url="https://courier.example/nowhere")
    with pytest.raises(Unreadable, match="no readable document"):
        read(makers.warc(), WARC, url="https://courier.example/a.css")


def test_a_wacz_is_read_at_the_page_it_names() -> None:
    assert ENGLISH in read(makers.wacz(), WACZ).text


def altered_warc() -> bytes:
    data = makers.warc(packed=False)
    assert data.count(b"14 April") == 1
    return data.replace(b"14 April", b"15 April")


UNREADABLE: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "empty": ("text/plain", lambda: b"", "capture-empty"),
    "white space": ("text/html", lambda: b" \n ", "capture-empty"),
    "no words": ("text/html", lambda: b"<html><body></body></html>", "capture-empty"),
    "another encoding": ("text/plain", lambda: RUSSIAN.encode("cp1251"), "encoding-unknown"),
    "PDF cut off": (PDF, lambda: makers.pdf()[:-900], "capture-truncated"),
    "PDF damaged": (PDF, lambda: b"%PDF-1.7\nnothing\n%%EOF", "capture-unreadable"),
    "PDF encrypted": (PDF, makers.encrypted_pdf, "capture-encrypted"),
    "PDF of pictures": (PDF, lambda: makers.hand_pdf([[]]), "capture-unreadable"),
    "DOCX cut off": (DOCX, lambda: makers.docx()[:-900], "capture-truncated"),
    "DOCX encrypted": (DOCX, lambda: makers.encrypted_zip(makers.docx()), "capture-encrypted"),
    "DOCX bomb": (DOCX, makers.bomb_docx, "capture-bomb"),
    "zip, but no DOCX": (DOCX, makers.wacz, "capture-unreadable"),
    "MHTML cut off": (MHTML, lambda: makers.mhtml()[:-60], "capture-truncated"),
    "MHTML of no page": (MHTML, lambda: b"MIME-Version: 1.0\nContent-Type: text/plain\n\nx", "capture-unreadable"),
    "WARC cut off": (WARC, lambda: makers.warc()[:-50], "capture-truncated"),
    "WARC cut at a record": (WARC, lambda: makers.warc(packed=False)[:-4], "capture-truncated"),
    "WARC cut in a record": (WARC, lambda: makers.warc(packed=False)[:-40] + b"\r\n\r\n", "capture-truncated"),
    "WARC altered": (WARC, altered_warc, "capture-altered"),
    "WACZ altered": (WACZ, lambda: makers.wacz(**{"pages/pages.jsonl": b"{}\n"}), "capture-altered"),
    "WACZ package altered": (WACZ, lambda: makers.wacz(**{"datapackage.json": b"{}"}), "capture-altered"),
}  # fmt: skip


@pytest.mark.parametrize("what", UNREADABLE)
def test_what_cannot_be_read_is_told(what: str) -> None:
    media_type, make, code = UNREADABLE[what]
    with pytest.raises(Unreadable) as caught:
        read(make(), media_type)
    assert caught.value.code == code, caught.value


def test_nothing_of_a_damaged_archive_reaches_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    data = makers.warc(packed=False).replace(b"Content-Length: 63051", b"Content-Length: 63000")
    with pytest.raises(Unreadable):
        read(data, WARC)
    assert capsys.readouterr() == ("", "")


def test_a_gzip_bomb_is_stopped() -> None:
    import gzip

    bomb = gzip.compress(b"\0" * (64 << 20), mtime=0)
    with pytest.raises(Unreadable) as caught:
        gunzip(bomb)
    assert caught.value.code == "capture-bomb"


def test_a_zip_that_lies_about_a_size() -> None:
    data = bytearray(makers.wacz())
    at = data.rfind(b"PK\x01\x02")
    data[at + 24 : at + 28] = (5).to_bytes(4, "little")  # the size unpacked, as the directory gives it
    with pytest.raises(Unreadable):
        read(bytes(data), WACZ)


@pytest.mark.parametrize(
    ("data", "seen"),
    [
        (b"%PDF-1.4\n", PDF),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", None),
        (b"{\\rtf1 text}", None),
        (b"\x1f\x8bnothing", None),
        (bytes(range(256)), None),
        (b"\xef\xbb\xbf<!DOCTYPE HTML><p>x", "text/html"),
        (b"<?xml version='1.0'?>\n<!-- c -->\n<html><p>x", "text/html"),
        (b"Words, and <b>some</b> signs", "text/plain"),
        ("Слова".encode("cp1251"), "text/plain"),
        ("Words".encode("utf-16"), "text/plain"),
        (makers.PNG, "image/png"),
    ],
)
def test_signs(data: bytes, seen: str | None) -> None:
    assert sniff(data) == seen


def zipped(**files: str) -> bytes:
    """A zip with these files, in order."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (zipped(mimetype="application/vnd.oasis.opendocument.text"), "an OpenDocument text (ODT): save it as"),
        (zipped(mimetype="application/epub+zip"), "an e-book (EPUB): save it as"),
        (zipped(words="x"), "a zip file that is neither DOCX nor WACZ: unpack it"),
        (b"\0\0\0\x18ftypisom\0\0\2\0isomiso2mp41", "a film (MP4): write down what is said and shown"),
        (b"ID3\4" + bytes(200), "a recording (MP3): write down what is said"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "a picture (HEIC): save it as PNG"),
        (b"GIF89a" + bytes(99), "a picture (GIF): save it as PNG"),
        (b"BM" + bytes(99), "a picture (BMP): save it as PNG"),
        (b"7z\xbc\xaf\x27\x1c" + bytes(99), "a 7-Zip archive: unpack it"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "an old or a password-protected Office document"),
        (b"{\\rtf1 text}", "RTF: save it as DOCX or PDF"),
        (bytes(range(256)), None),
    ],
)
def test_what_nothing_reads_is_named_with_what_to_do(data: bytes, what: str | None) -> None:
    assert sniff(data) is None
    assert unread(data) == what if what is None else (unread(data) or "").startswith(what)


@pytest.mark.parametrize("text", ["BMW cars were seen.", "Rar! he said.", "ID3 is a tag.", "MM* and II* are signs."])
def test_a_text_that_begins_like_another_format_is_text(text: str) -> None:
    assert sniff(text.encode()) == "text/plain"


@pytest.mark.parametrize(
    "data",
    [
        b"<!---->" * 1_000 + b"<p>",
        b"<title>" * 30_000 + b"<p>words",
        b"<pre>" + b" " * 400_000 + b"words</pre>",
        b"A: b\n" * 800 + b"Content-Type",
        b"<div>" * 30_000 + b"words",
    ],
)
def test_nothing_takes_long(data: bytes) -> None:
    begun = time.monotonic()
    sniff(data)
    html_module.title(data, None)
    with contextlib.suppress(Unreadable):
        read(data, "text/html")
    assert time.monotonic() - begun < 5


def test_names_and_headers() -> None:
    assert media_type_of("a/B.WARC.GZ") == WARC
    assert media_type_of("text") is None
    assert media_type_of(".pdf") is None
    assert media_type_declared("text/html; charset=Windows-1251") == ("text/html", "windows-1251")
    assert media_type_declared("application/xhtml+xml") == ("text/html", None)
    assert media_type_declared("application/octet-stream") == (None, None)
    assert media_type_declared("") == (None, None)
    assert len({ending for endings in MEDIA_TYPES.values() for ending in endings}) >= len(MEDIA_TYPES)


def test_a_picture_needs_a_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(Lacking) as caught:
        read(makers.PNG, "image/png")
    assert "tesseract-ocr" in str(caught.value.cure)


def test_a_picture_is_read_and_marked_as_such(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "tesseract"
    program.write_text(
        "#!/bin/sh\n"
        'case "$1" in\n'
        '--version) echo "tesseract 5.3.0";;\n'
        '--list-langs) printf "List of available languages:\\nrus\\neng\\nosd\\n";;\n'
        '*) cat >/dev/null; [ "$4" = "eng+rus" ] && printf "Words on a poster.\\n\\f";;\n'
        "esac\n"
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    found = read(makers.PNG, "image/png")
    assert found.text == "Words on a poster.\n"
    assert found.extractor == maker("image/png") == "ocr/1 tesseract/5.3.0 eng+rus"
    assert found.notes == ("the text was recognised by a machine (OCR)",)


# ------------------------------------------------------------------------------------------------ whatever the bytes


def gives_a_text_or_says_why(data: bytes, media_type: str) -> None:
    """The one thing that may happen beside a text is Unreadable; any other exception fails the test."""
    try:
        found = read(data, media_type)
    except Unreadable:
        return
    assert found.text.strip()
    assert list(found.pages) == sorted(set(found.pages))
    found.text.encode()


@pytest.mark.parametrize("media_type", [kind for kind in MEDIA_TYPES if not kind.startswith("image/")])
def test_random_bytes(media_type: str) -> None:
    chance = random.Random(media_type)
    heads = [b"", b"%PDF-1.7\n", b"PK\x03\x04", b"WARC/1.1\r\n", b"\x1f\x8b\x08\0", b"MIME-Version: 1.0\n", b"<html>"]
    for _ in range(60):
        data = chance.choice(heads) + chance.randbytes(chance.randrange(1, 2_000)) + chance.choice([b"", b"\n%%EOF"])
        sniff(data)
        gives_a_text_or_says_why(data, media_type)


@pytest.mark.parametrize("name", MAKERS)
def test_files_cut_off_anywhere(name: str) -> None:
    media_type, make = MAKERS[name]
    data, chance = make(), random.Random(name)
    for _ in range(40):
        cut = data[: chance.randrange(1, len(data))]
        sniff(cut)
        gives_a_text_or_says_why(cut, media_type)


@pytest.mark.parametrize("name", MAKERS)
def test_files_with_bits_turned(name: str) -> None:
    media_type, make = MAKERS[name]
    data, chance = make(), random.Random(name)
    for _ in range(60):
        turned = bytearray(data)
        for _ in range(chance.randrange(1, 12)):
            turned[chance.randrange(len(turned))] ^= 1 << chance.randrange(8)
        sniff(bytes(turned))
        gives_a_text_or_says_why(bytes(turned), media_type)


@pytest.mark.parametrize("name", ["docx", "wacz"])
def test_packed_files_with_bits_turned_inside(name: str) -> None:
    """The bits are turned in the unpacked entries: a CRC would else stop the reader early."""
    media_type, make = MAKERS[name]
    chance = random.Random(name)
    for _ in range(60):
        buffer = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(make())) as old, zipfile.ZipFile(buffer, "w") as new:
            chosen = chance.choice(old.namelist())
            for entry in old.namelist():
                data = bytearray(old.read(entry))
                for _ in range(chance.randrange(1, 8) if entry == chosen and data else 0):
                    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
                new.writestr(entry, bytes(data))
        gives_a_text_or_says_why(buffer.getvalue(), media_type)
