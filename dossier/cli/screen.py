"""`dossier screen`: which records of a published list may be persons of the case."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from dossier.cli.output import Format, FormatOption, Settings, about, err, out, plural, report, shown
from dossier.problems import Problems, Stop

if TYPE_CHECKING:
    from dossier.editions import Candidate, Screening

EXAMPLES = """
Examples: `dossier screen opensanctions/` · `dossier screen sanctions.ftm.json --date 2026-11-20` ·
`dossier screen opensanctions/ --threshold 0.3 --format json`
"""


def run(
    context: typer.Context,
    list_: Annotated[
        Path, typer.Argument(metavar="LIST", help="A folder with a publication of OpenSanctions, or one file of it.")
    ],
    name: Annotated[str | None, typer.Option("--name", help="What to call it. Without it: as its index does.")] = None,
    date: Annotated[str | None, typer.Option("--date", help="Its date. Without it: as its index says.")] = None,
    threshold: Annotated[
        float, typer.Option("--threshold", min=0.05, max=1.0, help="The score from which a record is a candidate.")
    ] = 0.4,
    format: FormatOption = Format.text,
) -> None:
    """Compare the nominees and officials of the case with a published list, on this machine alone.

    Candidates are kept in screening/LIST.json; say of each with `dossier verdict` whether it is the person. The dossier
    prints "listed by … since …" for those who are the same, "no match in …" when none is left.
    """
    from dossier.case.screenings import machine_file
    from dossier.checking.run import check_case
    from dossier.formats.writing import cache, locked, write_aside
    from dossier.screening.lists import find_list
    from dossier.screening.screen import screen

    settings: Settings = context.obj
    found = Problems()
    checked = check_case(settings.root(), found)
    about(checked.case if checked else None)
    stopping = Problems(problem for problem in found.errors if not problem.code.startswith("screening-"))
    if checked is None or stopping:
        raise typer.Exit(report(stopping, format))
    problems = Problems()
    view = checked.view("internal", problems)
    try:
        listed = find_list(list_, name, date)
        screening = screen(view, listed, threshold=threshold, step=_step)
        with locked(cache(checked.case.root)):
            write_aside(machine_file(checked.case.root, screening.list), screening.dumped())
    except Stop as stopped:
        raise typer.Exit(report(stopped.problems, format)) from None
    old = checked.case.screenings.get(screening.list)
    if old is not None:
        screening = dataclasses.replace(screening, verdicts=old.verdicts)
    if format is Format.text:
        _print(screening, machine_file(checked.case.root, screening.list))
    raise typer.Exit(report(Problems(), format, **(_json(screening) if format is Format.json else {})))


def _step(text: str) -> None:
    if err.is_terminal:
        err.print(text, style="dim", end="\r")


def _print(screening: Screening, path: Path) -> None:
    of = f"{screening.title}, {screening.date}: {plural(screening.entities, 'record')}"
    out.print(of, style="bold", markup=False)
    for person in screening.persons:
        rows = screening.candidates.get(person, ())
        more = ", more were cut off" if person in screening.cut else ""
        out.print(f"{person}: {plural(len(rows), 'candidate') if rows else 'no candidate'}{more}", markup=False)
        if rows:
            out.print(_table(screening, person, rows))
    open_ = [
        (person, row)
        for person, rows in screening.candidates.items()
        for row in rows
        if not screening.verdict(person, row)
    ]
    out.print(f"Written to {shown(path)}.", style="dim", markup=False)
    if open_:
        person, row = open_[0]
        out.print(
            f"{len(open_)} to decide, such as: dossier verdict {screening.list} {person} {row.id} different "
            '--by NAME --because "…"',
            style="bold",
            markup=False,
        )


def _table(screening: Screening, person: str, rows: tuple[Candidate, ...]) -> Table:
    table = Table(box=None, pad_edge=False)
    for heading in ("score", "record", "name", "born", "countries", "why", "listed", "verdict"):
        table.add_column(heading, overflow="fold")
    for row in rows:
        listed = "; ".join(
            " ".join(filter(None, (one.authority, one.program, one.since))) for one in row.listings
        ) or ", ".join(row.topics)
        verdict = screening.verdict(person, row)
        table.add_row(
            f"{row.score:.2f}",
            row.id,
            row.caption,
            ", ".join(row.born),
            ", ".join(row.countries),
            ", ".join(f"{name} {score:.2f}" for name, score in row.features),
            listed,
            verdict.verdict if verdict else "",
        )
    return table


def _json(screening: Screening) -> dict[str, Any]:
    import json

    rows: dict[str, Any] = json.loads(screening.dumped())
    for person, candidates in rows["candidates"].items():
        for row, candidate in zip(candidates, screening.candidates[person], strict=True):
            verdict = screening.verdict(person, candidate)
            row |= {"record": candidate.record, "verdict": verdict.verdict if verdict else None}
    return rows
