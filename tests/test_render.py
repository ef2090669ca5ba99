"""What a dossier says and how: its pages, structure, links and languages, read back from the PDF."""

from __future__ import annotations

import contextlib
import json
import logging
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pikepdf
import pytest

from dossier.problems import Stop
from dossier.render import html, pdf
from dossier.render.inline import visible
from dossier.render.legible import MAX_BLOCK, MAX_WORD, Cuts
from dossier.render.pdf import render_pdf
from tests.cases import assert_told, change, dossier, pin, write_case
from tests.pdfs import ReadPdf, copy_shipped, spaced, squashed, strict_failures
from tests.scripts import SCRIPTS, write_many_scripts

ROOT = Path(__file__).parents[1]
PEOPLE, ACTS, OFFICES = "entities/people.yml", "entities/acts.yml", "entities/offices.yml"
SOURCE, TEXT = "evidence/courier/source.yml", "evidence/courier/capture.txt"

SIX = {
    "abish": "Samat Abish",
    "dosayev": "Erbolat Dosayev",
    "massimov": "Karim Massimov",
    "nazarbayev": "Nursultan Nazarbayev",
    "nurdauletov": "Gizat Nurdauletov",
    "turgumbayev": "Yerlan Turgumbayev",
}
# Every spelling of SOURCES.md, and what the public edition prints instead.
LABELS = {
    "Anna Shukeyeva": "[Victim A]",
    "Oksana Shevchuk": "[Victim B]",
    "Raigul Sadyrbayeva": "[Victim C]",
    "Aizhan Ismakova": "[Victim D]",
    "Ubolsyn Turdiyeva": "[Victim E]",
    "Sholpan Dzhanzakova": "[Victim F]",
    "Fariza Ozpan": "[Victim G]",
    "Farisa Ospan": "[Victim G]",
    "Arina Osinovskaya": "[Victim H]",
    "Maksym Sytnikov": "[ODF representative]",
}
GIVEN = sorted({name.split()[0] for name in LABELS})
FAMILY = sorted({name.split()[1] for name in LABELS})
FIRST_PAGES = (
    "What we ask",
    "1 Who this is",
    "2 What is reported of this person",
    "3 What is reported of others",
    "4 The criteria",
    "5 What speaks for this person",
    "6 What is missing, most useful first",
    "7 The source",
    "8 Handling",
)
OUR_FILES = {"text.courier.c1.txt", "SHA256SUMS", "claims.json", "manifest.json", "person.ftm.json"}
EXHIBIT = re.compile(r"E\d+\.\d+")
# Two of the six show the rules of a document in the fast lane; drawing all six takes as long as everything else here.
SOME = ("dosayev", "turgumbayev")
everyone = pytest.mark.parametrize(
    "person", [*SOME, *(pytest.param(person, marks=pytest.mark.system) for person in SIX if person not in SOME)]
)

# Whom the internal edition names in whose dossier.
NAMED = {"turgumbayev": "Anna Shukeyeva and Oksana Shevchuk", "dosayev": "Fariza Ozpan and Arina Osinovskaya"}
within = pytest.mark.parametrize("person", ["turgumbayev", pytest.param("dosayev", marks=pytest.mark.system)])


def built(root: Path, *args: str) -> Path:
    """Build in this process, one document after the other; returns the folder of the edition."""
    result = dossier(root, "build", *args)
    assert result.code == 0, result.out + result.err
    assert result.err == ""
    return root / "build" / (args[args.index("--edition") + 1] if "--edition" in args else "public")


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_shipped(tmp_path_factory.mktemp("shipped"))


class Dossiers(dict[str, ReadPdf]):
    """The dossiers of one edition of the shipped case by person, each built and read when a test first asks for it."""

    def __init__(self, root: Path, edition: str, files: contextlib.ExitStack) -> None:
        super().__init__()
        self._root, self._edition, self._files = root, edition, files

    def __missing__(self, person: str) -> ReadPdf:
        file = built(self._root, person, "--edition", self._edition) / f"{person}.pdf"
        self[person] = self._files.enter_context(ReadPdf(file))
        return self[person]


