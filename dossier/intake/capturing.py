"""`dossier capture`: takes the bytes of a source into the case, with their text and custody; all of it or nothing."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag, urlsplit

from dossier.case.edit import NotEditable, Value, append, new_file, several
from dossier.case.fields import is_date, is_id, suggestion
from dossier.case.files import modeline, name_in_case
from dossier.case.model import Case, Source
from dossier.evidence.collecting import collect
from dossier.evidence.custody import custody_file, record
from dossier.evidence.exhibits import register, register_file
from dossier.evidence.lock import LOCK_FILE, Lock, PinnedCapture, PinnedExcerpt, stored_text
from dossier.evidence.records import Evidence
from dossier.formats.canonical import sha256
from dossier.formats.reading import read_file
from dossier.formats.writing import cache, locked, write_all
from dossier.intake.material import Material, Wanted, take, unreadable
from dossier.intake.pinning import CONTEXT
from dossier.intake.publishing import MASTHEAD, PUBLISHERS, Masthead, Published, free_id, known_publisher, publisher
from dossier.loading import SOURCE_FILE
from dossier.problems import Id, Problems, Quoted, Stop, Term, listed, message, stop
from dossier.text.anchor import Anchor, anchor
from dossier.text.boxes import Box
from dossier.text.extract import PACKERS, Extracted, Lacking, Unreadable, find_boxes, read
from dossier.text.likeness import alike
from dossier.text.normalise import normalise
from dossier.text.sniff import FTM, MAIL, MEDIA_TYPES, TEXTS, ending_of, media_type_of
from dossier.withholding.who import public_redactor

_PROPERTIES = {
    "title": "title",
    "author": "author",
    "publisher": "publisher",
    "url": "sourceUrl",
    "published": "publishedAt",
    "language": "language",
}
# What must be mended before a source takes a further capture: else nobody would know which bytes are which.
_DISORDER = ("lock-invalid", "capture-changed", "text-changed", "custody-invalid", "file-unreadable")


@dataclass(frozen=True, slots=True)
class Held:
    """What became of an excerpt in a new text: `anchor` says where it stands there, if it does."""

    key: str
    anchor: Anchor


@dataclass(frozen=True, slots=True)
class Captured:
    """What a capture did. `new` is false when the case has these bytes already; then nothing was written.

    `held` looks at each excerpt of the source in the new text; `notes` are the extractor's. `same_words` are other
    sources of the case with the same words and another origin. `title` and `published` are what the document says of
    itself and the user did not; `publisher` is the entity made for it, if any.
    """

    source: str
    capture: str
    file: Path
    new: bool
    media_type: str
    bytes: int
    sha256: str
    extractor: str = ""
    characters: int = 0
    pages: int = 0
    held: tuple[Held, ...] = ()
    notes: tuple[str, ...] = ()
    same_words: tuple[str, ...] = ()
    title: str | None = None
    published: str | None = None
    publisher: str | None = None


@dataclass(frozen=True, slots=True)
class Planned:
    """A capture before it is written: the files in the order they are moved into place, the lock and the text.

    Without files and lock when the case has these bytes already.
    """

    captured: Captured
    files: dict[Path, bytes] = field(default_factory=dict)
    lock: Lock | None = None
    text: str = ""


def capture(case: Case, what: str, wanted: Wanted, *, allow_private: bool = False) -> Captured:
    """Take a file, or what an address gives, into the case: a new source, or the next capture of one there is.

    Writes everything or nothing, and overwrites no capture. `allow_private` lets a test fetch from this machine. Raises
    Stop with one problem for whatever cannot be taken.
    """
    material = take(what, wanted, allow_private=allow_private)
    with locked(cache(case.root)):
        planned = plan(case, material, wanted)
        write_all(planned.files)
        return planned.captured


def plan(case: Case, material: Material, wanted: Wanted) -> Planned:
    """What taking these bytes into the case writes; nothing when the case has them. Raises Stop as `capture` does."""
    problems = Problems()
    evidence = collect(case, problems)
    if known := _known(evidence, material, wanted.source):
        _refuse_other_origin(case.sources[known.source], wanted.origin)
        return Planned(known)
    source = _source(case, material, wanted)
    if isinstance(source, Source):
        _refuse_other_origin(source, wanted.origin)
    else:
        wanted = _with_known_publisher(case, wanted)
        if twin := _known(evidence, material, None):
            _refuse_other_origin(case.sources[twin.source], wanted.origin or wanted.publisher, twin=True)
    text = _text_of(material)
    if isinstance(source, Source):
        _refuse_errors(case, source, problems)
    target = _target(case, source, material)
    lock = _lock(evidence, target, material, text)
    row = _capture_row(target.file.name, material)
    made = None
    if isinstance(source, Source):
        yml = _extended(source, target.capture, row)
    else:
        made = _made_publisher(case, wanted, target, text)
        yml = _new_source(case, target, row, material, wanted.origin, made)
        if made and made.masthead:
            yml, lock = _with_masthead(yml, lock, target, material, text, made.masthead)
    files = _files(target, material, text, lock) | (made.files if made else {})
    files[register_file(case.root)] = register({**evidence.exhibits, target.source: lock.exhibit})
    files[target.folder / SOURCE_FILE] = yml.encode()
    held = tuple(holding(source, text)) if isinstance(source, Source) else ()
    origin = made.id if made else wanted.origin
    captured = dataclasses.replace(
        _captured(target, material, text, held),
        same_words=_same_words(case, evidence, source, origin, text),
        **_told(case, material, wanted, made),
    )
    return Planned(captured, files, lock, text.text)


@dataclass(frozen=True, slots=True)
class _Target:
    """Where a capture goes: the source and its folder, the capture's id and its file."""

    source: str
    folder: Path
    capture: str
    file: Path


