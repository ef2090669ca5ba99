"""Segments: parts of PDFium's lines without a gap, with raised words, overprinted ones and drop caps put right."""

from __future__ import annotations

import re
import statistics
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from dossier.text.extractors import HIGH, LOW
from dossier.text.extractors.grids import Rules
from dossier.text.extractors.pdf_words import Ink, Line, PageText, Word

WIDE, BACK = 0.43, 0.3
# A stretched line: its gaps at most, how near its ends are to those of other lines of its column in points, and how
# many lines around it are looked at.
_STRETCHED, _SAME_EDGE, _AROUND = 4.0, 1.5, 8
# Markers of a list, behind which a gap is no gutter unless it is wider than this; single letters draw bullets in fonts
# of symbols.
_MARKER, _MARKER_GAP = re.compile(r"[(\[]?\w{1,4}[.)\]]|[^\w\s]{1,2}|[a-z]|\[\d+\]"), 3.0
# Words set higher or lower: at most as long, as large and as far from their line as this.
_RAISED_LENGTH, _RAISED_SIZE, _RAISED_UP, _RAISED_DOWN, _RAISED_GAP = 16, 0.86, 0.65, 0.3, 0.26
_LEAST_SHIFT, _LEAST_SIZE, _MOST_RAISED = 0.05, 0.4, 300
_CAP_SIZE, _CAP_LENGTH, _MOST_CAPS = 1.8, 2, 100
# The same word again at this distance, in heights, was printed over itself.
_OVER = 0.13
# Letters that are a word by themselves: a drop cap of these may be one.
_ALONE = frozenset("AIOYEÀÁÉÓВИКОСУЯАЄІЇЖ")

Piece = tuple[int, int] | str


@dataclass(slots=True, eq=False)
class Segment:
    """Words of one line without a gap between them; `order` is their place in PDFium's order.

    `pieces` are spans of PDFium's text and words of our own, in the order in which they are read. `usual` is the usual
    gap between words of its line, `ruled` says that a ruling line stands before it.
    """

    order: int
    line: int
    words: list[Word]
    turn: int | None
    first: Ink
    base: float
    height: float
    usual: float
    hyphen: bool = False
    rtl: bool = False
    ruled: bool = False
    pieces: list[Piece] = field(default_factory=list)
    ink: Ink = field(init=False)

    def __post_init__(self) -> None:
        self.pieces = list(_spans(self.words))
        self.ink = Ink(
            min(word.left for word in self.words),
            self.first.low,
            max(word.right for word in self.words),
            self.first.high,
        )

    @property
    def start(self) -> int:
        """Where its first word begins in PDFium's text."""
        return self.words[0].start

    @property
    def end(self) -> int:
        """Where its last word ends in PDFium's text."""
        return self.words[-1].end

    @property
    def orders(self) -> tuple[int, ...]:
        """The places in PDFium's order that it takes."""
        return (self.order,)

    @property
    def length(self) -> int:
        """How many characters it has, about."""
        return sum(word.end - word.start for word in self.words) + len(self.words) - 1

    def follows(self, before: Segment) -> bool:
        """Whether it stands where one reads on behind another in a line."""
        if self.rtl or before.rtl:
            return self.ink.right <= before.ink.left + BACK * self.height
        return self.ink.left >= before.ink.right - BACK * self.height

    def gap_behind(self, other: Segment) -> float:
        """The space between it and another segment beside it."""
        return max(self.ink.left - other.ink.right, other.ink.left - self.ink.right)


