"""`index.json`: what the publication is, as FollowTheMoney's `Dataset` and its readers (yente, ftmq) want it.

`catalog.json` holds the same as a catalogue of this one dataset.
"""

from __future__ import annotations

from typing import Any

import orjson
from followthemoney.dataset import Dataset
from followthemoney.types import registry
from pydantic import ValidationError

from dossier.editions import View
from dossier.formats.canonical import readable_json
from dossier.formats.reading import read_file
from dossier.ftm import FtmEntity
from dossier.problems import Problems, Quoted, Stop, Term
from dossier.publish.delta import DeltaIndexExporter
from dossier.publish.exporter import Exporter, Job, Written
from dossier.publish.statistics import StatisticsExporter
from dossier.publish.traversal import seen

DESCRIPTION = (
    "What the publisher's sources report of officials, with the quotations it rests on. This is no sanctions list: "
    "`poi` marks persons whom a source ties to an act or names in a call, and a call for sanctions is no sanction. A "
    "Sanction, where there is one, is the listing of another authority, with its source. What a source ties only to an "
    "office, a body, a group or somebody unnamed is not linked to a person. Citations, what is inferred, and findings "
    "are in claims.json."
)


class IndexExporter(Exporter):
    """Comes after the files that it lists."""

    FILE_NAME = "index.json"
    TITLE = "Dataset metadata"
    MIME_TYPE = "application/json"

    def setup(self) -> None:
        """Begin to count."""
        self.things = self.targets = 0
        self.last_change: str | None = None
        self.countries: set[str] = set()
        self.dates: set[str] = set()

    def feed(self, entity: FtmEntity) -> None:
        """Count the entity, and note the countries and the days of acts."""
        self.rows += 1
        self.things += entity.schema.is_a("Thing")
        self.targets += entity.is_target
        changed = self.job.history.last_change(entity)
        self.last_change = max(self.last_change or changed, changed)
        self.countries.update(entity.values("country"))
        if entity.schema.is_a("Event"):
            self.dates.update(entity.values("date"), entity.values("startDate"))

    def finish(self) -> None:
        """Write the file. Raises Stop when `case.yml` holds what a dataset cannot say."""
        data = self.as_json()
        check_dataset(data, self.job.view)
        self.path.write_bytes(readable_json(data))

    def as_json(self) -> dict[str, Any]:
        """The dataset, with what is counted of its entities and with the files finished so far."""
        job = self.job
        data = dataset_json(job)
        data |= {"entity_count": self.rows, "thing_count": self.things, "target_count": self.targets}
        data["last_change"] = self.last_change
        data["coverage"] = {"countries": sorted(self.countries), "frequency": "unknown"}
        if self.dates:
            data["coverage"]["start"] = min(self.dates)
        data["resources"] = [_resource(written, job) for written in job.finished]
        names = {written.name for written in job.finished}
        if job.base_url:
            data["index_url"] = job.address(self.FILE_NAME)
            if StatisticsExporter.FILE_NAME in names:
                data["statistics_url"] = job.address(StatisticsExporter.FILE_NAME)
            if DeltaIndexExporter.FILE_NAME in names:
                data["delta_url"] = job.address(DeltaIndexExporter.FILE_NAME)
        return data


class CatalogExporter(Exporter):
    """What yente's `catalogs:` and FtM's `DataCatalog` read: the index as a list of one. Comes after it."""

    FILE_NAME = "catalog.json"
    TITLE = "Catalogue of this one dataset"
    MIME_TYPE = "application/json"

    def finish(self) -> None:
        """Write the file."""
        index = orjson.loads(read_file(self.job.folder / IndexExporter.FILE_NAME))
        self.rows = 1
        self.path.write_bytes(readable_json({"datasets": [index], "updated_at": seen(self.job.view)}))


def dataset_json(job: Job) -> dict[str, Any]:
    """What is known of the dataset before its entities; every date is the case's."""
    meta = job.view.meta
    publisher = {"name": meta.publisher.name, "url": meta.publisher.url, "country": meta.publisher.country}
    return {
        "name": meta.name,
        "title": meta.title,
        "description": DESCRIPTION,
        "type": "source",
        "edition": job.view.edition,
        "version": job.version,
        "updated_at": seen(job.view),
        "last_export": seen(job.view),
        "publisher": {key: value for key, value in publisher.items() if value} | {"official": False},
    }


def check_dataset(data: dict[str, Any], view: View) -> None:
    """Raises Stop with a problem for each thing of the metadata that FtM does not take."""
    try:
        Dataset(dict(data))  # it adds to what it is given
    except ValidationError as error:
        problems = Problems()
        for row in error.errors():
            problems.add(
                "value-dropped",
                view.meta.place,
                "The dataset's {where} cannot be {value}.",
                "Correct it in case.yml.",
                where=Term(".".join(str(part) for part in row["loc"])),
                value=Quoted(repr(row["input"])),
            )
        raise Stop(problems) from None


def _resource(written: Written, job: Job) -> dict[str, Any]:
    row: dict[str, Any] = {
        "name": written.name,
        "path": written.name,
        "title": written.title,
        "mime_type": written.mime_type,
        "mime_type_label": registry.mimetype.caption(written.mime_type),
        "size": written.size,
        "checksum": written.sha1,
    }
    if job.base_url:
        row["url"] = job.address(written.name)
    return row
