"""The publication: what leaves as FollowTheMoney, what never does, and that it is whole, the same and readable."""

from __future__ import annotations

import csv
import dataclasses
import hashlib
import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from followthemoney import model
from followthemoney.dataset import Dataset, Version
from followthemoney.statement import CSV, Statement, StatementEntity
from followthemoney.statement.serialize import read_statements
from followthemoney.types import registry
from rigour.time import iso_datetime

from dossier.case.model import ATTRIBUTIONS, EDITIONS, NAMED_IN_PUBLIC
from dossier.checking.run import check_case
from dossier.claims import STATEMENTS
from dossier.cli.prepare import Edition
from dossier.editions import View, VisibleValue
from dossier.formats.writing import locked
from dossier.ftm import FtmEntity, make_statement
from dossier.loading import load_case
from dossier.problems import Problems, Stop
from dossier.publish import FILE_NAMES, SINCE_ONLY, publish
from dossier.publish.entities import EntitiesExporter
from dossier.publish.records import caption
from dossier.publish.rules import certain_date
from dossier.publish.texts import PATTERN
from dossier.publish.version import version_of
from tests.cases import assert_told, change, dossier, line_of, snapshot, write_case

ROOT = Path(__file__).parents[1]
FTM = Path(sys.executable).with_name("ftm")
NOMINEES = {"massimov", "abish", "turgumbayev", "nurdauletov", "nazarbayev", "dosayev"}
# SOURCES.md: the eight women, one of them spelt twice, and the publisher's representative.
WITHHELD = (
    "Anna Shukeyeva", "Oksana Shevchuk", "Raigul Sadyrbayeva", "Aizhan Ismakova", "Ubolsyn Turdiyeva",
    "Sholpan Dzhanzakova", "Fariza Ozpan", "Farisa Ospan", "Arina Osinovskaya", "Maksym Sytnikov",
)  # fmt: skip
TEXTS = ("text.fld-2023.c1.txt", "text.odf-2021.c1.txt")
FULL = {*FILE_NAMES, *TEXTS} - {*SINCE_ONLY, PATTERN}
PEOPLE, ACTS, SOURCE = "entities/people.yml", "entities/acts.yml", "evidence/courier/source.yml"

Properties = dict[str, set[str]]
Entities = dict[str, tuple[str, Properties]]


# ------------------------------------------------------------------------------------------------- the shipped case


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_shipped(tmp_path_factory.mktemp("shipped"))


@pytest.fixture(scope="module")
def public(shipped: Path) -> Path:
    """The public export of the shipped case, by the command."""
    assert dossier(shipped, "export").code == 0
    return shipped / "build/public/export"


@pytest.fixture(scope="module")
def internal(shipped: Path) -> Path:
    assert dossier(shipped, "export", "--edition", "internal").code == 0
    return shipped / "build/internal/export"


def copy_shipped(folder: Path) -> Path:
    shutil.copy(ROOT / "case.yml", folder)
    for name in ("entities", "evidence"):
        shutil.copytree(ROOT / name, folder / name)
    return folder


def read(folder: Path) -> Entities:
    rows = [json.loads(line) for line in (folder / "entities.ftm.json").read_bytes().splitlines()]
    assert len({row["id"] for row in rows}) == len(rows)
    return {row["id"]: (row["schema"], {prop: set(texts) for prop, texts in row["properties"].items()}) for row in rows}


