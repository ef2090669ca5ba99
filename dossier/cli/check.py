"""`dossier check`: every rule over the whole case."""

from __future__ import annotations

from typing import Annotated

import typer

from dossier.cli.output import Format, FormatOption, Settings, StrictOption, out, plural, report, summary
from dossier.problems import Problems

EXAMPLES = """
Examples: `dossier check` · `dossier --case ~/cases/kz check --strict` · `dossier check --format github`
"""


def run(
    context: typer.Context,
    strict: StrictOption = False,
    full: Annotated[bool, typer.Option("--full", help="Extract the text of every capture again and compare.")] = False,
    format: FormatOption = Format.text,
) -> None:
    """Check the whole case: form, FollowTheMoney, quotations, citations, findings, and who would be exposed."""
    from dossier.case.model import EDITIONS
    from dossier.checks import check_case
    from dossier.editions import make_view

    settings: Settings = context.obj
    problems = Problems()
    checked = check_case(settings.root(), problems, full=full)
    if checked and not problems.errors:
        for edition in EDITIONS:
            make_view(checked.case, checked.evidence, checked.regimes, edition, problems)
    verified = len(checked.evidence.quotations) if checked else 0
    total = len(checked.case.excerpts()) if checked else 0
    code = report(problems, format, strict=strict, quotations=total, verified=verified)
    if format is Format.text:
        if checked:
            out.print(
                f"{plural(len(checked.case.entities), 'entity').replace('entitys', 'entities')}, "
                f"{plural(len(checked.case.sources), 'source')}, "
                f"{verified} of {plural(total, 'quotation')} verified."
            )
        out.print(f"{summary(problems)}.", style="bold red" if code else "bold green")
    raise typer.Exit(code)
