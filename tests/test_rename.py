"""`dossier rename`: another id, wherever the case names it, and never half of it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from dossier.formats import writing
from dossier.intake import renaming
from dossier.intake.renaming import rename
from dossier.loading import load_case
from dossier.problems import Problems, Stop
from tests.cases import WITHHELD, change, check, dossier, pin, snapshot, write_case

HERE = Path(__file__).resolve().parent


@pytest.fixture
def case(tmp_path: Path) -> Path:
    root = write_case(tmp_path / "case")
    assert pin(root).code == 0
    return root


def kept(root: Path) -> dict[str, tuple[str, bytes]]:
    return {name: row for name, row in snapshot(root).items() if not name.startswith(".dossier-cache")}


def words(root: Path) -> str:
    """Every text file of the evidence and the entities, as one."""
    return "\n".join(p.read_text(encoding="utf-8") for p in sorted(root.rglob("*")) if p.suffix in (".yml", ".json"))


def test_an_entity_is_renamed_in_every_reference(case: Path) -> None:
    before = check(case).codes()
    assert dossier(case, "rename", "clearing-2024", "square-cleared").code == 0

    assert not re.search(r"\bclearing-2024\b", words(case))
    people = (case / "entities/people.yml").read_text(encoding="utf-8")
    assert "  - act: square-cleared\n" in people
    assert "acts: [square-cleared]\n" in people
    assert check(case).codes() == before


def test_a_person_keeps_offices_acts_and_dossier(case: Path) -> None:
    before = check(case).codes()
    assert dossier(case, "rename", "halvik", "oren-halvik").code == 0

    assert "id: oren-halvik\n" in (case / "entities/people.yml").read_text(encoding="utf-8")
    assert check(case).codes() == before
    assert dossier(case, "assess", "--person", "oren-halvik").code == 0


def test_a_source_is_renamed_with_its_folder_citations_and_number(case: Path) -> None:
    before = check(case).codes()
    done = dossier(case, "rename", "courier", "velta-report")

    assert done.code == 0, done.out
    assert "evidence/velta-report/source.yml" in "".join(sorted(kept(case)))
    assert not (case / "evidence/courier").exists()
    assert "[@velta-report/order]" in (case / "entities/people.yml").read_text(encoding="utf-8")
    assert "courier/" not in words(case)
    assert json.loads((case / "evidence/exhibits.lock.json").read_bytes())["exhibits"] == {"velta-report": 1}
    assert check(case, "--full").codes() == before


def test_an_excerpt_is_renamed_and_stays_pinned(case: Path) -> None:
    before = check(case).codes()
    number = json.loads((case / "evidence/courier/source.lock.json").read_bytes())["excerpts"]["order"]["number"]
    assert dossier(case, "rename", "courier/order", "the-order").code == 0

    assert "courier/order" not in words(case)
    lock = json.loads((case / "evidence/courier/source.lock.json").read_bytes())
    assert lock["excerpts"]["the-order"]["number"] == number
    assert "order" not in lock["excerpts"]
    assert check(case).codes() == before


def test_words_that_only_look_like_the_id_stay(case: Path) -> None:
    change(case, "entities/people.yml", "Whether he knew", "The courier/order, courier and halvik: whether he knew")
    dossier(case, "rename", "courier", "gazette")
    dossier(case, "rename", "halvik", "oren")

    people = (case / "entities/people.yml").read_text(encoding="utf-8")
    assert "The courier/order, courier and halvik: whether he knew" in people


def test_the_shipped_case_reads_the_same_after_renaming_there_and_back(tmp_path: Path) -> None:
    import shutil

    for name in ("case.yml", "entities", "evidence"):
        start = HERE.parent / name
        goal = tmp_path / name
        shutil.copytree(start, goal) if start.is_dir() else shutil.copy(start, goal)
    before = kept(tmp_path)
    loaded = load_case(tmp_path, Problems())
    assert loaded is not None
    for old in (*list(loaded.sources), next(iter(loaded.entities)), next(iter(loaded.excerpts()))):
        new = f"{old}-x"
        for one, other in ((old, new), (new, old)):
            again = load_case(tmp_path, Problems())
            assert again is not None
            rename(again, one, other)
        assert kept(tmp_path) == before, old


def test_an_id_that_says_a_withheld_name_is_changed_without_saying_it(case: Path) -> None:
    change(case, "entities/people.yml", "id: victim-1", "id: ilva-brandt")
    (case / "entities/people.yml").rename(case / "entities/brandt.yml")
    assert "id-names-withheld" in check(case).codes()
    done = dossier(case, "rename", "ilva-brandt", "victim-1")

    assert done.code == 0, done.out
    assert "entity an id with a withheld name is victim-1 now." in done.out
    assert not any(name.casefold() in (done.out + done.err).casefold() for name in WITHHELD)
    assert "id: victim-1\n" in (case / "entities/brandt.yml").read_text(encoding="utf-8")
    asked = dossier(case, "rename", "ilva-brant", "x")
    assert not any(name.casefold() in asked.out.casefold() for name in WITHHELD)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("nobody", "somebody", "rename-refused"),
        ("halvic", "x", "rename-refused"),
        ("halvik", "tossen", "duplicate-id"),
        ("halvik", "courier", "duplicate-id"),
        ("halvik", "Oren Halvik", "bad-id"),
        ("victim-1", "ilva-brandt", "id-names-withheld"),
        ("courier/order", "beating", "duplicate-id"),
        ("courier/nothing", "x", "rename-refused"),
        ("halvik.act.clearing-2024", "x", "rename-refused"),
    ],
)
def test_what_cannot_be_renamed_is_refused_and_nothing_is_written(case: Path, old: str, new: str, code: str) -> None:
    before = kept(case)
    done = dossier(case, "rename", old, new)

    assert done.code == 1
    assert code in done.codes()
    assert kept(case) == before
    if old == "halvic":
        assert "Did you mean 'halvik'?" in done.out


def test_a_renaming_that_fails_halfway_leaves_everything_as_it_was(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before, loaded = kept(case), load_case(case, Problems())
    assert loaded is not None

    def refuse(*_: object) -> None:
        raise OSError(13, "Permission denied")

    monkeypatch.setattr(renaming.os, "rename", refuse)
    with pytest.raises(Stop):
        rename(loaded, "courier", "gazette")
    assert kept(case) == before

    moved: list[object] = []
    replace = writing.os.replace

    def fail_at_the_second(start: object, goal: object) -> None:
        moved.append(goal)
        if len(moved) == 2:
            raise OSError(28, "No space left on device")
        replace(start, goal)  # type: ignore[arg-type]

    monkeypatch.undo()
    monkeypatch.setattr(writing.os, "replace", fail_at_the_second)
    with pytest.raises(Stop):
        rename(loaded, "courier", "gazette")
    assert kept(case) == before
