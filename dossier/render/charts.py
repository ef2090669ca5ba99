"""Two drawings of a dossier as SVG: when things happened, and who is tied to what, and how.

Both are plain rows, so that they stay legible with two items and with sixty; each carries a text
alternative that says the same, as the title of which a PDF takes its own. Lengths are in points.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil
from typing import TypeVar

from markupsafe import Markup, escape

from dossier.language import ENGLISH, Language
from dossier.render.direction import runs_from_the_right

WIDTH = 496.0  # the text width of a page
ROW, SLIM_ROW = 17.0, 13.0  # of labels on two lines, and where each takes one
MAX_ACTS = 12  # of a drawing of the network: two on a page
MAX_ROWS = 40  # of one drawing; more go on in a further one, so that none is higher than a page
FEW_MONTHS = 18  # a shorter span of time is marked by months, a longer one by years
_FONTS = (
    "Noto Sans,Noto Sans Arabic,Noto Sans Hebrew,Noto Sans Devanagari,Noto Sans Georgian,Noto Sans Armenian,"
    "Noto Sans Thai,Noto Sans CJK SC"
)
_FONT = 'font-size="6.6"'
LABEL, IN_BOX = 52, 44  # how many letters stand beside a bar, and in a box
_LETTER = 3.5  # the mean width of a letter at that size
_WIDE, _CYRILLIC = 1.9, 1.1  # how many of it a Chinese, Japanese or Korean letter takes, and one of Cyrillic
# Greys alone: drawings go with any colour of a case, and with a printer that has none.
_Row = TypeVar("_Row")
_INK, _SOFT, _RULE, _ACCENT, _TINT = "#1b1f24", "#57606a", "#c9ced4", "#1b1f24", "#f3f5f7"


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of the timeline: what, when in words, and the days it can mean as ISO dates.

    `certain` draws the bar filled; otherwise it is an outline: some time within. Without `first` it is not dated.
    """

    label: str
    when: str
    first: str | None = None
    last: str | None = None
    certain: bool = True
    office: bool = False


@dataclass(frozen=True, slots=True)
class Tie:
    """An edge of the network: from an act (or the person) to a person or body, with what the source says of it."""

    start: str
    end: str
    label: str


@dataclass(frozen=True, slots=True)
class Node:
    """An act with the exhibits that report it."""

    name: str
    exhibits: str


def timeline(bars: Sequence[Bar], title: str, say: Language = ENGLISH) -> list[Markup]:
    """The timeline as one or more SVG drawings; none when nothing is dated."""
    dated = [bar for bar in bars if bar.first and bar.last]
    if not dated:
        return []
    first = min(bar.first for bar in dated if bar.first)
    last = max(bar.last for bar in dated if bar.last)
    ticks = _ticks(date.fromisoformat(first), date.fromisoformat(last), say)
    return [_timeline(chunk, title, ticks, say) for chunk in _chunks(bars, MAX_ROWS)]


def _chunks(rows: Sequence[_Row], most: int) -> Iterable[Sequence[_Row]]:
    """Rows in as few drawings as hold them, all of much the same size: none is left with a single row."""
    size = ceil(len(rows) / max(1, ceil(len(rows) / most)))
    for start in range(0, len(rows), max(1, size)):
        yield rows[start : start + size]


def _ticks(first: date, last: date, say: Language) -> list[tuple[date, str]]:
    """Where the axis of time is marked, and with what: by years, or by months when it spans few of them.

    The last tick ends the axis and bears no words.
    """
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    if months > FEW_MONTHS:
        step = max(1, round((last.year + 1 - first.year) / 10))
        years = range(first.year, last.year + 1, step)
        return [*((date(year, 1, 1), str(year)) for year in years), (date(last.year + 1, 1, 1), "")]
    begins = [_month(first.year, first.month + n) for n in range(0, months, ceil(months / 5))]
    return [*((day, say.date(day.isoformat()[:7])) for day in begins), (_month(first.year, first.month + months), "")]


def _month(year: int, month: int) -> date:
    """The first day of a month; the thirteenth is the first of the next year."""
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)


def _timeline(bars: Sequence[Bar], title: str, ticks: Sequence[tuple[date, str]], say: Language) -> Markup:
    left, top = 196.0, 14.0
    begin, end_of_axis = ticks[0][0], ticks[-1][0]
    scale = (WIDTH - left - 6) / (end_of_axis - begin).days
    row = SLIM_ROW if all(_letters(bar.label) <= LABEL for bar in bars) else ROW
    height = top + row * len(bars) + 4
    parts = []
    for day, words in ticks:
        x = left + (day - begin).days * scale
        parts.append(_line(x, top - 3, x, height - 4, _RULE))
        if words:
            parts.append(_text(x + 2, top - 5, words, _SOFT))
    for index, bar in enumerate(bars):
        y = top + index * row - (ROW - row) / 2
        weight = "700" if bar.office else "400"
        parts += _lines_of(bar.label, LABEL, 2, y + 9.7, weight)
        if not bar.first or not bar.last:
            parts += _on_white(left + 2, y + 9, say("{when} – not drawn", when=bar.when))
            continue
        x, end = (left + (date.fromisoformat(day) - begin).days * scale for day in (bar.first, bar.last))
        parts.append(_bar(x, y + 3, max(end - x, 3.0), certain=bar.certain, office=bar.office))
        parts += _beside(bar, x, max(end, x + 3.0), y + 9.4)
    said = say.joined(say.labelled(bar.label, bar.when) for bar in bars)
    return _svg(height, f"{title}. {said}.", parts)


