"""Web pages."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from dossier.text.barriers import ANSWER
from dossier.text.extractors import CELL, HIGH, LOW, STRUCK_OUT, Extracted, library, numbers, reading
from dossier.text.extractors.plain import decode


def html(data: bytes, encoding: str | None) -> Extracted:
    """The visible text of a page in reading order; headers, footers and menus with it.

    Every line of the page is a paragraph: what prints around a quotation must not take in its neighbours in a list or
    table, which may be about somebody else. A row is a line, as `| Name | Held |`. Digits set high or low are
    so in the text, what is struck out says so, and items of lists have their numbers.
    """
    from inscriptis import Inscriptis
    from inscriptis.css_profiles import CSS_PROFILES
    from inscriptis.model.config import ParserConfig

    source = decode(data, encoding, html=True)
    with reading("HTML"):
        page = Inscriptis(_as_shown(source), ParserConfig(css=CSS_PROFILES["strict"], display_images=True))
        found = page.get_text()
    text = "\n\n".join(line.strip() for line in found.split("\n") if line.strip()) + "\n"
    return Extracted(text, maker())


def maker() -> str:
    """What `Extracted.extractor` says of a web page."""
    return f"html/3 {library('inscriptis')}"


def _as_shown(source: str) -> Any:
    """The tree of a page, with what inscriptis does not know of how it is shown written into the words."""
    from lxml import etree
    from lxml.html import document_fromstring

    page = document_fromstring(_DECLARATION.sub("", source))
    # inscriptis would pass over the words behind a processing instruction, of which pages made by Word are full
    etree.strip_elements(page, etree.Comment, etree.ProcessingInstruction, "template", with_tail=False)
    for element in page.xpath("//*[@hidden]"):
        if element.getparent() is not None:
            element.drop_tree()
    for element in page.iter("sup", "sub"):
        for part in element.iter():
            part.text = (part.text or "").translate(HIGH if element.tag == "sup" else LOW)
            if part is not element:
                part.tail = (part.tail or "").translate(HIGH if element.tag == "sup" else LOW)
    for element in page.iter("del", "s", "strike"):
        if element.text_content().strip():
            element.text = STRUCK_OUT[0] + (element.text or "")
            element.append(etree.Element("span"))
            element[-1].text = STRUCK_OUT[1]
    _write_formulas(page)
    _write_answers(page)
    _number_items(page)
    for table in reversed(list(page.iter("table"))):  # those inside first
        _part_cells(table)
    return page


def _number_items(page: Any) -> None:
    """Write the numbers of ordered lists into their items, as a browser shows them."""
    for listed in reversed(list(page.iter("ol"))):  # those inside first: a list that is written is none any more
        own = (item for item in listed.iterdescendants("li") if next(item.iterancestors(*_LISTS), None) is listed)
        items = [item for item in own if not _HIDDEN.search(item.get("style") or "")]
        backwards = listed.get("reversed") is not None
        number = _whole(listed.get("start"), len(items) if backwards else 1)
        for item in items:
            number = _whole(item.get("value"), number)
            if (form := _form(item) or _form(listed) or "1") != "none":
                _begin_with(item, f"{_FORMS.get(form, str)(number)}. ")
            number += -1 if backwards else 1
            item.tag = "div"
        listed.tag = "div"


def _whole(text: str | None, otherwise: int) -> int:
    found = re.match(r"\s*([-+]?\d{1,9})", text or "")
    return int(found[1]) if found else otherwise


def _form(element: Any) -> str | None:
    """The sort of numbers that an element asks for by its own style or type."""
    style = re.search(r"list-style(?:-type)?\s*:([^;]*)", element.get("style") or "", re.IGNORECASE)
    words = style[1].casefold().split() if style else []
    named = next((word for word in words if word in _FORMS or word == "none"), None)
    return named or element.get("type")


def _begin_with(element: Any, words: str) -> None:
    """Write words before the first ones of an element, into the paragraph that holds them."""
    place, part = _first_words(element) or (element, "text")
    setattr(place, part, words + (getattr(place, part) or "").lstrip())


def _first_words(element: Any) -> tuple[Any, str] | None:
    """Where the first words of an element are, as text or tail of which; None when a list or table comes first."""
    if (element.text or "").strip():
        return element, "text"
    for child in element:
        if child.tag in ("ol", "ul", "dl", "table", "img"):
            return None
        if found := _first_words(child):
            return found
        if (child.tail or "").strip():
            return child, "tail"
    return None


def _part_cells(table: Any) -> None:
    """Make the rows of a table lines, with bars between their cells and at both ends that no words read over."""
    for row in table.iter("tr"):
        cells = list(row.iterchildren("td", "th"))
        said = [cell for cell in cells if cell.text_content().strip() or cell.find(".//img[@alt]") is not None]
        for cell in cells:
            blocks = [element for element in cell.iterdescendants() if element.tag in _BLOCKS]
            alone = len(blocks) == 1 and cell.text_content().strip() == blocks[0].text_content().strip()
            if alone and blocks[0].tag in _HOLDING:
                blocks[0].tag = "span"
            cell.tag = "span" if alone or not blocks else "div"
            cell.tail = CELL if len(said) > 1 and cell is not cells[-1] else ""
        if len(said) > 1 and all(cell.tag == "span" for cell in cells):
            row.text, cells[-1].tail = CELL.lstrip(), CELL.rstrip()
        row.tag = "div"
    for part in table.iterdescendants("thead", "tbody", "tfoot", "caption"):
        part.tag = "div"
    table.tag = "div"


def _write_formulas(page: Any) -> None:
    """Write the formulas of a page in a line: what is set high or low, and fractions."""
    for note in list(page.iter("annotation", "annotation-xml")):
        note.drop_tree()
    for part in page.iter("msup", "msub", "msubsup", "mfrac"):
        below = list(part)
        if part.tag == "mfrac" and len(below) == 2:
            for side, after in zip(below, (")/(", ")"), strict=True):
                side.tail = after
            part.text = "("
        elif len(below) > 1:
            _raise(below[-1], HIGH if part.tag != "msub" else LOW)
            if part.tag == "msubsup":
                _raise(below[1], LOW)


def _write_answers(page: Any) -> None:
    """Write what the fields of a form hold, which is no text of the page."""
    for field in list(page.iter("input")):
        kind = (field.get("type") or "text").casefold()
        ticked = kind in ("checkbox", "radio") and field.get("checked") is not None
        words = " ".join((field.get("value") or "").split()) if kind in _ANSWERED else "ticked" if ticked else ""
        if words:
            field.tag = "span"
            field.text = f" {ANSWER}{words}] "


_ANSWERED = ("text", "search", "tel", "url", "email", "date", "time", "datetime-local", "month", "week", "number")


def _raise(element: Any, digits: dict[int, int]) -> None:
    for part in element.iter():
        part.text = (part.text or "").translate(digits)


# Blocks, and those of them that can be as well a part of a line.
_HOLDING = ("p", "div", "section", "article", "center")
_BLOCKS = (
    *("p", "div", "section", "article", "center", "ul", "ol", "dl", "table", "blockquote", "pre", "form", "fieldset"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "hr", "address", "figure", "header", "footer", "main", "nav", "aside"),
)
_FORMS: dict[str, Callable[[int], str]] = {
    "1": str,
    "decimal": str,
    "decimal-leading-zero": "{:02}".format,
    **dict.fromkeys(("a", "lower-alpha", "lower-latin"), numbers.letters),
    **dict.fromkeys(("A", "upper-alpha", "upper-latin"), numbers.upper(numbers.letters)),
    **dict.fromkeys(("i", "lower-roman"), numbers.roman),
    **dict.fromkeys(("I", "upper-roman"), numbers.upper(numbers.roman)),
}
_LISTS = ("ol", "ul", "menu", "dir")
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_DECLARATION = re.compile(r"\A\s*<\?xml\b[^>]*>", re.IGNORECASE)


def title(data: bytes, encoding: str | None) -> str | None:
    """What the page calls itself, None when it does not say."""
    import html as entities

    text = decode(data, encoding, html=True)[:200_000]
    begin = re.search(r"<title[^>]{0,200}>", text, re.IGNORECASE)
    end = re.compile("</title", re.IGNORECASE).search(text, begin.end()) if begin else None
    if begin is None or end is None:
        return None
    return " ".join(entities.unescape(text[begin.end() : end.start()]).split()) or None
