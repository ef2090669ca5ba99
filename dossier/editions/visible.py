"""The records of a view: those of a case as one edition shows them, with names withheld.

Each is a subclass of the record of the case, so that a rule which judges both takes the record of the case. What
prints, publishes, screens or packs takes these alone, and only this package makes them: to hand it a record of a case
is an error of types.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from dossier.case.model import Dossier, Entity, Excerpt, Finding, Meta, Passage, Source, Value
from dossier.case.screenings import Screening
from dossier.claims import Claim
from dossier.evidence.records import CaptureText, Quotation
from dossier.regimes import Assessment


@dataclass(frozen=True, slots=True)
class VisibleValue(Value):
    """A value as an edition shows it."""


@dataclass(frozen=True, slots=True)
class VisiblePassage(Passage):
    """A passage of prose that an edition shows, with all that it cites."""


@dataclass(frozen=True, slots=True)
class VisibleFinding(Finding):
    """A finding as an edition may say it."""


@dataclass(frozen=True, slots=True)
class VisibleDossier(Dossier):
    """What an edition shows of the author's words on a person."""

    prose: tuple[VisiblePassage, ...] = ()
    findings: tuple[VisibleFinding, ...] = ()
    default_finding: VisibleFinding | None = None

    def all_findings(self) -> Iterator[VisibleFinding]:
        """Every finding, the default last."""
        yield from self.findings
        if self.default_finding:
            yield self.default_finding

    def block(self, name: str) -> tuple[VisiblePassage, ...]:
        """The passages of one block, in order."""
        return tuple(passage for passage in self.prose if passage.block == name)


@dataclass(frozen=True, slots=True)
class VisibleEntity(Entity):
    """An entity as an edition shows it."""

    values: tuple[VisibleValue, ...] = ()
    dossier: VisibleDossier | None = None

    def all(self, prop: str) -> tuple[VisibleValue, ...]:
        """Every value of a property, in the order written."""
        return tuple(value for value in self.values if value.prop == prop)


@dataclass(frozen=True, slots=True)
class VisibleExcerpt(Excerpt):
    """An excerpt in the words that an edition shows."""


@dataclass(frozen=True, slots=True)
class VisibleSource(Source):
    """A source as an edition shows it, without the folder of its files."""

    values: tuple[VisibleValue, ...]
    excerpts: tuple[VisibleExcerpt, ...]


@dataclass(frozen=True, slots=True)
class VisibleCapture(CaptureText):
    """A capture with the text that an edition shows of it, and its bytes only where those may be shown."""


@dataclass(frozen=True, slots=True)
class VisibleQuotation(Quotation):
    """A quotation that stands in the text which an edition shows of its capture."""

    excerpt: VisibleExcerpt
    capture: VisibleCapture


@dataclass(frozen=True, slots=True)
class VisibleClaim(Claim):
    """A claim as an edition prints it."""

    quotations: tuple[VisibleQuotation, ...]


@dataclass(frozen=True, slots=True)
class VisibleAssessment(Assessment):
    """What an edition may say of one element for one person."""

    finding: VisibleFinding


@dataclass(frozen=True, slots=True)
class VisibleScreening(Screening):
    """What a list says of the persons that an edition shows."""


@dataclass(frozen=True, slots=True)
class VisibleMeta(Meta):
    """The case's own data as an edition shows it."""

    sections: tuple[VisiblePassage, ...] = ()


Kind = TypeVar("Kind")


def as_visible(kind: type[Kind], record: object, **changes: Any) -> Kind:
    """A record of a case as one of these kinds, with other values in some fields: what it holds must be visible, too.

    Nothing outside this package calls it: here alone is decided what an edition shows.
    """
    fields = {name: getattr(record, name) for name in _names(kind)}
    return kind(**{**fields, **changes})


def _names(kind: Any) -> tuple[str, ...]:
    return tuple(each.name for each in dataclasses.fields(kind))
