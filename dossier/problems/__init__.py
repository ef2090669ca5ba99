"""What the program reports: problems, each of a kind that is registered once."""

from dossier.problems.kinds import KINDS, Kind, Severity
from dossier.problems.messages import (
    Arg,
    Explained,
    File,
    Harmless,
    Id,
    Listed,
    Message,
    Quoted,
    Term,
    Words,
    listed,
    message,
    os_reason,
)
from dossier.problems.types import Place, Problem, Problems, Stop, stop

__all__ = [
    "KINDS",
    "Arg",
    "Explained",
    "File",
    "Harmless",
    "Id",
    "Kind",
    "Listed",
    "Message",
    "Place",
    "Problem",
    "Problems",
    "Quoted",
    "Severity",
    "Stop",
    "Term",
    "Words",
    "listed",
    "message",
    "os_reason",
    "stop",
]
