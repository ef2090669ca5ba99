"""`dossier export`: the FollowTheMoney publication of an edition."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.text import Text

from dossier.cli.output import Format, FormatOption, Settings, StrictOption, out, plural, refuse, report, shown
from dossier.cli.prepare import Edition, EditionOption, prepare
from dossier.problems import Problems, Stop

if TYPE_CHECKING:
    from dossier.publish import Published

STATEMENTS = "statements.csv"
SINGULAR = {
    "entities": "entity",
    "targets": "target",
    "statements": "statement",
    "claims": "claim",
    "changes": "change",
}

EXAMPLES = """
Examples: `dossier export` · `dossier export --base-url https://example.org/data --since ../published` ·
`dossier export --only names.txt --only senzing.json` · `dossier export --to postgresql://user@localhost/ftm`
"""


def run(
    context: typer.Context,
    edition: EditionOption = Edition.public,
    base_url: Annotated[
        str | None,
        typer.Option("--base-url", help="Where the files will be served; their addresses go into index.json."),
    ] = None,
    since: Annotated[
        Path | None,
        typer.Option("--since", help="The folder of an earlier export: also writes what changed since then."),
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option("--only", help="A file to write; can be given several times. Without it: all files."),
    ] = None,
    to: Annotated[
        str | None,
        typer.Option("--to", help="A database to load as well: postgresql://… or sqlite:///FILE."),
    ] = None,
    strict: StrictOption = False,
    folder: Annotated[
        Path | None,
        typer.Option("--out", help="Where to write EDITION/export/. Without it: build/ in the case folder."),
    ] = None,
    format: FormatOption = Format.text,
) -> None:
    """Write the case as a FollowTheMoney publication: entities, statements, claims, tables and metadata in one folder.

    Writes nothing while the case has errors; whatever goes wrong, the folder holds a whole publication.
    """
    from dossier.publish import check_store, load, publish, shown_store

    _check_usage(only or [], since, to, base_url)
    problems = Problems()
    view = prepare(context, edition, problems, strict=strict)
    if view is None:
        raise typer.Exit(refuse(problems, format, strict=strict, edition=edition))
    settings: Settings = context.obj
    target = (folder or settings.root() / "build") / edition / "export"
    published = None
    try:
        if to:
            check_store(to)
        published = publish(view, target, base_url=base_url or view.meta.base_url, since=since, only=only or ())
        loaded = load(to, target / STATEMENTS, view.meta.name) if to else None
    except Stop as stopped:
        problems += stopped.problems
        said = report if published else refuse  # the publication stands when only the database fails
        raise typer.Exit(said(problems, format, strict=strict, edition=edition)) from None
    result = published_json(published) | ({"loaded": loaded} if loaded is not None else {})
    code = report(problems, format, strict=strict, edition=edition, **result)
    if format is Format.text:
        _print(published)
        if to and loaded is not None:
            out.print(Text(f"{loaded:,} statements loaded into {shown_store(to)}.", style="bold green"))
    raise typer.Exit(code)


def _check_usage(only: list[str], since: Path | None, to: str | None, base_url: str | None) -> None:
    """Raises BadParameter for options that say nothing, or not the same."""
    from dossier.publish import FILE_NAMES, SINCE_ONLY

    if base_url and not re.match(r"https?://[^/\s]", base_url):
        raise typer.BadParameter(f"--base-url {base_url}: it begins with https:// or http:// and a host.")
    for name in only:
        if name not in FILE_NAMES:
            raise typer.BadParameter(f"{name!r} is no file of a publication: {', '.join(FILE_NAMES)}.")
        if name in SINCE_ONLY and since is None:
            raise typer.BadParameter(f"{name} is written only with --since.")
    if to and only and STATEMENTS not in only:
        raise typer.BadParameter(f"--to loads {STATEMENTS}: name it with --only too.")


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
    """How many there are of what was written."""
    names = {
        "entities": "index.json",
        "targets": "targets.nested.json",
        "statements": STATEMENTS,
        "claims": "claims.json",
        "changes": "entities.delta.json",
    }
    counted = {what: published.rows(name) for what, name in names.items()}
    return {what: count for what, count in counted.items() if count is not None}


def _print(published: Published) -> None:
    for file in published.files:
        out.print(Text(f"{shown(published.folder / file.name)}  {plural(file.size, 'byte')}"))  # no markup in a path
    counts = _counts(published).items()
    counted = ", ".join(f"{count:,} {SINGULAR[what] if count == 1 else what}" for what, count in counts)
    done = "written" if published.changed else "unchanged, not written again"
    out.print(f"{counted}; version {published.version}: {done}.", style="bold green")
