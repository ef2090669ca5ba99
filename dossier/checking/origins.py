"""Sources with the same words under two origins: one report, until the author says why they are two."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from dossier.case.model import Case, Source
from dossier.evidence.records import Evidence
from dossier.problems import Id, Problems, Quoted
from dossier.regimes.origins import upstream
from dossier.text.likeness import alike


def with_same_words(case: Case, evidence: Evidence, problems: Problems) -> Case:
    """The case with each source's `same_words`: other sources with the same text, whose origins then count once.

    Each such pair of sources is a warning, unless they are dependent by what is written, or one says under
    `independent:` why they are not. An `independent:` that contradicts what is written is an error.
    """
    for source in case.sources.values():
        _check_independent(source, case, problems)
    found: dict[str, list[str]] = {}
    for one, other, share in _pairs(case, evidence):
        for id_, beside in ((one, other), (other, one)):
            found.setdefault(id_, []).append(beside)
        problems.add(
            "same-words",
            case.sources[other].place,
            "{source} has the same words as {other} ({share:.0%} of the shorter text), under another origin. They "
            "count as one.",
            source=Id(other),
            other=Id(one),
            share=share,
        )
    sources = {
        id_: dataclasses.replace(source, same_words=tuple(found[id_])) if id_ in found else source
        for id_, source in case.sources.items()
    }
    return dataclasses.replace(case, sources=sources) if found else case


def _pairs(case: Case, evidence: Evidence) -> Iterator[tuple[str, str, float]]:
    """Pairs of sources, in the order of the case, that nothing written ties or parts, and how alike they are."""
    reach = {id_: upstream(id_, case.sources) for id_ in case.sources}
    if len(set(reach.values())) < 2:
        return
    texts = {key: capture.text.text for key, capture in evidence.captures.items()}
    share: dict[tuple[str, str], float] = {}
    for ((one, _), (other, _)), part in alike(texts).items():
        if one != other:
            share[one, other] = max(part, share.get((one, other), 0.0))
    for (one, other), part in share.items():
        parted = any(
            row.of == beside for id_, beside in ((one, other), (other, one)) for row in case.sources[id_].independent
        )
        if not parted and not reach[one] & reach[other]:
            yield one, other, part


def _check_independent(source: Source, case: Case, problems: Problems) -> None:
    own = upstream(source.id, case.sources)
    for row in source.independent:
        if row.of not in case.sources:
            problems.add(
                "dangling-reference",
                row.place,
                "independent: there is no source {source!r} in the case.",
                missing=row.of,
                source=Quoted(row.of),
            )
        elif own & upstream(row.of, case.sources):
            problems.add(
                "origin-contradicted",
                row.place,
                "`independent:` names {other}, but by `origin:` or `relies_on:` {source} and {other} are one origin.",
                "Remove one of the two.",
                other=Id(row.of),
                source=Id(source.id),
            )
