"""Names that somebody withheld shares with what is shown: each such word must be declared, with a reason.

Undeclared, an official would print under the label of a victim; and what is declared must not give the victim away.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from dossier.case.model import ACT_SCHEMATA, NAME_PROPERTIES, WHOLE_NAMES, Case, Entity, SharedName, Value, shows
from dossier.names.folding import alike
from dossier.names.matching import Matcher, Withheld, words_of
from dossier.problems import File, Id, Problems, message
from dossier.withholding.replace import allowed_names, is_like, own_words, spellings
from dossier.withholding.who import withheld

# Names of these are our own words: whoever is withheld stands in them by the label.
_OWN_LABELS = (*ACT_SCHEMATA, "Position")


def with_bearers(entities: Mapping[str, Entity], known: Mapping[str, Entity]) -> dict[str, Entity]:
    """The entities with the names of those who share a name with them, by the id under `by:`."""
    return {id_: _with_bearers(entity, known) if entity.also_borne_by else entity for id_, entity in entities.items()}


def _with_bearers(entity: Entity, known: Mapping[str, Entity]) -> Entity:
    shared = []
    for each in entity.also_borne_by:
        values = known[each.by].values if each.by in known else ()
        shared.append(dataclasses.replace(each, names=tuple(v for v in values if v.prop in NAME_PROPERTIES)))
    return dataclasses.replace(entity, also_borne_by=tuple(shared))


def check_shared_names(case: Case, problems: Problems) -> None:
    """Report names that are shared in any edition of the case, and exceptions that except nothing."""
    editions = case.meta.editions
    for person in case.entities.values():
        for shared in person.also_borne_by:
            _check_exception(person, shared, case, problems)
    for edition in editions[:-1]:
        check_sharing(*hidden_and_shown(case, edition), problems)


def hidden_and_shown(case: Case, edition: str) -> tuple[list[Entity], list[Entity]]:
    """Whom an edition of the case withholds, and what it shows, each with the values that it shows."""
    editions = case.meta.editions
    hidden = withheld(case.entities.values(), edition, case.meta)
    ids = {person.id for person in hidden}
    shown = [
        dataclasses.replace(entity, values=tuple(v for v in entity.values if shows(v.edition, edition, editions)))
        for entity in case.entities.values()
        if entity.id not in ids and shows(entity.edition, edition, editions)
    ]
    return hidden, shown


class Shared(NamedTuple):
    """A name of what is shown that holds one of somebody withheld; `whole` when it would name that person."""

    person: Entity
    entity: Entity
    name: Value
    whole: bool


def shared_names(hidden: list[Entity], shown: Iterable[Entity]) -> Iterator[Shared]:
    """Every name of what is shown that holds one of somebody hidden."""
    matcher = Matcher([Withheld("", *map(tuple, spellings(person))) for person in hidden])
    for entity in shown if hidden else ():
        names = () if entity.schema in _OWN_LABELS else (v for v in entity.values if v.prop in NAME_PROPERTIES)
        for name in names:
            for at in {at for at, _ in matcher.find(name.text)}:
                person = hidden[at]
                if person.place != entity.place:  # else a name of its own that only narrower editions show
                    yield Shared(person, entity, name, _is_the_same(person, name.prop, name.text))


def check_sharing(hidden: list[Entity], shown: Iterable[Entity], problems: Problems) -> None:
    """Report every name of what is shown that holds one of somebody hidden, unless that is declared and may be."""
    allowed = {person.place: set(allowed_names(person)) if person.also_borne_by else set() for person in hidden}
    for person, entity, name, whole in shared_names(hidden, shown):
        who = Id(person.id) if person.id else message("a name of a narrower edition")
        other = Id(entity.id)
        if whole:
            problems.add(
                "shared-name-whole",
                person.place,
                "{who} and {other} have names that cannot be told apart.",
                who=who,
                other=other,
            )
        elif name.text not in allowed[person.place]:
            problems.add(
                "shared-name",
                person.place,
                "A word of a name of {who}, who is withheld, is one of {other}, who is shown ({where}).",
                who=who,
                other=other,
                where=File(str(name.place)),
            )


def _is_the_same(person: Entity, prop: str, name: str) -> bool:
    """Whether a name shown would name the person: it is one of his whole names, holds it, or has only words of his."""
    words = words_of(name)
    if len(words) == 1:
        wholes = [v.text for v in person.values if v.prop in WHOLE_NAMES] + [*person.withhold]
        return prop in WHOLE_NAMES and any(_all_alike(words, words_of(whole)) for whole in wholes)
    several = [whole for whole in spellings(person)[0] if len(words_of(whole)) > 1]
    return is_like(person, name) or any(Matcher([Withheld("", tuple(several))]).find(name))


def _all_alike(words: list[str], others: list[str]) -> bool:
    return len(words) == len(others) and all(map(alike, words, others))


def _check_exception(person: Entity, shared: SharedName, case: Case, problems: Problems) -> None:
    if shared.by not in case.entities:
        problems.add(
            "dangling-reference",
            shared.place,
            "also_borne_by: there is no {id!r} in the case.",
            missing=shared.by,
            id=Id(shared.by),
        )
        return
    declared = words_of(shared.name)
    theirs = any(alike(word, each) for v in shared.names for each in words_of(v.text) for word in declared)
    if len(declared) != 1 or not theirs or not own_words(person)(declared[0]):
        problems.add(
            "exception-unused",
            shared.place,
            "{person} and {other} do not both bear, as one word, what is said to be shared here.",
            person=Id(person.id),
            other=Id(shared.by),
        )
