"""Loads a whole case folder: every file, every mistake, in one run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from dossier.case.entities import read_entity, read_sections
from dossier.case.fields import Fields, is_id, is_person_name
from dossier.case.files import CASE_FILE, inside, name_in_case, yaml_files
from dossier.case.limits import CODE, within_limits
from dossier.case.model import EDITIONS, Case, Design, Entity, Meta, Policy, Publisher, Reviewer, Source
from dossier.case.screenings import read_screenings
from dossier.case.sources import read_source
from dossier.case.yaml import Table, as_table, read_one, read_yaml
from dossier.look.design import DESIGN_KEYS, read_design
from dossier.look.templates import read_templates
from dossier.problems import File, Id, Place, Problems, Quoted
from dossier.withholding.private import PREFIX, check_apart, texts_in, with_private
from dossier.withholding.redact import redact_for_log, redact_unread
from dossier.withholding.replace import Replacer
from dossier.withholding.sharing import with_bearers
from dossier.withholding.who import withheld

CASE_KEYS = (
    "format",
    "name",
    "prefix",
    "title",
    "publisher",
    "language",
    "as_of",
    "release",
    "regimes",
    "policy",
    "sections",
    "base_url",
    "design",
    "author",
    "reviewers",
    "editions",
    "not_names",
)
REVIEWER_KEYS = ("name", "role", "edition")
ROLE = "reviewer"
FORMAT = "1"
SOURCE_FILE = "source.yml"
# Folders in evidence/ that are none: roots of time-stamping authorities, earlier stamped manifests.
NO_SOURCES = ("tsa", "manifests")
_EDITION = re.compile(r"[a-z]{3,20}")
MAX_RELEASE = 86_399  # a release becomes the time of day in an export's version


def load_case(root: Path, problems: Problems, private: Path | None = None) -> Case | None:
    """Read the case in the folder `root`, and what a private folder adds to it.

    Adds every mistake of form to `problems` and returns what could be read; None only when `case.yml` itself cannot, or
    when an entity has more names than are looked for.
    No message gives a withheld name. Raises nothing for the content of the case.
    """
    found = Problems()
    case, entities = _read_case(root, found, private)
    if case is None:  # nobody can say what is withheld: then everything is
        found = redact_unread(found, Replacer(withheld(entities, EDITIONS[0], None)))
    problems += found if case is None else redact_for_log(found, case)
    return case


def _read_case(root: Path, problems: Problems, private: Path | None) -> tuple[Case | None, list[Entity]]:
    """The case, and everything it describes, also when there is no case."""
    place = Place(CASE_FILE)
    path = inside(root / CASE_FILE, root, root, place, problems)
    table = read_one(path, CASE_FILE, problems) if path else None
    meta = _meta(Fields(table, problems, CASE_KEYS), root, problems) if table else None
    editions = meta.editions if meta else EDITIONS
    entities, left_out = _entities(root / "entities", root, "", editions, problems)
    entities = with_bearers(entities, entities)
    sources = _sources(root, entities, editions, problems)
    screenings = read_screenings(root, problems)
    apart: dict[str, Entity] = {}
    if private is not None:
        apart, more = _entities(private, private, PREFIX, editions, problems)
        apart = with_bearers(apart, entities)
        check_apart(
            apart.values(), texts_in([*entities.values(), *sources.values(), *([meta] if meta else [])]), problems
        )
        entities, left_out = with_private(entities, apart.values(), editions[-1], problems), [*left_out, *more]
    if meta is None or any(problem.code == CODE for problem in problems):
        return None, [*entities.values(), *left_out]
    case = Case(root, meta, entities, sources, screenings, tuple(apart.values()), tuple(left_out))
    return case, [*entities.values(), *left_out]


def _meta(fields: Fields, root: Path, problems: Problems) -> Meta | None:
    if (written := fields.text("format", required=True)) not in (None, FORMAT):
        problems.add(
            "unknown-format",
            fields.at("format"),
            "The case has the format {written!r}; 1 is read.",
            written=Quoted(written),
        )
    name = fields.text("name", required=True)
    if name and not re.fullmatch(r"[a-z0-9]+(_[a-z0-9]+)*", name):
        problems.add("bad-name", fields.at("name"), "The name {name!r} cannot be a dataset name.", name=Quoted(name))
    prefix = fields.text("prefix") or (name or "").replace("_", "-")
    if prefix and (not is_id(prefix) or "." in prefix):
        problems.add(
            "bad-name", fields.at("prefix"), "The prefix {prefix!r} cannot begin an id.", prefix=Quoted(prefix)
        )
    as_of = fields.date("as_of") if fields.has("as_of") else fields.text("as_of", required=True)
    if as_of and len(as_of) < len("2026-01-01"):
        problems.add("bad-date", fields.at("as_of"), "as_of: {as_of!r} is no full date.", as_of=Quoted(as_of))
    publisher = fields.table("publisher")
    if publisher is None:
        problems.add("missing-key", fields.place, "The key 'publisher' is missing here.")
    policy = fields.table("policy")
    editions = _editions(fields, problems)
    design = fields.table("design")
    meta = Meta(
        name=name or "",
        prefix=prefix,
        title=fields.text("title", required=True) or "",
        publisher=_publisher(Fields(publisher, problems, ("name", "url", "country", "contact")))
        if publisher
        else Publisher(""),
        language=fields.text("language") or "en",
        as_of=as_of or "",
        release=fields.number("release", 1, least=1, most=MAX_RELEASE),
        regimes=fields.texts("regimes"),
        policy=_policy(Fields(policy, problems, ("sources_per_act", "recency_years", "approvals")))
        if policy
        else Policy(),
        place=fields.place,
        sections=tuple(read_sections(fields.table("sections"), problems, editions)),
        base_url=fields.text("base_url"),
        design=read_design(Fields(design, problems, DESIGN_KEYS), root, problems) if design else Design(),
        templates=read_templates(root, problems),
        authors=fields.names("author"),
        reviewers=tuple(_reviewers(fields.table("reviewers"), editions, problems)),
        editions=editions,
        not_names=fields.texts("not_names"),
    )
    return meta if name and as_of else None


def _editions(fields: Fields, problems: Problems) -> tuple[str, ...]:
    """The editions of the case, widest first; the usual three without the key, or when it cannot be read."""
    editions = fields.texts("editions")
    if not editions:
        return EDITIONS
    first, asked, last = EDITIONS
    ordered = editions[0] == first and editions[-1] == last and asked in editions
    if not ordered or len(set(editions)) < len(editions) or not all(_EDITION.fullmatch(name) for name in editions):
        problems.add(
            "bad-editions",
            fields.at("editions"),
            "editions: {editions!r} cannot be used.",
            editions=Quoted(", ".join(editions)),
        )
        return EDITIONS
    return editions


def _publisher(fields: Fields) -> Publisher:
    return Publisher(
        fields.text("name", required=True) or "", fields.text("url"), fields.text("country"), fields.text("contact")
    )


def _reviewers(table: Table | None, editions: tuple[str, ...], problems: Problems) -> Iterator[Reviewer]:
    for id_, node in (table.entries if table else {}).items():
        if not isinstance(node, Table):
            problems.add("wrong-type", node.place, "The reviewer {id!r} is a mapping.", id=Quoted(id_))
        elif is_person_name(id_, node.place, problems):
            fields = Fields(node, problems, REVIEWER_KEYS)
            yield Reviewer(
                id_,
                fields.text("name") or id_,
                fields.text("role") or ROLE,
                fields.choice("edition", editions, kind=Id) or editions[-1],
                node.place,
            )


def _policy(fields: Fields) -> Policy:
    return Policy(
        fields.number("sources_per_act", 2, least=1, most=20),
        fields.number("recency_years", 5, least=1, most=100),
        fields.number("approvals", 2, least=0, most=20),
    )


def _entities(
    folder: Path, root: Path, prefix: str, editions: tuple[str, ...], problems: Problems
) -> tuple[dict[str, Entity], list[Entity]]:
    entities: dict[str, Entity] = {}
    left_out: list[Entity] = []
    for path in yaml_files(folder, root, problems, prefix):
        for node in read_yaml(path, prefix + name_in_case(path, root), problems):
            table = as_table(node, problems)
            for whole in read_entity(table, problems, editions) if table else ():
                entity = within_limits(whole, problems)
                if entity.id in entities:
                    problems.add(
                        "duplicate-id",
                        entity.place,
                        "The id {id!r} stands already at {first}.",
                        id=Id(entity.id),
                        first=File(str(entities[entity.id].place)),
                    )
                if not entity.id or entity.id in entities:
                    left_out.append(entity)
                else:
                    entities[entity.id] = entity
    return entities, left_out


def _sources(
    root: Path, entities: dict[str, Entity], editions: tuple[str, ...], problems: Problems
) -> dict[str, Source]:
    sources: dict[str, Source] = {}
    evidence = root / "evidence"
    folders = sorted(path for path in evidence.iterdir() if path.is_dir()) if evidence.is_dir() else []
    for folder in folders:
        if folder.name.startswith(".") or (folder.name in NO_SOURCES and not (folder / SOURCE_FILE).exists()):
            continue
        file = f"{name_in_case(folder, root)}/{SOURCE_FILE}"
        place = Place(file)
        if not is_id(folder.name) or folder.name in NO_SOURCES:
            problems.add("bad-id", place, "The source id {id!r} cannot be used.", id=Quoted(folder.name))
        path = inside(folder / SOURCE_FILE, folder, root, place, problems)
        table = read_one(path, file, problems) if path else None
        if table is None:
            continue
        if folder.name in entities:
            problems.add(
                "duplicate-id",
                place,
                "The id {id!r} stands already at {first}.",
                id=Id(folder.name),
                first=File(str(entities[folder.name].place)),
            )
        sources[folder.name] = read_source(table, folder, root, problems, editions)
    return sources
