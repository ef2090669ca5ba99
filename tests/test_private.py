"""A private folder: names that stand outside the case, and that only the internal edition needs."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cases import Result, assert_told, change, check, dossier, pin, snapshot, write_case

PEOPLE, ACTS = "entities/people.yml", "entities/acts.yml"
HIDDEN = """\
id: victim-2
schema: Person
withhold: [Zarnwick]
cite: courier/beating
properties:
  name: {value: Quilla Zarnik, derived: told in confidence}
---
id: shelter
schema: Organization
cite: courier/beating
properties:
  name: {value: House Undermill, derived: told in confidence}
"""


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """The invented case, in which one more victim is named outside alone."""
    root = write_case(tmp_path / "case")
    with (root / PEOPLE).open("a") as file:
        file.write("---\nid: victim-2\nschema: Person\nperson: victim\nlabel: Victim B\n")
    change(root, ACTS, "involved: victim-1", "involved: [victim-1, victim-2]")
    assert pin(root).code == 0
    return root


@pytest.fixture
def apart(tmp_path: Path) -> Path:
    folder = tmp_path / "somewhere-else"
    folder.mkdir()
    (folder / "names.yml").write_text(HIDDEN, encoding="utf-8")
    return folder


def private(case: Path, apart: Path, *args: str) -> Result:
    return dossier(case, "--private", str(apart), *args)


@pytest.mark.parametrize(("edition", "form"), [("public", "pdf"), ("authority", "html,docx")])
def test_other_editions_are_the_same_bytes_without_it(case: Path, apart: Path, edition: str, form: str) -> None:
    build = ("build", "--as", form)
    for command in (build, ("export",)):
        assert dossier(case, *command, "--edition", edition).code == 0
    without = snapshot(case / "build" / edition)

    for command in (build, ("export",)):
        again = private(case, apart, *command, "--edition", edition)
        assert again.code == 0
        assert "unchanged" in again.out
    for command in ((*build, "--force"), ("export", "--out", str(case / "again"))):
        assert private(case, apart, *command, "--edition", edition).code == 0
    assert snapshot(case / "build" / edition) == without
    for path in (case / "again" / edition / "export").iterdir():
        assert path.read_bytes() == (case / "build" / edition / "export" / path.name).read_bytes()


def test_the_internal_edition_needs_it_and_names_whom_it_names(case: Path, apart: Path) -> None:
    assert_told(dossier(case, "export", "--edition", "internal"), "private-needed", PEOPLE)
    assert not (case / "build/internal").exists()

    assert private(case, apart, "export", "--edition", "internal").code == 0
    folder = case / "build/internal/export"
    written = b"".join(path.read_bytes() for path in folder.iterdir())
    assert b"Quilla Zarnik" in written
    assert b"House Undermill" in written
    for place in (b"somewhere-else", b"names.yml", str(apart).encode()):
        assert place not in written
    assert private(case, apart, "build", "--as", "html", "--edition", "internal").code == 0


def test_problems_name_its_files_and_no_path(case: Path, apart: Path) -> None:
    (apart / "names.yml").write_text(HIDDEN.replace("schema: Organization", "schema: Organisation"), encoding="utf-8")

    told = assert_told(private(case, apart, "check"), "unknown-schema", "private/names.yml", 8)
    assert "somewhere-else" not in told.text
    (apart / "names.yml").write_text(HIDDEN.replace("cite: courier", "birthDate: Quilla Zarnik\ncite: courier", 1))
    result = private(case, apart, "check")
    assert assert_told(result, "unknown-key", "private/names.yml", 4)
    assert "Zarnik" not in result.out + result.err


@pytest.mark.parametrize("name", ["Quilla Zarnik", "zarnwick", "House  Undermill"])
def test_a_name_of_it_may_not_stand_in_the_case(case: Path, apart: Path, name: str) -> None:
    """Else the case without the folder would print it."""
    text = case / "evidence/courier/capture.txt"
    text.write_text(text.read_text(encoding="utf-8") + f"\nSo said {name}.\n", encoding="utf-8")
    (case / "evidence/courier/source.lock.json").unlink()
    assert pin(case).code == 0
    result = private(case, apart, "check")
    assert_told(result, "private-in-case", "evidence/courier/source.yml")
    assert "Zarn" not in result.out

    write_case(case)
    change(case, PEOPLE, "reprisal risk", f"{name} asked for none")
    assert_told(private(case, apart, "check"), "private-in-case", PEOPLE)


@pytest.mark.parametrize("key", ["person: official", "label: Victim Z", "minor: true", "edition: public"])
def test_what_decides_who_is_shown_stands_in_the_case(case: Path, apart: Path, key: str) -> None:
    (apart / "names.yml").write_text(HIDDEN.replace("withhold:", f"{key}\nwithhold:"), encoding="utf-8")

    assert_told(private(case, apart, "check"), "unknown-key", "private/names.yml", 1)


def test_a_folder_that_is_not_there_is_told(case: Path, tmp_path: Path) -> None:
    assert_told(private(case, tmp_path / "nowhere", "check"), "private-not-found")


def test_with_it_the_case_is_good(case: Path, apart: Path) -> None:
    assert check(case).code == 0
    assert private(case, apart, "check").code == 0


def test_a_command_that_does_not_take_it_says_so(case: Path, apart: Path) -> None:
    assert "--private is not read by `dossier pin`." in private(case, apart, "pin").err
    assert private(case, apart, "check").err == ""


def test_a_leak_of_its_names_is_found(case: Path, apart: Path, tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("Quilla Zarnik asked us to write.\n", encoding="utf-8")

    assert dossier(case, "check", "--leaks", str(letter)).code == 0
    assert_told(private(case, apart, "check", "--leaks", str(letter)), "leak-found")
