"""Writing files so that a reader never sees half of one."""

from __future__ import annotations

import contextlib
import fcntl
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from dossier.problems import stop


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
        raise stop("output-unwritable", f"{path.name} cannot be written: {error.strerror or error}.") from None


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold a folder for one writer. Raises Stop when another process holds it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(folder / ".lock", os.O_CREAT | os.O_RDWR, 0o644)
    except OSError as error:
        raise stop("output-unwritable", f"{folder.name}/ cannot be written: {error.strerror or error}.") from None
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise stop("output-locked", f"Another run is writing {folder.name}/.") from None
        yield
    finally:
        os.close(handle)
