"""JSON Schemas of the files of a case, for editors: made from the keys of the readers and from FollowTheMoney's model.

An editor completes and marks with them while one writes; what a schema cannot say, such as whether a reference leads
somewhere, is `check`'s. The words on each key are those of docs/case-format.md, kept beside this module in `keys.json`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from followthemoney import model
from followthemoney.property import Property
from followthemoney.schema import Schema
from followthemoney.types import registry

from dossier.case.entities import (
    ACT_KEYS,
    CONSENT_SCOPES,
    DOSSIER_KEYS,
    ENTITY_KEYS,
    FINDING_KEYS,
    OFFICE_KEYS,
    REPLY_STATUSES,
    VALUE_KEYS,
)
from dossier.case.fields import ID, PERSON_NAME
from dossier.case.model import ATTRIBUTIONS, COLOURS, FINDINGS, LINK_SCHEMA, PERSONS, SECTIONS, STATEMENT_OF_REASONS
from dossier.case.sources import CAPTURE_KEYS, EXCERPT_KEYS, SOURCE_KEYS, SPEECH
from dossier.ftm import NOT_IN_CASES, edge_ends
from dossier.loading import CASE_KEYS, REVIEWER_KEYS
from dossier.look.design import DESIGN_KEYS, LOGO_KEYS
from dossier.regimes.loading import ELEMENT_KEYS, HEADING_KEYS, MARKS, PARTS, REGIME_KEYS, ROLES
from dossier.text.extract import MEDIA_TYPES

Json = dict[str, Any]

KEYS_FILE = Path(__file__).with_name("keys.json")
DRAFT = "http://json-schema.org/draft-07/schema#"  # what editors read
# A scalar of a case is its text as written; an editor sees `1` as a number and `true` as a truth value.
TEXT: Json = {"type": ["string", "number", "boolean"]}
_TEXTS: Json = {"anyOf": [TEXT, {"type": "array", "items": TEXT}]}
_IDS: Json = {"type": "string", "pattern": f"^{ID.pattern}$"}
_DATE: Json = {"anyOf": [{"type": "string", "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"}, {"type": "integer"}]}
_CITATION: Json = {"type": "string", "pattern": "^[a-z0-9][a-z0-9.-]*/[a-z0-9][a-z0-9.-]*$"}
_CITATIONS: Json = {"anyOf": [_CITATION, {"type": "array", "items": _CITATION}]}
_NAMES: Json = {"type": "string", "pattern": f"^{PERSON_NAME.pattern}$"}
_FLAG: Json = {"enum": [True, False, "true", "false"]}
_EDITION: Json = {"type": "string", "pattern": "^[a-z]{3,20}$", "examples": ["public", "authority", "internal"]}


def schemas() -> dict[str, Json]:
    """The schema of each kind of file: `case`, `entity`, `source` and `regime`."""
    return {"case": _case(), "entity": _entity(), "source": _source(), "regime": _regime()}


def schema_text(schema: Json) -> str:
    """A schema as a file: one line a part, for those of entities are long."""
    rows = (f"{json.dumps(key)}:{_packed(value)}" for key, value in schema.items())
    return "{\n" + ",\n".join(rows) + "\n}\n"


def _packed(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def schema_files(folder: Path) -> dict[Path, bytes]:
    """The files of all schemas below a folder."""
    return {folder / f"{kind}.json": schema_text(schema).encode() for kind, schema in schemas().items()}


# --- from keys


@cache
def _documented() -> dict[frozenset[str], dict[str, list[str]]]:
    """What is said of each key, by all the keys of its mapping: what it takes, whether it is required, what it is."""
    rows: list[dict[str, list[str]]] = json.loads(KEYS_FILE.read_text(encoding="utf-8"))
    return {frozenset(row): row for row in rows}


def _mapping(keys: Collection[str], forms: Mapping[str, Json], *, required: Collection[str] = ()) -> Json:
    """The schema of a mapping of these keys: each with its description; `forms` are of those that are no plain text.

    `forms["$optional"]` names keys that the page calls required and that the reader of the mapping does not insist on.
    """
    said = _documented()[frozenset(keys)]
    properties = {}
    for key in keys:
        takes, needed, means = said[key]
        properties[key] = {**(forms.get(key) or _form(takes)), "description": means}
        if needed == "yes" and key not in forms.get("$optional", ()):
            required = (*required, key)
    schema: Json = {"type": "object", "properties": properties, "additionalProperties": False}
    return {**schema, **({"required": sorted(set(required))} if required else {})}


def _form(takes: str) -> Json:
    """The form of a value by the words of the page on what the key takes."""
    begins: tuple[tuple[str, Json], ...] = (
        ("`true`", _FLAG),
        ("citations", _CITATIONS),
        ("date or time", {"type": "string"}),
        ("date", _DATE),
        ("an edition", _EDITION),
        ("[prose]", {"type": "string"}),
        ("number", {"anyOf": [{"type": "integer", "minimum": 0}, {"type": "string", "pattern": "^[0-9]+$"}]}),
        ("list of mappings", {"anyOf": [{"type": "array", "items": {"type": "object"}}, {"type": "object"}]}),
        ("list", _TEXTS),
        ("text or list", _TEXTS),
        ("mapping", {"type": "object"}),
        ("id", _IDS),
    )
    return next((form for begin, form in begins if takes.startswith(begin)), TEXT)


def _choice(values: Collection[str]) -> Json:
    """One of some values, as an editor sees them: figures as numbers too."""
    return {"enum": [*values, *(int(value) for value in values if value.isdigit())]}


def _several(form: Json) -> Json:
    """A list of these, or one of them."""
    return {"anyOf": [form, {"type": "array", "items": form}]}


def _by_id(form: Json, ids: str = ID.pattern) -> Json:
    return {"type": "object", "propertyNames": {"pattern": f"^{ids}$"}, "additionalProperties": form}


def _whole(title: str, schema: Json, **more: Any) -> Json:
    return {"$schema": DRAFT, "title": title, **schema, **more}


# --- case.yml


def _case() -> Json:
    forms: dict[str, Json] = {
        "format": {"enum": [1, "1"]},
        "name": {"type": "string", "pattern": "^[a-z0-9]+(_[a-z0-9]+)*$"},
        "publisher": _mapping(("name", "url", "country", "contact"), {}),
        "policy": _mapping(("sources_per_act", "recency_years", "approvals"), {}),
        "sections": _mapping(SECTIONS, {}),
        "author": _several(_NAMES),
        "reviewers": _by_id(_mapping(REVIEWER_KEYS, {}), PERSON_NAME.pattern),
        "design": _mapping(DESIGN_KEYS, {"logo": _mapping(LOGO_KEYS, {}), "colours": _mapping(tuple(COLOURS), {})}),
    }
    return _whole("case.yml of a dossier case", _mapping(CASE_KEYS, forms))


# --- entities


def _entity() -> Json:
    finding = _mapping(
        FINDING_KEYS, {"finding": _choice(FINDINGS), "author": _several(_NAMES), "$optional": {"because": True}}
    )
    prose_or_absence = {
        "anyOf": [{"type": "string"}, _mapping(("status", "read"), {"status": {"enum": ["none-found"]}})]
    }
    dossier: dict[str, Json] = {
        "mitigating": prose_or_absence,
        "not_relied_on": _several(_mapping(("act", "because"), {})),
        "reply": _mapping(("status", "because"), {"status": _choice(REPLY_STATUSES)}),
        "findings": {
            "type": "object",
            "properties": {"all": finding},
            "additionalProperties": _by_id(finding),
        },
        "sections": _sections(),
        "$optional": {"mitigating": True, "reply": True},
    }
    forms: dict[str, Json] = {
        "schema": {"enum": sorted(_usable(lambda schema: True))},
        "person": _choice(PERSONS),
        "attribution": _choice(tuple(ATTRIBUTIONS)),
        "when": _mapping(("after", "before"), {}),
        "also_borne_by": _several(_mapping(("name", "by", "because"), {})),
        "consent": _several(_mapping(("scope", "with", "date", "withdrawn"), {"scope": _choice(CONSENT_SCOPES)})),
        "offices": _several(_mapping(OFFICE_KEYS, {})),
        "acts": _several(_mapping(ACT_KEYS, {"attribution": _choice(tuple(ATTRIBUTIONS))})),
        "dossier": _mapping(DOSSIER_KEYS, dossier),
    }
    usable = _usable(lambda schema: True)
    return _whole(
        "An entity of a dossier case",
        _mapping(ENTITY_KEYS, forms),
        allOf=[_of_schema(schema) for _, schema in sorted(usable.items())],
        definitions=_definitions(usable.values()),
    )


def _sections() -> Json:
    """The sections of a person: those of a case, and the draft of a statement of reasons."""
    form = _mapping(SECTIONS, {})
    draft = {"type": "string", "description": "The draft of a statement of reasons, for a listing by the Council."}
    return {**form, "properties": {**form["properties"], STATEMENT_OF_REASONS: draft}}


@cache
def _literal_kinds() -> frozenset[str]:
    return frozenset(_literals())


def _usable(wanted: Callable[[Schema], bool]) -> dict[str, Schema]:
    return {
        name: schema
        for name, schema in model.schemata.items()
        if not schema.abstract and name not in NOT_IN_CASES and wanted(schema)
    }


def _of_schema(schema: Schema) -> Json:
    """What holds of an entity of one schema: which properties it can have, and which it must."""
    own = {name: prop for name, prop in sorted(schema.properties.items()) if not prop.stub}
    properties = {name: {"$ref": f"#/definitions/{prop.qname}"} for name, prop in own.items()}
    table: Json = {"type": "object", "properties": properties, "additionalProperties": False}
    # of a person who is withheld the name may be kept elsewhere, and of a source the file says what it is
    needed = [] if schema.name == "Person" or schema.is_a("Document") else [*schema.required, *edge_ends(schema.name)]
    then: Json = {"properties": {"properties": {**table, **({"required": sorted(set(needed))} if needed else {})}}}
    keys = [*(["properties"] if needed else []), *(["attribution"] if schema.name == LINK_SCHEMA else [])]
    if keys:
        then["required"] = keys
    return {"if": {"properties": {"schema": {"const": schema.name}}, "required": ["schema"]}, "then": then}


def _definitions(found: Collection[Schema]) -> Json:
    """Every property of these schemata, by its full name, with FollowTheMoney's own words on it."""
    value = _mapping(VALUE_KEYS, {"author": _several(_NAMES), "value": TEXT})
    rows: Json = {"value": value, **{f"any {kind}": _values(form) for kind, form in _literals().items()}}
    for schema in sorted(found, key=lambda each: each.name):
        for prop in schema.properties.values():
            if not prop.stub:
                kind = {"$ref": f"#/definitions/any {_kind(prop)}"}
                rows[prop.qname] = {"description": _words_on(prop), "allOf": [kind]}
    return dict(sorted(rows.items()))


