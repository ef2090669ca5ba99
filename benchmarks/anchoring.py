"""Measures how fast and how rightly quotations are found: 1,000 documents, 100 MB, 10,000 quotations.

`python -m benchmarks.anchoring` generates the documents into build/benchmarks/anchoring/ (once), lets every contestant
run in a process of its own, and prints a table. The quotations are read beforehand; so nothing of YAML or JSON is
measured, but everything from the bytes of the documents on is.
"""

from __future__ import annotations

import hashlib
import json
import re
import resource
import subprocess
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from benchmarks import corpus
from benchmarks.corpus import LOOKALIKES, Quotation
from benchmarks.machine import date, processor

FOLDER = Path(__file__).resolve().parents[1] / "build" / "benchmarks" / "anchoring"
RUNS = 3
# Contestants too slow for everything see every so many documents; their time is multiplied.
SAMPLED = {"rapidfuzz": 100, "pyahocorasick": 20}

Rows = list[tuple[int, list[Quotation]]]
# What a contestant says of a quotation: a status and the span found, if any.
Found = tuple[str, int | None, int | None]


def text_of(number: int) -> str:
    """A document as any program that can be trusted reads it: its bytes, hashed."""
    data = (FOLDER / f"{number:04}.txt").read_bytes()
    hashlib.sha256(data).hexdigest()
    return data.decode()


# ------------------------------------------------------------------------------------------------------ the contestants


def read(rows: Rows) -> list[Found]:
    """Floor: read, hash and decode, and no more."""
    for number, _ in rows:
        text_of(number)
    return []


def stored(rows: Rows) -> list[Found]:
    """Floor: the words at the stored position against the quotation, both folded by this project's quickest way."""
    from dossier.text.normalise import fold

    return _at_positions(rows, lambda text: fold(text).strip())


_PLAIN = str.maketrans(dict.fromkeys("‘’‚‛′", "'") | dict.fromkeys("“”„‟″", '"') | dict.fromkeys("\u2010\u2011", "-"))
_LIGATURES = re.compile("[ﬀﬁﬂﬃﬄﬅﬆ]")
_SOFT = re.compile("(?<=[^\\W\\d_])[-\u00ad\u2010][ \t]*\n[ \t]*(?=[^\\W\\d_A-Z])|[\u00ad\u200b\u2060\ufeff]")


def stored_plainly(rows: Rows) -> list[Found]:
    """Floor: the same, folded as one would without this project: NFC, `translate` and regular expressions."""
    names = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}

    def plain(text: str) -> str:
        text = _SOFT.sub("", unicodedata.normalize("NFC", text).translate(_PLAIN))
        return re.sub(r"\s+", " ", _LIGATURES.sub(lambda match: names[match[0]], text)).strip()

    return _at_positions(rows, plain)


def _at_positions(rows: Rows, fold: Callable[[str], str]) -> list[Found]:
    found: list[Found] = []
    for number, quotations in rows:
        text = text_of(number)
        for row in quotations:
            same = fold(text[row.start : row.end]) == fold(row.quote)
            found.append(("at-position", row.start, row.end) if same else ("another", None, None))
    return found


def cold(rows: Rows) -> list[Found]:
    """This project, nothing known: every quotation is searched."""
    return _anchored(rows, known=False)


def warm(rows: Rows) -> list[Found]:
    """This project with the positions of a lock file."""
    return _anchored(rows, known=True)


def _anchored(rows: Rows, *, known: bool) -> list[Found]:
    from dossier.text.anchor import anchor
    from dossier.text.normalise import normalise

    found: list[Found] = []
    for number, quotations in rows:
        text = normalise(text_of(number))
        for row in quotations:
            position = (row.start, row.end) if known and row.end else None
            anchored = anchor(text, row.quote, position)
            found.append((str(anchored.status), anchored.start, anchored.end))
    return found


def rapidfuzz(rows: Rows) -> list[Found]:
    """rapidfuzz's `partial_ratio_alignment` on folded texts; a match below 65 is absent."""
    from rapidfuzz.fuzz import partial_ratio_alignment

    from dossier.text.normalise import normalise

    found: list[Found] = []
    for number, quotations in rows:
        text = normalise(text_of(number))
        for row in quotations:
            quote = normalise(row.quote).text
            match = partial_ratio_alignment(quote, text.text, score_cutoff=65)
            if match is None or match.dest_end <= match.dest_start:
                found.append(("absent", None, None))
            else:
                status = "at-position" if match.score == 100 else "drifted"
                found.append((status, *text.raw_span(match.dest_start, match.dest_end)))
    return found


