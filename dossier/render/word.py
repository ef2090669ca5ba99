"""Writes Word documents: styles, headings, tables, lists, footnotes and bookmarks, the same bytes for the same calls.

python-docx makes the package, its styles and its numbering; footnotes, which it does not know, are a part of our own.
Nothing here knows what a dossier says.
"""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from dossier.problems import stop
from dossier.render.direction import runs_from_the_right, stretches
from dossier.text.visible import tokens

FONT, SERIF = "Arial", "Times New Roman"  # on every machine that has Word; others put fonts of the same widths there
# The colours of a document that brings none of its own; that of warnings is nobody's to change.
COLOURS = {"ink": "#1b1f24", "soft": "#57606a", "rule": "#c9ced4", "accent": "#1f3a5f", "mark": "#fff3bf"}
WARN = "#8a1c1c"
TEXT_WIDTH = 9980  # of an A4 page between its margins, in twentieths of a point
_LEVELS, _INDENT, _TWIP = 9, 284, 635  # of lists: how deep, and by how much; a twentieth of a point in Word's units
_BULLETS, _NUMBERED = 101, 102  # the kinds of lists, beside those that python-docx brings
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first day that a zip file knows
_NS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NOTES_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_NOTES_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
_THUMBNAIL = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/thumbnail"

