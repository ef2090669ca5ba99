"""Names that the rules withhold only in part: the case is warned, for nobody else will notice."""

from __future__ import annotations

from dossier.case.model import WHOLE_NAMES, Case, Entity
from dossier.names.matching import words_of
from dossier.names.rules import without_rules
from dossier.names.said import PARTICLES
from dossier.names.scripts import is_unspaced
from dossier.problems import Id, Message, Problems, message
from dossier.withholding.replace import MIN_PART
from dossier.withholding.who import withheld

_PARTICLES = frozenset(PARTICLES.split())


def check_weak_names(case: Case, problems: Problems) -> None:
    """Report names of withheld persons that are not found in every form, unless forms of them are listed."""
    for person in withheld(case.entities.values(), case.meta.editions[0], case.meta):
        if person.id and (person.schema == "Person" or person.person):
            for why in _weak(person):
                problems.add("name-hardly-withheld", person.place, "{id}: {why}.", id=Id(person.id), why=why)


def _weak(person: Entity) -> list[Message]:
    names = [value.text for value in person.values if value.prop in WHOLE_NAMES]
    listed = {word.casefold() for text in person.withhold for word in words_of(text)}
    found = []
    if any(_is_short(word) and word.casefold() not in listed for name in names for word in words_of(name)):
        found.append(
            message("a word of a name has one or two letters, and is withheld only beside the others of that name")
        )
    foreign = [name for name in names if without_rules(name)]
    if foreign and not any(without_rules(text) for text in person.withhold):
        found.append(message("a name is in a script of which no endings are known, and is withheld as it stands"))
    return found


def _is_short(word: str) -> bool:
    """Whether a word is too short to be looked for by itself; of an initial and a particle nobody expects that."""
    return 1 < len(word) < MIN_PART and not is_unspaced(word) and word.casefold() not in _PARTICLES
