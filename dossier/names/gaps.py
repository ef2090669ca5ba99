"""What may stand inside a name, between its words and beside it: one set of rules for replacing names and finding them.

Expressions are parts of regular expressions; they have no groups of their own.
"""

from __future__ import annotations

import re

# Soft hyphens, fillers, zero-width characters, marks of direction, variation selectors, tags: nobody sees them.
INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f"
    "\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff"
)
# Between two letters of one word: what nobody sees, or a hyphen where a line ends.
BETWEEN_LETTERS = rf"(?:[{INVISIBLE}]|[-\u2010\u00ac][ \t]*\r?\n[ \t]*)?"
# The same in a script without spaces: a line may end anywhere, and spaces set letters apart.
BETWEEN_UNSPACED = rf"[\s{INVISIBLE}]*"
# Hyphens and dashes of every script, maqaf and the Armenian hyphen among them; last in a set of an expression.
HYPHENS = "\u058a\u05be\u2010-\u2015\u2212\u2e17\u30a0\ufe58\ufe63\uff0d-"
# Between the words of one name that are replaced by one label; cells of a row and columns are parted by bars.
BETWEEN_WORDS = rf"[\s{INVISIBLE}_.|\u2016{HYPHENS}]+"
# Signs of any kind between two words that are still found as one name.
MAX_GAP = 8
# Between the words of a name that may stand: no end of a sentence, and one line break (\v in markup) at most.
INSIDE_ALLOWED = r"(?:[^\S\r\n\v]*(?:\r?\n|\v)?[^\S\r\n\v]*|[-_+])"

_INVISIBLE = re.compile(f"[{INVISIBLE}]")
_INSIDE_ALLOWED = re.compile(INSIDE_ALLOWED)
_BESIDE = re.compile(r"[\s_-]{0,8}")
# What parts a value from others: ends of lines and cells, quotation marks of JSON and CSV, tags, `first name: `.
_ALONE_BEFORE = re.compile(r"[\n\v\f\t\"<>;:][ \u00a0]*\Z")
_ALONE_AFTER = re.compile(r"[ \u00a0]*(?:\Z|[\r\n\v\f\t\"\\<>;])")

Span = tuple[int, int]  # from, to


def without_invisible(text: str) -> str:
    """Without soft hyphens, zero-width characters and marks of direction."""
    return text if text.isascii() else _INVISIBLE.sub("", text)


def is_inside_allowed(gap: str) -> bool:
    """Whether this may part two words of a name that may stand."""
    return bool(_INSIDE_ALLOWED.fullmatch(gap))


def disturbs(found: Span, allowed: Span, text: str) -> bool:
    """Whether a withheld name stands beside a name that may stand, or reaches out of it.

    Then the latter may not stand: nobody could say whose word is meant.
    """
    (start, end), (first, last) = found, allowed
    if first <= start and end <= last:
        return False
    gap = text[end:first] if end <= first else text[last:start] if last <= start else ""
    return bool(_BESIDE.fullmatch(gap))


def stands_alone(text: str, start: int, end: int) -> bool:
    """Whether what is found fills a line, a cell or a value."""
    before = text[start - MAX_GAP : start] if start >= MAX_GAP else f"\n{text[:start]}"
    return bool(_ALONE_BEFORE.search(before) and _ALONE_AFTER.match(text, end))
