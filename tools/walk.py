"""Traces the walk of one quotation, one claim and one finding through the packages, from a real check and build.

    python -m tools.walk          the shipped case; exits 1 when something goes back, or never arrives

A copy of the case is checked and one dossier is built, in this process and in every form. Of each call of a function of
the program the tracer looks at the arguments, and notes the call when they carry the thing that is followed.

**Stages.** A stage is a package that knows the case: `case` itself and whatever imports it, directly or through others.
The layers of the contract in pyproject.toml say which stage comes before which: `case` is the first. All other
packages (`text`, `names`, `formats`, `problems` …) are general helpers, which anybody may call. `ORCHESTRATORS` are no
stages either: they call one stage after the other, and hold everything. Nor are `RULES`: whom an edition withholds,
what a finding may rest on and how a claim is worded is worked out for the case and again for every edition, and each
rule has one place, below both. A stage applies a rule to the thing that it holds, and keeps the thing.

**A call carries the thing** when an argument is the thing, or a collection with it, or a record (a dataclass, or
another object of a class of the program) with the thing or such a collection in one of its fields, or a collection of
such records. The `self` of a method does not count,
nor what a record's own method returns: to ask a record about itself is not to hand it to another package.

**A walk goes back** when a call of a function of stage S carries the thing and is

1. *called back*: the caller is of a later stage than S. It has the thing already, and gives it to an earlier stage to
   work something out there. The caller is the nearest frame that is of a stage or an orchestrator; general helpers,
   other libraries and templates in between are skipped.
2. *handed back*: the caller is an orchestrator, and this very object came out of a later stage than S: a function of
   that stage returned it, or a record with it, to another package. A function that only looks at the thing and returns
   nothing of it (a rule that reports problems) takes it no further: an orchestrator may call such rules in any order.

A return is always in order: what a stage makes goes to its caller. In the table its way is `out of` a package.
"""

from __future__ import annotations

import argparse
import contextlib
import dataclasses
import io
import re
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from inspect import CO_GENERATOR, CO_VARARGS, CO_VARKEYWORDS
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

from rich.console import Console
from rich.table import Table

from tools.layers import PACKAGE, ROOT, package_of, read_layers

# Modules that call one stage after the other. A package stands for all its modules.
ORCHESTRATORS = ("dossier.__main__", "dossier.cli", "dossier.web", "dossier.building", "dossier.checking.run")
# Packages that are applied to the case and to every edition alike.
RULES = ("claims", "regimes", "withholding")
LAST = "render"  # where each walk has to arrive: a walk that ends before is one that lost what it follows
CASE_FILES = ("case.yml", "entities", "evidence", "reviews", "regimes", "screening", "templates")
DEEP = 4  # records in records that are searched in what a stage returns

_PLAIN = (str, bytes, int, float, bool, type(None), Path, re.Pattern)
console = Console(highlight=False, soft_wrap=True)


@dataclass(frozen=True)
class Thing:
    """What is followed: the records of some classes, or subclasses of them, that `matches` says are it.

    Classes are named without their modules.
    """

    name: str
    classes: tuple[str, ...]
    matches: Callable[[Any], bool]


def quotation(address: str) -> Thing:
    """A quotation by its address, `source/excerpt`: as written, and as verified."""
    return Thing(
        f"quotation {address}",
        ("Excerpt", "Quotation"),
        lambda record: getattr(record, "excerpt", record).key == address,
    )


def claim(key: str) -> Thing:
    """A claim by its key."""
    return Thing(f"claim {key}", ("Claim",), lambda record: record.key == key)


def finding(regime: str, element: str, file: str) -> Thing:
    """The finding of an element, by the file of the person whom it is about: it has no other name."""
    return Thing(
        f"finding {regime}/{element} of {file}",
        ("Finding",),
        lambda record: (record.regime, record.element, record.place.file) == (regime, element, file),
    )


@dataclass(frozen=True)
class Step:
    """The thing passes between two packages: `way` is `into` a function from its caller, or `out of` it to its caller.

    The first call inside a package that nobody handed the thing to is a step, too. `back` says how it goes back, if so.
    """

    way: str
    function: str
    caller: str
    back: str = ""

    @property
    def package(self) -> str:
        """The package of the function."""
        return package_of(self.function.partition(":")[0])


