"""Finds withheld names in a text, in whatever way they are written there.

Confirmed spellings are found in any case; a part of a name only as names are written, with a capital, or where words
are joined to an id, an address or a file name. Nothing is found inside a longer word, but for a full name run
together, and one in a script without spaces.
"""

from __future__ import annotations

import itertools
import re
import sys
import unicodedata
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from dossier.names.folding import is_stem_key, keys_of, keys_of_name, skeleton
from dossier.names.gaps import INVISIBLE, MAX_GAP, Span, disturbs, is_inside_allowed, stands_alone, without_invisible
from dossier.names.rules import cuts, stems_of_name
from dossier.names.scripts import IDEOGRAPHIC_PLANES, may_begin_name, unspaced_runs


@dataclass(frozen=True, slots=True)
class Withheld:
    """A person who is withheld: what prints instead, and what gives the person away.

    `spellings` are confirmed; `parts` are words of names, of three letters or more; `allowed_names` are names of others
    that hold one of them, and that may stand: one of several words anywhere, a single word where nothing stands
    beside it.
    """

    label: str
    spellings: tuple[str, ...]
    parts: tuple[str, ...] = ()
    allowed_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Form:
    """One way to write a name: its words in order.

    `capital`: found only with the capitals of a name; `only_in_identifiers`: only as part of an id, an address or a
    file name. `allowed_gaps` is set for a name that may stand: what parts its words.
    """

    owner: int
    words: tuple[int, ...]
    capital: bool
    allowed_gaps: tuple[str, ...] | None = None
    only_in_identifiers: bool = False


_Found = tuple[_Form, int, int]  # from, to

MIN_RUN_TOGETHER = 6  # letters of a full name without spaces, as a word of its own
MIN_ANYWHERE = 8  # letters of a full name, however broken up, or in the middle of other letters
MIN_DIGITS, MIN_LOCAL = 5, 7  # of a number that belongs to a person; of one that may lack the code of its country
MIN_NATIONAL = 9  # digits of a number that nobody else has, whatever stands before them: a code, letters of a passport
MIN_IN_NOISE = 5  # letters of a word among bytes that are no text
_SHORT = 3  # letters: a confirmed spelling so short needs its capital

_MARKS = "".join(
    chr(code) for code in range(sys.maxunicode + 1) if unicodedata.category(chr(code)) in ("Mn", "Mc", "Me")
)
# A letter, or an ideograph of whatever version of Unicode; then more of them, and marks on them.
WORD = re.compile(
    rf"(?:[^\W\d_]|[{IDEOGRAPHIC_PLANES}])[^\W\d_]*(?:[{re.escape(_MARKS)}{IDEOGRAPHIC_PLANES}]+[^\W\d_]*)*"
)
_ASCII_WORD = re.compile(r"[A-Za-z]+")
_PARTS_DIGITS = r"[\s().\u2010-\u2015/+-]{0,4}"  # between the digits of one number
_ONE_NUMBER, _IN_A_LINE = re.compile(_PARTS_DIGITS), re.compile(r"[ \u00a0().\u2010-\u2015/-]{0,3}")
# From the first sign behind a word only, and without a way back: a page of empty lines is gone over once.
_BREAK = re.compile(
    r"(?<![\s\x02\ufffe])[-\u2010\u2011\u00ac]?[ \t\u00a0]{0,8}+"
    r"[\n\r\v\f\u0085\u2028\u2029\x02\ufffe][\s\x02\ufffe]*+(?=[^\W\d_])"
)
_DIGEST = re.compile(r"(?<![0-9a-zA-Z])[0-9a-f]{32,}(?![0-9a-zA-Z])")
_HEXADECIMAL = frozenset("0123456789abcdef")
# What either needs: most texts are done with at the first look.
_ANY_BREAK = re.compile(r"[\n\r\v\f\u0085\u2028\u2029\x02\ufffe]")
_LONE_LETTER = re.compile(r"[ \u00a0.*\u00b7\u2010-\u2015-][^\W\d_][ \u00a0.*\u00b7\u2010-\u2015-]")
_SPELT_OUT = re.compile(r"(?<![^\W_])[^\W\d_](?:([ \u00a0.*\u00b7\u2010-\u2015-])[^\W\d_](?:\1[^\W\d_])+)(?![^\W_])")
_JOINER = re.compile(r"[_/@#=&\\%+]|[-.](?=\w)|\d")


