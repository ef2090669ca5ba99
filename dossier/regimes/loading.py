"""Reads the regimes: the six shipped as YAML beside this module, and those a case adds in its own `regimes/`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, is_dataclass, replace
from dataclasses import fields as dataclass_fields
from functools import cache
from pathlib import Path

from dossier.case.fields import Fields, is_id, suggestion
from dossier.case.files import name_in_case, yaml_files
from dossier.case.model import SECTIONS, Case
from dossier.case.yaml import Table, read_one
from dossier.language import msg
from dossier.problems import File, Harmless, Id, Message, Place, Problems, Quoted, listed, message

REGIME_KEYS = (
    "id",
    "name",
    "short",
    "authority",
    "decides",
    "instruments",
    "text_read",
    "check_by",
    "check_by_because",
    "standard",
    "obligation",
    "limbs",
    "elements",
    "conditions",
    "not_covered",
    "disclosure",
    "submission_order",
    "order_verified",
    "notes",
)
ELEMENT_KEYS = (
    "limb",
    "title",
    "question",
    "reference",
    "verified",
    "read",
    "conduct",
    "body_conduct",
    "role",
    "also",
    "usually_shown_by",
    "condition",
    "only_with",
)
ROLES = ("person", "violation", "involvement", "leader", "circumstance")

HEADING_KEYS = ("title", "as_note", "parts", "limbs")
# What may stand under a heading of an authority's order besides the sections of a case.
PARTS = (
    "opening",
    "statement",
    "bases",
    "summary",
    "identifiers",
    "acts",
    "criteria",
    "sources",
    "mitigating",
    "annexes",
)

# How far the law was checked -> what prints.
MARKS = {
    "V": msg("the instrument or an official page was read"),
    "V2": msg("a reproduction of the text was read"),
    "K": msg("not checked against the text"),
}
Mark = str


@dataclass(frozen=True, slots=True)
class Element:
    """One checkable part of a regime's legal test.

    `conduct`: no office, collective statement or call can carry it. `body_conduct`: it asks for what a body did and
    for the person's office there at the time. `only_with` names the element without which this one does not count.
    """

    id: str
    limb: str
    title: str
    question: str
    reference: str
    verified: Mark
    conduct: bool
    body_conduct: bool
    roles: tuple[str, ...]
    usually_shown_by: str
    condition: str | None = None
    read: str | None = None
    only_with: str | None = None


@dataclass(frozen=True, slots=True)
class Standard:
    """The standard of proof of a regime."""

    text: str
    reference: str
    verified: Mark


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of an authority's order, in its words, and the parts (`PARTS` or sections of the case) below it.

    `as_note` is what it says in an information note, where that differs. `limbs` are those whose elements the part
    `criteria` shows here.
    """

    title: str
    parts: tuple[str, ...]
    limbs: tuple[str, ...] = ()
    as_note: str | None = None


@dataclass(frozen=True, slots=True)
class Regime:
    """A sanctions programme as a list of elements, in legal order."""

    id: str
    name: str
    short: str
    authority: str
    decides: str
    instruments: tuple[str, ...]
    text_read: str
    standard: Standard
    limbs: dict[str, str]
    elements: dict[str, Element]
    submission_order: tuple[Heading, ...]
    place: Place
    disclosure: str | None = None
    check_by: str | None = None
    check_by_because: str | None = None
    obligation: str | None = None
    conditions: tuple[str, ...] = ()
    not_covered: tuple[str, ...] = ()
    order_verified: str = "house"
    notes: tuple[str, ...] = ()


def in_language(regime: Regime, say: Callable[[str], str]) -> Regime:
    """A regime with all that prints of it in a language; what no catalogue has, as in a case's own, stays as it is."""
    return replace(
        regime,
        name=say(regime.name),
        short=say(regime.short),
        authority=say(regime.authority),
        decides=say(regime.decides),
        instruments=tuple(map(say, regime.instruments)),
        text_read=say(regime.text_read),
        standard=replace(regime.standard, text=say(regime.standard.text), reference=say(regime.standard.reference)),
        limbs={id_: say(title) for id_, title in regime.limbs.items()},
        elements={id_: _element_in(element, say) for id_, element in regime.elements.items()},
        submission_order=tuple(
            replace(heading, title=say(heading.title), as_note=heading.as_note and say(heading.as_note))
            for heading in regime.submission_order
        ),
        disclosure=regime.disclosure and say(regime.disclosure),
        obligation=regime.obligation and say(regime.obligation),
        conditions=tuple(map(say, regime.conditions)),
    )


