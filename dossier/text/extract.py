"""Turns the bytes of a capture into its text: one extractor per media type, each with a version.

The text is what quotations are anchored in. It is stored beside the capture and hashed, so that a newer extractor
cannot move a quotation unseen.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import PurePosixPath

from markdown_it import MarkdownIt
from markdown_it.token import Token

MAX_TEXT_BYTES = 100 * 1024 * 1024

MEDIA_TYPES = {
    "text/plain": (".txt", ".text"),
    "text/markdown": (".md", ".markdown"),
    "text/html": (".html", ".htm", ".xhtml"),
}


class Unreadable(Exception):
    """A capture that is not what its media type says; the message says why."""


def media_type_of(file: str) -> str | None:
    """The media type a file name's ending stands for, None when it is not known."""
    ending = PurePosixPath(file).suffix.lower()
    return next((media_type for media_type, endings in MEDIA_TYPES.items() if ending in endings), None)


def extract(data: bytes, media_type: str, encoding: str | None = None) -> str:
    """The text of a capture, with line breaks as \\n.

    `encoding` overrides what the bytes declare. Raises Unreadable for bytes that are empty, too many, in another
    encoding, or binary.
    """
    if len(data) > MAX_TEXT_BYTES:
        raise Unreadable(f"the capture has {len(data):,} bytes; at most {MAX_TEXT_BYTES:,} are read")
    text = EXTRACTORS[media_type][1](_decode(data, media_type, encoding))
    if not text.strip():
        raise Unreadable("the capture holds no text")
    return text


def extractor_of(media_type: str) -> str:
    """Name and version of the extractor, as recorded in lock files."""
    return EXTRACTORS[media_type][0]


def _decode(data: bytes, media_type: str, encoding: str | None) -> str:
    if not data.strip():
        raise Unreadable("the capture is empty")
    declared = encoding or _byte_order_mark(data) or (_declared_in_html(data) if media_type == "text/html" else None)
    try:
        text = data.decode(declared or "utf-8")
    except LookupError:
        raise Unreadable(f"the encoding {declared!r} is not known") from None
    except UnicodeError as error:
        at = f"byte {error.start:,}" if isinstance(error, UnicodeDecodeError) else "the text"
        raise Unreadable(f"{at} is not {declared or 'UTF-8'}; name the `encoding:` of the capture") from None
    if "\0" in text:
        raise Unreadable("the capture holds NUL characters: it is no text")
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _byte_order_mark(data: bytes) -> str | None:
    if data.startswith(b"\xef\xbb\xbf"):
        return "utf-8"
    return "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else None


def _declared_in_html(data: bytes) -> str | None:
    match = re.search(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{1,40})", data[:4096], re.IGNORECASE)
    return match[1].decode("ascii") if match else None


def _plain(text: str) -> str:
    return text


# Nothing that would swallow words: no reference definitions, no HTML, no code blocks.
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).disable(
    ["reference", "code", "fence", "html_block", "html_inline", "entity", "hr", "lheading"]
)


def _markdown(text: str) -> str:
    """The words of a Markdown text: link texts without targets, no emphasis marks, list numbers kept."""
    lines: list[str] = []
    lists: list[int | None] = []
    pending = ""
    for token in _MARKDOWN.parse(text):
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
    return "\n\n".join(lines) + "\n"


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


def _html(text: str) -> str:
    """The visible text of a page in reading order, block by block."""
    from inscriptis import get_text
    from inscriptis.css_profiles import CSS_PROFILES
    from inscriptis.model.config import ParserConfig

    try:
        found = get_text(text, ParserConfig(css=CSS_PROFILES["strict"], display_images=True))
    except (ValueError, RecursionError, AssertionError) as error:
        raise Unreadable(f"the page cannot be read as HTML: {type(error).__name__}") from None
    return re.sub(r"[ \t]+\n", "\n", found).strip("\n") + "\n"


EXTRACTORS: dict[str, tuple[str, Callable[[str], str]]] = {
    "text/plain": ("plain/1", _plain),
    "text/markdown": ("markdown/1", _markdown),
    "text/html": ("html/1", _html),
}