@pytest.fixture(scope="module")
def public(shipped: Path) -> Iterator[Dossiers]:
    with contextlib.ExitStack() as files:
        yield Dossiers(shipped, "public", files)


@pytest.fixture(scope="module")
def internal(shipped: Path) -> Iterator[Dossiers]:
    with contextlib.ExitStack() as files:
        yield Dossiers(shipped, "internal", files)


@pytest.fixture
def case(tmp_path: Path) -> Path:
    root = write_case(tmp_path / "case")
    assert pin(root).code == 0
    return root


@pytest.fixture
def read() -> Iterator[Callable[[Path], ReadPdf]]:
    """Builds a case and reads the dossier of Oren Halvik."""
    with contextlib.ExitStack() as files:
        yield lambda root: files.enter_context(ReadPdf(built(root) / "halvik.pdf"))


# ------------------------------------------------------------------------------------------------- the shipped six


@everyone
def test_two_first_pages_stand_alone_before_the_contents(public: Dossiers, person: str) -> None:
    document = public[person]
    on_first_pages = [words for words, page in document.headings if page <= 2]

    assert on_first_pages[0] == SIX[person]
    assert len(on_first_pages) == 1 + len(FIRST_PAGES)
    for words, begins in zip(on_first_pages[1:], FIRST_PAGES, strict=True):
        assert words.startswith(begins)
    assert next(heading for heading in document.headings if heading[1] > 2) == ("Contents", 3)


@everyone
def test_the_first_pages_read_in_the_order_of_the_design(public: Dossiers, person: str) -> None:
    words = spaced(" ".join(public[person].pages[:2]))
    parts = ["INFORMATION NOTE, NOT A PROPOSAL FOR LISTING", SIX[person], "named as", *FIRST_PAGES[:1], "In short"]

    positions = [words.index(part) for part in [*parts, *FIRST_PAGES[1:]]]

    assert positions == sorted(positions)
    assert "We do not propose a listing on this evidence." in words


@everyone
def test_every_heading_is_in_the_outline(public: Dossiers, person: str) -> None:
    document = public[person]

    assert [page for _, page in document.outline] == [page for _, page in document.headings]
    for (mark, _), (words, _) in zip(document.outline, document.headings, strict=True):
        assert words == mark or words == f"{mark} back to where it is cited"


@everyone
def test_the_contents_give_the_page_where_each_part_really_is(public: Dossiers, person: str) -> None:
    document = public[person]
    listed = re.findall(r"^([A-Z] .+?) +(\d+)$", spaced_lines(document.pages[2]), re.MULTILINE)
    parts = [(words, str(page)) for words, page in document.headings if re.match(r"[A-Z] [A-Z]", words)]

    assert len(parts) == 8
    assert listed == parts


def spaced_lines(text: str) -> str:
    """The text with its lines, each with single spaces."""
    return "\n".join(spaced(line) for line in text.split("\n"))


@everyone
def test_every_link_has_a_target(public: Dossiers, person: str) -> None:
    document = public[person]

    assert len(document.links) > 50
    for link in document.links:
        assert link.target in document.anchors, f"{link.text} on page {link.page}"


@everyone
def test_a_citation_jumps_to_its_exhibit_and_back(public: Dossiers, person: str) -> None:
    document = public[person]
    cited = [link for link in document.links if EXHIBIT.fullmatch(link.text)]
    exhibits = [link for link in document.links if link.text == "back to where it is cited"]

    for link in cited:
        assert link.target == f"exhibit-{link.text}"
        assert document.after(link.target).startswith(f"{link.text} ")
    assert len(exhibits) == len({link.text for link in cited})
    for back in exhibits:
        number = back.target.removeprefix("cited-")
        first = next(link for link in cited if link.text == number)
        assert document.anchors[back.target][0] == first.page


@everyone
def test_title_author_subject_and_language_are_set(public: Dossiers, person: str) -> None:
    document = public[person]

    assert document.metadata["Title"] == f"{SIX[person]}: information note, not a proposal for listing"
    assert document.metadata["Author"] == "Example Advocacy Group"
    assert document.metadata["Subject"].startswith("Information note, not a proposal for listing: ")
    assert document.metadata["CreationDate"] == document.metadata["ModDate"] == "D:20261121000000Z"
    assert str(document.pdf.Root.Lang) == "en"
    assert bool(document.pdf.Root.MarkInfo.Marked)
    assert bool(document.pdf.Root.ViewerPreferences.DisplayDocTitle)


