"""What the style sheet keeps together when a page ends: rows of short tables, figures and their words, whole parts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dossier.render.pdf import load_weasyprint

STYLE = (Path(__file__).parents[1] / "templates" / "dossier.css").read_text(encoding="utf-8")
HEIGHTS = range(214, 271, 4)  # of what stands above, in millimetres: the page ends somewhere in what is looked at
ROWS = "".join(f"<tr><th>Date {n}</th><td>Refusal of the march</td></tr>" for n in range(4))
FIGURE = '<svg width="100" height="60"><rect width="100" height="60"/></svg>'


def pages_of(body: str, *tags: str) -> Iterator[list[int]]:
    """For each height above it, the page of every element of some tags, in order."""
    for height in HEIGHTS:
        above = f'<div style="height: {height}mm"></div>'
        page = f"<style>{STYLE}</style>{body.replace('ABOVE', above)}"
        sheets: list[Any] = load_weasyprint().HTML(string=page).render().pages
        yield [
            number
            for number, sheet in enumerate(sheets, 1)
            for box in sheet._page_box.descendants()
            if box.element_tag in tags
        ]


@pytest.mark.parametrize(
    "table",
    [
        f'<section class="first-pages">ABOVE<table class="others"><tbody>{ROWS}</tbody></table></section>',
        f'ABOVE<table class="facts bases"><tbody>{ROWS}</tbody></table>',
    ],
)
def test_no_row_of_a_short_table_stands_alone(table: str) -> None:
    found = [rows.count(1) for rows in pages_of(table, "tr")]

    assert set(found) == {4, 2, 0}


def test_the_words_on_a_figure_stay_with_it() -> None:
    body = f'ABOVE<p class="small legend">Filled bars: known days.</p><figure>{FIGURE}</figure>'

    assert {(words, figure) for words, *_, figure in pages_of(body, "figure", "p")} == {(1, 1), (2, 2)}


def test_what_is_to_be_checked_with_a_table_stands_on_its_page() -> None:
    body = f'ABOVE<h2>Attached</h2><div class="unbroken"><p>How to check.</p><table><tbody>{ROWS}</tbody></table></div>'

    assert {tuple(set(pages)) for pages in pages_of(body, "h2", "p", "tr")} == {(1,), (2,)}
