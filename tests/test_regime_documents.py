"""One authority's document: the same evidence in its order and words, and nothing it may not carry."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dossier.checking.run import check_case
from dossier.editions import View
from dossier.problems import Problems
from dossier.render.document import Document, make_document
from dossier.render.html import render_html
from tests.cases import assert_told, change, check, dossier, line_of, pin
from tests.pdfs import ReadPdf, spaced, strict_failures
from tests.strong_case import write_strong_case

ROOT = Path(__file__).parents[1]
REGIMES = ("us-glomag", "us-7031c", "uk-ghr", "eu-ghr", "ca-jvcfoa", "au-thematic")
PEOPLE = "entities/people.yml"
GIVEN_NOWHERE = "Sections that the order for this authority has and this case does not write"


def seen(root: Path) -> View:
    """The public view of a case."""
    problems = Problems()
    checked = check_case(root, problems)
    assert checked is not None
    assert not problems.errors
    return checked.view("public", problems)


@pytest.fixture(scope="module")
def shipped() -> View:
    return seen(ROOT)


@pytest.fixture
def strong(tmp_path: Path) -> Path:
    root = write_strong_case(tmp_path / "case")
    change(root, "case.yml", "regimes: [us-glomag, eu-ghr]", f"regimes: [{', '.join(REGIMES)}]")
    assert pin(root).code == 0
    return root


def titles(document: Document) -> list[str]:
    """The headings of the chapters before the annexes."""
    return [chapter.title for chapter in document.chapters if not chapter.annex]


def words(html: str) -> str:
    """The words of a page, without markup."""
    return spaced(re.sub(r"<[^>]+>", " ", html[html.index("</style>") :]))


ORDERS = {
    "us-glomag": [
        "Information for the Department of State and the Department of the Treasury",
        "Legal bases",
        "Executive summary",
        "Identifiers",
        "Narrative, incident by incident",
        "Elements",
        "Sources and corroboration",
        "Exculpatory information",
        "Annexes",
    ],
    "uk-ghr": [
        "Summary",
        "Identifiers",
        "Activity and right",
        "Involvement",
        "Evidence with source assessment",
        "Mitigating information and responses",
        "Annexes",
    ],
    "eu-ghr": [
        "Identifiers",
        "Open-source evidence pack",
        "Widespread or systematic character",
        "Associated persons",
        "Annex index",
    ],
    "ca-jvcfoa": ["Identifiers", "The limb", "The victim’s protected activity", "Evidence", "Annexes"],
}


@pytest.mark.parametrize("regime", ORDERS)
def test_an_authority_reads_its_own_order_in_its_own_words(shipped: View, regime: str) -> None:
    assert titles(make_document(shipped, shipped.entities["dosayev"], regime)) == ORDERS[regime]


@pytest.mark.parametrize("regime", REGIMES)
def test_what_the_case_does_not_give_is_named_and_no_heading_is_empty(shipped: View, regime: str) -> None:
    document = make_document(shipped, shipped.entities["dosayev"], regime)
    page = render_html(document)
    told = words(page)
    gaps = told[told.index(GIVEN_NOWHERE) : told.index("8 Handling")]

    printed = {chapter.title for chapter in document.chapters}
    for heading in shipped.regimes[regime].submission_order:
        title = heading.as_note or heading.title
        if title != "Draft statement of reasons":
            assert (title in printed) != (title in gaps), title
    for heading in re.finditer(r"</h[2-4]>\s*(?:</div>\s*)*<h([2-4])", page):
        assert heading[1] != "2", f"an empty heading before: {page[heading.start() : heading.end() + 80]}"


@pytest.mark.parametrize("regime", REGIMES)
def test_only_this_regimes_elements_are_printed_and_each_of_them_once(shipped: View, regime: str) -> None:
    document = make_document(shipped, shipped.entities["turgumbayev"], regime)
    rows = [
        row for chapter in document.chapters for part in chapter.parts for group in part.groups for row in group.rows
    ]

    assert sorted(row.element.id for row in rows) == sorted(shipped.regimes[regime].elements)
    assert {row.regime.id for row in rows} == {regime}


@pytest.mark.parametrize("regime", REGIMES)
def test_the_first_pages_say_that_what_is_sent_may_be_disclosed(shipped: View, regime: str) -> None:
    told = words(render_html(make_document(shipped, shipped.entities["dosayev"], regime), first_pages_only=True))

    handling = told[told.index("8 Handling") :]
    assert "may be disclosed" in handling
    assert "No confidentiality is promised or assumed" in handling


def test_a_condition_of_an_element_is_printed_in_words_for_its_reader(shipped: View) -> None:
    told = words(render_html(make_document(shipped, shipped.entities["dosayev"], "eu-ghr")))

    assert "There must be an associate, that is, another person or body that falls under the criteria." in told
    for regime in shipped.regimes.values():
        for element in regime.elements.values():
            for id_ in regime.elements:
                if "-" in id_ and element.condition:
                    assert id_ not in element.condition, "an id stands in words for a reader"


@pytest.mark.parametrize("person", ["abish", "dosayev", "massimov", "nazarbayev", "nurdauletov", "turgumbayev"])
def test_no_shipped_dossier_carries_a_submission_or_a_statement(shipped: View, person: str) -> None:
    for regime in (*REGIMES, None):
        document = make_document(shipped, shipped.entities[person], regime)
        assert document.kind == "Information note, not a proposal for listing"
        assert "Draft statement of reasons" not in titles(document)


def test_a_submission_stands_only_where_the_criteria_of_that_authority_carry_it(strong: Path) -> None:
    view = seen(strong)
    kinds = {regime: make_document(view, view.entities["reval"], regime).kind for regime in REGIMES}

    assert kinds["eu-ghr"] == "Submission"
    assert all(kinds[regime].startswith("Information note") for regime in ("uk-ghr", "au-thematic", "ca-jvcfoa"))
    both = make_document(view, view.entities["reval"])
    assert both.kind.startswith("Submission under ")
    assert both.kind.endswith("; information note under the others")
    assert "EU Global Human Rights" in both.kind
    assert "UK Global Human Rights" not in both.kind


def test_the_draft_statement_of_reasons_opens_the_eu_document_and_no_other(strong: Path) -> None:
    view = seen(strong)

    eu = make_document(view, view.entities["reval"], "eu-ghr")
    assert titles(eu)[0] == "Draft statement of reasons"
    assert "is therefore responsible for serious human rights violations in" in words(render_html(eu))
    for regime in REGIMES:
        if regime != "eu-ghr":
            page = render_html(make_document(view, view.entities["reval"], regime))
            assert "is therefore responsible for" not in page


def test_a_submission_names_its_statement_of_reasons_as_missing(strong: Path) -> None:
    text = (strong / PEOPLE).read_text(encoding="utf-8")
    (strong / PEOPLE).write_text(text[: text.index("  sections:")], encoding="utf-8")
    view = seen(strong)

    assert "Draft statement of reasons" in make_document(view, view.entities["reval"], "eu-ghr").unfilled


SECTIONS = """\
sections:
  ask: |
    We ask you to consider a listing. {.analysis}
  submitter: |
    We are a small group of lawyers.
  pattern: |
    A second report says that "Nineteen persons were held". [@lantern/held]
  factors: |
    - The circle read books. {.analysis}
    - It met on Sundays. {.analysis}
  national-interest: |
    Two members live abroad. {.analysis}
  safety: |
    Do not name the officers. {.analysis}
  handling: |
    Answer by post alone. {.analysis}
