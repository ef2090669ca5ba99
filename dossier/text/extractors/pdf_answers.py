"""What was written onto a page of a PDF: answers in form fields, typed notes and stamps, with their places.

PDFium's text of a page leaves them out. What a field or note shows is read by drawing it into a copy of the page.
"""

from __future__ import annotations

import contextlib
import ctypes
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from dossier.text.barriers import ANSWER, NOTE
from dossier.text.extractors.layout import Row
from dossier.text.extractors.pdf_words import Ink, PageText, Word, turned

_FREE_TEXT, _STAMP, _WIDGET = 3, 13, 20
_BUTTON, _CHECK_BOX, _RADIO_BUTTON = 1, 2, 3
_UNSEEN = 0x02 | 0x20  # hidden, not to be viewed
_MOST = 2_000  # on one page
TICKED = "ticked"
_OPEN = ANSWER[:1]


@dataclass(slots=True)
class Answer:
    """Words written onto a page, as they are marked in its text, and where, in the page's own coordinates."""

    kind: int
    ink: Ink
    words: str = ""

    @property
    def marked(self) -> str:
        """The words with their mark: `[form answer: …]`."""
        return f"{ANSWER if self.kind == _WIDGET else NOTE}{self.words}]"


def answers(document: Any, number: int, page: Any, count: int) -> tuple[list[Answer], int]:
    """What is written onto a page whose own text has `count` characters, and how many stamps show no words."""
    from pypdfium2 import raw as pdfium

    most = min(pdfium.FPDFPage_GetAnnotCount(page.raw), _MOST)
    if most <= 0:
        return [], 0
    form = document.formenv.raw if document.formenv else None
    found: list[Answer] = []
    values: list[str] = []
    for index in range(most):
        with _annotation(page, index) as note:
            kind = pdfium.FPDFAnnot_GetSubtype(note)
            if kind not in (_FREE_TEXT, _STAMP, _WIDGET) or pdfium.FPDFAnnot_GetFlags(note) & _UNSEEN:
                continue
            value = _value(form, note, kind)
            if value is None:
                continue
            found.append(Answer(kind, _place(note)))
            values.append(value)
    if not found:
        return [], 0
    drawn = _drawn(document, number, page, count, found)
    for answer, value, shown in zip(found, values, drawn, strict=True):
        same = "".join(shown.split()) == "".join(value.split())
        answer.words = value if value == TICKED or same or not shown else shown
    stamps = sum(answer.kind == _STAMP and not answer.words for answer in found)
    return [answer for answer in found if answer.words], stamps


@contextlib.contextmanager
def _annotation(page: Any, index: int) -> Iterator[Any]:
    from pypdfium2 import raw as pdfium

    note = pdfium.FPDFPage_GetAnnot(page.raw, index)
    try:
        yield note
    finally:
        pdfium.FPDFPage_CloseAnnot(note)


def _place(note: Any) -> Ink:
    from pypdfium2 import raw as pdfium

    box = pdfium.FS_RECTF()
    pdfium.FPDFAnnot_GetRect(note, box)
    return Ink(min(box.left, box.right), min(box.bottom, box.top), max(box.left, box.right), max(box.bottom, box.top))


def _value(form: Any, note: Any, kind: int) -> str | None:
    """What a field or note holds, None for a button and for a box that is not ticked."""
    from pypdfium2 import raw as pdfium

    if kind != _WIDGET:
        return (
            _string(lambda *room: pdfium.FPDFAnnot_GetStringValue(note, b"Contents", *room)) if kind != _STAMP else ""
        )
    if form is None:
        return ""
    field = pdfium.FPDFAnnot_GetFormFieldType(form, note)
    if field == _BUTTON:
        return None
    if field in (_CHECK_BOX, _RADIO_BUTTON):
        return TICKED if pdfium.FPDFAnnot_IsChecked(form, note) else None
    return _string(lambda *room: pdfium.FPDFAnnot_GetFormFieldValue(form, note, *room))


def _string(ask: Callable[..., int]) -> str:
    size = ask(None, 0)
    if size <= 2:
        return ""
    from pypdfium2 import raw as pdfium

    room = ctypes.create_string_buffer(size)
    ask(ctypes.cast(room, ctypes.POINTER(pdfium.FPDF_WCHAR)), size)
    return " ".join(room.raw[: size - 2].decode("utf-16-le", errors="replace").split())


