"""Reads every capture and verifies every excerpt of a case against it."""

from __future__ import annotations

import bisect
import dataclasses
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from dossier.case.files import name_in_case
from dossier.case.model import Capture, Case, Excerpt, Source
from dossier.evidence.custody import check_custody, custody_file
from dossier.evidence.exhibits import number_exhibits
from dossier.evidence.extractions import Extractions
from dossier.evidence.lock import LOCK_FILE, Lock, PinnedCapture, PinnedExcerpt, read_lock
from dossier.evidence.records import CaptureText, Evidence, Quotation
from dossier.evidence.texts import TextReader
from dossier.formats.canonical import sha256
from dossier.formats.line_ends import line_ends_before
from dossier.formats.reading import TooLarge, read_file
from dossier.problems import (
    File,
    Harmless,
    Id,
    Listed,
    Message,
    Problems,
    Quoted,
    Term,
    Words,
    listed,
    message,
    os_reason,
)
from dossier.text.anchor import MAX_PLACES, MIN_WORDS, Anchor, Change, Status, anchor, changes
from dossier.text.extract import MAX_TEXT_BYTES, Lacking, Unreadable, find_boxes
from dossier.text.normalise import fold, normalise, readable
from dossier.text.typesetting import own_form


def collect(
    case: Case,
    problems: Problems,
    *,
    full: bool = False,
    compare: bool = False,
    only: str | None = None,
    step: Callable[[str], None] = lambda _: None,
) -> Evidence:
    """Read the captures and verify the excerpts of a case.

    Each excerpt that does not verify, and each capture or stored text that is not what was pinned, is a problem.
    With `compare` every stored text is held against the bytes, unless this machine did so before; with `full` in any
    case, and the boxes too; with neither it is taken as it is.
    `only` names the one source to read; the exhibit numbers are of all. `step` is called before each source.
    """
    locks = {}
    for source in case.sources.values():
        lock = read_lock(source.folder, f"{name_in_case(source.folder, case.root)}/{LOCK_FILE}", problems)
        if lock:
            locks[source.id] = lock
    exhibits = number_exhibits(case, locks, problems)
    reader = TextReader(Extractions.of_user(case.root), compare=compare, full=full)
    captures: dict[tuple[str, str], CaptureText] = {}
    quotations: dict[str, Quotation] = {}
    for source in [case.sources[only]] if only else case.sources.values():
        exhibit, lock = f"E{exhibits[source.id]}", locks.get(source.id)
        step(exhibit)  # an id may give a withheld name away
        read = list(_read_captures(source, lock, reader, problems))
        captures |= {(source.id, each.capture.id): each for each in read}
        quotations |= verify_excerpts(source, read, lock, exhibit, problems)
    if full:
        _compare_boxes(quotations, problems)
    return Evidence(captures, quotations, exhibits, locks)


def _read_captures(source: Source, lock: Lock | None, reader: TextReader, problems: Problems) -> Iterator[CaptureText]:
    for capture in source.captures:
        pinned = lock.captures.get(capture.id) if lock else None
        found = read_capture(source, capture, pinned, reader, problems)
        if found:
            yield found


def verify_excerpts(
    source: Source, captures: Sequence[CaptureText], lock: Lock | None, exhibit: str, problems: Problems
) -> dict[str, Quotation]:
    """The excerpts of a source that verify in its captures, by address, numbered within the exhibit.

    Each that does not verify is a problem. `captures` are those that could be read, in the order written.
    """
    changed = {capture.id for capture in source.captures} - {each.capture.id for each in captures}
    number = lock.next if lock else 1
    quotations: dict[str, Quotation] = {}
    for excerpt in source.excerpts:
        pin = lock.excerpts.get(excerpt.name) if lock else None
        if excerpt.capture in changed or len(changed) == len(source.captures):
            continue  # the capture's own problem is reported
        quotation = _verify(source, excerpt, pin, captures, problems)
        if quotation is None:
            continue
        if pin and _is_the_same(quotation, pin):
            own = pin.number
        else:  # other words get another number, for good
            own, number = number, number + 1
        quotations[excerpt.key] = dataclasses.replace(quotation, exhibit=f"{exhibit}.{own}")
    _note_what_newest_lacks(source, captures, quotations, problems)
    return quotations


