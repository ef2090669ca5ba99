"""The files of a publication beside the entities: targets, deltas, statistics; and what an export refuses."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from followthemoney import model
from followthemoney.dataset import DataCatalog, Dataset
from followthemoney.statement import CSV, Statement
from followthemoney.statement.serialize import read_statements
from followthemoney.types import registry

from benchmarks.made_view import make_view
from dossier.checking.topics import LISTED
from dossier.publish import FILE_NAMES, SINCE_ONLY, earlier, publish
from dossier.publish.simple import COLUMNS
from dossier.publish.store import shown_store
from dossier.publish.texts import PATTERN
from tests.cases import assert_told, change, dossier, line_of, pin, run, write_case
from tests.test_export import read

PEOPLE, ACTS, SOURCE = "entities/people.yml", "entities/acts.yml", "evidence/courier/source.yml"
HALVIK = "veltania-harbour-halvik"
REGISTER = """\
schema: Article
origin: velta-courier
relies_on: []
properties: {title: Register of listings, publishedAt: 2025-04-01, language: eng}
capture: {file: capture.txt, captured_at: not-known, method: supplied}
assessment: {reliability: B, credibility: 2, because: The register of the authority itself.}
excerpts:
  halvik: The Sanctions Office of Marenia listed Oren Halvik on 4 March 2025 under programme MR-HR.
"""
LISTING = """\
---
id: halvik-listing
schema: Sanction
cite: register/halvik
properties:
  entity: halvik
  authority: Sanctions Office of Marenia
  programId: MR-HR
  startDate: 2025-03-04
  status: active
"""


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """A case with one target, a minister: `poi`, two names in other scripts and an alias that is weak."""
    root = write_case(tmp_path / "case")
    change(root, PEOPLE, "person: nominee", "person: nominee\npublish: true")
    names = """\
  name: {value: Oren Halvik, lang: eng}
  alias:
    - {value: Орен Халвик, lang: rus, derived: the same name in Cyrillic}
    - {value: أورين هالفيك, lang: ara, derived: the same name in Arabic}
  weakAlias: {value: Harbour Oren, derived: a nickname}
