"""`dossier names`: what is proposed, and what people confirm of it. All names are invented."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.case.edit import NotEditable, extend, in_document
from dossier.case.yaml import parse_yaml, plain
from dossier.loading import load_case
from dossier.problems import Problems
from dossier.withholding.propose import matches
from tests.cases import change, check, dossier, pin, snapshot, write_case

PEOPLE, SOURCE, CAPTURE = "entities/people.yml", "evidence/courier/source.yml", "evidence/courier/capture.txt"


@pytest.fixture
def case(tmp_path: Path) -> Path:
    return write_case(tmp_path)


def rows(root: Path, *args: str) -> dict[str, dict[str, str]]:
    """What is proposed: id -> spelling -> why."""
    report = json.loads(dossier(root, "names", *args, "--format", "json").out)
    return {row["id"]: {each["spelling"]: each["why"] for each in row["proposed"]} for row in report["names"]}


def test_there_are_two_groups(case: Path) -> None:
    said = dossier(case, "names").out
    assert said.index("To withhold") < said.index("victim-1") < said.index("To match") < said.index("halvik")
    assert rows(case)["halvik"] == {"Орен Халвик": "transliterated from Oren Halvik (Cyrillic)"}
    assert "interior-minister" not in rows(case)


def test_a_name_in_another_script_is_offered_in_latin_by_several_systems(case: Path) -> None:
    change(case, PEOPLE, "name: Mira Tossen", "name: {value: Юлия Жданова, lang: rus, derived: her own spelling}")
    assert "tossen" not in rows(case)  # what is itself inferred is not built upon
    change(case, PEOPLE, ", derived: her own spelling}", "}")
    found = rows(case)["tossen"]
    assert {"Yuliya Zhdanova", "Iuliia Zhdanova", "Julija Ždanova", "Julija Shdanowa"} & set(found)
    assert all(why.startswith("transliterated from Юлия Жданова (") for why in found.values())
    assert found == rows(case, "tossen")["tossen"]


def test_confirmed_it_prints_and_exports_as_inferred(case: Path) -> None:
    done = dossier(case, "names", "--confirm", "halvik", "Орен Халвик")
    assert done.code == 0, done.out
    assert "Орен Халвик" not in rows(case, "halvik")["halvik"]
    assert "alias:" in (case / PEOPLE).read_text(encoding="utf-8")
    pin(case)
    assert check(case).code == 0, check(case).out
    assert dossier(case, "build", "--as", "html").code == 0
    page = (case / "build/public/halvik.html").read_text(encoding="utf-8")
    assert "inferred: transliterated from Oren Halvik (Cyrillic)" in " ".join(page.split())
    assert dossier(case, "export").code == 0
    folder = case / "build/public/export"
    assert '"Орен Халвик"' in (folder / "entities.ftm.json").read_text(encoding="utf-8")
    claims = json.loads((folder / "claims.json").read_bytes())["claims"]
    assert "transliterated from Oren Halvik (Cyrillic)" in [claim["derived"] for claim in claims]


def test_a_transliteration_of_what_is_no_name_is_told(case: Path) -> None:
    value = "{value: Орен Халвик, derived: transliterated from Oren Hallvik (Cyrillic)}"
    change(case, PEOPLE, "{value: Oren Halvik, lang: eng}", f"{{value: Oren Halvik, lang: eng}}\n  alias: {value}")
    assert ("not-literal", PEOPLE) in {(problem.code, problem.file) for problem in check(case).problems}


def test_a_confirmed_spelling_is_withheld(case: Path) -> None:
    before = (case / PEOPLE).read_text(encoding="utf-8")
    done = dossier(case, "names", "--confirm", "victim-1", "Брандт", "Brandtt", "--also")
    assert done.code == 0, done.out
    after = (case / PEOPLE).read_text(encoding="utf-8")
    assert after == before.replace("withhold: [Brandd]", 'withhold: [Brandd, "Брандт", Brandtt]')
    problems = Problems()
    loaded = load_case(case, problems)
    assert loaded
    assert loaded.entities["victim-1"].withhold == ("Brandd", "Брандт", "Brandtt")


@pytest.mark.parametrize(
    "args",
    [
        ("victim-1", "Nobody"),
        ("victim-1", "Brandd", "--also"),
        ("victim-1", "", "--also"),
        ("victim-1",),
        ("halvik", "Орен Холвик", "--also"),
        ("interior-minister", "x"),
        (),
    ],
)
def test_what_was_not_proposed_is_refused_and_nothing_is_written(args: tuple[str, ...], case: Path) -> None:
    before = snapshot(case)
    result = dossier(case, "names", "--confirm", *args)
    assert result.code == 1
    assert result.codes() & {"names-not-confirmed", "no-such-person"}
    after = snapshot(case)
    assert {name: row for name, row in after.items() if ".dossier-cache" not in name} == before


def test_what_was_not_proposed_can_be_confirmed_all_the_same(case: Path) -> None:
    assert dossier(case, "names", "--confirm", "victim-1", "Ilvita", "--also").code == 0
    assert "withhold: [Brandd, Ilvita]" in (case / PEOPLE).read_text(encoding="utf-8")


def test_no_name_of_somebody_withheld_is_offered_to_match_by(case: Path) -> None:
    change(case, PEOPLE, "withhold: [Brandd]", "withhold: [Brandd, Мира Тоссен]")
    assert "tossen" not in rows(case)


# ----------------------------------------------------------------------------------------------------------- editing

FILE = """\
# the first
id: one
schema: Person
withhold: [A, B]   # two of them
properties: {name: X}
---
# the second, with the words id: one in a text
note: |
  id: one
