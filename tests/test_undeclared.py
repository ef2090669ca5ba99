"""A name in what prints of a source that is nobody's in the case is a warning, which does not repeat it."""

from __future__ import annotations

import dataclasses
from functools import cache
from pathlib import Path

import pytest
from rich.console import Console

from dossier.case.model import Case
from dossier.checking.undeclared import check_undeclared
from dossier.evidence.collecting import collect
from dossier.evidence.records import Evidence
from dossier.loading import load_case
from dossier.problems import Problems
from dossier.text.proper import rows, small_words
from tests.cases import change, check, dossier, line_of, pin, snapshot, write_case

HERE = Path(__file__).resolve().parent
SOURCE, TEXT = "evidence/courier/source.yml", "evidence/courier/capture.txt"


def names_in(text: str) -> list[str]:
    return [" ".join(word.bare for word in row.words) for row in rows(text, small_words(text), lambda word: False)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Officers took Kaisa Morrel home.", ["Kaisa Morrel"]),
        ("Kaisa Morrel's house was searched.", ["Kaisa Morrel"]),
        ("in Kaisa Morrel's house", ["Kaisa Morrel"]),
        ("They met K. Morrel and A.B. Tolle.", ["K Morrel", "A B Tolle"]),
        ("It was Kaisa de la Vorre who spoke.", ["Kaisa Vorre"]),
        ("Officers asked Kaisa\nMorrel to leave.", ["Kaisa Morrel"]),
        ("It was Kaisa MORREL who spoke.", ["Kaisa MORREL"]),
        ("May Brandt was fined in May 2024.", ["May Brandt"]),
        ("The teacher Kaisa was held.", ["Kaisa"]),
        ("Morrel said that nobody came.", ["Morrel"]),
        ("Kaisa, 34, was held.", ["Kaisa"]),
        ("Полиция задержала Кайсу Моррель и А. Б. Толле.", ["Кайсу Моррель", "А Б Толле"]),
        ("Тлеуова рассказала о суде.", ["Тлеуова"]),
        ("Полиция Гүлнәр Әбдіқадырқызын ұстады.", ["Гүлнәр Әбдіқадырқызын"]),
        # no names of persons
        ("On Monday the Supplementary Human Dimension Meeting of Member States met.", []),
        ("The Specialised Inter-district Administrative Court ruled under the Criminal Code.", []),
        ("The Interior Minister and the First Deputy Prosecutor General left for New Zealand.", []),
        ("In December, Police said so. Women Human rights groups asked.", []),
        ("A MOST IMPORTANT HEADING\n\nThe text of the EU COURT begins.", []),
        ("The vessel lay in Bab Zuwen.", []),
        ("On Wednesday April 19, 2023 the Office of Foreign Assets Control said so.", []),
        ("Así lo informó Prensa Latina. El Ministro de la Policía Nacional calló.", []),
        ("La periodista Kaisa Morrel fue detenida.", ["Kaisa Morrel"]),
        ("Митинг разогнали на площади. Верховный Суд Республики Казахстан отказал.", []),
    ],
)
def test_what_looks_like_the_name_of_a_person(text: str, names: list[str]) -> None:
    assert names_in(text) == names


@pytest.fixture
def case(tmp_path: Path) -> Path:
    root = write_case(tmp_path / "case")
    change(root, TEXT, "No officer was charged.", "No officer was charged. Kaisa Morrel and Kaisa Tossen saw it.")
    pin(root)
    return root


def test_a_name_in_the_paragraph_of_a_quotation_is_told_by_its_place_alone(case: Path) -> None:
    done = check(case)
    told = [problem for problem in done.problems if problem.code == "undeclared-name"]

    assert done.code == 0, done.out
    assert [(each.file, each.line) for each in told] == [(SOURCE, line_of(case, SOURCE, "  beating:"))]
    assert "courier: words in 2 places may name somebody" in told[0].text
    assert "line 7, character 197, of text.c1.txt (2 words); line 7, " in told[0].text
    assert "`dossier names --undeclared`" in told[0].text
    text = (case / "evidence/courier/text.c1.txt").read_text(encoding="utf-8")
    assert text.split("\n")[6][196:].startswith("Kaisa Morrel")
    assert "Kaisa" not in done.out + done.err
    assert "Morrel" not in done.out + done.err
    assert check(case, "--strict").code == 1


def test_declaring_the_person_or_saying_that_it_is_none_is_the_cure(case: Path) -> None:
    with (case / "entities/people.yml").open("a", encoding="utf-8") as file:
        file.write("---\nid: witness-1\nschema: Person\nperson: witness\nlabel: Witness B\n")
        file.write("properties: {name: {value: Kaisa Morrel, cite: courier/beating}}\n")
    with (case / "case.yml").open("a", encoding="utf-8") as file:
        file.write("not_names: [Kaisa Tossen]\n")

    assert "undeclared-name" not in check(case).codes()