# Character and paragraph styles beside Word's own: name -> properties of the style.
_STYLES = """
<w:styles xmlns:w="{ns}">
<w:style w:type="character" w:customStyle="1" w:styleId="Citation"><w:name w:val="Citation"/><w:uiPriority w:val="1"/>
 <w:qFormat/><w:rPr><w:b/><w:bCs/><w:color w:val="{accent}"/><w:sz w:val="16"/><w:szCs w:val="16"/></w:rPr></w:style>
<w:style w:type="character" w:customStyle="1" w:styleId="WordsQuoted"><w:name w:val="Words Quoted"/><w:qFormat/>
 <w:rPr><w:rFonts w:ascii="{serif}" w:hAnsi="{serif}" w:cs="{serif}"/></w:rPr></w:style>
<w:style w:type="character" w:customStyle="1" w:styleId="WordsMarked"><w:name w:val="Words Marked"/>
 <w:basedOn w:val="WordsQuoted"/>
 <w:rPr><w:u w:val="single"/><w:shd w:val="clear" w:color="auto" w:fill="{mark}"/></w:rPr></w:style>
<w:style w:type="character" w:customStyle="1" w:styleId="Aside"><w:name w:val="Aside"/><w:qFormat/>
 <w:rPr><w:color w:val="{soft}"/></w:rPr></w:style>
<w:style w:type="character" w:customStyle="1" w:styleId="Code"><w:name w:val="Code"/>
 <w:rPr><w:rFonts w:ascii="Courier New" w:hAnsi="Courier New" w:cs="Courier New"/></w:rPr></w:style>
<w:style w:type="character" w:customStyle="1" w:styleId="Mark"><w:name w:val="Mark"/>
 <w:rPr><w:b/><w:bCs/><w:color w:val="{warn}"/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/>
 <w:rPr><w:color w:val="{accent}"/><w:u w:val="single"/></w:rPr></w:style>
<w:style w:type="character" w:styleId="FootnoteReference"><w:name w:val="footnote reference"/>
 <w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="FootnoteText"><w:name w:val="footnote text"/><w:basedOn w:val="Normal"/>
 <w:pPr><w:spacing w:after="20" w:line="240" w:lineRule="auto"/></w:pPr>
 <w:rPr><w:sz w:val="15"/><w:szCs w:val="15"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="TOC1"><w:name w:val="toc 1"/><w:basedOn w:val="Normal"/>
 <w:pPr><w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{width}"/></w:tabs><w:spacing w:after="60"/></w:pPr>
</w:style>
<w:style w:type="paragraph" w:customStyle="1" w:styleId="Kind"><w:name w:val="Kind"/><w:basedOn w:val="Normal"/>
 <w:pPr><w:pBdr><w:top w:val="single" w:sz="18" w:space="6" w:color="{accent}"/></w:pBdr><w:keepNext/></w:pPr>
 <w:rPr><w:b/><w:bCs/><w:caps/><w:color w:val="{accent}"/><w:sz w:val="21"/><w:szCs w:val="21"/></w:rPr></w:style>
<w:style w:type="paragraph" w:customStyle="1" w:styleId="Notice"><w:name w:val="Notice"/><w:basedOn w:val="Normal"/>
 <w:pPr><w:pBdr><w:top w:val="single" w:sz="6" w:space="3" w:color="{warn}"/><w:left w:val="single" w:sz="6" w:space="4"
 w:color="{warn}"/><w:bottom w:val="single" w:sz="6" w:space="3" w:color="{warn}"/><w:right w:val="single" w:sz="6"
 w:space="4" w:color="{warn}"/></w:pBdr></w:pPr><w:rPr><w:b/><w:bCs/><w:color w:val="{warn}"/></w:rPr></w:style>
<w:style w:type="paragraph" w:customStyle="1" w:styleId="Small"><w:name w:val="Small"/><w:basedOn w:val="Normal"/>
 <w:qFormat/><w:pPr><w:spacing w:before="80"/></w:pPr><w:rPr><w:sz w:val="16"/><w:szCs w:val="16"/></w:rPr></w:style>
<w:style w:type="paragraph" w:customStyle="1" w:styleId="TableText"><w:name w:val="Table Text"/>
 <w:basedOn w:val="Normal"/><w:qFormat/><w:pPr><w:spacing w:before="20" w:after="20"/></w:pPr>
 <w:rPr><w:sz w:val="17"/><w:szCs w:val="17"/></w:rPr></w:style>
<w:style w:type="paragraph" w:customStyle="1" w:styleId="TableHead"><w:name w:val="Table Head"/>
 <w:basedOn w:val="TableText"/><w:pPr><w:keepNext/></w:pPr>
 <w:rPr><w:b/><w:bCs/><w:color w:val="{soft}"/></w:rPr></w:style>
<w:style w:type="paragraph" w:customStyle="1" w:styleId="Exhibit"><w:name w:val="Exhibit"/><w:basedOn w:val="Normal"/>
 <w:qFormat/><w:pPr><w:pBdr><w:left w:val="single" w:sz="12" w:space="8" w:color="{rule}"/></w:pBdr>
 <w:ind w:left="227"/></w:pPr></w:style>
<w:style w:type="table" w:customStyle="1" w:styleId="DossierTable"><w:name w:val="Dossier Table"/>
 <w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders><w:bottom w:val="single" w:sz="4" w:color="{rule}"/>
 <w:insideH w:val="single" w:sz="4" w:color="{rule}"/></w:tblBorders><w:tblCellMar><w:left w:w="0" w:type="dxa"/>
 <w:right w:w="113" w:type="dxa"/></w:tblCellMar></w:tblPr>
 <w:tblStylePr w:type="firstRow"><w:tcPr><w:tcBorders><w:bottom w:val="single" w:sz="8" w:color="{soft}"/></w:tcBorders>
 </w:tcPr></w:tblStylePr></w:style>
</w:styles>
"""
# Word's own styles as we set them: name -> size in points, bold, colour, space before and after in points.
_OWN = {
    "Normal": (9.5, False, "ink", 0, 4),
    "Title": (21, True, "accent", 0, 2),
    "Subtitle": (11, False, "ink", 0, 3),
    "Heading 1": (14, True, "accent", 16, 5),
    "Heading 2": (11, True, "accent", 11, 3),
    "Heading 3": (9.5, True, "accent", 8, 2),
    "Quote": (9.5, False, "ink", 2, 4),
    "Caption": (9.5, True, "accent", 6, 2),
    "List Number": (9.5, False, "ink", 0, 2),
    "List Bullet": (9.5, False, "ink", 0, 2),
    "Header": (8, False, "soft", 0, 0),
    "Footer": (8, False, "soft", 0, 0),
}


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text of one kind.

    `style` is the name of a character style, `to` an anchor of the document or an address it leads to, `anchor` what
    can be led to, `note` a footnote behind it. The footnote of an `anchor` can be referred to again by `note_of`.
    """

    text: str
    style: str = ""
    bold: bool = False
    italic: bool = False
    lang: str = ""
    to: str = ""
    anchor: str = ""
    note: tuple[Span, ...] = ()
    note_of: str = ""


Words = str | Span | Sequence["str | Span"]


@dataclass(frozen=True, slots=True)
class About:
    """What a document says of itself: for its properties, its header and its footer."""

    title: str
    author: str
    subject: str
    language: str
    created: datetime
    running: str
    state: str
    mark: str
    edition: str
    colours: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a list, or a further paragraph of one that `continues` it: on which level (from 0), with which
    number; a number of None is a bullet."""

    words: Words
    level: int = 0
    number: int | None = None
    continues: bool = False


