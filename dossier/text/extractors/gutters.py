"""Gutters: the white strips between columns, and the regions of a page that they part.

A page is cut at its best gutter into what is above it, left of it, right of it and below it, and each of these again.
What is left of it and right of it are columns, or cells of a table when the rows of both sides fit and are short.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from dossier.text.extractors.grids import Grid
from dossier.text.extractors.segments import Segment

Item = Segment | Grid
Cells = list[list[Item]]

# In heights of a character: how wide a gutter is with four rows of text on both sides, and with fewer.
_WIDTH, _WIDTH_OF_FEW, _MANY, _FEW = 0.5, 1.3, 4, 2
_ROW = 0.26
# A row further away than this, beside nothing, is above or below the columns.
_APART, _FAR_APART = 1.9, 4.0
_SAME = 1.0  # points
_MOST_DEPTH, _MOST_ACTIVE, _MOST_ROWS = 40, 60, 600
# Cells are short: so many characters a row, at the middle one; and of so many rows both sides have words.
_SHORT, _LONG, _FIT = 14, 30, 0.6
# So many lines of a column above or below the others make it prose beside a table.
_BEYOND = 3


@dataclass(slots=True)
class Region:
    """Part of a page: cut further into `parts`, or a table with `cells` by row, or `items` without a gutter."""

    items: Sequence[Item]
    parts: list[Region] = field(default_factory=list)
    cells: list[Cells] | None = None


@dataclass(slots=True)
class _Row:
    base: float
    height: float
    items: list[Item]
    ink: list[tuple[float, float]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Gutter:
    """A strip without ink from row `start` to row `end`, with `rows` rows at least on either side."""

    left: float
    right: float
    start: int
    end: int
    rows: int

    def goes_on(self, other: _Gutter) -> bool:
        """Whether it is the other one, or the same reaching further."""
        inside = other.left <= self.left and self.right <= other.right
        return inside and self.start <= other.start and other.end <= self.end

    def score(self, height: float) -> float:
        return self.rows * math.sqrt(min((self.right - self.left) / height, 4.0))


def cut(items: Sequence[Item], *, tables: bool = True, depth: int = 0) -> Region:
    """The regions of items in one direction; with `tables`, tables are told from columns."""
    rows = _rows(items)
    height = statistics.median(row.height for row in rows) if rows else 1.0
    found = _best(rows, height) if len(rows) <= _MOST_ROWS and depth < _MOST_DEPTH else None
    if found is None:
        return Region(items)
    above = [item for row in rows[: found.start] for item in row.items]
    below = [item for row in rows[found.end + 1 :] for item in row.items]
    own = rows[found.start : found.end + 1]
    middle = [item for row in own for item in row.items]
    left = [item for item in middle if _right(item) <= found.left + 0.01]
    right = [item for item in middle if _right(item) > found.left + 0.01]
    if not left or not right:
        return Region(items)
    cuts = _cuts(own, found, height)
    prose = _prose_beside(rows, found, cuts)
    if prose is not None:
        left, right = prose
    table = _table(own, cuts, height) if tables and prose is None else None
    if table is not None:
        inner = [Region(middle, cells=table)]
    else:
        inner = [cut(side, tables=tables, depth=depth + 1) for side in (left, right)]
        if _is_rtl(middle):
            inner.reverse()
    parts = [cut(above, tables=tables, depth=depth + 1), *inner, cut(below, tables=tables, depth=depth + 1)]
    return Region(items, parts)


def _left(item: Item) -> float:
    return item.left if isinstance(item, Grid) else item.ink.left


def _right(item: Item) -> float:
    return item.right if isinstance(item, Grid) else item.ink.right


def _is_rtl(items: Iterable[Item]) -> bool:
    signs = [item.rtl for item in items if isinstance(item, Segment)]
    return sum(signs) * 2 > len(signs)


def _rows(items: Sequence[Item]) -> list[_Row]:
    """Items in rows from the top; a table with ruling lines is a row, and stands in every row beside it."""
    rows: list[_Row] = []
    tables = [item for item in items if isinstance(item, Grid)]
    segments = sorted((item for item in items if isinstance(item, Segment)), key=lambda item: -item.base)
    for item in segments:
        last = rows[-1] if rows else None
        if last is None or last.base - item.base > _ROW * min(last.height, item.height):
            rows.append(_Row(item.base, item.height, []))
        rows[-1].items.append(item)
    for table in tables:
        height = statistics.median(row.height for row in rows) if rows else 10.0
        rows.append(_Row((table.low + table.high) / 2, height, [table]))
    rows.sort(key=lambda row: -row.base)
    for row in rows:
        row.ink = [(_left(item), _right(item)) for item in row.items]
        row.ink += [(table.left, table.right) for table in tables if table.low < row.base < table.high]
        row.ink = _merged(row.ink)
    return rows


def _merged(spans: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    found: list[tuple[float, float]] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


# ------------------------------------------------------------------------------------------------ the best gutter


def _best(rows: Sequence[_Row], height: float) -> _Gutter | None:
    found = [trimmed for gutter in _strips(rows, _WIDTH * height) if (trimmed := _trimmed(rows, gutter, height))]
    best = max(found, key=lambda gutter: (gutter.score(height), -gutter.start, gutter.right), default=None)
    if best is None:
        return None
    # the same gutter goes on where it is narrower
    further = [gutter for gutter in found if gutter.goes_on(best)]
    return max(further, key=lambda gutter: (gutter.rows, gutter.end - gutter.start))


_Strip = tuple[float, float, int, int]  # from where to where, and its first and last row


def _strips(rows: Sequence[_Row], least: float) -> set[_Strip]:
    """The widest strips without ink that reach over two rows or more."""
    found: set[_Strip] = set()
    active: dict[tuple[float, float], int] = {}
    for at, row in enumerate(rows):
        edges = [-math.inf, *(edge for span in row.ink for edge in span), math.inf]
        free = list(zip(edges[::2], edges[1::2], strict=True))
        going: dict[tuple[float, float], int] = {}
        for (left, right), start in active.items():
            narrower = [(max(left, one), min(right, other)) for one, other in free if one < right and other > left]
            if (left, right) not in narrower and at - start >= _FEW and math.isfinite(right - left):
                found.add((left, right, start, at - 1))
            for strip in narrower:
                if strip[1] - strip[0] >= least:
                    going[strip] = min(start, going.get(strip, start))
        for strip in free:
            if strip[1] - strip[0] >= least:
                going.setdefault(strip, at)
        active = going
        if len(active) > _MOST_ACTIVE:
            kept = sorted(active, key=lambda strip: (active[strip], strip[0] - strip[1]))[:_MOST_ACTIVE]
            active = {strip: active[strip] for strip in kept}
    for (left, right), start in active.items():
        if len(rows) - start >= _FEW and math.isfinite(right - left):
            found.add((left, right, start, len(rows) - 1))
    return found


def _trimmed(rows: Sequence[_Row], strip: _Strip, height: float) -> _Gutter | None:
    """The strip as a gutter, without the rows at its ends that stand apart beside nothing; None when it is none."""
    left, right, start, end = strip
    on_left = [at for at in range(start, end + 1) if rows[at].ink[0][0] < left]
    on_right = [at for at in range(start, end + 1) if rows[at].ink[-1][1] > right]
    if len(on_left) < _FEW or len(on_right) < _FEW:
        return None
    first, last = max(on_left[0], on_right[0]), min(on_left[-1], on_right[-1])
    if last <= first:
        return None
    while first > start and rows[first - 1].base - rows[first].base < _APART * height:
        first -= 1
    beside = [item for at in on_right if first <= at <= last for item in rows[at].items if _left(item) > left]
    others = min((item.order for item in beside), default=0)
    while last < end and _belongs_below(rows[last], rows[last + 1], left, height, others):
        last += 1
    count = min(sum(first <= at <= last for at in side) for side in (on_left, on_right))
    least = _WIDTH if count >= _MANY or _is_edge(rows[first : last + 1], right) else _WIDTH_OF_FEW
    if count < _FEW or right - left < least * height:
        return None
    return _Gutter(left, right, first, last, count)


def _is_edge(rows: Sequence[_Row], right: float) -> bool:
    """Whether what is on the right of a gutter begins at the same place in every row."""
    begins = [min((start for start, _ in row.ink if start >= right - _SAME), default=right) for row in rows]
    return max(begins) - min(begins) < _SAME


def _belongs_below(above: _Row, row: _Row, left: float, height: float, others: int) -> bool:
    """Whether a row with words on one side only goes on with the column there: near enough, or drawn with it.

    `left` is where the gutter begins, `others` the first place in PDFium's order of the column on its right.
    """
    gap = above.base - row.base
    if gap < _APART * height:
        return True
    if row.ink[0][0] > left:
        return gap < _FAR_APART * height
    return max(item.order for item in row.items) < others


# ------------------------------------------------------------------------------------------------ tables


def _table(rows: Sequence[_Row], cuts: Sequence[float], height: float) -> list[Cells] | None:
    """The rows of a table with their cells, None for columns of prose."""
    lines = [_columns(row, cuts) for row in rows]
    counts = sorted((sum(bool(line[at]) for line in lines) for at in range(len(cuts) + 1)), reverse=True)
    fitting = sum(sum(map(bool, line)) > 1 for line in lines)
    if fitting < _FIT * counts[1] or fitting < _FEW:
        return None
    lengths = [_length([line[at] for line in lines if line[at]]) for at in range(len(cuts) + 1)]
    if 2 * sum(length <= _SHORT for length in lengths) < len(lengths):
        return None
    if len(cuts) == 1 and max(lengths) >= _LONG and _are_line_numbers(lines, 0 if lengths[0] < lengths[1] else 1):
        return None
    rtl = _is_rtl(item for row in rows for item in row.items)
    bands = _bands(rows, lines, height, labelled=len(cuts) == 1 and lengths[1] >= _LONG)
    return [list(reversed(band)) if rtl else band for band in bands]


def _prose_beside(rows: Sequence[_Row], gutter: _Gutter, cuts: Sequence[float]) -> tuple[list[Item], list[Item]] | None:
    """What is on both sides of a column of prose at the left or the right of a table, or of another column."""
    columns: Cells = [[] for _ in range(len(cuts) + 1)]
    for row in rows[gutter.start : gutter.end + 1]:
        for column, items in zip(columns, _columns(row, cuts), strict=True):
            column.extend(items)
    for at, last in ((0, 1), (len(cuts), len(cuts))):
        others = [item for column in columns[:at] + columns[at + 1 :] for item in column]
        is_label = at > 0 and len(cuts) == 1  # what is on its left may be labels
        if _goes_on_beyond(rows, gutter, columns[at]) or (not is_label and _reaches_over(columns[at], others)):
            left, right = ([item for column in part for item in column] for part in (columns[:last], columns[last:]))
            return (left, right) if left and right else None
    return None


def _reaches_over(column: Sequence[Item], others: Sequence[Item]) -> bool:
    """Whether a column has long lines, several of them above or below all that is in the others."""
    own = [item for item in column if isinstance(item, Segment)]
    bases = [item.base for item in others if isinstance(item, Segment)]
    if len(own) < _MANY or not bases or statistics.median(item.length for item in own) < _LONG:
        return False
    low, high = min(bases) - 0.5 * own[0].height, max(bases) + 0.5 * own[0].height
    return sum(not low < item.base < high for item in own) >= _BEYOND


def _goes_on_beyond(rows: Sequence[_Row], gutter: _Gutter, side: Sequence[Item]) -> bool:
    """Whether a column is prose: long lines that go on above or below the gutter."""
    own = sorted((item for item in side if isinstance(item, Segment)), key=lambda item: -item.base)
    if len(own) < _MANY or statistics.median(item.length for item in own) < _LONG:
        return False
    step = statistics.median_low(above.base - below.base for above, below in pairwise(own))
    edge = statistics.median_low(item.ink.left for item in own)
    for last, at in ((own[-1], gutter.end + 1), (own[0], gutter.start - 1)):
        if 0 <= at < len(rows) and abs(last.base - rows[at].base) < 1.15 * step:
            beyond = [item for item in rows[at].items if isinstance(item, Segment) and item.length >= _LONG / 2]
            if any(abs(item.ink.left - edge) < 2.0 for item in beyond):
                return True
    return False


def _cuts(rows: Sequence[_Row], first: _Gutter, height: float) -> list[float]:
    """Where the gutters of a table are, from left to right: those over half of its rows at least."""
    cuts = [(first.left, first.right)]
    for strip in sorted(_strips(rows, _WIDTH * height)):
        gutter = _trimmed(rows, strip, height)
        if gutter is None or 2 * (gutter.end - gutter.start + 1) < len(rows):
            continue
        if not any(gutter.left < right and gutter.right > left for left, right in cuts):
            cuts.append((gutter.left, gutter.right))
    return sorted((left + right) / 2 for left, right in cuts)


def _columns(row: _Row, cuts: Sequence[float]) -> Cells:
    columns: Cells = [[] for _ in range(len(cuts) + 1)]
    for item in sorted(row.items, key=lambda item: item.order):
        middle = (_left(item) + _right(item)) / 2
        columns[sum(place < middle for place in cuts)].append(item)
    return columns


def _length(cells: Sequence[list[Item]]) -> float:
    lengths = [sum(item.length + 1 for item in cell if isinstance(item, Segment)) - 1 for cell in cells]
    return statistics.median(lengths) if lengths else 0.0


def _are_line_numbers(lines: Sequence[Cells], at: int) -> bool:
    """Whether a column numbers the lines of the text beside it."""
    cells = [line[at] for line in lines if line[at]]
    widths = [item.length for cell in cells for item in cell if isinstance(item, Segment)]
    return len(cells) > _MANY and max(widths, default=9) <= 3 and len(cells) > 0.8 * len(lines)


def _bands(rows: Sequence[_Row], lines: Sequence[Cells], height: float, *, labelled: bool) -> list[Cells]:
    """The lines of a table in rows: lines without words in the first column go on with the row above them.

    With `labelled`, the first column holds labels, and long text stands beside them: paragraphs of it go on, too.
    """
    steps = [above.base - below.base for above, below in pairwise(rows)]
    usual = statistics.median_low(steps) if steps else 0.0
    begins_always = bool(lines[0][0])
    bands: list[Cells] = []
    for at, line in enumerate(lines):
        near = at > 0 and (labelled or steps[at - 1] <= min(usual, 1.5 * height) + 0.1 * height)
        goes_on = near and begins_always and not line[0] and sum(map(bool, line)) < len(line)
        if bands and goes_on:
            for cell, more in zip(bands[-1], line, strict=True):
                cell.extend(more)
        else:
            bands.append([list(cell) for cell in line])
    return bands
