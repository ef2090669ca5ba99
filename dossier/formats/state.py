"""The state of the files of a case: by their names, sizes and times, which works on every file system."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from dossier.formats.canonical import digest

LOOK_EVERY = 0.4  # seconds between looks at the files
NOT_WATCHED = "build"  # beside what begins with a dot: what we write ourselves


def watched(root: Path) -> list[Path]:
    """What is looked at in a case folder."""
    return [path for path in root.iterdir() if path.name != NOT_WATCHED and not path.name.startswith(".")]


def state_of(paths: Iterable[Path]) -> str:
    """A digest of these files, and of all in these folders."""
    return digest([list(row) for row in sorted(_files(paths))])


def changes(look: Callable[[], str], wait: Callable[[float], object]) -> Iterator[str]:
    """The state of files at once, and again after each change, without end.

    A state counts when it is the same in two looks, so that a save is over. `wait` passes the time between looks.
    """
    told = seen = look()
    yield told
    while True:
        wait(LOOK_EVERY)
        now = look()
        if now == seen and now != told:
            told = now
            yield told
        seen = now


def _files(paths: Iterable[Path]) -> Iterator[tuple[str, int, str]]:
    for start in paths:
        for path in [start, *start.rglob("*")] if start.is_dir() else [start]:
            try:
                seen = path.stat()
            except OSError:  # gone meanwhile: that is a state too
                continue
            yield str(path), seen.st_size, str(seen.st_mtime_ns)
