"""What a check reports: a problem has a code, a severity, a place, a message and a cure.

Every code the program can report stands in `KINDS`, once, with its severity and its usual cure; a problem of an
unknown code cannot be made. Rules live with their domain and add to a `Problems` list; nothing raises for a mistake
in a case, so that one run reports them all.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dossier.problems.kinds import KINDS, Severity
from dossier.problems.messages import Arg, Message, message


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A line (from 1) of a file, named relative to the case folder with forward slashes."""

    file: str
    line: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


_NOTHING = Message("")


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake found in a case: `code` is a key of `KINDS`; `place` is None when no file is to blame.

    `what` says what is wrong, `how` what mends it. `missing` is the id of what is referred to and not there.
    """

    code: str
    what: Message
    place: Place | None = None
    how: Message = _NOTHING
    missing: str | None = None

    @property
    def message(self) -> str:
        """What is wrong, as text."""
        return str(self.what)

    @property
    def cure(self) -> str:
        """What mends it, as text."""
        return str(self.how)

    @property
    def severity(self) -> Severity:
        """The severity of the problem's kind."""
        return KINDS[self.code].severity

    def __str__(self) -> str:
        where = f"{self.place}: " if self.place else ""
        return f"{where}{self.severity}[{self.code}]: {self.message} {self.cure}".rstrip()


def _problem(code: str, what: Message, place: Place | None, cure: str | Message, missing: str | None = None) -> Problem:
    how = cure if isinstance(cure, Message) else Message(cure or KINDS[code].cure)
    return Problem(code, what, place, how, missing)


class Problems(list[Problem]):
    """The problems of one run, in the order found."""

    def add(
        self,
        code: str,
        place: Place | None,
        template: str | Message,
        cure: str | Message = "",
        *,
        missing: str | None = None,
        **args: Arg,
    ) -> None:
        """Add a problem: a template with its arguments; `cure` replaces the kind's own.

        Raises KeyError for a code that is not registered.
        """
        what = template if isinstance(template, Message) else message(template, **args)
        self.append(_problem(code, what, place, cure, missing))

    @property
    def errors(self) -> list[Problem]:
        """Those that stop every build."""
        return [problem for problem in self if problem.severity is Severity.ERROR]

    @property
    def warnings(self) -> list[Problem]:
        """Those that stop a build only under `--strict`."""
        return [problem for problem in self if problem.severity is Severity.WARNING]

    def sorted(self) -> Problems:
        """The same, each once, by file and line, those without a place first."""
        unique = dict.fromkeys(self)
        return Problems(sorted(unique, key=lambda p: (p.place or Place("", 0), p.code, p.message)))


class Stop(Exception):
    """A command cannot go on: carries the problems to report."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = Problems(problems)
        super().__init__("; ".join(str(problem) for problem in self.problems))


def stop(code: str, template: str | Message, place: Place | None = None, cure: str | Message = "", **args: Arg) -> Stop:
    """A `Stop` with one problem."""
    what = template if isinstance(template, Message) else message(template, **args)
    return Stop([_problem(code, what, place, cure)])