def _drawn(document: Any, number: int, page: Any, count: int, found: list[Answer]) -> list[str]:
    """What each of them shows: its text once it is drawn into the page, behind the page's own."""
    from pypdfium2 import raw as pdfium

    if pdfium.FPDFPage_Flatten(page.raw, pdfium.FLAT_NORMALDISPLAY) != pdfium.FLATTEN_SUCCESS:
        return [""] * len(found)
    texts: list[list[str]] = [[] for _ in found]
    again = document[number]
    textpage = again.get_textpage()
    try:
        owner = 0
        for index in range(count, pdfium.FPDFText_CountChars(textpage.raw)):
            character = chr(pdfium.FPDFText_GetUnicode(textpage.raw, index))
            if character.isspace():
                texts[owner].append(" ")
                continue
            left, low, right, high = textpage.get_charbox(index)
            x, y = (left + right) / 2, (low + high) / 2
            inside = [at for at, each in enumerate(found) if _holds(each.ink, x, y)]
            if not inside:
                continue
            if owner not in inside:
                owner = inside[0]
                texts[owner].append(" ")
            texts[owner].append(character)
    finally:
        textpage.close()
        again.close()
    return [" ".join("".join(text).split()) for text in texts]


def _holds(ink: Ink, x: float, y: float) -> bool:
    return ink.left - 1 <= x <= ink.right + 1 and ink.low - 1 <= y <= ink.high + 1


def with_answers(page: PageText, rows: list[Row], found: list[Answer]) -> list[Row]:
    """The rows with every answer behind the words it stands beside, or else in a row of its own below others."""
    turn = rows[0].turn or 0 if rows else 0
    for answer in sorted(found, key=lambda each: (-each.ink.high, each.ink.left)):
        ink = turned(answer.ink, turn)
        word = _word_before(page, ink, turn)
        label = _label_behind(page, ink, turn) if answer.words == TICKED else None
        is_nearer = label and (word is None or label.left - ink.right < ink.left - word.right)
        if label and is_nearer and _put_before(rows, label.start, answer.marked):
            continue
        if word is None or not _put_behind(rows, word.end, answer.marked):
            _put_below(rows, ink, turn, answer.marked)
    return rows


def _label_behind(page: PageText, ink: Ink, turn: int) -> Word | None:
    """The word at the right of a box to tick, near enough to be what is ticked."""
    middle = (ink.low + ink.high) / 2
    words = [
        word
        for line in page.lines()
        for word in line.words
        if line.turn == turn and 0 <= word.left - ink.right + 1 < 2 * word.height and word.low < middle < word.high
    ]
    return min(words, key=lambda word: word.left, default=None)


def _put_before(rows: list[Row], at: int, marked: str) -> bool:
    for row in rows:
        for number, piece in enumerate(row.pieces):
            if not isinstance(piece, str) and piece[0] <= at < piece[1]:
                before: list[tuple[int, int] | str] = [(piece[0], at)] if piece[0] < at else []
                row.pieces[number : number + 1] = [*before, f"{marked} ", (at, piece[1])]
                return True
    return False


def _word_before(page: PageText, ink: Ink, turn: int) -> Word | None:
    """The nearest word on the left of an answer, in a line with it."""
    middle = (ink.low + ink.high) / 2
    words = [
        word
        for line in page.lines()
        for word in line.words
        if line.turn == turn and word.right <= ink.left + 3 and (word.low < middle < word.high or _is_within(word, ink))
    ]
    return max(words, key=lambda word: (word.right, word.high), default=None)


def _is_within(word: Word, ink: Ink) -> bool:
    """Whether a word stands at the height of an answer that is one line high."""
    return ink.height < 2.5 * word.height and ink.low < (word.low + word.high) / 2 < ink.high


def _put_behind(rows: list[Row], at: int, marked: str) -> bool:
    for row in rows:
        for number, piece in enumerate(row.pieces):
            if isinstance(piece, str) or not piece[0] < at <= piece[1]:
                continue
            after = number + 1
            own: list[tuple[int, int] | str] = [(piece[0], at)]
            while piece[1] == at and after < len(row.pieces) and str(row.pieces[after]).startswith(f" {_OPEN}"):
                own.append(row.pieces[after])  # another answer in the same line, further to the left
                after += 1
            own.append(f" {marked}")
            if at < piece[1]:
                own.append((at, piece[1]))
            row.pieces[number:after] = own
            return True
    return False


def _put_below(rows: list[Row], ink: Ink, turn: int, marked: str) -> None:
    above = [at for at, row in enumerate(rows) if row.ink and row.turn == turn and row.ink.low >= ink.high - 3]
    at = 1 + min(above, key=lambda at: _low(rows[at])) if above else 0
    if at < len(rows) and rows[at].joint in ("", "\n"):
        rows[at].joint = "\n\n"
    rows.insert(at, Row([marked], "\n\n" if at else "", None, ink, turn))


def _low(row: Row) -> float:
    return row.ink.low if row.ink else 0.0
