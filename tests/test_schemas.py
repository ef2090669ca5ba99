"""JSON Schemas for editors: they take every good file there is, and refuse what a slip of the pen makes of it.

No library for JSON Schema is among the project's: the few keywords that the schemas use are read here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from dossier.case.yaml import parse_yaml, plain
from dossier.checking.schemas import schema_text, schemas
from dossier.problems import Problems
from tests.cases import FILES, dossier, write_case
from tests.test_bad_input import CHOICES, KEYS, Mistake

ROOT = Path(__file__).resolve().parents[1]
KEYWORDS = {
    "$schema", "title", "description", "examples", "definitions", "type", "enum", "const", "pattern", "minimum",
    "properties", "additionalProperties", "propertyNames", "required", "items", "anyOf", "allOf", "if", "then", "$ref",
}  # fmt: skip
TYPES = {"object": dict, "array": list, "string": str, "boolean": bool, "number": (int, float), "integer": int}


@cache
def known(kind: str) -> Any:
    return json.loads(schema_text(schemas()[kind]))


def faults(value: Any, schema: Any, root: Any, at: str = "") -> Iterator[str]:
    """Where a value is not as a schema has it; raises for a keyword that is not read here."""
    if isinstance(schema, bool):
        if not schema:
            yield f"{at}: nothing may stand here"
        return
    assert set(schema) <= KEYWORDS, set(schema) - KEYWORDS
    if "$ref" in schema:
        yield from faults(value, root["definitions"][schema["$ref"].removeprefix("#/definitions/")], root, at)
    if "type" in schema and not any(
        isinstance(value, TYPES[each]) and (each == "boolean" or not isinstance(value, bool))
        for each in ([schema["type"]] if isinstance(schema["type"], str) else schema["type"])
    ):
        yield f"{at}: {value!r} is no {schema['type']}"
        return
    if "enum" in schema and not any(value == each and type(value) is type(each) for each in schema["enum"]):
        yield f"{at}: {value!r} is none of {schema['enum'][:9]}"
    if "const" in schema and value != schema["const"]:
        yield f"{at}: {value!r} is not {schema['const']}"
    if "pattern" in schema and isinstance(value, str) and not re.search(schema["pattern"], value):
        yield f"{at}: {value!r} is not {schema['pattern']}"
    if isinstance(value, dict):
        yield from _in_mapping(value, schema, root, at)
    if isinstance(value, list) and "items" in schema:
        for number, item in enumerate(value):
            yield from faults(item, schema["items"], root, f"{at}[{number}]")
    for each in schema.get("allOf", ()):
        yield from faults(value, each, root, at)
    if "anyOf" in schema:
        tried = [list(faults(value, each, root, at)) for each in schema["anyOf"]]
        if all(tried):
            yield f"{at}: {min(tried, key=len)}"
    if "if" in schema and not list(faults(value, schema["if"], root, at)):
        yield from faults(value, schema["then"], root, at)


def _in_mapping(value: dict[str, Any], schema: Any, root: Any, at: str) -> Iterator[str]:
    yield from (f"{at}: {key} is missing" for key in schema.get("required", ()) if key not in value)
    for key, item in value.items():
        if "propertyNames" in schema:
            yield from faults(key, schema["propertyNames"], root, f"{at}.{key}")
        if key in schema.get("properties", {}):
            yield from faults(item, schema["properties"][key], root, f"{at}.{key}")
        elif "additionalProperties" in schema:
            yield from faults(item, schema["additionalProperties"], root, f"{at}.{key}")


def kind_of(path: Path) -> str:
    named = {"case.yml": "case", "source.yml": "source"}.get(path.name)
    return named or ("regime" if path.parent.name == "regimes" else "entity")


def as_editors_read(text: str) -> list[Any]:
    """The documents of a file in YAML's core schema: numbers and truth values, but no dates."""

    class Loader(yaml.SafeLoader):
        pass

    Loader.yaml_implicit_resolvers = {
        first: [row for row in rows if row[0] != "tag:yaml.org,2002:timestamp"]
        for first, rows in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }
    return [document for document in yaml.load_all(text, Loader) if document is not None]


