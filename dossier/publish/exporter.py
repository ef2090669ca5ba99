"""What every file of a publication has in common."""

from __future__ import annotations

import hashlib
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from followthemoney.dataset import Dataset
from followthemoney.statement import StatementEntity

from dossier.editions import View


@dataclass(frozen=True, slots=True)
class Written:
    """A file as written: `rows` are the entities, statements or claims in it."""

    name: str
    title: str
    mime_type: str
    size: int
    sha1: str
    rows: int


@dataclass(frozen=True, slots=True)
class Job:
    """One run of the traversal: what is exported, where to, and which files are finished. `stack` closes them."""

    view: View
    dataset: Dataset
    folder: Path
    version: str
    base_url: str | None
    stack: ExitStack
    finished: list[Written] = field(default_factory=list)


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

    def feed(self, entity: StatementEntity) -> None:
        """Take one entity."""

    def finish(self) -> None:
        """Write what remains, and close the file."""

    def written(self) -> list[Written]:
        """What the finished file is; of an exporter of several files, each."""
        size = self.path.stat().st_size
        return [Written(self.FILE_NAME, self.TITLE, self.MIME_TYPE, size, file_sha1(self.path), self.rows)]


def file_sha1(path: Path) -> str:
    """The SHA-1 of a file: the checksum FtM's metadata knows."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.sha1(usedforsecurity=False)).hexdigest()
