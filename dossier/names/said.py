"""Whether some words name somebody: a person by any part of a name, anything else by a whole name.

For words that may name nobody, as those of a template. Where a name is looked for in order to withhold it, the text
must stay readable (`matching.py`); here a find too many costs an author another word, so that disguises count as well.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dossier.names.folding import keys_of, keys_of_name, skeleton
from dossier.names.matching import WORD, Matcher, Withheld, fold_text, words_of

MIN_WORD = 2  # letters of a word of a name: an initial alone names nobody
MIN_JOINED = 5  # letters of a word of a name that is found in pieces, or with an ending
MIN_TIGHT = 4  # of one that is found in pieces between which no space stands, or with a capital and an ending
MIN_INSIDE = 6  # letters of one that is found as the begin or end of a longer word
MAX_PIECES = 3
# Words of names that stand in any text of their language and name nobody by themselves.
PARTICLES = """
    al el ad ar de da di do du des del della der den dos das la le les lo van von zu bin bint ibn the of and y e
    jr sr dr ii iii iv
"""
# What languages in Latin letters add to a name. Cyrillic, Georgian, Arabic and Hebrew have theirs in `folding.py`.
ENDINGS = """
    s es en e a u i y o em om im am n ov ova ovi ovej ovou owi owa iem ie ego emu ia iu ovo ovu ban ben nak nek ot et
    in ina inou da de dan den ta te un si nin nun
