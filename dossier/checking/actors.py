"""Who acts in our sentence must be named where its quotations stand, when they say of somebody else that they act."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dossier.case.model import ACT_SCHEMATA, LINK_SCHEMA, NAME_PROPERTIES, OFFICE_SCHEMA, Case, Passage
from dossier.case.named import says
from dossier.checking.findings import finding_of
from dossier.checking.support import UNCITED_BLOCKS
from dossier.evidence.records import Evidence, Quotation
from dossier.problems import Id, Listed, Message, Place, Problems, Quoted, listed, message
from dossier.text import prose
from dossier.text.actors import ACTS, Actor, Named, Names, actors, told_once
from dossier.text.normalise import fold
from dossier.text.roles import BODIES_OF, WIDE
from dossier.text.sentences import whole_sentences

MAX_AROUND = 10_000  # code points of a paragraph before and behind a quotation
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
# A sentence of what is not so, not known or only asked about says of nobody that they acted.
_OPEN = re.compile(r"\b(?:no|not|neither|nor|never|nothing|nobody|whether|if|unless|without)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Said:
    """Words of ours that cite: where they stand, for people and in the file."""

    where: Message
    text: str
    cite: tuple[str, ...]
    place: Place


def names_of(case: Case) -> Names:
    """The persons, bodies and posts of a case, by every name that it gives them."""
    return Names(
        Named(
            entity.id,
            entity.caption,
            (*(value.text for value in entity.values if value.prop in NAME_PROPERTIES), *entity.withhold),
            alone=entity.schema == "Person",
        )
        for entity in case.entities.values()
        if entity.schema not in (*ACT_SCHEMATA, LINK_SCHEMA, OFFICE_SCHEMA)
    )


def sentence_actors(quotation: Quotation, names: Names) -> list[Actor]:
    """Who acts or is named in the sentences around a quotation; positions are those of its capture's text."""
    paragraph, first, start, end = _paragraph(quotation)
    begin, stop = whole_sentences(paragraph, start, end)
    return [row.moved(first + begin) for row in actors(paragraph[begin:stop], names)]


def translation_actors(quotation: Quotation, names: Names) -> list[Actor]:
    """Who acts or is named in its translations; positions are those of each."""
    return [row for each in quotation.excerpt.translations for row in actors(each.text, names)]


def quoted_actors(quotation: Quotation, names: Names) -> list[Actor]:
    """Those of its sentences, then those of its translations."""
    return [*sentence_actors(quotation, names), *translation_actors(quotation, names)]


def only_in_ours(ours: Iterable[Actor], theirs: Iterable[Actor]) -> list[Actor]:
    """Those of our sentence who are none of the others; what a pronoun means is for the reader."""
    others = list(theirs)
    return [row for row in ours if not row.is_pronoun and not any(row.is_same(other) for other in others)]


def check_actors(case: Case, evidence: Evidence, problems: Problems) -> None:
    """Report an actor of prose, a finding or a role whom no paragraph cited names, while its sentences name another.

    Left alone: analysis, sentences that deny or ask, roles so wide that they hold many others, a body of which the
    source names an office, who published the source or what it relies on, and a person whom the words cited must name
    literally anyway.
    """
    names = names_of(case)
    for said in _said(case):
        quotations = [evidence.quotations[key] for key in said.cite if key in evidence.quotations]
        if not quotations or len(quotations) < len(said.cite):
            continue  # a citation without words is reported elsewhere
        acting = [row for row in _acting(said.text, names) if not _is_reported_elsewhere(row, said, case)]
        if not acting:
            continue
        quoted = [
            row for each in quotations for row in (*sentence_actors(each, names), *translation_actors(each, names))
        ]
        others = [row for row in told_once(quoted) if row.stands == ACTS and not row.is_pronoun]
        missing = _not_covered(acting, quoted) if others else []
        if missing:
            missing = _not_covered(missing, [row for each in quotations for row in _paragraph_actors(each, names)])
        if missing:
            problems.add(
                "actor-not-in-quotation",
                said.place,
                "{where}: the claim says that {ours} acted, but {cited} says that {theirs} did"
                " and does not name {ours} nearby.",
                where=said.where,
                ours=_words_of(missing),
                cited=listed(Id, said.cite),
                theirs=_words_of(others),
            )


def _said(case: Case) -> Iterator[_Said]:
    """Each clause of prose, reason of a finding and role of a link."""
    for passage in case.meta.sections:
        yield from _clauses(passage, message("{block}", block=Id(passage.key)))
    for entity in case.entities.values():
        role = next(iter(entity.all("role")), None) if entity.schema == LINK_SCHEMA else None
        if role:
            yield _Said(message("{id}", id=Id(entity.id)), role.text, entity.cite, role.place)
        if entity.dossier:
            for passage in entity.dossier.prose:
                where = message("{owner}/{block}", owner=Id(entity.id), block=Id(passage.key))
                yield from _clauses(passage, where)
            for row in entity.dossier.all_findings():
                yield _Said(finding_of(entity, row), row.because, row.cite, row.place)


def _clauses(passage: Passage, where: Message) -> Iterator[_Said]:
    if not passage.analysis and passage.block not in UNCITED_BLOCKS:
        for clause, cite in prose.clauses(passage.text):
            yield _Said(where, prose.plain(clause), cite, passage.place)


def _acting(text: str, names: Names) -> list[Actor]:
    """Who clearly acts in sentences that say that something was done."""
    sentences = (each for each in _SENTENCE_END.split(fold(text)) if not _OPEN.search(each))
    rows = (row for each in sentences for row in actors(each, names))
    return told_once(row for row in rows if row.stands == ACTS and not row.is_pronoun and row.who not in WIDE)


def _words_of(rows: Iterable[Actor]) -> Listed:
    return Listed(tuple(message("{words!r}", words=Quoted(row.words)) for row in rows))


def _not_covered(ours: Iterable[Actor], theirs: list[Actor]) -> list[Actor]:
    """Those of ours who are none of theirs, nor the body in which one of theirs holds an office."""
    bodies = {body for row in theirs for key in row.roles for body in BODIES_OF.get(key, ())}
    return [row for row in only_in_ours(ours, theirs) if row.roles.isdisjoint(bodies)]


def _is_reported_elsewhere(row: Actor, said: _Said, case: Case) -> bool:
    """Whether it is who published what is cited, or a person named in full, whom `not-literal` looks for."""
    entity = case.entities.get(row.entity or "")
    if entity is None:
        return False
    cited = [case.sources[key.partition("/")[0]] for key in said.cite]
    behind = [case.sources[id_] for source in cited for id_ in source.relies_on if id_ in case.sources]
    if any(entity.id == source.origin or entity.caption == source.first("publisher") for source in (*cited, *behind)):
        return True
    return entity.schema == "Person" and says(fold(said.text), entity.caption)


def _paragraph(quotation: Quotation) -> tuple[str, int, int, int]:
    """The paragraph of a quotation, where that begins in the text of its capture, and the quotation's span in it."""
    before, words, after = quotation.paragraph
    before, after = before[-MAX_AROUND:], after[:MAX_AROUND]
    return before + words + after, quotation.start - len(before), len(before), len(before) + len(words)


def _paragraph_actors(quotation: Quotation, names: Names) -> list[Actor]:
    return actors(_paragraph(quotation)[0], names)
