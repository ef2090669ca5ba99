"""`dossier explain`: what a code means, why it matters, and an example before and after."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dossier.case.yaml import parse_yaml
from dossier.problems import KINDS, Problems
from dossier.problems.examples import EXAMPLES
from dossier.problems.explaining import nearest
from tests.cases import dossier


def test_forty_problems_and_more_have_an_example_and_each_is_of_a_code() -> None:
    assert len(EXAMPLES) >= 40
    assert set(EXAMPLES) <= set(KINDS)
    assert all(each.before != each.after and each.why.endswith(".") for each in EXAMPLES.values())


@pytest.mark.parametrize("code", sorted(EXAMPLES))
def test_what_an_example_becomes_can_be_read(code: str) -> None:
    after = EXAMPLES[code].after
    if not after.startswith("$ ") and ":" in after:
        problems = Problems()
        assert parse_yaml(after + "\n", "x", problems)
        assert not problems


@pytest.mark.parametrize("code", ["yaml-syntax", "yaml-tab", "yaml-tag", "yaml-null", "yaml-cut", "duplicate-key"])
def test_the_example_of_a_mistake_in_yaml_makes_that_mistake(code: str) -> None:
    problems = Problems()
    parse_yaml(EXAMPLES[code].before + "\n", "x", problems)
    assert [problem.code for problem in problems] == [code]


def test_the_command_says_it_without_a_case(tmp_path: Path) -> None:
    done = dossier(tmp_path, "explain", "not-literal")

    assert done.code == 0
    for words in (
        "Why it matters: ",
        "What mends it: ",
        "Before:\n    date: {value: 2023-04-20",
        "After:\n    date:\n",
    ):
        assert words in done.out
    assert dossier(tmp_path, "explain", "error[not-literal]").out == done.out
    rows = json.loads(dossier(tmp_path, "explain", "not-literal", "--format", "json").out)
    assert rows["example"]["after"] == EXAMPLES["not-literal"].after


def test_a_mistyped_code_gets_the_nearest(tmp_path: Path) -> None:
    done = dossier(tmp_path, "explain", "not-litteral")
    assert done.code == 1
    assert "Did you mean not-literal" in done.out
    assert nearest("quotation") != []
    assert "Did you mean" not in dossier(tmp_path, "explain", "zzz").out


def test_without_a_code_all_are_listed(tmp_path: Path) -> None:
    done = dossier(tmp_path, "explain")
    assert all(f"\n{code}: " in f"\n{done.out}" for code in KINDS)
