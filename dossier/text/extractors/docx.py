"""Word documents (DOCX): the body with its tables and text boxes, then what stands beside it.

Headers, footers, footnotes, endnotes and comments follow the body, each paragraph behind a label in brackets, such as
`[footnote 2]`, which is the only thing here that the document does not say itself. Deleted text of a tracked change is
left out, and so is text formatted as hidden; inserted text is read. What is formatted as struck out says so, and digits
set high or low are so in the text. Numbers that Word makes for lists are not in the file, and so not in the text.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from dossier.text.extractors import HIGH, LOW, STRUCK_OUT, Extracted, Lacking, Unreadable, library, reading
from dossier.text.extractors.packed import open_zip

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_BESIDE = ("header", "footer", "footnotes", "endnotes", "comments")
# What does not show: deleted and moved-away text, the older twin of a text box, and code behind fields.
_UNSEEN = {f"{_W}del", f"{_W}moveFrom", f"{_MC}Fallback", f"{_W}instrText", f"{_W}delText", f"{_W}pPr", f"{_W}rPr"}
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad", "ptab": "\t"}
_SEPARATORS = ("separator", "continuationSeparator", "continuationNotice")


def docx(data: bytes, _encoding: str | None) -> Extracted:
    """The text of a Word document; a table row is a line, its cells apart by tabs.

    Raises Unreadable for what is damaged, encrypted or a bomb, Lacking without python-docx.
    """
    document = _opened(data)
    with reading("DOCX"):
        blocks = list(_blocks(document.element.body))
        for label, paragraph in _beside(document.part):
            blocks.append(f"[{label}] {paragraph}")
    return Extracted("\n\n".join(blocks) + "\n", maker())


def maker() -> str:
    """What `Extracted.extractor` says of a Word document."""
    return f"docx/2 {library('python-docx')}"


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


def _beside(part: Any) -> Iterator[tuple[str, str]]:
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
            yield from ((kind, text) for text in _blocks(root))
            continue
        for note in root:
            if note.get(f"{_W}type") in _SEPARATORS:
                continue
            author = note.get(f"{_W}author")
            label = f"{kind.removesuffix('s')} {note.get(f'{_W}id')}{f' by {author}' if author else ''}"
            yield from ((label, text) for text in _blocks(note))


def _parsed(part: Any) -> Any:
    from docx.oxml import parse_xml

    element = getattr(part, "element", None)
    return parse_xml(part.blob) if element is None else element


def _blocks(parent: Any) -> Iterator[str]:
    """The paragraphs and tables below an element, those of text boxes behind the paragraph that anchors them."""
    for child in parent:
        if child.tag in _UNSEEN:
            continue
        if child.tag == f"{_W}p":
            if text := "".join(_runs(child)).strip("\n"):
                yield text
            for box in child.iter(f"{_W}txbxContent"):
                if not any(above.tag == f"{_MC}Fallback" for above in box.iterancestors()):
                    yield from _blocks(box)
        elif child.tag == f"{_W}tbl":
            rows = ["\t".join("\n".join(_blocks(cell)) for cell in _cells(row)) for row in child.iter(f"{_W}tr")]
            if text := "\n".join(row for row in rows if row.strip()):
                yield text
        elif isinstance(child.tag, str):
            yield from _blocks(child)


def _cells(row: Any) -> Iterator[Any]:
    for child in row:
        if child.tag == f"{_W}tc":
            yield child
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}customXml", f"{_W}ins"):
            yield from _cells(child)


def _runs(element: Any) -> Iterator[str]:
    for child in element:
        if not isinstance(child.tag, str) or child.tag in _UNSEEN or child.tag == f"{_W}txbxContent":
            continue
        if child.tag == f"{_W}r":
            yield _as_shown(child, "".join(_runs(child)))
        elif child.tag == f"{_W}t":
            yield child.text or ""
        elif (sign := _SIGNS.get(child.tag.removeprefix(_W))) and child.tag.startswith(_W):
            yield sign
        else:
            yield from _runs(child)


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
