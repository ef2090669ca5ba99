"""Reports findings that claim more than their backing, and dossiers that leave out what fairness asks for."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence

from dossier.case.fields import suggestion
from dossier.case.model import ACT_SCHEMATA, OFFICE_SCHEMA, STATEMENT_OF_REASONS, Dossier, Entity, Finding, Source
from dossier.ftm import is_schema
from dossier.problems import Arg, File, Id, Message, Place, Problems, Quoted, Term, listed, message
from dossier.regimes.assessing import STATEMENT_WORDS, Assessment, exceeds, said
from dossier.regimes.loading import Element, Regime
from dossier.regimes.rules import RULES
from dossier.text import prose


def check_findings(
    entities: Mapping[str, Entity],
    regimes: Mapping[str, Regime],
    sources: Mapping[str, Source],
    assessments: Mapping[str, Sequence[Assessment]],
    problems: Problems,
) -> None:
    """Report findings that name an unknown element, lack what they must say, or claim more than their backing allows.

    `assessments` are those of the case, of each person with a dossier.
    """
    for person in entities.values():
        if person.dossier is None:
            continue
        _check_fairness(person, person.dossier, sources, problems)
        complete = set()
        for finding in person.dossier.all_findings():
            element = _element(finding, regimes, problems)
            if _check_complete(person, finding, element, sources, problems):
                complete.add((finding.regime, finding.element))
        for assessed in assessments[person.id]:
            if (assessed.regime, assessed.element.id) in complete:
                _check_backing(assessed, entities, sources, problems)


def _check_fairness(person: Entity, dossier: Dossier, sources: Mapping[str, Source], problems: Problems) -> None:
    """What speaks for the person and his reply are never silently empty; a draft statement has its length."""
    mitigating = dossier.block("mitigating")
    if not mitigating:
        problems.add(
            "mitigating-silent", dossier.place, "{id}: what speaks for this person is not stated.", id=Id(person.id)
        )
    for passage in mitigating:
        _check_read(Term("mitigating"), passage.read, sources, passage.place, problems)
    if dossier.reply is None:
        problems.add(
            "reply-missing", dossier.place, "{id}: whether a reply was sought is not stated.", id=Id(person.id)
        )
    statement = dossier.block(STATEMENT_OF_REASONS)
    words = sum(len(prose.plain(passage.text).split()) for passage in statement)
    least, most = STATEMENT_WORDS
    if statement and not least <= words <= most:
        problems.add(
            "statement-length",
            statement[0].place,
            "{id}: the statement of reasons has {count} words, not {least} to {most}.",
            id=Id(person.id),
            count=words,
            least=least,
            most=most,
        )


def finding_of(person: Entity, finding: Finding) -> Message:
    """Which finding is meant, for people."""
    return message(
        "{person}: {regime}/{element}",
        person=Id(person.id),
        regime=Id(finding.regime),
        element=Id(finding.element),
    )


def _check_read(where: Arg, read: Iterable[str], known: Container[str], place: Place, problems: Problems) -> None:
    """Report what is said to have been read in full and is no source of the case."""
    for source in read:
        if source not in known:
            problems.add(
                "dangling-reference",
                place,
                "{where}: read: there is no source {source!r}.",
                missing=source,
                where=where,
                source=Quoted(source),
            )


def _element(finding: Finding, regimes: Mapping[str, Regime], problems: Problems) -> Element | None:
    if finding.regime == "all":
        if finding.finding != "not-shown":
            problems.add("finding-beyond-backing", finding.place, "The default finding can only be not-shown.")
        return None
    regime = regimes.get(finding.regime)
    if regime is None:
        hint = suggestion(finding.regime, list(regimes))
        problems.add(
            "unknown-regime",
            finding.place,
            "The case has no regime {regime!r}; it has {known}.{hint}",
            regime=Quoted(finding.regime),
            known=listed(Id, regimes, none="none"),
            hint=hint,
        )
        return None
    element = regime.elements.get(finding.element)
    if element is None:
        hint = suggestion(finding.element, list(regime.elements))
        problems.add(
            "unknown-element",
            finding.place,
            "{element!r} is no element of {regime}: {known}.{hint}",
            element=Quoted(finding.element),
            regime=Id(regime.id),
            known=listed(Id, regime.elements),
            hint=hint,
        )
    return element


def _check_complete(
    person: Entity, finding: Finding, element: Element | None, sources: Mapping[str, Source], problems: Problems
) -> bool:
    """Report what a finding does not say; whether it names all it rests on."""
    where = finding_of(person, finding)
    if not finding.because:
        problems.add("finding-incomplete", finding.place, "{where} has no `because:`.", where=where)
    _check_read(where, finding.read, sources, finding.place, problems)
    if finding.finding == "not-shown":
        if not finding.read and not finding.cite:
            problems.add(
                "finding-incomplete",
                finding.place,
                "{where} does not say what was read: `read:` or `cite:`.",
                where=where,
            )
        return True
    wanted = {"cite": finding.cite, "needs": finding.needs}
    if element and element.conduct:
        wanted["acts"] = finding.acts
    missing = [key for key, written in wanted.items() if not written]
    if missing:
        problems.add(
            "finding-incomplete",
            finding.place,
            "{where} is {finding} and lacks {lacking}.",
            where=where,
            finding=Term(finding.finding),
            lacking=listed(Term, missing),
        )
    return not {"cite", "acts"} & set(missing)


def _check_backing(
    assessed: Assessment, entities: Mapping[str, Entity], sources: Mapping[str, Source], problems: Problems
) -> None:
    if not exceeds(assessed.author, assessed.effective):
        return
    finding = assessed.finding
    caps = [cap for cap in assessed.caps if exceeds(assessed.author, cap.at)]
    problems.add(
        "finding-beyond-backing",
        finding.place,
        "{person}: {regime}/{element} is {author}, but {caps}.",
        message(
            "Lower it to {effective}, or: {next}",
            effective=Term(said(assessed.effective)),
            next=_next_step(assessed, caps[0].rule, entities, sources),
        ),
        person=Id(assessed.person),
        regime=Id(finding.regime),
        element=Id(finding.element),
        author=Term(said(assessed.author)),
        caps=listed(Quoted, (str(cap).rstrip(".") for cap in caps), "; "),
    )


def _next_step(
    assessed: Assessment, rule: str, entities: Mapping[str, Entity], sources: Mapping[str, Source]
) -> Message:
    """What would lift a rule: the key and file to edit where that is known, else the rule's own words."""
    if rule == "cannot-be-judged":
        cited = dict.fromkeys(each.excerpt.split("/")[0] for each in assessed.excerpts if not each.judged)
        ungraded = [id_ for id_ in cited if id_ in sources and sources[id_].assessment is None]
        if ungraded:
            return message(
                "write `assessment: {{reliability: …, credibility: …, because: …}}` into {files}.",
                files=listed(File, (f"evidence/{id_}/source.yml" for id_ in ungraded)),
            )
    if rule == "tenure-uncertain":
        held = [each for each in entities.values() if each.schema == OFFICE_SCHEMA]
        own = [each for each in held if each.first("holder") == assessed.person]
        inferred = [each.first("post") or each.id for each in own if any(value.derived for value in each.values)]
        if inferred:
            return message(
                "under `offices:` of {person}, cite words that state the office and remove `derived:` from {posts}: "
                "an office that is inferred does not count.",
                person=Id(assessed.person),
                posts=listed(Id, inferred),
            )
        if own:
            return message(
                "write `from:` and `to:`, or a `seen:` day of the act, under `offices:` of {person}.",
                person=Id(assessed.person),
            )
    return message("{next}", next=Term(RULES[rule].next))


