"""`dossier schema`: JSON Schemas of the files of a case, for editors that complete and mark mistakes."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from dossier.cli.output import Format, FormatOption, Settings, out, report, shown
from dossier.problems import Problems, Stop

EXAMPLES = """
Examples: `dossier schema` · `dossier schema --print entity` · `dossier schema --to ~/schemas`
"""


class Kind(StrEnum):
    """The kinds of files that have a schema."""

    case = "case"
    entity = "entity"
    source = "source"
    regime = "regime"


def run(
    context: typer.Context,
    only: Annotated[Kind | None, typer.Option("--print", help="Print this schema instead of writing them all.")] = None,
    to: Annotated[Path | None, typer.Option("--to", metavar="DIR", help="Write into DIR, not into the case.")] = None,
    format: FormatOption = Format.text,
) -> None:
    """Write JSON Schemas into schemas/ of the case: for case.yml, entities, source.yml and regimes.

    Files that the program makes in a case with schemas/ begin with the line that editors read. --print and --to need
    no case.
    """
    from dossier.case.files import SCHEMAS_FOLDER
    from dossier.checking.schemas import schema_files, schema_text, schemas
    from dossier.formats.writing import write_all

    if only is not None:
        typer.echo(schema_text(schemas()[only.value]), nl=False)
        raise typer.Exit
    settings: Settings = context.obj
    files = schema_files(to if to is not None else settings.root() / SCHEMAS_FOLDER)
    try:
        write_all(files)
    except Stop as stopped:
        raise typer.Exit(report(stopped.problems, format)) from None
    if format is Format.text:
        for path in files:
            out.print(shown(path), markup=False)
        out.print(
            "In VS Code install “YAML” by Red Hat. First line of a file of entities: "
            f"# yaml-language-server: $schema=../{SCHEMAS_FOLDER}/entity.json",
            style="dim",
            markup=False,
        )
    raise typer.Exit(report(Problems(), format, files=[str(path) for path in files]))
