"""Reads one entity of `entities/*.yml` into records; the shorthands `offices:` and `acts:` become entities."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from dossier.case.fields import Fields, text_of
from dossier.case.model import (
    ATTRIBUTIONS,
    EDITIONS,
    FINDINGS,
    LINK_SCHEMA,
    OFFICE_SCHEMA,
    PERSONS,
    PROSE_BLOCKS,
    SECTIONS,
    STATEMENT_OF_REASONS,
    Consent,
    Dossier,
    Entity,
    Finding,
    NotRelied,
    Passage,
    Reply,
    SharedName,
    Value,
    When,
)
from dossier.case.yaml import Items, Node, Table, Text
from dossier.language import msg
from dossier.problems import Id, Place, Problems, Quoted, Term, listed, message
from dossier.text import prose

ENTITY_KEYS = (
    "id",
    "schema",
    "person",
    "label",
    "withhold",
    "also_borne_by",
    "consent",
    "minor",
    "cite",
    "properties",
    "when",
    "offices",
    "acts",
    "dossier",
    "edition",
    "publish",
    "author",
    "note",
    "attribution",
    "does_not_say",
)
VALUE_KEYS = ("value", "lang", "cite", "derived", "edition", "author", "note")
OFFICE_KEYS = ("post", "seen", "from", "to", "status", "cite", "derived", "edition", "author", "note")
ACT_KEYS = ("act", "attribution", "role", "cite", "does_not_say", "date", "edition", "author", "note")
DOSSIER_KEYS = ("author", "context", "not_relied_on", "reply", "findings", "sections", *PROSE_BLOCKS)
FINDING_KEYS = ("finding", "because", "acts", "cite", "needs", "read", "author")
CONSENT_SCOPES = ("store", "share", "publish", "name")
REPLY_STATUSES = ("sent", "answered", "no-answer", "not-sought")
NONE_FOUND = msg("Nothing that speaks for this person was found.")


def read_entity(table: Table, problems: Problems, editions: tuple[str, ...] = EDITIONS) -> list[Entity]:
    """The entity a mapping describes, followed by those its shorthands stand for; `editions` are those of the case.

    Without a usable id or a schema it is the entity alone, with the id "": nothing can refer to it.
    """
    fields = Fields(table, problems, ENTITY_KEYS)
    id_, schema = fields.id(), fields.text("schema", required=True)
    person = fields.choice("person", PERSONS)
    cite = fields.texts("cite")
    values = tuple(_values(fields.table("properties"), cite, problems, editions))
    dossier = fields.table("dossier")
    usable = id_ is not None and schema is not None
    entity = Entity(
        id=id_ if usable and id_ else "",
        schema=schema or "",
        place=table.place,
        values=values,
        person=person,
        label=fields.text("label"),
        withhold=fields.texts("withhold"),
        also_borne_by=tuple(_shared_name(row, problems) for row in fields.tables("also_borne_by")),
        consent=tuple(_consent(row, problems) for row in fields.tables("consent")),
        minor=fields.flag("minor"),
        when=_when(fields.table("when"), problems),
        attribution=fields.choice("attribution", tuple(ATTRIBUTIONS), required=schema == LINK_SCHEMA),
        does_not_say=fields.text("does_not_say"),
        publish=fields.flag("publish"),
        edition=fields.choice("edition", editions, kind=Id),
        note=fields.text("note"),
        dossier=_dossier(dossier, problems, editions) if dossier else None,
        authors=fields.names("author"),
        mistyped=person is None and fields.has("person"),
    )
    if not entity.id:
        return [entity]
    return [
        entity,
        *_offices(fields, entity.id, cite, problems, editions),
        *_acts(fields, entity.id, cite, problems, editions),
    ]


def _values(
    table: Table | None, default: tuple[str, ...], problems: Problems, editions: tuple[str, ...]
) -> Iterator[Value]:
    for prop, node in (table.entries if table else {}).items():
        for number, item in enumerate(node.items if isinstance(node, Items) else (node,), 1):
            value = read_value(prop, item, default, problems, editions)
            if value is not None:
                yield replace(value, number=number)


def read_value(
    prop: str, node: Node, default: tuple[str, ...], problems: Problems, editions: tuple[str, ...] = EDITIONS
) -> Value | None:
    """A property's value: a text, or a mapping with `value` and what is known about it."""
    if not isinstance(node, Table):
        wanted = message("The property {prop!r} takes a text, a list, or a mapping with `value`.", prop=Quoted(prop))
        text = text_of(node, problems, wanted)
        return _value(prop, text, node.place, cite=default, problems=problems)
    fields = Fields(node, problems, VALUE_KEYS)
    return _value(
        prop,
        fields.text("value", required=True),
        fields.at("value"),
        problems=problems,
        lang=fields.text("lang"),
        cite=fields.texts("cite") or default,
        derived=fields.text("derived"),
        edition=fields.choice("edition", editions, kind=Id),
        note=fields.text("note"),
        authors=fields.names("author"),
    )


