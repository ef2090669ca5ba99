"""Claims: everything that prints of a case, each with a stable key and a digest of exactly what it says.

`statements` makes those that say something of the world, `records` those of the evidence, `frames` those of what a
dossier puts beside them: what stands in it, the case's own data, its templates and regimes.
"""

from dossier.claims.claim import (
    KINDS,
    RECORDS,
    STATEMENTS,
    Claim,
    capture_hash,
    claim_digest,
    digest_of,
    quotation_json,
    shown_words,
)
from dossier.claims.contents import Contents
from dossier.claims.making import make_claims
from dossier.claims.spoken import spoken_of
from dossier.claims.statements import OFFICE_DATES, caption

__all__ = [
    "KINDS",
    "OFFICE_DATES",
    "RECORDS",
    "STATEMENTS",
    "Claim",
    "Contents",
    "caption",
    "capture_hash",
    "claim_digest",
    "digest_of",
    "make_claims",
    "quotation_json",
    "shown_words",
    "spoken_of",
]
