"""A word of a withheld name that somebody shown bears too: declared, it stands in the bearer's names and nowhere else.

`Ilva Brandt` is the victim of the small case; here the deputy minister is called `Ilva Tossen`. All are invented.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dossier.case.model import Entity, SharedName, Value
from dossier.leaks import Scanner
from dossier.names.matching import Matcher
from dossier.problems import Place
from dossier.withholding.replace import Replacer, allowed_names
from tests.cases import FILES, assert_told, change, check, dossier, line_of, pin, write_case

PEOPLE, SOURCE, CAPTURE = "entities/people.yml", "evidence/courier/source.yml", "evidence/courier/capture.txt"
HERE = Place("entities/people.yml")
SHARED = "also_borne_by: [{name: Ilva, by: tossen, because: the deputy minister has the same first name}]\n"


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """The deputy minister has the victim's first name; one quotation names both."""
    root = write_case(tmp_path, **{name: text.replace("Mira Tossen", "Ilva Tossen") for name, text in FILES.items()})
    both = "Ilva Tossen said of Ilva Brandt that Ilva had fallen."
    change(root, CAPTURE, "No officer was charged.", f"{both} No officer was charged.")
    change(root, SOURCE, "  reply: The", f"  both: {both}\n  reply: The")
    change(root, PEOPLE, "cite: courier/deputy", "cite: [courier/deputy, courier/both]")
    return root


def declared(root: Path, rows: str = SHARED) -> Path:
    change(root, PEOPLE, "withhold: [Brandd]\n", f"withhold: [Brandd]\n{rows}")
    pin(root)
    return root


def test_an_undeclared_shared_name_is_an_error_that_quotes_no_name(case: Path) -> None:
    told = assert_told(check(case), "shared-name", PEOPLE, line_of(case, PEOPLE, "id: victim-1"))
    assert "victim-1" in told.text
    assert "tossen" in told.text
    assert "also_borne_by" in told.text


def test_declared_it_stands_in_the_names_of_the_bearer_alone(case: Path) -> None:
    declared(case)
    assert check(case).code == 0, check(case).out
    assert dossier(case, "build").code == 0
    exported = dossier(case, "export")
    assert exported.code == 0, exported.out
    text = next((case / "build/public/export").glob("text.courier.*.txt")).read_text(encoding="utf-8")
    assert "Ilva Tossen said of [Victim A] that [Victim A] had fallen." in text
    assert "His deputy, Ilva Tossen, watched" in text
    assert '"Ilva Tossen"' in (case / "build/public/export/entities.ftm.json").read_text(encoding="utf-8")
    assert check(case, "--leaks", str(case / "build/public")).code == 0
    written = "".join(path.read_text(errors="replace") for path in (case / "build/public/export").iterdir())
    assert "same first name" not in written


def test_a_part_of_the_bearers_name_may_be_a_value_by_itself(case: Path) -> None:
    change(case, PEOPLE, "  name: Ilva Tossen\n", "  name: Ilva Tossen\n  firstName: Ilva\n  lastName: Tossen\n")
    declared(case)
    for command in (("build", "--as", "docx,html"), ("export",)):
        result = dossier(case, *command)
        assert result.code == 0, result.out
    entities = (case / "build/public/export/entities.ftm.json").read_text(encoding="utf-8")
    assert '"firstName":["Ilva"]' in entities.replace(" ", "")


@pytest.mark.parametrize(
    "name",
    ["Ilva Brandt", "Brandt Ilva", "Brandt", "Dr Ilva Brandt", "Илва Брандт", "Ilva Brandt-Brandd"],
)
def test_a_name_that_names_the_one_withheld_cannot_be_excepted(name: str, case: Path) -> None:
    change(case, PEOPLE, "  name: Ilva Tossen\n", f"  name: [Ilva Tossen, {{value: {name}, derived: so called}}]\n")
    change(case, PEOPLE, "withhold: [Brandd]", "withhold: [Brandd, Brandt]")
    more = f'{SHARED.strip()[:-1]}, {{name: "Brandt", by: tossen, because: no}}]\n'
    change(case, PEOPLE, "withhold: [Brandd, Brandt]\n", f"withhold: [Brandd, Brandt]\n{more}")
    told = assert_told(check(case), "shared-name-whole", PEOPLE)
    assert "victim-1 and tossen" in told.text


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ("also_borne_by: {name: Ilva, by: nobody, because: x}\n", "dangling-reference"),
        ("also_borne_by: {name: Ilva, by: tossen}\n", "missing-key"),
        ("also_borne_by: {name: Brandt, by: tossen, because: x}\n", "shared-name"),
    ],
)
def test_an_exception_that_is_none_excepts_nothing(rows: str, code: str, case: Path) -> None:
    assert_told(check(declared(case, rows)), code)


def test_an_exception_for_what_is_not_shared_is_told(case: Path) -> None:
    rows = SHARED.strip()[:-1] + ", {name: Ilva, by: halvik, because: x}]\n"
    assert "exception-unused" in check(declared(case, rows)).codes()