def _value(
    prop: str,
    text: str | None,
    place: Place,
    *,
    problems: Problems,
    cite: tuple[str, ...],
    lang: str | None = None,
    derived: str | None = None,
    edition: str | None = None,
    note: str | None = None,
    authors: tuple[str, ...] = (),
) -> Value | None:
    if text is None:
        return None
    if not text.strip():
        problems.add(
            "value-dropped", place, "The value of {prop!r} is empty: FollowTheMoney would drop it.", prop=Quoted(prop)
        )
        return None
    return Value(prop, text, place, lang, cite, derived, edition, note, authors=authors)


def _when(table: Table | None, problems: Problems) -> When | None:
    if table is None:
        return None
    fields = Fields(table, problems, ("after", "before"))
    after, before = fields.date("after"), fields.date("before")
    if after is None and before is None:
        problems.add("missing-key", table.place, "`when:` needs `after:`, `before:` or both.")
        return None
    if after and before and after > before:
        problems.add(
            "bad-date",
            table.place,
            "`after: {after}` lies later than `before: {before}`.",
            after=Quoted(after),
            before=Quoted(before),
        )
    return When(after, before, table.place)


def _shared_name(table: Table, problems: Problems) -> SharedName:
    fields = Fields(table, problems, ("name", "by", "because"))
    name, by, because = (fields.text(key, required=True) or "" for key in ("name", "by", "because"))
    return SharedName(name, by, because, table.place)


def _consent(table: Table, problems: Problems) -> Consent:
    fields = Fields(table, problems, ("scope", "with", "date", "withdrawn"))
    scope = fields.choice("scope", CONSENT_SCOPES, required=True)
    if not fields.has("date"):
        problems.add("missing-key", table.place, "The key 'date' is missing here: when was the consent given?")
    if scope == "share" and not fields.has("with"):
        problems.add(
            "missing-key", table.place, "The key 'with' is missing here: with which authority may it be shared?"
        )
    if (withdrawn := fields.date("withdrawn")) and scope == "store":
        problems.add("consent-withdrawn", table.place, "The consent to keep this record was withdrawn.")
    return Consent(
        scope=scope or "store",
        place=table.place,
        with_=fields.texts("with"),
        date=fields.date("date"),
        # a day that cannot be read is a withdrawal all the same
        withdrawn=withdrawn or ("not-known" if fields.has("withdrawn") else None),
    )


def _numbered(stem: str, seen: dict[str, int]) -> str:
    seen[stem] = seen.get(stem, 0) + 1
    return stem if seen[stem] == 1 else f"{stem}.{seen[stem]}"


