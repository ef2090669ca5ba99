"""Document → Word: what the PDF says, in the same order, for people who go on editing it.

Citations are footnotes; what the PDF draws stands in tables. How Word documents are written is `word`'s.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import groupby

from dossier.editions import Logo, VisibleCapture, VisiblePassage, VisibleQuotation
from dossier.language import Language, language_tag
from dossier.regimes import MARKS, Regime
from dossier.render.blocks import OwnBlocks, Printers
from dossier.render.document import Document, Part
from dossier.render.document.model import ActDetail, CriteriaGroup, Criterion, Line, OtherAct, SourceLine
from dossier.render.figures import network_rows, network_title, timeline_rows, timeline_title
from dossier.render.labels import language_words
from dossier.render.legible import IN_CASE, MAX_ROWS, Cuts, ending, folded, legible, legible_runs
from dossier.render.markup import Places
from dossier.render.pdf import drawn_as_png
from dossier.render.word import About, Item, Span, Word, Words
from dossier.render.words import (
    NO_SOURCE,
    captured_words,
    contact_words,
    edition_notice,
    edition_title,
    edition_words,
    manner_of,
    method_words,
    sender_words,
)

Spans = list[Span]
LABELLED = (30, 70)  # shares of the width: a label and what it says
LOGO_SIZE = (45, 14)  # millimetres that it has at the most, as in the style sheet
SCREEN, PRINT = 96, 300  # dots an inch: of a PNG, as browsers take it, and of what is drawn here


def render_docx(document: Document, cuts: Cuts | None = None) -> bytes:
    """The document as a Word file; `cuts` takes the texts that are too long to print.

    Raises Stop when python-docx is not installed, and when a template of the case fails.
    """
    return _Twin(document, cuts or Cuts(document.say, IN_CASE)).data()


class _Twin:
    """One document on its way into Word."""

    def __init__(self, document: Document, cuts: Cuts) -> None:
        self.doc = document
        self.say = document.say
        self.cuts = cuts
        self.word = Word(_about(document))
        self._acts = document.acts[:MAX_ROWS]
        self._places = Places()
        keep = self._places.keep
        self._own = OwnBlocks(
            document,
            Printers(
                text=lambda value: keep([Span(self._legible(str(value)))]),
                passage=lambda passage: keep(self._rich(passage)),
                quotation=lambda quotation: keep(self._quote(quotation)),
                cite=lambda keys: keep(self._cites(keys)),
            ),
        )
        self._quotations = {quotation.excerpt.key: quotation for quotation in document.quotations}
        self._lines = {line.source.id: line for line in document.sources}
        self._cited: set[str] = set()

    def data(self) -> bytes:
        """The first pages, the contents and the chapters."""
        self._masthead()
        for section in (
            self._ask,
            self._in_short,
            self._who,
            self._reported,
            self._others,
            self._criteria,
            self._mitigating,
            self._missing,
            self._sources,
            self._handling,
        ):
            section()
        self._chapters()
        return self.word.data()

    def _legible(self, text: str) -> str:
        return legible(text, self.cuts)

    def _own_block(
        self, name: str, passages: Sequence[VisiblePassage] | None = None, act: ActDetail | None = None
    ) -> bool:
        """Write what the case's template prints for a block; False when the case does not replace it."""
        printed = self._own(name, passages, act)
        if printed is not None:
            self._places.write(printed, self.word)
        return printed is not None

    # --- words with citations

    def _cites(self, keys: Iterable[str]) -> Spans:
        """Each exhibit cited, with a footnote that gives its words; later citations refer to the same footnote."""
        spans: Spans = []
        for key in keys:
            quotation = self._quotations.get(key)
            if quotation is not None:
                exhibit = quotation.exhibit
                link = Span(exhibit, "Citation", to=f"exhibit-{exhibit}")
                if key in self._cited:
                    link = replace(link, note_of=f"cited-{exhibit}")
                else:
                    link = replace(link, anchor=f"cited-{exhibit}", note=tuple(self._note(quotation)))
                self._cited.add(key)
                spans += [Span(" "), link]
        return spans

    def _note(self, quotation: VisibleQuotation) -> Spans:
        line = self._lines[quotation.excerpt.source]
        said = {
            "title": self._legible(line.source.title),
            "origin": self._legible(line.origin),
            "published": line.published,
        }
        if quotation.page:
            source = self.say("{title}. {origin}, {published}, page {page}.", **said, page=quotation.page)
        else:
            source = self.say("{title}. {origin}, {published}.", **said)
        exhibit = Span(quotation.exhibit, to=f"exhibit-{quotation.exhibit}")
        return [exhibit, Span(". "), *self._quoted(quotation), Span(f" {source}")]

    def _quoted(self, quotation: VisibleQuotation) -> Spans:
        words = quotation.excerpt.quote
        # a narrow space parts the mark from a quotation mark inside
        before, end = self.say.within("quotation mark", "“"), self.say.within("quotation mark", "”")
        if words[-1:] in '”"’»':
            end = f"\u202f{end}"
        return [Span(before), Span(self._legible(words), "Words Quoted", lang=self._language(quotation)), Span(end)]

    def _quote(self, quotation: VisibleQuotation) -> Spans:
        altered = [Span(f" {self.say('names replaced')}", "Aside", italic=True)] if quotation.altered else []
        cites = self._cites([quotation.excerpt.key])
        return [*self._quoted(quotation), *cites, *altered, *self._translations(quotation)]

    def _translations(self, quotation: VisibleQuotation) -> Spans:
        spans: Spans = []
        for each in quotation.excerpt.translations:
            said = self.say(
                "(translation into {language} by {translator})",
                language=language_words(each.lang, self.say),
                translator=self._legible(each.by),
            )
            spans += [
                Span("\n"),
                Span(self._legible(each.text), lang=language_tag(each.lang)),
                Span(f" {said}", "Aside"),
            ]
        return spans

    def _language(self, quotation: VisibleQuotation) -> str:
        return language_tag(self._lines[quotation.excerpt.source].source.first("language") or "")

    def _rich(self, passage: VisiblePassage) -> Spans:
        spans: Spans = []
        for run in legible_runs(passage.text, self.cuts):
            if run.kind == "cite":
                spans += self._cites([run.text])
            else:
                spans.append(
                    Span(
                        self._legible(run.text),
                        "Code" if run.kind == "code" else "",
                        bold=run.kind == "strong",
                        italic=run.kind == "em",
                        to=run.href if run.kind == "link" else "",
                    )
                )
        return spans

    def _prose(self, passages: Sequence[VisiblePassage]) -> None:
        for listed, group in groupby(passages, lambda passage: passage.depth > 0):
            if listed:
                self.word.items(self._item(passage) for passage in group)
            else:
                for passage in group:
                    self.word.paragraph(self._rich(passage))

    def _item(self, passage: VisiblePassage) -> Item:
        number = None if passage.bullet else passage.item
        return Item(self._rich(passage), passage.depth - 1, number, passage.continues)

    def _text(self, line: Line) -> Spans:
        known = Span(self._legible(line.text)) if line.known else Span(self._legible(line.text), "Aside", italic=True)
        return [known, *self._inferred(line)]

    # --- the first pages

    def _masthead(self) -> None:
        doc, meta, say = self.doc, self.doc.view.meta, self.say
        if logo := meta.design.logo:
            self._logo(logo)
        self._own_block("letterhead")
        self.word.paragraph(doc.kind, "Kind")
        self.word.title(self._legible(doc.person.caption))
        self.word.paragraph(self._legible(doc.office_line), "Subtitle")
        names = " · ".join(regime.name for regime in doc.regimes)
        if len(doc.regimes) == 1:
            names = say.labelled(names, say.joined(doc.regimes[0].instruments))
        self.word.paragraph(
            [
                f"{names}\n{self._legible(meta.title)} · {say('evidence as of {day}', day=doc.as_of)} · "
                f"{self._legible(sender_words(doc.view, say))}\n{edition_words(doc.view.edition, say)} · ",
                Span(doc.review.state, bold=True),
                f" ({doc.review.count})",
            ],
            "Small",
        )
        if notice := edition_notice(doc.view.edition, say):
            self.word.paragraph(notice, "Notice")

    def _logo(self, logo: Logo) -> None:
        if logo.media_type == "image/png":
            self.word.picture(logo.data, logo.alt, SCREEN, LOGO_SIZE)
        else:
            self.word.picture(drawn_as_png(logo.data, LOGO_SIZE, PRINT), logo.alt, PRINT, LOGO_SIZE)

    def _ask(self) -> None:
        self.word.heading(self.say("What we ask"), 1, "ask")
        if self.doc.ask:
            self._prose(self.doc.ask)
        elif self.doc.submission:
            self.word.paragraph(
                self.say(
                    "We ask you to consider a listing on the evidence set out here, and to tell us what section\u00a06 "
                    "still needs."
                )
            )
        else:
            self.word.paragraph(
                self.say(
                    "We do not propose a listing on this evidence. We ask you to note it, and to tell us whether you "
                    "hold any of what section\u00a06 names."
                )
            )

    def _in_short(self) -> None:
        rows: list[list[Words]] = [
            [Span(line.label, bold=True), self._legible(line.text)] for line in self.doc.in_short
        ]
        self.word.table(rows, (34, 66), caption=self.say("In short"))

    def _who(self) -> None:
        self.word.heading(f"1 {self.say('Who this is')}", 1, "who")
        self.word.paragraph(self.doc.who_intro)
        self._lines_table(self.doc.who, says=self.say("Who this is: what is known, and from which source"))

    def _lines_table(self, lines: Sequence[Line], *, heads: Sequence[str] = (), says: str = "") -> None:
        rows: list[list[Words]] = []
        for line in lines[:MAX_ROWS]:
            none = line.by or (self.say(NO_SOURCE) if line.known else "–")
            text = self._text(line)
            label = Span(self._legible(line.label), bold=True)
            rows.append([label, text, self._cites(line.cite) if line.cite else none])
        self.word.table(rows, (30, 56, 14), heads=heads, says=says, more=self._more("rows", lines))

    def _more(self, what: str, rows: Sequence[object]) -> str:
        """What stands for those that are too many to print; empty when none are."""
        return self.cuts.more(what, len(rows) - MAX_ROWS) if len(rows) > MAX_ROWS else ""

    def _more_in(self, rows: Sequence[object], part: str) -> str:
        """The same for a table on the first pages: a part of the detail goes on."""
        if len(rows) <= MAX_ROWS:
            return ""
        return self.say.plural(
            "{number} more stands in part {part}.",
            "{number} more stand in part {part}.",
            len(rows) - MAX_ROWS,
            part=self.doc.letter_of(part),
        )

    def _reported(self) -> None:
        self.word.heading(f"2 {self.say('What is reported of this person')}", 1, "reported")
        self.word.paragraph(self._legible(self.doc.reported_intro))
        rows: list[list[Words]] = []
        for row in self.doc.reported[:MAX_ROWS]:
            words = _joined([self._quote(quotation) for quotation in row.quotations]) or [Span(self.say(NO_SOURCE))]
            rows.append([row.date, words, row.ties, self._legible(row.does_not_say)])
        if rows:
            self.word.table(
                rows,
                (15, 47, 18, 20),
                heads=(
                    self.say("Date"),
                    self.say("Words of the source"),
                    self.say("The source names"),
                    self.say("Does not say"),
                ),
                more=self._more_in(self.doc.reported, "acts"),
            )

    def _others(self) -> None:
        doc = self.doc
        self.word.heading(f"3 {self.say('What is reported of others')}", 1, "others")
        self.word.paragraph(self._legible(doc.others_intro))
        if doc.others:
            self.word.table(
                [
                    [
                        row.date,
                        [self._name(row), *self._cites(row.cite)],
                        self._legible(row.actor),
                        row.in_office,
                    ]
                    for row in doc.others[:MAX_ROWS]
                ],
                (20, 42, 18, 20),
                heads=(
                    self.say("Date, as precise as the source"),
                    self.say("Act"),
                    self.say("Actor named"),
                    self.say("In this person’s known time in office?"),
                ),
                more=self._more_in(doc.others, "acts"),
            )
        if doc.not_relied_on:
            spans = [Span(self.say("Not relied on."), bold=True), Span(" ")]
            for index, line in enumerate(doc.not_relied_on):
                between = " " if index else ""
                spans += [
                    Span(between + self.say.labelled(self._legible(line.label), self._legible(line.text))),
                    *self._cites(line.cite),
                ]
            self.word.paragraph(spans, "Small")

    def _name(self, row: OtherAct) -> Span:
        """The name of an act, which leads to its detail when that is printed."""
        printed = any(act.anchor == row.anchor for act in self._acts)
        return Span(self._legible(row.name), to=row.anchor if printed else "")

    def _criteria(self) -> None:
        doc = self.doc
        title = self.say("The criteria, one by one") if len(doc.regimes) == 1 else self.say("The criteria")
        self.word.heading(f"4 {title}", 1, "criteria")
        self.word.paragraph(doc.criteria_intro)
        if doc.criteria:
            self.word.table(
                [self._criterion_in_short(row) for row in doc.criteria], (25, 13, 35, 27), heads=self._criteria_heads()
            )
        if doc.rest:
            reasons = self.say(
                "{elements}. For the reasons see {parts}.",
                elements=self.say.joined(doc.rest),
                parts=doc.parts_with("criteria"),
            )
            self.word.paragraph([Span(self.say("Everything else is not shown:"), bold=True), f" {reasons}"], "Small")

    def _criterion_in_short(self, row: Criterion) -> list[Spans]:
        regime = (
            [Span(self.say("{name}:", name=row.regime.short), bold=True), Span(" ")]
            if len(self.doc.regimes) > 1
            else []
        )
        marks = [row.mark] if row.element.verified == "K" else []
        law = self.say.joined([row.element.reference, *marks])
        return [
            [*regime, Span(row.element.title), Span(f" {law}", "Aside")],
            [Span(row.words, bold=True)],
            self._because(row),
            [Span(self._legible(row.finding.needs or "–"))],
        ]

    def _because(self, row: Criterion) -> Spans:
        capped = [Span(f" {row.capped}", "Aside")] if row.capped else []
        return [Span(self._legible(row.finding.because)), *self._cites(row.finding.cite), *capped]

    def _mitigating(self) -> None:
        self.word.heading(f"5 {self.say('What speaks for this person')}", 1, "mitigating")
        if self.doc.mitigating:
            self._prose(self.doc.mitigating)
        else:
            self.word.paragraph(self.say("Nothing is on record; what was looked for is not stated."))
        self.word.paragraph(self._legible(self.doc.reply))

    def _missing(self) -> None:
        doc = self.doc
        self.word.heading(f"6 {self.say('What is missing, most useful first')}", 1, "missing")
        if doc.gap:
            self._prose(doc.gap)
        else:
            self.word.paragraph(self.say("The case does not say what is missing."))
        if doc.unfilled:
            self.word.paragraph(doc.unfilled_words, "Small")

    def _sources(self) -> None:
        doc = self.doc
        title = self.say.plural(
            "The source, and what you can check yourself",
            "The sources, and what you can check yourself",
            len(doc.sources),
        )
        self.word.heading(f"7 {title}", 1, "sources")
        rows: list[list[Words]] = [
            [
                Span(line.exhibit, bold=True),
                self.say(
                    "{origin}, {published}, {language}; origin\u00a0{number}",
                    origin=self._legible(line.origin),
                    published=line.published,
                    language=line.language,
                    number=line.origin_number,
                ),
                self._grading(line),
                "; ".join(self._capture_in_short(line)),
            ]
            for line in doc.sources[:MAX_ROWS]
        ]
        self.word.table(
            rows,
            (6, 26, 40, 28),
            heads=(self.say("No."), self.say("Source"), self.say("Grading and reason"), self.say("Bytes")),
            more=self._more_in(doc.sources, "sources"),
        )
        self._only_read()
        named = [line for line in doc.sources if line.withheld]
        if len(named) > 1:
            together = self.say(
                "{exhibits} are not shown whole here because they name persons who are withheld; names inside "
                "quotations are replaced by labels in brackets, and every such quotation says so.",
                exhibits=", ".join(line.exhibit for line in named),
            )
            self.word.paragraph(together, "Small")
        for line in named:
            if len(named) == 1:
                self.word.paragraph(
                    self.say.plural(
                        "{exhibit} is not shown whole here because it names {number} person who is withheld; names "
                        "inside quotations are replaced by labels in brackets, and every such quotation says so.",
                        "{exhibit} is not shown whole here because it names {number} persons who are withheld; names "
                        "inside quotations are replaced by labels in brackets, and every such quotation says so.",
                        line.withheld,
                        exhibit=line.exhibit,
                    ),
                    "Small",
                )
        compared = self.say(
            "Every quotation in this document stands in its paragraph in part {part}. Each was compared letter for "
            "letter with the text of its capture; where names are replaced, both before and after.",
            part=doc.letter_of("quotations"),
        )
        attached = self.say("What this edition may give of the sources is attached to the PDF of this document.")
        self.word.paragraph(f"{compared} {attached}", "Small")

    def _handling(self) -> None:
        doc = self.doc
        self.word.heading(f"8 {self.say('Handling')}", 1, "handling")
        self._prose(doc.handling)
        if doc.regime and doc.regime.disclosure:
            self.word.paragraph(doc.regime.disclosure)
        elif not doc.handling:
            self.word.paragraph(
                self.say(
                    "Treat this document as disclosable to the person it concerns. No confidentiality is promised or "
                    "assumed."
                )
            )
        prepared = self.say(
            "Reviewed by: {people}. Prepared with dossier {version}.",
            people=self._legible(doc.review.by),
            version=doc.version,
        )
        self.word.paragraph(prepared, "Small")

    # --- the chapters

    def _chapters(self) -> None:
        self.word.heading(self.say("Contents"), 1, "contents", page_break=True)
        self.word.contents()
        self._own_block("foreword")
        for chapter in self.doc.chapters:
            self.word.heading(f"{chapter.letter}  {chapter.title}", 1, chapter.anchor)
            for part in chapter.parts:
                if part.title:
                    self.word.heading(part.title, 2)
                if not (part.passages and self._own_block(part.name, part.passages)):
                    PARTS[part.kind](self, part, 3 if part.title else 2)
        self._own_block("closing")

    def _part_prose(self, part: Part, level: int) -> None:
        self._prose(part.passages)

    def _part_mitigating(self, part: Part, level: int) -> None:
        self._prose(part.passages)
        self.word.paragraph(self._legible(self.doc.reply))

    def _part_submitter(self, part: Part, level: int) -> None:
        self._prose(part.passages)
        publisher = self.doc.view.meta.publisher
        url = f" · {self._legible(publisher.url)}" if publisher.url else ""
        contact = self._legible(contact_words(self.doc.view, self.say))
        self.word.paragraph(f"{self._legible(publisher.name)}{url} · {contact}")

    def _part_opening(self, part: Part, level: int) -> None:
        doc, say = self.doc, self.say
        assert doc.regime is not None
        rows = [
            (say("To"), doc.regime.authority),
            (say("From"), self._legible(sender_words(doc.view, say))),
            (say("About"), f"{self._legible(doc.person.caption)}, {self._legible(doc.office_line)}"),
            (say("Under"), doc.regime.name),
            (say("What this is"), say("{kind}, evidence as of {day}", kind=doc.kind, day=doc.as_of)),
        ]
        self._facts(rows, says=say("Addressee and sender"))

    def _facts(self, rows: Iterable[tuple[str, str | Spans]], *, says: str) -> None:
        self.word.table([[Span(label, "Aside"), text] for label, text in rows], LABELLED, says=says, together=True)

    def _part_bases(self, part: Part, level: int) -> None:
        assert self.doc.regime is not None
        self._facts(self._bases(self.doc.regime), says=self.say("Legal bases"))

    def _part_identifiers(self, part: Part, level: int) -> None:
        self._lines_table(self.doc.who, heads=self._line_heads(), says=self.say("Identifiers"))

    def _part_annexes(self, part: Part, level: int) -> None:
        rows = [
            [Span(chapter.letter, bold=True), Span(chapter.title, to=chapter.anchor)]
            for chapter in self.doc.chapters
            if chapter.annex
        ]
        self.word.table(rows, (8, 92), heads=(self.say("Part"), self.say("What stands there")))

    def _part_acts(self, part: Part, level: int) -> None:
        doc, say = self.doc, self.say
        figured = replace(doc, acts=self._acts)
        if times := timeline_rows(figured):
            self.word.table(
                [[what, when] for what, when in times],
                (60, 40),
                heads=(say("What"), say("When")),
                caption=self._legible(timeline_title(doc)),
            )
        for act in self._acts:
            self.word.heading(self._legible(act.entity.caption), level, act.anchor)
            if self._own_block("act", act=act):
                continue
            rows: list[tuple[str, str | Spans]] = [
                (say("When"), act.date),
                (say("Actor named"), self._legible(act.actor)),
                (say("Tied to this person by"), self._legible(act.ties)),
            ]
            for line in act.lines:
                text = [Span(self._legible(line.text)), *self._inferred(line), *self._cites(line.cite)]
                rows.append((line.label, text))
            self._facts(rows, says=self._legible(act.entity.caption))
            for quotation in act.quotations:
                self.word.paragraph(self._quote(quotation), "Quote")
        if more := self._more("acts", doc.acts):
            self.word.paragraph(more)
        if ties := network_rows(figured):
            self.word.table(
                [[start, label, end] for start, label, end in ties],
                (42, 26, 32),
                heads=(say("Act or person"), say("How"), say("Whom the sources name")),
                caption=self._legible(network_title(doc)),
            )

    def _part_criteria(self, part: Part, level: int) -> None:
        for group in part.groups:
            if group.regime or len(part.groups) > 1:
                self.word.heading(group.title, level)
            if group.regime:
                self._facts(self._bases(group.regime), says=self.say("Legal bases"))
            self._matrix(group)

    def _matrix(self, group: CriteriaGroup) -> None:
        rows = [
            [
                _element(row, self.say),
                [Span(row.words, bold=True)],
                [*self._because(row), *self._read(row)],
                [
                    Span(self._legible(row.finding.needs or row.element.usually_shown_by)),
                    *([] if row.finding.needs else [Span(f" {self.say('(what usually shows it)')}", "Aside")]),
                ],
            ]
            for row in group.rows
        ]
        self.word.table(rows, (29, 13, 32, 26), heads=self._criteria_heads(), says=group.title)

    def _read(self, row: Criterion) -> Spans:
        return [Span(f" {self.doc.read_in_full(row)}", "Aside")] if row.finding.read else []

    def _part_statements(self, part: Part, level: int) -> None:
        for entity, schema, lines in self.doc.statements[:MAX_ROWS]:
            self.word.heading([self._legible(entity.caption), Span(f" {schema}", "Aside")], level)
            self._lines_table(lines, heads=self._line_heads(), says=self._legible(entity.caption))
        if more := self._more("records", self.doc.statements):
            self.word.paragraph(more)

    def _part_sources(self, part: Part, level: int) -> None:
        say = self.say
        for line in self.doc.sources:
            self.word.heading(f"{line.exhibit}  {self._legible(line.source.title)}", level)
            rows: list[tuple[str, str | Spans]] = [
                (
                    say("Origin"),
                    say(
                        "{origin} (origin {number}; sources of one origin do not corroborate each other)",
                        origin=self._legible(line.origin),
                        number=line.origin_number,
                    ),
                ),
                (say("Published"), line.published),
                (say("Language"), line.language),
            ]
            if grade := line.source.assessment:
                because = self._legible(grade.because)
                graded = say(
                    "reliability {reliability}, credibility {credibility}:",
                    reliability=grade.reliability,
                    credibility=grade.credibility,
                )
                rows.append((say("Graded (Admiralty code)"), f"{graded} {because}"))
            rows += [(say("Capture {name}", name=each.capture.id), self._capture(line, each)) for each in line.captures]
            self._facts(rows, says=line.exhibit)
        self._only_read()

    def _only_read(self) -> None:
        if self.doc.only_read:
            self.word.paragraph(self._legible(self.doc.only_read), "Small")

    def _part_quotations(self, part: Part, level: int) -> None:
        say = self.say
        if any(line.withheld for line in self.doc.sources):
            found = say(
                "Each was found letter for letter in the text of its source, in which this edition replaces the names "
                "of withheld persons by labels in brackets; only typography (curly quotation marks, spaces, line "
                "breaks) may differ."
            )
        else:
            found = say(
                "Each was found letter for letter in the text of its source; only typography (curly quotation marks, "
                "spaces, line breaks) may differ."
            )
        self.word.paragraph(f"{say('The words quoted are marked.')} {found}", "Small")
        for line in self.doc.sources:
            self.word.heading(f"{line.exhibit}  {self._legible(line.source.title)}", 2, f"exhibit-{line.exhibit}")
            for quotation in self.doc.quotations:
                if quotation.excerpt.source == line.source.id:
                    self._exhibit(quotation)

    def _exhibit(self, quotation: VisibleQuotation) -> None:
        excerpt, exhibit = quotation.excerpt, quotation.exhibit
        self.word.heading(f"{exhibit} {manner_of(quotation, self.say)}", 3, f"exhibit-{exhibit}")
        before, words, after = quotation.paragraph
        language = self._language(quotation)
        spans = [
            Span(self._legible(ending(folded(before), self.cuts)), "Words Quoted", lang=language),
            Span(self._legible(folded(words)), "Words Marked", lang=language),
            Span(self._legible(folded(after)), "Words Quoted", lang=language),
        ]
        self.word.paragraph(spans, "Exhibit")
        for span in [self._translations(quotation)] if excerpt.translations else []:
            self.word.paragraph(span[1:], "Quote")
        if excerpt.note:
            self.word.paragraph(self.say("Note: {note}", note=self._legible(excerpt.note)), "Small")
        if excerpt.key in self._cited:
            self.word.paragraph([Span(self.say("back to where it is cited"), to=f"cited-{exhibit}")], "Small")

    def _part_about(self, part: Part, level: int) -> None:
        self.word.paragraph(self._legible(self.doc.made_from), "Small")
        self.word.items(
            Item([Span(term, bold=True), Span(f" {self._legible(meaning)}")]) for term, meaning in self.doc.about
        )

    # --- words of the frame

    def _criteria_heads(self) -> tuple[str, ...]:
        say = self.say
        return say("Element"), say("Finding"), say("Why"), say("Would need")

    def _line_heads(self) -> tuple[str, ...]:
        return self.say("What"), self.say("As the source gives it"), self.say("Source")

    def _inferred(self, line: Line) -> Spans:
        if not line.inferred:
            return []
        return [Span(f" {self.say('(inferred: {reason})', reason=self._legible(line.inferred))}", "Aside")]

    def _grading(self, line: SourceLine) -> Spans:
        grade = line.source.assessment
        if grade is None:
            return [Span(self.say("not graded"))]
        marks = Span(f"{grade.reliability} / {grade.credibility}", bold=True)
        return [marks, Span(f"{self.say(': ')}{self._legible(grade.because)}")]

    def _capture_in_short(self, line: SourceLine) -> Iterable[str]:
        say = self.say
        for each in line.captures:
            digest = f"sha256 {each.sha256[:4]}…{each.sha256[-5:]}" if each.sha256 else say("hash withheld")
            how = say("{method}; captured: {time}", method=method_words(each, say), time=captured_words(each, say))
            yield f"{digest}, {how}"

    def _capture(self, line: SourceLine, each: VisibleCapture) -> Spans:
        say = self.say
        how = say(
            "{method}; captured at: {time}; text by extractor {extractor}",
            method=method_words(each, say),
            time=captured_words(each, say),
            extractor=each.extractor,
        )
        size = f"{say.plural('{number} byte', '{number} bytes', each.size)}, " if each.sha256 else ""
        spans = [Span(f"{each.capture.media_type}, {size}{how}\n")]
        if each.sha256:
            spans += [Span("sha256 "), Span(each.sha256, "Code")]
        else:
            spans.append(Span(say("sha256 withheld: it would let a guess of the names be tested")))
        if stamp := line.stamps.get(each.capture.id):
            existed = say(
                "Existed by {time} UTC (time stamp of {authority}, RFC 3161)",
                time=say.moment(stamp.shown),
                authority=stamp.authority,
            )
            spans.append(Span(f"\n{existed}"))
        if not each.whole:
            why = say("Not shown whole in this edition: passages are withheld.")
            if line.withheld:
                why = say.plural(
                    "Not shown whole in this edition: it names {number} person who is withheld.",
                    "Not shown whole in this edition: it names {number} persons who are withheld.",
                    line.withheld,
                )
            spans.append(Span(f"\n{why}"))
        return spans

    def _bases(self, regime: Regime) -> list[tuple[str, str | Spans]]:
        say = self.say
        standard = say(
            "{standard} ({reference}; {mark})",
            standard=regime.standard.text,
            reference=regime.standard.reference,
            mark=say(MARKS[regime.standard.verified]),
        )
        decides = say("{authority}. {decides}", authority=regime.authority, decides=regime.decides)
        rows: list[tuple[str, str | Spans]] = [
            (say("Instruments"), say.joined(regime.instruments)),
            (say("Who decides"), decides),
            (say("Standard"), standard),
        ]
        if regime.obligation:
            rows.append((say("Duty of the authority"), regime.obligation))
        rows.append((say("Text read"), regime.text_read))
        if regime.conditions:
            rows.append((say("What also holds"), "\n".join(regime.conditions)))
        return rows


