"""The case of forty exhibits in six scripts: it builds cleanly, and reads in the order of its document."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cases import dossier, pin
from tests.forty import EXHIBITS, SCRIPTS, names_witness, sentence, write_forty
from tests.pdfs import ReadPdf, spaced, squashed, strict_failures

pytestmark = pytest.mark.system


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = write_forty(tmp_path_factory.mktemp("forty"))
    assert pin(root).code == 0
    result = dossier(root, "build", "--jobs", "1")
    assert result.code == 0, result.out + result.err
    assert not result.errors
    return root


@pytest.fixture(scope="module")
def document(case: Path) -> Iterator[ReadPdf]:
    with ReadPdf(case / "build/public/halvik.pdf") as read:
        yield read


def test_every_paper_is_an_exhibit_with_its_quotation_and_translation(document: ReadPdf) -> None:
    words = squashed(document.tree.text)
    for number in range(1, EXHIBITS + 1):
        assert squashed(f"The Velta Papers, number {number}") in words
        assert f"OrenHalvikorderedthepolicetoclearpier{number}." in words
    for number in (1, 2, 8, 10):  # text, page, Word document, in Latin, Kazakh and Chinese
        assert squashed(sentence(number)) in words
    for _, name, _, _ in SCRIPTS.values():
        letters = squashed(name)
        assert letters in words or "ि" in letters, name  # the short i of Devanagari is drawn before its consonant


def test_the_first_two_pages_stand_alone_and_say_where_the_rest_of_their_tables_is(document: ReadPdf) -> None:
    pages = dict(reversed(document.headings))
    first = spaced(" ".join(document.pages[:2]))

    assert (pages["1 Who this is"], pages["8 Handling"], pages["Contents"]) == (1, 2, 3)
    assert first.count("28 more stand in part") == 2
    assert "Press house 1 (E1, E9," in first


def test_the_tagged_text_reads_in_the_order_of_the_document(document: ReadPdf) -> None:
    """The parts of the first pages, then the chapters, then in each the acts and exhibits by their numbers."""
    headings = [words for words, _ in document.headings]
    sections = [words for words in headings if words[:2] in {f"{number} " for number in range(1, 9)}]
    chapters = [words for words in headings if words[1:2] == " " and words[0] in "ABCDEFGH"]
    acts = [words for words in headings if words.startswith("Clearing of pier")]
    papers = [int(words.split()[0][1:]) for words in headings if "The Velta Papers, number" in words]
    exhibits = [words.split()[0] for words in headings if words.startswith("E") and "." in words.split()[0]]

    assert [words[0] for words in sections] == list("12345678")
    assert [words[0] for words in chapters] == list("ABCDEFGH")
    assert headings.index("8 Handling") < headings.index("Contents") < headings.index(chapters[0])
    dated, undated = acts[:30], acts[30:]
    assert dated == [f"Clearing of pier {number}" for number in range(1, 31)]
    assert undated == [f"Clearing of pier {number}" for number in range(31, EXHIBITS + 1)]
    assert papers == [*range(1, EXHIBITS + 1)] * 2  # the records, and the quotations
    assert exhibits == sorted(exhibits, key=lambda each: tuple(map(int, each[1:].split("."))))

    words, position = document.tree.text, 0
    for heading in headings:
        found = squashed(words).find(squashed(heading), position)
        assert found >= 0, heading
        position = found + 1


def test_in_short_a_few_acts_stand_for_all_with_the_place_where_all_are(document: ReadPdf) -> None:
    assert "6 April 2024; and 34 more (section 2)" in spaced(document.tree.text)


def test_a_witness_is_seen_in_no_script(document: ReadPdf) -> None:
    files = {name: spec.get_file().read_bytes() for name, spec in document.pdf.attachments.items()}
    everything = squashed(document.tree.text + document.text)
    for _, _, _, witness in SCRIPTS.values():
        assert squashed(witness) not in everything
        assert not [name for name, data in files.items() if witness.encode() in data]
    captures = [name for name in files if name.startswith("capture.")]
    assert len([name for name in files if name.startswith("text.")]) == EXHIBITS
    assert len(captures) == sum(not names_witness(number) for number in range(1, EXHIBITS + 1))


def test_every_quotation_verifies_in_the_attached_texts(document: ReadPdf) -> None:
    claims = json.loads(document.pdf.attachments["claims.json"].get_file().read_bytes())
    files = {(row["source"], row["capture"]): row["file"] for row in claims["texts"]}
    for claim in claims["claims"]:
        for excerpt in claim["excerpts"]:
            text = document.pdf.attachments[files[excerpt["source"], excerpt["capture"]]].get_file().read_bytes()
            exact, position = excerpt["selector"][:2]
            assert squashed(text.decode()[position["start"] : position["end"]]) == squashed(exact["exact"])


def test_title_author_language_and_subject_are_set(document: ReadPdf) -> None:
    assert document.metadata["Title"].startswith("Oren Halvik: ")
    assert document.metadata["Author"] == "Example Advocacy Group"
    assert "The clearing of the Port of Velta" in spaced(document.metadata["Subject"])
    assert str(document.pdf.Root.Lang) == "en"


def test_it_passes_a_strict_reader(document: ReadPdf) -> None:
    assert strict_failures(document.path) == []


def test_another_hash_seed_gives_the_same_bytes_with_all_attachments(case: Path) -> None:
    path = case / "build/public/halvik.pdf"
    before = path.read_bytes()
    subprocess.run(
        [sys.executable, "-m", "dossier", "--case", str(case), "build", "--force", "--jobs", "1"],
        env={**os.environ, "PYTHONHASHSEED": "7"}, check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    assert path.read_bytes() == before
