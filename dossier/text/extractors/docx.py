"""Word documents (DOCX): the body with its tables and text boxes, then what stands beside it.

Headers, footers, footnotes, endnotes and comments follow the body, each paragraph behind a label in brackets, such as
`[footnote 2]`. In brackets, too, is what has no words: a picture, a chart, an embedded file. Nothing else here is not
said by the document itself. Deleted text of a tracked change is left out, and so is text formatted as hidden; inserted
text is read. What is formatted as struck out says so, digits set high or low are so in the text, items of lists have
the numbers that Word shows, a row of a table is a line as `| Name | Held |`, and a formula is in one line.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from typing import Any

from dossier.text.extractors import (
    CELL,
    HIGH,
    LOW,
    STRUCK_OUT,
    Extracted,
    Lacking,
    Unreadable,
    library,
    not_read,
    reading,
)
from dossier.text.extractors.docx_formulas import formula
from dossier.text.extractors.docx_lists import Numbers
from dossier.text.extractors.packed import open_zip

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_BESIDE = ("header", "footer", "footnotes", "endnotes", "comments")
# What does not show: deleted and moved-away text, the older twin of a text box, and code behind fields.
_UNSEEN = {f"{_W}del", f"{_W}moveFrom", f"{_MC}Fallback", f"{_W}instrText", f"{_W}delText", f"{_W}pPr", f"{_W}rPr"}
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad", "ptab": "\t"}
_SEPARATORS = ("separator", "continuationSeparator", "continuationNotice")


def docx(data: bytes, _encoding: str | None) -> Extracted:
    """The text of a Word document, with a note of files that are embedded in it and not read.

    Raises Unreadable for what is damaged, encrypted or a bomb, Lacking without python-docx.
    """
    document = _opened(data)
    with reading("DOCX"):
        lists = _lists(document.part)
        blocks = list(_Story(lists()).blocks(document.element.body))
        only_marks = all(_MARK.fullmatch(block) for block in blocks)
        for label, paragraph in _beside(document.part, lists):
            blocks.append(f"[{label}] {paragraph}")
            only_marks = False
        notes = tuple(_embedded(document.part))
    if only_marks:
        raise Unreadable("it holds no text", "capture-empty")
    return Extracted("\n\n".join(blocks) + "\n", maker(), notes=notes)


def maker() -> str:
    """What `Extracted.extractor` says of a Word document."""
    return f"docx/3 {library('python-docx')}"


def title(data: bytes) -> str | None:
    """What the file calls itself, None when it does not say."""
    with reading("DOCX"):
        return " ".join(str(_opened(data).core_properties.title or "").split()) or None


def _opened(data: bytes) -> Any:
    try:
        import docx as library_docx
    except ImportError:
        raise Lacking("DOCX is read by the Python package python-docx, which is not installed") from None
    with open_zip(data) as archive:
        if "word/document.xml" not in archive.namelist():
            raise Unreadable("it is a zip file, but no DOCX: it has no word/document.xml")
    with reading("DOCX"):
        return library_docx.Document(io.BytesIO(data))


def _lists(part: Any) -> Callable[[], Numbers]:
    """Makes what numbers the lists of a part; headers and notes count by themselves."""
    roots = [
        next((_parsed(each.target_part) for each in part.rels.values() if each.reltype == _RELATED + kind), None)
        for kind in ("numbering", "styles")
    ]
    return lambda: Numbers(*roots)


def _embedded(part: Any) -> Iterator[str]:
    """What a document carries in it that is a file of its own."""
    kinds = ("package", "oleObject", "aFChunk", "control")
    count = sum(not each.is_external and each.reltype.removeprefix(_RELATED) in kinds for each in part.rels.values())
    if count:
        yield not_read("embedded files", count)


def _beside(part: Any, lists: Callable[[], Numbers]) -> Iterator[tuple[str, str]]:
    """The paragraphs outside the body as (label, text), in the order of the parts' names."""
    parts = sorted(
        (_BESIDE.index(kind), str(relation.target_part.partname), kind, relation.target_part)
        for relation in part.rels.values()
        if not relation.is_external and (kind := relation.reltype.removeprefix(_RELATED)) in _BESIDE
    )
    seen = set()
    for _, name, kind, target in parts:
        if name in seen:
            continue
        seen.add(name)
        root = _parsed(target)
        if kind in ("header", "footer"):
            yield from ((kind, text) for text in _Story(lists()).blocks(root))
            continue
        for note in root:
            if note.get(f"{_W}type") in _SEPARATORS:
                continue
            author = note.get(f"{_W}author")
            label = f"{kind.removesuffix('s')} {note.get(f'{_W}id')}{f' by {author}' if author else ''}"
            yield from ((label, text) for text in _Story(lists()).blocks(note))


