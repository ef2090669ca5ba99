"""What is reported: of this person, of others, and each act in full."""

from __future__ import annotations

from collections.abc import Iterable

from dossier.editions import ATTRIBUTIONS, CONDUCT_ATTRIBUTIONS, View, VisibleEntity, VisibleQuotation
from dossier.language import Language
from dossier.regimes import InOffice, Span, certain_span, in_office, span_of_act
from dossier.render.document.model import ActDetail, Line, OtherAct, Reported
from dossier.render.document.who import value_text
from dossier.render.labels import property_words
from dossier.render.words import NOT_STATED, say_when


def reported_intro(view: View, person: VisibleEntity, say: Language) -> str:
    """The sentence that opens section 2: how many acts are reported of whom."""
    links = view.links_of(person.id)
    own = {link.first("object") for link in links if link.attribution in CONDUCT_ATTRIBUTIONS}
    said = [
        say.plural(
            "{number} act is tied to this person by name", "{number} acts are tied to this person by name", len(own)
        )
        if own
        else say("No act of this person is reported")
    ]
    for attribution in ("office", "body", "collective", "unnamed"):
        acts = {link.first("object") for link in links if link.attribution == attribution} - own
        if acts:
            said.append(_reported_of(attribution, len(acts), say))
    if any(link.attribution == "call" for link in links):
        said.append(say("the person is named in a call for sanctions, which shows nothing that the person did"))
    quoted = [view.quotations[key] for link in links for key in link.cite if key in view.quotations]
    if quoted and all(quotation.excerpt.speech == "reported" for quotation in quoted):
        return say("{reports}. All the words cited are reported speech.", reports=say.joined(said))
    return say("{reports}.", reports=say.joined(said))


def _reported_of(attribution: str, acts: int, say: Language) -> str:
    """Of whom acts are reported when not of the person."""
    match attribution:
        case "office":
            return say.plural(
                "{number} act is reported of the office only", "{number} acts are reported of the office only", acts
            )
        case "body":
            return say.plural(
                "{number} act is reported of the body only", "{number} acts are reported of the body only", acts
            )
        case "collective":
            return say.plural(
                "{number} act is reported of a group only", "{number} acts are reported of a group only", acts
            )
        case _:
            return say.plural(
                "{number} act is reported of nobody by name", "{number} acts are reported of nobody by name", acts
            )


def reported_rows(view: View, person: VisibleEntity, say: Language) -> Iterable[Reported]:
    """The rows of section 2: each of the person's links, in the words of the source."""
    for link in view.links_of(person.id):
        yield Reported(
            date=when_linked(view, link, say),
            quotations=quotations_of(view, link.cite),
            ties=say(ATTRIBUTIONS[link.attribution or ""]),
            does_not_say=link.does_not_say or "–",
        )


def when_linked(view: View, link: VisibleEntity, say: Language) -> str:
    """When the person did what the link says: its own date, else the act's."""
    date = link.first("date")
    return say.date(date) if date else say_when(view.entities[link.first("object") or ""], say)


def others_intro(view: View, person: VisibleEntity, say: Language) -> str:
    """The sentence that opens section 3: who the sources name as acting."""
    acts = [view.entities[act] for act in (person.dossier.context if person.dossier else ())]
    if not acts:
        return say("No act of others is relied on as context.")
    actors = say.listed(dict.fromkeys(actor for act in acts if (actor := actors_of(view, act, say))))
    if not actors:
        return say("For these acts the sources name no body or person as acting, and none links them to this person.")
    return say.plural(
        "The act is reported of: {actors}; no source says that this person took part in it.",
        "The acts are reported of: {actors}; no source says that this person took part in any of them.",
        1 if len(acts) == 1 else 2,  # the sentence gives no number
        actors=actors,
    )


def actors_of(view: View, act: VisibleEntity, say: Language) -> str:
    """Who the sources name as acting; empty when they name nobody."""
    return say.listed(view.entities[v.text].caption for v in act.all("organizer") if v.text in view.entities)


