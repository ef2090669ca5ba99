"""Case ↔ FollowTheMoney: the one place that knows what FtM accepts, drops and changes.

FtM's library drops or alters values without a word (dates with a question mark, countries it does not know, ids with
an underscore) and enforces neither required properties nor ranges; so everything is checked here, before.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field
from functools import cache, lru_cache
from gettext import NullTranslations, translation
from hashlib import sha1
from pathlib import Path
from typing import Any, NamedTuple

import followthemoney
from followthemoney import model
from followthemoney.property import Property
from followthemoney.schema import Schema
from followthemoney.statement import Statement as FtmStatement
from followthemoney.statement.util import NON_LANG_TYPE_NAMES
from followthemoney.types import registry
from followthemoney.types.common import PropertyType

from dossier.case.dates import date_hint
from dossier.case.fields import suggestion
from dossier.case.model import NAMED_IN_PUBLIC, Case, Entity, Meta, Source, Value
from dossier.language import Language
from dossier.problems import Id, Message, Place, Problems, Quoted, Term, listed, message

# Made by the export, an accusation a case must not make by hand, or a tie to an act without an attribution.
NOT_IN_CASES = ("Documentation", "Risk", "CourtCaseParty")
# Types whose values FtM rewrites without loss (kz for Kazakhstan, eng for en, +7… for 8…).
_LOSSLESS_TYPES = ("country", "language", "phone")
# Types in which a name can be replaced by a label and the value still be one.
TEXT_TYPES = ("name", "text", "string", "html", "address")
_SOURCE_ROOT = "Document"
LABELS = "FollowTheMoney"  # the context of its labels in our catalogues
# Topics that say of somebody what only a court or a list can say, beside those that OpenSanctions takes for targets.
_ACCUSING = ("sanction", "crime", "asset.frozen", "forced.labor", "role.spy")
SANCTION_SCHEMA = "Sanction"
_OFFICES = ("role.pep", "role.rca")  # an office or a relation accuses nobody, and a case may cite it


def check_entities(case: Case, problems: Problems) -> None:
    """Report every schema, property, value and reference of the case that FtM does not take as it stands."""
    schemata = {id_: entity.schema for id_, entity in case.entities.items()}
    schemata |= {id_: source.schema for id_, source in case.sources.items()}
    for entity in case.entities.values():
        schema = _schema(entity.schema, entity.place, problems)
        if schema:
            _check_values(schema, entity, schemata, problems)
            if entity.when and schema.get("date") is None:
                dates = sorted(name for name, prop in schema.properties.items() if prop.type is registry.date)[:3]
                problems.add(
                    "value-dropped",
                    entity.when.place,
                    "{schema} has no date in FollowTheMoney: `when:` would be dropped.",
                    message("Write the date as a property, such as {dates}.", dates=listed(Term, dates))
                    if dates
                    else "",
                    schema=Term(schema.name),
                )
    _check_meta(case.meta, problems)
    for source in case.sources.values():
        schema = _schema(source.schema, source.place, problems)
        if schema and not schema.is_a(_SOURCE_ROOT):
            problems.add(
                "wrong-range",
                source.place,
                "A source is a {root} such as Article, not {schema}.",
                root=Term(_SOURCE_ROOT),
                schema=Term(schema.name),
            )
        elif schema:
            _check_values(schema, source, schemata, problems)


def _check_meta(meta: Meta, problems: Problems) -> None:
    written = {
        "language": (registry.language, meta.language),
        "publisher: country": (registry.country, meta.publisher.country),
        "publisher: url": (registry.url, meta.publisher.url),
        "base_url": (registry.url, meta.base_url),
    }
    for key, (type_, text) in written.items():
        if text and type_.clean_text(text) is None:
            problems.add(
                "value-dropped",
                meta.place,
                "{key}: FollowTheMoney would drop {text!r} (no {type}).{hint}",
                key=Term(key),
                text=Quoted(text),
                type=Term(type_.label.lower()),
                hint=code_hint(type_, text),
            )


def is_schema(name: str) -> bool:
    """Whether FollowTheMoney knows a schema of that name."""
    return model.get(name) is not None


def _schema(name: str, place: Place, problems: Problems) -> Schema | None:
    schema = model.get(name)
    if schema is None:
        problems.add(
            "unknown-schema",
            place,
            "FollowTheMoney has no schema {name!r}.{hint}",
            name=Quoted(name),
            hint=suggestion(name, list(model.schemata), Term),
        )
    elif schema.abstract or name in NOT_IN_CASES:
        problems.add(
            "schema-not-used", place, "A case cannot contain an entity of the schema {name!r}.", name=Term(schema.name)
        )
        return None
    return schema


def _check_values(schema: Schema, record: Entity | Source, schemata: dict[str, str], problems: Problems) -> None:
    proxy = model.make_entity(schema)
    proxy.id = record.id
    for value in record.values:
        prop = schema.get(value.prop)
        if prop is None or prop.stub:
            hint = suggestion(value.prop, [name for name, p in schema.properties.items() if not p.stub], Term)
            problems.add(
                "unknown-property",
                value.place,
                "{schema} has no property {prop!r}.{hint}",
                schema=Term(schema.name),
                prop=Quoted(value.prop),
                hint=hint,
            )
        elif prop.type.name == "entity":
            _check_reference(prop, value, schemata, problems)
        else:
            _check_literal(prop, value, proxy, problems)
        if value.lang is not None and cleaned_language(value.lang) is None:
            problems.add(
                "value-dropped",
                value.place,
                "FollowTheMoney does not know the language {lang!r}.",
                lang=Quoted(value.lang),
            )
    written = {value.prop for value in record.values}
    for name in dict.fromkeys((*schema.required, *edge_ends(schema.name))):
        if name not in written and not _named_apart(record, name):
            problems.add(
                "missing-property",
                record.place,
                "{id}: {schema} requires the property {prop!r}.",
                id=Id(record.id),
                schema=Term(schema.name),
                prop=Term(name),
            )


def _named_apart(record: Entity | Source, prop: str) -> bool:
    """Whether a person may lack a name: one who is withheld, and has a label, may be named in a private folder."""
    withheld = isinstance(record, Entity) and record.person and record.person not in NAMED_IN_PUBLIC
    return bool(prop == "name" and withheld and record.schema == "Person" and getattr(record, "label", None))


def _check_reference(prop: Property, value: Value, schemata: dict[str, str], problems: Problems) -> None:
    target = schemata.get(value.text)
    if target is None:
        hint = suggestion(value.text, list(schemata))
        problems.add(
            "dangling-reference",
            value.place,
            "{prop}: there is no {id!r} in the case.{hint}",
            missing=value.text,
            prop=Term(prop.name),
            id=Id(value.text),
            hint=hint,
        )
        return
    found = model.get(target)
    if prop.range and found and not found.is_a(prop.range):
        problems.add(
            "wrong-range",
            value.place,
            "{prop} refers to a {range}; {id!r} is a {schema}.",
            prop=Term(prop.name),
            range=Term(prop.range.name),
            id=Id(value.text),
            schema=Term(found.name),
        )


def _check_literal(prop: Property, value: Value, proxy: Any, problems: Problems) -> None:
    if fault := literal_fault(prop, value.text, proxy):
        problems.add(fault.code, value.place, fault.what)


class Fault(NamedTuple):
    """What FtM does to a value that it does not keep: the code of the problem, and what is said of it."""

    code: str
    what: Message


def literal_fault(prop: Property, text: str, proxy: Any) -> Fault | None:
    """What FtM does to a value that is no reference; None when it keeps it as it is."""
    name, cleaned = Term(prop.name), clean(prop, text, proxy)
    if cleaned is None:
        kind = Term(prop.type.label.lower())
        hint = date_hint(text) if prop.type is registry.date else code_hint(prop.type, text)
        what = message(
            "{prop}: FollowTheMoney would drop {text!r} (no {type}).{hint}",
            prop=name,
            text=Quoted(text),
            type=kind,
            hint=hint,
        )
        return Fault("value-dropped", what)
    if len(cleaned) > prop.max_length:
        what = message(
            "{prop} has {length:,} characters; {most:,} are kept.", prop=name, length=len(cleaned), most=prop.max_length
        )
        return Fault("value-too-long", what)
    if cleaned != text:
        lossless = prop.type.name in _LOSSLESS_TYPES or _same_letters(cleaned, text)
        what = message(
            "{prop}: FollowTheMoney writes {cleaned!r} for {text!r}.",
            prop=name,
            cleaned=Quoted(cleaned),
            text=Quoted(text),
        )
        return Fault("value-normalised" if lossless and prop.type.name != "date" else "value-changed", what)
    return None


def code_hint(type_: PropertyType, text: str) -> Message:
    """` Did you mean …?` for a country, language or topic that is written nearly as FtM calls it, else nothing."""
    names: dict[str, str] = dict(getattr(type_, "names", None) or {})
    if not names:
        return Message("")
    codes = {name.casefold(): code for code, name in names.items()} | {code: code for code in names}
    near = difflib.get_close_matches(text.casefold(), codes, n=1, cutoff=0.7)
    if not near:
        return Message("")
    code = codes[near[0]]
    return message(" Did you mean {near!r} ({name})?", near=Term(code), name=Term(str(names[code])))


def clean(prop: Property, text: str, proxy: Any) -> str | None:
    """What FtM makes of a value of a property, None when it drops it."""
    cleaned: str | None = prop.type.clean_text(text, fuzzy=False, format=prop.format, proxy=proxy)
    return cleaned


def _same_letters(cleaned: str, text: str) -> bool:
    return " ".join(cleaned.split()).casefold() == " ".join(text.split()).casefold()


@cache
def cleaned_language(code: str) -> str | None:
    """FtM's three-letter code of a language (`en` and `eng` alike), None when it is unknown."""
    cleaned: str | None = registry.language.clean_text(code)
    return cleaned


