"""The order in which the words of a page are read, told from where they are drawn.

PDFium's order is kept where it crosses no gutter. Where it does, columns are read one after the other and tables row
by row, their cells parted by ` | `. Where words stand beside each other that nobody reads on, a barrier stands between
them (`dossier.text.barriers`).

Lengths are measured in heights of a character's box, which is about 1.16 of the size of its font.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from dossier.text.barriers import BARRIER
from dossier.text.extractors import CELL
from dossier.text.extractors.grids import Grid, Rules, grids
from dossier.text.extractors.gutters import Region, cut
from dossier.text.extractors.pdf_words import Ink, Line, PageText
from dossier.text.extractors.segments import Segment, segments

# Between two words of a line: less is an ordinary space, more a gap that a gutter may run through; more than this
# parts them wherever it is, if it is also more than twice the usual space of the line.
WIDE, FAR = 0.43, 2.15
_NO_SPACE = 0.1
_FULL = 0.85  # of the width of its column, at least, is a line behind which a sentence runs on
_SWAPPED = 3.0  # a line that PDFium gives too late is at most this much further up
_BACK = 0.3  # letters of slanted fonts and accents reach back over the word before them
_ROW = 0.26  # what stands this near to a line stands in it
_ENDS = ".!?…:;。！？｡؟۔।॥։።"
_CLOSERS = "\"'”’»›“)]}"
_HYPHENS = ("-", "\u2010", "\u00ad")


@dataclass(slots=True)
class Row:
    """A line of the text of a page: spans of PDFium's text and words put between them.

    `joint` is what parts it from the row before it; `first` is the box of its first character, `ink` that of the row.
    """

    pieces: list[tuple[int, int] | str]
    joint: str = "\n"
    first: Ink | None = None
    ink: Ink | None = None
    turn: int | None = 0
    hyphen: bool = False


def arranged(page: PageText, rules: Rules) -> list[Row]:
    """The rows of a page in the order in which they are read."""
    lines = page.lines()
    inked = [line for line in lines if line.words]
    if not inked or (not rules.upright and _is_plain(inked)):
        return _as_drawn(page, lines)
    return _Rebuilt(page, lines, rules).rows()


def _is_plain(lines: Sequence[Line]) -> bool:
    """Whether lines are one below the other and none has a gap that may be a gutter."""
    above: Line | None = None
    for line in lines:
        if line.turn is None or line.turn != lines[0].turn or line.first is None:
            return False
        if not (_has_no_gap_rtl(line) if line.rtl else _has_no_gap(line)):
            return False
        if above and above.first and not _is_below(above, line):
            return False
        above = line
    return True


def _has_no_gap(line: Line) -> bool:
    height, size, right = line.height, 0.0, None
    for _, _, left, low, end, high in line.words:
        size = size or high - low
        if right is not None and not -_BACK * height < left - right < WIDE * height:
            return False
        if not 0.7 < (high - low) / (size or 1) < 1.45:
            return False
        right = end
    return True


def _has_no_gap_rtl(line: Line) -> bool:
    words = sorted(line.words, key=lambda word: word.left)
    right = words[0].right
    for word in words[1:]:
        if word.left - right > WIDE * line.height:
            return False
        right = max(right, word.right)
    return True


def _is_below(above: Line, line: Line) -> bool:
    assert above.first is not None
    assert line.first is not None
    if above.first.low - line.first.low <= _ROW * min(above.first.height, line.first.height):
        return False
    upper, lower = above.words, line.words
    if above.rtl or line.rtl:
        return max(w.right for w in lower) > min(w.left for w in upper) and (
            min(w.left for w in lower) < max(w.right for w in upper)
        )
    return lower[-1].right > upper[0].left and lower[0].left < upper[-1].right


# ------------------------------------------------------------------------------------------------ in PDFium's order


def _as_drawn(page: PageText, lines: Sequence[Line]) -> list[Row]:
    """One row a line. A blank line parts lines that stand further apart than most."""
    usual = _usual([line.first for line in lines])
    rows = []
    joint, text = "", ""
    for line, below in zip(lines, [*lines[1:], None], strict=True):
        text = page.raw[line.start : line.end] or text
        ink = Ink(
            min(word.left for word in line.words),
            min(word.low for word in line.words),
            max(word.right for word in line.words),
            max(word.high for word in line.words),
        ) if line.words else None  # fmt: skip
        rows.append(Row([(line.start, line.end)], joint, line.first, ink, line.turn, line.hyphen))
        joint = "\n"
        if below and not line.hyphen and not text.endswith(_HYPHENS) and apart(line.first, below.first, usual):
            joint = "\n\n"
    return rows


def _usual(boxes: Iterable[Ink | None]) -> float:
    gaps = [above.low - below.high for above, below in pairwise(boxes) if above and below]
    return statistics.median_low(gaps) if gaps else 0.0


def apart(above: Ink | None, below: Ink | None, usual: float) -> bool:
    """Whether a line begins a paragraph: more space above it than usual, higher up the page, or other letters' size."""
    if above is None or below is None:
        return False
    height, before = below.height, above.height
    gap = above.low - below.high
    return gap > usual + 0.35 * min(height, before) or gap < -2 * height or not 0.75 < height / (before or 1) < 1.33


