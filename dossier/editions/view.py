"""Makes the view of an edition: withholding happens here, in the data, before anything is rendered or exported."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from dossier.case.model import (
    EDITIONS,
    LINK_SCHEMA,
    OFFICE_SCHEMA,
    STATEMENT_OF_REASONS,
    Case,
    Dossier,
    Entity,
    Excerpt,
    Finding,
    Meta,
    Passage,
    Source,
    Value,
)
from dossier.case.names import Replacer, texts_of, withheld_persons
from dossier.claims import Claim, make_claims
from dossier.editions.texts import (
    EditionText,
    Withholding,
    edition_texts,
    hidden_spans,
    withheld_capture,
    withheld_quotation,
)
from dossier.evidence.collecting import CaptureText, Evidence, Quotation
from dossier.ftm import TEXT_TYPES, edge_ends, is_reference, property_type
from dossier.problems import Problems
from dossier.regimes import (
    STATEMENT_REGIME,
    Assessment,
    Regime,
    Upstream,
    assess,
    in_edition,
    is_submission,
    upstream,
)

Record = TypeVar("Record", Entity, Source)


@dataclass(frozen=True, slots=True)
class View:
    """What one edition of a case may show.

    `withheld` counts, for each source, the persons whose names were replaced in its text. `assessments` hold, for each
    person with a dossier, what may be said of every element here; the findings of `entities` say no more. `upstream`
    is what each source goes back to, whether or not this edition shows that. `stamps` say when, and by whom, a capture
    was time-stamped.
    """

    edition: str
    meta: Meta
    entities: Mapping[str, Entity]
    sources: Mapping[str, Source]
    captures: Mapping[tuple[str, str], CaptureText]
    quotations: Mapping[str, Quotation]
    exhibits: Mapping[str, int]
    claims: Mapping[str, Claim]
    regimes: Mapping[str, Regime]
    withheld: Mapping[str, int]
    assessments: Mapping[str, tuple[Assessment, ...]] = field(default_factory=dict)
    upstream: Mapping[str, Upstream] = field(default_factory=dict)
    stamps: Mapping[tuple[str, str], str] = field(default_factory=dict)

    @property
    def dossiers(self) -> list[Entity]:
        """The persons who get a document, by id."""
        return [entity for _, entity in sorted(self.entities.items()) if entity.dossier]

    @property
    def texts(self) -> tuple[EditionText, ...]:
        """What a reader gets of each capture, by source and capture: its text here, its bytes only if allowed."""
        return edition_texts(self.captures)

    def links_of(self, person: str) -> list[Entity]:
        """The act links of a person, in the order of the acts' dates and then as written."""
        links = [e for e in self.entities.values() if e.schema == LINK_SCHEMA and e.first("subject") == person]
        return sorted(links, key=lambda link: self.date_of(link.first("object") or "") or "9999")

    def offices_of(self, person: str) -> list[Entity]:
        """The offices of a person, as written."""
        return [e for e in self.entities.values() if e.schema == OFFICE_SCHEMA and e.first("holder") == person]

    def date_of(self, act: str) -> str | None:
        """The date of an act for sorting: its own, else the earliest day it can have been."""
        entity = self.entities.get(act)
        if entity is None:
            return None
        own = entity.first("date") or entity.first("startDate")
        return own or (entity.when and (entity.when.after or entity.when.before)) or None


def make_view(case: Case, evidence: Evidence, regimes: Mapping[str, Regime], edition: str, problems: Problems) -> View:
    """The view of an edition (`public`, `authority` or `internal`).

    Names of persons whom the edition may not name are replaced in every text; what is marked for a narrower edition,
    and what rests only on it, is left out. A quotation that cannot be verified in the replaced text, or a name that
    would still be seen, is a problem: then the view must not be used.
    """
    withheld = withheld_persons(case.entities.values(), edition)
    replacer = Replacer(withheld)
    captures, quotations = _quotations(case, evidence, edition, replacer, problems)
    visible = {
        id_: _visible_source(source, edition) for id_, source in case.sources.items() if _visible(source, edition)
    }
    entities = _entities(case, {person.id for person in withheld}, visible, quotations, edition)
    entities = {id_: _replaced_record(entity, replacer) for id_, entity in entities.items()}
    sources = {
        id_: dataclasses.replace(
            _replaced_record(source, replacer),
            excerpts=tuple(q.excerpt for q in quotations.values() if q.excerpt.source == id_),
        )
        for id_, source in visible.items()
    }
    assessments = _assessments(case, evidence, regimes, entities, quotations)
    entities |= {id_: _with_effective(entities[id_], rows, regimes) for id_, rows in assessments.items()}
    view = View(
        edition=edition,
        meta=_visible_meta(replacer.record(case.meta), quotations),
        entities=entities,
        sources=sources,
        captures=captures,
        quotations=quotations,
        exhibits={id_: number for id_, number in evidence.exhibits.items() if id_ in sources},
        claims=make_claims(entities, quotations),
        regimes=regimes,
        withheld={id_: count for id_, count in _named_in(evidence, withheld).items() if id_ in sources},
        assessments=assessments,
        upstream={id_: upstream(id_, case.sources) for id_ in sources},
        stamps={key: str(stamp) for key, stamp in evidence.stamps.items() if key[0] in sources},
    )
    _check_clean(view, replacer, case, problems)
    return view


