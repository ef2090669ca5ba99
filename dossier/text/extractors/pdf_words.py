"""The words of a PDF page as PDFium reads them: lines, words, and where each is drawn along its own direction.

Coordinates are turned so that the text runs from left to right and its lines go down: `left`, `right` along a line,
`low`, `high` across it. A page of text that runs in one direction has its own coordinates.
"""

from __future__ import annotations

import ctypes
import math
import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, NamedTuple

from dossier.text.extractors import HIGH, LOW

# The end of a line; the first two characters are what PDFium makes of a hyphen there, and the break after it.
HYPHEN = "\x02\ufffe"
LINE_END = re.compile(f"[{HYPHEN}](?:\r\n)?|\r\n|\r|\n")
_WORD = re.compile(r"\S+")
_TURNED = re.compile("[\u0622\u0623\u0625\u0627\u0671\u0649\u064a]\u0644")
_NUMBER = re.compile(r"\S[0-9]+")
_RTL = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
# Text turned by less than this is upright, and so on for each quarter of a turn.
_SNAP = math.radians(2)
# The height of a character's box in Helvetica, in sizes of the font.
_ORDINARY = 1.16


class Ink(NamedTuple):
    """A rectangle in turned coordinates."""

    left: float
    low: float
    right: float
    high: float

    @property
    def height(self) -> float:
        """How high it is."""
        return self.high - self.low


class Word(NamedTuple):
    """What stands between two spaces: `start` and `end` in PDFium's text, and its box."""

    start: int
    end: int
    left: float
    low: float
    right: float
    high: float

    @property
    def height(self) -> float:
        """The height of its first character's box, which goes with the size of its font."""
        return self.high - self.low


@dataclass(slots=True)
class Line:
    """A line as PDFium ends it: `end` and `next` are where its break begins and ends in PDFium's text.

    `first` is the box of its first character, None when it draws nothing; `turn` how many quarters its text is turned,
    None at any other angle. `rtl` says that it holds words from right to left, `mixed` that its direction may
    change; `height` is as `PageText.height` gives it for its first character.
    """

    start: int
    end: int
    next: int
    hyphen: bool
    words: list[Word] = field(default_factory=list)
    first: Ink | None = None
    turn: int | None = 0
    rtl: bool = False
    mixed: bool = False
    height: float = 0.0


