"""`dossier new`, and `dossier init` with answers: files that pass, with the next good id."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from dossier.intake.beginning import Answers, begin
from tests.cases import change, check, dossier, pin, snapshot, write_case


@pytest.fixture
def case(tmp_path: Path) -> Path:
    root = write_case(tmp_path / "case")
    assert pin(root).code == 0
    return root


def added(root: Path, *args: str) -> tuple[str, str]:
    """The id of what was added, and its document as written."""
    done = dossier(root, "new", *args, "--format", "json")
    assert done.code == 0, done.out + done.err
    rows = json.loads(done.out)
    return rows["id"], (root / rows["file"]).read_text(encoding="utf-8").split("---\n")[-1]


def test_a_nominee_gets_the_last_word_of_the_name_for_an_id(case: Path) -> None:
    id_, text = added(case, "person", "Bero Stannik", "--person", "nominee", "--cite", "courier/order", "--lang", "eng")

    assert id_ == "stannik"
    assert text == (
        "id: stannik\nschema: Person\nperson: nominee\ncite: courier/order\nproperties:\n  name:\n"
        "    value: Bero Stannik\n    lang: eng\n"
    )
    assert added(case, "person", "Ilo Stannik", "--person", "official")[0] == "ilo-stannik"
    assert added(case, "person", "Ilo Stannik", "--person", "official")[0] == "ilo-stannik-2"
    assert check(case).errors == []


def test_a_victim_gets_an_id_and_a_label_without_the_name(case: Path) -> None:
    id_, text = added(case, "person", "Kaisa Morrel", "--person", "victim")

    assert id_ == "victim-2"
    assert "label: Victim B\n" in text
    assert added(case, "person", "Nela Orv", "--person", "other")[0] == "person-1"
    assert check(case).errors == []
    done = dossier(case, "new", "post", "Morrel", "--id", "kaisa-morrel")
    assert "id-names-withheld" in done.out


def test_a_body_a_post_and_an_act(case: Path) -> None:
    body, _ = added(case, "body", "Ministry of the Interior of Veltania", "--cite", "courier/order")
    post, text = added(case, "post", "Deputy Minister of the Interior", "--body", body)
    act, act_text = added(
        case, "act", "A very long name of an act that somebody wrote as a whole sentence", "--date", "2024-04-15"
    )

    assert (body, post) == ("ministry-of-the-interior-of-veltania", "deputy-minister-of-the-interior")
    assert f"  organization: {body}\n" in text
    assert act == "a-very-long-name-of-an-act-that"
    assert "  date: 2024-04-15\n" in act_text
    assert added(case, "act", "The case", "--schema", "CourtCase")[1].startswith("id: the-case\nschema: CourtCase\n")
    assert check(case).errors == []


def test_a_source_is_made_of_a_pasted_text(case: Path) -> None:
    pasted = case.parent / "pasted.txt"
    pasted.write_text("Agence Zeta, 3 May 2024. The minister spoke.", encoding="utf-8")
    done = dossier(case, "new", "source", "The minister spoke", "--publisher", "Agence Zeta", "--text", str(pasted))

    assert done.code == 0, done.out
    assert "the-minister-spoke: written to evidence/the-minister-spoke/source.yml." in done.out
    assert "title: The minister spoke" in (case / "evidence/the-minister-spoke/source.yml").read_text(encoding="utf-8")
    assert check(case).errors == []


@pytest.mark.parametrize(
    ("args", "code", "words"),
    [
        (("act", "X", "--date", "15 April 2024"), 1, "Write it as `2024-04-15`."),
        (("act", "X", "--cite", "courier/ordr"), 1, "Did you mean 'courier/order'?"),
        (("post", "X", "--body", "nobody"), 1, "dangling-reference"),
        (("act", "X", "--schema", "Person"), 1, "none of Event, CourtCase"),
        (("act", "X", "--id", "halvik"), 1, "duplicate-id"),
        (("act", "X", "--id", "Big Id"), 1, "bad-id"),
        (("act", " "), 1, "missing-key"),
        (("source", "X", "--publisher", "Y", "--text", "nowhere.txt"), 1, "file-unreadable"),
        (("person", "X"), 2, ""),
        (("body", "X", "--person", "victim"), 2, ""),
        (("body", "X", "--date", "2024"), 2, ""),
        (("body", "X", "--origin", "halvik"), 2, ""),
        (("thing", "X"), 2, ""),
    ],
)
def test_what_cannot_be_added_is_refused_and_nothing_is_written(
    case: Path, args: tuple[str, ...], code: int, words: str
) -> None:
    before = {name: row for name, row in snapshot(case).items() if not name.startswith(".dossier-cache")}
    done = dossier(case, "new", *args)

    assert done.code == code
    assert words in done.out + done.err
    assert {name: row for name, row in snapshot(case).items() if not name.startswith(".dossier-cache")} == before


def test_comments_and_documents_of_a_file_stay(case: Path) -> None:
    change(case, "entities/people.yml", "id: halvik\n", "# the minister\nid: halvik\n")
    before = (case / "entities/people.yml").read_text(encoding="utf-8")
    added(case, "person", "Bero Stannik", "--person", "nominee")

    assert (
        (case / "entities/people.yml").read_text(encoding="utf-8").startswith(before.rstrip("\n") + "\n---\nid: stan")
    )


def test_an_empty_case_says_what_was_answered_and_passes(tmp_path: Path) -> None:
    root = tmp_path / "mine"
    done = dossier(
        tmp_path, "init", str(root), "--empty", "--title", "Harbour: the workers", "--publisher", "Group # 1",
        "--regime", "us-glomag", "--regime", "eu-ghr", "--as-of", "2026-03-01", "--language", "es",
    )  # fmt: skip

    assert done.code == 0, done.out + done.err
    text = (root / "case.yml").read_text(encoding="utf-8")
    assert text.startswith("# yaml-language-server: $schema=schemas/case.json\n")
    assert 'title: "Harbour: the workers"  # printed' in text
    assert "regimes: [us-glomag, eu-ghr]" in text
    checked = check(root, "--strict")
    assert checked.code == 0, checked.out
    assert "0 entities, 0 sources" in checked.out
    (tmp_path / "a.txt").write_text("Agence Zeta. The minister spoke.\n")
    assert dossier(root, "capture", str(tmp_path / "a.txt"), "--publisher", "Agence Zeta").code == 0
    assert check(root).errors == []


def test_somebody_at_a_terminal_is_asked_five_questions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr("sys.stdin", Terminal("The harbour\nOur group\n\neu-ghr, us-glomag\n2026-03-01\n"))
    done = dossier(tmp_path, "init", str(tmp_path / "mine"))

    assert done.code == 0, done.err
    assert [f"{number}/5" in done.out for number in range(1, 6)] == [True] * 5
    text = (tmp_path / "mine/case.yml").read_text(encoding="utf-8")
    assert "title: The harbour  #" in text
    assert "regimes: [eu-ghr, us-glomag]" in text


def test_answers_that_no_case_can_have_are_refused(tmp_path: Path) -> None:
    done = dossier(tmp_path, "init", str(tmp_path / "x"), "--empty", "--as-of", "1 March 2026")
    assert done.code == 1
    assert "Write it as `2026-03-01`." in done.err
    assert dossier(tmp_path, "init", str(tmp_path / "x"), "--empty", "--title", "x" * 90).code == 1
    assert not (tmp_path / "x").exists()
    assert dossier(tmp_path, "init", str(tmp_path / "x"), "--example", "--empty").code == 2


def test_without_schemas_no_file_names_one(tmp_path: Path) -> None:
    files = begin(tmp_path / "x", {}, Answers("A title", "A group", as_of="2026-03-01"))
    assert files == [".gitattributes", ".gitignore", "case.yml", "entities/.gitkeep", "evidence/.gitkeep"]
    assert "yaml-language-server" not in (tmp_path / "x/case.yml").read_text(encoding="utf-8")
