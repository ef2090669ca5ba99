"""`entities.ftm.json`: every entity, one JSON object a line, by id."""

from __future__ import annotations

from dossier.ftm import FtmEntity
from dossier.publish.exporter import LinesExporter
from dossier.publish.records import entity_json


class EntitiesExporter(LinesExporter):
    """Properties and their values are sorted, as sets have no order that lasts."""

    FILE_NAME = "entities.ftm.json"
    TITLE = "FollowTheMoney entities"
    MIME_TYPE = "application/json+ftm"

    def feed(self, entity: FtmEntity) -> None:
        """Write the entity."""
        self.write(entity_json(entity, self.job.history))
