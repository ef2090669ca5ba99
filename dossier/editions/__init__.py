"""Case → View. A view is the frozen data that one readership may see; nothing renders or exports anything else.

The records of a view are types of their own (`visible.py`), which this package alone makes. Beside them stand the
words of the format, and the records that hold nothing of a person: they are named here for whoever works on a view.
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
    Logo,
    OwnBlock,
)
from dossier.case.screenings import Candidate, Listing, Screening
from dossier.editions.reviews import Approver, Reviewed
from dossier.editions.texts import EditionText
from dossier.editions.view import View, make_view
from dossier.editions.visible import (
    VisibleAssessment,
    VisibleCapture,
    VisibleClaim,
    VisibleDossier,
    VisibleEntity,
    VisibleExcerpt,
    VisibleFinding,
    VisibleMeta,
    VisiblePassage,
    VisibleQuotation,
    VisibleScreening,
    VisibleSource,
    VisibleValue,
)
from dossier.evidence.records import Stamp
from dossier.look.own_words import bare as own_bare_words
from dossier.look.own_words import naming_of
from dossier.look.templates import body_of as own_template_body
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
    "EditionText",
    "Listing",
    "Logo",
    "OwnBlock",
    "Reviewed",
    "Screening",
    "Stamp",
    "View",
    "VisibleAssessment",
    "VisibleCapture",
    "VisibleClaim",
    "VisibleDossier",
    "VisibleEntity",
    "VisibleExcerpt",
    "VisibleFinding",
    "VisibleMeta",
    "VisiblePassage",
    "VisibleQuotation",
    "VisibleScreening",
    "VisibleSource",
    "VisibleValue",
    "make_view",
    "naming_of",
    "own_bare_words",
    "own_template_body",
    "own_template_sandbox",
]
