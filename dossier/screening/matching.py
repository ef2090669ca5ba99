"""Compares persons with the records that were kept of a list, by nomenklatura's LogicV2."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from dossier.editions import Candidate
from dossier.problems import stop
from dossier.screening.lists import texts

if TYPE_CHECKING:
    from nomenklatura.matching.types import MatchingResult

ALGORITHM = "logic-v2"
Kept = tuple[dict[str, Any], set[str]]


def candidates_among(
    persons: Mapping[str, Mapping[str, list[str]]], kept: Iterable[Kept], threshold: float
) -> dict[str, list[Candidate]]:
    """For each person the records that score at least `threshold` (0 to 1), best first, without their listings.

    Raises Stop when nomenklatura is not installed.
    """
    try:
        from followthemoney.proxy import EntityProxy
        from nomenklatura.matching import LogicV2
    except ImportError:
        cure = "Run `pip install 'sanctions-dossier[screening]'`."
        raise stop("extra-missing", "nomenklatura, which compares names, is not installed.", cure=cure) from None
    config = LogicV2.default_config()
    proxies = {id_: EntityProxy.from_dict(_proxy(id_, "Person", properties)) for id_, properties in persons.items()}
    found: dict[str, list[Candidate]] = {id_: [] for id_ in persons}
    for row, ids in kept:
        record = EntityProxy.from_dict(_proxy(row["id"], row["schema"], {p: texts(row, p) for p in row["properties"]}))
        for id_ in sorted(ids):
            result = LogicV2.compare(proxies[id_], record, config)
            if result.score >= threshold:
                found[id_].append(_candidate(row, result))
    return {id_: sorted(rows, key=lambda row: (-row.score, row.id)) for id_, rows in found.items()}


def version() -> str:
    """`logic-v2 of nomenklatura 4.17.4`."""
    from importlib.metadata import version

    return f"{ALGORITHM} of nomenklatura {version('nomenklatura')}"


def _proxy(id_: str, schema: str, properties: Mapping[str, list[str]]) -> dict[str, Any]:
    from followthemoney import model

    known = model[schema].properties if schema in model.schemata else {}
    return {"id": id_, "schema": schema, "properties": {p: v for p, v in properties.items() if p in known}}


def _candidate(row: dict[str, Any], result: MatchingResult) -> Candidate:
    names = list(dict.fromkeys([*texts(row, "name"), *texts(row, "alias"), *texts(row, "weakAlias")]))
    countries = {value for prop in ("country", "nationality", "citizenship") for value in texts(row, prop)}
    return Candidate(
        id=row["id"],
        caption=str(row.get("caption") or (names[0] if names else row["id"])),
        score=round(result.score, 3),
        features=tuple(
            (name, round(feature.score, 3)) for name, feature in sorted(result.explanations.items()) if feature.score
        ),
        names=tuple(names),
        born=tuple(sorted(texts(row, "birthDate"))),
        countries=tuple(sorted(countries)),
        topics=tuple(sorted(texts(row, "topics"))),
        datasets=tuple(sorted(text for text in row.get("datasets", []) if isinstance(text, str))),
        first_seen=str(row.get("first_seen") or "")[:10],
    )
