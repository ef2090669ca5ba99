"""What is reported: of this person, of others, and each act in full."""

from __future__ import annotations

from collections.abc import Iterable

from dossier.editions import ATTRIBUTIONS, CONDUCT_ATTRIBUTIONS, Entity, Quotation, View
from dossier.ftm import property_label
from dossier.regimes import InOffice, certain_span, in_office, span_of_act
from dossier.render.document.model import ActDetail, Line, OtherAct, Reported
from dossier.render.document.who import value_text
from dossier.render.words import NOT_STATED, count, listed, say_date, say_when

# Of whom an act is reported when not of the person: in the sentence that opens section 2.
REPORTED_OF = {
    "office": "the office only",
    "body": "the body only",
    "collective": "a group only",
    "unnamed": "nobody by name",
}


def reported_intro(view: View, person: Entity) -> str:
    """The sentence that opens section 2: how many acts are reported of whom."""
    links = view.links_of(person.id)
    calls = [link for link in links if link.attribution == "call"]
    own = {link.first("object") for link in links if link.attribution in CONDUCT_ATTRIBUTIONS}
    said = []
    if own:
        said.append(f"{count(len(own), 'act')} {'is' if len(own) == 1 else 'are'} tied to this person by name")
    else:
        said.append("No act of this person is reported")
    for attribution, whom in REPORTED_OF.items():
        acts = {link.first("object") for link in links if link.attribution == attribution} - own
        if acts:
            said.append(f"{count(len(acts), 'act')} {'is' if len(acts) == 1 else 'are'} reported of {whom}")
    if calls:
        said.append("the person is named in a call for sanctions, which shows that there was a call and no more")
    quoted = [view.quotations[key] for link in links for key in link.cite if key in view.quotations]
    manner = " All of it is reported speech." if quoted and all(q.excerpt.speech == "reported" for q in quoted) else ""
    return f"{'; '.join(said)}.{manner}"


def reported_rows(view: View, person: Entity) -> Iterable[Reported]:
    """The rows of section 2: each of the person's links, in the words of the source."""
    for link in view.links_of(person.id):
        act = view.entities[link.first("object") or ""]
        yield Reported(
            date=when_linked(view, link),
            quotations=quotations_of(view, link.cite),
            role=link.first("role") or "",
            ties=ATTRIBUTIONS[link.attribution or ""],
            does_not_say=link.does_not_say or "–",
            anchor=f"act-{act.id}",
        )


def when_linked(view: View, link: Entity) -> str:
    """When the person did what the link says: its own date, else the act's."""
    date = link.first("date")
    return (
        say_date(date, view.meta.language)
        if date
        else say_when(view.entities[link.first("object") or ""], view.meta.language)
    )


def others_intro(view: View, person: Entity) -> str:
    """The sentence that opens section 3: who the sources name as acting."""
    acts = [view.entities[act] for act in (person.dossier.context if person.dossier else ())]
    if not acts:
        return "No act of others is relied on as context."
    actors = list(dict.fromkeys(actor for act in acts if (actor := actor_of(view, act)) != NOT_STATED))
    what = "The act is" if len(acts) == 1 else "The acts are"
    named = f"{what} reported of: {listed(actors)}" if actors else "The sources name no body or person as acting"
    return f"{named}; no source links any of them to this person."


def actor_of(view: View, act: Entity) -> str:
    """Who the sources name as acting, or that they name nobody."""
    names = [view.entities[value.text].caption for value in act.all("organizer") if value.text in view.entities]
    return listed(names) or NOT_STATED


def others_rows(view: View, person: Entity) -> Iterable[OtherAct]:
    """The rows of section 3, by date."""
    for id_ in sorted(person.dossier.context if person.dossier else (), key=lambda act: view.date_of(act) or "9999"):
        act = view.entities[id_]
        yield OtherAct(
            date=say_when(act, view.meta.language),
            name=act.caption,
            actor=actor_of(view, act),
            in_office=_in_office(view, person, act),
            cite=act_cite(act),
            anchor=f"act-{act.id}",
        )


def _in_office(view: View, person: Entity, act: Entity) -> str:
    offices = view.offices_of(person.id)
    posts = [view.entities[office.first("post") or ""] for office in offices]
    bodies = {value.text for post in posts for value in post.all("organization")}
    actors = {value.text for value in act.all("organizer")}
    if actors and not actors & bodies:
        return "– (another body)"
    found = in_office(act, offices)
    if found is not InOffice.UNKNOWN:
        return found
    return f"{found} ({_why_unknown(view, act, offices)})"


def _why_unknown(view: View, act: Entity, offices: list[Entity]) -> str:
    """What keeps an act from being placed inside or outside the time in office: its own date, or the office's."""
    if span_of_act(act) is None:
        return "the act is not dated"
    held = [span for office in offices if (span := certain_span(office))]
    if not held:
        return "dates in office not known"
    days = [dict.fromkeys(say_date(day, view.meta.language) for day in (span.first, span.last)) for span in held]
    known = listed([" to ".join(span) for span in days])
    return f"certainly in office: {known}{' only' if all(len(span) == 1 for span in days) else ''}"


def act_details(view: View, person: Entity) -> tuple[ActDetail, ...]:
    """Every act the dossier names: those linked to the person first, then those of others and those not relied on."""
    dossier = person.dossier
    links = view.links_of(person.id)
    ids = [link.first("object") or "" for link in links]
    if dossier:
        ids += sorted(dossier.context, key=lambda act: view.date_of(act) or "9999")
        ids += [act for finding in dossier.findings for act in finding.acts]
        ids += [row.act for row in dossier.not_relied_on]
    return tuple(_act(view, view.entities[id_], links) for id_ in dict.fromkeys(ids))


def _act(view: View, act: Entity, links: list[Entity]) -> ActDetail:
    own = [link for link in links if link.first("object") == act.id]
    ties = [f"{link.first('role')} – the source names {ATTRIBUTIONS[link.attribution or '']}" for link in own]
    shown = [v for v in act.values if v.prop not in ("name", "date", "startDate", "endDate", "organizer", "country")]
    lines = [Line(property_label(act.schema, v.prop), value_text(view, act, v), v.cite, v.derived) for v in shown]
    if act.note:
        lines.append(Line("Note", act.note))
    cite = dict.fromkeys([key for link in own for key in link.cite] + list(act_cite(act)))
    return ActDetail(
        anchor=f"act-{act.id}",
        entity=act,
        date=say_when(act, view.meta.language),
        actor=actor_of(view, act),
        ties="; ".join(ties) or "nothing: no source links it to this person",
        lines=tuple(lines),
        quotations=quotations_of(view, cite),
    )


def act_cite(act: Entity) -> tuple[str, ...]:
    """The excerpts that report an act: those of its values, the country apart, which is only inferred."""
    return tuple(dict.fromkeys(key for value in act.values if value.prop != "country" for key in value.cite))


def quotations_of(view: View, cite: Iterable[str]) -> tuple[Quotation, ...]:
    """The quotations of some excerpts; one that this edition does not show is left out."""
    return tuple(view.quotations[key] for key in cite if key in view.quotations)
