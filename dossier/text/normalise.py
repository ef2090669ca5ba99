"""Folds what typesetting changes in a text and nothing else, keeping the way back to the original positions.

The fold list is explicit and versioned. It is NFC, not NFKC: a compatibility fold would turn m² into m2. Two texts
whose folded forms are equal say the same words with the same digits, letters and punctuation.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass

VERSION = "1"

_SINGLE = "\u2018\u2019\u201a\u201b\u2032"
_DOUBLE = "\u201c\u201d\u201e\u201f\u2033"
_HYPHENS = "\u2010\u2011"
# soft hyphen, zero-width space, word joiner, byte-order mark; not ZWJ or ZWNJ, which Persian and Indic words need
_DROPPED = "\u00ad\u200b\u2060\ufeff"
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_SPACES = r"\s\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"

_FOLD = {
    **dict.fromkeys(_SINGLE, "'"),
    **dict.fromkeys(_DOUBLE, '"'),
    **dict.fromkeys(_HYPHENS, "-"),
    **dict.fromkeys(_DROPPED, ""),
    **_LIGATURES,
}
# What may stand between two letters of a text without standing in the folded text.
_UNSEEN = re.compile(rf"[{_SPACES}{_DROPPED}\-\u2010]")
# A word hyphenated at the end of a line; runs of white space other than one plain space; single characters.
_PATTERN = re.compile(
    rf"(?P<break>(?<=[^\W\d_])[-\u00ad\u2010][ \t]*\n[ \t]*(?=[^\W\d_A-Z]))"
    rf"|(?P<space>(?! (?![{_SPACES}{_DROPPED}]))[{_DROPPED}]*[{_SPACES}][{_SPACES}{_DROPPED}]*)"
    rf"|(?P<one>[{_SINGLE}{_DOUBLE}{_HYPHENS}{_DROPPED}{''.join(_LIGATURES)}])"
)


@dataclass(frozen=True, slots=True)
class Normalised:
    """A folded text, its source, and the breakpoints of the map back: folded position `at[i]` is raw `raw[i]`."""

    text: str
    source: str
    at: tuple[int, ...]
    raw: tuple[int, ...]

    def raw_position(self, position: int) -> int:
        """The raw position (code points) of a position in the folded text."""
        index = bisect_right(self.at, position) - 1
        return self.raw[index] + (position - self.at[index])

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """The raw span of a folded span (not empty), up to just behind the last character that belongs to it."""
        least = self.raw_position(end - 1) + 1
        last = self.raw_position(end) if end < len(self.text) else len(self.source)
        while last > least and _UNSEEN.match(self.source[last - 1]):
            last -= 1
        return self.raw_position(start), max(last, least)


def _composed(raw: str) -> list[tuple[str, int, int]]:
    """The pieces of a text that is not in NFC: (composed piece, raw start, raw end)."""
    pieces: list[tuple[str, int, int]] = []
    start = 0
    for end in range(1, len(raw) + 1):
        if end < len(raw):
            cluster, following = raw[start:end], raw[end]
            if unicodedata.combining(following):
                continue
            joined = unicodedata.normalize("NFC", cluster + following)
            if joined != unicodedata.normalize("NFC", cluster) + unicodedata.normalize("NFC", following):
                continue
        pieces.append((unicodedata.normalize("NFC", raw[start:end]), start, end))
        start = end
    return pieces


class _Builder:
    def __init__(self) -> None:
        self.parts: list[str] = []
        self.at: list[int] = [0]
        self.raw: list[int] = [0]
        self.length = 0

    def put(self, text: str, raw: int) -> None:
        """Append folded text whose first character stands at `raw`."""
        if raw - self.raw[-1] != self.length - self.at[-1]:
            if self.at[-1] == self.length:
                self.raw[-1] = raw
            else:
                self.at.append(self.length)
                self.raw.append(raw)
        self.parts.append(text)
        self.length += len(text)


def normalise(raw: str) -> Normalised:
    """Fold a text, keeping the map back to raw positions. Folding an already folded text changes nothing."""
    folded = _fold_once(raw)
    while not unicodedata.is_normalized("NFC", folded.text):  # what was dropped or split let two letters compose
        folded = _mapped(_fold_once(folded.text), folded)
    return folded


def _mapped(second: Normalised, first: Normalised) -> Normalised:
    """A fold of a folded text as a fold of the first one's source."""
    builder = _Builder()
    for position, character in enumerate(second.text):
        builder.put(character, first.raw_position(second.raw_position(position)))
    return Normalised(second.text, first.source, tuple(builder.at), tuple(builder.raw))


def _fold_once(raw: str) -> Normalised:
    composed, origin = raw, None
    if not unicodedata.is_normalized("NFC", raw):
        pieces = _composed(raw)
        composed = "".join(piece for piece, _, _ in pieces)
        origin = [start for piece, start, _ in pieces for _ in piece]
        origin.append(len(raw))
    builder = _Builder()
    position = 0
    for match in _PATTERN.finditer(composed):
        _copy(builder, composed, position, match.start(), origin)
        position = match.end()
        folded = "" if match["break"] else " " if match["space"] else _FOLD[match[0]]
        if not folded and position < len(composed) and unicodedata.combining(composed[position]):
            folded = match[0]  # dropping it would let the mark combine with another letter
        for character in folded:
            builder.put(character, origin[match.start()] if origin else match.start())
    _copy(builder, composed, position, len(composed), origin)
    return Normalised("".join(builder.parts), raw, tuple(builder.at), tuple(builder.raw))


def _copy(builder: _Builder, text: str, start: int, end: int, origin: list[int] | None) -> None:
    if origin is None:
        if end > start:
            builder.put(text[start:end], start)
        return
    for index in range(start, end):
        builder.put(text[index], origin[index])


def fold(raw: str) -> str:
    """The folded text alone."""
    return normalise(raw).text
