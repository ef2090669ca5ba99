"""`dossier import`: entities of somebody else's FollowTheMoney file into the case, as YAML that cites their records.

The records taken become a capture of a source, so that each value cites words that anybody can check. The publisher's
own evidence is not inherited: what it rests on must be captured itself before the case can cite it. Whatever a case
cannot say (an accusing topic, a link without attribution, a value that FtM drops) is reported, and stays readable in
the capture.
"""

from __future__ import annotations

import dataclasses
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from followthemoney import model
from followthemoney.schema import Schema

from dossier.case.edit import NotEditable, append, new_file
from dossier.case.entities import read_entity
from dossier.case.fields import is_id
from dossier.case.files import name_in_case
from dossier.case.model import ATTRIBUTIONS, LINK_SCHEMA, NAMED_IN_PUBLIC, Case, Entity, Value
from dossier.case.sources import NOT_KNOWN
from dossier.case.yaml import as_table, parse_yaml
from dossier.evidence.custody import Origin
from dossier.evidence.lock import LOCK_FILE, PinnedExcerpt
from dossier.formats.canonical import sha256
from dossier.formats.reading import open_file
from dossier.formats.writing import cache, locked, write_all
from dossier.ftm import NOT_IN_CASES, check_entities, edge_ends, is_accusing, literal_fault
from dossier.intake.capturing import Planned, plan, slug
from dossier.intake.material import MAX_BYTES, Material, Wanted, now
from dossier.intake.pinning import CONTEXT
from dossier.loading import SOURCE_FILE
from dossier.problems import File, Id, Message, Place, Problems, Quoted, Stop, Term, listed, message, os_reason, stop
from dossier.text.extractors import Unreadable
from dossier.text.extractors.ftm import BETWEEN, MAX_LINE, Record, record
from dossier.text.sniff import FTM, MEDIA_TYPES, media_type_of
from dossier.withholding.replace import Replacer
from dossier.withholding.sharing import hidden_and_shown, shared_names
from dossier.withholding.who import public_redactor

MAX_ENTITIES = 5_000
MAX_BLOCK = 20_000  # characters of one record: what a quotation may have
TARGET_TOPIC = "poi"
_MAY_BE_NAMED = message("If it may be named, such as when it is the same person, import it with `--person official`.")
_ONE_NAME = message(
    "Nobody can be named while another of that name is withheld: say in the case first what the two are."
)
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")
_HEADING = "# Imported from {file}: every value cites the record there, and nothing else. Check what you rely on.\n"


