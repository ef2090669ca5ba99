"""Finds a quotation in a text, or says why it does not stand there.

Six statuses; only `at-position` and `moved` verify. Nothing but an exact match of folded texts is ever accepted: no
threshold separates a misprint from a changed meaning, so a near match is only ever shown as a difference.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from bisect import bisect_left
from dataclasses import dataclass
from enum import StrEnum

from dossier.names.scripts import has_unspaced
from dossier.text.barriers import crosses_barrier
from dossier.text.normalise import Normalised, fold

# A shorter quotation must be exact and stand only once; it is never compared approximately.
MIN_WORDS = 8
# Of places where the words, or a part of them, stand.
MAX_PLACES = 100
# Characters compared at places where the words stand only inside other words, before the search is given up.
MAX_WORK = 50_000_000
# Of a quotation's pairs of words or words, how many are looked for; and how many characters of it are aligned in all.
MAX_SEEDS, MAX_ALIGNED = 24, 12_000
# A passage further from the quotation than this share of its length is no near match.
MAX_DISTANCE = 0.35


class Status(StrEnum):
    """What became of a quotation in its source."""

    AT_POSITION = "at-position"
    MOVED = "moved"
    AMBIGUOUS = "ambiguous"
    DRIFTED = "drifted"
    ABSENT = "absent"

    @property
    def verifies(self) -> bool:
        """Whether the quotation is what the source says."""
        return self in (Status.AT_POSITION, Status.MOVED)


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a quotation stands: code points of the stored text, `start` included, `end` not.

    `spans` lists every place of an ambiguous one; `nearest` is the passage a drifted one resembles.
    """

    status: Status
    start: int | None = None
    end: int | None = None
    spans: tuple[tuple[int, int], ...] = ()
    nearest: str = ""

    @property
    def places(self) -> tuple[int, ...]:
        """Where an ambiguous quotation begins, each time."""
        return tuple(start for start, _ in self.spans)


def anchor(
    text: Normalised, quote: str, position: tuple[int, int] | None = None, prefix: str = "", suffix: str = ""
) -> Anchor:
    """Anchor a quotation in a text.

    `position` is the stored (start, end), tried first: when the words stand there, no more of the text is looked at,
    unless they are so few that they must stand only once. `prefix` and `suffix` are words that must stand directly
    before and after it, to tell apart places with the same words. A sentence over a page break is found without the
    running heads and feet that stand there; no quotation is found over a barrier.
    """
    wanted = _Wanted(fold(quote).strip(), fold(prefix).strip(), fold(suffix).strip(), parts_numbers(quote))
    if not wanted.quote:
        return Anchor(Status.ABSENT)
    found = _exact(text, wanted, position)
    if found is None and text.without_furniture is not None:
        found = _exact(text.without_furniture, wanted, position)
    return found or _near(text, wanted)


def _exact(text: Normalised, wanted: _Wanted, position: tuple[int, int] | None) -> Anchor | None:
    """Where exactly these words stand, None when they do not."""
    if position and wanted.is_long and _stands_at(text, wanted, *position):
        return Anchor(Status.AT_POSITION, *position)
    spans = [text.raw_span(start, start + len(wanted.quote)) for start in _places(text.text, wanted)]
    spans = [span for span in spans if wanted.is_said_by(text.source[slice(*span)])]
    if position in spans and (len(spans) == 1 or wanted.is_long):
        return Anchor(Status.AT_POSITION, *position)
    if len(spans) == 1:
        return Anchor(Status.MOVED if position else Status.AT_POSITION, *spans[0])
    return Anchor(Status.AMBIGUOUS, spans=tuple(spans)) if spans else None


def _near(text: Normalised, wanted: _Wanted) -> Anchor:
    """What resembles words that do not stand in a text."""
    if (wanted.prefix or wanted.suffix) and _places(text.text, _Wanted(wanted.quote)):
        return Anchor(Status.ABSENT)  # the words differ in nothing; what stands beside them does
    nearest = _nearest(text.text, wanted.quote) if wanted.is_long else None
    if nearest is None:
        return Anchor(Status.ABSENT)
    start, end = nearest
    if text.text[start:end] == wanted.quote:
        return Anchor(Status.ABSENT)  # the same signs, but over a barrier, or two numbers are one in the quotation
    return Anchor(Status.DRIFTED, *text.raw_span(start, end), nearest=text.text[start:end])


