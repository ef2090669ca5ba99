"""`targets.nested.json`: each target with what is adjacent to it inside it, one JSON object a line."""

from __future__ import annotations

from typing import Any

from dossier.ftm import FtmEntity
from dossier.publish.exporter import LinesExporter
from dossier.publish.records import entity_json


class NestedExporter(LinesExporter):
    """One step from the target, and through edges one step more, as OpenSanctions nests them."""

    FILE_NAME = "targets.nested.json"
    TITLE = "Targets with what is adjacent to them"
    MIME_TYPE = "application/json"

    def feed(self, entity: FtmEntity) -> None:
        """Write the entity when it is a target."""
        if entity.is_target:
            self.write(self._nested(entity, 1, ()))

    def _nested(self, entity: FtmEntity, depth: int, path: tuple[str, ...]) -> dict[str, Any]:
        data = entity_json(entity, self.job.history)
        depth, path = depth if entity.schema.edge else depth - 1, (*path, entity.id)
        if depth < 0:
            return data
        nested: dict[str, list[Any]] = {}
        for prop, other in self.job.traversal.adjacent(entity):
            if other.id not in path:
                nested.setdefault(prop, []).append(self._nested(other, depth, path))
        data["properties"] = dict(sorted({**data["properties"], **nested}.items()))
        return data