"""
    change(root, PEOPLE, "  name: {value: Oren Halvik, lang: eng}\n", names)
    return root


def export(case: Path, *args: str) -> Path:
    """Export by the command; the folder."""
    result = dossier(case, "export", *args)
    assert result.code == 0, result.out + result.err
    return case / "build/public/export"


def release(case: Path, number: int) -> None:
    change(case, "case.yml", f"release: {number - 1}", f"release: {number}")


def published(case: Path, goal: str) -> Path:
    """A copy of the export, as it was published."""
    return Path(shutil.copytree(export(case), case.parent / goal))


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_bytes().splitlines()]


def statements(folder: Path) -> list[Statement]:
    return list(read_statements(io.BytesIO((folder / "statements.csv").read_bytes()), CSV))


def table(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))


# -------------------------------------------------------------------------------------------------------- the targets


def test_a_target_is_a_row_of_sixteen_columns(case: Path) -> None:
    path = export(case) / "targets.simple.csv"
    (row,) = table(path)

    assert tuple(row) == COLUMNS
    assert len(COLUMNS) == 16
    assert row["id"] == HALVIK
    assert row["name"] == "Oren Halvik"
    assert row["aliases"].split(";") == sorted(["Harbour Oren", "Орен Халвик", "أورين هالفيك"])
    assert (row["sanctions"], row["program_ids"]) == ("", "")
    assert row["dataset"] == "Harbour Square in Veltania"
    assert {row["first_seen"], row["last_seen"], row["last_change"]} == {"2026-11-21T00:00:00"}


def test_values_with_a_semicolon_stay_whole(case: Path) -> None:
    change(case, PEOPLE, "Harbour Oren", "Harbour; Oren")
    (row,) = table(export(case) / "targets.simple.csv")

    (cell,) = csv.reader([row["aliases"]], delimiter=";")
    assert "Harbour; Oren" in cell


def test_only_targets_stand_in_the_files_of_targets(case: Path) -> None:
    folder = export(case)

    assert (folder / "names.txt").read_text(encoding="utf-8").splitlines() == [
        "Harbour Oren", "Oren Halvik", "Орен Халвик", "أورين هالفيك",
    ]  # fmt: skip
    assert [row["RECORD_ID"] for row in lines(folder / "senzing.json")] == [HALVIK]
    assert [row["id"] for row in lines(folder / "targets.nested.json")] == [HALVIK]
    for name in ("names.txt", "senzing.json", "targets.simple.csv", "targets.nested.json"):
        text = (folder / name).read_text(encoding="utf-8")
        assert "Tossen" not in text.replace("Mira Tossen, watched", ""), "an official without an act of his own"
        assert "Brandt" not in text


def test_without_publish_nobody_is_a_target(case: Path) -> None:
    change(case, PEOPLE, "publish: true\n", "")
    folder = export(case)

    assert (folder / "names.txt").read_bytes() == (folder / "senzing.json").read_bytes() == b""
    assert (folder / "targets.nested.json").read_bytes() == b""
    assert table(folder / "targets.simple.csv") == []
    assert json.loads((folder / "index.json").read_bytes())["target_count"] == 0


def test_a_target_is_nested_with_its_links_and_what_they_lead_to(case: Path) -> None:
    (nested,) = lines(export(case) / "targets.nested.json")
    flat = {row["id"]: row for row in lines(case / "build/public/export/entities.ftm.json")}
    (link,) = nested["properties"]["unknownLinkTo"]
    (act,) = link["properties"]["object"]
    (evidence,) = nested["properties"]["documentedBy"]

    assert link["properties"]["subject"] == [HALVIK], "the way back is not walked again"
    assert link["properties"]["status"] == ["order"]
    assert act == flat["veltania-harbour-clearing-2024"]
    assert evidence["properties"]["document"] == [flat["veltania-harbour-courier"]]
    assert nested["properties"]["positionOccupancies"][0]["properties"]["post"][0]["caption"].startswith("Interior")
    assert {key: nested[key] for key in nested if key != "properties"} == {
        key: flat[HALVIK][key] for key in flat[HALVIK] if key != "properties"
    }


def test_a_senzing_record_says_what_the_entity_does(case: Path) -> None:
    (record,) = lines(export(case) / "senzing.json")

    assert record["RECORD_TYPE"] == "PERSON"
    assert record["DATA_SOURCE"] == "VELTANIA_HARBOUR"
    assert record["NAMES"][0] == {"NAME_TYPE": "PRIMARY", "NAME_FULL": "Oren Halvik"}
    assert {row["NAME_FULL"] for row in record["NAMES"][1:]} == {"Harbour Oren", "Орен Халвик", "أورين هالفيك"}
    assert record["RISKS"] == [{"TOPIC": "poi"}]
    assert "RELATIONSHIPS" not in record, "an act is no target"


def test_a_relation_between_targets_is_in_both_records(case: Path) -> None:
    change(case, PEOPLE, "person: official\n", "person: official\npublish: true\nacts:\n  - act: clearing-2024\n"
           "    attribution: personal-act\n    role: watched from a window\n    cite: courier/deputy\n")  # fmt: skip
    with (case / PEOPLE).open("a") as file:
        file.write("---\nid: kin\nschema: Family\ncite: courier/deputy\n"
                   "properties: {person: halvik, relative: tossen, relationship: sister}\n")  # fmt: skip
    records = {row["RECORD_ID"]: row for row in lines(export(case) / "senzing.json")}

    (relation,) = records[HALVIK]["RELATIONSHIPS"]
    assert relation == records["veltania-harbour-tossen"]["RELATIONSHIPS"][0]
    assert relation["REL_ANCHOR_KEY"] == HALVIK
    assert relation["REL_POINTER_KEY"] == "veltania-harbour-tossen"
    assert relation["REL_POINTER_ROLE"] == "sister"


def test_names_keep_their_script_and_language(case: Path) -> None:
    found = [s for s in statements(export(case)) if s.entity_id == HALVIK]
    named = {(s.prop, s.value, s.lang) for s in found if s.prop_type == "name"}

    assert named == {
        ("name", "Oren Halvik", "eng"),
        ("alias", "Орен Халвик", "rus"),
        ("alias", "أورين هالفيك", "ara"),
        ("weakAlias", "Harbour Oren", None),
    }


# ---------------------------------------------------------------------------------------------------------- the counts


def test_the_statistics_are_what_a_recount_gives(case: Path) -> None:
    folder = export(case)
    rows = lines(folder / "entities.ftm.json")
    data = json.loads((folder / "statistics.json").read_bytes())
    things = [row for row in rows if model[row["schema"]].is_a("Thing")]
    persons = [row for row in rows if row["schema"] == "Person"]
    named = {(row["schema"], row["property"]): row for row in data["things"]["entities_with_prop"]}

    assert data["entity_count"] == len(rows)
    assert data["things"]["total"] == len(things)
    counted = {row["name"]: row["count"] for row in data["things"]["schemata"]}
    assert counted == Counter(row["schema"] for row in things)
    assert data["target_count"] == data["targets"]["total"] == sum(row["target"] for row in rows) == 1
    assert named["Person", "alias"] == {
        "schema": "Person", "property": "alias", "count": 1, "total": len(persons), "fill_rate": 1 / len(persons),
    }  # fmt: skip
    assert data["last_change"] == "2026-11-21T00:00:00"


def test_an_entity_is_a_target_by_its_topics_alone(case: Path) -> None:
    for row in lines(export(case) / "entities.ftm.json"):
        assert row["target"] is bool(registry.topic.RISKS.intersection(row["properties"].get("topics", ())))


def test_the_catalogue_holds_the_index(case: Path) -> None:
    folder = export(case, "--base-url", "https://example.org/data/")
    index = json.loads((folder / "index.json").read_bytes())
    catalog = DataCatalog.from_path(Dataset, folder / "catalog.json")
    dataset = catalog.require("veltania_harbour")

    assert json.loads((folder / "catalog.json").read_bytes())["datasets"] == [index]
    assert {row.name: row.url for row in dataset.model.resources} == {
        name: f"https://example.org/data/{name}"
        for name in {*FILE_NAMES, "text.courier.c1.txt"} - {*SINCE_ONLY, PATTERN, "index.json", "catalog.json"}
    }
    assert index["statistics_url"] == "https://example.org/data/statistics.json"
    assert index["index_url"] == "https://example.org/data/index.json"
    assert "delta_url" not in index


def test_the_case_may_say_where_it_is_served(case: Path) -> None:
    change(case, "case.yml", "release: 1", "release: 1\nbase_url: https://data.example.org/veltania")
    index = json.loads((export(case) / "index.json").read_bytes())

    assert {row["url"].rsplit("/", 1)[0] for row in index["resources"]} == {"https://data.example.org/veltania"}
    assert dossier(case, "export", "--base-url", "https://example.org/elsewhere").code == 0
    assert "elsewhere" in (case / "build/public/export/catalog.json").read_text(), "addresses may change"


def test_only_what_is_named_is_written_and_the_index_lists_it(case: Path) -> None:
    folder = export(case)
    whole = (folder / "names.txt").read_bytes()
    export(case, "--only", "names.txt", "--only", "senzing.json")
    index = json.loads((folder / "index.json").read_bytes())

    assert {path.name for path in folder.iterdir()} == {"index.json", "names.txt", "senzing.json"}
    assert [row["name"] for row in index["resources"]] == ["names.txt", "senzing.json"]
    assert (folder / "names.txt").read_bytes() == whole
    assert index["entity_count"] > 5


@pytest.mark.parametrize(
    "args",
    [("--only", "names.csv"), ("--only", "delta.json"), ("--only", "names.txt", "--to", "sqlite:///a.db")],
)
def test_options_that_say_nothing_are_wrong_usage(case: Path, args: tuple[str, ...]) -> None:
    assert dossier(case, "export", *args).code == 2
    assert not (case / "build").exists()


# ---------------------------------------------------------------------------------------------------------- the delta


def test_the_delta_of_an_edited_case_lists_exactly_the_edited_entities(case: Path) -> None:
    before = published(case, "one")
    change(case, ACTS, "name: Clearing of Harbour Square", "name: The clearing of Harbour Square")
    change(case, ACTS, "---\nid: search-2024\nschema: Event\nproperties:\n  name: Search of a house\n",
           "---\nid: protest-2024\nschema: Event\nproperties:\n  name: A protest\n")  # fmt: skip
    change(case, PEOPLE, "  context: [search-2024]\n", "")
    release(case, 2)

    folder = export(case, "--since", str(before), "--base-url", "https://example.org/data")
    delta = lines(folder / "entities.delta.json")
    now = {row["id"]: row for row in lines(folder / "entities.ftm.json")}

    assert [(row["op"], row["entity"]["id"]) for row in delta] == [
        ("MOD", "veltania-harbour-clearing-2024"),
        ("ADD", "veltania-harbour-protest-2024"),
        ("DEL", "veltania-harbour-search-2024"),
    ]
    assert delta[0]["entity"] == now["veltania-harbour-clearing-2024"]
    assert delta[1]["entity"] == now["veltania-harbour-protest-2024"]
    assert delta[2]["entity"] == {"id": "veltania-harbour-search-2024"}
    address = "https://example.org/data/entities.delta.json"
    assert json.loads((folder / "delta.json").read_bytes()) == {
        "versions": {"20261121000001-pub": address, "20261121000002-pub": address}
    }
    assert json.loads((folder / "index.json").read_bytes())["delta_url"] == "https://example.org/data/delta.json"


TOSSEN = "id: tossen\nschema: Person\nperson: official\n"
# Edits of the case: the file, its words, the words in their place; and the operations that say so, of nothing else.
EDITS = {
    "nothing": ((ACTS, "id: search-2024\n", "# a comment\nid: search-2024\n"), []),
    "a name": ((PEOPLE, "name: Mira Tossen", "name: Mira B. Tossen"), ["MOD tossen"]),
    "the language of a name": ((PEOPLE, "{value: Oren Halvik, lang: eng}", "Oren Halvik"), ["MOD halvik"]),
    "an id": (
        (PEOPLE, TOSSEN, TOSSEN.replace("tossen", "mira-tossen")),
        ["ADD mira-tossen", "ADD mira-tossen.E1.3", "DEL tossen", "DEL tossen.E1.3"],
    ),
    "withdrawn from this edition": (
        (ACTS, "id: search-2024\nschema: Event\n", "id: search-2024\nschema: Event\nedition: internal\n"),
        ["DEL search-2024"],
    ),
    "a quotation": (
        (
            SOURCE,
            "quote: His deputy, Mira Tossen, watched from a window of the ministry.",
            "quote: His deputy, Mira Tossen, watched from a window",
        ),
        ["MOD tossen.E1.3"],
    ),
    "no longer published": ((PEOPLE, "publish: true\n", ""), ["MOD halvik"]),
    "another attribution": (
        (PEOPLE, "    attribution: order\n", "    attribution: command\n"),
        ["MOD halvik.act.clearing-2024"],
    ),
}


@pytest.mark.parametrize("edit", EDITS)
def test_the_delta_lists_what_an_edit_changed_and_nothing_else(case: Path, edit: str) -> None:
    before = published(case, "one")
    words, expected = EDITS[edit]
    change(case, *words)
    release(case, 2)
    folder = export(case, "--since", str(before))

    delta = lines(folder / "entities.delta.json")
    assert [f"{row['op']} {row['entity']['id'].removeprefix('veltania-harbour-')}" for row in delta] == expected
    changed = {row["entity"]["id"] for row in delta}
    said: dict[Path, dict[str, set[tuple[str, ...]]]] = {before: {}, folder: {}}
    for where, entities in said.items():
        for s in statements(where):
            entities.setdefault(s.entity_id, set()).add((s.schema, s.prop, s.value, s.lang or ""))
    assert changed == {
        id_ for id_ in said[before].keys() | said[folder].keys() if said[before].get(id_) != said[folder].get(id_)
    }


def test_the_delta_brings_the_earlier_publication_to_the_new_one(case: Path) -> None:
    before = published(case, "one")
    change(case, ACTS, "name: Clearing of Harbour Square", "name: The clearing of Harbour Square")
    change(case, PEOPLE, "  weakAlias: {value: Harbour Oren, derived: a nickname}\n", "")
    release(case, 2)
    folder = export(case, "--since", str(before))

    held = {row["id"]: row for row in lines(before / "entities.ftm.json")}
    for row in lines(folder / "entities.delta.json"):
        if row["op"] == "DEL":
            del held[row["entity"]["id"]]
        else:
            held[row["entity"]["id"]] = row["entity"]
    assert held == {row["id"]: row for row in lines(folder / "entities.ftm.json")}


def test_times_are_carried_over(case: Path) -> None:
    before = published(case, "one")
    change(case, "case.yml", "as_of: 2026-11-21", "as_of: 2026-12-24")
    change(case, ACTS, "name: Clearing of Harbour Square", "name: The clearing of Harbour Square")

    folder = export(case, "--since", str(before))
    old, new = "2026-11-21T00:00:00", "2026-12-24T00:00:00"
    rows = {(s.entity_id, s.prop, s.value): s for s in statements(folder)}
    act = "veltania-harbour-clearing-2024"
    (own,) = [s for (entity, prop, _), s in rows.items() if (entity, prop) == (act, "id")]
    (unchanged,) = [s for (entity, prop, _), s in rows.items() if (entity, prop) == (HALVIK, "id")]
    entities = {row["id"]: row for row in lines(folder / "entities.ftm.json")}

    assert rows[act, "name", "The clearing of Harbour Square"].first_seen == new
    assert rows[act, "date", "2024-04-14"].first_seen == old
    assert (own.first_seen, unchanged.first_seen) == (new, old), "since when the entity is as it is"
    assert {s.last_seen for s in rows.values()} == {new}
    times = ("first_seen", "last_seen", "last_change")
    assert [entities[act][key] for key in times] == [old, new, new]
    assert [entities[HALVIK][key] for key in times] == [old, new, old]
    (row,) = table(folder / "targets.simple.csv")
    assert [row[key] for key in times] == [old, new, old]
    assert json.loads((folder / "index.json").read_bytes())["last_change"] == new


def test_what_stands_in_the_folder_may_be_the_earlier_publication(case: Path) -> None:
    folder = export(case)
    release(case, 2)
    export(case, "--since", str(folder))

    assert (folder / "entities.delta.json").read_bytes() == b""
    assert_told(dossier(case, "export", "--since", str(folder)), "publication-not-older")


def swap(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def spoil_index(folder: Path, old: str, new: str) -> None:
    swap(folder / "index.json", old, new)


def rewrite(folder: Path, old: str, new: str) -> None:
    """Change the statements and make the index agree, as a forger would."""
    path = folder / "statements.csv"
    before = earlier.file_sha1(path)
    swap(path, old, new)
    spoil_index(folder, before, earlier.file_sha1(path))


BAD: dict[str, Callable[[Path], object]] = {
    "no index": lambda folder: (folder / "index.json").unlink(),
    "no json": lambda folder: (folder / "index.json").write_text("{"),
    "no object": lambda folder: (folder / "index.json").write_text("[]"),
    "deep": lambda folder: (folder / "index.json").write_text("[" * 100_000),
    "a giant index": lambda folder: (folder / "index.json").write_bytes(b" " * (earlier.MAX_INDEX + 1)),
    "a version that is none": lambda folder: spoil_index(folder, "20261121000001-pub", "newest"),
    "numbers for texts": lambda folder: spoil_index(folder, '"name": "veltania_harbour"', '"name": 7'),
    "another dataset": lambda folder: spoil_index(folder, '"veltania_harbour"', '"marenia_harbour"'),
    "another edition": lambda folder: spoil_index(folder, '"public"', '"internal"'),
    "no statements": lambda folder: (folder / "statements.csv").unlink(),
    "statements not listed": lambda folder: spoil_index(folder, '"name": "statements.csv"', '"name": "s.csv"'),
    "other statements": lambda folder: (folder / "statements.csv").write_text("changed"),
    "a statement changed": lambda folder: swap(folder / "statements.csv", "Oren Halvik", "Oren Halvor"),
    "another heading": lambda folder: rewrite(folder, '"entity_id"', '"entity"'),
    "other columns": lambda folder: rewrite(folder, '"Oren Halvik",', '"Oren Halvik","more",'),
    "a time to come": lambda folder: rewrite(folder, "2026-11-21T00:00:00", "2027-11-21T00:00:00"),
    "no time": lambda folder: rewrite(folder, "2026-11-21T00:00:00", "yesterday"),
    "another's statements": lambda folder: rewrite(folder, '"veltania_harbour"', '"other"'),
}


@pytest.mark.parametrize("spoil", BAD.values(), ids=BAD)
def test_an_earlier_publication_is_not_believed(case: Path, spoil: Callable[[Path], object]) -> None:
    before = published(case, "one")
    standing = {path.name: path.read_bytes() for path in (case / "build/public/export").iterdir()}
    release(case, 2)
    spoil(before)

    assert_told(dossier(case, "export", "--since", str(before)), "publication-unreadable")

    assert {path.name: path.read_bytes() for path in (case / "build/public/export").iterdir()} == standing


def test_more_rows_than_are_read_are_told(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = published(case, "one")
    release(case, 2)
    monkeypatch.setattr(earlier, "MAX_ROWS", 10)

    assert (
        "more than 10 rows"
        in assert_told(dossier(case, "export", "--since", str(before)), "publication-unreadable").text
    )


def test_changed_content_under_an_old_release_is_refused(case: Path) -> None:
    folder = export(case)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    change(case, ACTS, "name: Clearing of Harbour Square", "name: The clearing of Harbour Square")

    told = assert_told(dossier(case, "export"), "release-reused")

    assert "20261121000001-pub" in told.text
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    release(case, 2)
    assert json.loads((export(case) / "index.json").read_bytes())["version"] == "20261121000002-pub"


# ------------------------------------------------------------------------------------------------- listings that exist


@pytest.fixture
def listed(case: Path) -> Path:
    """The case, with the minister's listing by an authority, in its register."""
    folder = case / "evidence/register"
    folder.mkdir()
    (folder / "source.yml").write_text(REGISTER)
    text = "The Sanctions Office of Marenia listed Oren Halvik on 4 March 2025 under programme MR-HR. It is active."
    (folder / "capture.txt").write_text(f"Register\n\n{text}\n")
    with (case / PEOPLE).open("a") as file:
        file.write(LISTING)
    return case


