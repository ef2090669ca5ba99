"""What the evidence allows a finding to say, element by element.

A finding is the author's. The rules say how high it may be, from the acts it names and the words cited; what counts
is the lower of the two. The same functions judge a whole case and one edition of it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from dossier.case.model import (
    ATTRIBUTIONS,
    CONDUCT_ATTRIBUTIONS,
    FINDINGS,
    LINK_SCHEMA,
    OFFICE_SCHEMA,
    Dossier,
    Entity,
    Finding,
    Policy,
    Source,
    Value,
)
from dossier.case.named import is_named_in
from dossier.evidence.records import Quotation
from dossier.language import ENGLISH, Language, msg
from dossier.regimes.loading import Element, Regime
from dossier.regimes.origins import independent
from dossier.regimes.rules import RULES
from dossier.regimes.tenure import InOffice, in_office, latest_day, years_before

UNSTATED = msg("No finding was made: nothing in this case bears on it.")
# What is said of a finding that an edition, or a rule, holds below the author's.
_WITHHELD_HERE = msg("In this edition {finding}: part of what this finding rests on is withheld here.")
_LOWER_HERE = msg("In this edition {finding}: {rule}.")
_LOWER = msg("At most {finding}: {rule}. {because}")
NOT_VERIFIED = "not verified"
# The regime whose authority prints a statement of reasons, and how long those in its annex are (REGIMES: 177 read).
STATEMENT_REGIME = "eu-ghr"
STATEMENT_WORDS = (80, 250)
# What a link that does not carry conduct says instead -> the rule.
_NO_CONDUCT = {
    "office": "office-is-not-conduct",
    "body": "office-is-not-conduct",
    "collective": "nobody-named",
    "unnamed": "nobody-named",
    "call": "call-is-not-conduct",
}


@dataclass(frozen=True, slots=True)
class Cap:
    """A rule (a key of `RULES`) that allows at most `at` here; `why` says it of this very case."""

    rule: str
    at: str
    why: str

    def __str__(self) -> str:
        return f"at most {said(self.at)} [{self.rule}]: {self.why}"


@dataclass(frozen=True, slots=True)
class Held:
    """Why a finding is below the author's: a message, the finding, the rule, and his reason where it still holds."""

    message: str
    finding: str
    rule: str
    because: str = ""

    def said(self, say: Language) -> str:
        """The sentence in a language; the author's reason stays in his words."""
        rule = say(RULES[self.rule].short)
        return say(self.message, finding=say(said(self.finding)), rule=rule, because=self.because)


@dataclass(frozen=True, slots=True)
class ActBacking:
    """An act a finding names: how the person's own links tie him to it, and what the rules say of it.

    `origins` are the sources counted, one per independent origin; `in_office` is None where no office was asked for.
    """

    act: str
    attributions: tuple[str, ...]
    excerpts: tuple[str, ...]
    origins: tuple[str, ...] = ()
    caps: tuple[Cap, ...] = ()
    in_office: InOffice | None = None
    old: bool = False

    @property
    def cap(self) -> str:
        """The highest finding this act allows."""
        return lowest(cap.at for cap in self.caps)


@dataclass(frozen=True, slots=True)
class Backing:
    """An excerpt behind a finding: whether it verifies, its exhibit number, and whether its source can be judged."""

    excerpt: str
    exhibit: str | None
    status: str
    judged: bool


@dataclass(frozen=True, slots=True)
class Assessment:
    """One element for one person: `finding` is what may be said, `author` the level the author wrote.

    `own` says that the author judged this element by itself; `caps` are the rules that keep it below `shown`, `flags`
    those that only point something out.
    """

    person: str
    regime: str
    element: Element
    author: str
    own: bool
    finding: Finding
    cap: str
    caps: tuple[Cap, ...] = ()
    flags: tuple[Cap, ...] = ()
    acts: tuple[ActBacking, ...] = ()
    excerpts: tuple[Backing, ...] = ()
    origins: tuple[str, ...] = ()
    held: Held | None = None

    @property
    def effective(self) -> str:
        """The finding that may be printed: the lower of the author's and the cap."""
        return self.finding.finding

    @property
    def needs(self) -> str:
        """What is needed next: in the author's words, else what would lift the first rule, else the usual evidence."""
        if self.finding.needs:
            return self.finding.needs
        return RULES[self.binding[0].rule].next if self.own and self.binding else self.element.usually_shown_by

    @property
    def binding(self) -> tuple[Cap, ...]:
        """The rules worth naming: where nothing is claimed, only those by which what is named can be a lead at most."""
        return tuple(cap for cap in self.caps if self.author != "not-shown" or cap.at == "lead")


