"""How much may be looked for: limits on names, judged before anything that takes long with them."""

from __future__ import annotations

from dataclasses import replace

from dossier.case.model import IDENTIFYING_PROPERTIES, NAME_PROPERTIES, Entity
from dossier.problems import Problems

MAX_NAME = 2_000  # characters of one name; the longest of published lists have some 400
MAX_NAMES = 500  # of one entity, spellings to withhold with them
CODE = "names-too-many"


def within_limits(entity: Entity, problems: Problems) -> Entity:
    """The entity; without its names, and with a problem, when they are more or longer than is looked for.

    A case with such an entity is not read any further: no edition could be kept free of the names left out.
    """
    named = {*NAME_PROPERTIES, *IDENTIFYING_PROPERTIES}
    names = [*(value.text for value in entity.values if value.prop in named), *entity.withhold]
    names += [shared.name for shared in entity.also_borne_by]
    if len(names) > MAX_NAMES:
        problems.add(
            CODE,
            entity.place,
            "The entity has {count:,} names; at most {most:,} are looked for.",
            count=len(names),
            most=MAX_NAMES,
        )
    elif (longest := max(map(len, names), default=0)) > MAX_NAME:
        problems.add(
            CODE,
            entity.place,
            "A name has {count:,} characters; at most {most:,} are looked for.",
            count=longest,
            most=MAX_NAME,
        )
    else:
        return entity
    values = tuple(value for value in entity.values if value.prop not in named)
    return replace(entity, values=values, withhold=(), also_borne_by=())
