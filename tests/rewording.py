"""Says every message of the program in other words, to show that nothing depends on them."""

from __future__ import annotations

import string
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dossier.checking.run import check_case
from dossier.problems import KINDS, Listed, Message, Problem, Problems, types

# What the program once looked for in its own sentences, and what looks like a quotation.
DECOYS = ("Did you mean 'x'? ", " says: ", "The key `x`: ", "“quoted” ", "'")


def reworded(said: Message) -> Message:
    """A message in other words with the same arguments: what was fixed text is in capitals, with decoys between."""
    parts = list(string.Formatter().parse(said.template)) if said.args else [(said.template, None, "", None)]
    template = ""
    for number, (fixed, field, spec, conversion) in enumerate(parts):
        words = f"{DECOYS[number % len(DECOYS)]}{fixed.upper()[::-1]}"
        template += words.replace("{", "{{").replace("}", "}}") if said.args else words
        if field is not None:
            template += f"{{{field}{'!' + conversion if conversion else ''}{':' + spec if spec else ''}}}"
    return Message(template, tuple((name, _reworded(arg)) for name, arg in said.args))


def _reworded(arg: Any) -> Any:
    if isinstance(arg, Message):
        return reworded(arg)
    return replace(arg, items=tuple(map(_reworded, arg.items))) if isinstance(arg, Listed) else arg


def told(root: Path) -> Problems:
    """The problems of a case, redacted for logs."""
    problems = Problems()
    check_case(root, problems)
    return problems


def told_in_other_words(root: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Problems, Problems]:
    """The problems of a case, and those with every message reworded, once the same are shown to be redacted."""
    before = told(root)
    make = types._problem

    def in_other_words(*args: Any) -> Problem:
        problem = make(*args)
        return replace(problem, what=reworded(problem.what), how=reworded(problem.how))

    def expected(problem: Problem) -> Problem:
        general = problem.what == Message(KINDS[problem.code].means)  # made by the redaction: nobody reworded it
        return replace(problem, what=problem.what if general else reworded(problem.what), how=reworded(problem.how))

    with monkeypatch.context() as patched:
        patched.setattr(types, "_problem", in_other_words)
        after = told(root)
    assert set(map(expected, before)) == set(after)
    return before, after