def test_each_of_those_withheld_declares_for_herself(case: Path) -> None:
    with (case / PEOPLE).open("a", encoding="utf-8") as file:
        file.write(
            "---\nid: victim-2\nschema: Person\nperson: victim\nlabel: Victim B\nproperties:\n"
            "  name: {value: Ilva Norrby, derived: a letter}\n"
        )
    told = assert_told(check(declared(case)), "shared-name")
    assert "victim-2" in told.text
    assert "Ilva" not in Replacer([victim("Ilva Brandt"), victim("Ilva Norrby", bearer="")])("Ilva Tossen")


def victim(*names: str, shared: str = "Ilva", bearer: str = "Ilva Tossen", label: str = "Victim A") -> Entity:
    """Somebody withheld who shares a word with `bearer`, declared when there is one."""
    borne = (SharedName(shared, "tossen", "so it is", HERE, (Value("name", bearer, HERE),)),) if bearer else ()
    values = tuple(Value("name", name, HERE) for name in names)
    return Entity("victim-1", "Person", HERE, values, person="victim", label=label, also_borne_by=borne)


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Ilva Tossen", "Ilva Tossen"),
        ("ILVA TOSSEN, Ilva\nTossen and Ilva-Tossen", "ILVA TOSSEN, Ilva\nTossen and Ilva-Tossen"),
        ("They took Ilva. Tossen ordered it.", "They took [Victim A]. Tossen ordered it."),
        ("They took Ilva\n\nTossen ordered it.", "They took [Victim A]\n\nTossen ordered it."),
        ("Ilva, Tossen", "[Victim A], Tossen"),
        ("Brandt Ilva Tossen", "[Victim A] [Victim A] Tossen"),
        ("Ilva Tossen Brandt", "[Victim A] Tossen [Victim A]"),
        ("Ilva Brandt Ilva Tossen", "[Victim A] [Victim A] Tossen"),
        ("Dana Brandt. Ilva Tossen said", "Dana [Victim A]. Ilva Tossen said"),
        ("Ilva Tossenova", "[Victim A] Tossenova"),
        ("Ilva", "[Victim A]"),
    ],
)
def test_whose_word_it_is_when_it_could_be_either(text: str, printed: str) -> None:
    replacer = Replacer([victim("Ilva Brandt")])
    assert replacer(text) == printed
    assert list(Matcher(replacer.names).find(printed)) == []
    told = [leak.line for leak in Scanner(replacer.names).scan_text("letter", "", text)]
    assert bool(told) == (text != printed)


def test_a_name_in_cyrillic_takes_its_endings() -> None:
    replacer = Replacer([victim("Алия Берёзкина", shared="Алия", bearer="Алия Тоссен")])
    assert replacer("К Алие Тоссену, к Алие Берёзкиной и к Алие") == "К Алие Тоссену, к [Victim A] и к [Victim A]"


def test_a_name_of_one_word_stands_alone_or_not_at_all() -> None:
    replacer = Replacer([victim("Ilva Brandt", bearer="Ilva")])
    ours = Entity("tossen", "Organization", HERE, (Value("name", "Ilva", HERE), Value("notes", "Ilva", HERE)))
    assert [value.text for value in replacer.record(ours).values] == ["Ilva", "[Victim A]"]
    assert [value.text for value in replacer.record(Entity("other", "Company", HERE, ours.values[:1])).values] == [
        "[Victim A]"
    ]
    assert not replacer.finds_in(Entity("tossen", "Organization", HERE, ours.values[:1]))
    matcher = Matcher(replacer.names)
    assert list(matcher.find('{"name": ["Ilva"]}')) == []
    assert list(matcher.find("Name\nIlva\n")) == []
    assert list(matcher.find("and Ilva said")) != []
    assert list(matcher.find("Ilva Brandt")) != []


WORDS = st.sampled_from(["Ilva", "Brandt", "Tossen", "met", "and", "ILVA", "ilva", "Brandts", "Ilvas", "B", "I"])
GAPS = st.sampled_from([" ", "  ", "\n", "\n\n", ", ", ". ", "-", "_", "\u00a0", " / ", "\t"])


@given(st.lists(st.tuples(WORDS, GAPS), max_size=12))
@example([("Brandt", " "), ("Ilva", " "), ("Tossen", " ")])
def test_an_exception_never_shows_more_than_the_bearer(pieces: list[tuple[str, str]]) -> None:
    """What stays of the shared word stands before the bearer's own, and the scan finds nothing in what is left."""
    text = "".join(word + gap for word, gap in pieces)
    replacer = Replacer([victim("Ilva Brandt")])
    left = replacer(text)
    assert "brandt" not in left.casefold().replace("brandts", "")
    assert not replacer.finds(left)
    for at in range(len(left)):
        if left.startswith(("Ilva", "ILVA"), at) and not left[at + 4 : at + 5].isalpha():
            assert left[at + 4 :].lstrip(" \n\u00a0\t-_").startswith("Tossen")
    if "ilva" not in left:
        assert [owner for owner, _ in Matcher(replacer.names).find(left)] == []


def test_what_passes_holds_no_other_word_of_the_one_withheld() -> None:
    assert allowed_names(victim("Ilva Brandt")) == ["Ilva Tossen"]
    assert allowed_names(victim("Ilva Tosen")) == []  # by sound the same
    assert allowed_names(victim("Ilva Brandt", bearer="Ilva Maria Brandt")) == []
