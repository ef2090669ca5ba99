"""What a dossier says: a `View` and a person become the words and rows of one document; `tree_of` puts them in order.

Nothing here is free text about a person: every sentence either stands in the case, cites, or says what the case
does not contain.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dossier import __version__
from dossier.editions import (
    SECTIONS,
    STATEMENT_OF_REASONS,
    View,
    VisibleAssessment,
    VisibleDossier,
    VisibleEntity,
    VisiblePassage,
    VisibleQuotation,
)
from dossier.language import ENGLISH, Language, NoSuchLanguageError, language_of
from dossier.problems import Quoted, Term, listed, stop
from dossier.regimes import STATEMENT_REGIME, Regime, in_language, is_submission
from dossier.render.document.about import about_lines, made_from
from dossier.render.document.chapters import Content, chapters_of
from dossier.render.document.criteria import criteria_intro, criteria_of, first_criteria, rest_of
from dossier.render.document.model import ActDetail, Chapter, Criterion, Document, Line, SourceLine
from dossier.render.document.reported import (
    act_cite,
    act_details,
    others_intro,
    others_rows,
    reported_intro,
    reported_rows,
)
from dossier.render.document.review import ReviewNote, claims_made, review_note
from dossier.render.document.short import in_short, reply_of, with_read
from dossier.render.document.sources import cited_by, only_read, source_lines, sources_read, statement_tables
from dossier.render.document.who import office_line, who_intro, who_lines
from dossier.render.words import INFORMATION_NOTE, KIND_INSIDE, MIXED_KIND, SUBMISSION

# The parts that a document can always fill.
_ALWAYS = frozenset({"opening", "bases", "identifiers", "annexes", "about"})


def frame_language(asked: str | None, case: str) -> Language:
    """The language of the frame: the one asked for, else that of the case. Raises Stop where there is no catalogue."""
    try:
        return language_of(asked or case)
    except NoSuchLanguageError as error:
        raise stop(
            "no-such-language",
            "no document can be in {tag!r}; the languages are {known}."
            if asked
            else "language: no document can be in {tag!r}; the languages are {known}.",
            tag=Quoted(error.tag),
            known=listed(Term, error.known),
        ) from None


def make_document(view: View, person: VisibleEntity, regime: str | None = None, say: Language = ENGLISH) -> Document:
    """The document about a person of the view, for one regime of the case or for all, whose own words are in `say`.

    Raises ValueError when the person has no dossier, KeyError for a regime the case does not have.
    """
    if person.dossier is None:
        raise ValueError(f"{person.id} has no dossier")
    chosen = view.regimes.values() if regime is None else (view.regimes[regime],)
    regimes = tuple(in_language(each, say) for each in chosen)
    matrix = tuple((each, criteria_of(view, person, each, say)) for each in regimes)
    acts = act_details(view, person, say)
    cited = cited_by(view, person, acts, matrix)
    return _written(
        _Found(
            view=view,
            person=person,
            dossier=person.dossier,
            regimes=regimes,
            one=regimes[0] if regime else None,
            matrix=matrix,
            acts=acts,
            cited=cited,
            sources=source_lines(view, cited, say),
            statements=tuple(statement_tables(view, person, acts, say)),
        ),
        say,
    )


@dataclass(frozen=True, slots=True)
class _Found:
    """What a document is about and what it draws on. `one` is the regime it is made for, None for all."""

    view: View
    person: VisibleEntity
    dossier: VisibleDossier
    regimes: tuple[Regime, ...]
    one: Regime | None
    matrix: tuple[tuple[Regime, tuple[Criterion, ...]], ...]
    acts: tuple[ActDetail, ...]
    cited: tuple[VisibleQuotation, ...]
    sources: tuple[SourceLine, ...]
    statements: tuple[tuple[VisibleEntity, str, tuple[Line, ...]], ...]

    @property
    def assessments(self) -> tuple[VisibleAssessment, ...]:
        """What the person's findings come to."""
        return self.view.assessments[self.person.id]

    @property
    def submission(self) -> bool:
        """Whether the findings carry a proposal."""
        return is_submission(self.assessments, {each.id: each for each in self.regimes})


