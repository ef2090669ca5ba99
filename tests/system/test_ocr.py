"""Pictures of words, read by the real tesseract: what it sees can be quoted, and says that a machine guessed."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pypdfium2
import pytest
import weasyprint

from tests.cases import assert_told, check, dossier, pin, write_case

pytestmark = pytest.mark.system

ENGLISH = "The minister ordered the police to clear Harbour Square on 14 April 2024."
RUSSIAN = "Министр приказал полиции очистить площадь у гавани 14 апреля 2024 года."
KAZAKH = "Министр полицияға айлақ алаңын босатуды бұйырды, ешкім қамауға алынған жоқ."


def picture(*paragraphs: str) -> bytes:
    """A scan of a page: PNG, 200 dots an inch."""
    words = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    style = "@page { size: A5; margin: 15mm } body { font: 13pt/1.5 'Noto Serif' }"
    page = weasyprint.HTML(string=f"<style>{style}</style>{words}").write_pdf()
    buffer = io.BytesIO()
    with pypdfium2.PdfDocument(page) as document:
        document[0].render(scale=200 / 72).to_pil().convert("L").save(buffer, "PNG")
    return buffer.getvalue()


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = write_case(tmp_path_factory.mktemp("ocr") / "case")
    assert pin(root).code == 0
    poster = root.parent / "poster.png"
    poster.write_bytes(picture(ENGLISH, RUSSIAN, KAZAKH))
    taken = dossier(root, "capture", str(poster), "--origin", "velta-courier", "--published", "not-stated")
    assert taken.code == 0, taken.out
    assert "note: the text was recognised by a machine (OCR)" in taken.out
    return root


@pytest.mark.parametrize("quote", [ENGLISH, RUSSIAN, KAZAKH])
def test_words_of_a_picture_can_be_quoted(case: Path, quote: str) -> None:
    done = dossier(case, "excerpt", "poster", quote, "--format", "json")
    assert json.loads(done.out)["status"] == "at-position", done.out
    assert check(case, "--full").code == 0


def test_a_word_that_the_picture_does_not_say_is_refused(case: Path) -> None:
    assert_told(dossier(case, "excerpt", "poster", ENGLISH.replace("14 April", "15 April")), "quotation-drifted")


def test_the_text_says_that_a_machine_guessed_it_and_in_which_languages(case: Path) -> None:
    lock = json.loads((case / "evidence/poster/source.lock.json").read_text())
    name, program, languages = lock["captures"]["c1"]["extractor"].split()
    assert name == "ocr/1"
    assert program.startswith("tesseract/")
    assert {"eng", "rus", "kaz"} <= set(languages.split("+"))


def test_doctor_finds_tesseract_and_its_languages() -> None:
    told = dossier(Path(), "doctor", "--format", "json")
    found = {row["what"]: row for row in json.loads(told.out)["found"]}
    assert found["tesseract, for pictures"]["there"]
    assert not [what for what in found if what.startswith("tesseract for")], "no language is missing"
