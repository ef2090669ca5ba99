"""Two drawings of a dossier as SVG: when things happened, and who is tied to what, and how.

Both are plain rows, so that they stay legible with two items and with sixty; each carries a title and a text
alternative that says the same. Lengths are in points.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil

from markupsafe import Markup, escape

from dossier.language import ENGLISH, Language

WIDTH = 496.0  # the text width of a page
ROW = 17.0
MAX_ACTS = 12  # of a drawing of the network: some two on a page
MAX_ROWS = 40  # of one drawing; more go on in a further one, so that none is higher than a page
_FONT = 'font-family="Noto Sans" font-size="6.6"'
_LETTER = 3.5  # the mean width of a letter at that size
# Greys alone: drawings go with any colour of a case, and with a printer that has none.
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
    first = min(int(bar.first[:4]) for bar in dated if bar.first)
    last = max(int(bar.last[:4]) for bar in dated if bar.last) + 1
    return [_timeline(chunk, title, first, last, say) for chunk in _chunks(bars)]


def _chunks(rows: Sequence[Bar]) -> Iterable[Sequence[Bar]]:
    drawings = ceil(len(rows) / MAX_ROWS)
    size = ceil(len(rows) / drawings)  # none is left with a single row
    for start in range(0, len(rows), size):
        yield rows[start : start + size]


def _timeline(bars: Sequence[Bar], title: str, first: int, last: int, say: Language) -> Markup:
    left, top = 196.0, 14.0
    scale = (WIDTH - left - 6) / (last - first)
    height = top + ROW * len(bars) + 4
    parts = []
    step = max(1, round((last - first) / 10))
    for year in range(first, last + 1, step):
        x = left + (year - first) * scale
        parts.append(_line(x, top - 3, x, height - 4, _RULE))
        if year < last:
            parts.append(_text(x + 2, top - 5, str(year), _SOFT))
    for index, bar in enumerate(bars):
        y = top + index * ROW
        weight = "700" if bar.office else "400"
        parts += _lines_of(bar.label, 52, 2, y + 9.7, weight)
        if not bar.first or not bar.last:
            parts.append(_text(left + 2, y + 9, say("{when} – not drawn", when=bar.when), _SOFT))
            continue
        x, end = (left + (_years(day) - first) * scale for day in (bar.first, bar.last))
        parts.append(_bar(x, y + 3, max(end - x, 3.0), certain=bar.certain, office=bar.office))
        parts.append(_beside(bar, x, max(end, x + 3.0), y + 9.4))
    said = say.joined(say.labelled(bar.label, bar.when) for bar in bars)
    return _svg(height, title, f"{title}. {said}.", parts)


def _beside(bar: Bar, x: float, end: float, y: float) -> Markup:
    """When a bar is, in words: behind it, inside it, or before it, wherever there is room."""
    width = _LETTER * len(bar.when)
    if end + 3 + width < WIDTH:
        return _text(end + 3, y, bar.when, _SOFT)
    if end - x > width + 6:
        return _text(x + 4, y, bar.when, "#ffffff" if bar.certain else _SOFT)
    return _text(x - 3, y, bar.when, _SOFT, anchor="end")


def _years(day: str) -> float:
    year, month, number = (int(part) for part in day.split("-"))
    passed = date(year, month, number).timetuple().tm_yday - 1
    return year + passed / 366


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
    for start in range(0, len(nodes), MAX_ACTS):
        chunk = nodes[start : start + MAX_ACTS]
        names = {node.name for node in chunk}
        own = [tie for tie in ties if tie.start in names or (start == 0 and tie.start == person)]
        found.append(_network(person, chunk, own, title, say))
    return found


def _network(person: str, nodes: Sequence[Node], ties: Sequence[Tie], title: str, say: Language) -> Markup:
    row, end_row = 2 * ROW, 2 * ROW + 8
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
        boxes.append(_text(0, y + 18.4, node.exhibits, _ACCENT))
        boxes.append(_box(act_x, y + 1, act_width, row - 4))
        boxes += _lines_of(node.name, 44, act_x + 4, y + 18.4, "400", lines=3)
    for name in ends:
        y = end_y[name]
        boxes.append(_box(end_x, y + 1, end_width, end_row - 4, strong=name == person))
        middle = y + (14.6 if name in held else 22.4)
        boxes += _lines_of(name, 44, end_x + 4, middle, "700" if name == person else "400")
        if name in held:  # beside it the line that ties the person to it
            boxes += _lines_of(held[name], 46, end_x + 4, y + 31, "400", fill=_SOFT)
            parts.append(_own_line(end_x + end_width, end_y[person] + end_row / 2, y + end_row / 2))
    placed: dict[str, int] = {}
    for tie in ties:
        if tie.start == person:
            continue
        x, y = act_x + act_width, act_y[tie.start] + row / 2 - 1
        level = 4 + _LETTER * len(tie.label)
        parts.append(_curve(x, y, end_x, end_y[tie.end] + end_row / 2 - 1, level))
        offset = placed.get(tie.start, 0)
        placed[tie.start] = offset + 1
        boxes.append(_text(x + 4, y - 2 + 8 * offset, tie.label, _INK, halo=True))
    said = say.joined(f"{tie.start} – {tie.label} – {tie.end}" for tie in ties)
    return _svg(height, title, f"{title}. {said}.", [*parts, *boxes])


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
        if broken[-1] and len(broken[-1]) + len(word) >= most:
            broken.append("")
        broken[-1] = f"{broken[-1]} {word}".strip()
    shown = [line if len(line) <= most else f"{line[: most - 1]}…" for line in broken[:lines]]
    if len(broken) > lines:
        shown[-1] = f"{shown[-1][: most - 1].rstrip('…')}…"
    start = y - 3.7 * (len(shown) - 1)
    return [_text(x, start + 7.4 * index, line, fill, weight=weight) for index, line in enumerate(shown)]


def _text(
    x: float, y: float, text: str, fill: str, *, anchor: str = "start", weight: str = "400", halo: bool = False
) -> Markup:
    outline = Markup(' stroke="#ffffff" stroke-width="2.4" paint-order="stroke"') if halo else Markup("")
    behind = Markup("")
    if halo:  # not every renderer knows paint-order: the outline is drawn first, as a text of its own
        behind = Markup('<text x="{}" y="{}" {} fill="#ffffff"{} aria-hidden="true">{}</text>').format(
            _n(x), _n(y), Markup(_FONT), outline, text
        )
    return behind + Markup('<text x="{}" y="{}" text-anchor="{}" font-weight="{}" {} fill="{}">{}</text>').format(
        _n(x), _n(y), anchor, weight, Markup(_FONT), fill, text
    )


def _line(x: float, y: float, end_x: float, end_y: float, stroke: str) -> Markup:
    return Markup('<line x1="{}" y1="{}" x2="{}" y2="{}" stroke="{}" stroke-width=".5"/>').format(
        _n(x), _n(y), _n(end_x), _n(end_y), stroke
    )


def _n(number: float) -> str:
    """A number with one decimal, the same on every machine."""
    return f"{number:.1f}"


def _svg(height: float, title: str, said: str, parts: Iterable[Markup]) -> Markup:
    head = Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" width="{w}pt" height="{h}pt" viewBox="0 0 {w} {h}" role="img" '
        'aria-label="{said}"><title>{title}</title><desc>{said}</desc>'
    ).format(w=_n(WIDTH), h=_n(height), said=escape(said), title=title)
    return head + Markup("").join(parts) + Markup("</svg>")
