"""Reads every capture and verifies every excerpt of a case against it."""

from __future__ import annotations

import dataclasses
import hashlib
import os
from dataclasses import dataclass

from dossier.case.files import name_in_case
from dossier.case.model import Capture, Case, Excerpt, Source
from dossier.evidence.lock import LOCK_FILE, Lock, PinnedCapture, PinnedExcerpt, read_lock, stored_text
from dossier.formats.canonical import sha256
from dossier.problems import Problems
from dossier.text.anchor import Anchor, Status, anchor, changes, paragraph_around
from dossier.text.extract import MAX_TEXT_BYTES, Unreadable, extract, extractor_of
from dossier.text.normalise import Normalised, normalise


@dataclass(frozen=True, slots=True)
class CaptureText:
    """A capture that was read: hashes of its bytes, and its text.

    In an edition that may not show the capture whole, `text` has names replaced and `whole` is false.
    """

    source: str
    capture: Capture
    sha256: str
    sha1: str
    size: int
    extractor: str
    text: Normalised
    data: bytes
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Quotation:
    """An excerpt whose words stand in its capture: where (code points of the text), and its number in the case.

    `altered` says that names in it were replaced for an edition; it then stands in the replaced text.
    """

    excerpt: Excerpt
    capture: CaptureText
    start: int
    end: int
    exhibit: str
    status: Status
    altered: bool = False

    @property
    def paragraph(self) -> tuple[str, str, str]:
        """The paragraph it stands in: the words before it, its own words, the words after it."""
        text = self.capture.text.source
        first, last = paragraph_around(text, self.start, self.end)
        return text[first : self.start], text[self.start : self.end], text[self.end : last]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Every capture that was read, every quotation that verifies, and the exhibit number of each source."""

    captures: dict[tuple[str, str], CaptureText]
    quotations: dict[str, Quotation]
    exhibits: dict[str, int]
    locks: dict[str, Lock]

    def of_source(self, source: str) -> list[CaptureText]:
        """The captures of a source, in the order written."""
        return [capture for (id_, _), capture in self.captures.items() if id_ == source]


def collect(case: Case, problems: Problems, *, full: bool = False) -> Evidence:
    """Read the captures and verify the excerpts of a case.

    Each excerpt that does not verify, and each capture or stored text that is not what was pinned, is a problem.
    With `full` every text is extracted again from the bytes and compared with the stored one.
    """
    locks = {}
    for source in case.sources.values():
        lock = read_lock(source.folder, f"{name_in_case(source.folder, case.root)}/{LOCK_FILE}", problems)
        if lock:
            locks[source.id] = lock
    exhibits = _exhibits(case, locks, problems)
    evidence = Evidence({}, {}, exhibits, locks)
    for source in case.sources.values():
        _collect_source(source, evidence, problems, full=full)
    return evidence


def _exhibits(case: Case, locks: dict[str, Lock], problems: Problems) -> dict[str, int]:
    exhibits: dict[str, int] = {}
    for id_, lock in locks.items():
        if lock.exhibit in exhibits.values():
            problems.add(
                "lock-invalid", case.sources[id_].place, f"Two sources have the exhibit number {lock.exhibit}."
            )
        exhibits[id_] = lock.exhibit
    for id_ in case.sources:
        exhibits.setdefault(id_, max(exhibits.values(), default=0) + 1)
    return exhibits


def _collect_source(source: Source, evidence: Evidence, problems: Problems, *, full: bool) -> None:
    lock = evidence.locks.get(source.id)
    changed = set()
    for capture in source.captures:
        pinned = lock.captures.get(capture.id) if lock else None
        found = read_capture(source, capture, pinned, problems, full=full)
        if found:
            evidence.captures[source.id, capture.id] = found
        else:
            changed.add(capture.id)
    number = lock.next if lock else 1
    for excerpt in source.excerpts:
        pin = lock.excerpts.get(excerpt.name) if lock else None
        if excerpt.capture in changed or len(changed) == len(source.captures):
            continue  # the capture's own problem is reported
        quotation = _verify(source, excerpt, pin, evidence, problems)
        if quotation is None:
            continue
        if pin and _is_the_same(quotation, pin):
            own = pin.number
        else:  # other words get another number, for good
            own, number = number, number + 1
        exhibit = f"E{evidence.exhibits[source.id]}.{own}"
        evidence.quotations[excerpt.key] = dataclasses.replace(quotation, exhibit=exhibit)


def read_capture(
    source: Source, capture: Capture, pinned: PinnedCapture | None, problems: Problems, *, full: bool
) -> CaptureText | None:
    """Read a capture and its text; None and a problem when it is not what was pinned or cannot be read."""
    try:
        size = capture.path.stat().st_size
        if size > MAX_TEXT_BYTES:
            problems.add(
                "file-too-large",
                capture.place,
                f"{capture.file} has {size:,} bytes; at most {MAX_TEXT_BYTES:,} are read.",
            )
            return None
        data = capture.path.read_bytes()
    except OSError as error:
        problems.add("file-unreadable", capture.place, f"{capture.file} cannot be read: {error.strerror or error}.")
        return None
    hashed = sha256(data)
    if pinned and hashed != pinned.sha256:
        problems.add(
            "capture-changed",
            capture.place,
            f"{capture.file} has the SHA-256 {hashed[:8]}…, pinned was {pinned.sha256[:8]}….",
        )
        return None
    text = None
    if pinned is None:
        problems.add("capture-unpinned", capture.place, f"{capture.file} has no recorded hash yet.")
    elif pinned.media_type != capture.media_type:
        problems.add("capture-unpinned", capture.place, f"{capture.file} was pinned as {pinned.media_type}.")
    elif not os.path.lexists(stored_text(source.folder, capture.id)):
        problems.add("capture-unpinned", capture.place, f"The text of {capture.file} is not stored.")
    else:
        text = _stored(source, capture, pinned, problems)
        if text is None:
            return None
    fresh = text is None
    if text is None or full:
        try:
            extracted = extract(data, capture.media_type, capture.encoding)
        except Unreadable as error:
            problems.add("capture-unreadable", capture.place, f"{capture.file}: {error}.")
            return None
        if text is not None and pinned and pinned.extractor == extractor_of(capture.media_type) and text != extracted:
            problems.add(
                "text-changed", capture.place, f"The stored text of {capture.file} is not what it extracts to."
            )
            return None
        text = extracted if text is None else text
    extractor = pinned.extractor if pinned and not fresh else extractor_of(capture.media_type)
    sha1 = hashlib.sha1(data, usedforsecurity=False).hexdigest()  # FtM's contentHash is a SHA-1
    return CaptureText(source.id, capture, hashed, sha1, len(data), extractor, normalise(text), data)


def _stored(source: Source, capture: Capture, pinned: PinnedCapture, problems: Problems) -> str | None:
    path = stored_text(source.folder, capture.id)
    try:
        data = path.read_bytes() if path.is_file() and not path.is_symlink() else b""
        if sha256(data) == pinned.text_sha256:
            return data.decode()
    except (OSError, UnicodeDecodeError):
        pass
    problems.add("text-changed", capture.place, f"{path.name} is not the text that was pinned.")
    return None


def _is_the_same(quotation: Quotation, pin: PinnedExcerpt) -> bool:
    """Whether a quotation is the one pinned: the same words, or words written otherwise at the same place."""
    if pin.quote_sha256 == sha256(quotation.excerpt.quote.encode()):
        return True
    return (quotation.capture.capture.id, quotation.start, quotation.end) == (pin.capture, pin.start, pin.end)


def _verify(
    source: Source, excerpt: Excerpt, pin: PinnedExcerpt | None, evidence: Evidence, problems: Problems
) -> Quotation | None:
    known = {capture.id for capture in source.captures}
    if pin and (pin.quote_sha256 != sha256(excerpt.quote.encode()) or pin.capture not in known):
        pin = None
    wanted = excerpt.capture or (pin.capture if pin else None)
    # without a capture named, the newest in which the words stand
    candidates = [c for c in reversed(evidence.of_source(source.id)) if wanted in (None, c.capture.id)]
    best: tuple[Anchor, CaptureText] | None = None
    for capture in candidates:
        position = (pin.start, pin.end) if pin and pin.capture == capture.capture.id else None
        found = anchor(capture.text, excerpt.quote, position, excerpt.prefix, excerpt.suffix)
        if best is None or _rank(found) > _rank(best[0]):
            best = (found, capture)
    if best is None:
        return None
    found, capture = best
    if not found.status.verifies or found.start is None or found.end is None:
        _report(excerpt, found, capture, problems)
        return None
    if found.status is Status.MOVED:
        problems.add("quotation-moved", excerpt.place, f"{excerpt.key} stands elsewhere in its source than pinned.")
    if pin is None:
        problems.add("excerpt-unpinned", excerpt.place, f"{excerpt.key} has no pinned position.")
    return Quotation(excerpt, capture, found.start, found.end, "", found.status)


def _rank(found: Anchor) -> int:
    return list(Status).index(found.status) * -1


def _report(excerpt: Excerpt, found: Anchor, capture: CaptureText, problems: Problems) -> None:
    words = len(excerpt.quote.split())
    if found.status is Status.AMBIGUOUS:
        lines = [capture.text.source.count("\n", 0, place) + 1 for place in found.places]
        shown = ", ".join(map(str, lines[:8]))
        problems.add(
            "quotation-ambiguous",
            excerpt.place,
            f"{excerpt.key} stands {len(lines)} times in {capture.capture.file} (lines {shown} of its text).",
        )
    elif found.status is Status.DRIFTED:
        shown = "; ".join(map(str, changes(found.nearest, excerpt.quote)[:6]))
        problems.add(
            "quotation-drifted", excerpt.place, f"{excerpt.key} is not what {capture.capture.file} says: {shown}."
        )
    else:
        short = " It has fewer than eight words and must be exact." if words < 8 else ""
        problems.add(
            "quotation-absent", excerpt.place, f"{excerpt.key} does not stand in {capture.capture.file}.{short}"
        )
