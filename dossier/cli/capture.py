"""`dossier capture`: takes a source into the case, or reads one again with newer extractors."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dossier.cli.output import Format, FormatOption, Settings, about, err, out, plural, report, shown
from dossier.problems import Id, Problems, Stop, Term, listed

if TYPE_CHECKING:
    from dossier.case.model import Case
    from dossier.evidence.custody import Transfer
    from dossier.intake.capturing import Captured, Held
    from dossier.intake.material import Wanted
    from dossier.intake.retexting import Retexted
    from dossier.intake.transferring import Transferred

EXAMPLES = """
Examples: `dossier capture report.pdf --publisher "Front Line Defenders" --published 2023-04-28` ·
`dossier capture https://example.org/statement --source fld-2023` · `dossier capture --retext fld-2023` ·
`dossier capture --transfer fld-2023 --from "the author" --to "our archive" --at 2023-05-02`
"""


FileOrUrl = Annotated[str | None, typer.Argument(metavar="FILE-OR-URL", help="A file, or an http(s) address.")]
SourceOption = Annotated[
    str | None,
    typer.Option("--source", help="The source it belongs to. Without it: the one of its address, or new."),
]
TitleOption = Annotated[str | None, typer.Option("--title", help="As the document says it. Without it: its own.")]
AuthorOption = Annotated[str | None, typer.Option("--author", help="Who signs it.")]
PublisherOption = Annotated[
    str | None, typer.Option("--publisher", help="Who published it. Without --origin it becomes an entity.")
]
PublishedOption = Annotated[
    str | None,
    typer.Option(
        "--published", help="The date it states, or `not-stated`. Without it: what a web page says of itself."
    ),
]
LanguageOption = Annotated[str | None, typer.Option("--language", help="Its language, such as eng.")]
TranslatorOption = Annotated[str | None, typer.Option("--translator", help="Who translated it, if it is one.")]
OriginOption = Annotated[
    str | None,
    typer.Option("--origin", help="The entity of the case whose words these are. Or give --publisher."),
]
UrlOption = Annotated[str | None, typer.Option("--url", help="Where a file was found.")]
ArchiveUrlOption = Annotated[str | None, typer.Option("--archive-url", help="Where an archive keeps a copy.")]
MethodOption = Annotated[
    str | None, typer.Option("--method", help="How it was captured. Without it: supplied (files), http-get.")
]
CapturedAtOption = Annotated[
    str | None, typer.Option("--captured-at", help="When, in ISO form. Without it: not-known (files), now.")
]
CollectorOption = Annotated[
    str | None, typer.Option("--collector", help="Who collected it. Think of their safety first.")
]
MediaTypeOption = Annotated[str | None, typer.Option("--media-type", help="What it is, for a file without ending.")]
EncodingOption = Annotated[
    str | None, typer.Option("--encoding", help="Of a text that is not UTF-8 and does not say, such as cp1251.")
]
RetextOption = Annotated[
    str | None, typer.Option("--retext", metavar="SOURCE", help="Read a source again with the newer extractors.")
]
AcceptOption = Annotated[
    bool,
    typer.Option("--accept", help="With --retext: write the newer text even if excerpts must be quoted again."),
]
TransferOption = Annotated[
    str | None,
    typer.Option("--transfer", metavar="SOURCE", help="Write down that a source went from one hand to another."),
]
Giver = Annotated[str | None, typer.Option("--from", metavar="WHO", help="With --transfer: who gave it.")]
Taker = Annotated[str | None, typer.Option("--to", metavar="WHO", help="With --transfer: who took it.")]
HandedAt = Annotated[
    str | None, typer.Option("--at", metavar="TIME", help="With --transfer: when, in ISO form, or `not-known`.")
]
HandedHow = Annotated[str | None, typer.Option("--note", help="With --transfer: how, or on what medium.")]
OfCapture = Annotated[
    str | None, typer.Option("--of", metavar="CAPTURE", help="With --transfer: of this capture alone.")
]


def run(
    context: typer.Context,
    what: FileOrUrl = None,
    source: SourceOption = None,
    title: TitleOption = None,
    author: AuthorOption = None,
    publisher: PublisherOption = None,
    published: PublishedOption = None,
    language: LanguageOption = None,
    translator: TranslatorOption = None,
    origin: OriginOption = None,
    url: UrlOption = None,
    archive_url: ArchiveUrlOption = None,
    method: MethodOption = None,
    captured_at: CapturedAtOption = None,
    collector: CollectorOption = None,
    media_type: MediaTypeOption = None,
    encoding: EncodingOption = None,
    retext: RetextOption = None,
    accept: AcceptOption = False,
    transfer: TransferOption = None,
    giver: Giver = None,
    taker: Taker = None,
    at: HandedAt = None,
    note: HandedHow = None,
    of: OfCapture = None,
    format: FormatOption = Format.text,
) -> None:
    """Take a file, or what an address gives, into evidence/SOURCE/, with its text and where it came from.

    Nothing is overwritten: other bytes of the same source become its next capture. What cannot be read is refused, and
    nothing written. --retext reads a source again and says which excerpts stay, move, drift or vanish; --transfer
    writes down who handed a source to whom.
    """
    from dossier.intake.material import Wanted

    if sum(each is not None for each in (what, retext, transfer)) != 1:
        raise typer.BadParameter("Give FILE-OR-URL, --retext SOURCE or --transfer SOURCE.")
    handed = _handed(giver, taker, at, note, of, wanted=transfer is not None)
    wanted = Wanted(
        source, title, author, publisher, published, language, translator, origin, method, captured_at, collector, url,
        archive_url, media_type, encoding,
    )  # fmt: skip
    case, problems, done = _case(context.obj, format), Problems(), None
    try:
        if transfer is not None and handed is not None:
            done = _hand_over(case, transfer, handed, of)
        elif retext is not None:
            done = _read_again(case, retext, problems, accept=accept)
        else:
            done = _capture(case, what or "", wanted, problems)
    except Stop as stopped:
        problems += stopped.problems
    raise typer.Exit(_report(done, problems, format))


@dataclass(frozen=True, slots=True)
class _Done:
    """What the command did: for machines, what prints it for people, and whether it wrote despite a problem."""

    json: dict[str, Any]
    show: Callable[[], None]
    written: bool = False


def _case(settings: Settings, form: Format) -> Case:
    """The case; ends the command when it cannot be read."""
    from dossier.loading import load_case

    problems = Problems()
    case = load_case(settings.root(), problems)
    about(case)
    if case is None:
        raise typer.Exit(report(problems, form))
    return case


def _hand_over(case: Case, source: str, handed: Transfer, of: str | None) -> _Done:
    from dossier.intake.transferring import transfer

    transferred = transfer(case, source, handed, of)
    return _Done(asdict(transferred), partial(_print_transferred, transferred))


def _read_again(case: Case, source: str, problems: Problems, *, accept: bool) -> _Done:
    from dossier.intake.retexting import retext

    with err.status("Reading …"):
        retexted = retext(case, source, accept=accept)
    _report_breaks(retexted, problems, accept=accept)
    return _Done(_retexted_json(retexted), partial(_print_retexted, retexted), retexted.written)


def _capture(case: Case, what: str, wanted: Wanted, problems: Problems) -> _Done:
    from dossier.intake.capturing import capture

    with err.status("Fetching and reading …"):
        captured = capture(case, what, wanted)
    if captured.same_words:
        problems.add(
            "same-words",
            None,
            "{source} has the same words as {others}, under another origin. They count as one.",
            source=Id(captured.source),
            others=listed(Id, captured.same_words),
        )
    return _Done(_captured_json(captured), partial(_print_captured, captured))


def _report(done: _Done | None, problems: Problems, form: Format) -> int:
    """Print what was done and what was found; returns the exit code."""
    if form is Format.text and done:
        done.show()
    code = report(problems, form, **(done.json if done else {}))
    if form is Format.text and code and not (done and done.written):
        out.print("Nothing was written.", style="bold red")
    return code


def _handed(
    giver: str | None, taker: str | None, at: str | None, note: str | None, of: str | None, *, wanted: bool
) -> Transfer | None:
    """The transfer that the options tell; wrong usage when they tell half of one, or go with something else."""
    from dossier.evidence.custody import Transfer

    if not wanted:
        if any((giver, taker, at, note, of)):
            raise typer.BadParameter("--from, --to, --at, --note and --of go with --transfer.")
        return None
    if not (giver and giver.strip() and taker and taker.strip() and at):
        raise typer.BadParameter("--transfer needs --from, --to and --at.")
    return Transfer(giver.strip(), taker.strip(), at, note.strip() or None if note else None)


def _report_breaks(retexted: Retexted, problems: Problems, *, accept: bool) -> None:
    for reread in retexted.captures:
        broken = [held.key for held in reread.held if not held.anchor.status.verifies]
        if broken and not accept:
            problems.add(
                "text-breaks",
                None,
                "{broken}: not in the text that {extractor} makes of {capture}.",
                broken=listed(Id, broken),
                extractor=Term(reread.after),
                capture=Id(reread.capture),
            )


def _held(held: tuple[Held, ...]) -> dict[str, list[str]]:
    """The excerpts by what became of them."""
    found: dict[str, list[str]] = {}
    for row in held:
        found.setdefault(str(row.anchor.status), []).append(row.key)
    return found


def _captured_json(captured: Captured) -> dict[str, Any]:
    return {
        "source": captured.source,
        "capture": captured.capture,
        "file": str(captured.file),
        "new": captured.new,
        "media_type": captured.media_type,
        "bytes": captured.bytes,
        "sha256": captured.sha256,
        "extractor": captured.extractor,
        "characters": captured.characters,
        "pages": captured.pages,
        "excerpts": _held(captured.held),
        "notes": list(captured.notes),
        "same_words": list(captured.same_words),
        "title": captured.title,
        "published": captured.published,
        "publisher": captured.publisher,
    }


def _retexted_json(retexted: Retexted) -> dict[str, Any]:
    rows = [
        {
            "capture": reread.capture,
            "before": reread.before,
            "after": reread.after,
            "changed": reread.changed,
            "excerpts": _held(reread.held),
        }
        for reread in retexted.captures
    ]
    return {"source": retexted.source, "written": retexted.written, "captures": rows}


def _print_captured(captured: Captured) -> None:
    where = f"{captured.source}, capture {captured.capture}: {shown(captured.file)}"
    if not captured.new:
        out.print(f"The case has these bytes already: {where}. Nothing was written.", markup=False)
        return
    pages = f" on {plural(captured.pages, 'page')}" if captured.pages else ""
    out.print(where, style="bold", markup=False)
    out.print(f"{captured.media_type}, {plural(captured.bytes, 'byte')}, SHA-256 {captured.sha256}", markup=False)
    out.print(f"text: {plural(captured.characters, 'character')}{pages}, by {captured.extractor}", markup=False)
    if captured.title:
        out.print(f"its own title: {captured.title}", markup=False)
    if captured.published:
        out.print(f"its own date: {captured.published}", markup=False)
    if captured.publisher:
        out.print(f"publisher: {captured.publisher}, new in entities/publishers.yml", markup=False)
    for note in captured.notes:
        out.print(f"note: {note}", style="yellow", markup=False)
    standing = [held.key for held in captured.held if held.anchor.status.verifies]
    if captured.held:
        out.print(f"{len(standing)} of {plural(len(captured.held), 'excerpt')} of the source stand in it too.")
        for held in captured.held:
            if not held.anchor.status.verifies:
                out.print(f"  {held.anchor.status}: {held.key}", style="yellow", markup=False)
    else:
        out.print(f'Next: dossier excerpt {captured.source} "WORDS OF THE SOURCE"', style="dim", markup=False)


def _print_transferred(transferred: Transferred) -> None:
    handed = transferred.transfer
    where = f"{transferred.source} ({', '.join(transferred.captures)})"
    out.print(
        f"{where}: from {handed.giver} to {handed.taker}, {handed.at}: written.", style="bold green", markup=False
    )


_BECAME = {"at-position": "stays", "moved": "moves", "absent": "vanishes", "drifted": "drifts"}


def _print_retexted(retexted: Retexted) -> None:
    for reread in retexted.captures:
        if not reread.changed:
            out.print(f"{retexted.source} {reread.capture}: {reread.after} reads the same text.", markup=False)
            continue
        out.print(f"{retexted.source} {reread.capture}: {reread.before} -> {reread.after}", style="bold", markup=False)
        for held in reread.held:
            out.print(f"  {_BECAME.get(held.anchor.status, held.anchor.status)}: {held.key}", markup=False)
    if retexted.written:
        out.print("The newer text was written.", style="bold green")
