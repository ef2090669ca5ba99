"""Prose of a case: a small Markdown (paragraphs, lists, emphasis, links) with citations `[@source/excerpt]`.

A paragraph or list item may end with attributes: `{.analysis}` says that it states no fact of its own, `{#id}` gives
it a stable address, `{edition=authority}` names the widest edition that shows it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from markdown_it import MarkdownIt
from markdown_it.token import Token

from dossier.problems import Message, Quoted, Term, message

CITATION = re.compile(r"\[@([a-z0-9][a-z0-9.-]*/[a-z0-9][a-z0-9.-]*)\]")
_CITATION_LIKE = re.compile(r"\[\s*@[^\]]*\]?")
_ATTRIBUTES = re.compile(r"\s*\{((?:\s*(?:[.#]|edition=)[A-Za-z0-9][A-Za-z0-9-]*)+)\s*\}\s*\Z")
_ATTRIBUTE = re.compile(r"(?:[.#]|edition=)[A-Za-z0-9-]+")
# What may be meant as attributes and is not read as such: a passage must not be shown for a slip of the pen.
_ATTRIBUTES_LIKE = re.compile(r"\{[^{}]*edition[^{}]*\}|\{[^{}]*\}\s*\Z", re.IGNORECASE)
_SAFE_LINK = re.compile(r"(https?|mailto):", re.IGNORECASE)
# nothing but punctuation after a paragraph's last citation
_NO_WORDS = re.compile(r"[\W_]*\Z")

# Lists nested deeper than this cannot be printed well. markdown-it drops what is deeper than it parses without a word,
# so it must parse deeper than that.
MAX_NESTING = 5
PARSED_NESTING = 60
# No reference definitions (they would swallow text such as "[1]: Note"), no HTML, no indented code.
_MARKDOWN = MarkdownIt("commonmark", {"html": False, "maxNesting": PARSED_NESTING}).disable(
    ["reference", "code", "html_block", "html_inline", "image"]
)
_STRUCTURE = {
    "paragraph_open",
    "paragraph_close",
    "inline",
    "bullet_list_open",
    "bullet_list_close",
    "ordered_list_open",
    "ordered_list_close",
    "list_item_open",
    "list_item_close",
}


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph or list item: its Markdown without attributes, `line` from 0 within the block.

    `depth` says in how many lists it stands, one inside the other: 0 for a plain paragraph. `item` is the number of
    its item in the innermost, as the list counts, `bullet` says that this one is not numbered. A further paragraph of
    an item `continues` it.
    """

    text: str
    cite: tuple[str, ...]
    analysis: bool
    id: str | None
    item: int
    line: int
    edition: str | None = None
    bullet: bool = False
    depth: int = 0
    continues: bool = False