@cache
def is_reference(schema: str, prop: str) -> bool:
    """Whether a property refers to another entity."""
    found = model.get(schema)
    property_ = found.get(prop) if found else None
    return bool(property_) and property_.type.name == "entity" if property_ else False


@cache
def property_type(schema: str, prop: str) -> str | None:
    """The name of the property's FtM type (name, date, country, entity, …), None for an unknown property."""
    found = model.get(schema)
    property_ = found.get(prop) if found else None
    return property_.type.name if property_ else None


def property_label(schema: str, prop: str) -> str:
    """FtM's own label of a property, for print."""
    found = model.get(schema)
    property_ = found.get(prop) if found else None
    return property_.label if property_ else prop


def label_words(label: str, say: Language) -> str:
    """A label of FtM's in the words of our catalogue, else in those of FtM's own translators, else as it is."""
    said = say.within(LABELS, label)
    return _translations(say.tag).gettext(label) if said == label else said


@cache
def _translations(language: str) -> NullTranslations:
    return translation(
        "followthemoney", Path(followthemoney.__file__).parent / "translations", [language], fallback=True
    )


def schema_label(schema: str) -> str:
    """FtM's own label of a schema, for print."""
    found = model.get(schema)
    return found.label if found else schema


@cache
def edge_ends(schema: str) -> tuple[str, ...]:
    """The two properties an edge joins (`subject` and `object` of an UnknownLink), and whom a Sanction is imposed on.

    Without one of them the entity says nothing. None for what is no edge.
    """
    found = model.get(schema)
    if found and found.name == "Sanction":
        return ("entity",)
    ends = (found.source_prop, found.target_prop) if found and found.edge else ()
    return tuple(prop.name for prop in ends if prop)


