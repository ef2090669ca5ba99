"""What published lists say of the persons of a case.

`screening/<list>.json` is the machine's: which list was read, and the records in it that may be one of the persons.
`screening/<list>.yml` is people's: whether a record is that person, who says so, when and why. A verdict loses its
ground when the record changes, and a screening when the person does; both are reported.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from dossier.case.fields import Fields, is_date, is_id
from dossier.case.files import name_in_case, yaml_files
from dossier.case.yaml import Table, read_one
from dossier.formats.canonical import digest, readable_json
from dossier.formats.reading import read_file
from dossier.problems import Id, Invalid, Place, Problems, Quoted, Term, reason_of

FOLDER = "screening"
FORMAT = 1
MAX_BYTES = 20 * 1024 * 1024
VERDICTS = ("same", "different", "unsure")
VERDICT_KEYS = ("verdict", "record", "by", "when", "because")
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Listing:
    """One designation that a record states; each part "" when it does not say."""

    authority: str = ""
    program: str = ""
    since: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record of a list that may be a person: `features` are what the algorithm compared, with the score of each."""

    id: str
    caption: str
    score: float
    features: tuple[tuple[str, float], ...] = ()
    names: tuple[str, ...] = ()
    born: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    datasets: tuple[str, ...] = ()
    first_seen: str = ""
    listings: tuple[Listing, ...] = ()

    @property
    def record(self) -> str:
        """Twelve hexadecimal digits over what the list says, not over how it scored: a verdict names them."""
        rows = asdict(self)
        return digest({key: rows[key] for key in sorted(rows) if key not in ("score", "features")})[:12]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a person says of a candidate; `record` is the candidate's as it was then."""

    verdict: str
    record: str
    by: str
    when: str
    because: str
    place: Place


@dataclass(frozen=True, slots=True)
class Screening:
    """One list, read once. `persons` maps each person screened to the digest of what was searched for.

    `date` is the list's, `version` its own word for this state of it, `sha256` of the file read, `complete` false for
    a person with more candidates than are kept.
    """

    list: str
    title: str
    version: str
    date: str
    sha256: str
    entities: int
    algorithm: str
    threshold: float
    persons: Mapping[str, str]
    candidates: Mapping[str, tuple[Candidate, ...]] = field(default_factory=dict)
    cut: tuple[str, ...] = ()
    verdicts: Mapping[str, Mapping[str, Verdict]] = field(default_factory=dict)
    place: Place = field(default_factory=lambda: Place(FOLDER))

    def dumped(self) -> bytes:
        """The machine's file."""
        rows = asdict(self)
        del rows["verdicts"], rows["place"]
        return readable_json({"format": FORMAT, **rows})

    def verdict(self, person: str, candidate: Candidate) -> Verdict | None:
        """The verdict that holds: none when the record has changed since."""
        found = self.verdicts.get(person, {}).get(candidate.id)
        return found if found and found.record == candidate.record else None


def machine_file(root: Path, list_: str) -> Path:
    """Where what the machine found is kept."""
    return root / FOLDER / f"{list_}.json"


def verdicts_file(root: Path, list_: str) -> Path:
    """Where people's verdicts are kept."""
    return root / FOLDER / f"{list_}.yml"


def read_screenings(root: Path, problems: Problems) -> dict[str, Screening]:
    """The screenings of the case in `root`, by list; every mistake in them is added to `problems`."""
    folder, found = root / FOLDER, {}
    for path in sorted(folder.glob("*.json")) if folder.is_dir() else ():
        screening = _read_machine(path, name_in_case(path, root), problems)
        if screening is not None:
            found[screening.list] = screening
    found_here = Problems()
    paths = list(yaml_files(folder, root, found_here)) if folder.is_dir() else []
    problems.extend(
        problem for problem in found_here if not str(problem.place and problem.place.file).endswith(".json")
    )
    for path in paths:
        name = name_in_case(path, root)
        table = read_one(path, name, problems)
        if table is None:
            continue
        if path.stem not in found:
            problems.add(
                "screening-invalid",
                Place(name),
                "There is no {list}.json beside it: nothing was screened.",
                list=Id(path.stem),
            )
            continue
        verdicts = _verdicts(Fields(table, problems, ("verdicts",)), problems)
        found[path.stem] = replace(found[path.stem], verdicts=verdicts)
    return found


