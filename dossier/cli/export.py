"""`dossier export`: the FollowTheMoney publication of an edition."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.text import Text

from dossier.cli.output import Format, FormatOption, Settings, StrictOption, out, plural, report, shown, summary
from dossier.cli.prepare import Edition, EditionOption, prepare
from dossier.problems import Problems, Stop

if TYPE_CHECKING:
    from dossier.publish import Published

EXAMPLES = """
Examples: `dossier export` · `dossier export --edition authority` · `dossier export --base-url https://example.org/data`
"""


def run(
    context: typer.Context,
    edition: EditionOption = Edition.public,
    base_url: Annotated[
        str | None,
        typer.Option("--base-url", help="Where the files will be served; their addresses go into index.json."),
    ] = None,
    strict: StrictOption = False,
    folder: Annotated[
        Path | None,
        typer.Option("--out", help="Where to write EDITION/export/. Without it: build/ in the case folder."),
    ] = None,
    format: FormatOption = Format.text,
) -> None:
    """Write the case as FollowTheMoney entities and statements, with claims and metadata, into one folder.

    Writes nothing while the case has errors; whatever goes wrong, the folder holds a whole publication.
    """
    from dossier.publish import publish

    problems = Problems()
    view = prepare(context, edition, problems, strict=strict)
    if view is None:
        code = report(problems, format, strict=strict, edition=edition)
        if format is Format.text:
            out.print(f"{summary(problems)}. Nothing was written.", style="bold red")
        raise typer.Exit(code)
    settings: Settings = context.obj
    target = (folder or settings.root() / "build") / edition / "export"
    try:
        published = publish(view, target, base_url=base_url or view.meta.base_url)
    except Stop as stopped:
        problems += stopped.problems
        raise typer.Exit(report(problems, format, strict=strict, edition=edition)) from None
    code = report(problems, format, strict=strict, edition=edition, **published_json(published))
    if format is Format.text:
        _print(published)
    raise typer.Exit(code)


def published_json(published: Published) -> dict[str, Any]:
    """A publication for machines: where, which version, whether it is new, and each file."""
    return {
        "folder": str(published.folder),
        "version": published.version,
        "changed": published.changed,
        **_counts(published),
        "files": [
            {"name": file.name, "size": file.size, "sha1": file.sha1, "rows": file.rows} for file in published.files
        ],
    }


def _counts(published: Published) -> dict[str, int]:
    names = {"entities": "entities.ftm.json", "statements": "statements.csv", "claims": "claims.json"}
    return {what: published.rows(name) for what, name in names.items()}


def _print(published: Published) -> None:
    for file in published.files:
        out.print(Text(f"{shown(published.folder / file.name)}  {plural(file.size, 'byte')}"))  # no markup in a path
    counted = ", ".join(f"{count:,} {what}" for what, count in _counts(published).items())
    done = "written" if published.changed else "unchanged, not written again"
    out.print(f"{counted}; version {published.version}: {done}.", style="bold green")
