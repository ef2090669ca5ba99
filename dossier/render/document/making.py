"""What a dossier says: a `View` and a person become the words and rows of one document. Layout is the templates'.

Nothing here is free text about a person: every sentence either stands in the case, cites, or says what the case
does not contain.
"""

from __future__ import annotations

from dossier import __version__
from dossier.editions import SECTIONS, STATEMENT_OF_REASONS, Dossier, Entity, Passage, View
from dossier.regimes import STATEMENT_REGIME, Assessment, Regime, is_submission
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
from dossier.render.document.sources import cited_by, source_lines, statement_tables
from dossier.render.document.who import office_line, who_intro, who_lines
from dossier.render.words import INFORMATION_NOTE, MIXED_KIND, SUBMISSION, listed, say_date


def make_document(view: View, person: Entity, regime: str | None = None) -> Document:
    """The document about a person of the view, for one regime of the case or for all.

    Raises ValueError when the person has no dossier, KeyError for a regime the case does not have.
    """
    dossier = person.dossier
    if dossier is None:
        raise ValueError(f"{person.id} has no dossier")
    regimes = tuple(view.regimes.values()) if regime is None else (view.regimes[regime],)
    assessments = view.assessments[person.id]
    submission = is_submission(assessments, {each.id: each for each in regimes})
    matrix = tuple((each, criteria_of(view, person, each)) for each in regimes)
    acts = act_details(view, person)
    cited = cited_by(view, person, acts, matrix)
    sources = source_lines(view, cited)
    rows = [row for _, criteria in matrix for row in criteria]
    one = regimes[0] if regime else None
    written = {name: _section(view, dossier, name) for name in SECTIONS}
    statement = dossier.block(STATEMENT_OF_REASONS) if view.regimes.get(STATEMENT_REGIME) in regimes else ()
    mitigating = tuple(with_read(view, passage) for passage in dossier.block("mitigating"))
    statements = tuple(statement_tables(view, person, acts))
    blocks = {"summary": dossier.block("summary"), "mitigating": mitigating, "statement": statement, **written}
    filled = {"acts": acts, "sources": sources, "quotations": cited, "statements": statements, "reply": dossier.reply}
    present = {"opening", "bases", "identifiers", "annexes", "about", *(name for name, rows in filled.items() if rows)}
    chapters, unfilled = chapters_of(Content(one, submission, matrix, blocks, frozenset(present)))
    spoken_of = [
        person,
        *view.links_of(person.id),
        *view.offices_of(person.id),
        *(act.entity for act in acts),
        *(entity for entity, _, _ in statements),
    ]
    return Document(
        person=person,
        kind=_kind(assessments, regimes),
        submission=submission,
        office_line=office_line(view, person),
        view=view,
        regime=one,
        regimes=regimes,
        ask=written["ask"],
        in_short=tuple(in_short(view, person, rows, sources)),
        who_intro=who_intro(person),
        who=tuple(who_lines(view, person, sources)),
        reported_intro=reported_intro(view, person),
        reported=tuple(reported_rows(view, person)),
        others_intro=others_intro(view, person),
        others=tuple(others_rows(view, person)),
        not_relied_on=tuple(
            Line(view.entities[row.act].caption, row.because, act_cite(view.entities[row.act]))
            for row in dossier.not_relied_on
        ),
        criteria_intro=criteria_intro(
            assessments, regimes, [] if regime else rows, statement=bool(dossier.block(STATEMENT_OF_REASONS))
        ),
        criteria=tuple(first_criteria(rows, all_of_one=regime is not None)),
        rest=tuple(rest_of(matrix, all_of_one=regime is not None)),
        mitigating=mitigating,
        reply=reply_of(person),
        gap=dossier.block("gap"),
        unfilled=unfilled,
        sources=sources,
        handling=written["handling"],
        statement=statement,
        summary=dossier.block("summary"),
        acts=acts,
        matrix=matrix,
        statements=statements,
        quotations=cited,
        chapters=chapters,
        as_of=say_date(view.meta.as_of, view.meta.language),
        language=view.meta.language,
        version=__version__,
        review=review_note(view, spoken_of),
    )


def _section(view: View, dossier: Dossier, name: str) -> tuple[Passage, ...]:
    """A section of the person's own, else that of the case."""
    return dossier.block(name) or tuple(passage for passage in view.meta.sections if passage.block == name)


def _kind(assessments: tuple[Assessment, ...], regimes: tuple[Regime, ...]) -> str:
    """What the document is: a submission only to those whose criteria carry one, a note to all others."""
    carried = [regime.short for regime in regimes if is_submission(assessments, {regime.id: regime})]
    if not carried:
        return INFORMATION_NOTE
    return SUBMISSION if len(carried) == len(regimes) else MIXED_KIND.format(regimes=listed(carried))
