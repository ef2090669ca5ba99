"""Draws the packages of the program as docs/pictures/layout.svg, all from the code: layers, captions, sizes, imports.

    python -m tools.layout

A row is a layer of the contract in pyproject.toml. A caption is the beginning of a package's docstring. An arrow is an
import; one that follows from others is left out (cli → render, when cli → pack → render). Packages that know no case
are drawn below without arrows, since any package may import them. The same code gives the same bytes.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from itertools import combinations, pairwise
from math import fsum
from textwrap import wrap

from rich.console import Console

from tools.layers import PACKAGE, ROOT, Layers, read_layers

FILE = ROOT / "docs" / "pictures" / "layout.svg"
HIDDEN = "__main__"  # starts the command line and nothing else
FRONT = ("cli", "web")  # what people use

BOX, HEIGHT, GAP = 272, 74, 38  # of a box, and between rows
APART, LANE = 26, 18  # between boxes; the width of an arrow that passes a row
MARGIN, HEAD, LEGEND = 28, 64, 54
LETTERS, LINES = 44, 3  # of a caption
SWEEPS = 24
CENTRE = 1.5  # how much a box is drawn to the middle, in neighbours
FONT = "'Noto Sans', 'DejaVu Sans', Helvetica, Arial, sans-serif"
INK, SOFT, ARROW, PAPER, BAND = "#1b1f24", "#57606a", "#8795a8", "#ffffff", "#f6f8fa"
FILLS = {"front": ("#fff4e0", "#d9a441"), "stage": ("#e9f1fb", "#7da2d0"), "helper": ("#f1f0ec", "#b5b0a3")}


@dataclass(eq=False)
class Node:
    """A box, or the place where an arrow passes a row (`name` is then empty)."""

    name: str
    row: int
    x: float = 0.0  # of the middle
    others: list[Node] = field(default_factory=list, repr=False)  # of a box: its neighbours; else all of its arrow

    @property
    def width(self) -> int:
        """How much of its row it takes."""
        return BOX if self.name else LANE

    @property
    def weight(self) -> float:
        """How much its own wish counts: an arrow that passes would rather run straight."""
        return 1.0 if self.name else 6.0

    @property
    def wish(self) -> float:
        """Where it would be if it were alone in its row: a box between its neighbours and the middle, at 0."""
        if self.name:
            return fsum(other.x for other in self.others) / (len(self.others) + CENTRE)
        return 0.85 * _mean([node.x for node in self.others[1:-1]]) + 0.15 * _mean([node.x for node in self.others])


@dataclass
class Drawing:
    """Boxes and passing arrows row by row, and each arrow as the nodes that it runs through."""

    rows: list[list[Node]]
    arrows: list[list[Node]]

    def links(self) -> list[tuple[Node, Node]]:
        """The stretches of all arrows from one row to the next."""
        return [pair for arrow in self.arrows for pair in pairwise(arrow)]


# -------------------------------------------------------------------------------------------------- what is to be drawn


def arrows_of(imports: Mapping[str, Iterable[str]]) -> list[tuple[str, str]]:
    """The imports that do not follow from others, sorted."""
    below = {name: _reached(name, imports) for name in imports}
    return sorted(
        (name, other)
        for name in imports
        for other in imports[name]
        if not any(other in below[between] for between in imports[name] if between != other)
    )


def _reached(name: str, imports: Mapping[str, Iterable[str]]) -> set[str]:
    found: set[str] = set()
    waiting = [name]
    while waiting:
        new = set(imports[waiting.pop()]) - found
        found |= new
        waiting += sorted(new)
    return found


def caption_of(name: str) -> list[str]:
    """What a package says of itself, in lines: as many sentences of its docstring as fit, the first of them always."""
    folder = ROOT / PACKAGE / name
    file = folder / "__init__.py" if folder.is_dir() else folder.with_suffix(".py")
    said = (ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or "").split("\n\n")[0].replace("`", "")
    first, *more = re.split(r"(?<=\.)\s+", " ".join(said.split()))
    lines = wrap(first, LETTERS)
    for sentence in more:
        first = f"{first} {sentence}"
        lines = longer if len(longer := wrap(first, LETTERS)) <= LINES else lines
    return lines if len(lines) <= LINES else [*lines[: LINES - 1], f"{lines[LINES - 1].rstrip(' ,;:')} …"]


def lines_of(name: str) -> int:
    """The lines of a package's Python files, in hundreds: small changes leave the picture as it is."""
    path = ROOT / PACKAGE / name
    files = path.rglob("*.py") if path.is_dir() else [path.with_suffix(".py")]
    lines = sum(len(file.read_text(encoding="utf-8").splitlines()) for file in files)
    return max(100, round(lines, -2))


# -------------------------------------------------------------------------------------------- where everything is drawn