def _target(case: Case, source: Source | str, material: Material) -> _Target:
    """The next capture of a source of the case, or the first of a new one."""
    if isinstance(source, Source):
        id_, folder, name = source.id, source.folder, _next_name(source)
    else:
        id_, folder, name = source, case.root / "evidence" / source, "c1"
    return _Target(id_, folder, name, folder / f"capture.{name}{ending_of(material.media_type, material.data)}")


def _text_of(material: Material) -> Extracted:
    """The text of the bytes. Raises Stop when they cannot be read."""
    try:
        return read(material.data, material.media_type, material.encoding, material.origin.stated.get("url"))
    except Unreadable as error:
        raise unreadable(error) from None
    except Lacking as error:
        raise stop("extra-missing", "{reason}.", cure=error.cure, reason=error.reason) from None


def _lock(evidence: Evidence, target: _Target, material: Material, text: Extracted) -> Lock:
    """The lock of the source with the new capture in it; a new source gets the next number as an exhibit."""
    exhibit = evidence.exhibits.get(target.source) or max(evidence.exhibits.values(), default=0) + 1
    lock = evidence.locks.get(target.source) or Lock(exhibit=exhibit)
    pinned = PinnedCapture(
        target.file.name,
        sha256(material.data),
        len(material.data),
        material.media_type,
        text.extractor,
        sha256(text.text.encode()),
        text.pages,
    )
    return dataclasses.replace(lock, captures={**lock.captures, target.capture: pinned})


def _files(target: _Target, material: Material, text: Extracted, lock: Lock) -> dict[Path, bytes]:
    """The bytes, their text and custody record, and the lock, in the order in which they are moved into place."""
    written = text.text.encode()
    return {
        target.file: material.data,
        stored_text(target.folder, target.capture): written,
        custody_file(target.folder, target.capture): record(
            material.origin, target.file.name, material.data, material.media_type, written, text.extractor
        ),
        target.folder / LOCK_FILE: lock.dumped(),
    }


def _captured(target: _Target, material: Material, text: Extracted, held: tuple[Held, ...]) -> Captured:
    return Captured(
        source=target.source,
        capture=target.capture,
        file=target.file,
        new=True,
        media_type=material.media_type,
        bytes=len(material.data),
        sha256=sha256(material.data),
        extractor=text.extractor,
        characters=len(text.text),
        pages=len(text.pages),
        held=held,
        notes=text.notes,
    )


