"""`dossier import`: what of a FollowTheMoney file becomes the case's, and that what is left out is said."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.cases import assert_told, check, dossier, pin, snapshot, write_case

ROOT = Path(__file__).parents[1]
ORIGIN = ("--origin", "velta-courier")
MINISTRY = {"id": "Q77", "schema": "PublicBody", "properties": {"name": ["Ministry of Tides"], "country": ["is"]}}
LEONA = {
    "id": "NK-Leona",
    "schema": "Person",
    "datasets": ["tide_list"],
    "last_change": "2026-02-01T00:00:00",
    "properties": {
        "name": ["Leona Varga", "Леона Варга"],
        "birthDate": ["1970-02"],
        "topics": ["sanction", "role.pep"],
    },
}
OFFICE = {"id": "tide-1", "schema": "Position", "properties": {"name": ["Keeper of Tides"], "organization": ["Q77"]}}
NAMESAKE = {"id": "NK-1", "schema": "Person", "properties": {"name": ["Oren HALVIK"], "country": ["is"]}}
TENURE = {"id": "tide-2", "schema": "Occupancy", "properties": {"holder": ["NK-Leona"], "post": ["tide-1"]}}


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """The small case, pinned."""
    root = write_case(tmp_path / "case")
    assert pin(root).code == 0
    return root


def put(case: Path, *entities: object, name: str = "list.ftm.json") -> str:
    """A file of entities beside the case."""
    path = case.parent / name
    lines = (row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in entities)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(path)


def yaml_of(case: Path, name: str = "list") -> str:
    """The entities written."""
    return (case / "entities" / f"{name}.yml").read_text(encoding="utf-8")


def test_entities_become_yaml_that_cites_their_records(case: Path) -> None:
    result = dossier(case, "import", put(case, LEONA, MINISTRY, OFFICE, TENURE), *ORIGIN, "--person", "official")
    assert result.code == 0, result.out
    assert yaml_of(case).split("---\n")[0] == (
        "# Imported from list.ftm.json: every value cites the record there, and nothing else. Check what you rely on.\n"
        "id: nk-leona\n"
        "schema: Person\n"
        "person: official\n"
        "cite: list/nk-leona\n"
        "properties:\n"
        "  birthDate: 1970-02\n"
        "  name:\n"
        "    - Leona Varga\n"
        '    - "Леона Варга"\n'
        "  topics: role.pep\n"
    )
    text = (case / "evidence/list/text.c1.txt").read_text(encoding="utf-8")
    assert text.split("\n\n")[0].split("\n") == [
        "NK-Leona",
        "schema: Person",
        "birthDate: 1970-02",
        "name: Leona Varga",
        "name: Леона Варга",
        "topics: sanction",
        "topics: role.pep",
        "datasets: tide_list",
        "last_change: 2026-02-01T00:00:00",
    ]
    again = check(case, "--full")
    assert again.code == 0, again.out
    assert "list" not in {(problem.file or "").split("/")[-2:][0] for problem in again.problems}, again.out


def test_a_topic_that_accuses_is_left_out_and_said(case: Path) -> None:
    result = dossier(case, "import", put(case, LEONA), *ORIGIN, "--person", "official")
    told = [problem for problem in result.problems if problem.code == "not-imported"]
    assert [(problem.file, problem.line) for problem in told] == [("list.ftm.json", 1)]
    assert "'sanction'" in told[0].text


def test_persons_are_withheld_until_somebody_says_what_they_are(case: Path) -> None:
    result = dossier(case, "import", put(case, {**LEONA, "id": "leona-varga"}), *ORIGIN)
    assert result.code == 0, result.out
    assert "leona" not in result.out.lower()
    written = yaml_of(case)
    assert "id: list.1\n" in written, "an id with the name of a withheld person would be an error"
    assert "person: other\nlabel: Person 1 of list\n" in written
    assert "topics" not in written, "who is withheld carries no topic"
    assert check(case).code == 0
    assert dossier(case, "export").code == 0
    for file in (case / "build/public/export").iterdir():
        assert "Varga" not in file.read_text(encoding="utf-8"), file.name


def test_who_bears_a_name_of_the_case_is_not_withheld_beside_it(case: Path) -> None:
    """As `other`, the record would take the nominee's name out of every text; named, it stands beside him."""
    file = put(case, NAMESAKE, MINISTRY)
    result = dossier(case, "import", file, *ORIGIN)

    assert result.code == 0, result.out
    assert "nk-1: it bears a name of halvik, and as other it would be withheld" in result.out
    assert "import it with `--person official`" in result.out
    assert "nk-1" not in yaml_of(case)
    assert check(case).code == 0

    named = dossier(case, "import", file, *ORIGIN, "--source", "named", "--only", "NK-1", "--person", "official")
    assert named.code == 0, named.out
    assert "id: nk-1\nschema: Person\nperson: official\n" in yaml_of(case, "named")
    assert check(case).code == 0