def _written(found: _Found, say: Language) -> Document:
    view, person, dossier, sources = found.view, found.person, found.dossier, found.sources
    rows = [row for _, criteria in found.matrix for row in criteria]
    of_one = found.one is not None
    prose = _prose(found, say)
    chapters, unfilled = _chapters(found, prose, say)
    review = _review(found, say)
    kind, carried = _kind(found.assessments, found.regimes)
    drafted = bool(dossier.block(STATEMENT_OF_REASONS))
    return Document(
        person=person,
        kind=_said_kind(kind, carried, say),
        kind_inside=_said_kind(KIND_INSIDE[kind], carried, say),
        submission=found.submission,
        office_line=office_line(view, person, say),
        view=view,
        regime=found.one,
        regimes=found.regimes,
        ask=prose["ask"],
        in_short=tuple(in_short(view, person, rows, sources, say)),
        who_intro=who_intro(person, len(sources), say),
        who=tuple(who_lines(view, person, sources, say)),
        reported_intro=reported_intro(view, person, say),
        reported=tuple(reported_rows(view, person, say)),
        others_intro=others_intro(view, person, say),
        others=tuple(others_rows(view, person, say)),
        not_relied_on=tuple(_not_relied_on(view, dossier)),
        criteria_intro=criteria_intro(found.assessments, found.regimes, [] if of_one else rows, say, statement=drafted),
        criteria=tuple(first_criteria(rows, all_of_one=of_one)),
        rest=tuple(rest_of(found.matrix, say, all_of_one=of_one)),
        mitigating=prose["mitigating"],
        reply=reply_of(person, say),
        gap=dossier.block("gap"),
        unfilled=unfilled,
        sources=sources,
        only_read=only_read(view, person, found.matrix, sources, say),
        handling=prose["handling"],
        acts=found.acts,
        matrix=found.matrix,
        statements=found.statements,
        quotations=found.cited,
        chapters=chapters,
        as_of=say.date(view.meta.as_of),
        say=say,
        version=__version__,
        review=review,
        made_from=made_from(kind, view.meta.title, view.meta.release, say.date(view.meta.as_of), say),
        about=tuple(about_lines(found.one, review, say)),
    )


def _prose(found: _Found, say: Language) -> dict[str, tuple[VisiblePassage, ...]]:
    """The prose of the parts, by their names; a statement of reasons only for the regime that knows one."""
    view, dossier = found.view, found.dossier
    with_statement = STATEMENT_REGIME in {each.id for each in found.regimes}
    return {
        "summary": dossier.block("summary"),
        "mitigating": tuple(with_read(view, passage, say) for passage in dossier.block("mitigating")),
        "statement": dossier.block(STATEMENT_OF_REASONS) if with_statement else (),
        **{name: _section(view, dossier, name) for name in SECTIONS},
    }


def _chapters(
    found: _Found, prose: Mapping[str, tuple[VisiblePassage, ...]], say: Language
) -> tuple[tuple[Chapter, ...], tuple[str, ...]]:
    """The chapters, and what their order asks for and the case does not give."""
    filled = {
        "acts": found.acts,
        "sources": found.sources,
        "quotations": found.cited,
        "statements": found.statements,
        "reply": found.dossier.reply,
    }
    present = _ALWAYS | {name for name, rows in filled.items() if rows}
    return chapters_of(Content(found.one, say, found.submission, found.matrix, prose, present))


def _review(found: _Found, say: Language) -> ReviewNote:
    """How far what the document says is reviewed."""
    sources = {line.source.id for line in found.sources} | sources_read(found.person, found.matrix)
    made = claims_made(found.view, found.person, sources, [regime.id for regime in found.regimes])
    return review_note(found.view, made, say)


def _not_relied_on(view: View, dossier: VisibleDossier) -> Iterator[Line]:
    """The acts that are not relied on, with the reason."""
    for row in dossier.not_relied_on:
        act = view.entities[row.act]
        yield Line(act.caption, row.because, act_cite(act))


def _section(view: View, dossier: VisibleDossier, name: str) -> tuple[VisiblePassage, ...]:
    """A section of the person's own, else that of the case."""
    return dossier.block(name) or tuple(passage for passage in view.meta.sections if passage.block == name)


def _kind(assessments: tuple[VisibleAssessment, ...], regimes: tuple[Regime, ...]) -> tuple[str, list[str]]:
    """What the document is: a submission only to those whose criteria carry one, which are named; else a note."""
    carried = [regime.short for regime in regimes if is_submission(assessments, {regime.id: regime})]
    if not carried:
        return INFORMATION_NOTE, carried
    return SUBMISSION if len(carried) == len(regimes) else MIXED_KIND, carried


def _said_kind(kind: str, carried: list[str], say: Language) -> str:
    return say(kind, regimes=say.listed(carried))
