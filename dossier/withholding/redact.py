"""Redaction of problems: what is printed, logged or annotated gives no name that the widest edition withholds.

The types of a message's arguments decide, and nothing else: rewording a message never changes what is redacted.
`Term`, numbers and templates are the program's own and always shown. Names in `Quoted`, `Harmless`, `Id` and `File`
are replaced. Logs and annotations are read by many: where the widest edition hides a record, they do not quote it.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from dossier.case.files import CASE_FILE
from dossier.case.model import Case, Entity, Source
from dossier.leaks import Scanner
from dossier.problems import KINDS, File, Id, Message, Place, Problem, Problems, Quoted, Term, Words
from dossier.withholding.replace import Replacer
from dossier.withholding.who import public_redactor, withheld

# Files that no wider edition shows anything of: who judged a record, who had a capture in hand.
_ALWAYS_HIDDEN = re.compile(r"screening/|evidence/[^/]+/custody\.")
# What in words of the case may be an id, a file name or an address, in which words are not parted by spaces.
_PATH_LIKE = re.compile(r"[^\s'\"`/]*[._\\-][^\s'\"`/]*\w|(?<=/)[^\s'\"`/]+|(?<![^'\"`])[\w-]+(?![^'\"`])")


def redact_for_print(problems: Problems, case: Case) -> Problems:
    """The problems as any command may print them: with every withheld name replaced, in ids and file names too."""
    redact = _Redaction(public_redactor(case))
    return Problems(map(redact.problem, problems))


def redact_for_log(problems: Problems, case: Case) -> Problems:
    """The problems as logs and annotations may print them: names replaced, and nothing quoted that is hidden.

    A problem that quotes what the widest edition does not show is said in the general words of its kind.
    """
    replacer = public_redactor(case)
    redact, hidden, known = _Redaction(replacer), _Hidden(case, replacer), _ids_of(case)

    def quotes(words: Words) -> bool:
        return isinstance(words, Quoted) or (isinstance(words, Id) and words.text not in known)

    redacted = Problems()
    for problem in problems:
        place = problem.place
        said = redact.problem(_in_general(problem, quotes) if place and hidden.holds(place) else problem)
        if place and replacer.finds_in_id(place.file):
            said = replace(said, place=Place(_unnamed(case, place.file), place.line))
        redacted.append(said)
    return redacted


def _unnamed(case: Case, file: str) -> str:
    """What a file is called whose name says a withheld one: its author finds it by its number in the folder."""
    places = [*(entity.place for entity in case.entities.values()), *(source.place for source in case.sources.values())]
    files = sorted({place.file for place in places if place.file.split("/")[0] == file.split("/", maxsplit=1)[0]})
    if file not in files:
        return "(a file with a withheld name)"
    folder, number = file.split("/", maxsplit=1)[0], files.index(file) + 1
    return f"(a file with a withheld name, number {number} of {len(files)} in {folder})"


def redact_unread(problems: Problems, replacer: Replacer) -> Problems:
    """The problems of a case whose case.yml cannot be read, so that nobody can say what else is withheld.

    Nothing of another file is quoted, neither ids nor file names.
    """
    redact = _Redaction(replacer)

    def quotes(words: Words) -> bool:
        return isinstance(words, Quoted | Id | File)

    return Problems(
        redact.problem(_in_general(problem, quotes) if problem.place and problem.place.file != CASE_FILE else problem)
        for problem in problems
    )


def _in_general(problem: Problem, quotes: Callable[[Words], bool]) -> Problem:
    """The problem in the general words of its kind, where its own quote something."""
    kind = KINDS[problem.code]
    return replace(
        problem,
        what=Message(kind.means) if any(map(quotes, problem.what.words())) else problem.what,
        how=Message(kind.cure) if any(map(quotes, problem.how.words())) else problem.how,
    )


class _Redaction:
    """Replaces withheld names in what a problem says, in its place, and nowhere in the program's own words."""

    def __init__(self, replacer: Replacer) -> None:
        self._replacer = replacer
        self._scanner = Scanner(replacer.names)

    def problem(self, problem: Problem) -> Problem:
        """The problem without a withheld name."""
        place = problem.place and replace(problem.place, file=self._path(problem.place.file))
        return replace(
            problem, what=problem.what.changed(self._words), how=problem.how.changed(self._words), place=place
        )

    def _words(self, words: Words) -> Words:
        if isinstance(words, Term):
            return words
        change = self._path if isinstance(words, Id | File) else self._text
        return replace(words, text=change(words.text))

    def _path(self, text: str) -> str:
        """An id, a file name, a path or an address: part by part, and whole when a name runs over several parts."""
        return self._scanner.safe("/".join(map(self._scanner.safe, self._replacer(text).split("/"))))

    def _text(self, text: str) -> str:
        return _PATH_LIKE.sub(lambda found: self._scanner.safe(found[0]), self._replacer(text))


