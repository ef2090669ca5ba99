"""`dossier init`: a case to begin with: the invented example, or an empty one that says what was answered."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dossier.cli.output import Format, FormatOption, out, report
from dossier.problems import Problems

if TYPE_CHECKING:
    from dossier.intake.beginning import Answers

EXAMPLES = """
Examples: `dossier init my-case`, then `cd my-case`, `dossier check`, `dossier build` ·
`dossier init my-case --empty --title "The harbour workers" --publisher "Example Advocacy Group" --regime eu-ghr`
"""
_LANGUAGE, _REGIME = "en", "eu-ghr"


def run(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder that is new or empty.")],
    empty: Annotated[bool, typer.Option("--empty", help="A case without the invented example.")] = False,
    example: Annotated[bool, typer.Option("--example", help="The invented example, without questions.")] = False,
    title: Annotated[str | None, typer.Option("--title", help="Of the case.")] = None,
    publisher: Annotated[str | None, typer.Option("--publisher", help="Who makes it; printed.")] = None,
    language: Annotated[str | None, typer.Option("--language", help="Of the case, such as en.")] = None,
    regimes: Annotated[list[str] | None, typer.Option("--regime", help="To judge by; may be repeated.")] = None,
    as_of: Annotated[str | None, typer.Option("--as-of", help="The day it speaks from. Without it: today.")] = None,
    format: FormatOption = Format.text,
) -> None:
    """Begin a case: an empty one with what you answer, or a small invented one that passes `check` and builds.

    On a terminal it asks five questions; with options it asks none. Else it writes the example. It writes all of it or
    nothing, and leaves a folder that holds anything alone.
    """
    from dossier.case.files import SCHEMAS_FOLDER
    from dossier.checking.schemas import schema_files
    from dossier.intake.beginning import begin

    given = any(each is not None for each in (title, publisher, language, regimes, as_of))
    if example and (empty or given):
        raise typer.BadParameter("--example goes without --empty, --title, --publisher, --language, --regime, --as-of.")
    answers = None
    if empty or given:
        answers = _answers(title, publisher, language, regimes, as_of)
    elif not example and format is Format.text and sys.stdin.isatty():
        answers = _asked()
    schemas = {str(path): data for path, data in schema_files(Path(SCHEMAS_FOLDER)).items()}
    files = begin(folder, schemas, answers)
    code = report(Problems(), format, folder=str(folder), files=files)
    if format is Format.text:
        for file in files:
            out.print(str(folder / file), markup=False)
        steps = "dossier check, dossier build" if answers is None else 'dossier capture FILE --publisher "…"'
        out.print(f"Next: cd {folder}, {steps}.", style="bold green", markup=False)
    raise typer.Exit(code)


def _answers(
    title: str | None, publisher: str | None, language: str | None, regimes: list[str] | None, as_of: str | None
) -> Answers:
    """The answers of the options; what is left open is said in words that show it."""
    from dossier.intake.beginning import Answers

    return Answers(
        title=title or "A case without a title",
        publisher=publisher or "A publisher without a name",
        language=language or _LANGUAGE,
        regimes=tuple(regimes or (_REGIME,)),
        as_of=as_of or _today(),
    )


def _asked() -> Answers:
    """The answers of somebody at a terminal."""
    title = typer.prompt("1/5 What is the case called? It is printed on every dossier")
    publisher = typer.prompt("2/5 Who makes it? Printed too")
    language = typer.prompt("3/5 In what language is it written (en, es, fr, ru)?", default=_LANGUAGE)
    regimes = typer.prompt(
        "4/5 Which sanctions programmes (eu-ghr, uk-ghr, us-glomag, us-7031c, ca-jvcfoa, au-thematic)?",
        default=_REGIME,
    )
    as_of = typer.prompt("5/5 From which day does it speak?", default=_today())
    found = [each for each in regimes.replace(",", " ").split() if each]
    return _answers(title, publisher, language, found, as_of)


def _today() -> str:
    return datetime.now(UTC).date().isoformat()
