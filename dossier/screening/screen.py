"""View and list → the screening that the case keeps."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from dossier.editions import Candidate, Listing, Screening, View
from dossier.formats.canonical import digest
from dossier.listings import can_be_screened, searched
from dossier.problems import File, stop
from dossier.screening.lists import PublishedList, lines, parsed, texts
from dossier.screening.matching import Kept, candidates_among, version
from dossier.screening.preselection import Preselection

THRESHOLD = 0.4
MAX_KEPT = 200_000  # records that share words with a name
MAX_CANDIDATES = 25  # of one person
_STEP = 50_000  # lines between two words of progress


def screen(
    view: View, listed: PublishedList, *, threshold: float = THRESHOLD, step: Callable[[str], None] = lambda text: None
) -> Screening:
    """Compare every nominee and official of a view with every record of a list.

    The list is read once, line by line, before anything is compared, and a second time only for the designations of
    the candidates. Raises Stop when the list cannot be read, or nomenklatura is not installed.
    """
    persons = {id_: searched(entity) for id_, entity in view.entities.items() if can_be_screened(entity)}
    if not persons:
        raise stop(
            "nobody-to-screen", "The case has no nominee or official.", cure="Add a Person with `person: nominee`."
        )
    kept = _kept(listed, Preselection(persons), step)
    step(f"comparing {len(kept):,} records")
    found = candidates_among(persons, kept, threshold)
    cut = tuple(id_ for id_, rows in sorted(found.items()) if len(rows) > MAX_CANDIDATES)
    found = {id_: rows[:MAX_CANDIDATES] for id_, rows in sorted(found.items()) if rows}
    listings = _listings(listed, {candidate.id for rows in found.values() for candidate in rows}, kept)
    return Screening(
        list=listed.name,
        title=listed.title,
        version=listed.version,
        date=listed.date,
        sha256=listed.sha256,
        entities=listed.entities,
        algorithm=version(),
        threshold=threshold,
        persons={id_: digest(properties) for id_, properties in sorted(persons.items())},
        candidates={id_: tuple(_with_listings(row, listings) for row in rows) for id_, rows in found.items()},
        cut=cut,
    )


def _kept(listed: PublishedList, preselection: Preselection, step: Callable[[str], None]) -> list[Kept]:
    kept: list[Kept] = []
    for number, line in enumerate(lines(listed), 1):
        row = parsed(line, number, listed.path.name)
        if ids := preselection.like(row):
            kept.append((row, ids))
            if len(kept) > MAX_KEPT:
                raise stop(
                    "list-unreadable",
                    "More than {most:,} records of {file} share words with the names searched.",
                    cure="Give the persons fuller names.",
                    most=MAX_KEPT,
                    file=File(listed.path.name),
                )
        if number % _STEP == 0:
            step(f"{number:,} records read, {len(kept):,} to compare")
    return kept


def _listings(listed: PublishedList, wanted: set[str], kept: Iterable[Kept]) -> dict[str, list[Listing]]:
    """The designations of the candidates: inside their records, or in `Sanction` records of their own."""
    found: dict[str, list[Listing]] = {id_: [] for id_ in wanted}
    if not wanted:
        return found
    for row, _ in kept:
        if row["id"] in wanted:
            nested = row["properties"].get("sanctions", [])
            found[row["id"]] += [_listing(one) for one in nested if isinstance(one, dict) and "properties" in one]
    before = listed.sha256
    for number, line in enumerate(lines(listed), 1):
        if b'"Sanction"' not in line:
            continue
        row = parsed(line, number, listed.path.name)
        if row["schema"] == "Sanction":
            for id_ in texts(row, "entity"):
                if id_ in wanted:
                    found[id_].append(_listing(row))
    if listed.sha256 != before:
        raise stop(
            "list-unreadable",
            "{file} was changed while it was read.",
            cure="Screen again.",
            file=File(listed.path.name),
        )
    return found


def _listing(row: Mapping[str, Any]) -> Listing:
    def first(*props: str) -> str:
        return next((value for prop in props for value in sorted(texts(dict(row), prop))), "")

    return Listing(
        authority=first("authority"),
        program=first("program", "programId"),
        since=first("listingDate", "startDate"),
        url=first("programUrl", "sourceUrl"),
    )


def _with_listings(candidate: Candidate, listings: Mapping[str, list[Listing]]) -> Candidate:
    rows = sorted(set(listings[candidate.id]), key=dataclasses.astuple)
    return dataclasses.replace(candidate, listings=tuple(rows))
