"""What prints, publishes, screens and packs takes records of a view, which `editions` alone makes: types hold it."""

from __future__ import annotations

import ast
import dataclasses
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from dossier.case.model import Dossier, Entity, Excerpt, Finding, Meta, Passage, Source, Value
from dossier.case.screenings import Screening
from dossier.checking.run import check_case
from dossier.claims import Claim
from dossier.editions import EDITIONS, View, visible
from dossier.evidence.records import CaptureText, Quotation
from dossier.problems import Problems
from dossier.regimes import Assessment

ROOT = Path(__file__).parents[1]
CODE = ROOT / "dossier"
RAW = (
    *(Assessment, CaptureText, Claim, Dossier, Entity, Excerpt, Finding),
    *(Meta, Passage, Quotation, Screening, Source, Value),
)
GIVEN_A_VIEW = ("building", "render", "publish", "screening", "pack", "web")


# ---------------------------------------------------------------- mypy

PRELUDE = """\
import dataclasses
from pathlib import Path

from dossier.case.model import Case, Dossier, Entity, Passage, Source, Value
from dossier.checking.run import Checked
from dossier.claims import Claim
from dossier.editions import View, VisibleEntity
from dossier.evidence.records import CaptureText, Quotation
from dossier.language import ENGLISH
from dossier.pack import pack
from dossier.publish import publish
from dossier.publish.rules import is_exported
from dossier.building.build import build
from dossier.render.document import make_document
from dossier.render.document.who import value_text
from dossier.render.inline import Citations, rich
from dossier.render.words import manner_of, method_words
from dossier.screening.lists import PublishedList
from dossier.screening.screen import screen


def raw(
    case: Case, entity: Entity, source: Source, quotation: Quotation, capture: CaptureText, claim: Claim,
    passage: Passage, value: Value, dossier: Dossier, view: View, shown: VisibleEntity, here: Path,
    checked: Checked, listed: PublishedList,
) -> None:
"""
REFUSED = {
    "a document of a person of the case": "make_document(view, entity)",
    "a document made from the case": "make_document(case, shown)",
    "documents of persons of the case": "build(view, [entity], here)",
    "a package for a person of the case": "pack(view, entity, 'eu-ghr', here)",
    "a package made from the case": "pack(case, shown, 'eu-ghr', here)",
    "a publication of the case": "publish(case, here)",
    "a publication of a checked case": "publish(checked, here)",
    "the export of an entity of the case": "is_exported(entity)",
    "a screening of the case": "screen(case, listed)",
    "prose of the case": "rich(passage, Citations(()))",
    "quotations of the case": "Citations([quotation])",
    "the manner of a quotation of the case": "manner_of(quotation, ENGLISH)",
    "how a capture of the case came": "method_words(capture, ENGLISH)",
    "a value of the case": "value_text(view, shown, value, ENGLISH)",
    "entities of the case put into a view": "dataclasses.replace(view, entities=case.entities)",
    "sources of the case put into a view": "dataclasses.replace(view, sources=case.sources)",
    "quotations of the case put into a view": "dataclasses.replace(view, quotations=checked.evidence.quotations)",
    "captures of the case put into a view": "dataclasses.replace(view, captures=checked.evidence.captures)",
    "claims of the case put into a view": "dataclasses.replace(view, claims=checked.claims)",
    "assessments of the case put into a view": "dataclasses.replace(view, assessments=checked.assessments)",
    "the case's own data put into a view": "dataclasses.replace(view, meta=case.meta)",
    "a dossier of the case put into a visible entity": "dataclasses.replace(shown, dossier=dossier)",
    "values of the case put into a visible entity": "dataclasses.replace(shown, values=entity.values)",
}
ALLOWED = {
    "a document of a person of the view": "make_document(view, shown)",
    "documents of the persons of a view": "build(view, view.dossiers, here)",
    "a package for a person of the view": "pack(view, view.entities['halvik'], 'eu-ghr', here)",
    "a publication of a view": "publish(view, here)",
    "a screening of the persons of a view": "screen(view, listed)",
    "quotations of a view": "Citations(view.quotations.values())",
    "a value of a view": "value_text(view, shown, shown.values[0], ENGLISH)",
    "a draft": "dataclasses.replace(view, draft=True)",
}


