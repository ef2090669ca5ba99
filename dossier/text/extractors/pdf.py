"""PDF, by PDFium: the text page by page in the order in which it is read.

`pdf_words` asks PDFium, `layout` puts the rows of a page in order, `furniture` knows running heads, `pdf_answers` what
was written onto a page, `pdf_boxes` where words stand. Here pages become one text.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from dossier.text.barriers import BARRIER, FOOT, HEAD
from dossier.text.extractors import MAX_TEXT_BYTES, Extracted, Lacking, Unreadable, library, reading
from dossier.text.extractors.furniture import Edges, edges, furniture
from dossier.text.extractors.grids import rules_of
from dossier.text.extractors.layout import Row, arranged
from dossier.text.extractors.pdf_answers import Answer, answers, with_answers
from dossier.text.extractors.pdf_notes import notes_of
from dossier.text.extractors.pdf_words import PageText

MAX_PAGES = 5_000
# Behind every page but the last: white space to a quotation that runs on, and the end of a paragraph unless one does.
PAGE_END, PAGE_RUNS_ON = "\n\n\f", "\n\f"
NO_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_PASSWORD = 4  # FPDF_ERR_PASSWORD
_RANKS = ("", "\n", "\n\n", BARRIER)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page laid out: the texts of its rows, what parts each from the row before it, and its outermost rows."""

    texts: list[str]
    joints: list[str]
    edges: Edges
    notes: tuple[str, ...] = ()

    def body(self, left_out: Sequence[int] = ()) -> list[tuple[int, str]]:
        """The rows that are no running heads or feet, each with what parts it from the one before."""
        rows: list[tuple[int, str]] = []
        joint = ""
        for at, own in enumerate(self.joints):
            joint = max(joint, own, key=_rank)
            if at not in left_out:
                rows.append((at, joint if rows else ""))
                joint = ""
        return rows

    def text(self, left_out: Sequence[int] = ()) -> str:
        """The text of those rows."""
        return "".join(joint + self.texts[at] for at, joint in self.body(left_out)).strip("\n")


def _rank(joint: str) -> int:
    return _RANKS.index(joint) if joint in _RANKS else len(_RANKS)


def pdf(data: bytes, _encoding: str | None) -> Extracted:
    """The text of every page; footnotes stand where the file draws them, running heads and feet are marked.

    A blank line parts lines that stand further apart than most of their page, and pages of which the next does not
    begin in mid-sentence, so that a paragraph can be told. Raises Unreadable for a damaged or encrypted file or one
    without any text, Lacking without pypdfium2.
    """
    sheets: list[Sheet] = []
    size = 0
    with opened(data) as document:
        for number in range(len(document)):
            with reading("PDF"):
                sheet = _sheet(document, number)
            size += sum(map(len, sheet.texts))
            if size > MAX_TEXT_BYTES:
                raise Unreadable("its text is larger than any document's", "capture-bomb")
            sheets.append(sheet)
    if not any(text.strip() for sheet in sheets for text in sheet.texts):
        raise Unreadable("it holds no text; it may be a scan: recognise its text first (`ocrmypdf IN OUT`)")
    text, starts = _joined(sheets)
    notes = tuple(note for sheet in sheets for note in sheet.notes)
    return Extracted(text + "\n", maker(), starts, notes)


def maker() -> str:
    """What `Extracted.extractor` says of a PDF."""
    return f"pdf/3 {library('pypdfium2')}"


def title(data: bytes) -> str | None:
    """What the file calls itself, None when it does not say."""
    with opened(data) as document:
        found = document.get_metadata_dict().get("Title") or ""
    return " ".join(NO_TEXT.sub(" ", str(found)).split()) or None


