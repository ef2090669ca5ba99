"""Mail (EML): who wrote it to whom, when and about what, then its words, decoded.

Each header is a paragraph of its own, so that a quotation beside one does not print the others. Of several forms of one
text the last that can be read is taken, as mail programs do. What is attached is named in brackets, such as
`[attached: list.pdf]`; a mail that is attached is read after its name.
"""

from __future__ import annotations

import contextlib
import email
import email.policy
import re
from collections import Counter
from collections.abc import Iterator
from email.header import decode_header, make_header
from email.message import EmailMessage, Message
from itertools import starmap
from typing import Any

from dossier.text.extractors import Extracted, Unreadable, not_read, reading
from dossier.text.extractors import html as pages
from dossier.text.extractors.mhtml import DAMAGE
from dossier.text.extractors.plain import decode

_HEADERS = ("From", "Sender", "Reply-To", "To", "Cc", "Bcc", "Date", "Subject")
# The line that mailboxes put before each mail, and its first header.
_NEXT_MAIL = re.compile(rb"\r?\n\r?\nFrom \S+[^\n]* \d{4}[^\n]*\n[!-9;-~]+:")
MAX_DEPTH = 10  # of mails attached to mails


def mail(data: bytes, encoding: str | None) -> Extracted:
    """The text of a mail; `encoding` is for parts that do not name theirs.

    Raises Unreadable for what is no mail, is cut off or damaged, or holds nothing that can be read.
    """
    message = _parsed(data)
    left: Counter[str] = Counter()
    with reading("mail"):
        blocks = list(_message(message, encoding, left, 0))
    return Extracted("\n\n".join(blocks) + "\n", maker(), notes=tuple(starmap(not_read, left.items())))


def maker() -> str:
    """What `Extracted.extractor` says of a mail: pages in it are read as any page."""
    return f"mail/1 {pages.maker()}"


def title(data: bytes) -> str | None:
    """The subject, None when it has none."""
    with reading("mail"):
        return next(_values(_parsed(data), "Subject"), None)


def _parsed(data: bytes) -> EmailMessage:
    with reading("mail"):
        if data.startswith(b"From ") and _NEXT_MAIL.search(data):
            raise Unreadable("it is a mailbox of several mails: save the one you mean as a file of its own")
        message = email.message_from_bytes(data.removeprefix(b"\xef\xbb\xbf"), policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        if not any(name in message for name in ("From", "To", "Subject")):
            raise Unreadable("it has none of the headers of a mail")
        # a part is decoded before its damage is known
        for part in message.walk():
            if not part.is_multipart():
                part.get_payload(decode=True)
        damage = {type(defect).__name__ for part in message.walk() for defect in part.defects} & DAMAGE
    if damage:
        raise Unreadable("the file is cut off or damaged", "capture-truncated")
    return message


def _message(message: Any, encoding: str | None, left: Counter[str], depth: int) -> Iterator[str]:
    for name in _HEADERS:
        for words in _values(message, name):
            yield f"{name}: {words}"
    yield from _part(message, encoding, left, depth)


def _values(message: Any, name: str) -> Iterator[str]:
    """What the headers of a name say, with encoded words decoded and nothing else changed: not the form of a date."""
    for own, raw in message.raw_items():
        if own.lower() != name.lower():
            continue
        value = str(raw).encode("utf-8", "surrogateescape").decode("utf-8", "replace")
        with contextlib.suppress(ValueError, LookupError):
            value = str(make_header(decode_header(value)))
        if words := " ".join(value.split()):
            yield words


def _part(part: Any, encoding: str | None, left: Counter[str], depth: int) -> Iterator[str]:
    """The words of a part and of those in it; what is not read is named in its place and in a note."""
    kind = part.get_content_type()
    if kind == "message/rfc822" and depth < MAX_DEPTH:
        yield "[attached mail]"
        yield from _message(part.get_payload(0), encoding, left, depth + 1)
    elif kind == "multipart/alternative":
        forms = [form for form in part.iter_parts() if _is_readable(form)]
        if len(forms) > 1:
            left["other forms of its text"] += len(forms) - 1
        for form in forms[-1:] or list(part.iter_parts()):
            yield from _part(form, encoding, left, depth)
    elif kind == "multipart/related":
        for number, inner in enumerate(part.iter_parts()):  # after the page, what it shows: pictures and style
            if number == 0 or inner.is_attachment():
                yield from _part(inner, encoding, left, depth)
    elif part.is_multipart():
        for inner in part.iter_parts():
            yield from _part(inner, encoding, left, depth)
    elif kind in _TEXTS and not part.is_attachment():
        if words := _words(part, kind, encoding):
            yield words
    else:
        name = " ".join(str(part.get_filename() or kind).split())
        left["attached files"] += 1
        yield f"[attached: {name}]"


_TEXTS = ("text/plain", "text/html")


def _is_readable(part: Message) -> bool:
    """Whether a part has words that are read here."""
    return any(each.get_content_type() in _TEXTS for each in part.walk())


def _words(part: Any, kind: str, encoding: str | None) -> str:
    data = bytes(part.get_payload(decode=True) or b"")
    named = part.get_content_charset() or encoding
    if not data.strip():
        return ""
    text = pages.html(data, named).text if kind == "text/html" else decode(data, named)
    return text.strip("\n")
