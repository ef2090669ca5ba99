"""Where a passage runs over the end of a paragraph, list item, heading or page, shown by a mark of its own."""

from __future__ import annotations

import re
from bisect import bisect_left

from dossier.text.barriers import without_furniture
from dossier.text.normalise import normalise

MARK = "¶"
# A blank line, the end of a page, and a line that begins with the bullet or number of a list item.
_BOUNDARY = re.compile(
    r"\s*\f\s*|[^\S\n]*\n[^\S\n]*\n\s*|[^\S\n]*\n[^\S\n]*(?=(?:[-*•‣–—]|\(?\d{1,3}[.)]|\(?[a-zа-яё][.)])\s)"
)


def boundaries(passage: str) -> list[tuple[int, int]]:
    """The spans of white space of a passage at which a paragraph, list item, heading or page ends inside it."""
    found = (match.span() for match in _BOUNDARY.finditer(passage))
    return [(start, end) for start, end in found if passage[:start].strip() and passage[end:].strip()]


def marked(passage: str) -> str:
    """A passage of a stored text with its boundaries marked."""
    parts, done = [], 0
    for start, end in boundaries(passage):
        parts.append(passage[done:start])
        done = end
    return f" {MARK} ".join([*parts, passage[done:]])


def marked_quote(passage: str, quote: str) -> str:
    """The words of a quotation, as it writes them, with the boundaries of the passage that it quotes."""
    passage = without_furniture(passage) or passage
    found = boundaries(passage)
    if not found:
        return quote
    ours, theirs = normalise(passage), normalise(quote)
    lead = len(theirs.text) - len(theirs.text.lstrip())
    if ours.text.strip() != theirs.text.strip():
        return quote
    skipped = len(ours.text) - len(ours.text.lstrip())
    parts, done = [], 0
    for _, end in found:
        folded = bisect_left(range(len(ours.text)), end, key=ours.raw_position)
        at = theirs.raw_position(folded - skipped + lead)
        parts.append(quote[done:at].rstrip())
        done = at
    return f" {MARK} ".join([*parts, quote[done:]])