@dataclass(frozen=True, slots=True)
class _Records:
    """What every rule looks at."""

    person: Entity
    entities: Mapping[str, Entity]
    sources: Mapping[str, Source]
    quotations: Mapping[str, Quotation]
    policy: Policy
    as_of: str
    links: tuple[Entity, ...] = field(default=())
    offices: tuple[Entity, ...] = field(default=())

    def judged(self, source: str) -> bool:
        """Whether a source is graded, and neither F nor 6."""
        known = self.sources.get(source)
        grade = known.assessment if known else None
        return grade is not None and grade.reliability != "F" and grade.credibility != "6"


def said(finding: str) -> str:
    """`not-shown` in words."""
    return finding.replace("-", " ")


def lowest(findings: Iterable[str]) -> str:
    """The lowest of some findings, `shown` when there is none."""
    return max(findings, key=FINDINGS.index, default=FINDINGS[0])


def exceeds(finding: str, cap: str) -> bool:
    """Whether a finding says more than a cap allows."""
    return FINDINGS.index(finding) < FINDINGS.index(cap)


def finding_of(dossier: Dossier, regime: str, element: str) -> Finding:
    """The finding of an element: the author's own, else the person's default, else `not-shown`."""
    for finding in dossier.findings:
        if (finding.regime, finding.element) == (regime, element):
            return finding
    if dossier.default_finding is None:
        return Finding(regime, element, "not-shown", UNSTATED, dossier.place)
    return dataclasses.replace(dossier.default_finding, regime=regime, element=element)


def assess(
    person: Entity,
    regime: Regime,
    entities: Mapping[str, Entity],
    sources: Mapping[str, Source],
    quotations: Mapping[str, Quotation],
    policy: Policy,
    as_of: str,
) -> tuple[Assessment, ...]:
    """Judge every element of a regime for a person who has a dossier, in legal order.

    `entities` and `quotations` are those of the case or of an edition's view, quotations only those that verify;
    `sources` are always all of the case: whether two reports are independent does not depend on who may see them.
    Raises ValueError when the person has no dossier.
    """
    if person.dossier is None:
        raise ValueError(f"{person.id} has no dossier")
    links = tuple(e for e in entities.values() if e.schema == LINK_SCHEMA and e.first("subject") == person.id)
    offices = tuple(e for e in entities.values() if e.schema == OFFICE_SCHEMA and e.first("holder") == person.id)
    records = _Records(person, entities, sources, quotations, policy, as_of, links, offices)
    own = {(finding.regime, finding.element) for finding in person.dossier.findings}
    return tuple(
        _assess(records, element, finding_of(person.dossier, regime.id, id_), own=(regime.id, id_) in own)
        for id_, element in regime.elements.items()
    )


def assess_all(
    entities: Mapping[str, Entity],
    regimes: Iterable[Regime],
    sources: Mapping[str, Source],
    quotations: Mapping[str, Quotation],
    policy: Policy,
    as_of: str,
) -> dict[str, tuple[Assessment, ...]]:
    """`assess` for everybody who has a dossier, by id, under each of the regimes in their order."""
    regimes = tuple(regimes)
    return {
        id_: tuple(
            assessment
            for regime in regimes
            for assessment in assess(person, regime, entities, sources, quotations, policy, as_of)
        )
        for id_, person in sorted(entities.items())
        if person.dossier
    }


