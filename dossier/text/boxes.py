"""Where words stand on a page: rectangles, written as PDF fragments (RFC 3778, RFC 8118), as other programs do.

A box is measured in points (1/72 inch) from the upper left corner of the page as it is shown: cropped and turned.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_FRAGMENT = re.compile(r"page=(\d{1,5})&viewrect=" + ",".join([r"(-?\d{1,6}(?:\.\d)?)"] * 4))
_MILLIMETRES = 25.4 / 72


@dataclass(frozen=True, slots=True, order=True)
class Box:
    """A rectangle on a page (from 1), to a tenth of a point."""

    page: int
    left: float
    top: float
    right: float
    bottom: float

    @property
    def fragment(self) -> str:
        """`page=2&viewrect=57.3,43.1,240.0,27.9`: left, top, width, height."""
        width, height = self.right - self.left, self.bottom - self.top
        return f"page={self.page}&viewrect={self.left:.1f},{self.top:.1f},{width:.1f},{height:.1f}"

    def __str__(self) -> str:
        left, top, right, bottom = (
            round(side * _MILLIMETRES) for side in (self.left, self.top, self.right, self.bottom)
        )
        return f"page {self.page}, {top} to {bottom} mm from the top, {left} to {right} mm from the left"


def read_box(fragment: object) -> Box:
    """The box that a fragment says. Raises ValueError for anything else."""
    match = _FRAGMENT.fullmatch(fragment) if isinstance(fragment, str) else None
    if match is None or int(match[1]) < 1:
        raise ValueError(f"{fragment!r} is no box on a page")
    left, top, width, height = (float(match[number]) for number in range(2, 6))
    if width < 0 or height < 0:
        raise ValueError(f"{fragment!r} is no box on a page")
    return Box(int(match[1]), left, top, round(left + width, 1), round(top + height, 1))


def around(boxes: Iterable[Box]) -> Box | None:
    """The one box that holds all of those on the first page, None when there is none."""
    ordered = sorted(boxes)
    own = [box for box in ordered if box.page == ordered[0].page]
    if not own:
        return None
    return Box(
        own[0].page,
        min(box.left for box in own),
        min(box.top for box in own),
        max(box.right for box in own),
        max(box.bottom for box in own),
    )


def by_line(boxes: Iterable[Box]) -> tuple[Box, ...]:
    """Boxes in reading order with those beside each other in one line made one."""
    lines: list[Box] = []
    for box in boxes:
        last = lines[-1] if lines else None
        if last and last.page == box.page and last.top < (box.top + box.bottom) / 2 < last.bottom:
            lines[-1] = around([last, box]) or box
        else:
            lines.append(box)
    return tuple(lines)
