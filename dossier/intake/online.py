"""Is the page still there? Looks at each source's page and, when it is not what it was, at an archive's copy.

A dead link is not dead evidence: the capture is the evidence, and it is here. What is found is an observation with
its date, kept in `evidence/<source>/online.json`, and never an error. The strongest test is whether the words quoted
still stand in the live text: no status says as much.
"""

from __future__ import annotations

import json
import re
import secrets
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from dossier.case.files import name_in_case
from dossier.case.model import Case, Source
from dossier.evidence.lock import read_lock
from dossier.formats.canonical import readable_json, sha256
from dossier.formats.reading import read_file
from dossier.formats.writing import write_aside
from dossier.intake.archives import mementos, nearest
from dossier.intake.fetched import Fetched, NotFetched
from dossier.intake.visiting import HOSTILE, Visitor, host_of
from dossier.problems import File, Id, Invalid, Message, Place, Problems, Quoted, Term, message, reason_of
from dossier.text.anchor import Status, anchor
from dossier.text.extract import Lacking, Unreadable, extract
from dossier.text.normalise import normalise
from dossier.text.sniff import TEXTS, media_type_declared, sniff
from dossier.withholding.replace import Replacer

RESULTS = "online.json"
FORMAT = 1
MAX_BYTES = 5 * 1024 * 1024
MAX_KEPT = 100
MAX_COPIES = 3  # copies of one TimeMap that are looked at

STATES = {
    "live": "live",
    "moved": "moved",
    "content-drifted": "changed",
    "soft-404": "replaced by another page (soft 404)",
    "dead": "dead",
    "blocked": "not to be looked at",
}
_CODES = {
    "moved": "page-moved",
    "content-drifted": "page-drifted",
    "soft-404": "page-soft-404",
    "dead": "page-dead",
    "blocked": "page-blocked",
}
_BLOCKED = (401, 402, 403, 405, 406, 407, 418, 423, 425, 429, 451, 999)
_DEAD = ("no-such-host", "unreachable", "timeout")
# What error pages say of themselves in the languages of our sources and of the great platforms.
_ERROR_PAGE = re.compile(
    r"\b(?:error\s*)?(?:404|410)\b|not\s+(?:be\s+)?found|no\s+longer\s+(?:available|exists?)|does(?:n't|\s+not)\s+exist"
    r"|не\s+найден|не\s+существует|удален|удалён|табылмады|жоқ\s+бет|не\s+знайдено|introuvable|n'existe\s+(?:pas|plus)"
    r"|no\s+encontrad|nicht\s+gefunden|non\s+trovat|não\s+encontrad|bulunamadı|غير\s+موجود|یافت\s+نشد",
    re.IGNORECASE,
)
_SHORT = 2_000  # characters of the text of a page that is short enough to be an error page
_SAME = 0.9  # share of words two pages have in common when they are the same


@dataclass(frozen=True, slots=True)
class Copy:
    """An archive's copy: its address, when it was taken if that is known, how many quotations stand in it."""

    url: str
    taken: str | None
    found: int
    of: int


@dataclass(frozen=True, slots=True)
class Look:
    """What one look at a source's page found, and when (UTC).

    `found` of `of` quotations stand in the live text. `reason` says in words what the state rests on.
    """

    at: str
    url: str
    final: str
    state: str
    reason: str
    status: int | None = None
    found: int = 0
    of: int = 0
    copy: Copy | None = None


def address_of(source: Source) -> str | None:
    """Where a source's page is: its `sourceUrl`, else where its newest capture came from."""
    return source.first("sourceUrl") or next((c.url for c in reversed(source.captures) if c.url), None)


def hostile_hosts(case: Case, contact: Collection[str]) -> tuple[set[str], set[str]]:
    """The hosts of sources marked hostile, and those among them that may be asked as their source is named."""
    hostile, contacted = set(), set()
    for source in case.sources.values():
        hosts = {host_of(url) for url in (source.first("sourceUrl"), *(c.url for c in source.captures)) if url} - {""}
        hostile |= hosts if source.hostile else set()
        contacted |= hosts if source.id in contact else set()
    return hostile, contacted


def look_at_all(
    case: Case, visitor: Visitor, archive: str | None = None, progress: Callable[[str], None] = lambda _: None
) -> dict[str, Look]:
    """Look at the page of every source that has one, one after the other, and keep what is found.

    `archive` is the TimeMap address of an archive to be asked when a page is not live.
    """
    looks = {}
    for source in case.sources.values():
        url = address_of(source)
        if url is None:
            continue
        progress(source.id)
        look = look_at(source, url, visitor, archive)
        looks[source.id] = look
        if look.copy or not _unasked(look):  # where nobody was asked, nothing was seen
            _keep(source, look)
    return looks


def look_at(source: Source, url: str, visitor: Visitor, archive: str | None = None) -> Look:
    """What stands at an address now, and when it is not live, whether an archive's copy holds the quotations."""
    look = _look(source, url, visitor)
    if look.state in ("live", "moved"):
        return look
    return replace(look, copy=_copy(source, url, visitor, archive))