@dataclass(frozen=True, slots=True)
class Asked:
    """What to take: the ids `only` (all without any); Persons as `person`; written to entities/`into`."""

    only: tuple[str, ...] = ()
    person: str = "other"
    into: str | None = None


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: the ids of the new entities and where they stand. Nothing is new when the case had all."""

    source: str | None = None
    file: Path | None = None
    entities: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    written: bool = False


@dataclass(slots=True)
class _Draft:
    """An entity to come, with its id and values as in the case."""

    id: str
    record: Record
    schema: Schema
    properties: dict[str, list[str]] = field(default_factory=dict)
    attribution: str | None = None
    publish: bool = False


@dataclass(frozen=True, slots=True)
class _Clash:
    """Why an entity cannot be told from somebody else of the case, and what to do."""

    reason: Message
    cure: Message


def import_file(
    case: Case, path: Path, wanted: Wanted, asked: Asked, problems: Problems, *, dry_run: bool = False
) -> Imported:
    """Take the entities of a file into the case: a source with their records, and a file of YAML that cites it.

    All of it or nothing is written, and nothing overwritten. What is left out is added to `problems` as warnings.
    Raises Stop when the file cannot be read, nothing of it can be taken, or the case cannot take it.
    """
    source = wanted.source or slug(path.name)
    if source in case.sources:
        raise stop(
            "import-refused",
            "The source {source!r} is there already: each import is a source of its own.",
            cure="Name another with --source, such as one with the list's date.",
            source=Id(source),
        )
    file = _entities_file(case, asked.into or f"{source}.yml")
    records, selection = _selected(path, asked.only)
    drafts, known = _drafts(case, source, path.name, records, asked, problems)
    if not drafts:
        return Imported(known=known)
    data = b"\n".join(draft.record.raw for draft in drafts) + b"\n"
    title = wanted.title or f"{', '.join(_datasets(drafts)) or path.name}: records in FollowTheMoney form"
    wanted = dataclasses.replace(wanted, source=source, title=title)
    with locked(cache(case.root)):
        planned = plan(case, _material(path.name, data, wanted, selection), wanted)
        if planned.lock is None:
            raise stop(
                "import-refused",
                "These records are in the case already, as {source}, without their entities.",
                cure="Remove that source first, or write the entities by hand.",
                source=Id(planned.captured.source),
            )
        files = _files(planned, drafts, asked, file, path.name)
        _read_back(case, files[file].decode(), name_in_case(file, case.root))
        if not dry_run:
            write_all(files)
    return Imported(source, file, tuple(draft.id for draft in drafts), known, written=not dry_run)


def _entities_file(case: Case, name: str) -> Path:
    path = case.root / "entities" / name
    if path.parent != case.root / "entities" or path.suffix not in (".yml", ".yaml") or name.startswith("."):
        raise stop(
            "import-refused",
            "--into: {name!r} is no name of a file in entities/.",
            cure="Such as import.yml.",
            name=File(name),
        )
    if path.exists():
        raise stop(
            "import-refused",
            "entities/{name} is there already, and nothing is overwritten.",
            cure="Name another file with --into, or another source with --source.",
            name=File(name),
        )
    return path


# ------------------------------------------------------------------------------------------------ reading


def _selected(path: Path, only: tuple[str, ...]) -> tuple[list[Record], str]:
    """The records asked for, and how they were selected, for custody; the file is read as a stream."""
    if media_type_of(path.name) != FTM:
        endings = " or ".join(MEDIA_TYPES[FTM])
        raise stop(
            "import-refused",
            "{file!r} does not end in {endings}.",
            cure="Rename it if it is such a file.",
            file=File(path.name),
            endings=Term(endings),
        )
    found: dict[str, Record] = {}
    hashed, size = hashlib.sha256(), 0
    number = 0
    try:
        with open_file(path) as lines:
            while line := lines.readline(MAX_LINE + 1):
                number += 1
                hashed.update(line)
                # a look at the bytes spares most lines of a large publication their parsing
                if not line.strip() or (only and not any(id_.encode() in line for id_ in only)):
                    continue
                one = record(line.rstrip(b"\r\n"), number)
                if only and one.id not in only:
                    continue
                if one.id in found:
                    first = found[one.id].line
                    raise Unreadable("line {number:,} holds the id of line {first:,}", number=number, first=first)
                found[one.id] = one
                size += len(line)
                _check_size(path.name, len(found), size)
    except OSError as error:
        raise stop(
            "file-unreadable", "{file!r} cannot be read: {reason}.", file=File(path.name), reason=os_reason(error)
        ) from None
    except Unreadable as error:
        raise stop(
            "import-refused",
            "{file}: {reason}.",
            cure="Give a file of FtM entities, one a line.",
            file=File(path.name),
            reason=error.reason,
        ) from None
    if missing := [id_ for id_ in only if id_ not in found]:
        raise stop(
            "import-refused",
            "{file} has no entity {unknown}.",
            cure="Look its id up there.",
            file=File(path.name),
            unknown=listed(Quoted, missing),
        )
    if not found:
        raise stop(
            "import-refused",
            "{file} holds no entity.",
            cure="Give a file of FtM entities, one a line.",
            file=File(path.name),
        )
    return list(found.values()), f"{len(found):,} of {number:,} lines of a file with the SHA-256 {hashed.hexdigest()}"


def _check_size(name: str, count: int, size: int) -> None:
    if count > MAX_ENTITIES or size > MAX_BYTES:
        raise stop(
            "import-refused",
            "{name} has more than {most:,} entities or {bytes:,} bytes.",
            cure="Name those you need with --only.",
            name=File(name),
            most=MAX_ENTITIES,
            bytes=MAX_BYTES,
        )


# ------------------------------------------------------------------------------------------------ judging


def _drafts(
    case: Case, source: str, file: str, records: list[Record], asked: Asked, problems: Problems
) -> tuple[list[_Draft], tuple[str, ...]]:
    """The entities to write, and the ids of those that the case has already."""
    evidence = _evidence_of(records)
    ids = _ids(case, source, records, asked)
    drafts: dict[str, _Draft] = {}
    known: list[str] = []
    for one in records:
        place = Place(file, one.line)
        if one.schema == "Documentation" or one.id in evidence:
            continue
        if reason := _refused(one):
            problems.add("not-imported", place, "{id}: {reason}.", id=Id(ids[one.id]), reason=reason)
        elif ids[one.id] in case.entities or ids[one.id] in case.sources:
            known.append(ids[one.id])
            _report_news(case, ids, one, place, problems)
        else:
            drafts[one.id] = _draft(ids, one, asked, place, problems)
    _drop_clashing(case, source, drafts, asked, file, problems)
    _drop_dangling(case, ids, drafts, file, problems)
    _report_evidence(records, evidence, file, problems)
    return list(drafts.values()), tuple(known)


def _evidence_of(records: list[Record]) -> set[str]:
    """The ids of documents that stand in a file as its publisher's evidence."""
    documents = {one.id for one in records if (schema := model.get(one.schema)) and schema.is_a("Document")}
    cited: set[str] = set()
    for one in records:
        cited.update(one.properties.get("document" if one.schema == "Documentation" else "proof", ()))
    return documents & cited