# ------------------------------------------------------------------------------------------------ rebuilt


class _Rebuilt:
    """A page whose lines cross gutters, or may: its rows put in order."""

    def __init__(self, page: PageText, lines: list[Line], rules: Rules) -> None:
        self.page, self.lines, self.rules = page, lines, rules
        self.usual = _usual(line.first for line in lines)
        self.done: list[Row] = []
        self.last: Segment | None = None
        self.extents: dict[int, Ink] = {}
        self.widths: list[float] = [0.0]  # of the regions put so far
        self.begins = False  # whether nothing of a region was put yet

    def rows(self) -> list[Row]:
        """The rows of all directions, those of most words first unless PDFium's order parts them by itself."""
        by_turn: dict[int | None, list[Segment]] = {}
        for segment in segments(self.page, self.lines, self.rules):
            by_turn.setdefault(segment.turn, []).append(segment)
        groups = sorted(by_turn.values(), key=lambda group: -sum(len(segment.words) for segment in group))
        if _runs(groups) == len(groups):
            groups.sort(key=lambda group: group[0].order)
        for group in groups:
            self._group(group)
        return self.done

    def _group(self, group: list[Segment]) -> None:
        turn = group[0].turn
        if turn is None:
            for segment in group:
                self._put(segment, strict=True)
            return
        found, rest = grids(group, self.rules.turned(turn)) if turn == 0 else ([], list(group))
        for region in _flat(cut([*rest, *found])):
            self._region(region)

    def _region(self, region: Region) -> None:
        if region.cells is not None:
            self._extents(region.items)
            for line in region.cells:
                self._table_row([[item for item in cell if isinstance(item, Segment)] for cell in line])
            return
        items = _in_column(region.items)
        self._extents(items)
        self.widths.append(0.0)
        self.begins = True
        for item in items:
            if isinstance(item, Grid):
                for row in item.rows():
                    self._extents(segment for cell in row for segment in cell)
                    self._table_row([self._in_order(cell) for cell in row])
            elif isinstance(item, Segment):
                self._put(item)
                self.begins = False
                self.widths[-1] = max(self.widths[-1], self._width())

    def _extents(self, items: Iterable[Segment | Grid]) -> None:
        """Note from where to where each line goes within a region."""
        self.extents.clear()
        for item in items:
            if isinstance(item, Segment):
                known = self.extents.get(item.line)
                self.extents[item.line] = _around([known, item.ink]) if known else item.ink

    def _in_order(self, cell: list[Segment]) -> list[Segment]:
        """The segments of a cell; columns inside it one after the other."""
        return [
            item
            for region in _flat(cut(list(cell), tables=False))
            for item in _in_column(region.items)
            if isinstance(item, Segment)
        ]

    def _table_row(self, cells: Sequence[Sequence[Segment]]) -> None:
        """A row of a table: what its cells say in one line, bars between them and at both ends."""
        cells = [cell for cell in cells if cell]
        if len(cells) < 2:
            for segment in cells[0] if cells else ():
                self._put(segment)
            return
        row = Row([], self._joint_of_table(cells[0][0]), cells[0][0].first, cells[0][0].ink, cells[0][0].turn)
        row.pieces.append(CELL.lstrip())
        for cell in cells:
            if len(row.pieces) > 1:
                row.pieces.append(" ")
            before: Segment | None = None
            for segment in cell:
                if before is not None:
                    row.pieces.append(self._inside(before, segment))
                row.pieces += segment.pieces
                before = segment
            row.pieces.append(CELL.rstrip())
        row.ink = _around(segment.ink for cell in cells for segment in cell)
        self.done.append(row)
        self.last = cells[-1][-1]

    def _joint_of_table(self, first: Segment) -> str:
        if self.last is None:
            return ""
        if self.done[-1].pieces[-1] == CELL.rstrip():
            return "\n"
        return "\n\n" if self._ends(self.last) or self.last.ink.low > first.ink.high else BARRIER

    def _inside(self, before: Segment, segment: Segment) -> str:
        """What parts two segments of one cell."""
        if segment.ink.low > before.ink.low + before.height:  # a column inside a cell
            return BARRIER
        if not any(map(str.isalpha, self._text(before) + self._text(segment))):
            return CELL  # two figures
        if before.base - segment.base > 1.9 * before.height:
            return "\n\n"
        return "-\n" if before.hyphen else "\n" if self._text(before).endswith(_HYPHENS) else " "

    def _put(self, segment: Segment, *, strict: bool = False) -> None:
        last, self.last = self.last, segment
        if last is None:
            self._begin(segment, "")
            return
        between = None if strict else self._in_line(last, segment)
        if between is None:
            self._begin(segment, BARRIER if strict else self._joint(last, segment))
            return
        row = self.done[-1]
        row.pieces += [*between, *segment.pieces]
        row.ink = _around([row.ink or segment.ink, segment.ink])
        row.hyphen = segment.hyphen

    def _in_line(self, last: Segment, segment: Segment) -> list[tuple[int, int] | str] | None:
        """What stands between two segments of one row of the text; None when they stand in two."""
        gap, size = segment.gap_behind(last), segment.height
        if last.turn != segment.turn or last.hyphen or not segment.follows(last):
            return None
        if last.line == segment.line and last.order + 1 == segment.order:
            if segment.ruled or (gap > FAR * size and gap > 2 * segment.usual):
                return [CELL]
            return [(last.end, segment.start)]
        if abs(last.base - segment.base) > _ROW * size or not -_BACK * size < gap < WIDE * size:
            return None
        is_call = last.height < 0.86 * size and self._text(last).strip().isdigit()  # of a footnote
        spaced = is_call or gap >= _NO_SPACE * size or self.page.raw[segment.start - 1 : segment.start] == " "
        return [" "] if spaced else []

    def _begin(self, segment: Segment, joint: str) -> None:
        row = Row(list(segment.pieces), joint, segment.first, segment.ink, segment.turn, segment.hyphen)
        self.done.append(row)

    def _joint(self, last: Segment, segment: Segment) -> str:
        """What parts two rows: a line end, a blank line, or a barrier where nobody reads on."""
        if last.turn != segment.turn:
            return "\n\n" if self._ends(last) else BARRIER
        size = min(last.height, segment.height)
        drop = last.base - segment.base
        above, own = self.done[-1].ink or last.ink, self.extents.get(segment.line, segment.ink)
        beside = own.left >= above.right or own.right <= above.left
        if abs(drop) <= _ROW * size and beside:
            return CELL if segment.gap_behind(last) > WIDE * size else "\n"
        if drop > 0 and not beside:
            blank = not last.hyphen and apart(last.first, segment.first, self.usual)
            return "\n\n" if blank else "\n"
        return self._flow(last, segment, strict=not self.begins or drop > -0.9 * size)

    def _flow(self, last: Segment, segment: Segment, *, strict: bool) -> str:
        """What parts the end of a column from the begin of the next: a sentence may run on, in small letters."""
        head = next((sign for sign in self._text(segment) if sign.isalnum()), "")
        runs_on = not strict and head.islower()
        if not strict and head.isalpha() and head.lower() == head.upper():  # in scripts without capitals, by full lines
            runs_on = self._width() > _FULL * (self.widths[-2] if len(self.widths) > 1 else 0.0)
        if last.hyphen:
            return "\n" if runs_on else BARRIER
        if self._ends(last):
            return "\n\n"
        return "\n" if runs_on else BARRIER

    def _width(self) -> float:
        """How wide the last row is."""
        ink = self.done[-1].ink
        return ink.right - ink.left if ink else 0.0

    def _ends(self, segment: Segment) -> bool:
        """Whether a sentence ends with a segment."""
        text = self._text(segment).rstrip().rstrip(_CLOSERS)
        return not segment.hyphen and text[-1:] in tuple(_ENDS)

    def _text(self, segment: Segment) -> str:
        raw = self.page.raw
        return "".join(piece if isinstance(piece, str) else raw[slice(*piece)] for piece in segment.pieces)


