"""Text of a case as it may print: nothing that hides or reorders, and no more than a reader can use."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from dossier.text import prose

# Characters that reorder or hide text: overrides, isolates, marks, zero-width and control characters.
_UNSEEN = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufffe\uffff]"
)
# What a line is broken at by itself: spaces, and the scripts that put none between words.
BREAKS = (
    " \t-\r\u1680\u2000-\u2006\u2008-\u200a\u2028\u2029\u205f"
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\ua4cf\uac00-\ud7ff\uf900-\ufaff\uff00-\uffef"
    "\U00020000-\U0003ffff"
)
# Caps: layout takes time with the square of what it cannot break, and nobody reads more.
MAX_BLOCK, MAX_WORD, MAX_MARKS = 20_000, 500, 4
_TOO_LONG_WORD = re.compile(rf"([^{BREAKS}]{{{MAX_WORD}}})([^{BREAKS}]+)")


def legible(text: str) -> str:
    """Text with unseen and reordering characters as visible tokens, and cut where no reader can use more.

    The print says what is cut: a text after 20,000 characters, a word after 500, and diacritics beyond four on one
    letter.
    """
    return tokens(_capped(text))


def tokens(text: str) -> str:
    """Text with unseen and reordering characters as visible tokens: `⟨U+202E⟩`."""
    return _UNSEEN.sub(lambda unseen: f"⟨U+{ord(unseen[0]):04X}⟩", text)


def _capped(text: str) -> str:
    text = _TOO_LONG_WORD.sub(lambda word: word[1] + _rest(len(word[2])), text)
    if len(text) > MAX_BLOCK:
        text = text[:MAX_BLOCK] + _rest(len(text) - MAX_BLOCK)
    return text if text.isascii() else _with_few_marks(text)


def _rest(number: int) -> str:
    return f"… ({number:,} more characters are in the case)"


def _with_few_marks(text: str) -> str:
    parts: list[str] = []
    for is_mark, group in groupby(text, lambda character: unicodedata.combining(character) > 0):
        characters = "".join(group)
        more = len(characters) - MAX_MARKS
        parts.append(f"{characters[:MAX_MARKS]}⟨+{more} marks⟩" if is_mark and more > 0 else characters)
    return "".join(parts)


def ending(text: str) -> str:
    """The end of a long text that stands before a quotation; what is left out is said."""
    more = len(text) - MAX_BLOCK
    return f"({more:,} more characters are in the case) … {text[more:]}" if more > 0 else text


def folded(text: str) -> str:
    """A stored text as running words: line breaks inside a paragraph are spaces."""
    return re.sub(r"[ \t]*\n[ \t]*", " ", text)


def legible_runs(text: str) -> Iterator[prose.Run]:
    """The inline runs of a passage of prose, not yet legible themselves: no more of them than can be used.

    No space stands before a citation: what shows it brings its own.
    """
    runs = prose.runs(text)
    length = 0
    for index, run in enumerate(runs):
        length += len(run.text)
        if length > MAX_BLOCK and index:
            yield prose.Run("text", _rest(sum(len(left.text) for left in runs[index:])))
            return
        before_citation = run.kind == "text" and index + 1 < len(runs) and runs[index + 1].kind == "cite"
        yield replace(run, text=run.text.rstrip()) if before_citation else run