def _words_on(prop: Property) -> str:
    words = [prop.label, *([prop.description] if prop.description else [])]
    if prop.range is not None:
        words.append(f"The id of a {prop.range.name}.")
    return ". ".join(word.rstrip(".") for word in words) + "."


def _values(literal: Json) -> Json:
    """A value of a property, several, or a mapping with `value:`."""
    one = [literal, {"$ref": "#/definitions/value"}]
    return {"anyOf": [*one, {"type": "array", "items": {"anyOf": one}}]}


def _literals() -> dict[str, Json]:
    """The forms of a value by the type of its property. What is listed is completed; FtM knows more forms of it."""
    listed = {type_.name: sorted(type_.names) for type_ in (registry.country, registry.topic, registry.language)}
    lists: dict[str, Json] = {name: {"anyOf": [{"enum": names}, TEXT]} for name, names in listed.items()}
    return {"text": TEXT, "date": _DATE, "entity": _IDS, **lists}


def _kind(prop: Property) -> str:
    if prop.name == "publishedAt":  # takes `not-stated` too
        return "text"
    return prop.type.name if prop.type.name in _literal_kinds() else "text"


# --- sources and regimes


def _source() -> Json:
    capture = _mapping(CAPTURE_KEYS, {"media_type": _choice(tuple(MEDIA_TYPES))})
    translation = _mapping(("lang", "text", "by"), {})
    excerpt = _mapping(EXCERPT_KEYS, {"speech": _choice(SPEECH), "translations": _several(translation)})
    grades = {"reliability": _choice(tuple("ABCDEF")), "credibility": _choice(tuple("123456"))}
    documents = _usable(lambda schema: schema.is_a("Document"))
    forms: dict[str, Json] = {
        "schema": {"enum": sorted(documents)},
        "relies_on": {"anyOf": [_IDS, {"type": "array", "items": _IDS}]},
        "capture": capture,
        "captures": _by_id(capture),
        "assessment": _mapping(("reliability", "credibility", "because"), grades),
        "excerpts": _by_id({"anyOf": [TEXT, excerpt]}),
        "independent": _several({"type": "object", "properties": {"of": _IDS, "because": TEXT}}),
    }
    return _whole(
        "source.yml of a dossier case",
        _mapping(SOURCE_KEYS, forms),
        allOf=[
            {"anyOf": [{"required": ["capture"]}, {"required": ["captures"]}]},
            *(_of_schema(schema) for _, schema in sorted(documents.items())),
        ],
        definitions=_definitions(documents.values()),
    )


def _regime() -> Json:
    roles, verified = _choice(ROLES), _choice(tuple(MARKS))
    heading = _mapping(HEADING_KEYS, {"parts": _several(_choice((*PARTS, *SECTIONS)))})
    forms: dict[str, Json] = {
        "standard": _mapping(("text", "reference", "verified"), {"verified": verified}),
        "limbs": _by_id(_mapping(("title",), {})),
        "elements": _by_id(_mapping(ELEMENT_KEYS, {"role": roles, "also": roles, "verified": verified})),
        "submission_order": _several(heading),
    }
    return _whole("A regime of a dossier case", _mapping(REGIME_KEYS, forms))