def _one_width(text: str) -> str:
    """Letters of other widths, ligatures and mathematical alphabets as plain ones (NFKC)."""
    return text if text.isascii() else unicodedata.normalize("NFKC", text)


# What a whole text becomes before its words are looked at.
TEXT_FOLDS: dict[str, Callable[[str], str]] = {"invisible": without_invisible, "width": _one_width}


@dataclass(slots=True)
class _Word:
    """A word of a text, or what a line break parted: where it stands, and which words of names it may be."""

    start: int
    end: int
    means: frozenset[int]
    capital: bool
    first: int  # of the tokens it is made of
    last: int


@dataclass(frozen=True, slots=True)
class Named:
    """A name in a text, in the forms that its own script has for it: whose it is, and from where to where it stands.

    `words` are those of its words; what is written on before the first is not among them. `allowed`: it may stand.
    """

    owner: int
    words: tuple[Span, ...]
    allowed: bool


class Matcher:
    """The names of some persons, ready to be looked for in texts; `exact`: not those written in another script."""

    def __init__(self, withheld: Sequence[Withheld], *, exact: bool = False) -> None:
        self.withheld = tuple(withheld)
        self._exact = exact
        self._keys: dict[str, set[int]] = {}  # key -> words of names
        self._words: dict[str, int] = {}
        self._forms: dict[int, list[_Form]] = {}  # by their first word
        self._means: dict[str, frozenset[int]] = {}  # of words of texts seen before
        self._blank: set[str] = set()  # words of texts that mean nothing, whole or in their parts
        self._skeletons: dict[str, str] = {}
        self._run: list[tuple[str, int]] = []
        self._unspaced: list[tuple[str, int]] = []
        self._numbers: list[tuple[str, int]] = []
        self._codes: list[tuple[re.Pattern[str], int]] = []
        for owner, person in enumerate(self.withheld):
            for spelling in person.spellings:
                self._add_spelling(owner, spelling)
            for part in person.parts:
                self._add(owner, words_of(part), capital=True)
            for name in person.allowed_names:
                self._add(owner, words_of(name), allowed_gaps=tuple(WORD.split(fold_text(name))[1:-1]))

    def find(self, text: str, *, joined: bool = False) -> Iterator[tuple[int, int]]:
        """The withheld in a text: (index of the person, offset in the folded text).

        `joined` says that the whole text is an id, an address or a file name.
        """
        text = fold_text(text)
        words = _words(text).findall(text)
        if self._may_hold(text, set(words)):
            yield from self._find_words(text, joined)
        for search in SEARCHES.values():
            yield from search(self, text, words)

    def named(self, text: str) -> Iterator[Named]:
        """Every name in a folded text that is written there word by word."""
        if self._may_hold(text, set(_words(text).findall(text))):
            for form, words in self._written(text, joined=False):
                first = words[0].start + self._prefix(text[words[0].start : words[0].end], form.words[0])
                spans = [(first, words[0].end), *((word.start, word.end) for word in words[1:])]
                yield Named(form.owner, tuple(spans), form.allowed_gaps is not None)

    def lines(self, text: str, *, joined: bool = False) -> set[tuple[int, int]]:
        """As `find`, with the line (from 1) instead of the offset."""
        folded = fold_text(text)
        return {(owner, folded.count("\n", 0, at) + 1) for owner, at in self.find(text, joined=joined)}

    def find_in_noise(self, data: bytes) -> Iterator[int]:
        """The withheld whose names stand, spelt out, among bytes that are no text."""
        whole = data.lower()
        for owner, person in enumerate(self.withheld):
            small = whole
            several = (name for name in person.allowed_names if len(words_of(name)) > 1)
            for needle in (needle for name in several for needle in _needles(name)):
                small = small.replace(needle, b"\0")
            words = {word for name in (*person.spellings, *person.parts) for word in (name, *_apart(name))}
            if any(
                needle in small
                for word in words
                if sum(map(str.isalpha, word)) >= MIN_IN_NOISE
                for needle in _needles(word)
            ):
                yield owner

    def safe(self, text: str) -> str:
        """The text itself, or the label when a withheld name stands in it: for messages."""
        found = next(self.find(text, joined=True), None)
        return f"[{self.withheld[found[0]].label}]" if found else text

    # ------------------------------------------------------------------------------------------------ names

    def _add_spelling(self, owner: int, spelling: str) -> None:
        words = words_of(spelling)
        digits = _digits(spelling)
        if len(digits) >= MIN_DIGITS:
            self._numbers.append((digits, owner))
        if words and digits and all(len(word) <= _SHORT for word in words):  # `N0123456`: its letters are no words
            signs = filter(str.isalnum, fold_text(spelling))
            code = _PARTS_DIGITS.join(map(re.escape, signs))
            self._codes.append((re.compile(rf"(?<![^\W_]){code}(?![^\W_])", re.IGNORECASE), owner))
            return
        self._unspaced += [(run, owner) for run in unspaced_runs(fold_text(spelling))]
        if not words:
            return
        letters = sum(map(len, words))
        self._add(owner, words, capital=len(words) == 1 and letters <= _SHORT)
        if len(words) == 1:
            for word in _korean_names(words[0]):
                self._add(owner, [part for part in _KOREAN_NAME.split(word) if part])
            return
        self._add(owner, words[::-1])
        for order in (words, words[::-1]):
            together = "".join(map(skeleton, order))
            if len(together) >= MIN_RUN_TOGETHER:
                self._add(owner, ["".join(order)])
            if len(together) >= MIN_ANYWHERE:
                self._run.append((together, owner))
        for initials in initialled(words):
            self._add(owner, initials, capital=True)
            if sum(map(len, initials)) >= MIN_RUN_TOGETHER:
                self._add(owner, ["".join(initials)], only_in_identifiers=True)

    def _add(
        self,
        owner: int,
        words: Sequence[str],
        *,
        capital: bool = False,
        allowed_gaps: tuple[str, ...] | None = None,
        only_in_identifiers: bool = False,
    ) -> None:
        if words:
            numbers = tuple(map(self._number, words))
            form = _Form(owner, numbers, capital, allowed_gaps, only_in_identifiers)
            self._forms.setdefault(numbers[0], []).append(form)

    def _number(self, word: str) -> int:
        number = self._words.get(word)
        if number is None:
            number = self._words[word] = len(self._words)
            for key in keys_of_name(word, exact=self._exact):
                self._keys.setdefault(key, set()).add(number)
        return number

    # ------------------------------------------------------------------------------------------------ texts

    def _meaning(self, word: str) -> frozenset[int]:
        means = self._means.get(word)
        if means is None:
            found = [self._keys[key] for key in keys_of(word, exact=self._exact) if key in self._keys]
            means = self._means[word] = frozenset().union(*found)
        return means

    def _is_plain(self, word: str, number: int) -> bool:
        """Whether a word is one of a name as it stands, nothing written on to it."""
        keys = (key for key in keys_of(word, exact=self._exact) if not is_stem_key(key))
        return any(number in self._keys.get(key, ()) for key in keys)

    def _prefix(self, word: str, number: int) -> int:
        """How many letters are written on before a word of a name."""
        if word.isascii() or self._is_plain(word, number):
            return 0
        found = (len(taken) for taken, rest in cuts(word) if number in self._meaning(rest))
        return max(found, default=0)

    def _find_words(self, text: str, joined: bool) -> Iterator[tuple[int, int]]:
        found = [(form, words[0].start, words[-1].end) for form, words in self._written(text, joined)]
        yield from _without_allowed(found, text)

    def _written(self, text: str, joined: bool) -> Iterator[tuple[_Form, list[_Word]]]:
        """Every way in which names, and those that may stand, are written in a text word by word."""
        rows = list(self._rows(text))
        starts: dict[int, list[_Word]] = {}
        for row in rows:
            starts.setdefault(row.first, []).append(row)
        for row in rows:
            for number in row.means:
                for form in self._forms.get(number, ()):
                    for words in _sequences(row, form.words[1:], starts, text):
                        if _is_written(form, words, text, joined) and _may_stand(form, words, text):
                            yield form, words

    def _may_hold(self, text: str, words: set[str]) -> bool:
        """Whether any word means anything: most texts are done with here, each word of them looked up once."""
        for word in words - self._blank:
            humps = (word[a:b] for split in SPLITS.values() for a, b in split(word))
            if (len(word) > 1 and self._meaning(word)) or any(map(self._meaning, humps)):  # an initial alone is nothing
                return True
            if len(word) > 1:
                self._blank.add(word)
        return any(self._meaning("".join(parts)) for join in JOINS.values() for _, _, parts in join(text))

    def _rows(self, text: str) -> Iterator[_Word]:
        """Every word of the text that may be one of a name, and every one that a line break may have parted."""
        begins, ends = array("Q"), array("Q")
        for number, match in enumerate(_words(text).finditer(text)):
            begins.append(match.start())
            ends.append(match.end())
            if match[0] not in self._blank:
                yield from self._of_word(match, number, text)
        for join in JOINS.values():
            for start, end, parts in join(text):
                if means := self._meaning("".join(parts)):
                    left, right = _index_of(start, begins), _index_of(end, ends)
                    if left is not None and right is not None:
                        yield _Word(start, end, means, may_begin_name(text[start]), left, right)

    def _of_word(self, match: re.Match[str], number: int, text: str) -> Iterator[_Word]:
        """What a word of a text may be, and what the parts of it may be."""
        word, begin = match[0], match.start()
        if (means := self._meaning(word)) and not _is_in_digest(text, begin):
            yield _Word(begin, match.end(), means, may_begin_name(word[0]), number, number)
        for split in SPLITS.values():
            for start, end in split(word):
                if means := self._meaning(word[start:end]):
                    yield _Word(begin + start, begin + end, means, True, number, number)

    def _find_run(self, text: str, words: list[str]) -> Iterator[tuple[int, int]]:
        """Full names in the bare letters of the text: broken by anything, or in the middle of other letters."""
        for word in set(words) - self._skeletons.keys():
            self._skeletons[word] = skeleton(word)
        letters = "".join(map(self._skeletons.__getitem__, words))
        for name, owner in self._run:
            at = letters.find(name)
            if at >= 0:
                yield owner, self._offset(text, at)

    def _offset(self, text: str, wanted: int) -> int:
        position = 0
        for match in _words(text).finditer(text):
            position += len(self._skeletons[match[0]])
            if position > wanted:
                return match.start()
        return 0

    def _find_unspaced(self, text: str, words: list[str]) -> Iterator[tuple[int, int]]:
        """Names in scripts that part no words, with white space in them too."""
        for name, owner in self._unspaced:
            at = text.find(name)
            if at < 0 and all(sign in text for sign in name) and (apart := re.search(r"\s*".join(name), text)):
                at = apart.start()
            if at >= 0:
                yield owner, at

    def _find_numbers(self, text: str, words: list[str]) -> Iterator[tuple[int, int]]:
        """Numbers of persons, such as of a telephone, however they are parted."""
        if not self._numbers:
            return
        digits = _digits(re.sub(r"\D+", "", text))
        places: array[int] | None = None  # of the digits in the text: a table has millions, and few texts a number
        for number, owner in self._numbers:
            last = number[-max(MIN_LOCAL, min(MIN_NATIONAL, len(number) - 3)) :]
            at = digits.find(last)
            if at >= 0 and places is None:
                places = array("Q", (match.start() for match in re.finditer(r"\d", text)))
            while at >= 0 and places is not None:
                if _is_number(number, digits, places, text, at + len(last)):
                    yield owner, places[at]
                    break
                at = digits.find(last, at + 1)

    def _find_codes(self, text: str, words: list[str]) -> Iterator[tuple[int, int]]:
        """Numbers with letters in them, such as of a passport, however they are parted."""
        for code, owner in self._codes:
            if found := code.search(text):
                yield owner, found.start()


