"""Case → View. A view is the frozen data that one readership may see; nothing renders or exports anything else.

The records a view holds are those of a case, with names withheld; they are named here for whoever works on a view.
"""

from dossier.case.entities import NONE_FOUND
from dossier.case.model import (
    ATTRIBUTIONS,
    COLOURS,
    CONDUCT_ATTRIBUTIONS,
    EDITIONS,
    LINK_SCHEMA,
    NAMED_IN_PUBLIC,
    OFFICE_SCHEMA,
    SECTIONS,
    STATEMENT_OF_REASONS,
    Dossier,
    Entity,
    Excerpt,
    Finding,
    Logo,
    OwnBlock,
    Passage,
    Source,
    Value,
)
from dossier.case.screenings import Candidate, Listing, Screening
from dossier.editions.reviews import Approver, Reviewed
from dossier.editions.texts import EditionText
from dossier.editions.view import View, make_view
from dossier.evidence.records import CaptureText, Quotation, Stamp
from dossier.look.templates import sandbox as own_template_sandbox

__all__ = [
    "ATTRIBUTIONS",
    "COLOURS",
    "CONDUCT_ATTRIBUTIONS",
    "EDITIONS",
    "LINK_SCHEMA",
    "NAMED_IN_PUBLIC",
    "NONE_FOUND",
    "OFFICE_SCHEMA",
    "SECTIONS",
    "STATEMENT_OF_REASONS",
    "Approver",
    "Candidate",
    "CaptureText",
    "Dossier",
    "EditionText",
    "Entity",
    "Excerpt",
    "Finding",
    "Listing",
    "Logo",
    "OwnBlock",
    "Passage",
    "Quotation",
    "Reviewed",
    "Screening",
    "Source",
    "Stamp",
    "Value",
    "View",
    "make_view",
    "own_template_sandbox",
]
