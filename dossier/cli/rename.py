"""`dossier rename`: another id for an entity, a source or an excerpt, wherever the case names it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from dossier.cli.output import Format, FormatOption, out, plural, refuse, report
from dossier.cli.prepare import open_case
from dossier.problems import Problems, Stop

EXAMPLES = """
Examples: `dossier rename courier-example-a-very-long-name courier` · `dossier rename torvek ilan-torvek` ·
`dossier rename gazette/order-minister-police gazette/order`
"""


def run(
    context: typer.Context,
    old: Annotated[str, typer.Argument(metavar="OLD", help="The id of an entity or source, or SOURCE/EXCERPT.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="Its new id.")],
    format: FormatOption = Format.text,
) -> None:
    """Give an entity, a source or an excerpt another id in every file that names it: all of them or none.

    Comments and order stay. Exhibit numbers and pins stay too. What reviewers signed names the old id: those claims
    have to be approved again.
    """
    from dossier.intake.renaming import rename

    problems = Problems()
    case = open_case(context, format, problems)
    unread = Problems(problem for problem in problems.errors if problem.code.startswith(("yaml-", "file-")))
    if unread:
        raise typer.Exit(refuse(unread, format))
    try:
        renamed = rename(case, old, new)
    except Stop as stopped:
        raise typer.Exit(refuse(stopped.problems, format)) from None
    if format is Format.text:
        out.print(f"{renamed.kind} {renamed.old} is {renamed.new} now.", style="bold green", markup=False)
        for file in renamed.files:
            out.print(file, markup=False)
        out.print(f"{plural(len(renamed.files), 'file')} written.")
        if renamed.reviewed:
            out.print("What reviewers approved under the old id has to be approved again.", style="yellow")
    raise typer.Exit(report(Problems(), format, **asdict(renamed)))
