"""Which texts have the same words? Runs of words that one text shares with another, in other bytes or not.

A story of an agency in two papers is one story: cut, with another head, a few words changed. Two reporters who write of
one event share names and phrases, but few runs of five words. Translations are not found.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Hashable, Mapping
from itertools import combinations, pairwise
from typing import TypeVar

from dossier.names.scripts import UNSPACED
from dossier.text.normalise import fold

# A run of words, and of characters where no spaces part words.
RUN = 5
# Texts are alike when they share this part of the runs of the shorter one, and not fewer than this number.
SHARE, LEAST = 0.25, 12
# Of longer texts together only every second, third … run is compared, so that memory stays small.
MOST_CHARACTERS = 20_000_000
# Runs that so many texts have are compared from neighbour to neighbour: all pairs would be too many.
MANY = 200

Key = TypeVar("Key", bound=Hashable)
_WORD = re.compile(rf"[{UNSPACED}]|[^\W{UNSPACED}]+")


def alike(texts: Mapping[Key, str]) -> dict[tuple[Key, Key], float]:
    """The pairs of texts with the same words, in the order given, and what part of the shorter one the other has.

    Texts of the same words alone are alike, however short.
    """
    every = 1 + sum(map(len, texts.values())) // MOST_CHARACTERS
    runs = {key: _runs(text, every) for key, text in texts.items()}
    once: set[int] = set()
    twice: set[int] = set()
    for own in runs.values():
        twice |= once & own
        once |= own
    having: dict[int, list[Key]] = {}
    for key, own in runs.items():
        for run in own & twice:
            having.setdefault(run, []).append(key)
    shared: Counter[tuple[Key, Key]] = Counter()
    for keys in having.values():
        if len(keys) > 1:
            shared.update(combinations(keys, 2) if len(keys) <= MANY else pairwise(keys))
    found = {}
    for (one, other), count in shared.items():
        shorter = min(len(runs[one]), len(runs[other]))
        if (count >= LEAST / every and count >= SHARE * shorter) or runs[one] == runs[other]:
            found[one, other] = count / shorter
    order = {key: place for place, key in enumerate(texts)}
    return dict(sorted(found.items(), key=lambda row: (order[row[0][0]], order[row[0][1]])))


def _runs(text: str, every: int) -> frozenset[int]:
    """The hashes of the runs of words of a text, or of those that begin with one in so many of all words there are."""
    words = _WORD.findall(fold(text).casefold())
    if len(words) < RUN:
        return frozenset([hash(tuple(words))] if words else [])
    runs = zip(*(words[first:] for first in range(RUN)), strict=False)
    if every == 1:
        return frozenset(map(hash, runs))
    kept = {word for word in set(words) if zlib.crc32(word.encode()) % every == 0}
    return frozenset(hash(run) for run in runs if run[0] in kept)
