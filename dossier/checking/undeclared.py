"""Names in what prints of a source that are nobody's in the case: nobody has decided yet whether they may print."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from dossier.case.model import ACT_SCHEMATA, NAME_PROPERTIES, Case, Entity
from dossier.evidence.records import Evidence, Quotation
from dossier.intake.declaring import Stranger
from dossier.names.folding import keys_of, keys_of_name
from dossier.names.matching import words_of
from dossier.problems import File, Id, Listed, Message, Place, Problems, Quoted, Words, message
from dossier.text.anchor import paragraph_around
from dossier.text.proper import Row, rows, small_words

MAX_TEXT = 3_000_000  # signs of a capture's text that are searched
MAX_TOLD = 12  # places of one source that a message lists
AROUND = 40  # signs on both sides of words that are shown to the author
MAX_AROUND = 10_000  # signs of a paragraph before and behind a quotation: more of it does not print


@dataclass(frozen=True, slots=True)
class _Printed:
    """A text that prints or is attached, whose it is, and where it begins: line and column of the text, from 0."""

    text: str
    owner: str
    place: Place
    what: Words | Message
    line: int = 0
    column: int = 0

    def at(self, position: int) -> Message:
        """A position of the text, for people."""
        above = self.text.count("\n", 0, position)
        column = position - (self.text.rfind("\n", 0, position) + 1) + (0 if above else self.column)
        return message(
            "line {line}, character {column}, of {what}",
            line=self.line + above + 1,
            column=column + 1,
            what=self.what,
        )


def check_undeclared(
    case: Case, evidence: Evidence, problems: Problems, step: Callable[[str], None] = lambda _: None
) -> None:
    """Report names that are nobody's in the case, in one list a source that says where they stand.

    A message does not give them, for they may be a victim's: `dossier names --undeclared` shows them to the author.
    `step` is called before the text of each capture.
    """
    by_source: dict[str, list[Stranger]] = {}
    for stranger in strangers(case, evidence, problems, step):
        by_source.setdefault(stranger.source, []).append(stranger)
    for source, found in by_source.items():
        rest = len(found) - MAX_TOLD
        problems.add(
            "undeclared-name",
            found[0].place,
            "{source}: words in {count} places may name somebody whom the case does not have: {places}{more}."
            if len(found) > 1
            else "{source}: words in one place may name somebody whom the case does not have: {places}{more}.",
            source=Id(source),
            count=len(found),
            places=Listed(tuple(map(_told, found[:MAX_TOLD])), "; "),
            more=message("; and {rest} more", rest=rest) if rest > 0 else Message(""),
        )


def _told(stranger: Stranger) -> Message:
    """Where words stand, without the words."""
    return message(
        "{at} ({count} word)" if stranger.count == 1 else "{at} ({count} words)", at=stranger.at, count=stranger.count
    )


def strangers(
    case: Case, evidence: Evidence, problems: Problems, step: Callable[[str], None] = lambda _: None
) -> Iterator[Stranger]:
    """The words that may name somebody, each once, in the order of the sources: in quotations, in the paragraphs
    around them, in translations, and in the rest of each capture's text, which leaves with dossiers and exports.
    """
    parts = [*_paragraphs(evidence.quotations.values()), *_translations(evidence.quotations.values())]
    whole = list(_texts(case, evidence, problems))
    small = set[str]().union(*(small_words(each.text) for each in (*parts, *whole)))
    known = _Known(case)
    told: set[tuple[str, ...]] = set()
    for each in itertools.chain(parts, _stepwise(whole, evidence, step)):
        for row in rows(each.text, small, known.is_thing):
            name = tuple(word.bare.casefold() for word in row.words)
            if name not in told and known.is_stranger(row):
                told.add(name)
                yield _stranger(each, row)


def _stranger(printed: _Printed, row: Row) -> Stranger:
    first, last, text = row.words[0], row.words[-1], printed.text
    source, quoted, _ = printed.owner.partition("/")
    begin, end = max(0, first.start - AROUND), last.end + AROUND
    return Stranger(
        words=" ".join(f"{text[first.start : last.start]}{last.bare}".split()),
        count=len(row.words),
        source=source,
        excerpt=printed.owner if quoted else None,
        place=printed.place,
        at=printed.at(first.start),
        around=" ".join(text[begin:end].split()),
    )


def _stepwise(texts: Iterable[_Printed], evidence: Evidence, step: Callable[[str], None]) -> Iterator[_Printed]:
    for each in texts:
        step(f"E{evidence.exhibits[each.owner]}")
        yield each


def _paragraphs(quotations: Iterable[Quotation]) -> Iterator[_Printed]:
    """The paragraphs that print around quotations, each once, by source, capture and position."""
    done: dict[tuple[str, str], int] = {}
    for quotation in sorted(quotations, key=lambda each: (each.capture.source, each.capture.capture.id, each.start)):
        text, key = quotation.capture.text.source, (quotation.capture.source, quotation.capture.capture.id)
        first, last = paragraph_around(text, quotation.start, quotation.end)
        first = max(first, quotation.start - MAX_AROUND, done.get(key, 0))
        last = min(last, quotation.end + MAX_AROUND)
        if first < last:
            done[key] = last
            line, column = text.count("\n", 0, first), first - (text.rfind("\n", 0, first) + 1)
            what = File(f"text.{key[1]}.txt")
            yield _Printed(text[first:last], quotation.excerpt.key, quotation.excerpt.place, what, line, column)


def _texts(case: Case, evidence: Evidence, problems: Problems) -> Iterator[_Printed]:
    """The whole text of each capture; of a very long one the beginning, and a word on that."""
    for (source, capture), found in evidence.captures.items():
        text, place, what = found.text.source, case.sources[source].place, File(f"text.{capture}.txt")
        if len(text) > MAX_TEXT:
            problems.add(
                "undeclared-name",
                place,
                "{source}: {what} was searched for names up to its character {most:,} only.",
                "Read the rest, and declare whom it names.",
                source=Id(source),
                what=what,
                most=MAX_TEXT,
            )
        yield _Printed(text[:MAX_TEXT], source, place, what)


def _translations(quotations: Iterable[Quotation]) -> Iterator[_Printed]:
    for quotation in sorted(quotations, key=lambda each: each.excerpt.key):
        excerpt = quotation.excerpt
        for each in excerpt.translations:
            what = message("its translation into {lang}", lang=Quoted(each.lang))
            yield _Printed(each.text, excerpt.key, excerpt.place, what)


class _Known:
    """The words of every name in the case, in whatever way they are written, and whether they are a person's."""

    def __init__(self, case: Case) -> None:
        self._persons: dict[str, set[tuple[int, int]]] = {}  # key of a word -> names, and which of their words it is
        self._lengths: list[int] = []  # of names, in words
        self._things: set[str] = set()
        self._not_names = [self._keys(words_of(phrase)) for phrase in case.meta.not_names]
        self._seen: dict[str, frozenset[str]] = {}
        for entity in [*case.entities.values(), *case.left_out]:
            if entity.schema not in ACT_SCHEMATA:  # their names are words of ours
                for name in _names(entity):
                    self._add(name, person=entity.schema == "Person" or bool(entity.person))
        told = [value.text for source in case.sources.values() for value in source.values if value.prop in _TELLING]
        for name in [case.meta.publisher.name, *told]:
            self._add(name, person=False)

    def is_thing(self, word: str) -> bool:
        """Whether a word belongs to the name of something that is no person."""
        parts = words_of(word)
        return bool(parts) and all(self._of(part) & self._things for part in parts) and not self._hits(word)

    def is_stranger(self, row: Row) -> bool:
        """Whether a row of words is no name of the case's persons, and not declared to be no name."""
        hits = [self._hits(word.bare) for word in row.words]
        found: dict[int, set[int]] = {}
        for name, at in set().union(*hits):
            found.setdefault(name, set()).add(at)
        if any(self._lengths[name] > 1 and len(at) == self._lengths[name] for name, at in found.items()):
            return False
        strange = [word.bare for word, hit in zip(row.words, hits, strict=True) if not hit]
        if all(len(word) == 1 for word in strange):
            return bool(strange) and not found and len(row.words) > len(strange)
        parts = [part for word in strange for part in words_of(word)]
        return not any(all(self._of(part) & phrase for part in parts) for phrase in self._not_names)

    def _add(self, name: str, *, person: bool) -> None:
        words = words_of(name)
        for at, word in enumerate(words):
            for key in keys_of_name(word):
                if person:
                    self._persons.setdefault(key, set()).add((len(self._lengths), at))
                else:
                    self._things.add(key)
        if person:
            self._lengths.append(len(words))

    def _hits(self, word: str) -> set[tuple[int, int]]:
        """The names of persons that have a word, or a part of it, and which of their words it is."""
        keys = [key for part in words_of(word) for key in self._of(part)]
        return set().union(*(self._persons.get(key, set()) for key in keys))

    def _of(self, word: str) -> frozenset[str]:
        keys = self._seen.get(word)
        if keys is None:
            keys = self._seen[word] = keys_of(word)
        return keys

    @staticmethod
    def _keys(words: Iterable[str]) -> frozenset[str]:
        return frozenset[str]().union(*map(keys_of_name, words))


# Properties of a source that name who made it: they print with it, or are marked for a narrower edition.
_TELLING = ("publisher", "author")


def _names(entity: Entity) -> Iterator[str]:
    yield from (value.text for value in entity.values if value.prop in NAME_PROPERTIES)
    yield from entity.withhold
    if entity.label:
        yield entity.label