def ftm(*args: str, stdin: bytes | None = None) -> bytes:
    done = subprocess.run([str(FTM), *args], input=stdin, capture_output=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


def by_ftm(output: bytes) -> Entities:
    rows = [json.loads(line) for line in output.splitlines()]
    return {row["id"]: (row["schema"], {prop: set(texts) for prop, texts in row["properties"].items()}) for row in rows}


@pytest.mark.parametrize("edition", ["public", "internal"])
def test_ftm_validate_keeps_every_value_of_every_entity(edition: str, request: pytest.FixtureRequest) -> None:
    folder = request.getfixturevalue(edition)

    validated = by_ftm(ftm("validate", "-i", str(folder / "entities.ftm.json")))

    assert len(validated) > 100
    assert validated == read(folder)


@pytest.mark.parametrize("edition", ["public", "internal"])
def test_every_value_of_the_case_is_exported_and_no_other(edition: str, request: pytest.FixtureRequest) -> None:
    exported, quotations = read(request.getfixturevalue(edition)), view_of(ROOT, edition).quotations
    case = load_case(ROOT, Problems())
    assert case
    hidden = {person.id for person in case.persons() if edition == "public" and person.person not in NAMED_IN_PUBLIC}

    expected: Entities = {}
    for entity in case.entities.values():
        if entity.id in hidden or entity.attribution in ("office", "body", "collective", "unnamed"):
            continue
        properties: Properties = defaultdict(set)
        values = [value for value in entity.values if value.text not in hidden]
        for value in values:
            reference = model[entity.schema].properties[value.prop].type is registry.entity
            properties[value.prop].add(f"kz-womens-rights-{value.text}" if reference else value.text)
        cited = {key: f"kz-womens-rights-{key.split('/')[0]}" for value in values for key in value.cite}
        for key, source in cited.items():
            if entity.schema in ("Occupancy", "UnknownLink"):
                properties["proof"].add(source)
                properties["summary"].add(quotations[key].excerpt.quote)
            else:
                expected[f"kz-womens-rights-{entity.id}.{quotations[key].exhibit}"] = (
                    "Documentation",
                    {
                        "document": {source},
                        "entity": {f"kz-womens-rights-{entity.id}"},
                        "summary": {quotations[key].excerpt.quote},
                    },
                )
        if entity.attribution:
            properties["status"].add(entity.attribution)
        if entity.publish:
            properties["topics"].add("poi")
        if entity.id == "refusal-2024":
            properties["date"].add("2023")
        expected[f"kz-womens-rights-{entity.id}"] = entity.schema, properties
    for source in case.sources.values():
        properties = {value.prop: {value.text} for value in source.values}
        if edition == "internal":
            data = source.captures[0].path.read_bytes()
            properties["contentHash"] = {hashlib.sha1(data, usedforsecurity=False).hexdigest()}
        expected[f"kz-womens-rights-{source.id}"] = source.schema, properties

    for schema, properties in exported.values():
        if schema == "Documentation":
            assert re.fullmatch(r"quotation( of reported speech)?(, names replaced)?", properties.pop("role").pop())
    assert exported.keys() == expected.keys()
    for id_, row in exported.items():
        assert row == expected[id_]
    assert sum(schema == "Documentation" for schema, _ in exported.values()) > 60


@pytest.mark.parametrize("edition", ["public", "internal"])
def test_no_edge_is_without_both_ends(edition: str, request: pytest.FixtureRequest) -> None:
    exported = read(request.getfixturevalue(edition))
    references = 0

    for id_, (schema, properties) in exported.items():
        found = model[schema]
        ends = [prop.name for prop in (found.source_prop, found.target_prop) if prop]
        assert all(properties.get(name) for name in [*ends, *found.required]), id_
        for name, texts in properties.items():
            prop = found.properties[name]
            if prop.type is registry.entity:
                assert prop.range
                assert texts <= exported.keys()
                assert all(model[exported[text][0]].is_a(prop.range) for text in texts)
                references += len(texts)
    assert references > 200


def test_no_public_file_names_a_victim_under_any_spelling(public: Path, internal: Path) -> None:
    for name in WITHHELD:
        first, last = name.split()
        assert name in (internal / "entities.ftm.json").read_text(encoding="utf-8"), "the test looks for what is there"
        for path in public.iterdir():
            text = folded(path.read_text(encoding="utf-8") + path.name)
            assert folded(last) not in text, (path.name, last)
            assert not re.search(rf"\b{folded(first)}\b", text), (path.name, first)
    persons = {id_ for id_, row in read(public).items() if row[0] == "Person"}
    assert persons == {f"kz-womens-rights-{id_}" for id_ in NOMINEES}


def folded(text: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign)).casefold()


@pytest.mark.parametrize("edition", ["public", "internal"])
def test_nobody_is_published_as_sanctioned(edition: str, request: pytest.FixtureRequest) -> None:
    exported = read(request.getfixturevalue(edition))

    topics = {id_: properties["topics"] for id_, (_, properties) in exported.items() if "topics" in properties}
    assert topics == {f"kz-womens-rights-{id_}": {"poi"} for id_ in NOMINEES}
    assert not {schema for schema, _ in exported.values()} & {"Sanction", "Risk"}


def test_what_the_source_says_of_the_office_alone_links_nobody(public: Path) -> None:
    links = {id_: row[1] for id_, row in read(public).items() if row[0] == "UnknownLink"}
    claims = json.loads((public / "claims.json").read_bytes())["claims"]

    assert len(links) == 6
    assert "kz-womens-rights-dosayev.act.statement-on-letters" not in links
    assert links["kz-womens-rights-dosayev.act.hearing-2023-04-12"]["status"] == {"personal-act"}
    assert sum(link["status"] == {"call"} for link in links.values()) == 5
    assert "dosayev/act/statement-on-letters" in {claim["key"] for claim in claims}


