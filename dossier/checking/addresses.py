"""Addresses of sources that lead a reader to the names withheld in their texts."""

from __future__ import annotations

from dossier.case.model import Case, shows
from dossier.evidence.records import Evidence
from dossier.problems import Id, Problems, Term
from dossier.withholding.who import public_redactor

ADDRESSES = ("sourceUrl", "alephUrl", "website")  # properties of a source that lead to its text


def check_addresses(case: Case, evidence: Evidence, problems: Problems) -> None:
    """Report addresses shown by an edition that withholds names in the text of their source: they lead to the names."""
    widest = case.meta.editions[0]
    replacer = public_redactor(case)
    for source in case.sources.values():
        named = any(replacer.finds(capture.text.source) for capture in evidence.of_source(source.id))
        for value in source.values if named and not source.public and shows(source.edition, widest) else ():
            if value.prop in ADDRESSES and shows(value.edition, widest):
                problems.add(
                    "address-leads-to-names",
                    value.place,
                    "{prop} of {source} leads whoever reads the {edition} edition to names withheld in it.",
                    prop=Term(value.prop),
                    source=Id(source.id),
                    edition=Id(widest),
                )
