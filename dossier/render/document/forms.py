"""A document as the block tree that its forms are written from."""

from __future__ import annotations

from dossier.render.document.detail import contents, detail
from dossier.render.document.first_pages import first_pages, masthead
from dossier.render.document.model import Document
from dossier.render.document.tree import Replaceable, Tree


def tree_of(document: Document, *, attached: bool = False) -> Tree:
    """All blocks of a document, in order. `attached` says that the form made of them carries files."""
    return Tree(
        masthead=masthead(document),
        first_pages=first_pages(document, attached=attached),
        contents=contents(document, attached=attached),
        foreword=Replaceable("foreword"),
        detail=detail(document, attached=attached),
    )