def arrange(rows: list[list[str]], arrows: list[tuple[str, str]]) -> Drawing:
    """Boxes and arrows with their places: in the order with the fewest crossings, near what they are tied to."""
    nodes = {name: Node(name, row) for row, names in enumerate(rows) for name in names}
    placed = [[nodes[name] for name in names] for names in rows]
    paths = []
    for above, below in arrows:
        passing = [Node("", row) for row in range(nodes[above].row + 1, nodes[below].row)]
        for node in passing:
            placed[node.row].append(node)
        paths.append([nodes[above], *passing, nodes[below]])
    drawing = Drawing(placed, paths)
    _order(drawing)
    _spread(drawing)
    return drawing


def _order(drawing: Drawing) -> None:
    """Sort each row by the middle of what it is tied to, up and down in turn; the best order seen is kept."""
    links = drawing.links()
    best, fewest = [list(row) for row in drawing.rows], _crossings(drawing.rows, links)
    for sweep in range(SWEEPS):
        down = sweep % 2 == 0
        for row in drawing.rows if down else reversed(drawing.rows):
            at = _relative(drawing.rows)
            tied: dict[Node, list[float]] = {}
            for above, below in links:
                here, there = (below, above) if down else (above, below)
                tied.setdefault(here, []).append(at[there])
            wanted = {node: _mean(tied.get(node, [at[node]])) for node in row}
            row.sort(key=wanted.__getitem__)
        if (crossings := _crossings(drawing.rows, links)) < fewest:
            best, fewest = [list(row) for row in drawing.rows], crossings
    drawing.rows[:] = best


def _relative(rows: list[list[Node]]) -> dict[Node, float]:
    """How far along its row each node is, from 0 to 1."""
    return {node: (index + 0.5) / len(row) for row in rows for index, node in enumerate(row)}


def _crossings(rows: list[list[Node]], links: list[tuple[Node, Node]]) -> int:
    at = {node: index for row in rows for index, node in enumerate(row)}
    return sum(
        (at[above] - at[other]) * (at[below] - at[under]) < 0
        for (above, below), (other, under) in combinations(links, 2)
        if above.row == other.row
    )


def _spread(drawing: Drawing) -> None:
    """Give each node its x: near the middle of what it is tied to, in the order of its row, none over another."""
    for above, below in drawing.links():
        above.others += [below] if above.name else []
        below.others += [above] if below.name else []
    for arrow in drawing.arrows:
        for node in arrow[1:-1]:
            node.others = arrow
    for row in drawing.rows:
        _place(row, [0.0] * len(row))
    for sweep in range(SWEEPS * 10):
        for row in drawing.rows if sweep % 2 == 0 else reversed(drawing.rows):
            _place(row, [node.wish for node in row])
    left = min(node.x - node.width / 2 for row in drawing.rows for node in row)
    for row in drawing.rows:
        for node in row:
            node.x = round(node.x - left + MARGIN)


def _place(row: list[Node], wanted: list[float]) -> None:
    """The places nearest to those wanted that keep order and distance: neighbours that collide share their error."""
    offsets = [0.0]
    for one, other in pairwise(row):
        offsets.append(offsets[-1] + (one.width + other.width) / 2 + (APART if one.name or other.name else 0))
    groups: list[tuple[float, float, int]] = []  # each: where it starts, what it weighs, how many nodes it holds
    for node, want, offset in zip(row, wanted, offsets, strict=True):
        start, weight, count = want - offset, node.weight, 1
        while groups and groups[-1][0] > start:
            before, more, many = groups.pop()
            start = (before * more + start * weight) / (more + weight)
            weight, count = weight + more, count + many
        groups.append((start, weight, count))
    starts = [start for start, _, count in groups for _ in range(count)]
    for node, start, offset in zip(row, starts, offsets, strict=True):
        node.x = start + offset


def _mean(values: list[float]) -> float:
    return fsum(values) / len(values)  # `sum` adds differently from one version of Python to the next


# ------------------------------------------------------------------------------------------------------------ as an SVG


