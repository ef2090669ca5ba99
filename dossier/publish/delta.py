"""`entities.delta.json`: what was added, modified, deleted since an earlier publication; `delta.json` points to it."""

from __future__ import annotations

from dossier.formats.canonical import readable_json
from dossier.ftm import FtmEntity
from dossier.publish.exporter import Exporter, LinesExporter
from dossier.publish.records import entity_json


class DeltaExporter(LinesExporter):
    """One operation a line, by id: `{"op": "ADD", "entity": …}`, `MOD` alike, `DEL` with the id alone."""

    FILE_NAME = "entities.delta.json"
    TITLE = "Changes since the earlier version"
    MIME_TYPE = "application/json"

    def setup(self) -> None:
        """Open the file."""
        super().setup()
        self.earlier = iter(sorted(self.job.history.entities))
        self.next = next(self.earlier, None)

    def feed(self, entity: FtmEntity) -> None:
        """Write the entity when it is new or another than it was, after those before it that are gone."""
        self._write_gone(entity.id)
        before = self.job.history.entities.get(entity.id)
        if before is None or before.checksum != entity.checksum:
            op = "MOD" if before else "ADD"
            self.write({"op": op, "entity": entity_json(entity, self.job.history)})
        if before:
            self.next = next(self.earlier, None)

    def finish(self) -> None:
        """Write what is gone from behind the last entity, and close the file."""
        self._write_gone(None)
        super().finish()

    def _write_gone(self, until: str | None) -> None:
        while self.next is not None and (until is None or self.next < until):
            self.write({"op": "DEL", "entity": {"id": self.next}})
            self.next = next(self.earlier, None)


class DeltaIndexExporter(Exporter):
    """The versions between which a consumer can go by a delta, each with the address of the file that leads to it.

    The version from which the delta leads stands there too: yente goes by deltas only from a version not older than
    the oldest it finds here. Whoever has an older one loads everything.
    """

    FILE_NAME = "delta.json"
    TITLE = "Index of changes"
    MIME_TYPE = "application/json"

    def finish(self) -> None:
        """Write the file."""
        address = self.job.address(DeltaExporter.FILE_NAME) or DeltaExporter.FILE_NAME
        versions = [version for version in (self.job.since, self.job.version) if version]
        self.rows = len(versions)
        self.path.write_bytes(readable_json({"versions": dict.fromkeys(versions, address)}))
