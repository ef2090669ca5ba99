"""`dossier explain`: what a problem means, why it matters, and an example before and after it is mended."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from dossier.cli.output import COLOURS, Format, FormatOption, out, report
from dossier.problems import KINDS, Problems, Stop

EXAMPLES = """
Examples: `dossier explain not-literal` · `dossier explain` · `dossier explain yaml-syntax --format json`
"""


def run(
    code: Annotated[
        str | None,
        typer.Argument(metavar="CODE", help="A code, as `check` prints it in brackets; else all are listed."),
    ] = None,
    format: FormatOption = Format.text,
) -> None:
    """Explain a problem: what it means, why it matters, what mends it, and an example before and after.

    Needs no case.
    """
    from dossier.problems.explaining import Explanation, explain

    if code is None:
        if format is Format.text:
            for name, kind in sorted(KINDS.items()):
                out.print(f"{name}: {kind.means}", markup=False)
        raise typer.Exit(report(Problems(), format, codes={name: kind.means for name, kind in sorted(KINDS.items())}))
    try:
        found: Explanation = explain(code)
    except Stop as stopped:
        raise typer.Exit(report(stopped.problems, format)) from None
    if format is Format.text:
        out.print(f"{found.severity}[{found.code}]", style=COLOURS[found.severity], markup=False)
        out.print(found.means, markup=False)
        if found.example:
            out.print(f"Why it matters: {found.example.why}", markup=False)
        out.print(f"What mends it: {found.cure}", markup=False)
        if found.example:
            for title, text in (("Before", found.example.before), ("After", found.example.after)):
                out.print(f"\n{title}:", style="bold")
                out.print("\n".join(f"    {line}" for line in text.split("\n")), markup=False)
    raise typer.Exit(report(Problems(), format, **asdict(found)))
