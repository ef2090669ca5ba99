"""The claims about the evidence: each source, each capture of it, and the place of each quotation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dossier.case.model import Source, Value
from dossier.claims.claim import Claim, claim_digest
from dossier.claims.contents import Contents
from dossier.claims.statements import caption
from dossier.evidence.records import CaptureText, Quotation, Stamp
from dossier.ftm import property_label
from dossier.text.boxes import around

Rows = Iterable[tuple[str, str | None]]


def records(contents: Contents) -> Iterator[Claim]:
    """The claims about each source, in the order of their ids."""
    placed: dict[str, list[Quotation]] = {}
    for quotation in contents.quotations.values():
        placed.setdefault(quotation.excerpt.source, []).append(quotation)
    for id_, source in sorted(contents.sources.items()):
        yield uncited(f"{id_}/source", "source", id_, lines(_source(source, contents)))
        for (of, capture), text in contents.captures.items():
            if of == id_:
                stamp = contents.stamps.get((of, capture))
                yield uncited(f"{id_}/capture/{capture}", "capture", id_, lines(_capture(text, stamp)))
        if quotations := placed.get(id_):
            yield uncited(f"{id_}/places", "place", id_, "\n".join(_places(quotations)))


def uncited(key: str, kind: str, about: str, text: str, authors: tuple[str, ...] = ()) -> Claim:
    """A claim that cites nothing: what it says can be seen in the files of the case."""
    return Claim(key, kind, about, text, (), claim_digest(text, ()), authors=authors)


def lines(rows: Rows) -> str:
    """Labelled lines; one without a text is left out."""
    return "\n".join(f"{label}: {text}" for label, text in rows if text)


def full(value: Value) -> str:
    """A value with its language, what it was inferred from, and who may see it."""
    marks = (
        value.lang and f"[{value.lang}]",
        value.derived and f"(inferred: {value.derived})",
        value.edition and f"({value.edition} edition)",
    )
    return " ".join(filter(None, (value.text, *marks)))


# --- sources


def _source(source: Source, contents: Contents) -> Rows:
    grade = source.assessment
    yield "Exhibit", f"E{contents.exhibits[source.id]}"
    yield "Kind", source.schema
    for value in source.values:
        yield property_label(source.schema, value.prop), full(value)
    yield "Published", None if source.published else "not stated"
    yield "Origin", _origin(source, contents)
    yield "Relies on", ", ".join(source.relies_on)
    for row in source.independent:
        yield "Counts beside", f"{row.of}, because: {row.because}"
    yield "Graded", f"{grade.reliability} / {grade.credibility}, because: {grade.because}" if grade else "not graded"
    yield "Captures", ", ".join(capture.id for capture in source.captures)
    yield "Anybody can get it", "yes" if source.public else "no"
    yield "Shown from", source.edition and f"the {source.edition} edition on"


def _origin(source: Source, contents: Contents) -> str:
    """The origin with its names, as print gives them."""
    if source.origin is None:
        return "withheld"
    entity = contents.entities.get(source.origin)
    names = [value.text for value in entity.all("alias")] if entity else []
    return ", ".join([source.origin, caption(source.origin, contents.entities), *names])


# --- captures


def _capture(text: CaptureText, stamp: Stamp | None) -> Rows:
    capture = text.capture
    yield "Capture", f"{capture.id}, {capture.media_type}"
    # the hash and the size of bytes that hold a withheld name would let a guess of it be tested
    yield "Bytes", f"{text.size}, SHA-256 {text.sha256}" if text.sha256 else "withheld"
    yield "Taken", capture.method
    yield "Captured at", capture.captured_at
    yield "From", capture.url
    yield "Archived at", capture.archive_url
    yield "Encoding", capture.encoding
    yield "Text by extractor", text.extractor
    yield "Existed by", str(stamp) if stamp else None


# --- places of quotations


def _places(quotations: Iterable[Quotation]) -> Iterator[str]:
    """Each paragraph that is quoted, in the order of the text, then where in it each quotation stands."""
    by_paragraph: dict[tuple[str, int, int], list[Quotation]] = {}
    for quotation in quotations:
        before, words, after = quotation.paragraph
        first = quotation.start - len(before)
        place = quotation.capture.capture.id, first, first + len(before + words + after)
        by_paragraph.setdefault(place, []).append(quotation)
    for (capture, first, last), rows in sorted(by_paragraph.items()):
        text = rows[0].capture.text.source[first:last]
        yield f"Paragraph of {capture}: {text}"
        yield from (_place(row, first) for row in sorted(rows, key=lambda row: (row.start, row.exhibit)))


def _place(quotation: Quotation, first: int) -> str:
    """Where a quotation stands in its paragraph, which begins at `first`; how its words are said; the author's note."""
    excerpt, box = quotation.excerpt, around(quotation.boxes)
    parts = (
        f"{quotation.exhibit} {excerpt.key}: characters {quotation.start - first + 1} to {quotation.end - first}",
        f"page {quotation.page}" if quotation.page else "",
        box.fragment if box else "",
        excerpt.speech,
        f"{excerpt.edition} edition" if excerpt.edition else "",
        f"note: {excerpt.note}" if excerpt.note else "",
    )
    return "; ".join(filter(None, parts))