# What lays out each kind of part.
PARTS: dict[str, Callable[[_Twin, Part, int], None]] = {
    "about": _Twin._part_about,
    "acts": _Twin._part_acts,
    "annexes": _Twin._part_annexes,
    "bases": _Twin._part_bases,
    "criteria": _Twin._part_criteria,
    "identifiers": _Twin._part_identifiers,
    "mitigating": _Twin._part_mitigating,
    "opening": _Twin._part_opening,
    "prose": _Twin._part_prose,
    "quotations": _Twin._part_quotations,
    "sources": _Twin._part_sources,
    "statements": _Twin._part_statements,
    "submitter": _Twin._part_submitter,
}


def _about(document: Document) -> About:
    meta = document.view.meta
    return About(
        title=document.title,
        author=meta.publisher.name,
        subject=document.subject,
        language=document.say.tag,
        created=datetime.fromisoformat(meta.as_of),
        running=f"{document.person.caption} · {document.kind_inside}",
        state=document.review.mark,
        mark=edition_notice(document.view.edition, document.say),
        edition=edition_title(document.view.edition, document.say),
        colours=meta.design.colours,
    )


def _joined(groups: Iterable[Spans]) -> Spans:
    return [span for index, group in enumerate(groups) for span in ([Span("\n"), *group] if index else group)]


def _element(row: Criterion, say: Language) -> Spans:
    spans = [
        Span(row.element.title, bold=True),
        Span(f" {say.joined([row.element.reference, row.mark])}", "Aside"),
        Span(f"\n{row.element.question}"),
    ]
    return [*spans, Span(f"\n{row.element.condition}", "Aside")] if row.element.condition else spans
