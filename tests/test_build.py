"""`dossier build`: the same bytes every time, no work twice, nothing half-written, an end to every hostile input."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from dossier.building.build import STATE_FILE, _read_state
from dossier.formats.writing import locked
from dossier.jobs import run_tasks
from dossier.problems import Stop
from tests import cases
from tests.cases import assert_told, change, dossier, pin, snapshot, write_case
from tests.pdfs import ReadPdf, copy_shipped, spaced
from tests.tasks import doubled

PEOPLE, ACTS = "entities/people.yml", "entities/acts.yml"
SOURCE, TEXT = "evidence/courier/source.yml", "evidence/courier/capture.txt"
SIX = ("abish", "dosayev", "massimov", "nazarbayev", "nurdauletov", "turgumbayev")
REGIMES = ("us-glomag", "us-7031c", "uk-ghr", "eu-ghr", "ca-jvcfoa", "au-thematic")
KILL = 300  # seconds, far beyond what any of these takes

# A second dossier in the invented case.
DEPUTY = """\
  name: Mira Tossen
dossier:
  summary: |
    She "watched from a window of the ministry". [@courier/deputy]
  gap: |
    1. What she knew.
  mitigating: {status: none-found, read: [courier]}
  reply: {status: not-sought, because: reprisal risk}
  findings:
    all: {finding: not-shown, because: Nothing in the source bears on it., read: [courier]}
