"""The table of scripts agrees with Unicode, and a name in a script without spaces is found wherever it stands.

All names are letters in a row: they are nobody's.
"""

from __future__ import annotations

import re
import unicodedata

import pytest
from rigour.text.scripts import codepoint_script

from dossier.case.model import Entity, Value
from dossier.names import gaps, scripts
from dossier.names.matching import Matcher, Withheld, words_of
from dossier.names.scripts import SCRIPTS, is_unspaced, unspaced_runs
from dossier.problems import Place
from dossier.text.anchor import cut_in_word
from dossier.withholding.replace import Replacer

HERE = Place("entities/people.yml")
UNSPACED = {script.name: script for script in SCRIPTS if not script.spaced}
# Characters that Unicode gives to these scripts and that are no letters of words: in circles and squares, tone marks.
SYMBOLS = re.compile("[\u02ea\u02eb\u3200-\u33ff\U0001f200-\U0001f2ff]")


@pytest.fixture(scope="module")
def of_unicode() -> dict[str, list[str]]:
    """The characters of every script of Unicode."""
    found: dict[str, list[str]] = {}
    for code in range(0x110000):
        found.setdefault(codepoint_script(code) or "unassigned", []).append(chr(code))
    return found


@pytest.mark.parametrize("name", UNSPACED)
def test_an_unspaced_script_is_in_the_table_with_all_its_characters(
    name: str, of_unicode: dict[str, list[str]]
) -> None:
    assert [sign for sign in of_unicode[name] if not is_unspaced(sign) and not SYMBOLS.match(sign)] == []


def test_no_letter_of_another_script_counts_as_unspaced(of_unicode: dict[str, list[str]]) -> None:
    others = of_unicode.keys() - UNSPACED.keys() - {"Common", "Inherited", "unassigned"}
    wrong = {sign for name in others for sign in of_unicode[name] if is_unspaced(sign)}
    assert wrong == {"\U00016fe4"}  # a filler of Khitan among the marks of ideographs


@pytest.mark.parametrize("script", [script for script in SCRIPTS if script.spaced], ids=lambda script: script.name)
def test_the_letters_of_a_spaced_script_are_its_own(script: scripts.Script) -> None:
    letters = [sign for sign in map(chr, range(0x3000)) if re.match(f"[{script.characters}]", sign) and sign.isalpha()]
    own = {codepoint_script(ord(sign)) for sign in letters}
    assert own - {"Common"} == {script.name}


# ------------------------------------------------------------------------------------------------------------- names

# Some letters in a row of every unspaced script, as it is written: with its vowels, where they are characters.
WRITTEN = {
    "Thai": "กิตขาคำงู",
    "Lao": "ກິດຂາຄຳງູ",
    "Myanmar": "ကိုခါဂူငေ",
    "Khmer": "កិខាគូងេ",
    "Tai_Le": "ᥐᥑᥒᥓᥔᥕᥖ",
    "New_Tai_Lue": "ᦀᦁᦂᦃᦄᦅᦆ",
    "Tai_Tham": "ᨠᨡᨢᨣᨤᨥᨦ",
    "Tai_Viet": "ꪀꪁꪂꪃꪄꪅꪆ",
    "Balinese": "ᬓᬔᬕᬖᬗᬘᬙ",
    "Batak": "ᯀᯂᯄᯅᯇᯉᯋ",
    "Javanese": "ꦏꦐꦑꦒꦓꦔꦕ",
    "Cham": "ꨆꨇꨈꨉꨊꨋꨌ",
    "Hiragana": "あいうえおかき",
    "Katakana": "アイーウエオカ",
    "Bopomofo": "ㄅㄆㄇㄈㄉㄊㄋ",
    "Han": "说在佐々木王大",
    "Yi": "ꀀꀁꀂꀃꀄꀅꀆ",
    "Nushu": "\U0001b170\U0001b171\U0001b172\U0001b173\U0001b174\U0001b175\U0001b176",
    "Tangut": "\U00017000\U00017001\U00017002\U00017003\U00017004\U00017005\U00017006",
}
# Ideographs block by block: the extensions A to J, the compatibility ideographs and their supplement.
BLOCKS = [0x3400, 0x4E00, 0x20000, 0x2A700, 0x2B740, 0x2B820, 0x2CEB0, 0x2EBF0, 0x30000, 0x31350, 0x323B0]
COMPATIBILITY = [0xF900, 0x2F800]
ROWS = [
    *WRITTEN.values(),
    *("".join(map(chr, range(first, first + 7))) for first in BLOCKS),
    *("".join(map(chr, range(first, first + 7))) for first in COMPATIBILITY),
    "说\U00020bb7\U0002000b\U00020b9f在北京",
]


def victim(name: str) -> Entity:
    """Somebody withheld of one name."""
    return Entity("victim-1", "Person", HERE, (Value("name", name, HERE),), person="victim", label="Victim A")


