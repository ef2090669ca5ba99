"""Lists of prose stand in every form as they were written: nested, with their numbers and all their paragraphs."""

from __future__ import annotations

import re
from pathlib import Path

import docx
import lxml.html
import pytest

from dossier.text import prose
from tests.cases import assert_told, change, check, dossier, pin, write_case
from tests.pdfs import ReadPdf, spaced, strict_failures

PEOPLE = "entities/people.yml"
GAP = "1. The written order, with its signature."
NESTED = """\
3. The written order:
       - its signature,
       - its seal:
           1. whose it is,
           2. who kept it.

       All of it on paper.
    4. The custody records.
"""


def lists(markdown: str) -> list[tuple[str, int, int, bool, bool]]:
    """Each paragraph: its words, how deep it stands, its number, whether a bullet marks it, whether it goes on."""
    found, faults = prose.paragraphs(markdown)
    assert faults == []
    return [(each.text, each.depth, each.item, each.bullet, each.continues) for each in found]


def test_a_list_is_read_with_its_levels_numbers_and_paragraphs() -> None:
    assert lists("Before.\n\n3. one\n   - two\n\n   goes on\n4. three\n\nAfter.") == [
        ("Before.", 0, 0, False, False),
        ("one", 1, 3, False, False),
        ("two", 2, 1, True, False),
        ("goes on", 1, 3, False, True),
        ("three", 1, 4, False, False),
        ("After.", 0, 0, False, False),
    ]


def test_what_stands_in_an_item_is_for_the_readers_of_the_item() -> None:
    found, _ = prose.paragraphs("- one {edition=authority}\n  - inner\n\n  goes on\n- two")

    assert [(each.text, each.edition) for each in found] == [
        ("one", "authority"),
        ("inner", "authority"),
        ("goes on", "authority"),
        ("two", None),
    ]


@pytest.mark.parametrize("markdown", ["- - one", "1.\n   - one"])
def test_an_item_without_words_before_its_list_is_told(markdown: str) -> None:
    _, faults = prose.paragraphs(markdown)

    assert [str(what) for _, what in faults] == ["an item of a list has no words of its own before the list in it"]


def test_every_form_prints_it_nested(tmp_path: Path) -> None:
    root = write_case(tmp_path / "case")
    change(root, PEOPLE, GAP, NESTED.strip())
    assert pin(root).code == 0
    assert dossier(root, "build", "--as", "pdf,docx,html").code == 0

    made = root / "build/public/halvik"
    page = lxml.html.fromstring(made.with_suffix(".html").read_bytes())
    (outer,) = page.xpath("//h2[@id='missing']/following-sibling::ol")
    assert [item.get("value") for item in outer.xpath("./li")] == ["3", "4"]
    assert [spaced(item.text_content()) for item in outer.xpath("./li/ul/li")] == [
        "its signature,",
        "its seal: whose it is, who kept it.",
    ]
    assert [item.get("value") for item in outer.xpath("./li/ul/li/ol/li")] == ["1", "2"]
    assert outer.xpath("./li/br")[0].tail.strip() == "All of it on paper."

    word = docx.Document(str(made.with_suffix(".docx")))
    listed = [each for each in word.paragraphs if each.style.name in ("List Number", "List Bullet", "List Continue")]
    read = {each.text: each._p.pPr.numPr.ilvl.val if each._p.pPr.numPr is not None else None for each in listed}
    assert [read[words] for words in ("The written order:", "its seal:", "who kept it.", "The custody records.")] == [
        0,
        1,
        2,
        0,
    ]
    assert read["All of it on paper."] is None

    with ReadPdf(made.with_suffix(".pdf")) as document:
        said = spaced(document.tree.text)
    assert strict_failures(made.with_suffix(".pdf")) == []
    numbers = re.findall(r"(\d\.|◦) (The written order|its signature|its seal|whose|who kept|The custody)", said)
    assert [number for number, _ in numbers] == ["3.", "◦", "◦", "1.", "2.", "4."]


def test_a_list_in_an_item_of_another_edition_goes_with_it(tmp_path: Path) -> None:
    root = write_case(tmp_path / "case")
    change(
        root, PEOPLE, GAP, "1. The order.\n    2. Who saw it. {edition=authority}\n       - Where he was.\n    3. When."
    )
    assert pin(root).code == 0
    assert dossier(root, "build", "--as", "html").code == 0
    assert dossier(root, "build", "--as", "html", "--edition", "authority").code == 0

    public, authority = (
        lxml.html.fromstring((root / f"build/{e}/halvik.html").read_bytes()) for e in ("public", "authority")
    )
    assert "Where he was." not in public.text_content()
    assert [li.get("value") for li in public.xpath("//h2[@id='missing']/following-sibling::ol/li")] == ["1", "3"]
    assert "Where he was." in authority.text_content()


def test_deeper_than_five_is_told(tmp_path: Path) -> None:
    root = write_case(tmp_path / "case")
    change(root, PEOPLE, GAP, "\n    ".join("  " * depth + f"- Deep {depth}" for depth in range(6)))

    assert "more than 5 deep" in assert_told(check(root), "prose-invalid", PEOPLE).text