def test_a_name_in_an_id_of_the_case_is_not_withheld(case: Path) -> None:
    """An id stands in every file that leaves."""
    (case / "entities/post.yml").write_text("id: varga-post\nschema: Position\nproperties: {name: A post}\n")
    result = dossier(case, "import", put(case, LEONA, MINISTRY), *ORIGIN)

    assert "the id varga-post holds a name of it, and as other it would be withheld" in result.out
    assert "Varga" not in yaml_of(case)


def test_nobody_is_named_while_another_of_that_name_is_withheld(case: Path) -> None:
    (case / "entities/bystander.yml").write_text(
        "id: bystander\nschema: Person\nperson: other\nlabel: A bystander\nproperties: {name: Leona Varga}\n"
    )
    result = dossier(case, "import", put(case, LEONA, MINISTRY), *ORIGIN, "--person", "nominee")

    assert result.code == 0, result.out
    assert "it bears a name of bystander, who is withheld" in result.out
    assert "Varga" not in result.out + yaml_of(case)
    assert check(case).code == 0


def test_a_value_that_ftm_would_not_keep_is_left_out_and_said(case: Path) -> None:
    odd = {**LEONA, "properties": {"name": ["Leona Varga"], "birthDate": ["circa 1970"], "shoeSize": ["40"]}}
    result = dossier(case, "import", put(case, odd), *ORIGIN, "--person", "nominee")
    assert result.code == 0
    text = "\n".join(problem.text for problem in result.problems)
    assert "birthDate: FollowTheMoney would not keep it as it is (value-dropped)" in text
    assert "shoeSize: Person has no such property" in text
    assert "birthDate" not in yaml_of(case)


def test_what_refers_to_nothing_is_left_out_with_what_hangs_on_it(case: Path) -> None:
    result = dossier(case, "import", put(case, LEONA, OFFICE, TENURE), *ORIGIN, "--only", "tide-2", "--only", "tide-1")
    assert result.code == 0
    text = "\n".join(problem.text for problem in result.problems)
    assert "tide-1, organization: refers to what is not imported" in text
    assert "tide-2, holder: refers to what is not imported" in text
    assert "tide-2: without holder it says nothing" in text
    assert "Occupancy" not in yaml_of(case)


def test_one_of_a_large_file_is_taken_and_custody_says_of_which(case: Path) -> None:
    many = [{"id": f"x{n}", "schema": "Company", "properties": {"name": [f"Company {n}"]}} for n in range(6_000)]
    file = put(case, *many, LEONA)
    assert_told(dossier(case, "import", file, *ORIGIN), "import-refused")
    result = dossier(case, "import", file, *ORIGIN, "--only", "NK-Leona", "--person", "official")
    assert result.code == 0, result.out
    capture = (case / "evidence/list/capture.c1.ftm.json").read_text(encoding="utf-8")
    assert [json.loads(line)["id"] for line in capture.splitlines()] == ["NK-Leona"]
    record = json.loads((case / "evidence/list/custody.c1.json").read_bytes())
    assert record["supplied_as"] == "list.ftm.json"
    assert record["stated"]["selection"].startswith("1 of 6,001 lines of a file with the SHA-256 ")


