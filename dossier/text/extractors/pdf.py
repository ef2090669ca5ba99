"""PDF, by PDFium: the text page by page in the order of the file, and where any span of it stands on its page."""

from __future__ import annotations

import contextlib
import ctypes
import re
import statistics
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from typing import Any, NamedTuple

from dossier.text.boxes import Box, by_line
from dossier.text.extractors import HIGH, LOW, MAX_TEXT_BYTES, Extracted, Lacking, Unreadable, library, reading
from dossier.text.normalise import Normalised, fold, normalise

MAX_PAGES = 5_000
# Of places on one page where the same words stand.
MAX_PLACES = 100
# Behind every page but the last: white space to a quotation that runs on, and the end of a paragraph unless one does.
PAGE_END, PAGE_RUNS_ON = "\n\n\f", "\n\f"
_PASSWORD = 4  # FPDF_ERR_PASSWORD
# The end of a line; the first two signs are what PDFium makes of a hyphen there, and the break behind it.
_HYPHEN = "\x02\ufffe"
_LINE = re.compile(f"[{_HYPHEN}](?:\r\n)?|\r\n|\r|\n")
_TURNED = re.compile("[\u0622\u0623\u0625\u0627\u0671]\u0644")
_NUMBER = re.compile(r"\S[0-9]+")
_NO_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff\ud800-\udfff]")


class _Ink(NamedTuple):
    """A rectangle as PDFium gives it: points from the lower left corner of the page's own coordinates."""

    left: float
    bottom: float
    right: float
    top: float


def pdf(data: bytes, _encoding: str | None) -> Extracted:
    """The text of every page; headers, footers and footnotes stand where the file draws them.

    A blank line parts lines that stand further apart than most of their page, and pages of which the next does not
    begin in mid-sentence, so that a paragraph can be told. Raises Unreadable for a damaged or encrypted file or one
    without any text, Lacking without pypdfium2.
    """
    texts, notes = [], []
    size = 0
    with _opened(data) as document:
        for number in range(len(document)):
            with reading("PDF"):
                text = _clean(_with_paragraphs(document, number))
            if not text.strip():
                notes.append(f"page {number + 1} holds no text: a picture, or empty")
            size += len(text)
            if size > MAX_TEXT_BYTES:
                raise Unreadable("its text is larger than any document's", "capture-bomb")
            texts.append(text)
    if not any(text.strip() for text in texts):
        raise Unreadable("it holds no text; it may be a scan: recognise its text first (`ocrmypdf IN OUT`)")
    whole, starts = texts[0], [0]
    for text in texts[1:]:
        whole += PAGE_RUNS_ON if text[:1].islower() else PAGE_END
        starts.append(len(whole))
        whole += text
    return Extracted(whole + "\n", maker(), tuple(starts), tuple(notes))


def maker() -> str:
    """What `Extracted.extractor` says of a PDF."""
    return f"pdf/2 {library('pypdfium2')}"


def title(data: bytes) -> str | None:
    """What the file calls itself, None when it does not say."""
    with _opened(data) as document:
        found = document.get_metadata_dict().get("Title") or ""
    return " ".join(_NO_TEXT.sub(" ", str(found)).split()) or None


def boxes(data: bytes, text: str, pages: tuple[int, ...], spans: Iterable[tuple[int, int]]) -> list[tuple[Box, ...]]:
    """Where spans of the text of a PDF stand on its pages, one box a line; none where that cannot be told for certain.

    `text` and `pages` are as `pdf` gave them, today or by an older version. Raises as `pdf` does.
    """
    with _opened(data) as document, contextlib.ExitStack() as opened, reading("PDF"):
        seen: dict[int, _Page] = {}
        found = []
        for start, end in spans:
            rows: list[Box] = []
            for number, (first, last) in enumerate(pairwise([*pages, len(text)])):
                part = (max(start, first) - first, min(end, last) - first)
                if part[0] >= part[1] or not text[first:last][slice(*part)].strip():
                    continue
                if number not in seen:
                    seen[number] = opened.enter_context(_page(document, number, text[first:last]))
                own = seen[number].boxes(*part)
                if not own:
                    rows = []
                    break
                rows += own
            found.append(by_line(rows))
        return found


class _Page:
    """A page of a PDF, with its stored text and what PDFium says today, both folded."""

    def __init__(self, page: Any, textpage: Any, number: int, stored: str) -> None:
        self._page, self._textpage, self._number = page, textpage, number
        raw = _raw(textpage)
        self._index_of = _indexer(textpage, raw)
        text, self._at = _unbroken(raw)
        self._stored, self._drawn = normalise(stored), normalise(text)

    def boxes(self, start: int, end: int) -> list[Box]:
        """The boxes of a span of the stored text: of the same words, the same time that they stand on the page."""
        wanted = fold(self._stored.source[start:end]).strip()
        stored, drawn = (_every(text, wanted) for text in (self._stored, self._drawn))
        which = next((which for which, span in enumerate(stored) if span[0] >= start and span[1] <= end), None)
        if which is None or len(stored) != len(drawn):
            return []
        first, last = (self._index_of(self._at[at]) for at in (drawn[which][0], drawn[which][1] - 1))
        if not 0 <= first <= last:
            return []
        count = self._textpage.count_rects(first, last - first + 1)
        return [self._shown(_Ink(*self._textpage.get_rect(index))) for index in range(count)]

    def _shown(self, ink: _Ink) -> Box:
        """A rectangle on the page as it is shown, to a tenth of a point."""
        from pypdfium2 import raw as pdfium

        width, height = (round(10 * length) for length in self._page.get_size())
        x, y = ctypes.c_int(), ctypes.c_int()
        corners = []
        for corner in ((ink.left, ink.top), (ink.right, ink.bottom)):
            pdfium.FPDF_PageToDevice(self._page, 0, 0, width, height, 0, *corner, x, y)
            corners.append((x.value / 10, y.value / 10))
        (left, right), (top, bottom) = (sorted(sides) for sides in zip(*corners, strict=True))
        return Box(self._number + 1, left, top, right, bottom)