def pyahocorasick(rows: Rows) -> list[Found]:
    """All quotations in one automaton, run over every folded text; it knows exact matches only."""
    from ahocorasick import Automaton

    from dossier.text.normalise import normalise

    automaton = Automaton()
    every = [row.quote for number in range(corpus.DOCUMENTS) for row in corpus.quotations(FOLDER, number)]
    for quote in every:
        folded = normalise(quote).text
        automaton.add_word(folded, folded)
    automaton.make_automaton()
    found: list[Found] = []
    for number, quotations in rows:
        text = normalise(text_of(number))
        places: dict[str, list[int]] = {}
        for last, folded in automaton.iter(text.text):
            places.setdefault(folded, []).append(last + 1)
        for row in quotations:
            quote = normalise(row.quote).text
            ends = places.get(quote, [])
            if len(ends) == 1:
                found.append(("at-position", *text.raw_span(ends[0] - len(quote), ends[0])))
            else:
                found.append(("ambiguous" if ends else "not found", None, None))
    return found


CONTESTANTS = {
    contestant.__name__: contestant
    for contestant in (read, stored_plainly, stored, cold, warm, rapidfuzz, pyahocorasick)
}


# ------------------------------------------------------------------------------------------------------------- judging


def judge(row: Quotation, found: Found, *, known: bool) -> str:
    """`right`, or in what the finding is wrong."""
    status, start, end = found
    if row.kind == "exact" or (row.kind == "twice" and known):
        expected = "at-position"
    else:
        expected = {"twice": "ambiguous", "absent": "absent"}.get(row.kind, "drifted")
    if status in ("at-position", "moved") and expected != "at-position":
        return "VERIFIED WRONGLY"
    if status != expected:
        return f"{status}, not {expected}"
    if expected == "at-position" and (start, end) != (row.start, row.end):
        return "wrong place"
    if expected == "drifted" and not (start is not None and end is not None and start < row.end and row.start < end):
        return "wrong passage"
    return "right"


def contest(name: str, kinds: str) -> dict[str, object]:
    """Run one contestant in this process: seconds of CPU, peak memory, and its findings judged."""
    step = SAMPLED.get(name, 1)
    wanted = {"pinned": ("exact", "twice"), "all": None}[kinds]
    rows = [
        (number, [row for row in corpus.quotations(FOLDER, number) if wanted is None or row.kind in wanted])
        for number in range(0, corpus.DOCUMENTS, step)
    ]
    contestant = CONTESTANTS[name]
    contestant(rows[:1])  # imports
    begun = time.process_time()
    found = contestant(rows)
    seconds = time.process_time() - begun
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    verdicts: Counter[str] = Counter()
    for row, one in zip((row for _, own in rows for row in own), found, strict=False):
        group = "look-alike" if row.kind in LOOKALIKES else row.kind
        verdicts[f"{group}: {judge(row, one, known=name in ('warm', 'stored', 'stored_plainly'))}"] += 1
    return {"seconds": seconds * step, "memory": memory, "verdicts": dict(sorted(verdicts.items())), "step": step}


def main() -> None:
    """Generate what is missing, run every contestant, print the table."""
    if len(sys.argv) == 3:
        print(json.dumps(contest(sys.argv[1], sys.argv[2])))
        return
    corpus.generate(FOLDER)
    begun = time.time()
    results: dict[tuple[str, str], dict[str, object]] = {}
    contests = [(name, "all") for name in CONTESTANTS] + [("stored_plainly", "pinned"), ("stored", "pinned")]
    contests += [("cold", "pinned"), ("warm", "pinned")]
    for key in contests:
        best = None
        for _ in range(1 if key[0] in SAMPLED else RUNS):
            command = [sys.executable, "-m", "benchmarks.anchoring", *key]
            done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=FOLDER.parents[2])
            row = json.loads(done.stdout)
            best = row if best is None or row["seconds"] < best["seconds"] else best
        assert best is not None
        results[key] = best
    print(f"{processor()}, {date()}")
    print("Quickest of three runs; `pinned` are the quotations that verify, which is what a lock file holds.\n")
    print("| contestant | quotations | CPU s | of stored_plainly | of stored | peak MB |\n|---|---|---|---|---|---|")
    for (name, kinds), row in results.items():
        ratios = [
            f"{row['seconds'] / results[floor, kinds]['seconds']:.2f}"  # type: ignore[operator]
            for floor in ("stored_plainly", "stored")
        ]
        scaled = f" (every {row['step']}th document, scaled)" if row["step"] != 1 else ""
        print(f"| {name}{scaled} | {kinds} | {row['seconds']:.2f} | {' | '.join(ratios)} | {row['memory']:.0f} |")
    for (name, kinds), row in results.items():
        if kinds == "all" and row["verdicts"]:
            print(f"\n{name}: " + "; ".join(f"{verdict} {count:,}" for verdict, count in row["verdicts"].items()))  # type: ignore[attr-defined]
    print(f"\n{time.time() - begun:.0f} s in all.", file=sys.stderr)


if __name__ == "__main__":
    main()