# --- what the widest edition hides


def _ids_of(case: Case) -> set[str]:
    """Every id that the case gives: they are shown wherever no name is in them."""
    captures = (capture.id for source in case.sources.values() for capture in source.captures)
    candidates = (
        candidate.id
        for screening in case.screenings.values()
        for found in screening.candidates.values()
        for candidate in found
    )
    ids = (case.entities, case.sources, case.excerpts(), case.meta.editions, case.meta.regimes, case.screenings)
    return {*captures, *candidates, *(id_ for group in ids for id_ in group)}


class _Hidden:
    """Which places of a case belong to a record that the widest edition does not show, or to a quotation with a name.

    What differs in a quotation with a withheld name may be a misspelling of the name.
    """

    def __init__(self, case: Case, replacer: Replacer) -> None:
        self._replacer = replacer
        self._widest = case.meta.editions[0]
        self._files: dict[str, dict[int, bool]] = {}
        for place, hidden in self._marks(case):
            lines = self._files.setdefault(place.file, {})
            lines[place.line] = lines.get(place.line, False) or hidden

    def holds(self, place: Place) -> bool:
        """Whether a line belongs to what is hidden: the last record that begins on it or above it."""
        if _ALWAYS_HIDDEN.match(place.file):
            return True
        lines = self._files.get(place.file, {})
        begins = sorted(lines)
        at = bisect.bisect_right(begins, place.line)
        return bool(at) and lines[begins[at - 1]]

    def _marks(self, case: Case) -> Iterator[tuple[Place, bool]]:
        """Where each record begins, and whether it is hidden."""
        everybody = [*case.entities.values(), *case.left_out]
        persons = {id(entity) for entity in withheld(everybody, self._widest, case.meta)}
        hidden = {id(entity) for entity in everybody if id(entity) in persons or self._narrow(entity.edition)}
        owners = [entity.id for entity in everybody if id(entity) in hidden and entity.id]
        for entity in everybody:
            yield from self._in_entity(entity, id(entity) in hidden or _is_shorthand(entity, owners))
        for source in case.sources.values():
            yield from self._in_source(source, self._narrow(source.edition))
        for passage in case.meta.sections:
            yield passage.place, self._narrow(passage.edition)

    def _in_entity(self, entity: Entity, hidden: bool) -> Iterator[tuple[Place, bool]]:
        yield entity.place, hidden
        for value in entity.values:
            yield value.place, hidden or self._narrow(value.edition)
        if entity.dossier:
            for passage in entity.dossier.prose:
                yield passage.place, hidden or self._narrow(passage.edition)
            for finding in entity.dossier.all_findings():
                yield finding.place, hidden

    def _in_source(self, source: Source, hidden: bool) -> Iterator[tuple[Place, bool]]:
        yield source.place, hidden
        for value in source.values:
            yield value.place, hidden or self._narrow(value.edition)
        for capture in source.captures:
            yield capture.place, hidden
        if source.assessment:
            yield source.assessment.place, hidden
        for excerpt in source.excerpts:
            yield excerpt.place, hidden or self._narrow(excerpt.edition) or self._replacer.finds(excerpt.quote)

    def _narrow(self, edition: str | None) -> bool:
        return edition not in (None, self._widest)


def _is_shorthand(entity: Entity, owners: list[str]) -> bool:
    """Whether an entity stands for a shorthand (`offices:`, `acts:`) in the document of one of these."""
    return any(entity.id.startswith((f"{owner}.office.", f"{owner}.act.")) for owner in owners)
