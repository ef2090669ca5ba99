"""Document → Word: the block tree as Word's own means, for people who go on editing it.

Citations are footnotes; what the PDF draws is a table. How Word documents are written is `word`'s.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import groupby

from dossier.editions import Logo, VisiblePassage, VisibleQuotation
from dossier.language import language_tag
from dossier.render.blocks import OwnBlocks, Printers
from dossier.render.document import Document, tree_of
from dossier.render.document.tree import (
    Block,
    BlockQuote,
    CaseText,
    Cite,
    Digest,
    Exhibit,
    Figure,
    Group,
    Heading,
    Inline,
    Items,
    Lines,
    Link,
    Masthead,
    More,
    Paragraph,
    Phrase,
    Prose,
    Quotes,
    Record,
    Replaceable,
    Table,
    Text,
    joined,
)
from dossier.render.labels import language_words
from dossier.render.legible import IN_CASE, MAX_ROWS, Cuts, ending, folded, legible, legible_runs
from dossier.render.markup import Places
from dossier.render.pdf import drawn_as_png
from dossier.render.word import About, Item, Span, Word, Words
from dossier.render.words import edition_notice, edition_title

Spans = list[Span]
# The columns of each table, as shares of its width.
WIDTHS = {
    "annexes": (8, 92),
    "criteria": (25, 13, 35, 27),
    "facts": (30, 70),
    "facts bases": (30, 70),
    "matrix": (29, 13, 32, 26),
    "network": (42, 26, 32),
    "others": (20, 42, 18, 20),
    "reported": (15, 47, 18, 20),
    "short": (34, 66),
    "sources": (6, 26, 40, 28),
    "statements": (30, 56, 14),
    "timeline": (60, 40),
    "who": (30, 56, 14),
}
LOGO_SIZE = (45, 14)  # millimetres that it has at the most, as in the style sheet
SCREEN, PRINT = 96, 300  # dots an inch: of a PNG, as browsers take it, and of what is drawn here
_PLAIN = Span("")
# How the names of rows look where they are not bold.
_NAMES = {"criteria": _PLAIN, "facts": Span("", "Aside"), "facts bases": Span("", "Aside")}
# How words in a role look; those of a finding have its word as a second one.
_ROLES = {
    "condition": Span("\n", "Aside"),
    "finding": Span("", bold=True),
    "inferred": Span("", "Aside"),
    "question": Span("\n"),
    "ref": Span("", "Aside"),
    "regime": Span("", bold=True),
    "schema": Span("", "Aside"),
    "strong": Span("", bold=True),
    "unknown": Span("", "Aside", italic=True),
}


def render_docx(document: Document, cuts: Cuts | None = None) -> bytes:
    """The document as a Word file; `cuts` takes the texts that are too long to print.

    Raises Stop when python-docx is not installed, and when a template of the case fails.
    """
    return _WordWriter(document, cuts or Cuts(document.say, IN_CASE)).data()


class _WordWriter:
    """Writes the block tree of one document into Word."""

    def __init__(self, document: Document, cuts: Cuts) -> None:
        self.doc = document
        self.say = document.say
        self.cuts = cuts
        self.word = Word(_about(document))
        self._places = Places()
        keep = self._places.keep
        self._own = OwnBlocks(
            document,
            Printers(
                text=lambda value: keep([Span(self._legible(str(value)))]),
                passage=lambda passage: keep(self._rich(passage)),
                quotation=lambda quotation: keep(self._quote(quotation)),
                cite=lambda keys: keep(self._cites(keys)),
            ),
        )
        self._quotations = {quotation.excerpt.key: quotation for quotation in document.quotations}
        self._sources = {line.source.id: line for line in document.sources}
        self._cited: set[str] = set()

    def data(self) -> bytes:
        """The first pages, the contents and the chapters."""
        tree = tree_of(self.doc)
        self._masthead(tree.masthead)
        self._write(tree.first_pages)
        heading = tree.contents.heading
        self.word.heading(self._spans(heading.words), heading.level, heading.anchor, page_break=True)
        self.word.contents()
        self._write((tree.foreword, *tree.detail))
        return self.word.data()

    def _legible(self, text: str) -> str:
        return legible(text, self.cuts)

    # --- blocks

    def _masthead(self, head: Masthead) -> None:
        if head.logo:
            self._logo(head.logo)
        self._write((head.letterhead,))
        self.word.paragraph(head.document_kind, "Kind")
        self.word.title(self._spans((head.name,)))
        self.word.paragraph(self._spans((head.office,)), "Subtitle")
        self.word.paragraph(self._spans((head.about,)), "Small")
        if head.notice:
            self.word.paragraph(head.notice, "Notice")

    def _logo(self, logo: Logo) -> None:
        if logo.media_type == "image/png":
            self.word.picture(logo.data, logo.alt, SCREEN, LOGO_SIZE)
        else:
            self.word.picture(drawn_as_png(logo.data, LOGO_SIZE, PRINT), logo.alt, PRINT, LOGO_SIZE)

    def _write(self, blocks: Iterable[Block]) -> None:
        for block in blocks:
            match block:
                case Group():
                    self._write(block.blocks)
                case Record():
                    self._write((block.heading, *block.blocks))
                case Replaceable():
                    self._replaceable(block)
                case _:
                    self._write_one(block)

    def _replaceable(self, block: Replaceable) -> None:
        printed = self._own(block.name, block.passages, block.act)
        if printed is None:
            self._write(block.blocks)
        else:
            self._places.write(printed, self.word)

    def _write_one(self, block: Block) -> None:
        match block:
            case Heading():
                self._heading(block)
            case Paragraph():
                self.word.paragraph(self._spans(block.words), _style(block.role))
            case Prose():
                self._prose(block.passages)
            case Items():
                self.word.items(Item(self._spans(item)) for item in block.items)
            case Table():
                self._table(block)
            case Figure():
                self._figure(block)
            case BlockQuote():
                self.word.paragraph(self._quote(block.quotation), "Quote")
            case Exhibit():
                self._exhibit(block)
            case More():
                self.word.paragraph(self.cuts.more(block.what, block.number))
            case _:
                raise TypeError(f"a Word document has no {block.kind}")

    def _heading(self, heading: Heading) -> None:
        numbered = (Phrase((Text(f"{heading.number} "), *heading.words)),) if heading.number else heading.words
        self.word.heading(self._spans(numbered), heading.level, heading.anchor)

    def _table(self, table: Table) -> None:
        names = _NAMES.get(table.name, Span("", bold=True)) if table.named else _PLAIN
        rows: list[list[Words]] = [
            [self._spans(first, names), *map(self._spans, rest)] for first, *rest in table.shown(MAX_ROWS)
        ]
        self.word.table(
            rows,
            WIDTHS[table.name],
            heads=table.heads,
            caption=table.caption,
            says=self._plain(table.says) if table.says else "",
            more=table.more(MAX_ROWS, self.cuts),
            together=table.name.startswith("facts"),
        )

    def _figure(self, figure: Figure) -> None:
        if figure.rows:
            self.word.table(figure.rows, WIDTHS[figure.name], heads=figure.heads, caption=self._legible(figure.title))

    def _exhibit(self, block: Exhibit) -> None:
        quotation, exhibit = block.quotation, block.quotation.exhibit
        self.word.heading(f"{exhibit} {block.manner}", 3, f"exhibit-{exhibit}")
        before, _, after = quotation.paragraph
        language = self._language(quotation)
        spans = [
            Span(self._legible(ending(folded(before), self.cuts)), "Words Quoted", lang=language),
            Span(self._legible(folded(quotation.marked)), "Words Marked", lang=language),
            Span(self._legible(folded(after)), "Words Quoted", lang=language),
        ]
        self.word.paragraph(spans, "Exhibit")
        if quotation.excerpt.translations:
            self.word.paragraph(self._translations(quotation)[1:], "Quote")
        if block.note:
            self.word.paragraph(self._spans(block.note), "Small")
        if quotation.excerpt.key in self._cited:
            self.word.paragraph([Span(block.back, to=f"cited-{exhibit}")], "Small")

    # --- inline parts

    def _spans(self, words: Iterable[Inline], look: Span = _PLAIN) -> Spans:
        """Inline parts in a look."""
        spans: Spans = []
        for part in words:
            if isinstance(part, Lines):
                spans += self._lines_below(part, look)
            elif _is_plain(part):
                spans.append(replace(look, text=self._plain(part)))
            else:
                spans += self._special(part)
        return spans

    def _lines_below(self, lines: Lines, look: Span) -> Spans:
        """Lines with the breaks between them; what is plain runs on over a break."""
        spans: Spans = []
        for plain, group in groupby(joined(lines.lines, "\n"), _is_plain):
            parts = tuple(group)
            spans += self._spans((Phrase(parts),) if plain else parts, look)
        return spans

    def _plain(self, part: Inline) -> str:
        """The words of a part, without its look."""
        match part:
            case CaseText():
                return self._legible(part.text)
            case Digest():
                return f"sha256 {part.sha256[:4]}…{part.sha256[-5:]}"
            case Phrase():
                return "".join(map(self._plain, part.words))
            case Text():
                return part.text
            case _:
                raise TypeError(f"{part} has words only in its look")

    def _special(self, part: Inline) -> Spans:
        match part:
            case Phrase():
                look = _ROLES[part.role.partition(" ")[0]]
                return [replace(look, text=f"{look.text}{''.join(map(self._plain, part.words))}")]
            case Link():
                return [Span(self._plain(part.words), to=part.to)]
            case Cite():
                return self._cites(part.keys)
            case Quotes():
                groups = [self._quote(quotation) for quotation in part.quotations]
                return [span for group in groups for span in (Span("\n"), *group)][1:]
            case Digest():
                return [Span("sha256 "), Span(part.sha256, "Code")]
            case _:
                raise TypeError(f"{part} has no look of its own")

    def _cites(self, keys: Iterable[str]) -> Spans:
        """Each exhibit cited, with a footnote that gives its words; later citations refer to the same footnote."""
        spans: Spans = []
        for key in keys:
            quotation = self._quotations.get(key)
            if quotation is not None:
                exhibit = quotation.exhibit
                link = Span(exhibit, "Citation", to=f"exhibit-{exhibit}")
                if key in self._cited:
                    link = replace(link, note_of=f"cited-{exhibit}")
                else:
                    link = replace(link, anchor=f"cited-{exhibit}", note=tuple(self._note(quotation)))
                self._cited.add(key)
                spans += [Span(" "), link]
        return spans

    def _note(self, quotation: VisibleQuotation) -> Spans:
        line = self._sources[quotation.excerpt.source]
        said = {
            "title": self._legible(line.source.title),
            "origin": self._legible(line.origin),
            "published": line.published,
        }
        if quotation.page:
            source = self.say("{title}. {origin}, {published}, page {page}.", **said, page=quotation.page)
        else:
            source = self.say("{title}. {origin}, {published}.", **said)
        exhibit = Span(quotation.exhibit, to=f"exhibit-{quotation.exhibit}")
        return [exhibit, Span(". "), *self._quoted(quotation), Span(f" {source}")]

    def _quoted(self, quotation: VisibleQuotation) -> Spans:
        words = quotation.printed
        # a narrow space parts the mark from a quotation mark inside
        before, end = self.say.within("quotation mark", "“"), self.say.within("quotation mark", "”")
        if words[-1:] in '”"’»':
            end = f"\u202f{end}"
        return [Span(before), Span(self._legible(words), "Words Quoted", lang=self._language(quotation)), Span(end)]

    def _quote(self, quotation: VisibleQuotation) -> Spans:
        altered = [Span(f" {self.say('names replaced')}", "Aside", italic=True)] if quotation.altered else []
        cites = self._cites([quotation.excerpt.key])
        return [*self._quoted(quotation), *cites, *altered, *self._translations(quotation)]

    def _translations(self, quotation: VisibleQuotation) -> Spans:
        spans: Spans = []
        for each in quotation.excerpt.translations:
            said = self.say(
                "(translation into {language} by {translator})",
                language=language_words(each.lang, self.say),
                translator=self._legible(each.by),
            )
            spans += [
                Span("\n"),
                Span(self._legible(each.text), lang=language_tag(each.lang)),
                Span(f" {said}", "Aside"),
            ]
        return spans

    def _language(self, quotation: VisibleQuotation) -> str:
        return language_tag(self._sources[quotation.excerpt.source].source.first("language") or "")

    def _rich(self, passage: VisiblePassage) -> Spans:
        spans: Spans = []
        for run in legible_runs(passage.text, self.cuts):
            if run.kind == "cite":
                spans += self._cites([run.text])
            else:
                spans.append(
                    Span(
                        self._legible(run.text),
                        "Code" if run.kind == "code" else "",
                        bold=run.kind == "strong",
                        italic=run.kind == "em",
                        to=run.href if run.kind == "link" else "",
                    )
                )
        return spans

    def _prose(self, passages: Sequence[VisiblePassage]) -> None:
        for listed, group in groupby(passages, lambda passage: passage.depth > 0):
            if listed:
                self.word.items(self._item(passage) for passage in group)
            else:
                for passage in group:
                    self.word.paragraph(self._rich(passage))

    def _item(self, passage: VisiblePassage) -> Item:
        number = None if passage.bullet else passage.item
        return Item(self._rich(passage), passage.depth - 1, number, passage.continues)


def _about(document: Document) -> About:
    meta = document.view.meta
    return About(
        title=document.title,
        author=meta.publisher.name,
        subject=document.subject,
        language=document.say.tag,
        created=datetime.fromisoformat(meta.as_of),
        running=f"{document.person.caption} · {document.kind_inside}",
        state=document.review.mark,
        mark=edition_notice(document.view.edition, document.say),
        edition=edition_title(document.view.edition, document.say),
        colours=meta.design.colours,
    )


def _style(role: str) -> str:
    return "Small" if role == "note" or role.startswith("small") else "Normal"


def _is_plain(part: Inline) -> bool:
    match part:
        case Phrase():
            return part.role in ("", "whole")
        case Digest():
            return part.short
        case _:
            return isinstance(part, Text | CaseText)
