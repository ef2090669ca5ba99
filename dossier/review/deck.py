"""Every card of a case, with an index: listing and filtering touch that alone; a card is made when it is opened."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from dossier.approvals import STATES, Decision
from dossier.case.model import (
    ACT_SCHEMATA,
    LINK_SCHEMA,
    NAMED_IN_PUBLIC,
    OFFICE_SCHEMA,
    Case,
    Entity,
    shows,
)
from dossier.case.named import is_named_in
from dossier.checking.actors import names_of
from dossier.checking.run import Checked
from dossier.claims import KINDS, Claim
from dossier.editions import View
from dossier.evidence.records import CaptureText, Quotation
from dossier.formats.canonical import Json
from dossier.ftm import is_reference
from dossier.names.scripts import has_unspaced
from dossier.regimes import Assessment
from dossier.text.actors import Names
from dossier.withholding.replace import Replacer, spellings
from dossier.withholding.who import may_be_named

OPEN = ("waiting", "stale")  # the states in which a claim asks for a decision


@dataclass(frozen=True, slots=True)
class Row:
    """One card in the list: an excerpt with the claims that rest on it, or a thing with its claims that cite nothing.

    `id` is the excerpt's address, or the id of the thing: a source, an entity, or the case by its name. `persons` are
    those whom its claims bear on, `kinds` what sorts of claims they are; `exhibit` is empty for an excerpt that does
    not verify.
    """

    id: str
    excerpt: str | None
    source: str | None
    exhibit: str
    title: str
    claims: tuple[str, ...]
    persons: tuple[str, ...]
    kinds: tuple[str, ...]


@dataclass(frozen=True)
class Deck:
    """The cards of a case, in the order of its exhibits and then of its entities.

    `views` are those of the editions; empty while the case has errors, for then nothing is printed.
    """

    checked: Checked
    views: Mapping[str, View]
    rows: tuple[Row, ...]
    persons_of: Mapping[str, tuple[str, ...]]
    _replacers: dict[str, Replacer] = field(default_factory=dict)

    @property
    def case(self) -> Case:
        """The case, with every name."""
        return self.checked.case

    @cached_property
    def by_id(self) -> Mapping[str, Row]:
        """The rows by their ids."""
        return {row.id: row for row in self.rows}

    @cached_property
    def places(self) -> Mapping[str, int]:
        """Where each card stands among all, by id."""
        return {row.id: place for place, row in enumerate(self.rows)}

    @cached_property
    def rows_of_claim(self) -> Mapping[str, tuple[str, ...]]:
        """The cards on which each claim stands, by key: the first is where it is at home."""
        found: dict[str, list[str]] = defaultdict(list)
        for row in self.rows:
            for key in row.claims:
                found[key].append(row.id)
        return {key: tuple(ids) for key, ids in found.items()}

    def title_of(self, about: str) -> str:
        """What to call the thing that claims are about: an entity, a source, or the case by its name."""
        return _title_of(about, self.case)

    def state(self, key: str, reviewer: str | None = None) -> str:
        """Where a claim stands; for a reviewer, what they decided themselves."""
        standing = self.checked.standings[key]
        return standing.state_for(reviewer) if reviewer else standing.state

    def drafted(self, reviewer: str | None, *, changed: bool = False) -> dict[str, Decision]:
        """What a reviewer decided and did not sign: on claims as they are now, or on those that `changed` since."""
        claims = self.checked.claims
        rows = self.checked.ledger.draft(reviewer) if reviewer else ()
        return {
            row.claim: row
            for row in rows
            if row.claim in claims and (claims[row.claim].digest != row.digest) is changed
        }

    def asked(self, id_: str) -> tuple[str, ...]:
        """The claims of a card of which its question is asked, who did it: acts of a person. Raises KeyError."""
        return tuple(key for key in self.by_id[id_].claims if self.checked.claims[key].kind == "act")

    def filtered(
        self,
        *,
        person: str | None = None,
        source: str | None = None,
        states: Collection[str] = (),
        kind: str | None = None,
        reviewer: str | None = None,
    ) -> list[Row]:
        """The cards with a claim that fits everything asked for, in order; no states stand for all."""
        claims = self.checked.claims
        known = {key: self.state(key, reviewer) for key in claims} if states else {}
        drafted = self.drafted(reviewer) if states else {}

        def fits(key: str) -> bool:
            return (
                (kind is None or claims[key].kind == kind)
                and (person is None or person in self.persons_of[key])
                and (not states or (known[key] in states and not (known[key] in OPEN and key in drafted)))
            )

        return [
            row
            for row in self.rows
            if (source is None or row.source == source)
            and (person is None or person in row.persons)
            and (kind is None or kind in row.kinds)
            and any(map(fits, row.claims))
        ]

    def listed(self, rows: Iterable[Row], reviewer: str | None = None) -> Json:
        """Rows as data for a list: what the card is of, and how many of its claims are in which state."""
        return [
            {
                "id": row.id,
                "excerpt": row.excerpt,
                "source": row.source,
                "exhibit": row.exhibit,
                "title": row.title,
                "persons": list(row.persons),
                "kinds": list(row.kinds),
                "claims": len(row.claims),
                "states": dict(Counter(self.state(key, reviewer) for key in row.claims)),
            }
            for row in rows
        ]

    def progress(self, reviewer: str | None = None) -> Json:
        """How far the review is: cards and claims, all and done, claims by state, and decisions not signed yet.

        A card is done when none of its claims waits for (this reviewer's) decision.
        """
        drafted = self.drafted(reviewer)
        states = {key: self.state(key, reviewer) for key in self.checked.claims}
        open_ = {key for key, state in states.items() if state in OPEN and key not in drafted}
        counts = Counter(states.values())
        return {
            "cards": len(self.rows),
            "cards_done": sum(open_.isdisjoint(row.claims) for row in self.rows),
            "claims": len(states),
            "claims_done": len(states) - len(open_),
            "states": {state: counts[state] for state in STATES},
            "drafted": len(self.checked.ledger.draft(reviewer)) if reviewer else 0,
        }

    def choices(self) -> Json:
        """What there is to filter by: persons and sources with their names, states and kinds."""
        persons = dict.fromkeys(id_ for row in self.rows for id_ in row.persons)
        sources = dict.fromkeys(row.source for row in self.rows if row.source)
        return {
            "persons": [{"id": id_, "name": self.case.entities[id_].caption} for id_ in sorted(persons)],
            "sources": [{"id": id_, "title": self.case.sources[id_].title} for id_ in sources],
            "states": list(STATES),
            "kinds": [kind for kind in KINDS if any(kind in row.kinds for row in self.rows)],
        }

    def next_after(self, rows: list[Row], id_: str | None) -> Row | None:
        """The first of these rows that comes after the card of this id; the first of all without one."""
        at = self.places.get(id_ or "", -1)
        return next((row for row in rows if self.places[row.id] > at), None)

    def last_before(self, rows: list[Row], id_: str) -> Row | None:
        """The last of these rows that comes before the card of this id."""
        at = self.places[id_]
        return next((row for row in reversed(rows) if self.places[row.id] < at), None)

    # --- what cards share, worked out when first asked for

    def assessment(self, person: str, regime: str, element: str) -> Assessment | None:
        """How the rules judge one finding of a person; None for the default, which is of no one element."""
        rows = self.checked.assessments[person]
        return next((row for row in rows if (row.regime, row.element.id) == (regime, element)), None)

    @cached_property
    def names(self) -> Names:
        """The persons, bodies and posts of the case, to be looked for in texts."""
        return names_of(self.case)

    def named(self, text: str) -> list[Entity]:
        """The persons of the case whom a text names, by any spelling the case has."""
        found = []
        begin = _beginnings(text)
        spaced = not has_unspaced(text)
        for person in self.case.persons():
            if spaced and self._beginnings_of[person.id].isdisjoint(
                begin
            ):  # quick, where there are thousands of persons
                continue
            if person.id not in self._replacers:
                self._replacers[person.id] = Replacer([person])
            if self._replacers[person.id].finds(text) or (
                person.person in NAMED_IN_PUBLIC and is_named_in(person, text)
            ):
                found.append(person)
        return found

    @cached_property
    def _beginnings_of(self) -> Mapping[str, frozenset[str]]:
        """How the words of each person's spellings begin."""
        return {
            person.id: _beginnings(" ".join(text for spelled in spellings(person) for text in spelled))
            for person in self.case.persons()
        }

    def becomes(self, person: Entity) -> dict[str, str | None]:
        """What each edition prints in place of a person's name: None where the name itself stands."""
        label, meta = f"[{person.label or 'a person withheld'}]", self.case.meta
        return {
            edition: None
            if shows(person.edition, edition, meta.editions) and may_be_named(person, edition, meta)
            else label
            for edition in meta.editions
        }

    @cached_property
    def quoted_spans(self) -> Mapping[tuple[str, str], list[tuple[int, int]]]:
        """The spans of each capture's text that the case quotes, merged, in order."""
        spans: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
        for quotation in self.checked.evidence.quotations.values():
            spans[quotation.excerpt.source, quotation.capture.capture.id].append((quotation.start, quotation.end))
        return {key: _merged(rows) for key, rows in spans.items()}

    def never_quoted(self, capture: CaptureText) -> float:
        """The share (0 to 1) of a capture's text that no excerpt quotes, white space aside."""
        text = capture.text.source
        whole = _solid(text)
        spans = self.quoted_spans.get((capture.source, capture.capture.id), [])
        return 1 - sum(_solid(text[start:end]) for start, end in spans) / whole if whole else 0.0

    def unquoted(self, source: str, capture: str) -> Json:
        """A capture's text in pieces, in order: `{"text": …, "quoted": …}`. Raises KeyError for one not there."""
        text = self.checked.evidence.captures[source, capture].text.source
        pieces, position = [], 0
        for start, end in [*self.quoted_spans.get((source, capture), []), (len(text), len(text))]:
            if start > position:
                pieces.append({"text": text[position:start], "quoted": False})
            if end > start:
                pieces.append({"text": text[start:end], "quoted": True})
            position = end
        return pieces

    @cached_property
    def claims_of_source(self) -> Mapping[str, int]:
        """How many claims cite each source."""
        return Counter(
            source
            for claim in self.checked.claims.values()
            for source in {quotation.excerpt.source for quotation in claim.quotations}
        )

    @cached_property
    def known_words(self) -> frozenset[str]:
        """Every word of every name in the case: what is not among them is nobody's."""
        names = (
            value.text
            for entity in self.case.entities.values()
            for value in entity.values
            if value.prop in ("name", "alias", "weakAlias", "previousName", "title", "abbreviation")
        )
        return frozenset(word.strip(".,'’()").casefold() for name in names for word in name.split())

    @cached_property
    def edition_claims(self) -> Mapping[str, Mapping[tuple[str, str, str], Claim]]:
        """The claims of each edition, by what names them in every edition."""
        return {
            edition: {claim.identity: claim for claim in view.claims.values()} for edition, view in self.views.items()
        }


def make_deck(checked: Checked) -> Deck:
    """The cards of a case that was checked.

    A case with errors can be reviewed too: then no edition is printed, and the cards say so.
    """
    persons = _persons(checked.case)
    persons |= _persons_of_sources(checked, persons)
    of_claim = {key: persons.get(claim.entity, ()) for key, claim in checked.claims.items()}
    return Deck(checked, checked.views, tuple(_rows(checked, of_claim)), of_claim)


def _rows(checked: Checked, of_claim: Mapping[str, tuple[str, ...]]) -> Iterator[Row]:
    resting: dict[str, list[Claim]] = defaultdict(list)
    bare: dict[str, list[Claim]] = defaultdict(list)
    for claim in checked.claims.values():
        cited = dict.fromkeys([*(quotation.excerpt.key for quotation in claim.quotations), *claim.unverified])
        for address in cited:
            resting[address].append(claim)
        if not cited:
            bare[claim.entity].append(claim)
    quotations = checked.evidence.quotations
    excerpts = checked.case.excerpts()
    for address in sorted(excerpts, key=lambda key: _order(quotations.get(key), checked.evidence.exhibits, key)):
        quotation = quotations.get(address)
        yield _row(
            address,
            resting.get(address, []),
            of_claim,
            excerpt=address,
            source=excerpts[address].source,
            exhibit=quotation.exhibit if quotation else "",
            title=excerpts[address].quote,
        )
    # what cites an excerpt that is not in the case at all, and what cites nothing
    for address in sorted(set(resting) - set(excerpts)):
        yield _row(address, resting[address], of_claim, excerpt=address, title=address)
    case, exhibits = checked.case, checked.evidence.exhibits
    for about in sorted(bare, key=lambda id_: (id_ not in case.sources, id_ not in case.entities, id_)):
        of_source = about in case.sources
        yield _row(
            about,
            bare[about],
            of_claim,
            source=about if of_source else None,
            exhibit=f"E{exhibits[about]}" if of_source else "",
            title=_title_of(about, case),
        )


def _title_of(about: str, case: Case) -> str:
    if about in case.entities:
        return case.entities[about].caption
    return case.sources[about].title if about in case.sources else case.meta.title


def _row(
    id_: str,
    claims: list[Claim],
    of_claim: Mapping[str, tuple[str, ...]],
    *,
    title: str,
    excerpt: str | None = None,
    source: str | None = None,
    exhibit: str = "",
) -> Row:
    return Row(
        id=id_,
        excerpt=excerpt,
        source=source,
        exhibit=exhibit,
        title=title,
        claims=tuple(claim.key for claim in claims),
        persons=tuple(dict.fromkeys(person for claim in claims for person in of_claim[claim.key])),
        kinds=tuple(kind for kind in KINDS if any(claim.kind == kind for claim in claims)),
    )


def _order(quotation: Quotation | None, exhibits: Mapping[str, int], address: str) -> tuple[int, int, str]:
    """Exhibits by their numbers; an excerpt that does not verify, behind those of its source."""
    number = int(quotation.exhibit.rpartition(".")[2]) if quotation else 10**9
    return exhibits.get(address.partition("/")[0], 10**9), number, address


def _persons(case: Case) -> dict[str, tuple[str, ...]]:
    """For each entity, the persons it bears on: whose links, offices and acts they are, and what those refer to."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for entity in case.entities.values():
        if entity.schema == "Person":
            found[entity.id][entity.id] = None
            if entity.dossier:
                rows = [act for finding in entity.dossier.all_findings() for act in finding.acts]
                for act in (*entity.dossier.context, *rows):
                    found[act][entity.id] = None
        end = {LINK_SCHEMA: ("subject", "object"), OFFICE_SCHEMA: ("holder", "post")}.get(entity.schema)
        person, other = (entity.first(end[0]), entity.first(end[1])) if end else (None, None)
        if person in case.entities and person:
            found[entity.id][person] = None
            if other:
                found[other][person] = None
    # an act or post leads on to the bodies and places it names
    for entity in case.entities.values():
        if entity.schema in (*ACT_SCHEMATA, "Position"):
            for value in entity.values:
                if is_reference(entity.schema, value.prop):
                    found[value.text] |= found[entity.id]
    return {id_: tuple(sorted(persons)) for id_, persons in found.items()}


def _persons_of_sources(checked: Checked, persons: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """For each source, the persons on whom the claims that cite it bear."""
    found: dict[str, set[str]] = defaultdict(set)
    for claim in checked.claims.values():
        for source in {quotation.excerpt.source for quotation in claim.quotations}:
            found[source].update(persons.get(claim.entity, ()))
    return {id_: tuple(sorted(who)) for id_, who in found.items()}


def _beginnings(text: str) -> frozenset[str]:
    """The first letters of every word, alike for every form of a name that is looked for."""
    words = re.findall(r"\w+", unicodedata.normalize("NFC", text).casefold().replace("ё", "е"))
    return frozenset(word[:1] if word[0].isdigit() else word[:2] for word in words)


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _solid(text: str) -> int:
    return sum(not character.isspace() for character in text)
