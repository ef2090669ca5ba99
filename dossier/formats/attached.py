"""`manifest.json` of a dossier: which files are attached, which are not, and the hashes to know them by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass

from dossier.formats.canonical import Json, readable_json, sha256

FORMAT = "dossier-attachments/1"
MANIFEST_FILE = "manifest.json"
SUMS_FILE = "SHA256SUMS"
DATA, SOURCE, SUPPLEMENT = "Data", "Source", "Supplement"  # how a file relates to the document (ISO 32000-2, 7.11.3)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes into a PDF. Its name is ours: names of captures can give people away.

    `source` and `capture` say of which capture it is, if of any; `altered` that it is not as it was extracted.
    """

    name: str
    title: str
    mime_type: str
    relationship: str
    data: bytes
    source: str | None = None
    capture: str | None = None
    altered: bool = False

    @property
    def sha256(self) -> str:
        """SHA-256 of its bytes, 64 hex digits."""
        return sha256(self.data)


@dataclass(frozen=True, slots=True)
class Font:
    """A font file that the document was set in: its full name, its version, SHA-256 of the file."""

    name: str
    version: str
    sha256: str


def manifest_bytes(
    about: Mapping[str, Json],
    files: Iterable[Attachment],
    left_out: Iterable[Attachment],
    tools: Mapping[str, str],
    fonts: Iterable[Font],
) -> bytes:
    """The manifest: `about` says of which document, `tools` with which versions of what it was made."""
    return readable_json(
        {
            "format": FORMAT,
            **about,
            "files": [_row(file) for file in sorted(files, key=lambda file: file.name)],
            "not_attached": [_row(file) for file in sorted(left_out, key=lambda file: file.name)],
            "tools": dict(tools),
            "fonts": [asdict(font) for font in sorted(fonts, key=lambda font: (font.name, font.sha256))],
        }
    )


def _row(file: Attachment) -> Json:
    row = {
        "name": file.name,
        "title": file.title,
        "mime_type": file.mime_type,
        "relationship": file.relationship,
        "bytes": len(file.data),
        "sha256": file.sha256,
    }
    if file.source is not None:
        row |= {"source": file.source, "capture": file.capture, "altered": file.altered}
    return row


def sums_bytes(files: Mapping[str, bytes]) -> bytes:
    """The hashes of files by name, as `sha256sum -c` reads them."""
    return "".join(f"{sha256(data)}  {name}\n" for name, data in sorted(files.items())).encode()
