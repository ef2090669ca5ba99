"""Who approved what an edition shows, by name or by role: reviewers are withheld as other people are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dossier.approvals import Signed, Standing
from dossier.case.model import EDITIONS, Meta, Reviewer, shows
from dossier.claims import Claim

ROLE = "reviewer"


@dataclass(frozen=True, slots=True)
class Approver:
    """One approval as an edition may show it: who, on which day it was signed, and who vouched for want of a key."""

    who: str
    day: str
    vouched_by: str | None = None


@dataclass(frozen=True, slots=True)
class Reviewed:
    """Where a claim of an edition stands, and the approvals of it that count."""

    state: str
    approvals: tuple[Approver, ...] = ()


def reviews_of(
    claims: Mapping[str, Claim], standings: Mapping[str, Standing], meta: Meta, edition: str
) -> dict[str, Reviewed]:
    """For each claim of an edition, by its key there, what reviewers decided on the claim of the case behind it."""
    behind = {standing.identity: standing for standing in standings.values()}
    called = _called(standings.values(), meta, edition)
    return {
        key: Reviewed(found.state, tuple(_approver(row, called) for row in found.approvals))
        if (found := behind.get(claim.identity))
        else Reviewed("waiting")
        for key, claim in claims.items()
    }


def _approver(row: Signed, called: Mapping[str, str]) -> Approver:
    vouched = called[row.signed_by] if row.countersigned else None
    return Approver(called[row.reviewer], row.signed_at[: len("2026-11-21")], vouched)


def _called(standings: Iterable[Standing], meta: Meta, edition: str) -> dict[str, str]:
    """What to call each person: the name where the edition may give it, else the role, numbered if several have it."""
    people = {name for each in standings for row in each.approvals for name in (row.reviewer, row.signed_by)}
    told = {each.id: each for each in meta.reviewers}
    known = [told.get(name, Reviewer(name, name, ROLE, EDITIONS[-1], meta.place)) for name in sorted(people)]
    named = {each.id for each in known if shows(each.edition, edition, meta.editions)}
    roles = Counter(each.role for each in known if each.id not in named)
    numbers: Counter[str] = Counter()
    called = {}
    for each in known:
        if each.id in named:
            called[each.id] = each.name
        else:
            numbers[each.role] += 1
            called[each.id] = each.role if roles[each.role] == 1 else f"{each.role} {numbers[each.role]}"
    return called
