"""How commands speak: rich on a terminal, plain when piped, JSON or GitHub annotations on demand."""

from __future__ import annotations

import json
import os
import time
import traceback
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console, ConsoleOptions, ConsoleRenderable, RenderableType, RenderHook
from rich.highlighter import JSONHighlighter
from rich.segment import Segment
from rich.text import Text

from dossier.case.files import CASE_FILE, find_case
from dossier.problems import File, Problem, Problems, Severity, Term, message, stop
from dossier.text.visible import escaped_json, one_line, visible

if TYPE_CHECKING:
    from dossier.case.model import Case


class _Shown:
    """Something to print, with what would steer or reorder the terminal as visible tokens."""

    def __init__(self, what: RenderableType) -> None:
        self._what = what

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Segment]:
        for segment in console.render(self._what, options):
            yield segment if segment.control else Segment(visible(segment.text), segment.style)


class _Hook(RenderHook):
    """Passes everything that a console prints through `visible`."""

    def process_renderables(self, renderables: list[ConsoleRenderable]) -> list[ConsoleRenderable]:
        """What is printed in place of these."""
        return [_Shown(each) for each in renderables]


HOOK = _Hook()


def _console(*, stderr: bool = False) -> Console:
    """A console that shows text as it is: no markup of a case, list or file name is followed."""
    console = Console(stderr=stderr, highlight=False, soft_wrap=True, markup=False, emoji=False)
    console.push_render_hook(HOOK)
    return console


out = _console()
err = _console(stderr=True)

COLOURS = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}
EXIT_OK, EXIT_ERRORS = 0, 1
# The case that this run has read: what it withholds is in no message from then on.
_CASE: ContextVar[Case | None] = ContextVar("case", default=None)


class Format(StrEnum):
    """The forms of a report."""

    text = "text"
    json = "json"
    github = "github"


FormatOption = Annotated[Format, typer.Option("--format", help="text, json (one object) or github (annotations).")]
StrictOption = Annotated[bool, typer.Option("--strict", help="Let warnings stop the command as errors do.")]


_NAMED: ContextVar[Path | None] = ContextVar("the case folder given before the command's name", default=None)


@dataclass(frozen=True, slots=True)
class Settings:
    """What stands before the command's name: the case folder and the private folder, when given."""

    case: Path | None
    private: Path | None = None

    def __post_init__(self) -> None:
        """Tell annotations where the case lies; every other report names files relative to it."""
        _NAMED.set(self.case)

    def private_folder(self) -> Path | None:
        """The private folder, when one is named. Raises Stop when it is not there."""
        if self.private is not None and not self.private.is_dir():
            raise stop("private-not-found", "{folder} is no folder.", folder=File(str(self.private)))
        return self.private

    def root(self) -> Path:
        """The case folder. Raises Stop when there is none."""
        if self.case is not None:
            if not (self.case / CASE_FILE).is_file():
                raise stop(
                    "case-not-found",
                    "{folder} holds no {case_file}.",
                    folder=File(str(self.case)),
                    case_file=Term(CASE_FILE),
                )
            return self.case
        found = find_case(Path.cwd())
        if found is None:
            raise stop(
                "case-not-found", "There is no {case_file} in this folder or above it.", case_file=Term(CASE_FILE)
            )
        return found


def about(case: Case | None) -> None:
    """Say of which case the rest of the run speaks; every command does when it has read one."""
    _CASE.set(case)


def said(problems: Problems) -> Problems:
    """The problems as they may be printed: `report` and `fail` print no others."""
    case = _CASE.get()
    if case is None or not problems:
        return problems
    from dossier.withholding.redact import redact_for_print

    return redact_for_print(problems, case)


def exit_code(problems: Problems, *, strict: bool = False) -> int:
    """1 when the problems stop a command, else 0."""
    return EXIT_ERRORS if problems.errors or (strict and problems.warnings) else EXIT_OK


def report(problems: Problems, form: Format, *, strict: bool = False, **result: Any) -> int:
    """Print the problems, and `result` in the JSON form; returns the exit code."""
    problems = said(problems.sorted())
    code = exit_code(problems, strict=strict)
    if form is Format.json:
        rows = [problem_json(problem) for problem in problems]
        print_json({"ok": code == EXIT_OK, **result, "problems": rows})
    elif form is Format.github:
        for problem in problems:
            typer.echo(_annotation(problem))  # made visible already
    else:
        for problem in problems:
            out.print(_line(problem))
    return code


