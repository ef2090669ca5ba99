"""Does what prints say what its quotations say? Citations resolve, prose cites, and words are found literally."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from dossier.case.fields import is_date, suggestion
from dossier.case.model import (
    ACT_SCHEMATA,
    CONDUCT_ATTRIBUTIONS,
    LINK_SCHEMA,
    NAME_PROPERTIES,
    NAMED_IN_PUBLIC,
    OFFICE_SCHEMA,
    STATEMENT_OF_REASONS,
    TRANSLITERATED,
    Case,
    Entity,
    Passage,
    Source,
    Value,
)
from dossier.case.named import is_named_in, says
from dossier.checking.findings import check_is_act, finding_of
from dossier.evidence.records import Evidence
from dossier.ftm import property_type
from dossier.problems import Id, Message, Place, Problems, Quoted, Term, listed, message
from dossier.text import prose
from dossier.text.normalise import fold

# The name of an act or a post is our own label and needs no citation.
OWN_LABELS = {**dict.fromkeys(ACT_SCHEMATA, ("name",)), "Position": ("name",)}
_QUOTED = re.compile(r'"([^"]+)"')
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
# What somebody did to others, with its forms; a form that is as often a noun ("order", "fines") is left out.
CONDUCT_VERBS = """
    abducts abducted abducting abuses abused abusing arrests arrested arresting assaults assaulted assaulting attacks
    attacked attacking bans banned banning beat beats beaten beating charged commanded commanding deported deporting
    deports detained detaining detains dispersed dispersing evicted evicting evicts executed executing expelled
    expelling expels fined fining forced forcing harassed harassing imprisoned imprisoning instructed instructing
    interrogated interrogates interrogating intimidated intimidates intimidating jailed jailing kidnapped kidnapping
    killed killing kills murdered murdering ordered ordering persecuted persecutes persecuting prohibited prohibiting
    prosecuted prosecutes prosecuting punished punishing raped raping refused refuses refusing repressed repressing
    sentenced sentencing shot silenced silencing suppressed suppressing threatened threatening threatens tortured
    tortures torturing
