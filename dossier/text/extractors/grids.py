"""Ruling lines of a page, and the tables that they draw: which words are in which cell."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dossier.text.extractors.pdf_words import Word
    from dossier.text.extractors.segments import Segment

# Points: how thick a ruling line is at most, how long at least, and how near two are that meet.
_THICK, _SHORT, _NEAR = 3.0, 6.0, 3.0
_MOST_OBJECTS, _MOST_RULES = 20_000, 4_000
_TOLERANCE = 1.5
# A cell with at most as many characters a line may be one line of several rows that nothing parts.
_FEW = 14

Stroke = tuple[float, float, float]  # where it is, and from where to where it runs


@dataclass(frozen=True, slots=True)
class Rules:
    """Ruling lines: `upright` as (x, low, high), `level` as (y, left, right), those in one line joined."""

    upright: tuple[Stroke, ...] = ()
    level: tuple[Stroke, ...] = ()

    def turned(self, turn: int) -> Rules:
        """The rules in the coordinates of text that is turned."""
        if not turn or not (self.upright or self.level):
            return self
        if turn == 2:
            return Rules(_negated(self.upright), _negated(self.level))
        if turn == 1:
            return Rules(_mirrored(self.level), tuple((-x, low, high) for x, low, high in self.upright))
        return Rules(tuple((-y, left, right) for y, left, right in self.level), _mirrored(self.upright))

    def uprights_at(self, height: float, left: float, right: float) -> list[float]:
        """Where upright rules cross a height between two places, from left to right."""
        return sorted(x for x, low, high in self.upright if left < x < right and low <= height <= high)

    def is_between(self, before: Word, after: Word) -> bool:
        """Whether an upright rule stands between two words of a line."""
        slack = 0.15 * after.height
        middle = (after.low + after.high) / 2
        return bool(self.uprights_at(middle, before.right - slack, after.left + slack))


def _negated(strokes: Iterable[Stroke]) -> tuple[Stroke, ...]:
    return tuple((-at, -end, -start) for at, start, end in strokes)


def _mirrored(strokes: Iterable[Stroke]) -> tuple[Stroke, ...]:
    return tuple((at, -end, -start) for at, start, end in strokes)


def rules_of(page: Any) -> Rules:
    """The ruling lines that a page draws itself, not those of a form that it uses."""
    import ctypes

    from pypdfium2 import raw as pdfium

    count = pdfium.FPDFPage_CountObjects(page.raw)
    if count > _MOST_OBJECTS:
        return Rules()
    sides = [ctypes.c_float() for _ in range(4)]
    upright: list[Stroke] = []
    level: list[Stroke] = []
    for index in range(count):
        drawn = pdfium.FPDFPage_GetObject(page.raw, index)
        if pdfium.FPDFPageObj_GetType(drawn) != pdfium.FPDF_PAGEOBJ_PATH:
            continue
        if not pdfium.FPDFPageObj_GetBounds(drawn, *sides):
            continue
        left, low, right, high = (side.value for side in sides)
        if right - left <= _THICK < high - low:
            upright.append(((left + right) / 2, low, high))
        elif high - low <= _THICK < right - left:
            level.append(((low + high) / 2, left, right))
        elif _is_stroked(drawn):
            upright += [(left, low, high), (right, low, high)]
            level += [(low, left, right), (high, left, right)]
        if len(upright) + len(level) > _MOST_RULES:
            return Rules()
    return Rules(_joined(upright), _joined(level))


def _is_stroked(drawn: Any) -> bool:
    import ctypes

    from pypdfium2 import raw as pdfium

    fill, stroke = ctypes.c_int(), ctypes.c_int()
    return bool(pdfium.FPDFPath_GetDrawMode(drawn, fill, stroke) and stroke.value)


def _joined(strokes: list[Stroke]) -> tuple[Stroke, ...]:
    """Strokes in one line made one where they meet; the short ones left out."""
    groups: list[list[Stroke]] = []
    for stroke in sorted(strokes):
        if not groups or stroke[0] - groups[-1][0][0] > _TOLERANCE:
            groups.append([])
        groups[-1].append(stroke)
    found: list[Stroke] = []
    for group in groups:
        at = statistics.fmean(stroke[0] for stroke in group)
        spans = sorted(stroke[1:] for stroke in group)
        start, end = spans[0]
        for first, last in [*spans[1:], (float("inf"), float("inf"))]:
            if first - end > _NEAR:
                if end - start > _SHORT:
                    found.append((at, start, end))
                start = first
            end = max(end, last)
    return tuple(found)


@dataclass(slots=True, eq=False)
class Grid:
    """A table drawn with ruling lines: `cells` by the rules around them (left, right, low, high)."""

    cells: dict[tuple[float, float, float, float], list[Segment]]
    left: float
    low: float
    right: float
    high: float
    orders: tuple[int, ...] = field(default=())

    @property
    def order(self) -> int:
        """The first place in PDFium's order that it takes."""
        return self.orders[0]

    def rows(self) -> Iterator[list[list[Segment]]]:
        """Its rows from the top, each cell with its segments."""
        ordered = sorted(self.cells.items(), key=lambda cell: (-cell[0][3], cell[0][0]))
        bands = len({place[3] for place in self.cells})
        row: list[list[Segment]] = []
        for before, (place, own) in zip([None, *ordered], ordered, strict=False):
            if before is not None and before[0][3] - place[3] > _NEAR and row:
                yield from _lines_of(row, bands)
                row = []
            row.append(own)
        if row:
            yield from _lines_of(row, bands)