@dataclass(eq=False)
class Walk:
    """The steps of one thing in the order in which each was first made, with how often."""

    thing: Thing
    steps: Counter[Step] = field(default_factory=Counter)

    @property
    def back(self) -> dict[Step, int]:
        """The steps that go back."""
        return {step: calls for step, calls in self.steps.items() if step.back}

    @property
    def packages(self) -> list[str]:
        """The packages entered, in order, each once."""
        return list(dict.fromkeys(step.package for step in self.steps))


@dataclass(frozen=True)
class _Where:
    """Where a piece of code is: `function` is `dossier.module:function`."""

    function: str
    package: str
    stage: int | None  # the height of its layer, None when it is of no stage
    orchestrates: bool
    method: bool

    def inside(self, other: _Where) -> bool:
        """Whether a call from here to there stays in one package."""
        return self.package == other.package and not self.orchestrates


class Tracer:
    """Notes every call of the program that carries one of some things while its block runs."""

    def __init__(self, things: tuple[Thing, ...], stages: Mapping[str, int]) -> None:
        """`stages` are the packages that are stages, with the height of their layers."""
        self.walks = tuple(Walk(thing) for thing in things)
        self._stages = stages
        self._where: dict[tuple[str, str], _Where | None] = {}
        self._of_class = {
            name: [walk for walk in self.walks if name in walk.thing.classes]
            for each in things
            for name in each.classes
        }
        self._followed: dict[int, tuple[Any, tuple[Walk, ...]]] = {}  # the records known, kept so that ids stay theirs
        self._seen: dict[tuple[int, int], tuple[Any, tuple[Any, ...]]] = {}
        self._came_from: dict[int, int] = {}  # record → the latest stage that it came out of
        self._generators: dict[int, FrameType] = {}  # those noted: each `next` looks like another call

    @contextlib.contextmanager
    def __call__(self) -> Iterator[None]:
        """Trace what runs inside."""
        before = sys.gettrace()
        sys.settrace(self._enter)
        try:
            yield
        finally:
            sys.settrace(before)

    # ------------------------------------------------------------------------------------------------ what happens

    def _enter(self, frame: FrameType, _event: str, _arg: object) -> Callable[..., Any] | None:
        where = self._place(frame.f_code)
        if where is None or where.stage is None:
            return None
        frame.f_trace_lines = False
        if id(frame) not in self._generators and (carried := self._carried(frame, where)):
            if frame.f_code.co_flags & CO_GENERATOR:
                self._generators[id(frame)] = frame
            self._note_call(where, self._caller_of(frame), carried)
        return self._leave

    def _leave(self, frame: FrameType, event: str, value: object) -> Callable[..., Any]:
        if event == "return" and not isinstance(value, _PLAIN) and not _asked_about_itself(frame):
            self._note_return(frame, value)
        return self._leave

    def _note_return(self, frame: FrameType, value: object) -> None:
        """What a function returns to another package has come as far as the stage of that function."""
        where, caller = self._place(frame.f_code), self._caller_of(frame)
        if where is None or where.stage is None or (caller and caller.inside(where)):
            return
        held = self._held(value, DEEP)
        for record in held:
            self._came_from[id(record)] = max(where.stage, self._came_from.get(id(record), 0))
        for walk, _ in self._by_walk(held):
            walk.steps[Step("out of", where.function, caller.function if caller else "")] += 1

    def _carried(self, frame: FrameType, where: _Where) -> tuple[Any, ...]:
        code = frame.f_code
        count = code.co_argcount + code.co_kwonlyargcount
        count += bool(code.co_flags & CO_VARARGS) + bool(code.co_flags & CO_VARKEYWORDS)
        names = code.co_varnames[1 if where.method else 0 : count]
        found = [record for name in names if name in frame.f_locals for record in self._held(frame.f_locals[name], 1)]
        return tuple({id(record): record for record in found}.values())

    def _note_call(self, where: _Where, caller: _Where | None, carried: tuple[Any, ...]) -> None:
        assert where.stage is not None
        for walk, mine in self._by_walk(carried):
            back = ""
            if caller and caller.inside(where):
                if where.package in walk.packages:
                    continue
            elif caller and caller.stage is not None and caller.stage > where.stage:
                back = "called back"
            elif any(self._came_from.get(id(record), 0) > where.stage for record in mine):
                back = "handed back"
            walk.steps[Step("into", where.function, caller.function if caller else "", back)] += 1

    def _by_walk(self, records: tuple[Any, ...]) -> Iterator[tuple[Walk, list[Any]]]:
        for walk in self.walks:
            if mine := [record for record in records if walk in self._followed[id(record)][1]]:
                yield walk, mine

    # ------------------------------------------------------------------------------------------------- who calls whom

    def _place(self, code: CodeType) -> _Where | None:
        """Where code is, None when it is none of the program's."""
        key = code.co_filename, code.co_qualname  # not the code itself: two that read alike in two files are equal
        if key not in self._where:
            self._where[key] = self._place_of(code)
        return self._where[key]

    def _place_of(self, code: CodeType) -> _Where | None:
        path = Path(code.co_filename)
        if not path.is_relative_to(ROOT / PACKAGE):
            return None
        parts = path.relative_to(ROOT).with_suffix("").parts
        module = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        orchestrates = any(module == name or module.startswith(f"{name}.") for name in ORCHESTRATORS)
        package = package_of(module)
        name = code.co_qualname.partition(".<")[0]
        method = bool(code.co_varnames[:1] == ("self",))
        stage = None if orchestrates else self._stages.get(package)
        return _Where(f"{module}:{name}", package, stage, orchestrates, method)

    def _caller_of(self, frame: FrameType) -> _Where | None:
        """The nearest caller that is of a stage or an orchestrator."""
        above = frame.f_back
        while above is not None:
            where = self._place(above.f_code)
            if where is not None and (where.stage is not None or where.orchestrates):
                return where
            above = above.f_back
        return None

    # ---------------------------------------------------------------------------------------------- what carries what

    def _held(self, value: Any, depth: int) -> tuple[Any, ...]:
        """The followed records in a value: itself, in a collection, or in the fields of records, `depth` deep."""
        if isinstance(value, _PLAIN):
            return ()
        if isinstance(value, Mapping):
            return tuple(record for each in list(value.values()) for record in self._held(each, depth))
        if isinstance(value, list | tuple | set | frozenset):
            return tuple(record for each in list(value) for record in self._held(each, depth))
        return self._in_record(value, depth) if _is_record(value) or _is_ours(value) else ()

    def _in_record(self, record: Any, depth: int) -> tuple[Any, ...]:
        known = self._seen.get((id(record), depth))
        if known is not None:
            return known[1]
        found: list[Any] = []
        if walks := self._walks_of(record):
            self._followed[id(record)] = record, walks
            found.append(record)
        if depth:
            for each in _fields_of(record):
                found += self._held(each, depth - 1)
        result = tuple(found)
        if _is_record(record) and record.__dataclass_params__.frozen:
            self._seen[id(record), depth] = record, result
        return result

    def _walks_of(self, record: Any) -> tuple[Walk, ...]:
        named = next(
            (self._of_class[each.__name__] for each in type(record).__mro__ if each.__name__ in self._of_class), ()
        )
        return tuple(walk for walk in named if walk.thing.matches(record))