def check_screenings(screenings: Mapping[str, Screening], queries: Mapping[str, str], problems: Problems) -> None:
    """Report candidates nobody has judged, and verdicts and screenings that the case or the list has left behind.

    `queries` maps each person who can be screened to the digest of what would be searched for now.
    """
    for screening in screenings.values():
        for person, searched in screening.persons.items():
            if queries.get(person) != searched:
                problems.add(
                    "screening-outdated",
                    screening.place,
                    "{person} was screened against {list} with other names or data than now.",
                    person=Id(person),
                    list=Id(screening.list),
                )
        for person, candidates in screening.candidates.items():
            for candidate in candidates:
                _check_verdict(screening, person, candidate, problems)
        for person, rows in screening.verdicts.items():
            known = {candidate.id for candidate in screening.candidates.get(person, ())}
            for id_, verdict in rows.items():
                if id_ not in known:
                    problems.add(
                        "dangling-reference",
                        verdict.place,
                        "{list} has no candidate {id!r} for {person!r}.",
                        "Delete the verdict, or screen again.",
                        list=Id(screening.list),
                        id=Quoted(id_),
                        person=Quoted(person),
                    )


def _check_verdict(screening: Screening, person: str, candidate: Candidate, problems: Problems) -> None:
    if screening.verdict(person, candidate):
        return
    if old := screening.verdicts.get(person, {}).get(candidate.id):
        problems.add(
            "screening-stale",
            old.place,
            "The record {id} is {record} now, no longer what the verdict was given on.",
            id=Id(candidate.id),
            record=Term(candidate.record),
        )
    else:
        problems.add(
            "screening-undecided",
            screening.place,
            "{person}: nobody has said whether {id} in {list} is the same person.",
            person=Id(person),
            id=Id(candidate.id),
            list=Id(screening.list),
        )


def _read_machine(path: Path, name: str, problems: Problems) -> Screening | None:
    try:
        rows = json.loads(read_file(path, MAX_BYTES, links=False))
        if rows.pop("format") != FORMAT:
            raise Invalid("its format is not known")
        screening = _screening(rows, Place(name))
        if screening.list != path.stem or not is_id(screening.list):
            raise Invalid("it is not named as the list it is of")
        return screening
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        problems.add("screening-invalid", Place(name), "The screening cannot be read: {error}.", error=reason_of(error))
        return None


def _screening(rows: dict[str, Any], place: Place) -> Screening:
    candidates = {person: tuple(_candidate(row) for row in found) for person, found in rows.pop("candidates").items()}
    persons, cut = rows.pop("persons"), tuple(rows.pop("cut"))
    screening = Screening(**rows, persons=persons, candidates=candidates, cut=cut, place=place)
    texts = (screening.list, screening.title, screening.version, screening.algorithm, *persons, *persons.values(), *cut)
    _only(str, texts)
    _only((int, float), (screening.entities, screening.threshold))
    if not is_date(screening.date) or not _SHA256.fullmatch(screening.sha256) or not set(candidates) <= set(persons):
        raise Invalid("its date, hash or persons are not of the right form")
    return screening


def _candidate(row: dict[str, Any]) -> Candidate:
    texts: dict[str, Any] = {key: tuple(row.pop(key)) for key in ("names", "born", "countries", "topics", "datasets")}
    listings = tuple(Listing(**listing) for listing in row.pop("listings"))
    features = tuple((name, score) for name, score in row.pop("features"))
    candidate = Candidate(**row, **texts, features=features, listings=listings)
    written = [candidate.id, candidate.caption, candidate.first_seen, *(name for name, _ in features)]
    written += [text for listing in listings for text in asdict(listing).values()]
    _only(str, [*written, *(text for group in texts.values() for text in group)])
    _only((int, float), [candidate.score, *(score for _, score in features)])
    return candidate


def _only(kind: Any, values: Iterable[object]) -> None:
    if not all(isinstance(value, kind) for value in values):
        raise Invalid("a value is not of the right form")


def _verdicts(fields: Fields, problems: Problems) -> dict[str, dict[str, Verdict]]:
    found: dict[str, dict[str, Verdict]] = {}
    table = fields.table("verdicts")
    for person, rows in (table.entries if table else {}).items():
        if not isinstance(rows, Table):
            problems.add(
                "wrong-type",
                rows.place,
                "The verdicts on {person!r} are a mapping of candidates.",
                person=Quoted(person),
            )
            continue
        for candidate, row in rows.entries.items():
            if not isinstance(row, Table):
                problems.add(
                    "wrong-type", row.place, "The verdict on {candidate!r} is a mapping.", candidate=Quoted(candidate)
                )
            elif verdict := _verdict(Fields(row, problems, VERDICT_KEYS)):
                found.setdefault(person, {})[candidate] = verdict
    return found


def _verdict(fields: Fields) -> Verdict | None:
    verdict = fields.choice("verdict", VERDICTS, required=True)
    record, by = fields.text("record", required=True), fields.text("by", required=True)
    when = fields.date("when") if fields.has("when") else fields.text("when", required=True)
    because = fields.text("because", required=True)
    if not (verdict and record and by and when and because):
        return None
    return Verdict(verdict, record, by, when, because, fields.place)
