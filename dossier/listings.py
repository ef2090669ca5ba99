"""What a dossier says of existing listings: only what a list itself says, and only of records somebody has judged.

"Not known" is not "not checked": without a screening that still holds, the line says that nobody looked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from dossier.case.fields import is_date
from dossier.case.model import NAMED_IN_PUBLIC, Entity
from dossier.case.screenings import Candidate, Listing, Screening
from dossier.formats.canonical import digest
from dossier.ftm import is_reference, label_words, topic_caption
from dossier.language import ENGLISH, Language, msg

SCREENED = msg("the list itself, screened")
NOT_CHECKED = msg("not checked (no screening on record)")
# What says nothing about who somebody is, or is not the person's own.
_NOT_SEARCHED = ("topics", "notes", "summary", "description", "keywords", "sourceUrl", "publisher", "publisherUrl")
_SANCTION = "sanction"


@dataclass(frozen=True, slots=True)
class Listed:
    """A line about one list: `known` is false while nobody can say whether the person is on it."""

    list: str
    text: str
    known: bool


def can_be_screened(entity: Entity) -> bool:
    """Only who may be named in public is ever compared with anything."""
    return entity.schema == "Person" and entity.person in NAMED_IN_PUBLIC


def searched(person: Entity) -> dict[str, list[str]]:
    """What of a person is compared with lists: the values that say who he is, sorted."""
    found: dict[str, set[str]] = {}
    for value in person.values:
        if value.prop not in _NOT_SEARCHED and not is_reference(person.schema, value.prop):
            found.setdefault(value.prop, set()).add(value.text)
    return {prop: sorted(texts) for prop, texts in sorted(found.items())}


def search_digests(entities: Mapping[str, Entity]) -> dict[str, str]:
    """The digest of what would be searched for, of each person who can be screened."""
    return {id_: digest(searched(entity)) for id_, entity in entities.items() if can_be_screened(entity)}


def still_holding(screenings: Mapping[str, Screening], entities: Mapping[str, Entity]) -> dict[str, Screening]:
    """The screenings with those persons only who were searched for as they are now."""
    now = search_digests(entities)
    found = {}
    for id_, screening in screenings.items():
        persons = {person: old for person, old in screening.persons.items() if now.get(person) == old}
        found[id_] = replace(
            screening,
            persons=persons,
            candidates={person: rows for person, rows in screening.candidates.items() if person in persons},
            cut=tuple(person for person in screening.cut if person in persons),
            verdicts={person: rows for person, rows in screening.verdicts.items() if person in persons},
        )
    return found


def listings_of(person: str, screenings: Mapping[str, Screening], say: Language = ENGLISH) -> list[Listed]:
    """A line for each list the person was screened against, by list; none when there is none."""
    return [
        Listed(id_, *_said(person, screening, say))
        for id_, screening in sorted(screenings.items())
        if person in screening.persons
    ]


def _said(person: str, screening: Screening, say: Language) -> tuple[str, bool]:
    of = say("{list} of {day}", list=screening.title, day=say.date(screening.date))
    judged = {
        candidate: verdict.verdict if (verdict := screening.verdict(person, candidate)) else None
        for candidate in screening.candidates.get(person, ())
    }
    same = [candidate for candidate, verdict in judged.items() if verdict == "same"]
    if same:
        return say.joined(_record(candidate, of, say) for candidate in same), True
    if open_ := [candidate for candidate, verdict in judged.items() if verdict != "different"]:
        words = say.plural(
            "not decided: {number} record in {list} may be this person",
            "not decided: {number} records in {list} may be this person",
            len(open_),
            list=of,
        )
        return words, False
    if person in screening.cut:
        return say("not decided: more records in {list} resemble this person than were kept", list=of), False
    return say("no match in {list}", list=of), True


def _record(candidate: Candidate, of: str, say: Language) -> str:
    if candidate.listings and _is_sanctioned(candidate):
        listed = say.joined(_listing(listing, say) for listing in candidate.listings)
        return say("{listings} ({list}, record {id})", listings=listed, list=of, id=candidate.id)
    if _is_sanctioned(candidate):
        return say("marked as sanctioned, by whom is not stated ({list}, record {id})", list=of, id=candidate.id)
    if topics := ", ".join(label_words(topic_caption(topic), say) for topic in candidate.topics):
        return say(
            "recorded as {topics}, not as sanctioned ({list}, record {id})", topics=topics, list=of, id=candidate.id
        )
    return say("recorded, not as sanctioned ({list}, record {id})", list=of, id=candidate.id)


def _listing(listing: Listing, say: Language) -> str:
    """What the list says of one listing: by whom, under which programme, since when."""
    by = listing.authority or say("an authority that the record does not name")
    match bool(listing.program), bool(listing.since):
        case True, True:
            return say(
                "listed by {authority} under {program} since {day}",
                authority=by,
                program=listing.program,
                day=_day(listing.since, say),
            )
        case True, False:
            return say(
                "listed by {authority} under {program}, since when is not stated", authority=by, program=listing.program
            )
        case False, True:
            return say("listed by {authority} since {day}", authority=by, day=_day(listing.since, say))
        case _:
            return say("listed by {authority}, since when is not stated", authority=by)


def _day(text: str, say: Language) -> str:
    """A day of a list, in words; what is none as the list gives it."""
    return say.date(text) if is_date(text) else text


def _is_sanctioned(candidate: Candidate) -> bool:
    return any(topic == _SANCTION for topic in candidate.topics)