def check_acts(entities: Mapping[str, Entity], problems: Problems) -> None:
    """Report acts named by a dossier that are no acts of the case."""
    for person in entities.values():
        if person.dossier is None:
            continue
        for finding in person.dossier.all_findings():
            for act in finding.acts:
                _check_act(act, finding.place, entities, problems)
        linked = {link.first("object") for link in entities.values() if link.first("subject") == person.id}
        for act in person.dossier.context:
            _check_act(act, person.dossier.place, entities, problems)
            if act in linked:
                problems.add(
                    "context-linked",
                    person.dossier.place,
                    "{id}: {act!r} stands in `context:` and in `acts:`.",
                    id=Id(person.id),
                    act=Quoted(act),
                )
        for row in person.dossier.not_relied_on:
            _check_act(row.act, row.place, entities, problems)


def _check_act(act: str, place: Place, entities: Mapping[str, Entity], problems: Problems) -> None:
    entity = entities.get(act)
    if entity is None:
        problems.add(
            "dangling-reference",
            place,
            "There is no act {act!r} in the case.{hint}",
            missing=act,
            act=Quoted(act),
            hint=suggestion(act, list(entities)),
        )
    else:
        check_is_act(entity, place, problems)


def check_is_act(entity: Entity, place: Place, problems: Problems) -> None:
    """Report what is named as an act at `place` and is of another schema; an unknown schema is reported elsewhere."""
    if entity.schema not in ACT_SCHEMATA and is_schema(entity.schema):
        problems.add(
            "wrong-range",
            place,
            "{id!r} is of the schema {schema}, no act ({acts}).",
            id=Id(entity.id),
            schema=Term(entity.schema),
            acts=listed(Term, ACT_SCHEMATA, " or "),
        )
