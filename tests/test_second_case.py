"""A case about another, invented country, written from the documentation alone: Cyrillic names, HTML sources.

It stands in `tests/second_case/` as people would write it, one page in windows-1251 and one in UTF-8.
"""

import json
import shutil
from pathlib import Path

import pypdfium2
import pytest

from tests.cases import dossier, pin

HERE = Path(__file__).parent / "second_case"
# Every form in which the sources write the persons who are withheld.
WITHHELD = (
    "Алён",
    "Ален",
    "Берёзкин",
    "Березкин",
    "Beryozkin",
    "Alyona",
    "Омутов",
    "Omutov",
    "Omutow",
    "Данияр",
    "Daniyar",
    "Danijar",
    "Павл",
    "Павел",
    "Кречет",
    "Krechet",
    "Pavel",
    "Зоя",
    "Зои",
    "Мельников",
    "Zoya",
    "Melnikov",
    "Sollerby",
)


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The case, built and exported, and one dossier of its internal edition."""
    folder = tmp_path_factory.mktemp("second") / "case"
    shutil.copytree(HERE, folder)
    for command in (
        ["check", "--strict"],
        ["build"],
        ["build", "lukomtsev", "--as", "html", "--edition", "internal"],
        ["export"],
    ):
        done = dossier(folder, *command)
        assert done.code == 0, (command, done.out, done.err)
    return folder


def text_of(pdf: Path) -> str:
    """The text of all pages."""
    document = pypdfium2.PdfDocument(pdf)
    return "\n".join(page.get_textpage().get_text_range() for page in document)


def test_it_was_written_by_hand_and_nothing_is_left_to_pin(case: Path) -> None:
    before = {path: path.read_bytes() for path in (case / "evidence").rglob("*") if path.is_file()}
    assert pin(case).code == 0
    assert {path: path.read_bytes() for path in before} == before


def test_each_nominee_gets_a_dossier_with_his_name_in_both_scripts(case: Path) -> None:
    text = text_of(case / "build/public/lukomtsev.pdf")
    assert "Gordei Lukomtsev" in text
    assert "Гордей Лукомцев" in text
    assert (case / "build/public/zabolotin.pdf").is_file()


def test_quotations_print_in_russian_with_their_translation(case: Path) -> None:
    text = " ".join(text_of(case / "build/public/lukomtsev.pdf").split())
    assert "translation into English by" in text


def test_no_form_of_a_withheld_name_stands_in_the_public_edition(case: Path) -> None:
    for pdf in (case / "build/public").glob("*.pdf"):
        assert [name for name in WITHHELD if name in text_of(pdf)] == []
    for file in (case / "build/public/export").iterdir():
        data = file.read_text(encoding="utf-8")
        assert [name for name in WITHHELD if name in data] == []


def test_the_internal_edition_names_them(case: Path) -> None:
    assert "Берёзкин" in (case / "build/internal/lukomtsev.html").read_text(encoding="utf-8")


def test_what_stands_beside_a_quotation_in_a_list_is_not_printed(case: Path) -> None:
    """He held an office; what else the page lists, the search and the broken arm, is not about him."""
    source = (case / "evidence/listok/text.c1.txt").read_text(encoding="utf-8")
    assert "\n\n* " in source
    assert "обыск" not in text_of(case / "build/public/zabolotin.pdf").casefold()


def test_the_export_holds_the_order_and_not_what_the_body_did(case: Path) -> None:
    rows = (case / "build/public/export/entities.ftm.json").read_text(encoding="utf-8").splitlines()
    links = [row for row in map(json.loads, rows) if row["schema"] == "UnknownLink"]
    assert [link["properties"]["status"] for link in links] == [["order"]]