def _is_evidence(schema: Schema, name: str) -> bool:
    """Whether a property is where FtM keeps the evidence of an edge, which cannot have a Documentation of its own."""
    return bool(schema.edge) and name in ("proof", "summary")


def _report_evidence(records: list[Record], evidence: set[str], file: str, problems: Problems) -> None:
    """One warning for all of it: a publication has an evidence edge for nearly every entity."""
    own = [one for one in records if one.schema == "Documentation" or one.id in evidence]
    ties = [
        one
        for one in records
        if (schema := model.get(one.schema))
        and one.schema not in NOT_IN_CASES
        and any(_is_evidence(schema, name) for name in one.properties)
    ]
    if first := min((one.line for one in (*own, *ties)), default=None):
        problems.add(
            "not-imported",
            Place(file, first),
            "{records:,} records and the quotations of {ties:,} ties are the publisher's own evidence.",
            "Capture those sources to cite them.",
            records=len(own),
            ties=len(ties),
        )


def _ids(case: Case, source: str, records: list[Record], asked: Asked) -> dict[str, str]:
    """The id of each record in the case: its own without the case's prefix, or a number where that cannot stand."""
    prefix = f"{case.meta.prefix}-"
    given: dict[str, str] = {}
    persons = [_as_person(one, asked) for one in records if one.schema == "Person"]
    replacer = public_redactor(case, persons)
    for number, one in enumerate(records, 1):
        id_ = re.sub(r"[^a-z0-9.-]+", "-", one.id.removeprefix(prefix).lower()).strip("-.")
        there = id_ in case.entities or id_ in case.sources
        if not is_id(id_) or (not there and replacer.finds_in_id(id_)) or id_ in given.values() or id_ == source:
            id_ = f"{source}.{number}"
        given[one.id] = id_
    return given


def _as_person(one: Record, asked: Asked, id_: str = "") -> Entity:
    """A record as an entity of the case, for its names."""
    place = Place("", one.line)
    values = tuple(Value(prop, text, place) for prop, texts in one.properties.items() for text in texts)
    person = asked.person if one.schema == "Person" else None
    return Entity(id=id_, schema=one.schema, place=place, values=values, person=person)


def _refused(one: Record) -> Message | None:
    """Why a record cannot become an entity of a case, None when it can."""
    schema = model.get(one.schema)
    if schema is None:
        return message("FollowTheMoney has no schema {schema!r}", schema=Quoted(one.schema))
    if schema.abstract or one.schema in NOT_IN_CASES:
        return message("a case holds no {schema}", schema=Term(one.schema))
    if one.schema == LINK_SCHEMA and not any(value in ATTRIBUTIONS for value in one.properties.get("status", ())):
        return message("a link without an attribution; write it by hand, as the source ties the two")
    if len(one.block) > MAX_BLOCK:
        return message("its record has more than {most:,} characters, too many to quote", most=MAX_BLOCK)
    if _CONTROL.search(one.block):
        return message("its record holds control characters")
    return None