def words_quoted(text: Normalised, start: int, end: int) -> str:
    """The words of a passage where a quotation was found, without running heads and feet of a page break inside it."""
    bare = text.without_furniture
    passage = text.source[start:end]
    return passage if bare is None else bare.source[start:end] if bare.source[start:end].strip() else passage


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Folded words, and those that must stand before and after them; `parted` says that they part numbers."""

    quote: str
    prefix: str = ""
    suffix: str = ""
    parted: bool = False

    @property
    def is_long(self) -> bool:
        """Whether the words need not stand only once."""
        return self.quote.count(" ") + 1 >= MIN_WORDS

    def stands(self, text: str, start: int) -> bool:
        """Whether what is found at this position of a folded text is whole words, with the right words beside it."""
        end = start + len(self.quote)
        if cut_in_word(text, start) or cut_in_word(text, end):
            return False
        before = text[max(0, start - len(self.prefix) - 1) : start]  # white space is single in a folded text
        after = text[end : end + len(self.suffix) + 1]
        return before.rstrip().endswith(self.prefix) and after.lstrip().startswith(self.suffix)

    def is_said_by(self, raw: str) -> bool:
        """Whether a passage found crosses no barrier, and no two numbers of it are one in the quotation."""
        return not crosses_barrier(raw) and (self.parted or not parts_numbers(raw))


# Cuts between words that need no closer look: white space lies between the words' first letter and whatever word or
# punctuation stands before it, or behind their last sign or one mark of punctuation; and no two numbers meet there.
_CLEAN_START = re.compile(r"[\w.,;:!?)\"\u201d](?:[ \n\u00a0]{1,2}(?=[^\W\d_])|(?<!\d)[ \n\u00a0]{1,2}(?=\d))")
_CLEAN_END = re.compile(r"[\w.,;:!?)\"\u201d](?:[.,;:!?][ \n\u00a0]|(?<!\d)[ \n\u00a0]|[ \n\u00a0](?!\d))")
_MARGIN = 64
# What `cut_in_word` may look at on either side of a cut.
_CONTEXT = 5


def _stands_at(text: Normalised, wanted: _Wanted, start: int, end: int) -> bool:
    """Whether the words stand at a raw span, exactly; only the text around it is folded."""
    source = text.source
    if not 0 <= start < end <= len(source):
        return False
    if start > 2 and not (wanted.prefix or wanted.suffix) and _CLEAN_END.match(source, end - 1):
        clean = _CLEAN_START.match(source, start - 2) or _CLEAN_START.match(source, start - 3)
        if clean and clean.end() == start:
            raw = source[start:end]
            return fold(raw) == wanted.quote and wanted.is_said_by(raw)
    part, offset = text.around(start, end, _MARGIN + 2 * max(len(wanted.prefix), len(wanted.suffix)))
    place = bisect_left(range(len(part.text)), start - offset, key=part.raw_position)
    last = place + len(wanted.quote)
    return (
        (place >= _CONTEXT or offset == 0)
        and (last <= len(part.text) - _CONTEXT or offset + len(part.source) == len(source))
        and part.text.startswith(wanted.quote, place)
        and part.raw_span(place, last) == (start - offset, end - offset)
        and wanted.stands(part.text, place)
        and wanted.is_said_by(source[start:end])
    )


def _places(text: str, wanted: _Wanted) -> list[int]:
    places: list[int] = []
    work = 0
    start = text.find(wanted.quote)
    while start >= 0 and len(places) < MAX_PLACES:
        if wanted.stands(text, start):
            places.append(start)
        work += len(wanted.quote) + 50
        if work > MAX_WORK:
            return []  # endless repetition of half the words: nothing there can be told apart
        start = text.find(wanted.quote, start + 1)
    return places


def cut_in_word(text: str, at: int) -> bool:
    """Whether a cut at this position of a folded text falls inside a word or a number.

    Hyphens, apostrophes, joiners, decimal marks and signs join: "violent" is no quotation of "non-violent", nor "6,000"
    or "000" of "66,000" or of "66 000", nor "5" of "-5", "3–5" or "5%", nor "women" of "women's".
    """
    if at <= 0 or at >= len(text):
        return False
    before, after = text[at - 1], text[at]
    two_before = text[at - 2] if at >= 2 else " "
    two_after = text[at + 1] if at + 1 < len(text) else " "
    if (before.isnumeric() or after.isnumeric()) and _in_number(two_before, before, after, two_after):
        return True
    if has_unspaced(before + after):  # every character may be followed by another word
        return False
    if (_is_word(before) and _is_word(after)) or _joins(two_before, before, after) or _joins(before, after, two_after):
        return True
    if before == " ":
        return _one_number(text[max(0, at - _CONTEXT) : at - 1], text[at : at + _CONTEXT])
    return after == " " and _one_number(text[max(0, at - _CONTEXT) : at], text[at + 1 : at + _CONTEXT])


def _in_number(two_before: str, before: str, after: str, two_after: str) -> bool:
    """Whether a cut between `before` and `after` parts a number, in the digits of any script, from a part of it."""
    left, right = before.isnumeric(), after.isnumeric()
    if left and right:
        return True
    if right and (before in _SIGNS_BEFORE or unicodedata.category(before) in _SIGNS):
        return True
    if left and (after in _SIGNS_BEHIND or unicodedata.category(after) in _SIGNS):
        return True
    return (right and two_before.isnumeric() and _in_figures(before)) or (
        left and two_after.isnumeric() and _in_figures(after)
    )


# What belongs to a number: minus signs, and signs of currency and mathematics (Unicode's categories) before and behind.
_SIGNS_BEFORE, _SIGNS_BEHIND, _SIGNS = "-\u2013", "%\u2030\u2031\u066a\uff05\u00b0", ("Sc", "Sm")
# Between two digits: decimal marks, marks of groups and fractions, and dashes of any kind.
_IN_FIGURES = ".,:/\u00b7\u066b\u066c\u2044\uff0c\uff0e\uff0f\uff1a"
# Between two letters: hyphens and apostrophes that stay as they are, and what joins letters without being seen.
_IN_WORDS = "-'\u00b4`\u00b7\u05be\u05f3\u05f4\u058a\u2027\u200c\u200d"


def _in_figures(mark: str) -> bool:
    return mark in _IN_FIGURES or unicodedata.category(mark) == "Pd"


def _one_number(left: str, right: str) -> bool:
    """Whether what stands left and right of a space may be one number with grouped digits.

    "66 000" may be; "in 2002 343,867 people" is not, for no group has four digits.
    """
    return bool(_GROUP_LEFT.search(left) and _GROUP_RIGHT.match(right))


_GROUP_LEFT, _GROUP_RIGHT = re.compile(r"(?<!\d)\d{1,3}\Z"), re.compile(r"\d{3}(?!\d)")
# Two numbers that would be one if what parts them, as it parts cells of tables and paragraphs, became a space.
_APART = ("\t", "\f", "\v", "  ", "\n\n", "\n ", " \n", "\u00a0")  # one of these is there: far quicker to see
_TWO_NUMBERS = re.compile(r"\d(?<!\d{4})(?:[\t\f\v]|\s\s)\s*\d{3}(?!\d)")


def parts_numbers(raw: str) -> bool:
    """Whether a passage, written with single spaces, would say another number than it does."""
    return any(map(raw.__contains__, _APART)) and _TWO_NUMBERS.search(raw) is not None


def _is_word(character: str) -> bool:
    return character.isalnum() or unicodedata.category(character).startswith("M") or character == "_"


def _joins(left: str, mark: str, right: str) -> bool:
    return mark in _IN_WORDS and _is_word(left) and _is_word(right)


def _nearest(text: str, quote: str) -> tuple[int, int] | None:
    """The span of the text nearest to the quotation, or None when nothing is near.

    Seeds are parts of the quotation that do not overlap: one edit breaks at most one of them, so a passage in which `v`
    of `n` seeds stand is at least `n - v` edits away, and passages with fewer seeds need no look once a nearer one is
    known. Few pairs of words mostly suffice; single words, in letters of any case, are tried when no pair is found.
    """
    for pattern, change in ((r"\S+ \S+", str), (r"\S+", str.lower)):
        ours, theirs = change(text), change(quote)
        if len(ours) != len(text):  # a letter whose lower case is longer: positions would not fit
            ours, theirs = text, quote
        seeds = [(match.start(), match[0]) for match in re.finditer(pattern, theirs)]
        seeds.sort(key=lambda seed: (-len(seed[1]), seed))
        for most in (8, MAX_SEEDS):
            best, proven = _best(ours, theirs, seeds[:most])
            if best and (proven or most >= len(seeds)):
                break
        if best:
            return _whole_words(text, *best)
    return None


def _best(text: str, quote: str, seeds: list[tuple[int, str]]) -> tuple[tuple[int, int] | None, bool]:
    """The nearest span among those where seeds stand, aligned by edit distance, and whether no other can be nearer."""
    import edlib

    best, limit = None, int(len(quote) * MAX_DISTANCE)
    windows = _windows(text, quote, seeds)
    for votes, start, end in windows[: max(3, MAX_ALIGNED // len(quote))]:
        if best and len(seeds) - votes >= limit:
            break
        ours, theirs = _few_signs(quote.casefold(), text[start:end].casefold())
        result = edlib.align(ours, theirs, mode="HW", task="locations", k=limit)
        if result["editDistance"] >= 0 and (best is None or result["editDistance"] < limit):
            limit = result["editDistance"]
            first, last = result["locations"][0]
            best = (start + (first or 0), start + last + 1)
    return best, len(seeds) - 1 >= limit


def _few_signs(quote: str, window: str) -> tuple[str, str]:
    """Both texts with at most 256 different signs, all that edlib takes; what the quotation lacks is one sign."""
    if (quote.isascii() and window.isascii()) or len({*quote, *window}) <= 256:
        return quote, window
    signs = {sign: chr(number % 255 + 1) for number, sign in enumerate(dict.fromkeys(quote))}
    return "".join(signs[sign] for sign in quote), "".join(signs.get(sign, "\0") for sign in window)


def _windows(text: str, quote: str, seeds: list[tuple[int, str]]) -> list[tuple[int, int, int]]:
    """Where the quotation may stand: how many seeds stand there, and the span; those with most seeds first."""
    half = max(1, len(quote) // 2)
    votes: dict[int, int] = {}
    for offset, seed in seeds:
        position = text.find(seed)
        found = 0
        while position >= 0 and found < MAX_PLACES:
            bucket = max(0, position - offset) // half
            votes[bucket] = votes.get(bucket, 0) + 1
            found += 1
            position = text.find(seed, position + 1)
    windows = []
    for bucket, own in votes.items():
        together = own + votes.get(bucket - 1, 0) + votes.get(bucket + 1, 0)
        windows.append((together, max(0, (bucket - 1) * half), min(len(text), (bucket + 4) * half)))
    return sorted(windows, key=lambda window: (-window[0], window[1]))


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    while start > 0 and (not text[start - 1].isspace() or cut_in_word(text, start)):
        start -= 1
    while end < len(text) and (not text[end].isspace() or cut_in_word(text, end)):
        end += 1
    return start, end


def passage_with_most_words(text: Normalised, quote: str) -> tuple[int, int] | None:
    """The span of the paragraph of a source that shares most words with an absent quotation, the first of such.

    None when no paragraph has half of them, and when the very words stand there and only what is beside them differs.
    For showing a reader where to look: it says nothing of whether the words stand there.
    """
    if fold(quote).strip() in text.text:
        return None
    wanted = _words(quote)
    best, most = None, max(1, (len(wanted) + 1) // 2)
    for paragraph in re.finditer(r"\S(?:.|\n(?!\n|\Z))*", text.source):
        shared = len(wanted & _words(paragraph[0]))
        if shared >= most and (best is None or shared > most):
            best, most = paragraph.span(), shared
    return best


def _words(text: str) -> set[str]:
    """The words of a text that tell passages apart: those of more than three letters, and numbers."""
    return {word for word in re.findall(r"\w+", fold(text).casefold()) if len(word) > 3 or word.isdigit()}


_NEGATED = (
    "not no never nor without cannot none nobody nothing neither не нет ни без никогда емес жоқ ne pas jamais sin "
    "nunca nicht kein keine nie ليس لا لم لن غير نه نیست"
)
_NEGATIONS = frozenset(_NEGATED.split())


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
    bare = [word.strip(".,;:!?\"'()").casefold() for word in words]
    if any(word in _NEGATIONS or word.endswith("n't") for word in bare):
        marks.append("negation")
    if any(word.lstrip("\"'(")[:1].isupper() for word in words):
        marks.append("name")
    return tuple(marks)


def paragraph_around(text: str, start: int, end: int) -> tuple[int, int]:
    """The span of the whole paragraph(s) of a stored text in which a span lies; blank lines part paragraphs."""
    first = max(text.rfind("\n\n", 0, start) + 2, 0) if "\n\n" in text[:start] else 0
    last = text.find("\n\n", end)
    return first, len(text) if last < 0 else last
