"""Makes the view of an edition: withholding happens here, in the data, before anything is rendered or exported."""

from __future__ import annotations

import dataclasses
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from dossier.approvals import Standing
from dossier.case.model import (
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
    shows,
)
from dossier.case.screenings import Screening
from dossier.claims import Contents, make_claims
from dossier.editions.reviews import Reviewed, reviews_of
from dossier.editions.texts import (
    EditionText,
    Withholding,
    edition_texts,
    hidden_spans,
    withheld_capture,
    withheld_quotation,
)
from dossier.editions.visible import (
    VisibleAssessment,
    VisibleCapture,
    VisibleClaim,
    VisibleDossier,
    VisibleEntity,
    VisibleExcerpt,
    VisibleFinding,
    VisibleMeta,
    VisiblePassage,
    VisibleQuotation,
    VisibleScreening,
    VisibleSource,
    VisibleValue,
    as_visible,
)
from dossier.evidence.records import CaptureText, Evidence, Quotation, Stamp
from dossier.ftm import TEXT_TYPES, edge_ends, is_reference, property_type
from dossier.leaks import Scanner
from dossier.listings import still_holding
from dossier.problems import Id, Problems
from dossier.regimes import (
    STATEMENT_REGIME,
    Assessment,
    Regime,
    Upstream,
    assess_all,
    in_edition,
    is_submission,
    own_words,
    upstream,
)
from dossier.withholding.replace import Replacer
from dossier.withholding.sharing import check_sharing
from dossier.withholding.who import withheld as withheld_entities

Record = TypeVar("Record", VisibleEntity, VisibleSource)


@dataclass(frozen=True, slots=True)
class View:
    """What one edition of a case may show.

    `withheld` counts, for each source, the persons whose names were replaced in its text. `assessments` hold, for each
    person with a dossier, what may be said of every element here; the findings of `entities` say no more. `upstream`
    is what each source goes back to, whether or not this edition shows that. `stamps` say when, and by whom, a capture
    was time-stamped; their tokens are there where its hash may be shown. `reviews` say where each claim stands; a
    `draft` says on every page that it is one. `scanner` looks for the names withheld here in whatever is made of the
    view, and shows none.
    """

    edition: str
    meta: VisibleMeta
    entities: Mapping[str, VisibleEntity]
    sources: Mapping[str, VisibleSource]
    captures: Mapping[tuple[str, str], VisibleCapture]
    quotations: Mapping[str, VisibleQuotation]
    exhibits: Mapping[str, int]
    claims: Mapping[str, VisibleClaim]
    regimes: Mapping[str, Regime]
    withheld: Mapping[str, int]
    assessments: Mapping[str, tuple[VisibleAssessment, ...]] = field(default_factory=dict)
    upstream: Mapping[str, Upstream] = field(default_factory=dict)
    stamps: Mapping[tuple[str, str], Stamp] = field(default_factory=dict)
    screenings: Mapping[str, VisibleScreening] = field(default_factory=dict)
    reviews: Mapping[str, Reviewed] = field(default_factory=dict)
    draft: bool = False
    scanner: Scanner = field(kw_only=True)

    @property
    def dossiers(self) -> list[VisibleEntity]:
        """The persons who get a document, by id."""
        return [entity for _, entity in sorted(self.entities.items()) if entity.dossier]

    @property
    def texts(self) -> tuple[EditionText, ...]:
        """What a reader gets of each capture, by source and capture: its text here, its bytes only if allowed."""
        return edition_texts(self.captures)

    def without_bytes_of(self, captures: Iterable[tuple[str, str]]) -> View:
        """The view that shows some captures, named by source and id, by their texts alone."""
        kept = {key: dataclasses.replace(self.captures[key], whole=False, data=b"", sha1="") for key in captures}
        return dataclasses.replace(self, captures={**self.captures, **kept})

    def links_of(self, person: str) -> list[VisibleEntity]:
        """The act links of a person, in the order of the acts' dates and then as written."""
        links = [e for e in self.entities.values() if e.schema == LINK_SCHEMA and e.first("subject") == person]
        return sorted(links, key=lambda link: self.date_of(link.first("object") or "") or "9999")

    def offices_of(self, person: str) -> list[VisibleEntity]:
        """The offices of a person, as written."""
        return [e for e in self.entities.values() if e.schema == OFFICE_SCHEMA and e.first("holder") == person]

    def date_of(self, act: str) -> str | None:
        """The date of an act for sorting: its own, else the earliest day it can have been."""
        entity = self.entities.get(act)
        if entity is None:
            return None
        own = entity.first("date") or entity.first("startDate")
        return own or (entity.when and (entity.when.after or entity.when.before)) or None