def is_accusing(topic: str) -> bool:
    """Whether a topic makes its bearer a target, or says what only a court or a list can say."""
    if topic.startswith(_OFFICES):
        return False
    return topic in registry.topic.RISKS or topic.startswith(_ACCUSING)


def topic_caption(topic: str) -> str:
    """A topic in words: `Politician` for role.pep."""
    return registry.topic.caption(topic) or topic


def is_somebody(schema: str) -> bool:
    """Whether entities of this schema are persons or bodies, whom tools match by name."""
    found = model.get(schema)
    return bool(found and found.is_a("LegalEntity"))


@cache
def is_thing(schema: str) -> bool:
    """Whether a `Documentation` edge can lead from an entity of this schema (edges and intervals cannot)."""
    found = model.get(schema)
    return bool(found and found.is_a("Thing"))


class Statement(NamedTuple):
    """One value of one property in FtM's cleaned form; `lang` is empty when there is none.

    `original` is what was written when FtM writes it otherwise, else None. `id` is FtM's own key of the statement.
    """

    prop: str
    value: str
    lang: str
    original: str | None
    id: str


@dataclass(slots=True)
class FtmEntity:
    """An FtM entity as it leaves: its statements sorted, each once.

    `properties` are those that have values, with them, all sorted. `is_target` says whether OpenSanctions and tools
    like it take it for a target: by its topics alone. `checksum` is what FtM writes as the value of an entity's own
    statement: it changes when a statement of it does. FtM's own `StatementEntity` keeps its statements in sets, whose
    order differs from run to run.
    """

    id: str
    schema: Schema
    dataset: str
    statements: list[Statement]
    properties: dict[str, list[str]] = field(init=False)
    is_target: bool = field(init=False)
    checksum: str = field(init=False)

    def __post_init__(self) -> None:
        """Every file asks these of every entity."""
        self.properties = {}
        for prop, value, *_ in self.statements:
            found = self.properties.setdefault(prop, [])
            if not found or found[-1] != value:
                found.append(value)
        ids = sorted([statement[-1] for statement in self.statements])
        self.checksum = sha1((self.schema.name + "".join(ids)).encode(), usedforsecurity=False).hexdigest()
        self.is_target = not registry.topic.RISKS.isdisjoint(self.properties.get("topics", ()))

    def values(self, prop: str) -> list[str]:
        """The distinct values of a property, sorted."""
        return self.properties.get(prop, [])

    def values_of_type(self, type_: PropertyType) -> list[str]:
        """The distinct values of all properties of a type, sorted."""
        properties = self.schema.properties
        return sorted({v for prop, found in self.properties.items() if properties[prop].type is type_ for v in found})


