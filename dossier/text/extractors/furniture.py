"""Running heads, running feet and page numbers: outermost lines at the same place of several pages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

_NUMBER = re.compile(r"[0-9]+")
# How far apart the same line may be drawn on two pages, in points; how many pages away its like is looked for (left
# and right pages differ); how many lines at each edge are looked at.
_NEAR, _PAGES, _LINES = 3.0, 2, 3


class Edge(NamedTuple):
    """A row at the upper or lower edge of a page: its number among the rows, its text, and how high it stands."""

    row: int
    text: str
    place: float


class Edges(NamedTuple):
    """The outermost rows of a page, the outermost first."""

    upper: tuple[Edge, ...]
    lower: tuple[Edge, ...]


def edges(rows: Sequence[tuple[str, float | None]]) -> Edges:
    """The outermost rows of a page, of its rows' texts and heights (None for a row that draws nothing)."""
    placed = [Edge(at, text.strip(), place) for at, (text, place) in enumerate(rows) if place is not None]
    placed.sort(key=lambda edge: -edge.place)
    return Edges(tuple(placed[:_LINES]), tuple(placed[: -_LINES - 1 : -1]))


def furniture(pages: Sequence[Edges]) -> list[tuple[list[int], list[int]]]:
    """The rows of each page that are running heads and running feet, from the top."""
    found = []
    for at, page in enumerate(pages):
        near = [other for other in range(max(0, at - _PAGES), min(len(pages), at + _PAGES + 1)) if other != at]
        heads = _repeated(page.upper, [(other - at, pages[other].upper) for other in near])
        feet = _repeated(page.lower, [(other - at, pages[other].lower) for other in near])
        found.append((heads, [row for row in reversed(feet) if row not in heads]))
    return found


def _repeated(own: Sequence[Edge], others: Sequence[tuple[int, Sequence[Edge]]]) -> list[int]:
    rows = []
    for edge in own:
        if not any(_is_like(edge, other, pages) for pages, row in others for other in row):
            break
        rows.append(edge.row)
    return rows


def _is_like(one: Edge, other: Edge, pages: int) -> bool:
    """Whether a row of a page is the same as one so many pages on: a page number aside, word for word."""
    if abs(one.place - other.place) > _NEAR or not one.text:
        return False
    if one.text == other.text:
        return any(character.isalpha() for character in one.text)
    if _NUMBER.sub("#", one.text) != _NUMBER.sub("#", other.text):
        return False
    numbers = zip(_NUMBER.findall(one.text), _NUMBER.findall(other.text), strict=True)
    steps = [int(theirs[-9:]) - int(ours[-9:]) for ours, theirs in numbers if ours != theirs]
    return set(steps) == {pages} and len(steps) <= 2
