"""What a submission folder holds: the dossier in its two forms, each exhibit, the approvals, the data, and an index.

The data are what the PDF carries too, made by the same code; nothing here is said of the case that is not in its view.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dossier.building.attachments import attachments_of, view_of
from dossier.formats.attached import (
    DATA,
    MANIFEST_FILE,
    SOURCE,
    SUMS_FILE,
    SUPPLEMENT,
    Attachment,
    manifest_bytes,
    sums_bytes,
)
from dossier.formats.canonical import readable_json
from dossier.language import Language, msg
from dossier.render.attached import tools
from dossier.render.index import Exhibit, Index, render_index
from dossier.render.words import FOLDER_TITLE

if TYPE_CHECKING:
    from dossier.editions import View
    from dossier.render.document import Document

APPROVALS_FORMAT = "dossier-approvals/1"
INDEX_FILE, APPROVALS_FILE = "index.html", "approvals.json"
EXHIBITS, STAMPS, MACHINES = "exhibits/", "time-stamps/", "machine-readable/"
TOKEN_TYPE = "application/timestamp-reply"  # RFC 3161, 3.1
_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
_TITLES = {
    "pdf": msg("The dossier, as it is to be read and cited"),
    "docx": msg("The same dossier as a Word document, to work on"),
}
_TOKEN_TITLE = msg("Time stamp of {exhibit}, capture {capture} (RFC 3161)")
_APPROVALS_TITLE = msg("Every claim of the dossier, with who approved it and when")
_MANIFEST_TITLE = msg("What this folder holds, with SHA-256, and the programs that made it")
_SUMS_TITLE = msg("The SHA-256 of each file of this folder, for sha256sum -c")


@dataclass(frozen=True, slots=True)
class Contents:
    """The files of a submission folder, in the order of its index."""

    files: tuple[Attachment, ...]

    @property
    def payload(self) -> dict[str, bytes]:
        """The bytes of each, by path."""
        return {file.name: file.data for file in self.files}


def contents_of(document: Document, name: str, forms: Mapping[str, bytes]) -> Contents:
    """What goes out with a document: `forms` are its bytes by form, `name` is what its files are called.

    Raises Stop for what cannot be said in FollowTheMoney.
    """
    say, attached = document.say, attachments_of(document)
    view = view_of(document)
    carried = (*attached.files, *attached.left_out)  # what is too large for a PDF has its place here
    dossiers = tuple(
        Attachment(f"{name}.{form}", say(_TITLES[form]), _TYPES[form], SUPPLEMENT, data) for form, data in forms.items()
    )
    exhibits = tuple(_exhibits(view, carried, say))
    approvals = Attachment(
        APPROVALS_FILE, say(_APPROVALS_TITLE), "application/json", DATA, _approvals(document, attached.about)
    )
    machines = tuple(replace(file, name=f"{MACHINES}{file.name}") for file in carried if file.relationship != SOURCE)
    index = Index(dossiers, exhibits, approvals, machines)
    files = [
        Attachment(
            INDEX_FILE, say(FOLDER_TITLE), "text/html", SUPPLEMENT, render_index(document, index).encode("utf-8")
        ),
        *dossiers,
        *(file for exhibit in exhibits for file in exhibit.files),
        approvals,
        *machines,
    ]
    about = {**attached.about, "draft": view.draft}
    manifest = manifest_bytes(about, files, (), tools(), ())
    files.append(Attachment(MANIFEST_FILE, say(_MANIFEST_TITLE), "application/json", SUPPLEMENT, manifest))
    sums = sums_bytes({file.name: file.data for file in files})
    return Contents((*files, Attachment(SUMS_FILE, say(_SUMS_TITLE), "text/plain", SUPPLEMENT, sums)))


def _exhibits(view: View, carried: Iterable[Attachment], say: Language) -> Iterator[Exhibit]:
    """Each capture by exhibit number: its bytes where the edition may show them, else its text here."""
    shown: dict[tuple[str, str], Attachment] = {}
    for file in carried:
        if file.source is not None and file.capture is not None:
            key = file.source, file.capture
            if key not in shown or file.relationship == SOURCE:
                shown[key] = file
    for (source, capture), file in sorted(shown.items(), key=lambda row: (view.exhibits[row[0][0]], row[0][1])):
        exhibit = f"E{view.exhibits[source]}"
        stem = f"{exhibit}.{source}.{capture}"
        ending = file.name.partition(f".{source}.{capture}")[2]
        stamp = view.stamps.get((source, capture))
        token = None
        if stamp and stamp.token:
            title = say(_TOKEN_TITLE, exhibit=exhibit, capture=capture)
            token = Attachment(f"{STAMPS}{stem}.tsr", title, TOKEN_TYPE, SUPPLEMENT, stamp.token, source, capture)
        named = replace(file, name=f"{EXHIBITS}{stem}{ending}")
        yield Exhibit(exhibit, view.sources[source], view.captures[source, capture], named, token, stamp)


def _approvals(document: Document, about: Mapping[str, object]) -> bytes:
    """Where each claim of the document stands, and the approvals that count, by name or role as the edition allows."""
    view = document.view
    claims = {
        key: {
            "state": view.reviews[key].state,
            "approvals": [
                {"by": row.who, "day": row.day, "vouched_by": row.vouched_by} for row in view.reviews[key].approvals
            ],
        }
        for key in document.review.claims
    }
    needs = view.meta.policy.approvals
    return readable_json({"format": APPROVALS_FORMAT, **about, "needs": needs, "claims": claims})
