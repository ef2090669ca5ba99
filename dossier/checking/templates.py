"""Templates of a case may name nobody: what is said of a person is written in the case, with its citation."""

from __future__ import annotations

from dossier.case.model import Case
from dossier.look.own_words import naming_of
from dossier.look.templates import named_by
from dossier.problems import Problems, Quoted, Term


def check_templates(case: Case, problems: Problems) -> None:
    """Report each template whose own words name somebody of the case, who is withheld or not."""
    if not case.meta.templates:
        return
    naming = naming_of([*case.entities.values(), *case.left_out])
    for block in case.meta.templates:
        for called, place in named_by(block, naming):
            problems.add(
                "template-names",
                place,
                "The words of the block {block!r} name {name}, in whole or in part.",
                block=Term(block.name),
                name=Quoted(called.caption),
            )