def test_the_author_is_shown_the_words_and_answers_for_all_of_them_at_once(case: Path) -> None:
    shown = dossier(case, "names", "--undeclared")
    assert "courier\n   1  Kaisa Morrel  (line 7, character 197, of text.c1.txt)\n" in shown.out
    assert "   2  Kaisa Tossen" in shown.out
    assert "No officer was charged. Kaisa Morrel and Kaisa Tossen saw it." in shown.out

    assert dossier(case, "names", "--undeclared", "--nobody", "kaisa tossen").code == 0
    assert dossier(case, "names", "--undeclared", "--person", "witness", "1").code == 0
    written = (case / "entities/others.yml").read_text(encoding="utf-8")
    assert written == (
        "id: witness-1\nschema: Person\nperson: witness\nlabel: Witness A\nproperties:\n  name:\n"
        '    value: Kaisa Morrel\n    derived: "named in the text of courier, in words that nothing quotes"\n'
    )
    assert "not_names:\n  - Kaisa Tossen\n" in (case / "case.yml").read_text(encoding="utf-8")
    done = check(case)
    assert not {"undeclared-name", "value-uncited"} & done.codes(), done.out
    assert "looks" not in dossier(case, "names", "--undeclared").out
    assert "No words look like the name" in dossier(case, "names", "--undeclared").out


def test_a_person_whom_an_excerpt_names_cites_it(tmp_path: Path) -> None:
    root = write_case(tmp_path / "case")
    change(root, TEXT, "a demonstrator, Ilva Brandt, who", "a demonstrator, Ilva Brandt, and Kaisa Morrel, who")
    change(root, SOURCE, "a demonstrator, Ilva Brandt, who", "a demonstrator, Ilva Brandt, and Kaisa Morrel, who")
    pin(root)
    dossier(root, "names", "--undeclared", "--person", "victim", "Kaisa Morrel")

    written = (root / "entities/others.yml").read_text(encoding="utf-8")
    assert written.startswith("id: victim-2\nschema: Person\nperson: victim\nlabel: Victim B\n")
    assert "cite: courier/beating\n" in written


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (("--undeclared", "--nobody", "9"), 1),
        (("--undeclared", "--nobody", "Nobody Here"), 1),
        (("--undeclared", "--nobody", "2-1"), 1),
        (("--undeclared", "--nobody"), 2),
        (("--undeclared", "1"), 2),
        (("--nobody", "1"), 2),
        (("--undeclared", "--nobody", "--person", "other", "1"), 2),
        (("--undeclared", "--confirm", "1"), 2),
    ],
)
def test_answers_about_what_is_not_listed_are_refused(case: Path, options: tuple[str, ...], code: int) -> None:
    before = snapshot(case)
    assert dossier(case, "names", *options).code == code
    assert snapshot(case).keys() == before.keys()


def test_a_name_that_nobody_quotes_is_told_as_its_text_leaves_too(tmp_path: Path) -> None:
    root = write_case(tmp_path / "case")
    file = root / "evidence/courier/capture.txt"
    file.write_text(file.read_text(encoding="utf-8") + "\nIn the street stood Kaisa Morrel.\n", encoding="utf-8")
    pin(root)
    done = check(root)

    assert "whom the case does not have: line 9, character 21, of text.c1.txt (2 words)." in done.out
    assert "Morrel" not in done.out + done.err


def test_a_very_long_text_is_searched_so_far_and_no_further(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dossier.checking.undeclared.MAX_TEXT", 100)
    root = write_case(tmp_path / "case")
    pin(root)

    assert "was searched for names up to its character 100 only" in check(root).out


def test_a_name_in_a_translation_is_told(tmp_path: Path) -> None:
    root = write_case(tmp_path / "case")
    change(
        root,
        SOURCE,
        "    speech: direct\n",
        "    speech: direct\n    translations: [{lang: fra, text: Kaisa Morrel était là., by: A. Nybo}]\n",
    )
    pin(root)
    done = check(root)

    assert "line 1, character 1, of its translation into fra (2 words)." in done.out


@cache
def real_case(root: Path) -> Case:
    case = load_case(root, Problems())
    assert case is not None
    return case


@cache
def evidence_of(root: Path) -> Evidence:
    """The evidence of a case that nobody is missing from."""
    problems = Problems()
    evidence = collect(real_case(root), problems)
    check_undeclared(real_case(root), evidence, problems)
    assert not problems
    return evidence


def everybody() -> list[tuple[Path, str]]:
    return [(root, person.id) for root in (HERE.parent, HERE / "second_case") for person in real_case(root).persons()]


@pytest.mark.parametrize(
    ("root", "id_"), everybody(), ids=lambda value: value if isinstance(value, str) else value.name
)
def test_whoever_is_taken_out_of_a_real_case_is_missed(root: Path, id_: str) -> None:
    case, evidence, problems = real_case(root), evidence_of(root), Problems()

    without = {key: entity for key, entity in case.entities.items() if key != id_}
    check_undeclared(dataclasses.replace(case, entities=without), evidence, problems)
    assert {problem.code for problem in problems} == {"undeclared-name"}


def test_a_long_check_tells_a_terminal_how_far_it_is_and_a_pipe_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = write_case(tmp_path / "case")
    pin(root)
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setattr("dossier.cli.check.QUIET", 0.0)
    assert check(root).err == ""
    monkeypatch.setattr("dossier.cli.output.err", Console(stderr=True, force_terminal=True, color_system=None))
    steps = [line.strip() for line in check(root).err.splitlines()]
    assert steps[:2] == ["read 1/1 E1", "searched for names 1/1 E1"], "no id: it may give a withheld name away"
    assert steps[2] == "edition 1/3 public"
    monkeypatch.setattr("dossier.cli.check.QUIET", 3600.0)
    assert check(root).err == "", "most cases are checked at once"
