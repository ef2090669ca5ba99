"""The records of a case, as its author wrote them, each with the place where it stands.

Records are frozen: the edition's `View` is made of the same records with other content, never by changing these.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from dossier.case.screenings import Screening
from dossier.language import msg
from dossier.problems import Place

# Categories of `person:`; only the first two may appear by name in a public edition.
PERSONS = ("nominee", "official", "victim", "witness", "source", "other")
NAMED_IN_PUBLIC = ("nominee", "official")

# How a source ties a person to an act -> what the source names, in print.
ATTRIBUTIONS = {
    "personal-act": msg("this person, by name"),
    "order": msg("an order of this person"),
    "command": msg("those under this person's command"),
    "office": msg("the office, not the person by name"),
    "body": msg("the body this person heads, not the person"),
    "collective": msg("a group, no member by name"),
    "unnamed": msg("an actor without a name"),
    "call": msg("this person, in a call; no act"),
}
# Attributions that tie the person to the act as such; no other carries an element of conduct.
CONDUCT_ATTRIBUTIONS = ("personal-act", "order", "command")

FINDINGS = ("shown", "arguable", "lead", "not-shown")
EDITIONS = ("public", "authority", "internal")  # a case may have further ones between the first and the last
PROSE_BLOCKS = ("summary", "gap", "mitigating")
SECTIONS = (
    "ask",
    "submitter",
    "handling",
    "pattern",
    "protected-activity",
    "associates",
    "factors",
    "national-interest",
    "safety",
)
# The draft of the statement that the Council prints with a listing: a section of a person only.
STATEMENT_OF_REASONS = "statement-of-reasons"

ACT_SCHEMATA = ("Event", "CourtCase")
LINK_SCHEMA = "UnknownLink"
OFFICE_SCHEMA = "Occupancy"
NAME_PROPERTIES = (
    "name",
    "alias",
    "weakAlias",
    "previousName",
    "abbreviation",
    "firstName",
    "lastName",
    "middleName",
    "secondName",
    "fatherName",
    "motherName",
)
WHOLE_NAMES = NAME_PROPERTIES[:5]  # by which somebody is called; the others are parts of them
TRANSLITERATED = "transliterated from "  # begins what `derived:` says of a name in another script
# What else finds a person: where it stands in a text it is replaced as a name is.
IDENTIFYING_PROPERTIES = (
    "brightQueryId",
    "brightQueryOrgId",
    "bvdId",
    "dunsCode",
    "email",
    "idNumber",
    "innCode",
    "leiCode",
    "licenseNumber",
    "npiCode",
    "ogrnCode",
    "okpoCode",
    "okvedCode",
    "passportNumber",
    "phone",
    "programId",
    "registrationNumber",
    "sayariId",
    "socialSecurityNumber",
    "swiftBic",
    "taxNumber",
    "uniqueEntityId",
    "uscCode",
    "vatCode",
    "website",
    "wikidataId",
    "wikipediaUrl",
)


def shows(marked: str | None, edition: str, editions: tuple[str, ...] = EDITIONS) -> bool:
    """Whether an edition shows what is marked with the widest edition it may appear in; without a mark all do.

    A mark that is no edition of the case is shown by the narrowest alone.
    """
    narrowest = len(editions) - 1
    rank = 0 if marked is None else editions.index(marked) if marked in editions else narrowest
    return rank <= (editions.index(edition) if edition in editions else 0)


@dataclass(frozen=True, slots=True)
class Value:
    """One value of one property: an FtM statement before FtM has seen it.

    `cite` holds excerpt addresses (`source/excerpt`); `derived` says from what an inferred value is inferred; `number`
    counts the values of its property, as written, from 1: an edition that leaves one out does not number the others
    anew. `authors` are who wrote it, here and below: names as in `reviews/`, none of whom may approve it.
    """

    prop: str
    text: str
    place: Place
    lang: str | None = None
    cite: tuple[str, ...] = ()
    derived: str | None = None
    edition: str | None = None
    note: str | None = None
    number: int = 1
    authors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class When:
    """The day of an act that is not known exactly: some day from `after` to `before`, both included."""

    after: str | None
    before: str | None
    place: Place


@dataclass(frozen=True, slots=True)
class Passage:
    """One paragraph or list item of prose: Markdown with `[@source/excerpt]` citations.

    `key` is its stable address within the person (`summary/1`, or the block and an explicit `{#id}`). `depth` says in
    how many lists it stands (0 for a plain paragraph), `item` is the number of its item in the innermost, and a
    further paragraph of an item `continues` it.
    """

    block: str
    key: str
    text: str
    cite: tuple[str, ...]
    analysis: bool
    item: int
    place: Place
    edition: str | None = None
    bullet: bool = False  # of a list that is not numbered
    depth: int = 0
    continues: bool = False
    read: tuple[str, ...] = ()  # sources read in full, of a passage that says that nothing was found


@dataclass(frozen=True, slots=True)
class Finding:
    """What the evidence shows of one element of one regime for one person. `all` is the default of a person."""

    regime: str
    element: str
    finding: str
    because: str
    place: Place
    acts: tuple[str, ...] = ()
    cite: tuple[str, ...] = ()
    needs: str | None = None
    read: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reply:
    """The right of reply: `sent`, `answered`, `no-answer` or `not-sought`, and why."""

    status: str
    because: str | None
    place: Place


@dataclass(frozen=True, slots=True)
class NotRelied:
    """An act the dossier names and does not rely on, with the reason."""

    act: str
    because: str
    place: Place


@dataclass(frozen=True, slots=True)
class Dossier:
    """What the author says about a person who gets a document."""

    place: Place
    prose: tuple[Passage, ...] = ()
    context: tuple[str, ...] = ()
    not_relied_on: tuple[NotRelied, ...] = ()
    reply: Reply | None = None
    findings: tuple[Finding, ...] = ()
    default_finding: Finding | None = None
    authors: tuple[str, ...] = ()

    def all_findings(self) -> Iterator[Finding]:
        """Every finding as written, the default last."""
        yield from self.findings
        if self.default_finding:
            yield self.default_finding

    def block(self, name: str) -> tuple[Passage, ...]:
        """The passages of one block (`summary`, `gap`, `mitigating` or a section), in order."""
        return tuple(passage for passage in self.prose if passage.block == name)


@dataclass(frozen=True, slots=True)
class Consent:
    """A recorded consent of a person: to what (`store`, `share`, `publish`, `name`), with whom, since when.

    With a date of withdrawal it is none.
    """

    scope: str
    place: Place
    with_: tuple[str, ...] = ()
    date: str | None = None
    withdrawn: str | None = None


@dataclass(frozen=True, slots=True)
class SharedName:
    """A word of a withheld name that an entity which is shown bears as well: in that entity's names it may stand.

    `by` is that entity, and `names` are its names, once the whole case is read.
    """

    name: str
    by: str
    because: str
    place: Place
    names: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class Entity:
    """An FtM entity of the case. Offices and acts written by shorthand are entities of their own here.

    `attribution` and `does_not_say` belong to act links (UnknownLink), `when` to acts, `person` to Persons. `mistyped`
    says that `person:` is written and is no category: until it is mended the person counts as withheld.
    """

    id: str
    schema: str
    place: Place
    values: tuple[Value, ...] = ()
    person: str | None = None
    label: str | None = None
    withhold: tuple[str, ...] = ()
    also_borne_by: tuple[SharedName, ...] = ()
    consent: tuple[Consent, ...] = ()
    minor: bool = False
    when: When | None = None
    attribution: str | None = None
    does_not_say: str | None = None
    publish: bool = False
    edition: str | None = None
    note: str | None = None
    dossier: Dossier | None = None
    authors: tuple[str, ...] = ()
    mistyped: bool = False

    def all(self, prop: str) -> tuple[Value, ...]:
        """Every value of a property, in the order written."""
        return tuple(value for value in self.values if value.prop == prop)

    def first(self, prop: str) -> str | None:
        """The text of the first value of a property."""
        return next((value.text for value in self.values if value.prop == prop), None)

    @property
    def caption(self) -> str:
        """What to call it in print: its first name or title, else its label or id."""
        return self.first("name") or self.first("title") or self.label or self.id

    @property
    def cite(self) -> tuple[str, ...]:
        """The excerpts that any value cites, each once, in order."""
        return tuple(dict.fromkeys(key for value in self.values for key in value.cite))


@dataclass(frozen=True, slots=True)
class Capture:
    """The bytes of a source as collected: a file in the source's folder and how it came."""

    id: str
    file: str
    path: Path
    media_type: str
    captured_at: str
    method: str
    place: Place
    encoding: str | None = None
    url: str | None = None
    archive_url: str | None = None


