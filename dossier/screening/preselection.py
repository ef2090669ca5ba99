"""The one pass over a list: which of its records share so much of a name with a person that they must be compared.

Names are compared as words in Latin letters. Two words are near when they are the same, differ by one letter or by the
order of two, sound alike, or have the same consonants. A record is kept when it has words near to two of a name, or to
one where either has only one. That keeps many records too many, which the comparison sorts out, and loses few that it
would find.

A word that differs by one letter is found by leaving out each letter of both in turn, as in W. Garbe's SymSpell.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any

from rigour.text import metaphone
from rigour.text.translit import ascii_text

from dossier.screening.lists import texts

NAMES = (
    "name",
    "alias",
    "weakAlias",
    "previousName",
    "firstName",
    "lastName",
    "fatherName",
    "secondName",
    "middleName",
)
SCHEMATA = ("Person", "LegalEntity")  # what a list may record a person as
MIN_FUZZY = 4  # letters of a word that may differ by one
MAX_NAME = 300  # characters of a name that are looked at
MAX_REMEMBERED = 400_000  # words of a list
_RAW_WORD = re.compile(r"\w+")
# Letters that transliterations put in, leave out, double or take for each other: Dossayev is also Dosaeff.
_SOFT, _REPEATED = re.compile("[aeiouyhj]"), re.compile(r"(.)\1+")
_ALIKE = str.maketrans("vwzcqg", "ffskkk")
MIN_BONES = 3
_LATIN_WORD = re.compile(r"[a-z0-9]+")

# Of which name of which person, by number, a word of a list is near to which words: a bit for each.
Near = tuple[tuple[int, int], ...]


class Preselection:
    """The words of the persons' names, and what has been found of each word of a list so far."""

    def __init__(self, persons: Mapping[str, Mapping[str, Iterable[str]]]) -> None:
        self._persons: list[str] = []
        self._needed: list[int] = []
        self._keys: dict[str, dict[int, int]] = {}
        self._near: dict[str, Near] = {}
        for person, properties in sorted(persons.items()):
            for text in dict.fromkeys(name for prop in NAMES for name in properties.get(prop, ())):
                self._add(person, [word for raw in _raw_words(text) for word in _latin(raw)])

    def _add(self, person: str, words: list[str]) -> None:
        number = len(self._persons)
        self._persons.append(person)
        self._needed.append(min(2, len(words)))
        # two words may be written as one: that word stands for both
        marks = [(word, 1 << place) for place, word in enumerate(words)]
        marks += [(a + b, 3 << place) for place, (a, b) in enumerate(pairwise(words))]
        for word, mark in marks:
            for key in keys(word):
                found = self._keys.setdefault(key, {})
                found[number] = found.get(number, 0) | mark

    def like(self, row: dict[str, Any]) -> set[str]:
        """The persons one of whose names shares words with one of the record's."""
        found: set[str] = set()
        if row["schema"] in SCHEMATA:
            for prop in NAMES:
                for name in texts(row, prop):
                    found |= self._like(name)
        return found

    def _like(self, name: str) -> set[str]:
        words = _raw_words(name)
        marks: dict[int, int] = {}
        self._mark(words, marks)
        found = self._enough(marks, single=len(words) == 1)
        if not found and (marks or 1 in self._needed):
            self._mark([a + b for a, b in pairwise(words)], marks)
            found = self._enough(marks, single=len(words) == 1)
        return found

    def _mark(self, words: list[str], marks: dict[int, int]) -> None:
        for word in words:
            for number, mark in self._remembered(word):
                marks[number] = marks.get(number, 0) | mark

    def _enough(self, marks: dict[int, int], *, single: bool) -> set[str]:
        return {
            self._persons[number]
            for number, mark in marks.items()
            if single or mark.bit_count() >= self._needed[number]
        }

    def _remembered(self, word: str) -> Near:
        near = self._near.get(word)
        if near is None:
            if len(self._near) >= MAX_REMEMBERED:
                self._near.clear()
            near = self._near[word] = self._find(word)
        return near

    def _find(self, raw: str) -> Near:
        marks: dict[int, int] = {}
        for word in _latin(raw):
            for key in keys(word):
                for number, mark in self._keys.get(key, {}).items():
                    marks[number] = marks.get(number, 0) | mark
        return tuple(marks.items())


def keys(word: str) -> set[str]:
    """What two near words have in common: the word, itself with one letter left out, its sound, its consonants."""
    found = {word}
    if len(word) >= MIN_FUZZY:
        found.update(word[:place] + word[place + 1 :] for place in range(len(word)))
        found.add(f"~{metaphone(word)}")
        if len(bones := _REPEATED.sub(r"\1", _SOFT.sub("", word).translate(_ALIKE))) >= MIN_BONES:
            found.add(f"={bones}")
    return found


def _raw_words(text: str) -> list[str]:
    return _RAW_WORD.findall(text[:MAX_NAME].casefold())


def _latin(word: str) -> list[str]:
    return [word] if word.isascii() else _LATIN_WORD.findall(ascii_text(word).casefold())