def _joined(sheets: Sequence[Sheet]) -> tuple[str, tuple[int, ...]]:
    """The text of all pages, and where each begins. Running heads and feet stand at the edges of their page."""
    known = furniture([sheet.edges for sheet in sheets])
    pages = []
    for sheet, (heads, feet) in zip(sheets, known, strict=True):
        body = sheet.text([*heads, *feet])
        if not body.strip():  # nothing but a head: no furniture of a text
            pages.append(("", sheet.text(), ""))
            continue
        head = "\n".join(HEAD + sheet.texts[row].strip() for row in heads)
        foot = "\n".join(FOOT + sheet.texts[row].strip() for row in feet)
        pages.append((head, body, foot))
    parts: list[str] = []
    starts: list[int] = []
    length = 0
    runs_on = False
    for at, (head, body, foot) in enumerate(pages):
        starts.append(length)
        page = [head, "\n" if runs_on else "\n\n"] if head else []
        page.append(body)
        runs_on = at + 1 < len(pages) and pages[at + 1][1][:1].islower()
        if foot:
            page += ["\n" if runs_on else "\n\n", foot]
        if at + 1 < len(pages):
            page.append(PAGE_RUNS_ON if runs_on else PAGE_END)
        parts += page
        length += sum(map(len, page))
    return "".join(parts), tuple(starts)


# ------------------------------------------------------------------------------------------------ one page


@contextlib.contextmanager
def opened(data: bytes) -> Iterator[Any]:
    """The document, with its forms. Raises as `pdf` does."""
    try:
        import pypdfium2
    except ImportError:
        raise Lacking("PDF is read by the Python package pypdfium2, which is not installed") from None
    if b"%%EOF" not in data[-2048:]:
        raise Unreadable("the file is cut off: a PDF ends with %%EOF", "capture-truncated")
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == _PASSWORD:
            raise Unreadable("it is encrypted and opens only with a password", "capture-encrypted") from None
        raise Unreadable("it cannot be read as PDF: it is damaged or cut off") from None
    try:
        if not 0 < len(document) <= MAX_PAGES:
            raise Unreadable("it has {count:,} pages; from 1 to {most:,} are read", count=len(document), most=MAX_PAGES)
        if b"/AcroForm" in data or b"/ObjStm" in data:
            with contextlib.suppress(pypdfium2.PdfiumError):
                document.init_forms()
        yield document
    finally:
        document.close()


@dataclass(slots=True)
class LaidOut:
    """A page with its rows in order, while it is open."""

    page: Any
    words: PageText
    rows: list[Row]
    answers: list[Answer]
    stamps: int

    def sheet(self, number: int) -> Sheet:
        """The texts of its rows, without what no text may hold."""
        texts = [row_text(self.words.raw, row) for row in self.rows]
        placed = [(text, row.ink.low if row.ink else None) for text, row in zip(texts, self.rows, strict=True)]
        text = "".join(texts)
        return Sheet(texts, [row.joint for row in self.rows], edges(placed), notes_of(self, number, text))


@contextlib.contextmanager
def laid_out(document: Any, number: int) -> Iterator[LaidOut]:
    """A page of a document, with its rows in the order in which they are read."""
    page = document[number]
    textpage = page.get_textpage()
    try:
        words = PageText(textpage)
        rows = arranged(words, rules_of(page))
        found, stamps = answers(document, number, page, textpage.count_chars())
        yield LaidOut(page, words, with_answers(words, rows, found) if found else rows, found, stamps)
    finally:
        textpage.close()
        page.close()


def _sheet(document: Any, number: int) -> Sheet:
    with laid_out(document, number) as page:
        return page.sheet(number)


def row_text(raw: str, row: Row) -> str:
    """What a row says."""
    text = "".join(piece if isinstance(piece, str) else raw[slice(*piece)] for piece in row.pieces)
    return NO_TEXT.sub("", text + "-" if row.hyphen else text)


def row_places(raw: str, row: Row) -> list[int]:
    """Where each character of what a row says is in PDFium's text, -1 for what is not there."""
    places: list[int] = []
    for piece in row.pieces:
        if isinstance(piece, str):
            places += [-1] * len(piece)
        else:
            places += [at for at in range(*piece) if not NO_TEXT.match(raw, at)]
    return [*places, -1] if row.hyphen else places
