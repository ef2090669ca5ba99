"""Editions: what each readership sees of a case, and how its quotations verify in what it sees."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from dossier.checks import check_case
from dossier.editions import View, make_view
from dossier.problems import Problems
from dossier.text.anchor import anchor
from dossier.text.normalise import normalise
from tests.cases import change, dossier, pin, write_case

PEOPLE, ACTS, SOURCE = "entities/people.yml", "entities/acts.yml", "evidence/courier/source.yml"
ORDER = "On 14 April 2024 the Interior Minister of Veltania, Oren Halvik, ordered the police to clear Harbour Square."
DEPUTY = "His deputy, Mira Tossen, watched from a window of the ministry."


@pytest.fixture
def case(tmp_path: Path) -> Path:
    return write_case(tmp_path)


def view(case: Path, edition: str = "public") -> View:
    """The view of an edition; a case with an error fails the test."""
    problems = Problems()
    checked = check_case(case, problems)
    assert checked
    made = make_view(checked.case, checked.evidence, checked.regimes, edition, problems)
    assert not problems.errors, problems.errors
    return made


def narrowed(case: Path, quote: str, edition: str) -> None:
    """Mark the excerpt `deputy` or `order` for a narrower edition."""
    if quote == DEPUTY:
        change(case, SOURCE, "    speech: direct\n", f"    speech: direct\n    edition: {edition}\n")
    else:
        change(case, SOURCE, f"  order: >-\n    {ORDER}", f"  order:\n    edition: {edition}\n    quote: {ORDER}")


# ---------------------------------------------------------------- texts


@pytest.mark.parametrize("edition", ["public", "authority", "internal"])
def test_every_quotation_verifies_in_the_text_that_its_edition_ships(case: Path, edition: str) -> None:
    pin(case)
    assert dossier(case, "export", "--edition", edition).code == 0
    folder = case / "build" / edition / "export"
    data = json.loads((folder / "claims.json").read_bytes())
    texts = {(row["source"], row["capture"]): folder / row["file"] for row in data["texts"]}
    quotations = [excerpt for claim in data["claims"] for excerpt in claim["excerpts"]]

    assert quotations
    for quotation in quotations:
        text = texts[quotation["source"], quotation["capture"]].read_text(encoding="utf-8")
        exact, position = quotation["selector"][0]["exact"], quotation["selector"][1]
        place = (position["start"], position["end"])
        assert anchor(normalise(text), exact, place).status == "at-position"
    for row in data["texts"]:
        assert hashlib.sha256((folder / row["file"]).read_bytes()).hexdigest() == row["sha256"]
        assert row["altered"] == (edition != "internal")
        assert ("Brandt" in (folder / row["file"]).read_text(encoding="utf-8")) == (edition == "internal")
    listed = {row["name"] for row in json.loads((folder / "index.json").read_bytes())["resources"]}
    assert {path.name for path in texts.values()} <= listed


def test_bytes_and_hashes_of_what_names_somebody_stay(case: Path) -> None:
    data = (case / "evidence/courier/capture.txt").read_bytes()
    hashed = hashlib.sha256(data).hexdigest()

    (public,), (internal,) = view(case).texts, view(case, "internal").texts
    assert public.altered
    assert public.data is None
    assert internal.data == data
    for edition, gives in (("public", False), ("internal", True)):
        assert dossier(case, "export", "--edition", edition).code == 0
        written = b"".join(path.read_bytes() for path in (case / "build" / edition / "export").iterdir())
        assert (hashed.encode() in written) == gives

    change(case, SOURCE, "relies_on: []\n", "relies_on: []\npublic: true\n")
    shown = view(case)
    assert shown.captures["courier", "c1"].sha256 == hashed
    assert shown.texts[0].data is None


def test_no_hash_of_the_unaltered_words_leaves(case: Path) -> None:
    change(case, SOURCE, "relies_on: []\n", "relies_on: []\npublic: true\n")
    unaltered = "Later that night police officers beat a demonstrator, Ilva Brandt, who was fined 66,000 talers."
    inside = view(case, "internal").claims
    outside = view(case).claims

    altered = [key for key, claim in outside.items() if any(each.altered for each in claim.quotations)]
    assert altered
    for key in altered:
        assert outside[key].digest != inside[key].digest
    assert dossier(case, "export").code == 0
    written = b"".join(path.read_bytes() for path in (case / "build/public/export").iterdir())
    for made in (hashlib.sha256, hashlib.sha1, hashlib.md5):
        assert made(unaltered.encode()).hexdigest().encode() not in written


def test_a_name_in_the_bytes_alone_keeps_the_bytes_back(case: Path) -> None:
    text = (case / "evidence/courier/capture.txt").read_text(encoding="utf-8")
    page = f"<p>{text.replace(' Ilva Brandt,', '')}</p><!-- Ilva Brandt -->"
    (case / "evidence/courier/capture.html").write_text(page, encoding="utf-8")
    change(case, SOURCE, "file: capture.txt", "file: capture.html")
    change(case, SOURCE, " Ilva Brandt,", "")
    change(case, PEOPLE, "cite: courier/beating\nproperties:\n  name: Ilva", "properties:\n  name: Ilva")

    (shown,) = view(case).texts
    assert not shown.altered
    assert shown.data is None


def test_words_of_a_narrower_excerpt_are_taken_out_of_the_text_too(case: Path) -> None:
    narrowed(case, DEPUTY, "authority")
    change(case, PEOPLE, "person: official\ncite: courier/deputy", "person: official")

    (public,), (authority,) = view(case).texts, view(case, "authority").texts
    assert DEPUTY not in " ".join(public.text.split())
    assert "[passage withheld]" in public.text
    assert DEPUTY in authority.text
    assert "courier/deputy" not in view(case).quotations
    order = view(case).quotations["courier/order"]
    assert public.text[order.start : order.end] == ORDER
    assert "passage withheld" in order.paragraph[2]


def test_words_that_a_wider_excerpt_shows_as_well_stay(case: Path) -> None:
    part = "the Interior Minister of Veltania, Oren Halvik, ordered the police"
    narrowed(case, ORDER, "internal")
    change(case, SOURCE, "excerpts:\n", f"excerpts:\n  part: {part}\n")

    (public,) = view(case).texts
    assert f"[passage withheld]{part}[passage withheld]" in public.text


def test_a_narrower_excerpt_is_taken_out_of_every_capture_of_its_source(case: Path) -> None:
    narrowed(case, DEPUTY, "internal")
    (case / "evidence/courier/later.txt").write_text(f"Corrected.\n\n{DEPUTY} {DEPUTY}\n", encoding="utf-8")
    change(
        case,
        SOURCE,
        "capture:\n  file: capture.txt\n  captured_at: not-known\n  method: supplied\n",
        "captures:\n  c1: {file: capture.txt, method: supplied}\n  c2: {file: later.txt, method: supplied}\n",
    )
    pin(case)

    for text in view(case).texts:
        assert "Mira Tossen" not in text.text
        assert "[passage withheld]" in text.text
