"""Finds a quotation in a text, or says why it does not stand there.

Six statuses; only `at-position` and `moved` verify. Nothing but an exact match of folded texts is ever accepted: no
threshold separates a misprint from a changed meaning, so a near match is only ever shown as a difference.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from dossier.text.normalise import Normalised, fold

# A shorter quotation must be exact and stand only once; it is never compared approximately.
MIN_WORDS = 8
MAX_PLACES = 100
# A passage further from the quotation than this share of its length is no near match.
MAX_DISTANCE = 0.35


class Status(StrEnum):
    """What became of a quotation in its source."""

    AT_POSITION = "at-position"
    MOVED = "moved"
    AMBIGUOUS = "ambiguous"
    DRIFTED = "drifted"
    ABSENT = "absent"
    CAPTURE_CHANGED = "capture-changed"

    @property
    def verifies(self) -> bool:
        """Whether the quotation is what the source says."""
        return self in (Status.AT_POSITION, Status.MOVED)


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a quotation stands: code points of the stored text, `start` included, `end` not.

    `places` lists every start of an ambiguous one; `nearest` is the passage a drifted one resembles.
    """

    status: Status
    start: int | None = None
    end: int | None = None
    places: tuple[int, ...] = ()
    nearest: str = ""


def anchor(
    text: Normalised, quote: str, position: tuple[int, int] | None = None, prefix: str = "", suffix: str = ""
) -> Anchor:
    """Anchor a quotation in a text.

    `position` is the stored (start, end), tried first; `prefix` and `suffix` are words that must stand directly
    before and after it, to tell apart places with the same words.
    """
    folded = fold(quote).strip()
    if not folded:
        return Anchor(Status.ABSENT)
    starts = _places(text.text, folded, fold(prefix).strip(), fold(suffix).strip())
    spans = [text.raw_span(start, start + len(folded)) for start in starts]
    long_enough = len(folded.split()) >= MIN_WORDS
    if position in spans and (len(spans) == 1 or long_enough):
        return Anchor(Status.AT_POSITION, *position)
    if len(spans) == 1:
        return Anchor(Status.MOVED if position else Status.AT_POSITION, *spans[0])
    if spans:
        return Anchor(Status.AMBIGUOUS, places=tuple(start for start, _ in spans))
    nearest = _nearest(text.text, folded) if long_enough else None
    if nearest is None:
        return Anchor(Status.ABSENT)
    start, end = nearest
    return Anchor(Status.DRIFTED, *text.raw_span(start, end), nearest=text.text[start:end])


def _places(text: str, quote: str, prefix: str, suffix: str) -> list[int]:
    places: list[int] = []
    start = text.find(quote)
    while start >= 0 and len(places) < MAX_PLACES:
        end = start + len(quote)
        if (
            not cut_in_word(text, start)
            and not cut_in_word(text, end)
            and text[:start].rstrip().endswith(prefix)
            and text[end:].lstrip().startswith(suffix)
        ):
            places.append(start)
        start = text.find(quote, start + 1)
    return places


# Scripts written without spaces: every character may be followed by another word.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)


def cut_in_word(text: str, at: int) -> bool:
    """Whether a cut at this position of a folded text falls inside a word or a number.

    Hyphens, apostrophes and decimal marks join: "violent" is no quotation of "non-violent", nor "6,000" or "000" of
    "66,000", nor "women" of "women's".
    """
    if at <= 0 or at >= len(text):
        return False
    before, after = text[at - 1], text[at]
    if _UNSPACED.match(before) or _UNSPACED.match(after):
        return False
    if _is_word(before) and _is_word(after):
        return True
    two_before = text[at - 2] if at >= 2 else " "
    two_after = text[at + 1] if at + 1 < len(text) else " "
    if _joins(two_before, before, after) or _joins(before, after, two_after):
        return True
    # a group of three digits after a space: "66 000"
    group = re.match(r"\d{3}(?!\d)", text[at:] if before == " " else text[at + 1 :] if after == " " else "")
    digit = two_before if before == " " else before
    return bool(group) and digit.isdigit()


