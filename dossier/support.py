"""Does what prints say what its quotations say? Citations resolve, prose cites, and words are found literally."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from dossier.case.fields import is_date, suggestion
from dossier.case.model import (
    ACT_SCHEMATA,
    CONDUCT_ATTRIBUTIONS,
    LINK_SCHEMA,
    Case,
    Entity,
    Passage,
    Source,
    Value,
)
from dossier.evidence.collecting import Evidence
from dossier.ftm import property_type
from dossier.problems import Place, Problems
from dossier.text import prose
from dossier.text.normalise import fold

# The name of an act or a post is our own label and needs no citation.
OWN_LABELS = {**dict.fromkeys(ACT_SCHEMATA, ("name",)), "Position": ("name",)}
_QUOTED = re.compile(r'"([^"]+)"')
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
# Blocks that state absences and what would be needed; facts in them still cite.
UNCITED_BLOCKS = ("gap", "ask", "submitter", "handling")


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
            _check_value(entity, value, evidence, problems)
        _check_link(entity, case, evidence, problems)
        if entity.dossier:
            for passage in entity.dossier.prose:
                _check_passage(f"{entity.id}/{passage.key}", passage, excerpts, case, evidence, problems)
            for finding in entity.dossier.all_findings():
                _resolve(finding.cite, finding.place, excerpts, problems)
    for passage in case.meta.sections:
        _check_passage(passage.key, passage, excerpts, case, evidence, problems)


def _check_source(source: Source, case: Case, problems: Problems) -> None:
    if source.origin and source.origin not in case.entities:
        hint = suggestion(source.origin, list(case.entities))
        problems.add("dangling-reference", source.place, f"origin: there is no {source.origin!r} in the case.{hint}")
    for other in source.relies_on:
        if other not in case.sources:
            problems.add("dangling-reference", source.place, f"relies_on: there is no source {other!r} in the case.")


def _resolve(cite: Iterable[str], place: Place, excerpts: Iterable[str], problems: Problems) -> None:
    for key in cite:
        if key not in excerpts:
            hint = suggestion(key, list(excerpts))
            problems.add("dangling-reference", place, f"There is no excerpt {key!r} in the case.{hint}")


def _quoted_text(cite: Iterable[str], evidence: Evidence) -> str | None:
    """The folded words of all cited excerpts; None when one is missing, which is reported elsewhere."""
    found = [evidence.quotations.get(key) for key in cite]
    if not found or any(quotation is None for quotation in found):
        return None
    return fold(" \n ".join(quotation.excerpt.quote for quotation in found if quotation))


def _check_value(entity: Entity, value: Value, evidence: Evidence, problems: Problems) -> None:
    if value.prop in OWN_LABELS.get(entity.schema, ()):
        return
    kind = property_type(entity.schema, value.prop)
    if not value.cite:
        problems.add("value-uncited", value.place, f"{value.prop} of {entity.id} has no citation.")
        return
    if value.derived or kind not in ("name", "date", "number"):
        return
    words = _quoted_text(value.cite, evidence)
    if words is None:
        return
    missing = (
        []
        if kind == "name" and _says(words, value.text)
        else [value.text]
        if kind == "name"
        else [part for part in _date_parts(value.text) if not _says(words, part)]
        if kind == "date"
        else [number for number in _NUMBER.findall(value.text) if not _says(words, number)]
    )
    if missing:
        shown = ", ".join(missing)
        problems.add(
            "not-literal",
            value.place,
            f"{value.prop} of {entity.id}: {shown!r} does not stand in {', '.join(value.cite)}.",
        )


def _date_parts(date: str) -> Iterator[str]:
    if not is_date(date):  # reported elsewhere
        return
    year, _, rest = date.partition("-")
    yield year
    day = rest.partition("-")[2]
    if day:
        yield str(int(day))


def _says(words: str, text: str) -> bool:
    """Whether a text stands in folded words, as whole words, whatever its case."""
    pattern = re.escape(fold(text).strip())
    return bool(re.search(rf"(?<!\w)0?{pattern}(?!\w)", words, re.IGNORECASE))


def _check_link(entity: Entity, case: Case, evidence: Evidence, problems: Problems) -> None:
    """A person said to have acted himself must be named in the very words cited."""
    if entity.schema != LINK_SCHEMA:
        return
    act = case.entities.get(entity.first("object") or "")
    if act and act.schema not in ACT_SCHEMATA:
        problems.add(
            "wrong-range", entity.place, f"{act.id!r} is a {act.schema}, not an act ({' or '.join(ACT_SCHEMATA)})."
        )
    if entity.attribution not in (*CONDUCT_ATTRIBUTIONS, "call"):
        return
    person = case.entities.get(entity.first("subject") or "")
    words = _quoted_text(entity.cite, evidence)
    if person is None or words is None:
        return
    names = [value.text for value in person.values if value.prop in ("name", "alias", "weakAlias")]
    if not any(_says(words, name) for name in names):
        problems.add(
            "not-literal",
            entity.place,
            f"The attribution {entity.attribution!r} needs the person's name in the words cited; "
            f"{', '.join(entity.cite)} does not name {person.caption}.",
        )


def _check_passage(
    where: str, passage: Passage, excerpts: Iterable[str], case: Case, evidence: Evidence, problems: Problems
) -> None:
    _resolve(passage.cite, passage.place, excerpts, problems)
    rest = prose.uncited_rest(passage.text)
    if rest and not passage.analysis and passage.block not in UNCITED_BLOCKS:
        problems.add("prose-uncited", passage.place, f"{where}: no citation follows {_shortened(rest)!r}.")
    words = _quoted_text(passage.cite, evidence)
    if passage.cite and words is None:
        return
    for quoted in _QUOTED.findall(fold(prose.plain(passage.text))):
        if fold(quoted).strip(" .,;:") not in (words or ""):
            problems.add(
                "quoted-words-elsewhere",
                passage.place,
                f"{where}: {_shortened(quoted)!r} stands in no excerpt cited there.",
            )
    for clause, cite in prose.clauses(passage.text):
        clause_words = _quoted_text(cite, evidence)
        if clause_words is not None:
            _check_clause(where, clause, clause_words, passage.place, case, problems)


def _check_clause(where: str, clause: str, words: str, place: Place, case: Case, problems: Problems) -> None:
    plain = fold(prose.plain(clause))
    missing = [number for number in _NUMBER.findall(plain) if not _says(words, number)]
    for person in case.persons():
        name = person.caption
        if _says(plain, name) and not _says(words, name):
            missing.append(name)
    if missing:
        problems.add("not-literal", place, f"{where}: {', '.join(missing)!r} does not stand in the words cited there.")


def _shortened(text: str, most: int = 60) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