def _assess(records: _Records, element: Element, finding: Finding, *, own: bool) -> Assessment:
    acts = tuple(_act(records, element, records.entities[act]) for act in finding.acts if act in records.entities)
    caps = list(_caps_of_citations(records, finding))
    flags = []
    origins: tuple[str, ...] = ()
    if element.conduct and acts:
        best = min(acts, key=lambda act: FINDINGS.index(act.cap))
        caps += best.caps
        origins = best.origins
        old = [act.act for act in acts if act.old]
        if old:
            years = records.policy.recency_years
            flags.append(
                Cap("old-conduct", FINDINGS[0], f"more than {years} years before {records.as_of}: {', '.join(old)}.")
            )
    elif element.conduct:
        caps.append(Cap("no-act", "not-shown", "no act is named for it."))
    else:
        # who a person is may be arguable on a source that cannot be judged; what happened may not
        floor = "arguable" if "person" in element.roles else "lead"
        names = records.person if "person" in element.roles else None
        of_words, origins = _caps_of_words(records, finding.cite, names, floor=floor)
        caps += of_words
    cap = lowest(cap.at for cap in caps)
    level = cap if exceeds(finding.finding, cap) else finding.finding
    cited = dict.fromkeys([*finding.cite, *(key for act in acts for key in act.excerpts)])
    return Assessment(
        person=records.person.id,
        regime=finding.regime,
        element=element,
        author=finding.finding,
        own=own,
        finding=dataclasses.replace(finding, finding=level),
        cap=cap,
        caps=tuple(sorted(dict.fromkeys(caps), key=lambda cap: -FINDINGS.index(cap.at))),
        flags=tuple(flags),
        acts=acts,
        excerpts=tuple(_backing(records, key) for key in cited),
        origins=origins,
    )


def _backing(records: _Records, key: str) -> Backing:
    found = records.quotations.get(key)
    status = str(found.status) if found else NOT_VERIFIED
    return Backing(key, found.exhibit if found else None, status, records.judged(_source(key)))


def _source(key: str) -> str:
    return key.split("/", 1)[0]


def _caps_of_citations(records: _Records, finding: Finding) -> Iterator[Cap]:
    unverified = [key for key in finding.cite if key not in records.quotations]
    if unverified:
        yield Cap("not-verified", "not-shown", f"{', '.join(unverified)} does not verify.")
    if not finding.cite:
        yield Cap("no-citation", "not-shown", "nothing is cited for it.")


# --- acts


def _act(records: _Records, element: Element, act: Entity) -> ActBacking:
    """What the rules say of one act a finding names, for one kind of element."""
    # a link without a known attribution is reported elsewhere and ties nobody
    links = [link for link in records.links if link.first("object") == act.id and link.attribution]
    ties = {link.attribution for link in links}
    attributions = tuple(attribution for attribution in ATTRIBUTIONS if attribution in ties)
    excerpts = tuple(dict.fromkeys(key for link in links for key in link.cite))
    latest = latest_day(act)
    old = latest is not None and latest < years_before(records.as_of, records.policy.recency_years)
    if element.body_conduct:
        caps, origins, held = _caps_of_leader(records, act)
    elif element.conduct:
        caps, origins, held = _caps_of_links(records, act, links)
    else:
        caps, origins, held = (), (), None
    return ActBacking(act.id, attributions, excerpts, origins, caps, held, old)


_Judged = tuple[tuple[Cap, ...], tuple[str, ...], InOffice | None]


def _caps_of_links(records: _Records, act: Entity, links: list[Entity]) -> _Judged:
    """Personal conduct: only links by which the source ties the person himself to the act carry it."""
    carrying = [link for link in links if link.attribution in CONDUCT_ATTRIBUTIONS and not _is_inferred(link)]
    if not carrying:
        return (_cap_without_conduct(act, links),), (), None
    caps, origins = _caps_of_words(records, _cited(carrying), records.person)
    official = [link for link in carrying if link.attribution != "personal-act"]
    if not official:
        return caps, origins, None
    # an order or command is given by virtue of an office: without one at the time the report is not coherent
    held = in_office(act, _stated(records.offices))
    if held is not InOffice.YES:
        caps = (_cap_of_tenure(held, act, "arguable"), *caps)
        personal = [link for link in carrying if link.attribution == "personal-act"]
        alone = _caps_of_words(records, _cited(personal), records.person)
        if personal and exceeds(lowest(cap.at for cap in alone[0]), lowest(cap.at for cap in caps)):
            return (*alone, held)
    return caps, origins, held


