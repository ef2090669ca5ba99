"""The timeline and the network stay legible with two items and with sixty, and say in words what they draw."""

import re
from xml.etree import ElementTree

import pytest

from dossier.render.charts import WIDTH, Bar, Node, Tie, network, timeline

PAGE_HEIGHT = 700  # points that a drawing may take, so that it never has to break


def bars(number: int) -> list[Bar]:
    """Acts of one day each in successive years, the first of them an office."""
    dated = [
        Bar(f"Act {n}", f"in {1990 + n % 30}", f"{1990 + n % 30}-03-01", f"{1990 + n % 30}-03-01")
        for n in range(number)
    ]
    return [Bar("Head of the Directorate", "known: 1999", "1999-01-01", "1999-12-31", office=True), *dated[1:]]


def size(svg: str) -> tuple[float, float]:
    """Width and height in points; the drawing must be XML."""
    root = ElementTree.fromstring(svg)
    return float(root.attrib["width"][:-2]), float(root.attrib["height"][:-2])


@pytest.mark.parametrize("number", [2, 60])
def test_a_timeline_names_every_act_and_fits_the_page(number: int) -> None:
    drawings = timeline(bars(number), "Offices and acts")
    assert drawings
    for drawing in drawings:
        width, height = size(drawing)
        assert width == pytest.approx(WIDTH)
        assert height < PAGE_HEIGHT
    said = " ".join(drawings)
    for bar in bars(number):
        assert f"{bar.label}: {bar.when}" in said


@pytest.mark.parametrize("number", [2, 60])
def test_a_network_says_every_tie_in_words(number: int) -> None:
    nodes = [Node(f"Act {n}", f"E1.{n}") for n in range(number)]
    ties = [Tie(f"Act {n}", "Ministry" if n % 2 else "Oren Valk", "named as acting") for n in range(number)]
    drawings = network("Oren Valk", nodes, ties, "Who is tied to what")
    said = " ".join(drawings)
    for drawing in drawings:
        assert size(drawing)[1] < PAGE_HEIGHT
    for tie in ties:
        assert f"{tie.start} – {tie.label} – {tie.end}" in said


def test_a_date_that_is_not_certain_is_an_outline_over_all_the_days_it_can_mean() -> None:
    [drawing] = timeline([Bar("Refusal", "2022", "2022-01-01", "2022-12-31", certain=False)], "Acts")
    assert "stroke-dasharray" in drawing
    assert 'fill="#ffffff"' in drawing


def test_what_is_not_dated_is_said_and_not_drawn() -> None:
    dated = Bar("Ruling", "2 May 2023", "2023-05-02", "2023-05-02")
    [drawing] = timeline([dated, Bar("Statement", "date not stated")], "Acts")
    assert "date not stated – not drawn" in drawing
    assert len(re.findall("<rect[^>]* rx=", drawing)) == 1  # a bar has round corners


def test_nothing_dated_makes_no_timeline() -> None:
    assert timeline([Bar("Statement", "date not stated")], "Acts") == []


def test_names_cannot_become_markup() -> None:
    drawings = network("<b>", [Node("</svg><script>", "E1.1")], [Tie("</svg><script>", "<i>", "&")], "Who")
    assert "<script>" not in "".join(drawings)
    ElementTree.fromstring(drawings[0])


def test_no_drawing_is_left_with_a_single_row() -> None:
    drawings = timeline([Bar(f"Act {n}", "1 May 2024", "2024-05-01", "2024-05-01") for n in range(41)], "When")
    assert sorted(drawing.count(">1 May 2024<") for drawing in drawings) == [20, 21]


@pytest.mark.parametrize(
    ("first", "last", "ticks"),
    [
        ("2024-04-01", "2024-04-30", ["April 2024"]),
        ("2024-11-20", "2025-01-03", ["November 2024", "December 2024", "January 2025"]),
        ("2024-01-01", "2025-04-30", ["January 2024", "May 2024", "September 2024", "January 2025"]),
        ("2021-03-01", "2023-04-30", ["2021", "2022", "2023"]),
    ],
)
def test_the_axis_is_marked_as_finely_as_its_span_of_time(first: str, last: str, ticks: list[str]) -> None:
    [drawing] = timeline([Bar("Hearing", "then", first, first), Bar("Ruling", "later", last, last)], "Acts")
    marked = [text.text for text in ElementTree.fromstring(drawing).iter() if text.tag.endswith("}text")]
    assert marked == [*ticks, "Hearing", "then", "Ruling", "later"]


def test_a_label_is_cut_where_its_letters_fill_the_box() -> None:
    [drawing] = network("林", [Node("清" * 70, "E1.1"), Node("a" * 40, "E1.2")], [], "Who")
    cut = next(text.text or "" for text in ElementTree.fromstring(drawing).iter() if "清" in (text.text or ""))
    assert 20 <= len(cut) <= 24
    assert cut.endswith("…")
    assert f">{'a' * 40}<" in drawing