def good_files() -> list[Path]:
    folders = [ROOT, ROOT / "dossier/starter", ROOT / "tests/second_case"]
    found = [ROOT / "case.yml", *(folder / "case.yml" for folder in folders[1:])]
    for folder in folders:
        found += [*sorted((folder / "entities").rglob("*.yml")), *sorted((folder / "evidence").glob("*/source.yml"))]
    return [*found, *sorted((ROOT / "dossier/regimes").glob("*.yml"))]


@pytest.mark.parametrize("path", good_files(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_good_file_is_as_its_schema_has_it(path: Path) -> None:
    text, schema = path.read_text(encoding="utf-8"), known(kind_of(path))
    read = [plain(node) for node in parse_yaml(text, "x", Problems())]
    for document in [*read, *as_editors_read(text)]:
        assert list(faults(document, schema, schema)) == []


def refused(mistake: Mistake, text: str) -> bool:
    schema = known(kind_of(Path(mistake.file)))
    nodes = parse_yaml(text, "x", Problems())
    return any(list(faults(plain(node), schema, schema)) for node in nodes)


# What only the whole case can tell, and `check` does (tests/test_bad_input.py).
BEYOND = {
    "duplicate-key", "dangling-reference", "unknown-regime", "unknown-element", "missing-category", "missing-label",
    "sanction-unsourced", "path-leaves-case", "finding-incomplete",
}  # fmt: skip
BEYOND_BY_ID = {"unknown-capture-of-excerpt", "unknown-edition"}


SLIPS = [each for each in (*KEYS, *CHOICES) if each.code not in BEYOND and each.id not in BEYOND_BY_ID]


@pytest.mark.parametrize("mistake", SLIPS, ids=lambda mistake: mistake.id)
def test_what_a_slip_of_the_pen_makes_is_refused(mistake: Mistake) -> None:
    text = FILES[mistake.file]
    assert not refused(mistake, text)
    broken = text.replace(mistake.old, mistake.new, 1)
    assert refused(mistake, broken)


def test_most_slips_of_the_pen_are_seen_by_an_editor() -> None:
    assert len(SLIPS) > 0.6 * len([*KEYS, *CHOICES])


def test_every_key_and_every_property_says_what_it_is() -> None:
    def missing(schema: Any, at: str) -> Iterator[str]:
        for key, value in schema.get("properties", {}).items():
            if "$ref" not in value and not value.get("description") and key not in ("schema", "properties", "all"):
                yield f"{at}.{key}"
            yield from missing(value, f"{at}.{key}")

    for kind, schema in schemas().items():
        assert list(missing(schema, kind)) == []
        assert all(row.get("description") for key, row in schema.get("definitions", {}).items() if ":" in key)


def test_the_command_writes_them_and_new_files_name_them(tmp_path: Path) -> None:
    root = write_case(tmp_path / "case")
    (tmp_path / "x.txt").write_text("Agence Zeta. The minister spoke.\n")
    assert dossier(root, "capture", str(tmp_path / "x.txt"), "--publisher", "Agence Zeta").code == 0
    assert not (root / "evidence/x/source.yml").read_text(encoding="utf-8").startswith("# yaml-language-server")

    assert dossier(root, "schema").code == 0
    assert {path.name for path in (root / "schemas").iterdir()} == {f"{kind}.json" for kind in schemas()}
    (tmp_path / "y.txt").write_text("Agence Yota. The minister spoke.\n")
    (root / "entities/publishers.yml").unlink()
    (root / "evidence/x/source.yml").write_text("schema: Article\n")
    assert dossier(root, "capture", str(tmp_path / "y.txt"), "--publisher", "Agence Yota").code == 0
    for file, begin in (
        ("evidence/y/source.yml", "../../schemas/source"),
        ("entities/publishers.yml", "../schemas/entity"),
    ):
        first = (root / file).read_text(encoding="utf-8").split("\n")[0]
        assert first == f"# yaml-language-server: $schema={begin}.json"
        assert (root / file).parent.joinpath(first.partition("$schema=")[2]).is_file()


def test_a_schema_is_printed_without_a_case(tmp_path: Path) -> None:
    assert json.loads(dossier(tmp_path, "schema", "--print", "case").out) == known("case")
    assert dossier(tmp_path, "schema", "--to", str(tmp_path / "s")).code == 0
    assert json.loads((tmp_path / "s/regime.json").read_bytes()) == known("regime")
