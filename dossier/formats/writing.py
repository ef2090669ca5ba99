"""Writing files so that a reader never sees half of one."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from dossier.problems import File, Term, os_reason, stop


def write_aside(path: Path, data: bytes) -> None:
    """Write beside the file and move into place. Raises Stop when the place cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, aside = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            os.chmod(aside, 0o644)
            os.replace(aside, path)
        except BaseException:
            os.unlink(aside)
            raise
    except OSError as error:
        raise stop(
            "output-unwritable", "{file} cannot be written: {reason}.", file=File(path.name), reason=os_reason(error)
        ) from None


def cache(root: Path) -> Path:
    """The folder of a case for what may be thrown away, such as the locks of its writers; git ignores it.

    Raises Stop when it cannot be written.
    """
    folder = root / ".dossier-cache"
    if not (folder / ".gitignore").is_file():
        write_aside(folder / ".gitignore", b"*\n")
    return folder


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold a folder for one writer. Raises Stop when another process holds it."""
    from filelock import FileLock, Timeout

    lock = FileLock(folder / ".lock", timeout=0, mode=0o644)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout:
        raise stop("output-locked", "Another run is writing {folder}/.", folder=File(folder.name)) from None
    except OSError as error:
        message = "{folder}/ cannot be written: {reason}."
        reason = Term(error.strerror or str(error))
        raise stop("output-unwritable", message, folder=File(folder.name), reason=reason) from None
    try:
        yield
    finally:
        lock.release()


def aside(path: Path, name: str) -> Path:
    """The hidden place beside a folder or file where its next or its last content stands while it is replaced."""
    return path.parent / f".{path.name}.{name}"


def recover(folder: Path) -> None:
    """Clear away what a killed run left of replacing a folder; whoever calls holds its lock."""
    old = aside(folder, "old")
    if old.exists() and not folder.exists():
        old.rename(folder)
    for left in (old, aside(folder, "new")):
        if left.exists():
            shutil.rmtree(left)


def move_in(folder: Path) -> None:
    """Put what was written aside as `new` in place of the folder; when it fails, what stood there stands again."""
    old = aside(folder, "old")
    try:
        if folder.exists():
            folder.rename(old)
        aside(folder, "new").rename(folder)
    except BaseException:
        if old.exists() and not folder.exists():
            old.rename(folder)
        raise
    shutil.rmtree(old, ignore_errors=True)


def write_all(files: Mapping[Path, bytes]) -> None:
    """Write several files so that all of them or none are there: each aside first, then moved in the order given.

    Raises Stop when a place cannot be written; what was moved by then is put back as it was.
    """
    before = {path: path.read_bytes() if path.is_file() else None for path in files}
    folders = [folder for path in files for folder in (path.parent, *path.parent.parents) if not folder.exists()]
    asides: dict[Path, Path] = {}
    moved: list[Path] = []
    try:
        for path, data in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, aside = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
            asides[path] = Path(aside)
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            os.chmod(aside, 0o644)
        for path, aside_path in asides.items():
            os.replace(aside_path, path)
            moved.append(path)
    except BaseException as error:
        for path in moved:
            _restore(path, before[path])
        for aside_path in asides.values():
            aside_path.unlink(missing_ok=True)
        for folder in sorted(set(folders), reverse=True):
            with contextlib.suppress(OSError):
                folder.rmdir()
        if isinstance(error, OSError):
            name = getattr(error, "filename", None) or next(iter(files)).name
            raise stop(
                "output-unwritable",
                "{file} cannot be written: {reason}.",
                file=File(Path(str(name)).name),
                reason=os_reason(error),
            ) from None
        raise


def _restore(path: Path, data: bytes | None) -> None:
    if data is None:
        path.unlink(missing_ok=True)
    else:
        path.write_bytes(data)
