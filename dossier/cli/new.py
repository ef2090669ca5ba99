"""`dossier new`: a person, body, post, act or source, with the next good id."""

from __future__ import annotations

import sys
import tempfile
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dossier.cli.names import Category
from dossier.cli.output import Format, FormatOption, out, refuse, report
from dossier.cli.prepare import open_case
from dossier.problems import Problems, Stop, Term, os_reason, stop

if TYPE_CHECKING:
    from dossier.case.model import Case
    from dossier.intake.material import Wanted

EXAMPLES = """
Examples: `dossier new person "Ilan Torvek" --person nominee --cite gazette/order` · `dossier new person "Dana Orsel"
--person victim` · `dossier new body "Ministry of the Interior"` · `dossier new post "Interior Minister" --body
ministry-of-the-interior` · `dossier new act "Breaking-up of a meeting" --date 2025-06-12` ·
`dossier new source "Union meeting broken up" --publisher "The Maren Gazette" --text pasted.txt`
"""


class Kind(StrEnum):
    """What can be added."""

    person = "person"
    body = "body"
    post = "post"
    act = "act"
    source = "source"


def run(
    context: typer.Context,
    kind: Annotated[Kind, typer.Argument(metavar="KIND", help="person, body, post, act or source.")],
    name: Annotated[str, typer.Argument(metavar="NAME", help="As the source has it; of a source, its title.")],
    id_: Annotated[str | None, typer.Option("--id", help="Its id. Without it: the next good one.")] = None,
    person: Annotated[Category | None, typer.Option("--person", help="Of a person: the category; needed.")] = None,
    schema: Annotated[str | None, typer.Option("--schema", help="Of a body or an act, such as CourtCase.")] = None,
    cite: Annotated[list[str] | None, typer.Option("--cite", help="An excerpt that says it; may be repeated.")] = None,
    lang: Annotated[str | None, typer.Option("--lang", help="The language of the name, such as eng.")] = None,
    date: Annotated[str | None, typer.Option("--date", help="Of an act: its day. Of a source: its date.")] = None,
    body: Annotated[str | None, typer.Option("--body", help="Of a post: the id of its body.")] = None,
    origin: Annotated[str | None, typer.Option("--origin", help="Of a source: the entity whose words it is.")] = None,
    publisher: Annotated[str | None, typer.Option("--publisher", help="Of a source: as of `dossier capture`.")] = None,
    text: Annotated[
        Path | None, typer.Option("--text", metavar="FILE", help="Of a source: its text. Without it: standard input.")
    ] = None,
    format: FormatOption = Format.text,
) -> None:
    """Add an entity to the file of its kind, with the next good id; or a source made of a pasted text.

    Withheld persons get an id and a label without their name. A source that is a file or a page is `dossier capture`'s.
    """
    from dossier.intake.adding import New, add
    from dossier.intake.material import Wanted

    _check_usage(kind, person, date, body, {"--origin": origin, "--publisher": publisher, "--text": text})
    problems = Problems()
    case = open_case(context, format, problems)
    try:
        if kind is Kind.source:
            wanted = Wanted(id_, title=name, publisher=publisher, published=date, language=lang, origin=origin)
            done = _source(case, wanted, text)
        else:
            category = person.value if person else None
            done = asdict(add(case, New(kind.value, name, id_, category, schema, tuple(cite or ()), lang, date, body)))
    except Stop as stopped:
        raise typer.Exit(refuse(stopped.problems, format)) from None
    if format is Format.text:
        label = f" ({done['label']})" if done.get("label") else ""
        out.print(f"{done['id']}{label}: written to {done['file']}.", style="bold green", markup=False)
    raise typer.Exit(report(Problems(), format, **done))


def _check_usage(
    kind: Kind, person: Category | None, date: str | None, body: str | None, of_source: dict[str, Any]
) -> None:
    """Raises BadParameter, which is wrong usage, for options of another kind."""
    if (kind is Kind.person) != (person is not None):
        raise typer.BadParameter("--person CATEGORY goes with `new person`, and is needed there.")
    if date is not None and kind not in (Kind.act, Kind.source):
        raise typer.BadParameter("--date goes with `new act` and `new source`.")
    if body is not None and kind is not Kind.post:
        raise typer.BadParameter("--body goes with `new post`.")
    if kind is not Kind.source and (given := [option for option, value in of_source.items() if value is not None]):
        raise typer.BadParameter(f"{', '.join(given)}: of `new source` alone.")


def _source(case: Case, wanted: Wanted, text: Path | None) -> dict[str, Any]:
    """Capture a pasted text. Raises Stop when it cannot be read or taken."""
    from dossier.intake.adding import paste
    from dossier.intake.capturing import capture

    try:
        said = text.read_text(encoding="utf-8") if text is not None else sys.stdin.read()
    except (OSError, UnicodeDecodeError) as error:
        code = "file-unreadable" if isinstance(error, OSError) else "file-not-utf8"
        reason = os_reason(error) if isinstance(error, OSError) else Term("it is not in UTF-8")
        raise stop(code, "The text cannot be read: {reason}.", reason=reason) from None
    with tempfile.TemporaryDirectory() as folder:
        captured = capture(case, str(paste(Path(folder), wanted.title or "", said)), wanted)
    return {"id": captured.source, "file": f"evidence/{captured.source}/source.yml", "label": None}
