"""What a review still lacks, in one message: how many claims wait, how many are stale, and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from dossier.approvals.standing import Standing
from dossier.claims import Claim, capture_hash, shown_words
from dossier.problems import Id, Listed, Message, Problems, Term, listed, message

_NAMED = 3  # claims of one sort that are named
_WHY = {
    "words": "in their own words",
    "quotations": "in what they cite",
    "captures": "in the capture they rest on",
    "unverified": "cite what does not verify now",
}


def tell_open(claims: Mapping[str, Claim], standings: Mapping[str, Standing], problems: Problems) -> None:
    """Add one note on all claims that are not approved, once somebody has reviewed the case."""
    if not any(each.history for each in standings.values()):
        return
    open_ = {key: each for key, each in standings.items() if each.state != "approved"}
    parts = (*_waiting(claims, open_), *_stale(claims, open_), *_refused(open_))
    if parts:
        problems.add(
            "review-open",
            None,
            "{count:,} of {all:,} claims are not approved. {parts}.",
            count=len(open_),
            all=len(claims),
            parts=Listed(parts, ". "),
        )


def _waiting(claims: Mapping[str, Claim], open_: Mapping[str, Standing]) -> Iterator[Message]:
    """Those that nobody approved yet, by kind, and those that too few did."""
    never: dict[str, list[str]] = defaultdict(list)
    few: list[str] = []
    for key, standing in open_.items():
        if standing.state == "waiting" and standing.given:
            few.append(key)
        elif standing.state == "waiting":
            never[claims[key].kind].append(key)
    for kind, keys in never.items():
        yield message(
            "Never approved: {count:,} of the kind {kind} ({keys})",
            count=len(keys),
            kind=Term(kind),
            keys=_some(keys),
        )
    if few:
        yield message("Approved by too few: {count:,} ({keys})", count=len(few), keys=_some(few))


def _stale(claims: Mapping[str, Claim], open_: Mapping[str, Standing]) -> Iterator[Message]:
    """Those that changed since they were approved, by what changed."""
    changed: dict[str, list[str]] = defaultdict(list)
    for key, standing in open_.items():
        if standing.state == "stale":
            changed[_why(claims[key], standing)].append(key)
    for why, keys in changed.items():
        yield message(
            "Changed since they were approved, {why}: {count:,} ({keys})",
            why=Term(_WHY[why]),
            count=len(keys),
            keys=_some(keys),
        )


def _refused(open_: Mapping[str, Standing]) -> Iterator[Message]:
    for state in ("rejected", "questioned"):
        keys = [key for key, standing in open_.items() if standing.state == state]
        if keys:
            yield message(
                "{state}: {count:,} ({keys})", state=Term(state), count=len(keys), keys=_some(keys)
            ).capitalised()


def _why(claim: Claim, standing: Standing) -> str:
    """What differs from what was approved last."""
    if claim.unverified:
        return "unverified"
    before = max(standing.earlier, key=lambda row: row.signed_at).decision
    if before.text != claim.text:
        return "words"
    if [row.quote for row in before.shown] != [shown_words(each) for each in claim.quotations]:
        return "quotations"
    same = [row.capture_sha256 for row in before.shown] == [capture_hash(each.capture) for each in claim.quotations]
    return "quotations" if same else "captures"


def _some(keys: list[str]) -> Message:
    more = len(keys) - _NAMED
    shown = listed(Id, keys[:_NAMED])
    return message("{keys}, and {more:,} more", keys=shown, more=more) if more > 0 else message("{keys}", keys=shown)
