"""The legal tests as data, and what a finding may rest on."""

from dossier.regimes.assessing import (
    STATEMENT_REGIME,
    STATEMENT_WORDS,
    ActBacking,
    Assessment,
    Backing,
    Cap,
    assess,
    because_of,
    exceeds,
    finding_of,
    in_edition,
    is_submission,
    missing_roles,
    nearness,
    out_of_reach,
    said,
)
from dossier.regimes.backing import check_acts, check_findings
from dossier.regimes.loading import MARKS, Element, Heading, Regime, Standard, in_language, load_regimes
from dossier.regimes.origins import Upstream, groups, upstream
from dossier.regimes.rules import RULES, Rule
from dossier.regimes.tenure import InOffice, Span, certain_span, in_office, span_of_act

__all__ = [
    "MARKS",
    "RULES",
    "STATEMENT_REGIME",
    "STATEMENT_WORDS",
    "ActBacking",
    "Assessment",
    "Backing",
    "Cap",
    "Element",
    "Heading",
    "InOffice",
    "Regime",
    "Rule",
    "Span",
    "Standard",
    "Upstream",
    "assess",
    "because_of",
    "certain_span",
    "check_acts",
    "check_findings",
    "exceeds",
    "finding_of",
    "groups",
    "in_edition",
    "in_language",
    "in_office",
    "is_submission",
    "load_regimes",
    "missing_roles",
    "nearness",
    "out_of_reach",
    "said",
    "span_of_act",
    "upstream",
]
