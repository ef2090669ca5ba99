"""View → the FtM entities of a publication, by id: a stream of them all, and each one with what is adjacent to it.

Things get `Documentation` edges to their sources; edges and intervals cannot be the object of one, so they carry
`proof` and the quotation in `summary`. Internal notes do not leave. Nothing is dropped here: what the edition may not
show is not in the view, and what FtM cannot take stops the export.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from operator import itemgetter
from typing import NamedTuple

from followthemoney import model
from followthemoney.schema import Schema
from followthemoney.types import registry
from followthemoney.util import sanitize_text

from dossier.checking.topics import check_topics
from dossier.editions import LINK_SCHEMA, View, VisibleEntity, VisibleQuotation, VisibleSource, VisibleValue
from dossier.ftm import FtmEntity, Statement, is_reference, is_thing, make_statement, property_type
from dossier.problems import Id, Place, Problems, Quoted, Stop, Term
from dossier.publish.history import History
from dossier.publish.rules import TARGET_TOPIC, Given, date_of, is_exported, targets

EVIDENCE_SCHEMA = "Documentation"
# How the words of a quotation are said in its source -> what the evidence edge calls it.
SPEECH = {
    "direct": "quotation",
    "reported": "quotation of reported speech",
    "translated": "quotation of a translation",
}
_ORDER = itemgetter(*map(Statement._fields.index, ("prop", "value", "lang")))
_KEPT = 2048  # entities near each other by id are asked for again and again; beyond that they are made anew


class _Planned(NamedTuple):
    """An entity to come: a record of the case, or the edge from the source of a quotation to a record."""

    record: VisibleEntity | VisibleSource
    quotation: VisibleQuotation | None = None


class Traversal:
    """The FtM entities of a view, with `<prefix>-<id>` as ids, made one by one and never all held.

    `history` says since when its statements are published; without one, since the case's `as_of`.
    """

    def __init__(self, view: View, history: History | None = None) -> None:
        self.view = view
        self.history = history or History(seen(view))
        self.dataset = view.meta.name
        self._marked = targets(view)
        self._hashes: dict[str, list[str]] = defaultdict(list)
        for capture in view.captures.values():
            if capture.whole:  # the hash of what may not be shown whole gives text away
                self._hashes[capture.source].append(capture.sha1)
        self._planned = self._plan()
        self._adjacent = self._edges()
        self._kept = lru_cache(maxsize=_KEPT)(self._made)

    def __iter__(self) -> Iterator[FtmEntity]:
        """Every entity, by id.

        Raises Stop, before the first or after the last, with every problem: a topic that a case may not give, an
        entity without a property FtM requires, a reference to what is not exported, a value or quotation that FtM
        does not keep.
        """
        problems = Problems()
        check_topics(self.view.entities.values(), problems)
        if problems:
            raise Stop(problems.sorted())
        for id_ in sorted(self._planned):
            entity, found = self._kept(id_)
            problems += found
            if not problems:
                yield entity
        if problems:
            raise Stop(problems.sorted())

    def adjacent(self, entity: FtmEntity) -> Iterator[tuple[str, FtmEntity]]:
        """What an entity refers to and, for a target, what refers to it, each with the property that says so.

        An entity that refers to a target comes under FtM's name of the reverse property (`unknownLinkTo`).
        """
        for statement in entity.statements:
            if entity.schema.properties[statement.prop].type is registry.entity:
                yield statement.prop, self._kept(self._own_id(statement.value))[0]
        own = self._own_id(entity.id)
        for id_ in self._adjacent.get(own, ()):
            edge, _ = self._kept(id_)
            for statement in edge.statements:
                prop = edge.schema.properties[statement.prop]
                if statement.value == entity.id and prop.type is registry.entity and prop.reverse:
                    yield prop.reverse.name, edge

    def _plan(self) -> dict[str, _Planned]:
        """What is to be exported, by the ids of the case."""
        planned = {source.id: _Planned(source) for source in self.view.sources.values()}
        for entity in self.view.entities.values():
            if is_exported(entity):
                planned[entity.id] = _Planned(entity)
                if is_thing(entity.schema):
                    for quotation in self._quotations(entity):
                        planned[f"{entity.id}.{quotation.exhibit}"] = _Planned(entity, quotation)
        return planned

    def _edges(self) -> dict[str, list[str]]:
        """What refers to each target, by ids of the case."""
        found = defaultdict(list)
        at_hand = {id_ for id_, planned in self._planned.items() if self._is_target(planned.record)}
        for id_, (record, quotation) in self._planned.items():
            if quotation:
                ends = {record.id}
            else:
                ends = {value.text for value in record.values if is_reference(record.schema, value.prop)}
            for end in ends & at_hand:
                found[end].append(id_)
        return {id_: sorted(edges) for id_, edges in found.items()}

    def _is_target(self, record: VisibleEntity | VisibleSource) -> bool:
        topics = {value.text for value in record.values if value.prop == "topics"}
        return record.id in self._marked or bool(topics & registry.topic.RISKS)

    def _quotations(self, entity: VisibleEntity) -> list[VisibleQuotation]:
        return [self.view.quotations[key] for key in entity.cite]

    def _own_id(self, exported: str) -> str:
        return exported.removeprefix(f"{self.view.meta.prefix}-")

    def _made(self, id_: str) -> tuple[FtmEntity, Problems]:
        """The FtM entity of an id of the case, and a problem for each thing that FtM does not take."""
        problems = Problems()
        record, quotation = self._planned[id_]
        schema = model[EVIDENCE_SCHEMA if quotation else record.schema]
        exported = exported_id(self.view, id_)
        properties = schema.properties
        statements: dict[str, Statement] = {}  # by id: one value written in two ways is one statement
        said = set()
        for value in self._values(record, quotation):
            said.add(value.prop)
            prop, text = properties.get(value.prop), value.text
            if prop is None or prop.stub:
                problems.add(
                    "unknown-property",
                    value.place,
                    "{schema} has no property {prop!r}.",
                    schema=Term(schema.name),
                    prop=Quoted(value.prop),
                )
                continue
            if prop.type is registry.entity:
                if text not in self._planned:
                    problems.add(
                        "dangling-reference",
                        value.place,
                        "{prop} of {id} refers to {text!r}, which the {edition} edition does not export.",
                        prop=Term(value.prop),
                        id=Id(id_),
                        text=Quoted(text),
                        edition=Id(self.view.edition),
                    )
                    continue
                text = exported_id(self.view, text)
            statement = make_statement(self.dataset, exported, prop, text, value.lang)
            if statement is None or text == exported:
                problems.add(
                    "value-dropped",
                    value.place,
                    "FollowTheMoney drops {prop} of {id}.",
                    prop=Term(value.prop),
                    id=Id(id_),
                )
                continue
            if len(statement.value) > prop.max_length:
                problems.add(
                    "value-too-long",
                    value.place,
                    "{prop} of {id} has {count:,} characters; {most:,} are kept.",
                    prop=Term(value.prop),
                    id=Id(id_),
                    count=len(statement.value),
                    most=prop.max_length,
                )
            statements.setdefault(statement.id, statement)
        entity = FtmEntity(exported, schema, self.dataset, sorted(statements.values(), key=_ORDER))
        self._check_required(schema, said, id_, record.place, problems)
        return entity, problems

    def _values(
        self, record: VisibleEntity | VisibleSource, quotation: VisibleQuotation | None
    ) -> Iterable[VisibleValue | Given]:
        if quotation:
            return _evidence(record, quotation)
        if isinstance(record, VisibleSource):
            return (
                *record.values,
                *(Given("contentHash", sha1, record.place) for sha1 in self._hashes[record.id]),
            )
        values: list[VisibleValue | Given] = [*record.values, *date_of(record)]
        if record.id in self._marked:
            values.append(Given("topics", TARGET_TOPIC, record.place))
        if record.schema == LINK_SCHEMA and record.attribution:
            values.append(Given("status", record.attribution, record.place))
        if not is_thing(record.schema) and property_type(record.schema, "proof"):
            for quoted in self._quotations(record):
                values.append(Given("proof", quoted.excerpt.source, record.place))
                values.append(Given("summary", _quoted(quoted), record.place))
        return values

    def _check_required(self, schema: Schema, said: set[str], id_: str, place: Place, problems: Problems) -> None:
        """What an entity cannot be without: the properties its schema requires, and both ends of an edge."""
        for prop in _needed(schema):
            if prop not in said:
                problems.add(
                    "missing-property",
                    place,
                    "{id} would be exported without {prop!r}: the {edition} edition does not show it.",
                    "Let the edition show it, or give the whole entity the narrower `edition:`.",
                    id=Id(id_),
                    prop=Term(prop),
                    edition=Id(self.view.edition),
                )


@cache
def _needed(schema: Schema) -> tuple[str, ...]:
    """What FtM requires of an entity, and the two ends of an edge."""
    ends = [prop.name for prop in (schema.source_prop, schema.target_prop) if prop]
    return tuple(dict.fromkeys([*schema.required, *ends]))


def exported_id(view: View, id_: str) -> str:
    """The id of a thing of the case in every FtM file."""
    return f"{view.meta.prefix}-{id_}"


def seen(view: View) -> str:
    """The time written as last seen: the case's date, in the form FtM databases read."""
    return f"{view.meta.as_of}T00:00:00"


def _evidence(record: VisibleEntity | VisibleSource, quotation: VisibleQuotation) -> tuple[Given, ...]:
    """The edge from a source to what it says something of.

    Its id ends in the quotation's exhibit number (`dosayev.E1.4`): the number never changes, and no id of a case has
    a capital letter.
    """
    role = SPEECH[quotation.excerpt.speech]
    place = quotation.excerpt.place
    return (
        Given("document", quotation.excerpt.source, place),
        Given("entity", record.id, place),
        Given("role", f"{role}, names replaced" if quotation.altered else role, place),
        Given("summary", _quoted(quotation), place),
    )


def _quoted(quotation: VisibleQuotation) -> str:
    """The words of a quotation as every FtM tool keeps them: composed, without invisible formatting.

    The code points as they stand in the source are in `claims.json`.
    """
    return sanitize_text(quotation.excerpt.quote) or ""
