"""A reviewer at work on a case: the cards as the files are now, their answers, decisions and signature.

The page and the command both work through it. What is taken and what is not is decided by `deciding` alone.
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from dossier.approvals import (
    Clock,
    Decision,
    Session,
    add_to_draft,
    read_ledger,
    sign_draft,
    standings,
    timestamp,
    utc_now,
    who_decides,
)
from dossier.checking.run import check_case
from dossier.formats.state import state_of, watched
from dossier.problems import Id, Problems, Stop, stop
from dossier.review.deciding import (
    Answer,
    Proposal,
    asked_by,
    decisions,
    given_answers,
    new_answers,
    readings,
    refuse_wrong,
    require_key,
    shown_card,
)
from dossier.review.deck import Deck, make_deck

REVIEWS = "reviews"


@dataclass(frozen=True, slots=True)
class _Seen:
    """The deck made of one state of the files."""

    case: str
    reviews: str
    deck: Deck
    problems: Problems
    # the sources whose texts were found to be what their captures say
    confirmed: set[str] = field(default_factory=set)


class Desk:
    """One reviewer's desk. Every method sees the files as they are when it is called; safe to call from threads.

    `key` is what signs, None when somebody countersigns later. Methods raise Stop when the case cannot be read, and
    Refused for what the rules of `deciding` do not take.
    """

    def __init__(
        self, root: Path, reviewer: str, key: Path | None = None, *, private: Path | None = None, clock: Clock = utc_now
    ) -> None:
        self.root, self.reviewer, self.key, self.private, self.clock = root, reviewer, key, private, clock
        self._lock = threading.RLock()
        self._seen: _Seen | None = None
        # by claim and digest: an answer is to what stood there
        self._answers: dict[tuple[str, str], Answer] = {}

    def named(self, name: str | None) -> None:
        """Make it the desk of the reviewer of this name, else of the owner of the key. Raises Stop without either."""
        self.reviewer = who_decides(self.look()[0].checked.ledger, name, self.key)

    # --- looking

    def state(self) -> str:
        """A digest of the files of the case, reviews included."""
        return "".join(self._state())

    def _state(self) -> tuple[str, str]:
        reviews = self.root / REVIEWS
        case = [path for path in watched(self.root) if path != reviews]
        return state_of([*case, *([self.private] if self.private else [])]), state_of([reviews])

    def look(self) -> tuple[Deck, Problems]:
        """The cards, and what `check` says of the case, as the files are now. Raises Stop when there is no case."""
        with self._lock:
            # before the files are read: what changes after is seen by the next look
            case, reviews = self._state()
            if self._seen is None or self._seen.case != case:
                self._seen = self._read(case, reviews)
            elif self._seen.reviews != reviews:
                self._seen = replace(self._seen, reviews=reviews, deck=self._with_new_reviews(self._seen.deck))
            return self._seen.deck, self._seen.problems

    def _read(self, case: str, reviews: str) -> _Seen:
        problems = Problems()
        checked = check_case(self.root, problems, private=self.private, clock=self.clock)
        if checked is None:
            raise Stop(problems)
        return _Seen(case, reviews, make_deck(checked), problems.sorted())

    def _with_new_reviews(self, deck: Deck) -> Deck:
        """The same cards with decisions read anew: nothing that prints depends on them."""
        checked = deck.checked
        meta = checked.case.meta
        ledger = read_ledger(self.root, meta.name, Problems(), clock=self.clock)
        standing = standings(checked.claims, ledger, meta.policy.approvals)
        return replace(deck, checked=replace(checked, ledger=ledger, standings=standing))

    def card(self, id_: str) -> Any:
        """A card as this reviewer may see it now. Raises KeyError when there is none of this id."""
        deck, _ = self.look()
        return shown_card(deck, id_, self.reviewer, self.answers())

    def answers(self) -> dict[str, Answer]:
        """The reviewer's answers to who did it, by claim as it is now: of this hour, else of their decisions."""
        deck, _ = self.look()
        claims = deck.checked.claims
        now = {
            key: answer
            for (key, digest), answer in self._answers.items()
            if key in claims and claims[key].digest == digest
        }
        return {**given_answers(deck.checked, self.reviewer), **now}

    def unanswered(self, proposal: Proposal) -> tuple[str, ...]:
        """The acts that must be answered before this can be decided. Raises Refused when it cannot be in any case."""
        deck, _ = self.look()
        self._confirm_what_is_approved(proposal)
        refuse_wrong(deck, self.reviewer, proposal)
        answers = self.answers()
        return tuple(key for key in asked_by(deck, proposal) if key not in answers)

    def digests(self, id_: str) -> Mapping[str, str]:
        """The digests of the claims on a card, empty when it is gone."""
        deck, _ = self.look()
        row = deck.by_id.get(id_)
        return {key: deck.checked.claims[key].digest for key in row.claims} if row else {}

    def draft(self) -> tuple[tuple[Decision, bool], ...]:
        """What this reviewer decided and nobody signed, each with whether the claim is still as it was then."""
        deck, _ = self.look()
        claims = deck.checked.claims
        rows = deck.checked.ledger.draft(self.reviewer)
        return tuple((row, row.claim in claims and claims[row.claim].digest == row.digest) for row in rows)

    def keys_of(self, name: str) -> bool:
        """Whether this person has a key to sign with."""
        signers = self.look()[0].checked.ledger.signers
        return signers is not None and name in signers.keys

    # --- doing

    def answer(self, asked: Iterable[str], votes: Mapping[str, str], speeches: Mapping[str, str]) -> None:
        """Keep the answers, by claim, to who did it and who speaks. An answer given once stays. Raises Refused."""
        with self._lock:
            claims = self.look()[0].checked.claims
            made = new_answers(asked, self.answers(), votes, speeches)
            self._answers |= {(key, claims[key].digest): answer for key, answer in made.items()}

    def decide(self, proposal: Proposal) -> tuple[Decision, ...]:
        """Add a decision on claims to the draft; returns the draft.

        Raises Refused, having written nothing, when the rules do not take it: for one, when a claim has changed; and
        Stop for an approval of what rests on a text that is not what its capture says.
        """
        with self._lock:
            deck, _ = self.look()
            self._confirm_what_is_approved(proposal)
            answers = self.answers()
            made = decisions(deck, self.reviewer, proposal, answers, timestamp(self.clock))
            read = readings(deck, proposal, answers)
            return add_to_draft(self.root, deck.case.meta.name, self.reviewer, made, read, clock=self.clock)

    def sign(self, of: str | None = None) -> Session:
        """Sign the draft with the reviewer's key, or that `of` another, who has none.

        Raises Refused without a key, and Stop when the signature would not count, or approve what rests on a text that
        is not what its capture says.
        """
        with self._lock:
            key = require_key(self.key)
            if of == self.reviewer:
                raise stop(
                    "countersigning-refused",
                    "{name} signs their own decisions.",
                    cure="Use `dossier review sign`.",
                    name=Id(of),
                )
            deck, _ = self.look()
            name = deck.case.meta.name
            draft = deck.checked.ledger.draft(of or self.reviewer)
            self._confirm([row.claim for row in draft if row.decision == "approve"])
            return sign_draft(self.root, name, of or self.reviewer, key, signer=self.reviewer, clock=self.clock)

    def _confirm_what_is_approved(self, proposal: Proposal) -> None:
        if proposal.decision == "approve":
            self._confirm(proposal.claims)

    def _confirm(self, keys: Iterable[str]) -> None:
        """Extract again, once for each state of the case, what these claims rest on. Raises Stop for what differs."""
        with self._lock:
            deck, told = self.look()
            seen = self._seen
            assert seen is not None
            sources = {source for key in keys for source in _rests_on(deck, key)} - seen.confirmed
            within = tuple(f"evidence/{source}/" for source in sources)
            faults = Problems(
                each
                for each in told.errors
                if each.code == "text-changed" and each.place and each.place.file.startswith(within)
            )
            deck.checked.confirm_texts(faults, sources)
            if faults.errors:
                raise Stop(faults)
            seen.confirmed.update(sources)


def _rests_on(deck: Deck, key: str) -> Collection[str]:
    """The sources whose texts a claim rests on: what it cites, else all that may have been read for it."""
    claim = deck.checked.claims.get(key)
    if claim is None:
        return deck.case.sources.keys()
    if claim.kind in ("source", "capture", "place"):
        return {claim.entity}
    if claim.kind in ("frame", "template"):  # what they say does not come from any text
        return ()
    cited = {quotation.excerpt.source for quotation in claim.quotations}
    cited |= {excerpt.partition("/")[0] for excerpt in claim.unverified}
    return cited or deck.case.sources.keys()
