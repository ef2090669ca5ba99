"""Finds words that a source has in another typesetting than they were typed in: `CO2` for `CO₂`, `1-3` for `1–3`.

What is found is only offered: the source's own form is what may be quoted. Letters, digits and their order must be the
same, and so must all that is between them, except for this:

- digits set high or low may be plain digits, and the call of a footnote may have its brackets or none;
- a dash of any length may be a hyphen;
- cells of a table, which the source shows with ` | ` between them, may have a space there;
- where a line of the source ends at a hyphen, a dash or a slash, that mark may have a space after it or none.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache
from itertools import pairwise

from dossier.text.anchor import Status, anchor, cut_in_word
from dossier.text.normalise import Normalised, fold

# Of places with the same letters and digits that are looked at.
MAX_PLACES = 50

_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉"
_DASHES = "\u2012\u2013\u2014\u2015\u2212\u207b\u208b"
_PLAIN = str.maketrans(_RAISED + _DASHES, "0123456789" * 2 + "-" * len(_DASHES))
_LETTERS = re.compile(r"[^\W_]+")
_BETWEEN = re.compile(r"[\W_]+")
_CALL = re.compile(r"\[(?=\d{1,3}\])|(?<=\[\d)\]|(?<=\[\d\d)\]|(?<=\[\d\d\d)\]")
_LINE_END = re.compile(r"[-\u2010\u2012-\u2015/][ \t]*\n(?:\n?\f)?[ \t]*\Z")
_CELLS = re.compile(r" (?:\| )+")
_EDGE = 40  # characters beside the words that are compared with marks at the ends of a quotation


def own_form(text: Normalised, quote: str, prefix: str = "", suffix: str = "") -> tuple[int, int] | None:
    """The raw span of the source's own form of words that differ from it in typesetting alone; None without one.

    None, too, when there are several places, or when the own form would not verify as a quotation.
    """
    wanted = _CALL.sub("", fold(quote).strip().translate(_PLAIN))
    bare = "".join(_LETTERS.findall(wanted))
    if not bare:
        return None
    alike = (_same_but_for_typesetting(text, first, last, wanted) for first, last in _places(text.text, bare))
    spans = [span for span in alike if span and not any(cut_in_word(text.text, at) for at in span)]
    if len(spans) > 1 and not (prefix or suffix):
        return None
    found = []
    for span in spans:
        raw = text.raw_span(*span)
        again = anchor(text, text.source[slice(*raw)], raw, prefix, suffix)
        if again.status is Status.AT_POSITION and (again.start, again.end) == raw:
            found.append(raw)
    return found[0] if len(found) == 1 else None


def _places(text: str, bare: str) -> list[tuple[int, int]]:
    """Where letters and digits follow each other so in a folded text: the positions of the first and the last."""
    joined = _bare(text)
    if bare not in joined:  # as of most words that do not verify: where each letter stands need not be worked out
        return []
    runs = [match.span() for match in _LETTERS.finditer(text)]
    starts, length = [], 0
    for start, end in runs:
        starts.append(length)
        length += end - start
    found: list[tuple[int, int]] = []
    at = joined.find(bare)
    while at >= 0 and len(found) < MAX_PLACES:
        one, other = (runs[run][0] + place - starts[run] for place, run in _runs_of(starts, at, at + len(bare) - 1))
        found.append((one, other))
        at = joined.find(bare, at + 1)
    return found


@lru_cache(maxsize=1)
def _bare(text: str) -> str:
    """The letters and digits of a folded text, which several quotations may be looked for in."""
    return _BETWEEN.sub("", text.translate(_PLAIN))


def _runs_of(starts: list[int], *places: int) -> list[tuple[int, int]]:
    return [(place, bisect_right(starts, place) - 1) for place in places]


def _same_but_for_typesetting(text: Normalised, first: int, last: int, wanted: str) -> tuple[int, int] | None:
    """The folded span of what is wanted, when nothing but typesetting differs; letters and digits are the same."""
    low, high = max(0, first - _EDGE), min(len(text.text), last + 1 + _EDGE)
    part = text.text[low:high].translate(_PLAIN)
    calls = {match.start() + low for match in _CALL.finditer(part)}
    ours = [at for at in range(first, last + 1) if _LETTERS.match(part[at - low])]
    theirs = [at for at, sign in enumerate(wanted) if _LETTERS.match(sign)]

    def between(start: int, end: int) -> str:
        return "".join(part[at - low] for at in range(start, end) if at not in calls)

    for (left, right), (one, other) in zip(pairwise(ours), pairwise(theirs), strict=True):
        quoted = wanted[one + 1 : other]
        ours_between = between(left + 1, right)
        over_cells = quoted == " " and _CELLS.fullmatch(ours_between)
        if ours_between != quoted and not over_cells and not _at_line_end(text, left, right, quoted):
            return None
    start, end = first, last + 1
    while start - 1 in calls or between(start, first) != wanted[: theirs[0]]:
        start -= 1
        if start < low or len(between(start, first)) > theirs[0]:
            return None
    while (end in calls and part[end - low] == "]") or between(last + 1, end) != wanted[theirs[-1] + 1 :]:
        end += 1
        if end > high or len(between(last + 1, end)) > len(wanted) - theirs[-1] - 1:
            return None
    return start, end


def _at_line_end(text: Normalised, left: int, right: int, quoted: str) -> bool:
    """Whether a line of the source ends between two letters or digits at the mark that the quotation has there."""
    raw = text.source[text.raw_position(left) + 1 : text.raw_position(right)]
    found = _LINE_END.search(raw)
    return found is not None and quoted.rstrip() == ("/" if found[0][0] == "/" else "-")
