"""Pictures, read by the program tesseract when it is installed: the extractor's name says that a machine guessed."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import warnings

from dossier.problems import Term, listed, message, os_reason
from dossier.text.extractors import Extracted, Lacking, Unreadable

SECONDS = 300
# The languages of most sources, and the Debian packages with tesseract and them.
LANGUAGES = {"eng": "English", "rus": "Russian", "kaz": "Kazakh"}
PACKAGES = ("tesseract-ocr", *(f"tesseract-ocr-{language}" for language in LANGUAGES))
MAX_PIXELS = 200_000_000  # two facing pages of a newspaper at 400 dots an inch
_NO_LANGUAGE = ("osd", "equ")  # parts of tesseract that are no language


def image(data: bytes, _encoding: str | None) -> Extracted:
    """The words that tesseract sees in a picture, by all languages installed for it.

    Raises Lacking when tesseract is not installed, Unreadable for a picture it cannot read.
    """
    program = _program()
    _check_size(data)
    known = "+".join(languages())
    text = _run([program, "stdin", "stdout", *(["-l", known] if known else [])], data)
    return Extracted(
        text.replace("\f", "").strip() + "\n", maker(), notes=("the text was recognised by a machine (OCR)",)
    )


def maker() -> str:
    """What `Extracted.extractor` says of a picture. Raises Lacking as `image` does."""
    version = re.search(r"tesseract v?(\S+)", _run([_program(), "--version"], b""))
    return f"ocr/1 tesseract/{version[1] if version else 'unknown'} {'+'.join(languages())}".strip()


def languages() -> list[str]:
    """The languages installed for tesseract. Raises as `image` does."""
    listed = _run([_program(), "--list-langs"], b"").splitlines()[1:]
    return sorted(name.strip() for name in listed if name.strip() and name.strip() not in _NO_LANGUAGE)


def _program() -> str:
    program = shutil.which("tesseract")
    if program is None:
        raise Lacking(
            "a picture is read by the program tesseract, which is not installed",
            message(
                "Run `sudo apt-get install -y {packages}` (or your system's), or give the document as text.",
                packages=listed(Term, PACKAGES, " "),
            ),
        )
    return program


def _check_size(data: bytes) -> None:
    """Refuse a picture for the size that its header declares, before anything unpacks it."""
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # the limit is ours
            with Image.open(io.BytesIO(data)) as picture:
                pixels = picture.width * picture.height
    except Image.DecompressionBombError as error:
        found = re.search(r"\((\d+) pixels\)", str(error))
        pixels = int(found[1]) if found else MAX_PIXELS + 1
    except (OSError, ValueError, SyntaxError):
        raise Unreadable("it is no picture that can be read") from None
    if pixels > MAX_PIXELS:
        raise Unreadable("the picture has {pixels:,} pixels; at most {most:,} are read", pixels=pixels, most=MAX_PIXELS)


def _run(command: list[str], data: bytes) -> str:
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise Unreadable("tesseract took more than {seconds} seconds", seconds=SECONDS) from None
    except OSError as error:
        raise Unreadable("tesseract cannot be run: {reason}", reason=os_reason(error)) from None
    if done.returncode:
        raise Unreadable("tesseract cannot read the picture")
    return (done.stdout or done.stderr).decode("utf-8", "replace")
