"""The claims that say something of the world: values, offices, acts, findings, paragraphs, listings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from dossier.case.model import (
    ATTRIBUTIONS,
    LINK_SCHEMA,
    OFFICE_SCHEMA,
    Dossier,
    Entity,
    Finding,
    Passage,
    Value,
)
from dossier.claims.claim import Claim, claim_digest
from dossier.claims.contents import Contents
from dossier.evidence.records import Quotation
from dossier.ftm import property_label
from dossier.listings import listings_of
from dossier.text import prose


def statements(contents: Contents, authors: tuple[str, ...]) -> Iterator[Claim]:
    """The claims about each entity, in the order of their ids; `authors` wrote the case's own sections."""
    entities, quotations = contents.entities, contents.quotations
    for id_ in sorted(entities):
        yield from _claims_of(entities[id_], entities, quotations)
        yield from _sections(entities[id_], contents.meta.sections, quotations, authors)
        for row in listings_of(id_, contents.screenings):
            yield _claim(f"{id_}/screening/{row.list}", "screening", entities[id_], row.text, (), quotations)


def _claims_of(entity: Entity, entities: Mapping[str, Entity], quotations: Mapping[str, Quotation]) -> Iterator[Claim]:
    if entity.schema == LINK_SCHEMA:
        yield _claim(act_key(entity), "act", entity, act_text(entity, entities), entity.cite, quotations)
    elif entity.schema == OFFICE_SCHEMA:
        yield _claim(office_key(entity), "office", entity, office_text(entity, entities), entity.cite, quotations)
    else:
        for value in entity.values:
            key = value_key(entity, value.prop, value.number)
            text = value_text(entity, value, entities)
            yield _claim(
                key, "value", entity, text, value.cite, quotations, derived=value.derived, authors=value.authors
            )
    if entity.dossier:
        for passage in entity.dossier.prose:
            yield _passage(entity, passage, quotations, entity.dossier.authors)
        for finding in filter(None, [*entity.dossier.findings, entity.dossier.default_finding]):
            yield _claim(
                finding_key(entity, finding),
                "finding",
                entity,
                finding_text(finding),
                finding.cite,
                quotations,
                authors=finding.authors or entity.dossier.authors,
            )


def _sections(
    entity: Entity, sections: Sequence[Passage], quotations: Mapping[str, Quotation], authors: tuple[str, ...]
) -> Iterator[Claim]:
    """The case's sections as this person's dossier prints them."""
    if entity.dossier:
        for passage in shared_sections(entity.dossier, sections):
            yield _passage(entity, passage, quotations, authors)


def shared_sections(dossier: Dossier, sections: Iterable[Passage]) -> tuple[Passage, ...]:
    """The passages of the case that a dossier prints: those of sections of which it has none of its own."""
    return tuple(passage for passage in sections if not dossier.block(passage.block))


def _passage(entity: Entity, passage: Passage, quotations: Mapping[str, Quotation], authors: tuple[str, ...]) -> Claim:
    return _claim(
        passage_key(entity, passage),
        "prose",
        entity,
        prose.plain(passage.text),
        passage.cite,
        quotations,
        analysis=passage.analysis,
        authors=authors,
    )


def _claim(
    key: str,
    kind: str,
    entity: Entity,
    text: str,
    cite: Iterable[str],
    quotations: Mapping[str, Quotation],
    *,
    derived: str | None = None,
    analysis: bool = False,
    authors: tuple[str, ...] = (),
) -> Claim:
    cite = tuple(cite)
    cited = tuple(quotations[address] for address in cite if address in quotations)
    return Claim(
        key,
        kind,
        entity.id,
        text,
        cited,
        claim_digest(text, cited),
        derived,
        entity.attribution,
        analysis,
        tuple(address for address in cite if address not in quotations),
        authors or entity.authors,
    )


def value_key(entity: Entity, prop: str, number: int) -> str:
    """`dosayev/name/1`."""
    return f"{entity.id}/{prop}/{number}"


def act_key(link: Entity) -> str:
    """`dosayev/act/hearing-2023-04-12`."""
    return f"{link.first('subject')}/act/{link.first('object')}"


def office_key(office: Entity) -> str:
    """`dosayev/office/akim-of-almaty`."""
    return f"{office.first('holder')}/office/{office.first('post')}"


def passage_key(entity: Entity, passage: Passage) -> str:
    """`dosayev/summary/2`, or the block and the explicit id of the passage."""
    return f"{entity.id}/{passage.key}"


def finding_key(entity: Entity, finding: Finding) -> str:
    """`dosayev/finding/eu-ghr/assembly`; the person's default is `dosayev/finding/all`."""
    where = finding.regime if finding.regime == finding.element else f"{finding.regime}/{finding.element}"
    return f"{entity.id}/finding/{where}"


def caption(id_: str | None, entities: Mapping[str, Entity]) -> str:
    """What to call the thing of an id."""
    return entities[id_].caption if id_ is not None and id_ in entities else id_ or ""


def value_text(entity: Entity, value: Value, entities: Mapping[str, Entity]) -> str:
    """`Erbolat Dosayev: Country: kz (inferred: by his office)`."""
    inferred = f" (inferred: {value.derived})" if value.derived else ""
    return f"{entity.caption}: {property_label(entity.schema, value.prop)}: {caption(value.text, entities)}{inferred}"


def office_text(office: Entity, entities: Mapping[str, Entity]) -> str:
    """Who held what, and when as far as the source says."""
    dates = [f"{label} {office.first(prop)}" for prop, label in OFFICE_DATES.items() if office.first(prop)]
    holder, post = caption(office.first("holder"), entities), caption(office.first("post"), entities)
    return f"{holder}: {post}{': ' if dates else ''}{', '.join(dates)}"


OFFICE_DATES = {"date": "held on", "startDate": "from", "endDate": "to"}


def act_text(link: Entity, entities: Mapping[str, Entity]) -> str:
    """Who is tied to what act, how, and in which words."""
    words = ATTRIBUTIONS.get(link.attribution or "", "")
    subject, act = caption(link.first("subject"), entities), caption(link.first("object"), entities)
    silent = f". Does not say: {link.does_not_say}" if link.does_not_say else ""
    return f"{subject}: {act}: {link.first('role')} (the source names {words}){silent}"


def finding_text(finding: Finding) -> str:
    """What is found, why, and what it would need."""
    needs = f" Needs: {finding.needs}" if finding.needs else ""
    acts = f" Acts: {', '.join(finding.acts)}." if finding.acts else ""
    read = f" Read: {', '.join(finding.read)}." if finding.read else ""
    return f"{finding.regime}/{finding.element}: {finding.finding}. {finding.because}{acts}{needs}{read}"