def _index_of(wanted: int, rising: Sequence[int]) -> int | None:
    index = bisect_left(rising, wanted)
    return index if index < len(rising) and rising[index] == wanted else None


def _is_in_digest(text: str, at: int) -> bool:
    """Whether a place of a text is inside a checksum, letters of which may look like a name."""
    if not text[at].isascii():
        return False
    start = at
    while start and text[start - 1] in _HEXADECIMAL:
        start -= 1
    digest = _DIGEST.match(text, start)
    return digest is not None and at < digest.end()


def _is_number(number: str, digits: str, places: Sequence[int], text: str, end: int) -> bool:
    """Whether the digits of a text up to an index are a person's number: the whole of it, or what is dialled at home.

    Nine of its last digits are enough wherever they stand as such; of fewer, no other digit may stand beside them.
    """
    here = 0
    while here < min(end, len(number)) and digits[end - here - 1] == number[-here - 1]:
        if here and not _ONE_NUMBER.fullmatch(text, places[end - here - 1] + 1, places[end - here]):
            break
        here += 1
    start = end - here
    if end < len(digits) and places[end] == places[end - 1] + 1:
        return False  # a longer number
    if here >= MIN_NATIONAL:
        before = next((n for n in range(4) if start - n == 0 or places[start - n] != places[start - n - 1] + 1), None)
        return before is not None  # at most the code of a country or of long distance
    beside = [places[start - 1] + 1, places[start]] if start else []
    behind = [places[end - 1] + 1, places[end]] if end < len(digits) else []
    alone = not any(_IN_A_LINE.fullmatch(text, *gap) for gap in (beside, behind) if gap)
    return alone and (here == len(number) or (here >= MIN_LOCAL and len(number) - here <= 3))


