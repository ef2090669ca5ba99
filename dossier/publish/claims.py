"""`claims.json`: what the FtM files cannot carry: each claim with its quotations, findings and prose among them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import orjson

from dossier import __version__
from dossier.claims import STATEMENTS
from dossier.editions import View
from dossier.publish.exporter import Exporter
from dossier.publish.texts import texts_json
from dossier.text.normalise import VERSION as NORMALISER

FORMAT = 1
_OPTIONS = orjson.OPT_SORT_KEYS


class ClaimsExporter(Exporter):
    """Every claim of the view that says something of the world, also of links that are not exported as FtM.

    Those of the evidence and of the frames of dossiers, where notes stand, go with the documents. One claim a line.
    """

    FILE_NAME = "claims.json"
    TITLE = "Claims with their quotations"
    MIME_TYPE = "application/json"

    def finish(self) -> None:
        """Write the claims, by key."""
        view = self.job.view
        keys = [key for key, claim in view.claims.items() if claim.kind in STATEMENTS]
        with self.path.open("wb") as file:
            file.writelines(claims_json(view, self.job.version, keys))
        self.rows = len(keys)


def claims_json(view: View, version: str, keys: Iterable[str]) -> Iterator[bytes]:
    """Some claims of a view as one JSON document, piece by piece: what it is, then the claims, by key."""
    head = {
        "format": FORMAT,
        "case": view.meta.name,
        "edition": view.edition,
        "as_of": view.meta.as_of,
        "release": view.meta.release,
        "version": version,
        "texts": texts_json(view),
        "tool": {"name": "dossier", "version": __version__, "normaliser": NORMALISER},
    }
    yield orjson.dumps(head, option=_OPTIONS)[:-1] + b',"claims":['
    for number, key in enumerate(sorted(keys)):
        yield b",\n" if number else b"\n"
        yield orjson.dumps(view.claims[key].as_json(), option=_OPTIONS)
    yield b"\n]}\n"
