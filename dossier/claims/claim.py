"""What a claim is: a stable key, the words that print, the quotations they rest on, and a digest of exactly that.

The digest is SHA-256 of the canonical JSON (RFC 8785) of a claim's text, quotations, sources and capture hashes.
Versions and the edition are recorded beside it and never hashed: the same words from the same bytes have the same
digest in every edition and every release.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass

from dossier.evidence.records import CaptureText, Quotation
from dossier.formats.canonical import Json, digest, sha256
from dossier.text.boxes import around

# What says something of the world and cites it, and what describes the evidence and the frame of a dossier.
STATEMENTS = ("value", "office", "act", "finding", "prose", "screening")
RECORDS = ("source", "capture", "place", "frame", "template")
KINDS = (*STATEMENTS, *RECORDS)
PDF_FRAGMENT = "http://tools.ietf.org/rfc/rfc3778"  # as the Web Annotation Data Model names it


@dataclass(frozen=True, slots=True)
class Claim:
    """One printed assertion. `entity` is what it is about: an entity, a source, or the case by its name.

    `quotations` are those it cites, in order.
    `unverified` are the excerpts it cites whose words do not stand in their source; `authors` are who wrote it.
    """

    key: str
    kind: str
    entity: str
    text: str
    quotations: tuple[Quotation, ...]
    digest: str
    derived: str | None = None
    attribution: str | None = None
    analysis: bool = False
    unverified: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()

    @property
    def identity(self) -> tuple[str, str, str]:
        """What names the same claim in every edition: an entity that is a link or an office makes only one."""
        return self.kind, self.entity, "" if self.kind in ("act", "office") else self.key

    @property
    def local_key(self) -> str:
        """The key without the id of whom it is about: `summary/2`, `finding/eu-ghr/assembly`."""
        return self.key.removeprefix(f"{self.entity}/")

    def judges(self, regimes: Collection[str]) -> bool:
        """Whether it is a finding of one of these regimes, or the person's default (`dosayev/finding/all`)."""
        regime = self.local_key.removeprefix("finding/").partition("/")[0]
        return self.kind == "finding" and (regime == "all" or regime in regimes)

    def as_json(self) -> Json:
        """The claim as it stands in `claims.json`, with the selectors that find its words in the edition's texts."""
        return {
            "key": self.key,
            "kind": self.kind,
            "entity": self.entity,
            "text": self.text,
            "digest": self.digest,
            "derived": self.derived,
            "attribution": self.attribution,
            "analysis": self.analysis,
            "excerpts": [quotation_json(quotation) for quotation in self.quotations],
        }


def quotation_json(quotation: Quotation) -> Json:
    """A quotation with its W3C selectors: its words, its place in the edition's text of the capture, and in the PDF.

    The last is the page on which it begins and the box around its lines there, in points from the upper left corner.
    """
    box = around(quotation.boxes)
    fragment = box.fragment if box else f"page={quotation.page}"
    page = [{"type": "FragmentSelector", "conformsTo": PDF_FRAGMENT, "value": fragment}]
    return {
        "excerpt": quotation.excerpt.key,
        "exhibit": quotation.exhibit,
        "source": quotation.excerpt.source,
        "capture": quotation.capture.capture.id,
        "capture_sha256": quotation.capture.sha256 or None,
        "altered": quotation.altered,
        "speech": quotation.excerpt.speech,
        "translations": [asdict(row) for row in quotation.excerpt.translations],
        "selector": [
            {"type": "TextQuoteSelector", "exact": quotation.excerpt.quote},
            {"type": "TextPositionSelector", "start": quotation.start, "end": quotation.end},
            *(page if quotation.page else []),
        ],
    }


def claim_digest(text: str, quotations: Iterable[Quotation]) -> str:
    """SHA-256 of the canonical JSON of what a claim says and rests on."""
    return digest_of(text, [(shown_words(q), q.excerpt.source, capture_hash(q.capture)) for q in quotations])


def shown_words(quotation: Quotation) -> str:
    """What stands of a quotation before reviewer and reader: its words, then each translation, which prints with it."""
    rows = (f"[{row.lang}, {row.by}] {row.text}" for row in quotation.excerpt.translations)
    return "\n".join([quotation.excerpt.quote, *rows])


def digest_of(text: str, rests_on: Sequence[tuple[str, str, str]]) -> str:
    """The digest of a claim from its text and, of each quotation, its words, source and capture's SHA-256."""
    return digest(
        {
            "text": text,
            "quotations": [quote for quote, _, _ in rests_on],
            "sources": [source for _, source, _ in rests_on],
            "captures": [capture for _, _, capture in rests_on],
        }
    )


def capture_hash(capture: CaptureText) -> str:
    """The SHA-256 of a capture, or of the edition's text where that of the bytes is withheld."""
    return capture.sha256 or sha256(capture.text.source.encode())
