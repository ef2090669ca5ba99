"""Reports findings that claim more than their backing, and dossiers that leave out what fairness asks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dossier.case.fields import suggestion
from dossier.case.model import ACT_SCHEMATA, STATEMENT_OF_REASONS, Dossier, Entity, Finding, Source
from dossier.ftm import is_schema
from dossier.problems import Place, Problems
from dossier.regimes.assessing import STATEMENT_WORDS, Assessment, exceeds, said
from dossier.regimes.loading import Element, Regime
from dossier.regimes.rules import RULES
from dossier.text import prose


def check_findings(
    entities: Mapping[str, Entity],
    regimes: Mapping[str, Regime],
    sources: Mapping[str, Source],
    assessments: Mapping[str, Sequence[Assessment]],
    problems: Problems,
) -> None:
    """Report findings that name an unknown element, lack what they must say, or claim more than their backing allows.

    `assessments` are those of the case, of each person with a dossier.
    """
    for person in entities.values():
        if person.dossier is None:
            continue
        _check_fairness(person, person.dossier, sources, problems)
        complete = set()
        for finding in person.dossier.all_findings():
            element = _element(finding, regimes, problems)
            if _check_complete(person, finding, element, sources, problems):
                complete.add((finding.regime, finding.element))
        for assessed in assessments[person.id]:
            if (assessed.regime, assessed.element.id) in complete:
                _check_backing(assessed, problems)


def _check_fairness(person: Entity, dossier: Dossier, sources: Mapping[str, Source], problems: Problems) -> None:
    """What speaks for the person and his reply are never silently empty; a draft statement has its length."""
    mitigating = dossier.block("mitigating")
    if not mitigating:
        problems.add("mitigating-silent", dossier.place, f"{person.id}: what speaks for this person is not stated.")
    for passage in mitigating:
        for source in passage.read:
            if source not in sources:
                problems.add(
                    "dangling-reference",
                    passage.place,
                    f"mitigating: read: there is no source {source!r}.",
                    missing=source,
                )
    if dossier.reply is None:
        problems.add("reply-missing", dossier.place, f"{person.id}: whether a reply was sought is not stated.")
    statement = dossier.block(STATEMENT_OF_REASONS)
    words = sum(len(prose.plain(passage.text).split()) for passage in statement)
    least, most = STATEMENT_WORDS
    if statement and not least <= words <= most:
        problems.add(
            "statement-length",
            statement[0].place,
            f"{person.id}: the statement of reasons has {words} words, not {least} to {most}.",
        )


def _element(finding: Finding, regimes: Mapping[str, Regime], problems: Problems) -> Element | None:
    if finding.regime == "all":
        if finding.finding != "not-shown":
            problems.add("finding-beyond-backing", finding.place, "The default finding can only be not-shown.")
        return None
    regime = regimes.get(finding.regime)
    if regime is None:
        hint = suggestion(finding.regime, list(regimes))
        problems.add(
            "unknown-regime",
            finding.place,
            f"The case has no regime {finding.regime!r}; it has {', '.join(regimes) or 'none'}.{hint}",
        )
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
    person: Entity, finding: Finding, element: Element | None, sources: Mapping[str, Source], problems: Problems
) -> bool:
    """Report what a finding does not say; whether it names all it rests on."""
    where = f"{person.id}: {finding.regime}/{finding.element}"
    if not finding.because:
        problems.add("finding-incomplete", finding.place, f"{where} has no `because:`.")
    for source in finding.read:
        if source not in sources:
            problems.add(
                "dangling-reference", finding.place, f"{where}: read: there is no source {source!r}.", missing=source
            )
    if finding.finding == "not-shown":
        if not finding.read and not finding.cite:
            problems.add(
                "finding-incomplete", finding.place, f"{where} does not say what was read: `read:` or `cite:`."
            )
        return True
    wanted = {"cite": finding.cite, "needs": finding.needs}
    if element and element.conduct:
        wanted["acts"] = finding.acts
    missing = [key for key, written in wanted.items() if not written]
    if missing:
        problems.add(
            "finding-incomplete", finding.place, f"{where} is {finding.finding} and lacks {', '.join(missing)}."
        )
    return not {"cite", "acts"} & set(missing)


def _check_backing(assessed: Assessment, problems: Problems) -> None:
    if not exceeds(assessed.author, assessed.effective):
        return
    finding = assessed.finding
    caps = [cap for cap in assessed.caps if exceeds(assessed.author, cap.at)]
    problems.add(
        "finding-beyond-backing",
        finding.place,
        f"{assessed.person}: {finding.regime}/{finding.element} is {said(assessed.author)}, but "
        f"{'; '.join(str(cap).rstrip('.') for cap in caps)}.",
        f"Lower it to {said(assessed.effective)}, or: {RULES[caps[0].rule].next}",
    )


def check_acts(entities: Mapping[str, Entity], problems: Problems) -> None:
    """Report acts named by a dossier that are no acts of the case."""
    for person in entities.values():
        if person.dossier is None:
            continue
        for finding in person.dossier.all_findings():
            for act in finding.acts:
                _check_act(act, finding.place, entities, problems)
        linked = {link.first("object") for link in entities.values() if link.first("subject") == person.id}
        for act in person.dossier.context:
            _check_act(act, person.dossier.place, entities, problems)
            if act in linked:
                problems.add(
                    "context-linked", person.dossier.place, f"{person.id}: {act!r} stands in `context:` and in `acts:`."
                )
        for row in person.dossier.not_relied_on:
            _check_act(row.act, row.place, entities, problems)


def _check_act(act: str, place: Place, entities: Mapping[str, Entity], problems: Problems) -> None:
    entity = entities.get(act)
    if entity is None:
        problems.add(
            "dangling-reference",
            place,
            f"There is no act {act!r} in the case.{suggestion(act, list(entities))}",
            missing=act,
        )
    elif entity.schema not in ACT_SCHEMATA and is_schema(entity.schema):
        problems.add(
            "wrong-range", place, f"{act!r} is of the schema {entity.schema}, no act ({' or '.join(ACT_SCHEMATA)})."
        )