def test_the_call_is_linked_in_its_own_words(public: Path) -> None:
    link = read(public)["kz-womens-rights-turgumbayev.act.call-for-sanctions"][1]

    assert link["role"] == {"named in the call as Interior Minister"}
    assert link["proof"] == {"kz-womens-rights-odf-2021"}
    assert any("the women’s call to impose personal sanctions" in quotation for quotation in link["summary"])


def test_statements_say_the_same_as_the_entities(public: Path) -> None:
    statements = list(read_statements(io.BytesIO((public / "statements.csv").read_bytes()), CSV))
    dataset = Dataset.make({"name": "kz_womens_rights"})
    grouped: dict[str, list[Statement]] = defaultdict(list)
    for statement in statements:
        grouped[statement.canonical_id].append(statement)

    entities = [StatementEntity.from_statements(dataset, group) for group in grouped.values()]
    got = {e.id: (e.schema.name, {p: set(values) for p, values in e.properties.items()}) for e in entities}

    assert got == read(public)
    assert [statement.canonical_id for statement in statements] == sorted(s.canonical_id for s in statements)
    assert {(s.first_seen, s.last_seen) for s in statements} == {("2026-11-21T00:00:00", "2026-11-21T00:00:00")}
    assert iso_datetime(statements[0].first_seen) is not None, "databases read the time"
    assert {s.lang for s in statements if s.value == "Erbolat Dosayev"} == {"eng"}
    assert all(s.id == s.generate_key() for s in statements)
    assert {s.dataset for s in statements} == {"kz_womens_rights"}


def test_ftm_aggregates_the_statements_to_the_entities(public: Path) -> None:
    output = ftm("aggregate-statements", "-i", str(public / "statements.csv"), "-d", "kz_womens_rights")

    assert by_ftm(output) == read(public)


def test_the_index_is_a_dataset_whose_checksums_hold(public: Path) -> None:
    data = json.loads((public / "index.json").read_bytes())
    dataset = Dataset(dict(data))
    exported = read(public)

    assert dataset.name == "kz_womens_rights"
    assert dataset.model.publisher
    assert dataset.model.publisher.official is False
    assert dataset.model.publisher.country == "kz"
    assert dataset.model.entity_count == len(exported)
    assert dataset.model.thing_count == sum(model[schema].is_a("Thing") for schema, _ in exported.values())
    assert dataset.model.coverage
    assert dataset.model.coverage.countries == ["kz"]
    assert data["updated_at"] == data["last_export"] == "2026-11-21T00:00:00"
    assert {row["name"] for row in data["resources"]} == {*FULL} - {"index.json", "catalog.json"}
    for row in data["resources"]:
        content = (public / row["path"]).read_bytes()
        assert row["checksum"] == hashlib.sha1(content, usedforsecurity=False).hexdigest()
        assert row["size"] == len(content)
        assert "url" not in row
    assert str(Version.from_string(data["version"])) == data["version"] == "20261121000001-pub"


def test_claims_are_those_of_the_view_with_their_quotations(shipped: Path, public: Path) -> None:
    view = view_of(shipped)
    data = json.loads((public / "claims.json").read_bytes())

    assert {key: data[key] for key in ("case", "edition", "as_of", "release", "version")} == {
        "case": "kz_womens_rights", "edition": "public", "as_of": "2026-11-21", "release": 1,
        "version": "20261121000001-pub",
    }  # fmt: skip
    said = [key for key, claim in sorted(view.claims.items()) if claim.kind in STATEMENTS]
    assert data["claims"] == [json.loads(json.dumps(view.claims[key].as_json())) for key in said]
    assert {"value", "office", "act", "finding", "prose"} == {claim["kind"] for claim in data["claims"]}


def test_each_line_begins_with_the_id_and_lines_are_sorted(public: Path) -> None:
    lines = (public / "entities.ftm.json").read_bytes().splitlines()

    assert all(line.startswith(b'{"id":"kz-womens-rights-') for line in lines)
    ids = [json.loads(line)["id"] for line in lines]
    assert ids == sorted(ids)
    for line in lines:
        properties = json.loads(line)["properties"]
        assert list(properties) == sorted(properties)
        assert all(texts == sorted(texts) for texts in properties.values())
        assert json.loads(line)["datasets"] == ["kz_womens_rights"]