def _lines_of(row: list[list[Segment]], bands: int) -> Iterator[list[list[Segment]]]:
    """The row, or the lines of its cells one by one where rows seem to stand in it that no rule parts.

    They do where most cells of several lines have them at the same heights and short, and none has one between these;
    of two lines that is no sign when rules part the table in several `bands`.
    """
    several = [heights for cell in row if len(heights := _heights(cell)) > 1]
    alike = [heights for heights in several if sum(_alike(heights, other) for other in several) > 0.6 * len(several)]
    lengths = [segment.length for cell in row if len(_heights(cell)) > 1 for segment in cell]
    between = any(
        all(abs(height - base) > 2 * _TOLERANCE for height in alike[0])
        for cell in row
        for base in (_heights(cell) if alike and len(_heights(cell)) == 1 else ())
    )
    few = len(alike[0]) < 3 and bands > 2 if alike else True
    if len(several) < 2 or few or between or statistics.median(lengths) > _FEW:
        yield row
        return
    heights = alike[0]
    lines: list[list[list[Segment]]] = [[[] for _ in row] for _ in heights]
    for at, cell in enumerate(row):
        for segment in cell:
            base = segment.base
            nearest = min(range(len(heights)), key=lambda line: abs(heights[line] - base))
            lines[nearest][at].append(segment)
    yield from lines


def _heights(cell: Sequence[Segment]) -> list[int]:
    return sorted({round(segment.base) for segment in cell}, reverse=True)


def _alike(one: Sequence[float], other: Sequence[float]) -> bool:
    return len(one) == len(other) and all(abs(a - b) <= _TOLERANCE for a, b in zip(one, other, strict=True))


def grids(found: Sequence[Segment], rules: Rules) -> tuple[list[Grid], list[Segment]]:
    """The ruled tables among segments, and the segments that stand in none."""
    rest = list(found)
    tables: list[Grid] = []
    if not rules.upright or len(rules.level) < 2:
        return [], rest
    for upright, level in _meeting(rules):
        if len(level) < 2 or not upright:
            continue
        left, right = min(rule[1] for rule in level), max(rule[2] for rule in level)
        low, high = min(rule[0] for rule in level), max(rule[0] for rule in level)
        cells: dict[tuple[float, float, float, float], list[Segment]] = {}
        for segment in rest:
            x, y = (segment.ink.left + segment.ink.right) / 2, (segment.ink.low + segment.ink.high) / 2
            if left - _NEAR < x < right + _NEAR and low - _NEAR < y < high + _NEAR:
                cells.setdefault(_cell(x, y, upright, level, (left, right, low, high)), []).append(segment)
        if len(cells) < 2:
            continue
        own = {id(segment) for cell in cells.values() for segment in cell}
        orders = tuple(sorted(segment.order for cell in cells.values() for segment in cell))
        rest = [segment for segment in rest if id(segment) not in own]
        tables.append(Grid(cells, left, low, right, high, orders))
    return tables, rest


def _cell(
    x: float, y: float, upright: Sequence[Stroke], level: Sequence[Stroke], edges: tuple[float, float, float, float]
) -> tuple[float, float, float, float]:
    """The rules around a place: left, right, low, high."""
    left, right, low, high = edges
    for at, start, end in upright:
        if start - _NEAR <= y <= end + _NEAR:
            left, right = (max(left, at), right) if at <= x else (left, min(right, at))
    for at, start, end in level:
        if start - _NEAR <= x <= end + _NEAR:
            low, high = (max(low, at), high) if at <= y else (low, min(high, at))
    return round(left), round(right), round(low), round(high)


def _meeting(rules: Rules) -> Iterator[tuple[list[Stroke], list[Stroke]]]:
    """The rules in groups that meet each other."""
    upright, level = list(rules.upright), list(rules.level)
    owner = list(range(len(upright) + len(level)))

    def find(at: int) -> int:
        while owner[at] != at:
            owner[at] = owner[owner[at]]
            at = owner[at]
        return at

    for one, (x, low, high) in enumerate(upright):
        for other, (y, left, right) in enumerate(level, len(upright)):
            if left - _NEAR <= x <= right + _NEAR and low - _NEAR <= y <= high + _NEAR:
                owner[find(one)] = find(other)
    groups: dict[int, tuple[list[Stroke], list[Stroke]]] = {}
    for at in range(len(owner)):
        group = groups.setdefault(find(at), ([], []))
        if at < len(upright):
            group[0].append(upright[at])
        else:
            group[1].append(level[at - len(upright)])
    yield from groups.values()
