"""How often the leak scan takes an ordinary word for a name, script by script: 100,000 words against 100 names.

Not a test of the lanes, for it takes minutes; `docs/withholding.md` has what it found. Usage:
python -m tools.soak_names [words [script …]]
"""

from __future__ import annotations

import sys
import time

from dossier.names.folding import keys_of, keys_of_name
from dossier.names.matching import words_of
from tests.folds import LOCALES, names, ordinary_words

NAMES, WORDS, SAMPLE = 100, 100_000, 1_000
# script -> how many of the words of the sample were taken for names before names had these rules
BOUNDS = {
    "Latin": 5,
    "Cyrillic": 3,
    "Greek": 0,
    "Armenian": 0,
    "Georgian": 1,
    "Hebrew": 10,
    "Arabic": 4,
    "Hangul": 0,
}
_SKIPPED = 2  # letters by which a form of the name itself may differ


def false_hits(script: str, count: int, *, seed: int = 0) -> list[tuple[str, str]]:
    """The ordinary words that are taken for a word of a name, each with that; forms of the name itself apart."""
    people = dict.fromkeys(word for name in names(script, NAMES, seed) for word in words_of(name))
    keys: dict[str, set[str]] = {}
    for person in people:
        for key in keys_of_name(person):
            keys.setdefault(key, set()).add(person)
    found = []
    for word in ordinary_words(script, count, seed):
        taken = set[str]().union(*(keys[key] for key in keys_of(word) if key in keys))
        found += [(word, person) for person in sorted(taken) if not _is_form(word, person)][:1]
    return found


def _is_form(word: str, name: str) -> bool:
    """Whether a word holds the name, or all of it but its last letters."""
    begin = name.casefold()[: max(3, len(name) - _SKIPPED)]
    return begin in word.casefold()


def main(args: list[str]) -> None:
    """Print a row for each script."""
    count = int(args[0]) if args else WORDS
    for script in args[1:] or LOCALES:
        begin = time.process_time()
        found = false_hits(script, count)
        seconds = time.process_time() - begin
        print(f"| {script} | {len(ordinary_words(script, count)):,} | {len(found)} | {seconds:.0f} s |", flush=True)
        for word, name in found[:12] if count < WORDS else ():
            print("   ", word, "~", name)


if __name__ == "__main__":
    main(sys.argv[1:])