@contextlib.contextmanager
def _page(document: Any, number: int, stored: str) -> Iterator[_Page]:
    page = document[number]
    textpage = page.get_textpage()
    try:
        yield _Page(page, textpage, number, stored)
    finally:
        textpage.close()
        page.close()


def _unbroken(raw: str) -> tuple[str, list[int]]:
    """PDFium's text with line ends as they are stored, and the raw position of each character."""
    parts: list[str] = []
    at: list[int] = []
    done = 0
    for match in [*_LINE.finditer(raw), None]:
        end = match.start() if match else len(raw)
        parts.append(_NO_TEXT.sub("\u200b", raw[done:end]))  # the fold drops it
        at.extend(range(done, end))
        if match:
            parts.append("-\n" if match[0][0] in _HYPHEN else "\n")
            at.extend([match.start()] * len(parts[-1]))
            done = match.end()
    return "".join(parts), at


def _every(text: Normalised, wanted: str) -> list[tuple[int, int]]:
    """Every place where words stand in a text; none when there are too many to tell apart."""
    spans: list[tuple[int, int]] = []
    at = text.text.find(wanted) if wanted else -1
    while at >= 0:
        if len(spans) == MAX_PLACES:
            return []
        spans.append(text.raw_span(at, at + len(wanted)))
        at = text.text.find(wanted, at + 1)
    return spans


@contextlib.contextmanager
def _opened(data: bytes) -> Iterator[Any]:
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
        yield document
    finally:
        document.close()


def _with_paragraphs(document: Any, number: int) -> str:
    page = document[number]
    textpage = page.get_textpage()
    try:
        raw = _raw(textpage)
        rows = list(_rows(textpage, raw))
        gaps = [above.bottom - below.top for above, below in pairwise(rows) if above and below]
        usual = statistics.median_low(gaps) if gaps else 0.0
        breaks = list(_LINE.finditer(raw))
        text, position = "", 0
        for match, above, below in zip(breaks, rows, rows[1:], strict=False):
            text += raw[position : match.start()]
            hyphen = match[0][0] in _HYPHEN
            apart = not text.endswith(("-", "\u2010", "\u00ad")) and above and below and _apart(above, below, usual)
            text += "-\n" if hyphen else "\n\n" if apart else "\n"
            position = match.end()
        return text + raw[position:]
    finally:
        textpage.close()
        page.close()


def _raw(textpage: Any) -> str:
    """PDFium's text of a page, sign for sign, with the Arabic ligature of lam and alef in the order it is read.

    PDFium turns a line written from right to left around by single letters, the two of this one sign with it. Digits
    set smaller and higher or lower than the sign before them are so in the text.
    """
    raw: str = textpage.get_text_range()
    signs = list(raw)
    index_of = _indexer(textpage, raw)
    for match in _TURNED.finditer(raw):
        index = index_of(match.start())
        if textpage.get_charbox(index) == textpage.get_charbox(index + 1):
            signs[match.start()], signs[match.start() + 1] = match[0][1], match[0][0]
    for match in _NUMBER.finditer(raw):
        line = _size_and_height(textpage, index_of(match.start()))
        for at in range(match.start() + 1, match.end()):
            size, height = _size_and_height(textpage, index_of(at))
            shift = height - line[1]
            if size < 0.95 * line[0] and abs(shift) > 0.1 * line[0]:
                signs[at] = raw[at].translate(HIGH if shift > 0 else LOW)
            else:
                line = size, height
    return "".join(signs)


def _size_and_height(textpage: Any, index: int) -> tuple[float, float]:
    """The height of a character's box, and where the line it is written on runs."""
    from pypdfium2 import raw as pdfium

    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetCharOrigin(textpage, index, x, y)
    ink = _Ink(*textpage.get_charbox(index, loose=True))
    return ink.top - ink.bottom, y.value


def _rows(textpage: Any, raw: str) -> Iterator[_Ink | None]:
    """The box of the first character of each line, None for a line that draws nothing."""
    position = 0
    index_of = _indexer(textpage, raw)
    for match in [*_LINE.finditer(raw), None]:
        end = match.start() if match else len(raw)
        inked = next((at for at in range(position, end) if not raw[at].isspace()), None)
        box = None
        if inked is not None:
            index = index_of(inked)
            if 0 <= index < textpage.count_chars():
                box = _Ink(*textpage.get_charbox(index, loose=True))
        yield box
        position = match.end() if match else end


def _indexer(textpage: Any, raw: str) -> Callable[[int], int]:
    """Gives PDFium's index of the character at a position of the text; it counts the text in UTF-16."""
    from pypdfium2 import raw as pdfium

    wide = [position for position, sign in enumerate(raw) if sign > "\uffff"]

    def index_of(position: int) -> int:
        return int(pdfium.FPDFText_GetCharIndexFromTextIndex(textpage, position + bisect_left(wide, position)))

    return index_of


def _apart(above: _Ink, below: _Ink, usual: float) -> bool:
    """Whether a line begins a paragraph: more space above it than usual, higher up the page, or other letters' size."""
    height, before = below.top - below.bottom, above.top - above.bottom
    gap = above.bottom - below.top
    return gap > usual + 0.35 * min(height, before) or gap < -2 * height or not 0.75 < height / (before or 1) < 1.33


def _clean(text: str) -> str:
    return _NO_TEXT.sub("", text).strip("\n")
