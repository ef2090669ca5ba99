"""What a newcomer reads first: each message names the key and the file to edit, and one mistake is one message."""

from __future__ import annotations

from pathlib import Path

import pytest

from dossier.formats.state import changes
from tests.cases import WITHHELD, Result, change, check, line_of, pin, write_case

PEOPLE, SOURCE = "entities/people.yml", "evidence/courier/source.yml"


@pytest.fixture
def case(tmp_path: Path) -> Path:
    root = write_case(tmp_path / "case")
    assert pin(root).code == 0
    return root


def told(done: Result, code: str) -> str:
    """The one message of a code."""
    found = [problem.text for problem in done.problems if problem.code == code]
    assert len(found) == 1, done.out
    return found[0]


@pytest.mark.parametrize("typed", ["villain", "nomine"])
def test_a_mistyped_category_is_one_message_that_says_what_to_write(case: Path, typed: str) -> None:
    change(case, PEOPLE, "person: nominee", f"person: {typed}")
    done = check(case)

    assert [(e.code, e.file, e.line) for e in done.errors] == [("unknown-choice", PEOPLE, 3)], done.out
    assert "Correct `person:`. It takes one of nominee, official, victim, witness, source, other." in done.out
    assert not any(name in done.out for name in WITHHELD)
    assert "Halvik" not in done.out, "who is not known to be a nominee is withheld"


def test_a_file_whose_name_is_withheld_is_found_by_its_number(case: Path) -> None:
    (case / PEOPLE).rename(case / "entities/halvik.yml")
    change(case, "entities/halvik.yml", "person: nominee", "person: nomine")
    done = check(case)

    assert [error.file for error in done.errors] == ["(a file with a withheld name, number 2 of 3 in entities)"]
    assert "Did you mean 'nominee'?" in done.out


def test_a_source_without_a_grading_names_the_key_and_the_file(case: Path) -> None:
    text = (case / SOURCE).read_text(encoding="utf-8")
    begin, end = text.index("assessment:"), text.index("excerpts:")
    (case / SOURCE).write_text(text[:begin] + text[end:], encoding="utf-8")
    message = told(check(case), "finding-beyond-backing")

    assert f"write `assessment: {{reliability: …, credibility: …, because: …}}` into {SOURCE}." in message


def test_an_office_that_is_inferred_says_so(tmp_path: Path) -> None:
    root = write_case(tmp_path / "case")
    change(root, PEOPLE, "seen: 2024-04-14, cite: courier/order}", "seen: 2024-04-14, derived: it heads the ministry}")
    change(root, PEOPLE, "finding: arguable", "finding: shown")
    pin(root)
    done = check(root)

    words = "under `offices:` of halvik, cite words that state the office and remove `derived:` from interior-minister"
    assert words in told(done, "finding-beyond-backing")


def test_a_day_that_the_source_says_as_thursday_gets_the_line_to_write(case: Path) -> None:
    change(case, "entities/acts.yml", "  date: 2024-04-14", "  date: 2024-04-18")
    message = told(check(case), "not-literal")

    assert "write `date: {value: 2024-04-18, derived: what the source says, and its date (2024-05-03)}`" in message


def test_a_translation_in_quotation_marks_is_told_where_it_belongs(case: Path) -> None:
    change(case, PEOPLE, '"police officers beat a demonstrator"', '"the police struck a protester"')
    message = told(check(case), "quoted-words-elsewhere")

    assert "under `translations:` of courier/beating in source.yml" in message


def test_the_one_error_is_named_again_behind_many_warnings(case: Path) -> None:
    change(case, SOURCE, "excerpts:\n", "excerpts:\n  broken: he said: nothing\n")
    for number in range(6):
        (case / f"entities/note-{number}.txt").write_text("x")
    done = check(case)

    assert "As text the value is written `broken: '…'`" in done.out
    line = line_of(case, SOURCE, "  broken:")
    assert f"Mend first: {SOURCE}:{line} (yaml-syntax)." in done.out.strip().split("\n")[-2]


def test_a_watch_checks_again_after_each_save_that_is_over(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looks = 0

    def save(_: float) -> None:
        nonlocal looks
        looks += 1
        if looks == 1:
            change(case, PEOPLE, "person: official", "person: offical")
        elif looks == 4:
            change(case, PEOPLE, "person: offical", "person: official")
        elif looks == 8:
            raise KeyboardInterrupt

    monkeypatch.setattr("dossier.cli.check.wait", save)
    monkeypatch.setattr("signal.signal", lambda *_: None)
    done = check(case, "--watch")

    assert done.code == 130
    assert [line for line in done.out.split("\n") if line.startswith(("0 errors", "1 error"))] == [
        "0 errors, 0 warnings.",
        "1 error, 0 warnings.",
        "0 errors, 0 warnings.",
    ]
    assert check(case, "--watch", "--format", "json").code == 2
    assert check(case, "--watch", "--leaks", "x").code == 2


def test_a_save_that_goes_on_is_waited_for() -> None:
    states = iter(["a", "b", "c", "c", "c", "a", "a"])
    found = changes(lambda: next(states), lambda _: None)
    assert [next(found) for _ in range(3)] == ["a", "c", "a"]


def test_a_country_that_is_nearly_one_gets_its_code(case: Path) -> None:
    change(case, PEOPLE, "  name: Mira Tossen", "  name: Mira Tossen\n  country: Nicaraguua")
    change(case, "case.yml", "language: en\n", "language: englsh\n")
    done = check(case)

    assert "Did you mean 'ni' (Nicaragua)?" in done.out
    assert "Did you mean 'eng' (English)?" in done.out
