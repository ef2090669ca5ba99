"""What follows the first pages as blocks: the contents, the chapters with their parts, and the files attached."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from dossier.editions import VisibleQuotation
from dossier.language import msg
from dossier.render.document import cells
from dossier.render.document.model import ActDetail, Chapter, Criterion, Document, Part, SourceLine
from dossier.render.document.tree import (
    AttachedFiles,
    Block,
    BlockQuote,
    CaseText,
    Cite,
    Contents,
    Exhibit,
    Figure,
    Group,
    Heading,
    Inline,
    Items,
    Link,
    More,
    Paragraph,
    Phrase,
    Prose,
    Record,
    Replaceable,
    Table,
    Text,
    Words,
    fill,
    words,
)
from dossier.render.figures import network_rows, network_title, timeline_rows, timeline_title
from dossier.render.legible import MAX_ROWS
from dossier.render.words import ATTACHED_TITLE, contact_words, manner_of, sender_words


def contents(doc: Document, *, attached: bool) -> Contents:
    """The list of the chapters."""
    entries = [Link(Text(_chapter_title(chapter)), chapter.anchor) for chapter in doc.chapters]
    if attached:
        entries.append(Link(Text(_attached_title(doc)), "attached"))
    return Contents(Heading(1, words(doc.say("Contents")), anchor="contents", role="plain"), tuple(entries))


def detail(doc: Document, *, attached: bool) -> tuple[Block, ...]:
    """The chapters, then what is attached, then what the case closes with."""
    found: list[Block] = []
    for chapter in doc.chapters:
        found.append(Heading(1, words(_chapter_title(chapter)), anchor=chapter.anchor))
        found += [_part(doc, chapter, part, attached=attached) for part in chapter.parts]
    if attached:
        found += [Heading(1, words(_attached_title(doc)), anchor="attached"), AttachedFiles()]
    return *found, Replaceable("closing")


def _chapter_title(chapter: Chapter) -> str:
    return f"{chapter.letter}  {chapter.title}"


def _attached_title(doc: Document) -> str:
    return f"{doc.next_letter}  {doc.say(ATTACHED_TITLE)}"


def _part(doc: Document, chapter: Chapter, part: Part, *, attached: bool) -> Group:
    """A part with its heading, if it has one; a template of the case may replace what it says when that is prose."""
    blocks: tuple[Block, ...] = (
        _annexes(doc, attached=attached)
        if part.kind == "annexes"
        else _KINDS[part.kind](doc, part, 3 if part.title else 2)
    )
    if part.passages:
        blocks = (Replaceable(part.name, blocks, passages=part.passages),)
    if part.title:
        blocks = (Heading(2, words(part.title), role="part-title"), *blocks)
    return Group("part", blocks, anchor=f"{part.name}-{chapter.letter.lower()}")


# --- the kinds of parts; `level` is that of headings inside


def _prose(doc: Document, part: Part, level: int) -> tuple[Block, ...]:
    return (Prose(part.passages),)


def _mitigating(doc: Document, part: Part, level: int) -> tuple[Block, ...]:
    return Prose(part.passages), cells.case_paragraph(doc.reply, "reply")


def _submitter(doc: Document, part: Part, level: int) -> tuple[Block, ...]:
    publisher = doc.view.meta.publisher
    url: Words = (Text(" · "), CaseText(publisher.url)) if publisher.url else ()
    contact = CaseText(contact_words(doc.view, doc.say))
    return Prose(part.passages), Paragraph((Phrase((CaseText(publisher.name), *url, Text(" · "), contact)),))


def _opening(doc: Document, part: Part, level: int) -> tuple[Block, ...]:
    say = doc.say
    assert doc.regime is not None
    about = Phrase((CaseText(doc.person.caption, isolated=True), Text(", "), CaseText(doc.office_line)))
    rows: list[tuple[str, Words]] = [
        (say("To"), words(doc.regime.authority)),
        (say("From"), (CaseText(sender_words(doc.view, say)),)),
        (say("About"), (about,)),
        (say("Under"), words(doc.regime.name)),
        (say("What this is"), words(say("{kind}, evidence as of {day}", kind=doc.kind, day=doc.as_of))),
    ]
    return (cells.facts(rows, cells.part_title(doc, "opening")),)


def _bases(doc: Document, part: Part, level: int) -> tuple[Block, ...]:
    assert doc.regime is not None
    return (cells.bases(doc, doc.regime),)


def _identifiers(doc: Document, part: Part, level: int) -> tuple[Block, ...]:
    return (cells.lines_table(doc, "who", doc.who, cells.part_title(doc, "identifiers")),)


def _annexes(doc: Document, *, attached: bool) -> tuple[Block, ...]:
    rows = [(chapter.letter, chapter.title, chapter.anchor) for chapter in doc.chapters if chapter.annex]
    if attached:
        rows.append((doc.next_letter, doc.say(ATTACHED_TITLE), "attached"))
    cells_ = tuple((words(letter), (Link(Text(title), anchor),)) for letter, title, anchor in rows)
    return (Table("annexes", cells_, (doc.say("Part"), doc.say("What stands there"))),)


def _acts(doc: Document, part: Part, level: int) -> tuple[Block, ...]:
    say = doc.say
    figured = replace(doc, acts=doc.acts[:MAX_ROWS])
    times = Figure(
        "timeline",
        timeline_title(doc),
        say("Filled bars: known days. Outlined bars: some day within."),
        (say("What"), say("When")),
        tuple(timeline_rows(figured)),
    )
    ties = Figure(
        "network",
        network_title(doc),
        say(
            "Lines lead from each act to those whom the sources name, with the words on how; below a body stands the "
            "office that this person is reported to hold there."
        ),
        (say("Act or person"), say("How"), say("Whom the sources name")),
        tuple(network_rows(figured)),
    )
    more = (More("acts", len(doc.acts) - MAX_ROWS),) if len(doc.acts) > MAX_ROWS else ()
    return times, *(_act(doc, act, level) for act in figured.acts), *more, ties


def _act(doc: Document, act: ActDetail, level: int) -> Record:
    say = doc.say
    name = CaseText(act.entity.caption, isolated=True)
    rows: list[tuple[str, Words]] = [
        (say("When"), words(act.date)),
        (say("Actor named"), (CaseText(act.actor),)),
        (say("Tied to this person by"), (CaseText(act.ties),)),
        *((line.label, (CaseText(line.text), *cells.inferred(doc, line), Cite(line.cite))) for line in act.lines),
    ]
    blocks: tuple[Block, ...] = (cells.facts(rows, name), *map(BlockQuote, act.quotations))
    heading = Heading(level, (name,), act.anchor, role="item", language=doc.view.meta.language)
    return Record("act", heading, (Replaceable("act", blocks, act=act),))


def _criteria(doc: Document, part: Part, level: int) -> tuple[Block, ...]:
    heads = cells.criteria_heads(doc)
    found: list[Block] = []
    for group in part.groups:
        if group.regime or len(part.groups) > 1:
            found.append(Heading(level, words(group.title), role="item"))
        if group.regime:
            found.append(cells.bases(doc, group.regime))
        rows = tuple(_criterion(doc, row) for row in group.rows)
        found.append(Table("matrix", rows, heads, heads, says=Text(group.title)))
    return tuple(found)


def _criterion(doc: Document, row: Criterion) -> tuple[Words, ...]:
    element: list[Inline] = [
        Text(row.element.title),
        cells.ref(doc.say.joined([row.element.reference, row.mark])),
        Phrase(words(row.element.question), "question"),
    ]
    if row.element.condition:
        element.append(Phrase(words(row.element.condition), "condition"))
    read = (cells.ref(doc.read_in_full(row)),) if row.finding.read else ()
    needs: Words = (CaseText(row.element.usually_shown_by), cells.ref(doc.say("(what usually shows it)")))
    if row.finding.needs:
        needs = (cells.own_words(doc, row.finding.needs),)
    return tuple(element), cells.finding(row), (*cells.because(doc, row), *read), needs


def _statements(doc: Document, part: Part, level: int) -> tuple[Block, ...]:
    found: list[Block] = []
    for entity, schema, lines in doc.statements[:MAX_ROWS]:
        name = cells.own_words(doc, entity.caption), Phrase((Text(f" {schema}"),), "schema")
        found.append(Heading(level, name, role="item"))
        found.append(cells.lines_table(doc, "statements", lines, CaseText(entity.caption)))
    if len(doc.statements) > MAX_ROWS:
        found.append(More("records", len(doc.statements) - MAX_ROWS))
    return tuple(found)


def _sources(doc: Document, part: Part, level: int) -> tuple[Block, ...]:
    return *(_source(doc, line, level) for line in doc.sources), *cells.only_read(doc)


def _source(doc: Document, line: SourceLine, level: int) -> Record:
    say = doc.say
    origin = fill(
        say,
        msg("{origin} (origin {number}; sources of one origin do not corroborate each other)"),
        origin=CaseText(line.origin),
        number=line.origin_number,
    )
    rows: list[tuple[str, Words]] = [
        (say("Origin"), (origin,)),
        (say("Published"), words(line.published)),
        (say("Language"), words(line.language)),
    ]
    if grade := line.source.assessment:
        graded = say(
            "reliability {reliability}, credibility {credibility}:",
            reliability=grade.reliability,
            credibility=grade.credibility,
        )
        said = Phrase((Text(f"{graded} "), cells.own_words(doc, grade.because)))
        rows.append((say("Graded (Admiralty code)"), (said,)))
    rows += [
        cells.capture_row(doc, each, line.stamps.get(each.capture.id), line.withheld, whole=each.whole)
        for each in line.captures
    ]
    heading = Heading(level, _source_title(line), role="item")
    return Record("record", heading, (cells.facts(rows, Text(line.exhibit)),))


def _source_title(line: SourceLine) -> Words:
    title = Phrase((CaseText(line.source.title),), language=line.source.first("language") or "")
    return (Phrase((Text(f"{line.exhibit}  "), title)),)


def _quotations(doc: Document, part: Part, level: int) -> tuple[Block, ...]:
    say = doc.say
    if any(line.withheld for line in doc.sources):
        compared = say(
            "Each was found letter for letter in the text of its source, in which this edition replaces the names of "
            "withheld persons by labels in brackets; only typography (curly quotation marks, spaces, line breaks) may "
            "differ."
        )
    else:
        compared = say(
            "Each was found letter for letter in the text of its source; only typography (curly quotation marks, "
            "spaces, line breaks) may differ."
        )
    said = [say("The words quoted are marked."), compared]
    if any(quotation.crosses for quotation in doc.quotations):
        said.append(say("¶ is where a paragraph, list item, heading or page of the source ends inside a quotation."))
    found: list[Block] = [Paragraph(words(" ".join(said)), "small")]
    for line in doc.sources:
        found.append(Heading(2, _source_title(line), anchor=f"exhibit-{line.exhibit}"))
        found += [
            _exhibit(doc, quotation) for quotation in doc.quotations if quotation.excerpt.source == line.source.id
        ]
    return tuple(found)


def _exhibit(doc: Document, quotation: VisibleQuotation) -> Exhibit:
    note = (
        fill(doc.say, msg("Note: {note}"), note=CaseText(quotation.excerpt.note, isolated=True))
        if quotation.excerpt.note
        else None
    )
    return Exhibit(
        quotation, manner_of(quotation, doc.say), (note,) if note else (), doc.say("back to where it is cited")
    )


def _about(doc: Document, part: Part, level: int) -> tuple[Block, ...]:
    items = tuple((cells.strong(term), Phrase((Text(" "), CaseText(meaning)))) for term, meaning in doc.about)
    return (Group("small unbroken", (cells.case_paragraph(doc.made_from, "note"), Items(items))),)


# What lays out each kind of part but the annexes, which know what is attached.
_KINDS: dict[str, Callable[[Document, Part, int], tuple[Block, ...]]] = {
    "about": _about,
    "acts": _acts,
    "bases": _bases,
    "criteria": _criteria,
    "identifiers": _identifiers,
    "mitigating": _mitigating,
    "opening": _opening,
    "prose": _prose,
    "quotations": _quotations,
    "sources": _sources,
    "statements": _statements,
    "submitter": _submitter,
}
