"""Packs what is sent to an authority, or writes nothing: refused while a claim of it is not approved."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from dossier import __version__
from dossier.approvals import refuse_unapproved
from dossier.building.build import DRAFT, FORMS, Made, documents_of
from dossier.editions import View, VisibleEntity
from dossier.formats.attached import Attachment
from dossier.formats.bag import MANIFEST_FILE, PAYLOAD, TAG_FILES, bag, zipped
from dossier.formats.canonical import sha256
from dossier.formats.reading import read_file
from dossier.formats.writing import aside, locked, move_in, recover
from dossier.leaks import refuse
from dossier.pack.contents import INDEX_FILE, contents_of
from dossier.problems import File, Problems, Quoted, Stop, os_reason, stop
from dossier.render.document import Document, frame_language

PACKED_FORMS = ("pdf", "docx")
FOLDER = "pack"


@dataclass(frozen=True, slots=True)
class Packed:
    """A submission in its place: the folder, its zip, and the files by their paths in `payload`.

    `changed` is false when it stood there already as it would be written.
    """

    person: str
    kind: str
    folder: Path
    zip: Path
    zip_sha256: str
    files: tuple[Attachment, ...]
    pages: int
    changed: bool

    @property
    def payload(self) -> Path:
        """The folder in which its files lie."""
        return self.folder / PAYLOAD


def pack(
    view: View,
    person: VisibleEntity,
    regime: str,
    folder: Path,
    *,
    language: str | None = None,
    step: Callable[[str], None] = lambda name: None,
) -> Packed:
    """Write the submission about a person to the authority of a regime into `folder`, that of the edition's outputs.

    It becomes `pack/<person>.<regime>[.<language>][.draft]/` and a zip of that name beside it. Raises Stop, and writes
    nothing, when a claim that would leave is not approved and the view is no draft, when the first pages hold too much,
    when a file names somebody withheld, when the folder holds what no pack wrote, and when it cannot be written.
    """
    say = frame_language(language, view.meta.language)
    (document,) = documents_of(view, [person], regime, say)
    _gate(document)
    name = ".".join([person.id, regime, *([say.tag] if language else []), *([DRAFT] if view.draft else [])])
    forms: dict[str, Made] = {}
    for form in PACKED_FORMS:
        step(f"{name}.{form}")
        forms[form] = FORMS[form].make(document)
    if forms["pdf"].overflows:
        raise stop("summary-overflows", "{name}: the first two pages hold too much.", name=Quoted(person.caption))
    contents = contents_of(document, name, {form: made.data for form, made in forms.items()})
    files = bag(contents.payload, _info(document, name))
    refuse([leak for path, data in files.items() for leak in view.scanner.scan(f"{name}/{path}", data)])
    packed = zipped(name, files, view.meta.as_of)
    target = folder / FOLDER / name
    archive = target.parent / f"{name}.zip"
    with locked(folder):
        try:
            changed = _write(target, archive, files, packed)
        except OSError as error:
            raise stop(
                "output-unwritable",
                "{folder} cannot be written: {reason}.",
                folder=File(str(target)),
                reason=os_reason(error),
            ) from None
    pages = forms["pdf"].pages or 0
    kind = "submission" if document.submission else "information note"
    return Packed(person.id, kind, target, archive, sha256(packed), contents.files, pages, changed)


def _gate(document: Document) -> None:
    """Raises Stop when a claim that the document makes is not approved; a draft says that it is one instead."""
    problems = Problems()
    if not document.view.draft:
        refuse_unapproved({key: document.view.reviews[key].state for key in document.review.claims}, problems)
    if problems:
        raise Stop(problems)


def _info(document: Document, name: str) -> dict[str, str]:
    """What `bag-info.txt` says, with the labels that RFC 8493 reserves. The day is the case's: no clock is asked."""
    meta, first = document.view.meta, document.say("Begin with {file}.", file=PAYLOAD + INDEX_FILE)
    return {
        "Source-Organization": meta.publisher.name,
        "External-Description": f"{document.subject} {first}",
        "External-Identifier": f"{meta.name}/{name}/{meta.release}",
        "Bagging-Date": meta.as_of,
        "Bag-Software-Agent": f"dossier {__version__}",
    }


def _write(target: Path, archive: Path, files: Mapping[str, bytes], packed: bytes) -> bool:
    """Put folder and zip into place, and say whether anything changed; a zip is there only beside its own folder."""
    recover(target)
    new_archive = aside(archive, "new")
    new_archive.unlink(missing_ok=True)
    standing = _standing(target)
    if standing == {path: sha256(data) for path, data in files.items()} and _holds(archive, packed):
        return False
    new = aside(target, "new")
    try:
        for path, data in files.items():
            (new / path).parent.mkdir(parents=True, exist_ok=True)
            (new / path).write_bytes(data)
        new_archive.write_bytes(packed)
        archive.unlink(missing_ok=True)
        move_in(target)
        os.replace(new_archive, archive)
    except BaseException:
        shutil.rmtree(new, ignore_errors=True)
        new_archive.unlink(missing_ok=True)
        raise
    return True


def _standing(target: Path) -> dict[str, str]:
    """The hashes of what stands there. Raises Stop when some of it was not written by a pack: it would be lost."""
    if target.is_symlink():
        raise stop("output-unwritable", "{folder} is a symbolic link.", cure="Remove it.", folder=File(str(target)))
    if not target.exists():
        return {}
    found = {
        path.relative_to(target).as_posix(): sha256(read_file(path))
        for path in target.rglob("*")
        if path.is_file() or path.is_symlink()
    }
    packed = _sums(target / MANIFEST_FILE)
    if strange := sorted(name for name in found.keys() - {*TAG_FILES} if packed.get(name) != found[name]):
        raise stop(
            "output-unwritable",
            "{folder} holds {name!r}, which is not as it was packed.",
            cure="Move it elsewhere: the folder is replaced whole.",
            folder=File(str(target)),
            name=File(strange[0]),
        )
    return found


def _sums(manifest: Path) -> dict[str, str]:
    """The hash of each file of a manifest."""
    text = read_file(manifest).decode("utf-8", "replace") if manifest.is_file() else ""
    return {name: hashed for hashed, _, name in (line.partition("  ") for line in text.splitlines())}


def _holds(file: Path, data: bytes) -> bool:
    return file.is_file() and read_file(file) == data
