"""The text of a capture: the stored one, and whether it is what the capture's bytes say.

A stored text and its hash in the lock file can be edited together, so the hash alone shows nothing to somebody who got
the case from another. `TextReader` holds each stored text against the bytes, once on a machine; `confirm` does so
whatever was found before, for what is approved, signed or sent.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path, PurePosixPath

from dossier.case.model import Capture, Source
from dossier.evidence.extractions import Extractions, Outcome
from dossier.evidence.lock import PinnedCapture, stored_text
from dossier.evidence.records import CaptureText
from dossier.formats.canonical import sha256
from dossier.formats.line_ends import line_ends_before
from dossier.formats.reading import read_file
from dossier.problems import File, Harmless, Id, Message, Problems, Term, message
from dossier.text.extract import Extracted, Lacking, Unreadable, read
from dossier.text.normalise import MAX_MARKS, heap_of_marks


@dataclass(frozen=True, slots=True)
class ReadText:
    """A text of a capture; `reread` says that it was extracted from the bytes just now, or is the same as what was."""

    text: Extracted
    reread: bool


@dataclass(frozen=True, slots=True)
class TextReader:
    """Reads the texts of captures, with what this machine `known`.

    With `compare` a stored text is held against what its bytes say, unless the machine knows; with `full` in any case.
    With neither it is taken as it is.
    """

    known: Extractions
    compare: bool = False
    full: bool = False

    def read(
        self, source: Source, capture: Capture, data: bytes, pinned: PinnedCapture | None, problems: Problems
    ) -> ReadText | None:
        """The text of a capture, the stored one if there is one. None and a problem when it cannot be trusted."""
        if pinned is None or not _has_text(source, capture, pinned, problems):
            fresh = self._extracted(capture, data, problems)
            return ReadText(fresh, reread=True) if fresh else None
        stored = _stored(source, capture, pinned, problems)
        if stored is None:
            return None
        if self.full:
            fresh = self._extracted(capture, data, problems)
            return _compared(source, capture, stored, fresh, problems) if fresh else None
        return self._once(source, capture, data, stored, problems) if self.compare else ReadText(stored, reread=False)

    def _extracted(self, capture: Capture, data: bytes, problems: Problems) -> Extracted | None:
        fresh = extracted(capture, data, problems)
        if fresh:
            self.known.keep(capture, sha256(data), fresh)
        return fresh

    def _once(
        self, source: Source, capture: Capture, data: bytes, stored: Extracted, problems: Problems
    ) -> ReadText | None:
        """The stored text, held against the bytes if this machine does not know what they say."""
        own, known = Outcome.of(stored), self.known.look(capture, sha256(data))
        if known and known.text == own.text:
            return ReadText(stored, reread=False)
        if known and (known.extractor != own.extractor or _is_guessed(capture)):
            _mention_older(capture, stored, problems)
            return ReadText(stored, reread=False)
        try:
            fresh = read(data, capture.media_type, capture.encoding, capture.url)
        except (Lacking, Unreadable) as error:
            if isinstance(error, Lacking) or _is_guessed(capture):
                _mention_unread(capture, error, problems)
                return ReadText(stored, reread=False)
            _add_unreadable(capture, error, problems)
            return None
        self.known.keep(capture, sha256(data), fresh)
        return _compared(source, capture, stored, fresh, problems, guessed=_is_guessed(capture))


def confirm(captures: Iterable[CaptureText], problems: Problems) -> None:
    """Extract the captures again whose texts were not extracted when they were read; every difference is an error.

    A capture that cannot be read here is one too: nobody can say then that its text is what it says.
    """
    for capture in captures:
        if capture.reread:
            continue
        stored = Extracted(capture.text.source, capture.extractor, capture.pages)
        fresh = extracted(capture.capture, capture.data, problems)
        if fresh is None or _same(stored, fresh):
            continue
        name = File(stored_text(Path(), capture.capture.id).name)
        if stored.extractor == fresh.extractor:
            _add_changed(capture.capture, name, stored, fresh, problems)
        else:
            problems.add(
                "text-unconfirmed",
                capture.capture.place,
                "{name} was made by {stored}, and {fresh} reads {file} otherwise, first {where}.",
                message("Run `dossier capture --retext {source}`, and read what it says.", source=Id(capture.source)),
                name=name,
                stored=Harmless(stored.extractor),
                fresh=Harmless(fresh.extractor),
                file=File(capture.capture.file),
                where=_first_difference(stored, fresh),
            )


def extracted(capture: Capture, data: bytes, problems: Problems) -> Extracted | None:
    """The text that today's extractor finds in a capture; None and a problem when there is none."""
    try:
        return read(data, capture.media_type, capture.encoding, capture.url)
    except (Lacking, Unreadable) as error:
        _add_unreadable(capture, error, problems)
    return None


