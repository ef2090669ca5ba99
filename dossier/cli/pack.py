"""`dossier pack`: what is sent to one authority, as a folder and its zip."""

from __future__ import annotations

import dataclasses
from typing import Annotated

import typer
from rich.text import Text

from dossier.cli.output import Format, FormatOption, Settings, out, plural, progress, refuse, report, shown
from dossier.cli.prepare import Edition, EditionOption, chosen, prepare
from dossier.problems import Problems, Stop

EXAMPLES = """
Examples: `dossier pack dosayev --regime eu-ghr` · `dossier pack dosayev --regime us-glomag --draft` ·
`dossier pack dosayev --regime eu-ghr --language fr --format json`
"""


def run(
    context: typer.Context,
    person: Annotated[str, typer.Argument(metavar="PERSON", help="The id of whom the submission is about.")],
    regime: Annotated[str, typer.Option("--regime", help="The regime of the case whose authority gets it.")],
    edition: EditionOption = Edition.authority,
    language: Annotated[
        str | None, typer.Option("--language", metavar="L", help="Of the frame: en, es, fr or ru; else the case's.")
    ] = None,
    draft: Annotated[
        bool, typer.Option("--draft", help="Print DRAFT on every page; claims need no approval then.")
    ] = False,
    format: FormatOption = Format.text,
) -> None:
    """Write a submission: a folder for one authority with the dossier, its exhibits and data, and the zip of it.

    Warnings stop it, and so does a claim of the dossier that is not approved; then nothing is written.
    """
    from dossier.pack import PACKED_FORMS, pack

    problems = Problems()
    settings: Settings = context.obj
    view = prepare(context, edition, problems, strict=True, regime=regime)
    if view is None:
        raise typer.Exit(refuse(problems, format, strict=True, edition=edition))
    view = dataclasses.replace(view, draft=draft)
    folder = settings.root() / "build" / edition
    try:
        (about,) = chosen(view, [person], regime)
        step = progress("rendered", len(PACKED_FORMS))
        packed = pack(view, about, regime, folder, language=language, step=step)
    except Stop as stopped:
        problems += stopped.problems
        raise typer.Exit(refuse(problems, format, strict=True, edition=edition)) from None
    result = {
        "person": packed.person,
        "regime": regime,
        "type": packed.kind,
        "draft": draft,
        "folder": str(packed.payload),
        "zip": str(packed.zip),
        "zip_sha256": packed.zip_sha256,
        "changed": packed.changed,
        "files": [{"name": file.name, "bytes": len(file.data), "sha256": file.sha256} for file in packed.files],
    }
    code = report(problems, format, strict=True, edition=edition, **result)
    if format is Format.text:
        for file in packed.files:
            out.print(Text(f"{shown(packed.payload / file.name)}  {plural(len(file.data), 'byte')}"))
        out.print(Text(f"{shown(packed.zip)}  sha256 {packed.zip_sha256}"))
        done = "packed" if packed.changed else "unchanged, not written again"
        mark = ", draft" if draft else ""
        out.print(f"{packed.kind}{mark}, {plural(len(packed.files), 'file')}: {done}.", style="bold green")
    raise typer.Exit(code)
