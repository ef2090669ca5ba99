"""`dossier init`: a case to begin with, from the command to the finished documents."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.cases import Result, dossier, run, snapshot


def made(tmp_path: Path) -> Path:
    done = dossier(tmp_path, "init", str(tmp_path / "new/case"))
    assert done.code == 0, done.err
    return tmp_path / "new/case"


def test_a_new_case_passes_every_check_and_builds_and_exports(tmp_path: Path) -> None:
    case = made(tmp_path)

    strict = dossier(case, "check", "--strict", "--full")
    assert strict.code == 0
    assert "0 errors, 0 warnings." in strict.out
    for edition, form in (("public", "pdf"), ("authority", "docx"), ("internal", "html")):
        assert dossier(case, "build", "--strict", "--draft", "--as", form, "--edition", edition).code == 0
        assert dossier(case, "export", "--strict", "--edition", edition).code == 0
        assert (case / "build" / edition / f"torvek.draft.{form}").is_file()
        written = b"".join(path.read_bytes() for path in (case / "build" / edition / "export").iterdir())
        assert (b"Orsel" in written) == (edition == "internal")


def test_two_new_cases_are_the_same_bytes(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    assert dossier(tmp_path, "init", str(one)).code == dossier(tmp_path, "init", str(other)).code == 0

    assert snapshot(one) == snapshot(other)
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_git_does_not_take_what_should_not_be_pushed(tmp_path: Path) -> None:
    case = made(tmp_path)
    for file in ("private/names.yml", "build/internal/torvek.pdf", "build/public/torvek.pdf", ".dossier-cache/x"):
        (case / file).parent.mkdir(parents=True, exist_ok=True)
        (case / file).write_text("x")
    subprocess.run(["git", "init", "-q"], cwd=case, check=True)
    subprocess.run(["git", "add", "-A"], cwd=case, check=True)
    taken = subprocess.run(["git", "ls-files"], cwd=case, capture_output=True, text=True, check=True).stdout.split()

    assert taken == [
        ".gitattributes",
        ".gitignore",
        "case.yml",
        "entities/people.yml",
        "entities/things.yml",
        "evidence/exhibits.lock.json",
        "evidence/gazette/capture.txt",
        "evidence/gazette/source.lock.json",
        "evidence/gazette/source.yml",
        "evidence/gazette/text.c1.txt",
        "schemas/case.json",
        "schemas/entity.json",
        "schemas/regime.json",
        "schemas/source.json",
    ]


@pytest.mark.parametrize("there", ["file", "folder"])
def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path, there: str) -> None:
    target = tmp_path / "case"
    if there == "file":
        target.write_text("mine")
    else:
        target.mkdir()
        (target / ".hidden").write_text("mine")
    before = snapshot(tmp_path)

    done: Result = run("init", "case", cwd=tmp_path)
    assert done.code == 1
    assert "folder-not-empty" in done.err
    assert snapshot(tmp_path) == before


def test_an_empty_folder_is_taken_and_the_report_says_what_was_written(tmp_path: Path) -> None:
    (tmp_path / "case").mkdir()
    told = json.loads(run("init", "case", "--format", "json", cwd=tmp_path).out)

    assert told["ok"]
    assert told["folder"] == "case"
    assert sorted(told["files"]) == sorted(
        path.relative_to(tmp_path / "case").as_posix() for path in (tmp_path / "case").rglob("*") if path.is_file()
    )


def test_the_starter_is_the_case_of_the_documentation() -> None:
    """One invented case is taught: without comments, the two are the same."""
    import re

    from dossier.intake.beginning import STARTER

    page = (
        (Path(__file__).parents[1] / "docs/case-format.md").read_text(encoding="utf-8").split("### A second source")[0]
    )
    shown = dict(re.findall(r"^\*\*`([^`\n]+)`\*\*\n\n```\w*\n(.*?)^```$", page, re.MULTILINE | re.DOTALL))

    def bare(text: str) -> list[str]:
        lines = (re.sub(r"(^|\s\s)\s*#.*", "", line).rstrip() for line in text.splitlines())
        return [line for line in lines if line]

    assert sorted(shown) == sorted(
        path.relative_to(STARTER).as_posix()
        for path in STARTER.rglob("*")
        if path.is_file() and path.name not in ("gitignore", "gitattributes")
    )
    for file, text in shown.items():
        assert bare((STARTER / file).read_text(encoding="utf-8")) == bare(text), file
