"""The table "In short", the reply, and what was read where nothing was found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from dossier.editions import CONDUCT_ATTRIBUTIONS, NONE_FOUND, View, VisibleEntity, VisiblePassage
from dossier.language import Language, msg
from dossier.render.document.model import Criterion, Line, SourceLine
from dossier.render.document.reported import actors_of, when_linked
from dossier.render.words import FINDING_WORDS, read_words
from dossier.text import prose

REPLY_WORDS = {
    "sent": msg("sent"),
    "answered": msg("answered"),
    "no-answer": msg("no answer"),
    "not-sought": msg("not sought"),
}


def with_read(view: View, passage: VisiblePassage, say: Language) -> VisiblePassage:
    """A passage that says that nothing was found, with what was read."""
    if not passage.read:
        return passage
    text = say(NONE_FOUND) if passage.text == NONE_FOUND else passage.text
    return replace(passage, text=f"{text} {read_words(view, passage.read, say)}.")


def _tally(rows: Iterable[Criterion]) -> str:
    found = [row.finding.finding for row in rows]
    return " / ".join(str(found.count(finding)) for finding in FINDING_WORDS)


def in_short(
    view: View, person: VisibleEntity, rows: list[Criterion], sources: tuple[SourceLine, ...], say: Language
) -> Iterable[Line]:
    """The rows of the table on the first page."""
    conduct = [row for row in rows if row.own and row.element.conduct]
    other = [row for row in rows if row.own and not row.element.conduct]
    default = len(rows) - len(conduct) - len(other)
    words = []
    if conduct:
        words.append(say("{numbers} of conduct", numbers=_tally(conduct)))
    if other:
        words.append(say("{numbers} of person and circumstances", numbers=_tally(other)))
    if default:
        words.append(
            say.plural(
                "{number} element not shown, judged together",
                "{number} elements not shown, judged together",
                default,
            )
        )
    yield Line(say("Elements assessed: shown / arguable / lead / not shown"), say.joined(words))
    yield Line(say("Independent origins"), _origins(sources, say))
    links = view.links_of(person.id)
    own = [link for link in links if link.attribution in CONDUCT_ATTRIBUTIONS]
    yield Line(say("Reported of this person by name"), _named_reports(view, own, links, say))
    context = person.dossier.context if person.dossier else ()
    others = [view.entities[act] for act in context]
    yield Line(
        say("Reported of others, not of this person"),
        _reported_of_others(view, others, say) if others else say("nothing relied on"),
    )
    missing = [passage for passage in (person.dossier.block("gap") if person.dossier else ()) if passage.depth]
    if missing:
        yield Line(say("The decisive gap"), prose.plain(missing[0].text))


def _reported_of_others(view: View, acts: list[VisibleEntity], say: Language) -> str:
    """How many acts are reported, and of whom."""
    named = [actors_of(view, act, say) for act in acts]
    if not any(named):
        return say.plural(
            "{number} act; who acted is not stated (section\u00a03)",
            "{number} acts; who acted is not stated (section\u00a03)",
            len(acts),
        )
    actors = dict.fromkeys(actors or say("actors not stated") for actors in named)
    return say.plural(
        "{number} act of {actors} (section\u00a03)",
        "{number} acts of {actors} (section\u00a03)",
        len(acts),
        actors=say.listed(actors),
    )


NAMED_ACTS = 6  # in one line; section 2 has them all


def _origins(sources: tuple[SourceLine, ...], say: Language) -> str:
    """How many origins the sources have, and which, each with its grade."""
    origins: dict[int, dict[tuple[str, str], list[str]]] = {}
    for line in sources:
        grade = line.source.assessment
        graded = f"{grade.reliability} / {grade.credibility}" if grade else ""
        origins.setdefault(line.origin_number, {}).setdefault((line.origin, graded), []).append(line.exhibit)
    names = say.joined(
        ", ".join(_graded(origin, grade, exhibits, say) for (origin, grade), exhibits in rows.items())
        for rows in origins.values()
    )
    return say.labelled(say.number(len(origins)), names) if origins else say("none")


def _graded(origin: str, grade: str, exhibits: list[str], say: Language) -> str:
    """An origin with its exhibits and their grade."""
    listed = ", ".join(exhibits)
    if grade:
        return say("{origin} ({exhibit}, graded {grade})", origin=origin, exhibit=listed, grade=grade)
    return say("{origin} ({exhibit}, not graded)", origin=origin, exhibit=listed)


def _named_reports(view: View, own: list[VisibleEntity], links: list[VisibleEntity], say: Language) -> str:
    said = []
    for link in own:
        act, when = view.entities[link.first("object") or ""], when_linked(view, link, say)
        said.append(act.caption if when in act.caption else f"{act.caption}, {when}")
    if said:
        more = len(said) - NAMED_ACTS
        named = said[:NAMED_ACTS]
        if more > 0:
            named.append(say.plural("and {number} more (section\u00a02)", "and {number} more (section\u00a02)", more))
        return say.plural("{number} act: {acts}", "{number} acts: {acts}", len(said), acts=say.joined(named))
    call = any(link.attribution == "call" for link in links)
    return say("no act; named in a call for sanctions") if call else say("no act")


def reply_of(person: VisibleEntity, say: Language) -> str:
    """Whether the person was asked, and why not."""
    reply = person.dossier.reply if person.dossier else None
    if reply is None:
        return say("Reply: nothing is on record; whether it was sought is not stated.")
    status = say(REPLY_WORDS[reply.status])
    if reply.because:
        because = reply.because[0].upper() + reply.because[1:].rstrip(".")
        return say("Reply: {status}. {because}.", status=status, because=because)
    return say("Reply: {status}.", status=status)
