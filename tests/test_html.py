"""`dossier build --as html`: one page that asks for nothing, says what the PDF says, and keeps its marks."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

import lxml.html
import pytest

from tests.cases import change, dossier, pin, write_case
from tests.pdfs import ReadPdf, copy_shipped, spaced

PEOPLE = "entities/people.yml"


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped case with one dossier as PDF and as a page."""
    root = copy_shipped(tmp_path_factory.mktemp("shipped"))
    result = dossier(root, "build", "dosayev", "--as", "pdf,html", "--jobs", "1")
    assert result.code == 0, result.out
    return root


@pytest.fixture(scope="module")
def page(shipped: Path) -> lxml.html.HtmlElement:
    return lxml.html.fromstring((shipped / "build/public/dosayev.html").read_bytes())


def words(element: lxml.html.HtmlElement) -> str:
    return spaced(element.text_content())


def test_the_page_has_the_headings_of_the_pdf_in_their_order(shipped: Path, page: lxml.html.HtmlElement) -> None:
    with ReadPdf(shipped / "build/public/dosayev.pdf") as document:
        in_pdf = [heading for heading, _ in document.headings]

    # only a PDF can carry files
    assert [*map(words, page.xpath("//h1|//h2|//h3|//h4")), "H What is attached, and how to check it"] == in_pdf
    assert len(in_pdf) > 30


def test_every_link_within_the_page_leads_somewhere_and_no_id_stands_twice(page: lxml.html.HtmlElement) -> None:
    ids = page.xpath("//@id")
    inner = [href.removeprefix("#") for href in page.xpath("//a/@href") if href.startswith("#")]

    assert len(ids) == len(set(ids))
    assert len(inner) > 50
    assert set(inner) <= set(ids)


def test_the_page_asks_for_nothing_and_forbids_it(page: lxml.html.HtmlElement) -> None:
    policy = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")

    assert page.xpath("//script|//link|//iframe|//object|//embed|//form|//@style|//@onclick") == []
    assert all(source.startswith("data:") for source in page.xpath("//@src"))
    assert len(policy) == 1
    assert policy[0].startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy[0]
    (style,) = page.xpath("//style")  # a further one would not be applied
    own = base64.b64encode(hashlib.sha256(style.text.encode()).digest()).decode()
    assert f"'sha256-{own}'" in policy[0]


def test_a_screen_reader_finds_its_way(page: lxml.html.HtmlElement) -> None:
    html = page.getroottree().getroot()
    assert (html.get("lang"), html.get("dir")) == ("en", "ltr")
    assert page.xpath("count(//main)") == page.xpath("count(//nav)") == page.xpath("count(//h1)") == 1
    first = page.xpath("//body//a")[0]
    assert (first.get("class"), first.get("href")) == ("skip", "#ask")
    assert page.xpath("//th[not(@scope)]") == []
    assert page.xpath("//*[local-name()='svg'][not(@role='img') or not(@aria-label)]") == []


def test_on_a_telephone_each_cell_says_what_its_column_holds(page: lxml.html.HtmlElement) -> None:
    for table in page.xpath("//table[thead][not(contains(@class, 'statements'))]"):
        heads = [words(head) for head in table.xpath("thead//th")]
        rows = table.xpath("tbody/tr")
        assert rows
        assert all(len(row) == len(heads) and len(row.xpath("td[@data-label]|th")) == len(heads) for row in rows)


@pytest.mark.parametrize("edition", ["public", "authority", "internal"])
def test_marks_stay_and_withheld_names_do_not(tmp_path: Path, edition: str) -> None:
    root = write_case(tmp_path / "case")

    assert dossier(root, "build", "--as", "html", "--edition", edition).code == 0

    text = (root / f"build/{edition}/halvik.html").read_text(encoding="utf-8")
    marks = words(lxml.html.fromstring(text).xpath("//*[@class='marks']")[0])
    assert marks.startswith("Information note, not a proposal for listing · not reviewed")
    assert ("Do not send it on" in marks, "do not publish it" in marks) == (
        edition == "internal",
        edition == "authority",
    )
    assert bool(re.search("Ilva|Brandt", text)) == (edition == "internal")


def test_hostile_text_stays_text(tmp_path: Path) -> None:
    root = write_case(tmp_path / "case")
    change(root, PEOPLE, "that he ordered force", '"</td><script>alert(1)</script>\\u202E"')
    change(root, "evidence/courier/capture.txt", "No officer", "\u0007\ufffeNo officer")
    assert pin(root).code == 0

    assert dossier(root, "build", "--as", "html").code == 0

    page = lxml.html.fromstring((root / "build/public/halvik.html").read_bytes())
    assert page.xpath("//script") == []
    assert "</td><script>alert(1)</script>⟨U+202E⟩" in words(page)
    assert "⟨U+0007⟩⟨U+FFFE⟩No officer" in words(page)


def test_each_form_is_made_and_kept_by_itself(tmp_path: Path) -> None:
    root = write_case(tmp_path / "case")

    first = dossier(root, "build", "--as", "html")
    both = dossier(root, "build", "--as", "html", "--as", "pdf")
    again = dossier(root, "build", "--as", "pdf,html,pdf")

    assert "1 dossier rendered, 0 unchanged." in first.out
    assert "1 dossier rendered, 1 unchanged." in both.out
    assert "0 dossiers rendered, 2 unchanged." in again.out
    assert {path.name for path in (root / "build/public").glob("halvik.*")} == {"halvik.pdf", "halvik.html"}


def test_a_form_that_there_is_not_is_told(tmp_path: Path) -> None:
    root = write_case(tmp_path / "case")

    result = dossier(root, "build", "--as", "odt")

    assert result.code == 2
    assert "there are pdf" in spaced(result.err)
    assert not (root / "build").exists()
