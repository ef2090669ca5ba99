"""Where the bytes of a capture come from: a file or an address, what they are by their own signs, and who says so."""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

from dossier.case.dates import date_hint
from dossier.case.fields import is_date
from dossier.case.sources import NOT_KNOWN, NOT_STATED
from dossier.evidence.custody import Origin, time_of
from dossier.formats.reading import read_file
from dossier.intake.fetched import Fetched, NotFetched
from dossier.intake.fetching import Limits, fetch
from dossier.problems import File, Message, Quoted, Stop, Term, message, reason_of, stop
from dossier.text.extract import PACKERS, Lacking, Unreadable, inner
from dossier.text.extractors import docx, html, mail, pdf
from dossier.text.sniff import (
    DOCX,
    MAIL,
    MHTML,
    TEXTS,
    encoding_of,
    media_type_declared,
    media_type_of,
    sniff,
    sniff_in,
    unread,
)
from dossier.text.stated import published as stated_day

_FIRST_ZONE = timezone(timedelta(hours=14))  # where each day begins first
MAX_BYTES = 50 * 1024 * 1024
SECONDS = 120.0
_SERVER = message("the server")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the user says of the source; None for what he leaves open.

    `published` is a date or `not-stated`; `origin` the id of an entity; `captured_at` an ISO time.
    """

    source: str | None = None
    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    published: str | None = None
    language: str | None = None
    translator: str | None = None
    origin: str | None = None
    method: str | None = None
    captured_at: str | None = None
    collector: str | None = None
    url: str | None = None
    archive_url: str | None = None
    media_type: str | None = None
    encoding: str | None = None


@dataclass(frozen=True, slots=True)
class Material:
    """Bytes as they came in, what they are, and how they came."""

    data: bytes
    media_type: str
    encoding: str | None
    origin: Origin


def take(what: str, wanted: Wanted, *, allow_private: bool = False) -> Material:
    """The bytes of a file or of what an address gives. Raises Stop with one problem when they cannot be taken."""
    check_words(wanted)
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*://", what):
        return _from_url(what, wanted, allow_private)
    return _from_file(Path(what), wanted)


def check_words(wanted: Wanted) -> None:
    """Raises Stop for a date, time, language or address that the case could not keep as given."""
    from rigour.langs import iso_639_alpha3

    if wanted.published not in (None, NOT_STATED) and not is_date(wanted.published or ""):
        raise stop(
            "bad-date",
            "--published: {day!r} is neither a date nor {not_stated}.{hint}",
            day=Quoted(str(wanted.published)),
            hint=date_hint(str(wanted.published)),
            not_stated=Term(NOT_STATED),
        )
    if wanted.captured_at is not None and time_of(wanted.captured_at) is None:
        raise stop(
            "bad-date",
            "--captured-at: {time!r} is no date or time in ISO form.{hint}",
            time=Quoted(wanted.captured_at),
            hint=date_hint(wanted.captured_at),
        )
    if wanted.captured_at is not None and is_to_come(wanted.captured_at):
        raise stop(
            "bad-date",
            "--captured-at: {time} is still to come.",
            cure="Say when it was taken.",
            time=Quoted(wanted.captured_at),
        )
    if wanted.language is not None and iso_639_alpha3(wanted.language) is None:
        raise stop(
            "unknown-choice",
            "--language: {language!r} is no language code.",
            cure="Use one such as eng.",
            language=Quoted(wanted.language),
        )
    for option, url in (("--url", wanted.url), ("--archive-url", wanted.archive_url)):
        if url is not None and not re.match(r"https?://[^/\s]+", url):
            raise stop(
                "address-refused",
                "{option}: {url!r} is no address.",
                cure="Begin it with https://.",
                option=Term(option),
                url=File(url),
            )


def _from_file(path: Path, wanted: Wanted) -> Material:
    """The bytes of a file. Raises Stop when it cannot be read, is too large, or is not what its name says."""
    try:
        if not path.is_file():
            raise stop(
                "file-unreadable",
                "{path!r} is no regular file." if path.exists() else "{path!r} is not there.",
                path=File(str(path)),
            )
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise stop(
                "file-too-large",
                "{file} has {size:,} bytes; at most {most:,} are taken.",
                file=File(path.name),
                size=size,
                most=MAX_BYTES,
            )
        data = read_file(path, MAX_BYTES)
    except (OSError, ValueError) as error:
        raise stop(
            "file-unreadable", "{file!r} cannot be read: {reason}.", file=File(path.name), reason=reason_of(error)
        ) from None
    media_type = _media_type(
        data,
        wanted.media_type or media_type_of(path.name),
        message("the name {name!r}", name=File(path.name)),
        wanted.encoding,
    )
    origin = Origin(
        method=wanted.method or "supplied",
        captured_at=wanted.captured_at or NOT_KNOWN,
        received_at=now(),
        collector=wanted.collector,
        name=path.name,
    )
    return _described(Material(data, media_type, wanted.encoding, origin), wanted)


def _from_url(url: str, wanted: Wanted, allow_private: bool) -> Material:
    """What an address gives. Raises Stop when it is not fetched, answers with an error, or with what it is not."""
    try:
        answer = fetch(url, limits=Limits(seconds=SECONDS, bytes=MAX_BYTES), allow_private=allow_private)
    except NotFetched as error:
        refused = error.code in ("bad-address", "private-address")
        via = message(" (after {count} redirects)", count=len(error.chain)) if error.chain else message("")
        raise stop(
            "address-refused" if refused else "not-fetched",
            "Not fetched: {reason}{via}.",
            reason=error.reason,
            via=via,
        ) from None
    if not 200 <= answer.status < 300:
        raise stop("not-fetched", "The server answered with the status {status}.", status=answer.status)
    declared, charset = media_type_declared(answer.header("content-type") or "")
    media_type = _media_type(answer.body, wanted.media_type or declared, _SERVER, wanted.encoding)
    origin = Origin(
        method=wanted.method or "http-get",
        captured_at=wanted.captured_at or now(),
        received_at=now(),
        collector=wanted.collector,
        requested_url=answer.requested,
        final_url=answer.final,
        hops=tuple((hop.url, hop.status, hop.location) for hop in answer.chain),
        status=answer.status,
        headers=answer.headers,
    )
    encoding = wanted.encoding or _fitting(answer, media_type, charset)
    return _described(Material(answer.body, media_type, encoding, origin), wanted)


def _fitting(answer: Fetched, media_type: str, charset: str | None) -> str | None:
    """The encoding that the server names, when it is needed and fits."""
    if media_type not in TEXTS or charset is None or charset.replace("_", "-") in ("utf-8", "utf8"):
        return None
    try:
        answer.body.decode(charset)
    except (LookupError, UnicodeError, ValueError):
        return None
    return charset


def _media_type(data: bytes, claimed: str | None, by: Message, encoding: str | None) -> str:
    """What the bytes are. Raises Stop when they are empty, of no known type, or of another than is claimed.

    `encoding` is what the user says: bytes that show nothing of themselves may be a text in it.
    """
    if not data.strip():
        raise stop("capture-empty", "It is empty.")
    seen = sniff(data) or sniff_in(data, encoding)
    if seen is None:
        what = unread(data)
        if not what and (guessed := encoding_of(data)):
            raise stop(
                "capture-type-unknown",
                "It looks like a text in {encoding} without the mark that says so.",
                cure=message("Add `--encoding {encoding}`.", encoding=Term(guessed)),
                encoding=Term(guessed),
            )
        if what:
            raise stop("capture-type-unknown", "It is {what}.", what=Term(what))
        raise stop("capture-type-unknown", "What it is cannot be told from its bytes.")
    if claimed is None or claimed == seen or {claimed, seen} == {MAIL, MHTML}:
        return seen
    if claimed == MAIL and seen in TEXTS:
        return claimed  # with few headers, or a draft
    if seen == MAIL and claimed in TEXTS:
        return claimed  # a mail that somebody typed into a text
    if seen in TEXTS and claimed in TEXTS and (claimed != "text/plain" or seen != "text/html" or by != _SERVER):
        return claimed  # any of them can be read as the other: the name knows better
    if seen in TEXTS and claimed in TEXTS:
        return seen
    raise stop(
        "capture-type-contradicted",
        "It is {seen}, but {by} says {claimed}.",
        seen=Term(seen),
        by=by,
        claimed=Quoted(claimed),
    )


def _described(material: Material, wanted: Wanted) -> Material:
    """With what the document says of itself, where the user says nothing."""
    origin, kind = material.origin, material.media_type
    url = wanted.url or origin.requested_url
    data, encoding, captured_at = material.data, material.encoding, origin.captured_at
    try:
        if kind in PACKERS:
            packed = inner(data, kind, wanted.url)
            kind, data, encoding = packed.media_type, packed.data, packed.encoding
            url = url or packed.url
            captured_at = packed.captured_at or captured_at if captured_at == NOT_KNOWN else captured_at
        said = _own_title(data, kind, encoding)
        day = stated_day(data, encoding) if kind == "text/html" else None
    except Unreadable as error:
        raise unreadable(error) from None
    except Lacking as error:
        raise stop("extra-missing", "{reason}.", cure=error.cure, reason=error.reason) from None
    stated = {
        "title": wanted.title or said,
        "author": wanted.author,
        "publisher": wanted.publisher,
        "published": wanted.published or day,
        "language": wanted.language,
        "translator": wanted.translator,
        "url": url,
        "archive_url": wanted.archive_url,
    }
    kept = {key: value for key, value in stated.items() if value}
    return dataclasses.replace(material, origin=dataclasses.replace(origin, stated=kept, captured_at=_utc(captured_at)))


def _own_title(data: bytes, media_type: str, encoding: str | None) -> str | None:
    if media_type == "application/pdf":
        return pdf.title(data)
    if media_type == DOCX:
        return docx.title(data)
    if media_type == MAIL:
        return mail.title(data)
    return html.title(data, encoding) if media_type == "text/html" else None


def _utc(time: str) -> str:
    """The time in UTC; a date, or a time of no zone, as it is."""
    when = time_of(time)
    return when.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z") if when and when.tzinfo else time


def now() -> str:
    """The time of day, in UTC: of the act of capturing, and of nothing else in the program."""
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def is_to_come(time: str) -> bool:
    """Whether a date or time is later than now in every zone of the world."""
    when = time_of(time)
    if when is None:
        return False
    return (when if when.tzinfo else when.replace(tzinfo=_FIRST_ZONE)) > datetime.now(UTC)


def unreadable(error: Unreadable) -> Stop:
    """What cannot be read, as the end of a command."""
    return stop(error.code, "{reason}.", reason=error.reason.capitalised())
