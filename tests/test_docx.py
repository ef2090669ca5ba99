"""`dossier build --as docx`: what the PDF says, in styles, footnotes and tables that people can go on editing."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import docx
import lxml.etree
import lxml.html
import pytest

from dossier.problems import Stop
from dossier.render.word import About, Item, Span, Word
from tests.cases import change, dossier, pin, write_case
from tests.pdfs import copy_shipped, spaced, squashed
from tests.test_build import build_apart

PEOPLE = "entities/people.yml"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
REGIME = "eu-ghr"


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped case with one dossier for all regimes and for one, as Word and as a page."""
    root = copy_shipped(tmp_path_factory.mktemp("shipped"))
    assert dossier(root, "build", "dosayev", "--as", "docx,html").code == 0
    assert dossier(root, "build", "dosayev", "--as", "docx,html", "--regime", REGIME).code == 0
    return root


class ReadDocx:
    """A Word file, read: its parts as XML, and its body as Word's own outline has it."""

    def __init__(self, path: Path) -> None:
        self.document = docx.Document(str(path))
        with zipfile.ZipFile(path) as packed:
            self.files = {name: packed.read(name) for name in packed.namelist()}
        self.body = lxml.etree.fromstring(self.files["word/document.xml"])[0]
        self.notes = lxml.etree.fromstring(self.files["word/footnotes.xml"])

    def words(self, element: lxml.etree._Element) -> str:
        """The text of an element, without the numbers of footnotes."""
        found = []
        for run in element.iter(f"{W}r"):
            style = run.find(f"{W}rPr/{W}rStyle")
            if style is None or style.get(f"{W}val") != "FootnoteReference":
                found += ["\n" if each.tag == f"{W}br" else each.text or "" for each in run.iter(f"{W}t", f"{W}br")]
        return "".join(found)


def without_marks(text: str) -> str:
    """A text without quotation marks, which a browser adds by its style sheet."""
    return re.sub("[“”\u202f]", "", text)


def test_every_quotation_stands_in_it_word_for_word_with_its_paragraph(shipped: Path) -> None:
    from dossier.checking.run import check_case
    from dossier.problems import Problems
    from dossier.render.document import make_document

    problems = Problems()
    checked = check_case(shipped, problems)
    assert checked is not None
    view = checked.view("public", problems)
    document = make_document(view, view.entities["dosayev"])
    word = ReadDocx(shipped / "build/public/dosayev.docx")
    marked = []
    for run in word.body.iter(f"{W}r"):
        style = run.find(f"{W}rPr/{W}rStyle")
        if style is not None and style.get(f"{W}val") == "WordsMarked":
            marked.append(word.words(run))

    assert len(document.quotations) > 10
    assert [spaced(words) for words in marked] == [spaced(q.paragraph[1]) for q in document.quotations]
    whole = squashed(word.words(word.body))
    assert all(squashed("".join(quotation.paragraph)) in whole for quotation in document.quotations)


def test_citations_are_footnotes_that_give_the_words_and_lead_to_the_exhibit(shipped: Path) -> None:
    word = ReadDocx(shipped / "build/public/dosayev.docx")
    references = [each.get(f"{W}id") for each in word.body.iter(f"{W}footnoteReference")]
    notes = {note.get(f"{W}id"): word.words(note) for note in word.notes if note.get(f"{W}type") is None}
    bookmarks = [each.get(f"{W}name") for each in word.body.iter(f"{W}bookmarkStart")]
    led = [link.get(f"{W}anchor") for root in (word.body, word.notes) for link in root.iter(f"{W}hyperlink")]
    again = re.findall(r"NOTEREF (\w+)", word.files["word/document.xml"].decode())

    assert references == list(notes) == [str(number) for number in range(1, len(notes) + 1)]
    assert len(notes) > 10
    assert all(re.match(r"\s*E1\.\d+\. “.+” .+ Front Line Defenders, 28 April 2023\.", note) for note in notes.values())
    assert len(bookmarks) == len(set(bookmarks))
    assert all(re.fullmatch(r"[A-Za-z]\w{0,39}", name) for name in bookmarks)
    assert len(again) > 10
    assert {*filter(None, led), *again} <= set(bookmarks)


