"""`dossier excerpt`: anchors a quotation in a source and writes it down, or says why it cannot."""

from __future__ import annotations

import bisect
import re
import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.text import Text

from dossier.cli.output import Format, FormatOption, err, out, report
from dossier.cli.prepare import open_case
from dossier.problems import Problems, Stop
from dossier.text.visible import visible

if TYPE_CHECKING:
    from dossier.intake.excerpting import Excerpted, Wanted

EXAMPLES = """
Examples: `dossier excerpt fld-2023 "justified the decision to disallow the march" --speech reported` ·
`dossier excerpt fld-2023 < quotation.txt` · `dossier excerpt fld-2023 "the march" --prefix "to disallow" --dry-run`
"""
_CONTEXT = 60
_PLACES = 10  # of an ambiguous quotation that are shown


class Speech(StrEnum):
    """Whose words they are: the source's own, what it reports another to have said, a translation."""

    direct = "direct"
    reported = "reported"
    translated = "translated"


def run(
    context: typer.Context,
    source: Annotated[str, typer.Argument(metavar="SOURCE", help="The id of the source.")],
    quote: Annotated[
        str | None, typer.Argument(metavar="QUOTE", help="Its words. Without them: standard input, so you can paste.")
    ] = None,
    name: Annotated[
        str | None, typer.Option("--name", metavar="ID", help="The excerpt's name. Without it: from its words.")
    ] = None,
    capture: Annotated[
        str | None, typer.Option("--capture", help="The capture to quote. Without it: the newest that says it.")
    ] = None,
    prefix: Annotated[
        str | None, typer.Option("--prefix", metavar="WORDS", help="Words directly before it, to tell places apart.")
    ] = None,
    suffix: Annotated[
        str | None, typer.Option("--suffix", metavar="WORDS", help="Words directly behind it, to tell places apart.")
    ] = None,
    speech: Annotated[Speech | None, typer.Option("--speech", help="Whose words they are.")] = None,
    as_in_source: Annotated[
        bool,
        typer.Option("--as-in-source", help="Where only typesetting differs (CO2 for CO₂), quote as the source does."),
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be written, and write nothing.")] = False,
    format: FormatOption = Format.text,
) -> None:
    """Find a quotation in a source and write it into source.yml and the lock file, or say why it does not stand there.

    Prints the paragraph around it. Only an exact match is written, typesetting aside; a near one is shown as a
    difference.
    """
    from dossier.intake.excerpting import Wanted, excerpt

    wanted = Wanted(source, _words(quote), name, capture, prefix, suffix, str(speech) if speech else None, as_in_source)
    case = open_case(context, format, Problems())
    problems, excerpted = Problems(), None
    try:
        excerpted = excerpt(case, wanted, problems, dry_run=dry_run)
    except Stop as stopped:
        problems += stopped.problems
    if excerpted and format is Format.text:
        _print(excerpted, wanted)
    code = report(problems, format, **(_json(excerpted, wanted) if excerpted else {}))
    if format is Format.text and not (excerpted and (excerpted.written or excerpted.known)):
        out.print("Nothing was written.", style="bold red" if code else "bold")
    raise typer.Exit(code)


def _words(quote: str | None) -> str:
    from dossier.intake.excerpting import MAX_CHARACTERS

    if quote is None:
        if sys.stdin.isatty():
            err.print("Paste the quotation, then press Enter and Ctrl-D.", style="dim")
        try:
            quote = sys.stdin.read(MAX_CHARACTERS + 1)
        except UnicodeDecodeError:
            raise typer.BadParameter("The standard input is not UTF-8.") from None
    if not quote.strip():
        raise typer.BadParameter("The quotation is empty.")
    if len(quote) > MAX_CHARACTERS:
        raise typer.BadParameter(f"The quotation has more than {MAX_CHARACTERS:,} characters.")
    if re.search("[\ud800-\udfff]", quote):
        raise typer.BadParameter("The quotation is not UTF-8.")
    return quote


def _around(text: str, start: int, end: int, first: int, last: int, *, flat: bool = False) -> Text:
    """A passage with the quotation marked, in colour on a terminal, else between bars; in one line when `flat`."""
    before, own, after = (visible(part) for part in (text[first:start], text[start:end], text[end:last]))
    if flat:
        before, own, after = (re.sub(r"\s+", " ", part) for part in (before.lstrip(), own, after.rstrip()))
    if out.is_terminal and not out.no_color:
        return Text.assemble(before, (own, "bold black on yellow"), after)
    return Text(f"{before}▐{own}▌{after}")


def _print_passage(text: str, start: int, end: int) -> None:
    """The whole paragraph with the quotation marked."""
    from dossier.text.anchor import paragraph_around

    first, last = paragraph_around(text, start, end)
    out.print(_around(text, start, end, first, max(end, len(text[:last].rstrip()))))


def _is_absent(excerpted: Excerpted) -> bool:
    from dossier.text.anchor import Status

    return excerpted.anchor.status is Status.ABSENT and excerpted.own_form is None


def _print(excerpted: Excerpted, wanted: Wanted) -> None:
    from dossier.text.anchor import Status, changes, passage_with_most_words
    from dossier.text.boxes import around
    from dossier.text.normalise import readable

    found, text, file = excerpted.anchor, excerpted.capture.text.source, excerpted.capture.capture.file
    for place, end in found.spans[:_PLACES]:
        line = text.count("\n", 0, place) + 1
        at = bisect.bisect_right(excerpted.capture.pages, place)
        where = (f"page {at}, " if at else "") + f"line {line}: "
        first, last = max(0, place - _CONTEXT), min(len(text), end + _CONTEXT)
        out.print(Text.assemble((where, "bold"), "… ", _around(text, place, end, first, last, flat=True), " …"))
    if len(found.spans) > _PLACES:
        out.print(f"… and {len(found.spans) - _PLACES} places more.", style="dim")
    if _is_absent(excerpted) and (likest := passage_with_most_words(excerpted.capture.text, wanted.quote)):
        out.print(visible(text[slice(*likest)]), markup=False)
        out.print(f"\nThat is the paragraph of {file} with most of its words. It does not say it.", markup=False)
    if own := excerpted.own_form:
        _print_passage(text, *own)
        out.print("\nThe source writes the words this way. Only typesetting differs:", style="bold", markup=False)
        for change in changes(readable(text[slice(*own)]), wanted.quote):
            out.print(f"  {visible(str(change))}", style="yellow", markup=False)
    elif found.start is not None and found.end is not None:
        _print_passage(text, found.start, found.end)
    if own is None and found.status is Status.DRIFTED:
        out.print(f"\nThat is the nearest passage of {file}. It differs:", style="bold", markup=False)
        for change in changes(found.nearest, wanted.quote):
            out.print(f"  {visible(str(change))}", style="red" if change.marks else "yellow", markup=False)
    elif quotation := excerpted.quotation:
        page = f", page {quotation.page}" if quotation.page else ""
        done = "is there already" if excerpted.known else "written" if excerpted.written else "would be written"
        out.print(f"\n{quotation.excerpt.key} ({quotation.exhibit}{page}): {done}.", style="bold green", markup=False)
        for number in sorted({box.page for box in quotation.boxes}):
            lines = around(box for box in quotation.boxes if box.page == number)
            out.print(f"It stands on {lines}.", style="dim", markup=False)


def _json(excerpted: Excerpted, wanted: Wanted) -> dict[str, Any]:
    from dossier.text.anchor import Status, paragraph_around, passage_with_most_words
    from dossier.text.normalise import readable

    found, text = excerpted.anchor, excerpted.capture.text.source
    row: dict[str, Any] = {
        "source": wanted.source,
        "capture": excerpted.capture.capture.id,
        "status": str(found.status),
        "written": excerpted.written,
    }
    if quotation := excerpted.quotation:
        row |= {"excerpt": quotation.excerpt.key, "exhibit": quotation.exhibit, "page": quotation.page}
        row |= {"boxes": [box.fragment for box in quotation.boxes]}
        row |= {"known": excerpted.known, "quote": quotation.excerpt.quote}
    if found.start is not None and found.end is not None:
        first, last = paragraph_around(text, found.start, found.end)
        row |= {"start": found.start, "end": found.end}
        row["paragraph"] = [text[first : found.start], text[found.start : found.end], text[found.end : last]]
    if found.status is Status.AMBIGUOUS:
        row["places"] = [
            {"start": place, "end": end, "line": text.count("\n", 0, place) + 1} for place, end in found.spans
        ]
    if own := excerpted.own_form:
        row["as_in_source"] = readable(text[slice(*own)])
        row["changes"] = _changes(row["as_in_source"], wanted.quote)
    elif _is_absent(excerpted) and (likest := passage_with_most_words(excerpted.capture.text, wanted.quote)):
        row["nearest"] = text[slice(*likest)]
    elif found.status is Status.DRIFTED:
        row["changes"] = _changes(found.nearest, wanted.quote)
    return row


def _changes(passage: str, quote: str) -> list[dict[str, Any]]:
    from dossier.text.anchor import changes

    return [
        {"source": change.source, "quotation": change.quoted, "marks": list(change.marks)}
        for change in changes(passage, quote)
    ]
