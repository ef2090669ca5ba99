"""The editable twin and the page for a browser in the hands of others: LibreOffice and Chromium."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import lxml.etree
import lxml.html
import pytest
from playwright.sync_api import Browser, Page, Request, sync_playwright

from tests.cases import change, pin, write_case
from tests.forty import write_forty
from tests.pdfs import ReadPdf, copy_shipped, spaced, squashed
from tests.scripts import write_many_scripts
from tests.test_build import build_apart
from tests.test_docx import ReadDocx, W
from tests.test_preview import Running

pytestmark = pytest.mark.system

TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
DESK, TELEPHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
# The sizes, as shown, of all letters that stand in paragraphs, cells and lists.
SIZES = """
[...document.querySelectorAll("p, td, li")]
  .filter((each) => each.innerText && each.getClientRects().length && !each.closest("[aria-hidden]"))
  .map((each) => parseFloat(getComputedStyle(each).fontSize) * each.currentCSSZoom)
"""
FILES = ("shipped/dosayev", "shipped/dosayev.eu-ghr", "scripts/halvik")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped dossier, for all regimes and for one, and one in many scripts: as Word documents and pages."""
    folder = tmp_path_factory.mktemp("twins")
    (folder / "shipped").mkdir()
    shipped, scripts = copy_shipped(folder / "shipped"), write_many_scripts(folder / "scripts")
    assert pin(scripts).code == 0
    for root, *args in ((shipped, "dosayev"), (shipped, "dosayev", "--regime", "eu-ghr"), (scripts, "halvik")):
        result = build_apart(root, *args, "--as", "docx,html")
        assert result.code == 0, result.out
    return folder


def made(folder: Path, name: str, form: str) -> Path:
    root, _, file = name.partition("/")
    return folder / root / f"build/public/{file}.{form}"


@pytest.fixture(scope="module")
def opened(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, lxml.etree._Element]:
    """What LibreOffice makes of each Word document, as flat OpenDocument text."""
    out = tmp_path_factory.mktemp("opened")
    found = {}
    for number, name in enumerate(FILES):
        place = out / str(number)
        command = ["soffice", f"-env:UserInstallation={(out / 'profile').as_uri()}", "--headless"]
        command += ["--convert-to", "fodt", "--outdir", str(place), str(made(folder, name, "docx"))]
        done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
        assert done.returncode == 0, done.stderr
        found[name] = lxml.etree.parse(str(next(place.glob("*.fodt")))).getroot()
    return found


def said(element: lxml.etree._Element) -> str:
    """The text of an element as OpenDocument has it, notes apart."""
    parts = [element.text or ""]
    for child in element:
        if child.tag == f"{TEXT}s":
            parts.append(" " * int(child.get(f"{TEXT}c", "1")))
        elif child.tag == f"{TEXT}line-break":
            parts.append("\n")
        elif child.tag not in (f"{TEXT}note", f"{TEXT}bookmark-ref", f"{TEXT}note-ref"):
            parts.append(said(child))
        parts.append(child.tail or "")
    return "".join(parts)


@pytest.mark.parametrize("name", FILES)
def test_libreoffice_reads_the_same_headings_and_quotations(
    folder: Path, opened: dict[str, lxml.etree._Element], name: str
) -> None:
    page = lxml.html.fromstring(made(folder, name, "html").read_bytes())
    for back in page.xpath("//a[@class='back']"):
        back.drop_tree()
    whole = squashed(said(opened[name]))
    quoted = [squashed(each.text_content()) for each in page.xpath("//mark|//q|//p[@class='paragraph']")]

    headings = [(int(each.get(f"{TEXT}outline-level")), spaced(said(each))) for each in opened[name].iter(f"{TEXT}h")]
    in_page = [(int(each.tag[1]) - 1, spaced(each.text_content())) for each in page.xpath("//h2|//h3|//h4")]
    assert headings == in_page
    assert len(quoted) > 8
    assert [words for words in quoted if words not in whole] == []


