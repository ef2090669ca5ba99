"""The run of `check`: what it makes, how often, and that it changes nothing that it was given."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dossier.checking.run import check_case
from dossier.claims import make_claims
from dossier.problems import Place, Problems
from dossier.regimes import assess
from dossier.review import make_deck
from tests.cases import change, dossier, write_case

EDITIONS = ("public", "authority", "internal")
REGIMES = ("eu-ghr", "us-glomag")


@pytest.fixture
def case(tmp_path: Path) -> Path:
    return write_case(tmp_path)


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Calls:
    return Calls(monkeypatch)


class Calls:
    """Counts the calls of functions of the program, wherever they are imported, and still makes them."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.claims = 0
        self.assessed: list[tuple[str, str]] = []
        self._monkeypatch = monkeypatch
        self._watch(make_claims, self._claims)
        self._watch(assess, self._assess)

    def _claims(self, *_args: Any, **_named: Any) -> None:
        self.claims += 1

    def _assess(self, person: Any, regime: Any, *_args: Any) -> None:
        self.assessed.append((person.id, regime.id))

    def _watch(self, function: Callable[..., Any], told: Callable[..., None]) -> None:
        def watched(*args: Any, **named: Any) -> Any:
            told(*args, **named)
            return function(*args, **named)

        for name, module in list(sys.modules.items()):
            for known, value in list(vars(module).items()) if name.startswith("dossier.") else ():
                if value is function:
                    self._monkeypatch.setattr(module, known, watched)


def test_claims_are_made_once_for_the_case_and_once_for_each_edition(case: Path, calls: Calls) -> None:
    assert dossier(case, "check").code == 0
    assert calls.claims == 1 + len(EDITIONS)


def test_each_person_is_assessed_once_for_the_case_and_once_for_each_edition(case: Path, calls: Calls) -> None:
    assert dossier(case, "check").code == 0
    assert sorted(calls.assessed) == [("halvik", regime) for regime in REGIMES for _ in ("the case", *EDITIONS)]


def test_an_export_makes_no_edition_but_its_own(case: Path, calls: Calls) -> None:
    assert dossier(case, "export", "--edition", "public").code == 0
    assert calls.claims == 2
    assert sorted(calls.assessed) == [("halvik", regime) for regime in REGIMES for _ in ("the case", "public")]


def test_cards_take_the_views_and_assessments_of_the_check(case: Path, calls: Calls) -> None:
    checked = check_case(case, Problems(), editions=True)
    assert checked
    made = calls.claims, len(calls.assessed)
    deck = make_deck(checked)
    assert deck.views["public"] is checked.view("public", Problems())
    assert deck.assessment("halvik", "eu-ghr", "assembly") in checked.assessments["halvik"]
    assert (calls.claims, len(calls.assessed)) == made


def test_the_view_for_one_authority_is_another_than_that_for_all(case: Path) -> None:
    checked = check_case(case, Problems())
    assert checked
    assert checked.view("public", Problems(), "eu-ghr") is not checked.view("public", Problems())


def test_what_is_wrong_with_an_edition_is_reported_each_time_it_is_asked_for(
    case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dossier.editions.view.withheld_quotation", lambda *_: None)
    checked = check_case(case, Problems())
    assert checked
    for _ in range(2):
        problems = Problems()
        checked.view("public", problems)
        assert {each.code for each in problems} == {"quotation-absent"}
    assert checked.views == {}


def test_a_case_with_errors_has_no_views(case: Path) -> None:
    change(case, "entities/people.yml", "person: nominee\n", "")
    checked = check_case(case, Problems(), editions=True)
    assert checked
    assert checked.problems.errors
    assert checked.views == {}


def test_problems_found_before_a_check_stay_as_they_are(case: Path) -> None:
    """A run adds to the problems it is given; it rewrites none that others found."""
    earlier = Problems()
    earlier.add("leak", Place("case.yml"), "Found earlier.")
    problems = Problems(earlier)
    checked = check_case(case, problems)
    assert checked
    assert problems == [*earlier, *checked.problems]
