"""Collects every rule over a whole case; the rules live with their domain."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from dossier.case.discretion import discreet, spoken
from dossier.case.loading import SOURCE_FILE, load_case
from dossier.case.model import NAMED_IN_PUBLIC, Case, shows
from dossier.case.private import check_apart
from dossier.case.screenings import check_screenings
from dossier.case.sharing import check_shared_names
from dossier.case.withholding import is_minor, never_quoted
from dossier.case.yaml import MAX_BYTES
from dossier.claims import Claim, make_claims
from dossier.evidence.collecting import Evidence, collect
from dossier.evidence.timestamps import Stamp, check_timestamps
from dossier.exporting.rules import check_sanctions, check_topics
from dossier.ftm import check_entities
from dossier.listings import search_digests, still_holding
from dossier.problems import Place, Problems
from dossier.regimes import Regime, check_acts, check_findings, load_regimes
from dossier.review import Ledger, Standing, read_ledger, standings
from dossier.support import check_support
from dossier.undeclared import check_undeclared

ADDRESSES = ("sourceUrl", "alephUrl", "website")  # properties of a source that lead to its text

Progress = Callable[[str, int], Callable[[str], None]]


def _silent(_label: str, _total: int) -> Callable[[str], None]:
    return lambda _name: None


@dataclass(frozen=True, slots=True)
class Checked:
    """A case with its evidence and regimes, after every rule has looked at it.

    `manifest` is the time stamp over the list of all evidence, when there is one that verifies. `claims` are those of
    the case itself, with every name, which reviewers decide on; `ledger` is what they decided, and `standings` where
    each claim stands.
    """

    case: Case
    evidence: Evidence
    regimes: Mapping[str, Regime]
    claims: Mapping[str, Claim]
    ledger: Ledger
    standings: Mapping[str, Standing]
    manifest: Stamp | None = None

    def said(self, problems: Problems) -> Problems:
        """Problems found later, as anybody may read them: no withheld name in them, nor in a path."""
        return spoken(problems, self.case)


def check_case(
    root: Path, problems: Problems, *, full: bool = False, private: Path | None = None, progress: Progress = _silent
) -> Checked | None:
    """Load and check the case in `root`, with what a private folder adds; every mistake is added to `problems`.

    `progress` makes, of a label and a number of steps, what is called before each of them: the steps of what can take
    long. Returns None when `case.yml` itself cannot be read. No message quotes the name of a withheld person.
    """
    case = load_case(root, problems, private)
    if case is None:
        return None
    check_persons(case, problems)
    check_shared_names(case, problems)
    check_entities(case, problems)
    evidence = collect(case, problems, full=full, step=progress("read", len(case.sources)))
    check_addresses(case, evidence, problems)
    captured = ((capture.capture.place, capture.text.source) for capture in evidence.captures.values())
    check_apart(case.private, captured, problems)
    stamps = check_timestamps(case, evidence, problems)
    evidence.stamps.update(stamps.captures)
    check_support(case, evidence, problems)
    check_undeclared(case, evidence, problems, progress("searched for names", len(evidence.captures)))
    check_topics(case.entities.values(), problems)
    check_sanctions(case.entities.values(), evidence.quotations, problems)
    check_screenings(case.screenings, search_digests(case.entities), problems)
    regimes = load_regimes(case, problems)
    check_acts(case.entities, problems)
    check_findings(
        case.entities,
        regimes,
        case.sources,
        evidence.quotations,
        case.meta.policy,
        case.meta.as_of,
        problems,
    )
    ledger = read_ledger(case.root, case.meta.name, problems)
    problems[:] = _without_consequences(case, problems)
    problems[:] = discreet(problems, case)
    claims = make_claims(
        case.entities,
        evidence.quotations,
        case.meta.authors,
        still_holding(case.screenings, case.entities),
        case.meta.sections,
    )
    standing = standings(claims, ledger, case.meta.policy.approvals)
    return Checked(case, evidence, regimes, claims, ledger, standing, stamps.manifest)


def _without_consequences(case: Case, problems: Problems) -> Problems:
    """The problems without those that only follow from a file that cannot be read, and a note of how many there were.

    Such are references to what the file holds, and findings that are judged without it.
    """
    read = {entity.place.file for entity in case.entities.values()} | {row.place.file for row in case.sources.values()}
    broken = {problem.place.file for problem in problems.errors if problem.place} - read
    lost = set[str]().union(*(_ids_in(case.root, file) for file in broken))
    if not lost:
        return problems
    kept = Problems(
        problem
        for problem in problems
        if problem.code != "finding-beyond-backing" and (problem.missing or "").split("/")[0] not in lost
    )
    if len(kept) < len(problems):
        told = f"{len(problems) - len(kept)} problems that follow from what cannot be read are left out."
        kept.add("consequences-left-out", Place(min(broken)), told)
    return kept


def _ids_in(root: Path, file: str) -> set[str]:
    """The ids that a file of a case seems to define: what refers to them is no second mistake when it is no YAML."""
    folder, _, name = file.rpartition("/")
    if name == SOURCE_FILE:
        return {folder.rpartition("/")[2]}
    if not file.startswith("entities/"):
        return set()
    path = root / file
    try:
        if not path.is_file() or path.is_symlink() or path.stat().st_size > MAX_BYTES:
            return set()
        text = path.read_bytes().decode("utf-8", "replace")
    except OSError:
        return set()
    return set(re.findall(r"^id:[ \t]*['\"]?([a-z0-9.-]+)", text, re.MULTILINE))


def check_names(case: Case, edition: str, problems: Problems) -> None:
    """The narrowest edition names everybody: without a name somebody's file is missing."""
    for person in case.persons() if edition == case.meta.editions[-1] else ():
        if not person.first("name"):
            problems.add("private-needed", person.place, f"{person.id} has no name in the case.")


