"""What a case's own template prints → Word: its plain markup as paragraphs, lists and tables.

Texts of the case are Word's already: in the markup stands a place for each, which no template can write itself.
"""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

from markupsafe import Markup

from dossier.render.word import Item, Span, Word, Words

_PLACE = "s"  # an element that no template may write
_BLOCKS = ("p", "div", "blockquote", "ul", "ol", "li", "caption", "table", "tr", "th", "td")
_BOLD, _ITALIC = ("strong", "b"), ("em", "i")


class Places:
    """Words of Word's that stand in markup."""

    def __init__(self) -> None:
        self._words: list[list[Span]] = []

    def keep(self, words: list[Span]) -> Markup:
        """The place of some words in the markup."""
        self._words.append(words)
        return Markup('<{0} n="{1}"></{0}>').format(_PLACE, len(self._words) - 1)

    def write(self, markup: Markup, word: Word) -> None:
        """Write the markup into a document, with the words in their places."""
        writer = _Writer(word, self._words)
        writer.feed(markup)
        writer.close()
        writer.flush()


class _Table:
    """A table on its way: rows of cells, and below which cells one of an earlier row reaches."""

    def __init__(self) -> None:
        self.caption: list[Span] = []
        self.rows: list[list[Words]] = []
        self.heads: list[bool] = []
        self._reaching: dict[int, int] = {}

    def begin_row(self) -> None:
        self.rows.append([])
        self.heads.append(True)
        self._below()

    def add(self, words: list[Span], columns: int, rows: int, *, head: bool) -> None:
        row = self.rows[-1]
        self.heads[-1] = self.heads[-1] and head
        for column in range(len(row), len(row) + columns):
            self._reaching[column] = rows
        row += [words, *([""] * (columns - 1))]
        self._below()

    def _below(self) -> None:
        """Leave empty what a cell above reaches down to."""
        row = self.rows[-1]
        while self._reaching.get(len(row), 0) > 1:
            self._reaching[len(row)] -= 1
            row.append("")

    def write(self, word: Word) -> None:
        columns = max((len(row) for row in self.rows), default=0)
        rows = [row + [""] * (columns - len(row)) for row in self.rows]
        head = bool(rows) and self.heads[0] and len(rows) > 1
        if columns:
            heads = rows.pop(0) if head else ()
            word.table(rows, [1] * columns, heads=heads, caption=self.caption or "")


class _Writer(HTMLParser):
    """Follows the markup of one block, which was found plain and closed when the case was read."""

    def __init__(self, word: Word, words: list[list[Span]]) -> None:
        super().__init__(convert_charrefs=True)
        self._word = word
        self._words = words
        self._line: list[Span] = []
        self._open: list[tuple[str, dict[str, str]]] = []
        self._lists: list[tuple[str, int]] = []
        self._begun = False  # whether the item of the innermost list has words
        self._items: list[Item] = []
        self._tables: list[_Table] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == _PLACE:
            self._line += [self._styled(span) for span in self._words[int(given["n"])]]
        elif tag == "br":
            self._line.append(Span("\n"))
        else:
            if tag in _BLOCKS:
                self.flush()
            self._open.append((tag, given))
            if tag in ("ul", "ol"):
                self._lists.append((tag, 0))
            elif tag == "li" and self._lists:
                kind, number = self._lists[-1]
                self._lists[-1], self._begun = (kind, number + 1), False
            elif tag == "table":
                self._tables.append(_Table())
            elif tag == "tr" and self._tables:
                self._tables[-1].begin_row()

    def handle_endtag(self, tag: str) -> None:
        if tag == _PLACE:
            return
        if tag in ("th", "td") and self._tables and self._tables[-1].rows:
            given = self._open[-1][1]
            columns, rows = (int(given.get(name, "1")) for name in ("colspan", "rowspan"))
            self._tables[-1].add(self._taken(), columns, rows, head=tag == "th")
        elif tag == "caption" and self._tables:
            self._tables[-1].caption = self._taken()
        elif tag in _BLOCKS:
            self.flush()
        self._open.pop()
        if tag in ("ul", "ol"):
            self._lists.pop()
            self._begun = True
            if not self._lists:
                self._write_items()
        elif tag == "table":
            self._write_items()
            self._tables.pop().write(self._word)

    def _write_items(self) -> None:
        self._word.items(self._items)
        self._items = []

    def handle_data(self, data: str) -> None:
        words = re.sub("[ \t\r\n\f]+", " ", data)
        if not self._line or self._line[-1].text.endswith((" ", "\n")):
            words = words.lstrip(" ")
        if words:
            self._line.append(self._styled(Span(words)))

    def flush(self) -> None:
        """Write the words so far: as a paragraph, or an item; in a table they stay in their cell, on a line."""
        if self._tables:
            if self._line and not self._line[-1].text.endswith("\n"):
                self._line.append(Span("\n"))
            return
        words = self._taken()
        if not words:
            return
        if self._lists:
            kind, number = self._lists[-1]
            item = Item(words, len(self._lists) - 1, number if kind == "ol" else None, self._begun)
            self._begun = True
            self._items.append(item)
        else:
            self._word.paragraph(words, self._style())

    def _taken(self) -> list[Span]:
        words, self._line = self._line, []
        while words and not words[-1].text.strip() and not words[-1].note and not words[-1].to:
            words.pop()
        return words

    def _style(self) -> str:
        tags = [tag for tag, _ in self._open]
        small = any("small" in given.get("class", "").split() for _, given in self._open)
        return "Quote" if "blockquote" in tags else "Small" if small else "Normal"

    def _styled(self, span: Span) -> Span:
        tags = [tag for tag, _ in self._open]
        return replace(
            span,
            bold=span.bold or any(tag in _BOLD for tag in tags),
            italic=span.italic or any(tag in _ITALIC for tag in tags),
            style=span.style or ("Aside" if self._is_aside() else ""),
        )

    def _is_aside(self) -> bool:
        return any("ref" in given.get("class", "").split() for _, given in self._open)