def draw(layers: Layers) -> str:
    """The picture of some layers."""
    shown = [[name for name in row if name != HIDDEN] for row in layers.rows]
    stages = [[name for name in row if name in layers.case_aware] for row in shown]
    helpers = [[name for name in row if name not in layers.case_aware] for row in shown]
    stages, helpers = [row for row in stages if row], [row for row in helpers if row]
    known = {name for row in stages for name in row}
    arrows = arrows_of({name: layers.imports[name] & known for name in known})
    drawing = arrange(stages, arrows)
    basement = [[Node(name, row) for name in names] for row, names in enumerate(helpers)]
    right = max(node.x + node.width / 2 for row in drawing.rows for node in row)
    width = round(max(right, *(len(row) * (BOX + APART) for row in basement)) + MARGIN)
    for row in basement:
        _place(row, [width / 2] * len(row))
    floor = HEAD + len(stages) * (HEIGHT + GAP)
    top = floor + LEGEND
    parts = [
        *_head(width, top + len(basement) * (HEIGHT + APART) + MARGIN, arrows),
        *(
            f'<rect x="0" y="{_top(row) - GAP // 2}" width="{width}" height="{HEIGHT + GAP}" fill="{BAND}"/>'
            for row in range(0, len(stages), 2)
        ),
        *_arrows(drawing),
        *(_box(node, _top(node.row), "front" if node.name in FRONT else "stage") for node in _boxes(drawing.rows)),
        f'<line x1="{MARGIN}" y1="{floor + 10}" x2="{width - MARGIN}" y2="{floor + 10}" stroke="{ARROW}" '
        'stroke-dasharray="2 4"/>',
        _text(floor + 36, 12, "General helpers: they know no case, and any package above may import them."),
        *(_box(node, top + node.row * (HEIGHT + APART), "helper") for node in _boxes(basement)),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _head(width: int, height: int, arrows: list[tuple[str, str]]) -> list[str]:
    return [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img" aria-labelledby="t d" font-family="{FONT}">',
        '<title id="t">The packages of dossier, layer by layer</title>',
        f'<desc id="d">{escape(_described(arrows))}</desc>',
        f'<rect width="{width}" height="{height}" fill="{PAPER}"/>',
        f'<text x="{MARGIN}" y="34" font-size="19" font-weight="bold" fill="{INK}">'
        "Imports go down, data comes up</text>",
        _text(53, 12, "One row a layer. An arrow is an import that does not follow from others."),
    ]


def _text(y: int, size: int, words: str) -> str:
    return f'<text x="{MARGIN}" y="{y}" font-size="{size}" fill="{SOFT}">{escape(words)}</text>'


def _top(row: int) -> int:
    return HEAD + row * (HEIGHT + GAP) + GAP // 2


def _boxes(rows: list[list[Node]]) -> Iterator[Node]:
    return (node for row in rows for node in row if node.name)


def _described(arrows: list[tuple[str, str]]) -> str:
    below: dict[str, list[str]] = {}
    for name, other in arrows:
        below.setdefault(name, []).append(other)
    return " ".join(f"{name} imports {', '.join(others)}." for name, others in below.items())


def _box(node: Node, y: int, kind: str) -> str:
    fill, edge = FILLS[kind]
    left = round(node.x - BOX / 2)
    name = node.name if (ROOT / PACKAGE / node.name).is_dir() else f"{node.name}.py"
    said = "".join(
        f'<text x="{left + 12}" y="{y + 37 + 14 * number}" font-size="11" fill="{INK}">{escape(line)}</text>'
        for number, line in enumerate(caption_of(node.name))
    )
    return (
        f'<g><rect x="{left}" y="{y}" width="{BOX}" height="{HEIGHT}" rx="7" fill="{fill}" stroke="{edge}"/>'
        f'<text x="{left + 12}" y="{y + 20}" font-size="14" font-weight="bold" fill="{INK}">{escape(name)}</text>'
        f'<text x="{left + BOX - 12}" y="{y + 20}" font-size="10.5" fill="{SOFT}" text-anchor="end">'
        f"{lines_of(node.name):,} lines</text>{said}</g>"
    )


def _arrows(drawing: Drawing) -> Iterator[str]:
    leaves = _ports([(arrow[0], arrow[1], index) for index, arrow in enumerate(drawing.arrows)])
    enters = _ports([(arrow[-1], arrow[-2], index) for index, arrow in enumerate(drawing.arrows)])
    for index, arrow in enumerate(drawing.arrows):
        x, y = leaves[index], _top(arrow[0].row) + HEIGHT
        path = f"M{x} {y}"
        for node in arrow[1:]:
            last = node is arrow[-1]
            to, end = enters[index] if last else round(node.x), _top(node.row) - (7 if last else 0)
            bend = (end - y) // 2
            path += f"C{x} {y + bend} {to} {end - bend} {to} {end}"
            x, y = to, end
            if not last:
                y += HEIGHT
                path += f"V{y}"
        yield f'<path d="{path}" fill="none" stroke="{ARROW}" stroke-width="1.4"/>'
        yield f'<path d="M{x - 4} {y}h8l-4 7z" fill="{ARROW}"/>'


def _ports(ends: list[tuple[Node, Node, int]]) -> dict[int, int]:
    """Where each arrow meets its box: side by side, in the order of where they come from."""
    found = {}
    for box in dict.fromkeys(box for box, _, _ in ends):
        mine = sorted((other.x, index) for end, other, index in ends if end is box)
        step = min(34.0, (BOX - 40) / len(mine))
        for number, (_, index) in enumerate(mine):
            found[index] = round(box.x + (number - (len(mine) - 1) / 2) * step)
    return found


def main() -> None:
    """Write the picture."""
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_text(draw(read_layers()), encoding="utf-8")
    Console(highlight=False).print(f"{FILE.relative_to(ROOT)} is up to date")


if __name__ == "__main__":
    main()