def _look(source: Source, url: str, visitor: Visitor) -> Look:
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    empty = Look(now, url, url, "blocked", "", of=len(source.excerpts))
    try:
        answer = visitor.get(url)
    except NotFetched as error:
        final = error.chain[-1].location if error.chain else url
        state = "dead" if error.code in _DEAD else "blocked"
        return replace(empty, final=final, state=state, reason=str(error))
    look = replace(empty, final=answer.final, status=answer.status)
    if answer.status in _BLOCKED or (answer.status == 503 and answer.header("retry-after")):
        return replace(look, reason=f"the server answered with the status {answer.status}")
    if not 200 <= answer.status < 300:
        return replace(look, state="dead", reason=f"the server answered with the status {answer.status}")
    there = "moved" if _elsewhere(url, answer.final) else "live"
    if _is_captured(source, answer.body):
        return replace(look, state=there, found=look.of, reason="the same bytes as a capture")
    try:
        text = _text(answer)
    except (Unreadable, Lacking) as error:
        return replace(look, reason=f"what is there cannot be read: {error}")
    return _judged(replace(look, found=_standing(source, text)), there, text, answer, visitor)


def _judged(look: Look, there: str, text: str, answer: Fetched, visitor: Visitor) -> Look:
    if look.found == look.of > 0:
        return replace(look, state=there, reason="every quotation stands in it")
    if look.found:
        return replace(look, state="content-drifted", reason=f"{look.found} of {look.of} quotations stand in it")
    if other := _instead(look, text, answer, visitor):
        return replace(look, state="soft-404", reason=other)
    if look.of == 0:
        return replace(look, state=there, reason="nothing is quoted from it that could be looked for")
    return replace(look, state="content-drifted", reason="no quotation stands in it")


def _instead(look: Look, text: str, answer: Fetched, visitor: Visitor) -> str | None:
    """Why a page in which no quotation stands is not the page at all; None when it may be."""
    if len(text) <= _SHORT and _ERROR_PAGE.search(text):
        return "the page calls itself an error page"
    if urlsplit(look.url).path.strip("/") and not urlsplit(answer.final).path.strip("/"):
        return "the address leads to the front page"
    try:
        probe = visitor.get(_nowhere(answer.final))
        same = 200 <= probe.status < 300 and _alike(text, _text(probe))
    except (NotFetched, Unreadable, Lacking):
        return None
    return "the host gives the same page for an address that cannot exist" if same else None


def _nowhere(url: str) -> str:
    """An address beside this one that nobody ever made."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}{parts.path.rpartition('/')[0]}/{secrets.token_hex(12)}"


def _alike(one: str, other: str) -> bool:
    ours, theirs = Counter(one.split()), Counter(other.split())
    return sum((ours & theirs).values()) >= _SAME * max(ours.total(), theirs.total(), 1)


def _elsewhere(url: str, final: str) -> bool:
    """Whether two addresses differ in more than https for http, a `www.` and a last slash."""
    return _plain(url) != _plain(final)


def _plain(url: str) -> tuple[str, int | None, str, str]:
    parts = urlsplit(url)
    port = None if parts.port in (80, 443) else parts.port
    return host_of(url), port, quote(parts.path.rstrip("/"), safe="/%"), parts.query


def _is_captured(source: Source, body: bytes) -> bool:
    lock = read_lock(source.folder, "", Problems())
    return lock is not None and sha256(body) in {capture.sha256 for capture in lock.captures.values()}


def _text(answer: Fetched) -> str:
    """The text of an answer, as a capture's is taken. Raises Unreadable or Lacking."""
    declared, charset = media_type_declared(answer.header("content-type") or "")
    seen = sniff(answer.body)
    # bytes show what is no text; which text it is, the header knows better
    kind = declared if declared in TEXTS and seen in TEXTS else seen
    if kind is None:
        raise Unreadable("it is of the type {type}", type=Quoted(answer.media_type or "unknown"))
    return extract(answer.body, kind, charset if kind in TEXTS else None, answer.final)


def _standing(source: Source, text: str) -> int:
    """How many of the source's quotations stand in a text, be it more than once."""
    folded = normalise(text)
    found = (anchor(folded, excerpt.quote, None, excerpt.prefix, excerpt.suffix) for excerpt in source.excerpts)
    return sum(each.status.verifies or each.status is Status.AMBIGUOUS for each in found)


# ------------------------------------------------------------------------------------------------------- archives


def _copy(source: Source, url: str, visitor: Visitor, archive: str | None) -> Copy | None:
    """The best of the archives' copies: the first in which every quotation stands, else the one with the most."""
    best: Copy | None = None
    for address, taken in _copies(source, url, visitor, archive):
        try:
            answer = visitor.get(address)
            found = _standing(source, _text(answer)) if 200 <= answer.status < 300 else 0
        except (NotFetched, Unreadable, Lacking):
            continue
        copy = Copy(address, taken, found, len(source.excerpts))
        if not 200 <= answer.status < 300 or (best and best.found >= found):
            continue
        best = copy
        if copy.found == copy.of:
            break
    return best


