"""The legal tests as data, and what a finding may rest on."""

from dossier.regimes.backing import check_acts, check_findings, finding_of, is_submission
from dossier.regimes.loading import MARKS, Element, Regime, Standard, load_regimes
from dossier.regimes.tenure import InOffice, in_office

__all__ = [
    "MARKS",
    "Element",
    "InOffice",
    "Regime",
    "Standard",
    "check_acts",
    "check_findings",
    "finding_of",
    "in_office",
    "is_submission",
    "load_regimes",
]
