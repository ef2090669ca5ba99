"""`claims.json`: what the FtM files cannot carry: each claim with its quotations, findings and prose among them."""

from __future__ import annotations

import orjson

from dossier import __version__
from dossier.publish.exporter import Exporter
from dossier.publish.texts import texts_json
from dossier.text.normalise import VERSION as NORMALISER

FORMAT = 1
_OPTIONS = orjson.OPT_SORT_KEYS


class ClaimsExporter(Exporter):
    """Every claim of the view, also of links that are not exported as FtM; one claim a line."""

    FILE_NAME = "claims.json"
    TITLE = "Claims with their quotations"
    MIME_TYPE = "application/json"

    def setup(self) -> None:
        """Open the file."""
        self.file = self.job.stack.enter_context(self.path.open("wb"))

    def finish(self) -> None:
        """Write all claims, by key, and close the file."""
        view = self.job.view
        head = {
            "format": FORMAT,
            "case": view.meta.name,
            "edition": view.edition,
            "as_of": view.meta.as_of,
            "release": view.meta.release,
            "version": self.job.version,
            "texts": texts_json(self),
            "tool": {"name": "dossier", "version": __version__, "normaliser": NORMALISER},
        }
        self.file.write(orjson.dumps(head, option=_OPTIONS)[:-1] + b',"claims":[')
        for key in sorted(view.claims):
            self.file.write(b",\n" if self.rows else b"\n")
            self.file.write(orjson.dumps(view.claims[key].as_json(), option=_OPTIONS))
            self.rows += 1
        self.file.write(b"\n]}\n")
        self.file.close()