def _beside(bar: Bar, x: float, end: float, y: float) -> list[Markup]:
    """When a bar is, in words: behind it, inside it, or before it, wherever there is room."""
    width = _width(bar.when)
    if end + 3 + width < WIDTH:
        return _on_white(end + 3, y, bar.when)
    if end - x > width + 6:
        return [_text(x + 4, y, bar.when, "#ffffff" if bar.certain else _SOFT)]
    return _on_white(x - 3, y, bar.when, anchor="end")


def _on_white(x: float, y: float, text: str, *, anchor: str = "start") -> list[Markup]:
    """A text that no line of the drawing runs through."""
    width = _width(text)
    ground = Markup('<rect x="{}" y="{}" width="{}" height="8" fill="#ffffff"/>').format(
        _n(x - width if anchor == "end" else x), _n(y - 6), _n(width)
    )
    return [ground, _text(x, y, text, _SOFT, anchor=anchor)]


def _width(text: str) -> float:
    """How wide a text is, nearly."""
    return _LETTER * _letters(text)


def _bar(x: float, y: float, width: float, *, certain: bool, office: bool) -> Markup:
    fill = (_ACCENT if office else _SOFT) if certain else "#ffffff"
    dash = Markup("") if certain else Markup(' stroke-dasharray="2 1.4"')
    stroke = _ACCENT if office else _SOFT
    shape = Markup('<rect x="{}" y="{}" width="{}" height="9" rx="1.5" fill="{}" stroke="{}" stroke-width=".8"{}/>')
    return shape.format(_n(x), _n(y), _n(width), fill, stroke, dash)


def network(
    person: str, nodes: Sequence[Node], ties: Sequence[Tie], title: str, say: Language = ENGLISH
) -> list[Markup]:
    """The network as one or more SVG drawings: exhibits, acts, and those the source names, joined by what it says.

    `ties` start at the name of a node or at the person. None when there is no act.
    """
    found = []
    for number, chunk in enumerate(_chunks(nodes, MAX_ACTS)):
        names = {node.name for node in chunk}
        own = [tie for tie in ties if tie.start in names or (number == 0 and tie.start == person)]
        found.append(_network(person, chunk, own, title, say))
    return found


def _network(person: str, nodes: Sequence[Node], ties: Sequence[Tie], title: str, say: Language) -> Markup:
    most = max((sum(tie.start == node.name for tie in ties) for node in nodes), default=1)
    slim = most < 2 and all(_letters(node.name) <= IN_BOX for node in nodes)
    row, end_row = 2 * (SLIM_ROW if slim else ROW), 2 * ROW + 8
    act_x, act_width, end_x, end_width = 46.0, 160.0, 318.0, WIDTH - 318.0 - 10
    held = {tie.end: tie.label for tie in ties if tie.start == person}
    ends = list(dict.fromkeys([person, *(tie.end for tie in ties)]))
    height = 10 + max(row * len(nodes), end_row * len(ends))
    spread = (height - 10) / len(ends)
    act_y = {node.name: 6 + row * index for index, node in enumerate(nodes)}
    end_y = {name: 6 + spread * index + (spread - end_row) / 2 for index, name in enumerate(ends)}
    parts, boxes = [], []
    for node in nodes:
        y = act_y[node.name]
        middle = y + row / 2 + 1.4
        boxes.append(_text(0, middle, node.exhibits, _ACCENT))
        boxes.append(_box(act_x, y + 1, act_width, row - 4))
        boxes += _lines_of(node.name, IN_BOX, act_x + 4, middle, "400", lines=3)
    for name in ends:
        y = end_y[name]
        boxes.append(_box(end_x, y + 1, end_width, end_row - 4, strong=name == person))
        middle = y + (14.6 if name in held else 22.4)
        boxes += _lines_of(name, IN_BOX, end_x + 4, middle, "700" if name == person else "400")
        if name in held:  # beside it the line that ties the person to it
            boxes += _lines_of(held[name], 46, end_x + 4, y + 31, "400", fill=_SOFT)
            parts.append(_own_line(end_x + end_width, end_y[person] + end_row / 2, y + end_row / 2))
    placed: dict[str, int] = {}
    for tie in ties:
        if tie.start == person:
            continue
        x, y = act_x + act_width, act_y[tie.start] + row / 2 - 1
        level = 4 + _width(tie.label)
        parts.append(_curve(x, y, end_x, end_y[tie.end] + end_row / 2 - 1, level))
        offset = placed.get(tie.start, 0)
        placed[tie.start] = offset + 1
        boxes.append(_text(x + 4, y - 3 + 11 * offset, tie.label, _INK, halo=True))
    said = say.joined(" – ".join(filter(None, (tie.start, tie.label, tie.end))) for tie in ties)
    return _svg(height, f"{title}. {said}.", [*parts, *boxes])


