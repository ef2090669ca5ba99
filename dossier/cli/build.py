"""`dossier build`: the PDF dossiers of an edition."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from dossier.cli.output import Format, FormatOption, Settings, StrictOption, out, plural, progress, report, summary
from dossier.cli.prepare import Edition, EditionOption, prepare
from dossier.jobs import default_jobs
from dossier.problems import Problems, Stop, stop

if TYPE_CHECKING:
    from dossier.editions import Entity, View
    from dossier.render.building import Built

EXAMPLES = """
Examples: `dossier build` · `dossier build dosayev --regime eu-ghr` · `dossier build --edition internal --jobs 2`
"""


def run(
    context: typer.Context,
    persons: Annotated[
        list[str] | None, typer.Argument(metavar="[PERSON]...", help="Ids; without any, everybody.")
    ] = None,
    edition: EditionOption = Edition.public,
    regime: Annotated[str | None, typer.Option("--regime", help="One regime of the case instead of all.")] = None,
    strict: StrictOption = False,
    jobs: Annotated[int, typer.Option("--jobs", min=1, max=64, help="Documents rendered at a time.")] = default_jobs(),
    force: Annotated[
        bool, typer.Option("--force", help="Render again what is unchanged (after new fonts, say).")
    ] = False,
    format: FormatOption = Format.text,
) -> None:
    """Render the dossiers of an edition into build/EDITION/.

    Writes nothing while the case has errors. What did not change is not rendered again.
    """
    from dossier.render.building import build

    problems = Problems()
    settings: Settings = context.obj
    view = prepare(context, edition, problems, strict=strict)
    if view is None:
        code = report(problems, format, strict=strict, edition=edition)
        if format is Format.text:
            out.print(f"{summary(problems)}. Nothing was written.", style="bold red")
        raise typer.Exit(code)
    try:
        chosen = _chosen(view, persons or [], regime)
        folder = settings.root() / "build" / edition
        step = progress("rendered", len(chosen))
        built = build(view, chosen, folder, regime=regime, jobs=jobs, force=force, step=step)
    except Stop as stopped:
        problems += stopped.problems
        raise typer.Exit(report(problems, format, strict=strict, edition=edition)) from None
    for one in built:
        if one.overflows:
            problems.add("summary-overflows", None, f"{one.name}: the first two pages hold too much.")
    code = report(problems, format, strict=strict, edition=edition, documents=[_json(one) for one in built])
    if format is Format.text:
        _print(built)
    raise typer.Exit(code)


def _chosen(view: View, ids: list[str], regime: str | None) -> list[Entity]:
    known = {person.id: person for person in view.dossiers}
    unknown = [id_ for id_ in ids if id_ not in known]
    if unknown:
        raise stop("no-such-person", f"{', '.join(unknown)}: no such dossier; there are {', '.join(known) or 'none'}.")
    if regime is not None and regime not in view.regimes:
        raise stop("unknown-regime", f"The case has no regime {regime!r}; it has {', '.join(view.regimes)}.")
    return [known[id_] for id_ in ids] if ids else list(known.values())


def _json(built: Built) -> dict[str, Any]:
    return {
        "person": built.person,
        "name": built.name,
        "type": built.kind,
        "file": str(built.file),
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
            state = "rendered" if one.changed else "[dim]unchanged[/dim]"
            table.add_row(_shown(one.file), one.kind, str(one.pages), f"{one.bytes / 1024:.0f}", state)
        out.print(table)
    else:
        for one in built:
            state = "rendered" if one.changed else "unchanged"
            out.print(
                f"{_shown(one.file)}  {one.kind}  {plural(one.pages, 'page')}  {plural(one.bytes, 'byte')}  {state}"
            )
    made = sum(one.changed for one in built)
    out.print(f"{plural(made, 'dossier')} rendered, {len(built) - made} unchanged.", style="bold green")


def _shown(file: Path) -> str:
    """A path as the user would type it from here."""
    try:
        return str(file.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(file)