def test_what_the_case_has_is_not_written_again(case: Path) -> None:
    file = put(case, LEONA)
    assert dossier(case, "import", file, *ORIGIN, "--person", "official").code == 0
    before = snapshot(case)
    result = dossier(case, "import", file, *ORIGIN, "--source", "list-2", "--format", "json")
    assert result.code == 0
    assert json.loads(result.out)["known"] == ["nk-leona"]
    assert snapshot(case) == before
    more = {**LEONA, "properties": {**LEONA["properties"], "position": ["Keeper"]}}  # type: ignore[dict-item]
    result = dossier(case, "import", put(case, more), *ORIGIN, "--source", "list-2")
    assert "nk-leona is in the case already, without some values of position" in result.out
    assert snapshot(case) == before


def test_dry_run_writes_nothing(case: Path) -> None:
    before = snapshot(case)
    result = dossier(case, "import", put(case, LEONA), *ORIGIN, "--dry-run")
    assert result.code == 0
    assert "would be written" in result.out
    after = {name: row for name, row in snapshot(case).items() if not name.startswith(".dossier-cache")}
    assert after == {name: row for name, row in before.items() if not name.startswith(".dossier-cache")}


@pytest.mark.parametrize(
    ("lines", "options", "code", "words"),
    [
        (['{"id": '], (), "import-refused", "line 1 is no JSON"),
        (["[]"], (), "import-refused", "no FollowTheMoney entity"),
        (['{"id": "a", "schema": "Person"}'], (), "import-refused", "no `properties`"),
        (['{"id": "a", "schema": "Person", "properties": {"name": [{}]}}'], (), "import-refused", "no texts"),
        ([LEONA, LEONA], (), "import-refused", "line 2 holds the id of line 1"),
        ([""], (), "import-refused", "holds no entity"),
        ([LEONA], ("--only", "Q1"), "import-refused", "has no entity Q1"),
        ([LEONA], ("--source", "courier"), "import-refused", "is there already"),
        ([LEONA], ("--into", "people.yml"), "import-refused", "nothing is overwritten"),
        ([LEONA], ("--into", "../x.yml"), "import-refused", "no name of a file in entities/"),
        ([LEONA], ("--origin", "nobody"), "dangling-reference", "nobody"),
        ([LEONA], ("--source", "No Id"), "bad-id", "No Id"),
    ],
)
def test_what_cannot_be_imported_is_told_and_nothing_written(
    case: Path, lines: list[object], options: tuple[str, ...], code: str, words: str
) -> None:
    before = snapshot(case)
    given = options if "--origin" in options else (*ORIGIN, *options)
    told = assert_told(dossier(case, "import", put(case, *lines), *given), code)
    assert words in told.text
    after = {name: row for name, row in snapshot(case).items() if not name.startswith(".dossier-cache")}
    assert after == {name: row for name, row in before.items() if not name.startswith(".dossier-cache")}


def test_a_file_of_another_kind_is_refused(case: Path) -> None:
    assert_told(dossier(case, "import", put(case, LEONA, name="list.json"), *ORIGIN), "import-refused")
    assert_told(dossier(case, "import", str(case.parent / "none.ftm.json"), *ORIGIN), "file-unreadable")


def test_control_characters_and_links_without_attribution_stay_out(case: Path) -> None:
    bell = {"id": "b1", "schema": "Company", "properties": {"name": ["Bell\u0007"]}}
    link = {
        "id": "l1",
        "schema": "UnknownLink",
        "properties": {"subject": ["Q77"], "object": ["tide-1"], "role": ["x"]},
    }
    result = dossier(case, "import", put(case, MINISTRY, OFFICE, bell, link), *ORIGIN)
    assert result.code == 0
    text = "\n".join(problem.text for problem in result.problems)
    assert "b1: its record holds control characters" in text
    assert "l1: a link without an attribution" in text


