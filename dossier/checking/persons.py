"""Persons: each has a category and, if withheld, a label; no id gives a withheld name away."""

from __future__ import annotations

from dossier.case.model import NAMED_IN_PUBLIC, Case, Entity
from dossier.problems import Id, Problems, Term
from dossier.withholding.replace import Replacer
from dossier.withholding.who import is_minor, withheld


def check_names(case: Case, edition: str, problems: Problems) -> None:
    """The narrowest edition names everybody: without a name somebody's file is missing."""
    for person in case.persons() if edition == case.meta.editions[-1] else ():
        if not person.first("name"):
            problems.add("private-needed", person.place, "{id} has no name in the case.", id=Id(person.id))


def _check_category(person: Entity, case: Case, problems: Problems) -> None:
    """Report a person without a category, one withheld without a label, and a dossier of one withheld."""
    minor = is_minor(person, case.meta.as_of)
    withheld_ = minor or person.person not in NAMED_IN_PUBLIC
    if person.person is None:
        problems.add("missing-category", person.place, "{id}: the Person has no category.", id=Id(person.id))
    elif withheld_ and person.label is None:
        what = Term("minor" if minor else person.person)
        problems.add("missing-label", person.place, "{id}: a {what} needs a label.", id=Id(person.id), what=what)
    if person.dossier and withheld_:
        problems.add(
            "dossier-of-withheld", person.dossier.place, "{id} is withheld and has a dossier.", id=Id(person.id)
        )


def _categorised(case: Case) -> list[Entity]:
    """All but those whose category is mistyped: the ids of a nominee say the name, until then the name is withheld."""
    return [entity for entity in [*case.entities.values(), *case.left_out] if not entity.mistyped]


def check_persons(case: Case, problems: Problems) -> None:
    """Report persons without a category or label, dossiers of withheld persons, and ids that give a name away."""
    for person in case.persons():
        if not person.mistyped:  # reported where it is written; what follows from it is not
            _check_category(person, case, problems)
    for entity in case.entities.values():
        if entity.schema == "Person":
            continue
        if entity.person or entity.consent or entity.minor:
            problems.add(
                "unknown-key",
                entity.place,
                "{id}: `person:`, `consent:` and `minor:` belong to a Person.",
                id=Id(entity.id),
            )
        if (entity.label or entity.withhold) and not entity.edition:
            problems.add(
                "unknown-key",
                entity.place,
                "{id}: `label:` and `withhold:` belong to a Person, or to what has a narrower `edition:`.",
                id=Id(entity.id),
            )
    replacer = Replacer(withheld(_categorised(case), case.meta.editions[0], case.meta))
    places = {id_: entity.place for id_, entity in case.entities.items()}
    places |= {id_: source.place for id_, source in case.sources.items()}
    places |= {key: excerpt.place for key, excerpt in case.excerpts().items()}
    files = {place.file for place in places.values()}
    files |= {f"{id_}/{capture.file}" for id_, source in case.sources.items() for capture in source.captures}
    if any(replacer.finds_in_id(file) for file in files):
        problems.add("id-names-withheld", None, "The name of a file here contains the name of a withheld person.")
    for id_, place in places.items():
        if replacer.finds_in_id(id_):
            problems.add("id-names-withheld", place, "An id here contains the name of a withheld person.")
