"""Says in a PDF which characters its glyphs stand for, where WeasyPrint cannot.

Of the glyphs that are drawn for one letter (а and its accent in а́, the parts of an Indic syllable) WeasyPrint gives
the first the text of all, wherever else it stands, and the others none: the file conforms to nothing, and words copied
from it are wrong. The font itself says what each of them stands for.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from io import BytesIO
from typing import Any

_NOTHING = "\u200b"  # of a glyph of which the font does not tell: copied text does not show it
_SINGLE, _LIGATURE, _EXTENSION = 1, 4, 7  # kinds of substitution
_MAP = b"/CMapName /Adobe-Identity-UCS def"
_ROW = re.compile(rb"<([0-9a-f]{4})> <[0-9a-f]*>")
_DEPTH = 8


def say_characters(document: Any, pdf: Any) -> None:
    """Mend the maps from glyphs to characters in a laid-out document about to be written as `pdf`."""
    maps = [item.stream for item in pdf.objects if _MAP in getattr(item, "stream", ())]
    for font, rows in zip(document.fonts.values(), maps, strict=True):
        unclear = {glyph: text for glyph, text in font.to_unicode.items() if len(text) != 1}
        if not unclear:
            continue
        own = _Characters(font)
        mended = {glyph: _character(own(glyph), text) for glyph, text in unclear.items()}
        for index, row in enumerate(rows):
            found = _ROW.fullmatch(row)
            if found and (text := mended.get(int(found[1], 16))):
                rows[index] = b"<%s> <%s>" % (found[1], text.encode("utf-16-be").hex().encode())


def _character(own: str, text: str) -> str:
    """What a glyph stands for: its own characters if the text it was seen for has them, else that text."""
    if not text:
        return own or _NOTHING
    return own if own and all(character in text for character in own) else text


class _Characters:
    """The characters that a glyph of a font stands for, by its table of characters and its substitutions."""

    def __init__(self, font: Any) -> None:
        from weasyprint.pdf.fonts import TTFont, get_hb_object_data

        self._font = TTFont(BytesIO(get_hb_object_data(font.hb_face)), fontNumber=font.index, lazy=True)
        self._known: dict[str, str] = {}
        for code, name in sorted(self._font.getBestCmap().items()):
            self._known.setdefault(name, _plain(chr(code)))
        self._made_of = {made: parts for parts, made in self._substitutions()}

    def __call__(self, glyph: int) -> str:
        return self._of(self._font.getGlyphName(glyph), _DEPTH)

    def _of(self, name: str, depth: int) -> str:
        if name in self._known or not depth:
            return self._known.get(name, "")
        return "".join(self._of(part, depth - 1) for part in self._made_of.get(name, ()))

    def _substitutions(self) -> Iterator[tuple[tuple[str, ...], str]]:
        table = self._font["GSUB"].table if "GSUB" in self._font else None
        lookups = table.LookupList.Lookup if table and table.LookupList else ()
        for part in (part for lookup in reversed(lookups) for part in lookup.SubTable):
            inner = part.ExtSubTable if part.LookupType == _EXTENSION else part
            if inner.LookupType == _SINGLE:
                yield from (((before,), after) for before, after in inner.mapping.items())
            elif inner.LookupType == _LIGATURE:
                for first, ligatures in inner.ligatures.items():
                    yield from (((first, *each.Component), each.LigGlyph) for each in ligatures)


def _plain(character: str) -> str:
    """An Arabic letter instead of one of its old presentation forms."""
    is_form = "\ufb50" <= character <= "\ufdff" or "\ufe70" <= character <= "\ufeff"
    return unicodedata.normalize("NFKC", character) if is_form else character
