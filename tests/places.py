"""A case with a file in every place that the program reads, and what somebody could put there instead.

    python -m tests.places

runs every command below over every place and every kind, and prints how many runs held (some minutes).
"""

from __future__ import annotations

import multiprocessing
import os
import resource
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from tests.cases import GAZETTE, PAGE, Result, dossier, pin, write_case

SECONDS = 60
MEMORY = 6 * 1024**3  # of addresses: who reads /dev/zero whole comes here soon
GIANT = 1024**4  # a sparse file: it takes no room on the disk

SCREENING = '{"format": 1, "list": "example", "candidates": {}}'
# Files beside those of the small case. None has to be right: each has to be read.
MORE = {
    "evidence/gazette/source.yml": GAZETTE,
    "evidence/gazette/page.html": PAGE,
    "evidence/courier/custody.capture.json": "{}",
    "evidence/courier/online.json": '{"format": 1, "looks": []}',
    "evidence/courier/c1.tsr": "no token",
    "evidence/tsa/root.pem": "no certificate",
    "evidence/manifest.json": "{}",
    "evidence/manifest.tsr": "no token",
    "evidence/manifests/0123456789abcdef.json": "{}",
    "evidence/manifests/0123456789abcdef.tsr": "no token",
    "screening/example.json": SCREENING,
    "screening/example.yml": "verdicts: {}\n",
    "reviews/allowed_signers": "",
    "reviews/anna/draft.json": "{}",
    "reviews/anna/1.json": "{}",
    "reviews/anna/1.json.sig": "no signature",
    "templates/own.html": "{% block start %}{% endblock %}",
    "regimes/own.yml": "id: own\n",
    "logo.png": "no picture",
    "build/public/.dossier-build.json": "{}",
    "build/public/halvik.html": "<p>",
}


def whole_case(root: Path) -> Path:
    """The small case with two sources, pinned, and a file in every other place that the program reads."""
    write_case(root, **{"evidence/gazette/source.yml": GAZETTE, "evidence/gazette/page.html": PAGE})
    assert pin(root).code == 0
    for file, text in MORE.items():
        path = root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    case = root / "case.yml"
    case.write_text(case.read_text(encoding="utf-8") + "design: {logo: {file: logo.png, alt: A logo}}\n", "utf-8")
    return root


def imported(root: Path) -> None:
    """Import here what the commands import, so that not every process of a command does."""
    for command in COMMANDS:
        dossier(root, *(each.format(root=root) for each in command))


def places(root: Path) -> list[str]:
    """Every file and folder of the case."""
    return sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.name != ".lock")


def _pipe(path: Path) -> None:
    os.mkfifo(path)


def _endless(path: Path) -> None:
    path.symlink_to("/dev/zero")


def _terminal(path: Path) -> None:
    path.symlink_to("/dev/tty")


def _itself(path: Path) -> None:
    path.symlink_to(path.name)


def _nowhere(path: Path) -> None:
    path.symlink_to("nowhere")


def _outside(path: Path) -> None:
    path.symlink_to("/etc/hostname")


def _linked_pipe(path: Path) -> None:
    path.symlink_to(f".{path.name}.pipe")
    os.mkfifo(path.with_name(f".{path.name}.pipe"))


def _folder(path: Path) -> None:
    path.mkdir()


def _giant(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(GIANT)


def _endless_of_proc(path: Path) -> None:
    path.symlink_to("/proc/kmsg")


KINDS: dict[str, Callable[[Path], None]] = {
    "a pipe": _pipe,
    "a link to a pipe": _linked_pipe,
    "a link to /dev/zero": _endless,
    "a link to /dev/tty": _terminal,
    "a link to /proc/kmsg": _endless_of_proc,
    "a link to itself": _itself,
    "a link to nothing": _nowhere,
    "a link to a file outside": _outside,
    "a folder": _folder,
    "a sparse file of a terabyte": _giant,
}


@dataclass
class Put:
    """Something hostile in one place of a case, taken away again at the end."""

    root: Path
    place: str
    kind: str

    def __enter__(self) -> Put:
        self._path = self.root / self.place
        self._kept = self._path.with_name(f".{self._path.name}.kept")
        self._path.rename(self._kept)
        KINDS[self.kind](self._path)
        return self

    def __exit__(self, *_: object) -> None:
        self._path.with_name(f".{self._path.name}.pipe").unlink(missing_ok=True)
        if self._path.is_dir() and not self._path.is_symlink():
            for path in sorted(self._path.rglob("*"), reverse=True):
                path.rmdir() if path.is_dir() and not path.is_symlink() else path.unlink()
            self._path.rmdir()
        else:
            self._path.unlink(missing_ok=True)
        self._kept.rename(self._path)


def ended(root: Path, *args: str) -> Result | None:
    """The command in a process of its own, with limits of time and memory; None when it did not end."""
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_child, args=(theirs, root, args))
    process.start()
    theirs.close()
    found = ours.recv() if ours.poll(SECONDS) else None
    if found is None:
        process.kill()
    process.join()
    ours.close()
    return found


def _child(answer: Connection, root: Path, args: tuple[str, ...]) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    os.environ["XDG_STATE_HOME"] = tempfile.gettempdir()
    answer.send(dossier(root, *(each.format(root=root) for each in args)))


def faults(result: Result | None) -> str:
    """What is wrong with how a command ended; "" when it ended as it should, with success or with problems."""
    if result is None:
        return "it did not end"
    said = result.out + result.err
    if result.code not in (0, 1) or "Traceback" in said or "fault of the program" in said:
        return said[-500:] or f"exit code {result.code}"
    return ""


COMMANDS = (
    ("check",),
    ("check", "--full", "--strict"),
    ("check", "--leaks", "{root}"),
    ("pin",),
    ("assess",),
    ("review", "status"),
    ("review", "next", "--as", "anna"),
    ("names", "halvik"),
    ("capture", "--retext", "courier"),
    ("excerpt", "courier", "The Velta Courier, 3 May 2024", "--name", "again", "--dry-run"),
)
# Of a case without errors, whose outputs are there: what is written over.
WRITERS = (
    ("build", "--as", "html", "--draft", "halvik"),
    ("export",),
    ("pack", "halvik", "--regime", "eu-ghr", "--draft"),
)


def runs(
    root: Path, commands: tuple[tuple[str, ...], ...] = COMMANDS, where: list[str] | None = None
) -> Iterator[tuple[str, str, str, str]]:
    """Every command with every kind in every place: the command, the place, the kind and the fault or ""."""
    for place in where or places(root):
        for kind in KINDS:
            for command in commands:
                with Put(root, place, kind):
                    yield " ".join(command), place, kind, faults(ended(root, *command))


def main() -> None:
    """Run all of it and print a table."""
    with tempfile.TemporaryDirectory() as folder:
        root = whole_case(Path(folder) / "case")
        imported(root)
        held: Counter[str] = Counter()
        failed: Counter[str] = Counter()
        clean = write_case(Path(folder) / "clean")
        assert pin(clean).code == 0
        for command in WRITERS:
            assert dossier(clean, *command).code == 0
        outputs = [place for place in places(clean) if place.startswith("build/")]
        for command, place, kind, fault in (*runs(root), *runs(clean, WRITERS, outputs)):
            (failed if fault else held)[kind] += 1
            if fault:
                print(f"{command} · {place} · {kind}: {fault}", file=sys.stderr)
    for kind in KINDS:
        print(f"{kind}: {held[kind]} of {held[kind] + failed[kind]} ended as they should")


if __name__ == "__main__":
    main()