def _draft(ids: dict[str, str], one: Record, asked: Asked, place: Place, problems: Problems) -> _Draft:
    schema = model[one.schema]
    draft = _Draft(ids[one.id], one, schema)
    named = one.schema == "Person" and asked.person in NAMED_IN_PUBLIC
    for name, values in one.properties.items():
        for value in values if not _is_evidence(schema, name) else ():
            if one.schema == LINK_SCHEMA and name == "status" and value in ATTRIBUTIONS:
                draft.attribution = value
            elif name == "topics" and value == TARGET_TOPIC and named:
                draft.publish = True
            elif reason := _left_out(schema, name, value, named=named or one.schema != "Person"):
                problems.add(
                    "not-imported", place, "{id}, {prop}: {reason}.", id=Id(draft.id), prop=Quoted(name), reason=reason
                )
            else:
                draft.properties.setdefault(name, []).append(ids.get(value, value))
    return draft


def _left_out(schema: Schema, name: str, value: str, *, named: bool) -> Message | None:
    """Why a value cannot stand in a case, None when it can."""
    prop = schema.get(name)
    if prop is None or prop.stub:
        return message("{schema} has no such property", schema=Term(schema.name))
    if prop.name == "topics" and (is_accusing(value) or not named):
        return message("a case does not give the topic {value!r}", value=Quoted(value))
    if prop.type.name == "entity":
        return None
    proxy = model.make_entity(schema)
    fault = literal_fault(prop, value, proxy)
    if fault is None or fault[0] == "value-normalised":
        return None
    return message("FollowTheMoney would not keep it as it is ({fault})", fault=Term(fault[0]))


def _drop_clashing(
    case: Case, source: str, drafts: dict[str, _Draft], asked: Asked, file: str, problems: Problems
) -> None:
    """Leave out whom the case could not tell from somebody else, as nothing could be built of it any more.

    That is who would be withheld and bears a name of what is shown, or of an id; and what bears one of who is withheld.
    """
    keys = {draft.id: key for key, draft in drafts.items()}
    new = {draft.id: _as_person(draft.record, asked, draft.id) for draft in drafts.values()}
    whole_case = dataclasses.replace(case, entities={**case.entities, **new})
    hidden, shown = hidden_and_shown(whole_case, case.meta.editions[0])
    withheld = message("as {category} it would be withheld", category=Term(asked.person))
    clashes: dict[str, _Clash] = {}
    for person, entity, _, whole in shared_names(hidden, shown):
        if whole and person.id in new:
            reason = message("it bears a name of {id}, and {withheld}", id=Id(entity.id), withheld=withheld)
            clashes[person.id] = _Clash(reason, _MAY_BE_NAMED)
        elif whole and entity.id in new:
            reason = message("it bears a name of {id}, who is withheld", id=Id(person.id))
            clashes[entity.id] = _Clash(reason, _ONE_NAME)
    ids = sorted({source, *case.sources, *case.excerpts(), *whole_case.entities})
    for person in hidden:
        if person.id in new and person.id not in clashes:
            alone = Replacer([person])
            if found := next((id_ for id_ in ids if alone.finds_in_id(id_)), None):
                reason = message("the id {id} holds a name of it, and {withheld}", id=Id(found), withheld=withheld)
                clashes[person.id] = _Clash(reason, _MAY_BE_NAMED)
    for id_, clash in clashes.items():
        place = Place(file, drafts.pop(keys[id_]).record.line)
        problems.add("not-imported", place, "{id}: {reason}.", clash.cure, id=Id(id_), reason=clash.reason)


def _drop_dangling(case: Case, ids: dict[str, str], drafts: dict[str, _Draft], file: str, problems: Problems) -> None:
    """Leave out references to what is not there, and then what lacks a property it cannot be without, to the end."""
    while True:
        there = {draft.id for draft in drafts.values()} | set(case.entities) | set(case.sources)
        for draft in drafts.values():
            place = Place(file, draft.record.line)
            for name, values in list(draft.properties.items()):
                prop = draft.schema.get(name)
                if prop is None or prop.type.name != "entity":
                    continue
                kept = [value for value in values if value in there]
                if len(kept) < len(values):
                    problems.add(
                        "not-imported",
                        place,
                        "{id}, {prop}: refers to what is not imported.",
                        id=Id(draft.id),
                        prop=Term(name),
                    )
                draft.properties[name] = kept
                if not kept:
                    del draft.properties[name]
        lacking = {
            key: sorted({*draft.schema.required, *edge_ends(draft.schema.name)} - set(draft.properties))
            for key, draft in drafts.items()
        }
        lacking = {key: names for key, names in lacking.items() if names}
        if not lacking:
            return
        for key, names in lacking.items():
            place = Place(file, drafts.pop(key).record.line)
            problems.add(
                "not-imported",
                place,
                "{id}: without {names} it says nothing.",
                id=Id(ids[key]),
                names=listed(Term, names),
            )