def _note_what_newest_lacks(
    source: Source, captures: Sequence[CaptureText], quotations: Mapping[str, Quotation], problems: Problems
) -> None:
    """Mention the excerpts that verify in an older capture and not in the newest; one that names its capture may."""
    newest = captures[-1] if captures and captures[-1].capture.id == source.captures[-1].id else None
    if newest is None or len(source.captures) == 1:
        return
    lacking: list[Message] = []
    for excerpt in source.excerpts:
        quotation = quotations.get(excerpt.key)
        if quotation is None or quotation.capture is newest or excerpt.capture:
            continue
        found = anchor(newest.text, excerpt.quote, None, excerpt.prefix, excerpt.suffix)
        if not found.status.verifies:
            status = Term(found.status)
            lacking.append(message("{excerpt} ({status})", excerpt=Id(excerpt.name), status=status))
    if lacking:
        problems.add(
            "newest-capture-differs",
            newest.capture.place,
            "{count} of {all} excerpts stand in an older capture only, not in {file}: {lacking}.",
            count=len(lacking),
            all=len(source.excerpts),
            file=File(newest.capture.file),
            lacking=Listed(tuple(lacking)),
        )


def read_capture(
    source: Source, capture: Capture, pinned: PinnedCapture | None, reader: TextReader, problems: Problems
) -> CaptureText | None:
    """Read a capture and its text; None and a problem when it is not what was pinned or cannot be read."""
    data = _bytes(capture, problems)
    if data is None or not _is_as_pinned(capture, data, pinned, problems):
        return None
    record, text_sha256 = custody_file(source.folder, capture.id), pinned.text_sha256 if pinned else None
    if not check_custody(record, capture, data, text_sha256, problems):
        return None
    found = reader.read(source, capture, data, pinned, problems)
    if found is None:
        return None
    text = found.text
    sha1 = hashlib.sha1(data, usedforsecurity=False).hexdigest()  # FtM's contentHash is a SHA-1
    return CaptureText(
        source.id,
        capture,
        sha256(data),
        sha1,
        len(data),
        text.extractor,
        normalise(text.text),
        data,
        pages=text.pages,
        reread=found.reread,
    )


def _bytes(capture: Capture, problems: Problems) -> bytes | None:
    try:
        return read_file(capture.path, MAX_TEXT_BYTES)
    except TooLarge:
        problems.add(
            "file-too-large",
            capture.place,
            "{file} has more than {most:,} bytes.",
            file=File(capture.file),
            most=MAX_TEXT_BYTES,
        )
    except OSError as error:
        problems.add(
            "file-unreadable",
            capture.place,
            "{file} cannot be read: {reason}.",
            file=File(capture.file),
            reason=os_reason(error),
        )
    return None


def _is_as_pinned(capture: Capture, data: bytes, pinned: PinnedCapture | None, problems: Problems) -> bool:
    hashed = sha256(data)
    if pinned and hashed != pinned.sha256:
        if before := line_ends_before(data, pinned.sha256):
            problems.add(
                "capture-changed",
                capture.place,
                "The line ends of {file} were changed, by git or an editor: they were {ends}.",
                before.cure(f"{PurePosixPath(capture.place.file).parent}/{capture.file}"),
                file=File(capture.file),
                ends=Term(before.name),
            )
            return False
        problems.add(
            "capture-changed",
            capture.place,
            "{file} has the SHA-256 {found}…, pinned was {pinned}….",
            file=File(capture.file),
            found=Term(hashed[:8]),
            pinned=Harmless(pinned.sha256[:8]),
        )
        return False
    if pinned is None:
        problems.add("capture-unpinned", capture.place, "{file} has no recorded hash yet.", file=File(capture.file))
    return True