def finds(name: str, text: str) -> bool:
    """Whether a text names somebody for the leak scan; the replacer must say the same."""
    found = any(Matcher([Withheld("Victim A", (name,))]).find(text))
    replacer = Replacer([victim(name)])
    assert replacer.finds(text) == found
    left = replacer(text)
    assert ("[Victim A]" in left) == found
    assert not any(Matcher(replacer.names).find(left))
    return found


@pytest.mark.parametrize("length", [2, 3])
@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"U+{ord(row[0]):04X}")
def test_a_name_without_spaces_is_found_between_other_letters(row: str, length: int) -> None:
    name = row[2 : 2 + length]
    assert finds(name, name)
    assert finds(name, row)
    assert finds(name, f"Abc{name}def")
    assert finds(name, f"{row[:2]}{' '.join(name)}\n{row[5:]}")
    assert finds(name, f"{row[:2]}{chr(0x200B).join(name)}{row[5:]}")
    assert not finds(name, f"{row[:2]}{name[:-1]}, {name[-1]}")
    assert not finds(name, name[0])


def test_a_name_of_rare_ideographs_is_found_and_replaced_in_a_sentence() -> None:
    name = "\U00020bb7\U0002000b\U00020b9f"
    assert [at for _, at in Matcher([Withheld("Victim A", (name,))]).find(f"说{name}在")] == [1]
    assert Replacer([victim(name)])(f"说{name}在") == "说[Victim A]在"


def test_a_name_with_a_space_is_found_without_it_and_its_longer_words_by_themselves() -> None:
    assert unspaced_runs("佐々木 大") == ["佐々木大", "佐々木"]
    assert unspaced_runs("王 大") == ["王大"]
    assert unspaced_runs("Anna 王大明") == ["王大明"]
    assert unspaced_runs("王, Anna") == unspaced_runs("Анна") == []
    assert Replacer([victim("佐々木 大")])("说佐々木大在，说佐々木在") == "说[Victim A]在，说[Victim A]在"


def test_ideographs_newer_than_python_are_letters_of_words() -> None:
    newest = "\U000323b0"
    assert unicodedata.category(newest) == "Cn" or newest.isalpha()
    assert words_of(f"王{newest} {newest}大") == [f"王{newest}", f"{newest}大"]
    assert not finds(f"王{newest}", "王")


@pytest.mark.parametrize(
    ("name", "longer"),
    [
        ("Mara", "Maratha"),
        ("Дана", "Заданать"),
        ("Նարե", "Աննարեա"),
        ("Νίκη", "Ελονίκησσα"),
        ("დანა", "ზადანაბრა"),
        ("נורה", "אבנורהם"),
        ("نورة", "سسنورةدد"),
        ("मीरा", "कमीराज"),
        ("ሣራህ", "ወሣራህል"),
        ("민서영", "가민서영다"),
    ],
)
def test_a_name_with_spaces_around_it_is_not_found_inside_a_longer_word(name: str, longer: str) -> None:
    assert finds(name, f"a {name} b")
    assert not finds(name, f"a {longer} b")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"U+{ord(row[0]):04X}")
def test_a_quotation_may_begin_and_end_between_any_two_letters_without_spaces(row: str) -> None:
    assert not cut_in_word(row, 2)
    assert not cut_in_word(f"ab{row}", 2)
    assert cut_in_word("abcd", 2)


# -------------------------------------------------------------------------------------------------------------- gaps


@pytest.mark.parametrize("gap", ["", " ", "\u00a0", "\n", " \r\n ", "\v", "-", "_", "+"])
def test_what_may_part_a_name_that_may_stand(gap: str) -> None:
    assert gaps.is_inside_allowed(gap)


@pytest.mark.parametrize("gap", [". ", ", ", "\n\n", "\v\v", "--", "/", " - "])
def test_what_may_not(gap: str) -> None:
    assert not gaps.is_inside_allowed(gap)


@pytest.mark.parametrize(
    ("text", "found", "allowed", "disturbed"),
    [
        ("Ann Bea Cox", (0, 3), (4, 11), True),  # beside it
        ("Ann, Bea Cox", (0, 3), (5, 12), False),  # a comma between them
        ("Bea Cox Ann", (8, 11), (0, 7), True),
        ("Ann Bea Cox", (0, 7), (4, 11), True),  # reaches out of it
        ("Ann Bea Cox", (4, 7), (4, 11), False),  # within it
        ("Ann         Bea Cox", (0, 3), (12, 19), False),  # too far away
    ],
)
def test_whether_a_withheld_name_disturbs_one_that_may_stand(
    text: str, found: tuple[int, int], allowed: tuple[int, int], disturbed: bool
) -> None:
    assert gaps.disturbs(found, allowed, text) is disturbed


def test_a_name_alone_in_a_line_or_a_value_stands_alone() -> None:
    assert gaps.stands_alone("Ilva", 0, 4)
    assert gaps.stands_alone('"name": "Ilva"', 9, 13)
    assert gaps.stands_alone("first name: Ilva\n", 12, 16)
    assert not gaps.stands_alone("and Ilva said", 4, 8)
