"""The criteria: each element of a regime with its finding, and what the findings come to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from dossier.editions import View, VisibleAssessment, VisibleEntity
from dossier.language import Language, msg
from dossier.regimes import (
    MARKS,
    RULES,
    STATEMENT_REGIME,
    Regime,
    because_of,
    missing_roles,
    out_of_reach,
)
from dossier.render.document.model import Criterion
from dossier.render.words import FINDING_WORDS

# Rights that a regime may leave out, by the ids of elements.
RIGHT_WORDS = {"assembly": msg("assembly"), "expression": msg("expression")}


def criteria_of(view: View, person: VisibleEntity, regime: Regime, say: Language) -> tuple[Criterion, ...]:
    """The criteria of one regime, in legal order."""
    return tuple(
        Criterion(
            regime,
            regime.elements[row.element.id],
            replace(row.finding, because=because_of(row, say)),
            say(FINDING_WORDS[row.effective]),
            row.own,
            say(MARKS[row.element.verified]),
            *_held(row, say),
        )
        for row in view.assessments[person.id]
        if row.regime == regime.id
    )


def _held(assessment: VisibleAssessment, say: Language) -> tuple[str, str]:
    """The rules that keep a finding from being higher, of this finding and as a rule about several; empty without."""
    if assessment.effective == "not-shown" or assessment.effective != assessment.cap:
        return "", ""
    rules = list(dict.fromkeys(cap.rule for cap in assessment.caps if cap.at == assessment.cap))
    if not rules:
        return "", ""
    # too few origins is what remains to be said when no rule says why they are few
    reasons = say.joined(say(RULES[rule].short) for rule in rules if rule != "two-origins" or len(rules) == 1)
    finding = say(FINDING_WORDS[assessment.cap])
    return (
        say("at most {finding}: {rules}", finding=finding, rules=reasons),
        say("at most {finding} where {rules}", finding=finding, rules=reasons),
    )


def first_criteria(rows: list[Criterion], *, all_of_one: bool) -> Iterable[Criterion]:
    """The rows of the first pages: for one regime what was judged one by one, for all what is above `not-shown`."""
    order = list(FINDING_WORDS)
    chosen = [row for row in rows if (row.own if all_of_one else row.finding.finding != "not-shown")]
    if not all_of_one:  # room is scarce: the introduction says once what keeps findings low, the matrix says it of each
        chosen = [replace(row, capped="") for row in chosen]
    return sorted(chosen, key=lambda row: (order.index(row.finding.finding), not row.element.conduct))


def rest_of(
    matrix: tuple[tuple[Regime, tuple[Criterion, ...]], ...], say: Language, *, all_of_one: bool
) -> Iterable[str]:
    """How many elements of each regime the first pages leave to the full list."""
    for regime, rows in matrix:
        left = [row for row in rows if not (row.own if all_of_one else row.finding.finding != "not-shown")]
        if left:
            yield say.plural(
                "{regime}, {number} element", "{regime}, {number} elements", len(left), regime=regime.short
            )


def criteria_intro(
    assessments: tuple[VisibleAssessment, ...],
    regimes: tuple[Regime, ...],
    rows: list[Criterion],
    say: Language,
    *,
    statement: bool,
) -> str:
    """What the findings come to. `rows` are those whose caps are said here once instead of one by one."""
    ids = [regime.id for regime in regimes]
    conduct = [
        row
        for row in assessments
        if row.regime in ids and row.element.conduct and row.effective in ("shown", "arguable")
    ]
    if conduct:
        said = [
            say.plural(
                "{number} element of conduct is at least arguable.",
                "{number} elements of conduct are at least arguable.",
                len(conduct),
            )
        ]
        said += [words for regime in regimes if (words := _of_statement(assessments, regime, say, statement=statement))]
    else:
        said = [say("No element of conduct is shown or arguable, so no statement of reasons is drafted.")]
    held = list(dict.fromkeys(row.capped_where for row in rows if row.capped_where and row.element.conduct))
    if held:
        said.append(say("Findings of conduct are held down by rules: {rules}.", rules=say.joined(held)))
    if len(regimes) == 1 and (rights := out_of_reach(assessments, regimes[0])):
        words = say.listed(say(RIGHT_WORDS.get(right, right)) for right in rights)
        said.append(say("What is reported of {rights} is out of reach: this regime does not cover it.", rights=words))
    return " ".join(said)


def _of_statement(assessments: tuple[VisibleAssessment, ...], regime: Regime, say: Language, *, statement: bool) -> str:
    """Whether a statement of reasons opens the document, and what it lacks."""
    if regime.id != STATEMENT_REGIME:
        return ""
    match missing_roles(assessments, regime):
        case ("violation", "involvement"):
            return say(
                "No statement of reasons is printed: no violation and no involvement is at least arguable in all it "
                "needs."
            )
        case ("violation",):
            return say("No statement of reasons is printed: no violation is at least arguable in all it needs.")
        case ("involvement",):
            return say("No statement of reasons is printed: no involvement is at least arguable in all it needs.")
        case _:
            return say("A draft statement of reasons opens part A.") if statement else ""