@dataclass(frozen=True, slots=True)
class _Reader:
    """Who reads an edition of a case with these editions."""

    edition: str
    editions: tuple[str, ...]

    def sees(self, record: Entity | Source | Value | Excerpt | Passage) -> bool:
        """Whether the edition shows what bears this mark."""
        return shows(record.edition, self.edition, self.editions)


def make_view(
    case: Case,
    evidence: Evidence,
    regimes: Mapping[str, Regime],
    assessments: Mapping[str, Sequence[Assessment]],
    standings: Mapping[str, Standing],
    edition: str,
    problems: Problems,
    regime: str | None = None,
) -> View:
    """The view of an edition of the case; with `regime`, for the authority of that regime alone.

    Names that the edition may not give are replaced in every text; what is marked for a narrower edition, and what
    rests only on it, is left out. A quotation that cannot be verified in the replaced text, or a name that would still
    be seen, is a problem: then the view must not be used. `assessments` and `standings` are those of the whole case.
    """
    reader = _Reader(edition, case.meta.editions)
    authorities = [(each.id, each.authority) for each in regimes.values() if regime in (None, each.id)]
    withheld = withheld_entities(case.entities.values(), edition, case.meta, authorities)
    replacer = Replacer(withheld)
    captures, quotations = _off_the_disk(*_quotations(case, evidence, reader, replacer, problems))
    visible = {id_: _visible_source(source, reader) for id_, source in case.sources.items() if reader.sees(source)}
    entities = _entities(case, {entity.id for entity in withheld}, visible, quotations, reader)
    check_sharing(withheld, entities.values(), problems)
    visible = {id_: _with_shown_ties(source, entities, visible) for id_, source in visible.items()}
    entities = {id_: _replaced_record(entity, replacer) for id_, entity in entities.items()}
    sources = {id_: _with_excerpts(_replaced_record(each, replacer), quotations) for id_, each in visible.items()}
    assessed = _assessments(case, regimes, assessments, entities, quotations)
    entities |= {id_: _with_effective(entities[id_], rows, regimes) for id_, rows in assessed.items()}
    screenings = _screenings(case, entities, replacer, edition)
    meta = replacer.record(_visible_meta(case.meta, quotations, reader))
    exhibits = {id_: number for id_, number in evidence.exhibits.items() if id_ in sources}
    stamps = _stamps(evidence, captures, sources)
    own = own_words(regimes.values())
    claims = _claims(Contents(meta, entities, sources, captures, quotations, exhibits, stamps, screenings, regimes=own))
    view = View(
        edition=edition,
        meta=meta,
        entities=entities,
        sources=sources,
        captures=captures,
        quotations=quotations,
        exhibits=exhibits,
        claims=claims,
        regimes=regimes,
        withheld={id_: count for id_, count in _named_in(evidence, withheld).items() if id_ in sources},
        assessments=assessed,
        upstream={id_: upstream(id_, case.sources) for id_ in sources},
        stamps=stamps,
        screenings=screenings,
        reviews=reviews_of(claims, standings, case.meta, edition),
        scanner=Scanner(replacer.names),
    )
    _check_clean(view, replacer, case, problems)
    return view


