"""Which way words run: the stretches of a text that are read from right to left, where others stand around them.

Without them a sentence in one direction tears the numbers, brackets and full stops of the other away from their words.
"""

from __future__ import annotations

import re
import unicodedata

from dossier.names.scripts import FROM_RIGHT

_FROM_RIGHT = ("R", "AL")
_RIGHT = re.compile(f"[{FROM_RIGHT}]")
_PAIRS = {"(": ")", "[": "]", "{": "}", "«": "»", "“": "”", "‘": "’", "‹": "›"}
_NUMBER = re.compile(r"[ \u00a0][0-9]+(?![0-9]|[ \u00a0.:/-]*\w)")  # behind words: theirs, when no other word follows
_NEAR = 120  # characters in which a bracket is looked for


def runs_from_the_right(text: str) -> bool:
    """Whether most letters of a text are of a script that runs from right to left."""
    strong = [unicodedata.bidirectional(letter) for letter in text if letter.isalpha()]
    return sum(kind in _FROM_RIGHT for kind in strong) * 2 > len(strong)


def stretches(text: str) -> list[tuple[str, bool]]:
    """A text in parts of one direction each, and whether a part runs from right to left.

    A stretch from right to left goes from the first to the last such letter between letters of other scripts, with
    the brackets that belong to it; a text without other letters is one stretch.
    """
    if not _RIGHT.search(text):
        return [(text, False)] if text else []
    kinds = [unicodedata.bidirectional(character) for character in text]
    if "L" not in kinds:
        return [(text, True)]
    found, position = [], 0
    while (start := _next(kinds, position)) < len(text):
        end = _end(kinds, start)
        start, end = _with_brackets(text, kinds, position, start, end)
        if number := _NUMBER.match(text, end):
            end = number.end()
        found += [(text[position:start], False), (text[start:end], True)]
        position = end
    return [part for part in [*found, (text[position:], False)] if part[0]]


def _next(kinds: list[str], position: int) -> int:
    return next((index for index in range(position, len(kinds)) if kinds[index] in _FROM_RIGHT), len(kinds))


def _end(kinds: list[str], start: int) -> int:
    """Behind the last letter from the right before one from the left, with the marks on it."""
    end = start
    for index in range(start, len(kinds)):
        if kinds[index] == "L":
            break
        if kinds[index] in _FROM_RIGHT or (kinds[index] == "NSM" and index == end):
            end = index + 1
    return end


def _with_brackets(text: str, kinds: list[str], least: int, start: int, end: int) -> tuple[int, int]:
    """The stretch with the other half of each bracket in it, as far as no letter of another direction is between."""
    open_, closed = [], []
    for character in text[start:end]:
        if character in _PAIRS:
            open_.append(_PAIRS[character])
        elif open_ and character == open_[-1]:
            open_.pop()
        elif character in _PAIRS.values():
            closed.append(character)
    for index in range(end, min(end + _NEAR, len(text))):
        if not open_ or kinds[index] == "L":
            break
        if text[index] == open_[-1]:
            open_.pop()
            end = index + 1
    for index in range(start - 1, max(least, start - _NEAR) - 1, -1):
        if not closed or kinds[index] == "L":
            break
        if _PAIRS.get(text[index]) == closed[0]:
            closed.pop(0)
            start = index
    return start, end