def _element_in(element: Element, say: Callable[[str], str]) -> Element:
    return replace(
        element,
        title=say(element.title),
        question=say(element.question),
        reference=say(element.reference),
        usually_shown_by=say(element.usually_shown_by),
        condition=element.condition and say(element.condition),
    )


def load_regimes(case: Case, problems: Problems) -> dict[str, Regime]:
    """The regimes the case asks for, in its order; one that is malformed or unknown is a problem."""
    shipped, found = _shipped()
    known = dict(shipped)
    problems += found
    own = {path: name_in_case(path, case.root) for path in yaml_files(case.root / "regimes", case.root, problems)}
    _read_all(own, known, problems)
    for id_ in case.meta.regimes:
        if id_ not in known:
            problems.add(
                "unknown-regime",
                case.meta.place,
                "regimes: {id!r} is none of {known}.{hint}",
                id=Quoted(id_),
                known=listed(Id, known),
                hint=suggestion(id_, list(known)),
            )
    regimes = {id_: known[id_] for id_ in case.meta.regimes if id_ in known}
    for regime in regimes.values():
        if regime.check_by and regime.check_by < case.meta.as_of:
            because = message(" {because}", because=Quoted(regime.check_by_because or ""))
            why = because if regime.check_by_because else Message("")
            problems.add(
                "check-by-passed",
                regime.place,
                "The law of {regime} was to be checked again by {check_by}.{why}",
                regime=Id(regime.id),
                check_by=Harmless(regime.check_by),
                why=why,
            )
    return regimes


def own_words(regimes: Iterable[Regime]) -> dict[str, str]:
    """All the words, by id, of the regimes that are a case's own: what they print is the case's."""
    return {each.id: "\n".join(_words(each)) for each in regimes if each.place.file.startswith("regimes/")}


def _words(part: object, name: str = "") -> Iterator[str]:
    """Every field of a regime and of its parts, each with its name."""
    if is_dataclass(part) and not isinstance(part, Place):
        for each in dataclass_fields(part):
            yield from _words(getattr(part, each.name), f"{name}.{each.name}".lstrip("."))
    elif isinstance(part, dict):
        for key, value in part.items():
            yield from _words(value, f"{name}.{key}")
    elif isinstance(part, tuple):
        for value in part:
            yield from _words(value, name)
    elif part not in (None, "") and not isinstance(part, Place):
        yield f"{name}: {part}"


@cache
def _shipped() -> tuple[dict[str, Regime], Problems]:
    """The regimes of the package by id, and their problems: the same for every case, so a process reads them once."""
    known: dict[str, Regime] = {}
    problems = Problems()
    folder = Path(__file__).parent
    _read_all({path: f"dossier/regimes/{path.name}" for path in sorted(folder.glob("*.yml"))}, known, problems)
    return known, problems


def _read_all(files: dict[Path, str], known: dict[str, Regime], problems: Problems) -> None:
    """Read the regimes of files, each with its name in problems, into `known`; an id given twice is a problem."""
    for path, file in files.items():
        table = read_one(path, file, problems)
        regime = read_regime(table, problems) if table else None
        if regime and regime.id in known:
            problems.add(
                "duplicate-id",
                regime.place,
                "The regime {id!r} stands already at {first}.",
                id=Id(regime.id),
                first=File(str(known[regime.id].place)),
            )
        elif regime:
            known[regime.id] = regime


def read_regime(table: Table, problems: Problems) -> Regime | None:
    """One regime as its file says it; None, with problems, when it is malformed."""
    fields = Fields(table, problems, REGIME_KEYS)
    found = len(problems.errors)
    standard = fields.table("standard")
    limbs = _limbs(fields, problems)
    regime = Regime(
        id=fields.id() or "",
        name=fields.text("name", required=True) or "",
        short=fields.text("short") or fields.text("id") or "",
        authority=fields.text("authority", required=True) or "",
        decides=fields.text("decides", required=True) or "",
        instruments=fields.texts("instruments"),
        text_read=fields.text("text_read", required=True) or "",
        standard=_standard(standard, problems) if standard else Standard("", "", "K"),
        limbs=limbs,
        elements=_elements(fields, limbs, problems),
        submission_order=_order(fields, limbs, problems),
        place=fields.place,
        disclosure=fields.text("disclosure"),
        check_by=fields.date("check_by"),
        check_by_because=fields.text("check_by_because"),
        obligation=fields.text("obligation"),
        conditions=fields.texts("conditions"),
        not_covered=fields.texts("not_covered"),
        order_verified=fields.text("order_verified") or "house",
        notes=fields.texts("notes"),
    )
    if standard is None:
        problems.add("missing-key", fields.place, "The key 'standard' is missing here.")
    return regime if len(problems.errors) == found else None


