"""Collects every rule over a whole case; the rules live with their domain."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from dossier.approvals import Ledger, Standing, read_ledger, standings
from dossier.case.model import Case
from dossier.case.screenings import check_screenings
from dossier.case.yaml import MAX_BYTES
from dossier.checking.addresses import check_addresses
from dossier.checking.findings import check_acts, check_findings
from dossier.checking.persons import check_persons
from dossier.checking.support import check_support
from dossier.checking.topics import check_sanctions, check_topics
from dossier.checking.undeclared import check_undeclared
from dossier.claims import Claim, make_claims
from dossier.evidence.collecting import collect
from dossier.evidence.records import Evidence, Stamp
from dossier.evidence.timestamps import check_timestamps
from dossier.ftm import check_entities
from dossier.listings import search_digests, still_holding
from dossier.loading import SOURCE_FILE, load_case
from dossier.problems import Place, Problems
from dossier.regimes import Regime, load_regimes
from dossier.withholding.private import check_apart
from dossier.withholding.redact import redact_for_log, redact_for_print
from dossier.withholding.sharing import check_shared_names

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
        return redact_for_print(problems, self.case)


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
    problems[:] = redact_for_log(problems, case)
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
        kept.add(
            "consequences-left-out",
            Place(min(broken)),
            "{count} problems that follow from what cannot be read are left out.",
            count=len(problems) - len(kept),
        )
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
