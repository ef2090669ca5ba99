"""`dossier capture --transfer`: writes into the custody records who handed a source to whom, and when."""

from __future__ import annotations

from dataclasses import dataclass

from dossier.case.model import Case
from dossier.case.sources import NOT_KNOWN
from dossier.evidence.collecting import collect
from dossier.evidence.custody import Transfer, custody_file, time_of, with_transfer
from dossier.formats.reading import read_file
from dossier.formats.writing import cache, locked, write_all
from dossier.intake.material import is_to_come, now
from dossier.problems import Id, Problems, Quoted, Stop, Term, stop


@dataclass(frozen=True, slots=True)
class Transferred:
    """A transfer that was written, and the captures in whose records it stands now."""

    source: str
    captures: tuple[str, ...]
    transfer: Transfer


def transfer(case: Case, id_: str, handed: Transfer, of: str | None = None) -> Transferred:
    """Add a transfer to the custody record of a capture (`of`), or of every capture of the source.

    Raises Stop when there is no such source or capture, a capture has changed or has no record, or `at` is no time.
    """
    source = case.sources.get(id_)
    if source is None:
        raise stop("no-such-source", "There is no source {id!r} in the case.", id=Quoted(id_))
    if handed.at != NOT_KNOWN and time_of(handed.at) is None:
        raise stop(
            "bad-date",
            "--at: {time!r} is neither a date or time in ISO form nor {not_known}.",
            time=Quoted(handed.at),
            not_known=Term(NOT_KNOWN),
        )
    if is_to_come(handed.at):
        raise stop(
            "bad-date",
            "--at: {time} is still to come.",
            cure="Write it down when it has happened.",
            time=Quoted(handed.at),
        )
    captures = [capture.id for capture in source.captures if of in (None, capture.id)]
    if not captures:
        raise stop(
            "unknown-choice", "{id} has no capture {capture!r}.", source.place, id=Id(id_), capture=Quoted(str(of))
        )
    with locked(cache(case.root)):
        problems = Problems()
        evidence = collect(case, problems, only=id_)
        records = {name: custody_file(source.folder, name) for name in captures}
        for name, path in records.items():
            if (id_, name) not in evidence.captures:
                raise Stop(problems.errors)
            if not path.is_file():
                raise stop(
                    "custody-invalid",
                    "The capture {name} of {id} has no custody record: it was put in by hand.",
                    source.place,
                    "Take the file in with `dossier capture`, which begins one.",
                    name=Id(name),
                    id=Id(id_),
                )
        recorded_at = now()
        write_all({path: with_transfer(read_file(path), handed, recorded_at) for path in records.values()})
    return Transferred(id_, tuple(captures), handed)
