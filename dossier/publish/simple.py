"""`targets.simple.csv`: a row for each target, in the 16 columns that OpenSanctions' tables have."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from followthemoney.types import registry

from dossier.ftm import FtmEntity
from dossier.publish.exporter import Exporter
from dossier.publish.records import caption

COLUMNS = (
    "id", "schema", "name", "aliases", "birth_date", "countries", "addresses", "identifiers", "sanctions", "phones",
    "emails", "program_ids", "dataset", "first_seen", "last_seen", "last_change",
)  # fmt: skip
_LISTING = ("program", "reason", "status", "startDate", "endDate")


class SimpleExporter(Exporter):
    """Several values of a cell are parted by `;`, in quotation marks where one holds that sign."""

    FILE_NAME = "targets.simple.csv"
    TITLE = "Targets as a simple table"
    MIME_TYPE = "text/csv"

    def setup(self) -> None:
        """Open the file and write its heading."""
        self.file = self.job.stack.enter_context(self.path.open("w", encoding="utf-8", newline=""))
        self.writer = csv.writer(self.file, dialect=csv.unix_dialect)
        self.writer.writerow(COLUMNS)

    def feed(self, entity: FtmEntity) -> None:
        """Write the entity when it is a target."""
        if not entity.is_target:
            return
        name = caption(entity)
        countries = set(entity.values_of_type(registry.country))
        addresses = set(entity.values("address"))
        identifiers = set(entity.values_of_type(registry.identifier))
        sanctions, programs = set(), set()
        for _, other in self.job.traversal.adjacent(entity):
            if other.schema.is_a("Sanction"):
                sanctions.add(" - ".join(text for prop in _LISTING for text in other.values(prop)))
                programs.update(other.values("programId"))
            elif other.schema.is_a("Address"):
                addresses.add(caption(other))
            elif other.schema.is_a("Identification"):
                identifiers.update(other.values("number"))
                countries.update(other.values("country"))
        history = self.job.history
        self.writer.writerow(
            [
                entity.id,
                entity.schema.name,
                name,
                _cell(set(entity.values_of_type(registry.name)) - {name}),
                _cell(entity.values("birthDate")),
                _cell(countries),
                _cell(addresses),
                _cell(identifiers),
                _cell(filter(None, sanctions)),
                _cell(entity.values_of_type(registry.phone)),
                _cell(entity.values_of_type(registry.email)),
                _cell(programs),
                self.job.view.meta.title,
                history.first_seen_of(entity),
                history.seen,
                history.last_change(entity),
            ]
        )
        self.rows += 1

    def finish(self) -> None:
        """Close the file."""
        self.file.close()


def _cell(values: Iterable[str]) -> str:
    """`a;b;"c;d"`."""
    cell = io.StringIO()
    csv.writer(cell, delimiter=";", lineterminator="", quoting=csv.QUOTE_MINIMAL).writerow(sorted(values))
    return cell.getvalue()
