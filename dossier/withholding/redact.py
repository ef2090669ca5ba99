"""What is said of a case quotes nothing that its widest edition withholds: logs and annotations are read by many."""

from __future__ import annotations

import bisect
import dataclasses
import re
from collections.abc import Iterator

from dossier.case.files import CASE_FILE
from dossier.case.model import Case, Entity
from dossier.leaks import Scanner
from dossier.problems import KINDS, Message, Place, Problem, Problems
from dossier.withholding.replace import Replacer
from dossier.withholding.who import never_quoted, withheld

# Problems whose messages give words of the case without quotation marks.
_WORDY = ("quotation-drifted", "newest-capture-differs", "conduct-near-person")
# Files that no wider edition shows anything of: who judged a record, who had a capture in his hands.
_INSIDE = re.compile(r"screening/|evidence/[^/]+/custody\.")
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"|`[^`]*`")
_NAMED_BY_THE_PROGRAM = re.compile(r"['\"`][a-zA-Z_-]{1,20}:?['\"`]")


_PATH_LIKE = re.compile(r"[^\s'\"`/]*[._\\-][^\s'\"`/]*\w|(?<=['\"`])[\w-]+(?=['\"`])|(?<=/)[^\s'\"`/]+")


def spoken(problems: Problems, case: Case) -> Problems:
    """The problems as any command may print them: with names replaced, those in ids, paths and file names too."""
    replacer = never_quoted(case)
    scanner = Scanner(replacer.names)

    def rewrite(text: str) -> str:
        return _PATH_LIKE.sub(lambda found: scanner.safe(found[0]), replacer(text))

    return Problems(
        dataclasses.replace(each, place=each.place and dataclasses.replace(each.place, file=rewrite(each.place.file)))
        for each in problems.rewritten(rewrite)
    )


def in_general(problems: Problems, replacer: Replacer) -> Problems:
    """The problems of a case of which nobody can say what is withheld: outside case.yml nothing of it is quoted."""
    return Problems(
        dataclasses.replace(each, what=Message(KINDS[each.code].means))
        if each.place and each.place.file != CASE_FILE and _quotes(each, set())
        else each
        for each in problems.rewritten(replacer)
    )


def discreet(problems: Problems, case: Case) -> Problems:
    """The problems with names replaced, and file names that give one left out.

    A problem that quotes what the widest edition does not show is said in general words.
    """
    replacer = never_quoted(case)
    marks: dict[str, dict[int, bool]] = {}
    for place, hidden in _marks(case, replacer):
        lines = marks.setdefault(place.file, {})
        lines[place.line] = lines.get(place.line, False) or hidden
    known = {*case.entities, *case.sources, *case.excerpts(), *case.meta.editions}
    said = Problems()
    for problem in problems.rewritten(replacer):
        what, where = problem.what, problem.place
        if problem.place is not None:
            file, line = problem.place.file, problem.place.line
            if (_INSIDE.match(file) or _is_hidden(marks.get(file, {}), line)) and _quotes(problem, known):
                what = Message(KINDS[problem.code].means)
            if replacer.finds_in_id(file):
                where = Place("(a file with a withheld name)", line)
        said.append(dataclasses.replace(problem, what=what, place=where))
    return said


def _is_hidden(marks: dict[int, bool], line: int) -> bool:
    """Whether a line belongs to what is hidden: the last record that begins on it or above it."""
    begins = sorted(marks)
    at = bisect.bisect_right(begins, line)
    return bool(at) and marks[begins[at - 1]]


def _quotes(problem: Problem, known: set[str]) -> bool:
    """Whether a message gives words that are neither the program's nor ids."""
    if problem.code == "quotation-drifted" and _differs_in_numbers(problem.message):
        return False
    if problem.code in _WORDY or problem.code.startswith("yaml-"):
        return True
    if problem.code in ("unknown-choice", "unknown-key") and "Did you mean" in problem.message:
        return False  # a misspelt word of the format
    rest = problem.message
    for quoted in _QUOTED.findall(problem.message):
        if quoted[1:-1] in known or quoted[0] == "`" or _is_key(problem, quoted):
            rest = rest.replace(quoted, "")
    return any(mark in rest for mark in "'\"“‘")


def _differs_in_numbers(message: str) -> bool:
    """Whether the words that a drifted quotation and its source do not share hold no letter: no name is among them."""
    differences = re.sub(r"\b(source|quotation|nothing|digits)\b", "", message.partition(" says: ")[2])
    return bool(differences) and not any(sign.isalpha() for sign in differences)


def _is_key(problem: Problem, quoted: str) -> bool:
    """Whether the quoted word is a key of the case format, which the program names itself."""
    asked = f"The key {quoted}" in problem.message or problem.code == "missing-property"
    return asked and bool(_NAMED_BY_THE_PROGRAM.fullmatch(quoted))


def _marks(case: Case, replacer: Replacer) -> Iterator[tuple[Place, bool]]:
    """Where each record begins, and whether the widest edition withholds it, or a name in its quotation.

    What differs in a quotation with a withheld name may be a misspelling of the name.
    """
    everybody = [*case.entities.values(), *case.left_out]
    widest = case.meta.editions[0]
    persons = {id(entity) for entity in withheld(everybody, widest, case.meta)}
    owners = [entity.id for entity in everybody if id(entity) in persons or _narrow(entity.edition, widest)]
    for entity in everybody:
        hidden = id(entity) in persons or _narrow(entity.edition, widest) or _belongs(entity, owners)
        yield entity.place, hidden
        yield from ((value.place, hidden or _narrow(value.edition, widest)) for value in entity.values)
        for passage in entity.dossier.prose if entity.dossier else ():
            yield passage.place, hidden or _narrow(passage.edition, widest)
        for finding in entity.dossier.all_findings() if entity.dossier else ():
            yield finding.place, hidden
    for source in case.sources.values():
        hidden = _narrow(source.edition, widest)
        yield source.place, hidden
        yield from ((value.place, hidden or _narrow(value.edition, widest)) for value in source.values)
        yield from ((capture.place, hidden) for capture in source.captures)
        for excerpt in source.excerpts:
            yield excerpt.place, hidden or _narrow(excerpt.edition, widest) or replacer.finds(excerpt.quote)
        if source.assessment:
            yield source.assessment.place, hidden
    yield from ((passage.place, _narrow(passage.edition, widest)) for passage in case.meta.sections)


def _belongs(entity: Entity, owners: list[str]) -> bool:
    """Whether an entity stands for a shorthand in the document of one of these."""
    return any(entity.id.startswith((f"{owner}.office.", f"{owner}.act.")) for owner in owners if owner)


def _narrow(edition: str | None, widest: str) -> bool:
    return edition not in (None, widest)