def _own_line(x: float, y: float, target: float) -> Markup:
    return Markup('<path d="M{} {} h6 V{} h-6" fill="none" stroke="{}" stroke-width=".8"/>').format(
        _n(x), _n(y), _n(target), _ACCENT
    )


def _curve(x: float, y: float, end_x: float, end_y: float, level: float) -> Markup:
    """A line that leaves level, for as long as the label above it is, and then bends to its end."""
    start = min(x + level, end_x - 12)
    middle = (start + end_x) / 2
    return Markup('<path d="M{} {} H{} C{} {} {} {} {} {}" fill="none" stroke="{}" stroke-width=".8"/>').format(
        _n(x), _n(y), _n(start), _n(middle), _n(y), _n(middle), _n(end_y), _n(end_x), _n(end_y), _SOFT
    )


def _box(x: float, y: float, width: float, height: float, *, strong: bool = False) -> Markup:
    return Markup('<rect x="{}" y="{}" width="{}" height="{}" rx="2" fill="{}" stroke="{}" stroke-width="{}"/>').format(
        _n(x), _n(y), _n(width), _n(height), _TINT, _ACCENT if strong else _RULE, "1" if strong else ".6"
    )


def _lines_of(
    text: str, most: int, x: float, y: float, weight: str, *, lines: int = 2, fill: str = _INK
) -> list[Markup]:
    """A label on a few lines, cut with an ellipsis when it needs more; the text alternative has it whole.

    `y` is where a single line stands; more are spread evenly around it.
    """
    broken = [""]
    for word in text.split():
        if broken[-1] and _letters(broken[-1]) + _letters(word) >= most:
            broken.append("")
        broken[-1] = f"{broken[-1]} {word}".strip()
    shown = [line if _letters(line) <= most else f"{_first(line, most - 1)}…" for line in broken[:lines]]
    if len(broken) > lines:
        shown[-1] = f"{_first(shown[-1], most - 1).rstrip('…')}…"
    start = y - 3.7 * (len(shown) - 1)
    from_right = runs_from_the_right(text)
    return [
        _text(x, start + 7.4 * index, line, fill, weight=weight, from_right=from_right)
        for index, line in enumerate(shown)
    ]


def _letters(text: str) -> float:
    """How many letters of the mean width a text is as wide as."""
    return sum(map(_letter, text))


def _letter(character: str) -> float:
    if unicodedata.combining(character):
        return 0
    if "\u0400" <= character < "\u0530":
        return _CYRILLIC
    return _WIDE if unicodedata.east_asian_width(character) in "WF" else 1


def _first(text: str, most: float) -> str:
    """As much of a text as is not wider than so many letters, with the marks on the last."""
    width = 0.0
    for index, character in enumerate(text):
        width += _letter(character)
        if width > most:
            return text[:index]
    return text


def _text(
    x: float,
    y: float,
    text: str,
    fill: str,
    *,
    anchor: str = "start",
    weight: str = "400",
    halo: bool = False,
    from_right: bool = False,
) -> Markup:
    """Words that begin at `x` (or end there), whichever way they run: what runs from the right ends at its left."""
    way = Markup("")
    if from_right:
        anchor, way = ("end" if anchor == "start" else "start"), Markup(' direction="rtl"')
    outline = Markup(' stroke="#ffffff" stroke-width="2.4" paint-order="stroke"') if halo else Markup("")
    behind = Markup("")
    if halo:  # not every renderer knows paint-order: the outline is drawn first, as a text of its own
        behind = Markup('<text x="{}" y="{}" {} fill="#ffffff"{} aria-hidden="true">{}</text>').format(
            _n(x), _n(y), Markup(_FONT), outline, text
        )
    return behind + Markup('<text x="{}" y="{}" text-anchor="{}"{} font-weight="{}" {} fill="{}">{}</text>').format(
        _n(x), _n(y), anchor, way, weight, Markup(_FONT), fill, text
    )


def _line(x: float, y: float, end_x: float, end_y: float, stroke: str) -> Markup:
    return Markup('<line x1="{}" y1="{}" x2="{}" y2="{}" stroke="{}" stroke-width=".5"/>').format(
        _n(x), _n(y), _n(end_x), _n(end_y), stroke
    )


def _n(number: float) -> str:
    """A number with one decimal, the same on every machine."""
    return f"{number:.1f}"


def _svg(height: float, said: str, parts: Iterable[Markup]) -> Markup:
    head = Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" width="{w}pt" height="{h}pt" viewBox="0 0 {w} {h}" role="img" '
        'font-family="{fonts}" aria-label="{said}"><title>{said}</title>'
    ).format(fonts=_FONTS, w=_n(WIDTH), h=_n(height), said=escape(said))
    return head + Markup("").join(parts) + Markup("</svg>")
