"""`names.txt`: every name of every target, one a line, for whoever searches texts."""

from __future__ import annotations

from followthemoney.types import registry

from dossier.ftm import FtmEntity
from dossier.publish.exporter import Exporter


class NamesExporter(Exporter):
    """Names that differ only in case or white space stand once, as first met."""

    FILE_NAME = "names.txt"
    TITLE = "Names of targets"
    MIME_TYPE = "text/plain"

    def setup(self) -> None:
        """Open the file."""
        self.file = self.job.stack.enter_context(self.path.open("w", encoding="utf-8", newline="\n"))
        self.seen: set[str] = set()

    def feed(self, entity: FtmEntity) -> None:
        """Write the names of the entity when it is a target."""
        if not entity.is_target:
            return
        for value in entity.values_of_type(registry.name):
            name = " ".join(value.split())
            if name and name.casefold() not in self.seen:
                self.seen.add(name.casefold())
                self.file.write(f"{name}\n")
                self.rows += 1

    def finish(self) -> None:
        """Close the file."""
        self.file.close()