def holding(source: Source, text: Extracted) -> Iterator[Held]:
    """Where each excerpt of a source stands in a text."""
    normalised = normalise(text.text)
    for excerpt in source.excerpts:
        yield Held(excerpt.key, anchor(normalised, excerpt.quote, None, excerpt.prefix, excerpt.suffix))


def _source(case: Case, material: Material, wanted: Wanted) -> Source | str:
    """The source these bytes belong to: one of the case, or the id of a new one."""
    if wanted.source:
        if not is_id(wanted.source):
            raise stop("bad-id", "The source id {source!r} cannot be used.", source=Quoted(wanted.source))
        return case.sources.get(wanted.source) or _new_id(case, wanted.source)
    url = material.origin.stated.get("url")
    if url and (same := _of_address(case, url)):
        return same
    name = material.origin.name  # a file's: what it was called says more than the end of its address
    id_ = slug(name or url or "source", of_address=not name)
    if id_ in case.entities or id_ == slug(wanted.publisher or ""):  # the short id is the publisher's
        id_ = free_id(case, f"{id_}-{_day_of(material) or 'source'}")
    if id_ in case.sources:
        raise stop(
            "duplicate-id",
            "The source {id!r} is there already.",
            cure=message(
                "Add `--source {id}` for a further capture of it, or `--source` with another id for a new source.",
                id=Id(id_),
            ),
            id=Id(id_),
        )
    return _new_id(case, id_)


def _day_of(material: Material) -> str | None:
    """The date that the document states, if it states one."""
    day = material.origin.stated.get("published", "")
    return day if is_date(day) else None


def _new_id(case: Case, id_: str) -> str:
    replacer = public_redactor(case)
    if replacer.finds_in_id(id_):
        raise stop(
            "id-names-withheld",
            "The id of the source would contain the name of a withheld person.",
            cure="Give another with --source.",
        )
    if id_ in case.entities:
        raise stop("duplicate-id", "The id {id!r} is an entity's.", cure="Give another with --source.", id=Id(id_))
    if (case.root / "evidence" / id_).exists():
        raise stop(
            "capture-refused",
            "evidence/{id}/ is there, but holds no readable {file}.",
            cure="Mend it (see `dossier check`), or give another id with --source.",
            id=Id(id_),
            file=Term(SOURCE_FILE),
        )
    return id_


def _of_address(case: Case, url: str) -> Source | None:
    wanted = urldefrag(url).url.rstrip("/")
    for source in case.sources.values():
        urls = [capture.url for capture in source.captures] + [source.first("sourceUrl")]
        if any(known and urldefrag(known).url.rstrip("/") == wanted for known in urls):
            return source
    return None


def _with_known_publisher(case: Case, wanted: Wanted) -> Wanted:
    """What is asked for, the entity of the publisher's name as the origin where no other is named."""
    if wanted.origin is not None or not wanted.publisher:
        return wanted
    return dataclasses.replace(wanted, origin=known_publisher(case, wanted.publisher))


def _made_publisher(case: Case, wanted: Wanted, target: _Target, text: Extracted) -> Published | None:
    """The publisher of a new source as an entity to be made; None when an entity is named, or no publisher is."""
    if wanted.origin is not None or not (wanted.publisher or "").strip():
        return None
    name = " ".join((wanted.publisher or "").split())
    return publisher(case, name, target.source, text.text, slug(name))


def _with_masthead(
    yml: str, lock: Lock, target: _Target, material: Material, text: Extracted, masthead: Masthead
) -> tuple[str, Lock]:
    """The source.yml and the lock with the words that name the publisher as an excerpt, pinned."""
    end = masthead.end
    pinned = PinnedExcerpt(
        number=lock.next,
        capture=target.capture,
        quote_sha256=sha256(masthead.quote.encode()),
        start=masthead.start,
        end=end,
        prefix=text.text[max(0, masthead.start - CONTEXT) : masthead.start],
        suffix=text.text[end : end + CONTEXT],
        boxes=_boxes(material, text, (masthead.start, end)),
    )
    rows = dataclasses.replace(lock, next=lock.next + 1, excerpts={**lock.excerpts, MASTHEAD: pinned})
    return append(yml, ["excerpts"], MASTHEAD, masthead.quote), rows


