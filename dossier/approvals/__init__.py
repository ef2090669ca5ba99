"""Approvals: what reviewers decided on which claims, signed by their own keys, and where every claim stands."""

from dossier.approvals.clock import Clock, timestamp, utc_now
from dossier.approvals.decisions import DECISIONS, MAX_NOTE, SPEECH, VOTES, Decision, Reading, Session, decide
from dossier.approvals.ledger import Chain, Ledger, read_ledger
from dossier.approvals.open import tell_open
from dossier.approvals.signatures import NAMESPACE, SIGNERS_FILE
from dossier.approvals.standing import STATES, Signed, Standing, refuse_unapproved, standings, wrote
from dossier.approvals.writing import add_to_draft, how_to_begin, sign_draft, who_decides

__all__ = [
    "DECISIONS",
    "MAX_NOTE",
    "NAMESPACE",
    "SIGNERS_FILE",
    "SPEECH",
    "STATES",
    "VOTES",
    "Chain",
    "Clock",
    "Decision",
    "Ledger",
    "Reading",
    "Session",
    "Signed",
    "Standing",
    "add_to_draft",
    "decide",
    "how_to_begin",
    "read_ledger",
    "refuse_unapproved",
    "sign_draft",
    "standings",
    "tell_open",
    "timestamp",
    "utc_now",
    "who_decides",
    "wrote",
]
