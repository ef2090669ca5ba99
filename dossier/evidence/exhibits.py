"""`evidence/exhibits.lock.json`: the number of each source as an exhibit, of those deleted since too.

`E3` must mean the same document in every dossier ever made from the case; so a number is never given twice, and a
source that comes back gets its own again. Each lock file says its source's number too: where the two differ, the case
has been put together from parts that do not fit.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from dossier.case.files import name_in_case
from dossier.case.model import Case
from dossier.evidence.lock import Lock
from dossier.formats.canonical import readable_json
from dossier.formats.reading import read_file
from dossier.problems import Id, Invalid, Place, Problems, Quoted, Term, message, reason_of

FILE = "exhibits.lock.json"
FORMAT = 1
MAX_BYTES = 5 * 1024 * 1024


def register_file(root: Path) -> Path:
    """Where the register of the case in `root` is kept."""
    return root / "evidence" / FILE


def register(exhibits: Mapping[str, int]) -> bytes:
    """The bytes of a register."""
    return readable_json({"format": FORMAT, "exhibits": dict(exhibits)})


def number_exhibits(case: Case, locks: Mapping[str, Lock], problems: Problems) -> dict[str, int]:
    """The number of every source, of deleted ones too: as registered, as locked, or the next that is free."""
    exhibits = _read(case.root, problems)
    for id_, lock in locks.items():
        if exhibits.setdefault(id_, lock.exhibit) != lock.exhibit:
            problems.add(
                "lock-invalid",
                case.sources[id_].place,
                "{id} is exhibit {here} here, and {registered} in evidence/{file}.",
                _CURE,
                id=Id(id_),
                here=lock.exhibit,
                registered=exhibits[id_],
                file=Term(FILE),
            )
    taken: dict[int, str] = {}
    for id_, number in exhibits.items():
        if number in taken:
            place = case.sources[id_].place if id_ in case.sources else Place(f"evidence/{FILE}")
            problems.add(
                "lock-invalid",
                place,
                "Two sources have the exhibit number {number}: {first} and {second}.",
                _CURE,
                number=number,
                first=Id(taken[number]),
                second=Id(id_),
            )
        taken[number] = id_
    for id_ in case.sources:
        exhibits.setdefault(id_, max(exhibits.values(), default=0) + 1)
    return exhibits


_CURE = message(
    "Delete the lock file of the newer source and its line in evidence/{file}, and run `dossier pin`.", file=Term(FILE)
)


def _read(root: Path, problems: Problems) -> dict[str, int]:
    path = register_file(root)
    if not path.is_file():
        return {}
    try:
        rows = json.loads(read_file(path, MAX_BYTES, links=False))
        if rows["format"] != FORMAT:
            raise Invalid("its format is {found}, not {known}", found=Quoted(repr(rows["format"])), known=FORMAT)
        found = rows["exhibits"]
        if not all(type(number) is int and 0 < number < 2**31 for number in found.values()):
            raise Invalid("a number in it is none")
        return dict(sorted(found.items(), key=lambda row: (row[1], row[0])))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        place = Place(name_in_case(path, root))
        problems.add(
            "lock-invalid",
            place,
            "The register of exhibits cannot be read: {error}.",
            "Restore it.",
            error=reason_of(error),
        )
        return {}