def values(root: Path) -> dict[str, object]:
    """The exported entities but evidence, which is each case's own, and `proof` and `summary`, its place on ties."""
    file = root / "build/public/export/entities.ftm.json"
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    evidence = {"Documentation", "Article", "Table"}
    return {
        row["id"]: (
            row["schema"],
            row["caption"],
            {name: texts for name, texts in row["properties"].items() if name not in ("proof", "summary")},
        )
        for row in rows
        if row["schema"] not in evidence
    }


def again(first: Path, second: Path) -> tuple[dict[str, object], dict[str, object]]:
    """What a case publishes, but its publisher; and what an empty case does that has imported all of that."""
    (second / "entities").mkdir(parents=True)
    shutil.copy(first / "case.yml", second)
    publisher = "id: publisher\nschema: Organization\nproperties: {name: Publisher of the list}\n"
    (second / "entities/publisher.yml").write_text(publisher, encoding="utf-8")
    file = first / "build/public/export/entities.ftm.json"
    expected = {id_: row for id_, row in values(first).items() if not id_.endswith("-publisher")}
    options = [word for id_ in expected for word in ("--only", id_)]
    result = dossier(second, "import", str(file), "--origin", "publisher", "--person", "official", *options)
    assert result.code == 0, result.out
    assert dossier(second, "export").code == 0
    return expected, {id_: row for id_, row in values(second).items() if id_ in expected}


def test_export_import_export_is_stable(tmp_path: Path) -> None:
    """The shipped case's publication, taken into an empty case and published again, says the same; and once more."""
    first = tmp_path / "first"
    first.mkdir()
    shutil.copy(ROOT / "case.yml", first)
    for folder in ("entities", "evidence"):
        shutil.copytree(ROOT / folder, first / folder)
    assert dossier(first, "export").code == 0
    for number in (1, 2):
        published, later = again(first, tmp_path / f"again{number}")
        assert later == published
        assert len(published) > 50
        first = tmp_path / f"again{number}"


# As OpenSanctions writes its records, and as Aleph does: what only these two say is no value of the entity.
OPENSANCTIONS = {
    "caption": "Leona Varga", "referents": ["is-list-7", "ext-9"], "datasets": ["tide_list"], "target": True,
    "first_seen": "2023-04-20T10:26:11", "last_seen": "2026-11-01T00:00:00", "last_change": "2025-01-01T00:00:00",
}  # fmt: skip
ALEPH = {
    "collection": {"id": "12", "foreign_id": "tides", "label": "Tides"}, "collection_id": "12", "mutable": False,
    "created_at": "2024-01-02T03:04:05", "links": {"self": "https://aleph.example.org/api/2/entities/5f1c"},
    "latinized": {}, "highlight": [], "shallow": True,
}  # fmt: skip


@pytest.mark.parametrize("form", [OPENSANCTIONS, ALEPH], ids=["opensanctions", "aleph"])
def test_records_of_others_come_in_and_go_out_with_every_value(
    case: Path, tmp_path: Path, form: dict[str, object]
) -> None:
    leona = {**LEONA, "properties": {**LEONA["properties"], "topics": ["role.pep"]}}  # type: ignore[dict-item]
    records = [leona, MINISTRY, OFFICE, TENURE]
    file = put(case, *({**form, **record} for record in records))
    assert dossier(case, "import", file, *ORIGIN, "--person", "official").code == 0
    assert dossier(case, "export").code == 0

    ids = {str(record["id"]): f"veltania-harbour-{record['id']}".lower() for record in records}
    found = values(case)
    for record in records:
        _, _, properties = found[ids[str(record["id"])]]  # type: ignore[misc]
        expected = {
            name: sorted(ids.get(text, text) for text in texts)
            for name, texts in record["properties"].items()  # type: ignore[attr-defined]
        }
        assert properties == expected
    published, later = again(case, tmp_path / "again")
    assert later == published
