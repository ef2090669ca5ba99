"""What the extractors share: their result, and how they say that a capture cannot be read."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass

from dossier.problems import Arg, Explained, Message, Term

MAX_TEXT_BYTES = 100 * 1024 * 1024
# What a packed file may grow to, and by how much: more is no document but a bomb.
MAX_UNPACKED_BYTES = 300 * 1024 * 1024
MAX_RATIO = 200
RATIO_FROM = 10 * 1024 * 1024  # smaller content may shrink by more: a few empty pages do


class Unreadable(Explained):
    """A capture that is not what its media type says; the message says why, `code` is a problem's code."""

    def __init__(self, template: str, code: str = "capture-unreadable", **args: Arg) -> None:
        super().__init__(template, **args)
        self.code = code


class Lacking(Explained):
    """Something that reads this kind of capture is not installed; `cure` says how to install it."""

    def __init__(self, template: str, cure: str | Message = "Run `pip install 'sanctions-dossier[capture]'`.") -> None:
        super().__init__(template)
        self.cure = cure


@dataclass(frozen=True, slots=True)
class Extracted:
    """The text of a capture: line breaks as \\n, `extractor` its maker with versions.

    `pages` holds where each page starts (code points of the text), and is empty for a medium without pages; a form
    feed ends each page but the last. `notes` say what a reader should know, such as a page without text.
    """

    text: str
    extractor: str
    pages: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Resource:
    """The document inside a capture that packs several, and the encoding it was sent with.

    `url` and `captured_at` (a time with UTC offset) are what the packer recorded, None when it did not. `notes` say
    what else is packed.
    """

    data: bytes
    media_type: str
    encoding: str | None = None
    url: str | None = None
    captured_at: str | None = None
    notes: tuple[str, ...] = ()


def not_read(what: str, count: int) -> str:
    """What is said of further things in a capture; not their names, which may be a victim's."""
    return f"{what}, not read here: {count}"


# Digits set higher or lower than their line. As plain digits they would make another number of the one before them:
# "12" with a call to footnote 1 would say 121.
HIGH, LOW = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"), str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
# Around words that are struck out: they are on the page, but not what it says.
STRUCK_OUT = ("[struck out: ", "]")
# From cell to cell of a row, and at both its ends: words of two cells are one sentence to nobody.
CELL = " | "


@contextlib.contextmanager
def reading(what: str) -> Iterator[None]:
    """Whatever a library raises on bytes it cannot digest becomes Unreadable, named `what` in the message."""
    try:
        yield
    except (Unreadable, Lacking):
        raise
    except Exception as error:  # noqa: BLE001 - each library has its own, and a hostile file finds others
        reason = Term(type(error).__name__)
        raise Unreadable("it cannot be read as {format} ({reason})", format=Term(what), reason=reason) from None


def library(name: str) -> str:
    """`name/version` of an installed distribution."""
    from importlib.metadata import version

    return f"{name}/{version(name)}"
