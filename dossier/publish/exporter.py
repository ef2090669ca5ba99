"""What every file of a publication has in common."""

from __future__ import annotations

import hashlib
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

import orjson

from dossier.editions import View
from dossier.formats.reading import open_file
from dossier.ftm import FtmEntity
from dossier.publish.history import History
from dossier.publish.traversal import Traversal


@dataclass(frozen=True, slots=True)
class Written:
    """A file as written: `rows` are the entities, statements, claims or names in it."""

    name: str
    title: str
    mime_type: str
    size: int
    sha1: str
    rows: int


@dataclass(frozen=True, slots=True)
class Job:
    """One run of the traversal: what is exported, where to, and which files are finished. `stack` closes them.

    `since` is the version of the earlier publication, None when there is none.
    """

    view: View
    traversal: Traversal
    folder: Path
    version: str
    base_url: str | None
    since: str | None
    stack: ExitStack
    finished: list[Written] = field(default_factory=list)

    @property
    def history(self) -> History:
        """Since when statements are published."""
        return self.traversal.history

    def address(self, name: str) -> str | None:
        """Where a file will be served, None when that is not known."""
        return f"{self.base_url.rstrip('/')}/{name}" if self.base_url else None


class Exporter:
    """One file of a publication: `setup`, then `feed` for every entity in the order of ids, then `finish`.

    `finish` leaves the file closed; `rows` then counts what is in it.
    """

    FILE_NAME: ClassVar[str]
    TITLE: ClassVar[str]
    MIME_TYPE: ClassVar[str]

    def __init__(self, job: Job) -> None:
        self.job = job
        self.path = job.folder / self.FILE_NAME
        self.rows = 0

    def setup(self) -> None:
        """Open the file."""

    def feed(self, entity: FtmEntity) -> None:
        """Take one entity."""

    def finish(self) -> None:
        """Write what remains, and close the file."""

    def written(self) -> list[Written]:
        """What the finished file is; of an exporter of several files, each."""
        size = self.path.stat().st_size
        return [Written(self.FILE_NAME, self.TITLE, self.MIME_TYPE, size, file_sha1(self.path), self.rows)]


class LinesExporter(Exporter):
    """A file of JSON objects, one a line."""

    def setup(self) -> None:
        """Open the file."""
        self.file = self.job.stack.enter_context(self.path.open("wb"))

    def write(self, row: dict[str, Any]) -> None:
        """Write one object."""
        self.file.write(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE))
        self.rows += 1

    def finish(self) -> None:
        """Close the file."""
        self.file.close()


def file_sha1(path: Path) -> str:
    """The SHA-1 of a file: the checksum FtM's metadata knows."""
    with open_file(path) as file:
        return hashlib.file_digest(file, lambda: hashlib.sha1(usedforsecurity=False)).hexdigest()
