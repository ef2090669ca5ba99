"""A second folder of entity files, kept apart from the case: names that only the narrowest edition may give.

Whatever it adds is of that edition, so that every other edition is the same with and without it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator

from dossier.case.model import Entity, Meta, Source
from dossier.problems import Id, Place, Problems, Quoted, Term
from dossier.withholding.replace import Replacer, texts_of

PREFIX = "private/"  # stands before file names of the folder in problems: where it lies is nobody's business
_OF_THE_CASE = "`person:`, `label:`, `consent:`, `minor:`, `edition:`, `publish:` and `dossier:`"


def with_private(
    entities: dict[str, Entity], private: Iterable[Entity], narrowest: str, problems: Problems
) -> dict[str, Entity]:
    """The entities of a case completed from the private folder: further values of its entities, and further entities.

    What decides who is shown where stands in the case itself; it is a problem when the folder says it of an entity
    that the case has.
    """
    found = dict(entities)
    for entity in private:
        own = found.get(entity.id)
        values = tuple(dataclasses.replace(value, edition=narrowest) for value in entity.values)
        if own is None:
            found[entity.id] = dataclasses.replace(entity, values=values, edition=narrowest)
            continue
        decides = (entity.person, entity.label, entity.consent, entity.minor, entity.edition, entity.publish)
        if any(decides) or entity.dossier:
            problems.add(
                "unknown-key",
                entity.place,
                "{keys} of {id} stand in the case, not here.",
                keys=Term(_OF_THE_CASE),
                id=Id(entity.id),
            )
        if entity.schema != own.schema:
            problems.add(
                "duplicate-id",
                entity.place,
                "{id} is a {schema} in the case.",
                id=Id(entity.id),
                schema=Quoted(own.schema),
            )
        found[entity.id] = dataclasses.replace(
            own,
            values=(*own.values, *values),
            withhold=(*own.withhold, *entity.withhold),
            also_borne_by=(*own.also_borne_by, *entity.also_borne_by),
            note=own.note or entity.note,
        )
    return found


def check_apart(private: Iterable[Entity], texts: Iterable[tuple[Place, str]], problems: Problems) -> None:
    """Report where the case itself gives a name of the private folder: without the folder it would be shown.

    `texts` are those of the case, each with the place to blame.
    """
    replacer = Replacer(private)
    for place in dict.fromkeys(place for place, text in texts if replacer.finds(text)):
        problems.add("private-in-case", place, "A name of the private folder stands here.")


def texts_in(records: Iterable[Entity | Source | Meta]) -> Iterator[tuple[Place, str]]:
    """Every text of some records, with the place of the record."""
    return ((record.place, text) for record in records for text in texts_of(record))
