"""What was read of the evidence: the text of each capture, the quotations that verify, the time stamps that hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from dossier.case.model import Capture, Excerpt
from dossier.evidence.lock import Lock
from dossier.text.anchor import Status, paragraph_around
from dossier.text.boundaries import boundaries, marked, marked_quote
from dossier.text.boxes import Box
from dossier.text.normalise import Normalised
from dossier.text.outside import turning


@dataclass(frozen=True, slots=True)
class CaptureText:
    """A capture that was read: hashes of its bytes, and its text.

    In an edition that may not show its bytes, `whole` is false; `altered` says that `text` is not as extracted, and
    the hashes are empty where they would give away what was replaced. `pages` holds where each page of the text as
    extracted starts, and is empty for a medium without pages. `reread` says that the text was extracted from the bytes
    when the case was read, or is the same as what was.
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
    altered: bool = False
    pages: tuple[int, ...] = ()
    reread: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Quotation:
    """An excerpt whose words stand in its capture: where (code points of the text), and its number in the case.

    `altered` says that names in it were replaced for an edition; it then stands in the replaced text. `page` is the
    page (from 1) on which it begins, None when the medium has none; `boxes` where it stands on the pages of a PDF, one
    a line, as pinned.
    """

    excerpt: Excerpt
    capture: CaptureText
    start: int
    end: int
    exhibit: str
    status: Status
    altered: bool = False
    page: int | None = None
    boxes: tuple[Box, ...] = ()

    @property
    def paragraph(self) -> tuple[str, str, str]:
        """The paragraph it stands in: the words before it, its own words, the words after it."""
        text = self.capture.text.source
        first, last = paragraph_around(text, self.start, self.end)
        return text[first : self.start], text[self.start : self.end], text[self.end : last]

    @property
    def printed(self) -> str:
        """Its words as it writes them, with a mark where a paragraph, list item, heading or page of the source ends."""
        return marked_quote(self._passage, self.excerpt.quote)

    @property
    def marked(self) -> str:
        """Its words as the source writes them, with the same marks."""
        return marked(self._passage)

    @property
    def crosses(self) -> int:
        """Over how many boundaries of its source it runs."""
        return len(boundaries(self._passage))

    @property
    def turning(self) -> list[str]:
        """Words just outside it, in its sentence, that may turn what it says."""
        before, words, after = self.paragraph
        return turning(before + words + after, len(before), len(before) + len(words))

    @property
    def _passage(self) -> str:
        return self.capture.text.source[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Stamp:
    """A time stamp that verified: the time (UTC, ISO 8601), the name of the authority, and its reply as it came."""

    time: str
    authority: str
    token: bytes = field(default=b"", repr=False, compare=False)

    @property
    def shown(self) -> str:
        """The time without signs for machines: `2026-11-21 10:00:00`."""
        return self.time.replace("T", " ").removesuffix("Z")

    def __str__(self) -> str:
        return f"{self.shown} UTC by {self.authority}"


@dataclass(frozen=True, slots=True)
class Evidence:
    """Every capture that was read, every quotation that verifies, and the exhibit number of each source.

    `exhibits` holds the numbers of sources that were deleted, too; `stamps` the time stamps that verified.
    """

    captures: Mapping[tuple[str, str], CaptureText]
    quotations: Mapping[str, Quotation]
    exhibits: Mapping[str, int]
    locks: Mapping[str, Lock]
    stamps: Mapping[tuple[str, str], Stamp] = field(default_factory=dict)

    def of_source(self, source: str) -> list[CaptureText]:
        """The captures of a source, in the order written."""
        return [capture for (id_, _), capture in self.captures.items() if id_ == source]