def test_it_says_of_itself_what_the_case_says(shipped: Path) -> None:
    word = ReadDocx(shipped / "build/public/dosayev.docx")
    about = word.document.core_properties

    assert about.title == "Erbolat Dosayev: information note, not a proposal for listing"
    assert (about.created, about.modified) == (about.created,) * 2
    assert about.created is not None
    assert about.created.date().isoformat() == "2026-11-21"
    assert about.language == "en"
    styles = lxml.etree.fromstring(word.files["word/styles.xml"])
    assert styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang").get(f"{W}val") == "en"
    assert not [name for name in word.files if "thumbnail" in name]


def test_tables_repeat_their_heads_and_say_what_they_hold(shipped: Path) -> None:
    word = ReadDocx(shipped / "build/public/dosayev.docx")
    tables = list(word.body.iter(f"{W}tbl"))

    assert len(tables) > 10
    assert all(table.find(f"{W}tblPr/{W}tblCaption").get(f"{W}val") for table in tables)
    heads = [table for table in tables if table.find(f"{W}tblPr/{W}tblLook").get(f"{W}firstRow") == "1"]
    assert len(heads) > 10
    assert all(table.find(f"{W}tr/{W}trPr/{W}tblHeader") is not None for table in heads)


@pytest.mark.parametrize("edition", ["public", "authority", "internal"])
def test_marks_stand_on_every_page_and_withheld_names_nowhere(tmp_path: Path, edition: str) -> None:
    root = write_case(tmp_path / "case")

    assert dossier(root, "build", "--as", "docx", "--edition", edition).code == 0

    word = ReadDocx(root / f"build/{edition}/halvik.docx")
    section = word.document.sections[0]
    header = " ".join(paragraph.text for paragraph in section.header.paragraphs)
    assert "Not reviewed" in header
    assert ("Do not send it on" in header, "do not publish it" in header) == (
        edition == "internal",
        edition == "authority",
    )
    assert not section.different_first_page_header_footer
    everything = "".join(data.decode("utf-8", "replace") for data in word.files.values())
    assert bool(re.search("Ilva|Brandt", everything)) == (edition == "internal")


@pytest.mark.parametrize("options", [(), ("--draft",)])
def test_a_draft_says_so_once_on_every_page(tmp_path: Path, options: tuple[str, ...]) -> None:
    root = write_case(tmp_path / "case")

    assert dossier(root, "build", "--as", "docx", *options).code == 0

    name = "halvik.draft.docx" if options else "halvik.docx"
    header = docx.Document(str(root / "build/public" / name)).sections[0].header.paragraphs[0].text
    assert header.endswith("DRAFT · Not reviewed" if options else "\tNot reviewed")
    assert header.count("DRAFT") == len(options)


def test_hostile_text_stays_text(tmp_path: Path) -> None:
    root = write_case(tmp_path / "case")
    change(root, PEOPLE, "that he ordered force", '"</w:t></w:r><w:p> & \\u202E"')
    change(root, "evidence/courier/capture.txt", "No officer", "\u0007\ufffe" + "x" * 100_000 + " No officer")
    assert pin(root).code == 0

    result = dossier(root, "build", "--as", "docx")

    assert result.code == 0, result.out
    word = ReadDocx(root / "build/public/halvik.docx")
    said = word.words(word.body)
    assert "</w:t></w:r><w:p> & ⟨U+202E⟩" in said
    assert "⟨U+0007⟩⟨U+FFFE⟩xxx" in said
    assert "more characters are text 1 in cut-texts.json, which the PDF of this document carries" in said


