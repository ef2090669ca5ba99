"""Finds withheld names in a text and replaces them by labels.

Curated, not guessed: a person's names, the parts of a name, and the spellings listed under `withhold:`. They are found
in every form that the rules of their script give them, as the leak scan finds them, which also looks for names in
another script, by sound.
"""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from pathlib import PurePath
from typing import Any, TypeVar

from dossier.case.model import IDENTIFYING_PROPERTIES, NAME_PROPERTIES, Entity, Value
from dossier.names.folding import alike
from dossier.names.gaps import (
    BETWEEN_LETTERS,
    BETWEEN_UNSPACED,
    BETWEEN_WORDS,
    HYPHENS,
    INSIDE_ALLOWED,
    Span,
    disturbs,
    without_invisible,
)
from dossier.names.matching import Matcher, Withheld, fold_text, folded_places, words_of
from dossier.names.scripts import unspaced_runs

MIN_IDENTIFIER = 5  # a shorter number or address stands in too many texts by chance
MIN_PART = 3  # a shorter part of a name ("de", "al") is no name by itself
# No letter stands before a name or behind it; and no digit, where it begins or ends with one.
_NOTHING_BEFORE, _NOTHING_BEHIND = r"(?<![^\W\d_])(?!(?<=\d)\d)", r"(?![^\W\d_])(?!(?<=\d)\d)"
_BETWEEN_WORDS = re.compile(BETWEEN_WORDS)
_HYPHEN = re.compile(rf"[{HYPHENS}]")
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
_Found = tuple[int, int, int]  # from, to, whose name


def spellings(person: Entity) -> tuple[list[str], list[str]]:
    """What gives a person away: whole names, identifiers and declared spellings, and the parts of names.

    Of what is no person the parts of a name are common words.
    """
    names = [value.text for value in person.values if value.prop in NAME_PROPERTIES]
    others = [value.text for value in person.values if value.prop in IDENTIFYING_PROPERTIES]
    whole = list(dict.fromkeys([*names, *(text for text in others if len(text) >= MIN_IDENTIFIER), *person.withhold]))
    if not (person.schema == "Person" or person.person):
        return whole, []
    words = [word for name in names for word in re.split(r"[\s\u00a0]+", name)]
    parts = [part for word in words for part in (word, *(_HYPHEN.split(word) if _HYPHEN.search(word) else ()))]
    return whole, [part for part in dict.fromkeys(parts) if len(part.strip(".,()")) >= MIN_PART and part not in whole]


def allowed_names(person: Entity) -> list[str]:
    """The names of others that may stand although a word of them is one of the person's: that word is declared.

    Never one that holds a name of several words, and none that is made of the person's words alone.
    """
    whole, parts = spellings(person)
    found = []
    for shared in person.also_borne_by:
        declared = [each.name for each in person.also_borne_by if each.by == shared.by]
        rest = Withheld("", tuple(_without(whole, declared)), tuple(_without(parts, declared)))
        undeclared = Matcher([rest])
        for name in (value.text for value in shared.names):
            may_stand = Matcher([Withheld("", tuple(whole), tuple(parts), (name,))])
            if not is_like(person, name) and not any(undeclared.find(name)) and not any(may_stand.find(name)):
                found.append(name)
    return list(dict.fromkeys(found))


def is_like(person: Entity, name: str) -> bool:
    """Whether a name is that of the person, for all that it says: it has several words, and all are the person's."""
    words = words_of(name)
    return len(words) > 1 and all(map(own_words(person), words))


def own_words(person: Entity) -> Callable[[str], bool]:
    """Tells whether a word is one of the person's names, however it is written."""
    whole, parts = spellings(person)
    own = {word for text in (*whole, *parts) for word in words_of(text)}
    return lambda word: any(alike(word, each) for each in own)


def _without(names: Iterable[str], declared: Iterable[str]) -> Iterator[str]:
    """The names that are not declared to be shared; only names of one word can be."""
    for name in names:
        words = words_of(name)
        if len(words) != 1 or not any(alike(words[0], word) for text in declared for word in words_of(text)):
            yield name


