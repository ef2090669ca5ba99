"""Which entities a dossier speaks of: what its files hold, and what its claims are about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TypeVar

from dossier.case.model import LINK_SCHEMA, OFFICE_SCHEMA, Entity, Source
from dossier.ftm import is_reference

Record = TypeVar("Record", bound=Entity | Source)
# The property of an edge that names the person whose edge it is.
_HOLDERS = {LINK_SCHEMA: "subject", OFFICE_SCHEMA: "holder"}


def edges_by_person(entities: Mapping[str, Entity]) -> dict[str, list[Entity]]:
    """The act links and offices of each person, by id."""
    found: dict[str, list[Entity]] = defaultdict(list)
    for entity in entities.values():
        if (prop := _HOLDERS.get(entity.schema)) and (person := entity.first(prop)):
            found[person].append(entity)
    return found


def spoken_of(person: Entity, edges: Iterable[Record], records: Mapping[str, Record]) -> dict[str, Record]:
    """The records of which a person's dossier speaks, by id: the person, their `edges`, the acts it names, and all to
    which these refer, directly or not."""
    dossier = person.dossier
    acts = [
        *(dossier.context if dossier else ()),
        *(row.act for row in (dossier.not_relied_on if dossier else ())),
        *(act for finding in (dossier.all_findings() if dossier else ()) for act in finding.acts),
    ]
    named = (records[id_] for id_ in (person.id, *acts) if id_ in records)
    return reached((*named, *edges), records)


def reached(start: Iterable[Record], records: Mapping[str, Record]) -> dict[str, Record]:
    """Some records and all to which they refer, directly or not, by id: no reference may lead nowhere."""
    found: dict[str, Record] = {}
    waiting = list(start)
    while waiting:
        record = waiting.pop()
        if record.id not in found:
            found[record.id] = record
            ids = (value.text for value in record.values if is_reference(record.schema, value.prop))
            waiting += [records[id_] for id_ in ids if id_ in records]
    return found
