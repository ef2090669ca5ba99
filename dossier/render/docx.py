"""Document → Word: what the PDF says, in the same order, for people who go on editing it.

Citations are footnotes; what the PDF draws stands in tables. How Word documents are written is `word`'s.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import groupby

from dossier.editions import Passage, Quotation
from dossier.regimes import MARKS, Regime
from dossier.render.document import Document, Part
from dossier.render.document.model import CriteriaGroup, Criterion, Line, SourceLine
from dossier.render.figures import network_rows, timeline_rows
from dossier.render.legible import ending, folded, legible, legible_runs
from dossier.render.word import About, Span, Word, Words
from dossier.render.words import NOT_KNOWN, language_name, language_tag

Spans = list[Span]
LABELLED = (30, 70)  # shares of the width: a label and what it says


def render_docx(document: Document) -> bytes:
    """The document as a Word file. Raises Stop when python-docx is not installed."""
    return _Twin(document).data()


class _Twin:
    """One document on its way into Word."""

    def __init__(self, document: Document) -> None:
        self.doc = document
        self.word = Word(_about(document))
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

    def _note(self, quotation: Quotation) -> Spans:
        line = self._lines[quotation.excerpt.source]
        page = f", page {quotation.page}" if quotation.page else ""
        source = f" {legible(line.source.title)}. {legible(line.origin)}, {line.published}{page}."
        exhibit = Span(quotation.exhibit, to=f"exhibit-{quotation.exhibit}")
        return [exhibit, Span(". "), *self._quoted(quotation), Span(source)]

    def _quoted(self, quotation: Quotation) -> Spans:
        words = quotation.excerpt.quote
        # a narrow space parts the mark from a quotation mark inside
        end = "\u202f”" if words[-1:] in '”"’»' else "”"
        return [Span("“"), Span(legible(words), "Words Quoted", lang=self._language(quotation)), Span(end)]

    def _quote(self, quotation: Quotation) -> Spans:
        altered = [Span(" names replaced", "Aside", italic=True)] if quotation.altered else []
        cites = self._cites([quotation.excerpt.key])
        return [*self._quoted(quotation), *cites, *altered, *self._translations(quotation)]

    def _translations(self, quotation: Quotation) -> Spans:
        spans: Spans = []
        for each in quotation.excerpt.translations:
            said = f" (translation into {language_name(each.lang)} by {legible(each.by)})"
            spans += [Span("\n"), Span(legible(each.text), lang=language_tag(each.lang)), Span(said, "Aside")]
        return spans

    def _language(self, quotation: Quotation) -> str:
        return language_tag(self._lines[quotation.excerpt.source].source.first("language") or "")

    def _rich(self, passage: Passage) -> Spans:
        spans: Spans = []
        for run in legible_runs(passage.text):
            if run.kind == "cite":
                spans += self._cites([run.text])
            else:
                spans.append(
                    Span(
                        legible(run.text),
                        "Code" if run.kind == "code" else "",
                        bold=run.kind == "strong",
                        italic=run.kind == "em",
                        to=run.href if run.kind == "link" else "",
                    )
                )
        return spans

    def _prose(self, passages: Sequence[Passage]) -> None:
        for (listed, bullet), group in groupby(passages, lambda passage: (bool(passage.item), passage.bullet)):
            if listed:
                self.word.items([self._rich(passage) for passage in group], numbered=not bullet)
            else:
                for passage in group:
                    self.word.paragraph(self._rich(passage))

    def _text(self, line: Line) -> Spans:
        known = Span(legible(line.text)) if line.known else Span(legible(line.text), "Aside", italic=True)
        return [known, *_inferred(line)]

    # --- the first pages

    def _masthead(self) -> None:
        doc, meta = self.doc, self.doc.view.meta
        self.word.paragraph(doc.kind, "Kind")
        self.word.title(legible(doc.person.caption))
        self.word.paragraph(legible(doc.office_line), "Subtitle")
        names = " · ".join(regime.name for regime in doc.regimes)
        if len(doc.regimes) == 1:
            names += f": {'; '.join(doc.regimes[0].instruments)}"
        self.word.paragraph(
            [
                f"{names}\n{legible(meta.title)} · evidence as of {doc.as_of} · {legible(meta.publisher.name)}, "
                f"contact {meta.publisher.contact or 'not given'}\n{doc.view.edition} edition · ",
                Span(doc.review.state, bold=True),
                f" ({doc.review.count})",
            ],
            "Small",
        )
        if notice := _edition_notice(doc.view.edition):
            self.word.paragraph(notice, "Notice")

    def _ask(self) -> None:
        self.word.heading("What we ask", 1, "ask")
        if self.doc.ask:
            self._prose(self.doc.ask)
        elif self.doc.submission:
            self.word.paragraph(
                "We ask you to consider a listing on the evidence set out here, and to tell us what section\u00a06 "
                "still needs."
            )
        else:
            self.word.paragraph(
                "We do not propose a listing on this evidence. We ask you to note it, and to tell us whether you hold "
                "any of what section\u00a06 names."
            )

    def _in_short(self) -> None:
        rows: list[list[Words]] = [[Span(line.label, bold=True), legible(line.text)] for line in self.doc.in_short]
        self.word.table(rows, (34, 66), caption="In short")

    def _who(self) -> None:
        self.word.heading("1 Who this is", 1, "who")
        self.word.paragraph(self.doc.who_intro)
        self._lines_table(self.doc.who, says="Who this is: what is known, and from which source")

    def _lines_table(self, lines: Iterable[Line], *, heads: Sequence[str] = (), says: str = "") -> None:
        rows: list[list[Words]] = []
        for line in lines:
            none = "no source given" if line.known else "–"
            text = self._text(line)
            rows.append([Span(legible(line.label), bold=True), text, self._cites(line.cite) if line.cite else none])
        self.word.table(rows, (30, 56, 14), heads=heads, says=says)

    def _reported(self) -> None:
        self.word.heading("2 What is reported of this person", 1, "reported")
        self.word.paragraph(legible(self.doc.reported_intro))
        rows: list[list[Words]] = []
        for row in self.doc.reported:
            words = _joined([self._quote(quotation) for quotation in row.quotations]) or [Span("no source given")]
            rows.append([row.date, words, row.ties, legible(row.does_not_say)])
        if rows:
            self.word.table(
                rows, (15, 47, 18, 20), heads=("Date", "Words of the source", "The source names", "Does not say")
            )

    def _others(self) -> None:
        doc = self.doc
        self.word.heading("3 What is reported of others", 1, "others")
        self.word.paragraph(legible(doc.others_intro))
        if doc.others:
            self.word.table(
                [
                    [
                        row.date,
                        [Span(legible(row.name), to=row.anchor), *self._cites(row.cite)],
                        legible(row.actor),
                        row.in_office,
                    ]
                    for row in doc.others
                ],
                (20, 42, 18, 20),
                heads=(
                    "Date, as precise as the source",
                    "Act",
                    "Actor named",
                    "In this person’s known time in office?",
                ),
            )
        if doc.not_relied_on:
            spans = [Span("Not relied on.", bold=True), Span(" ")]
            for index, line in enumerate(doc.not_relied_on):
                between = " " if index else ""
                spans += [Span(f"{between}{legible(line.label)}: {legible(line.text)}"), *self._cites(line.cite)]
            self.word.paragraph(spans, "Small")

    def _criteria(self) -> None:
        doc = self.doc
        self.word.heading(f"4 The criteria{', one by one' if len(doc.regimes) == 1 else ''}", 1, "criteria")
        self.word.paragraph(doc.criteria_intro)
        if doc.criteria:
            self.word.table(
                [self._criterion_in_short(row) for row in doc.criteria], (25, 13, 35, 27), heads=CRITERIA_HEADS
            )
        if doc.rest:
            rest = "; ".join(f"{line.label} {line.text}" for line in doc.rest)
            reasons = f": {rest}. The reasons stand in part {doc.letter_of('criteria')}."
            self.word.paragraph([Span("Everything else is not shown", bold=True), reasons], "Small")

    def _criterion_in_short(self, row: Criterion) -> list[Spans]:
        regime = [Span(f"{row.regime.short}:", bold=True), Span(" ")] if len(self.doc.regimes) > 1 else []
        mark = f"; {row.mark}" if row.element.verified == "K" else ""
        return [
            [*regime, Span(row.element.title), Span(f" {row.element.reference}{mark}", "Aside")],
            [Span(row.words, bold=True)],
            self._because(row),
            [Span(legible(row.finding.needs or "–"))],
        ]

    def _because(self, row: Criterion) -> Spans:
        capped = [Span(f" {row.capped}", "Aside")] if row.capped else []
        return [Span(legible(row.finding.because)), *self._cites(row.finding.cite), *capped]

    def _mitigating(self) -> None:
        self.word.heading("5 What speaks for this person", 1, "mitigating")
        if self.doc.mitigating:
            self._prose(self.doc.mitigating)
        else:
            self.word.paragraph("Nothing is on record; what was looked for is not stated.")
        self.word.paragraph(legible(self.doc.reply))

    def _missing(self) -> None:
        doc = self.doc
        self.word.heading("6 What is missing, most useful first", 1, "missing")
        if doc.gap:
            self._prose(doc.gap)
        else:
            self.word.paragraph("The case does not say what is missing.")
        if doc.unfilled:
            place = "this authority’s order has" if doc.regime else "a dossier has"
            rest = f", though {place} a place for it: {'; '.join(doc.unfilled)}."
            self.word.paragraph([Span("Not given by this case", bold=True), rest], "Small")

    def _sources(self) -> None:
        doc = self.doc
        noun = "source" if len(doc.sources) == 1 else "sources"
        self.word.heading(f"7 The {noun}, and what you can check yourself", 1, "sources")
        rows: list[list[Words]] = [
            [
                Span(line.exhibit, bold=True),
                f"{legible(line.origin)}, {line.published}, {line.language}; origin\u00a0{line.origin_number}",
                _grading(line),
                "; ".join(_capture_in_short(line)),
            ]
            for line in doc.sources
        ]
        self.word.table(rows, (6, 26, 40, 28), heads=("No.", "Source", "Grading and reason", "Bytes"))
        for line in doc.sources:
            if line.withheld:
                self.word.paragraph(
                    f"{line.exhibit} is not shown whole here because it names {_withheld(line)} withheld; names inside "
                    "quotations are replaced by labels in brackets, and every such quotation says so.",
                    "Small",
                )
        self.word.paragraph(
            f"Every quotation in this document stands in its paragraph in part {doc.letter_of('quotations')}. Each was "
            "compared letter for letter with the text of the capture whose SHA-256 is given; where names are replaced, "
            "both before and after.",
            "Small",
        )

    def _handling(self) -> None:
        doc = self.doc
        self.word.heading("8 Handling", 1, "handling")
        self._prose(doc.handling)
        if doc.regime and doc.regime.disclosure:
            self.word.paragraph(doc.regime.disclosure)
        elif not doc.handling:
            self.word.paragraph(
                "Treat this document as disclosable to the person it concerns. No confidentiality is promised or "
                "assumed."
            )
        self.word.paragraph(f"Reviewed by: {legible(doc.review.by)}. Prepared with dossier {doc.version}.", "Small")

    # --- the chapters

    def _chapters(self) -> None:
        self.word.heading("Contents", 1, "contents", page_break=True)
        self.word.contents()
        for chapter in self.doc.chapters:
            self.word.heading(f"{chapter.letter}  {chapter.title}", 1, chapter.anchor)
            for part in chapter.parts:
                if part.title:
                    self.word.heading(part.title, 2)
                PARTS[part.kind](self, part, 3 if part.title else 2)

    def _part_prose(self, part: Part, level: int) -> None:
        self._prose(part.passages)

    def _part_mitigating(self, part: Part, level: int) -> None:
        self._prose(part.passages)
        self.word.paragraph(legible(self.doc.reply))

    def _part_submitter(self, part: Part, level: int) -> None:
        self._prose(part.passages)
        publisher = self.doc.view.meta.publisher
        url = f" · {legible(publisher.url)}" if publisher.url else ""
        contact = legible(publisher.contact or "not given")
        self.word.paragraph(f"{legible(publisher.name)}{url} · contact {contact}")

    def _part_opening(self, part: Part, level: int) -> None:
        doc, publisher = self.doc, self.doc.view.meta.publisher
        assert doc.regime is not None
        rows = [
            ("To", doc.regime.authority),
            ("From", f"{legible(publisher.name)}; contact {legible(publisher.contact or 'not given')}"),
            ("About", f"{legible(doc.person.caption)}, {legible(doc.office_line)}"),
            ("Under", doc.regime.name),
            ("What this is", f"{doc.kind}, evidence as of {doc.as_of}"),
        ]
        self._facts(rows, says="Addressee and sender")

    def _facts(self, rows: Iterable[tuple[str, str | Spans]], *, says: str) -> None:
        self.word.table([[Span(label, "Aside"), text] for label, text in rows], LABELLED, says=says)

    def _part_bases(self, part: Part, level: int) -> None:
        assert self.doc.regime is not None
        self._facts(_bases(self.doc.regime), says=f"Legal bases: {self.doc.regime.name}")

    def _part_identifiers(self, part: Part, level: int) -> None:
        self._lines_table(self.doc.who, heads=LINE_HEADS, says="Identifiers")

    def _part_annexes(self, part: Part, level: int) -> None:
        rows = [
            [Span(chapter.letter, bold=True), Span(chapter.title, to=chapter.anchor)]
            for chapter in self.doc.chapters
            if chapter.annex
        ]
        self.word.table(rows, (8, 92), heads=("Part", "What stands there"))

    def _part_acts(self, part: Part, level: int) -> None:
        doc = self.doc
        if times := timeline_rows(doc):
            self.word.table(
                [[what, when] for what, when in times],
                (60, 40),
                heads=("What", "When"),
                caption=f"Offices of {legible(doc.person.caption)} and the acts of this document in time",
            )
        if ties := network_rows(doc):
            self.word.table(
                [[start, label, end] for start, label, end in ties],
                (42, 26, 32),
                heads=("Act or person", "How", "Whom the sources name"),
                caption=f"Who the sources tie to the acts of this document, with {legible(doc.person.caption)}",
            )
        for act in doc.acts:
            self.word.heading(legible(act.entity.caption), level, act.anchor)
            rows: list[tuple[str, str | Spans]] = [
                ("When", act.date),
                ("Actor named", legible(act.actor)),
                (f"Tied to {legible(doc.person.caption)} by", legible(act.ties)),
            ]
            for line in act.lines:
                text = [Span(legible(line.text)), *_inferred(line), *self._cites(line.cite)]
                rows.append((line.label, text))
            self._facts(rows, says=f"What is said of: {legible(act.entity.caption)}")
            for quotation in act.quotations:
                self.word.paragraph(self._quote(quotation), "Quote")

    def _part_criteria(self, part: Part, level: int) -> None:
        for group in part.groups:
            if group.regime or len(part.groups) > 1:
                self.word.heading(group.title, level)
            if group.regime:
                self._facts(_bases(group.regime), says=f"Legal bases: {group.title}")
            self._matrix(group)

    def _matrix(self, group: CriteriaGroup) -> None:
        rows = [
            [
                _element(row),
                [Span(row.words, bold=True)],
                [*self._because(row), *self._read(row)],
                [
                    Span(legible(row.finding.needs or row.element.usually_shown_by)),
                    *([] if row.finding.needs else [Span(" (what usually shows it)", "Aside")]),
                ],
            ]
            for row in group.rows
        ]
        self.word.table(rows, (29, 13, 32, 26), heads=CRITERIA_HEADS, says=f"Criteria: {group.title}")

    def _read(self, row: Criterion) -> Spans:
        exhibits = self.doc.view.exhibits
        names = [f"E{exhibits[id_]}" if id_ in exhibits else "a source withheld here" for id_ in row.finding.read]
        return [Span(f" Read in full: {', '.join(names)}", "Aside")] if names else []

    def _part_statements(self, part: Part, level: int) -> None:
        for entity, schema, lines in self.doc.statements:
            self.word.heading([legible(entity.caption), Span(f" {schema}", "Aside")], level)
            self._lines_table(lines, heads=LINE_HEADS, says=f"Statements about {legible(entity.caption)}")

    def _part_sources(self, part: Part, level: int) -> None:
        for line in self.doc.sources:
            self.word.heading(f"{line.exhibit}  {legible(line.source.title)}", level)
            rows: list[tuple[str, str | Spans]] = [
                (
                    "Origin",
                    f"{legible(line.origin)} (origin {line.origin_number}; sources of one origin do not corroborate "
                    "each other)",
                ),
                ("Published", line.published),
                ("Language", line.language),
            ]
            if grade := line.source.assessment:
                because = legible(grade.because)
                text = f"reliability {grade.reliability}, credibility {grade.credibility}: {because}"
                rows.append(("Graded (Admiralty code)", text))
            rows += [(f"Capture {each.capture.id}", _capture(line, index)) for index, each in enumerate(line.captures)]
            self._facts(rows, says=f"Source {line.exhibit}")

    def _part_quotations(self, part: Part, level: int) -> None:
        replaced = ", in which this edition replaces the names of withheld persons by labels in brackets"
        some = any(line.withheld for line in self.doc.sources)
        self.word.paragraph(
            "The words quoted are marked. Each was found letter for letter in the text of its source"
            f"{replaced if some else ''}; only typography (curly quotation marks, spaces, line breaks) may differ.",
            "Small",
        )
        for line in self.doc.sources:
            self.word.heading(f"{line.exhibit}  {legible(line.source.title)}", 2, f"exhibit-{line.exhibit}")
            for quotation in self.doc.quotations:
                if quotation.excerpt.source == line.source.id:
                    self._exhibit(quotation)

    def _exhibit(self, quotation: Quotation) -> None:
        excerpt, exhibit = quotation.excerpt, quotation.exhibit
        manners = {"reported": "reported speech", "translated": "translated"}
        manner = manners.get(excerpt.speech, "the source’s own words")
        manner += f"; page {quotation.page}" if quotation.page else ""
        manner += "; names replaced" if quotation.altered else ""
        self.word.heading(f"{exhibit} {manner}", 3, f"exhibit-{exhibit}")
        before, words, after = quotation.paragraph
        language = self._language(quotation)
        spans = [
            Span(legible(ending(folded(before))), "Words Quoted", lang=language),
            Span(legible(folded(words)), "Words Marked", lang=language),
            Span(legible(folded(after)), "Words Quoted", lang=language),
        ]
        self.word.paragraph(spans, "Exhibit")
        for span in [self._translations(quotation)] if excerpt.translations else []:
            self.word.paragraph(span[1:], "Quote")
        if excerpt.note:
            self.word.paragraph(f"Note: {legible(excerpt.note)}", "Small")
        if excerpt.key in self._cited:
            self.word.paragraph([Span("back to where it is cited", to=f"cited-{exhibit}")], "Small")

    def _part_about(self, part: Part, level: int) -> None:
        doc, meta = self.doc, self.doc.view.meta
        what = "a submission under some of its programmes and an information note under the others"
        if doc.kind == "Submission":
            what = "a submission"
        elif not doc.submission:
            what = "an information note"
        self.word.paragraph(
            f"This is {what} made from the case “{legible(meta.title)}”, release {meta.release}, as of {doc.as_of}. "
            "Nothing here says that an element of law is met or that anybody is guilty: it says what the cited words "
            "support.",
            "Small",
        )
        self.word.items(_about_words(doc), numbered=False)


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
CRITERIA_HEADS = ("Element", "Finding", "Why", "Would need")
LINE_HEADS = ("What", "As the source gives it", "Source")


def _about(document: Document) -> About:
    meta = document.view.meta
    return About(
        title=document.title,
        author=meta.publisher.name,
        subject=f"{document.kind}: {document.person.caption}. {meta.title}. Evidence as of {document.as_of}.",
        language=document.language,
        created=datetime.fromisoformat(meta.as_of),
        running=f"{legible(document.person.caption)} · {document.kind.lower()}",
        state=document.review.mark,
        mark=_edition_notice(document.view.edition),
        edition=f"{document.view.edition.capitalize()} edition",
    )


def _edition_notice(edition: str) -> str:
    if edition == "public":
        return ""
    if edition == "internal":
        return "Internal edition: it names persons who are withheld elsewhere. Do not send it on."
    whom = "the authority" if edition == "authority" else "those"
    return f"{edition.capitalize()} edition: for {whom} it was sent to; do not publish it."


def _inferred(line: Line) -> Spans:
    return [Span(f" (inferred: {legible(line.inferred)})", "Aside")] if line.inferred else []


def _joined(groups: Iterable[Spans]) -> Spans:
    return [span for index, group in enumerate(groups) for span in ([Span("\n"), *group] if index else group)]


def _withheld(line: SourceLine) -> str:
    return f"{line.withheld} {'person who is' if line.withheld == 1 else 'persons who are'}"


def _grading(line: SourceLine) -> Spans:
    grade = line.source.assessment
    if grade is None:
        return [Span("not graded")]
    return [Span(f"{grade.reliability} / {grade.credibility}", bold=True), Span(f": {legible(grade.because)}")]


def _captured_at(line: SourceLine, index: int) -> str:
    at = line.captures[index].capture.captured_at
    return NOT_KNOWN if at == "not-known" else at


def _capture_in_short(line: SourceLine) -> Iterable[str]:
    for index, each in enumerate(line.captures):
        digest = f"sha256 {each.sha256[:4]}…{each.sha256[-5:]}" if each.sha256 else "hash withheld"
        yield f"{digest}, {each.capture.method}; captured: {_captured_at(line, index)}"


def _capture(line: SourceLine, index: int) -> Spans:
    each = line.captures[index]
    size = f"{each.size} bytes, " if each.sha256 else ""
    spans = [
        Span(
            f"{each.capture.media_type}, {size}{each.capture.method}; captured at: {_captured_at(line, index)}; "
            f"text by extractor {each.extractor}\n"
        )
    ]
    if each.sha256:
        spans += [Span("sha256 "), Span(each.sha256, "Code")]
    else:
        spans.append(Span("sha256 withheld: it would let a guess of the names be tested"))
    if each.capture.id in line.stamps:
        spans.append(Span(f"\nExisted by {line.stamps[each.capture.id]} (time stamp, RFC 3161)"))
    if not each.whole:
        why = f"it names {_withheld(line)} withheld" if line.withheld else "passages are withheld"
        spans.append(Span(f"\nNot shown whole in this edition: {why}."))
    return spans


def _bases(regime: Regime) -> list[tuple[str, str | Spans]]:
    standard = f"{regime.standard.text} ({regime.standard.reference}; {MARKS[regime.standard.verified]})"
    rows: list[tuple[str, str | Spans]] = [
        ("Instruments", "; ".join(regime.instruments)),
        ("Who decides", f"{regime.authority}. {regime.decides}"),
        ("Standard", standard),
    ]
    if regime.obligation:
        rows.append(("What it obliges to", regime.obligation))
    rows.append(("Text read", regime.text_read))
    if regime.conditions:
        rows.append(("What also holds", "\n".join(regime.conditions)))
    return rows


def _element(row: Criterion) -> Spans:
    spans = [
        Span(row.element.title, bold=True),
        Span(f" {row.element.reference}; {row.mark}", "Aside"),
        Span(f"\n{row.element.question}"),
    ]
    return [*spans, Span(f"\n{row.element.condition}", "Aside")] if row.element.condition else spans


def _about_words(doc: Document) -> Iterable[Spans]:
    yield [
        Span("Findings", bold=True),
        Span(
            ": “shown” and “arguable” need acts tied to the person; “lead” is a reason to look further and proves "
            "nothing; “not shown” says that the sources, which were read, do not bear it out."
        ),
    ]
    yield [
        Span("“not known”", bold=True),
        Span(" means that no source here says it; "),
        Span("“not checked”", bold=True),
        Span(" means that nobody has looked."),
    ]
    yield [
        Span("(inferred: …)", bold=True),
        Span(" marks what the cited words imply and do not state, with the reason."),
    ]
    yield [Span("Marks on the law", bold=True), Span(": every element says how far its legal text was checked.")]
    if doc.regime:
        mark = doc.regime.order_verified
        whose = "is the sender’s own" if mark == "house" else f"follows the authority’s; {MARKS[mark]}"
        yield [Span("The order of the parts", bold=True), Span(f" {whose}.")]
    yield [
        Span("Review", bold=True),
        Span(f": {legible(' '.join(doc.review.lines))}"),
    ]
