"""Makes PDFs in which each piece of text stands where a test puts it: columns, tables, turned pages, notes."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

WIDTH, HEIGHT = 595, 842
# Quarters to the left: the matrix of text that is turned, around the middle of a square page.
TURNS = {0: (1, 0, 0, 1), 90: (0, 1, -1, 0), 180: (-1, 0, 0, -1), 270: (0, -1, 1, 0)}


@dataclass(frozen=True)
class At:
    """Words in Helvetica, from the lower left corner of the page; `turn` in degrees to the left around that place."""

    x: float
    y: float
    words: str
    size: float = 11
    turn: int = 0


@dataclass
class Page:
    """A page: words in the order in which they are drawn, ruling lines (x, y, x, y), and how it is turned."""

    words: Sequence[At] = ()
    lines: Sequence[tuple[float, float, float, float]] = ()
    rotate: int = 0
    turn: int = 0
    extra: str = ""
    size: tuple[float, float] = (WIDTH, HEIGHT)
    notes: list[dict[str, Any]] = field(default_factory=list)

    def content(self) -> bytes:
        """The content stream."""
        rows = []
        a, b, c, d = TURNS[self.turn]
        width, height = self.size
        moved = {0: (0, 0), 90: (width, 0), 180: (width, height), 270: (0, height)}[self.turn]
        rows.append(f"q {a} {b} {c} {d} {moved[0]} {moved[1]} cm")
        rows += [f"0.5 w {x} {y} m {right} {high} l S" for x, y, right, high in self.lines]
        for word in self.words:
            a, b, c, d = TURNS[word.turn]
            text = word.words.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
            rows.append(f"BT /F1 {word.size} Tf {a} {b} {c} {d} {word.x} {word.y} Tm ({text}) Tj ET")
        return "\n".join([*rows, self.extra, "Q"]).encode("cp1252")


def placed(*pages: Page, fields: Iterable[tuple[int, str, tuple[float, float, float, float]]] = ()) -> bytes:
    """The PDF. `fields` are answers in text fields, each with its page (from 0), its words and its box."""
    with pikepdf.new() as document:
        font = document.make_indirect(
            Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
        )
        for page in pages:
            own = document.add_blank_page(page_size=page.size)
            own.obj["/Resources"] = Dictionary(Font=Dictionary(F1=font))
            own.obj["/Contents"] = document.make_stream(page.content())
            own.obj["/Rotate"] = page.rotate
            if page.notes:
                own.obj["/Annots"] = Array([document.make_indirect(_note(document, font, note)) for note in page.notes])
        _add_fields(document, font, fields)
        buffer = io.BytesIO()
        document.save(buffer, static_id=True)
    return buffer.getvalue()


def _appearance(document: pikepdf.Pdf, font: Any, words: str, box: tuple[float, float, float, float]) -> Any:
    width, height = box[2] - box[0], box[3] - box[1]
    drawn = f"BT /F1 10 Tf 2 {height - 12} Td ({words}) Tj ET".encode("cp1252")
    stream = document.make_stream(drawn)
    stream["/Type"], stream["/Subtype"] = Name.XObject, Name.Form
    stream["/BBox"] = Array([0, 0, width, height])
    stream["/Resources"] = Dictionary(Font=Dictionary(F1=font))
    return stream


def _note(document: pikepdf.Pdf, font: Any, note: dict[str, Any]) -> Any:
    made = Dictionary(Type=Name.Annot, Subtype=Name(note["kind"]), Rect=Array(note["box"]), F=note.get("flags", 4))
    if "words" in note:
        made["/Contents"] = note["words"]
        made["/DA"] = "0 g /F1 10 Tf"
    if "shown" in note:
        made["/AP"] = Dictionary(N=_appearance(document, font, note["shown"], note["box"]))
    return made


def _add_fields(document: pikepdf.Pdf, font: Any, fields: Iterable[Any]) -> None:
    made = []
    for number, (page, words, box) in enumerate(fields):
        own = document.make_indirect(
            Dictionary(
                Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=f"f{number}", V=words, Rect=Array(box), F=4,
                DA="0 g /F1 10 Tf", AP=Dictionary(N=_appearance(document, font, words, box)),
            )
        )  # fmt: skip
        known = document.pages[page].obj.get("/Annots", Array())
        document.pages[page].obj["/Annots"] = Array([*known, own])
        made.append(own)
    if made:
        fonts = Dictionary(Font=Dictionary(F1=font))
        document.Root["/AcroForm"] = Dictionary(Fields=Array(made), DR=fonts, DA="0 g /F1 10 Tf")
