"""Which sources are independent of each other? Those of one origin or of the same words count once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import combinations

from dossier.case.model import Source

Upstream = frozenset[str]

EXHAUSTIVE = 12  # up to so many sources every combination is tried; beyond, a count that is never too high


def upstream(source: str, sources: Mapping[str, Source]) -> Upstream:
    """What a source goes back to: itself, its origin, and all it relies on, directly or through others.

    With another source of the same words it has in common what both were made of, and nothing else: a paper that prints
    the stories of two agencies does not make the agencies one. Two sources whose upstreams meet are not independent of
    each other. A source that is not in the case still counts by its id.
    """
    found: set[str] = set()
    waiting = [source]
    while waiting:
        id_ = waiting.pop()
        if f"source {id_}" in found:
            continue
        found.add(f"source {id_}")
        known = sources.get(id_)
        if known:
            waiting += known.relies_on
            found |= {f"words {' '.join(sorted((id_, other)))}" for other in known.same_words}
            if known.origin:
                found.add(f"origin {known.origin}")
    return frozenset(found)


def independent(ids: Iterable[str], sources: Mapping[str, Source]) -> tuple[str, ...]:
    """The largest choice of sources no two of which are dependent, in the order given."""
    reach = {id_: upstream(id_, sources) for id_ in dict.fromkeys(ids)}
    if len(reach) > EXHAUSTIVE:
        return _greedy(reach)
    for size in range(len(reach), 0, -1):
        for chosen in combinations(reach, size):
            if all(not reach[one] & reach[other] for one, other in combinations(chosen, 2)):
                return chosen
    return ()


def _greedy(reach: Mapping[str, Upstream]) -> tuple[str, ...]:
    taken: set[str] = set()
    chosen = []
    for id_ in sorted(reach, key=lambda id_: (len(reach[id_]), id_)):
        if not reach[id_] & taken:
            chosen.append(id_)
            taken |= reach[id_]
    return tuple(id_ for id_ in reach if id_ in chosen)


def groups(reach: Mapping[str, Upstream]) -> dict[str, int]:
    """A number for each source, from 1: dependent ones, also through a third, have the same."""
    numbers: dict[str, int] = {}
    for id_ in reach:
        same = {number for other, number in numbers.items() if reach[other] & reach[id_]}
        numbers[id_] = min(same, default=len(numbers) + 1)
        numbers = {other: numbers[id_] if number in same else number for other, number in numbers.items()}
    order = {number: place for place, number in enumerate(dict.fromkeys(numbers.values()), 1)}
    return {id_: order[number] for id_, number in numbers.items()}