def _digits(text: str) -> str:
    """The digits of a text, of whatever script, as Latin ones."""
    if text.isascii():
        return re.sub(r"\D+", "", text)
    return "".join(str(unicodedata.digit(sign)) for sign in text if sign.isdecimal())


Search = Callable[[Matcher, str, list[str]], Iterator[tuple[int, int]]]
# Beside word by word.
SEARCHES: dict[str, Search] = {
    "run-together": Matcher._find_run,
    "unspaced": Matcher._find_unspaced,
    "numbers": Matcher._find_numbers,
    "codes": Matcher._find_codes,
}


def _line_breaks(text: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Words between which nothing stands but line breaks, with hyphens before them: start, end, the parts."""
    if not _ANY_BREAK.search(text):
        return
    word = _words(text)
    before: tuple[int, int, str] | None = None  # the word behind the last break, which may be parted again
    for gap in _BREAK.finditer(text):
        start = gap.start()
        while start and (text[start - 1].isalpha() or unicodedata.combining(text[start - 1])):
            start -= 1
        right = word.match(text, gap.end())
        if right is None or start == gap.start():
            continue
        left = text[start : gap.start()]
        yield start, right.end(), (left, right[0])
        if before and before[1] == start:
            yield before[0], right.end(), (before[2], left, right[0])
        before = (start, gap.end(), left)


def _spelt_out(text: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Single letters parted by one and the same sign, as headings and jokes write a word: start, end, the letters."""
    for match in _SPELT_OUT.finditer(text) if _LONE_LETTER.search(text) else ():
        yield match.start(), match.end(), tuple(match[0].split(match[1]))


def _humps(word: str) -> list[tuple[int, int]]:
    """The parts of a word with capitals inside it, long ones alone: photoOrsel, СвободуОрсель."""
    if word[1:].islower() or word.isupper():
        return []
    inside = range(1, len(word))
    begins = (at for at in inside if word[at].isupper() and (word[at - 1].islower() or word[at + 1 : at + 2].islower()))
    cuts = [0, *begins, len(word)]
    return [(a, b) for a, b in itertools.pairwise(cuts) if MIN_IN_NOISE <= b - a < len(word)]


# What may be one word though more stands between its letters, and the words that one may hold.
JOINS: dict[str, Callable[[str], Iterator[tuple[int, int, tuple[str, ...]]]]] = {
    "line-break": _line_breaks,
    "spelt-out": _spelt_out,
}
SPLITS: dict[str, Callable[[str], list[tuple[int, int]]]] = {"humps": _humps}


def _words(text: str) -> re.Pattern[str]:
    return _ASCII_WORD if text.isascii() else WORD


def fold_text(text: str) -> str:
    """The text as its words are looked for."""
    for fold in TEXT_FOLDS.values():
        text = fold(text)
    return text


class Places:
    """From where to where the signs of a folded text stood in the text itself."""

    def __init__(self) -> None:
        self._folded: list[int] = []  # where each part begins
        self._parts: list[tuple[int, int, bool]] = []  # from where to where it stood, and whether sign by sign

    def append(self, folded: int, start: int, end: int, *, same: bool) -> None:
        """Add a part: one that folds to itself, or one that folds as a whole."""
        self._folded.append(folded)
        self._parts.append((start, end, same))

    def of(self, span: Span) -> Span:
        """Where a part of the folded text stood."""
        return self._at(span[0])[0], self._at(span[1] - 1)[1]

    def _at(self, position: int) -> Span:
        part = bisect_right(self._folded, position) - 1
        start, end, same = self._parts[part]
        at = start + position - self._folded[part]
        return (at, at + 1) if same else (start, end)


def folded_places(text: str) -> tuple[str, Places | None]:
    """A text as its words are looked for, and where its signs stood; None: where they stand.

    A text that does not fold part by part is given as if it had been folded before.
    """
    folded = fold_text(text)
    if folded == text:
        return text, None
    places, parts, width, begin = Places(), [], 0, 0
    for line in text.splitlines(keepends=True):
        whole = fold_text(line)
        spans = [(0, len(line))] if whole == line else [match.span() for match in _FOLDED_TOGETHER.finditer(line)]
        for start, end in spans:
            part = fold_text(line[start:end])
            if part:
                places.append(width, begin + start, begin + end, same=part == line[start:end])
            parts.append(part)
            width += len(part)
        begin += len(line)
    return folded, places if "".join(parts) == folded else None


# What is folded as one: a letter with the marks on it and with what nobody sees, Korean letters in a row.
_FOLDED_TOGETHER = re.compile(
    rf"(?:[\u1100-\u11ff\ua960-\ua97f\ud7b0-\ud7ff\uac00-\ud7a3]+|.)[{re.escape(_MARKS)}{INVISIBLE}\uff9e\uff9f]*",
    re.DOTALL,
)
# A Korean name of three syllables or more, without the space behind the family name.
_KOREAN = re.compile("[\uac00-\ud7a3]+")
_KOREAN_NAME = re.compile(r"\A(남궁|황보|제갈|선우|사공|서문|독고|동방|.)")


def _korean_names(word: str) -> list[str]:
    """The word, and it without a particle, where that may be a Korean name written without a space."""
    _, bases = stems_of_name(word)
    return [each for each in (word, *sorted(bases)) if 3 <= len(each) <= 5 and _KOREAN.fullmatch(each)]


def _apart(name: str) -> list[str]:
    """The words of a name, each of which gives it away; of an address none does: `example`, `mail`."""
    return [] if "@" in name or "/" in name else words_of(name)


def words_of(name: str) -> list[str]:
    """The words of a name."""
    return WORD.findall(fold_text(name))


def initialled(words: Sequence[str]) -> Iterator[list[str]]:
    """A name with initials for all words but one, before or after it."""
    for index, word in enumerate(words):
        if len(word) > 1:
            initials = [other[0] for number, other in enumerate(words) if number != index]
            yield [*initials, word]
            yield [word, *initials]


def _sequences(first: _Word, wanted: Sequence[int], starts: dict[int, list[_Word]], text: str) -> Iterator[list[_Word]]:
    if not wanted:
        yield [first]
        return
    for row in starts.get(first.last + 1, ()):
        if wanted[0] in row.means and row.start - first.end <= MAX_GAP:
            for rest in _sequences(row, wanted[1:], starts, text):
                yield [first, *rest]


def _may_stand(form: _Form, words: Sequence[_Word], text: str) -> bool:
    """Whether a name that may stand is written as one: no sentence ends in it, and a single word stands by itself."""
    if form.allowed_gaps is None:
        return True
    if not form.allowed_gaps:
        return stands_alone(text, words[0].start, words[0].end)
    gaps = (text[left.end : right.start] for left, right in itertools.pairwise(words))
    return all(gap == own or is_inside_allowed(gap) for gap, own in zip(gaps, form.allowed_gaps, strict=True))


def _without_allowed(found: Sequence[_Found], text: str) -> Iterator[tuple[int, int]]:
    """What is found, but for words within a name that may stand; none may that another find stands beside."""
    names = [row for row in found if row[0].allowed_gaps is None]
    free = [
        (form.owner, first, last)
        for form, first, last in found
        if form.allowed_gaps is not None
        and not any(
            name.owner == form.owner and disturbs((start, end), (first, last), text) for name, start, end in names
        )
    ]
    for form, start, end in names:
        if not any(owner == form.owner and first <= start and end <= last for owner, first, last in free):
            yield form.owner, start


def _is_written(form: _Form, words: Iterable[_Word], text: str, joined: bool) -> bool:
    """Whether each word is written as the form asks: as a name is, or as a part of an id, address or file name."""
    if joined or not (form.capital or form.only_in_identifiers):
        return True
    return all((word.capital and not form.only_in_identifiers) or _is_joined(word, text) for word in words)


def _is_joined(word: _Word, text: str) -> bool:
    before = text[max(0, word.start - 1) : word.start + 1]
    return bool(_JOINER.match(text, word.end) or _JOINER.match(before))


def _needles(word: str) -> Iterator[bytes]:
    for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
        for form in {word, word.upper(), word.lower()}:
            yield form.encode(encoding).lower()
