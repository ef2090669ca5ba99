"""Folds what typesetting changes in a text and nothing else, keeping the way back to the original positions.

The fold list is explicit and versioned. It is NFC, not NFKC: a compatibility fold would turn m² into m2. Two texts
whose folded forms are equal say the same words with the same digits, letters and punctuation.

`fold` is quick and gives the folded text alone. The way back is worked out only where somebody asks for it: a text
is cut at *seams*, places where both parts fold as they do together, and only the part asked about is folded slowly,
spot by spot. Both ways of folding give the same text.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass

from dossier.text.barriers import without_furniture

VERSION = "2"

_SINGLE = "\u2018\u2019\u201a\u201b\u2032"
_DOUBLE = "\u201c\u201d\u201e\u201f\u2033"
_HYPHENS = "\u2010\u2011"
# soft hyphen, zero-width space, word joiner, byte-order mark; not ZWJ or ZWNJ, which Persian and Indic words need
_DROPPED = "\u00ad\u200b\u2060\ufeff"
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_ASCII_SPACES = "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f"
_OTHER_SPACES = (
    "\x85\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
)
_NOT_PLAIN = _ASCII_SPACES + _OTHER_SPACES
_SPACES = " " + _NOT_PLAIN

_FOLD = {
    **dict.fromkeys(_SINGLE, "'"),
    **dict.fromkeys(_DOUBLE, '"'),
    **dict.fromkeys(_HYPHENS, "-"),
    **dict.fromkeys(_DROPPED, ""),
    **_LIGATURES,
}
_REPLACED = {**_FOLD, **dict.fromkeys(_NOT_PLAIN, " ")}
_NOT_ASCII = [sign for sign in _REPLACED if not sign.isascii()]
# Those that NFC itself makes other spaces; those behind which what stood apart may come together.
_COMPOSED = {"\u2000": "\u2002", "\u2001": "\u2003"}
_MERGING = frozenset(_DROPPED) | frozenset(_LIGATURES)
# What may stand between two letters of a text without standing in the folded text.
_UNSEEN = frozenset(_SPACES + _DROPPED + "-\u2010")
# Characters that never change when composed, nor let others compose with what stands before them. Those left out may.
_STEADY = (
    "\x00-\u02ff\u0400-\u0482\u048a-\u052f\u05d0-\u05ea\u0620-\u064a\u0660-\u066f\u0671-\u06d5\u1e00-\u1eff"
    "\u2010-\u20cf\u3001-\u3029\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff\uac00-\ud7a3\ufb00-\ufb06\uff01-\uff60"
    "\U0001f300-\U0001faff"
)
_CLUSTER = re.compile(f"[{_STEADY}]?[^{_STEADY}]+")
# A dropped character that carries a mark is kept: without it the mark would combine with another letter.
_HELD = {sign: re.compile(f"{sign}[^{_STEADY}]") for sign in _DROPPED}
# Of marks on one letter. Scripts need a handful, UAX #15 allows 30, and composing takes the square of their number.
MAX_MARKS = 256
_MARKED = re.compile(f"[^{_STEADY}]{{{MAX_MARKS + 1},}}")
# The end of a line in a hyphenated word: before a capital letter the hyphen is the word's own ("Anglo-Saxon").
_CAPITALS = "".join(filter(str.isupper, map(chr, range(0x2000))))
_LINE_END = rf"[ \t]*\n[ \t]*(?=[^\W\d_{_CAPITALS}])"
_BREAKS = {sign: re.compile(rf"{sign}(?<=[^\W\d_]{sign}){_LINE_END}") for sign in "-\u00ad\u2010"}
_NAME_END = rf"\n[ \t]*(?=[{_CAPITALS}])"
_NAME_BREAKS = {sign: re.compile(rf"{sign}(?<=[^\W\d_]{sign}){_NAME_END}") for sign in "-\u2010"}
# Every spot that folds: a hyphenated line end, before a capital or not; white space other than one plain space; single
# characters. It begins with a plain set of characters, which the regular expression engine skips to.
_SPOT = re.compile(
    rf"[-{_SPACES}{''.join(_FOLD)}](?:"
    rf"(?P<break>(?<=[^\W\d_][-\u00ad\u2010]){_LINE_END})"
    rf"|(?P<name>(?<=[^\W\d_][-\u2010]){_NAME_END})"
    rf"|(?P<space>(?:(?<= )[{_SPACES}{_DROPPED}]|(?<=[{_NOT_PLAIN}])|(?<=[{_DROPPED}])[{_DROPPED}]*[{_SPACES}])"
    rf"[{_SPACES}{_DROPPED}]*)"
    rf"|(?P<one>(?<=[{''.join(_FOLD)}])))"
)
_BLANK_LINES, _SEVERAL = re.compile("\n\n+"), re.compile("  +")
_SEAM = re.compile(rf"[ \n](?<=[^{_SPACES}{_DROPPED}\-\u2010\u2011].)(?=\w)", re.DOTALL)
# How much of a text is folded at once, and how much is mapped at once.
_BLOCK, _PART = 1_536, 96


def fold(raw: str) -> str:
    """The folded text. Folding an already folded text changes nothing."""
    return _fold(raw, _signs(raw))


def _signs(raw: str) -> list[str]:
    """The single characters to fold that stand in a text, or will when it is composed."""
    found = [sign for sign in _ASCII_SPACES if sign in raw]
    if not raw.isascii():
        found += [_COMPOSED.get(sign, sign) for sign in _NOT_ASCII if sign in raw]
    return found


def _fold(raw: str, signs: list[str]) -> str:
    """As `fold`, of a text in which no other signs to fold stand than these."""
    text = raw if raw.isascii() else unicodedata.normalize("NFC", raw)
    present = [sign for sign in signs if sign in text]
    may_compose = not _MERGING.isdisjoint(present)
    if may_compose and any(sign in present and held.search(text) for sign, held in _HELD.items()):
        return _mapped(raw).text
    if "\n" in present:
        for sign, hyphenated in _BREAKS.items():
            if sign in present or (sign == "-" and sign in text):
                text, count = hyphenated.subn("", text)
                may_compose |= count > 0
                if sign in _NAME_BREAKS and f"{sign}\n" in text:
                    text = _NAME_BREAKS[sign].sub("-", text)
        text = _BLANK_LINES.sub("\n", text)  # far quicker to find than two spaces among many
    for sign in present:
        text = text.replace(sign, _REPLACED[sign])
    if "  " in text:
        text = _SEVERAL.sub(" ", text)
    # what was dropped or split may have let two letters compose
    if may_compose and not text.isascii() and not unicodedata.is_normalized("NFC", text):
        return _mapped(raw).text
    return text


def heap_of_marks(text: str) -> int | None:
    """Where more marks stand on one letter than `MAX_MARKS`, out of their order; such a text is not to be folded."""
    if text.isascii() or unicodedata.is_normalized("NFC", text):
        return None
    for match in _MARKED.finditer(text):
        run = 0
        for at in range(*match.span()):
            run = run + 1 if unicodedata.combining(text[at]) else 0
            if run > MAX_MARKS:
                return at
    return None


def readable(raw: str) -> str:
    """A passage as one would write it down: its own quotation marks and hyphens, without line breaks and ligatures.

    It folds as the passage does.
    """
    text = unicodedata.normalize("NFC", raw)
    for hyphenated in _BREAKS.values():
        text = hyphenated.sub("", text)
    for sign, hyphenated in _NAME_BREAKS.items():
        text = hyphenated.sub(sign, text)
    for sign in (*_DROPPED, *_LIGATURES):
        text = text.replace(sign, _FOLD[sign])
    text = " ".join(text.split())
    return text if fold(text) == fold(raw).strip() else fold(raw).strip()


class Normalised:
    """A text and its folded form, with the way back. Nothing is folded before it is asked for."""

    __slots__ = ("_at", "_bare", "_part", "_raw", "_signs", "_text", "source")

    def __init__(self, source: str) -> None:
        self.source = source
        self._text: str | None = None
        self._signs: list[str] = []
        self._at: list[int] = []  # where each block begins in the folded text
        self._raw: list[int] = []  # and in the source
        self._part: tuple[int, int, _Map] | None = None  # the part last mapped: where it begins, folded and raw
        self._bare: tuple[Normalised | None] | None = None  # worked out, and the text without furniture, if it has any

    @property
    def without_furniture(self) -> Normalised | None:
        """The text with blanks for running heads and feet at its page breaks; None for a text without any."""
        if self._bare is None:
            bare = without_furniture(self.source)
            self._bare = (None if bare is None else Normalised(bare),)
        return self._bare[0]

    @property
    def text(self) -> str:
        """The folded text."""
        if self._text is None:
            parts: list[str] = []
            self._signs = _signs(self.source)
            start = length = 0
            while start < len(self.source) or not parts:
                end = _seam_from(self.source, start + _BLOCK)
                self._raw.append(start)
                self._at.append(length)
                parts.append(_fold(self.source[start:end], self._signs))
                length += len(parts[-1])
                start = end
            self._text = "".join(parts)
        return self._text

    def raw_position(self, position: int) -> int:
        """The raw position (code points) of a position in the folded text."""
        if not 0 <= position <= len(self.text):
            raise IndexError(position)
        return self._raw_position(position, position)

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """The raw span of a folded span (not empty), up to just behind the last character that belongs to it."""
        whole = len(self.text)
        first = self._raw_position(start, end)
        least = self._raw_position(end - 1, end) + 1
        last = self._raw_position(end, end) if end < whole else len(self.source)
        while last > least and self.source[last - 1] in _UNSEEN:
            last -= 1
        return first, max(last, least)

    def _raw_position(self, position: int, until: int) -> int:
        """As `raw_position`, in a text already folded; what is mapped for it reaches to `until` at least."""
        if self._part is None or not self._part[0] <= position <= self._part[0] + len(self._part[2].text) - 1:
            self._part = self._mapped_part(position, max(until, position))
        at, raw, part = self._part
        return raw + part.raw_position(position - at)

    def _mapped_part(self, start: int, end: int) -> tuple[int, int, _Map]:
        """The map of a part of the text that holds a folded span, and where the part begins, folded and raw."""
        at, raw = self._before(start)
        reach = end - at + _PART
        while True:
            last = _seam_from(self.source, raw + reach)
            part = _mapped(self.source[raw:last])
            if len(part.text) > end - at or last == len(self.source):
                return at, raw, part
            reach *= 2

    def _before(self, position: int) -> tuple[int, int]:
        """A seam not far before a position of the folded text: where it is, folded and raw."""
        block = bisect_right(self._at, position) - 1
        at, raw = self._at[block], self._raw[block]
        step = position - at
        while step > _PART:  # folding mostly shortens a text: the seam lies at least as far in the source
            seam = _seam_before(self.source, raw + step)
            length = len(_fold(self.source[raw:seam], self._signs)) if seam > raw else 0
            if length > 0 and at + length <= position:
                at, raw = at + length, seam
                step = position - at
            else:
                step //= 2
        return at, raw

    def around(self, start: int, end: int, margin: int) -> tuple[Normalised, int]:
        """A part of the text that folds as it does in the whole, and where it begins in the source.

        It holds the raw span and at least `margin` characters on either side, where there are as many.
        """
        first = _seam_before(self.source, start - margin)
        last = _seam_from(self.source, end + margin)
        return Normalised(self.source[first:last]), first


def normalise(raw: str) -> Normalised:
    """A text that knows its folded form and the way back to raw positions."""
    return Normalised(raw)


def _seam_from(text: str, at: int) -> int:
    found = _SEAM.search(text, at) if at < len(text) else None
    return found.start() if found else len(text)


def _seam_before(text: str, at: int) -> int:
    reach = 64
    while at > 0:
        least = max(0, at - reach)
        if found := _SEAM.search(text, least, at):
            return found.start()
        if not least:
            break
        reach *= 4
    return 0


@dataclass(frozen=True, slots=True)
class _Map:
    """A folded text and the breakpoints of the map back: folded position `at[i]` is raw `raw[i]`."""

    text: str
    at: list[int]
    raw: list[int]

    def raw_position(self, position: int) -> int:
        index = bisect_right(self.at, position) - 1
        return self.raw[index] + (position - self.at[index])


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

    def copy(self, first: _Map, start: int, end: int) -> None:
        """Append a span of a text that is itself mapped."""
        index = bisect_right(first.at, start) - 1
        while start < end:
            stop = min(end, first.at[index + 1]) if index + 1 < len(first.at) else end
            self.put(first.text[start:stop], first.raw[index] + start - first.at[index])
            start = stop
            index += 1

    def built(self) -> _Map:
        return _Map("".join(self.parts), self.at, self.raw)


def _mapped(raw: str) -> _Map:
    """Fold spot by spot, keeping the map."""
    folded = _folded(_composed(_Map(raw, [0], [0])))
    while not unicodedata.is_normalized("NFC", folded.text):  # what was dropped or split let two letters compose
        folded = _folded(_composed(folded))
    return folded


def _composed(first: _Map) -> _Map:
    """A text in NFC; where one letter is made of several, it stands at the first of them."""
    if unicodedata.is_normalized("NFC", first.text):
        return first
    builder, done = _Builder(), 0
    for match in _CLUSTER.finditer(first.text):
        if unicodedata.is_normalized("NFC", match[0]):
            continue
        builder.copy(first, done, match.start())
        done = match.end()
        for piece, offset in _pieces(match[0]):
            position = first.raw_position(match.start() + offset)
            for character in piece:
                builder.put(character, position)
    builder.copy(first, done, len(first.text))
    return builder.built()


def _pieces(cluster: str) -> list[tuple[str, int]]:
    """The parts of a cluster that compose by themselves, each with its place."""
    pieces: list[tuple[str, int]] = []
    start = 0
    for end in range(1, len(cluster) + 1):
        if end < len(cluster):
            begun, following = cluster[start:end], cluster[end]
            if unicodedata.combining(following):
                continue
            joined = unicodedata.normalize("NFC", begun + following)
            if joined != unicodedata.normalize("NFC", begun) + unicodedata.normalize("NFC", following):
                continue
        pieces.append((unicodedata.normalize("NFC", cluster[start:end]), start))
        start = end
    return pieces


def _folded(first: _Map) -> _Map:
    text, builder, done = first.text, _Builder(), 0
    for match in _SPOT.finditer(text):
        builder.copy(first, done, match.start())
        done = match.end()
        kind = match.lastgroup
        folded = _FOLD[match[0]] if kind == "one" else " " if kind == "space" else "-" if kind == "name" else ""
        if not folded and done < len(text) and unicodedata.combining(text[done]):
            folded = match[0]  # dropping it would let the mark combine with another letter
        position = first.raw_position(match.start())
        for character in folded:
            builder.put(character, position)
    builder.copy(first, done, len(text))
    return builder.built()