def _stamps(
    evidence: Evidence, captures: Mapping[tuple[str, str], VisibleCapture], sources: Container[str]
) -> dict[tuple[str, str], Stamp]:
    """The time stamps of what is shown; of an altered text without their tokens, which hold the hash of the bytes."""
    return {
        key: stamp if captures[key].sha256 else dataclasses.replace(stamp, token=b"")
        for key, stamp in evidence.stamps.items()
        if key[0] in sources
    }


def _claims(contents: Contents) -> dict[str, VisibleClaim]:
    return {key: as_visible(VisibleClaim, claim) for key, claim in make_claims(contents).items()}


def _screenings(
    case: Case, entities: Mapping[str, VisibleEntity], replacer: Replacer, edition: str
) -> dict[str, VisibleScreening]:
    """What lists say of the persons shown; who judged, and why, stays inside."""
    shown = {id_: entity for id_, entity in case.entities.items() if id_ in entities}
    found = still_holding(case.screenings, shown)
    if edition != case.meta.editions[-1]:
        found = {id_: _without_judges(screening) for id_, screening in found.items()}
    return {id_: as_visible(VisibleScreening, replacer.record(screening)) for id_, screening in found.items()}


def _without_judges(screening: Screening) -> Screening:
    verdicts = {
        person: {id_: dataclasses.replace(row, by="", because="") for id_, row in rows.items()}
        for person, rows in screening.verdicts.items()
    }
    return dataclasses.replace(screening, verdicts=verdicts)


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
    regimes: Mapping[str, Regime],
    assessments: Mapping[str, Sequence[Assessment]],
    entities: Mapping[str, VisibleEntity],
    quotations: Mapping[str, VisibleQuotation],
) -> dict[str, tuple[VisibleAssessment, ...]]:
    """What this edition may say of every element: never more than the case, nor than what is left here carries."""
    policy, as_of = case.meta.policy, case.meta.as_of
    here = assess_all(entities, regimes.values(), case.sources, quotations, policy, as_of)
    return {
        id_: tuple(_visible_assessment(in_edition(*both)) for both in zip(assessments[id_], rows, strict=True))
        for id_, rows in here.items()
    }


def _visible_assessment(assessment: Assessment) -> VisibleAssessment:
    return as_visible(VisibleAssessment, assessment, finding=as_visible(VisibleFinding, assessment.finding))


def _with_effective(
    person: VisibleEntity, assessments: tuple[VisibleAssessment, ...], regimes: Mapping[str, Regime]
) -> VisibleEntity:
    """The person with each finding as it may be said here, and a statement of reasons only where they carry one."""
    dossier = person.dossier
    assert dossier is not None
    findings = tuple(each.finding for each in assessments if each.own)
    carried = STATEMENT_REGIME in regimes and is_submission(assessments, {STATEMENT_REGIME: regimes[STATEMENT_REGIME]})
    passages = tuple(passage for passage in dossier.prose if carried or passage.block != STATEMENT_OF_REASONS)
    return dataclasses.replace(person, dossier=dataclasses.replace(dossier, findings=findings, prose=passages))


def _quotations(
    case: Case, evidence: Evidence, reader: _Reader, replacer: Replacer, problems: Problems
) -> tuple[dict[tuple[str, str], CaptureText], dict[str, Quotation]]:
    """The captures of an edition with its texts, and the quotations it shows, each verified in the text it gets."""
    shown = {key: quotation for key, quotation in evidence.quotations.items() if _shows(case, quotation, reader)}
    narrower = [quotation for key, quotation in evidence.quotations.items() if key not in shown]
    captures, withholdings = {}, {}
    for key, capture in evidence.captures.items():
        source = case.sources[key[0]]
        if reader.sees(source):
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
            problems.add(
                "quotation-absent",
                quotation.excerpt.place,
                "{key} does not verify in the text of the {edition} edition.",
                key=Id(address),
                edition=Id(reader.edition),
            )
    return captures, quotations