class Replacer:
    """Replaces the names of withheld persons by their labels in brackets.

    What also is a word of somebody else's name stays within that name, where it is declared. `names` are the same
    names with the same labels, for whoever looks for them in what is made.
    """

    def __init__(self, persons: Iterable[Entity]) -> None:
        self.names: list[Withheld] = []
        self._labels: list[str] = []
        self._bearers: dict[str, set[str]] = {}  # whose names may hold a withheld word -> the names
        patterns: list[tuple[int, str]] = []
        unspaced: list[tuple[int, str]] = []
        for person in persons:
            index = len(self._labels)
            self._labels.append(f"[{person.label or 'name withheld'}]")
            whole, parts = spellings(person)
            allowed = tuple(allowed_names(person)) if person.also_borne_by else ()
            self.names.append(Withheld(self._labels[-1][1:-1], tuple(whole), tuple(parts), allowed))
            for shared in person.also_borne_by if allowed else ():
                self._bearers.setdefault(shared.by, set()).update(value.text for value in shared.names)
            patterns += [(len(name), f"(?P<w{index}_{n}>(?i:{_pattern(name)}))") for n, name in enumerate(whole)]
            patterns += [
                (len(part), f"(?P<p{index}_{n}>{_pattern(part)}|{_pattern(part.upper())})")
                for n, part in enumerate(parts)
            ]
            runs = {run: None for name in whole for run in _runs(name)}
            unspaced += [(len(run), f"(?P<u{index}_{n}>{_unspaced_pattern(run)})") for n, run in enumerate(runs)]
        # Where a name may begin is said once before them all: most places of a text are then left at the first look.
        # Names without spaces may begin anywhere.
        either = [f"{_NOTHING_BEFORE}(?:{_longest_first(patterns)})"] if patterns else []
        either += [_longest_first(unspaced)] if unspaced else []
        self._pattern = re.compile("|".join(either)) if either else None
        may_stand = self._may_stand()
        several = sorted((name for name in may_stand if len(words_of(name)) > 1), key=len, reverse=True)
        self._allowed = re.compile("|".join(map(_pattern_of_allowed, several)), re.IGNORECASE) if several else None
        self._single = may_stand.difference(several)
        self._forms = Matcher(
            [dataclasses.replace(each, allowed_names=tuple(several)) for each in self.names], exact=True
        )

    def _may_stand(self) -> set[str]:
        """The names that may stand: of each of them, everybody withheld whom it holds says so."""
        wanted = {name for person in self.names for name in person.allowed_names}
        everybody = Matcher([dataclasses.replace(person, allowed_names=()) for person in self.names] if wanted else [])
        return {name for name in wanted if all(name in self.names[at].allowed_names for at, _ in everybody.find(name))}

    def __call__(self, text: str) -> str:
        """The text with every withheld name replaced; a text without any is returned as it is."""
        composed, found = self._found(text)
        if not found:
            return text
        parts, position = [], 0
        for start, end, owner in found:
            parts += [composed[position:start], self._labels[owner]]
            position = end
        return "".join([*parts, composed[position:]])

    def finds(self, text: str) -> bool:
        """Whether a withheld name stands in the text."""
        return bool(self._found(text)[1])

    def _found(self, text: str) -> tuple[str, list[_Found]]:
        """The text as names are looked for in it, and every withheld name, but for words within a name that may stand.

        None may where another withheld name stands beside it: nobody could say whose word is meant.
        """
        text = text if text.isascii() else unicodedata.normalize("NFC", text)
        text, forms = self._in_forms(text)
        spelt = [(*match.span(), _index(match)) for match in self._pattern.finditer(text)] if self._pattern else []
        found = spelt + [
            (*span, owner)
            for owner, words, allowed in forms
            if not allowed and not all(_is_within(word, spelt) for word in words)
            for span in _joined(words, text)
        ]
        if self._allowed and found:
            may_stand = [match.span() for match in self._allowed.finditer(text)]
            may_stand += [(words[0][0], words[-1][1]) for _, words, allowed in forms if allowed]
            free = [span for span in may_stand if not any(disturbs(name[:2], span, text) for name in found)]
            found = [name for name in found if not _is_within(name[:2], free)]
        return text, _apart(found)

    def _in_forms(self, text: str) -> tuple[str, list[tuple[int, tuple[Span, ...], bool]]]:
        """The names in a text in the forms of their script, each with whose it is, its words and whether it may stand.

        The text is another where its signs could not be told apart (`folded_places`).
        """
        folded = fold_text(text)
        named = list(self._forms.named(folded))
        if not named:
            return text, []
        folded, places = folded_places(text)
        if places is None:
            return folded, [(each.owner, each.words, each.allowed) for each in named]
        return text, [(each.owner, tuple(map(places.of, each.words)), each.allowed) for each in named]

    def finds_in_id(self, id_: str) -> bool:
        """Whether an id contains a withheld name, its words joined by hyphens or dots, or a part of one."""
        return self.finds(re.sub(r"[-._/]", " ", id_).title())

    def record(self, record: Record) -> Record:
        """A record with the names replaced in every text it holds, identifiers apart."""
        replaced: Record = self._any(record)
        if isinstance(record, Entity) and isinstance(replaced, Entity) and record.id in self._bearers:
            pairs = zip(record.values, replaced.values, strict=True)
            kept = tuple(
                dataclasses.replace(after, text=before.text) if self._is_own(record, before) else after
                for before, after in pairs
            )
            return dataclasses.replace(replaced, values=kept)
        return replaced

    def finds_in(self, record: object) -> bool:
        """Whether a withheld name stands anywhere in a record, the own names apart of who shares a word with it."""
        if isinstance(record, Entity) and record.id in self._bearers:
            values = (
                dataclasses.replace(value, text="") if self._is_own(record, value) else value for value in record.values
            )
            record = dataclasses.replace(record, values=tuple(values))
        return any(map(self.finds, texts_of(record)))

    def _is_own(self, record: Entity, value: Value) -> bool:
        """Whether a value is a name of one word that may stand here, where it is somebody's name."""
        own = value.text in self._single and value.text in self._bearers[record.id]
        return own and value.prop in NAME_PROPERTIES

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


