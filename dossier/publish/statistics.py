"""`statistics.json`: how many entities of which kind, as OpenSanctions counts its own."""

from __future__ import annotations

from collections import Counter
from typing import Any

from followthemoney import model
from followthemoney.types import registry

from dossier.formats.canonical import readable_json
from dossier.ftm import FtmEntity
from dossier.publish.exporter import Exporter


class Tally:
    """Counts of some of the entities, by schema and by country."""

    def __init__(self) -> None:
        self.total = 0
        self.schemata: Counter[str] = Counter()
        self.countries: Counter[str] = Counter()

    def add(self, entity: FtmEntity) -> None:
        """Count an entity."""
        self.total += 1
        self.schemata[entity.schema.name] += 1
        self.countries.update(entity.values_of_type(registry.country))

    def as_json(self) -> dict[str, Any]:
        """The most frequent first."""
        return {
            "total": self.total,
            "countries": [
                {"code": code, "count": count, "label": registry.country.caption(code)}
                for code, count in _ordered(self.countries)
            ],
            "schemata": [
                {"name": name, "count": count, "label": model[name].label, "plural": model[name].plural}
                for name, count in _ordered(self.schemata)
            ],
        }


class StatisticsExporter(Exporter):
    """Counts while the others write."""

    FILE_NAME = "statistics.json"
    TITLE = "Statistics"
    MIME_TYPE = "application/json"

    def setup(self) -> None:
        """Begin to count."""
        self.last_change: str | None = None
        self.things, self.targets = Tally(), Tally()
        self.schemata: Counter[str] = Counter()
        self.filled: Counter[tuple[str, str]] = Counter()
        self.names: set[str] = set()
        self.programs: Counter[str] = Counter()

    def feed(self, entity: FtmEntity) -> None:
        """Count the entity."""
        self.rows += 1
        schema = entity.schema
        changed = self.job.history.last_change(entity)
        self.last_change = max(self.last_change or changed, changed)
        self.schemata[schema.name] += 1
        for prop in entity.properties:
            self.filled[schema.name, prop] += 1
        if schema.is_a("Thing"):
            self.things.add(entity)
        if schema.is_a("Sanction"):
            self.programs.update(entity.values("programId"))
        if entity.is_target:
            self.targets.add(entity)

    def finish(self) -> None:
        """Write the file."""
        properties = {model[schema].properties[prop].qname for schema, prop in self.filled}
        filled = [
            {
                "schema": schema,
                "property": prop,
                "count": count,
                "total": self.schemata[schema],
                "fill_rate": count / self.schemata[schema],
            }
            for (schema, prop), count in sorted(self.filled.items())
        ]
        data = {
            "last_change": self.last_change,
            "schemata": sorted(self.schemata),
            "properties": sorted(properties),
            "entity_count": self.rows,
            "target_count": self.targets.total,
            "targets": self.targets.as_json(),
            "sanctions": {"programs": [{"id": id_, "count": count} for id_, count in _ordered(self.programs)]},
            "things": {**self.things.as_json(), "entities_with_prop": filled},
        }
        self.path.write_bytes(readable_json(data))


def _ordered(counts: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda row: (-row[1], row[0]))
