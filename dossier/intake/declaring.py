"""Answers about words that may name somebody: they are a person, who becomes an entity, or they name nobody."""

from __future__ import annotations

import itertools
import string
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from dossier.case.edit import NotEditable, extend
from dossier.case.files import CASE_FILE
from dossier.case.model import NAMED_IN_PUBLIC, Case
from dossier.case.named import says
from dossier.formats.writing import cache, locked, write_all, write_aside
from dossier.intake.publishing import lengthened
from dossier.problems import Message, Place, Term, reason_of, stop
from dossier.text.normalise import fold

FILE = "others.yml"
# What the label of a person begins with, by category; the id is made of the same word.
WORDS = {"victim": "Victim", "witness": "Witness", "source": "Source", "other": "Person"}


@dataclass(frozen=True, slots=True)
class Stranger:
    """Words that may name somebody whom the case does not have: for the author's eyes alone.

    `place` is the line to blame, `at` says where the words stand, `around` are the words beside them; `excerpt` is the
    address of the quotation or translation they were found beside, None for the rest of a text.
    """

    words: str
    count: int
    source: str
    excerpt: str | None
    place: Place
    at: Message
    around: str = ""


def declare_persons(case: Case, strangers: Sequence[Stranger], category: str) -> dict[str, str]:
    """Make each an entity of this category; returns their ids with the words. Raises Stop when nothing can be written.

    A name that an excerpt quotes cites it. Another says in `derived:` that it stands in a text that nothing quotes.
    """
    stem = WORDS.get(category, category).casefold()
    ids, labels = free_ids(case, stem), free_labels(case, WORDS.get(category, ""))
    made: dict[str, str] = {}
    documents: list[dict[str, Any]] = []
    for stranger in strangers:
        id_ = next(ids)
        made[id_] = stranger.words
        rows: dict[str, Any] = {"id": id_, "schema": "Person", "person": category}
        if category not in NAMED_IN_PUBLIC:
            rows["label"] = next(labels)
        documents.append({**rows, "properties": {"name": _name(case, stranger, category)}})
    path = case.root / "entities" / FILE
    with locked(cache(case.root)):
        write_all({path: lengthened(case, path, *documents)})
    return made


def _name(case: Case, stranger: Stranger, category: str) -> dict[str, str]:
    source = case.sources[stranger.source]
    quoting = [each.key for each in source.excerpts if says(fold(each.quote), stranger.words)]
    if quoting:
        return {"value": stranger.words, "cite": quoting[0]}
    if category in NAMED_IN_PUBLIC:
        return {"value": stranger.words}
    return {"value": stranger.words, "derived": f"named in the text of {stranger.source}, in words that nothing quotes"}


def free_ids(case: Case, stem: str) -> Iterator[str]:
    """`victim-1`, `victim-2` …, as far as they are free."""
    taken = {*case.entities, *case.sources}
    return (id_ for number in itertools.count(1) if (id_ := f"{stem}-{number}") not in taken)


def free_labels(case: Case, word: str) -> Iterator[str]:
    """`Victim A`, `Victim B` …, as far as they are free."""
    taken = {entity.label for entity in case.entities.values()}
    return (label for letters in letters_from_a() if (label := f"{word} {letters}") not in taken)


def letters_from_a() -> Iterator[str]:
    """A, B … Z, AA, AB …"""
    for length in itertools.count(1):
        yield from map("".join, itertools.product(string.ascii_uppercase, repeat=length))


def declare_nobody(case: Case, words: Iterable[str]) -> None:
    """Add words that name nobody to `not_names:` of case.yml. Raises Stop when it cannot be edited."""
    path, known = case.root / CASE_FILE, set(case.meta.not_names)
    new = [each for each in dict.fromkeys(words) if each not in known]
    if not new:
        return
    with locked(cache(case.root)):
        try:
            after = extend(path.read_bytes().decode("utf-8"), (), "not_names", new)
        except (NotEditable, UnicodeDecodeError, OSError) as error:
            raise stop(
                "names-not-confirmed",
                "{file} cannot be lengthened: {reason}.",
                case.meta.place,
                "Write the words under `not_names:` there by hand.",
                file=Term(CASE_FILE),
                reason=reason_of(error),
            ) from None
        write_aside(path, after.encode())