@dataclass(frozen=True, slots=True)
class Translation:
    """A translation of an excerpt, with its translator."""

    lang: str
    text: str
    by: str


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A verbatim quotation in a capture; `key` is `source/excerpt`."""

    key: str
    quote: str
    place: Place
    capture: str | None = None
    speech: str = "direct"
    prefix: str = ""
    suffix: str = ""
    translations: tuple[Translation, ...] = ()
    edition: str | None = None
    note: str | None = None

    @property
    def source(self) -> str:
        """The id of its source."""
        return self.key.split("/", 1)[0]

    @property
    def name(self) -> str:
        """Its name within the source."""
        return self.key.split("/", 1)[1]


@dataclass(frozen=True, slots=True)
class Assessment:
    """The grading of a source by the Admiralty code (reliability A-F, credibility 1-6) and the reason."""

    reliability: str
    credibility: str
    because: str
    place: Place


@dataclass(frozen=True, slots=True)
class Independence:
    """Why a source counts beside another one (`of`, its id) that has the same words."""

    of: str
    because: str
    place: Place


@dataclass(frozen=True, slots=True)
class Source:
    """A document as evidence: `evidence/<id>/source.yml`.

    `same_words` holds the ids of other sources whose texts have the same words; it is found in the texts, not written,
    and leaves out those that `independent` names.
    """

    id: str
    schema: str
    place: Place
    origin: str | None
    relies_on: tuple[str, ...]
    values: tuple[Value, ...]
    captures: tuple[Capture, ...]
    assessment: Assessment | None
    excerpts: tuple[Excerpt, ...]
    folder: Path
    published: str | None = None  # None: the source does not state it
    edition: str | None = None
    public: bool = False  # anybody can get the document
    hostile: bool = False  # its host may be watched by those it is about: asked only when told to
    independent: tuple[Independence, ...] = ()
    same_words: tuple[str, ...] = field(default=(), compare=False)

    def first(self, prop: str) -> str | None:
        """The text of the first value of a property."""
        return next((value.text for value in self.values if value.prop == prop), None)

    @property
    def title(self) -> str:
        """Its title, else its id."""
        return self.first("title") or self.id


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who publishes the case."""

    name: str
    url: str | None = None
    country: str | None = None
    contact: str | None = None


