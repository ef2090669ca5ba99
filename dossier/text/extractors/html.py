"""Web pages."""

from __future__ import annotations

import re

from dossier.text.extractors import Extracted, library, reading
from dossier.text.extractors.plain import decode


def html(data: bytes, encoding: str | None) -> Extracted:
    """The visible text of a page in reading order; headers, footers and menus with it.

    Every line of the page is a paragraph: what prints around a quotation must not take in its neighbours in a list or
    table, which may be about somebody else.
    """
    from inscriptis import get_text
    from inscriptis.css_profiles import CSS_PROFILES
    from inscriptis.model.config import ParserConfig

    with reading("HTML"):
        found = get_text(
            decode(data, encoding, html=True), ParserConfig(css=CSS_PROFILES["strict"], display_images=True)
        )
    text = "\n\n".join(line.strip() for line in found.split("\n") if line.strip()) + "\n"
    return Extracted(text, f"html/1 {library('inscriptis')}")


def title(data: bytes, encoding: str | None) -> str | None:
    """What the page calls itself, None when it does not say."""
    import html as entities

    text = decode(data, encoding, html=True)[:200_000]
    begin = re.search(r"<title[^>]{0,200}>", text, re.IGNORECASE)
    end = re.compile("</title", re.IGNORECASE).search(text, begin.end()) if begin else None
    if begin is None or end is None:
        return None
    return " ".join(entities.unescape(text[begin.end() : end.start()]).split()) or None
