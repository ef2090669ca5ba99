"""`dossier screen` with the real nomenklatura, on a small publication of invented people."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cases import dossier, pin, write_case

pytestmark = pytest.mark.system


def entity(id_: str, schema: str, /, **properties: object) -> dict[str, object]:
    """One record of the list."""
    return {"id": id_, "schema": schema, "datasets": ["tides"], "properties": properties}


LIST = [
    entity("NK-1", "Person", name=["Oren Maratovich Halvick"], country=["is"], topics=["sanction"]),
    entity("NK-2", "Person", name=["Халвик, Орен"], birthDate=["1970"], topics=["role.pep"]),
    entity("NK-3", "Person", name=["Mira Tosen"], topics=["sanction"]),
    entity("NK-4", "Company", name=["Oren Halvik"]),
    entity("NK-5", "Person", name=["Ilva Brandt"], topics=["sanction"]),
    entity("NK-6", "Person", name=["Oren Tossen"]),
    entity("S-1", "Sanction", entity=["NK-1"], authority=["Council of Tides"], program=["TIDE-1"], startDate=["2025"]),
]
NESTED = {**LIST[0], "properties": {**LIST[0]["properties"], "sanctions": [LIST[-1]]}}  # type: ignore[dict-item]


@pytest.mark.parametrize("nested", [False, True], ids=["flat", "nested"])
def test_candidates_are_found_judged_and_printed(tmp_path: Path, nested: bool) -> None:
    case = write_case(tmp_path / "case")
    assert pin(case).code == 0
    folder = tmp_path / "list"
    folder.mkdir()
    name = "targets.nested.json" if nested else "entities.ftm.json"
    rows = [NESTED, *LIST[1:-1]] if nested else LIST
    (folder / name).write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    index = {"name": "tides", "title": "List of Tides", "version": "20261120000000-abc", "resources": [{"name": name}]}
    (folder / "index.json").write_text(json.dumps(index), encoding="utf-8")

    result = dossier(case, "screen", str(folder), "--format", "json")
    assert result.code == 0, result.out
    found = json.loads(result.out)
    candidates = {person: {row["id"] for row in rows} for person, rows in found["candidates"].items()}
    assert candidates == {"halvik": {"NK-1", "NK-2"}, "tossen": {"NK-3"}}
    first = next(row for row in found["candidates"]["halvik"] if row["id"] == "NK-1")
    assert first["listings"] == [
        {"authority": "Council of Tides", "program": "TIDE-1", "since": "2025", "url": ""},
    ]
    assert "Brandt" not in (case / "screening/tides.json").read_text(encoding="utf-8")

    for person, id_, verdict in (("halvik", "NK-1", "same"), ("halvik", "NK-2", "different")):
        assert dossier(case, "verdict", "tides", person, id_, verdict, "--by", "A", "--because", "B").code == 0
    assert dossier(case, "screen", str(folder)).code == 0, "verdicts outlast the same list read again"
    assert dossier(case, "export").code == 0
    claims = (case / "build/public/export/claims.json").read_text(encoding="utf-8")
    assert (
        "listed by Council of Tides under TIDE-1 since 2025 (List of Tides of 20 November 2026, record NK-1)" in claims
    )
    assert "not decided: 1 record in List of Tides" in claims