def _cap_without_conduct(act: Entity, links: list[Entity]) -> Cap:
    if not links:
        return Cap("not-linked", "lead", f"no source ties this person to {act.id}.")
    inferred = [link for link in links if link.attribution in CONDUCT_ATTRIBUTIONS]
    if inferred:
        return Cap("inferred", "lead", f"the tie to {act.id} is inferred, not stated.")
    ties = {link.attribution for link in links}
    attribution = next(attribution for attribution in _NO_CONDUCT if attribution in ties)
    return Cap(_NO_CONDUCT[attribution], "lead", f"of {act.id} the source names {ATTRIBUTIONS[attribution]}.")


def _caps_of_leader(records: _Records, act: Entity) -> _Judged:
    """A leader's element: the body's own act, and an office in that body that certainly overlaps it."""
    posts: dict[str, list[Entity]] = {}
    for office in _stated(records.offices):
        post = records.entities.get(office.first("post") or "")
        for value in post.all("organization") if post else ():
            posts.setdefault(value.text, []).append(office)
    acting = [value for value in act.all("organizer") if value.text in posts and not value.derived]
    if not acting:
        why = f"no source says that a body of this person's own post did {act.id}."
        return (Cap("no-body-conduct", "lead", why),), (), None
    judged = [_caps_of_body(records, act, value, posts[value.text]) for value in acting]
    return min(judged, key=lambda row: FINDINGS.index(lowest(cap.at for cap in row[0])))


def _caps_of_body(records: _Records, act: Entity, organizer: Value, offices: list[Entity]) -> _Judged:
    caps, origins = _caps_of_words(records, organizer.cite, records.entities.get(organizer.text))
    held = in_office(act, offices)
    if held is not InOffice.YES:
        caps = (_cap_of_tenure(held, act, "lead"), *caps)
    return caps, origins, held


def _cap_of_tenure(held: InOffice, act: Entity, uncertain: str) -> Cap:
    if held is InOffice.NO:
        return Cap("outside-tenure", "lead", f"{act.id} lies outside the time in office.")
    return Cap("tenure-uncertain", uncertain, f"that the office was held at the time of {act.id} is not certain.")


def _stated(offices: Iterable[Entity]) -> list[Entity]:
    """Offices that the sources state; one that is inferred places nobody in office with certainty."""
    return [office for office in offices if not any(value.derived for value in office.values)]


def _is_inferred(link: Entity) -> bool:
    return any(value.derived for value in link.values if value.prop in ("subject", "object", "role"))


def _cited(links: Iterable[Entity]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for link in links for key in link.cite))


# --- words and origins


def _caps_of_words(
    records: _Records, keys: Iterable[str], named: Entity | None, *, floor: str = "lead"
) -> tuple[tuple[Cap, ...], tuple[str, ...]]:
    """What some excerpts allow, and the sources counted, one per independent origin.

    An excerpt counts when it verifies, names `named` (if given) and comes from a source that can be judged. Enough
    independent origins allow `shown`, one `arguable`, none `floor`.
    """
    sources, lost = _counted(records, tuple(keys), named)
    origins = independent(sources, records.sources)
    wanted = records.policy.sources_per_act
    if len(origins) >= wanted:
        return (), origins
    at = "arguable" if origins else floor
    # an excerpt whose source is counted by another one costs nothing: it is no reason for the cap
    costing = {rule: [key for key in keys if _source(key) not in sources] for rule, keys in lost.items()}
    caps = [Cap(rule, at, f"{', '.join(keys)}.") for rule, keys in costing.items() if keys]
    if len(sources) > len(origins):
        caps.append(Cap(_dependence(records, sources), at, f"{', '.join(sources)} count as {len(origins)}."))
    found = f"{len(origins)} independent {'origin' if len(origins) == 1 else 'origins'}"
    caps.append(Cap("two-origins", at, f"{found} of {wanted} for shown."))
    return tuple(caps), origins