def about(language: str = "en") -> About:
    return About(
        "Title", "Author", "Subject", language, datetime(2026, 11, 21, tzinfo=UTC), "Running", "State", "", "Edition"
    )


def test_words_from_right_to_left_are_marked_with_their_language() -> None:
    word = Word(about())
    word.paragraph(["He said ", Span("قال الوزير 12", lang="ar"), " and left."])
    word.paragraph(Span("قال الوزير", lang="ar"))
    document = docx.Document(io.BytesIO(word.data()))

    mixed, whole = document.paragraphs
    assert mixed.text == "He said قال الوزير 12 and left."
    runs = [(run.text, run._r.find(f"{W}rPr/{W}rtl") is not None) for run in mixed.runs]
    assert ("قال الوزير 12", True) in runs
    assert ("He said ", False) in runs
    assert [p._p.find(f"{W}pPr/{W}bidi") is not None for p in (mixed, whole)] == [False, True]
    assert whole.runs[0]._r.find(f"{W}rPr/{W}lang").get(f"{W}bidi") == "ar"


def test_letters_of_other_scripts_are_as_large_and_as_upright_as_the_rest() -> None:
    word = Word(about())
    word.paragraph(Span("قال الوزير", lang="ar"), "Quote")
    styles = docx.Document(io.BytesIO(word.data())).styles

    for style in styles:
        sizes = [style.element.find(f"{W}rPr/{W}{name}") for name in ("sz", "szCs")]
        if style.name in ("Normal", "Quote", "Heading 1", "Citation", "Table Text", "footnote text", "Small"):
            assert len({size.get(f"{W}val") for size in sizes}) == 1, style.name
    assert not styles["Quote"].font.cs_italic


def test_the_facts_of_an_act_stay_together(shipped: Path) -> None:
    word = ReadDocx(shipped / "build/public/dosayev.docx")
    act = next(table for table in word.document.tables if table.cell(0, 0).text == "When")

    kept = [[each.paragraph_format.keep_with_next for each in row.cells[0].paragraphs] for row in act.rows]
    assert kept == [*[[True]] * (len(act.rows) - 1), [None]]


def test_each_numbered_list_begins_with_one() -> None:
    word = Word(about())
    word.items([Item("one", number=1), Item("two", number=2)])
    word.items([Item("a point")])
    word.items([Item("one again", number=1)])
    document = docx.Document(io.BytesIO(word.data()))

    assert [p.style.name for p in document.paragraphs] == ["List Number"] * 2 + ["List Bullet"] + ["List Number"]
    numbers = [p._p.pPr.numPr.numId.val for p in document.paragraphs if p.style.name == "List Number"]
    assert numbers[0] == numbers[1] != numbers[2]


def test_the_same_bytes_under_another_hash_seed(tmp_path: Path) -> None:
    root = write_case(tmp_path / "case")
    made = [root / "build/public" / name for name in ("halvik.docx", "halvik.html")]
    assert dossier(root, "build", "--as", "docx,html").code == 0
    before = [file.read_bytes() for file in made]

    assert build_apart(root, "--force", "--jobs", "1", "--as", "docx,html", seed=2).code == 0

    assert [file.read_bytes() for file in made] == before


@pytest.mark.system
def test_the_shipped_dossier_is_the_same_bytes_under_another_hash_seed(shipped: Path, tmp_path: Path) -> None:
    again = copy_shipped(tmp_path)

    assert build_apart(again, "dosayev", "--as", "docx,html", seed=2).code == 0

    for name in ("dosayev.docx", "dosayev.html"):
        assert (again / "build/public" / name).read_bytes() == (shipped / "build/public" / name).read_bytes()


def test_without_python_docx_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "docx", None)

    with pytest.raises(Stop) as stopped:
        Word(about())

    assert [(problem.code, "sanctions-dossier[word]" in problem.cure) for problem in stopped.value.problems] == [
        ("extra-missing", True)
    ]
