"""What a reader should know of a page of a PDF: pictures whose words were not read, letters that cannot be read."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dossier.text.extractors.pdf import LaidOut

# A page with fewer letters than this is looked at for pictures; one that covers less of it is an illustration.
_FEW_LETTERS, _COVERED = 400, 0.2
_MOST_OBJECTS = 2_000
# Characters that say nothing: for private use, unknown, or none.
_NOTHING = re.compile("[\x00\x01\x03-\x08\x0b\x0c\x0e-\x1f\x7f\ue000-\uf8ff\ufffd\U000f0000-\U0010ffff]")
_UNREADABLE = 0.3


def notes_of(page: LaidOut, number: int, text: str) -> tuple[str, ...]:
    """The notes on a page with this text."""
    return tuple(f"page {number + 1} {what}" for what in _notes(page, text))


def _notes(page: LaidOut, text: str) -> Iterator[str]:
    if page.stamps:
        yield "has a stamp that is a picture: its words are not in the text"
    unreadable = _unreadable(page)
    if unreadable:
        yield "holds letters that cannot be read: the file does not say which they are; compare it with the page"
    if not text.strip():
        if not unreadable:
            yield "holds no text: a picture, or empty"
        return
    letters = sum(character.isalnum() for character in text) if len(text) < 4 * _FEW_LETTERS else _FEW_LETTERS
    if letters < _FEW_LETTERS:
        covered = _covered(page.page)
        if covered >= _COVERED:
            yield f"is a picture over {covered:.0%} of it: the words in the picture are not in the text"


def _unreadable(page: LaidOut) -> bool:
    """Whether many letters of a page have no meaning."""
    raw = page.words.original
    drawn = len(raw) - sum(map(raw.count, " \r\n"))
    if not drawn:
        return False
    return len(_NOTHING.findall(raw)) > _UNREADABLE * drawn


def _covered(page: Any) -> float:
    """How much of a page pictures cover, at most all of it."""
    from pypdfium2 import raw as pdfium

    width, height = page.get_size()
    area = 0.0
    for index in range(min(pdfium.FPDFPage_CountObjects(page.raw), _MOST_OBJECTS)):
        drawn = pdfium.FPDFPage_GetObject(page.raw, index)
        if _is_picture(drawn):
            area += _area(drawn)
    return min(1.0, area / (width * height)) if width and height else 0.0


def _is_picture(drawn: Any, depth: int = 0) -> bool:
    from pypdfium2 import raw as pdfium

    kind = pdfium.FPDFPageObj_GetType(drawn)
    if kind == pdfium.FPDF_PAGEOBJ_FORM and depth < 4:
        inner = min(pdfium.FPDFFormObj_CountObjects(drawn), _MOST_OBJECTS)
        return any(_is_picture(pdfium.FPDFFormObj_GetObject(drawn, at), depth + 1) for at in range(inner))
    return bool(kind == pdfium.FPDF_PAGEOBJ_IMAGE)


def _area(drawn: Any) -> float:
    from pypdfium2 import raw as pdfium

    sides = [ctypes.c_float() for _ in range(4)]
    if not pdfium.FPDFPageObj_GetBounds(drawn, *sides):
        return 0.0
    left, low, right, high = (side.value for side in sides)
    return max(0.0, right - left) * max(0.0, high - low)
