"""Names of withheld persons are found in the forms in which texts write them. All names are invented."""

from pathlib import Path

import pytest

from dossier.case.model import Entity, Value
from dossier.problems import Place
from dossier.withholding.propose import matches, proposals
from dossier.withholding.replace import Replacer
from tests.cases import dossier, write_case

HERE = Place("entities/persons.yml")


def victim(*names: str, label: str = "Victim A", withhold: tuple[str, ...] = ()) -> Entity:
    """A withheld person of some names."""
    values = tuple(Value("name", name, HERE) for name in names)
    return Entity("victim-1", "Person", HERE, values, person="victim", label=label, withhold=withhold)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Алёна Берёзкина", "к Алёне Берёзкиной"),
        ("Алёна Берёзкина", "видели Алену Березкину"),
        ("Алёна Берёзкина", "БЕРЁЗКИНУ"),
        ("Павел Озерский", "Павлу Озерскому"),
        ("Павел Озерский", "у Озерского"),
        ("Дмитрий Кречет", "с Дмитрием Кречетом"),
        ("Зоя Мельникова", "По словам Зои"),
        ("Әсел Оспанова", "Әселдің"),
        ("Әсел Оспанова", "Оспановаға"),
        ("Mara Tolven", "mara  tolven"),
        ("Mara Tolven", "Mara\nTolven’s"),
        ("Mara Tolven", "TOLVEN"),
        ("Mara Tolven", "| Mara | Tolven |"),
        ("Mara Tolven", "Mara\n‖\nTolven"),
        ("José Arévalo", "Jose\u0301 Are\u0301valo"),
    ],
)
def test_forms_of_a_name_are_replaced(name: str, text: str) -> None:
    replaced = Replacer([victim(name)])(text)
    assert "[Victim A]" in replaced
    assert not any(part[:3].casefold() in replaced.casefold() for part in name.split())


@pytest.mark.parametrize("text", ["Павлодар", "анналы", "the tolvenite mineral", "Marathon"])
def test_words_that_only_begin_like_a_name_stay(text: str) -> None:
    assert Replacer([victim("Павел Анна", "Mara Tolven")])(text) == text


def test_a_text_without_a_name_is_left_as_it_is_byte_for_byte() -> None:
    decomposed = "cafe\u0301"
    assert Replacer([victim("Mara Tolven")])(decomposed) == decomposed


def test_declared_spellings_are_replaced_by_the_same_label() -> None:
    replacer = Replacer([victim("Mara Tolven", withhold=("Marah Tolwen", "Tolwen"))])
    assert replacer("Marah Tolwen and Tolwen") == "[Victim A] and [Victim A]"
    assert replacer("| Marah | Tolwen |") == "| [Victim A] |"


def test_spellings_are_proposed_for_people_to_confirm() -> None:
    person = victim("Marza Ozdan")
    found = dict(proposals(person, [("gazette", "They met Marza Osdan in Ostan.")]))
    assert found["Osdan"] == "stands in gazette"
    assert {"Oszdan", "Оздан"} <= set(found)
    confirmed = victim("Marza Ozdan", withhold=("Osdan",))
    assert "Osdan" not in dict(proposals(confirmed, []))


def test_cyrillic_names_are_proposed_in_several_romanisations() -> None:
    found = {spelling for spelling, _ in proposals(victim("Жанна Ющенова"), [])}
    assert {"Yushchenova", "Iushchenova", "Juščenova", "Juschtschenowa"} <= found


def test_the_command_shows_what_is_proposed(tmp_path: Path) -> None:
    result = dossier(write_case(tmp_path), "names", "victim-1")
    assert result.code == 0, result.out
    assert "victim-1 (Victim A)" in result.out
    assert "Брандт" in result.out
    assert dossier(tmp_path, "names", "nobody").code == 1


def of(name: str, *, person: str = "victim", lang: str | None = None) -> Entity:
    return Entity("x", "Person", HERE, (Value("name", name, HERE, lang, ("a/b",)),), person=person, label="V")


def test_spanish_names_are_proposed_without_accents_and_in_whole_words_of_one_script() -> None:
    found = dict(proposals(of("Vilma Núñez de Escorcia"), [("efe", "Vilma Nunez spoke.")]))

    assert "Nunez" not in found, "is replaced without a row of its own"
    assert found["Нуньес"] == found["Вильма Нуньес де Эскорсия"] == "Cyrillic, from Spanish"
    assert "V. Escorcia" not in found  # is replaced already
    for spelling in found:
        letters = "".join(filter(str.isalpha, spelling))
        assert letters.isascii() or not any("a" <= letter.casefold() <= "z" for letter in letters) or "ú" in letters
    assert not {"Де", "de", "V. N. E. de"} & set(found)


@pytest.mark.parametrize(
    ("name", "cyrillic"),
    [
        ("Juan Ramírez", "Хуан Рамирес"),
        ("José Ángel de la Cruz", "Хосе Анхель де ла Крус"),
        ("Rosario Peña García", "Росарио Пенья Гарсия"),
        ("Guillermo Quiñones Yáñez", "Гильермо Киньонес Яньес"),
    ],
)
def test_a_spanish_name_is_matched_as_russian_writes_it(name: str, cyrillic: str) -> None:
    assert [spelling for spelling, _ in matches(of(name, person="official"))] == [cyrillic]


def test_a_name_that_says_it_is_spanish_is_taken_for_it() -> None:
    assert [spelling for spelling, _ in matches(of("Jorge Gil", person="official", lang="spa"))] == ["Хорхе Хиль"]
    assert [spelling for spelling, _ in matches(of("Jorge Gil", person="official"))] == ["Жорге Гил"]