"""
_PARTICLES, _ENDINGS = frozenset(PARTICLES.split()), tuple(ENDINGS.split())
# Digits and signs that are written for letters, in two ways; and letters that no name is written with.
_DIGITS = (str.maketrans("013457@$€!|∀", "oleastaseila"), str.maketrans("013457@$€!|∀", "oieastaseila"))
_LOOK = str.maketrans("ɑɐɡɩıʋᶄɾʃ", "aagiivkrs")
_LETTER_OF = re.compile(
    r"(?:LATIN (?:CAPITAL |SMALL )?LETTER (?:SMALL CAPITAL|TURNED|REVERSED|INVERTED|SIDEWAYS|DOTLESS|SCRIPT)"
    r"|(?:NEGATIVE |CROSSED )*(?:CIRCLED|SQUARED) LATIN CAPITAL LETTER|REGIONAL INDICATOR SYMBOL LETTER) (?:SMALL )?"
    r"([A-Z])"
)
_SIGNS = r"\d@$€!|∀"
_WITH_DIGIT = re.compile(rf"([\w{_SIGNS}]*(?:[^\W\d_][{_SIGNS}]|[{_SIGNS}][^\W\d_])[\w{_SIGNS}]*)")
_SINGLE_LETTERS = re.compile(r"(?<![^\W\d_])[^\W\d_](?:[\W\d_]{1,12}[^\W\d_](?![^\W\d_]))+")
_SPACE = re.compile(r"\s")
_BETWEEN_PIECES = re.compile(r"[\W\d_]{1,12}")


@dataclass(frozen=True, slots=True)
class Called:
    """Somebody, or something, with all names; `caption` is how messages call it.

    `marks` are what else tells who it is, such as a number or an address: found whole. `labels` stand for the name
    where it is withheld: found with their capitals.
    """

    caption: str
    names: tuple[str, ...]
    person: bool
    marks: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()


class Naming:
    """The names of a case, ready to be looked for in words that may name nobody."""

    def __init__(self, everybody: Iterable[Called]) -> None:
        self._everybody = tuple(everybody)
        self._matcher = Matcher([_withheld(each) for each in self._everybody])
        self._keys: dict[str, int] = {}  # of words of names that are found in pieces -> whose they are
        self._bare: dict[str, int] = {}  # their skeletons
        self._seen: dict[str, tuple[int, ...]] = {}  # words in pieces, looked up before
        self._longest = 0
        for index, each in enumerate(self._everybody):
            for word in _parts(each) if each.person else ():
                if len(word) >= MIN_TIGHT:
                    self._bare.setdefault(skeleton(word), index)
                    self._longest = max(self._longest, 2 * len(word))  # in another script it may be longer
                    self._keys.update(dict.fromkeys(keys_of_name(word), index))

    def find(self, words: str) -> Iterator[tuple[Called, int]]:
        """Whom some words name, each once, with where that stands in the folded words (`fold_text`)."""
        words = fold_text(words)
        told: set[int] = set()
        for index, at in self._find(words):
            if index not in told:
                told.add(index)
                yield self._everybody[index], at

    def _find(self, words: str) -> Iterator[tuple[int, int]]:
        for text in dict.fromkeys([words, *undisguised(words)]):
            yield from self._matcher.find(text)
            for match in WORD.finditer(text):
                if (index := self._within(match[0])) is not None:
                    yield index, match.start()
            for word, at in _joined(text):
                yield from ((index, at) for index in self._whole(word))

    def _whole(self, word: str) -> tuple[int, ...]:
        """Whose name a word that stood in pieces is."""
        found = self._seen.get(word)
        if found is None:
            keys = keys_of(word) if MIN_TIGHT <= len(word) <= self._longest else ()
            found = self._seen[word] = tuple(self._keys[key] for key in keys if key in self._keys)
        return found

    def _within(self, word: str) -> int | None:
        """Whose name a longer word holds: with an ending, or at its begin or end."""
        if len(word) <= MIN_TIGHT:
            return None
        bare = skeleton(word)
        least = MIN_TIGHT if word[0].isupper() else MIN_JOINED
        for ending in _ENDINGS:
            rest = bare[: -len(ending)]
            if bare.endswith(ending) and len(rest) >= least and rest in self._bare:
                return self._bare[rest]
        cuts = range(MIN_INSIDE, len(bare))
        return next(
            (self._bare[part] for at in cuts for part in (bare[:at], bare[-at:]) if part in self._bare),
            None,
        )


def undisguised(text: str) -> Iterator[str]:
    """A text with digits and signs as the letters that they look like, letter by letter: `0ren`, small capitals."""
    if not text.isascii():
        text = "".join(map(_plain, text)).translate(_LOOK)
        yield text
    if _WITH_DIGIT.search(text):
        for table in _DIGITS:
            yield "".join(
                part.translate(table) if odd % 2 else part for odd, part in enumerate(_WITH_DIGIT.split(text))
            )


def _plain(sign: str) -> str:
    if sign.isascii():
        return sign
    found = _LETTER_OF.fullmatch(unicodedata.name(sign, ""))
    return found[1].lower() if found else sign


def _joined(text: str) -> Iterator[tuple[str, int]]:
    """What may be one word in pieces: two or three words beside each other, or single letters one after the other.

    Also in the other order: in a table from right to left what stands last is read first.
    """
    for match in _SINGLE_LETTERS.finditer(text):
        letters = "".join(filter(str.isalpha, match[0]))
        yield from ((letters, match.start()), (letters[::-1], match.start()))
    rows = list(WORD.finditer(text))
    for first, begin in enumerate(rows):
        pieces = [begin[0]]
        for before, piece in zip(rows[first:], rows[first + 1 : first + MAX_PIECES], strict=False):
            if not _BETWEEN_PIECES.fullmatch(text, before.end(), piece.start()):
                break
            pieces.append(piece[0])
            if sum(map(len, pieces)) < MIN_JOINED and _SPACE.search(text, before.end(), piece.start()):
                continue
            yield from (("".join(pieces), begin.start()), ("".join(pieces[::-1]), begin.start()))


def _parts(called: Called) -> list[str]:
    """The words of a person's names, each of which names that person."""
    words = [word for name in called.names for word in words_of(name)]
    return [word for word in dict.fromkeys(words) if len(word) >= MIN_WORD and word.casefold() not in _PARTICLES]


def _withheld(called: Called) -> Withheld:
    """The names as a matcher takes them: short words and the one-word names of things need their capital."""
    if called.person:
        return Withheld("", (*called.names, *called.marks, *_parts(called)), called.labels)
    names = (*called.names, *filter(None, map(_without_article, called.names)))
    several = tuple(name for name in names if len(words_of(name)) != 1)
    single = (name for name in names if name not in several)
    return Withheld("", (*several, *called.marks), (*single, *called.labels))


def _without_article(name: str) -> str:
    """A name of three words or more without the article that it begins with; nothing when it has none."""
    first, _, rest = name.partition(" ")
    return rest if first.casefold() in _PARTICLES and len(words_of(rest)) > 1 else ""
