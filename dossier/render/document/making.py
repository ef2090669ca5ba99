"""What a dossier says: a `View` and a person become the words and rows of one document. Layout is the templates'.

Nothing here is free text about a person: every sentence either stands in the case, cites, or says what the case
does not contain.
"""

from __future__ import annotations

from dossier import __version__
from dossier.editions import SECTIONS, STATEMENT_OF_REASONS, Dossier, Entity, Passage, View
from dossier.language import ENGLISH, Language, NoSuchLanguageError, language_of
from dossier.problems import Quoted, Term, listed, stop
from dossier.regimes import STATEMENT_REGIME, Assessment, Regime, in_language, is_submission
from dossier.render.document.about import about_lines, made_from
from dossier.render.document.chapters import Content, chapters_of
from dossier.render.document.criteria import criteria_intro, criteria_of, first_criteria, rest_of
from dossier.render.document.model import Document, Line
from dossier.render.document.reported import (
    act_cite,
    act_details,
    others_intro,
    others_rows,
    reported_intro,
    reported_rows,
)
from dossier.render.document.review import review_note
from dossier.render.document.short import in_short, reply_of, with_read
from dossier.render.document.sources import cited_by, only_read, source_lines, statement_tables
from dossier.render.document.who import office_line, who_intro, who_lines
from dossier.render.words import INFORMATION_NOTE, KIND_INSIDE, MIXED_KIND, SUBMISSION


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


def make_document(view: View, person: Entity, regime: str | None = None, say: Language = ENGLISH) -> Document:
    """The document about a person of the view, for one regime of the case or for all, whose own words are in `say`.

    Raises ValueError when the person has no dossier, KeyError for a regime the case does not have.
    """
    dossier = person.dossier
    if dossier is None:
        raise ValueError(f"{person.id} has no dossier")
    chosen = view.regimes.values() if regime is None else (view.regimes[regime],)
    regimes = tuple(in_language(each, say) for each in chosen)
    assessments = view.assessments[person.id]
    submission = is_submission(assessments, {each.id: each for each in regimes})
    matrix = tuple((each, criteria_of(view, person, each, say)) for each in regimes)
    acts = act_details(view, person, say)
    cited = cited_by(view, person, acts, matrix)
    sources = source_lines(view, cited, say)
    rows = [row for _, criteria in matrix for row in criteria]
    one = regimes[0] if regime else None
    written = {name: _section(view, dossier, name) for name in SECTIONS}
    statement = dossier.block(STATEMENT_OF_REASONS) if STATEMENT_REGIME in {each.id for each in regimes} else ()
    mitigating = tuple(with_read(view, passage, say) for passage in dossier.block("mitigating"))
    statements = tuple(statement_tables(view, person, acts, say))
    blocks = {"summary": dossier.block("summary"), "mitigating": mitigating, "statement": statement, **written}
    filled = {"acts": acts, "sources": sources, "quotations": cited, "statements": statements, "reply": dossier.reply}
    present = {"opening", "bases", "identifiers", "annexes", "about", *(name for name, rows in filled.items() if rows)}
    chapters, unfilled = chapters_of(Content(one, say, submission, matrix, blocks, frozenset(present)))
    spoken_of = [
        person,
        *view.links_of(person.id),
        *view.offices_of(person.id),
        *(act.entity for act in acts),
        *(entity for entity, _, _ in statements),
    ]
    review = review_note(view, spoken_of, regimes, say)
    kind, carried = _kind(assessments, regimes)
    return Document(
        person=person,
        kind=_said_kind(kind, carried, say),
        kind_inside=_said_kind(KIND_INSIDE[kind], carried, say),
        submission=submission,
        office_line=office_line(view, person, say),
        view=view,
        regime=one,
        regimes=regimes,
        ask=written["ask"],
        in_short=tuple(in_short(view, person, rows, sources, say)),
        who_intro=who_intro(person, len(sources), say),
        who=tuple(who_lines(view, person, sources, say)),
        reported_intro=reported_intro(view, person, say),
        reported=tuple(reported_rows(view, person, say)),
        others_intro=others_intro(view, person, say),
        others=tuple(others_rows(view, person, say)),
        not_relied_on=tuple(
            Line(view.entities[row.act].caption, row.because, act_cite(view.entities[row.act]))
            for row in dossier.not_relied_on
        ),
        criteria_intro=criteria_intro(
            assessments, regimes, [] if regime else rows, say, statement=bool(dossier.block(STATEMENT_OF_REASONS))
        ),
        criteria=tuple(first_criteria(rows, all_of_one=regime is not None)),
        rest=tuple(rest_of(matrix, say, all_of_one=regime is not None)),
        mitigating=mitigating,
        reply=reply_of(person, say),
        gap=dossier.block("gap"),
        unfilled=unfilled,
        sources=sources,
        only_read=only_read(view, person, matrix, sources, say),
        handling=written["handling"],
        statement=statement,
        summary=dossier.block("summary"),
        acts=acts,
        matrix=matrix,
        statements=statements,
        quotations=cited,
        chapters=chapters,
        as_of=say.date(view.meta.as_of),
        say=say,
        version=__version__,
        review=review,
        made_from=made_from(kind, view.meta.title, view.meta.release, say.date(view.meta.as_of), say),
        about=tuple(about_lines(one, review, say)),
    )


def _section(view: View, dossier: Dossier, name: str) -> tuple[Passage, ...]:
    """A section of the person's own, else that of the case."""
    return dossier.block(name) or tuple(passage for passage in view.meta.sections if passage.block == name)


def _kind(assessments: tuple[Assessment, ...], regimes: tuple[Regime, ...]) -> tuple[str, list[str]]:
    """What the document is: a submission only to those whose criteria carry one, which are named; else a note."""
    carried = [regime.short for regime in regimes if is_submission(assessments, {regime.id: regime})]
    if not carried:
        return INFORMATION_NOTE, carried
    return SUBMISSION if len(carried) == len(regimes) else MIXED_KIND, carried


def _said_kind(kind: str, carried: list[str], say: Language) -> str:
    return say(kind, regimes=say.listed(carried))