def test_a_listing_with_a_source_is_a_sanction(listed: Path) -> None:
    folder = export(listed)
    (sanction,) = [row for row in lines(folder / "entities.ftm.json") if row["schema"] == "Sanction"]
    (row,) = table(folder / "targets.simple.csv")
    (nested,) = lines(folder / "targets.nested.json")

    assert sanction["properties"]["entity"] == [HALVIK]
    assert sanction["properties"]["proof"] == ["veltania-harbour-register"]
    assert sanction["properties"]["summary"][0].startswith("The Sanctions Office of Marenia listed Oren Halvik")
    assert row["sanctions"] == "active - 2025-03-04"
    assert row["program_ids"] == "MR-HR"
    assert nested["properties"]["sanctions"][0]["id"] == sanction["id"]
    topics = [row["properties"].get("topics") for row in lines(folder / "entities.ftm.json")]
    assert [found for found in topics if found] == [["poi"]], "no topic follows from it"


@pytest.mark.parametrize("status", ["Proposed", "called for", "recommended", "pending"])
def test_no_sanction_is_proposed(listed: Path, status: str) -> None:
    change(listed, PEOPLE, "status: active", f"status: {{value: {status}, derived: x}}")

    assert_told(dossier(listed, "export"), "sanction-unsourced", PEOPLE, line_of(listed, PEOPLE, "status: {value"))
    assert not (listed / "build").exists()