def _report_news(case: Case, ids: dict[str, str], one: Record, place: Place, problems: Problems) -> None:
    """A record of an entity that the case has: which properties hold values that it lacks there."""
    mine = case.entities.get(ids[one.id]) or case.sources.get(ids[one.id])
    assert mine is not None
    have = {(value.prop, value.text.casefold()) for value in mine.values}
    news = [
        name
        for name, values in one.properties.items()
        if name not in ("proof", "summary", "topics", "status")
        and any((name, ids.get(value, value).casefold()) not in have for value in values)
    ]
    if news:
        problems.add(
            "not-imported",
            place,
            "{id} is in the case already, without some values of {props}.",
            id=Id(ids[one.id]),
            props=listed(Quoted, news),
        )


# ------------------------------------------------------------------------------------------------ writing


def _datasets(drafts: Iterable[_Draft]) -> list[str]:
    return sorted({name for draft in drafts for name in draft.record.about.get("datasets", ())})


def _material(name: str, data: bytes, wanted: Wanted, selection: str) -> Material:
    stated = {
        "title": wanted.title,
        "publisher": wanted.publisher,
        "published": wanted.published,
        "url": wanted.url,
        "selection": selection,
    }
    origin = Origin(
        method=wanted.method or "supplied",
        captured_at=wanted.captured_at or NOT_KNOWN,
        received_at=now(),
        collector=wanted.collector,
        name=name,
        stated={key: value for key, value in stated.items() if value},
    )
    return Material(data, FTM, None, origin)


def _files(planned: Planned, drafts: list[_Draft], asked: Asked, file: Path, name: str) -> dict[Path, bytes]:
    """Everything to write: the capture with an excerpt for each record, pinned where it stands, and the entities."""
    assert planned.lock is not None
    captured, path = planned.captured, planned.captured.file.parent / SOURCE_FILE
    excerpts, pins, start = {}, {}, 0
    for number, draft in enumerate(drafts, 1):
        quote = draft.record.block
        end = start + len(quote)
        before, after = planned.text[max(0, start - CONTEXT) : start], planned.text[end : end + CONTEXT]
        excerpts[draft.id] = quote
        pins[draft.id] = PinnedExcerpt(number, captured.capture, sha256(quote.encode()), start, end, before, after)
        start = end + len(BETWEEN)
    try:
        yml = append(planned.files[path].decode(), [], "excerpts", excerpts)
    except NotEditable as error:
        raise stop(
            "source-not-editable",
            "{source}/{file}: {reason}.",
            source=Id(captured.source),
            file=Term(SOURCE_FILE),
            reason=error.reason,
        ) from None
    lock = dataclasses.replace(planned.lock, next=len(pins) + 1, excerpts=pins)
    rows = [_entity_yaml(draft, asked, captured.source, number) for number, draft in enumerate(drafts, 1)]
    entities = _HEADING.format(file=name) + "---\n".join(rows)
    return planned.files | {path: yml.encode(), path.parent / LOCK_FILE: lock.dumped(), file: entities.encode()}


def _entity_yaml(draft: _Draft, asked: Asked, source: str, number: int) -> str:
    rows: dict[str, Any] = {"id": draft.id, "schema": draft.schema.name}
    if draft.schema.name == "Person":
        rows["person"] = asked.person
        if asked.person not in NAMED_IN_PUBLIC:
            rows["label"] = f"Person {number} of {source}"
    if draft.publish:
        rows["publish"] = "true"
    if draft.attribution:
        rows["attribution"] = draft.attribution
    rows["cite"] = f"{source}/{draft.id}"
    properties = {name: values[0] if len(values) == 1 else values for name, values in draft.properties.items()}
    return new_file(rows | ({"properties": properties} if properties else {}))


def _read_back(case: Case, text: str, name: str) -> None:
    """The new entities are read as any file of the case; raises Stop when anything in them is an error."""
    problems = Problems()
    added = [
        entity
        for node in parse_yaml(text, name, problems)
        if (table := as_table(node, problems))
        for entity in read_entity(table, problems)
    ]
    entities = {**case.entities, **{row.id: row for row in added}}
    check_entities(dataclasses.replace(case, entities=entities), problems)
    if errors := [problem for problem in problems.errors if problem.place and problem.place.file == name]:
        raise Stop(errors)