def _is_word(character: str) -> bool:
    return character.isalnum() or unicodedata.category(character).startswith("M") or character == "_"


def _joins(left: str, mark: str, right: str) -> bool:
    if mark in ".,:/" and left.isdigit() and right.isdigit():
        return True
    return mark in "-'" and _is_word(left) and _is_word(right)


def _nearest(text: str, quote: str) -> tuple[int, int] | None:
    """The span of the text nearest to the quotation, or None when nothing is near.

    Candidates come from rare words shared with the quotation (if at most a third of the words differ, some run of
    words stands unchanged); each window around one is aligned exactly by edit distance.
    """
    import edlib

    best: tuple[int, int, int] | None = None
    limit = int(len(quote) * MAX_DISTANCE)
    for start, end in _windows(text, quote):
        result = edlib.align(quote.casefold(), text[start:end].casefold(), mode="HW", task="locations", k=limit)
        distance = result["editDistance"]
        if distance < 0 or (best and distance >= best[0]):
            continue
        first, last = result["locations"][0]
        best = (distance, start + (first or 0), start + last + 1)
    return _whole_words(text, best[1], best[2]) if best else None


def _windows(text: str, quote: str, most: int = 60) -> list[tuple[int, int]]:
    lowered = text.lower()
    words = [(match.start(), match[0]) for match in re.finditer(r"\S+\s+\S+|\S+$", quote.lower())]
    if len(lowered) != len(text):  # a letter whose lower case is longer: positions would not fit
        lowered = text
        words = [(match.start(), match[0]) for match in re.finditer(r"\S+\s+\S+", quote)]
    votes: dict[int, int] = {}
    width = len(quote)
    for offset, seed in words:
        found = 0
        position = lowered.find(seed)
        while position >= 0 and found < 200:
            bucket = max(0, position - offset) // max(1, width // 2)
            votes[bucket] = votes.get(bucket, 0) + 1
            found += 1
            position = lowered.find(seed, position + 1)
    likely = sorted(votes, key=lambda bucket: (-votes[bucket], bucket))[:most]
    half = max(1, width // 2)
    return [(max(0, (bucket - 1) * half), min(len(text), (bucket + 4) * half)) for bucket in likely]


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return start, end


_NEGATIONS = {"not", "no", "never", "nor", "without", "не", "нет", "ни", "ne", "pas", "sin", "ليس", "لا", "لم"}


@dataclass(frozen=True, slots=True)
class Change:
    """One place where a quotation and the nearest passage differ; `marks` names digits, negation or name."""

    source: str
    quoted: str
    marks: tuple[str, ...]

    def __str__(self) -> str:
        marks = f" ({', '.join(self.marks)})" if self.marks else ""
        return f"source {self.source or 'nothing'!r}, quotation {self.quoted or 'nothing'!r}{marks}"


def changes(passage: str, quote: str) -> list[Change]:
    """The differences of a quotation from a passage, word by word, the kinds that change meaning marked."""
    ours, theirs = fold(passage).split(), fold(quote).split()
    matcher = difflib.SequenceMatcher(None, ours, theirs, autojunk=False)
    found = []
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag != "equal":
            found.append(Change(" ".join(ours[a:b]), " ".join(theirs[c:d]), _marks(ours[a:b] + theirs[c:d])))
    return found


def _marks(words: list[str]) -> tuple[str, ...]:
    marks = []
    if any(character.isdigit() for word in words for character in word):
        marks.append("digits")
    if any(word.strip(".,;:!?\"'()").casefold() in _NEGATIONS for word in words):
        marks.append("negation")
    if any(word.lstrip("\"'(")[:1].isupper() for word in words):
        marks.append("name")
    return tuple(marks)


def paragraph_around(text: str, start: int, end: int) -> tuple[int, int]:
    """The span of the whole paragraph(s) of a stored text in which a span lies; blank lines part paragraphs."""
    first = max(text.rfind("\n\n", 0, start) + 2, 0) if "\n\n" in text[:start] else 0
    last = text.find("\n\n", end)
    return first, len(text) if last < 0 else last
