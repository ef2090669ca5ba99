"""What claims are made of: the records of a case, or those of one edition of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from dossier.case.model import Entity, Meta, Source
from dossier.case.screenings import Screening
from dossier.evidence.records import CaptureText, Quotation, Stamp


@dataclass(frozen=True, slots=True)
class Contents:
    """All that prints of a case, or of one edition of it.

    `exhibits` are the numbers of the sources, `stamps` the time stamps by source and capture, `screenings` what still
    holds of the lists. `regimes` are the words of the regimes that are the case's own, by id.
    """

    meta: Meta
    entities: Mapping[str, Entity]
    sources: Mapping[str, Source]
    captures: Mapping[tuple[str, str], CaptureText]
    quotations: Mapping[str, Quotation]
    exhibits: Mapping[str, int]
    stamps: Mapping[tuple[str, str], Stamp] = field(default_factory=dict)
    screenings: Mapping[str, Screening] = field(default_factory=dict)
    regimes: Mapping[str, str] = field(default_factory=dict)