def _is_the_same(quotation: Quotation, pin: PinnedExcerpt) -> bool:
    """Whether a quotation is the one pinned: the same words, or words written otherwise at the same place."""
    if pin.quote_sha256 == sha256(quotation.excerpt.quote.encode()):
        return True
    return (quotation.capture.capture.id, quotation.start, quotation.end) == (pin.capture, pin.start, pin.end)


def _verify(
    source: Source, excerpt: Excerpt, pin: PinnedExcerpt | None, captures: Iterable[CaptureText], problems: Problems
) -> Quotation | None:
    known = {capture.id for capture in source.captures}
    if pin and (pin.quote_sha256 != sha256(excerpt.quote.encode()) or pin.capture not in known):
        pin = None
    wanted = excerpt.capture or (pin.capture if pin else None)
    candidates = [c for c in captures if wanted in (None, c.capture.id)]
    best = best_anchor(candidates, excerpt.quote, pin, excerpt.prefix, excerpt.suffix)
    if best is None:
        return None
    found, capture = best
    if not found.status.verifies or found.start is None or found.end is None:
        report_unverified(excerpt, found, capture, problems)
        return None
    if found.status is Status.MOVED:
        problems.add(
            "quotation-moved", excerpt.place, "{key} stands elsewhere in its source than pinned.", key=Id(excerpt.key)
        )
    if pin is None:
        problems.add("excerpt-unpinned", excerpt.place, "{key} has no pinned position.", key=Id(excerpt.key))
    page = bisect.bisect_right(capture.pages, found.start) or None
    in_place = pin and (pin.capture, pin.start, pin.end) == (capture.capture.id, found.start, found.end)
    boxes = pin.boxes if pin and in_place and {box.page for box in pin.boxes[:1]} <= {page} else ()
    return Quotation(excerpt, capture, found.start, found.end, "", found.status, page=page, boxes=boxes)


def _compare_boxes(quotations: Mapping[str, Quotation], problems: Problems) -> None:
    fresh = boxed(quotations)
    for key, quotation in quotations.items():
        if quotation.boxes and quotation.boxes != fresh[key].boxes:
            problems.add(
                "box-differs",
                quotation.excerpt.place,
                "{key} does not stand on its page where it was pinned.",
                key=Id(key),
            )


def boxed(quotations: Mapping[str, Quotation]) -> dict[str, Quotation]:
    """The quotations with their boxes on the pages of a PDF worked out anew; none where that cannot be told."""
    found = dict(quotations)
    by_capture: dict[tuple[str, str], list[str]] = {}
    for key, quotation in quotations.items():
        if quotation.capture.pages:
            by_capture.setdefault((quotation.capture.source, quotation.capture.capture.id), []).append(key)
    for keys in by_capture.values():
        text = quotations[keys[0]].capture
        spans = [(quotations[key].start, quotations[key].end) for key in keys]
        try:
            rows = find_boxes(text.data, text.capture.media_type, text.capture.url, text.text.source, text.pages, spans)
        except (Unreadable, Lacking):
            continue  # the text was read once: what reads the pages may be missing today
        found |= {key: dataclasses.replace(found[key], boxes=row) for key, row in zip(keys, rows, strict=True)}
    return found


def best_anchor(
    captures: list[CaptureText], quote: str, pin: PinnedExcerpt | None, prefix: str, suffix: str
) -> tuple[Anchor, CaptureText] | None:
    """Where a quotation stands in captures of one source, in the newest that has it; else what comes nearest.

    None when there is no capture.
    """
    best: tuple[Anchor, CaptureText] | None = None
    for capture in reversed(captures):
        position = (pin.start, pin.end) if pin and pin.capture == capture.capture.id else None
        found = anchor(capture.text, quote, position, prefix, suffix)
        if best is None or _rank(found) > _rank(best[0]):
            best = (found, capture)
        if found.status is Status.AT_POSITION:
            break
    return best


