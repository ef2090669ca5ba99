"""Every dossier is PDF/A-3a and PDF/UA-1 at once by an independent judge, and sound by another reader of PDF."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from dossier.language import languages
from dossier.render.pdf import render_pdf
from tests.cases import FILES, dossier, pin, write_case
from tests.forty import REGIMES, write_forty
from tests.pdfs import ReadPdf, copy_shipped, spaced, squashed
from tests.scripts import SCRIPTS, write_many_scripts
from tests.system.verapdf import validate

pytestmark = pytest.mark.system

EDITIONS = ("public", "authority", "internal")
# Accents without a letter of their own: each takes two glyphs.
ACCENTS = "Вы́думкин, أَمَرَ سَلِيمٌ, אוֹרֶן, Ọ̀rẹ́, office, कल्पित शर्मा"


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The six dossiers in three editions, and one of them for each regime."""
    root = copy_shipped(tmp_path_factory.mktemp("shipped"))
    for edition in EDITIONS:
        assert dossier(root, "build", "--jobs", "1", "--edition", edition).code == 0
    for regime in REGIMES:
        assert dossier(root, "build", "dosayev", "--regime", regime, "--edition", "authority").code == 0
    return sorted((root / "build").rglob("*.pdf"))


@pytest.fixture(scope="module")
def invented(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Documents of many scripts, of letters with accents, and of six hundred acts."""
    folder = tmp_path_factory.mktemp("invented")
    scripts = write_many_scripts(folder / "scripts")
    acts = write_case(folder / "acts", **six_hundred_acts())
    for root in (scripts, acts):
        assert pin(root).code == 0
        assert dossier(root, "build").code == 0
    families = "Noto Sans, Noto Sans Arabic, Noto Sans Hebrew, Noto Sans Devanagari"
    page = f"<html lang=en><title>Accents</title><style>* {{ font-family: {families} }}</style><h1>Accents</h1><p>"
    accents = folder / "accents.pdf"
    accents.write_bytes(render_pdf(page + ACCENTS).data)
    return [scripts / "build/public/halvik.pdf", acts / "build/public/halvik.pdf", accents]


@pytest.fixture(scope="module")
def forty(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The case of forty exhibits in six scripts: for all regimes, for each, and in the internal edition."""
    root = write_forty(tmp_path_factory.mktemp("forty"))
    assert pin(root).code == 0
    for options in ([], ["--edition", "internal"], *(["--regime", regime] for regime in REGIMES)):
        assert dossier(root, "build", "--jobs", "1", *options).code == 0
    return sorted((root / "build").rglob("*.pdf"))


def six_hundred_acts() -> dict[str, str]:
    numbers = range(600)
    act = "---\nid: act-{0}\nschema: Event\ncite: courier/order\nproperties:\n  name: Act number {0}\n"
    context = ", ".join(["search-2024", *(f"act-{number}" for number in numbers)])
    people = FILES["entities/people.yml"].replace("context: [search-2024]", f"context: [{context}]")
    acts = FILES["entities/acts.yml"] + "".join(act.format(number) for number in numbers)
    return {"entities/acts.yml": acts, "entities/people.yml": people}


def test_the_shipped_dossiers_conform_to_both_standards(shipped: list[Path]) -> None:
    assert len(shipped) == 6 * len(EDITIONS) + 6
    assert validate(shipped, ["3a", "ua1"], timeout=600) == {path: [] for path in shipped}


def test_the_shipped_dossiers_conform_in_every_language(tmp_path: Path) -> None:
    root = copy_shipped(tmp_path)
    translated = [tag for tag in languages() if tag != "en"]
    for tag in translated:
        assert dossier(root, "build", "--jobs", "1", "--language", tag).code == 0
    files = sorted((root / "build").rglob("*.pdf"))

    assert len(files) == 6 * len(translated)
    assert validate(files, ["3a", "ua1"], timeout=600) == {path: [] for path in files}


def test_scripts_accents_and_six_hundred_acts_conform_to_both_standards(invented: list[Path]) -> None:
    assert validate(invented, ["3a", "ua1"], timeout=600) == {path: [] for path in invented}


def test_forty_exhibits_in_six_scripts_conform_to_both_standards_for_every_regime(forty: list[Path]) -> None:
    assert len(forty) == 2 + len(REGIMES)
    assert validate(forty, ["3a", "ua1"], timeout=900) == {path: [] for path in forty}


def test_ordinary_tools_take_the_attachments_out_and_find_them_whole(forty: list[Path], tmp_path: Path) -> None:
    path = forty[0]
    subprocess.run(["pdfdetach", "-saveall", "-o", str(tmp_path), str(path)], check=True, timeout=300)
    done = subprocess.run(["sha256sum", "-c", "SHA256SUMS"], cwd=tmp_path, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    assert len(done.stdout.splitlines()) == len(list(tmp_path.iterdir())) - 1


def test_qpdf_finds_every_file_sound(shipped: list[Path], invented: list[Path], forty: list[Path]) -> None:
    for path in (*shipped, *invented, *forty):
        done = subprocess.run(["qpdf", "--check", str(path)], capture_output=True, text=True, timeout=300, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        assert "No syntax or stream encoding errors found" in done.stdout


@pytest.mark.parametrize("script", ["arabic", "hebrew"])
def test_another_reader_gives_right_to_left_sentences_in_order(invented: list[Path], script: str) -> None:
    _, _, sentence = SCRIPTS[script]
    done = subprocess.run(["pdftotext", str(invented[0]), "-"], capture_output=True, text=True, timeout=300, check=True)

    words = sentence.split(" 14 ")[0].rstrip(".")  # Poppler puts numbers and full stops elsewhere in the line
    assert squashed(words) in squashed(re.sub("[\u200e\u200f\u202a-\u202e\u2066-\u2069]", "", done.stdout))


def test_of_six_hundred_acts_five_hundred_are_printed_and_all_attached(invented: list[Path]) -> None:
    with ReadPdf(invented[1]) as document:
        words = document.tree.text
        claims = document.pdf.attachments["claims.json"].get_file().read_bytes().decode()
    printed = [number for number in range(600) if f"Act number {number} " in words]
    assert printed == list(range(497))  # after the three acts that the case has besides
    assert "103 more acts stand in claims.json" in spaced(words)
    assert all(f"act-{number}/name/1" in claims for number in range(600))
