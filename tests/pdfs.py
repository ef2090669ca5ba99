"""Reads a PDF back as its readers do: the text of a page, and the structure a screen reader follows.

Nothing here knows the templates. Text comes from PDFium, structure and strings from QPDF.
"""

from __future__ import annotations

import ctypes
import re
import shutil
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium

ROOT = Path(__file__).parents[1]


def copy_shipped(folder: Path) -> Path:
    """The shipped case, copied into a folder."""
    shutil.copy(ROOT / "case.yml", folder)
    for name in ("entities", "evidence"):
        shutil.copytree(ROOT / name, folder / name)
    return folder


def squashed(text: str) -> str:
    """A text without its spaces and line breaks, which layout changes."""
    return re.sub(r"[\s\u00ad\u200b]+", "", unicodedata.normalize("NFC", text))


def spaced(text: str) -> str:
    """A text with single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).split())


@dataclass
class Element:
    """One element of the structure tree: its tag (`H2`, `P`, `TD` …), its text in reading order, where it begins."""

    tag: str
    text: str = ""
    page: int = 0
    children: list[Element] = field(default_factory=list)
    target: str | None = None
    alt: str = ""

    def walk(self) -> Iterator[Element]:
        """This element and all below it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True)
class Link:
    """A link: its words, the page (from 1) it stands on, and the name or address it leads to."""

    text: str
    page: int
    target: str