@everyone
def test_the_text_of_the_pages_reads_in_the_order_of_the_headings(public: Dossiers, person: str) -> None:
    document = public[person]
    for number, page in enumerate(document.pages, 1):
        text, position = squashed(page), 0
        for words, on in document.headings:
            if on == number:
                position = text.index(squashed(words), position) + 1


@everyone
def test_nothing_is_printed_outside_the_structure(public: Dossiers, person: str) -> None:
    """What a screen reader reads is what stands on the pages, running heads and feet apart."""
    document = public[person]
    heard = squashed(document.tree.text).replace("-", "").replace("\x02", "")  # PDFium's hyphen at the end of a line
    drawn = {figure.page for figure in document.elements("Figure")}
    for number, page in enumerate(document.pages, 1):
        in_pictures = squashed(" ".join(document.unmarked(number))).replace("-", "") if number in drawn else ""
        for line in page.split("\n"):
            running = line.startswith(("Not reviewed", f"{SIX[person]} · information note")) or line.strip() == ""
            words = squashed(line).replace("-", "")  # PDFium drops a hyphen at the end of a line
            assert running or words in heard or words in in_pictures, line


@everyone
def test_every_picture_is_told_in_words(public: Dossiers, person: str) -> None:
    said = [figure.alt for figure in public[person].elements("Figure")]
    acts = [words for words, _ in public[person].headings if words and f"{words} – " in " ".join(said)]

    assert all(len(alt) > 20 for alt in said)
    assert not said or acts  # what they draw, not only what they are of


@everyone
def test_every_quotation_is_verbatim_in_the_text_of_the_edition(public: Dossiers, person: str) -> None:
    document, sources = public[person], [with_labels(text) for text in stored_texts()]
    quotations = [element.text for element in document.elements("BlockQuote")]
    paragraphs = [
        next(child.text for child in article.children if child.tag == "P")
        for article in document.elements("Art")
        if EXHIBIT.match(article.text)
    ]

    assert quotations
    assert paragraphs
    for quotation in quotations:
        words = re.fullmatch(r"“(.+?)\s*”\s*E\d+\.\d+(?:\s*names replaced)?", spaced(quotation))
        assert words, quotation
        assert any(squashed(words[1]) in source for source in sources), quotation
    for paragraph in paragraphs:
        assert any(squashed(paragraph) in source for source in sources), paragraph


@within
def test_the_internal_edition_quotes_the_sources_unaltered(internal: Dossiers, person: str) -> None:
    sources = [squashed(text) for text in stored_texts()]
    quotations = internal[person].elements("BlockQuote")

    assert quotations
    for quotation in quotations:
        words = spaced(quotation.text).split("”")[0].lstrip("“")
        assert any(squashed(words) in source for source in sources), quotation.text


def stored_texts() -> list[str]:
    """The texts of the sources, as stored in the case."""
    return [path.read_text(encoding="utf-8") for path in sorted((ROOT / "evidence").glob("*/text.*.txt"))]


def with_labels(text: str) -> str:
    """A text with the withheld names replaced, by hand."""
    for name, label in LABELS.items():
        text = text.replace(name, label)
    for name, label in LABELS.items():
        text = text.replace(name.split()[1], label)
    return squashed(text)


@everyone
def test_the_document_says_what_it_is(public: Dossiers, person: str) -> None:
    document = public[person]

    assert all("Not reviewed" in page for page in document.pages)
    assert "not reviewed (0 of 2 approvals)" in spaced(document.pages[0])
    assert "submission" not in document.text.lower()
    assert "submission" not in str(document.metadata).lower()


@everyone
def test_the_public_edition_holds_no_withheld_name(public: Dossiers, person: str) -> None:
    document = public[person]
    everything = squashed(document.everything()).casefold()
    words = " ".join((document.text, document.tree.text, str(document.metadata), str(document.outline), person))

    assert squashed(SIX[person]).casefold() in everything
    for name in (*LABELS, *FAMILY):
        assert squashed(name).casefold() not in everything, name
    for name in GIVEN:  # short enough to stand in packed bytes by chance
        assert not re.search(rf"\b{name}\b", words, re.IGNORECASE), name


