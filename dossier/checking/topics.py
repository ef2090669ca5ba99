"""Topics and sanctions that a case may not give: a consumer of the data would read them as a listing."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from dossier.case.model import NAMED_IN_PUBLIC, Entity
from dossier.ftm import SANCTION_SCHEMA, is_accusing
from dossier.problems import Id, Problems, Quoted, Term, listed

# What lists and those who copy them call a listing that is or was in force.
LISTED = frozenset(
    ("active", "amended", "current", "delisted", "effective", "ended", "expired", "historical", "in force", "inactive",
     "lifted", "listed", "removed", "revoked", "suspended")
)  # fmt: skip


def check_topics(entities: Iterable[Entity], problems: Problems) -> None:
    """Report topics written by hand that would make somebody a target, and any topic of a person who is withheld."""
    for entity in entities:
        for value in entity.all("topics"):
            if entity.schema == "Person" and entity.person not in NAMED_IN_PUBLIC:
                problems.add(
                    "topic-refused",
                    value.place,
                    "{id}: a {category} carries no topic.",
                    id=Id(entity.id),
                    category=Term(str(entity.person)),
                )
            elif is_accusing(value.text):
                problems.add(
                    "topic-refused",
                    value.place,
                    "{id}: a case does not give {text!r}.",
                    id=Id(entity.id),
                    text=Quoted(value.text),
                )


def check_sanctions(case: Iterable[Entity], verified: Collection[str], problems: Problems) -> None:
    """Report every Sanction that the case does not show to be a listing by an authority.

    A consumer reads a Sanction as imposed, whatever else its words say. So it names its authority, rests on a quotation
    that verifies, and has no status but those of a listing, past or present: never a proposed one.
    """
    for entity in case:
        if entity.schema != SANCTION_SCHEMA:
            continue
        lacks = []
        if not entity.first("authority"):
            lacks.append("no `authority` is named")
        if not any(key in verified for value in entity.values for key in value.cite):
            lacks.append("no quotation that verifies is cited")
        if lacks:
            problems.add(
                "sanction-unsourced",
                entity.place,
                "{id}: {lacks}.",
                id=Id(entity.id),
                lacks=listed(Term, lacks, " and "),
            )
        for value in entity.all("status"):
            if value.text.casefold() not in LISTED:
                problems.add(
                    "sanction-unsourced",
                    value.place,
                    "{id}: {text!r} is no status of a listing (known are {known}).",
                    id=Id(entity.id),
                    text=Quoted(value.text),
                    known=listed(Term, sorted(LISTED)),
                )
