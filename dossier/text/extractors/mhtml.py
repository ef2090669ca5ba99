"""MHTML, a page saved whole by a browser: the page itself is its text, not what it embeds."""

from __future__ import annotations

import email
import email.message
import email.utils
from collections.abc import Iterator

from dossier.text.extractors import Resource, Unreadable, not_read, reading

DAMAGE = {
    "StartBoundaryNotFoundDefect",
    "CloseBoundaryNotFoundDefect",
    "NoBoundaryInMultipartDefect",
    "MultipartInvariantViolationDefect",
    "InvalidBase64PaddingDefect",
    "InvalidBase64CharactersDefect",
    "InvalidBase64LengthDefect",
}


def page(data: bytes) -> Resource:
    """The saved page: the part at the address that was saved, else the first HTML.

    Raises Unreadable for a file that is cut off, or holds no page.
    """
    with reading("MHTML"):
        message = email.message_from_bytes(data)
        parts = [part for part in message.walk() if not part.is_multipart()]
        address = message.get("Snapshot-Content-Location")
        pages = [part for part in parts if part.get_content_type() in ("text/html", "application/xhtml+xml")]
        main = next((part for part in pages if address and part.get("Content-Location") == address), None)
        main = main or next(iter(pages), None)
        if main is None:
            raise Unreadable("it holds no HTML page")
        found = bytes(main.get_payload(decode=True) or b"")
        damage = {type(defect).__name__ for part in (message, main) for defect in part.defects} & DAMAGE
        url = address or main.get("Content-Location")
        url = str(url) if url and str(url).startswith(("http://", "https://")) else None
        notes = tuple(_others(pages))
        resource = Resource(found, "text/html", main.get_content_charset(), url, _date(message), notes)
    if damage:
        raise Unreadable("the file is cut off or damaged", "capture-truncated")
    return resource


def _others(pages: list[email.message.Message]) -> Iterator[str]:
    """What is said of further pages in the file, such as frames."""
    if len(pages) > 1:
        yield not_read("further pages", len(pages) - 1)


def _date(message: email.message.Message) -> str | None:
    try:
        when = email.utils.parsedate_to_datetime(str(message.get("Date")))
    except (ValueError, TypeError):
        return None
    return when.isoformat() if when.tzinfo else None