def _in_column(items: Iterable[Segment | Grid]) -> list[Segment | Grid]:
    """Items between which no gutter runs, in PDFium's order; lines that it swaps with the next are put right."""
    ordered = sorted(items, key=lambda item: item.order)
    if any(isinstance(item, Grid) for item in ordered):
        return ordered
    lines = [item for item in ordered if isinstance(item, Segment)]
    swapped = [(above, below) for above, below in pairwise(lines) if below.base - above.base > _ROW * below.height]
    if not swapped or not all(_are_swapped(above, below) for above, below in swapped):
        return ordered
    rows: list[list[Segment]] = []
    for line in sorted(lines, key=lambda line: -line.base):
        if not rows or rows[-1][0].base - line.base > _ROW * line.height:
            rows.append([])
        rows[-1].append(line)
    return [line for row in rows for line in sorted(row, key=lambda line: line.order)]


def _are_swapped(first: Segment, second: Segment) -> bool:
    """Whether a line stands a little above the one that PDFium gives before it."""
    beside = second.ink.left >= first.ink.right or second.ink.right <= first.ink.left
    return not beside and second.base - first.base < _SWAPPED * second.height


def _around(boxes: Iterable[Ink]) -> Ink:
    left, low, right, high = zip(*boxes, strict=True)
    return Ink(min(left), min(low), max(right), max(high))


def _flat(region: Region) -> list[Region]:
    """The regions that are not cut further, in order: PDFium's where it leaves none before it is through with it."""
    if not region.parts:
        return [region] if region.items else []
    parts = [part for part in region.parts if part.items]
    if _runs([part.items for part in parts]) == len(parts):
        parts.sort(key=lambda part: min(item.order for item in part.items))
    return [leaf for part in parts for leaf in _flat(part)]


def _runs(groups: Sequence[Sequence[Segment | Grid]]) -> int:
    """How often PDFium's order changes from one group to another, and one more."""
    owners = sorted((order, number) for number, group in enumerate(groups) for item in group for order in item.orders)
    return 1 + sum(first[1] != second[1] for first, second in pairwise(owners))
