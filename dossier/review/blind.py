"""What a reviewer may see before answering who did it: no answer, not even the author's, is shown before their own."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from dossier.case.model import ATTRIBUTIONS
from dossier.formats.canonical import Json

DECIDED = ("approved", "rejected", "questioned")


def without_answer(kind: str, text: str) -> str:
    """The words of a claim, those of an act without the author's answer to who did it and what they add to it."""
    if kind != "act":
        return text
    for answer in ATTRIBUTIONS.values():
        role, found, _ = text.partition(f"(the source names {answer})")
        if found:
            return f"{role}(the source names …)"
    return text


def held_back(card: Any, answers: Collection[str]) -> Json:
    """The card without what would give away others' answers; `answers` are the acts that the reviewer answered on.

    While one of its acts lacks an answer, nothing of `after` is left, nor what the rules make of the author's answer.
    What others decided on the rest is left where the reviewer has decided. `held` names what was kept back.
    """
    asked = {row["claim"] for row in (card["question"] or {"of": []})["of"]}
    waits = bool(asked - set(answers))
    open_ = {
        claim["key"]
        for claim in card["claims"]
        if not waits and (claim["key"] in asked or claim["drafted"] or claim["mine"] in DECIDED)
    }
    quotation = card["quotation"]
    return {
        **card,
        "claims": [
            _whole(claim, card["after"][claim["key"]]) if claim["key"] in open_ else _without_votes(claim)
            for claim in card["claims"]
        ],
        "quotation": {**quotation, "note": None} if waits and quotation else quotation,
        "findings": [{**row, "acts": [], "at_most": None, "caps": []} if waits else row for row in card["findings"]],
        "after": {key: after for key, after in card["after"].items() if key in open_},
        "held": sorted(set(card["after"]) - open_),
        "waits": waits,
    }


def _whole(claim: Any, after: Any) -> Any:
    """A claim in the words that print: those of an act hold the author's answer."""
    return {**claim, **{part: after[part] for part in ("text", "prints", "before")}}


def _without_votes(claim: Any) -> Any:
    """A claim without where it stands by others; without a reviewer there is no `mine`, and that is all it says."""
    before = claim["before"]
    return {
        **claim,
        "state": claim["mine"] or claim["state"],
        "before": {**before, "reviewers": []} if before else None,
    }