def _counted(records: _Records, keys: tuple[str, ...], named: Entity | None) -> tuple[list[str], dict[str, list[str]]]:
    """The sources of the excerpts that count, and the excerpts that do not, by the rule that each fails."""
    counted: dict[str, None] = {}
    lost: dict[str, list[str]] = {"not-verified": [], "not-named": [], "cannot-be-judged": []}
    for key in keys:
        quotation = records.quotations.get(key)
        if quotation is None:
            lost["not-verified"].append(key)
        elif named is not None and not is_named_in(named, quotation.excerpt.quote):
            lost["not-named"].append(key)
        elif not records.judged(_source(key)):
            lost["cannot-be-judged"].append(key)
        else:
            counted[_source(key)] = None
    return list(counted), lost


def _dependence(records: _Records, sources: list[str]) -> str:
    """The rule by which sources count as fewer: some have one origin, the same words, or one relies on another."""
    known = {id_: records.sources[id_] for id_ in sources if id_ in records.sources}
    if len({source.origin for source in known.values()}) < len(known):
        return "same-origin"
    words = any(other in known for source in known.values() for other in source.same_words)
    return "same-words" if words else "relies-on"


# --- editions and documents


def in_edition(whole: Assessment, seen: Assessment) -> Assessment:
    """An assessment of what an edition shows, never above that of the whole case.

    Where part of what the author cites is not in the edition, neither are his reasons: they may rest on it.
    """
    withheld = set(whole.finding.cite) - set(seen.finding.cite) or set(whole.finding.acts) - set(seen.finding.acts)
    level = lowest((whole.effective, seen.effective))
    finding = dataclasses.replace(seen.finding, finding=level)
    caps, held = seen.caps, None
    if withheld:
        caps = (*caps, Cap("withheld-here", level, "part of what this finding rests on is withheld in this edition."))
        held = Held(_WITHHELD_HERE, level, "withheld-here")
        finding = dataclasses.replace(finding, needs=None)
    elif level != whole.effective:
        held = Held(_LOWER_HERE, level, seen.caps[0].rule)
        finding = dataclasses.replace(finding, needs=None)
    elif level != whole.author:
        held = Held(_LOWER, level, whole.caps[0].rule, finding.because)
    if held:
        finding = dataclasses.replace(finding, because=held.said(ENGLISH))
    return dataclasses.replace(seen, finding=finding, cap=lowest((whole.cap, seen.cap)), caps=caps, held=held)


def because_of(assessment: Assessment, say: Language) -> str:
    """Why a finding is what it is: in the author's words, in ours where none is left or none was given."""
    if assessment.held:
        return assessment.held.said(say)
    because = assessment.finding.because
    return say(UNSTATED) if because == UNSTATED else because


def is_submission(assessments: Sequence[Assessment], regimes: Mapping[str, Regime]) -> bool:
    """Whether the document is a submission: under one regime a violation and an involvement are at least arguable.

    Both are elements of conduct; a violation that counts only with another element needs that one too. Until then it
    is an information note, and no statement of reasons is drafted.
    """
    return any(not missing_roles(assessments, regime) for regime in regimes.values())


def missing_roles(assessments: Sequence[Assessment], regime: Regime) -> tuple[str, ...]:
    """Which of `violation` and `involvement` no element of conduct reaches, so that no submission can be made."""
    reached = {each.element.id for each in assessments if each.regime == regime.id and each.effective in FINDINGS[:2]}
    carrying = [
        element
        for element in regime.elements.values()
        if element.conduct and element.id in reached and (not element.only_with or element.only_with in reached)
    ]
    return tuple(
        role for role in ("violation", "involvement") if not any(role in element.roles for element in carrying)
    )


def nearness(assessments: Sequence[Assessment], regime: Regime) -> tuple[int, ...]:
    """A key that sorts what is nearest to being ready first.

    First by how many of violation and involvement are still missing for a submission; then by the effective findings:
    more elements of conduct shown, arguable, lead; then the same of all others.
    """
    rows = [each for each in assessments if each.regime == regime.id]
    counts = [
        -sum(each.effective == finding for each in rows if each.element.conduct is conduct)
        for conduct in (True, False)
        for finding in FINDINGS[:3]
    ]
    return (len(missing_roles(rows, regime)), *counts)


def out_of_reach(assessments: Iterable[Assessment], regime: Regime) -> tuple[str, ...]:
    """Rights that this regime does not cover, although something bears on them under another regime."""
    found = {each.element.id for each in assessments if each.effective != "not-shown"}
    return tuple(right for right in regime.not_covered if right in found)