class ReadPdf:
    """A PDF file, read."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.pdf = pikepdf.open(path)
        self.document = pypdfium2.PdfDocument(path)
        self.pages = [self._page_text(number) for number in range(len(self.document))]

    def __enter__(self) -> ReadPdf:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; what was read stays."""
        self.document.close()
        self.pdf.close()

    def _page_text(self, number: int) -> str:
        page = self.document[number]
        self._read_marked(number, page)
        text = page.get_textpage().get_text_range()
        return text.replace("\r\n", "\n").replace("\ufffe", "")

    def _read_marked(self, number: int, page: Any) -> None:
        """The text of each piece of marked content, by its number on the page."""
        marked = self.__dict__.setdefault("marked", {})
        textpage = page.get_textpage()
        for piece in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT]):
            id_ = pdfium.FPDFPageObj_GetMarkedContentID(piece.raw)
            size = pdfium.FPDFTextObj_GetText(piece.raw, textpage.raw, None, 0)
            buffer = (ctypes.c_ushort * (size // 2))()
            pdfium.FPDFTextObj_GetText(piece.raw, textpage.raw, buffer, size)
            text = bytes(buffer).decode("utf-16-le", "replace").rstrip("\0")
            marked.setdefault((number, id_), []).append((piece.get_bounds(), text))

    @property
    def text(self) -> str:
        """The text of all pages, page by page."""
        return "\n".join(self.pages)

    @cached_property
    def metadata(self) -> dict[str, str]:
        """Title, Author, Subject and so on."""
        return {str(key).lstrip("/"): str(value) for key, value in self.pdf.docinfo.items()}

    @cached_property
    def outline(self) -> list[tuple[str, int]]:
        """The bookmarks in order: title and page (from 1)."""
        return [(spaced(mark.get_title()), mark.get_dest().get_index() + 1) for mark in self.document.get_toc()]

    @cached_property
    def anchors(self) -> dict[str, tuple[int, float]]:
        """Where each named destination lies: page (from 1) and height on it, in points from below."""
        numbers = {page.objgen: number for number, page in enumerate(self.pdf.pages, 1)}
        names = list(self.pdf.Root.Names.Dests.Names)
        pairs = zip(names[::2], names[1::2], strict=True)
        return {str(name): (numbers[place[0].objgen], float(place[3])) for name, place in pairs}

    @cached_property
    def tree(self) -> Element:
        """The structure tree."""
        self._numbers = {page.objgen: number for number, page in enumerate(self.pdf.pages)}
        return self._element(self.pdf.Root.StructTreeRoot.K[0], 0)

    def _element(self, node: Any, page: int) -> Element:
        element = Element(str(node.S).lstrip("/"), alt=str(node.get("/Alt", "")))
        page = self._numbers[node.Pg.objgen] if "/Pg" in node else page
        pieces: list[tuple[Any, str]] = []
        kids = node.get("/K", [])
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                child = self._element(kid, page)
                element.children.append(child)
                pieces += self._pieces.pop(id(child), [])
            elif isinstance(kid, pikepdf.Dictionary):
                if "/Obj" in kid:  # a link annotation
                    element.target = _target(kid.Obj)
                elif "/MCID" in kid:
                    page = self._numbers[kid.Pg.objgen] if "/Pg" in kid else page
                    pieces += self._piece(page, int(kid.MCID))
            else:
                pieces += self._piece(page, int(kid))
        element.text = _joined(pieces)
        element.page = (pieces[0][0][0] if pieces else page) + 1
        self._pieces[id(element)] = pieces
        return element

    @cached_property
    def _pieces(self) -> dict[int, list[tuple[Any, str]]]:
        return {}

    def _piece(self, page: int, id_: int) -> list[tuple[Any, str]]:
        return [((page, *bounds), text) for bounds, text in self.__dict__["marked"].get((page, id_), [])]

    def unmarked(self, page: int) -> list[str]:
        """The pieces of text of a page (from 1) that are in no element: running heads and what pictures say."""
        return [text for _, text in self.__dict__["marked"].get((page - 1, -1), [])]

    def elements(self, tag: str) -> list[Element]:
        """The elements of one tag (a regular expression), in reading order."""
        return [element for element in self.tree.walk() if re.fullmatch(tag, element.tag)]

    @cached_property
    def headings(self) -> list[tuple[str, int]]:
        """The headings in reading order: words and page."""
        return [(spaced(element.text), element.page) for element in self.elements("H[1-6]")]

    @cached_property
    def links(self) -> list[Link]:
        """The links in reading order."""
        found = self.elements("Link")
        return [Link(spaced(each.text), each.page, each.target or "") for each in found]

    def after(self, anchor: str, length: int = 60) -> str:
        """The words that stand right below a named destination."""
        page, top = self.anchors[anchor]
        sheet = self.document[page - 1]
        text = sheet.get_textpage().get_text_bounded(top=top + 1, bottom=0)
        return spaced(text.replace("\ufffe", ""))[:length]

    def everything(self) -> str:
        """Every string, name and decoded stream of the file, and all text: where a leak could hide."""
        parts = [self.text, str(self.pdf.docinfo)]
        for number in range(1, len(self.pdf.objects)):
            parts += _strings(self.pdf.objects[number])
        return "\n".join(parts)


def _joined(pieces: list[tuple[Any, str]]) -> str:
    """Pieces of text in reading order, with a space where a new line begins."""
    text, before = "", None
    for (page, _, bottom, _, top), piece in pieces:
        middle = (bottom + top) / 2
        if before and (before[0] != page or not before[1] - 2 < middle < before[2] + 2):
            text += " "
        text += piece
        before = (page, bottom, top)
    return text


def _target(annotation: Any) -> str | None:
    if "/Dest" in annotation:
        return str(annotation.Dest)
    action = annotation.get("/A", {})
    return str(action.URI) if "/URI" in action else str(action.D) if "/D" in action else None


def _strings(item: Any, depth: int = 0) -> Iterator[str]:
    if depth > 12:
        return
    if isinstance(item, pikepdf.Stream):
        data = item.read_bytes()
        yield data.decode("latin-1")
        yield data.decode("utf-16-be", "ignore")
    if isinstance(item, (pikepdf.String, pikepdf.Name)):
        yield str(item)
    elif isinstance(item, pikepdf.Array):
        for each in item:
            yield from _strings(each, depth + 1) if not _is_indirect(each) else ()
    elif isinstance(item, (pikepdf.Dictionary, pikepdf.Stream)):
        for key, value in item.items():
            yield key
            yield from _strings(value, depth + 1) if not _is_indirect(value) else ()


def _is_indirect(item: Any) -> bool:
    return bool(getattr(item, "is_indirect", False))


def strict_failures(path: Path) -> list[str]:
    """What page-validation finds against PDF/A-3a and PDF/UA-1."""
    import page

    reports = [(profile, page.validate_pdf(path, profile=profile)) for profile in ("3a", "ua1")]
    return [f"{profile} {one.rule_id}: {one.message}" for profile, report in reports for one in report.failures]
