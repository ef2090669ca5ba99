"""The one place where files of a case are opened: regular files of a bounded size, so that no read waits or never ends.

Others may put a pipe, a device, a link or a file of a terabyte where a case has a text. A test walks the code and
fails when another module opens a file by itself.
"""

from __future__ import annotations

import contextlib
import errno
import io
import os
import stat
from collections.abc import Iterator
from pathlib import Path

# No file of a case is larger: what a caller says only to narrow it.
MOST = 512 * 1024 * 1024
# Without waiting for the other end of a pipe, and without making a terminal ours.
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_CLOEXEC", 0)
_FLAGS |= getattr(os, "O_BINARY", 0)
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)


class Unfit(OSError):
    """A path is no file to read: not a regular file, a link where none may be, or too large; `strerror` says which."""

    def __init__(self, reason: str, path: Path) -> None:
        super().__init__(errno.EINVAL, reason, str(path))


class TooLarge(Unfit):
    """A file is larger than is read."""

    def __init__(self, path: Path, most: int) -> None:
        super().__init__(f"it has more than {most:,} bytes", path)


@contextlib.contextmanager
def open_file(path: Path, *, links: bool = True) -> Iterator[io.BufferedReader]:
    """A regular file, opened for reading bytes. Raises OSError, of it Unfit for anything else than a regular file.

    Without `links` a symbolic link is refused.
    """
    try:
        # looked at first: to open a device can do something to it
        _check(path, os.stat(path) if links else os.lstat(path))
        handle = os.open(path, _FLAGS | (0 if links else _NO_LINK))
    except ValueError:  # a NUL in the name
        raise Unfit("its name cannot be used", path) from None
    with os.fdopen(handle, "rb") as file:
        _check(path, os.fstat(handle))  # and again: it may be another by now
        yield file


def read_file(path: Path, most: int = MOST, *, links: bool = True) -> bytes:
    """The bytes of a regular file. Raises OSError as `open_file`, of it TooLarge when it has more than `most`."""
    with open_file(path, links=links) as file:
        if os.fstat(file.fileno()).st_size > most:
            raise TooLarge(path, most)
        data: bytes | None = file.read(most + 1)  # the size of a file that grows, or of /proc, says nothing
    if data is None:  # some files of /proc are regular, and have nothing to give now
        raise Unfit("it gives nothing to read", path)
    if len(data) > most:
        raise TooLarge(path, most)
    return data


def read_head(path: Path, most: int, *, links: bool = True) -> bytes:
    """The first bytes of a regular file. Raises OSError as `open_file`."""
    with open_file(path, links=links) as file:
        return file.read(most) or b""


def _check(path: Path, found: os.stat_result) -> None:
    if stat.S_ISLNK(found.st_mode):
        raise Unfit("it is a link", path)
    if not stat.S_ISREG(found.st_mode):
        raise Unfit("it is no regular file", path)
