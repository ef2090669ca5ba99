"""Makes every claim of a case, or of one edition of it."""

from __future__ import annotations

from dataclasses import replace

from dossier.claims.claim import Claim
from dossier.claims.contents import Contents
from dossier.claims.frames import frames
from dossier.claims.records import records
from dossier.claims.statements import statements


def make_claims(contents: Contents, authors: tuple[str, ...] = ()) -> dict[str, Claim]:
    """Every claim by key: of the entities in the order of their ids, then of the sources, then of what frames them.

    `authors` wrote what does not say who wrote it.
    """
    claims: dict[str, Claim] = {}
    for claim in (*statements(contents, authors), *records(contents), *frames(contents)):
        key, number = claim.key, 1
        while key in claims:
            number += 1
            key = f"{claim.key}.{number}"
        claims[key] = replace(claim, key=key, authors=claim.authors or authors)
    return claims
