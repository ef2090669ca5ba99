"""The criteria: each element of a regime with its finding, and what the findings come to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from dossier.editions import Entity, View
from dossier.regimes import MARKS, RULES, STATEMENT_REGIME, Assessment, Regime, missing_roles, out_of_reach
from dossier.render.document.model import Criterion, Line
from dossier.render.words import FINDING_WORDS, count, listed


def criteria_of(view: View, person: Entity, regime: Regime) -> tuple[Criterion, ...]:
    """The criteria of one regime, in legal order."""
    return tuple(
        Criterion(
            regime,
            row.element,
            row.finding,
            FINDING_WORDS[row.effective],
            row.own,
            MARKS[row.element.verified],
            _capped(row),
        )
        for row in view.assessments[person.id]
        if row.regime == regime.id
    )


def _capped(assessment: Assessment) -> str:
    """The rule that keeps a finding from being higher: `at most lead: no source ties the person to the act`."""
    if assessment.effective == "not-shown" or assessment.effective != assessment.cap:
        return ""
    rules = list(dict.fromkeys(cap.rule for cap in assessment.caps if cap.at == assessment.cap))
    if not rules:
        return ""
    # too few origins is what remains to be said when no rule says why they are few
    reasons = [RULES[rule].short for rule in rules if rule != "two-origins" or len(rules) == 1]
    return f"at most {FINDING_WORDS[assessment.cap]}: {'; '.join(reasons)}"


def first_criteria(rows: list[Criterion], *, all_of_one: bool) -> Iterable[Criterion]:
    """The rows of the first pages: for one regime what was judged one by one, for all what is above `not-shown`."""
    order = list(FINDING_WORDS)
    chosen = [row for row in rows if (row.own if all_of_one else row.finding.finding != "not-shown")]
    if not all_of_one:  # room is scarce: the introduction says once what keeps findings low, the matrix says it of each
        chosen = [replace(row, capped="") for row in chosen]
    return sorted(chosen, key=lambda row: (order.index(row.finding.finding), not row.element.conduct))


def rest_of(matrix: tuple[tuple[Regime, tuple[Criterion, ...]], ...], *, all_of_one: bool) -> Iterable[Line]:
    """How many elements of each regime the first pages leave to the full list."""
    for regime, rows in matrix:
        left = [row for row in rows if not (row.own if all_of_one else row.finding.finding != "not-shown")]
        if left:
            yield Line(regime.short, count(len(left), "element"))


def criteria_intro(
    assessments: tuple[Assessment, ...], regimes: tuple[Regime, ...], rows: list[Criterion], *, statement: bool
) -> str:
    """What the findings come to. `rows` are those whose caps are said here once instead of one by one."""
    ids = [regime.id for regime in regimes]
    conduct = [
        row
        for row in assessments
        if row.regime in ids and row.element.conduct and row.effective in ("shown", "arguable")
    ]
    said = ["No element of conduct is shown or arguable, so no statement of reasons is drafted."]
    if conduct:
        said = [
            f"{count(len(conduct), 'element')} of conduct {'is' if len(conduct) == 1 else 'are'} at least arguable."
        ]
        for regime in regimes:
            missing = missing_roles(assessments, regime) if regime.id == STATEMENT_REGIME else ()
            if missing:
                lacking = " and no ".join(missing)
                said.append(f"No statement of reasons is printed: no {lacking} is at least arguable in all it needs.")
            elif regime.id == STATEMENT_REGIME and statement:
                said.append("A draft statement of reasons opens part A.")
    held = list(dict.fromkeys(row.capped for row in rows if row.capped and row.element.conduct))
    if held:
        # "at most lead: the source names …" becomes a rule about the findings below, not a statement about all of them
        rules = "; ".join(each.replace(": ", " where ", 1) for each in held)
        said.append(f"Findings of conduct are held down by rules: {rules}.")
    if len(regimes) == 1 and (rights := out_of_reach(assessments, regimes[0])):
        said.append(f"What is reported of {listed(list(rights))} is out of reach: this regime does not cover it.")
    return " ".join(said)
