"""`entities.ftm.json`: every entity, one JSON object a line, by id."""

from __future__ import annotations

from typing import Any

import orjson
from followthemoney.statement import StatementEntity
from followthemoney.types import registry
from rigour.langs import LangStr
from rigour.names.pick import pick_lang_name

from dossier.publish.exporter import Exporter


class EntitiesExporter(Exporter):
    """Properties and their values are sorted, as sets have no order that lasts."""

    FILE_NAME = "entities.ftm.json"
    TITLE = "FollowTheMoney entities"
    MIME_TYPE = "application/json+ftm"

    def setup(self) -> None:
        """Open the file."""
        self.file = self.job.stack.enter_context(self.path.open("wb"))

    def feed(self, entity: StatementEntity) -> None:
        """Write the entity."""
        self.file.write(orjson.dumps(entity_json(entity), option=orjson.OPT_APPEND_NEWLINE))
        self.rows += 1

    def finish(self) -> None:
        """Close the file."""
        self.file.close()


def entity_json(entity: StatementEntity) -> dict[str, Any]:
    """An entity as FtM tools read it; `id` stands first so that lines sort by it."""
    return {
        "id": entity.id,
        "caption": caption(entity),
        "schema": entity.schema.name,
        "datasets": sorted(entity.datasets),
        "properties": {name: sorted(set(values)) for name, values in sorted(entity.properties.items())},
    }


def caption(entity: StatementEntity) -> str:
    """What FtM calls the entity, chosen from sorted values: FtM chooses from sets, and so not always alike."""
    for name in entity.schema.caption:
        statements = sorted(entity.get_statements(name, quiet=True), key=lambda s: (s.value, s.lang or ""))
        if not statements:
            continue
        picked = None
        if statements[0].prop_type == registry.name.name:
            picked = pick_lang_name([LangStr(statement.value, lang=statement.lang) for statement in statements])
        return picked or statements[0].value
    return entity.schema.label
