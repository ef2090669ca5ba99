"""What may leave as FollowTheMoney data: which links, which topics, and how precise a date.

A consumer reads data without our prose: a link between a person and an act reads as an accusation, and a topic makes
its bearer a target. So only what the source ties to the person himself is exported, and the one topic is ours to give.
"""

from __future__ import annotations

from typing import NamedTuple

from dossier.editions import CONDUCT_ATTRIBUTIONS, LINK_SCHEMA, NAMED_IN_PUBLIC, View, VisibleEntity
from dossier.ftm import SANCTION_SCHEMA
from dossier.problems import Place

EXPORTED_ATTRIBUTIONS = (*CONDUCT_ATTRIBUTIONS, "call")
TARGET_TOPIC = "poi"


class Given(NamedTuple):
    """A value that the publication itself gives to an entity, beside those of its record."""

    prop: str
    text: str
    place: Place
    lang: str | None = None


def is_exported(entity: VisibleEntity) -> bool:
    """Whether an entity leaves as FtM.

    An act link does only when its source ties the person himself to the act, a Sanction only when this edition shows
    who imposed it and what says so.
    """
    if entity.schema == SANCTION_SCHEMA:
        return bool(entity.first("authority") and entity.cite)
    return entity.schema != LINK_SCHEMA or entity.attribution in EXPORTED_ATTRIBUTIONS


def targets(view: View) -> set[str]:
    """The ids of those who carry `poi`: nominees and officials with `publish: true` and an exported act link."""
    linked = {
        value.text
        for link in view.entities.values()
        if link.schema == LINK_SCHEMA and is_exported(link)
        for value in link.all("subject")
    }
    return {
        person.id
        for person in view.entities.values()
        if person.schema == "Person" and person.publish and person.person in NAMED_IN_PUBLIC and person.id in linked
    }


def certain_date(after: str | None, before: str | None) -> str | None:
    """The part of a date that is certain for some day from `after` to `before`, None when not even the year is.

    `2023-03-20` to `2023-04-12` is `2023`; both in one month is that month; twice the same day is that day.
    """
    if after is None or before is None:
        return None
    common = []
    for first, second in zip(after.split("-"), before.split("-"), strict=False):
        if first != second:
            break
        common.append(first)
    return "-".join(common) or None


def date_of(entity: VisibleEntity) -> list[Given]:
    """The `date` an act gets from its `when:`, unless its properties already say when it was."""
    if entity.when is None or any(entity.first(prop) for prop in ("date", "startDate", "endDate")):
        return []
    certain = certain_date(entity.when.after, entity.when.before)
    return [Given("date", certain, entity.when.place)] if certain else []