def _copies(source: Source, url: str, visitor: Visitor, archive: str | None) -> Iterator[tuple[str, str | None]]:
    for capture in reversed(source.captures):
        if capture.archive_url:
            yield capture.archive_url, None
    if archive is None:
        return
    captured = next((c.captured_at for c in reversed(source.captures) if c.captured_at[:1].isdigit()), None)
    try:
        known = mementos(visitor, archive, url)
    except NotFetched:
        return
    for memento in nearest(known, captured or source.published, MAX_COPIES):
        yield memento.url, memento.taken.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


# ---------------------------------------------------------------------------------------------- kept and reported


def _unasked(look: Look) -> bool:
    """Whether nothing was asked of the page's host: no redirect led anywhere, it is itself marked hostile."""
    return look.state == "blocked" and look.reason == HOSTILE and look.final == look.url


def _keep(source: Source, look: Look) -> None:
    path = source.folder / RESULTS
    rows = [*_read(path)[-MAX_KEPT + 1 :], look]
    write_aside(path, readable_json({"format": FORMAT, "looks": [asdict(row) for row in rows]}))


def _read(path: Path) -> list[Look]:
    """The looks that are kept; none when the file is not as the program writes it."""
    try:
        return _parsed(path)
    except ValueError:
        return []


def _parsed(path: Path) -> list[Look]:
    if not path.exists() and not path.is_symlink():
        return []
    try:
        content = json.loads(read_file(path, MAX_BYTES, links=False))
        if content["format"] != FORMAT:
            found = Quoted(repr(content["format"]))
            raise Invalid("its format is {found}, not {known}", found=found, known=FORMAT)
        return [_look_of(row) for row in content["looks"]]
    except (OSError, KeyError, TypeError, AttributeError, RecursionError, UnicodeDecodeError) as error:
        raise Invalid("{error}", error=Term(type(error).__name__)) from None


def _look_of(row: dict[str, Any]) -> Look:
    copy = Copy(**row["copy"]) if row["copy"] else None
    look = Look(**{**row, "copy": copy})
    texts = [look.at, look.url, look.final, look.state, look.reason, *((copy.url, copy.taken or "") if copy else ())]
    numbers = [look.found, look.of, look.status or 0, *((copy.found, copy.of) if copy else ())]
    if not all(isinstance(text, str) for text in texts) or not all(type(number) is int for number in numbers):
        raise Invalid("a row is not of the right form")
    if look.state not in STATES or not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", look.at):
        raise Invalid("a row is not of the right form")
    return look


def last_looks(case: Case, problems: Problems) -> dict[str, Look]:
    """What the last look at each source's page found, from the files kept."""
    looks = {}
    for source in case.sources.values():
        path = source.folder / RESULTS
        try:
            rows = _parsed(path)
        except ValueError as error:
            problems.add(
                "online-invalid",
                Place(name_in_case(path, case.root)),
                "{results} cannot be read: {reason}.",
                results=Term(RESULTS),
                reason=reason_of(error),
            )
            continue
        if rows:
            looks[source.id] = rows[-1]
    return looks


def report_looks(case: Case, looks: Mapping[str, Look], problems: Problems, *, fresh: bool) -> None:
    """Add what was found of each page: a warning when it was looked at just now, else a note with its date."""
    for id_, look in looks.items():
        place = case.sources[id_].place
        if _unasked(look):
            problems.add(
                "page-not-contacted",
                place,
                "{id}: its host was not asked.{copy}",
                id=Id(id_),
                copy=_of_copy(look),
            )
        elif look.state != "live":
            code = _CODES[look.state] if fresh else "page-last-seen"
            day = Term("" if fresh else f"on {look.at[:10]} ")
            problems.add(code, place, "{id}: {day}{found}", id=Id(id_), day=day, found=sentence(look))


def sentence(look: Look) -> Message:
    """What a look found, in words."""
    return message(
        "the page is {state} to {address}: {reason}.{copy}"
        if look.state == "moved"
        else "the page is {state}: {reason}.{copy}",
        state=Term(STATES[look.state]),
        address=File(look.final),
        reason=Quoted(look.reason),
        copy=_of_copy(look),
    )


def _of_copy(look: Look) -> Message:
    """A further sentence on the archive's copy, if there is one."""
    copy = look.copy
    if copy is None:
        return message("")
    return message(
        " An archive's copy of {day} holds {found} of {of} quotations: {address}"
        if copy.taken
        else " An archive's copy holds {found} of {of} quotations: {address}",
        day=Quoted((copy.taken or "")[:10]),
        found=copy.found,
        of=copy.of,
        address=File(copy.url),
    )


def without_names(looks: Mapping[str, Look], replacer: Replacer) -> dict[str, Look]:
    """The looks as they may be shown: an address with the name of a person withheld is left out."""

    def address(url: str) -> str:
        words = unquote(url)
        return "(an address that names a person withheld)" if replacer.finds_in_id(words) else url

    return {
        id_: replace(
            look,
            url=address(look.url),
            final=address(look.final),
            reason=replacer(look.reason),
            copy=look.copy and replace(look.copy, url=address(look.copy.url)),
        )
        for id_, look in looks.items()
    }