def _off_the_disk(
    captures: dict[tuple[str, str], CaptureText], quotations: dict[str, Quotation]
) -> tuple[dict[tuple[str, str], VisibleCapture], dict[str, VisibleQuotation]]:
    """The same without the paths of their files: whoever has a view has no way to what it leaves out."""
    away = {
        key: as_visible(VisibleCapture, each, capture=dataclasses.replace(each.capture, path=Path()))
        for key, each in captures.items()
    }
    return away, {
        id_: as_visible(
            VisibleQuotation,
            each,
            excerpt=as_visible(VisibleExcerpt, each.excerpt),
            capture=away[each.capture.source, each.capture.capture.id],
        )
        for id_, each in quotations.items()
    }


def _shows(case: Case, quotation: Quotation, reader: _Reader) -> bool:
    return reader.sees(case.sources[quotation.excerpt.source]) and reader.sees(quotation.excerpt)


def _named_in(evidence: Evidence, withheld: list[Entity]) -> dict[str, int]:
    """How many of the withheld the text of each source names; a source that names none is not there."""
    each_alone = [Replacer([person]) for person in withheld]
    counts: dict[str, int] = {}
    for (source, _), capture in evidence.captures.items():
        named = sum(replacer.finds(capture.text.source) for replacer in each_alone)
        if named:
            counts[source] = max(counts.get(source, 0), named)
    return counts


def _visible_meta(meta: Meta, quotations: Mapping[str, Quotation], reader: _Reader) -> VisibleMeta:
    """The case's own data without the sections that this edition does not show, or that cite what it does not."""
    shown = (passage for passage in meta.sections if _whole((passage,), quotations, reader))
    sections = tuple(as_visible(VisiblePassage, passage) for passage in shown)
    return as_visible(VisibleMeta, meta, sections=sections, not_names=(), authors=(), reviewers=())


def _visible_source(source: Source, reader: _Reader) -> VisibleSource:
    """The source as a view holds it, without the folder of its files and, for now, without excerpts."""
    values = tuple(as_visible(VisibleValue, value) for value in source.values if reader.sees(value))
    published = next((value.text for value in values if value.prop == "publishedAt"), None)
    captures = tuple(dataclasses.replace(capture, path=Path()) for capture in source.captures)
    return as_visible(
        VisibleSource,
        source,
        values=values,
        published=published,
        captures=captures,
        excerpts=(),
        folder=Path(),
        independent=(),
        same_words=(),
    )


def _with_excerpts(source: VisibleSource, quotations: Mapping[str, VisibleQuotation]) -> VisibleSource:
    """The source with the excerpts that are shown, in the words of the edition."""
    shown = (quotation.excerpt for quotation in quotations.values() if quotation.excerpt.source == source.id)
    return dataclasses.replace(source, excerpts=tuple(shown))


def _with_shown_ties(
    source: VisibleSource, entities: Mapping[str, Entity], sources: Mapping[str, Source]
) -> VisibleSource:
    """The source without ids of what is not shown here."""
    return dataclasses.replace(
        source,
        origin=source.origin if source.origin in entities else None,
        relies_on=tuple(other for other in source.relies_on if other in sources),
    )


def _entities(
    case: Case, withheld: set[str], sources: Mapping[str, Source], quotations: Mapping[str, Quotation], reader: _Reader
) -> dict[str, VisibleEntity]:
    shown = {id_: entity for id_, entity in case.entities.items() if id_ not in withheld and reader.sees(entity)}
    while True:
        # an edge (an office, an act link, a family tie) without one of its ends says nothing
        narrowed = {id_: _entity(entity, shown, sources, quotations, reader) for id_, entity in shown.items()}
        kept = {id_: entity for id_, entity in narrowed.items() if entity is not None}
        if len(kept) == len(shown):
            return kept
        shown = {id_: shown[id_] for id_ in kept}


