"""A first source: its publisher becomes an entity, its grading is a stub, its own title and date are taken."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from dossier.text.stated import published
from tests import makers
from tests.cases import check, dossier, pin, write_case

EFE = "EFE, Managua, 19 de abril de 2023\n\nEl ministro ordenó el desalojo, informó EFE.\n"


@pytest.fixture
def case(tmp_path: Path) -> Path:
    root = write_case(tmp_path / "case")
    assert pin(root).code == 0
    return root


def put(root: Path, name: str, text: str | bytes) -> str:
    path = root.parent / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return str(path)


def test_a_publisher_becomes_an_entity_that_cites_its_masthead(case: Path) -> None:
    before = check(case).codes()
    done = dossier(case, "capture", put(case, "efe.txt", EFE), "--publisher", "EFE", "--published", "2023-04-19")

    assert done.code == 0, done.out
    assert "publisher: efe, new in entities/publishers.yml" in done.out
    written = (case / "entities/publishers.yml").read_text(encoding="utf-8")
    assert written.endswith(
        "id: efe\nschema: Organization\nproperties:\n  name:\n    value: EFE\n    cite: efe-2023-04-19/masthead\n"
    )
    source = (case / "evidence/efe-2023-04-19/source.yml").read_text(encoding="utf-8")
    assert "origin: efe\n" in source
    assert 'masthead: "EFE, Managua, 19 de abril de 2023"' in source
    assert set(check(case).codes()) - set(before) <= {"undeclared-name"}, check(case).out
    assert check(case, "--full").errors == []


def test_a_publisher_that_the_case_has_is_the_origin(case: Path) -> None:
    done = dossier(case, "capture", put(case, "second.txt", EFE), "--publisher", "the velta COURIER")

    assert done.code == 0, done.out
    assert "origin: velta-courier\n" in (case / "evidence/second/source.yml").read_text(encoding="utf-8")
    assert not (case / "entities/publishers.yml").exists()


def test_the_masthead_of_a_pdf_is_pinned_with_its_place_on_the_page(case: Path) -> None:
    data = makers.hand_pdf([["The Harbour Post", "", "The minister ordered it."]])
    assert dossier(case, "capture", put(case, "post.pdf", data), "--publisher", "The Harbour Post").code == 0

    lock = json.loads((case / "evidence/post/source.lock.json").read_bytes())
    assert lock["excerpts"]["masthead"]["boxes"]
    before = (case / "evidence/post/source.lock.json").read_bytes()
    assert pin(case).code == 0
    assert (case / "evidence/post/source.lock.json").read_bytes() == before


def test_a_publisher_that_the_text_does_not_name_is_made_without_a_citation(case: Path) -> None:
    done = dossier(case, "capture", put(case, "x.txt", "The minister ordered it.\n"), "--publisher", "Agence Zeta")

    assert done.code == 0
    assert "value: Agence Zeta\n" in (case / "entities/publishers.yml").read_text(encoding="utf-8")
    assert "value-uncited" in check(case).codes()


def test_a_second_publisher_goes_behind_the_first_and_comments_stay(case: Path) -> None:
    (case / "entities/publishers.yml").write_text("# ours\nid: zeta\nschema: Organization\nproperties: {name: Zeta}\n")
    assert dossier(case, "capture", put(case, "x.txt", "Agence Yota. Yes.\n"), "--publisher", "Agence Yota").code == 0

    written = (case / "entities/publishers.yml").read_text(encoding="utf-8")
    assert written.startswith(
        "# ours\nid: zeta\nschema: Organization\nproperties: {name: Zeta}\n---\nid: agence-yota\n"
    )


def test_a_new_source_has_a_stub_for_its_grading_that_grades_nothing(case: Path) -> None:
    assert dossier(case, "capture", put(case, "x.txt", EFE), "--publisher", "EFE").code == 0
    path = case / "evidence/x/source.yml"
    text = path.read_text(encoding="utf-8")
    assert "# assessment:\n#   reliability: B" in text

    path.write_text(text.replace("# assessment", "assessment").replace("#   ", "  "), encoding="utf-8")
    assert check(case).errors == []


def test_a_file_with_an_address_keeps_its_own_short_name(case: Path) -> None:
    url = "https://www.courier.example/a/very/long-address-that-nobody-would-ever-want-to-type-again"
    done = dossier(case, "capture", put(case, "Efe 19.txt", EFE), "--publisher", "EFE", "--url", url)

    assert done.code == 0
    assert (case / "evidence/efe-19/source.yml").is_file()


def test_a_source_named_as_an_entity_gets_another_id_by_itself(case: Path) -> None:
    done = dossier(case, "capture", put(case, "velta-courier.txt", EFE), "--origin", "velta-courier")

    assert done.code == 0, done.out
    assert (case / "evidence/velta-courier-source/source.yml").is_file()


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ('<meta property="article:published_time" content="2023-04-19T08:00:00-06:00">', "2023-04-19"),
        ("<meta name='DC.date' content='2023-04-19'>", "2023-04-19"),
        ('<script type="application/ld+json">{"datePublished": "2023-04-19T00:00Z"}</script>', "2023-04-19"),
        ('<time itemprop="datePublished" datetime="2023-04-19">today</time>', "2023-04-19"),
        ('<meta name="date" content="2023-13-45">', None),
        ('<meta name="modified" content="2023-04-19">', None),
        ("", None),
    ],
)
def test_the_day_that_a_page_says_of_itself(head: str, day: str | None) -> None:
    assert published(f"<html><head>{head}</head><body>x</body></html>".encode(), None) == day


def test_the_title_and_date_of_a_page_are_taken_and_shown(case: Path) -> None:
    page = (
        '<html><head><title>Square cleared</title><meta property="article:published_time" content="2024-05-03T08:00Z">'
        "</head><body><p>The Velta Courier. The minister ordered it.</p></body></html>"
    )
    done = dossier(case, "capture", put(case, "page.html", page), "--publisher", "The Velta Courier")

    assert "its own title: Square cleared\nits own date: 2024-05-03\n" in done.out
    source = (case / "evidence/page/source.yml").read_text(encoding="utf-8")
    assert "publishedAt: 2024-05-03" in source


def test_a_title_that_names_somebody_withheld_is_told_with_the_label(case: Path) -> None:
    page = "<html><head><title>Ilva Brandt was fined</title></head><body><p>Agence Zeta says so.</p></body></html>"
    done = dossier(case, "capture", put(case, "page.html", page), "--publisher", "Agence Zeta")

    assert re.search("its own title: .*Victim A.* was fined", done.out)
    assert "Brandt" not in done.out + done.err


def test_the_same_bytes_under_another_publisher_are_refused(case: Path) -> None:
    assert dossier(case, "capture", put(case, "x.txt", EFE), "--publisher", "EFE").code == 0
    again = dossier(case, "capture", put(case, "x.txt", EFE), "--source", "other", "--publisher", "Agence Zeta")

    assert again.code == 1
    assert "origin-contradicted" in again.out
