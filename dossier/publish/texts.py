"""`text.<source>.<capture>.txt`: the text of each capture as the edition shows it, to check quotations in."""

from __future__ import annotations

import fnmatch

from dossier.editions import View
from dossier.formats.canonical import Json
from dossier.publish.exporter import Exporter, Written, file_sha1

PATTERN = "text.*.txt"


class TextsExporter(Exporter):
    """One file a capture; `claims.json` lists them, and its positions count their code points."""

    FILE_NAME = PATTERN
    TITLE = "Text of a source"
    MIME_TYPE = "text/plain"

    def finish(self) -> None:
        """Write every text."""
        for text in self.job.view.texts:
            (self.job.folder / text.file).write_bytes(text.encoded)

    def written(self) -> list[Written]:
        """The files, by name; a text counts as one row."""
        rows = []
        for text in self.job.view.texts:
            path = self.job.folder / text.file
            title = f"{self.TITLE}, names or passages withheld" if text.altered else self.TITLE
            rows.append(Written(path.name, title, self.MIME_TYPE, path.stat().st_size, file_sha1(path), 1))
        return sorted(rows, key=lambda row: row.name)


def is_text(name: str) -> bool:
    """Whether a file of this name can be one of these."""
    return fnmatch.fnmatchcase(name, PATTERN)


def texts_json(view: View) -> Json:
    """The texts as `claims.json` lists them: of which capture, in which file, changed or as extracted."""
    return [
        {
            "source": text.source,
            "capture": text.capture,
            "file": text.file,
            "sha256": text.sha256,
            "altered": text.altered,
        }
        for text in view.texts
    ]
