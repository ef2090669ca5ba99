"""The two figures of a dossier: what its timeline and its network hold. How they are drawn is `charts`'s."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from dossier.editions import View, VisibleEntity, VisibleQuotation
from dossier.language import Language, msg
from dossier.regimes import certain_span, span_of_act
from dossier.render.charts import Bar, Node, Tie, network, timeline
from dossier.render.document.model import Document
from dossier.render.document.reported import span_words
from dossier.render.words import NOT_STATED

# What a tie of each attribution is called on an edge, where there is no room for a sentence.
TIES = {
    "personal-act": msg("the person is named"),
    "order": msg("an order of the person"),
    "command": msg("under the person's command"),
    "office": msg("only the office is named"),
    "body": msg("only the body is named"),
    "collective": msg("a group is named"),
    "unnamed": msg("nobody is named"),
    "call": msg("named in a call"),
}


def timeline_of(document: Document) -> list[Markup]:
    """The offices of the person and the acts of the document on one axis of time; empty when nothing is dated."""
    return timeline(_bars(document), timeline_title(document), document.say)


def timeline_title(document: Document) -> str:
    """What the timeline shows."""
    return document.say("Offices of {person} and the acts of this document in time", person=document.person.caption)


def timeline_rows(document: Document) -> list[tuple[str, str]]:
    """What the timeline says, as a table: an office or act, and when."""
    bars = _bars(document)
    return [(bar.label, bar.when) for bar in bars] if any(bar.first for bar in bars) else []


def _bars(document: Document) -> list[Bar]:
    view, say = document.view, document.say
    offices = [_office_bar(view, office, say) for office in view.offices_of(document.person.id)]
    acts = [_act_bar(act.entity, act.date, say) for act in document.acts]
    dated = sorted((bar for bar in acts if bar.first), key=lambda bar: bar.first or "")
    undated = [bar for bar in acts if not bar.first]
    return [*offices, *dated, *undated]


def _office_bar(view: View, office: VisibleEntity, say: Language) -> Bar:
    post = view.entities[office.first("post") or ""].caption
    held = certain_span(office)
    if held is None:
        return Bar(post, say("dates in office not known"), office=True)
    return Bar(post, say("known: {days}", days=span_words(held, say)), held.first, held.last, certain=True, office=True)


def _act_bar(act: VisibleEntity, when: str, say: Language) -> Bar:
    span = span_of_act(act)
    if span is None:
        return Bar(act.caption, say("date not stated") if when == say(NOT_STATED) else when)
    return Bar(act.caption, when, span.first, span.last, certain=span.first == span.last)


def network_of(document: Document) -> list[Markup]:
    """Sources, acts, bodies and the person, joined by what the sources say."""
    view, person = document.view, document.person
    nodes = [Node(act.entity.caption, _exhibits(act.quotations)) for act in document.acts]
    ties = [*_act_ties(document), *_office_ties(view, person, document.say)]
    return network(person.caption, nodes, ties, network_title(document), document.say)


def network_title(document: Document) -> str:
    """What the network shows."""
    return document.say(
        "Who the sources tie to the acts of this document, with {person}", person=document.person.caption
    )


def network_rows(document: Document) -> list[tuple[str, str, str]]:
    """What the network says, as a table: an act (or the person), how it is tied, and to whom."""
    ties = [*_act_ties(document), *_office_ties(document.view, document.person, document.say)] if document.acts else []
    return [(tie.start, tie.label, tie.end) for tie in ties]


def _exhibits(quotations: Iterable[VisibleQuotation]) -> str:
    numbers = [quotation.exhibit for quotation in quotations]
    return ", ".join(numbers[:2]) + (" …" if len(numbers) > 2 else "")


def _act_ties(document: Document) -> Iterable[Tie]:
    view, person, say = document.view, document.person, document.say
    for act in document.acts:
        links = [link for link in view.links_of(person.id) if link.first("object") == act.entity.id]
        for link in links:
            yield Tie(act.entity.caption, person.caption, say(TIES[link.attribution or ""]))
        actors = [value.text for value in act.entity.all("organizer") if value.text in view.entities]
        for actor in actors:
            yield Tie(act.entity.caption, view.entities[actor].caption, say("named as acting"))
        if not links and not actors:
            yield Tie(act.entity.caption, say("No actor is named"), "")


def _office_ties(view: View, person: VisibleEntity, say: Language) -> Iterable[Tie]:
    shown = set()
    for office in view.offices_of(person.id):
        post = view.entities[office.first("post") or ""]
        for value in post.all("organization"):
            body = view.entities[value.text].caption
            if body not in shown:
                shown.add(body)
                held = say("{what} (inferred)", what=post.caption) if value.derived else post.caption
                yield Tie(person.caption, body, held)
