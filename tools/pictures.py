"""`make pictures`: three pages of the shipped case's public edition as the PNG files that the README shows.

The same PDF gives the same bytes; the PDF is the same as long as the fonts are.
"""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pypdfium2
from PIL import Image

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "pictures"
DOCUMENT = ("dosayev", "eu-ghr")
# file -> the bookmark whose page it shows
PAGES = {
    "first-page.png": "What we ask",
    "acts.png": "The acts, one by one",
    "quotations.png": "The quotations, each in its paragraph",
}
SCALE = 96 / 72
COLOURS = 64  # of a page: enough for letters and tints, and a third of the bytes


def pictures(pdf: Path) -> dict[str, bytes]:
    """The pages of a document as PNG files, by file name. Raises KeyError when a bookmark is not there."""
    with pypdfium2.PdfDocument(pdf) as document:
        pages = {}
        for bookmark in document.get_toc():
            title, target = bookmark.get_title(), bookmark.get_dest()
            name = next((name for name, words in PAGES.items() if title.endswith(words)), None)
            if name and target:
                pages[name] = target.get_index()
        return {name: _png(document[pages[name]]) for name in PAGES}


def _png(page: pypdfium2.PdfPage) -> bytes:
    image, written = page.render(scale=SCALE).to_pil(), io.BytesIO()
    image.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(written, "PNG", optimize=True)
    return written.getvalue()


def main() -> None:
    """Build the document and write its pictures."""
    person, regime = DOCUMENT
    command = [sys.executable, "-m", "dossier", "build", person, "--regime", regime, "--edition", "public"]
    subprocess.run(command, cwd=ROOT, check=True)
    FOLDER.mkdir(exist_ok=True)
    for name, data in pictures(ROOT / "build" / "public" / f"{person}.{regime}.pdf").items():
        (FOLDER / name).write_bytes(data)
        print(f"{(FOLDER / name).relative_to(ROOT)}  {len(data):,} bytes")


if __name__ == "__main__":
    main()
