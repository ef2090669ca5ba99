"""What is printed of the review, and what does not leave without it."""

from __future__ import annotations

from pathlib import Path

import pytest

from dossier.editions import View
from dossier.problems import Problems
from dossier.render.document import make_document
from dossier.render.html import render_html
from tests.cases import assert_told, change, dossier
from tests.pdfs import ReadPdf, spaced
from tests.reviews import Keys, checked, decides, review, reviewed_case

ACT = "halvik/act/clearing-2024"
REVIEWERS = (
    "release: 1\nreviewers:\n  anna: {name: Anna Corvo, role: lawyer, edition: public}\n  berta: {role: lawyer}\n"
)


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    return Keys(tmp_path_factory.mktemp("keys"))


@pytest.fixture
def case(tmp_path: Path, keys: Keys) -> Path:
    return reviewed_case(tmp_path / "case", keys)


def view_of(root: Path, edition: str = "public") -> View:
    found, problems = checked(root)
    view = found.view(edition, problems)
    assert not problems.errors
    return view


def page_of(root: Path, edition: str = "public") -> str:
    view = view_of(root, edition)
    return render_html(make_document(view, view.entities["halvik"]))


def approve_all(root: Path, keys: Keys, *names: str) -> None:
    for name in names:
        review(root, keys, name, "approve", *checked(root)[0].claims)


def test_a_strict_build_waits_for_approvals(case: Path, keys: Keys) -> None:
    refused = dossier(case, "build", "--strict")
    assert_told(refused, "claim-not-approved")
    assert "Nothing was written." in refused.out
    assert not list((case / "build").glob("**/*.pdf"))

    approve_all(case, keys, "anna")
    assert_told(dossier(case, "build", "--strict"), "claim-not-approved")
    approve_all(case, keys, "berta")
    assert dossier(case, "build", "--strict", "--as", "html").code == 0

    review(case, keys, "berta", "reject", ACT, "--note", "The office, not he.")
    assert_told(dossier(case, "build", "--strict"), "claim-refused")
    change(case, "entities/people.yml", "role: ordered the police to clear", "role: told the police to clear")
    assert ACT in assert_told(dossier(case, "build", "--strict"), "claim-stale").text


def test_what_an_edition_does_not_show_needs_no_approval_there(case: Path, keys: Keys) -> None:
    shown = set(view_of(case).claims)
    hidden = [key for key in checked(case)[0].claims if key.startswith("victim-1/")]
    assert hidden
    assert not shown & set(hidden)
    for name in ("anna", "berta"):
        review(case, keys, name, "approve", *shown)
    assert dossier(case, "build", "--strict", "--as", "html").code == 0
    assert_told(dossier(case, "build", "--strict", "--edition", "internal"), "claim-not-approved")


def test_a_value_left_out_of_an_edition_does_not_lend_its_approval_to_the_next(case: Path, keys: Keys) -> None:
    change(
        case,
        "entities/people.yml",
        "  name: {value: Oren Halvik, lang: eng}\n",
        "  name: {value: Oren Halvik, lang: eng}\n"
        "  description: [{value: for us alone, edition: internal}, Interior Minister]\n",
    )
    for name in ("anna", "berta"):
        review(case, keys, name, "approve", "halvik/description/1")
    view = view_of(case)
    assert "halvik/description/1" not in view.claims
    assert view.reviews["halvik/description/2"].state == "waiting"


def test_a_draft_says_so_on_every_page(case: Path) -> None:
    assert dossier(case, "build", "--strict", "--draft").code == 0
    draft = case / "build/public/halvik.draft.pdf"
    with ReadPdf(draft) as document:
        assert len(document.pages) > 2
        assert all("DRAFT" in page for page in document.pages)
        assert all("DRAFT · Not reviewed" in spaced(page) for page in document.pages)
    drafted = draft.read_bytes()
    assert dossier(case, "build").code == 0
    finished = case / "build/public/halvik.pdf"
    with ReadPdf(finished) as document:
        assert not any("DRAFT" in page for page in document.pages)
    made = finished.read_bytes()
    assert dossier(case, "build", "--draft").code == 0
    assert (draft.read_bytes(), finished.read_bytes()) == (drafted, made)


