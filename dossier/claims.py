"""Claims: everything that prints as true, each with a stable key and a digest of exactly what it says.

The digest is SHA-256 of the canonical JSON (RFC 8785) of a claim's text, quotations, sources and capture hashes.
Versions and the edition are recorded beside it and never hashed: the same words from the same bytes have the same
digest in every edition and every release.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace

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
from dossier.case.screenings import Screening
from dossier.evidence.records import CaptureText, Quotation
from dossier.formats.canonical import Json, digest, sha256
from dossier.ftm import property_label
from dossier.listings import listings_of
from dossier.text import prose
from dossier.text.boxes import around

KINDS = ("value", "office", "act", "finding", "prose", "screening")
PDF_FRAGMENT = "http://tools.ietf.org/rfc/rfc3778"  # as the Web Annotation Data Model names it


@dataclass(frozen=True, slots=True)
class Claim:
    """One printed assertion. `entity` is whom it is about; `quotations` are those it cites, in order.

    `unverified` are the excerpts it cites whose words do not stand in their source; `authors` are who wrote it.
    """

    key: str
    kind: str
    entity: str
    text: str
    quotations: tuple[Quotation, ...]
    digest: str
    derived: str | None = None
    attribution: str | None = None
    analysis: bool = False
    unverified: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()

    @property
    def identity(self) -> tuple[str, str, str]:
        """What names the same claim in every edition: an entity that is a link or an office makes only one."""
        return self.kind, self.entity, "" if self.kind in ("act", "office") else self.key

    @property
    def local_key(self) -> str:
        """The key without the id of whom it is about: `summary/2`, `finding/eu-ghr/assembly`."""
        return self.key.removeprefix(f"{self.entity}/")

    def judges(self, regimes: Collection[str]) -> bool:
        """Whether it is a finding of one of these regimes, or the person's default (`dosayev/finding/all`)."""
        regime = self.local_key.removeprefix("finding/").partition("/")[0]
        return self.kind == "finding" and (regime == "all" or regime in regimes)

    def as_json(self) -> Json:
        """The claim as it stands in `claims.json`, with the selectors that find its words in the edition's texts."""
        return {
            "key": self.key,
            "kind": self.kind,
            "entity": self.entity,
            "text": self.text,
            "digest": self.digest,
            "derived": self.derived,
            "attribution": self.attribution,
            "analysis": self.analysis,
            "excerpts": [quotation_json(quotation) for quotation in self.quotations],
        }


def quotation_json(quotation: Quotation) -> Json:
    """A quotation with its W3C selectors: its words, its place in the edition's text of the capture, and in the PDF.

    The last is the page on which it begins and the box around its lines there, in points from the upper left corner.
    """
    box = around(quotation.boxes)
    fragment = box.fragment if box else f"page={quotation.page}"
    page = [{"type": "FragmentSelector", "conformsTo": PDF_FRAGMENT, "value": fragment}]
    return {
        "excerpt": quotation.excerpt.key,
        "exhibit": quotation.exhibit,
        "source": quotation.excerpt.source,
        "capture": quotation.capture.capture.id,
        "capture_sha256": quotation.capture.sha256 or None,
        "altered": quotation.altered,
        "speech": quotation.excerpt.speech,
        "translations": [asdict(row) for row in quotation.excerpt.translations],
        "selector": [
            {"type": "TextQuoteSelector", "exact": quotation.excerpt.quote},
            {"type": "TextPositionSelector", "start": quotation.start, "end": quotation.end},
            *(page if quotation.page else []),
        ],
    }


def claim_digest(text: str, quotations: Iterable[Quotation]) -> str:
    """SHA-256 of the canonical JSON of what a claim says and rests on."""
    return digest_of(text, [(shown_words(q), q.excerpt.source, capture_hash(q.capture)) for q in quotations])


def shown_words(quotation: Quotation) -> str:
    """What stands of a quotation before reviewer and reader: its words, then each translation, which prints with it."""
    rows = (f"[{row.lang}, {row.by}] {row.text}" for row in quotation.excerpt.translations)
    return "\n".join([quotation.excerpt.quote, *rows])


def digest_of(text: str, rests_on: Sequence[tuple[str, str, str]]) -> str:
    """The digest of a claim from its text and, of each quotation, its words, source and capture's SHA-256."""
    return digest(
        {
            "text": text,
            "quotations": [quote for quote, _, _ in rests_on],
            "sources": [source for _, source, _ in rests_on],
            "captures": [capture for _, _, capture in rests_on],
        }
    )


def capture_hash(capture: CaptureText) -> str:
    """The SHA-256 of a capture, or of the edition's text where that of the bytes is withheld."""
    return capture.sha256 or sha256(capture.text.source.encode())


def make_claims(
    entities: Mapping[str, Entity],
    quotations: Mapping[str, Quotation],
    authors: tuple[str, ...] = (),
    screenings: Mapping[str, Screening] | None = None,
    sections: Sequence[Passage] = (),
) -> dict[str, Claim]:
    """Every claim that the entities make, by key, in the order of their ids.

    `authors` wrote what does not say who wrote it; of `screenings`, what they say of the persons is a claim too.
    `sections` are the case's own: each prints in every dossier without one of that name, and is a claim there.
    """
    claims: dict[str, Claim] = {}
    for id_ in sorted(entities):
        listed = (
            _claim(f"{id_}/screening/{row.list}", "screening", entities[id_], row.text, (), quotations)
            for row in listings_of(id_, screenings or {})
        )
        shared = _sections(entities[id_], sections, quotations, authors)
        for claim in (*_claims_of(entities[id_], entities, quotations), *shared, *listed):
            key, number = claim.key, 1
            while key in claims:
                number += 1
                key = f"{claim.key}.{number}"
            claims[key] = replace(claim, key=key, authors=claim.authors or authors)
    return claims


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
