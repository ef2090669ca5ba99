"""What the program reports: problems, each of a kind that is registered once."""

from dossier.problems.kinds import KINDS, Kind, Severity
from dossier.problems.types import Place, Problem, Problems, Stop, stop

__all__ = ["KINDS", "Kind", "Place", "Problem", "Problems", "Severity", "Stop", "stop"]
