"""`dossier names --undeclared`: the words that may name somebody whom the case does not have, and answers in bulk."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from dossier.cli.output import Format, out, plural, report
from dossier.problems import Problems, Quoted, Stop, stop

if TYPE_CHECKING:
    from dossier.case.model import Case
    from dossier.intake.declaring import Stranger

_NUMBERS = re.compile(r"(\d{1,4})(?:-(\d{1,4}))?")


def undeclared(case: Case, answered: Sequence[str], category: str | None, form: Format, *, nobody: bool) -> int:
    """List the words, or write what is answered about some of them; returns the exit code. Raises Stop."""
    from dossier.checking.undeclared import strangers
    from dossier.evidence.collecting import collect
    from dossier.intake.declaring import declare_nobody, declare_persons

    found = list(strangers(case, collect(case, Problems()), Problems()))
    if not (category or nobody):
        if form is Format.text:
            _print(found)
        return report(Problems(), form, undeclared=_json(found), written=[])
    chosen = chosen_of(found, answered)
    if category:
        made = declare_persons(case, chosen, category)
        written = [f"{id_}: {words}" for id_, words in made.items()]
    else:
        written = [each.words for each in chosen]
        declare_nobody(case, written)
    if form is Format.text:
        where = "entities/others.yml" if category else "`not_names:` of case.yml"
        for line in written:
            out.print(line, markup=False)
        out.print(f"{plural(len(written), 'answer')} written to {where}.", style="bold green", markup=False)
    return report(Problems(), form, undeclared=_json([row for row in found if row not in chosen]), written=written)


def chosen_of(found: Sequence[Stranger], answered: Sequence[str]) -> list[Stranger]:
    """The strangers meant by numbers (`3`, `5-8`) or by their words. Raises Stop when one is not in the list."""
    by_words = {each.words.casefold(): each for each in found}
    chosen: list[Stranger] = []
    for answer in answered:
        if numbers := _NUMBERS.fullmatch(answer):
            first, last = int(numbers[1]), int(numbers[2] or numbers[1])
            if not 1 <= first <= last <= len(found):
                raise _not_listed(answer)
            chosen += found[first - 1 : last]
        elif known := by_words.get(" ".join(answer.split()).casefold()):
            chosen.append(known)
        else:
            raise _not_listed(answer)
    if not chosen:
        raise stop(
            "names-not-confirmed", "No words are named.", cure="Name words of the list, or their numbers: 1 4-7."
        )
    return list(dict.fromkeys(chosen))


def _not_listed(answer: str) -> Stop:
    return stop(
        "names-not-confirmed",
        "{answer!r} is not in the list.",
        cure="Run `dossier names --undeclared` again: it shows the words with their numbers.",
        answer=Quoted(answer),
    )


def _json(found: Sequence[Stranger]) -> list[dict[str, Any]]:
    return [
        {
            "number": number,
            "words": each.words,
            "source": each.source,
            "excerpt": each.excerpt,
            "at": str(each.at),
            "around": each.around,
        }
        for number, each in enumerate(found, 1)
    ]


def _print(found: Sequence[Stranger]) -> None:
    source = ""
    for number, each in enumerate(found, 1):
        if each.source != source:
            source = each.source
            out.print(source, style="bold underline", markup=False)
        out.print(f"{number:>4}  {each.words}  ({each.at})", markup=False)
        out.print(f"      … {each.around} …", style="dim", markup=False)
    if not found:
        out.print("No words look like the name of somebody whom the case does not have.", style="bold green")
        return
    out.print("Persons, withheld under a label: dossier names --undeclared --person other 1 4-7", markup=False)
    out.print("Words that name no person:       dossier names --undeclared --nobody 2 3", markup=False)
    out.print("Instead of numbers, the words themselves can be given, in quotation marks.", style="dim", markup=False)
