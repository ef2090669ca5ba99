"""A reviewer at work on a case: the cards as the files are now, his answers, decisions and signature. No HTTP here."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from dossier.approvals import (
    MAX_NOTE,
    SPEECH,
    VOTES,
    Decision,
    Session,
    add_to_draft,
    decide,
    read_ledger,
    sign_draft,
    standings,
    timestamp,
    utc_now,
)
from dossier.approvals.writing import Clock
from dossier.checking.run import check_case
from dossier.formats.state import state_of, watched
from dossier.problems import Problems, Stop
from dossier.review import Deck, answered, held_back, make_card, make_deck

REVIEWS = "reviews"


class Refused(Exception):
    """What was asked for is not done; the message says why, in a sentence. `changed`: the card is another by now."""

    def __init__(self, why: str, *, changed: bool = False) -> None:
        self.changed = changed
        super().__init__(why)


@dataclass(frozen=True, slots=True)
class Answer:
    """Who did it, as the reviewer read it before he saw the author's answer, and who speaks."""

    vote: str
    speech: str | None = None


@dataclass(frozen=True, slots=True)
class _Seen:
    """The deck made of one state of the files."""

    case: str
    reviews: str
    deck: Deck
    problems: Problems


class Desk:
    """One reviewer's desk. Every method sees the files as they are when it is called; safe to call from threads.

    `key` is what signs, None when somebody countersigns later. Methods raise Stop when the case cannot be read.
    """

    def __init__(
        self, root: Path, reviewer: str, key: Path | None = None, *, private: Path | None = None, clock: Clock = utc_now
    ) -> None:
        self.root, self.reviewer, self.key, self.private, self.clock = root, reviewer, key, private, clock
        self._lock = threading.RLock()
        self._seen: _Seen | None = None
        # by claim and digest: an answer is to what stood there
        self._answers: dict[tuple[str, str], Answer] = {}

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
        checked = check_case(self.root, problems, private=self.private)
        if checked is None:
            raise Stop(problems)
        return _Seen(case, reviews, make_deck(checked), problems.sorted())

    def _with_new_reviews(self, deck: Deck) -> Deck:
        """The same cards with decisions read anew: nothing that prints depends on them."""
        checked = deck.checked
        meta = checked.case.meta
        ledger = read_ledger(self.root, meta.name, Problems())
        standing = standings(checked.claims, ledger, meta.policy.approvals)
        return replace(deck, checked=replace(checked, ledger=ledger, standings=standing))

    def card(self, id_: str) -> Any:
        """A card as this reviewer may see it now. Raises KeyError when there is none of this id."""
        deck, _ = self.look()
        card: Any = make_card(deck, id_, self.reviewer)
        own = self._votes(card)
        shown: Any = held_back(card, set(own))
        return {**shown, "answers": {key: {"vote": each.vote, "speech": each.speech} for key, each in own.items()}}

    def _votes(self, card: Any) -> dict[str, Answer]:
        """The reviewer's answers to the question of a card, by claim: of this hour, or of his decisions."""
        found: dict[str, Answer] = {}
        for row in (card["question"] or {"of": []})["of"]:
            claim = next(each for each in card["claims"] if each["key"] == row["claim"])
            now = self._answers.get((claim["key"], claim["digest"]))
            if now is None and claim["key"] in answered(card):
                decided = (
                    claim["drafted"] if (claim["drafted"] or {}).get("vote") else card["after"][claim["key"]]["mine"]
                )
                now = Answer(decided["vote"], decided["speech"])
            if now is not None:
                found[claim["key"]] = now
        return found

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
        """Whether this person may sign for himself."""
        signers = self.look()[0].checked.ledger.signers
        return signers is not None and name in signers.keys

    # --- doing

    def answer(self, id_: str, votes: Mapping[str, str], speech: str | None = None) -> None:
        """Keep the answers, by claim, to who did it on a card. An answer given stands. Raises Refused."""
        with self._lock:
            card = self.card(id_)
            asked = [row["claim"] for row in (card["question"] or {"of": []})["of"]]
            open_ = [key for key in asked if key not in card["answers"]]
            if any(vote not in VOTES for vote in votes.values()) or speech not in (None, *SPEECH):
                raise Refused("That is none of the answers.")
            if any(key not in votes for key in open_):
                raise Refused("Choose an answer first.")
            digests = self.digests(id_)
            for key in open_:
                self._answers[key, digests[key]] = Answer(votes[key], speech)

    def decide(self, id_: str, decision: str, seen: Iterable[tuple[str, str]], note: str = "") -> int:
        """Add a decision on claims of a card, each with the digest that was on the screen, to the draft.

        Returns on how many. Raises Refused, having written nothing, when one of them is not what it was.
        """
        with self._lock:
            seen = list(dict.fromkeys(seen))
            note = note.replace("\r\n", "\n").strip()
            if not seen:
                raise Refused("Nothing is ticked: tick the claims that you mean.")
            if len(note) > MAX_NOTE:
                raise Refused(f"The note has more than {MAX_NOTE:,} characters.")
            if decision in ("reject", "question") and not note:
                raise Refused("Say why in the note: the author has to mend it.")
            deck, _ = self.look()
            card = self.card(id_)
            claims = deck.checked.claims
            changed = [key for key, digest in seen if key not in claims or claims[key].digest != digest]
            if changed:
                raise Refused(
                    f"Nothing was decided: the case was changed while you read, and {_all(changed)} "
                    f"{'is' if len(changed) == 1 else 'are'} no longer what you saw. Below is what stands there now.",
                    changed=True,
                )
            keys = [key for key, _ in seen]
            if set(keys) - set(deck.by_id[id_].claims):
                raise Refused("A claim that does not stand on this card was sent.")
            broken = [key for key in keys if claims[key].unverified] if decision == "approve" else []
            if broken:
                raise Refused(f"{_all(broken)} cites what does not verify: reject or question it.")
            if decision != "withdraw":
                asked = [row["claim"] for row in (card["question"] or {"of": []})["of"]]
                if set(asked) - set(card["answers"]):
                    raise Refused("Answer first who did it, before you decide.")
            made = []
            for key in keys:
                own = card["answers"].get(key, {}) if decision != "withdraw" else {}
                made.append(
                    decide(
                        claims[key],
                        decision,
                        timestamp(self.clock),
                        note=note or None,
                        vote=own.get("vote"),
                        speech=own.get("speech"),
                    )
                )
            add_to_draft(self.root, deck.case.meta.name, self.reviewer, made)
            return len(made)

    def sign(self) -> Session:
        """Sign the draft with the reviewer's key. Raises Stop when it would not count."""
        with self._lock:
            if self.key is None:
                raise Refused("No key was given to this page: sign in the shell.")
            deck, _ = self.look()
            return sign_draft(self.root, deck.case.meta.name, self.reviewer, self.key, clock=self.clock)


def _all(keys: list[str]) -> str:
    return ", ".join(keys[:5]) + (f" and {len(keys) - 5:,} more" if len(keys) > 5 else "")
