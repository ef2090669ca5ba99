"""The rules of a review: what a reviewer may see and decide, alike for the page and the command.

Nothing here reads or writes a file: `Desk` does, and asks these rules first. A refusal is a `Refused` with its reason.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from dossier.approvals import MAX_NOTE, SPEECH, VOTES, Decision, Reading, decide, wrote
from dossier.checking.run import Checked
from dossier.problems import Arg, Id, Message, Term, listed, message
from dossier.review.blind import DECIDED, held_back, without_answer
from dossier.review.card import make_card
from dossier.review.deck import Deck

_NAMED = 5  # claims that a refusal names, before it counts the rest


class Reason(StrEnum):
    """Why something a reviewer asked for is not done."""

    nothing_chosen = "nothing-chosen"
    note_too_long = "note-too-long"
    note_missing = "note-missing"
    changed = "changed"
    not_on_card = "not-on-card"
    unverified = "unverified"
    own_claim = "own-claim"
    unanswered = "unanswered"
    no_such_answer = "no-such-answer"
    not_asked = "not-asked"
    no_key = "no-key"


class Refused(Exception):
    """What was asked for is not done: why, as a reason and as a sentence. `claims` are those that it is about."""

    def __init__(self, reason: Reason, what: Message, claims: Collection[str] = ()) -> None:
        self.reason, self.what, self.claims = reason, what, tuple(claims)
        super().__init__(str(what))


@dataclass(frozen=True, slots=True)
class Answer:
    """Who did it, as a reviewer read the sentence before seeing the author's answer, and who speaks."""

    vote: str
    speech: str | None = None


@dataclass(frozen=True, slots=True)
class Chosen:
    """A claim that a reviewer means, with the digest of what they saw; None takes it as it is now."""

    claim: str
    digest: str | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """A decision that a reviewer wants to make on claims, read on one card, or each on the card where it is at home."""

    decision: str
    chosen: tuple[Chosen, ...]
    note: str = ""
    card: str | None = None

    @classmethod
    def of(cls, decision: str, chosen: Iterable[Chosen], note: str | None = None, card: str | None = None) -> Proposal:
        """A proposal with each claim once, and its note without line ends of other systems and space around it."""
        return cls(decision, tuple(dict.fromkeys(chosen)), (note or "").replace("\r\n", "\n").strip(), card)

    @property
    def claims(self) -> tuple[str, ...]:
        """The keys of its claims."""
        return tuple(dict.fromkeys(each.claim for each in self.chosen))


# --- the question, who did it


def given_answers(checked: Checked, reviewer: str | None) -> dict[str, Answer]:
    """What a reviewer answered on acts as they are now, and was kept with any decision: an answer given once stays."""
    if reviewer is None:
        return {}
    ledger, claims = checked.ledger, checked.claims
    signed = (row for session in ledger.chain(reviewer).sessions for row in session.decisions)
    draft = ledger.whole_draft(reviewer)
    rows: tuple[Decision | Reading, ...] = (*signed, *draft.readings, *draft.decisions)
    return {
        row.claim: Answer(row.vote, row.speech)
        for row in rows
        if row.vote and row.claim in claims and claims[row.claim].digest == row.digest
    }


def new_answers(
    asked: Iterable[str], given: Collection[str], votes: Mapping[str, str], speeches: Mapping[str, str]
) -> dict[str, Answer]:
    """The answers to what was `asked` and not answered yet; those to what was answered before change nothing.

    Raises Refused for an answer that is not among the choices, to what is not asked, or missing.
    """
    asked = tuple(asked)
    _refuse_strange_answers(asked, votes, speeches)
    open_ = [key for key in asked if key not in given]
    missing = [key for key in open_ if key not in votes]
    if missing:
        raise Refused(Reason.unanswered, message("Choose an answer first."), missing)
    return {key: Answer(votes[key], speeches.get(key)) for key in open_}


def _refuse_strange_answers(asked: Collection[str], votes: Mapping[str, str], speeches: Mapping[str, str]) -> None:
    for answers, choices in ((votes, VOTES), (speeches, SPEECH)):
        if any(answer not in choices for answer in answers.values()):
            words = "That is none of the answers, which are {choices}."
            raise Refused(Reason.no_such_answer, message(words, choices=listed(Term, choices)))
        if strange := [key for key in answers if key not in asked]:
            words = "It is not asked of {claims} who did it."
            raise Refused(Reason.not_asked, message(words, claims=_some(strange)), strange)


def refuse_unasked(asked: Collection[str]) -> None:
    """Raise Refused for answers to claims of which nothing is asked."""
    if not asked:
        raise Refused(Reason.not_asked, message("Of these claims it is not asked who did it."))


def cards_of(deck: Deck, proposal: Proposal) -> tuple[str, ...]:
    """The cards of a proposal: the one it names, else where each of its claims is at home."""
    if proposal.card is not None:
        return (proposal.card,)
    homes = (deck.rows_of_claim[key][0] for key in proposal.claims if key in deck.rows_of_claim)
    return tuple(dict.fromkeys(homes))


def asked_by(deck: Deck, proposal: Proposal) -> tuple[str, ...]:
    """The acts of which the cards of a proposal ask who did it. A withdrawal asks nothing."""
    if proposal.decision == "withdraw":
        return ()
    return tuple(dict.fromkeys(key for card in cards_of(deck, proposal) for key in deck.asked(card)))


# --- decisions


