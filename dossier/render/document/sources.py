"""The sources a document cites, its quotations, and every statement it makes."""

from __future__ import annotations

from collections.abc import Iterable

from dossier.editions import View, VisibleEntity, VisibleQuotation, VisibleSource
from dossier.language import Language
from dossier.regimes import Regime, groups
from dossier.render.document.model import ActDetail, Criterion, Line, SourceLine
from dossier.render.document.who import value_text
from dossier.render.labels import language_words, property_words, schema_words
from dossier.render.words import NOT_STATED


def cited_by(
    view: View,
    person: VisibleEntity,
    acts: tuple[ActDetail, ...],
    matrix: tuple[tuple[Regime, tuple[Criterion, ...]], ...],
) -> tuple[VisibleQuotation, ...]:
    """Every quotation this document cites, by exhibit number."""
    dossier = person.dossier
    keys: list[str] = list(person.cite)
    for entity in (*view.offices_of(person.id), *view.links_of(person.id)):
        keys += entity.cite
    for entity in related_entities(view, person, acts):
        keys += entity.cite
    keys += [key for passage in (dossier.prose if dossier else ()) for key in passage.cite]
    keys += [key for passage in view.meta.sections for key in passage.cite]
    keys += [key for _, rows in matrix for row in rows for key in row.finding.cite]
    found = {key: view.quotations[key] for key in keys if key in view.quotations}
    return tuple(sorted(found.values(), key=exhibit_order))


def exhibit_order(quotation: VisibleQuotation) -> tuple[int, int]:
    """E2.10 stands after E2.9."""
    source, _, number = quotation.exhibit.removeprefix("E").partition(".")
    return int(source), int(number)


def source_lines(view: View, cited: tuple[VisibleQuotation, ...], say: Language) -> tuple[SourceLine, ...]:
    """The sources a document cites."""
    ids = dict.fromkeys(quotation.excerpt.source for quotation in cited)
    numbers = _origin_numbers(view, ids)
    return tuple(_source_line(view, view.sources[id_], numbers[id_], say) for id_ in ids)


def only_read(
    view: View,
    person: VisibleEntity,
    matrix: tuple[tuple[Regime, tuple[Criterion, ...]], ...],
    sources: tuple[SourceLine, ...],
    say: Language,
) -> str:
    """The sources that were read for what is said here, and that nothing here cites, in a sentence; empty for none."""
    rest = sources_read(person, matrix) & set(view.sources) - {line.source.id for line in sources}
    said = [
        say(
            "{exhibit} ({origin}, {published})",
            exhibit=f"E{view.exhibits[source.id]}",
            origin=_origin(view, source.origin or "", say),
            published=_published(source, say),
        )
        for source in sorted((view.sources[id_] for id_ in rest), key=lambda source: view.exhibits[source.id])
    ]
    return say("Read in full and not cited here: {sources}.", sources=say.joined(said)) if said else ""


def sources_read(person: VisibleEntity, matrix: tuple[tuple[Regime, tuple[Criterion, ...]], ...]) -> set[str]:
    """The ids of the sources that were read for a finding, or for a paragraph that says that nothing was found."""
    read = {id_ for _, rows in matrix for row in rows for id_ in row.finding.read}
    return read | {id_ for passage in (person.dossier.prose if person.dossier else ()) for id_ in passage.read}


def _source_line(view: View, source: VisibleSource, origin_number: int, say: Language) -> SourceLine:
    language = source.first("language")
    return SourceLine(
        exhibit=f"E{view.exhibits[source.id]}",
        source=source,
        origin=_origin(view, source.origin or "", say),
        origin_number=origin_number,
        published=_published(source, say),
        language=language_words(language, say) if language else say(NOT_STATED),
        captures=tuple(capture for (id_, _), capture in view.captures.items() if id_ == source.id),
        withheld=view.withheld.get(source.id, 0),
        stamps={capture: said for (id_, capture), said in view.stamps.items() if id_ == source.id},
    )


def _published(source: VisibleSource, say: Language) -> str:
    """When a source was published, in words."""
    return say.date(source.published) if source.published else say("date not stated")


def _origin(view: View, id_: str, say: Language) -> str:
    """The name of a source's origin with its other names: `ODF (Open Dialogue Foundation)`."""
    entity = view.entities.get(id_)
    if entity is None:
        return say("origin withheld in this edition")
    aliases = [value.text for value in entity.all("alias")]
    return f"{entity.caption} ({say.joined(aliases)})" if aliases else entity.caption


def _origin_numbers(view: View, ids: Iterable[str]) -> dict[str, int]:
    """Sources of one origin, or one relying on the other, have one number: they do not corroborate each other."""
    return groups({id_: view.upstream[id_] for id_ in ids})


def related_entities(view: View, person: VisibleEntity, acts: tuple[ActDetail, ...]) -> list[VisibleEntity]:
    """The entities a document speaks of besides the person: acts, their bodies, the posts and what they belong to."""
    ids: list[str] = [act.entity.id for act in acts]
    for entity in (*view.offices_of(person.id), *(act.entity for act in acts)):
        ids += [value.text for value in entity.values if value.text in view.entities and value.text != person.id]
    for id_ in list(ids):
        if view.entities[id_].schema == "Position":
            ids += [value.text for value in view.entities[id_].all("organization") if value.text in view.entities]
    return [view.entities[id_] for id_ in dict.fromkeys(ids)]


def statement_tables(
    view: View, person: VisibleEntity, acts: tuple[ActDetail, ...], say: Language
) -> Iterable[tuple[VisibleEntity, str, tuple[Line, ...]]]:
    """Every statement of the entities the document speaks of; acts have a section of their own."""
    in_acts = {act.entity.id for act in acts}
    for entity in (person, *related_entities(view, person, acts)):
        if entity.id in in_acts:
            continue
        lines = [
            Line(
                property_words(entity.schema, value.prop, say),
                value_text(view, entity, value, say),
                value.cite,
                value.derived,
            )
            for value in entity.values
        ]
        if lines:
            yield entity, schema_words(entity.schema, say), tuple(lines)
