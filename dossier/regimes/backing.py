"""A finding cannot exceed its backing.

Findings rest on acts, and per act the person's own link counts: what his office, his body or a group did, or that a
call names him, never carries an element of conduct beyond a lead.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dossier.case.fields import suggestion
from dossier.case.model import ACT_SCHEMATA, CONDUCT_ATTRIBUTIONS, LINK_SCHEMA, Dossier, Entity, Finding
from dossier.problems import Place, Problems
from dossier.regimes.loading import Element, Regime

UNSTATED = "No finding was made: nothing in this case bears on it."


def finding_of(dossier: Dossier, regime: str, element: str) -> Finding:
    """The finding of an element: the author's own, else the person's default, else `not-shown`."""
    for finding in dossier.findings:
        if (finding.regime, finding.element) == (regime, element):
            return finding
    default = dossier.default_finding
    if default is None:
        return Finding(regime, element, "not-shown", UNSTATED, dossier.place)
    return Finding(
        regime,
        element,
        default.finding,
        default.because,
        default.place,
        default.acts,
        default.cite,
        default.needs,
        default.read,
    )


def attributions(person: str, act: str, links: Iterable[Entity]) -> set[str]:
    """How the person's links tie him to an act."""
    return {
        link.attribution
        for link in links
        if link.schema == LINK_SCHEMA
        and link.attribution
        and link.first("subject") == person
        and link.first("object") == act
    }


def check_findings(
    entities: Mapping[str, Entity],
    regimes: Mapping[str, Regime],
    known: Iterable[str],
    verified: Iterable[str],
    problems: Problems,
) -> None:
    """Report findings that name an unknown element, lack what they must say, or claim more than their acts carry.

    `known` are the ids of sources, `verified` the addresses of excerpts that verify.
    """
    for person in entities.values():
        if person.dossier is None:
            continue
        for finding in person.dossier.all_findings():
            element = _element(finding, regimes, problems)
            _check_complete(person, finding, element, set(known), problems)
            if element and finding.finding in ("shown", "arguable"):
                _check_backing(person, finding, element, entities, set(verified), problems)


def _element(finding: Finding, regimes: Mapping[str, Regime], problems: Problems) -> Element | None:
    if finding.regime == "all":
        if finding.finding != "not-shown":
            problems.add("finding-beyond-backing", finding.place, "The default finding can only be not-shown.")
        return None
    regime = regimes.get(finding.regime)
    if regime is None:
        hint = suggestion(finding.regime, list(regimes))
        problems.add("unknown-regime", finding.place, f"The case has no regime {finding.regime!r}.{hint}")
        return None
    element = regime.elements.get(finding.element)
    if element is None:
        known = ", ".join(regime.elements)
        hint = suggestion(finding.element, list(regime.elements))
        problems.add(
            "unknown-element", finding.place, f"{finding.element!r} is no element of {regime.id}: {known}.{hint}"
        )
    return element


def _check_complete(
    person: Entity, finding: Finding, element: Element | None, sources: set[str], problems: Problems
) -> None:
    where = f"{person.id}: {finding.regime}/{finding.element}"
    if not finding.because:
        problems.add("finding-incomplete", finding.place, f"{where} has no `because:`.")
    for source in finding.read:
        if source not in sources:
            problems.add("dangling-reference", finding.place, f"{where}: read: there is no source {source!r}.")
    if finding.finding == "not-shown":
        if not finding.read and not finding.cite:
            problems.add(
                "finding-incomplete", finding.place, f"{where} does not say what was read: `read:` or `cite:`."
            )
        return
    wanted = {"cite": finding.cite, "needs": finding.needs}
    if element and element.conduct:
        wanted["acts"] = finding.acts
    missing = [key for key, written in wanted.items() if not written]
    if missing:
        problems.add(
            "finding-incomplete", finding.place, f"{where} is {finding.finding} and lacks {', '.join(missing)}."
        )


def _check_backing(
    person: Entity,
    finding: Finding,
    element: Element,
    entities: Mapping[str, Entity],
    verified: set[str],
    problems: Problems,
) -> None:
    where = f"{person.id}: {finding.regime}/{finding.element} is {finding.finding}"
    unverified = [key for key in finding.cite if key not in verified]
    if unverified:
        problems.add("finding-beyond-backing", finding.place, f"{where}, but {', '.join(unverified)} does not verify.")
    if not element.conduct:
        return
    carried = [
        act for act in finding.acts if attributions(person.id, act, entities.values()) & set(CONDUCT_ATTRIBUTIONS)
    ]
    if not carried:
        problems.add(
            "finding-beyond-backing",
            finding.place,
            f"{where}, but no act of it is linked to the person as {', '.join(CONDUCT_ATTRIBUTIONS)}: at most `lead`.",
        )


def check_acts(entities: Mapping[str, Entity], problems: Problems) -> None:
    """Report acts named by a dossier that are no acts of the case."""
    for person in entities.values():
        if person.dossier is None:
            continue
        for finding in person.dossier.all_findings():
            for act in finding.acts:
                _check_act(act, finding.place, entities, problems)
        for act in person.dossier.context:
            _check_act(act, person.dossier.place, entities, problems)
        for row in person.dossier.not_relied_on:
            _check_act(row.act, row.place, entities, problems)


def _check_act(act: str, place: Place, entities: Mapping[str, Entity], problems: Problems) -> None:
    entity = entities.get(act)
    if entity is None:
        problems.add(
            "dangling-reference", place, f"There is no act {act!r} in the case.{suggestion(act, list(entities))}"
        )
    elif entity.schema not in ACT_SCHEMATA:
        problems.add("wrong-range", place, f"{act!r} is a {entity.schema}, not an act ({' or '.join(ACT_SCHEMATA)}).")


def is_submission(dossier: Dossier, regimes: Mapping[str, Regime]) -> bool:
    """Whether the document is a submission: an element of violation and one of involvement at least arguable.

    Until then it is an information note, and no statement of reasons is drafted.
    """
    return any(
        _reaches(dossier, regime, "violation") and _reaches(dossier, regime, "involvement")
        for regime in regimes.values()
    )


def _reaches(dossier: Dossier, regime: Regime, role: str) -> bool:
    return any(
        finding_of(dossier, regime.id, element.id).finding in ("shown", "arguable")
        for element in regime.elements.values()
        if element.conduct and role in element.roles
    )