def others_rows(view: View, person: VisibleEntity, say: Language) -> Iterable[OtherAct]:
    """The rows of section 3, by date."""
    for id_ in sorted(person.dossier.context if person.dossier else (), key=lambda act: view.date_of(act) or "9999"):
        act = view.entities[id_]
        yield OtherAct(
            date=say_when(act, say),
            name=act.caption,
            actor=actors_of(view, act, say) or say(NOT_STATED),
            in_office=_in_office(view, person, act, say),
            cite=act_cite(act),
            anchor=f"act-{act.id}",
        )


def _in_office(view: View, person: VisibleEntity, act: VisibleEntity, say: Language) -> str:
    offices = view.offices_of(person.id)
    posts = [view.entities[office.first("post") or ""] for office in offices]
    bodies = {value.text for post in posts for value in post.all("organization")}
    actors = {value.text for value in act.all("organizer")}
    if actors and not actors & bodies:
        return say("– (another body)")
    found = in_office(act, offices)
    if found is InOffice.YES:
        return say.within("in office", "yes")
    if found is InOffice.NO:
        return say.within("in office", "no")
    return _why_unknown(act, offices, say)


def _why_unknown(act: VisibleEntity, offices: list[VisibleEntity], say: Language) -> str:
    """What keeps an act from being placed inside or outside the time in office: its own date, or the office's."""
    if span_of_act(act) is None:
        return say("cannot be said (the act is not dated)")
    held = [span for office in offices if (span := certain_span(office))]
    if not held:
        return say("cannot be said (dates in office not known)")
    known = say.listed(span_words(span, say) for span in held)
    if all(span.first == span.last for span in held):
        return say("cannot be said (named in office: {days} only)", days=known)
    return say("cannot be said (named in office: {days})", days=known)


def span_words(span: Span, say: Language) -> str:
    """A time in words: one day, or from one to another."""
    first, last = say.date(span.first), say.date(span.last)
    return first if first == last else say("{first} to {last}", first=first, last=last)


def act_details(view: View, person: VisibleEntity, say: Language) -> tuple[ActDetail, ...]:
    """Every act the dossier names: those linked to the person first, then those of others and those not relied on."""
    dossier = person.dossier
    links = view.links_of(person.id)
    ids = [link.first("object") or "" for link in links]
    if dossier:
        ids += sorted(dossier.context, key=lambda act: view.date_of(act) or "9999")
        ids += [act for finding in dossier.findings for act in finding.acts]
        ids += [row.act for row in dossier.not_relied_on]
    return tuple(_act(view, view.entities[id_], links, say) for id_ in dict.fromkeys(ids))


def _act(view: View, act: VisibleEntity, links: list[VisibleEntity], say: Language) -> ActDetail:
    own = [link for link in links if link.first("object") == act.id]
    ties = [
        say("{role} – the source names {whom}", role=link.first("role"), whom=say(ATTRIBUTIONS[link.attribution or ""]))
        for link in own
    ]
    shown = [v for v in act.values if v.prop not in ("name", "date", "startDate", "endDate", "organizer", "country")]
    lines = [
        Line(property_words(act.schema, v.prop, say), value_text(view, act, v, say), v.cite, v.derived) for v in shown
    ]
    if act.note:
        lines.append(Line(say("Note"), act.note))
    cite = dict.fromkeys([key for link in own for key in link.cite] + list(act_cite(act)))
    return ActDetail(
        anchor=f"act-{act.id}",
        entity=act,
        date=say_when(act, say),
        actor=actors_of(view, act, say) or say(NOT_STATED),
        ties=say.joined(ties) or say("nothing: no source says that this person took part"),
        lines=tuple(lines),
        quotations=quotations_of(view, cite),
    )


def act_cite(act: VisibleEntity) -> tuple[str, ...]:
    """The excerpts that report an act: those of its values, the country apart, which is only inferred."""
    return tuple(dict.fromkeys(key for value in act.values if value.prop != "country" for key in value.cite))


def quotations_of(view: View, cite: Iterable[str]) -> tuple[VisibleQuotation, ...]:
    """The quotations of some excerpts; one that this edition does not show is left out."""
    return tuple(view.quotations[key] for key in cite if key in view.quotations)
