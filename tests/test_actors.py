"""Who acts in a sentence of ours and in the source's: read from the words, shown on a card, and told by `check`.

All sentences and names are invented, but for the offices in them.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.checking.actors import only_in_ours
from dossier.review import make_card, make_deck
from dossier.review.desk import Desk
from dossier.text.actors import Actor, Named, Names, actors
from dossier.text.sentences import whole_sentences
from tests.cases import Result, change, check, dossier, pin, write_case
from tests.pdfs import spaced
from tests.reviews import Keys, checked, reviewed_case
from tests.strong_case import write_strong_case
from tests.test_review_page import guarded, visiting

NAMES = Names(
    [
        Named("akimat-of-brenn", "Akimat of Brenn", ("Akimat of Brenn", "Akimat of the city of Brenn", "әкімдік")),
        Named("interior-ministry", "Interior Ministry", ("Interior Ministry", "Министерство внутренних дел")),
        Named("halvik", "Oren Halvik", ("Oren Halvik", "Орен Халвик"), alone=True),
        Named("tossen", "Mira Tossen", ("Mira Tossen",), alone=True),
        Named("harbour-circle", "8Harbour", ("8Harbour",)),
    ]
)


def acting(text: str, stands: str = "acts") -> list[str]:
    return [row.who for row in actors(text, NAMES) if row.stands == stands]


def only_ours(ours: str, theirs: str) -> list[str]:
    return [row.who for row in only_in_ours(actors(ours, NAMES), actors(theirs, NAMES))]


# ---------------------------------------------------------------------------------- our sentence beside the source's


@pytest.mark.parametrize(
    ("ours", "theirs", "we_blame", "they_blame", "alone"),
    [
        # another is blamed
        (
            "The judge deprived her of her lawyer.",
            "The State deprived her of the right to a lawyer.",
            ["judge"],
            ["state"],
            ["judge"],
        ),
        ("The prosecutor fined him.", "The court fined him.", ["prosecutor"], ["court"], ["prosecutor"]),
        ("The minister banned it.", "The ministry banned it.", ["minister"], ["ministry"], ["minister"]),
        ("The mayor refused to allow it.", "The Akimat refused to allow it.", ["mayor"], ["akimat"], ["mayor"]),
        ("Oren Halvik beat a man.", "Police officers beat a man.", ["Oren Halvik"], ["police"], ["Oren Halvik"]),
        ("Mira Tossen ordered it.", "Oren Halvik ordered it.", ["Mira Tossen"], ["Oren Halvik"], ["Mira Tossen"]),
        ("Soldiers shot a man.", "Guards shot a man.", ["soldier"], ["guard"], ["soldier"]),
        ("The judge took her phone.", "Судья молчал; полиция забрала телефон.", ["judge"], ["judge", "police"], []),
        ("The prosecutor jailed her.", "Её посадил в тюрьму судья.", ["prosecutor"], [], ["prosecutor"]),
        ("The minister banned it.", "Le juge a interdit la marche.", ["minister"], ["judge"], ["minister"]),
        ("The police banned it.", "El juez prohibió la marcha.", ["police"], ["judge"], ["police"]),
        ("The police banned it.", "Суд заборонив мітинг.", ["police"], ["court"], ["police"]),
        ("The court banned it.", "Шеруге полиция тарапынан тыйым салынды.", ["court"], ["police"], ["court"]),
        # passives on either side
        ("She was fined by the judge.", "The police fined her.", ["judge"], ["police"], ["judge"]),
        ("She was fined by the judge.", "The judge fined her.", ["judge"], ["judge"], []),
        ("The police beat a lawyer.", "A lawyer was beaten by officers.", ["police"], ["officer"], []),
        ("La marche a été interdite par le préfet.", "The governor banned the march.", ["mayor"], ["mayor"], []),
        ("La marcha fue prohibida por el juez.", "Суддя заборонив марш.", ["judge"], ["judge"], []),
        # the same actor by another name
        ("The Akimat refused the march.", "The Brenn akimat refused it.", ["akimat"], ["akimat"], []),
        ("The Akimat of Brenn refused it.", "The akimat refused it.", ["Akimat of Brenn"], ["akimat"], []),
        (
            "The Akimat of Brenn refused it.",
            "It was refused by the Akimat of the city of Brenn.",
            ["Akimat of Brenn"],
            ["Akimat of Brenn"],
            [],
        ),
        ("Halvik ordered it.", "Орен Халвик приказал это.", ["Oren Halvik"], ["Oren Halvik"], []),
        ("Oren Halvik ordered it.", "По приказу Орена Халвика их избили.", ["Oren Halvik"], [], []),
        ("Policemen beat her.", "Полицейские избили её.", ["police officer"], ["police officer"], []),
        ("The ministry refused it.", "The Interior Ministry refused it.", ["ministry"], ["Interior Ministry"], []),
        ("The city hall refused it.", "Әкімдік рұқсат бермеді.", ["akimat"], [], []),
        # possessives and what depends on another noun
        ("The court's judge fined her.", "The judge of the court fined her.", ["judge"], ["judge"], []),
        ("The judge's clerk fined her.", "The police fined her.", [], ["police"], ["judge"]),
        # pronouns: what they mean is for the reader
        ("He ordered it.", "The minister ordered it.", ["he"], ["minister"], []),
        ("The minister ordered it.", "Он приказал это.", ["minister"], ["он"], ["minister"]),
        # nobody known acts
        ("The march was refused.", "The Akimat refused the march.", [], ["akimat"], []),
        ("A march was held.", "A march was held.", [], [], []),
    ],
)
def test_who_acts_on_both_sides_and_who_in_ours_alone(
    ours: str, theirs: str, we_blame: list[str], they_blame: list[str], alone: list[str]
) -> None:
    assert acting(ours) == we_blame
    assert acting(theirs) == they_blame
    assert only_ours(ours, theirs) == alone


@pytest.mark.parametrize(
    ("text", "acts", "acted_upon"),
    [
        ("The Akim (local governor) of Brenn, Oren Halvik, justified the ban.", ["mayor", "Oren Halvik"], []),
        ("Interior Minister Tomas Reval gave the order.", ["minister"], []),
        ("The police and the prosecutor refused to open a case.", ["police", "prosecutor"], []),
        ("It was ordered by the police and the guards.", ["police", "guard"], []),
        ("The judge, who was dismissed, said nothing.", [], ["judge"]),
        ("The ministry, which refused it, is silent.", ["ministry"], []),
        ("The police have not opened a case.", ["police"], []),
        ("The minister has been charged.", [], ["minister"]),
        ("The Akimat is reported to have refused the march.", ["akimat"], []),
        ("The court did not let her speak.", ["court"], []),
        ("The court accuses her of slander.", ["court"], []),
        ("Министр внутренних дел был уволен президентом.", [], ["minister"]),
        ("Министр внутренних дел приказал разогнать митинг.", ["minister"], []),
        ("Адвокат був побитий. Поліція затримала журналіста.", ["police"], ["lawyer"]),
        ("L'avocate a été battue par la police.", ["police"], ["lawyer"]),
        ("L’État l’a privée de son avocat.", ["state"], []),
        ("La abogada fue golpeada por la policía.", ["police"], ["lawyer"]),
        ("The 8Harbour organised a march.", ["8Harbour"], []),
    ],
)
def test_how_one_stands_in_a_sentence(text: str, acts: list[str], acted_upon: list[str]) -> None:
    assert acting(text) == acts
    assert acting(text, "acted-upon") == acted_upon


@pytest.mark.parametrize(
    "text",
    [
        "Police officers accused of torture were dismissed.",  # a participle as often as a verb
        "Officers often initiate contact.",  # a plural in the present
        "Её лишил адвоката судья.",  # behind its verb
        "Сот оны қорғаушысынан айырды.",  # the verb at the end of the sentence
        "The decision of the judge deprived her of it.",
        "Решение судьи лишило её адвоката.",
        "Judge.",
    ],
)
def test_what_the_words_do_not_show_is_only_named(text: str) -> None:
    found = actors(text)

    assert found
    assert {row.stands for row in found} == {"named"}


@pytest.mark.parametrize(
    "text",
    [
        "During a court hearing a police station burned.",
        "The state of emergency ended; the head of state is away.",
        "The State Gazette prints it.",
        "La mayor parte de la ciudad; la política fiscal.",
        "Принятие мер; начало дела.",
    ],
)
def test_words_that_are_no_actors(text: str) -> None:
    assert actors(text) == []


def test_an_actor_says_where_it_stands() -> None:
    text = "Later police officers beat a man."
    (police,) = actors(text)

    assert text[police.start : police.end] == police.words == "police officers"


_PIECES = (*"aZ .,'’()\n8", "the judge ", "by ", "of ", "was ", "beaten ", "Суд ", "был ", "лишил ", "Oren Halvik ")


@given(st.lists(st.sampled_from(_PIECES)).map("".join))
def test_whatever_the_text_the_places_are_right(text: str) -> None:
    for row in actors(text, NAMES):
        assert text[row.start : row.end] == row.words


def test_entities_of_one_role_are_two() -> None:
    first = Actor("A", "A", 0, 1, entity="a", roles=frozenset(["ministry"]))
    second = Actor("B", "B", 0, 1, entity="b", roles=frozenset(["ministry"]))

    assert not first.is_same(second)
    assert first.is_same(Actor("ministry", "ministry", 0, 8, roles=frozenset(["ministry"])))


def test_a_last_name_that_two_bear_is_nobodys() -> None:
    names = Names([Named("a", "Oren Halvik", ("Oren Halvik",), True), Named("b", "Ada Halvik", ("Ada Halvik",), True)])

    assert [row.who for row in actors("Halvik ordered it.", names)] == []
    assert [row.who for row in actors("Ada Halvik ordered it.", names)] == ["Ada Halvik"]


@pytest.mark.parametrize(
    ("quote", "whole"),
    [
        ("fined her", "At noon the judge, Mr. Orn, fined her."),
        ("At noon the judge, Mr. Orn, fined her.", "At noon the judge, Mr. Orn, fined her."),
        ("left. At noon", "He left. At noon the judge, Mr. Orn, fined her."),
        ("She paid", "She paid."),
    ],
)
def test_a_quotation_is_read_with_its_whole_sentence(quote: str, whole: str) -> None:
    text = "He left. At noon the judge, Mr. Orn, fined her. She paid."
    at = text.index(quote)
    begin, end = whole_sentences(text, at, at + len(quote))

    assert text[begin:end] == whole


# ------------------------------------------------------------------------------------------------------------- check


def with_sentence(root: Path, said: str, clause: str) -> Path:
    """The small case, whose source also says something, and whose summary cites that."""
    for file, text in (
        ("source.yml", f"  extra: {json.dumps(said, ensure_ascii=False)}\n"),
        ("capture.txt", f"\n{said}\n"),
    ):
        with (root / "evidence/courier" / file).open("a", encoding="utf-8") as lines:
            lines.write(text)
    change(root, "entities/people.yml", "    Whether he knew of", f"    {clause}\n\n    Whether he knew of")
    for file in ("source.lock.json", "text.c1.txt"):
        (root / "evidence/courier" / file).unlink(missing_ok=True)
    assert pin(root).code == 0
    return root


def told(result: Result) -> list[str]:
    return [problem.text for problem in result.problems if problem.code == "actor-not-in-quotation"]


@pytest.fixture
def case(tmp_path: Path) -> Path:
    return write_case(tmp_path / "case")


def test_a_judge_blamed_for_what_the_state_did_is_a_warning(case: Path) -> None:
    with_sentence(
        case,
        "The State deprived her of the right to a lawyer.",
        "The judge deprived her of her lawyer. [@courier/extra]",
    )

    (text,) = told(check(case))

    assert text.startswith(
        "halvik/summary/3: the claim says that 'judge' acted, but courier/extra says that 'State' did and does not name"
        " 'judge' nearby."
    )


@pytest.mark.parametrize(
    ("said", "clause"),
    [
        ("Судья лишила её адвоката.", "The prosecutor deprived her of her lawyer. [@courier/extra]"),
        ("The police beat the crowd.", "Halvik beat the crowd. [@courier/extra]"),
        ("The police beat the crowd.", "The crowd was beaten by the guards of the prison. [@courier/extra]"),
        ("The ministry refused it.", "The minister refused it. [@courier/extra]"),
    ],
)
def test_another_actor_than_the_sources_is_a_warning(case: Path, said: str, clause: str) -> None:
    assert len(told(check(with_sentence(case, said, clause)))) == 1


@pytest.mark.parametrize(
    ("said", "clause"),
    [
        ("Судья лишила её адвоката.", "The judge deprived her of her lawyer. [@courier/extra]"),
        ("The judge fined her.", "The court fined her. [@courier/extra]"),  # what a judge does, the court does
        ("The akim banned it.", "The authorities banned it. [@courier/extra]"),  # wide enough to hold an akim
        ("They were beaten.", "The police beat them. [@courier/extra]"),  # the source blames nobody
        ("The police beat them.", "It does not say that the judge ordered it. [@courier/extra]"),
        ("The police beat them.", "The Velta Courier reports that police beat them. [@courier/extra]"),
        ("The police beat them.", "The judge fined nobody, it seems. {.analysis}"),
        ("The police beat them.", "The minister ordered it. [@courier/extra] [@courier/order]"),
    ],
)
def test_what_is_no_false_sentence_is_no_warning(case: Path, said: str, clause: str) -> None:
    assert told(check(with_sentence(case, said, clause))) == []


def test_the_rest_of_the_paragraph_may_name_the_actor(case: Path) -> None:
    with_sentence(
        case,
        "The State deprived her of a lawyer.",
        "The judge deprived her of her lawyer. [@courier/extra]",
    )
    with (case / "evidence/courier/capture.txt").open("a") as file:
        file.write("The judge had ordered it.\n")
    for name in ("source.lock.json", "text.c1.txt"):
        (case / "evidence/courier" / name).unlink()
    assert pin(case).code == 0

    assert told(check(case)) == []


def test_roles_and_findings_are_looked_at_too(case: Path) -> None:
    change(case, "entities/people.yml", "on which police officers beat a", "on which soldiers beat a")
    change(case, "entities/people.yml", "because: He ordered the", "because: The prosecutor ordered the")

    texts = told(check(case))

    assert [text.split("'")[1] for text in texts] == ["soldiers", "prosecutor"]


def test_a_withheld_actor_is_not_named_by_the_warning(case: Path) -> None:
    with_sentence(case, "The police beat the crowd.", "Brandt beat the crowd. [@courier/extra]")

    result = check(case)

    assert "[Victim A]" in told(result)[0]
    assert "Brandt" not in result.out + result.err


@pytest.mark.parametrize("write", [write_case, write_strong_case])
def test_cases_that_say_what_their_sources_say_have_no_such_warning(tmp_path: Path, write: Any) -> None:
    root = write(tmp_path / "case")
    assert pin(root).code == 0

    assert told(check(root)) == []


@pytest.mark.parametrize("folder", ["second_case", "../dossier/starter", ".."])
def test_committed_cases_have_no_such_warning(tmp_path: Path, folder: str) -> None:
    root = tmp_path / "case"
    root.mkdir()
    for name in ("case.yml", "entities", "evidence"):
        path = Path(__file__).parent / folder / name
        (shutil.copytree if path.is_dir() else shutil.copy)(path, root / name)

    assert told(check(root)) == []


# ------------------------------------------------------------------------------------------------------ on the card


JUDGE = "halvik/summary/3"


@pytest.fixture
def reviewed(tmp_path: Path) -> Path:
    (tmp_path / "keys").mkdir()
    root = reviewed_case(tmp_path / "reviewed", Keys(tmp_path / "keys"))
    return with_sentence(
        root,
        "The State deprived her of the right to a lawyer.",
        "The judge deprived her of her lawyer. [@courier/extra]",
    )


def actors_on(root: Path, card: str, claim: str) -> Any:
    made: Any = json.loads(json.dumps(make_card(make_deck(checked(root)[0]), card)))
    return next(row for row in made["claims"] if row["key"] == claim)["actors"]


def test_the_card_holds_both_sides_and_who_is_in_ours_alone(reviewed: Path) -> None:
    found = actors_on(reviewed, "courier/extra", JUDGE)
    text = (reviewed / "evidence/courier/text.c1.txt").read_text(encoding="utf-8")
    places = [(row.pop("start"), row.pop("end")) for row in found["theirs"]]

    assert found == {
        "ours": [
            {"who": "judge", "words": "judge", "stands": "acts", "start": 4, "end": 9},
            {"who": "lawyer", "words": "lawyer", "stands": "named", "start": 30, "end": 36},
        ],
        "theirs": [
            {"excerpt": "courier/extra", "who": "state", "words": "State", "stands": "acts"},
            {"excerpt": "courier/extra", "who": "lawyer", "words": "lawyer", "stands": "named"},
        ],
        "only_ours": ["judge"],
    }
    assert [text[start:end] for start, end in places] == ["State", "lawyer"], "places are those of the stored text"


def test_claims_of_other_kinds_say_nothing_of_actors(reviewed: Path) -> None:
    assert actors_on(reviewed, "courier/order", "halvik/name/1") is None
    assert actors_on(reviewed, "courier/order", "clearing-2024/date/1") is None
    assert [row["who"] for row in actors_on(reviewed, "courier/order", "halvik/finding/eu-ghr/assembly")["ours"]] == [
        "he"
    ]


def test_the_sentence_around_a_cut_quotation_is_read(reviewed: Path) -> None:
    change(
        reviewed,
        "evidence/courier/source.yml",
        "    On 14 April 2024 the Interior Minister of Veltania, Oren Halvik, o",
        "    o",
    )
    theirs = actors_on(reviewed, "courier/order", "halvik/act/clearing-2024")["theirs"]

    assert [(row["who"], row["stands"]) for row in theirs] == [
        ("Interior Minister of Veltania", "acts"),
        ("Oren Halvik", "acts"),
        ("police", "named"),
    ]


@pytest.mark.parametrize("attribution", ["office", "body", "collective", "unnamed"])
def test_who_acts_does_not_give_the_authors_answer_away(reviewed: Path, attribution: str) -> None:
    act = "halvik/act/beating-2024"
    before = Desk(reviewed, "anna", None).card("courier/beating")
    change(reviewed, "entities/people.yml", "attribution: body", f"attribution: {attribution}")
    card: Any = Desk(reviewed, "anna", None).card("courier/beating")
    (ours,) = [row["actors"] for row in card["claims"] if row["key"] == act]

    assert card["waits"]
    assert [row["actors"] for row in card["claims"]] == [row["actors"] for row in before["claims"]]
    assert [row["who"] for row in ours["ours"]] == ["minister", "police", "protester"]


def test_the_page_shows_both_sides_beside_each_other(reviewed: Path) -> None:
    page = lxml.html.fromstring(visiting(guarded(reviewed)).get("/card/courier/extra").text)
    (table,) = page.xpath("//table[@class='actors']")

    assert [spaced(each.text_content()) for each in table.xpath(".//th[@scope='col']")] == [
        "Who acts in the quotation",
        "Who acts in our sentence",
    ]
    theirs, ours = table.xpath(".//td")
    assert [spaced(row.text_content()) for row in theirs.xpath(".//li")] == ["State acts", "lawyer is named"]
    assert [spaced(row.text_content()) for row in ours.xpath(".//li[@class='only-ours']")] == [
        "judge acts only in ours"
    ]
    assert ours.xpath(".//a/@href") == [f"#tick-{JUDGE}"]
    assert page.xpath("//nav[@class='parts']/a[@href='#h-actors']")


def test_the_shell_shows_both_sides(reviewed: Path) -> None:
    shown = dossier(reviewed, "review", "next", "--after", "courier/reply").out

    assert "    who acts in the quotation: State acts; lawyer is named\n" in shown
    assert "    who acts in our sentence: judge acts (ONLY IN OURS); lawyer is named\n" in shown