def _add_unreadable(capture: Capture, error: Lacking | Unreadable, problems: Problems) -> None:
    code = "extra-missing" if isinstance(error, Lacking) else error.code
    cure = error.cure if isinstance(error, Lacking) else ""
    problems.add(code, capture.place, "{file}: {reason}.", cure, file=File(capture.file), reason=error.reason)


def _has_text(source: Source, capture: Capture, pinned: PinnedCapture, problems: Problems) -> bool:
    if pinned.media_type != capture.media_type:
        problems.add(
            "capture-unpinned",
            capture.place,
            "{file} was pinned as {media_type}.",
            file=File(capture.file),
            media_type=Harmless(pinned.media_type),
        )
        return False
    if not os.path.lexists(stored_text(source.folder, capture.id)):
        problems.add("capture-unpinned", capture.place, "The text of {file} is not stored.", file=File(capture.file))
        return False
    return True


def _stored(source: Source, capture: Capture, pinned: PinnedCapture, problems: Problems) -> Extracted | None:
    path = stored_text(source.folder, capture.id)
    data = b""
    try:
        data = read_file(path, links=False)
        if sha256(data) == pinned.text_sha256:
            text = data.decode()
            if heap_of_marks(text) is not None:
                problems.add(
                    "marks-heaped",
                    capture.place,
                    "{name} heaps more than {most} marks on one letter.",
                    name=File(path.name),
                    most=MAX_MARKS,
                )
                return None
            if all(text[start - 1 : start] == "\f" for start in pinned.pages[1:]):
                return Extracted(text, pinned.extractor, pinned.pages)
    except (OSError, UnicodeDecodeError):
        pass
    if before := line_ends_before(data, pinned.text_sha256):
        problems.add(
            "text-changed",
            capture.place,
            "The line ends of {name} were changed, by git or an editor: they were {ends}.",
            before.cure(f"{PurePosixPath(capture.place.file).parent}/{path.name}"),
            name=File(path.name),
            ends=Term(before.name),
        )
    else:
        problems.add("text-changed", capture.place, "{name} is not the text that was pinned.", name=File(path.name))
    return None


def _compared(
    source: Source,
    capture: Capture,
    stored: Extracted,
    fresh: Extracted,
    problems: Problems,
    *,
    guessed: bool = False,
) -> ReadText | None:
    """A stored text if it can be what its bytes say: another extractor's, or a guess, may differ, and is mentioned."""
    if _same(stored, fresh):
        return ReadText(stored, reread=True)
    if stored.extractor != fresh.extractor or guessed:
        _mention_older(capture, stored, problems)
        return ReadText(stored, reread=False)
    _add_changed(capture, File(stored_text(source.folder, capture.id).name), stored, fresh, problems)
    return None


def _same(stored: Extracted, fresh: Extracted) -> bool:
    return (stored.text, stored.pages) == (fresh.text, fresh.pages)


def _is_guessed(capture: Capture) -> bool:
    """Whether a machine recognised the words: it may see others on another computer, by the same version."""
    return capture.media_type.startswith("image/")


def _mention_older(capture: Capture, stored: Extracted, problems: Problems) -> None:
    problems.add(
        "text-older",
        capture.place,
        "The stored text of {file} was made by {stored}; today it is read otherwise.",
        file=File(capture.file),
        stored=Harmless(stored.extractor),
    )


def _mention_unread(capture: Capture, error: Lacking | Unreadable, problems: Problems) -> None:
    problems.add(
        "text-not-compared",
        capture.place,
        "Whether the stored text of {file} is what it says cannot be told here: {reason}.",
        error.cure if isinstance(error, Lacking) else "",
        file=File(capture.file),
        reason=error.reason,
    )


def _add_changed(capture: Capture, name: File, stored: Extracted, fresh: Extracted, problems: Problems) -> None:
    problems.add(
        "text-changed",
        capture.place,
        "{name} is not what {file} says, first {where}.",
        name=name,
        file=File(capture.file),
        where=_first_difference(stored, fresh),
    )


def _first_difference(stored: Extracted, fresh: Extracted) -> Message:
    """Where a stored text first differs from what is read today, without any of its words."""
    rows = enumerate(zip_longest(stored.text.split("\n"), fresh.text.split("\n")), 1)
    line = next((number for number, (ours, theirs) in rows if ours != theirs), None)
    if line is not None:
        return message("in line {line:,}", line=line)
    pages = enumerate(zip_longest(stored.pages, fresh.pages), 1)
    return message("where page {page:,} begins", page=next(n for n, (ours, theirs) in pages if ours != theirs))
