"""The head and the two first pages as blocks: eight numbered sections below what is asked, in their order."""

from __future__ import annotations

from itertools import chain

from dossier.language import msg
from dossier.render.document import cells
from dossier.render.document.model import Criterion, Document, OtherAct, SourceLine
from dossier.render.document.tree import (
    Block,
    CaseText,
    Cite,
    Digest,
    Group,
    Heading,
    Inline,
    Lines,
    Link,
    Masthead,
    Paragraph,
    Phrase,
    Prose,
    Quotes,
    Replaceable,
    Table,
    Text,
    Words,
    fill,
    joined,
    words,
)
from dossier.render.legible import MAX_ROWS
from dossier.render.words import (
    CRITERIA_OF_ONE,
    FIRST_TITLES,
    NO_SOURCE,
    SOURCE_TITLES,
    captured_words,
    edition_notice,
    edition_words,
    method_words,
    sender_words,
)


def masthead(doc: Document) -> Masthead:
    """The head: what the document is, of whom, under which regimes, from whom, and how far it is reviewed."""
    meta, say = doc.view.meta, doc.say
    names = " · ".join(regime.name for regime in doc.regimes)
    if len(doc.regimes) == 1:
        names = say.labelled(names, say.joined(doc.regimes[0].instruments))
    dated = say("evidence as of {day}", day=doc.as_of)
    made: Words = (
        Phrase((CaseText(meta.title),), language=meta.language),
        Text(f" · {dated} · "),
        CaseText(sender_words(doc.view, say)),
    )
    state: Words = (
        Text(f"{edition_words(doc.view.edition, say)} · "),
        cells.strong(doc.review.state),
        Text(f" ({doc.review.count})"),
    )
    return Masthead(
        logo=meta.design.logo,
        letterhead=Replaceable("letterhead"),
        document_kind=doc.kind,
        name=CaseText(doc.person.caption, isolated=True),
        office=CaseText(doc.office_line),
        about=Lines((words(names), made, state)),
        notice=edition_notice(doc.view.edition, say),
    )


def first_pages(doc: Document, *, attached: bool = False) -> tuple[Block, ...]:
    """What we ask, the document in short, and the sections 1 to 8. `attached` says that files go with it."""
    sections: dict[str, tuple[Block, ...]] = {
        "who": _who(doc),
        "reported": _reported(doc),
        "others": _others(doc),
        "criteria": _criteria(doc),
        "mitigating": _mitigating(doc),
        "missing": _missing(doc),
        "sources": _sources(doc, attached=attached),
        "handling": (*cells.handling(doc), cells.prepared(doc)),
    }
    numbered = (
        (Heading(1, words(_title(doc, name)), anchor=name, number=str(number)), *blocks)
        for number, (name, blocks) in enumerate(sections.items(), 1)
    )
    return _ask(doc), _in_short(doc), *chain.from_iterable(numbered)


def _title(doc: Document, name: str) -> str:
    if name == "sources":
        return doc.say.plural(*SOURCE_TITLES, len(doc.sources))
    if name == "criteria" and len(doc.regimes) == 1:
        return doc.say(CRITERIA_OF_ONE)
    return doc.say(FIRST_TITLES[name])


def _lead(doc: Document, intro: Inline, rows: object) -> Paragraph:
    """The sentence above a table, or in its place."""
    return Paragraph((intro,), "lead" if rows else "")


def _ask(doc: Document) -> Group:
    say = doc.say
    heading = Heading(1, words(_title(doc, "ask")), anchor="ask", role="plain")
    if doc.ask:
        return Group("ask", (heading, Prose(doc.ask)))
    if doc.submission:
        asked = say(
            "We ask you to consider a listing on the evidence set out here, and to tell us what "
            "section\u00a06 still needs."
        )
    else:
        asked = say(
            "We do not propose a listing on this evidence. We ask you to note it, and to tell us whether you hold any "
            "of what section\u00a06 names."
        )
    return Group("ask", (heading, Paragraph(words(asked))))


