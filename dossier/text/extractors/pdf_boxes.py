"""Where spans of the text of a PDF stand on its pages."""

from __future__ import annotations

import contextlib
import ctypes
import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from dossier.text.barriers import without_furniture
from dossier.text.boxes import Box, by_line
from dossier.text.extractors import reading
from dossier.text.extractors.pdf import NO_TEXT, LaidOut, laid_out, opened, row_places
from dossier.text.extractors.pdf_words import HYPHEN, LINE_END, Ink
from dossier.text.normalise import Normalised, fold, normalise

# Of places on one page where the same words stand.
MAX_PLACES = 100
_MARKED = re.compile(r"^\[page (?P<kind>head|foot)\] (?P<words>[^\n\f]*)", re.MULTILINE)
_SPACE = re.compile(rf"[\s{HYPHEN}]*")


def boxes(data: bytes, text: str, pages: tuple[int, ...], spans: Iterable[tuple[int, int]]) -> list[tuple[Box, ...]]:
    """Where spans of the text of a PDF stand on its pages, one box a line; none where that cannot be told for certain.

    `text` and `pages` are as `pdf` gave them, today or by an older version. Raises as `pdf` does.
    """
    bare = without_furniture(text) or text
    with opened(data) as document, contextlib.ExitStack() as stack, reading("PDF"):
        seen: dict[int, _Page] = {}
        found = []
        for start, end in spans:
            rows: list[Box] = []
            seen_text = bare if bare[start:end].strip() else text
            for number, (first, last) in enumerate(pairwise([*pages, len(text)])):
                part = (max(start, first) - first, min(end, last) - first)
                if part[0] >= part[1] or not seen_text[first:last][slice(*part)].strip():
                    continue
                if number not in seen:
                    page = stack.enter_context(laid_out(document, number))
                    seen[number] = _Page(page, number, text[first:last])
                own = seen[number].boxes(*part, seen_text[first:last])
                if not own:
                    rows = []
                    break
                rows += own
            found.append(by_line(rows))
        return found


class _Page:
    """A page of a PDF, with its stored text; text of an older version is compared with what PDFium says today."""

    def __init__(self, page: LaidOut, number: int, stored: str) -> None:
        self._page, self._textpage, self._number = page, page.words.textpage, number
        self._raw = page.words.raw
        self._places = _places(page, number, stored)
        self._stored = normalise(stored)
        text, self._at = _unbroken(self._raw)
        self._drawn = normalise(text)

    def boxes(self, start: int, end: int, text: str) -> list[Box]:
        """The boxes of a span; `text` is the page's with blanks for words that are not asked for."""
        if self._places is None:
            return self._boxes_of_older(start, end)
        places = [self._places[at] for at in range(start, end) if not text[at].isspace()]
        found: list[Box] = []
        for first, last in self._runs(places):
            found += self._between(first, last)
        return found or self._boxes_of_answer(start, end)

    def _runs(self, places: list[int]) -> Iterator[tuple[int, int]]:
        """Places in PDFium's text that follow each other but for white space: first and last."""
        first = last = -1
        for place in places:
            if place < 0:
                continue
            if first < 0 or place <= last or not _SPACE.fullmatch(self._raw, last + 1, place):
                if first >= 0:
                    yield first, last
                first = place
            last = place
        if first >= 0:
            yield first, last

    def _boxes_of_answer(self, start: int, end: int) -> list[Box]:
        words = self._stored.source[start:end].strip()
        own = [answer for answer in self._page.answers if words in answer.marked]
        return [self._shown(own[0].ink)] if len(own) == 1 else []

    def _boxes_of_older(self, start: int, end: int) -> list[Box]:
        """The boxes of the same words, the same time that they stand on the page."""
        wanted = fold(self._stored.source[start:end]).strip()
        stored, drawn = (_every(text, wanted) for text in (self._stored, self._drawn))
        which = next((which for which, span in enumerate(stored) if span[0] >= start and span[1] <= end), None)
        if which is None or len(stored) != len(drawn):
            return []
        return self._between(self._at[drawn[which][0]], self._at[drawn[which][1] - 1])

    def _between(self, first: int, last: int) -> list[Box]:
        """The boxes of PDFium's text from one place to another."""
        start, end = self._page.words.index_of(first), self._page.words.index_of(last)
        if not 0 <= start <= end:
            return []
        count = self._textpage.count_rects(start, end - start + 1)
        return [self._shown(Ink(*self._textpage.get_rect(index))) for index in range(count)]

    def _shown(self, ink: Ink) -> Box:
        """A rectangle on the page as it is shown, to a tenth of a point."""
        from pypdfium2 import raw as pdfium

        page = self._page.page
        width, height = (round(10 * length) for length in page.get_size())
        x, y = ctypes.c_int(), ctypes.c_int()
        corners = []
        for corner in ((ink.left, ink.high), (ink.right, ink.low)):
            pdfium.FPDF_PageToDevice(page, 0, 0, width, height, 0, *corner, x, y)
            corners.append((x.value / 10, y.value / 10))
        (left, right), (top, bottom) = (sorted(sides) for sides in zip(*corners, strict=True))
        return Box(self._number + 1, left, top, right, bottom)


def _places(page: LaidOut, number: int, stored: str) -> list[int] | None:
    """Where each character of a page's stored text is in PDFium's; None when today's version says something else."""
    sheet = page.sheet(number)
    places = [-1] * len(stored)
    left_out: list[int] = []
    for match in _MARKED.finditer(stored):
        edges = sheet.edges.upper if match["kind"] == "head" else sheet.edges.lower
        row = next((edge.row for edge in edges if edge.text == match["words"] and edge.row not in left_out), None)
        if row is None:
            return None
        left_out.append(row)
        own = row_places(page.words.raw, page.rows[row])
        blank = len(sheet.texts[row]) - len(sheet.texts[row].lstrip())
        places[match.start("words") : match.end("words")] = own[blank : blank + len(match["words"])]
    body = "".join(joint + sheet.texts[row] for row, joint in sheet.body(left_out))
    blank = len(body) - len(body.lstrip("\n"))
    at = stored.find(body.strip("\n")) - blank
    if at < -blank:
        return None
    for row, joint in sheet.body(left_out):
        at += len(joint)
        own = row_places(page.words.raw, page.rows[row])
        places[at : at + len(own)] = own
        at += len(own)
    return places


def _unbroken(raw: str) -> tuple[str, list[int]]:
    """PDFium's text with line ends as they are stored, and the raw position of each character."""
    parts: list[str] = []
    at: list[int] = []
    done = 0
    for match in [*LINE_END.finditer(raw), None]:
        end = match.start() if match else len(raw)
        parts.append(NO_TEXT.sub("\u200b", raw[done:end]))  # the fold drops it
        at.extend(range(done, end))
        if match:
            parts.append("-\n" if match[0][0] in HYPHEN else "\n")
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
