"""Document → the page that opens a submission folder: which file is what, in the order of the authority it is for."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dossier.editions import Stamp, VisibleCapture, VisibleSource
from dossier.formats.attached import SOURCE, SUMS_FILE, Attachment
from dossier.render.document import Document
from dossier.render.document.cells import handling, prepared
from dossier.render.html import Screen, cuts_of, render_template
from dossier.render.legible import IN_PDF
from dossier.render.words import FOLDER_TITLE


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A capture as it is sent: `file` holds its bytes or its text, `token` the time stamp over the bytes, if any."""

    exhibit: str
    source: VisibleSource
    capture: VisibleCapture
    file: Attachment
    token: Attachment | None
    stamp: Stamp | None

    @property
    def files(self) -> tuple[Attachment, ...]:
        """The file and its token."""
        return (self.file, self.token) if self.token else (self.file,)

    @property
    def as_collected(self) -> bool:
        """Whether the file holds the bytes as they came."""
        return self.file.relationship == SOURCE


@dataclass(frozen=True, slots=True)
class Index:
    """What a folder holds beside its index: the dossier by form, the exhibits, the approvals, what machines read."""

    dossiers: tuple[Attachment, ...]
    exhibits: tuple[Exhibit, ...]
    approvals: Attachment
    machines: tuple[Attachment, ...]


def render_index(document: Document, index: Index) -> str:
    """The page, for a browser; it runs no script, and leads to nothing but the files beside it."""
    cuts = cuts_of(document).standing(IN_PDF)
    return render_template(
        "index.html",
        replace(document, quotations=()),  # a citation would lead to an exhibit, which is in another file
        cuts,
        screen=Screen(),
        index=index,
        title=document.say(FOLDER_TITLE),
        handling=handling(document),
        prepared=(prepared(document),),
        sums_file=SUMS_FILE,
    )
