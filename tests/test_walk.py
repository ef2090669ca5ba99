"""The walk of a quotation, a claim and a finding through the packages, traced from a real check and build."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.cases import write_case
from tools.walk import ROOT, Subject, Tracer, Walk, faults, quotation, trace

STAGES = {"case": 0, "evidence": 1, "claims": 2, "editions": 3, "checking": 4, "render": 5}
ADDRESS = "courier/order"


# ------------------------------------------------------------------------------------- what the tracer takes for a step


@dataclass(frozen=True)
class Excerpt:
    """A record of the name of those that are followed."""

    key: str = ADDRESS

    def words(self, look: Callable[[Excerpt], object]) -> object:
        return look(self)


@dataclass(frozen=True)
class Holder:
    """A record with one in a field."""

    excerpts: tuple[Excerpt, ...] = (Excerpt(),)


def code_of(module: str, text: str) -> Callable[..., Any]:
    """The function `f` of a text, compiled as if it were of a module of the program."""
    names: dict[str, Any] = {}
    exec(compile(text, str(ROOT / "dossier" / f"{module}.py"), "exec"), names)
    function: Callable[..., Any] = names["f"]
    return function


def passing(module: str) -> Callable[..., Any]:
    """A function that hands its first argument to its second and returns what that returns."""
    return code_of(module, "def f(thing, *then):\n    return then[0](thing, *then[1:]) if then else thing")


def looking(module: str) -> Callable[..., Any]:
    """A function that only looks."""
    return code_of(module, "def f(thing): return True")


def steps_of(run: Callable[[], object], stages: Mapping[str, int] = STAGES) -> dict[tuple[str, str], str]:
    """Each step into a package, by caller and function, with how it goes back."""
    tracer = Tracer((quotation(ADDRESS),), stages)
    with tracer():
        run()
    [walk] = tracer.walks
    return {(step.caller, step.function): step.back for step in walk.steps if step.way == "into"}


@pytest.mark.parametrize(
    "thing", [Excerpt(), [Excerpt()], {"a": (Excerpt(),)}, Holder(), [Holder()]], ids=lambda thing: type(thing).__name__
)
def test_a_call_of_an_earlier_stage_with_the_thing_goes_back(thing: object) -> None:
    found = steps_of(lambda: passing("render/words")(thing, looking("claims")))

    assert found[("dossier.render.words:f", "dossier.claims:f")] == "called back"


def test_helpers_between_caller_and_stage_are_skipped() -> None:
    found = steps_of(lambda: passing("render/words")(Excerpt(), passing("text/prose"), looking("case/model")))

    assert found[("dossier.render.words:f", "dossier.case.model:f")] == "called back"
    assert not any("text" in function for _, function in found)


def test_other_things_and_calls_within_a_package_are_no_steps_back() -> None:
    assert not steps_of(lambda: passing("render/words")(Excerpt("courier/other"), looking("claims")))
    within = steps_of(lambda: passing("claims")(Excerpt(), looking("claims")))
    assert within == {("", "dossier.claims:f"): ""}


def test_an_orchestrator_hands_from_stage_to_stage() -> None:
    thing, run = Excerpt(), passing("cli/build")

    def in_order() -> None:
        run(thing, passing("evidence/collecting"))
        run(thing, looking("checking/support"))
        run(thing, passing("editions/view"))
        run(thing, looking("render/building"))

    assert set(steps_of(in_order).values()) == {""}


def test_what_came_out_of_a_later_stage_may_not_be_handed_to_an_earlier_one() -> None:
    thing, run = Excerpt(), passing("cli/build")

    def out_of_order() -> None:
        run(thing, passing("editions/view"))
        run(thing, looking("claims"))

    found = steps_of(out_of_order)
    assert found[("dossier.cli.build:f", "dossier.claims:f")] == "handed back"


def test_a_record_that_is_asked_about_itself_is_not_handed_on() -> None:
    ask = code_of("render/words", "def f(thing, then): return thing.words(then)")
    method = code_of("case/model", "class Excerpt:\n    def words(self): return self.key\nf = Excerpt.words")

    found = steps_of(lambda: ask(Excerpt(), method))
    assert set(found) == {("", "dossier.render.words:f")}


def test_a_walk_that_does_not_arrive_is_a_fault() -> None:
    assert faults(Walk(quotation(ADDRESS))) == [
        "never seen in render: tools/walk.py no longer knows the classes that hold it"
    ]


# ------------------------------------------------------------------------------------------------ the walks of a build


@pytest.fixture(scope="module")
def walks(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Walk]:
    """The walks through the small case, by what is followed."""
    root: Path = write_case(tmp_path_factory.mktemp("walk") / "case")
    subject = Subject(root, "halvik", ADDRESS, "halvik/act/clearing-2024", ("eu-ghr", "assembly"))
    return {walk.thing.name.split()[0]: walk for walk in trace(subject)}


@pytest.mark.parametrize(
    ("followed", "through"),
    [
        ("quotation", ["case", "evidence", "editions", "render"]),
        ("claim", ["approvals", "editions", "render"]),
        ("finding", ["case", "editions", "render"]),
    ],
)
def test_each_is_followed_from_where_it_is_made_to_the_page(
    walks: dict[str, Walk], followed: str, through: list[str]
) -> None:
    packages = walks[followed].packages

    assert [package for package in packages if package in through] == through


@pytest.mark.parametrize("followed", ["quotation", "claim", "finding"])
def test_no_walk_goes_back_to_an_earlier_stage(walks: dict[str, Walk], followed: str) -> None:
    assert faults(walks[followed]) == []