def _boxes(material: Material, text: Extracted, span: tuple[int, int]) -> tuple[Box, ...]:
    """Where a span stands on the pages of a PDF; none of another medium, or where that cannot be told."""
    if not text.pages:
        return ()
    try:
        url = material.origin.stated.get("url")
        return find_boxes(material.data, material.media_type, url, text.text, text.pages, [span])[0]
    except (Unreadable, Lacking):
        return ()


def _told(case: Case, material: Material, wanted: Wanted, made: Published | None) -> dict[str, Any]:
    """What the user is told beside what the bytes are: what was taken from the document itself, or made.

    A title may name somebody withheld: it is told with the label in place of the name.
    """
    stated = material.origin.stated
    title = stated.get("title") if wanted.title is None else None
    return {
        "title": public_redactor(case)(title) if title else None,
        "published": stated.get("published") if wanted.published is None else None,
        "publisher": made.id if made and made.new else None,
    }


def slug(text: str, *, of_address: bool = False) -> str:
    """An id made of a file name or an address: its last words, in Latin letters."""
    from rigour.text.translit import ascii_text

    if of_address:
        parts = urlsplit(text)
        words = [part for part in parts.path.split("/") if part]
        text = f"{(parts.hostname or '').removeprefix('www.')} {words[-1] if words else ''}"
    else:
        for ending in sorted((e for endings in MEDIA_TYPES.values() for e in endings), key=len, reverse=True):
            if text.lower().endswith(ending):
                text = text[: -len(ending)]
                break
    found = re.sub(r"[^a-z0-9]+", "-", ascii_text(text).lower()).strip("-")
    return found[:60].strip("-") or "source"


def _known(evidence: Evidence, material: Material, source: str | None) -> Captured | None:
    """The capture that has these bytes already: of the source, or of any when the user names none."""
    hashed = sha256(material.data)
    for (id_, name), known in evidence.captures.items():
        if known.sha256 == hashed and source in (None, id_):
            return Captured(id_, name, known.capture.path, False, known.capture.media_type, known.size, hashed)
    return None


def _refuse_other_origin(source: Source, given: str | None, *, twin: bool = False) -> None:
    """Raises Stop when the user gives an origin that the source of these bytes does not have."""
    if given is None or source.origin is None or given == source.origin:
        return
    raise stop(
        "origin-contradicted",
        "The case has these bytes as {source}, whose origin is {origin}, not {given!r}."
        if twin
        else "The origin of {source} is {origin}, not {given!r}.",
        source.place,
        message(
            "Give `--origin {origin}`. If both published it by themselves, then change `origin:` in the new source.yml "
            "and write there `independent:` with the reason.",
            origin=Id(source.origin),
        )
        if twin
        else "Leave out --origin, or correct `origin:` in source.yml.",
        source=Id(source.id),
        origin=Id(source.origin),
        given=Quoted(given),
    )


def _same_words(
    case: Case, evidence: Evidence, source: Source | str, origin: str | None, text: Extracted
) -> tuple[str, ...]:
    """The other sources of the case with the words of a new text and another origin."""
    if isinstance(source, Source):
        origin, id_ = source.origin, source.id
        parted = {*source.relies_on, *(row.of for row in source.independent)}
    else:
        id_, parted = source, set()
    others = {
        key: capture.text.text
        for key, capture in evidence.captures.items()
        if key[0] not in (id_, *parted) and case.sources[key[0]].origin != origin
    }
    new = (id_, "")
    pairs = alike({**others, new: text.text}) if others else {}
    found = [one[0] for one, other in pairs if other == new]
    parted = {other for other in found if any(row.of == id_ for row in case.sources[other].independent)}
    return tuple(dict.fromkeys(other for other in found if other not in parted))


