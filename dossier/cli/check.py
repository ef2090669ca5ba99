"""`dossier check`: every rule over the whole case."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dossier.cli.leaks import look_for_leaks
from dossier.cli.output import (
    Format,
    FormatOption,
    Settings,
    StrictOption,
    about,
    err,
    out,
    plural,
    progress,
    report,
    said,
    summary,
)
from dossier.problems import Id, Problems, Quoted, listed, stop

if TYPE_CHECKING:
    from dossier.case.model import Case
    from dossier.checking.run import Checked
    from dossier.evidence.records import Stamp
    from dossier.intake.online import Look
    from dossier.intake.visiting import Visitor

EXAMPLES = """
Examples: `dossier check` · `dossier --case ~/cases/kz check --strict` · `dossier check --format github` ·
`dossier check --watch` · `dossier check --online` · `dossier check --leaks build/public ~/outbox/letter.docx .git`
"""
FEW, MANY = 3, 5  # errors that are named again below so many other problems
QUIET = 1.0  # seconds: most cases are checked before anybody asks how far it is


def run(
    context: typer.Context,
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="PATH…", help="With --leaks: files, folders, git repositories.")
    ] = None,
    leaks: Annotated[
        bool, typer.Option("--leaks", help="Instead of the rules: look into each PATH for names that are withheld.")
    ] = False,
    strict: StrictOption = False,
    full: Annotated[bool, typer.Option("--full", help="Extract the text of every capture again and compare.")] = False,
    online: Annotated[
        bool, typer.Option("--online", help="Also look whether the sources' pages are still there. Asks their hosts.")
    ] = False,
    archive: Annotated[
        str | None,
        typer.Option("--archive", metavar="URL", help="TimeMap address of an archive to ask when a page is not live."),
    ] = None,
    contact: Annotated[
        list[str] | None, typer.Option("--contact", metavar="SOURCE", help="Ask this source's host though hostile.")
    ] = None,
    contact_all: Annotated[bool, typer.Option("--contact-all", help="Ask every host, hostile ones too.")] = False,
    watch: Annotated[bool, typer.Option("--watch", help="Check again after each save, until Ctrl-C.")] = False,
    format: FormatOption = Format.text,
) -> None:
    """Check the whole case: form, FollowTheMoney, quotations, citations, findings, and who would be exposed."""
    if (archive or contact or contact_all) and not online:
        raise typer.BadParameter("--archive, --contact and --contact-all go with --online.")
    if leaks != bool(paths) or (leaks and (full or online)):
        raise typer.BadParameter("--leaks goes with at least one PATH, and with none of the other checks.")
    if watch and (leaks or online or format is not Format.text):
        raise typer.BadParameter("--watch goes without --leaks, --online and --format.")
    if watch:
        _watch(context.obj, full=full, strict=strict)
    if leaks:
        raise typer.Exit(look_for_leaks(context, paths or [], format, strict=strict))
    checked, problems = _checked(context.obj, full=full)
    looks: dict[str, Look] = {}
    if checked and online:
        looks = _look(checked.case, archive, set(checked.case.sources if contact_all else contact or ()), problems)
    elif checked:
        looks = _last(checked.case, problems)
    code = report(problems, format, strict=strict, **_result(checked, looks))
    if format is Format.text:
        _print(checked, looks, problems, code)
    raise typer.Exit(code)


def _watch(settings: Settings, *, full: bool, strict: bool) -> None:
    """Check again after each save, until Ctrl-C."""
    from dossier.formats.state import changes, state_of, watched

    root, private = settings.root(), settings.private_folder()

    def look() -> str:
        return state_of([*watched(root), *([private] if private else [])])

    for number, _ in enumerate(changes(look, wait)):
        if number:
            out.rule(style="dim")
        checked, problems = _checked(settings, full=full)
        looks = _last(checked.case, problems) if checked else {}
        _print(checked, looks, problems, report(problems, Format.text, strict=strict))
        err.print("Waiting for a save. Ctrl-C ends it.", style="dim")


def wait(seconds: float) -> None:
    """Pass the time between two looks at the files; a test puts its own saves in its place."""
    time.sleep(seconds)


def _checked(settings: Settings, *, full: bool) -> tuple[Checked | None, Problems]:
    """What the rules find in the case and in the view of each of its editions."""
    from dossier.checking.run import check_case

    problems = Problems()
    told = partial(progress, quiet=QUIET)
    private = settings.private_folder()
    checked = check_case(settings.root(), problems, full=full, private=private, editions=True, progress=told)
    about(checked.case if checked else None)
    return checked, problems


def _print(checked: Checked | None, looks: dict[str, Look], problems: Problems, code: int) -> None:
    for line in _lines(checked, looks) if checked else ():
        out.print(line, markup=False)
    if first := _first(problems):
        out.print(f"Mend first: {first}.", markup=False)
    out.print(f"{summary(problems)}.", style="bold red" if code else "bold green")


def _first(problems: Problems) -> str:
    """Where the few errors are that many warnings hide; nothing when they are easily seen."""
    found = said(problems).sorted()
    if not 0 < len(found.errors) <= FEW or len(found) - len(found.errors) < MANY:
        return ""
    return ", ".join(f"{each.place or 'the case'} ({each.code})" for each in found.errors)


def _result(checked: Checked | None, looks: dict[str, Look]) -> dict[str, Any]:
    """What the JSON form holds beside the problems."""
    if checked is None:
        return {"quotations": 0, "verified": 0, "stamps": {}, "online": {}}
    return {
        "quotations": len(checked.case.excerpts()),
        "verified": len(checked.evidence.quotations),
        "stamps": {"/".join(key): _stamp_json(stamp) for key, stamp in checked.evidence.stamps.items()}
        | ({"manifest": _stamp_json(checked.manifest)} if checked.manifest else {}),
        "online": {id_: asdict(look) for id_, look in looks.items()},
    }


def _stamp_json(stamp: Stamp) -> dict[str, str]:
    return {"time": stamp.time, "authority": stamp.authority}


def _lines(checked: Checked, looks: dict[str, Look]) -> Iterator[str]:
    """The last lines of the text form: how much there is, and what stands."""
    verified, total = len(checked.evidence.quotations), len(checked.case.excerpts())
    yield (
        f"{plural(len(checked.case.entities), 'entity')}, "
        f"{plural(len(checked.case.sources), 'source')}, "
        f"{verified} of {plural(total, 'quotation')} verified."
    )
    if stamps := sorted(str(stamp) for stamp in checked.evidence.stamps.values()):
        said = stamps[0] if len(stamps) == 1 else f"{stamps[0]} to {stamps[-1]}"
        yield f"{plural(len(stamps), 'time stamp')} verified: {said}."
    if checked.manifest:
        yield f"The manifest of the evidence existed by {checked.manifest}."
    if looks:
        states = Counter(look.state for look in looks.values())
        days = sorted(look.at[:10] for look in looks.values())
        when = days[0] if days[0] == days[-1] else f"{days[0]} to {days[-1]}"
        yield f"Pages looked at on {when}: {', '.join(f'{n} {state}' for state, n in sorted(states.items()))}."


def _look(case: Case, archive: str | None, contact: set[str], problems: Problems) -> dict[str, Look]:
    """Look at every page now; what is found is kept, and a warning where it is not as it was."""
    from dossier.intake.online import address_of, hostile_hosts, look_at_all, report_looks

    for id_ in sorted(contact - set(case.sources)):
        raise stop(
            "no-such-source",
            "There is no source {id!r}; there are: {known}.",
            id=Quoted(id_),
            known=listed(Id, case.sources),
        )
    visitor = make_visitor(*hostile_hosts(case, contact))
    pages = sum(address_of(source) is not None for source in case.sources.values())
    looks = look_at_all(case, visitor, archive, progress("look", pages))
    shown = _shown(case, looks)
    report_looks(case, shown, problems, fresh=True)
    return shown


def _last(case: Case, problems: Problems) -> dict[str, Look]:
    """What was found the last time, with its date: notes."""
    from dossier.intake.online import last_looks, report_looks

    looks = _shown(case, last_looks(case, problems))
    report_looks(case, looks, problems, fresh=False)
    return looks


def _shown(case: Case, looks: dict[str, Look]) -> dict[str, Look]:
    from dossier.intake.online import without_names
    from dossier.withholding.who import public_redactor

    return without_names(looks, public_redactor(case))


def make_visitor(hostile: set[str], contacted: set[str]) -> Visitor:
    """Who asks the hosts; a test puts one in its place that may ask this machine."""
    from dossier.intake.fetching import need_httpx
    from dossier.intake.visiting import Visitor

    need_httpx("capture")
    return Visitor(hostile, contacted)