class Word:
    """A Word document, written from its beginning to its end."""

    def __init__(self, about: About) -> None:
        """An empty document with its styles, header and footer. Raises Stop when python-docx is not installed."""
        try:
            import docx
            from docx.oxml import parse_xml
        except ImportError:
            raise stop(
                "extra-missing",
                "Word documents need python-docx, which is not installed.",
                cure="Install it: pip install 'sanctions-dossier[word]'.",
            ) from None
        self._parse = parse_xml
        self._document: Any = docx.Document()
        self._body = self._document.element.body
        self._notes: list[tuple[Span, ...]] = []
        self._noted: dict[str, int] = {}
        self._bookmarks: dict[str, str] = {}
        self._placed = 0
        self._headings: list[tuple[int, str, str]] = []
        self._contents: Any = None
        self._style({**COLOURS, **about.colours, "warn": WARN})
        self._number()
        self._ids = {style.name: style.style_id for style in self._document.styles}
        self._describe(about)

    # --- what a document is put together from

    def title(self, words: Words) -> None:
        """The title of the document."""
        self.paragraph(words, "Title")

    def heading(self, words: Words, level: int, anchor: str = "", *, page_break: bool = False) -> None:
        """A heading of level 1 to 3; one with an anchor can be led to."""
        text = _said(words)
        anchor = anchor or f"heading-{len(self._headings) + 1}"
        self._headings.append((level, text, anchor))
        self.paragraph([Span("", anchor=anchor), *_spans(words)], f"Heading {level}", page_break=page_break)

    def paragraph(self, words: Words, style: str = "Normal", *, page_break: bool = False) -> None:
        """A paragraph, perhaps the first of a page; it runs from right to left when most of its letters do."""
        self._append(self._paragraph(words, style, page_break=page_break))

    def items(self, items: Iterable[Item]) -> None:
        """A list, perhaps with lists in its items. A number that does not follow the one before begins a new list."""
        open_: dict[int, tuple[int, int]] = {}  # level -> its numbering and the number reached
        for item in items:
            if item.continues:
                paragraph = self._paragraph(item.words, "List Continue")
                paragraph.get_or_add_pPr().get_or_add_ind().left = _INDENT * (item.level + 1) * _TWIP
                self._append(paragraph)
                continue
            open_ = {level: row for level, row in open_.items() if level <= item.level}
            if item.number is None:
                open_.pop(item.level, None)
                self._append(self._item(item, self._bullets))
            else:
                numbering, reached = open_.get(item.level, (0, 0))
                if not numbering or item.number != reached + 1:
                    numbering = self._new_list(item.level, item.number)
                open_[item.level] = numbering, item.number
                self._append(self._item(item, numbering))

    def picture(self, data: bytes, says: str, dots: float, within: tuple[float, float]) -> None:
        """A PNG picture as a paragraph on the right, with so many dots an inch but no larger than so many millimetres.

        `says` is for who cannot see it.
        """
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.image.image import Image
        from docx.shared import Mm

        image = Image.from_blob(data)
        width, height = image.px_width * 25.4 / dots, image.px_height * 25.4 / dots
        shrunk = min(1, within[0] / width, within[1] / height)
        paragraph = self._document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        drawn = paragraph.add_run().add_picture(io.BytesIO(data), width=Mm(width * shrunk), height=Mm(height * shrunk))
        drawn._inline.docPr.set("descr", tokens(says))

    def table(
        self,
        rows: Sequence[Sequence[Words]],
        widths: Sequence[float],
        *,
        heads: Sequence[Words] = (),
        caption: Words = "",
        says: str = "",
        more: str = "",
        together: bool = False,
    ) -> None:
        """A table whose first column names each row; `heads` are repeated on each page. `widths` are shares of it.

        `says` is what it holds, for a reader who cannot see it; `more` stands below its rows, across all columns.
        One whose rows stay `together` is not parted by the end of a page.
        """
        if caption:
            self.paragraph(caption, "Caption")
        sizes = [round(TEXT_WIDTH * width / sum(widths)) for width in widths]
        grid = "".join(f"<w:gridCol w:w='{size}'/>" for size in sizes)
        look = f"w:val='{'06A0' if heads else '0680'}' w:firstRow='{int(bool(heads))}' w:lastRow='0' w:firstColumn='1'"
        table = self._parse(
            f"<w:tbl {_W}><w:tblPr><w:tblStyle w:val='DossierTable'/><w:tblW w:w='{sum(sizes)}' w:type='dxa'/>"
            f"<w:tblLayout w:type='fixed'/><w:tblLook {look} w:lastColumn='0' w:noHBand='1' w:noVBand='1'/></w:tblPr>"
            f"<w:tblGrid>{grid}</w:tblGrid></w:tbl>"
        )
        said = self._parse(f"<w:tblCaption {_W}/>")
        said.set(_w("val"), tokens(says or _said(caption) or ", ".join(map(_said, heads))))
        table.tblPr.append(said)
        if heads:
            table.append(self._row(heads, sizes, head=True))
        for row in rows:
            table.append(self._row(row, sizes, head=False))
        if more:
            last = self._row([more], [sum(sizes)], head=False)
            last.find(f"{_w('tc')}/{_w('tcPr')}").append(self._parse(f"<w:gridSpan {_W} w:val='{len(sizes)}'/>"))
            table.append(last)
        if together:
            for row in table.findall(_w("tr"))[:-1]:
                for paragraph in row.iter(_w("p")):
                    paragraph.get_or_add_pPr().get_or_add_keepNext()
        self._append(table)

    def contents(self, levels: int = 1) -> None:
        """A table of contents of what follows: links at once, page numbers when Word updates the field."""
        self._contents = self._paragraph("", "toc 1")
        self._levels, self._first_listed = levels, len(self._headings)
        self._append(self._contents)

    def data(self) -> bytes:
        """The finished document."""
        if self._contents is not None:
            self._fill_contents()
        if self._body[-1].getprevious().tag == _w("tbl"):  # which may not come last
            self.paragraph("", "Small")
        self._write_notes()
        buffer = io.BytesIO()
        self._document.save(buffer)
        return _same_bytes(buffer.getvalue())

    # --- paragraphs and runs

    def _append(self, element: Any) -> None:
        page = self._body[-1]  # the last child says what the page is like
        before = page.getprevious()
        if before is not None and before.tag == element.tag == _w("tbl"):  # Word would make one table of two
            page.addprevious(self._paragraph("", "Small"))
        page.addprevious(element)

    def _paragraph(self, words: Words, style: str, *, page_break: bool = False) -> Any:
        paragraph = self._parse(f"<w:p {_W}/>")
        properties = paragraph.get_or_add_pPr()
        properties.style = self._ids[style]
        if page_break:
            properties.get_or_add_pageBreakBefore()
        spans = _spans(words)
        if runs_from_the_right("".join(span.text for span in spans)):
            properties.append(self._parse(f"<w:bidi {_W}/>"))
        self._fill(paragraph, spans)
        return paragraph

    def _fill(self, paragraph: Any, spans: Iterable[Span]) -> None:
        for span in spans:
            into = paragraph
            if span.anchor:
                self._placed += 1
                name = self._bookmark(span.anchor)
                paragraph.append(self._parse(f"<w:bookmarkStart {_W} w:id='{self._placed}' w:name='{name}'/>"))
            if span.to:
                into = self._link(span.to)
                paragraph.append(into)
            for text, from_right in stretches(span.text):
                into.append(self._run(span, text, from_right=from_right))
            if span.anchor:
                paragraph.append(self._parse(f"<w:bookmarkEnd {_W} w:id='{self._placed}'/>"))
            if span.note:
                self._new_note(paragraph, span)
            if span.note_of:
                number = self._noted[span.note_of]
                code = f"NOTEREF {self._bookmark(f'note {span.note_of}')} \\f \\h"
                self._field(paragraph, code, str(number), "<w:rPr><w:rStyle w:val='FootnoteReference'/></w:rPr>")

    def _new_note(self, paragraph: Any, span: Span) -> None:
        self._notes.append(span.note)
        self._noted[span.anchor] = number = len(self._notes)
        self._placed += 1
        name = self._bookmark(f"note {span.anchor}")
        paragraph.append(self._parse(f"<w:bookmarkStart {_W} w:id='{self._placed}' w:name='{name}'/>"))
        style = "<w:rPr><w:rStyle w:val='FootnoteReference'/></w:rPr>"
        paragraph.append(self._parse(f"<w:r {_W}>{style}<w:footnoteReference w:id='{number}'/></w:r>"))
        paragraph.append(self._parse(f"<w:bookmarkEnd {_W} w:id='{self._placed}'/>"))

    def _run(self, span: Span, text: str, *, from_right: bool) -> Any:
        run = self._parse(f"<w:r {_W}/>")
        style = span.style or ("Hyperlink" if span.to else "")
        properties = [f"<w:rStyle w:val='{self._ids[style]}'/>"] if style else []
        properties += ["<w:b/><w:bCs/>"] if span.bold else []
        properties += ["<w:i/><w:iCs/>"] if span.italic else []
        properties += ["<w:rtl/>"] if from_right else []
        if span.lang:
            properties.append(f"<w:lang w:{'bidi' if from_right else 'val'}='{span.lang}'/>")
        if properties:
            run.append(self._parse(f"<w:rPr {_W}>{''.join(properties)}</w:rPr>"))
        run.text = tokens(unicodedata.normalize("NFC", text))
        return run

    def _link(self, to: str) -> Any:
        link = self._parse(f"<w:hyperlink {_W} w:history='1'/>")
        if re.match(r"(https?|mailto):", to):
            id_ = self._document.part.relate_to(to, _HYPERLINK, is_external=True)
            link.set("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id", id_)
        else:
            link.set(_w("anchor"), self._bookmark(to))
        return link

    def _bookmark(self, anchor: str) -> str:
        """The name of an anchor in Word: letters, digits and `_`, forty at the most."""
        if anchor not in self._bookmarks:
            words = re.sub(r"[^A-Za-z0-9]+", "_", anchor)[:30].strip("_")
            self._bookmarks[anchor] = f"d_{words}_{len(self._bookmarks) + 1}"
        return self._bookmarks[anchor]

    def _row(self, cells: Sequence[Words], sizes: Sequence[int], *, head: bool) -> Any:
        repeated = "<w:tblHeader/>" if head else ""
        row = self._parse(f"<w:tr {_W}><w:trPr><w:cantSplit/>{repeated}</w:trPr></w:tr>")
        for words, size in zip(cells, sizes, strict=True):
            cell = self._parse(f"<w:tc {_W}><w:tcPr><w:tcW w:w='{size}' w:type='dxa'/></w:tcPr></w:tc>")
            cell.append(self._paragraph(words, "Table Head" if head else "Table Text"))
            row.append(cell)
        return row

    def _item(self, item: Item, numbering: int) -> Any:
        paragraph = self._paragraph(item.words, "List Bullet" if item.number is None else "List Number")
        own = f"<w:numPr {_W}><w:ilvl w:val='{item.level}'/><w:numId w:val='{numbering}'/></w:numPr>"
        paragraph.get_or_add_pPr()._insert_numPr(self._parse(own))
        return paragraph

    def _new_list(self, level: int, start: int) -> int:
        """A numbering of its own, so that each list begins with its number."""
        number = self._document.part.numbering_part.element.add_num(_NUMBERED)
        number.add_lvlOverride(ilvl=level).add_startOverride(start)
        return int(number.numId)

    # --- parts of the package

    def _number(self) -> None:
        """The two kinds of lists with all their levels, which Word's own styles for lists then have."""
        numbering = self._document.part.numbering_part.element
        for kind, form, text in ((_BULLETS, "bullet", "•"), (_NUMBERED, "decimal", "%{}.")):
            levels = "".join(
                f"<w:lvl w:ilvl='{level}'><w:start w:val='1'/><w:numFmt w:val='{form}'/>"
                f"<w:lvlText w:val='{text.format(level + 1)}'/><w:lvlJc w:val='left'/>"
                f"<w:pPr><w:ind w:left='{_INDENT * (level + 1)}' w:hanging='{_INDENT}'/></w:pPr></w:lvl>"
                for level in range(_LEVELS)
            )
            own = f"<w:abstractNum {_W} w:abstractNumId='{kind}'><w:multiLevelType w:val='multilevel'/>{levels}"
            numbering.insert(0, self._parse(f"{own}</w:abstractNum>"))
        self._bullets = int(numbering.add_num(_BULLETS).numId)
        for style, number in (("List Bullet", self._bullets), ("List Number", int(numbering.add_num(_NUMBERED).numId))):
            properties = self._document.styles[style].element.pPr
            properties.numPr.numId.val = number
            for indent in properties.findall(_w("ind")):
                properties.remove(indent)

    def _style(self, colours: Mapping[str, str]) -> None:
        from docx.shared import Pt, RGBColor

        values = {name: colour.removeprefix("#").upper() for name, colour in colours.items()}
        values |= {"ns": _NS, "serif": SERIF, "width": str(TEXT_WIDTH)}
        styles = self._document.styles.element
        for style in self._parse(_STYLES.format(**values)):
            styles.append(style)
        for name, (size, bold, colour, before, after) in _OWN.items():
            own = self._document.styles[name]
            own.font.size, own.font.bold, own.font.italic = Pt(size), bold, False
            own.font.cs_bold, own.font.cs_italic = bold, False
            properties = own.element.rPr
            for other in properties.findall(_w("szCs")):
                properties.remove(other)
            properties.find(_w("sz")).addnext(self._parse(f"<w:szCs {_W} w:val='{round(size * 2)}'/>"))
            own.font.color.rgb = RGBColor.from_string(values[colour])
            own.paragraph_format.space_before, own.paragraph_format.space_after = Pt(before), Pt(after)
            fonts = own.element.get_or_add_rPr().get_or_add_rFonts()
            for name_ in list(fonts.attrib):
                del fonts.attrib[name_]
            for slot in ("ascii", "hAnsi", "cs"):
                fonts.set(_w(slot), FONT)
        self._document.styles["Quote"].paragraph_format.left_indent = Pt(20)
        self._document.styles["Caption"].paragraph_format.keep_with_next = True
        for spacing in self._document.styles["Subtitle"].element.rPr.findall(_w("spacing")):
            self._document.styles["Subtitle"].element.rPr.remove(spacing)
        title = self._document.styles["Title"].element.pPr
        for border in title.findall(_w("pBdr")):
            title.remove(border)

    def _describe(self, about: About) -> None:
        from docx.shared import Mm

        properties = self._document.core_properties
        properties.title, properties.author = tokens(about.title), tokens(about.author)
        properties.subject = tokens(about.subject)
        properties.language, properties.last_modified_by = about.language, properties.author
        properties.created = properties.modified = about.created
        properties.comments, properties.keywords, properties.revision = "", "", 1
        package = self._document.part.package
        for id_, relation in list(package.rels.items()):
            if relation.reltype == _THUMBNAIL:  # of python-docx's empty page
                del package.rels[id_]
        defaults = self._document.styles.element.find(f"{_w('docDefaults')}/{_w('rPrDefault')}/{_w('rPr')}")
        for lang in defaults.findall(_w("lang")):
            defaults.remove(lang)
        defaults.append(self._parse(f"<w:lang {_W} w:val='{about.language}' w:eastAsia='zh-CN' w:bidi='ar-SA'/>"))
        for name in ("Header", "Footer"):
            self._document.styles[name].paragraph_format.tab_stops.clear_all()
        section = self._document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin = section.right_margin = Mm(17)
        section.top_margin, section.bottom_margin, section.header_distance = Mm(23), Mm(19), Mm(10)
        header, footer = section.header.paragraphs[0], section.footer.paragraphs[0]
        for place, left in ((header, about.running), (footer, about.edition)):
            tabs = self._parse(f"<w:tabs {_W}><w:tab w:val='right' w:pos='{TEXT_WIDTH}'/></w:tabs>")
            place._p.get_or_add_pPr()._insert_tabs(tabs)
            self._fill(place._p, [Span(left), Span("\t")])
        self._fill(header._p, [Span(about.state, bold=True)])
        if about.mark:
            marked = self._paragraph(Span(about.mark, "Mark"), "Header")
            header._p.addnext(marked)
        self._field(footer._p, "PAGE", "1")
        self._fill(footer._p, [Span(" / ")])
        self._field(footer._p, "NUMPAGES", "1")

    def _field(self, paragraph: Any, code: str, shown: str, style: str = "") -> None:
        """A field: what Word computes, and what shows until it does."""
        for part in (
            "<w:fldChar w:fldCharType='begin'/>",
            f"<w:instrText xml:space='preserve'> {code} </w:instrText>",
            "<w:fldChar w:fldCharType='separate'/>",
            f"<w:t>{shown}</w:t>",
            "<w:fldChar w:fldCharType='end'/>",
        ):
            paragraph.append(self._parse(f"<w:r {_W}>{style}{part}</w:r>"))

    def _fill_contents(self) -> None:
        listed = [row for row in self._headings[self._first_listed :] if row[0] <= self._levels]
        first, place = self._contents, self._contents
        for index, (_, text, anchor) in enumerate(listed):
            if index:
                following = self._paragraph("", "toc 1")
                place.addnext(following)
                place = following
            else:
                code = f' TOC \\o "1-{self._levels}" \\h \\z \\u '
                first.append(self._parse(f"<w:r {_W}><w:fldChar w:fldCharType='begin'/></w:r>"))
                first.append(self._parse(f"<w:r {_W}><w:instrText xml:space='preserve'>{code}</w:instrText></w:r>"))
                first.append(self._parse(f"<w:r {_W}><w:fldChar w:fldCharType='separate'/></w:r>"))
            self._fill(place, [Span(text, to=anchor)])
        if listed:
            place.append(self._parse(f"<w:r {_W}><w:fldChar w:fldCharType='end'/></w:r>"))

    def _write_notes(self) -> None:
        from docx.opc.packuri import PackURI
        from docx.opc.part import XmlPart

        root = self._parse(
            f"<w:footnotes {_W}>"
            "<w:footnote w:type='separator' w:id='-1'><w:p><w:r><w:separator/></w:r></w:p></w:footnote>"
            "<w:footnote w:type='continuationSeparator' w:id='0'><w:p><w:r><w:continuationSeparator/></w:r></w:p>"
            "</w:footnote></w:footnotes>"
        )
        for number, spans in enumerate(self._notes, 1):
            note = self._parse(f"<w:footnote {_W} w:id='{number}'/>")
            paragraph = self._paragraph("", "footnote text")
            paragraph.append(
                self._parse(f"<w:r {_W}><w:rPr><w:rStyle w:val='FootnoteReference'/></w:rPr><w:footnoteRef/></w:r>")
            )
            self._fill(paragraph, [Span(" "), *spans])
            note.append(paragraph)
            root.append(note)
        part = XmlPart(PackURI("/word/footnotes.xml"), _NOTES_TYPE, root, self._document.part.package)
        self._document.part.relate_to(part, _NOTES_REL)
        settings = self._document.settings.element
        own = self._parse(f"<w:footnotePr {_W}><w:footnote w:id='-1'/><w:footnote w:id='0'/></w:footnotePr>")
        settings.find(_w("compat")).addprevious(own)


_W = f'xmlns:w="{_NS}"'
_HYPERLINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"


def _w(name: str) -> str:
    return f"{{{_NS}}}{name}"


def _spans(words: Words) -> list[Span]:
    if isinstance(words, (str, Span)):
        words = [words]
    return [Span(each) if isinstance(each, str) else each for each in words]


def _said(words: Words) -> str:
    return "".join(span.text for span in _spans(words))


def _same_bytes(data: bytes) -> bytes:
    """The package with its parts in order and without the time of its making."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        # readers expect the list of types first
        for name in sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type, entry.external_attr, entry.create_system = zipfile.ZIP_DEFLATED, 0o600 << 16, 3
            new.writestr(entry, old.read(name))
    return buffer.getvalue()
