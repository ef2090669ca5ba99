"""What follows the two first pages, in the order and words of the authority it is made for, or in a general order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from string import ascii_uppercase

from dossier.editions import SECTIONS, VisiblePassage
from dossier.language import Language
from dossier.regimes import Heading, Regime
from dossier.render.document.model import Chapter, CriteriaGroup, Criterion, Part
from dossier.render.words import ANNEX_TITLES, GENERAL_TITLES, PART_TITLES

# The order of a document made for all regimes, and of one whose regime gives none.
GENERAL = (("statement", "summary"), ("acts",), ("criteria",))
# What stands behind every order; quotations last, so that each can lead back to where it is cited.
ANNEXES = ("statements", "sources", "quotations", "about")
# On the first pages already; its own chapter where an order has one.
_ON_FIRST_PAGES = ("ask", "handling")


@dataclass(frozen=True, slots=True)
class Content:
    """What a document can fill its chapters with."""

    regime: Regime | None
    say: Language
    submission: bool
    matrix: tuple[tuple[Regime, tuple[Criterion, ...]], ...]
    prose: Mapping[str, tuple[VisiblePassage, ...]]  # by block: `summary`, `mitigating`, the sections, the statement
    present: frozenset[str]  # other parts that have content


def chapters_of(content: Content) -> tuple[tuple[Chapter, ...], tuple[str, ...]]:
    """The chapters, and what their order asks for and the case does not give. No chapter is empty."""
    unfilled: list[str] = []
    found: list[tuple[str, tuple[Part, ...], bool]] = []
    order = _order(content)
    for heading in order:
        parts = tuple(_parts(heading, content))
        if parts:
            found.append((_title(heading, content), parts, False))
        unfilled += _unfilled(heading, parts, content)
    placed = {name for heading in order for name in heading.parts}
    for name, names in _annexes(placed):
        title = content.say(ANNEX_TITLES[name])
        parts = tuple(_parts(Heading(title, names), content))
        if parts:
            found.append((title, parts, True))
    chapters = tuple(Chapter(letter, *row) for letter, row in zip(ascii_uppercase, found, strict=False))
    return chapters, tuple(dict.fromkeys(unfilled))


def _order(content: Content) -> tuple[Heading, ...]:
    if content.regime and content.regime.submission_order:
        return content.regime.submission_order
    return tuple(Heading(content.say(GENERAL_TITLES[parts[-1]]), parts) for parts in GENERAL)


def _annexes(placed: set[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    further = tuple(name for name in SECTIONS if name not in placed and name not in _ON_FIRST_PAGES)
    yield "further", further
    yield from ((name, (name,)) for name in ANNEXES if name not in placed)


def _title(heading: Heading, content: Content) -> str:
    return heading.title if content.submission or heading.as_note is None else heading.as_note


def _unfilled(heading: Heading, parts: tuple[Part, ...], content: Content) -> Iterable[str]:
    """A heading without content by its title, and each section that is missing below one that has some."""
    missing = [name for name in heading.parts if name not in {part.name for part in parts}]
    if "statement" in missing and not content.submission:  # the findings do not allow one: section 4 says so
        missing.remove("statement")
    if not parts and missing:
        return [_title(heading, content)]
    return [content.say(PART_TITLES[name]) for name in missing if name in SECTIONS or name == "summary"]


def _parts(heading: Heading, content: Content) -> Iterator[Part]:
    filled = [part for name in heading.parts for part in _part(name, heading, content)]
    for part in filled:
        yield part if len(filled) > 1 else Part(part.kind, part.name, "", part.passages, part.groups)


def _part(name: str, heading: Heading, content: Content) -> Iterator[Part]:
    """The part of this name, if there is anything to fill it with."""
    title = content.say(PART_TITLES[name])
    if name == "criteria":
        groups = tuple(_groups(heading, content))
        if groups:
            yield Part("criteria", name, title, groups=groups)
    elif name == "mitigating":
        if "reply" in content.present or content.prose.get(name):
            yield Part("mitigating", name, title, content.prose.get(name, ()))
    elif name in content.prose or name in SECTIONS:
        if passages := content.prose.get(name):
            yield Part("submitter" if name == "submitter" else "prose", name, title, passages)
    elif name in content.present:
        yield Part(name, name, title)


def _groups(heading: Heading, content: Content) -> Iterator[CriteriaGroup]:
    """The criteria of each regime with its bases; in the order of an authority those of each limb it names here."""
    for regime, rows in content.matrix:
        if not heading.limbs:
            yield CriteriaGroup(regime.name, rows, regime)
        for limb in heading.limbs:
            chosen = tuple(row for row in rows if row.element.limb == limb)
            if chosen:
                yield CriteriaGroup(regime.limbs[limb], chosen)
