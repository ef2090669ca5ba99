"""What a dossier says: a `View` and a person become the words and rows of one document. Layout is the templates'.

Nothing here is free text about a person: every sentence either stands in the case, cites, or says what the case
does not contain.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from dossier import __version__
from dossier.claims import OFFICE_DATES
from dossier.editions import (
    ATTRIBUTIONS,
    CONDUCT_ATTRIBUTIONS,
    STATEMENT_OF_REASONS,
    CaptureText,
    Entity,
    Finding,
    Passage,
    Quotation,
    Source,
    Value,
    View,
)
from dossier.ftm import is_reference, property_label, property_type, schema_label, value_caption
from dossier.regimes import (
    MARKS,
    RULES,
    STATEMENT_REGIME,
    Assessment,
    Element,
    InOffice,
    Regime,
    certain_span,
    groups,
    in_office,
    is_submission,
    missing_roles,
    out_of_reach,
    span_of_act,
)
from dossier.render.words import NOT_KNOWN, NOT_STATED, count, listed, say_date, say_when
from dossier.text import prose

INFORMATION_NOTE = "Information note, not a proposal for listing"
SUBMISSION = "Submission"
# Of whom an act is reported when not of the person: in the sentence that opens section 2.
REPORTED_OF = {
    "office": "the office only",
    "body": "the body only",
    "collective": "a group only",
    "unnamed": "nobody by name",
}
FINDING_WORDS = {"shown": "shown", "arguable": "arguable", "lead": "lead", "not-shown": "not shown"}
# Identifiers a sanctions body asks for -> the FtM properties that would hold them (REGIMES: superset of all bodies).
IDENTIFIERS = {
    "aliases": ("alias", "weakAlias", "previousName"),
    "sex": ("gender",),
    "birth": ("birthDate", "birthPlace", "birthCountry"),
    "nationality": ("nationality", "citizenship"),
    "documents": ("passportNumber", "idNumber", "taxNumber"),
    "address": ("address", "addressEntity"),
    "photograph": (),
}
_IDENTIFYING = ("birthDate", "nationality", "citizenship", "passportNumber", "idNumber")


@dataclass(frozen=True, slots=True)
class Line:
    """A labelled line of a table: `text`, what it was inferred from, and the excerpts behind it."""

    label: str
    text: str
    cite: tuple[str, ...] = ()
    inferred: str | None = None
    known: bool = True


@dataclass(frozen=True, slots=True)
class Reported:
    """An act linked to the person, in the words of the source."""

    date: str
    quotations: tuple[Quotation, ...]
    role: str
    ties: str
    does_not_say: str
    anchor: str


@dataclass(frozen=True, slots=True)
class OtherAct:
    """An act reported of others."""

    date: str
    name: str
    actor: str
    in_office: str
    cite: tuple[str, ...]
    anchor: str


@dataclass(frozen=True, slots=True)
class Criterion:
    """An element of a regime with its finding for the person, which the rules may hold below the author's.

    `own` says that the author judged it one by one, `capped` what keeps the finding from being higher.
    """

    regime: Regime
    element: Element
    finding: Finding
    words: str
    own: bool
    mark: str
    capped: str


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A source as the reader needs it: who speaks, when, how graded, what bytes."""

    exhibit: str
    source: Source
    origin: str
    origin_number: int
    published: str
    language: str
    captures: tuple[CaptureText, ...]
    withheld: int
    stamps: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ActDetail:
    """An act in full: what is said of it, who is tied to it, and the quotations."""

    anchor: str
    entity: Entity
    date: str
    actor: str
    ties: str
    lines: tuple[Line, ...]
    quotations: tuple[Quotation, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """Everything one dossier prints, in order."""

    person: Entity
    kind: str
    submission: bool
    office_line: str
    view: View
    regimes: tuple[Regime, ...]
    ask: tuple[Passage, ...]
    in_short: tuple[Line, ...]
    who_intro: str
    who: tuple[Line, ...]
    reported_intro: str
    reported: tuple[Reported, ...]
    others_intro: str
    others: tuple[OtherAct, ...]
    not_relied_on: tuple[Line, ...]
    criteria_intro: str
    criteria: tuple[Criterion, ...]
    rest: tuple[Line, ...]
    mitigating: tuple[Passage, ...]
    reply: str
    gap: tuple[Passage, ...]
    sources: tuple[SourceLine, ...]
    handling: tuple[Passage, ...]
    statement: tuple[Passage, ...]
    summary: tuple[Passage, ...]
    acts: tuple[ActDetail, ...]
    matrix: tuple[tuple[Regime, tuple[Criterion, ...]], ...]
    statements: tuple[tuple[Entity, str, tuple[Line, ...]], ...]
    quotations: tuple[Quotation, ...]
    as_of: str
    language: str
    version: str

    @property
    def title(self) -> str:
        """The document's title, for its metadata and running headers."""
        return f"{self.person.caption}: {self.kind.lower()}"


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
    matrix = tuple((each, _criteria(view, person, each)) for each in regimes)
    acts = _acts(view, person)
    cited = _cited(view, person, acts, matrix)
    sources = _sources(view, cited)
    rows = [row for _, criteria in matrix for row in criteria]
    return Document(
        person=person,
        kind=SUBMISSION if submission else INFORMATION_NOTE,
        submission=submission,
        office_line=_office_line(view, person),
        view=view,
        regimes=regimes,
        ask=dossier.block("ask") or tuple(p for p in view.meta.sections if p.block == "ask"),
        in_short=tuple(_in_short(view, person, rows, sources)),
        who_intro=_who_intro(person),
        who=tuple(_who(view, person, sources)),
        reported_intro=_reported_intro(view, person),
        reported=tuple(_reported(view, person)),
        others_intro=_others_intro(view, person),
        others=tuple(_others(view, person)),
        not_relied_on=tuple(
            Line(view.entities[row.act].caption, row.because, act_cite(view.entities[row.act]))
            for row in dossier.not_relied_on
        ),
        criteria_intro=_criteria_intro(
            assessments, regimes, [] if regime else rows, statement=bool(dossier.block(STATEMENT_OF_REASONS))
        ),
        criteria=tuple(_first_criteria(rows, all_of_one=regime is not None)),
        rest=tuple(_rest(matrix, all_of_one=regime is not None)),
        mitigating=tuple(_with_read(view, passage) for passage in dossier.block("mitigating")),
        reply=_reply(person),
        gap=dossier.block("gap"),
        sources=sources,
        handling=dossier.block("handling") or tuple(p for p in view.meta.sections if p.block == "handling"),
        statement=dossier.block(STATEMENT_OF_REASONS) if view.regimes.get(STATEMENT_REGIME) in regimes else (),
        summary=dossier.block("summary"),
        acts=acts,
        matrix=matrix,
        statements=tuple(_statements(view, person, acts)),
        quotations=cited,
        as_of=say_date(view.meta.as_of, view.meta.language),
        language=view.meta.language,
        version=__version__,
    )


# --- who this is


def _office_line(view: View, person: Entity) -> str:
    posts = []
    for office in view.offices_of(person.id):
        inferred = " (inferred)" if any(value.derived for value in office.values) else ""
        posts.append(f"{view.entities[office.first('post') or ''].caption}{inferred}")
    return f"named as {listed(posts)}" if posts else "no office is named"


def _who_intro(person: Entity) -> str:
    if any(person.first(prop) for prop in _IDENTIFYING):
        return "What follows is what the sources give; what they do not give is named."
    given = "a name and an office" if person.first("name") else "an office"
    return f"The sources give {given}; that does not identify a person for a listing."


def _who(view: View, person: Entity, sources: tuple[SourceLine, ...]) -> Iterable[Line]:
    language = view.meta.language
    missing: list[str] = []
    latin = [value for value in person.all("name") if _is_latin(value.text)]
    native = [value for value in person.all("name") if not _is_latin(value.text)]
    for label, values in (("Name, Latin script", latin), ("Name, native script", native)):
        if values:
            yield from (Line(label, value.text, value.cite, value.derived) for value in values)
        else:
            missing.append(label[0].lower() + label[1:] if missing else label)
    for label, props in IDENTIFIERS.items():
        values = [value for prop in props for value in person.all(prop)]
        if not values:
            missing.append(label)
        for value in values:
            shown = say_date(value.text, language) if value.prop == "birthDate" else value_text(view, person, value)
            yield Line(property_label(person.schema, value.prop), shown, value.cite, value.derived)
    yield Line("\u00a0· ".join(missing), NOT_KNOWN, known=False)
    for value in person.all("country"):
        yield Line("Country", value_text(view, person, value), value.cite, value.derived)
    for office in view.offices_of(person.id):
        yield Line(
            "Office", _office(view, office), office.cite, next((v.derived for v in office.values if v.derived), None)
        )
    yield Line("Present status", _present_status(sources, language), known=False)
    yield Line("Existing listings", "not checked (no screening on record)", known=False)


def _is_latin(text: str) -> bool:
    from unicodedata import name

    return all(name(letter, "").startswith("LATIN") for letter in text if letter.isalpha())


def _office(view: View, office: Entity) -> str:
    """The post, when it was held as far as known, and the author's note."""
    post = view.entities[office.first("post") or ""].caption
    known = [
        f"{words} {say_date(office.first(prop) or '', view.meta.language)}"
        for prop, words in OFFICE_DATES.items()
        if office.first(prop)
    ]
    unknown = [word for prop, word in (("startDate", "start"), ("endDate", "end")) if not office.first(prop)]
    parts = [post, *known]
    if unknown:
        parts.append(f"{listed(unknown)} not known")
    note = f". {office.note}" if office.note else ""
    return f"{'; '.join(parts)}{note}"


def _present_status(sources: tuple[SourceLine, ...], language: str) -> str:
    dated = [line.source.published for line in sources if line.source.published]
    undated = [line.exhibit for line in sources if not line.source.published]
    said = []
    if dated:
        said.append(f"nothing here is later than {say_date(max(dated), language)}")
    if undated:
        said.append(f"{listed(undated)} carries no date" if len(undated) == 1 else f"{listed(undated)} carry no date")
    return f"{NOT_KNOWN}; {'; '.join(said)}" if said else NOT_KNOWN


# --- what is reported


def _reported_intro(view: View, person: Entity) -> str:
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


def _reported(view: View, person: Entity) -> Iterable[Reported]:
    for link in view.links_of(person.id):
        act = view.entities[link.first("object") or ""]
        yield Reported(
            date=_when_linked(view, link),
            quotations=_quotations(view, link.cite),
            role=link.first("role") or "",
            ties=ATTRIBUTIONS[link.attribution or ""],
            does_not_say=link.does_not_say or "–",
            anchor=f"act-{act.id}",
        )


def _when_linked(view: View, link: Entity) -> str:
    """When the person did what the link says: its own date, else the act's."""
    date = link.first("date")
    return (
        say_date(date, view.meta.language)
        if date
        else say_when(view.entities[link.first("object") or ""], view.meta.language)
    )


def _others_intro(view: View, person: Entity) -> str:
    acts = [view.entities[act] for act in (person.dossier.context if person.dossier else ())]
    if not acts:
        return "No act of others is relied on as context."
    actors = list(dict.fromkeys(actor for act in acts if (actor := _actor(view, act)) != NOT_STATED))
    what = "The act is" if len(acts) == 1 else "The acts are"
    named = f"{what} reported of: {listed(actors)}" if actors else "The sources name no body or person as acting"
    return f"{named}; no source links any of them to this person."


def _actor(view: View, act: Entity) -> str:
    names = [view.entities[value.text].caption for value in act.all("organizer") if value.text in view.entities]
    return listed(names) or NOT_STATED


def _others(view: View, person: Entity) -> Iterable[OtherAct]:
    for id_ in sorted(person.dossier.context if person.dossier else (), key=lambda act: view.date_of(act) or "9999"):
        act = view.entities[id_]
        yield OtherAct(
            date=say_when(act, view.meta.language),
            name=act.caption,
            actor=_actor(view, act),
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


def _acts(view: View, person: Entity) -> tuple[ActDetail, ...]:
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
        actor=_actor(view, act),
        ties="; ".join(ties) or "nothing: no source links it to this person",
        lines=tuple(lines),
        quotations=_quotations(view, cite),
    )


def act_cite(act: Entity) -> tuple[str, ...]:
    """The excerpts that report an act: those of its values, the country apart, which is only inferred."""
    return tuple(dict.fromkeys(key for value in act.values if value.prop != "country" for key in value.cite))


def _quotations(view: View, cite: Iterable[str]) -> tuple[Quotation, ...]:
    return tuple(view.quotations[key] for key in cite if key in view.quotations)


# --- the criteria


def _criteria(view: View, person: Entity, regime: Regime) -> tuple[Criterion, ...]:
    return tuple(
        Criterion(
            regime,
            row.element,
            row.finding,
            FINDING_WORDS[row.effective],
            row.own,
            MARKS[row.element.verified],
            _capped(row),
        )
        for row in view.assessments[person.id]
        if row.regime == regime.id
    )


def _capped(assessment: Assessment) -> str:
    """The rule that keeps a finding from being higher: `at most lead: no source ties the person to the act`."""
    if assessment.effective == "not-shown" or assessment.effective != assessment.cap:
        return ""
    rules = list(dict.fromkeys(cap.rule for cap in assessment.caps if cap.at == assessment.cap))
    if not rules:
        return ""
    # too few origins is what remains to be said when no rule says why they are few
    reasons = [RULES[rule].short for rule in rules if rule != "two-origins" or len(rules) == 1]
    return f"at most {FINDING_WORDS[assessment.cap]}: {'; '.join(reasons)}"


def _first_criteria(rows: list[Criterion], *, all_of_one: bool) -> Iterable[Criterion]:
    """The rows of the first pages: for one regime what was judged one by one, for all what is above `not-shown`."""
    order = list(FINDING_WORDS)
    chosen = [row for row in rows if (row.own if all_of_one else row.finding.finding != "not-shown")]
    if not all_of_one:  # room is scarce: the introduction says once what keeps findings low, the matrix says it of each
        chosen = [replace(row, capped="") for row in chosen]
    return sorted(chosen, key=lambda row: (order.index(row.finding.finding), not row.element.conduct))


def _rest(matrix: tuple[tuple[Regime, tuple[Criterion, ...]], ...], *, all_of_one: bool) -> Iterable[Line]:
    for regime, rows in matrix:
        left = [row for row in rows if not (row.own if all_of_one else row.finding.finding != "not-shown")]
        if left:
            yield Line(regime.short, count(len(left), "element"))


def _criteria_intro(
    assessments: tuple[Assessment, ...], regimes: tuple[Regime, ...], rows: list[Criterion], *, statement: bool
) -> str:
    """What the findings come to. `rows` are those whose caps are said here once instead of one by one."""
    ids = [regime.id for regime in regimes]
    conduct = [
        row
        for row in assessments
        if row.regime in ids and row.element.conduct and row.effective in ("shown", "arguable")
    ]
    said = ["No element of conduct is shown or arguable, so no statement of reasons is drafted."]
    if conduct:
        said = [
            f"{count(len(conduct), 'element')} of conduct {'is' if len(conduct) == 1 else 'are'} at least arguable."
        ]
        for regime in regimes:
            missing = missing_roles(assessments, regime) if regime.id == STATEMENT_REGIME else ()
            if missing:
                lacking = " and no ".join(missing)
                said.append(f"No statement of reasons is printed: no {lacking} is at least arguable in all it needs.")
            elif regime.id == STATEMENT_REGIME and statement:
                said.append("A draft statement of reasons opens part A.")
    held = list(dict.fromkeys(row.capped for row in rows if row.capped and row.element.conduct))
    if held:
        # "at most lead: the source names …" becomes a rule about the findings below, not a statement about all of them
        rules = "; ".join(each.replace(": ", " where ", 1) for each in held)
        said.append(f"Findings of conduct are held down by rules: {rules}.")
    if len(regimes) == 1 and (rights := out_of_reach(assessments, regimes[0])):
        said.append(f"What is reported of {listed(list(rights))} is out of reach: this regime does not cover it.")
    return " ".join(said)


def _with_read(view: View, passage: Passage) -> Passage:
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


def _in_short(view: View, person: Entity, rows: list[Criterion], sources: tuple[SourceLine, ...]) -> Iterable[Line]:
    conduct = [row for row in rows if row.own and row.element.conduct]
    other = [row for row in rows if row.own and not row.element.conduct]
    default = len(rows) - len(conduct) - len(other)
    words = f"{_tally(conduct)} of conduct; {_tally(other)} of person and circumstances"
    if default:
        words += f"; {count(default, 'further element')} not shown by default"
    yield Line("Elements assessed: shown / arguable / lead / not shown", words)
    origins: dict[int, list[str]] = {}
    for line in sources:
        grade = line.source.assessment
        graded = f", graded {grade.reliability} / {grade.credibility}" if grade else ", not graded"
        origins.setdefault(line.origin_number, []).append(f"{line.origin} ({line.exhibit}{graded})")
    names = "; ".join(", ".join(lines) for lines in origins.values())
    yield Line("Independent origins", f"{len(origins)}: {names}" if origins else "none")
    links = view.links_of(person.id)
    own = [link for link in links if link.attribution in CONDUCT_ATTRIBUTIONS]
    yield Line("Reported of this person by name", _named_reports(view, own, links))
    context = person.dossier.context if person.dossier else ()
    others = [view.entities[act] for act in context]
    actors = list(dict.fromkeys(_actor(view, act) for act in others))
    actors = [actor if actor != NOT_STATED else "actors not stated" for actor in actors]
    yield Line(
        "Reported of others, not of this person",
        f"{count(len(others), 'act')} of {listed(actors)} (section\u00a03)" if others else "nothing relied on",
    )
    missing = [passage for passage in (person.dossier.block("gap") if person.dossier else ()) if passage.item]
    if missing:
        yield Line("The decisive gap", prose.plain(missing[0].text))


def _named_reports(view: View, own: list[Entity], links: list[Entity]) -> str:
    said = []
    for link in own:
        act, when = view.entities[link.first("object") or ""], _when_linked(view, link)
        said.append(act.caption if when in act.caption else f"{act.caption}, {when}")
    if said:
        return f"{count(len(said), 'act')}: {'; '.join(said)}"
    call = any(link.attribution == "call" for link in links)
    return "no act; named in a call for sanctions" if call else "no act"


def _reply(person: Entity) -> str:
    reply = person.dossier.reply if person.dossier else None
    if reply is None:
        return "Reply: nothing is on record; whether it was sought is not stated."
    words = reply.status.replace("-", " ")
    because = f" ({reply.because.rstrip('.')})" if reply.because else ""
    return f"Reply: {words}{because}."


# --- sources and statements


def _cited(
    view: View, person: Entity, acts: tuple[ActDetail, ...], matrix: tuple[tuple[Regime, tuple[Criterion, ...]], ...]
) -> tuple[Quotation, ...]:
    """Every quotation this document cites, by exhibit number."""
    dossier = person.dossier
    keys: list[str] = list(person.cite)
    for entity in (*view.offices_of(person.id), *view.links_of(person.id)):
        keys += entity.cite
    for entity in _related(view, person, acts):
        keys += entity.cite
    keys += [key for passage in (dossier.prose if dossier else ()) for key in passage.cite]
    keys += [key for passage in view.meta.sections for key in passage.cite]
    keys += [key for _, rows in matrix for row in rows for key in row.finding.cite]
    found = {key: view.quotations[key] for key in keys if key in view.quotations}
    return tuple(sorted(found.values(), key=exhibit_order))


def exhibit_order(quotation: Quotation) -> tuple[int, int]:
    """E2.10 stands after E2.9."""
    source, _, number = quotation.exhibit.removeprefix("E").partition(".")
    return int(source), int(number)


def _sources(view: View, cited: tuple[Quotation, ...]) -> tuple[SourceLine, ...]:
    """The sources a document cites; one that was only read and found silent is named by the findings that say so."""
    ids = dict.fromkeys(quotation.excerpt.source for quotation in cited)
    numbers = _origin_numbers(view, ids)
    return tuple(_source_line(view, view.sources[id_], numbers[id_]) for id_ in ids)


def _source_line(view: View, source: Source, origin_number: int) -> SourceLine:
    language = view.meta.language
    return SourceLine(
        exhibit=f"E{view.exhibits[source.id]}",
        source=source,
        origin=_origin(view, source.origin or ""),
        origin_number=origin_number,
        published=say_date(source.published, language) if source.published else f"date {NOT_STATED}",
        language=value_caption("Article", "language", source.first("language") or "") or NOT_STATED,
        captures=tuple(capture for (id_, _), capture in view.captures.items() if id_ == source.id),
        withheld=view.withheld.get(source.id, 0),
        stamps={capture: said for (id_, capture), said in view.stamps.items() if id_ == source.id},
    )


def _origin(view: View, id_: str) -> str:
    """The name of a source's origin with its other names: `ODF (Open Dialogue Foundation)`."""
    entity = view.entities.get(id_)
    if entity is None:
        return "origin withheld in this edition"
    aliases = [value.text for value in entity.all("alias")]
    return f"{entity.caption} ({'; '.join(aliases)})" if aliases else entity.caption


def _origin_numbers(view: View, ids: Iterable[str]) -> dict[str, int]:
    """Sources of one origin, or one relying on the other, have one number: they do not corroborate each other."""
    return groups({id_: view.upstream[id_] for id_ in ids})


def _related(view: View, person: Entity, acts: tuple[ActDetail, ...]) -> list[Entity]:
    """The entities a document speaks of besides the person: acts, their bodies, the posts and what they belong to."""
    ids: list[str] = [act.entity.id for act in acts]
    for entity in (*view.offices_of(person.id), *(act.entity for act in acts)):
        ids += [value.text for value in entity.values if value.text in view.entities and value.text != person.id]
    for id_ in list(ids):
        if view.entities[id_].schema == "Position":
            ids += [value.text for value in view.entities[id_].all("organization") if value.text in view.entities]
    return [view.entities[id_] for id_ in dict.fromkeys(ids)]


def _statements(
    view: View, person: Entity, acts: tuple[ActDetail, ...]
) -> Iterable[tuple[Entity, str, tuple[Line, ...]]]:
    """Every statement of the entities the document speaks of; acts have a section of their own."""
    in_acts = {act.entity.id for act in acts}
    for entity in (person, *_related(view, person, acts)):
        if entity.id in in_acts:
            continue
        lines = [
            Line(property_label(entity.schema, value.prop), value_text(view, entity, value), value.cite, value.derived)
            for value in entity.values
        ]
        if lines:
            yield entity, schema_label(entity.schema), tuple(lines)


def value_text(view: View, entity: Entity, value: Value) -> str:
    """A value as it prints: captions for references, countries and languages, dates in words."""
    if is_reference(entity.schema, value.prop):
        return view.entities[value.text].caption if value.text in view.entities else value.text
    if property_type(entity.schema, value.prop) == "date":
        return say_date(value.text, view.meta.language)
    return value_caption(entity.schema, value.prop, value.text)