def _in_short(doc: Document) -> Table:
    rows = tuple((words(line.label), (CaseText(line.text),)) for line in doc.in_short)
    return Table("short", rows, caption=doc.say("In short"))


def _who(doc: Document) -> tuple[Block, ...]:
    says = Text(doc.say("Who this is: what is known, and from which source"))
    return Paragraph(words(doc.who_intro), "lead"), cells.lines_table(doc, "who", doc.who, says, heads=False)


def _reported(doc: Document) -> tuple[Block, ...]:
    say = doc.say
    lead = _lead(doc, CaseText(doc.reported_intro), doc.reported)
    if not doc.reported:
        return (lead,)
    rows = tuple(
        (
            words(row.date),
            (Quotes(row.quotations),) if row.quotations else words(say(NO_SOURCE)),
            words(row.ties),
            (cells.own_words(doc, row.does_not_say),),
        )
        for row in doc.reported
    )
    heads = say("Date"), say("Words of the source"), say("The source names"), say("Does not say")
    return lead, Table("reported", rows, heads, heads, named=False, long=True, all_in=doc.letter_of("acts"))


def _others(doc: Document) -> tuple[Block, ...]:
    say = doc.say
    found: list[Block] = [_lead(doc, CaseText(doc.others_intro), doc.others)]
    if doc.others:
        detailed = {act.anchor for act in doc.acts[:MAX_ROWS]}
        rows = tuple(_other(doc, row, detailed) for row in doc.others)
        labels = say("Date"), say("Act"), say("Actor named"), say("In known time in office?")
        heads = (
            say("Date, as precise as the source"),
            *labels[1:3],
            say("In this person’s known time in office?"),
        )
        found.append(Table("others", rows, heads, labels, named=False, long=True, all_in=doc.letter_of("acts")))
    if doc.not_relied_on:
        spans: list[Inline] = [cells.strong(say("Not relied on.")), Text(" ")]
        for number, line in enumerate(doc.not_relied_on):
            labelled = fill(say, msg("{label}: {text}"), label=CaseText(line.label), text=CaseText(line.text))
            between = (Text(" "),) if number else ()
            spans += [
                Phrase((*between, Phrase((labelled,), language=doc.view.meta.language))),
                Cite(line.cite),
            ]
        found.append(Paragraph(tuple(spans), "small"))
    return tuple(found)


def _other(doc: Document, row: OtherAct, detailed: set[str]) -> tuple[Words, ...]:
    """An act of others; its name leads to its detail when that is printed."""
    name: Inline = CaseText(row.name, isolated=True)
    if row.anchor in detailed:
        name = Link(CaseText(row.name, isolated=True), row.anchor)
    return words(row.date), (name, Cite(row.cite)), (CaseText(row.actor),), words(row.in_office)


def _criteria(doc: Document) -> tuple[Block, ...]:
    say = doc.say
    found: list[Block] = [_lead(doc, Text(doc.criteria_intro), doc.criteria)]
    if doc.criteria:
        heads = cells.criteria_heads(doc)
        found.append(Table("criteria", tuple(_criterion(doc, row) for row in doc.criteria), heads, heads))
    if doc.rest:
        reasons = say(
            "{elements}. For the reasons see {parts}.",
            elements=say.joined(doc.rest),
            parts=doc.parts_with("criteria"),
        )
        found.append(Paragraph((cells.strong(say("Everything else is not shown:")), Text(f" {reasons}")), "small rest"))
    return tuple(found)


def _criterion(doc: Document, row: Criterion) -> tuple[Words, ...]:
    marks = [row.mark] if row.element.verified == "K" else []
    element: Words = (Text(row.element.title), cells.ref(doc.say.joined([row.element.reference, *marks])))
    if len(doc.regimes) > 1:
        regime = Phrase(words(doc.say("{name}:", name=row.regime.short)), "regime")
        element = (regime, Text(" "), *element)
    needs = cells.own_words(doc, row.finding.needs or "–")
    return element, cells.finding(row), cells.because(doc, row), (needs,)