"""
_CONDUCT = re.compile(rf"\b(?:{'|'.join(CONDUCT_VERBS.split())})\b", re.IGNORECASE)
_DENIAL = re.compile(r"\b(?:no|not|neither|nor|never|nothing)\b", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
_PRONOUN = re.compile(r"\b(?:he|she)\b", re.IGNORECASE)
# Blocks that state absences and what would be needed, or who submits; facts of the case in them still cite.
UNCITED_BLOCKS = ("gap", "submitter")

# An office with this status needs a source of the last days before `as_of`.
CURRENT = "current"
CURRENT_DAYS = 90


def check_support(case: Case, evidence: Evidence, problems: Problems) -> None:
    """Report citations that do not resolve, facts without one, and words that their citations do not contain."""
    excerpts = case.excerpts()
    for source in case.sources.values():
        _check_source(source, case, problems)
        for value in source.values:
            _resolve(value.cite, value.place, excerpts, problems)
    for entity in case.entities.values():
        for value in entity.values:
            _resolve(value.cite, value.place, excerpts, problems)
            _check_value(entity, value, case, evidence, problems)
        _check_link(entity, case, evidence, problems)
        _check_act(entity, case, problems)
        _check_current(entity, case, problems)
        _check_conduct(entity, case, problems)
        if entity.dossier:
            for passage in entity.dossier.prose:
                _check_passage(_place_of(passage, entity), passage, excerpts, case, evidence, problems)
            for finding in entity.dossier.all_findings():
                _resolve(finding.cite, finding.place, excerpts, problems)
    others = _without_act(case)
    for passage in case.meta.sections:
        _check_passage(_place_of(passage), passage, excerpts, case, evidence, problems)
        if not passage.analysis:
            _check_near(_place_of(passage), passage.text, passage.place, others, None, problems)


def _place_of(passage: Passage, owner: Entity | None = None) -> Message:
    """Where prose stands, for people: its block, and of a dossier whose it is."""
    block = Id(passage.key)
    return message("{owner}/{block}", owner=Id(owner.id), block=block) if owner else message("{block}", block=block)


def _check_source(source: Source, case: Case, problems: Problems) -> None:
    if source.origin and source.origin not in case.entities:
        hint = suggestion(source.origin, list(case.entities))
        problems.add(
            "dangling-reference",
            source.place,
            "origin: there is no {origin!r} in the case.{hint}",
            missing=source.origin,
            origin=Quoted(source.origin),
            hint=hint,
        )
    for other in source.relies_on:
        if other not in case.sources:
            problems.add(
                "dangling-reference",
                source.place,
                "relies_on: there is no source {source!r} in the case.",
                missing=other,
                source=Quoted(other),
            )


def _resolve(cite: Iterable[str], place: Place, excerpts: Iterable[str], problems: Problems) -> None:
    for key in cite:
        if key not in excerpts:
            hint = suggestion(key, list(excerpts))
            problems.add(
                "dangling-reference",
                place,
                "There is no excerpt {key!r} in the case.{hint}",
                missing=key,
                key=Quoted(key),
                hint=hint,
            )


def _quoted_text(cite: Iterable[str], evidence: Evidence) -> str | None:
    """The folded words of all cited excerpts; None when one is missing, which is reported elsewhere."""
    found = [evidence.quotations.get(key) for key in cite]
    if not found or any(quotation is None for quotation in found):
        return None
    return fold(" \n ".join(quotation.excerpt.quote for quotation in found if quotation))


def _date_cure(value: Value, case: Case) -> Message:
    """A date that a source says as `this Thursday`: the line to write, with the day of the source it is told from."""
    published = (case.sources[key.split("/")[0]].published for key in value.cite if key.split("/")[0] in case.sources)
    return message(
        "Cite words that give the date. If the source says `this Thursday`, write `{prop}: {{value: {date}, derived: "
        "what the source says, and its date ({published})}}`.",
        prop=Term(value.prop),
        date=Quoted(value.text),
        published=Quoted(next((day for day in published if day), "not stated")),
    )


def _check_value(entity: Entity, value: Value, case: Case, evidence: Evidence, problems: Problems) -> None:
    if value.prop in OWN_LABELS.get(entity.schema, ()):
        return
    kind = property_type(entity.schema, value.prop)
    if not value.cite and not _is_bystander(entity):
        problems.add(
            "value-uncited",
            value.place,
            "{prop} of {id} has no citation.",
            prop=Term(value.prop) if kind else Quoted(value.prop),
            id=Id(entity.id),
        )
    if not value.cite:
        return
    if kind == "name" and value.derived:
        _check_transliterated(entity, value, problems)
    if value.derived or kind not in ("name", "date", "number"):
        return
    words = _quoted_text(value.cite, evidence)
    if words is None:
        return
    missing = (
        []
        if kind == "name" and says(words, value.text)
        else [value.text]
        if kind == "name"
        else [part for part in _date_parts(value.text) if not says(words, part)]
        if kind == "date"
        else [number for number in _NUMBER.findall(value.text) if not says(words, number)]
    )
    if missing:
        shown = ", ".join(missing)
        problems.add(
            "not-literal",
            value.place,
            "{prop} of {id}: {words!r} does not stand in {cited}.",
            _date_cure(value, case) if kind == "date" else "",
            prop=Term(value.prop),
            id=Id(entity.id),
            words=Quoted(shown),
            cited=listed(Id, value.cite),
        )


def _is_bystander(entity: Entity) -> bool:
    """Whether somebody is in the case for their name alone, so that it is withheld where a text has it unquoted."""
    withheld = entity.person is not None and entity.person not in NAMED_IN_PUBLIC and bool(entity.label)
    return withheld and all(
        value.prop in NAME_PROPERTIES and bool(value.derived) and not value.cite for value in entity.values
    )


def _check_transliterated(entity: Entity, value: Value, problems: Problems) -> None:
    """What a name is transliterated from must be a name of the same entity, and one that the sources give."""
    _, said, rest = (value.derived or "").partition(TRANSLITERATED)
    given = [each.text for each in entity.values if not each.derived and each.prop in NAME_PROPERTIES]
    if said and not any(rest == name or rest.startswith(f"{name} (") for name in given):
        problems.add(
            "not-literal",
            value.place,
            "{prop} of {id} is transliterated from what no source gives as a name.",
            prop=Term(value.prop),
            id=Id(entity.id),
        )


def _date_parts(date: str) -> Iterator[str]:
    if not is_date(date):  # reported elsewhere
        return
    year, _, rest = date.partition("-")
    yield year
    day = rest.partition("-")[2]
    if day:
        yield str(int(day))


def _check_link(entity: Entity, case: Case, evidence: Evidence, problems: Problems) -> None:
    """A person said to have acted himself must be named in the very words cited."""
    if entity.schema != LINK_SCHEMA:
        return
    act = case.entities.get(entity.first("object") or "")
    if act:
        check_is_act(act, entity.place, problems)
    if entity.attribution not in (*CONDUCT_ATTRIBUTIONS, "call"):
        return
    person = case.entities.get(entity.first("subject") or "")
    words = _quoted_text(entity.cite, evidence)
    if person is None or words is None:
        return
    if not is_named_in(person, words):
        problems.add(
            "not-literal",
            entity.place,
            "The attribution {attribution!r} needs the person's name in the words cited; {cited} does not name {name}.",
            attribution=Term(str(entity.attribution)),
            cited=listed(Id, entity.cite),
            name=Quoted(person.caption),
        )


def _check_current(office: Entity, case: Case, problems: Problems) -> None:
    """An office is called current only on the word of a source of the last days before the case speaks."""
    if office.schema != OFFICE_SCHEMA or (office.first("status") or "").casefold() != CURRENT:
        return
    published = [case.sources[key.split("/")[0]].published for key in office.cite if key.split("/")[0] in case.sources]
    days = [day for day in published if day and len(day) == len("2026-01-01")]
    since = (date.fromisoformat(case.meta.as_of) - timedelta(days=CURRENT_DAYS)).isoformat()
    if not any(since <= day <= case.meta.as_of for day in days):
        problems.add(
            "office-not-current",
            office.place,
            "{id} is called current; no source of it is of the {days} days before {day}.",
            id=Id(office.id),
            days=CURRENT_DAYS,
            day=Term(case.meta.as_of),
        )


def _check_act(act: Entity, case: Case, problems: Problems) -> None:
    """A nominee or official is tied to an act by a link that says how, never by a bare property of the act."""
    for value in act.values if act.schema in ACT_SCHEMATA else ():
        person = case.entities.get(value.text)
        if person and person.schema == "Person" and person.person in NAMED_IN_PUBLIC:
            problems.add(
                "act-without-attribution",
                value.place,
                "{prop} of {act} names the {category} {person}.",
                prop=Quoted(value.prop),
                act=Id(act.id),
                category=Term(str(person.person)),
                person=Id(person.id),
            )


def _check_conduct(entity: Entity, case: Case, problems: Problems) -> None:
    """Report verbs of conduct near a nominee or official to whom no source ties an act."""
    if entity.schema == LINK_SCHEMA and entity.attribution not in CONDUCT_ATTRIBUTIONS:
        role = next(iter(entity.all("role")), None)  # it has the person as its subject
        verb = _CONDUCT.match(role.text) if role else None
        if role and verb:
            problems.add(
                "conduct-near-person",
                role.place,
                "{id}: the role begins with {verb!r}, but the attribution is {attribution}.",
                id=Id(entity.id),
                verb=Quoted(verb[0]),
                attribution=Term(str(entity.attribution)),
            )
    if entity.dossier is None:
        return
    others = _without_act(case)
    texts = [
        (_place_of(passage, entity), passage.text, passage.place)
        for passage in entity.dossier.prose
        if passage.block != "gap" and not passage.analysis
    ]
    texts += [(finding_of(entity, row), row.because, row.place) for row in entity.dossier.all_findings()]
    for where, text, place in texts:
        _check_near(where, text, place, others, entity.id, problems)


def _without_act(case: Case) -> list[Entity]:
    """The nominees and officials to whom no source ties an act."""
    acting = {
        link.first("subject")
        for link in case.entities.values()
        if link.schema == LINK_SCHEMA and link.attribution in CONDUCT_ATTRIBUTIONS
    }
    return [person for person in case.persons() if person.person in NAMED_IN_PUBLIC and person.id not in acting]


def _check_near(
    where: Message, text: str, place: Place, others: Iterable[Entity], own: str | None, problems: Problems
) -> None:
    """Report a verb of conduct in a sentence that speaks of one of `others`; `own` is whose dossier it stands in."""
    for sentence in _SENTENCE_END.split(_QUOTED.sub('""', fold(prose.plain(text)))):
        verb = _CONDUCT.search(sentence)
        if verb is None or _DENIAL.search(sentence):
            continue
        near = [person for person in others if _speaks_of(sentence, person, own=person.id == own)]
        if near:
            problems.add(
                "conduct-near-person",
                place,
                "{where}: {verb!r} stands near {names}, whom no source ties to an act.",
                where=where,
                verb=Quoted(verb[0]),
                names=listed(Quoted, (person.caption for person in near)),
            )


def _speaks_of(sentence: str, person: Entity, *, own: bool) -> bool:
    """Whether a sentence names a person, in full or by the last word, or says he or she in the person's own dossier."""
    name = person.caption
    return says(sentence, name) or says(sentence, name.split()[-1]) or (own and bool(_PRONOUN.search(sentence)))


