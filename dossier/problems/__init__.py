"""What the program reports: problems, each of a kind that is registered once."""

from dossier.problems.kinds import KINDS, Kind, Severity
from dossier.problems.messages import (
    Arg,
    Explained,
    File,
    Harmless,
    Id,
    Invalid,
    Listed,
    Message,
    Quoted,
    Term,
    Words,
    listed,
    message,
    os_reason,
    reason_of,
)
from dossier.problems.types import Place, Problem, Problems, Stop, stop

__all__ = [
    "KINDS",
    "Arg",
    "Explained",
    "File",
    "Harmless",
    "Id",
    "Invalid",
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
    "reason_of",
    "stop",
]