def _standard(table: Table, problems: Problems) -> Standard:
    fields = Fields(table, problems, ("text", "reference", "verified"))
    return Standard(
        fields.text("text", required=True) or "",
        fields.text("reference", required=True) or "",
        fields.choice("verified", tuple(MARKS), required=True) or "K",
    )


def _limbs(fields: Fields, problems: Problems) -> dict[str, str]:
    table = fields.table("limbs")
    limbs = {}
    for id_, node in (table.entries if table else {}).items():
        if isinstance(node, Table):
            limbs[id_] = Fields(node, problems, ("title",)).text("title", required=True) or id_
        else:
            problems.add("wrong-type", node.place, "The limb {id!r} is a mapping with `title`.", id=Quoted(id_))
    return limbs


def _order(fields: Fields, limbs: dict[str, str], problems: Problems) -> tuple[Heading, ...]:
    """The order of the authority; every limb stands in it, so that no element is left out of the document."""
    order = tuple(_heading(Fields(table, problems, HEADING_KEYS), limbs) for table in fields.tables("submission_order"))
    placed = {limb for heading in order for limb in heading.limbs}
    for limb in limbs if order else ():
        if limb not in placed:
            problems.add(
                "missing-key", fields.at("submission_order"), "No heading has the limb {limb!r}.", limb=Quoted(limb)
            )
    return order


def _heading(fields: Fields, limbs: dict[str, str]) -> Heading:
    return Heading(
        title=fields.text("title", required=True) or "",
        parts=fields.choices("parts", (*PARTS, *SECTIONS), required=True),
        limbs=fields.choices("limbs", tuple(limbs), required="criteria" in fields.texts("parts")),
        as_note=fields.text("as_note"),
    )


def _elements(fields: Fields, limbs: dict[str, str], problems: Problems) -> dict[str, Element]:
    table = fields.table("elements")
    if table is None or not table.entries:
        problems.add("missing-key", fields.place, "The regime has no `elements:`.")
        return {}
    elements = {}
    for id_, node in table.entries.items():
        if not is_id(id_):
            problems.add("bad-id", table.keys[id_], "The element id {id!r} cannot be used.", id=Quoted(id_))
        elif isinstance(node, Table):
            elements[id_] = _element(id_, Fields(node, problems, ELEMENT_KEYS), limbs)
        else:
            problems.add("wrong-type", node.place, "The element {id!r} is a mapping.", id=Quoted(id_))
    for id_, element in elements.items():
        if element.body_conduct and not element.conduct:
            problems.add(
                "missing-key", table.keys[id_], "{id}: `body_conduct: true` needs `conduct: true`.", id=Id(id_)
            )
        if element.only_with is not None and element.only_with not in elements:
            hint = suggestion(element.only_with, list(elements))
            problems.add(
                "unknown-element",
                table.keys[id_],
                "{id}: only_with: no {only_with!r} here.{hint}",
                id=Id(id_),
                only_with=Quoted(element.only_with),
                hint=hint,
            )
    return elements


def _element(id_: str, fields: Fields, limbs: dict[str, str]) -> Element:
    role = fields.choice("role", ROLES, required=True)
    also = fields.choice("also", ROLES)
    return Element(
        id=id_,
        limb=fields.choice("limb", tuple(limbs), required=True, kind=Id) or "",
        title=fields.text("title", required=True) or "",
        question=fields.text("question", required=True) or "",
        reference=fields.text("reference", required=True) or "",
        verified=fields.choice("verified", tuple(MARKS), required=True) or "K",
        conduct=fields.flag("conduct"),
        body_conduct=fields.flag("body_conduct"),
        roles=tuple(role for role in (role, also) if role),
        usually_shown_by=fields.text("usually_shown_by", required=True) or "",
        condition=fields.text("condition"),
        read=fields.text("read"),
        only_with=fields.text("only_with"),
    )
