"""Where every claim stands: approved, waiting, stale, rejected or questioned, and by whom.

A decision counts for the digest it was made on. When the claim changes, no decision matches it any more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from dossier.approvals.decisions import Decision, subject_of
from dossier.approvals.ledger import Ledger
from dossier.claims import Claim
from dossier.problems import Id, Problems, Term, listed, message

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
        """As `state`, for one reviewer: their own decision; stale or waiting when they have none that holds."""
        for state, rows in (("rejected", self.rejections), ("questioned", self.questions), ("approved", self.given)):
            if any(row.reviewer == reviewer for row in rows):
                return state
        return "stale" if any(row.reviewer == reviewer for row in self.earlier) else "waiting"

    @property
    def given(self) -> tuple[Signed, ...]:
        """Every approval of the claim as it is, whether it counts or not."""
        return (*self.approvals, *(row for row, _ in self.discounted))


@dataclass(slots=True)
class DecisionHistory:
    """What was decided on one subject: by digest and reviewer the last decision, and by claim everything in order."""

    last: dict[tuple[str, str], Signed] = field(default_factory=dict)
    by_claim: dict[str, list[Signed]] = field(default_factory=lambda: defaultdict(list))

    def add(self, row: Signed) -> None:
        """Add a decision; those of one reviewer come in the order in which they were made."""
        self.last[row.decision.digest, row.reviewer] = row
        self.by_claim[row.decision.claim].append(row)

    def of_digest(self, digest: str) -> list[Signed]:
        """The last decision of each reviewer on these very words."""
        return [row for (of, _), row in self.last.items() if of == digest]

    def of_claim(self, key: str) -> list[Signed]:
        """Every decision under this key, on whatever it said then."""
        return self.by_claim.get(key, [])


def standings(claims: Mapping[str, Claim], ledger: Ledger, needs: int) -> dict[str, Standing]:
    """Where each claim of a case stands, by key; a claim needs approvals by `needs` people who are not its authors."""
    histories: dict[tuple[str, str], DecisionHistory] = defaultdict(DecisionHistory)
    for row in _signed(ledger):
        histories[row.decision.subject].add(row)
    current: dict[tuple[str, str], set[str]] = defaultdict(set)
    for claim in claims.values():
        current[subject_of(claim.kind, claim.key)].add(claim.digest)
    return {
        key: _standing(claim, histories.get(subject, DecisionHistory()), current[subject], needs)
        for key, claim in claims.items()
        for subject in (subject_of(claim.kind, key),)
    }


def _signed(ledger: Ledger) -> Iterable[Signed]:
    """Every signed decision, of one reviewer in the order made; the order among reviewers means nothing."""
    for reviewer, chain in sorted(ledger.chains.items()):
        for session in chain.sessions:
            for decision in session.decisions:
                yield Signed(decision, reviewer, session.signed_by, session.signed_at)


def _standing(claim: Claim, history: DecisionHistory, current: set[str], needs: int) -> Standing:
    """Where one claim stands; `current` are the digests of all claims of its subject as they are now."""
    now = history.of_digest(claim.digest)
    approved, rejected, questioned = (_with_verb(now, verb) for verb in ("approve", "reject", "question"))
    # A digest is of the quotations that verify: a claim with one that does not may have the digest that was approved.
    broken = approved if claim.unverified else ()
    approvals, discounted = split_countable(() if claim.unverified else approved, claim.authors)
    earlier = (*broken, *_approved_before(claim, history, current, now))
    return Standing(
        claim=claim.key,
        identity=claim.identity,
        state=_state(rejected, questioned, enough=len(approvals) >= needs, given=bool(approvals), earlier=earlier),
        needs=needs,
        approvals=approvals,
        rejections=rejected,
        questions=questioned,
        discounted=discounted,
        earlier=earlier,
        history=tuple(dict.fromkeys([*history.of_claim(claim.key), *now])),
    )


def _with_verb(rows: Iterable[Signed], verb: str) -> tuple[Signed, ...]:
    return tuple(row for row in rows if row.decision.decision == verb)


def _approved_before(
    claim: Claim, history: DecisionHistory, current: set[str], now: Iterable[Signed]
) -> tuple[Signed, ...]:
    """The approvals of what the claim said before, by reviewers who have decided nothing on what it says now.

    Words that only moved, and stand under another key now, are not what it said before. Who withdrew a decision on
    what it says now has decided nothing on it, so that their earlier approval still makes the claim stale.
    """
    past = [row for row in history.of_claim(claim.key) if row.decision.digest not in current]
    latest = {row.reviewer: row for row in past}
    decided = {row.reviewer for row in now if row.decision.decision != "withdraw"}
    return tuple(row for row in _with_verb(latest.values(), "approve") if row.reviewer not in decided)


def _state(
    rejected: Sequence[Signed],
    questioned: Sequence[Signed],
    *,
    enough: bool,
    given: bool,
    earlier: Sequence[Signed],
) -> str:
    """The first of the states that holds: one objection outweighs any number of approvals.

    `enough` is true of a claim that nobody approved where a case asks for no approval: there, too, what changed is
    stale.
    """
    holds = (
        ("rejected", bool(rejected)),
        ("questioned", bool(questioned)),
        ("approved", enough and (given or not earlier)),
        ("stale", bool(earlier)),
    )
    return next((state for state, is_so in holds if is_so), "waiting")


def wrote(name: str, authors: Iterable[str]) -> bool:
    """Whether a person is one of the authors, whatever the case of the letters."""
    return name.casefold() in {author.casefold() for author in authors}


def split_countable(
    given: Iterable[Signed], authors: Sequence[str]
) -> tuple[tuple[Signed, ...], tuple[tuple[Signed, str], ...]]:
    """The approvals that count, and those that do not, with the reason.

    The author of a claim neither approves it nor vouches for another who does. One signer counts once, for themselves
    or for another: two approvals are two people, each with a key of their own or with somebody else's word.
    """
    counts: dict[str, Signed] = {}
    others: list[tuple[Signed, str]] = []
    # a reviewer's own signature goes before one given for another
    for row in sorted(given, key=lambda row: (row.countersigned, row.reviewer)):
        if wrote(row.reviewer, authors):
            others.append((row, "wrote the claim"))
        elif wrote(row.signed_by, authors):
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
            more = message(" and {count:,} more", count=len(keys) - _NAMED) if len(keys) > _NAMED else message("")
            problems.add(
                code,
                None,
                "1 claim {what}: {claims}{more}." if len(keys) == 1 else "{count:,} claims {what}: {claims}{more}.",
                count=len(keys),
                what=Term(one if len(keys) == 1 else many),
                claims=listed(Id, keys[:_NAMED]),
                more=more,
            )