def check_addresses(case: Case, evidence: Evidence, problems: Problems) -> None:
    """Report addresses shown by an edition that withholds names in the text of their source: they lead to the names."""
    widest = case.meta.editions[0]
    replacer = never_quoted(case)
    for source in case.sources.values():
        named = any(replacer.finds(capture.text.source) for capture in evidence.of_source(source.id))
        for value in source.values if named and not source.public and shows(source.edition, widest) else ():
            if value.prop in ADDRESSES and shows(value.edition, widest):
                words = f"{value.prop} of {source.id} leads whoever reads the {widest} edition to names withheld in it."
                problems.add("address-leads-to-names", value.place, words)


def check_persons(case: Case, problems: Problems) -> None:
    """Report persons without a category or label, dossiers of withheld persons, and ids that give a name away."""
    for person in case.persons():
        minor = is_minor(person, case.meta.as_of)
        if person.person is None:
            problems.add("missing-category", person.place, f"{person.id}: the Person has no category.")
        elif (minor or person.person not in NAMED_IN_PUBLIC) and person.label is None:
            what = "minor" if minor else person.person
            problems.add("missing-label", person.place, f"{person.id}: a {what} needs a label.")
        if person.dossier and (minor or person.person not in NAMED_IN_PUBLIC):
            problems.add("dossier-of-withheld", person.dossier.place, f"{person.id} is withheld and has a dossier.")
    for entity in case.entities.values():
        if entity.schema == "Person":
            continue
        if entity.person or entity.consent or entity.minor:
            words = f"{entity.id}: `person:`, `consent:` and `minor:` belong to a Person."
            problems.add("unknown-key", entity.place, words)
        if (entity.label or entity.withhold) and not entity.edition:
            words = f"{entity.id}: `label:` and `withhold:` belong to a Person, or to what has a narrower `edition:`."
            problems.add("unknown-key", entity.place, words)
    replacer = never_quoted(case)
    places = {id_: entity.place for id_, entity in case.entities.items()}
    places |= {id_: source.place for id_, source in case.sources.items()}
    places |= {key: excerpt.place for key, excerpt in case.excerpts().items()}
    files = {place.file for place in places.values()}
    files |= {f"{id_}/{capture.file}" for id_, source in case.sources.items() for capture in source.captures}
    if any(replacer.finds_in_id(file) for file in files):
        problems.add("id-names-withheld", None, "The name of a file here contains the name of a withheld person.")
    for id_, place in places.items():
        if replacer.finds_in_id(id_):
            problems.add("id-names-withheld", place, "An id here contains the name of a withheld person.")
