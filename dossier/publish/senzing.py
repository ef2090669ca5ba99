"""`senzing.json`: each target as a record of Senzing's entity specification, one JSON object a line.

The fields are those of the Senzing Entity Specification, as OpenSanctions fills them. Relations are given between
targets only: what is no target is not in the file.
"""

from __future__ import annotations

from typing import Any

from followthemoney.types import registry

from dossier.ftm import FtmEntity
from dossier.publish.exporter import LinesExporter
from dossier.publish.records import caption

RECORD_TYPES = {
    "Person": "PERSON",
    "Organization": "ORGANIZATION",
    "Airplane": "AIRCRAFT",
    "Vessel": "VESSEL",
    "Vehicle": "VEHICLE",
}
GENDERS = {"male": "M", "female": "F"}
# FtM's property -> the section of the record and the field in it.
FIELDS = {
    "topics": ("RISKS", "TOPIC"),
    "address": ("ADDRESSES", "ADDR_FULL"),
    "birthPlace": ("ADDRESSES", "PLACE_OF_BIRTH"),
    "birthDate": ("DATES", "DATE_OF_BIRTH"),
    "deathDate": ("DATES", "DATE_OF_DEATH"),
    "incorporationDate": ("DATES", "REGISTRATION_DATE"),
    "nationality": ("COUNTRIES", "NATIONALITY"),
    "citizenship": ("COUNTRIES", "CITIZENSHIP"),
    "country": ("COUNTRIES", "COUNTRY_OF_ASSOCIATION"),
    "jurisdiction": ("COUNTRIES", "REGISTRATION_COUNTRY"),
    "website": ("CONTACTS", "WEBSITE_ADDRESS"),
    "email": ("CONTACTS", "EMAIL_ADDRESS"),
    "phone": ("CONTACTS", "PHONE_NUMBER"),
    "passportNumber": ("IDENTIFIERS", "PASSPORT_NUMBER"),
    "idNumber": ("IDENTIFIERS", "NATIONAL_ID_NUMBER"),
    "registrationNumber": ("IDENTIFIERS", "NATIONAL_ID_NUMBER"),
    "ogrnCode": ("IDENTIFIERS", "NATIONAL_ID_NUMBER"),
    "taxNumber": ("IDENTIFIERS", "TAX_ID_NUMBER"),
    "innCode": ("IDENTIFIERS", "TAX_ID_NUMBER"),
    "vatCode": ("IDENTIFIERS", "TAX_ID_NUMBER"),
    "leiCode": ("IDENTIFIERS", "LEI_NUMBER"),
    "dunsCode": ("IDENTIFIERS", "DUNS_NUMBER"),
    "sourceUrl": ("SOURCE_LINKS", "SOURCE_URL"),
}


class SenzingExporter(LinesExporter):
    """Nobody who is no target is in it: a matching engine takes every record for somebody to look for."""

    FILE_NAME = "senzing.json"
    TITLE = "Targets in Senzing's entity format"
    MIME_TYPE = "application/json+senzing"

    def feed(self, entity: FtmEntity) -> None:
        """Write the entity when it is a target and can be matched."""
        if entity.is_target and entity.schema.matchable:
            self.write(self._record(entity))

    def _record(self, entity: FtmEntity) -> dict[str, Any]:
        source = entity.dataset.upper()
        record: dict[str, Any] = {
            "DATA_SOURCE": source,
            "RECORD_ID": entity.id,
            "LAST_CHANGE": self.job.history.last_change(entity),
        }
        types = [name for schema, name in RECORD_TYPES.items() if entity.schema.is_a(schema)]
        if types:
            record["RECORD_TYPE"] = types[0]
        name_field = "NAME_ORG" if entity.schema.is_a("Organization") else "NAME_FULL"
        primary = caption(entity)
        names = [name for name in entity.values_of_type(registry.name) if name != primary]
        record["NAMES"] = [{"NAME_TYPE": "PRIMARY", name_field: primary}]
        record["NAMES"] += [{"NAME_TYPE": "ALIAS", name_field: name} for name in names]
        genders = entity.values("gender")
        if len(genders) == 1 and genders[0] in GENDERS:
            record["GENDER"] = GENDERS[genders[0]]
        for prop, (section, field) in FIELDS.items():
            for value in entity.values(prop):
                record.setdefault(section, []).append({field: value})
        if entity.schema.is_a("Organization"):
            for address in record.get("ADDRESSES", ()):
                address["ADDR_TYPE"] = "BUSINESS"
        self._add_identifiers(entity, source, record)
        self._add_relations(entity, source, record)
        return record

    def _add_identifiers(self, entity: FtmEntity, source: str, record: dict[str, Any]) -> None:
        identifiers = record.setdefault("IDENTIFIERS", [])
        for _, other in self.job.traversal.adjacent(entity):
            if other.schema.is_a("Identification"):
                kind = "PASSPORT" if other.schema.is_a("Passport") else "NATIONAL_ID"
                row = {f"{kind}_NUMBER": other.values("number"), f"{kind}_COUNTRY": other.values("country")}
                identifiers.append({field: values[0] for field, values in row.items() if values})
        given = {value for row in identifiers for value in row.values()}
        for statement in entity.statements:
            prop = entity.schema.properties[statement.prop]
            if prop.type is registry.identifier and statement.value not in given:
                identifiers.append({"OTHER_ID_TYPE": statement.prop, "OTHER_ID_NUMBER": statement.value})
        identifiers += [
            {"TRUSTED_ID_TYPE": "WIKIDATA", "TRUSTED_ID_NUMBER": value} for value in entity.values("wikidataId")
        ]
        identifiers.append({"OTHER_ID_TYPE": source, "OTHER_ID_NUMBER": entity.id})

    def _add_relations(self, entity: FtmEntity, source: str, record: dict[str, Any]) -> None:
        for _, edge in self.job.traversal.adjacent(entity):
            first, second = edge.schema.source_prop, edge.schema.target_prop
            if not (edge.schema.edge and first and second):
                continue
            others = [(prop, other) for prop, other in self.job.traversal.adjacent(edge) if other.is_target]
            ends = {prop: other.id for prop, other in others if prop in (first.name, second.name)}
            if len(ends) == 2:
                role = edge.values("role") or edge.values("relationship") or [edge.schema.label]
                relation = {
                    "REL_ANCHOR_DOMAIN": source,
                    "REL_ANCHOR_KEY": ends[first.name],
                    "REL_POINTER_ROLE": role[0],
                    "REL_POINTER_DOMAIN": source,
                    "REL_POINTER_KEY": ends[second.name],
                }
                if relation not in record.setdefault("RELATIONSHIPS", []):
                    record["RELATIONSHIPS"].append(relation)
