"""View → the stream of FtM entities, ordered by id, that every file of a publication is made from.

Things get `Documentation` edges to their sources; edges and intervals cannot be the object of one, so they carry
`proof` and the quotation in `summary`. Internal notes do not leave. Nothing is dropped here: what the edition may not
show is not in the view, and what FtM cannot take stops the export.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from followthemoney import model
from followthemoney.dataset import Dataset
from followthemoney.exc import InvalidData
from followthemoney.statement import StatementEntity
from followthemoney.util import sanitize_text

from dossier.editions import LINK_SCHEMA, Entity, Quotation, Source, Value, View
from dossier.ftm import is_reference, is_thing, make_entity, property_type
from dossier.problems import Place, Problems, Stop, stop
from dossier.publish.rules import TARGET_TOPIC, check_topics, date_of, is_exported, targets

EVIDENCE_SCHEMA = "Documentation"
# How the words of a quotation are said in its source -> what the evidence edge calls it.
SPEECH = {
    "direct": "quotation",
    "reported": "quotation of reported speech",
    "translated": "quotation of a translation",
}


@dataclass(frozen=True, slots=True)
class _Planned:
    """An entity to come: `values` refer by ids of the case."""

    id: str
    schema: str
    values: tuple[Value, ...]
    place: Place


def traverse(view: View, dataset: Dataset) -> Iterator[StatementEntity]:
    """Every FtM entity of a view, by id, with `<prefix>-<id>` as id and the case's `as_of` as first and last seen.

    Raises Stop, before or during the stream, for what FtM cannot say: a topic that a case may not give, an entity
    without a property FtM requires, a reference to what is not exported, a value or quotation that FtM does not keep.
    """
    planned = sorted([*_sources(view), *_entities(view)], key=lambda record: exported_id(view, record.id))
    _check(view, planned)
    known = {record.id for record in planned}
    for record in planned:
        yield _made(view, dataset, record, known)


def exported_id(view: View, id_: str) -> str:
    """The id of a thing of the case in every FtM file."""
    return f"{view.meta.prefix}-{id_}"


def seen(view: View) -> str:
    """The time written as first and last seen: the case's date, in the form FtM databases read."""
    return f"{view.meta.as_of}T00:00:00"


def _sources(view: View) -> Iterator[_Planned]:
    for source in view.sources.values():
        hashes = [Value("contentHash", sha1, source.place) for sha1 in _hashes(view, source)]
        yield _Planned(source.id, source.schema, (*source.values, *hashes), source.place)


def _hashes(view: View, source: Source) -> list[str]:
    """The SHA-1 of the source's captures: only of those that the edition may show whole, as a hash gives text away."""
    captures = [capture for capture in view.captures.values() if capture.source == source.id and capture.whole]
    return [capture.sha1 for capture in captures]


def _entities(view: View) -> Iterator[_Planned]:
    marked = targets(view)
    for entity in view.entities.values():
        if not is_exported(entity):
            continue
        quotations = [view.quotations[key] for key in entity.cite]
        values = [*entity.values, *date_of(entity)]
        if entity.id in marked:
            values.append(Value("topics", TARGET_TOPIC, entity.place))
        if entity.schema == LINK_SCHEMA and entity.attribution:
            values.append(Value("status", entity.attribution, entity.place))
        if is_thing(entity.schema):
            yield from (_evidence(entity, quotation) for quotation in quotations)
        elif property_type(entity.schema, "proof"):
            values += _proof(entity, quotations)
        yield _Planned(entity.id, entity.schema, tuple(values), entity.place)


def _evidence(entity: Entity, quotation: Quotation) -> _Planned:
    """The edge from a source to what it says something of.

    Its id ends in the quotation's exhibit number (`dosayev.E1.4`): the number never changes, and no id of a case has
    a capital letter.
    """
    role = SPEECH[quotation.excerpt.speech]
    place = quotation.excerpt.place
    values = (
        Value("document", quotation.excerpt.source, place),
        Value("entity", entity.id, place),
        Value("role", f"{role}, names replaced" if quotation.altered else role, place),
        Value("summary", _quoted(quotation), place),
    )
    return _Planned(f"{entity.id}.{quotation.exhibit}", EVIDENCE_SCHEMA, values, entity.place)


def _proof(entity: Entity, quotations: Iterable[Quotation]) -> Iterator[Value]:
    for quotation in quotations:
        yield Value("proof", quotation.excerpt.source, entity.place)
        yield Value("summary", _quoted(quotation), entity.place)


def _quoted(quotation: Quotation) -> str:
    """The words of a quotation as every FtM tool keeps them: composed, without invisible formatting.

    The code points as they stand in the source are in `claims.json`.
    """
    return sanitize_text(quotation.excerpt.quote) or ""


def _check(view: View, planned: Iterable[_Planned]) -> None:
    problems = Problems()
    check_topics(view.entities.values(), problems)
    for record in planned:
        _check_required(view, record, problems)
        _check_lengths(record, problems)
    if problems:
        raise Stop(problems.sorted())


def _check_required(view: View, record: _Planned, problems: Problems) -> None:
    """What an entity cannot be without: the properties its schema requires, and both ends of an edge."""
    schema = model[record.schema]
    ends = [prop.name for prop in (schema.source_prop, schema.target_prop) if prop]
    written = {value.prop for value in record.values}
    for prop in dict.fromkeys([*schema.required, *ends]):
        if prop not in written:
            problems.add(
                "missing-property",
                record.place,
                f"{record.id} would be exported without {prop!r}: the {view.edition} edition does not show it.",
                "Let the edition show it, or give the whole entity the narrower `edition:`.",
            )


def _check_lengths(record: _Planned, problems: Problems) -> None:
    schema = model[record.schema]
    for value in record.values:
        prop = schema.get(value.prop)
        if prop and len(value.text) > prop.max_length:
            message = f"{value.prop} of {record.id} has {len(value.text):,} characters; {prop.max_length:,} are kept."
            problems.add("value-too-long", value.place, message)


def _made(view: View, dataset: Dataset, record: _Planned, known: set[str]) -> StatementEntity:
    values = [_exported(view, record, value, known) for value in record.values]
    try:
        return make_entity(dataset, exported_id(view, record.id), record.schema, values, seen(view))
    except (ValueError, InvalidData) as error:
        raise stop("value-dropped", f"{record.id}: {error}.", record.place) from None


def _exported(view: View, record: _Planned, value: Value, known: set[str]) -> Value:
    if not is_reference(record.schema, value.prop):
        return value
    if value.text not in known:
        raise stop(
            "dangling-reference",
            f"{value.prop} of {record.id} refers to {value.text!r}, which the {view.edition} edition does not export.",
            value.place,
        )
    return dataclasses.replace(value, text=exported_id(view, value.text))
