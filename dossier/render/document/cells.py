"""Blocks and cells that several parts of a document use: tables of statements, criteria, notes on sources."""

from __future__ import annotations

from collections.abc import Iterable

from dossier.editions import Stamp, VisibleCapture
from dossier.language import msg
from dossier.regimes import MARKS, Regime
from dossier.render.document.model import Criterion, Document, Line
from dossier.render.document.tree import (
    Block,
    CaseText,
    Cite,
    Digest,
    Inline,
    Lines,
    Paragraph,
    Phrase,
    Prose,
    Table,
    Text,
    Words,
    fill,
    words,
)
from dossier.render.words import NO_SOURCE, PART_TITLES, captured_words, method_words


def case_paragraph(text: str, role: str = "") -> Paragraph:
    """A paragraph of the case's words."""
    return Paragraph((CaseText(text),), role)


def own_words(doc: Document, text: str) -> Phrase:
    """Words of the case, marked with its language and isolated from what stands around them."""
    return Phrase((CaseText(text, isolated=True),), language=doc.view.meta.language)


def part_title(doc: Document, name: str) -> Text:
    """What a part is called."""
    return Text(doc.say(PART_TITLES[name]))


def strong(text: str) -> Phrase:
    """Words that stand out."""
    return Phrase((Text(text),), "strong")


def facts(rows: Iterable[tuple[str, Words]], says: Text | CaseText, name: str = "facts") -> Table:
    """A table of labels, each with what it says."""
    return Table(name, tuple((words(label), cell) for label, cell in rows), says=says)


def lines_table(doc: Document, name: str, lines: Iterable[Line], says: Text | CaseText, *, heads: bool = True) -> Table:
    """Statements, each with its source."""
    say = doc.say
    named = (say("What"), say("As the source gives it"), say("Source")) if heads else ()
    return Table(name, tuple(_line(doc, line) for line in lines), named, says=says, long=True)


def _line(doc: Document, line: Line) -> tuple[Words, ...]:
    text: Inline = CaseText(line.text) if line.known else Phrase((CaseText(line.text),), "unknown")
    none = line.by or (doc.say(NO_SOURCE) if line.known else "–")
    return (CaseText(line.label),), (text, *inferred(doc, line)), (Cite(line.cite),) if line.cite else words(none)


def inferred(doc: Document, line: Line) -> Words:
    """What a line was inferred from, if it was."""
    if not line.inferred:
        return ()
    said = fill(doc.say, msg("(inferred: {reason})"), reason=CaseText(line.inferred))
    return (Phrase((Text(" "), said), "inferred"),)


def because(doc: Document, row: Criterion) -> Words:
    """The reason of a finding, and what holds it down."""
    capped = (ref(row.capped),) if row.capped else ()
    return own_words(doc, row.finding.because), Cite(tuple(row.finding.cite)), *capped


def finding(row: Criterion) -> Words:
    """A finding in its word."""
    return (Phrase((Text(row.words),), f"finding {row.finding.finding}"),)


def ref(text: str) -> Phrase:
    """What stands aside behind other words."""
    return Phrase((Text(f" {text}"),), "ref")


def criteria_heads(doc: Document) -> tuple[str, ...]:
    """The columns of a table of criteria."""
    say = doc.say
    return say("Element"), say("Finding"), say("Why"), say("Would need")


def bases(doc: Document, regime: Regime) -> Table:
    """What a regime rests on, and who decides."""
    say = doc.say
    standard = say(
        "{standard} ({reference}; {mark})",
        standard=regime.standard.text,
        reference=regime.standard.reference,
        mark=say(MARKS[regime.standard.verified]),
    )
    rows = [
        (say("Instruments"), say.joined(regime.instruments)),
        (say("Who decides"), say("{authority}. {decides}", authority=regime.authority, decides=regime.decides)),
        (say("Standard"), standard),
        *([(say("Duty of the authority"), regime.obligation)] if regime.obligation else []),
        (say("Text read"), regime.text_read),
    ]
    found = [(label, words(text)) for label, text in rows]
    if regime.conditions:
        found.append((say("What also holds"), (Lines(tuple(map(words, regime.conditions)), "line"),)))
    return facts(found, part_title(doc, "bases"), "facts bases")


def only_read(doc: Document) -> tuple[Block, ...]:
    """The note on sources that were read and are not cited."""
    return (case_paragraph(doc.only_read, "small"),) if doc.only_read else ()


def handling(doc: Document) -> tuple[Block, ...]:
    """How the document is to be handled."""
    prose: tuple[Block, ...] = (Prose(doc.handling),) if doc.handling else ()
    if doc.regime and doc.regime.disclosure:
        return *prose, Paragraph(words(doc.regime.disclosure))
    if prose:
        return prose
    disclosable = doc.say(
        "Treat this document as disclosable to the person it concerns. No confidentiality is promised or assumed."
    )
    return (Paragraph(words(disclosable)),)


def prepared(doc: Document) -> Paragraph:
    """Who reviewed the document, and what made it."""
    said = fill(
        doc.say,
        msg("Reviewed by: {people}. Prepared with dossier {version}."),
        people=CaseText(doc.review.by),
        version=doc.version,
    )
    return Paragraph((said,), "small")


def capture_row(
    doc: Document, capture: VisibleCapture, stamp: Stamp | None = None, withheld: int = 0, *, whole: bool = True
) -> tuple[str, Words]:
    """A capture with its bytes and how they were taken; without `whole`, that it is not shown whole and why."""
    say = doc.say
    size = say.plural("{number} byte", "{number} bytes", capture.size)
    taken: Words = (
        Text(f"{capture.capture.media_type}, "),
        *(words(f"{size}, ") if capture.sha256 else ()),
        fill(
            say,
            msg("{method}; captured at: {time}; text by extractor {extractor}"),
            method=method_words(capture, say),
            time=captured_words(capture, say),
            extractor=Phrase(words(capture.extractor), "whole"),
        ),
    )
    lines = [taken]
    if capture.sha256:
        lines.append((Digest(capture.sha256),))
    else:
        lines.append(words(say("sha256 withheld: it would let a guess of the names be tested")))
    if stamp:
        existed = say(
            "Existed by {time} UTC (time stamp of {authority}, RFC 3161)",
            time=say.moment(stamp.shown),
            authority=stamp.authority,
        )
        lines.append(words(existed))
    if not whole:
        lines.append(words(_not_whole(doc, withheld)))
    return say("Capture {name}", name=capture.capture.id), (Lines(tuple(lines)),)


def _not_whole(doc: Document, withheld: int) -> str:
    if not withheld:
        return doc.say("Not shown whole in this edition: passages are withheld.")
    return doc.say.plural(
        "Not shown whole in this edition: it names {number} person who is withheld.",
        "Not shown whole in this edition: it names {number} persons who are withheld.",
        withheld,
    )
