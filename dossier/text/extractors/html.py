"""Web pages."""

from __future__ import annotations

import re
from typing import Any

from dossier.text.extractors import HIGH, LOW, STRUCK_OUT, Extracted, library, reading
from dossier.text.extractors.plain import decode


def html(data: bytes, encoding: str | None) -> Extracted:
    """The visible text of a page in reading order; headers, footers and menus with it.

    Every line of the page is a paragraph: what prints around a quotation must not take in its neighbours in a list or
    table, which may be about somebody else. Digits set high or low are so in the text, and what is struck out says so.
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
    return f"html/2 {library('inscriptis')}"


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
    return page


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