"""


def test_sections_of_the_case_stand_where_each_authority_looks_for_them(strong: Path) -> None:
    (strong / "case.yml").write_text((strong / "case.yml").read_text(encoding="utf-8") + SECTIONS, encoding="utf-8")
    assert check(strong, "--strict").code == 0
    view = seen(strong)

    under = {
        (chapter.title, part.name)
        for regime in REGIMES
        for chapter in make_document(view, view.entities["reval"], regime).chapters
        for part in chapter.parts
    }
    assert {
        ("Submitter, contact and link to the facts", "submitter"),
        ("Widespread or systematic character", "pattern"),
        ("Factors, effects and reprisal risk", "safety"),
        ("Why Australia should act", "national-interest"),
        ("Interest", "factors"),
        ("Further information", "factors"),  # the EU's order has no place for it: it is not lost
    } <= under
    page = render_html(make_document(view, view.entities["reval"], "uk-ghr"))
    assert "Answer by post alone." in words(page).split("8 Handling")[1].split("Contents")[0]
    assert re.search(r"<ul>\s*<li>The circle read books", page)
    assert "<ol>" not in page[page.index("The circle read books") - 30 : page.index("It met on Sundays")]


@pytest.mark.parametrize(
    ("section", "code"),
    [
        ("ask: Tomas Reval held nineteen persons.", "prose-uncited"),
        ("handling: The Ministry reads our mail.", "prose-uncited"),
        ('ask: He "tortured nineteen persons" there. [@monitor/held]', "quoted-words-elsewhere"),
        ('handling: "They will come at night", we hear. {.analysis}', "quoted-words-elsewhere"),
        ("factors: Something is so. [@monitor/nothing]", "dangling-reference"),
    ],
)
def test_sections_of_the_case_are_checked_as_all_prose_is(strong: Path, section: str, code: str) -> None:
    key, _, text = section.partition(": ")
    with (strong / "case.yml").open("a", encoding="utf-8") as file:
        file.write(f"sections:\n  {key}: |\n    {text}\n")

    found = [problem for problem in check(strong).problems if problem.code == code]

    assert [(problem.file, problem.line) for problem in found] == [("case.yml", line_of(strong, "case.yml", text))]


def test_a_section_that_cites_what_an_edition_may_not_show_is_left_out_of_it(strong: Path) -> None:
    with (strong / "case.yml").open("a", encoding="utf-8") as file:
        file.write("sections:\n  pattern: |\n    Nineteen persons were held. [@lantern/held]\n")
    change(strong, "evidence/lantern/source.yml", "schema: Article\n", "schema: Article\nedition: authority\n")

    problems = Problems()
    checked = check_case(strong, problems)
    assert checked is not None
    for edition, shown in (("public", False), ("authority", True)):
        view = checked.view(edition, Problems())
        assert bool(view.meta.sections) is shown


ORDER = """\
submission_order:
  - {title: What happened, parts: [acts]}
  - {title: Our list, parts: [bases, criteria], limbs: [act]}