def _check_passage(
    where: Message, passage: Passage, excerpts: Iterable[str], case: Case, evidence: Evidence, problems: Problems
) -> None:
    _resolve(passage.cite, passage.place, excerpts, problems)
    rest = prose.uncited_rest(passage.text)
    uncited = passage.analysis and passage.block != STATEMENT_OF_REASONS
    if rest and not uncited and passage.block not in UNCITED_BLOCKS:
        problems.add(
            "prose-uncited",
            passage.place,
            "{where}: no citation follows {words!r}.",
            where=where,
            words=Quoted(_shortened(rest)),
        )
    words = _quoted_text(passage.cite, evidence)
    if passage.cite and words is None:
        return
    for quoted in _QUOTED.findall(fold(prose.plain(passage.text))):
        if fold(quoted).strip(" .,;:") not in (words or ""):
            problems.add(
                "quoted-words-elsewhere",
                passage.place,
                "{where}: {words!r} stands in no excerpt cited there.",
                _translation_cure(passage, evidence),
                where=where,
                words=Quoted(_shortened(quoted)),
            )
    for clause, cite in prose.clauses(passage.text):
        clause_words = _quoted_text(cite, evidence)
        if clause_words is not None:
            _check_clause(where, clause, clause_words, passage.place, case, problems)