@within
def test_the_internal_edition_names_them_and_says_that_it_does(internal: Dossiers, person: str) -> None:
    document = internal[person]

    assert NAMED[person] in spaced(document.text)
    assert all("Internal edition: it names persons who are withheld" in spaced(page) for page in document.pages)


@everyone
def test_every_file_passes_a_strict_reader(public: Dossiers, person: str) -> None:
    assert strict_failures(public[person].path) == []


@within
def test_every_internal_file_passes_a_strict_reader(internal: Dossiers, person: str) -> None:
    assert strict_failures(internal[person].path) == []


# ------------------------------------------------------------------------------------------------- scripts


@pytest.fixture(scope="module")
def many_scripts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ReadPdf]:
    root = write_many_scripts(tmp_path_factory.mktemp("scripts"))
    assert pin(root).code == 0
    assert dossier(root, "check", "--strict").code == 0
    with ReadPdf(built(root) / "halvik.pdf") as document:
        yield document


@pytest.mark.parametrize("script", [key for key in SCRIPTS if key not in ("arabic", "hebrew", "devanagari")])
def test_names_and_quotations_of_every_script_can_be_extracted(many_scripts: ReadPdf, script: str) -> None:
    _, name, sentence = SCRIPTS[script]

    assert squashed(name) in squashed(many_scripts.pages[0])
    assert squashed(sentence) in squashed(many_scripts.text)
    assert squashed(f"“{sentence}”") in squashed(many_scripts.tree.text)


@pytest.mark.parametrize("script", ["arabic", "hebrew"])
def test_right_to_left_text_can_be_extracted(many_scripts: ReadPdf, script: str) -> None:
    _, name, sentence = SCRIPTS[script]

    assert name in many_scripts.tree.text
    # PDFium gives the words of a line as they stand from left to right, so their order is not compared
    assert set(re.findall(r"\w+", many_scripts.text)) >= set(re.findall(r"\w+", sentence))


def test_devanagari_can_be_extracted_letter_by_letter(many_scripts: ReadPdf) -> None:
    """A PDF has its signs in the order in which they are drawn: the short i before its consonant."""
    _, _, sentence = SCRIPTS["devanagari"]
    quoted = next(each.text for each in many_scripts.elements("BlockQuote") if "को" in each.text)

    assert sorted(squashed(quoted.split("”")[0].lstrip("“"))) == sorted(squashed(sentence))


ACCENTS = {
    "Russian": "Министр Вы́думкин сказа́л, что Выдумкин не придёт.",
    "Arabic": "أَمَرَ الوَزِيرُ سَلِيمٌ",
    "Hebrew": "שַׂר הַפְּנִים אוֹרֶן",
    "Yoruba": "Ọ̀rẹ́ ọ̀gá",
    "ligatures": "office, fine, flow",
}


@pytest.mark.parametrize("language", ACCENTS)
def test_letters_with_accents_of_their_own_are_told_apart(tmp_path: Path, language: str) -> None:
    """WeasyPrint gives а the text of а́ everywhere, and the accent none: no such file conforms."""
    style = "* { font-family: Noto Sans, Noto Sans Arabic, Noto Sans Hebrew }"
    page = f"<html lang=en><title>A page</title><style>{style}</style><h1>A page</h1><p>{ACCENTS[language]}"
    file = tmp_path / "page.pdf"
    file.write_bytes(render_pdf(page).data)

    assert strict_failures(file) == []
    with ReadPdf(file) as document:
        assert sorted(squashed(document.text)) == sorted(squashed(f"A page {ACCENTS[language]}"))


def test_a_document_of_many_scripts_passes_a_strict_reader(many_scripts: ReadPdf) -> None:
    assert strict_failures(many_scripts.path) == []


def test_a_character_without_a_glyph_stops_the_build(case: Path) -> None:
    change(case, PEOPLE, "that he ordered force", '"that he ordered \U00030000 force"')

    result = dossier(case, "build")

    assert_told(result, "missing-glyph")
    assert "U+30000" in result.out
    assert not list((case / "build").rglob("*.pdf"))


