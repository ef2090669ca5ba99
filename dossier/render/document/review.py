"""What a document says of its own review: how many of its claims are approved, by whom and when."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dossier.editions import Approver, Entity, View
from dossier.render.words import say_date

_OPEN = {
    "waiting": "{} not approved",
    "stale": "{} changed since approved",
    "questioned": "{} with an open question",
    "rejected": "{} rejected",
}


@dataclass(frozen=True, slots=True)
class ReviewNote:
    """`state` and `count` stand in the masthead, `mark` on every page, `by` on page two, `lines` in the annex."""

    state: str
    count: str
    mark: str
    by: str
    lines: tuple[str, ...]


def review_note(view: View, spoken_of: Iterable[Entity]) -> ReviewNote:
    """The note for a document that speaks of these entities: the claims about them are those it makes."""
    ids = {entity.id for entity in spoken_of}
    keys = [key for key, claim in view.claims.items() if claim.entity in ids]
    found = [view.reviews[key] for key in keys if key in view.reviews]
    given = [row for each in found for row in each.approvals]
    approved = sum(each.state == "approved" for each in found)
    needs = view.meta.policy.approvals
    if not given:
        state, count = "not reviewed", f"0 of {needs} approvals" if needs else "the case asks for no approval"
    elif approved == len(keys):
        state, count = "reviewed", f"every claim approved by {needs} people" if needs > 1 else "every claim approved"
    else:
        state, count = "reviewed in part", f"{approved:,} of {len(keys):,} claims approved"
    draft = "DRAFT · " if view.draft else ""
    people = list(dict.fromkeys(row.who for row in sorted(given, key=lambda row: (row.day, row.who))))
    states = Counter(each.state for each in found)
    states["waiting"] += len(keys) - len(found)
    return ReviewNote(
        state=state,
        count=count,
        mark=f"{draft}{state.capitalize()}",
        by=", ".join(people) or "nobody yet",
        lines=tuple(_lines(view, given, needs, len(keys), approved, states)),
    )


def _lines(
    view: View, given: list[Approver], needs: int, total: int, approved: int, states: Counter[str]
) -> Iterator[str]:
    people = "one person" if needs == 1 else f"{needs} people"
    if not given:
        yield f"no reviewer has approved anything in this document. A claim needs {needs} approvals."
        return
    rest = ", ".join(words.format(f"{states[state]:,}") for state, words in _OPEN.items() if states[state])
    yield (
        f"{approved:,} of the {total:,} claims made here are approved, each by {people} or more who did not write it"
        f"{f'; {rest}' if rest else ''}."
    )
    rows: dict[str, list[Approver]] = defaultdict(list)
    for row in given:
        rows[row.who].append(row)
    for who, theirs in sorted(rows.items()):
        days = sorted({row.day for row in theirs})
        first, last = (say_date(day, view.meta.language) for day in (days[0], days[-1]))
        when = f"on {first}" if first == last else f"from {first} to {last}"
        vouched = sorted({row.vouched_by for row in theirs if row.vouched_by})
        without = f"; signed for by {', '.join(vouched)}, the reviewer having no key" if vouched else ""
        yield f"{who} approved {len(theirs):,} {'claim' if len(theirs) == 1 else 'claims'} {when}{without}."
