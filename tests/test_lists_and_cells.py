"""Nothing is left out in silence: numbers of lists, cells of tables, formulas, pictures and embedded files."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given, settings
from hypothesis import strategies as st

from dossier.text.extract import Unreadable, read
from dossier.text.extractors import numbers
from dossier.text.sniff import DOCX
from tests.test_extractors import verifies


def html(body: str) -> str:
    return read(f"<!doctype html><html><title>T</title><body>{body}</body></html>".encode(), "text/html").text


def lines(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip()]


# ------------------------------------------------------------------------------------------ numbers of lists

LISTS = {
    "start": ('<ol start="14"><li>Clear it.<li>Seal it.</ol>', ["14. Clear it.", "15. Seal it."]),
    "value": ('<ol start="14"><li>a<li value="17">b<li>c</ol>', ["14. a", "17. b", "18. c"]),
    "letters": ('<ol type="a"><li>x<li>y</ol>', ["a. x", "b. y"]),
    "capitals": ('<ol type="A" start="26"><li>x<li>y</ol>', ["Z. x", "AA. y"]),
    "roman": ('<ol type="i" start="4"><li>x</ol>', ["iv. x"]),
    "style": ('<ol style="list-style-type: upper-roman"><li>x</ol>', ["I. x"]),
    "no-numbers": ('<ol style="list-style: none"><li>x</ol>', ["x"]),
    "backwards": ("<ol reversed><li>x<li>y<li>z</ol>", ["3. x", "2. y", "1. z"]),
    "backwards-from": ('<ol reversed start="7"><li>x<li>y</ol>', ["7. x", "6. y"]),
    "nested": ("<ol><li>x<ol type=a><li>y</ol><li>z</ol>", ["1. x", "a. y", "2. z"]),
    "paragraphs": ("<ol><li><a name=i></a> <p><b>x</b></p><p>more</p></li></ol>", ["1. x", "more"]),
    "wrapped": ("<ol><div><li>x</div><li>y</ol>", ["1. x", "2. y"]),
    "below-one": ('<ol start="-1" type="a"><li>x<li>y<li>z</ol>', ["-1. x", "0. y", "a. z"]),
    "gone": ('<ol><li style="display:none">x<li>y</ol>', ["1. y"]),
    "bullets": ("<ul><li>x</ul>", ["* x"]),
}


@pytest.mark.parametrize(("body", "shown"), LISTS.values(), ids=LISTS)
def test_items_have_the_numbers_that_a_browser_shows(body: str, shown: list[str]) -> None:
    assert lines(html(body)) == shown


def test_a_law_is_quoted_with_its_own_numbers() -> None:
    text = html('<ol start="14"><li>The guard shall clear the pier.</ol>')

    assert verifies(text, "14. The guard shall clear the pier.")
    assert not verifies(text, "1. The guard shall clear the pier.")


def test_numbers_in_letters() -> None:
    assert [numbers.roman(n) for n in (1, 4, 9, 14, 1999, 0)] == ["i", "iv", "ix", "xiv", "mcmxcix", "0"]
    assert [numbers.letters(n) for n in (1, 26, 27, 53, 0)] == ["a", "z", "aa", "ba", "0"]
    assert [numbers.doubled(n) for n in (1, 26, 27, 53)] == ["a", "z", "aa", "aaa"]
    assert [numbers.russian(n) for n in (1, 7, 9)] == ["а", "ж", "и"]


NUMBERING = """<w:numbering {ns}>
<w:abstractNum w:abstractNumId="70">
<w:lvl w:ilvl="0"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/><w:lvlText w:val="%1."/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="\uf0b7"/></w:lvl>
<w:lvl w:ilvl="3"><w:start w:val="1"/><w:numFmt w:val="hebrew1"/><w:lvlText w:val="%4)"/></w:lvl>
</w:abstractNum>
<w:num w:numId="70"><w:abstractNumId w:val="70"/></w:num>
<w:num w:numId="71"><w:abstractNumId w:val="70"/></w:num>
<w:num w:numId="72"><w:abstractNumId w:val="70"/><w:lvlOverride w:ilvl="0">
<w:startOverride w:val="5"/></w:lvlOverride></w:num>
</w:numbering>"""


def in_word(*rows: tuple[str, int, int], start: int = 1, form: str = "decimal") -> list[str]:
    """Paragraphs of a Word document: words, the numbering that each names (0 for none), and its level."""
    document = docx.Document()
    numbering = document.part.numbering_part.element
    made = parse_xml(NUMBERING.format(ns=nsdecls("w"), start=start, form=form))
    for child in list(numbering):
        numbering.remove(child)
    numbering.extend(list(made))
    for words, list_, level in rows:
        properties = document.add_paragraph(words)._p.get_or_add_pPr()
        if list_:
            properties.append(
                parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{list_}"/></w:numPr>')
            )
    return lines(read(_saved(document), DOCX).text)


def _saved(document) -> bytes:  # type: ignore[no-untyped-def]
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def test_items_have_the_numbers_that_word_shows() -> None:
    assert in_word(("a", 70, 0), ("b", 70, 1), ("c", 70, 1), ("d", 70, 0), ("e", 70, 1), ("f", 70, 2)) == [
        *("1. a", "1.1 b", "1.2 c", "2. d", "2.1 e", "• f")
    ]
    assert in_word(("a", 70, 0), ("between", 0, 0), ("b", 70, 0), start=14) == ["14. a", "between", "15. b"]
    assert in_word(("a", 70, 0), ("b", 70, 0), form="upperRoman") == ["I. a", "II. b"]
    assert in_word(("a", 70, 0), form="russianLower") == ["а. a"]


def test_lists_of_one_sort_count_on_and_one_that_begins_anew_does_not() -> None:
    assert in_word(("a", 70, 0), ("b", 71, 0), ("c", 72, 0), ("d", 72, 0)) == ["1. a", "2. b", "5. c", "6. d"]


def test_a_form_of_numbers_that_is_not_known_is_marked() -> None:
    assert in_word(("a", 70, 3)) == ["[list number]) a"]


def test_a_style_gives_numbers_too() -> None:
    document = docx.Document()
    for words in ("x", "y"):
        document.add_paragraph(words, style="List Number")

    assert lines(read(_saved(document), DOCX).text) == ["1. x", "2. y"]


# ------------------------------------------------------------------------------------------ cells of tables


def test_cells_have_a_barrier_between_them() -> None:
    text = html(
        "<table><tr><th>Name<th>Held<th>Day</tr><tr><td><p>Mayor Sollan</p><td>7<td>000</tr><tr><td> <td></table>"
    )

    assert lines(text) == ["| Name | Held | Day |", "| Mayor Sollan | 7 | 000 |"]
    assert not verifies(text, "Mayor Sollan 7")
    assert not verifies(text, "7 000")
    assert not verifies(text, "Day Mayor Sollan"), "from row to row"
    assert verifies(text, "Mayor Sollan | 7 | 000")


def test_columns_of_a_page_that_is_a_table_are_read_one_by_one() -> None:
    text = html("<table><tr><td><p>He told<p>them to go.<td><p>Ships<p>came in.</table>")

    assert lines(text) == ["He told", "them to go.", "|", "Ships", "came in."]
    assert not verifies(text, "them to go. Ships")


def test_a_table_inside_a_table_keeps_its_own_cells() -> None:
    assert "| x | y |" in lines(html("<table><tr><td>a<td><table><tr><td>x<td>y</table></table>"))


CELLS = st.text(alphabet="abc 017", min_size=1, max_size=8).map(str.strip).filter(bool)
TABLES = st.integers(2, 4).flatmap(lambda wide: st.lists(st.lists(CELLS, min_size=wide, max_size=wide), min_size=1))


def _in_word(rows: list[list[str]]) -> str:
    document = docx.Document()
    table = document.add_table(rows=len(rows), cols=len(rows[0]))
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, words in zip(row.cells, cells, strict=True):
            cell.text = words
    return read(_saved(document), DOCX).text


@settings(max_examples=40, deadline=None)
@given(rows=TABLES)
def test_no_words_join_from_cell_to_cell_in_pages_or_word(rows: list[list[str]]) -> None:
    wanted = [f"| {' | '.join(' '.join(cell.split()) for cell in row)} |" for row in rows]
    made = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)

    assert lines(html(f"<table>{made}</table>")) == wanted
    assert [" ".join(line.split()) for line in lines(_in_word(rows))] == wanted


# ---------------------------------------------------------------------------------- formulas, pictures and files


def test_formulas_of_a_page_are_in_a_line() -> None:
    found = html("<p>x<math><mfrac><mi>a</mi><mn>2</mn></mfrac><msup><mn>10</mn><mn>5</mn></msup></math> men")

    assert "(a)/(2)10⁵ men" in found


def test_what_the_fields_of_a_form_hold_is_marked() -> None:
    body = """<p>Who ordered it? <input value="The colonel"> By night: <input type=checkbox checked>
        <input type=checkbox><input type=hidden value="x"><input type=submit value="Send"></p>"""

    assert lines(html(body)) == ["Who ordered it? [form answer: The colonel] By night: [form answer: ticked]"]


MATHS = "http://schemas.openxmlformats.org/officeDocument/2006/math"
FORMULAS = {
    "<m:f><m:num><m:r><m:t>a</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f>": "(a)/(2)",
    "<m:sSup><m:e><m:r><m:t>10</m:t></m:r></m:e><m:sup><m:r><m:t>5</m:t></m:r></m:sup></m:sSup>": "10⁵",
    "<m:sSub><m:e><m:r><m:t>x</m:t></m:r></m:e><m:sub><m:r><m:t>n</m:t></m:r></m:sub></m:sSub>": "x_(n)",
    "<m:rad><m:deg/><m:e><m:r><m:t>n</m:t></m:r></m:e></m:rad>": "√(n)",
    "<m:d><m:e><m:r><m:t>x+1</m:t></m:r></m:e></m:d>": "(x+1)",
    '<m:nary><m:naryPr><m:chr m:val="∑"/></m:naryPr><m:sub><m:r><m:t>1</m:t></m:r></m:sub><m:sup><m:r><m:t>9</m:t>'
    "</m:r></m:sup><m:e><m:r><m:t>k</m:t></m:r></m:e></m:nary>": "∑₁⁹ k",
}


@pytest.mark.parametrize(("xml", "shown"), FORMULAS.items(), ids=FORMULAS.values())
def test_a_formula_in_word_is_in_a_line(xml: str, shown: str) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("The dose was ")
    paragraph._p.append(parse_xml(f'<m:oMath xmlns:m="{MATHS}">{xml}</m:oMath>'))
    paragraph.add_run(" a day.")

    assert lines(read(_saved(document), DOCX).text) == [f"The dose was [formula: {shown}] a day."]


def _picture() -> io.BytesIO:
    from PIL import Image

    buffer = io.BytesIO()
    Image.new("RGB", (4, 4)).save(buffer, "PNG")
    buffer.seek(0)
    return buffer


def test_a_picture_in_word_is_marked() -> None:
    document = docx.Document()
    document.add_paragraph("Before it.").add_run().add_picture(_picture())
    document.add_paragraph("After it.")

    assert lines(read(_saved(document), DOCX).text) == ["Before it.", "[picture]", "After it."]


def test_a_word_document_of_pictures_alone_holds_no_text() -> None:
    document = docx.Document()
    document.add_picture(_picture())

    with pytest.raises(Unreadable) as error:
        read(_saved(document), DOCX)
    assert error.value.code == "capture-empty"


def test_a_symbol_of_its_own_font_is_marked() -> None:
    document = docx.Document()
    run = document.add_paragraph("Agreed: ").add_run()
    run._r.append(parse_xml(f'<w:sym {nsdecls("w")} w:font="Wingdings" w:char="F0FC"/>'))

    assert lines(read(_saved(document), DOCX).text) == ["Agreed: [symbol]"]


def test_embedded_files_are_noted() -> None:
    document = docx.Document()
    document.add_paragraph("See the table.")
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(_saved(document))) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "word/_rels/document.xml.rels":
                kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/oleObject"
                row = f'<Relationship Id="rId99" Type="{kind}" Target="embeddings/list.bin"/></Relationships>'
                data = data.replace(b"</Relationships>", row.encode())
            if name == "[Content_Types].xml":
                data = data.replace(b"</Types>", b'<Default Extension="bin" ContentType="application/x"/></Types>')
            new.writestr(name, data)
        new.writestr("word/embeddings/list.bin", b"x")

    assert read(buffer.getvalue(), DOCX).notes == ("embedded files, not read here: 1",)