class PageText:
    """PDFium's text of a page, character for character, and where each character is drawn.

    The Arabic ligatures of lam and alef or yeh are in the order they are read: PDFium turns a line written from right
    to left around by single letters, the two of such a character with it. Digits set smaller and higher or lower than
    the character before them are so in the text.
    """

    def __init__(self, textpage: Any) -> None:
        from pypdfium2 import raw as pdfium

        self._pdfium = pdfium
        self.textpage = textpage
        self._handle = textpage.raw
        self.original: str = textpage.get_text_range()
        self.index_of = self._indexer()
        self._ink = _loose_boxes(self._handle)
        self._matrix = pdfium.FS_MATRIX()
        self.raw = self._mended()
        self.rtl = _RTL.search(self.raw) is not None
        self._lines: list[Line] | None = None

    def lines(self) -> list[Line]:
        """The lines of the page, in PDFium's order, with their words."""
        if self._lines is not None:
            return self._lines
        found = self._lines = []
        position = 0
        for match in [*LINE_END.finditer(self.raw), None]:
            end, after = match.span() if match else (len(self.raw), len(self.raw))
            line = Line(position, end, after, bool(match) and match[0][0] in HYPHEN if match else False)
            self._fill(line)
            found.append(line)
            position = after
        return found

    def height(self, position: int, ink: Ink) -> float:
        """How high a character's box would be in an ordinary font: the boxes of some are far higher than their letters.

        All lengths of the layout are measured in it.
        """
        index, matrix = self.index_of(position), self._matrix
        if not self._pdfium.FPDFText_GetMatrix(self._handle, index, matrix):
            return ink.height or 1.0
        size = self._pdfium.FPDFText_GetFontSize(self._handle, index) * math.hypot(matrix.c, matrix.d) * _ORDINARY
        return size if 0.45 * ink.height < size < 1.35 * ink.height else ink.height or 1.0

    def by_direction(self, lines: Iterable[Line]) -> Iterator[Line]:
        """The lines, those in which the direction changes cut where it does."""
        for line in lines:
            if not line.mixed:
                yield line
                continue
            parts = [part for word in line.words for part in self._one_direction(word.start, word.end)]
            if all(turn == line.turn for _, _, turn in parts):
                yield line
                continue
            for turn, group in groupby(parts, key=lambda part: part[2]):
                spans = [(start, end) for start, end, _ in group]
                last = spans[-1][1] == line.words[-1].end
                own = Line(spans[0][0], spans[-1][1], spans[-1][1], line.hyphen and last, turn=turn, rtl=line.rtl)
                self._place(own, spans)
                yield own

    def _one_direction(self, start: int, end: int) -> Iterator[tuple[int, int, int | None]]:
        """The parts of a word, each with by how many quarters it is turned."""
        turn = self.turn(start)
        if end - start == 1 or self.turn(end - 1) == turn:
            yield start, end, turn
            return
        for turn, places in groupby(range(start, end), key=self.turn):
            part = list(places)
            yield part[0], part[-1] + 1, turn

    def ink(self, position: int, turn: int = 0) -> Ink:
        """The box of a character, by its position in the text, as high as its font."""
        return turned(self._ink(self.index_of(position)), turn)

    def base(self, position: int, turn: int = 0) -> float:
        """Where the line runs that a character is written on, across the direction of the text."""
        x, y = self._origin(position)
        return (y, -x, -y, x)[turn]

    def _fill(self, line: Line) -> None:
        spans = [match.span() for match in _WORD.finditer(self.raw, line.start, line.end)]
        if spans:
            line.turn = self.turn(spans[0][0])
            line.rtl = self.rtl and _RTL.search(self.raw, line.start, line.end) is not None
            self._place(line, spans)

    def _place(self, line: Line, spans: Iterable[tuple[int, int]]) -> None:
        """Put words with their boxes into a line."""
        ink, index_of, turn, words = self._ink, self.index_of, line.turn or 0, line.words
        for start, end in spans:
            first = ink(index_of(start))
            last = ink(index_of(end - 1)) if end - start > 1 else first
            if turn:
                first, last = turned(first, turn), turned(last, turn)
            if end - start > 1 and (last[0] <= first[0] or abs(last[1] - first[1]) > first[3] - first[1]):
                line.mixed = True
            if line.first is None:
                line.first = Ink(*first)
                line.height = self.height(start, line.first)
            left = first[0] if first[0] < last[0] else last[0]
            right = first[2] if first[2] > last[2] else last[2]
            words.append(Word(start, end, left, first[1], right, first[3]))

    def turn(self, position: int) -> int | None:
        """By how many quarters to the left a character is turned; None at any other angle."""
        angle = self._pdfium.FPDFText_GetCharAngle(self._handle, self.index_of(position))
        if angle < 0:
            return 0
        # PDFium turns to the right, as y grows downward there
        quarters, rest = divmod(-angle + _SNAP, math.pi / 2)
        return int(quarters) % 4 if rest < 2 * _SNAP else None

    def _origin(self, position: int) -> tuple[float, float]:
        x, y = ctypes.c_double(), ctypes.c_double()
        self._pdfium.FPDFText_GetCharOrigin(self._handle, self.index_of(position), x, y)
        return x.value, y.value

    def _indexer(self) -> Callable[[int], int]:
        """Gives PDFium's index of the character at a position of the text; it counts the text in UTF-16."""
        pdfium, raw, handle = self._pdfium, self.original, self._handle
        count = pdfium.FPDFText_CountChars(handle)
        wide = [position for position, character in enumerate(raw) if character > "\uffff"] if not raw.isascii() else []

        def index_of(position: int) -> int:
            return int(pdfium.FPDFText_GetCharIndexFromTextIndex(handle, position + bisect_left(wide, position)))

        if not wide and count == len(raw) and (not raw or index_of(count - 1) == count - 1):
            return int  # indices grow with positions: when the last are the same, all are
        return index_of

    def _mended(self) -> str:
        raw = self.original
        changed: dict[int, str] = {}
        for match in _TURNED.finditer(raw):
            if self._tight(match.start()) == self._tight(match.start() + 1):
                changed[match.start()], changed[match.start() + 1] = match[0][1], match[0][0]
        for match in _NUMBER.finditer(raw):
            self._raise_digits(match, changed)
        if not changed:
            return raw
        characters = list(raw)
        for at, character in changed.items():
            characters[at] = character
        return "".join(characters)

    def _raise_digits(self, match: re.Match[str], changed: dict[int, str]) -> None:
        if self._ink(self.index_of(match.start())) == self._ink(self.index_of(match.end() - 1)):
            return
        turn = self.turn(match.start())
        if turn is None:
            return
        boxes = [self.ink(at, turn) for at in range(match.start(), match.end())]
        if all(abs(box.low - boxes[0].low) < 0.01 and abs(box.high - boxes[0].high) < 0.01 for box in boxes):
            return
        size, height = boxes[0].height, self.base(match.start(), turn)
        for at, box in enumerate(boxes[1:], match.start() + 1):
            shift = self.base(at, turn) - height
            if box.height < 0.95 * size and abs(shift) > 0.1 * size:
                changed[at] = match.string[at].translate(HIGH if shift > 0 else LOW)
            else:
                size, height = box.height, height + shift

    def _tight(self, position: int) -> tuple[float, ...]:
        return tuple(self.textpage.get_charbox(self.index_of(position)))


def _loose_boxes(handle: Any) -> Callable[[int], tuple[float, float, float, float]]:
    """Gives the box of a character by PDFium's index; the quickest way to ask, for it is asked for every word."""
    from pypdfium2 import raw as pdfium

    ask, box = pdfium.FPDFText_GetLooseCharBox, pdfium.FS_RECTF()
    reference = ctypes.byref(box)

    def ink(index: int) -> tuple[float, float, float, float]:
        if not ask(handle, index, reference):
            return 0.0, 0.0, 0.0, 0.0
        return box.left, box.bottom, box.right, box.top

    return ink


def turned(box: tuple[float, float, float, float], turn: int) -> Ink:
    """A rectangle of the page in the coordinates of text that is turned."""
    left, low, right, high = box
    if turn == 1:
        return Ink(low, -right, high, -left)
    if turn == 2:
        return Ink(-right, -high, -left, -low)
    if turn == 3:
        return Ink(-high, left, -low, right)
    return Ink(left, low, right, high)
