"""Where every claim stands: approved, waiting, stale, rejected or questioned, and by whom.

A decision counts for the digest it was made on. When the claim changes, no decision matches it any more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from dossier.approvals.decisions import Decision, subject_of
from dossier.approvals.ledger import Ledger
from dossier.claims import Claim
from dossier.problems import Problems

STATES = ("approved", "waiting", "stale", "rejected", "questioned")
# The gate's codes, with what is said of a number of claims.
_REFUSED = {
    "waiting": ("claim-not-approved", "lacks approvals", "lack approvals"),
    "stale": ("claim-stale", "changed since it was approved", "changed since they were approved"),
    "rejected": ("claim-refused", "was rejected", "were rejected"),
    "questioned": ("claim-refused", "has an open question", "have open questions"),
}
_NAMED = 5


@dataclass(frozen=True, slots=True)
class Signed:
    """A decision under a signature: who decided, who signed (another, when countersigned), and when it was signed."""

    decision: Decision
    reviewer: str
    signed_by: str
    signed_at: str

    @property
    def countersigned(self) -> bool:
        """Whether another vouched for it: the reviewer had no key."""
        return self.signed_by != self.reviewer


@dataclass(frozen=True, slots=True)
class Standing:
    """One claim: its state, how many approvals count of how many it `needs`, and what everybody last decided on it.

    `approvals` are those that count. `discounted` say why another's does not: the author's own, or one that the same
    key stands behind. `earlier` are the last approvals of what the claim said before, one a reviewer;
    while a citation of it does not verify, every approval is one of those.
    """

    claim: str
    identity: tuple[str, str, str]
    state: str
    needs: int
    approvals: tuple[Signed, ...] = ()
    rejections: tuple[Signed, ...] = ()
    questions: tuple[Signed, ...] = ()
    discounted: tuple[tuple[Signed, str], ...] = ()
    earlier: tuple[Signed, ...] = ()
    history: tuple[Signed, ...] = field(default=(), repr=False)

    def state_for(self, reviewer: str) -> str:
        """As `state`, for one reviewer: what he decided himself; stale or waiting when that is nothing that holds."""
        for state, rows in (("rejected", self.rejections), ("questioned", self.questions), ("approved", self.given)):
            if any(row.reviewer == reviewer for row in rows):
                return state
        return "stale" if any(row.reviewer == reviewer for row in self.earlier) else "waiting"

    @property
    def given(self) -> tuple[Signed, ...]:
        """Every approval of the claim as it is, whether it counts or not."""
        return (*self.approvals, *(row for row, _ in self.discounted))


@dataclass(slots=True)
class _Heard:
    """What was decided on one subject: by digest and reviewer the last decision, and everything in order."""

    last: dict[tuple[str, str], Signed] = field(default_factory=dict)
    by_key: dict[str, list[Signed]] = field(default_factory=lambda: defaultdict(list))


def standings(claims: Mapping[str, Claim], ledger: Ledger, needs: int) -> dict[str, Standing]:
    """Where each claim of a case stands, by key; a claim needs approvals by `needs` people who are not its authors."""
    heard: dict[tuple[str, str], _Heard] = defaultdict(_Heard)
    for row in _signed(ledger):
        of = heard[row.decision.subject]
        of.last[row.decision.digest, row.reviewer] = row
        of.by_key[row.decision.claim].append(row)
    current: dict[tuple[str, str], set[str]] = defaultdict(set)
    for claim in claims.values():
        current[subject_of(claim.kind, claim.key)].add(claim.digest)
    return {
        key: _standing(claim, heard.get(subject, _Heard()), current[subject], needs)
        for key, claim in claims.items()
        for subject in (subject_of(claim.kind, key),)
    }


def _signed(ledger: Ledger) -> Iterable[Signed]:
    """Every signed decision, of one reviewer in the order made; the order among reviewers means nothing."""
    for reviewer, chain in sorted(ledger.chains.items()):
        for session in chain.sessions:
            for decision in session.decisions:
                yield Signed(decision, reviewer, session.signed_by, session.signed_at)


def _standing(claim: Claim, heard: _Heard, current: set[str], needs: int) -> Standing:
    now = [row for (digest, _), row in heard.last.items() if digest == claim.digest]
    made = {
        verb: tuple(row for row in now if row.decision.decision == verb) for verb in ("approve", "reject", "question")
    }
    # a digest is of quotations that verify: a claim that lost one, or got a wrong one, may look as it was approved
    broken = made["approve"] if claim.unverified else ()
    approvals, discounted = counted(() if broken else made["approve"], claim.authors)
    # what it said before: under this key, unless the words only moved and stand under another key now
    past = [row for row in heard.by_key.get(claim.key, ()) if row.decision.digest not in current]
    decided = {row.reviewer for row in now if row.decision.decision != "withdraw"}
    latest = {row.reviewer: row for row in past}
    earlier = (
        *broken,
        *(row for row in latest.values() if row.decision.decision == "approve" and row.reviewer not in decided),
    )
    state = (
        "rejected"
        if made["reject"]
        else "questioned"
        if made["question"]
        else "approved"
        if len(approvals) >= needs
        else "stale"
        if earlier
        else "waiting"
    )
    history = tuple(dict.fromkeys([*heard.by_key.get(claim.key, ()), *now]))
    return Standing(
        claim.key,
        claim.identity,
        state,
        needs,
        approvals,
        made["reject"],
        made["question"],
        discounted,
        earlier,
        history,
    )


def counted(
    given: Iterable[Signed], authors: Iterable[str]
) -> tuple[tuple[Signed, ...], tuple[tuple[Signed, str], ...]]:
    """The approvals that count, and those that do not, with the reason.

    Whoever wrote a claim neither approves it nor vouches for another who does. One signer counts once, whomever he
    signs for: two approvals are two people, each with a key of his own or with somebody else's word.
    """
    wrote = {name.casefold() for name in authors}
    counts: dict[str, Signed] = {}
    others: list[tuple[Signed, str]] = []
    # a reviewer's own signature goes before one given for another
    for row in sorted(given, key=lambda row: (row.countersigned, row.reviewer)):
        if row.reviewer.casefold() in wrote:
            others.append((row, "wrote the claim"))
        elif row.signed_by.casefold() in wrote:
            others.append((row, f"countersigned by {row.signed_by}, who wrote the claim"))
        elif row.signed_by in counts:
            others.append((row, f"countersigned by {row.signed_by}, who counts already"))
        else:
            counts[row.signed_by] = row
    return tuple(counts.values()), tuple(others)


def refuse_unapproved(states: Mapping[str, str], problems: Problems) -> None:
    """Add an error for each state other than approved: what stops `build --strict` and a submission.

    `states` are those of the claims that would leave, by key.
    """
    by_state: dict[str, list[str]] = defaultdict(list)
    for key, state in states.items():
        by_state[state].append(key)
    for state, (code, one, many) in _REFUSED.items():
        keys = sorted(by_state[state])
        if keys:
            shown = ", ".join(keys[:_NAMED]) + (f" and {len(keys) - _NAMED:,} more" if len(keys) > _NAMED else "")
            words = f"1 claim {one}" if len(keys) == 1 else f"{len(keys):,} claims {many}"
            problems.add(code, None, f"{words}: {shown}.")