def test_a_caption_does_not_hang_on_the_order_of_sets() -> None:
    schema = model["Article"]
    titles = ["A square is cleared", *(f"Title {number}" for number in range(9)), "Zenith"]
    statements = [make_statement("veltania", "courier", schema.properties["title"], text, None) for text in titles]
    entity = FtmEntity("courier", schema, "veltania", [statement for statement in statements if statement])

    assert caption(entity) == "A square is cleared"


def test_other_hash_seeds_and_places_give_the_same_bytes(public: Path, tmp_path: Path) -> None:
    (tmp_path / "case").mkdir()
    case = copy_shipped(tmp_path / "case")
    command = [sys.executable, "-m", "dossier", "--case", str(case), "export", "--out", str(tmp_path / "out")]
    subprocess.run(command, env={**os.environ, "PYTHONHASHSEED": "4242"}, check=True, capture_output=True)
    found = {path.name: path.read_bytes() for path in (tmp_path / "out/public/export").iterdir()}

    assert set(found) == FULL
    assert found == {path.name: path.read_bytes() for path in public.iterdir()}


# ---------------------------------------------------------------------------------------------- an invented small case


@pytest.fixture
def case(tmp_path: Path) -> Path:
    return write_case(tmp_path / "case")


def view_of(root: Path, edition: str = "public") -> View:
    problems = Problems()
    checked = check_case(root, problems)
    assert checked
    view = checked.view(edition, problems)
    assert not problems.errors, problems.errors
    return view


def exported(root: Path, edition: str = "public") -> Entities:
    publish(view_of(root, edition), root / "out" / edition / "export")
    return read(root / "out" / edition / "export")


MINISTER = """\
id: halvik
schema: Person
person: {person}
publish: {publish}
cite: courier/order
properties: {{name: Oren Halvik}}
acts:
  - {{act: clearing-2024, attribution: {attribution}, role: had the square cleared, cite: courier/order}}
"""
VICTIM = """\
---
id: victim-1
schema: Person
person: victim
label: Victim A
withhold: [Brandd]
cite: courier/beating
properties:
  name: Ilva Brandt
"""


@pytest.mark.parametrize("attribution", ATTRIBUTIONS)
@pytest.mark.parametrize("publish", ["true", "false"])
@pytest.mark.parametrize("person", ["nominee", "official"])
def test_only_a_published_person_with_an_act_of_his_own_is_a_target(
    tmp_path: Path, person: str, publish: str, attribution: str
) -> None:
    minister = MINISTER.format(person=person, publish=publish, attribution=attribution)
    case = write_case(tmp_path, **{PEOPLE: minister + VICTIM})
    own = attribution in ("personal-act", "order", "command", "call")

    entities = exported(case)

    assert ("poi" in entities["veltania-harbour-halvik"][1].get("topics", ())) is (own and publish == "true")
    link = entities.get("veltania-harbour-halvik.act.clearing-2024")
    assert (link is not None) is own
    if link:
        assert link[1]["status"] == {attribution}
        assert link[1]["role"] == {"had the square cleared"}


def test_without_an_act_nobody_is_a_target(tmp_path: Path) -> None:
    minister = MINISTER.format(person="nominee", publish="true", attribution="order").split("acts:")[0]
    case = write_case(tmp_path, **{PEOPLE: minister + VICTIM})

    assert "topics" not in exported(case)["veltania-harbour-halvik"][1]


def test_a_victim_is_in_the_internal_export_alone_and_without_topics(case: Path) -> None:
    act = "acts: [{act: beating-2024, attribution: personal-act, role: fined, cite: courier/beating}]"
    change(case, PEOPLE, "person: victim", f"person: victim\npublish: true\n{act}")

    inside = exported(case, "internal")

    assert inside["veltania-harbour-victim-1"][1] == {"name": {"Ilva Brandt"}}
    assert inside["veltania-harbour-beating-2024"][1]["involved"] == {"veltania-harbour-victim-1"}
    for edition in ("public", "authority"):
        outside = exported(case, edition)
        assert "veltania-harbour-victim-1" not in outside
        assert "involved" not in outside["veltania-harbour-beating-2024"][1]


