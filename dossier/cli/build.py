"""`dossier build`: the dossiers of an edition, as PDF, as Word document or as a page for a browser."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from dossier.cli.output import Format, FormatOption, Settings, out, plural, progress, refuse, report
from dossier.cli.prepare import Edition, EditionOption, chosen, prepare
from dossier.jobs import default_jobs
from dossier.problems import File, Problems, Stop

if TYPE_CHECKING:
    from dossier.building.build import Built

EXAMPLES = """
Examples: `dossier build` · `dossier build dosayev --regime eu-ghr` · `dossier build --edition internal --jobs 2` ·
`dossier build dosayev --as pdf,docx` · `dossier build --regime eu-ghr --language fr`
"""


def run(
    context: typer.Context,
    persons: Annotated[
        list[str] | None, typer.Argument(metavar="[PERSON]...", help="Ids; without any, everybody.")
    ] = None,
    edition: EditionOption = Edition.public,
    regime: Annotated[str | None, typer.Option("--regime", help="One regime of the case instead of all.")] = None,
    language: Annotated[
        str | None, typer.Option("--language", metavar="L", help="Of the frame: en, es, fr or ru; else the case's.")
    ] = None,
    as_: Annotated[
        list[str] | None,
        typer.Option("--as", metavar="FORM", help="pdf, docx or html; again or with commas for several."),
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Let warnings, and claims that are not approved, stop the command.")
    ] = False,
    draft: Annotated[
        bool, typer.Option("--draft", help="Print DRAFT on every page; claims need no approval then.")
    ] = False,
    jobs: Annotated[int, typer.Option("--jobs", min=1, max=64, help="Documents rendered at a time.")] = default_jobs(),
    force: Annotated[
        bool, typer.Option("--force", help="Render again what is unchanged (after new fonts, say).")
    ] = False,
    format: FormatOption = Format.text,
) -> None:
    """Render the dossiers of an edition into build/EDITION/.

    Writes nothing while the case has errors. What did not change is not rendered again.
    """
    from dossier.building.build import build

    forms = _forms(as_ or ["pdf"])
    problems = Problems()
    settings: Settings = context.obj
    view = prepare(context, edition, problems, strict=strict, regime=regime, approved=strict and not draft)
    if view is None:
        raise typer.Exit(refuse(problems, format, strict=strict, edition=edition))
    view = dataclasses.replace(view, draft=draft)
    try:
        people = chosen(view, persons or [], regime)
        folder = settings.root() / "build" / edition
        step = progress("rendered", len(people) * len(forms))
        built = build(
            view, people, folder, forms=forms, regime=regime, language=language, jobs=jobs, force=force, step=step
        )
    except Stop as stopped:
        problems += stopped.problems
        raise typer.Exit(refuse(problems, format, strict=strict, edition=edition)) from None
    for one in built:
        if one.overflows:
            problems.add("summary-overflows", None, "{name}: the first two pages hold too much.", name=File(one.name))
    code = report(problems, format, strict=strict, edition=edition, documents=[_json(one) for one in built])
    if format is Format.text:
        _print(built)
    raise typer.Exit(code)


def _forms(given: list[str]) -> list[str]:
    """The forms asked for, each once. Raises BadParameter for one that there is not."""
    from dossier.building.build import FORMS

    forms = list(dict.fromkeys(form.strip() for each in given for form in each.split(",")))
    if unknown := [form for form in forms if form not in FORMS]:
        raise typer.BadParameter(f"--as {unknown[0]}: there are {', '.join(FORMS)}.")
    return forms


def _json(built: Built) -> dict[str, Any]:
    return {
        "person": built.person,
        "name": built.name,
        "type": built.kind,
        "file": str(built.file),
        "form": built.form,
        "pages": built.pages,
        "bytes": built.bytes,
        "findings": built.findings,
        "gaps": built.gaps,
        "changed": built.changed,
    }


def _print(built: list[Built]) -> None:
    if out.is_terminal:
        table = Table(box=None, pad_edge=False)
        for column, justify in (("file", "left"), ("type", "left"), ("pages", "right"), ("KiB", "right"), ("", "left")):
            table.add_column(column, justify=justify)  # type: ignore[arg-type]
        for one in built:
            state = "rendered" if one.changed else Text("unchanged", style="dim")
            table.add_row(_shown(one.file), one.kind, str(one.pages or "–"), f"{one.bytes / 1024:.0f}", state)
        out.print(table)
    else:
        for one in built:
            state = "rendered" if one.changed else "unchanged"
            size = [plural(one.pages, "page")] if one.pages else []
            size.append(plural(one.bytes, "byte"))
            out.print("  ".join([_shown(one.file), one.kind, *size, state]))
    made = sum(one.changed for one in built)
    out.print(f"{plural(made, 'dossier')} rendered, {len(built) - made} unchanged.", style="bold green")


def _shown(file: Path) -> str:
    """A path as the user would type it from here."""
    try:
        return str(file.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(file)