# ------------------------------------------------------------------------------------------------- hostile text

MARKUP = (
    '<img src="file:///etc/hostname"><script>alert(1)</script><style>p{background:url(file:///etc/passwd)}</style>'
    "{{ 7*7 }}"
)


@pytest.fixture
def fetched(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every address that WeasyPrint asks for while the test runs."""
    from weasyprint.urls import URLFetcher

    asked: list[str] = []

    class Spy(URLFetcher):
        def fetch(self, url: str, headers: Any = None) -> Any:
            asked.append(url)
            return super().fetch(url, headers)

    monkeypatch.setattr(pdf, "_deny_all", lambda: Spy(allowed_protocols=("data",)))
    return asked


FIELDS = {
    "title of the case": ("case.yml", "title: Harbour Square in Veltania", "title: '…'"),
    "publisher": ("case.yml", "name: Example Advocacy Group", "name: '…'"),
    "name of an act": (ACTS, "name: Clearing of Harbour Square", "name: '…'"),
    "name of a post": (OFFICES, "name: Interior Minister of Veltania", "name: '…'"),
    "note": (PEOPLE, "seen: 2024-04-14, cite: courier/order}", "seen: 2024-04-14, cite: courier/order, note: '…'}"),
    "role": (PEOPLE, "role: ordered the police to clear Harbour Square", "role: '…'"),
    "does_not_say": (PEOPLE, "does_not_say: that he ordered force", "does_not_say: '…'"),
    "because": (PEOPLE, "because: He ordered the square to be cleared.", "because: '…'"),
    "needs": (PEOPLE, "needs: A second origin.", "needs: '…'"),
    "reply": (PEOPLE, "because: reprisal risk", "because: '…'"),
    "prose": (PEOPLE, "Whether he knew of the beating is not said.", "…"),
    "gap": (PEOPLE, "1. The written order, with its signature.", "1. …"),
    "label": (PEOPLE, "label: Victim A", "label: '…'"),
    "title of a source": (SOURCE, "title: Harbour Square is cleared", "title: '…'"),
    "assessment": (SOURCE, "because: A newspaper that had a reporter in the square.", "because: '…'"),
    "excerpt": (
        SOURCE,
        "reply: The minister told the Courier that nobody was to be harmed by his officers.",
        "reply: {quote: The minister told the Courier that nobody was to be harmed by his officers., note: '…'}",
    ),
}


def test_markup_in_every_field_stays_text(case: Path, fetched: list[str], read: Callable[[Path], ReadPdf]) -> None:
    for number, (file, old, new) in enumerate(FIELDS.values()):
        change(case, file, old, new.replace("…", f"«{number}» {MARKUP}"))
    # the source itself says it: in the quotation of the beating
    for file in (SOURCE, TEXT):
        change(case, file, "who was fined 66,000 talers.", f"who was fined 66,000 talers {MARKUP}.")
    for made in ("source.lock.json", "text.c1.txt"):
        (case / "evidence/courier" / made).unlink()

    document = read(case)

    text = squashed(document.tree.text)
    for number, field in enumerate(FIELDS):
        assert squashed(f"«{number}» {MARKUP}") in text, field
    assert squashed(f"66,000 talers {MARKUP}") in text
    assert fetched == []
    assert_holds_nothing_active(document)


def test_links_lead_to_http_and_mail_only(case: Path, fetched: list[str], read: Callable[[Path], ReadPdf]) -> None:
    change(case, PEOPLE, "Whether he knew of the beating is not said.",
           "See [one](https://example.org/a), [two](javascript:alert(1)), [three](file:///etc/hostname), "
           "[four](data:text/html,x), [five](mailto:desk@example.org) and ![six](file:///etc/hostname).")  # fmt: skip

    document = read(case)

    outward = {link.target for link in document.links if link.target not in document.anchors}
    assert outward == {"https://example.org/a", "mailto:desk@example.org"}
    for word in ("one", "two", "three", "four", "five", "six"):
        assert re.search(rf"\b{word}\b", document.text)
    assert fetched == []
    assert_holds_nothing_active(document)


def assert_holds_nothing_active(document: ReadPdf) -> None:
    """No pictures, scripts or files but our own are in the PDF, and nothing of this machine."""
    assert set(document.pdf.attachments) <= OUR_FILES
    names = [str(item) for item in document.pdf.objects if isinstance(item, (pikepdf.Dictionary, pikepdf.Stream))]
    for forbidden in ("/JavaScript", "/Launch", "/FileAttachment", "/SubmitForm", '"/Subtype": "/Image"', "/GoToR"):
        assert not any(forbidden in name for name in names), forbidden
    for stream in document.pdf.objects:
        if isinstance(stream, pikepdf.Stream):
            assert stream.get("/Subtype") != "/Image"
            assert b"root:x:0" not in stream.read_bytes()


@pytest.mark.parametrize(
    "asks",
    [
        "<img alt=x src='file:///etc/hostname'>",
        "<img alt=x src='http://127.0.0.1:9/x'>",
        "<style>p { background: url(file:///etc/hostname) }</style>",
        "<style>@import 'file:///etc/hostname';</style>",
        "<link rel=attachment href='file:///etc/hostname'>",
        "<object data='file:///etc/hostname'></object>",
        "<svg><image href='file:///etc/hostname'/></svg>",
        "<img alt=x src='picture.png'>",
        "<a href='#nowhere'>a link that leads nowhere</a>",
    ],
)
def test_a_page_that_refers_outside_itself_is_not_rendered(asks: str) -> None:
    """A second lock: were markup ever to get in, the document would fail and not fetch."""
    page = f"<html lang=en><title>A page</title><style>* {{ font-family: Noto Sans }}</style><p>Words.</p>{asks}"

    with pytest.raises(Stop, match="render-failed"):
        render_pdf(page)


def test_an_error_in_the_log_of_weasyprint_fails_the_build(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    laid_out = pdf._laid_out

    def complaining(page: str) -> Any:
        logging.getLogger("weasyprint").error("Something went wrong")
        return laid_out(page)

    monkeypatch.setattr(pdf, "_laid_out", complaining)

    result = dossier(case, "build")

    told = assert_told(result, "render-failed")
    assert "Something went wrong" in told.text
    assert not list((case / "build").rglob("*.pdf"))


UNSEEN = {"\u202e": "⟨U+202E⟩", "\u2066": "⟨U+2066⟩", "\u200b": "⟨U+200B⟩", "\u061c": "⟨U+061C⟩", "\ufeff": "⟨U+FEFF⟩"}


@pytest.fixture(scope="module")
def unseen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ReadPdf]:
    """A dossier with each of them in a field, in a reason and in the assessment of a source."""
    root = write_case(tmp_path_factory.mktemp("unseen") / "case")
    fields, reasons, papers = (
        " ".join(words.replace("…", character) for character in UNSEEN)
        for words in ("abc…def ghi", "He… ordered the square.", "A news…paper had one.")
    )
    change(root, PEOPLE, "that he ordered force", f'"{fields}"')
    change(root, PEOPLE, "because: He ordered the square", f"because: {reasons} He ordered the square")
    change(root, SOURCE, "A newspaper that had", f"{papers} A newspaper that had")
    with ReadPdf(built(root) / "halvik.pdf") as document:
        yield document


@pytest.mark.parametrize("character", UNSEEN)
def test_characters_that_hide_or_reorder_are_printed_as_tokens(unseen: ReadPdf, character: str) -> None:
    token = UNSEEN[character]
    assert f"abc{token}def ghi" in spaced(unseen.text)
    assert f"He{token} ordered the square" in spaced(unseen.text)
    assert f"A news{token}paper had one." in spaced(unseen.text)
    assert character not in unseen.text + unseen.tree.text + str(unseen.metadata) + str(unseen.outline)


def test_an_override_in_a_name_turns_neither_headings_nor_metadata(case: Path, read: Callable[[Path], ReadPdf]) -> None:
    change(case, PEOPLE, "{value: Oren Halvik, lang: eng}", '{value: "Oren \u202eHalvik", lang: eng}')
    change(case, PEOPLE, "finding: arguable", "finding: lead")
    change(case, ACTS, "name: Beating of a demonstrator", 'name: "Bea\u202eting"')
    change(case, OFFICES, "name: Interior Minister of Veltania", 'name: "Min\u202eister"')
    change(case, "case.yml", "title: Harbour Square in Veltania", 'title: "Harbour \u202eSquare in Veltania"')

    document = read(case)

    assert "\u202e" not in document.text + document.tree.text + str(document.metadata) + str(document.outline)
    assert "Oren ⟨U+202E⟩Halvik · information note" in spaced(document.pages[2])
    assert "named as Min⟨U+202E⟩ister" in spaced(document.pages[0])
    assert document.metadata["Title"].startswith("Oren ⟨U+202E⟩Halvik:")


@pytest.mark.parametrize("escape", [r"\0", r"\x07", r"\x1b", r"\x7f"])
def test_control_characters_are_refused_by_the_loader(case: Path, escape: str) -> None:
    change(case, PEOPLE, "that he ordered force", f'"abc{escape}def"')

    assert_told(dossier(case, "build"), "bad-text", PEOPLE)


# ------------------------------------------------------------------------------------------------- text for print


def test_a_text_is_printed_whole_up_to_the_cap_and_what_is_cut_is_said() -> None:
    whole, longer = "word " * (MAX_BLOCK // 5), "word " * (MAX_BLOCK // 5) + "end of it"

    assert visible(whole) == whole
    assert visible(longer) == f"{whole}… (9 more characters are in the case)"


def test_a_word_is_cut_where_no_line_could_break_it_and_chinese_is_not() -> None:
    chinese = "港口广场" * 400

    assert visible(chinese) == chinese
    assert "… (1,000 more characters are in the case) and" in visible("x" * (MAX_WORD + 1000) + " and")
    assert visible("x" * 59) == "x" * 59
    assert visible("x" * 90) == "<wbr>".join(["x" * 30] * 3)


def test_diacritics_beyond_four_on_a_letter_are_counted_and_those_of_languages_stay() -> None:
    assert visible("o" + "\u0301" * 50 + "k") == "o" + "\u0301" * 4 + "⟨+46 marks⟩k"
    for _, _, sentence in SCRIPTS.values():
        assert re.sub("</?bdi[^>]*>", "", visible(sentence)) == sentence


def test_a_long_paragraph_around_a_quotation_keeps_the_end_nearest_to_it() -> None:
    assert html.ending("a" * 10) == "a" * 10
    assert (
        html.ending("a" * MAX_BLOCK + "bc") == "(2 more characters are in the case) … " + "a" * (MAX_BLOCK - 2) + "bc"
    )


def test_what_is_cut_is_kept_whole_and_numbered() -> None:
    cuts = Cuts()

    assert "… (1,000 more characters are text 1 in cut-texts.json)" in visible("x" * 1500, cuts)
    assert "text 2 in cut-texts.json" in html.ending("a" * MAX_BLOCK + "b", cuts)
    assert "text 1 in cut-texts.json" in visible("x" * 1500, cuts)
    assert "⟨+46 marks⟩" in visible("o" + "\u0301" * 50, cuts)

    (file,) = cuts.files
    assert [row["text"] for row in json.loads(file.data)["texts"]] == [
        "x" * 1500,
        "a" * MAX_BLOCK + "b",
        "o" + "\u0301" * 50,
    ]
    assert Cuts().files == ()


@pytest.mark.parametrize("character", ["\ue001", "\U000f1234", "\u0378", "\ufdd0", "\uffff"])
def test_characters_without_a_form_are_printed_as_tokens(character: str) -> None:
    """For private use or not assigned: no font can say what they are."""
    assert visible(f"a{character}b") == f"a⟨U+{ord(character):04X}⟩b"


def test_no_stream_ends_in_a_carriage_return() -> None:
    """Strict readers would find it a byte too short; the bytes that a text packs to are left to chance."""
    import zlib

    import pydyf

    text = next(text for number in range(10**6) if zlib.compress(text := b"%d" % number, 9).endswith(b"\r"))
    packed, document = pydyf.Stream([text], compress=True), pydyf.PDF()
    document.add_object(packed)
    assert packed.data.endswith(b"\r\nendstream")

    pdf._finish(0, None, SimpleNamespace(fonts={}), document)

    assert packed.data.endswith(text + b"\nendstream")
