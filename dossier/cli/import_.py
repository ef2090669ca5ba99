"""`dossier import`: takes entities of a FollowTheMoney file into the case, with their source."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dossier.cli.output import Format, FormatOption, out, plural, report, shown
from dossier.cli.prepare import open_case
from dossier.problems import Problems, Stop

if TYPE_CHECKING:
    from dossier.intake.importing import Imported

EXAMPLES = """
Examples: `dossier import list.ftm.json --origin opensanctions --only Q123 --only NK-abc` ·
`dossier import index/export/entities.ftm.json --origin partner --person official --dry-run`
"""

_SHOWN = 10


class Person(StrEnum):
    """The categories of persons."""

    nominee = "nominee"
    official = "official"
    victim = "victim"
    witness = "witness"
    source = "source"
    other = "other"


EntitiesFile = Annotated[Path, typer.Argument(metavar="FILE", help="FtM entities, one JSON object a line: *.ftm.json.")]
OriginOption = Annotated[str, typer.Option("--origin", help="The entity of the case whose words these records are.")]
SourceOption = Annotated[
    str | None, typer.Option("--source", help="The id of the new source. Without it: made of the file's name.")
]
OnlyOption = Annotated[
    list[str] | None, typer.Option("--only", metavar="ID", help="Take this entity alone; may be repeated.")
]
PersonOption = Annotated[
    Person, typer.Option("--person", help="What the imported persons are; any but the first two are withheld.")
]
IntoOption = Annotated[
    str | None, typer.Option("--into", metavar="NAME", help="The file in entities/. Without it: SOURCE.yml.")
]
TitleOption = Annotated[str | None, typer.Option("--title", help="The publication's. Without it: its dataset.")]
PublisherOption = Annotated[str | None, typer.Option("--publisher", help="Who published it.")]
PublishedOption = Annotated[
    str | None, typer.Option("--published", help="The date of the publication, or `not-stated`.")
]
UrlOption = Annotated[str | None, typer.Option("--url", help="Where the file was found.")]
CapturedAtOption = Annotated[
    str | None, typer.Option("--captured-at", help="When, in ISO form. Without it: not-known.")
]
CollectorOption = Annotated[
    str | None, typer.Option("--collector", help="Who fetched it. Think of their safety first.")
]
DryRunOption = Annotated[bool, typer.Option("--dry-run", help="Say what would be taken and left out; write nothing.")]


def run(
    context: typer.Context,
    file: EntitiesFile,
    origin: OriginOption,
    source: SourceOption = None,
    only: OnlyOption = None,
    person: PersonOption = Person.other,
    into: IntoOption = None,
    title: TitleOption = None,
    publisher: PublisherOption = None,
    published: PublishedOption = None,
    url: UrlOption = None,
    captured_at: CapturedAtOption = None,
    collector: CollectorOption = None,
    dry_run: DryRunOption = False,
    format: FormatOption = Format.text,
) -> None:
    """Take entities of OpenSanctions, Aleph or another case into this one, with the file as their source.

    Writes entities/SOURCE.yml and evidence/SOURCE/ with the records taken, and cites them. What a case cannot say is
    left out and listed. Persons are withheld until you say with --person, or in the file, what they are.
    """
    from dossier.intake.importing import Asked, import_file
    from dossier.intake.material import Wanted, check_words

    problems = Problems()
    case = open_case(context, format, problems)
    if problems.errors:
        raise typer.Exit(report(problems, format))
    wanted = Wanted(
        source=source,
        title=title,
        publisher=publisher,
        published=published,
        origin=origin,
        captured_at=captured_at,
        collector=collector,
        url=url,
    )
    imported, problems = None, Problems()
    try:
        check_words(wanted)
        imported = import_file(case, file, wanted, Asked(tuple(only or ()), person, into), problems, dry_run=dry_run)
    except Stop as stopped:
        problems += stopped.problems
    if format is Format.text and imported:
        _print(imported)
    code = report(problems, format, **(_json(imported) if imported else {}))
    if format is Format.text and code:
        out.print("Nothing was written.", style="bold red")
    raise typer.Exit(code)


def _print(imported: Imported) -> None:
    if imported.known:
        more = f" and {len(imported.known) - _SHOWN:,} more" if len(imported.known) > _SHOWN else ""
        out.print(f"In the case already: {', '.join(imported.known[:_SHOWN])}{more}.", markup=False)
    if not imported.entities or imported.file is None:
        out.print("Nothing to import.", style="bold")
        return
    verb = "written" if imported.written else "would be written"
    count = plural(len(imported.entities), "entity")
    out.print(f"{count}: {verb} to {shown(imported.file)}, citing the source {imported.source}.", style="bold green")
    if imported.written:
        out.print("Next: say in that file who each person is, then dossier check", style="dim")


def _json(imported: Imported) -> dict[str, Any]:
    return {
        "source": imported.source,
        "file": str(imported.file) if imported.file else None,
        "entities": list(imported.entities),
        "known": list(imported.known),
        "written": imported.written,
    }
