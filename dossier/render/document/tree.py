"""The block tree of a document: headings, paragraphs, tables and so on, in the order in which they print.

HTML (for PDF and for a browser) and Word are written from these records. A record holds what a block says and what it
is called; its look is up to the writer. Blocks are made of inline parts: words of the frame or the case, citations.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from string import Formatter
from typing import ClassVar

from dossier.editions import Logo, VisiblePassage, VisibleQuotation
from dossier.language import Language
from dossier.render.document.model import ActDetail
from dossier.render.legible import Cuts

# --- inline parts


@dataclass(frozen=True, slots=True)
class Text:
    """Words of the frame, which print as they are."""

    text: str


@dataclass(frozen=True, slots=True)
class CaseText:
    """Words of the case, made legible; those that are `isolated` run whole one way."""

    text: str
    isolated: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead to an anchor of the document."""

    words: Text | CaseText
    to: str


@dataclass(frozen=True, slots=True)
class Cite:
    """Citations of excerpts, by their keys."""

    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Quotes:
    """Quotations with their citations and translations, one below the other."""

    quotations: tuple[VisibleQuotation, ...]


@dataclass(frozen=True, slots=True)
class Digest:
    """A SHA-256, whole or by its ends."""

    sha256: str
    short: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words set as one: in a `role` (the class of it in HTML, the style in Word), or in another language."""

    words: tuple[Inline, ...]
    role: str = ""
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines below each other; in a `role` each is a row of its own."""

    lines: tuple[tuple[Inline, ...], ...]
    role: str = ""


Inline = Text | CaseText | Link | Cite | Quotes | Digest | Phrase | Lines
Words = tuple[Inline, ...]


def words(text: str) -> Words:
    """Words of the frame and nothing else."""
    return (Text(text),)


def fill(say: Language, message: str, **values: str | int | Inline) -> Phrase:
    """A sentence of the frame with its places filled, as `say` fills them, where some hold more than plain words."""
    parts: list[Inline] = []
    ended = False  # the value before brought a full stop along
    for before, name, _, _ in Formatter().parse(say(message)):
        if before:
            parts.append(Text(before[1:] if ended and before.startswith(".") else before))
        if name is None:
            continue
        value = values[name]
        shown = Text(say.number(value)) if isinstance(value, int) else Text(value) if isinstance(value, str) else value
        parts.append(shown)
        ended = isinstance(shown, Text | CaseText) and shown.text.endswith(".")
    return Phrase(tuple(parts))


# --- blocks


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 3, below the title; `anchor` is what links lead to, `number` stands before its words.

    `role` tells headings of one level apart; `language` is that of its words when it is not the frame's.
    """

    kind: ClassVar = "heading"
    level: int
    words: Words
    anchor: str = ""
    number: str = ""
    role: str = ""
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `role` says what for, when it is set apart."""

    kind: ClassVar = "paragraph"
    words: Words
    role: str = ""


@dataclass(frozen=True, slots=True)
class Prose:
    """Paragraphs and lists as the case writes them."""

    kind: ClassVar = "prose"
    passages: tuple[VisiblePassage, ...]


@dataclass(frozen=True, slots=True)
class Items:
    """A list without numbers."""

    kind: ClassVar = "items"
    items: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells under `heads`, if it has any; `name` tells its look.

    The first cell names its row when the table is `named`. `labels` name the columns where each row is a card, when
    they differ from the heads; none of those of a table without `carded`. `says` is what it holds, for a reader who
    cannot see it. Only as many rows of a `long` one are printed as can be read; part `all_in`, if any, has all of them.
    """

    kind: ClassVar = "table"
    name: str
    rows: tuple[tuple[Words, ...], ...]
    heads: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    named: bool = True
    caption: str = ""
    says: Text | CaseText | None = None
    long: bool = False
    all_in: str = ""

    @property
    def columns(self) -> int:
        """How many columns there are."""
        return len(self.heads or next(iter(self.rows), ()))

    @property
    def labelled(self) -> bool:
        """Whether the first of two columns names what the second says."""
        return self.columns == 2 and not self.heads

    def more(self, shown: int, cuts: Cuts) -> str:
        """The sentence on the rows after so many; empty when all are shown."""
        left = len(self.rows) - shown
        if not self.long or left <= 0:
            return ""
        if not self.all_in:
            return cuts.more("rows", left)
        return cuts.say.plural(
            "{number} more stands in part {part}.", "{number} more stand in part {part}.", left, part=self.all_in
        )

    def shown(self, most: int) -> tuple[tuple[Words, ...], ...]:
        """The rows that print where a long table has so many at the most."""
        return self.rows[:most] if self.long else self.rows


@dataclass(frozen=True, slots=True)
class Figure:
    """What is drawn where a form can draw, with its legend, and is a table where it cannot."""

    kind: ClassVar = "figure"
    name: str
    title: str
    legend: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class BlockQuote:
    """A quotation as a paragraph."""

    kind: ClassVar = "block_quote"
    quotation: VisibleQuotation


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A quotation in its paragraph: `manner` says how it stands there, `back` leads to where it is cited."""

    kind: ClassVar = "exhibit"
    quotation: VisibleQuotation
    manner: str
    note: Words
    back: str


@dataclass(frozen=True, slots=True)
class More:
    """Says how many more `acts` or `records` there are than are printed."""

    kind: ClassVar = "more"
    what: str
    number: int


@dataclass(frozen=True, slots=True)
class Group:
    """Blocks that belong together; `anchor` is what links lead to."""

    kind: ClassVar = "group"
    role: str
    blocks: tuple[Block, ...]
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """Something with a heading of its own: an act, a source."""

    kind: ClassVar = "record"
    role: str
    heading: Heading
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Replaceable:
    """A named block that a template of the case may replace; without one, `blocks` are printed."""

    kind: ClassVar = "replaceable"
    name: str
    blocks: tuple[Block, ...] = ()
    passages: tuple[VisiblePassage, ...] | None = None
    act: ActDetail | None = None


@dataclass(frozen=True, slots=True)
class AttachedFiles:
    """The files that the document carries, and how to check them; only a form that carries any has it."""

    kind: ClassVar = "attached_files"


Block = (
    Heading
    | Paragraph
    | Prose
    | Items
    | Table
    | Figure
    | BlockQuote
    | Exhibit
    | More
    | Group
    | Record
    | Replaceable
    | AttachedFiles
)


@dataclass(frozen=True, slots=True)
class Masthead:
    """The head of the first page: `about` are the lines below the name."""

    logo: Logo | None
    letterhead: Replaceable
    document_kind: str
    name: CaseText
    office: CaseText
    about: Lines
    notice: str


@dataclass(frozen=True, slots=True)
class Contents:
    """The list of the chapters; each entry leads to one."""

    heading: Heading
    entries: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Tree:
    """A whole document: the head and the first pages, then, on a new page, the contents and the detail."""

    masthead: Masthead
    first_pages: tuple[Block, ...]
    contents: Contents
    foreword: Replaceable
    detail: tuple[Block, ...]


def joined(groups: Iterable[Words], between: str) -> Words:
    """Words one behind the other, with something between them."""
    found: list[Inline] = []
    for group in groups:
        found += [*([Text(between)] if found else []), *group]
    return tuple(found)