def _asked_about_itself(frame: FrameType) -> bool:
    """Whether this is a method of a record, or a loop inside of one: those have no `self` of their own."""
    return frame.f_code.co_name.startswith("<") or _is_record(frame.f_locals.get("self"))


def _is_record(value: object) -> bool:
    return dataclasses.is_dataclass(value) and not isinstance(value, type)


def _is_ours(value: object) -> bool:
    return type(value).__module__.startswith(f"{PACKAGE}.")


def _fields_of(record: Any) -> Iterator[Any]:
    if _is_record(record):
        return (getattr(record, each.name, None) for each in dataclasses.fields(record))
    return iter(list(getattr(record, "__dict__", {}).values()))


# ---------------------------------------------------------------------------------------------------------- running it


@dataclass(frozen=True)
class Subject:
    """A case folder, the person whose dossier is built, and what is followed in it."""

    case: Path
    person: str
    excerpt: str
    claim: str
    finding: tuple[str, str]

    @cached_property
    def things(self) -> tuple[Thing, Thing, Thing]:
        """The quotation, the claim and the finding."""
        return quotation(self.excerpt), claim(self.claim), finding(*self.finding, self._file())

    def _file(self) -> str:
        """The file that holds the person. Raises LookupError when none does."""
        for path in sorted((self.case / "entities").rglob("*.y*ml")):
            if re.search(rf"^id: *{re.escape(self.person)} *$", path.read_text(encoding="utf-8"), re.MULTILINE):
                return path.relative_to(self.case).as_posix()
        raise LookupError(f"no file of the case has an entity of the id {self.person}")


