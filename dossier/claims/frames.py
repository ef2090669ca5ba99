"""The claims about what surrounds the others: what a dossier puts side by side, and what the case says of itself.

A dossier's frame names everything that stands in it. So a line that is dropped, also one that speaks for the person,
changes the frame, and what was approved has to be looked at again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from dossier.case.model import ACT_SCHEMATA, LINK_SCHEMA, OFFICE_SCHEMA, Dossier, Entity, Passage, Value, When
from dossier.claims.claim import Claim
from dossier.claims.contents import Contents
from dossier.claims.records import Rows, full, lines, uncited
from dossier.claims.spoken import edges_by_person, spoken_of
from dossier.claims.statements import shared_sections
from dossier.formats.canonical import sha256
from dossier.listings import listings_of
from dossier.look.own_words import own_words
from dossier.text import prose

# What prints of these is no claim of its own, value by value: their whole values stand in the frame.
_EDGES = (LINK_SCHEMA, OFFICE_SCHEMA)
BEGINNING = 4  # words
_WITH_NOTES = (*_EDGES, *ACT_SCHEMATA)  # whose `note:` prints


def frames(contents: Contents) -> Iterator[Claim]:
    """The frame of each dossier, then those of the case."""
    edges = edges_by_person(contents.entities)
    framed: set[str] = set()
    for id_, person in sorted(contents.entities.items()):
        if person.dossier:
            own = edges.get(id_, [])
            spoken = spoken_of(person, own, contents.entities)
            framed |= spoken.keys()
            text = lines(_dossier(person, person.dossier, own, spoken, contents))
            yield uncited(f"{id_}/frame", "frame", id_, text, person.dossier.authors or person.authors)
    meta = contents.meta
    yield uncited("case/frame", "frame", meta.name, lines(_case(contents)))
    yield uncited("case/entities", "frame", meta.name, lines(_entities(contents.entities, framed)))
    for id_, words in contents.regimes.items():
        yield uncited(f"case/regime/{id_}", "frame", meta.name, words)
    for block in meta.templates:
        yield uncited(f"case/template/{block.name}", "template", meta.name, own_words(block))


# --- a dossier


def _dossier(
    person: Entity, dossier: Dossier, edges: Iterable[Entity], spoken: Mapping[str, Entity], contents: Contents
) -> Rows:
    yield "Person", f"{person.id}, {person.person}{', published as a target' if person.publish else ''}"
    passages = (*dossier.prose, *shared_sections(dossier, contents.meta.sections))
    lists = (row.list for row in listings_of(person.id, contents.screenings))
    for passage in passages:
        beside = (each for each in passages if each.block == passage.block and each is not passage)
        yield "Paragraph", _passage(passage, [prose.plain(each.text) for each in beside])
    yield "Lists", ", ".join(lists)
    yield "Findings", ", ".join(f"{row.regime}/{row.element}" for row in dossier.all_findings())
    yield "Offices and acts", ", ".join(edge.id for edge in edges)
    yield "Acts of others", ", ".join(dossier.context)
    for row in dossier.not_relied_on:
        yield "Not relied on", f"{row.act}, because: {row.because}"
    reply = dossier.reply
    yield "Reply", f"{reply.status}. {reply.because or ''}".strip() if reply else "nothing on record"
    yield from (_entity(entity) for _, entity in sorted(spoken.items()))


def _passage(passage: Passage, others: Iterable[str]) -> str:
    """A paragraph by its key, how it begins, and what prints besides its words: its place in a list, what it cites
    where.
    """
    marks = [
        f"{'bullet' if passage.bullet else 'item'} {passage.item} at depth {passage.depth}" if passage.depth else "",
        "continues an item" if passage.continues else "",
        "analysis" if passage.analysis else "",
        f"{passage.edition} edition" if passage.edition else "",
        f"read: {' '.join(passage.read)}" if passage.read else "",
        *_runs(passage.text),
    ]
    return "; ".join(filter(None, (f"{passage.key} {_beginning(prose.plain(passage.text), others)}", *marks)))


def _beginning(text: str, others: Iterable[str]) -> str:
    """The first words of a text, enough of them to tell it from others: two that change places are another frame."""
    words, beside = text.split(), [other.split() for other in others]
    count = BEGINNING
    while count < len(words) and any(words[:count] == other[:count] for other in beside):
        count += 1
    return " ".join([*words[:count], *(["…"] if len(words) > count else [])])


def _runs(text: str) -> Iterator[str]:
    """What of a paragraph is no plain word, each after how many words: its citations, which support what stands before
    them, and what is emphasised or leads elsewhere.
    """
    words = 0
    for run in prose.runs(text):
        if run.kind == "cite":
            yield f"{run.text} after word {words}"
        elif run.kind not in ("text", "break"):
            yield f"{run.kind} “{run.text}” {run.href}".rstrip()
        words += len(run.text.split()) if run.kind != "cite" else 0


def _entity(entity: Entity) -> tuple[str, str]:
    """An entity by its id, with what prints of it and is no claim of its own, and the keys of what is one."""
    parts = [
        entity.schema + (", published as a target" if entity.publish else ""),
        f"{entity.edition} edition" if entity.edition else "",
        *(_value(entity, value) for value in entity.values),
        _when(entity.when) if entity.when else "",
        f"note: {entity.note}" if entity.note and entity.schema in _WITH_NOTES else "",
    ]
    return entity.id, "; ".join(filter(None, parts))


def _value(entity: Entity, value: Value) -> str:
    if entity.schema in _EDGES:
        return f"{value.prop}: {full(value)}"
    # what it was inferred from is in its own claim; of several, how each begins says in which order they stand
    others = [each.text for each in entity.all(value.prop) if each is not value]
    begins = f"“{_beginning(value.text, others)}”" if others else None
    marks = begins, value.lang and f"[{value.lang}]", value.edition and f"({value.edition} edition)"
    return " ".join(filter(None, (f"{value.prop}/{value.number}", *marks)))


def _when(when: When) -> str:
    days = [f"{name} {day}" for name, day in (("from", when.after), ("to", when.before)) if day]
    return f"some day {' '.join(days)}"


# --- the case


def _case(contents: Contents) -> Rows:
    meta = contents.meta
    publisher, policy, logo = meta.publisher, meta.policy, meta.design.logo
    yield "Case", f"{meta.name}, exported as {meta.prefix}"
    yield "Title", meta.title
    yield "Publisher", ", ".join(filter(None, (publisher.name, publisher.url, publisher.country)))
    yield "Contact", publisher.contact or "not given"
    yield "Language", meta.language
    yield "Evidence as of", meta.as_of
    yield "Release", str(meta.release)
    yield "Sources", ", ".join(_of_edition(id_, source.edition) for id_, source in sorted(contents.sources.items()))
    yield "Regimes", ", ".join(meta.regimes)
    yield "Regimes of its own", ", ".join(contents.regimes)
    yield "Templates of its own", ", ".join(block.name for block in meta.templates)
    yield (
        "Policy",
        (
            f"{policy.sources_per_act} sources an act, conduct is old after {policy.recency_years} years, "
            f"{policy.approvals} approvals a claim"
        ),
    )
    yield "Editions", ", ".join(meta.editions)
    yield "Published at", meta.base_url
    for reviewer in meta.reviewers:
        named = f"named from the {reviewer.edition} edition on"
        yield "Reviewer", f"{reviewer.id}, {reviewer.name}, {reviewer.role}, {named}"
    yield "Logo", f"{logo.alt}, {logo.media_type}, SHA-256 {sha256(logo.data)}" if logo else None
    yield "Colours", ", ".join(f"{name} {colour}" for name, colour in sorted(meta.design.colours.items()))


def _entities(entities: Mapping[str, Entity], framed: Iterable[str]) -> Rows:
    """Each person with how they are named or withheld, likewise others that are, and all of which no dossier speaks."""
    framed = set(framed)
    for id_, entity in sorted(entities.items()):
        if entity.schema == "Person" or entity.label or entity.withhold or entity.also_borne_by:
            yield id_, _naming(entity)
        if id_ not in framed:
            yield _entity(entity)


def _of_edition(what: str, edition: str | None) -> str:
    return f"{what} ({edition} edition)" if edition else what


def _naming(person: Entity) -> str:
    """Who somebody is in the case, what prints in place of the name, and to what they consented."""
    consents = (
        f"consents to {row.scope}{' with ' + ', '.join(row.with_) if row.with_ else ''}"
        f"{', given ' + row.date if row.date else ''}{', withdrawn ' + row.withdrawn if row.withdrawn else ''}"
        for row in person.consent
    )
    parts = [
        f"{person.caption}, {person.person or person.schema}{', a minor' if person.minor else ''}",
        f"shown as [{person.label}]" if person.label else "",
        f"{person.edition} edition" if person.edition else "",
        f"hidden too: {', '.join(person.withhold)}" if person.withhold else "",
        *(f"shares {row.name} with {row.by}, because: {row.because}" for row in person.also_borne_by),
        *consents,
    ]
    return "; ".join(filter(None, parts))