def _spans(words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """The spans of words, those that follow each other joined: what stands between them is white space."""
    start, end = words[0].start, words[0].end
    for word in words[1:]:
        if word.start - end > 2:
            yield start, end
            start = word.start
        end = word.end
    yield start, end


def segments(page: PageText, lines: Sequence[Line], rules: Rules) -> list[Segment]:
    """The segments of a page in PDFium's order."""
    found: list[Segment] = []
    turned: dict[int, Rules] = {}
    printed = [line for line in _printed_once(page, page.by_direction(lines)) if line.words]
    for number, line in enumerate(printed):
        own = turned.setdefault(line.turn or 0, rules.turned(line.turn or 0))
        words = list(_split_by_rules(page, line, own)) if own.upright else line.words
        groups = _rtl_groups(line) if line.rtl else _groups(page, line, words, own)
        if len(words) > 1 and not own.upright and _is_stretched(printed, number):
            groups = iter([(list(words), False)])
        for group, ruled in groups:
            start = max(group, key=lambda word: word.end - word.start).start  # of ordinary letters, most likely
            turn = line.turn or 0
            first = page.ink(start, turn)
            height = page.height(start, first)
            segment = Segment(
                len(found), number, group, line.turn, first, page.base(start, turn), height, _usual_gap(words)
            )
            segment.rtl, segment.ruled = line.rtl, ruled
            segment.hyphen = line.hyphen and group[-1] is words[-1]
            found.append(segment)
    _attach_drop_caps(page, found)
    _attach_raised(page, found)
    return [segment for segment in found if segment.pieces]


def _printed_once(page: PageText, lines: Iterable[Line]) -> Iterator[Line]:
    """The lines without the words that were printed over themselves, to make them bold."""
    seen: dict[str, list[Word]] = {}
    for line in lines:
        kept = []
        for word in line.words:
            text = page.raw[word.start : word.end]
            near = _OVER * word.height
            same = seen.setdefault(text, [])
            if any(abs(word.left - other.left) < near and abs(word.low - other.low) < near for other in same[-50:]):
                continue
            same.append(word)
            kept.append(word)
        line.words = kept
        yield line


def _usual_gap(words: Sequence[Word]) -> float:
    gaps = [after.left - before.right for before, after in pairwise(words)]
    return statistics.median_low(gaps) if gaps else 0.0


def _is_stretched(lines: Sequence[Line], at: int) -> bool:
    """Whether a line has wide gaps because it was stretched to the width of its column: all gaps are alike.

    It may be a row of a table: so lines of the same width must be near in which words stand where it has a gap, two of
    them, or for a line with one gap one above and one below.
    """
    line = lines[at]
    gaps = _gaps(line)
    if line.rtl or not WIDE * line.height < max(gaps) < _STRETCHED * line.height or min(gaps) < 0.8 * max(gaps):
        return False
    reach = _AROUND if len(gaps) > 1 else _AROUND // 2
    above = sum(_fills_a_gap(other, line) for other in lines[max(0, at - reach) : at])
    below = sum(_fills_a_gap(other, line) for other in lines[at + 1 : at + 1 + reach])
    return above + below > 1 and (len(gaps) > 1 or (above > 0 and below > 0))


def _fills_a_gap(other: Line, line: Line) -> bool:
    """Whether another line is as wide as a line, and a word of it stands where the line has a gap."""
    return (
        other.turn == line.turn
        and abs(other.words[0].left - line.words[0].left) < _SAME_EDGE
        and abs(other.words[-1].right - line.words[-1].right) < _SAME_EDGE
        and any(
            word.left <= before.right and after.left <= word.right
            for before, after in pairwise(line.words)
            for word in other.words
        )
    )


def _gaps(line: Line) -> list[float]:
    return [after.left - before.right for before, after in pairwise(line.words)]


def _split_by_rules(page: PageText, line: Line, rules: Rules) -> Iterator[Word]:
    """The words of a line; one that a ruling line runs through is cut there, between two characters."""
    turn = line.turn or 0
    for word in line.words:
        middle, slack = (word.low + word.high) / 2, 0.15 * word.height
        rest = word
        for x in rules.uprights_at(middle, word.left + slack, word.right - slack):
            for at in range(rest.start + 1, rest.end):
                before, after = page.ink(at - 1, turn), page.ink(at, turn)
                if before.right <= x + slack and after.left >= x - slack:
                    yield Word(rest.start, at, rest.left, rest.low, before.right, rest.high)
                    rest = Word(at, rest.end, after.left, after.low, rest.right, after.high)
                    break
        yield rest


def _groups(page: PageText, line: Line, words: Sequence[Word], rules: Rules) -> Iterator[tuple[list[Word], bool]]:
    """The words of a line written from left to right, parted at wide gaps, steps back and steps up or down."""
    group: list[Word] = []
    ruled, in_markers = False, True
    turn = line.turn or 0
    base = page.base(words[0].start, turn)
    for word in words:
        if group:
            before = group[-1]
            height = line.height * max(before.height, word.height) / (line.first.height or 1.0) if line.first else 1.0
            gap = word.left - before.right
            same = abs(word.low - before.low) < 0.02 * height and abs(word.height - before.height) < 0.02 * height
            own = base if same else page.base(word.start, turn)
            in_markers = in_markers and _MARKER.fullmatch(page.raw, before.start, before.end) is not None
            limit = _MARKER_GAP if in_markers else WIDE
            crossed = bool(rules.upright) and rules.is_between(before, word)
            if crossed or not -BACK * height <= gap <= limit * height or abs(own - base) > _RAISED_UP * height:
                yield group, ruled
                group, ruled = [], crossed
                base = own
        group.append(word)
    if group:
        yield group, ruled


def _rtl_groups(line: Line) -> Iterator[tuple[list[Word], bool]]:
    """The words of a line with words from right to left, parted at wide gaps; each part in the order of its words."""
    right: float | None = None
    groups: list[list[Word]] = []
    for word in sorted(line.words, key=lambda word: word.left):
        if right is None or word.left - right > WIDE * line.height:
            groups.append([])
        groups[-1].append(word)
        right = word.right if right is None else max(right, word.right)
    for group in groups:
        group.sort()
    for group in sorted(groups):
        yield group, False


# ------------------------------------------------------------------------------------------------ raised words


def _attach_raised(page: PageText, found: Sequence[Segment]) -> None:
    """Put words set higher or lower, and drawn at another time, behind the word that they belong to."""
    most = max((segment.height for segment in found), default=0.0)
    small = [
        segment
        for segment in found
        if segment.turn is not None and segment.height <= _RAISED_SIZE * most and _may_be_raised(segment)
    ]
    hosts = sorted(found, key=lambda segment: segment.base) if small else []
    bases = [segment.base for segment in hosts]
    for segment in small[:_MOST_RAISED]:
        first, last = bisect_left(bases, segment.base - most), bisect_right(bases, segment.base + most)
        host = next(_hosts(page, segment, hosts[first:last]), None)
        if host is None:
            continue
        owner, word = host
        shift = segment.base - page.base(word.start, segment.turn or 0)
        pieces = _as_raised(page, segment.pieces, up=shift > 0)
        owner.pieces = list(_with_inserted(owner.pieces, word.end, pieces))
        segment.pieces = []


def _may_be_raised(segment: Segment) -> bool:
    """Whether a segment is short, and all of one size on one line."""
    first, height = segment.words[0], segment.height
    return segment.length <= _RAISED_LENGTH and all(
        abs(word.low - first.low) < 0.05 * height and abs(word.height - height) < 0.05 * height
        for word in segment.words
    )


def _hosts(page: PageText, small: Segment, found: Iterable[Segment]) -> Iterator[tuple[Segment, Word]]:
    for segment in found:
        height = segment.height
        if segment is small or segment.turn != small.turn or not segment.pieces:
            continue
        fits = _LEAST_SIZE * height < small.height <= _RAISED_SIZE * height
        if not fits or abs(segment.base - small.base) > height:
            continue
        for word in segment.words:
            if abs(small.ink.left - word.right) < _RAISED_GAP * height:
                shift = small.base - page.base(word.start, small.turn or 0)
                if -_RAISED_DOWN * height < shift < _RAISED_UP * height and abs(shift) > _LEAST_SHIFT * height:
                    yield segment, word


def _as_raised(page: PageText, pieces: Sequence[Piece], *, up: bool) -> list[Piece]:
    """Digits are written as raised ones, that they join no number; letters stay as they are."""
    written = []
    for piece in pieces:
        text = piece if isinstance(piece, str) else page.raw[slice(*piece)]
        changed = text.translate(HIGH if up else LOW)
        written.append(piece if changed == text else changed)
    return written


def _with_inserted(pieces: Iterable[Piece], at: int, inserted: Sequence[Piece]) -> Iterator[Piece]:
    for piece in pieces:
        if isinstance(piece, str) or not piece[0] < at <= piece[1]:
            yield piece
            continue
        yield piece[0], at
        yield from inserted
        if at < piece[1]:
            yield at, piece[1]


# ------------------------------------------------------------------------------------------------ drop caps


def _attach_drop_caps(page: PageText, found: Sequence[Segment]) -> None:
    """Put a large first letter before the rest of its word."""
    caps = [segment for segment in found if _may_be_cap(page, segment)]
    for cap in caps[:_MOST_CAPS]:
        letters = page.raw[cap.start : cap.end]
        beside = [segment for segment in found if _is_beside_cap(cap, segment)]
        if not beside:
            continue
        host = max(beside, key=lambda segment: segment.base)
        joint: list[Piece] = [" "] if _is_word_alone(page.raw, letters, host) else []
        host.pieces = [*cap.pieces, *joint, *host.pieces]
        cap.pieces = []


def _may_be_cap(page: PageText, segment: Segment) -> bool:
    letters = page.raw[segment.start : segment.end]
    short = len(segment.words) == 1 and len(letters) <= _CAP_LENGTH
    return short and letters.isalpha() and letters[-1].isupper()


def _is_beside_cap(cap: Segment, segment: Segment) -> bool:
    if segment is cap or segment.turn != cap.turn or not segment.pieces or cap.height < _CAP_SIZE * segment.height:
        return False
    height, gap = segment.height, segment.ink.left - cap.ink.right
    if not cap.base - 0.3 * height < segment.base < cap.ink.high - 0.3 * height:
        return False
    if gap < -0.3 * height:  # its line begins above the letter, not beside it
        return segment.order == cap.order + 1 and segment.ink.left > cap.ink.left - 0.3 * height
    return gap < height


def _is_word_alone(raw: str, letters: str, host: Segment) -> bool:
    """Whether a drop cap may be a word by itself: what follows is a word of the page, and both together are not."""
    rest = raw[host.words[0].start : host.words[0].end].strip(".,;:!?\"'()\u2019\u201d")
    if letters not in _ALONE or not rest:
        return False

    def times(word: str) -> int:
        return len(re.findall(rf"(?<!\w){re.escape(word)}(?!\w)", raw, re.IGNORECASE))

    return times(rest) > 1 and not times(letters + rest)