def _rank(found: Anchor) -> int:
    return list(Status).index(found.status) * -1


def report_unverified(
    excerpt: Excerpt,
    found: Anchor,
    capture: CaptureText,
    problems: Problems,
    name: str = "",
    ambiguous: str | Message = "",
    typeset: str | Message = "",
) -> None:
    """Say why a quotation does not verify.

    `name` is what to call it, `ambiguous` the cure when it stands twice, `typeset` when only typesetting differs.
    """
    called = Term(name) if name else Id(excerpt.key)
    if own := as_in_source(excerpt.quote, found, capture, excerpt.prefix, excerpt.suffix):
        problems.add(
            "quotation-typeset",
            excerpt.place,
            "{name} differs from {file} in typesetting only: {differences}.",
            typeset,
            name=called,
            file=File(capture.capture.file),
            differences=_differences(changes(readable(capture.text.source[slice(*own)]), excerpt.quote)),
        )
        return
    if found.status is Status.AMBIGUOUS:
        lines = [capture.text.source.count("\n", 0, place) + 1 for place in found.places]
        problems.add(
            "quotation-ambiguous",
            excerpt.place,
            "{name} stands at least {count} times in {file} (lines {lines} of its text)."
            if len(lines) >= MAX_PLACES
            else "{name} stands {count} times in {file} (lines {lines} of its text).",
            ambiguous,
            name=called,
            count=len(lines),
            file=File(capture.capture.file),
            lines=Listed(tuple(lines[:8])),
        )
    elif found.status is Status.DRIFTED:
        problems.add(
            "quotation-drifted",
            excerpt.place,
            "{name} is not what {file} says: {differences}.",
            name=called,
            file=File(capture.capture.file),
            differences=_differences(changes(found.nearest, excerpt.quote)),
        )
    else:
        problems.add(
            "quotation-absent",
            excerpt.place,
            "{name} does not stand in {file}.{why}",
            name=called,
            file=File(capture.capture.file),
            why=Term(_why_absent(excerpt, capture)),
        )


def _why_absent(excerpt: Excerpt, capture: CaptureText) -> str:
    """What more can be said of words that do not stand in a text."""
    if fold(excerpt.quote).strip() in capture.text.text:
        return (
            " Its words are there, but cut out of longer words or numbers, beside other words than you say, or two "
            "numbers that stand apart are one in it."
        )
    if len(excerpt.quote.split()) < MIN_WORDS:
        return " It has fewer than eight words and must be exact."
    return ""


def as_in_source(quote: str, found: Anchor, capture: CaptureText, prefix: str, suffix: str) -> tuple[int, int] | None:
    """Where the source has words that do not verify in another typesetting; None when more than that differs."""
    if found.status not in (Status.ABSENT, Status.DRIFTED):
        return None
    return own_form(capture.text, quote, prefix, suffix)


def _differences(found: list[Change]) -> Listed:
    """The first differences of a quotation from its source."""
    first = found[:6]
    # no name is among figures: they may be shown where the quotation may not
    kind = Quoted if any(map(str.isalpha, "".join(f"{c.source}{c.quoted}" for c in first))) else Harmless
    return Listed(tuple(_difference(change, kind) for change in first), "; ")


def _difference(change: Change, kind: type[Words]) -> Message:
    """One place where a quotation and its source differ, its words of this kind."""
    source, quoted = (kind(text) if text else Term("nothing") for text in (change.source, change.quoted))
    return message(
        "source {source!r}, quotation {quoted!r} ({marks})"
        if change.marks
        else "source {source!r}, quotation {quoted!r}",
        source=source,
        quoted=quoted,
        marks=listed(Term, change.marks),
    )