def refuse_wrong(deck: Deck, reviewer: str, proposal: Proposal) -> None:
    """Raise Refused for a decision that is not taken whatever the answers are."""
    _refuse_empty(proposal)
    _refuse_changed(deck, proposal)
    _refuse_elsewhere(deck, proposal)
    if proposal.decision == "approve":
        _refuse_approval(deck, reviewer, proposal)


def _refuse_empty(proposal: Proposal) -> None:
    if not proposal.chosen:
        raise Refused(Reason.nothing_chosen, message("Nothing is ticked: tick the claims that you mean."))
    if len(proposal.note) > MAX_NOTE:
        words = "The note has more than {limit:,} characters."
        raise Refused(Reason.note_too_long, message(words, limit=MAX_NOTE))
    if proposal.decision in ("reject", "question") and not proposal.note:
        raise Refused(Reason.note_missing, message("Say why in the note: the author has to mend it."))


def _refuse_changed(deck: Deck, proposal: Proposal) -> None:
    claims = deck.checked.claims
    changed = [
        each.claim
        for each in proposal.chosen
        if each.claim not in claims or each.digest not in (None, claims[each.claim].digest)
    ]
    if changed:
        words = (
            "Nothing was decided: the case was changed while you read, and {claims} is no longer what you saw."
            if len(changed) == 1
            else "Nothing was decided: the case was changed while you read, and {claims} are no longer what you saw."
        )
        raise Refused(Reason.changed, message(words, claims=_some(changed)), changed)


def _refuse_elsewhere(deck: Deck, proposal: Proposal) -> None:
    if proposal.card is None:
        return
    elsewhere = [key for key in proposal.claims if key not in deck.by_id[proposal.card].claims]
    if elsewhere:
        words = "Nothing was decided: {claims} does not stand on this card."
        raise Refused(Reason.not_on_card, message(words, claims=_some(elsewhere)), elsewhere)


def _refuse_approval(deck: Deck, reviewer: str, proposal: Proposal) -> None:
    claims = deck.checked.claims
    if broken := [key for key in proposal.claims if claims[key].unverified]:
        words = "{claims} cites what does not verify: reject or question it."
        raise Refused(Reason.unverified, message(words, claims=_some(broken)), broken)
    if own := [key for key in proposal.claims if wrote(reviewer, claims[key].authors)]:
        words = "You wrote {claims}: an author's approval does not count, and somebody else has to give it."
        raise Refused(Reason.own_claim, message(words, claims=_some(own)), own)


def decisions(
    deck: Deck, reviewer: str, proposal: Proposal, answers: Mapping[str, Answer], at: str
) -> tuple[Decision, ...]:
    """The decisions of a proposal, each with the reviewer's answer where it is on an act. Raises Refused.

    A withdrawal takes no answer back: the one that was given goes along.
    """
    refuse_wrong(deck, reviewer, proposal)
    if open_ := [key for key in asked_by(deck, proposal) if key not in answers]:
        words = "Answer first who did it, before you decide: {claims}."
        raise Refused(Reason.unanswered, message(words, claims=_some(open_)), open_)
    return tuple(_decision(deck, key, proposal, answers.get(key), at) for key in proposal.claims)


def _decision(deck: Deck, key: str, proposal: Proposal, answer: Answer | None, at: str) -> Decision:
    claim = deck.checked.claims[key]
    own = answer if claim.kind == "act" else None
    return decide(
        claim,
        proposal.decision,
        at,
        note=proposal.note or None,
        vote=own.vote if own else None,
        speech=own.speech if own else None,
    )


def readings(deck: Deck, proposal: Proposal, answers: Mapping[str, Answer]) -> tuple[Reading, ...]:
    """The answers on the cards of a proposal that no decision of it holds: they are kept in the draft."""
    claims = deck.checked.claims
    return tuple(
        Reading(key, claims[key].digest, answers[key].vote, answers[key].speech)
        for key in asked_by(deck, proposal)
        if key not in proposal.claims
    )


def require_key(key: Path | None) -> Path:
    """The key that signs. Raises Refused without one."""
    if key is None:
        raise Refused(Reason.no_key, message("No key was given: sign with `dossier review sign --key FILE`."))
    return key


def _some(keys: Sequence[str]) -> Arg:
    """The first claims by their keys, and how many more there are."""
    shown = listed(Id, keys[:_NAMED])
    more = len(keys) - _NAMED
    return message("{shown} and {more:,} more", shown=shown, more=more) if more > 0 else shown


# --- what may be seen


def shown_card(deck: Deck, id_: str, reviewer: str | None, answers: Mapping[str, Answer]) -> Any:
    """A card as a reviewer may see it who gave these answers; they stand under `answers`. Raises KeyError."""
    own = {key: answers[key] for key in deck.asked(id_) if key in answers}
    shown: Any = held_back(make_card(deck, id_, reviewer), set(own))
    return {**shown, "answers": {key: {"vote": each.vote, "speech": each.speech} for key, each in own.items()}}


def shown_text(checked: Checked, key: str, answers: Collection[str]) -> str:
    """The words of a claim in a list: those of an act without the author's answer until the reviewer answered."""
    claim = checked.claims[key]
    return claim.text if key in answers else without_answer(claim.kind, claim.text)


def may_see_others(checked: Checked, key: str, reviewer: str, answers: Collection[str]) -> bool:
    """Whether a reviewer may see what others decided on a claim: after their own answer, or their own decision."""
    claim = checked.claims[key]
    if claim.kind == "act":
        return key in answers
    drafted = any((row.claim, row.digest) == (key, claim.digest) for row in checked.ledger.draft(reviewer))
    return drafted or checked.standings[key].state_for(reviewer) in DECIDED
