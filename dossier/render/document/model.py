"""The parts of a document as plain records: words and rows, from which its blocks are made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from string import ascii_uppercase

from dossier.editions import (
    Stamp,
    View,
    VisibleCapture,
    VisibleEntity,
    VisibleFinding,
    VisiblePassage,
    VisibleQuotation,
    VisibleSource,
)
from dossier.language import Language
from dossier.regimes import Element, Regime
from dossier.render.document.review import ReviewNote
from dossier.render.words import edition_title, read_words


@dataclass(frozen=True, slots=True)
class Line:
    """A labelled line of a table: `text`, what it was inferred from, and the excerpts behind it, or what else is."""

    label: str
    text: str
    cite: tuple[str, ...] = ()
    inferred: str | None = None
    known: bool = True
    by: str | None = None


@dataclass(frozen=True, slots=True)
class Reported:
    """An act linked to the person, in the words of the source."""

    date: str
    quotations: tuple[VisibleQuotation, ...]
    ties: str
    does_not_say: str


@dataclass(frozen=True, slots=True)
class OtherAct:
    """An act reported of others."""

    date: str
    name: str
    actor: str
    in_office: str
    cite: tuple[str, ...]
    anchor: str


@dataclass(frozen=True, slots=True)
class Criterion:
    """An element of a regime with its finding for the person, which the rules may hold below the author's.

    `own` says that the author judged it one by one, `capped` what keeps the finding from being higher; `capped_where`
    says the same as a rule for several.
    """

    regime: Regime
    element: Element
    finding: VisibleFinding
    words: str
    own: bool
    mark: str
    capped: str
    capped_where: str


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A source as the reader needs it: who speaks, when, how graded, what bytes."""

    exhibit: str
    source: VisibleSource
    origin: str
    origin_number: int
    published: str
    language: str
    captures: tuple[VisibleCapture, ...]
    withheld: int
    stamps: Mapping[str, Stamp]


@dataclass(frozen=True, slots=True)
class ActDetail:
    """An act in full: what is said of it, who is tied to it, and the quotations."""

    anchor: str
    entity: VisibleEntity
    date: str
    actor: str
    ties: str
    lines: tuple[Line, ...]
    quotations: tuple[VisibleQuotation, ...]


@dataclass(frozen=True, slots=True)
class CriteriaGroup:
    """Criteria under a common title: those of a regime, whose legal bases then stand with them, or of one limb."""

    title: str
    rows: tuple[Criterion, ...]
    regime: Regime | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """What stands under a heading: `kind` says how it is laid out, `name` what it is (its block of a template).

    `title` is empty where the part is all there is under its heading. `passages` are its prose, `groups` its criteria;
    any other kind takes its content from the document.
    """

    kind: str
    name: str
    title: str
    passages: tuple[VisiblePassage, ...] = ()
    groups: tuple[CriteriaGroup, ...] = ()


@dataclass(frozen=True, slots=True)
class Chapter:
    """A heading after the two first pages, in the words of the authority addressed, with its parts."""

    letter: str
    title: str
    parts: tuple[Part, ...]
    annex: bool = False

    @property
    def anchor(self) -> str:
        """The name that links lead to."""
        return f"part-{self.letter.lower()}"


@dataclass(frozen=True, slots=True)
class Document:
    """Everything one dossier prints: what is on the two first pages, then the chapters.

    `say` is the language of all that it says of its own; `kind_inside` is its kind inside a line.
    `regime` is the one it is made for, None when it is made for all. `unfilled` names what its order asks for and the
    case does not give.
    """

    person: VisibleEntity
    kind: str
    kind_inside: str
    submission: bool
    office_line: str
    view: View
    regime: Regime | None
    regimes: tuple[Regime, ...]
    ask: tuple[VisiblePassage, ...]
    in_short: tuple[Line, ...]
    who_intro: str
    who: tuple[Line, ...]
    reported_intro: str
    reported: tuple[Reported, ...]
    others_intro: str
    others: tuple[OtherAct, ...]
    not_relied_on: tuple[Line, ...]
    criteria_intro: str
    criteria: tuple[Criterion, ...]
    rest: tuple[str, ...]
    mitigating: tuple[VisiblePassage, ...]
    reply: str
    gap: tuple[VisiblePassage, ...]
    unfilled: tuple[str, ...]
    sources: tuple[SourceLine, ...]
    only_read: str
    handling: tuple[VisiblePassage, ...]
    acts: tuple[ActDetail, ...]
    matrix: tuple[tuple[Regime, tuple[Criterion, ...]], ...]
    statements: tuple[tuple[VisibleEntity, str, tuple[Line, ...]], ...]
    quotations: tuple[VisibleQuotation, ...]
    chapters: tuple[Chapter, ...]
    as_of: str
    say: Language
    version: str
    review: ReviewNote
    made_from: str
    about: tuple[tuple[str, str], ...]

    @property
    def title(self) -> str:
        """The document's title, for its metadata and running headers."""
        return self.say.labelled(self.person.caption, self.kind_inside)

    @property
    def subject(self) -> str:
        """What the document is, in a line, for its metadata."""
        return self.say(
            "{kind}: {person}. {case}. Evidence as of {day}. {edition}.",
            kind=self.kind,
            person=self.person.caption,
            case=self.view.meta.title,
            day=self.as_of,
            edition=edition_title(self.view.edition, self.say),
        )

    @property
    def unfilled_words(self) -> str:
        """What has a place in the document and is not given, in a sentence."""
        rest = self.say.joined(self.unfilled)
        if self.regime:
            return self.say(
                "Sections that the order for this authority has and this case does not write: {parts}.",
                parts=rest,
            )
        return self.say("Sections that a dossier may have and this case does not write: {parts}.", parts=rest)

    def read_in_full(self, row: Criterion) -> str:
        """Which sources were read for a finding."""
        return read_words(self.view, row.finding.read, self.say)

    def letter_of(self, part: str) -> str:
        """The letter of the chapter that holds a part."""
        return next((chapter.letter for chapter in self.chapters if any(p.name == part for p in chapter.parts)), "–")

    def parts_with(self, part: str) -> str:
        """The chapters over which a part is spread: `part B and part D`."""
        letters = [chapter.letter for chapter in self.chapters if any(p.name == part for p in chapter.parts)]
        return self.say.listed(self.say("part {part}", part=letter) for letter in letters)

    @property
    def next_letter(self) -> str:
        """The letter after the last chapter's: of what a renderer adds."""
        return ascii_uppercase[len(self.chapters)]
