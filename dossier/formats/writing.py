"""Writing files so that a reader never sees half of one."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from dossier.formats.reading import read_file
from dossier.problems import File, Stop, os_reason, stop


def write_aside(path: Path, data: bytes) -> None:
    """Write beside the file and move into place. Raises Stop when the place cannot be written."""
    try:
        staged = _staged(path, data)
        try:
            os.replace(staged, path)
        except BaseException:
            staged.unlink()
            raise
    except OSError as error:
        raise _unwritable(path.name, error) from None


def _staged(path: Path, data: bytes) -> Path:
    """The data in a hidden file beside the place where it is to go, on the same disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.chmod(name, 0o644)
    except BaseException:
        os.unlink(name)
        raise
    return Path(name)


def _unwritable(name: str, error: OSError) -> Stop:
    return stop("output-unwritable", "{file} cannot be written: {reason}.", file=File(name), reason=os_reason(error))


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
        raise _unwritable(f"{folder.name}/", error) from None
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
    before = {path: read_file(path) if path.is_file() else None for path in files}
    folders = [folder for path in files for folder in (path.parent, *path.parent.parents) if not folder.exists()]
    staged: dict[Path, Path] = {}
    moved: list[Path] = []
    try:
        for path, data in files.items():
            staged[path] = _staged(path, data)
        for path, new in staged.items():
            os.replace(new, path)
            moved.append(path)
    except BaseException as error:
        for path in moved:
            _restore(path, before[path])
        for new in staged.values():
            new.unlink(missing_ok=True)
        for folder in sorted(set(folders), reverse=True):
            with contextlib.suppress(OSError):
                folder.rmdir()
        if isinstance(error, OSError):
            raise _unwritable(Path(str(error.filename or next(iter(files)))).name, error) from None
        raise


def _restore(path: Path, data: bytes | None) -> None:
    if data is None:
        path.unlink(missing_ok=True)
    else:
        path.write_bytes(data)