def _is_within(span: Span, others: Iterable[tuple[int, ...]]) -> bool:
    return any(other[0] <= span[0] and span[1] <= other[1] for other in others)


def _joined(words: Iterable[Span], text: str) -> list[Span]:
    """What the words of a name fill: one label prints for those that only spaces or hyphens part."""
    joined: list[Span] = []
    for start, end in words:
        if joined and _BETWEEN_WORDS.fullmatch(text, joined[-1][1], start):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _apart(found: Iterable[_Found]) -> list[_Found]:
    """What is found, in order; where two overlap, as one, by whose name begins first or is the longer."""
    apart: list[_Found] = []
    for start, end, owner in sorted(found, key=lambda name: (name[0], -name[1])):
        if apart and start < apart[-1][1]:
            first, last, whose = apart[-1]
            apart[-1] = (first, max(last, end), whose)
        else:
            apart.append((start, end, owner))
    return apart


def _index(match: re.Match[str]) -> int:
    assert match.lastgroup is not None
    return int(match.lastgroup[1:].split("_")[0])


def _longest_first(patterns: Iterable[tuple[int, str]]) -> str:
    return "|".join(pattern for _, pattern in sorted(patterns, key=lambda row: -row[0]))


def _pattern_of_allowed(name: str) -> str:
    words = re.split(r"[\s\u00a0]+", unicodedata.normalize("NFC", name.strip()))
    return _NOTHING_BEFORE + INSIDE_ALLOWED.join(map(_word_pattern, words)) + _NOTHING_BEHIND


def _pattern(name: str) -> str:
    words = re.split(r"[\s\u00a0]+", unicodedata.normalize("NFC", name.strip(".,() ")))
    return BETWEEN_WORDS.join(map(_word_pattern, words)) + _NOTHING_BEHIND


def _runs(name: str) -> list[str]:
    """The runs of unspaced script in a name, as the text and as the leak scan composes their characters."""
    composed = unicodedata.normalize("NFC", without_invisible(name))
    return [run for text in (composed, fold_text(name)) for run in unspaced_runs(text)]


def _unspaced_pattern(run: str) -> str:
    return BETWEEN_UNSPACED.join(map(re.escape, run))


def _word_pattern(word: str) -> str:
    return BETWEEN_LETTERS.join(map(re.escape, word))
