"""What this user's machine extracted before: a cache outside every case, of hashes alone.

Its key is of a capture's bytes and of what reads them, its value of the text and extractor that came out. It spares
extracting a capture again to see that its stored text is what the bytes say. It is never needed, and never an error:
an entry that is damaged, of somebody else or open to others is as if it were not there.
"""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dossier.case.model import Capture
from dossier.formats.canonical import digest, sha256
from dossier.text.extract import Extracted, maker

FOLDER = "dossier"
_FORMAT = "extraction/1"
_ENTRY = re.compile(rb"([0-9a-f]{64}) ([0-9a-f]{64})\n")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What extracting a capture gave, as hashes: of its text and pages, and of the extractor's name."""

    text: str
    extractor: str

    @classmethod
    def of(cls, found: Extracted) -> Outcome:
        """The outcome of an extraction, or the one that a stored text claims."""
        text = digest([sha256(found.text.encode()), list(found.pages)])
        return cls(text, sha256(found.extractor.encode()))


class Extractions:
    """The outcomes of earlier extractions on this machine; without a folder it remembers nothing."""

    def __init__(self, folder: Path | None) -> None:
        self._path = folder
        self._makers: dict[str, str | None] = {}

    @classmethod
    def of_user(cls, root: Path) -> Extractions:
        """Those of whoever runs the program, for a case in `root`: a cache within it could have come with the case."""
        folder = _folder_of_user()
        if folder is None or root.resolve() in (folder.resolve(), *folder.resolve().parents):
            return cls(None)
        return cls(folder)

    def look(self, capture: Capture, capture_sha256: str) -> Outcome | None:
        """What today's extractor is known to make of a capture; None when it is not known."""
        key = self._key(capture, capture_sha256)
        if key is None:
            return None
        with contextlib.suppress(OSError), _opened(self._path) as folder:
            found = _ENTRY.fullmatch(_read(folder, key))
            return Outcome(found[1].decode(), found[2].decode()) if found else None
        return None

    def keep(self, capture: Capture, capture_sha256: str, found: Extracted) -> None:
        """Remember what today's extractor made of a capture."""
        key = self._key(capture, capture_sha256)
        named = self._maker(capture.media_type)
        # an extractor that was not foreseen may be another one the next time
        if key is None or named is None or not set(found.extractor.split()) <= set(named.split()):
            return
        outcome = Outcome.of(found)
        with contextlib.suppress(OSError):
            assert self._path is not None
            self._path.mkdir(mode=0o700, parents=True, exist_ok=True)
            with _opened(self._path) as folder:
                _write(folder, key, f"{outcome.text} {outcome.extractor}\n".encode())

    def _key(self, capture: Capture, capture_sha256: str) -> str | None:
        named = self._maker(capture.media_type)
        if self._path is None or named is None:
            return None
        return digest([_FORMAT, capture_sha256, capture.media_type, capture.encoding, capture.url, named])

    def _maker(self, media_type: str) -> str | None:
        if media_type not in self._makers:
            self._makers[media_type] = maker(media_type)
        return self._makers[media_type]


def _folder_of_user() -> Path | None:
    base = os.environ.get("XDG_CACHE_HOME", "")
    try:
        return (Path(base) if os.path.isabs(base) else Path.home() / ".cache") / FOLDER
    except RuntimeError:  # nobody's home
        return None


@contextlib.contextmanager
def _opened(path: Path | None) -> Iterator[int]:
    """The folder, by its handle. Raises OSError when it is not there, a link, or another's to write into."""
    if path is None:
        raise FileNotFoundError
    handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        _refuse_foreign(handle)
        yield handle
    finally:
        os.close(handle)


def _refuse_foreign(handle: int) -> None:
    found = os.fstat(handle)
    if found.st_uid != os.geteuid() or stat.S_IMODE(found.st_mode) & 0o022:
        raise PermissionError


def _read(folder: int, name: str) -> bytes:
    # without waiting for a pipe that somebody put there
    handle = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=folder)
    try:
        _refuse_foreign(handle)
        return os.read(handle, 1000) if stat.S_ISREG(os.fstat(handle).st_mode) else b""
    finally:
        os.close(handle)


def _write(folder: int, name: str, data: bytes) -> None:
    staged = f".{name}.{secrets.token_hex(8)}"
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    handle = os.open(staged, flags, 0o600, dir_fd=folder)
    try:
        try:
            os.write(handle, data)
        finally:
            os.close(handle)
        os.replace(staged, name, src_dir_fd=folder, dst_dir_fd=folder)
    except OSError:
        os.unlink(staged, dir_fd=folder)
        raise