def _refuse_errors(case: Case, source: Source, problems: Problems) -> None:
    """A source in disorder takes no further capture: first it must be known what it holds."""
    prefix = f"{name_in_case(source.folder, case.root)}/"
    broken = [
        problem
        for problem in problems.errors
        if problem.place and problem.place.file.startswith(prefix) and problem.code in _DISORDER
    ]
    if broken:
        raise Stop(broken)


def _next_name(source: Source) -> str:
    """The next free capture name; files that an interrupted run left behind are never written over."""
    taken = {capture.id for capture in source.captures}
    number = len(taken) + 1
    while f"c{number}" in taken or any(
        path.name.startswith((f"capture.c{number}.", f"text.c{number}.", f"custody.c{number}."))
        for path in source.folder.iterdir()
    ):
        number += 1
    return f"c{number}"


def _capture_row(file: str, material: Material) -> dict[str, str]:
    origin = material.origin
    row = {"file": file, "captured_at": origin.captured_at, "method": origin.method}
    if media_type_of(file) != material.media_type:
        row["media_type"] = material.media_type
    optional = {
        "encoding": material.encoding,
        "url": origin.stated.get("url"),
        "archive_url": origin.stated.get("archive_url"),
    }
    return row | {key: value for key, value in optional.items() if value}


def _extended(source: Source, name: str, row: dict[str, str]) -> str:
    path = source.folder / SOURCE_FILE
    text = read_file(path).decode()
    try:
        if not re.search(r"^captures\s*:", text, re.MULTILINE):
            text = several(text, "capture", "captures", source.captures[0].id if source.captures else "c1")
        return append(text, ["captures"], name, row)
    except NotEditable as error:
        raise stop(
            "source-not-editable",
            "{source}/{file}: {reason}.",
            source.place,
            source=Id(source.id),
            file=Term(SOURCE_FILE),
            reason=error.reason,
        ) from None


def _new_source(
    case: Case, target: _Target, row: dict[str, str], material: Material, origin: str | None, made: Published | None
) -> str:
    if made is not None:
        origin = made.id
    elif origin is None:
        publishers = [id_ for id_, entity in case.entities.items() if entity.schema in PUBLISHERS]
        raise stop(
            "capture-refused",
            "A new source needs --origin: the entity of the case whose words these are.",
            cure=message(
                "Name its id, such as {known}; or give `--publisher NAME`, which makes the entity.",
                known=listed(Id, sorted(publishers)[:8]),
            )
            if publishers
            else "Give `--publisher NAME`: it makes the entity and quotes the words of the source that name it.",
        )
    elif origin not in case.entities:
        raise stop(
            "dangling-reference",
            "There is no entity {origin!r} in the case.{hint}",
            cure=message(
                "Correct --origin, or give `--publisher NAME` instead, which makes the entity. By hand, in entities/: "
                "`id: {origin}`, `schema: Organization`, a name.",
                origin=Quoted(origin),
            ),
            origin=Quoted(origin),
            hint=suggestion(origin, list(case.entities)),
        )
    stated = material.origin.stated
    properties = {prop: stated[key] for key, prop in _PROPERTIES.items() if stated.get(key)}
    schema = "Article" if material.media_type in (*TEXTS, *PACKERS) else "Pages"
    if material.media_type == FTM:
        schema = "Table"
    if material.media_type == MAIL:
        schema = "Email"
    rows: dict[str, Value | list[str]] = {
        "schema": schema,
        "origin": origin,
        "relies_on": [],
        **({"properties": properties} if properties else {}),
        "capture": row,
    }
    return modeline(target.folder / SOURCE_FILE, case.root, "source") + new_file(rows) + _GRADING


# A comment, for a grade that nobody gave is none: who collects the source can say best how far it goes.
_GRADING = """\
# How far can it be relied on? Without this no finding above `lead` counts the source. Remove the four `# `.
# assessment:
#   reliability: B       # the source: A reliable … E unreliable, F cannot be judged
#   credibility: 3       # this report: 1 confirmed … 5 improbable, 6 cannot be judged
#   because: How it knows, and whether others confirm it.
"""