@pytest.mark.parametrize(
    ("after", "topic"),
    [
        ("name: Oren Halvik", "sanction"),
        ("name: Oren Halvik", "sanction.linked"),
        ("name: Oren Halvik", "crime.war"),
        ("name: Oren Halvik", "wanted"),
        ("name: Oren Halvik", "crime.cyber"),
        ("name: Oren Halvik", "role.spy"),
        ("name: Oren Halvik", "poi"),
        ("name: Ilva Brandt", "crime.terror"),
        ("name: Ilva Brandt", "role.act"),
    ],
)
def test_a_topic_by_hand_that_marks_somebody_stops_the_export(tmp_path: Path, after: str, topic: str) -> None:
    minister = MINISTER.format(person="nominee", publish="true", attribution="order")
    people = (minister + VICTIM).replace("properties: {name: Oren Halvik}", "properties:\n  name: Oren Halvik")
    case = write_case(tmp_path, **{PEOPLE: people.replace(after, f"{after}\n  topics: {topic}")})

    result = dossier(case, "export", "--edition", "internal")

    assert_told(result, "topic-refused", PEOPLE, line_of(case, PEOPLE, "topics:"))
    assert not (case / "build/internal/export").exists()


def test_an_office_is_no_mark(tmp_path: Path) -> None:
    minister = MINISTER.format(person="nominee", publish="true", attribution="order")
    people = minister.replace("{name: Oren Halvik}", "{name: Oren Halvik, topics: role.pep}") + VICTIM

    assert exported(write_case(tmp_path, **{PEOPLE: people}))["veltania-harbour-halvik"][1]["topics"] == {
        "poi", "role.pep",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("after", "before", "certain"),
    [
        ("2023-03-20", "2023-04-12", "2023"),
        ("2023-03-20", "2023-03-28", "2023-03"),
        ("2023-03-20", "2023-03-20", "2023-03-20"),
        ("2022-12-30", "2023-01-02", None),
        ("2023", "2023-05", "2023"),
        ("2023-05", "2023-05-04", "2023-05"),
        ("2023-03-20", None, None),
        (None, "2023-03-20", None),
    ],
)
def test_a_day_not_known_is_exported_as_far_as_it_is_certain(
    after: str | None, before: str | None, certain: str | None
) -> None:
    assert certain_date(after, before) == certain


def test_a_date_that_is_stated_is_not_joined_by_another(case: Path) -> None:
    assert exported(case)["veltania-harbour-beating-2024"][1]["date"] == {"2024-04"}

    change(case, ACTS, "  name: Beating of a demonstrator", "  name: Beating of a demonstrator\n  date: 2024-04-14")
    release(case, 2)

    assert exported(case)["veltania-harbour-beating-2024"][1]["date"] == {"2024-04-14"}


def test_evidence_stands_on_things_as_edges_and_on_edges_as_proof(case: Path) -> None:
    entities = exported(case)
    order = view_of(case).quotations["courier/order"].excerpt.quote

    edge = entities["veltania-harbour-halvik.E1.2"]
    assert edge == (
        "Documentation",
        {
            "document": {"veltania-harbour-courier"},
            "entity": {"veltania-harbour-halvik"},
            "role": {"quotation"},
            "summary": {order},
        },
    )
    office = entities["veltania-harbour-halvik.office.interior-minister"]
    assert office[1]["proof"] == {"veltania-harbour-courier"}
    assert office[1]["summary"] == {order}
    assert office[1]["date"] == {"2024-04-14"}
    assert not any(id_.startswith("veltania-harbour-halvik.office.interior-minister.E") for id_ in entities)


def test_a_quotation_with_names_replaced_says_so(case: Path) -> None:
    edge = exported(case)["veltania-harbour-beating-2024.E1.4"][1]

    assert edge["role"] == {"quotation, names replaced"}
    assert edge["summary"] == {
        "Later that night police officers beat a demonstrator, [Victim A], who was fined 66,000 talers."
    }


def test_a_hash_of_a_capture_leaves_only_with_the_whole_capture(case: Path) -> None:
    sha1 = hashlib.sha1((case / "evidence/courier/capture.txt").read_bytes(), usedforsecurity=False).hexdigest()

    assert exported(case, "internal")["veltania-harbour-courier"][1]["contentHash"] == {sha1}
    assert "contentHash" not in exported(case, "public")["veltania-harbour-courier"][1]
    assert sha1.encode() not in b"".join(path.read_bytes() for path in (case / "out/public/export").iterdir())


def test_notes_are_internal(case: Path) -> None:
    change(case, ACTS, "name: Clearing of Harbour Square", "name: {value: Clearing, note: MARKEDNOTE}")
    change(case, ACTS, "cite: courier/order\n", "cite: courier/order\nnote: MARKEDNOTE\n")

    for edition in EDITIONS:
        exported(case, edition)
        for path in (case / "out" / edition / "export").iterdir():
            assert b"MARKEDNOTE" not in path.read_bytes()


