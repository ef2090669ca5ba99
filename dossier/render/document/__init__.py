"""What a dossier says, part by part; free of layout, so that every renderer is made from the same words."""

from dossier.render.document.making import frame_language, make_document
from dossier.render.document.model import Chapter, Document, Part

__all__ = ["Chapter", "Document", "Part", "frame_language", "make_document"]
