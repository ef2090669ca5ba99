"""`dossier pin`: writes the lock files and stored texts for what people wrote by hand."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from pathlib import Path

from dossier.case.model import Case, Source
from dossier.evidence.collecting import boxed, collect
from dossier.evidence.custody import custody_file, with_stored_text
from dossier.evidence.exhibits import register, register_file
from dossier.evidence.lock import LOCK_FILE, Lock, PinnedCapture, PinnedExcerpt, stored_text
from dossier.evidence.records import CaptureText, Evidence, Quotation
from dossier.formats.canonical import sha256
from dossier.formats.reading import read_file
from dossier.formats.writing import write_aside
from dossier.intake.material import now
from dossier.problems import Problems
from dossier.withholding.redact import redact_for_log

CONTEXT = 32  # characters of context kept before and after a quotation (W3C TextQuoteSelector)
_OWN_BUSINESS = {"capture-unpinned", "excerpt-unpinned", "quotation-moved"}


@dataclass(slots=True)
class Pinned:
    """What a run of `pin` did: sources whose lock file changed, and how many excerpts are pinned in all."""

    written: list[str] = field(default_factory=list)
    excerpts: int = 0


def pin(case: Case, problems: Problems) -> Pinned:
    """Verify every excerpt and write the lock files. Writes nothing when any excerpt or capture has an error.

    A changed capture is never accepted here: its changed bytes belong into a further capture of the source.
    """
    found = Problems()
    evidence = collect(case, found, full=True)
    evidence = dataclasses.replace(evidence, quotations=boxed(evidence.quotations))
    found = redact_for_log(found, case)
    problems.extend(problem for problem in found if problem.code not in _OWN_BUSINESS)
    pinned = Pinned(excerpts=len(evidence.quotations))
    if problems.errors:
        return pinned
    for source in case.sources.values():
        if _write(source, evidence):
            pinned.written.append(source.id)
    if evidence.exhibits:
        _replace(register_file(case.root), register(evidence.exhibits))
    return pinned


def _write(source: Source, evidence: Evidence) -> bool:
    changed = [_replace(path, data) for path, data in lock_files(source, evidence).items()]
    return any(changed)


def lock_files(source: Source, evidence: Evidence) -> dict[Path, bytes]:
    """The stored texts of a source, the custody records that tell of them, and its lock file.

    What did not verify this time keeps the pin and number it had.
    """
    old = evidence.locks.get(source.id)
    kept = {
        excerpt.name: old.excerpts[excerpt.name] for excerpt in source.excerpts if old and excerpt.name in old.excerpts
    }
    own = [quotation for quotation in evidence.quotations.values() if quotation.excerpt.source == source.id]
    excerpts = kept | {quotation.excerpt.name: _pinned_excerpt(quotation) for quotation in own}
    lock = Lock(
        exhibit=evidence.exhibits[source.id],
        next=max([old.next if old else 1, *(excerpt.number + 1 for excerpt in excerpts.values())]),
        captures={capture.capture.id: _pinned_capture(capture) for capture in evidence.of_source(source.id)},
        excerpts=excerpts,
    )
    texts = {
        stored_text(source.folder, capture.capture.id): capture.text.source.encode()
        for capture in evidence.of_source(source.id)
    }
    records = {custody_file(source.folder, capture.capture.id): capture for capture in evidence.of_source(source.id)}
    told = {
        path: with_stored_text(read_file(path), capture.text.source.encode(), capture.extractor, now())
        for path, capture in records.items()
        if path.is_file()
    }
    return {**texts, **told, source.folder / LOCK_FILE: lock.dumped()}


def _replace(path: Path, data: bytes) -> bool:
    if path.is_file() and not path.is_symlink() and read_file(path, links=False) == data:
        return False
    write_aside(path, data)
    return True


def _pinned_capture(capture: CaptureText) -> PinnedCapture:
    return PinnedCapture(
        file=capture.capture.file,
        sha256=capture.sha256,
        bytes=capture.size,
        media_type=capture.capture.media_type,
        extractor=capture.extractor,
        text_sha256=sha256(capture.text.source.encode()),
        pages=capture.pages,
    )


def _pinned_excerpt(quotation: Quotation) -> PinnedExcerpt:
    text = quotation.capture.text.source
    return PinnedExcerpt(
        number=int(quotation.exhibit.rsplit(".", 1)[1]),
        capture=quotation.capture.capture.id,
        quote_sha256=sha256(quotation.excerpt.quote.encode()),
        start=quotation.start,
        end=quotation.end,
        prefix=text[max(0, quotation.start - CONTEXT) : quotation.start],
        suffix=text[quotation.end : quotation.end + CONTEXT],
        boxes=quotation.boxes,
    )
