"""Folds of single words: the ways in which one name is written, and what they have in common.

A word of a text stands for a word of a name when they share a key. Every fold adds keys; none takes one away.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import lru_cache

from rigour.text.scripts import codepoint_script
from rigour.text.translit import ascii_text

from dossier.names.rules import RULES, Stem, is_by_sound, stems_in_text, stems_of_name, unmixed
from dossier.names.scripts import is_latin

Fold = Callable[[str], Iterable[str]]

# What a word becomes; applied in this order, each to what those before it gave.
WORD_FOLDS: dict[str, Fold] = {}
# What is left of a word of a text without what a language adds to a name.
STEMS: dict[str, Callable[[str], set[Stem]]] = {"rules": stems_in_text}

MIN_ROMANISED = 5  # letters: shorter words would become alike by chance
_STEM, _SOUND = "~", "="  # mark keys that are compared with keys of their own kind alone

_LATIN_ENDING = re.compile(r"(?<=[a-z]{3})(?:iy|yy|aya|[aeiouy])\Z")
_SAME = {old: new for rules in RULES.values() for old, new in rules.same.items()}
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
_J_AS_Y = re.compile(r"(?<=[bcfghklmnpqrstvwxz])j(?=[aeou])")  # Natalja; not of dj, which is one sound
_YO = re.compile(r"(?<=[bcdfghklmnpqrstvwxz])yo")  # Beryozkina, which others write Berezkina


def word_fold(name: str) -> Callable[[Fold], Fold]:
    """Register a fold of words."""

    def register(fold: Fold) -> Fold:
        WORD_FOLDS[name] = fold
        return fold

    return register


@word_fold("look")
def _look(word: str) -> Iterable[str]:
    """A word of mixed scripts in one of them, by what its letters look like: few write so, but to slip through."""
    return () if word.isascii() else unmixed(word)


@word_fold("case")
def _case(word: str) -> Iterable[str]:
    return (word.casefold(),)


@word_fold("accents")
def _accents(word: str) -> Iterable[str]:
    """Without marks above and below, and Latin letters with strokes as their plain ones."""
    return (_without_accents(word),)


def _without_accents(word: str) -> str:
    if word.isascii():
        return word
    plain = "".join(sign for sign in unicodedata.normalize("NFD", word) if not unicodedata.combining(sign))
    plain = unicodedata.normalize("NFC", plain)
    return plain if plain.isascii() or not is_latin(plain) else _in_latin(plain)


@word_fold("j")
def _j(word: str) -> Iterable[str]:
    """A j behind a consonant, which is a y in Natalja and a zh elsewhere; and yo, which others write e."""
    if len(word) < MIN_ROMANISED or not word.isascii():
        return ()
    with_y = _J_AS_Y.sub("y", word)
    return with_y, _YO.sub("e", with_y)


@word_fold("same")
def _same(word: str) -> Iterable[str]:
    """Letters that are written for one another as one: of Arabic, with those of Persian and Urdu."""
    return (word.translate(_SAME),)


@word_fold("script")
def _script(word: str) -> Iterable[str]:
    """In Latin letters, by sound."""
    return (word if is_latin(word) else _in_latin(word),)


@word_fold("transliteration")
def _transliteration(word: str) -> Iterable[str]:
    """What the systems of romanisation have in common: Ordaliyeva, Ordalieva and Ordaliewa are one."""
    if len(word) < MIN_ROMANISED or not word.isascii() or not word.islower():
        return ()
    for pattern, common in _ROMANISATIONS:
        word = pattern.sub(common, word)
    return (_SOUND + word,) if len(word) >= MIN_ROMANISED - 1 else ()


def keys_of(word: str, *, exact: bool = False) -> frozenset[str]:
    """Every key of a word of a text; `exact`: of its own script alone."""
    return _keys_of(word, exact, (*WORD_FOLDS, *STEMS))


def keys_of_name(word: str, *, exact: bool = False) -> frozenset[str]:
    """Every key by which a word of a name is found; `exact`: in its own script alone."""
    return _keys_of_name(word, exact, (*WORD_FOLDS, *STEMS))


@lru_cache(maxsize=1 << 16)  # a run makes many matchers for the same names and texts
def _keys_of(word: str, exact: bool, folds: tuple[str, ...]) -> frozenset[str]:
    keys = _keys([word], exact)
    if word.isascii():
        return keys
    found = {stem for each in _spellings(word) for stems in STEMS.values() for stem in stems(each)}
    return keys | _keys_of_stems(found, exact)


@lru_cache(maxsize=1 << 12)
def _keys_of_name(word: str, exact: bool, folds: tuple[str, ...]) -> frozenset[str]:
    stems: set[Stem] = set()
    bases: set[str] = set()
    for each in _spellings(word):
        more, base = stems_of_name(each)
        stems |= more
        bases |= base
    keys = _keys([word, *bases], exact)
    short = {_LATIN_ENDING.sub("", key) for key in _keys([word], exact) if key.isascii()}
    return keys | {_STEM + key for key in keys | short} | _keys_of_stems(stems, exact)


def is_stem_key(key: str) -> bool:
    """Whether a key is one of a word without what is written on to it."""
    return key.startswith(_STEM)


def alike(word: str, name: str) -> bool:
    """Whether a word of a text stands for a word of a name."""
    return not keys_of(word).isdisjoint(keys_of_name(name))


def skeleton(word: str) -> str:
    """A word in small Latin letters without marks, for comparing runs of letters."""
    for name in ("case", "accents", "script"):
        if name in WORD_FOLDS:
            word = next(iter(WORD_FOLDS[name](word)), "")
    return word


def _spellings(word: str) -> set[str]:
    """A word in small letters of one script, as rules take it: with its accents and without."""
    whole = {word, *WORD_FOLDS.get("look", _nothing)(word)}
    small = {each.casefold() for each in whole}
    return small | {_without_accents(each) for each in small} | {each.translate(_SAME) for each in small}


def _keys_of_stems(stems: Iterable[Stem], exact: bool) -> frozenset[str]:
    return frozenset(
        _STEM + declension + key
        for declension, stem in stems
        for key in _keys([stem], exact)
        if not key.isascii() or is_by_sound(stem)
    )


def _keys(words: Iterable[str], exact: bool) -> frozenset[str]:
    keys: set[str] = set()
    for word in words:
        for each in {word, *WORD_FOLDS.get("look", _nothing)(word)}:
            keys |= _folded(each, exact)
    return frozenset(keys)


def _folded(word: str, exact: bool) -> set[str]:
    """A word of one script in every fold; `exact`: in Latin letters only beside the name of its script."""
    keys = {word}
    for fold in WORD_FOLDS.values():
        keys |= {folded for key in keys for folded in fold(key) if folded}
    if exact and not is_latin(word):
        script = codepoint_script(ord(word[0]))
        keys = {f"{script} {key}" if key.isascii() else key for key in keys}
    return keys


def _nothing(word: str) -> Iterable[str]:
    return ()


@lru_cache(maxsize=1 << 16)
def _in_latin(word: str) -> str:
    return "".join(filter(str.isalpha, ascii_text(word)))
