"""The files that a document carries, and the manifest that names them and what the document was made with."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.metadata import version

from dossier import __version__
from dossier.formats.attached import (
    MANIFEST_FILE,
    SUMS_FILE,
    SUPPLEMENT,
    Attachment,
    Font,
    manifest_bytes,
    sums_bytes,
)
from dossier.formats.canonical import Json
from dossier.language import Language, msg
from dossier.text.normalise import VERSION as NORMALISER

_LIBRARIES = ("followthemoney", "rigour", "jinja2", "babel", "weasyprint", "pydyf", "fonttools")


@dataclass(frozen=True, slots=True)
class Attached:
    """The files that a document carries, by name, and those too large for it."""

    about: Mapping[str, Json]
    say: Language
    files: tuple[Attachment, ...]
    left_out: tuple[Attachment, ...]

    def with_files(self, files: Iterable[Attachment]) -> Attached:
        """These files and some more."""
        return dataclasses.replace(self, files=by_name([*self.files, *files]))

    def with_manifest(self, fonts: Iterable[Font], pango: str) -> list[Attachment]:
        """The files with their manifest and their sums, which name what the document was made with; by name."""
        data = manifest_bytes(self.about, self.files, self.left_out, {**tools(), "pango": pango}, fonts)
        manifest = Attachment(MANIFEST_FILE, self.say(MANIFEST_TITLE), "application/json", SUPPLEMENT, data)
        sums = sums_bytes({file.name: file.data for file in (*self.files, manifest)})
        files = [*self.files, manifest, Attachment(SUMS_FILE, self.say(SUMS_TITLE), "text/plain", SUPPLEMENT, sums)]
        return list(by_name(files))


def tools() -> dict[str, str]:
    """The programs that a document is made with, each with its version."""
    return {"dossier": __version__, "normaliser": NORMALISER, **{library: version(library) for library in _LIBRARIES}}


def by_name(files: Iterable[Attachment]) -> tuple[Attachment, ...]:
    """The files in the order of their names."""
    return tuple(sorted(files, key=lambda file: file.name))


MANIFEST_TITLE = msg("What is attached, with SHA-256, and the programs and fonts this document was made with")


SUMS_TITLE = msg("The SHA-256 of each attached file, for sha256sum -c")