@dataclass
class _List:
    """A list that is open: the number of its present item, and the edition of that; None until it has words."""

    bullet: bool
    item: int
    edition: str | None = None
    has_words: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of inline text: `kind` is text, strong, em, code, link, break or cite (`text` is the address)."""

    kind: str
    text: str
    href: str = ""


def paragraphs(markdown: str) -> tuple[list[Paragraph], list[tuple[int, Message]]]:
    """Split prose into paragraphs. Returns them and the faults found as (line from 0, what is wrong)."""
    found: list[Paragraph] = []
    faults: list[tuple[int, Message]] = []
    lists: list[_List] = []
    for token in _MARKDOWN.parse(markdown):
        line = token.map[0] if token.map else 0
        if token.type not in _STRUCTURE:
            if token.nesting >= 0:
                element = Term(token.type.removesuffix("_open").replace("_", " "))
                faults.append((line, message("a {element} cannot be printed here", element=element)))
        elif token.type.endswith("list_open"):
            if lists and not lists[-1].has_words:
                faults.append((line, message("an item of a list has no words of its own before the list in it")))
            lists.append(_List(token.type.startswith("bullet"), int(token.attrs.get("start", 1)) - 1))
            if len(lists) == MAX_NESTING + 1:
                faults.append((line, message("lists are nested more than {most} deep", most=MAX_NESTING)))
        elif token.type.endswith("list_close"):
            lists.pop()
        elif token.type == "list_item_open":
            lists[-1] = _List(lists[-1].bullet, lists[-1].item + 1)
        elif token.type == "inline":
            paragraph, wrong = _paragraph(token, line)
            found.append(_placed(paragraph, lists))
            faults.extend((line, what) for what in wrong)
    return found, faults


def _placed(paragraph: Paragraph, lists: list[_List]) -> Paragraph:
    """A paragraph with its place in the lists; without an edition of its own it has that of the item it belongs to."""
    edition = paragraph.edition or next((each.edition for each in reversed(lists) if each.edition), None)
    if not lists:
        return paragraph
    inner = lists[-1]
    placed = replace(
        paragraph,
        item=inner.item,
        edition=edition,
        bullet=inner.bullet,
        depth=len(lists),
        continues=inner.has_words,
    )
    if not inner.has_words:
        inner.has_words, inner.edition = True, edition
    return placed


def _paragraph(token: Token, line: int) -> tuple[Paragraph, list[Message]]:
    text = token.content
    words: list[str] = []
    attributes = _ATTRIBUTES.search(text)
    if attributes:
        text = text[: attributes.start()]
        words = _ATTRIBUTE.findall(attributes[1])
    faults = [
        message("the mark {word!r} is not known", word=Quoted(word))
        for word in words
        if word.startswith(".") and word != ".analysis"
    ]
    faults += [
        message("{found!r} is no attribute; write {{edition=authority}}", found=Quoted(bad[0]))
        for bad in _ATTRIBUTES_LIKE.finditer(text)
    ]
    faults += [
        message("{found!r} is no citation; write [@source/excerpt]", found=Quoted(bad[0]))
        for bad in _CITATION_LIKE.finditer(CITATION.sub("", text))
    ]
    ids = [word[1:].lower() for word in words if word.startswith("#")]
    return (
        Paragraph(
            text,
            tuple(dict.fromkeys(CITATION.findall(text))),
            ".analysis" in words,
            ids[0] if ids else None,
            0,
            line,
            next((word.removeprefix("edition=") for word in words if word.startswith("edition=")), None),
        ),
        faults,
    )


def uncited_rest(text: str) -> str:
    """The words after a paragraph's last citation (the whole text when it has none): what stands there uncited."""
    rest = CITATION.split(text)[-1]
    return "" if _NO_WORDS.match(rest) else " ".join(rest.split())


def clauses(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The text cut after each group of citations: (words, the citations that follow them)."""
    words = ""
    cites: list[str] = []
    position = 0
    for match in CITATION.finditer(text):
        between = text[position : match.start()]
        if cites and not _NO_WORDS.match(between):
            yield words.strip(), tuple(cites)
            words, cites = "", []
        words += between
        cites.append(match[1])
        position = match.end()
    words += text[position:]
    if words.strip() or cites:
        yield words.strip(), tuple(cites)


def runs(text: str) -> list[Run]:
    """The inline runs of a paragraph, for a renderer; a link that is neither http(s) nor mailto is plain text."""
    found: list[Run] = []
    kinds: list[tuple[str, str]] = []
    inline = _MARKDOWN.parseInline(text)[0].children or []
    for token in inline:
        if token.type.endswith("_open"):
            href = str(token.attrs.get("href", "")) if token.type == "link_open" else ""
            kind = token.type.removesuffix("_open")
            kinds.append((kind, href) if kind != "link" or _SAFE_LINK.match(href) else ("text", ""))
        elif token.type.endswith("_close"):
            kinds.pop()
        elif token.type in ("softbreak", "hardbreak"):
            found.append(Run("text", " ") if token.type == "softbreak" else Run("break", "\n"))
        else:
            kind, href = kinds[-1] if kinds else ("text", "")
            kind = "code" if token.type == "code_inline" else kind
            found.extend(_with_citations(token.content, kind, href))
    return found


def _with_citations(text: str, kind: str, href: str) -> Iterator[Run]:
    position = 0
    for match in CITATION.finditer(text):
        if match.start() > position:
            yield Run(kind, text[position : match.start()], href)
        yield Run("cite", match[1])
        position = match.end()
    if position < len(text):
        yield Run(kind, text[position:], href)


def plain(text: str) -> str:
    """The words a reader sees, without citations and markup."""
    words = "".join(run.text for run in runs(text) if run.kind != "cite")
    return re.sub(r"\s+([.,;:])", r"\1", " ".join(words.split()))