def _parsed(part: Any) -> Any:
    from docx.oxml import parse_xml

    element = getattr(part, "element", None)
    return parse_xml(part.blob) if element is None else element


class _Story:
    """The paragraphs of one part of a document, read in order: the numbers of its lists run through it."""

    def __init__(self, lists: Numbers) -> None:
        self._lists = lists

    def blocks(self, parent: Any) -> Iterator[str]:
        """The paragraphs and rows below an element, those of text boxes behind the paragraph that anchors them."""
        for child in parent:
            if child.tag in _UNSEEN:
                continue
            if child.tag == f"{_W}p":
                yield from self._paragraph(child)
            elif child.tag == f"{_W}tbl":
                for row in _within(child, f"{_W}tr"):
                    cells = ["\n\n".join(self.blocks(cell)) for cell in _within(row, f"{_W}tc")]
                    said = [cell for cell in cells if cell.strip()]
                    if said:
                        yield f"{CELL.lstrip()}{CELL.join(cells)}{CELL.rstrip()}" if len(said) > 1 else said[0]
            elif child.tag == f"{_W}altChunk":
                yield "[embedded document, not read]"
            elif isinstance(child.tag, str):
                yield from self.blocks(child)

    def _paragraph(self, paragraph: Any) -> Iterator[str]:
        number = self._lists.before(paragraph)
        if text := "".join(_runs(paragraph)).strip("\n"):
            yield number + text
        yield from _pictures(paragraph)
        for box in paragraph.iter(f"{_W}txbxContent"):
            if not _is_twin(box):
                yield from self.blocks(box)


def _within(parent: Any, tag: str) -> Iterator[Any]:
    """The rows of a table, or the cells of a row: its own, whatever is wrapped around them."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}customXml", f"{_W}ins"):
            yield from _within(child, tag)


def _is_twin(element: Any) -> bool:
    """Whether it is the older twin of something, for programs that do not know the newer form."""
    return any(above.tag == f"{_MC}Fallback" for above in element.iterancestors())


def _pictures(paragraph: Any) -> Iterator[str]:
    """A mark for each thing that a paragraph shows and that has no words here."""
    for element in paragraph.iter(*_SHOWN):
        if _is_twin(element) or any(above.tag in _SHOWN for above in element.iterancestors()):
            continue
        data = next(element.iter(f"{_DRAWING}graphicData"), None)
        kind = "" if data is None else str(data.get("uri", "")).rpartition("/")[2]
        if element.tag == f"{_W}object":
            yield "[embedded object, not read]"
        elif kind in ("chart", "chartex", "diagram"):
            yield f"[{kind.removesuffix('ex')}, not read]"
        elif kind == "picture" or (data is None and element.find(f".//{_VML}imagedata") is not None):
            yield "[picture]"


_MARK = re.compile(r"\[(?:picture|[a-z ]+, not read)\]")
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_VML = "{urn:schemas-microsoft-com:vml}"
_SHOWN = (f"{_W}drawing", f"{_W}pict", f"{_W}object")


def _runs(element: Any) -> Iterator[str]:
    for child in element:
        if not isinstance(child.tag, str) or child.tag in _UNSEEN or child.tag == f"{_W}txbxContent":
            continue
        if child.tag == f"{_W}r":
            yield _as_shown(child, "".join(_runs(child)))
        elif child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag == f"{_MATH}oMath":
            yield f"[formula: {' '.join(formula(child).split())}]"
        elif child.tag == f"{_W}sym":
            yield _symbol(child)
        elif (sign := _SIGNS.get(child.tag.removeprefix(_W))) and child.tag.startswith(_W):
            yield sign
        else:
            yield from _runs(child)


def _symbol(element: Any) -> str:
    """A character given by its number; one of a font of signs has no meaning outside that font."""
    try:
        code = int(element.get(f"{_W}char", ""), 16)
    except ValueError:
        return "[symbol]"
    return chr(code) if 0x20 < code < 0xD800 else "[symbol]"


def _as_shown(run: Any, text: str) -> str:
    """The words of a run as its own format shows them."""
    if _is_set(run, "vanish"):
        return ""
    height = run.find(f"{_W}rPr/{_W}vertAlign")
    height = None if height is None else height.get(f"{_W}val")
    text = text.translate(HIGH if height == "superscript" else LOW if height == "subscript" else {})
    struck = text.strip() and (_is_set(run, "strike") or _is_set(run, "dstrike"))
    return text.join(STRUCK_OUT) if struck else text


def _is_set(run: Any, name: str) -> bool:
    found = run.find(f"{_W}rPr/{_W}{name}")
    return found is not None and found.get(f"{_W}val") not in ("0", "false", "off")