def _entity(
    entity: Entity,
    shown: Mapping[str, Entity],
    sources: Mapping[str, Source],
    quotations: Mapping[str, Quotation],
    reader: _Reader,
) -> VisibleEntity | None:
    values = []
    for value in entity.values:
        cite = tuple(key for key in value.cite if key in quotations)
        if not reader.sees(value) or (value.cite and not cite):
            continue
        if is_reference(entity.schema, value.prop) and value.text not in shown and value.text not in sources:
            continue
        values.append(as_visible(VisibleValue, value, authors=(), cite=cite))
    written = {value.prop for value in values}
    if any(end not in written for end in edge_ends(entity.schema)):
        return None
    dossier = _dossier(entity.dossier, shown, sources, quotations, reader) if entity.dossier else None
    return as_visible(
        VisibleEntity,
        entity,
        values=tuple(values),
        dossier=dossier,
        withhold=(),
        also_borne_by=(),
        consent=(),
        minor=False,
        authors=(),
    )


def _dossier(
    dossier: Dossier,
    shown: Mapping[str, Entity],
    sources: Mapping[str, Source],
    quotations: Mapping[str, Quotation],
    reader: _Reader,
) -> VisibleDossier:
    passages = [
        passage for passage in dossier.prose if _whole(_standing_together(passage, dossier), quotations, reader)
    ]
    return as_visible(
        VisibleDossier,
        dossier,
        authors=(),
        prose=tuple(as_visible(VisiblePassage, each, read=_shown(each.read, sources)) for each in passages),
        context=tuple(act for act in dossier.context if act in shown),
        not_relied_on=tuple(row for row in dossier.not_relied_on if row.act in shown),
        findings=tuple(_finding(finding, shown, sources, quotations) for finding in dossier.findings),
        default_finding=dossier.default_finding and _finding(dossier.default_finding, shown, sources, quotations),
    )


def _standing_together(passage: Passage, dossier: Dossier) -> tuple[Passage, ...]:
    """The passages shown together or not at all: a statement of reasons stands or falls as a whole."""
    return dossier.block(passage.block) if passage.block == STATEMENT_OF_REASONS else (passage,)


def _whole(together: tuple[Passage, ...], quotations: Mapping[str, Quotation], reader: _Reader) -> bool:
    """Whether passages are shown with all that they cite."""
    return all(reader.sees(each) and all(key in quotations for key in each.cite) for each in together)


def _finding(
    finding: Finding,
    shown: Mapping[str, Entity],
    sources: Mapping[str, Source],
    quotations: Mapping[str, Quotation],
) -> VisibleFinding:
    """The finding with what it rests on here; `_assessments` says how high it then may be."""
    return as_visible(
        VisibleFinding,
        finding,
        authors=(),
        cite=_shown(finding.cite, quotations),
        acts=_shown(finding.acts, shown),
        read=_shown(finding.read, sources),
    )


def _shown(ids: tuple[str, ...], known: Mapping[str, object]) -> tuple[str, ...]:
    return tuple(id_ for id_ in ids if id_ in known)


def _check_clean(view: View, replacer: Replacer, case: Case, problems: Problems) -> None:
    """A last look: no text that leaves may still hold a withheld name."""
    records: dict[str, object] = {**view.entities, **view.sources, case.meta.name: view.meta}
    records |= {key: quotation.excerpt for key, quotation in view.quotations.items()}
    records |= {f"{source}/text.{id_}.txt": each.text.source for (source, id_), each in view.captures.items()}
    for id_, record in records.items():
        if replacer.finds_in(record):
            place = getattr(record, "place", None) or case.meta.place
            problems.add(
                "leak",
                place,
                "A withheld name would be seen in the {edition} edition of {id!r}.",
                edition=Id(view.edition),
                id=Id(id_),
            )