def _translation_cure(passage: Passage, evidence: Evidence) -> Message:
    """What to do about words in quotation marks that are the author's own translation; nothing new for no citation."""
    if not passage.cite:
        return Message("")
    translated = [
        key for key in passage.cite if key in evidence.quotations and evidence.quotations[key].excerpt.translations
    ]
    return message(
        "Quote exactly, cite the excerpt, or remove the quotation marks. A translation is quoted without them: it "
        "stands under `translations:` of {keys}."
        if translated
        else "Quote exactly, cite the excerpt, or remove the quotation marks. A translation is written under "
        "`translations:` of {keys} in source.yml, and without quotation marks here.",
        keys=listed(Id, translated or passage.cite),
    )


def _check_clause(where: Message, clause: str, words: str, place: Place, case: Case, problems: Problems) -> None:
    plain = fold(prose.plain(clause))
    missing = [number for number in _NUMBER.findall(plain) if not says(words, number)]
    for person in case.persons():
        name = person.caption
        if says(plain, name) and not says(words, name):
            missing.append(name)
    if missing:
        problems.add(
            "not-literal",
            place,
            "{where}: {words!r} does not stand in the words cited there.",
            where=where,
            words=Quoted(", ".join(missing)),
        )


def _shortened(text: str, most: int = 60) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
