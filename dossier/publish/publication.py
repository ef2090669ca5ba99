"""Writes a whole publication, or nothing: all files aside in one traversal, then moved into place together."""

from __future__ import annotations

import gc
import shutil
from collections.abc import Collection
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from dossier.editions import View
from dossier.formats.reading import read_file
from dossier.formats.writing import aside, locked, move_in, recover
from dossier.leaks import refuse
from dossier.problems import File, Term, os_reason, stop
from dossier.publish.claims import ClaimsExporter
from dossier.publish.delta import DeltaExporter, DeltaIndexExporter
from dossier.publish.earlier import MAX_STATEMENTS, Earlier, read_earlier, read_version
from dossier.publish.entities import EntitiesExporter
from dossier.publish.exporter import Exporter, Job, Written, file_sha1
from dossier.publish.index import CatalogExporter, IndexExporter
from dossier.publish.names import NamesExporter
from dossier.publish.nested import NestedExporter
from dossier.publish.senzing import SenzingExporter
from dossier.publish.simple import SimpleExporter
from dossier.publish.statements import StatementsExporter
from dossier.publish.statistics import StatisticsExporter
from dossier.publish.texts import TextsExporter, is_text
from dossier.publish.traversal import Traversal
from dossier.publish.version import version_of

# In the order in which they are finished: the index lists the files before it, the catalogue holds the index.
EXPORTERS: tuple[type[Exporter], ...] = (
    EntitiesExporter,
    NestedExporter,
    SimpleExporter,
    NamesExporter,
    SenzingExporter,
    StatementsExporter,
    StatisticsExporter,
    ClaimsExporter,
    TextsExporter,
    DeltaExporter,
    DeltaIndexExporter,
    IndexExporter,
    CatalogExporter,
)
SINCE_ONLY = (DeltaExporter.FILE_NAME, DeltaIndexExporter.FILE_NAME)
FILE_NAMES = tuple(exporter.FILE_NAME for exporter in EXPORTERS)  # of the texts, the pattern of their names
# They say where the others are served, and from where a delta leads: they may change while the version stays.
_ADDRESSES = (IndexExporter.FILE_NAME, CatalogExporter.FILE_NAME, DeltaIndexExporter.FILE_NAME)


@dataclass(frozen=True, slots=True)
class Published:
    """A publication in its place; `changed` is false when it stood there already as it would be written."""

    folder: Path
    version: str
    files: tuple[Written, ...]
    changed: bool

    def rows(self, name: str) -> int | None:
        """The rows of a file (entities, statements, claims, names), None when it was not asked for."""
        return next((file.rows for file in self.files if file.name == name), None)


def publish(
    view: View, folder: Path, *, base_url: str | None = None, since: Path | None = None, only: Collection[str] = ()
) -> Published:
    """Write the publication of a view into `folder`, unless it stands there already.

    `since` is the folder of an earlier publication: times are carried over from it, and the changes since then are
    written too. `only` names the files to write; the index is always written, as it says what they are.

    Whatever goes wrong, `folder` holds the last whole publication or the new one. Raises Stop when the folder is held
    by another run or cannot be written, when something of the view cannot be said in FollowTheMoney, when the earlier
    publication cannot be trusted or is not older, when the folder holds other content of the same version, and when a
    file holds a withheld name.
    """
    version = version_of(view)
    with locked(folder.parent):
        try:
            recover(folder)
            _check_ours(folder)
            earlier = read_earlier(since, view, version) if since else None
            files, changed = _replace(view, folder, version, base_url, earlier, only)
        except OSError as error:
            raise stop(
                "output-unwritable",
                "{folder} cannot be written: {reason}.",
                folder=File(str(folder)),
                reason=os_reason(error),
            ) from None
    return Published(folder, version, files, changed)


def _check_ours(folder: Path) -> None:
    """The folder is replaced whole: refuse to delete what no export wrote."""
    if folder.is_symlink():
        raise stop(
            "output-unwritable",
            "{folder} is a symbolic link.",
            cure="Remove it, or name its goal with --out.",
            folder=File(str(folder)),
        )
    if folder.exists():
        strange = sorted(
            path.name for path in folder.iterdir() if path.name not in FILE_NAMES and not is_text(path.name)
        )
        if strange:
            cure = "Move it elsewhere, or choose another folder with --out."
            raise stop(
                "output-unwritable",
                "{folder} holds {name!r}, which no export wrote.",
                cure=cure,
                folder=File(str(folder)),
                name=File(strange[0]),
            )


def _replace(
    view: View, folder: Path, version: str, base_url: str | None, earlier: Earlier | None, only: Collection[str]
) -> tuple[tuple[Written, ...], bool]:
    """The files, and whether they are others than those that stood there."""
    new = aside(folder, "new")
    try:
        new.mkdir(parents=True)
        files = _write(view, new, version, base_url, earlier, only)
        made = ((file.name, read_file(new / file.name, MAX_STATEMENTS)) for file in files)
        refuse([leak for name, data in made for leak in view.scanner.scan(name, data)])
        standing = {path.name: file_sha1(path) for path in folder.iterdir()} if folder.exists() else {}
        if standing == {file.name: file.sha1 for file in files}:
            shutil.rmtree(new)
            return files, False
        if standing:
            _check_release(folder, version, standing, files)
        move_in(folder)
    except BaseException:
        shutil.rmtree(new, ignore_errors=True)
        raise
    return files, True


def _check_release(folder: Path, version: str, standing: dict[str, str], files: tuple[Written, ...]) -> None:
    """Consumers never look again at a version that they have: it stands for one content.

    A file that is not what the standing index says was spoilt, not published, and may be written again.
    """
    index = read_version(folder)
    if index is None or index.version != version:
        return
    for file in files:
        published = index.checksums.get(file.name)
        if file.name not in _ADDRESSES and published == standing.get(file.name) and published not in (None, file.sha1):
            raise stop(
                "release-reused",
                "{file} stands there as version {version} with other content.",
                file=File(str(folder / file.name)),
                version=Term(version),
            )


def _write(
    view: View, folder: Path, version: str, base_url: str | None, earlier: Earlier | None, only: Collection[str]
) -> tuple[Written, ...]:
    """Feed every file from one traversal. Raises Stop for what FtM cannot say, OSError when the disk refuses."""
    wanted = {*only, IndexExporter.FILE_NAME} if only else {*FILE_NAMES}
    if earlier is None:
        wanted -= {*SINCE_ONLY}
    traversal = Traversal(view, earlier.history if earlier else None)
    with ExitStack() as stack:
        gc.freeze()  # the view stays: no collection need look through it again and again
        stack.callback(gc.unfreeze)
        job = Job(view, traversal, folder, version, base_url, earlier.version if earlier else None, stack)
        exporters = [exporter(job) for exporter in EXPORTERS if exporter.FILE_NAME in wanted]
        for exporter in exporters:
            exporter.setup()
        for entity in traversal:
            for exporter in exporters:
                exporter.feed(entity)
        for exporter in exporters:
            exporter.finish()
            job.finished.extend(exporter.written())
    return tuple(job.finished)