def refuse(problems: Problems, form: Format, *, strict: bool = False, **result: Any) -> int:
    """As `report`, of a command that wrote nothing, which is said to people; returns the exit code."""
    code = report(problems, form, strict=strict, **result)
    if form is Format.text:
        out.print(f"{summary(problems)}. Nothing was written.", style="bold red")
    return code


def problem_json(problem: Problem) -> dict[str, Any]:
    """A problem for machines."""
    return {
        "code": problem.code,
        "severity": str(problem.severity),
        "file": problem.place.file if problem.place else None,
        "line": problem.place.line if problem.place else None,
        "message": problem.message,
        "cure": problem.cure,
    }


def fail(problems: Problems) -> int:
    """Print problems that ended a command on standard error; returns the exit code."""
    for problem in said(problems):
        err.print(_line(problem))
    return EXIT_ERRORS


def unexpected(error: Exception) -> Problems:
    """An error nobody foresaw, as a problem that says where its traceback was kept.

    The log may quote anything of the case, withheld names too: it stays on this machine, readable by its user alone.
    """
    log = Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / "dossier" / "last-error.log"
    kept = message("Its traceback stands in {log}.", log=File(str(log)))
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        log.touch(mode=0o600)
        log.write_text("".join(traceback.format_exception(error)), encoding="utf-8")
    except OSError:
        kept = message("Its traceback could not be kept.")
    problems = Problems()
    problems.add(
        "unexpected",
        None,
        "This is a fault of the program: {error}. {kept}",
        error=Term(type(error).__name__),
        kept=kept,
    )
    return problems


def _line(problem: Problem) -> Text:
    line = Text()
    if problem.place:
        line.append(f"{one_line(str(problem.place))}: ", style="bold")
    line.append(f"{problem.severity}[{problem.code}]", style=COLOURS[problem.severity])
    line.append(f": {one_line(problem.message)}")
    if problem.cure and problem.severity is not Severity.NOTE:
        line.append(f" {one_line(problem.cure)}", style="dim")
    return line


def _annotation(problem: Problem) -> str:
    """A GitHub workflow command: https://docs.github.com/actions (percent, line breaks, colons and commas escaped)."""
    level = "notice" if problem.severity is Severity.NOTE else str(problem.severity)
    file = _escaped(one_line(_in_repository(problem.place.file))) if problem.place else ""
    place = f"file={file},line={problem.place.line}," if problem.place else ""
    message = one_line(f"{problem.message} {problem.cure}".strip())
    return f"::{level} {place}title={problem.code}::{_escaped(message, data=True)}"


def _in_repository(file: str) -> str:
    """A file of the case as GitHub knows it: from the root of the checkout, where the case may be a folder of many."""
    root = _NAMED.get() or find_case(Path.cwd())
    if root is None or (not (root / file).exists() and Path(file).exists()):  # no file of the case: as it was named
        return file
    checkout = Path(os.environ.get("GITHUB_WORKSPACE") or Path.cwd()).resolve()
    path = (root / file).absolute()
    return path.relative_to(checkout).as_posix() if path.is_relative_to(checkout) else file


def _escaped(text: str, *, data: bool = False) -> str:
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return text if data else text.replace(":", "%3A").replace(",", "%2C")


def print_json(value: Any) -> None:
    """Print JSON, with colours on a terminal."""
    text = json.dumps(value, indent=2, ensure_ascii=False)
    out.print(JSONHighlighter()(Text(escaped_json(text))), soft_wrap=True)


def progress(label: str, total: int, quiet: float = 0.0) -> Callable[[str], None]:
    """A function to call before each of `total` steps; shows a line per step on a terminal, nothing when piped.

    Steps of the first `quiet` seconds show nothing: of what is mostly done at once.
    """
    done, began = 0, time.monotonic()

    def step(name: str) -> None:
        nonlocal done
        done += 1
        if err.is_terminal and not os.environ.get("CI") and time.monotonic() - began >= quiet:
            err.print(Text.assemble((f"{label} {done}/{total}", "dim"), f" {one_line(name)}"))

    return step


def shown(path: Path) -> str:
    """A path as the user would type it from here."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def plural(count: int, noun: str) -> str:
    """`1 error`, `2 errors`, `2 entities`."""
    if count != 1:
        noun = f"{noun[:-1]}ies" if noun.endswith("entity") else f"{noun}s"
    return f"{count:,} {noun}"


def summary(problems: Problems) -> str:
    """`2 errors, 1 warning`; what was found twice counts once, as it is told once."""
    problems = problems.sorted()
    return f"{plural(len(problems.errors), 'error')}, {plural(len(problems.warnings), 'warning')}"
