"""A small complete case about an invented country, and ways to break and run it.

Everybody and everything in it is invented: the Republic of Veltania, its ministers and its newspaper. `Ilva Brandt`
is a victim and withheld: no message may ever quote her name.
"""

from __future__ import annotations

import contextlib
import io
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dossier.problems import KINDS, Severity

WITHHELD = ("Ilva", "Brandt", "Brandd")

CASE = """\
format: 1
name: veltania_harbour
title: Harbour Square in Veltania
publisher: {name: Example Advocacy Group, url: "https://example.org"}
language: en
as_of: 2026-11-21
release: 1
regimes: [eu-ghr, us-glomag]
policy: {sources_per_act: 2, recency_years: 5, approvals: 2}
"""

PEOPLE = """\
id: halvik
schema: Person
person: nominee
cite: courier/order
properties:
  name: {value: Oren Halvik, lang: eng}
offices:
  - {post: interior-minister, seen: 2024-04-14, cite: courier/order}
acts:
  - act: clearing-2024
    attribution: order
    role: ordered the police to clear Harbour Square
    cite: courier/order
    does_not_say: that he ordered force
  - act: beating-2024
    attribution: body
    role: Interior Minister on the day on which police officers beat a demonstrator
    cite: courier/beating
dossier:
  summary: |
    The Courier reports that "Oren Halvik, ordered the police to clear Harbour Square". [@courier/order]

    Of others it says that "police officers beat a demonstrator". [@courier/beating]

    Whether he knew of the beating is not said. {.analysis}
  context: [search-2024]
  gap: |
    1. The written order, with its signature.
  mitigating: |
    He "told the Courier that nobody was to be harmed". [@courier/reply]
  reply: {status: not-sought, because: reprisal risk}
  findings:
    all: {finding: not-shown, because: Nothing in the source bears on it., read: [courier]}
    eu-ghr:
      assembly:
        finding: arguable
        because: He ordered the square to be cleared.
        acts: [clearing-2024]
        cite: [courier/order]
        needs: A second origin.
---
id: tossen
schema: Person
person: official
cite: courier/deputy
properties:
  name: Mira Tossen
---
id: victim-1
schema: Person
person: victim
label: Victim A
withhold: [Brandd]
cite: courier/beating
properties:
  name: Ilva Brandt
"""

OFFICES = """\
id: interior-minister
schema: Position
properties:
  name: Interior Minister of Veltania
---
id: velta-courier
schema: Organization
cite: courier/masthead
properties:
  name: The Velta Courier
"""

ACTS = """\
id: clearing-2024
schema: Event
cite: courier/order
properties:
  name: Clearing of Harbour Square
  date: 2024-04-14
---
id: beating-2024
schema: Event
cite: courier/beating
when: {after: 2024-04-14, before: 2024-04-15}
properties:
  name: Beating of a demonstrator
  involved: victim-1
---
id: search-2024
schema: Event
properties:
  name: Search of a house
"""

SOURCE = """\
schema: Article
origin: velta-courier
relies_on: []
properties:
  title: Harbour Square is cleared
  publishedAt: 2024-05-03
  language: eng
capture:
  file: capture.txt
  captured_at: not-known
  method: supplied
assessment:
  reliability: C
  credibility: 3
  because: A newspaper that had a reporter in the square.
excerpts:
  masthead: "The Velta Courier, 3 May 2024"
  order: >-
    On 14 April 2024 the Interior Minister of Veltania, Oren Halvik, ordered the police to clear Harbour Square.
  deputy:
    quote: His deputy, Mira Tossen, watched from a window of the ministry.
    speech: direct
  beating: >-
    Later that night police officers beat a demonstrator, Ilva Brandt, who was fined 66,000 talers.
  reply: The minister told the Courier that nobody was to be harmed by his officers.
"""

TEXT = """\
The Velta Courier, 3 May 2024

Harbour Square is cleared

On 14 April 2024 the Interior Minister of Veltania, Oren Halvik, ordered the police to clear Harbour Square. His \
deputy, Mira Tossen, watched from a window of the ministry.

Later that night police officers beat a demonstrator, Ilva Brandt, who was fined 66,000 talers. The minister told the \
Courier that nobody was to be harmed by his officers. No officer was charged.
"""

FILES = {
    "case.yml": CASE,
    "entities/people.yml": PEOPLE,
    "entities/offices.yml": OFFICES,
    "entities/acts.yml": ACTS,
    "evidence/courier/source.yml": SOURCE,
    "evidence/courier/capture.txt": TEXT,
}
# A second source of that case, for tests that add it: it names nobody who is withheld.
GAZETTE = """\
schema: Article
origin: velta-courier
relies_on: [courier]
properties: {title: The Gazette, publishedAt: not-stated, language: eng}
capture: {file: page.html, captured_at: not-known, method: supplied}
excerpts:
  order: The minister ordered it.
"""
PAGE = "<html><head><title>The Gazette</title></head><body><p>The minister ordered it.</p></body></html>\n"