id: two
withhold:
  - C   # why
properties:
  alias:
    value: Marisa
    lang: eng
  # of the properties
---
id: three
properties:
  alias: I. T.   # short

"""


@pytest.mark.parametrize(
    ("id_", "path", "key", "expected"),
    [
        ("one", (), "withhold", "withhold: [A, B, N]   # two of them\n"),
        ("two", (), "withhold", "  - C   # why\n  - N\n"),
        ("three", (), "withhold", "  alias: I. T.   # short\nwithhold:\n  - N\n\n"),
        ("two", ("properties",), "alias", "    - value: Marisa\n      lang: eng\n    - N\n  # of the properties\n"),
        ("three", ("properties",), "alias", "  alias: [I. T., N]   # short\n"),
        ("one", ("properties",), "alias", "properties: {name: X, alias: [N]}\n"),
    ],
)
def test_a_list_is_lengthened_and_every_other_line_stays(
    id_: str, path: tuple[str, ...], key: str, expected: str
) -> None:
    after = in_document(FILE, id_, lambda part: extend(part, path, key, ["N"]))
    assert expected in after
    left = [line for line in FILE.splitlines() if line not in after.splitlines()]
    assert len(left) <= 2


@pytest.mark.parametrize("text", ["id: x\nwithhold: |\n  A\n", "--- {id: x}\n", "id: y\n", "id: x\nwithhold: {a: b\n"])
def test_what_cannot_be_lengthened_is_told(text: str) -> None:
    with pytest.raises(NotEditable):
        in_document(text, "x", lambda part: extend(part, (), "withhold", ["N"]))


WORDS = (
    st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20)
    .map(str.strip)
    .filter(bool)
)


@given(st.lists(WORDS, max_size=3), st.lists(WORDS, min_size=1, max_size=3), st.sampled_from(["one", "two", "three"]))
def test_whatever_is_added_reads_back_as_it_was_written(first: list[str], more: list[str], id_: str) -> None:
    text = FILE
    for words in (first, more):
        if words:
            text = in_document(text, id_, lambda part, words=words: extend(part, (), "withhold", words))
    before, after = (parse_yaml(each, "", Problems()) for each in (FILE, text))
    for old, new in zip(map(plain, before), map(plain, after), strict=True):
        assert isinstance(old, dict)
        assert isinstance(new, dict)
        if new["id"] == id_:
            assert new.pop("withhold") == [*old.pop("withhold", []), *first, *more]
        assert new == old


def test_only_what_the_sources_give_is_rewritten(case: Path) -> None:
    loaded = load_case(case, Problems())
    assert loaded
    assert matches(loaded.entities["velta-courier"]) == []