def test_a_draft_for_word_and_browser_says_so_too(case: Path) -> None:
    import zipfile

    assert dossier(case, "build", "--draft", "--as", "docx,html").code == 0
    with zipfile.ZipFile(case / "build/public/halvik.draft.docx") as packed:
        heads = [packed.read(name).decode() for name in packed.namelist() if "header" in name]
    assert any("DRAFT · Not reviewed" in head for head in heads)
    assert "DRAFT · Information note" in (case / "build/public/halvik.draft.html").read_text(encoding="utf-8")


def test_what_nobody_reviewed_says_so(case: Path) -> None:
    page = page_of(case)
    assert "<strong>not reviewed</strong> (0 of 2 approvals)" in page
    assert "Reviewed by: nobody yet." in page
    assert "no reviewer has approved anything in this document. A claim needs 2 approvals." in page


def test_the_annex_says_who_approved_by_role(case: Path, keys: Keys) -> None:
    review(case, keys, "anna", "approve", ACT, "halvik/name/1")
    review(case, keys, "berta", "approve", ACT)

    page = page_of(case)
    assert "<strong>reviewed in part</strong> (1 of " in page
    assert "Reviewed by: reviewer 1, reviewer 2." in page
    assert "reviewer 1 approved 2 claims on " in page
    assert "anna" not in page
    assert "berta" not in page
    internal = page_of(case, "internal")
    assert "Reviewed by: anna, berta." in internal


def test_a_reviewer_is_named_where_the_case_allows_it(case: Path, keys: Keys) -> None:
    change(case, "case.yml", "release: 1\n", REVIEWERS)
    review(case, keys, "anna", "approve", ACT)
    review(case, keys, "berta", "approve", ACT)
    assert "Reviewed by: Anna Corvo, lawyer." in page_of(case)
    assert view_of(case).meta.reviewers == ()


def test_a_countersignature_is_told_in_print(case: Path, keys: Keys) -> None:
    decides(case, "dora", "approve", ACT)
    dossier(case, "review", "countersign", "dora", "--key", str(keys.of("berta")))
    page = page_of(case)
    assert "signed for by reviewer 1, the reviewer having no key." in page
    assert "Reviewed by: reviewer 2." in page, "who vouches has approved nothing"


def test_a_document_approved_throughout_says_so(case: Path, keys: Keys) -> None:
    approve_all(case, keys, "anna", "berta")
    page = page_of(case)
    assert "<strong>reviewed</strong> (every claim approved by 2 people)" in page
    assert 'content: "Reviewed"' in page


def test_the_shipped_case_is_reviewed_by_nobody() -> None:
    from dossier.checking.run import check_case

    root = Path(__file__).resolve().parents[1]
    found = check_case(root, Problems())
    assert found
    assert {standing.state for standing in found.standings.values()} == {"waiting"}
    assert not (root / "reviews").exists()


def test_the_sections_of_the_case_are_reviewed_in_every_dossier_that_prints_them(case: Path, keys: Keys) -> None:
    """What `case.yml` says of everybody prints as true as what a person's own dossier says."""
    change(
        case,
        "case.yml",
        "release: 1\n",
        "release: 1\nsections:\n  factors: |\n    Officers beat people on his orders. [@courier/order]\n",
    )
    key = "halvik/factors/1"
    found = checked(case)[0].claims
    assert [each for each in found if "/factors/" in each] == [key]
    for name in ("anna", "berta"):
        review(case, keys, name, "approve", *(each for each in found if each != key))
    assert key in assert_told(dossier(case, "build", "--strict"), "claim-not-approved").text
    with_own = "  summary: |\n    The Courier reports"
    change(
        case,
        "entities/people.yml",
        with_own,
        "  sections:\n    factors: |\n      Nothing. [@courier/order]\n" + with_own,
    )
    assert checked(case)[0].claims[key].text == "Nothing."
