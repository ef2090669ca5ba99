"""`dossier names`: proposes further spellings of withheld names, for people to confirm under `withhold:`."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from dossier.cli.output import Format, FormatOption, Settings, out, report
from dossier.problems import Problems, stop

EXAMPLES = """
Examples: `dossier names` · `dossier names victim-7` · `dossier names --format json`
"""


def run(
    context: typer.Context,
    ids: Annotated[list[str] | None, typer.Argument(metavar="ID…", help="Ids of withheld persons; else all.")] = None,
    format: FormatOption = Format.text,
) -> None:
    """Propose further spellings of withheld names: misspellings in the sources, other scripts, initials, order.

    Shows names: it is for whoever writes the case. Confirm what is right by writing it under `withhold:`.
    """
    from dossier.case.loading import load_case
    from dossier.case.variants import proposals
    from dossier.case.withholding import never_quoted, withheld
    from dossier.evidence.collecting import collect

    settings: Settings = context.obj
    problems = Problems()
    case = load_case(settings.root(), problems)
    rows: list[dict[str, Any]] = []
    if case and not problems.errors:
        texts = [(key[0], row.text.source) for key, row in sorted(collect(case, problems).captures.items())]
        persons = {each.id: each for each in withheld(case.entities.values(), case.meta.editions[0], case.meta)}
        for id_ in ids or ():
            if id_ not in persons:
                raise stop("no-such-person", f"{id_!r} is nobody withheld; there are: {', '.join(persons)}.")
        for id_ in ids or persons:
            found = [{"spelling": spelling, "why": why} for spelling, why in proposals(persons[id_], texts)]
            rows.append({"id": id_, "label": persons[id_].label, "proposed": found})
    if case:
        problems[:] = problems.rewritten(never_quoted(case))
    code = report(problems, format, names=rows)
    if format is Format.text:
        for row in rows:
            out.print(f"{row['id']} ({row['label'] or 'no label'})", markup=False, style="bold")
            for each in row["proposed"]:
                out.print(f"  {each['spelling']}  ({each['why']})", markup=False)
        out.print("Confirm what is right by writing it under `withhold:` of the person.")
    raise typer.Exit(code)
