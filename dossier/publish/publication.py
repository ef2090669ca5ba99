"""Writes a whole publication, or nothing: all files aside in one traversal, then moved into place together."""

from __future__ import annotations

import shutil
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from followthemoney.dataset import Dataset

from dossier.editions import View
from dossier.formats.writing import locked
from dossier.problems import stop
from dossier.publish.claims import ClaimsExporter
from dossier.publish.entities import EntitiesExporter
from dossier.publish.exporter import Exporter, Job, Written, file_sha1
from dossier.publish.index import IndexExporter
from dossier.publish.state import input_digest, read_state, write_state
from dossier.publish.statements import StatementsExporter
from dossier.publish.texts import TextsExporter, is_text
from dossier.publish.traversal import traverse
from dossier.publish.version import version_of

# The index is last: it lists the files before it.
EXPORTERS: tuple[type[Exporter], ...] = (
    EntitiesExporter,
    StatementsExporter,
    ClaimsExporter,
    TextsExporter,
    IndexExporter,
)
FILE_NAMES = tuple(exporter.FILE_NAME for exporter in EXPORTERS if exporter is not TextsExporter)


@dataclass(frozen=True, slots=True)
class Published:
    """A publication in its place; `changed` is false when it stood there already as it would be written."""

    folder: Path
    version: str
    files: tuple[Written, ...]
    changed: bool

    def rows(self, name: str) -> int:
        """The rows of a file: entities, statements or claims."""
        return next(file.rows for file in self.files if file.name == name)


def publish(view: View, folder: Path, *, base_url: str | None = None) -> Published:
    """Write the publication of a view into `folder`, unless it stands there already.

    Whatever goes wrong, `folder` holds the last whole publication or the new one. Raises Stop when the folder is held
    by another run or cannot be written, and when something of the view cannot be said in FollowTheMoney.
    """
    with locked(folder.parent):
        state = folder.parent / f".{folder.name}.digest"
        inputs = input_digest(view, base_url)
        version = version_of(view)
        last = read_state(state)
        try:
            _recover(folder)
            if last and last[0] == inputs and _stands(folder, last[1]):
                return Published(folder, version, last[1], changed=False)
            _check_ours(folder, {*FILE_NAMES, *(file.name for file in last[1])} if last else {*FILE_NAMES})
            files = _replace(view, folder, version, base_url)
        except OSError as error:
            raise stop("output-unwritable", f"{folder} cannot be written: {error.strerror or error}.") from None
        write_state(state, inputs, files)
    return Published(folder, version, files, changed=True)


def _aside(folder: Path, name: str) -> Path:
    return folder.parent / f".{folder.name}.{name}"


def _recover(folder: Path) -> None:
    """Clear away what a killed run left; we hold the lock, so nobody else is writing it."""
    old = _aside(folder, "old")
    if old.exists() and not folder.exists():
        old.rename(folder)
    for left in (old, _aside(folder, "new")):
        if left.exists():
            shutil.rmtree(left)


def _stands(folder: Path, files: tuple[Written, ...]) -> bool:
    """Whether the folder holds exactly these files, as they were written."""
    if not folder.is_dir() or {path.name for path in folder.iterdir()} != {file.name for file in files}:
        return False
    return all(file_sha1(folder / file.name) == file.sha1 for file in files)


def _check_ours(folder: Path, names: set[str]) -> None:
    """The folder is replaced whole: refuse to delete what no export wrote."""
    if folder.is_symlink():
        raise stop("output-unwritable", f"{folder} is a symbolic link.", cure="Remove it, or name its goal with --out.")
    if folder.exists():
        strange = sorted(path.name for path in folder.iterdir() if path.name not in names and not is_text(path.name))
        if strange:
            cure = "Move it elsewhere, or choose another folder with --out."
            raise stop("output-unwritable", f"{folder} holds {strange[0]!r}, which no export wrote.", cure=cure)


def _replace(view: View, folder: Path, version: str, base_url: str | None) -> tuple[Written, ...]:
    new, old = _aside(folder, "new"), _aside(folder, "old")
    try:
        new.mkdir(parents=True)
        files = _write(view, new, version, base_url)
        if folder.exists():
            folder.rename(old)
        new.rename(folder)
    except BaseException:
        shutil.rmtree(new, ignore_errors=True)
        if old.exists() and not folder.exists():
            old.rename(folder)
        raise
    shutil.rmtree(old, ignore_errors=True)
    return files


def _write(view: View, folder: Path, version: str, base_url: str | None) -> tuple[Written, ...]:
    """Feed every file from one traversal. Raises Stop for what FtM cannot say, OSError when the disk refuses."""
    dataset = Dataset.make({"name": view.meta.name, "title": view.meta.title})
    with ExitStack() as stack:
        job = Job(view, dataset, folder, version, base_url, stack)
        exporters = [exporter(job) for exporter in EXPORTERS]
        for exporter in exporters:
            exporter.setup()
        for entity in traverse(view, dataset):
            for exporter in exporters:
                exporter.feed(entity)
        for exporter in exporters:
            exporter.finish()
            job.finished.extend(exporter.written())
    return tuple(job.finished)