def test_the_statuses_of_a_listing_are_documented() -> None:
    page = " ".join((Path(__file__).parents[1] / "docs/case-format.md").read_text(encoding="utf-8").split())

    assert f"in force: {', '.join(sorted(LISTED - {'suspended'}))} or suspended." in page


@pytest.mark.parametrize("without", ["cite: register/halvik\n", "  authority: Sanctions Office of Marenia\n"])
def test_a_sanction_without_authority_or_citation_is_refused(listed: Path, without: str) -> None:
    change(listed, PEOPLE, without, "")

    assert_told(dossier(listed, "export"), "sanction-unsourced", PEOPLE, line_of(listed, PEOPLE, "id: halvik-listing"))


def test_a_sanction_of_nobody_is_told(listed: Path) -> None:
    change(listed, PEOPLE, "  entity: halvik\n", "")

    assert_told(dossier(listed, "export"), "missing-property", PEOPLE)


def test_a_listing_leaves_only_with_its_source_and_whom_it_is_about(listed: Path) -> None:
    change(listed, "evidence/register/source.yml", "origin: velta-courier", "origin: velta-courier\nedition: internal")
    assert "Sanction" not in {row["schema"] for row in lines(export(listed) / "entities.ftm.json")}

    change(listed, "evidence/register/source.yml", "edition: internal\n", "")
    change(listed, PEOPLE, "  entity: halvik\n", "  entity: victim-1\n")
    release(listed, 2)
    assert "Sanction" not in {row["schema"] for row in lines(export(listed) / "entities.ftm.json")}