"""


def build_apart(root: Path, *args: str, seed: int = 0) -> cases.Result:
    """Build in a process of its own, with a hash seed."""
    done = subprocess.run(
        [sys.executable, "-m", "dossier", "--case", str(root), "build", *args],
        capture_output=True,
        text=True,
        timeout=KILL,
        check=False,
        env={**os.environ, "PYTHONHASHSEED": str(seed)},
    )
    return cases.Result(done.returncode, done.stdout, done.stderr)


def pdfs(root: Path, edition: str = "public") -> dict[str, bytes]:
    """The PDFs of an edition, by name."""
    return {path.name: path.read_bytes() for path in sorted((root / "build" / edition).glob("*.pdf"))}


def times(root: Path) -> dict[str, int]:
    """When each file of the build was last written."""
    return {str(path): path.stat().st_mtime_ns for path in (root / "build").rglob("*") if path.is_file()}


def changed_since(root: Path, before: dict[str, int]) -> set[str]:
    """The names of the files written since those times."""
    return {Path(path).name for path, time in times(root).items() if time != before.get(path)}


def assert_two_first_pages(file: Path) -> None:
    """An information note says on its first two pages what the criteria are and how to handle it."""
    with ReadPdf(file) as document:
        headings = dict(reversed(document.headings))

    assert headings["4 The criteria, one by one"] <= 2
    assert headings["8 Handling"] == 2
    assert headings["Contents"] == 3
    assert "INFORMATION NOTE" in document.pages[0]


@pytest.fixture(scope="module")
def once_built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = write_case(tmp_path_factory.mktemp("invented") / "case")
    change(root, PEOPLE, "  name: Mira Tossen\n", DEPUTY)
    assert pin(root).code == 0
    assert dossier(root, "build").code == 0
    return root


@pytest.fixture
def case(once_built: Path, tmp_path: Path) -> Path:
    """The invented case with two dossiers, built."""
    return Path(shutil.copytree(once_built, tmp_path / "case"))


# ------------------------------------------------------------------------------------------------- what is made anew


def test_a_second_build_renders_nothing_and_touches_nothing(case: Path) -> None:
    before = times(case)

    result = dossier(case, "build")

    assert "0 dossiers rendered, 2 unchanged." in result.out
    assert times(case) == before


def test_touching_the_prose_of_one_person_rebuilds_only_his_dossier(case: Path) -> None:
    before = times(case)
    change(case, PEOPLE, "1. What she knew.", "1. What she knew, and when.")

    result = dossier(case, "build")

    assert "1 dossier rendered, 1 unchanged." in result.out
    assert changed_since(case, before) == {"tossen.pdf", ".dossiers.json"}


def test_the_documents_of_regimes_stand_beside_each_other(case: Path) -> None:
    for regime in ("eu-ghr", "us-glomag"):
        assert dossier(case, "build", "halvik", "--regime", regime).code == 0
        assert_two_first_pages(case / f"build/public/halvik.{regime}.pdf")

    assert set(pdfs(case)) == {"halvik.eu-ghr.pdf", "halvik.pdf", "halvik.us-glomag.pdf", "tossen.pdf"}


# ------------------------------------------------------------------------------------------------- what is written


def test_force_renders_all_again_with_the_same_bytes(case: Path) -> None:
    """Under another hash seed and in other processes too."""
    before, written = pdfs(case), times(case)

    result = build_apart(case, "--force", "--jobs", "2", seed=2)

    assert "2 dossiers rendered, 0 unchanged." in result.out
    assert pdfs(case) == before
    assert changed_since(case, written) == {"halvik.pdf", "tossen.pdf", ".dossiers.json"}


def test_a_tampered_or_lost_file_is_made_again(case: Path) -> None:
    before = pdfs(case)
    (case / "build/public/halvik.pdf").write_bytes(before["halvik.pdf"].replace(b"%PDF-1.7", b"%PDF-1.4"))
    (case / "build/public/tossen.pdf").unlink()

    result = dossier(case, "build")

    assert "2 dossiers rendered, 0 unchanged." in result.out
    assert pdfs(case) == before


@pytest.mark.parametrize("state", ["", "[]", '{"tossen.pdf": 1}', "{\x00", '{"tossen.pdf": {"inputs": "x"}}'])
def test_a_record_that_cannot_be_read_holds_nothing(tmp_path: Path, state: str) -> None:
    (tmp_path / STATE_FILE).write_text(state, encoding="utf-8")

    assert _read_state(tmp_path) == {}


def test_a_record_that_cannot_be_read_only_means_that_all_is_made_again(case: Path) -> None:
    before = pdfs(case)
    (case / "build/public" / STATE_FILE).write_text('{"tossen.pdf": {"inputs": "x"}}', encoding="utf-8")

    result = dossier(case, "build", "tossen")

    assert result.code == 0
    assert "1 dossier rendered" in result.out
    assert pdfs(case) == before


def test_a_case_with_an_error_writes_nothing(case: Path) -> None:
    change(case, ACTS, "involved: victim-1", "involved: victim-2")
    before = snapshot(case)

    result = dossier(case, "build")

    assert_told(result, "dangling-reference", ACTS)
    assert "Nothing was written." in result.out
    assert snapshot(case) == before


def test_when_one_dossier_cannot_be_rendered_none_is_written(case: Path) -> None:
    change(case, PEOPLE, "1. The written order, with its signature.", "1. The written order.")
    change(case, PEOPLE, "1. What she knew.", '1. What she knew of "\U00030000".')
    before = snapshot(case)

    result = dossier(case, "build")

    assert_told(result, "missing-glyph")
    assert snapshot(case) == before


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_one_of_several_tasks_raises_ends_them_in_this_process_and_in_others(jobs: int) -> None:
    assert [*run_tasks(doubled, [1, 2, 3], jobs)] == [2, 4, 6]
    with pytest.raises(Stop) as raised:
        list(run_tasks(doubled, [1, 13, 3], jobs))
    assert [problem.code for problem in raised.value.problems] == ["missing-glyph"]


def test_a_second_run_on_the_same_edition_is_told_to_wait(case: Path) -> None:
    folder = case / "build/public"
    with locked(folder):
        before = snapshot(case)
        result = dossier(case, "build")
        assert snapshot(case) == before

    assert_told(result, "output-locked")
    assert dossier(case, "build").code == 0


def test_editions_do_not_touch_each_others_files(case: Path) -> None:
    public = times(case)

    assert dossier(case, "build", "halvik", "--edition", "internal").code == 0
    assert dossier(case, "build", "halvik", "--edition", "authority").code == 0

    after = times(case)
    assert {path: after[path] for path in public} == public
    made = {pdfs(case, edition)["halvik.pdf"] for edition in ("public", "authority", "internal")}
    assert len(made) == 3
    with ReadPdf(case / "build/internal/halvik.pdf") as internal, ReadPdf(case / "build/public/halvik.pdf") as open_:
        assert "Ilva Brandt" in spaced(internal.text)
        assert "Ilva" not in open_.everything()
        assert "Brandt" not in open_.everything()


def test_a_dossier_of_nobody_and_a_regime_of_no_case_are_told(case: Path) -> None:
    before = snapshot(case)
    nobody = dossier(case, "build", "nobody")
    assert_told(nobody, "no-such-person")
    assert nobody.out.endswith("1 error, 0 warnings. Nothing was written.\n")
    assert_told(dossier(case, "build", "--regime", "uk-ghr"), "unknown-regime")
    assert snapshot(case) == before


def test_first_pages_that_cannot_hold_their_content_are_warned_of(case: Path) -> None:
    change(case, PEOPLE, "1. The written order, with its signature.",
           "\n    ".join(f"{number}. Paper {number}, which is missing." for number in range(1, 200)))  # fmt: skip

    result = dossier(case, "build", "halvik")

    told = [problem.text for problem in result.problems if problem.code == "summary-overflows"]
    assert result.code == 0
    assert len(told) == 1
    assert told[0].startswith("Oren Halvik:")
    with ReadPdf(case / "build/public/halvik.pdf") as document:
        assert dict(reversed(document.headings))["Contents"] > 3
    # a warning stays a warning when nothing is rendered anew, and stops only where it is asked to
    assert "summary-overflows" in dossier(case, "build", "halvik").codes()


# ------------------------------------------------------------------------- the shipped case: half a minute for the six


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped case with its six dossiers, built one after the other under one hash seed."""
    root = copy_shipped(tmp_path_factory.mktemp("shipped"))
    result = build_apart(root, "--jobs", "1", seed=1)
    assert result.code == 0, result.out + result.err
    assert "6 dossiers rendered, 0 unchanged." in result.out
    return root