def write_case(root: Path, **changed: str) -> Path:
    """Write the case into `root` (made if missing), with other content for some files; returns the case folder."""
    for file, text in {**FILES, **changed}.items():
        path = root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def change(root: Path, file: str, old: str, new: str) -> int:
    """Replace words that stand exactly once in a file; returns the first line that now differs."""
    before = (root / file).read_text(encoding="utf-8")
    assert before.count(old) == 1, f"{old!r} stands {before.count(old)} times in {file}"
    after = before.replace(old, new)
    (root / file).write_text(after, encoding="utf-8")
    pairs = zip(before.split("\n"), after.split("\n"), strict=False)
    return next((number for number, (ours, theirs) in enumerate(pairs, 1) if ours != theirs), 1)


def line_of(root: Path, file: str, words: str) -> int:
    """The line (from 1) where words stand in a file."""
    text = (root / file).read_text(encoding="utf-8")
    return text[: text.index(words)].count("\n") + 1


def snapshot(root: Path) -> dict[str, tuple[str, bytes]]:
    """Everything below a folder: what it is, and its bytes; to show that a command wrote nothing."""
    found = {}
    for path in sorted(root.rglob("*")):
        if path.is_symlink():
            row = ("link", str(path.readlink()).encode())
        elif path.is_file():
            # a sparse giant is told by its size alone
            row = ("file", path.read_bytes() if path.stat().st_size < 10**6 else str(path.stat().st_size).encode())
        else:
            row = ("folder" if path.is_dir() else "special", b"")
        found[path.relative_to(root).as_posix()] = row
    return found


@dataclass(frozen=True)
class Reported:
    """One line of a report."""

    file: str | None
    line: int | None
    severity: str
    code: str
    text: str


@dataclass(frozen=True)
class Result:
    """What a run of the command gave."""

    code: int
    out: str
    err: str

    @property
    def problems(self) -> list[Reported]:
        """The problems printed, in order."""
        rows = (_LINE.fullmatch(line) for line in (self.out + self.err).split("\n"))
        return [
            Reported(row["file"], int(row["line"]) if row["line"] else None, row["severity"], row["code"], row["text"])
            for row in rows
            if row
        ]

    @property
    def errors(self) -> list[Reported]:
        """The problems that are errors."""
        return [problem for problem in self.problems if problem.severity == "error"]

    def codes(self) -> set[str]:
        """The codes of all problems."""
        return {problem.code for problem in self.problems}


_LINE = re.compile(
    r"(?:(?P<file>[^\n]+?):(?P<line>\d+): )?(?P<severity>error|warning|note)\[(?P<code>[a-z0-9-]+)\]: (?P<text>.*)"
)


def run(*args: str, cwd: Path) -> Result:
    """Run the real command in a process of its own, as a user does."""
    done = subprocess.run(
        [sys.executable, "-m", "dossier", *args], cwd=cwd, capture_output=True, text=True, timeout=120, check=False
    )
    return Result(done.returncode, done.stdout, done.stderr)


def dossier(root: Path, *args: str) -> Result:
    """Run the command in this process (much faster); an exception that would print a traceback fails the test.

    A build renders one document after the other unless it is given `--jobs`: other tests run on the other cores, and a
    worker process would spend longer on its imports than on the document.
    """
    from dossier.cli import main

    out, err, argv = io.StringIO(), io.StringIO(), sys.argv
    command = args[2:3] if args[:1] == ("--private",) else args[:1]
    jobs = ["--jobs", "1"] if command == ("build",) and "--jobs" not in args else []
    sys.argv = ["dossier", "--case", str(root), *args, *jobs]
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            main()
        code: object = 0
    except SystemExit as end:
        code = end.code
    finally:
        sys.argv = argv
    return Result(code if isinstance(code, int) else 0 if code is None else 1, out.getvalue(), err.getvalue())


class WaitedError(BaseException):
    """A command waits for what never comes; no handler of the program takes this for an error of its own."""


@contextlib.contextmanager
def at_most(seconds: int) -> Iterator[None]:
    """End a command of this process that waits, say for a pipe that nobody writes into, and fail the test."""

    def end(*_: object) -> None:
        raise WaitedError

    before = signal.signal(signal.SIGALRM, end)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def check(root: Path, *args: str) -> Result:
    """`dossier check` in this process."""
    return dossier(root, "check", *args)


def pin(root: Path) -> Result:
    """`dossier pin` in this process."""
    return dossier(root, "pin")


def assert_told(result: Result, code: str, file: str | None = None, line: int | None = None) -> Reported:
    """The run failed as a run on bad input must: exit 1, the place, the code, a cure, no traceback, no withheld name.

    Returns the problem of that code at that place.
    """
    printed = result.out + result.err
    assert result.code == 1, printed
    assert "Traceback" not in printed
    for name in WITHHELD:
        assert name not in printed, f"a withheld name is quoted: {printed}"
    same = [problem for problem in result.errors if problem.code == code]
    assert same, f"no {code} in: {printed}"
    if file is not None:
        same = [problem for problem in same if problem.file == file]
        assert same, f"no {code} in {file}: {printed}"
    if line is not None:
        same = [problem for problem in same if problem.line == line]
        assert same, f"no {code} at {file}:{line}: {printed}"
    assert KINDS[code].severity is Severity.ERROR
    assert len(same[0].text.split(". ")) >= 2 or KINDS[code].cure in same[0].text, "message and cure are two sentences"
    return same[0]
