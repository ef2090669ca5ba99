"""Plain text and Markdown."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.token import Token

from dossier.problems import Quoted, Term, Words, message
from dossier.text.extractors import Extracted, Unreadable

PLAIN, MARKDOWN = "plain/1", "markdown/1"


def decode(data: bytes, encoding: str | None, *, html: bool = False) -> str:
    """The characters of a text with line breaks as \\n; a byte order mark or an HTML declaration names the encoding.

    Raises Unreadable when they are in another encoding, or no text.
    """
    declared = encoding or _byte_order_mark(data) or (_declared_in_html(data) if html else None)
    try:
        text = data.decode(declared or "utf-8")
    except LookupError:
        raise Unreadable(
            "the encoding {encoding!r} is not known", "encoding-unknown", encoding=Quoted(str(declared))
        ) from None
    except UnicodeError as error:
        wanted: Words = Quoted(declared) if declared else Term("UTF-8")
        at = message("byte {number:,}", number=error.start) if isinstance(error, UnicodeDecodeError) else None
        at = at or message("the text")
        raise Unreadable("{at} is not {encoding}", "encoding-unknown", at=at, encoding=wanted) from None
    if "\0" in text:
        raise Unreadable("it holds NUL characters: it is no text")
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _byte_order_mark(data: bytes) -> str | None:
    if data.startswith(b"\xef\xbb\xbf"):
        return "utf-8"
    return "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else None


def _declared_in_html(data: bytes) -> str | None:
    match = re.search(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{1,40})", data[:4096], re.IGNORECASE)
    return match[1].decode("ascii") if match else None


def plain(data: bytes, encoding: str | None) -> Extracted:
    """A text as it is."""
    return Extracted(decode(data, encoding), PLAIN)


# Nothing that would swallow words: no reference definitions, no HTML, no code blocks.
MAX_NESTING = 60  # what is nested deeper would be dropped without a word: such a text is refused
_MARKDOWN = MarkdownIt("commonmark", {"html": False, "maxNesting": MAX_NESTING}).disable(
    ["reference", "code", "fence", "html_block", "html_inline", "entity", "hr", "lheading"]
)


def markdown(data: bytes, encoding: str | None) -> Extracted:
    """The words of a Markdown text: link texts without targets, no emphasis marks, list numbers kept."""
    lines: list[str] = []
    lists: list[int | None] = []
    pending = ""
    for token in _MARKDOWN.parse(decode(data, encoding)):
        if token.level >= MAX_NESTING - 2:
            raise Unreadable("its lists or quotations are nested too deep")
        if token.type == "ordered_list_open":
            lists.append(int(token.attrs.get("start", 1)))
        elif token.type == "bullet_list_open":
            lists.append(None)
        elif token.type.endswith("list_close"):
            lists.pop()
        elif token.type == "list_item_open":
            number = lists[-1]
            pending += "- " if number is None else f"{number}. "
            lists[-1] = None if number is None else number + 1
        elif token.type == "inline":
            lines.append(pending + _inline(token))
            pending = ""
    return Extracted("\n\n".join(lines) + "\n", MARKDOWN)


def _inline(token: Token) -> str:
    words = []
    for child in token.children or []:
        if child.type in ("softbreak", "hardbreak"):
            words.append("\n")
        elif child.type == "image":
            words.append(_inline(child))
        else:
            words.append(child.content)
    return "".join(words)
