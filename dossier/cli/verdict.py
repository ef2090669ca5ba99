"""`dossier verdict`: whether a record of a list is a person of the case."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from dossier.cli.output import Format, FormatOption, out, report, shown
from dossier.cli.prepare import open_case
from dossier.problems import File, Id, Problems, Quoted, Stop, Term, listed, message, reason_of, stop

if TYPE_CHECKING:
    from dossier.case.model import Case
    from dossier.case.screenings import Candidate

EXAMPLES = """
Examples: `dossier verdict sanctions torvek Q123 different --by "A. Reader" --because "Another birth year."` ·
`dossier verdict sanctions torvek NK-abc same --by "A. Reader" --because "The same office and birth date."`
"""


class Said(StrEnum):
    """What can be said of a candidate."""

    same = "same"
    different = "different"
    unsure = "unsure"


def run(
    context: typer.Context,
    list_: Annotated[str, typer.Argument(metavar="LIST", help="The list's name, as in screening/.")],
    person: Annotated[str, typer.Argument(metavar="PERSON", help="The person's id.")],
    candidate: Annotated[str, typer.Argument(metavar="RECORD", help="The record's id in the list.")],
    said: Annotated[Said, typer.Argument(metavar="VERDICT", help="same, different or unsure.")],
    by: Annotated[str, typer.Option("--by", help="Who says so. Shown in the internal edition only.")],
    because: Annotated[str, typer.Option("--because", help="Why. Shown in the internal edition only.")],
    when: Annotated[str | None, typer.Option("--when", help="When it was looked at. Without it: today.")] = None,
    format: FormatOption = Format.text,
) -> None:
    """Write into screening/LIST.yml whether a record that `dossier screen` found is the person.

    The verdict names the record as it is now: when the list changes it, the verdict no longer holds.
    """
    from dossier.case.edit import KeyExists, NotEditable, append, new_file
    from dossier.case.screenings import verdicts_file
    from dossier.formats.reading import read_file
    from dossier.formats.writing import cache, locked, write_aside

    problems = Problems()
    case = open_case(context, format, problems)
    try:
        row = _found(case, list_, person, candidate)
        path = verdicts_file(case.root, list_)
        value = {
            "verdict": said.value,
            "record": row.record,
            "by": by,
            "when": when or datetime.now(UTC).date().isoformat(),
            "because": because,
        }
        _check(value)
        with locked(cache(case.root)):
            try:
                if path.is_file():
                    text = append(read_file(path).decode("utf-8"), ["verdicts", person], candidate, value)
                else:
                    text = new_file({"verdicts": {person: {candidate: value}}})
            except (NotEditable, UnicodeDecodeError) as error:
                there = isinstance(error, KeyExists)
                cure = "Correct the verdict that stands there by hand." if there else "Edit it by hand."
                raise stop(
                    "verdict-refused", "{file}: {reason}.", cure=cure, file=File(path.name), reason=reason_of(error)
                ) from None
            write_aside(path, text.encode())
    except Stop as stopped:
        raise typer.Exit(report(stopped.problems, format)) from None
    if format is Format.text:
        out.print(f"{person} and {candidate}: {said}. Written to {shown(path)}.", markup=False)
    raise typer.Exit(report(Problems(), format, list=list_, person=person, candidate=candidate, verdict=str(said)))


def _found(case: Case, list_: str, person: str, candidate: str) -> Candidate:
    from dossier.case.fields import suggestion

    screening = case.screenings.get(list_)
    if screening is None:
        raise stop(
            "verdict-refused",
            "Nothing was screened against {list!r}.{hint}",
            cure="Run `dossier screen` first.",
            list=Quoted(list_),
            hint=suggestion(list_, list(case.screenings)),
        )
    rows = screening.candidates.get(person, ())
    found = next((row for row in rows if row.id == candidate), None)
    if found is None:
        raise stop(
            "verdict-refused",
            "{list} has no candidate {candidate!r} for {person!r}.",
            cure=message("There: {known}.", known=listed(Id, (row.id for row in rows), none="none")),
            list=Id(list_),
            candidate=Quoted(candidate),
            person=Quoted(person),
        )
    return found


def _check(value: dict[str, str]) -> None:
    from dossier.case.dates import date_hint
    from dossier.case.fields import is_date

    if len(value["when"]) != len("2026-11-22") or not is_date(value["when"]):
        raise stop(
            "bad-date",
            "--when: {day!r} is no full date.{hint}",
            day=Quoted(value["when"]),
            hint=date_hint(value["when"]),
        )
    for key in ("by", "because"):
        if not value[key].strip():
            raise stop("verdict-refused", "--{option} is empty: a verdict says who gave it, and why.", option=Term(key))
