"""Names are found in every form that the rules of a script give them, whichever of the two is written in it.

The scan and the replacement are asked alike. The names are invented, or those of cities; the long runs over them are in
`tools/soak_names.py`, of which a sample runs here.
"""

from __future__ import annotations

import itertools

import pytest

from dossier.case.model import Entity, Value
from dossier.names.matching import Matcher
from dossier.names.rules import RULES, unmixed, without_rules
from dossier.problems import Place
from dossier.withholding.replace import Replacer
from tests.cases import change, check, write_case
from tests.folds import LOCALES, NAME_FOLDS, PEOPLE, TEXT_FOLDS, ending_of, fits, names
from tools.soak_names import BOUNDS, SAMPLE, false_hits

HERE = Place("entities/people.yml")


def victim(*names_: str) -> Entity:
    """Somebody withheld."""
    return Entity("v", "Person", HERE, tuple(Value("name", name, HERE) for name in names_), person="victim", label="V")


def left(name: str, text: str) -> str:
    """What is left of a text without a name; the scan must find it before, and nothing behind."""
    replacer = Replacer([victim(name)])
    matcher = Matcher(replacer.names)
    assert any(matcher.find(text)), "the scan does not find it"
    without = replacer(text)
    assert not any(matcher.find(without)), without
    return without


@pytest.mark.parametrize(
    ("name", "text", "printed"),
    [
        ("Әйгерім Қасымова", "Әйгерiм, Қacымова, ҚACЫМОВАНЫҢ", "[V], [V], [V]"),  # Latin letters in each
        ("Әйгерiм Қacымова", "Әйгерім, Қасымоваға", "[V], [V]"),
        ("Νίκος Μπράντος", "o Nίκος, του Mπράντου", "o [V], του [V]"),
        ("Қасымова", "Қасымовалар, Қасымоваларға, Қасымоваларымыздың", "[V], [V], [V]"),
        ("Natalya Beryozkina", "Natalja met Berjozkina; natalja berjozkina", "[V] met [V]; [V]"),
        ("Natalja Berjozkina", "Natalia met Beryozkina, Nataliya Berezkina", "[V] met [V], [V]"),
        ("سليم الزهراني", "للزهراني وللزهراني وبالزهراني", "ل[V] ول[V] وب[V]"),
        ("سليم الزهراني", "قال ولسليم", "قال ول[V]"),
        ("وللزهراني", "الزهراني", "[V]"),
        ("דינה", "ולדינה, כשלדינה, שבדינה", "ול[V], כשל[V], שב[V]"),
        ("ולדינה", "דינה", "[V]"),
        ("דינה בן־דוד", "דינה בן-דוד, דינה בן–דוד, בן דוד", "[V], [V], [V]"),
        ("დანა გელაშვილი", "გელაშვილთან, გელაშვილებისთვის, გელაშვილისგანაც", "[V], [V], [V]"),
        ("დანა გელაშვილთან", "გელაშვილი", "[V]"),
        ("김영희", "김영희가, 김 영희, 김 영희에게도, 김영희씨는", "[V], [V], [V], [V]"),
        ("김 영희", "김영희가, 김 영희를", "[V], [V]"),
        ("김영희가", "김영희", "[V]"),
        ("남궁민수", "남궁 민수는", "[V]"),
        ("Արամ Սարգսյան", "Սարգսյանների, Սարգսյաններից, Արամի", "[V], [V], [V]"),
        ("Արամ Տեր֊Սարգսյան", "Արամ Տեր-Սարգսյանը", "[V]"),
        ("Νίκος Παπαδόπουλος", "Παπαδόπουλου, Παπαδόπουλοι, Παπαδοπούλων, Νίκο", "[V], [V], [V], [V]"),
        ("Νίκος Παπαδοπούλου", "Παπαδόπουλος", "[V]"),
        ("Павла Озерского", "Павел Озерский, Озерскому", "[V], [V]"),
        ("Ilva Brandt", "B. Ilva; photo_brandt; Br\u00e1ndt", "[V]; photo_[V]; [V]"),
    ],
)
def test_a_name_is_replaced_in_the_forms_of_its_script(name: str, text: str, printed: str) -> None:
    assert left(name, text) == printed


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Νίκος", "Νίκη, νίκη, Νικοτίνη"),  # another declension
        ("김영희", "김영만이, 영희, 희가"),
        ("דינה", "מדינה, המדינתית"),
        ("Максим Боган", "Макса, Бог"),
        ("ანა გელა", "განა, გელაშვილი"),
        ("Արմեն", "Արմեյան, արմատ"),
        ("كالكتا", "الكتا"),
        ("Natalya", "Natal, Nataza"),
    ],
)
def test_other_words_stay(name: str, text: str) -> None:
    if name == "דינה":  # מ + דינה is also `from Dina`: it is withheld, and nothing else of it
        assert left(name, text) == "מ[V], המדינתית"
        return
    assert Replacer([victim(name)])(text) == text