@pytest.fixture(scope="module")
def errors(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What mypy says of each line, by the code of the line."""
    lines = [*REFUSED.values(), *ALLOWED.values()]
    file = tmp_path_factory.mktemp("types") / "snippets.py"
    file.write_text(PRELUDE + "".join(f"    {line}\n" for line in lines), encoding="utf-8")
    command = [sys.executable, "-m", "mypy", "--config-file", "pyproject.toml", "--no-pretty", str(file)]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    first = PRELUDE.count("\n") + 1
    found = {}
    for number, message in re.findall(r"snippets\.py:(\d+): error: (.*)", told.stdout):
        assert int(number) >= first, told.stdout
        found[lines[int(number) - first]] = message
    assert found, told.stdout + told.stderr
    return found


@pytest.mark.parametrize("what", REFUSED)
def test_mypy_refuses(what: str, errors: Mapping[str, str]) -> None:
    assert "has incompatible type" in errors[REFUSED[what]]


@pytest.mark.parametrize("what", ALLOWED)
def test_mypy_allows(what: str, errors: Mapping[str, str]) -> None:
    assert ALLOWED[what] not in errors


# ---------------------------------------------------------------- who makes them


def modules(*packages: str) -> Iterator[tuple[str, ast.Module]]:
    """The modules of some packages, of all without any, by their path below `dossier/`."""
    for path in sorted(CODE.rglob("*.py")):
        name = path.relative_to(CODE).as_posix()
        if not packages or name.split("/")[0] in packages:
            yield name, ast.parse(path.read_text(encoding="utf-8"))


def annotations(tree: ast.AST) -> Iterator[ast.AST]:
    """Every annotation in a module: of an argument, of what is returned, of a name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.arg | ast.AnnAssign) and node.annotation:
            yield node.annotation
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.returns:
            yield node.returns


def used(tree: ast.AST) -> Iterator[str]:
    """What is named in a module where it runs, texts too: annotations aside, and the type `isinstance` asks for."""
    aside = {id(node) for found in annotations(tree) for node in ast.walk(found)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "isinstance":
            aside |= {id(each) for each in ast.walk(node.args[1])}
    for node in ast.walk(tree):
        if id(node) in aside:
            continue
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value  # a type that something is cast to


MAKERS = {"View", "make_view", "as_visible", *(name for name in vars(visible) if name.startswith("Visible"))}


def test_only_editions_makes_what_is_visible() -> None:
    """Elsewhere the types stand in annotations alone: none is called, cast to, or handed on."""
    found = {name: sorted(MAKERS & set(used(tree))) for name, tree in modules() if not name.startswith("editions/")}
    assert {name: names for name, names in found.items() if names} == {"checking/run.py": ["make_view"]}


def test_nobody_reaches_past_editions_for_what_makes_a_view() -> None:
    reaching = [
        name
        for name, tree in modules()
        for node in ast.walk(tree)
        if not name.startswith("editions/")
        and isinstance(node, ast.ImportFrom)
        and (node.module or "").startswith("dossier.editions.")
    ]
    assert reaching == []


def test_what_is_given_a_view_reads_no_case_beside_it() -> None:
    """The pages of a review are of the case, with every name, by design; a `Checked` has a case, and nobody asks it."""
    reading = {
        name
        for name, tree in modules(*GIVEN_A_VIEW)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in ("case", "evidence")
    }
    assert reading == {"web/review.py"}


# ---------------------------------------------------------------- what a view holds


def held(value: Any) -> Iterator[object]:
    """Everything within a view: records, and what they hold."""
    yield value
    if isinstance(value, Mapping):
        for each in value.values():
            yield from held(each)
    elif isinstance(value, tuple | list):
        for each in value:
            yield from held(each)
    elif dataclasses.is_dataclass(value):
        for each in dataclasses.fields(value):
            yield from held(getattr(value, each.name))


@pytest.fixture(scope="module")
def views() -> Mapping[str, View]:
    checked = check_case(ROOT / "tests" / "second_case", Problems())
    assert checked
    return checked.views


@pytest.mark.parametrize("edition", EDITIONS)
def test_a_view_holds_no_record_of_the_case(views: Mapping[str, View], edition: str) -> None:
    kinds = {type(each) for each in held(views[edition])}
    assert kinds.isdisjoint(RAW)
    assert {kind.__name__ for kind in kinds if issubclass(kind, RAW)} >= {
        f"Visible{name}" for name in ("Assessment", "Capture", "Claim", "Entity", "Finding", "Passage", "Quotation")
    }


def test_every_record_of_a_case_has_a_visible_kind() -> None:
    kinds = [kind for name, kind in vars(visible).items() if name.startswith("Visible")]
    assert sorted(kind.__bases__[0].__name__ for kind in kinds) == sorted(kind.__name__ for kind in RAW)


def test_a_visible_record_has_the_fields_of_its_record_and_no_more() -> None:
    for kind in (kind for name, kind in vars(visible).items() if name.startswith("Visible")):
        names = [field.name for field in dataclasses.fields(kind)]
        assert names == [field.name for field in dataclasses.fields(kind.__bases__[0])]
