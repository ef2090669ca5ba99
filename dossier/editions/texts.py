"""The text of each capture as an edition may show it: names replaced, passages of narrower editions taken out.

Quotations are found again in that text, so that whoever holds the edition can check them without the capture.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dossier.evidence.records import CaptureText, Quotation
from dossier.formats.canonical import sha256
from dossier.text.anchor import anchor
from dossier.text.normalise import normalise
from dossier.withholding.replace import Replacer

HIDDEN = "[passage withheld]"
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class EditionText:
    """What a reader of the edition gets of a capture: selectors of quotations count code points of `text`.

    `altered` says that `text` is not the text as extracted. `data` holds the bytes as collected, and is None when the
    edition may not show them. `file` is the text's name wherever it leaves.
    """

    source: str
    capture: str
    text: str
    altered: bool
    data: bytes | None
    media_type: str

    @property
    def file(self) -> str:
        """`text.<source>.<capture>.txt`."""
        return f"text.{self.source}.{self.capture}.txt"

    @property
    def encoded(self) -> bytes:
        """The text in UTF-8, as it leaves."""
        return self.text.encode()

    @property
    def sha256(self) -> str:
        """Of `encoded`."""
        return sha256(self.encoded)


def edition_texts(captures: Mapping[tuple[str, str], CaptureText]) -> tuple[EditionText, ...]:
    """The texts of an edition's captures, by source and capture."""
    return tuple(
        EditionText(
            source=source,
            capture=id_,
            text=capture.text.source,
            altered=capture.altered,
            data=capture.data if capture.whole else None,
            media_type=capture.capture.media_type,
        )
        for (source, id_), capture in sorted(captures.items())
    )


@dataclass(frozen=True, slots=True)
class Withholding:
    """How the text of one capture is changed: `hidden` spans of it are taken out, then names are replaced."""

    hidden: tuple[Span, ...]
    replacer: Replacer

    def __call__(self, text: str, end: int | None = None) -> str:
        """The text, or its beginning up to a position of the original, as the edition shows it."""
        end = len(text) if end is None else end
        parts, position = [], 0
        for first, last in self.hidden:
            if first >= end:
                break
            parts += [text[position:first], HIDDEN]
            position = last
        return self.replacer("".join([*parts, text[position:end]]))


def hidden_spans(capture: CaptureText, narrower: Iterable[Quotation], shown: Iterable[Quotation]) -> tuple[Span, ...]:
    """Where the words of a capture stand that only quotations of narrower editions hold, in order.

    Words that a quotation shown here holds as well are shown. In another capture than that in which it verified, the
    words of a narrower quotation are looked for, and taken out at every place.
    """
    hidden = _joined(span for quotation in narrower for span in _spans(quotation, capture))
    for first, last in _joined(span for quotation in shown for span in _spans(quotation, capture)):
        hidden = [part for span in hidden for part in _without(span, first, last)]
    return tuple(hidden)


def _spans(quotation: Quotation, capture: CaptureText) -> list[Span]:
    if quotation.capture.source != capture.source:
        return []
    if quotation.capture.capture.id == capture.capture.id:
        return [(quotation.start, quotation.end)]
    found = anchor(capture.text, quotation.excerpt.quote)
    if found.status.verifies and found.start is not None and found.end is not None:
        return [(found.start, found.end)]
    return list(found.spans)


def _joined(spans: Iterable[Span]) -> list[Span]:
    joined: list[Span] = []
    for first, last in sorted(spans):
        if joined and first <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return joined


def _without(span: Span, first: int, last: int) -> list[Span]:
    parts = [(span[0], min(span[1], first)), (max(span[0], last), span[1])]
    return [part for part in parts if part[0] < part[1]]


def withheld_capture(capture: CaptureText, withholding: Withholding, *, public: bool) -> CaptureText:
    """The capture as the edition may show it; the same object when it may show it whole.

    What was altered leaves neither as bytes nor as SHA-1. Its SHA-256 and size leave only when anybody can get the
    document (`public`): else whoever guesses the names could test the guess.
    """
    text = withholding(capture.text.source)
    altered = text != capture.text.source
    collected = capture.data.decode(errors="replace")  # of plain text, the text that was just looked through
    if not altered and (collected == text or not withholding.replacer.finds(collected)):
        return capture
    return dataclasses.replace(
        capture,
        text=normalise(text) if altered else capture.text,
        altered=altered,
        whole=False,
        data=b"",
        pages=() if altered else capture.pages,
        sha1="",
        sha256=capture.sha256 if public else "",
        size=capture.size if public else 0,
    )


def withheld_quotation(quotation: Quotation, capture: CaptureText, withholding: Withholding) -> Quotation | None:
    """The quotation verified at its place in the edition's text of its capture, None when it does not verify there."""
    original = quotation.capture.text.source
    excerpt = withholding.replacer.record(quotation.excerpt)
    position = len(withholding(original, quotation.start)), len(withholding(original, quotation.end))
    found = anchor(capture.text, excerpt.quote, position, excerpt.prefix, excerpt.suffix)
    if not found.status.verifies or found.start is None or found.end is None:
        return None
    altered = excerpt.quote != quotation.excerpt.quote
    return dataclasses.replace(
        quotation,
        excerpt=excerpt,
        capture=capture,
        start=found.start,
        end=found.end,
        altered=altered,
        boxes=() if altered else quotation.boxes,  # a box would tell how long the name is that was replaced
    )
