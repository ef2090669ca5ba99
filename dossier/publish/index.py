"""`index.json`: what the publication is, as FollowTheMoney's `Dataset` and its readers (yente, ftmq) want it."""

from __future__ import annotations

from typing import Any

from followthemoney.dataset import Dataset
from followthemoney.statement import StatementEntity
from pydantic import ValidationError

from dossier.editions import View
from dossier.formats.canonical import readable_json
from dossier.problems import Problems, Stop
from dossier.publish.exporter import Exporter, Job, Written
from dossier.publish.traversal import seen

DESCRIPTION = (
    "What the publisher's sources report of officials, with the quotations it rests on. Nobody is listed as "
    "sanctioned here: `poi` marks persons whom a source ties to an act or names in a call, and a call for sanctions "
    "is no sanction. What a source ties only to an office, a body, a group or somebody unnamed is not linked to a "
    "person. Citations, what is inferred, and findings are in claims.json."
)


class IndexExporter(Exporter):
    """Comes last, as it lists the other files."""

    FILE_NAME = "index.json"
    TITLE = "Dataset metadata"
    MIME_TYPE = "application/json"

    def setup(self) -> None:
        """Begin to count."""
        self.things = 0
        self.countries: set[str] = set()
        self.dates: set[str] = set()

    def feed(self, entity: StatementEntity) -> None:
        """Count the entity, and note the countries and the days of acts."""
        self.rows += 1
        self.things += entity.schema.is_a("Thing")
        self.countries.update(entity.get("country", quiet=True))
        if entity.schema.is_a("Event"):
            self.dates.update([*entity.get("date"), *entity.get("startDate")])

    def finish(self) -> None:
        """Write the file. Raises Stop when `case.yml` holds what a dataset cannot say."""
        data = dataset_json(self.job)
        data |= {"entity_count": self.rows, "thing_count": self.things}
        data["coverage"] = {"countries": sorted(self.countries), "frequency": "unknown"}
        if self.dates:
            data["coverage"]["start"] = min(self.dates)
        data["resources"] = [_resource(written, self.job.base_url) for written in self.job.finished]
        check_dataset(data, self.job.view)
        self.path.write_bytes(readable_json(data))


def dataset_json(job: Job) -> dict[str, Any]:
    """What is known of the dataset before its entities; every date is the case's."""
    meta = job.view.meta
    publisher = {"name": meta.publisher.name, "url": meta.publisher.url, "country": meta.publisher.country}
    return {
        "name": meta.name,
        "title": meta.title,
        "description": DESCRIPTION,
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
            where = ".".join(str(part) for part in row["loc"])
            message = f"The dataset's {where} cannot be {row['input']!r}."
            problems.add("value-dropped", view.meta.place, message, "Correct it in case.yml.")
        raise Stop(problems) from None


def _resource(written: Written, base_url: str | None) -> dict[str, Any]:
    row: dict[str, Any] = {
        "name": written.name,
        "path": written.name,
        "title": written.title,
        "mime_type": written.mime_type,
        "size": written.size,
        "checksum": written.sha1,
    }
    if base_url:
        row["url"] = f"{base_url.rstrip('/')}/{written.name}"
    return row