def _offices(
    person: Fields, holder: str, default: tuple[str, ...], problems: Problems, editions: tuple[str, ...]
) -> Iterator[Entity]:
    """`offices:` → Occupancy entities `<person>.office.<post>`; `seen` is FtM's `date`: held on that day."""
    ids: dict[str, int] = {}
    for row in person.tables("offices"):
        fields = Fields(row, problems, OFFICE_KEYS)
        post = fields.text("post", required=True)
        cite = fields.texts("cite") or default
        derived, edition, note = (
            fields.text("derived"),
            fields.choice("edition", editions, kind=Id),
            fields.text("note"),
        )
        if post is None:
            continue
        written = {
            "holder": holder,
            "post": post,
            "date": fields.date("seen"),
            "startDate": fields.date("from"),
            "endDate": fields.date("to"),
            "status": fields.text("status"),
        }
        keys = {"date": "seen", "startDate": "from", "endDate": "to"}
        yield Entity(
            id=_numbered(f"{holder}.office.{post}", ids),
            schema=OFFICE_SCHEMA,
            place=row.place,
            values=tuple(
                Value(prop, text, fields.at(keys.get(prop, prop)), cite=cite, derived=derived)
                for prop, text in written.items()
                if text is not None
            ),
            edition=edition,
            note=note,
            authors=fields.names("author") or person.texts("author"),
        )


def _acts(
    person: Fields, subject: str, default: tuple[str, ...], problems: Problems, editions: tuple[str, ...]
) -> Iterator[Entity]:
    """`acts:` → UnknownLink entities `<person>.act.<act>` with an attribution."""
    ids: dict[str, int] = {}
    for row in person.tables("acts"):
        fields = Fields(row, problems, ACT_KEYS)
        act = fields.text("act", required=True)
        cite = fields.texts("cite") or default
        written = {
            "subject": subject,
            "object": act,
            "role": fields.text("role", required=True),
            "date": fields.date("date"),
        }
        entity = Entity(
            id=_numbered(f"{subject}.act.{act}", ids),
            schema=LINK_SCHEMA,
            place=row.place,
            values=tuple(
                Value(prop, text, fields.at("act" if prop == "object" else prop), cite=cite)
                for prop, text in written.items()
                if text is not None
            ),
            attribution=fields.choice("attribution", tuple(ATTRIBUTIONS), required=True),
            does_not_say=fields.text("does_not_say"),
            edition=fields.choice("edition", editions, kind=Id),
            note=fields.text("note"),
            authors=fields.names("author") or person.texts("author"),
        )
        if act is not None:
            yield entity


def _dossier(table: Table, problems: Problems, editions: tuple[str, ...]) -> Dossier:
    fields = Fields(table, problems, DOSSIER_KEYS)
    passages: list[Passage] = []
    for block in PROSE_BLOCKS:
        node = fields.node(block)
        if block == "mitigating" and isinstance(node, Table):
            passages += _none_found(node, problems)
        else:
            passages += read_prose(block, node, problems, editions)
    passages += read_sections(fields.table("sections"), problems, editions, known=(*SECTIONS, STATEMENT_OF_REASONS))
    reply = fields.table("reply")
    findings, default = _findings(fields.table("findings"), problems)
    return Dossier(
        place=table.place,
        prose=tuple(passages),
        context=fields.texts("context"),
        not_relied_on=tuple(_not_relied(row, problems) for row in fields.tables("not_relied_on")),
        reply=_reply(reply, problems) if reply else None,
        findings=tuple(findings),
        default_finding=default,
        authors=fields.names("author"),
    )


def _none_found(table: Table, problems: Problems) -> list[Passage]:
    """`mitigating: {status: none-found, read: [...]}`: an absence says what was read."""
    fields = Fields(table, problems, ("status", "read"))
    status = fields.choice("status", ("none-found",), required=True)
    read = fields.texts("read")
    if not read:
        problems.add("missing-key", table.place, "The key 'read' is missing here: which sources were read in full?")
    if not status or not read:
        return []
    return [Passage("mitigating", "mitigating/1", NONE_FOUND, (), True, 0, table.place, read=read)]