@pytest.mark.parametrize("name", FILES)
def test_libreoffice_reads_footnotes_heads_of_tables_and_the_language(
    opened: dict[str, lxml.etree._Element], name: str
) -> None:
    root = opened[name]
    notes = [spaced("".join(note.find(f"{TEXT}note-body").itertext())) for note in root.iter(f"{TEXT}note")]
    table = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"

    assert len(notes) > 3
    assert all(re.match(r"E\d+\.\d+\. “", note) for note in notes)
    assert len(list(root.iter(f"{table}table-header-rows"))) > 3
    assert "en" in root.xpath("//*[local-name()='language']/text()")


SIX = ("abish", "dosayev", "massimov", "nazarbayev", "nurdauletov", "turgumbayev")
# What one form alone says, and why: notes below drawings (Word has tables in their place), where the evidence lies.
OF_DRAWINGS = ("filledbars:knowndays.", "linesleadfromeachact")
TO_PDF = "whatthiseditionmaygiveofthesourcesisattachedtothepdfofthisdocument."
IN_PDF = "whatthiseditionmaygiveofthesourcesisattachedtothisfile(parth)."


@pytest.fixture(scope="module")
def alike(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All shipped dossiers in every form, and forty exhibits in six scripts as Word document and page."""
    folder = tmp_path_factory.mktemp("alike")
    (folder / "shipped").mkdir()
    shipped, forty = copy_shipped(folder / "shipped"), write_forty(folder / "forty")
    assert pin(forty).code == 0
    assert build_apart(shipped, "--as", "pdf,docx,html").code == 0
    assert build_apart(forty, "--as", "docx,html").code == 0
    return folder


def plain(text: str) -> str:
    """The letters of a text, without what layout or typography changes: spaces, hyphens, capitals, quotation marks."""
    return re.sub("[-\x02“”\u202f]", "", squashed(text)).casefold()


def in_page(file: Path) -> tuple[str, list[str]]:
    """The page as a reader sees it, whole and in paragraphs and cells."""
    page = lxml.html.fromstring(file.read_bytes())
    for only in page.xpath(
        "//style|//title|//svg|//a[@class='back']|//*[@class='skip' or @class='marks' or @class='running-title']"
    ):
        only.drop_tree()
    blocks = page.xpath("//p|//li|//td|//th|//h1|//h2|//h3|//h4|//caption")
    return plain(page.text_content()), [plain(each.text_content()) for each in blocks]


def in_word(file: Path) -> tuple[str, list[str]]:
    """The Word document, whole and in paragraphs; without the tables that stand for drawings, and the links back."""
    word = ReadDocx(file)
    for table in list(word.body.iter(f"{W}tbl")):
        caption = table.getprevious()
        if "acts of this document" in word.words(caption):
            word.body.remove(caption)
            word.body.remove(table)
    blocks = [plain(word.words(paragraph)) for paragraph in word.body.iter(f"{W}p")]
    return plain(word.words(word.body)), [each for each in blocks if each != "backtowhereitiscited"]


def in_pdf(file: Path) -> tuple[str, list[str]]:
    """The PDF as a screen reader has it, up to the list of its attachments."""
    with ReadPdf(file) as document:
        whole = plain(document.tree.text)
        leaves = [
            element
            for element in document.tree.walk()
            if element.tag in ("P", "LBody", "TD", "TH", "H1", "H2", "H3", "H4", "Caption")
        ]
        blocks = [
            plain(element.text) for element in leaves if not any(child.tag in ("P", "L") for child in element.children)
        ]
    end = max(number for number, words in enumerate(blocks) if words == "hwhatisattached,andhowtocheckit")
    return whole, [words.removesuffix("backtowhereitiscited") for words in blocks[:end]]


@pytest.mark.parametrize("name", [*(f"shipped/{person}" for person in SIX), "forty/halvik"])
def test_whatever_one_form_says_the_others_say(alike: Path, name: str) -> None:
    page, in_blocks = in_page(made(alike, name, "html"))
    word, in_paragraphs = in_word(made(alike, name, "docx"))

    assert len(in_blocks) > 300
    assert [words for words in in_blocks if words not in word and not words.startswith(OF_DRAWINGS)] == []
    assert [words for words in in_paragraphs if words not in page] == []
    if name.startswith("forty"):
        return  # a reader of PDF puts words of other scripts in an order of its own
    pdf, in_leaves = in_pdf(made(alike, name, "pdf"))
    assert len(in_leaves) > 300
    assert [words for words in in_blocks if words.replace(TO_PDF, IN_PDF) not in pdf] == []
    own = re.compile(r"\d+\.|filledbars.*|linesleadfrom.*|hwhatisattached.*|.*actsofthisdocument.*")
    said = [
        re.sub(r"^([a-h].*[a-z])\d+$", r"\1", words.replace(IN_PDF, TO_PDF)) for words in in_leaves
    ]  # no page numbers
    assert [words for words in said if words not in word and not own.fullmatch(words)] == []


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        yield started
        started.close()


def open_page(browser: Browser, size: dict[str, int]) -> tuple[Page, list[str], list[str]]:
    """A window, what it asks for, and what its console says."""
    page = browser.new_page(viewport={"width": size["width"], "height": size["height"]})
    asked: list[str] = []
    complaints: list[str] = []

    def note(request: Request) -> None:
        asked.append(request.url)

    page.on("request", note)
    page.on("console", lambda message: complaints.append(message.text))
    return page, asked, complaints


@pytest.mark.parametrize("size", [DESK, TELEPHONE], ids=["desk", "telephone"])
@pytest.mark.parametrize("name", FILES)
def test_a_browser_shows_the_page_and_asks_for_nothing_else(
    browser: Browser, folder: Path, name: str, size: dict[str, int]
) -> None:
    page, asked, complaints = open_page(browser, size)
    address = made(folder, name, "html").as_uri()
    page.goto(address)

    assert asked == [address]
    assert complaints == []
    # nothing is wider than the window, so that nobody has to push the page to and fro
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    assert min(page.evaluate(SIZES)) >= 12
    link = page.locator("a.cite").first
    exhibit = link.inner_text()
    link.click()
    page.wait_for_url(f"{address}#exhibit-{exhibit}")
    assert page.locator(f"[id='exhibit-{exhibit}']").is_visible()
    top = page.locator(f"[id='exhibit-{exhibit}'] h4").bounding_box()
    marks = page.locator(".marks").bounding_box()
    assert top is not None
    assert marks is not None
    assert top["y"] >= marks["y"] + marks["height"] - 1, "the marks do not cover what a link leads to"
    page.close()


def test_the_preview_in_a_browser_follows_the_case_and_puts_problems_in_place(browser: Browser, tmp_path: Path) -> None:
    root = write_case(tmp_path / "case")
    preview = Running(root, "halvik")
    try:
        page, asked, complaints = open_page(browser, DESK)
        page.goto(preview.address)
        assert "courier/order has no pinned position" in page.locator("[id='exhibit-E1.2'] .beside").inner_text()
        change(root, "entities/people.yml", "that he ordered force", "that he ordered blows")
        page.get_by_text("that he ordered blows").wait_for()
        change(root, "entities/acts.yml", "involved: victim-1", "involved: victim-2")
        page.get_by_text("Not shown: the case has errors.").wait_for()
        assert page.locator("text=Harbour Square").count() == 0
        change(root, "entities/acts.yml", "involved: victim-2", "involved: victim-1")
        page.get_by_text("that he ordered blows").wait_for()
        assert {address.partition("/?")[0].rstrip("/") for address in asked} <= {
            preview.origin,
            *(f"{preview.origin}/{name}" for name in ("preview.js", "preview.css", "changes", "favicon.ico")),
        }
        assert complaints == []
        preview.end()
        page.get_by_text("no longer follows the case").wait_for()
    finally:
        preview.end()