def _visible_meta(meta: Meta, quotations: Mapping[str, Quotation]) -> Meta:
    """The case's own data without the sections that cite what this edition does not show."""
    sections = tuple(passage for passage in meta.sections if all(key in quotations for key in passage.cite))
    return dataclasses.replace(meta, sections=sections)


def _replaced_record(record: Record, replacer: Replacer) -> Record:
    """The record with names replaced. A value that is no text (an address, an identifier) is left out instead."""
    replaced: Record = replacer.record(record)
    values = tuple(
        after
        for before, after in zip(record.values, replaced.values, strict=True)
        if after.text == before.text or property_type(record.schema, before.prop) in TEXT_TYPES
    )
    return dataclasses.replace(replaced, values=values)


def _assessments(
    case: Case,
    evidence: Evidence,
    regimes: Mapping[str, Regime],
    entities: Mapping[str, Entity],
    quotations: Mapping[str, Quotation],
) -> dict[str, tuple[Assessment, ...]]:
    """What this edition may say of every element: never more than the case, nor than what is left here carries."""
    found = {}
    for id_, person in sorted(entities.items()):
        if person.dossier:
            policy, as_of, sources = case.meta.policy, case.meta.as_of, case.sources
            found[id_] = tuple(
                in_edition(whole, seen)
                for regime in regimes.values()
                for whole, seen in zip(
                    assess(case.entities[id_], regime, case.entities, sources, evidence.quotations, policy, as_of),
                    assess(person, regime, entities, sources, quotations, policy, as_of),
                    strict=True,
                )
            )
    return found


def _with_effective(person: Entity, assessments: tuple[Assessment, ...], regimes: Mapping[str, Regime]) -> Entity:
    """The person with each finding as it may be said here, and a statement of reasons only where they carry one."""
    dossier = person.dossier
    assert dossier is not None
    findings = tuple(each.finding for each in assessments if each.own)
    carried = STATEMENT_REGIME in regimes and is_submission(assessments, {STATEMENT_REGIME: regimes[STATEMENT_REGIME]})
    passages = tuple(passage for passage in dossier.prose if carried or passage.block != STATEMENT_OF_REASONS)
    return dataclasses.replace(person, dossier=dataclasses.replace(dossier, findings=findings, prose=passages))


def _visible(record: Entity | Source | Value | Excerpt, edition: str) -> bool:
    return EDITIONS.index(record.edition or EDITIONS[0]) <= EDITIONS.index(edition)


def _quotations(
    case: Case, evidence: Evidence, edition: str, replacer: Replacer, problems: Problems
) -> tuple[dict[tuple[str, str], CaptureText], dict[str, Quotation]]:
    """The captures of an edition with its texts, and the quotations it shows, each verified in the text it gets."""
    shown = {key: quotation for key, quotation in evidence.quotations.items() if _shows(case, quotation, edition)}
    narrower = [quotation for key, quotation in evidence.quotations.items() if key not in shown]
    captures, withholdings = {}, {}
    for key, capture in evidence.captures.items():
        source = case.sources[key[0]]
        if _visible(source, edition):
            hidden = hidden_spans(capture, narrower, shown.values())
            withholdings[key] = Withholding(hidden, replacer)
            captures[key] = withheld_capture(capture, withholdings[key], public=source.public)
    quotations = {}
    for address, quotation in shown.items():
        key = quotation.capture.source, quotation.capture.capture.id
        if captures[key] is quotation.capture:
            quotations[address] = quotation
        elif replaced := withheld_quotation(quotation, captures[key], withholdings[key]):
            quotations[address] = replaced
        else:
            message = f"{address} does not verify in the text of the {edition} edition."
            problems.add("quotation-absent", quotation.excerpt.place, message)
    return captures, quotations


