"""Whom an edition may not name: persons by category, age and consent, and whatever is of a narrower edition."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable
from datetime import date

from dossier.case.model import (
    ACT_SCHEMATA,
    EDITIONS,
    NAME_PROPERTIES,
    NAMED_IN_PUBLIC,
    Case,
    Consent,
    Entity,
    Meta,
    shows,
)
from dossier.withholding.replace import Replacer

ADULT = 18  # Convention on the Rights of the Child, article 1
# Those an edition is made for, each by all it may be called.
Authorities = Collection[tuple[str, ...]]
# Names of acts and posts are our own labels: they stand in a text as words, not as names.
_OWN_LABELS = (*ACT_SCHEMATA, "Position")


def withheld(
    entities: Iterable[Entity], edition: str, meta: Meta | None, authorities: Authorities = ()
) -> list[Entity]:
    """The entities whose names an edition replaces.

    `authorities` are those it is made for, each by all it may be called: consent to share counts for them alone. Of an
    entity that is shown, names of a narrower edition come as an entity of their own. Without `meta` (case.yml cannot
    be read) nobody has consented.
    """
    editions = meta.editions if meta else EDITIONS
    found = []
    for entity in entities:
        if not shows(entity.edition, edition, editions):
            if entity.label or entity.withhold or entity.schema not in _OWN_LABELS:
                found.append(entity)
        elif _is_person(entity) and not may_be_named(entity, edition, meta, authorities):
            found.append(entity)
        elif hidden := _narrower_names(entity, edition, editions):
            found.append(hidden)
    return found


def public_redactor(case: Case, more: Iterable[Entity] = ()) -> Replacer:
    """Replaces every name that the widest edition withholds: what is said to whoever may be looking passes through.

    `more` are entities about to come into the case.
    """
    everybody = [*case.entities.values(), *case.left_out, *more]
    return Replacer(withheld(everybody, case.meta.editions[0], case.meta))


def may_be_named(person: Entity, edition: str, meta: Meta | None, authorities: Authorities = ()) -> bool:
    """Whether a Person may appear by name in an edition that shows the entity.

    Nominees and officials may; others by their recorded consent to `name`, and to `publish` or to `share` with those
    whom the edition is for. A minor never may, except in the internal edition.
    """
    editions = meta.editions if meta else EDITIONS
    if edition == editions[-1]:
        return True
    as_of = meta.as_of if meta else ""
    if is_minor(person, as_of):
        return False
    if person.person in NAMED_IN_PUBLIC:
        return True
    if any(each.withdrawn and each.scope == "store" for each in person.consent):
        return False
    valid = [each for each in person.consent if _counts(each, person, as_of)]
    scopes = {each.scope for each in valid}
    if "name" not in scopes:
        return False
    if "publish" in scopes or edition == editions[0]:
        return "publish" in scopes
    return _is_shared_with(valid, edition, authorities if edition == "authority" else ())


def _is_shared_with(valid: Iterable[Consent], edition: str, authorities: Authorities) -> bool:
    """Whether consents to share name an edition, or every authority that it is made for, by any of its names."""
    shared = {with_.casefold() for each in valid if each.scope == "share" for with_ in each.with_}
    with_all = bool(authorities) and all(shared & {name.casefold() for name in names} for names in authorities)
    return edition in shared or with_all


def _counts(consent: Consent, person: Entity, as_of: str) -> bool:
    """Whether a consent holds on the day the case speaks from: given by then, and none for the same was withdrawn."""
    if consent.withdrawn or not consent.date or consent.date > as_of:
        return False
    return not any(
        other.withdrawn and other.scope == consent.scope and (not other.with_ or {*other.with_} & {*consent.with_})
        for other in person.consent
    )


def is_minor(person: Entity, as_of: str) -> bool:
    """Whether a Person is marked as a minor, or by what is known of the birth date may be under 18 on a day."""
    return person.minor or any(_under_age(born.text, as_of) for born in person.all("birthDate"))


def _under_age(born: str, as_of: str) -> bool:
    latest = f"{born}-12-31"[:10] if len(born) == len("2010") else f"{born}-31"[:10]
    try:
        today = date.fromisoformat(as_of)
    except ValueError:
        return False  # reported elsewhere, and nothing is built
    return latest > f"{today.year - ADULT:04}-{as_of[5:]}"


def _is_person(entity: Entity) -> bool:
    """Whether an entity is withheld as persons are; a label without a narrower edition counts as one."""
    labelled = (entity.label or entity.withhold) and not entity.edition
    return entity.schema == "Person" or bool(entity.person or labelled)


def _narrower_names(entity: Entity, edition: str, editions: tuple[str, ...]) -> Entity | None:
    """The names of an entity that only narrower editions show, but for those that stand within a name shown."""
    names = [value for value in entity.values if value.prop in NAME_PROPERTIES]
    seen = " ".join(value.text for value in names if shows(value.edition, edition, editions)).casefold()
    hidden = tuple(
        value
        for value in names
        if not shows(value.edition, edition, editions) and value.text.strip().casefold() not in seen
    )
    if not hidden:
        return None
    apart = not any(part.casefold() in seen for value in hidden for part in value.text.split())
    return dataclasses.replace(
        entity,
        id="",
        schema=entity.schema if apart else "",
        person=None,  # parts of a name are withheld too, unless a name that is shown has them
        values=hidden,
        label=entity.label or "name withheld",
        withhold=(),
        also_borne_by=(),
    )