SHIPPED = Subject(ROOT, "dosayev", "fld-2023/hearing", "dosayev/act/hearing-2023-04-12", ("eu-ghr", "assembly"))


def trace(subject: Subject) -> tuple[Walk, ...]:
    """Check a copy of the case and build the dossier in every form; returns the walk of each thing.

    Raises RuntimeError when a command fails.
    """
    stages = {name: height for name, height in read_layers().stages.items() if name not in RULES}
    tracer = Tracer(subject.things, stages)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "case"
        _copy(subject.case, root)
        with tracer():
            _run(root, "check")
            _run(root, "build", subject.person, "--as", "pdf,docx,html", "--edition", "internal", "--jobs", "1")
    return tracer.walks


def _copy(case: Path, root: Path) -> None:
    root.mkdir()
    for name in CASE_FILES:
        if (case / name).is_dir():
            shutil.copytree(case / name, root / name)
        elif (case / name).is_file():
            shutil.copy(case / name, root / name)


def _run(root: Path, *args: str) -> None:
    from dossier.cli import main as command

    said, argv = io.StringIO(), sys.argv
    sys.argv = ["dossier", "--case", str(root), *args]
    try:
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            command()
        code: object = 0
    except SystemExit as end:
        code = end.code
    finally:
        sys.argv = argv
    if code not in (0, None):
        raise RuntimeError(f"dossier {' '.join(args)} failed:\n{said.getvalue()}")


def faults(walk: Walk) -> list[str]:
    """What is wrong with a walk: each step back, and an end before the last stage."""
    found = [
        f"{step.back}: {step.caller} -> {step.function} ({calls} {'call' if calls == 1 else 'calls'})"
        for step, calls in walk.back.items()
    ]
    if LAST not in walk.packages:
        found.append(f"never seen in {LAST}: tools/walk.py no longer knows the classes that hold it")
    return found


def show(walk: Walk) -> None:
    """Print the walk as a table, and below it what is wrong with it."""
    table = Table(title=walk.thing.name, title_justify="left", box=None, pad_edge=False, header_style="bold")
    for column, justify in (("step", "right"), ("package", "left"), ("way", "left"), ("function", "left")):
        table.add_column(column, justify=justify, no_wrap=True)  # type: ignore[arg-type]
    table.add_column("calls", justify="right")
    table.add_column("caller", no_wrap=True)
    table.add_column("")
    for number, (step, calls) in enumerate(walk.steps.items(), 1):
        function, caller = (name.removeprefix(f"{PACKAGE}.") for name in (step.function, step.caller))
        table.add_row(str(number), step.package, step.way, function, str(calls), caller, step.back)
    console.print(table)
    for fault in faults(walk):
        console.print(fault, markup=False, style="bold red")
    console.print()


def main() -> None:
    """Trace the shipped case, or the one named; exit 1 when a walk goes back."""
    parser = argparse.ArgumentParser(description="Traces a quotation, a claim and a finding through the packages.")
    parser.add_argument("--case", type=Path, default=SHIPPED.case, help="The case folder.")
    parser.add_argument("--person", default=SHIPPED.person, help="Whose dossier is built.")
    parser.add_argument("--excerpt", default=SHIPPED.excerpt, help="The quotation to follow, as source/excerpt.")
    parser.add_argument("--claim", default=SHIPPED.claim, help="The key of the claim to follow.")
    parser.add_argument("--finding", default="/".join(SHIPPED.finding), help="The finding to follow: regime/element.")
    given = parser.parse_args()
    regime, _, element = given.finding.partition("/")
    walks = trace(Subject(given.case.resolve(), given.person, given.excerpt, given.claim, (regime, element)))
    for walk in walks:
        show(walk)
    wrong = [fault for walk in walks for fault in faults(walk)]
    console.print("No walk goes back." if not wrong else f"{len(wrong)} faults.")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
