"""Files, folders and git repositories to look into; a repository with everything it ever held."""

from __future__ import annotations

import os
import subprocess
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from dossier.formats.reading import TooLarge, read_file
from dossier.leaks.finds import MAX_BYTES, Leak
from dossier.leaks.scanning import Scanner

_TIMEOUT = 600  # seconds without a word of git
_GIT_ALONE = {
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_OPTIONAL_LOCKS": "0",
}


@dataclass(frozen=True, slots=True)
class Target:
    """Something to look into: a file, or the history of the repository that lies in `path`."""

    path: Path
    shown: str
    is_history: bool = False


def targets(path: Path, shown: str) -> Iterator[Target]:
    """What is to be looked into at a path, by name: every file below a folder, the history of every repository.

    Symbolic links are looked at and not followed.
    """
    if path.is_symlink() or not path.is_dir():
        yield Target(path, shown)
        if path.name == ".git" and path.is_file() and not path.is_symlink():
            yield Target(path, shown, is_history=True)
        return
    if _is_repository(path):
        yield Target(path, shown, is_history=True)
    for child in sorted(path.iterdir()):
        if not (child.name == "objects" and _is_repository(path)):  # read as history
            yield from targets(child, f"{shown}/{child.name}")


def scan_target(scanner: Scanner, target: Target) -> Iterator[Leak]:
    """The leaks in one target; what cannot be read is one too."""
    if target.is_history:
        yield from _scan_history(scanner, target)
        return
    path = target.path
    try:
        if path.is_symlink():
            yield from scanner.scan(target.shown, os.readlink(path).encode("utf-8", "surrogateescape"))
        else:
            yield from scanner.scan(target.shown, read_file(path, MAX_BYTES, links=False))
    except TooLarge:
        yield from _trouble(scanner, target.shown, "", f"it is larger than {MAX_BYTES // 1024**2} MiB")
    except OSError as error:
        yield from _trouble(scanner, target.shown, "", error.strerror or type(error).__name__)


def _trouble(scanner: Scanner, file: str, place: str, why: str) -> Iterator[Leak]:
    yield Leak(scanner.safe(file), scanner.safe(place), 1, "", why)


def _is_repository(path: Path) -> bool:
    return (path / "HEAD").is_file() and (path / "objects").is_dir() and (path / "refs").is_dir()


def _scan_history(scanner: Scanner, target: Target) -> Iterator[Leak]:
    """Every object a repository holds, those that nothing refers to any more too, and the names of its branches."""
    try:
        if target.path.is_file():  # of a worktree: it says where its repository is
            told = _git(target.path, "rev-parse", "--git-common-dir").decode("utf-8", "surrogateescape").strip()
            target = replace(target, path=target.path.parent / told)
        refs = _git(target.path, "for-each-ref", "--format=%(refname)")
        yield from scanner.scan_text(
            target.shown, "the name of a branch or tag", refs.decode("utf-8", "replace"), joined=True
        )
        yield from _scan_objects(scanner, target)
    except FileNotFoundError:
        yield from _trouble(scanner, target.shown, "", "the program git, which reads it, is not installed")
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        yield from _trouble(scanner, target.shown, "", f"git cannot read it ({type(error).__name__})")


def _scan_objects(scanner: Scanner, target: Target) -> Iterator[Leak]:
    names = _names_of_blobs(target.path)
    for kind, id_, data in _objects(target.path):
        where = f"{kind} {id_[:10]}"
        if data is None:
            yield from _trouble(scanner, target.shown, where, f"it is larger than {MAX_BYTES // 1024**2} MiB")
        elif kind == "tree":
            listed = "\n".join(name for _, name in _entries(data, len(id_) // 2))
            yield from scanner.scan_text(target.shown, f"{where}, a file's name", listed, joined=True)
        else:
            where += f" ({names[id_]})" if id_ in names else ""
            yield from scanner.scan_part(target.shown, where, data)


def _objects(repository: Path) -> Iterator[tuple[str, str, bytes | None]]:
    """Every object: its kind, its id, and its bytes, None for one too large. Raises ValueError when git breaks off."""
    process = subprocess.Popen(
        _command(repository, "cat-file", "--batch", "--batch-all-objects", "--buffer", "--unordered"),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        stdin=subprocess.DEVNULL,
        env=_environment(),
    )
    assert process.stdout is not None
    try:
        while head := process.stdout.readline():
            id_, kind, size = head.decode("ascii").split()
            rest, data = int(size), bytearray()
            while rest:
                part = process.stdout.read(min(rest, 1024 * 1024))
                if not part:
                    raise ValueError("cut off")
                rest -= len(part)
                if int(size) <= MAX_BYTES:
                    data += part
            process.stdout.read(1)
            yield kind, id_, bytes(data) if int(size) <= MAX_BYTES else None
        if process.wait(_TIMEOUT):
            raise ValueError("git failed")
    finally:
        process.stdout.close()
        if process.poll() is None:
            process.kill()
            process.wait()


def _names_of_blobs(repository: Path) -> dict[str, str]:
    """One name that each blob has in some tree."""
    found: dict[str, str] = defaultdict(str)
    for kind, id_, data in _objects(repository):
        if kind == "tree" and data is not None:
            found.update(dict(_entries(data, len(id_) // 2)))
    return dict(found)


def _entries(tree: bytes, length: int) -> Iterator[tuple[str, str]]:
    """The ids and names in a tree: `<mode> <name>\\0<id>` one after the other."""
    at = 0
    while at < len(tree):
        end = tree.index(b"\0", at)
        name = tree[at:end].partition(b" ")[2].decode("utf-8", "replace")
        at = end + 1 + length
        yield tree[end + 1 : at].hex(), name


def _git(repository: Path, *args: str) -> bytes:
    return subprocess.run(
        _command(repository, *args), capture_output=True, check=True, timeout=_TIMEOUT, env=_environment()
    ).stdout


def _command(repository: Path, *args: str) -> list[str]:
    return ["git", "-c", "safe.directory=*", "--git-dir", str(repository), *args]


def _environment() -> dict[str, str]:
    """Ours without what would point git elsewhere."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return {**kept, **_GIT_ALONE, "LC_ALL": "C"}