def _mitigating(doc: Document) -> tuple[Block, ...]:
    if doc.mitigating:
        return Prose(doc.mitigating), cells.case_paragraph(doc.reply, "reply")
    nothing = doc.say("Nothing is on record; what was looked for is not stated.")
    return Paragraph(words(nothing)), cells.case_paragraph(doc.reply, "reply")


def _missing(doc: Document) -> tuple[Block, ...]:
    gap = Prose(doc.gap) if doc.gap else Paragraph(words(doc.say("The case does not say what is missing.")))
    return (gap, Paragraph(words(doc.unfilled_words), "small unfilled")) if doc.unfilled else (gap,)


def _sources(doc: Document, *, attached: bool) -> tuple[Block, ...]:
    say = doc.say
    heads = say("No."), say("Source"), say("Grading and reason"), say("Bytes")
    rows = tuple(_source(doc, line) for line in doc.sources)
    table = Table("sources", rows, heads, heads, long=True, all_in=doc.letter_of("sources"))
    return table, *cells.only_read(doc), *_not_whole(doc), _compared(doc, attached=attached)


def _source(doc: Document, line: SourceLine) -> tuple[Words, ...]:
    say = doc.say
    source = fill(
        say,
        msg("{origin}, {published}, {language}; origin\u00a0{number}"),
        origin=CaseText(line.origin),
        published=line.published,
        language=line.language,
        number=line.origin_number,
    )
    grading = words(say("not graded"))
    if grade := line.source.assessment:
        reason = Phrase((Text(say(": ")), cells.own_words(doc, grade.because)))
        grading = (cells.strong(f"{grade.reliability} / {grade.credibility}"), reason)
    captures: list[Words] = []
    for each in line.captures:
        digest: Inline = Digest(each.sha256, short=True) if each.sha256 else Text(say("hash withheld"))
        how = say("{method}; captured: {time}", method=method_words(each, say), time=captured_words(each, say))
        captures.append((digest, Text(f", {how}")))
    return words(line.exhibit), (source,), grading, (Phrase(joined(captures, "; ")),)


def _not_whole(doc: Document) -> tuple[Paragraph, ...]:
    """Which sources are not shown whole."""
    named = [line for line in doc.sources if line.withheld]
    if not named:
        return ()
    said = doc.say(
        "{exhibits} are not shown whole here because they name persons who are withheld; names inside quotations are "
        "replaced by labels in brackets, and every such quotation says so.",
        exhibits=", ".join(line.exhibit for line in named),
    )
    if len(named) == 1:
        said = doc.say.plural(
            "{exhibit} is not shown whole here because it names {number} person who is withheld; names inside "
            "quotations are replaced by labels in brackets, and every such quotation says so.",
            "{exhibit} is not shown whole here because it names {number} persons who are withheld; names inside "
            "quotations are replaced by labels in brackets, and every such quotation says so.",
            named[0].withheld,
            exhibit=named[0].exhibit,
        )
    return (Paragraph(words(said), "small"),)


def _compared(doc: Document, *, attached: bool) -> Paragraph:
    """How the quotations were compared, and where the evidence is."""
    say = doc.say
    compared = say(
        "Every quotation in this document stands in its paragraph in part {part}. Each was compared letter for letter "
        "with the text of its capture; where names are replaced, both before and after.",
        part=doc.letter_of("quotations"),
    )
    where: Inline = Text(say("What this edition may give of the sources is attached to the PDF of this document."))
    if attached:
        link = Link(Text(say("part {part}", part=doc.next_letter)), "attached")
        where = fill(
            say, msg("What this edition may give of the sources is attached to this file ({part})."), part=link
        )
    return Paragraph((Phrase((Text(f"{compared} "), where)),), "small")