def test_letters_of_two_scripts_are_told_apart_by_their_shapes() -> None:
    assert "Қасымова" in unmixed("Қacымова")
    assert unmixed("Касымова") == unmixed("Kasymova") == ()
    assert unmixed("Kжя") == ("Кжя",)  # no Latin letter looks like ж


# ------------------------------------------------------------------------------------------------------ composed


@pytest.mark.parametrize("script", PEOPLE)
def test_any_two_folds_of_the_text_and_one_of_the_name_find_it(script: str) -> None:
    """Each after each, in every order: the name is found, replaced, and not found again."""
    name = PEOPLE[script]
    folds = [fold for key, fold in TEXT_FOLDS.items() if fits(key, script)]
    texts = {second(first(name, script), script) for first, second in itertools.product(folds, repeat=2)}
    missed = []
    for written in {fold(name, script) for key, fold in NAME_FOLDS.items() if fits(key, script)}:
        replacer = Replacer([victim(written)])
        matcher = Matcher(replacer.names)
        for text in texts:
            without = replacer(f"1. {text} 2.")
            if "[V]" not in without or not any(matcher.find(text)) or any(matcher.find(without)):
                missed.append((written, text, without))
    assert missed == []


@pytest.mark.parametrize("script", LOCALES)
def test_real_names_are_found_both_ways(script: str) -> None:
    rows = names(script, 6)
    assert rows
    for name in rows:
        for written in (name, name.upper(), name.replace(" ", "\n"), ending_of(name, script)):
            left(name, f"1. {written} 2.")
            if "\n" not in written:
                left(written, f"1. {name} 2.")


@pytest.mark.parametrize("script", BOUNDS)
def test_no_more_ordinary_words_are_taken_for_names_than_before(script: str) -> None:
    assert len(false_hits(script, SAMPLE)) <= BOUNDS[script]


# ------------------------------------------------------------------------------------------------------ what is not


def test_a_script_without_rules_is_known() -> None:
    assert without_rules("मीरा शर्मा")
    assert without_rules("ሣራህ")
    assert not any(map(without_rules, ("Mara Tolven", "Дана", "김영희", "欧阳小美", "กิตขา", *PEOPLE.values())))
    assert set(PEOPLE) >= set(RULES)


@pytest.mark.parametrize(
    ("name", "listed", "told"),
    [
        ("Ilva Li", "", True),
        ("Ilva Li", "Mrs Li", False),
        ("Ilva de Brandt", "", False),
        ("I. Brandt", "", False),
        ("मीरा शर्मा", "", True),
        ("मीरा शर्मा", "शर्माने", False),
    ],
)
def test_a_name_that_is_hardly_withheld_is_warned_of(name: str, listed: str, told: bool, tmp_path) -> None:
    root = write_case(tmp_path)
    people = "entities/people.yml"
    withheld = f"withhold: [Brandt, Brandd{', ' * bool(listed)}{listed}]"
    change(root, people, "withhold: [Brandd]", withheld)
    change(root, people, "Ilva Brandt", name)
    result = check(root)
    if told:
        problem = next(each for each in result.problems if each.code == "name-hardly-withheld")
        assert problem.file == people
        assert name.rsplit(maxsplit=1)[-1] not in problem.text
    else:
        assert "name-hardly-withheld" not in result.codes()