def test_words_leave_in_the_form_every_ftm_tool_keeps(case: Path) -> None:
    decomposed = "Майор Ёлкин сказал\u200b: никого не бить."
    words = unicodedata.normalize("NFD", decomposed)
    text = case / "evidence/courier/capture.txt"
    text.write_text(text.read_text(encoding="utf-8") + "\n" + words + "\n", encoding="utf-8")
    change(case, SOURCE, "excerpts:\n", f'excerpts:\n  major: "{words}"\n')
    change(case, ACTS, "cite: courier/order\n", "cite: [courier/order, courier/major]\n")

    entities = exported(case)
    file = case / "out/public/export/entities.ftm.json"

    summaries = {text for _, properties in entities.values() for text in properties.get("summary", ())}
    assert unicodedata.normalize("NFC", "Майор Ёлкин сказал: никого не бить.") in summaries
    assert by_ftm(ftm("validate", "-i", str(file))) == entities


# ------------------------------------------------------------------------------------------ nothing is lost silently


def without(view: View, **changed: Any) -> View:
    return dataclasses.replace(view, **changed)


def test_a_reference_to_what_is_not_exported_stops_the_export(case: Path) -> None:
    view = view_of(case)
    fewer = {id_: entity for id_, entity in view.entities.items() if id_ != "interior-minister"}

    with pytest.raises(Stop) as stopped:
        publish(without(view, entities=fewer), case / "out/export")

    assert [problem.code for problem in stopped.value.problems] == ["dangling-reference"]
    assert not (case / "out/export").exists()


def test_a_value_that_ftm_drops_stops_the_export(case: Path) -> None:
    view = view_of(case)
    minister = view.entities["halvik"]
    bad = VisibleValue("birthDate", "circa 1970", minister.place)
    entities = {**view.entities, "halvik": dataclasses.replace(minister, values=(*minister.values, bad))}

    with pytest.raises(Stop) as stopped:
        publish(without(view, entities=entities), case / "out/export")

    assert [problem.code for problem in stopped.value.problems] == ["value-dropped"]


def test_a_thing_whose_name_the_edition_hides_stops_that_edition(case: Path) -> None:
    change(case, PEOPLE, "name: Mira Tossen", "name: {value: Mira Tossen, edition: internal}")
    assert_told(dossier(case, "export"), "id-names-withheld", PEOPLE, line_of(case, PEOPLE, "id: tossen"))
    change(case, PEOPLE, "id: tossen", "id: deputy")

    told = assert_told(dossier(case, "export"), "missing-property", PEOPLE, line_of(case, PEOPLE, "id: deputy"))

    assert "the public edition" in told.text
    assert dossier(case, "export", "--edition", "internal").code == 0


def test_an_edge_that_lost_an_end_stops_the_export(case: Path) -> None:
    with (case / PEOPLE).open("a") as file:
        file.write("---\nid: kin\nschema: Family\nproperties: {person: halvik, relative: tossen}\n")
    view = view_of(case)
    kin = view.entities["kin"]
    one_end = dataclasses.replace(kin, values=tuple(value for value in kin.values if value.prop != "relative"))

    assert exported(case)["veltania-harbour-kin"][1]["relative"] == {"veltania-harbour-tossen"}
    with pytest.raises(Stop) as stopped:
        publish(without(view, entities={**view.entities, "kin": one_end}), case / "out/export")
    assert "relative" in str(stopped.value)


def test_a_quotation_longer_than_ftm_keeps_stops_the_export(case: Path) -> None:
    words = "Words that nobody would quote whole. " + "A long sentence follows. " * 3000
    text = case / "evidence/courier/capture.txt"
    text.write_text(text.read_text(encoding="utf-8") + f"\n{words.strip()}\n", encoding="utf-8")
    change(case, SOURCE, "excerpts:\n", f'excerpts:\n  long: "{words.strip()}"\n')
    change(case, ACTS, "cite: courier/order\n", "cite: [courier/order, courier/long]\n")

    with pytest.raises(Stop) as stopped:
        exported(case)
    assert {problem.code for problem in stopped.value.problems} == {"value-too-long"}


def test_metadata_that_a_dataset_cannot_hold_stops_the_export(case: Path) -> None:
    view = view_of(case)
    publisher = dataclasses.replace(view.meta.publisher, url="example dot org")

    with pytest.raises(Stop) as stopped:
        publish(without(view, meta=dataclasses.replace(view.meta, publisher=publisher)), case / "out/export")

    (problem,) = stopped.value.problems
    assert problem.code == "value-dropped"
    assert "publisher.url" in problem.message
    assert not (case / "out/export").exists()


# ---------------------------------------------------------------------------------------- whole, or as it was before