def read_sections(
    table: Table | None, problems: Problems, editions: tuple[str, ...], known: tuple[str, ...] = SECTIONS
) -> list[Passage]:
    """The prose of `sections:`, of the case or of a person."""
    if table is None:
        return []
    fields = Fields(table, problems, known)
    return [passage for name in known for passage in read_prose(name, fields.node(name), problems, editions)]


def read_prose(block: str, node: Node | None, problems: Problems, editions: tuple[str, ...]) -> list[Passage]:
    """The passages of one block of prose, each with its own line."""
    if node is None:
        return []
    text = text_of(node, problems, message("The key {block!r} takes prose (a `|` block).", block=Term(block)))
    if text is None:
        return []
    literal = isinstance(node, Text) and node.literal

    def at(line: int) -> Place:
        return Place(node.place.file, node.place.line + 1 + line) if literal else node.place

    paragraphs, faults = prose.paragraphs(text)
    for line, what in faults:
        problems.add("prose-invalid", at(line), "In {block!r} {what}.", block=Term(block), what=what)
    passages: dict[str, Passage] = {}
    for number, paragraph in enumerate(paragraphs, 1):
        key = f"{block}/{paragraph.id or number}"
        if key in passages:
            problems.add(
                "duplicate-id",
                at(paragraph.line),
                "The passage {{#{passage}}} stands twice in {block!r}.",
                passage=Quoted(str(paragraph.id)),
                block=Term(block),
            )
        if paragraph.edition and paragraph.edition not in editions:
            problems.add(
                "unknown-choice",
                at(paragraph.line),
                "edition={edition} is none of {known}.",
                edition=Quoted(paragraph.edition),
                known=listed(Id, editions),
            )
        passages[key] = Passage(
            block,
            key,
            paragraph.text,
            paragraph.cite,
            paragraph.analysis,
            paragraph.item,
            at(paragraph.line),
            paragraph.edition,
            bullet=paragraph.bullet,
            depth=paragraph.depth,
            continues=paragraph.continues,
        )
    return list(passages.values())


def _not_relied(table: Table, problems: Problems) -> NotRelied:
    fields = Fields(table, problems, ("act", "because"))
    return NotRelied(fields.text("act", required=True) or "", fields.text("because", required=True) or "", table.place)


def _reply(table: Table, problems: Problems) -> Reply | None:
    fields = Fields(table, problems, ("status", "because"))
    status = fields.choice("status", REPLY_STATUSES, required=True)
    because = fields.text("because", required=status == "not-sought")
    return Reply(status, because, table.place) if status else None


def _findings(table: Table | None, problems: Problems) -> tuple[list[Finding], Finding | None]:
    findings: list[Finding] = []
    default = None
    for regime, node in (table.entries if table else {}).items():
        if not isinstance(node, Table):
            problems.add(
                "wrong-type", node.place, "The findings of {regime!r} are a mapping of elements.", regime=Quoted(regime)
            )
        elif regime == "all":
            default = _finding(regime, "all", node, problems)
        else:
            for element, row in node.entries.items():
                if isinstance(row, Table):
                    findings.append(_finding(regime, element, row, problems))
                else:
                    problems.add(
                        "wrong-type",
                        row.place,
                        "The finding of {regime}/{element} is a mapping.",
                        regime=Quoted(regime),
                        element=Quoted(element),
                    )
    return findings, default


def _finding(regime: str, element: str, table: Table, problems: Problems) -> Finding:
    fields = Fields(table, problems, FINDING_KEYS)
    return Finding(
        regime=regime,
        element=element,
        finding=fields.choice("finding", FINDINGS, required=True) or "not-shown",
        because=fields.text("because") or "",
        place=table.place,
        acts=fields.texts("acts"),
        cite=fields.texts("cite"),
        needs=fields.text("needs"),
        read=fields.texts("read"),
        authors=fields.names("author"),
    )
