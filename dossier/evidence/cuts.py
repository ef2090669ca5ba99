"""Warns of how a quotation was cut: over a boundary of its source, or next to a word that may turn what it says."""

from __future__ import annotations

from collections.abc import Mapping

from dossier.evidence.records import Quotation
from dossier.problems import Id, Problems, Term, listed


def check_cuts(quotations: Mapping[str, Quotation], problems: Problems) -> None:
    """Report each quotation that runs over a boundary of its source, or leaves out what may turn it."""
    for quotation in quotations.values():
        report_cuts(quotation, problems)


def report_cuts(quotation: Quotation, problems: Problems) -> None:
    """Report one quotation as `check_cuts` does."""
    excerpt = quotation.excerpt
    if crossed := quotation.crosses:
        problems.add(
            "quotation-over-boundary",
            excerpt.place,
            "{key} runs over the end of a paragraph, list item, heading or page ({count} in all).",
            key=Id(excerpt.key),
            count=crossed,
        )
    if turning := quotation.turning:
        problems.add(
            "quotation-cut-off",
            excerpt.place,
            "The sentence of {key} has words just outside the quotation that may turn it: {words}.",
            key=Id(excerpt.key),
            words=listed(Term, turning),
        )