@pytest.mark.system
def test_the_six_are_the_same_bytes_under_another_hash_seed_and_number_of_jobs(shipped: Path, tmp_path: Path) -> None:
    again = copy_shipped(tmp_path)

    assert build_apart(again, "--jobs", "3", seed=2).code == 0

    assert set(pdfs(again)) == {f"{person}.pdf" for person in SIX}
    assert pdfs(again) == pdfs(shipped)


@pytest.mark.system
def test_of_the_six_none_is_rendered_again_and_only_the_one_whose_prose_changed(shipped: Path) -> None:
    before = times(shipped)

    result = dossier(shipped, "build")

    assert "0 dossiers rendered, 6 unchanged." in result.out
    assert times(shipped) == before

    file = shipped / "entities/massimov.yml"
    written = file.read_text(encoding="utf-8")
    file.write_text(re.sub(r"( {2}gap: \|\n)", r"\1    One more sentence.\n\n", written, count=1), encoding="utf-8")
    result = dossier(shipped, "build")

    assert "1 dossier rendered, 5 unchanged." in result.out
    assert changed_since(shipped, before) == {"massimov.pdf", ".dossiers.json"}


@pytest.mark.system
@pytest.mark.parametrize("regime", REGIMES)
def test_each_regime_has_its_document_with_the_same_two_first_pages(tmp_path: Path, regime: str) -> None:
    root = copy_shipped(tmp_path)
    result = dossier(root, "build", "dosayev", "--regime", regime)

    assert result.code == 0, result.out + result.err
    assert set(pdfs(root)) == {f"dosayev.{regime}.pdf"}
    assert_two_first_pages(root / f"build/public/dosayev.{regime}.pdf")
