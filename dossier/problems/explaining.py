"""What a code means, why it matters and how it is mended: for the command `dossier explain` and for the pages."""

from __future__ import annotations

import difflib
from dataclasses import dataclass

from dossier.problems.examples import EXAMPLES, Example
from dossier.problems.kinds import KINDS, Severity
from dossier.problems.messages import Message, Quoted, Term, listed, message
from dossier.problems.types import stop


@dataclass(frozen=True, slots=True)
class Explanation:
    """All that can be said of one code; `example` is None for a problem that is rarely met."""

    code: str
    severity: Severity
    means: str
    cure: str
    example: Example | None


def explain(code: str) -> Explanation:
    """The explanation of a code, as `check` prints it in brackets.

    Raises Stop, with the nearest codes, for an unknown one.
    """
    wanted = code.strip().strip("[]").casefold().replace("_", "-").removeprefix("error[").removeprefix("warning[")
    kind = KINDS.get(wanted)
    if kind is None:
        near = nearest(wanted)
        hint = message(" Did you mean {near}?", near=listed(Term, near, " or ")) if near else Message("")
        raise stop("unknown-code", "No problem has the code {wanted!r}.{hint}", wanted=Quoted(code), hint=hint)
    return Explanation(wanted, kind.severity, kind.means, kind.cure, EXAMPLES.get(wanted))


def nearest(word: str) -> list[str]:
    """The codes that a mistyped one may mean, the nearest first: by spelling, else those with the word in them."""
    found = difflib.get_close_matches(word, KINDS, n=3, cutoff=0.7)
    return found or [code for code in KINDS if word and word in code.split("-")][:3]
