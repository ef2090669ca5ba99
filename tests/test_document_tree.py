"""The block tree of a document: its order, headings and links, which the page and Word print as they are."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import get_args

import docx
import lxml.html
import pytest

from dossier.checking.run import check_case
from dossier.language import ENGLISH, Language, language_of
from dossier.problems import Problems
from dossier.render.document import Document, make_document, tree_of
from dossier.render.document.tree import (
    Block,
    CaseText,
    Exhibit,
    Group,
    Heading,
    Inline,
    Link,
    Paragraph,
    Phrase,
    Record,
    Replaceable,
    Table,
    Text,
    Tree,
    fill,
)
from dossier.render.docx import render_docx
from dossier.render.html import TEMPLATES, render_html
from tests.pdfs import spaced

ROOT = Path(__file__).parents[1]
MADE_FOR = (None, "eu-ghr", "us-glomag")


@pytest.fixture(scope="module", params=MADE_FOR, ids=str)
def document(request: pytest.FixtureRequest) -> Document:
    """A dossier of the shipped case, for all regimes or for one."""
    problems = Problems()
    checked = check_case(ROOT, problems)
    assert checked is not None
    view = checked.view("public", problems)
    return make_document(view, view.entities["dosayev"], request.param)


def blocks_of(tree: Tree) -> Iterator[Block]:
    """Every block in the order in which it prints, groups before what they hold."""
    yield from walk((*tree.first_pages, tree.contents.heading, tree.foreword, *tree.detail))


def walk(blocks: Iterable[Block]) -> Iterator[Block]:
    for block in blocks:
        yield block
        if isinstance(block, Record):
            yield block.heading
        if isinstance(block, Group | Record | Replaceable):
            yield from walk(block.blocks)


def headings_of(tree: Tree) -> list[tuple[int, str]]:
    """Title and headings with their levels, an exhibit by its number and manner."""
    found = [(0, plain((tree.masthead.name,)))]
    for block in blocks_of(tree):
        if isinstance(block, Heading):
            found.append((block.level, spaced(f"{block.number} {plain(block.words)}")))
        elif isinstance(block, Exhibit):
            found.append((3, f"{block.quotation.exhibit} {block.manner}"))
    return found


def plain(words: Iterable[Inline]) -> str:
    """The words of headings, sentences and links."""
    found = []
    for part in words:
        if isinstance(part, Phrase):
            found.append(plain(part.words))
        elif isinstance(part, Text | CaseText):
            found.append(part.text)
    return "".join(found)


def links_in(words: Iterable[Inline]) -> Iterator[str]:
    for part in words:
        if isinstance(part, Link):
            yield part.to
        elif isinstance(part, Phrase):
            yield from links_in(part.words)


def test_the_first_pages_have_their_eight_sections_in_order(document: Document) -> None:
    numbered = [block for block in blocks_of(tree_of(document)) if isinstance(block, Heading) and block.number]

    assert [block.number for block in numbered] == list("12345678")
    assert [block.anchor for block in numbered] == [
        "who",
        "reported",
        "others",
        "criteria",
        "mitigating",
        "missing",
        "sources",
        "handling",
    ]


def test_page_and_word_print_the_headings_of_the_tree(document: Document) -> None:
    page = lxml.html.fromstring(render_html(document))
    for back in page.xpath("//a[@class='back']"):
        back.drop_tree()
    in_page = [(int(each.tag[1]) - 1, spaced(each.text_content())) for each in page.xpath("//h1|//h2|//h3|//h4")]
    styles = [(p.style.name or "", p.text) for p in docx.Document(io.BytesIO(render_docx(document))).paragraphs]
    in_word = [
        (0 if style == "Title" else int(style[-1]), spaced(text))
        for style, text in styles
        if style == "Title" or style.startswith("Heading")
    ]

    expected = [(level, spaced(words)) for level, words in headings_of(tree_of(document))]
    assert in_page == expected
    assert in_word == expected
    assert len(expected) > 30


def test_headings_are_nested_without_a_gap(document: Document) -> None:
    levels = [level for level, _ in headings_of(tree_of(document))]

    assert all(after <= before + 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("attached", [False, True])
def test_every_link_leads_to_one_anchor(document: Document, *, attached: bool) -> None:
    tree = tree_of(document, attached=attached)
    blocks = list(blocks_of(tree))
    anchors = [block.anchor for block in blocks if isinstance(block, Heading | Group) and block.anchor]
    links = [entry.to for entry in tree.contents.entries]
    for block in blocks:
        if isinstance(block, Paragraph):
            links += links_in(block.words)
        elif isinstance(block, Table):
            links += [to for row in block.rows for cell in row for to in links_in(cell)]

    assert len(anchors) == len(set(anchors))
    assert set(links) <= set(anchors)
    assert ("attached" in links) == attached


def test_each_kind_of_block_has_its_macro() -> None:
    source = (TEMPLATES / "blocks.html").read_text(encoding="utf-8")

    assert [kind for each in get_args(Block) if f"{{% macro {(kind := each.kind)}(" not in source] == []


def test_a_long_table_says_where_its_other_rows_are() -> None:
    from dossier.render.legible import Cuts

    rows = tuple(((Text(str(number)),),) for number in range(8))
    table = Table("reported", rows, ("Date",), long=True, all_in="B")

    assert table.shown(6) == rows[:6]
    assert table.more(6, Cuts()) == "2 more stand in part B."
    assert table.more(8, Cuts()) == ""
    assert Table("facts", rows).shown(6) == rows


@pytest.mark.parametrize(
    ("say", "said"), [(ENGLISH, "A. B. Reviewed by 1,200."), (language_of("fr"), "A. B. Reviewed by 1\u202f200.")]
)
def test_a_sentence_is_filled_as_the_language_fills_it(say: Language, said: str) -> None:
    # a value that ends with a full stop takes that of the sentence along
    sentence = fill(say, "{name}. {rest}. Reviewed by {number}.", name=CaseText("A."), rest="B", number=1200)

    assert plain((sentence,)) == said
    assert CaseText("A.") in sentence.words