"""


@pytest.mark.parametrize(
    ("old", "new", "code", "at"),
    [
        ("parts: [acts]", "parts: [actes]", "unknown-choice", "  - {title: What happened"),
        ("parts: [acts]", "parts: acts, title2: x", "unknown-key", "  - {title: What happened"),
        (", limbs: [act]", "", "missing-key", "  - {title: Our list"),
        ("limbs: [act]", "limbs: [deed]", "unknown-choice", "  - {title: Our list"),
        ("[bases, criteria], limbs: [act]", "[bases]", "missing-key", "submission_order:"),
        ("  - {title: What happened, parts: [acts]}", "  - What happened", "wrong-type", "  - What happened"),
    ],
)
def test_an_order_that_cannot_be_followed_is_told_with_its_line(
    strong: Path, old: str, new: str, code: str, at: str
) -> None:
    from tests.test_assess import OWN

    change(strong, "case.yml", f"regimes: [{', '.join(REGIMES)}]", "regimes: [kv-list]")
    (strong / "regimes").mkdir()
    (strong / "regimes/kv-list.yml").write_text(OWN + ORDER.replace(old, new), encoding="utf-8")

    assert_told(check(strong), code, "regimes/kv-list.yml", line_of(strong, "regimes/kv-list.yml", at))


def test_the_chapters_of_a_submission_can_be_read_back_in_order(strong: Path) -> None:
    assert dossier(strong, "build", "--regime", "eu-ghr").code == 0
    with ReadPdf(strong / "build/public/reval.eu-ghr.pdf") as document:
        headings = [heading for heading, page in document.headings if page > 2]

    assert "SUBMISSION" in document.pages[0]
    assert headings[:3] == ["Contents", "A Draft statement of reasons", "B Identifiers"]
    assert headings.index("D Widespread or systematic character") > headings.index("Legal bases")


def test_a_translation_stands_beside_its_original_with_its_translator(strong: Path) -> None:
    change(
        strong,
        "evidence/monitor/source.yml",
        "  held: The Interior Ministry held nineteen of them for eleven days without charge.",
        "  held:\n    quote: The Interior Ministry held nineteen of them for eleven days without charge.\n"
        "    translations: [{lang: fra, text: Le ministère a détenu dix-neuf d'entre eux., by: Ana Torv}]",
    )
    assert pin(strong).code == 0
    assert dossier(strong, "build", "--regime", "eu-ghr").code == 0

    made = strong / "build/public/reval.eu-ghr.pdf"
    assert strict_failures(made) == []
    with ReadPdf(made) as document:
        exhibit = next(each for each in document.elements("Art") if each.text.startswith("E3.3"))
        page = document.document[exhibit.page - 1].get_textpage()
        beside = page.get_charbox(page.search("Le ministère").get_next()[0])[0]

    assert "(translation into French by Ana Torv)" in spaced(exhibit.text)
    assert beside > 300, "it stands in the right half of the page"
