"""`dossier preview`: the page of one dossier on this machine, which follows the case as it is written."""

from __future__ import annotations

from typing import Annotated

import typer

from dossier.cli.output import Settings, out
from dossier.cli.prepare import Edition, EditionOption
from dossier.problems import Problems, Stop, Term, stop

EXAMPLES = """
Examples: `dossier preview dosayev` · `dossier preview dosayev --regime eu-ghr --open` ·
`dossier preview dosayev --edition internal`
"""

# What no change of the case is waited for to mend: the command was mistyped.
UNKNOWN = ("no-such-language", "no-such-person", "unknown-edition", "unknown-regime")


def run(
    context: typer.Context,
    person: Annotated[str, typer.Argument(metavar="PERSON", help="The id of a person with a dossier.")],
    edition: EditionOption = Edition.public,
    regime: Annotated[str | None, typer.Option("--regime", help="One regime of the case instead of all.")] = None,
    language: Annotated[
        str | None, typer.Option("--language", metavar="L", help="Of the frame: en, es, fr or ru; else the case's.")
    ] = None,
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="0 takes any that is free.")] = 0,
    open_: Annotated[bool, typer.Option("--open", help="Open the page in the browser.")] = False,
) -> None:
    """Serve the page of a dossier on 127.0.0.1 and load it anew whenever a file of the case is saved.

    What `check` says stands at the top and beside what it concerns. Writes nothing. Ends with Ctrl-C.
    """
    try:
        from dossier.web.preview import Preview, make_app
        from dossier.web.serving import Server
    except ImportError as error:
        raise stop(
            "extra-missing",
            "The Python package {name} is not installed.",
            cure="Run `pip install 'sanctions-dossier[web]'`.",
            name=Term(str(error.name)),
        ) from None
    settings: Settings = context.obj
    preview = Preview(settings.root(), person, edition, regime, language, private=settings.private_folder())
    unknown = [problem for problem in preview.show().problems if problem.code in UNKNOWN]
    if unknown:
        raise Stop(Problems(unknown))

    def said(address: str) -> None:
        out.print(f"{person}, {edition} edition: {address}", markup=False)
        out.print("The address works once. Ctrl-C ends the preview.")

    server = Server(port)
    server.run(make_app(preview, lambda: server.ending), said, typer.launch if open_ else None)
    out.print("The preview has ended.")