# The colours of a document, as its style sheet has them unless the case gives others.
COLOURS = {"ink": "#1b1f24", "soft": "#57606a", "accent": "#1f3a5f", "tint": "#f3f5f7"}


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture that is nothing but a picture: `data` holds the bytes as they print, `alt` says what it shows."""

    alt: str
    media_type: str
    data: bytes
    place: Place


@dataclass(frozen=True, slots=True)
class Design:
    """The look of the documents: a logo, and those of `COLOURS` that the case changes."""

    logo: Logo | None = None
    colours: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OwnBlock:
    """A block that a template of the case replaces; `source` is the whole file, in which the block stands."""

    name: str
    source: str
    place: Place


@dataclass(frozen=True, slots=True)
class Policy:
    """House rules, none of them law: origins per act, years after which conduct is old, approvals a claim needs."""

    sources_per_act: int = 2
    recency_years: int = 5
    approvals: int = 2


@dataclass(frozen=True, slots=True)
class Reviewer:
    """A reviewer, by the name used in `reviews/`: the name and role in print, and the widest edition with the name."""

    id: str
    name: str
    role: str
    edition: str
    place: Place


@dataclass(frozen=True, slots=True)
class Meta:
    """`case.yml`."""

    name: str
    prefix: str
    title: str
    publisher: Publisher
    language: str
    as_of: str
    release: int
    regimes: tuple[str, ...]
    policy: Policy
    place: Place
    sections: tuple[Passage, ...] = ()
    base_url: str | None = None
    design: Design = field(default_factory=Design)
    templates: tuple[OwnBlock, ...] = ()
    authors: tuple[str, ...] = ()
    reviewers: tuple[Reviewer, ...] = ()
    editions: tuple[str, ...] = EDITIONS
    not_names: tuple[str, ...] = ()  # capitalised words in excerpts that name nobody


@dataclass(frozen=True, slots=True)
class Case:
    """A whole case as written. Holds every name: only `editions` may turn it into something that is shown."""

    root: Path
    meta: Meta
    entities: Mapping[str, Entity] = field(default_factory=dict)
    sources: Mapping[str, Source] = field(default_factory=dict)
    screenings: Mapping[str, Screening] = field(default_factory=dict)
    private: tuple[Entity, ...] = ()  # as the private folder has them; `entities` are completed from them
    left_out: tuple[Entity, ...] = ()  # without a usable id: in no edition, but their names are not quoted either

    def persons(self) -> Iterator[Entity]:
        """The entities of schema Person, by id."""
        return (entity for entity in self.entities.values() if entity.schema == "Person")

    def excerpts(self) -> dict[str, Excerpt]:
        """Every excerpt by address."""
        return {excerpt.key: excerpt for source in self.sources.values() for excerpt in source.excerpts}