def release(case: Path, number: int) -> None:
    """Raise the release of the case."""
    change(case, "case.yml", f"release: {number - 1}", f"release: {number}")


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_an_unchanged_export_is_not_written_again(case: Path) -> None:
    folder = case / "build/public/export"
    first = dossier(case, "export")
    before = {path.name: path.stat() for path in folder.iterdir()}

    second = dossier(case, "export")

    assert "written." in first.out
    assert "not written again" in second.out
    assert {path.name: path.stat() for path in folder.iterdir()} == before
    (folder / "statements.csv").write_text("spoilt")
    third = dossier(case, "export")
    assert "not written again" not in third.out
    assert (folder / "statements.csv").stat().st_size == before["statements.csv"].st_size
    change(case, ACTS, "Clearing of Harbour Square", "The clearing of Harbour Square")
    release(case, 2)
    assert "not written again" not in dossier(case, "export").out


def test_what_only_the_rules_of_the_export_read_is_no_comment(case: Path) -> None:
    dossier(case, "export")
    change(case, PEOPLE, "person: nominee", "person: nominee\npublish: true")
    release(case, 2)

    assert "not written again" not in dossier(case, "export").out
    assert read(case / "build/public/export")["veltania-harbour-halvik"][1]["topics"] == {"poi"}


def test_a_comment_in_the_case_changes_no_publication(case: Path) -> None:
    dossier(case, "export")
    (case / ACTS).write_text("# a remark\n" + (case / ACTS).read_text())

    assert "not written again" in dossier(case, "export").out


def fail_while_feeding(patch: pytest.MonkeyPatch, error: type[BaseException]) -> None:
    feed = EntitiesExporter.feed

    def fails(self: EntitiesExporter, entity: FtmEntity) -> None:
        if self.rows == 3:
            raise error("no space left")
        feed(self, entity)

    patch.setattr(EntitiesExporter, "feed", fails)


def fail_while_moving(patch: pytest.MonkeyPatch, error: type[BaseException]) -> None:
    rename = Path.rename

    def fails(self: Path, target: Path) -> Path:
        if self.name == ".export.new":
            raise error("no space left")
        return rename(self, target)

    patch.setattr(Path, "rename", fails)


@pytest.mark.parametrize("fail", [fail_while_feeding, fail_while_moving])
@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt, OSError])
def test_an_aborted_export_leaves_the_last_one(
    case: Path, monkeypatch: pytest.MonkeyPatch, error: type[BaseException], fail: Callable[..., None]
) -> None:
    folder = case / "out/export"
    publish(view_of(case), folder)
    before = snapshot(case / "out")
    change(case, ACTS, "Clearing of Harbour Square", "The clearing of Harbour Square")
    release(case, 2)

    with monkeypatch.context() as patch:
        fail(patch, error)
        with pytest.raises(Stop if error is OSError else error):
            publish(view_of(case), folder)

    assert snapshot(case / "out") == before
    assert publish(view_of(case), folder).changed


KILLED = """
import os, signal, sys
from dossier.publish.entities import EntitiesExporter
feed = EntitiesExporter.feed
def killed(self, entity):
    if self.rows == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    feed(self, entity)
EntitiesExporter.feed = killed
sys.argv = ["dossier", "--case", sys.argv[1], "export"]
from dossier.cli import main
main()
"""


def test_a_killed_export_leaves_the_last_one_and_the_next_clears_up(case: Path) -> None:
    assert dossier(case, "export").code == 0
    folder = case / "build/public/export"
    before = files(folder)
    change(case, ACTS, "Clearing of Harbour Square", "The clearing of Harbour Square")
    release(case, 2)

    done = subprocess.run([sys.executable, "-c", KILLED, str(case)], capture_output=True, timeout=60, check=False)

    assert done.returncode == -signal.SIGKILL, done.stderr
    assert files(folder) == before
    assert (case / "build/public/.export.new").exists()
    assert dossier(case, "export").code == 0
    assert files(folder) != before
    assert sorted(path.name for path in (case / "build/public").iterdir()) == [".lock", "export"]