# ---------------------------------------------------------------------------------------------------------- the store


@pytest.mark.parametrize(
    "uri", ["leveldb:///a", "duckdb:///a", "lake+s3://a", "redis://a", "postgres://me:secret@a/b", "secret"]
)
def test_a_store_that_is_not_loaded_into_is_told_before_anything_is_written(case: Path, uri: str) -> None:
    result = dossier(case, "export", "--to", uri)

    problem = assert_told(result, "store-failed")
    assert "--to takes postgresql:// and sqlite://, not " in problem.text
    assert "ftmq q -i entities.ftm.json" in problem.text
    assert "secret" not in result.out
    assert not (case / "build").exists()


@pytest.mark.parametrize(
    "uri",
    [
        "postgresql://me:se@cret@db.example.org/ftm",
        "postgresql://db.example.org/ftm?password=se@cret",
        "postgresql://me:se@cret@",
    ],
)
def test_the_address_of_a_store_is_shown_without_its_password(uri: str) -> None:
    assert "cret" not in shown_store(uri)
    assert shown_store(uri).startswith("postgresql://")


def test_statements_are_those_that_ftm_makes_of_the_entities(case: Path) -> None:
    """The keys and checksums, which the export reckons itself, are FtM's own."""
    from followthemoney.statement import StatementEntity

    dataset = Dataset.make({"name": "veltania_harbour"})
    grouped: dict[str, list[Statement]] = {}
    for statement in statements(export(case)):
        grouped.setdefault(statement.entity_id, []).append(statement)
    assert len(grouped) > 10
    for group in grouped.values():
        entity = StatementEntity.from_statements(dataset, group)
        assert {(s.id, s.prop, s.value, s.lang) for s in entity.statements} == {
            (s.id, s.prop, s.value, s.lang) for s in group
        }
        assert all(statement.id == statement.generate_key() for statement in group)


