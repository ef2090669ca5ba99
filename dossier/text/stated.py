"""What a web page says of its own date, in the places made for machines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from dossier.text.extractors.plain import decode

MAX_LOOKED_AT = 400_000  # characters of a page
# Names of `<meta>` that mean the day of publication, the surest first.
NAMES = (
    "article:published_time",
    "datepublished",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date",
    "dcterms.date",
    "parsely-pub-date",
    "sailthru.date",
    "pubdate",
    "publishdate",
    "date",
)
_META = re.compile(r"<meta\b[^>]{1,1000}>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"([\w:-]{1,40})\s*=\s*(?:\"([^\"]{0,500})\"|'([^']{0,500})')")
_IN_DATA = re.compile(r"\"datePublished\"\s*:\s*\"([^\"]{4,40})\"")
_TIME = re.compile(r"<time\b[^>]{0,300}\bitemprop=[\"']datePublished[\"'][^>]{0,300}>", re.IGNORECASE)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?![\d-])")


def published(data: bytes, encoding: str | None) -> str | None:
    """The day on which a page says that it was published; None when it does not say."""
    text = decode(data, encoding, html=True)[:MAX_LOOKED_AT]
    for said in _said(text):
        if (day := _DAY.match(said.strip())) and _is_day(day[0]):
            return day[0]
    return None


def _is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


def _said(text: str) -> Iterator[str]:
    metas = [_attributes(match[0]) for match in _META.finditer(text)]
    for name in NAMES:
        for meta in metas:
            if name in (meta.get(key, "").casefold() for key in ("property", "name", "itemprop")):
                yield meta.get("content", "")
    yield from _IN_DATA.findall(text)
    for match in _TIME.finditer(text):
        yield _attributes(match[0]).get("datetime", "")


def _attributes(tag: str) -> dict[str, str]:
    return {name.casefold(): double or single for name, double, single in _ATTRIBUTE.findall(tag)}
