"""The legal tests as data, and what a finding may rest on."""

from dossier.regimes.backing import check_acts, check_findings, finding_of
from dossier.regimes.loading import MARKS, Element, Regime, Standard, load_regimes

__all__ = ["MARKS", "Element", "Regime", "Standard", "check_acts", "check_findings", "finding_of", "load_regimes"]
