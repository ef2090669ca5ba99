"""The packages as tools read them from pyproject.toml and the code, and the picture of them."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from itertools import combinations

import pytest

from tools.layers import Layers, read_layers
from tools.layout import BOX, FILE, HEIGHT, arrange, arrows_of, caption_of, draw

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def layers() -> Layers:
    """Those of the program."""
    return read_layers()


def without_sizes(picture: str) -> str:
    """A picture without the lines of each package: those alone are no reason to draw it again."""
    return re.sub(r"[0-9,]+ lines", "lines", picture)


def test_the_picture_is_that_of_the_code(layers: Layers) -> None:
    committed = FILE.read_text(encoding="utf-8")

    assert without_sizes(committed) == without_sizes(draw(layers)), "run: python -m tools.layout"
    assert draw(layers) == draw(read_layers())


def test_the_picture_has_a_box_for_each_package_and_none_over_another(layers: Layers) -> None:
    root = ET.fromstring(draw(layers))
    boxes = [group.find(f"{SVG}rect") for group in root.iter(f"{SVG}g")]
    places = [(int(box.attrib["x"]), int(box.attrib["y"])) for box in boxes if box is not None]

    assert len(places) == len(layers.height) - 1  # all but __main__
    assert not [
        (one, other)
        for one, other in combinations(places, 2)
        if abs(one[0] - other[0]) < BOX and abs(one[1] - other[1]) < HEIGHT
    ]
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {
        "svg", "title", "desc", "g", "rect", "line", "path", "text",
    }  # fmt: skip


def test_an_import_that_follows_from_others_has_no_arrow() -> None:
    imports = {"cli": ["render", "case"], "render": ["case"], "case": []}

    assert arrows_of(imports) == [("cli", "render"), ("render", "case")]


def test_an_arrow_passes_beside_the_boxes_of_the_rows_between() -> None:
    drawing = arrange([["a"], ["b"], ["c"]], [("a", "b"), ("a", "c")])
    passing, box = sorted(drawing.rows[1], key=lambda node: node.width)

    assert abs(passing.x - box.x) >= BOX / 2


def test_every_package_says_what_it_is(layers: Layers) -> None:
    assert not [name for name in layers.height if len(" ".join(caption_of(name)).split()) < 5]


def test_stages_are_what_imports_the_case_and_helpers_what_does_not(layers: Layers) -> None:
    assert {"case", "evidence", "claims", "editions", "render"} <= set(layers.stages)
    assert not {"text", "names", "formats", "problems", "language"} & set(layers.stages)
    assert layers.stages["case"] < layers.stages["evidence"] < layers.stages["editions"] < layers.stages["render"]