def test_a_value_written_in_two_ways_is_one_statement(case: Path) -> None:
    change(
        case,
        PEOPLE,
        "  name: {value: Oren Halvik, lang: eng}\n",
        """\
  name: {value: Oren Halvik, lang: eng}
  nationality: [is, {value: Iceland, derived: the same country in words}, IS]
""",
    )
    rows = [row for row in statements(export(case)) if row.prop == "nationality"]

    assert [row.value for row in rows] == ["is"]


def test_what_the_benchmark_measures_is_a_publication_that_ftm_reads(tmp_path: Path) -> None:
    published = publish(make_view(70), tmp_path / "export")

    index = json.loads((tmp_path / "export/index.json").read_bytes())
    assert index["entity_count"] == published.rows("entities.ftm.json") == len(read(tmp_path / "export")) >= 70
    assert published.rows("targets.nested.json") == index["target_count"] > 0


def test_the_command_says_what_changed(case: Path) -> None:
    before = published(case, "one")
    change(case, ACTS, "name: Clearing of Harbour Square", "name: The clearing of Harbour Square")
    release(case, 2)
    result = run("--case", str(case), "export", "--since", str(before), cwd=case)

    assert "1 change; version 20261121000002-pub: written." in result.out


RUN_BY_SPREADSHEETS = ('=HYPERLINK("http://x")', "+SUM(1)", "-1+1", "@SUM(1)")


def test_cells_that_a_spreadsheet_would_run_are_quoted_and_left_as_they_are(tmp_path: Path) -> None:
    root = write_case(tmp_path / "case")
    names = "".join(f"\n    - {json.dumps(name)}" for name in RUN_BY_SPREADSHEETS)
    change(root, "entities/people.yml", "  name: {value: Oren Halvik, lang: eng}",
           f"  name: {{value: Oren Halvik, lang: eng}}\n  topics: role.pep\n  alias:{names}")  # fmt: skip
    assert pin(root).code == 0

    assert dossier(root, "export").code == 0

    for file in ("targets.simple.csv", "statements.csv"):
        text = (root / "build/public/export" / file).read_text(encoding="utf-8")
        assert all(line.startswith('"') and line.endswith('"') for line in text.splitlines())
        cells = {cell for row in csv.reader(text.splitlines()) for cell in row}
        values = {value for cell in cells for value in next(csv.reader([cell], delimiter=";"), [])}
        assert values >= {*RUN_BY_SPREADSHEETS}
