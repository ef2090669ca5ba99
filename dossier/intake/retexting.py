"""`dossier capture --retext`: reads the captures of a source with today's extractors and says what would move."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from pathlib import Path

from dossier.case.model import Case, Source
from dossier.evidence.collecting import collect
from dossier.evidence.custody import custody_file, with_text
from dossier.evidence.lock import LOCK_FILE, Lock, stored_text
from dossier.evidence.records import CaptureText, Evidence
from dossier.evidence.texts import extracted
from dossier.formats.canonical import sha256
from dossier.formats.reading import read_file
from dossier.formats.writing import cache, locked, write_all
from dossier.intake.capturing import Held
from dossier.intake.material import now
from dossier.problems import File, Id, Problems, Quoted, Stop, stop
from dossier.text.anchor import anchor
from dossier.text.extract import Extracted
from dossier.text.normalise import normalise


@dataclass(frozen=True, slots=True)
class Reread:
    """A capture read again: `before` and `after` are the extractors, `held` the excerpts pinned in it."""

    capture: str
    before: str
    after: str
    changed: bool
    held: tuple[Held, ...] = ()

    @property
    def breaks(self) -> bool:
        """Whether an excerpt does not verify in the newer text."""
        return any(not held.anchor.status.verifies for held in self.held)


@dataclass(slots=True)
class Retexted:
    """What reading a source again found; `written` is false when nothing changed or too much would."""

    source: str
    captures: list[Reread] = field(default_factory=list)
    written: bool = False


def retext(case: Case, id_: str, *, accept: bool = False) -> Retexted:
    """Read the captures of a source again. Writes the newer texts and positions when every excerpt verifies in them.

    With `accept` they are written in any case; an excerpt that does not verify is then an error of the case until it
    is quoted again. Raises Stop when there is no such source, it is not pinned, or a capture is not as pinned.
    """
    source = case.sources.get(id_)
    if source is None:
        raise stop("dangling-reference", "There is no source {id!r} in the case.", id=Quoted(id_))
    with locked(cache(case.root)):
        problems = Problems()
        evidence = collect(case, problems)
        lock = evidence.locks.get(id_)
        known = {capture.capture.id: capture for capture in evidence.of_source(id_)}
        if lock is None or set(known) != {capture.id for capture in source.captures} or set(known) - set(lock.captures):
            places = [p for p in problems.errors if p.place and p.place.file.startswith(f"evidence/{id_}/")]
            raise (
                Stop(places)
                if places
                else stop(
                    "capture-refused", "{id} is not pinned.", source.place, "Run `dossier pin` first.", id=Id(source.id)
                )
            )
        return _reread(source, lock, evidence, accept=accept)


def _reread(source: Source, lock: Lock, evidence: Evidence, *, accept: bool) -> Retexted:
    result = Retexted(source.id)
    files: dict[Path, bytes] = {}
    for capture in evidence.of_source(source.id):
        problems = Problems()
        fresh = extracted(capture.capture, capture.data, problems)
        if fresh is None:
            raise Stop(problems)
        reread = _compare(source, lock, capture, fresh)
        result.captures.append(reread)
        if reread.changed:
            lock = _moved(lock, capture, fresh, reread)
            files |= _files(source, capture, fresh)
    if files and (accept or not any(reread.breaks for reread in result.captures)):
        write_all({**files, source.folder / LOCK_FILE: lock.dumped()})
        result.written = True
    return result


def _compare(source: Source, lock: Lock, capture: CaptureText, fresh: Extracted) -> Reread:
    id_ = capture.capture.id
    same = (capture.text.source, capture.extractor, capture.pages) == (fresh.text, fresh.extractor, fresh.pages)
    if same:
        return Reread(id_, capture.extractor, fresh.extractor, False)
    text = normalise(fresh.text)
    held = []
    for excerpt in source.excerpts:
        pin = lock.excerpts.get(excerpt.name)
        if pin and pin.capture == id_:
            held.append(
                Held(excerpt.key, anchor(text, excerpt.quote, (pin.start, pin.end), excerpt.prefix, excerpt.suffix))
            )
    return Reread(id_, capture.extractor, fresh.extractor, True, tuple(held))


def _moved(lock: Lock, capture: CaptureText, fresh: Extracted, reread: Reread) -> Lock:
    """The lock with the newer text and positions; an excerpt that does not verify keeps its number and old place."""
    from dossier.intake.pinning import CONTEXT

    id_ = capture.capture.id
    captures = dict(lock.captures)
    captures[id_] = dataclasses.replace(
        captures[id_], extractor=fresh.extractor, text_sha256=sha256(fresh.text.encode()), pages=fresh.pages
    )
    excerpts = dict(lock.excerpts)
    for held in reread.held:
        start, end = held.anchor.start, held.anchor.end
        if held.anchor.status.verifies and start is not None and end is not None:
            name = held.key.split("/", 1)[1]
            excerpts[name] = dataclasses.replace(
                excerpts[name],
                start=start,
                end=end,
                prefix=fresh.text[max(0, start - CONTEXT) : start],
                suffix=fresh.text[end : end + CONTEXT],
            )
    return dataclasses.replace(lock, captures=captures, excerpts=excerpts)


def _files(source: Source, capture: CaptureText, fresh: Extracted) -> dict[Path, bytes]:
    id_, text = capture.capture.id, fresh.text.encode()
    files = {stored_text(source.folder, id_): text}
    custody = custody_file(source.folder, id_)
    if custody.is_file():
        try:
            files[custody] = with_text(read_file(custody), text, fresh.extractor, now())
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            raise stop("custody-invalid", "{file} cannot be read.", source.place, file=File(custody.name)) from None
    return files
