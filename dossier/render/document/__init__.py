"""What a dossier says, block by block; free of layout, so that every renderer is made from the same words."""

from dossier.render.document.forms import tree_of
from dossier.render.document.making import frame_language, make_document
from dossier.render.document.model import Chapter, Document, Part

__all__ = ["Chapter", "Document", "Part", "frame_language", "make_document", "tree_of"]