def _shows(case: Case, quotation: Quotation, edition: str) -> bool:
    return _visible(case.sources[quotation.excerpt.source], edition) and _visible(quotation.excerpt, edition)


def _named_in(evidence: Evidence, withheld: list[Entity]) -> dict[str, int]:
    """How many of the withheld the text of each source names; a source that names none is not there."""
    counts: dict[str, int] = {}
    for (source, _), capture in evidence.captures.items():
        named = sum(Replacer([person]).finds(capture.text.source) for person in withheld)
        if named:
            counts[source] = max(counts.get(source, 0), named)
    return counts


def _visible_source(source: Source, edition: str) -> Source:
    values = tuple(value for value in source.values if _visible(value, edition))
    published = next((value.text for value in values if value.prop == "publishedAt"), None)
    return dataclasses.replace(source, values=values, published=published)


def _entities(
    case: Case, withheld: set[str], sources: Mapping[str, Source], quotations: Mapping[str, Quotation], edition: str
) -> dict[str, Entity]:
    shown = {id_: entity for id_, entity in case.entities.items() if id_ not in withheld and _visible(entity, edition)}
    while True:
        # an edge (an office, an act link, a family tie) without one of its ends says nothing
        narrowed = {id_: _entity(entity, shown, sources, quotations, edition) for id_, entity in shown.items()}
        kept = {id_: entity for id_, entity in narrowed.items() if entity is not None}
        if len(kept) == len(shown):
            return kept
        shown = {id_: shown[id_] for id_ in kept}


def _entity(
    entity: Entity,
    shown: Mapping[str, Entity],
    sources: Mapping[str, Source],
    quotations: Mapping[str, Quotation],
    edition: str,
) -> Entity | None:
    values = []
    for value in entity.values:
        cite = tuple(key for key in value.cite if key in quotations)
        if not _visible(value, edition) or (value.cite and not cite):
            continue
        if is_reference(entity.schema, value.prop) and value.text not in shown and value.text not in sources:
            continue
        values.append(dataclasses.replace(value, cite=cite))
    written = {value.prop for value in values}
    if any(end not in written for end in edge_ends(entity.schema)):
        return None
    dossier = _dossier(entity.dossier, shown, quotations) if entity.dossier else None
    return dataclasses.replace(entity, values=tuple(values), dossier=dossier, withhold=(), consent=(), note=entity.note)


def _dossier(dossier: Dossier, shown: Mapping[str, Entity], quotations: Mapping[str, Quotation]) -> Dossier:
    return dataclasses.replace(
        dossier,
        prose=tuple(passage for passage in dossier.prose if _whole(passage, dossier, quotations)),
        context=tuple(act for act in dossier.context if act in shown),
        not_relied_on=tuple(row for row in dossier.not_relied_on if row.act in shown),
        findings=tuple(_finding(finding, shown, quotations) for finding in dossier.findings),
        default_finding=dossier.default_finding and _finding(dossier.default_finding, shown, quotations),
    )


def _whole(passage: Passage, dossier: Dossier, quotations: Mapping[str, Quotation]) -> bool:
    """Whether all that a passage cites is shown; a statement of reasons stands or falls as a whole."""
    passages = dossier.block(passage.block) if passage.block == STATEMENT_OF_REASONS else (passage,)
    return all(key in quotations for each in passages for key in each.cite)


def _finding(finding: Finding, shown: Mapping[str, Entity], quotations: Mapping[str, Quotation]) -> Finding:
    """The finding with what it rests on here; `_assessments` says how high it then may be."""
    cite = tuple(key for key in finding.cite if key in quotations)
    acts = tuple(act for act in finding.acts if act in shown)
    return dataclasses.replace(finding, cite=cite, acts=acts)


def _check_clean(view: View, replacer: Replacer, case: Case, problems: Problems) -> None:
    """A last look: no text that leaves may still hold a withheld name."""
    records: dict[str, object] = {**view.entities, **view.sources, case.meta.name: view.meta}
    records |= {key: (quotation.excerpt, quotation.capture.text.source) for key, quotation in view.quotations.items()}
    for id_, record in records.items():
        if any(replacer.finds(text) for text in texts_of(record)):
            place = getattr(record, "place", None) or case.meta.place
            problems.add("leak", place, f"A withheld name would be seen in the {view.edition} edition of {id_!r}.")
