"""The table "In short", the reply, and what was read where nothing was found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from dossier.editions import CONDUCT_ATTRIBUTIONS, Entity, Passage, View
from dossier.render.document.model import Criterion, Line, SourceLine
from dossier.render.document.reported import actor_of, when_linked
from dossier.render.words import FINDING_WORDS, NOT_STATED, count, listed
from dossier.text import prose


def with_read(view: View, passage: Passage) -> Passage:
    """A passage that says that nothing was found, with what was read."""
    if not passage.read:
        return passage
    names = [f"E{number}" for number in sorted(view.exhibits[id_] for id_ in passage.read if id_ in view.exhibits)]
    if any(id_ not in view.exhibits for id_ in passage.read):
        names.append("what is withheld here")
    return replace(passage, text=f"{passage.text} Read in full: {listed(names)}.")


def _tally(rows: Iterable[Criterion]) -> str:
    found = [row.finding.finding for row in rows]
    return " / ".join(str(found.count(finding)) for finding in FINDING_WORDS)


def in_short(view: View, person: Entity, rows: list[Criterion], sources: tuple[SourceLine, ...]) -> Iterable[Line]:
    """The rows of the table on the first page."""
    conduct = [row for row in rows if row.own and row.element.conduct]
    other = [row for row in rows if row.own and not row.element.conduct]
    default = len(rows) - len(conduct) - len(other)
    words = f"{_tally(conduct)} of conduct; {_tally(other)} of person and circumstances"
    if default:
        words += f"; {count(default, 'further element')} not shown, judged together"
    yield Line("Elements assessed: shown / arguable / lead / not shown", words)
    origins: dict[int, dict[tuple[str, str], list[str]]] = {}
    for line in sources:
        grade = line.source.assessment
        graded = f"graded {grade.reliability} / {grade.credibility}" if grade else "not graded"
        origins.setdefault(line.origin_number, {}).setdefault((line.origin, graded), []).append(line.exhibit)
    names = "; ".join(
        ", ".join(f"{origin} ({', '.join(exhibits)}, {graded})" for (origin, graded), exhibits in rows.items())
        for rows in origins.values()
    )
    yield Line("Independent origins", f"{len(origins)}: {names}" if origins else "none")
    links = view.links_of(person.id)
    own = [link for link in links if link.attribution in CONDUCT_ATTRIBUTIONS]
    yield Line("Reported of this person by name", _named_reports(view, own, links))
    context = person.dossier.context if person.dossier else ()
    others = [view.entities[act] for act in context]
    actors = list(dict.fromkeys(actor_of(view, act) for act in others))
    actors = [actor if actor != NOT_STATED else "actors not stated" for actor in actors]
    yield Line(
        "Reported of others, not of this person",
        f"{count(len(others), 'act')} of {listed(actors)} (section\u00a03)" if others else "nothing relied on",
    )
    missing = [passage for passage in (person.dossier.block("gap") if person.dossier else ()) if passage.item]
    if missing:
        yield Line("The decisive gap", prose.plain(missing[0].text))


NAMED_ACTS = 6  # in one line; section 2 has them all


def _named_reports(view: View, own: list[Entity], links: list[Entity]) -> str:
    said = []
    for link in own:
        act, when = view.entities[link.first("object") or ""], when_linked(view, link)
        said.append(act.caption if when in act.caption else f"{act.caption}, {when}")
    if said:
        more = len(said) - NAMED_ACTS
        rest = f"; and {more} more (section\u00a02)" if more > 0 else ""
        return f"{count(len(said), 'act')}: {'; '.join(said[:NAMED_ACTS])}{rest}"
    call = any(link.attribution == "call" for link in links)
    return "no act; named in a call for sanctions" if call else "no act"


def reply_of(person: Entity) -> str:
    """Whether the person was asked, and why not."""
    reply = person.dossier.reply if person.dossier else None
    if reply is None:
        return "Reply: nothing is on record; whether it was sought is not stated."
    words = reply.status.replace("-", " ")
    because = f" {reply.because[0].upper()}{reply.because[1:].rstrip('.')}." if reply.because else ""
    return f"Reply: {words}.{because}"
