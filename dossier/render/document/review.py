"""What a document says of its own review: how many of its claims are approved, by whom and when."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from dossier.claims import spoken_of
from dossier.editions import Approver, View, VisibleClaim, VisibleEntity
from dossier.language import Language


@dataclass(frozen=True, slots=True)
class ReviewNote:
    """`state` and `count` stand in the masthead, `mark` on every page, `by` on page two, `lines` in the annex.

    `claims` are the keys of what it speaks of: the claims that the document makes.
    """

    state: str
    count: str
    mark: str
    by: str
    lines: tuple[str, ...]
    claims: tuple[str, ...]


def claims_made(
    view: View, person: VisibleEntity, sources: Collection[str], regimes: Collection[str]
) -> Iterator[VisibleClaim]:
    """The claims that a person's document makes: all that its pages and its files say of the case.

    It speaks of the person, of what the person is tied to, of these `sources` and of the case. Findings are made of
    `regimes` alone, and of all where nothing is judged by itself.
    """
    edges = (*view.links_of(person.id), *view.offices_of(person.id))
    spoken = spoken_of(person, edges, view.entities)
    for claim in view.claims.values():
        if claim.kind in ("value", "office", "act"):
            made = claim.entity in spoken
        elif claim.kind in ("source", "capture", "place"):
            made = claim.entity in sources
        elif claim.kind == "finding":
            made = claim.entity == person.id and claim.judges(regimes)
        else:
            made = claim.entity in (person.id, view.meta.name)
        if made:
            yield claim


def review_note(view: View, made: Iterable[VisibleClaim], say: Language) -> ReviewNote:
    """The note for a document that makes these claims."""
    keys = [claim.key for claim in made]
    found = [view.reviews[key] for key in keys if key in view.reviews]
    given = [row for each in found for row in each.approvals]
    approved = sum(each.state == "approved" for each in found)
    needs = view.meta.policy.approvals
    if not given:
        state, title = say("not reviewed"), say("Not reviewed")
        count = say.plural("0 of {number} approval", "0 of {number} approvals", needs)
        if not needs:
            count = say("the case asks for no approval")
    elif approved == len(keys):
        state, title = say("reviewed"), say("Reviewed")
        count = say.plural("every claim approved", "every claim approved by {number} people", needs)
    else:
        state, title = say("reviewed in part"), say("Reviewed in part")
        count = say("{approved} of {all} claims approved", approved=approved, all=len(keys))
    people = list(dict.fromkeys(row.who for row in sorted(given, key=lambda row: (row.day, row.who))))
    states = Counter(each.state for each in found)
    states["waiting"] += len(keys) - len(found)
    return ReviewNote(
        state=state,
        count=count,
        mark=say("DRAFT · {state}", state=title) if view.draft else title,
        by=", ".join(people) or say("nobody yet"),
        lines=tuple(_lines(given, needs, len(keys), approved, states, say)),
        claims=tuple(keys),
    )


def _lines(
    given: list[Approver], needs: int, total: int, approved: int, states: Counter[str], say: Language
) -> Iterator[str]:
    if not given:
        yield say("no reviewer has approved anything in this document.")
        yield say.plural("A claim needs {number} approval.", "A claim needs {number} approvals.", needs)
        return
    said = say.plural(
        "{approved} of the {all} claims made here are approved, each by one person or more who did not write it",
        "{approved} of the {all} claims made here are approved, each by {number} people or more who did not write it",
        needs,
        approved=approved,
        all=total,
    )
    rest = ", ".join(_open(states, say))
    yield say("{reports}.", reports=say.joined([said, rest] if rest else [said]))
    rows: dict[str, list[Approver]] = defaultdict(list)
    for row in given:
        rows[row.who].append(row)
    for who, theirs in sorted(rows.items()):
        days = sorted({row.day for row in theirs})
        first, last = (say.date(day) for day in (days[0], days[-1]))
        if first == last:
            said = say.plural(
                "{who} approved {number} claim on {day}",
                "{who} approved {number} claims on {day}",
                len(theirs),
                who=who,
                day=first,
            )
        else:
            said = say.plural(
                "{who} approved {number} claim from {first} to {last}",
                "{who} approved {number} claims from {first} to {last}",
                len(theirs),
                who=who,
                first=first,
                last=last,
            )
        parts = [said]
        if vouched := sorted({row.vouched_by for row in theirs if row.vouched_by}):
            parts.append(say("signed for by {people}, the reviewer having no key", people=", ".join(vouched)))
        yield say("{reports}.", reports=say.joined(parts))


def _open(states: Counter[str], say: Language) -> Iterator[str]:
    """What is not approved, by what stands in its way."""
    said = {
        "waiting": say.plural("{number} not approved", "{number} not approved", states["waiting"]),
        "stale": say.plural("{number} changed since approved", "{number} changed since approved", states["stale"]),
        "questioned": say.plural(
            "{number} with an open question", "{number} with an open question", states["questioned"]
        ),
        "rejected": say.plural("{number} rejected", "{number} rejected", states["rejected"]),
    }
    yield from (words for state, words in said.items() if states[state])