def _cleaned(type_: PropertyType, text: str, format_: str | None) -> str | None:
    return type_.clean_text(text, fuzzy=False, format=format_)


_recalled = lru_cache(maxsize=4096)(_cleaned)
_REPEATED = frozenset(("date", "country", "language", "topic"))  # few values, slow to clean


def make_statement(dataset: str, id_: str, prop: Property, text: str, lang: str | None) -> Statement | None:
    """The statement that FtM makes of a value of the entity `id_`, None when it would drop the value."""
    type_ = prop.type
    clean_text = _recalled if type_.name in _REPEATED else _cleaned
    cleaned = clean_text(type_, text, prop.format)
    if not cleaned:
        return None
    kept = cleaned_language(lang) if lang is not None and type_.name not in NON_LANG_TYPE_NAMES else None
    key = FtmStatement.make_key(dataset, id_, prop.name, cleaned, False, lang=kept)
    return Statement(prop.name, cleaned, kept or "", None if cleaned == text else text, str(key))


def value_caption(schema: str, prop: str, text: str) -> str:
    """A value as people read it: `Kazakhstan` for the country kz, `English` for the language eng, else the text."""
    found = model.get(schema)
    property_ = found.get(prop) if found else None
    if property_ is None or property_.type.name not in ("country", "language", "topic", "gender"):
        return text
    return property_.type.caption(text) or text
