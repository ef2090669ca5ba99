"""Folds of single words: the ways in which one name is written, and what they have in common.

A word of a text stands for a word of a name when they share a key. Every fold adds keys; none takes one away.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from rigour.text.translit import ascii_text

from dossier.names.scripts import ARABIC, CYRILLIC, GEORGIAN, HEBREW, LATIN, is_latin

# What a word becomes; applied in this order, each to what those before it gave.
WORD_FOLDS: dict[str, Callable[[str], str]] = {}
# What is left of a word of a text without what a language adds to a name.
STEMS: dict[str, Callable[[str], set[str]]] = {}

MIN_ROMANISED = 5  # letters: shorter words would become alike by chance
_STEM, _SOUND = "~", "="  # mark keys that are compared with keys of their own kind alone

CYRILLIC_ENDING = (
    "(?:"
    "ого|его|ому|ему|ыми|ими|ами|ями|ові|еві|ой|ёй|ей|ою|ею|ом|ём|ем|ым|им|ую|юю|ая|яя|ое|ее|ые|ие|ых|их|ам|ям|ах|ях"
    "|ов|ев|ью|ий|ый|ием|ия|ию|ии|ие|ін|ів|[аяуюеёиыойьъіїє]"  # Russian, Ukrainian
    "|[аәеяіыуү]?(?:н[ыі]ң|[дт][ыі]ң|[ғқгк][ае]|[дтн][ыі]|[дт][ае]н?|н[ае]н|[мбп]ен|[дтн]ікі)"  # Kazakh
    ")"
)
ENDING_OF_NAME = re.compile(r"(?<=..)(?:ий|ый|ой|ая|яя|[аяойеёыиуюьъ])\Z", re.IGNORECASE)
FLEETING_VOWEL = re.compile(r"(?<=..)[еёо](?=[бвгджзклмнпрстфхцчшщ]ь?\Z)", re.IGNORECASE)
_ENDING = re.compile(CYRILLIC_ENDING)
_CYRILLIC_WORD = re.compile(f"[{CYRILLIC.characters}]{{3,}}")
_GEORGIAN_WORD = re.compile(f"[{GEORGIAN.characters}]{{3,}}")
_LATIN_LETTER = re.compile(f"[{LATIN.characters}]")
_GEORGIAN_ENDING = re.compile(r"(?:მა|მ|ს|ის|ის[აგდთ]?ან|ისთვის|ით|ად|სთან|ში|ზე|სა|ის?ა|ო|ც|ი)")
_LATIN_ENDING = re.compile(r"(?<=[a-z]{3})(?:iy|yy|aya|[aeiouy])\Z")
_PREFIXED = re.compile(
    f"[\u0648\u0641\u0628\u0643\u0644](?=[{ARABIC.characters}]{{3}})"  # and, so, by, as, to
    f"|[\u05d1\u05d5\u05db\u05dc\u05de\u05e9\u05d4](?=[{HEBREW.characters}]{{3}})"  # in, and, as, to, from, that, the
)
_LOOK = str.maketrans(
    "аеорсухіјѕһԁԛԝвнкмтпαβεικνορτυχϲ",
    "aeopcyxijshdqwbhkmtnabeiknoptuxc",
)
_ARABIC = str.maketrans("ةۀىیېکأإآٱؤئ", "ههييي" + "كااااوي")
_ROMANISATIONS = [
    (re.compile(pattern), common)
    for pattern, common in (
        (r"(?<=[aou])e(?![aeiouy])", ""),  # Mueller
        (r"x", "ks"),
        (r"shch|sch|sh|sz", "s"),
        (r"tsch|tch|ch|cz|tz|ts", "c"),
        (r"dzh|dsch|dj|dz|zh|j(?=[aou])", "z"),
        (r"[kg]?h", ""),
        (r"q|ck", "k"),
        (r"w", "v"),
        (r"ph", "f"),
        (r"[iyj]+(?=[aeou])|(?<=[aeou])[iyj]+", ""),
        (r"[yj]", "i"),
        (r"(.)\1+", r"\1"),
        (r"(?<=..)i\Z", ""),
    )
]


def word_fold(name: str) -> Callable[[Callable[[str], str]], Callable[[str], str]]:
    """Register a fold of words."""

    def register(fold: Callable[[str], str]) -> Callable[[str], str]:
        WORD_FOLDS[name] = fold
        return fold

    return register


@word_fold("case")
def _case(word: str) -> str:
    return word.casefold()


@word_fold("accents")
def _accents(word: str) -> str:
    """Without marks above and below, and Latin letters with strokes as their plain ones."""
    plain = "".join(sign for sign in unicodedata.normalize("NFD", word) if not unicodedata.combining(sign))
    return plain if plain.isascii() or not is_latin(plain) else _letters(ascii_text(plain))


@word_fold("arabic")
def _arabic(word: str) -> str:
    """Arabic letters that are written for one another, and those of Persian and Urdu, as one."""
    return word.translate(_ARABIC)


@word_fold("look")
def _look(word: str) -> str:
    """A word of mixed scripts, by what its letters look like: few write so, but to slip through."""
    latin = len(_LATIN_LETTER.findall(word))
    return word.casefold().translate(_LOOK) if 0 < latin < len(word) else word


@word_fold("script")
def _script(word: str) -> str:
    """In Latin letters, by sound."""
    return word if is_latin(word) else _letters(ascii_text(word))


@word_fold("transliteration")
def _transliteration(word: str) -> str:
    """What the systems of romanisation have in common: Ordaliyeva, Ordalieva and Ordaliewa are one."""
    if len(word) < MIN_ROMANISED or not word.isascii() or not word.islower():
        return word
    for pattern, common in _ROMANISATIONS:
        word = pattern.sub(common, word)
    return _SOUND + word if len(word) >= MIN_ROMANISED - 1 else ""


def is_cyrillic_word(word: str) -> bool:
    """Whether a word is Cyrillic throughout, and long enough to take endings."""
    return bool(_CYRILLIC_WORD.fullmatch(word))


def _endings(word: str) -> set[str]:
    """A word in Cyrillic or Georgian without each ending that a name may have taken in it."""
    small = word.casefold()
    for letters, ending in ((_CYRILLIC_WORD, _ENDING), (_GEORGIAN_WORD, _GEORGIAN_ENDING)):
        if letters.fullmatch(small):
            return {small[:at] for at in range(2, len(small)) if ending.fullmatch(small, at)}
    return set()


def _prefixes(word: str) -> set[str]:
    """A word in Arabic or Hebrew without the `and`, `by`, `to` … that is written on to it."""
    rest = _PREFIXED.sub("", word, count=1) if _PREFIXED.match(word) else word
    return {rest} - {word}


STEMS["endings"] = _endings
STEMS["prefixes"] = _prefixes


def keys_of(word: str) -> frozenset[str]:
    """Every key of a word of a text."""
    keys = _keys(word)
    if word.isascii():
        return keys
    return keys | {_STEM + key for stem in STEMS.values() for rest in stem(word) for key in _keys(rest)}


def keys_of_name(word: str) -> frozenset[str]:
    """Every key by which a word of a name is found."""
    keys = _keys(word)
    short = {_LATIN_ENDING.sub("", key) for key in keys if key.isascii()}
    for pattern in (ENDING_OF_NAME, FLEETING_VOWEL):
        short |= _keys(pattern.sub("", word))
    return keys | {_STEM + key for key in keys | short}


def alike(word: str, name: str) -> bool:
    """Whether a word of a text stands for a word of a name."""
    return not keys_of(word).isdisjoint(keys_of_name(name))


def skeleton(word: str) -> str:
    """A word in small Latin letters without marks, for comparing runs of letters."""
    for name in ("case", "accents", "script"):
        if name in WORD_FOLDS:
            word = WORD_FOLDS[name](word)
    return word


def _keys(word: str) -> frozenset[str]:
    keys = {word}
    for fold in WORD_FOLDS.values():
        keys |= {fold(key) for key in keys}
    return frozenset(keys - {""})


def _letters(text: str) -> str:
    return "".join(filter(str.isalpha, text))
