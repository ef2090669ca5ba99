"""What a check reports: a problem has a code, a severity, a place, a message and a cure.

Every code the program can report stands in `KINDS`, once, with its severity and its usual cure; a problem of an
unknown code cannot be made. Rules live with their domain and add to a `Problems` list; nothing raises for a mistake
in a case, so that one run reports them all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum


class Severity(StrEnum):
    """How much a problem matters: an error stops every build and export, a warning stops them under `--strict`."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A line (from 1) of a file, named relative to the case folder with forward slashes."""

    file: str
    line: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True)
class Kind:
    """One sort of problem: `means` explains it to a newcomer, `cure` is what usually mends it."""

    severity: Severity
    means: str
    cure: str


def _errors(**rows: tuple[str, str]) -> dict[str, Kind]:
    return {code.replace("_", "-"): Kind(Severity.ERROR, *row) for code, row in rows.items()}


def _warnings(**rows: tuple[str, str]) -> dict[str, Kind]:
    return {code.replace("_", "-"): Kind(Severity.WARNING, *row) for code, row in rows.items()}


KINDS: dict[str, Kind] = {
    # files and YAML
    **_errors(
        file_unreadable=("A file of the case cannot be opened.", "Check that it is there and may be read."),
        file_too_large=("A file is larger than the program reads.", "Split it into smaller files."),
        file_empty=("A file of the case holds nothing.", "Write its content, or delete the file."),
        file_binary=("A YAML file holds bytes that are no text.", "Save it as plain text in UTF-8."),
        file_not_utf8=("A YAML file is not in UTF-8.", "Save it again as UTF-8."),
        path_leaves_case=(
            "A path or symbolic link points out of the case folder.",
            "Keep every file of the case inside its folder, as a regular file.",
        ),
        yaml_syntax=("The YAML cannot be read.", "Mend the YAML at this line."),
        yaml_tab=("A tab stands in a YAML file.", "Use spaces instead of the tab."),
        yaml_tag=(
            "A YAML tag such as `!!str` is used.",
            "Remove the tag and, if it is meant as text, quote the value.",
        ),
        yaml_alias_budget=(
            "Anchors and aliases expand to more than the small number allowed.",
            "Write the values out instead of repeating them by alias.",
        ),
        yaml_too_deep=("The YAML is nested deeper than any case needs.", "Flatten it."),
        yaml_null=(
            "A key has no value.",
            "Give it a value, write '' quoted if empty text is meant, or delete the key.",
        ),
        yaml_cut=(
            "An unquoted value is cut by ` #`: YAML reads the rest as a comment.",
            "Quote the value, or put two spaces before a comment.",
        ),
        yaml_documents=("A file holds more than one YAML document, or none.", "Keep exactly one document in it."),
        duplicate_key=("The same key stands twice in one mapping.", "Keep one of the two."),
        wrong_type=("A value is of another form than the key takes.", "Write it in the form the message names."),
        unknown_key=("A key that the case format does not know.", "Correct its spelling, or remove it."),
        missing_key=("A required key is missing.", "Add it."),
        unknown_choice=("A value outside the list the key allows.", "Use one of the values the message lists."),
        bad_date=("A date that is not YYYY, YYYY-MM or YYYY-MM-DD.", "Write only the part that is known."),
        bad_text=("Text with control characters.", "Remove them."),
        unknown_format=("The case is of a format this version does not read.", "Set `format: 1`."),
        case_not_found=("There is no `case.yml` here or above.", "Go into a case folder, or name it with --case."),
        no_such_person=("No person of this id has a `dossier:` in the case.", "Use one of the ids the message lists."),
        bad_id=("An id that cannot be used.", "Use a-z, 0-9, - and . and start and end with a letter or digit."),
        bad_name=(
            "A dataset name or prefix that FollowTheMoney cannot use.",
            "Use a-z, 0-9 and _ (name) or - (prefix).",
        ),
        duplicate_id=("Two things of the case have the same id.", "Rename one of them."),
        id_names_withheld=("An id contains the name of a person who is withheld.", "Use an id such as victim-1."),
    ),
    **_warnings(
        unknown_file=("A file in the case that nothing reads.", "Move it elsewhere, or give it the ending .yml."),
    ),
    # FollowTheMoney
    **_errors(
        unknown_schema=("A schema that FollowTheMoney does not have.", "Use a schema of FollowTheMoney."),
        schema_not_used=("A schema that a case cannot contain.", "See the list of schemata in docs/case-format.md."),
        unknown_property=("A property that the schema does not have.", "Correct its spelling."),
        value_dropped=("A value FollowTheMoney would silently drop.", "Write it in the form the property takes."),
        value_changed=(
            "A value FollowTheMoney would silently change.",
            "Write exactly what is known, in the form kept.",
        ),
        value_too_long=("A value longer than FollowTheMoney keeps.", "Shorten it."),
        missing_property=("A property that the schema requires is missing.", "Add it."),
        wrong_range=("A reference to a thing of the wrong schema.", "Refer to a thing of the schema named."),
        topic_refused=(
            "A topic that would make consumers take its bearer for a target, or that marks a withheld person.",
            "Remove it; the export gives `poi` itself to those with `publish: true` and an act of their own.",
        ),
        dangling_reference=("A reference to something that is not in the case.", "Correct the id, or add the thing."),
    ),
    "value-normalised": Kind(
        Severity.NOTE, "A value FollowTheMoney writes in another form that means the same.", "Nothing needs to be done."
    ),
    # persons and harm
    **_errors(
        missing_category=(
            "A Person without a category.",
            "Add `person:` with nominee, official, victim, witness, source or other.",
        ),
        missing_label=("A withheld person without a label.", "Add `label:`, such as `label: Victim A`."),
        leak=("A withheld name stands where an edition would show it.", "Replace the name by the person's label."),
        dossier_of_withheld=(
            "A dossier is asked of a person who is withheld.",
            "Only a nominee or official gets a dossier.",
        ),
    ),
    # evidence
    **_errors(
        capture_unreadable=(
            "A capture cannot be read as its media type.",
            "Supply the file again, or correct media_type.",
        ),
        capture_changed=(
            "The bytes of a capture are not those that were pinned.",
            "Restore the file; add changed bytes as a further capture of the source.",
        ),
        text_changed=("The stored text of a capture was altered.", "Restore it, or delete it and run `dossier pin`."),
        lock_invalid=(
            "A lock file cannot be trusted: it is not as the program writes it.",
            "Delete it and run `dossier pin`.",
        ),
        quotation_ambiguous=("A quotation stands more than once in its source.", "Quote more of the sentence."),
        quotation_drifted=(
            "A quotation is near, but not identical to, words of its source.",
            "Quote the source again, exactly.",
        ),
        quotation_absent=(
            "A quotation does not stand in its source.",
            "Quote the source exactly, or remove the excerpt.",
        ),
    ),
    **_warnings(
        quotation_moved=("A quotation stands elsewhere than pinned.", "Read it there, then run `dossier pin`."),
        excerpt_unpinned=("An excerpt has no pinned position yet.", "Run `dossier pin`."),
        capture_unpinned=("A capture has no recorded hash yet.", "Run `dossier pin`."),
        quotation_cut_mid_word=("A quotation begins or ends in the middle of a word.", "Quote whole words."),
    ),
    # what is printed
    **_errors(
        prose_uncited=(
            "Prose that states a fact without a citation.",
            "End it with [@source/excerpt], or mark the paragraph {.analysis} if it states no fact.",
        ),
        prose_invalid=("Prose with something the document cannot print.", "Use plain Markdown paragraphs and lists."),
        finding_beyond_backing=(
            "A finding claims more than the acts behind it carry.",
            "Lower the finding, or add the evidence.",
        ),
        finding_incomplete=("A finding lacks what it must say.", "Add the keys the message names."),
        unknown_regime=("A regime that is not known.", "Use one of the regimes the message lists."),
        unknown_element=("An element that the regime does not have.", "Use one of the elements the message lists."),
        render_failed=("The document could not be rendered.", "See the message."),
        missing_glyph=("A character has no glyph in any installed font.", "Install the fonts `dossier doctor` names."),
    ),
    **_warnings(
        value_uncited=("A printed value has no citation: it prints as `no source given`.", "Add `cite:`."),
        not_literal=(
            "A name, number or date does not occur literally in its citation.",
            "Cite the words that say it, or mark the value `derived:` with the reason.",
        ),
        quoted_words_elsewhere=(
            "Words in quotation marks stand in no excerpt cited there.",
            "Quote exactly, cite the excerpt, or remove the quotation marks.",
        ),
        conduct_near_person=(
            "A verb of conduct stands near a person who has no act of his own.",
            "Say who did it, or remove the person from the sentence.",
        ),
        check_by_passed=(
            "The regime's law was to be checked again by a date now past.",
            "Check the law, then update the regime.",
        ),
        office_not_current=("An office is stated as held without a recent source.", "Give `seen:` a date."),
        summary_overflows=("The first two pages do not hold their content.", "Shorten the findings and prose."),
    ),
    # this machine
    **_errors(
        machine_lacks=("This machine lacks something the command needs.", "Run `dossier doctor`."),
        unexpected=("An error of the program itself.", "Report it, with the log after reading what it quotes."),
        output_locked=("Another run is writing the same output.", "Wait for it to end."),
        output_unwritable=("The output cannot be written.", "Check rights and free space."),
    ),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake found in a case: `code` is a key of `KINDS`; `place` is None when no file is to blame."""

    code: str
    message: str
    place: Place | None = None
    cure: str = ""

    @property
    def severity(self) -> Severity:
        """The severity of the problem's kind."""
        return KINDS[self.code].severity

    def __str__(self) -> str:
        where = f"{self.place}: " if self.place else ""
        return f"{where}{self.severity}[{self.code}]: {self.message} {self.cure}".rstrip()


class Problems(list[Problem]):
    """The problems of one run, in the order found."""

    def add(self, code: str, place: Place | None, message: str, cure: str = "") -> None:
        """Add a problem; `cure` overrides the kind's own. Raises KeyError for a code that is not registered."""
        self.append(Problem(code, message, place, cure or KINDS[code].cure))

    @property
    def errors(self) -> list[Problem]:
        """Those that stop every build."""
        return [problem for problem in self if problem.severity is Severity.ERROR]

    @property
    def warnings(self) -> list[Problem]:
        """Those that stop a build only under `--strict`."""
        return [problem for problem in self if problem.severity is Severity.WARNING]

    def sorted(self) -> Problems:
        """The same, each once, by file and line, those without a place first."""
        unique = dict.fromkeys(self)
        return Problems(sorted(unique, key=lambda p: (p.place or Place("", 0), p.code, p.message)))

    def rewritten(self, rewrite: Callable[[str], str]) -> Problems:
        """The same with `rewrite` applied to every text a reader sees (to hide withheld names)."""
        return Problems(replace(p, message=rewrite(p.message), cure=rewrite(p.cure)) for p in self)


class Stop(Exception):
    """A command cannot go on: carries the problems to report."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = Problems(problems)
        super().__init__("; ".join(str(problem) for problem in self.problems))


def stop(code: str, message: str, place: Place | None = None, cure: str = "") -> Stop:
    """A `Stop` with one problem."""
    problems = Problems()
    problems.add(code, place, message, cure)
    return Stop(problems)
