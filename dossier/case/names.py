"""Names that are withheld: where they stand in a text, and what stands there instead.

Curated, not guessed: a person's names, the parts of a name, and the spellings listed under `withhold:`. Matching
ignores case, accents' composition and line breaks, and lets Cyrillic names take their endings.
"""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import PurePath
from typing import Any, TypeVar

from dossier.case.model import IDENTIFYING_PROPERTIES, NAME_PROPERTIES, Entity
from dossier.leaks import Withheld
from dossier.leaks.folding import CYRILLIC_ENDING, ENDING_OF_NAME, FLEETING_VOWEL

MIN_IDENTIFIER = 5  # a shorter number or address stands in too many texts by chance
MIN_PART = 3  # a shorter part of a name ("de", "al") is no name by itself
_GAP = r"[\s\u00a0\u00ad\u200b-\u200d\u2060_.-]+"
# Names in Cyrillic take endings: Берёзкина is also Берёзкиной, Павел also Павлу, and ё is often written е.
_CYRILLIC = re.compile(r"[\u0400-\u04ff]{3,}")
# Fields that name things inside the program; an id with a withheld name is an error of its own.
_IDENTIFIERS = {
    "id",
    "key",
    "schema",
    "prop",
    "lang",
    "cite",
    "acts",
    "act",
    "read",
    "regime",
    "element",
    "finding",
    "person",
    "authors",
    "attribution",
    "edition",
    "file",
    "path",
    "folder",
    "place",
    "origin",
    "relies_on",
    "media_type",
    "status",
    "block",
    "scope",
    "speech",
    "capture",
    "sha256",
    "sha1",
    "extractor",
    "exhibit",
    "context",
    "item",
    "at",
    "raw",
    "data",
}

Record = TypeVar("Record")


def spellings(person: Entity) -> tuple[list[str], list[str]]:
    """What gives a person away: whole names, identifiers and declared spellings, and the parts of names.

    Of what is no person the parts of a name are common words.
    """
    names = [value.text for value in person.values if value.prop in NAME_PROPERTIES]
    others = [value.text for value in person.values if value.prop in IDENTIFYING_PROPERTIES]
    whole = list(dict.fromkeys([*names, *(text for text in others if len(text) >= MIN_IDENTIFIER), *person.withhold]))
    if not (person.schema == "Person" or person.person):
        return whole, []
    parts = [part for name in names for part in re.split(r"[\s\u00a0]+", name)]
    return whole, [part for part in dict.fromkeys(parts) if len(part.strip(".,()")) >= MIN_PART and part not in whole]


class Replacer:
    """Replaces the names of withheld persons by their labels in brackets.

    `names` are the same names with the same labels, for whoever looks for them in what is made.
    """

    def __init__(self, persons: Iterable[Entity]) -> None:
        self.names: list[Withheld] = []
        self._labels: list[str] = []
        patterns: list[tuple[int, str]] = []
        for person in persons:
            index = len(self._labels)
            self._labels.append(f"[{person.label or 'name withheld'}]")
            whole, parts = spellings(person)
            self.names.append(Withheld(self._labels[-1][1:-1], tuple(whole), tuple(parts)))
            patterns += [(len(name), f"(?P<w{index}_{n}>(?i:{_pattern(name)}))") for n, name in enumerate(whole)]
            patterns += [
                (len(part), f"(?P<p{index}_{n}>{_pattern(part)}|{_pattern(part.upper())})")
                for n, part in enumerate(parts)
            ]
        patterns.sort(key=lambda row: -row[0])
        self._pattern = re.compile("|".join(pattern for _, pattern in patterns)) if patterns else None

    def __call__(self, text: str) -> str:
        """The text with every withheld name replaced; a text without any is returned as it is."""
        if not self.finds(text):
            return text
        assert self._pattern is not None
        return self._pattern.sub(lambda match: self._labels[_index(match)], unicodedata.normalize("NFC", text))

    def finds(self, text: str) -> bool:
        """Whether a withheld name stands in the text."""
        return bool(self._pattern and self._pattern.search(unicodedata.normalize("NFC", text)))

    def finds_in_id(self, id_: str) -> bool:
        """Whether an id contains a withheld name, its words joined by hyphens or dots, or a part of one."""
        return self.finds(re.sub(r"[-._/]", " ", id_).title())

    def record(self, record: Record) -> Record:
        """A record with the names replaced in every text it holds, identifiers apart."""
        replaced: Record = self._any(record)
        return replaced

    def _any(self, value: Any) -> Any:
        if isinstance(value, str):
            return self(value)
        if isinstance(value, tuple | list):
            return type(value)(self._any(item) for item in value)
        if isinstance(value, dict):
            return {key: self._any(item) for key, item in value.items()}
        if dataclasses.is_dataclass(value) and not isinstance(value, type):
            changed = {
                field.name: self._any(getattr(value, field.name))
                for field in dataclasses.fields(value)
                if field.name not in _IDENTIFIERS
            }
            return dataclasses.replace(value, **changed)
        return value


def texts_of(value: Any) -> Iterator[str]:
    """Every text a record holds, identifiers included: for a last look before anything leaves."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple | list | set | frozenset):
        for item in value:
            yield from texts_of(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from texts_of(key)
            yield from texts_of(item)
    elif dataclasses.is_dataclass(value) and not isinstance(value, type | PurePath):
        for field in dataclasses.fields(value):
            if field.name not in ("place", "path", "folder"):
                yield from texts_of(getattr(value, field.name))


def _index(match: re.Match[str]) -> int:
    assert match.lastgroup is not None
    return int(match.lastgroup[1:].split("_")[0])


def _pattern(name: str) -> str:
    words = re.split(r"[\s\u00a0]+", unicodedata.normalize("NFC", name.strip(".,() ")))
    return rf"(?<!\w){_GAP.join(map(_word_pattern, words))}(?!\w)"


def _word_pattern(word: str) -> str:
    """The word, and in Cyrillic every form of it: its stem, with and without a fleeting vowel, and an ending."""
    if not _CYRILLIC.fullmatch(word):
        return re.escape(word)
    stems = dict.fromkeys([ENDING_OF_NAME.sub("", word), FLEETING_VOWEL.sub("", word)])
    forms = "|".join(re.sub("[еёЕЁ]", lambda vowel: "[её]" if vowel[0].islower() else "[ЕЁ]", stem) for stem in stems)
    return f"(?:{forms})(?i:{CYRILLIC_ENDING}?)"