def test_what_a_run_killed_while_moving_left_is_put_back(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = case / "out/export"
    publish(view_of(case), folder)
    before = snapshot(case / "out")
    folder.rename(case / "out/.export.old")
    change(case, ACTS, "Clearing of Harbour Square", "The clearing of Harbour Square")
    release(case, 2)

    with monkeypatch.context() as patch:
        fail_while_feeding(patch, RuntimeError)
        with pytest.raises(RuntimeError):
            publish(view_of(case), folder)

    assert snapshot(case / "out") == before


def test_what_no_export_wrote_is_not_deleted(case: Path) -> None:
    folder = case / "build/public/export"
    folder.mkdir(parents=True)
    (folder / "my-notes.txt").write_text("mine")

    told = assert_told(dossier(case, "export"), "output-unwritable")

    assert "my-notes.txt" in told.text
    assert files(folder) == {"my-notes.txt": b"mine"}


def test_two_exports_at_a_time_do_not_mix(case: Path) -> None:
    with locked(case / "build/public"):
        assert_told(dossier(case, "export"), "output-locked")
        assert dossier(case, "export", "--edition", "internal").code == 0
    assert not (case / "build/public/export").exists()


def test_a_case_with_an_error_writes_nothing(case: Path) -> None:
    before = snapshot(case)
    change(case, ACTS, "date: 2024-04-14", "date: spring of 2024")

    result = dossier(case, "export")

    assert_told(result, "value-dropped", ACTS)
    assert "Nothing was written" in result.out
    assert snapshot(case).keys() == before.keys()


def test_warnings_stop_only_a_strict_export(case: Path) -> None:
    strict = dossier(case, "export", "--strict")  # nothing is pinned yet

    assert strict.code == 1
    assert "excerpt-unpinned" in strict.codes()
    assert not (case / "build").exists()
    assert dossier(case, "export").code == 0
    assert dossier(case, "pin").code == 0
    assert dossier(case, "export", "--strict").code == 0


# -------------------------------------------------------------------------------------------------------- the command


def test_one_edition_leaves_the_others_alone(case: Path) -> None:
    assert dossier(case, "export").code == 0
    before = snapshot(case / "build/public")

    assert dossier(case, "export", "--edition", "internal").code == 0

    assert snapshot(case / "build/public") == before
    assert json.loads((case / "build/internal/export/index.json").read_bytes())["edition"] == "internal"


def test_addresses_are_written_only_under_a_base(case: Path) -> None:
    assert dossier(case, "export").code == 0
    assert dossier(case, "export", "--base-url", "https://data.example.org/veltania/").code == 0
    index = json.loads((case / "build/public/export/index.json").read_bytes())

    assert [row["url"] for row in index["resources"]] == [
        f"https://data.example.org/veltania/{row['name']}" for row in index["resources"]
    ]
    assert Dataset(dict(index)).model.resources[0].url == index["resources"][0]["url"]


@pytest.mark.parametrize("address", ["data", "ftp://example.org/data", "https:///data"])
def test_a_base_that_is_no_web_address_is_wrong_usage(case: Path, address: str) -> None:
    result = dossier(case, "export", "--base-url", address)

    assert result.code == 2
    assert "https://" in result.err
    assert not (case / "build").exists()


def test_the_report_for_machines_says_what_was_written(case: Path, tmp_path: Path) -> None:
    result = dossier(case, "export", "--format", "json", "--out", str(tmp_path / "elsewhere"))
    data = json.loads(result.out)
    folder = tmp_path / "elsewhere/public/export"

    assert data["ok"] is True
    assert Path(data["folder"]) == folder
    assert data["changed"] is True
    assert data["entities"] == len(read(folder))
    assert data["statements"] == len(list(csv.DictReader(io.StringIO((folder / "statements.csv").read_text()))))
    assert data["claims"] == len(json.loads((folder / "claims.json").read_bytes())["claims"])
    assert {file["name"]: file["size"] for file in data["files"]} == {
        path.name: path.stat().st_size for path in folder.iterdir()
    }
    assert not (case / "build").exists()


def test_wrong_usage_exits_2(case: Path) -> None:
    result = dossier(case, "export", "--edition", "press")

    assert result.code == 2
    assert not (case / "build").exists()


def test_the_editions_of_the_command_are_those_of_the_case() -> None:
    assert tuple(map(str, Edition)) == EDITIONS


def versions(view: View) -> Iterator[str]:
    for as_of, release in (("2026-11-21", 1), ("2026-11-21", 2), ("2026-11-21", 10), ("2026-11-21", 86_399)):
        yield version_of(without(view, meta=dataclasses.replace(view.meta, as_of=as_of, release=release)))
    yield version_of(without(view, meta=dataclasses.replace(view.meta, as_of="2026-11-22", release=1)))


def test_versions_grow_with_release_and_date(case: Path) -> None:
    found = list(versions(view_of(case)))

    assert found == sorted(found)
    assert len(set(found)) == len(found)
    assert all(str(Version.from_string(version)) == version for version in found)
