"""Pictures, read by the program tesseract when it is installed: the extractor's name says that a machine guessed."""

from __future__ import annotations

import re
import shutil
import subprocess

from dossier.text.extractors import Extracted, Lacking, Unreadable

SECONDS = 300
_NO_LANGUAGE = ("osd", "equ")  # parts of tesseract that are no language


def image(data: bytes, _encoding: str | None) -> Extracted:
    """The words that tesseract sees in a picture, by all languages installed for it.

    Raises Lacking when tesseract is not installed, Unreadable for a picture it cannot read.
    """
    program = shutil.which("tesseract")
    if program is None:
        raise Lacking(
            "A picture is read by the program tesseract, which is not installed",
            "Run `sudo apt-get install -y tesseract-ocr tesseract-ocr-rus tesseract-ocr-kaz` (or your system's), "
            "or give the document as text.",
        )
    version = re.search(r"tesseract v?(\S+)", _run([program, "--version"], b""))
    listed = _run([program, "--list-langs"], b"").splitlines()[1:]
    languages = "+".join(sorted(name.strip() for name in listed if name.strip() and name.strip() not in _NO_LANGUAGE))
    text = _run([program, "stdin", "stdout", *(["-l", languages] if languages else [])], data)
    name = f"ocr/1 tesseract/{version[1] if version else 'unknown'} {languages}".strip()
    return Extracted(text.replace("\f", "").strip() + "\n", name, notes=("the text was recognised by a machine (OCR)",))


def _run(command: list[str], data: bytes) -> str:
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise Unreadable(f"tesseract took more than {SECONDS} seconds") from None
    except OSError as error:
        raise Unreadable(f"tesseract cannot be run: {error.strerror or error}") from None
    if done.returncode:
        raise Unreadable("tesseract cannot read the picture")
    return (done.stdout or done.stderr).decode("utf-8", "replace")
