"""`dossier stamp`: time stamps (RFC 3161) over captures and over the manifest of the evidence."""

from __future__ import annotations

from typing import Annotated

import typer

from dossier.cli.output import Format, FormatOption, out, plural, report
from dossier.cli.prepare import open_case
from dossier.problems import Id, Problems, Quoted, listed, stop

EXAMPLES = """
Examples: `dossier stamp --tsa https://freetsa.org/tsr` · `dossier stamp fld-2023 --tsa URL` ·
`dossier stamp --manifest --tsa URL`
"""


def run(
    context: typer.Context,
    sources: Annotated[
        list[str] | None, typer.Argument(metavar="SOURCE…", help="Sources to stamp; all when none is named.")
    ] = None,
    tsa: Annotated[
        str, typer.Option("--tsa", metavar="URL", envvar="DOSSIER_TSA", help="The time-stamping authority.")
    ] = "",
    manifest: Annotated[
        bool, typer.Option("--manifest", help="Stamp the list of all captures; of captures then only those named.")
    ] = False,
    format: FormatOption = Format.text,
) -> None:
    """Have an authority state that captures existed by now: one token a capture, kept beside it.

    The authority learns hashes, never content. A token that is there is never replaced.
    """
    from dossier.evidence.collecting import collect
    from dossier.intake.stamping import Stamped, stamp

    problems = Problems()
    case = open_case(context, format, problems)
    if not tsa:
        raise typer.BadParameter("Name the authority: --tsa URL.", param_hint="--tsa")
    for id_ in sources or ():
        if id_ not in case.sources:
            raise stop(
                "no-such-source",
                "There is no source {id!r}; there are: {known}.",
                id=Quoted(id_),
                known=listed(Id, case.sources),
            )
    evidence = collect(case, problems)
    done = Stamped()
    if not problems.errors:
        named = list(dict.fromkeys(sources)) if sources else [] if manifest else list(case.sources)
        done = stamp(case, evidence, tsa, problems, sources=named, manifest=manifest)
    code = report(problems, format, written=done.written, kept=done.kept)
    if format is Format.text and not code:
        for name, said in done.written.items():
            out.print(f"{name}: {said}", markup=False)
        there = f", {len(done.kept)} there already" if done.kept else ""
        out.print(f"{plural(len(done.written), 'time stamp')} written{there}.", style="bold green")
    raise typer.Exit(code)
